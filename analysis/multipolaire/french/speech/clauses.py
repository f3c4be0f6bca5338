"""The clauses that the cues of a sentence govern."""

import re
from bisect import bisect_left
from collections.abc import Callable, Container

from multipolaire.french.speech.grammar import cues
from multipolaire.french.speech.subjects import PHRASE
from multipolaire.french.speech.tags import Cue, T, Tagged, letters, pattern


def read(s: Tagged, spoke: Callable = lambda: None) -> Tagged:
    """A sentence with its cues; ``spoke()`` is who spoke before it."""
    s = s._replace(cues=tuple(cues(s, spoke)), clauses=(begun := {}))
    for cue in s.cues:
        governs = cue.governs and "clause" in cue.frames
        begins = _begins(s, cue) if governs else None
        if begins is not None:
            begun[cue] = begins
    return s


def subject(s: Tagged, cue: Cue) -> int:
    """The word that the subject of a cue begins with; 0 where it has none."""
    if not cue.who:
        return 0
    k = bisect_left(s.spans, (cue.who[0],))
    return k if k < len(s.spans) and s.spans[k][0] == cue.who[0] else 0


def clause_end(s: Tagged, cue: Cue, start: int, tied: Container = ()) -> int:
    """The word before which the clause ends; ``tied`` cues have a quotation."""
    tags, end = s.tags, len(s.tags.rstrip(".,-"))
    first = {other.first: other for other in s.cues}
    first |= {subject(s, other): other for other in s.cues if other.who}
    hangs = _HANGS.match(tags, 0, cue.first)  # "Si X dit que ..., Y rit"
    for turn in _TURN.finditer(tags, start, end):
        k, tag = turn.start(), turn.group()
        other = first.get(k + 1) or first.get(k + 2)
        if tag == ":" and s.tags[k + 1 : k + 2] != T.quote:
            continue
        if tag in ":;" or tag == "-" and tags.count("-", k, end) % 2:
            return k
        judged = cue.governs and _COMMENT.match(tags, k)
        if tag == "," and (judged or hangs and _MAIN.match(tags, k)):
            return k
        if tag == "," and other:
            # ", affirmant que"; ", selon X." at the end; ", mais X a dit"
            last = other.incise or other.shape == "source"
            if last and (other.until >= end - 1 or _cites(s, other.until)):
                return k
            if other.shape in ("gerund", "citing"):
                return k
            if tags[k + 1] in (T.and_, T.conj) and other.who and other.governs:
                return k
        # "a dit que le prix baissait et a promis", "et promis"
        if tag == T.and_ and _AGAIN.match(tags, k + 1):
            apart = tags[:k].endswith(",") and tags[k + 1] == T.part
            if apart or s.word(k + 1) == s.word(cue.first):
                return k - tags[:k].endswith(",")
        # "dans un contexte qu'il qualifie de « ... »"
        if tag in _RELATIVES and k > start and other and other in tied:
            if tags[k + 1 : other.first] in ("", T.pron):
                return k
    return end


def _cites(s: Tagged, k: int) -> bool:
    """*, selon CNN, citant la police*."""
    return any(c.shape == "citing" and c.first == k + 1 for c in s.cues)


def _begins(s: Tagged, cue: Cue) -> int | None:
    tags = s.tags
    if tags[cue.until - 1] == T.where:  # "la déclaration selon laquelle"
        return cue.until
    names_hearer = "hearer" in cue.frames
    that = (_HEARER_THAT if names_hearer else _THAT).match(tags, cue.until)
    asks = "asks" in cue.frames
    colon = that and tags[that.end() - 1] == ":"
    if that and (asks or colon or tags[that.end() - 1] == T.that):
        return that.end()
    verb = _INFINITIVE.match(tags, cue.until)
    if not verb or (verb["of"] or verb["to"]) and "of" not in cue.frames:
        return None
    # "que Moscou nie avoir planifiée" is a relative clause, not what was denied
    at = subject(s, cue)
    relative = at and tags[at - 1] == T.that
    # "Il dit qu'il veut partir": two clauses; but "qu'il veut « partir »" is one
    later = (c.until for c in s.cues if c.first > cue.first)
    near = min(later, default=len(tags))
    quoted = any(cue.until <= i < near for i in s.quotes)
    relative = relative and (quoted or at not in s.clauses.values())
    word = s.word(verb.end() - 1)
    infinitive = word.islower() and _ENDING.search(word)
    return verb.end("lead") if infinitive and not relative else None


_RELATIVES = tuple(letters("that|who"))
_TO_WHOM = """(?:<aside|not|clitic|num> | <det><num>?<time>
    | ,[^,<quote>]{1,16},
    | <to|prep><of|to|some>?<article>?<noun>{1,6}
      (?:<of|some|for><article>?<noun>{1,6}){0,3}(?:\\(<noun>{1,6}\\))?
      (?:,<word|name|title>{1,4})?){0,6}"""
_THEN = "(?:,?<that|if>|:(?!<quote>|$))"  # "X alerte : des pays ..."
_THAT = pattern(_TO_WHOM + _THEN)
_HEARER_THAT = pattern(
    r"(?:<article>?<noun>{1,6}(?:<of><article>?<noun>{1,5}){0,2})?"
    + _TO_WHOM
    + _THEN
)
_INFINITIVE = pattern(
    f"""(?P<lead>[<aside>,]{{0,4}}(?P<of><of>)?
      |{_TO_WHOM}?,?(?:(?P<to><of>)|(?=<not|adv>{{0,2}}<self|clitic>?<have|be|inf>)))
    <not|adv>{{0,2}}<self|clitic>?<word|inf|have|be>"""
)
_ENDING = re.compile(r"être\Z|\w\w(?:er|ir|(?:[divû]|tt|[aeo]ît|mp|lu)re)\Z")
_TURN = pattern("[:;,<and><that><who>-]")
# ", ce qu'a démenti X"
_COMMENT = pattern(",<and>?<det><that|who|where>")
_AGAIN = pattern("<have|be|part>|<adv><part>")
_HANGS = pattern("<adv|and>?,?(?:<conj|if>|<self><pron>)[^,<quote>]*$")
_MAIN = pattern(
    rf",<aside>*(?:{PHRASE}|<pron>)<aside|proclitic>*<have|be|act|modal|verb>"
)
