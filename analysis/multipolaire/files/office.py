"""What offices keep texts in: Word and Excel files, Markdown with front matter.

python-docx, openpyxl and PyYAML (the extra ``formats``) are imported when a file of
theirs is read.  A Word file is a page of lines, an Excel file is its sheets.
"""

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

from multipolaire.files.problems import Reading

UNPACKED = 2**28  # bytes that a file of this kind may hold once it is unpacked
PARTS = 10_000  # files in one


def packed(file: Path) -> set[str] | None:
    """The names of the files in an archive; ``None`` where it is none.

    Raises ``ValueError`` for one that would unpack to more than :data:`UNPACKED`, holds
    over :data:`PARTS` files, or is encrypted.
    """
    if not zipfile.is_zipfile(file):
        return None
    with zipfile.ZipFile(file) as archive:
        held = archive.infolist()
        size = sum(one.file_size for one in held)
        if size > UNPACKED or len(held) > PARTS:
            told = f"{len(held):,} files of {size:,} bytes"
            most = f"at most {PARTS:,} files, {UNPACKED:,} bytes in all"
            raise ValueError(f"{told}: expected {most}, once unpacked")
        if any(one.flag_bits & 1 for one in held):
            told = "expected an archive without a password"
            raise ValueError(f"encrypted: {told}")
    return {one.filename for one in held}


def word_file(file: Path) -> tuple[list[str], dict[str, str]]:
    """The paragraphs of a Word file, of its tables too, and its title and author."""
    from docx import Document

    document, lines = Document(str(file)), []
    for block in document.iter_inner_content():
        held = [block]
        if hasattr(block, "rows"):  # a table; of merged cells, one
            cells = (cell for row in block.rows for cell in row.cells)
            held = {cell._tc: cell for cell in cells}.values()
        lines += [line for one in held for line in one.text.split("\n")]
    facts = document.core_properties
    told = {"title": facts.title, "author": facts.author}
    return lines, {name: said for name, said in told.items() if said}


def sheet_rows(file: Path) -> Iterator[tuple[str, int, list]]:
    """The rows of an Excel file that hold something: sheet, number, cells as they are.

    A formula is what it was last found to be; a day without an hour is a day.
    """
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # which a file may state far too large
            width = 0  # of the header: empty cells at the end are left out
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                cells = [*map(_cell, row)]
                if any(cells):
                    while len(cells) > max(width, 1) and not cells[-1]:
                        cells.pop()
                    width = width or len(cells)
                    cells += [""] * (width - len(cells))
                    yield sheet.title, number, cells
    finally:
        book.close()


def _cell(value: object) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def front_matter(
    text: str, file: Path, reading: Reading
) -> tuple[dict[str, str], str, int]:
    """What stands above a Markdown text between two lines of dashes, and the text.

    The third is the number of lines above the text.  What cannot be read is noted.
    """
    if not text.startswith("---\n"):
        return {}, text, 0
    above, found, below = text[4:].partition("\n---\n")
    if not found:
        return {}, text, 0
    import yaml

    try:  # a text that an alias repeats could fill the memory
        events = yaml.parse(above, yaml.BaseLoader)
        if any(isinstance(event, yaml.AliasEvent) for event in events):
            raise yaml.YAMLError("an alias")
        told = yaml.load(above, yaml.BaseLoader)  # all as it is written
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        reading.note(file, line, "front matter", str(error)[:80], "YAML")
        return {}, below, above.count("\n") + 3
    told = told if isinstance(told, dict) else {}
    cells = {str(name): _listed(value) for name, value in told.items()}
    return cells, below, above.count("\n") + 3


def _listed(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_cell, value))
    return _cell(value)
