"""Which flow of trade a figure measures, and between which countries."""

import re
from collections import Counter
from functools import cache

from multipolaire.french import lexicon
from multipolaire.french.trade.places import Place, places_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.scene import Scene

Name = str | None
Flow = tuple[str, Name, Name, Name]  # flow, origin, destination, parties

_SALE = re.compile(
    r"(?<![^\W_])(?:(?P<noun>ventes?|livraisons?|expéditions?|fournitures?)|(?P<buy>achats?"
    r"|ach[eè]t[^\W\d_]+|fournisseurs?)|(?:vend|livr|expédi|fourni|écoul|réorient)[^\W\d_]+)"
    r"(?![^\W_])",
    re.IGNORECASE,
)


def _links(
    words: str, articles: str = r"(?:\s(?:la|l['’]|les|le))?"
) -> re.Pattern:
    """What stands between a flow and the name of a place that follows at once."""
    return re.compile(rf"(?:{words}){articles}\s?\Z", re.IGNORECASE)


_SOME = r"(?:\s(?:de|du|des|d['’]|la|l['’]|les|le))*"
_TO = _links(
    r"(?<![^\W_])(?:vers|à destination d\w+|en direction d\w+|à)", _SOME
)
_FROM = _links(
    "en provenance|provenant|venus?|venant|depuis|originaires?|viennent|fournisseurs?",
    _SOME,
)
_WITH = _links(r"avec|envers|vis-à-vis d\w+|face à|sur|à l['’]égard d\w+")
_TOWARDS = _links(r"vers|destination d\w+")
_AT = _links("à|en|dans|au|aux")
_OF = _links("de|d['’]|du|des", r"(?P<the>\s(?:la|l['’]))?")
_BOTH = re.compile(
    r"bilatér|mutuel|deux (?:pays|parties|voisins|puissances|capitales|nations)"
    r"|leurs? (?:commerce|échanges)",
    re.IGNORECASE,
)


def flow_of(scene: Scene, q: Quantity, earlier: Flow | None) -> Flow:
    """The flow that a figure measures, with origin and destination, or parties."""
    if q.kind == "%" and _DUTY.search(scene.left(q.start, 60)):
        return "other", None, None, None
    word = _nearest(scene, q)
    if word is None:
        borrowed = earlier if "elliptic-unit" in q.flags else None
        return borrowed or _recalled(scene, q) or ("other", None, None, None)
    return _described(scene, q, word)


# a rate of duty or tax is of no flow
_DUTY = re.compile(
    r"(?:droits|(?:sur)?taxes?|tarifs)(?![^\W_])[^.;,%]{0,40}\s(?:à|de)\s\Z",
    re.IGNORECASE,
)


def _described(scene: Scene, q: Quantity, word: tuple[int, int, str]) -> Flow:
    start, end, flow = word
    q.rules.append((f"flow: {flow}", start, end))
    if flow == "trade":
        return flow, None, None, _parties(scene, start)
    if flow in ("surplus", "deficit"):
        since = max(scene.start, start - 20)
        told = re.findall(
            "déficit|excédent", scene.text[since : q.end + 30].lower()
        )
        if told:  # "la balance commerciale affiche un déficit de"
            flow = "deficit" if told[-1] == "déficit" else "surplus"
        holder, partner = _holder(scene)
        return (
            flow,
            None,
            None,
            "; ".join(filter(None, (holder, partner))) or None,
        )
    stop = _PARTLY.search(scene.text, q.end, scene.end)
    until = stop.start() if stop else scene.end
    seller, buyer = _ends(scene, start, end, flow, until)
    return flow, seller, buyer, None


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
    near = Scene(scene.text, max(0, scene.start - 500), scene.start, [])
    words = _named(near)
    return _described(near, q, words[-1]) if words else None


def _nearest(scene: Scene, q: Quantity) -> tuple[int, int, str] | None:
    if (
        scene.flow_words is None
    ):  # once a sentence, however many figures it holds
        scene.flow_words = sorted([*_named(scene), *_sales(scene)])
    left = [word for word in scene.flow_words if word[1] <= q.start]
    right = [word for word in scene.flow_words if word[0] >= q.end]
    gap = scene.text[q.end : right[0][0]] if right else ""
    if right and len(gap) < 45 and _COUNTED.fullmatch(gap):
        return right[0]  # "200 milliards de dollars d'échanges"
    if left:
        cut = _CUT.search(scene.text, left[-1][1], q.start)
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
# "les ventes de Rafale à l'Égypte", "les livraisons d'armes à Taïwan"
_SHIPS_TO = re.compile(
    r"(?:ventes?(?:\s[^\s,;.]+){0,3}\s(?:vers|à destination d\w+|à(?=\sla|\sl['’]))"
    r"|[^v]\w+(?:\s[^\s,;.]+){0,3}\s(?:à|vers|à destination d\w+))"
    r"(?:\s(?:la|l['’]|les|le|du|de))*\s?",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\s(?:(?:a|avait|aurait|ont|va|devrait|pourrait|veut|entend|compte|souhaite"
    r"|(?:s['’]engage|s['’]est engagée?|continue|continué) à)\s)?(?:déjà\s)?"
    r"(?:(?:promis|promet|accepté|accepte|décidé|convenu|prévu|prévoit|continue"
    r"|cessé)\s(?:de\s|d['’]))?"
)


def _sales(scene: Scene) -> list[tuple[int, int, str]]:
    """Words of selling and buying that cross a border: from a country, or to one."""
    found = []
    for match in _SALE.finditer(scene.text, scene.start, scene.end):
        crosses = any(
            _SUBJECT.fullmatch(scene.text[p.end : match.start()])
            if p.end <= match.start()
            else _TO.search(scene.text[match.end() : p.start])
            for p in scene.places
            if p.kind != "demonym" and not _located(scene, p)
        )
        several = len({p.code for p in scene.places}) > 1
        ships = match["noun"] and any(
            _SHIPS_TO.fullmatch(scene.text, match.start(), p.start)
            for p in scene.places
        )
        own = re.search(
            r"(?<![^\W_])(?:ses|leurs)\s\Z", scene.left(match.start(), 6)
        )
        if own and several and scene.places[0].kind in ("name", "seat"):
            crosses = True  # "La Russie a accru ses achats de puces chinoises"
        if match["buy"] and several:
            after = (p for p in scene.places if p.start == match.end() + 1)
            crosses = crosses or any(p.kind == "demonym" for p in after)
        if ships or crosses and (several or not match["noun"]):
            found.append(
                (*match.span(), "imports" if match["buy"] else "exports")
            )
    return found


_FLOWS = lexicon.table("flows")


@cache
def _flow_words() -> re.Pattern:
    words = "|".join(f"(?P<f{i}>{row['form']})" for i, row in enumerate(_FLOWS))
    words = words.replace(" ", r"\s")
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE)


def _named(scene: Scene) -> list[tuple[int, int, str]]:
    matches = _flow_words().finditer(scene.text, scene.start, scene.end)
    return [(*m.span(), _FLOWS[int(m.lastgroup[1:])]["flow"]) for m in matches]


def _parties(scene: Scene, at: int) -> str | None:
    codes = {p.code for p in scene.places if not _located(scene, p)}
    if len(codes) != 2 and _BOTH.search(scene.text, scene.start, at + 60):
        near = max(0, scene.start - 5000), scene.end + 5000  # "nos deux pays"
        counted = Counter(p.code for p in places_in(scene.text, *near))
        two = {code for code, _ in counted.most_common(2)}
        codes = two if codes <= two or len(codes) > 2 else codes
    return "; ".join(sorted(codes)) or None


def _located(scene: Scene, place: Place) -> bool:
    before = scene.left(place.start, 12)
    return place.kind == "seat" and bool(
        re.search(r"(?<![^\W_])[àÀ]\s\Z", before)
    )


def _holder(scene: Scene) -> tuple[str | None, str | None]:
    holder = partner = None
    for place in scene.places:
        if _WITH.search(scene.left(place.start, 24)):
            partner = partner or place.code
        elif not _located(scene, place):
            holder = holder or place.code
    return holder, partner if partner != holder else None


_SUPPLIES = re.compile(
    r"(?<![^\W_])(?:fourni\w*|est le \w+ fournisseur|représent\w+)(?![^\W_])"
)
_BARE = re.compile(
    r"(?<![^\W_])(?:gaz|pétrole|brut|blé|charbon|\w+s)\s(?:de\s|d['’])\Z"
)


def _ends(
    scene: Scene, start: int, end: int, flow: str, until: int
) -> tuple[str | None, str | None]:
    """Seller and buyer, or investor and host."""
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
        elif follows and _TO.search(before) and flow != "investment":
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
        elif not _located(scene, place) and place.start < start:
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
