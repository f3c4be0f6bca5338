"""Words of rise and fall, and which of them a figure depends on."""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.forms import LETTERS, any_of, context, listed
from multipolaire.french.trade.scan import Quantity


class Change(NamedTuple):
    """A word that tells a change, at ``start:end``."""

    start: int
    end: int
    sign: int  # 1 or -1
    kind: str  # verb, noun, direct, rate
    moves: bool  # "de X à Y" after it tells two levels


def changes_in(text: str, start: int, end: int) -> list[Change]:
    """Every word of change in a stretch of text, in order.

    >>> [(c.sign, c.kind) for c in changes_in("la hausse ralentit", 0, 18)]
    [(1, 'noun'), (-1, 'verb')]
    """
    found = []
    for word in _WORD.finditer(text, start, end):
        row = _row(word[0].lower())
        if row is not None:
            found.append(Change(word.start(), word.end(), *row))
    return found


_WORD = re.compile(r"[^\W\d_]{3,}")


@cache
def _row(word: str) -> tuple[int, str, bool] | None:
    row = _ROWS["word"].get(word) or _ROWS["word"].get(word.removesuffix("s"))
    stems = (_ROWS["stem"].get(word[:n]) for n in range(len(word), 2, -1))
    row = row or next(filter(None, stems), None)
    if row is None or row["class"] == "none":
        return None
    sign = 1 if row["direction"] == "up" else -1
    return sign, row["class"], row["move"] == "yes"


_ROWS = {
    form: {
        r["word"]: r for r in lexicon.table("change_words") if r["form"] == form
    }
    for form in ("word", "stem")
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of a quantity: its kind, and 1, -1 or 0 where it is a change."""

    kind: str
    sign: int = 0
    rule: str = ""
    span: tuple[int, int] = (0, 0)


def judge(scene, figure: Quantity, edge: int, before: tuple | None) -> Claim:
    """Level, growth, share or change, from the words that govern the figure.

    ``edge`` is where what qualifies it begins; ``before`` the last figure of the
    sentence with its claim, if there is one.
    """
    percent = figure.unit in ("%", "pp")
    kinds = {"money": "amount", "count": "count"}
    level = Claim(kinds.get(figure.kind, "share"))
    kind = "growth" if percent else level.kind
    told = figure.moves[0].end if figure.moves else figure.end
    if percent and (rate := _RATE_AFTER.match(scene.text, told)):
        return Claim(kind, 1, "rate after", rate.span("rate"))
    if figure.moves or figure.kind == "proportion":
        return level
    written = scene.text[figure.start]
    if percent and written in "+-–\u2212":
        sign = 1 if written == "+" else -1
        return Claim(kind, sign, "written sign", (figure.start, figure.end))
    if gain := _gain(scene, figure, percent):
        return Claim(kind, gain, "change after", (figure.end, figure.end))
    if percent and (than := _THAN.search(scene.left(edge, 40))):
        sign = 1 if than["way"] == "plus" else -1
        return Claim(kind, sign, "more than", (edge - len(than[0]), edge))
    if word := _governor(scene, figure, edge, percent):
        less = word.kind == "rate" and _NEGATIVE.match(scene.text, word.end)
        sign = -1 if less else word.sign
        return Claim(kind, sign, "change before", (word.start, word.end))
    if before and percent and _goes_with(scene.text, *before, figure):
        same = before[1]
        return Claim(kind, same.sign, "like the one before", same.span)
    return level


def _goes_with(text, first, claim, figure) -> bool:
    """ "une hausse de 5 % contre 3 %": the same change, at another time."""
    gap = text[first.end : figure.start]
    whole = _OF_WHOLE.match(text, figure.end)
    same = claim.kind == "growth" and first.unit == figure.unit
    sibling = same and _SIBLING.fullmatch(gap)
    return bool(sibling and not whole and not _SHARE.search(gap))


_NEGATIVE = re.compile(r"\snégative")
_SHARE = re.compile(
    r"(?i)\b(?<!pour\ssa\s)(?<!pour\sleur\s)"
    rf"{any_of(lexicon.words('share_nouns'))}\b"
)
# "40 % de hausse", "12 % de plus", "200 milliards supplémentaires"; not "de plus de 10 m"
_GAIN = re.compile(
    rf"""\s+(?:(?:de|en)\s+)?(?:
        (?P<more>{listed("more")}|(?:plus|mieux)(?!\s+(?:de\s|d['’]|tard|tôt|jamais)))
        |{listed("less")}|moins(?!\s+(?:de\s|d['’])))\b
    |\s*(?:de|d['’])\s*(?P<noun>[^\W\d_]{{4,}})""",
    re.IGNORECASE | re.VERBOSE,
)
# "5 % des voix" is a share; "5 % de ses parts de marché" may be lost
_OF_WHOLE = re.compile(r"\s*(?:des|du|de)\b(?!\s+(?:sa|son|leurs?|ses)\s)")
_PREPOSITION = re.compile(
    r"(?i)(?:\b(?P<word>de|d['’]|des|à|aux?|contre|par|en|après|lieu|entre"
    r"|comprise?s?)|(?P<mark>[:(,«“\"]))\s*(?:entre\s*)?\Z"
)
# "la hausse s'élève à 5 %" is growth, "en hausse à 5 %" a level
_REACHES = context("reaches")
# "gagné 91 cents, à 93,70 dollars", "perdu 15 milliards de recettes"
_LOSS = re.compile(
    rf",?\sà\s[0-9]|\sd(?:e\s|['’]){listed('lost')}|\s?,\sà\s[$€£]"
)
_SIBLING = re.compile(
    r"(?i)[^.;:]{0,70}?\b(?:contre|après|puis|voire|au lieu d\w+|et|ou|mais|soit"
    r"|que|alors)\b[^.;:]{0,40}"
)
# "à hauteur de 5 %", "évalué entre 20 et 30 millions"
_LEVEL = re.compile(
    rf"(?i){listed('level')}\s(?:de|d['’])\s?\Z"
    rf"|{listed('level verb')}\s(?:à\s)?(?:entre\s)?\Z"
)
_CLAUSE = re.compile(r"[;:](?=\s)|[.!?]\s|[«»“”]")
_OTHER = re.compile(r",\s(?:qui|dont|où|alors|tandis|mais)\b")
_THAN = re.compile(rf"\b(?P<way>plus|moins)\s{LETTERS}(?:\sd[e’']\s?)?\Z")
# "relevé à 0,8 % sa prévision de croissance"
_RATE_AFTER = re.compile(
    rf"\s(?:sa|ses|leurs?|la|son|d['’])\s?{listed('foreseen rate')}"
    r"\s(?:de\s|d['’])(?P<rate>croissance|inflation)"
)


def _gain(scene, figure: Quantity, percent: bool) -> int:
    match = _GAIN.match(scene.text, figure.end, scene.end)
    if match and match["noun"]:
        words = changes_in(scene.text, *match.span("noun"))
        noun = percent and words and words[0].kind in ("noun", "rate")
        return words[0].sign if noun else 0
    return (1 if match["more"] else -1) if match else 0


def _governor(scene, figure, edge, percent) -> Change | None:
    """The word of change of which a figure is the size."""
    since = scene.start
    for stop in _CLAUSE.finditer(scene.text, scene.start, edge):
        if stop.end() < edge - 1:
            since = stop.end()
    words = [w for w in scene.changes if since <= w.start and w.end <= edge]
    words = words[-2:]
    for word in reversed(words):
        # "l'inflation a reculé à 4,5 %": the verb governs no "à", the rate does
        if word is words[-1] or word.kind == "rate":
            if _governs(scene.text, word, figure, edge, percent):
                acts = words[0].kind == "verb" and word is not words[0]
                # "amputer la croissance de 0,5 point"
                first = figure.unit == "pp" and word.kind == "rate" and acts
                return words[0] if first else word
    if len(words) == 2 and percent and _goes_on(scene.text, *words, edge):
        return words[0]
    return None


_RATE_GOES = re.compile(r"[^.;:]{2,60}\s(?:à|vers)\s(?:plus de\s|près de\s)?")
_SUBJECT = re.compile(r"(?i)(?:l[ae]|l['’])\s?\Z")
_SLOWS = re.compile("ralenti|accélér|décélér|modér")


def _goes_on(text: str, noun: Change, verb: Change, edge: int) -> bool:
    """ "La hausse des prix a ralenti à 4 %": a rate of its own, whatever the verb."""
    subject = _SUBJECT.search(text, max(0, noun.start - 3), noun.start)
    slows = noun.kind == "noun" and subject and _SLOWS.match(text, verb.start)
    return bool(slows and _RATE_GOES.match(text[verb.end - 2 : edge]))


LONGEST = 120  # characters between a word of change and its figure


def _governs(text, word, figure, edge, percent) -> bool:
    between, full = text[word.end : edge], text[word.end : figure.start]
    if len(between) > LONGEST or _OTHER.search(between):
        return False
    link = _preposition(text, word, edge, full)
    if figure.unit == "pp" and re.search(r"\b(?:de|d['’])\s?\Z", full):
        return True  # "relevé ses taux d'un quart de point"
    share, whole = _SHARE.search(between), _OF_WHOLE.match(text, figure.end)
    if word.kind == "rate":
        other = share and share[0].lower() not in ("taux", "niveau")
        return percent and not other and not whole
    reaches = word.kind == "noun" and bool(_REACHES.search(full))
    if share and share.start() and not reaches:
        # "une hausse du taux à 5 %", but "de la part du nucléaire de 5 %"
        if link != "de" or len(between) - share.end() < 4:
            return False
    if word.kind == "direct":  # perdre 3 %, gagner 91 cents
        sized = link == "de" or link in ("", "entre") and not whole
        if not percent:
            sized = link == "" and _LOSS.match(text, figure.end)
        return len(between.split()) <= 3 and bool(sized)
    if link in ("de", "entre"):
        if percent:
            return True
        lost = re.match("(?i)(?:perte|gain)s?$", text[word.start : word.end])
        # "s'est effondré, causant une fuite de 20.000 tonnes"
        return not lost and not re.search(r"\bd['’]une?\b|[,(]", full)
    told = reaches or link in ("(", ":") and not whole
    return percent and word.kind == "noun" and told


def _preposition(text: str, word: Change, edge: int, full: str) -> str:
    """What links a figure to a word of change: "de", "à", a mark, or nothing."""
    if _LEVEL.search(full):
        return "à"
    match = _PREPOSITION.search(text, max(word.start, edge - 14), edge)
    if not match:
        return ""
    found = (match["word"] or match["mark"]).lower()
    if found in ("de", "d'", "d’"):
        return "de"
    return "entre" if found.startswith("compris") else found
