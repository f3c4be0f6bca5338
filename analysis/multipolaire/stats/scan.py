"""Where texts say what queries ask: every text read once, chunk by chunk."""

import bisect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.encodings import expect_nfc
from multipolaire.french.fold import fold
from multipolaire.french.text import split_sentences, token_spans
from multipolaire.stats import queries
from multipolaire.stats.queries import GAP, LETTER, Query, pattern_of

_GATED = 1 << 32  # added to the words of a chunk in which a match may begin
# Characters before a sentence in which a war is still the one that was spoken of.
PASSAGE = 600
# "Après Gaza, la guerre qui fait rage en Ukraine": what stands behind is nearer.
BEHIND = 4
VERB = 100  # characters before a verb in which its pronoun may stand


class Hit(NamedTuple):
    """One occurrence: ``text[start:end]`` answers the query of that number."""

    start: int
    end: int
    query: int


class Scanner:
    """What reads one text after the other: its number of words, and its hits.

    Each distinct blank-separated chunk is cut into words once for all texts.  Queries
    do not see each other; within one, the first and longest match takes its words.

    >>> Scanner(queries.parse_queries("ingérence"))("L’ingérence, non ! INGERENCES.")
    (4, [Hit(start=2, end=11, query=0), Hit(start=19, end=29, query=0)])

    ``others`` counts, query by query, the words that tell of another war.  Raises
    ``ValueError`` for a text that is not NFC.
    """

    def __init__(self, queries: Sequence[Query]):
        self.queries, self.gate = queries, _Gate(queries)
        self.others: Counter[int] = Counter()

    def __call__(self, text: str) -> tuple[int, list[Hit]]:
        expect_nfc(text)
        chunks = text.split()
        counted = sum(map(self.gate.__getitem__, chunks))
        hits, words = divmod(counted, _GATED)
        found = self.gate.open.intersection(chunks) if hits else set()
        return words, _hits(text, found, self.queries, self.others)


class _Gate(dict):
    """Chunk -> its number of words, with ``_GATED`` where a query may begin in it."""

    def __init__(self, queries: Sequence[Query]):
        self.first = re.compile("|".join(query.first for query in queries))
        ways = (way for query in queries for way in query.steps)
        self.begins = [self.first.fullmatch, *(way[0].fits for way in ways)]
        self.open: set[str] = set()

    def __missing__(self, chunk: str) -> int:
        spans = token_spans(chunk)
        self[chunk] = len(spans)
        if any(fits(span.text) for span in spans for fits in self.begins):
            self.open.add(chunk)
            self[chunk] += _GATED
        return self[chunk]


def _hits(text: str, chunks: set[str], queries, others: Counter) -> list[Hit]:
    starts = sorted(
        place + span.start
        for place, chunk in _places(text, chunks)
        for span in token_spans(chunk)
    )
    taken = [0] * len(queries)
    stepped = starts and any(query.steps for query in queries)
    spans = token_spans(text) if stepped else []
    hits = []
    for start in starts:
        for number, query in enumerate(queries):
            # What a match took is not read again: "qu'qu'qu'" would be quadratic.
            if start < taken[number]:
                continue
            if match := query.pattern.match(text, start):
                taken[number] = match.end()
                if _is_meant(match):
                    hits.append(Hit(start, match.end(), number))
                elif match.lastgroup not in ("apart", "reflexive"):
                    others[number] += 1
            elif end := _end_of_steps(text, spans, start, query.steps):
                taken[number] = end
                hits.append(Hit(start, end, number))
    return sorted(hits)


def _end_of_steps(text: str, spans: list, start: int, ways: tuple) -> int:
    """Where the first way that fits from a word on ends; 0 where none does."""
    at = bisect.bisect_left(spans, start, key=lambda span: span.start)
    for first, *steps in ways:
        if first.fits(spans[at].text):
            last = _last_word(text, spans, at + 1, steps)
            if last is not None:
                return spans[last].end
    return 0


def _last_word(text: str, spans: list, at: int, steps: list) -> int | None:
    """The number of the word that the last step takes, the first from ``at`` on."""
    if not steps:
        return at - 1
    step, between = steps[0], _NEAR if steps[0].most else _BESIDE
    for k in range(at, min(at + step.most + 1, len(spans))):
        if not between.fullmatch(text, spans[k - 1].end, spans[k].start):
            return None
        if k - at >= step.least and step.fits(spans[k].text):
            last = _last_word(text, spans, k + 1, steps[1:])
            if last is not None:
                return last
    return None


_BESIDE = re.compile(rf"(?:{GAP})?")
_NEAR = re.compile(r"[^.!?…;:\n]*")


def _places(text: str, chunks: set[str]) -> Iterator[tuple[int, str]]:
    """Where these chunks stand, whole, between blanks."""
    for match in re.finditer(r"\S+", text):
        if match[0] in chunks:
            yield match.start(), match[0]


def _is_meant(match: re.Match) -> bool:
    kind = match.lastgroup
    if kind == "reflexive":
        return _is_reflexive(match)
    return kind is None or kind != "apart" and kind == _nearest_war(match)


def _is_reflexive(verb: re.Match) -> bool:
    start = verb.start()
    before = _pronoun().search(verb.string, max(0, start - VERB), start)
    if before and before["person"]:  # nous ingérons: the subject
        unfinished = before["be"] or verb[0].lower()
        return unfinished.endswith(("er", "ant", "être"))
    return bool(before)


@cache
def _pronoun() -> re.Pattern:
    """The pronoun of a reflexive verb, and all that parts it from the verb."""
    rows = lexicon.table("reflexive")
    role = {row["role"]: _any_of(row["words"]) for row in rows}
    gap = r"[^\S\n]"
    # Se sont, selon Moscou, ingérés.
    aside = rf",{gap}[^\n,;:.!?]{{1,40}},{gap}"
    between = rf"(?:(?:{role['between']}|{LETTER}+ment){gap}+)*"
    said = rf"(?:{role['pronoun']}|(?P<person>{role['person']})){gap}*"
    been = rf"(?:(?P<be>{role['be']})(?:{aside}|{gap}+){between})?"
    return re.compile(rf"(?<!{LETTER}){said}{between}{been}\Z")


def _nearest_war(word: re.Match) -> str | None:
    """The war that its sentence tells of nearest to it, or else what is before."""
    told, sentences = _told_in(word.string)
    at = bisect.bisect(told, word.start(), key=re.Match.start)
    sentence = sentences[bisect.bisect(sentences, (word.start() + 1,)) - 1]
    near = [
        (one.start() < sentence.start, _away(one, word), one.lastgroup)
        for one in told[max(0, at - 1) : at + 1]
        if sentence.start - PASSAGE <= one.start() < sentence.end
    ]
    return min(near)[-1] if near else None


def _away(one: re.Match, word: re.Match) -> float:
    behind = (one.start() - word.end()) / BEHIND
    return max(0, word.start() - one.end(), behind)


@lru_cache(maxsize=1)  # of one text, word by word
def _told_in(text: str) -> tuple[list[re.Match], list]:
    """The words of a text that tell of a war, and its sentences."""
    return list(_war_words().finditer(text)), split_sentences(text)


@cache
def _war_words() -> re.Pattern:
    rows = lexicon.table("wars")
    wars = (f"(?P<{row['war']}>{_any_of(row['words'])})" for row in rows)
    return re.compile(rf"(?<!{LETTER})(?:{'|'.join(wars)})")


def _any_of(forms: str) -> str:
    return "|".join(pattern_of(form, False) for form in forms.split(" | "))


def near_words(
    names: Sequence[str], said: Sequence[int], texts: Iterable[str]
) -> list[str]:
    """Of each family not ``said``: what texts have near it in meaning, and how often.

    >>> texts = ["Ils interfèrent, et l'immixtion…", "Interfèrent !"]
    >>> near_words(["ingérence", "paix"], [0, 0], texts)
    ['interfèrent (2), immixtion (1)', '']
    """
    numbers, read = _near_reader(tuple(names))
    found = [Counter() for _ in names]
    unsaid = any(not said[number] for number in numbers)
    for text in texts if unsaid else ():  # all families in one reading
        for start, end, query in read(text)[1]:
            found[numbers[query]][fold(text[start:end])] += 1
    told = [", ".join(f"{w} ({n})" for w, n in c.most_common()) for c in found]
    return ["" if times else near for times, near in zip(said, told)]


@lexicon.remembered(most=4)
def _near_reader(names: tuple[str, ...]) -> tuple[list[int], Callable]:
    near = [queries.near_of(name) for name in names]
    numbers = [number for number, query in enumerate(near) if query]
    parsed = [queries.parse_queries(near[number])[0] for number in numbers]
    return numbers, Scanner(parsed)
