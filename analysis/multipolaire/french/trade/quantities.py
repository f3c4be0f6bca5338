"""Numbers with their units in a text: the spans and values of figures.

``scan`` finds numerals; here ranges are joined, numerals that leave their unit to the
context take it from there, ambiguous currencies are settled by the
country that is named, and what counts nothing of interest is dropped.
"""

import re
from dataclasses import replace
from decimal import Decimal

from multipolaire.french import lexicon
from multipolaire.french.dates import MONTHS
from multipolaire.french.forms import (
    BLANK,
    END,
    LETTERS,
    any_of,
    context,
    listed,
)
from multipolaire.french.trade.numerals import GAP
from multipolaire.french.trade.places import countries_in, places_in
from multipolaire.french.trade.ranges import STOP, join_ranges, set_against
from multipolaire.french.trade.scan import MARK, Quantity, scan


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
        case "%":  # "cent pour cent", "99% Médias"
            name = _NAME.match(text, quantity.end)
            country = name and countries_in(text, name.start(), name.end())
            return not (written.startswith("cent ") or name and not country)
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


# --- what the context gives a numeral: the noun it counts, a unit that is left out

REACH = 400  # characters: how far back a unit that is left out may stand
NEAR = 10  # figures among which one may lend its unit
LARGE = 10_000  # a bare number may count from here on: it is no year

_COUNTED = re.compile(
    rf"(?:(?P<link>{MARK}?{GAP}(?:de{GAP}(?:(?:[csm]es|[nv]os|leurs){GAP})?|d['’]))|{GAP})"
    rf"(?:(?P<adjective>{listed('adjective')}){GAP})?(?P<noun>[^\W\d_][^\W\d_]+(?:-[^\W\d_]+)*)"
)
_MANY = re.compile(".*[sxz]|.*[A-ZÀ-Þ].*")  # not "12.000 hier"
_PEOPLE = ("jeunes", "vieux", "anciens")
_EXPECTED = context("expected")
_TRADED = ("biens", "marchandises", "produits", "services", "mieux")


def with_noun(text: str, quantity: Quantity) -> Quantity:
    """What a large number counts: "150 millions de doses", "12.000 ouvriers"."""
    scaled = quantity.kind == "scaled"
    noun = _COUNTED.match(text, quantity.end)
    if noun is None or not (scaled or quantity.high >= LARGE):
        return quantity
    stop_words = lexicon.words("stop_words")
    # "1,5 milliard de jeunes dans 195 pays"
    alone = noun["adjective"] in _PEOPLE and noun["noun"] in stop_words
    group = "adjective" if alone else "noun"
    word, low, span = noun[group], noun[group].lower(), noun.span(group)
    many = noun["link"] or low in lexicon.words("not_counted")
    many = many or _MANY.fullmatch(word)
    if scaled != bool(noun["link"]) or not many or low in MONTHS:
        return quantity  # "14 milliards de juillet"
    if (
        low in stop_words
        or low == "ici"
        or _EXPECTED.match(word)
        or any(place.kind == "name" for place in places_in(text, *span))
    ):
        return quantity  # "les 365 000 attendues", "80 milliards de Norvège"
    traded = quantity.scale >= 10**9 and low in _TRADED  # no such things
    if traded or low in lexicon.words("money_nouns"):
        return quantity.told("noun of money", *span, of_money=True)
    written = text[quantity.start : quantity.end]
    if written.isdigit() and word[0].isupper():
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


def with_unit(
    text: str, quantity: Quantity, found: list[Quantity], place: int
) -> Quantity:
    """The unit that the context gives: "contre 190 milliards", "contre 41"."""
    bare, written = quantity.kind == "bare", text[quantity.start : quantity.end]
    hyphen = text.startswith("-", quantity.end)
    large = quantity.high >= LARGE and not (written.isdigit() or hyphen)
    since = max(0, quantity.start - 30)
    versus = bare and _VERSUS.search(text, since, quantity.start)
    if bare and not versus and quantity.high < LARGE:
        return quantity
    if noun := _number_of(text, quantity):
        return quantity.flagged("elliptic-unit", kind="count", unit=noun)
    lender = _lender(text, quantity, found, place)
    named = not bare and _named_currency(text, quantity, found, lender)
    if named:
        return quantity.flagged("elliptic-unit", kind="money", unit=named)
    if bare:
        if large and (not lender or lender.kind != "money"):
            unit = lender.unit if lender and lender.kind == "count" else None
            return quantity.flagged("elliptic-unit", kind="count", unit=unit)
        scaled = lender and versus and set_against(text, quantity, lender)
        if not scaled:
            return quantity
        quantity = scaled
    if lender and lender.unit:
        return quantity.borrowing(lender, "unit of another figure")
    if lender or quantity.scale >= 10**9 or speaks_of_money(text, quantity):
        return quantity.flagged("unknown-currency", kind="money")
    return replace(quantity, kind="count")


_VERSUS = re.compile(rf"{listed('set against')}\s(?:{listed('about')}\s)?\Z")


def _lender(text, quantity, found, place) -> Quantity | None:
    """The figure before whose unit is meant; in brackets, where there is no other."""
    bare, hidden = quantity.kind == "bare", []
    inside = _in_brackets(text, quantity.start)
    for other in reversed(found[max(0, place - NEAR) : place]):
        if quantity.start - other.end > REACH:
            break
        if not inside and _in_brackets(text, other.start):
            # "15 films (27 % du total), contre 10"
            hidden += [other] * (other.kind == "money" and not bare)
        elif _lends(text, quantity, other):
            return other
        elif bare and other.kind == "bare" and _THINGS.match(text, other.end):
            return None  # "80 migrants, contre 59"
    return hidden[0] if hidden else None


_THINGS = re.compile(rf"{GAP}[a-zà-ÿ]+s{END}(?<!mars)")
_KINDS = {"bare": ("money", "count", "%"), "scaled": ("money", "count")}


def _lends(text: str, quantity: Quantity, other: Quantity) -> bool:
    """Whether a figure may lend its unit to one behind it."""
    known = other.unit or "unknown-currency" in other.flags
    rate = "/jour" in (other.unit or "")
    if other.kind not in _KINDS[quantity.kind] or not known or rate:
        return False
    if other.kind != "count" or quantity.kind == "bare":
        return True
    if STOP.search(text, other.end, quantity.start):
        larger = quantity.scale >= 10**9 > other.scale
        return not (larger or speaks_of_money(text, quantity))
    alike = other.scale > 1 or quantity.scale == 1
    return alike or not _tells_money(text[other.end : quantity.start])


def _in_brackets(text: str, at: int) -> bool:
    reach = max(0, at - 200), at
    return text.rfind("(", *reach) > text.rfind(")", *reach)


# the nouns of currencies that the press leaves out: of one country each
_CODES = {
    noun: row["iso"]
    for row in lexicon.table("currencies")
    if row["bare"]
    for noun in row["noun"].split("|")
    if noun.endswith("s")
}
_NAMED = re.compile(rf"(?:(?:de|en)\s|d['’])(?P<noun>{any_of(_CODES)})\b")


def _named_currency(text, quantity, found, lender) -> str | None:
    """The currency of "exprimé en yuans", "des milliards d'euros": no figure."""
    since = max(0, quantity.start - REACH)
    if lender and lender.start < quantity.start:
        since = max(since, lender.end)
    for noun in reversed([*_NAMED.finditer(text, since, quantity.start)]):
        if not any(one.start <= noun.start() < one.end for one in found):
            return _CODES[noun["noun"]]
    return None


_NUMBER_OF = re.compile(
    rf"(?i)\bnombre{GAP}(?:{LETTERS}{GAP})?(?:d(?:es?|u){GAP}|d['’])"
    rf"(?:{listed('adjective')}{GAP})?(?P<noun>{LETTERS})"
)


def _number_of(text: str, quantity: Quantity) -> str | None:
    """The noun of "le nombre de décès dépasse 70.000", for a large number."""
    small = quantity.kind == "bare" and quantity.high < LARGE
    if small or speaks_of_money(text, quantity):
        return None
    since = _sentence(text, quantity)
    told = [*_NUMBER_OF.finditer(text, since, quantity.start)]
    return singular(told[-1]["noun"]) if told else None


def _sentence(text: str, quantity: Quantity) -> int:
    """Where the sentence begins in which a quantity stands."""
    since = max(0, quantity.start - REACH)
    stops = STOP.finditer(text, since, quantity.start)
    return max((stop.end() for stop in stops), default=since)


_AFTER = re.compile(r"(?:[ \u00a0'’][^\W\d_]+){0,4}")


def speaks_of_money(text: str, quantity: Quantity) -> bool:
    """Whether the words around a quantity, in its sentence, are of money."""
    if quantity.of_money:
        return True
    since = max(_sentence(text, quantity), quantity.start - 120)
    end = _AFTER.match(text, quantity.end).end()
    return _tells_money(text[since:end])


def _tells_money(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return not lexicon.words("money_nouns").isdisjoint(words)
