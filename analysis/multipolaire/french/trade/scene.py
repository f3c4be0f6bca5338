"""A sentence with its figures, and what else it holds, found once and when asked."""

import re
from functools import cached_property

from multipolaire.french.trade.changes import Change, changes_in
from multipolaire.french.trade.places import Place, places_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.status import Cue, cues_in


class Scene:
    """A stretch of text, ``text[start:end]``, and its figures in order."""

    def __init__(
        self, text: str, start: int, end: int, figures: list[Quantity]
    ):
        self.text, self.start, self.end, self.figures = (
            text,
            start,
            end,
            figures,
        )
        self.flow_words: list | None = None  # found by flows, once

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

    def left(self, at: int, width: int | None = None) -> str:
        """What stands before a place, as far as the sentence or ``width`` goes."""
        since = self.start if width is None else max(self.start, at - width)
        return self.text[since:at]

    def search(self, pattern: re.Pattern) -> bool:
        return bool(pattern.search(self.text, self.start, self.end))

    def right(self, at: int, width: int) -> str:
        return self.text[at : min(self.end, at + width)]
