"""Which flow of trade a figure measures, and between which countries."""

import re
from dataclasses import replace

from multipolaire.french.attach import Feature, attach
from multipolaire.french.forms import LETTERS, START, listed
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.ends import (
    BALANCES,
    OTHER,
    TRADED,
    FlowWord,
    Party,
    Spot,
    Tied,
    chosen,
    near,
    two_countries,
)
from multipolaire.french.trade.goes_on import (
    ALL,
    GOES_ON,
    OTHER_MEASURE,
    Flow,
    Lead,
    completed,
    is_of_other,
    is_of_two,
    the_only_one,
    turned,
)
from multipolaire.french.trade.naming import EACH, words_in
from multipolaire.french.trade.parallels import parallel
from multipolaire.french.trade.scan import Quantity

MANY = 30  # flows of a paragraph that a reader bears in mind, and the first
GOODS = ("trade", "exports", "imports")
FLOWS = (*GOODS, *BALANCES, "investment")


class Flows:
    """The flows of a text, sentence after sentence, to be asked for its figures."""

    def __init__(self):
        self.sentence: Sentence | None = None
        self.roles: Tied = {}  # of the words of the sentence
        self.flows: dict[FlowWord, Flow] = {}
        self.parties: list[Party] = []
        self.two: tuple[str, ...] = ()  # whom "les deux pays" means
        self.said: list[Flow] = []  # what the paragraph speaks of, in order
        self.topic: Flow | None = None  # what the sentences before speak of
        self.before: Quantity | None = None  # the last figure of the flow

    def of(self, sentence: Sentence, figure: Quantity) -> Flow:
        """The flow that a figure measures, with its two ends."""
        if sentence is not self.sentence:
            self._enter(sentence)
        if figure.kind == "%" and _DUTY.search(sentence.left(figure.start)):
            return Flow()
        found = self._stated(figure) or self._goes_on(figure)
        if found and self.before:
            told = self.said[-1]
            found = parallel(sentence, self.before, told, figure, found)
        self.before = figure if found else None
        if found:
            self.said.append(found._replace(unit=figure.unit))
        return found or Flow()

    def _enter(self, sentence: Sentence) -> None:
        """Read a sentence, and those without a figure that stand before it."""
        unread, earlier = [sentence], sentence.previous
        while earlier and earlier is not self.sentence:
            unread.append(earlier)
            earlier = earlier.previous
        for each in reversed(unread):
            self.sentence, self.before, self.flows = each, None, {}
            self.two = ()
            if not each.previous:
                self.said = []
            del self.said[1:-MANY]
            self._turn_to_another()
            self.topic = self._whole()
            self.parties, self.roles = words_in(each, self.topic)
            for word in self.roles:
                flow = self._described(word, None)
                self.flows[word] = flow
                if each is not sentence:
                    self.said.append(flow)

    def _turn_to_another(self) -> None:
        """Go on with what is spoken of, of another country: "Côté russe, …"."""
        sentence, topic = self.sentence, self._whole()
        side = _SIDE.match(sentence.text, sentence.start)
        places = [p for p in sentence.places if p.names()] if side else []
        if not topic or not places or places[0].start != side.end():
            return
        if sentence.text[places[0].end] == ",":
            code = places[0].code
            rest = tuple(other for other in topic.codes if other != code)
            other = rest if code in topic.codes and len(rest) == 1 else ()
            self.said = [topic._replace(holder=(code,), partner=other)]

    def _whole(self, flows=FLOWS) -> Flow | None:
        """The last of these flows that was spoken of: of several partners, of none."""
        said = [flow for flow in self.said if flow.flow in flows]
        if not said:
            return None
        whole = [flow for flow in said if not flow.turned]
        last, theme = (whole or said)[-1], self.said[0]
        if theme.holder == last.holder:
            return last._replace(partner=theme.partner)
        return last

    def _stated(self, figure: Quantity) -> Flow | None:
        """The flow that a word of the sentence gives a figure."""
        words = tuple(self.roles)
        spot = Spot(self.sentence, words, figure.start, figure.end)
        if figure.moves_from() and figure is not self.sentence.figures[-1]:
            place = self.sentence.figures.index(figure)
            spot = replace(spot, end=self.sentence.figures[place + 1].end)
        tie = attach(spot, near(words, figure.start), MEASURES, floor=2)
        if not tie:
            return None
        flow = self._described(tie.candidate, figure)
        return turned(spot, self._untied(), flow)

    def _described(self, word: FlowWord, figure: Quantity | None) -> Flow:
        """The flow of a word, with the ends that are nearest to a figure."""
        sentence, roles = self.sentence, self.roles[word]
        ends = [chosen(sentence, roles[role], figure) for role in roles]
        if not any(ends) and is_of_two(sentence, word):
            self.two = self.two or two_countries(sentence, self.topic)
            ends[0] = self.two
        rule = f"flow: {word.flow}", *word[:2]
        flow = Flow(word.flow, *ends, word[:2], word.frame, rule=rule)
        if figure and flow.flow == "surplus" and figure.low < 0:
            flow = flow._replace(flow="deficit")
        topic = self._spoken_of(word, figure)
        done = flow
        if not topic:
            alone = word.frame == "noun" and not any(ends)
            alone = alone and not ALL.search(sentence.right(word.end, 15))
            if alone and word.flow in (*TRADED, *BALANCES):
                one = the_only_one(sentence, word.start)
                here = {place.code for place in sentence.places}
                far = bool(one) and here.isdisjoint(one)
                done = flow._replace(holder=one, inherited=far)
        else:
            others = dict.fromkeys(c for f in self.said for c in f.codes)
            done = completed(sentence, word, flow, topic, others)
        if done.ends == flow.ends or not topic or topic.at[0] >= sentence.start:
            return done
        words = sentence.text[slice(*topic.at)]
        again = word.frame == "again"
        told = "goes on from" if again else "its countries those of"
        rule = f"{rule[0]}, {told} “{words}”", *word[:2]
        return done._replace(rule=rule, inherited=True)

    def _untied(self) -> list[Party]:
        """Who is named as a subject, and is no end of a word."""
        tied = [
            p for roles in self.roles.values() for r in roles for p in roles[r]
        ]
        return [p for p in self.parties if p not in tied]

    def _spoken_of(self, word: FlowWord, figure) -> Flow | None:
        """The flow that stands before a word: in its sentence, else before that."""
        sentence, words = self.sentence, list(self.roles)
        place = words.index(word)
        if _THIS.search(sentence.left(word.start)):
            return self._whole((word.flow,)) or self.topic
        again = word.frame == "again"
        ahead = [
            w
            for w in words[:place]
            if not again or w.frame != "rank" and w.flow == word.flow
        ]
        if ahead:
            before = ahead[-1]
            flow, roles = self.flows[before], self.roles[before]
            found = (chosen(sentence, roles[r], figure) for r in roles)
            holder, partner = (
                old if OTHER in own else own or old
                for own, old in zip(found, flow[1:3])
            )
            return flow._replace(holder=holder, partner=partner)
        return self.topic

    def _goes_on(self, figure: Quantity) -> Flow | None:
        """The flow spoken of before, where what is said of a figure goes on with it."""
        sentence = self.sentence
        flow = self.said[-1] if self.before else self.topic
        if flow is None or not any(flow.ends) and not self.before:
            return None
        since = self.before.end if self.before else sentence.start
        since = min(max(since, sentence.start), figure.start)
        lead = Lead(sentence, self.before, since, figure, tuple(self.parties))
        tie = attach(lead, [flow], GOES_ON, floor=1.5)
        if not tie:
            return None
        if "a part of it" in tie.reasons and flow.flow in BALANCES:
            flow = self._whole(GOODS) or flow
        flow = turned(lead.spot, self.parties, flow)
        words = sentence.text[slice(*flow.at)]
        told = f"flow: {flow.flow}, goes on from “{words}”"
        rule = told, figure.start, figure.end
        return flow._replace(rule=rule, inherited=flow.at[0] < sentence.start)


# a rate of duty or tax is of no flow
_DUTY = re.compile(rf"(?i){START}{listed('duty')}[^.;,%]{{0,40}}\s(?:à|de)\s\Z")

# --- the word that a figure measures

_COUNTED = re.compile(
    rf"[\s»”\"]*(?:de|d['’]|des|du|en|pour|à)\s*(?:{LETTERS}\s)?(?:(?:de|d['’]|des|du)\s*)?"
    r"(?:l[ea]s?\s|l['’]|ses\s|leurs\s|son\s|sa\s)?"
)


def _counted(spot: Spot, word: FlowWord) -> bool:
    return not spot.follows(word) and bool(_COUNTED.fullmatch(spot.gap(word)))


def _in_clause(spot: Spot, word: FlowWord) -> bool:
    """Whether they stand in one clause: a quotation mark does not part them."""
    parted = spot.sentence.opened(spot.start, word.start)
    return spot.together(word) or not parted


def _said_after(spot: Spot, word: FlowWord) -> bool:
    gap = spot.gap(word)
    return not spot.follows(word) and len(gap.split()) < 9


def _fronted(spot: Spot, word: FlowWord) -> bool:
    """ "À 4 milliards en mai, contre 5 en avril, le déficit…": it heads the sentence."""
    if word is not spot.words[0] or spot.follows(word):
        return False
    figures = [f.start for f in spot.sentence.figures]
    first = spot.sentence.text[spot.sentence.start : figures[0]]
    return bool(_TO.fullmatch(first)) and figures[0] < word.start


_TO = re.compile(r"(?i)(?:à|avec)\s(?:[^\W\d]+\s(?:de\s|d['’])?){0,2}")


def _measured_otherwise(spot: Spot, word: FlowWord) -> bool:
    gap = spot.gap(word)
    if not spot.follows(word):
        clause = spot.sentence.clause_at(spot.start)
        ends = [f.end for f in spot.sentence.figures if f.end <= spot.start]
        gap = spot.sentence.text[max([clause.start, *ends]) : spot.start]
    if is_of_other(spot) and (not spot.follows(word) or word.frame == "again"):
        return True
    return bool(OTHER_MEASURE.search(gap)) and not _counted(spot, word)


def _in_order(spot: Spot, word: FlowWord) -> bool:
    """ "de respectivement 5 % et 2 %": the first is of the first word."""
    words = [w for w in spot.words if w.end <= spot.start]
    if not words or not EACH.search(spot.gap(word)):
        return False
    since = words[-1].end
    starts = [f.start for f in spot.sentence.figures if f.start >= since]
    order = starts.index(spot.start) if spot.start in starts else -1
    return order == words.index(word)


#: What ties a figure to a word of flow.
MEASURES = (
    Feature("counts it", 8, _counted),  # "20 milliards d'échanges"
    Feature("said before", 3, lambda spot, word: spot.follows(word)),
    Feature("in its clause", 2, _in_clause),
    Feature("said after", 1.5, _said_after),
    Feature("in its order", 6, _in_order),
    Feature("heads the sentence", 3, _fronted),
    Feature("words between", -2, lambda spot, word: spot.crossed(word)),
    Feature("another measure", -9, _measured_otherwise),
)

_THIS = re.compile(r"(?i)\bce(?:s|tte|t)?\s\Z")
_SIDE = re.compile(r"(?i)(?:du\s)?côté\s")
