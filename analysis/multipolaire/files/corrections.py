"""What a reader has checked by hand, kept beside the corpus and applied by all tables.

``corrections.csv`` in the folder of a corpus (or beside its one file) has a row a
judgement: the ``sha256`` of the article, ``start`` and ``end`` in its cleaned text, the
``column`` that is corrected and its ``value``, ``who`` says so, ``when``.  The column
``row`` says of a whole row that it is ``accepted`` or ``rejected``.
"""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from multipolaire.files.problems import Reading
from multipolaire.files.whole import write_whole
from multipolaire.french import figures_in, quotes_in

NAME = "corrections.csv"
COLUMNS = ("sha256", "start", "end", "column", "value", "who", "when")
WHOLE = "row"  # in the place of a column: the whole row is judged
JUDGED = ("accepted", "rejected")
CHECKED, CORRECTED = "checked-by-hand", "corrected-by-hand"
_BOTH = {WHOLE: JUDGED, "speaker": None}
_KINDS = {
    "figures": ("amount", "growth", "share", "multiple", "count"),
    "quotes": ("direct", "partial", "indirect"),
}
#: What may be corrected, and the values that it may take, where they are few.
CORRECTED_COLUMNS = {
    "figures": _BOTH
    | dict.fromkeys(
        ["unit", "origin", "destination", "parties", "base", "source"]
    )
    | dict.fromkeys(("value", "low", "high"), float)
    | dict.fromkeys(("period_start", "period_end"), dt.date.fromisoformat)
    | {
        "kind": _KINDS["figures"],
        "change": ("level", "up", "down"),
        "qualifier": ("=", "~", ">", ">=", "<", "<=", "range"),
        "flow": (
            *("trade", "exports", "imports", "surplus", "deficit"),
            *("investment", "other", ""),
        ),
        "status": ("reported", "target", "forecast"),
    },
    "quotes": _BOTH
    | dict.fromkeys(("mention", "cue", "via"))
    | {"kind": _KINDS["quotes"]},
}


def corrections_path(corpus: str | Path) -> Path:
    """Where the corrections of a corpus stand: in its folder, or beside its file."""
    corpus = Path(corpus)
    return (corpus if corpus.is_dir() else corpus.parent) / NAME


def read_corrections(file: Path, reading: Reading) -> dict[str, list]:
    """By the sha256 of an article, what was corrected in it; faults are noted.

    Each is ``[line, start, end, column, value]``, in the order of the file.
    """
    found: dict[str, list] = {}
    if not file.is_file():
        return found
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if missing := [c for c in COLUMNS if c not in (rows.fieldnames or ())]:
            expected = ", ".join(COLUMNS)
            reading.note(file, 1, "columns", ", ".join(missing), expected)
            return found
        for row in rows:
            faults = [*_faults(row)]
            for what, expected in faults:
                value = row[what] or ""
                reading.note(file, rows.line_num, what, value, expected)
            if not faults:
                place = int(row["start"]), int(row["end"])
                told = [rows.line_num, *place, row["column"], row["value"]]
                found.setdefault(row["sha256"].lower(), []).append(told)
    return found


def _faults(row: dict) -> Iterator[tuple[str, str]]:
    """The columns of a row that cannot be understood, and what was expected."""
    if not re.fullmatch(r"[\da-fA-F]{64}", row["sha256"] or ""):
        yield "sha256", "64 hexadecimal digits"
    for name in ("start", "end"):
        if not re.fullmatch(r"\d{1,9}", row[name] or ""):
            yield name, "a number of characters"
    allowed = [
        c[row["column"]]
        for c in CORRECTED_COLUMNS.values()
        if row["column"] in c
    ]
    if not allowed:
        known = dict.fromkeys(
            name for c in CORRECTED_COLUMNS.values() for name in c
        )
        yield "column", f"one of {', '.join(known)}"
    elif not any(_fits(row["value"], one) for one in allowed):
        few = [
            name for one in allowed if isinstance(one, tuple) for name in one
        ]
        days = dt.date.fromisoformat in allowed
        expected = (
            f"one of {', '.join(filter(None, few))}" if few else "a number"
        )
        yield "value", "a day, YYYY-MM-DD" if days else expected
    if not (row["who"] or "").strip():
        yield "who", "who says so"
    try:
        dt.date.fromisoformat((row["when"] or "")[:10])
    except ValueError:
        yield "when", "a day, YYYY-MM-DD"


def _fits(value: str | None, allowed) -> bool:
    if allowed is None:
        return value is not None
    if isinstance(allowed, tuple):
        return value in allowed
    try:
        return bool(value) and bool(allowed(value) or True)
    except ValueError:
        return False


def with_corrections(
    frame: pd.DataFrame, given: dict[str, list]
) -> pd.DataFrame:
    """The articles with a column ``corrections``, as JSON, where there are any."""
    if not given:
        return frame
    own = [given.get(digest) for digest in frame["sha256"]]
    told = [json.dumps(one, ensure_ascii=False) if one else None for one in own]
    return frame.assign(corrections=pd.array(told, "str"))


def mended(rows: list[dict], article: dict, table: str) -> list[dict]:
    """The rows of an article's ``figures`` or ``quotes``, as corrected by hand.

    What was judged says so in ``flags``; ``equivalent_of`` follows the rows that stay.

    Raises ``ValueError``, naming the line, for one that fits no row any more.
    """
    told = article.get("corrections")
    if not isinstance(told, str):
        return rows
    kept = [dict(row) for row in rows]
    rejected = set()
    for line, start, end, column, value in json.loads(told):
        span = start, end
        found = [
            k for k, r in enumerate(kept) if (r["start"], r["end"]) == span
        ]
        if column not in CORRECTED_COLUMNS[table] or not found:
            _check_other(article, table, line, span, column)
        elif (column, value) == (WHOLE, "rejected"):
            rejected.update(found)
        else:
            for k in found:
                _mend(kept[k], column, value)
    places = [k for k in range(len(kept)) if k not in rejected]
    for row in kept:
        if row.get("equivalent_of") in rejected:
            row["equivalent_of"] = None
        elif row.get("equivalent_of") is not None:
            row["equivalent_of"] = places.index(row["equivalent_of"])
    return [kept[k] for k in places]


def _mend(row: dict, column: str, value: str) -> None:
    mark = CHECKED
    if column != WHOLE:
        mark = CORRECTED
        made = CORRECTED_COLUMNS["figures"].get(column)
        new = made(value) if callable(made) else value or None
        if column == "value":  # a bound that was the value still is
            for bound in ("low", "high"):
                if row[bound] == row["value"]:
                    row[bound] = new
        row[column] = new
    flags = [flag for flag in (row.get("flags") or "").split(", ") if flag]
    if CORRECTED in flags:
        return
    flags = [flag for flag in flags if flag != CHECKED]
    row["flags"] = ", ".join([*flags, mark])


def _check_other(article, table, line, span, column) -> None:
    """A judgement that is none of this table's has to be one of the other's."""
    other = "quotes" if table == "figures" else "figures"
    read = quotes_in if other == "quotes" else figures_in
    if column in CORRECTED_COLUMNS[other]:
        if column not in CORRECTED_COLUMNS[table]:
            return  # who makes the other table sees to it
        if span in {(one.start, one.end) for one in read(article["text"])}:
            return
    what = "figure" if table == "figures" else "quotation"
    if column in _BOTH or column == "kind":
        what = "figure or quotation"
    raise ValueError(
        f"{NAME}:{line}: {column} of the characters {span[0]} to {span[1]}: "
        f"expected a {what} of {article['article_id']!r} that stands there"
    )


def write_correction(file: str | Path, **cells: object) -> int:
    """Add a row, of :data:`COLUMNS`; gives the number of its line.

    Parameters
    ----------
    file
        The file ``corrections.csv`` of a corpus; made where it is not there.
    **cells
        A value for each column.

    Returns
    -------
    int
        The line in the file, from 1, on which the row stands.

    Raises
    ------
    ValueError
        For a row that could not be read again.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "corrections.csv"
    >>> made = {"sha256": "0" * 64, "start": 3, "end": 9, "column": "row"}
    >>> made |= {"value": "accepted", "who": "A.", "when": "2026-01-31"}
    >>> write_correction(file, **made), write_correction(file, **made)
    (2, 3)
    """
    file = Path(file)
    row = {name: str(cells.get(name, "")) for name in COLUMNS}
    for what, expected in _faults(row):
        raise ValueError(f"{what} {row[what]!r}: expected {expected}")
    held = []
    if file.is_file():
        with file.open(encoding="utf-8-sig", newline="") as lines:
            held = [*csv.reader(lines)][1:]
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerows([COLUMNS, *held, row.values()])
    write_whole(file, made.getvalue())
    return made.getvalue().count("\n")


def checked(table: pd.DataFrame) -> int:
    """How many rows of a table were checked by hand.

    >>> checked(pd.DataFrame({"flags": ["checked-by-hand", "", None]}))
    1
    """
    if "flags" not in table:
        return 0
    by_hand = table["flags"].str.contains(f"{CHECKED}|{CORRECTED}", na=False)
    return int(by_hand.sum())
