"""One row to one article: its cells, its dates, its text; what is wrong is noted."""

import hashlib
import re
from collections.abc import Callable
from functools import partial

from multipolaire.files.days import stated_day
from multipolaire.files.decode import is_text
from multipolaire.files.problems import Reading, Row
from multipolaire.french.clean import clean_text, normalise
from multipolaire.french.dates import EXPECTED
from multipolaire.french.encodings import misread
from multipolaire.french.language import foreign_language

#: Columns of the articles frame, in order, with their dtypes.  ``published`` is the
#: first day of what ``published_precision`` (day, month or year) says is known;
#: ``via`` joins outlets by ``"; "``; ``raw`` is the file as received, ``text`` what
#: :func:`multipolaire.clean_text` keeps of it.  Further columns of a table are kept.
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
PRECISIONS = ("day", "month", "year")


def article_of(row: Row, sound: bool, reading: Reading) -> dict | None:
    """The cells of an article; ``None``, and why is noted, where a row makes none.

    ``sound`` is false of a row that something was noted of before.
    """
    cells, note = row.cells, partial(reading.note, row.file, row.line)
    if reading.repair:
        _repair(cells, note)
    before = len(reading.problems)
    dates = _dates(cells, note, row.order)
    _check_cells(cells, note)
    raw = cells["raw"]  # as received; the other fields are to be shown
    _check_text(row, reading)
    if not sound or len(reading.problems) > before:
        return None
    if row.text_file:
        note = partial(reading.note, row.text_file, None)
    text = clean_text(raw)
    if not text:
        note("text", raw, "a text (nothing is left after cleaning)")
        return None
    if language := foreign_language(text):
        kept = f"French ({cells['article_id']!r} is counted as it is)"
        note("language", language, kept, False)
    given = cells.get("text") or raw
    if given not in (raw, text) and clean_text(given) != text:
        expected = "what cleaning the text as received gives (kept)"
        note("text", given, expected, False)
    shown = {k: v for k, v in cells.items() if k not in ("raw", "text")}
    if not "".join(shown.values()).isprintable():
        for name, cell in shown.items():
            shown[name] = cell if cell.isprintable() else normalise(cell).text
    digest = shown.get("sha256") or hashlib.sha256(raw.encode()).hexdigest()
    return shown | dates | {"raw": raw, "sha256": digest, "text": text}


def _repair(cells: dict[str, str], note: Callable) -> None:
    """Mend what was read in a wrong encoding before it came here, and say where."""
    from ftfy import fix_encoding

    changed = []
    for name, cell in cells.items():
        if (mended := fix_encoding(cell)) != cell:
            was, now = set(cell.split()), mended.split()
            pairs = zip(cell.split(), now)
            changed += [f"{a} → {b}" for a, b in pairs if a != b and a in was]
            cells[name] = mended
    if changed:
        first = ", ".join(dict.fromkeys(changed[:3]))
        expected = f"the repaired text ({len(changed):,} words: {first}, …)"
        note("mojibake", cells["article_id"], expected, False)


def _dates(row: dict[str, str], note: Callable, order: str | None) -> dict:
    found = {}
    for column in ("published", "event_date"):
        try:
            found[column], precision = stated_day(row.get(column, ""), order)
        except ValueError as error:
            _, stated, expected = str(error).rpartition(": expected ")
            note(column, row[column], expected if stated else EXPECTED)
            continue
        if column == "published":
            stated = row.get("published_precision") or precision
            if stated not in (None, *PRECISIONS):
                note("published_precision", stated, " or ".join(PRECISIONS))
            elif precision:  # a month that a table writes as its first day
                precision = max(precision, stated, key=PRECISIONS.index)
            found["published_precision"] = precision
    return found


def _check_cells(cells: dict[str, str], note: Callable) -> None:
    others = [cell for name, cell in cells.items() if name != "raw"]
    if not is_text("".join([*cells, *others])):  # of thousands, at once
        for text in (*cells, *others):
            if half := _SURROGATE.search(text):
                note("character", half[0], _WHOLE)
    for name in COLUMNS:
        if name not in ("raw", "text") and len(cells.get(name, "")) > MAX_LINE:
            note(name, cells[name], f"at most {MAX_LINE:,} characters")


_SURROGATE = re.compile("[\ud800-\udfff]")
_WHOLE = "whole characters (a lone surrogate is half of one)"


def _check_text(row: Row, reading: Reading) -> None:
    raw = row.cells["raw"]

    def note(at: int, *what: str) -> None:
        reading.note(*_place(row, at), *what)

    if not is_text(raw):
        half = _SURROGATE.search(raw)
        note(half.start(), "character", half[0], _WHOLE)
    if "\0" in raw:
        expected = "text, without NUL characters"
        note(raw.index("\0"), "character", "\0", expected)
    if found := _HTML.search(raw):
        expected = "plain text (extract it from the page first)"
        note(found.start(), "HTML", found[0], expected)
    if len(raw) > MAX_LINE:
        for long in re.finditer(rf"[^\n]{{{MAX_LINE + 1},}}", raw):
            most = f"lines of at most {MAX_LINE:,} characters"
            note(long.start(), "line", long[0], f"{most}, not {len(long[0]):,}")


def _place(row: Row, at: int) -> tuple[str, int]:
    """File and line of a character of a text; of a table's cell, those of its row."""
    if row.text_file is None and row.line is not None:
        return row.file, row.line
    file = row.text_file or row.file
    return file, row.cells["raw"].count("\n", 0, at) + 1


_HTML = re.compile(
    r"</?(?:a|article|aside|audio|blockquote|body|br|button|div|em|embed|figure|font"
    r"|footer|form|h[1-6]|head|header|html|iframe|img|input|li|link|main|meta|nav"
    r"|object|ol|p|pre|script|section|small|span|strong|style|su[bp]|svg|table|t[dhr]"
    r"|ul|video)\b[^<>]{0,500}>|</?[biu]>|\A\s*<!doctype\b[^<>]{0,500}>"
    r"|&(?:nbsp|amp|quot|[lg]t|euro|hellip|[lr]s?aquo|[lr][ds]quo|[mn]dash|oelig"
    r"|[a-z](?:acute|grave|circ|uml|cedil)|#x?[\da-f]{2,6});",
    re.IGNORECASE,
)


def doubt(row: Row, reading: Reading) -> None:
    """Name what was read in a wrong encoding before it came here; it is kept."""
    cells = row.cells
    if not misread("\n".join(cells.values())):  # of thousands, at once
        return
    for name, text in cells.items():
        if name != "text" and (found := misread(text)):
            start, end, expected = found
            place, what = row[:2], name
            if name == "raw":
                place, what = _place(row, start), "characters"
            reading.note(*place, what, text[start:end], expected, False)
