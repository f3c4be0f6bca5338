"""Rates over time, with intervals, and tests of whether they change.

The formulas, with their sources, are in :mod:`multipolaire.stats.measures`.
"""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from multipolaire.say import plain, say
from multipolaire.stats import measures as stats
from multipolaire.stats.counts import BOUNDS, columns_of, count_matrix, typed
from multipolaire.stats.periods import TIME, limits, periods

#: ``period_start`` is missing where a period is no date, ``n`` where there is no
#: article; ``rate`` and the intervals are per 10,000 words.
TREND = columns_of(
    "family:str period:str period_start:datetime64[s] n:Int64 words:int64 "
    f"articles:int64 rate:float64 {BOUNDS} reliable:bool note:str"
)
#: ``periods`` are those with articles; rates before and after the change are per
#: 10,000 words.
TESTS = columns_of(
    "family:str n:int64 periods:int64 g:float64 p:float64 q:float64 change_after:str "
    "rate_before:float64 rate_after:float64 change_g:float64 change_p:float64 "
    "change_q:float64 note:str"
)


def trend(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    by: str | None = "event",
    smooth: int = 1,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Rate of each query in each period, per 10,000 words, with its two intervals.

    ``by`` is ``day``, ``month``, ``quarter``, ``half-year`` or ``year`` (of
    ``published``), ``event`` (``event_date``), a column (``publisher``) or ``None``
    (all is one period).  ``smooth=3`` pools the counts and the words of each period
    and its two neighbours.  Columns and dtypes: :data:`TREND`.

    ``low`` and ``high`` allow for the clumps of whole articles
    (:func:`multipolaire.stats.measures.article_interval`): show these.  ``exact_low`` and
    ``exact_high`` hold for words that fall one by one (Garwood 1936).  Under 20 articles
    ``reliable`` is false.  A period without articles is a gap, not a zero.

    >>> from multipolaire import load_articles
    >>> trend(load_articles(), "ingérence", by="year")[["period", "n", "articles"]]
      period     n  articles
    0   2021     2         1
    1   2022     0         2
    2   2023  <NA>         0
    3   2024     6         2

    Raises ``ValueError`` where the dates are not precise enough for ``by``, and for a
    ``smooth`` that is even or pools over half of the periods.
    """
    articles, names, n, words = count_matrix(articles, queries, "trend", strict)
    where, labels, starts = periods(articles, by)
    if smooth != 1 and (
        smooth < 1 or smooth % 2 == 0 or 2 * smooth > len(labels)
    ):
        expected = f"an odd number of at most half of the {len(labels)} periods"
        raise ValueError(f"smooth={smooth}: expected 1, or {expected}")
    rows = []
    for k, (label, start) in enumerate(zip(labels, starts)):
        inside = np.flatnonzero(np.abs(where - k) <= smooth // 2)
        part, size = n[:, inside], words[inside].sum()
        total = part.sum(axis=1)
        numbers = np.full((5, len(names)), math.nan)
        if size:
            numbers[0], numbers[3:] = total / size, stats.garwood(total, size)
            numbers[1:3] = stats.article_interval(part, words[inside])
        note = _note(np.count_nonzero(words[inside]))
        for f, name in enumerate(names):
            said = total[f] if size else pd.NA
            rows.append(
                (f, name, label, start, said, size, len(inside))
                + (*1e4 * numbers[:, f], note == "", note)
            )
    rows.sort(
        key=lambda row: row[0]
    )  # stable: family by family, in order of time
    return typed([row[1:] for row in rows], TREND)


def trend_tests(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    by: str = "event",
    draws: int = 1999,
    seed: int = 0,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Do the periods share one rate, and where does it change most?

    ``g`` of homogeneity and the likeliest change point (Worsley 1986), each with the
    share ``p`` of ``draws`` in which whole articles that change places do as well, and
    ``q``, that share adjusted for the number of queries (Benjamini–Hochberg).  Columns
    and dtypes: :data:`TESTS`.  A column such as ``publisher`` has no order, so no
    change point; with one article a period, ``p`` is missing.

    >>> from multipolaire import load_articles
    >>> tests = trend_tests(load_articles(), "ingérence", by="year", draws=99)
    >>> tests[["family", "n", "periods", "change_after"]]
          family  n  periods change_after
    0  ingérence  8        3         2022

    Raises ``ValueError`` where fewer than two periods hold articles.
    """
    articles, names, n, words = count_matrix(
        articles, queries, "trend_tests", strict
    )
    where, labels, _ = periods(articles, by)
    where, n, words = where[words > 0], n[:, words > 0], words[words > 0]
    held, sizes = np.unique(where, return_counts=True)
    if len(held) < 2:
        raise ValueError(
            f"by={by!r}: {len(held)} period with articles, expected 2"
        )
    counted = np.vstack([n, words])[:, np.argsort(where, kind="stable")]
    first = np.cumsum(sizes) - sizes

    def sums(order):
        pooled = np.add.reduceat(counted[:, order], first, axis=1)
        return pooled[:-1], pooled[-1]

    def tests(order):
        y, size = sums(order)
        return np.array(
            [stats.homogeneity(y, size), stats.change_point(y, size)[1]]
        )

    p, change_p = stats.permutation_p(tests, len(words), draws, seed)
    y, size = sums(np.arange(len(words)))
    change, gain = stats.change_point(y, size)
    table = pd.DataFrame(
        {"family": names, "n": n.sum(axis=1), "periods": len(held)}
    )
    table["g"], table["p"] = stats.homogeneity(y, size), p
    table["change_after"] = [labels[held[k]] for k in change]
    early = np.arange(len(held)) <= change[:, None]
    table["rate_before"] = (
        1e4 * (y * early).sum(axis=1) / (size * early).sum(axis=1)
    )
    table["rate_after"] = (
        1e4 * (y * ~early).sum(axis=1) / (size * ~early).sum(axis=1)
    )
    table["change_g"], table["change_p"] = gain, change_p
    if sizes.max() == 1:  # whose rate differs, the article's or the period's?
        table["p"] = math.nan
    if by not in TIME:
        table[["rate_before", "rate_after", "change_g", "change_p"]] = math.nan
        table["change_after"] = None
    table["q"] = stats.benjamini_hochberg(table["p"])
    table["change_q"] = stats.benjamini_hochberg(table["change_p"])
    return typed(table.assign(note=limits(sizes)), TESTS)


def _note(articles: int) -> str:
    if articles == 0:
        return plain(say("no article"))
    if articles >= stats.RELIABLE_ARTICLES:
        return ""
    few = say(
        "not reliable: {n} article", "not reliable: {n} articles", n=articles
    )
    return plain(few)
