"""Verbs by their form: how they are conjugated, and the finite ones of a text."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.forms import END, LETTERS, START, any_of


class Verb(NamedTuple):
    """A finite verb at ``start:end``, with its auxiliary and participle.

    ``tense`` is past, present, future or conditional; a conditional of the past ("aurait
    vendu") is past.
    """

    start: int
    end: int
    tense: str
    denied: bool


def verbs_in(text: str, start: int, end: int) -> list[Verb]:
    """The finite verbs of a stretch of text, in order, as far as their form tells.

    >>> text = "Il n'a pas vendu, vend, vendrait et vendra. La vente baisse."
    >>> [(text[v.start:v.end], v.tense, v.denied) for v in verbs_in(text, 0, len(text))]
    [('a pas vendu', 'past', True), ('vend', 'present', False), \
('vendrait', 'conditional', False), ('vendra', 'future', False), \
('baisse', 'present', False)]
    """
    found = []
    for match in _pattern().finditer(text, start, end):
        tense, word = match.lastgroup, match[0]
        if tense == "compound":
            tense = "past"
        elif tense == "present":
            tense = _acts(text, match) and tense
        else:
            tense = tense_of(word.lower())
        # "Sierra", "l'Est"
        if tense and not (word[0].isupper() and tense in _ALSO_NAMES):
            found.append(Verb(*match.span(), tense, _denied(text, match)))
    return found


@lru_cache(1 << 14)
def tense_of(word: str) -> str | None:
    """The tense of a word, if by its form alone it is a finite verb.

    >>> [tense_of(word) for word in ("vendra", "vendaient", "opéra", "vent")]
    ['future', 'past', None, None]
    """
    match = _TELLING.fullmatch(word)
    return (
        match
        and word not in lexicon.words("not_future")
        and match.lastgroup
        or None
    )


def conjugated(verb: str, parts: list[str]) -> Iterator[tuple[str, str]]:
    """Forms of a verb with what they are, from its principal parts."""
    stem = verb[:-2]
    if not parts:  # regular in -er
        endings = ("e", "ent", "ant", "era", "é", "a", "èrent")
        parts = [stem + ending for ending in endings]
    one, many, going, future, done, past, pasts = parts
    imperfect = (going[:-3] + end for end in ("ait", "aient", "ais"))
    futures = (future[:-1] + end for end in ("ont", "ait", "aient"))
    present = (one, many, past, pasts, many[:-2], future)
    for form in (*present, *imperfect, *futures):
        yield form, "verb"
    yield verb, "inf"
    yield going, "ger"
    for ending in ("", "e", "s", "es"):
        yield done + ending, "part"


_ALSO_NAMES = ("present", "future")
_FORMS = rf"""(?P<future>{LETTERS}(?:er|ir|dr|vr|rr|ur|ttr|îtr)(?:a|ons|ont)|iront)
    |(?P<conditional>{LETTERS}(?:er|ir|dr|rr|ttr|îtr)ai(?:t|ent))
    |(?P<past>[^\W\d_]{{2,}}ai(?:t|ent)|{LETTERS}èrent)"""
_TELLING = re.compile(_FORMS, re.VERBOSE)
_HAVE = "a|ont|avait|avaient|ayant|est|sont|était|étaient|aurait|auraient|ait"
_ASIDE = rf"(?:(?:été|déjà|ainsi|encore|plus|pas|que|aussi|{LETTERS}ment)[ ])"


@cache
def _pattern() -> re.Pattern:
    return re.compile(
        rf"""{START}(?:
        (?P<compound>(?:{_HAVE})[ ]{_ASIDE}{{0,3}}
            {LETTERS}(?:é|i|u|is|it|int|ert)(?:e?s?))
        |(?P<present>{any_of(lexicon.words("present_verbs"))}
            |(?<=[sx][ ])[^\W\d_]{{2,}}(?<!m)(?<!ai)(?<!èr)ent)   # les ventes battent
        |{_FORMS}){END}""",
        re.VERBOSE | re.IGNORECASE,
    )


# What stands before a noun, and never before a verb: "en hausse", "une chute"
_BEFORE_NOUN = re.compile(
    r"(?i)(?:\b(?:de|à|au|aux|du|des|une?|l[ea]s?|cette|ces?|sa|son|ses|leurs?"
    r"|notre|toute|forte?|nette|légère|sans|par)\s|\b[ld]['’])\Z"
)
_NE = re.compile(r"(?i)\b(?:n['’]|ne\s(?:l[ea]s?\s|l['’]|s['’]|se\s|y\s)?)\Z")
_NOT = re.compile(r"[^.;:,]{0,30}?\b(?:pas|jamais|guère)\b")


def _acts(text: str, match: re.Match) -> bool:
    before = text[max(0, match.start() - 9) : match.start()]
    fall = before.lower().endswith("en ") and match[0] in ("baisse", "chute")
    return not (fall or _BEFORE_NOUN.search(before))


def _denied(text: str, match: re.Match) -> bool:
    denies = _NE.search(text, max(0, match.start() - 8), match.start())
    return bool(denies and _NOT.match(text, match.start()))
