"""The highlighted article: figures, quotations, words and repeats marked in one text.

Readable without colour and by ear: each mark opens with what it is in words and has
its own border, and a legend names the kinds.  Everything is escaped.
"""

import html
from typing import NamedTuple

import pandas as pd

from multipolaire.figures import extract_figures
from multipolaire.quotes import extract_quotes
from multipolaire.say import escaped, language, plain, say, translated
from multipolaire.stats.concordance import concordance
from multipolaire.stats.copies import find_repeats
from multipolaire.stats.queries import families
from multipolaire.views.display import EXCERPT, Shown

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
    one = articles[articles["article_id"].eq(article_id)]
    if one.empty:
        known = ", ".join(articles["article_id"].head(10))
        raise ValueError(f"no article {article_id!r}; there are {known}")
    found = []
    for row in extract_figures(one).itertuples():
        sign = "" if row.qualifier == "=" else f" {row.qualifier}"
        label = f"{translated(row.kind, 'kind')}{sign}"
        found.append(Mark(row.start, row.end, "figure", label))
    for row in extract_quotes(one).itertuples():
        who = row.mention if pd.isna(row.speaker) else row.speaker
        found.append(
            Mark(row.start, row.end, "quotation", "" if pd.isna(who) else who)
        )
    for row in concordance(one, list(families())).itertuples():
        found.append(Mark(row.start, row.end, "word", row.family))
    for row in find_repeats(articles).itertuples():
        for side, other in (("a", "b"), ("b", "a")):
            if getattr(row, f"article_{side}") == article_id:
                place = (
                    getattr(row, f"start_{side}"),
                    getattr(row, f"end_{side}"),
                )
                label = getattr(row, f"article_{other}")
                found.append(Mark(*place, "repeat", label))
    return sorted(
        set(found), key=lambda m: (m.start, -m.end, KINDS.index(m.kind))
    )


def annotated(
    articles: pd.DataFrame, article_id: str, whole: bool = False
) -> Shown:
    """One article with everything marked; ``whole``, or the excerpt with most marks.

    >>> from multipolaire import load_articles
    >>> shown = annotated(load_articles(), "2024-02-08-rt")
    >>> "[quotation: Xi Jinping]" in shown.text
    True
    """
    found = marks(articles, article_id)
    text = articles.set_index("article_id").loc[article_id, "text"]
    low, high = (0, len(text)) if whole else _densest(text, found)
    code, bare, at = [], [], low
    cuts = sorted(
        {low, high} | {p for m in found for p in m[:2] if low < p < high}
    )
    for at, after in zip(cuts, cuts[1:]):
        inside = [m for m in found if m.start < after and at < m.end]
        for mark in inside:
            if max(mark.start, low) == at:
                name = f"[{_names()[mark.kind][0]}: {mark.label}] "
                code.append(
                    f'<small lang="{language()}">{escaped(name)}</small>'
                )
                bare.append(name)
        piece = escaped(text[at:after])
        code.append(
            _marked([m.kind for m in inside], piece) if inside else piece
        )
        bare.append(text[at:after])
    before, behind = "…" * (low > 0), "…" * (high < len(text))
    caption = plain(say("{article}, with its marks", article=article_id))
    body = "".join(code).replace("\n", "<br>")
    page = (
        f'<section class="annotated" aria-label="{html.escape(caption)}">'
        f"<p><b>{escaped(caption)}</b></p>{_legend()}"
        f'<p lang="fr">{before}{body}{behind}</p></section>'
    )
    return Shown(
        page, f"[annotated] {caption}\n{before}{''.join(bare)}{behind}"
    )


def _densest(text: str, found: list[Mark]) -> tuple[int, int]:
    """The window of an excerpt's length, from a mark on, that holds most kinds."""
    starts = [m.start for m in found] or [0]

    def worth(start: int) -> tuple[int, int]:
        held = [
            m for m in found if start <= m.start and m.end <= start + EXCERPT
        ]
        return len({m.kind for m in held}), len(held)

    best = max(starts, key=worth)
    return best, min(len(text), best + EXCERPT)


def _marked(kinds: list[str], piece: str) -> str:
    looks = ";".join(LOOKS[kind] for kind in KINDS if kind in kinds)
    plain_look = "background:none;color:inherit"
    return f'<mark style="{plain_look};{looks}">{piece}</mark>'


def _names() -> dict[str, tuple[str, str]]:
    """Of each kind, its name and what its mark tells."""
    return {
        "figure": (
            say("figure"),
            say("a figure: its kind, and how precise it is"),
        ),
        "quotation": (say("quotation"), say("somebody's words: who speaks")),
        "word": (say("word"), say("a word that is followed: its family")),
        "repeat": (
            say("repeat"),
            say("a passage that stands elsewhere too: where"),
        ),
    }


def _legend() -> str:
    items = "".join(
        f"<li>{_marked([kind], name)} {escaped(meaning)}</li>"
        for kind, (name, meaning) in _names().items()
    )
    return f"<ul>{items}</ul>"
