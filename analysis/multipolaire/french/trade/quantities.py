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
from multipolaire.french.forms import (
    BLANK,
    END,
    LETTERS,
    START,
    any_of,
    context,
    listed,
)
from multipolaire.french.trade.numerals import GAP
from multipolaire.french.trade.places import countries_in
from multipolaire.french.trade.ranges import STOP, join_ranges, set_against
from multipolaire.french.trade.scan import MARK, Quantity, scan

REACH = 400  # characters: how far back a unit that is left out may stand
FAR = 5000  # and what tells one for a whole text
NEAR = 10  # figures among which one may lend its unit


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
    if not _speaks_of_money(text, quantity):
        return quantity
    flags = {*quantity.flags, "elliptic-unit"} - {"unknown-currency"}
    return replace(quantity, unit=unit, flags=tuple(sorted(flags)))


def _completed(text: str, found: list[Quantity], place: int) -> Quantity:
    """A quantity with what the context gives: its noun, unit or currency."""
    quantity = found[place]
    if quantity.kind in ("scaled", "bare"):
        quantity = _with_noun(text, quantity)
    centimes = "ambiguous-currency" in quantity.flags
    if quantity.kind in ("scaled", "bare") or centimes:
        quantity = _with_unit(text, quantity, found, place)
    if quantity.currencies:
        return _settled(text, quantity, found[place + 1 : place + 2])
    return quantity


_COUNTED = re.compile(
    rf"(?:(?P<link>{MARK}?{GAP}(?:de{GAP}(?:(?:[csm]es|[nv]os|leurs){GAP})?|d['’]))|{GAP})"
    rf"(?:(?P<adjective>{listed('adjective')}){GAP})?(?P<noun>[^\W\d_][^\W\d_]+(?:-[^\W\d_]+)*)"
)
_MANY = re.compile(".*[sxz]|.*[A-ZÀ-Þ].*")  # not "12.000 hier"
_EXPECTED = context("expected")


def _with_noun(text: str, quantity: Quantity) -> Quantity:
    """What a large number counts: "150 millions de doses", "12.000 ouvriers"."""
    scaled = quantity.kind == "scaled"
    large = scaled or quantity.high >= 10_000
    noun = _COUNTED.match(text, quantity.end) if large else None
    if noun is None:
        return quantity
    group = "noun"
    alone = noun["noun"] in lexicon.words("stop_words")
    if alone and noun["adjective"] == "jeunes":
        group = "adjective"  # "1,5 milliard de jeunes dans 195 pays"
    word, span = noun[group], noun.span(group)
    told = noun["link"] or word.lower() in lexicon.words("not_counted")
    if not scaled and noun["link"]:  # "1 000 000 d'unités"
        scaled = quantity.high % 10**6 == 0
    if scaled != bool(noun["link"]) or not (told or _MANY.fullmatch(word)):
        return quantity
    if word.lower() in lexicon.words("stop_words"):
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
    if noun := _number_of(text, quantity):
        return quantity.flagged("elliptic-unit", kind="count", unit=noun)
    lender = _lender(text, quantity, found, place)
    if quantity.kind == "money":  # centimes
        return replace(quantity, unit=lender and lender.unit)
    if quantity.kind == "bare":
        written = text[quantity.start : quantity.end]
        plain = written.isdigit() or text.startswith("-", quantity.end)
        counts = lender is None or lender.kind == "count"
        if quantity.high >= 10_000 and not plain and counts:
            unit = lender and lender.unit
            return quantity.flagged("elliptic-unit", kind="count", unit=unit)
        versus = _VERSUS.search(
            text, max(0, quantity.start - 30), quantity.start
        )
        scaled = (
            set_against(text, quantity, lender) if lender and versus else None
        )
        if scaled is None:
            return quantity
        quantity = scaled
    elif unit := _named_currency(text, quantity, found[:place], lender):
        return quantity.flagged("elliptic-unit", kind="money", unit=unit)
    if lender and lender.unit:
        return quantity.borrowing(lender, "unit of another figure")
    if lender or quantity.scale >= 10**9 or _speaks_of_money(text, quantity):
        return quantity.flagged("unknown-currency", kind="money")
    return replace(quantity, kind="count")


_VERSUS = re.compile(
    r"(?:\bcontre|\bet|, puis|\bau lieu de|, après|\bespérait|\bdemandé|\battendait"
    r"|\bmais(?:\s(?:à|de))?)\s+"
    r"(?:(?:environ|près de|plus de|moins de|quelque|seulement)\s+)?\Z"
)


_THINGS = re.compile(rf"{GAP}(?P<noun>[a-zà-ÿ]+s){END}")


def _lender(text, quantity, found, place) -> Quantity | None:
    """The figure whose unit is meant: one before, else one of money behind it."""
    bare, centimes = quantity.kind == "bare", quantity.kind == "money"
    reach = FAR if centimes else REACH
    inside, aside = _in_brackets(text, quantity.start), None
    for other in reversed(found[max(0, place - NEAR) : place]):
        if quantity.start - other.end > reach:
            break
        if _in_brackets(text, other.start) and not inside:
            if not bare and other.kind == "money":
                aside = aside or other
            continue  # "15 films (27 % du total), contre 10"
        small = bare and quantity.high < 10_000
        things = small and _THINGS.match(text, other.end)
        if things and other.kind == "bare" and not _is_no_unit(things["noun"]):
            return None
        if _lends(text, quantity, other):
            return other
    for other in () if bare else found[place + 1 : place + NEAR]:
        stop = STOP.search(text, quantity.end, other.start)
        if other.start - quantity.end > reach or (stop and not centimes):
            break
        if other.kind == "money" and other.unit:
            return other
    return aside


_KINDS = {
    "bare": ("money", "count", "%"),
    "scaled": ("money", "count"),
    "money": ("money",),
}


def _lends(text: str, quantity: Quantity, other: Quantity) -> bool:
    """Whether a figure may lend its unit to one behind it."""
    known = other.unit or "unknown-currency" in other.flags
    if other.kind not in _KINDS[quantity.kind] or not known:
        return False
    if other.kind != "count" or quantity.kind == "bare":
        return "/jour" not in (other.unit or "")
    if quantity.of_money or "/jour" in other.unit:
        return False
    larger = quantity.scale >= 10**9 > other.scale
    if STOP.search(text, other.end, quantity.start):
        return not (larger or _speaks_of_money(text, quantity))
    alike = other.scale > 1 or quantity.scale == 1
    return alike or not _tells_money(text[other.end : quantity.start])


def _in_brackets(text: str, at: int) -> bool:
    reach = max(0, at - 200), at
    return text.rfind("(", *reach) > text.rfind(")", *reach)


def _is_no_unit(noun: str) -> bool:
    return singular(noun) in lexicon.words("not_counted")


# the nouns of currencies that the press leaves out: of one country each
_CODES = {
    noun: row["iso"]
    for row in lexicon.table("currencies")
    if row["bare"]
    for noun in row["noun"].split("|")
    if noun.endswith("s")
}
_NAMED = re.compile(rf"(?:(?:de|en)\s|d['’])(?P<noun>{any_of(_CODES)})\b")


def _named_currency(text, quantity, before, lender) -> str | None:
    """The currency of "exprimé en yuans", "des milliards d'euros": no figure."""
    since = max(0, quantity.start - REACH)
    if lender and lender.start < quantity.start:
        since = max(since, lender.end)
    for noun in reversed([*_NAMED.finditer(text, since, quantity.start)]):
        near = before[-NEAR:]
        if not any(other.start <= noun.start() < other.end for other in near):
            return _CODES[noun["noun"]]
    return None


_NUMBER_OF = re.compile(
    rf"(?i)\b(?:le|du|un|au|ce|son|leur){GAP}(?:{LETTERS}{GAP})?nombre{GAP}(?:{LETTERS}{GAP})?"
    rf"(?:d(?:es?|u){GAP}|d['’])(?:{listed('adjective')}{GAP})?(?P<noun>{LETTERS})"
)


def _number_of(text: str, quantity: Quantity) -> str | None:
    """The noun of "le nombre de décès dépasse 70.000", for a large number."""
    if quantity.kind == "bare" and quantity.high < 10_000:
        return None
    if quantity.kind == "money" or quantity.of_money:
        return None
    since = _sentence(text, quantity)
    told = [*_NUMBER_OF.finditer(text, since, quantity.start)]
    noun = told[-1] if told else None
    if noun is None or _tells_money(text[noun.end() : quantity.start]):
        return None
    return singular(noun["noun"])


def _sentence(text: str, quantity: Quantity) -> int:
    """Where the sentence begins in which a quantity stands."""
    since = max(0, quantity.start - REACH)
    stops = STOP.finditer(text, since, quantity.start)
    return max((stop.end() for stop in stops), default=since)


_AFTER = re.compile(r"(?:[ \u00a0'’][^\W\d_]+){0,4}")


def _speaks_of_money(text: str, quantity: Quantity) -> bool:
    if quantity.of_money:
        return True
    since = max(_sentence(text, quantity), quantity.start - 120)
    end = _AFTER.match(text, quantity.end).end()
    return _tells_money(text[since:end])


def _tells_money(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return not lexicon.words("money_nouns").isdisjoint(words)


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
