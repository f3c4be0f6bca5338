"""Vocabulary as data: ``words/*.csv`` and ``words/*.txt``, read once, read-only.

No logic lives here.  A new currency, stop word, family, alias or line of site
furniture is one line in one of these files; the grammar that uses it is in code.
Lines that begin with ``#`` are comments in both kinds of file.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent / "words"


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of ``words/<name>.csv``, each a read-only mapping of column to text.

    >>> table("families")[0]["family"]
    'ingérence'
    """
    lines = (line for line in _read(f"{name}.csv") if not line.startswith("#"))
    return tuple(MappingProxyType(row) for row in csv.DictReader(lines))


@cache
def words(name: str) -> frozenset[str]:
    """Entries of ``words/<name>.txt``, one a line.

    >>> "dans" in words("stop_words")
    True
    """
    stripped = (line.strip() for line in _read(f"{name}.txt"))
    return frozenset(
        line for line in stripped if line and not line.startswith("#")
    )


def _read(file_name: str) -> list[str]:
    path = FOLDER / file_name
    if not path.is_file():
        known = ", ".join(sorted(p.name for p in FOLDER.iterdir()))
        raise FileNotFoundError(f"no lexicon {file_name!r}; there are: {known}")
    return path.read_text(encoding="utf-8").splitlines()
