"""The time that a figure takes from the sentences before, as a reader does."""

import re
from typing import NamedTuple

from multipolaire.french.attach import Feature, attach
from multipolaire.french.forms import END, START, listed
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.timing import telling
from multipolaire.french.trade.when import Time
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
        if t.time.text
    ]
    tie = attach(now, reversed(told), FEATURES, floor=2.5)
    if tie is None:
        return now.time
    return tie.candidate.time._replace(reasons=tie.reasons, inherited=True)


REACH, MANY = 4, 30  # sentences, and figures, that a reader bears in mind
TRADE = ("trade", "exports", "imports", "surplus", "deficit")


def _undated(scene: Sentence, figure: Quantity) -> bool:
    clause = scene.clause_at(figure.start)
    until = max(min(clause.end, scene.around(figure)[1]), figure.end)
    since = max(clause.start, scene.around(figure)[0])
    return (
        bool(_RATE.search(scene.text, since, until))
        or clause.opener == "versus"
    )


def _of_trade(now: Told, before: Told) -> bool:
    return now.flow in TRADE and before.flow in TRADE


def _invested(now: Told, before: Told) -> bool:
    return (now.flow == "investment") != (before.flow == "investment")


def _alike(now: Told, before: Told) -> bool:
    kinds = {now.kind, before.kind}
    return (
        kinds <= {"amount", "growth"} or now.figure.unit == before.figure.unit
    )


def _measured(now: Told, before: Told) -> bool:
    """ "Le bénéfice a bondi de 5 %", "s'est établi à 3 millions": the past, measured."""
    scene, figure = now.scene, now.figure
    if now.kind == "growth" and scene.changes and not now.ahead:
        return True
    verb = next(reversed(verbs_in(scene.text, scene.start, figure.start)), None)
    if verb and verb.tense == "past":
        if any(verb.start <= c.start < figure.end for c in scene.changes):
            return True
        return bool(_MEASURES.search(scene.text, verb.start, figure.start))
    if now.kind == "growth" and _WRITTEN.match(scene.text, figure.start):
        return True
    return bool(_RANKS.search(scene.text, scene.start, figure.start))


def _goes_on(now: Told, before: Told) -> bool:
    """ "Ses ventes …", "Dans l'autre sens, …"."""
    return bool(_ANAPHOR.match(now.scene.text, now.scene.start))


def _of_that_time(now: Told, before: Told) -> bool:
    """ "L'excédent du mois"."""
    return bool(
        _THAT_TIME.search(now.scene.text, now.scene.start, now.figure.start)
    )


def _turns(now: Told, before: Told) -> bool:
    return bool(_TURN.search(now.scene.text, now.scene.start, now.figure.start))


def _distance(now: Told, before: Told) -> int:
    count, sentence = 0, now.scene
    while sentence is not before.scene and count <= REACH:
        count, sentence = count + 1, sentence.previous
    return max(count - 1, 0)


def _same_sentence(now: Told, before: Told) -> bool:
    return now.scene is before.scene


def _own_time(now: Told, before: Told) -> bool:
    """Whether another time was told in the sentence before the figure."""
    return any(p.end <= now.figure.start for p in telling(now.scene))


def _a_day(now: Told, before: Told) -> bool:
    days = before.time.interval
    return bool(before.time.period.is_day or days and days[0] == days[1])


def _background(now: Told, before: Told) -> bool:
    """ "Il avait été de 58 milliards en 2014", "contre 5 en 2014"."""
    period, figure = before.time.period, before.figure
    if period.rule in ("ago", "beside"):
        return True
    if period.rule == "duration" and period.start > figure.start:
        return not before.time.inherited  # "5 % en un an"
    clause = before.scene.clause_at(before.figure.start)
    until = max(before.figure.start, period.end)
    text = before.scene.text[clause.start : until]
    than = _THAN.search(before.scene.left(figure.start))
    return clause.opener == "versus" or bool(than or _PLUPERFECT.search(text))


def _standing(now: Told, before: Told) -> bool:
    """ "80 % de cette baisse tient aux prix": a share that no past tense measures."""
    return now.kind == "share" and not _measured(now, before)


def _goes_back(now: Told, before: Told) -> bool:
    """ "Durant laquelle la facture avait atteint 320 euros"."""
    clause = now.scene.clause_at(now.figure.start)
    text = now.scene.text[clause.start : now.figure.start]
    return bool(_PLUPERFECT.search(text))


def _ahead(now: Told, before: Told) -> bool:
    return now.ahead != before.ahead


FEATURES = (
    Feature("both of trade", 3, _of_trade),
    Feature("of the same kind", 1, _alike),
    Feature("a past measure", 2, _measured),
    Feature("the sentence goes on", 1, _goes_on),
    Feature("of that time", 2, _of_that_time),
    Feature("in the same sentence", 2, _same_sentence),
    Feature("sentences between", -1, _distance),
    Feature("invested", -4, _invested),
    Feature("another subject", -3, _turns),
    Feature("a time of its own", -4, _own_time),
    Feature("of a day", -6, _a_day),
    Feature("of what was before", -5, _background),
    Feature("a share that stands", -2, _standing),
    Feature("of what had been", -4, _goes_back),
    Feature("one lies ahead", -6, _ahead),
)
_RATE = re.compile(
    rf"(?i){START}(?:par\s(?:an|mois|jour|semaine)|chaque\s(?:an|année|mois)"
    r"|(?<!base\s)(?<!glissement\s)(?<!variation\s)(?<!rythme\s)(?:annu|mensu)el\w*"
    rf"|désormais|aujourd['’]hui|actuel\w*|à\sce\sjour|déjà|encore){END}"
)
_WRITTEN = re.compile(r"[+−–-]|[^%]{1,9}%\sde\s(?:plus|moins|mieux)\b")
_RANKS = re.compile(rf"(?i){START}{listed('ranks')}")
_MEASURES = re.compile(
    rf"(?i){START}(?:{listed('reaches')}|{listed('measures')})"
)
_ANAPHOR = re.compile(
    r"""[«“"\s]*(?:Ils?|Elles?|C['’]est|Ce|Cette|Ces|Cela|Celui|Celle|Ceux|Celles|Son|Sa|Ses|Leurs?
    |Dans\sl['’]autre\ssens|L['’]ensemble|Le\stotal|Au\stotal|En\s(?:valeur|volume|d['’]autres)
    |Suiv\w+|Vien\w+|Dont|Y|L['’]autre|Les\sdeux)\b""",
    re.VERBOSE,
)
_THAT_TIME = re.compile(
    r"(?i)\bdu\s(?:mois|trimestre|semestre)\b(?!\sd)|\bla\spériode\b"
)
_TURN = re.compile(
    r"(?i)\b(?:par\sailleurs|(?:de\sson|de\sleur)\scôté|(?:pour\s(?:sa|leur)\spart)"
    r"|ensuite|entre-temps|par\sla\ssuite|quant\s(?:à|aux?)|en\soutre|en\srevanche|à\sl['’]inverse)\b"
)
_THAN = re.compile(r"\bque\s(?:les?|la|ceux|celles?|celui)\s\Z")
_PLUPERFECT = re.compile(
    r"(?i)\bavai(?:en)?t\s(?:\w+\s)?\w+(?:é|i|u|is|it)e?s?\b"
)
