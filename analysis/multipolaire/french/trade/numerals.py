"""French numerals as the press writes them, as exact decimals.

Digits with any of the blanks, points or apostrophes that group them, decimal commas
and points, number words of France, Belgium and Switzerland, and scales: *2 000
milliards*, *3.500 milliards*, *un bon milliard et demi*, *quatre-vingt-dix-sept*.
"""

import re
from decimal import Decimal

from multipolaire.french import lexicon
from multipolaire.french.forms import BLANK, END, any_of

GAP = rf"(?:{BLANK}|\r?\n(?=[a-zà-ÿ]))"  # a line may end between "200" and "milliards"
HYPHEN = "[-\u2010\u2011]"


def _rows(kind: str) -> dict[str, Decimal]:
    rows = (r for r in lexicon.table("number_words") if r["kind"] == kind)
    return {row["word"]: Decimal(row["value"]) for row in rows}


NUMBERS = _rows("number")
COLLECTIVES = _rows("collective")
PARTS = _rows("part")
ROUGH = _rows("rough")
RANKS = _rows("rank")
TIMES = _rows("times")


def _scales(attached: str) -> dict[str, Decimal]:
    return {
        form: Decimal(row["value"])
        for row in lexicon.table("scales")
        if row["attached"] == attached
        for form in row["forms"].split("|")
    }


SCALES = _scales("")
ATTACHED = _scales("yes")  # beside a currency, and with these capitals: 5 M€
SIGNED = ATTACHED | _scales("sign")  # $5bn


def _digits(groups: str, more: str) -> str:
    return rf"""(?:
    [0-9]{{1,3}}(?:{BLANK}[0-9]{{3}}(?![0-9])){groups}(?:[.,][0-9]+)?  # 2 000,5
  | [0-9]{{1,3}}(?:[.][0-9]{{3}}(?![0-9])){groups}(?:,[0-9]+)?         # 26.269,89
  | [0-9]{{1,3}}(?:['’][0-9]{{3}}(?![0-9])){groups}(?:[.,][0-9]+)?     # 49'000'000
  | [0-9]{{1,3}}(?:,[0-9]{{3}}(?![0-9])){more}(?:\.[0-9]+)?            # 4,023,179
  | [0-9]+(?:[.,][0-9]+)?                                             # 12, 1,5, 1.5
)"""


DIGITS = _digits("+", "{2,}")
# For a pattern that fails where nothing fit follows: each group of a row without end
# ("100 200 300 ...") is then tried as the first of a number, so a number must end.
SHORT_DIGITS = _digits("{1,9}", "{2,9}")
_WORD = rf"(?:{any_of(NUMBERS)}){END}"
# "vingt et un", not "deux et trois"
_AND = rf"(?<=ngt|nte)(?:{HYPHEN}et{HYPHEN}|{BLANK}et{BLANK})(?=(?:une?|onze){END})"
# Atomic and bounded: "deux deux deux ..." by the thousand takes linear time.
WORDS = rf"(?>{_WORD}(?:(?:{_AND}|{HYPHEN}|{BLANK}){_WORD}){{0,20}})"
_ROUGH = rf"(?:{any_of(ROUGH)}){BLANK}"
SCALE = rf"(?:(?:{any_of(SCALES)}){END})"
FEW = any_of(word for word, value in NUMBERS.items() if 1 <= value <= 9)
PART = rf"(?:(?:{any_of(PARTS)})s?{END})"
# how a number or scale in words begins
FIRST = any_of({*NUMBERS, *COLLECTIVES, *PARTS, "demi", "million", "milliard"})
# what a scale may follow; "dizaines de milliards" alone is vague
NUMBER = rf"""(?:
    (?:une?{BLANK})?demi{HYPHEN}(?=mill|point)                    # un demi-milliard
  | (?:{FEW}){BLANK}{PART}(?={GAP}de{GAP}{SCALE})                 # un quart de million
  | {DIGITS}(?:{GAP}mille{END})?                                  # 400 mille
  | (?<!\S),[0-9]{{1,2}}(?![0-9])                                 # ,75
  | {WORDS}(?:{BLANK}(?:{_ROUGH})?(?:demi{HYPHEN})?(?:{any_of(COLLECTIVES)})s?{END})?
)"""
# un bon milliard deux cents millions; 3 millions 500 000; deux millions et demi
SCALED = rf"""(?:
    (?:(?:{GAP}de)?{GAP}(?:{_ROUGH})?|{HYPHEN})?{SCALE}
    (?:(?:{GAP}de)?{GAP}{SCALE})*                                 # mille milliards
    (?:{BLANK}(?:{WORDS}|[0-9]{{1,3}}){GAP}{SCALE})*
    (?:{GAP}et{GAP}demie?{END}
      |{BLANK}(?:(?=[^\W\d_ -]+[ -](?:cent|mille)|cent|mille){WORDS}
        |[0-9]{{1,3}}{BLANK}mille{END}
        |[0-9]{{3}}(?:{BLANK}[0-9]{{3}})*(?![0-9,.]))(?!{GAP}?%)
    )?
)"""

_ATOM = re.compile(rf"{DIGITS}|,[0-9]+|[^\W\d_]+", re.VERBOSE)


def parse_number(text: str) -> Decimal | None:
    """The exact value of a French numeral; ``None`` where it is not one.

    >>> parse_number("2 000 milliards"), parse_number("quatre-vingt-onze")
    (Decimal('2000000000000'), Decimal('91'))
    >>> parse_number("un milliard et demi"), parse_number("3.500 millions")
    (Decimal('1500000000'), Decimal('3500000000'))
    >>> parse_number("deux trois") is None
    True
    """
    return _add_up(_ATOM.findall(text.lower()))


def _add_up(atoms: list[str]) -> Decimal | None:
    total, group, last = Decimal(0), None, None
    singular = bool(atoms) and atoms[-1] in ("million", "milliard")
    for place, atom in enumerate(atoms):
        if atom in ("et", "de") or atom in ROUGH:
            continue
        scale = SCALES.get(atom)
        if atom[0].isdigit() or atom[0] == ",":
            if group is not None:
                return None
            group = parse_digits(atom, singular)
        elif atom in NUMBERS:
            group = _add_word(group, NUMBERS[atom])
        elif atom in ("demi", "demie"):
            group, total = _add_half(group, total, last, place)
        elif atom.rstrip("s") in COLLECTIVES and not scale:
            group = (group or 1) * COLLECTIVES[atom.rstrip("s")]
        elif part := PARTS.get(atom) or PARTS.get(atom.rstrip("s")):
            group = (group or 1) * part / 100
        elif scale is None:
            return None
        elif last is not None and group is None:  # "mille milliards"
            total, last = total * scale, scale
        elif last is not None and scale >= last:
            return None
        else:  # "le milliard" is one
            total += scale if group is None else group * scale
            group, last = None, scale
        if group is not None and group < 0:
            return None
    if group is not None and last is not None and group >= last:
        return None
    return total + (group or 0) if atoms else None


def _add_half(group, total, last, place):
    if place == 0:
        return Decimal("0.5"), total  # demi-milliard
    if group is not None and last is None:
        # "un demi-milliard", "cinq et demi"
        return (Decimal("0.5") if group == 1 else group + Decimal("0.5")), total
    return group, total + (last or 0) / 2


def _add_word(group: Decimal | None, value: Decimal) -> Decimal:
    """Group with one more word; negative where French does not say it."""
    if group is None:
        return value
    rest, hundreds = group % 100, group % 1000
    if value == 1000 and group < 1000:
        return group * 1000
    if value == 100 and hundreds == 0:  # mille cent
        return group + 100
    if value == 100 and 2 <= hundreds <= 9:  # deux cents, mille deux cents
        return group + hundreds * 99
    if value == 20 and rest == 4:
        return group + 76  # quatre-vingts
    tens = value < 20 and rest >= 20 and rest % 10 == 0  # vingt et un
    teens = 7 <= value <= 9 and rest in (10, 70, 90)  # quatre-vingt-dix-sept
    fits = tens or teens or (value < 100 and rest == 0)
    return group + value if fits else Decimal(-1)


def parse_digits(text: str, singular: bool = False) -> Decimal:
    """The value of digits by their form; a point before three digits groups them.

    Not after a zero, nor before a singular scale: "1.325 milliard" is below two.

    >>> parse_digits("3.500"), parse_digits("1.5"), parse_digits("1.325", True)
    (Decimal('3500'), Decimal('1.5'), Decimal('1.325'))
    """
    bare = re.sub(r"[ \u00a0\u202f\u2009'’]", "", text)
    if bare.count(",") > 1:  # 4,023,179.5
        return Decimal(bare.replace(",", ""))
    if "," in bare:
        return Decimal(bare.replace(".", "").replace(",", "."))
    grouped = bare.count(".") > 1 or re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", bare)
    if grouped and not (singular and bare.count(".") == 1):
        return Decimal(bare.replace(".", ""))
    return Decimal(bare)
