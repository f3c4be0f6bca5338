"""Occurrences of queries in each article: what trends, dispersion and keyness rest on.

What a *query* is, :mod:`multipolaire.stats.queries` says.  Every function of this room takes
a frame with ``article_id``, ``text`` and, where it needs a date or a group, that
column; texts are NFC, as :func:`multipolaire.clean_text` leaves them.  An article that fails
is left out and warned of (:mod:`multipolaire.scale`); with ``strict=True`` it raises.
"""

import itertools
import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from multipolaire import scale
from multipolaire.stats.periods import periods
from multipolaire.stats.queries import (
    Query,
    families,
    nearest_families,
    parse_queries,
    scanner,
)


def columns_of(text: str) -> dict[str, str]:
    return dict(column.split(":") for column in text.split())


#: The interval that is shown, which allows for clumps, and the one for words that fall
#: one by one.
BOUNDS = "low:float64 high:float64 exact_low:float64 exact_high:float64"
COUNTS = columns_of("article_id:str family:str n:int64 words:int64")
SIZE = (
    "words:"  # the column of the articles' words where they are counted already
)


class QueryWarning(UserWarning):
    """A query that no article answers, and that looks like the name of a family."""


def counts(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Occurrences of each query in each article, beside the article's words.

    Columns and dtypes: :data:`COUNTS`, article by article, zeros included.

    >>> texts = pd.DataFrame({"article_id": ["a"], "text": ["L’ingérence ? Ingéré !"]})
    >>> counts(texts, "ingerence")
      article_id     family  n  words
    0          a  ingérence  2      3
    """
    articles, names, n, words = count_matrix(
        articles, queries, "counts", strict
    )
    rows = itertools.product(articles["article_id"], names)
    table = pd.DataFrame(list(rows), columns=["article_id", "family"])
    return table.assign(
        n=n.T.ravel(), words=np.repeat(words, len(names))
    ).astype(COUNTS)


def counted(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    by: str | None = "event",
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Articles with counts in the place of their texts: all that :func:`trend` needs.

    For a corpus larger than memory: of each part, and then ``trend`` of them together
    (or :func:`trend_tests`, :func:`dispersion`), with the same ``queries`` and ``by``.
    Columns: ``article_id``, those that ``by`` reads, int64 ``n: query`` and ``words:``.

    >>> from multipolaire import load_articles, trend
    >>> parts = [load_articles()[:2], load_articles()[2:]]
    >>> parts = [counted(part, "ingérence", by="year") for part in parts]
    >>> trend(pd.concat(parts), "ingérence", by="year")["n"].tolist()
    [2, 0, <NA>, 6]
    """
    periods(
        articles[:0], by
    )  # refuses now what a trend would refuse in the end
    articles, names, n, words = count_matrix(
        articles, queries, "counted", strict
    )
    read = ["article_id", "event_date", "published", "published_precision", by]
    kept = articles[[name for name in dict.fromkeys(read) if name in articles]]
    return kept.assign(
        **{f"n: {k}": row for k, row in zip(names, n)}, **{SIZE: words}
    )


def scanned_by(
    articles: pd.DataFrame, queries, function: str, strict: bool, make=None
):
    """The articles, the names of the queries, and the words and hits of each article.

    With ``make``, what it makes of the text, its words and its hits.
    """
    parsed = parse_queries(queries)
    read, said = scanner(parsed), set()

    def one(text: str):
        words, hits = read(text)
        made = make(text, words, hits) if make else (words, hits)
        said.update(hit.query for hit in hits)
        return made

    articles, scanned = scale.spared(one, articles, function, strict)
    _miss(parsed, said)
    return articles, [query.name for query in parsed], scanned


def _miss(parsed: Sequence[Query], found: set[int]) -> None:
    for number, query in enumerate(parsed):
        near = nearest_families(query.name)
        if number not in found and near and query.name not in families():
            message = (
                f"no article has {query.name!r}; near it: {', '.join(near)}"
            )
            warnings.warn(message, QueryWarning, stacklevel=5)


def count_matrix(articles: pd.DataFrame, queries, function: str, strict: bool):
    """The articles, names, occurrences (queries × articles), words of the articles."""
    if SIZE in articles:
        parsed = parse_queries(queries)
        names = [query.name for query in parsed]
        n = articles[[f"n: {name}" for name in names]].to_numpy("int64").T
        _miss(parsed, set(np.flatnonzero(n.any(axis=1))))
        return articles, names, n, articles[SIZE].to_numpy("int64")
    articles, names, scanned = scanned_by(articles, queries, function, strict)
    n = np.zeros((len(names), len(scanned)), dtype="int64")
    for column, (_, hits) in enumerate(scanned):
        for hit in hits:
            n[hit.query, column] += 1
    words = np.array([words for words, _ in scanned], dtype="int64")
    return articles, names, n, words


def typed(rows, columns: dict[str, str]) -> pd.DataFrame:
    if not isinstance(rows, pd.DataFrame):
        rows = pd.DataFrame(rows, columns=list(columns))
    return rows[list(columns)].astype(columns).reset_index(drop=True)
