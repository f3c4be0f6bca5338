"""The vectoriser gives scikit-learn's matrix, with French words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

import analysis.features as module
from analysis import load_articles
from analysis.features import FrenchVectorizer, lemmatize, make_tfidf


def both(texts, **settings):
    ours = FrenchVectorizer(**settings)
    shared = {
        k: settings[k] for k in ("min_df", "max_df", "max_features") if k in settings
    }
    theirs = CountVectorizer(analyzer=ours.build_analyzer(), **shared)
    return ours, ours.fit_transform(texts), theirs, theirs.fit_transform(texts)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"lemmas": True},
        {"stop_words": "french"},
        {"numbers": False},
        {"min_df": 2, "max_df": 0.8},
        {"max_features": 50},
        {"lemmas": True, "stop_words": ["la", "le"], "min_df": 2, "max_features": 20},
    ],
    ids=str,
)
def test_same_matrix_as_countvectorizer(settings):
    texts = load_articles()["text"].tolist()
    ours, x, theirs, y = both(texts, **settings)
    assert (
        ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    )
    assert (x != y).nnz == 0 and x.dtype == y.dtype
    assert (
        ours.transform(texts[:2] + ["rien"]) != theirs.transform(texts[:2] + ["rien"])
    ).nnz == 0


pieces = st.text(alphabet="aéà’'-_ \n\u00a0\u2009\u0301İΣς1x.%🙂", max_size=40)


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=6))
def test_same_matrix_on_any_text(texts):
    texts = [*texts, "mot"]
    ours, x, theirs, y = both(texts)
    assert (
        ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
    )
    assert (x != y).nnz == 0


def test_batches_and_a_small_cache_change_nothing(monkeypatch):
    texts = load_articles()["text"].tolist() * 3
    expected = FrenchVectorizer().fit_transform(texts)
    monkeypatch.setattr(module, "BATCH", 3000)
    monkeypatch.setattr(module, "CACHE", 100)
    found = FrenchVectorizer().fit_transform(iter(texts))
    assert (found != expected).nnz == 0


def test_counts_by_hand():
    x = FrenchVectorizer().fit_transform(
        ["L’ingérence, l'ingérence !", "Non-ingérence"]
    )
    assert x.toarray().tolist() == [[2, 2, 0], [0, 0, 1]]


def test_tfidf_by_hand():
    # "a" is in both texts: idf 1; "b" in one of two: idf 1 + ln(3/2)
    x = make_tfidf().fit_transform(["a b b", "a"]).toarray()
    a, b = 1.0, (1 + np.log(2)) * (1 + np.log(3 / 2))
    assert np.allclose(x[0], np.array([a, b]) / np.hypot(a, b))
    assert np.allclose(x[1], [1, 0])


@pytest.mark.parametrize(
    "form, lemma",
    [
        ("ingérences", "ingérence"),
        ("ingèrent", "ingérer"),
        ("multipolaires", "multipolaire"),
        ("échanges", "échange"),
        ("chinoises", "chinois"),
        ("usa", "usa"),  # simplemma alone: "user"
        ("gaza", "gaza"),  # simplemma alone: "gazer"
        ("australie", "australie"),  # simplemma alone: "austral"
        ("non-ingérence", "non-ingérence"),
    ],
)
def test_lemmas(form, lemma):
    assert lemmatize(form) == lemma


def test_scikit_learn_conventions():
    vectorizer = FrenchVectorizer(lemmas=True, min_df=2)
    copied = clone(vectorizer)
    assert copied.get_params() == vectorizer.get_params()
    pipeline = make_pipeline(FrenchVectorizer(binary=True))
    assert pipeline.fit_transform(["un un deux"]).toarray().tolist() == [[1, 1]]
    fixed = FrenchVectorizer(vocabulary=["deux", "un"]).fit_transform(["un un trois"])
    assert fixed.toarray().tolist() == [[0, 2]]


@pytest.mark.parametrize(
    "settings, texts, message",
    [
        ({}, [], "empty vocabulary"),
        ({}, ["…"], "empty vocabulary"),
        ({"min_df": 3}, ["un", "deux"], "min_df=3, max_df=1.0: no term is left of 2"),
        ({"min_df": 1.5}, ["un"], "min_df=1.5: expected a count or a share"),
        ({"stop_words": "english"}, ["un"], "stop_words='english': expected None"),
        ({"vocabulary": []}, ["un"], "expected distinct terms"),
        ({}, "un seul texte", "one str given: expected an iterable"),
    ],
)
def test_errors_name_the_value(settings, texts, message):
    with pytest.raises(ValueError, match=message):
        FrenchVectorizer(**settings).fit_transform(texts)
