"""What the context gives a numeral: the noun that it counts, a unit that is left out.

"150 millions de doses"; "contre 190 milliards"; "le nombre de décès dépasse 70.000".
"""

import re
from dataclasses import replace

from multipolaire.french import lexicon
from multipolaire.french.dates import MONTHS
from multipolaire.french.forms import END, LETTERS, any_of, context, listed
from multipolaire.french.trade.numerals import GAP
from multipolaire.french.trade.ranges import STOP, set_against
from multipolaire.french.trade.scan import MARK, Quantity

REACH = 400  # characters: how far back a unit that is left out may stand
FAR = 5000  # and what tells one for a whole text
NEAR = 10  # figures among which one may lend its unit

_COUNTED = re.compile(
    rf"(?:(?P<link>{MARK}?{GAP}(?:de{GAP}(?:(?:[csm]es|[nv]os|leurs){GAP})?|d['’]))|{GAP})"
    rf"(?:(?P<adjective>{listed('adjective')}){GAP})?(?P<noun>[^\W\d_][^\W\d_]+(?:-[^\W\d_]+)*)"
)
_MANY = re.compile(".*[sxz]|.*[A-ZÀ-Þ].*")  # not "12.000 hier"
_EXPECTED = context("expected")


def with_noun(text: str, quantity: Quantity) -> Quantity:
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


def with_unit(text, quantity, found, place) -> Quantity:
    """The unit that the context gives: "contre 190 milliards", "contre 41"."""
    if noun := _number_of(text, quantity):
        return quantity.flagged("elliptic-unit", kind="count", unit=noun)
    lender = _lender(text, quantity, found, place)
    if quantity.kind == "money":  # centimes
        return replace(quantity, unit=lender and lender.unit)
    if quantity.kind == "bare":
        written = text[quantity.start : quantity.end]
        plain = written.isdigit() or text.startswith("-", quantity.end)
        counts = lender is None or lender.kind in ("count", "%")
        if quantity.high >= 10_000 and not plain and counts:
            unit = lender.unit if lender and lender.kind == "count" else None
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
    if lender or quantity.scale >= 10**9 or speaks_of_money(text, quantity):
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
        return not (larger or speaks_of_money(text, quantity))
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
