"""Dates as the French-language press writes them, each as precise as it states."""

import datetime as dt
import itertools
import re
import unicodedata

from multipolaire.french import lexicon
from multipolaire.french.fold import unaccented
from multipolaire.french.forms import any_of

EXPECTED = (
    "YYYY-MM-DD, YYYY-MM or YYYY (or 8 février 2024, février 2024, 08/02/2024)"
)
WEEK = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
# Every form of a month's name in lower case, and its number.
MONTHS = {
    written: int(row["month"])
    for row in lexicon.table("months")
    for form in row["forms"].split("|")
    for written in (form, unaccented(form))
}


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
        moment = re.sub(r" ?(?:UTC|GMT)\Z", "Z", value).replace(" +", "+")
        return dt.datetime.fromisoformat(moment).date(), "day"
    found = next((m for form in _FORMS if (m := form.fullmatch(value))), None)
    if not found:
        raise ValueError(f"{value!r}: expected {EXPECTED}")
    parts = parts_of(found)
    month = parts.get("month", "1").lower()
    month = MONTHS.get(month) or int(month)
    date = dt.date(int(parts["year"]), month, int(parts.get("day", 1)))
    is_a = WEEK[date.weekday()]
    if not is_a.startswith(parts.get("named", is_a).lower()[:3]):
        raise ValueError(f"{value!r}: expected {is_a}, or another date")
    known = (name for name in ("day", "month", "year") if name in parts)
    return date, next(known)


def find_day(text: str) -> str | None:
    """The first French date known to the day inside a line, as written.

    >>> find_day("Politique, mardi 4 juin 2024, p. 3")
    '4 juin 2024'
    """
    found = _FULL.search(text)
    return found and found.group()


def states_day(text: str, day: dt.date) -> bool:
    """Whether a text states a day in full, in figures or in words, French or English.

    >>> [states_day(text, dt.date(2024, 2, 8)) for text in ("/2024/02/08/", "2024-02")]
    [True, False]
    """
    names = any_of(f for f, n in MONTHS.items() if n == day.month)
    english = "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * day.month - 3 :][:3]
    month = rf"(?:0?{day.month}|{names}|{english}[a-z]*)"
    number = rf"(?:{day.day:02}|{day.day}(?![0-9]))(?:er|st|nd|rd|th)?"
    year = rf"(?:{day.year}|{day.year % 100:02}(?![0-9]))"
    full = f"{day.year}"
    orders = (full, month, number), (number, month, year), (month, number, year)
    forms = "|".join(map(r"[\s/.,-]{0,2}".join, orders))
    return bool(re.search(rf"(?<![0-9])(?:{forms})", text, re.IGNORECASE))


def numbered(form: str) -> str:
    """The same pattern with its groups numbered, so that a name may stand twice."""
    count = itertools.count()

    def number(group: re.Match) -> str:
        latest = f"{group[2]}_{next(count)}" if group[1] == "<" else ""
        names[group[2]] = latest or names[group[2]]
        return f"(?P{group[1]}{names[group[2]]}"

    names: dict[str, str] = {}
    return re.sub(r"\(\?P([<=])(\w+)", number, form)


def parts_of(match: re.Match) -> dict[str, str]:
    """What the groups of a pattern hold, whatever numbers they have."""
    found = match.groupdict().items()
    return {name.partition("_")[0]: said for name, said in found if said}


# As patterns, for text in any case; a weekday is short before the day alone.
WEEKDAY = f"(?:{any_of(WEEK)})"
_SHORT = (9, ""), (3, ""), (3, ".")
NAMED = rf"(?P<named>{any_of(d[:size] + dot for d in WEEK for size, dot in _SHORT)})"
DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?:er)?(?![0-9])"
MONTH = f"(?P<month>{any_of(MONTHS)})"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"
_FULL_DAY = rf"{DAY}\s{MONTH}\s{_YEAR}"
_FULL = re.compile(rf"(?<![0-9]){_FULL_DAY}", re.IGNORECASE)
_BEFORE = rf"(?:(?:publié\s)?le\s)?(?:{NAMED},?\s)?"
_HOUR = r"""(?:(?:,?\s[àa]\s|[\s,|–-]+)[0-9]{1,2}\s?[h:]\s?
    (?:[0-9]{2}(?:[:m][0-9]{2})?)?(?:\s?\(?(?:gmt|utc)\)?)?)?"""
_DAYS = (
    rf"{_BEFORE}{_FULL_DAY}{_HOUR}",
    rf"{_BEFORE}{DAY}(?P<s>[/.-])(?P<month>[0-9]{{1,2}})(?P=s){_YEAR}{_HOUR}",
    rf"{_YEAR}/(?P<month>[0-9]{{2}})/{DAY}",
)
_FORMS = [
    re.compile(f"(?xi){form}")
    for form in (
        *_DAYS,
        rf"{MONTH}\s{_YEAR}",
        rf"(?P<month>[0-9]{{2}})/{_YEAR}",
        rf"{_YEAR}(?:-(?P<month>[0-9]{{2}}))?",
    )
]
# Date and hour as a line of site furniture has them, with groups.
STAMP = numbered(
    "|".join(
        (
            *_DAYS,
            rf"[0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{2}}(?![0-9]){_HOUR}",
            rf"[0-9]{{1,2}}/{_YEAR}{_HOUR}",
            rf"[0-9]{{4}}[-/][0-9]{{2}}(?:[-/][0-9]{{2}})?(?:t[0-9:]+z?)?{_HOUR}",
        )
    )
)
