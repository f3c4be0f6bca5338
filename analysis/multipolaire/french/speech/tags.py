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
from multipolaire.french.verbs import conjugated, tense_of

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
    spans, telling = split_sentences(hidden), _lexemes().telling
    starts, inside = [span.start for span in spans], {m[0]: m for m in marks}

    def tells(n: int) -> bool:
        low = spans[n].text.lower()
        if "«ꙁ" in low or low.startswith("pour "):
            return True
        return not telling.isdisjoint(_WORD.findall(low))

    near: Container[int] = range(len(spans))
    if places is not None:
        held = {bisect_right(starts, place) - 1 for place in places}
        near = {n + k for n in held for k in _NEAR}
    for n, (start, end, _) in enumerate(spans):
        if n not in near or not tells(n):
            yield Tagged(text, start, end, (), "", {})
            continue
        tokens = list(_lexemes().token.finditer(hidden, start, end))
        for cut in range(0, len(tokens), _LONGEST):
            yield _parse(text, tokens[cut : cut + _LONGEST], inside)


# the sentences before one, which may name its speaker, and the one after it
_NEAR = range(-3, 2)


def parse(text: str, start: int, end: int) -> Tagged:
    """A piece of a sentence, without its quotations, in tags."""
    return _parse(text, list(_lexemes().token.finditer(text, start, end)), {})


def _parse(text: str, tokens: list[re.Match], marks: Mapping) -> Tagged:
    kinds, tags, quotes = _lexemes().kinds, [], {}
    last = ""
    for match in tokens:
        group, word = match.lastgroup, match.group()
        low, kind = word, T.outlet
        if group == "word":
            kind = kinds.get(word, "")
            if kind not in _SURE:
                low = word if word.islower() and word.isalpha() else fold(word)
                kind = _kind(word, low, tags, last)
        elif group == "quote":
            kind = T.quote
            quotes[len(tags)] = marks[match.start()][2:]
        elif group == "mark":
            kind = _MARKS.get(word, word)
        elif group == "num":
            kind = T.num
        tags.append(kind)
        last = low
    spans = tuple(match.span() for match in tokens)
    place = (spans[0][0], spans[-1][1])
    return Tagged(text, *place, spans, "".join(tags), quotes)


def _kind(word: str, low: str, tags: list[str], last: str) -> str:
    """What a word is after those before it, the last of which it may correct."""
    kinds, before = _lexemes().kinds, tags[-1] if tags else "."
    kind = kinds.get(low)
    if kind is None and "-" in low and (match := INVERTED.search(low)):
        host = kinds.get(low[: match.start()], T.word)
        return T.has_he if host in _HELPERS else T.says_he
    if word[0].isupper():
        if kind is None or before not in _OPENING:
            return T.title if word.rstrip(".") in names.TITLES else T.name
    if kind is None:
        if before == T.time and low in ("dernier", "prochain"):
            return T.time
        if low.endswith("ment"):  # "a longuement insisté"
            return T.adv if before in _BEFORE_ADVERB else T.word
        acts = before in _BEFORE_VERB and not low.endswith(_NO_VERB)
        acts = acts or before == T.name and _PAST.search(word)
        return T.act if acts or tense_of(low) else T.word
    return kind if kind in _SURE else _verbal(kind, low, tags, last)


def _verbal(kind: str, low: str, tags: list[str], last: str) -> str:
    """What may be a verb, *se* or *ne* is after the words before it."""
    before, farther = tags[-1:] or ["."], tags[-2:-1] or ["."]
    before, farther = before[0], farther[0]
    stands = (
        last in names.LISTS["some"] or last == "beaucoup" and farther in ".,"
    )
    if kind in _AFTER_MANY and stands and before in (T.det, T.word):
        tags[-1] = T.pron  # "certains dénoncent", "beaucoup ont dit"
    elif last in _OBJECTS and kind in _CONJUGATED:
        tags[-1] = T.clitic  # "nous a indiqué X"; "s'en est pris à"
    elif before == T.det and kind in (T.have, T.be):
        tags[-1] = T.clitic  # "il l'a dit"
    elif before == T.det and kind in _REPORTS:
        # "celui-ci l'affirme", ", les accusant de", "pour la prévenir"
        clings = farther in _BEFORE_CLITIC[kind]
        if last not in _CLITICS or not clings:
            return T.word  # "la demande", "un communiqué", "l'exigeant duc"
        tags[-1] = T.clitic
    elif kind == T.verb and before in _BEFORE_NOUN:
        return T.word  # "de note"
    elif kind == T.verb and before == T.adv and farther == T.det:
        return T.word  # "la plus célèbre"
    return kind


_MARKS = dict.fromkeys(".!?…", ".") | dict.fromkeys("–—-", "-")
_AFTER_MANY = letters("have|be|verb|self|not")
_CONJUGATED = letters("have|be|verb")
_OPENING, _BEFORE_NOUN = letters("quote|.|:|-"), letters("to|of|some|without")
_HELPERS, _REPORTS = letters("have|be|modal"), letters("verb|part|ger|inf")
_FINITE = letters("have|be|verb|modal|not|self")
_SURE = {*_LETTERS.values()} - {*letters("verb|part|ger|inf|have|be|self|not")}
_BEFORE_ADVERB = letters("have|be|has-he|verb|adv")
_BEFORE_VERB = letters("pron|who|self|clitic|not")
_NO_VERB = ("re", "er", "ir", "é", "és")
_PAST = re.compile(r"^[a-zà-ÿ]+(?:[^aé]a|[iu]t|[iu]rent)$")  # Roy quitta
_OBJECTS = ("nous", "vous", "leur", "en")
_CLITICS = ("l'", "le", "la", "les")
_BEFORE_CLITIC = {
    T.verb: letters("pron|name|as"),
    T.ger: ",",
    T.inf: letters("for|of|to|without|modal"),
    T.part: "",
}


def verb_of(
    word: str, reflexive: bool = False
) -> tuple[str, frozenset[str]] | None:
    """Lemma and frames of a form of a reporting verb."""
    return _lexemes().verbs.get((word, reflexive))


def verb_first(word: str, said: bool = True) -> bool:
    """Whether quoted words begin with a finite verb, of saying too if ``said``."""
    low = fold(word)
    kind = _lexemes().kinds.get(re.split("(?<=')", low)[0], T.word)
    return kind in _FINITE and (said or kind != T.verb) or bool(tense_of(low))


class _Lexemes(NamedTuple):
    """Word or phrase -> what it is; form, after *se* or not -> lemma and frames;
    words of which one stands in every sentence that reports; any token."""

    kinds: dict[str, str]
    verbs: dict[tuple[str, bool], tuple[str, frozenset[str]]]
    telling: frozenset[str]
    token: re.Pattern


@cache
def _lexemes() -> _Lexemes:
    kinds = {word: _LETTERS[c] for c in CLASSES for word in CLASSES[c]}
    verbs = {}
    for row in lexicon.table("reporting_verbs"):
        lemma, frames = row["lemma"], frozenset(row["frames"].split())
        head, _, tail = re.sub("^(?:s'en |se |s')", "", lemma).partition(" ")
        reflexive = not lemma.startswith(head)
        for form, kind in conjugated(head, row["parts"].split()):
            form = f"{form} {tail}".strip()
            verbs.setdefault((form, reflexive), (lemma, frames))
            kinds.setdefault(form, _LETTERS[kind])
    phrases = [word for word in kinds if re.search(r"[ ']\S", word)]
    told = [*CLASSES["source"], *(form for form, _ in verbs)]
    telling = frozenset(max(_WORD.findall(words), key=len) for words in told)
    token = re.compile(
        rf"""(?P<quote>«Ꙁ+!?)
        | (?P<outlet>{names.OUTLET_NAME})
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
    return _Lexemes(kinds, verbs, telling, token)


_WORD = re.compile(r"[^\W\d]+")
INVERTED = re.compile(r"[- ](?:t-)?(ils?|elles?|on|je|nous)$", re.IGNORECASE)
