"""Interactive views of whose words are printed, and of words that are printed twice."""

from typing import TYPE_CHECKING

import pandas as pd

from multipolaire.say import EXCERPT, escaped, say
from multipolaire.sides import voices
from multipolaire.stats.copies import find_repeats
from multipolaire.views.display import Shown, table
from multipolaire.views.explore import (
    LINES,
    PARAGRAPH,
    Walk,
    is_live,
    join,
    paragraph_of,
)

if TYPE_CHECKING:
    from ipywidgets import Widget

VOICES = "article_id kind speaker side office words repeat"
REPEATS = "article_a article_b kind words"


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
        code = f"<p>{escaped(name)}</p>{code}"
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
