"""Who is meant: names, epithets, institutions and pronouns of one text.

``Cast(text)`` reads the names of a text once; ``cast.resolve(mention, at)`` says who a
mention is, or ``None``: an epithet that fits two of the people is nobody's name.
"""

import re
from bisect import bisect_left
from itertools import islice
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
        self.date = (
            str(date)[:10] if date is not None and date == date else None
        )
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
        self._people = list(
            dict.fromkeys(name for names in people for name in names)
        )
        self._stems = {
            name: [_stems(office) for office in self._offices(name)]
            for name in self._people
        }
        self._holders: dict[str, list[str]] = {}  # of an office with this word
        for name, offices in self._stems.items():
            for stem in set().union(*offices):
                self._holders.setdefault(stem, []).append(name)

    def resolve(self, mention: str, at: int) -> str | None:
        """Name of the one that is meant; several are joined by "; "."""
        low = fold(mention)
        if low in known.PRONOUNS or low.startswith(
            ("ce dernier", "cette dernière")
        ):
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
        several = words[0] == "deux" or fold(mention).startswith(
            ("les ", "ces ")
        )
        if several and (both := self._couple(words, at)):
            return both
        if words[0] in known.ISSUED:
            issuer = re.search(
                r"\b(?:d[eu]s?|de l[a’']|d[’'])\s*([^,]+)$", phrase
            )
            if issuer:
                self.issuer = self.resolve(issuer[1], at)
            return self.issuer
        if words[0] in known.RELAYS and len(words) == 1:
            return self.outlet
        gender = known.GENDERS.get(low.split(" ")[0], "")
        return self._by_role(fold(phrase), gender) or self._institution(
            phrase, words
        )

    def speaks(self, mention: str, name: str | None, at: int) -> None:
        """Remember a speaker: the next pronoun means this one before all others."""
        if name in known.OUTLETS.values():
            return  # "a appris l'AFP": the next "il" is somebody else
        names = tuple(name.split("; ")) if name else ()
        low = fold(mention)
        gender = (
            self.genders.get(name or "", "")
            or known.PRONOUNS.get(low, ("",))[0]
        )
        gender = gender or known.GENDERS.get(
            low.replace("'", "' ").split()[0], ""
        )
        plural = len(names) > 1 or low.startswith(
            ("les ", "des ", "ces ", "leurs ")
        )
        kind = "people" if plural else "person"
        self.spoken.append(Seen(at, names, gender, kind, True))

    def _meet(self, text: str, match: re.Match) -> None:
        """Take note of a run of capitalised words, if it names somebody."""
        start = match.start()
        before = text[max(0, start - 70) : start]
        role = _ROLE.search(before)
        lead = before[: role.start()] if role else _LAST_ARTICLE.sub("", before)
        lead = lead.rstrip(" \u00a0\u202f")
        opens = (
            not lead or lead[-1] in '.!?,;:»”"\n…' or bool(_OPENS.search(lead))
        )
        words = match.group().split()
        while len(words) > 1 and fold(words[0]) in known.FUNCTION:
            words.pop(0)
        if (
            len(words) > 2 and words[0] not in known.FIRST_NAMES
        ):  # "EELV Yannick Jadot"
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
            self.seen[-1] = last._replace(
                names=(*last.names, name), kind="people"
            )
        else:
            self.seen.append(
                Seen(start, (name,), self.genders[name], "person", opens)
            )

    def _person(self, words: list[str], sure: bool) -> str | None:
        """Canonical name of a run of capitalised words, if they are a person."""
        if not words:
            return None
        first, phrase = words[0], " ".join(words)
        if first in known.FIRST_NAMES and (
            works := _WORKS_FOR.fullmatch(phrase)
        ):
            phrase, words = works[1], works[1].split()
        short = first.split("-")[0]
        gender = known.FIRST_NAMES.get(first) or known.FIRST_NAMES.get(short)
        name = known.ALIASES.get(phrase) or self.surnames.get(phrase)
        if name is None and (
            sure or gender and (len(words) > 1 or "-" not in phrase)
        ):
            name = phrase
        if name:
            sure = known.PEOPLE[name].gender if name in known.PEOPLE else ""
            self.genders[name] = sure or self.genders.get(name) or gender or ""
            if len(words) > 1 or sure:
                self.surnames.setdefault(words[-1], name)
                self.surnames.setdefault(name.split()[-1], name)
        return name

    def _named(self, mention: str) -> list[str]:
        """People whom a mention calls by name, not those it only belongs to."""
        names = []
        bare = _DETERMINER.sub("", mention)
        head = bare.split(" ")[0]
        office = head.islower() and head not in lexicon.words(
            "institution_nouns"
        )
        for match in known.NAME.finditer(mention):
            whole, before = match.group().split(), mention[: match.start()]
            words = untitled(whole)
            titled = len(words) < len(whole)
            if not titled and _COMPLEMENT.search(before):
                # "la maire de Paris Anne Hidalgo" is; "le fils de Jean Roy" is not
                cut = _first_name(words)
                named = office and len(words) > 2 and words[1][0].isupper()
                if not cut and not named:
                    continue
                words, titled = words[cut or 1 :], True
            elif (
                words
                and not before.strip()
                and fold(words[0]) in known.FUNCTION
            ):
                words = words[1:]
            if " ".join(words) in known.INSTITUTIONS:
                continue
            lower = before[:1].islower() or bare != mention
            apposed = lower and re.search(r"[a-zà-ÿ-]{3,} $|, $", before)
            sure = (
                titled or len(words) > 1 and bool(apposed or not before.strip())
            )
            if name := self._person(words, sure):
                names.append(name)
        single = (
            _SINGLE.fullmatch(mention) and mention not in known.INSTITUTIONS
        )
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
            people = known.PEOPLE.items()
            here = {
                name for name, p in people if phrase in p.epithets_on(self.date)
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
            pair = [
                self._by_role(f"{words[0].rstrip('s')} {word}") for word in rest
            ]
            return "; ".join(pair) if all(pair) else None
        if len(words) != 2 or words[1] not in known.DUALS:
            return None
        noun = words[1].rstrip("s")
        seen = [
            s for s in reversed(self._before(at)) if s.kind != "institution"
        ]
        people = [
            name
            for name in dict.fromkeys(name for s in seen for name in s.names)
            if noun not in known.OFFICES
            or any(noun in office.split() for office in self._offices(name))
        ]
        return "; ".join(people[:2][::-1]) if len(people) >= 2 else None

    def _before(self, at: int) -> list[Seen]:
        return self.seen[max(0, (i := bisect_left(self._places, at)) - 40) : i]

    def _institution(self, phrase: str, words: list[str]) -> str | None:
        body = words[0] in lexicon.words("institution_nouns") and len(words) > 1
        # "Victime d'un malaise" begins a sentence
        capital = re.fullmatch(
            r"(?!M\.)[^\Wa-zà-ÿ](?:(?! (?:d['’])?une?\b).)*", phrase
        )
        return phrase if body or capital else None

    def _antecedent(self, pronoun: str, at: int) -> str | None:
        last = ("f" if pronoun.startswith("cette") else "m", "last")
        gender, kind = known.PRONOUNS.get(pronoun, last)
        if not kind:
            return None

        def fits(s: Seen) -> bool:
            if kind == "people":
                return s.kind == "people"
            # A name whose gender nothing tells is trusted while it is near.
            far = at - s.at > (2000 if s.gender else 600)
            return s.kind != "people" and s.gender in ("", gender) and not far

        spoken = next((s for s in reversed(self.spoken[-6:]) if fits(s)), None)
        named = next(
            (
                s
                for s in reversed(self._before(at))
                if fits(s)
                and (s.subject or kind == "last")
                and (
                    s.kind != "institution" or gender == "f" and at - s.at < 400
                )
            ),
            None,
        )
        if kind == "last" and named:  # "ce dernier" is the last one named
            return "; ".join(named.names)
        best = max(
            filter(None, (spoken, named)), key=lambda s: s.at, default=None
        )
        return "; ".join(best.names) or None if best else None


def _first_name(words: list[str]) -> int:
    """Where a first name stands after something else: *EELV Yannick Jadot*."""
    return next(
        (k for k, word in enumerate(words) if word in known.FIRST_NAMES), 0
    )


def _stems(phrase: str) -> set[str]:
    """First letters of the content words: *chinoise* is *chinois*, *d'* is nothing."""
    words = re.findall(r"[^\W\d_]{3,}", phrase)
    return {
        word[:6] for word in words if word not in ("les", "des", "son")
    } or {phrase}


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
_OPENS = re.compile(
    r"\b(?:que|qu[’']|et|mais|où|quand|lorsque|alors|si|dont|selon)$", re.I
)
_AND = re.compile(r"\bet(?: (?:sa|son|le|la|M\.|Mme)(?: [a-zà-ÿœ]+)?)? ?$")
_COMPLEMENT = re.compile(
    r"\b(?:d[eu]s?(?: la| l[’'])?|d[’']|à(?: la| l[’'])?|aux?) ?$", re.I
)
