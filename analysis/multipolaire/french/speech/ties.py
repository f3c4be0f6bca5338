"""Whose words a quotation holds: the cue that it is tied to."""

import re
from itertools import islice

from multipolaire.french import lexicon
from multipolaire.french.speech.clauses import Reading
from multipolaire.french.speech.grammar import Cue, Place, cues, first_subject
from multipolaire.french.speech.tags import Sentence, letters, parse, pattern

WITHIN = frozenset({"within"})
NOBODY = Cue("", frozenset(), "", -1, -1, (0, 0), None)
# How well a cue before a quotation reports it: the words are what it reports; they
# stand within that; its verb is not always one of saying, and gives way to another.
_REPORTS, _HOLDS, _MAY = 3, 2, 1


def tie(r: Reading, i: int, before) -> Cue | None:
    """The cue of the i-th word, a quotation; ``NOBODY`` where nobody says it.

    ``None`` where somebody does, but nothing tells who; ``before`` is the report of
    the sentence before.
    """
    s, tags, start = r.s, r.s.tags, r.s.spans[i][0]
    best, leading, spelt = _best(r, i), s.leads(i), tags[:i].endswith(":")
    if best:
        plain = leading or spelt or not _is_name(s, i)
        return best if plain and (best.said or spelt) else NOBODY
    if cry := _CRY.search(s.text, max(s.start, start - 30), start):
        who = first_subject(s, i + 1 if i < 4 else 0)
        return Cue("cri", WITHIN, "before", i, i, cry.span(1), who)
    if tags[:i].endswith((":", ",")) and _SOURCE not in tags[:i]:
        if cue := _speech_noun(s, i):
            return cue
    if spelt:
        return subject_cue(s, tags.rfind(";", 0, i) + 1)
    if s.leads(i, quoted=True) and (colon := _PINNED.match(tags, i)):
        return _pinned(r, colon.end())
    if leading and not tags[i + 1 :].strip(".,-!"):
        return _alone(s, i, before)
    if leading or _ADVERBIAL.fullmatch(tags[:i]):
        # « ... », dit X. « Aujourd'hui, il pleut » encore: X speaks again
        last = _goes_on(s, before) and before.last
        again = last and not last.open and _QUOTE in before.s.tags
        if again and len(s.quoted(i)) >= 4:
            return last.cue
    return NOBODY


def subject_cue(s: Sentence, first: int = 0) -> Cue:
    """Who stands where a subject does, with no verb of saying: *Paul Roy : « ... »*."""
    subject = first_subject(s, first)
    if place := _FELT.match(s.tags, first):  # "Soulagement pour X : « ... »"
        subject = s.phrase(place)
    if subject and (noun := _SPEECH.search(s.text, *subject)):
        return _by_noun(noun, None)  # « Honteux » : les réactions pleuvent
    return Cue("", WITHIN, "before", 0, 0, (0, 0), subject)


def _best(r: Reading, i: int) -> Cue | None:
    """Of the cues before and after a quotation, the one that reports it best."""
    s, ahead, strength = r.s, None, 0
    for cue in reversed(r.cues):
        if cue.until <= i and (force := _governs(r, cue, i)) > strength:
            ahead, strength = cue, force
        if strength > _MAY or strength and cue.incise:
            break
    after = next((c for c in r.cues if c.first > i and _follows(r, c, i)), None)
    # "Considérant « », ..."
    fronted = ahead and ahead.shape == "gerund" and not ahead.who
    sure = strength == _REPORTS and not (after and fronted)
    best = ahead if sure or not after else after
    if best and not best.said and after:  # "n'explique pas « ... », selon X"
        best = after
    other = best is ahead and _GAPPED.search(s.tags, 0, i)
    if other and not s.word(other.start("np")).startswith("un"):
        # "salue « ... », son rival une « ... »": the verb stays, another speaks
        verbs = (c for c in reversed(r.cues) if c.until <= other.start())
        if best := next(verbs, None):
            best = best._replace(who=s.phrase(other))
    return best


def _governs(r: Reading, cue: Cue, i: int) -> int:
    """How well a cue before a quotation reports it; 0: not at all."""
    left, gap = r.s.tags[: cue.first], r.s.tags[cue.until : i]
    if ";" in gap or cue.shape == "citing" or cue.frames == {"figure"}:
        return 0
    if ":" in gap:
        return _REPORTS * (gap.endswith(":") and cue.shape != "for")
    if cue.incise:
        # "comme l'a dit X, ..."
        if left.endswith(_AS) or _SAID_BY.fullmatch(gap):
            return _REPORTS
        # "Le pays, dit-il, est « ... »"
        parted = left.endswith(",") and gap.startswith(",")
        return _HOLDS * (parted and _QUOTE not in left)
    if cue.sourced:  # not « ... » pour X, « ... »
        aside = cue.shape == "source" or _ASIDE.fullmatch(gap)
        return _REPORTS * bool(not left.endswith(_QUOTE) and aside)
    if "whole" in cue.frames:
        return _REPORTS * bool(_TOUCHING.fullmatch(gap))
    if "beside" in cue.frames:
        return _MAY * bool(_BESIDE.fullmatch(gap))
    if "linked" in cue.frames:
        return _REPORTS * _linked(r, cue, i, gap)
    return _takes(r, cue, i, gap)


def _linked(r: Reading, cue: Cue, i: int, gap: str) -> bool:
    """*Appelle à « ... »*, *ce que le préfet a appelé « ... »*."""
    start = r.s.quotes[i][0]
    to = re.match(r"(?:à|aux?|de)\b", r.s.text[start : start + 4])
    at = r.subject(cue)
    # but "ce qu'on appelle « ... »"
    called = at and not gap and _CALLED.match(r.s.tags, at - 1)
    return bool(_TO in gap or to or called)


def _takes(r: Reading, cue: Cue, i: int, gap: str) -> int:
    """A verb that takes a clause, or words quoted in the writer's sentence."""
    if not {"within", "clause"} & cue.frames:
        return 0
    # "a accusé Paris de vouloir « ... »": not the speaker
    wish = "wish" in cue.frames or _foretold(r, cue)
    if r.clauses.get(cue, i + 1) <= i or _DIRECTLY.fullmatch(gap):
        return _MAY if wish else _REPORTS
    # Tags: as many as an object with its complement has.
    near = cue.who and len(gap) <= 18 and "(" not in gap
    return (_MAY if wish else _HOLDS) * bool(near and "within" in cue.frames)


def _foretold(r: Reading, cue: Cue) -> bool:
    """*Paris, a averti X, répondra « ... »*: what another one says will be said."""
    future = cue.shape == "before" and _FUTURE.search(r.s.text, *cue.span)
    if not (future and cue.who):
        return False
    incises = (c for c in r.cues if c.incise and c.until < cue.first)
    return any(cue.who[1] <= r.s.spans[c.first][0] for c in incises)


def _follows(r: Reading, cue: Cue, i: int) -> bool:
    """The cue stands after the words: « ... », a-t-il dit."""
    s, tags, opens = r.s, r.s.tags, r.s.leads(i)
    gap = tags[i + 1 : cue.first]
    if ";" in gap or ":" in gap:
        return False
    if cue.shape == "before" and cue.who:  # « ... », Xi a été cité
        at = r.subject(cue)
        near = at > i and tags[i + 1 : at] in ("", ",", "," + _ADVERB)
        return near and opens and _QUE not in tags[cue.until : cue.until + 6]
    if not (cue.incise or cue.sourced):
        return False
    if _LISTED.fullmatch(gap):
        return True
    if cue.shape == "for" or gap[-1] not in (",", _QUOTE, "-", ")"):
        return False
    words = s.quoted(i)
    if len(words) > 3 or opens and (_QUOTE not in gap or len(words) > 2):
        return True
    # "s'oppose « fermement » au plan, a dit X"; not "les « sages », a dit X, ..."
    at = s.spans[i][0]
    definite = _DEFINITE.search(s.text, max(0, at - 5), at)
    named = definite or _NAMES.search(tags[:i])
    return words[0][:1].islower() and not named


def _is_name(s: Sentence, i: int) -> bool:
    """*Le film « Ida »*, *la « Une »*: a title, a name, a word cited as a word."""
    words, tag = s.quoted(i), s.tags[i - 1 : i]
    if _NOUNS.get(" ".join(words).lower().rstrip("s")) == "quoted":
        return True
    near = [s.word(k).lower() for k in range(max(0, i - 3), i)]
    if tag in _NAMING and _NOUNS.get(near[-1]) == "name":
        if tag == _WORD:  # but "une opération « limitée »" is a judgement
            judged = near[-2:-1] in (["un"], ["une"])
            return not (judged and words[0][:1].islower())
        # "la méthode dite « ... »", but "elle a dit « ... »" is speech
        said = _SPOKEN.search(s.tags[: i - 1])
        return not (said or re.match(r"n[e’']|\w+(?:er|ir|re)$", words[0]))
    # "une édition limitée « Grand Large »", but "crie trois fois « Assassins »"
    titled = tag in (_WORD, _NAME) and near[-1] != "fois"
    capital = words[0][:1].isupper() and len(words) <= 5
    named = titled or tag in (_DETERMINER, _OF)
    return capital and named and words[-1][-1] not in "!?"


def _speech_noun(s: Sentence, i: int) -> Cue | None:
    """*La phrase du ministre : « ... »*, *sa réponse : « ... »*."""
    end = s.spans[i][0] if i < len(s.spans) else s.end
    # 14 words: "la réponse" stands no farther from what it announces.
    start = s.spans[max(0, i - 14)][0]
    match = next(reversed(list(_SPEECH.finditer(s.text, start, end))), None)
    if not match:
        return None
    who = None
    if (match["own"] or "").lower() in ("sa", "son", "ses", "leur", "leurs"):
        who = match.span("own")
    elif match["who"] and not _DEED.fullmatch(match["who"]):
        who = match.span("who")
    return _by_noun(match, who, i)


def _by_noun(noun: re.Match, who: Place | None, at: int = 0) -> Cue:
    lemma, span = noun["noun"].lower(), noun.span("noun")
    return Cue(lemma, WITHIN, "before", at, at, span, who)


def _pinned(r: Reading, first: int) -> Cue | None:
    """« ... », « ... » : *Paul Roy, 15 ans, rit*."""
    s = r.s
    if _IT_WAS.match(s.text, s.spans[first - 1][1], s.end):
        agent = _WORDS_BY.search(s.tags, first)
        teller = (c for c in r.cues if c.first >= first and c.who)
        found = subject_cue(s, agent.start("np")) if agent else None
        return found or next(teller, None) or _speech_noun(s, len(s.tags))
    return subject_cue(s, first) if _NOMINAL.match(s.tags, first) else None


def _alone(s: Sentence, i: int, before) -> Cue | None:
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
    return None if len(words.split()) > 4 or words[-1:] in ".!?…" else NOBODY


def _goes_on(s: Sentence, before) -> bool:
    """Whether the sentence stands in the paragraph of the one before."""
    return bool(before) and "\n" not in s.text[before.s.end : s.start]


def _asked(s: Sentence) -> Cue | None:
    """*Sa devise ?* « ... »: the sentence before puts the question."""
    noun = _SPEECH.match(s.text, s.start, s.end)
    asks = noun and noun["own"] and s.text[noun.end() : s.end].strip() == "?"
    return _by_noun(noun, noun.span("own")).elsewhere() if asks else None


_QUOTE, _SOURCE, _AS, _TO, _ADVERB, _QUE, _WORD, _NAME, _DETERMINER, _OF = (
    letters("quote|source|as|to|adv|that|word|name|det|of")
)
_NAMING = tuple(letters("word|part|verb"))
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
_NAMES = pattern("<word|name|outlet|of>$")
_SPOKEN = pattern("<pron|name|outlet|have|self|be|title|adv>$|^$")
_NOMINAL = pattern("<name|title|article>")
_PINNED = pattern("(?:<quote>,?<and>?)+:")
_BESIDE = pattern(
    """(?:<prep|to><det|name>?<word|name>{1,4}
      (?:<of><det|word|name>{1,3})?)?
    <article|as|to|of|adv|clitic|name|word|num>{0,4}<that>?"""
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
_CRY = re.compile(r"(?i)\baux? (cris?) d(?:e|['’]) ?\Z")
_DEFINITE = re.compile(r"(?i)\b(?:(?:l[ae]s?|[dc]es|aux?|du)\s|[ld][’'])\Z")
_FUTURE = re.compile(r"r(?:a|ont)\Z")
_IT_WAS = re.compile(r"(?i)\s*(?:ce\b|c['’]|voi(?:là|ci)|tel(?:le)?s?\b)")
_NOUNS = {row["noun"]: row["kind"] for row in lexicon.table("quote_nouns")}
_SPEECH_NOUNS = [re.escape(n) for n in _NOUNS if _NOUNS[n] == "speech"]
_OF_WHOM = r"""(?:\s(?!d[eu]s?\b)[a-zà-ÿ]+)?\s(?:du|de\sla|de\sl['’]|des?|d['’])\s?
    (?P<who>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*|\w+(?:\s[A-ZÀ-Þ][\w’'-]+)*)"""
_SPEECH = re.compile(
    rf"""\b(?:(?P<own>(?i:la|le|l['’]|sa|son|ses|leurs?|une?|ces?|cette))\s?)?
    \b(?P<noun>(?i:{"|".join(_SPEECH_NOUNS)}))s?\b
    (?:{_OF_WHOM})?""",
    re.VERBOSE,
)
_DEED = re.compile(r".*(?:tion|ture|ment|age)")
