"""Texts as points: content lemmas, their weights, latent semantic axes.

What topics and maps are made from; no statement about the texts is made here.
"""

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array

from multipolaire.vectorize import FrenchVectorizer

#: Words that tell what a text is about: lemmas, no function words, no numbers.
CONTENT = {"lemmas": True, "stop_words": "french", "numbers": False}


def count_lemmas(texts: pd.Series, least: int | None = None):
    """Content lemmas in at least ``least`` texts: a table of counts, and its words.

    Without ``least``: 2 to 5, one for 400 texts.

    >>> counts, words = count_lemmas(pd.Series(["Le port", "Les ports du sud"]))
    >>> words.tolist(), counts.toarray().tolist()
    (['port'], [[1], [1]])
    """
    least = least or min(5, max(2, len(texts) // 400))
    vectorizer = FrenchVectorizer(**CONTENT, min_df=least)
    try:
        counts = csr_array(vectorizer.fit_transform(texts))
    except ValueError:  # there is no such word
        none = csr_array((len(texts), 0), dtype=np.int64)
        return none, np.array([], dtype=object)
    terms = vectorizer.get_feature_names_out()
    columns = [j for j, term in enumerate(terms) if len(term) > 1]  # "M.", "V."
    return counts[:, columns], terms[columns]


def bm25(counts):
    """BM25 (k1 = 1.2, b = 0.75) in rows of length 1 (Robertson & Zaragoza 2009).

    A word said again soon adds little, a long text is not a sure one.
    """
    lengths = counts.sum(axis=1)
    row = np.repeat(np.arange(len(lengths)), np.diff(counts.indptr))
    rare = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = np.log1p((len(lengths) - rare + 0.5) / (rare + 0.5))
    damped = 1.2 * (0.25 + 0.75 * lengths / max(lengths.mean(), 1))
    weights = counts.astype(float)
    weights.data = weights.data * 2.2 / (weights.data + damped[row])
    weights.data *= rare[counts.indices]
    norms = np.sqrt((weights * weights).sum(axis=1))
    return csr_array(diags_array(1 / np.maximum(norms, 1e-12)) @ weights)


def standardised(table) -> tuple:
    """A table as shares over the roots of its margins, and these roots.

    Less their outer product, it is what correspondence analysis decomposes: what the
    table, dense or sparse, holds beside its margins, in standard units.
    """
    share = table / table.sum()
    margins = (np.maximum(share.sum(axis=axis), 1e-12) for axis in (1, 0))
    rows, columns = map(np.sqrt, margins)
    scaled = diags_array(1 / rows) @ share @ diags_array(1 / columns)
    return scaled, rows, columns


def latent_axes(weights) -> np.ndarray:
    """Up to 50 latent semantic axes; the same at every run."""
    from scipy.sparse.linalg import svds

    axes = min(50, min(weights.shape) // 3)
    start = np.ones(min(weights.shape))
    left, values, _ = svds(weights, axes, v0=start)
    return left * values


def smooth(axes: np.ndarray) -> np.ndarray:
    """The same texts, each drawn to its 20 nearest, on principal axes again.

    Two texts on one subject may share no word; their neighbours do.  Twice, a text is
    added to the mean of its neighbours, weighted by cosine.
    """
    axes = unit(axes)
    n, near = len(axes), min(20, len(axes) // 5)
    nearest, cosines = np.empty((2, n, near))
    for first in range(0, n, 256):  # all pairs, never all at once
        block = axes[first : first + 256] @ axes.T
        block[np.arange(len(block)), np.arange(first, first + len(block))] = -1
        best = np.argpartition(block, -near, axis=1)[:, -near:]
        nearest[first : first + 256] = best
        cosines[first : first + 256] = np.take_along_axis(block, best, axis=1)
    ends = np.arange(0, n * near + 1, near)
    columns = nearest.astype(np.int64).ravel()
    graph = csr_array((np.maximum(cosines, 0).ravel(), columns, ends), (n, n))
    graph = graph.maximum(graph.T)
    graph = diags_array(1 / np.maximum(graph.sum(axis=1), 1e-12)) @ graph
    for _ in range(2):
        axes = unit(axes + graph @ axes)
    _, vectors = np.linalg.eigh(axes.T @ axes)
    return axes @ vectors[:, ::-1]


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of length 1; an empty one stays."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
