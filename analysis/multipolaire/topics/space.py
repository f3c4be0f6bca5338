"""Texts as points: content lemmas, their weights, latent semantic axes.

What topics and maps are made from; no statement about the texts is made here.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.decomposition import TruncatedSVD
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer, normalize

from multipolaire.vectorize import FrenchVectorizer

AXES = 50  # latent semantic axes at most
#: Words that tell what a text is about: lemmas, no function words, no numbers.
CONTENT: Any = {"lemmas": True, "stop_words": "french", "numbers": False}


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


def count_known(texts, terms: np.ndarray):
    """How often each of these lemmas stands in each text: a sparse table.

    >>> count_known(["Le port, le sud"], np.array(["port", "nord"])).toarray().tolist()
    [[1, 0]]
    """
    if not len(terms):
        return csr_array((len(texts), 0), dtype=np.int64)
    vectorizer = FrenchVectorizer(**CONTENT)
    vectorizer.vocabulary_ = dict(zip(terms, range(len(terms))))
    return csr_array(vectorizer.transform(texts))


class BM25(TransformerMixin, BaseEstimator):
    """Counts to BM25 weights in rows of length 1 (Robertson & Zaragoza 2009).

    A word said again soon adds little, a long text is not a sure one.  ``fit`` learns
    how rare each word is (``rare_``) and the mean length of a text (``length_``).

    >>> counts = csr_array(np.array([[2, 0], [1, 1]]))
    >>> BM25().fit_transform(counts).toarray().round(2).tolist()
    [[1.0, 0.0], [0.25, 0.97]]
    """

    def __init__(self, k1=2.0, b=0.75):
        self.k1 = k1
        self.b = b

    def fit(self, counts, y=None) -> "BM25":
        """Learn from a sparse table (texts, words)."""
        n, words = counts.shape
        held = np.bincount(counts.indices, minlength=words)
        self.rare_ = np.log1p((n - held + 0.5) / (held + 0.5))
        self.length_ = max(counts.sum() / max(n, 1), 1)
        return self

    def transform(self, counts):
        """The weights of a sparse table (texts, words)."""
        lengths = counts.sum(axis=1) / self.length_
        damped = self.k1 * (1 - self.b + self.b * lengths)
        weights = csr_array(counts, dtype=float)
        weights.data *= self.k1 + 1
        row = np.repeat(np.arange(len(lengths)), np.diff(counts.indptr))
        weights.data /= counts.data + damped[row]
        weights.data *= self.rare_[counts.indices]
        return normalize(weights)


def bm25(counts):
    """The weights of a table by what it holds itself (:class:`BM25`)."""
    return BM25().fit_transform(counts)


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


def make_space(shape: tuple[int, int]):
    """Unfitted: counts of (texts, words) to up to 50 latent semantic axes.

    BM25, a truncated SVD, rows of length 1; the same at every run.
    """
    axes = min(AXES, min(shape) // 3)
    svd = TruncatedSVD(axes, algorithm="arpack", random_state=0)
    return make_pipeline(BM25(), svd, Normalizer())


def smooth(axes: np.ndarray) -> np.ndarray:
    """Texts (rows of length 1), each drawn to its 20 nearest, on principal axes.

    Two texts on one subject may share no word; their neighbours do.  Twice, a text is
    added to the mean of its neighbours, weighted by cosine.
    """
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
    """Rows of length 1; an empty one stays.  (``normalize`` takes a hundred times as long.)"""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
