"""Articles of web pages, and of what press databases export as pages."""

import datetime as dt
import logging
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from multipolaire.files.databases import factiva_xml, page_lines, read_page
from multipolaire.files.decode import decode, is_text
from multipolaire.files.nexis import nexis
from multipolaire.files.problems import SHOWN, Reading, Row
from multipolaire.french.dates import states_day

MAX_TAGS = 100_000  # of a page: trafilatura takes minutes for more
MAX_ATTRIBUTES = 10_000  # of tags with many: their squares take as long
MANY = 1000  # attributes of a tag


def html_rows(file: Path, reading: Reading) -> Iterator[Row]:
    page = page_text(file.read_bytes(), file, reading)
    note, records = partial(reading.note, file, None), []
    if page is not None and "<DOCFULL>" in page:
        records = nexis(page_lines(page))
    elif page is not None and (found := read_page(page)):
        records, announced = found
        if len(records) != announced:
            expected = f"the {announced} that the page announces"
            note("records", len(records), expected)
    elif page is not None:
        try:
            records = [{"number": file.stem} | extract_page(page)]
        except ValueError as error:
            value, _, expected = str(error).partition(": expected ")
            note("page", value, expected)
    yield from exported(records, file, reading)


def xml_rows(file: Path, reading: Reading) -> Iterator[Row]:
    page = page_text(file.read_bytes(), file, reading)
    if page is None:
        return
    wrong, records = page[:SHOWN], []
    try:
        records = factiva_xml(page)
    except ValueError as error:
        wrong = error
    if "<teiHeader" in page:
        instead = "its text: an export as .txt, with a metadata.csv beside it"
        reading.note(file, None, "file", "a TEI document", instead)
    elif not records:
        reading.note(
            file,
            None,
            "XML",
            wrong,
            "a Factiva export, or the text of it as .txt",
        )
    yield from exported(records, file, reading)


def exported(records: list, file: Path, reading: Reading) -> Iterator[Row]:
    """A row for each record of a file, with the id that its number makes."""
    for n, record in enumerate(records, 1):
        if not record:
            expected = "a day, labels such as LENGTH or Byline, and a text"
            reading.note(file, None, "document", n, expected)
            continue
        name = record.pop("number") or f"{file.stem}-{n}"
        made, line = reading.made_id(name, file), record.pop("line", None)
        place = f"{file}#{made}", line and int(line)
        yield Row(*place, record | {"article_id": made})


def page_text(
    data: bytes, file: Path, reading: Reading, header: str = ""
) -> str | None:
    """A page as text: UTF-8 if it is, else what its header or itself states."""
    start = header.encode("ascii", "replace") + data[:2048]
    stated = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", start)
    charset = stated and _CHARSETS.get(stated[1].lower())
    page = decode(data, file, None, reading, charset)
    return page if is_text(page) else None


# What a page may state; browsers read the first four as one.
_LATIN = (b"iso-8859-1", b"latin1", b"us-ascii", b"windows-1252")
_CHARSETS = {b"iso-8859-15": "iso8859-15", b"macintosh": "mac_roman"}
_CHARSETS |= dict.fromkeys(_LATIN, "cp1252")


def extract_page(page: str, url: str | None = None) -> dict[str, str]:
    """Title, publisher, date and text of a web page, by trafilatura.

    A date is given as far as the page or its address states it: ``2024-02`` stays a
    month.

    Raises ``ImportError`` where trafilatura is not installed (the extra ``html``),
    ``ValueError`` on a page of more than :data:`MAX_TAGS` tags, of more than
    :data:`MAX_ATTRIBUTES` in tags of over a thousand, or that trafilatura fails on.
    """
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").addHandler(_UNHEARD)
    _refuse_large(page)
    page = _MODIFIED.sub("", page)
    try:
        found = bare_extraction(page, url, **_ASKED)
    except Exception as error:  # one page costs no other
        fault = f"{type(error).__name__} in trafilatura ({error})"
        raise ValueError(f"{fault}: expected a page that it reads") from error
    row = {k: getattr(found, name, None) or "" for k, name in _FIELDS.items()}
    day = row["published"]
    if day and not states_day(f"{page} {url}", dt.date.fromisoformat(day)):
        row["published"] = day[:7]  # to "2024-02" the day of today was added
    return row


_UNHEARD = logging.NullHandler()  # what fails is said here
_ASKED = {
    "include_comments": False,
    "with_metadata": True,
    # No date is guessed.
    "date_extraction_params": {
        "extensive_search": False,
        "original_date": True,
    },
}
_FIELDS = {  # of trafilatura, by column
    **{name: name for name in ("title", "author", "url", "language")},
    **{"publisher": "sitename", "published": "date", "raw": "text"},
}
# The day of a change is not that of publication.
_MODIFIED = re.compile(
    r"""<meta\b[^<>]{0,300}=\s?["']?[^"'<>\s]{0,80}(?:modif|updated)[^<>]{0,300}>""",
    re.IGNORECASE,
)


def _refuse_large(page: str) -> None:
    if (tags := page.count("<")) > MAX_TAGS:
        expected = f"expected at most {MAX_TAGS:,} in a page"
        raise ValueError(f"{tags:,} tags: {expected}")
    if (held := attributes(page)) > MAX_ATTRIBUTES:
        most = f"at most {MAX_ATTRIBUTES:,} in the longest tags of a page"
        raise ValueError(f"{held:,} attributes: expected {most}")


def attributes(page: str) -> int:
    """At least the attributes of the tags that hold over a thousand, taken together.

    A parser compares each attribute of a tag with all before it.  What stands in a
    value counts too, each word once: parsers differ in where a broken value ends.
    """
    long = (tag for tag in _TAG.findall(page) if len(tag) > 2 * MANY)
    held = (len(set(re.findall(r"""[^\s"'<>/=]+""", tag))) for tag in long)
    return sum(n for n in held if n > MANY)


# A tag ends at its first ">" outside of a value, and a value is quoted after "=" alone.
_TAG = re.compile(
    r"""<[a-z](?:[^>=]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?)*+""", re.IGNORECASE
)
