"""One scan of a text: every numeral with the scale and the unit that follow it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.forms import BLANK, END, any_of
from multipolaire.french.trade import numerals
from multipolaire.french.trade.numerals import GAP


class Move(NamedTuple):
    """A figure is one of two levels: "passer de 45 à 115", read up to ``end``."""

    way: str  # from or to
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral and what it counts: ``kind`` is money, %, pp, part, count or bare.

    A bare numeral has neither unit nor scale; it may still be an end of a range.
    ``currencies`` are the rows of the lexicon that an ambiguous noun leaves open.
    A multiple alone knows its ``sign`` from its words.  ``rules`` are for the reader.
    """

    start: int
    end: int
    kind: str
    low: Decimal
    high: Decimal
    unit: str | None = None
    scale: Decimal = Decimal(1)
    flags: tuple[str, ...] = ()
    currencies: tuple = ()
    moves: tuple[Move, ...] = ()
    of_money: bool = False  # a noun of money follows it
    sign: int = 0
    rules: tuple[tuple[str, int, int], ...] = ()

    def told(self, rule: str, start: int, end: int, /, **fields) -> "Quantity":
        """The same with other fields, and with a rule and where its words are."""
        rules = *self.rules, (rule, start, end)
        return replace(self, rules=rules, **fields)

    def flagged(self, *flags: str, **fields) -> "Quantity":
        """The same with other fields, and with reasons to be careful."""
        return replace(self, flags=(*self.flags, *flags), **fields)

    def scaled_like(self, other: "Quantity") -> "Quantity":
        """The same in the scale of another figure: "de 45 à 115 milliards"."""
        value = self.high * other.scale
        elliptic = ["elliptic-scale"] * (other.scale > 1)
        return self.flagged(*elliptic, low=value, high=value, scale=other.scale)

    def borrowing(self, other: "Quantity", rule: str) -> "Quantity":
        """The same in the unit of another figure."""
        own = self.told(rule, other.start, other.end, unit=other.unit)
        what = {"kind": other.kind, "currencies": other.currencies}
        return own.flagged("elliptic-unit", **what)

    def moves_from(self) -> bool:
        """Whether it is a level that is left: 45 in "passer de 45 à 115"."""
        return any(move.way == "from" for move in self.moves)


def scan(text: str) -> list[Quantity]:
    """Numerals of a text in order, those without a unit too.

    >>> [(n.low, n.kind, n.unit) for n in scan("de 5 à 10 M€, soit 3 %")]
    [(Decimal('5'), 'bare', None), (Decimal('10000000'), 'money', 'EUR'), \
(Decimal('3'), '%', '%')]
    """
    found = (_read(text, match) for match in _QUANTITY.finditer(text))
    return list(filter(None, found))


_CURRENCIES = lexicon.table("currencies")
_SYMBOLS: dict[str, tuple] = {}
for _row in _CURRENCIES:
    for _form in _row["symbols"].split():
        _SYMBOLS[_form] = (*_SYMBOLS.get(_form, ()), _row)
_SYMBOL = f"(?-i:{any_of(_SYMBOLS)})"


def _forms(column: str) -> str:
    return any_of(f for r in _CURRENCIES for f in r[column].split("|") if f)


_ADJECTIVE = _forms("adjective")
_UNITS = {
    form.lower(): row["unit"]
    for row in lexicon.table("units")
    for form in row["forms"].split("|")
}
_UNIT_SYMBOLS = {row["symbol"]: row["unit"] for row in lexicon.table("units")}
_UNIT_SYMBOLS.pop("")
_UNIT = f"(?:{any_of(_UNITS)}|(?-i:{any_of(_UNIT_SYMBOLS)}))"
_PART = rf"(?:{any_of(numerals.PARTS)})s?"
_OF = rf"(?:{GAP}(?:de|en){GAP}|{GAP}d['’]{BLANK}?|{GAP})"
_SMALL = any_of(w for w, v in numerals.NUMBERS.items() if 2 <= v <= 9)
_SCALED = rf"(?:{numerals.SCALE}{END})"

_QUANTITY = re.compile(
    rf"""
    (?<![^\W_])(?<![0-9][.,:/])(?<![^\W\d_][-\u2011/])   # not in COVID-19, 9.81, A320
    (?:(?P<prefix>{_SYMBOL})(?:{BLANK}|(?<![A-Z]))(?=[0-9]))?      # $83,87, not COP21
    (?P<sign>(?<![0-9%€$])(?:[+\u2212]{BLANK}?|[-–])(?=[0-9]))?    # +11,5 %
    (?:
        (?P<some>(?:dizaines|centaines){GAP}de{GAP}{_SCALED})      # vague
      | (?P<the>(?<=le[ \u00a0])(?:million|milliard){END})       # frôler le milliard
      | (?P<part>(?:(?:une?|{_SMALL}){BLANK})?(?:{_PART}){END})  # un quart, moitié
        (?P<of>{GAP}de{GAP}{_SCALED})?                             # un quart de million
      | (?P<number>
            (?:une?{BLANK})?demi{numerals.HYPHEN}(?=mill|point)    # un demi-milliard
          | {numerals.DIGITS}
          | une?{BLANK}{numerals.COLLECTIVE}(?={_OF})              # une dizaine
          | {numerals.WORDS}
        )
        (?P<scale>(?:{GAP}de(?={GAP}))?{numerals.SCALED})?
    )
    (?:
        {GAP}?(?P<percent>%|pour[ \u00a0-]?cents?{END}|p\.{BLANK}?100)
      | {_OF}(?P<points>points?{END}
            (?:{GAP}de{GAP}(?:(?P<basis>base)|pourcentage|PIB|croissance){END})?)
      | {BLANK}?(?:(?P<attached>(?-i:{any_of(numerals.ATTACHED)})){BLANK}?)?  # 5 M€
        (?:(?P<symbol>{_SYMBOL}){END}|d['’](?P<euro>euros?){END})
      | {_OF}(?:(?P<cents>centimes?|cents?){END}(?:{_OF}))?
        (?P<noun>{_forms("noun")}){END}(?:{GAP}(?P<adjective>{_ADJECTIVE}|\((?:BEAC|BCEAO)\)){END})?
      | {_OF}(?P<bare_cents>centimes?|cents){END}
      | (?:{_OF})?(?P<measure>{_UNIT}){END}
        (?P<per_day>{GAP}par{GAP}jour{END}|/j(?:our)?{END})?
    )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


LONGEST = 90  # characters: no figure of the press is longer


def _read(text: str, match: re.Match) -> Quantity | None:
    said = match.groupdict()
    if said["part"] and not said["of"]:
        return _read_part(match)
    scaled = next(filter(None, map(said.get, _SCALE_GROUPS)), "")
    numeral = said["some"] or said["the"] or said["number"] or said["part"]
    value = _value(said) if _is_number(text, match, numeral) else None
    if value is None:
        return None
    first = numerals.parse_number(numeral) if said["scale"] else None
    scale = (value / first if first else value) if scaled else Decimal(1)
    if said["attached"]:
        factor = numerals.ATTACHED[said["attached"]]
        value, scale = value * factor, scale * factor
    if said["basis"] or said["cents"] or said["bare_cents"]:
        value /= 100
    sign = (said["sign"] or "").strip()
    if sign and sign != "+":
        value = -value
    flags = {
        "billion-calque": _CALQUE.search(scaled),
        "vague": said["some"],
        "ambiguous-currency": said["bare_cents"],
    }
    kind, unit, currencies = _unit(said)
    rules = [(f"number with {kind}", *match.span())]
    if sign:
        rules.insert(0, ("written sign", *match.span("sign")))
    return Quantity(
        *match.span(),
        kind,
        value,
        value,
        unit,
        scale,
        tuple(flag for flag, holds in flags.items() if holds),
        currencies,
        rules=tuple(rules),
    )


_SCALE_GROUPS = ("some", "the", "of", "scale")
_CALQUE = re.compile("(?:b|tr)illion", re.IGNORECASE)


def _is_number(text: str, match: re.Match, numeral: str) -> bool:
    """Whether a numeral counts: no article, no word, no telephone number."""
    if len(match[0]) > LONGEST or re.match(r"0\s", numeral):  # 0 800 130 000
        return False
    if any(match[name] for name in _UNIT_GROUPS):
        return True
    if match["scale"] or match["some"] or match["of"]:
        return True
    # "un" is an article before anything else; "5G", "3e" are words
    a_word = text[match.end() : match.end() + 1].isalpha()
    return not (match["the"] or a_word or numeral.lower() in ("un", "une"))


_UNIT_GROUPS = ("percent", "points", "symbol", "euro", "noun", "bare_cents",
                "measure")  # fmt: skip


def _unit(said: dict) -> tuple[str, str | None, tuple]:
    """Kind and unit, and the currencies that an ambiguous noun leaves open."""
    if said["percent"] or said["points"]:
        unit = "%" if said["percent"] else "pp"
        return unit, unit, ()
    if said["measure"]:
        per_day = "/jour" if said["per_day"] else ""
        return "count", _measure(said["measure"]) + per_day, ()
    if said["prefix"] or said["symbol"] or said["noun"] or said["euro"]:
        return "money", *_currency(said)
    if said["bare_cents"]:
        return "money", None, ()
    scaled = any(said[name] for name in _SCALE_GROUPS)
    return "scaled" if scaled else "bare", None, ()


def _value(group: dict) -> Decimal | None:
    if group["the"]:
        return numerals.parse_number("un " + group["the"])
    if group["some"]:
        return numerals.parse_number(group["some"])
    if group["of"]:
        whole = numerals.parse_number("un" + group["of"])
        return _fraction(group["part"]) / 100 * whole
    number, scale = group["number"], group["scale"] or ""
    if not scale and group["percent"] and re.fullmatch(r"\d+\.\d+", number):
        return Decimal(number)  # 12.345 % is no twelve thousand
    return numerals.parse_number(number + scale)


def _read_part(match: re.Match) -> Quantity | None:
    """A fraction: a part of a whole, or of a point."""
    kind, unit, value = "part", "%", _fraction(match["part"])
    if match["points"]:
        kind, unit, value = "pp", "pp", value / 100
    elif match.end() > match.end("part"):
        return None  # "un tiers de dollar"
    rule = "fraction in words", *match.span()
    return Quantity(*match.span(), kind, value, value, unit, rules=(rule,))


def _fraction(form: str) -> Decimal:
    """Per cent of a fraction in words: two thirds are 66.67."""
    *times, part = re.split(r"\s", form.lower())
    value = numerals.PARTS.get(part) or numerals.PARTS[part.rstrip("s")]
    value *= numerals.NUMBERS[times[0]] if times else 1
    return Decimal("66.67") if value == Decimal("66.66") else value


def _measure(form: str) -> str:
    return _UNIT_SYMBOLS.get(form) or _UNITS[_plain(form)]


def _currency(said: dict) -> tuple[str | None, tuple]:
    symbol = said["prefix"] or said["symbol"] or (said["euro"] and "€")
    if symbol:
        rows, dollar = _SYMBOLS[symbol], False
    else:
        noun, adjective = map(_plain, (said["noun"], said["adjective"] or ""))
        adjective = adjective.strip("()")
        rows = _named(noun, adjective)
        dollar = "dollar" in noun and not adjective
    if len(rows) > 1:
        return None, rows
    return rows[0]["iso"], _homonyms(noun) if dollar else ()


def _plain(form: str) -> str:
    return re.sub(BLANK, " ", form.lower()).replace("’", "'")


@cache
def _homonyms(noun: str) -> tuple:
    return tuple(r for r in _CURRENCIES if noun in _lower(r["noun"]))


@cache
def _named(noun: str, adjective: str) -> tuple:
    """Rows that a noun may mean: one where the adjective or usage settles it."""
    rows = _homonyms(noun)
    told = [r for r in rows if adjective in _lower(r["adjective"])]
    usual = [r for r in rows if r["bare"]]
    return tuple(adjective and told[:1] or usual[:1] or rows)


def _lower(forms: str) -> list[str]:
    return forms.lower().split("|")
