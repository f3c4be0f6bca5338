"""What is wrong with a corpus, and where: named once, all of it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from multipolaire.french.encodings import known_encoding

#: File, line and cells of what may become an article.
Row = tuple[str, int | None, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a corpus, and where it stands."""

    file: str
    line: int | None
    what: str
    value: str
    expected: str
    fatal: bool = True

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        value = self.value if len(self.value) <= 60 else f"{self.value[:57]}..."
        return printable(
            f"{place}: {self.what} {value!r}: expected {self.expected}"
        )


@dataclass(slots=True)
class Reading:
    """What one reading was asked, and what it has met so far.

    Raises ``ValueError`` for an ``encoding`` that is none of text.
    """

    encoding: str | None = None  # of what is not UTF-8
    problems: list[Problem] = field(default_factory=list)
    encodings: Counter = field(
        default_factory=Counter
    )  # lines, and files without
    made: Counter = field(
        default_factory=Counter
    )  # ids made here, to tell them apart
    failed: dict[Problem, tuple] = field(
        default_factory=dict
    )  # rows of scale.PROBLEMS
    lacking: dict[str, list] = field(
        default_factory=dict
    )  # library: file, error, others

    def __post_init__(self):
        if self.encoding is not None:
            self.encoding = known_encoding(self.encoding)

    def note(
        self, file, line, what: str, value, expected: str, fatal=True
    ) -> None:
        value = str(value)[
            :200
        ]  # to find it by; whole texts would be held twice
        self.problems.append(
            Problem(str(file), line, what, value, expected, fatal)
        )


def problem_table(
    problems: Iterable[Problem], corpus: str | Path
) -> pd.DataFrame:
    """Problems as a table to publish: files are named from the corpus on.

    The paths of a machine name its user; what the corpus holds is named in it alone.

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
    table = pd.DataFrame(problems, columns=[*Problem.__slots__])
    led = table["what"].eq("link")  # out of the corpus
    table.loc[led, "value"] = [
        Path(target).name for target in table["value"][led]
    ]
    for name in ("file", "value", "expected"):
        # the folder itself is named by its last part
        short = (
            table[name]
            .astype(str)
            .str.replace(rf"(?:{inside})[/\\]+", "", regex=True)
        )
        table[name] = short.str.replace(
            rf"(?:{inside})(?!\w)", given.name, regex=True
        )
    return table.assign(line=table["line"].astype("Int64"))


def printable(text: str) -> str:
    """One line for a terminal, which would obey a control character.

    >>> print(printable("\\x1b[31mrouge"))
    \\x1b[31mrouge
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
