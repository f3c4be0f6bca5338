"""Words said near a query more than elsewhere (Evert 2022)."""

import bisect
from collections import defaultdict

import numpy as np
import pandas as pd

from multipolaire.french.text import split_sentences, token_spans, tokenize
from multipolaire.stats.columns import columns_of
from multipolaire.stats.counts import Queries, scanned_by
from multipolaire.stats.keyness import SCORES, compared, content_words, ranked
from multipolaire.stats.texts import text_numbers

COLLOCATES = columns_of(f"family:str word:str {SCORES}")


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
