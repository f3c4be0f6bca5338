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
from multipolaire.stats.periods import axis, limits, periods
from multipolaire.stats.scan import near_words
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
#: ``periods`` are those with articles; rates are per 10,000 words, ``slope`` their
#: change in a year (or from one category to the next); ``detectable`` of each test, the
#: least ratio of rates that it would show here in four of five tries; the change comes
#: after a period from ``change_from`` to ``change_to``; ``ratio`` is that of the rates
#: on its sides, ``ratio_shrunk`` what is left of it when chance is taken off.
TESTS = columns_of(
    "family:str n:int64 periods:int64 g:float64 p:float64 q:float64 "
    "detectable:float64 slope:float64 slope_p:float64 slope_q:float64 "
    "slope_detectable:float64 change_after:str change_from:str change_to:str "
    "n_before:Int64 words_before:Int64 n_after:Int64 words_after:Int64 "
    "rate_before:float64 rate_after:float64 ratio:float64 ratio_shrunk:float64 "
    "change_g:float64 change_p:float64 change_q:float64 change_detectable:float64 "
    "note:str"
)


def trend(
    articles: pd.DataFrame,
    queries: Queries,
    by: str | None = "event",
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Rate of each query in each period, per 10,000 words, with its two intervals.

    Parameters
    ----------
    articles
        Needs ``article_id``, ``text``, and what ``by`` reads; or what
        :func:`multipolaire.counted` gives.
    queries
        One or several: a word, a beginning (``ingér*``), words in a row, a family, or
        several of these with ``|`` between them.
    by
        ``day``, ``week`` (ISO 8601), ``month``, ``quarter``, ``half-year``, ``year`` or
        ``decade`` (of ``published``), ``event`` (``event_date``), a column
        (``publisher``; an ordered categorical one keeps its order) or ``None`` (all is
        one period).
    strict
        Raise what fails in an article; without it, the article is left out and named in
        a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row a query and period: :data:`TREND`.  ``rate`` and the intervals are per
        10,000 words, ``n`` and ``words`` numbers of words.  A period without articles
        is a gap, not a zero.

    Raises
    ------
    ValueError
        Where a column is missing, or the dates are not precise enough for ``by``; with
        ``strict``, what fails in an article.

    Notes
    -----
    ``low`` and ``high`` are 95 % intervals that allow for the clumps of whole texts
    (:func:`multipolaire.stats.measures.article_interval`), the copies of one counting
    once (:func:`multipolaire.find_copies`): show these.  ``exact_low`` and
    ``exact_high`` hold for words that fall one by one (Garwood 1936).  ``reliable`` is
    true where enough texts have the word (:func:`multipolaire.stats.measures.reliable`).

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> trend(load_articles(), "ingérence", by="year")[["period", "n", "articles"]]
      period     n  articles
    0   2021     2         1
    1   2022     0         2
    2   2023  <NA>         0
    3   2024     6         2
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
    near = near_words(names, n.any(axis=1), printed)
    columns = said, _rates(n, words, once), _notes(texts, once), near
    return [
        (times, size, len(words), texts, *rate, not note, note, near)
        for times, rate, note, near in zip(*columns)
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
    """Do the periods share one rate, does it go up or down, where does it change most?

    Three tests: ``g`` of homogeneity; where the periods have an order, the slope
    (Cochran–Armitage) and the likeliest change point (Worsley 1986).  Each with the
    share ``p`` of ``draws`` in which whole texts that change places (with all their
    copies) do as well; ``q``, adjusted for the number of queries (Benjamini–Hochberg);
    and ``detectable`` (:func:`multipolaire.stats.measures.detectable`), of a step amid
    the words, for the slope of a steady growth.  Columns and dtypes: :data:`TESTS`.

    The change is the largest of all that were tried, so ``ratio`` is too far from 1:
    ``ratio_shrunk`` takes off what chance gives (van Houwelingen & Le Cessie 1990).
    The interval of its place: :func:`multipolaire.stats.measures.likely_changes`.
    A column such as ``publisher`` has no order, unless it is an ordered categorical;
    with one text a period, ``p`` is missing.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    queries
        One query or several: a word, a beginning (``ingér*``), words in a row, a
        family, or several of these with ``|`` between them.
    by
        ``day``, ``week``, ``month``, ``quarter``, ``half-year``, ``year`` or
        ``decade`` of ``published``, ``event`` (``event_date``), a column, or
        ``None``.
    draws
        How often whole texts change places.
    seed
        Seed of the draws: the same one gives the same answer.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row a query: :data:`TESTS`; rates are per 10,000 words, ``p`` and ``q``
        are probabilities.

    Raises
    ------
    ValueError
        Where fewer than two periods hold articles.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> tests = trend_tests(load_articles(), "ingérence", by="year", draws=99)
    >>> tests[["family", "n", "periods", "change_after", "n_before", "n_after"]]
          family  n  periods change_after  n_before  n_after
    0  ingérence  8        3         2022         2        6
    """
    articles, names, n, words = tally(articles, queries, "trend_tests", strict)
    where, labels, starts = periods(articles, by)
    at = axis(articles, by, starts)
    text = text_numbers(articles)[words > 0]
    where, n, words = where[words > 0], n[:, words > 0], words[words > 0]
    held, where = np.unique(where, return_inverse=True)
    if len(held) < 2:
        told = f"{len(held)} period with articles, expected 2"
        raise ValueError(f"by={by!r}: {told}")
    at = at if at is None else at[held]
    table, sizes = _tested(n, words, text, where, at, draws, seed)
    if sizes.max() == 1:  # whose rate differs, the text's or the period's?
        table |= dict.fromkeys(("p", "q", "detectable"), math.nan)
    if at is not None:
        of = np.array(labels, object)[held]
        table |= _change(n, words, where, of, table.pop("kept"))
    table |= {"family": names, "n": n.sum(axis=1), "periods": len(held)}
    return typed(pd.DataFrame(table | {"note": limits(sizes)}), TESTS)


def _tested(n, words, text, where, at, draws: int, seed: int) -> tuple:
    """The columns of the tests; and the number of texts in each period.

    A text changes places with all its copies, those of one period or of several.
    ``kept`` is the share of the change that is left when chance is taken off.
    """
    places = measures.shared_out(words, text, where)
    once = measures.independent(n, words, text)
    counted = np.vstack(once)
    size, order = counted[-1] @ places, np.arange(places.shape[0])
    step = size.cumsum() - size / 2 > size.sum() / 2
    tests = {"": (measures.homogeneity, step)}
    if at is not None:
        growth = (at - at[0]) / (at[-1] - at[0])
        tests["slope_"] = (lambda y, n: measures.slope(y, n, at)[1]), growth
        tests["change_"] = _largest_gain, step

    def statistics(order):
        sums = counted[:, order] @ places
        return np.array([f(sums[:-1], sums[-1]) for f, _ in tests.values()])

    observed = statistics(order)
    drawn = measures.permuted(statistics, len(order), draws, seed)
    p, least = measures.permutation_p(observed, drawn), measures.critical(drawn)
    table = {}
    for k, (name, (test, shape)) in enumerate(tests.items()):
        asked = test, least[k], *once, size, shape, seed
        table[f"{name}p"] = p[k]
        table[f"{name}q"] = measures.benjamini_hochberg(p[k])
        table[f"{name}detectable"] = measures.detectable(*asked)
    y, sizes = _by_period(n, words, where)
    table["g"] = measures.homogeneity(y, sizes)
    if at is not None:
        table["slope"] = PER * measures.slope(y, sizes, at)[0]
        by_chance = drawn[:, -1].mean(axis=0) / np.maximum(observed[-1], 1e-9)
        table["kept"] = np.maximum(0, 1 - by_chance), measures.clumping(*once)
    return table, places.astype(bool).sum(axis=0)


def _largest_gain(y, size) -> np.ndarray:
    return measures.change_gains(y, size).max(-1)


def _by_period(n, words, where) -> tuple[np.ndarray, np.ndarray]:
    """Occurrences of each query, and words, in each period."""
    y = np.array([np.bincount(where, row) for row in n])
    return y, np.bincount(where, words)


def _change(n, words, where, labels, found: tuple) -> dict:
    """The columns that tell of the likeliest change: where it comes, and how large."""
    y, size = _by_period(n, words, where)
    gains, (kept, clumps) = measures.change_gains(y, size), found
    last, likely = gains.argmax(axis=1), measures.likely_changes(gains, clumps)
    early = np.arange(len(size)) <= last[:, None]
    a, n1 = (y * early).sum(axis=1), (size * early).sum(axis=1)
    b, n2 = y.sum(axis=1) - a, size.sum() - n1
    ratio = np.where(b > 0, b, 0.5) / n2 / (np.where(a > 0, a, 0.5) / n1)
    ratio = np.where(a + b > 0, ratio, math.nan)
    ends = likely.argmax(axis=1), len(size) - 2 - likely[:, ::-1].argmax(axis=1)
    names = ("change_after", "change_from", "change_to")
    sides = {"n_before": a, "words_before": n1, "n_after": b, "words_after": n2}
    return {
        **{name: labels[k] for name, k in zip(names, (last, *ends))},
        **{name: side.astype("int64") for name, side in sides.items()},
        **{"rate_before": PER * a / n1, "rate_after": PER * b / n2},
        **{"ratio": ratio, "ratio_shrunk": ratio**kept},
        "change_g": gains.max(axis=1),
    }


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
