"""Files of every kind to rows of text; what cannot be read is named, never dropped.

The cells of a row have the text as received in ``raw``; whether it makes a sound
article is judged in :mod:`multipolaire.files.checks`.
"""

import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from multipolaire.files import corrections, tables
from multipolaire.files.days import in_order
from multipolaire.files.decode import decode, is_text
from multipolaire.files.install import lacks
from multipolaire.files.mapped import guessed
from multipolaire.files.nexis import is_nexis, nexis
from multipolaire.files.office import (
    front_matter,
    packed,
    sheet_rows,
    word_file,
)
from multipolaire.files.pages import exported, html_rows, xml_rows
from multipolaire.files.problems import ID, ID_EXPECTED, NOWHERE, Reading, Row
from multipolaire.files.starred import is_starred, starred
from multipolaire.french import lexicon
from multipolaire.scale import brief


def rows(source: Path, reading: Reading) -> Iterator[Row]:
    """The rows of a corpus: a folder, with or without a table of its own, or one file."""
    if source.is_dir():
        before, found = len(reading.problems), False
        for row in _folder(source, reading, source):
            found = True
            yield row
        told = [one.fatal for one in reading.problems[before:]]
        listed = any((source / name).is_file() for name in TABLES)
        if not (found or listed or any(told) or reading.lacking):
            expected = f"articles.csv or .txt files in it (or {KINDS})"
            reading.note_file(source, expected, "folder")
    else:
        yield from _file(source, reading)
    for library, (file, error, others) in reading.lacking.items():  # each once
        use = f" for this file and {others:,} of its kind" if others else ""
        expected = lacks(library, error, use, PACKAGES.get(library, ""))
        reading.note(file, None, "reader", file.suffix, expected)


def _folder(folder: Path, reading: Reading, root: Path) -> Iterator[Row]:
    """The rows of a folder: what its table lists, or its files and folders in order."""
    for name, texts in TABLES.items():
        if (folder / name).is_file():
            yield from _listed(folder / name, folder / texts, reading)
            return
    files = [p for p in sorted(folder.iterdir()) if not p.name.startswith(".")]
    others = (folder / corrections.NAME, lists := lexicon.beside(folder))
    if lists and (folder != root or reading.unpacked != NOWHERE):
        expected = "in the folder of the corpus itself, or beside its file"
        note = partial(reading.note_file, lists, f"{expected} (left out)")
        note("word lists", False)
    files = [path for path in files if path not in others]
    inside = folder.relative_to(root).as_posix()
    for path in files:
        if path.is_dir() and not path.is_symlink():
            yield from _folder(path, reading, root)
        else:
            for row in _file(path, reading, root):
                cells = {} if folder == root else {"folder": inside}
                yield row._replace(cells=cells | row.cells)


#: Tables that list the texts of a folder, and where these stand in it (TXM: beside it).
TABLES = {"articles.csv": "articles", "metadata.csv": "."}


def _listed(table: Path, texts: Path, reading: Reading) -> Iterator[Row]:
    folder, listed = table.parent, set()
    known = {"article_id": "id"} if table.name == "metadata.csv" else {}
    named = partial(tables.table_rows, needs=tables.NEEDS[:1], known=known)
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
    for path in dict.fromkeys([*present, *sorted(folder.glob("*.txt"))]):
        left_out = path.suffix == ".txt" and path.name not in listed
        left_out = left_out or path.parent != texts or path.is_dir()
        if left_out and not path.name.startswith("."):
            reading.note_file(path, expected, "unlisted file", False)


def _file(
    file: Path, reading: Reading, root: Path | None = None, reader=None
) -> Iterator[Row]:
    """The rows of a file, by the reader of its kind or another."""
    if not _is_regular(file, reading, root):
        return
    try:
        reader = reader or _reader_of(file)
        for row in in_order(reader(file, reading), reading):
            if row.line and reader in PLACED:
                place = f"{Path(row.file).name}:{row.line}"
                row.cells.setdefault("place", place)
            yield row
    except ImportError as error:  # of an optional reader
        library = LIBRARIES.get(reader, "trafilatura")
        reading.lacking.setdefault(library, [file, error, -1])[2] += 1
    except Exception as error:  # what is damaged makes libraries raise anything
        value, told, expected = str(error).rpartition(": expected ")
        fatal = root is None or not told or file.suffix.lower() in READERS
        if not told:
            said = brief(error)
            value, expected = file.name, f"a readable file, whole ({said})"
        expected = expected if fatal else f"{expected} (it is left out)"
        reading.note(file, None, "file", value, expected, fatal)


def _reader_of(file: Path) -> Callable:
    """The reader of a file, by what it holds and then by its name.

    Raises ``ValueError`` for a kind that is not read, with what to export instead.
    """
    with file.open("rb") as stream:
        start = stream.read(1024)
    kind = file.suffix.lower()
    for sign, (kinds, name, instead) in REFUSED.items():
        if start.startswith(sign) or kind in kinds:
            raise ValueError(f"{file.name}: expected {instead}, not {name}")
    if b"mimetypeapplication/" in start or kind in (".odt", ".ods"):
        kept = "an export as .docx, .xlsx or .txt, not OpenDocument"
        raise ValueError(f"{file.name}: expected {kept}")
    if start.startswith(b"PK"):
        if (names := packed(file)) is None:
            raise ValueError(f"{file.name}: expected an archive that is whole")
        if "word/document.xml" in names:
            return _word
        if "xl/workbook.xml" in names:
            return _sheets
        return _zip
    if kind in (".docx", ".xlsx", ".zip"):
        raise ValueError(f"{file.name}: expected a {kind} file, whole")
    if kind in READERS:
        return READERS[kind]
    if is_starred(start.decode("utf-8", "replace")):
        return _named_txt
    raise ValueError(f"{file.name}: expected a folder or {KINDS}")


#: How files begin that are not read, what they are, and what is wanted instead.
REFUSED = {
    b"%PDF": ((".pdf",), "a PDF", "an export of its text, as .txt or .docx"),
    b"{\\rtf": ((".rtf",), "an RTF file", "an export as .docx, .html or .txt"),
    b"WARC/": ((".warc",), "a web archive", "the pages in it, as .html"),
    b"\xd0\xcf\x11\xe0": (
        (".doc", ".xls"),
        "an old Word or Excel file",
        "an export as .docx, .xlsx or .csv",
    ),
    b"\x1f\x8b": ((".gz",), "a gzip file", "what is in it, unpacked"),
    b"TY  - ": (
        (".ris", ".bib"),
        "a list without texts",
        "texts as .txt, with this as a metadata.csv beside them",
    ),
    b"<TEI": (
        (".tei",),
        "a TEI document",
        "its text: an export as .txt, with a metadata.csv beside it",
    ),
}


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
        text = row.cells["raw"]
        lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
        if is_starred(text):
            yield from _starred(file, text, reading)
        elif is_nexis(lines):
            yield from exported(nexis(lines, wrapped=True), file, reading)
        else:
            row.cells["article_id"] = reading.made_id(file.stem, file)
            yield row


def _starred(file: Path, text: str, reading: Reading) -> Iterator[Row]:
    for n, (line, cells) in enumerate(starred(text), 1):
        if n == 1 and (above := "".join(text.split("\n")[: line - 1]).strip()):
            expected = "a line of stars above it (it is left out)"
            reading.note(file, 1, "text", above, expected, False)
        if "article_id" not in cells:
            cells["article_id"] = reading.made_id(f"{file.stem}-{n}", file)
        yield Row(str(file), line, {**cells, "sha256": ""})


def _word(file: Path, reading: Reading) -> Iterator[Row]:
    lines, facts = word_file(file)
    if is_nexis(lines):
        yield from exported(nexis(lines), file, reading)
        return
    text = "\n".join(line for line in lines if line.strip())
    record = {"number": file.stem, "raw": text}
    yield from exported([record | facts], file, reading)


def _sheets(file: Path, reading: Reading) -> Iterator[Row]:
    """The rows of every sheet, each a table of its own with its own header."""
    told = ((f"{file}#{sheet}", *row) for sheet, *row in sheet_rows(file))
    for _, rows in groupby(told, itemgetter(0)):
        for row in tables.named_rows(rows, file, reading, tables.NEEDS):
            yield row._replace(cells=tables.with_raw(row.cells))


def _markdown(file: Path, reading: Reading) -> Iterator[Row]:
    for row in _txt(file, reading):
        text = row.cells["raw"].replace("\r\n", "\n")
        cells, body, above = front_matter(text, file, reading)
        ours = {theirs: name for name, theirs in guessed(cells).items()}
        cells = {ours.get(name, name): said for name, said in cells.items()}
        cells |= {"raw": MARKS.sub("", body), "sha256": row.cells["sha256"]}
        name = cells.get("article_id") or file.stem
        cells["article_id"] = reading.made_id(name, file)
        yield Row(str(file), above + 1, cells)


# of Markdown
MARKS = re.compile(r"(?m)^#{1,6}\s+|^>\s?|\*\*(?=\S)|(?<=\S)\*\*")


def _zip(file: Path, reading: Reading) -> Iterator[Row]:
    """The rows of the files in an archive, which is unpacked beside no other file."""
    if reading.unpacked != NOWHERE:  # by another name
        raise ValueError(f"{file.name}: expected no archive in an archive")
    with TemporaryDirectory() as folder, zipfile.ZipFile(file) as archive:
        place = Path(folder).resolve()
        if all(one.is_dir() for one in archive.infolist()):
            raise ValueError(f"{file.name}: expected an archive with files")
        for one in archive.infolist():
            name, expected = one.filename, ""
            if not (place / name).resolve().is_relative_to(place):
                expected = "a file inside the archive"
            elif name.lower().endswith(".zip"):
                expected = "no archive in an archive"
            else:
                archive.extract(one, place)
            if expected:
                expected += " (it is left out)"
                reading.note(file, None, "member", name, expected, False)
        reading.unpacked = f"{place}{os.sep}", f"{file}!"
        for row in _folder(place, reading, place):
            name = row.file.replace(*reading.unpacked)
            yield row._replace(file=name, text_file=None)
        reading.unpacked = NOWHERE


READERS = {
    ".txt": _named_txt,
    **dict.fromkeys((".csv", ".tsv"), tables.csv_rows),
    **dict.fromkeys((".jsonl", ".ndjson"), tables.jsonl_rows),
    ".parquet": tables.parquet_rows,
    **dict.fromkeys((".html", ".htm"), html_rows),
    ".xml": xml_rows,
    **dict.fromkeys((".md", ".markdown"), _markdown),
    ".docx": _word,
    ".xlsx": _sheets,
    ".zip": _zip,
}
KINDS = ", ".join(READERS)
LIBRARIES = {  # that are asked for when a file of the kind is read
    tables.parquet_rows: "pyarrow",
    _word: "docx",
    _sheets: "openpyxl",
    _markdown: "yaml",
}
PLACED = (_named_txt, _sheets, _word, html_rows)  # of many texts in one file
#: What installs a library whose name is another.
PACKAGES = {"docx": "python-docx", "yaml": "pyyaml"}
