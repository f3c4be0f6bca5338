"""Files of every kind to rows of text; what cannot be read is named, never dropped.

A row is ``(file, line, {column: text})`` with the text as received in ``raw``; whether
it makes a sound article is judged in :mod:`multipolaire.files.checks`.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from multipolaire.files.decode import decode, is_text
from multipolaire.files.ids import ID, ID_EXPECTED, made_id
from multipolaire.files.install import lacks
from multipolaire.files.pages import html_rows, xml_rows
from multipolaire.files.problems import Reading, Row
from multipolaire.files.tables import (
    NEEDS,
    csv_rows,
    jsonl_rows,
    parquet_rows,
    table_rows,
)


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


def _listed(folder: Path, reading: Reading) -> Iterator[tuple[Row, str]]:
    table, texts = folder / "articles.csv", folder / "articles"
    listed = set()
    for file, line, row in _file(
        table, reading, folder, partial(table_rows, needs=NEEDS[:1])
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
    if not any(path.suffix.lower() in READERS for path in files):
        expected = f"articles.csv or .txt files in it (or {', '.join(READERS)})"
        reading.note(folder, None, "folder", folder.name, expected)
    for path in files:
        if path.suffix.lower() in READERS:
            yield from _file(path, reading, folder)
        else:
            what = "folder" if path.is_dir() else "file"
            expected = f"{', '.join(READERS)} (it is left out)"
            reading.note(path, None, what, path.name, expected, False)


def _file(
    file: Path,
    reading: Reading,
    root: Path | None = None,
    reader: Callable[[Path, Reading], Iterator[Row]] | None = None,
) -> Iterator[Row]:
    reader = reader or READERS.get(file.suffix.lower())
    if reader is None:
        expected = f"a folder or {', '.join(READERS)}"
        reading.note(file, None, "file", file.name, expected)
    elif _is_regular(file, reading, root):
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


def _is_regular(file: Path, reading: Reading, root: Path | None = None) -> bool:
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
            row | {"article_id": made_id(file.stem, file, reading)},
        )


READERS = {
    ".txt": _named_txt,
    ".csv": csv_rows,
    ".tsv": csv_rows,
    ".jsonl": jsonl_rows,
    ".ndjson": jsonl_rows,
    ".parquet": parquet_rows,
    ".html": html_rows,
    ".htm": html_rows,
    ".xml": xml_rows,
}
