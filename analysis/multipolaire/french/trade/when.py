"""Which expression of time, and which base, a figure goes with."""

import re
from dataclasses import dataclass

from multipolaire.french.trade.intervals import Interval, shift
from multipolaire.french.trade.numerals import context
from multipolaire.french.trade.periods import Period
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.scene import Base, Before, Scene

_BREAK = re.compile(
    r"[;:.]\s|(?<![^\W_])(?:contre|après|puis|tandis|alors|quand|au lieu|avant"
    r"|loin d\w+)"
    r"(?![^\W_])|,\s(?:mais|et|dont|qui)\s"
)
_STOCK = context("stock")
_BASE = re.compile(
    r"""(?:^|(?<![^\W_]))(?P<base>sur\s(?:un|deux|trois|six|douze|[0-9]+)\s(?:ans?|mois|semaines?)(?![^\W_])
    |en\s(?:glissement\s(?:annuel|mensuel|trimestriel)|rythme\sannuel(?:isé)?)
    |d['’](?:une\sannée|un\s(?:mois|trimestre|an))\s(?:sur|à)\sl['’]autre
    |par\srapport\s(?:à|aux?)\s[^,;.:()»]{2,80}
    |comparé(?:e|es|s)?\s(?:à|aux?)\s[^,;.:()»]{2,60}
    |par\s(?:an|mois)(?![^\W_])
    |(?<=\s)qu(?:e\s|['’])(?!(?:il|elle|ils|elles|on)\s)[^,;.:()»]{3,60})""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE = re.compile(r"(?:plus|moins|mieux|élevée?s?)\s*\Z|\bplus\s\w+\s\Z")
_THAN_END = re.compile(r"\s(?:et|pour|à)\s")
_VERSUS = re.compile(
    r"(?<![^\W_])(?:contre|après|puis|au lieu|tandis|alors que)(?![^\W_])"
)
_BUDGET = re.compile(r"(?:budget|exercice|année)\s\Z")
_ELSEWHERE = re.compile(
    r"\s(?:pour|en|aux?|chez|dans|à)\s(?:l[ae]s?\s|l['’])?[A-ZÀ-Þ][a-zà-ÿ]"
)
_VERB = re.compile(
    r"(?:[^\W\d_]+(?:ra|ront|rai[^\W\d_]*)|est|sont|a|ont|doi\w+)\s"
)
_ENDS_AT = re.compile(
    r"\bpour\s(?:atteindre|tomber|revenir|s['’]établir|grimper)\s(?:à\s)?\Z"
)


@dataclass(frozen=True, slots=True)
class Time:
    """When a figure holds, and where the words that say so begin, ``at``."""

    interval: Interval | None = None
    text: str | None = None
    at: int | None = None
    rule: tuple[str, int, int] | None = None


def time_of(
    scene: Scene,
    q: Quantity,
    edge: int,
    around: tuple[int, int],
    ahead: bool,
    base: Base | None,
    before: Before,
) -> Time:
    """Interval and words of a figure between its neighbours ``around``.

    ``edge`` is where what qualifies it begins; words of its ``base`` are not its own.
    """
    bases = (*before.bases, base) if base else before.bases
    known = scene.periods_ahead if ahead else scene.periods_past
    periods = [
        period
        for period in known
        if not any(b.start <= period.start < b.end for b in bases)
    ]
    period = _pick(scene, q, edge, around, periods, before.taken)
    if period is None:
        return Time()
    rule = f"period: {period.rule}", period.start, period.end
    interval, text = _resolved(period, before.interval), period.text
    ends = period.rule == "years" and _ENDS_AT.search(scene.left(q.start))
    first = q.moves and q.moves[0].way == "from"
    if period.halves and (q.moves or ends):
        text, interval = period.halves[not first]
    elif first and ahead:
        # "passer de 180 à 250 en 2030": 180 is of today
        return Time(at=period.start, rule=rule)
    if interval and period.at_end and scene.search(_STOCK):
        interval = interval[1], interval[1]
    return Time(interval, text, period.start, rule)


def base_of(scene: Scene, q: Quantity, until: int) -> Base | None:
    """What a change is measured against."""
    text = scene.text
    for match in _BASE.finditer(text, q.end, until):
        gap = text[q.end : match.start()]
        if re.search(r"[;.:(]|,\s(?!soit)", gap) or len(gap) > 60:
            break
        base, than = match["base"], match["base"].startswith("qu")
        if than and not _MORE.search(text, q.start, match.start()):
            continue
        base = _THAN_END.split(base)[0] if than else base
        return Base(*match.span("base"), base.strip())
    return None


def _pick(scene, q, edge, around, periods, taken) -> Period | None:
    """The nearest expression before a figure, or one after that is nearer still."""
    left = next((p for p in reversed(periods) if p.end <= q.start), None)
    if left and not _reaches(scene, left, q, edge, around, left.start in taken):
        left = None
    after = (p for p in periods if p.start >= q.end and not _is_of(p, q))
    right = next(after, None)
    if right and not _follows(scene, right, q, around, left):
        right = None
    if right and left:
        gap = scene.text[q.end : right.start]
        if len(gap) > max(25, edge - left.end) or "," in gap:
            right = None
    return right or left


def _reaches(scene, left: Period, q, edge, around, taken: bool) -> bool:
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
    if versus and versus[0] == "contre" and _ELSEWHERE.match(text, q.end):
        return True  # "contre 14 % pour l'Arabie saoudite"
    own = left.start >= around[0] and not (taken and left.end > around[0])
    return own or not versus


def _is_of(period: Period, q: Quantity) -> bool:
    """ "94 % de son niveau de 2019", "un Château Lafite de 1869"."""
    return period.start > q.end + 1 and bool(re.match(r"de\s[12]", period.text))


def _tense(scene: Scene, since: int, until: int) -> str | None:
    cues = [c for c in scene.cues if since <= c.start and c.end <= until]
    if not cues:
        return None
    return "past" if cues[-1].status == "reported" else "ahead"


def _follows(scene, right: Period, q, around, left: Period | None) -> bool:
    gap = scene.text[q.end : right.start]
    if _BREAK.search(gap) or len(gap) > 120:
        return False
    if right.rule == "duration" and "," in gap:
        return False
    if gap.count(",") == 1:  # "3 milliards, prévoit 20 navires en 2028"
        verb = q.end + gap.index(",") + 2
        cue = any(cue.start == verb for cue in scene.cues)
        if cue or _VERB.match(scene.text, verb):
            return False
    if right.start < around[1]:  # "100 milliards en 2022 et en 2023 120"
        nearer = around[1] - right.end < len(gap) + 12
        loose = scene.text[right.end : right.end + 1] != "," or "," in gap
        more = around[1] < scene.end and re.search(r",|\bet\b", gap)
        return not (loose and nearer and more)
    # "20 % du projet, passera 4 milliards au premier trimestre"
    later = any(q.end < cue.start < right.start for cue in scene.cues)
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
