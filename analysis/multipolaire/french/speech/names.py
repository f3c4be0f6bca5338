"""Names as the lexicon knows them: people, institutions, outlets, and the forms.

Everything here is said of a word or a name alone; what a text makes of it is in
:mod:`multipolaire.french.speech.speakers`.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.forms import any_of


class Person(NamedTuple):
    """Somebody of ``french/words/people.csv``."""

    gender: str
    epithets: tuple[str, ...]
    since: str  # dates of the office that the epithets name
    until: str

    def epithets_on(self, day: str | None) -> tuple[str, ...]:
        """The epithets, if the office was held that day or, without one, still is."""
        last = self.until or "9999"
        held = self.since <= day <= last if day else not self.until
        return self.epithets if held else ()


def outlet_in(mention: str) -> str | None:
    """The outlet or agency that a mention names, not one that it only belongs to.

    >>> outlet_in("l'agence Chine nouvelle"), outlet_in("un lecteur du Monde")
    ('Chine nouvelle', None)
    """
    match = _OUTLET.search(mention)
    if not match or _OWNED.search(mention[: match.start()]):
        return None
    return OUTLETS[re.sub(r"\s", " ", match.group()).replace("’", "'")]


def is_outlet(name: str) -> bool:
    """Whether a name is an outlet's or agency's, in capitals or not.

    >>> is_outlet("afp"), is_outlet("Ana Ruiz")
    (True, False)
    """
    return name.lower() in _OUTLET_NAMES


def either(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest that fits, with a capital or not.

    An elided one (*d'*) may stand before a letter.
    """
    words = {form for p in phrases for form in (p, p[0].upper() + p[1:])}
    elided = {word for word in words if word.endswith("'")}
    tree = rf"{any_of(words - elided)}(?![\w-])"
    return f"{tree}|{any_of(elided)}" if elided else tree


def fold(words: str) -> str:
    """In lower case, with straight apostrophes and single blanks."""
    low = words.lower().replace("’", "'")
    return low if low.isalpha() else " ".join(low.split())


def untitled(words: list[str]) -> list[str]:
    """Words of a name without its titles: *M. Roy* is *Roy*."""
    return [word for word in words if word.rstrip(".") not in TITLES]


def _by_form(name: str) -> dict[str, Mapping[str, str]]:
    """Rows of a word list, by the name and the aliases of each."""
    return {
        form: row
        for row in lexicon.table(name)
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


LISTS = _lists("speech_words", "list")
CLASSES = _lists("function_words", "class")
FUNCTION = set().union(*CLASSES.values())
# Words of a role, *le maire de la ville*; any other class makes it a clause.
_NOMINAL = ["and", "as", "det", "for", "if", "of", "some", "to", "where"]
_NOMINAL += ["without", "word"]
VERBAL = set().union(*(w for c, w in CLASSES.items() if c not in _NOMINAL))
OUTLETS = {form: row["name"] for form, row in _by_form("outlets").items()}
_OUTLET_NAMES = {form.lower() for form in OUTLETS}
INSTITUTIONS = {
    form: (row["name"], row["gender"])
    for form, row in _by_form("institutions").items()
}
ALIASES = {form: row["name"] for form, row in _by_form("people").items()}
PEOPLE = {
    row["name"]: Person(
        row["gender"],
        tuple(filter(None, fold(row["epithets"]).split("|"))),
        row["since"],
        row["until"],
    )
    for row in lexicon.table("people")
}
FIRST_NAMES = {
    name: row["gender"]
    for row in lexicon.table("first_names")
    for name in row["names"].split()
}
TITLES = {"M", "MM", "Mme", "Mmes", "Mlle", "Me", "Mgr", "Dr", "Pr"}
GENDERS = {word: gender for word, (gender, _) in _mentions("gender").items()}
PRONOUNS = _mentions("person", "last", "people", "nobody")
OFFICES, DUALS = _mentions("office"), _mentions("dual")
ISSUED, RELAYS = _mentions("issued"), _mentions("relay")
_CAP = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
_LINK = r"(?:de|du|von|van|der|den|ben|bin|al|el|la|le|di|da|dos|del)"
NAME = re.compile(
    rf"(?<![\w-])(?!(?:[LDJCMNST]|Qu)[’'])"
    rf"(?:(?:MM?|Mmes?|Mlle|Me|Mgr|Dr|Pr)\.?\s)?(?:[A-Z]\.[ \u00a0-]?)*"
    rf"{_CAP}(?:[ \u00a0](?:{_LINK}[ ]){{0,2}}{_CAP}){{0,4}}"
)
_OWNED = re.compile(
    r"\b(?:d[eu]|à|aux?|sur|dans|par)(?: la| l[’'])? ?$|d[’']$", re.I
)
_OUTLET = re.compile(rf"(?<![\w’'-])(?:{either(OUTLETS)})")
