"""Days as tables, exports and pages write them: French, English, RFC 822, either order."""

import email.utils
import re

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
ORDERS = ("dmy", "mdy")


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
    unless told.

    >>> [stated_day("02/08/2024", order)[0].month for order in ORDERS]
    [8, 2]
    >>> stated_day("Thu, 08 Feb 2024 10:30:00 GMT")[1]
    'day'

    Raises ``ValueError`` for a date that is none, naming ``mdy`` where it would be one.
    """
    found = _NUMBERS.fullmatch(text or "")
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
        if found and not order and int(found[3]) > 12 >= int(found[1]) > 0:
            told = "a day, then a month (the other order: --dates mdy, dates='mdy')"
            raise ValueError(f"{text!r}: expected {told}") from None
        raise
