"""Who is meant: the people of a text behind names, offices and pronouns.

``Cast(text)`` lists the people of a text; ``cast.resolve(mention, at)`` says who a
mention is, or ``None``: what may be two people is nobody's name.  It depends on the
text, on the place, and on who spoke before it (``speaks``), not on what was asked.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile

from multipolaire.french.fold import fold
from multipolaire.french.forms import any_of
from multipolaire.french.speech import names as known
from multipolaire.french.speech.antecedents import Wanted, antecedent
from multipolaire.french.speech.names import outlet_in, untitled
from multipolaire.french.speech.offices import (
    PART,
    Office,
    body_at,
    is_native,
    office_in,
    unverbed,
)
from multipolaire.french.speech.people import Mention, People, apart


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
        """The names of the text, and clauses about somebody whom it does not name."""
        found: list[Mention] = []
        named = iter(self.people.mentions)
        ahead = next(named, None)
        for other in _OTHER.finditer(self.text):
            start = other.start()
            while ahead and ahead.start <= start:
                found.append(ahead)
                ahead = next(named, None)
            if found and found[-1].holds(start):
                continue
            if _OPENING.search(self.text, max(0, start - 12), start):
                found += self._unnamed(other, found)
        return found + ([ahead] if ahead else []) + list(named)

    def _unnamed(
        self, other: re.Match, before: list[Mention]
    ) -> Iterator[Mention]:
        """*Il*, *le maire* at the head of a clause: who that is, or that nobody is."""
        gender, kind = known.PRONOUNS.get(fold(other.group()), ("", "person"))
        office = office_in(other.group()) if other["noun"] else None
        gender = office.gender if office else gender
        names = self.people.holder(office) if office else ()
        unknown = office and office.strict
        if not (names or unknown):
            fits = (
                kind == m.kind and not apart(gender, m.gender)
                for m in before[-_REACH:]
            )
            unknown = not office and not any(fits)
            sentence = self.people.sentence(other.start())
            wanted = Wanted(sentence, gender, kind, office, bool(office))
            if not unknown and kind != "last":
                names = antecedent(wanted, before[-_REACH:], [], self.people)
        if names or unknown:
            place = other.start(), other.start(), other.end(), other.end()
            yield Mention(*place, names, gender, kind, "subject", True)

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
        if _PROPER.match(mention) and _INSIDE.match(self.text[at - 2 : at]):
            return mention  # "rappelle Le Lab"
        phrase = _DETERMINER.sub("", mention + " ").strip(" ,")
        words = fold(phrase).split()
        if not words or _NOBODYS.fullmatch(mention):
            return None  # "sa réponse : ..."; "Interrogé"; "un Pragmatique"
        if phrase in known.INSTITUTIONS:
            return known.INSTITUTIONS[phrase][0]
        text, start, stop = self._where(mention, at)
        start += mention.find(phrase)
        lead = takewhile(lambda word: word not in known.FUNCTION, words[:3])
        if issued := next((w for w in lead if _noun(w) in known.ISSUED), None):
            return self._issuer(issued, text, start, stop, at)
        if words[0] == "même" or words[0] in known.RELAYS:
            if phrase.islower():  # "la même source"
                return None if low.startswith("un") else self._outlet(at)
            return _NAMED.search(phrase).group()
        if words[0] == "deux" and words[-1] in known.DUALS:
            return self._pair(words[-1], at)
        if words[2:3] == ["et"] and len(words) == 4:
            # "les présidents russe et chinois"
            noun = words[0].removesuffix("s")
            each = [f"{noun} {words[k]}" for k in (1, 3)]
            both = [self._holder(one, "le " + one, at) for one in each]
            return "; ".join(both) if all(both) else None
        two = _TWO.fullmatch(phrase)  # "la Chine et la Russie"
        both = [self.resolve(name, at) for name in two.groups()] if two else ()
        if both and all(both):
            return "; ".join(both)
        holder = self._holder(phrase, mention, at)
        return holder or self._body(text, start, stop)

    def _where(self, mention: str, at: int) -> tuple[str, int, int]:
        """A text that holds a mention, and from where to where."""
        stop = at + len(mention)
        here = self.text[at:stop]
        # it may hold a quotation, but not stand in one
        whole = here == mention or "Ꙁ" in here and here[0] == mention[0]
        return (self.text, at, stop) if whole else (mention, 0, len(mention))

    def speaks(self, mention: str, name: str | None, at: int) -> None:
        """Remember a speaker: the next pronoun means this one before all others."""
        if name in known.OUTLETS.values():
            return  # "a appris l'AFP": the next "il" is somebody else
        names = tuple(name.split("; ")) if name else ()
        low = fold(mention)
        gender = self.people.genders.get(name or "", "")
        first = low.replace("'", "' ").split()[0]  # "la ministre"
        told = known.PRONOUNS.get(low, ("",))[0] or known.GENDERS.get(first)
        gender = gender or told or ""
        plural = len(names) > 1 or low.startswith(_PLURAL)
        kind = "people" if plural else "person"
        noun = _DETERMINER.sub("", low).split(" ")[0]
        if not plural and noun in known.BODIES:
            kind, gender = "body", known.BODIES[noun]
        elif not plural and name and name not in self.people.genders:
            kind = "any"
        told = names, gender, kind, "subject", bool(names)
        self.spoken.append(Mention(at, at, at, at, *told))

    # -- names

    def _named(self, mention: str, at: int) -> tuple[str, ...]:
        """Whom a mention calls by name, not those it only belongs to."""
        text, at, stop = self._where(mention, at)
        if text is self.text:
            # the last before the mention may hold it: X, le directeur du port
            listed = self.people.mentions
            first = bisect_left(listed, at, key=lambda m: m.at)
            near = listed[max(0, first - 2) : first + 12]
        else:
            near = self.people.read(mention)
        near = [m for m in near if m.kind == "person" and m.at < stop]
        names: list[str] = []
        head, last = _HEAD, at
        for one in near:
            begins = max(one.start, last)
            comma = text.rfind(", ", last, begins) + 2
            since = comma if comma > 1 and not names else last
            if one.at >= at and head.fullmatch(text, since, begins):
                names.append(self._whole(one))
                head, last = _JOINED, one.stop
        if names or near and near[-1].place == "complement":
            return tuple(dict.fromkeys(names))
        return next((m.names for m in near if m.holds(at)), ())

    def _whole(self, one: Mention) -> str:
        """The whole name, where the text or the lexicon gives it further on."""
        return (
            self.people.whole(one.names[0].split(), one.gender) or one.names[0]
        )

    def _issuer(
        self, noun: str, text: str, start: int, stop: int, at: int
    ) -> str | None:
        """Who issued a text: *la lettre de X*, *le communiqué*, of whom it was."""
        cut = 120 if text is self.text else 0  # the mention may be cut short
        by = _ISSUED.search(text, start, stop)
        by = by or _ISSUED.search(text, start, stop + cut)
        if not by:
            earlier = _ISSUED.finditer(self.text, max(0, at - 2000), at)
            same = [m for m in earlier if fold(m["noun"]) == _noun(noun)]
            by = same[-1] if same else None
        if by and by["by"].endswith("douanes"):
            return "douanes"
        return by and self.resolve(by["by"], by.start("by"))

    def _outlet(self, at: int) -> str | None:
        """The last outlet before a place."""
        found = known.OUTLET.findall(self.text, max(0, at - 2000), at)
        return outlet_in(found[-1]) if found else None

    # -- offices and pronouns

    def _best(
        self, at: int, gender: str, kind: str, office=None, free: bool = False
    ) -> tuple[str, ...]:
        """Who is meant, of the latest mentions."""
        last = bisect_left(self.mentions, at, key=lambda m: m.at)
        before = self.mentions[max(0, last - _REACH) : last]
        spoken = [m for m in self.spoken[-6:] if m.at <= at]
        sentence = self.people.sentence(at)
        wanted = Wanted(sentence, gender, kind, office, free)
        return antecedent(wanted, before, spoken, self.people)

    def _holder(self, phrase: str, mention: str, at: int) -> str | None:
        """The one whose office the words are: *le dirigeant russe*.

        Among those of the text first; else an epithet of the lexicon, whole.
        """
        low = fold(mention)
        if low.startswith(_SOME):
            return None
        named = phrase[:1].isupper() and fold(phrase.split()[0]) in known.BODIES
        # "le Conseil scientifique" is not its president
        office, kind = None if named else office_in(mention), "person"
        if (body := fold(phrase)) in known.BODIES:
            kind, strict = "body", body not in known.FREE_BODIES
            office = Office(body, "", frozenset(), strict)
        if office:
            names = self.people.holder(office)
            if not low.startswith(_OWN):  # "son frère" is nobody's office
                free = not office.strict
                best = self._best(at, office.gender, kind, office, free)
                names = best or names
            if names:
                return names[0]
        terms = known.epithets().get(fold(phrase), ())
        here = {name for name, term in terms if term.held_on(self.date)}
        return here.pop() if len(here) == 1 else None

    def _pair(self, noun: str, at: int) -> str | None:
        """*Les deux hommes*, *les deux dirigeants*: the last two who may be."""
        kinds = office_in(noun.removesuffix("s")).kinds
        last = bisect_left(self.mentions, at, key=lambda m: m.at)
        pair: dict[str, None] = {}
        for mention in reversed(self.mentions[max(0, last - _REACH) : last]):
            for name in mention.names if mention.kind == "person" else ():
                told = {k for o in self.people.held(name) for k in o.kinds}
                if len(pair) < 2 and kinds & (told | {"anybody"}):
                    pair.setdefault(name)
        return "; ".join(reversed(pair)) if len(pair) == 2 else None

    def _body(self, text: str, at: int, stop: int) -> str | None:
        """The body that words name: *ministère russe des Transports*, *OMS*."""
        if named := body_at(text, at):
            return None if fold(named) in known.BODIES else named
        name = _CAPITAL.match(text, at)
        first = name and name.group().split()[0]
        if not name or fold(first) in known.FUNCTION or is_native(first):
            return None
        if not untitled(text[at:stop].split()):
            return None  # "le Dr": the name is cut off
        if text[at:stop].split()[-1][0].isupper() and "," not in text[at:stop]:
            return text[at:stop]  # "France bleu Drôme-Ardèche"
        whole = name.end() >= stop or name.group().isupper()
        return unverbed(name.group()) if whole else None


def _noun(word: str) -> str:
    return word if word in known.ISSUED else word.removesuffix("s")


_PLURAL = ("les ", "des ", "ces ", "leurs ")
_SOME = (*_PLURAL, "un ", "une ", "plusieurs ")
_OWN = ("son ", "sa ", "leur ")
_REACH = 24  # mentions: no pronoun means an earlier one
_WORD = r"[A-ZÀ-Þ][\w’'&-]*(?:\.\w+)*"
_TWO = re.compile(
    rf"({_WORD}(?: {_WORD})*) et (?:l[ea]s? |l[’'])?({_WORD}(?: {_WORD})*)"
)
_NAMED = re.compile(r"[A-ZÀ-Þ].*")
_CAPITAL = re.compile(rf"{_WORD}(?:\s(?:{PART}|(?:et\s)?{_WORD}))*")
_ISSUED = re.compile(
    rf"\b(?P<noun>(?i:{any_of(known.ISSUED)}))s?\s"
    r"(?:[a-zà-ÿ-]+\s){0,3}?(?:(?:publiée?|diffusée?|émise?|transmise?|signée?"
    r"|rendue?\spublique?|rédigée?|adressée?)\s(?:\w+\s)?par\s|d[eu]s?\s|d['’])"
    rf"(?P<by>(?:l[ea]s?\s|l['’])?(?:Premi\wre?\s)?[\w-]+(?:\s(?:{PART}|{_WORD}))*)"
)
_JOINED = re.compile(r",?\s?(?:\bet\s|,\s)(?:l[ea]s?\s|l[’'])?")
# not "le fils de"
_HEAD = re.compile(
    rf"(?:{_WORD}(?:\s{_WORD})*(?:,|\s[-–])\s|M\.\set\s)?"  # À Delhi, X; M. et Mme X
    r"(?i:l[ea]s?\s|l[’']|une?\s|ces?\s)?(?:[a-zà-ÿœ’'-]+\s){0,4}"
    r"(?<!\bde\s)(?<!\bdu\s)(?<!\bdes\s)(?<!\bà\s)(?<!\bau\s)(?<!\baux\s)(?<!\bla\s)"
)
_DETERMINER = re.compile(
    r"^(?:(?:l[ea]s?|une?|des?|ces?|cette|cet|son|sa|ses|leurs?)\s|l[’'])+",
    re.I,
)
_PROPER = re.compile(r"L(?:[ae]s?\s|[’'])[A-ZÀ-Þ]")
_INSIDE = re.compile(r"[a-zà-ÿ]\s")
_NOBODYS = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+ée?s?|[Uu]ne? [A-ZÀ-Þ]\S+")
_PRONOUN = any_of(
    w for w, (_, kind) in known.PRONOUNS.items() if kind != "nobody"
)
_FIRST = {word[0] for word in (*known.PRONOUNS, "le", "ce", "un")}
_FIRST = "".join(sorted(_FIRST | {first.upper() for first in _FIRST}))
_OTHER = re.compile(
    rf"(?=[{_FIRST}])(?<![\w’'-])(?:(?P<pronoun>(?i:{_PRONOUN}))(?![\w’'-])"
    rf"|(?i:l[ea]\s|l['’]|cet?\s|cette\s|une?\s)(?:[a-zà-ÿ-]+\s)??(?:ex-|vice-)?"
    rf"(?P<noun>{known.NOUN}))"
)
_OPENING = re.compile(
    r"(?:^|[.!?,;:»”\"\n…]|\b(?:que|qu[’']|et|mais|où|quand|lorsque|si|dont))\s?$"
)
