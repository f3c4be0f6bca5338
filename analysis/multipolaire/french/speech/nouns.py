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
    if words[0].islower() and verb_first(words[0], said=False):
        return False
    if _AGAIN.search(s.tags, 0, i) and NOBODY in list(ties.values())[-1:]:
        return True  # "telles que « suicide » ou « mercure »"
    if under := _UNDER.search(s.tags, 0, i):
        if _NOUNS.get(s.low(under.start())) == "under" and len(words) < 4:
            return True
    if _NOUNS.get(" ".join(words).lower().rstrip("s")) == "quoted":
        return True
    near = [s.word(k).lower() for k in range(max(0, i - 3), i)]
    if tag in _NAMING and _NOUNS.get(near[-1]) in ("name", "under"):
        if tag == T.word:  # but "une opération « limitée »" is a judgement
            judged = near[-2:-1] in (["un"], ["une"])
            return not (judged and words[0][:1].islower())
        # "la méthode dite « ... »", but "elle a dit « ... »" is speech
        said = _SPOKEN.search(s.tags[: i - 1])
        return not (said or re.match(r"[nd][e’']|\w+(?:er|ir|re)$", words[0]))
    # "une édition limitée « Grand Large »", but "crie trois fois « Assassins »"
    titled = tag in (T.word, T.name) and near[-1] != "fois"
    head = words[1:2] if words[0] in ("la", "le", "les") else words
    capital = head and head[0][:1].isupper() and len(words) <= 5
    named = titled or tag in (T.det, T.of, T.prep, T.some)
    named = named or s.tags[i + 1 : i + 2] == "("  # « Ida » (Gallimard)
    called = "name" in map(_NOUNS.get, near[-2:])  # le mouvement « Debout ! »
    return capital and named and (called or words[-1][-1] not in "!?")


def speech_noun(s: Tagged, i: int) -> Cue | None:
    """*La phrase du ministre : « ... »*, *sa réponse : « ... »*, *aux cris de « ... »*."""
    end = s.spans[i][0] if i < len(s.spans) else s.end
    # 14 words: "la réponse" stands no farther from what it announces.
    start = s.spans[max(0, i - (3 if s.tags[:i].endswith(T.of) else 14))][0]
    match = next(reversed(list(SPEECH.finditer(s.text, start, end))), None)
    return match and by_noun(match, None, i)


def by_noun(noun: re.Match, who: Place | None = None, at: int = 0) -> Cue:
    """Words of a noun, *sa réponse*: of ``who``, or of whom it names."""
    if (noun["own"] or "").lower() in LISTS["own"]:
        who = noun.span("own")
    elif not who and noun["who"] and not _DEED.fullmatch(noun["who"]):
        who = noun.span("who")
    lemma, span = noun["noun"].lower(), noun.span("noun")
    return Cue(lemma, WITHIN, "before", at, at, span, who)


_UNDER = pattern("<word|det>(?:<of><det>?|<some>|<that>)$")
_AGAIN = pattern("<quote>(?:,<and>?|<and>)<article>?$")
_NAMING = tuple(letters("word|part|verb"))
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
_DEED = re.compile(r".*(?:tion|ture|ment|age)")
