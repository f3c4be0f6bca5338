"""What stands out in a class, against scipy and by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from multipolaire.topics.reinert import PROFILES, topic_profiles

SAID = [
    "Le port ferme.",
    "Le port rouvre.",
    "La neige tombe.",
    "La neige et le port.",
]


def corpus(topics, **variables):
    texts = [SAID[k % 4] for k in range(len(topics))]
    ids = [f"a{k}" for k in range(len(topics))]
    articles = pd.DataFrame({"article_id": ids, "text": texts, **variables})
    units = articles[["article_id"]].assign(start=0, topic=topics)
    units["end"] = articles["text"].str.len()
    return articles, units.astype({"topic": "Int64"})


def test_every_chi_square_is_that_of_its_four_cells():
    rng = np.random.default_rng(3)
    side = rng.choice([*"xyz"], 40)
    articles, units = corpus(rng.integers(1, 4, 40), side=side)
    found = topic_profiles(articles, units, ["side"])
    assert found.dtypes.astype(str).to_dict() == PROFILES
    assert {*found["kind"]} == {"word", "side"} and len(found) == 3 * (3 + 5)
    for row in found.itertuples():
        has = [row.n, row.n_all - row.n]
        sizes = [row.of, row.of_all - row.of]
        table = np.array([has, np.subtract(sizes, has)])
        expected = chi2_contingency(table, correction=False).statistic
        assert abs(row.chi2) == pytest.approx(expected, abs=1e-5)
        assert (row.chi2 > 0) == (has[0] * sizes[1] > has[1] * sizes[0]) or (
            expected < 1e-9
        )


def test_presences_are_counted_once_and_units_without_a_topic_not_at_all():
    articles, units = corpus([1, 1, 2, 2] * 2 + [pd.NA] * 4)
    articles.loc[0, "text"] += " Un port, des ports."
    units.loc[0, "end"] = len(articles["text"][0])
    found = topic_profiles(articles, units)
    port = found[found["name"].eq("port") & found["topic"].eq(1)].iloc[0]
    assert port[["n", "of", "n_all", "of_all"]].tolist() == [4, 4, 6, 8]
    # 4 of 4 against 2 of 4: (4 * 2 - 0 * 2)^2 * 8 / (4 * 4 * 6 * 2) = 2.67
    assert port["chi2"] == pytest.approx(8 / 3)


def test_the_variables_are_publisher_and_year_unless_given():
    days = pd.to_datetime(["2021-03-01", "2023-04-05"] * 6)
    made = {"publisher": [*"AB"] * 6, "published": days}
    articles, units = corpus([1, 2] * 6, **made)
    found = topic_profiles(articles, units)
    told = found[found["kind"].ne("word") & found["chi2"].eq(12)]
    pairs = [*zip(told["kind"], told["name"])]
    assert sorted(pairs) == [
        ("publisher", "A"),
        ("publisher", "B"),
        ("year", "2021"),
        ("year", "2023"),
    ]
    with pytest.raises(ValueError, match="variable 'side': expected one of"):
        topic_profiles(articles, units, ["side"])


def test_nothing_in_topics_is_an_empty_table_of_the_same_columns():
    articles, units = corpus([pd.NA] * 4)
    found = topic_profiles(articles, units)
    assert found.empty and found.dtypes.astype(str).to_dict() == PROFILES
