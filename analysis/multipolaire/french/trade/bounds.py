"""Bounds and approximations around a figure: plus de, la barre de, environ."""

import re
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.forms import BLANK, LETTERS, listed, phrases
from multipolaire.french.trade.growth import spelled_sign
from multipolaire.french.trade.scan import Quantity

REACH = 70  # characters before a figure: "la barre symbolique des"
# what may stand between a word of bound and its number: "dépassent désormais les"
_FILL = rf"""(?:[\s«“\"]|(?:de|les?|la|des?|du|aux?|à|entre|que)\b
    |(?:[dl]|qu)['’](?![^\W_])|{listed("filler")})*"""
_MARK = rf"""(?P<mark{{}}>(?:(?:la|le|cette|sa|ce|du|au|une?)\s+)?{listed("mark")}\s+
    (?:{LETTERS}\s+)?(?:de|des|du|d['’]|à)\s*)"""
THEN = {
    f"à within {n} words": rf"(?:{BLANK}{LETTERS}){{0,{n}}}{BLANK}à"
    for n in (2, 3)
}
_NOT = re.compile(r"\b(?:n['’]|ne\s)[^.;:]{0,30}\b(?:pas|jamais|guère)\b")
# "multiplié par plus de trois"
_INSIDE = re.compile(r"\b(plus|moins|près|environ|presque)\s")
_UNDER = re.compile(
    r"\b(?:sous|(?:en |au-)dessous de)\s+(?:l[ae]\s+|cette\s+)?\Z"
)
_PASSED = re.compile(
    "dépass|franchi|excéd|au-dessus|au-delà|crev|pulvéris|passé"
)
_REACHED = re.compile("attei|touch")


class Bound(NamedTuple):
    """How exactly a figure is told, and where what qualifies it begins."""

    qualifier: str
    edge: int
    rules: tuple[tuple[str, int, int], ...]


def qualify(scene, figure: Quantity) -> Bound:
    """The bound of a figure, from the words around it."""
    sign = "range" if figure.high != figure.low else None
    if (at := spelled_sign(scene, figure)) is not None:
        return Bound(sign or "=", at, ())  # "moins 8 %" is no bound
    since, edge = max(scene.start, figure.start - REACH), figure.start
    rules = []
    if match := _words("before").search(scene.text[since : figure.start]):
        edge = since + match.start()
        told = _qualifier("before", match)
        if told and sign is None:
            sign = told
            rules.append(("bound before", edge, figure.start))
        mark = max(match.start("mark0"), match.start("mark1"))
        if mark >= 0 and sign in (None, "<"):
            rules.append(("mark", since + mark, figure.start))
            sign = _mark(scene, since + mark, figure)
        begin = max(scene.start, edge - 40)
        if (
            told
            and sign == ">"
            and _NOT.search(scene.text, begin, figure.start)
        ):
            # "ne dépasse pas 5 %", "n'a pas franchi la barre des 5 %"
            sign = "<" if mark >= 0 else "<="
    after = _words("after").match(scene.text, figure.end)
    if after and sign is None:
        sign = _qualifier("after", after)
        rules.append(("bound after", *after.span()))
    if sign is None and figure.about:
        sign = "~"  # une dizaine, des centaines
    if figure.kind == "multiple" and sign is None:
        told = _INSIDE.search(scene.text, figure.start, figure.end)
        sign = told and {"plus": ">", "moins": "<"}.get(told[1], "~")
    return Bound(sign or "=", edge, tuple(rules))


def _mark(scene, at: int, figure: Quantity) -> str:
    """Whether "la barre des 200 milliards" is passed, reached or not."""
    aim = re.search("objectif|cible", scene.text[at : figure.start])
    before, after = scene.left(at, 60), scene.right(figure.end, 90)
    near = f"{before}.{after}".lower()
    passed, reached = _PASSED.search(near), _REACHED.search(near)
    if _UNDER.search(before) or (passed or reached) and _NOT.search(after):
        return "=" if aim else "<"
    return ">" if passed else ">=" if reached and not aim else "="


@cache
def _rows(side: str) -> list:
    return [row for row in lexicon.table("bounds") if row["side"] == side]


def _qualifier(side: str, match: re.Match) -> str | None:
    found = (n for n, row in enumerate(_rows(side)) if match[f"w{n}"])
    place = next(found, None)
    return None if place is None else _rows(side)[place]["qualifier"]


@cache
def _words(side: str) -> re.Pattern:
    words = phrases(_rows(side), THEN).replace(BLANK, r"\s+")
    pattern = rf"\s(?:{words})\b"
    if side == "before":
        fill, marks = _FILL, [_MARK.format(n) for n in (0, 1)]
        told = rf"(?:{words})\b{fill}{marks[0]}?"
        pattern = rf"\b(?:{told}|{marks[1]}){fill}\Z"
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)
