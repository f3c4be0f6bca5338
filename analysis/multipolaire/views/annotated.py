"""The highlighted article: figures, quotations, words and repeats marked in one text.

Readable without colour and by ear: each mark opens with what it is in words and has
its own border, and a legend names the kinds.  Everything is escaped.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from multipolaire.articles import chosen
from multipolaire.figures import extract_figures
from multipolaire.quotes import extract_quotes
from multipolaire.say import EXCERPT, escaped, plain, say
from multipolaire.stats.copies import find_repeats
from multipolaire.stats.counts import concordance
from multipolaire.stats.queries import families
from multipolaire.views import display
from multipolaire.views.display import Shown, as_is, joined

# How each kind looks, wherever it is shown: told apart without colour.
LOOKS = {
    "figure": "background:#ffe08a;color:#1b1d20;border-bottom:4px double",
    "quotation": "border-bottom:2px solid",
    "word": "font-weight:bold;border-bottom:2px dotted",
    "repeat": "border-top:2px dashed",
}
KINDS = tuple(LOOKS)


class Mark(NamedTuple):
    """A marked passage: ``text[start:end]``, what it is, and what is known of it."""

    start: int
    end: int
    kind: str
    label: str


def marks(articles: pd.DataFrame, article_id: str) -> list[Mark]:
    """Every figure, quotation, word of a family and repeat of one article, in order.

    Repeats are looked for in all of ``articles``, the rest in the one.
    Raises ``ValueError`` for an article that is not there.
    """
    one = chosen(articles, article_id)
    found = {*_in_one(one), *_repeated(find_repeats(articles), article_id)}
    return sorted(found, key=lambda m: (m.start, -m.end, KINDS.index(m.kind)))


def _in_one(article: pd.DataFrame) -> Iterator[Mark]:
    """What is marked whatever the other articles say."""
    for row in extract_figures(article).itertuples():
        yield Mark(row.start, row.end, "figure", display.figure_note(row, " "))
    quotes = extract_quotes(article)
    who = quotes["speaker"].fillna(quotes["mention"]).fillna("")
    for start, end, label in zip(quotes["start"], quotes["end"], who):
        yield Mark(start, end, "quotation", label)
    for row in concordance(article, list(families())).itertuples():
        yield Mark(row.start, row.end, "word", row.family)


def _repeated(repeats: pd.DataFrame, article_id: str) -> Iterator[Mark]:
    """The passages of an article that stand elsewhere too, or in it twice."""
    for here, there in ("ab", "ba"):
        rows = repeats[repeats[f"article_{here}"].eq(article_id)]
        rows = rows[[f"start_{here}", f"end_{here}", f"article_{there}"]]
        for start, end, other in rows.itertuples(index=False):
            yield Mark(start, end, "repeat", other)


def annotated(
    articles: pd.DataFrame, article_id: str, whole: bool = False
) -> Shown:
    """One article with everything marked; ``whole``, or the excerpt with most marks.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    article_id
        Which article.
    whole
        All of it; else the part with most marks.

    Returns
    -------
    Shown
        Shows itself in a notebook; ``text`` and ``html`` are what it says.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> shown = annotated(load_articles(), "2024-02-08-rt")
    >>> "[quotation: Xi Jinping]" in shown.text
    True
    """
    found = marks(articles, article_id)
    text = articles.set_index("article_id").loc[article_id, "text"]
    low, high = (0, len(text)) if whole else _densest(text, found)
    inner = {at for m in found for at in m[:2] if low < at < high}
    parts = [as_is("…" * bool(low > 0))]
    for start, end in pairwise(sorted({low, high} | inner)):
        inside = [m for m in found if m.start < end and start < m.end]
        for m in (m for m in inside if max(m.start, low) == start):
            note = f"[{_names()[m.kind][0]}: {m.label}] "
            parts.append(display.aside(note, "small"))
        parts.append(_piece(text[start:end], [m.kind for m in inside]))
    parts.append(as_is("…" * bool(high < len(text))))
    said = joined(parts)
    body = said.html.replace("\n", "<br>")
    caption = plain(say("{article}, with its marks", article=article_id))
    page = f'{_legend()}<p lang="fr">{body}</p>'
    return display.section("annotated", caption, Shown(page, said.text))


def _densest(text: str, found: list[Mark]) -> tuple[int, int]:
    """The window of an excerpt's length, from a mark on, that holds most kinds."""
    starts = [m.start for m in found] or [0]

    def worth(start: int) -> tuple[int, int]:
        end = start + EXCERPT
        kinds = [m.kind for m in found if start <= m.start and m.end <= end]
        return len(set(kinds)), len(kinds)

    best = max(starts, key=worth)
    return best, min(len(text), best + EXCERPT)


def _piece(text: str, kinds: list[str]) -> Shown:
    """A piece of the text as its marks show it; its notes tell what they are."""
    looks = [LOOKS[kind] for kind in KINDS if kind in kinds]
    look = ";".join(["background:none;color:inherit", *looks])
    marked = display.mark(text, look) if kinds else as_is(text)
    return Shown(marked.html, text)


def _names() -> dict[str, tuple[str, str]]:
    """Of each kind, its name and what its mark tells."""
    names = say("figure"), say("quotation"), say("word"), say("repeat")
    told = (
        say("a figure: its kind, and how precise it is"),
        say("somebody's words: who speaks"),
        say("a word that is followed: its family"),
        say("a passage that stands elsewhere too: where"),
    )
    return dict(zip(KINDS, zip(names, told)))


def _legend() -> str:
    items = ""
    for kind, (name, told) in _names().items():
        items += f"<li>{_piece(name, [kind]).html} {escaped(told)}</li>"
    return f"<ul>{items}</ul>"
