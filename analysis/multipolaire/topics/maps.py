"""Maps of the articles: what they share in words, as a tree and on two axes."""

import numpy as np
import pandas as pd

from multipolaire.topics.space import bm25, count_lemmas


def article_similarity(articles: pd.DataFrame) -> pd.DataFrame:
    """Cosine of the weighted content lemmas of every two articles, 0–1.

    Columns ``article_a``, ``article_b``, ``similarity``: both orders, and the diagonal.

    >>> texts = ["Le port ferme.", "Le port rouvre.", "La neige tombe."]
    >>> few = pd.DataFrame({"article_id": [*"abc"], "text": texts})
    >>> article_similarity(few)["similarity"].gt(0).tolist()[:3]
    [True, True, False]
    """
    weights = bm25(count_lemmas(articles["text"], least=1)[0])
    ids = articles["article_id"].to_numpy()
    frame = pd.DataFrame({"article_a": np.repeat(ids, len(ids))})
    frame["article_b"] = np.tile(ids, len(ids))
    frame["similarity"] = (weights @ weights.T).toarray().ravel()
    return frame.astype({"article_a": "str", "article_b": "str"})


def article_tree(similarity: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Average-linkage tree of 1 - similarity: SciPy's linkage, and names of leaves.

    ``similarity``: as :func:`article_similarity` gives it, at least two articles.

    >>> rows = [("a", "a", 1), ("a", "b", 0.8), ("b", "a", 0.8), ("b", "b", 1)]
    >>> columns = ["article_a", "article_b", "similarity"]
    >>> article_tree(pd.DataFrame(rows, columns=columns))[0].round(2).tolist()
    [[0.0, 1.0, 0.2, 2.0]]
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    table = similarity.pivot(index="article_a", columns="article_b")[
        "similarity"
    ]
    distance = np.clip(1 - table.to_numpy(), 0, None)
    tree = linkage(
        squareform(distance, checks=False), "average", optimal_ordering=True
    )
    return tree, table.index.tolist()


def article_map(
    articles: pd.DataFrame, words: int = 60, draws: int = 199, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Correspondence analysis of articles by their ``words`` most frequent lemmas.

    Returns what :func:`correspondence` does; ``kind`` is ``article`` or ``word``.  Of
    each axis, ``chance`` and ``chance_high`` are the mean and the 95th percentile of
    the share that it holds when the same words are dealt to the articles at random,
    ``draws`` times: few articles give axes of some size whatever they say.

    >>> texts = ["Le port ferme.", "Le port rouvre.", "La neige ferme les cols."]
    >>> three = pd.DataFrame({"article_id": [*"abc"], "text": texts})
    >>> points, axes = article_map(three)
    >>> points["kind"].value_counts().to_dict()
    {'word': 5, 'article': 3}
    >>> axes.columns.tolist()
    ['axis', 'inertia', 'share', 'chance', 'chance_high']
    """
    from scipy.stats import random_table

    counts, terms = count_lemmas(articles["text"], least=1)
    table = pd.DataFrame(counts.toarray(), articles["article_id"], terms)
    top = table.sum().sort_values(ascending=False, kind="stable").index[:words]
    table = table[top]
    table = table[table.sum(axis=1) > 0]
    points, axes = correspondence(table)
    points["kind"] = points["kind"].map({"row": "article", "column": "word"})
    totals = (
        table.sum(axis=axis).to_numpy().astype("int64") for axis in (1, 0)
    )
    dealt, rng = random_table(*totals), np.random.default_rng(seed)
    shares = []
    for _ in range(draws):
        part = dealt.rvs(random_state=rng)
        shares.append(_axes(part / part.sum())[1])
    axes["chance"] = np.mean(shares, axis=0)
    axes["chance_high"] = np.quantile(shares, 0.95, axis=0)
    return points, axes


def correspondence(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Correspondence analysis of a table of counts (Benzécri 1973; Greenacre 2007).

    Points: ``kind`` (row, column), ``name``, ``mass``, ``x``, ``y`` (principal
    coordinates on the first two axes), ``contribution_x``, ``contribution_y`` (share
    of the axis' inertia), ``quality`` (share of the point's inertia on both axes).
    Axes: ``axis``, ``inertia``, ``share``.  Signs: the largest coordinate is positive.

    >>> table = pd.DataFrame([[2, 0], [0, 2]], ["a", "b"], ["u", "v"])
    >>> correspondence(table)[1]["inertia"].round(6).tolist()
    [1.0]

    Raises ``ValueError`` where a row or a column is empty, or there are fewer than two.
    """
    counts = table.to_numpy(dtype=float)
    if min(counts.shape) < 2 or not (
        counts.sum(0).all() and counts.sum(1).all()
    ):
        expected = "at least 2 rows and columns, none empty"
        raise ValueError(f"table of shape {counts.shape}: expected {expected}")
    share = counts / counts.sum()
    row, column = share.sum(axis=1), share.sum(axis=0)
    (left, values, right), held = _axes(share)
    inertia = values[: len(held)] ** 2
    axes = pd.DataFrame({"axis": range(1, len(held) + 1), "inertia": inertia})
    axes["share"] = held
    parts = []
    for kind, names, mass, vectors in (
        ("row", table.index, row, left),
        ("column", table.columns, column, right.T),
    ):
        places = vectors * values / np.sqrt(mass)[:, None]
        part = pd.DataFrame(
            {"kind": kind, "name": names.astype("str"), "mass": mass}
        )
        for axis, name in enumerate("xy"):
            there = axis < len(inertia)
            part[name] = places[:, axis] if there else 0.0
            part[f"contribution_{name}"] = (
                vectors[:, axis] ** 2 if there else 0.0
            )
        whole = np.maximum((places**2).sum(axis=1), 1e-300)
        part["quality"] = (part["x"] ** 2 + part["y"] ** 2) / whole
        parts.append(part)
    points = pd.concat(parts, ignore_index=True)
    for name in "xy":
        if points.loc[points[name].abs().idxmax(), name] < 0:
            points[name] = -points[name]
    return points, axes


def _axes(share: np.ndarray):
    """Singular vectors and values of what a table holds beside its margins; shares."""
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    parts = np.linalg.svd((share - expected) / np.sqrt(expected), False)
    inertia = parts[1][: min(share.shape) - 1] ** 2
    return parts, inertia / max(inertia.sum(), 1e-12) * (inertia.sum() > 1e-12)
