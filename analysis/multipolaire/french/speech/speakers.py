"""Who is meant: names, epithets, institutions and pronouns of one text.

``Cast(text)`` reads the names of a text once; ``cast.resolve(mention, at)`` says who a
mention is, or ``None``: an epithet that fits two of the people is nobody's name.
"""

import re
from bisect import bisect_left
from itertools import chain, islice
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.speech import names as known
from multipolaire.french.speech.names import fold, outlet_in, untitled


class Seen(NamedTuple):
    """One earlier mention: ``names`` is empty where the text gives none."""

    at: int
    names: tuple[str, ...]
    gender: str  # "m", "f" or "" where nothing tells
    kind: str  # "person", "people" or "institution"
    subject: bool


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
        self.date = str(date)[:10] if known_date else None
        self.surnames: dict[str, str] = {}
        self.genders: dict[str, str] = {}
        self.roles: dict[str, set[str]] = {}
        self.seen: list[Seen] = []
        self.spoken: list[Seen] = []
        self.issuer: str | None = None
        self.outlet: str | None = None
        for match in known.NAME.finditer(text):
            self._meet(text, match)
        self._places = [s.at for s in self.seen]
        people = (s.names for s in self.seen if s.kind != "institution")
        self._stems = {
            name: [_stems(office) for office in self._offices(name)]
            for name in dict.fromkeys(chain.from_iterable(people))
        }
        self._holders: dict[str, list[str]] = {}  # of an office with this word
        for name, offices in self._stems.items():
            for stem in set().union(*offices):
                self._holders.setdefault(stem, []).append(name)

    def resolve(self, mention: str, at: int) -> str | None:
        """Name of the one that is meant; several are joined by "; "."""
        low = fold(mention)
        if low in known.PRONOUNS or low.startswith(_LAST_NAMED):
            return self._antecedent(low, at)
        if low in ("sa", "son", "ses", "leur", "leurs"):
            return None  # "sa réponse : ...": nobody is named
        if outlet := outlet_in(mention):
            self.outlet = outlet
            return outlet
        if names := self._named(mention):
            return "; ".join(dict.fromkeys(names))
        phrase = _DETERMINER.sub("", mention + " ").strip(" ,")
        words = fold(phrase).split()
        if not words:
            return None
        if phrase in known.INSTITUTIONS:
            return known.INSTITUTIONS[phrase][0]
        if words[0] == "même":  # "la même source"
            return self.outlet
        several = words[0] == "deux" or low.startswith(("les ", "ces "))
        if several and (both := self._couple(words, at)):
            return both
        if words[0] in known.ISSUED:
            if issuer := _ISSUER.search(phrase):
                self.issuer = self.resolve(issuer[1], at)
            return self.issuer
        if words[0] in known.RELAYS and len(words) == 1:
            return self.outlet
        office = self._by_role(fold(phrase), _gender(low))
        return office or self._institution(phrase, words)

    def speaks(self, mention: str, name: str | None, at: int) -> None:
        """Remember a speaker: the next pronoun means this one before all others."""
        if name in known.OUTLETS.values():
            return  # "a appris l'AFP": the next "il" is somebody else
        names = tuple(name.split("; ")) if name else ()
        low = fold(mention)
        gender = self.genders.get(name or "", "")
        gender = gender or known.PRONOUNS.get(low, ("",))[0] or _gender(low)
        plural = len(names) > 1 or low.startswith(_PLURAL)
        kind = "people" if plural else "person"
        self.spoken.append(Seen(at, names, gender, kind, True))

    def _meet(self, text: str, match: re.Match) -> None:
        """Take note of a run of capitalised words, if it names somebody."""
        start = match.start()
        before = text[max(0, start - 70) : start]
        role = _ROLE.search(before)
        lead = before[: role.start()] if role else _LAST_ARTICLE.sub("", before)
        lead = lead.rstrip(" \u00a0\u202f")
        opens = lead[-1:] in _STOPS or bool(_OPENS.search(lead))
        words = match.group().split()
        while len(words) > 1 and fold(words[0]) in known.FUNCTION:
            words.pop(0)
        if len(words) > 2:  # "EELV Yannick Jadot"
            words = words[_first_name(words) :]
        bare = untitled(words)
        titled = len(bare) < len(words)
        if (phrase := " ".join(bare)) in known.INSTITUTIONS:
            name, gender = known.INSTITUTIONS[phrase]
            self.seen.append(Seen(start, (name,), gender, "institution", opens))
            return
        name = self._person(bare, titled)
        if name is None:
            return
        told = ""
        if role and not known.VERBAL & set(fold(role[2]).split()):
            self.roles.setdefault(name, set()).add(fold(role[2]))
            told = known.GENDERS.get(fold(role[1]), "")
        if titled:
            told = told or known.GENDERS.get(words[0].rstrip(".").lower(), "")
        self.genders[name] = self.genders[name] or told
        last = self.seen[-1] if self.seen else None
        near = last and last.kind != "institution" and start - last.at < 70
        if near and _AND.search(text[last.at : start]):
            both = (*last.names, name)
            self.seen[-1] = last._replace(names=both, kind="people")
        else:
            gender = self.genders[name]
            self.seen.append(Seen(start, (name,), gender, "person", opens))

    def _person(self, words: list[str], sure: bool) -> str | None:
        """Canonical name of a run of capitalised words, if they are a person."""
        if not words:
            return None
        first, phrase = words[0], " ".join(words)
        works = first in known.FIRST_NAMES and _WORKS_FOR.fullmatch(phrase)
        if works:
            phrase, words = works[1], works[1].split()
        short = first.split("-")[0]
        gender = known.FIRST_NAMES.get(first) or known.FIRST_NAMES.get(short)
        called = sure or gender and (len(words) > 1 or "-" not in phrase)
        name = known.ALIASES.get(phrase) or self.surnames.get(phrase)
        name = name or (phrase if called else None)
        if name:
            listed = known.PEOPLE[name].gender if name in known.PEOPLE else ""
            gender = listed or self.genders.get(name) or gender or ""
            self.genders[name] = gender
            if len(words) > 1 or listed:
                self.surnames.setdefault(words[-1], name)
                self.surnames.setdefault(name.split()[-1], name)
        return name

    def _named(self, mention: str) -> list[str]:
        """People whom a mention calls by name, not those it only belongs to."""
        names = []
        bare = _DETERMINER.sub("", mention)
        head = bare.split(" ")[0]
        office = head.islower() and head not in _BODIES
        for match in known.NAME.finditer(mention):
            whole, before = match.group().split(), mention[: match.start()]
            words = untitled(whole)
            sure = len(words) < len(whole)
            if not sure and _COMPLEMENT.search(before):
                # "la maire de Paris Anne Hidalgo" is; "le fils de Jean Roy" is not
                cut = _first_name(words)
                named = office and len(words) > 2 and words[1][0].isupper()
                if not cut and not named:
                    continue
                words, sure = words[cut or 1 :], True
            elif words and not before.strip():
                words = words[fold(words[0]) in known.FUNCTION :]
            if " ".join(words) in known.INSTITUTIONS:
                continue
            if len(words) > 1:
                lower = before[:1].islower() or bare != mention
                apposed = lower and _APPOSED.search(before)
                sure = sure or bool(apposed) or not before.strip()
            if name := self._person(words, sure):
                names.append(name)
        one_word = _SINGLE.fullmatch(mention)
        single = one_word and mention not in known.INSTITUTIONS
        return names or ([mention] if single else [])

    def _by_role(self, phrase: str, gender: str = "") -> str | None:
        """The one person whose office the words are: *le dirigeant russe*.

        Among the people of the text first; else an epithet of the lexicon, whole.
        """
        wanted = _stems(phrase)
        # Of the rarest word, and no more than two: a text may name thousands.
        fitting = (
            name
            for name in min((self._holders.get(w, []) for w in wanted), key=len)
            if self.genders.get(name) in ("", gender or self.genders.get(name))
            and any(wanted <= office for office in self._stems[name])
        )
        here = set(islice(fitting, 2))
        if not here:
            here = {
                name
                for name, person in known.PEOPLE.items()
                if phrase in person.epithets_on(self.date)
            }
        return here.pop() if len(here) == 1 else None

    def _offices(self, name: str) -> list[str]:
        """What the text and the lexicon call somebody."""
        person = known.PEOPLE.get(name)
        epithets = person.epithets_on(self.date) if person else ()
        return [*self.roles.get(name, ()), *epithets]

    def _couple(self, words: list[str], at: int) -> str | None:
        """*Les deux dirigeants*, *les présidents russe et chinois*."""
        if words[0] != "deux":
            rest = [word for word in words[1:] if word not in ("et", "deux")]
            if len(rest) != 2:
                return None
            noun = words[0].rstrip("s")
            pair = [self._by_role(f"{noun} {word}") for word in rest]
            return "; ".join(pair) if all(pair) else None
        if len(words) != 2 or words[1] not in known.DUALS:
            return None
        noun = words[1].rstrip("s")
        people = {
            name: any(noun in office.split() for office in self._offices(name))
            for seen in reversed(self._before(at))
            if seen.kind != "institution"
            for name in seen.names
        }
        pair = [n for n in people if noun not in known.OFFICES or people[n]][:2]
        return "; ".join(reversed(pair)) if len(pair) == 2 else None

    def _before(self, at: int) -> list[Seen]:
        """The latest 40 mentions before a place: no pronoun reaches farther."""
        last = bisect_left(self._places, at)
        return self.seen[max(0, last - 40) : last]

    def _institution(self, phrase: str, words: list[str]) -> str | None:
        body = words[0] in _BODIES and len(words) > 1
        return phrase if body or _CAPITAL.fullmatch(phrase) else None

    def _antecedent(self, pronoun: str, at: int) -> str | None:
        last = ("f" if pronoun.startswith("cette") else "m", "last")
        gender, kind = known.PRONOUNS.get(pronoun, last)
        if not kind:
            return None

        def fits(seen: Seen) -> bool:
            if kind == "people" or seen.kind == "people":
                return kind == seen.kind
            # A name whose gender nothing tells is trusted while it is near.
            near = at - seen.at <= (2000 if seen.gender else 600)
            return seen.gender in ("", gender) and near

        def stands(seen: Seen) -> bool:
            """A subject; an institution is "elle", and only just before."""
            body = seen.kind == "institution"
            body_fits = gender == "f" and at - seen.at < 400
            return (seen.subject or kind == "last") and (not body or body_fits)

        spoken = [seen for seen in self.spoken[-6:] if fits(seen)][-1:]
        named = [s for s in self._before(at) if fits(s) and stands(s)][-1:]
        if kind == "last" and named:  # "ce dernier" is the last one named
            spoken = []
        best = max(spoken + named, key=lambda seen: seen.at, default=None)
        return "; ".join(best.names) or None if best else None


def _first_name(words: list[str]) -> int:
    """Where a first name stands after something else: *EELV Yannick Jadot*."""
    known_first = (k for k, w in enumerate(words) if w in known.FIRST_NAMES)
    return next(known_first, 0)


def _gender(low: str) -> str:
    """What the article or title before a mention tells: *la ministre*."""
    return known.GENDERS.get(low.replace("'", "' ").split()[0], "")


def _stems(phrase: str) -> set[str]:
    """First letters of the content words: *chinoise* is *chinois*, *d'* is nothing."""
    words = re.findall(r"[^\W\d_]{3,}", phrase)
    stems = {word[:6] for word in words if word not in ("les", "des", "son")}
    return stems or {phrase}


_BODIES = lexicon.words("institution_nouns")
_LAST_NAMED = ("ce dernier", "cette dernière")
_PLURAL = ("les ", "des ", "ces ", "leurs ")
# "Victime d'un malaise" begins a sentence
_CAPITAL = re.compile(r"(?!M\.)[^\Wa-zà-ÿ](?:(?! (?:d['’])?une?\b).)*")
_ISSUER = re.compile(r"\b(?:d[eu]s?|de l[a’']|d[’'])\s*([^,]+)$")
_APPOSED = re.compile(r"[a-zà-ÿ-]{3,} $|, $")
# "Paul Roy du CNRS"; not "Paul du Bellay"
_WORKS_FOR = re.compile(r"(\S+ \S+.*?) (?:du|de la) .+")
_SINGLE = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-ÿ-]+")
_DETERMINER = re.compile(
    r"^(?:(?:l[ea]s?|une?|des?|ces?|cette|cet|son|sa|ses|leurs?)\s|l[’'])+",
    re.I,
)
_ROLE = re.compile(
    r"""(?:^|(?<=[\s«“("’']))(l[ea]s?\s|l[’']|une?\s|son\s|sa\s|ce\s|cette\s)
    ((?:[a-zà-ÿœ’'-]+\s|d[’'][A-Z]\w+\s){1,6}       # le chef de file d'EELV
    |(?:[\w’'-]+\s){1,8}?[\w’'-]+,\s)$              # le directeur de la Mostra,""",
    re.IGNORECASE | re.VERBOSE,
)
_LAST_ARTICLE = re.compile(
    r"\b(?:l[ea]s?|une?|son|sa|ce|cette)\s$|l[’']$", re.I
)
_STOPS = ("", *'.!?,;:»”"\n…')
_OPENS = re.compile(
    r"\b(?:que|qu[’']|et|mais|où|quand|lorsque|alors|si|dont|selon)$", re.I
)
_AND = re.compile(r"\bet(?: (?:sa|son|le|la|M\.|Mme)(?: [a-zà-ÿœ]+)?)? ?$")
_COMPLEMENT = re.compile(
    r"\b(?:d[eu]s?(?: la| l[’'])?|d[’']|à(?: la| l[’'])?|aux?) ?$", re.I
)
