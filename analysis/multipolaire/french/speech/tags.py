"""Sentences as tags, one letter a word; the words of each class are in ``lexicon/``.

==== ======================================== ==== ===================================
Q    a quotation, with its marks              V    a reporting verb, finite
P    ... its past participle                  G    ... its present participle
F    ... its infinitive                       A B  forms of *avoir*, of *être*
I J  inverted: *a-t-il*, *dit-elle*           m    a modal
S f  *selon*, *d'après*; *pour*               U    a subject pronoun
D e  a determiner; *des*                      d b  *de*; *à*
p u  another preposition; *sans*              N O  a capitalised word; an outlet
T    a title (*M.*)                           n    any other word
s y  a reflexive; another clitic              x w  *ne*; an adverb
q k  *que*; *qui*                             o h  *où*, *dont*; *comme*
c j  *et*, *ou*; a conjunction                z t  *si*; a word of time
0    a number                                 ,:;.()-  themselves
==== ======================================== ==== ===================================
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.speech.names import OUTLETS, TITLES, either
from multipolaire.french.text import split_sentences


class Sentence(NamedTuple):
    start: int
    end: int
    spans: list[tuple[int, int]]  # places of the words
    tags: str  # a letter a word
    quotes: dict[
        int, tuple[int, int]
    ]  # word -> its quoted words, without the marks


def sentences(hidden: str, marks: list) -> Iterator[Sentence]:
    """Sentences in tags, a quotation being one word; an endless one is cut.

    A sentence without a word that reports comes without tags: nothing is said there.
    """
    k = 0
    for span in split_sentences(hidden):
        first = k
        while k < len(marks) and marks[k][0] < span.end:
            k += 1
        words = _WORD.findall(span.text.lower()) if first == k else ["selon"]
        if _lexemes().telling.isdisjoint(words) and words[:1] != ["pour"]:
            yield Sentence(span.start, span.end, [], "", {})
            continue
        whole = parse(hidden, span.start, span.end, marks[first:k])
        for cut in range(0, len(whole.tags), _LONGEST):
            yield whole if len(whole.tags) <= _LONGEST else _piece(whole, cut)


def _piece(whole: Sentence, cut: int) -> Sentence:
    span = range(cut, min(cut + _LONGEST, len(whole.tags)))
    return Sentence(
        whole.spans[cut][0],
        whole.spans[span[-1]][1],
        whole.spans[cut : span.stop],
        whole.tags[cut : span.stop],
        {i - cut: whole.quotes[i] for i in span if i in whole.quotes},
    )


def parse(
    text: str, start: int, end: int, marks: list, offset: int = 0
) -> Sentence:
    """One sentence in tags; ``offset`` is added to every place."""
    tags, _, _, _, token = _lexemes()
    spans: list[tuple[int, int]] = []
    out: list[str] = []
    quotes: dict[int, tuple[int, int]] = {}
    inside = iter(marks)
    last = ""
    for match in token.finditer(text, start, end):
        kind, word = match.lastgroup, match.group()
        if kind == "word":
            tag = _tag(tags, word, out, last)
        elif kind == "mark":
            tag = "." if word in ".!?…" else "-" if word in "–—-" else word
        elif kind == "quote":
            tag = "Q"
            quotes[len(out)] = next(inside)[2:]
        else:
            tag = "O" if kind == "outlet" else "0"
        out.append(tag)
        spans.append((match.start() + offset, match.end() + offset))
        last = word
    return Sentence(start + offset, end + offset, spans, "".join(out), quotes)


def _tag(tags: dict[str, str], word: str, out: list[str], last: str) -> str:
    low = lower(word)
    before = out[-1] if out else "."
    tag = tags.get(low)
    if tag is None and "-" in low and (match := INVERTED.search(low)):
        if before in "DU" and out and last.lower() in ("leur", "nous", "vous"):
            out[-1] = "y"  # "leur a-t-il lancé"
        return "I" if tags.get(low[: match.start()]) in ("A", "B", "m") else "J"
    if word[0].isupper() and (
        tag is None or before not in ".:-Q" and tag not in "US"
    ):
        return "T" if word.rstrip(".") in TITLES else "N"
    if tag is None:  # "a-t-il sèchement répondu", "a longuement insisté"
        if before == "t" and low in ("dernier", "prochain"):
            return "t"
        return "w" if low.endswith("ment") and before in "ABIVw" else "n"
    if tag in "AV" and last.lower() == "nous" and low[-3:] != "ons":
        out[-1] = "y"  # "nous a indiqué X"
    if (
        tag in "ABVs"
        and last.lower() == "beaucoup"
        and out[-2:-1] in ([], [","])
    ):
        out[-1] = "U"
    if tag in "ABV" and last.lower() == "en":
        out[-1] = "y"  # "s'en est pris à"
    elif before == "D":
        if tag in "ABVsx" and lower(last) in _SOME:
            out[-1] = "U"  # "certains dénoncent"
        elif tag in "AB":
            out[-1] = "y"  # "il l'a dit"
        elif tag in "VFGP":
            clitic = lower(last) in ("l'", "le", "la", "les")
            subject = out[-2:-1] in (["U"], ["N"], ["h"])
            if not (tag == "V" and clitic and subject):
                return (
                    "n"  # "la demande", "un communiqué", "l'exigeant vestiaire"
                )
            out[-1] = "y"  # "celui-ci l'affirme", "comme le dit X"
    elif tag == "V" and before in "bdeu":
        return "n"  # "de note"
    return tag


def lower(word: str) -> str:
    low = word.lower().replace("’", "'")
    return low if low.isalpha() else " ".join(low.split())


def verb_of(word: str, reflexive: bool) -> tuple[str, str] | None:
    forms = _lexemes().reflexive if reflexive else _lexemes().plain
    return forms.get(word)


class _Lexemes(NamedTuple):
    tags: dict[str, str]  # word or phrase -> its letter
    plain: dict[str, tuple[str, str]]  # form -> lemma and frames
    reflexive: dict[str, tuple[str, str]]  # the same after *se*
    telling: frozenset[
        str
    ]  # one of these words is in every sentence that reports
    token: re.Pattern


@cache
def _lexemes() -> _Lexemes:
    tags = {
        w: row["class"]
        for row in lexicon.table("function_words")
        for w in row["words"].split("|")
    }
    sources = [w for w, tag in tags.items() if tag == "S"]
    plain: dict[str, tuple[str, str]] = {}
    reflexive: dict[str, tuple[str, str]] = {}
    for row in lexicon.table("reporting_verbs"):
        lemma = row["lemma"]
        head, _, tail = re.sub("^(?:s'en |se |s')", "", lemma).partition(" ")
        forms = plain if lemma.startswith(head) else reflexive
        for form, tag in _conjugated(head, row["parts"].split()):
            form = f"{form} {tail}".strip()
            forms.setdefault(form, (lemma, row["frames"]))
            tags.setdefault(form, tag)
    phrases = [w for w in tags if re.search(r"[ ']\S", w)]
    telling = {w.split()[0] for w in (*plain, *reflexive)}
    telling |= {max(re.findall(r"\w+", w), key=len) for w in sources}
    token = re.compile(
        rf"""(?P<quote>«Ꙁ+!?)
        | (?P<outlet>{either(OUTLETS)})
        | (?P<word>{either(phrases)}
          | (?:jusqu|lorsqu|puisqu|quoiqu|quelqu|[Qq]u|[CDJLMNSTcdjlmnst])['’](?=[\w«])
          | (?:MM?|Mmes?|Mlle|Me|Mgr|Dr|Pr)\.?(?=[ \u00a0][A-ZÀ-Þ])
          | (?:[A-ZÀ-Þ]\.[ \u00a0-]?)+(?=[A-ZÀ-Þ])
          | [^\W\d]+[ ]t-(?:ils?|elles?|on)\b       # "a t-il": so it is often typed
          | [^\W\d]\w*(?:[-\u2011'’&]\w+)*)
        | (?P<number>\d[\d.,]*(?:[ \u00a0\u202f]\d{{3}})*(?:[ \u00a0\u202f]?[%€$£¥])?)
        | (?P<mark>[,;:().!?…–—]|(?<=\s)-(?=\s)|^-(?=\s))""",
        re.VERBOSE,
    )
    return _Lexemes(tags, plain, reflexive, frozenset(telling), token)


def _conjugated(verb: str, parts: list[str]) -> Iterator[tuple[str, str]]:
    """Forms of a verb with their tags, from its principal parts."""
    stem = verb[:-2]
    if not parts:  # regular in -er
        parts = [
            stem + e for e in ("e", "ent", "ant", "era", "é", "a", "èrent")
        ]
    one, many, going, future, done, past, pasts = parts
    yield from ((f, "V") for f in (one, many, past, pasts, many[:-2], future))
    yield from ((going[:-3] + e, "V") for e in ("ait", "aient", "ais"))
    yield from ((future[:-1] + e, "V") for e in ("ont", "ait", "aient"))
    yield verb, "F"
    yield going, "G"
    for ending in ("", "e", "s", "es"):
        yield done + ending, "P"


_LONGEST = (
    200  # words: what keeps a text that never stops from taking quadratic time
)
_WORD = re.compile(r"[^\W\d]+")
_SOME = {
    "certains",
    "certaines",
    "plusieurs",
    "d'autres",
    "tous",
    "toutes",
    "deux",
}
INVERTED = re.compile(r"[- ](?:t-)?(ils?|elles?|on|je|nous)$", re.IGNORECASE)
