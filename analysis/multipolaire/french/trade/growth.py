"""Whether a figure is a level or the size of a change, and of which word."""

import re
from dataclasses import dataclass

from multipolaire.french import lexicon
from multipolaire.french.attach import Feature, attach
from multipolaire.french.forms import LETTERS, any_of, context, listed
from multipolaire.french.trade.changes import Change, changes_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.verbs import verbs_in


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of a quantity: its kind, and 1, -1 or 0 where it is a change.

    ``rule`` and ``span`` say why, ``link`` is what stands before the quantity.
    """

    kind: str
    sign: int = 0
    rule: str = ""
    span: tuple[int, int] = (0, 0)
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Size:
    """A figure that may be the size of a change, and how the text links it."""

    scene: object  # the Sentence
    figure: Quantity
    edge: int  # where what qualifies it begins
    link: str = ""  # the preposition or mark before it
    whole: bool = False  # "5 % des voix"

    @property
    def percent(self) -> bool:
        return self.figure.unit in ("%", "pp")

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
    told = None
    if figure.moves:
        told = _moved(size)
    elif figure.kind != "proportion":
        told = _written(size) or _after(size) or _before(size)
    if told:
        return Claim(kind, *told, size.link)
    like = [told for told in earlier if told[0].unit == figure.unit][-1:]
    if like and not figure.moves and _goes_with(size, *like[0]):
        same = like[0][1]
        why = "like the one before", same.span
        return Claim(kind, same.sign, *why, size.link)
    return Claim(level)


def _size(scene, figure: Quantity, edge: int) -> _Size:
    text = scene.text
    inside = (c for c in scene.changes if edge <= c.start < figure.start)
    if any(c.kind == "noun" or text[c.end : c.end + 2] != " à" for c in inside):
        edge = figure.start  # "limiter la hausse à 5 %", "dépasser de 5 %"
    before = scene.left(edge, 80)
    link = _LINK.search(before)
    found = (link["word"] or link["mark"]).lower() if link else ""
    if figure.unit != "pp" and _LEVEL.search(before):
        found = "à"
    whole = bool(_OF_WHOLE.match(text, figure.end))
    return _Size(scene, figure, edge, _LINKS.get(found, found), whole)


_LINK = re.compile(
    rf"""(?:\b(?P<word>de|d['’]|des|à|aux?|contre|par|en|sur|après|lieu|soit|puis|voire
        |et|ou|entre|comprise?s?)|(?P<mark>[:(,]))
    \s*(?:(?:entre|respectivement|seulement|{LETTERS}ment)\s*)*[«“"]?\s*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_LINKS = {"d'": "de", "d’": "de", "entre": "de", "et": "", "ou": "", ",": ""}
# "à hauteur de 5 %", "évalué entre 20 et 30 millions"
_LEVEL = re.compile(
    rf"(?i){listed('level')}\s(?:de|d['’])\s?\Z"
    rf"|{listed('level verb')}\s(?:à\s)?(?:entre\s)?\Z"
)
# "5 % des voix" is a share; "5 % de ses parts de marché" may be lost
_OF_WHOLE = re.compile(
    r"\s*(?:d['’]|(?:des|du|de)\b(?!\s(?:(?:sa|son|leurs?|ses)\s|[0-9])))"
)
SHARE = re.compile(
    r"(?i)\b(?<!pour\ssa\s)(?<!pour\sleur\s)"
    rf"{any_of(lexicon.words('share_nouns'))}\b"
)


# --- a sign, and words after the figure: sign, rule and where it stands


def _written(size: _Size):
    """A sign, typed or spelled: "+4 %", "moins 8 %"; "plus cher de 4 %"."""
    scene, start = size.scene, size.figure.start
    if not size.percent:
        return None
    if scene.text[start] in "+-–\u2212":
        sign = 1 if scene.text[start] == "+" else -1
        return sign, "written sign", (start, size.figure.end)
    if at := spelled_sign(scene, size.figure):
        sign = 1 if scene.text[at] in "pP" else -1
        return sign, "spelled sign", (at, start)
    if than := _THAN.search(scene.left(size.edge, 40)):
        sign = 1 if than["way"] == "plus" else -1
        return sign, "more than", (size.edge - len(than[0]), size.edge)
    return None


def spelled_sign(scene, figure: Quantity) -> int | None:
    """Where "moins" stands in "moins 8 %"; not in "au moins 8 %"."""
    if figure.unit not in ("%", "pp") or figure.moves:
        return None
    match = _SPELLED.search(scene.left(figure.start, 20))
    return match and figure.start - len(match["sign"]) - 1


_SPELLED = re.compile(
    r"(?i)(?:\A|\b(?:de|est|sont)\s|(?<!\bau)(?<!\bdu)(?<!\ble)(?<!\bpas)(?<!\bla)"
    r"(?<!\bles)(?<!\bnon)(?<!\ben)(?<!['’])(?<!\bde)(?<!\best)[\s(«“\"])"
    r"(?P<sign>plus|moins)\s\Z"
)
_THAN = re.compile(rf"\b(?P<way>plus|moins)\s{LETTERS}(?:\sd[e’']\s?)?\Z")


def _after(size: _Size):
    """ "40 % de hausse", "200 milliards supplémentaires", "7 % sous le sommet"."""
    text, end = size.scene.text, size.figure.end
    if size.percent and (rate := _FORESEEN.match(text, end)):
        return 1, "change after", rate.span("rate")
    match = _AFTER.match(text, end, size.scene.end)
    if not match:
        return None
    named = match["noun"] or match["named"]
    if named:
        words = changes_in(
            text, *match.span("noun" if match["noun"] else "named")
        )
        if words and words[0].kind in ("noun", "rate") and size.percent:
            return words[0].sign, "change after", words[0][:2]
        match = _OF_THING.match(text, end, size.scene.end)
    if not match or not (size.percent or not named and match["told"]):
        return None
    return 1 if match["more"] else -1, "change after", match.span()


_SMALL = listed("small")
_AFTER = re.compile(
    rf"""\s+(?:(?:de|en)\s+)?(?:(?P<told>
        (?P<more>{listed("more")}|moins\s{_SMALL}
            |(?:plus|mieux)(?!\s+(?:de\s|d['’]|tard|tôt|jamais|{_SMALL}))
            |(?:au|en)[ -]dessus|au-delà|de\sgagnée?s?)
        |{listed("less")}|plus\s{_SMALL}|moins(?!\s+(?:de\s|d['’])))
        |(?:au|en)[ -]dessous|en\sdeçà|de\sperdue?s?
        |sous\s(?!le\sseuil)(?:l[ea]s?|s(?:on|a|es)|leurs?|ce\w*)\s|sous\sl['’])
    |\s*(?:de|d['’])\s*(?P<noun>[^\W\d_]{{4,}})
    |\s?[:,]\s(?:c['’]est|telle?\sest)\s(?:l[ea]\s|une?\s|l['’])
        (?:{LETTERS}\s)?(?P<named>[^\W\d_]{{4,}})""",
    re.IGNORECASE | re.VERBOSE,
)
# "10 % d'exportations en moins", "23 % de brut supplémentaire"
_OF_THING = re.compile(
    rf"""\s(?:de|des|du|d['’])\s?(?:{LETTERS}\s){{1,3}}
    (?:(?P<more>supplémentaires?|[de][en]\splus)|[de][en]\smoins)
    (?!\s(?:de|d['’]|que?)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
# "relevé à 0,8 % sa prévision de croissance"
_FORESEEN = re.compile(
    rf"\s(?:sa|ses|leurs?|la|son|d['’])\s?{listed('foreseen rate')}"
    r"\s(?:de\s|d['’])(?P<rate>croissance|inflation)"
)


# --- a word before the figure


def _before(size: _Size):
    """The word of change whose size the figure is."""
    tie = attach(size, size.scene.changes, _SIZED)
    if tie is None:
        return None
    why = f"change before: {tie.reasons[0]}", tie.candidate[:2]
    return _sign(size, tie.candidate), *why


def _sign(size: _Size, word: Change) -> int:
    """The sign of a word, of what slows, of a negative rate."""
    if word.kind == "rate":
        negative = size.scene.text.startswith(" négative", word.end)
        return -word.sign if negative else word.sign
    if word.kind == "speed" and size.link in ("à", "vers"):
        nouns = (c for c in size.scene.changes if c.kind in ("noun", "rate"))
        slow = [c.sign for c in nouns if c.end <= word.start]
        return slow[-1] if slow else 1
    return word.sign


def _by_de(size: _Size, word: Change) -> bool:
    """ "reculé de 5 %", "une hausse de 3 milliards"."""
    between = size.after(word)
    if size.link != "de" or word.kind == "rate":
        return False
    if word.kind == "compare":
        return len(between.split()) < 2  # not "inférieur à une peine de"
    if size.percent or word.kind == "direct":
        return size.percent and not (word.kind == "direct" and size.whole)
    # what is lost, taken over or asked for is no size of a change
    lost = listed("no size"), size.scene.text, word.start
    # "s'est effondré, causant une fuite de 20.000 tonnes"
    return not (
        re.compile(f"(?i){lost[0]}").match(*lost[1:])
        or re.search("[,(]", between)
    )


def _is_object(size: _Size, word: Change) -> bool:
    """ "perdre 3 %", "gagner 91 cents, à 93,70 dollars"."""
    few = len(size.after(word).split()) <= 3
    if word.kind != "direct" or not few or size.link:
        return False
    if size.percent:
        return size.figure.unit == "pp" or not size.whole
    return bool(_OF_PRICE.match(size.scene.text, size.figure.end))


_OF_PRICE = re.compile(
    rf",?\sà\s[0-9]|\sd(?:e\s|['’]){listed('lost')}|\s?,\sà\s[$€£]"
)


def _is_rate(size: _Size, word: Change) -> int:
    """ "une inflation à 4,5 %", "la hausse ralentit à 4 %"; twice if beside it."""
    if word.kind == "speed":
        to = size.link in ("à", "vers") and size.percent
        return to and not size.whole
    between = size.after(word)
    share = SHARE.search(between)
    if word.kind != "rate" or share and share[0].lower() not in _RATES:
        return 0
    if between.strip() in ("de", "d'", "d’"):
        return {"%": 2, "pp": 1}.get(size.figure.unit, 0)
    return size.percent and not size.whole


_RATES = ("taux", "niveau", "niveaux")


def _reaches(size: _Size, word: Change) -> bool:
    """ "la hausse s'élève à 5 %", "le recul, qui atteint 5 %", "limiter la hausse à"."""
    if word.kind != "noun" or not size.percent:
        return False
    text, between = size.scene.text, size.after(word)
    if size.link == "à" and _HOLDS.search(size.scene.left(word.start, 60)):
        return "," not in between
    match = _REACHES.search(text[word.end : size.figure.start])
    if not match or SHARE.search(between, 0, match.start()):
        return False
    *comma, last = re.split("[,:;]", between[: match.start()])
    return not (comma and _SUBJECT.search(last))


_REACHES = context("reaches")
_SUBJECT = re.compile(r"(?i)\b(?:l[ea]s?|une?|des|s(?:a|on|es))\s|\bl['’]")
_HOLDS = re.compile(
    rf"(?i)\b{listed('holds')}\s(?:l[ea]|s(?:on|a)|leur|cette)\s(?:{LETTERS}\s)?\Z"
)


def _beside(size: _Size, word: Change) -> bool:
    """ "une hausse voisine de 5 %", "la baisse (5 %)", "ont bondi, soit 5 %"."""
    between, text = size.after(word), size.scene.text
    noun = word.kind == "noun"
    if noun and not between.strip():
        return size.edge < size.figure.start
    if not size.percent or word.kind not in ("noun", "verb", "speed"):
        return False
    if size.whole or _SIGNED.match(text, size.figure.end):
        return False
    words = len(re.findall(r"[^\W\d_]{2,}", between))
    if size.link == "soit":
        return words <= 3
    few = words <= 5 if noun else not words and text[word.end - 1] != "r"
    return size.link in ("(", ":") and few and "rapport" not in between


_SIGNED = re.compile(r"\s?[,;/]\s?[+\u2212–-]")


def _apart(size: _Size, word: Change) -> bool:
    """Another clause, unless what opens it takes the word up: "elle est de 5 %"."""
    scene, text = size.scene, size.scene.text
    if scene.together(word.start, size.figure.start):
        return False
    for clause in scene.clauses:
        if not word.end <= clause.start <= size.figure.start:
            continue
        at = clause.start
        beside = text[at] in '«»“”"' or text[at] == ":" and at >= size.edge - 3
        noun = word.kind in ("noun", "rate")
        near = noun and len(text[word.end : at].split()) <= 8
        if not (beside or near and _TAKES_UP.match(text, at)):
            return True
    return False


_TAKES_UP = re.compile(
    r"(?i),?\s?(?:qui|[;:]\s(?:elle|il|celle-ci|celui-ci))\s"
)


def _of_another(size: _Size, word: Change) -> bool:
    """ "la hausse du taux à 5 %", "a chuté à un niveau de 5 %": of that noun."""
    between = size.after(word)
    if size.link == "de":
        return bool(_ANOTHER.search(between))
    share = word.kind != "rate" and SHARE.search(between)
    return bool(share and share.start())


_TIMES = listed("time noun")
_ANOTHER = re.compile(
    rf"""(?:(?:\b|(?<=d['’]))une?\s(?!{_TIMES}|peu\b)(?!{LETTERS}\s{_TIMES})
    |(?<!\A)\b(?:des|avec|malgré)\s[^,;:()]*{any_of(lexicon.words("share_nouns"))}\b)
    [^,;:()]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)


def _other_verb(size: _Size, word: Change) -> bool:
    """Another verb between: "les prix ont bondi, passant de 5 % …"."""
    if word.kind in ("rate", "direct") or _reaches(size, word):
        return False
    span = size.scene.text, word.end, size.edge
    return bool(verbs_in(*span) or _BEING.search(*span))


_BEING = re.compile(rf"(?i)\b{listed('being')}|\bavoir été\b")


def _sized(size: _Size, word: Change) -> bool:
    """Another figure of its kind between: what follows may only be like that."""
    kind = ("%", "pp") if size.percent else (size.figure.unit,)
    return word.kind != "rate" and any(
        word.end <= other.start < other.end <= size.edge and other.unit in kind
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
    Feature("after the figure", -9, lambda size, word: word.end > size.edge),
    Feature("far", -0.02, lambda size, word: len(size.after(word).split())),
)


# --- a figure like the one before


def _moved(size: _Size):
    """ "La croissance ralentit de 2,9 % à 2,8 %": two rates."""
    scene, start = size.scene, size.figure.start
    if rate := _FORESEEN.match(scene.text, size.figure.moves[0].end):
        return 1, "change after", rate.span("rate")
    rates = [c for c in scene.changes if c.kind == "rate" and c.end <= start]
    if not size.percent or not rates or size.whole or _apart(size, rates[-1]):
        return None
    if SHARE.search(scene.text, rates[-1].end, start):
        return None
    return _sign(size, rates[-1]), "a rate that moves", rates[-1][:2]


_VERSUS = re.compile(
    r"(?i)(?:,\s|\s\(?)(?:contre|après|puis|voire|au lieu d[e’']|loin d\w+)"
)
_FORESEES = re.compile(rf"(?i)\b{listed('foresees')}\s(?:{LETTERS}\s)?sur\s")
_BREAKS = re.compile(
    rf"\.\s|[;:()]|\bdont\b|\bsoit\b|\bpour\s{LETTERS}(?:er|ir|re)\b"
)


def _goes_with(size: _Size, first: Quantity, claim: Claim) -> bool:
    """ "une hausse de 5 % contre 3 %", "le textile gagne 15 %, le cuir 29 %"."""
    text, figure = size.scene.text, size.figure
    gap = text[first.end : size.edge]
    if claim.kind != "growth" or SHARE.search(gap):
        return False
    if _FORESEES.search(gap):
        return not size.whole  # "la croissance est de 2 %, on tablait sur 3 %"
    if size.whole and not _OF_WHOLE.match(text, first.end):
        return False
    versus = _VERSUS.search(gap)
    if not versus and size.link not in ("", claim.link, "en"):
        return False
    gap = _VERSUS.sub("", gap, 1)
    if _BREAKS.search(gap) or len(gap.split()) > 14:
        return False
    acts = verbs_in(text, first.end, size.edge)
    return not any(size.scene.together(v.start, figure.start) for v in acts)
