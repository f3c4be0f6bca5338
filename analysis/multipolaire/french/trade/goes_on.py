"""What a reader takes from the flow spoken of before: its ends, or all of it."""

import re
from typing import NamedTuple

from multipolaire.french.attach import Feature, attach
from multipolaire.french.forms import LETTERS, START, context, listed
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.ends import (
    BALANCES,
    OTHER,
    TRADED,
    FlowWord,
    Party,
    Spot,
)
from multipolaire.french.trade.scan import Quantity


class Flow(NamedTuple):
    """What a figure measures, and between whom, named by a word at ``at``.

    ``holder`` sells in exports, buys in imports, invests, or has the balance.
    """

    flow: str = "other"
    holder: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    at: tuple[int, int] = (0, 0)
    frame: str = "noun"
    unit: str | None = None
    rule: tuple[str, int, int] | None = None
    inherited: bool = False
    turned: bool = False  # of one partner among several

    @property
    def ends(self) -> tuple[str | None, str | None, str | None]:
        """Origin, destination and parties, as a table has them."""
        holder = _codes(self.holder)
        partner = [code for code in _codes(self.partner) if code not in holder]
        if self.flow == "trade":
            return None, None, _joined(sorted(holder + partner))
        if self.flow in BALANCES:
            return None, None, _joined(holder + partner)
        ends = _joined(holder), _joined(partner)
        return (*(ends[::-1] if self.flow == "imports" else ends), None)

    @property
    def codes(self) -> list[str]:
        """The countries of both ends."""
        return _codes((*self.holder, *self.partner))

    @property
    def pair(self) -> tuple[str, ...]:
        """The two countries of a trade in which none is the holder."""
        both = self.flow == "trade" and not self.partner
        return self.holder if both and len(self.holder) == 2 else ()


def _codes(codes) -> list[str]:
    return [code for code in dict.fromkeys(codes) if code.isalpha()]


def _joined(codes: list[str]) -> str | None:
    return "; ".join(codes) or None


ALL, _OTHER_WAY = context("all of it"), context("the other way")
_WORLD = re.compile(r"(?i)mondia|international|planét")
_HIS_PART = re.compile(
    r"\b(?:sa|leur)\spart\s(?:de|des|du|dans)\s(?:les?\s)?\Z"
)
_BOTH = context("both")
_OWN = re.compile(r"(?i)\b(?:ses|son|leurs?)\s\Z")
_OF_IT = re.compile(r"(?i)\ben\s(?:(?:a|ont|avait|avaient|auront|aura)\s)?\Z")


def the_only_one(sentence: Sentence, at: int) -> tuple[str, ...]:
    """The one country that the paragraph has named so far, where it is one."""
    named, earlier = set(), sentence
    while earlier:
        places = (p for p in earlier.places if p.names() and p.start < at)
        named |= {place.code for place in places}
        earlier = earlier.previous
    return tuple(named) if len(named) == 1 else ()


def is_of_two(sentence: Sentence, word: FlowWord) -> bool:
    """Whether a flow is said to be of two: "bilatéral", "entre les deux pays"."""
    clause = sentence.clause_at(word.start)
    return bool(_BOTH.search(sentence.text, clause.start, clause.end))


def completed(sentence, word, flow: Flow, topic: Flow, others) -> Flow:
    """A flow with the ends that a reader takes from the one spoken of before.

    ``others`` are all countries of the flows that the paragraph has spoken of.
    """
    holder, partner, pair = flow.holder, flow.partner, topic.pair
    known = topic.codes
    rest = tuple(code for code in known if code not in (*holder, *partner))
    if OTHER in partner:
        if not holder and not pair:
            holder, rest = topic.holder, tuple(_codes(topic.partner))
        rest = rest or tuple(code for code in others if code not in holder)
        rest = rest if len(rest) == 1 else ()
        return flow._replace(holder=holder, partner=rest)
    start = max(sentence.start, word.start - 12)
    whole = ALL.search(sentence.text, start, word.end + 15)
    if whole and _WORLD.match(whole[0]):
        part = _HIS_PART.search(sentence.left(word.start))
        return flow._replace(holder=topic.holder) if part else flow
    if holder and partner:
        return flow
    turns = _OTHER_WAY.search(sentence.text, sentence.start, word.start)
    if holder and word.flow == "imports" and topic.flow in TRADED:
        if _OF_IT.search(sentence.left(word.start)):
            sold = topic.flow == "exports"
            source = topic.holder if sold else topic.partner
            return flow._replace(partner=source, turned=True)
    if holder:
        two = len(known) == 2 and len(rest) == 1
        goes = pair and not whole or turns or word.flow in BALANCES
        same = word.frame == "again" and not {*topic.partner} & {*holder}
        partner = rest if two and goes else topic.partner if same else ()
        return flow._replace(partner=partner)
    if partner:
        other = topic.frame == "rank" or {*partner} & {*topic.holder}
        held = topic.partner if other else topic.holder
        if pair:
            held = rest if len(rest) == 1 else ()
        return flow._replace(holder=held)
    several = word.flow in BALANCES and len(others) > 2
    ends = topic.holder, () if whole or several else topic.partner
    turns = turns and flow.flow == topic.flow
    if all(ends) and (turns or _sells_back(sentence, word, topic)):
        ends = ends[::-1]
    return flow._replace(holder=ends[0], partner=ends[1])


def _sells_back(sentence: Sentence, word: FlowWord, topic: Flow) -> bool:
    """Whether a sale is of whom the one spoken of bought from: "Les ventes …"."""
    back = word.frame == "sale" and {word.flow, topic.flow} == TRADED
    if not back or topic.frame not in ("verb", "deal"):
        return False
    own = _OWN.search(sentence.left(word.start))
    named = {place.code for place in sentence.places}
    return not own and named.isdisjoint(topic.holder)


# --- figures without a word of flow: whether they go on with the one before

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
    gap = spot.sentence.text[party.end : spot.start]
    beside = party.link == "bare" and not _ABSORBS.fullmatch(gap)
    # "chez les Français (87) et les Russes (82)": listed with a partner
    ahead = text[spot.sentence.start : party.start]
    own = flow.at[0] >= spot.sentence.start and all(flow[1:3])
    listed = own and gap == " (" and ")" in ahead
    beside = beside and not listed
    bought = flow.flow == "imports" and flow.frame != "noun"
    if beside and bought:
        return flow._replace(holder=party.codes)
    return flow._replace(partner=party.codes, turned=True)


def _has_share(lead: Lead, flow) -> bool:
    return turned(lead.spot, lead.parties, flow) != flow


#: What speaks for a figure that goes on with the flow spoken of before.
GOES_ON = (
    Feature("as the figure before", 2, lambda lead, _: bool(lead.before)),
    Feature("a part of it", 2, lambda lead, _: bool(_PART.search(lead.text))),
    Feature("its share", 2, _has_share),
    Feature("another thing", -6, _other_thing),
)
