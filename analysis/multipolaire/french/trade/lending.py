"""What the context gives a numeral: the noun that it counts, a unit that is left out.

"150 millions de doses"; "contre 190 milliards"; "le nombre de décès dépasse 70.000".
"""

import re
from dataclasses import replace

from multipolaire.french import lexicon
from multipolaire.french.dates import MONTHS
from multipolaire.french.forms import END, LETTERS, any_of, context, listed
from multipolaire.french.trade.numerals import GAP
from multipolaire.french.trade.places import places_in
from multipolaire.french.trade.ranges import STOP, set_against
from multipolaire.french.trade.scan import MARK, Quantity

REACH = 400  # characters: how far back a unit that is left out may stand
NEAR = 10  # figures among which one may lend its unit
LARGE = 10_000  # a bare number may count from here on: it is no year

_COUNTED = re.compile(
    rf"(?:(?P<link>{MARK}?{GAP}(?:de{GAP}(?:(?:[csm]es|[nv]os|leurs){GAP})?|d['’]))|{GAP})"
    rf"(?:(?P<adjective>{listed('adjective')}){GAP})?(?P<noun>[^\W\d_][^\W\d_]+(?:-[^\W\d_]+)*)"
)
_MANY = re.compile(".*[sxz]|.*[A-ZÀ-Þ].*")  # not "12.000 hier"
_EXPECTED = context("expected")
_TRADED = ("biens", "marchandises", "produits", "services", "mieux")


def with_noun(text: str, quantity: Quantity) -> Quantity:
    """What a large number counts: "150 millions de doses", "12.000 ouvriers"."""
    scaled = quantity.kind == "scaled"
    noun = _COUNTED.match(text, quantity.end)
    if noun is None or not (scaled or quantity.high >= LARGE):
        return quantity
    group = "noun"
    alone = noun["noun"] in lexicon.words("stop_words")
    if alone and noun["adjective"] == "jeunes":
        group = "adjective"  # "1,5 milliard de jeunes dans 195 pays"
    word, low, span = noun[group], noun[group].lower(), noun.span(group)
    many = noun["link"] or low in lexicon.words("not_counted")
    many = many or _MANY.fullmatch(word)
    if scaled != bool(noun["link"]) or not many or low in MONTHS:
        return quantity  # "14 milliards de juillet"
    if (
        low in lexicon.words("stop_words")
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
    """The figure whose unit is meant: one before, else one of money behind it."""
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
    ahead = () if bare else found[place + 1 : place + NEAR]
    following = (
        other
        for other in ahead
        if other.kind == "money" and other.unit
        if not STOP.search(text, quantity.end, other.start)
    )
    return next(following, hidden[0] if hidden else None)


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
