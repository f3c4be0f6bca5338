"""Numbers with their units in a text: the spans and values of figures.

``scan`` finds numerals; here ranges are joined, numerals that leave their unit to the
context take it from there, ambiguous currencies are settled by the country that is
named, and what counts nothing of interest is dropped.
"""

import re
from dataclasses import replace
from decimal import Decimal

from multipolaire.french import lexicon
from multipolaire.french.dates import MONTHS
from multipolaire.french.forms import BLANK, any_of, context, listed
from multipolaire.french.trade.numerals import GAP
from multipolaire.french.trade.places import places_in
from multipolaire.french.trade.ranges import STOP, YEAR, join_ranges
from multipolaire.french.trade.scan import Quantity, scan

REACH = 400  # characters: how far back a unit that is left out may stand


def quantities_in(text: str) -> list[Quantity]:
    """Every quantity of a text, in order: spans, values and units, no attributes.

    >>> [(found.high, found.unit) for found in quantities_in("plus de 3,5 milliards d'euros")]
    [(Decimal('3500000000.0'), 'EUR')]
    """
    found = join_ranges(text, scan(text))
    for place in range(len(found)):
        # each takes from those before it as they now are, from those after as read
        found[place] = _completed(text, found, place)
    return [quantity for quantity in found if _counts(text, quantity)]


def _completed(text: str, found: list[Quantity], place: int) -> Quantity:
    """A quantity with what the context gives: its noun, unit or currency."""
    quantity = found[place]
    if quantity.kind in ("scaled", "bare"):
        quantity = _with_noun(text, quantity)
    if quantity.kind in ("scaled", "bare"):
        quantity = _with_unit(text, quantity, found, place)
    if quantity.kind != "money":
        return quantity
    if quantity.currencies:
        following = found[min(place + 1, len(found) - 1)]
        return _settled(text, quantity, following)
    if quantity.unit is None:
        return _lent_currency(quantity, found, place)
    return quantity


_COUNTED = re.compile(
    rf"(?:{GAP}de{GAP}|{GAP}d['’]|{GAP})(?:{listed('adjective')}{GAP})?"
    r"(?P<noun>[^\W\d_][^\W\d_]+(?:-[^\W\d_]+)*)"
)
_EXPECTED = context("expected")


def _with_noun(text: str, quantity: Quantity) -> Quantity:
    """What a large number counts: "150 millions de doses", "12.000 ouvriers"."""
    scaled = quantity.kind == "scaled"
    large = scaled or quantity.high >= 10_000
    noun = _COUNTED.match(text, quantity.end) if large else None
    if noun is None:
        return quantity
    word, span = noun["noun"], noun.span("noun")
    linked = noun[0].lstrip().startswith(("de", "d'", "d’"))
    if scaled != linked or word.lower() in lexicon.words("stop_words"):
        return quantity
    if word.lower() in MONTHS or _EXPECTED.match(word):
        return quantity  # "14 milliards de juillet", "les 365 000 attendues"
    if word.lower() in lexicon.words("money_nouns"):
        return quantity.told("noun of money", *span, of_money=True)
    written = text[quantity.start : quantity.end]
    if not scaled and written.isdigit() and word[0].isupper():
        return quantity  # a postal code: 75013 Paris
    counted = {"kind": "count", "unit": singular(word), "end": span[1]}
    return quantity.told("counted noun", *span, **counted)


def singular(noun: str) -> str:
    """The singular of a counted noun.

    >>> singular("doses"), singular("chevaux"), singular("cas"), singular("bateaux")
    ('dose', 'cheval', 'cas', 'bateau')
    """
    if noun.endswith(("eaux", "eux", "oux")):
        return noun[:-1]
    if noun.endswith("aux"):
        return noun[:-3] + "al"
    if noun.endswith("s") and noun.lower() not in lexicon.words("invariable"):
        demonym = noun[0].isupper() and noun.endswith(("ais", "ois"))
        return noun if demonym else noun[:-1]  # "Français"
    return noun


def _with_unit(text, quantity, found, place) -> Quantity:
    """The unit that the context gives: "contre 190 milliards", "contre 41"."""
    lender = _lender(text, quantity, found, place)
    if quantity.kind == "bare":
        written = text[quantity.start : quantity.end]
        plain = written.isdigit() or text.startswith("-", quantity.end)
        counts = lender is None or lender.kind == "count"
        if quantity.high >= 10_000 and not plain and counts:
            unit = lender.unit if lender else None
            return quantity.flagged("elliptic-unit", kind="count", unit=unit)
        if lender is None or not _compares(text, quantity, lender):
            return quantity
        quantity = quantity.scaled_like(lender)
    if lender:
        return quantity.borrowing(lender, "unit of another figure")
    if unit := _named_currency(text, quantity):
        return quantity.flagged("elliptic-unit", kind="money", unit=unit)
    if _speaks_of_money(text, quantity):
        return quantity.flagged("unknown-currency", kind="money")
    return replace(quantity, kind="count")


_VERSUS = re.compile(
    r"(?:\bcontre|\bet|, puis|\bau lieu de|, après|\bespérait|\bdemandé|\battendait)\s+"
    r"(?:(?:environ|près de|plus de|moins de|quelque|seulement)\s+)?\Z"
)
_CLOSED = re.compile(r"\s*(?:[.,;:)»]|(?:en|un|le|au|à|fin|pour)\b|l['’]|\Z)")


def _compares(text: str, bare: Quantity, lender: Quantity) -> bool:
    """Whether a bare number is set against a figure: "432 voix contre 202"."""
    if not _VERSUS.search(text, max(0, bare.start - 30), bare.start):
        return False
    year = YEAR.fullmatch(text, bare.start, bare.end)
    if lender.scale > 1 and year:
        return False  # "300 milliards d'investissements entre 2021 et 2027"
    size = bare.high * lender.scale / (lender.high or 1)  # of one order
    if lender.kind in ("part", "pp") or not Decimal("0.1") < abs(size) < 10:
        return False
    return bool(_CLOSED.match(text[bare.end : bare.end + 24]))


def _lender(text, quantity, found, place) -> Quantity | None:
    kinds = ("money",) if quantity.of_money else ("money", "count")
    if quantity.kind == "bare":
        kinds = ("money", "count", "%")
    for other in reversed(found[:place]):
        if quantity.start - other.end > REACH:
            break
        if other.kind in kinds and other.unit and "/jour" not in other.unit:
            return other
    for other in found[place + 1 :] if quantity.kind != "bare" else ():
        far = other.start - quantity.end > REACH
        if far or STOP.search(text, quantity.end, other.start):
            break
        if other.kind == "money" and other.unit:
            return other
    return None


# the nouns of currencies that the press leaves out
_CODES = {
    "euros": "EUR",
    "dollars": "USD",
    "roubles": "RUB",
    "yuans": "CNY",
    "yens": "JPY",
}
_NAMED = re.compile(rf"(?:(?:de|en)\s|d['’])(?P<noun>{any_of(_CODES)})\b")


def _named_currency(text: str, quantity: Quantity) -> str | None:
    """The currency of "des milliards d'euros" just before, which is no figure."""
    since = max(0, quantity.start - REACH)
    nouns = _NAMED.findall(text, since, quantity.start)
    return _CODES[nouns[-1]] if nouns else None


def _lent_currency(quantity, found, place) -> Quantity:
    """Bare centimes are of the currency that stands nearest."""
    near = found[max(0, place - 9) : place + 9]
    others = [other for other in near if other.kind == "money" and other.unit]
    if not others:
        return quantity
    nearest = min(others, key=lambda other: abs(other.start - quantity.start))
    return replace(quantity, unit=nearest.unit)


def _speaks_of_money(text: str, quantity: Quantity) -> bool:
    stretch = text[max(0, quantity.start - 120) : quantity.end + 60]
    words = re.findall(r"[^\W\d_]{3,}", stretch.lower())
    return any(word in lexicon.words("money_nouns") for word in words)


_BOOKS = context("books")


def _settled(text: str, quantity: Quantity, following: Quantity) -> Quantity:
    """An ambiguous noun takes the one country that the sentence or the text names."""
    start, end = quantity.start, quantity.end
    if text[start:end].lower().endswith("livres"):
        if _BOOKS.search(text, max(0, start - 120), end + 120):
            return replace(quantity, kind="count", unit="livre")
    dollars = quantity.unit == "USD"  # bare, beside a country with its own?
    for reach in (200,) if dollars else (200, 5000):
        around = places_in(text, max(0, start - reach), end + reach)
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


def _in_euros(text: str, francs: Quantity, euros: Quantity) -> bool:
    """ "3 milliards de francs (environ 458 millions d'euros)": the rate names them."""
    if all(row["iso"] != "FRF" for row in francs.currencies):
        return False
    if euros.unit != "EUR" or not _RESTATED.fullmatch(
        text, francs.end, euros.start
    ):
        return False
    return abs(francs.high / (euros.high or 1) / _FRANCS - 1) < Decimal("0.02")


_NOT_PART = re.compile(rf"{GAP}{listed('after the number')}")
_RATES = {Decimal(10) ** n for n in (4, 5, 6)}
_HALF = re.compile(rf"{listed('half')}\s\Z")
_NAME = re.compile(rf"{BLANK}[A-ZÀ-Þ][a-zà-ÿ]")
_EACH = re.compile(r"(?:pour|contre|chaque|[Pp]as)\s\Z")
_IN_POINTS = re.compile(rf"(?i)[0-9],[0-9]+\s?points?|%|{listed('points')}")
_ADDRESS = re.compile(r"(?i)(?:le|au|du|numéro) \Z")
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
        end = quantity.end  # a name follows, but that of a country
        return not _NAME.match(text, end) or bool(
            places_in(text, end, end + 20)
        )
    if quantity.kind == "part":
        no_part = _NOT_PART.match(text, quantity.end) or _HALF.search(before)
        return not no_part
    if quantity.kind == "pp" and written.endswith(("t", "s")):
        near = max(0, quantity.start - 200), quantity.end + 100
        return quantity.high < 100 and bool(_IN_POINTS.search(text, *near))
    one = quantity.scale == 1 and abs(quantity.high) < 10
    if quantity.kind == "money" and one:
        if quantity.high <= 1 and _EACH.search(before):
            return False  # "53 roubles pour un dollar"
        # "trois livres": books
        return "," in written or not _BOOKS_READ.search(written)
    return True


def _is_counted(quantity: Quantity, before: str) -> bool:
    if before.endswith("pour ") and quantity.low in _RATES:
        return False  # "250 cas pour 100.000 habitants"
    if quantity.unit is None and quantity.scale == 1:
        if _ADDRESS.search(before):  # "au 12 000 de la rue"
            return False
    if quantity.unit is None and "vague" in quantity.flags:
        return False  # "ils étaient des dizaines de milliers"
    return (quantity.unit or "").lower() not in lexicon.words("not_counted")
