"""A sentence with its cues, and the clauses that they govern."""

from collections.abc import Container
from typing import NamedTuple

from multipolaire.french.speech.grammar import Cue, cues
from multipolaire.french.speech.tags import Sentence, letters, pattern


class Reading(NamedTuple):
    """A sentence, what in it reports, and where what is reported begins."""

    s: Sentence
    cues: list[Cue]
    # first word after *que*, or of the infinitive clause
    clauses: dict[Cue, int]

    def subject(self, cue: Cue) -> int:
        """The word that the subject of a cue begins with; 0 where it has none."""
        starts = {start: k for k, (start, _) in enumerate(self.s.spans)}
        return starts.get(cue.who[0], 0) if cue.who else 0

    def clause_end(self, cue: Cue, start: int, tied: Container) -> int:
        """The word before which the clause ends; ``tied`` cues have a quotation."""
        tags = self.s.tags
        first = {cue.first: cue for cue in self.cues}
        end = len(tags.rstrip(".,-"))
        for turn in _TURN.finditer(tags, start, end):
            k, tag = turn.start(), turn.group()
            other = first.get(k + 1) or first.get(k + 2)
            if tag == ";" or tag == "-" and tags.count("-", k, end) % 2:
                return k
            if tag == "," and other:
                # ", affirmant que"; ", selon X." at the end
                last = other.incise or other.shape == "source"
                if last and other.until >= end - 1:
                    return k
                if other.shape in ("gerund", "citing"):
                    return k
            # "a dit que le prix baissait et a promis"
            again = tag == _AND and tags[k + 1 : k + 2] in _AUXILIARIES
            if again and self.s.word(k + 1) == self.s.word(cue.first):
                return k
            # "la ville qu'il a dite « ... »"
            if tag in _RELATIVES and k > start and other and other in tied:
                if tags[k + 1 : other.first] in ("", _PRONOUN):
                    return k
        return end


def read(s: Sentence, last: Cue | None) -> Reading:
    """A sentence with its cues; ``last`` is the attribution before it."""
    r = Reading(s, cues(s, last), {})
    for cue in r.cues:
        governs = cue.governs and "clause" in cue.frames
        begins = _begins(r, cue) if governs else None
        if begins is not None:
            r.clauses[cue] = begins
    return r


def _begins(r: Reading, cue: Cue) -> int | None:
    tags = r.s.tags
    names_hearer = "hearer" in cue.frames
    that = (_HEARER_THAT if names_hearer else _THAT).match(tags, cue.until)
    if that and (tags[that.end() - 1] == _QUE or "asks" in cue.frames):
        return that.end()
    verb = _INFINITIVE.match(tags, cue.until)
    if not verb or _OF in verb.group() and "of" not in cue.frames:
        return None
    # "que Moscou nie avoir planifiée" is a relative clause, not what was denied
    at = r.subject(cue)
    relative = at and tags[at - 1] == _QUE
    # "Il dit qu'il veut partir": two clauses; but "qu'il veut « partir »" is one
    later = (c.until for c in r.cues if c.first > cue.first)
    near = min(later, default=len(tags))
    quoted = any(cue.until <= i < near for i in r.s.quotes)
    relative = relative and (quoted or at not in r.clauses.values())
    word = r.s.word(verb.end() - 1)
    infinitive = word.endswith(("er", "ir", "re")) and word.islower()
    return verb.end("lead") if infinitive and not relative else None


_AND, _QUE, _OF, _PRONOUN = letters("and|that|of|pron")
_AUXILIARIES, _RELATIVES = tuple(letters("have|be")), letters("that|who")
_BETWEEN = r"""(?:<aside|not|clitic|num> | <det><num>?<time>
    | ,[^,<quote>]{1,16},
    | <to|prep><of|to|some>?<article>?<noun>{1,6}
      (?:<of|some><article>?<noun>{1,6}){0,3}(?:,<word|name|title>{1,4})?){0,6}
    ,?<that|if>"""
_THAT = pattern(_BETWEEN)
_HEARER_THAT = pattern(
    r"(?:<article>?<noun>{1,6}(?:<of><article>?<noun>{1,5}){0,2})?" + _BETWEEN
)
_INFINITIVE = pattern(
    """(?P<lead>[<aside>,]{0,4}<of>?)<not|adv>{0,2}<self|clitic>?
    <word|inf|have|be>"""
)
_TURN = pattern("[;,<and><that><who>-]")
