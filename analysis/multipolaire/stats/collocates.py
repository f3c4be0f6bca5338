"""Words said near a query more than elsewhere (Evert 2022)."""

import bisect
from collections.abc import Sequence

import numpy as np
import pandas as pd

from multipolaire import scale
from multipolaire.french.text import split_sentences, token_spans
from multipolaire.stats.counts import columns_of, scanned_by
from multipolaire.stats.keyness import SCORES, compared, content_words, ranked

COLLOCATES = columns_of(f"family:str word:str {SCORES}")


def collocates(
    articles: pd.DataFrame,
    query: str | Sequence[str],
    window: int = 5,
    min_count: int = 2,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Words said near each query: at most ``window`` words away, in its sentence.

    Columns and dtypes: :data:`COLLOCATES`: ``a`` of the ``n1`` words near it, ``b`` of
    the ``n2`` others; the effect is ``log_ratio`` with its intervals (Evert 2022).
    Words as in :func:`keyness`, without those of the query, ``min_count`` times near.

    >>> from multipolaire import load_articles
    >>> near = collocates(load_articles(), "ingérence")
    >>> near[["word", "a", "b"]].head(1)
          word  a  b
    0  opposer  4  1
    """
    articles, names, scanned = scanned_by(articles, query, "collocates", strict)
    tables = []
    for number, name in enumerate(names):
        said = [
            [(hit.start, hit.end) for hit in hits if hit.query == number]
            for _, hits in scanned
        ]
        _, made = scale.spared(
            lambda item: near_and_far(*item, window),
            articles,
            "collocates",
            strict,
            zip(articles["text"], said),
        )
        near, far = (
            [inside for inside, _ in made],
            [outside for _, outside in made],
        )
        terms, matrix, words = content_words(near + far)
        often = np.flatnonzero(matrix[:, : len(near)].sum(axis=1) >= min_count)
        chosen = np.arange(len(words)) < len(near)
        table = compared(terms[often], matrix[often], words, chosen)
        tables.append(table.assign(family=name))
    return ranked(tables, COLLOCATES)


def near_and_far(text: str, said, window: int) -> tuple[list[str], list[str]]:
    """Words of a text near what is said at these places, and its other words."""
    spans = token_spans(text)
    starts = [span.start for span in spans]
    bounds = (
        [sentence.start for sentence in split_sentences(text)] if said else []
    )
    sentence = [bisect.bisect(bounds, start) for start in starts]
    node: set[int] = set()
    near: set[int] = set()
    for start, end in said:
        first, stop = (
            bisect.bisect_left(starts, start),
            bisect.bisect_left(starts, end),
        )
        node.update(range(first, stop))
        reach = range(max(0, first - window), min(len(spans), stop + window))
        near.update(k for k in reach if sentence[k] == sentence[first])
    near -= node
    words = [span.text.lower().replace("’", "'") for span in spans]
    far = (k for k in range(len(words)) if k not in near and k not in node)
    return [words[k] for k in sorted(near)], [words[k] for k in far]
