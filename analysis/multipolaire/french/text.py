"""French text as spans: sentences, segments, tokens; every span knows its place.

``clean_text`` (from :mod:`multipolaire.french.clean`) comes first; what it returns is NFC, and
every function below raises ``ValueError`` for a text that is not: a combining accent
would cut a word in two (:func:`multipolaire.french.encodings.expect_nfc`).
"""

import re
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.encodings import expect_nfc
from multipolaire.french.fold import fold
from multipolaire.french.forms import any_of


class Span(NamedTuple):
    """A piece of a text: ``text == whole[start:end]``."""

    start: int
    end: int
    text: str


def split_sentences(text: str) -> list[Span]:
    """Sentences of a cleaned text, in order, without the blanks around them.

    A line end always ends a sentence.  Full stops of abbreviations (*M.*, *av.*,
    *n.*), initials (*V. Poutine*) and acronyms (*U.E.*) do not; a closing quotation
    mark belongs to the sentence that it closes.

    Parameters
    ----------
    text
        A cleaned text, NFC.

    Returns
    -------
    list of Span
        ``start``, ``end`` and ``text`` of each; characters of ``text``.

    Examples
    --------
    >>> [s.text for s in split_sentences("M. Xi a parlé. « Oui. » V. Poutine aussi.")]
    ['M. Xi a parlé.', '« Oui. »', 'V. Poutine aussi.']
    """
    expect_nfc(text)
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            if _ends_sentence(text, stop):
                spans.append((start, stop.end()))
                start = stop.end()
        spans.append((start, line.end()))
    found = (_INNER.search(text, start, end) for start, end in spans)
    return [Span(*m.span(), m.group()) for m in found if m]


def split_segments(text: str, words: int = 40) -> list[Span]:
    """Consecutive segments of about ``words`` words, cut at sentence ends only.

    A sentence joins the current segment while that brings it nearer to ``words``; a
    last segment shorter than half of ``words`` joins the one before it.  These are
    the *context units* of French textometry (Reinert 1983), with whole sentences.

    Parameters
    ----------
    text
        A cleaned text, NFC.
    words
        Words aimed at.

    Returns
    -------
    list of Span
        ``start``, ``end`` and ``text`` of each; characters of ``text``.

    Raises
    ------
    ValueError
        Where ``words`` is below 1.

    Examples
    --------
    >>> [s.text for s in split_segments("Un deux trois. Quatre cinq. Six.", words=3)]
    ['Un deux trois.', 'Quatre cinq. Six.']
    """
    if words < 1:
        raise ValueError(f"words={words}: expected at least 1")
    groups: list[list[int]] = []  # [start, end, number of words]
    for sentence in split_sentences(text):
        n = len(token_spans(sentence.text))
        size = groups[-1][2] if groups else 0
        if groups and abs(size + n - words) <= abs(size - words):
            groups[-1][1:] = [sentence.end, size + n]
        else:
            groups.append([sentence.start, sentence.end, n])
    if len(groups) > 1 and groups[-1][2] < words / 2:
        last = groups.pop()
        groups[-1][1:] = [last[1], groups[-1][2] + last[2]]
    return [Span(start, end, text[start:end]) for start, end, _ in groups]


def tokenize(text: str) -> list[str]:
    """French words in lower case, with straight apostrophes.

    An elided article or pronoun is a word of its own; a hyphenated word, and the few
    that hold an apostrophe (*aujourd'hui*), are whole; numbers count, signs do not.
    A word never crosses a blank, which lets a counter tokenise each distinct
    blank-separated chunk once.

    Parameters
    ----------
    text
        A cleaned text, NFC.

    Returns
    -------
    list of str
        The words, in order.

    Examples
    --------
    >>> tokenize("L’ingérence et la non-ingérence d'aujourd’hui, dit-il.")
    ["l'", 'ingérence', 'et', 'la', 'non-ingérence', "d'", "aujourd'hui", 'dit-il']
    """
    expect_nfc(text)
    if (
        text.isalnum() and "\u02bc" not in text
    ):  # most chunks that a counter asks for
        return [text.lower()]
    # Words first, lower case after: "İ".lower() holds a mark that is no letter.
    folded = "\n".join(_TOKEN.findall(text)).lower()
    return folded.translate(_STRAIGHT).split()


def token_spans(text: str) -> list[Span]:
    """The same words with their places, as written.

    Parameters
    ----------
    text
        A cleaned text, NFC.

    Returns
    -------
    list of Span
        ``start``, ``end`` and ``text`` of each; characters of ``text``.

    Examples
    --------
    >>> token_spans("L’ONU")
    [Span(start=0, end=2, text='L’'), Span(start=2, end=5, text='ONU')]
    """
    expect_nfc(text)
    return [Span(*m.span(), m.group()) for m in _TOKEN.finditer(text)]


# U+02BC counts as a letter, and is typed for an apostrophe.
_LETTER = r"[^\W_\u02bc]"
APOSTROPHES = "'’\u02bc"
# "d'ingérence" is two words, "aujourd'hui" one, "O'Brien" one: only the elisions of
# the language split, and only before a letter; the listed words are tried first.
_WHOLE = any_of(lexicon.words("apostrophes"))
# Inclusive writing is one word: étudiant·e·s, élu.e.s, citoyen(ne)s.
_GENDERED = "(?:[eèé]res?|es?|s|[nltv]es?|euses?|t?rices?)"
_ENDINGS = rf"""(?-i:(?<=[a-zà-ÿ])(?:[·•‧∙⋅]{_GENDERED}|\.(?!les?\b(?!\.)){_GENDERED})(?!{_LETTER})
    |(?<=[a-zà-ÿ])\({_GENDERED}\)s?(?!{_LETTER}))"""
_TOKEN = re.compile(
    rf"""(?:{_WHOLE})(?!{_LETTER})
    | (?:jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|qu|[cdjlmnst])[{APOSTROPHES}](?={_LETTER})
    | {_LETTER}+(?:[-\u2011{APOSTROPHES}]{_LETTER}+|{_ENDINGS})*""",
    re.VERBOSE | re.IGNORECASE,
)

_STRAIGHT = str.maketrans({"’": "'", "\u02bc": "'", "\u2011": "-"})

_STOP = re.compile(
    r"""[.!?…](?<![.!?…].)[.!?…]*     # the full stop itself, from its first sign on
    (?:[)\]"”’'»]|[ \u00a0\u202f]»)*  # what it closes: French puts a space before »
    (?=[ \t\u00a0\u202f]+             # a blank, then something that can open
      (?:[«“"‘(\[—–-][ \u00a0\u202f]?)*[^\W_a-zà-öø-ÿ]
    | (?:[«“][ \u00a0\u202f]?)?[A-ZÀ-Þ](?:['’][^\W\d_]|[a-zà-ÿ]|[ ]))""",  # or no blank at all
    re.VERBOSE,
)
_INNER = re.compile(r"\S(?:.*\S)?")  # without the blanks around
_LAST_WORD = re.compile(r"(?:[^\W_]|[.-])*\Z")
_INITIAL = re.compile(r"(?:^|[.-])[^\W\d_a-zà-öø-ÿ]\Z")  # "V.", "U.E.", "J.-C."
# A page that lost its blanks: a whole word, a year or a mark ends the sentence.
_GLUED = re.compile(r"(?:[a-zà-ÿ]{2}(?<!ww)|\b[0-9]{4}|[»”\")])\Z")
_NEXT_WORD = re.compile(r"[\s«“\"‘(\[—–-]*([^\W_]+['’]?)")


# Characters before a full stop that may be an abbreviation: none is longer.
_ABBREVIATION = 24


def _ends_sentence(text: str, stop: re.Match) -> bool:
    at, end = stop.start(), stop.end()
    if not text[end].isspace() and not _GLUED.search(text, max(0, at - 5), at):
        return False  # "oui.Elle", but not "U.E.Bruxelles", "www.Le"
    if stop.group() != ".":  # "…", "?", ". »": never part of an abbreviation
        return True
    word = _LAST_WORD.search(text, max(0, at - _ABBREVIATION), at).group()
    if word in lexicon.words("abbreviations_title"):  # "M. Le Drian"
        return False
    if _INITIAL.search(word) or word.lower() in lexicon.words("abbreviations"):
        # An initial stands before a name, never before a function word: "le plan B.
        # Il" ends a sentence, "V. Poutine" does not.
        after = _NEXT_WORD.match(text, end)
        return bool(after) and fold(after[1]) in lexicon.words("stop_words")
    return True
