"""Reported, target or forecast: from tense, mood, and the words of aiming."""

import re
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.attach import Feature, attach
from multipolaire.french.forms import (
    BLANK,
    LETTERS,
    any_of,
    context,
    listed,
    phrases,
)
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.verbs import Verb, verbs_in


class Cue(NamedTuple):
    """A word that tells a status, at ``start:end``."""

    start: int
    end: int
    status: str


def cues_in(text: str, start: int, end: int) -> list[Cue]:
    """Every word that tells how real a figure is, in order.

    >>> text = "Le pays a importé, vise, atteindra"
    >>> [(text[a:b], status) for a, b, status in cues_in(text, 0, len(text))]
    [('a importé', 'reported'), ('vise', 'target'), ('atteindra', 'forecast')]
    """
    words = _pattern().finditer(text, start, end)
    found = [Cue(*m.span(), _means(m)) for m in words]
    verbs = verbs_in(text, start, end)
    found += [Cue(v.start, v.end, _tells(text, v)) for v in verbs]
    told, until = [], start
    for cue in sorted(found, key=lambda cue: cue.start):
        if cue.status and cue.start >= until:
            told.append(cue)
            until = cue.end
    return told


_CUES = lexicon.table("status_cues")
_ADVERB = "(?:(?:encore|aussi|ainsi|également|désormais|bientôt)[ ])?"
THEN = {
    "de": r"(?=[ ]d(?:e[ ]|['’]))",
    "amount": r"(?=[ ]d(?:e[ ]|['’])(?:[0-9]|plus|près|une?[ ]|quelque))",
    "infinitive": rf"[ ]{LETTERS}(?:er|ir|re)",
    "sur": r"[ ](?:[^\s,;:()]+[ ])?sur",
    "decided": rf"(?=[ ]{_ADVERB}{listed('decided')})",
    "foreseen": rf"(?=[ ]{_ADVERB}{listed('foreseen')})",
}


@cache
def _pattern() -> re.Pattern:
    words = phrases(_CUES, THEN).replace(BLANK, "[ ]")
    plan = rf"{listed('provides')}[^,.;:]{{0,30}}[ ]prévo(?:it|ient|yait|yant)"
    return re.compile(rf"(?i)\b(?:(?P<plan>{plan})|{words})\b")


def _means(match: re.Match) -> str | None:
    """What a word of the lexicon tells."""
    word = match[0].lower()
    than = match.string.endswith("que ", 0, match.start())
    if than and word.startswith(("prévu", "attendu")):
        return None  # "plus tôt que prévu" says what has happened
    to_be = word.endswith("être") and _DECIDED.match(match.string, match.end())
    if match["plan"] or to_be or _ACTS.match(word):
        return "target"  # "vont être supprimés", "va investir"
    return _CUES[int(match.lastgroup[1:])]["status"]


# what a participle tells; "l'objectif est fixé à", "a annoncé" tell nothing
_TOLD = {"said": None, "fixed": None, "aimed": "target", "foretold": "forecast"}
_HEARSAY = context("hearsay")  # "aurait versé", "vaudrait"
_ACTS = re.compile(
    rf"(?i)(?:(?:va|vont|allait|allaient)\s)?{any_of(lexicon.words('actor_verbs'))}"
)


_DECIDED = re.compile(rf"(?i)\s{any_of(lexicon.words('actor_participles'))}")


@cache
def _participle(word: str) -> str | None:
    """What a verb in the past tells by its participle: "a promis", "est attendu"."""
    for name, status in _TOLD.items():
        if re.fullmatch(listed(name), word):
            return status
    return "reported"


def _tells(text: str, verb: Verb) -> str | None:
    """What a verb tells by its tense."""
    word = text[verb.start : verb.end]
    if verb.tense == "past":
        return _participle(word.split()[-1].lower())
    hearsay = verb.tense == "conditional" and _HEARSAY.match(word)
    if verb.tense == "present" or hearsay:
        return None
    acts = _ACTS.match(word) or _DECIDED.match(text, verb.end)
    return "target" if acts and verb.tense == "future" else "forecast"


def status_of(scene, figure: Quantity) -> Cue | None:
    """The cue that governs a figure; ``None`` where the figure is reported."""
    if figure.moves_from():
        return None  # "passer de 45 à 115": 45 is of today
    before = [cue for cue in scene.cues if cue.end <= figure.start]
    after = [cue for cue in scene.cues if cue.start >= figure.end]
    tie = attach((scene, figure), [*before[:-5:-1], *after[:3]], _GOVERNS)
    text = scene.text
    if tie is None:
        clause, end = scene.clause_at(figure.start), scene.around(figure)[1]
        by = _BY.search(text, clause.start, min(clause.end, end))
        return by and Cue(*by.span(), "forecast")
    cue = tie.candidate
    met = _MET.search(scene.left(cue.start, 40))
    met = met or _MET_AFTER.match(text, figure.end, scene.end)
    aim = cue.status == "target" and cue.end <= figure.start
    if cue.status == "reported" or aim and met:
        return None
    future = text[cue.start : cue.end].endswith(("ra", "ront"))
    if future and _MEASURE.search(text, scene.start, cue.start):
        return cue._replace(status="target")  # "le budget passera à 115"
    return cue


# "a atteint son objectif de 5 %", "l'objectif de 5 % a été dépassé"
_MET = re.compile(rf"(?i)(?<!pas ){listed('met')}\s(?:son|leur|l['’])\s?\Z")
_MET_AFTER = re.compile(
    rf"(?i)(?:\s(?!pas\b|ser|être|dev|pour|doi)[^\s,;:()]+){{1,6}}?\s{listed('met')}"
)


def _precedes(anchor, cue: Cue) -> float:
    """The last cue before the figure, of those in its clause; an aim more."""
    scene, figure = anchor
    later = (c for c in scene.cues if cue.start < c.start < figure.start)
    last = cue.end <= figure.start and all(_apart(anchor, c) for c in later)
    return last * (1.6 if cue.status == "target" else 1)


def _follows(anchor, cue: Cue) -> int:
    """ "3 milliards seront versés"; more where it is close: "les 2 % attendus"."""
    scene, figure = anchor
    gap = re.sub(r"\([^()]*\)", "", scene.text[figure.end : cue.start])
    if cue.start < figure.end or _CUT.search(gap):
        return 0
    if any(figure.end <= f.start < cue.start for f in scene.figures):
        return 0
    close = len(gap.split()) < 3
    return (cue.status != "reported" or close) + 2 * close


_CUT = re.compile(r"[,;:()]|\w\squ(?:e\b|['’])")


def _apart(anchor, cue: Cue) -> bool:
    """In another clause; a colon or a mark just before the figure opens none."""
    scene, figure = anchor
    for clause in scene.opened(cue.start, figure.start):
        text = scene.text[clause.start : figure.start]
        near = text.startswith(":") and len(text.split()) < 6
        hangs = clause.opener == "relative" and text[:1] not in ("", ",")
        if not (near or hangs):
            return True
    return False


_GOVERNS = (
    Feature("a cue before", 5, _precedes),
    Feature("a cue after", 2, _follows),
    Feature("in another clause", -20, _apart),
)
# decided by somebody, with a verb that does not say so
_MEASURE = re.compile(rf"(?i)\b{any_of(lexicon.words('measure_nouns'))}\b")
_BY = re.compile(
    r"(?i)\bd['’]ici\s(?:à\s)?(?:(?:la\s)?fin|20[0-9]{2}|\w+\sans)\b"
)
