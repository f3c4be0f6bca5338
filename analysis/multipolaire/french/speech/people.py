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
    ADJECTIVE,
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
            yield Office(body, known.BODIES[body], _NONE, True, _NONE)
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
        initials = [word[0] for word in words if _INITIAL.fullmatch(word)]
        words = [word for word in words if not _INITIAL.fullmatch(word)]
        phrase = " ".join(words)
        names = self.called.get(key(phrase), {})
        if not names and (listed := known.aliases().get(key(phrase))):
            names = {listed: None}
        fitting = [
            name
            for name in islice(names, 9)
            if not apart(gender, self.genders.get(name, ""))
            and name.startswith(tuple(initials[:1]) or "")
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _meet(self, text: str, start: int, words: list[str]) -> Mention | None:
        """A run of capitalised words, if it names somebody or some body."""
        before = text[max(0, start - 120) : start]
        hangs = len(words) == 1 and _HANGS.search(before[-12:])
        noun = _SPLIT.split(before[-24:].rstrip())[-1]
        named_after = noun in known.EPONYMS
        if named_after or hangs and not self._is_known(words[0]):
            return None  # "rue Victor Hugo"; "à Lens": it is no subject
        bare = untitled(words) or words  # "un M en moins"
        title = words[0] if len(bare) < len(words) else ""
        if before.endswith(" et ") and _BOTH.search(before[-40:]):
            title = title or "MM"
        end = start + len(" ".join(words))
        if not title and (cut := _lead(bare, before)):
            start = end - len(" ".join(bare[cut:]))
            bare, before = bare[cut:], text[max(0, start - 120) : start]
        if _ARTICLED.search(before[-6:]) and not self._is_known(bare[-1]):
            return None  # "le parti Les Verts"
        phrase = " ".join(bare)
        works = _WORKS_FOR.fullmatch(phrase)
        if works and (
            works["her"] or _is_body(works[3]) or _LED.match(text, end)
        ):
            end -= len(phrase) - len(works[1])
            phrase, bare = works[1], works[1].split()
        where = start, start, end, end
        if phrase in known.OUTLETS:
            return None
        if body := known.INSTITUTIONS.get(phrase):
            place = _place(before, text[end : end + 40])
            return Mention(*where, (body[0],), body[1], "body", place, True)
        person = self._introduce(text, where, bare, before, title)
        return person or _body(text, start, end, bare, before)

    def _introduce(
        self, text: str, where: tuple, words: list[str], before: str, title: str
    ) -> Mention | None:
        """A person, with the office that stands before the name or after it."""
        _, start, end, stop = where
        office = title_before(before, text[end : end + 2])
        told = apposed(text, end)
        near = before[-12:]  # "Malade, l'acteur", "L'Obs, le ministre": no name
        odd = (_HANGS, _ARTICLE, _BEGINS)
        alone = len(words) == 1 and not self._is_known(words[0])
        placed = alone and any(one.search(near) for one in odd)
        # "à Las Vegas, l'interprète"
        placed = placed or _WHERE.search(near) and not self._is_known(words[0])
        of = alone and _OF_NOUN.search(
            before
        )  # "le président du parti Horizons"
        if of and not known.noun(of[1]):
            return None
        told = None if placed else told
        stop = told.end() if told else stop
        gender = told_gender(title, office, told)
        sure = bool(title or office and office["noun"] or told)
        name, sure = self._person(words, sure, gender, bool(title))
        if name is None:
            return None
        for phrase in filter(
            None, (office and office["role"], told and told[0])
        ):
            if called := office_in(phrase):
                self.offices.setdefault(name, set()).add(called)
        self.genders[name] = gender = self.genders.get(name) or gender
        head = start
        if office:
            begins = office.start("role")
            called = before[office.end("det") : office.end("noun")].split()
            body = not known.BODIES.keys().isdisjoint(map(fold, called))
            if not body and _CIRCLE.search(before, 0, office.end("det")):
                begins = office.end("det")
            head -= len(before) - begins
            before = before[:begins]
        place = _place(before, text[stop : stop + 40])
        where = head, start, end, stop
        return Mention(*where, (name,), gender, "person", place, sure)

    def _is_known(self, word: str) -> bool:
        part = key(word)
        told = part in self.called or part in known.aliases()
        return told or word in known.FIRST_NAMES or word in known.INSTITUTIONS

    def _person(
        self, words: list[str], sure: bool, gender: str, titled: bool
    ) -> tuple[str | None, bool]:
        """The name of a person whom a run of words names; whether it surely is one."""
        first = words[0]
        capitals = titled and " ".join(words).isupper()  # "M. PETER CHRISTIAN"
        given = known.FIRST_NAMES.get(first.split("-")[0])
        given = known.FIRST_NAMES.get(first, given)
        name = self.whole(words, gender)
        alone = len(words) == 1
        sure = sure or given is not None and not (alone and "-" in first)
        if name is None:
            odd = any(_NO_PERSON.search(word) for word in words)
            odd = odd or is_place(" ".join(words)) or len(words) > 3
            odd = odd or not {"de", "du", "la"}.isdisjoint(words)
            odd_first = _NO_PERSON.search(first) and not capitals
            if (odd or alone) and not sure or odd_first:
                return None, False
            name = " ".join(words)
        self._learn(name, words)
        if terms := known.people().get(name):
            self.genders[name] = terms[0].gender
        elif given:
            self.genders[name] = self.genders.get(name) or given
        return name, sure or name in known.people()

    def _learn(self, name: str, words: list[str]) -> None:
        """Note by what parts a name may be called again."""
        given = len(words) > 1 and words[0] in known.FIRST_NAMES
        particles = (k for k in range(1, len(words)) if words[k].islower())
        tails = {len(words) - 1, next(particles, 0), int(given)}
        parts = {" ".join(words[k:]) for k in tails} | {name}
        if given or len(words) == 2:  # "Qin Gang": "M. Qin"
            parts.add(words[0])
        for part in map(key, parts):
            self.called.setdefault(part, {})[name] = None


def _is_body(name: str) -> bool:
    """Whether a name is that of an office, a firm, a paper: *CNRS*, *Parti socialiste*."""
    first = fold(name.split()[0])
    told = first in known.BODIES or name in known.INSTITUTIONS
    return told or name[:2].isupper() or "Le " + name in known.OUTLETS


def _lead(words: list[str], before: str) -> int:
    """How many words stand before a name: *la sénatrice PS Anna Petit*."""
    if words[0] in known.FIRST_NAMES or len(words) < 2:
        return 0
    titled = known.noun(words[0])  # "Prince Paul"
    place = is_place(words[0]) or _WHERE.search(before[-12:])
    office = _COMPLEMENT.search(before[-12:]) and office_in(before[-60:])
    party = words[0].isupper() and len(words[0]) > 1
    apart = bool(titled or place or party or office)
    heads = (word.split("-")[0] for word in words)  # Jacques-Antoine
    given = (k for k, head in enumerate(heads) if head in known.FIRST_NAMES)
    k = next(given, 0)
    # "l'actrice Renee Elise Petit" has two first names
    own = k == 1 and not words[0][1].isupper() and "-" not in words[0]
    if own and len(words) == 3 and not apart and title_before(before, ""):
        return 0
    if k and (k < len(words) - 1 or apart):
        return k
    longer = bool(titled) or len(words) > 2
    return int(apart and longer and words[1][0].isupper())


def _body(
    text: str, start: int, end: int, words: list[str], before: str
) -> Mention | None:
    """A body that a run of capitalised words names: *l'Armée du salut*."""
    phrase = " ".join(words)
    noun = known.BODIES.get(fold(words[0]))
    if (
        phrase in known.OUTLETS
        or is_place(phrase)
        or _WHERE.search(before[-12:])
    ):
        return None
    if known.noun(words[0]) or is_native(phrase):
        return None  # "Président", "un Italien"
    if len(words) > 1 and phrase.isupper():
        return None  # a headline
    # "Interrogé, il rit": any word has a capital there
    loose = len(words) == 1 or words[1].islower()
    begins = loose and _BEGINS.search(before[-6:]) and not noun
    if begins and not phrase.isupper() and not _GOES_ON.match(text, end):
        return None
    name = noun and body_at(text, start) or phrase
    before = before[-60:]
    article = _ARTICLE.search(before)
    gender = noun or known.GENDERS.get(fold(article and article[1] or ""), "")
    bare = article and not _COMPLEMENT.search(before[-12:])
    lead = before[: article.start()] if bare else before
    place = _place(lead, text[end : end + 40])
    kind = "body" if noun or gender or _ACRONYM.fullmatch(phrase) else "any"
    where = start, start, end, end
    return Mention(*where, (name,), gender, kind, place, False)


def _place(before: str, after: str) -> str:
    """Whether what stands between is a subject, or hangs on another word."""
    before = before[-60:]
    lead = before.rstrip(" \u00a0\u202f")
    if hangs := _COMPLEMENT.search(before, max(0, len(before) - 9)):
        topic = before[: hangs.start()].lower().endswith("quant ")
        return "subject" if topic else "complement"
    opens = lead[-1:] in _STOPS or _OPENS.search(lead[-9:])
    listed = _LISTED.search(lead) or _AND_MORE.match(after)
    begins = opens and not listed or _GOES_ON.match(after)
    return "subject" if begins else ""


def _with_couples(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions, and after two that *et* joins, both together."""
    told: list[Mention] = []
    for mention in found:
        last = told[-1] if told else mention
        near = {last.kind, mention.kind} <= {"person", "people"}
        between = text[last.stop : mention.start]
        if near and len(between) < 90 and _AND.fullmatch(between):
            own = mention.names[0].split(" ", 1)[1:]
            if own and last.names[0] in known.FIRST_NAMES:
                # "Odile et Marc Petit"
                last = last._replace(names=(" ".join([last.names[0], *own]),))
                told[-1] = last
            names = (*last.names, *mention.names)
            for one in reversed(told[:-1]):  # "Anne Petit, Paul Roy et Marc"
                if not _COMMA.fullmatch(text[one.stop : last.start]):
                    break
                names, last = (*one.names, *names), one
            names = tuple(dict.fromkeys(names))
            told.append(mention._replace(place=""))
            both = last._replace(at=mention.at, stop=mention.stop, names=names)
            told.append(both._replace(kind="people", gender=""))
        else:
            told.append(mention)
    return told


_NONE: frozenset[str] = frozenset()
_HEADS = {"head of state", "head of government"}
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.")
_NO_PERSON = re.compile(r"\d|^[A-ZÀ-Þ]{2,}$|[A-Z].*[a-z][A-Z]")
_SENTENCE = re.compile(
    r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)(?<![A-Z].)['’\")]?\s+(?=[^\Wa-zà-ÿ]|[«\"“-]))"
)
_ARTICLE = re.compile(r"\b(l[ea]|une?|du|au)\s$|[ld]['’]$", re.I)
_OF_NOUN = re.compile(
    r"\b(?:d[eu]|de la|de l['’]|d['’])\s?([a-zà-ÿ-]+)\s(?:[a-zà-ÿ-]+\s)?$"
)
# "l'entourage du ministre Paul Roy", "l'avocat du chanteur Paul Roy"
_CIRCLE = re.compile(
    rf"(?:{known.NOUN}|(?:{'|'.join(known.LISTS['circle'])}))\s(?:[a-zà-ÿ-]+\s)?du\s$"
)
_SPLIT = re.compile(r"[\s'’]")
_WHERE = re.compile(
    r"\b(?:à|A|en|sur|dans|vers|chez)\s(?:l[ea]\s|l['’])?$", re.I
)
_STOPS = ("", *'.!?,;:»”"\n…')
_LISTED = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?:,|\set)$")
# "Paul Roy du CNRS", "Paul Roy de la Mare verte"; not "Paul du Bellay"
_WORKS_FOR = re.compile(r"(\S+ \S+.*?) (?:(?:du|(?P<her>de la)) |d[’'])(.+)")
_LED = re.compile(rf"\s{ADJECTIVE}")  # "du Secours populaire"
_ARTICLED = re.compile(r"[a-zà-ÿ»]\s(?:L[ea]s?\s|L[’'])$")
_BOTH = re.compile(r"\b(?:MM|Mmes)\.?\s[\w’'-]+\set\s$")  # MM. Roy et Petit
_HANGS = re.compile(
    r"(?:^|\W)(?:d[eu]s?|à|A|aux?|en|sur|dans|vers|chez)\s(?:l[ea]\s|l[’'])?$"
    r"|(?:^|\W)[dD][’']$"
)
_AND_MORE = re.compile(
    r",\s[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*(?:,|\set\s)"
)
_BEGINS = re.compile(r"(?:^|[.!?…»Ꙁ:;\n”\"–-])!?\s*$")
_ACRONYM = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ&-]+")
_GOES_ON = re.compile(
    rf",?\s(?i:{any_of(known.VERBS)})(?![\w-])|,?\s(?:s|n)[e’']"
)
_OPENS = re.compile(
    r"\b(?:que|qu[’']|et|mais|où|quand|lorsque|alors|si|dont|selon)$", re.I
)
_COMMA = re.compile(r", (?:(?:le|la) (?:[a-zà-ÿœ]+ )?)?")
_AND = re.compile(r"[^.;:!?\n]*\bet(?: (?:le|la|sa|son)(?: [a-zà-ÿœ]+)?)? ?")
_COMPLEMENT = re.compile(
    r"\b(?:d[eu]s?(?: la| l[’'])?|d[’']|à(?: la| l[’'])?|aux?) ?$", re.I
)
