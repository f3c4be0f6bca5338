"""Reported, target or forecast: from tense, mood, and the words of aiming."""

import re
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.trade.numerals import any_of
from multipolaire.french.trade.scan import Quantity


class Cue(NamedTuple):
    """A word that tells a status, at ``start:end``."""

    start: int
    end: int
    status: str


_CUES = lexicon.table("status_cues")
_ACTS = re.compile(rf"(?<![^\W_])(?:{any_of(lexicon.words('actor_verbs'))})")
_DECIDED = re.compile(
    rf"\s(?:être\s)?(?:{any_of(lexicon.words('actor_participles'))})"
)


def cues_in(text: str, start: int, end: int) -> list[Cue]:
    """Every word that tells how real a figure is, in order.

    >>> text = "Le pays a importé, vise, atteindra"
    >>> [(text[a:b], status) for a, b, status in cues_in(text, 0, len(text))]
    [('a importé', 'reported'), ('vise', 'target'), ('atteindra', 'forecast')]
    """
    matches = _pattern().finditer(text, start, end)
    return [cue for match in matches if (cue := _cue(match))]


def status_of(scene, q: Quantity, following: int) -> Cue | None:
    """The nearest cue before a figure in its clause, else one just after.

    ``None`` where the figure is reported.
    """
    if q.moves_from():
        return None  # "passer de 45 à 115": 45 is of today
    text, since = scene.text, scene.start
    for stop in _CLAUSE.finditer(
        text, scene.start, max(scene.start, q.start - 1)
    ):
        if stop[0][0] not in ":«" or stop.end() < q.start - 25:
            since = stop.end()
    until = min(following, q.end + 60)
    if stop := re.search(r"[,;:(]\s", text[q.end : until]):
        until = q.end + stop.start()
    left = [
        cue for cue in scene.cues if since <= cue.start and cue.end <= q.start
    ]
    best = max(
        left, key=lambda cue: (cue.end, cue.status != "reported"), default=None
    )
    after = (cue for cue in scene.cues if q.end <= cue.start < until)
    right = next((cue for cue in after if cue.status != "reported"), None)
    if best is None:
        best = right
    elif (
        right and best.status != "target"
    ):  # "2 % attendus", "que nous nous sommes fixés"
        reach = 15 if best.status == "reported" else 20
        best = right if right.start - q.end < reach else best
    if best is None and (by := _BY.search(text, since, until)):
        best = Cue(*by.span(), "forecast")
    if best is None or best.status == "reported":
        return None
    if re.search("r(?:a|ont)\\Z", text[best.start : best.end]):
        if _MEASURE.search(text, since, best.start):
            best = best._replace(
                status="target"
            )  # "le budget passera à 115 milliards"
    return best


_CLAUSE = re.compile(
    r"[;:]\s|,\s(?:contre|après|alors que|tandis que|quand|dont|mais|qui)\b|[«»]"
)
_MEASURE = re.compile(  # decided by somebody, with a verb that does not say so
    rf"(?<![^\W_])(?:{any_of(lexicon.words('measure_nouns'))})(?![^\W_])",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?<![^\W_])d['’]ici\s(?:à\s)?(?:la\sfin|20[0-9]{2}|[^\W\d_]+\sans)",
    re.IGNORECASE,
)


@cache
def _pattern() -> re.Pattern:
    words = "|".join(f"(?P<c{i}>{row['form']})" for i, row in enumerate(_CUES))
    return re.compile(
        rf"""(?<![^\W_])(?:{words.replace(" ", "[ ]")}
        |(?P<past>(?:a|ont|avait|avaient|ayant|est|sont|était|étaient|aurait|auraient|ait)
            \ (?:(?:été|déjà|ainsi|encore|plus|que|aussi|[^\W\d_]+ment)\ ){{0,3}}
            [^\W\d_]+(?:é|i|u|is|it|int|ert)(?:e?s?))        # a importé, ont été vendus
        |(?P<will>[^\W\d_]+(?:er|ir|dr|vr|rr|ur|ttr|îtr)(?:a|ons|ont)|iront)
        |(?P<would>[^\W\d_]+(?:er|ir|dr|rr|ttr)ai(?:t|ent)))
        (?![^\W_])""",
        re.VERBOSE | re.IGNORECASE,
    )


def _cue(match: re.Match) -> Cue | None:
    word = match[0].lower()
    if match["past"]:
        if re.search(r"\s(?:promis|demandé|espéré|visé|budgété)e?s?\Z", word):
            return Cue(*match.span(), "target")
        if re.search(
            r"\A(?:est|sont|était|a été)\s(?:[^\W\d_]+\s)?fixée?s?\Z", word
        ):
            return None  # "l'objectif est fixé à"
        expected = r"\s(?:prévu|attendu|escompté|projeté|anticipé)e?s?\Z"
        ahead = re.search(expected, word)
        return Cue(*match.span(), "forecast" if ahead else "reported")
    if match["will"] or match["would"] or re.match(r"v(?:a|ont)\s", word):
        if word in lexicon.words("not_future") or match[0][0].isupper():
            return None
        if match["would"] and re.match("aur|ser|touch", word):
            return None  # "aurait versé": hearsay of the past
        decided = _ACTS.search(word.removeprefix("va ").removeprefix("vont "))
        decided = decided or _DECIDED.match(match.string, match.end())
        aims = decided and not match["would"]
        return Cue(*match.span(), "target" if aims else "forecast")
    before = match.string[max(0, match.start() - 4) : match.start()].lower()
    if word.startswith(("prévu", "attendu")) and before.endswith("que "):
        return None  # "plus tôt que prévu" says what has happened
    return Cue(*match.span(), _CUES[int(match.lastgroup[1:])]["status"])
