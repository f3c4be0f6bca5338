"""Figures: quantities with everything that the text claims of them."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import attrgetter

from multipolaire.french.encodings import expect_nfc
from multipolaire.french.text import split_sentences
from multipolaire.french.trade.attribution import Speakers
from multipolaire.french.trade.bounds import Bound, qualify
from multipolaire.french.trade.changes import Claim, judge
from multipolaire.french.trade.flows import Flow, flow_of
from multipolaire.french.trade.multiples import multiples_in
from multipolaire.french.trade.quantities import quantities_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.scene import Base, Before, Scene
from multipolaire.french.trade.status import Cue, status_of
from multipolaire.french.trade.when import Time, base_of, time_of


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
    found = [*quantities_in(text), *multiples_in(text)]
    if not found:
        return []
    said = Speakers(text, day)
    figures: list[TradeFigure] = []
    before = Before()
    for scene in _scenes(text, sorted(found, key=attrgetter("start")), day):
        before = before.in_new_sentence()
        ends = [scene.start, *(q.end for q in scene.figures)]
        starts = [*(q.start for q in scene.figures[1:]), scene.end]
        for q, *around in zip(scene.figures, ends, starts):
            bound = qualify(scene, q)
            claim = _claim(scene, q, bound.edge, before)
            if claim is None:
                continue
            if _restates(scene, before.quantity, q, bound.edge):
                figures.append(_restated(scene, figures, q, bound))
                continue
            cue = status_of(scene, q, around[1])
            flow = flow_of(scene, q, before.flow)
            changes = claim.sign or q.kind == "multiple"
            base = base_of(scene, q, around[1]) if changes else None
            ahead = _lies_ahead(scene, q, cue)
            time = time_of(scene, q, bound.edge, around, ahead, base, before)
            who = said.of(q.start, q.end)
            about = bound, claim, cue, flow, base, time, who
            figures.append(_figure(scene, q, *about))
            before = Before(
                q,
                claim,
                flow,
                time.interval or before.interval,
                before.taken | {time.at},
                (*before.bases, base) if base else before.bases,
            )
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


def _scenes(text: str, found: list[Quantity], day: dt.date | None):
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
            yield Scene(text, start, end, found[first:at], day)
            start = end


def _claim(scene, q, edge, before) -> Claim | None:
    if q.kind == "multiple":
        return Claim("multiple", q.sign)
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


def _lies_ahead(scene: Scene, q: Quantity, cue: Cue | None) -> bool:
    """Whether a cue before the figure, not "les 2 % attendus", puts it ahead."""
    if re.search(
        r"(?<![^\W_])contre\s(?:[^\W\d_]+\s){0,3}\Z", scene.left(q.start, 40)
    ):
        return False  # "à 3,2 % contre 3 % en juin"
    if q.moves_from():
        return any(cue.status != "reported" for cue in scene.cues)
    return cue is not None and cue.start < q.start


_RESTATED = re.compile(r"[^.;:)]{0,60}[(,–-]\s*(?:soit\s+)?|\s+soit\s+")


def _restates(
    scene: Scene, first: Quantity | None, q: Quantity, edge: int
) -> bool:
    """The same amount in another currency: "(57 milliards d'euros)", "soit ..."."""
    if first is None or not first.kind == q.kind == "money":
        return False
    gap = scene.text[first.end : edge]
    other = first.unit != q.unit and ("(" in gap or "soit" in gap)
    return other and bool(_RESTATED.fullmatch(gap))


def _restated(
    scene: Scene, figures: list[TradeFigure], q: Quantity, bound: Bound
) -> TradeFigure:
    first = figures[-1]
    low, high = _interval(q.low, q.high, q.kind, bound.qualifier)
    rule = "the same in another currency", first.start, q.end
    return replace(
        first,
        start=q.start,
        end=q.end,
        quote=scene.text[q.start : q.end],
        value=(q.low + q.high) / 2,
        low=low,
        high=high,
        unit=q.unit,
        qualifier=bound.qualifier,
        equivalent_of=len(figures) - 1,
        flags=tuple(sorted(set(q.flags))),
        rules=(*q.rules, *bound.rules, rule),
    )


def _interval(
    low: Decimal, high: Decimal, kind: str, qualifier: str
) -> tuple[Decimal | None, Decimal | None]:
    """The two ends of a value; ``None`` for the side that a bound leaves open."""
    low, high = sorted((low, high))
    less, more = ("<", "<="), (">", ">=")
    if low < 0 and kind != "money":  # "chuté de plus de 10 %" is below -10
        less, more = more, less
    return (
        None if qualifier in less else low,
        None if qualifier in more else high,
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
    scene: Scene,
    q: Quantity,
    bound: Bound,
    claim: Claim,
    cue: Cue | None,
    flow: Flow,
    base: Base | None,
    time: Time,
    who: tuple[str | None, str | None],
) -> TradeFigure:
    low, high = q.low, q.high
    if claim.kind == "growth" and claim.sign:
        low, high = sorted(abs(end) * claim.sign for end in (low, high))
    value = (low + high) / 2 if low != high else high
    low, high = _interval(low, high, q.kind, bound.qualifier)
    flags = set(q.flags)
    if q.kind in ("money", "count") and _is_per_unit(scene, q):
        flags.add("per-unit")
    decided = (
        cue and (f"cue of {cue.status}", cue.start, cue.end),
        flow.rule,
        base and ("base", base.start, base.end),
        time.rule,
        claim.rule and (claim.rule, *claim.span),
    )
    return TradeFigure(
        start=q.start,
        end=q.end,
        quote=scene.text[q.start : q.end],
        sentence=scene.text[scene.start : scene.end],
        kind=claim.kind,
        change={1: "up", -1: "down", 0: "level"}[claim.sign],
        value=value,
        low=low,
        high=high,
        unit=q.unit,
        qualifier=bound.qualifier,
        flow=flow.flow,
        origin=flow.origin,
        destination=flow.destination,
        parties=flow.parties,
        period_start=time.interval and time.interval[0],
        period_end=time.interval and time.interval[1],
        period_text=time.text,
        base=base and base.text,
        status=cue.status if cue else "reported",
        speaker=who[0],
        source=who[1],
        equivalent_of=None,
        flags=tuple(sorted(flags)),
        rules=(*q.rules, *bound.rules, *filter(None, decided)),
    )


def _is_per_unit(scene: Scene, q: Quantity) -> bool:
    """ "3 euros le litre", "chaque année 3 milliards"."""
    return bool(
        _PER.match(scene.text, q.end) or _EACH.search(scene.left(q.start, 60))
    )
