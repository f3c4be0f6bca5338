"""Rows of tables: CSV as spreadsheets write it, JSON Lines, Parquet."""

import csv
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from multipolaire.files import parquet
from multipolaire.files.decode import MAX_ROW, is_text, read_lines
from multipolaire.files.problems import Reading, Row

NEEDS = ("article_id", "text")


def csv_rows(file: Path, reading: Reading) -> Iterator[Row]:
    for row in table_rows(file, reading, NEEDS):
        yield row._replace(cells=_with_raw(row.cells))


def table_rows(file: Path, reading: Reading, needs) -> Iterator[Row]:
    """The rows of a CSV file with the columns ``needs``, whatever parts its cells."""
    lines = (text for _, text in read_lines(file, reading))
    header = next(lines, "")
    between, first = (
        max(",;\t", key=header.count),
        0,
    )  # ";" is French spreadsheets'
    if told := re.fullmatch(
        r"sep=(.)\s*", header
    ):  # Excel says it in a line of its own
        between, header, first = told[1], next(lines, ""), 1
    # strict: an open quotation mark is named, not closed wherever the next one stands.
    reader = csv.reader(chain([header], lines), delimiter=between, strict=True)
    columns: list[str] = []
    for line, cells in _cells(file, reader, reading, first):
        if not columns:
            names = enumerate(map(str.strip, cells), 1)
            columns = [name or f"column_{n}" for n, name in names]
            there = is_text(header)  # if not, it was named
            if not (there and _has_columns(file, columns, needs, reading)):
                return
        elif len(cells) != len(columns):
            expected = f"{len(columns)} cells, not {len(cells)}"
            reading.note(file, line, "row", between.join(cells), expected)
        elif is_text("".join(cells)):  # if not, its line was named
            yield Row(str(file), line, dict(zip(columns, cells)))
    if not columns:
        _has_columns(file, columns, needs, reading)


def _cells(file: Path, reader, reading: Reading, first: int) -> Iterator[tuple]:
    """Rows with the number of their first line, after ``first`` others."""
    while True:
        line = first + reader.line_num + 1
        # An article may exceed the 131,072.
        limit = csv.field_size_limit(MAX_ROW)
        try:
            cells = next(reader, None)
        except csv.Error as error:
            cells, last = [], first + reader.line_num
            until = f" (read to line {last})" if last > line else ""
            reading.note(file, line, "row", error, f"a CSV row{until}")
        finally:
            csv.field_size_limit(limit)
        if cells is None:
            return
        if any(cells):
            yield line, cells


def jsonl_rows(file: Path, reading: Reading) -> Iterator[Row]:
    for number, line in read_lines(file, reading):
        if not line.strip() or not is_text(line):
            continue  # nothing, or named
        try:
            row = json.loads(line, object_pairs_hook=_once)
            if not isinstance(row, dict) or not row.keys() >= set(NEEDS):
                raise ValueError(f"{type(row).__name__} without them")
            cells = {name: _cell(name, value) for name, value in row.items()}
        except (ValueError, RecursionError) as error:
            expected = f"one JSON object a line, with 'article_id' and 'text' ({error})"
            reading.note(file, number, "line", line, expected)
        else:
            yield Row(str(file), number, _with_raw(cells))


def _once(pairs: list[tuple[str, object]]) -> dict:
    if len(made := dict(pairs)) < len(pairs):
        raise ValueError("a name twice in one object: one value would be lost")
    return made


def parquet_rows(file: Path, reading: Reading) -> Iterator[Row]:
    from pyarrow import ArrowException

    number = 0
    try:
        with parquet.opened(file) as table:
            names = table.schema_arrow.names
            if not _has_columns(file, names, NEEDS, reading):
                return
            for batch in parquet.batches(table, file, reading):
                columns, cells = list(zip(names, batch.columns)), {}
                for at in range(batch.num_rows):
                    number += 1
                    try:
                        for name, column in columns:
                            cells[name] = _cell(name, column[at].as_py())
                    except (ValueError, OverflowError) as error:
                        expected = "text in UTF-8, and days before 10000"
                        reading.note(file, number, name, error, expected)
                    else:
                        found = _with_raw(dict(cells))
                        yield Row(str(file), number, found)
    except ArrowException as error:
        reading.note(file, number or None, "file", error, "a Parquet file")


def _has_columns(file: Path, columns, needs, reading: Reading) -> bool:
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


def _with_raw(cells: dict[str, str]) -> dict[str, str]:
    """A table that this package wrote holds ``raw``; in others ``text`` is that.

    Of both, ``text`` stays where it differs, to be judged.
    """
    text = cells.pop("text")
    raw = cells.get("raw") or text
    other = {"text": text} if text != raw else {}
    return cells | {"raw": raw, "sha256": ""} | other


def _cell(name: str, value: object) -> str:
    if name in NEEDS and isinstance(value, bool | list | dict):
        raise ValueError(f"{name!r}: expected a text")
    if value is None or value != value:  # a missing number is not itself
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool | list | dict):
        return json.dumps(value, default=str, ensure_ascii=False)
    return str(value)
