"""Reinert's descending hierarchical classification, the standard of French textometry.

Presence and absence of words only; each step cuts the largest class in two, so that
the table of both halves by words has the largest chi-square that was found: first
along the first axis of a correspondence analysis, then by moving texts one at a time
(Reinert 1983, 1990; the R package *rainette* by Barnier follows the same steps).
The tree of the classes, and the χ² profiles of their words and variables, are what
French textometry opens first.
"""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.sparse.linalg import aslinearoperator, svds
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.preprocessing import binarize
from sklearn.utils.validation import validate_data

from multipolaire.stats.columns import columns_of, typed
from multipolaire.topics.space import count_lemmas, standardised

#: ``n`` of the ``of`` texts of the topic have the word or variable, ``n_all`` of all
#: ``of_all``; ``chi2`` is that of this table of four cells, below 0 where the topic
#: has it less than the rest.
PROFILES = columns_of(
    "topic:int64 kind:str name:str n:int64 of:int64 n_all:int64 of_all:int64 "
    "chi2:float64"
)
#: Each cut of a descending classification, the first above: the topics on its two
#: sides, and the χ² of the cut.
TREE = columns_of("k:int64 left:str right:str chi2:float64")
LEAST = 3  # texts that hold a word: of fewer, a χ² says little
SOME = 1e-6  # a chi-square below is none: the texts hold the same words
MORE = 1e-9  # what a move has to add to it: less is rounding, and has no end
SMALL = 50  # rows or columns of a table too small for Lanczos' steps, and quick


class Reinert(ClusterMixin, BaseEstimator):
    """Descending hierarchical classification of texts by the words they hold.

    Parameters
    ----------
    n_clusters : classes wanted; fewer are given where no class can be cut any more.
    min_df : texts of the class that must hold a word, for the word to count in it.
    min_members : classes with fewer texts than that are not cut.
    contingency : after a cut, a class gives up the words that avoid it: those whose
        contingency coefficient, sqrt(chi2 / (n + chi2)), exceeds this.  As in
        *rainette*, ``n`` is the number of the word's presences, and the chi-square
        that of their split against the split of all presences.

    After ``fit`` on a table (texts, words) of counts or weights: ``labels_``, and
    ``splits_``, one ``(class cut, its new class, chi2)`` a cut.  A text without any
    word that counts stays in the class of its parent that keeps the number.

    >>> table = np.array([[1, 1, 0, 0, 1]] * 3 + [[0, 0, 1, 1, 1]] * 3)
    >>> model = Reinert(2, min_members=2).fit(table)
    >>> model.labels_.tolist(), model.splits_
    ([0, 0, 0, 1, 1, 1], [(0, 1, 12.0)])

    Raises ``ValueError`` for a negative value, and for less than one class.
    """

    def __init__(
        self,
        n_clusters: int = 8,
        min_df: int = 3,
        min_members: int = 5,
        contingency: float = 0.3,
    ):
        self.n_clusters = n_clusters
        self.min_df = min_df
        self.min_members = min_members
        self.contingency = contingency

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = tags.input_tags.positive_only = True
        return tags

    def fit(self, X: ArrayLike | sparse.sparray, y: object = None) -> "Reinert":
        """Cut the texts, rows of ``X``, into classes."""
        takes = {"accept_sparse": "csr", "ensure_non_negative": True}
        X = validate_data(self, X, ensure_min_samples=2, **takes)
        if self.n_clusters < 1:
            told = f"n_clusters={self.n_clusters}: expected at least 1"
            raise ValueError(told)
        table = sparse.csr_array(binarize(X), dtype=float)
        self.labels_ = np.zeros(table.shape[0], dtype=np.int64)
        self.splits_ = []
        words = {0: np.arange(table.shape[1])}  # that still count in a class
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
            if chi2 < SOME:
                closed.add(parent)
                continue
            child, kept = len(words), words[parent][enough]
            self.labels_[rows[second]] = child
            self.splits_.append((parent, child, round(chi2, 6)))
            avoided = _avoided(own[:, enough], second, self.contingency)
            words[parent], words[child] = (kept[~avoids] for avoids in avoided)
        return self

    def labels_at(self, k: int) -> np.ndarray:
        """The labels when there were ``k`` classes: all later cuts undone."""
        labels = self.labels_.copy()
        for parent, child, _ in reversed(self.splits_):
            if child >= k:
                labels[labels == child] = parent
        return labels


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
    scores = [cut.move(row) for row in order[:-1].tolist()]
    best = int(np.argmax(scores))
    for row in order[best + 1 : -1].tolist():
        cut.move(row)
    score, before = scores[best], 0.0
    while score > max(before, SOME):  # move single texts while that raises it
        before = score
        for row in filled.tolist():
            moved = cut.move(row)
            if moved > score + MORE:
                score = moved
            else:
                cut.move(row)  # and back
    # The class that keeps the number of its parent is the one of the first text.
    second = cut.second ^ cut.second[filled[0]]
    return second & (sizes > 0), float(score)


class _Cut:
    """A cut in two whose chi-square follows as rows change sides.

    With a_j of the c_j presences of word j in the second class, A of N in all, and
    Q = sum of a_j² / c_j:  chi2 / N = Q / A + (N - 2 A + Q) / (N - A) - 1.
    """

    def __init__(self, table):
        self.table, self.all = table, len(table.indices)  # N
        self.of_word = np.maximum(table.sum(axis=0), 1)  # c_j
        self.second = np.zeros(table.shape[0], dtype=bool)
        self.inside = np.zeros(table.shape[1])  # a_j
        self.all_inside, self.squares = 0, 0.0  # A, Q

    def move(self, row: int) -> float:
        """Change the side of a row; the chi-square of the cut then."""
        start, end = self.table.indptr[row : row + 2]
        words = self.table.indices[start:end]
        step = -1 if self.second[row] else 1
        more = (2 * step * self.inside[words] + 1) / self.of_word[words]
        self.squares += more.sum()
        self.inside[words] += step
        self.all_inside += step * len(words)
        self.second[row] = not self.second[row]
        outside = self.all - self.all_inside
        if not (self.all_inside and outside):
            return 0.0
        rest = (outside - self.all_inside + self.squares) / outside
        return self.all * (self.squares / self.all_inside + rest - 1)


def _first_axis(table: sparse.csr_array) -> np.ndarray:
    """Places of the rows on the first axis of the correspondence analysis."""
    scaled, rows, columns = standardised(table)
    if min(table.shape) <= SMALL:
        beside = scaled.toarray() - np.outer(rows, columns)
        left = np.linalg.svd(beside, full_matrices=False)[0]
    else:  # the same, never dense
        margins = map(aslinearoperator, (scaled, rows[:, None], columns[None]))
        whole, one, other = margins
        start = np.ones(min(table.shape)) + np.arange(min(table.shape)) % 7
        wanted = {"v0": start, "return_singular_vectors": "u"}
        left = svds(whole - one @ other, 1, **wanted)[0]
    # Equal rows are equal, whatever the rounding.
    return (left[:, 0] / rows).round(9)


def _avoided(table, second, limit) -> tuple[np.ndarray, np.ndarray]:
    """Words that the first, and that the second class avoids."""
    inside, presences = table[second].sum(axis=0), table.sum(axis=0)
    part = inside.sum() / presences.sum()  # of all presences
    expected = presences * part
    # Both cells of the word's row depart as far: chi2 = d² / e1 + d² / e2.
    variance = np.maximum(expected * (1 - part), 1e-12)
    chi2 = (inside - expected) ** 2 / variance
    telling = np.sqrt(chi2 / np.maximum(presences + chi2, 1)) > limit
    return telling & (inside > expected), telling & (inside < expected)


def class_tree(counts, labels: np.ndarray) -> pd.DataFrame:
    """The tree of Reinert's classes of texts, ``labels`` being their topics from 0.

    >>> counts = np.array([[1, 1, 0, 0]] * 5 + [[0, 0, 1, 1]] * 6)
    >>> class_tree(counts, np.array([1] * 5 + [0] * 6)).values.tolist()
    [[2, '2', '1', 22.0]]
    """
    model = Reinert(labels.max() + 1).fit(counts)
    firsts = np.unique(model.labels_, return_index=True)[1]
    topics = {name: [1 + int(labels[k])] for name, k in enumerate(firsts)}
    rows = []
    for k, (parent, child, chi2) in reversed([*enumerate(model.splits_, 2)]):
        sides = [sorted(topics[name]) for name in (parent, child)]
        rows.append((k, *(", ".join(map(str, side)) for side in sides), chi2))
        topics[parent] = topics[parent] + topics[child]
    return typed(rows[::-1], TREE)


def topic_profiles(
    articles: pd.DataFrame,
    segments: pd.DataFrame,
    variables: list[str] | None = None,
) -> pd.DataFrame:
    """Words and variables of the topics of ``segments``, the most telling first.

    ``segments`` are those of :func:`multipolaire.find_topics` (``article_id``,
    ``start``, ``end``, ``topic``), from ``articles``; a text has a word or has it not,
    however often.  ``variables`` are columns of ``articles`` (``publisher`` and the
    year of ``published`` unless given); ``kind`` is ``word`` or such a column.  Columns
    and dtypes: :data:`PROFILES`.  The χ² orders and describes: segments of one article
    are alike, so it is no test.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    segments
        ``article_id``, ``start``, ``end``, ``topic``.
    variables
        Columns of ``articles``.

    Returns
    -------
    DataFrame
        A row a topic and word or value: :data:`PROFILES`.

    Raises
    ------
    ValueError
        For a variable that is no column of ``articles``.

    Examples
    --------
    >>> said = ["Le port du sud.", "Le port du nord.", "Le port.", "La neige."] * 2
    >>> texts = pd.DataFrame({"article_id": [*"abcdefgh"], "text": said})
    >>> texts["side"] = [*"xxxyxxxy"]
    >>> units = texts.assign(start=0, end=texts["text"].str.len())
    >>> units["topic"] = [1, 1, 1, 2] * 2
    >>> found = topic_profiles(texts, units, ["side"])
    >>> found[found["chi2"].eq(8)][["topic", "kind", "name", "n", "of"]]
       topic  kind  name  n  of
    0      1  side     x  6   6
    1      1  word  port  6   6
    3      2  side     y  2   2
    """
    known = _variables(articles, variables)
    told = segments.dropna(subset="topic")
    texts = articles.set_index("article_id")["text"]
    places = told[["article_id", "start", "end"]].itertuples(index=False)
    cut = pd.Series([texts[name][start:end] for name, start, end in places])
    counts, terms = count_lemmas(cut, least=LEAST)
    values = known.reindex(told["article_id"]).reset_index(drop=True)
    tables = [("word", terms, counts.sign())]
    for name in values:
        has = pd.get_dummies(values[name])
        tables.append((name, has.columns.astype(str), has.to_numpy("int64")))
    topic = pd.get_dummies(told["topic"].reset_index(drop=True))
    parts = [_profile(topic, *table) for table in tables]
    frame = pd.concat(parts) if len(told) else []
    frame = typed(frame, PROFILES)
    by, up = ["topic", "chi2", "kind", "name"], [True, False, True, True]
    return frame.sort_values(by, ascending=up, ignore_index=True)


def _variables(articles: pd.DataFrame, names: list[str] | None):
    """The variables of each article, by its ``article_id``."""
    frame = articles.set_index("article_id")
    if names is None:
        known = frame.reindex(columns=["publisher", "published"])
        year = pd.to_datetime(known["published"]).dt.year.astype("Int64")
        known = known.assign(published=year).dropna(axis=1, how="all")
        return known.rename(columns={"published": "year"})
    if missing := [name for name in names if name not in frame]:
        columns = ", ".join(map(str, frame.columns))
        expected = f"expected one of the columns {columns}"
        raise ValueError(f"variable {missing[0]!r}: {expected}")
    return frame[names]


def _profile(topic: pd.DataFrame, kind: str, names, has) -> pd.DataFrame:
    """χ² of each of the names against each topic: ``has`` is texts × names, 0 or 1."""
    member = topic.to_numpy("int64")
    n, everywhere = member.T @ has, has.sum(axis=0)
    of, all_texts = member.sum(axis=0)[:, None], len(member)
    away = n - of * everywhere / all_texts
    rest = (all_texts - of) * (all_texts - everywhere)
    margins = np.maximum(of * everywhere * rest / all_texts**3, 1e-12)
    chi2 = np.sign(away) * away**2 / margins * (rest > 0)
    rows, columns = np.indices(n.shape).reshape(2, -1)
    return pd.DataFrame(
        {
            "topic": topic.columns.to_numpy()[rows],
            "kind": kind,
            "name": np.asarray(names, dtype=object)[columns],
            "n": n.ravel(),
            "of": np.broadcast_to(of, n.shape).ravel(),
            "n_all": everywhere[columns],
            "of_all": all_texts,
            "chi2": chi2.ravel().round(6),
        }
    )
