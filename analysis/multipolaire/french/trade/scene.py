"""A sentence with its figures, and what else it holds, found once and when asked."""

import datetime as dt
import re
from functools import cached_property
from typing import NamedTuple

from multipolaire.french.trade.changes import Change, Claim, changes_in
from multipolaire.french.trade.flow_words import Flow, FlowWord, flow_words_in
from multipolaire.french.trade.intervals import Interval
from multipolaire.french.trade.periods import Period, periods_of
from multipolaire.french.trade.places import Place, places_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.status import Cue, cues_in


class Scene:
    """A stretch of text, ``text[start:end]``, and its figures in order."""

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        figures: list[Quantity],
        day: dt.date | None,
    ):
        self.text, self.start, self.end = text, start, end
        self.figures, self.day = figures, day

    @cached_property
    def changes(self) -> list[Change]:
        return changes_in(self.text, self.start, self.end)

    @cached_property
    def cues(self) -> list[Cue]:
        return cues_in(self.text, self.start, self.end)

    @cached_property
    def places(self) -> list[Place]:
        found = places_in(self.text, self.start, self.end)
        spans = [(q.start, q.end) for q in self.figures]  # "dollars taïwanais"
        return [p for p in found if not any(a <= p.start < b for a, b in spans)]

    @cached_property
    def flow_words(self) -> list[FlowWord]:
        return flow_words_in(self)

    @cached_property
    def periods_ahead(self) -> list[Period]:
        return periods_of(self, True)

    @cached_property
    def periods_past(self) -> list[Period]:
        return periods_of(self, False)

    def left(self, at: int, width: int | None = None) -> str:
        """What stands before a place, as far as the sentence or ``width`` goes."""
        since = self.start if width is None else max(self.start, at - width)
        return self.text[since:at]

    def search(self, pattern: re.Pattern) -> bool:
        return bool(pattern.search(self.text, self.start, self.end))

    def right(self, at: int, width: int) -> str:
        return self.text[at : min(self.end, at + width)]


class Base(NamedTuple):
    """What a change is measured against, in the words of the text."""

    start: int
    end: int
    text: str


class Before(NamedTuple):
    """How the figures before were read: all that passes from one to the next."""

    quantity: Quantity | None = None  # the last of the sentence, and its claim
    claim: Claim | None = None
    flow: Flow | None = None  # the last of the text
    interval: Interval | None = None
    taken: frozenset[int | None] = frozenset()  # where expressions of time are
    bases: tuple[Base, ...] = ()

    def in_new_sentence(self) -> "Before":
        return Before(flow=self.flow, interval=self.interval)
