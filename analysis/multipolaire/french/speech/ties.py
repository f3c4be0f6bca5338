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
    found = attach(words, ahead + after, _FEATURES, floor=3)
    best = found and found.candidate
    if best and not best.said:  # "n'explique pas « ... », selon X"
        best = next((cue for cue in after if _follows(words, cue)), best)
    other = best in ahead and _GAPPED.search(s.tags, 0, i)
    if other and not s.word(other.start("np")).startswith("un"):
        # "salue « ... », son rival une « ... »": the verb stays, another speaks
        verbs = (cue for cue in ahead if cue.until <= other.start())
        if best := next(verbs, None):
            best = best._replace(who=s.phrase(other))
    return best


# -- what speaks for a cue; a quotation is (s, i, ties)


def _gap(words: Words, cue: Cue) -> str | None:
    """The tags between a cue and a quotation after it; ``None`` where it is before."""
    behind = cue.until > words.i or cue.shape == "citing"
    return None if behind else words.s.tags[cue.until : words.i]


def _parted(words: Words, cue: Cue) -> bool:
    """A semicolon stands between, or a colon that is not the last mark."""
    gap = _gap(words, cue)
    if gap is None:
        gap = words.s.tags[words.i + 1 : cue.first]
        return ";" in gap or ":" in gap
    spelt = gap.endswith(":") and cue.shape != "for"
    return ";" in gap or ":" in gap and not spelt


def _announces(words: Words, cue: Cue) -> bool:
    """*Il dit : « ... »*."""
    return (_gap(words, cue) or "").endswith(":")


def _opens_sentence(words: Words, cue: Cue) -> bool:
    """*Selon X, ... « ... »*; *comme l'a dit X, ...*."""
    gap, left = _gap(words, cue), words.s.tags[: cue.first]
    if gap is None:
        return False
    if cue.sourced:  # not « ... » pour X, « ... »
        aside = cue.shape == "source" or _ASIDE.fullmatch(gap)
        return bool(not left.endswith(T.quote) and aside)
    said_by = left.endswith(T.as_) or _SAID_BY.fullmatch(gap)
    return bool(cue.incise and said_by)


def _cuts_in(words: Words, cue: Cue) -> bool:
    """*Le pays, dit-il, est « ... »*."""
    gap, left = _gap(words, cue), words.s.tags[: cue.first]
    parted = gap and left.endswith(",") and gap.startswith(",")
    return bool(cue.incise and parted and T.quote not in left)


def _takes(words: Words, cue: Cue) -> bool:
    """Its clause or its object holds the words: *dit que le prix « ... »*."""
    s, i, gap = words.s, words.i, _gap(words, cue)
    if (
        gap is None
        or ":" in gap
        or cue.incise
        or cue.sourced
        or _wished(words, cue)
    ):
        return False
    if "whole" in cue.frames:
        return bool(_TOUCHING.fullmatch(gap))
    if "linked" in cue.frames:
        return _linked(words, cue, gap)
    if not {"within", "clause"} & cue.frames:
        return False
    held = s.clauses.get(cue, i + 1) <= i
    return bool(held or _DIRECTLY.fullmatch(gap))


def _linked(words: Words, cue: Cue, gap: str) -> bool:
    """*Appelle à « ... »*, *ce que le préfet a appelé « ... »*."""
    s, start = words.s, words.s.quotes[words.i][0]
    to = re.match(r"(?:à|aux?|de)\b", s.text[start : start + 4])
    at = subject(s, cue)
    # but "ce qu'on appelle « ... »"
    called = at and not gap and _CALLED.match(s.tags, at - 1)
    return bool(T.to in gap or to or called)


def _near(words: Words, cue: Cue) -> bool:
    """It governs words quoted in the writer's sentence, and is near."""
    gap = _gap(words, cue)
    if gap is None or ":" in gap or not cue.governs or _wished(words, cue):
        return False
    # Tags: as many as an object with its complement has.
    near = cue.who and len(gap) <= 18 and "(" not in gap
    return bool(near and "within" in cue.frames)


def _may(words: Words, cue: Cue) -> bool:
    """A verb of no saying, that gives way: *trouve cela « ... »*, *veut « ... »*."""
    gap = _gap(words, cue)
    if gap is None or ":" in gap or not cue.governs:
        return False
    if "beside" in cue.frames:
        return bool(_BESIDE.fullmatch(gap))
    held = words.s.clauses.get(cue, words.i + 1) <= words.i
    near = cue.who and len(gap) <= 18 and "within" in cue.frames
    return _wished(words, cue) and bool(
        held or near or _DIRECTLY.fullmatch(gap)
    )


def _wished(words: Words, cue: Cue) -> bool:
    """What is hoped, asked or foretold to be said is not said yet."""
    return "wish" in cue.frames or _foretold(words.s, cue)


def _goes_with(words: Words, cue: Cue) -> bool:
    """The words before are its own: *a dénoncé « ... » qui serait « ... »*."""
    s, i, _ = words
    own = [k for k, held in words.ties.items() if held is cue]
    if not own or _takes(words, cue) or not _unrivalled(words, cue):
        return False
    if cue.incise and len(s.quoted(i)) < 4 and cue.first < i:
        return False  # « ... », a dit le chef des « verts »
    return not _CONTRAST.search(s.tags, own[-1], i)


def _unrivalled(words: Words, cue: Cue) -> bool:
    """Between it and the words, no other cue holds them."""
    others = (
        c for c in words.s.cues if cue.until <= c.first < c.until <= words.i
    )
    return not any(hold(words, c) for c in others for hold in _HOLDS)


def _closed(words: Words, cue: Cue) -> bool:
    """*Selon X, qui l'a révélé, « ... »*: an aside that has ended."""
    gap, left = _gap(words, cue), words.s.tags[: cue.first]
    aside = left.rstrip(T.adv).endswith("," + T.who) and "," in (gap or "")
    return aside and any(
        c.sourced and c.first < cue.first for c in words.s.cues
    )


def _parted_off(words: Words, cue: Cue) -> bool:
    """*Il a porté plainte, « l'enquête est en cours », dit-il*."""
    s, i, _ = words
    beside = cue.first in (i + 1, i + 2) and s.tags[:i].endswith(",")
    return beside and _follows(words, cue)


def _closes_sentence(words: Words, cue: Cue) -> bool:
    """*X a salué « ... », selon son entourage*: X speaks."""
    last = cue.until >= len(words.s.tags.rstrip(".,"))
    return cue.shape == "source" and cue.first > words.i + 1 and last


def _aims(words: Words, cue: Cue) -> bool:
    """*Pour dévoiler son projet : « ... »*; but *pour lui dire : « ... »*."""
    gap, left = _gap(words, cue), words.s.tags[: cue.first]
    spelt = gap and gap.endswith(":") and len(gap) > 1
    return bool(spelt and cue.shape == "infinitive" and _AIM.search(left))


def _fronted(words: Words, cue: Cue) -> bool:
    """ "Considérant « », ..."."""
    return cue.shape == "gerund" and not cue.who


def _foretold(s: Tagged, cue: Cue) -> bool:
    """*Paris, a averti X, répondra « ... »*; *X demande que Paris révèle « ... »*."""
    if not cue.who or cue.shape != "before":
        return False
    at = subject(s, cue)
    if any("bids" in c.frames and k == at for c, k in s.clauses.items()):
        return True
    future = _FUTURE.search(s.text, *cue.span)
    incises = (c for c in s.cues if c.incise and c.until < cue.first)
    within = any(cue.who[1] <= s.spans[c.first][0] for c in incises)
    return bool(future and within)


def _follows(words: Words, cue: Cue) -> bool:
    """It stands after the words: « ... », a-t-il dit."""
    s, i, tags = words.s, words.i, words.s.tags
    gap, opens = tags[i + 1 : cue.first], s.leads(i)
    if cue.first <= i or _parted(words, cue):
        return False
    if cue.shape == "before" and cue.who:  # « ... », Xi a été cité
        at = subject(s, cue)
        near = at > i and tags[i + 1 : at] in ("", ",", "," + T.adv)
        return near and opens and T.that not in tags[cue.until : cue.until + 6]
    if not (cue.incise or cue.sourced):
        return False
    if _LISTED.fullmatch(gap):
        return True
    quoted = s.quoted(i)
    if cue.shape == "source" and opens and len(quoted) > 3:
        return True  # « ... » de celle-ci selon X
    if cue.shape == "for" or gap[-1] not in (",", T.quote, "-", ")"):
        return False
    if len(quoted) > 3 or opens and (T.quote not in gap or len(quoted) > 2):
        return True
    if _predicate(words):
        return True
    # "s'oppose « fermement » au plan, a dit X"; not "les « sages », a dit X, ..."
    at = s.spans[i][0]
    definite = _DEFINITE.search(s.text, max(0, at - 5), at)
    named = definite or _NAMES.search(tags[:i])
    return quoted[0][:1].islower() and not named


def _predicate(words: Words) -> bool:
    """*Le pays « refuse » toute ingérence*: the verb is among the quoted words."""
    s, i = words.s, words.i
    opens_verb = verb_first(s.quoted(i)[0])
    object_next = _OBJECT.match(s.tags, i + 1)
    clause = s.tags[:i].rpartition(",")[2] or s.tags[:i]
    return bool((opens_verb or object_next) and not _FINITE.search(clause))


_HOLDS = (_announces, _opens_sentence, _cuts_in, _takes, _near)
_FEATURES = (
    Feature("announces it", 5, _announces),
    Feature("opens its sentence", 7, _opens_sentence),
    Feature("is a view, not a saying", -2, lambda w, c: c.shape == "for"),
    Feature("takes it as its clause or object", 7, _takes),
    Feature("cuts into its sentence", 5, _cuts_in),
    Feature(
        "near, and may quote", 5, lambda w, c: _near(w, c) and not _takes(w, c)
    ),
    Feature("the words before are its own", 5, _goes_with),
    Feature("may report", 1, _may),
    Feature("stands after", 9, _follows),
    Feature(
        "nothing nearer", 3, lambda w, c: c.until <= w.i and _unrivalled(w, c)
    ),
    Feature("commas part it off", 2, _parted_off),
    Feature("its sentence's source, not its own", -2, _closes_sentence),
    Feature("hangs on what follows", -3, _fronted),
    Feature("has ended", -20, _closed),
    Feature("a colon or semicolon between", -20, _parted),
    Feature(
        "quotes no words",
        -20,
        lambda w, c: c.frames == {"figure"} and c.until <= w.i,
    ),
    Feature("an aim", -6, _aims),
)


def _pinned(s: Tagged, first: int) -> Cue | None:
    """« ... », « ... » : *Paul Roy, 15 ans, rit*."""
    if _IT_WAS.match(s.text, s.spans[first - 1][1], s.end):
        agent = _WORDS_BY.search(s.tags, first)
        teller = (c for c in s.cues if c.first >= first and c.who)
        found = subject_cue(s, agent.start("np")) if agent else None
        return found or next(teller, None) or speech_noun(s, len(s.tags))
    named = all(_TITLE.fullmatch(" ".join(s.quoted(i))) for i in s.quotes)
    said = any(c.first >= first for c in s.cues) or SPEECH.search(
        s.text, s.start, s.end
    )
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
    if here and not last and (asked := _asked(before.s)):
        return asked
    if last and (last.open or here):
        return last.cue
    if here and (told := _told(before.s)):
        return told
    return None if len(words.split()) > 4 or words[-1:] in ".!?…" else NOBODY


def _goes_on(s: Tagged, before) -> bool:
    """Whether the sentence stands in the paragraph of the one before."""
    return bool(before) and "\n" not in s.text[before.s.end : s.start]


def _told(s: Tagged) -> Cue | None:
    """*Il a pris la parole.* « ... »: the sentence before says that somebody spoke."""
    if not s.cues:
        who = first_subject(s)
        noun = who and SPEECH.search(s.text, who[1], s.end)
        return noun and by_noun(noun, who).elsewhere()
    cue = s.cues[-1]
    spoke = cue.shape == "before" and cue.said and cue.who and not s.quotes
    return cue.elsewhere() if spoke and "whole" in cue.frames else None


def _asked(s: Tagged) -> Cue | None:
    """*Sa devise ?* « ... »: the sentence before puts the question."""
    noun = SPEECH.match(s.text, s.start, s.end)
    asks = noun and noun["own"] and s.text[noun.end() : s.end].strip() == "?"
    return by_noun(noun, noun.span("own")).elsewhere() if asks else None


_OBJECT = pattern("<article>")
_FINITE = pattern("<have|be|verb|modal|act|has-he|says-he>")
_AIM = pattern("(?:<for>|<word><to>)$")
_CONTRAST = pattern(",<conj>|;")
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
# "les mots dits par X"
_WORDS_BY = pattern(
    """(?:<part><prep>|<that><aside>*)
    (?P<np><det|title>?<word|name|title>{1,4})"""
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
_FUTURE = re.compile(r"r(?:a|ont)\Z")
_IT_WAS = re.compile(r"(?i)\s*(?:ce\b|c['’]|voi(?:là|ci)|tel(?:le)?s?\b)")
