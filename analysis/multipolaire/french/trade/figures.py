"""Figures: quantities with everything that the text claims of them."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from multipolaire.french.encodings import expect_nfc
from multipolaire.french.forms import LETTERS, listed
from multipolaire.french.sentence import Sentence, sentences
from multipolaire.french.trade.attribution import Speakers
from multipolaire.french.trade.bounds import qualify
from multipolaire.french.trade.flows import Flows
from multipolaire.french.trade.growth import Claim, judge
from multipolaire.french.trade.inherited import Told, inherit
from multipolaire.french.trade.multiples import multiples_in
from multipolaire.french.trade.quantities import quantities_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.status import Cue, status_of
from multipolaire.french.trade.when import Earlier, base_of, time_of


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

    Parameters
    ----------
    text
        A cleaned text, NFC.
    date
        The day it was written, a date or ``YYYY-MM-DD``: relative periods are told
        from it.

    Returns
    -------
    list of TradeFigure
        Frozen records; ``start`` and ``end`` count characters of ``text``,
        ``value`` is in base units (a ``Decimal``).

    Raises
    ------
    ValueError
        Where ``date`` is not a day (``YYYY-MM-DD``), and for a text that is not
        NFC.

    Examples
    --------
    >>> figure = figures_in("Le commerce a bondi de 31% en mai.", "2021-12-15")[0]
    >>> figure.quote, figure.kind, figure.change, figure.period_start
    ('31%', 'growth', 'up', datetime.date(2021, 5, 1))
    """
    expect_nfc(text)
    day = as_day(date)
    found = [*quantities_in(text), *multiples_in(text)]
    if not found:
        return []
    said = Speakers(text, day, [figure.start for figure in found])
    figures: list[TradeFigure] = []
    flows, earlier = Flows(), Earlier()
    past: list[Told] = []
    for scene in sentences(text, found, day):
        if not scene.figures:
            continue
        told = []
        earlier = Earlier(earlier.interval)
        for figure in scene.figures:
            bound = qualify(scene, figure)
            claim = _claim(scene, figure, bound.edge, told)
            if claim is None:
                continue
            if told and _restates(text, told[-1][0], figure, bound.edge):
                figures.append(_restated(text, figures, figure, bound))
                continue
            cue = status_of(scene, figure)
            flow = flows.of(scene, figure)
            changes = claim.sign or figure.kind == "multiple"
            base = base_of(scene, figure) if changes else None
            ahead = _lies_ahead(scene, figure, cue)
            time = time_of(scene, figure, bound.edge, ahead, earlier, base)
            now = Told(scene, figure, claim.kind, flow.flow, ahead, time)
            time = inherit(now, past)
            past.append(now._replace(time=time))
            who = said.of(figure.start, figure.end)
            about = claim, cue, flow, base, time, who
            figures.append(_figure(scene, figure, bound, *about))
            earlier = earlier.followed_by(time, base)
            told.append((figure, claim))
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


def _claim(scene, figure, edge, earlier) -> Claim | None:
    if figure.kind == "multiple":
        return Claim("multiple", figure.sign)
    claim = judge(scene, figure, edge, earlier)
    if figure.kind == "part" and claim.kind == "share" and not claim.of_it:
        # a part of a whole: "un tiers des ventes"; not "un tiers", "à moitié"
        whole = _WHOLE.match(scene.text, figure.end)
        if not whole and not _MOST.search(scene.left(figure.start, 5)):
            return None
    return claim


_WHOLE = re.compile(r"\s+(?:de|du|des|d['’])")
_MOST = re.compile(r"\baux\s\Z")  # "financée aux trois quarts"


def _lies_ahead(scene: Sentence, figure: Quantity, cue: Cue | None) -> bool:
    """Whether a cue before the figure, not "les 2 % attendus", puts it ahead."""
    if figure.moves_from():
        return any(cue.status != "reported" for cue in scene.cues)
    return cue is not None and cue.start < figure.start


_RESTATED = re.compile(r"[^.;:)]{0,60}(?:\(|\bsoit)\s*(?:soit\s+)?")


def _restates(text: str, first: Quantity, figure: Quantity, edge: int) -> bool:
    """The same amount in another currency: "(57 milliards d'euros)", "soit ..."."""
    gap = text[first.end : edge]
    money = first.kind == figure.kind == "money" and first.unit != figure.unit
    return money and bool(_RESTATED.fullmatch(gap))


def _restated(text, figures, figure, bound) -> TradeFigure:
    first = figures[-1]
    rule = "the same in another currency", first.start, figure.end
    return replace(
        first,
        **_measured(text, figure, bound),
        equivalent_of=len(figures) - 1,
        flags=tuple(sorted(set(figure.flags))),
        rules=(*figure.rules, *bound.rules, rule),
    )


def _measured(text, figure, bound, sign=0) -> dict:
    """Place, value and unit; ``None`` for the side that a bound leaves open."""
    low, high = figure.low, figure.high
    if sign:
        low, high = abs(low) * sign, abs(high) * sign
    low, high = sorted((low, high))
    less, more = ("<", "<="), (">", ">=")
    if low < 0 and figure.kind != "money":
        less, more = more, less  # "chuté de plus de 10 %" is below -10
    return {
        "start": figure.start,
        "end": figure.end,
        "quote": text[figure.start : figure.end],
        "value": (low + high) / 2 if low != high else high,
        "low": None if bound.qualifier in less else low,
        "high": None if bound.qualifier in more else high,
        "unit": figure.unit,
        "qualifier": bound.qualifier,
    }


_PER = re.compile(
    rf"""\s+(?:par\s+{LETTERS}|(?:le|la|l['’])\s?{listed("priced")}|pour\s+une?\s+{LETTERS}
    |chacune?\b|mensuels?|annuels?)|/{LETTERS}""",
    re.IGNORECASE | re.VERBOSE,
)
_EACH = re.compile(r"\bchaque\s(?:an|année|mois|semaine|jour)\b[^.;,]*\Z")
_CHANGES = {1: "up", -1: "down", 0: "level"}


def _figure(
    scene, figure, bound, claim, cue, flow, base, time, who
) -> TradeFigure:
    sign = claim.sign if claim.kind == "growth" else 0
    per_unit = figure.kind in ("money", "count") and _is_per_unit(scene, figure)
    doubts = {
        "per-unit": per_unit,
        "inherited-flow": flow.inherited,
        "inherited-period": time.inherited,
        "fiscal-year": time.text and time.period.rule == "fiscal year",
    }
    flags = {*figure.flags, *(flag for flag in doubts if doubts[flag])}
    told = _told(cue, flow, base, time, claim)
    since, until = time.interval or (None, None)
    origin, destination, parties = flow.ends
    return TradeFigure(
        **_measured(scene.text, figure, bound, sign),
        sentence=scene.text[scene.start : scene.end],
        kind=claim.kind,
        change=_CHANGES[claim.sign],
        flow=flow.flow,
        origin=origin,
        destination=destination,
        parties=parties,
        period_start=since,
        period_end=until,
        period_text=time.text,
        base=base and base.text,
        status=cue.status if cue else "reported",
        speaker=who[0],
        source=who[1],
        equivalent_of=None,
        flags=tuple(sorted(flags)),
        rules=(*figure.rules, *bound.rules, *told),
    )


def _told(cue, flow, base, time, claim) -> list[tuple[str, int, int]]:
    """What decided, for the reader: written here, and read back nowhere."""
    period = time.period
    came = ", of a sentence before" if time.inherited else ""
    rules = (
        cue and (f"cue of {cue.status}", *cue[:2]),
        flow.rule,
        base and ("base", *base[:2]),
        time.text and (f"period: {period.rule}{came}", *period[:2]),
        claim.rule and (claim.rule, *claim.span),
    )
    return list(filter(None, rules))


def _is_per_unit(scene: Sentence, figure: Quantity) -> bool:
    """ "3 euros le litre", "chaque année 3 milliards"."""
    return bool(
        _PER.match(scene.text, figure.end)
        or _EACH.search(scene.left(figure.start, 60))
    )
