"""Which expression of time a figure goes with, and what a change is set against."""

import re
from functools import lru_cache
from typing import NamedTuple

from multipolaire.french.attach import Feature, attach
from multipolaire.french.calendar import Interval, days_of, halves_of
from multipolaire.french.forms import LETTERS, START, context, listed
from multipolaire.french.periods import Period
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.scan import Quantity


class Base(NamedTuple):
    """What a change is measured against, in the words of the text."""

    start: int
    end: int
    text: str


class Time(NamedTuple):
    """When a figure holds: days, words, and the expression of time."""

    interval: Interval | None = None
    text: str | None = None
    period: Period | None = None
    inherited: bool = False


class Earlier(NamedTuple):
    """What earlier figures told: the last days, and in this sentence times and bases."""

    interval: Interval | None = None
    times: tuple[Time, ...] = ()
    bases: tuple[Base, ...] = ()

    def followed_by(self, time: Time, base: Base | None) -> "Earlier":
        bases = (*self.bases, base) if base else self.bases
        interval = time.interval or self.interval
        return Earlier(interval, (*self.times, time), bases)


class Asked(NamedTuple):
    """A figure that looks for its time; ``edge`` is where what qualifies it begins."""

    scene: Sentence
    figure: Quantity
    edge: int
    ahead: bool

    def gap(self, period: Period) -> str:
        """What stands between the figure and an expression of time.

        Without what says the same again: "5 %, à 3 millions, soit 2 euros, en 2022".
        """
        text, since, words = self.scene.text, self.figure.end, ""
        if period.end <= self.edge:
            return text[period.end : self.edge]
        for other in self.scene.figures:
            if self.figure.end <= other.start < period.start:
                if _APPOSED.fullmatch(text, since, other.start):
                    since = other.end + (text[other.end] in "),")
                else:
                    words += text[since : other.end]
                    since = other.end
        return words + text[since : period.start]

    def apart(self, period: Period) -> bool:
        """Whether another clause begins between."""
        return bool(self.scene.opened(period.start, self.figure.start))

    def beside(self, period: Period) -> bool:
        return not self.gap(period).strip()

    def words(self, period: Period) -> int:
        return min(len(_WORD.findall(self.gap(period))), 30)

    def parts(self, period: Period) -> int:
        return min(len(_PARTS.findall(self.gap(period))), 3)


def base_of(scene: Sentence, figure: Quantity) -> Base | None:
    """What a change is measured against."""
    text, until = scene.text, scene.around(figure)[1]
    for match in _BASE.finditer(text, figure.end, until):
        base, than = match["base"], match["base"].startswith("qu")
        if than and not _MORE.search(text, figure.start, match.start()):
            continue
        base = _THAN_END.split(base)[0] if than else base
        return Base(*match.span("base"), base.strip())
    return None


NEAR = 3  # expressions on each side of a figure


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
        for period in telling(scene)
        if not any(b.start <= period.start < b.end for b in bases)
    ]
    asked = Asked(scene, figure, edge, ahead)
    for period in scene.periods:
        held = scene.text[period.end : edge] == " ("  # "celui de mai (5 %)"
        if held and period not in telling(scene):
            return _read(asked, period, earlier)
    before = [p for p in periods if p.end <= figure.start]
    after = [p for p in periods if p.start >= figure.end]
    ties = (
        attach(asked, before[-NEAR:], BEFORE),
        attach(asked, after[:NEAR], AFTER),
    )
    tie = max(filter(None, ties), key=lambda tie: tie.score, default=None)
    if tie is None or tie.candidate.rule == "now":
        return Time(period=tie.candidate if tie else None)
    return _read(asked, tie.candidate, earlier)


def _read(asked: Asked, period: Period, earlier: Earlier) -> Time:
    figure = asked.figure
    halves = halves_of(period, asked.ahead)
    place = place_of(asked, 2)
    if figure.moves:
        place = figure.moves[0].way == "to"
    if halves and place is not None:
        text, interval = halves[place]
        return Time(interval, text, period)
    after = asked.scene.around(figure)[1] < period.start
    if figure.moves_from() and (asked.ahead or after):
        return Time(period=period)  # "de 180 à 250 en 2030": 180 is of today
    # "attendue pour l'année"
    beside = (
        c for c in asked.scene.cues if figure.end <= c.start < period.start
    )
    ahead = asked.ahead or any(cue.status != "reported" for cue in beside)
    # "l'année précédente", said once, is one year for all
    same = (t.interval for t in earlier.times if t.period == period and t.text)
    interval = next(same, None) or days_of(period, ahead, earlier.interval)
    end = "end" in period.parts and period.rule in ("year", "month", "unit")
    if interval and end and figure.kind != "%" and asked.scene.search(_STOCK):
        interval = interval[1], interval[1]
    return Time(interval, period.text, period)


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


# --- which expressions may be a figure's, and what speaks for each


@lru_cache(maxsize=8)  # the figures of a sentence ask for the same
def telling(scene: Sentence) -> tuple[Period, ...]:
    """The expressions of a sentence that may tell when something holds."""
    return tuple(p for p in scene.periods if _tells(scene, p))


def _tells(scene: Sentence, period: Period) -> bool:
    """Whether an expression may tell when something holds: no base, no day of saying."""
    before = scene.left(period.start, 60)
    dated = period.is_day or period.rule == "ago"
    if _COMPARED.search(before) or dated and _SAID.search(before):
        return False
    if period.rule == "weekday":
        beside = any(figure.end == period.start - 1 for figure in scene.figures)
        return beside or scene.search(_MARKET)
    if period.rule in ("since", "last months"):  # "une première depuis 2011"
        return not _RECORD.search(before)
    return not period.text.lower().startswith("sur un an")  # a base


def place_of(asked: Asked, count: int) -> int | None:
    """Which of so many figures it is that are dealt times in order: "respectivement"."""
    scene = asked.scene
    each = _EACH.search(scene.text, scene.start, scene.end)
    if not each:
        return None
    figures = [f for f in scene.figures if f.start > each.start()][:count]
    figures = figures if len(figures) == count else scene.figures[:count]
    dealt = len(figures) == count and asked.figure in figures
    return figures.index(asked.figure) if dealt else None


def _other_clause(asked: Asked, period: Period) -> int:
    far = period.is_day or period.rule == "since"
    return asked.apart(period) and (4 if far else 1)


def _hangs(asked: Asked, period: Period) -> bool:
    clause = asked.scene.clause_at(period.start)
    if clause.opener not in ("versus", "relative"):
        return False
    inside = asked.scene.together(period.start, asked.figure.start)
    return not inside and not _APPOSED.match(asked.gap(period))


def set_beside(scene: Sentence, figure: Quantity) -> bool:
    """Whether it is of another time than what it stands beside: "contre 4"."""
    clause = scene.clause_at(figure.start)
    if clause.opener != "versus":
        return False
    instead = scene.text[clause.start : figure.start].lstrip("(, ")
    elsewhere = _ELSEWHERE.match(scene.text, figure.end)
    return not (instead.startswith("au lieu") or elsewhere)


def _beyond(asked: Asked, period: Period) -> bool:
    apart = not asked.scene.together(period.start, asked.figure.start)
    return apart and set_beside(asked.scene, asked.figure)


def _moves_on(asked: Asked, period: Period) -> bool:
    scene = asked.scene
    own = _tense(scene, scene.start, period.end)
    told = own or _tense(scene, period.end, asked.edge, first=True)
    days = days_of(period, asked.ahead)
    if days and scene.day:
        told = "past" if days[1] < scene.day else told
        told = "ahead" if days[0] > scene.day else told
    now = _tense(scene, period.end, asked.edge)
    if not (told and now) or told == now:
        return False
    joined = own or asked.apart(period) or _ADDS.search(asked.gap(period))
    return bool(joined)


def _tense(scene: Sentence, since: int, until: int, first=False) -> str | None:
    cues = [c for c in scene.cues if since <= c.start and c.end <= until]
    if not cues:
        return None
    cue = cues[0 if first else -1]
    return "past" if cue.status == "reported" else "ahead"


def _in_order(asked: Asked, period: Period) -> int:
    periods = [p for p in telling(asked.scene) if p.rule != "now"]
    place = place_of(asked, len(periods)) if len(periods) > 1 else None
    if place is None or period not in periods:
        return 0
    return 1 if periods[place] == period else -1


def _of_a_noun(asked: Asked, period: Period) -> bool:
    of = period.rule in ("year", "month") and _OF_TIME.match(period.text)
    if not of or asked.beside(period):
        return False
    return not _TIMED.search(asked.scene.left(period.start))


def _in_closed_brackets(asked: Asked, period: Period) -> bool:
    return ")" in asked.gap(period).partition("(")[0]


def _said_then(asked: Asked, period: Period) -> bool:
    return bool(_SAID_THAT.search(asked.gap(period)))


# "En 2022, 5 %"; one holds for all figures of a sentence until another is given
BEFORE = (
    Feature("time before it", 10, lambda asked, period: True),
    Feature("words between", -0.1, Asked.words),
    Feature("comma between", -1.5, lambda a, period: "," in a.gap(period)),
    Feature("in another clause", -2, _other_clause),
    # "En novembre, après 2 % en octobre, 3 %"
    Feature("in what hangs beside", -8, _hangs),
    # "En 2022 5 millions, contre 4"
    Feature("beyond a comparison", -14, _beyond),
    # "depuis 2021 …, et en attend 7 millions"
    Feature("in another tense", -14, _moves_on),
    # "en 2021 et en 2022, de respectivement 5 % et 6 %"
    Feature("in its order", 14, _in_order),
    # "la Speedster (année 1957), estimée à 9 millions"
    Feature("in brackets that close", -14, _in_closed_brackets),
    # "En avril, il a prévenu que 27 % …"
    Feature("of what was said", -14, _said_then),
    # "la crise de 2008"; not "le commerce de 2022"
    Feature("of another noun", -14, _of_a_noun),
)
# "5 % en 2022"
AFTER = (
    Feature("time after it", 10, lambda asked, period: True),
    Feature("right beside it", 3, Asked.beside),
    Feature("words between", -0.3, Asked.words),
    Feature("commas and figures between", -3, Asked.parts),
    # "5 milliards, contre 4 en 2021"
    Feature("in a later clause", -20, Asked.apart),
    # "94 % de son niveau de 2019"
    Feature("of another noun", -14, _of_a_noun),
)

_MARKET = context("market")
_COMPARED = re.compile(  # "par rapport à", "5 % de plus qu'en", "après une chute en"
    rf"""(?:\brapport(?:\saux?)?|\bcomparée?s?|\b(?:double|triple|quadruple)|\bréférence
    |supérieure?s?\sà|(?:que|à)\s(?:cel(?:ui|les?)|ceux)(?:\sde)?
    |(?:\b(?:plus|moins|mieux|pire|autant|mêmes?|aussi|fois|élevée?s?|inférieure?s?)\b
    [^,;]{{0,25}}|[0-9]|%)\squ['’e](?:\s?(?:prévu|attendu)e?s?)?)
    (?:\s?\b(?:à|avec|le|la|les|l['’]|fin|en|cel(?:ui|les?)|ceux|niveau|de|du))*\s?\Z
    |\b(?:après|depuis)\s(?:une?|la|le|les|sa|son|ses)\s(?:{LETTERS}\s){{1,3}}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_SAID = re.compile(  # "a dit mardi", "rapporte Le Nord mardi", "dévoilée par RTL mardi"
    rf"""(?xi)(?:{START}(?:a|ont|avant|{listed("said")}(?:\s[^\s\d,;:]+){{0,5}}?)
    |,\s(?:a|ont)\s{LETTERS})\s+(?:ce\s)?\Z"""  # ", a relevé mardi l'office"
)
_SAID_THAT = re.compile(rf"(?i){START}{listed('said')}[^\d,;:]*?\squ['’e]")
_RECORD = re.compile(
    rf"(?:{listed('record')}(?:\sfois)?|plus\s(?!que\s){LETTERS}(?:\s{LETTERS})?)\s\Z"
)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_PARTS = re.compile(r",\s|\s[-–—]\s|[0-9]+(?:[.,\s]?[0-9])*")
_EACH = re.compile(r"(?i)\brespectivement\b")
_ADDS = re.compile(r"\b(?:et|puis|mais)\b")
_APPOSED = re.compile(  # "(57 millions", ", soit environ 3 %", ", à 3 millions"
    rf"\s?\((?:{LETTERS}\s){{0,3}}|,?\s(?:soit|à)\s(?:(?:{LETTERS}|['’])\s?){{0,3}}"
)
_TIMED = re.compile(rf"(?i){START}{listed('timed')}(?:\s{LETTERS}){{0,3}}\s\Z")
_OF_TIME = re.compile(r"(?:de\s|du\s|d['’])(?!la\s|l['’])", re.IGNORECASE)
_ELSEWHERE = re.compile(
    rf"\s(?:pour|en|aux?|chez|dans|à|vers|avec)\s(?:l[ae]s?\s|l['’])?[A-ZÀ-Þ][a-zà-ÿ]"
    rf"|\s{listed('expected')}"
)
