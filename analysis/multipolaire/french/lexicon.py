"""Vocabulary as data: ``words/*.csv`` and ``words/*.txt``, read once, read-only.

No logic lives here.  A new currency, stop word, family, alias or line of site
furniture is one line in one of these files; the grammar that uses it is in code.
Lines that begin with ``#`` are comments in both kinds of file.

Of the lists of :data:`OWN` a corpus may have its own, which :func:`follow` sets
(:func:`multipolaire.use_words` reads and checks them): what asks :func:`followed` and
:func:`followed_words` goes by these, in every process that reads the corpus.
"""

import csv
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent / "words"
#: Lists that a corpus may have of its own, and what they do to the package's: they
#: say anew what is asked, and add to what is known.
OWN = {
    "families": "replaces",
    "sides": "replaces",
    "people": "adds",
    "lemma_exceptions": "adds",
    "stop_words": "adds",
}
_own: dict[str, tuple] = {}
_forget: list[Callable] = []


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


def follow(own: dict[str, tuple]) -> None:
    """Go by these lists of one's own from now on: rows or words, by list."""
    global _own
    if own != _own:
        _own = own
        for forget in _forget:
            forget()


def own() -> dict[str, tuple]:
    """The lists of one's own that are followed, for another process to follow."""
    return _own


def followed(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of ``words/<name>.csv``, or one's own, as :data:`OWN` says; own ones first."""
    mine, known = _own.get(name, ()), table(name)
    if mine and OWN[name] == "replaces":
        return mine
    key = next(iter(known[0]))
    told = {row[key] for row in mine}
    return (*mine, *(row for row in known if row[key] not in told))


def remembered(most: int = 1_000_000) -> Callable:
    """A cache of what depends on lists that are followed: other lists empty it."""

    def cached(function: Callable) -> Callable:
        made = lru_cache(maxsize=most)(function)
        _forget.append(made.cache_clear)
        return made

    return cached


@remembered()
def followed_words(name: str) -> frozenset[str]:
    """Entries of ``words/<name>.txt``, and one's own."""
    return words(name).union(_own.get(name, ()))


def beside(corpus: Path) -> Path | None:
    """The folder of word lists of one's own of a corpus: in its folder, or beside it."""
    folder = (corpus if corpus.is_dir() else corpus.parent) / "words"
    files = (
        folder / f"{name}{end}" for name in OWN for end in (".csv", ".txt")
    )
    return folder if any(file.is_file() for file in files) else None


def _read(file_name: str) -> list[str]:
    path = FOLDER / file_name
    if not path.is_file():
        known = ", ".join(sorted(p.name for p in FOLDER.iterdir()))
        raise FileNotFoundError(f"no lexicon {file_name!r}; there are: {known}")
    return path.read_text(encoding="utf-8").splitlines()
