"""A line as words, and what the lexicon says of them.

Phrases are in ``french/words/boilerplate.csv``, the words that share, date, credit and menu
lines are made of in ``french/words/boilerplate_words.csv``.
"""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.fold import fold_in_place


class Verdict(NamedTuple):
    """Cuts ``(start, end, rule)`` in a line; ``gone``: the whole line is furniture.

    ``mark`` is what the neighbours may decide on: ``heading`` (links may follow),
    ``meta`` (share, date or name line), ``rubric`` (furniture after a title),
    ``section`` and ``day`` (furniture before and after the article), ``network`` and
    ``name`` (furniture beside a ``meta`` line), ``signed`` (a caption, or the agency's
    name after the last sentence of the article), ``prose``.
    """

    cuts: tuple[tuple[int, int, str], ...] = ()
    mark: str = ""
    gone: bool = False


class Word(NamedTuple):
    key: str  # without accents, in lower case
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Words, folded, with their places."""
    return [
        Word(m.group(), *m.span()) for m in WORD.finditer(fold_in_place(text))
    ]


WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d+(?:er|k|m|s|h\d*|min|mn)?")


@cache
def phrases(kind: str) -> dict[str, re.Pattern]:
    """Phrases by first word: ``a|b`` is a choice, ``(a)`` optional, ``*`` a gap."""
    by_word: dict[str, list[str]] = {}
    for row in lexicon.table("boilerplate"):
        parts, heads, opens = [], set(), row["kind"] == kind
        if not opens:
            continue
        for element in fold_in_place(row["phrase"]).split():
            choices = [WORD.findall(c) for c in element.strip("()").split("|")]
            either = "|".join(" ".join(c) + " " for c in choices)
            optional = element[0] == "("
            if opens:
                heads |= {c[0] for c in choices}
                opens = optional
            gap = r"(?:\w+ ){0,8}?"
            parts.append(
                gap if element == "*" else f"(?:{either})" + "?" * optional
            )
        for head in heads:
            by_word.setdefault(head, []).append("".join(parts))
    longest = {
        head: sorted(rows, key=len)[::-1] for head, rows in by_word.items()
    }
    return {head: re.compile("|".join(rows)) for head, rows in longest.items()}


def matched(
    kind: str, keys: list[str], at: int = 0, whole: bool = False
) -> int:
    """How many words from ``at`` on a phrase of this kind takes."""
    if at >= len(keys) or not (pattern := phrases(kind).get(keys[at])):
        return 0
    text = " ".join(keys[at : at + 60]) + " "
    match = pattern.fullmatch(text) if whole else pattern.match(text)
    return match.group().count(" ") if match else 0


def labelled(kind: str, text: str, found: list[Word]) -> bool:
    """A phrase, then a colon, a dash, an arrow, the line end or (``link``) a title."""
    if found[0].key not in phrases(kind):
        return False
    keys, next_word = [], []
    for word, after in pairwise([*found, Word("", len(text), len(text))]):
        keys.append(word.key)
        next_word.append(after)
        if _COLON.search(text, word.end, after.start):
            keys.append(":")
            next_word.append(after)
    n = matched(kind, keys)
    if n in (0, len(keys)):
        return n > 0 and kind != "rubric" and text.rstrip()[-1] != "."
    gap = text[: next_word[n - 1].start + 1]
    return keys[n] == ":" or (kind == "link" and bool(TITLE.search(gap)))


def uncounted(keys: list[str]) -> list[str]:
    """Without the counters at both ends: "12 partages", "Commentaires (3)"."""
    kept = [i for i, key in enumerate(keys) if not NUMBER.fullmatch(key)]
    return keys[kept[0] : kept[-1] + 1] if kept else []


@cache
def role_words(*roles: str) -> frozenset[str]:
    """Words of ``french/words/boilerplate_words.csv`` with one of these roles, folded."""
    rows = lexicon.table("boilerplate_words")
    return frozenset(
        fold_in_place(row["word"]) for row in rows if row["role"] in roles
    )


def only(keys, *roles: str) -> bool:
    """Whether every word has one of these roles in lines of furniture."""
    return role_words(*roles).issuperset(keys)


def some(keys, *roles: str) -> int:
    """How many of the words have one of these roles."""
    return sum(map(role_words(*roles).__contains__, keys))


_COLON = re.compile(r"\s*[:→►▶>|•·]|\s+[-–—]")
TITLE = re.compile(r"\w\)?\s+(?:[^\W_a-zß-öø-ÿ]|[«“]\s*\w)$")
STOP = re.compile(
    r"[.!?…][.!?…\"»”)\]]*(?:\s»)?\s+(?=[«“\"(\[#\s]*[^\W_a-zß-öø-ÿ])"
)
