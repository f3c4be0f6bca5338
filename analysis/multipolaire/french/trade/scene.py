"""A sentence with its figures, and what else it holds, found once and when asked."""

import datetime as dt
import re
from functools import cached_property

from multipolaire.french.trade.changes import Change, changes_in
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
        figures: tuple[Quantity, ...] = (),
        day: dt.date | None = None,
    ):
        self.text, self.start, self.end = text, start, end
        self.figures, self.day = figures, day

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
