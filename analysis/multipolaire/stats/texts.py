"""Which articles print one text: copies of a wire story, whole, cut or edited.

Five papers that print one dispatch say its words once.  So wherever a function counts
how many texts bear a claim out, copies are one: in intervals, tests and ``texts``.
"""

import zlib
from collections.abc import Callable
from functools import cache
from itertools import chain

import numpy as np
import pandas as pd

from multipolaire.french.text import tokenize

SHINGLE = 4  # words in a row: of a text edited by 12 %, 60 % of them stay
LEAST = 10  # rows kept, of some 25 words: two titles may be the same
SHARED = 0.25  # of the shorter text: two editions, each edited by 12 %
ALIKE = 0.12  # of both: a brief that a long report takes up is no copy
HOLDERS = 32  # originals that a row is looked up in: beyond, it is a formula
#: The column of :func:`sketches`, where a text is counted already.
SKETCH = "sketch:"


def find_copies(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles with a column ``copy_of``: the article whose words each one prints.

    It is missing for an original, which is the earliest by ``published`` where that
    column is there, else by row.  Two articles print one text where they share a
    quarter of the rows of four words of the shorter one, each weighed by how rare it is
    (its inverse document frequency), and an eighth of those of both; half of the rows,
    always the same, stand for all (Broder 1997).  What shares less than some 25 words
    is no copy.  A column ``copy_of`` that is there is taken as it is.

    Parameters
    ----------
    articles
        Needs ``article_id`` and ``text``; uses ``published`` where it is there.

    Returns
    -------
    DataFrame
        The same rows and columns, and ``copy_of``: an ``article_id``, or missing.

    Examples
    --------
    >>> wire = "Le train de nuit part encore ce soir vers Rome, Naples et Bari, selon "
    >>> wire += "la compagnie qui le fait rouler depuis un an, malgré ses dettes et "
    >>> texts = [wire + "la grève que les cheminots annoncent pour mardi.", "Rien ici."]
    >>> texts += [texts[0].replace("encore", "aussi")]
    >>> three = pd.DataFrame({"article_id": [*"abc"], "text": texts})
    >>> find_copies(three)["copy_of"].fillna("").tolist()
    ['', '', 'a']
    """
    if "copy_of" in articles:
        return articles
    ordered = by_date(articles)
    held = ordered[SKETCH] if SKETCH in ordered else sketches(ordered)
    first = _originals([np.frombuffer(bytes.fromhex(s), "<u4") for s in held])
    ids = ordered["article_id"].astype(object).to_numpy()[first]
    ids[first == np.arange(len(first))] = None
    found = pd.Series(ids, ordered.index, dtype="str").sort_index()
    return articles.assign(copy_of=found.array)


def by_date(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles as they came out, numbered by their rows."""
    ordered = articles.reset_index(drop=True)
    if "published" in ordered:
        ordered = ordered.sort_values("published", kind="stable")
    return ordered


def text_numbers(articles: pd.DataFrame) -> np.ndarray:
    """A number for the text that each article prints: copies have that of the original.

    The originals of ``copy_of`` may be missing: two copies of one are still one text.

    >>> held = {"article_id": [*"abc"], "copy_of": [None, "z", "z"]}
    >>> text_numbers(pd.DataFrame(held)).tolist()
    [0, 1, 1]
    """
    ids = articles["article_id"]
    printed = find_copies(articles)["copy_of"].fillna(ids)
    for _ in range(5):  # a copy of a copy prints the same text: 32 in a row
        printed = printed.map(dict(zip(ids, printed))).fillna(printed)
    return pd.factorize(printed)[0]


def sketches(articles: pd.DataFrame) -> pd.Series:
    """What tells copies apart of each text, in hexadecimal: half its rows of words.

    The same in every process: parts of a corpus can be sketched where they are read.
    """

    read = word_coder()
    made = [_sketch(read(text)).tobytes().hex() for text in articles["text"]]
    return pd.Series(made, articles.index, dtype="str")


def word_coder() -> Callable[[str], np.ndarray]:
    """What gives a number for each word of a text; the same word, the same number."""

    @cache  # a word never crosses a blank
    def coded(chunk: str) -> list[int]:
        return [zlib.crc32(word.encode()) for word in tokenize(chunk)]

    def read(text: str) -> np.ndarray:
        codes = chain.from_iterable(map(coded, text.split()))
        return np.fromiter(codes, np.uint64)

    return read


def in_a_row(codes: np.ndarray, n: int) -> np.ndarray:
    """A number for the ``n`` words from each place on, as long as there are so many."""
    width = max(0, len(codes) - n + 1)
    rows = np.zeros(width, np.uint64)
    for k in range(n):  # odd multipliers of SplitMix64: every bit counts
        rows = rows * np.uint64(0x9E3779B97F4A7C15) + codes[k : k + width]
    return (rows ^ (rows >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)


def _sketch(codes: np.ndarray) -> np.ndarray:
    rows = in_a_row(codes, SHINGLE) >> np.uint64(31)
    kept = np.unique(rows.astype("<u4"))
    return kept[kept % 2 == 0]


def _originals(hashes: list[np.ndarray]) -> np.ndarray:
    """The text, among those before, that each prints; itself where it is original.

    A text is compared with originals alone, by way of the rows that it shares with
    them: time and memory grow as the corpus does, however often a wire is printed.
    """
    found, sizes = np.arange(len(hashes)), [len(row) for row in hashes]
    codes = pd.factorize(np.concatenate([np.empty(0, "<u4"), *hashes]))[0]
    often = np.bincount(codes, minlength=1)
    weight = np.log1p(len(hashes) / np.maximum(often, 1))
    ends = np.cumsum([0, *sizes])
    total = np.bincount(np.repeat(found, sizes), weight[codes], len(hashes))
    room = np.where(often > 1, np.minimum(often, HOLDERS), 0)
    first, held = np.cumsum(room) - room, np.zeros(len(room), np.int8)
    holders = np.empty(room.sum(), np.int32)  # of each row, side by side
    for text, (i, j) in enumerate(zip(ends, ends[1:])):
        rows = codes[i:j][room[codes[i:j]] > 0]
        n = held[rows].astype(int)
        begin = first[rows] - np.cumsum(n) + n
        places = np.repeat(begin, n) + np.arange(n.sum())
        others, place = np.unique(holders[places], return_inverse=True)
        shared = np.bincount(place, np.repeat(weight[rows], n), len(others))
        alike = shared / (total[others] + total[text] - shared)
        least = SHARED * np.minimum(total[others], total[text])
        copied = (shared >= least) & (alike >= ALIKE)
        copied &= np.bincount(place, minlength=len(others)) >= LEAST
        if copied.any():
            found[text] = others[copied][alike[copied].argmax()]
            continue
        rows = rows[n < room[rows]]
        holders[first[rows] + held[rows]] = text
        held[rows] += 1
    return found
