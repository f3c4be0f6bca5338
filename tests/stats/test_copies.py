"""Repeated passages, shares, copies set aside, near-duplicate articles."""

import random
from collections import Counter

import pandas as pd
import pytest

from multipolaire.articles import load_articles
from multipolaire.french.text import tokenize
from multipolaire.stats.copies import (
    COPIES,
    DUPLICATES,
    REPEATS,
    SHARES,
    find_repeats,
    near_duplicates,
    repeated_shares,
    set_aside,
)

NIGHT = "le train de nuit part encore ce soir vers Rome"  # ten words


def corpus(*texts, **columns):
    ids = [chr(ord("a") + i) for i in range(len(texts))]
    frame = pd.DataFrame({"article_id": ids, "text": list(texts), **columns})
    return frame.astype({"article_id": "str", "text": "str"})


def made_up(seed, articles=6, words=120):
    """Random words with passages of 3 to 30 words copied about."""
    rng = random.Random(seed)
    draws = [
        [rng.randrange(400) for _ in range(words)] for _ in range(articles)
    ]
    texts = [[f"mot{number}x" for number in draw] for draw in draws]
    for _ in range(8):
        source, target = rng.choice(texts), rng.choice(texts)
        at = rng.randrange(len(source))
        piece = source[at : at + rng.randrange(3, 30)]
        where = rng.randrange(len(target))
        target[where:where] = piece
    return corpus(*(" ".join(text) for text in texts))


def covered_by_counting(tokens, n, counts):
    places = set()
    for i in range(len(tokens) - n + 1):
        if counts[tuple(tokens[i : i + n])] > 1:
            places.update(range(i, i + n))
    return len(places)


def grams(tokens, n):
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def test_a_passage_is_maximal_and_knows_its_places():
    one = f"Hier, {NIGHT}. Rien de plus."
    two = f"Ce matin aussi {NIGHT.upper()} ! Et demain ?"
    found = find_repeats(corpus(one, two))
    assert len(found) == 1
    row = found.iloc[0]
    assert (row.words, row.text) == (10, NIGHT)
    assert one[row.start_a : row.end_a] == NIGHT
    assert two[row.start_b : row.end_b] == NIGHT.upper()
    assert (row.article_a, row.article_b) == ("a", "b")


def test_a_passage_shorter_than_n_is_not_one():
    short = " ".join(NIGHT.split()[:7])
    assert find_repeats(corpus(f"{short} un", f"{short} deux")).empty
    assert len(find_repeats(corpus(f"{short} un", f"{short} deux"), n=7)) == 1


def test_apostrophes_and_case_do_not_hide_a_repeat():
    one = "L’accord qu’ils ont signé hier n’est pas encore connu"
    found = find_repeats(corpus(one, one.replace("’", "'").lower()))
    # l' accord qu' ils ont signé hier n' est pas encore connu
    assert found["words"].tolist() == [12]


def test_a_character_that_lower_case_makes_two_keeps_offsets():
    text = f"İstanbul İzmir İznik. {NIGHT}"
    row = find_repeats(corpus(text, NIGHT)).iloc[0]
    assert text[row.start_a : row.end_a] == NIGHT


KINDS = [
    (
        f"Il dit : « {NIGHT} ». Oui.",
        f"Selon lui, « {NIGHT} », voilà.",
        "quotation",
    ),
    (
        f"Un mot.\n{NIGHT}\nDeux.",
        f"Une phrase.\n{NIGHT}\nFin.",
        "site furniture",
    ),
    (f"Hier {NIGHT}, on sait.", f"Puis {NIGHT} ce jour.", "wire copy"),
    (f"Il dit : « {NIGHT} ».", f"Hier {NIGHT}, sait-on.", "wire copy"),
]


@pytest.mark.parametrize("one, two, kind", KINDS)
def test_kind_across_articles(one, two, kind):
    assert find_repeats(corpus(one, two))["kind"].tolist() == [kind]


def test_kind_inside_one_article():
    other = "la gare de Lyon ferme ses portes avant minuit ce samedi et rouvre lundi"
    twice = corpus(f"« {NIGHT} », dit-il. Puis : « {NIGHT} ».")
    assert find_repeats(twice)["kind"].tolist() == ["quotation"]
    long = f"« {NIGHT} et {other} »"
    assert find_repeats(corpus(f"{long}. Oui. {long}"))["kind"].tolist() == [
        "printed twice"
    ]


def test_a_passage_in_three_articles_is_furniture():
    found = find_repeats(
        corpus(f"Un {NIGHT} a", f"Deux {NIGHT} b", f"Trois {NIGHT} c")
    )
    assert found["kind"].tolist() == ["site furniture"] * 3


def test_a_line_met_very_often_costs_one_row_each():
    found = find_repeats(
        corpus(*(f"Article numéro{i}. {NIGHT}" for i in range(60)))
    )
    assert len(found) == 59  # each to the one before, not 60 · 59 / 2


def test_a_word_said_on_and_on_makes_no_passage_that_overlaps_itself():
    found = find_repeats(corpus("la " * 20))
    assert len(found) > 0
    assert found["words"].min() >= 8
    assert (found["end_a"] <= found["start_b"]).all()


def test_the_longest_comes_first():
    lengths = find_repeats(made_up(1), n=4)["words"]
    assert len(lengths) > 3
    assert lengths.is_monotonic_decreasing


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("n", [2, 5, 8])
def test_shares_against_counting_every_ngram(seed, n):
    articles = made_up(seed)
    texts = [tokenize(text) for text in articles["text"]]
    shares = repeated_shares(articles, n)
    for tokens, words, inside in zip(texts, shares["words"], shares["inside"]):
        assert words == len(tokens)
        assert inside == covered_by_counting(tokens, n, grams(tokens, n))


@pytest.mark.parametrize("seed", range(6))
def test_after_setting_aside_nothing_is_met_twice(seed):
    articles = made_up(seed)
    kept, copies = set_aside(articles, n=5)
    assert len(copies) > 0
    assert (
        kept["text"].str.len().tolist() == articles["text"].str.len().tolist()
    )
    for row in copies.itertuples():
        text = articles.set_index("article_id").at[row.article_id, "text"]
        assert text[row.start : row.end] == row.text
        assert row.words == len(tokenize(row.text))
        blanked = kept.set_index("article_id").at[row.article_id, "text"]
        assert blanked[row.start : row.end].strip() == ""
    # A first copy stays: every different 5-gram of the corpus that no cut broke up.
    words = sum(len(tokenize(t)) for t in articles["text"])
    left = sum(len(tokenize(t)) for t in kept["text"])
    assert words - left == copies["words"].sum()
    everything = set().union(*(tokenize(t) for t in articles["text"]))
    assert set().union(*(tokenize(t) for t in kept["text"])) == everything


def test_the_first_by_date_stays_whatever_the_order_of_rows():
    dates = pd.to_datetime(["2024-02-02", "2024-02-01"])
    articles = corpus(f"Un : {NIGHT}", f"Deux : {NIGHT}", published=dates)
    kept, copies = set_aside(articles)
    assert copies["article_id"].tolist() == ["a"]
    assert kept["article_id"].tolist() == ["a", "b"]
    assert kept["text"][1] == articles["text"][1]
    undated = articles.drop(columns="published")
    assert set_aside(undated)[1]["article_id"].tolist() == ["b"]


def test_two_articles_that_are_wholly_copies_are_two_rows():
    copies = set_aside(corpus(NIGHT, NIGHT, NIGHT))[1]
    assert copies["article_id"].tolist() == ["b", "c"]


def test_jaccard_and_containment_by_hand():
    # 4 words, shingles of 2: {ab, bc, cd}; {bc, cd, de, ef}; shared 2, union 5.
    found = near_duplicates(
        corpus("a b c d", "b c d e f"), threshold=0.1, words=2
    )
    row = found.iloc[0]
    assert row.shared == 2
    assert row.jaccard == pytest.approx(2 / 5)
    assert row.containment == pytest.approx(2 / 3)


def test_near_duplicates_are_what_sets_of_shingles_say():
    rng = random.Random(5)
    texts = [[f"m{rng.randrange(3000)}" for _ in range(150)] for _ in range(20)]
    texts += [[*text[:140], "autre", "fin"] for text in texts[:10]]
    articles = corpus(*(" ".join(text) for text in texts))
    found = near_duplicates(articles)
    assert len(found) == 10
    shingles = [set(grams(text, 5)) for text in texts]
    for row in found.itertuples():
        a, b = (
            shingles[articles["article_id"].tolist().index(name)]
            for name in (row.article_a, row.article_b)
        )
        assert row.jaccard == pytest.approx(len(a & b) / len(a | b))


def test_the_five_articles_as_counted_by_hand():
    articles = load_articles()
    raw = articles.assign(text=articles["raw"])
    shares = repeated_shares(raw)["share_inside"].mul(100).round(1)
    assert shares.tolist() == [4.0, 0.0, 26.5, 5.2, 0.0]
    first = find_repeats(raw).iloc[0]
    assert (
        first["article_a"]
        == first["article_b"]
        == "2022-12-30-perspectives-med"
    )
    assert (first["words"], first["kind"]) == (33, "printed twice")
    pairs = near_duplicates(raw, threshold=0)
    assert len(pairs) == 10
    assert pairs["jaccard"].max() == pytest.approx(0.0091, abs=5e-5)


@pytest.mark.parametrize("rows", [0, 1])
def test_empty_results_keep_their_dtypes(rows):
    few = corpus("Un deux trois.").iloc[:rows]
    for frame, columns in [
        (find_repeats(few), REPEATS),
        (repeated_shares(few), SHARES),
        (set_aside(few)[1], COPIES),
        (near_duplicates(few), DUPLICATES),
    ]:
        assert list(frame.columns) == list(columns)
        assert [str(dtype) for dtype in frame.dtypes] == list(columns.values())


def test_arguments_are_not_changed():
    articles = made_up(3)
    before = articles.copy(deep=True)
    (
        find_repeats(articles, 4),
        set_aside(articles, 4),
        repeated_shares(articles, 4),
    )
    pd.testing.assert_frame_equal(articles, before)


def test_n_below_two_is_refused():
    with pytest.raises(ValueError, match="n=1"):
        find_repeats(corpus(NIGHT), n=1)
