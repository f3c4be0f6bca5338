"""One row to one article: its cells, its dates, its text; what is wrong is noted."""

import hashlib
import re
from collections.abc import Callable
from functools import partial

from multipolaire.files.decode import is_text
from multipolaire.files.problems import Reading
from multipolaire.french.clean import normalise
from multipolaire.french.dates import EXPECTED, read_date
from multipolaire.french.encodings import misread
from multipolaire.french.text import clean_text

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


def article_of(
    file, line, row, text_file, sound, reading: Reading
) -> dict | None:
    """The cells of an article; ``None``, and why is noted, where a row makes none."""
    before = len(reading.problems)
    dates = _dates(row, partial(reading.note, file, line))
    _check_cells(row, partial(reading.note, file, line))
    if text_file:  # the row stands in a table, its text in a file of its own
        file, line = text_file, None
    raw = row["raw"]  # as received; the other fields are to be shown
    _check_text(raw, file, line, reading)
    if not sound or len(reading.problems) > before:
        return None
    text = clean_text(raw)
    if not text:
        expected = "a text (nothing is left after cleaning)"
        reading.note(file, line, "text", raw, expected)
        return None
    given = row.get("text") or raw
    if given not in (raw, text) and clean_text(given) != text:
        expected = "what cleaning the text as received gives (kept)"
        reading.note(file, line, "text", given, expected, False)
    shown = {k: v for k, v in row.items() if k not in ("raw", "text")}
    if not "".join(shown.values()).isprintable():
        shown = {
            k: v if v.isprintable() else normalise(v).text
            for k, v in shown.items()
        }
    digest = shown.get("sha256") or hashlib.sha256(raw.encode()).hexdigest()
    return shown | dates | {"raw": raw, "sha256": digest, "text": text}


def _dates(row: dict[str, str], note: Callable) -> dict:
    found = {}
    for column in ("published", "event_date"):
        try:
            found[column], precision = read_date(row.get(column, ""))
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


def _check_cells(row: dict[str, str], note: Callable) -> None:
    if not is_text(
        "".join([*row, *row.values()])
    ):  # of thousands of cells, at once
        cells = (cell for name, cell in row.items() if name != "raw")
        for text in (*row, *cells):
            if not is_text(text):
                half = next(c for c in text if "\ud800" <= c <= "\udfff")
                note("character", half, _HALF)
    for name in COLUMNS:
        if name not in ("raw", "text") and len(row.get(name, "")) > MAX_LINE:
            note(name, row[name][:60], f"at most {MAX_LINE:,} characters")


_HALF = "whole characters (a lone surrogate is half of one)"


def _check_text(
    raw: str, file: str, line: int | None, reading: Reading
) -> None:
    def note(at: int, *what: str) -> None:
        place = raw.count("\n", 0, at) + 1 if line is None else line
        reading.note(file, place, *what)

    if not is_text(raw):
        at = next(i for i, c in enumerate(raw) if "\ud800" <= c <= "\udfff")
        note(at, "character", raw[at], _HALF)
    if "\0" in raw:
        at = raw.index("\0")
        note(at, "character", "\0", "text, without NUL characters")
    if found := _HTML.search(raw):
        expected = "plain text (extract it from the page first)"
        note(found.start(), "HTML", found.group(), expected)
    if len(raw) > MAX_LINE:
        for long in re.finditer(rf"[^\n]{{{MAX_LINE + 1},}}", raw):
            size = f"{long.end() - long.start():,}"
            expected = f"lines of at most {MAX_LINE:,} characters, not {size}"
            note(long.start(), "line", long.group()[:60], expected)


_HTML = re.compile(
    r"</?(?:a|article|aside|audio|blockquote|body|br|button|div|em|embed|figure|font"
    r"|footer|form|h[1-6]|head|header|html|iframe|img|input|li|link|main|meta|nav"
    r"|object|ol|p|pre|script|section|small|span|strong|style|su[bp]|svg|table|t[dhr]"
    r"|ul|video)\b[^<>]{0,500}>|</?[biu]>|\A\s*<!doctype\b[^<>]{0,500}>"
    r"|&(?:nbsp|amp|quot|[lg]t|euro|hellip|[lr]s?aquo|[lr][ds]quo|[mn]dash|oelig"
    r"|[a-z](?:acute|grave|circ|uml|cedil)|#x?[\da-f]{2,6});",
    re.IGNORECASE,
)


def doubt(file, line, row: dict[str, str], text_file, reading: Reading) -> None:
    """Name what was read in a wrong encoding before it came here; it is kept."""
    if not misread("\n".join(row.values())):  # of thousands of cells, at once
        return
    for name, text in row.items():
        if name == "text" or not (found := misread(text)):
            continue
        start, end, expected = found
        if name != "raw":
            reading.note(file, line, name, text[start:end], expected, False)
            continue
        if text_file or line is None:
            place = text_file or file, text.count("\n", 0, start) + 1
        else:
            place = file, line
        reading.note(*place, "characters", text[start:end], expected, False)
