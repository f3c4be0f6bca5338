"""When a figure holds: expressions of time, resolved against the article's date."""

import datetime as dt
import re
from functools import cache, lru_cache
from typing import NamedTuple

from multipolaire.french.dates import MONTHS, WEEKDAYS
from multipolaire.french.forms import LETTERS, any_of, context, listed
from multipolaire.french.trade import intervals
from multipolaire.french.trade.intervals import Interval, Said
from multipolaire.french.trade.numerals import NUMBERS, RANKS


class Period(NamedTuple):
    """An expression of time at ``start:end``.

    ``interval`` is ``None`` where the words alone do not tell one; ``shift`` (years,
    months) tells how far before the period of another figure this one lies;
    ``halves`` are the words and days of the ends of "entre mars et mai".
    """

    start: int
    end: int
    text: str
    rule: str
    interval: Interval | None = None
    shift: tuple[int, int] | None = None
    at_end: bool = False  # "fin 2023": a stock takes the last day
    halves: tuple[tuple[str, Interval], ...] = ()


@lru_cache(maxsize=2)  # the figures of a sentence ask for the same
def periods_of(scene, ahead: bool) -> list[Period]:
    """The expressions of time of a sentence that may tell when a figure holds."""
    found = periods_in(scene.text, scene.start, scene.end, scene.day, ahead)
    return [period for period in found if _tells(scene, period)]


def periods_in(
    text: str, start: int, end: int, ref: dt.date | None, future: bool = False
) -> list[Period]:
    """Every expression of time in a stretch of text, in order, without overlap.

    >>> text = "sur les onze premiers mois de cette année"
    >>> periods_in(text, 0, len(text), dt.date(2021, 12, 15))[0].interval
    (datetime.date(2021, 1, 1), datetime.date(2021, 11, 30))
    """
    found = [
        _make(match, rule, ref, future)
        for rule, pattern in _patterns().items()
        for match in pattern.finditer(text, start, end)
    ]
    kept: list[Period] = []
    for period in sorted(found, key=lambda p: (p.start, -p.end)):
        last = kept[-1] if kept else None
        if last is None or period.start >= last.end:
            kept.append(period)
        elif period.end > last.end and period.rule != last.rule:
            if period.end - period.start > last.end - last.start:
                kept[-1] = period
    return kept


def _make(match, rule: str, day: dt.date | None, ahead: bool) -> Period:
    written = match[0]
    start = match.end() - len(written.lstrip(" ,"))
    said = Said(written.strip(" ,"), match.groupdict(), day, ahead)
    interval, halves = None, ()
    try:
        if rule in intervals.RESOLVE:
            interval = intervals.RESOLVE[rule](said)
        halves = intervals.halves(said)
    except (ValueError, OverflowError):
        pass  # a day or a year that no calendar has, or that only a date would tell
    shift, at_end = intervals.earlier(said, rule), bool(said.part("end"))
    place = start, match.end(), said.text
    return Period(*place, rule, interval, shift, at_end, halves)


_MONTH = f"(?:{any_of(MONTHS)})"
_YEAR = (
    r"(?:1[5-9]|20)[0-9]{2}(?![0-9%])"
    r"(?!\s?(?:[%€$]|[0-9]{3}\b|mill|euro|doll|tonne))"
)
_UNITS = any_of(w for w, v in NUMBERS.items() if 1 < v < 100)
_N = rf"(?:[0-9]{{1,2}}|(?:{_UNITS})(?:(?:-et)?[-\u2011](?:{_UNITS}|une?))*)"
_RANK = any_of(RANKS)
_WHICH = rf"""(?:(?P<year>{_YEAR})|(?P<last>l['’]an(?:née)?\s(?:derni[eè]re?|passée?))
    |(?P<next>l['’]an(?:née)?\sprochaine?)|(?P<this>cette\sannée(?!-là)
    |l['’](?:année|an)(?:\sen\scours)?(?!\s(?:préc|suiv|d['’]av)|[^\W_])))"""
_OF_YEAR = rf"(?:\s(?:de\s|d['’])?{_WHICH})?"
_WEEKDAY = f"(?:{any_of(WEEKDAYS)})"
_OVER = r"""(?:(?:(?:au\scours|lors)\s(?:des|de\sces)|des|aux|les
    |(?:sur|pendant|durant|dans|pour|ces)(?:\s(?:les|ces|ses))?)\s)"""

# Name and form, the more particular first; intervals.py says what each means.
_FORMS = {
    "first months": rf"""{_OVER}?(?:(?P<n>{_N})\spremiers|premiers\s(?P<n2>{_N}))\s
        (?P<unit>mois|trimestres){_OF_YEAR}""",
    "last months": rf"""{_OVER}(?:(?P<n>{_N})\sderni[eè]re?s
        |derni[eè]re?s\s(?P<n2>{_N}))\s(?P<unit>mois|ans|années|semaines|jours)
        |depuis\s(?P<n3>un|{_N})\s(?P<unit2>an|mois)s?(?![^\W_])""",
    "next years": rf"""{_OVER}(?:(?P<n>{_N})\sprochaine?s|prochaine?s\s(?P<n2>{_N}))
        \s(?P<unit>mois|ans|années)""",
    "fiscal year": rf"""(?:(?:lors\sde\s|pour\s|sur\s)?la\s)?
        (?:l['’]exercice|exercice|campagne|saison)\s(?:fiscal\s)?(?:clos\s)?{_YEAR}[-/–][0-9]+
        |au\scours\sdu\s(?:semestre|trimestre|exercice)\sclos\s\w+\s\w+""",
    "months": rf"""(?:(?:de|entre|(?:sur\s)?la\spériode)\s)?(?P<a>{_MONTH})
        (?:\s(?P<ya>{_YEAR}))?(?:\s(?:à|et)\s(?:fin\s)?|\s?[-–]\s?)
        (?P<b>{_MONTH})(?![^\W_]){_OF_YEAR}""",
    "years": rf"""entre\s(?P<a>{_YEAR})\set\s(?P<b>{_YEAR})
        |(?:(?:de|sur|pour|période|en)\s)?(?:la\spériode\s)?
        (?P<a2>{_YEAR})(?:\sà\s|[-–])(?P<b2>{_YEAR})""",
    "decade": r"""(?:(?:dans|de)\sles\s|des\s)?années\s(?P<year>(?:1[5-9]|20)[0-9]0)""",
    "same period": rf"""(?:(?:à|sur|pendant|pour|durant|lors\sde)\s)?la\smême\s
        (?:période|époque|date)(?:\s(?:(?:de\s|d['’]){_WHICH}
        |un\san\s(?:plus\stôt|auparavant)|l['’](?:année|an)\s(?:précédente?|d['’]avant)))?
        |au\smême\s(?:mois|trimestre|semestre)\s(?:de\s|d['’])(?P<year2>{_YEAR})""",
    "year before": r"""(?:un\san|une\sannée)\s(?:plus\stôt|auparavant|avant(?!\s\w))
        |(?:en\s|à\s)?l['’](?:année|an)\s(?:précédente?|d['’]avant)
        |il\sy\sa\sun\san(?![^\W_])""",
    "month before": r"""(?:le|au)\s(?:mois|trimestre)\s(?:précédent|d['’]avant)
        |un\s(?:mois|trimestre)\s(?:plus\stôt|auparavant)|au\sprécédent(?![^\W_])""",
    "since": rf"""depuis\s(?:(?P<new>le\s(?:début|1er\sjanvier)
        (?:\sde\s(?:l['’]|cette\s)année|(?!\sd[eu’'])))
        |(?:le\s(?P<day>[0-9]{{1,2}}|1er)\s|début\s|fin\s|la\smi-|mi-)?(?P<month>{_MONTH})
        (?![^\W_])(?:\s(?P<year>{_YEAR}))?|(?:début\s|fin\s)?(?P<year2>{_YEAR}))""",
    "until": rf"""jusqu['’](?:en|à|à\s(?:la\s)?fin|fin)\s(?:de\s)?(?:{_WHICH}
        |(?P<month>{_MONTH})(?![^\W_])(?:\s(?P<year2>{_YEAR}))?)""",
    "horizon": rf"""(?:d['’]ici(?:\sà)?|à\sl['’]horizon(?:\sde)?|avant)\s
        (?:(?:la\s)?fin\s(?:de\s)?)?(?:{_WHICH}|(?P<n>un|{_N})\sans?(?![^\W_]))""",
    "quarter": rf"""(?:(?:[àa]u|du|le|sur\sle|pour\sle|pendant\sle|durant\sle|ce)\s
        (?:cours\sdu\s)?)?(?P<rank>{_RANK})\s(?P<unit>trimestre|semestre){_OF_YEAR}
        |(?:(?:au|en|du)\s)?(?-i:(?P<code>[TS])(?P<rank2>[1-4]))(?![^\W_])
        (?:\s(?P<year2>{_YEAR}))?""",
    "month ago": r"""(?:(?:au\scours\s)?du|le|au)\s(?P<unit>mois|trimestre|semestre)\s
        (?:dernier|passé)|la\s(?P<week>semaine)\s(?:dernière|passée)""",
    "this month": r"ce\s(?P<unit>mois(?:-ci)?|trimestre|semestre)(?![^\W_])",
    "day": rf"""(?:{_WEEKDAY}\s)?(?:le\s|au\s|du\s|dès\sle\s)?
        (?P<day>[0-9]{{1,2}}|1er)\s(?P<month>{_MONTH})(?![^\W_])(?:\s(?P<year>{_YEAR}))?""",
    "month": rf"""(?:(?P<end>(?:à\s(?:la\s)?)?fin\s(?:de\s)?)|(?:(?:au|du|le|pour\sle)\s
        (?:seul\s)?mois\s)?(?:de\s|d['’])|en\s|début\s|courant\s|mi-|dès\s|pour\s|sur\s)
        (?P<month>{_MONTH})(?![^\W_])(?:\s(?:dernier|passé|prochain))?{_OF_YEAR}""",
    "year": rf"""(?P<end>(?:(?:à\s|d['’]ici\s)?(?:la\s)?)?fin\s(?:de\s)?)?(?:(?:en|pour
        |sur|de|dès|début|mi|durant|pendant|courant|(?:sur\s)?l['’]ensemble\sde
        |au\scours\sde)[\s-])?(?:(?:toute\s)?l['’](?:année|exercice)\s)?{_WHICH}""",
    "weekday": rf"{_WEEKDAY}(?![^\W_]|\s[0-9]+\s{_MONTH})",
    "duration": rf"""(?:en|sur|pendant|durant)\s(?:l['’]espace\sde\s)?
        (?:une?|quelques|{_N})\s(?:ans?|années?|mois|semaines?|jours?|trimestres?)
        (?![^\W_])""",
    "vague": r"""dans\sun\sproche\savenir|à\s(?:court|moyen|long)\sterme
        |(?:l['’]|cet\s)(?:été|hiver|automne)(?:\s(?:dernier|prochain))?(?![^\W_])
        |au\sprintemps(?:\s(?:dernier|prochain))?|d['’]ici\sl['’](?:été|hiver|automne)
        |d['’]ici\s(?:à\s)?(?:la\sfin\sde\s)?la\s(?:fin\sde\sla\s)?décennie
        |(?:cette|la)\ssaison(?:\s(?:dernière|passée|prochaine))?(?![^\W_])
        |(?:avant|après|depuis|pendant|durant)\s(?:la\s(?:guerre|pandémie|crise)
        |l['’]invasion|le\sconflit|le\sCovid)
        |durant\sles\s[0-9]+\spremiers\sjours""",
}


def _tells(scene, period: Period) -> bool:
    before = scene.left(period.start, 30)
    if _BASE_WORD.search(before) or _COMPARED.search(before):
        return False
    if period.rule in ("weekday", "day") and _SAID.search(before):
        return False
    if period.rule == "weekday":
        beside = any(figure.end == period.start - 1 for figure in scene.figures)
        return beside or scene.search(_MARKET)
    if period.rule in ("since", "last months") and _RECORD.search(before):
        return False  # "une première depuis 2011"
    year = period.text.lower().startswith("sur un an")  # a base
    return not (period.rule == "duration" and year)


_BASE_WORD = re.compile(
    r"""(?:par\srapport\s(?:à|aux?)|comparée?s?\s(?:à|aux?|avec)|double|triple|quadruple
    |\bqu['’e]\s?(?:(?:prévu|attendu)e?s?\s)?|supérieure?s?\sà|(?:que|à)\scelui\sde
    |référence)(?:\s?(?:le|la|les|l['’]|fin|en|à|celles?|ceux|niveau|de|du))*\s?\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_SAID = re.compile(rf"(?i)\b{listed('said')}\s(?:ce\s)?\Z")
_COMPARED = re.compile(r"(?:rapport|comparée?s?)\s\Z")
_RECORD = re.compile(
    rf"(?:{listed('record')}|plus\s(?!que\s){LETTERS}(?:\s{LETTERS})?)\s\Z"
)
_MARKET = context("market")


@cache
def _patterns() -> dict[str, re.Pattern]:
    forms = _FORMS.items()
    return {name: re.compile(rf"(?xi)\b(?:{form})") for name, form in forms}
