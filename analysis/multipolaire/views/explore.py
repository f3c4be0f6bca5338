"""Interactive views: type, choose, and see tables and plots change.

A view is live (ipywidgets) in JupyterLab opened by ``run.py lab``, or with
``live=True``; elsewhere the same cell shows its static twin, drawn by the same
function: what the view shows at first, but articles cut to excerpts, and the verdict
on topics, which takes longer, given.
"""

import os
import warnings
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from multipolaire.compare import align_quotes
from multipolaire.figures import extract_figures
from multipolaire.say import escaped, language, plain, say, translated
from multipolaire.stats.concordance import concordance
from multipolaire.stats.counts import QueryWarning, counted
from multipolaire.stats.queries import families
from multipolaire.stats.trends import trend
from multipolaire.topics.cluster import METHODS
from multipolaire.topics.topics import exemplars, find_topics
from multipolaire.views.display import (
    EXCERPT,
    Shown,
    figure,
    highlight,
    marked,
    table,
)
from multipolaire.views.plots import plot_trend

LINES = 50  # lines, figures, periods and speakers that are shown at once
PARAGRAPH, WHOLE = (
    2_000,
    100_000,
)  # characters shown of a paragraph, of an article
SAMPLE = 300_000  # characters in which topics are found while somebody waits
#: JupyterLab sets words of tables to the right, and widgets their lines far apart.
STYLE = """<style>.explored td:not(.n), .explored th:not(.n), .explored caption {
text-align: left } .explored .widget-html-content { line-height: 1.5 }</style>"""
PERIODS = ("event", "year", "half-year", "quarter", "month")


def explore_keywords(
    articles: pd.DataFrame,
    query: str = "ingérence",
    by: str | None = None,
    live: bool | None = None,
):
    """Type a word, ``ingér*`` or a family: its trend, its lines, their places.

    A click on a line opens its paragraph.  ``by`` is one of :data:`PERIODS`; without
    it, the event, or the year where there are more events than one can draw.  Gives a
    widget, or its static twin, a :class:`multipolaire.views.display.Shown`.
    """
    texts = dict(zip(articles["article_id"], articles["text"]))
    whole = _is_live(live)

    def view(query: str, by: str) -> Shown:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", QueryWarning)
            said = counted(
                articles, query, by
            )  # read once, here and by the trend
        n = said.filter(like="n: ").iloc[:, 0].to_numpy()
        having = articles[n > 0]
        if having.empty:
            near = [
                say("{words}", words=str(warning.message)) for warning in told
            ]
            return _sentences(
                say("No article says {query}.", query=query), *near
            )
        found = say(
            "{times:,} × {query}, in {k:,} of {n:,} article",
            "{times:,} × {query}, in {k:,} of {n:,} articles",
            times=n.sum(),
            query=query,
            k=len(having),
            n=len(n),
        )
        rates = _rates(trend(said, query, by=by), found)
        lines = concordance(having.head(LINES), query).head(LINES)
        caption = say(
            "{k:,} of {n:,} line",
            "{k:,} of {n:,} lines",
            k=len(lines),
            n=n.sum(),
        )
        places = _places(lines, texts, whole)
        return _join([_sentences(found), rates, _sentences(caption), *places])

    few = "event_date" in articles and articles["event_date"].nunique() <= LINES
    by = by or ("event" if few else "year")
    query = ("Combobox", say("word or family"), query, families())
    return _view(
        view, live, query=query, by=("Dropdown", say("by"), by, PERIODS)
    )


def explore_topics(
    articles: pd.DataFrame,
    k: int = 3,
    method: str = "kmeans",
    live: bool | None = None,
):
    """Choose the number of topics and the method: the topics and their verdict.

    Live, the topics come at once, the verdict when it is asked for.  Of a large corpus
    a random sample is taken, and said; :func:`multipolaire.find_topics` takes it whole.
    """
    part = _sample(articles)

    def view(k: int, method: str, check: bool) -> Shown:
        found = find_topics(part, k=k, method=method, check=check)
        drawn = [
            _sentences(found.verdict, *found.remarks, *_sampled(part, articles))
        ]
        if len(found.topics):
            rows = found.topics.merge(
                exemplars(part, found, 1)[["topic", "text"]]
            )
            rows = rows[
                ["topic", "label", "segments", "largest_article_share", "text"]
            ]
            caption = say("Topics, each with a typical segment")
            french = ["label", "text"]
            drawn.append(
                table(
                    rows,
                    caption=caption,
                    french=french,
                    decimals=2,
                    names={"text": say("typical segment")},
                )
            )
        return _join(drawn)

    check = say("verdict (takes longer)")
    return _view(
        view,
        live,
        k=("Dropdown", say("topics"), k, range(2, 11)),
        method=("Dropdown", say("method"), method, METHODS),
        check=("Checkbox", check, not _is_live(live), None),
    )


def explore_figures(articles: pd.DataFrame, live: bool | None = None):
    """Walk through the figures by kind, status and speaker, each in its sentence.

    They are extracted once.  Live, of a large corpus, those of a random sample come at
    once, and this is said; those of every article when they are asked for.
    """
    part, every = _sample(articles) if _is_live(live) else articles, say("all")

    @cache
    def read(whole: bool) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
        found = extract_figures(articles if whole else part)
        speakers = found["speaker"].fillna(say("nobody named")).str.split("; ")
        keys = {"kind": found["kind"], "status": found["status"]}
        return found, keys | {"speaker": speakers.explode()}

    def view(whole: bool = False, **chosen: str) -> Shown:
        (figures, keys), told = (
            read(whole),
            [] if whole else _sampled(part, articles),
        )
        rows = figures
        for name, value in chosen.items():
            if value != every:
                rows = rows[
                    rows.index.isin(keys[name].index[keys[name].eq(value)])
                ]
        if rows.empty:
            return _sentences(*told, say("No figure is all of this."))
        few, numbers = rows.head(LINES), {"k": len(rows), "n": len(figures)}
        caption = say(
            "{k:,} of {n:,} figure", "{k:,} of {n:,} figures", **numbers
        )
        if len(few) < len(rows):
            caption = say(
                "{k:,} of {n:,} figures; the first {few} are shown",
                few=len(few),
                **numbers,
            )
        columns = ["article_id", "quote", "kind", "qualifier", "value", "unit"]
        columns += ["status", "speaker"]
        sentences = highlight(
            few, caption=say("The same figures in their sentences")
        )
        rows = table(few[columns], caption=caption, french=["quote"])
        return _join([_sentences(*told), rows, sentences])

    controls = {
        name: (
            "Dropdown",
            translated(name),
            every,
            [every, *key.value_counts().index[:LINES]],
        )
        for name, key in read(False)[1].items()
    }
    if len(part) < len(
        articles
    ):  # others may speak elsewhere: a name may be typed
        controls["speaker"] = ("Combobox", *controls["speaker"][1:])
        label = say("every article (takes longer)")
        controls["whole"] = ("Checkbox", label, False, None)
    return _view(view, live, **controls)


def explore_pair(
    articles: pd.DataFrame,
    first: str | None = None,
    second: str | None = None,
    live: bool | None = None,
):
    """Two articles side by side; words that both quote are marked with one number.

    The articles are whole where the view is live; elsewhere, an excerpt of each.
    """
    texts = dict(zip(articles["article_id"], articles["text"]))
    size = WHOLE if _is_live(live) else EXCERPT

    def view(first: str, second: str) -> Shown:
        if first == second:
            raise ValueError(plain(say("choose two different articles")))
        pairs = align_quotes(articles, first, second)
        sides = []
        for name, end in ((first, "a"), (second, "b")):
            spans = zip(
                pairs[f"start_{end}"], pairs[f"end_{end}"], pairs.index + 1
            )
            side = marked(texts[name], spans, size)
            code = (
                f'<div style="flex:1 1 18rem"><p><b>{escaped(name)}</b></p>'
                f'<p lang="fr" style="white-space:pre-wrap">{side.html}</p></div>'
            )
            sides.append(Shown(code, f"{name}: {side.text}"))
        both = _join(sides)
        code = f'<div style="display:flex;flex-wrap:wrap;gap:0 2rem">{both.html}</div>'
        found = say(
            "{n} pair of quotations that share words, with one number",
            "{n} pairs of quotations that share words, each with one number",
            n=len(pairs),
        )
        return _join([_sentences(found), Shown(code, both.text)])

    ids = list(texts)
    kind = (
        "Dropdown" if len(ids) <= 4 * LINES else "Combobox"
    )  # typed, and completed
    return _view(
        view,
        live,
        first=(kind, say("first"), first or ids[-2:][0], ids),
        second=(kind, say("second"), second or ids[-1], ids),
    )


def _view(draw: Callable[..., Shown], live: bool | None, **controls):
    """The widget; controls are kind, label, value and options."""
    if not _is_live(live):
        return draw(
            **{name: value for name, (_, _, value, _) in controls.items()}
        )
    import ipywidgets as widgets

    draw = lru_cache(maxsize=32)(draw)
    shown = (
        widgets.HTML().add_class("jp-RenderedHTMLCommon").add_class("explored")
    )
    boxes = {}
    for name, (kind, label, value, options) in controls.items():
        settings = {"options": [*options]} if options else {"indent": False}
        if (
            kind == "Dropdown" and language() != "en"
        ):  # a code is shown in words
            settings["options"] = [
                (translated(str(o), name), o) for o in options
            ]
        if kind == "Combobox":
            settings["continuous_update"] = False
        settings |= {"style": {"description_width": "initial"}, "value": value}
        boxes[name] = getattr(widgets, kind)(
            description=plain(label), **settings
        )

    busy = widgets.HTML()

    def changed(_=None):
        busy.value = plain(say("working …"))
        try:
            shown.value = draw(
                **{name: box.value for name, box in boxes.items()}
            ).html
        except (
            Exception
        ) as error:  # or the last answer would stand for this question
            shown.value = f'<p role="alert">{escaped(str(error))}</p>'
        busy.value = ""

    changed()
    for box in boxes.values():
        box.observe(changed, "value")
    flow = widgets.Layout(flex_flow="row wrap")
    row = widgets.HBox([*boxes.values(), busy], layout=flow)
    return widgets.VBox([row, shown, widgets.HTML(STYLE)])


def _is_live(live: bool | None) -> bool:
    return os.environ.get("MULTIPOLAIRE_LIVE") == "1" if live is None else live


def _sample(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles drawn at random, in their order: all, where they are short enough."""
    length = articles["text"].str.len().to_numpy()
    order = np.random.default_rng(0).permutation(len(length))
    n = np.count_nonzero(length[order].cumsum() <= SAMPLE)
    return articles.iloc[np.sort(order[: max(1, n)])]


def _sampled(part: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    told = say(
        "In a random sample: {n:,} of {of:,} articles.",
        n=len(part),
        of=len(articles),
    )
    return [told] * (len(part) < len(articles))


def _rates(rates: pd.DataFrame, told: str) -> Shown:
    if len(rates) > LINES:
        return _sentences(
            say("{n:,} periods are too many to draw", n=len(rates))
        )
    top = rates.loc[rates["rate"].idxmax()]
    alt = say(
        "{told}; the highest rate is {rate:.1f} per 10,000 words, in {period}",
        told=told,
        rate=top["rate"],
        period=top["period"],
    )
    data = rates[["period", "n", "words", "rate", "low", "high"]]
    caption = say(
        "Occurrences per 10,000 words; wide bars are exact intervals, thin "
        "ones allow for clumps in articles"
    )
    return figure(plot_trend(rates), alt=alt, data=data, caption=caption)


def _places(lines: pd.DataFrame, texts: dict, whole: bool) -> Iterable[Shown]:
    """Each line, which opens on its paragraph; elsewhere the first place alone."""
    for number, row in enumerate(lines.itertuples()):
        line = (
            f'{escaped(row.article_id)}: <span lang="fr">{escaped(row.left)}<b>'
            f"{escaped(row.match)}</b>{escaped(row.right)}</span>"
        )
        text = f"{row.article_id}: {row.left}⟦{row.match}⟧{row.right}"
        if number and not whole:
            yield Shown(f"<p>{line}</p>", text)
            continue
        first = texts[row.article_id].rfind("\n", 0, row.start) + 1
        paragraph = texts[row.article_id][first:].partition("\n")[0]
        span = (row.start - first, row.end - first, "")
        place = marked(paragraph, [span], PARAGRAPH if whole else EXCERPT)
        yield Shown(
            f"<details{'' if whole else ' open'}><summary>{line}</summary>"
            f'<blockquote lang="fr">{place.html}</blockquote></details>',
            f"{text}\n    {place.text}",
        )


def _join(parts: Iterable[Shown]) -> Shown:
    parts = [part for part in parts if part.text]
    return Shown(
        "".join(p.html for p in parts), "\n\n".join(p.text for p in parts)
    )


def _sentences(*said: str) -> Shown:
    bare = [plain(words) for words in said]
    code = "".join(f"<p>{escaped(words)}</p>" for words in bare)
    return Shown(code, "\n\n".join(bare))
