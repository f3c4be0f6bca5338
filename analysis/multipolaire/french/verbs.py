"""Finite verbs of a text, each with its tense and whether it is denied."""

import re
from functools import cache
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
        named = word[0].isupper()  # "Sierra", "l'Est"
        if tense == "present" and (named or not _acts(text, match)):
            continue
        if tense in ("imperfect", "future", "conditional"):
            none = word.lower() in lexicon.words("not_future")
            if none or tense == "future" and named:
                continue
        tense = "past" if tense == "imperfect" else tense
        found.append(Verb(*match.span(), tense, _denied(text, match)))
    return found


_HAVE = "a|ont|avait|avaient|ayant|est|sont|était|étaient|aurait|auraient|ait"
_ASIDE = rf"(?:(?:été|déjà|ainsi|encore|plus|pas|que|aussi|{LETTERS}ment)[ ])"


@cache
def _pattern() -> re.Pattern:
    present = any_of(lexicon.words("present_verbs"))
    return re.compile(
        rf"""{START}(?:
        (?P<past>(?:{_HAVE})[ ]{_ASIDE}{{0,3}}
            {LETTERS}(?:é|i|u|is|it|int|ert)(?:e?s?)|{LETTERS}èrent)
        |(?P<present>{present}
            |(?<=[sx][ ])[^\W\d_]{{2,}}(?<!m)ent)   # les ventes battent
        |(?P<future>{LETTERS}(?:er|ir|dr|vr|rr|ur|ttr|îtr)(?:a|ons|ont)|iront)
        |(?P<conditional>{LETTERS}(?:er|ir|dr|rr|ttr|îtr)ai(?:t|ent))
        |(?P<imperfect>[^\W\d_]{{2,}}ai(?:t|ent))
        ){END}""",
        re.VERBOSE | re.IGNORECASE,
    )


# What stands before a noun, and never before a verb: "en hausse", "une chute"
_BEFORE_NOUN = re.compile(
    r"(?i)(?:\b(?:de|à|au|aux|du|des|une?|l[ea]s?|cette|ces?|sa|son|ses|leurs?"
    r"|notre|toute|forte?|nette|légère|sans|par)\s|\b[ld]['’])\Z"
)


def _acts(text: str, match: re.Match) -> bool:
    before = text[max(0, match.start() - 9) : match.start()]
    fall = before.lower().endswith("en ") and match[0] in ("baisse", "chute")
    return not (fall or _BEFORE_NOUN.search(before))


_NE = re.compile(r"(?i)\b(?:n['’]|ne\s(?:l[ea]s?\s|l['’]|s['’]|se\s|y\s)?)\Z")
_NOT = re.compile(r"[^.;:,]{0,30}?\b(?:pas|jamais|guère)\b")


def _denied(text: str, match: re.Match) -> bool:
    denies = _NE.search(text, max(0, match.start() - 8), match.start())
    return bool(denies and _NOT.match(text, match.start()))
