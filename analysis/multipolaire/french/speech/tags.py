"""Sentences as tags: what each word is, and patterns over what words are.

============ ============================ =========== ============================
quote        a quotation, with its marks  verb        a reporting verb, finite
part, ger    ... its participles          inf         ... its infinitive
have, be     forms of *avoir*, of *être*  modal       *doit*, *peut*
has-he       inverted: *a-t-il*           says-he     inverted: *dit-elle*
source, for  *selon*, *d'après*; *pour*   pron        a subject pronoun
det, some    an article, *son*; *des*     prep        a preposition but these:
of, to       *de*; *à*                    without     *sans*
name, outlet a capitalised word; a medium title       *M.*
word         any other word               num         a number
self, clitic *se*; *lui*                  not         *ne*
act          a finite verb of no speech
that, who    *que*; *qui*                 where, as   *où*, *dont*; *comme*
and, conj    *et*; *alors que*            adv         *aussi*, *sèchement*
if, time     *si*; *lundi*                ``,:;.()-`` themselves
============ ============================ =========== ============================

A pattern names them: ``<article>?<word|name>{1,3},``.  Each is one letter, so that a
sentence is a string, and a pattern over tags a regular expression.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping
from functools import cache
from keyword import iskeyword
from string import ascii_letters
from types import MappingProxyType, SimpleNamespace
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.speech import names
from multipolaire.french.speech.names import CLASSES, fold
from multipolaire.french.text import split_sentences

_TAGS = (
    "quote verb part ger inf have be has-he says-he modal source "
    "for pron det some of to prep without name outlet title word "
    "num self clitic not that who where as and conj adv if time act"
)
_LETTERS = dict(zip(_TAGS.split(), ascii_letters)) | {m: m for m in ",:;.()-"}
_GROUPS = {
    "article": "det|some",
    "noun": "word|name|title|outlet|num",
    "nominal": "noun|part",
    "proclitic": "not|self|clitic",
    "link": "of|to|some|prep|for|source|without",
    "aside": "adv|time",
}
# Words: what keeps a text that never stops from taking quadratic time.
_LONGEST = 200


# The letter of a tag: T.quote, T.has_he, T.and_ (a word of Python takes a "_").
T = SimpleNamespace(
    **{
        tag.replace("-", "_") + "_" * iskeyword(tag): letter
        for tag, letter in _LETTERS.items()
        if tag[0].isalpha()
    }
)


def letters(tags: str) -> str:
    """The letters of tags and groups of tags: ``letters("verb|aside")``."""
    found = (
        _LETTERS.get(tag) or letters(_GROUPS[tag]) for tag in tags.split("|")
    )
    return "".join(found)


def pattern(source: str) -> re.Pattern:
    """A pattern over tags, in which ``<word|name>`` is a word of one of these."""

    def spelt(match: re.Match) -> str:
        if match[0].startswith("["):
            return _NAMED.sub(lambda inner: letters(inner[1]), match[0])
        found = letters(match[1])
        return found if len(found) == 1 else f"[{found}]"

    return re.compile(_NAMED_OR_SET.sub(spelt, source), re.VERBOSE)


_NAMED = re.compile(r"(?<!\?P)<([a-z|-]+)>")
_NAMED_OR_SET = re.compile(rf"\[[^]]*\]|{_NAMED.pattern}")


Place = tuple[int, int]


class Cue(NamedTuple):
    """A word that reports speech, and who speaks.

    Words are numbered in their sentence: a cue that goes on in another one has no
    numbers there (:meth:`elsewhere`), only its places in the text.  Frames are those
    of ``words/reporting_verbs.csv``; a shape is one of those below, or ``citing``.
    """

    lemma: str
    frames: frozenset[str]
    shape: str
    first: int | None  # word where the group begins (*n'avait pas dit*)
    until: int | None  # word after the group, and after a subject that follows
    span: Place
    who: Place | None
    said: bool = True  # False for what is denied: that was not said

    @property
    def governs(self) -> bool:
        """*X a dit*, *X affirmant*, *sans dire*: a clause may follow."""
        return self.shape in ("before", "gerund", "infinitive")

    @property
    def incise(self) -> bool:
        """« ... », *dit-il*; « ... », *a dit X*: it stands in what it reports."""
        return self.shape in ("inverted", "after")

    @property
    def sourced(self) -> bool:
        """*Selon X*, *pour X*: there is no verb."""
        return self.shape in ("source", "for")

    def elsewhere(self) -> "Cue":
        """The same for another sentence, whose words have other numbers."""
        return self._replace(first=None, until=None)


class Tagged(NamedTuple):
    """A sentence, its words and what each is, a quotation being one; what reports."""

    text: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    tags: str
    quotes: dict[int, tuple[int, int]]  # word -> its quoted words, no marks
    cues: tuple[Cue, ...] = ()
    # cue -> first word after *que*, or of the infinitive clause
    clauses: Mapping[Cue, int] = MappingProxyType({})

    def word(self, k: int) -> str:
        return self.text[slice(*self.spans[k])]

    def low(self, k: int) -> str:
        return fold(self.word(k))

    def quoted(self, i: int) -> list[str]:
        """The words of a quotation, itself the i-th word of the sentence."""
        return self.text[slice(*self.quotes[i])].split()

    def chars(self, first: int, last: int) -> tuple[int, int]:
        """Place in the text of the words from ``first`` on, before ``last``."""
        if first >= last:
            return self.end, self.end
        return self.spans[first][0], self.spans[last - 1][1]

    def phrase(self, match: re.Match) -> tuple[int, int]:
        """Place in the text of the noun phrase ``np`` of a pattern over tags."""
        return self.chars(*match.span("np"))

    def leads(self, i: int, quoted: bool = False) -> bool:
        """Whether the i-th word leads the sentence, but for adverbs and marks.

        Quotations may stand before it, too, where it may be ``quoted``.
        """
        return not self.tags[:i].strip(_LEAD_QUOTED if quoted else _LEAD)


_LEAD, _LEAD_QUOTED = letters("aside|and|,|-"), letters("aside|and|,|-|quote")


def sentences(
    text: str, hidden: str, marks: list, places=None
) -> Iterator[Tagged]:
    """Sentences in tags; an endless one is cut.

    A sentence without a word that reports comes without tags: nothing is said there.
    So does one from which nobody learns who says what stands at some ``places``.
    """
    spans = split_sentences(hidden)
    starts, quoted = [span[0] for span in spans], [[] for _ in spans]
    for mark in marks:
        quoted[max(0, bisect_right(starts, mark[0]) - 1)].append(mark)

    def tells(n: int) -> bool:
        found = _WORD.findall(spans[n].text.lower())
        told = quoted[n] or not _lexemes().telling.isdisjoint(found)
        return bool(told or found[:1] == ["pour"])

    near: Container[int] = range(len(spans))
    if places is not None:
        held = {bisect_right(starts, place) - 1 for place in places}
        near = {n + k for n in held if tells(n) for k in _NEAR}
    for n, (start, end, _) in enumerate(spans):
        if n not in near or not tells(n):
            yield Tagged(text, start, end, (), "", {})
            continue
        whole = parse(text, hidden, start, end, quoted[n])
        if len(whole.tags) <= _LONGEST:
            yield whole
            continue
        for cut in range(0, len(whole.tags), _LONGEST):
            piece = slice(cut, cut + _LONGEST)
            spans_, tags = whole.spans[piece], whole.tags[piece]
            inside = {i - cut: q for i, q in whole.quotes.items()}
            quotes = {i: q for i, q in inside.items() if 0 <= i < len(tags)}
            place = spans_[0][0], spans_[-1][1]
            yield Tagged(text, *place, spans_, tags, quotes)


# the sentences before one, which may name its speaker, and the one after it
_NEAR = range(-3, 2)


def parse(
    text: str, hidden: str, start: int, end: int, marks=(), offset: int = 0
) -> Tagged:
    """One sentence in tags; ``hidden`` holds it, ``offset`` before its place."""
    kinds, token = _lexemes().kinds, _lexemes().token
    spans, tags, quotes = [], [], {}
    inside = iter(marks)
    last = ""
    for match in token.finditer(hidden, start, end):
        kind, word = match.lastgroup, match.group()
        low = word
        if kind == "word":
            kind = kinds.get(word)
            if kind not in _SURE:
                low = word if word.islower() and word.isalpha() else fold(word)
                kind = _kind(kinds, word, low, tags, last)
        elif kind == "mark":
            kind = "." if word in ".!?…" else "-" if word in "–—-" else word
        elif kind == "quote":
            quotes[len(tags)] = next(inside)[2:]
        tags.append(kind)
        spans.append(match.span())
        last = low
    letters = "".join([_LETTERS[tag] for tag in tags])
    letters = _acting(letters, hidden, spans)
    if offset:
        spans = [(start + offset, end + offset) for start, end in spans]
    place = start + offset, end + offset
    return Tagged(text, *place, tuple(spans), letters, quotes)


def _acting(tags: str, text: str, spans: list[Place]) -> str:
    """Mark finite verbs that report nothing: *il cède*, *Roy quitta*, *ira*."""
    letters = list(tags)
    for match in _MAY_ACT.finditer(tags):
        k, kind = match.start(), match.lastgroup
        word = text[slice(*spans[k])]
        # Most words end in none of these: no pattern need be tried.
        if kind != "free" or word.endswith(_ENDINGS):
            if _ACTS[kind].search(word):
                letters[k] = _LETTERS["act"]
    return "".join(letters)


def _kind(kinds: dict, word: str, low: str, tags: list[str], last: str) -> str:
    """What a word is after those before it, the last of which it may correct."""
    before = tags[-1] if tags else "."
    kind = kinds.get(low)
    if kind is None and "-" in low and (match := INVERTED.search(low)):
        if before in _SUBJECTS and last in ("leur", "nous", "vous"):
            tags[-1] = "clitic"  # "leur a-t-il lancé"
        host = kinds.get(low[: match.start()])
        return "has-he" if host in ("have", "be", "modal") else "says-he"
    if word[0].isupper():
        opens = before in _OPENING or kind in ("pron", "source")
        if kind is None or not opens:
            return "title" if word.rstrip(".") in names.TITLES else "name"
    if kind is None:
        if before == "time" and low in ("dernier", "prochain"):
            return "time"
        # "a-t-il sèchement répondu", "a longuement insisté"
        adverb = low.endswith("ment") and before in _BEFORE_ADVERB
        return "adv" if adverb else "word"
    return kind if kind in _SURE else _verbal(kind, low, tags, last)


def _verbal(kind: str, low: str, tags: list[str], last: str) -> str:
    """What may be a verb, *se* or *ne* is after the words before it."""
    before = tags[-1] if tags else "."
    if kind in ("have", "verb") and last == "nous" and low[-3:] != "ons":
        tags[-1] = "clitic"  # "nous a indiqué X"
    many = last == "beaucoup" and tags[-2:-1] in ([], [","])
    if many and kind in _AFTER_MANY:
        tags[-1] = "pron"
    if kind in ("have", "be", "verb") and last == "en":
        tags[-1] = "clitic"  # "s'en est pris à"
    elif before == "det":
        return _after_determiner(kind, tags, last)
    elif kind == "verb" and before in ("to", "of", "some", "without"):
        return "word"  # "de note"
    return kind


def _after_determiner(kind: str, tags: list[str], last: str) -> str:
    """A determiner before a verb is a pronoun, or the verb is a noun."""
    if kind in (*_AFTER_MANY, "not") and last in names.LISTS["some"]:
        tags[-1] = "pron"  # "certains dénoncent"
    elif kind in ("have", "be"):
        tags[-1] = "clitic"  # "il l'a dit"
    elif kind in ("verb", "inf", "ger", "part"):
        clitic = last in ("l'", "le", "la", "les")
        if kind == "ger" and clitic and tags[-2:-1] == [","]:
            tags[-1] = "clitic"  # ", les accusant de"
            return kind
        if (
            kind != "verb"
            or not clitic
            or tags[-2:-1] not in (["pron"], ["name"], ["as"])
        ):
            return "word"  # "la demande", "un communiqué", "l'exigeant duc"
        tags[-1] = "clitic"  # "celui-ci l'affirme", "comme le dit X"
    return kind


_SUBJECTS = {"det", "pron"}
_AFTER_MANY = {"have", "be", "verb", "self"}
_OPENING = {".", ":", "-", "quote"}
_VERBAL = {"verb", "part", "ger", "inf", "have", "be", "self", "not"}
_FINITE = {"have", "be", "verb", "modal", "not", "self"}
_SURE = {*_TAGS.split()} - _VERBAL
_BEFORE_ADVERB = {"have", "be", "has-he", "verb", "adv"}


def verb_of(word: str, reflexive: bool) -> tuple[str, frozenset[str]] | None:
    """Lemma and frames of a form of a reporting verb."""
    return _lexemes().verbs.get((word, reflexive))


def verb_first(word: str, said: bool = True) -> bool:
    """Whether quoted words begin with a finite verb, of saying too if ``said``."""
    low = fold(word)
    kind = _lexemes().kinds.get(re.split("(?<=')", low)[0], "")
    verb = kind in _FINITE and (said or kind != "verb")
    return verb or bool(_ACTS["free"].search(low))


class _Lexemes(NamedTuple):
    """Word or phrase -> what it is; form, after *se* or not -> lemma and frames;
    words of which one stands in every sentence that reports; any token."""

    kinds: dict[str, str]
    verbs: dict[tuple[str, bool], tuple[str, frozenset[str]]]
    telling: frozenset[str]
    token: re.Pattern


@cache
def _lexemes() -> _Lexemes:
    kinds = {word: sys.intern(c) for c in CLASSES for word in CLASSES[c]}
    verbs = {}
    for row in lexicon.table("reporting_verbs"):
        lemma, frames = row["lemma"], frozenset(row["frames"].split())
        head, _, tail = re.sub("^(?:s'en |se |s')", "", lemma).partition(" ")
        reflexive = not lemma.startswith(head)
        for form, kind in conjugated(head, row["parts"].split()):
            form = f"{form} {tail}".strip()
            verbs.setdefault((form, reflexive), (lemma, frames))
            kinds.setdefault(form, kind)
    phrases = [word for word in kinds if re.search(r"[ ']\S", word)]
    told = [*CLASSES["source"], *(form for form, _ in verbs)]
    telling = {max(_WORD.findall(words), key=len) for words in told}
    token = re.compile(
        rf"""(?P<quote>«Ꙁ+!?)
        | (?P<outlet>{names.either(names.OUTLETS)})
        | (?P<word>{names.either(phrases)}
          | (?:jusqu|lorsqu|puisqu|quoiqu|quelqu|[Qq]u|[CDJLMNSTcdjlmnst])['’](?=[\w«])
          | (?:MM?|Mmes?|Mlle|Me|Mgr|Dr|Pr)\.?(?=[ \u00a0](?:{names.PARTICLES}[A-ZÀ-Þ]|et[ ]M))
          | (?:[A-ZÀ-Þ]\.[ \u00a0-]?)+(?=[A-ZÀ-Þ])
          | [^\W\d]+[ ]t-(?:ils?|elles?|on)\b       # "a t-il": so it is often typed
          | [^\W\d]\w*(?:[-\u2011'’&]\w+)*)
        | (?P<num>\d+(?:[.,]\d+)*(?:[ \u00a0\u202f]\d{{3}})*(?:[ \u00a0\u202f]?[%€$£¥])?)
        | (?P<mark>[,;:().!?…–—]|(?<=\s)-(?=\s)|^-(?=\s))""",
        re.VERBOSE,
    )
    return _Lexemes(kinds, verbs, frozenset(telling), token)


def conjugated(verb: str, parts: list[str]) -> Iterator[tuple[str, str]]:
    """Forms of a verb with what they are, from its principal parts."""
    stem = verb[:-2]
    if not parts:  # regular in -er
        endings = ("e", "ent", "ant", "era", "é", "a", "èrent")
        parts = [stem + ending for ending in endings]
    one, many, going, future, done, past, pasts = parts
    imperfect = (going[:-3] + end for end in ("ait", "aient", "ais"))
    futures = (future[:-1] + end for end in ("ont", "ait", "aient"))
    present = (one, many, past, pasts, many[:-2], future)
    for form in (*present, *imperfect, *futures):
        yield form, "verb"
    yield verb, "inf"
    yield going, "ger"
    for ending in ("", "e", "s", "es"):
        yield done + ending, "part"


_WORD = re.compile(r"[^\W\d]+")
_MAY_ACT = pattern(
    """(?<=<pron|who>)(?P<led><word>) | (?<=<proclitic>)(?P<clung><word>)
    | (?<=<name>)(?:(?P<object><word>)(?=<det|quote>)|(?P<named><word>))
    | (?<!<article|link|have|be>)(?P<free><word>)"""
)
_ENDINGS = ("a", "ait", "ent", "ions", "ont", "iez")
_FUTURE = r"(?:[^éf]r(?:a|ont)|r(?:ait|aient|iez|ions))\Z"
_FREE = rf"{_FUTURE}|(?:aient|èrent|(?:[^frl]|[aeil]l)ait)\Z"
_ACTS = {
    "led": re.compile(r"(?<!ment)\Z"),
    "clung": re.compile(r"(?<!re)(?<!er|ir)(?<!é)(?<!és)\Z"),
    "object": re.compile(r"\w\w(?:[^é]e|nt|[^aé]a|[dt])\Z"),
    "named": re.compile(rf"\w\w(?:[^aé]a|[iu]t|[iu]rent)\Z|{_FREE}"),
    "free": re.compile(_FREE),
}
INVERTED = re.compile(r"[- ](?:t-)?(ils?|elles?|on|je|nous)$", re.IGNORECASE)
