"""A sentence, read once: its clauses, and what stands in them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.fold import fold
from multipolaire.french.forms import END, LETTERS, START, any_of
from multipolaire.french.periods import Period, periods_in
from multipolaire.french.text import split_sentences
from multipolaire.french.trade.changes import Change, changes_in
from multipolaire.french.trade.places import Place, places_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.status import Cue, cues_in
from multipolaire.french.verbs import verbs_in

MEMORY = (
    100  # sentences that know those before them; a browser's stack is small
)
LONGEST = 1500  # characters: what runs on further is no sentence but a table


class Clause(NamedTuple):
    """A stretch of a sentence; pieces of one clause have the same ``number``.

    ``opener`` says what begins it: ``main``, ``stop`` (a colon, a semicolon, a
    quotation mark), ``contrast``, ``relative``, ``versus`` or ``and``.
    """

    start: int
    end: int
    opener: str
    number: int


@dataclass(frozen=True, eq=False)
class Sentence:
    """A stretch of text, ``text[start:end]``, and its figures in order.

    ``previous`` is the sentence before in the same paragraph, ``day`` the day on which
    the text was written.  What else it holds is found when it is first asked for.
    """

    text: str
    start: int
    end: int
    figures: tuple[Quantity, ...] = ()
    day: dt.date | None = None
    previous: "Sentence | None" = None

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses, in order, without a gap.

        >>> text = "La Chine, qui vend du blé, achète du gaz, mais l'Inde du pétrole."
        >>> [text[c.start:c.end] for c in Sentence(text, 0, len(text)).clauses][1:3]
        [', qui vend du blé', ', achète du gaz']
        """
        return tuple(_clauses(self))

    def clause_at(self, place: int) -> Clause:
        """The clause that holds a place of the text."""
        inside = (c for c in reversed(self.clauses) if c.start <= place)
        return next(inside, self.clauses[0])

    def together(self, one: int, other: int) -> bool:
        """Whether two places of the text stand in the same clause."""
        return self.clause_at(one).number == self.clause_at(other).number

    def opened(self, one: int, other: int) -> list[Clause]:
        """The clauses that part two places, without those that a quotation opens."""
        first, last = sorted((one, other))
        between = (c for c in self.clauses if first < c.start <= last)
        apart = not self.together(one, other)
        return [
            c for c in between if apart and self.text[c.start] not in _MARKS
        ]

    def around(self, figure: Quantity) -> tuple[int, int]:
        """Where the figure before ends and the next begins, or the sentence does."""
        place = self.figures.index(figure)
        since = self.figures[place - 1].end if place else self.start
        last = place + 1 == len(self.figures)
        return since, self.end if last else self.figures[place + 1].start

    def measures(self, at: int) -> bool:
        """Whether a place is inside a figure."""
        return any(figure.start <= at < figure.end for figure in self.figures)

    @cached_property
    def changes(self) -> list[Change]:
        return changes_in(self.text, self.start, self.end)

    @cached_property
    def periods(self) -> list[Period]:
        return periods_in(self.text, self.start, self.end, self.day)

    @cached_property
    def cues(self) -> list[Cue]:
        return cues_in(self.text, self.start, self.end)

    @cached_property
    def places(self) -> list[Place]:
        found = places_in(self.text, self.start, self.end)
        # not "dollars taïwanais"
        return [place for place in found if not self.measures(place.start)]

    def left(self, at: int, width: int | None = None) -> str:
        """What stands before a place, as far as the sentence or ``width`` goes."""
        since = self.start if width is None else max(self.start, at - width)
        return self.text[since:at]

    def right(self, at: int, width: int) -> str:
        return self.text[at : min(self.end, at + width)]

    def search(self, pattern: re.Pattern) -> bool:
        return bool(pattern.search(self.text, self.start, self.end))


def sentences(
    text: str, figures: Iterable[Quantity], day: dt.date | None = None
) -> Iterator[Sentence]:
    """Every sentence of a text with its figures; an endless one is cut.

    >>> [s.previous is None for s in sentences("Oui. Non.\\nSi.", ())]
    [True, False, True]
    """
    found, at, last = sorted(figures, key=lambda f: f.start), 0, None
    for number, span in enumerate(split_sentences(text)):
        if last and "\n" in text[last.end : span.start] or not number % MEMORY:
            last = None
        start = span.start
        while start < span.end:
            end, first = span.end, at
            if at < len(found) and found[at].start < span.end:
                if found[at].start - start > LONGEST:
                    start = found[at].start
                end = min(end, start + LONGEST)
                while at < len(found) and found[at].start < end:
                    at += 1
                end = max(end, found[at - 1].end)
            held = tuple(found[first:at])
            last = Sentence(text, start, end, held, day, last)
            yield last
            start = end


# --- clauses


_OPENERS = {
    row["opener"]: row["kind"] for row in lexicon.table("clause_openers")
}
_BOUNDARY = re.compile(
    rf"""(?P<stop>[;:•](?=\s)|[«»“”"])
    |(?:,\s)?{START}(?:(?P<word>{any_of(_OPENERS)})(?:(?<=['’])|{END})
    |(?P<and>et|puis){END})|(?P<comma>,(?=\s))""",
    re.VERBOSE | re.IGNORECASE,
)


_MARKS = '«»“”"'
_HANGS = ("relative", "versus")
_COMPARES = re.compile(rf"(?:[\s’']{LETTERS}){{0,5}}\s?[+−-]?")


def _clauses(sentence: Sentence) -> Iterator[Clause]:
    """Cut where a word or a mark opens a clause; a comma may end the one opened."""
    text, start, opener, number = sentence.text, sentence.start, "main", 0
    host = latest = 0  # the clause that a comma takes up again; the last number
    for mark in _BOUNDARY.finditer(text, start, sentence.end):
        kind = _opens(sentence, mark, start)
        hung = opener in _HANGS
        if kind is None or kind == "comma" and not hung:
            continue
        if mark.start() > start:
            yield Clause(start, mark.start(), opener, number)
            start = mark.start()
        if kind == "comma":
            opener, number = "main", host
            continue
        latest += 1
        host = (host if hung else number) if kind in _HANGS else latest
        opener, number = kind, latest
    yield Clause(start, sentence.end, opener, number)


def _opens(sentence: Sentence, mark: re.Match, start: int) -> str | None:
    """What a mark or a word opens, if it does: a verb stands on each side of *et*."""
    text, end = sentence.text, mark.end()
    comma = "comma" if mark[0].startswith(",") else None
    if mark["word"]:
        kind = _OPENERS[fold(mark["word"])]
        if kind != "versus":
            return kind
        figure = next((f for f in sentence.figures if f.start >= end), None)
        beside = figure and _COMPARES.fullmatch(text, end, figure.start)
        return kind if beside else comma
    if mark["and"]:
        ends = _BOUNDARY.search(text, end, sentence.end)
        until = ends.start() if ends else sentence.end
        acts = verbs_in(text, sentence.start, mark.start())
        return "and" if acts and verbs_in(text, end, until) else comma
    return "stop" if mark["stop"] else comma
