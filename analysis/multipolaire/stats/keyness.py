"""Words that one group of articles, or the neighbourhood of a query, says more.

The formulas, with their sources, are in :mod:`multipolaire.stats.measures`.
"""

import bisect
import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from multipolaire import scale
from multipolaire.french import lexicon
from multipolaire.french.text import split_sentences, token_spans, tokenize
from multipolaire.lemmas import check_sizes, n_grams
from multipolaire.stats import measures
from multipolaire.stats.columns import BOUNDS, columns_of, typed
from multipolaire.stats.counts import Queries, scanned_by, tally
from multipolaire.stats.periods import groups, limits
from multipolaire.stats.texts import text_numbers

SCORES = (
    "a:int64 b:int64 n1:int64 n2:int64 texts_a:int64 texts_b:int64 g2:float64 "
    f"lafon:float64 log_ratio:float64 {BOUNDS} p:float64 q:float64"
)
#: ``a`` of ``n1`` words in the group, ``b`` of ``n2`` outside, in ``texts_a`` and
#: ``texts_b`` independent texts (copies are one); log ratios in base 2.
KEYNESS = columns_of(f"group:str word:str {SCORES} note:str")
COLLOCATES = columns_of(f"family:str word:str {SCORES}")


def keyness(
    articles: pd.DataFrame,
    by: str,
    group: str | None = None,
    reference: str | None = None,
    queries: Queries | None = None,
    min_count: int = 3,
    ngram_range: tuple[int, int] = (1, 1),
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Words (or ``queries``) that one group of articles says more than another.

    ``by`` as in :func:`trend`; ``group`` against ``reference`` or the rest; without
    ``group``, each against the rest (of two, the first against the second).  Words:
    :func:`multipolaire.tokenize`, without stop words and numbers, ``min_count`` times or
    more; with ``ngram_range``, that many words in a row of one sentence, which neither
    begin nor end in such a word; ``n1``, ``n2`` count all words.  Columns:
    :data:`KEYNESS`; scores as in :func:`multipolaire.stats.measures.keyness_scores`,
    ``low``, ``high`` allow for clumps; ``lafon`` and ``g2`` do not.  ``p`` takes the
    text, with its copies, as its unit (:func:`multipolaire.stats.measures.keyness_p`),
    ``q`` is adjusted for the group's words.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    by
        ``day``, ``week``, ``month``, ``quarter``, ``half-year``, ``year`` or
        ``decade`` of ``published``, ``event`` (``event_date``), a column, or
        ``None``.
    group
        The group that is set against ``reference`` or the rest.
    reference
        The other group; without it, all others.
    queries
        What is counted in place of words.
    min_count
        Least occurrences of a word, for it to be in the table.
    ngram_range
        Least and most words in a row.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row a word and group: :data:`KEYNESS`; ``log_ratio`` is in powers of two.

    Raises
    ------
    ValueError
        For a group that ``by`` does not have, or no ``ngram_range``.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> key = keyness(load_articles(), "year", "2024", queries="ingérence")
    >>> key[["group", "word", "a", "b"]]
      group       word  a  b
    0  2024  ingérence  6  2
    """
    check_sizes(ngram_range)
    groups(articles, by, group, reference)  # refuses before the work
    min_count = min_count if queries is None else 0
    found = _counted(articles, queries, tuple(ngram_range), strict)
    articles, terms, matrix, words = found
    of_article, held = groups(articles, by, group, reference)
    text = text_numbers(articles)
    named = [group] if group else held[: 1 if len(held) == 2 else None]
    tables = []
    for name in named:
        own = of_article == name
        others = of_article == reference if reference else ~own
        kept = np.flatnonzero(own | others)
        often = np.flatnonzero(matrix[:, kept].sum(axis=1) >= min_count)
        sides = matrix[:, kept][often], words[kept], own[kept], text[kept]
        table = compared(terms[often], *sides).assign(group=name)
        tables.append(table.assign(**_tested(*sides)))
    return ranked(tables, KEYNESS)


def collocates(
    articles: pd.DataFrame,
    query: Queries,
    window: int = 5,
    min_count: int = 2,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Words said near each query: at most ``window`` words away, in its sentence.

    Columns and dtypes: :data:`COLLOCATES`: ``a`` of the ``n1`` words near it, ``b`` of
    the ``n2`` others; the effect is ``log_ratio`` with its intervals (Evert 2022), and
    ``p`` is under 5 % where ``low`` to ``high``, which allow for clumps, leave out zero
    (:func:`multipolaire.stats.measures.clumped_ratio_p`); ``q`` is adjusted for the words
    near the query.  ``lafon`` and ``g2`` do not allow for clumps.
    Words as in :func:`keyness`, without those of the query, ``min_count`` times near.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    query
        A word, a beginning (``ingér*``), words in a row, a family, or several of
        these with ``|`` between them.
    window
        Most words between the two.
    min_count
        Least occurrences of a word, for it to be in the table.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row a word: :data:`COLLOCATES`; ``log_ratio`` is in powers of two.

    Raises
    ------
    ValueError
        Where a column that it needs is missing; with ``strict``, what fails in an
        article.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> near = collocates(load_articles(), "ingérence")
    >>> near[["word", "a", "b"]].head(1)
          word  a  b
    0  opposer  4  1
    """

    def read(text: str, words: int, hits: list) -> tuple[list[str], dict]:
        return tokenize(text), _reached(text, hits, window) if hits else {}

    found = scanned_by(read, articles, query, "collocates", strict)
    articles, names, read_texts = found
    text = np.tile(text_numbers(articles), 2)  # what is near, and what is far
    tables = []
    for number, name in enumerate(names):
        near, far = [], []
        for words, reached in read_texts:
            said, close = reached.get(number, (set(), set()))
            near.append([words[k] for k in sorted(close)])
            taken = close | said
            far.append([w for k, w in enumerate(words) if k not in taken])
        terms, matrix, sizes = content_words(near + far)
        often = np.flatnonzero(matrix[:, : len(near)].sum(axis=1) >= min_count)
        chosen = np.arange(len(sizes)) < len(near)
        table = compared(terms[often], matrix[often], sizes, chosen, text)
        tables.append(table.assign(family=name))
    return ranked(tables, COLLOCATES)


def _reached(text: str, hits: list, window: int) -> dict:
    """Query to the numbers of the words that say it, and of those within reach."""
    starts = [span.start for span in token_spans(text)]
    bounds = [sentence.start for sentence in split_sentences(text)]
    sentence = [bisect.bisect(bounds, start) for start in starts]
    said, close = defaultdict(set), defaultdict(set)
    for start, end, query in hits:
        first = bisect.bisect_left(starts, start)
        stop = bisect.bisect_left(starts, end)
        said[query].update(range(first, stop))
        reach = range(max(0, first - window), min(len(starts), stop + window))
        same = (k for k in reach if sentence[k] == sentence[first])
        close[query].update(same)
    return {query: (said[query], close[query] - said[query]) for query in said}


def _counted(articles: pd.DataFrame, queries, sizes: tuple, strict: bool):
    """The articles, content words, their runs or the queries, counts, words of each."""
    if queries is not None:
        found = tally(articles, queries, "keyness", strict)
        articles, names, matrix, words = found
        return articles, np.array(names, dtype=object), matrix, words
    read = partial(_terms, sizes=sizes)
    articles, texts = scale.spared(read, articles, "keyness", strict)
    said, words = zip(*texts) if texts else ([], [])
    return articles, *content_words(said)[:2], np.array(words, dtype="int64")


def _terms(text: str, sizes: tuple[int, int]) -> tuple[list[str], int]:
    """The words of a text, or the runs of them, and how many words it has."""
    words = tokenize(text)
    one = sizes == (1, 1)
    return words if one else n_grams(text, _is_content, sizes), len(words)


def _is_content(term: str) -> bool:
    """Whether a word, or a run of words by its first, is worth a comparison."""
    stop = lexicon.followed_words("stop_words")
    return len(term) > 1 and term[0].isalpha() and term not in stop


def _tested(matrix, words, chosen, text) -> dict:
    places = measures.shared_out(words, text, chosen.astype(int))
    first = places[:, [1]].toarray()[:, 0]
    once = measures.independent(matrix, words, text)
    p = measures.keyness_p(*once, first)
    sizes = places.astype(bool).sum(axis=0)
    if sizes.max() == 1:  # whose rate differs, the text's or the group's?
        p = np.full(len(p), math.nan)
    q = measures.benjamini_hochberg(p)
    return {"p": p, "q": q, "note": limits(sizes)}


def content_words(texts: Sequence[list[str]]):
    """Content words, their counts (words × texts, sparse), words of the texts."""
    from scipy.sparse import coo_array

    words = np.array([len(tokens) for tokens in texts], dtype="int64")
    said = np.array(list(itertools.chain(*texts)), dtype=object)
    codes, terms = pd.factorize(said)
    cells = codes, np.repeat(np.arange(len(texts)), words)
    ones = np.ones(len(codes), dtype="int64")
    matrix = coo_array((ones, cells), shape=(len(terms), len(texts))).tocsr()
    content = [k for k, term in enumerate(terms) if _is_content(term)]
    return terms[content], matrix[content], words


def compared(terms, matrix, words, chosen, text) -> pd.DataFrame:
    """Scores of each word in the ``chosen`` articles against the others.

    ``text`` is the number of the text that each article prints.
    """
    sides, once = (chosen, ~chosen), []
    for side in sides:
        part = matrix[:, np.flatnonzero(side)], words[side], text[side]
        once.append(measures.independent(*part))
    a, b = (matrix @ side.astype("int64") for side in sides)
    n1, n2 = (words[side].sum() for side in sides)
    low, high = measures.clumped_ratio_interval(*once)
    table = {"word": terms, "a": a, "b": b, "n1": n1, "n2": n2}
    for name, (part, _) in zip(("texts_a", "texts_b"), once):
        table[name] = (part > 0).sum(axis=1)
    p = measures.clumped_ratio_p(*once)
    scores = measures.keyness_scores(a, b, n1, n2)
    scores |= {"p": p, "q": measures.benjamini_hochberg(p)}
    return pd.DataFrame(table | scores | {"low": low, "high": high})


def ranked(tables: list[pd.DataFrame], columns: dict[str, str]) -> pd.DataFrame:
    """Tables under one another, in each the most surprising words first."""
    by, up = ["g2", "word"], [False, True]
    tables = [table.sort_values(by, ascending=up) for table in tables]
    return typed(pd.concat(tables), columns)
