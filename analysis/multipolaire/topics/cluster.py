"""Texts cut into groups, and how far two samples of them agree on the cut."""

import warnings
from itertools import combinations

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.cluster.vq import kmeans, vq
from scipy.sparse import csr_array

from multipolaire.topics.reinert import Reinert
from multipolaire.topics.space import bm25, make_space, smooth, unit

#: Methods, and how many texts the check of each works on at most (a random sample).
METHODS = {"kmeans": 1_000, "ward": 1_000, "nmf": 300, "reinert": 300}
PART = 0.8  # of the texts that a sample holds
SAMPLES = 10
FEWER = 4  # samples of a shuffled corpus, where many are asked
MANY = 400  # from so many texts on, half the samples: a pair of them tells more
IN_TREE = 3_000  # time and memory of a tree grow with the square: 0.15 s, 36 MB
MOVES = 50  # rounds of k-means at most: a text in a thousand still moves


def cut(counts, axes, tried, method: str) -> dict[int, np.ndarray]:
    """Texts, as counts and as rows of length 1, cut into each number of topics."""
    if method == "reinert":
        model = Reinert(max(tried)).fit(counts)
        return {k: model.labels_at(k) for k in tried}
    if method == "nmf":
        weights = bm25(counts)
        return {k: _nmf(weights, k) for k in tried}
    some = slice(None, None, -(-len(axes) // IN_TREE))
    space, made = smooth(axes[some]), {}
    for k in tried:
        labels = _ward(space[:, : k + 4], k, method == "kmeans")
        made[k] = labels
        if method == "kmeans" or len(labels) < len(axes):
            made[k] = nearest(axes, centres_of(axes[some], labels))
    return made


def centres_of(axes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The directions of the topics: means of their texts, of length 1."""
    return unit(np.eye(labels.max() + 1)[labels].T @ axes)


def nearest(axes: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The nearest centre of each text, by cosine: spherical k-means from there."""
    labels = (axes @ centres.T).argmax(axis=1)
    for _ in range(MOVES):
        moved = (axes @ centres_of(axes, labels).T).argmax(axis=1)
        if (moved == labels).all() or len(np.unique(moved)) < len(centres):
            break
        labels = moved
    return labels


def agreement(counts, tried, method, rng, samples=SAMPLES) -> tuple:
    """For each k: mean agreement of samples of 80 %, its error, entropy of the cut."""
    n = counts.shape[0]
    # Axes of all texts serve every sample, for real and for shuffled words alike.
    axes = make_space(counts.shape).fit_transform(counts)
    samples = samples if n < MANY else max(samples // 2, 3)
    cuts = np.full((len(tried), samples, n), -1)  # -1: not in this sample
    for sample in range(samples):
        rows = np.sort(rng.permutation(n)[: round(PART * n)])
        made = cut(counts[rows], axes[rows], tried, method)
        cuts[:, sample, rows] = [*made.values()]
    scores = [[rand_index(*two) for two in combinations(c, 2)] for c in cuts]
    # Pairs share samples: the error of their mean is that of half as many samples.
    error = np.std(scores, axis=1, ddof=1) * np.sqrt(2 / samples)
    bits = [np.mean([entropy(labels) for labels in one]) for one in cuts]
    return np.mean(scores, axis=1), error, np.array(bits)


def _nmf(weights, k: int) -> np.ndarray:
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():  # the last digits move no text
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(k, init="nndsvd", max_iter=200, tol=1e-3, random_state=0)
        share = model.fit_transform(weights)
    return (share * np.linalg.norm(model.components_, axis=1)).argmax(axis=1)


def _ward(space: np.ndarray, k: int, consolidate: bool) -> np.ndarray:
    """Ward's tree cut into k; then k-means from there, so that chance has no part."""
    joined = linkage(space, "ward")[: len(space) - k, :2].astype(int)
    into = np.arange(len(space) + len(joined))  # the node that each node joins
    into[joined] = np.arange(len(space), len(into))[:, None]
    while (into != into[into]).any():
        into = into[into]
    labels = np.unique(into[: len(space)], return_inverse=True)[1]
    if not consolidate:
        return labels
    member = np.eye(k)[labels]
    centres = member.T @ space / member.sum(axis=0)[:, None]
    return vq(space, kmeans(space, centres, thresh=0)[0])[0]


def entropy(labels: np.ndarray) -> float:
    """In bits, -1 left out: 1 for two topics of one size, 0 where one holds all."""
    share = np.bincount(labels[labels >= 0]) / (labels >= 0).sum()
    return -(share * np.log2(np.maximum(share, 1e-12))).sum()


def rand_index(one: np.ndarray, other: np.ndarray) -> float:
    """Adjusted Rand index of two partitions (Hubert & Arabie 1985), -1 left out.

    As ``adjusted_rand_score`` has it in thirty times as long, and a check asks for
    thousands; but where all is in one topic, agreement is certain and says nothing: 0.
    """
    both = (one >= 0) & (other >= 0)
    one, other = one[both], other[both]
    table = np.bincount(one * (other.max() + 1) + other)
    sizes = (table, np.bincount(one), np.bincount(other))
    pairs, ours, theirs = ((n * (n - 1)).sum() / 2 for n in sizes)
    chance = ours * theirs / max(len(one) * (len(one) - 1) / 2, 1)
    most = (ours + theirs) / 2
    return (pairs - chance) / (most - chance) if most > chance else 0.0


def shuffled(counts, rng):
    """The same words in random order: texts keep their length, words their number."""
    words = rng.permutation(np.repeat(counts.indices, counts.data))
    ends = np.r_[0, np.cumsum(counts.sum(axis=1))]
    ones = np.ones(len(words), np.int64)
    table = csr_array((ones, words, ends), counts.shape)
    table.sum_duplicates()
    return table
