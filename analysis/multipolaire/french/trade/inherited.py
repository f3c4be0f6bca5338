"""The time that a figure takes from the sentences before, as a reader does."""

import re
from typing import NamedTuple

from multipolaire.french.attach import Feature, attach
from multipolaire.french.calendar import days_of
from multipolaire.french.forms import END, START, listed
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.when import Time, set_beside, telling
from multipolaire.french.verbs import verbs_in


class Told(NamedTuple):
    """A figure of this paragraph, and what has been read of it."""

    scene: Sentence
    figure: Quantity
    kind: str
    flow: str
    ahead: bool
    time: Time


def inherit(now: Told, before: list[Told]) -> Time:
    """The time of a figure that has none from a figure of a sentence before.

    ``before`` holds the figures of the text so far.  What has a time of its own keeps
    it; so does what a reader would not date: "aujourd'hui", "par an".
    """
    if now.time.period or _undated(now.scene, now.figure):
        return now.time
    sentences, sentence = [], now.scene
    while sentence and len(sentences) <= REACH:
        sentences.append(sentence)
        sentence = sentence.previous
    told = [
        t
        for t in before[-MANY:]
        if t.scene in sentences
        and (t.time.inherited or t.scene is not now.scene)
        if t.time.interval and not _of_a_day(t.time)
    ]
    told += filter(None, map(_heading, sentences[1:]))
    tie = attach(now, reversed(told), FEATURES, FLOOR)
    if tie is None:
        return now.time
    chosen = tie.candidate.time
    others = [t for t in told if t.time.interval != chosen.interval]
    rival = attach(now, others, FEATURES, FLOOR)
    if rival and rival.score == tie.score:
        return now.time  # two times fit
    return chosen._replace(inherited=True)


def _heading(scene: Sentence) -> Told | None:
    """What a sentence without a figure tells: "En 2019, les ventes ont crû."."""
    if scene.figures or not scene.changes:
        return None
    for period in telling(scene):
        interval = days_of(period)
        if interval and not period.is_day:
            time = Time(interval, period.text, period)
            return Told(scene, None, "", "", False, time)
    return None


def _of_a_day(time: Time) -> bool:
    return time.period.is_day or time.interval[0] == time.interval[1]


REACH, MANY = 4, 30  # sentences, and figures, that a reader bears in mind
FLOOR = 2.5
TRADE = ("trade", "exports", "imports", "surplus", "deficit")


def _undated(scene: Sentence, figure: Quantity) -> bool:
    clause, (since, until) = scene.clause_at(figure.start), scene.around(figure)
    since, until = max(clause.start, since), min(clause.end, until)
    rate = _RATE.search(scene.text, since, max(until, figure.end))
    return bool(rate) or set_beside(scene, figure)


def _of_trade(now: Told, before: Told) -> bool:
    return now.flow in TRADE and before.flow in TRADE


def _alike(now: Told, before: Told) -> bool:
    if before.figure is None or {now.kind, before.kind} <= {"amount", "growth"}:
        return True
    return now.figure.unit == before.figure.unit


def _measured(now: Told, before: Told) -> bool:
    """ "Le bénéfice a bondi de 5 %", "s'est établi à 3 millions": the past, measured."""
    scene, at = now.scene, now.figure.start
    listed = now.kind != "share" or now.flow in TRADE  # no poll
    if listed and _BRACKET.search(scene.left(at)):
        return not now.ahead
    verb = next(reversed(verbs_in(scene.text, scene.start, at)), None)
    past = verb is None or verb.tense == "past"
    if now.kind == "growth" and (past or scene.changes):
        return not now.ahead
    if verb and past:
        changes = any(verb.start <= c.start < at for c in scene.changes)
        return changes or bool(_MEASURES.search(scene.text, verb.start, at))
    return False


def _distance(now: Told, before: Told) -> int:
    count, sentence = 0, now.scene
    while sentence is not before.scene and count <= REACH:
        count, sentence = count + 1, sentence.previous
    return max(count - 1, 0)


def _background(now: Told, before: Told) -> bool:
    """ "Il avait été de 58 milliards en 2014", "contre 5 en 2014"."""
    period, figure = before.time.period, before.figure
    if figure is None:
        return False
    if period.rule in ("ago", "beside", "same") or figure.moves_from():
        return True
    if period not in telling(before.scene) and not before.time.inherited:
        return True  # "celui de septembre (5 %)"
    clause = before.scene.clause_at(figure.start)
    if clause.opener in ("versus", "relative"):
        return True
    until = max(figure.start, period.end)
    had_been = _HAD_BEEN.search(before.scene.text, clause.start, until)
    return bool(had_been or _THAN.search(before.scene.left(figure.start)))


def _one_ahead(now: Told, before: Told) -> bool:
    day = now.scene.day
    coming = bool(day and day <= before.time.interval[0])
    return now.ahead != (before.ahead or coming)


def _standing(now: Told, before: Told) -> bool:
    """ "80 % de cette baisse tient aux prix": a share that no past tense measures."""
    return now.kind == "share" and not _measured(now, before)


FEATURES = (
    Feature("both of trade", 3, _of_trade),
    Feature("of the same kind", 1, _alike),
    Feature("a past measure", 2, _measured),
    Feature("in the same sentence", 2, lambda now, b: now.scene is b.scene),
    Feature("sentences between", -0.4, _distance),
    Feature("of what was before", -5, _background),
    Feature("a share that stands", -2, _standing),
    Feature("one lies ahead", -6, _one_ahead),
)
_RATE = re.compile(
    rf"(?i){START}(?:par\s(?:an|mois|jour|semaine)|chaque\s(?:an|année|mois)"
    r"|(?<!base\s)(?<!glissement\s)(?<!variation\s)(?<!rythme\s)(?:annu|mensu)el\w*"
    rf"|désormais|aujourd['’]hui|actuel\w*|à\sce\sjour|déjà|encore){END}"
)
_BRACKET = re.compile(r"\(\s?(?:soit\s)?[+−–-]?\s?\Z")
_MEASURES = re.compile(
    rf"(?i){START}(?:{listed('reaches')}|{listed('measures')})"
)
_THAN = re.compile(r"\bque\s(?:les?|la|ceux|celles?|celui)\s\Z")
_HAD_BEEN = re.compile(
    r"(?i)\bavai(?:en)?t\s(?:\w+\s)?\w+(?:é|i|u|is|it)e?s?\b"
)
