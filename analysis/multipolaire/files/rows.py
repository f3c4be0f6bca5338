"""Files of every kind to rows of text; what cannot be read is named, never dropped.

The cells of a row have the text as received in ``raw``; whether it makes a sound
article is judged in :mod:`multipolaire.files.checks`.
"""

import hashlib
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from multipolaire.files import corrections, tables
from multipolaire.files.decode import decode, is_text
from multipolaire.files.install import lacks
from multipolaire.files.pages import html_rows, xml_rows
from multipolaire.files.problems import ID, ID_EXPECTED, Reading, Row
from multipolaire.files.starred import is_starred, starred


def rows(source: Path, reading: Reading) -> Iterator[Row]:
    """The rows of a corpus: a folder, with or without ``articles.csv``, or one file."""
    if (source / "articles.csv").exists():
        yield from _listed(source, reading)
    else:
        read = _folder if source.is_dir() else _file
        yield from read(source, reading)
    for library, (file, error, others) in reading.lacking.items():  # each once
        use = f" for this file and {others:,} of its kind" if others else ""
        expected = lacks(library, error, use)
        reading.note(file, None, "reader", file.suffix, expected)


def _listed(folder: Path, reading: Reading) -> Iterator[Row]:
    table, texts = folder / "articles.csv", folder / "articles"
    named, listed = partial(tables.table_rows, needs=tables.NEEDS[:1]), set()
    for row in _file(table, reading, folder, named):
        note, stated = partial(reading.note, row.file, row.line), row.cells
        name = stated["article_id"]
        if not ID.fullmatch(name):
            note("article_id", name, ID_EXPECTED)
            continue
        listed.add(f"{name}.txt")
        path = texts / f"{name}.txt"
        if not os.path.isfile(path):  # which takes any name, however long
            note("article_id", name, f"a file {path}")
            continue
        for text in _file(path, reading, folder, _txt):
            digest = text.cells["sha256"]
            if (stated.get("sha256") or digest) != digest:
                note("sha256", stated["sha256"], f"{digest} of {path}")
            yield Row(row.file, row.line, stated | text.cells, text.file)
    present = sorted(texts.iterdir()) if texts.is_dir() else []
    expected = f"a row in {table} and a place in {texts} (it is left out)"
    for path in [*present, *sorted(folder.glob("*.txt"))]:
        left_out = path.name not in listed or path.parent == folder
        if left_out and not path.name.startswith("."):
            reading.note_file(path, expected, "unlisted file", False)


def _folder(folder: Path, reading: Reading) -> Iterator[Row]:
    files = [p for p in sorted(folder.iterdir()) if not p.name.startswith(".")]
    files = [path for path in files if path.name != corrections.NAME]
    kinds = ", ".join(READERS)
    if not any(path.suffix.lower() in READERS for path in files):
        expected = f"articles.csv or .txt files in it (or {kinds})"
        reading.note_file(folder, expected, "folder")
    for path in files:
        if path.suffix.lower() in READERS:
            yield from _file(path, reading, folder)
        else:
            what = "folder" if path.is_dir() else "file"
            reading.note_file(path, f"{kinds} (it is left out)", what, False)


def _file(
    file: Path, reading: Reading, root: Path | None = None, reader=None
) -> Iterator[Row]:
    """The rows of a file, by the reader of its kind or another."""
    kind = file.suffix.lower()
    reader = reader or READERS.get(kind)
    if reader is None:
        reading.note_file(file, f"a folder or {', '.join(READERS)}")
    elif _is_regular(file, reading, root):
        try:
            yield from reader(file, reading)
        except OSError as error:
            said = " ".join(str(error).split())
            reading.note_file(file, f"a readable file ({said})")
        except ImportError as error:  # of an optional reader
            library = "pyarrow" if kind == ".parquet" else "trafilatura"
            reading.lacking.setdefault(library, [file, error, -1])[2] += 1


def _is_regular(file: Path, reading: Reading, root: Path | None) -> bool:
    """Whether it is a file to read: no pipe, no link that leads out of ``root``."""
    try:
        target = file.resolve(strict=True)
        if not target.is_file():
            reading.note_file(file, "a regular file")
        elif root and not target.is_relative_to(root.resolve()):
            reading.note(file, None, "link", target, f"a file inside {root}")
        else:
            return True
    except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself
        reading.note_file(file, f"a readable file ({error})")
    return False


def _txt(file: Path, reading: Reading) -> Iterator[Row]:
    data = file.read_bytes()
    if is_text(text := decode(data, file, None, reading)):
        cells = {"raw": text, "sha256": hashlib.sha256(data).hexdigest()}
        yield Row(str(file), None, cells)


def _named_txt(file: Path, reading: Reading) -> Iterator[Row]:
    for row in _txt(file, reading):
        if is_starred(text := row.cells["raw"]):
            yield from _starred(file, text, reading)
            continue
        row.cells["article_id"] = reading.made_id(file.stem, file)
        yield row


def _starred(file: Path, text: str, reading: Reading) -> Iterator[Row]:
    for n, (line, cells) in enumerate(starred(text), 1):
        if "article_id" not in cells:
            cells["article_id"] = reading.made_id(f"{file.stem}-{n}", file)
        yield Row(str(file), line, {**cells, "sha256": ""})


READERS = {
    ".txt": _named_txt,
    **dict.fromkeys((".csv", ".tsv"), tables.csv_rows),
    **dict.fromkeys((".jsonl", ".ndjson"), tables.jsonl_rows),
    ".parquet": tables.parquet_rows,
    **dict.fromkeys((".html", ".htm"), html_rows),
    ".xml": xml_rows,
}
