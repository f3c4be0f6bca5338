"""Formulas against R, against scipy by another route, and against simulated clumps."""

import itertools
import math

import numpy as np
import pytest
from scipy import sparse
from scipy import stats as scipy_stats

from multipolaire.stats import measures as stats

# Printed by R 4.2.2: quanteda.textstats 0.97.2 (correction = "none"), textometry
# 0.1.6, stats::poisson.test; n1 = 2500, n2 = 3100.
KEYNESS = {
    (15, 4): {
        "g2": 9.399178317643502,
        "lafon": 2.608008,
        "log_ratio": 2.2172307162206693,
        "exact_low": math.log2(1.4813686229280314),
        "exact_high": math.log2(19.247558384269574),
    },
    (6, 5): {
        "g2": 0.43401109134854843,
        "lafon": 0.446609,
        "log_ratio": 0.5733745264459441,
        "exact_low": math.log2(0.37836288004377294),
        "exact_high": math.log2(6.163511317815483),
    },
    (3, 12): {
        "g2": -4.0294287733918654,
        "lafon": -1.349251,
        "log_ratio": -1.6896598793878495,
        "exact_low": math.log2(0.056138350870786134),
        "exact_high": math.log2(1.1487089602099538),
    },
    (0, 9): {
        "g2": -10.65624306701711,
        "lafon": -2.313692,
        "log_ratio": -3.859584880830162,
        "exact_low": -math.inf,
        "exact_high": math.log2(0.6282214359653875),
    },
}


@pytest.mark.parametrize("counts", KEYNESS)
def test_keyness_is_what_r_prints(counts):
    scores = stats.keyness_scores(*counts, 2500, 3100)
    assert {name: float(v) for name, v in scores.items()} == pytest.approx(
        KEYNESS[counts], abs=1e-6
    )


# R 4.2.2, stats::poisson.test(n)$conf.int
GARWOOD = {
    0: (0.0, 3.6888794541139354),
    1: (0.025317807984289897, 5.571643390938898),
    2: (0.24220927854396507, 7.22468766772396),
    5: (1.623486390118421, 11.66833207932267),
    8: (3.4538321767485023, 15.763189220193313),
    14: (7.6539302763006, 23.489621121835576),
}


def test_garwood_is_what_r_prints():
    low, high = stats.garwood(list(GARWOOD))
    expected = np.array(list(GARWOOD.values()))
    assert np.column_stack([low, high]) == pytest.approx(expected, abs=1e-6)


def test_garwood_by_the_chi_square_of_scipy():
    n, exposure = np.array([0, 3, 40, 5000]), 2691
    low, high = stats.garwood(n, exposure, level=0.9)
    expected = scipy_stats.chi2.ppf(0.05, 2 * n) / 2 / exposure
    assert low == pytest.approx(np.nan_to_num(expected))
    assert high == pytest.approx(
        scipy_stats.chi2.ppf(0.95, 2 * n + 2) / 2 / exposure
    )


def test_lafon_is_what_txm_documents():
    # TXM's manual, and R's textometry 0.1.6: p = 0.0169889708548
    assert 10 ** -stats.lafon(11, 296, 1084, 61449) == pytest.approx(
        0.0169889708548, abs=1e-10
    )


@pytest.mark.parametrize(
    "f, total, size, corpus",
    [(9, 60, 400, 9000), (1, 80, 400, 9000), (0, 7, 5, 11)],
)
def test_lafon_by_the_tails_of_scipy(f, total, size, corpus):
    law = scipy_stats.hypergeom(corpus, total, size)
    expected = law.logcdf(f) if f < law.mean() else -law.logsf(f - 1)
    found = stats.lafon(f, total, size, corpus)
    assert found == pytest.approx(expected / math.log(10), abs=1e-8)


def test_lafon_does_not_underflow():
    # textometry says Inf; 3121.4 is hypergeom.logsf(3999, 200000, 5000, 20000)
    assert stats.lafon(4000, 5000, 20000, 200000) == pytest.approx(
        3121.4, abs=0.05
    )


@pytest.mark.parametrize(
    "a, b, n1, n2", [(15, 4, 2500, 3100), (1, 30, 400, 5000)]
)
def test_scores_by_scipy(a, b, n1, n2):
    table = [[a, b], [n1 - a, n2 - b]]
    scores = stats.keyness_scores(a, b, n1, n2)
    g2 = scipy_stats.chi2_contingency(
        table, correction=False, lambda_=0
    ).statistic
    assert abs(scores["g2"]) == pytest.approx(g2)
    exact = scipy_stats.binomtest(a, a + b).proportion_ci(method="exact")
    odds = [math.log2(p / (1 - p) * n2 / n1) for p in exact]
    assert [scores["exact_low"], scores["exact_high"]] == pytest.approx(odds)


@pytest.mark.parametrize("k, n", [(0, 5), (5, 5), (8, 8), (17, 23), (232, 234)])
def test_the_interval_of_a_share_is_scipys(k, n):
    expected = scipy_stats.binomtest(k, n).proportion_ci(method="exact")
    assert stats.share_interval(k, n) == pytest.approx(
        tuple(expected), abs=1e-12
    )


def test_the_interval_of_a_clustered_share_is_that_of_korn_and_graubard():
    """Eight of twelve in four passages: by hand, one of them wrong in all three."""
    k, n = np.array([3, 3, 0, 2]), np.array([3, 3, 3, 3])
    between = 4 / 3 * (1 + 1 + 4 + 0)  # Σ (k − 2/3 n)²
    effect = between / (12 * 2 / 3 * 1 / 3)
    law = scipy_stats.beta
    a, b = 8 / effect, 4 / effect
    expected = law.ppf(0.025, a, b + 1), law.ppf(0.975, a + 1, b)
    assert stats.clustered_share_interval(k, n) == pytest.approx(expected)
    alone = stats.clustered_share_interval([1] * 7 + [0], [1] * 8)
    exact = scipy_stats.binomtest(7, 8).proportion_ci()
    assert alone[0] <= exact.low and alone[0] == pytest.approx(
        exact.low, abs=0.05
    )
    sure = stats.clustered_share_interval([4, 4], [4, 4])
    assert sure == pytest.approx(scipy_stats.binomtest(8, 8).proportion_ci())


def test_a_share_of_nothing_may_be_any():
    assert stats.share_interval(0, 0) == (0, 1)


@pytest.mark.parametrize("n1", [346, 2_500])
def test_less_than_one_occurrence_bounds_no_ratio(n1):
    """Clumps of 3.8 leave less than one of three: once 2^21.8, 2^-11.2, as if known."""
    words = np.array([n1]), np.array([531])
    pairs = np.array(list(itertools.product(range(12), repeat=2)))
    sides = zip((pairs[:, :1], pairs[:, 1:]), words)
    low, high = stats.clumped_ratio_interval(*sides)
    assert np.isneginf(low[pairs[:, 0] <= 3]).all()
    assert np.isposinf(high[pairs[:, 1] <= 3]).all()
    enough = (pairs >= 4).all(axis=1)
    assert (high - low)[enough].max() < 20
    assert np.isfinite(low[enough]).all() and np.isfinite(high[enough]).all()


def test_a_word_that_nobody_says_has_no_ratio():
    scores = stats.keyness_scores(0, 0, 2500, 3100)
    assert math.isnan(scores["log_ratio"])
    assert (scores["exact_low"], scores["exact_high"]) == (-math.inf, math.inf)
    assert scores["g2"] == 0


@pytest.mark.parametrize("total", [1, 2, 8, 17])
def test_the_dispersion_of_chance_is_that_of_all_ways_to_fall(total):
    """By adding up the binomial probabilities, against the closed form."""
    sizes = np.array([616, 427, 771, 346, 531])
    share, x = sizes / sizes.sum(), np.arange(total + 1)
    parts = [
        scipy_stats.binom.pmf(x, total, p) @ abs(x / total - p) for p in share
    ]
    assert stats.dispersion_chance(total, sizes) == pytest.approx(
        sum(parts) / 2
    )
    assert stats.dispersion_chance(total, [9]) == 0
    assert math.isnan(stats.dispersion_chance(0, sizes))


def test_dispersion_is_that_of_gries():
    # Gries 2008's example, v and s; the norm by Lijffijt & Gries 2012
    found = stats.dispersion_dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    assert found == pytest.approx((0.18, 0.2195121951219512), abs=1e-6)
    assert np.isnan(stats.dispersion_dp([0, 0], [5, 5])).all()


def test_change_point_is_what_r_finds():
    # R 4.2.2, Poisson log-likelihoods of all splits
    y = np.array([2, 1, 3, 2, 9, 11, 8, 10])
    n = np.array([5000, 4800, 5200, 5100, 4900, 5300, 5000, 4700])
    gains = stats.change_gains(y, n)
    assert gains.argmax() == 3
    assert gains.max() == pytest.approx(21.56329745501364, abs=1e-6)


def test_the_slope_is_that_of_cochran_and_armitage():
    # R 4.2.2, of shares this small that of rates: prop.trend.test(c(15, 10, 5, 2),
    # rep(1e6, 4)) gives X-squared = 12.008
    y, n = np.array([15, 10, 5, 2]), np.full(4, 1e6)
    change, square = stats.slope(y, n, np.arange(4))
    assert square == pytest.approx(12.1, abs=0.02)
    assert change == pytest.approx(np.polyfit(np.arange(4), y / n, 1)[0])


def test_what_is_over_the_critical_value_has_a_small_p():
    drawn = np.random.default_rng(0).integers(9, size=(99, 40)).astype(float)
    least = stats.critical(drawn)
    assert (stats.permutation_p(least, drawn) > 0.05).all()
    assert (stats.permutation_p(least + 1, drawn) <= 0.05).all()
    assert np.isinf(stats.critical(drawn[:9])).all()


def test_homogeneity_by_scipy():
    y, n = np.array([2, 4, 0, 0, 2]), np.array([558, 348, 441, 790, 707])
    expected = n * y.sum() / n.sum()
    g = scipy_stats.power_divergence(y, expected, lambda_=0).statistic
    assert stats.homogeneity(y, n) == pytest.approx(g)
    assert g == pytest.approx(12.25, abs=0.01)  # the five articles, raw text


def test_benjamini_hochberg_by_scipy():
    p = np.random.default_rng(1).random(40) ** 3
    expected = scipy_stats.false_discovery_control(p)
    assert stats.benjamini_hochberg(p) == pytest.approx(expected)
    with_missing = stats.benjamini_hochberg(np.r_[math.nan, p])
    assert with_missing[1:] == pytest.approx(expected)
    assert math.isnan(with_missing[0])


def test_clumping_is_the_jackknife_drawn_to_its_prior():
    counts = np.array([[2, 40, 0, 9], [0, 1, 0, 0]])
    words = np.array([300, 900, 400, 80])
    measured = []
    for row in counts:
        rates = [
            (row.sum() - c) / (words.sum() - w) for c, w in zip(row, words)
        ]
        spread = sum((rate - row.sum() / words.sum()) ** 2 for rate in rates)
        measured.append(3 / 4 * spread * words.sum() ** 2 / row.sum())
    expected = [(3 * measured[0] + 12.5) / 8, (1 * measured[1] + 12.5) / 6]
    assert stats.clumping(counts, words) == pytest.approx(expected)
    assert stats.clumping(sparse.csr_array(counts), words) == pytest.approx(
        expected
    )


def test_the_interval_of_articles_by_scipy():
    counts, words = (
        np.array([[2, 4, 0, 0, 2]]),
        np.array([558, 348, 441, 790, 707]),
    )
    quantiles = scipy_stats.t.ppf(0.975, 4 + 5) / scipy_stats.norm.ppf(0.975)
    scale = stats.clumping(counts, words).item() * quantiles**2
    # Of the 28 pairs of 8 occurrences, 1 + 6 + 1 stand in one text: 28 × 2 is 8 × 7.
    chance = sum((size / 2844) ** 2 for size in words.tolist())
    scale *= 1 + 8 * max(0, 8 * 2 / (8 * 11) - chance)
    expected = [
        scipy_stats.chi2.ppf(0.025, 2 * 8 / scale) / 2 * scale / words.sum(),
        scipy_stats.chi2.ppf(0.975, 2 * 8 / scale + 2)
        / 2
        * scale
        / words.sum(),
    ]
    found = [bound.item() for bound in stats.article_interval(counts, words)]
    assert found == pytest.approx(expected)


def test_words_that_fall_one_by_one_are_not_called_rarer_than_clumps():
    counts = np.full((1, 50), 4)
    assert stats.clumping(counts, np.full(50, 500)).item() == 1.0


def test_permutation_p_is_the_share_of_all_orders():
    y = np.array([9, 7, 8, 1, 0])
    orders = list(itertools.permutations(range(5)))
    reach = sum(y[list(order)][:2].sum() >= 16 for order in orders) / len(
        orders
    )
    drawn = stats.permuted(lambda order: y[order][:2].sum(), 5, 4000, 0)
    assert stats.permutation_p(16, drawn) == pytest.approx(reach, abs=0.02)


def clumped(rng, corpora, words, rate, over):
    """Counts, corpora × articles, of variance ``over`` times their mean."""
    mean = np.broadcast_to(rate * words, (corpora, len(words)))
    if over == 1:
        return rng.poisson(mean)
    return rng.poisson(rng.gamma(mean / (over - 1), over - 1))


@pytest.mark.parametrize("articles", [20, 100])
@pytest.mark.parametrize("over", [1, 2, 3])
@pytest.mark.parametrize("said", [0.15, 0.5, 1.5, 5])  # times, in an article
def test_the_interval_shown_covers_clumps(articles, over, said):
    rng = np.random.default_rng([articles, over, int(said * 100)])
    words = np.round(500 * rng.lognormal(-0.2, 0.6, articles)).clip(60)
    rate = said / 500
    counts = clumped(rng, 2000, words, rate, over)
    low, high = stats.article_interval(counts, words)
    covered = np.mean((low <= rate) & (rate <= high))
    assert covered >= 0.93
    exact_low, exact_high = stats.garwood(counts.sum(axis=1), words.sum())
    exact = np.mean((exact_low <= rate) & (rate <= exact_high))
    assert exact >= 0.935 if over == 1 else exact < covered


def test_the_exact_interval_does_not_cover_clumps():
    rng, words = np.random.default_rng(5), np.linspace(100, 1500, 20)
    counts = clumped(rng, 4000, words, 0.003, 3)
    low, high = stats.garwood(counts.sum(axis=1), words.sum())
    assert 0.7 < np.mean((low <= 0.003) & (high >= 0.003)) < 0.85


def lengths(rng, texts):
    return np.round(500 * rng.lognormal(-0.2, 0.6, texts)).clip(60)


def test_the_p_of_permutation_is_that_of_all_orders():
    rng = np.random.default_rng(2)
    words, counts = lengths(rng, 14), rng.poisson(rng.gamma(0.7, 3, (40, 14)))
    beyond = counts - np.outer(counts.sum(axis=1) / words.sum(), words)
    places = itertools.combinations(range(14), 7)
    orders = np.array([np.isin(range(14), place) for place in places])
    sums = beyond @ orders.T
    first = np.arange(14) < 7
    at = (beyond @ first)[:, None]
    tails = [(sums >= at - 1e-9).mean(axis=1), (sums <= at + 1e-9).mean(axis=1)]
    exact = np.minimum(1, 2 * np.minimum(*tails))
    found = stats.permuted_p(counts, words, first)
    assert np.abs(found - exact).mean() < 0.04
    far = exact < 0.05
    assert far.any() and (found[far] > exact[far] / 2).all()


@pytest.mark.parametrize("said", [0.5, 1.5])
def test_a_few_long_texts_do_not_cry_wolf(said):
    """Five of some 2,000 words beside 45 of 300, in which p ≤ 5 % once in four."""
    rng = np.random.default_rng([5, int(said * 10)])
    words = np.r_[rng.normal(2000, 200, 5), rng.normal(300, 50, 45)].round()
    alike = rng.gamma(1.0, 1.0, (2000, 50))  # a text has its own rate
    counts = rng.poisson(alike * said / 500 * words)
    first = np.arange(50) < 5
    p = stats.keyness_p(counts, words, first)
    assert (p <= 0.05).mean() <= 0.05
    assert (stats.permuted_p(counts, words, first) <= 0.05).mean() > 0.15


def test_as_many_texts_as_told_are_enough_and_one_less_is_not():
    first, words = np.arange(60) < 30, np.full(60, 300)
    least = stats.texts_to_tell(words, first, 200)
    counts = np.zeros((2, 60))
    counts[0, :least] = counts[1, : least - 1] = 1
    enough, fewer = 200 * stats.keyness_p(counts, words, first)
    assert enough <= 0.05 < fewer
    assert stats.texts_to_tell(np.full(6, 300), np.arange(6) < 3, 200) is None


@pytest.mark.parametrize("texts", [4, 5])
def test_no_p_is_under_one_in_the_ways_to_share_out_the_texts(texts):
    counts = np.array([[90, 80] + [0] * (texts - 2)])
    p = stats.keyness_p(counts, np.full(texts, 500), np.arange(texts) < 2)
    assert p >= 1 / math.comb(texts, 2)


def test_a_word_in_one_text_alone_is_no_word_of_a_group():
    counts, first = np.zeros((2, 100), int), np.arange(100) < 50
    counts[0, 0], counts[1, :42] = 84, 2
    p = stats.keyness_p(counts, np.full(100, 500), first)
    assert p[0] > 0.3 and p[1] < 1e-7
    both = sparse.csr_array(counts)
    assert stats.keyness_p(both, np.full(100, 500), first) == pytest.approx(p)


@pytest.mark.parametrize("seed", range(3))
def test_the_p_of_collocates_is_that_of_their_interval(seed):
    rng = np.random.default_rng(seed)
    near, far = rng.poisson(0.3, (200, 9)), rng.poisson(1.2, (200, 9))
    sides = (near, np.full(9, 30)), (far, np.full(9, 400))
    low, high = stats.clumped_ratio_interval(*sides)
    told = (low > 0) | (high < 0)
    bounded = np.isfinite(low) & np.isfinite(high)
    assert told[bounded].any()
    p = stats.clumped_ratio_p(*sides)
    assert ((p < 0.05) == told)[bounded].all()


def test_reliable_is_what_enough_texts_have():
    rows = [
        [1] * 2 + [0] * 18,
        [1] * 1 + [0] * 19,  # one has it
        [30, 1, 1] + [0] * 17,  # one has it all
        [4] * 11 + [0] * 9,  # √44 is less than 11
        [40] * 11 + [0] * 9,  # 12 would be asked of so many
        [40] * 12 + [0] * 8,
        [0] * 20,
    ]
    found = stats.reliable(np.array(rows), np.full(20, 500))
    assert found.tolist() == [True, False, False, True, False, True, False]
    few = stats.reliable(np.ones((1, 19), int), np.full(19, 500))
    assert not few.any()


def in_a_tenth(rng, mean):
    return rng.poisson(10 * mean * (rng.random(mean.shape) < 0.1))


def beta_binomial(rng, mean, words=500, rho=0.02):
    chance, of = mean / words, (1 - rho) / rho
    return rng.binomial(words, rng.beta(chance * of, (1 - chance) * of))


@pytest.mark.parametrize("texts", [20, 50, 100, 500])
@pytest.mark.parametrize("law", [in_a_tenth, beta_binomial])
@pytest.mark.parametrize("said", [0.15, 0.5, 1.5, 5])
def test_what_is_called_reliable_covers(texts, law, said):
    """Once .80 of a subject that a tenth of 20 texts treat, .82 of ρ = .02 in 500."""
    rng = np.random.default_rng([texts, int(said * 100)])
    counts, words = law(rng, np.full((1500, texts), said)), np.full(texts, 500)
    if stats.reliable(counts, words).mean() <= 0.5:
        return
    low, high = stats.article_interval(counts, words)
    assert np.mean((low <= said / 500) & (said / 500 <= high)) >= 0.92
