"""Whose words a quotation holds: the cue that it is tied to."""

import re
from itertools import islice

from multipolaire.french.attach import Feature, attach
from multipolaire.french.speech.clauses import subject
from multipolaire.french.speech.grammar import cues
from multipolaire.french.speech.nouns import (
    NOBODY,
    SPEECH,
    WITHIN,
    Words,
    by_noun,
    is_name,
    speech_noun,
)
from multipolaire.french.speech.subjects import first_subject
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
    if s.leads(i, quoted=True) and (colon := _PINNED.match(tags, i)):
        return _pinned(s, colon.end())
    if leading and not tags[i + 1 :].strip(".,-!"):
        return _alone(s, i, before)
    # « ... », dit X. « Aujourd'hui, il pleut » encore: X speaks again
    last = _goes_on(s, before) and before.last
    if last and T.quote in before.s.tags and len(s.quoted(i)) >= 4:
        alone = not (s.cues or is_name(words))
        return last if leading or alone else NOBODY
    return NOBODY


def subject_cue(s: Tagged, first: int = 0) -> Cue:
    """Who stands where a subject does, with no verb of saying: *Paul Roy : « ... »*."""
    who = first_subject(s, first)
    if who and (noun := SPEECH.search(s.text, *who)):
        return by_noun(noun)  # « Honteux » : les réactions de Paul Roy pleuvent
    return Cue("", WITHIN, "before", 0, 0, (0, 0), who)


def _best(words: Words) -> Cue | None:
    """Of the cues before and after a quotation, the one that reports it best."""
    s, i = words.s, words.i
    ahead = [cue for cue in reversed(s.cues) if cue.until <= i][:_NEAREST]
    after = [cue for cue in s.cues if cue.first > i][:_NEAREST]
    words = words._replace(holds={c: _hold(words, c) for c in ahead + after})
    found = attach(words, words.holds, _FEATURES, floor=3)
    best = found and found.candidate
    if best and not best.said:  # "n'explique pas « ... », selon X"
        best = next((cue for cue in after if words.holds[cue]), best)
    if best in ahead and (other := _GAPPED.search(s.tags, 0, i)):
        # "salue « ... », son rival « ... »": the verb stays, another speaks
        best = best._replace(who=s.phrase(other))
    return best


def _hold(words: Words, cue: Cue) -> str:
    """How a cue could hold a quotation: the name of a feature, or ""."""
    s, i, tags = words.s, words.i, words.s.tags
    gap, left = tags[cue.until : i], tags[: cue.first]
    after = (c for c in s.cues if c.first > i)
    if cue.first > i:
        return "stands after" if _follows(s, i, cue) else ""
    if ":" in gap:
        near = gap.endswith(":") or len(s.quoted(i)) > 3
        return "announces it" if near else ""
    if cue.shape == "for":
        opens = _ASIDE.fullmatch(gap) and not left.endswith(T.quote)
        return "is a view of it" if opens else ""
    if cue.shape == "source":  # ", selon X, « ... »": its clause alone
        leads = (
            gap == ","
            or s.leads(cue.first)
            or not any(c.sourced for c in after)
        )
        return "opens its sentence" if leads else "is a view of it"
    if cue.incise:
        cuts = gap.startswith(",") and T.quote not in left
        says = cuts or left.endswith(T.as_) or _SAID_BY.fullmatch(gap)
        return "opens its sentence" if says else ""
    # "Selon X, qui l'a révélé, « ... »": an aside that has ended
    aside = left.rstrip(T.adv).endswith("," + T.who) and "," in gap
    if aside and any(c.sourced and c.first < cue.first for c in s.cues):
        return ""
    return _governs(s, cue, i, gap)


def _governs(s: Tagged, cue: Cue, i: int, gap: str) -> str:
    """A verb that takes a clause or an object, or words in the writer's sentence."""
    frames, direct = cue.frames, _DIRECTLY.fullmatch(gap)
    held = s.clauses.get(cue, i + 1) <= i or direct
    # Tags: as many as an object with its complement has.
    near = cue.who and len(gap) <= 18 and "within" in frames
    if "wish" in frames or _yields(s, cue):
        return "may report" if held or near else ""
    if "beside" in frames:
        return "may report" if _BESIDE.fullmatch(gap) else ""
    takes = held and {"within", "clause"} & frames
    takes = takes or "whole" in frames and _TOUCHING.fullmatch(gap)
    # "appelle à « ... »", "qualifie « de piège »"
    linked = T.to in gap or _LINK.match(s.text, s.quotes[i][0])
    linked = linked or not gap and _CALLED.search(s.tags, 0, cue.first)
    if takes or "linked" in frames and linked:
        return "is its clause or object"
    return "is near, in quoting words" if near else ""


def _yields(s: Tagged, cue: Cue) -> bool:
    """*X demande que Paris révèle « ... »*; *Paris, a averti X, répondra « ... »*."""
    at, who = subject(s, cue), cue.who or (s.end, s.end)
    bids = (k for c, k in s.clauses.items() if "bids" in c.frames)
    cuts = (c for c in s.cues if c.incise and c.until < cue.first)
    return at in bids or any(who[1] <= s.spans[c.first][0] for c in cuts)


def _follows(s: Tagged, i: int, cue: Cue) -> bool:
    """« ... », *a-t-il dit*; « ... » *selon X*."""
    gap, opens = s.tags[i + 1 : cue.first], s.leads(i)
    many = len(s.quoted(i))
    # « ... », Xi a été cité: as other languages say it, with nothing after
    told = cue.shape == "before" and cue not in s.clauses and gap[:1] == ","
    if told and opens and many > 2 and subject(s, cue) == i + 2:
        return True
    if not (cue.incise or cue.sourced) or set(gap) & {":", ";"}:
        return False
    if _LISTED.fullmatch(gap) or opens and many > 3:
        return True
    if cue.shape == "for" or gap[-1:] not in (",", T.quote, "-", ")"):
        return False
    if many > 3 or opens and (T.quote not in gap or many > 2):
        return True
    # "s'oppose « fermement » au plan, a dit X"; not "les « sages », a dit X, ..."
    named = i and s.tags[i - 1] in _NAMING and not s.low(i - 1).startswith("un")
    # "Le pays « refuse » toute ingérence": the verb is among the quoted words
    verb = verb_first(s.quoted(i)[0]) or s.tags[i + 1 : i + 2] in _ARTICLE
    return (
        not named or verb and not _FINITE.search(s.tags[:i].rpartition(",")[2])
    )


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


def _pinned(s: Tagged, first: int) -> Cue | None:
    """« ... », « ... » : *Paul Roy, 15 ans, rit*."""
    said = next((cue for cue in s.cues if cue.first >= first), None)
    titles = all(_TITLE.fullmatch(" ".join(s.quoted(i))) for i in s.quotes)
    if titles and not said:
        return NOBODY  # « Vent du Nord » : la Suède multiplie les manœuvres
    return said or subject_cue(s, first)


def _alone(s: Tagged, i: int, before) -> Cue | None:
    """A sentence that is one quotation: an incise in it, or who spoke before."""
    start, end = s.quotes[i]
    words = s.text[start:end]
    # Of the commas of an endless quotation, the first 20; an incise ends within 160
    # characters.
    for comma in islice(re.finditer(r",\s(?=[a-zà-ÿ])", words), 20):
        at = start + comma.start()
        for cue in cues(parse(s.text, at, min(end, at + 160))):
            if cue.incise and cue.first == 1:
                return cue.elsewhere()  # its numbers are those of the piece
    here, last = _goes_on(s, before), before and before.last
    if last and (before.open or here):
        return last
    if here and (told := _told(before.s)):
        return told
    return None if len(words.split()) > 4 or words[-1:] in ".!?…" else NOBODY


def _goes_on(s: Tagged, before) -> bool:
    """Whether the sentence stands in the paragraph of the one before."""
    return bool(before) and "\n" not in s.text[before.s.end : s.start]


def _told(s: Tagged) -> Cue | None:
    """*Sa devise ?* or *Il a pris la parole.* « ... »: the sentence before tells."""
    if s.cues:
        cue = s.cues[-1]
        return cue.elsewhere() if cue.said and "whole" in cue.frames else None
    noun = SPEECH.search(s.text, s.start, s.end)
    return noun and by_noun(noun, first_subject(s)).elsewhere()


_CALLED = pattern("<det><that>[^,<that>]{1,8}$")  # ce qu'il appelle « ... »
_CONTRAST = pattern(",<conj>|[;:]")
_SAID_BY = pattern(
    r"""[,.<aside><and><conj>-]*(?:<that>.*)? | [^,]*,<who><proclitic>*
    | <prep|to|of|det|some|noun|aside>*,<adv|and>?"""
)
_ASIDE = pattern(r"(?:\([^)]*\))?(?:,[^,<quote>]{1,20},|,)?|,[^<quote>]*")
_TOUCHING = pattern("[,<adv>-]{0,3}")
_DIRECTLY = pattern("<article|of|to|aside|not|clitic|as|inf|num|self>{0,5}")
_LISTED = pattern("[,.)<quote><and>-]*")
_NAMING = letters("article|to|word|name|outlet")
_ARTICLE = tuple(letters("article"))
_FINITE = pattern("<have|be|verb|modal|act|has-he|says-he>")
_PINNED = pattern("(?:<quote>,?<and>?)+:")
_BESIDE = pattern(
    """(?:<prep|to><det|name>?<word|name>{1,4}
      (?:<of><det|word|name>{1,3})?)?
    <article|as|to|of|adv|clitic|name|word|inf|num>{0,4}<that>?"""
)
_GAPPED = pattern(
    r"""<quote>[^,]{0,3},
    (?P<np><det>?<word>{0,3}<title>?<name>{1,4}(?=[<article><of>]?\Z)
      |<det><word|of>{1,5}(?=<article>\Z)
      |<det><word>{1,2}(?=<of>?\Z))[<article><of>]?\Z"""
)
_LINK = re.compile(r"(?:à|aux?|de)\b")
_TITLE = re.compile(r"[A-ZÀ-Þ](?:[\w’'-]|\s(?=\S+(?:\s\S+)?\Z))*")
