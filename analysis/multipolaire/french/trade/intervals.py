"""Expressions of time, once found, as intervals of days: one function a form.

Each takes what was said; ``ValueError`` where only a date would tell.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

from multipolaire.french.dates import WEEKDAYS, month_number
from multipolaire.french.trade.numerals import RANKS, parse_number

Interval = tuple[dt.date, dt.date]


def shift(interval: Interval, years: int, months: int = 0) -> Interval:
    """The same interval earlier; a month's last day stays one.

    >>> shift((dt.date(2024, 2, 1), dt.date(2024, 2, 29)), 1)[1]
    datetime.date(2023, 2, 28)
    """
    return _back(interval[0], years, months), _back(interval[1], years, months)


@dataclass(frozen=True, slots=True)
class Said:
    """An expression, the named parts of it, the day of the text, what lies ahead."""

    text: str
    parts: dict[str, str | None]
    day: dt.date | None
    ahead: bool

    def part(self, *names: str) -> str:
        """The first of these parts that is there, in lower case."""
        return next(filter(None, map(self.parts.get, names)), "").lower()

    def number(self, *names: str) -> int:
        written = self.part(*names)
        return 1 if written == "un" else int(parse_number(written))

    def known(self) -> dt.date:
        if self.day is None:
            raise ValueError("no reference date")
        return self.day

    def year(self) -> int | None:
        """The year that the words name, if they do."""
        if written := self.part("year", "year2"):
            return int(written)
        for name, step in (("last", -1), ("this", 0), ("next", 1)):
            if self.part(name):
                return self.known().year + step
        return None

    def months(self, first: int, last: int, ahead: bool = False) -> Interval:
        """Months of the year named, else the latest begun, or the next."""
        year = self.year()
        if year is None:
            day = self.known()
            over = ahead and _last_day(day.year, last) < day
            begun = ahead or dt.date(day.year, first, 1) <= day
            year = day.year + over - (not begun)
        return _span(year, first, last)


def _span(
    year: int, first: int = 1, last: int = 12, years: int = 1
) -> Interval:
    return dt.date(year, first, 1), _last_day(year + years - 1, last)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _back(day: dt.date, years: int, months: int = 0) -> dt.date:
    months = day.year * 12 + day.month - 1 - 12 * years - months
    year, month = divmod(months, 12)
    last = _last_day(year, month + 1)
    whole = day == _last_day(day.year, day.month)
    return last if whole else dt.date(year, month + 1, min(day.day, last.day))


def _first_months(said: Said) -> Interval:
    last = said.number("n", "n2")
    last *= 3 if said.part("unit") == "trimestres" else 1
    return _span(said.months(last, last)[0].year, 1, last)


def _last_months(said: Said) -> Interval:
    count, unit = said.number("n", "n2", "n3"), said.part("unit", "unit2")
    return _ago(count, unit, said.known()), said.known()


def _next_years(said: Said) -> Interval:
    count = said.number("n", "n2")
    return said.known(), _ago(-count, said.part("unit"), said.known())


def _ago(count: int, unit: str, day: dt.date) -> dt.date:
    if unit.startswith(("semaine", "jour")):
        return day - dt.timedelta(days=count * (7 if unit[0] == "s" else 1))
    return _back(day, 0, count) if unit == "mois" else _back(day, count)


def _from_to(said: Said) -> Interval:
    first, last = _ends(said)
    return first[0], last[1]


def _ends(said: Said) -> tuple[Interval, Interval]:
    """The two months of "entre mars et mai", the two years of "de 2019 à 2021"."""
    first, last = said.part("a", "a2"), said.part("b", "b2")
    if first.isdigit():
        return _span(int(first)), _span(int(last))
    first, last = month_number(first), month_number(last)
    year = said.months(last, last, said.ahead)[0].year
    since = int(said.part("ya") or year - (first > last))
    return _span(since, first, first), _span(year, last, last)


def _since(said: Said) -> Interval:
    month = said.parts["month"] and month_number(said.parts["month"])
    if said.part("new"):
        start = said.known().replace(month=1, day=1)
    elif year := said.part("year", "year2"):
        start = dt.date(int(year), month or 1, 1)
    else:
        start = said.months(month, month)[0]
    if day := said.part("day"):
        start = start.replace(day=int(day.removesuffix("er")))
    return start, said.known()


def _until(said: Said) -> Interval:
    said = replace(said, ahead=True)
    return said.known(), (_month if said.parts["month"] else _year)(said)[1]


def _horizon(said: Said) -> Interval:
    year = said.year()
    return _span(said.known().year + said.number("n") if year is None else year)


def _quarter(said: Said) -> Interval:
    half = said.part("unit").startswith("s") or said.part("code") == "s"
    length, rank = 6 if half else 3, said.part("rank")
    place = int(RANKS[rank]) if rank else int(said.parts["rank2"])
    last = (place or 12 // length) * length  # "le dernier trimestre"
    return said.months(last - length + 1, last, said.ahead)


def _current(said: Said) -> tuple[int, int]:
    """First month and length of the month, quarter or half-year of the date."""
    length = {"m": 1, "t": 3, "s": 6}[said.part("unit")[0]]
    return (said.known().month - 1) // length * length + 1, length


def _month_ago(said: Said) -> Interval:
    day = said.known()
    if said.part("week"):
        monday = day - dt.timedelta(days=day.weekday() + 7)
        return monday, monday + dt.timedelta(days=6)
    first, length = _current(said)
    start = _back(dt.date(day.year, first, 1), 0, length)
    return start, _last_day(start.year, start.month + length - 1)


def _this_month(said: Said) -> Interval:
    first, length = _current(said)
    return _span(said.known().year, first, first + length - 1)


def _month(said: Said) -> Interval:
    month = month_number(said.parts["month"])
    return said.months(month, month, said.ahead)


def _day(said: Said) -> Interval:
    number = int(said.part("day").removesuffix("er"))
    return (_month(said)[0].replace(day=number),) * 2


def _year(said: Said) -> Interval:
    return _span(said.year())


def _weekday(said: Said) -> Interval:
    back = said.known().weekday() - WEEKDAYS.index(said.text.lower())
    return (said.known() - dt.timedelta(days=back % 7),) * 2


# What no calendar tells ("sur un an", "à long terme") has no function.
RESOLVE = {
    "first months": _first_months,
    "last months": _last_months,
    "next years": _next_years,
    "months": _from_to,
    "years": _from_to,
    "decade": lambda said: _span(int(said.parts["year"]), years=10),
    "since": _since,
    "until": _until,
    "horizon": _horizon,
    "quarter": _quarter,
    "month ago": _month_ago,
    "this month": _this_month,
    "day": _day,
    "month": _month,
    "year": _year,
    "weekday": _weekday,
}


def earlier(said: Said, rule: str) -> tuple[int, int] | None:
    """Years and months before the period of another figure; a year itself negative."""
    if rule == "year before":
        return 1, 0
    if rule == "month before":
        length = 3 if "trimestre" in said.text else 1
        return 0, 0 if said.text == "au précédent" else length
    if rule != "same period":
        return None
    try:
        year = said.year()
    except ValueError:
        year = None  # "de l'an dernier", in a text without a date
    if year is not None:
        return -year, 0
    return int(bool(re.search("préc|avant|tôt|aupar", said.text))), 0


def halves(said: Said) -> tuple[tuple[str, Interval], ...]:
    """Words and days of the two ends of a range."""
    parts = said.parts.get
    words = [parts(name) or parts(f"{name}2") for name in "ab"]
    return tuple(zip(words, _ends(said))) if all(words) else ()
