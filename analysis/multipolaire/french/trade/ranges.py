"""Ranges, against two levels: entre X et Y is one figure, passer de X à Y are two."""

import re
from decimal import Decimal

from multipolaire.french import lexicon
from multipolaire.french.forms import BLANK, END, START, any_of, context
from multipolaire.french.trade.changes import changes_in
from multipolaire.french.trade.numerals import GAP
from multipolaire.french.trade.scan import Move, Quantity

# between the two ends of a range: "à", "-", "et", "ou", with a bound before the second
_LINK = re.compile(
    rf"""{BLANK}?[-–]{BLANK}?                               # 2-4 €
    |{GAP}(?:(?P<to>à|jusqu['’]à)|(?P<and>et)|ou){GAP}      # de X à Y, entre X et Y
     (?:(?:environ|près{GAP}de|(?P<open>plus|moins){GAP}de|quelque){GAP})?""",
    re.VERBOSE,
)
_FROM = re.compile(r"(?i)(?:de|d['’]|du|des|,)\s*\Z")
_BETWEEN = re.compile(r"(?i)entre\s(?:(?:environ|près de|quelque|les)\s)?\Z")
_PASS = context("passes")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_SHARE = re.compile(rf"(?i){START}{any_of(lexicon.words('share_nouns'))}{END}")
STOP = re.compile(r"[.!?;]\s|\n")


def join_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Quantities with the two ends of a range made one, and "de X à Y" told apart."""
    joined: list[Quantity] = []
    for second in found:
        place, second = _apart(text, joined, second)
        if place is not None:
            joined[place], second = _two_levels(joined[place], second)
        first = joined[-1] if joined else None
        link = first and _LINK.fullmatch(text, first.end, second.start)
        if link and link["to"]:
            second = _lend_on(text, first, second)
        if not link or not _may_pair(text, first, second):
            joined.append(second)
        elif link["and"] and not _BETWEEN.search(
            text[max(0, first.start - 24) : first.start]
        ):
            # "de 8 et 10 %": two figures, one unit
            joined[-1:] = _lend_back(first, second), second
            _lend_along(text, joined)
        elif link["to"] and _moves(text, first, second):
            # "passer de 45 à 115 milliards"
            joined[-1:] = _two_levels(_lend_back(first, second), second)
        elif first.low < 0 < second.low or link["open"]:
            joined.append(second)  # "de - 3 % à + 5 %"
        else:
            joined[-1] = _range(first, second, link)
    return joined


def _lend_along(text: str, joined: list[Quantity]) -> None:
    """ "100, 150 et 200 millions": all in the scale and unit of the last."""
    for place in range(len(joined) - 3, -1, -1):
        first, following = joined[place : place + 2]
        like = first.high and following.low / following.scale / first.high
        listed = _LIST.fullmatch(text, first.end, following.start)
        if first.kind != "bare" or not listed or not 0.01 < like < 100:
            return
        if YEAR.fullmatch(text, first.start, first.end):
            return
        joined[place] = _lend_back(first, joined[-1])


_LIST = re.compile(r",\s(?:de\s|à\s)?")


def _two_levels(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
    both, end = (first.start, second.end), second.end
    left = (*first.moves, Move("from", end))
    reached = (*second.moves, Move("to", end))
    first = first.told("moves from", *both, moves=left)
    return first, second.told("moves to", *both, moves=reached)


_APART = re.compile(
    r"\s(?:en|fin|début|au|il y a|l['’]an)\b[^.;,()%]{1,30}\sà\s"
    r"(?:(?:environ|près de|plus de)\s)?"
)


def _apart(
    text: str, joined: list[Quantity], second: Quantity
) -> tuple[int | None, Quantity]:
    """Where the first of two dated levels is: "tombée de 40 % en 2021 à 8 %"."""
    for place in range(len(joined) - 1, max(-1, len(joined) - 3), -1):
        first = joined[place]  # the one before it may be the year
        if first.unit and _APART.fullmatch(text, first.end, second.start):
            like = _lend_on(text, first, second)
            moves = like.unit == first.unit and _moves(text, first, like)
            return (place if moves else None), like
    return None, second


def _may_pair(text: str, first: Quantity, second: Quantity) -> bool:
    if first.kind == second.kind == "bare":
        # "entre 500 000 et 700 000 personnes"
        ends = text[first.start : first.end], text[second.start : second.end]
        large = min(_spread(first, second), second.high) >= 10_000
        return large and not "".join(ends).isdigit()
    if second.kind in ("bare", "part") or first.kind == "part":
        return False
    if first.kind == "bare":  # a year goes with years only
        year = YEAR.fullmatch(text, first.start, first.end)
        years = YEAR.match(text, second.start, second.start + 4)
        return bool(years or not year)
    same = (first.kind, first.unit) == (second.kind, second.unit)
    return first.kind == "scaled" or same


def _moves(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether "de X à Y" tells two levels: passer, tomber, porter de X à Y."""
    since = max(0, first.start - 90)
    for stop in STOP.finditer(text, since, first.start):
        since = stop.end()
    before = text[since : first.start]
    if any(move.way == "to" for move in first.moves):
        return True  # "de 2 milliards en 2021 à 3 en 2022 à 4 en 2023"
    if not _FROM.search(before[-4:]):
        return False
    low = _lend_back(first, second).low
    if _PASS.search(before) or low > second.high:  # no range falls
        return True
    word = next(reversed(changes_in(text, since, first.start)), None)
    if not word or word.kind == "noun" or not word.moves:
        return False
    # "augmenter de 5 à 10 %", but "la part grimpe de 5 à 10 %"
    both = second.kind in ("%", "pp") and first.kind == "bare"
    level = not both or (second.kind == "%" and _SHARE.search(before))
    return (second.high > low) == (word.sign > 0) and bool(level)


def _range(first: Quantity, second: Quantity, link: re.Match) -> Quantity:
    low, flags = first.low, {*first.flags, *second.flags}
    if first.kind == "bare":
        low = _spread(first, second)
        if low != first.low * second.scale:
            flags.add("scale-distributed")
    if second.low < 0 < low:
        low = -low
    if low < 0 < second.high and link[0].strip() in "-–":
        return second
    low, high = sorted((low, second.high))
    ends = {"start": first.start, "low": low, "high": high}
    rule = "range", first.start, second.end
    return second.told(*rule, flags=tuple(sorted(flags)), **ends)


def _spread(first: Quantity, second: Quantity) -> Decimal:
    """The first end with the scale of the second: "5 à 10 millions"."""
    low, high = first.low, second.high
    if second.scale != 1:
        return low * second.scale if low * second.scale <= high else low
    thousands = low < 1000 <= high and high % 1000 == 0
    return low * 1000 if thousands and low * 1000 < high <= low * 5000 else low


_CLOSED = re.compile(r"\s*(?:[.,;:)»]|(?:en|un|le|au|à|fin|pour)\b|l['’]|\Z)")


def set_against(text: str, bare: Quantity, figure: Quantity) -> Quantity | None:
    """A bare number as large as the figure it is set against: "432 voix contre 202"."""
    if figure.kind in ("part", "pp") or not _CLOSED.match(text, bare.end):
        return None
    size = bare.high / (figure.high or 1)
    if 0.1 < abs(size) * figure.scale < 10:
        # not "300 milliards d'investissements entre 2021 et 2027"
        year = YEAR.fullmatch(text, bare.start, bare.end)
        return None if year and figure.scale > 1 else bare.scaled_like(figure)
    # "1,2 million d'euros contre 900.000"
    large = bare.high >= 10_000 and figure.scale > 1 and abs(size) > 0.1
    return bare if large else None


def _lend_on(text: str, first: Quantity, second: Quantity) -> Quantity:
    """ "passer de 5 milliards d'euros à 6", "à 6 milliards": the unit of the first."""
    like = None
    if first.unit is not None and second.kind == "bare":
        like = set_against(text, second, first)
    elif first.kind == "money" and second.kind == "scaled":
        like = second
    if like is None or not _moves(text, first, like):
        return second
    return like.borrowing(first, "unit of another figure")


def _lend_back(first: Quantity, second: Quantity) -> Quantity:
    """The first of two figures with unit, and scale if bare, from the second."""
    if first.unit is not None or first.kind not in ("bare", "scaled"):
        return first
    # "de 1.500 à 1.200 milliards", but "de 800 000 à un million"
    if first.kind == "bare" and first.high * second.scale < 100 * second.high:
        first = first.scaled_like(second)
    return first.borrowing(second, "unit of the next figure")
