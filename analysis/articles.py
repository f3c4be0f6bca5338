"""Load a corpus into the one validated frame that everything else takes.

A corpus is a folder with ``articles.csv`` and ``articles/<article_id>.txt``, a folder
of ``.txt`` files, or one ``.csv`` or ``.jsonl`` file with the texts inside.  All that
is wrong with it is said at once, each with file, line, value and what was expected.
"""

import csv
import datetime as dt
import hashlib
import io
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.text import clean_text

#: Columns of the articles frame, in order, with their dtypes.  ``published`` is the
#: first day of what ``published_precision`` (day, month or year) says is known;
#: ``via`` joins outlets by ``"; "``; ``raw`` is the file as received, ``text`` what
#: :func:`analysis.clean_text` keeps of it.  Further columns of a table are kept.
COLUMNS = {
    "article_id": "str",
    "title": "str",
    "publisher": "str",
    "published": "datetime64[s]",
    "published_precision": "str",
    "event_date": "datetime64[s]",
    "language": "str",
    "url": "str",
    "via": "str",
    "rights": "str",
    "sha256": "str",
    "raw": "str",
    "text": "str",
}
MAX_LINE = 1_000_000  # characters; a longer line is a dump, not prose

_ID = re.compile(r"\w[\w.\-]{0,199}")
_HTML = re.compile(
    r"</?(?:a|article|body|br|div|em|h[1-6]|head|html|iframe|img|li|link|meta|ol|p"
    r"|script|section|span|strong|style|table|td|tr|ul|!doctype)\b[^<>]{0,500}>"
    r"|&(?:nbsp|amp|quot|eacute|egrave|agrave|rsquo|laquo|raquo|#\d{2,6});",
    re.IGNORECASE,
)


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
        return f"{place}: {self.what} {value!r}: expected {self.expected}"


class CorpusError(ValueError):
    """A corpus that cannot be loaded as it is; ``problems`` holds every reason."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class CorpusWarning(UserWarning):
    """Something in a corpus that is worth a look but loses nothing."""


def load_articles(path: str | Path | None = None) -> pd.DataFrame:
    """The articles of a corpus, cleaned and validated, one row each, sorted by id.

    ``path`` is a folder or a ``.csv`` or ``.jsonl`` file; without it, the five
    articles of the project's checkout.  Columns and dtypes: :data:`COLUMNS`.

    >>> articles = load_articles()
    >>> articles["article_id"].tolist()[0], len(articles)
    ('2021-12-15-reuters', 5)

    Raises :class:`CorpusError` naming every problem found (a missing column, a
    duplicate id, an unknown encoding, an empty article, a malformed date, HTML, a
    line over :data:`MAX_LINE`, a file that is listed and absent), and warns
    (:class:`CorpusWarning`) of a file that is present and not listed.
    ``FileNotFoundError`` where there is nothing at ``path``.
    """
    articles, problems = read_articles(path)
    fatal = [problem for problem in problems if problem.fatal]
    if fatal:
        raise CorpusError(fatal)
    for problem in problems:
        warnings.warn(str(problem), CorpusWarning, stacklevel=2)
    return articles


def read_articles(
    path: str | Path | None = None,
) -> tuple[pd.DataFrame, list[Problem]]:
    """The sound articles of a corpus and every problem of the others.

    >>> articles, problems = read_articles()
    >>> len(articles), problems
    (5, [])
    """
    source = _corpus_path(path)
    problems: list[Problem] = []
    if source.is_dir() and (source / "articles.csv").is_file():
        rows = _listed(source, problems)
    elif source.is_dir():
        rows = _folder(source, problems)
    elif source.suffix.lower() == ".csv":
        rows = _with_text(_csv_rows(source, problems), problems)
    elif source.suffix.lower() in {".jsonl", ".ndjson"}:
        rows = _with_text(_jsonl_rows(source, problems), problems)
    else:
        raise CorpusError(
            [Problem(str(source), None, "file", source.name, ".csv, .jsonl or folder")]
        )
    return _frame(list(_sound(rows, problems))), problems


def fingerprint(articles: pd.DataFrame) -> str:
    """The first 12 hexadecimal digits of the sha256 of the corpus: ids and contents.

    >>> len(fingerprint(load_articles()))
    12
    """
    lines = sorted(f"{a} {s}\n" for a, s in zip(articles.article_id, articles.sha256))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def reference_folder() -> Path:
    """The folder of the reference facts, in the checkout: ``corpus/reference``."""
    return _corpus_path(None) / "reference"


def _corpus_path(path: str | Path | None) -> Path:
    if path is not None:
        if not Path(path).exists():
            raise FileNotFoundError(f"no corpus at {str(path)!r}: expected a folder")
        return Path(path)
    beside = Path(__file__).resolve().parent.parent / "corpus"
    if not (beside / "articles.csv").is_file():
        raise FileNotFoundError(
            "the five articles are in the project's checkout, not in the installed "
            "package: pass a path, load_articles('my_corpus')"
        )
    return beside


# A row is (file, line, {column: text}); its "raw" is the text as received.
Row = tuple[str, int | None, dict[str, str]]


def _listed(folder: Path, problems: list[Problem]) -> Iterator[Row]:
    table = folder / "articles.csv"
    listed = set()
    for file, line, row in _csv_rows(table, problems):
        article_id = row["article_id"]
        if not _ID.fullmatch(article_id):
            problems.append(_bad_id(file, line, article_id))
            continue
        listed.add(f"{article_id}.txt")
        text_file = folder / "articles" / f"{article_id}.txt"
        if not text_file.is_file():
            problems.append(
                Problem(file, line, "article_id", article_id, f"a file {text_file}")
            )
            continue
        data = text_file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if row.get("sha256") and row["sha256"] != digest:
            problems.append(
                Problem(file, line, "sha256", row["sha256"], f"{digest} of {text_file}")
            )
        raw = _decode(text_file, data, problems)
        if raw is not None:
            yield str(text_file), None, row | {"raw": raw, "sha256": digest}
    present = {p.name for p in (folder / "articles").glob("*.txt")}
    for name in sorted(present - listed):
        place = str(folder / "articles" / name)
        expected = f"a row in {table} (the file is left out)"
        problems.append(Problem(place, None, "unlisted file", name, expected, False))


def _folder(folder: Path, problems: list[Problem]) -> Iterator[Row]:
    files = sorted(folder.glob("*.txt"))
    if not files:
        expected = "articles.csv or .txt files in it"
        problems.append(Problem(str(folder), None, "folder", folder.name, expected))
    for file in files:
        data = file.read_bytes()
        raw = _decode(file, data, problems)
        if raw is not None:
            digest = hashlib.sha256(data).hexdigest()
            row = {"article_id": file.stem, "raw": raw, "sha256": digest}
            yield str(file), None, row


def _with_text(rows: Iterator[Row], problems: list[Problem]) -> Iterator[Row]:
    for file, line, row in rows:
        if "text" not in row:
            expected = "a column 'text' beside 'article_id'"
            columns = ", ".join(row)
            problems.append(Problem(file, line, "columns", columns, expected))
            return
        raw = row.pop("text")
        digest = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
        yield file, line, row | {"raw": raw, "sha256": digest}


def _csv_rows(file: Path, problems: list[Problem]) -> Iterator[Row]:
    content = _decode(file, file.read_bytes(), problems)
    if content is None:
        return
    content = content.removeprefix("\ufeff")
    header = content.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)  # ";" is what French spreadsheets write
    previous = csv.field_size_limit(2**31 - 1)  # an article may exceed 131,072
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
        columns = [name.strip() for name in next(reader, [])]
        if "article_id" not in columns:
            expected = "a column 'article_id'"
            problems.append(Problem(str(file), 1, "columns", header, expected))
            return
        start = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(columns):
                yield str(file), start, dict(zip(columns, cells))
            elif cells:
                expected = f"{len(columns)} cells, not {len(cells)}"
                row = delimiter.join(cells)
                problems.append(Problem(str(file), start, "row", row, expected))
            start = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(str(file), start, "row", str(error), "a CSV row"))
    finally:
        csv.field_size_limit(previous)


def _jsonl_rows(file: Path, problems: list[Problem]) -> Iterator[Row]:
    content = _decode(file, file.read_bytes(), problems)
    for number, line in enumerate((content or "").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or "article_id" not in row:
            expected = "one JSON object a line, with 'article_id' and 'text'"
            problems.append(Problem(str(file), number, "line", line, expected))
            continue
        texts = {k: "" if v is None else str(v) for k, v in row.items()}
        yield str(file), number, texts


def _decode(file: Path, data: bytes, problems: list[Problem]) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02x}"
        problems.append(Problem(str(file), line, "encoding", byte, "UTF-8"))
        return None


def _sound(rows: Iterator[Row], problems: list[Problem]) -> Iterator[dict]:
    seen: dict[str, str] = {}
    for file, line, row in rows:
        place = file if line is None else f"{file}:{line}"
        article_id = row["article_id"]
        found = [] if _ID.fullmatch(article_id) else [_bad_id(file, line, article_id)]
        if article_id in seen:
            expected = f"an id of its own (first seen in {seen[article_id]})"
            found.append(Problem(file, line, "duplicate id", article_id, expected))
        seen.setdefault(article_id, place)
        dates = {}
        for column in ("published", "event_date"):
            try:
                dates[column] = _date(row.get(column, "").strip())
            except ValueError:
                value = row[column]
                expected = "YYYY-MM-DD, YYYY-MM or YYYY"
                found.append(Problem(file, line, column, value, expected))
        found += _bad_text(file, line, row["raw"])
        text = "" if found else clean_text(row["raw"])
        if not found and not text:
            expected = "a text (nothing is left after cleaning)"
            found.append(Problem(file, line, "text", row["raw"], expected))
        problems += found
        if not found:
            row["published"], row["published_precision"] = dates["published"]
            row["event_date"] = dates["event_date"][0]
            yield row | {"text": text}


def _bad_id(file: str, line: int | None, value: str) -> Problem:
    expected = "letters, digits, '-', '_' or '.', not a path"
    return Problem(file, line, "article_id", value, expected)


def _bad_text(file: str, line: int | None, raw: str) -> Iterator[Problem]:
    if "\0" in raw:
        at = _line_of(raw, raw.index("\0"), line)
        yield Problem(file, at, "character", "\0", "text, without NUL characters")
    if found := _HTML.search(raw):
        at = _line_of(raw, found.start(), line)
        expected = "plain text (extract it from the page first)"
        yield Problem(file, at, "HTML", found.group(), expected)
    if len(raw) > MAX_LINE:
        for number, text in enumerate(raw.split("\n"), 1):
            if len(text) > MAX_LINE:
                at = number if line is None else line
                expected = f"lines of at most {MAX_LINE:,} characters, not {len(text):,}"
                yield Problem(file, at, "line", text[:60], expected)


def _line_of(raw: str, offset: int, line: int | None) -> int:
    return raw.count("\n", 0, offset) + 1 if line is None else line


def _date(value: str) -> tuple[dt.date | None, str | None]:
    if not value:
        return None, None
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        raise ValueError(value)
    precision = {4: "year", 7: "month", 10: "day"}[len(value)]
    return dt.date.fromisoformat((value + "-01-01")[:10]), precision


def _frame(rows: list[dict]) -> pd.DataFrame:
    extra = dict.fromkeys(k for row in rows for k in row if k not in COLUMNS)
    names = [*COLUMNS, *extra]
    frame = pd.DataFrame({k: [row.get(k) or None for row in rows] for k in names})
    frame = frame.astype(COLUMNS | dict.fromkeys(extra, "str"))
    return frame.sort_values("article_id", ignore_index=True)
