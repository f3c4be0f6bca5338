"""Names as the lexicon knows them: people, institutions, outlets, and the forms.

Everything here is said of a word or a name alone; what a text makes of it is in
:mod:`multipolaire.french.speech.speakers`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.fold import fold, unaccented
from multipolaire.french.forms import any_of


class Person(NamedTuple):
    """A term of somebody of ``french/words/people.csv``."""

    gender: str
    epithets: tuple[str, ...]  # they mean this person, named in the text or not
    offices: tuple[str, ...]  # ... where the text names the person
    since: str
    until: str

    def held_on(self, day: str | None) -> bool:
        """Whether the term holds that day or, without one, still does."""
        last = self.until or "9999"
        return self.since <= day <= last if day else not self.until


class Office(NamedTuple):
    """What somebody is called: *le ministre russe des Transports*, *le chercheur*.

    Nouns for people, of ``french/words/person_nouns.csv``, are offices of nothing yet.
    """

    noun: str
    gender: (
        str  # of whom it is said; "" where it does not tell; "*": une victime
    )
    kinds: frozenset[str]
    strict: bool  # only its holder is called so
    of: frozenset[str] = frozenset()  # countries, beginnings of the other words

    def means(self, other: "Office") -> bool:
        """Whether the words may mean who holds the other office."""
        return self.noun == other.noun and self.of <= other.of

    def resembles(self, other: "Office") -> bool:
        """Whether both are of a kind: *l'experte* may be *la chercheuse*."""
        known = not self.strict or self.of <= other.of
        return known and not self.kinds.isdisjoint(other.kinds)


def outlet_in(mention: str) -> str | None:
    """The outlets or agencies that a mention names, not one that it only belongs to.

    >>> outlet_in("l'agence Chine nouvelle"), outlet_in("un lecteur du Monde")
    ('Chine nouvelle', None)
    >>> outlet_in("Le Monde et l'AFP")
    'Le Monde; AFP'
    """
    found = [
        OUTLETS[re.sub(r"\s", " ", match.group()).replace("’", "'")]
        for match in OUTLET.finditer(mention)
        if not _OWNED.search(mention[: match.start()])
    ]
    return "; ".join(dict.fromkeys(found)) or None


def is_outlet(name: str) -> bool:
    """Whether a name is an outlet's or agency's, in capitals or not.

    >>> is_outlet("afp"), is_outlet("Ana Ruiz")
    (True, False)
    """
    return name.lower() in _OUTLET_NAMES


def either(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest that fits, with a capital or not."""
    words = {form for p in phrases for form in (p, p[0].upper() + p[1:])}
    return rf"{any_of(words)}(?![\w-])"


@lru_cache(8192)
def key(name: str) -> str:
    """By what two spellings of a name are one: no accents, hyphens or capitals."""
    low = fold(name).replace("-", " ")
    return low if low.isascii() else unaccented(low)


def runs(text: str) -> Iterator[tuple[int, list[str]]]:
    """Where runs of capitalised words begin, and their words without *Selon*, *Le*."""
    for match in NAME.finditer(text):
        start, words = match.start(), match.group().split()
        titles = [k for k, w in enumerate(words) if w.rstrip(".") in TITLES]
        # "l'AFP Me Anna Petit", but "Paul M. Roy"
        split = titles and words[0] not in FIRST_NAMES
        cut = titles[-1] if split else 0
        rest = enumerate(map(fold, words[cut:]), cut)
        cut = next(
            (k for k, w in rest if k in titles or w not in _NO_NAME), len(words)
        )
        if untitled(words[cut:]):
            yield start + len(" ".join([*words[:cut], ""])), words[cut:]


def untitled(words: list[str]) -> list[str]:
    """Words of a name without its titles: *M. Roy* is *Roy*."""
    return [word for word in words if word.rstrip(".") not in TITLES]


@lexicon.remembered()
def people() -> dict[str, list[Person]]:
    """The terms of everybody who is listed."""
    listed: dict[str, list[Person]] = {}
    for row in lexicon.followed("people"):
        phrases = (
            tuple(filter(None, fold(row[column]).split("|")))
            for column in ("epithets", "offices")
        )
        term = Person(row["gender"], *phrases, row["since"], row["until"])
        listed.setdefault(row["name"], []).append(term)
    return listed


@lexicon.remembered()
def aliases() -> dict[str, str]:
    """The whole name, by the :func:`key` of any name of everybody who is listed."""
    named = _by_form(lexicon.followed("people"))
    return {key(form): row["name"] for form, row in named.items()}


@lexicon.remembered()
def epithets() -> dict[str, list[tuple[str, Person]]]:
    """Whom a phrase may mean, and in which term."""
    meant: dict[str, list[tuple[str, Person]]] = {}
    for name, terms in people().items():
        for term in terms:
            for phrase in term.epithets:
                meant.setdefault(phrase, []).append((name, term))
    return meant


def _by_form(rows: Iterable[Mapping]) -> dict[str, Mapping[str, str]]:
    """Rows of a word list, by the name and the aliases of each."""
    return {
        form: row
        for row in rows
        for form in (row["name"], *filter(None, row["aliases"].split("|")))
    }


def _lists(name: str, column: str) -> dict[str, tuple[str, ...]]:
    """Words of a list that has one row a class, by class."""
    rows = lexicon.table(name)
    return {row[column]: tuple(row["words"].split("|")) for row in rows}


def _mentions(*kinds: str) -> dict[str, tuple[str, str]]:
    """Words of these kinds in ``french/words/mentions.csv``, with gender and kind."""
    return {
        word: (row["gender"], row["kind"])
        for row in lexicon.table("mentions")
        if row["kind"] in kinds
        for word in row["words"].split("|")
    }


def noun(word: str) -> Office | None:
    """The noun for a person that a word is, in the singular or plural."""
    low = fold(word)
    return NOUNS.get(low) or NOUNS.get(low.removesuffix("s"))


def _nouns() -> dict[str, Office]:
    """Nouns for people by form, and how each may be told from the others."""
    nouns: dict[str, Office] = {}
    for row in lexicon.table("person_nouns"):
        for word in row["words"].split("|"):
            forms = word.split("/")
            genders = "mf" if len(set(forms)) == len(forms) else "**"
            for gender, form in zip(genders if forms[1:] else ("",), forms):
                noun = Office(fold(forms[0]), gender, frozenset(), False)
                noun = nouns.get(fold(form), noun)
                kinds = noun.kinds | {row["kind"]}
                strict = noun.strict or bool(row["office"])
                nouns[fold(form)] = noun._replace(kinds=kinds, strict=strict)
    return nouns


LISTS = _lists("speech_words", "list")
CLASSES = _lists("function_words", "class")
FUNCTION = set().union(*CLASSES.values())
VERBS = {*CLASSES["have"], *CLASSES["be"], *CLASSES["modal"]}
FIRST_NAMES = {
    name: row["gender"]
    for row in lexicon.table("first_names")
    for name in row["names"].split()
}
OUTLETS = {
    form: row["name"]
    for form, row in _by_form(lexicon.table("outlets")).items()
}
# "selon le Télégramme"
OUTLETS |= {form[0].lower() + form[1:]: OUTLETS[form] for form in OUTLETS}
_GIVEN = OUTLETS.keys() & FIRST_NAMES.keys()
# "Marianne de Brito" is no paper
OUTLET_NAME = (
    rf"(?!{any_of(_GIVEN)} (?:d[’']|de |du )?[A-ZÀ-Þ])(?:{either(OUTLETS)})"
)
_OUTLET_NAMES = {form.lower() for form in OUTLETS}
INSTITUTIONS = {
    form: (row["name"], row["gender"])
    for form, row in _by_form(lexicon.table("institutions")).items()
}
TITLES = {"M", "MM", "Mme", "Mmes", "Mlle", "Me", "Mgr", "Dr", "Pr", "Maître"}
GENDERS = {word: gender for word, (gender, _) in _mentions("gender").items()}
PRONOUNS = _mentions("person", "last", "people", "nobody")
_NO_NAME = FUNCTION | set(PRONOUNS)
DUALS, EPONYMS = _mentions("dual"), _mentions("eponym")
ISSUED, RELAYS = _mentions("issued"), _mentions("relay")
BODIES = {
    fold(word): row["gender"]
    for row in lexicon.table("institution_nouns")
    for word in row["words"].split("|")
}
# Any body may be called so again: "l'association".
_FREE = (row for row in lexicon.table("institution_nouns") if row["free"])
FREE_BODIES = {fold(w) for row in _FREE for w in row["words"].split("|")}
NOUNS = _nouns()
NOUN = rf"(?i:{any_of(NOUNS)})s?(?![\w’'-])"
_ARAB = r"(?:(?i:al|el|as|ash|at|ad|an|ar|az|ben|bin|ould)-)?"
_CAP = rf"{_ARAB}[A-ZÀ-ÖØ-Þ][\w’'-]*"
_LINK = (
    r"(?:de|du|von|van|der|den|ben|bin|al|el|la|le|di|da|dos|del|ould|[A-Z]\.)"
)
PARTICLES = rf"(?:(?:{_LINK}[ ]){{0,2}}|d[’'])"  # de Villepin, d'Estaing
NAME = re.compile(
    rf"(?=[A-ZÀ-ÖØ-Þaeob])(?<![\w-])(?!(?:[LDJCMNST]|Qu)[’'])"
    rf"(?:(?:MM?|Mmes?|Mlle|Me|Mgr|Dr|Pr)\.?\s{PARTICLES})?(?:[A-Z]\.[ \u00a0-]?)*"
    rf"(?=[A-ZÀ-ÖØ-Þ]|\w+-[A-ZÀ-ÖØ-Þ]){_CAP}(?:[ \u00a0]{PARTICLES}(?![LJ][’']){_CAP}){{0,4}}"
)
_OWNED = re.compile(
    r"(?:\b(?:d[eu]|à|aux?|sur|dans|par)(?: la| l['’])?|d['’]) ?$"
    rf"|{NOUN} (?:du |de la |de l['’])(?:{'|'.join(LISTS['media'])}) $",
    re.I,
)
OUTLET = re.compile(rf"(?<![\w-])(?:{OUTLET_NAME})")
