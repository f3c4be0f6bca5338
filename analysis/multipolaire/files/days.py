"""Days as tables, exports and pages write them: French, English, RFC 822, either order."""

import email.utils
import re
from collections.abc import Iterable, Iterator

from multipolaire.files.problems import ORDERS, Reading, Row  # noqa: F401
from multipolaire.french.dates import find_day, read_date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?\\.?" for name in _MONTHS)
_ENGLISH = (
    re.compile(
        rf"\b(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<m>{_MONTH}),?\s+(?P<y>\d{{4}})\b",
        re.IGNORECASE,
    ),
)
_NUMBERS = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4})\b(.*)", re.DOTALL)


def day_in(text: str) -> str:
    """The day that a line states, ``YYYY-MM-DD`` or as it is written; else nothing.

    >>> day_in("January 11, 2010 Monday"), day_in("lundi 11 janvier 2010")
    ('2010-01-11', '11 janvier 2010')
    """
    return _english(text) or find_day(text) or ""


def _english(text: str) -> str:
    for pattern in _ENGLISH:
        if found := pattern.search(text):
            names = [name[:3] for name in _MONTHS]
            month = names.index(found["m"][:3].lower()) + 1
            return f"{found['y']}-{month:02}-{int(found['d']):02}"
    return ""


def stated_day(text: str, order: str | None = None):
    """The first day of what a cell states, and its precision: day, month or year.

    ``order``: whether the day or the month of ``02/08/2024`` comes first; the day,
    unless told; ``"unknown"`` refuses it.

    >>> [stated_day("02/08/2024", order)[0].month for order in ORDERS]
    [8, 2]
    >>> stated_day("Thu, 08 Feb 2024 10:30:00 GMT")[1]
    'day'

    Raises ``ValueError`` for a date that is none, naming the other order where it
    would be one.
    """
    found = _NUMBERS.fullmatch(text or "")
    if found and order == "unknown" and int(found[1]) != int(found[3]):
        raise ValueError(f"{text!r}: expected {_EITHER}")
    shown = _order(text or "")
    if shown and (order or "dmy") not in (shown, "unknown"):
        first, second = sorted(("day", "month"), reverse=shown == "dmy")
        other = f"--dates {shown}, dates={shown!r}"
        told = f"a {first}, then a {second} (the other order: {other})"
        raise ValueError(f"{text!r}: expected {told}")
    if found and order == "mdy":
        month, between, day, year, rest = found.groups()
        return read_date(between.join((day, month, year)) + rest)
    try:
        return read_date(text)
    except ValueError:
        if english := _english(text):
            return read_date(english)
        if sent := email.utils.parsedate(text):
            return read_date("{}-{:02}-{:02}".format(*sent[:3]))
        raise


_EITHER = (
    "a day that tells which number is the month, here or in another row: "
    "--dates dmy or --dates mdy (dates=)"
)
HELD = 10_000  # rows that wait for a day that tells


def _order(text: str) -> str | None:
    """The order that a day in numbers shows: one of them is no month."""
    found = _NUMBERS.fullmatch(text)
    first, second = (int(found[1]), int(found[3])) if found else (0, 0)
    if 12 < max(first, second) < 32 and 0 < min(first, second) < 13:
        return "dmy" if first > 12 else "mdy"
    return None


def in_order(rows: Iterable[Row], reading: Reading) -> Iterator[Row]:
    """The rows of a file, with the one order that its days of numbers have.

    It is what the user says, or what the first day shows that can be read in one way
    alone; the rows before it wait.  Where none shows it, it is ``"unknown"``.
    """
    held, order = [], reading.dates
    for row in rows:
        days = [
            row.cells.get(name) or "" for name in ("published", "event_date")
        ]
        for day in () if order else days:
            if (order := order or _order(day)) == "mdy":
                expected = "a day first (here the month is, in all this column)"
                reading.note(*row[:2], "dates", day, expected, False)
                break
        waits = not order and (held or any(map(_NUMBERS.fullmatch, days)))
        held.append(row)
        if waits and len(held) < HELD:
            continue
        order = "unknown" if waits else order
        yield from (one._replace(order=order) for one in held)
        held = []
    yield from (one._replace(order="unknown") for one in held)
