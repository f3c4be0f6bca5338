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
from multipolaire.french.forms import BLANK, END, START, any_of, listed
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
        cents = other.kind == "money" and not other.currencies
        doubt = {"ambiguous-currency"} & {*other.flags} if cents else ()
        return own.flagged("elliptic-unit", *doubt, **what)

    def moves_from(self) -> bool:
        """Whether it is a level that is left: 45 in "passer de 45 à 115"."""
        return any(move.way == "from" for move in self.moves)


def scan(text: str) -> list[Quantity]:
    """Numerals of a text in order, those without a unit too.

    >>> [(n.low, n.kind, n.unit) for n in scan("de 5 à 10 M€, soit 3 %")]
    [(Decimal('5'), 'bare', None), (Decimal('10000000'), 'money', 'EUR'), \
(Decimal('3'), '%', '%')]
    """
    found, at = [], 0
    while match := _QUANTITY.search(text, at):
        if match["whole"] and not _is_proportion(text, match):
            # "un film sur 3 %": each number for itself
            match = _QUANTITY.match(text, match.start(), match.start("whole"))
        found.append(_read(text, match))
        at = match.end()
    return list(filter(None, found))


_CURRENCIES = lexicon.table("currencies")
_SYMBOLS: dict[str, tuple] = {}
for _row in _CURRENCIES:
    for _form in _row["symbols"].split():
        _SYMBOLS[_form] = (*_SYMBOLS.get(_form, ()), _row)
_FOREIGN = r"[A-Z]{1,4}\$"  # MXN$, RD$: of no known currency, but of its own
# 706 ME, 2,6 MdE: of millions and milliards alone
_SYMBOL = rf"(?-i:\$\ (?:US|CAN?)\b|{any_of(_SYMBOLS)}|{_FOREIGN}|(?<=[Mds])E)"
_MEETINGS = ("COP", "CUP")  # COP 21: no pesos
_BEFORE = any_of(
    s
    for s in _SYMBOLS
    if s not in _MEETINGS and (len(s) > 2 or not s.isalpha())
)
_SYMBOLS["E"] = _SYMBOLS["€"]
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
_RATE = rf"""{GAP}?(?P<percent>%|(?-i:pc){END}|pour[ \u00a0-]?cents?{END}|pct{END}
      |p\.{BLANK}?(?:100|c\.|cent))
    | (?:{_OF}|(?=p[pt]))(?P<points>(?:points?|pts?|pp){END}|p\.p\.)
      (?:{GAP}de{GAP}(?:(?P<basis>base)|pourcentage|PIB|croissance){END})?"""
_PROPORTION = rf"""(?(scale)(?!)){BLANK}
    (?:(?!(?:à|et|ou|en|dans|pour|par){END})(?P<thing>[^\W\d_]+)[ \u00a0'’-]){{1,4}}
    sur{BLANK}(?P<whole>{numerals.SHORT_DIGITS}|{numerals.WORDS}){END}"""
_CURRENCY = rf"""(?:(?P<symbol>{_SYMBOL})(?:{END}|(?=[0-9]{{2}}{END}))
    | (?P<noun>{_forms("noun")}){END}
      (?:{GAP}(?P<adjective>{_forms("adjective")}){END})?)"""
_CLOSES = rf"""(?=\Z|\n|{BLANK}?(?:[.;:!?)»]|,(?![0-9])|l['’])
    |{BLANK}(?:l[ea]s?|par|à|au|en|pour|contre|de|et|ou){END})"""
_SMALLER = rf"""(?(scale)(?!))(?:(?P<late>{BLANK}{numerals.SCALE})   # 5 CHF mio
    | (?:(?<=[€$£])|{BLANK}(?P<plus>et{BLANK}(?!demi))?)             # 1 euro 20
      (?P<minor>[0-9]{{1,2}}{END}|{numerals.WORDS})
      (?:{BLANK}(?:centimes?|cents?){END}|(?(plus)(?!)|{_CLOSES})))"""
_MONEY = rf"""(?:{_OF}(?P<cents>centimes?|cents?){END})?
    (?:{BLANK}?(?P<short>(?-i:{any_of(numerals.ATTACHED)})))?       # 5 M€
    (?:{MARK}?{_OF}|{GAP}(?P<open>\()(?:de{GAP}|d['’])|{BLANK}?(?-i:(?![a-z])))
    {_CURRENCY}(?(open)\)|(?:{_SMALLER})?)"""
_MEASURE = rf"""(?:{BLANK}?(?P<mega>(?-i:[kmMG]))(?:(?=b/?j|t{END})|{GAP}de{GAP})  # 5 Mb/j
      |{_OF}|{BLANK}?)
    (?P<measure>{any_of(_UNITS)}|(?-i:{any_of(_UNIT_SYMBOLS)})){END}(?!['’])
    (?P<per_day>{GAP}par{GAP}jour{END}|/j(?:our)?{END})?"""

_QUANTITY = re.compile(
    rf"""
    (?<![^\W_](?![0-9]))(?=[0-9+,\u2212–-]|{numerals.FIRST}|{_PREFIX})       # soon seen, for speed
    {START}
    (?<![0-9][.,:/])(?<![^\W\d_][-\u2011/])(?<!virgule\ )    # not in COVID-19, 9.81, A320
    (?P<sign>(?<![0-9%€$])[+\u2212–-]{BLANK}?(?=[0-9$€£]))?
    (?:(?P<prefix>{_PREFIX}){BLANK}?(?=[0-9]))?              # $83,87, EUR12
    (?:
        (?P<vague>(?:dizaines|centaines|milliers)(?={GAP}de{GAP}{numerals.SCALE}))
      | (?<=le[ \u00a0])(?P<the>)(?=milli(?:on|ard){END})    # frôler le milliard
      | (?P<part>[1-9]/[2-9](?={BLANK}d(?:e|es|u|['’])(?![^\W_]))
        | (?:{numerals.FEW}{BLANK}|(?!\w+ième)){numerals.PART})
        (?!{GAP}de{GAP}{numerals.SCALE})                     # un tiers, moitié
      | (?P<number>{numerals.NUMBER})
    )
    (?P<scale>{numerals.SCALED})?
    (?P<unit> {_RATE} | {_PROPORTION} | {_MONEY}
      | {_OF}(?P<bare_cents>centimes?|cents){END}
      | {_MEASURE}
      | (?(prefix){BLANK}?(?P<glued>(?-i:{any_of(numerals.SIGNED)})){END}|(?!))
    )?
    (?(unit)(?P<half>{GAP}et{GAP}demie?{END})?)               # un euro et demi
    """,
    re.VERBOSE | re.IGNORECASE,
)


LONGEST = 90  # characters: no figure of the press is longer
_CALQUE = re.compile("(?:b|tr)illion", re.IGNORECASE)
_ABOUT = re.compile(rf"(?i)\b(?:[^\W\d_]+aines?|{any_of(numerals.ROUGH)})\b")
# a minus with a blank after it stands where no dash can: "(- 33 %)", "à - 5 milliards"
_MINUS = re.compile(
    rf"(?:\(|{START}{listed('before a minus')}\s)\Z", re.IGNORECASE
)


def _read(text: str, match: re.Match) -> Quantity | None:
    if not _is_number(text, match):
        return None
    if match[0].isdigit():  # most are years and days
        value = numerals.parse_digits(match[0])
        return Quantity(*match.span(), "bare", value, value)
    said = match.groupdict("")
    kind, unit, currencies = _unit(said)
    measured = kind and _value(text, match, said)
    if not measured:
        return None
    (value, scale), start, sign = measured, match.start(), said["sign"]
    if sign[:1] in ("-", "–") and sign[1:]:
        if not _MINUS.search(text, max(0, start - 9), start):
            start, sign = match.end("sign"), ""
    if sign[:1] not in ("", "+"):
        value = -value
    scaled = said["scale"] + said["late"]
    known = unit or currencies or kind != "money"
    flags = {
        "billion-calque": _CALQUE.search(scaled),
        "vague": said["vague"],
        "ambiguous-currency": said["bare_cents"],
        "unknown-currency": not (known or said["bare_cents"]),
    }
    fraction = said["part"] or said["whole"]
    rule = "fraction in words" if fraction else f"number with {kind}"
    rules = [(rule, start, match.end())]
    if sign:
        rules.insert(0, ("written sign", *match.span("sign")))
    return Quantity(
        start,
        match.end(),
        kind,
        value,
        value,
        unit,
        scale,
        tuple(flag for flag, holds in flags.items() if holds),
        currencies,
        about=bool(_ABOUT.search(said["number"] + said["vague"] + scaled)),
        rules=tuple(rules),
    )


def _is_number(text: str, match: re.Match) -> bool:
    """Whether a numeral counts: no article, no word, no telephone number."""
    numeral = (match["number"] or "").lower()
    if len(match[0]) > LONGEST or re.match(r"0\s", numeral):  # 0 800 130 000
        return False
    # before anything but money, %, points
    article = numeral in ("un", "une") and not _TO.match(text, match.end())
    if article and match["measure"]:
        return bool(match["scale"] or match["half"])
    if match["the"] is not None and not match["unit"]:  # "gagner le million"
        return bool(re.match(rf"{GAP}d(?:e\b|['’])", text[match.end() :][:3]))
    a_word = text[match.end() : match.end() + 1].isalpha()  # "5G", "3e"
    return bool(match["unit"] or match["scale"]) or not (a_word or article)


_TO = re.compile(rf"(?i){GAP}(?:à|et|ou){GAP}(?:{numerals.FEW}{GAP}|[0-9])")


def _value(
    text: str, match: re.Match, said: dict
) -> tuple[Decimal, Decimal] | None:
    """The value, and what it is a multiple of: a million in "3 millions 500 000"."""
    number, scaled = (
        said["part"] + said["number"] + said["vague"],
        said["scale"],
    )
    if not scaled and _in_thousands(text, match):
        number = number.replace(",", "")
    value = numerals.parse_number(number + scaled)
    if "/" in number:
        value = Decimal(number[0]) / Decimal(number[2])
    minor = numerals.parse_number(said["minor"]) or Decimal(0)
    if value is None or minor >= 100:
        return None
    scale = (
        value / (numerals.parse_number(number) or 1) if scaled else Decimal(1)
    )
    letters = said["short"] or said["glued"] or said["mega"]
    factor = numerals.ATTACHED.get(f"{letters}{said['noun']}".upper())  # MMDH
    factor = factor or numerals.SIGNED.get(letters, Decimal(1))
    if said["late"]:
        factor = numerals.SCALES[said["late"].strip().lower()]
    value = (value + minor / 100 + (scale / 2 if said["half"] else 0)) * factor
    if said["basis"] or said["cents"] or said["bare_cents"]:
        value, factor = value / 100, factor / 100
    if said["whole"]:
        scale = 100 / numerals.parse_number(said["whole"])
        value = _tidy(value * scale)
    elif said["part"] and not said["points"]:
        value = _tidy(value * 100)
    return value, scale * factor


def _tidy(value: Decimal) -> Decimal:
    whole = value == round(value)
    return Decimal(round(value)) if whole else round(value, 2).normalize()


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


_OTHER = re.compile(rf"{GAP}?%|{GAP}(?P<word>[^\W\d_]*[A-ZÀ-Þsxz]){END}")


def _is_proportion(text: str, match: re.Match) -> bool:
    """ "Deux entreprises sur cinq" are 40 %; "un film sur deux femmes" is none."""
    part, whole = map(
        numerals.parse_number, (match["number"] or "", match["whole"])
    )
    things = {match["thing"].lower(), match["thing"].lower().removesuffix("s")}
    if not part or not whole or part >= whole:
        return False
    if things & lexicon.words("not_counted"):
        return False  # "un jour sur deux"
    other = _OTHER.match(text, match.end())
    return not other or other["word"] in lexicon.words("stop_words")


def _unit(said: dict) -> tuple[str | None, str | None, tuple]:
    """Kind and unit, and the currencies that an ambiguous noun leaves open."""
    if said["points"]:
        return "pp", "pp", ()
    if said["part"]:  # not "un tiers de dollar"
        return (None if said["unit"] else "part"), "%", ()
    if said["percent"] or said["whole"]:
        return "%" if said["percent"] else "proportion", "%", ()
    if said["measure"]:
        form = said["measure"]
        unit = _UNIT_SYMBOLS.get(form) or _UNITS[fold(form)]
        return "count", unit + ("/jour" if said["per_day"] else ""), ()
    if said["bare_cents"]:
        return "money", None, ()
    if said["prefix"] or said["symbol"] or said["noun"]:
        return "money", *_currency(said)
    return "scaled" if said["scale"] else "bare", None, ()


def _currency(said: dict) -> tuple[str | None, tuple]:
    if sign := said["prefix"] or said["symbol"]:
        sign = re.sub(r"\s", "", sign)
        rows = _SYMBOLS.get(sign) or _SYMBOLS.get(sign.rstrip("$"), ())
        return (rows[0]["iso"], ()) if len(rows) == 1 else (None, rows)
    noun, adjective = _plain(said["noun"]), _plain(said["adjective"])
    rows = _named(noun, adjective)
    if len(rows) > 1:
        return None, rows
    dollar = "dollar" in noun and not adjective
    return rows[0]["iso"], (_named(noun, None) if dollar else ())


def _plain(form: str) -> str:
    return unaccented(fold(form))


@cache
def _named(noun: str, adjective: str | None) -> tuple:
    """Rows that a noun may mean: one where the adjective or usage settles it."""
    rows = [r for r in _CURRENCIES if noun in _plain(r["noun"]).split("|")]
    if adjective is None:
        return tuple(rows)
    told = [r for r in rows if adjective in _plain(r["adjective"]).split("|")]
    usual = [r for r in rows if r["bare"]]
    return tuple(adjective and told[:1] or usual[:1] or rows)
