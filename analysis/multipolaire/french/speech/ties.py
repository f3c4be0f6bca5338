"""Whose words a quotation holds: the cue that it is tied to."""

import re
from itertools import islice

from multipolaire.french.attach import Feature, attach
from multipolaire.french.speech.clauses import first_subject, subject
from multipolaire.french.speech.grammar import read
from multipolaire.french.speech.nouns import (
    NOBODY,
    SPEECH,
    WITHIN,
    Words,
    by_noun,
    is_name,
    speech_noun,
)
from multipolaire.french.speech.tags import (
    Cue,
    T,
    Tagged,
    letters,
    parse,
    pattern,
    verb_first,
)

_NEAREST = 8  # cues of a sentence that are asked for, on either side


def tie(words: Words, before) -> Cue | None:
    """The cue of a quotation; ``NOBODY`` where nobody says it.

    ``None`` where somebody does, but nothing tells who; ``before`` is the report of
    the sentence before.
    """
    s, i, tags = words.s, words.i, words.s.tags
    leading, spelt = s.leads(i), tags[:i].endswith(":")
    if best := _best(words):
        plain = leading or spelt or not is_name(words)
        return best if plain and (best.said or spelt) else NOBODY
    if tags[:i].endswith((":", ",", T.of)) and T.source not in tags[:i]:
        if not is_name(words) and (cue := speech_noun(s, i)):
            return cue  # not "la question du « Brexit »"
    if spelt:
        return subject_cue(s, tags.rfind(";", 0, i) + 1)
    if leading and not tags[i + 1 :].strip(".,-!"):
        return _alone(s, i, before)
    # « ... », dit X. « Aujourd'hui, il pleut » encore: X speaks again
    last = _goes_on(s, before) and before.last
    again = last and T.quote in before.s.tags and len(s.quoted(i)) >= 4
    return last if again and (leading or not s.cues) else NOBODY


def subject_cue(s: Tagged, first: int = 0) -> Cue:
    """Who stands where a subject does, with no verb of saying: *Paul Roy : « ... »*."""
    who = first_subject(s, first)
    return Cue("", WITHIN, "before", 0, 0, (0, 0), who)


def _best(words: Words) -> Cue | None:
    """Of the cues before and after a quotation, the one that reports it best."""
    s, i = words.s, words.i
    near = [cue for cue in reversed(s.cues) if cue.until <= i][:_NEAREST]
    near += [cue for cue in s.cues if cue.first > i][:_NEAREST]
    words = words._replace(holds={cue: _hold(words, cue) for cue in near})
    found = attach(words, near, _FEATURES, floor=3)
    return found and found.candidate


def _hold(words: Words, cue: Cue) -> str:
    """How a cue could hold a quotation: the name of a feature, or ""."""
    s, i = words.s, words.i
    gap = s.tags[cue.until : i]
    if cue.first > i:
        return "stands after" if _follows(s, i, cue) else ""
    if ":" in gap:
        return "announces it"
    if cue.incise:
        cuts = gap.startswith(",") and T.quote not in s.tags[: cue.first]
        says = cuts or _SAID_BY.fullmatch(gap)
        return "opens its sentence" if says else ""
    if cue.sourced:
        view = cue.shape == "for"
        return "is a view of it" if view else "opens its sentence"
    held = s.clauses.get(cue, i + 1) <= i or _DIRECTLY.fullmatch(gap)
    frames = cue.frames
    # "La ville, a dit X, répondra « ... »"
    cuts = (c for c in s.cues if c.incise and c.until < cue.first)
    who = cue.who or (s.end, s.end)
    cut = any(who[1] <= s.spans[c.first][0] for c in cuts)
    if cut or "wish" in frames:
        return "may report"
    if "beside" in frames:
        return "may report" if len(gap) <= 3 else ""
    takes = held and {"within", "clause"} & frames
    takes = takes or "whole" in frames and _TOUCHING.fullmatch(gap)
    # "appelle à « ... »", "qualifie « de piège »", "ce qu'il appelle « ... »"
    linked = T.to in gap or _LINK.match(s.text, s.quotes[i][0])
    linked = linked or not gap and T.that in s.tags[: cue.first]
    if takes or "linked" in frames and linked:
        return "is its clause or object"
    # Tags: as many as an object with its complement has.
    near = cue.who and len(gap) <= 18 and "within" in frames
    return "is near, in quoting words" if near else ""


def _follows(s: Tagged, i: int, cue: Cue) -> bool:
    """« ... », *a-t-il dit*; « ... » *selon X*."""
    gap, opens, many = s.tags[i + 1 : cue.first], s.leads(i), len(s.quoted(i))
    # « ... », Xi a été cité: as other languages say it, with nothing after
    told = cue.shape == "before" and cue not in s.clauses and gap[:1] == ","
    if told and opens and many > 2 and subject(s, cue) == i + 2:
        return True
    if not (cue.incise or cue.sourced) or {":", ";"} & set(gap):
        return False
    if _LISTED.fullmatch(gap) or opens and many > 3:
        return True
    if cue.shape == "for" or gap[-1:] not in (",", T.quote, "-", ")"):
        return False
    # "s'oppose « fermement » au plan, a dit X"; not "les « sages », a dit X, ..."
    named = i and s.tags[i - 1] in _NAMING and not s.low(i - 1).startswith("un")
    # "Le pays « refuse » toute ingérence": the verb is among the quoted words
    return many > 3 or not named or verb_first(s.quoted(i)[0])


def _goes_with(words: Words, cue: Cue) -> bool:
    """The words before are its own: *a dénoncé « ... » qui serait « ... »*."""
    s, i, ties, holds = words
    own = max((k for k, held in ties.items() if held is cue), default=None)
    if own is None or holds[cue] == "is its clause or object":
        return False
    if cue.incise and cue.first < i and len(s.quoted(i)) < 4:
        return False  # « ... », a dit le chef des « verts »
    return _unrivalled(words, cue) and not _CONTRAST.search(s.tags, own, i)


def _unrivalled(words: Words, cue: Cue) -> bool:
    """Between it and the words, no other cue holds them."""
    others = (
        c for c in words.holds if cue.until <= c.first < c.until <= words.i
    )
    return all(words.holds[c] in ("", "may report") for c in others)


def _how(name: str, weight: float) -> Feature:
    return Feature(name, weight, lambda words, cue: words.holds[cue] == name)


_FEATURES = (
    _how("is its clause or object", 7),  # dit que le prix « ... »
    _how("opens its sentence", 7),  # Selon X, le prix « ... »
    _how("announces it", 5),  # il dit : « ... »
    _how("is a view of it", 5),  # Pour X, le prix « ... »
    _how("is near, in quoting words", 5),  # dénonce un prix « ... »
    _how("may report", 1),  # veut un prix « ... »
    _how("stands after", 9),  # « ... », dit-il
    Feature("holds the words before", 5, _goes_with),
    Feature(
        "has no rival", 3, lambda w, c: c.until <= w.i and _unrivalled(w, c)
    ),
)


def _alone(s: Tagged, i: int, before) -> Cue | None:
    """A sentence that is one quotation: an incise in it, or who spoke before."""
    start, end = s.quotes[i]
    words = s.text[start:end]
    # Of the commas of an endless quotation, the first 20; an incise ends within 160
    # characters.
    for comma in islice(re.finditer(r",\s(?=[a-zà-ÿ])", words), 20):
        at = start + comma.start()
        for cue in read(parse(s.text, at, min(end, at + 160))).cues:
            if cue.incise and cue.first == 1:
                return cue.elsewhere()  # its numbers are those of the piece
    here, last = _goes_on(s, before), before and before.last
    if last and (before.open or here):
        return last
    asks = here and not before.s.cues
    noun = asks and SPEECH.search(s.text, before.s.start, before.s.end)
    if noun:  # *Sa devise ?* « ... »
        return by_noun(noun, first_subject(before.s)).elsewhere()
    return None if len(words.split()) > 4 or words[-1:] in ".!?…" else NOBODY


def _goes_on(s: Tagged, before) -> bool:
    """Whether the sentence stands in the paragraph of the one before."""
    return bool(before) and "\n" not in s.text[before.s.end : s.start]


_CONTRAST = pattern(",<conj>|[;:]")
_DIRECTLY = pattern("<article|of|to|aside|not|clitic|as|inf|num|self>{0,5}")
_TOUCHING = pattern("[,<adv>-]{0,3}")
_SAID_BY = pattern(
    r"""[,.<aside><and><conj>-]*(?:<that>.*)? | [^,]*,<who><proclitic>*
    | <prep|to|of|det|some|noun|aside>*,<adv|and>?"""
)
_LINK = re.compile(r"(?:à|aux?|de)\b")
_LISTED = pattern("[,.)<quote><and>-]*")
_NAMING = letters("article|to|word|name|outlet")
