"""Reported, target or forecast: from tense, mood, and the words of aiming."""

import re
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.forms import BLANK, LETTERS, any_of, listed, phrases
from multipolaire.french.trade.scan import Quantity


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
    matches = _pattern().finditer(text, start, end)
    return [Cue(*m.span(), status) for m in matches if (status := _status(m))]


def status_of(scene, figure: Quantity) -> Cue | None:
    """The nearest cue before a figure in its clause, else one just after.

    ``None`` where the figure is reported.
    """
    if figure.moves_from():
        return None  # "passer de 45 à 115": 45 is of today
    text, since = scene.text, scene.start
    for stop in _CLAUSE.finditer(text, since, max(since, figure.start - 1)):
        if stop[0][0] not in ":«" or stop.end() < figure.start - 25:
            since = stop.end()
    until = min(scene.around(figure)[1], figure.end + 60)
    if stop := re.search(r"[,;:(]\s", text[figure.end : until]):
        until = figure.end + stop.start()
    left = [c for c in scene.cues if since <= c.start and c.end <= figure.start]
    left.sort(key=lambda cue: (cue.end, cue.status != "reported"))
    best = left[-1] if left else None
    after = (c for c in scene.cues if figure.end <= c.start < until)
    right = next((c for c in after if c.status != "reported"), None)
    if right and best and best.status != "target":
        # "2 % attendus", "que nous nous sommes fixés"
        reach = 15 if best.status == "reported" else 20
        best = right if right.start - figure.end < reach else best
    best = best or right
    if best is None and (by := _BY.search(text, since, until)):
        return Cue(*by.span(), "forecast")
    if best is None or best.status == "reported":
        return None
    if re.search(r"ra\Z|ront\Z", text[best.start : best.end]):
        if _MEASURE.search(text, since, best.start):
            return best._replace(status="target")  # "le budget passera à 115"
    return best


_CLAUSE = re.compile(
    r"[;:]\s|,\s(?:contre|après|alors que|tandis que|quand|dont|mais|qui)\b|[«»]"
)
# decided by somebody, with a verb that does not say so
_MEASURE = re.compile(rf"(?i)\b{any_of(lexicon.words('measure_nouns'))}\b")
_BY = re.compile(
    r"(?i)\bd['’]ici\s(?:à\s)?(?:la\sfin|20[0-9]{2}|[^\W\d_]+\sans)"
)

_CUES = lexicon.table("status_cues")
_ADVERB = r"(?:(?:encore|aussi|ainsi|également|désormais|bientôt)[ ])?"
THEN = {
    "de": r"(?=[ ]d(?:e[ ]|['’]))",
    "amount": r"(?=[ ]d(?:e[ ]|['’])(?:[0-9]|plus|près|une?[ ]|quelque))",
    "infinitive": rf"[ ]{LETTERS}(?:er|ir|re)",
    "sur": rf"[ ](?:{LETTERS}[ ])?sur",
    "decided": rf"(?=[ ]{_ADVERB}{listed('decided')})",
    "foreseen": rf"(?=[ ]{_ADVERB}{listed('foreseen')})",
}


@cache
def _pattern() -> re.Pattern:
    return re.compile(
        rf"""\b(?:
        (?P<plan>{listed("provides")}[^,.;:]{{0,30}}[ ]prévo(?:it|ient|yait|yant))
        |{phrases(_CUES, THEN).replace(BLANK, "[ ]")}
        |(?P<past>(?:a|ont|avait|avaient|ayant|est|sont|était|étaient|aurait|auraient|ait)
            [ ](?:(?:été|déjà|ainsi|encore|plus|que|aussi|{LETTERS}ment)[ ]){{0,3}}
            {LETTERS}(?:é|i|u|is|it|int|ert)(?:e?s?))        # a importé, ont été vendus
        |(?P<will>{LETTERS}(?:er|ir|dr|vr|rr|ur|ttr|îtr)(?:a|ons|ont)|iront)
        |(?P<would>{LETTERS}(?:er|ir|dr|rr|ttr)ai(?:t|ent)))\b""",
        re.VERBOSE | re.IGNORECASE,
    )


_AIMED = re.compile(r"\s(?:promis|demandé|espéré|visé|budgété)e?s?\Z")
_AHEAD = re.compile(r"\s(?:prévu|attendu|escompté|projeté|anticipé)e?s?\Z")
_FIXED = re.compile(rf"(?:est|sont|était|a été)\s(?:{LETTERS}\s)?fixée?s?\Z")
_ACTS = re.compile(rf"(?:va |vont )?{any_of(lexicon.words('actor_verbs'))}")
_DECIDED = re.compile(
    rf"\s(?:être\s)?{any_of(lexicon.words('actor_participles'))}"
)


def _status(match: re.Match) -> str | None:
    word = match[0].lower()
    if match["past"]:
        if _AIMED.search(word):
            return "target"
        if _FIXED.match(word):
            return None  # "l'objectif est fixé à"
        return "forecast" if _AHEAD.search(word) else "reported"
    if match["will"] or match["would"] or re.match(r"v(?:a|ont)\s", word):
        if word in lexicon.words("not_future") or match[0][0].isupper():
            return None
        if match["would"] and re.match("aur|ser|touch", word):
            return None  # "aurait versé": hearsay of the past
        acts = _ACTS.match(word) or _DECIDED.match(match.string, match.end())
        return "target" if acts and not match["would"] else "forecast"
    before = match.string[max(0, match.start() - 4) : match.start()].lower()
    if word.startswith(("prévu", "attendu")) and before.endswith("que "):
        return None  # "plus tôt que prévu" says what has happened
    if match["plan"]:
        return "target"
    return _CUES[int(match.lastgroup[1:])]["status"]
