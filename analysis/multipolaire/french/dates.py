"""Dates as the French-language press writes them, each as precise as it states."""

import datetime as dt
import re
import unicodedata
from functools import cache

from multipolaire.french import lexicon

EXPECTED = (
    "YYYY-MM-DD, YYYY-MM or YYYY (or 8 février 2024, février 2024, 08/02/2024)"
)


def read_date(value: str) -> tuple[dt.date | None, str | None]:
    """The first day of what a date names, and how far it is known: day, month, year.

    ISO dates and datetimes (the day as written, whatever the zone) and French forms.
    An empty value is no date.

    >>> read_date("jeudi 8 février 2024 à 10h30")
    (datetime.date(2024, 2, 8), 'day')
    >>> read_date("févr. 2024"), read_date("2024-02-08T23:30:00+01:00")[1]
    ((datetime.date(2024, 2, 1), 'month'), 'day')

    Raises ``ValueError`` for what is no date, for a weekday that the date is not, and
    for what could be several: a year of two digits is never completed, and
    ``02/08/2024`` is read the French way only.
    """
    value = " ".join(unicodedata.normalize("NFKC", value).split())  # 1ᵉʳ as 1er
    if not value:
        return None, None
    if re.match(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}(?:[T ]|\Z)", value):
        moment = re.sub(r" ?(?:UTC|GMT)\Z", "Z", value)
        return dt.datetime.fromisoformat(
            moment.replace(" +", "+")
        ).date(), "day"
    found = next((m for form in _forms() if (m := form.fullmatch(value))), None)
    if not found:
        raise ValueError(f"{value!r}: expected {EXPECTED}")
    day, month, year = (
        found.groupdict().get(k) for k in ("day", "month", "year")
    )
    precision = "day" if day else "month" if month else "year"
    date = dt.date(int(year), _number(month or "1"), int(day or 1))
    named, is_a = (
        found.groupdict().get("named"),
        _WEEKDAYS.split("|")[date.weekday()],
    )
    if named and named.lower() != is_a:
        raise ValueError(f"{value!r}: expected {is_a}, or another date")
    return date, precision


def find_day(text: str) -> str | None:
    """The first French date known to the day inside a line, as written.

    >>> find_day("Politique, mardi 4 juin 2024, p. 3")
    '4 juin 2024'
    """
    found = re.search(
        rf"(?<![0-9]){_DAY} {_months()} {_YEAR}", text, re.IGNORECASE
    )
    return found and found.group()


def states_day(text: str, day: dt.date) -> bool:
    """Whether a text states a day in full, in figures or in words, French or English.

    >>> [states_day(text, dt.date(2024, 2, 8)) for text in ("/2024/02/08/", "2024-02")]
    [True, False]
    """
    names = (
        r["form"]
        for r in lexicon.table("months")
        if int(r["month"]) == day.month
    )
    english = "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * day.month - 3 :][:3]
    month = rf"(?:0?{day.month}|{'|'.join(names)}|{english}[a-z]*)"
    number = rf"(?:{day.day:02}|{day.day}(?![0-9]))(?:er|st|nd|rd|th)?"
    year = rf"(?:{day.year}|{day.year % 100:02}(?![0-9]))"
    orders = (
        (day.year, month, number),
        (number, month, year),
        (month, number, year),
    )
    forms = (r"[\s/.,-]{0,2}".join(map(str, order)) for order in orders)
    return bool(
        re.search(rf"(?<![0-9])(?:{'|'.join(forms)})", text, re.IGNORECASE)
    )


_DAY = r"(?P<day>[0-9]{1,2})(?:er)?"
_WEEKDAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"
_HOUR = (
    r"(?:(?:,? à|,| -| –)? ?[0-9]{1,2} ?[h:] ?(?:[0-9]{2}(?:[:m][0-9]{2})?)?)?"
)


@cache
def _forms() -> tuple[re.Pattern, ...]:
    before = rf"(?:(?:publié )?le )?(?:(?P<named>{_WEEKDAYS}),? )?"
    written = (
        rf"{before}{_DAY} {_months()} {_YEAR}{_HOUR}",
        rf"{before}{_DAY}(?P<s>[/.-])(?P<month>[0-9]{{1,2}})(?P=s){_YEAR}{_HOUR}",
        rf"{_YEAR}/(?P<month>[0-9]{{2}})/{_DAY}",
        rf"{_months()} {_YEAR}",
        rf"(?P<month>[0-9]{{2}})/{_YEAR}",
        rf"{_YEAR}(?:-(?P<month>[0-9]{{2}}))?",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in written)


@cache
def _months() -> str:
    forms = "|".join(row["form"] for row in lexicon.table("months"))
    return f"(?P<month>{forms})"


def _number(month: str) -> int:
    if month.isdigit():
        return int(month)
    named = (
        r
        for r in lexicon.table("months")
        if re.fullmatch(r["form"], month, re.I)
    )
    return int(next(named)["month"])
