"""How evenly articles share a word: Gries' DP, beside the DP that chance would give."""

import math
from collections.abc import Sequence

import pandas as pd

from multipolaire.stats import measures as stats
from multipolaire.stats.counts import columns_of, count_matrix, typed

#: ``articles`` are those with the family, of ``of_articles``; ``dp_chance`` is the
#: ``dp`` to expect of as many occurrences that fall at random.
DISPERSION = columns_of(
    "family:str n:int64 words:int64 articles:int64 of_articles:int64 "
    "largest_article_share:float64 dp:float64 dp_norm:float64 dp_chance:float64"
)


def dispersion(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """How evenly the articles share each query: Gries' DP, 0 even, near 1 clumped.

    Columns and dtypes: :data:`DISPERSION`; ``largest_article_share`` is the share of
    all occurrences that stands in one article.

    >>> from multipolaire import load_articles
    >>> dispersion(load_articles(), "multipolaire")[["n", "articles", "of_articles"]]
       n  articles  of_articles
    0  2         1            5
    """
    articles, names, n, words = count_matrix(
        articles, queries, "dispersion", strict
    )
    rows = [
        (name, row.sum(), words.sum(), (row > 0).sum(), len(words))
        + (row.max() / row.sum() if row.any() else math.nan,)
        + (
            *stats.dispersion_dp(row, words),
            stats.dispersion_chance(row.sum(), words),
        )
        for name, row in zip(names, n)
    ]
    return typed(rows, DISPERSION)
