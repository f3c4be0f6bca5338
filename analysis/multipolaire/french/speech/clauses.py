"""One sentence with its cues, and the clauses that they govern."""

import re
from collections.abc import Container

from multipolaire.french.speech.grammar import Cue
from multipolaire.french.speech.tags import Sentence


class Reading:
    """A sentence in tags, what in it reports, and how far each report goes."""

    def __init__(self, text: str, sentence: Sentence, found: list[Cue]):
        self.text, self.s, self.tags, self.cues = (
            text,
            sentence,
            sentence.tags,
            found,
        )
        self.first = {cue.first: cue for cue in found}
        self.place = {span[0]: k for k, span in enumerate(sentence.spans)}
        self.clauses: dict[
            Cue, int | None
        ] = {}  # where the clause after *que* begins

    def words(self, start: int, end: int) -> str:
        return self.text[start:end]

    def word(self, k: int) -> str:
        return self.text[slice(*self.s.spans[k])]

    def quoted(self, i: int) -> list[str]:
        """The words of a quotation, itself the i-th word of the sentence."""
        return self.text[slice(*self.s.quotes[i])].split()

    def chars(self, first: int, last: int) -> tuple[int, int]:
        """Place in the text of the words from ``first`` on, before ``last``."""
        if first >= last:
            return self.s.end, self.s.end
        return self.s.spans[first][0], self.s.spans[last - 1][1]

    def subject(self, cue: Cue) -> int:
        """The word that the subject of a cue begins with; 0 where it has none."""
        return self.place.get(cue.who[0], 0) if cue.who else 0

    def leads(self, i: int, also: str = "") -> bool:
        """Whether the i-th word leads the sentence, but for adverbs and marks."""
        return not self.tags[:i].strip("wtc,-" + also)

    def clause(self, cue: Cue) -> int | None:
        """First word of the clause after *que*, or of the infinitive clause."""
        if "q" in cue.frames and cue not in self.clauses:
            self.clauses[cue] = self._begins(cue)
        return self.clauses.get(cue)

    def _begins(self, cue: Cue) -> int | None:
        tags = self.tags
        that = (_HEARER_THAT if "o" in cue.frames else _THAT).match(
            tags, cue.until
        )
        asks = cue.lemma.endswith(("demander", "interroger"))
        if that and (tags[that.end() - 1] == "q" or asks):
            return that.end()
        verb = _INFINITIVE.match(tags, cue.until)
        if not verb or "d" in verb.group() and "d" not in cue.frames:
            return None
        # "que Moscou nie avoir planifiée" is a relative clause, not what was denied
        at = self.subject(cue)
        relative = (
            at and tags[at - 1] == "q" and at not in self.clauses.values()
        )
        word = self.word(verb.end() - 1)
        infinitive = word.endswith(("er", "ir", "re")) and word.islower()
        return verb.end("lead") if infinitive and not relative else None

    def clause_end(
        self, cue: Cue, start: int, tied: Container[Cue | None]
    ) -> int:
        """The word before which the clause ends; ``tied`` cues have a quotation."""
        tags = self.tags
        end = len(tags.rstrip(".,-"))
        for turn in _TURN.finditer(tags, start, end):
            k, tag = turn.start(), turn.group()
            other = self.first.get(k + 1) or self.first.get(k + 2)
            if tag == ";" or tag == "-" and tags.count("-", k, end) % 2:
                return k
            if (
                tag == "," and other
            ):  # ", affirmant que"; ", selon X." at the end
                last = other.until >= end - 1 and other.shape in (
                    "inv",
                    "post",
                    "src",
                )
                if last or other.shape in ("ger", "cite"):
                    return k
            # "a dit que le prix baissait et a promis"
            again = tag == "c" and tags[k + 1 : k + 2] in ("A", "B")
            if again and self.word(k + 1) == self.word(cue.first):
                return k
            # "la ville qu'il a dite « ... »"
            if tag in "qk" and k > start and other and other in tied:
                if tags[k + 1 : other.first] in ("U", ""):
                    return k
        return end


_THAT = re.compile(
    r"(?:[wtx0y]|D0?t|,[^,Q]{1,16},|[bp][dbe]?[De]?[nNTO0]{1,6}(?:[de][De]?[nNTO0]{1,6}){0,3}"
    r"(?:,[nNT]{1,4})?){0,6},?[qz]"
)
_HEARER_THAT = re.compile(
    r"(?:(?:D|e)?[nNTO0]{1,6}(?:d[De]?[nNTO0]{1,5}){0,2})?" + _THAT.pattern
)
_INFINITIVE = re.compile(r"(?P<lead>[wt,]{0,4}d?)[xw]{0,2}[sy]?[nFAB]")
_TURN = re.compile("[;,cqk-]")
