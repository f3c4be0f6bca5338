"""Figures: quantities with everything that the text claims of them."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from multipolaire.french.encodings import expect_nfc
from multipolaire.french.text import split_sentences
from multipolaire.french.trade.attribution import Speakers
from multipolaire.french.trade.bounds import qualify
from multipolaire.french.trade.changes import Claim, judge
from multipolaire.french.trade.flows import flow_of
from multipolaire.french.trade.multiples import multiples_in
from multipolaire.french.trade.quantities import quantities_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.scene import Scene
from multipolaire.french.trade.status import status_of
from multipolaire.french.trade.when import Clock


@dataclass(frozen=True, slots=True)
class TradeFigure:
    """One figure of a text; ``None`` where the text does not say."""

    start: int
    end: int
    quote: str
    sentence: str
    kind: str
    change: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    qualifier: str
    flow: str
    origin: str | None
    destination: str | None
    parties: str | None
    period_start: dt.date | None
    period_end: dt.date | None
    period_text: str | None
    base: str | None
    status: str
    speaker: str | None
    source: str | None
    equivalent_of: int | None
    flags: tuple[str, ...]
    rules: tuple[tuple[str, int, int], ...]


def figures_in(
    text: str, date: dt.date | str | None = None
) -> list[TradeFigure]:
    """Every figure of a French text, in order; ``date`` is the day it was written.

    >>> figure = figures_in("Le commerce a bondi de 31% en mai.", "2021-12-15")[0]
    >>> figure.quote, figure.kind, figure.change, figure.period_start
    ('31%', 'growth', 'up', datetime.date(2021, 5, 1))

    Raises ``ValueError`` where ``date`` is not a day (``YYYY-MM-DD``), and for a text
    that is not NFC.
    """
    expect_nfc(text)
    day = as_day(date)
    found = sorted(
        [*quantities_in(text), *multiples_in(text)], key=lambda q: q.start
    )
    if not found:
        return []
    said = Speakers(text, day)
    figures: list[TradeFigure] = []
    clock, flow = Clock(day), None
    for scene in _scenes(text, found):
        clock.enter(scene)
        before: tuple[Quantity, Claim] | None = None
        ends = [scene.start, *(q.end for q in scene.figures)]
        starts = [*(q.start for q in scene.figures[1:]), scene.end]
        for q, *around in zip(scene.figures, ends, starts):
            qualifier, edge = qualify(scene, q)
            claim = _claim(scene, q, edge, before)
            if claim is None:
                continue
            if before and _restates(scene, before[0], q, edge):
                place = len(figures) - 1
                figures.append(
                    _restated(scene, figures[-1], place, q, qualifier)
                )
                continue
            status = status_of(scene, q, around[1])
            flow = flow_of(scene, q, flow)
            changes = claim.sign or q.kind == "multiple"
            base = clock.base(q, around[1]) if changes else None
            time = clock.read(q, edge, around, _lies_ahead(scene, q))
            who = said.of(q.start, q.end)
            about = status, flow, time, base, who
            figures.append(_figure(scene, q, qualifier, claim, *about))
            before = q, claim
    return figures


def as_day(date: dt.date | str | None) -> dt.date | None:
    if date is None or date != date:  # NaT is not itself
        return None
    if isinstance(date, str):
        try:
            return dt.date.fromisoformat(date[:10])
        except ValueError:
            raise ValueError(
                f"date={date!r}: expected a day, YYYY-MM-DD"
            ) from None
    return date.date() if isinstance(date, dt.datetime) else date


LONGEST = 1500  # characters: what runs on further is no sentence but a table


def _scenes(text: str, found: list[Quantity]):
    """Sentences that hold a figure, with their figures."""
    at = 0
    for sentence in split_sentences(text):
        start = sentence.start
        while at < len(found) and found[at].start < sentence.end:
            if found[at].start - start > LONGEST:
                start = found[at].start
            end, first = min(sentence.end, start + LONGEST), at
            while at < len(found) and found[at].start < end:
                at += 1
            end = max(end, found[at - 1].end)
            yield Scene(text, start, end, found[first:at])
            start = end


def _claim(scene, q, edge, before) -> Claim | None:
    if q.kind == "multiple":
        way = q.flags[0]
        q.flags = ()
        return Claim("multiple", {"up": 1, "down": -1, "level": 0}[way])
    claim = judge(scene, q, edge, before)
    if q.kind == "part" and claim.kind == "share":
        # a part of a whole: "un tiers des ventes"; not "un tiers", "à moitié"
        whole = re.match(
            r"\s+(?:de|du|des|d['’])", scene.text[q.end : q.end + 6]
        )
        most = re.search(
            r"\baux\s\Z", scene.text[max(0, q.start - 5) : q.start]
        )
        if not whole and not most:  # "financée aux trois quarts"
            return None
    return claim


def _lies_ahead(scene: Scene, q: Quantity) -> bool:
    """Whether a cue before the figure, not "les 2 % attendus", puts it ahead."""
    if re.search(
        r"(?<![^\W_])contre\s(?:[^\W\d_]+\s){0,3}\Z", scene.left(q.start, 40)
    ):
        return False  # "à 3,2 % contre 3 % en juin"
    names = {name: start for name, start, _ in q.rules}
    if "moves from" in names:
        return any(cue.status != "reported" for cue in scene.cues)
    cues = (
        names.get(f"cue of {status}", q.end)
        for status in ("target", "forecast")
    )
    return min(cues) < q.start


_RESTATED = re.compile(r"[^.;:)]{0,60}[(,–-]\s*(?:soit\s+)?|\s+soit\s+")


def _restates(scene: Scene, first: Quantity, q: Quantity, edge: int) -> bool:
    """The same amount in another currency: "(57 milliards d'euros)", "soit ..."."""
    if first.kind != "money" or q.kind != "money" or first.unit == q.unit:
        return False
    gap = scene.text[first.end : edge]
    return bool(_RESTATED.fullmatch(gap)) and ("(" in gap or "soit" in gap)


def _restated(
    scene, first: TradeFigure, place: int, q: Quantity, qualifier: str
) -> TradeFigure:
    low, high = _ends(q, qualifier)
    quote = scene.text[q.start : q.end]
    q.rules.append(("the same in another currency", first.start, q.end))
    return replace(
        first,
        start=q.start,
        end=q.end,
        quote=quote,
        value=(q.low + q.high) / 2,
        low=low,
        high=high,
        unit=q.unit,
        qualifier=qualifier,
        equivalent_of=place,
        flags=tuple(sorted(set(q.flags))),
        rules=tuple(q.rules),
    )


def _ends(q: Quantity, qualifier: str) -> tuple[Decimal | None, Decimal | None]:
    low, high = sorted((q.low, q.high))
    less, more = ("<", "<="), (">", ">=")
    if low < 0 and q.kind != "money":  # "chuté de plus de 10 %" is below -10
        less, more = more, less
    return (None if qualifier in less else low), (
        None if qualifier in more else high
    )


_PER = re.compile(
    r"\s+(?:par\s+[^\W\d_]+|(?:le|la|l['’])\s?(?:baril|kilo|tonne|litre|hectare|once|unité|page"
    r"|mètre|m2|m²|kWh|MWh|pièce|place|million)(?![^\W_])|l['’](?:once|hectare|unité)|pour\s+une?\s+[^\W\d_]+"
    r"|chacune?(?![^\W_])|mensuels?|annuels?)|/[^\W\d_]+",
    re.IGNORECASE,
)


_EACH = re.compile(
    r"(?<![^\W_])chaque\s(?:an|année|mois|semaine|jour)(?![^\W_])[^.;,]*\Z"
)


def _figure(
    scene, q, qualifier, claim, status, flow, time, base, who
) -> TradeFigure:
    if claim.kind == "growth" and claim.sign:
        q.low, q.high = sorted(abs(end) * claim.sign for end in (q.low, q.high))
    low, high = _ends(q, qualifier)
    each = _PER.match(scene.text, q.end) or _EACH.search(
        scene.left(q.start, 60)
    )
    flags = set(q.flags)
    if each and q.kind in ("money", "count"):
        flags.add("per-unit")
    if claim.rule:
        q.rules.append((claim.rule, *claim.span))
    return TradeFigure(
        start=q.start,
        end=q.end,
        quote=scene.text[q.start : q.end],
        sentence=scene.text[scene.start : scene.end],
        kind=claim.kind,
        change={1: "up", -1: "down", 0: "level"}[claim.sign],
        value=(q.low + q.high) / 2 if q.low != q.high else q.high,
        low=low,
        high=high,
        unit=q.unit,
        qualifier=qualifier,
        **dict(
            zip(("flow", "origin", "destination", "parties"), flow, strict=True)
        ),
        period_start=time[0],
        period_end=time[1],
        period_text=time[2],
        base=base,
        status=status,
        speaker=who[0],
        source=who[1],
        equivalent_of=None,
        flags=tuple(sorted(flags)),
        rules=tuple(q.rules),
    )
