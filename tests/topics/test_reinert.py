"""Reinert's classification on tables whose partition can be worked out by hand."""

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import chi2_contingency
from sklearn.base import clone

from multipolaire.topics.reinert import Reinert, split


def chi2_of(table, second):
    halves = np.stack([table[~second].sum(axis=0), table[second].sum(axis=0)])
    halves = halves[:, halves.sum(axis=0) > 0]
    if (halves.sum(axis=1) == 0).any():
        return 0.0
    return chi2_contingency(halves, correction=False).statistic


def blocks(*sizes, words=4, noise=0.0, seed=0):
    """Texts that hold the words of their own block, and chance words of others."""
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(sizes)), sizes)
    own = np.repeat(np.arange(len(sizes)), words)
    table = (labels[:, None] == own) | (
        rng.random((len(labels), len(own))) < noise
    )
    return table.astype(int), labels


def same_partition(one, other):
    return len({*zip(one, other)}) == len({*one}) == len({*other})


def test_chi_square_by_hand():
    # Rows 1-3 hold a, b; rows 4-6 hold c, d; all hold e.  The halves are
    # (3 3 0 0 3) and (0 0 3 3 3): every cell of a-d departs by 1.5 from 1.5, which
    # gives 8 · 1.5² / 1.5 = 12, and those of e by nothing.
    table = np.array([[1, 1, 0, 0, 1]] * 3 + [[0, 0, 1, 1, 1]] * 3)
    second, chi2 = split(sparse.csr_array(table))
    assert second.tolist() == [False] * 3 + [True] * 3
    assert chi2 == pytest.approx(12)


def test_a_block_of_its_own_leaves_first():
    # Two blocks share two words, the third shares none: it is the first to go.
    table = np.array(
        [[1, 1, 1, 1, 0, 0, 0, 0]] * 5
        + [[0, 0, 1, 1, 1, 1, 0, 0]] * 5
        + [[0, 0, 0, 0, 0, 0, 1, 1]] * 5
    )
    two = Reinert(2).fit(table)
    assert two.labels_.tolist() == [0] * 10 + [1] * 5
    three = Reinert(3).fit(table)
    assert three.labels_.tolist() == [0] * 5 + [2] * 5 + [1] * 5
    assert [cut[:2] for cut in three.splits_] == [(0, 1), (0, 2)]


@pytest.mark.parametrize("seed", range(20))
def test_no_single_move_improves_a_cut(seed):
    rng = np.random.default_rng(seed)
    table = (rng.random((14, 9)) < 0.35).astype(int)
    second, chi2 = split(sparse.csr_array(table))
    assert chi2 == pytest.approx(chi2_of(table, second))
    for row in np.flatnonzero(table.any(axis=1)):
        moved = second.copy()
        moved[row] = not moved[row]
        assert chi2_of(table, moved) <= chi2 + 1e-6


@pytest.mark.parametrize("seed", range(5))
def test_noisy_blocks_are_found(seed):
    table, labels = blocks(15, 15, 15, 15, words=8, noise=0.1, seed=seed)
    assert same_partition(Reinert(4).fit_predict(table), labels)


def test_a_large_table_takes_the_sparse_way_to_the_same_axis():
    table, labels = blocks(60, 50, words=60, noise=0.05)
    assert min(table.shape) > 50
    assert same_partition(
        Reinert(2).fit_predict(sparse.csr_matrix(table)), labels
    )


def test_texts_without_words_stay_and_few_texts_are_not_cut():
    table, _ = blocks(6, 6)
    table[[2, 9]] = 0
    assert (
        Reinert(2).fit_predict(table).tolist()
        == [0] * 6 + [1] * 3 + [0] + [1] * 2
    )
    assert set(Reinert(9).fit_predict(np.ones((12, 3)))) == {0}
    assert Reinert(5, min_members=7).fit(table).labels_.max() == 1


def test_words_that_a_class_avoids_stop_counting_in_it():
    # "x" is in all texts of the first block and one of the second: kept, it would
    # cut the second block; its coefficient is high, so the second block drops it.
    table, labels = blocks(10, 10, words=4)
    x = (labels == 0) | (np.arange(20) == 19)
    table = np.column_stack([table, *[x] * 3])
    assert Reinert(3, min_df=1).fit(table).labels_.max() == 1
    kept = Reinert(3, min_df=1, contingency=1.0).fit(table)
    assert kept.labels_[19] not in kept.labels_[:19]


def test_what_a_class_avoids_is_told_by_the_presences_of_the_word():
    # 40 texts hold a1-a4, 44 hold b1-b4; x stands in 9 of the first, 3 of the second,
    # in three columns.  Presences: 4 * 40 + 27 = 187 and 176 + 9 = 185.  Of the 12 of
    # x, 12 * 187 / 372 = 6.03 were expected in the first: d = 2.97, chi2 = d^2 / 6.03
    # + d^2 / 5.97 = 2.94, and sqrt(2.94 / 14.94) = .44: the second class gives x up,
    # and cannot be cut.  (With the 84 texts in place of 12 it is .22: x would stay,
    # and the larger, second class be cut.)
    first = np.arange(84) < 40
    x = np.zeros(84)
    x[[*range(9), 81, 82, 83]] = 1
    table = np.column_stack([first] * 4 + [~first] * 4 + [x] * 3).astype(int)
    labels = Reinert(3).fit_predict(table)
    assert labels.tolist() == [0] * 9 + [2] * 31 + [1] * 44


def test_counts_weights_and_presence_are_one_table():
    table, _ = blocks(8, 9, 10, noise=0.1)
    rng = np.random.default_rng(1)
    weights = table * rng.uniform(0.1, 7, table.shape)
    assert (
        Reinert(3).fit_predict(weights) == Reinert(3).fit_predict(table)
    ).all()


def test_it_is_a_scikit_learn_clusterer():
    model = clone(Reinert(3, contingency=0.4))
    assert model.get_params()["contingency"] == 0.4
    with pytest.raises(ValueError, match="n_clusters=0"):
        Reinert(0).fit(np.eye(4))
