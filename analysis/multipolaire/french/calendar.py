"""The days that an expression of time means, on the calendar of the text's own date."""

import calendar
import datetime as dt

from multipolaire.french.dates import MONTHS, WEEK
from multipolaire.french.periods import Period, moment, periods_in
from multipolaire.french.trade.numerals import RANKS, parse_number

Interval = tuple[dt.date, dt.date]


def days_of(
    period: Period, ahead: bool = False, last: Interval | None = None
) -> Interval | None:
    """The days that it means; ``last`` is the period that it is set beside.

    ``None`` where the words alone do not tell, or only a date would.

    >>> text = "sur les onze premiers mois de cette année"
    >>> days_of(periods_in(text, 0, len(text), dt.date(2021, 12, 15))[0])
    (datetime.date(2021, 1, 1), datetime.date(2021, 11, 30))
    """
    try:
        return _RESOLVE[period.rule](period, ahead, last)
    except (KeyError, ValueError, OverflowError):
        return None


def halves_of(period: Period, ahead: bool) -> list[tuple[str, Interval]]:
    """Words and days of the two ends of a range, if it is one."""
    words = [period.parts.get(end) for end in ("first", "last")]
    try:
        return list(zip(words, _ends(period, ahead))) if all(words) else []
    except ValueError:
        return []


def shift(interval: Interval, months: int) -> Interval:
    """The same interval earlier; a month's last day stays one.

    >>> shift((dt.date(2024, 2, 1), dt.date(2024, 2, 29)), 12)[1]
    datetime.date(2023, 2, 28)
    """
    return _back(interval[0], months), _back(interval[1], months)


def _span(
    year: int, first: int = 1, last: int = 12, years: int = 1
) -> Interval:
    return dt.date(year, first, 1), _last_day(year + years - 1, last)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _back(day: dt.date, months: int) -> dt.date:
    whole = day == _last_day(day.year, day.month)
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = _last_day(year, month + 1)
    return last if whole else last.replace(day=min(day.day, last.day))


def _known(known):
    """What the words alone do not tell: the date of the text, the time beside."""
    if known is None:
        raise ValueError("not known")
    return known


def _count(period: Period) -> int:
    return int(parse_number(period.parts.get("n", "un").lower()))


# Months of a unit by how it begins, or of a code (T4, S1); a week has none.
_LENGTHS = {"mois": 1, "trim": 3, "seme": 6, "exer": 12, "t": 3, "q": 3, "s": 6}


def _length(unit: str) -> int:
    unit = unit.lower()
    return 12 if unit.startswith("an") else _LENGTHS[unit[:4]]


def _year_of(parts: dict, day: dt.date | None) -> int | None:
    """The year that the words name, if they do."""
    if "year" in parts:
        return int(parts["year"])
    if "past" in parts and _known(day).month > 3:
        raise ValueError("no calendar year")
    steps = {"before": -1, "past": -1, "this": 0, "that": 0, "next": 1}
    named = next((name for name in steps if name in parts), None)
    return _known(day).year + steps[named] if named else None


def _moment(parts: dict, day: dt.date | None, ahead: bool) -> Interval:
    """A day, months or whole years; without a year the latest begun, or the next."""
    first, last = _months(parts)
    year = _year_of(parts, day)
    if until := parts.get("until"):
        years = int(until) - int(parts["year"][-len(until) :]) + 1
        if years < 2 or len(until) == 2 < years:
            raise ValueError("no years in a row")
        return _span(year, years=years)
    ahead = ahead or parts.get("rel", "").lower().startswith("proch")
    if not first:  # "sur l'année", said in January, is the one that has ended
        early = "that" in parts and not ahead and _known(day).month < 3
        return _span(_known(year) - early)
    if year is None or "that" in parts:
        over = ahead and _last_day(_known(day).year, last) < day
        # "au premier semestre", said in February of what was sold, is last year's
        begun = ahead or dt.date(_known(day).year, last, 1) <= day
        year = day.year + over - (not begun)
    start, end = _span(year, first, last)
    if "day" in parts:
        start = end = start.replace(day=int(parts["day"]))
    return start, end


def _months(parts: dict) -> tuple[int, int]:
    """The first month and the last that a moment names in its year, or none."""
    if "month" in parts:
        return (MONTHS[parts["month"].lower()],) * 2
    unit = parts.get("unit") or parts.get("code")
    if not unit:
        return 0, 0
    length = _length(unit)
    place = int(
        RANKS[parts["rank"].lower()] if "rank" in parts else parts["nth"]
    )
    last = (place or 12 // length) * length  # "le dernier trimestre"
    return last - length + 1, last


_WHEN = ("year", "until", "past", "before", "next", "this", "that")


def _plainly(period: Period, ahead: bool, last) -> Interval:
    return _moment(period.parts, period.day, ahead)


def _ends(period: Period, ahead: bool) -> tuple[Interval, Interval]:
    """The two ends of a range; what one leaves out the other says."""
    words = period.parts["first"].lower()
    first, last = moment(words), moment(period.parts["last"])
    if not first and words[0].isdigit() and "unit" not in last:
        first = last | {"day": words.removesuffix("er")}
    first = first or last | {"rank": words}
    dated = [any(name in parts for name in _WHEN) for parts in (first, last)]
    if dated[0] and not dated[1]:  # "de novembre 2022 à mars"
        start = _moment(first, period.day, ahead)
        end = _moment(last | {"year": f"{start[0].year}"}, period.day, ahead)
        return start, (shift(end, -12) if end[1] < start[0] else end)
    end = _moment(last, period.day, ahead)
    first = first if dated[0] else first | {"year": f"{end[0].year}"}
    start = _moment(first, period.day, ahead)
    back = not dated[0] and start[0] > end[0]  # "d'octobre à mars 2023"
    return (shift(start, 12) if back else start), end


def _range(period: Period, ahead: bool, last) -> Interval:
    start, end = _ends(period, ahead)
    apart = "and" in period.parts and (end[0] - start[1]).days != 1
    if apart or end[1] < start[0]:
        raise ValueError("no range")
    return start[0], end[1]


def _first_months(period: Period, ahead: bool, last) -> Interval:
    count = _count(period) * _length(period.parts.get("unit", "mois"))
    year = _year_of(period.parts, period.day)
    if year is None or "that" in period.parts:
        year = _known(period.day).year - (period.day.month < count)
    return _span(year, 1, count)


def _last_months(period: Period, ahead: bool, last) -> Interval:
    count, unit = _count(period), period.parts["unit"].lower()
    if "year" in period.parts:
        return _span(int(period.parts["year"]), 13 - count * _length(unit))
    day, days = _known(period.day), {"sema": 7, "jour": 1}.get(unit[:4], 0)
    count = -count if "coming" in period.parts else count
    other = day - dt.timedelta(days=count * days)
    other = other if days else _back(day, count * _length(unit))
    return min(day, other), max(day, other)


def _fiscal(period: Period, ahead: bool, last) -> Interval:
    """ "L'exercice clos fin mars"; no calendar tells "la campagne 2018-2019"."""
    end = _plainly(period, ahead, last)[1]
    start = _back(end, _length(period.parts["span"]))
    return start + dt.timedelta(days=1), end


def _same(period: Period, ahead: bool, last: Interval | None) -> Interval:
    """ "La même période de 2006 (janvier à août)"."""
    year = _year_of(period.parts, period.day)
    if months := period.parts.get("months"):
        inner = periods_in(months, 0, len(months), period.day)[0]
        last = days_of(inner)
    begun = _known(last)[0].year
    years = begun - year if year else "prior" in period.parts
    return shift(last, 12 * years)


def _beside(period: Period, ahead: bool, last: Interval | None) -> Interval:
    """As long as the last period, earlier or later."""
    start, end = _known(last)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if unit := period.parts.get("unit"):
        months = _count(period) * _length(unit)
    return shift(last, -months if "later" in period.parts else months)


def _ago(period: Period, ahead: bool, last: Interval | None) -> Interval:
    """ "Il y a deux ans", "dans trois mois"; "contre 5 % il y a un an"."""
    count, unit = _count(period), period.parts["unit"].lower()
    if "coming" in period.parts:
        count = -count
    elif last and count == 1 and unit == "an":
        return shift(last, 12)
    day = _back(_known(period.day).replace(day=1), count * _length(unit))
    whole = unit.startswith("an")
    return _span(day.year) if whole else _span(day.year, day.month, day.month)


def _decade(period: Period, ahead: bool, last) -> Interval:
    year = int(parse_number(period.parts["decade"].lower()))
    if "edge" in period.parts or 10 <= year < 30:
        raise ValueError("several")
    return _span(year + 1900 if year < 100 else year, years=10)


def _since(period: Period, ahead: bool, last) -> Interval:
    day = _known(period.day)
    if "new" in period.parts:
        return day.replace(month=1, day=1), day
    start = _plainly(period, False, last)["end" in period.parts]
    return _known(start if start <= day else None), day


def _until(period: Period, ahead: bool, last) -> Interval:
    return _known(period.day), _plainly(period, True, last)[1]


def _horizon(period: Period, ahead: bool, last) -> Interval:
    if {*_WHEN, "month", "unit", "code"}.isdisjoint(period.parts):
        return _span(_known(period.day).year + _count(period))
    return _plainly(period, True, last)


def _unit(period: Period, ahead: bool, last: Interval | None) -> Interval:
    """The week, month, quarter or half of the date, the one before or after it."""
    day, unit = _known(period.day), period.parts["unit"].lower()
    end = "end" in period.parts
    step = {"": 0, "pro": 1}.get(period.parts.get("rel", "").lower()[:3], -1)
    if unit == "semaine":
        monday = day + dt.timedelta(days=7 * step - day.weekday())
        return monday, monday + dt.timedelta(days=6)
    length = _length(unit)
    if end and last and last == _whole(last[0], length):
        return last
    start = day.replace(day=1, month=(day.month - 1) // length * length + 1)
    step = -1 if end and not ahead else step
    return _whole(_back(start, -step * length), length)


def _whole(start: dt.date, length: int) -> Interval:
    """The month, quarter or half that begins on the first of a month."""
    return start, _back(start, -length) - dt.timedelta(days=1)


def _weekday(period: Period, ahead: bool, last) -> Interval:
    back = _known(period.day).weekday() - WEEK.index(period.text.lower())
    return (period.day - dt.timedelta(days=back % 7),) * 2


# What no calendar tells ("sur un an", "à long terme") has no function.
_RESOLVE = {
    "first months": _first_months,
    "last months": _last_months,
    "fiscal year": _fiscal,
    "same": _same,
    "beside": _beside,
    "ago": _ago,
    "decade": _decade,
    "range": _range,
    "since": _since,
    "until": _until,
    "horizon": _horizon,
    "unit": _unit,
    "weekday": _weekday,
} | dict.fromkeys(("quarter", "day", "month", "head", "year"), _plainly)
