"""Words that one group of articles says more than another.

The formulas, with their sources, are in :mod:`multipolaire.stats.measures`.
"""

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from multipolaire import scale
from multipolaire.french import lexicon
from multipolaire.french.text import tokenize
from multipolaire.stats import measures as stats
from multipolaire.stats.counts import BOUNDS, columns_of, count_matrix, typed
from multipolaire.stats.periods import groups, limits

SCORES = (
    "a:int64 b:int64 n1:int64 n2:int64 articles_a:int64 articles_b:int64 g2:float64 "
    f"lafon:float64 log_ratio:float64 {BOUNDS}"
)
#: ``a`` of ``n1`` words in the group, ``b`` of ``n2`` outside; log ratios in base 2.
KEYNESS = columns_of(
    f"group:str word:str {SCORES} p:float64 q:float64 note:str"
)


def keyness(
    articles: pd.DataFrame,
    by: str,
    group: str | None = None,
    reference: str | None = None,
    queries: str | Sequence[str] | None = None,
    min_count: int = 3,
    draws: int = 1999,
    seed: int = 0,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Words (or ``queries``) that one group of articles says more than another.

    ``by`` as in :func:`trend`; ``group`` against ``reference`` or against the rest;
    without ``group``, each against the rest (of two, the first against the second).
    Words are those of :func:`multipolaire.tokenize`, without stop words and numbers, said
    ``min_count`` times; ``n1`` and ``n2`` count all words.  Columns and dtypes:
    :data:`KEYNESS`, scores as in :func:`multipolaire.stats.measures.keyness_scores`,
    ``low`` and ``high`` the log ratio's bounds that allow for clumps; ``p``
    by ``draws`` of whole articles, ``q`` adjusted for the words of the group.

    >>> from multipolaire import load_articles
    >>> key = keyness(load_articles(), "year", "2024", queries="ingérence", draws=99)
    >>> key[["group", "word", "a", "b"]]
      group       word  a  b
    0  2024  ingérence  6  2

    Raises ``ValueError`` for a group that ``by`` does not have.
    """
    groups(articles, by, group, reference)  # refuses before the work
    if queries is None:
        articles, texts = scale.spared(tokenize, articles, "keyness", strict)
        terms, matrix, words = content_words(texts)
    else:
        articles, names, matrix, words = count_matrix(
            articles, queries, "keyness", strict
        )
        terms, min_count = np.array(names, dtype=object), 0
    of_article, held = groups(articles, by, group, reference)
    tables = []
    for name in [group] if group else held[: 1 if len(held) == 2 else None]:
        others = of_article == reference if reference else of_article != name
        kept = np.flatnonzero((of_article == name) | others)
        often = np.flatnonzero(matrix[:, kept].sum(axis=1) >= min_count)
        part, size, chosen = matrix[:, kept][often], words[kept], ~others[kept]
        p = stats.permutation_keyness_p(part, size, chosen, draws, seed)
        if len(size) == 2:  # whose rate differs, the article's or the group's?
            p = np.full(len(often), math.nan)
        table = compared(terms[often], part, size, chosen)
        note = limits(np.bincount(chosen))
        q = stats.benjamini_hochberg(p)
        tables.append(table.assign(group=name, p=p, q=q, note=note))
    return ranked(tables, KEYNESS)


def content_words(texts: list[list[str]]):
    """Content words, their counts (words × texts, sparse), words of the texts."""
    from scipy.sparse import coo_array

    words = np.array([len(tokens) for tokens in texts], dtype="int64")
    codes, terms = pd.factorize(
        np.array(list(itertools.chain(*texts)), dtype=object)
    )
    cells = (
        np.ones(len(codes), dtype="int64"),
        (codes, np.repeat(range(len(texts)), words)),
    )
    matrix = coo_array(cells, shape=(len(terms), len(texts))).tocsr()
    stop = lexicon.words("stop_words")
    content = np.array(
        [t[0].isalpha() and t[1:] != "" and t not in stop for t in terms]
    )
    return terms[content == 1], matrix[np.flatnonzero(content)], words


def compared(terms, matrix, words, chosen) -> pd.DataFrame:
    sides = []
    for side in (chosen, ~chosen):
        part = matrix[:, np.flatnonzero(side)]
        sides.append(
            (part.sum(axis=1), words[side].sum(), (part > 0).sum(axis=1))
        )
    (a, n1, articles_a), (b, n2, articles_b) = sides
    low, high = stats.clumped_ratio_interval(matrix, words, chosen)
    table = {"word": terms, "a": a, "b": b, "n1": n1, "n2": n2}
    table |= {"articles_a": articles_a, "articles_b": articles_b}
    table |= stats.keyness_scores(a, b, n1, n2)
    return pd.DataFrame(table | {"low": low, "high": high})


def ranked(tables: list[pd.DataFrame], columns: dict[str, str]) -> pd.DataFrame:
    order = {"by": ["g2", "word"], "ascending": [False, True]}
    return typed(
        pd.concat([table.sort_values(**order) for table in tables]), columns
    )
