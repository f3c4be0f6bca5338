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
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from multipolaire.articles import chosen
from multipolaire.compare import source_sentences
from multipolaire.say import EXCERPT, escaped, language, plain, say, translated
from multipolaire.stats.counts import concordance, counted
from multipolaire.stats.queries import QueryWarning, families
from multipolaire.stats.texts import find_copies
from multipolaire.stats.trends import trend
from multipolaire.topics.cluster import METHODS
from multipolaire.topics.reinert import topic_profiles
from multipolaire.topics.topics import UNITS, find_topics
from multipolaire.views.display import Shown, figure, marked, table, told
from multipolaire.views.pictures import side_by_side
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
.explored pre, .explored blockquote, .explored .account { white-space: pre-wrap }
</style>"""
# l', qu' before a word, which many type with it
ELIDED = re.compile(r"^\s*(?:[cdjlmnst]|qu)['’]\s*(?=\w)", re.IGNORECASE)
NONE = "–"
TOPICS = "topic label texts covered passage passage_of"
PERIODS = ("event", "decade", "year", "half-year", "quarter", "month", "week")
#: What a view shows for the values of its controls, and code that gives it as a table.
Answer = tuple[list[str | Shown], list[str]]


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
    live = is_live(live)

    def view(query: str, by: str, read: str = NONE) -> Answer:
        n, said, lines, near = _found(articles, query, by)
        near += _bare(articles, query, by) if live else []
        whole = [_whole(articles, read, query)] if read != NONE else []
        if not n.any():
            none = say("No article says {query}.", query=query)
            return [none, *near, *whole], []
        rates = plot_trend(trend(said, query, by=by))
        caption = say(
            "Occurrences per 10,000 words; wide bars are exact intervals, thin "
            "ones allow for clumps in articles"
        )
        numbers = {"k": len(lines), "n": n.sum()}
        shown = say("{k:,} of {n:,} line", "{k:,} of {n:,} lines", **numbers)
        if live:
            shown += "; " + say("a click on one opens its paragraph")
        code = [
            f'trend(articles, {quoted(query)}, by="{by}")',
            f"concordance(articles, {quoted(query)})",
        ]
        places = opened(texts, map(_line, lines.itertuples()), live)
        rates = figure(rates, caption=caption)
        found = _how_often(n, query)
        return [found, *near, rates, *whole, shown, *places], code

    query = query or families()[0]
    days = articles.get("event_date", pd.Series([None]))
    few = days.notna().all() and days.nunique() <= LINES
    by = by or ("event" if few else "year")
    controls = {
        "query": Control(say("word or family"), query, families(), typed=True),
        "by": Control(say("by"), by, PERIODS),
    }
    if live:
        ids, typed = [NONE, *texts], len(texts) > 4 * LINES
        controls["read"] = Control(say("whole article"), NONE, ids, typed)
    return view_of(view, live, **controls)


def _found(articles: pd.DataFrame, query: str, by: str) -> tuple:
    """How often each article says it, its counts, the first lines, what is warned of."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", QueryWarning)
        said = counted(articles, query, by)  # here, and for the trend
        n = said.filter(like="n: ").iloc[:, 0].to_numpy()
        lines = concordance(articles[n > 0].head(LINES), query).head(LINES)
    near = [say("{words}", words=str(one.message)) for one in warned[:1]]
    return n, said, lines, near


def _how_often(n: np.ndarray, query: str) -> str:
    return say(
        "{times:,} × {query}, in {k:,} of {n:,} article",
        "{times:,} × {query}, in {k:,} of {n:,} articles",
        times=n.sum(),
        k=(n > 0).sum(),
        n=len(n),
        query=query,
    )


def _bare(articles: pd.DataFrame, query: str, by: str) -> list[str]:
    """How often the word stands without the *l'* that was typed before it."""
    word = ELIDED.sub("", query)
    if word == query:
        return []
    n = _found(articles, word, by)[0].sum()
    return [say("{word}, whatever stands before it: {n:,} ×", word=word, n=n)]


def _whole(articles: pd.DataFrame, article: str, query: str) -> Shown:
    """An article from end to end, with every place of the query marked."""
    own = chosen(articles, article)
    spans = concordance(own, query)[["start", "end"]].assign(note="")
    side = marked(own["text"].iloc[0], spans.to_numpy().tolist(), WHOLE)
    code = f'<blockquote lang="fr">{side.html}</blockquote>'
    return Shown(
        f"<h4>{escaped(article)}</h4>{code}", f"{article}\n{side.text}"
    )


def _line(row) -> tuple:
    """A place and its line; live, it is aligned on the word: what is cut is far from it."""
    left, word, right = map(escaped, (row.left, row.match, row.right))
    code = (
        f"<span>{escaped(row.article_id)}:</span> "
        f'<span class="left" lang="fr"><bdi>{left}</bdi></span>'
        f'<span lang="fr"><b>{word}</b>{right}</span>'
    )
    text = f"{row.article_id}: {row.left}⟦{row.match}⟧{row.right}"
    return row.article_id, row.start, row.end, Shown(code, text)


def opened(texts: dict, places: Iterable[tuple], live: bool) -> Iterator[Shown]:
    """Lines that open on their paragraphs; where nothing is live, the first is open.

    ``places`` are ``(article_id, start, end, line)``.
    """
    for number, (article, start, end, line) in enumerate(places):
        if number and not live:
            yield Shown(f"<p>{line.html}</p>", line.text)
            continue
        text = texts[article]
        first = text.rfind("\n", 0, start) + 1
        paragraph = text[first:].partition("\n")[0]
        span = (start - first, end - first, "")
        place = marked(paragraph, [span], PARAGRAPH if live else EXCERPT)
        yield Shown(
            f"<details{'' if live else ' open'}><summary>{line.html}</summary>"
            f'<blockquote lang="fr">{place.html}</blockquote></details>',
            f"{line.text}\n    {place.text}",
        )


def quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


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
    part, free, live = sample(articles), say("as articles allow"), is_live(live)

    def view(k: int, method: str, unit: str, check: bool) -> Answer:
        asked = None if unit == free else unit
        found = find_topics(part, k=k, unit=asked, method=method, check=check)
        parts = [found.verdict, *found.remarks, *sampled(part, articles)]
        if len(found.topics):
            topics = table(
                found.topics[TOPICS.split()],
                caption=say("Topics, each with its most typical passage"),
                french=["label", "passage"],
                decimals=2,
            )
            parts.append(topics)
        if len(found.tree):
            caption = say(
                "Reinert's tree: classes, their words, their variables"
            )
            profiles = topic_profiles(part, found.segments)
            drawn = plot_classes(found.tree, profiles)
            parts.append(figure(drawn, caption=caption))
        given = f"k={k}, method={quoted(method)}, unit={asked!r}"
        return parts, [f"find_topics(articles, {given})"]

    return view_of(
        view,
        live,
        k=Control(say("topics"), k, range(2, 11)),
        method=Control(say("method"), method, METHODS),
        unit=Control(say("unit"), unit or free, [free, *UNITS]),
        check=Control(say("verdict (takes longer)"), not live),
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
    live, ids = is_live(live), articles["article_id"].tolist()

    def view(first: str, second: str) -> Answer:
        if first == second:
            raise ValueError(plain(say("choose two different articles")))
        said = source_sentences(articles, first, second)
        found = say(
            "{n} sentence that both quote, with one number",
            "{n} sentences that both quote, each with one number",
            n=said["sentence"].nunique(),
        )
        size = WHOLE if live else EXCERPT
        both = side_by_side(articles, first, second, size=size)
        asked = f"articles, {quoted(first)}, {quoted(second)}"
        return [found, both], [f"source_sentences({asked})"]

    typed = len(ids) > 4 * LINES  # and completed
    return view_of(
        view,
        live,
        first=Control(say("first"), first or ids[-2:][0], ids, typed),
        second=Control(say("second"), second or ids[-1], ids, typed),
    )


def view_of(
    draw: Callable[..., Answer],
    live: bool,
    buttons: Mapping[str, Callable[[dict], str]] = {},
    **controls: Control,
) -> "Shown | Widget":
    """The widget, or its static twin: what ``draw`` gives for the controls.

    A button calls its function with the boxes of the controls, and shows what it says.
    """

    @lru_cache(maxsize=32)
    def answer(**asked) -> Shown:
        parts, code = draw(**asked)
        return told(*parts, *([_to_take(code)] if live and code else []))

    if not live:
        return answer(**{name: one.value for name, one in controls.items()})
    import ipywidgets as widgets

    boxes = {name: _box(name, one) for name, one in controls.items()}
    shown, note = widgets.HTML(), widgets.HTML()
    shown.add_class("jp-RenderedHTMLCommon").add_class("explored")

    def changed(_=None):
        note.value = plain(say("working …"))
        try:
            asked = {name: box.value for name, box in boxes.items()}
            shown.value = answer(**asked).html
        # or the last answer would stand for this question
        except Exception as error:
            shown.value = _alert(error)
        note.value = ""

    def clicked(act: Callable, _) -> None:
        try:
            note.value = escaped(plain(act(boxes)))
        except (ValueError, OSError) as error:
            note.value = _alert(error)

    changed()
    rested = _once_keys_rest(changed)
    for name, box in boxes.items():
        box.observe(rested if controls[name].typed else changed, "value")
    row = [*boxes.values()]
    for label, act in buttons.items():
        row.append(widgets.Button(description=plain(label)))
        row[-1].on_click(partial(clicked, act))
    flow = widgets.Layout(flex_flow="row wrap")
    top = widgets.HBox([*row, note], layout=flow)
    return widgets.VBox([top, shown, widgets.HTML(STYLE)])


def _once_keys_rest(answer: Callable[[], None]) -> Callable[[dict], None]:
    """What answers to a key when no other follows it for a while."""
    waiting: list[asyncio.TimerHandle] = []

    def typed(_) -> None:
        for one in waiting:
            one.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return answer()  # nobody is typing
        waiting[:] = [loop.call_later(TYPING, answer)]

    return typed


def _box(name: str, control: Control) -> "Widget":
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
    coded = not any(isinstance(one, tuple) for one in options)
    if coded and language() != "en":
        look["options"] = [(translated(str(o), name), o) for o in options]
    return widgets.Dropdown(**look)


def _to_take(lines: list[str]) -> Shown:
    """The lines of code that give as a table what a view shows."""
    code, said = "\n".join(lines), plain(say("As a table, in a cell of code:"))
    block = f"<pre><code>{escaped(code)}</code></pre>"
    return Shown(f"<p>{escaped(said)}</p>{block}", f"{said}\n{code}")


def _alert(error: Exception) -> str:
    return f'<p role="alert">{escaped(str(error))}</p>'


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
