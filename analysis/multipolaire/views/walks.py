"""Interactive views of tables: figures, whose words are printed, and what is twice."""

from collections.abc import Callable
from functools import cache
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from multipolaire.figures import extract_figures
from multipolaire.say import EXCERPT, escaped, say, translated
from multipolaire.sides import voices
from multipolaire.stats.copies import find_repeats
from multipolaire.views.display import Shown, highlight, table
from multipolaire.views.explore import (
    LINES,
    PARAGRAPH,
    Control,
    code_for,
    is_live,
    join,
    paragraph_of,
    quoted,
    sample,
    sampled,
    sentences,
    view_of,
)

if TYPE_CHECKING:
    from ipywidgets import Widget

FIGURES = "article_id quote kind qualifier value unit status speaker"
VOICES = "article_id kind speaker side office words repeat"
REPEATS = "article_a article_b kind words"


def explore_figures(
    articles: pd.DataFrame, live: bool | None = None
) -> "Shown | Widget":
    """Walk through the figures by kind, status and speaker, each in its sentence.

    They are extracted once.  Live, of a large corpus, those of a random sample come at
    once, and this is said; those of every article when they are asked for.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    live
        Whether it answers; without it, where the notebook is opened in JupyterLab.

    Returns
    -------
    Shown or Widget
        What the notebook shows: live where it can be.

    Examples
    --------
    >>> from multipolaire import explore_figures, load_articles  # doctest: +SKIP
    >>> explore_figures(load_articles())  # doctest: +SKIP
    """

    def shown(few: pd.DataFrame, told: str) -> list[Shown]:
        again = say("The same figures in their sentences")
        listed = table(few[FIGURES.split()], caption=told, french=["quote"])
        return [listed, highlight(few, caption=again)]

    walk = Walk(extract_figures, FIGURE_KEYS, "extract_figures(articles)")
    return walk.view(articles, shown, _counted, live)


FIGURE_KEYS = ("kind", "status", "speaker")


class Walk(NamedTuple):
    """Rows of a table that is made once, chosen by what some columns say."""

    read: Callable[[pd.DataFrame], pd.DataFrame]
    by: tuple[str, ...]
    code: str

    def view(
        self,
        articles: pd.DataFrame,
        show: Callable[[pd.DataFrame, str], list[Shown]],
        count: Callable[[int, int], str],
        live: bool | None,
    ) -> "Shown | Widget":
        """The widget or its twin; of a large corpus, first those of a sample."""
        part = sample(articles) if is_live(live) else articles
        every = say("all")

        @cache
        def read(whole: bool) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
            found = self.read(articles if whole else part)
            nobody = (
                found[[*self.by]].astype(object).fillna(say("nobody named"))
            )
            split = {k: nobody[k].astype(str).str.split("; ") for k in self.by}
            return found, {k: keys.explode() for k, keys in split.items()}

        def view(whole: bool = False, **chosen: str) -> Shown:
            rows, keys = read(whole)
            n, code = len(rows), [f"found = {self.code}"]
            for name, value in chosen.items():
                if value != every:
                    held = keys[name].index[keys[name].eq(value)]
                    rows = rows[rows.index.isin(held)]
                    code.append(_chosen(name, value))
            told = sentences(*([] if whole else sampled(part, articles)))
            if rows.empty:
                return join([told, sentences(count(0, n))])
            shown = show(rows.head(LINES), count(len(rows), n))
            live_code = [code_for(*code, "found")] if is_live(live) else []
            return join([told, *shown, *live_code])

        controls = {}
        for name, key in read(False)[1].items():
            most = [every, *key.value_counts().index[:LINES]]
            controls[name] = Control(
                translated(name).replace("_", " "), every, most
            )
        # others may speak elsewhere: a name may be typed
        if len(part) < len(articles):
            last = self.by[-1]
            controls[last] = controls[last]._replace(typed=True)
            controls["whole"] = Control(
                say("every article (takes longer)"), False
            )
        return view_of(view, live, **controls)


def _chosen(name: str, value: str) -> str:
    """The line of code that keeps rows of which a column names a value."""
    has = f"eq({quoted(value)})"
    if value == say("nobody named"):
        has = "isna()"
    elif name == "speaker":  # of whom a cell may name several
        has = f'str.split("; ").explode().eq({quoted(value)}).groupby(level=0).any()'
    return f'found = found[found["{name}"].{has}]'


def _counted(k: int, n: int) -> str:
    if not k:
        return say("No figure is all of this.")
    if k <= LINES:
        return say("{k:,} of {n:,} figure", "{k:,} of {n:,} figures", k=k, n=n)
    return say(
        "{k:,} of {n:,} figures; the first {few} are shown", k=k, n=n, few=LINES
    )


def explore_voices(
    articles: pd.DataFrame, live: bool | None = None
) -> "Shown | Widget":
    """Walk through the words of others by side, kind and speaker, each in its place.

    Live, of a large corpus, those of a random sample come first, and this is said.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    live
        Whether it answers; without it, where the notebook is opened in JupyterLab.

    Returns
    -------
    Shown or Widget
        What the notebook shows: live where it can be.

    Examples
    --------
    >>> from multipolaire import explore_voices, load_articles  # doctest: +SKIP
    >>> explore_voices(load_articles())  # doctest: +SKIP
    """

    def shown(few: pd.DataFrame, told: str) -> list[Shown]:
        places = zip(few["article_id"], few["start"], few["end"])
        listed = table(few[VOICES.split()], caption=told)
        return [listed, *_opened(articles, places, live)]

    walk = Walk(voices, ("side", "kind", "speaker"), "voices(articles)")
    return walk.view(articles, shown, _voices, live)


def explore_copies(
    articles: pd.DataFrame, live: bool | None = None
) -> "Shown | Widget":
    """Walk through the passages that are printed twice, both places one by the other.

    They are those of :func:`multipolaire.find_repeats`; of a large corpus a random
    sample comes first, and this is said.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    live
        Whether it answers; without it, where the notebook is opened in JupyterLab.

    Returns
    -------
    Shown or Widget
        What the notebook shows: live where it can be.

    Examples
    --------
    >>> from multipolaire import explore_copies, load_articles  # doctest: +SKIP
    >>> explore_copies(load_articles())  # doctest: +SKIP
    """

    def shown(few: pd.DataFrame, told: str) -> list[Shown]:
        places = []
        for row in few.itertuples():
            places.append((row.article_a, row.start_a, row.end_a))
            places.append((row.article_b, row.start_b, row.end_b))
        listed = table(few[REPEATS.split()], caption=told)
        return [listed, *_opened(articles, places, live)]

    keys = ("kind", "article_a", "article_b")
    walk = Walk(find_repeats, keys, "find_repeats(articles)")
    return walk.view(articles, shown, _copies, live)


def _opened(articles: pd.DataFrame, places, live: bool | None) -> list[Shown]:
    """Each passage marked in its paragraph; elsewhere than live, the first alone."""
    texts = dict(zip(articles["article_id"], articles["text"]))
    made = []
    for name, start, end in [*places] if is_live(live) else [*places][:1]:
        size = PARAGRAPH if is_live(live) else EXCERPT
        place = paragraph_of(texts[name], start, end, size)
        code = f'<blockquote lang="fr">{place.html}</blockquote>'
        said = escaped(shorten(texts[name][start:end], 90, placeholder=" …"))
        head = f'{escaped(name)}: <span lang="fr">{said}</span>'
        fold = "details" if is_live(live) else "details open"
        code = f"<{fold}><summary>{head}</summary>{code}</details>"
        made.append(Shown(code, f"{name}\n    {place.text}"))
    return [join(made)]


def _voices(k: int, n: int) -> str:
    return _passages(k, n, say("in the words of others"))


def _copies(k: int, n: int) -> str:
    return _passages(k, n, say("printed twice"))


def _passages(k: int, n: int, what: str) -> str:
    if not k:
        return say("No passage is all of this.")
    return say(
        "{k:,} of {n:,} passages {what}; at most {few} are shown",
        k=k,
        n=n,
        what=what,
        few=LINES,
    )
