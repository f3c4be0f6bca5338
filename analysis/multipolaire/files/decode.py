"""Files read with every doubt named, and written whole or not at all."""

import codecs
import io
import json
import os
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from glob import escape
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from multipolaire.files.install import lacks
from multipolaire.french.encodings import (
    MARKS,
    doubted,
    is_wide,
    known_encoding,
    seems,
)

MAX_ROW = (
    2**28
)  # bytes of a line, characters of a cell: what is longer is no article


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


def is_regular(file: Path, reading: Reading, root: Path | None = None) -> bool:
    """Whether it is a file to read: no pipe, no link that leads out of ``root``."""
    try:
        target = file.resolve(strict=True)
        if not target.is_file():
            reading.note(file, None, "file", file.name, "a regular file")
        elif root and not target.is_relative_to(root.resolve()):
            reading.note(file, None, "link", target, f"a file inside {root}")
        else:
            return True
    except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself
        reading.note(
            file, None, "file", file.name, f"a readable file ({error})"
        )
    return False


def read_lines(file: Path, reading: Reading) -> Iterator[tuple[int, str]]:
    """Numbered lines with their ends, as a stream; only ``\\n`` ends a line.

    A line in another encoding is named; its bytes stay in it as lone surrogates
    (:func:`is_text` tells), so that a cell over several lines keeps its form.
    """
    with file.open("rb") as stream:
        block = stream.read(4096)
        stream.seek(0)
        if is_wide(block):
            text = decode(stream.read(), file, None, reading)
            yield from enumerate(io.StringIO(text, newline="\n"), 1)
            return
        number = 0
        while line := stream.readline(MAX_ROW):
            number += 1
            if len(line) == MAX_ROW and not line.endswith(b"\n"):
                expected = (
                    f"lines of at most {MAX_ROW:,} bytes (it is left out)"
                )
                reading.note(file, number, "line", line[:60], expected)
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_ROW)
                continue
            line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            yield number, decode(line, file, number, reading)


def decode(
    data: bytes,
    file: Path,
    line: int | None,
    reading: Reading,
    stated: str | None = None,
) -> str:
    """Text of bytes: UTF-8, or what their mark, the user or the page itself states.

    Nothing is guessed: other bytes are a problem that says what they seem to be.
    """
    mark = next(
        (name for sign, name in MARKS.items() if data.startswith(sign)), None
    )
    wide, name, at = is_wide(data), mark or reading.encoding or stated, 0
    try:
        if not wide and not (name and name.startswith(_SEVEN_BITS)):
            return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    line = data.count(b"\n", 0, at) + 1 if line is None else line
    around = data[max(0, at - 50_000) : at + 50_000]
    hint = seems(around)
    legacy = name and not name.startswith("utf-8")
    if legacy and wide == name.startswith(("utf-16", "utf-32")):
        if not mark and hint.startswith(f"{name}-"):
            name = hint  # "utf-16" without a mark: its zeros tell which
        try:  # line by line: a file of two encodings keeps its UTF-8
            lines = [data] if wide else data.splitlines(keepends=True)
            text = "".join(_either(piece, name, wide) for piece in lines)
        except UnicodeDecodeError as error:
            hint = f"{hint}, not {name} ({error.reason})"
        else:
            if not mark and (better := doubted(around, name)):
                reading.note(
                    file, line, "encoding", name, f"{better}, it seems", False
                )
            reading.encodings[name] += 1
            return text
    known = (
        f": save it as UTF-8, or pass encoding={hint!r}"
        if " " not in hint
        else ""
    )
    expected = f"UTF-8 (it seems to be {hint}{known})"
    reading.note(file, line, "encoding", f"byte 0x{data[at]:02x}", expected)
    return "\udcff" if wide else data.decode("utf-8", "surrogateescape")


_SEVEN_BITS = (
    "utf-7",
    "iso2022",
    "hz",
)  # which are UTF-8 too, and mean another text


def printable(text: str) -> str:
    """One line for a terminal, which would obey a control character.

    >>> print(printable("\\x1b[31mrouge"))
    \\x1b[31mrouge
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def is_text(text: str) -> bool:
    """Whether a text can be written: a lone surrogate is half a character.

    >>> is_text("été"), is_text("\\ud800")
    (True, False)
    """
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def _either(data: bytes, encoding: str, wide: bool) -> str:
    try:
        alone = wide or encoding.startswith(_SEVEN_BITS)
        return data.decode(encoding if alone else "utf-8")
    except UnicodeDecodeError:
        return data.decode(encoding)


@contextmanager
def _whole(path: Path) -> Iterator:
    """A file that takes its place when it is whole, so that a kill leaves one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        handle, beside = tempfile.mkstemp(
            _PART, f".{path.name[:100]}.", path.parent
        )
        # The lock tells `sweep` that it is being written; one that came in between
        # has taken it away, or is about to.
        if _lock(handle) is not False and os.path.exists(beside):
            break
        os.close(handle)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.chmod(beside, 0o644)
            if os.name != "nt":  # Windows moves no open file, and deletes none
                os.replace(beside, path)
        if os.name == "nt":
            os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


_PART = ".unfinished"  # the end of the name of a file that is being written


@contextmanager
def set_apart(folder: Path) -> Iterator[Path]:
    """A hidden folder in a folder, for files that are to take their places together."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(_PART, ".new.", folder) as name:
        handle = None if os.name == "nt" else os.open(name, os.O_RDONLY)
        try:
            if handle is not None:
                _lock(handle)
            yield Path(name)
        finally:
            if handle is not None:
                os.close(handle)


def sweep(folder: Path, name: str | None = None) -> None:
    """Remove what a killed process left unfinished in a folder, or of one file in it.

    What is being written stays; so does all that cannot be told from it, on a file
    system without locks, for a day.
    """
    pattern = f".{'*' if name is None else escape(name[:100])}.????????{_PART}"
    for path in folder.glob(pattern):
        with suppress(OSError):  # it is gone; or, on Windows, open
            if os.name == "nt":
                path.unlink()
            else:
                _remove_left(path)


def _remove_left(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        free, age = _lock(handle), time.time() - os.fstat(handle).st_mtime
        if not (free or free is None and age > 86_400):
            return
        if path.is_file():
            path.unlink()  # while it is ours
        elif path.name.startswith(".new."):
            shutil.rmtree(path)
    finally:
        os.close(handle)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock, a file that is there meanwhile; the system frees it at a kill.

    Raises ``ValueError`` where another process holds it.  A file system without locks
    lets everybody in.
    """
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT)
        free = _lock(handle)
        with suppress(FileNotFoundError):
            if (
                free is None
                or free
                and os.path.samestat(os.fstat(handle), path.stat())
            ):
                break
        os.close(handle)
        if not free:
            folder = f"{str(path.parent)!r}: another process writes into it"
            raise ValueError(f"{folder}: expected one at a time")
    try:
        yield
    finally:
        if os.name != "nt":  # while it is ours: who waits sees that it is gone
            path.unlink(missing_ok=True)
        os.close(handle)
        if os.name == "nt":
            with suppress(OSError):  # another has it already
                path.unlink()


def _lock(handle: int) -> bool | None:
    """Whether the open file is now ours alone until it is closed; ``None`` where the
    file system or the platform knows no locks."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except (ImportError, OSError):
        return None
    return True


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write a file whole or not at all: a kill leaves the old one or the new one."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    with _whole(Path(path)) as file:
        file.write(data)


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
    with _whole(path) as file:
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
        raise ImportError(
            f"{str(path)!r}: expected {lacks('pyarrow')}", name="pyarrow"
        )
    return path


def _csv(frame: pd.DataFrame, header: bool) -> bytes:
    safe = harmless(_plain_days(frame))
    # Both signs of the line end make the writer quote a cell that holds one: a bare
    # "\r" would begin a row.  The mark at the start tells spreadsheets é from Ã©.
    text = safe.to_csv(index=False, header=header, lineterminator="\r\n")
    return text.encode("utf-8-sig" if header else "utf-8")


def _jsonl(frame: pd.DataFrame) -> bytes:
    plain = _plain_days(frame).astype(object).where(frame.notna(), None)
    rows = (
        dict(zip(plain.columns, row)) for row in plain.itertuples(index=False)
    )
    lines = (json.dumps(row, ensure_ascii=False, default=str) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would execute.

    >>> harmless(pd.DataFrame({"said": ["=1+1", "un"], "n": [-1, 2]}))["said"].tolist()
    ["'=1+1", 'un']
    """
    return frame.map(_harmless).rename(columns=_harmless)


_FORMULA = re.compile(
    r"[\t\r\n]|\s*[=+\-@＝＋－＠](?!\Z)"
)  # a sign alone is none


def one_kind_of_line(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with one line end in its texts, that makes a CSV writer quote them.

    >>> one_kind_of_line(pd.DataFrame({"a": ["a\\r=1", "b\\r\\nc"]}))["a"].tolist()
    ['a\\n=1', 'b\\nc']
    """
    return frame.map(
        lambda v: re.sub("\r\n?", "\n", v) if isinstance(v, str) else v
    )


def _harmless(value):
    return (
        f"'{value}"
        if isinstance(value, str) and _FORMULA.match(value)
        else value
    )


def _plain_days(frame: pd.DataFrame) -> pd.DataFrame:
    """A column of days as ``YYYY-MM-DD``; one that holds an hour stays as it is."""
    made = {}
    for name in frame.columns[[t.kind == "M" for t in frame.dtypes]]:
        at = frame[name].to_numpy()
        missing = (
            np.isnat(at) if at.dtype.kind == "M" else None
        )  # with a time zone
        if missing is not None and (missing | (at.astype("M8[D]") == at)).all():
            days = np.datetime_as_string(at, unit="D")
            made[name] = pd.Series(days, frame.index, dtype=object).mask(
                missing
            )
    return frame.assign(**made)
