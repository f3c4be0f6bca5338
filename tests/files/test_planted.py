"""What is planted in made-up articles is recovered: the truth is known from outside.

The notebook on a corpus of one's own is stored with these 2,000 articles.
"""

import numpy as np
import pandas as pd
import pytest

from multipolaire import (
    counts,
    extract_figures,
    extract_quotes,
    find_copies,
    find_topics,
    near_duplicates,
    trend,
    trend_tests,
)
from multipolaire.files.planted import COLUMNS, SPEAKERS, made_up_articles


@pytest.fixture(scope="module")
def planted():
    return made_up_articles(n=2_000, topics=6)


def test_the_same_articles_every_time(planted):
    pd.testing.assert_frame_equal(planted, made_up_articles(n=2_000, topics=6))
    assert planted.dtypes.astype(str).to_dict() == COLUMNS
    # every tenth of 2,000, every second of these, every hundredth
    assert planted[["amount", "speaker", "copy_of"]].count().tolist() == [
        200,
        100,
        20,
    ]
    assert set(planted["speaker"].dropna()) == set(SPEAKERS)


def test_every_planted_word_is_counted(planted):
    found = counts(planted, "ingérence")
    assert found["n"].tolist() == planted["planted"].tolist()


def test_the_planted_trend_is_found_where_it_was_set(planted):
    (test,) = trend_tests(
        planted, "ingérence", by="quarter", draws=199
    ).itertuples()
    assert planted["published"][1_000] == pd.Timestamp("2023-01-01")
    assert test.change_after == "2022-Q4" and test.change_p <= 0.005
    assert 1.8 < test.rate_after / test.rate_before < 2.2  # 2 was planted


def test_intervals_hold_the_rates_that_were_planted(planted):
    rates = trend(planted, "ingérence", by="year")
    mean = np.array([0.6, 0.6, 1.2, 1.2])  # of an article, as drawn
    truth = 1e4 * mean * rates["articles"] / rates["words"]
    assert rates["articles"].tolist() == [500, 500, 500, 500]
    assert truth.between(rates["low"], rates["high"]).all()
    assert (rates["high"] - rates["low"]).lt(truth / 3).all()  # and are tight


def test_no_change_is_found_in_a_word_that_has_none(planted):
    flat = planted.assign(text=planted["text"].str.replace("ingérence", "paix"))
    flat.loc[flat.index % 3 == 0, "text"] += " Il refuse toute ingérence."
    (test,) = trend_tests(
        flat, "ingérence", by="quarter", draws=199
    ).itertuples()
    assert test.n == 667 and test.change_p > 0.05


def test_every_amount_is_found_with_its_speaker_and_nothing_else(planted):
    figures = extract_figures(planted)
    truth = planted.dropna(subset="amount")
    assert figures["article_id"].tolist() == truth["article_id"].tolist()
    assert (figures["value"] / 1e9).tolist() == truth["amount"].tolist()
    assert set(figures["unit"]) == {"USD"} and set(figures["flow"]) == {"trade"}
    said = figures["speaker"].fillna("").tolist()
    assert said == truth["speaker"].fillna("").tolist()
    years = figures["period_start"].dt.year.tolist()
    assert years == truth["published"].dt.year.tolist()


def test_every_quotation_is_found_and_nothing_else(planted):
    quotes = extract_quotes(planted)
    truth = planted.dropna(subset="speaker")
    assert quotes["article_id"].tolist() == truth["article_id"].tolist()
    assert quotes["speaker"].tolist() == truth["speaker"].tolist()
    assert set(quotes["kind"]) == {"direct"}


def test_every_copy_is_found_and_nothing_else(planted):
    found = find_copies(planted.drop(columns="copy_of"))
    assert found["copy_of"].equals(planted["copy_of"])
    pairs = near_duplicates(planted)
    copies = planted.dropna(subset="copy_of")
    found = set(zip(pairs["article_a"], pairs["article_b"]))
    assert found == set(zip(copies["copy_of"], copies["article_id"]))


@pytest.mark.slow  # the stored notebook says how many it finds
def test_the_planted_topics_are_found_in_their_number(planted):
    from sklearn.metrics import normalized_mutual_info_score

    found = find_topics(planted)
    assert found.verdict.startswith("**Reproducible structure**")
    assert len(found.topics) == 6
    rows = found.articles.dropna(subset="topic").merge(
        planted[["article_id", "topic"]],
        on="article_id",
        suffixes=("", "_planted"),
    )
    labels = rows["topic_planted"], rows["topic"].astype(int)
    assert normalized_mutual_info_score(*labels) > 0.99
