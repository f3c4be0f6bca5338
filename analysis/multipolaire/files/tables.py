"""Rows of tables: CSV as spreadsheets write it, JSON Lines, Parquet."""

import csv
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from multipolaire.files import parquet
from multipolaire.files.decode import MAX_ROW, is_text, read_lines
from multipolaire.files.mapped import guessed, shown
from multipolaire.files.problems import Reading, Row
from multipolaire.files.write import unguarded

NEEDS = ("article_id", "text")


def csv_rows(file: Path, reading: Reading) -> Iterator[Row]:
    for row in table_rows(file, reading, NEEDS):
        yield row._replace(cells=with_raw(row.cells))


def table_rows(
    file: Path, reading: Reading, needs, known=None
) -> Iterator[Row]:
    """The rows of a CSV file with the columns ``needs``, whatever parts its cells."""
    lines = (text for _, text in read_lines(file, reading))
    header, first = next(lines, ""), 0
    between = max(",;\t", key=header.count)  # ";" is French spreadsheets'
    # Excel's, in a line of its own
    if told := re.fullmatch(r"sep=(.)\s*", header):
        between, header, first = told[1], next(lines, ""), 1
    # strict: an open quotation mark is named, not closed wherever the next one stands.
    reader = csv.reader(chain([header], lines), delimiter=between, strict=True)
    if not is_text(header):  # it was named
        return
    cells = _cells(file, reader, reading, first)
    rows = ((str(file), line, row) for line, row in cells)
    yield from named_rows(rows, file, reading, needs, between, known)


def named_rows(
    rows, file: Path, reading: Reading, needs, between=",", known=None
) -> Iterator[Row]:
    """Rows of cells, each with its file and line, of which the first names columns."""
    columns, n = None, 0
    for name, line, cells in rows:
        if columns is None:
            names = enumerate(map(str.strip, cells), 1)
            theirs = [told or f"column_{k}" for k, told in names]
            columns = columns_of(file, theirs, needs, reading, line, known)
            if columns is None:
                return
        elif len(cells) != len(columns):
            expected = f"{len(columns)} cells, not {len(cells)}"
            reading.note(name, line, "row", between.join(cells), expected)
        elif is_text("".join(cells)):  # if not, its line was named
            n += 1
            row = dict(zip(columns, cells))
            yield Row(name, line, with_id(row, file, n, reading))
    if columns is None:
        columns_of(file, [], needs, reading)


def with_id(row: dict[str, str], file: Path, n: int, reading: Reading) -> dict:
    """The cells of a row, with an id that is made here where the table has none."""
    if "article_id" in row:
        return row
    return {"article_id": reading.made_id(f"{file.stem}-{n}", file), **row}


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
            yield line, [*map(unguarded, cells)]


def jsonl_rows(file: Path, reading: Reading) -> Iterator[Row]:
    ours, n = None, 0
    for number, line in read_lines(file, reading):
        if not line.strip() or not is_text(line):
            continue  # nothing, or named
        try:
            row = json.loads(line, object_pairs_hook=_once)
            if not isinstance(row, dict):
                raise ValueError(f"{type(row).__name__} without them")
            known = reading.columns or guessed(row).keys() | row.keys()
            if ours is None and "text" in known:
                names = columns_of(file, [*row], NEEDS, reading, number)
                if names is None:
                    return
                ours = dict(zip(row, names))
            if ours:
                row = {ours.get(name, name): row[name] for name in row}
            needed = {*NEEDS} if ours is None else {*NEEDS} & {*ours.values()}
            if not row.keys() >= needed:
                raise ValueError("dict without them")
            cells = {name: _cell(name, value) for name, value in row.items()}
        except (ValueError, RecursionError) as error:
            expected = f"one JSON object a line, with 'article_id' and 'text' ({error})"
            reading.note(file, number, "line", line, expected)
        else:
            n += 1
            cells = with_id(cells, file, n, reading)
            yield Row(str(file), number, with_raw(cells))


def _once(pairs: list[tuple[str, object]]) -> dict:
    if len(made := dict(pairs)) < len(pairs):
        raise ValueError("a name twice in one object: one value would be lost")
    return made


def parquet_rows(file: Path, reading: Reading) -> Iterator[Row]:
    from pyarrow import ArrowException

    number = 0
    try:
        with parquet.opened(file) as table:
            names = columns_of(file, table.schema_arrow.names, NEEDS, reading)
            if names is None:
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
                        found = with_id(dict(cells), file, number, reading)
                        yield Row(str(file), number, with_raw(found))
    except ArrowException as error:
        reading.note(file, number or None, "file", error, "a Parquet file")


def columns_of(
    file: Path, columns: list[str], needs, reading: Reading, line=1, known=None
) -> list[str] | None:
    """The names that a table's columns have here; ``None``, and it is noted, for none.

    Those that the user has named go; else, where one that is needed is missing, all are
    guessed, and the guess is taken where the user accepts it, and shown where not.
    """
    told, mapping = ",".join(columns), reading.columns
    if not mapping and known:  # by convention
        both = known.items()
        mapping = {a: b for a, b in both if a not in columns and b in columns}
    note = partial(reading.note, file, line, "columns", told)
    if absent := [name for name in mapping.values() if name not in columns]:
        note(f"a column {absent[0]!r}, as columns= (--columns) names it")
        return None
    missing = [name for name in needs if name not in (*columns, *mapping)]
    asked = missing and not mapping and "article_id" in needs
    guess = guessed(columns) if asked else {}
    if {*missing} & guess.keys() and {*missing} <= guess.keys() | {
        "article_id"
    }:
        if not reading.accept_columns:
            also = "accept_columns=True), or other names: --columns"
            note(f"{shown(guess)}, if that is right: --accept-columns ({also}")
            return None
        note(f"{shown(guess)} (taken so)", False)
        mapping, missing = guess, [n for n in missing if n not in guess]
    if missing == ["article_id"] and "text" in needs:
        note("a column 'article_id' (ids are made here, in order)", False)
    elif missing:
        others = (f" beside {name!r}" for name in needs if name != missing[0])
        lists = {"text"} & {*missing} and guessed(columns).keys() >= {"url"}
        fetch = " (a list of addresses: multipolaire fetch)" if lists else ""
        note(f"a column {missing[0]!r}{''.join(others)}{fetch}")
        return None
    ours = {theirs: name for name, theirs in mapping.items()}
    kept = {name: f"{name}_in_table" for name in mapping} | ours
    names = [kept.get(name, name) for name in columns]
    if twice := [name for name, n in Counter(names).items() if n > 1]:
        note(f"each name once, not {twice[0]!r} twice")
        return None
    return names


def with_raw(cells: dict[str, str]) -> dict[str, str]:
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
