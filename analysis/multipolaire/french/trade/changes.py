"""Words of rise and fall."""

import re
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon


class Change(NamedTuple):
    """A word that tells a change, at ``start:end``."""

    start: int
    end: int
    sign: int  # 1 or -1
    kind: str  # verb, noun, speed, direct, compare, rate
    moves: bool  # "de X à Y" after it tells two levels


def changes_in(text: str, start: int, end: int) -> list[Change]:
    """Every word of change in a stretch of text, in order.

    >>> [(c.sign, c.kind) for c in changes_in("la hausse ralentit", 0, 18)]
    [(1, 'noun'), (-1, 'speed')]
    """
    found, last = [], ""
    for word in _WORD.finditer(text, start, end):
        low = word[0].lower()
        row = _row(f"{last} {low}") if last == "en" else None
        row, last = row or _row(low), low
        if row is not None:
            found.append(Change(*word.span(), *row))
    return found


_WORD = re.compile(r"[^\W\d_]{2,}")


_ROWS = {(r["form"], r["word"]): r for r in lexicon.table("change_words")}


@cache
def _row(word: str) -> tuple[int, str, bool] | None:
    keys = [("word", word), ("word", word.removesuffix("s"))]
    keys += (("stem", word[:n]) for n in range(len(word), 2, -1))
    row = next((_ROWS[key] for key in keys if key in _ROWS), None)
    if row is None or row["class"] == "none":
        return None
    sign = 1 if row["direction"] == "up" else -1
    return sign, row["class"], row["move"] == "yes"
