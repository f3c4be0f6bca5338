"""The people of one text: every place where it names somebody, and their offices."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from multipolaire.french.fold import fold
from multipolaire.french.forms import any_of
from multipolaire.french.speech import names as known
from multipolaire.french.speech.names import key, untitled
from multipolaire.french.speech.offices import (
    Office,
    apposed,
    body_at,
    is_native,
    is_place,
    office_in,
    title_before,
    told_gender,
)


class Mention(NamedTuple):
    """One place where a text speaks of somebody."""

    start: int  # with the office before the name
    at: int  # the name
    stop: int  # ... and where it ends
    end: int  # with what stands in apposition
    names: tuple[str, ...]  # none where the text gives none
    gender: str  # "m", "f"; "" where nothing tells
    kind: str  # "person", "people", "body"; "any" where nothing tells
    place: str  # "subject", "complement" (le fils de X) or ""
    sure: bool  # a person beyond doubt

    def holds(self, place: int) -> bool:
        """Whether a place is in the name, its office or its apposition."""
        return self.start <= place < self.end


def apart(one: str, other: str) -> bool:
    """Whether two genders are told and differ."""
    return bool(one and other) and one != other


class People:
    """The people and bodies of one text, in the order of their mentions."""

    def __init__(self, text: str, day: str | None = None):
        self.text, self.day = text, day
        self.genders: dict[str, str] = {}
        self.offices: dict[str, set[Office]] = {}
        # part of a name -> whole names
        self.called: dict[str, dict[str, None]] = {}
        self.mentions = self.read(text)
        self._holders: dict[str, list[str]] = {}  # of an office with this noun
        for name in self.genders:
            for noun in {office.noun for office in self.held(name)}:
                self._holders.setdefault(noun, []).append(name)
        self._stops = [stop.end() for stop in _SENTENCE.finditer(text)]

    def held(self, name: str) -> Iterator[Office]:
        """What the text calls somebody, and the lexicon on the day of the text."""
        yield from self.offices.get(name, ())
        body = fold(name.split()[0])
        if body in known.BODIES:
            yield Office(body, known.BODIES[body], frozenset(), True)
        for term in known.people().get(name, ()):
            if term.held_on(self.day):
                phrases = (*term.epithets, *term.offices)
                told = filter(None, map(office_in, phrases))
                # a "dirigeant" is president or Premier ministre: not which
                yield from (o for o in told if not o.kinds >= _HEADS)

    def holder(self, office: Office) -> tuple[str, ...]:
        """The only one of the text who holds an office, named before it or after."""
        fitting = (
            name
            for name in self._holders.get(office.noun, ())
            if any(map(office.means, self.held(name)))
            and not apart(office.gender, self.genders[name])
        )
        # no more than two: a text may name thousands
        here = tuple(islice(fitting, 2))
        return here if len(here) == 1 else ()

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds a place."""
        return bisect_right(self._stops, at)

    def read(self, text: str) -> list[Mention]:
        """Everybody named in a text, the whole names being learnt before the parts."""
        runs = list(known.runs(text))
        runs.sort(key=lambda run: len(untitled(run[1])) < 2)
        found = [one for run in runs if (one := self._meet(text, *run))]
        found.sort(key=lambda mention: mention.at)
        return _with_couples(text, found)

    def whole(self, words: list[str], gender: str = "") -> str | None:
        """The name that words stand for, as the text or the lexicon gives it."""
        initial = words[0][0] if _INITIAL.fullmatch(words[0]) else ""
        part = key(" ".join(words[1:] if initial else words))
        names = self.called.get(part) or filter(
            None, [known.aliases().get(part)]
        )
        fitting = [
            name
            for name in islice(names, 9)
            if not apart(gender, self.genders.get(name, ""))
            and name.startswith(initial)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _meet(self, text: str, start: int, words: list[str]) -> Mention | None:
        """A run of capitalised words, if it names somebody or some body."""
        before = text[max(0, start - 120) : start]
        if re.split(r"[\s'’]", before.rstrip())[-1] in known.EPONYMS:
            return None  # "rue Victor Hugo"
        bare = untitled(words) or words  # "un M en moins"
        title = words[0] if len(bare) < len(words) else ""
        end = start + len(" ".join(words))
        if before.endswith(" et ") and _BOTH.search(before[-40:]):
            title = "MM"
        if not title and (cut := _lead(bare, before)):
            start = end - len(" ".join(bare[cut:]))
            bare, before = bare[cut:], text[max(0, start - 120) : start]
        phrase = " ".join(bare)
        if works := _WORKS_FOR.fullmatch(phrase):
            end -= len(phrase) - len(works[1])
            phrase, bare = works[1], works[1].split()
        if phrase in known.OUTLETS:
            return None
        if body := known.INSTITUTIONS.get(phrase):
            place = _place(before, text[end : end + 40])
            where = start, start, end, end
            return Mention(*where, (body[0],), body[1], "body", place, True)
        person = self._introduce(text, start, end, bare, before, title)
        return person or _body(text, start, end, bare, before)

    def _introduce(
        self,
        text: str,
        start: int,
        end: int,
        words: list[str],
        before: str,
        title: str,
    ) -> Mention | None:
        """A person, with the office that stands before the name or after it."""
        office = title_before(before, text[end : end + 2])
        # "chez Les Républicains, le maire": a party is no mayor
        several = before.lower().endswith((" les ", " des ", " aux "))
        told = None if several else apposed(text, end)
        if key(words[-1]) not in self.called:
            alone = len(words) == 1
            of = office and _OF.search(office["role"])
            if alone and of and not before.endswith(", "):
                return None  # "le président du parti Horizons"
            # "Malade, l'acteur", "L'Obs, le ministre": no name
            near = before[-12:]
            odd = _ARTICLE.search(near) or _BEGINS.search(near)
            if odd and alone or _HANGS.search(near):
                told = None
        gender = told_gender(title, office, told)
        sure = bool(title or office and office["noun"] or told)
        name, sure = self._person(words, sure, gender, bool(title))
        if name is None:
            return None
        phrases = office and office["role"], told and told[0]
        for called in map(office_in, filter(None, phrases)):
            if called:
                self.offices.setdefault(name, set()).add(called)
        self.genders[name] = gender = self.genders.get(name) or gender
        stop, head = told.end() if told else end, start
        if office:
            # "l'entourage du ministre Paul Roy" is not he
            own = not office["det"].lower().startswith(("du", "au"))
            begins = office.start("role") if own else office.end("det")
            head -= len(before) - begins
            before = before[:begins]
        place = _place(before, text[stop : stop + 40])
        return Mention(
            head, start, end, stop, (name,), gender, "person", place, sure
        )

    def _person(
        self, words: list[str], sure: bool, gender: str, titled: bool
    ) -> tuple[str | None, bool]:
        """The name of a person whom a run of words names; whether it surely is one."""
        given = known.FIRST_NAMES.get(words[0].split("-")[0])
        name = self.whole(words, gender)
        sure = sure or given is not None
        if name is None:
            odd = any(map(_NO_PERSON.search, words))
            odd = odd or not {"de", "du", "la"}.isdisjoint(words)
            odd_first = _NO_PERSON.search(words[0]) and not titled
            if (odd or len(words) == 1) and not sure or odd_first:
                return None, False
            name = " ".join(words)
        self._learn(name, words)
        if terms := known.people().get(name):
            self.genders[name] = terms[0].gender
        elif given:
            self.genders[name] = given
        return name, sure or bool(terms)

    def _learn(self, name: str, words: list[str]) -> None:
        """Note by what parts a name may be called again."""
        given = words[0] in known.FIRST_NAMES
        particles = (k for k in range(1, len(words)) if words[k].islower())
        tails = {len(words) - 1, next(particles, 0), int(given)}
        parts = {" ".join(words[k:]) for k in tails} | {name}
        if given or len(words) == 2:  # "Qin Gang": "M. Qin"
            parts.add(words[0])
        for part in map(key, parts):
            self.called.setdefault(part, {})[name] = None


def _lead(words: list[str], before: str) -> int:
    """How many words stand before a name: *la sénatrice PS Anna Petit*."""
    if words[0] in known.FIRST_NAMES or len(words) < 2:
        return 0
    titled = known.noun(words[0])  # "Prince Paul"
    apart = titled or words[0].isupper() or is_place(words[0])
    apart = apart or _COMPLEMENT.search(before[-9:])  # des Finances Paul Roy
    heads = (word.split("-")[0] for word in words)  # Jacques-Antoine
    given = (k for k, head in enumerate(heads) if head in known.FIRST_NAMES)
    k = next(given, 0)
    if k and (k < len(words) - 1 or apart):
        return k
    longer = titled or len(words) > 2
    return int(bool(apart and longer) and words[1][0].isupper())


def _body(
    text: str, start: int, end: int, words: list[str], before: str
) -> Mention | None:
    """A body that a run of capitalised words names: *l'Armée du salut*."""
    phrase = " ".join(words)
    noun = known.BODIES.get(fold(words[0]))
    if is_place(phrase) or known.noun(words[0]) or is_native(phrase):
        return None  # "Président", "un Italien"
    # "Interrogé, il rit": any word has a capital there
    loose = len(words) == 1 or words[1].islower()
    if loose and not noun and _BEGINS.search(before[-6:]):
        if not phrase.isupper() and not _GOES_ON.match(text, end):
            return None
    name = noun and body_at(text, start) or phrase
    article = _ARTICLE.search(before[-6:])
    gender = noun or known.GENDERS.get(fold(article and article[1] or ""), "")
    lead = before.removesuffix(article[0]) if article else before
    place = _place(lead, text[end : end + 40])
    kind = "body" if noun or gender or _ACRONYM.fullmatch(phrase) else "any"
    where = start, start, end, end
    return Mention(*where, (name,), gender, kind, place, False)


def _place(before: str, after: str) -> str:
    """Whether what stands between is a subject, or hangs on another word."""
    if _COMPLEMENT.search(before[-9:]):
        return "complement"
    lead = before[-40:].rstrip(" \u00a0\u202f")
    opens = lead[-1:] in _STOPS or _OPENS.search(lead[-9:])
    begins = opens and not _LISTED.search(lead) or _GOES_ON.match(after)
    return "subject" if begins else ""


def _with_couples(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions, and after those that *et* joins, all of them together."""
    told: list[Mention] = []
    run: list[Mention] = []
    for one in found:
        listed = run and run[-1].kind == one.kind == "person"
        between = run and text[run[-1].stop : one.start]
        if not (listed and _LISTED_WITH.fullmatch(between)):
            run = []
        told.append(one)
        run.append(one)
        if len(run) > 1 and " et " in between:
            names = tuple(name for each in run for name in each.names)
            told[-len(run) :] = [each._replace(place="") for each in run]
            whole = run[0]._replace(at=one.at, stop=one.stop, names=names)
            told.append(whole._replace(gender="", kind="people"))
    return told


_HEADS = {"head of state", "head of government"}
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.")
_NO_PERSON = re.compile(r"\d|^[A-ZÀ-Þ]{2,}$|[A-Z].*[a-z][A-Z]")
_SENTENCE = re.compile(
    r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)(?<![A-Z].)['’\")]?\s+(?=[^\Wa-zà-ÿ]|[«\"“-]))"
)
_ARTICLE = re.compile(r"\b(l[ea]|une?|du|au)\s$|[ld]['’]$", re.I)
_STOPS = ("", *'.!?,;:»”"\n…')
_OF = re.compile(r"\sd(?:[eu]\s|['’])")
_LISTED = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?:,|\set)$")
# "Paul Roy du CNRS", "Paul Roy de la Mare verte"; not "Paul du Bellay"
_WORKS_FOR = re.compile(r"(\S+ \S+.*?) (?:du|de la) .+")
_BOTH = re.compile(r"\b(?:MM|Mmes)\.?\s[\w’'-]+\set\s$")  # MM. Roy et Petit
_HANGS = re.compile(
    r"(?:^|\W)(?:d[eu]s?|à|A|aux?|en|sur|dans|vers|chez)\s(?:l[ea]\s|l[’'])?$"
    r"|(?:^|\W)[dD][’']$"
)
_BEGINS = re.compile(r"(?:^|[.!?…»Ꙁ:;\n”\"–-])!?\s*$")
_ACRONYM = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ&-]+")
_GOES_ON = re.compile(
    rf",?\s(?i:{any_of(known.VERBS)})(?![\w-])|,?\s(?:s|n)[e’']"
)
_OPENS = re.compile(
    r"\b(?:que|qu[’']|et|mais|où|quand|lorsque|alors|si|dont|selon)$", re.I
)
_LISTED_WITH = re.compile(
    r"(?:,|\set)\s(?:(?:l[ea]|sa|son)\s(?:[a-zà-ÿœ]+\s)?)?"
)
_COMPLEMENT = re.compile(
    r"\b(?:d[eu]s?(?: la| l[’'])?|d[’']|à(?: la| l[’'])?|aux?) ?$", re.I
)
