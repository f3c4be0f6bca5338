"""Which flow of trade a figure measures, and between which countries."""

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.forms import BLANK, LETTERS, context, listed, phrases
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.places import Place, places_in
from multipolaire.french.trade.scan import Quantity


class Flow(NamedTuple):
    """What a figure measures, and between whom: two countries, or ``parties``."""

    flow: str = "other"
    origin: str | None = None
    destination: str | None = None
    parties: str | None = None
    rule: tuple[str, int, int] | None = None


class FlowWord(NamedTuple):
    """A word that names a flow, at ``start:end``."""

    start: int
    end: int
    flow: str


def flow_words(scene: Sentence) -> list[FlowWord]:
    """Every word of a sentence that names a flow, in order."""
    return sorted([*_named(scene), *_sales(scene)])


def flow_of(
    scene: Sentence,
    words: list[FlowWord],
    figure: Quantity,
    earlier: Flow | None,
) -> Flow:
    """The flow that a figure measures, with origin and destination, or parties.

    ``words`` name the flows of the sentence, ``earlier`` is that of the last figure.
    """
    if figure.kind == "%" and _DUTY.search(scene.left(figure.start, 60)):
        return Flow()
    if word := _nearest(scene, words, figure):
        return _described(scene, figure, word)
    if earlier and "elliptic-unit" in figure.flags:
        return earlier._replace(rule=None)
    return _recalled(scene, figure) or Flow()


# a rate of duty or tax is of no flow
_DUTY = re.compile(rf"(?i){listed('duty')}[^.;,%]{{0,40}}\s(?:à|de)\s\Z")


def _described(scene: Sentence, figure: Quantity, word: FlowWord) -> Flow:
    start, _, flow = word
    rule = f"flow: {flow}", *word[:2]
    if flow == "trade":
        return Flow(flow, parties=_parties(scene, start), rule=rule)
    if flow in ("surplus", "deficit"):
        near = scene.text[
            max(scene.start, start - 20) : figure.end + 30
        ].lower()
        if told := re.findall("déficit|excédent", near):
            # "la balance commerciale affiche un déficit de"
            flow = "deficit" if told[-1] == "déficit" else "surplus"
        parties = "; ".join(filter(None, _holder(scene))) or None
        return Flow(flow, parties=parties, rule=rule)
    stop = _PARTLY.search(scene.text, figure.end, scene.end)
    until = stop.start() if stop else scene.end
    return Flow(flow, *_sides(scene, word, until), rule=rule)


# what is said of a figure ends: ", dont 53,6 millions vers la Chine"
_PARTLY = re.compile(r",\s(?:dont|contre|tandis|alors|soit)\b|;\s")
# "Il aura augmenté de 25 %", "Avec cette dynamique": said of what came before
_AGAIN = re.compile(
    rf"(?i)\b(?:(?P<it>ils?|elles?)\b|cette {listed('trend')}"
    rf"|ce {listed('amount')})"
)
REACH = 500  # characters: how far back "il" or "ce montant" may mean a flow


def _recalled(scene: Sentence, figure: Quantity) -> Flow | None:
    """The flow that the sentences just before were about."""
    again = _AGAIN.search(scene.text, scene.start, figure.start)
    if not again:
        return None
    verbs = (c.start - again.end() for c in scene.changes if c.kind == "verb")
    if again["it"] and not any(0 < gap < 30 for gap in verbs):
        return None
    near = Sentence(scene.text, max(0, scene.start - REACH), scene.start)
    words = _named(near)
    return _described(near, figure, words[-1]) if words else None


def _nearest(scene, words, figure) -> FlowWord | None:
    before = (word for word in reversed(words) if word.end <= figure.start)
    left = next(before, None)
    right = next((word for word in words if word.start >= figure.end), None)
    gap = scene.text[figure.end : right.start] if right else ""
    if right and len(gap) < 45 and _COUNTED.fullmatch(gap):
        return right  # "200 milliards de dollars d'échanges"
    if left:
        cut = _CUT.search(scene.text, left.end, figure.start)
        return None if cut else left
    near = right and len(gap) < 90 and not re.search(r"[;:.]\s", gap)
    return right if near else None


_COUNTED = re.compile(
    rf"\s*(?:(?:de|d['’]|des|du|en)\s*)?(?:{LETTERS}\s)?(?:(?:de|d['’]|des|du)\s*)?"
)
# what comes after speaks of something else
_CUT = re.compile(
    rf"[;!?]\s|\.\s|,\s(?:quand|tandis|alors que)|\b{listed('other measure')}"
)

# --- words that name a flow

_FLOWS = lexicon.table("flows")
_WITH_WHOM = r"(?:avec|vis-à-vis|face à|envers)"
_PARTNER = rf"(?:{_WITH_WHOM}|d(?:e|u|es|['’])[^.;:]{{2,25}}\s{_WITH_WHOM}\b)"
_PEOPLE = r"[a-zé-]+(?:ois|ais|and|ain|ien|asse|usse)\b"
THEN = {
    "foreign": rf"(?:{BLANK}{LETTERS}){{0,2}}{BLANK}{listed('foreign')}",
    "partner": rf"(?=\s{_PARTNER})",
    "partner or people": rf"(?=\s(?:{_PARTNER}|{_PEOPLE}))",
}


@cache
def _flow_words() -> re.Pattern:
    words = phrases(_FLOWS, THEN)
    return re.compile(rf"(?i)\b(?:{words})\b")


def _named(scene: Sentence) -> list[FlowWord]:
    matches = _flow_words().finditer(scene.text, scene.start, scene.end)
    rows = ((m.span(), _FLOWS[int(m.lastgroup[1:])]) for m in matches)
    return [FlowWord(*span, row["flow"]) for span, row in rows]


_SALE = re.compile(
    rf"(?i)\b(?:(?P<noun>{listed('sale')})|(?P<buy>{listed('purchase')})"
    rf"|{listed('sells')})"
)
# "les ventes de Rafale à l'Égypte", "les livraisons d'armes à Taïwan"
_SHIPS_TO = re.compile(
    r"(?i)(?:ventes?(?:\s[^\s,;.]+){0,3}\s(?:vers|à destination d\w+|à(?=\sla|\sl['’]))"
    r"|[^v]\w+(?:\s[^\s,;.]+){0,3}\s(?:à|vers|à destination d\w+))"
    r"(?:\s(?:la|l['’]|les|le|du|de))*\s?"
)
_SUBJECT = re.compile(
    rf"\s(?:{listed('auxiliary')}\s)?(?:déjà\s)?"
    rf"(?:{listed('resolves')}\s(?:de\s|d['’]))?"
)
_OWN = re.compile(r"\b(?:ses|leurs)\s\Z")


def _sales(scene: Sentence) -> list[FlowWord]:
    """Words of selling and buying that cross a border: from a country, or to one."""
    found = []
    for match in _SALE.finditer(scene.text, scene.start, scene.end):
        several = len({place.code for place in scene.places}) > 1
        ships = match["noun"] and any(
            _SHIPS_TO.fullmatch(scene.text, match.start(), place.start)
            for place in scene.places
        )
        may = several or not match["noun"]
        if ships or may and _crosses(scene, match, several):
            flow = "imports" if match["buy"] else "exports"
            found.append(FlowWord(*match.span(), flow))
    return found


def _crosses(scene: Sentence, sale: re.Match, several: bool) -> bool:
    own = several and _OWN.search(scene.left(sale.start(), 6))
    if own and scene.places[0].kind in ("name", "seat"):
        return True  # "La Russie a accru ses achats de puces chinoises"
    for place in scene.places:
        if place.kind == "demonym":
            if sale["buy"] and several and place.start == sale.end() + 1:
                return True
        elif _located(scene, place):
            continue
        elif place.end > sale.start():
            if _TO.search(scene.text[sale.end() : place.start]):
                return True
        elif _SUBJECT.fullmatch(scene.text[place.end : sale.start()]):
            return True
    return False


# --- which countries


def _links(words: str, articles: str) -> re.Pattern:
    """What stands between a flow and the name of a place that follows at once."""
    return re.compile(rf"(?i)(?:{words}){articles}\s?\Z")


_THE = r"(?:\s(?:la|l['’]|les|le))?"
_SOME = r"(?:\s(?:de|du|des|d['’]|la|l['’]|les|le))*"
_TO = _links(r"\b(?:vers|à destination d\w+|en direction d\w+|à)", _SOME)
_FROM = _links(listed("comes from"), _SOME)
_WITH = _links(listed("partner"), _THE)
_TOWARDS = _links(r"vers|destination d\w+", _THE)
_AT = _links("à|en|dans|au|aux", _THE)
_OF = _links("de|d['’]|du|des", r"(?P<the>\s(?:la|l['’]))?")
_BOTH = context("both")


def _parties(scene: Sentence, at: int) -> str | None:
    codes = {p.code for p in scene.places if not _located(scene, p)}
    if len(codes) != 2 and _BOTH.search(scene.text, scene.start, at + 60):
        near = max(0, scene.start - 5000), scene.end + 5000  # "nos deux pays"
        counted = Counter(p.code for p in places_in(scene.text, *near))
        two = {code for code, _ in counted.most_common(2)}
        codes = two if codes <= two or len(codes) > 2 else codes
    return "; ".join(sorted(codes)) or None


_AT_SEAT = re.compile(r"(?i)\bà\s\Z")


def _located(scene: Sentence, place: Place) -> bool:
    """Whether a seat of government is a place alone: "à Moscou"."""

    before = scene.left(place.start, 12)
    return place.kind == "seat" and bool(_AT_SEAT.search(before))


def _holder(scene: Sentence) -> tuple[str | None, str | None]:
    holder = partner = None
    for place in scene.places:
        if _WITH.search(scene.left(place.start, 24)):
            partner = partner or place.code
        elif not _located(scene, place):
            holder = holder or place.code
    return holder, partner if partner != holder else None


_SUPPLIES = re.compile(rf"\b(?:{listed('supplies')}|est le \w+ fournisseur)")
_RAW = re.compile(rf"\b(?:{listed('raw')}|\w+s)\s(?:de\s|d['’])\Z")
_BY = re.compile(r"\bpar\s(?:la\s|le\s|l['’])?\Z")
_HOST = context("host")


def _sides(scene, word, until) -> tuple[str | None, str | None]:
    """Seller and buyer, or investor and host."""
    supplied = _SUPPLIES.search(scene.text, scene.start, word.start)
    supplied = word.flow == "imports" and supplied
    codes: dict[str, str] = {}
    for place in scene.places:
        if place.start >= until:
            break
        side = _side(scene, word, place, supplied)
        if side == "subject":
            codes["owner"] = place.code
        elif side:
            codes.setdefault(side, place.code)
    sides = "owner", "origin", "target", "goods"
    owner, origin, target, goods = map(codes.get, sides)
    if word.flow == "exports":
        return owner or origin or goods, target
    if word.flow == "imports":
        return origin or (goods if goods != owner else None), owner or target
    if owner and _HOST.search(scene.left(scene.end)):
        return None, target or owner
    return owner, target


def _side(
    scene: Sentence, word: FlowWord, place: Place, supplied
) -> str | None:
    """What a place is to a flow: owner, origin, target, goods, the subject before."""
    flow, before = word.flow, scene.left(place.start, 26)
    follows, gap = place.start >= word.end, scene.text[word.end : place.start]
    of = follows and _OF.search(before)
    joined = of and (supplied or not gap.strip(" ’'delaus"))
    origin = flow == "imports" and not (of and of["the"] or "du" in before[-4:])
    cases = (
        (supplied and place.end <= supplied.start(), "origin"),
        (flow == "imports" and _RAW.search(before), "origin"),
        (_FROM.search(before), "origin"),
        (_TOWARDS.search(before), "target"),
        (follows and place.kind == "demonym" and not gap.strip(), "owner"),
        (joined, "origin" if origin else "owner"),
        (follows and flow != "investment" and _TO.search(before), "target"),
        (flow == "imports" and _BY.search(before), "owner"),
        (_AT.search(before), "target" if flow == "investment" else None),
        (flow == "exports" and of, "owner"),
        (place.kind == "demonym", "goods"),
        (place.start < word.start and not _located(scene, place), "subject"),
    )
    return next((side for holds, side in cases if holds), None)
