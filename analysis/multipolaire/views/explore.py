"""Interactive views: type, choose, and see tables and plots change.

A view is live (ipywidgets) in JupyterLab opened by ``run.py lab``, or with
``live=True``; elsewhere the same cell shows its static twin, drawn by the same
function: what the view shows at first, but articles cut to excerpts, and the verdict
on topics, which takes longer, given.
"""

import asyncio
import json
import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from multipolaire.compare import source_sentences
from multipolaire.say import EXCERPT, escaped, language, plain, say, translated
from multipolaire.stats.counts import concordance, counted
from multipolaire.stats.queries import QueryWarning, families
from multipolaire.stats.texts import find_copies
from multipolaire.stats.trends import trend
from multipolaire.topics.cluster import METHODS
from multipolaire.topics.reinert import topic_profiles
from multipolaire.topics.topics import UNITS, find_topics
from multipolaire.views import display
from multipolaire.views.display import Shown, joined, marked, table
from multipolaire.views.pictures import line_of
from multipolaire.views.plots import plot_classes
from multipolaire.views.rates import plot_trend

if TYPE_CHECKING:
    from ipywidgets import Widget

LINES = 50  # lines, figures, periods and speakers that are shown at once
PARAGRAPH = 2_000  # characters that are shown of a paragraph
WHOLE = 100_000  # and of an article
TYPING = 0.3  # seconds without a key: then what is typed is answered
SAMPLE = 300_000  # characters in which topics are found while somebody waits
#: JupyterLab sets words of tables to the right, and widgets their lines far apart.
STYLE = """<style>.explored td:not(.n), .explored th:not(.n), .explored caption {
text-align: left } .explored .widget-html-content { line-height: 1.5 }
.explored summary { cursor: pointer }
.explored summary:has(.left) { display: grid; white-space: pre; column-gap: .3em;
grid-template-columns: minmax(0, min(14em, 25%)) minmax(0, 1fr) minmax(0, 1.2fr) }
.explored summary > span { overflow: hidden; text-overflow: ellipsis }
.explored summary .left { direction: rtl; text-align: right }
.explored summary:hover { background: var(--jp-layout-color2) }
.explored pre { white-space: pre-wrap }</style>"""
# l', qu' before a word, which many type with it
ELIDED = re.compile(r"^\s*(?:[cdjlmnst]|qu)['’]\s*(?=\w)", re.IGNORECASE)
NONE = "–"
TOPICS = "topic label texts covered passage passage_of"
PERIODS = ("event", "decade", "year", "half-year", "quarter", "month", "week")


class Control(NamedTuple):
    """What a reader chooses, types, or ticks where there are no ``options``."""

    label: str
    value: object
    options: Iterable | None = None
    typed: bool = False


def explore_keywords(
    articles: pd.DataFrame,
    query: str | None = None,
    by: str | None = None,
    live: bool | None = None,
) -> "Shown | Widget":
    """Type a word, ``ingér*`` or a family: its trend, its lines, their places.

    A click on a line opens its paragraph.  Without ``query``, the first family; without
    ``by``, one of :data:`PERIODS`, the event, or the year where events are too many to
    draw.  Gives a widget, or its static twin, a :class:`multipolaire.views.display.Shown`.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    query
        What is shown first.
    by
        The period shown first.
    live
        Whether to give a widget; without it, where a notebook of JupyterLab runs.

    Returns
    -------
    Widget or Shown
        Live, a widget; else a table or a picture with its text.

    Examples
    --------
    >>> from multipolaire import load_articles  # doctest: +SKIP
    >>> explore_keywords(load_articles(), "ingérence", live=False)  # doctest: +SKIP
    """
    articles = find_copies(articles)  # once, not for every word that is typed
    texts = dict(zip(articles["article_id"], articles["text"]))
    whole = is_live(live)

    def view(query: str, by: str, read: str = NONE) -> Shown:
        told, lines = answer(query, by)
        if read != NONE:
            told = [*told, _whole(articles, read, query)]
        return join([*told, *lines])

    @lru_cache(maxsize=32)
    def answer(query: str, by: str) -> tuple[list, list]:
        said, n, lines, near = _found(articles, query, by)
        near += _bare(articles, query) if whole else []
        if not n.any():
            none = say("No article says {query}.", query=query)
            return [sentences(none, *near)], []
        numbers = {"times": n.sum(), "k": (n > 0).sum(), "n": len(n)}
        found = say(
            "{times:,} × {query}, in {k:,} of {n:,} article",
            "{times:,} × {query}, in {k:,} of {n:,} articles",
            **numbers,
            query=query,
        )
        rates = _rates(trend(said, query, by=by), found)
        told = [sentences(found, *near), rates]
        code = (
            f'trend(articles, {quoted(query)}, by="{by}")',
            f"concordance(articles, {quoted(query)})",
        )
        return told, _listed(lines, n.sum(), texts, code if whole else ())

    query = query or families()[0]
    days = articles.get("event_date", pd.Series([None]))
    few = days.notna().all() and days.nunique() <= LINES
    by = by or ("event" if few else "year")
    controls = {
        "query": Control(say("word or family"), query, families(), typed=True),
        "by": Control(say("by"), by, PERIODS),
    }
    if whole:
        controls["read"] = _read(texts)
    return view_of(view, live, **controls)


def _read(texts: dict) -> Control:
    many = len(texts) > 4 * LINES
    return Control(say("whole article"), NONE, [NONE, *texts], typed=many)


def _found(articles: pd.DataFrame, query: str, by: str) -> tuple:
    """The counts, the first lines, and what is warned of."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", QueryWarning)
        said = counted(articles, query, by)  # here, and for the trend
        n = said.filter(like="n: ").iloc[:, 0].to_numpy()
        lines = concordance(articles[n > 0].head(LINES), query).head(LINES)
    near = [say("{words}", words=str(one.message)) for one in told[:1]]
    return said, n, lines, near


def _listed(lines: pd.DataFrame, n: int, texts: dict, code: tuple) -> list:
    """How many lines, the lines, and where the view is live its code."""
    numbers = {"k": len(lines), "n": n}
    shown = say("{k:,} of {n:,} line", "{k:,} of {n:,} lines", **numbers)
    if code:
        shown += "; " + say("a click on one opens its paragraph")
    told = [sentences(shown), *_places(lines, texts, bool(code))]
    return [*told, code_for(*code)] if code else told


def _bare(articles: pd.DataFrame, query: str) -> list[str]:
    """How often the word stands without the *l'* that was typed before it."""
    word = ELIDED.sub("", query)
    if word == query:
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", QueryWarning)
        n = counted(articles, word, None).filter(like="n: ").to_numpy().sum()
    return [say("{word}, whatever stands before it: {n:,} ×", word=word, n=n)]


def _whole(articles: pd.DataFrame, article: str, query: str) -> Shown:
    """An article from end to end, with every place of the query marked."""
    own = articles[articles["article_id"].eq(article)]
    if own.empty:
        raise ValueError(plain(say("no article {article}", article=article)))
    spans = concordance(own, query)[["start", "end"]].assign(note="")
    side = marked(own["text"].iloc[0], spans.to_numpy().tolist(), WHOLE)
    code = (
        f"<h4>{escaped(article)}</h4>"
        f'<blockquote lang="fr" style="white-space:pre-wrap">{side.html}'
        "</blockquote>"
    )
    return Shown(code, f"{article}\n{side.text}")


def quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def code_for(*lines: str) -> Shown:
    """The lines of code that give as a table what a view shows."""
    code, told = "\n".join(lines), plain(say("As a table, in a cell of code:"))
    return Shown(
        f"<p>{escaped(told)}</p><pre><code>{escaped(code)}</code></pre>",
        f"{told}\n{code}",
    )


def explore_topics(
    articles: pd.DataFrame,
    k: int = 3,
    method: str = "kmeans",
    unit: str | None = None,
    live: bool | None = None,
) -> "Shown | Widget":
    """Choose number, method and unit of topics: the topics and their verdict.

    Live, the topics come at once, the verdict when it is asked for.  Of a large corpus
    a random sample is taken, and said; :func:`multipolaire.find_topics` takes it whole.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    k
        Number of topics shown first.
    method
        ``kmeans``, ``ward``, ``nmf`` or ``reinert``.
    unit
        ``article`` or ``segment``; chosen without it.
    live
        Whether to give a widget; without it, where a notebook of JupyterLab runs.

    Returns
    -------
    Widget or Shown
        Live, a widget; else a table or a picture with its text.

    Examples
    --------
    >>> from multipolaire import load_articles  # doctest: +SKIP
    >>> explore_topics(load_articles(), live=False)  # doctest: +SKIP
    """
    part, free = sample(articles), say("as articles allow")

    def view(k: int, method: str, unit: str, check: bool) -> Shown:
        asked = None if unit == free else unit
        found = find_topics(part, k=k, unit=asked, method=method, check=check)
        told = [found.verdict, *found.remarks, *sampled(part, articles)]
        if not len(found.topics):
            return sentences(*told)
        topics = table(
            found.topics[TOPICS.split()],
            caption=say("Topics, each with its most typical passage"),
            french=["label", "passage"],
            decimals=2,
        )
        parts = [sentences(*told), topics, *_tree(part, found)]
        if is_live(live):
            asked = f"k={k}, method={quoted(method)}, unit={asked!r}"
            parts.append(code_for(f"find_topics(articles, {asked})"))
        return join(parts)

    return view_of(
        view,
        live,
        k=Control(say("topics"), k, range(2, 11)),
        method=Control(say("method"), method, METHODS),
        unit=Control(say("unit"), unit or free, [free, *UNITS]),
        check=Control(say("verdict (takes longer)"), not is_live(live)),
    )


def _tree(articles: pd.DataFrame, found) -> Iterator[Shown]:
    """The tree of Reinert's classes, where they are what was found."""
    if len(found.tree):
        profiles = topic_profiles(articles, found.segments)
        yield display.figure(
            plot_classes(found.tree, profiles),
            caption=say(
                "Reinert's tree: classes, their words, their variables"
            ),
        )


def explore_pair(
    articles: pd.DataFrame,
    first: str | None = None,
    second: str | None = None,
    live: bool | None = None,
) -> "Shown | Widget":
    """Two articles side by side; words that both quote are marked with one number.

    The articles are whole where the view is live; elsewhere, an excerpt of each.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    first
        ``article_id`` of the one to the left.
    second
        Of the one to the right.
    live
        Whether to give a widget; without it, where a notebook of JupyterLab runs.

    Returns
    -------
    Widget or Shown
        Live, a widget; else a table or a picture with its text.

    Raises
    ------
    ValueError
        Where both are one article.

    Examples
    --------
    >>> from multipolaire import load_articles  # doctest: +SKIP
    >>> explore_pair(load_articles(), live=False)  # doctest: +SKIP
    """
    texts = dict(zip(articles["article_id"], articles["text"]))
    size = WHOLE if is_live(live) else EXCERPT

    def view(first: str, second: str) -> Shown:
        if first == second:
            raise ValueError(plain(say("choose two different articles")))
        said = source_sentences(articles, first, second)
        sides = []
        for name in (first, second):
            own = said[said["article_id"].eq(name)]
            looks = map(line_of, own["sentence"])
            places = zip(own["start"], own["end"], own["sentence"], looks)
            side = marked(texts[name], places, size)
            code = (
                f'<div style="flex:1 1 18rem"><p><b>{escaped(name)}</b></p>'
                f'<p lang="fr" style="white-space:pre-wrap">{side.html}</p></div>'
            )
            sides.append(Shown(code, f"{name}: {side.text}"))
        both, row = join(sides), "display:flex;flex-wrap:wrap;gap:0 2rem"
        both = Shown(f'<div style="{row}">{both.html}</div>', both.text)
        found = say(
            "{n} sentence that both quote, with one number",
            "{n} sentences that both quote, each with one number",
            n=said["sentence"].nunique(),
        )
        asked = f"articles, {quoted(first)}, {quoted(second)}"
        code = [code_for(f"source_sentences({asked})")] if is_live(live) else []
        return join([sentences(found), both, *code])

    ids = list(texts)
    typed = len(ids) > 4 * LINES  # and completed
    return view_of(
        view,
        live,
        first=Control(say("first"), first or ids[-2:][0], ids, typed),
        second=Control(say("second"), second or ids[-1], ids, typed),
    )


def view_of(draw: Callable[..., Shown], live: bool | None, **controls: Control):
    """The widget, or its static twin: what ``draw`` gives for the controls."""
    if not is_live(live):
        return draw(**{name: one.value for name, one in controls.items()})
    import ipywidgets as widgets

    draw = lru_cache(maxsize=32)(draw)
    waiting: list[asyncio.TimerHandle] = []
    boxes = {name: _box(name, one) for name, one in controls.items()}
    shown, busy = widgets.HTML(), widgets.HTML()
    shown.add_class("jp-RenderedHTMLCommon").add_class("explored")

    def changed(_=None):
        busy.value = plain(say("working …"))
        asked = {name: box.value for name, box in boxes.items()}
        try:
            shown.value = draw(**asked).html
        # or the last answer would stand for this question
        except Exception as error:
            shown.value = f'<p role="alert">{escaped(str(error))}</p>'
        busy.value = ""

    def typed(change) -> None:
        for one in waiting:
            one.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return changed()  # nobody is typing
        waiting[:] = [loop.call_later(TYPING, changed)]

    changed()
    for name, box in boxes.items():
        box.observe(typed if controls[name].typed else changed, "value")
    flow = widgets.Layout(flex_flow="row wrap")
    row = widgets.HBox([*boxes.values(), busy], layout=flow)
    return widgets.VBox([row, shown, widgets.HTML(STYLE)])


def _box(name: str, control: Control):
    """The widget of one control; a code that is chosen is shown in words."""
    import ipywidgets as widgets

    label, value, options, typed = control
    look = {"description": plain(label), "value": value}
    look["style"] = {"description_width": "initial"}
    if options is None:
        return widgets.Checkbox(indent=False, **look)
    look["options"] = [*options]
    if typed:
        return widgets.Combobox(**look)
    if language() != "en":
        look["options"] = [(translated(str(o), name), o) for o in options]
    return widgets.Dropdown(**look)


def is_live(live: bool | None) -> bool:
    return os.environ.get("MULTIPOLAIRE_LIVE") == "1" if live is None else live


def sample(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles drawn at random, in their order: all, where they are short enough."""
    length = articles["text"].str.len().to_numpy()
    order = np.random.default_rng(0).permutation(len(length))
    n = np.count_nonzero(length[order].cumsum() <= SAMPLE)
    return articles.iloc[np.sort(order[: max(1, n)])]


def sampled(part: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    n, of = len(part), len(articles)
    told = say("In a random sample: {n:,} of {of:,} articles.", n=n, of=of)
    return [told] if n < of else []


def _rates(rates: pd.DataFrame, told: str) -> Shown:
    top = rates.loc[rates["rate"].idxmax()]
    alt = say(
        "{told}; the highest rate is {rate:.1f} per 10,000 words, in {period}",
        told=told,
        **top[["rate", "period"]],
    )
    caption = say(
        "Occurrences per 10,000 words; wide bars are exact intervals, thin "
        "ones allow for clumps in articles"
    )
    data = rates[["period", "n", "words", "rate", "low", "high"]]
    drawn = plot_trend(rates)
    return display.figure(drawn, alt=alt, data=data, caption=caption)


def _places(lines: pd.DataFrame, texts: dict, whole: bool) -> Iterator[Shown]:
    """Each line, which opens on its paragraph; elsewhere the first place alone."""
    for number, row in enumerate(lines.itertuples()):
        line = (
            f'{escaped(row.article_id)}: <span lang="fr">{escaped(row.left)}<b>'
            f"{escaped(row.match)}</b>{escaped(row.right)}</span>"
        )
        if whole:  # aligned on the word: what is cut is far from it
            line = (
                f"<span>{escaped(row.article_id)}</span>"
                f'<span class="left" lang="fr"><bdi>{escaped(row.left)}</bdi></span>'
                f'<span lang="fr"><b>{escaped(row.match)}</b>'
                f"{escaped(row.right)}</span>"
            )
        text = f"{row.article_id}: {row.left}⟦{row.match}⟧{row.right}"
        if number and not whole:
            yield Shown(f"<p>{line}</p>", text)
            continue
        own, size = texts[row.article_id], PARAGRAPH if whole else EXCERPT
        place = paragraph_of(own, row.start, row.end, size)
        yield Shown(
            f"<details{'' if whole else ' open'}><summary>{line}</summary>"
            f'<blockquote lang="fr">{place.html}</blockquote></details>',
            f"{text}\n    {place.text}",
        )


def paragraph_of(text: str, start: int, end: int, size: int) -> Shown:
    """The paragraph, or ``size`` characters of it, that a passage is marked in."""
    first = text.rfind("\n", 0, start) + 1
    paragraph = text[first:].partition("\n")[0]
    return marked(paragraph, [(start - first, end - first, "")], size)


def join(parts: Iterable[Shown]) -> Shown:
    return joined(parts, "\n\n")


def sentences(*said: str) -> Shown:
    bare = map(plain, said)
    return join(Shown(f"<p>{escaped(words)}</p>", words) for words in bare)
