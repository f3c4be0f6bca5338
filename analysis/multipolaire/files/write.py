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
    table: pd.DataFrame | Iterable[pd.DataFrame],
    path: str | Path,
    excel: bool = False,
) -> int:
    """Write a frame as ``.csv``, ``.jsonl``, ``.parquet`` or ``.xlsx``, whole or not.

    Frames that come one by one are written one under another; gives the rows.

    CSV is what spreadsheets open, and they execute a cell that begins with ``=``,
    ``+``, ``-``, ``@``, a tab or a line end: there, such a text gets an apostrophe
    before it, which :func:`multipolaire.load_articles` takes back.  Numbers stay
    numbers; the other formats hold every text as it is.  ``excel`` parts the cells of
    a CSV with semicolons and writes decimal commas, as a French Excel reads it.
    Days are written ``YYYY-MM-DD``; missing values are empty cells or ``null``.

    Parameters
    ----------
    table
        A frame, or frames with the same columns.
    path
        Its ending chooses the format.
    excel
        Semicolons and decimal commas, for a French Excel.

    Returns
    -------
    int
        The number of rows written.

    Raises
    ------
    ValueError
        On another suffix, and for a table that Excel cannot hold.
    ImportError
        Where Parquet or Excel is asked for and pyarrow or openpyxl is not
        installed.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "t.csv"
    >>> write_table(pd.DataFrame({"said": ["=1+1", "un"], "n": [-1, 2]}), path)
    2
    >>> path.read_text(encoding="utf-8-sig").splitlines()
    ['said,n', "'=1+1,-1", 'un,2']
    """
    path = table_path(path)
    sweep(path.parent, path.name)
    if path.suffix == ".parquet":
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    frames = [table] if isinstance(table, pd.DataFrame) else table
    if path.suffix == ".xlsx":
        return _xlsx(pd.concat(frames), path)
    rows, columnar = 0, None
    with whole(path) as file:
        for n, frame in enumerate(frames):
            rows += len(frame)
            if path.suffix == ".csv":
                file.write(_csv(frame, n == 0, excel))
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
    if path.suffix not in _NEEDS:
        expected = f"{str(path)!r}: expected {', '.join(_NEEDS)}"
        raise ValueError(f"suffix {path.suffix!r} of {expected}")
    if (library := _NEEDS[path.suffix]) and not find_spec(library):
        said = f"{str(path)!r}: expected {lacks(library)}"
        raise ImportError(said, name=library)
    return path


_NEEDS = {".csv": "", ".jsonl": "", ".parquet": "pyarrow", ".xlsx": "openpyxl"}
_CELL = 32_767  # characters that a cell of Excel holds
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f]")


def _xlsx(frame: pd.DataFrame, path: Path) -> int:
    """An Excel file of one sheet; days are days, texts are texts, formulas too."""
    texts = frame.select_dtypes(["str", "object"])
    longest = max(
        (texts[c].astype("str").str.len().max() for c in texts), default=0
    )
    if longest > _CELL or len(frame) >= 2**20:
        held = f"{len(frame):,} rows, a cell of {int(longest):,} characters"
        most = f"at most {2**20:,} rows and {_CELL:,} characters, or .csv"
        raise ValueError(f"{path.name}: {held}: expected {most}")
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("table")

    def cell(value):
        if isinstance(value, str):
            made = WriteOnlyCell(sheet, _CONTROL.sub("", value))
            made.data_type = "s"  # never a formula
            return made
        return value.item() if isinstance(value, np.generic) else value

    plain = _plain_days(frame).astype(object).where(frame.notna(), None)
    for row in [plain.columns, *plain.itertuples(index=False)]:
        sheet.append([*map(cell, row)])
    with whole(path) as file:
        book.save(file)
    return len(frame)


def _csv(frame: pd.DataFrame, header: bool, excel: bool) -> bytes:
    safe = harmless(_plain_days(frame))
    # Both signs of the line end make the writer quote a cell that holds one: a bare
    # "\r" would begin a row.  The mark at the start tells spreadsheets é from Ã©.
    style = {"sep": ";", "decimal": ","} if excel else {}
    style |= {"index": False, "lineterminator": "\r\n"}
    text = safe.to_csv(header=header, **style)
    return text.encode("utf-8-sig" if header else "utf-8")


def _jsonl(frame: pd.DataFrame) -> bytes:
    plain = _plain_days(frame).astype(object).where(frame.notna(), None)
    names, rows = list(plain.columns), plain.itertuples(index=False)
    write = partial(json.dumps, ensure_ascii=False, default=str)
    return "".join(f"{write(dict(zip(names, r)))}\n" for r in rows).encode()


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would execute.

    One more where there are some: they are the text's own.

    >>> harmless(pd.DataFrame({"said": ["=1+1", "un"], "n": [-1, 2]}))["said"].tolist()
    ["'=1+1", 'un']
    """

    def guarded(cell):
        formula = isinstance(cell, str) and _FORMULA.match(cell.lstrip("'"))
        return f"'{cell}" if formula else cell

    return frame.map(guarded).rename(columns=guarded)


def unguarded(cell: str) -> str:
    """The text of a cell that :func:`write_table` has guarded with an apostrophe.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("'est bon")
    ('=1+1', "'=1+1", "'est bon")
    """
    bare = cell.lstrip("'")
    return cell[1:] if bare != cell and _FORMULA.match(bare) else cell


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
