"""Who is meant: the people of a text behind names, offices and pronouns.

``Cast(text)`` lists the people of a text; ``cast.resolve(mention, at)`` says who a
mention is, or ``None``: what may be two people is nobody's name.  It depends on the
text, on the place, and on who spoke before it (``speaks``), not on what was asked.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from multipolaire.french.fold import fold
from multipolaire.french.forms import any_of
from multipolaire.french.speech import names as known
from multipolaire.french.speech.antecedents import Wanted, antecedent
from multipolaire.french.speech.names import outlet_in
from multipolaire.french.speech.offices import Office, is_native, office_in
from multipolaire.french.speech.people import Mention, People


class Cast:
    """The people and institutions of one text, in the order of their mentions.

    >>> cast = Cast("Le ministre Paul Roy est venu. Il a parlé à Mme Anne Lenoir.")
    >>> cast.resolve("le ministre", 60), cast.resolve("Mme Lenoir", 60)
    ('Paul Roy', 'Anne Lenoir')
    >>> cast.resolve("Il", 31)
    'Paul Roy'
    """

    def __init__(self, text: str, date=None):
        known_date = date is not None and date == date
        self.text = text
        self.date = str(date)[:10] if known_date else None
        self.spoken: list[Mention] = []

    @cached_property
    def people(self) -> People:
        """Everybody named in the text, listed when first asked for."""
        return People(self.text, self.date)

    @cached_property
    def mentions(self) -> list[Mention]:
        """The names of the text and, resolved, what calls somebody again."""
        found: list[Mention] = []
        named = iter(self.people.mentions)
        ahead = next(named, None)
        for again in _AGAIN.finditer(self.text):
            while ahead and ahead.start <= again.start():
                found.append(ahead)
                ahead = next(named, None)
            if found and found[-1].holds(again.start()):
                continue
            start = again.start()
            opens = _OPENING.search(self.text, max(0, start - 12), start)
            if opens and not _NOBODY.match(self.text, start):
                found += self._again(again, found)
        return found + ([ahead] if ahead else []) + list(named)

    def resolve(self, mention: str, at: int) -> str | None:
        """Name of the one that is meant; several are joined by "; "."""
        low = fold(mention)
        gender, kind = known.PRONOUNS.get(low.split(",")[0], ("", ""))
        if kind:
            names = () if kind == "nobody" else self._best(at, gender, kind)
        elif outlet := outlet_in(mention):
            return outlet
        elif not (names := self._named(mention, at)):
            return self._called(mention, low, at)
        return "; ".join(names) or None

    def _called(self, mention: str, low: str, at: int) -> str | None:
        """Who is meant where no name is given: an office, a body, a text, a relay."""
        phrase = _DETERMINER.sub("", mention + " ").strip(" ,")
        words = fold(phrase).split()
        if not words:
            return None  # "sa réponse : ...": nobody is named
        if phrase in known.INSTITUTIONS:
            return known.INSTITUTIONS[phrase][0]
        if words[0] in known.ISSUED:
            return self._issuer(phrase, at)
        relays = words[0] in known.RELAYS and phrase.islower()
        if words[0] == "même" or relays and not low.startswith("un"):
            return self._outlet(at)  # "la même source"
        if words[0] == "deux" or low.startswith(("les ", "ces ")):
            if both := self._couple(words, at):
                return both
        return self._holder(mention, at) or _institution(phrase, words)

    def speaks(self, mention: str, name: str | None, at: int) -> None:
        """Remember a speaker: the next pronoun means this one before all others."""
        if name in known.OUTLETS.values():
            return  # "a appris l'AFP": the next "il" is somebody else
        names = tuple(name.split("; ")) if name else ()
        low = fold(mention)
        gender = self.people.genders.get(name or "", "")
        gender = gender or known.PRONOUNS.get(low, ("",))[0] or _gender(low)
        plural = len(names) > 1 or low.startswith(_PLURAL)
        kind = "people" if plural else "person"
        noun = _DETERMINER.sub("", low).split(" ")[0]
        if not plural and noun in known.BODIES:
            kind, gender = "body", known.BODIES[noun]
        elif not plural and name and name not in self.people.genders:
            kind = "any"
        spoke = Mention(at, at, at, names, gender, kind, "subject", bool(names))
        self.spoken.append(spoke)

    # -- names

    def _named(self, mention: str, at: int) -> tuple[str, ...]:
        """Whom a mention calls by name, not those it only belongs to."""
        stop, people, text = at + len(mention), self.people, self.text
        if (text[at : at + 1], text[stop - 1 : stop]) == (
            mention[0],
            mention[-1],
        ):
            # the last before the mention may hold it: X, le directeur du port
            first = bisect_left(people.mentions, at, key=lambda m: m.at)
            near = people.mentions[max(0, first - 2) : first + 12]
        else:
            at, stop, text, near = (
                0,
                len(mention),
                mention,
                people.read(mention),
            )
        near = [m for m in near if m.kind == "person" and m.at < stop]
        names: list[str] = []
        at_head, last = _HEAD, at
        for one in near:
            if one.at >= at and at_head.fullmatch(
                text, last, max(last, one.start)
            ):
                names.append(self._whole(one))
                at_head, last = _JOINED, one.at + len(one.names[0])
        if names or near and near[-1].place == "complement":
            return tuple(dict.fromkeys(names))
        return next((m.names for m in near if m.holds(at)), ())

    def _whole(self, one: Mention) -> str:
        """The whole name, where the text or the lexicon gives it further on."""
        return (
            self.people.whole(one.names[0].split(), one.gender) or one.names[0]
        )

    def _issuer(self, phrase: str, at: int) -> str | None:
        """Who issued a text: *la lettre de X*, *le communiqué*, of whom it was."""
        if issuer := _ISSUER.search(phrase):
            return self.resolve(issuer["by"], at + issuer.start("by"))
        noun = re.escape(phrase.split()[0])
        before = re.compile(rf"(?i)\b{noun}\s{_ISSUED_BY}").finditer(
            self.text, max(0, at - 2000), at
        )
        last = max(before, key=lambda m: m.start(), default=None)
        return last and self.resolve(last["by"].strip(), last.start("by"))

    def _outlet(self, at: int) -> str | None:
        """The last outlet before a place."""
        found = known.OUTLET.finditer(self.text, max(0, at - 2000), at)
        last = max(found, key=lambda m: m.start(), default=None)
        return last and outlet_in(last.group())

    # -- offices and pronouns

    def _best(
        self, at: int, gender: str, kind: str, office=None, free: bool = False
    ) -> tuple[str, ...]:
        """Who is meant, of the latest 40 mentions: no pronoun reaches farther."""
        last = bisect_left(self.mentions, at, key=lambda m: m.at)
        before = self.mentions[max(0, last - 40) : last]
        spoken = [m for m in self.spoken[-6:] if m.at <= at]
        sentence = self.people.sentence(at)
        wanted = Wanted(sentence, gender, kind, office, free)
        return antecedent(wanted, before, spoken, self.people)

    def _again(
        self, again: re.Match, before: list[Mention]
    ) -> Iterator[Mention]:
        """*Il*, *le maire* at the head of a clause, and who that is."""
        at, words, office = again.start(), again.group(), None
        gender, kind = known.PRONOUNS.get(fold(words), ("", "person"))
        if again["noun"]:
            more = self.text[again.end() : again.end() + 40]
            office = office_in(words + _CLAUSE_END.split(more)[0])
            gender = office.gender
        sentence = self.people.sentence(at)
        free = bool(office) and not office.strict
        wanted = Wanted(sentence, gender, kind, office, free)
        names = antecedent(wanted, before[-40:], [], self.people)
        if kind == "last" or not (names or office or not before):
            return  # which of those named? the next may tell
        place = at, at, again.end()
        yield Mention(*place, names, gender, kind, "subject", True)

    def _holder(self, mention: str, at: int) -> str | None:
        """The one whose office the words are: *le dirigeant russe*.

        Among those of the text first; else an epithet of the lexicon, whole.
        """
        office, low = office_in(mention), fold(mention)
        if low.startswith(_PLURAL):
            return None
        phrase = _DETERMINER.sub("", low + " ").strip()
        body = known.BODIES.get(phrase)
        if body:
            office = Office(phrase, body, _NONE, True, _NONE)
        if office:
            free = phrase in known.FREE_BODIES if body else not office.strict
            free = free and not low.startswith(_ANYBODY)
            kind = "body" if body else "person"
            names = self._best(at, office.gender, kind, office, free)
            if names := names or self.people.holder(office):
                return names[0]
        here = {
            name
            for name, terms in known.PEOPLE.items()
            for term in terms
            if phrase in term.epithets and term.held_on(self.date)
        }
        return here.pop() if len(here) == 1 else None

    def _couple(self, words: list[str], at: int) -> str | None:
        """*Les deux dirigeants*, *les présidents russe et chinois*."""
        if words[0] != "deux":
            rest = [word for word in words[1:] if word not in ("et", "deux")]
            if len(rest) != 2:
                return None
            noun = words[0].rstrip("s")
            pair = [self._holder(f"le {noun} {word}", at) for word in rest]
            return "; ".join(pair) if all(pair) else None
        if len(words) != 2 or words[1] not in known.DUALS:
            return None
        office = office_in(words[1].rstrip("s"))
        last = bisect_left(self.mentions, at, key=lambda m: m.at)
        people: dict[str, bool] = {}
        for mention in reversed(self.mentions[max(0, last - 40) : last]):
            for name in mention.names if mention.kind == "person" else ():
                offices = self.people.held(name)
                people[name] = any(map(office.means, offices))
        strict = office.noun in _RULERS
        pair = [name for name in people if not strict or people[name]][:2]
        return "; ".join(reversed(pair)) if len(pair) == 2 else None


def _institution(phrase: str, words: list[str]) -> str | None:
    """The body that words name: *ministère russe des Transports*, *OMS*."""
    if words[0] in known.BODIES and " ".join(words) not in known.BODIES:
        return phrase
    name = _CAPITAL.match(phrase)
    if not name or words[0] in known.FUNCTION or is_native(words[0]):
        return None
    whole = name.end() == len(phrase) or name.group().isupper()
    return name.group() if whole else None


def _gender(low: str) -> str:
    """What the article or title before a mention tells: *la ministre*."""
    return known.GENDERS.get(low.replace("'", "' ").split()[0], "")


_PLURAL = ("les ", "des ", "ces ", "leurs ")
_NONE: frozenset[str] = frozenset()
_ANYBODY = ("un ", "une ", "son ", "sa ", "leur ")
_RULERS = {"dirigeant", "leader", "ministre", "président"}
_CLAUSE_END = re.compile(r"[,.;:!?»«()\n]")
_CAPITAL = re.compile(
    r"[A-ZÀ-Þ][\w’'&.-]*(?:\s(?:(?:d[eu]s?|et|la|pour|l['’]|d['’])\s?)*"
    r"(?:[A-ZÀ-Þ][\w’'&.-]*|(?<=d[eu]\s)[a-zà-ÿ-]+|(?<=la\s)[a-zà-ÿ-]+"
    r"|(?<=des\s)[a-zà-ÿ-]+|[a-zà-ÿ-]+(?:ale?|ique|ienne|aise?|ois)s?(?!\w)))*"
)
_ISSUED_BY = (
    r"(?:[a-zà-ÿ-]+\s){0,3}?(?:(?:publiée?|diffusée?|émise?|transmise?|signée?"
    r"|rendue?\spublique?|rédigée?|adressée?)\s(?:\w+\s)?par\s|d[eu]s?\s|d['’])"
    r"(?P<by>(?:l[ea]s?\s|l['’])?[^,.;:«»]{2,60}?)(?=\s(?:a|ont|est|qui|que)\b|[,.;:«»]|$)"
)
_ISSUER = re.compile(_ISSUED_BY)
_JOINED = re.compile(r",?\s?(?:\bet\s|,\s)(?:l[ea]s?\s|l[’'])?")
# not "le fils de"
_HEAD = re.compile(
    r"(?i:l[ea]s?\s|l[’']|une?\s|ces?\s)?(?:[a-zà-ÿœ’'-]+\s){0,4}"
    r"(?<!\bde\s)(?<!\bdu\s)(?<!\bdes\s)(?<!\bà\s)(?<!\bau\s)(?<!\baux\s)(?<!\bla\s)"
)
_DETERMINER = re.compile(
    r"^(?:(?:l[ea]s?|une?|des?|ces?|cette|cet|son|sa|ses|leurs?)\s|l[’'])+",
    re.I,
)
_PRONOUN = any_of(
    w for w, (_, kind) in known.PRONOUNS.items() if kind != "nobody"
)
_AGAIN = re.compile(
    rf"(?<![\w’'-])(?:(?P<pronoun>(?i:{_PRONOUN}))(?![\w’'-])"
    rf"|(?i:l[ea]\s|l['’]|cet?\s|cette\s|une?\s)(?:[a-zà-ÿ-]+\s)??(?:ex-|vice-)?"
    rf"(?P<noun>{known.NOUN}))"
)
_OPENING = re.compile(
    r"(?:^|[.!?,;:»”\"\n…]|\b(?:que|qu[’']|et|mais|où|quand|lorsque|si|dont))\s?$"
)
_NOBODY = re.compile(
    r"(?i)il\s(?:n[e’']\s?)?(?:s[’']agi|fau|fall|y\sa|convien|suffi|sembl|pleu|exist"
    r"|est\s(?:vrai|clair|temps|possible|probable|impossible|important|nécessaire))"
)
