"""Around a word that reports: who its subject is, and the clause that it governs."""

import re
from bisect import bisect_left

from multipolaire.french.speech.names import NOUN
from multipolaire.french.speech.tags import Cue, Place, T, Tagged, pattern

# Ursula von der Leyen, Paul de la Tour
FULL = "<title>?<name>{1,4}(?:<of|word>{1,2}<det>?<name>{1,2})?"
PHRASE = r"""(?:<det><article>?|<some>)?<nominal>{1,7}(?:\(<name>{1,3}\)(?=<of>))?
    (?:(?:<of><article>?|<to><det>?|<some>|-)<nominal>{1,5}){0,4}"""
PHRASE_AFTER = """(?:(?:<det><article|adv>?|<some>)<quote>?<nominal>{1,7}
    | <det><quote> | <det>{1,2}(?=<of|some>) | <name|title|outlet><noun>{0,6})
    (?:<of|some><article>?<nominal>{1,6}|<to><det><name>{1,4}){0,4}"""
# ", maire de la ville, X"
_OFFICE = "(?:<article>?<word>{0,6}(?:<of|to><det>?<word>{1,3}){0,2})?"
# ", qui est maire,"; ", a dit Paul Roy,"; ", hier,"
_INSET = """,(?:(?:<who|where|that>|<self>?<have>?<part|verb|says-he>|<has-he>)
      [^,<quote>]{0,30}|[^,<quote|have|be|verb|modal|act>]{1,30}|<quote>),"""
_LEFT = pattern(
    rf"""(?:(?<!<link>)(?=<det|title|num>)
       | (?<!<link|word|name|outlet|part>)(?=<some>)
       | (?<!<link|noun|det>)(?=<name|outlet>))
    (?P<np>{PHRASE}(?P<more><and>{PHRASE}){{0,2}})
    (?:(?P<office>(?:\(<name>+\))?,(?:(?P<full>{FULL}(?=,?<aside>{{0,3}}$))|{_OFFICE}
         (?:{FULL}|<title|name>{{1,5}}<word|name>{{0,2}}))),?
      |(?:<of>?<article>?<quote>)?(?:<quote>?(?:{_INSET}|,?\([^)]{{1,12}}\))){{0,2}})
    <aside>{{0,3}}$
    | (?P<pronoun><pron>)<aside>{{0,2}}$"""
)
_SOMEBODY = re.compile(rf"(?<![^\W_]){NOUN}")
_ANTECEDENT = pattern(
    rf"(?:(?<!<det|have>)(?=<det>)|(?<!<noun|det|have>))(?:{PHRASE})$"
)
_FIRST = pattern(
    rf"""[,<adv><and><conj><quote>-]*
    (?:<prep|to|of|ger|source|for|without|time|num>[^,]*,<aside>*)?
    (?P<np>{PHRASE}(?:,{_OFFICE}<title|name>{{1,5}}(?=,))?|<pron>)"""
)
_NEXT = pattern(
    rf",<aside>*(?P<np>{PHRASE}|<pron>)(?=[,<proclitic><have><be><verb><modal><act><word>])"
)


def _heads(s: Tagged, first: int, last: int) -> bool:
    """Whether words are what somebody is called: *le maire de Dole*, *son frère*."""
    return bool(_SOMEBODY.search(s.text, *s.chars(first, last)))


def leftward(first: int) -> int:
    """How far before a group its subject begins, with all that is in apposition."""
    return max(0, first - 50)


def subject_of(s: Tagged, first: int, left: str, plural=True) -> Place | None:
    """The noun phrase or pronoun that ends where the verb group begins."""
    base = leftward(first)
    if left.rstrip(T.adv).endswith(T.who):  # what *qui* stands for
        antecedent = left.rstrip(T.adv)[:-1].rstrip(",")
        match = _ANTECEDENT.search(antecedent)
        return match and s.chars(base + match.start(), base + match.end())
    match = _LEFT.search(left)
    if not match:
        return None
    start, end = match.span("pronoun" if match["pronoun"] else "np")
    if match["full"] and not _heads(s, base + start, base + end):
        start = match.start("full")  # "dans la cour, Paul Roy a dit"
    if match["more"] and not plural:
        start = match.start("more") + 1
    end = max(end, match.end("office"))
    return s.chars(base + start, base + end)


def shared_subject(s: Tagged, first: int, found: list[Cue]) -> Place | None:
    """The subject of the clause that a participle or a second verb leans on."""
    for cue in reversed(found):
        if cue.who and not cue.sourced:
            # "Comme le dit X, le maire a cédé, ajoutant"
            led = cue.incise and s.tags[: cue.first].endswith(T.as_)
            main = led and _NEXT.search(s.tags, cue.until)
            return s.phrase(main) if main else cue.who
    if not s.tags[:first].strip(T.and_ + T.adv + T.prep):
        following = _NEXT.search(s.tags, first)
        return s.phrase(following) if following else None
    return first_subject(s, 0, first)


def first_subject(s: Tagged, first=0, end: int | None = None) -> Place | None:
    """The noun phrase that the clause begins with, after its adverbials."""
    match = _FIRST.match(s.tags, first, len(s.tags) if end is None else end)
    return s.phrase(match) if match else None


def subject(s: Tagged, cue: Cue) -> int:
    """The word that the subject of a cue begins with; 0 where it has none."""
    who = cue.who or s.spans[0]
    k = bisect_left(s.spans, who[:1])
    return k if k < len(s.spans) and s.spans[k][0] == who[0] else 0


def clause_end(s: Tagged, cue: Cue, start: int) -> int:
    """The word before which the clause ends that begins with ``start``."""
    tags, end = s.tags, len(s.tags.rstrip(".,-"))
    first = {other.first: other for other in s.cues}
    first |= {subject(s, other): other for other in s.cues if other.who}
    hangs = _HANGS.match(tags, 0, cue.first)  # "Si X dit que ..., Y rit"
    for turn in _TURN.finditer(tags, start, end):
        k, tag = turn.start(), turn.group()
        other = first.get(k + 1) or first.get(k + 2)
        if tag == ":" and tags[k + 1 : k + 2] != T.quote:
            continue
        if tag in (T.that, T.who, T.and_):
            # "dans un contexte qu'il qualifie de « ... »"
            quotes = other and T.quote in tags[other.until : other.until + 3]
            judges = tag != T.and_ and quotes
            # "a dit que le prix baissait et a promis"
            again = tag == T.and_ and s.word(k + 1) == s.word(cue.first)
            if k > start and (judges or again):
                return k - tags[:k].endswith(",")
            continue
        if tag in ":;" or tag == "-" and tags.count("-", k, end) % 2:
            return k
        if hangs or cue.governs and _COMMENT.match(tags, k):
            return k
        if other:
            # ", affirmant que"; ", selon X." at the end; ", mais X a dit"
            last = other.incise or other.shape == "source"
            if last and other.until >= end - 1:
                return k
            if other.shape in ("gerund", "citing"):
                return k
            if tags[k + 1] in (T.and_, T.conj) and other.who and other.governs:
                return k
    return end


def clause_start(s: Tagged, cue: Cue) -> int | None:
    """The word after *que*, or that an infinitive clause begins with."""
    if s.tags[cue.until - 1] == T.where:  # "la déclaration selon laquelle"
        return cue.until
    that = _THAT.match(s.tags, cue.until)
    if that and (s.tags[that.end() - 1] != T.if_ or "asks" in cue.frames):
        return that.end()
    verb = _INFINITIVE.match(s.tags, cue.until)
    if not verb or (verb["of"] or verb["to"]) and "of" not in cue.frames:
        return None
    # "que Moscou nie avoir planifiée" is a relative clause, not what was denied
    at = subject(s, cue)
    relative = at and s.tags[at - 1] == T.that
    infinitive = _ENDING.search(s.word(verb.end() - 1))
    return verb.end("lead") if infinitive and not relative else None


_TO_WHOM = """(?:<aside|not|clitic|num> | <det><num>?<time>
    | ,[^,<quote>]{1,16},
    | <to|prep><of|to|some>?<article>?<noun>{1,6}
      (?:<of|some|for><article>?<noun>{1,6}){0,3}(?:\\(<noun>{1,6}\\))?
      (?:,<word|name|title>{1,4})?){0,6}"""
# "X alerte : des pays ..."
_THAT = pattern(_TO_WHOM + "(?:,?<that|if>|:(?!<quote>|$))")
_INFINITIVE = pattern(
    f"""(?P<lead>[<aside>,]{{0,4}}(?P<of><of>)?
      |{_TO_WHOM}?,?(?:(?P<to><of>)|(?=<not|adv>{{0,2}}<self|clitic>?<have|be|inf>)))
    <not|adv>{{0,2}}<self|clitic>?<word|inf|have|be>"""
)
_ENDING = re.compile(r"être\Z|\w\w(?:er|ir|(?:[divû]|tt|[aeo]ît|mp|lu)re)\Z")
_TURN = pattern("[:;,<that><who><and>-]")
# ", ce qu'a démenti X"
_COMMENT = pattern(",<and>?<det><that|who|where>")
_HANGS = pattern("<adv|and>?,?(?:<conj|if>|<self><pron>)[^,<quote>]*$")
