"""One scan of a text: every numeral with its scale and unit, in any order of the three.

A figure is a sign, a number, a scale and a unit: *3 milliards d'euros*, *5 M€*, *$5bn*,
*USD41,2 millions*, *140 CHF mio*, *1 € 20*, *deux entreprises sur cinq*.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.fold import fold, unaccented
from multipolaire.french.forms import BLANK, END, any_of
from multipolaire.french.trade import numerals
from multipolaire.french.trade.numerals import GAP


class Move(NamedTuple):
    """A figure is one of two levels: "passer de 45 à 115", read up to ``end``."""

    way: str  # from or to
    end: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral and what it counts.

    ``kind`` is money, %, pp, part (un tiers), proportion (un sur deux), count or bare.

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
    about: bool = False  # a dozen, a good billion
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
_FOREIGN = r"[A-Z]{1,4}\$"  # MXN$, RD$: of no known currency, but of its own
_SYMBOL = rf"(?-i:\$\ (?:US|CAN?)\b|{any_of(_SYMBOLS)}|{_FOREIGN})"
_BEFORE = any_of(s for s in _SYMBOLS if len(s) > 2 or not s.isalpha())
_PREFIX = rf"(?-i:{_BEFORE}|{_FOREIGN})"


def _forms(column: str) -> str:
    forms = (f for r in _CURRENCIES for f in r[column].split("|") if f)
    return any_of({g for f in forms for g in (f, unaccented(f))})


def _units(column: str) -> dict[str, str]:
    rows = lexicon.table("units")
    return {f: r["unit"] for r in rows for f in r[column].split("|") if f}


_UNITS = {fold(form): unit for form, unit in _units("forms").items()}
_UNIT_SYMBOLS = _units("symbol")
_OF = rf"(?:{GAP}(?:de|en){GAP}|{GAP}d['’]{BLANK}?|{GAP})"
MARK = rf"(?:{BLANK}?[»”\"])"  # "porté à 2 milliards" d'euros
# a minus with a blank after it stands where no dash can: "(- 33 %)", "à - 5 milliards"
_APART = "|".join(
    rf"(?<=\b{word}[ \u00a0])"
    for word in (
        "à",
        "de",
        "et",
        "contre",
        "entre",
        "soit",
        "atteint",
        "affiche",
    )
)
_SIGN = rf"""(?P<sign>(?<![0-9%€$])
    (?:[+\u2212]{BLANK}?|[-–]|(?:(?<=\()|{_APART})[-–]{BLANK})(?=[0-9$€£]))"""
_RATE = rf"""{GAP}?(?P<percent>%|pour[ \u00a0-]?cents?{END}|p\.{BLANK}?(?:100|c\.))
    | (?:{_OF}|(?=pts?))(?P<points>(?:points?|pts?){END}
      (?:{GAP}de{GAP}(?:(?P<basis>base)|pourcentage|PIB|croissance){END})?)"""
_PROPORTION = rf"""(?(scale)(?!)){BLANK}
    (?:(?!(?:à|et|ou|en|dans|pour|par){END})(?P<thing>[^\W\d_]+)[ \u00a0'’-]){{1,4}}
    sur{BLANK}(?P<whole>{numerals.SHORT_DIGITS}|{numerals.WORDS}){END}"""
_CURRENCY = rf"""(?:(?P<symbol>{_SYMBOL})(?:{END}|(?=[0-9]{{2}}{END}))
    | (?P<noun>{_forms("noun")}){END}
      (?:{GAP}(?P<adjective>{_forms("adjective")}|\((?:BEAC|BCEAO)\)){END})?)"""
_CLOSES = rf"""(?=\Z|\n|{BLANK}?(?:[.;:!?)»]|,(?![0-9])|l['’])
    |{BLANK}(?:l[ea]s?|par|à|au|en|pour|contre|de|et|ou){END})"""
_MORE = rf"""(?:(?P<half>{GAP}et{GAP}demie?{END})               # un euro et demi
    | (?(scale)(?!))(?P<late>{BLANK}{numerals.SCALE})             # 5 CHF mio
    | (?(scale)(?!))(?:(?<=[€$£])|{BLANK}(?P<plus>et{BLANK})?)    # 1 euro 20
      (?P<minor>[0-9]{{1,2}}{END}|{numerals.WORDS})
      (?:{BLANK}(?:centimes?|cents?){END}|(?(plus)(?!)|{_CLOSES})))?"""
_MONEY = rf"""(?:{_OF}(?P<cents>centimes?|cents?){END})?
    (?:{BLANK}?(?P<short>(?-i:{any_of(numerals.ATTACHED)})))?       # 5 M€
    (?:{MARK}?{_OF}|{BLANK}?(?-i:(?![a-z]))){_CURRENCY}{_MORE}"""
_MEASURE = rf"""(?:{_OF}|{BLANK}?)(?P<mega>(?-i:[kmM])(?=b/?j))?    # 5 Mb/j
    (?P<measure>{any_of(_UNITS)}|(?-i:{any_of(_UNIT_SYMBOLS)})){END}(?!['’])
    (?P<per_day>{GAP}par{GAP}jour{END}|/j(?:our)?{END})?"""

_QUANTITY = re.compile(
    rf"""
    (?<![^\W_])(?<![0-9][.,:/])(?<![^\W\d_][-\u2011/])       # not in COVID-19, 9.81, A320
    (?=[0-9+,\u2212–-]|{numerals.FIRST}|{_PREFIX})            # soon seen, for speed
    {_SIGN}?
    (?:(?P<prefix>{_PREFIX}){BLANK}?(?=[0-9]))?              # $83,87, EUR12
    (?:
        (?P<vague>(?:dizaines|centaines|milliers)(?={GAP}de{GAP}{numerals.SCALE}))
      | (?<=le[ \u00a0])(?P<the>)(?=milli(?:on|ard){END})    # frôler le milliard
      | (?P<part>(?:{numerals.FEW}{BLANK}|(?!\w+ième)){numerals.PART})
        (?!{GAP}de{GAP}{numerals.SCALE})                     # un tiers, moitié
      | (?P<number>{numerals.NUMBER})
    )
    (?P<scale>{numerals.SCALED})?
    (?: {_RATE} | {_PROPORTION} | {_MONEY}
      | {_OF}(?P<bare_cents>centimes?|cents){END}
      | {_MEASURE}
      | (?(prefix){BLANK}?(?P<glued>(?-i:{any_of(numerals.SIGNED)})){END}|(?!))
    )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


LONGEST = 90  # characters: no figure of the press is longer
_MEETINGS = ("COP", "CUP")  # COP 21: no pesos
_UNIT_GROUPS = ("percent", "points", "whole", "symbol", "noun", "bare_cents",
                "measure")  # fmt: skip
_CALQUE = re.compile("(?:b|tr)illion", re.IGNORECASE)
_ABOUT = re.compile(rf"(?i)\b(?:[^\W\d_]+aines?|{any_of(numerals.ROUGH)})\b")


def _read(text: str, match: re.Match) -> Quantity | None:
    said = match.groupdict()
    if said["part"]:
        return _read_part(match)
    value = _value(text, match) if _is_number(text, match) else None
    if value is None:
        return None
    if said["whole"]:
        return _read_proportion(text, match, value)
    numeral = said["number"] or said["vague"] or ""
    scaled = (said["scale"] or "") + (said["late"] or "")
    scale = _scale(numeral, said["scale"])
    factor = _factor(said)
    value, scale = value * factor, scale * factor
    if said["basis"] or said["cents"] or said["bare_cents"]:
        value /= 100
    sign = (said["sign"] or "").strip()
    if sign and sign != "+":
        value = -value
    kind, unit, currencies = _unit(said)
    unknown = kind == "money" and not (unit or currencies or said["bare_cents"])
    flags = {
        "billion-calque": _CALQUE.search(scaled),
        "vague": said["vague"],
        "ambiguous-currency": said["bare_cents"],
        "unknown-currency": unknown,
    }
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
        about=bool(_ABOUT.search(numeral + scaled)),
        rules=tuple(rules),
    )


def _is_number(text: str, match: re.Match) -> bool:
    """Whether a numeral counts: no article, no word, no telephone number."""
    numeral = (match["number"] or "").lower()
    if len(match[0]) > LONGEST or re.match(r"0\s", numeral):  # 0 800 130 000
        return False
    if match["scale"]:
        return True
    # before anything but money, %, points
    article = numeral in ("un", "une") and not _TO.match(text, match.end())
    if match["prefix"] in _MEETINGS or (article and match["measure"]):
        return False
    if any(match[name] for name in _UNIT_GROUPS):
        return True
    # "5G", "3e" are words
    a_word = text[match.end() : match.end() + 1].isalpha()
    return not (a_word or article)


_TO = re.compile(
    rf"{GAP}(?:à|et|ou){GAP}(?:{numerals.FEW}{GAP}|[0-9])", re.IGNORECASE
)


def _value(text: str, match: re.Match) -> Decimal | None:
    number, scale = match["number"] or match["vague"] or "", match["scale"]
    if not scale and match["percent"] and re.fullmatch(r"\d+\.\d+", number):
        return Decimal(number)  # 12.345 % is no twelve thousand
    if not scale and _in_thousands(text, match):
        number = number.replace(",", "")
    value = numerals.parse_number(number + (scale or ""))
    if match["half"] and value is not None:
        value += _scale(number, scale) / 2
    if match["minor"] and value is not None:
        minor = numerals.parse_number(match["minor"])
        value = value + minor / 100 if minor and minor < 100 else None
    return value


def _scale(numeral: str, scale: str | None) -> Decimal:
    """What multiplies the numeral: a million in "3 millions 500 000"."""
    if not scale:
        return Decimal(1)
    first = numerals.parse_number(numeral) or 1
    return numerals.parse_number(numeral + scale) / first


_GROUP = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_PLURAL = re.compile(rf"{GAP}[^\W\d_]+[sx]{END}")
_DIVIDED = re.compile("(?i)(?:euro|dollar|franc|livre)$")


def _in_thousands(text: str, match: re.Match) -> bool:
    """ "57,000 cas", "1,280 yuan": a comma that groups, as in English."""
    number = match["number"] or ""
    if not _GROUP.fullmatch(number) or match["percent"] or match["points"]:
        return False
    if match["noun"]:  # "1,450 euro le litre"
        return number.endswith("0") and not _DIVIDED.match(match["noun"])
    if match["symbol"] or match["prefix"]:
        return number.endswith("00")
    plural = not match["measure"] and _PLURAL.match(text, match.end())
    return number.endswith("000") or bool(plural)


def _factor(said: dict) -> Decimal:
    """What letters beside the unit multiply: 5 M€, $5bn, 140 USD millions."""
    if short := said["short"]:
        with_unit = short + (said["noun"] or "").upper()
        return numerals.ATTACHED.get(with_unit) or numerals.ATTACHED[short]
    if said["glued"]:
        return numerals.SIGNED[said["glued"]]
    if said["late"]:
        return numerals.SCALES[said["late"].strip().lower()]
    return numerals.SIGNED[said["mega"]] if said["mega"] else Decimal(1)


def _unit(said: dict) -> tuple[str, str | None, tuple]:
    """Kind and unit, and the currencies that an ambiguous noun leaves open."""
    if said["percent"] or said["points"]:
        unit = "%" if said["percent"] else "pp"
        return unit, unit, ()
    if said["measure"]:
        form = said["measure"]
        unit = _UNIT_SYMBOLS.get(form) or _UNITS[fold(form)]
        return "count", unit + ("/jour" if said["per_day"] else ""), ()
    if said["prefix"] or said["symbol"] or said["noun"]:
        return "money", *_currency(said)
    if said["bare_cents"]:
        return "money", None, ()
    return "scaled" if said["scale"] else "bare", None, ()


def _read_part(match: re.Match) -> Quantity | None:
    """A fraction: a part of a whole, or of a point."""
    kind, unit = "part", "%"
    value = _tidy(numerals.parse_number(match["part"]) * 100)
    value = Decimal("66.67") if value == Decimal("66.66") else value
    if match["points"]:
        kind, unit, value = "pp", "pp", value / 100
    elif match.end() > match.end("part"):
        return None  # "un tiers de dollar"
    rule = "fraction in words", *match.span()
    return Quantity(*match.span(), kind, value, value, unit, rules=(rule,))


def _tidy(value: Decimal) -> Decimal:
    whole = value == round(value)
    return Decimal(round(value)) if whole else round(value, 2).normalize()


_OTHER = re.compile(rf"{GAP}?%|{GAP}(?P<word>[^\W\d_]*[A-ZÀ-Þsxz]){END}")


def _read_proportion(text, match, part) -> Quantity | None:
    """ "Deux entreprises sur cinq" are 40 %; "un film sur deux femmes" is none."""
    whole = numerals.parse_number(match["whole"])
    things = {match["thing"].lower(), match["thing"].lower().removesuffix("s")}
    if not whole or part >= whole or things & lexicon.words("not_counted"):
        return None  # "un jour sur deux"
    other = _OTHER.match(text, match.end())
    if other and other["word"] not in lexicon.words("stop_words"):
        return None
    value = _tidy(part * 100 / whole)
    rule = "number with %", *match.span()
    measured = "proportion", value, value, "%", 100 / whole
    sized = Quantity(*match.span(), *measured)
    return replace(sized, rules=(rule,))


def _currency(said: dict) -> tuple[str | None, tuple]:
    if sign := said["prefix"] or said["symbol"]:
        sign = re.sub(r"\s", "", sign)
        rows = _SYMBOLS.get(sign) or _SYMBOLS.get(sign.rstrip("$"), ())
        homonyms = ()
    else:
        noun, adjective = map(_plain, (said["noun"], said["adjective"] or ""))
        adjective = adjective.strip("()")
        rows = _named(noun, adjective)
        dollar = "dollar" in noun and not adjective
        homonyms = _homonyms(noun) if dollar else ()
    if len(rows) != 1:
        return None, rows
    return rows[0]["iso"], homonyms


def _plain(form: str) -> str:
    return unaccented(fold(form))


@cache
def _homonyms(noun: str) -> tuple:
    return tuple(r for r in _CURRENCIES if noun in _plain(r["noun"]).split("|"))


@cache
def _named(noun: str, adjective: str) -> tuple:
    """Rows that a noun may mean: one where the adjective or usage settles it."""
    rows = _homonyms(noun)
    told = [r for r in rows if adjective in _plain(r["adjective"]).split("|")]
    usual = [r for r in rows if r["bare"]]
    return tuple(adjective and told[:1] or usual[:1] or rows)
