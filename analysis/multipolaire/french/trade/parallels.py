"""Figures in a row, each with a country of its own: "30 % de Chine, 12 % d'Allemagne"."""

import re
from typing import NamedTuple

from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.goes_on import Flow
from multipolaire.french.trade.places import Place
from multipolaire.french.trade.scan import Quantity

_ARTICLE = r"(?:\s?l[ae]s?|\s?l['’])?"
_PREPOSITION = re.compile(
    rf"(?i)(?:^|\s)(d(?:es?|u)?|vers|à|aux?|en|chez|par|avec){_ARTICLE}['’]?\s?\Z"
)
_AFTER = re.compile(rf"(?i)\s(?:d(?:es?|u)?|vers|à|aux?|en){_ARTICLE}['’]?\s?")
_BEFORE = re.compile(r"\s?\(|,?\s(?:avec\s|pour\s)?")


class Own(NamedTuple):
    """The country that stands beside a figure, on which side, and what leads to it."""

    code: str
    follows: bool
    preposition: str


def parallel(
    sentence: Sentence,
    first: Quantity,
    told: Flow,
    figure: Quantity,
    flow: Flow,
) -> Flow:
    """The flow of a figure that stands with its country as ``first`` does with one.

    ``told`` is the flow of ``first``.  The country takes the place of the other there.
    """
    own = _beside(sentence, figure)
    if not own or flow.flow != told.flow:
        return flow
    other = _like(sentence, first, figure, own)
    ends = {"holder": told.holder, "partner": told.partner}
    role = next((name for name in ends if ends[name] == (other,)), None)
    if not role or own.code == other:
        return flow
    return flow._replace(**ends | {role: (own.code,)})


def _beside(sentence: Sentence, figure: Quantity) -> Own | None:
    """The country behind a figure, else the one that it is set beside."""
    text, places = sentence.text, [p for p in sentence.places if p.names()]
    for place in places:
        if place.start >= figure.end:
            if _AFTER.fullmatch(text, figure.end, place.start):
                return Own(place.code, True, _leads(sentence, place))
    for place in places:
        gap = _BEFORE.fullmatch(text, place.end, max(place.end, figure.start))
        leads = _leads(sentence, place)
        if gap and ("(" in gap[0] or not leads):
            return Own(place.code, False, leads)
    return None


def _like(sentence, first, figure, own: Own) -> str | None:
    """The country of the first figure that stands as this one's does, or its subject."""
    places = [place for place in sentence.places if place.names()]
    if own.follows:
        near = [p for p in places if first.end <= p.start < figure.start]
        alike = (own.preposition,)
    else:
        since = sentence.around(first)[0]
        near = [p for p in places[::-1] if since <= p.start < first.start]
        beside = near and _BEFORE.fullmatch(
            sentence.text, near[0].end, first.start
        )
        alike = own.preposition, ""
        near = near[:1] if beside else near
    codes = (p.code for p in near if _leads(sentence, p) in alike)
    return next(codes, None)


def _leads(sentence: Sentence, place: Place) -> str:
    """The preposition before a country, without its article: "d" of "d'Italie"."""
    found = _PREPOSITION.search(sentence.left(place.start, 12))
    return found[1].lower()[0] if found else ""
