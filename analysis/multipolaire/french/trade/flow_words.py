"""The words of a sentence that name a flow of trade."""

import re
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.trade.places import Place


class Flow(NamedTuple):
    """What a figure measures, and between whom: two countries, or ``parties``."""

    flow: str = "other"
    origin: str | None = None
    destination: str | None = None
    parties: str | None = None
    rule: tuple[str, int, int] | None = None


class FlowWord(NamedTuple):
    start: int
    end: int
    flow: str


def flow_words_in(scene) -> list[FlowWord]:
    """Every word of a sentence that names a flow, in order."""
    return sorted([*flows_named(scene), *_sales(scene)])


_FLOWS = lexicon.table("flows")


@cache
def _flow_words() -> re.Pattern:
    words = "|".join(f"(?P<f{i}>{row['form']})" for i, row in enumerate(_FLOWS))
    words = words.replace(" ", r"\s")
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.IGNORECASE)


def flows_named(scene) -> list[FlowWord]:
    matches = _flow_words().finditer(scene.text, scene.start, scene.end)
    return [
        FlowWord(*m.span(), _FLOWS[int(m.lastgroup[1:])]["flow"])
        for m in matches
    ]


_SALE = re.compile(
    r"(?<![^\W_])(?:(?P<noun>ventes?|livraisons?|expéditions?|fournitures?)|(?P<buy>achats?"
    r"|ach[eè]t[^\W\d_]+|fournisseurs?)|(?:vend|livr|expédi|fourni|écoul|réorient)[^\W\d_]+)"
    r"(?![^\W_])",
    re.IGNORECASE,
)


def links(
    words: str, articles: str = r"(?:\s(?:la|l['’]|les|le))?"
) -> re.Pattern:
    """What stands between a flow and the name of a place that follows at once."""
    return re.compile(rf"(?:{words}){articles}\s?\Z", re.IGNORECASE)


SOME = r"(?:\s(?:de|du|des|d['’]|la|l['’]|les|le))*"
TO = links(r"(?<![^\W_])(?:vers|à destination d\w+|en direction d\w+|à)", SOME)
# "les ventes de Rafale à l'Égypte", "les livraisons d'armes à Taïwan"
_SHIPSTO = re.compile(
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


def _sales(scene) -> list[FlowWord]:
    """Words of selling and buying that cross a border: from a country, or to one."""
    found = []
    for match in _SALE.finditer(scene.text, scene.start, scene.end):
        crosses = any(
            _SUBJECT.fullmatch(scene.text[p.end : match.start()])
            if p.end <= match.start()
            else TO.search(scene.text[match.end() : p.start])
            for p in scene.places
            if p.kind != "demonym" and not located(scene, p)
        )
        several = len({p.code for p in scene.places}) > 1
        ships = match["noun"] and any(
            _SHIPSTO.fullmatch(scene.text, match.start(), p.start)
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
                FlowWord(
                    *match.span(), "imports" if match["buy"] else "exports"
                )
            )
    return found


def located(scene, place: Place) -> bool:
    before = scene.left(place.start, 12)
    return place.kind == "seat" and bool(
        re.search(r"(?<![^\W_])[àÀ]\s\Z", before)
    )
