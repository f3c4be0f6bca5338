"""Figures without a word of flow: whether they go on with the one before."""

import re
from typing import NamedTuple

from multipolaire.french.attach import Feature, attach
from multipolaire.french.forms import LETTERS, START, context, listed
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.ends import Party, Spot
from multipolaire.french.trade.scan import Quantity

OTHER_MEASURE = re.compile(rf"(?i){START}(?<!à ){listed('other measure')}")

_PART = context("part of it")


class Lead(NamedTuple):
    """A figure, and what stands between the one before it and itself."""

    sentence: Sentence
    before: Quantity | None
    start: int
    figure: Quantity
    parties: tuple[Party, ...]

    @property
    def text(self) -> str:
        return self.sentence.text[self.start : self.figure.start]

    @property
    def spot(self) -> Spot:
        return Spot(self.sentence, (), self.figure.start, self.figure.end)


_OF = re.compile(r"\s(?:de|du|des|d['’])\s?(?:la\s|l['’])?")


def is_of_other(spot: Spot) -> bool:
    """Whether a figure is the size of something else: "2 milliards d'aide"."""
    of = _OF.match(spot.sentence.text, spot.end)
    return bool(of and OTHER_MEASURE.match(spot.sentence.text, of.end()))


def _other_thing(lead: Lead, flow) -> bool:
    return is_of_other(lead.spot) or bool(OTHER_MEASURE.search(lead.text))


_LINKS = (
    "towards",
    "at",
    "in",
    "into",
    "origin",
    "partner",
    "between",
    "share",
)
_ABSORBS = re.compile(
    rf"(?i)\s(?:n['’])?(?:(?:en|y)\s)?(?:(?:a|ont|avait|avaient|s['’]est|se\ssont)\s)?{listed('portion')}(?:\s{LETTERS}){{0,3}}\s?"
)
_BESIDE = re.compile(r"\s?\([^()]*|,?\s(?:avec\s)?")
# "Derrière viennent l'Union (34) et le Canada (23)": each does as the first
_BEHIND = re.compile(
    r"(?i)\bderrière,?\s(?:viennent|vient|suivent|suit|arrivent)\b|\b(?:viennent|suivent|arrivent)\s(?:ensuite|derrière)\b"
)
_GOES_TO = re.compile(
    rf"\s(?:seulement\s)?|[^.,;:()«»]*\s{listed('goes to')}\s"
)


def _shares(spot: Spot, party: Party) -> bool:
    """Whether a figure is the part of a country: "8 % vers l'Inde", "l'Inde (8 %)"."""
    text = spot.sentence.text
    if party.end > spot.start:
        gap = text[spot.end : max(party.start, spot.end)]
        return party.link in _LINKS and bool(_GOES_TO.fullmatch(gap))
    gap = text[party.end : spot.start]
    if party.link != "bare":
        return party.link in _LINKS or _in_bracket(spot, party)
    return bool(_BESIDE.fullmatch(gap) or _ABSORBS.fullmatch(gap))


def _in_bracket(spot: Spot, party: Party) -> bool:
    """ "L'Inde (3 millions, +5 %)"."""
    gap = spot.gap(party)
    return spot.follows(party) and gap.startswith(" (") and ")" not in gap


#: What ties a figure that goes on to another country.
SHARES = (
    Feature("its share", 3, _shares),
    Feature("words between", -2, lambda spot, p: spot.crossed(p)),
)


def turned(spot: Spot, parties, flow):
    """The flow with another end, where a figure is the share of one country."""
    tie = attach(spot, reversed(parties), SHARES, floor=2)
    if not tie:
        return flow
    party = tie.candidate
    if {*party.codes} & {*flow.holder}:
        return flow
    if flow.pair:
        return flow._replace(holder=(), partner=())
    text = spot.sentence.text
    behind = _BEHIND.search(text, spot.sentence.start, spot.start)
    if behind and not flow.partner:
        return flow._replace(holder=party.codes, turned=True)
    gap = spot.sentence.text[party.end : spot.start]
    beside = party.link == "bare" and not _ABSORBS.fullmatch(gap)
    # "chez les Français (87) et les Russes (82)": listed with a partner
    ahead = text[spot.sentence.start : party.start]
    own = flow.at[0] >= spot.sentence.start and all(flow[1:3])
    listed = own and gap == " (" and ")" in ahead
    beside = beside and not listed
    bought = flow.flow == "imports" and flow.frame != "noun"
    if beside and bought or flow.partner and not flow.holder:
        return flow._replace(holder=party.codes)
    return flow._replace(partner=party.codes, turned=True)


def _has_share(lead: Lead, flow) -> bool:
    return turned(lead.spot, lead.parties, flow) != flow


def _other_clause(lead: Lead, flow) -> bool:
    clause = lead.sentence.clause_at(lead.figure.start)
    return clause.opener == "contrast" and clause.start >= lead.start


#: What speaks for a figure that goes on with the flow spoken of before.
GOES_ON = (
    Feature("as the figure before", 2, lambda lead, _: bool(lead.before)),
    Feature("a part of it", 2, lambda lead, _: bool(_PART.search(lead.text))),
    Feature("its share", 2, _has_share),
    Feature("another clause", -2, _other_clause),
    Feature("another thing", -6, _other_thing),
)
