"""Texts cut into groups, and how far two samples of them agree on the cut."""

from itertools import combinations

import numpy as np

from multipolaire.topics.space import bm25, latent_axes, smooth

#: Methods, and how many texts the check of each works on at most (a random sample).
METHODS = {"kmeans": 1_000, "ward": 1_000, "nmf": 300, "reinert": 300}
SAMPLES = 10


def cut(counts, space, tried, method: str) -> dict[int, np.ndarray]:
    """Texts, as counts and as points of a space, cut into each number of topics."""
    if method == "reinert":
        return _reinert(counts, tried)
    if method == "nmf":
        weights = bm25(counts)
        return {k: _nmf(weights, k) for k in tried}
    return {k: _ward(space[:, : k + 4], k, method == "kmeans") for k in tried}


def agreement(counts, tried, method, rng) -> tuple[np.ndarray, ...]:
    """For each k: mean agreement of samples of 80 %, its error, entropy of the cut."""
    n = counts.shape[0]
    # Axes of all texts serve every sample, for real and for shuffled words alike.
    axes = latent_axes(bm25(counts)) if method in ("kmeans", "ward") else None
    samples = SAMPLES if n < 400 else SAMPLES // 2
    cuts = np.full((len(tried), samples, n), -1)  # -1: not in this sample
    for sample in range(samples):
        rows = np.sort(rng.permutation(n)[: round(0.8 * n)])
        space = None if axes is None else smooth(axes[rows])
        for i, labels in enumerate(
            cut(counts[rows], space, tried, method).values()
        ):
            cuts[i, sample, rows] = labels
    scores = [[_rand(*two) for two in combinations(one, 2)] for one in cuts]
    # Pairs share samples: the error of their mean is that of half as many samples.
    error = np.std(scores, axis=1, ddof=1) * np.sqrt(2 / samples)
    entropy = [np.mean([_entropy(labels) for labels in one]) for one in cuts]
    return np.mean(scores, axis=1), error, np.array(entropy)


def _reinert(counts, tried) -> dict[int, np.ndarray]:
    from multipolaire.topics.reinert import Reinert

    model = Reinert(max(tried)).fit(counts)
    labels, cuts = model.labels_, {}
    for k in sorted(tried, reverse=True):  # the last cuts are undone first
        for parent, child, _ in reversed(model.splits_):
            labels = np.where((labels == child) & (child >= k), parent, labels)
        cuts[k] = labels
    return {k: cuts[k] for k in tried}


def _nmf(weights, k: int) -> np.ndarray:
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():  # the last digits move no text
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(k, init="nndsvd", max_iter=200, tol=1e-3, random_state=0)
        share = model.fit_transform(weights)
    return (share * np.linalg.norm(model.components_, axis=1)).argmax(axis=1)


def _ward(space: np.ndarray, k: int, consolidate: bool) -> np.ndarray:
    """Ward's tree cut into k; then k-means from there, so that chance has no part."""
    from scipy.cluster.hierarchy import linkage

    step = -(-len(space) // 3_000)  # a tree of more texts is slow to grow
    groups = [[row] for row in range(len(space[::step]))]
    for one, other in linkage(space[::step], "ward")[
        : len(groups) - k, :2
    ].astype(int):
        groups.append(groups[one] + groups[other])
        groups[one] = groups[other] = []
    labels = np.zeros(len(space[::step]), dtype=np.int64)
    for number, rows in enumerate(filter(None, groups)):
        labels[rows] = number
    centres = _centres(space[::step], labels)
    if not consolidate and step == 1:
        return labels
    for _ in range(100):
        before, labels = labels, _nearest(space, centres)
        if len(before) == len(labels) and (before == labels).all():
            break
        centres = _centres(space, labels)
    return labels


def _centres(space: np.ndarray, labels: np.ndarray) -> np.ndarray:
    member = np.eye(labels.max() + 1)[labels]
    return member.T @ space / np.maximum(member.sum(axis=0), 1)[:, None]


def _nearest(space: np.ndarray, centres: np.ndarray) -> np.ndarray:
    return ((centres**2).sum(axis=1) - 2 * space @ centres.T).argmin(axis=1)


def _entropy(labels: np.ndarray) -> float:
    """In bits: 1 for two topics of one size, 0 where one topic holds all."""
    share = np.bincount(labels[labels >= 0]) / (labels >= 0).sum()
    return -(share * np.log2(np.maximum(share, 1e-12))).sum()


def _rand(one: np.ndarray, other: np.ndarray) -> float:
    """Adjusted Rand index of two partitions (Hubert & Arabie 1985), -1 left out."""
    both = (one >= 0) & (other >= 0)
    table = np.bincount(one[both] * (other.max() + 1) + other[both])
    rows, columns = np.bincount(one[both]), np.bincount(other[both])
    pairs, a, b = ((n * (n - 1) / 2).sum() for n in (table, rows, columns))
    expected = a * b / max(both.sum() * (both.sum() - 1) / 2, 1)
    most = (a + b) / 2
    # Where all is in one topic, agreement is certain and says nothing: 0 / 0 is 0.
    return (pairs - expected) / (most - expected) if most > expected else 0.0


def shuffled(counts, rng):
    """The same words in random order: texts keep their length, words their number."""
    from scipy.sparse import csr_array

    words = rng.permutation(np.repeat(counts.indices, counts.data))
    ends = np.r_[0, np.cumsum(counts.sum(axis=1))]
    table = csr_array(
        (np.ones(len(words), np.int64), words, ends), counts.shape
    )
    table.sum_duplicates()
    return table
