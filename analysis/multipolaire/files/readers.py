"""Files of every kind to rows of text; what cannot be read is named, never dropped.

A row is ``(file, line, {column: text})`` with the text as received in ``raw``; whether
it makes a sound article is judged in :mod:`multipolaire.articles`.
"""

import csv
import datetime as dt
import hashlib
import json
import logging
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from multipolaire.files import parquet
from multipolaire.files.databases import factiva_xml, read_page
from multipolaire.files.decode import (
    MAX_ROW,
    Reading,
    decode,
    is_regular,
    is_text,
    read_lines,
)
from multipolaire.files.install import lacks
from multipolaire.french.dates import states_day

Row = tuple[str, int | None, dict[str, str]]
ID = re.compile(r"\w[\w.\-]{0,199}")
_NEEDS = ("article_id", "text")
MAX_TAGS = 100_000  # of a page: trafilatura takes minutes for more
MAX_ATTRIBUTES = (
    10_000  # of the tags that hold many, for their squares take as long
)
_MANY = 1000
ID_EXPECTED = "letters, digits, '-', '_' or '.', not a path"


def rows(source: Path, reading: Reading) -> Iterator[tuple[Row, str | None]]:
    """The rows of a corpus: a folder, with or without ``articles.csv``, or one file.

    With each row the file of its text, where that is not the file of the row.
    """
    if (source / "articles.csv").exists():
        yield from _listed(source, reading)
    else:
        read = _folder if source.is_dir() else _file
        yield from ((row, None) for row in read(source, reading))
    for library, (file, error, others) in reading.lacking.items():  # each once
        use = f" for this file and {others:,} of its kind" if others else ""
        reading.note(
            file, None, "reader", file.suffix, lacks(library, error, use)
        )


_UNHEARD = logging.NullHandler()


def extract_page(page: str, url: str | None = None) -> dict[str, str]:
    """Title, publisher, date and text of a web page, by trafilatura.

    A date is given as far as the page or its address states it: ``2024-02`` stays a
    month.

    Raises ``ImportError`` where trafilatura is not installed (the extra ``html``),
    ``ValueError`` on a page of more than :data:`MAX_TAGS` tags, of more than
    :data:`MAX_ATTRIBUTES` in tags of over a thousand, or that trafilatura fails on.
    """
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").addHandler(
        _UNHEARD
    )  # what fails is said here
    if (tags := page.count("<")) > MAX_TAGS:
        raise ValueError(
            f"{tags:,} tags: expected at most {MAX_TAGS:,} in a page"
        )
    if (held := _attributes(page)) > MAX_ATTRIBUTES:
        expected = (
            f"expected at most {MAX_ATTRIBUTES:,} in the longest tags of a page"
        )
        raise ValueError(f"{held:,} attributes: {expected}")
    only_stated = {
        "extensive_search": False,
        "original_date": True,
    }  # no guessed date
    page = _MODIFIED.sub(
        "", page
    )  # the day of a change is not that of publication
    try:
        found = bare_extraction(
            page,
            url,
            include_comments=False,
            with_metadata=True,
            date_extraction_params=only_stated,
        )
    except (
        Exception
    ) as error:  # one page that trafilatura fails on costs no other
        fault = f"{type(error).__name__} in trafilatura ({error})"
        raise ValueError(f"{fault}: expected a page that it reads") from error
    names = {"title": "title", "publisher": "sitename", "published": "date"}
    names |= {
        "author": "author",
        "url": "url",
        "language": "language",
        "raw": "text",
    }
    row = {k: getattr(found, name, None) or "" for k, name in names.items()}
    day = row["published"]
    if day and not states_day(f"{page} {url}", dt.date.fromisoformat(day)):
        row["published"] = day[:7]  # to "2024-02" the day of today was added
    return row


def _attributes(page: str) -> int:
    """At least the attributes of the tags that hold over a thousand, taken together.

    A parser compares each attribute of a tag with all before it.  What stands in a
    value counts too, each word once: parsers differ in where a broken value ends.
    """
    long = (tag for tag in _TAG.findall(page) if len(tag) > 2 * _MANY)
    held = (len(set(re.findall(r"""[^\s"'<>/=]+""", tag))) for tag in long)
    return sum(n for n in held if n > _MANY)


# A tag ends at its first ">" outside of a value, and a value is quoted after "=" alone.
_TAG = re.compile(
    r"""<[a-z](?:[^>=]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?)*+""", re.IGNORECASE
)
_MODIFIED = re.compile(
    r"""<meta\b[^<>]{0,300}=\s?["']?[^"'<>\s]{0,80}(?:modif|updated)[^<>]{0,300}>""",
    re.IGNORECASE,
)


def _listed(folder: Path, reading: Reading) -> Iterator[tuple[Row, str]]:
    table, texts = folder / "articles.csv", folder / "articles"
    listed = set()
    for file, line, row in _file(
        table, reading, folder, partial(table_rows, needs=_NEEDS[:1])
    ):
        name = row["article_id"]
        if not ID.fullmatch(name):
            reading.note(file, line, "article_id", name, ID_EXPECTED)
            continue
        listed.add(f"{name}.txt")
        path = texts / f"{name}.txt"
        if not os.path.isfile(path):  # which takes any name, however long
            reading.note(file, line, "article_id", name, f"a file {path}")
            continue
        for place, _, text in _file(path, reading, folder, _txt):
            if row.get("sha256") not in (None, "", text["sha256"]):
                expected = f"{text['sha256']} of {path}"
                reading.note(file, line, "sha256", row["sha256"], expected)
            yield (file, line, row | text), place
    present = sorted(texts.iterdir()) if texts.is_dir() else []
    for path in [*present, *sorted(folder.glob("*.txt"))]:
        left_out = path.name not in listed or path.parent == folder
        if left_out and not path.name.startswith("."):
            expected = (
                f"a row in {table} and a place in {texts} (it is left out)"
            )
            reading.note(
                path, None, "unlisted file", path.name, expected, False
            )


def _folder(folder: Path, reading: Reading) -> Iterator[Row]:
    files = [
        path
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".")
    ]
    if not any(path.suffix.lower() in _READERS for path in files):
        expected = (
            f"articles.csv or .txt files in it (or {', '.join(_READERS)})"
        )
        reading.note(folder, None, "folder", folder.name, expected)
    for path in files:
        if path.suffix.lower() in _READERS:
            yield from _file(path, reading, folder)
        else:
            what = "folder" if path.is_dir() else "file"
            expected = f"{', '.join(_READERS)} (it is left out)"
            reading.note(path, None, what, path.name, expected, False)


def _file(
    file: Path,
    reading: Reading,
    root: Path | None = None,
    reader: Callable[[Path, Reading], Iterator[Row]] | None = None,
) -> Iterator[Row]:
    reader = reader or _READERS.get(file.suffix.lower())
    if reader is None:
        expected = f"a folder or {', '.join(_READERS)}"
        reading.note(file, None, "file", file.name, expected)
    elif is_regular(file, reading, root):
        try:
            yield from reader(file, reading)
        except OSError as error:
            expected = f"a readable file ({' '.join(str(error).split())})"
            reading.note(file, None, "file", file.name, expected)
        except ImportError as error:  # of an optional reader
            library = (
                "pyarrow"
                if file.suffix.lower() == ".parquet"
                else "trafilatura"
            )
            reading.lacking.setdefault(library, [file, error, -1])[2] += 1


def _txt(file: Path, reading: Reading) -> Iterator[Row]:
    data = file.read_bytes()
    if is_text(text := decode(data, file, None, reading)):
        yield (
            str(file),
            None,
            {"raw": text, "sha256": hashlib.sha256(data).hexdigest()},
        )


def _named_txt(file: Path, reading: Reading) -> Iterator[Row]:
    for place, line, row in _txt(file, reading):
        yield (
            place,
            line,
            row | {"article_id": _made_id(file.stem, file, reading)},
        )


def _html(file: Path, reading: Reading) -> Iterator[Row]:
    page = page_text(file.read_bytes(), file, reading)
    if page is not None and "<DOCFULL>" in page:
        reading.note(
            file, None, "export", "LexisNexis", "Europresse or Factiva"
        )
    elif page is not None and (found := read_page(page)):
        records, announced = found
        if len(records) != announced:
            expected = f"the {announced} that the page announces"
            reading.note(file, None, "records", len(records), expected)
        yield from _exported(records, file, reading)
    elif page is not None:
        try:
            records = [{"number": file.stem} | extract_page(page)]
        except ValueError as error:
            records = []
            value, _, expected = str(error).partition(": expected ")
            reading.note(file, None, "page", value, expected)
        yield from _exported(records, file, reading)


def _xml(file: Path, reading: Reading) -> Iterator[Row]:
    page = page_text(file.read_bytes(), file, reading)
    if page is not None:
        try:
            records = factiva_xml(page)
        except ValueError as error:
            records = []
            reading.note(file, None, "XML", error, "a Factiva export")
        else:
            if not records:
                reading.note(file, None, "XML", page[:60], "a Factiva export")
        yield from _exported(records, file, reading)


def _csv(file: Path, reading: Reading) -> Iterator[Row]:
    for place, line, row in table_rows(file, reading, _NEEDS):
        yield place, line, _with_raw(row)


def _jsonl(file: Path, reading: Reading) -> Iterator[Row]:
    for number, line in read_lines(file, reading):
        if not line.strip() or not is_text(line):
            continue  # nothing, or named
        try:
            row = json.loads(line, object_pairs_hook=_once)
            if not isinstance(row, dict) or not row.keys() >= set(_NEEDS):
                raise ValueError(f"{type(row).__name__} without them")
            cells = {name: _cell(name, value) for name, value in row.items()}
        except (ValueError, RecursionError) as error:
            expected = f"one JSON object a line, with 'article_id' and 'text' ({error})"
            reading.note(file, number, "line", line, expected)
        else:
            yield str(file), number, _with_raw(cells)


def _parquet(file: Path, reading: Reading) -> Iterator[Row]:
    from pyarrow import ArrowException

    number = 0
    try:
        with parquet.opened(file) as table:
            names = table.schema_arrow.names
            if not _has_columns(file, names, _NEEDS, reading):
                return
            for batch in parquet.batches(table, file, reading):
                columns, row = list(zip(names, batch.columns)), {}
                for at in range(batch.num_rows):
                    number += 1
                    try:
                        for name, column in columns:
                            row[name] = _cell(name, column[at].as_py())
                    except (
                        ValueError,
                        OverflowError,
                    ) as error:  # the year 14000
                        expected = "text in UTF-8, and days before 10000"
                        reading.note(file, number, name, error, expected)
                    else:
                        yield str(file), number, _with_raw(dict(row))
    except ArrowException as error:
        reading.note(file, number or None, "file", error, "a Parquet file")


_READERS = {
    ".txt": _named_txt,
    ".csv": _csv,
    ".tsv": _csv,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".parquet": _parquet,
    ".html": _html,
    ".htm": _html,
    ".xml": _xml,
}


def table_rows(
    file: Path, reading: Reading, needs: tuple[str, ...]
) -> Iterator[Row]:
    lines = (text for _, text in read_lines(file, reading))
    header = next(lines, "")
    delimiter = max(
        ",;\t", key=header.count
    )  # ";" is what French spreadsheets write
    # strict: an open quotation mark is named, not closed wherever the next one stands.
    reader = csv.reader(
        chain([header], lines), delimiter=delimiter, strict=True
    )
    columns: list[str] = []
    for line, cells in _csv_rows(file, reader, reading):
        if not columns:
            columns = [
                c.strip() or f"column_{n}" for n, c in enumerate(cells, 1)
            ]
            if not is_text(header) or not _has_columns(
                file, columns, needs, reading
            ):
                return
        elif len(cells) != len(columns):
            expected = f"{len(columns)} cells, not {len(cells)}"
            reading.note(file, line, "row", delimiter.join(cells), expected)
        elif is_text("".join(cells)):  # if not, its line was named
            yield str(file), line, dict(zip(columns, cells))
    if not columns:
        _has_columns(file, columns, needs, reading)


def _csv_rows(
    file: Path, reader, reading: Reading
) -> Iterator[tuple[int, list[str]]]:
    while True:
        line = reader.line_num + 1
        limit = csv.field_size_limit(
            MAX_ROW
        )  # an article may exceed the 131,072
        try:
            cells = next(reader, None)
        except csv.Error as error:
            cells, last = [], reader.line_num
            expected = "a CSV row" + (
                f" (read to line {last})" if last > line else ""
            )
            reading.note(file, line, "row", error, expected)
        finally:
            csv.field_size_limit(limit)
        if cells is None:
            return
        if any(cells):
            yield line, cells


def _has_columns(
    file: Path, columns: list[str], needs: tuple[str, ...], reading: Reading
) -> bool:
    twice = next((name for name, n in Counter(columns).items() if n > 1), None)
    missing = [name for name in needs if name not in columns]
    if missing:
        others = (f" beside {name!r}" for name in needs if name != missing[0])
        expected = f"a column {missing[0]!r}{''.join(others)}"
    else:
        expected = f"each name once, not {twice!r} twice"
    if twice or missing:
        reading.note(file, 1, "columns", ",".join(columns), expected)
    return not (twice or missing)


def _with_raw(row: dict[str, str]) -> dict[str, str]:
    """A table that this package wrote holds ``raw``; in others ``text`` is that.

    Of both, ``text`` stays where it differs, to be judged.
    """
    text = row.pop("text")
    raw = row.get("raw") or text
    return (
        row
        | {"raw": raw, "sha256": ""}
        | ({"text": text} if text != raw else {})
    )


def page_text(
    data: bytes, file: Path, reading: Reading, header: str = ""
) -> str | None:
    """A page as text: UTF-8 if it is, else what its header or itself states."""
    start = header.encode("ascii", "replace") + data[:2048]
    stated = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", start)
    charset = stated and _CHARSETS.get(stated[1].lower())
    page = decode(data, file, None, reading, charset)
    return page if is_text(page) else None


_CHARSETS = {  # what a page may state; browsers read the first four as one
    b"iso-8859-1": "cp1252",
    b"latin1": "cp1252",
    b"us-ascii": "cp1252",
    b"windows-1252": "cp1252",
    b"iso-8859-15": "iso8859-15",
    b"macintosh": "mac_roman",
}


def _exported(
    records: list[dict], file: Path, reading: Reading
) -> Iterator[Row]:
    for n, record in enumerate(records, 1):
        made = _made_id(
            record.pop("number") or f"{file.stem}-{n}", file, reading
        )
        yield f"{file}#{made}", None, record | {"article_id": made}


def _made_id(name: str, file: Path, reading: Reading) -> str:
    """An id from a name: safe, and its own; a second one of a name is named."""
    safe = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name))
    safe = made = safe.strip("-._")[:100] or "article"
    while made in reading.made:
        reading.made[safe] += 1
        made = f"{safe}-{reading.made[safe]}"
    reading.made[made] += 1
    if made != safe:
        expected = f"a name of its own (kept as {made!r})"
        reading.note(file, None, "duplicate name", name, expected, False)
    return made


def _once(pairs: list[tuple[str, object]]) -> dict:
    if len(made := dict(pairs)) < len(pairs):
        raise ValueError("a name twice in one object: one value would be lost")
    return made


def _cell(name: str, value: object) -> str:
    if name in _NEEDS and isinstance(value, bool | list | dict):
        raise ValueError(
            f"{name!r}: expected a text"
        )  # valid JSON, and no text
    if value is None or value != value:  # a missing number is not itself
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool | list | dict):
        return json.dumps(value, default=str, ensure_ascii=False)
    return str(value)
