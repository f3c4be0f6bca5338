"""Maps of the articles: what they share in words, by twos and on two axes."""

import numpy as np
import pandas as pd
from scipy.stats import random_table

from multipolaire.topics.space import bm25, count_lemmas, standardised


def article_similarity(articles: pd.DataFrame) -> pd.DataFrame:
    """Cosine of the weighted content lemmas of every two articles, 0–1.

    Columns ``article_a``, ``article_b``, ``similarity``: both orders, and the diagonal.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.

    Returns
    -------
    DataFrame
        A row a pair: ``article_a``, ``article_b``, ``similarity`` (0 to 1).

    Examples
    --------
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


def article_map(
    articles: pd.DataFrame, words: int = 60, draws: int = 199, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Correspondence analysis of articles by their ``words`` most frequent lemmas.

    Returns what :func:`correspondence` does; ``kind`` is ``article`` or ``word``.  Of
    each axis, ``chance`` and ``chance_high`` are the mean and the 95th percentile of
    the share that it holds when the same words are dealt to the articles at random,
    ``draws`` times: few articles give axes of some size whatever they say.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    words
        How many lemmas.
    draws
        How often words are dealt at random; 0 for none.
    seed
        Seed of the draws: the same one gives the same answer.

    Returns
    -------
    tuple of DataFrame
        Points (articles and words), and axes with their shares of inertia, 0 to 1.

    Examples
    --------
    >>> texts = ["Le port ferme.", "Le port rouvre.", "La neige ferme les cols."]
    >>> three = pd.DataFrame({"article_id": [*"abc"], "text": texts})
    >>> points, axes = article_map(three)
    >>> points["kind"].value_counts().to_dict()
    {'word': 5, 'article': 3}
    >>> axes.columns.tolist()
    ['axis', 'inertia', 'share', 'chance', 'chance_high']
    """
    counts, terms = count_lemmas(articles["text"], least=1)
    table = pd.DataFrame(counts.toarray(), articles["article_id"], terms)
    top = table.sum().sort_values(ascending=False, kind="stable").index[:words]
    table = table[top]
    table = table[table.sum(axis=1) > 0]
    points, axes = correspondence(table)
    points["kind"] = points["kind"].map({"row": "article", "column": "word"})
    totals = (table.sum(axis=axis).to_numpy("int64") for axis in (1, 0))
    dealt, rng = random_table(*totals), np.random.default_rng(seed)
    drawn = (dealt.rvs(random_state=rng) for _ in range(draws))
    by_chance = [_shares(_decomposed(counts)[1]) for counts in drawn]
    axes["chance"] = np.mean(by_chance, axis=0)
    axes["chance_high"] = np.quantile(by_chance, 0.95, axis=0)
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
    filled = all(counts.sum(axis=axis).all() for axis in (0, 1))
    if min(counts.shape) < 2 or not filled:
        expected = "at least 2 rows and columns, none empty"
        raise ValueError(f"table of shape {counts.shape}: expected {expected}")
    left, values, right, row_roots, column_roots = _decomposed(counts)
    axes = pd.DataFrame({"axis": range(1, len(values) + 1)})
    axes["inertia"], axes["share"] = values**2, _shares(values)
    parts = [
        _points("row", table.index, row_roots, left, values),
        _points("column", table.columns, column_roots, right.T, values),
    ]
    points = pd.concat(parts, ignore_index=True)
    for name in "xy":
        if points.loc[points[name].abs().idxmax(), name] < 0:
            points[name] = -points[name]
    return points, axes


def _decomposed(counts: np.ndarray) -> tuple[np.ndarray, ...]:
    """Singular vectors and values of what a table holds beside its margins; roots."""
    scaled, rows, columns = standardised(counts)
    left, values, right = np.linalg.svd(scaled - np.outer(rows, columns), False)
    axes = min(counts.shape) - 1  # the margins have taken one
    return left[:, :axes], values[:axes], right[:axes], rows, columns


def _shares(values: np.ndarray) -> np.ndarray:
    inertia = values**2
    return inertia / max(inertia.sum(), 1e-12) * (inertia.sum() > 1e-12)


def _points(kind, names, roots, vectors, values) -> pd.DataFrame:
    """Rows or columns as points; of one axis alone, all lie at 0 on the second."""
    vectors = np.pad(vectors, ((0, 0), (0, 1)))
    places = vectors * np.pad(values, (0, 1)) / roots[:, None]
    points = pd.DataFrame({"kind": kind, "name": names.astype("str")})
    points["mass"] = roots**2
    for axis, name in enumerate("xy"):
        points[name] = places[:, axis]
        points[f"contribution_{name}"] = vectors[:, axis] ** 2
    whole = np.maximum((places**2).sum(axis=1), 1e-300)
    points["quality"] = (places[:, :2] ** 2).sum(axis=1) / whole
    return points
