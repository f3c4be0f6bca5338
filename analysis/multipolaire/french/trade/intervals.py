"""Expressions of time, once found, as intervals of days: one function a form.

Each takes the period to fill, the groups of its match, the reference date and whether
the figure lies ahead; ``ValueError`` where only a date would tell.
"""

import calendar
import datetime as dt
import re
from dataclasses import replace

from multipolaire.french.dates import WEEKDAYS, month_number
from multipolaire.french.trade.numerals import parse_number

Interval = tuple[dt.date, dt.date]

RANKS = {"premier": 1, "1er": 1, "deuxième": 2, "second": 2, "2e": 2, "2ème": 2,
         "troisième": 3, "3e": 3, "3ème": 3, "quatrième": 4, "4e": 4, "4ème": 4,
         "dernier": 0}  # fmt: skip


def shift(interval: Interval, years: int, months: int = 0) -> Interval:
    """The same interval earlier; a month's last day stays one.

    >>> shift((dt.date(2024, 2, 1), dt.date(2024, 2, 29)), 1)[1]
    datetime.date(2023, 2, 28)
    """
    return _back(interval[0], years, months), _back(interval[1], years, months)


def _number(groups: dict, *names: str) -> int:
    written = next(groups[name] for name in names if groups.get(name)).lower()
    return int(parse_number(written))


def _which(groups: dict, ref: dt.date | None) -> int | None:
    """The year that the words name; ``ValueError`` where only a date would tell."""
    if written := groups.get("year") or groups.get("year2"):
        return int(written)
    for name, step in (("last", -1), ("this", 0), ("next", 1)):
        if groups.get(name):
            return _known(ref).year + step
    return None


def _known(ref: dt.date | None) -> dt.date:
    if ref is None:
        raise ValueError("no reference date")
    return ref


def _span(year: int, first: int = 1, last: int = 12) -> Interval:
    return dt.date(year, first, 1), _last_day(year, last)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _back(day: dt.date, years: int, months: int = 0) -> dt.date:
    year, month = divmod(
        day.year * 12 + day.month - 1 - 12 * years - months, 12
    )
    last = _last_day(year, month + 1)
    whole = day == _last_day(day.year, day.month)
    return last if whole else dt.date(year, month + 1, min(day.day, last.day))


def _months_of(
    groups: dict, first: int, last: int, ref, future: bool
) -> Interval:
    """Months first..last of the year named, else the latest begun, or the next."""
    year = _which(groups, ref)
    if year is None:
        year = _known(ref).year
        if future:
            year += _last_day(year, last) < ref
        else:
            year -= dt.date(year, first, 1) > ref
    return _span(year, first, last)


def _first(period, groups, ref, future):
    last = _number(groups, "n", "n2") * (
        3 if groups["unit"] == "trimestres" else 1
    )
    period.interval = _span(
        _months_of(groups, last, last, ref, False)[0].year, 1, last
    )


def _last(period, groups, ref, future):
    n = 1 if groups["n3"] == "un" else _number(groups, "n", "n2", "n3")
    period.interval = (
        _ago(n, groups["unit"] or groups["unit2"], _known(ref)),
        ref,
    )


def _ago(n: int, unit: str, ref: dt.date) -> dt.date:
    if unit.startswith(("semaine", "jour")):
        return ref - dt.timedelta(days=n * (7 if unit[0] == "s" else 1))
    return _back(ref, 0, n) if unit.startswith("mois") else _back(ref, n)


def _next(period, groups, ref, future):
    period.interval = (
        _known(ref),
        _ago(-_number(groups, "n", "n2"), groups["unit"], ref),
    )


def _months(period, groups, ref, future):
    first, last = month_number(groups["a"]), month_number(groups["b"])
    year = _months_of(groups, last, last, ref, future)[0].year
    since = int(groups["ya"]) if groups["ya"] else year - (first > last)
    period.interval = _span(since, first)[0], _last_day(year, last)
    period.halves = _halves(period, groups["a"], groups["b"])
    period.halves[0].interval = _span(since, first, first)
    period.halves[1].interval = _span(year, last, last)


def _halves(period, first, last):
    return tuple(
        replace(period, text=text, halves=None) for text in (first, last)
    )


def _years(period, groups, ref, future):
    first, last = groups["a"] or groups["a2"], groups["b"] or groups["b2"]
    period.interval = _span(int(first))[0], _span(int(last))[1]
    period.halves = _halves(period, first, last)
    period.halves[0].interval = _span(int(first))
    period.halves[1].interval = _span(int(last))


def _decade(period, groups, ref, future):
    period.interval = (
        _span(int(groups["year"]))[0],
        _span(int(groups["year"]) + 9)[1],
    )


def _same(period, groups, ref, future):
    period.shift = (
        (1, 0) if re.search("préc|avant|tôt|aupar", period.text) else (0, 0)
    )
    year = _which(groups, ref)
    if year is not None:
        period.shift = (-year, 0)  # negative: the year itself


def _year_before(period, groups, ref, future):
    period.shift = (1, 0)


def _month_before(period, groups, ref, future):
    length = 3 if "trimestre" in period.text else 1
    period.shift = 0, 0 if period.text == "au précédent" else length


def _since(period, groups, ref, future):
    if groups["year2"] or groups["year"]:
        start = dt.date(int(groups["year2"] or groups["year"]), 1, 1)
        if groups["month"]:
            start = start.replace(month=month_number(groups["month"]))
    elif groups["new"]:
        start = _known(ref).replace(month=1, day=1)
    else:
        month = month_number(groups["month"])
        start = _months_of({}, month, month, ref, False)[0]
    if groups["day"]:
        start = start.replace(day=int(groups["day"].rstrip("er")))
    period.interval = start, _known(ref)


def _until(period, groups, ref, future):
    resolve = _month if groups["month"] else _year
    resolve(period, groups | {"end": None}, ref, True)
    period.interval = _known(ref), period.interval[1]


def _horizon(period, groups, ref, future):
    year = _which(groups, ref)
    if year is None:
        year = _known(ref).year + (
            1 if groups["n"] == "un" else _number(groups, "n")
        )
    period.interval = _span(year)


def _quarter(period, groups, ref, future):
    length = (
        6
        if (groups["unit"] or "").startswith("s") or groups["code"] == "S"
        else 3
    )
    rank = (
        RANKS[groups["rank"].lower()]
        if groups["rank"]
        else int(groups["rank2"])
    )
    rank = rank or 12 // length  # "le dernier trimestre"
    last = rank * length
    period.interval = _months_of(groups, last - length + 1, last, ref, future)


def _current(groups: dict, ref: dt.date | None) -> tuple[int, int]:
    """First month and length of the month, quarter or half-year of the date."""
    length = {"m": 1, "t": 3, "s": 6}[groups["unit"][0].lower()]
    return (_known(ref).month - 1) // length * length + 1, length


def _month_ago(period, groups, ref, future):
    if groups["week"]:
        monday = _known(ref) - dt.timedelta(days=ref.weekday() + 7)
        period.interval = monday, monday + dt.timedelta(days=6)
        return
    first, length = _current(groups, ref)
    start = _back(dt.date(ref.year, first, 1), 0, length)
    period.interval = start, _last_day(start.year, start.month + length - 1)


def _this_month(period, groups, ref, future):
    first, length = _current(groups, ref)
    period.interval = _span(ref.year, first, first + length - 1)


def _day(period, groups, ref, future):
    month = month_number(groups["month"])
    first = _months_of(groups, month, month, ref, future)[0]
    period.interval = (first.replace(day=int(groups["day"].rstrip("er"))),) * 2


def _month(period, groups, ref, future):
    month = month_number(groups["month"])
    period.interval = _months_of(groups, month, month, ref, future)
    period.at_end = bool(groups["end"])


def _year(period, groups, ref, future):
    period.interval = _span(_which(groups, ref))
    period.at_end = bool(groups["end"])


def _weekday(period, groups, ref, future):
    named = WEEKDAYS.index(period.text.lower())
    back = (_known(ref).weekday() - named) % 7
    period.interval = (ref - dt.timedelta(days=back),) * 2


# What no calendar tells ("sur un an", "à long terme") has no function.
RESOLVE = {
    "first months": _first,
    "last months": _last,
    "next years": _next,
    "months": _months,
    "years": _years,
    "decade": _decade,
    "same period": _same,
    "year before": _year_before,
    "month before": _month_before,
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
