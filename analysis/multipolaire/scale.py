"""The same functions over the parts of a corpus: on all cores, on many machines.

Every step is frame in, frame out, so a corpus of any size is its parts: what
:func:`multipolaire.articles.iter_articles` yields, given to :func:`over`.  Nothing here
decides where a part goes; that is left to joblib's processes or Dask.

**Dask** (the extra ``scale``), where ``articles`` is a ``dask.dataframe`` with
``article_id``, ``text`` and a date, and the declared columns are the ``meta``::

    from multipolaire.figures import COLUMNS
    tables = articles.map_partitions(extract_figures, meta=COLUMNS)
    figures = renumbered(tables.compute())
    lines = articles.map_partitions(concordance, "ingérence", meta=CONCORDANCE)
    meta = counted(articles._meta, "ingérence", "year")
    parts = articles.map_partitions(counted, "ingérence", "year", meta=meta)
    table = trend(parts.compute(), "ingérence", "year")

A lost machine costs time, not rows: Dask makes its parts again, and a part made twice
is the same part.

Of a part can be made: cleaned texts, :func:`~multipolaire.figures.extract_figures`,
:func:`~multipolaire.quotes.extract_quotes`, :func:`~multipolaire.stats.counts.concordance`,
:func:`~multipolaire.stats.counts.counts`.  A trend, its tests and dispersion need the counts of
all articles, and no text: :func:`~multipolaire.stats.counts.counted`.  Topics, keyness of all
words, collocates and what articles share are of the whole: they take one frame.

**One article that fails costs itself.**  Every function that goes article by article
leaves out the one in which it ends in an error, warns of it (:class:`ArticleWarning`:
article, function, error) and goes on; with ``strict=True`` it raises.
:func:`problems` is the table of all that failed in this session, whatever process of
:func:`over` it failed in.  Where no session waits for the rows, as under Dask, take
them beside the table::

    made = [delayed(recorded)(extract_figures, part) for part in articles.to_delayed()]
    tables, failed = zip(*compute(*made))
"""

import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice

import pandas as pd

from multipolaire.french import lexicon
from multipolaire.french.encodings import expect_nfc

ALONE = 3.0  # seconds before processes are started, which takes about as long
#: One row an article that failed: which one, the public function, type and message.
PROBLEMS = {"article_id": "str", "function": "str", "error": "str"}

_collector: ContextVar[Callable | None] = ContextVar("collector", default=None)
_met: dict[tuple, None] = {}  # the rows of this session, once each


class CorpusWarning(UserWarning):
    """Something in a corpus that is worth a look, or a row that was left out."""


class ArticleWarning(CorpusWarning):
    """An article that a function left out: ``article_id``, ``function``, ``error``."""

    def __init__(self, article_id: str, function: str, error: str):
        super().__init__(article_id, function, error)
        self.article_id, self.function, self.error = article_id, function, error

    def __str__(self) -> str:
        return f"{self.function} leaves out article {self.article_id!r}: {self.error}"


def problems() -> pd.DataFrame:
    """The articles that functions left out in this session; columns :data:`PROBLEMS`.

    Returns
    -------
    DataFrame
        ``article_id``, ``function``, ``error``.

    Examples
    --------
    >>> problems().columns.tolist()
    ['article_id', 'function', 'error']
    """
    return failures(_met)


def failures(rows: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    """A table of articles that failed, each row once; columns :data:`PROBLEMS`."""
    rows = list(dict.fromkeys(rows))
    return pd.DataFrame(rows, columns=[*PROBLEMS]).astype(PROBLEMS)


def spared(read: Callable, articles, function: str, strict: bool, items=None):
    """The articles of which ``read`` makes something, and what it makes of each.

    It is called with the text of each article, or with what ``items`` has for it.
    Those in which it ends in an error, and those that are not NFC, are left out, as
    failed in ``function``.

    >>> two = pd.DataFrame({"article_id": [*"ab"], "text": ["1", "un"]})
    >>> with collected() as failed:
    ...     spared(int, two, "int", strict=False)[1]
    [1]
    >>> failed[0][:2]
    ('b', 'int')

    Raises ``ValueError`` where a column is missing; with ``strict``, what ``read``
    raises, with a note that names the article.
    """
    expect_columns(articles, ["article_id", "text"])
    sound, made = [], []
    items = articles["text"] if items is None else items
    given = zip(articles["article_id"], articles["text"], items)
    for k, (article_id, text, item) in enumerate(given):
        try:
            expect_nfc(text)
            made.append(read(item))
        except ImportError:  # a library that lacks is no fault of the article
            raise
        except Exception as error:
            if strict:
                error.add_note(f"in the article {article_id!r}")
                raise
            fail(str(article_id), function, brief(error), stacklevel=4)
        else:
            sound.append(k)
    whole = len(sound) == len(articles)
    return (articles if whole else articles.iloc[sound]), made


def expect_columns(given: Iterable[str], needed: list[str], of="") -> None:
    """Raise ``ValueError`` where a column that is needed is not given.

    >>> expect_columns({"a": 1}, ["a"])
    """
    if missing := [name for name in needed if name not in given]:
        told = f"columns {missing} are missing; there are: {sorted(given)}"
        raise ValueError(f"{of}{told}")


def fail(article_id: str, function: str, error: str, stacklevel=2) -> None:
    """Tell of an article that failed: whoever collects, or else in a warning."""
    row = (article_id, function, error)
    if collect := _collector.get():
        collect(row)
    else:
        _met[row] = None
        warnings.warn(ArticleWarning(*row), stacklevel=stacklevel)


@contextmanager
def collected() -> Iterator[list[tuple[str, str, str]]]:
    """A list that takes the rows of what fails meanwhile, in the place of warnings."""
    rows: list[tuple[str, str, str]] = []
    token = _collector.set(rows.append)
    try:
        yield rows
    finally:
        _collector.reset(token)


def collecting() -> bool:
    """Whether somebody takes the rows, and so sees to them."""
    return _collector.get() is not None


def recorded(function: Callable, part: pd.DataFrame) -> tuple:
    """``function(part)``, and the table of the articles that it left out."""
    with collected() as rows:
        made = function(part)
    return made, failures(rows)


def brief(error: Exception) -> str:
    """Type and message of an error, in one line.

    >>> brief(KeyError("x\\n"))
    "KeyError: 'x\\\\n'"
    """
    said = "".join(sign if sign.isprintable() else " " for sign in str(error))
    said = excerpt(" ".join(said.split()), 200)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def excerpt(text: str, most: int) -> str:
    """A text, or its beginning and three dots.

    >>> excerpt("ingérence", 7), excerpt("ingérence", 9)
    ('ingé...', 'ingérence')
    """
    return text if len(text) <= most else f"{text[: most - 3]}..."


def over(function: Callable, parts: Iterable, jobs: int = -1) -> Iterator:
    """``function`` of each part, in order: together, what it makes of the whole.

    ``parts`` are frames that come one by one; of these no more than four for
    each of the ``jobs`` processes (-1: all cores) are in memory.  The rows of the
    tables are numbered on from one to the next, and so are references to them.

    What a part is warned of (``UserWarning``) is not shown: *no article has it* may be
    false of the whole.  An article that ``function`` leaves out is warned of here.
    Raises what ``function`` raises; ``ValueError``
    for no ``jobs``.

    Parameters
    ----------
    function
        Takes a frame, gives a frame; in another process, so it must be importable.
    parts
        Frames, such as those of :func:`multipolaire.iter_articles`.
    jobs
        Processes; -1 for all cores.

    Yields
    ------
    DataFrame
        What ``function`` makes of each part.

    Raises
    ------
    ValueError
        For no ``jobs``; what ``function`` raises comes with a note that names the
        article.

    Examples
    --------
    >>> from multipolaire import extract_figures, load_articles
    >>> tables = over(extract_figures, (load_articles()[k : k + 1] for k in range(5)))
    >>> pd.concat(tables).equals(extract_figures(load_articles()))
    True
    """
    first = 0
    for table in each(function, parts, jobs):
        yield renumbered(table, first)
        first += len(table)


def renumbered(table: pd.DataFrame, first: int = 0) -> pd.DataFrame:
    """Tables of parts, each numbered from 0, under one another, as one from ``first``.

    What ``equivalent_of`` points at moves with its row.

    Parameters
    ----------
    table
        Tables under one another.
    first
        Number of the first row.

    Returns
    -------
    DataFrame
        The same rows, the index from ``first``.

    Raises
    ------
    ValueError
        Where rows were left out before.

    Examples
    --------
    >>> part = pd.DataFrame({"equivalent_of": pd.array([None, 0], "Int64")})
    >>> renumbered(pd.concat([part, part]))["equivalent_of"].tolist()
    [<NA>, 0, <NA>, 2]
    """
    place = pd.RangeIndex(first, first + len(table))
    if "equivalent_of" in table and len(table):
        at = table.index.to_numpy()
        if at[0] or ((at[1:] != 0) & (at[1:] - at[:-1] != 1)).any():
            expected = "expected tables as they were made"
            raise ValueError(f"rows are missing: {expected}")
        moved = table["equivalent_of"] + (place - at)
        table = table.assign(equivalent_of=moved)
    return table.set_axis(place)


def each(function: Callable, parts: Iterable, jobs: int = -1) -> Iterator:
    """``function(part)`` of each part, in order, as :func:`over`; of any type."""
    from joblib import Parallel, delayed, effective_n_jobs

    parts, start = iter(parts), time.perf_counter()
    for part in parts:
        yield _told(*_collected(function, part, lexicon.own()))
        if jobs != 1 and time.perf_counter() > start + ALONE:
            break
    # Not all parts at once: joblib reads on however far the reader of its results is
    # behind.  No memory maps: a function may write in its frame.  No batches: they
    # would be as long as what is passed at once, and all for one process.
    with Parallel(jobs, batch_size=1, max_nbytes=None) as parallel:
        while some := list(islice(parts, 4 * effective_n_jobs(jobs))):
            own = lexicon.own()  # in processes of their own, too
            calls = (delayed(_collected)(function, part, own) for part in some)
            made = parallel(calls)
            yield from (_told(*both) for both in made)


def _told(made, failed: list[tuple[str, str, str]]):
    for row in failed:
        fail(*row, stacklevel=4)
    return made


def _collected(function: Callable, part: pd.DataFrame, own: dict) -> tuple:
    """What is made of a part, and the rows of the articles that it left out."""
    lexicon.follow(own)
    with warnings.catch_warnings(), collected() as failed:
        warnings.simplefilter("ignore", UserWarning)
        return function(part), failed
