"""What a noun beside quoted words says of them: a name, or somebody's words."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.speech.names import LISTS
from multipolaire.french.speech.tags import (
    Cue,
    Place,
    T,
    Tagged,
    letters,
    pattern,
    verb_first,
)

WITHIN = frozenset({"within"})
NOBODY = Cue("", frozenset(), "", -1, -1, (0, 0), None)


class Words(NamedTuple):
    """A quotation, the i-th word of its sentence, and whose those before it are."""

    s: Tagged
    i: int
    ties: Mapping[int, Cue | None]
    holds: Mapping[Cue, str] = MappingProxyType({})  # how each cue could


def is_name(quotation: Words) -> bool:
    """*Le film « Ida »*, *la « Une »*: a title, a name, a word cited as a word."""
    s, i, ties, _ = quotation
    words, tag = s.quoted(i), s.tags[i - 1 : i]
    if _AGAIN.search(s.tags, 0, i) and NOBODY in list(ties.values())[-1:]:
        return True  # "telles que « suicide » ou « mercure »"
    under = _UNDER.search(s.tags, 0, i)
    if under and _NOUNS.get(s.low(under.start())) == "under":
        return True
    if _NOUNS.get(" ".join(words).lower().rstrip("s")) == "quoted":
        return True
    near = [s.word(k).lower() for k in range(max(0, i - 2), i)]
    if tag == T.word and _NOUNS.get(near[-1]) in ("name", "under"):
        # but "une opération « limitée »" is a judgement
        judged = near[0] in ("un", "une") or verb_first(words[0], said=False)
        return not (judged and words[0].islower())
    if tag in (T.part, T.verb) and _NOUNS.get(near[-1]) == "under":
        # "la méthode dite « ... »", but "elle a dit « ... »" is speech
        return not _SPOKEN.search(s.tags[: i - 1])
    # "une édition limitée « Grand Large »"
    head = words[1:2] if words[0] in ("la", "le", "les") else words
    capital = head and head[0][:1].isupper() and len(words) <= 5
    named = tag and tag in _BEFORE_NAME or s.tags[i + 1 : i + 2] == "("
    called = "name" in map(_NOUNS.get, near)  # le mouvement « Debout ! »
    return bool(capital and named and (called or words[-1][-1] not in "!?"))


def speech_noun(s: Tagged, i: int) -> Cue | None:
    """*La phrase du ministre : « ... »*, *sa réponse : « ... »*, *aux cris de « ... »*."""
    # 14 words: "la réponse" stands no farther from what it announces.
    near = 3 if s.tags[:i].endswith(T.of) else 14
    start = s.spans[max(0, i - near)][0]
    found = list(SPEECH.finditer(s.text, start, s.spans[i][0]))
    return by_noun(found[-1], None, i) if found else None


def by_noun(noun: re.Match, who: Place | None = None, at: int = 0) -> Cue:
    """Words of a noun, *sa réponse*: of ``who``, or of whom it names."""
    if (noun["own"] or "").lower() in LISTS["own"]:
        who = noun.span("own")
    elif not who and noun["who"]:
        who = noun.span("who")
    lemma, span = noun["noun"].lower(), noun.span("noun")
    return Cue(lemma, WITHIN, "before", at, at, span, who)


_UNDER = pattern("<word|det>(?:<of><det>?|<some>|<that>)$")
_AGAIN = pattern("<quote>(?:,<and>?|<and>)<article>?$")
_BEFORE_NAME = letters("word|name|det|of|prep|some")
_SPOKEN = pattern("<pron|name|outlet|have|self|be|title|adv>$|^$")
_NOUNS = {row["noun"]: row["kind"] for row in lexicon.table("quote_nouns")}
_SPEECH_NOUNS = [re.escape(n) for n in _NOUNS if _NOUNS[n] == "speech"]
_OF_WHOM = r"""(?:\s(?!d[eu]s?\b)[a-zà-ÿ]+)?\s(?:du|de\sla|de\sl['’]|des?|d['’])\s?
    (?P<who>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*|\w+(?:\s[A-ZÀ-Þ][\w’'-]+)*)"""
SPEECH = re.compile(
    rf"""\b(?:(?P<own>(?i:la|le|l['’]|sa|son|ses|leurs?|une?|ces?|cette))\s?)?
    \b(?P<noun>(?i:{"|".join(_SPEECH_NOUNS)}))s?\b
    (?:{_OF_WHOM})?""",
    re.VERBOSE,
)
