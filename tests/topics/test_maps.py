"""Maps of articles, against a published table and by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from multipolaire.articles import load_articles
from multipolaire.topics.maps import (
    article_map,
    article_similarity,
    correspondence,
)
from multipolaire.topics.space import bm25, count_lemmas

# Smoking of five staff groups, Greenacre (1984), as printed by the R package ca.
SMOKING = pd.DataFrame(
    [
        [4, 2, 3, 2],
        [4, 3, 7, 4],
        [25, 10, 12, 4],
        [18, 24, 33, 13],
        [10, 6, 7, 2],
    ],
    ["SM", "JM", "SE", "JE", "SC"],
    ["none", "light", "medium", "heavy"],
)


def test_correspondence_of_a_published_table():
    points, axes = correspondence(SMOKING)
    assert axes["inertia"].round(6).tolist() == [0.074759, 0.010017, 0.000414]
    assert axes["share"].mul(100).round(1).tolist() == [87.8, 11.8, 0.5]
    rows = points[points["kind"] == "row"].set_index("name")
    x, y = [-66, 259, -381, 233, -201], [-194, -243, -11, 58, 79]
    sign = np.sign(rows["x"]["JE"]), np.sign(rows["y"]["SC"])
    assert (rows["x"] * 1000 * sign[0]).round().tolist() == x
    assert (rows["y"] * 1000 * sign[1]).round().tolist() == y
    assert (rows["mass"] * 1000).round().tolist() == [57, 93, 264, 456, 130]
    assert (rows["quality"] * 1000).round().tolist() == [
        893,
        991,
        1000,
        1000,
        999,
    ]
    assert (rows["contribution_x"] * 1000).round().tolist() == [
        3,
        84,
        512,
        331,
        70,
    ]
    assert (rows["contribution_y"] * 1000).round().tolist() == [
        214,
        551,
        3,
        152,
        81,
    ]


def test_the_inertia_is_chi_square_over_n():
    chi2 = chi2_contingency(SMOKING, correction=False).statistic
    total = correspondence(SMOKING)[1]["inertia"].sum()
    assert total == pytest.approx(chi2 / SMOKING.to_numpy().sum())


def test_rows_and_columns_that_cannot_be_placed_are_refused():
    for table in ([[1, 0], [2, 0]], [[1, 2]], [[0, 0], [1, 2]]):
        with pytest.raises(ValueError, match="none empty"):
            correspondence(pd.DataFrame(table))


def test_independence_has_no_inertia_and_two_rows_one_axis():
    points, axes = correspondence(pd.DataFrame([[2, 4, 6], [1, 2, 3]]))
    assert axes["inertia"].abs().max() < 1e-12
    assert len(axes) == 1
    assert points["y"].eq(0).all()


def test_the_map_of_the_five_articles():
    points, axes = article_map(load_articles(), words=40)
    assert points["kind"].value_counts().to_dict() == {"word": 40, "article": 5}
    assert axes["share"].sum() == pytest.approx(1)
    assert axes["inertia"].is_monotonic_decreasing
    for kind in ("word", "article"):  # the barycentre is the origin
        own = points[points["kind"] == kind]
        assert np.average(own["x"], weights=own["mass"]) == pytest.approx(
            0, abs=1e-9
        )


def test_an_axis_is_set_beside_what_chance_gives():
    """By another route: the corpus' own tokens dealt out anew, article by article."""
    articles = load_articles()
    _, axes = article_map(articles, draws=60)
    counts, terms = count_lemmas(articles["text"], least=1)
    table = pd.DataFrame(counts.toarray(), columns=terms)
    table = table[
        table.sum().sort_values(ascending=False, kind="stable").index[:60]
    ]
    row, word = np.nonzero(table.to_numpy())
    often = table.to_numpy()[row, word]
    row, word = np.repeat(row, often), np.repeat(word, often)
    rng, shares = np.random.default_rng(1), []
    for _ in range(60):
        dealt = np.zeros(table.shape)
        np.add.at(dealt, (row, rng.permutation(word)), 1)
        shares.append(correspondence(pd.DataFrame(dealt))[1]["share"][0])
    assert axes["chance"][0] == pytest.approx(np.mean(shares), abs=0.012)
    assert axes["chance_high"][0] == pytest.approx(
        np.quantile(shares, 0.95), abs=0.03
    )
    assert axes["chance"].sum() == pytest.approx(1)
    apart = ["mer vague port sel " * 9] * 4 + ["neige col pente froid " * 9] * 4
    apart = pd.DataFrame({"article_id": [*"abcdefgh"], "text": apart})
    _, axes = article_map(
        apart, draws=60
    )  # two vocabularies: one axis holds it all
    assert axes["share"][0] > 0.99 > 0.6 > axes["chance_high"][0]


def test_similar_articles():
    port, snow = "Le port ferme ses quais.", "La neige bloque trois villages."
    texts = [
        port + " Les marins partent.",
        port,
        snow,
        snow + " Un chasseur alerte.",
    ]
    articles = pd.DataFrame({"article_id": [*"abcd"], "text": texts})
    similar = article_similarity(articles)
    table = similar.pivot(
        index="article_a", columns="article_b", values="similarity"
    )
    assert np.diag(table) == pytest.approx(np.ones(4))
    assert table.to_numpy() == pytest.approx(table.T.to_numpy())
    assert table.loc["a", "c"] == table.loc["b", "d"] == 0
    assert 0.5 < table.loc["a", "b"] < 1


def test_bm25_by_hand():
    # Two texts of 2 and 4 words, mean 3; k1 = 1.2, b = 0.75.  "port" is in both:
    # ln(1 + 0.5 / 2.5); "quai" and "mer" in one: ln(1 + 1.5 / 1.5) = ln 2.
    counts, terms = count_lemmas(
        pd.Series(["port quai", "port port mer mer"]), least=1
    )
    assert terms.tolist() == ["mer", "port", "quai"]
    both, one = np.log(1.2), np.log(2)
    short, long = 1.2 * (0.25 + 0.75 * 2 / 3), 1.2 * (0.25 + 0.75 * 4 / 3)
    first = np.array([0, both * 2.2 / (1 + short), one * 2.2 / (1 + short)])
    second = np.array([one * 4.4 / (2 + long), both * 4.4 / (2 + long), 0])
    expected = [first / np.linalg.norm(first), second / np.linalg.norm(second)]
    assert bm25(counts).toarray() == pytest.approx(np.array(expected))


def test_content_lemmas_only():
    texts = pd.Series(
        ["Les navires de M. Durand, 12 en 2024, sont partis hier."]
    )
    terms = count_lemmas(texts, least=1)[1].tolist()
    assert {"navire", "durand", "hier"} <= set(terms)
    assert not {"m", "12", "2024", "de", "être", "les"} & set(terms)
