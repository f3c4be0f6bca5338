"""Tables as CSV, JSON Lines and Parquet, with nothing in them that is executed."""

import json
import re
from collections.abc import Iterable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from multipolaire.files.install import lacks
from multipolaire.files.whole import sweep, whole


def write_table(
    table: pd.DataFrame | Iterable[pd.DataFrame], path: str | Path
) -> int:
    """Write a frame as ``.csv``, ``.jsonl`` or ``.parquet``, whole or not at all.

    Frames of the same columns that come one by one are written one under another, and
    no two of them held; the number of rows is returned.

    CSV is what spreadsheets open, and they execute a cell that begins with ``=``,
    ``+``, ``-``, ``@``, a tab or a line end: there, such a text gets an apostrophe
    before it.  Numbers stay numbers; the two other formats hold every text as it is.
    Days are written ``YYYY-MM-DD``; missing values are empty cells or ``null``.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "t.csv"
    >>> write_table(pd.DataFrame({"said": ["=1+1", "un"], "n": [-1, 2]}), path)
    2
    >>> path.read_text(encoding="utf-8-sig").splitlines()
    ['said,n', "'=1+1,-1", 'un,2']

    Raises ``ValueError`` on another suffix; ``ImportError`` where Parquet is asked for
    and pyarrow is not installed.
    """
    path = table_path(path)
    sweep(path.parent, path.name)
    if path.suffix == ".parquet":
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    frames = [table] if isinstance(table, pd.DataFrame) else table
    rows, columnar = 0, None
    with whole(path) as file:
        for n, frame in enumerate(frames):
            rows += len(frame)
            if path.suffix == ".csv":
                file.write(_csv(frame, header=n == 0))
            elif path.suffix == ".jsonl":
                file.write(_jsonl(frame))
            else:
                part = pa.Table.from_pandas(frame, preserve_index=False)
                columnar = columnar or ParquetWriter(file, part.schema)
                columnar.write_table(part)
        if columnar:
            columnar.close()
    return rows


def table_path(path: str | Path) -> Path:
    """The path, if :func:`write_table` can write to it; else what that raises."""
    path = Path(path)
    if path.suffix not in (".csv", ".jsonl", ".parquet"):
        expected = f"{str(path)!r}: expected .csv, .jsonl or .parquet"
        raise ValueError(f"suffix {path.suffix!r} of {expected}")
    if path.suffix == ".parquet" and not find_spec("pyarrow"):
        said = f"{str(path)!r}: expected {lacks('pyarrow')}"
        raise ImportError(said, name="pyarrow")
    return path


def _csv(frame: pd.DataFrame, header: bool) -> bytes:
    safe = harmless(_plain_days(frame))
    # Both signs of the line end make the writer quote a cell that holds one: a bare
    # "\r" would begin a row.  The mark at the start tells spreadsheets é from Ã©.
    text = safe.to_csv(index=False, header=header, lineterminator="\r\n")
    return text.encode("utf-8-sig" if header else "utf-8")


def _jsonl(frame: pd.DataFrame) -> bytes:
    plain = _plain_days(frame).astype(object).where(frame.notna(), None)
    names, rows = list(plain.columns), plain.itertuples(index=False)
    write = partial(json.dumps, ensure_ascii=False, default=str)
    return "".join(f"{write(dict(zip(names, r)))}\n" for r in rows).encode()


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would execute.

    >>> harmless(pd.DataFrame({"said": ["=1+1", "un"], "n": [-1, 2]}))["said"].tolist()
    ["'=1+1", 'un']
    """

    def guarded(cell):
        formula = isinstance(cell, str) and _FORMULA.match(cell)
        return f"'{cell}" if formula else cell

    return frame.map(guarded).rename(columns=guarded)


# A sign alone is none.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠](?!\Z)")


def one_kind_of_line(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with one line end in its texts, that makes a CSV writer quote them.

    >>> one_kind_of_line(pd.DataFrame({"a": ["a\\r=1", "b\\r\\nc"]}))["a"].tolist()
    ['a\\n=1', 'b\\nc']
    """

    def one_kind(cell):
        return re.sub("\r\n?", "\n", cell) if isinstance(cell, str) else cell

    return frame.map(one_kind)


def _plain_days(frame: pd.DataFrame) -> pd.DataFrame:
    """A column of days as ``YYYY-MM-DD``; one that holds an hour stays as it is."""
    made = {}
    for name, at in frame.select_dtypes("datetime").items():  # of no time zone
        if at.dt.normalize().equals(at):
            days = np.datetime_as_string(at.to_numpy(), unit="D")
            made[name] = pd.Series(days, frame.index, "object").mask(at.isna())
    return frame.assign(**made)
