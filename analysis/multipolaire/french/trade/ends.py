"""Who sells, who buys: countries as they hang on the words that name a flow."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.attach import Feature, attach
from multipolaire.french.forms import (
    END,
    LETTERS,
    START,
    any_of,
    context,
    listed,
)
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.places import Place, countries_in


class Party(NamedTuple):
    """Countries that are joined, at ``start:end`` with their preposition.

    ``link`` is how they hang on a word: ``bare``, ``adjective``, ``office``, or the
    name of a group of prepositions.  A code of no country stands for an end that no
    code names: a region, a company.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    link: str


class FlowWord(NamedTuple):
    """A word that names a flow, at ``start:end``, and how countries hang on it."""

    start: int
    end: int
    flow: str
    frame: str


@dataclass(frozen=True)
class Spot:
    """A stretch of a sentence, as its words of flow see it."""

    sentence: Sentence
    words: tuple[FlowWord, ...]
    start: int
    end: int
    link: str = ""

    def follows(self, word) -> bool:
        return self.start >= word.end

    def gap(self, word) -> str:
        """What stands between it and a word."""
        sides = (word.end, self.start), (self.end, word.start)
        return self.sentence.text[slice(*sides[not self.follows(word)])]

    def crossed(self, word) -> int:
        """How many words of flow stand between."""
        low, high = sorted((self.start, word.start))
        return sum(low < other.start < high for other in self.words)

    def together(self, word) -> bool:
        """Whether it stands in the same clause, or a part of it does."""
        sides = self.start, self.end - 1
        if any(self.sentence.together(at, word.start) for at in sides):
            return True
        clause = self.sentence.clause_at(self.start)
        return clause.opener == "versus" and self.follows(word)


NEAR = 4  # words of flow on each side: none further away is meant


def near(words, start: int) -> list[FlowWord]:
    """The words of flow that are nearest to a place, in order."""
    after = sum(word.start < start for word in words)
    return list(words[max(0, after - NEAR) : after + NEAR])


# --- countries and their prepositions

_LINKS = "|".join(
    f"(?P<{row['link']}>{any_of(row['forms'].split('|'))}(?:{END}|(?<=['’])))"
    for row in lexicon.table("flow_links")
)
_ARTICLES = "(?:les?|la|l(?=['’])|son|sa|ses|leurs?|nos|notre|ce|cette)"
_LINK = re.compile(
    rf"(?i){START}(?:{_LINKS})['’]?(?:\s?{_ARTICLES}{END})?['’]?\s?"
    rf"(?:seule?s?\s)?(?P<land>{listed('land')}\s)?"  # "vers le marché canadien"
)
# "ministère de l'Industrie et du Commerce", "banque européenne d'investissement"
_KIND = (
    r"(?:\s[^\W\d_]+(?:al|ale|aux|ien|ienne|éen|éenne|ais|aise|ois|oise|ain|aine"
    r"|que|sse|el)s?){0,2}"
)
OFFICE = re.compile(
    rf"(?i:{START}{listed('office')}{_KIND})"
    r"(?:,?\s(?:et\s)?(?:de\sla|de|du|des|d['’]|à\sla|aux?)\s?(?:l['’])?"
    rf"[^\W\d_][\w-]*{_KIND}(?:\s[A-ZÉ][\w-]+)*)*"
)
_ARTICLE = r"\s(?:(?:la|le|les)\s|l['’])?"
_AND = rf"\s?(?:,|,?\s(?:et|ou|comme|ainsi\sque)){_ARTICLE}"
_JOINED = re.compile(rf"{_AND}|[-\u2011]")
NOBODY, OTHER = "?", "~"  # an end that no code names; the other of two
_EPITHETS = {
    row["epithet"]: row["codes"].split() for row in lexicon.table("epithets")
}
_EPITHET = re.compile(
    rf"(?i)\b(?:l[ea]\s|l['’]|du\s|au\s)(?P<name>{any_of(_EPITHETS)})(?![\w-])"
)
_SOMEONE = re.compile(
    rf"(?i)(?:son|sa|leur|ce|cette)\s(?:{LETTERS}\s)?(?P<other>{listed('itself')})"
    rf"|l[ea]\s(?P<next>{listed('next to it')})|{START}(?P<world>{listed('world')})"
)


def parties_in(sentence: Sentence, offices) -> list[Party]:
    """Who is named in a sentence, those that are joined as one, in order."""
    found: list[Party] = []
    links = {}
    for match in _LINK.finditer(sentence.text, sentence.start, sentence.end):
        links[match.end()] = match
        if match["land"]:  # "à son voisin", "vers le marché canadien"
            links[match.start("land")] = match
    places = (p for p in sentence.places if p.kind != "leader")
    for place in sorted([*places, *_others(sentence, links)]):
        link, start = _link(sentence, place, links)
        if any(a <= place.start <= b + 1 for a, b in offices):
            link = "office"
        party = Party(start, place.end, (place.code,), link)
        last = found[-1] if found else party
        if _is_joined(sentence, last, party):
            codes = last.codes + party.codes
            found[-1] = last._replace(end=place.end, codes=codes)
        else:
            link = "bare" if link == "listed" else link
            found.append(party._replace(link=link))
    return found


def _is_joined(sentence: Sentence, last: Party, party: Party) -> bool:
    """ "la Chine et la Russie"; not "vient de Russie, et la Chine en tire"."""
    if party.link not in ("bare", last.link) or party.codes == (OTHER,):
        return False
    gap = sentence.text[last.end : party.start]
    apart = not sentence.together(last.start, party.end - 1)
    unlike = party.link != last.link and last.link in _REPEATED
    parted = "," in gap and (apart or unlike)
    # "19 % du pétrole importé par la Chine, l'Inde 15 %"
    others = (f.start for f in sentence.figures[1:])
    parted |= last.link != "bare" and party.end + 1 in others
    return bool(_JOINED.fullmatch(gap)) and not parted


_REPEATED = ("of", "out", "at", "in", "into")  # "de la Chine, de l'Inde"


def _others(sentence: Sentence, links) -> Iterator[Place]:
    """ "À son voisin", "avec le reste du monde": ends without a code."""
    taken = {at for p in sentence.places for at in range(p.start, p.end)}
    for match in _SOMEONE.finditer(sentence.text, sentence.start, sentence.end):
        at, world = match.start(match.lastgroup), match["world"]
        own = match.end() + 1 in taken and not world  # "son voisin allemand"
        if at not in taken and (at in links or not world) and not own:
            code = NOBODY if world else OTHER
            yield Place(at, match.end(), code, match.lastgroup)
    for match in _EPITHET.finditer(sentence.text, sentence.start, sentence.end):
        if match.start("name") not in taken:
            codes = _EPITHETS[match["name"].lower()]
            named = {code for code, _ in _counted(sentence)} & {*codes}
            if len(named) == 1:  # "le royaume", of the one that the text names
                yield Place(*match.span("name"), named.pop(), "name")


def _link(sentence: Sentence, place: Place, links) -> tuple[str, int]:
    """How a country hangs on a word, and where that begins."""
    at, link = place.start, links.get(place.start)
    of_land = link and link["land"] and link["of"] is link["out"] is None
    of_people = place.kind in ("demonym", "prefix")
    if of_people and sentence.text[at].islower() and not of_land:
        return "adjective", at
    if link:
        kind = next(name for name, said in link.groupdict().items() if said)
        if place.kind == "seat" and kind in ("at", "in"):
            kind = f"{kind} seat"  # "à Moscou": whom one sells to, or where
        return kind, link.start()
    return "bare", at


# --- what each is to a flow

_ROLES = {row["link"]: row for row in lexicon.table("flow_roles")}
_VERBAL = ("verb", "deal")
_PORTION = context("portion")
_MADE_OF = re.compile(rf"{START}(?:de|du|des|d['’]|en){END}")
_THAT = re.compile(r"\s|\s?,?\s(?:dont|que?)\b.*", re.DOTALL)
_AVOIR = (
    "(?:a|ont|ai|avons|avait|avaient|aurait|auraient|aura|auront|ayant|avoir)"
)
_HAS = re.compile(rf"\s{_AVOIR}\s(?:{LETTERS}\s){{0,2}}|\s")
_ACTIVE = re.compile(rf"\b(?:{_AVOIR}|en|et)\s(?:{LETTERS}\s){{0,4}}\Z")
# who supplies itself buys: "s'est d'abord fourni chez"
ITSELF = re.compile(
    rf"(?i)\b(?:se\s(?:sont\s)?|s['’](?:(?:est|était)\s)?)(?:{LETTERS}['’\s]){{0,2}}\Z"
)
_PARTICIPLE = re.compile(r"(?:é|u|i)e?s?\Z")


def role_of(spot: Spot, word: FlowWord) -> str | None:
    """What a country is to a flow, from how it hangs on the word."""
    verbal = word.frame in _VERBAL
    link = _hangs(spot, word) if spot.follows(word) else _ahead(spot, word)
    kind = "balance" if word.flow in BALANCES else word.flow
    column = "rank" if word.frame == "rank" else kind + " verb" * verbal
    role = _ROLES[link][column] if link in _ROLES else None
    if link == "bare ahead" and role == "holder":
        return "partner" if _takes(spot, word) else role
    return role


def _takes(spot: Spot, word: FlowWord) -> bool:
    """Whether it has a part of what is traded: "fournit 5 % des importations"."""
    return not spot.follows(word) and bool(_PORTION.search(spot.gap(word)))


BALANCES = ("surplus", "deficit")


def _hangs(spot: Spot, word: FlowWord) -> str | None:
    """How a country hangs on a word that stands before it."""
    link, gap, verbal = spot.link, spot.gap(word), word.frame in _VERBAL
    bound = link in ("adjective", "of", "out") and not verbal
    if bound and not _PHRASE.fullmatch(gap):
        return None
    if link in ("at", "at seat", "in", "into") and ", " in gap:
        return None
    if link in ("at", "into") and _BRINGS.search(gap):
        return "by"
    made = link == "adjective" and (verbal or _MADE_OF.search(gap))
    return "goods" if made and word.flow in TRADED else link


TRADED = {"exports", "imports"}
_PHRASE = re.compile(r"[^,;:()«»\d]*")
_BRINGS = context("brings")  # "ont rapporté au Vietnam"


def _ahead(spot: Spot, word: FlowWord) -> str | None:
    """How a country hangs on a word that it stands before."""
    link, gap = spot.link, spot.gap(word)
    if link == "adjective":
        passive = word.frame in _VERBAL and _is_passive(spot.sentence, word)
        acts = _HAS.fullmatch(gap) and not passive  # "le pays russe a exporté"
        goods = "goods ahead" if _THAT.fullmatch(gap) else None
        return "adjective ahead" if acts else goods
    return f"{link} ahead"


def _is_passive(sentence: Sentence, word: FlowWord) -> bool:
    participle = _PARTICIPLE.search(sentence.text[word.start : word.end])
    return bool(participle) and not _ACTIVE.search(sentence.left(word.start))


def _heads(spot: Spot, word: FlowWord) -> bool:
    """ "Berlin-Pékin : 212 milliards d'échanges"."""
    sentence = spot.sentence
    colon = sentence.text.startswith((" :", ":", "\u00a0:"), spot.end)
    return spot.start == sentence.start and colon


#: What ties a country to a word of flow.
TIES = (
    Feature("in its clause", 4, lambda spot, word: spot.together(word)),
    Feature("heads the sentence", 4, _heads),
    Feature("takes a part", 4, _takes),
    Feature("words between", -1, lambda spot, word: spot.crossed(word)),
)


Tied = dict[FlowWord, dict[str, list[Party]]]


def tied(sentence: Sentence, words, parties) -> Tied:
    """The countries of each word of flow of a sentence, by what they are to it."""
    found: Tied = {word: {"holder": [], "partner": []} for word in words}
    for party in parties:
        spot = Spot(sentence, tuple(words), party.start, party.end, party.link)
        around = near(words, party.start)
        takes = [word for word in around if role_of(spot, word)]
        if tie := attach(spot, takes, TIES, floor=2.5):
            word = tie.candidate
            found[word][role_of(spot, word)].append(party)
    return found


# --- which of several

#: What ties one of several countries of a role to a figure.
NEAREST = (
    Feature("named before it", 2, lambda spot, p: spot.start >= p.end),
    Feature("right after it", 5, lambda spot, p: 0 <= p.start - spot.end < 2),
)


def chosen(sentence: Sentence, parties, figure) -> tuple[str, ...]:
    """The countries of one role that a figure is about."""
    if len(parties) > 1 and figure:
        spot = Spot(sentence, (), figure.start, figure.end)
        nearest = sorted(parties, key=lambda p: abs(p.start - figure.start))
        if tie := attach(spot, nearest, NEAREST, floor=-99):
            return tie.candidate.codes
    return parties[0].codes if parties else ()


REACH = 5000  # characters: what two countries a text speaks of


def two_countries(sentence: Sentence, topic) -> tuple[str, ...]:
    """ "Les deux pays": those of the flow before, or the two that are named most."""
    known = [*topic.holder, *topic.partner] if topic else []
    if len(known) == 2 and all(map(str.isalpha, known)):
        return tuple(known)
    ranked = [*_counted(sentence), ("", 0)]
    clear = len(ranked) > 2 and ranked[1][1] > ranked[2][1]
    return (ranked[0][0], ranked[1][0]) if clear else ()


def _counted(sentence: Sentence) -> list[tuple[str, int]]:
    """The countries that a text names around a sentence, the most named first."""
    near = max(0, sentence.start - REACH), sentence.end + REACH
    counted = Counter(p.code for p in countries_in(sentence.text, *near))
    return counted.most_common()
