"""Do the topics match labels given by people, and what does each ingredient bring?

    python benchmarks/topics_quality.py LABELLED.jsonl … [--samples 10] [--share 0.8]

Each line of a file has ``text`` and ``label``; the unit is the article, k the
number of labels.  Normalised mutual information (NMI) and adjusted Rand index (ARI),
means over random samples; differences to the best baseline are paired, with a 95 %
t interval (too narrow by what samples of 80 % have in common).
"""

import argparse
import json
import time
import warnings

import numpy as np
import pandas as pd
from scipy.stats import t
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import normalize

from multipolaire.topics.space import bm25, count_lemmas, make_space, smooth
from multipolaire.topics.topics import find_topics
from multipolaire.vectorize import FrenchVectorizer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--samples", type=int, default=10)
    parser.add_argument("--share", type=float, default=0.8)
    options = parser.parse_args()
    for path in options.paths:
        print(f"\n{path}")
        score(path, options)


def score(path, options):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = pd.Series([row["text"] for row in rows])
    labels = np.array([row["label"] for row in rows])
    k = len(set(labels))
    rng = np.random.default_rng(0)
    size = round(options.share * len(texts))
    samples = [
        rng.permutation(len(texts))[:size] for _ in range(options.samples)
    ]
    scores = {}
    print(
        f"{len(texts)} articles, k = {k}, {options.samples} samples of {size}"
    )
    for name, method in METHODS.items():
        started = time.process_time()
        cuts = [
            (labels[rows], method(texts[rows].reset_index(drop=True), k))
            for rows in samples
        ]
        seconds = (time.process_time() - started) / len(samples)
        nmi = np.array([normalized_mutual_info_score(*cut) for cut in cuts])
        ari = np.mean([adjusted_rand_score(*cut) for cut in cuts])
        scores[name] = nmi
        print(
            f"{name:48}{nmi.mean():.3f}  ARI {ari:.3f}  {seconds:.1f} s",
            flush=True,
        )
    ours = scores["find_topics"]
    for name in list(METHODS)[:2]:
        gain = ours - scores[name]
        error = gain.std(ddof=1) / np.sqrt(len(gain))
        half = t.ppf(0.975, len(gain) - 1) * error
        print(
            f"find_topics - {name}: {gain.mean():+.3f} "
            f"[{gain.mean() - half:+.3f}; {gain.mean() + half:+.3f}] (claimed > 0)"
        )


def tfidf(texts, **settings):
    settings |= {"stop_words": "french", "numbers": False, "min_df": 2}
    pipeline = make_pipeline(
        FrenchVectorizer(**settings), TfidfTransformer(sublinear_tf=True)
    )
    return pipeline.fit_transform(texts)


def lsa(weights, axes):
    axes = min(axes, min(weights.shape) - 1)
    return normalize(TruncatedSVD(axes, random_state=0).fit_transform(weights))


def kmeans(points, k):
    return KMeans(k, n_init=20, random_state=0).fit_predict(points)


def nmf(weights, k):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(k, init="nndsvd", max_iter=400)
        return model.fit_transform(weights).argmax(axis=1)


def smoothed(texts, k=0):
    counts = count_lemmas(texts)[0]
    space = smooth(make_space(counts.shape).fit_transform(counts))
    return space[:, : k + 4] if k else space


def consensus(points, k):
    """Average linkage of how often twenty k-means put two texts together."""
    cuts = [
        KMeans(k, n_init=1, random_state=i).fit_predict(points)
        for i in range(20)
    ]
    together = np.mean([cut[:, None] == cut for cut in cuts], axis=0)
    model = AgglomerativeClustering(k, metric="precomputed", linkage="average")
    return model.fit_predict(1 - together)


def ours(texts, k, **settings):
    articles = pd.DataFrame(
        {"article_id": texts.index.astype("str"), "text": texts}
    )
    found = find_topics(articles, k=k, unit="article", check=False, **settings)
    return found.articles["topic"].fillna(0).to_numpy(dtype=int)


METHODS = {
    "baseline: NMF": lambda t, k: nmf(tfidf(t, lemmas=True), k),
    "baseline: LSA-100, k-means (20 starts)": lambda t, k: kmeans(
        lsa(tfidf(t, lemmas=True), 100), k
    ),
    "words, not lemmas": lambda t, k: kmeans(lsa(tfidf(t), 100), k),
    "lemmas, BM25": lambda t, k: kmeans(lsa(bm25(count_lemmas(t)[0]), 100), k),
    "lemmas, BM25, k + 4 axes": lambda t, k: kmeans(
        lsa(bm25(count_lemmas(t)[0]), k + 4), k
    ),
    "lemmas, BM25, 50 axes, smoothed": lambda t, k: kmeans(smoothed(t), k),
    "lemmas, BM25, 50 axes, smoothed, k + 4": lambda t, k: kmeans(
        smoothed(t, k), k
    ),
    "  the same, consensus of 20 k-means": lambda t, k: consensus(
        smoothed(t, k), k
    ),
    "find_topics": ours,
    "find_topics, ward": lambda t, k: ours(t, k, method="ward"),
    "find_topics, nmf": lambda t, k: ours(t, k, method="nmf"),
    "find_topics, reinert": lambda t, k: ours(t, k, method="reinert"),
}


if __name__ == "__main__":
    main()
