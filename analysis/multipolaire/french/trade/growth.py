"""Whether a figure is a level or the size of a change, and of which word."""

import re
from dataclasses import dataclass
from typing import Any

from multipolaire.french import lexicon
from multipolaire.french.attach import Feature, attach
from multipolaire.french.forms import LETTERS, any_of, context, listed
from multipolaire.french.trade.changes import Change, changes_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.verbs import verbs_in


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of a quantity: its kind, and 1, -1 or 0 where it is a change.

    ``rule`` and ``span`` say why, ``link`` is what stands before the quantity;
    ``of_it``: it is the part that somebody has of what was spoken of.
    """

    kind: str
    sign: int = 0
    rule: str = ""
    span: tuple[int, int] = (0, 0)
    link: str = ""
    of_it: bool = False


@dataclass(frozen=True, slots=True)
class _Size:
    """A figure that may be the size of a change, and how the text links it."""

    scene: Any  # the Sentence
    figure: Quantity
    edge: int  # where what qualifies it begins
    link: str = ""  # the preposition or mark before it
    whole: bool = False  # "5 % des voix"

    @property
    def percent(self) -> bool:
        return self.figure.kind in ("%", "pp", "part")

    def after(self, word: Change) -> str:
        """What stands between a word and the figure."""
        return self.scene.text[word.end : self.edge]


def judge(scene, figure: Quantity, edge: int, earlier: list[tuple]) -> Claim:
    """Level, growth, share or change, from the words that govern the figure.

    ``edge`` is where what qualifies it begins; ``earlier`` the figures of the sentence
    before it, each with its claim.
    """
    size = _size(scene, figure, edge)
    level = {"money": "amount", "count": "count"}.get(figure.kind, "share")
    kind = "growth" if size.percent else level
    if size.percent and _OF_IT.search(scene.left(edge, 60)):
        return Claim("share", of_it=True)
    told = _written(size) or _after(size) or _before(size)
    first, claim = earlier[-1] if earlier else (figure, None)
    if not told and claim and claim.of_it and first.unit == figure.unit:
        return claim  # "en prenait 27 % en mai et 22 % en juin"
    told = told or _alike(size, earlier) or _of_its_subject(size)
    return Claim(kind, *told, size.link) if told else Claim(level)


def _size(scene, figure: Quantity, edge: int) -> _Size:
    link = _LINK.search(scene.left(edge, 80))
    found = link[1].lower() if link else ""
    found = "de" if found in ("d'", "d’") else found
    if figure.kind == "part":
        whole = not _OF_ITS.match(scene.text, figure.end)
    else:
        whole = figure.unit == "%" and _OF_WHOLE.match(scene.text, figure.end)
    return _Size(scene, figure, edge, found, bool(whole))


_LINK = re.compile(
    rf"""(?i)(\b(?:de|d['’]|des|à|aux?|contre|par|en|sur|après|lieu|soit|puis|voire
        |entre)|[:(])
    \s*(?:(?:respectivement|seulement|{LETTERS}ment)\s*)*[«“"]?\s*\Z""",
    re.VERBOSE,
)
_OF_ITS = re.compile(r"\sde\s(?:s(?:a|on|es)|leurs?)\s")
# "la Chine en a acheté 75 %", "la Russie en assurant les trois quarts"
_OF_IT = re.compile(
    rf"(?i)\ben\s(?:(?:a|ont|avait|avaient|aurait)\s)?{listed('portion')}"
    rf"(?:\s{LETTERS}){{0,2}}\s\Z"
)
# "5 % des voix" is a share; not "5 % d'ici 2030", "5 % de son volume"
_OF_WHOLE = re.compile(
    rf"\s*(?:d['’](?!ici|après|une?\s{listed('time noun')})|(?:du|des?)\s"
    r"(?!(?:s(?:a|on|es)|leurs?)\s|[0-9]))"
)
SHARE = re.compile(
    r"(?i)\b(?<!pour\ssa\s)"
    rf"{any_of(lexicon.words('share_nouns'))}\b(?!\s(?:de\schange|constant))"
)


# --- a sign, and words after the figure: sign, rule and where it stands


def _written(size: _Size):
    """A sign, typed or spelled: "+4 %", "moins 8 %"; "plus cher de 4 %"."""
    scene, start, end = size.scene, size.figure.start, size.figure.end
    rule = "written sign"
    if scene.text[start] not in "+-–\u2212":
        start, rule = spelled_sign(scene, size.figure), "spelled sign"
    if start is None or not size.percent:
        return None
    return 1 if scene.text[start] in "+pP" else -1, rule, (start, end)


def spelled_sign(scene, figure: Quantity) -> int | None:
    """Where "moins" stands in "moins 8 %"; not in "au moins 8 %"."""
    before = scene.left(figure.start, 20)
    match = figure.kind in ("%", "pp") and _SPELLED.search(before)
    return figure.start - len(match[0]) if match else None


_SPELLED = re.compile(
    rf"(?i)(?<!\b[ad]u\s)(?<!\bou\s)\b(?:plus|moins)\s(?:(?!près){LETTERS}\sde\s)?\Z"
)


def _after(size: _Size):
    """ "40 % de hausse", "200 milliards supplémentaires", "7 % sous le sommet"."""
    text, figure = size.scene.text, size.figure
    match = _AFTER.match(text, figure.end, size.scene.end)
    if not match or figure.moves:
        return None
    told, sign = match.lastgroup, 0
    if told in ("rate", "noun", "named"):
        words = changes_in(match[told], 0, len(match[told]))
        sign = words[0].sign if words and size.percent else 0
    elif size.percent or told in ("more", "less"):
        sign = -1 if told in ("less", "fewer", "under") else 1
    return sign and (sign, "change after", match.span())


_SMALL = listed("small")
_AFTER = re.compile(
    rf"""\s+(?:(?:de|en)\s+)?(?:
        (?P<more>{listed("more")}|moins\s{_SMALL}
            |(?:plus|mieux)\b(?!\s+(?:de\s|d['’]|tard|tôt|jamais|{_SMALL})))
        |(?P<less>{listed("less")}|plus\s{_SMALL}|moins\b(?!\s+(?:de\s|d['’])))
        |(?:au|en)[ -]dessus|au-delà|gagnée?s?
        |(?P<under>(?:au|en)[ -]dessous|en\sdeçà|perdue?s?|sous\sl['’]
            |sous\s(?!le\sseuil)(?:l[ea]s?|s(?:on|a|es)|leurs?|ce\w*)\s))
    |,?\s(?:sa|ses|leurs?|la|son|d['’])\s?{listed("foreseen rate")}    # "sa prévision
        \s(?:de\s|d['’])(?P<rate>croissance|inflation)              # de croissance"
    |\s(?:de|des|du|d['’])\s?(?:{LETTERS}\s){{1,3}}     # "d'exportations en moins"
        (?:supplémentaires?|[de][en]\splus|(?P<fewer>[de][en]\smoins))
        (?!\s(?:de|d['’]|que?)\b)
    |\s*(?:de|d['’])\s*(?P<noun>[^\W\d_]{{4,}})
    |\s?[:,]\s(?:c['’]est|telle?\sest)\s(?:l[ea]\s|une?\s|l['’])
        (?:{LETTERS}\s)?(?P<named>[^\W\d_]{{4,}})""",
    re.IGNORECASE | re.VERBOSE,
)


# --- a word before the figure


LONGEST = 250  # characters between a word of change and its figure


def _before(size: _Size):
    """The word of change whose size the figure is; of two levels, a rate alone."""
    moves = size.figure.moves
    words = [c for c in size.scene.changes if 0 <= size.edge - c.end < LONGEST]
    words = [c for c in words if c.kind == "rate" or not moves][:-7:-1]
    tie = attach(size, words, _SIZED)
    if tie is None:
        return None
    why = f"change before: {tie.reasons[0]}", tie.candidate[:2]
    return _sign(size, tie.candidate), *why


def _sign(size: _Size, word: Change) -> int:
    """The sign of a word, of what slows, of a negative rate."""
    if word.kind == "rate":
        negative = size.scene.text.startswith(" négative", word.end)
        return -word.sign if negative else word.sign
    if word.kind == "speed" and size.link == "à":
        slowed = (c for c in size.scene.changes if c.end <= word.start)
        return [1, *(c.sign for c in slowed)][-1]
    return word.sign


def _by_de(size: _Size, word: Change) -> bool:
    """ "reculé de 5 %", "une hausse de 3 milliards"."""
    between = size.after(word)
    if size.link not in ("de", "entre") or word.kind == "rate":
        return False
    if size.percent or word.kind in ("direct", "speed"):
        return size.percent
    # "une perte de", "s'est effondré, causant une fuite de 20.000 tonnes"
    lost = _NO_SIZE.match(size.scene.text, word.start)
    return not lost and not re.search("[,(]", between)


# what is lost, taken over or asked for is no size of a change
_NO_SIZE = re.compile(rf"(?i){listed('no size')}")


def _is_object(size: _Size, word: Change) -> bool:
    """ "perdre 3 %", "gagner 91 cents, à 93,70 dollars"."""
    few = len(size.after(word).split()) <= 3
    if word.kind != "direct" or not few or size.link not in ("", "entre"):
        return False
    if size.percent:
        return not size.whole
    return bool(_OF_PRICE.match(size.scene.text, size.figure.end))


_OF_PRICE = re.compile(rf",?\sà\s[0-9$€£]|\sd(?:e\s|['’]){listed('lost')}")


def _is_rate(size: _Size, word: Change) -> int:
    """ "une inflation à 4,5 %", "la hausse ralentit à 4 %"; twice if beside it."""
    if word.kind == "speed":
        return size.percent and size.link == "à"
    between = size.after(word)
    share = SHARE.search(between)
    of_rate = share and share[0] in _RATES and not size.figure.moves
    if word.kind != "rate" or share and not of_rate:
        return 0
    beside = size.figure.unit == "%" and between.strip() in ("de", "d'", "d’")
    return size.percent + beside


_RATES = ("taux", "niveau", "niveaux")


def _reaches(size: _Size, word: Change) -> bool:
    """ "la hausse s'élève à 5 %", "le recul, qui atteint 5 %", "limiter la hausse à"."""
    if word.kind != "noun" or not size.percent or size.whole:
        return False
    return bool(_REACHES.search(size.scene.text, word.end, size.figure.start))


_REACHES = context("reaches")


def _beside(size: _Size, word: Change) -> bool:
    """ "une hausse voisine de 5 %", "la baisse (5 %)", "ont bondi, soit 5 %"."""
    words = len(re.findall(r"[^\W\d_]{2,}", size.after(word)))
    if word.kind == "noun" and not words and not size.link:
        return size.edge < size.figure.start
    if word.kind == "compare" or not size.percent or size.whole:
        return False
    if _SIGNED.match(size.scene.text, size.figure.end):
        return False  # "remonte (45 %, +2)"
    return words <= {"soit": 3, "(": 0, ":": 0}.get(size.link, -1)


_SIGNED = re.compile(r"\s?[,;/]\s?[+\u2212–-]")


def _apart(size: _Size, word: Change) -> bool:
    """Another clause, unless what opens it takes the word up: "elle est de 5 %"."""
    opened = size.scene.opened(word.start, size.figure.start)
    starts = (c.start for c in opened if c.start < size.edge - 3)
    return any(not _TAKES_UP.match(size.scene.text, at) for at in starts)


_TAKES_UP = re.compile(r"(?i),?\s?(?:qui|[;:]\s(?:elle|il|cel(?:le|ui)-ci))\s")


def _of_another(size: _Size, word: Change) -> bool:
    """ "la hausse du taux à 5 %", "a chuté à un niveau de 5 %": of that noun."""
    noun = _ANOTHER if size.link == "de" else SHARE
    return bool(word.kind != "rate" and noun.search(size.after(word)))


_TIMES = listed("time noun")
_ANOTHER = re.compile(
    rf"""(?:\bune?\s(?!(?:{LETTERS}\s)?{_TIMES}|peu\b)
    |\b(?:des|avec|malgré)\s[^,;:()]*{any_of(lexicon.words("share_nouns"))}\b)
    [^,;:()]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)


def _other_verb(size: _Size, word: Change) -> bool:
    """Another verb between: "les prix ont bondi, passant de 5 % …"."""
    if word.kind in ("rate", "direct") or _reaches(size, word):
        return False
    between = size.after(word)
    return bool(verbs_in(between, 0, len(between)) or _BEING.search(between))


_BEING = re.compile(rf"(?i)\b{listed('being')}|\bpour\s\w+(?:er|ir|re)\b")


def _sized(size: _Size, word: Change) -> bool:
    """Another figure of its kind between: what follows may only be like that."""
    return word.kind != "rate" and any(
        word.end <= other.start < other.end <= size.edge
        and other.unit == size.figure.unit
        for other in size.scene.figures
    )


_SIZED = (
    Feature("sized by de", 4, _by_de),
    Feature("its object", 4, _is_object),
    Feature("a rate", 3, _is_rate),
    Feature("a size reached", 4, _reaches),
    Feature("beside it", 3, _beside),
    Feature("in another clause", -9, _apart),
    Feature("of another noun", -9, _of_another),
    Feature("another verb between", -9, _other_verb),
    Feature("sized before", -9, _sized),
)


# --- a figure of whose sentence a rate is the subject


def _of_its_subject(size: _Size):
    scene, edge = size.scene, size.edge
    word = size.percent and not size.whole and _subject(scene, edge)
    if not word or _NOT_ITS.search(scene.text, word.end, edge):
        return None
    return word.sign, "its subject is a rate", word[:2]


def _subject(scene, edge: int) -> Change | None:
    """The rate that a place is said of: "la hausse s'accélère, passant de".

    "Celle du tabac", "elle" and "ce rythme" take up that of the clause, or of the
    sentence, before; a clause without a subject of its own has that before it.
    """
    starts = {scene.start, *(c.start for c in scene.clauses if c.start <= edge)}
    for start in sorted(starts, reverse=True):
        at = _BEGIN.match(scene.text, start, scene.end).end()
        for word in scene.changes:
            if at <= word.start and _HEAD.fullmatch(scene.text, at, word.start):
                return word
        if pace := _PACE.match(scene.text, at):
            before = scene.previous.changes if scene.previous else []
            sign = [1, *(word.sign for word in before)][-1]
            return Change(*pace.span(), sign, "rate", False)
    before = scene.previous
    taken_up = before and _TAKEN_UP.match(scene.text, at)
    return _subject(before, before.end) if taken_up else None


# ", et ", "Sur un an, ": what may stand before a subject
_BEGIN = re.compile(
    r"(?:[\s,;:]|(?:et|mais|puis)\s)*"
    r"(?:(?:En|Sur|Au|À|Depuis|Pour|Dans|Après|Avec)\b[^,;:()]{0,60},\s)?"
)
_HEAD = re.compile(r"(?i)(?:l[ae]\s|l['’]|cette\s|ce\s|sa\s|leur\s|une?\s)")
_PACE = re.compile(r"(?i)(?:ce|le)\s(?:rythme|tempo)\b")
# What the figure is of then: "la hausse a porté la part à", "dont 40 % ont fermé"
_NOT_ITS = re.compile(rf"(?i)\b(?:taux|dont)\b|{SHARE.pattern[4:]}")
_TAKEN_UP = re.compile(r"(?i)(?:cel(?:le|ui)s?|elle|il|ce\staux)\b")

# --- a figure like the one before


def _alike(size: _Size, earlier: list[tuple]):
    alike = [told for told in earlier if told[0].unit == size.figure.unit]
    for first, claim in alike[:-4:-1]:
        if not size.figure.moves and _goes_with(size, first, claim):
            return claim.sign, "like the one before", claim.span
    return None


_VERSUS = re.compile(
    rf"""(?:,\s|\s\(?)(?:contre|après|puis|voire|au\slieu\sd[e’']|loin\sd\w+)
    |{listed("foresees")}\s(?:{LETTERS}\s)?sur\s""",
    re.VERBOSE | re.IGNORECASE,
)
_ASIDE = re.compile(r"\s?\([^()]*\)")
_ANOTHERS = re.compile(
    rf"(?i)(?:l[ae]s?\s|l['’]|cel(?:le|ui)s?\s|ceux\s)(?:{LETTERS}[\s’'-]*){{0,8}}"
    r"(?:de\s|d['’])?\Z"
)
_COORDINATED = re.compile(r",\s(?:et\s)?|\bet\s")


def _goes_with(size: _Size, first: Quantity, claim: Claim) -> bool:
    """ "une hausse de 5 % contre 3 %", "le textile gagne 15 %, le cuir 29 %"."""
    text = size.scene.text
    gap = _ASIDE.sub("", text[first.end : size.edge])
    definite = gap.endswith((" les ", " ces "))  # "30 % de moins pour les 80 %"
    if claim.kind != "growth" or size.whole or definite or SHARE.search(gap):
        return False
    versus, gap = _VERSUS.search(gap), _VERSUS.sub("", gap, count=1)
    linked = size.link in ("", "en", claim.link)
    if not (versus or linked):
        return False
    if claim.link == size.link == "de":
        # "… de 39 % pour toucher un record, et les exportations de 8 %"
        other = _COORDINATED.split(gap)[-1]
        gap = other if _ANOTHERS.match(other) else gap
    return not _BEING.search(gap)
