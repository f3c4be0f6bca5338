"""Rates over time, with intervals, and tests of whether they change.

The formulas, with their sources, are in :mod:`multipolaire.stats.measures`.
"""

import itertools
import math

import numpy as np
import pandas as pd

from multipolaire.say import plain, say
from multipolaire.stats import measures
from multipolaire.stats.columns import BOUNDS, columns_of, typed
from multipolaire.stats.counts import Queries, tally
from multipolaire.stats.periods import TIME, limits, periods
from multipolaire.stats.queries import near_words
from multipolaire.stats.texts import text_numbers

PER = 10_000  # words: the unit of rates
#: ``period_start`` is missing where a period is no date, ``n`` where there is no
#: article; ``texts`` are the independent ones of the ``articles`` (copies are one);
#: ``near``, beside a zero of a family, the words near it in meaning that stand there;
#: ``rate`` and the intervals are per 10,000 words.
TREND = columns_of(
    "family:str period:str period_start:datetime64[s] n:Int64 words:int64 "
    f"articles:int64 texts:int64 rate:float64 {BOUNDS} reliable:bool note:str near:str"
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
    queries: Queries,
    by: str | None = "event",
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Rate of each query in each period, per 10,000 words, with its two intervals.

    ``by`` is ``day``, ``month``, ``quarter``, ``half-year`` or ``year`` (of
    ``published``), ``event`` (``event_date``), a column (``publisher``) or ``None``
    (all is one period).  Columns and dtypes: :data:`TREND`.

    ``low`` and ``high`` allow for the clumps of whole texts
    (:func:`multipolaire.stats.measures.article_interval`), the copies of one counting
    once (:func:`multipolaire.find_copies`): show these.  ``exact_low`` and
    ``exact_high`` hold for words that fall one by one (Garwood 1936).  ``reliable`` is
    true where enough texts have the word (:func:`multipolaire.stats.measures.reliable`).
    A period without articles is a gap, not a zero.

    >>> from multipolaire import load_articles
    >>> trend(load_articles(), "ingérence", by="year")[["period", "n", "articles"]]
      period     n  articles
    0   2021     2         1
    1   2022     0         2
    2   2023  <NA>         0
    3   2024     6         2

    Raises ``ValueError`` where the dates are not precise enough for ``by``.
    """
    articles, names, n, words = tally(articles, queries, "trend", strict)
    where, labels, starts = periods(articles, by)
    text = text_numbers(articles)
    printed = np.array(articles.get("text", [""] * len(words)), object)
    rows = []  # period by period
    for k, period in enumerate(zip(labels, starts)):
        here = where == k
        held = n[:, here], words[here], text[here], printed[here]
        told = _of_period(names, *held)
        rows += [(name, *period, *row) for name, row in zip(names, told)]
    by_query = (rows[first :: len(names)] for first in range(len(names)))
    return typed([*itertools.chain(*by_query)], TREND)


def _of_period(names: list[str], n, words, text, printed) -> list[tuple]:
    """What is told of each query in the articles of one period, from ``n`` on."""
    size, texts = words.sum(), len(np.unique(text[words > 0]))
    said = n.sum(axis=1) if size else [pd.NA] * len(names)
    once = measures.independent(n, words, text)
    columns = said, _rates(n, words, once), _notes(texts, once)
    return [
        (times, size, len(words), texts, *rate, not note, note, near)
        for times, rate, note, near in zip(*columns, _near(names, n, printed))
    ]


def _rates(n, words, once) -> np.ndarray:
    """Rate, ``low``, ``high``, ``exact_low``, ``exact_high``: one row a query."""
    size, total = words.sum(), n.sum(axis=1)
    if not size:
        return np.full((len(n), 5), math.nan)
    shown = measures.article_interval(*once)
    exact = measures.garwood(total, size)
    return PER * np.column_stack([total / size, *shown, *exact])


def trend_tests(
    articles: pd.DataFrame,
    queries: Queries,
    by: str = "event",
    draws: int = 1999,
    seed: int = 0,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Do the periods share one rate, and where does it change most?

    ``g`` of homogeneity and the likeliest change point (Worsley 1986), each with the
    share ``p`` of ``draws`` in which whole texts that change places (with all their
    copies) do as well, and
    ``q``, that share adjusted for the number of queries (Benjamini–Hochberg).  Columns
    and dtypes: :data:`TESTS`.  A column such as ``publisher`` has no order, so no
    change point; with one text a period, ``p`` is missing.

    >>> from multipolaire import load_articles
    >>> tests = trend_tests(load_articles(), "ingérence", by="year", draws=99)
    >>> tests[["family", "n", "periods", "change_after"]]
          family  n  periods change_after
    0  ingérence  8        3         2022

    Raises ``ValueError`` where fewer than two periods hold articles.
    """
    articles, names, n, words = tally(articles, queries, "trend_tests", strict)
    where, labels, _ = periods(articles, by)
    text = text_numbers(articles)[words > 0]
    where, n, words = where[words > 0], n[:, words > 0], words[words > 0]
    held, where = np.unique(where, return_inverse=True)
    if len(held) < 2:
        told = f"{len(held)} period with articles, expected 2"
        raise ValueError(f"by={by!r}: {told}")
    table, change, sizes = _tested(n, words, text, where, draws, seed)
    if sizes.max() == 1:  # whose rate differs, the text's or the period's?
        table["p"] = np.full(len(names), math.nan)
    if by in TIME:
        change["change_after"] = [labels[held[k]] for k in change.pop("last")]
        change["change_q"] = measures.benjamini_hochberg(change["change_p"])
        table |= change
    table |= {"family": names, "periods": len(held), "note": limits(sizes)}
    table["q"] = measures.benjamini_hochberg(table["p"])
    return typed(pd.DataFrame(table), TESTS)


def _tested(n, words, text, where, draws: int, seed: int) -> tuple:
    """The columns of both tests, that of one rate and that of the change; and the
    number of texts in each period.

    A text changes places with all its copies, those of one period or of several.
    """
    places = measures.shared_out(words, text, where)
    counted = np.vstack(measures.independent(n, words, text))

    def tests(order):
        sums = counted[:, order] @ places
        y, size = sums[:-1], sums[-1]
        gain = measures.change_point(y, size)[1]
        return np.array([measures.homogeneity(y, size), gain])

    p, change_p = measures.permutation_p(tests, places.shape[0], draws, seed)
    size = np.bincount(where, words)
    y = np.array([np.bincount(where, row) for row in n])
    last, gain = measures.change_point(y, size)
    change = {"last": last, "change_g": gain, "change_p": change_p}
    early = np.arange(len(size)) <= last[:, None]
    for name, side in (("rate_before", early), ("rate_after", ~early)):
        change[name] = PER * (y * side).sum(axis=1) / (size * side).sum(axis=1)
    g = measures.homogeneity(y, size)
    table = {"n": n.sum(axis=1), "g": g, "p": p}
    return table, change, places.astype(bool).sum(axis=0)


def _near(names: list[str], n, texts) -> list[str]:
    """Of each query that none of the texts has: the words near it that they have."""
    said = n.any(axis=1)
    return ["" if s else near_words(q, *texts) for q, s in zip(names, said)]


def _notes(texts: int, once: tuple) -> list[str]:
    """What to know of each query in a period of so many independent texts."""
    said = (once[0] > 0).sum(axis=1)
    if texts == 0:
        return [plain(say("no article"))] * len(said)
    if texts < measures.RELIABLE_TEXTS:
        few = say("not reliable: {n} text", "not reliable: {n} texts", n=texts)
        return [plain(few)] * len(said)
    notes = [
        say(
            "not reliable: {n} text has it",
            "not reliable: {n} texts have it",
            n=n,
        )
        for n in said.tolist()
    ]
    sure = measures.reliable(*once)
    return ["" if ok else plain(note) for ok, note in zip(sure, notes)]
