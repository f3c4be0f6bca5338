"""What is wrong with a corpus, and where: named once, all of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from multipolaire.files.choice import parse_where, span
from multipolaire.files.install import lacks
from multipolaire.files.mapped import parse_columns
from multipolaire.french.encodings import known_encoding
from multipolaire.scale import excerpt

SHOWN = 60  # characters of a value in a message
HELD = 200  # to find it by; whole texts would be held twice
ID = re.compile(r"\w[\w.\-]{0,199}")
ID_EXPECTED = "letters, digits, '-', '_' or '.', not a path"
MANY = 3  # problems of one cause that have a line each
LONGEST_NAME = 100  # characters of an id that is made of it


Cells = dict[str, str]

ORDERS = ("dmy", "mdy")  # of 02/08/2024
NOWHERE = ("\0", "")  # or a folder, and the archive that it is of


class Row(NamedTuple):
    """What may become an article, and where it stands."""

    file: str
    line: int | None
    cells: Cells
    text_file: str | None = None  # of a text with a file of its own
    order: str | None = None  # of its days of numbers: dmy, mdy or unknown


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a corpus, and where it stands."""

    file: str
    line: int | None
    what: str
    value: str
    expected: str
    fatal: bool = True

    @property
    def place(self) -> str:
        line = "" if self.line is None else f":{self.line}"
        return printable(f"{self.file}{line}")

    def __str__(self) -> str:
        value = excerpt(self.value, SHOWN)
        return f"{self.place}: " + printable(
            f"{self.what} {value!r}: expected {self.expected}"
        )


@dataclass(slots=True)
class Reading:
    """What one reading was asked, and what it has met so far.

    ``encoding`` is that of what is not UTF-8; ``columns`` are those of a table by ours,
    or are guessed where ``accept_columns``; ``dates`` is ``dmy`` or ``mdy``, the order
    of ``02/08/2024``; with ``repair``, text that was read in a wrong encoding before it
    came here is mended; ``words`` is a folder of word lists; ``where``,
    ``since`` and ``until`` choose articles (:mod:`multipolaire.files.choice`);
    ``encodings`` counts the lines, and the files without lines, that were in another;
    ``made`` the ids made here, to tell them apart; ``failed`` has a row of
    ``scale.PROBLEMS`` for a problem; ``lacking`` the first file, the error and the
    number of other files for a library.

    Raises ``ValueError`` for an ``encoding`` that is none of text, another order of
    dates, ``columns`` that name none of ours; ``ImportError`` where ``repair`` lacks
    ftfy.
    """

    encoding: str | None = None
    columns: dict[str, str] | str | None = None
    accept_columns: bool = False
    dates: str | None = None
    repair: bool = False
    words: str | Path | None = None
    where: dict[str, str] | Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    problems: list[Problem] = field(default_factory=list)
    encodings: Counter = field(default_factory=Counter)
    made: Counter = field(default_factory=Counter)
    failed: dict[Problem, tuple] = field(default_factory=dict)
    lacking: dict[str, list] = field(default_factory=dict)
    unpacked: tuple[str, str] = NOWHERE

    def __post_init__(self):
        if self.encoding is not None:
            self.encoding = known_encoding(self.encoding)
        if self.dates not in (None, *ORDERS):
            expected = f"expected {' or '.join(ORDERS)}"
            raise ValueError(f"dates={self.dates!r}: {expected}")
        self.columns = parse_columns(self.columns)
        self.where = parse_where(self.where)
        for name in ("since", "until"):
            setattr(self, name, span(name, getattr(self, name)))
        if self.repair and not find_spec("ftfy"):
            raise ImportError(f"repair: expected {lacks('ftfy')}", name="ftfy")

    def note(self, file, line, what, value, expected, fatal=True) -> None:
        shown = (str(s).replace(*self.unpacked) for s in (file, expected))
        file, expected = shown
        told = (file, line, what, str(value)[:HELD], expected, fatal)
        self.problems.append(Problem(*told))

    def note_file(self, file: Path, expected, what="file", fatal=True) -> None:
        self.note(file, None, what, file.name, expected, fatal)

    def made_id(self, name: str, file: Path) -> str:
        """An id from a name: safe, and its own; a second one of a name is named."""
        safe = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name))
        safe = made = safe.strip("-._")[:LONGEST_NAME] or "article"
        while made in self.made:
            self.made[safe] += 1
            made = f"{safe}-{self.made[safe]}"
        self.made[made] += 1
        if made != safe:
            expected = f"a name of its own (kept as {made!r})"
            self.note(file, None, "duplicate name", name, expected, False)
        return made


def problem_table(
    problems: Iterable[Problem], corpus: str | Path
) -> pd.DataFrame:
    """Problems as a table to publish: files are named from the corpus on.

    The paths of a machine name its user; what the corpus holds is named in it alone.

    Parameters
    ----------
    problems
        Those of :func:`multipolaire.read_articles`.
    corpus
        The folder or file that was read.

    Returns
    -------
    DataFrame
        A row a problem: ``file``, ``line``, ``what``, ``value``, ``expected``,
        ``fatal``.

    Examples
    --------
    >>> one = Problem("/home/me/c/a.txt", 1, "id", "a", "a file /home/me/c/a.txt")
    >>> problem_table([one], "/home/me/c")[["file", "expected"]].values.tolist()
    [['a.txt', 'a file a.txt']]
    """
    given = Path(corpus)
    places = {given, given.absolute(), given.resolve()}
    if not given.is_dir() and given.suffix:
        places = {place.parent for place in places}
    names = sorted(map(str, places - {Path()}), key=len, reverse=True)
    inside = "|".join(re.escape(name) for name in [*names, *map(repr, names)])
    within = re.compile(rf"(?:{inside})[/\\]+")
    itself = re.compile(rf"(?:{inside})(?!\w)")  # is named by its last part

    def short(cell: str) -> str:
        return itself.sub(given.name, within.sub("", cell))

    table = pd.DataFrame(problems, columns=[*Problem.__slots__])
    led = table["what"].eq("link")  # out of the corpus
    table.loc[led, "value"] = [Path(to).name for to in table["value"][led]]
    cells = ["file", "value", "expected"]
    table[cells] = table[cells].astype("str").map(short).astype("str")
    return table.assign(line=table["line"].astype("Int64"))


def printable(text: str) -> str:
    """One line for a terminal, which would obey a control character.

    >>> print(printable("\\x1b[31mrouge"))
    \\x1b[31mrouge
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def told(problems: Iterable[Problem]) -> list[str]:
    """A line a problem; one line for many that have one cause, with the first places.

    >>> many = [Problem("a.csv", n, "date", "x", "a day") for n in range(2, 9)]
    >>> told(many)
    ["a.csv:2: date 'x': expected a day (7 times: lines 2, 3, 4, …)"]
    >>> told(Problem(f"{n}.pdf", None, "file", f"{n}.pdf", "text") for n in range(5))
    ["0.pdf: file '0.pdf': expected text (5 times: 0.pdf, 1.pdf, 2.pdf, …)"]
    """
    causes: dict[tuple, list[Problem]] = {}
    for one in problems:
        expected = re.sub("'[^']*'", "", one.expected)  # "kept as 'a-2'"
        causes.setdefault((one.what, expected, one.fatal), []).append(one)
    lines = []
    for same in causes.values():
        if len(same) <= MANY:
            lines += map(str, same)
        else:
            counted = f"{len(same):,} times: {', '.join(_places(same))}"
            lines.append(f"{same[0]} ({counted}, …)")
    return lines


def _places(same: list[Problem]) -> list[str]:
    """Where the first of many problems stand, as briefly as tells them apart."""
    one_file = len({one.file for one in same}) == 1
    if one_file and all(one.line for one in same):
        first = [str(one.line) for one in same[:MANY]]
        return [f"lines {first[0]}", *first[1:]]
    if one_file:
        return [printable(excerpt(one.value, SHOWN)) for one in same[:MANY]]
    return [one.place for one in same[:MANY]]
