"""Topics, the verdict on them, and maps; on texts whose topics were put there."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from analysis.articles import load_articles
from analysis.topics import (
    MIXTURE,
    SEGMENTS,
    STABILITY,
    TOPICS,
    article_map,
    article_similarity,
    article_tree,
    correspondence,
    ctfidf,
    exemplars,
    find_topics,
    frex,
)

SUBJECTS = [
    "vaccin hôpital médecin maladie patient virus infirmier soin santé clinique",
    "but match joueur équipe stade arbitre championnat victoire entraîneur ballon",
    "banque euro taux inflation marché dette crédit action bourse monnaie",
    "film acteur scène théâtre roman musée peinture concert festival orchestre",
]
COMMON = "pays homme année monde ville jour temps vie question groupe partie heure"


def made_up(topics=4, articles=12, segments=3, own=0.5, seed=0):
    """Articles of one subject each: of 12 words a sentence, a share are its own."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(articles):
        subject = SUBJECTS[number % topics].split()
        sentences = []
        for _ in range(segments * 3):
            words = [
                rng.choice(subject if rng.random() < own else COMMON.split())
                for _ in range(13)
            ]
            sentences.append(" ".join(words).capitalize() + ".")
        rows.append((f"art{number:03}", " ".join(sentences), number % topics))
    return pd.DataFrame(rows, columns=["article_id", "text", "subject"])


@pytest.fixture(scope="module")
def four():
    return made_up(articles=20)


@pytest.fixture(scope="module")
def found(four):
    return find_topics(four)


def subjects(frame, found):
    """The subject put into each segment that has a topic, and its topic."""
    told = found.segments.dropna(subset="topic")
    return told["article_id"].map(frame.set_index("article_id")["subject"]), told["topic"]


def test_four_topics_are_found_named_and_called_structure(four, found):
    assert str(found.verdict).startswith("**reproducible structure**")
    assert len(found.topics) == 4
    assert adjusted_rand_score(*subjects(four, found)) > 0.95
    told, topics = subjects(four, found)
    for row in found.topics.itertuples():
        subject = SUBJECTS[told[topics == row.topic].mode()[0]].split()
        assert set(row.label.split(", ")) <= set(subject)
        assert len(set(row.exclusive.split(", ")) & set(subject)) >= 8


@pytest.mark.parametrize("method", ["ward", "nmf", "reinert"])
def test_every_method_finds_them(four, method):
    result = find_topics(four, k=4, method=method, check=False)
    assert adjusted_rand_score(*subjects(four, result)) > 0.9


def test_frames_keep_their_contract(four, found):
    for frame, columns in [
        (found.segments, SEGMENTS),
        (found.topics, TOPICS),
        (found.stability, STABILITY),
        (found.mixture, MIXTURE),
    ]:
        assert [str(dtype) for dtype in frame.dtypes] == list(columns.values())
        assert list(frame.columns) == list(columns)
        assert len(frame) > 0
    assert found.topics["segments"].is_monotonic_decreasing
    assert found.topics["segments"].sum() == found.segments["topic"].notna().sum()
    assert found.segments["weight"].between(0, 1 + 1e-9).all()
    sums = found.mixture.groupby("article_id")["share"].sum()
    assert sums.to_numpy() == pytest.approx(np.ones(20))
    texts = four.set_index("article_id")["text"]
    for row in exemplars(four, found, n=2).itertuples():
        whole = texts[row.article_id][row.start : row.end]
        assert whole.startswith(row.text.removesuffix("…"))
        assert 0 < len(row.text) <= 300


def test_the_five_articles_show_no_structure_and_never_crash():
    articles = load_articles()
    for n in (1, 2, 3, 5):
        result = find_topics(articles.head(n))
        word = str(result.verdict).split("**")[1]
        assert word in ("too little text", "no reproducible structure", "weak")
        assert (word == "too little text") == result.topics.empty
        assert (result.stability["verdict"] == word).all()
    assert len(result.copies) > 0
    assert "set aside" in result.remarks[0]
