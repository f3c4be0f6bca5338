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
    start = s.spans[i][0]
    if cry := _CRY.search(s.text, max(s.start, start - 30), start):
        who = first_subject(s, i + 1 if i < 4 else 0)
        return Cue("cri", WITHIN, "before", i, i, cry.span(1), who)
    if tags[:i].endswith((":", ",")) and T.source not in tags[:i]:
        if cue := speech_noun(s, i):
            return cue
    if spelt:
        return subject_cue(s, tags.rfind(";", 0, i) + 1)
    if s.leads(i, quoted=True) and (colon := _PINNED.match(tags, i)):
        return _pinned(s, colon.end())
    if leading and not tags[i + 1 :].strip(".,-!"):
        return _alone(s, i, before)
    # « ... », dit X. « Aujourd'hui, il pleut » encore: X speaks again
    last = _goes_on(s, before) and before.last
    again = last and not last.open and T.quote in before.s.tags
    if again and len(s.quoted(i)) >= 4:
        alone = not (s.cues or is_name(words))
        return last.cue if leading or alone else NOBODY
    return NOBODY


def subject_cue(s: Tagged, first: int = 0) -> Cue:
    """Who stands where a subject does, with no verb of saying: *Paul Roy : « ... »*."""
    subject = first_subject(s, first)
    if place := _FELT.match(s.tags, first):  # "Soulagement pour X : « ... »"
        subject = s.phrase(place)
    if subject and (noun := SPEECH.search(s.text, *subject)):
        return by_noun(noun, None)  # « Honteux » : les réactions pleuvent
    return Cue("", WITHIN, "before", 0, 0, (0, 0), subject)


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
    other = best in ahead and _GAPPED.search(s.tags, 0, i)
    if other and not s.word(other.start("np")).startswith("un"):
        # "salue « ... », son rival une « ... »": the verb stays, another speaks
        verbs = (cue for cue in ahead if cue.until <= other.start())
        if best := next(verbs, None):
            best = best._replace(who=s.phrase(other))
    return best


def _hold(words: Words, cue: Cue) -> str:
    """How a cue could hold a quotation: the name of a feature, or ""."""
    s, i, tags = words.s, words.i, words.s.tags
    gap, left = tags[cue.until : i], tags[: cue.first]
    if cue.first > i:
        return _follows(words, cue)
    if cue.shape == "citing" or cue.frames == {"figure"} or ";" in gap:
        return ""
    if ":" in gap:
        aim = cue.shape == "infinitive" and gap != ":" and _AIM.search(left)
        spelt = gap.endswith(":") and cue.shape != "for" and not aim
        return "announces it" if spelt else ""
    if cue.shape == "for":
        opens = _ASIDE.fullmatch(gap) and not left.endswith(T.quote)
        return "is a view of it" if opens else ""
    if cue.shape == "source":
        return "" if left.endswith(T.quote) else "opens its sentence"
    if cue.incise:
        if left.endswith(T.as_) or _SAID_BY.fullmatch(gap):
            return "opens its sentence"
        parted = left.endswith(",") and gap.startswith(",")
        return "cuts into it" if parted and T.quote not in left else ""
    # "Selon X, qui l'a révélé, « ... »": an aside that has ended
    ended = left.rstrip(T.adv).endswith("," + T.who) and "," in gap
    if ended and any(c.sourced and c.first < cue.first for c in s.cues):
        return ""
    return _governs(s, cue, i, gap)


def _governs(s: Tagged, cue: Cue, i: int, gap: str) -> str:
    """A verb that takes a clause or an object, or words in the writer's sentence."""
    frames, direct = cue.frames, _DIRECTLY.fullmatch(gap)
    held = s.clauses.get(cue, i + 1) <= i or direct
    # Tags: as many as an object with its complement has.
    near = cue.who and len(gap) <= 18 and "(" not in gap and "within" in frames
    if "wish" in frames or _foretold(s, cue):
        return "may report" if held or near else ""
    if "beside" in frames:
        return "may report" if _BESIDE.fullmatch(gap) else ""
    takes = held and {"within", "clause"} & frames
    takes = takes or "whole" in frames and _TOUCHING.fullmatch(gap)
    if takes or "linked" in frames and _linked(s, cue, i, gap):
        return "is its clause or object"
    return "is near, in quoting words" if near else ""


def _linked(s: Tagged, cue: Cue, i: int, gap: str) -> bool:
    """*Appelle à « ... »*, *ce que le préfet a appelé « ... »*."""
    start = s.quotes[i][0]
    to = re.match(r"(?:à|aux?|de)\b", s.text[start : start + 4])
    at = subject(s, cue)
    # but "ce qu'on appelle « ... »"
    called = at and not gap and _CALLED.match(s.tags, at - 1)
    return bool(T.to in gap or to or called)


def _foretold(s: Tagged, cue: Cue) -> bool:
    """*Paris, a averti X, répondra « ... »*; *X demande que Paris révèle « ... »*."""
    if not cue.who or cue.shape != "before":
        return False
    at = subject(s, cue)
    if any("bids" in c.frames and k == at for c, k in s.clauses.items()):
        return True
    incises = (c for c in s.cues if c.incise and c.until < cue.first)
    within = any(cue.who[1] <= s.spans[c.first][0] for c in incises)
    return within and bool(_FUTURE.search(s.text, *cue.span))


def _follows(words: Words, cue: Cue) -> str:
    """« ... », *a-t-il dit*; « ... » *selon X*."""
    s, i, tags = words.s, words.i, words.s.tags
    gap, opens, quoted = tags[i + 1 : cue.first], s.leads(i), s.quoted(i)
    if ";" in gap or ":" in gap or tags[cue.until - 1] == T.who:
        return ""
    if cue.shape == "before" and cue.who:  # « ... », Xi a été cité
        at = subject(s, cue)
        near = at > i and tags[i + 1 : at] in ("", ",", "," + T.adv)
        told = T.that not in tags[cue.until : cue.until + 6]
        return "stands after" if near and opens and told else ""
    if not (cue.incise or cue.sourced):
        return ""
    ends = cue.until >= len(tags.rstrip(".,"))
    if cue.shape == "source" and ends and gap:
        after = "gives the sentence's source"  # the verb before has its own
    else:
        after = "stands after"
    if (
        _LISTED.fullmatch(gap)
        or cue.shape == "source"
        and opens
        and len(quoted) > 3
    ):
        return after
    if cue.shape == "for" or gap[-1] not in (",", T.quote, "-", ")"):
        return ""
    if len(quoted) > 3 or opens and (T.quote not in gap or len(quoted) > 2):
        return after
    # "s'oppose « fermement » au plan, a dit X"; not "les « sages », a dit X, ..."
    at = s.spans[i][0]
    definite = _DEFINITE.search(s.text, max(0, at - 5), at)
    plain = (
        quoted[0][:1].islower() and not definite and not _NAMES.search(tags[:i])
    )
    return after if plain or _predicate(s, i) else ""


def _predicate(s: Tagged, i: int) -> bool:
    """*Le pays « refuse » toute ingérence*: the verb is among the quoted words."""
    verb = verb_first(s.quoted(i)[0]) or _OBJECT.match(s.tags, i + 1)
    return bool(verb and not _FINITE.search(s.tags[:i].rpartition(",")[2]))


def _goes_with(words: Words, cue: Cue) -> bool:
    """The words before are its own: *a dénoncé « ... » qui serait « ... »*."""
    s, i, ties, holds = words
    own = max((k for k, held in ties.items() if held is cue), default=None)
    if own is None or holds[cue] == "is its clause or object":
        return False
    if cue.incise and len(s.quoted(i)) < 4 and cue.first < i:
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
    _how("cuts into it", 5),  # Le prix, dit-il, est « ... »
    _how("is near, in quoting words", 5),  # dénonce un prix « ... »
    _how("may report", 1),  # veut un prix « ... »
    _how("stands after", 9),  # « ... », dit-il
    _how("gives the sentence's source", 7),  # dénonce « ... » hier, selon X
    Feature("holds the words before", 5, _goes_with),
    Feature(
        "has no rival", 3, lambda w, c: c.until <= w.i and _unrivalled(w, c)
    ),
)


def _pinned(s: Tagged, first: int) -> Cue | None:
    """« ... », « ... » : *Paul Roy, 15 ans, rit*."""
    named = all(_TITLE.fullmatch(" ".join(s.quoted(i))) for i in s.quotes)
    tellers = (c for c in s.cues if c.first >= first)
    said = next(tellers, None)
    if _IT_WAS.match(s.text, s.spans[first - 1][1]):
        return said  # « Une honte » : voilà comment X résume le plan
    said = said or SPEECH.search(s.text, s.start, s.end)
    if named and _FINITE.search(s.tags, first) and not said:
        return NOBODY  # « Vent du Nord » : la Suède multiplie les manœuvres
    return subject_cue(s, first) if _NOMINAL.match(s.tags, first) else None


def _alone(s: Tagged, i: int, before) -> Cue | None:
    """A sentence that is one quotation: an incise in it, or who spoke before."""
    start, end = s.quotes[i]
    words = s.text[start:end]
    # Of the commas of an endless quotation, the first 20; an incise ends within 160
    # characters.
    for comma in islice(re.finditer(r",\s(?=[a-zà-ÿ])", words), 20):
        at = comma.start()
        piece = words[: at + 160].replace("\n", " ")
        for cue in cues(parse(s.text, piece, at, len(piece), (), start)):
            if cue.incise and cue.first == 1:
                return cue.elsewhere()  # its numbers are those of the piece
    here, last = _goes_on(s, before), before and before.last
    if last and (last.open or here):
        return last.cue
    if here and (told := _told(before.s)):
        return told
    return None if len(words.split()) > 4 or words[-1:] in ".!?…" else NOBODY


def _goes_on(s: Tagged, before) -> bool:
    """Whether the sentence stands in the paragraph of the one before."""
    return bool(before) and "\n" not in s.text[before.s.end : s.start]


def _told(s: Tagged) -> Cue | None:
    """*Sa devise ?* or *Il a pris la parole.* « ... »: the sentence before tells."""
    noun = SPEECH.match(s.text, s.start, s.end)
    if noun and noun["own"] and s.text[noun.end() : s.end].strip() == "?":
        return by_noun(noun, noun.span("own")).elsewhere()
    if not s.cues:
        who = first_subject(s)
        noun = who and SPEECH.search(s.text, who[1], s.end)
        return noun and by_noun(noun, who).elsewhere()
    cue = s.cues[-1]
    spoke = cue.shape == "before" and cue.said and cue.who and not s.quotes
    return cue.elsewhere() if spoke and "whole" in cue.frames else None


_OBJECT = pattern("<article>")
_FINITE = pattern("<have|be|verb|modal|act|has-he|says-he>")
_AIM = pattern("(?:<for>|<word><to>)$")
_CONTRAST = pattern(",<conj>|[;:]")
_ADVERBIAL = pattern(
    "<prep|to|of|det|some|word|name|outlet|title|aside|and|num>*,"
)
_SAID_BY = pattern(
    r"""[,.<aside><and>-]*(?:<that>.*)? | [^,]*,<who><proclitic>*
    | <prep|to|of|det|some|noun|aside>*,<adv|and>?"""
)
_ASIDE = pattern(r"(?:\([^)]*\))?(?:,[^,<quote>]{1,20},|,)?|,[^<quote>]*")
_TOUCHING = pattern("[,<adv>-]{0,3}")
_DIRECTLY = pattern("<article|of|to|aside|not|clitic|as|inf|num|self>{0,5}")
_CALLED = pattern("<that>[^<pron>]")
_LISTED = pattern("[,.)<quote><and>-]*")
_NAMES = pattern("<word|name|outlet>$")
_NOMINAL = pattern("<name|title|article>")
_PINNED = pattern("(?:<quote>,?<and>?)+:")
_BESIDE = pattern(
    """(?:<prep|to><det|name>?<word|name>{1,4}
      (?:<of><det|word|name>{1,3})?)?
    <article|as|to|of|adv|clitic|name|word|inf|num>{0,4}<that>?"""
)
_FELT = pattern(
    """<adv|det>{0,2}<word|name>{0,3}<for|prep|to>
    (?P<np>(?:<det><det|word>?)?<word|name|title|outlet>{1,5}):"""
)
_GAPPED = pattern(
    r"""<quote>[^,]{0,3},
    (?P<np><det>?<word>{0,3}<title>?<name>{1,4}(?=[<article><of>]?\Z)
      |<det><word|of>{1,5}(?=<article>\Z)
      |<det><word>{1,2}(?=<of>?\Z))[<article><of>]?\Z"""
)
_TITLE = re.compile(r"[A-ZÀ-Þ](?:[\w’'-]|\s(?=\S+(?:\s\S+)?\Z))*")
_CRY = re.compile(r"(?i)\baux? (cris?) d(?:e|['’]) ?\Z")
_DEFINITE = re.compile(r"(?i)\b(?:(?:l[ae]s?|[dc]es|aux?|du)\s|[ld][’'])\Z")
_IT_WAS = re.compile(r"(?i)\s*(?:ce\b|c['’]|voi(?:là|ci)|tel(?:le)?s?\b)")
_FUTURE = re.compile(r"r(?:a|ont)\Z")
