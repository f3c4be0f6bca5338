"""The vectoriser gives scikit-learn's matrix, with French words."""

import tracemalloc
import unicodedata
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Binarizer

import multipolaire.vectorize as module
from multipolaire import load_articles
from multipolaire.french import lexicon
from multipolaire.vectorize import FrenchVectorizer


def assert_same_as_countvectorizer(texts, **settings):
    """The same terms and the same matrix, learned, and counted in other texts."""
    ours = FrenchVectorizer(**settings)
    shared = {k: v for k, v in settings.items() if k in SHARED}
    theirs = CountVectorizer(analyzer=ours.build_analyzer(), **shared)
    pairs = [(ours.fit_transform(iter(texts)), theirs.fit_transform(texts))]
    others = [*texts[::-2], "rien", ""]
    pairs.append((ours.transform(iter(others)), theirs.transform(others)))
    names = ours.get_feature_names_out(), theirs.get_feature_names_out()
    assert names[0].tolist() == names[1].tolist()
    for x, y in pairs:
        assert x.shape == y.shape and x.dtype.char == y.dtype.char
        assert (x != y).nnz == 0 and x.has_canonical_format
        assert x.indices.dtype == y.indices.dtype


SHARED = ("min_df", "max_df")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"lemmas": True},
        {"stop_words": "french"},
        {"numbers": False},
        {"min_df": 2, "max_df": 0.8},
        {"min_df": 0.4},
        {"lemmas": True, "stop_words": ["la", "le"], "min_df": 2},
        {"ngram_range": (2, 3), "stop_words": "french", "min_df": 2},
    ],
    ids=str,
)
def test_same_matrix_as_countvectorizer(settings):
    assert_same_as_countvectorizer(load_articles()["text"].tolist(), **settings)


# What has its own rule somewhere: case (a final sigma, a dotted capital, letters that
# two capitals or none stand for), blanks of str.split() and of the pattern, signs that
# a lower case looks through, bytes that zeros pad, and sizes about eight bytes.
TRAPS = [
    *"İıΣςßẞſKǅŉ\u0345\u0301\u0307\ud800\udfff\0\x85\x1c\x1f\u2028\u200b\u200d\u00ad"
]
TRAPS += [
    *"\u00a0\u202f\ufeff\n\r _-\u2011'’.:½²٣🙂一1b",
    "\ud83d\ude00",
    "ΑΣ",
    "é" * 33,
]
TRAPS += [
    "d'",
    "QU’",
    "quoİqu'",
    "aujourd’hui",
    "AUJOURD'HUİ",
    "prud'hom",
    "presqu'île",
]
TRAPS += [
    "presqu'île",
    "sept..7",
    "huitlong",
    "neuflongs",
    "seizelettresici",
    "x" * 17,
]
every = st.characters(exclude_categories=())  # lone surrogates too
pieces = st.one_of(st.sampled_from(TRAPS), st.text(every, max_size=3))
any_text = st.lists(pieces, max_size=12).map(
    lambda found: unicodedata.normalize("NFC", "".join(found))
)
any_settings = st.fixed_dictionaries(
    {},
    optional={
        "lemmas": st.booleans(),
        "numbers": st.booleans(),
        "stop_words": st.sampled_from(["french", ["a", "i̇", "d'", "1"]]),
        "min_df": st.sampled_from([1, 2, 0.3]),
        "max_df": st.sampled_from([1.0, 0.9]),
    },
)
limits = st.fixed_dictionaries(
    {
        "BATCH": st.integers(1, 60),
        "CACHE": st.sampled_from([0, 700, 10**8]),
        "BLOCK": st.integers(1, 30),
        "LONG": st.sampled_from([8, 16, 64]),
    }
)


def check_any_text(texts, settings, sizes):
    with pytest.MonkeyPatch.context() as patch:
        for name, size in sizes.items():
            patch.setattr(module, name, size)
        # "mot" is in two texts at least, so that no bounds leave everything out
        texts = [*texts, "mot", "mot x-y", *["mot x-y"] * len(texts)]
        if settings.get("max_df", 1) < 1:
            texts.append("fin")
        assert_same_as_countvectorizer(texts, **settings)


@settings(max_examples=100, deadline=None)
@given(st.lists(any_text, max_size=6), any_settings, limits)
def test_same_matrix_on_any_text(texts, settings, sizes):
    check_any_text(texts, settings, sizes)


@pytest.mark.slow
@settings(max_examples=5_000, deadline=None)
@given(st.lists(any_text, max_size=6), any_settings, limits)
def test_same_matrix_on_any_text_long(texts, settings, sizes):
    check_any_text(texts, settings, sizes)


@pytest.mark.parametrize("prefix", [0, 5, 7, 8, 9, 15, 16, 56, 63, 64, 70])
def test_chunks_are_told_apart_by_all_their_bytes(prefix):
    # in tables of a few thousand places, so many keys cannot but meet
    ends = ["".join(x) for x in product("abcdefgé", repeat=4)]
    chunks = [
        "z" * prefix + end + tail for end in ends for tail in ("", "a", "y" * 8)
    ]
    texts = [" ".join(chunks), " ".join(chunks[::-3])]
    vectorizer = FrenchVectorizer()
    x = vectorizer.fit_transform(texts)
    names = vectorizer.get_feature_names_out().tolist()
    third = set(chunks[::-3])
    assert names == sorted(chunks)
    expected = [[1] * len(names), [int(name in third) for name in names]]
    assert np.array_equal(x.toarray(), expected)


def test_equal_hashes_change_nothing(monkeypatch):
    class Chunk(bytes):
        __hash__ = lambda self: 7  # noqa: E731

    class Same(module._Chunks):
        def __getitem__(self, chunk):
            return super().__getitem__(Chunk(chunk))

    texts = load_articles()["text"].tolist()
    expected = FrenchVectorizer().fit_transform(texts)
    monkeypatch.setattr(module, "_Chunks", Same)
    assert (FrenchVectorizer().fit_transform(texts) != expected).nnz == 0


def test_words_that_are_whole_hold_no_separator():
    # chunks end at every other ASCII sign
    words = "".join(lexicon.words("apostrophes"))
    assert all(module._INSIDE[byte] for byte in words.encode()) and "'" in words


def test_the_matrix_is_held_once(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 50_000)
    monkeypatch.setattr(module, "BLOCK", 50_000)
    two = ["".join(x) for x in product("abcdefghijklmnopqrst", repeat=2)]

    def texts():  # 6 MB of text, a matrix of 24 MB
        return (" ".join(two) for _ in range(5000))

    FrenchVectorizer(lemmas=True).fit(two)
    tracemalloc.start()
    x = FrenchVectorizer().fit_transform(texts())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    matrix = x.data.nbytes + x.indices.nbytes + x.indptr.nbytes
    assert x.shape == (5000, 400) and matrix > 24e6
    assert peak < 1.3 * matrix


def test_counts_by_hand():
    x = FrenchVectorizer().fit_transform(
        ["L’ingérence, l'ingérence !", "Non-ingérence"]
    )
    assert x.toarray().tolist() == [[2, 2, 0], [0, 0, 1]]


def test_inclusive_writing_is_one_word_of_the_vocabulary():
    text = "Les étudiant·e·s, élu.e.s, citoyen(ne)s (fin.) (voir)"
    words = ["citoyen(ne)s", "fin", "les", "voir", "élu.e.s", "étudiant·e·s"]
    assert sorted(FrenchVectorizer().fit([text]).vocabulary_) == words
    lemmas = FrenchVectorizer(lemmas=True, stop_words="french").fit([text])
    assert {"étudiant", "citoyen"} <= set(lemmas.vocabulary_)


def test_scikit_learn_conventions():
    vectorizer = FrenchVectorizer(lemmas=True, min_df=2)
    copied = clone(vectorizer)
    assert copied.get_params() == vectorizer.get_params()
    pipeline = make_pipeline(FrenchVectorizer(), Binarizer())
    assert pipeline.fit_transform(["un un deux"]).toarray().tolist() == [[1, 1]]
    assert pipeline.transform(["un un trois"]).toarray().tolist() == [[0, 1]]


@pytest.mark.parametrize(
    "settings, texts, message",
    [
        ({}, [], "empty vocabulary"),
        ({}, ["…"], "empty vocabulary"),
        (
            {"min_df": 3},
            ["un", "deux"],
            "min_df=3, max_df=1.0: no term is left of 2",
        ),
        ({"min_df": 1.5}, ["un"], "min_df=1.5: expected a count or a share"),
        (
            {"stop_words": "english"},
            ["un"],
            "stop_words='english': expected None",
        ),
        ({}, "un seul texte", "one str given: expected an iterable"),
    ],
)
def test_errors_name_the_value(settings, texts, message):
    with pytest.raises(ValueError, match=message):
        FrenchVectorizer(**settings).fit_transform(texts)


def test_words_in_a_row_are_of_one_sentence_and_hold_what_does_not_count():
    text = "Le Conseil de sécurité vote. Pékin refuse 3 fois."
    asked = {"stop_words": "french", "numbers": False}
    found = FrenchVectorizer(ngram_range=(2, 3), **asked).fit([text])
    assert found.get_feature_names_out().tolist() == [
        "conseil de sécurité",
        "pékin refuse",
        "refuse 3 fois",
        "sécurité vote",
    ]
    lemmas = FrenchVectorizer(ngram_range=(2, 2), lemmas=True, **asked)
    assert "pékin refuser" in {*lemmas.fit([text]).get_feature_names_out()}


@pytest.mark.parametrize("wrong", [(0, 1), (2, 1)])
def test_no_sizes_are_refused(wrong):
    with pytest.raises(ValueError, match="ngram_range=.*expected"):
        FrenchVectorizer(ngram_range=wrong).fit(["un mot"])
