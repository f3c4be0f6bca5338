"""Which expression of time a figure goes with, and what a change is set against."""

import re
from typing import NamedTuple

from multipolaire.french.attach import attach
from multipolaire.french.calendar import Interval, days_of, halves_of
from multipolaire.french.forms import context
from multipolaire.french.periods import Period
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade import timing
from multipolaire.french.trade.scan import Quantity


class Base(NamedTuple):
    """What a change is measured against, in the words of the text."""

    start: int
    end: int
    text: str


class Time(NamedTuple):
    """When a figure holds: days, words, and the expression of time."""

    interval: Interval | None = None
    text: str | None = None
    period: Period | None = None
    inherited: bool = False


class Earlier(NamedTuple):
    """What earlier figures told: the last days, and the bases of this sentence."""

    interval: Interval | None = None
    bases: tuple[Base, ...] = ()

    def followed_by(self, time: Time, base: Base | None) -> "Earlier":
        bases = (*self.bases, base) if base else self.bases
        return Earlier(time.interval or self.interval, bases)


def base_of(scene: Sentence, figure: Quantity) -> Base | None:
    """What a change is measured against."""
    text, until = scene.text, scene.around(figure)[1]
    for match in _BASE.finditer(text, figure.end, until):
        base, than = match["base"], match["base"].startswith("qu")
        if than and not _MORE.search(text, figure.start, match.start()):
            continue
        base = _THAN_END.split(base)[0] if than else base
        return Base(*match.span("base"), base.strip())
    return None


NEAR = 3  # expressions on each side of a figure


def time_of(
    scene: Sentence,
    figure: Quantity,
    edge: int,
    ahead: bool,
    earlier: Earlier,
    base: Base | None,
) -> Time:
    """Days and words of a figure; ``edge`` is where what qualifies it begins."""
    bases = (*earlier.bases, base) if base else earlier.bases
    periods = [
        period
        for period in timing.telling(scene)
        if not any(b.start <= period.start < b.end for b in bases)
    ]
    asked = timing.Asked(scene, figure, edge, ahead)
    for period in scene.periods:
        held = scene.text[period.end : edge] == " ("  # "celui de mai (5 %)"
        if held and period not in timing.telling(scene):
            return _read(asked, period, earlier)
    before = [p for p in periods if p.end <= figure.start]
    after = [p for p in periods if p.start >= figure.end]
    ties = (
        attach(asked, before[-NEAR:], timing.BEFORE),
        attach(asked, after[:NEAR], timing.AFTER),
    )
    tie = max(filter(None, ties), key=lambda tie: tie.score, default=None)
    if tie is None or tie.candidate.rule == "now":
        return Time(period=tie.candidate if tie else None)
    return _read(asked, tie.candidate, earlier)


def _read(asked: timing.Asked, period: Period, earlier: Earlier) -> Time:
    figure = asked.figure
    halves = halves_of(period, asked.ahead)
    place = timing.place_of(asked, 2)
    if figure.moves:
        place = figure.moves[0].way == "to"
    if halves and place is not None:
        text, interval = halves[place]
        return Time(interval, text, period)
    after = asked.scene.around(figure)[1] < period.start
    if figure.moves_from() and (asked.ahead or after):
        return Time(period=period)  # "de 180 à 250 en 2030": 180 is of today
    interval = days_of(period, asked.ahead, earlier.interval)
    end = "end" in period.parts and period.rule in ("year", "month", "unit")
    if interval and end and figure.kind != "%" and asked.scene.search(_STOCK):
        interval = interval[1], interval[1]
    return Time(interval, period.text, period)


_STOCK = context("stock")
_BASE = re.compile(
    r"""\b(?P<base>sur\s(?:un|deux|trois|six|douze|[0-9]+)\s
        (?:ans?|mois|semaines?)\b
    |en\s(?:glissement\s(?:annuel|mensuel|trimestriel)|rythme\sannuel(?:isé)?)
    |d['’](?:une\sannée|un\s(?:mois|trimestre|an))\s(?:sur|à)\sl['’]autre
    |par\srapport\s(?:à|aux?)\s[^,;.:()»]{2,80}
    |comparé(?:e|es|s)?\s(?:à|aux?)\s[^,;.:()»]{2,60}
    |par\s(?:an|mois)\b
    |(?<=\s)qu(?:e\s|['’])(?!(?:il|elle|ils|elles|on)\s)[^,;.:()»]{3,60})""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE = re.compile(r"(?:plus|moins|mieux|élevée?s?)\s*\Z|\bplus\s\w+\s\Z")
_THAN_END = re.compile(r"\s(?:et|pour|à)\s")
