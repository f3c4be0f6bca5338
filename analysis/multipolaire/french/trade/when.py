"""Which expression of time a figure goes with."""

import re
from functools import lru_cache
from typing import NamedTuple

from multipolaire.french.attach import Feature, attach
from multipolaire.french.calendar import Interval, days_of, halves_of
from multipolaire.french.forms import END, LETTERS, START, context, listed
from multipolaire.french.periods import Period
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.base import Base
from multipolaire.french.trade.scan import Quantity


class Time(NamedTuple):
    """When a figure holds: days, words, the expression, and why it is that one."""

    interval: Interval | None = None
    text: str | None = None
    period: Period | None = None
    reasons: tuple[str, ...] = ()
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


class _Asked(NamedTuple):
    """A figure that looks for its time; ``edge`` is where what qualifies it begins."""

    scene: Sentence
    figure: Quantity
    edge: int
    ahead: bool
    earlier: Earlier

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
        """Whether another clause begins between; quotation marks part nothing."""
        first, last = sorted((period.start, self.figure.start))
        between = (c for c in self.scene.clauses if first < c.start <= last)
        signs = [
            self.scene.text[c.start] for c in between if c.opener != "main"
        ]
        if any(sign in '«»“”"' for sign in signs):
            return not all(sign in '«»“”"' for sign in signs)
        return not self.scene.together(first, last)


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
    asked = _Asked(scene, figure, edge, ahead, earlier)
    before = [p for p in periods if p.end <= figure.start]
    after = [p for p in periods if p.start >= figure.end]
    before = before[:1] + before[1:][-NEAR:]  # the first may hold for all
    ties = attach(asked, before, BEFORE), attach(asked, after[:NEAR], AFTER)
    tie = max(filter(None, ties), key=lambda tie: tie.score, default=None)
    if tie is None or tie.candidate.rule == "now":
        return Time(period=tie.candidate if tie else None)
    return _read(asked, tie.candidate, tie.reasons)


def _read(asked: _Asked, period: Period, reasons) -> Time:
    scene, figure, earlier = asked.scene, asked.figure, asked.earlier
    ahead = _ahead(asked, period)
    halves = halves_of(period, ahead)
    way = _way(scene, figure) or halves and _WAYS.get(_place(asked, 2))
    if period.text[-4:].isdigit() and _ENDS_AT.search(scene.left(figure.start)):
        way = way or "to"
    if way and halves:
        text, interval = halves[way == "to"]
        return Time(interval, text, period, reasons)
    after = scene.around(figure)[1] < period.start
    if way == "from" and (ahead or after):
        return Time(period=period)  # "de 180 à 250 en 2030": 180 is of today
    # "l'année précédente", said once, is one year for all
    told = next(
        (t for t in earlier.times if t.period == period and t.text), None
    )
    interval = told and told.interval
    interval = interval or days_of(period, ahead, earlier.interval)
    end = "end" in period.parts and period.rule in ("year", "month", "unit")
    if interval and end and scene.search(_STOCK):
        interval = interval[1], interval[1]
    return Time(interval, period.text, period, reasons)


def _ahead(asked: _Asked, period: Period) -> bool:
    """Whether the words beside an expression put it ahead: "attendue pour l'année"."""
    cues, figure = asked.scene.cues, asked.figure
    beside = (c for c in cues if figure.end <= c.start < period.start)
    if any(cue.status != "reported" for cue in beside):
        return True
    said = [c for c in cues if c.end <= figure.start][-1:]
    had = said and _HAD.match(asked.scene.text, said[0].start)
    return asked.ahead and not had


_WAYS = {0: "from", 1: "to"}


def _place(asked: _Asked, count: int) -> int | None:
    """Which of so many figures it is that are dealt times in order: "respectivement"."""
    scene = asked.scene
    each = _EACH.search(scene.text, scene.start, scene.end)
    if not each:
        return None
    figures = [f for f in scene.figures if f.start > each.start()][:count]
    figures = figures if len(figures) == count else scene.figures[:count]
    dealt = len(figures) == count and asked.figure in figures
    return figures.index(asked.figure) if dealt else None


def _way(scene: Sentence, figure: Quantity) -> str | None:
    """Whether it is the first or the second of two levels: "de 13 % à 16 %"."""
    if figure.moves:
        return figure.moves[0].way
    place = scene.figures.index(figure)
    for way, at in (("from", place), ("to", place - 1)):
        if 0 <= at < len(scene.figures) - 1:
            first, second = scene.figures[at : at + 2]
            linked = _TO.fullmatch(scene.text, first.end, second.start)
            if linked and _FROM.search(scene.left(first.start)):
                if first.kind in (second.kind, "bare", "scaled"):
                    return way
    return None


NEAR = 3  # expressions on each side of a figure


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


# --- What speaks for an expression, or against it


def _words(asked: _Asked, period: Period) -> int:
    return min(len(_WORD.findall(asked.gap(period))), 30)


def _beside(asked: _Asked, period: Period) -> bool:
    return not asked.gap(period).strip()


def _comma(asked: _Asked, period: Period) -> bool:
    return "," in asked.gap(period)


def _commas(asked: _Asked, period: Period) -> int:
    return min(len(_COMMA.findall(asked.gap(period))), 3)


def _stopped(asked: _Asked, period: Period) -> bool:
    return bool(_STOP.search(asked.gap(period)))


def _other_clause(asked: _Asked, period: Period) -> int:
    return asked.apart(period) and (4 if period.is_day else 1)


def _hangs(asked: _Asked, period: Period) -> bool:
    clause = asked.scene.clause_at(period.start)
    if clause.opener not in ("versus", "relative"):
        return False
    inside = asked.scene.together(period.start, asked.figure.start)
    return not inside and not _APPOSED.match(asked.gap(period))


def _set_beside(asked: _Asked, period: Period) -> bool:
    scene = asked.scene
    clause = scene.clause_at(asked.figure.start)
    if clause.opener != "versus" or clause.start <= period.start < clause.end:
        return False
    instead = scene.text[clause.start : asked.figure.start].lstrip("(, ")
    elsewhere = _ELSEWHERE.match(scene.text, asked.figure.end)
    return not (instead.startswith("au lieu") or elsewhere)


def _inserted(asked: _Asked, period: Period) -> bool:
    text, at = asked.scene.text, period.start - 2
    commas = text.startswith(", ", at) and text.startswith(",", period.end)
    return commas and any(f.end == at for f in asked.scene.figures)


def _bracketed(asked: _Asked, period: Period) -> bool:
    gap = asked.gap(period)
    opened = gap.count("(") - gap.count(")")
    return opened > 0 if period.start > asked.edge else opened < 0


def _moves_on(asked: _Asked, period: Period) -> bool:
    scene = asked.scene
    told = _tense(scene, scene.start, period.end)
    told = told or _tense(scene, period.end, asked.edge, first=True)
    days = days_of(period, asked.ahead)
    if days and scene.day:
        told = "past" if days[1] < scene.day else told
        told = "ahead" if days[0] > scene.day else told
    now = _tense(scene, period.end, asked.edge)
    if not (told and now) or told == now:
        return False
    return asked.apart(period) or bool(_ADDS.search(asked.gap(period)))


def _in_order(asked: _Asked, period: Period) -> int:
    scene = asked.scene
    periods = [p for p in telling(scene) if p.rule != "now"]
    place = _place(asked, len(periods)) if len(periods) > 1 else None
    if place is None or period not in periods:
        return 0
    return 1 if periods[place] == period else -1


def _tense(scene: Sentence, since: int, until: int, first=False) -> str | None:
    cues = [c for c in scene.cues if since <= c.start and c.end <= until]
    if not cues:
        return None
    cue = cues[0 if first else -1]
    return "past" if cue.status == "reported" else "ahead"


def _of_a_noun(asked: _Asked, period: Period) -> bool:
    of = period.rule in ("year", "month") and _OF_TIME.match(period.text)
    if not of or _beside(asked, period):
        return False
    return not _TIMED.search(asked.scene.left(period.start))


def _figures_between(asked: _Asked, period: Period) -> int:
    text, gap = asked.scene.text, asked.gap(period)
    since, until = asked.figure.end, period.start
    between = (f for f in asked.scene.figures if since <= f.start < until)
    return sum(text[f.start : f.end] in gap for f in between)


def _nearer_another(asked: _Asked, period: Period) -> bool:
    gap, scene = asked.gap(period), asked.scene
    closed = scene.text.startswith(",", period.end) and "," not in gap
    if closed or not re.search(r",|\bet\b", gap):
        return False
    after = (f.start for f in scene.figures if f.start >= period.end)
    words = (_WORD.findall(scene.text, period.end, at) for at in after)
    return len(next(words, [""] * 99)) <= _words(asked, period)


def _compared(asked: _Asked, period: Period) -> bool:
    return bool(_THAN.search(asked.gap(period)))


def _another_verb(asked: _Asked, period: Period) -> bool:
    text, at = asked.scene.text, asked.figure.end
    commas = (at + c.end() for c in re.finditer(r",\s", asked.gap(period)))
    cues = {cue.start for cue in asked.scene.cues}
    return any(c in cues or _VERB.match(text, c) for c in commas)


def _shifted(asked: _Asked, period: Period) -> bool:
    left = asked.scene.left(asked.figure.start)
    return period.rule == "beside" and bool(_VERSUS.search(left))


def _loose(asked: _Asked, period: Period) -> bool:
    rule, gap = period.rule, asked.gap(period)
    if period.end <= asked.edge:
        return rule == "now" or rule == "vague" and bool(_ADDS.search(gap))
    return rule == "now" or rule == "duration" and "," in gap


# "En 2022, 5 %"; one holds for all figures of a sentence until another is given
BEFORE = (
    Feature("time before it", 10, lambda asked, period: True),
    Feature("right beside it", 3, _beside),
    Feature("words between", -0.1, _words),
    Feature("comma between", -1.5, _comma),
    Feature("beyond a stop", -4, _stopped),
    Feature("in another clause", -2, _other_clause),
    # "En novembre, après 2 % en octobre, 3 %"
    Feature("in what hangs beside", -8, _hangs),
    # "En 2022 5 millions, contre 4"
    Feature("beyond a comparison", -14, _set_beside),
    # "de 2,1 %, cette année, à 2,5 %"
    Feature("between commas", -4, _inserted),
    Feature("in brackets", -8, _bracketed),
    # "depuis 2021 …, et en attend 7 millions"
    Feature("in another tense", -14, _moves_on),
    # "en 2021 et en 2022, de respectivement 5 % et 6 %"
    Feature("in its order", 14, _in_order),
    # "la crise de 2008"; not "le commerce de 2022"
    Feature("of another noun", -14, _of_a_noun),
    Feature("loosely", -9, _loose),
)
# "5 % en 2022"
AFTER = (
    Feature("time after it", 10, lambda asked, period: True),
    Feature("right beside it", 3, _beside),
    Feature("words between", -0.3, _words),
    Feature("commas between", -3, _commas),
    Feature("beyond a stop", -14, _stopped),
    # "5 milliards, contre 4 en 2021"
    Feature("in a later clause", -20, _Asked.apart),
    Feature("in what hangs beside", -8, _hangs),
    Feature("in brackets", -8, _bracketed),
    Feature("beyond a comparison", -14, _set_beside),
    # "94 % de son niveau de 2019"
    Feature("of another noun", -14, _of_a_noun),
    Feature("in its order", 14, _in_order),
    Feature("figures between", -3, _figures_between),
    # "100 milliards en 2022 et en 2023 120"
    Feature("nearer to the next figure", -11, _nearer_another),
    # "7 % sous le sommet de 2024"
    Feature("of what it is compared with", -20, _compared),
    # "3 milliards, prévoit 20 navires en 2028"
    Feature("of another verb", -14, _another_verb),
    # "contre 5 milliards, soit 2 euros par action, un an plus tôt"
    Feature("beside another time", 4, _shifted),
    Feature("loosely", -9, _loose),
)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_COMMA = re.compile(r",|\s[-–—]\s")
_EACH = re.compile(r"(?i)\brespectivement\b")
_STOP = re.compile(r"[;•]\s")
_ADDS = re.compile(r"\b(?:et|puis|mais)\b")
_APPOSED = re.compile(  # "(57 millions", ", soit environ 3 %", ", à 3 millions"
    rf"\s?\((?:{LETTERS}\s){{0,3}}|,?\s(?:soit|à)\s(?:(?:{LETTERS}|['’])\s?){{0,3}}"
)
_HAD = re.compile(r"(?:avai(?:en)?t|a|ont)\s", re.IGNORECASE)
_FROM = re.compile(r"\bd(?:e\s|['’])\Z")
_TO = re.compile(rf"\sà\s(?:{LETTERS}\s){{0,3}}")
_VERSUS = re.compile(rf"{START}(?:contre|après|au lieu de){END}")
_STOCK = context("stock")
_MARKET = context("market")
_OF_TIME = re.compile(r"(?:de\s|du\s|d['’])(?!mois|la\s|l['’])", re.IGNORECASE)
_TIMED = re.compile(rf"(?i){START}{listed('timed')}(?:\s{LETTERS}){{0,3}}\s\Z")
_THAN = re.compile(
    r"""\bpar\srapport\b|\bcomparée?s?\b|\bque?\s(?:le|la|les|celui|ceux|celles?)\s
    |\b(?:sous|au-dessus|au-dessous|en\sdessous|loin|inférieure?s?|supérieure?s?)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    rf"\s(?:pour|en|aux?|chez|dans|à)\s(?:l[ae]s?\s|l['’])?[A-ZÀ-Þ][a-zà-ÿ]"
    rf"|\s{listed('expected')}"
)
_VERB = re.compile(r"(?:[^\W\d_]+(?:ra|ront|rai\w*)|est|sont|a|ont|doi\w+)\s")
_ENDS_AT = re.compile(rf"\bpour\s{listed('ends at')}\s(?:à\s)?\Z")
_BASE_WORD = re.compile(
    r"""(?:par\srapport\s(?:à|aux?)|comparée?s?\s(?:à|aux?|avec)|double|triple|quadruple
    |supérieure?s?\sà|(?:que|à)\s(?:cel(?:ui|les?)|ceux)(?:\sde)?
    |référence|rapport|comparée?s?)
    (?:\s?(?:le|la|les|l['’]|fin|en|à|celles?|ceux|niveau|de|du))*\s?\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_THAN_THEN = re.compile(  # "5 % de plus qu'en", not "indique qu'en"
    r"""(?:\b(?:plus|moins|mieux|pire|autant|mêmes?|aussi|élevée?s?|inférieure?s?)
    (?:\s\w+){0,2}(?:\s\([^()]*\))?|[0-9]|%|fois(?:\s\w+){1,2})
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
