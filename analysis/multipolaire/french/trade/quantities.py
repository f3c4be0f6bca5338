"""Numbers with their units in a text: the spans and values of figures.

``scan`` finds numerals; here ranges are joined, numerals that leave their unit to the
context take it from there (``lending``), ambiguous currencies are settled by the
country that is named, and what counts nothing of interest is dropped.
"""

import re
from dataclasses import replace
from decimal import Decimal

from multipolaire.french import lexicon
from multipolaire.french.forms import BLANK, START, context, listed
from multipolaire.french.trade.lending import (
    FAR,
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
    for place in range(len(found)):
        # each takes from those before it as they now are, from those after as read
        found[place] = _completed(text, found, place)
    units = {one.unit for one in found if one.kind == "money"} - {None}
    if len(units) == 1:
        found = [_in_only_currency(text, one, *units) for one in found]
    return [quantity for quantity in found if _counts(text, quantity)]


def _in_only_currency(text: str, quantity: Quantity, unit: str) -> Quantity:
    """Money of no known currency is in the only one of which a text speaks."""
    own = "$" in text[quantity.start : quantity.end]  # RD$
    if own or "unknown-currency" not in quantity.flags:
        return quantity
    if not speaks_of_money(text, quantity):
        return quantity
    flags = {*quantity.flags, "elliptic-unit"} - {"unknown-currency"}
    return replace(quantity, unit=unit, flags=tuple(sorted(flags)))


def _completed(text: str, found: list[Quantity], place: int) -> Quantity:
    """A quantity with what the context gives: its noun, unit or currency."""
    quantity = found[place]
    if quantity.kind in ("scaled", "bare"):
        quantity = with_noun(text, quantity)
    centimes = "ambiguous-currency" in quantity.flags
    if quantity.kind in ("scaled", "bare") or centimes:
        quantity = with_unit(text, quantity, found, place)
    if quantity.currencies:
        return _settled(text, quantity, found[place + 1 : place + 2])
    return quantity


_BOOKS = context("books")


def _settled(text: str, quantity: Quantity, following: list) -> Quantity:
    """An ambiguous noun takes the one country that the sentence or the text names."""
    start, end = quantity.start, quantity.end
    if text[start:end].lower().endswith("livres"):
        if _BOOKS.search(text, max(0, start - 120), end + 120):
            return replace(quantity, kind="count", unit="livre")
    dollars = quantity.unit == "USD"  # bare, beside a country with its own?
    for reach in (200,) if dollars else (200, FAR):
        around = countries_in(text, max(0, start - reach), end + reach)
        codes = {place.code for place in around}
        rows = (
            r for r in quantity.currencies if codes & {*r["places"].split()}
        )
        named = {row["iso"] for row in rows}
        if len(named) == 1:
            break
    unit, doubt = quantity.unit, True
    if dollars:
        doubt = bool(named) and "USD" not in named
    elif len(named) == 1:
        unit = named.pop()
    else:
        unit = "FRF" if _in_euros(text, quantity, following) else None
    quantity = quantity.flagged(*["ambiguous-currency"] * doubt, unit=unit)
    return quantity.told("ambiguous currency", start, end)


_RESTATED = re.compile(r"\s?\([^()\d]{0,20}|,? soit [^\d,]{0,20}")
_FRANCS = Decimal("6.55957")  # francs of France in a euro, fixed since 1999


def _in_euros(text: str, francs: Quantity, following: list) -> bool:
    """ "3 milliards de francs (environ 458 millions d'euros)": the rate names them."""
    french = any(row["iso"] == "FRF" for row in francs.currencies)
    for euros in following if french else ():
        again = _RESTATED.fullmatch(text, francs.end, euros.start)
        if euros.unit == "EUR" and again and euros.high:
            rate = francs.high / euros.high / _FRANCS
            return abs(rate - 1) < Decimal("0.02")
    return False


_NOT_PART = re.compile(rf"{GAP}{listed('after the number')}")
_RATES = {Decimal(10) ** n for n in (4, 5, 6)}
_HALF = re.compile(rf"{listed('half')}\s\Z")
_NAME = re.compile(rf"{BLANK}[A-ZÀ-Þ][a-zà-ÿ]")
_EACH = re.compile(r"(?:pour|contre|chaque|[Pp]as)\s\Z")
_WORTH = re.compile(r"\s(?:=|vaut|valait|s['’]échang|équiva)")
_IN_POINTS = re.compile(
    rf"(?i)[0-9],[0-9]+\s?(?:points?|pts)|%|{listed('points')}"
)
_POINT = re.compile(rf"{BLANK}(?P<of>de{BLANK}|d['’])?(?P<word>[^\W\d_]+)")
_OF_POINTS = re.compile(rf"(?i){listed('points', 'of points')}")
_TITLE = re.compile(r"[«“\"]\s?\Z"), re.compile(r"\s?[»”\"]")
_ADDRESS = re.compile(r"(?i)(?:le|au|du|numéro|n°) \Z")
_HEART = re.compile(r"(?i)à[ \u00a0]\Z")
_BOOKS_READ = re.compile(r"\s(?:livre|couronne|real)s?\Z")


def _counts(text: str, quantity: Quantity) -> bool:
    """Whether a quantity is a figure at all, by its kind and the words around."""
    if quantity.kind == "bare":
        return False
    before = text[max(0, quantity.start - 12) : quantity.start]
    written = text[quantity.start : quantity.end]
    if quantity.kind == "count":
        return _is_counted(quantity, before)
    if quantity.kind == "%":
        whole = quantity.high == 100 and "cent" in written[:4]
        if (whole or quantity.low >= 200) and _HEART.search(before):
            return False  # "d'accord à cent pour cent", "à 200 %"
        end = quantity.end
        if written[0].isupper() and _TITLE[0].search(before):
            return not _TITLE[1].match(text, end)  # « Dix pour cent »
        # a name follows, but that of a country
        named = _NAME.match(text, end)
        return not named or bool(countries_in(text, end, end + 20))
    if quantity.kind == "part":
        no_part = _NOT_PART.match(text, quantity.end) or _HALF.search(before)
        return not no_part
    if quantity.kind == "pp" and written.endswith(("t", "s")):
        return quantity.high < 100 and _are_points(text, quantity)
    one = quantity.scale <= 1 and abs(quantity.high) < 10
    if quantity.kind == "money" and one:
        each = _EACH.search(before) or _WORTH.match(text, quantity.end)
        if quantity.high <= 1 and each:
            return False  # "53 roubles pour un dollar", "un euro vaut 7 yuans"
        # "trois livres": books
        return "," in written or not _BOOKS_READ.search(written)
    return True


def _are_points(text: str, quantity: Quantity) -> bool:
    """Whether points are of a rate: none of a match, no "point de convergence"."""
    near = max(0, quantity.start - 200), quantity.end + 100
    if _INDEX.search(text, near[0], quantity.start):
        return False  # "le CAC 40 prend 30 points"
    after = _POINT.match(text, quantity.end)
    word = after and after["word"].lower()
    if after and quantity.high == 1 and word not in lexicon.words("stop_words"):
        of_points = _OF_POINTS.match(text, after.start("word"))
        if not of_points and (after["of"] or not _MORE.match(word)):
            return False
    return bool(_IN_POINTS.search(text, *near))


_MORE = re.compile(listed("more", "less"))
_INDEX = re.compile(rf"{START}{listed('index')}")


def _is_counted(quantity: Quantity, before: str) -> bool:
    if before.endswith("pour ") and quantity.low in _RATES:
        return False  # "250 cas pour 100.000 habitants"
    if quantity.unit is None and quantity.scale == 1:
        if _ADDRESS.search(before):  # "au 12 000 de la rue"
            return False
    if quantity.unit is None and "vague" in quantity.flags:
        return False  # "ils étaient des dizaines de milliers"
    return (quantity.unit or "").lower() not in lexicon.words("not_counted")
