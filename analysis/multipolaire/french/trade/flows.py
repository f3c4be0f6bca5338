"""Which flow of trade a figure measures, and between which countries."""

import re
from collections import Counter

from multipolaire.french.trade.flow_words import (
    SOME,
    TO,
    Flow,
    FlowWord,
    flows_named,
    links,
    located,
)
from multipolaire.french.trade.places import places_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.scene import Scene

_FROM = links(
    "en provenance|provenant|venus?|venant|depuis|originaires?|viennent|fournisseurs?",
    SOME,
)
_WITH = links(r"avec|envers|vis-à-vis d\w+|face à|sur|à l['’]égard d\w+")
_TOWARDS = links(r"vers|destination d\w+")
_AT = links("à|en|dans|au|aux")
_OF = links("de|d['’]|du|des", r"(?P<the>\s(?:la|l['’]))?")
_BOTH = re.compile(
    r"bilatér|mutuel|deux (?:pays|parties|voisins|puissances|capitales|nations)"
    r"|leurs? (?:commerce|échanges)",
    re.IGNORECASE,
)


def flow_of(scene: Scene, q: Quantity, earlier: Flow | None) -> Flow:
    """The flow that a figure measures, with origin and destination, or parties."""
    if q.kind == "%" and _DUTY.search(scene.left(q.start, 60)):
        return Flow()
    word = _nearest(scene, q)
    if word is None:
        borrowed = (
            earlier and earlier._replace(rule=None)
            if "elliptic-unit" in q.flags
            else None
        )
        return borrowed or _recalled(scene, q) or Flow()
    return _described(scene, q, word)


# a rate of duty or tax is of no flow
_DUTY = re.compile(
    r"(?:droits|(?:sur)?taxes?|tarifs)(?![^\W_])[^.;,%]{0,40}\s(?:à|de)\s\Z",
    re.IGNORECASE,
)


def _described(scene: Scene, q: Quantity, word: FlowWord) -> Flow:
    start, end, flow = word
    rule = f"flow: {flow}", start, end
    if flow == "trade":
        return Flow(flow, parties=_parties(scene, start), rule=rule)
    if flow in ("surplus", "deficit"):
        since = max(scene.start, start - 20)
        told = re.findall(
            "déficit|excédent", scene.text[since : q.end + 30].lower()
        )
        if told:  # "la balance commerciale affiche un déficit de"
            flow = "deficit" if told[-1] == "déficit" else "surplus"
        parties = "; ".join(filter(None, _holder(scene))) or None
        return Flow(flow, parties=parties, rule=rule)
    stop = _PARTLY.search(scene.text, q.end, scene.end)
    until = stop.start() if stop else scene.end
    return Flow(flow, *_ends(scene, word, until), rule=rule)


# what is said of a figure ends: ", dont 53,6 millions vers la Chine"
_PARTLY = re.compile(r",\s(?:dont|contre|tandis|alors|soit)(?![^\W_])|;\s")
# "Il aura augmenté de 25 %", "Avec cette dynamique": said of what came before
_AGAIN = re.compile(
    r"(?<![^\W_])(?:(?P<it>ils?|elles?)|cette (?:dynamique|tendance|progression"
    r"|croissance|hausse|baisse|somme)|ce (?:rythme|chiffre|montant|total|volume))"
    r"(?![^\W_])",
    re.IGNORECASE,
)


def _recalled(scene: Scene, q: Quantity) -> Flow | None:
    """The flow that the sentences just before were about."""
    again = _AGAIN.search(scene.text, scene.start, q.start)
    if not again:
        return None
    verbs = (c.start - again.end() for c in scene.changes if c.kind == "verb")
    if again["it"] and not any(0 < gap < 30 for gap in verbs):
        return None
    near = Scene(
        scene.text, max(0, scene.start - 500), scene.start, [], scene.day
    )
    words = flows_named(near)
    return _described(near, q, words[-1]) if words else None


def _nearest(scene: Scene, q: Quantity) -> FlowWord | None:
    left = [word for word in scene.flow_words if word.end <= q.start]
    right = [word for word in scene.flow_words if word.start >= q.end]
    gap = scene.text[q.end : right[0].start] if right else ""
    if right and len(gap) < 45 and _COUNTED.fullmatch(gap):
        return right[0]  # "200 milliards de dollars d'échanges"
    if left:
        cut = _CUT.search(scene.text, left[-1].end, q.start)
        return None if cut else left[-1]
    near = right and len(gap) < 90 and not re.search(r"[;:.]\s", gap)
    return right[0] if near else None


_COUNTED = re.compile(
    r"\s*(?:(?:de|d['’]|des|du|en)\s*)?(?:[^\W\d_]+\s)?(?:(?:de|d['’]|des|du)\s*)?"
)
_CUT = re.compile(  # what comes after speaks of something else
    r"[;!?]\s|\.\s|,\s(?:quand|tandis|alors que)|(?<![^\W_])(?:PIB|produit intérieur"
    r"|inflation|population|bénéfices?|chiffre d['’]affaires|budget|dette|chômage)"
    r"(?![^\W_])"
)


def _parties(scene: Scene, at: int) -> str | None:
    codes = {p.code for p in scene.places if not located(scene, p)}
    if len(codes) != 2 and _BOTH.search(scene.text, scene.start, at + 60):
        near = max(0, scene.start - 5000), scene.end + 5000  # "nos deux pays"
        counted = Counter(p.code for p in places_in(scene.text, *near))
        two = {code for code, _ in counted.most_common(2)}
        codes = two if codes <= two or len(codes) > 2 else codes
    return "; ".join(sorted(codes)) or None


def _holder(scene: Scene) -> tuple[str | None, str | None]:
    holder = partner = None
    for place in scene.places:
        if _WITH.search(scene.left(place.start, 24)):
            partner = partner or place.code
        elif not located(scene, place):
            holder = holder or place.code
    return holder, partner if partner != holder else None


_SUPPLIES = re.compile(
    r"(?<![^\W_])(?:fourni\w*|est le \w+ fournisseur|représent\w+)(?![^\W_])"
)
_BARE = re.compile(
    r"(?<![^\W_])(?:gaz|pétrole|brut|blé|charbon|\w+s)\s(?:de\s|d['’])\Z"
)


def _ends(
    scene: Scene, word: FlowWord, until: int
) -> tuple[str | None, str | None]:
    """Seller and buyer, or investor and host."""
    start, end, flow = word
    owner = origin = target = goods = None
    supplied = flow == "imports" and _SUPPLIES.search(
        scene.text, scene.start, start
    )
    for place in scene.places:
        if place.start >= until:
            break
        before = scene.left(place.start, 26)
        follows, gap = place.start >= end, scene.text[end : place.start]
        sells = supplied and place.end <= supplied.start()
        bare = flow == "imports" and _BARE.search(before)  # "du gaz de Russie"
        of = follows and _OF.search(before)
        if sells or bare or _FROM.search(before):
            origin = origin or place.code
        elif _TOWARDS.search(before):
            target = target or place.code
        elif follows and place.kind == "demonym" and not gap.strip():
            owner = owner or place.code
        elif of and (supplied or not gap.strip(" ’'delaus")):
            if flow == "imports" and not of["the"] and "du" not in before[-4:]:
                origin = origin or place.code
            else:
                owner = owner or place.code
        elif follows and TO.search(before) and flow != "investment":
            target = target or place.code
        elif flow == "imports" and re.search(
            r"\bpar\s(?:la\s|le\s|l['’])?\Z", before
        ):
            owner = owner or place.code
        elif _AT.search(before):
            if flow == "investment":
                target = target or place.code
        elif flow == "exports" and of:
            owner = owner or place.code
        elif place.kind == "demonym":
            goods = goods or place.code
        elif not located(scene, place) and place.start < start:
            owner = place.code
    if flow == "exports":
        return owner or origin or goods, target
    if flow == "imports":
        origin = origin or (goods if goods != owner else None)
        return origin, owner or target
    if owner and re.search(
        r"attir|accueill|reçu|étrangers", scene.left(scene.end)
    ):
        return None, target or owner
    return owner, target
