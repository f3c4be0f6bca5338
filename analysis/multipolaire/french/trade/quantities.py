"""Numbers with their units in a text: the spans and values of figures.

``scan`` finds numerals; here ranges are joined, numerals that leave their unit to the
context take it from there (``lending``), ambiguous currencies are settled by the
country that is named, and what counts nothing of interest is dropped.
"""

import re
from dataclasses import replace
from decimal import Decimal

from multipolaire.french import lexicon
from multipolaire.french.forms import BLANK, listed
from multipolaire.french.trade.lending import (
    speaks_of_money,
    with_noun,
    with_unit,
)
from multipolaire.french.trade.numerals import GAP
from multipolaire.french.trade.places import countries_in
from multipolaire.french.trade.ranges import join_ranges
from multipolaire.french.trade.scan import Quantity, scan


def quantities_in(text: str) -> list[Quantity]:
    """Every quantity of a text, in order: spans, values and units, no attributes.

    >>> [(found.high, found.unit) for found in quantities_in("plus de 3,5 milliards d'euros")]
    [(Decimal('3500000000.0'), 'EUR')]
    """
    found = join_ranges(text, scan(text))
    for place, quantity in enumerate(found):
        # each takes from those before it as they now are, from those after as read
        if quantity.kind in ("scaled", "bare"):
            quantity = with_noun(text, quantity)
        if quantity.kind in ("scaled", "bare"):
            quantity = with_unit(text, quantity, found, place)
        if quantity.currencies:
            quantity = _settled(text, quantity)
        found[place] = quantity
    units = {one.unit for one in found if one.kind == "money"} - {None}
    if len(units) == 1:
        found = [_in_only_currency(text, one, *units) for one in found]
    return [quantity for quantity in found if _counts(text, quantity)]


def _in_only_currency(text: str, quantity: Quantity, unit: str) -> Quantity:
    """Money of no known currency is in the only one of which a text speaks."""
    if quantity.kind != "money" or quantity.unit or quantity.currencies:
        return quantity
    if "unknown-currency" not in quantity.flags:
        return replace(quantity, unit=unit)  # centimes
    own = "$" in text[quantity.start : quantity.end]  # RD$
    if own or not speaks_of_money(text, quantity):
        return quantity
    flags = {*quantity.flags, "elliptic-unit"} - {"unknown-currency"}
    return replace(quantity, unit=unit, flags=tuple(sorted(flags)))


_GONE = {
    "BEF",
    "FRF",
}  # "francs" of today, unless a text names no other country
FAR = 5000  # characters: how far away a country may tell the currency


def _settled(text: str, quantity: Quantity) -> Quantity:
    """An ambiguous noun takes the one country that the sentence or the text names."""
    start, end = quantity.start, quantity.end
    dollars = quantity.unit == "USD"  # bare, beside a country with its own?
    for reach in (200,) if dollars else (200, FAR):
        around = countries_in(text, max(0, start - reach), end + reach)
        codes = {place.code for place in around}
        rows = (
            r for r in quantity.currencies if codes & {*r["places"].split()}
        )
        named = {row["iso"] for row in rows}
        named = named - _GONE or named
        if len(named) == 1:
            break
    if dollars:
        unit, doubt = "USD", bool(named) and "USD" not in named
    else:
        unit, doubt = named.pop() if len(named) == 1 else None, True
    quantity = quantity.flagged(*["ambiguous-currency"] * doubt, unit=unit)
    return quantity.told("ambiguous currency", start, end)


_NOT_PART = re.compile(rf"{GAP}{listed('after the number')}")
_HALF = re.compile(rf"{listed('half')}\s\Z")
_RATES = {Decimal(10) ** n for n in (4, 5, 6)}
_IN_POINTS = re.compile(
    rf"(?i)[0-9],[0-9]+\s?(?:points?|pts)|%|{listed('points')}"
)
_NO_POINT = re.compile(
    rf"(?i){BLANK}d(?:e{BLANK}|['’])(?!{listed('points', 'of points')})"
)
_EACH = ("pour ", "contre ", "pas ", "Pas ")  # "53 roubles pour un dollar"
_NAME = re.compile(rf"{BLANK}[A-ZÀ-Þ][a-zà-ÿ]+")
_TITLE = re.compile(r"[«“\"]\s?\Z")
_BOOKS = re.compile(r"\s(?:livre|couronne|real)s?\Z")


def _counts(text: str, quantity: Quantity) -> bool:
    """Whether a quantity is a figure at all, by its kind and the words around."""
    before = text[max(0, quantity.start - 12) : quantity.start]
    written = text[quantity.start : quantity.end]
    match quantity.kind:
        case "bare":
            return False
        case "count":
            return _is_counted(quantity, before)
        case "%":  # « Dix pour cent », "99% Médias"
            title = written[0].isupper() and _TITLE.search(before)
            name = _NAME.match(text, quantity.end)
            country = name and countries_in(text, name.start(), name.end())
            idiom = title or written.startswith("cent ")
            return not idiom and not (name and not country)
        case "part":
            no_part = _NOT_PART.match(text, quantity.end)
            return not no_part and not _HALF.search(before)
        case "pp" if written.endswith(("t", "s")):
            return quantity.high < 100 and _are_points(text, quantity)
        case "money" if quantity.scale <= 1 and abs(quantity.high) < 10:
            each = quantity.high <= 1 and before.endswith(_EACH)
            return "," in written or not (each or _BOOKS.search(written))
    return True


def _are_points(text: str, quantity: Quantity) -> bool:
    """Whether points are of a rate: none of a match, no "point de convergence"."""
    near = max(0, quantity.start - 200), quantity.end + 100
    if quantity.high == 1 and _NO_POINT.match(text, quantity.end):
        return False
    return bool(_IN_POINTS.search(text, *near))


def _is_counted(quantity: Quantity, before: str) -> bool:
    rate = before.endswith("pour ") and quantity.low in _RATES
    if rate or before.lower().endswith(("numéro ", "n° ")):
        return False  # "250 cas pour 100.000 habitants"
    if quantity.unit is None and "vague" in quantity.flags:
        return False  # "ils étaient des dizaines de milliers"
    return (quantity.unit or "").lower() not in lexicon.words("not_counted")
