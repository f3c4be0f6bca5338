"""Families of words: what one types, and where the texts say it.

A *query* is a word (``paix``), a beginning (``ingér*``), words in a row (``relations
bilatérales``), the name of a family of ``french/words/families.csv`` (``ingérence``,
``ingerence``), or several of these: ``ingérence | interfér*``.  Case does not count.
Accents count where the query has one, but a capital may lack its own (*Etat*).  A word
that is also the name of a family means the family; a letter more, ``paix*``, a word.
"""

import difflib
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.encodings import expect_nfc
from multipolaire.french.fold import fold, unaccented
from multipolaire.french.text import token_spans, tokenize

_LETTER = r"[^\W_]"
_END = rf"(?!{_LETTER}|[-\u2011'’]{_LETTER})"  # where a word of tokenize() ends
_QUOTE = "\"«»“”„‘’'"
# Words in a row may open or close a quotation (partenariat « illimité »), but share
# their line and hold no stop between them.
_GAP = rf"[{_QUOTE}]*[^\S\n](?:[^\S\n]|[{_QUOTE}])*"
_ANY_END = "ʘ"  # for * while a query is cut into words: no letter of French
# Ratios of difflib: of what is warned of (ingerance), and of what is no query at all.
_ALIKE, _A_LITTLE = 0.7, 0.4
_GATED = 1 << 32  # added to the words of a chunk in which a match may begin
# Chunks: to find more, one by one, costs more than to read the text once.
_FEW = 8


class Query(NamedTuple):
    """A query ready to scan: words that ``apart`` matches are taken, not counted."""

    name: str
    pattern: re.Pattern  # from the start of a word; group "apart": not meant
    first: str  # pattern of the words that can begin a match


class QueryWarning(UserWarning):
    """A query that no article answers, and that looks like the name of a family."""


class Hit(NamedTuple):
    """One occurrence: ``text[start:end]`` answers the query of that number."""

    start: int
    end: int
    query: int


def families() -> tuple[str, ...]:
    """The names of the families of ``french/words/families.csv``.

    >>> families()[:3]
    ('ingérence', 'non-ingérence', 'multipolaire')
    """
    return tuple(row["family"] for row in lexicon.table("families"))


def parse_queries(queries: str | Sequence[str]) -> list[Query]:
    """The queries typed, one or several, in their order.

    >>> [query.name for query in parse_queries(["INGERENCE", "ingér*"])]
    ['ingérence', 'ingér*']

    Raises ``ValueError`` with the nearest families for what is no query.
    """
    typed = [queries] if isinstance(queries, str) else list(queries)
    if not typed:
        named = ", ".join(families())
        raise ValueError(f"no query: expected a word or one of {named}")
    parsed = [_parse(unicodedata.normalize("NFC", query)) for query in typed]
    if len({query.name for query in parsed}) < len(parsed):
        raise ValueError(f"queries={typed!r}: one of them stands twice")
    return parsed


def nearest_families(query: str, cutoff: float = _ALIKE) -> list[str]:
    """Families whose name looks like the query.

    >>> nearest_families("ingerance")
    ['ingérence', 'non-ingérence']
    """
    names = _families()
    near = difflib.get_close_matches(_bare(query), names, n=3, cutoff=cutoff)
    return [names[name]["family"] for name in near]


def warn_of_misses(parsed: Sequence[Query], found: set[int]) -> None:
    """Of the queries without a hit, name the families that may have been meant."""
    for number, query in enumerate(parsed):
        if number in found or query.name in families():
            continue
        if near := ", ".join(nearest_families(query.name)):
            told = f"no article has {query.name!r}; near it: {near}"
            warnings.warn(told, QueryWarning, stacklevel=5)


def scanner(queries: Sequence[Query]) -> Callable[[str], tuple[int, list[Hit]]]:
    """What reads one text after the other: its number of words, and its hits.

    Each distinct blank-separated chunk is cut into words once for all texts.  Queries
    do not see each other; within one, the first and longest match takes its words.

    >>> scanner(parse_queries("ingérence"))("L’ingérence, non ! INGERENCES.")
    (4, [Hit(start=2, end=11, query=0), Hit(start=19, end=29, query=0)])

    It raises ``ValueError`` for a text that is not NFC.
    """
    gate = _Gate(queries)

    def read(text: str) -> tuple[int, list[Hit]]:
        expect_nfc(text)
        chunks = text.split()
        hits, words = divmod(sum(map(gate.__getitem__, chunks)), _GATED)
        found = gate.open.intersection(chunks) if hits else set()
        return words, _hits(text, found, queries)

    return read


class _Gate(dict):
    """Chunk -> its number of words, with ``_GATED`` where a query may begin in it."""

    def __init__(self, queries: Sequence[Query]):
        self.first = re.compile("|".join(query.first for query in queries))
        self.open: set[str] = set()

    def __missing__(self, chunk: str) -> int:
        spans = token_spans(chunk)
        self[chunk] = len(spans)
        if any(self.first.fullmatch(span.text) for span in spans):
            self.open.add(chunk)
            self[chunk] += _GATED
        return self[chunk]


def _hits(text: str, chunks: set[str], queries: Sequence[Query]) -> list[Hit]:
    starts = sorted(
        place + span.start
        for place, chunk in _places(text, chunks)
        for span in token_spans(chunk)
    )
    taken = [0] * len(queries)
    hits = []
    for start in starts:
        for number, query in enumerate(queries):
            # What a match took is not read again: "qu'qu'qu'" would be quadratic.
            if start < taken[number]:
                continue
            if match := query.pattern.match(text, start):
                taken[number] = match.end()
                if match["apart"] is None:
                    hits.append(Hit(start, match.end(), number))
    return sorted(hits)


def _places(text: str, chunks: set[str]) -> Iterator[tuple[int, str]]:
    """Where these chunks stand, whole, between blanks."""
    if len(chunks) > _FEW:
        for match in re.finditer(r"\S+", text):
            if match[0] in chunks:
                yield match.start(), match[0]
        return
    for chunk in chunks:
        start = text.find(chunk)
        while start >= 0:
            end = start + len(chunk)
            beside = text[start - 1 : start] + text[end : end + 1]
            if not beside.strip():
                yield start, chunk
            start = text.find(chunk, end)


def _parse(query: str) -> Query:
    meant, apart = [], []  # forms, and whether they may have any accent
    for part in query.split("|"):
        if row := _families().get(_bare(part)):
            meant += [(form, False) for form in row["forms"].split(" | ")]
            others = filter(None, row["apart"].split(" | "))
            apart += [(form, False) for form in others]
        else:
            meant.append((_typed(part, query), part == unaccented(part)))
    meant.sort(key=lambda form: -form[0].count(" "))  # the longest first
    first = (_word(form.split()[0], loose) for form, loose in meant + apart)
    said = "|".join(_pattern(*form) for form in meant)
    not_meant = "|".join(_pattern(*form) for form in apart) or r"(?!)"
    pattern = re.compile(rf"(?P<apart>{not_meant})|(?:{said})")
    alone = _families().get(_bare(query))
    name = alone["family"] if alone else query.strip()
    return Query(name, pattern, "|".join(first))


@cache
def _families() -> dict:
    """The rows of the families, each by its name in plain letters."""
    return {_bare(row["family"]): row for row in lexicon.table("families")}


def _typed(part: str, query: str) -> str:
    words = tokenize(part.replace("*", _ANY_END))
    starred = [word for word in words if _ANY_END in word]
    short = any(len(word.replace(_ANY_END, "")) < 2 for word in starred)
    if not words or short or re.search(rf"[^\w\s*\-\u2011{_QUOTE}]", part):
        near = nearest_families(query, _A_LITTLE) or families()
        raise ValueError(
            f"query {query!r} is not understood: expected a word, a beginning of two "
            "letters or more (ingér*), words in a row, or a family; the nearest "
            f"families: {', '.join(near)}"
        )
    return " ".join(words).replace(_ANY_END, "*")


def _pattern(form: str, loose: bool) -> str:
    words = [_word(word, loose) for word in form.split()]
    pattern = words[0]
    for previous, word in zip(form.split(), words[1:]):
        pattern += ("" if previous.endswith("'") else _END + _GAP) + word
    return pattern + ("" if form.endswith("'") else _END)


def _word(word: str, loose: bool) -> str:
    """The pattern of one word of a form, as texts may spell it."""
    parts = re.findall(r"oe|œ|ae|æ|.", word)
    return "".join(_SPELT.get(part) or _letter(part, loose) for part in parts)


_SPELT = {
    "(": "(?:",
    "*": rf"(?:[-\u2011'’]?{_LETTER})*",
    "'": "['’]",
    "-": "[-\u2011]",
    **dict.fromkeys(["oe", "œ"], "(?:oe|œ|O[eE]|Œ)"),
    **dict.fromkeys(["ae", "æ"], "(?:ae|æ|A[eE]|Æ)"),
}
_ACCENTED = "àâäáãçéèêëíîïñóôöõúùûüÿ"


def _letter(sign: str, loose: bool) -> str:
    if not sign.isalpha():
        return sign  # a digit, or "?", ")" and "|" of a form
    spelt = {sign, sign.upper(), _bare(sign).upper()}
    if loose:
        same = {letter for letter in _ACCENTED if _bare(letter) == _bare(sign)}
        spelt |= same | {letter.upper() for letter in same}
    return f"[{''.join(sorted(spelt))}]"


def _bare(text: str) -> str:
    return unaccented(fold(text))
