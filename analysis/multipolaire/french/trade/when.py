"""Which expression of time, and which base, a figure goes with."""

import re
from typing import NamedTuple

from multipolaire.french.forms import context, listed
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.intervals import Interval, shift
from multipolaire.french.trade.periods import Period, periods_of
from multipolaire.french.trade.scan import Quantity


class Base(NamedTuple):
    """What a change is measured against, in the words of the text."""

    start: int
    end: int
    text: str


class Time(NamedTuple):
    """When a figure holds: days, words, and the expression that tells it."""

    interval: Interval | None = None
    text: str | None = None
    period: Period | None = None


class Earlier(NamedTuple):
    """What earlier figures told: the last days, and words of this sentence."""

    interval: Interval | None = None
    periods: tuple[Period | None, ...] = ()
    bases: tuple[Base, ...] = ()

    def followed_by(self, time: Time, base: Base | None) -> "Earlier":
        bases = (*self.bases, base) if base else self.bases
        interval = time.interval or self.interval
        return Earlier(interval, (*self.periods, time.period), bases)


def base_of(scene: Sentence, figure: Quantity) -> Base | None:
    """What a change is measured against."""
    text, until = scene.text, scene.around(figure)[1]
    for match in _BASE.finditer(text, figure.end, until):
        gap = text[figure.end : match.start()]
        if re.search(r"[;.:(]|,\s(?!soit)", gap) or len(gap) > 60:
            break
        base, than = match["base"], match["base"].startswith("qu")
        if than and not _MORE.search(text, figure.start, match.start()):
            continue
        base = _THAN_END.split(base)[0] if than else base
        return Base(*match.span("base"), base.strip())
    return None


def time_of(
    scene: Sentence,
    figure: Quantity,
    edge: int,
    ahead: bool,
    earlier: Earlier,
    base: Base | None,
) -> Time:
    """Days and words of a figure; ``edge`` is where what qualifies it begins."""
    bases = (*earlier.bases, base) if base else earlier.bases
    periods = [
        period
        for period in periods_of(scene, ahead)
        if not any(b.start <= period.start < b.end for b in bases)
    ]
    period = _pick(scene, periods, figure, edge, earlier)
    if period is None:
        return Time()
    interval, text = _resolved(period, earlier.interval), period.text
    ends = period.rule == "years" and _ENDS_AT.search(scene.left(figure.start))
    first = figure.moves and figure.moves[0].way == "from"
    if period.halves and (figure.moves or ends):
        text, interval = period.halves[not first]
    elif first and ahead:  # "passer de 180 à 250 en 2030": 180 is of today
        return Time(period=period)
    if interval and period.at_end and scene.search(_STOCK):
        interval = interval[1], interval[1]
    return Time(interval, text, period)


def _pick(scene, periods, figure, edge, earlier: Earlier) -> Period | None:
    """The nearest expression before a figure, or one after that is nearer still."""
    left = next((p for p in reversed(periods) if p.end <= figure.start), None)
    if left and not _reaches(scene, left, figure, edge, earlier):
        left = None
    after = (p for p in periods if p.start >= figure.end)
    right = next((p for p in after if not _is_of(p, figure)), None)
    if right and not _follows(scene, right, figure, left):
        right = None
    if right and left:
        gap = scene.text[figure.end : right.start]
        if len(gap) > max(25, edge - left.end) or "," in gap:
            right = None
    return right or left


def _reaches(scene, left: Period, figure, edge, earlier: Earlier) -> bool:
    text = scene.text
    gap = text[left.end : edge]
    if re.search(r";\s", gap):
        return False
    before = _tense(scene, scene.start, left.end)
    if before and _tense(scene, left.end, edge) not in (None, before):
        return False  # "depuis 2021, et en attend 700": the tense moves on
    if re.match(r"de\s[12]", left.text):  # "la crise de 2008"
        if not _BUDGET.search(scene.left(left.start)):
            return False
    versus = _VERSUS.search(gap)
    if versus and versus[0] == "contre" and _ELSEWHERE.match(text, figure.end):
        return True  # "contre 14 % pour l'Arabie saoudite"
    since = scene.around(figure)[0]
    taken = left.end > since and any(
        period and period.start == left.start for period in earlier.periods
    )
    return not (versus and (taken or left.start < since))


def _is_of(period: Period, figure: Quantity) -> bool:
    """ "94 % de son niveau de 2019", "un Château Lafite de 1869"."""
    away = period.start > figure.end + 1
    return away and bool(re.match(r"de\s[12]", period.text))


def _tense(scene: Sentence, since: int, until: int) -> str | None:
    cues = [c for c in scene.cues if since <= c.start and c.end <= until]
    if not cues:
        return None
    return "past" if cues[-1].status == "reported" else "ahead"


def _follows(scene, right: Period, figure, left: Period | None) -> bool:
    following = scene.around(figure)[1]
    gap = scene.text[figure.end : right.start]
    if _BREAK.search(gap) or len(gap) > 120:
        return False
    if right.rule == "duration" and "," in gap:
        return False
    if gap.count(",") == 1:  # "3 milliards, prévoit 20 navires en 2028"
        verb = figure.end + gap.index(",") + 2
        cue = any(cue.start == verb for cue in scene.cues)
        if cue or _VERB.match(scene.text, verb):
            return False
    if right.start < following:  # "100 milliards en 2022 et en 2023 120"
        nearer = following - right.end < len(gap) + 12
        loose = scene.text[right.end : right.end + 1] != "," or "," in gap
        more = following < scene.end and re.search(r",|\bet\b", gap)
        return not (loose and nearer and more)
    # "20 % du projet, passera 4 milliards au premier trimestre"
    later = any(figure.end < cue.start < right.start for cue in scene.cues)
    # "313 millions de tonnes et 210 milliards en 2023"
    return left is None and not ("," in gap and later)


def _resolved(period: Period, last: Interval | None) -> Interval | None:
    """The days of an expression, which may be told by those of the last figure."""
    if period.shift is None or last is None:
        return period.interval
    years, months = period.shift
    if years < 0:
        years = last[0].year + years
    if not (years or months) and period.rule == "month before":
        first, until = last  # "contre 7,1 % au précédent": as long as the last
        months = (until.year - first.year) * 12 + until.month - first.month + 1
    return shift(last, years, months)


_BREAK = re.compile(
    r"[;:.]\s|\b(?:contre|après|puis|tandis|alors|quand|au lieu|avant"
    r"|loin d\w+)\b|,\s(?:mais|et|dont|qui)\s"
)
_VERSUS = re.compile(r"\b(?:contre|après|puis|au lieu|tandis|alors que)\b")
_STOCK = context("stock")
_BASE = re.compile(
    r"""\b(?P<base>sur\s(?:un|deux|trois|six|douze|[0-9]+)\s
        (?:ans?|mois|semaines?)\b
    |en\s(?:glissement\s(?:annuel|mensuel|trimestriel)|rythme\sannuel(?:isé)?)
    |d['’](?:une\sannée|un\s(?:mois|trimestre|an))\s(?:sur|à)\sl['’]autre
    |par\srapport\s(?:à|aux?)\s[^,;.:()»]{2,80}
    |comparé(?:e|es|s)?\s(?:à|aux?)\s[^,;.:()»]{2,60}
    |par\s(?:an|mois)\b
    |(?<=\s)qu(?:e\s|['’])(?!(?:il|elle|ils|elles|on)\s)[^,;.:()»]{3,60})""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE = re.compile(r"(?:plus|moins|mieux|élevée?s?)\s*\Z|\bplus\s\w+\s\Z")
_THAN_END = re.compile(r"\s(?:et|pour|à)\s")
_BUDGET = re.compile(r"(?:budget|exercice|année)\s\Z")
_ELSEWHERE = re.compile(
    r"\s(?:pour|en|aux?|chez|dans|à)\s(?:l[ae]s?\s|l['’])?[A-ZÀ-Þ][a-zà-ÿ]"
)
_VERB = re.compile(r"(?:[^\W\d_]+(?:ra|ront|rai\w*)|est|sont|a|ont|doi\w+)\s")
_ENDS_AT = re.compile(rf"\bpour\s{listed('ends at')}\s(?:à\s)?\Z")
