"""Expressions of time in running text, by one grammar of dates.

A *moment* is a day, a month, a quarter, a half or a year, with the year that it is in
or without.  Ranges, open ends and what is set beside another time are made of moments.
What each means is told in ``calendar.py``.
"""

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from multipolaire.french import dates
from multipolaire.french.dates import WEEKDAY, numbered, parts_of
from multipolaire.french.forms import END, any_of, listed
from multipolaire.french.trade.numerals import NUMBERS, RANKS


class Period(NamedTuple):
    """An expression of time at ``start:end``, with the named parts of its ``rule``."""

    start: int
    end: int
    text: str
    rule: str
    parts: dict[str, str]
    day: dt.date | None  # on which the text was written

    @property
    def is_day(self) -> bool:
        return self.rule in ("day", "weekday")


def periods_in(
    text: str, start: int, end: int, day: dt.date | None
) -> list[Period]:
    """Every expression of time in a stretch of text, in order, without overlap.

    >>> [(p.text, p.rule) for p in periods_in("de mai à juillet, en 2022", 0, 25, None)]
    [('de mai à juillet', 'range'), ('en 2022', 'year')]
    """
    found = []
    for match in _pattern().finditer(text, start, end):
        rule = _NAMES[int(match.lastgroup[1:].partition("_")[0])]
        if rule != "head" or match.start() == start:
            parts = parts_of(match)
            found.append(Period(*match.span(), match[0], rule, parts, day))
    return found


def moment(text: str) -> dict[str, str]:
    """The parts of a day, a month, a quarter, a half or a year; none of all else."""
    match = _moment_pattern().fullmatch(text)
    return parts_of(match) if match else {}


def _plain(form: str) -> str:
    return re.sub(r"\?P<\w+>", "?:", form)


_YEAR = (
    r"(?:1[5-9]|20)[0-9]{2}(?![0-9%]|[.,][0-9])"
    r"(?!\s?(?:[%€$]|[0-9]{3}\b|mill|euro|doll|tonne|kilo|k?[gm]\b|m[²³23]))"
)
_TENS = any_of(w for w, v in NUMBERS.items() if 1 < v < 100)
_N = rf"(?P<n>[0-9]{{1,2}}|(?:{_TENS})(?:(?:-et)?[-\u2011](?:{_TENS}|une?))*)"
_ONE = rf"(?:{_N}|une?)"
_WHICH = rf"""(?:(?:l['’](?:année|an|exercice)\s)?
    (?P<year>{_YEAR})(?:[-–/](?P<until>(?:20)?[0-9]{{2}})(?![0-9]))?
    |(?P<past>l['’](?:année|exercice)\sécoulée?)
    |l['’]an(?:née)?\s(?:(?P<before>derni[eè]re?|passée?)|(?P<next>prochaine?))
    |(?P<this>cette\sannée(?!-là)|l['’](?:année|an|exercice)\sen\scours)
    |(?P<that>(?<!toute\s)(?<!dans\s)l['’]an(?:née)?){END}(?!['’]|\s(?:préc|suiv|d['’]|de\s|du\s|où)))"""
_REL = r"(?:\s(?P<rel>derni[eè]re?|passée?|prochaine?|écoulée?))"
_RANK = f"(?P<rank>{any_of(RANKS)})"
_RANKED = rf"{_RANK}\s(?P<unit>trimestre|semestre)s?{_REL}?"
_CODE = r"(?-i:(?P<code>[TQS])(?P<nth>[1-4])|(?P<nth>[1-4])(?P<code>[TS]))"
_DATED = rf"(?:{dates.NAMED}\s)?{dates.DAY}\s{dates.MONTH}{END}"
_MONTH = rf"(?!sept(?!\.|embre)){dates.MONTH}"  # "de sept" is a number
_PART = rf"(?:{_DATED}|{_MONTH}{END}{_REL}?|{_RANKED}|{_CODE}{END})"
_OF = r"\s(?:de\s|d['’])?"
_OF_YEAR = f"(?:{_OF}{_WHICH})?"
_MOMENT = f"(?:{_PART}{_OF_YEAR}|{_WHICH})"
_A, _A_MONTH = _plain(_MOMENT), _plain(_MONTH)
_FIN = r"(?P<end>(?:à\s)?(?:la\s)?fin\s(?:de\s|d['’]|du\s)?)"
_EDGE = rf"""(?:{_FIN}|(?:le\s)?début\s(?:de\s|du\s)?|(?:la\s)?mi-|le\s)?
    (?:mois\s(?:de\s|d['’]))?"""
_PLACE = r"(?:le\s|(?:la\s)?fin\s|début\s|(?:la\s)?mi-)?"
_ITS = r"(?:(?:le|la|les|son|sa|mon|ma|leur|cette|ce)\s|l['’])\w+"
_OVER = r"""(?:(?:(?:au\scours|lors)\s(?:des|de\sces)|des|aux|les
    |(?:sur|pendant|durant|dans|pour|ces)(?:\s(?:les|ces|ses))?)\s)"""
_IN = (
    r"(?:(?:au\scours\sd[eu]|sur|pendant|durant|pour|dans|à|en|lors\sd[eu])\s)"
)
_SPAN = r"(?P<unit>années?|ans?|mois|trimestres?|semestres?|semaines?|jours?)"
_FISCAL = r"(?:fiscale?|budgétaire|céréalière|agricole|commerciale|décalée?)"
_AGO = r"(?:plus\stôt|auparavant|avant(?!\s\w)|(?P<later>plus\stard|après(?!\s\w)))"
_NEXT = r"(?:précédente?|d['’]avant|(?P<later>suivante?|d['’]après))"
_LAST = r"(?:derni[eè]re?s|(?P<coming>prochaine?s))"
_MONTHS = r"(?P<unit>mois|trimestre|semestre)"
_BAR = r"(?:\s?[-–]\s?|\s(?:à|au|jusqu['’](?:à|en|au))\s)(?:(?:la\s)?fin\s(?:de\s)?)?"
# Name and form, the more particular first; _RESOLVE says what each means.
_FORMS = {
    "first months": rf"""{_OVER}?(?:{_N}\spremiers|premiers\s{_N})\s
        (?P<unit>mois|trimestres){_OF_YEAR}
        |(?:en|sur|pour|après)\s{_N}\smois{_OF}{_WHICH}
        |(?:au\sbout\sde|à\sl['’]issue\sde)\s{_N}\smois
        (?:{_OF}{_WHICH})?""",
    "last months": rf"""{_OVER}(?:{_N}\s{_LAST}|{_LAST}\s{_N})\s{_SPAN}
        (?:{_OF}(?P<year>{_YEAR}))?|depuis\s{_ONE}\s(?P<unit>an|mois)s?{END}""",
    "fiscal year": rf"""{_IN}?(?:l['’]|l[ea]\s)?
        (?P<span>exercice|campagne|saison|année|semestre|trimestre)\s
        (?:(?:{_FISCAL}\s)?(?:close?\s(?:en\s|au\s|le\s)?{_FIN}?{_MOMENT}
        |(?:de\s)?{_YEAR}[-/–][0-9]+)|{_FISCAL}\s{_YEAR})""",
    "same": rf"""(?:{_WHICH}\s)?{_IN}?la\smême\s(?:période|époque|date)
        (?:{_OF}(?:{_WHICH}|(?P<prior>l['’](?:année|an)\s
        (?:précédente?|d['’]avant)|un\san\s(?:plus\stôt|auparavant))))?
        (?:\s\((?P<months>{_A_MONTH}\sà\s{_A_MONTH})\))?
        |{_IN}?(?:(?:au|le)\s)?même\s(?:mois|trimestre|semestre)
        (?:{_OF}{_WHICH})?|dans\sle\smême\stemps|cette\sannée-là""",
    "beside": rf"""{_ONE}\s{_SPAN}\s{_AGO}|au\s{_NEXT}{END}
        |(?:en\s|à\s|de\s)?l['’](?P<unit>année|an)\s{_NEXT}|(?:le|au|du)\s{_MONTHS}\s{_NEXT}""",
    "ago": rf"(?:(?:il\sy\sa|voici|voilà)|(?P<coming>dans))\s{_ONE}\s{_SPAN}{END}",
    "decade": rf"""(?P<edge>(?:au\s|le\s|la\s|à\sla\s)?(?:début|fin|milieu)\s)?
        (?:(?:dans|de|pendant|durant)\sles\s|des\s|les\s)?années\s
        (?P<decade>(?:1[5-9]|20)[0-9]0|[3-9]0|(?:{_TENS})(?:-dix|-vingts?(?:-dix)?)?){END}""",
    "range": rf"""entre\s{_PLACE}(?P<first>{_A}|[0-9]{{1,2}}|1er)\set\s{_PLACE}(?P<last>{_A})
        |(?:du|les)\s(?:{WEEKDAY}\s)?(?P<first>[0-9]{{1,2}}|1er|{_plain(_RANK)})\s
        (?:au|(?P<and>et))\s(?P<last>{_A})
        |(?:{_IN}?la\spériode\s(?:allant\s)?(?:d[eu]\s)?|période\s|depuis\s|aux?\s|du\s
        |de\s|d['’]|sur\s|pour\s|en\s)?{_PLACE}(?P<first>{_A}){_BAR}(?P<last>{_A})
        |(?:(?:aux\smois\s)?de\s|d['’]|en\s|aux\s|sur\s)?
        (?P<first>{_A_MONTH}|{_plain(_RANK)}|{_YEAR})\s(?P<and>et)\s
        (?P<last>{_plain(_PART + _OF_YEAR)}|{_YEAR})""",
    "since": rf"""depuis\s(?:le\s(?P<new>début|1er\sjanvier)
        (?:\sde\s(?:l['’]|cette\s)année|(?!\s(?:d[eu’']|[0-9])))
        |(?:{_ITS}\s(?:en\s|le\s))?{_EDGE}{_MOMENT}|{_ITS}
        (?:\sd(?:es?\s(?:la\s|l['’])?|u\s|['’])\w+)?(?:\sil\sy\sa\s\w+\sans)?(?:\s{_YEAR})?)""",
    "until": rf"jusqu['’](?:en|à|au)?\s?{_EDGE}{_MOMENT}",
    "horizon": rf"""(?:d['’]ici(?:\sà|\sau)?|à\sl['’]horizon(?:\s(?:de|du))?
        |avant(?=\s(?:la\s)?fin))\s{_EDGE}(?:{_MOMENT}|{_ONE}\sans?{END})""",
    "vague": rf"""(?:à\s(?:partir|compter)\sd[eu']?|avant|après)\s?
        (?:l['’]|la\s|le\s)?(?:mi-|fin\s|début\s)?(?:{_A}|semaine\sprochaine)
        |(?:{listed("vague time")}|(?:l['’]|cet\s|d['’]ici\sl['’]|avant\sl['’])
        (?:été|hiver|automne))(?:\s(?:(?:dernier|passé|prochain)e?|(?:de\s)?{_plain(_WHICH)}))?{END}""",
    "unit": rf"""(?:(?:au\scours\s)?du|le|au|la|(?:sur|pour|pendant)\sl[ea])\s
        (?P<unit>mois|trimestre|semestre|semaine){_REL}
        |(?:au\scours\sde\s)?ce\s{_MONTHS}(?P<now>-ci)?{END}(?!-)
        |{_FIN}(?:ce\s)?{_MONTHS}{END}""",
    "quarter": rf"""(?:(?:[àa]u|du|le|(?:sur|pour|pendant|durant|dans)\sle|ce)\s
        (?:cours\sdu\s)?)?{_RANKED}{_OF_YEAR}
        |(?:(?:au|en|du|le)\s{_CODE}{END}|{_CODE}(?={_OF}{_YEAR})){_OF_YEAR}""",
    "day": rf"(?:(?:dès\s)?le\s|au\s|du\s|ce\s)?{_DATED}(?:\s(?P<year>{_YEAR}))?",
    "month": rf"""(?:(?:{_FIN}|(?:au\s)?début\s)?(?:(?:au|du|le|(?:pour|sur)\sle)\s
        (?:seul\s)?mois\s(?:de\s|d['’])|{_FIN}|de\s|d['’]|en\s|(?:au\s)?début\s
        |courant\s|(?:à\sla\s)?mi-|dès\s|pour\s|sur\s)
        {_MONTH}{END}{_REL}?{_OF_YEAR}|{_MONTH}\s(?P<year>{_YEAR})
        |{_MONTH}(?=\s(?:a|avait|aura)\s(?:vu|connu|été|marqué)\b))""",
    "head": rf"(?-i:(?=[A-Z]))(?!mars\b){_MONTH}{END}",
    "year": rf"""{_FIN}?(?:d['’]ici\s)?(?:(?:en|pour|sur|de|dès|début|mi|durant|pendant
        |courant|(?:(?:sur|pour)\s)?(?:l['’]ensemble|la\stotalité)\sde
        |au\scours\sde)[\s-]|(?=(?:19|20)[0-9]|l['’]|cette))(?:toute\s(?=l..nnée\s[12]|l..n(?:née)?\s[a-z]))?{_WHICH}""",
    "weekday": rf"(?P<named>{WEEKDAY}){END}",
    "now": listed("now"),
    "duration": rf"""(?:en|sur|pendant|durant)\s(?:l['’]espace\sde\s)?
        (?:quelques|{_ONE})\s{_SPAN}{END}""",
}
_NAMES = tuple(_FORMS)


@cache
def _pattern() -> re.Pattern:
    forms = (f"(?P<r{n}>{form})" for n, form in enumerate(_FORMS.values()))
    words = re.findall(
        r"[^\W_]+", " ".join((*NUMBERS, *RANKS, *dates.MONTHS, *dates.WEEK))
    )
    opens = rf"(?=[0-9]|[dltqs]['’1-4]|jusqu|{any_of(words)}{END}|{listed('opens time')})"
    every = numbered("|".join(forms))
    return re.compile(rf"(?xi)(?<![\w/-]){opens}(?:{every})")


@cache
def _moment_pattern() -> re.Pattern:
    return re.compile(f"(?xi){numbered(_MOMENT)}")
