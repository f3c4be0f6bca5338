"""Bounds and approximations around a figure: plus de, la barre de, environ."""

import re
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.trade.scan import Quantity

_ROWS = lexicon.table("bounds")
# what may stand between a word of bound and its number: "dépassent désormais les"
_FILL = r"""(?:[\s«“\"(]|(?:de|d['’]|les?|la|l['’]|des?|du|aux?|à|entre|qu['’e]|quelque
    |désormais|ainsi|largement|nettement|légèrement|encore|déjà|alors|même|maintenant
    |seulement|pas|pour\sla\spremière\sfois|cette\sannée)(?![^\W_]))*"""
_MARK = r"""(?P<mark{}>(?:(?:la|le|cette|sa|ce|du|au|une?)\s+)?(?:barre|cap|seuil
    |plafond|plancher|palier|marque)\s+(?:[^\W\d_]+\s+)?(?:de|des|du|d['’]|à)\s*)"""
_NOT = re.compile(r"\b(?:n['’]|ne\s)[^.;:]{0,30}\b(?:pas|jamais|guère)\b")
_UNDER = re.compile(
    r"\b(?:sous|(?:en |au-)dessous de)\s+(?:(?:la|le|cette)\s+)?\Z"
)
_NOT_PASSED = re.compile(
    r"n['’e].{0,25}\bpas\b.{0,25}(?:franchi|dépass|attein)"
)
_REACH = re.compile(r"attein[^\W\d_]*\s(?:que\s)?\Z")
_PASSED = re.compile(
    r"dépass|franchi|excéd|au-dessus|au-delà|crev|pulvéris|passé"
)


class Bound(NamedTuple):
    """How exactly a figure is told, and where what qualifies it begins."""

    qualifier: str
    edge: int
    rules: tuple[tuple[str, int, int], ...]


def qualify(scene, q: Quantity) -> Bound:
    """The bound of a figure, from the words around it."""
    rules = []
    sign = "range" if q.high != q.low else None
    since, edge = max(scene.start, q.start - 70), q.start
    match = _words("before").search(scene.text[since : q.start])
    if match:
        edge = since + match.start()
        said = (
            n for n, got in match.groupdict().items() if got and n[0] == "b"
        )
        row = next(said, None)
        if row and sign is None:
            sign = _ROWS[int(row[1:])]["qualifier"]
            rules.append(("bound before", edge, q.start))
        mark = match.start("mark0") if match["mark0"] else match.start("mark1")
        if mark >= 0 and sign in (None, "<"):
            rules.append(("mark", since + mark, q.start))
            sign = _mark(scene, since + mark, q)
        if (
            row
            and sign == ">"
            and _NOT.search(scene.left(q.start, q.start - edge + 40))
        ):
            sign = "<="  # "ne dépasse pas 5 %"
    if sign in (None, "~") and (
        after := _words("after").match(scene.text, q.end)
    ):
        sign = _ROWS[int(after.lastgroup[1:])]["qualifier"]
        rules.append(("bound after", after.start(), after.end()))
    if sign is None and (reach := _REACH.search(scene.text, since, q.start)):
        if _NOT.search(scene.left(q.start, q.start - reach.start() + 30)):
            sign = "<"  # "n'avait pas atteint 58 milliards"
    written = scene.text[q.start : q.end].lower()
    if sign is None and re.match(r"(?:une?\s)?\w+aines?\b", written):
        sign = "~"  # une dizaine, des centaines
    return Bound(sign or "=", edge, tuple(rules))


def _mark(scene, at: int, q: Quantity) -> str:
    """Whether "la barre des 200 milliards" is passed, reached or not."""
    before, after = scene.left(at, 60).lower(), scene.right(q.end, 90).lower()
    if _UNDER.search(before) or _NOT_PASSED.search(after):
        return "<"
    if _PASSED.search(before) or _PASSED.search(after):
        return ">"
    return ">=" if re.search("attei|touch", before + after) else "="


@cache
def _words(side: str) -> re.Pattern:
    rows = [
        (n, row["words"]) for n, row in enumerate(_ROWS) if row["side"] == side
    ]
    words = "|".join(f"(?P<b{n}>{form})" for n, form in rows).replace(
        " ", r"\s+"
    )
    pattern = rf"\s(?:{words})(?![^\W_])"
    if side == "before":
        pattern = rf"""(?<![^\W_])(?:(?:{words})(?![^\W_]){_FILL}{_MARK.format(0)}?
            |{_MARK.format(1)}){_FILL}\Z"""
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)
