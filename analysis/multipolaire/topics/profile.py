"""What a topic is about: its words, and its most typical passage."""

import numpy as np
import pandas as pd

from multipolaire.french.text import split_segments
from multipolaire.say import excerpt
from multipolaire.topics.space import count_known

NAMES = ["topic", "label", "covered", "terms", "exclusive", "texts"]
TYPICAL = 3  # articles in which a topic's passage is sought


def ctfidf(counts: np.ndarray) -> np.ndarray:
    """Weight of a word in a topic (topics, words): tf · ln(1 + A / f).

    ``tf`` is the word's share of the topic's words, ``A`` the mean number of words of
    a topic, ``f`` how often the word stands in all topics (Grootendorst 2022).

    >>> ctfidf(np.array([[3, 1, 0], [1, 1, 4]])).round(3)[0].tolist()
    [0.608, 0.313, 0.0]
    """
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    mean = counts.sum() / len(counts)
    return share * np.log1p(mean / np.maximum(counts.sum(axis=0), 1))


def frex(shares: np.ndarray, weight: float = 0.5) -> np.ndarray:
    """How frequent and exclusive a word is in a topic (topics, words), 0–1.

    Harmonic mean of two ranks within the topic: of the word's share, and of that share
    over its sum in all topics, which has the given ``weight`` (Bischof & Airoldi 2012).

    >>> frex(np.array([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6]])).round(2)[0].tolist()
    [1.0, 0.67, 0.33]
    """
    only = shares / np.maximum(shares.sum(axis=0), 1e-300)
    exclusive, frequent = (
        pd.DataFrame(table).rank(axis=1, method="max", pct=True).to_numpy()
        for table in (only, shares)
    )
    return 1 / (weight / exclusive + (1 - weight) / frequent)


def named(counts, labels: np.ndarray, terms) -> pd.DataFrame:
    """Topics by their words: by how often each stands in them, in how many texts."""
    member = np.eye(labels.max() + 1)[labels].T
    sizes, table = member.sum(axis=1), member @ counts
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    held = counts.minimum(1)
    here = (
        member @ held / sizes[:, None]
    )  # share of the topic's texts with the word
    lift = np.log(np.maximum(here / (held.sum(axis=0) / len(labels)), 1))
    heavy, only = ctfidf(table), np.where(table > 1, frex(shares), 0)
    rows = []
    for topic, size in enumerate(sizes):
        tops = [
            np.argsort(-scores[topic], kind="stable")[:top]
            for scores, top in ((here * lift, 3), (heavy, 10), (only, 10))
        ]
        borne = held[labels == topic][:, tops[0]].sum(axis=1) > 0
        label, *told = (", ".join(terms[top]) for top in tops)
        rows.append((topic + 1, label, borne.mean(), *told, size))
    return pd.DataFrame(rows, columns=NAMES)


def passages(articles, kept, segments, words, space, centres) -> dict:
    """The most typical passage of each topic, and the article that it is from."""
    texts = dict(zip(articles["article_id"], articles["text"]))
    blanked = dict(zip(kept["article_id"], kept["text"]))
    best = segments.sort_values("weight", ascending=False, kind="stable")
    made: dict[str, list] = {"passage": [], "passage_of": []}
    for topic, centre in enumerate(centres, 1):
        spans = [
            (row.article_id, row.start + start, row.start + end, text)
            for row in best[best["topic"].eq(topic)].head(TYPICAL).itertuples()
            for start, end, text in split_segments(
                blanked[row.article_id][row.start : row.end]
            )
        ]
        near = space.transform(count_known([s[3] for s in spans], words))
        name, start, end, _ = spans[(near @ centre).argmax()]
        said = excerpt(texts[name][start:end].strip(), at_word=True)
        made["passage"].append(said)
        made["passage_of"].append(name)
    return made
