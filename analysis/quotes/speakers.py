"""Who is meant: names, epithets, institutions and pronouns of one text.

``Cast(text)`` reads the names of a text once; ``cast.resolve(mention, at)`` says who a
mention is, or ``None``: an epithet that fits two of the people is nobody's name.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from analysis import lexicon


class Seen(NamedTuple):
    """One earlier mention: ``names`` is empty where the text gives none."""

    at: int
    names: tuple[str, ...]
    gender: str  # "m", "f" or "" where nothing tells
    kind: str  # "person", "people" or "institution"
    subject: bool


class _Person(NamedTuple):
    gender: str
    epithets: tuple[str, ...]
    since: str  # dates of the office that the epithets name
    until: str


class Cast:
    """The people and institutions of one text, in the order of their mentions.

    >>> cast = Cast("Le ministre Paul Roy est venu. Il a parlé à Mme Anne Lenoir.")
    >>> cast.resolve("le ministre", 60), cast.resolve("Mme Lenoir", 60)
    ('Paul Roy', 'Anne Lenoir')
    >>> cast.resolve("Il", 31)
    'Paul Roy'
    """

    def __init__(self, text: str, date=None):
        self.date = str(date)[:10] if date is not None and date == date else None
        self.surnames: dict[str, str] = {}
        self.genders: dict[str, str] = {}
        self.roles: dict[str, set[str]] = {}
        self.seen: list[Seen] = []
        self.spoken: list[Seen] = []
        self.issuer: str | None = None
        self.outlet: str | None = None
        for match in _NAME.finditer(text):
            self._meet(text, match)
        self._places = [s.at for s in self.seen]
        people = (s.names for s in self.seen if s.kind != "institution")
        self._people = list(dict.fromkeys(name for names in people for name in names))

    def resolve(self, mention: str, at: int) -> str | None:
        """Name of the one that is meant; several are joined by "; "."""
        low = _fold(mention)
        if low in _PRONOUNS or low.startswith(("ce dernier", "cette dernière")):
            return self._antecedent(low, at)
        if low in ("sa", "son", "ses", "leur", "leurs"):
            return None  # "sa réponse : ...": nobody is named
        if outlet := outlet_in(mention):
            self.outlet = outlet
            return outlet
        if names := self._named(mention):
            return "; ".join(dict.fromkeys(names))
        phrase = _DETERMINER.sub("", mention + " ").strip(" ,")
        words = _fold(phrase).split()
        if not words:
            return None
        if phrase in _INSTITUTIONS:
            return _INSTITUTIONS[phrase][0]
        if words[0] == "même":  # "la même source"
            return self.outlet
        several = words[0] == "deux" or _fold(mention).startswith(("les ", "ces "))
        if several and (both := self._couple(words, at)):
            return both
        if words[0] in _ISSUED:
            issuer = re.search(r"\b(?:d[eu]s?|de l[a’']|d[’'])\s*([^,]+)$", phrase)
            if issuer:
                self.issuer = self.resolve(issuer[1], at)
            return self.issuer
        if words[0] in _RELAYS and len(words) == 1:
            return self.outlet
        gender = _GENDER.get(low.split(" ")[0], "")
        return self._by_role(_fold(phrase), gender) or self._institution(phrase, words)

    def speaks(self, mention: str, name: str | None, at: int) -> None:
        """Remember a speaker: the next pronoun means this one before all others."""
        if name in OUTLETS.values():
            return  # "a appris l'AFP": the next "il" is somebody else
        names = tuple(name.split("; ")) if name else ()
        low = _fold(mention)
        gender = self.genders.get(name or "", "") or _PRONOUNS.get(low, ("", ""))[0]
        if not gender:
            gender = _GENDER.get(low.replace("'", "' ").split()[0], "")
        plural = len(names) > 1 or low.startswith(("les ", "des ", "ces ", "leurs "))
        kind = "people" if plural else "person"
        self.spoken.append(Seen(at, names, gender, kind, True))

    def _meet(self, text: str, match: re.Match) -> None:
        """Take note of a run of capitalised words, if it names somebody."""
        start = match.start()
        before = text[max(0, start - 70) : start]
        role = _ROLE.search(before)
        lead = before[: role.start()] if role else _LAST_ARTICLE.sub("", before)
        lead = lead.rstrip(" \u00a0\u202f")
        opens = not lead or lead[-1] in '.!?,;:»”"\n…' or bool(_OPENS.search(lead))
        words = match.group().split()
        while len(words) > 1 and _fold(words[0]) in _FUNCTION:
            words.pop(0)
        if len(words) > 2 and words[0] not in _FIRST_NAMES:  # "EELV Yannick Jadot"
            words = words[_first_name(words) :]
        bare = [word for word in words if word.rstrip(".") not in TITLES]
        titled = len(bare) < len(words)
        if (phrase := " ".join(bare)) in _INSTITUTIONS:
            name, gender = _INSTITUTIONS[phrase]
            self.seen.append(Seen(start, (name,), gender, "institution", opens))
            return
        name = self._person(bare, titled)
        if name is None:
            return
        if role and not _VERBAL & set(_fold(role[2]).split()):
            self.roles.setdefault(name, set()).add(_fold(role[2]))
            self.genders[name] = self.genders[name] or _GENDER.get(_fold(role[1]), "")
        if titled:
            sign = _GENDER.get(words[0].rstrip(".").lower(), "")
            self.genders[name] = self.genders[name] or sign
        last = self.seen[-1] if self.seen else None
        if (
            last
            and last.kind != "institution"
            and start - last.at < 70
            and (_AND.search(text[last.at : start]))
        ):
            both = last._replace(names=(*last.names, name), kind="people")
            self.seen[-1] = both
        else:
            self.seen.append(Seen(start, (name,), self.genders[name], "person", opens))

    def _person(self, words: list[str], sure: bool) -> str | None:
        """Canonical name of a run of capitalised words, if they are a person."""
        if not words:
            return None
        if words[0] in _FIRST_NAMES:  # "Paul Roy du CNRS"; not "Paul du Bellay"
            works = (
                k
                for k in range(2, len(words) - 1)
                if words[k] == "du" or words[k : k + 2] == ["de", "la"]
            )
            words = words[: next(works, None)]
        phrase = " ".join(words)
        gender = _FIRST_NAMES.get(words[0]) or _FIRST_NAMES.get(words[0].split("-")[0])
        name = _ALIASES.get(phrase) or self.surnames.get(phrase)
        if name is None and (sure or gender and (len(words) > 1 or "-" not in phrase)):
            name = phrase
        if name:
            known = _PEOPLE[name].gender if name in _PEOPLE else ""
            self.genders[name] = known or self.genders.get(name) or gender or ""
            if len(words) > 1 or known:
                self.surnames.setdefault(words[-1], name)
                self.surnames.setdefault(name.split()[-1], name)
        return name

    def _named(self, mention: str) -> list[str]:
        """People whom a mention calls by name, not those it only belongs to."""
        names = []
        bare = _DETERMINER.sub("", mention)
        head = bare.split(" ")[0]
        office = head.islower() and head not in lexicon.words("institution_nouns")
        for match in _NAME.finditer(mention):
            whole, before = match.group().split(), mention[: match.start()]
            words = [word for word in whole if word.rstrip(".") not in TITLES]
            titled = len(words) < len(whole)
            if not titled and _COMPLEMENT.search(before):
                # "la maire de Paris Anne Hidalgo" is; "le fils de Jean Roy" is not
                cut = _first_name(words)
                named = office and len(words) > 2 and words[1][0].isupper()
                if not cut and not named:
                    continue
                words, titled = words[cut or 1 :], True
            elif words and not before.strip() and _fold(words[0]) in _FUNCTION:
                words = words[1:]
            if " ".join(words) in _INSTITUTIONS:
                continue
            apposed = (
                before != ""
                and (before[0].islower() or bare != mention)
                and (re.search(r"[a-zà-ÿ-]{3,} $|, $", before) is not None)
            )
            sure = titled or len(words) > 1 and (apposed or not before.strip())
            if name := self._person(words, sure):
                names.append(name)
        if not names and _SINGLE.fullmatch(mention) and mention not in _INSTITUTIONS:
            return [mention]
        return names

    def _by_role(self, phrase: str, gender: str = "") -> str | None:
        """The one person whose office the words are: *le dirigeant russe*.

        Among the people of the text first; else an epithet of the lexicon, whole.
        """
        wanted = _stems(phrase)
        here = {
            name
            for name in self._people
            if self.genders.get(name) in ("", gender or self.genders.get(name))
            and any(
                wanted <= _stems(role)
                for role in (*self.roles.get(name, ()), *self._epithets(name))
            )
        }
        if not here:
            here = {name for name in _PEOPLE if phrase in self._epithets(name)}
        return here.pop() if len(here) == 1 else None

    def _epithets(self, name: str) -> tuple[str, ...]:
        person = _PEOPLE.get(name)
        if person is None or (person.until and not self.date):
            return ()
        if self.date and not person.since <= self.date <= (person.until or "9999"):
            return ()
        return person.epithets

    def _couple(self, words: list[str], at: int) -> str | None:
        """*Les deux dirigeants*, *les présidents russe et chinois*."""
        noun = words[words[0] == "deux" and len(words) > 1].rstrip("s")
        rest = [w for w in words[1:] if w not in ("et", "deux")]
        if words[0] != "deux" and len(rest) == 2:
            pair = [self._by_role(f"{noun} {w}") for w in rest]
            return "; ".join(pair) if all(pair) else None
        if words[0] != "deux" or len(words) != 2 or words[1] not in _DUALS:
            return None
        people = []
        for name in (
            n
            for s in reversed(self._before(at))
            for n in s.names
            if s.kind != "institution"
        ):
            roles = (*self.roles.get(name, ()), *self._epithets(name))
            fits = noun not in _OFFICES or any(noun in r.split() for r in roles)
            if name not in people and fits:
                people.append(name)
        return "; ".join(people[:2][::-1]) if len(people) >= 2 else None

    def _before(self, at: int) -> list[Seen]:
        return self.seen[max(0, (i := bisect_left(self._places, at)) - 40) : i]

    def _institution(self, phrase: str, words: list[str]) -> str | None:
        body = words[0] in lexicon.words("institution_nouns") and len(words) > 1
        # "Victime d'un malaise" begins a sentence
        capital = re.fullmatch(r"(?!M\.)[^\Wa-zà-ÿ](?:(?! (?:d['’])?une?\b).)*", phrase)
        return phrase if body or capital else None

    def _antecedent(self, pronoun: str, at: int) -> str | None:
        last = ("f" if pronoun.startswith("cette") else "m", "last")
        gender, kind = _PRONOUNS.get(pronoun, last)
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
                and (s.kind != "institution" or gender == "f" and at - s.at < 400)
            ),
            None,
        )
        if kind == "last" and named:  # "ce dernier" is the last one named
            return "; ".join(named.names)
        best = max(filter(None, (spoken, named)), key=lambda s: s.at, default=None)
        return "; ".join(best.names) or None if best else None


def outlet_in(mention: str) -> str | None:
    """The outlet or agency that a mention names, not one that it only belongs to.

    >>> outlet_in("l'agence Chine nouvelle"), outlet_in("un lecteur du Monde")
    ('Chine nouvelle', None)
    """
    match = _OUTLET.search(mention)
    if not match or _OWNED.search(mention[: match.start()]):
        return None
    return OUTLETS[match.group().replace("\u00a0", " ").replace("’", "'")]


def _first_name(words: list[str]) -> int:
    """Where a first name stands after something else: *EELV Yannick Jadot*."""
    return next((k for k, word in enumerate(words) if word in _FIRST_NAMES), 0)


def either(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest that fits, as a tree of letters.

    A plain list of alternatives would be tried one by one at every word.
    """
    whole: dict = {}
    elided: dict = {}
    for phrase in phrases:
        node = elided if phrase.endswith("'") else whole
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    trees = [f"{_branch(whole, True)}(?![\\w-])"] * bool(whole)
    return "|".join([*trees, *[_branch(elided, True)] * bool(elided)])


def _branch(node: dict, first: bool = False) -> str:
    options = []
    for letter, child in node.items():
        if letter:
            same = {" ": "[ \\u00a0]", "'": "['’]"}.get(letter, re.escape(letter))
            if first and letter.islower():
                same = f"[{letter}{letter.upper()}]"
            options.append(same + _branch(child))
    tree = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return "" if not options else f"(?:{tree})?" if "" in node else tree


def _fold(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower().replace("’", "'")).strip()


def _stems(phrase: str) -> set[str]:
    """First letters of the content words: *chinoise* is *chinois*, *d'* is nothing."""
    words = re.findall(r"[^\W\d_]{3,}", phrase)
    return {word[:6] for word in words if word not in ("les", "des", "son")} or {phrase}


def _variants(row) -> list[str]:
    return [row["name"], *filter(None, row["aliases"].split("|"))]


OUTLETS = {v: row["name"] for row in lexicon.table("outlets") for v in _variants(row)}
_INSTITUTIONS = {
    v: (row["name"], row["gender"])
    for row in lexicon.table("institutions")
    for v in _variants(row)
}
_ALIASES = {v: row["name"] for row in lexicon.table("people") for v in _variants(row)}
_PEOPLE = {
    row["name"]: _Person(
        row["gender"],
        tuple(filter(None, _fold(row["epithets"]).split("|"))),
        row["since"],
        row["until"],
    )
    for row in lexicon.table("people")
}
_FIRST_NAMES = {
    name: row["gender"]
    for row in lexicon.table("first_names")
    for name in row["names"].split()
}
_FUNCTION = {
    w for row in lexicon.table("function_words") for w in row["words"].split("|")
}
_VERBAL = {
    w
    for row in lexicon.table("function_words")
    if row["class"] in "ABUkqsxyjmpwtS"
    for w in row["words"].split("|")
}
TITLES = {"M", "MM", "Mme", "Mmes", "Mlle", "Me", "Mgr", "Dr", "Pr"}
_GENDER = dict.fromkeys(("le", "un", "ce", "m", "mgr"), "m") | dict.fromkeys(
    ("la", "une", "cette", "mme", "mlle", "sa"), "f"
)
_PRONOUNS = {
    "il": ("m", "person"),
    "elle": ("f", "person"),
    "lui": ("m", "person"),
    "celui-ci": ("m", "last"),
    "celle-ci": ("f", "last"),
    "ils": ("m", "people"),
    "elles": ("f", "people"),
    "eux": ("m", "people"),
    "ceux-ci": ("m", "people"),
    "celles-ci": ("f", "people"),
    "on": ("", ""),
    "je": ("", ""),
    "j'": ("", ""),
    "nous": ("", ""),
}
_OFFICES = {"dirigeant", "président", "leader", "ministre"}
_DUALS = {f"{noun}s" for noun in _OFFICES} | {
    "avocats",
    "candidats",
    "élus",
    "femmes",
    "hommes",
    "responsables",
    "rivaux",
}
_ISSUED = {
    "communiqué",
    "déclaration",
    "texte",
    "document",
    "message",
    "tweet",
    "post",
    "courrier",
    "lettre",
}
_RELAYS = {"agence", "chaîne", "quotidien", "journal", "média", "source", "radio"}
_CAP = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_LINK = r"(?:de|du|von|van|der|den|ben|bin|al|el|la|le|di|da|dos|del)"
_NAME = re.compile(
    rf"(?<![\w-])(?!(?:[LDJCMNST]|Qu)[’'])"
    rf"(?:(?:MM?|Mmes?|Mlle|Me|Mgr|Dr|Pr)\.?\s)?(?:[A-Z]\.[ \u00a0-]?)*"
    rf"{_CAP}(?:[ \u00a0](?:{_LINK}[ ]){{0,2}}{_CAP}){{0,4}}"
)
_SINGLE = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-ÿ-]+")
_DETERMINER = re.compile(
    r"^(?:(?:l[ea]s?|une?|des?|ces?|cette|cet|son|sa|ses|leurs?)\s|l[’'])+", re.I
)
_ROLE = re.compile(
    r"""(?:^|(?<=[\s«“("’']))(l[ea]s?\s|l[’']|une?\s|son\s|sa\s|ce\s|cette\s)
    ((?:[a-zà-ÿœ’'-]+\s|d[’'][A-Z]\w+\s){1,6}       # le chef de file d'EELV
    |(?:[\w’'-]+\s){1,8}?[\w’'-]+,\s)$              # le directeur de la Mostra,""",
    re.IGNORECASE | re.VERBOSE,
)
_LAST_ARTICLE = re.compile(r"\b(?:l[ea]s?|une?|son|sa|ce|cette)\s$|l[’']$", re.I)
_OPENS = re.compile(
    r"\b(?:que|qu[’']|et|mais|où|quand|lorsque|alors|si|dont|selon)$", re.I
)
_AND = re.compile(r"\bet(?: (?:sa|son|le|la|M\.|Mme)(?: [a-zà-ÿœ]+)?)? ?$")
_COMPLEMENT = re.compile(
    r"\b(?:d[eu]s?(?: la| l[’'])?|d[’']|à(?: la| l[’'])?|aux?) ?$", re.I
)
_OWNED = re.compile(r"\b(?:d[eu]|à|aux?|sur|dans|par)(?: la| l[’'])? ?$|d[’']$", re.I)
_OUTLET = re.compile(rf"(?<![\w’'-])(?:{either(OUTLETS)})")
