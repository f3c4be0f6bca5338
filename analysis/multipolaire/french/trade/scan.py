"""One scan of a text: every numeral with the scale and the unit that follow it."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from multipolaire.french import lexicon
from multipolaire.french.trade import numerals
from multipolaire.french.trade.numerals import BLANK, GAP


@dataclass(slots=True)
class Quantity:
    """A numeral and what it counts: ``kind`` is money, %, pp, part, count or bare.

    A bare numeral has neither unit nor scale; it may still be an end of a range.
    ``currencies`` are the rows of the lexicon that an ambiguous noun leaves open.
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
    rules: list[tuple[str, int, int]] = field(default_factory=list)


def scan(text: str) -> list[Quantity]:
    """Numerals of a text in order, those without a unit too.

    >>> [(q.low, q.kind, q.unit) for q in scan("de 5 à 10 M€, soit 3 %")]
    [(Decimal('5'), 'bare', None), (Decimal('10000000'), 'money', 'EUR'), \
(Decimal('3'), '%', '%')]
    """
    return [
        q for match in _QUANTITY.finditer(text) if (q := _read(text, match))
    ]


_CURRENCIES = lexicon.table("currencies")
_SYMBOLS: dict[str, tuple] = {}
for _row in _CURRENCIES:
    for _form in _row["symbols"].split():
        _SYMBOLS[_form] = (*_SYMBOLS.get(_form, ()), _row)
_SYMBOL = f"(?-i:{numerals.any_of(map(re.escape, _SYMBOLS))})"


def _column(rows, name: str) -> str:
    """Every form of a column as one alternation, for a verbose pattern."""
    forms = {form for row in rows for form in row[name].split("|") if form}
    return numerals.any_of(forms).replace(" ", r"[ \u00a0]")


_NOUN, _ADJECTIVE = (
    _column(_CURRENCIES, "noun"),
    _column(_CURRENCIES, "adjective"),
)
_UNITS = [
    (re.compile(row["forms"], re.IGNORECASE), row)
    for row in lexicon.table("units")
]
_UNIT = _column(lexicon.table("units"), "forms")
_PART = rf"(?:{numerals.any_of(numerals.PARTS)})s?"
_OF = rf"(?:{GAP}(?:de|en){GAP}|{GAP}d['’]{BLANK}?|{GAP})"
_SMALL = numerals.any_of(w for w, v in numerals.NUMBERS.items() if 2 <= v <= 9)
_EDGE = r"(?![^\W_])"  # no letter or digit follows
_SCALED = rf"(?:(?:{numerals.SCALE}){_EDGE})"

_QUANTITY = re.compile(
    rf"""
    (?<![^\W_])(?<![0-9][.,:/])(?<![^\W\d_][-\u2011/])   # not in COVID-19, 9.81, A320
    (?:(?P<prefix>{_SYMBOL})(?:{BLANK}|(?<![A-Z]))(?=[0-9]))?      # $83,87, not COP21
    (?P<sign>(?<![0-9%€$])(?:[+\u2212]{BLANK}?|[-–])(?=[0-9]))?    # +11,5 %
    (?:
        (?P<some>(?:dizaines|centaines){GAP}de{GAP}{_SCALED})      # vague
      | (?P<the>(?<=le[ \u00a0])(?:million|milliard){_EDGE})       # frôler le milliard
      | (?P<part>(?:(?:une?|{_SMALL}){BLANK})?(?:{_PART}){_EDGE})  # un quart, moitié
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
        {GAP}?(?P<percent>%|pour[ \u00a0-]?cents?{_EDGE}|p\.{BLANK}?100)
      | {_OF}(?P<points>points?{_EDGE}
            (?:{GAP}de{GAP}(?:(?P<basis>base)|pourcentage|PIB|croissance){_EDGE})?)
      | {BLANK}?(?:(?P<attached>(?-i:{numerals.ATTACHED})){BLANK}?)?  # 5 M€
        (?:(?P<symbol>{_SYMBOL}){_EDGE}|d['’](?P<euro>euros?){_EDGE})
      | {_OF}(?:(?P<cents>centimes?|cents?){_EDGE}(?:{_OF}))?
        (?P<noun>{_NOUN}){_EDGE}(?:{GAP}(?P<adjective>{_ADJECTIVE}){_EDGE})?
      | {_OF}(?P<bare_cents>centimes?|cents){_EDGE}
      | (?:{_OF})?(?P<measure>{_UNIT}){_EDGE}
        (?P<per_day>{GAP}par{GAP}jour{_EDGE}|/j(?:our)?{_EDGE})?
    )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _read(text: str, match: re.Match) -> Quantity | None:
    group = match.groupdict()
    if group["part"] and not group["of"]:
        return _read_part(match)
    numeral = group["some"] or group["the"] or group["number"] or group["part"]
    scale = next((n for n in ("some", "the", "of", "scale") if group[n]), None)
    scaled = scale and group[scale]
    has_unit = match.end() > match.end(scale or "number")
    if not has_unit and not scaled:
        # "un" is an article before anything else; "5G", "3e" are words
        if (
            numeral.lower() in ("un", "une")
            or text[match.end() : match.end() + 1].isalpha()
        ):
            return None
    if group["the"] and not has_unit:
        return None
    if len(match[0]) > 90:  # no figure of the press is that long
        return None
    value = _value(group)
    if value is None or re.match(r"0\s", numeral):  # 0 800 130 000: a telephone
        return None
    found = Quantity(match.start(), match.end(), "bare", value, value)
    if scaled:
        found.kind = "scaled"
        first = numerals.parse_number(numeral) if group["scale"] else None
        found.scale = value / first if first else value
        if "illion" in scaled and re.search(
            "bill?i|trilli", scaled, re.IGNORECASE
        ):
            found.flags = ("billion-calque",)
    if group["some"]:
        found.flags += ("vague",)
    if group["percent"] or group["points"]:
        found.kind = found.unit = "%" if group["percent"] else "pp"
        if group["basis"]:
            found.low = found.high = value / 100
    elif group["measure"]:
        found.kind, found.unit = "count", _measure(group["measure"])
        found.unit += "/jour" if group["per_day"] else ""
    elif group["prefix"] or group["symbol"] or group["noun"] or group["euro"]:
        _read_currency(found, group)
    elif group["bare_cents"]:
        found.kind, found.flags = "money", (*found.flags, "ambiguous-currency")
        found.low = found.high = value / 100
    if group["attached"]:
        scale = numerals.scale_of(group["attached"], attached=True)[0]
        found.low = found.high = value * scale
        found.scale *= scale
    sign = (group["sign"] or "").strip()
    if sign and sign != "+":
        found.low = found.high = -found.low
    if sign:
        found.rules.append(
            ("written sign", match.start("sign"), match.end("sign"))
        )
    found.rules.append((f"number with {found.kind}", found.start, found.end))
    return found


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
    value = _fraction(match["part"])
    found = Quantity(match.start(), match.end(), "part", value, value, "%")
    if match["points"]:
        found.kind = found.unit = "pp"
        found.low = found.high = value / 100
    elif match.end() > match.end("part"):
        return None  # "un tiers de dollar"
    found.rules.append(("fraction in words", found.start, found.end))
    return found


def _fraction(form: str) -> Decimal:
    """Per cent of a fraction in words: two thirds are 66.67."""
    *times, part = re.split(r"\s", form.lower())
    value = numerals.PARTS.get(part) or numerals.PARTS[part.rstrip("s")]
    value *= numerals.NUMBERS[times[0]] if times else 1
    return Decimal("66.67") if value == Decimal("66.66") else value


def _measure(form: str) -> str:
    form = form.replace("\u00a0", " ")
    return next(
        row["unit"] for pattern, row in _UNITS if pattern.fullmatch(form)
    )


def _read_currency(found: Quantity, group: dict) -> None:
    symbol = group["prefix"] or group["symbol"] or (group["euro"] and "€")
    found.kind = "money"
    if symbol:
        rows = _SYMBOLS[symbol]
    else:
        noun, adjective = (group[n] or "" for n in ("noun", "adjective"))
        rows = _currency(_plain(noun), _plain(adjective))
    if len(rows) == 1:
        found.unit = rows[0]["iso"]
        if (
            not symbol
            and not group["adjective"]
            and "dollar" in group["noun"].lower()
        ):
            found.currencies = _currency(_plain(group["noun"]), "*")
    else:
        found.currencies = rows
    if group["cents"]:
        found.low = found.high = found.low / 100


def _plain(form: str) -> str:
    return form.lower().replace("\u00a0", " ")


@cache
def _currency(noun: str, adjective: str) -> tuple:
    """Rows that a noun may mean: one where the adjective or usage settles it."""
    rows = [row for row in _CURRENCIES if re.fullmatch(row["noun"], noun, re.I)]
    if adjective == "*":
        return tuple(rows)
    named = [
        r for r in rows if re.fullmatch(r["adjective"] or "-", adjective, re.I)
    ]
    usual = [row for row in rows if row["bare"] == "yes"]
    return tuple(named[:1] or usual[:1] or rows)
