"""Topics, the verdict on them, and maps; on texts whose topics were put there."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import adjusted_rand_score

from multipolaire.articles import load_articles
from multipolaire.topics.cluster import cut, entropy, rand_index, shuffled
from multipolaire.topics.reinert import Reinert
from multipolaire.topics.space import count_lemmas, smooth, unit
from multipolaire.topics.topics import (
    ARTICLES,
    SEGMENTS,
    SHARES,
    TOPICS,
    ctfidf,
    find_topics,
    frex,
)
from multipolaire.topics.verdict import ENOUGH, STABILITY

SUBJECTS = [
    "vaccin hôpital médecin maladie patient virus infirmier soin santé clinique",
    "but match joueur équipe stade arbitre championnat victoire entraîneur ballon",
    "banque euro taux inflation marché dette crédit action bourse monnaie",
    "film acteur scène théâtre roman musée peinture concert festival orchestre",
]
COMMON = (
    "pays homme année monde ville jour temps vie question groupe partie heure"
)


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
    subject = frame.set_index("article_id")["subject"]
    return told["article_id"].map(subject), told["topic"]


def test_four_topics_are_found_named_and_called_structure(four, found):
    assert str(found.verdict).startswith("**Reproducible structure**")
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
        (found.articles, ARTICLES),
        (found.shares(four.assign(side=[*"ab"] * 10), "side"), SHARES),
    ]:
        assert [str(dtype) for dtype in frame.dtypes] == list(columns.values())
        assert list(frame.columns) == list(columns)
        assert len(frame) > 0
    assert found.topics["texts"].is_monotonic_decreasing
    assert found.topics["texts"].sum() == len(four)
    assert found.articles["weight"].between(0, 1 + 1e-9).all()
    assert found.articles["share"].eq(1).all()


def test_the_passage_of_a_topic_is_verbatim_and_of_its_subject(four, found):
    texts = four.set_index("article_id")[["text", "subject"]]
    for row in found.topics.itertuples():
        text, subject = texts.loc[row.passage_of]
        assert row.passage.removesuffix("…") in text
        assert 20 < len(row.passage) <= 300
        said = set(row.passage.lower().split()) & set(SUBJECTS[subject].split())
        assert len(said) >= 5


def test_the_five_articles_show_no_structure_and_never_crash():
    articles = load_articles()
    for n, k in ((1, None), (2, None), (3, 2), (5, None)):
        result = find_topics(articles.head(n), k=k)
        word = str(result.verdict).split("**")[1].lower()
        assert word in ("too little text", "too few articles")
        assert (word == "too little text") == result.topics.empty
        assert result.unit == "segment" and result.stability.empty
        assert k is None or len(result.topics) == k
    assert "there are 5" in result.verdict
    assert f"{ENOUGH} articles would do" in result.verdict
    assert "printed before" in result.remarks[0]
    assert result.copies["article_id"].eq("2022-12-30-perspectives-med").any()


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_too_little_text_is_said_and_frames_keep_their_dtypes(rows):
    articles = made_up(articles=2, segments=1).head(rows)
    result = find_topics(articles)
    assert str(result.verdict).startswith("**Too little text**")
    assert result.topics.empty
    assert result.stability.empty
    assert result.predict(articles)["topic"].isna().all()
    assert result.segments["topic"].isna().all()
    assert [str(dtype) for dtype in result.segments.dtypes] == list(
        SEGMENTS.values()
    )
    assert [str(dtype) for dtype in result.topics.dtypes] == list(
        TOPICS.values()
    )


def test_many_texts_of_few_words_are_too_little_text():
    words = SUBJECTS[0].split()
    texts = [
        f"{a} {b} {c}" for a in words for b in words[:3] for c in words[5:7]
    ]
    ids = [f"a{i}" for i in range(len(texts))]
    articles = pd.DataFrame({"article_id": ids, "text": texts})
    result = find_topics(articles, unit="article")
    assert result.topics.empty
    assert "10 different words" in str(result.verdict)


def test_the_article_as_unit():
    forty = made_up(articles=40, segments=1)
    result = find_topics(forty, k=4)
    assert result.unit == "article"
    assert adjusted_rand_score(*subjects(forty, result)) == 1
    assert (
        result.segments["segment_id"].tolist() == forty["article_id"].tolist()
    )


def test_the_seed_moves_the_check_and_not_the_topics(four):
    once, again = find_topics(four, k=3), find_topics(four, k=3)
    other = find_topics(four, k=3, seed=5)
    for name in ("segments", "topics", "stability", "articles", "copies"):
        pd.testing.assert_frame_equal(getattr(once, name), getattr(again, name))
    pd.testing.assert_frame_equal(other.segments, once.segments)
    assert (other.stability["agreement"] != once.stability["agreement"]).all()
    assert other.stability["k"].tolist() == [3]


def test_the_order_of_the_articles_does_not_matter(four, found):
    mixed = find_topics(four.sample(frac=1, random_state=3), k=4, check=False)
    here = found.segments.set_index("segment_id")["topic"]
    there = mixed.segments.set_index("segment_id")["topic"]
    assert adjusted_rand_score(here, there.loc[here.index]) == 1


def test_a_copied_passage_is_no_topic(four):
    canteen = (
        "cantine note service rappel chef cuisine menu plateau dessert fromage"
    )
    passage = " ".join(
        f"La {one} du {two}."
        for one in canteen.split()
        for two in canteen.split()[:2]
    )
    text = four["text"].where(
        four.index % 2 == 0, four["text"] + "\n" + passage
    )
    result = find_topics(four.assign(text=text), k=5, check=False)
    assert (
        result.copies["article_id"].tolist()
        == four["article_id"][3::2].tolist()
    )
    about = result.topics[result.topics["terms"].str.contains("cantine")]
    assert about["texts"].sum() <= 2  # the first copy stays, and no other


def test_topics_are_numbered_by_size():
    articles = made_up(articles=24)
    few = articles.drop(articles.index[[0, 4, 8, 12, 1, 5, 9, 2]])
    sizes = find_topics(few, k=4, check=False).topics["texts"]
    assert sizes.nunique() > 2
    assert sizes.is_monotonic_decreasing


@pytest.mark.parametrize("seed", range(5))
def test_after_consolidation_each_point_is_nearest_to_its_own_centre(seed):
    space = unit(np.random.default_rng(seed).normal(size=(90, 6)))
    labels = cut(None, space, [4], "kmeans")[4]
    centres = [space[labels == topic].sum(axis=0) for topic in range(4)]
    cosines = space @ unit(np.stack(centres)).T
    assert (cosines.argmax(axis=1) == labels).all()
    tree = fcluster(linkage(smooth(space), "ward"), 4, "maxclust")
    plain = cut(None, space, [4], "ward")[4]
    assert adjusted_rand_score(plain, tree) == 1


@pytest.mark.parametrize("n, unit", [(19, "segment"), (20, "article")])
def test_segments_only_where_articles_are_too_few(n, unit):
    result = find_topics(made_up(articles=n), k=4)
    assert result.unit == unit
    assert ("Too few articles" in result.verdict) == (unit == "segment")


def test_segments_of_many_articles_get_no_verdict(four):
    result = find_topics(four, k=4, unit="segment")
    assert str(result.verdict).startswith("Not checked: groups of segments")
    assert result.stability.empty
    # of each article most words are in the topic of its subject
    assert result.articles["share"].between(0.5, 1).all()
    labels = four["subject"], result.articles["topic"]
    assert adjusted_rand_score(*labels) > 0.9


def test_each_number_of_topics_has_its_own_verdict(found):
    told = found.stability.set_index("k")["verdict"]
    assert told[4] == "reproducible structure"
    assert told[2] != told[4]
    assert (
        (found.stability["beaten"] == 0)
        .eq(told.ne("no reproducible structure").to_numpy())
        .all()
    )


def test_a_number_at_its_bound_is_said_to_be_there(four, found):
    bound = "the largest that these articles bear"
    few = find_topics(made_up(articles=24, topics=4, segments=2))
    assert few.stability["k"].tolist() == [2, 3, 4]
    assert len(few.topics) == 4 and any(bound in r for r in few.remarks)
    more = find_topics(made_up(articles=40))
    assert len(more.topics) == 4
    assert not any(bound in r for r in more.remarks)


def test_other_articles_are_asked_for_these_topics(four, found):
    own = found.predict(four)
    assert own["topic"].equals(found.articles["topic"])
    assert own["weight"].to_numpy() == pytest.approx(found.articles["weight"])
    others = made_up(articles=12, seed=9)
    others.loc[3, "text"] = "Xylophage zythum banquise ornithorynque."
    placed = found.predict(others)
    assert list(placed.columns) == [*ARTICLES]
    assert placed["topic"].isna().tolist() == [i == 3 for i in range(12)]
    of = dict(zip(four["subject"], found.articles["topic"]))
    rest = others.drop(3)
    assert placed["topic"].drop(3).tolist() == [of[n] for n in rest["subject"]]
    assert found.predict(four.head(0)).empty


def test_a_copy_has_the_topic_of_its_original_and_counts_once(four):
    copies = four.head(3).assign(article_id=["x", "y", "z"])
    # edited: every ninth word is another
    words = [text.split() for text in copies["text"]]
    edited = [
        " ".join("paris" if i % 9 == 4 else w for i, w in enumerate(row))
        for row in words
    ]
    both = pd.concat([four, copies.assign(text=edited)], ignore_index=True)
    result = find_topics(both.assign(publisher="P"), k=4, check=False)
    placed = result.articles.set_index("article_id")
    assert placed["copy_of"].dropna().to_dict() == dict(
        zip("xyz", four["article_id"])
    )
    for copy, original in zip("xyz", four["article_id"]):
        assert placed["topic"][copy] == placed["topic"][original]
    shares = result.shares(both.assign(publisher="P"), "publisher")
    assert shares["n"].tolist() == [5, 5, 5, 5]
    assert shares["of"].eq(20).all() and shares["share"].eq(0.25).all()
    # binom.test(5, 20) in R
    assert shares["low"].to_numpy() == pytest.approx(0.08657147)
    assert shares["high"].to_numpy() == pytest.approx(0.49104587)


def test_topics_by_period_are_counted_in_each(four):
    dates = pd.to_datetime(["2020-05-01"] * 8 + ["2022-05-01"] * 12)
    dated = four.assign(published=dates)
    shares = find_topics(dated, k=4, check=False).shares(dated, "year")
    assert shares["group"].unique().tolist() == ["2020", "2021", "2022"]
    assert shares["n"].tolist() == [2] * 4 + [0] * 4 + [3] * 4
    assert (
        shares["share"].isna().tolist()
        == [False] * 4 + [True] * 4 + [False] * 4
    )
    with pytest.raises(ValueError, match="by='press'"):
        find_topics(four, k=4, check=False).shares(four, "press")


def test_a_mixed_topic_is_said_to_be_mixed():
    rng = np.random.default_rng(4)
    known = made_up(topics=2, articles=30, own=0.7)
    words = ["".join(rng.choice([*"bcdfglmnprst"], 7)) for _ in range(900)]
    rest = [
        " ".join(rng.choice(words, 18)).capitalize() + "." for _ in range(50)
    ]
    odd = pd.DataFrame(
        {"article_id": [f"z{i}" for i in range(50)], "text": rest}
    )
    result = find_topics(pd.concat([known, odd]), k=3, check=False)
    low = result.topics[result.topics["covered"] < 0.5]
    assert len(low) == 1
    assert any(
        f"Topic {low['topic'].iloc[0]} is mixed" in r for r in result.remarks
    )


def test_arguments_are_not_changed(four):
    before = four.copy(deep=True)
    find_topics(four, k=3, check=False)
    pd.testing.assert_frame_equal(four, before)


WRONG = [
    ({"unit": "page"}, "unit='page'"),
    ({"method": "lda"}, "method='lda'.*kmeans, ward"),
    ({"check": False}, "k=None"),
    ({"k": 1}, "k=1"),
    ({"k": 1000}, "k=1000: expected 2 to"),
]


@pytest.mark.parametrize("settings, message", WRONG)
def test_what_cannot_be_is_refused(four, settings, message):
    with pytest.raises(ValueError, match=message):
        find_topics(four, **settings)


def test_label_weights_against_printed_values():
    # printed by BERTopic's class-based TF-IDF, and by the formula in R
    counts = np.array([[3, 1, 0], [1, 1, 4]])
    expected = [[0.608198, 0.313191, 0], [0.135155, 0.208794, 0.540620]]
    assert ctfidf(counts) == pytest.approx(np.array(expected), abs=1e-6)
    shares = np.array([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6]])
    ranks = np.array([[1, 2 / 3, 1 / 3], [1 / 3, 2 / 3, 1]])
    assert frex(shares) == pytest.approx(ranks)


@pytest.mark.parametrize("seed", range(10))
def test_adjusted_rand_index_against_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, 4, 40), rng.integers(0, 3, 40)
    expected = adjusted_rand_score(one, other)
    assert rand_index(one, other) == pytest.approx(expected)
    absent = rng.random(40) < 0.3
    expected = adjusted_rand_score(one[~absent], other[~absent])
    assert rand_index(np.where(absent, -1, one), other) == pytest.approx(
        expected
    )
    alone = np.zeros(40, dtype=int)
    assert rand_index(alone, alone) == 0


def test_cuts_of_one_tree_are_those_of_reinert_for_each_k(four):
    counts = count_lemmas(four["text"])[0]
    for k, labels in cut(counts, None, range(2, 5), "reinert").items():
        assert (labels == Reinert(k).fit_predict(counts)).all()
        assert labels.max() == k - 1


def test_entropy_by_hand():
    assert entropy(np.array([0, 1, 0, 1])) == pytest.approx(1)
    assert entropy(np.array([0, 0, 0, 1, -1])) == pytest.approx(0.811278)
    assert entropy(np.zeros(5, dtype=int)) == 0


def test_one_subject_is_no_structure():
    result = find_topics(made_up(topics=1, articles=24, segments=2))
    assert str(result.verdict).startswith("**No reproducible structure**")
    assert (
        len(result.topics) >= 2
    )  # they are shown, and said to be worth nothing


@pytest.mark.slow
def test_the_error_of_the_agreement_is_that_of_repeated_checks(four):
    checks = [
        find_topics(four, k=3, seed=seed).stability.iloc[0]
        for seed in range(12)
    ]
    spread = np.std([check["margin"] for check in checks], ddof=1)
    stated = np.mean([check["error"] for check in checks])
    assert spread / 2 < stated < 4 * spread


def test_shuffling_keeps_lengths_and_words(four):
    counts = count_lemmas(four["text"])[0]
    mixed = shuffled(counts, np.random.default_rng(0))
    assert (mixed.sum(axis=1) == counts.sum(axis=1)).all()
    assert (mixed.sum(axis=0) == counts.sum(axis=0)).all()
    assert (mixed != counts).nnz > 0


@pytest.mark.slow
def test_the_verdict_is_calibrated():
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
    from topics_calibration import ALARMS, bursty, judge, shuffled, with_topics

    for nothing in (shuffled(30, seed=7), bursty(30, 20, seed=7)):
        verdicts, _ = judge(nothing)
        # 5 % of 30 is 1.5; six or more would be met once in 300 runs
        assert sum(word in ALARMS for word in verdicts) < 6
    verdicts, ks = judge(with_topics(20, 7, 60))
    assert verdicts.count("reproducible structure") >= 18
    assert sum(abs(k - 4) <= 1 for k in ks) >= 18
