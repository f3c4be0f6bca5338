"""Copies are found, stated, validated, and one text in every statistic."""

import numpy as np
import pandas as pd
import pytest

from multipolaire import (
    CorpusError,
    CorpusWarning,
    collocates,
    counted,
    dispersion,
    find_copies,
    find_repeats,
    find_topics,
    iter_articles,
    keyness,
    load_articles,
    read_articles,
    set_aside,
    trend,
    trend_tests,
)
from multipolaire.stats import measures
from multipolaire.stats.texts import text_numbers

WORDS = np.array([f"mot{a}{b}" for a in "abcdefghij" for b in range(100)])


def texts(n, seed=0, size=150):
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(WORDS, size)) for _ in range(n)]


def edited(text, rate, seed=0):
    """Words replaced, left out or put in at this rate."""
    rng, said = np.random.default_rng(seed), []
    for word in text.split():
        kind = rng.integers(3) if rng.random() < rate else None
        said += {0: ["autre"], 1: [], 2: ["encore", word]}.get(kind, [word])
    return " ".join(said)


def corpus(*said, **columns):
    ids = [f"a{k:03}" for k in range(len(said))]
    return pd.DataFrame({"article_id": ids, "text": [*said], **columns})


def copies(articles):
    found = find_copies(articles)
    held = found.dropna(subset="copy_of")
    return dict(zip(held["article_id"], held["copy_of"]))


@pytest.mark.parametrize("rate", [0, 0.05, 0.12])
def test_copies_are_found_however_they_are_edited(rate):
    said = texts(40)
    made = [edited(text, rate, seed) for seed, text in enumerate(said[:20])]
    truth = {f"a{40 + k:03}": f"a{k:03}" for k in range(20)}
    assert copies(corpus(*said, *made)) == truth


def test_a_wire_is_found_cut_in_half_and_printed_by_a_hundred_papers():
    said = texts(50)
    half = " ".join(said[0].split()[:75])
    many = corpus(*said, half, *(edited(said[1], 0.05, k) for k in range(100)))
    found = copies(many)
    assert found.pop("a050") == "a000"
    assert set(found.values()) == {"a001"} and len(found) == 100


def test_what_is_not_a_copy():
    said = texts(40)
    line = " ".join(texts(1, seed=1, size=60)[0].split())
    taken = f"{said[0]} {said[1]} {' '.join(texts(1, 2, 3000))}"
    footed = [f"{text} {line}" for text in said]  # by the site, under each
    assert copies(corpus(*footed)) == {}
    assert copies(corpus(*said, taken)) == {}  # a long report cites both
    assert copies(corpus("Le même titre.", "Le même titre.")) == {}
    assert copies(corpus()) == {} == copies(corpus("… !", "… !"))


def test_the_earliest_is_the_original():
    (said,) = texts(1)
    days = pd.to_datetime(["2024-02-02", "2024-02-01", None])
    assert copies(corpus(said, said, said, published=days)) == {
        "a000": "a001",
        "a002": "a001",
    }


def test_a_stated_column_is_taken_as_it_is():
    (said,) = texts(1)
    stated = corpus(said, said, said, copy_of=[None, None, "a001"])
    pd.testing.assert_frame_equal(find_copies(stated), stated)
    assert text_numbers(stated).tolist() == [0, 1, 1]
    chain = corpus(*texts(4), copy_of=[None, "a000", "a001", "a002"])
    assert text_numbers(chain).tolist() == [0, 0, 0, 0]


def written(folder, rows):
    pd.DataFrame(rows).to_csv(folder / "c.csv", index=False)
    return folder / "c.csv"


def test_loading_finds_copies_or_takes_what_the_table_says(tmp_path):
    one, two = texts(2)
    rows = {"article_id": [*"abc"], "text": [one, two, edited(one, 0.08)]}
    found = load_articles(written(tmp_path, rows))
    assert found["copy_of"].fillna("").tolist() == ["", "", "a"]
    assert str(found["copy_of"].dtype) == "str"
    stated = load_articles(written(tmp_path, rows | {"copy_of": ["b", "", ""]}))
    assert stated["copy_of"].fillna("").tolist() == ["b", "", ""]


@pytest.mark.parametrize("wrong", ["z", "a"])
def test_an_original_that_is_not_another_article_is_named(tmp_path, wrong):
    rows = {"article_id": [*"ab"], "text": texts(2), "copy_of": [wrong, None]}
    told = f"c.csv:2: copy_of '{wrong}': expected the id of another article"
    with pytest.raises(CorpusError, match=told):
        load_articles(written(tmp_path, rows))
    with pytest.warns(CorpusWarning, match=told):
        assert len(load_articles(tmp_path, strict=False)) == 2
    assert told in str(read_articles(tmp_path)[1][0])


def five_papers(seed=0, **columns):
    """24 articles with clumps of a word, and the same as five papers print them."""
    rng = np.random.default_rng(seed)
    said = [f"{t} {'paix ' * rng.poisson(1.5)}" for t in texts(24, seed)]
    year = rng.integers(2020, 2024, 24)
    once = corpus(*said, published=pd.to_datetime(year.astype(str)), year=year)
    many = pd.concat(
        [once.assign(paper=k) for k in range(5)], ignore_index=True
    )
    ids = many["article_id"] + "-" + many["paper"].astype(str)
    return once, many.assign(article_id=ids)


def test_intervals_are_those_of_the_originals():
    once, many = five_papers()
    bounds = ["rate", "low", "high", "texts", "reliable", "note"]
    alone, printed = (trend(f, "paix", by="year") for f in (once, many))
    pd.testing.assert_frame_equal(alone[bounds], printed[bounds])
    assert (5 * alone["n"]).equals(printed["n"])
    assert (5 * alone["articles"]).equals(printed["articles"])
    bounds = ["log_ratio", "low", "high", "texts_a", "texts_b", "p"]
    asked = {"queries": "paix", "group": "2021"}
    alone, printed = (keyness(f, "year", **asked) for f in (once, many))
    pd.testing.assert_frame_equal(alone[bounds], printed[bounds])
    alone, printed = (collocates(f, "paix") for f in (once, many))
    both = alone.merge(printed, on="word")
    assert len(both) and np.allclose(both["low_x"], both["low_y"])
    shared = ["texts", "largest_article_share", "dp", "dp_norm", "dp_chance"]
    alone, printed = (dispersion(f, "paix") for f in (once, many))
    pd.testing.assert_frame_equal(alone[shared], printed[shared])
    assert printed["articles"][0] == 5 * alone["articles"][0]


def test_tests_are_those_of_the_originals():
    once, many = five_papers()
    asked = {"by": "year", "draws": 199}
    alone, printed = (trend_tests(f, "paix", **asked) for f in (once, many))
    shared = ["p", "q", "change_after", "change_p", "change_q", "note"]
    pd.testing.assert_frame_equal(alone[shared], printed[shared])
    own = many.assign(copy_of=pd.Series([None] * len(many), dtype="str"))
    parted = trend_tests(own, "paix", **asked)
    assert (
        parted["p"][0] < alone["p"][0] / 3
    )  # each taken for a text of its own


def test_copies_on_other_days_change_places_with_their_text():
    words, text = np.array([100, 300, 200]), np.array([0, 0, 1])
    shares = measures.shared_out(words, text, np.array([0, 1, 1])).toarray()
    assert shares.tolist() == [[0.25, 0.75], [0.0, 1.0]]


def test_some_copies_make_fewer_texts():
    # Kish: 2 texts, one printed three times: (9 + 1) / 4 = 2.5 articles a text
    counts, words = np.array([[1, 1, 1, 5]]), np.full(4, 100)
    n, size = measures.independent(counts, words, np.array([7, 7, 7, 2]))
    assert n == pytest.approx(np.array([[2.0, 1.2]])) and size.tolist() == [
        40.0,
        120.0,
    ]


def test_parts_of_a_corpus_know_the_copies_of_the_whole():
    _, many = five_papers()
    parts = [counted(many[k::7], "paix", "year") for k in range(7)]
    parts = pd.concat(parts)
    assert "text" not in parts
    whole = trend(many, "paix", by="year")
    pd.testing.assert_frame_equal(trend(parts, "paix", by="year"), whole)
    stated = find_copies(many)
    parts = pd.concat(
        [counted(part, "paix", None) for part in (stated[:50], stated[50:])]
    )
    assert parts["copy_of"].notna().sum() == 96


def test_parts_have_the_column_where_the_corpus_states_it(tmp_path):
    rows = {"article_id": [*"ab"], "text": texts(1) * 2}
    (part,) = iter_articles(written(tmp_path, rows))
    assert "copy_of" not in part
    (part,) = iter_articles(written(tmp_path, rows | {"copy_of": ["b", ""]}))
    assert part["copy_of"].fillna("").tolist() == ["b", ""]


def test_copies_are_set_aside_whole_and_before_topics():
    said = texts(30)
    made = corpus(*said, *(edited(text, 0.1, 3) for text in said[:10]))
    kept, aside = set_aside(made)
    assert kept["text"].str.strip().eq("").sum() == 10
    assert aside["article_id"].tolist() == [f"a{k:03}" for k in range(30, 40)]
    found = find_topics(made, unit="article", k=2, check=False).segments
    assert found["topic"].isna().tolist() == [False] * 30 + [True] * 10


def test_a_wire_in_three_papers_is_no_site_furniture():
    (said,) = texts(1)
    kinds = find_repeats(corpus(*[f"{said}."] * 3))["kind"]
    assert set(kinds) == {"wire copy"}
    line = " ".join(said.split()[:12])
    lone = [f"{text}\n{line}" for text in texts(3, seed=5)]
    assert set(find_repeats(corpus(*lone))["kind"]) == {"site furniture"}


def test_the_five_articles_are_five_texts():
    articles = load_articles()
    assert articles["copy_of"].isna().all()
    assert text_numbers(articles).tolist() == [0, 1, 2, 3, 4]
