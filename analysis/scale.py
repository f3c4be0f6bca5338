"""The same functions over the parts of a corpus: on all cores, on many machines.

Every step is frame in, frame out, so a corpus of any size is its parts: what
:func:`analysis.articles.iter_articles` yields, given to :func:`over`.  Nothing here
decides where a part goes; that is left to joblib's processes, Dask or Spark.

**Dask** (the extra ``scale``), where ``articles`` is a ``dask.dataframe`` with
``article_id``, ``text`` and a date, and the declared columns are the ``meta``::

    from analysis.trade.table import COLUMNS
    tables = articles.map_partitions(extract_figures, meta=COLUMNS)
    figures = renumbered(tables.compute())
    lines = articles.map_partitions(concordance, "ingérence", meta=CONCORDANCE)
    meta = counted(articles._meta, "ingérence", "year")
    parts = articles.map_partitions(counted, "ingérence", "year", meta=meta)
    table = trend(parts.compute(), "ingérence", "year")

A lost machine costs time, not rows: Dask makes its parts again, and a part made twice
is the same part.

**Spark**: ``mapInPandas`` passes an iterator of frames and takes one back, so the
function to pass is ``def figures(frames): return map(extract_figures, frames)``, as in
``articles.mapInPandas(figures, schema)``; the schema is that of ``COLUMNS``, where
str is Spark's string, int64 and Int64 bigint, float64 double, bool boolean and
datetime64 timestamp.  Its rows have no number, so there ``equivalent_of`` has no
meaning: drop it, or go article by article, ``(extract_figures(f[k : k + 1]) for f in
frames for k in range(len(f)))``, where it counts from the article's first figure.

Of a part can be made: cleaned texts, :func:`~analysis.trade.extract_figures`,
:func:`~analysis.quotes.extract_quotes`, :func:`~analysis.keywords.concordance`,
:func:`~analysis.keywords.counts`.  A trend, its tests and dispersion need the counts of
all articles, and no text: :func:`~analysis.keywords.counted`.  Topics, keyness of all
words, collocates and what articles share are of the whole: they take one frame.
"""

import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np
import pandas as pd

ALONE = 3.0  # seconds before processes are started, which takes about as long


def over(function: Callable, parts: Iterable[pd.DataFrame], jobs: int = -1) -> Iterator:
    """``function`` of each part, in order: together, what it makes of the whole.

    ``parts`` are frames that come one by one; of these no more than four for
    each of the ``jobs`` processes (-1: all cores) are in memory.  The rows of the
    tables are numbered on from one to the next, and so are references to them.

    >>> from analysis import extract_figures, load_articles
    >>> tables = over(extract_figures, (load_articles()[k : k + 1] for k in range(5)))
    >>> pd.concat(tables).equals(extract_figures(load_articles()))
    True

    What a part is warned of (``UserWarning``) is not shown: *no article has it* may be
    false of the whole.  Raises what ``function`` raises, with a note that names the
    article; ``ValueError`` for no ``jobs``.
    """
    first = 0
    for table in each(function, parts, jobs):
        yield renumbered(table, first)
        first += len(table)


def renumbered(table: pd.DataFrame, first: int = 0) -> pd.DataFrame:
    """Tables of parts, each numbered from 0, under one another, as one from ``first``.

    What ``equivalent_of`` points at moves with its row.

    >>> part = pd.DataFrame({"equivalent_of": pd.array([None, 0], "Int64")})
    >>> renumbered(pd.concat([part, part]))["equivalent_of"].tolist()
    [<NA>, 0, <NA>, 2]

    Raises ``ValueError`` where rows were left out before.
    """
    place = pd.RangeIndex(first, first + len(table))
    if "equivalent_of" in table and len(table):
        at = table.index.to_numpy()
        if at[0] or ((at[1:] != 0) & (np.diff(at) != 1)).any():
            raise ValueError("rows are missing: expected tables as they were made")
        table = table.assign(equivalent_of=table["equivalent_of"] + (place - at))
    return table.set_axis(place)


def each(function: Callable, parts: Iterable[pd.DataFrame], jobs: int = -1) -> Iterator:
    """``function(part)`` of each part, in order, as :func:`over`; of any type."""
    from joblib import Parallel, delayed, effective_n_jobs

    parts, start = iter(parts), time.perf_counter()
    for part in parts:
        yield _named(function, part)
        if jobs != 1 and time.perf_counter() > start + ALONE:
            break
    # Not all parts at once: joblib reads on however far the reader of its results is
    # behind.  No memory maps: a function may write in its frame.  No batches: they
    # would be as long as what is passed at once, and all for one process.
    with Parallel(jobs, batch_size=1, max_nbytes=None) as parallel:
        while some := list(islice(parts, 4 * effective_n_jobs(jobs))):
            yield from parallel(delayed(_named)(function, part) for part in some)


def _named(function: Callable, part: pd.DataFrame):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return function(part)
    except Exception as error:
        for k in range(len(part)):
            try:
                function(part[k : k + 1])
            except Exception:
                error.add_note(f"in the article {part['article_id'].iloc[k]!r}")
                break
        raise
