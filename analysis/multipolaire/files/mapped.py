"""Columns of other people's tables, as ours: named by the user, or guessed and shown."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd

from multipolaire.french.fold import fold, unaccented

_NAMES = Path(__file__).with_name("columns.csv")
NEEDED = "text"  # an id can be made, a text cannot


@cache
def _known() -> dict[str, list[str]]:
    table = pd.read_csv(_NAMES, comment="#", dtype=str)
    return {row.column: row.names.split("|") for row in table.itertuples()}


def parse_columns(told: str | dict[str, str] | None) -> dict[str, str]:
    """``article_id=id,text=texte`` as a mapping, ours to theirs.

    >>> parse_columns("article_id=id,text=texte")
    {'article_id': 'id', 'text': 'texte'}

    Raises ``ValueError`` for a part without ``=``, a name twice, none of ours.
    """
    if not isinstance(told, str):
        pairs = [*(told or {}).items()]
    else:
        parts = (part.partition("=")[::2] for part in told.split(",") if part)
        pairs = [(ours.strip(), theirs.strip()) for ours, theirs in parts]
    made = dict(pairs)
    whole = all(made.values()) and len(made) == len(pairs)
    if told is not None and not (whole and made.keys() & _known().keys()):
        expected = "article_id=NAME,text=NAME,…, each of ours once, and first"
        raise ValueError(f"columns={told!r}: expected {expected}")
    return made


def guessed(columns: Iterable[str]) -> dict[str, str]:
    """What a table's columns are taken for: ours to theirs.

    >>> guessed(["ID", "Texte intégral", "Date", "Rubrique"])
    {'article_id': 'ID', 'published': 'Date', 'text': 'Texte intégral'}
    """
    theirs = {}
    for name in columns:
        theirs.setdefault(_folded(name), name)
    found = {}
    for ours, names in _known().items():
        free = (theirs[name] for name in names if name in theirs)
        taken = next((n for n in free if n not in found.values()), None)
        if taken is not None:
            found[ours] = taken
    return found


def _folded(name: str) -> str:
    return re.sub(r"\W+", "_", unaccented(fold(name))).strip("_")


def shown(mapping: dict[str, str]) -> str:
    """A mapping as the command line takes it."""
    return ",".join(f"{ours}={theirs}" for ours, theirs in mapping.items())
