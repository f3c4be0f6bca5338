"""Reinert's descending hierarchical classification, the standard of French textometry.

Presence and absence of words only; each step cuts the largest class in two, so that
the table of both halves by words has the largest chi-square that was found: first
along the first axis of a correspondence analysis, then by moving texts one at a time
(Reinert 1983, 1990; the R package *rainette* by Barnier follows the same steps).
"""

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import validate_data


class Reinert(ClusterMixin, BaseEstimator):
    """Descending hierarchical classification of texts by the words they hold.

    Parameters
    ----------
    n_clusters : classes wanted; fewer are given where no class can be cut any more.
    min_df : texts of the class that must hold a word, for the word to count in it.
    min_members : classes with fewer texts than that are not cut.
    contingency : after a cut, a class gives up the words that avoid it: those whose
        contingency coefficient, sqrt(chi2 / (n + chi2)), exceeds this.

    After ``fit`` on a table (texts, words) of counts or weights: ``labels_``, and
    ``splits_``, one ``(class cut, its new class, chi2)`` a cut.  A text without any
    word that counts stays in the class of its parent that keeps the number.

    >>> table = np.array([[1, 1, 0, 0, 1]] * 3 + [[0, 0, 1, 1, 1]] * 3)
    >>> model = Reinert(2, min_members=2).fit(table)
    >>> model.labels_.tolist(), model.splits_
    ([0, 0, 0, 1, 1, 1], [(0, 1, 12.0)])

    Raises ``ValueError`` for a negative value, and for less than one class.
    """

    def __init__(self, n_clusters=8, min_df=3, min_members=5, contingency=0.3):
        self.n_clusters = n_clusters
        self.min_df = min_df
        self.min_members = min_members
        self.contingency = contingency

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = tags.input_tags.positive_only = True
        return tags

    def fit(self, X, y=None) -> "Reinert":
        """Cut the texts, rows of ``X``, into classes."""
        takes = {"accept_sparse": "csr", "ensure_non_negative": True}
        X = validate_data(self, X, ensure_min_samples=2, **takes)
        if self.n_clusters < 1:
            raise ValueError(
                f"n_clusters={self.n_clusters}: expected at least 1"
            )
        table = sparse.csr_array(X, copy=True)
        table.eliminate_zeros()
        table.data = np.ones(len(table.data))
        self.labels_ = np.zeros(table.shape[0], dtype=np.int64)
        self.splits_ = []
        words = {
            0: np.arange(table.shape[1])
        }  # those that still count in a class
        closed: set[int] = set()
        while len(words) < self.n_clusters:
            sizes = np.bincount(self.labels_, minlength=len(words))
            sizes[[*closed]] = 0
            parent = int(sizes.argmax())
            if sizes[parent] < max(self.min_members, 2):
                break
            rows = np.flatnonzero(self.labels_ == parent)
            own = table[rows][:, words[parent]]
            enough = own.sum(axis=0) >= self.min_df
            second, chi2 = split(own[:, enough])
            if chi2 < 1e-6:  # texts that hold the same words
                closed.add(parent)
                continue
            child, kept = len(words), words[parent][enough]
            self.labels_[rows[second]] = child
            self.splits_.append((parent, child, round(chi2, 6)))
            avoided = _avoided(own[:, enough], second, self.contingency)
            words[parent], words[child] = (kept[~avoids] for avoids in avoided)
        return self


def split(table: sparse.csr_array) -> tuple[np.ndarray, float]:
    """Which rows of a 0/1 table to put apart, and the chi-square of that cut.

    >>> second, chi2 = split(sparse.csr_array(np.eye(2)))
    >>> second.tolist(), chi2
    ([False, True], 2.0)
    """
    second = np.zeros(table.shape[0], dtype=bool)
    sizes = np.diff(table.indptr)
    filled = np.flatnonzero(sizes)
    if len(filled) < 2:
        return second, 0.0
    cut = _Cut(table)
    order = filled[np.argsort(_first_axis(table[filled]), kind="stable")]
    scores = [cut.move(row) for row in order[:-1]]
    best = int(np.argmax(scores))
    for row in order[best + 1 : -1]:
        cut.move(row)
    score = scores[best]
    while score > 1e-6:  # move single texts while that raises the chi-square
        before = score
        for row in filled:
            moved = cut.move(row)
            if moved > score + 1e-9:
                score = moved
            else:
                cut.move(row)  # and back
        if score == before:
            break
    second = cut.second
    # The class that keeps the number of its parent is the one of the first text.
    return (~second if second[filled[0]] else second) & (sizes > 0), float(
        score
    )


class _Cut:
    """A cut in two whose chi-square follows as rows change sides.

    With a_j of the c_j presences of word j in the second class, A of N in all, and
    Q = sum of a_j² / c_j:  chi2 / N = Q / A + (N - 2 A + Q) / (N - A) - 1.
    """

    def __init__(self, table):
        self.table = table
        self.total = np.maximum(table.sum(axis=0), 1)
        self.second = np.zeros(table.shape[0], dtype=bool)
        self.count = np.zeros(table.shape[1])
        self.n, self.a, self.q = len(table.indices), 0, 0.0

    def move(self, row: int) -> float:
        """Change the side of a row; the chi-square of the cut then."""
        words = self.table.indices[
            self.table.indptr[row] : self.table.indptr[row + 1]
        ]
        step = -1 if self.second[row] else 1
        self.q += ((2 * step * self.count[words] + 1) / self.total[words]).sum()
        self.count[words] += step
        self.a += step * len(words)
        self.second[row] = not self.second[row]
        if not 0 < self.a < self.n:
            return 0.0
        rest = (self.n - 2 * self.a + self.q) / (self.n - self.a)
        return self.n * (self.q / self.a + rest - 1)


def _first_axis(table: sparse.csr_array) -> np.ndarray:
    """Places of the rows on the first axis of the correspondence analysis."""
    total = table.sum()
    rows = np.sqrt(table.sum(axis=1) / total)
    columns = np.sqrt(np.maximum(table.sum(axis=0), 1e-12) / total)
    scaled = (
        sparse.diags_array(1 / rows) @ table @ sparse.diags_array(1 / columns)
    )
    scaled = scaled / total
    if min(table.shape) <= 50:  # too few for Lanczos, and quick
        left = np.linalg.svd(scaled.toarray() - np.outer(rows, columns))[0][
            :, 0
        ]
    else:
        from scipy.sparse.linalg import LinearOperator, svds

        residuals = LinearOperator(  # without the trivial axis, and never dense
            table.shape,
            matvec=lambda v: scaled @ v.ravel() - rows * (columns @ v.ravel()),
            rmatvec=lambda v: (
                scaled.T @ v.ravel() - columns * (rows @ v.ravel())
            ),
            dtype=np.float64,
        )
        start = np.ones(min(table.shape)) + np.arange(min(table.shape)) % 7
        left = svds(residuals, k=1, v0=start, return_singular_vectors="u")[0][
            :, 0
        ]
    return (left / rows).round(9)  # equal rows are equal, whatever the rounding


def _avoided(table, second, limit) -> tuple[np.ndarray, np.ndarray]:
    """Words that the first, and that the second class avoids."""
    n, m = table.shape[0], second.sum()
    inside, everywhere = table[second].sum(axis=0), table.sum(axis=0)
    expected = everywhere * m / n
    # The chi-square of a word's presence against the class, from one cell of four.
    variance = np.maximum(expected * (1 - everywhere / n) * (1 - m / n), 1e-12)
    chi2 = (inside - expected) ** 2 / variance
    telling = np.sqrt(chi2 / (n + chi2)) > limit
    return telling & (inside > expected), telling & (inside < expected)
