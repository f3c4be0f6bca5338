"""A line as words, and what the lexicon says of them.

Phrases are in ``french/words/boilerplate.csv``, the words that share, date, credit and menu
lines are made of in ``french/words/boilerplate_words.csv``.
"""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import islice
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


class Line:
    """A line, or a sentence of one: ``keys`` are its words, folded.

    Most lines are prose, of which a few keys say so: they are read once, and their
    places only where a rule asks for them.
    """

    def __init__(self, text: str, folded: str = ""):
        self.text = text
        self.folded = folded or fold_in_place(text)
        self.keys = WORD.findall(self.folded)

    @cached_property
    def words(self) -> list[Word]:
        """The words with their places."""
        return list(self.words_from(0))

    def words_from(self, start: int) -> Iterator[Word]:
        """The words that begin at a place or after it."""
        for found in WORD.finditer(self.folded, start):
            if (
                found.start() > start
                or not self.folded[start - 1 : start].isalnum()
            ):
                yield Word(found[0], *found.span())

    @cached_property
    def bare(self) -> list[str]:
        """The keys without numbers."""
        return [key for key in self.keys if not _is_number(key)]

    def part(self, start: int, end: int) -> "Line":
        return Line(self.text[start:end], self.folded[start:end])

    def is_capital(self, word: Word) -> bool:
        return self.text[word.start].isupper()


WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d+(?:er|k|m|s|h\d*|min|mn)?")
CAPITAL = r"[^\W_a-zß-öø-ÿ]"  # or a digit: what a sentence may begin with
# Words that are read of a sentence where a phrase is looked for; no phrase is longer.
REACH = 60


@cache
def phrases(kind: str) -> dict[str, re.Pattern]:
    """Phrases by first word: ``a|b`` is a choice, ``(a)`` optional, ``*`` a gap."""
    by_word: dict[str, list[str]] = {}
    for row in lexicon.table("boilerplate"):
        if row["kind"] != kind:
            continue
        pattern, heads, opens = "", set(), True
        for element in fold_in_place(row["phrase"]).split():
            if element == "*":
                pattern += r"(?:\w+ ){0,8}?"
                opens = False
                continue
            choices = [WORD.findall(c) for c in element.strip("()").split("|")]
            either = "|".join(" ".join(words) + " " for words in choices)
            optional = element[0] == "("
            pattern += f"(?:{either})" + "?" * optional
            heads |= {words[0] for words in choices} if opens else set()
            opens = opens and optional
        for head in heads:
            by_word.setdefault(head, []).append(pattern)
    return {
        head: re.compile("|".join(sorted(rows, key=len)[::-1]))
        for head, rows in by_word.items()
    }


@cache
def marks(kind: str) -> frozenset[str]:
    """Words one of which stands in whatever a phrase of this kind takes.

    Of each phrase, those of the element whose words are longest.
    """
    found: set[str] = set()
    for row in lexicon.table("boilerplate"):
        if row["kind"] == kind:
            elements = fold_in_place(row["phrase"]).split()
            needed = [
                [max(WORD.findall(c), key=len) for c in element.split("|")]
                for element in elements
                if element[0] not in "(*"
            ]
            found.update(max(needed, key=lambda words: min(map(len, words))))
    return frozenset(found)


def matched(
    kind: str, keys: list[str], at: int = 0, whole: bool = False
) -> int:
    """How many words from ``at`` on a phrase of this kind takes."""
    if at >= len(keys) or not (pattern := phrases(kind).get(keys[at])):
        return 0
    text = " ".join(keys[at : at + REACH]) + " "
    match = pattern.fullmatch(text) if whole else pattern.match(text)
    return match.group().count(" ") if match else 0


def labelled(kind: str, line: Line) -> bool:
    """A phrase, then a colon, a dash, an arrow, the line end or (``link``) a title."""
    if not matched(kind, line.keys):
        return False
    text, first = line.text, next(line.words_from(0))
    mark = _COLON.search(text, first.end)
    colon = len(WORD.findall(line.folded, 0, mark.start())) if mark else None
    n = matched(kind, line.keys[:colon])
    if n in (0, colon):
        return n > 0
    if n == len(line.keys):
        return kind != "rubric" and text.rstrip()[-1] != "."
    after = next(islice(line.words_from(0), n, None))
    return kind == "link" and bool(TITLE.search(text[: after.start + 1]))


def uncounted(keys: list[str]) -> list[str]:
    """Without the counters at both ends: "12 partages", "Commentaires (3)"."""
    start, end = 0, len(keys)
    while start < end and _is_number(keys[start]):
        start += 1
    while start < end and _is_number(keys[end - 1]):
        end -= 1
    return keys[start:end]


def _is_number(key: str) -> bool:
    return key[0].isdigit() and bool(NUMBER.fullmatch(key))


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
TITLE = re.compile(rf"\w\)?\s+(?:{CAPITAL}|[«“]\s*\w)$")
STOP = re.compile(rf"[.!?…][.!?…\"»”)\]]*(?:\s»)?\s+(?=[«“\"(\[#\s]*{CAPITAL})")
