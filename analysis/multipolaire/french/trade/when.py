"""Which expression of time a figure goes with, and what a change is set against."""

import re
from typing import NamedTuple

from multipolaire.french.attach import attach
from multipolaire.french.calendar import Interval, days_of, halves_of
from multipolaire.french.forms import LETTERS, context
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
    """When a figure holds: days, words, the expression, and why it is that one."""

    interval: Interval | None = None
    text: str | None = None
    period: Period | None = None
    reasons: tuple[str, ...] = ()
    inherited: bool = False


class Earlier(NamedTuple):
    """What earlier figures told: the last days, and in this sentence times and bases."""

    interval: Interval | None = None
    times: tuple[Time, ...] = ()
    bases: tuple[Base, ...] = ()

    def followed_by(self, time: Time, base: Base | None) -> "Earlier":
        bases = (*self.bases, base) if base else self.bases
        interval = time.interval or self.interval
        return Earlier(interval, (*self.times, time), bases)


def base_of(scene: Sentence, figure: Quantity) -> Base | None:
    """What a change is measured against."""
    text, until = scene.text, scene.around(figure)[1]
    for match in _BASE.finditer(text, figure.end, until):
        gap = text[figure.end : match.start()]
        if re.search(r"[;.:(]|,\s(?!soit)", gap) or len(gap) > 60:
            break
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
            return _read(asked, period, ("in brackets after it",), earlier)
    before = [p for p in periods if p.end <= figure.start]
    after = [p for p in periods if p.start >= figure.end]
    before = before[:1] + before[1:][-NEAR:]  # the first may hold for all
    ties = (
        attach(asked, before, timing.BEFORE),
        attach(asked, after[:NEAR], timing.AFTER),
    )
    tie = max(filter(None, ties), key=lambda tie: tie.score, default=None)
    if tie is None or tie.candidate.rule == "now":
        return Time(period=tie.candidate if tie else None)
    return _read(asked, tie.candidate, tie.reasons, earlier)


def _read(
    asked: timing.Asked, period: Period, reasons, earlier: Earlier
) -> Time:
    scene, figure = asked.scene, asked.figure
    ahead = _ahead(asked, period)
    halves = halves_of(period, ahead)
    way = _way(scene, figure) or halves and _WAYS.get(timing.place_of(asked, 2))
    if way and halves:
        text, interval = halves[way == "to"]
        return Time(interval, text, period, reasons)
    after = scene.around(figure)[1] < period.start
    if way == "from" and (ahead or after):
        return Time(period=period)  # "de 180 à 250 en 2030": 180 is of today
    # "l'année précédente", said once, is one year for all
    told = next(
        (t for t in earlier.times if t.period == period and t.text), None
    )
    interval = told and told.interval
    interval = interval or days_of(period, ahead, earlier.interval)
    end = "end" in period.parts and period.rule in ("year", "month", "unit")
    if interval and end and figure.kind != "%" and scene.search(_STOCK):
        interval = interval[1], interval[1]
    return Time(interval, period.text, period, reasons)


def _ahead(asked: timing.Asked, period: Period) -> bool:
    """Whether the words beside an expression put it ahead: "attendue pour l'année"."""
    cues, figure = asked.scene.cues, asked.figure
    beside = (c for c in cues if figure.end <= c.start < period.start)
    if any(cue.status != "reported" for cue in beside):
        return True
    said = [c for c in cues if c.end <= figure.start][-1:]
    had = said and _HAD.match(asked.scene.text, said[0].start)
    return asked.ahead and not had


_WAYS = {0: "from", 1: "to"}


def _way(scene: Sentence, figure: Quantity) -> str | None:
    """Whether it is the first or the second of two levels: "de 13 % à 16 %"."""
    if figure.moves:
        return figure.moves[0].way
    place = scene.figures.index(figure)
    for way, at in (("from", place), ("to", place - 1)):
        if 0 <= at < len(scene.figures) - 1:
            first, second = scene.figures[at : at + 2]
            linked = _TO.fullmatch(scene.text, first.end, second.start)
            if linked and _FROM.search(scene.left(first.start)):
                if first.kind in (second.kind, "bare", "scaled"):
                    return way
    return None


_HAD = re.compile(r"(?:avai(?:en)?t|a|ont)\s", re.IGNORECASE)
_FROM = re.compile(r"\bd(?:e\s|['’])\Z")
_TO = re.compile(rf"\sà\s(?:{LETTERS}\s){{0,3}}")
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
