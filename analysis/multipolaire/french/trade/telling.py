"""Which expressions of a sentence may tell when something holds."""

import re
from functools import lru_cache

from multipolaire.french.forms import LETTERS, context, listed
from multipolaire.french.periods import Period
from multipolaire.french.sentence import Sentence


@lru_cache(maxsize=8)  # the figures of a sentence ask for the same
def telling(scene: Sentence) -> tuple[Period, ...]:
    """The expressions of a sentence that may tell when something holds."""
    return tuple(p for p in scene.periods if _tells(scene, p))


def _tells(scene: Sentence, period: Period) -> bool:
    """Whether an expression may tell when something holds: no base, no day of saying."""
    before = scene.left(period.start, 40)
    if any(words.search(before) for words in (_BASE_WORD, _THAN_THEN, _AFTER)):
        return False
    if period.is_day and _SAID.search(before):
        return False
    if any(
        f.start < period.end and period.start < f.end for f in scene.figures
    ):
        return False  # "de 2000 m2 à 3000 m2"
    if period.rule == "unit" and "end" in period.parts:
        return scene.search(_STOCK)
    if period.rule == "weekday":
        beside = any(figure.end == period.start - 1 for figure in scene.figures)
        return beside or scene.search(_MARKET)
    if period.rule in ("since", "last months") and _RECORD.search(before):
        return False  # "une première depuis 2011"
    year = period.text.lower().startswith("sur un an")  # a base
    return not (period.rule == "duration" and year)


_STOCK = context("stock")
_MARKET = context("market")
_BASE_WORD = re.compile(
    r"""(?:par\srapport\s(?:à|aux?)|comparée?s?\s(?:à|aux?|avec)|double|triple|quadruple
    |supérieure?s?\sà|(?:que|à)\s(?:cel(?:ui|les?)|ceux)(?:\sde)?
    |référence|rapport|comparée?s?)
    (?:\s?(?:le|la|les|l['’]|fin|en|à|celles?|ceux|niveau|de|du))*\s?\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_THAN_THEN = re.compile(  # "5 % de plus qu'en", not "indique qu'en"
    r"""(?:\b(?:plus|moins|mieux|pire|autant|mêmes?|aussi|élevée?s?|inférieure?s?)
    (?:\s[\w'’]+){0,2}(?:\s\([^()]*\))?|[0-9]|%|fois(?:\s\w+){1,2})
    \squ['’e]\s?(?:(?:prévu|attendu)e?s?\s)?
    (?:le\s|la\s|les\s|l['’]|fin\s|en\s|à\s|cel(?:ui|les?)\s|ceux\s|de\s|du\s)*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(  # "après une chute brutale en mai"
    rf"(?i)\b(?:après|depuis)\s(?:une?|la|le|les|sa|son|ses)\s(?:{LETTERS}\s){{1,3}}\Z"
)
_SAID = re.compile(  # "a dit mardi", "rapporte Le Nord mardi"
    rf"""(?i)\b{listed("said")}\s(?:ce\s)?\Z|\b(?:rapport|annonc|indiqu|révèl|écri|précis)
    \w+\s(?:l[ea]s?\s|l['’])?(?-i:[A-ZÀ-Þ])\S*(?:\s(?-i:[A-ZÀ-Þ])\S*){{0,3}}\s\Z""",
    re.VERBOSE,
)
_RECORD = re.compile(
    rf"(?:{listed('record')}(?:\sfois)?|plus\s(?!que\s){LETTERS}(?:\s{LETTERS})?)\s\Z"
)
