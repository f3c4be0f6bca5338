"""Statistics of counts in texts: intervals, keyness, dispersion, tests.  No text here.

Words come in clumps: an article that says *ingérence* once says it again.  So every
interval and every test that may be read as a claim takes the text, not the word, as its
unit, and the copies of a text are one (:func:`independent`); the exact intervals that
ignore clumps are given beside them.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

#: Clumps are estimated from few articles, so the estimate is drawn towards a prior,
#: a variance over mean, worth so many articles; and intervals are the wider, the
#: likelier two occurrences stand in one text, beyond chance.  Under so many independent
#: texts nothing is called reliable; and so many must have the word, as if all had it as
#: often.  All chosen by measured coverage: ``benchmarks/coverage.py``.
PRIOR_CLUMPING = 2.5
PRIOR_ARTICLES = 5.0
LUMPED = 8.0
RELIABLE_TEXTS = 20
RELIABLE_WITH_IT = 12
#: Of a test: the share of tries that are to find what is there; and how many periods
#: of tries are made at once.
POWER = 0.8
CELLS = 150_000
TOLD = 100  # texts at most that are asked to have a word


def garwood(n, exposure=1.0, level=0.95):
    """Exact interval of a Poisson rate: low and high of ``n / exposure``.

    Garwood 1936: gamma quantiles of ``n`` and ``n + 1``.  Arrays broadcast.

    >>> low, high = garwood(5)
    >>> round(float(low), 4), round(float(high), 4)
    (1.6235, 11.6683)
    """
    n, tail = np.asarray(n, float), (1 - level) / 2
    low = special.gammaincinv(np.where(n > 0, n, 1.0), tail)
    low = np.where(n > 0, low, 0.0)
    return low / exposure, special.gammaincinv(n + 1, 1 - tail) / exposure


def independent(counts, words, text):
    """Counts and words of independent texts, from those of articles.

    ``text`` is the number of the text that each article prints: copies of one are
    added up.  All is divided by Σ k² / Σ k, where k articles print a text (Kish 1965):
    an occurrence that five papers print weighs in an interval as one does, and a rate
    is that of the articles.

    >>> counts, words = np.array([[2, 2, 0, 0]]), np.array([500, 500, 300, 300])
    >>> independent(counts, words, np.array([0, 0, 1, 1]))
    (array([[2., 0.]]), array([500., 300.]))
    """
    from scipy.sparse import coo_array

    numbers, text = np.unique(text, return_inverse=True)
    copies = np.bincount(text)
    if len(numbers) == len(text):
        return counts, words
    times = (copies**2).sum() / copies.sum()
    ones = np.ones(len(text))
    member = coo_array((ones, (np.arange(len(text)), text))).tocsr() / times
    return counts @ member, words @ member


def shared_out(words, text, group):
    """The share of each text's words that stands in each group (texts × groups).

    A text that is printed once is whole in one; copies may stand in several.
    """
    from scipy.sparse import coo_array, diags_array

    text = np.unique(text, return_inverse=True)[1]
    words = np.maximum(words, 1e-9)  # without words, it has its place too
    table = coo_array((words, (text, group))).tocsr()
    return diags_array(1 / table.sum(axis=1)) @ table


def clumping(counts, words):
    """Variance over mean of each word's count in a set of articles, at least 1.

    ``counts`` is words × articles (array or ``scipy.sparse.csr_array``), ``words``
    the length of each article.  The variance is the jackknife's (each article left
    out in turn), drawn towards :data:`PRIOR_CLUMPING`, and the prior alone for one.

    >>> clumping(np.array([[0, 9, 0, 9]]), np.full(4, 500)).round(2)
    array([3.81])
    """
    words = np.asarray(words, float)
    size, total = words.sum(), np.asarray(counts.sum(axis=1), float)
    m = np.count_nonzero(words)
    if m < 2:
        return np.full(len(total), PRIOR_CLUMPING)
    leverage = 1 / (1 - words / size) ** 2
    rate = total / size
    squares = (counts * counts) @ leverage + rate**2 * (leverage @ words**2)
    squares = squares - 2 * rate * (counts @ (leverage * words))
    measured = (m - 1) / m * squares / np.maximum(total, 1)
    weight = np.minimum(m - 1, total)  # a rare word says little of its clumps
    drawn = weight * measured + PRIOR_CLUMPING * PRIOR_ARTICLES
    return np.maximum(1, drawn / (weight + PRIOR_ARTICLES))


def article_interval(counts, words, level=0.95):
    """Interval of each word's rate that allows for clumps: low and high, per word.

    Garwood's interval of the counts divided by their :func:`clumping`, widened as
    Student's quantile is, the prior counting as articles (a quasi-Poisson interval),
    and where two occurrences stand in one text more than by chance (Simpson 1949).

    >>> low, high = article_interval(np.array([[2, 4, 0, 0, 2]]), np.full(5, 500))
    >>> (1e4 * low).round(1), (1e4 * high).round(1)
    (array([6.]), array([97.2]))
    """
    scale = _scale(counts, words, len(words), level)
    total = np.asarray(counts.sum(axis=1), float)
    return garwood(total / scale, np.sum(words) / scale, level)


def reliable(counts, words):
    """Whether :func:`article_interval` of each word may be relied on, per word.

    Of 20 independent texts or more, two have it; and where it is said n times, as many
    as √n or 12 would, if each of them had it as often ((Σ c)² / Σ c²).

    >>> counts = np.array([[1, 1, 1, 2] + [0] * 16, [0, 30, 1, 1] + [0] * 16])
    >>> reliable(counts, np.full(20, 500))
    array([ True, False])
    """
    total = np.asarray(counts.sum(axis=1), float)
    texts = (counts > 0).sum(axis=1)
    alike = total**2 / np.maximum((counts * counts).sum(axis=1), 1e-9)
    enough = alike >= np.minimum(RELIABLE_WITH_IT, np.sqrt(total))
    return enough & (texts >= 2) & (np.count_nonzero(words) >= RELIABLE_TEXTS)


def keyness_scores(a, b, n1, n2):
    """How much more a word is said in one text (``a`` of ``n1`` words) than another.

    A mapping of arrays: ``g2`` (Dunning 1993, 4 cells, signed), :func:`lafon`,
    ``log_ratio`` (base 2, half an occurrence for none; Hardie 2014) with ``exact_low``
    and ``exact_high`` of :func:`ratio_interval`.

    >>> {k: round(float(v), 3) for k, v in keyness_scores(15, 4, 2500, 3100).items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {'g2': 9.399, 'lafon': 2.608, 'log_ratio': 2.217,
     'exact_low': 0.567, 'exact_high': 4.267}
    """
    a, b, n1, n2 = (np.asarray(x, float) for x in (a, b, n1, n2))
    e1, e2 = n1 * (a + b) / (n1 + n2), n2 * (a + b) / (n1 + n2)
    g2 = _g(a, e1) + _g(b, e2) + _g(n1 - a, n1 - e1) + _g(n2 - b, n2 - e2)
    scores = {"g2": np.where(a >= e1, g2, -g2)}
    scores["lafon"] = lafon(a, a + b, n1, n1 + n2)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (np.where(a > 0, a, 0.5) / n1) / (np.where(b > 0, b, 0.5) / n2)
    said = (a + b) * n1 * n2 > 0
    scores["log_ratio"] = np.log2(np.where(said, ratio, np.nan))
    bounds = ratio_interval(a, b, n1, n2)
    scores["exact_low"], scores["exact_high"] = bounds
    return scores


def lafon(f, total, size, corpus):
    """Lafon's specificity: signed log10 of the hypergeometric tail, never infinite.

    ``f`` of the ``total`` occurrences of a word stand in a part of ``size`` words of a
    ``corpus``.  Positive: −log10 P(X ≥ f) where ``f`` reaches its expectation;
    negative: log10 P(X ≤ f) below it (Lafon 1980).  Chance here is that of words that
    fall one by one: words come in clumps, so it is surprised too easily.

    >>> round(float(lafon(11, 296, 1084, 61449)), 4)
    1.7698
    """
    return np.vectorize(_lafon, otypes=[float])(f, total, size, corpus)


def share_interval(
    k: ArrayLike, n: ArrayLike, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Exact interval of a share, ``k`` of ``n`` (Clopper & Pearson 1934): 0–1 of none.

    Parameters
    ----------
    k
        How many have it.
    n
        Of how many.
    level
        Confidence level, 0 to 1.

    Returns
    -------
    tuple
        Lower and upper bound, 0 to 1.

    Examples
    --------
    >>> low, high = share_interval(8, 8)
    >>> round(float(low), 3), float(high)
    (0.631, 1.0)
    """
    k, rest = np.asarray(k, float), np.asarray(n, float) - k
    tail = (1 - level) / 2
    low = special.betaincinv(np.where(k > 0, k, 1.0), rest + 1, tail)
    high = special.betaincinv(k + 1, np.where(rest > 0, rest, 1.0), 1 - tail)
    return np.where(k > 0, low, 0.0), np.where(rest > 0, high, 1.0)


def clustered_share_interval(k, n, level=0.95):
    """Interval of a share, Σ ``k`` of Σ ``n`` along the last axis: one entry a cluster.

    :func:`share_interval` of counts divided by the design effect of the clusters, at
    least 1: the variance of the share between them over that of one by one draws (Korn
    & Graubard 1998).

    >>> low, high = clustered_share_interval([3, 3, 0, 2], [3, 3, 3, 3])
    >>> round(float(low), 3), round(float(high), 3)  # one by one: 0.349, 0.901
    (0.145, 0.981)
    """
    k, n = np.asarray(k, float), np.asarray(n, float)
    total, whole = k.sum(-1), n.sum(-1)
    share = total / np.maximum(whole, 1)
    clusters = np.count_nonzero(n, axis=-1)
    spread = ((k - share[..., None] * n) ** 2).sum(-1)
    spread = spread * clusters / np.maximum(clusters - 1, 1)
    effect = spread / np.maximum(whole * share * (1 - share), 1e-9)
    effect = np.maximum(effect, 1)
    return share_interval(total / effect, whole / effect, level)


def ratio_interval(a, b, n1, n2, level=0.95):
    """Interval of log2 of the ratio of two rates: Clopper–Pearson on ``a`` of a + b.

    Counts may be fractions (divided by their clumping).  A side that is worth less
    than one occurrence gives no bound: the formula would still find one, 2^21.8 say.

    >>> low, high = ratio_interval(0, 9, 2500, 3100)
    >>> float(low), round(float(2**high), 6)
    (-inf, 0.628221)
    >>> [float(bound) for bound in ratio_interval(0.8, 0.3, 2500, 3100)]
    [-inf, inf]
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    low, high = share_interval(a, a + b, level)
    low, high = np.where(a < 1, 0.0, low), np.where(b < 1, 1.0, high)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = [np.log2(p) - np.log2(1 - p) for p in (low, high)]
        return odds[0] + np.log2(n2 / n1), odds[1] + np.log2(n2 / n1)


def clumped_ratio_interval(first, second, level=0.95):
    """:func:`ratio_interval` of two sets of texts, with clumps.

    Each set is its counts (words × texts), and the words of its texts.
    """
    a, b, n1, n2 = _worth(first, second, level)
    return ratio_interval(a, b, n1, n2, level)


def clumped_ratio_p(first, second):
    """P-value of no difference: under 5 % where :func:`clumped_ratio_interval` leaves
    one rate out.

    The tails of a binomial share, twice the lesser, of counts divided by their clumping.

    >>> near, far = np.array([[3, 2, 4]]), np.array([[0, 1, 0]])
    >>> clumped_ratio_p((near, np.full(3, 20)), (far, np.full(3, 400))).round(4)
    array([0.0001])
    """
    a, b, n1, n2 = _worth(first, second)
    share = n1 / (n1 + n2)
    more = special.betainc(np.where(a > 0, a, 1), b + 1, share)
    less = special.betaincc(a + 1, np.where(b > 0, b, 1), share)
    tails = np.where(a > 0, more, 1), np.where(b > 0, less, 1)
    return np.minimum(1, 2 * np.minimum(*tails))


def _worth(first, second, level=0.95) -> tuple:
    """Occurrences and words of two sets of texts, divided by their clumping."""
    texts, worth = len(first[1]) + len(second[1]), []
    for part, size in (first, second):
        scale = _scale(part, size, texts, level)
        worth.append((np.asarray(part.sum(axis=1)) / scale, size.sum() / scale))
    (a, n1), (b, n2) = worth
    return a, b, n1, n2


def dispersion_dp(counts, sizes):
    """Gries' DP and its norm (Gries 2008; Lijffijt & Gries 2012): 0 even, 1 clumped.

    Missing where the word does not occur, the norm also where there is one part.

    >>> dp, norm = dispersion_dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    >>> round(dp, 2), round(norm, 6)
    (0.18, 0.219512)
    """
    counts, sizes = np.asarray(counts, float), np.asarray(sizes, float)
    share = sizes / sizes.sum()
    if counts.sum() == 0:
        return float("nan"), float("nan")
    dp = float(np.abs(counts / counts.sum() - share).sum() / 2)
    return dp, dp / (1 - float(share.min())) if len(share) > 1 else float("nan")


def dispersion_chance(total, sizes):
    """The DP to expect of ``total`` occurrences that fall at random, by the sizes.

    The mean deviation of a binomial count in closed form (De Moivre 1730).  One
    occurrence cannot be spread: its DP is high whatever it says.

    >>> [round(dispersion_chance(n, [500, 500]), 3) for n in (1, 2, 100)]
    [0.5, 0.25, 0.04]
    """
    share = np.asarray(sizes, float) / np.sum(sizes)
    if total == 0:
        return float("nan")
    m = np.minimum(np.floor(total * share) + 1, total)
    log = special.xlogy(m, share) + special.xlogy(total - m + 1, 1 - share)
    return float((m * np.exp(_log_choose(total, m) + log)).sum() / total)


def homogeneity(y, n):
    """G of equal rates over periods: 2 Σ y ln(y / E), along the last axis."""
    return _g(y, n * (y.sum(-1) / n.sum(-1))[..., None]).sum(-1)


def change_gains(y, n):
    """Twice the gain in Poisson log-likelihood of a rate of its own on either side.

    One for each split of a series of rates in two, after each period but the last,
    along the last axis (Worsley 1986).  The greatest is the likeliest change point.

    >>> y, n = np.array([2, 1, 9, 11]), np.array([5000, 4800, 4900, 5300])
    >>> change_gains(y, n).round(3)
    array([ 4.038, 13.402,  4.765])
    """
    before, size = y.cumsum(-1)[..., :-1], n.cumsum(-1)[..., :-1]
    rate = (y.sum(-1) / n.sum(-1))[..., None]
    after, rest = y.sum(-1)[..., None] - before, n.sum(-1)[..., None] - size
    return _g(before, size * rate) + _g(after, rest * rate)


def likely_changes(gains, clumps, level=0.95):
    """Which splits are in the confidence set of the change point: a mask.

    Those whose gain is under the greatest by ``clumps`` times −2 ln(1 − √level), 7.35,
    at most (the likelihood-ratio set of Hansen 2000, with a quasi-Poisson variance).

    >>> likely_changes(np.array([3.8, 13.4, 5.3]), 1.2).tolist()
    [False, True, True]
    """
    least = -2 * np.log(1 - np.sqrt(level)) * np.asarray(clumps)[..., None]
    return gains >= gains.max(-1, keepdims=True) - least


def slope(y, n, at):
    """Change of the rate for one unit of ``at``, and the χ² that it is none.

    The weighted line through the rates, by the score of a Poisson rate that goes up or
    down with ``at`` (Cochran 1954, Armitage 1955), along the last axis.

    >>> y, n = np.array([2, 4, 6]), np.array([1000, 1000, 1000])
    >>> [float(value.round(3)) for value in slope(y, n, np.arange(3))]
    [0.002, 2.0]
    """
    away = at - (n * at).sum(-1, keepdims=True) / n.sum(-1, keepdims=True)
    spread, score = (n * away**2).sum(-1), (y * away).sum(-1)
    rate = y.sum(-1) / n.sum(-1)
    return score / spread, score**2 / np.where(rate > 0, rate * spread, 1)


def detectable(test, critical, counts, words, size, shape, seed=0):
    """The least ratio of rates that ``test`` finds in four of five tries, a query each.

    Of ``counts`` (words × texts).  ``size`` is the words of each period, whose rates are
    as ``ratio ** shape``; ``shape`` goes from 0 to 1.  A try shares out as many
    occurrences by a Dirichlet-multinomial law with these rates and :func:`clumping`
    (Mosimann 1962), and finds what is over ``critical``.  ∞ beyond 128, and where
    halves of the texts can be shared out in too few ways.

    >>> counts, words, halves = np.ones((1, 200)), np.full(200, 90), np.full(2, 9e3)
    >>> ratio = detectable(homogeneity, np.array([3.84]), counts, words, halves,
    ...     np.arange(2))
    >>> bool(1.4 < ratio[0] < 1.6)  # 120 : 80 are 1.96 + 0.84 standard errors apart
    True
    """
    found, total = np.full(len(counts), np.inf), counts.sum(axis=1)
    texts, clumps = np.count_nonzero(words), clumping(counts, words)
    late = np.rint(texts * size[shape > 0.5].sum() / size.sum())
    if special.binom(texts, late) * 0.05 < 2:
        return found
    # A text of the late half says more: the orders of the texts differ the more.
    parted = total / size.sum() * (words @ words) / size.sum() / clumps
    rng, widest = np.random.default_rng(seed), 7.0  # powers of two
    tries = int(np.clip(CELLS / len(total) / len(size), 100, 1000))
    total = np.rint(total).astype(int)

    def power(log_ratio, k):
        share = size * 2.0 ** (log_ratio[:, None] * shape)
        share /= share.sum(axis=1, keepdims=True)
        spread = (share**2 / size).sum(axis=1) * size.sum() - 1
        least = critical[k] * (1 + spread * parted[k]) + 1e-9
        said = _in_clumps(rng, total[k], share, clumps[k], tries)
        return (test(said, size) > least).mean(axis=0)

    block = int(max(1, CELLS / tries / len(size)))
    asked = np.flatnonzero(total)
    for k in np.split(asked, range(block, len(asked), block)):
        low, high = np.zeros(len(k)), np.full(len(k), widest)
        shown = power(high, k) >= POWER
        for _ in range(8):
            middle = (low + high) / 2
            enough = power(middle, k) >= POWER
            low = np.where(enough, low, middle)
            high = np.where(enough, middle, high)
        found[k] = np.where(shown, 2.0**high, np.inf)
    return found


def _in_clumps(rng, total, share, clumps, tries):
    """So many occurrences shared out in clumps: Dirichlet-multinomial counts."""
    alone = total / np.maximum(clumps - 1, 0.01)
    shape = share * alone[:, None] + 1e-9
    drawn = rng.standard_gamma(shape, (tries, *share.shape))
    drawn = np.maximum(drawn, 1e-300)
    return rng.multinomial(total, drawn / drawn.sum(axis=2, keepdims=True))


def permuted(statistic, texts, draws, seed):
    """Values of ``statistic`` when whole texts change places, ``draws`` times.

    ``statistic(order)`` is an array, a value for each word, of an order of the texts.
    """
    rng, order = np.random.default_rng(seed), np.arange(texts)
    return np.array([statistic(rng.permutation(order)) for _ in range(draws)])


def permutation_p(observed, drawn):
    """The share of draws that reach the observed value, which is one of them.

    >>> permutation_p(np.array([3.0]), np.array([[1.0], [3.0], [2.0]]))
    array([0.5])
    """
    # A tie may be summed in another order, and then differ in its last digit.
    reached = (drawn >= observed - 1e-9).sum(axis=0)
    return (1 + reached) / (1 + len(drawn))


def critical(drawn, level=0.05):
    """What a value must be over for a :func:`permutation_p` of ``level`` or less.

    >>> critical(np.arange(99.0)[:, None])
    array([94.])
    """
    allowed = int(level * (1 + len(drawn)) + 1e-9) - 1
    if allowed < 0:
        return np.full(drawn.shape[1:], np.inf)
    return np.sort(drawn, axis=0)[-1 - allowed]


def keyness_p(counts, words, first):
    """P-value of each word's rate in the texts ``first`` against the others.

    ``first`` may be a share, 0–1, of a text whose copies stand on both sides.  It is
    the greatest of three, so that neither clumps nor a group of long texts cry wolf:
    :func:`permuted_p`; one over the ways to share out the texts; and that of Student's
    t of what ``first`` says beyond its share.  There the variance is that of a negative
    binomial (by moments, drawn towards the priors) or :func:`clumping` times Poisson's,
    the greater; its degrees of freedom are the equal texts that would tell as much
    (Satterthwaite 1946), and more as the sides' texts are of one length: then they may
    change places, and the first alone would do.
    ``benchmarks/keyness.py`` sets it beside 100,000 draws.

    >>> counts, first = np.array([[9, 7, 8, 9, 7, 0, 1, 0, 0, 0]]), np.arange(10) < 5
    >>> keyness_p(counts, np.full(10, 500), first).round(4)
    array([0.004])
    """
    words, first = np.asarray(words, float), np.asarray(first, float)
    texts, taken, size = len(words), first.sum(), max(1, words.sum())
    total, (over, squares, _) = _said(counts, words, first)
    rate, apart = total / size, first - words @ first / size
    # The negative binomial: variance over mean is 1 + kappa × words of the text.
    weight, square = np.minimum(texts - 1, total), rate * (words @ words)
    kappa = weight * (squares - total) / np.maximum(square, 1e-9)
    kappa += PRIOR_ARTICLES * (PRIOR_CLUMPING - 1) * texts / size
    kappa = np.maximum(0, kappa / (weight + PRIOR_ARTICLES))
    once, twice = (apart**2 @ words**k for k in (1, 2))
    variance = once + kappa * twice
    two, three, four = (apart**4 @ words**k for k in (2, 3, 4))
    same = np.maximum(two + 2 * kappa * three + kappa**2 * four, 1e-9)
    sides = words @ first / taken, words @ (1 - first) / (texts - taken)
    alike = (min(sides) / max(*sides, 1e-9)) ** 2
    equal = variance**2 / same / max(1e-3, 1 - alike)
    widest = rate * np.maximum(variance, clumping(counts, words) * once)
    t = over / np.sqrt(np.where(widest > 0, widest, 1))
    p = 2 * special.stdtr(equal, -abs(t))
    p = np.maximum(p, permuted_p(counts, words, first))
    return np.maximum(p, 1 / special.binom(texts, taken))


def texts_to_tell(
    words: np.ndarray, first: np.ndarray, tested: int
) -> int | None:
    """How many of the texts ``first`` must have a word for its q to reach 5 %.

    It stands once in each of them and in no other text, alone of ``tested`` words to
    stand out (:func:`keyness_p`).  ``None`` where all, or :data:`TOLD`, do not do.

    Parameters
    ----------
    words
        Words of each text.
    first
        Which texts are of the first group.
    tested
        How many words are tested at once.

    Returns
    -------
    int or None
        The number of texts.

    Examples
    --------
    >>> first = np.arange(60) < 30
    >>> [texts_to_tell(np.full(60, 300), first, tested) for tested in (1, 200, 2000)]
    [7, 16, 20]
    """
    own = np.flatnonzero(first)[:TOLD]
    counts = np.zeros((len(own), len(words)))
    counts[:, own] = np.tri(len(own))
    told = keyness_p(counts, words, first) * tested <= 0.05
    return int(told.argmax()) + 1 if told.any() else None


def permuted_p(counts, words, first):
    """P-value of each word's rate in the texts ``first`` when whole texts change places.

    Of the sum of what each text of ``first`` says beyond one rate, over all orders of
    the texts: a Pearson III of the same mean, variance and skewness, which are known
    without drawing (Hoeffding 1951), so that a p may be as small as it is.

    >>> counts, first = np.array([[9, 7, 8, 9, 7, 0, 1, 0, 0, 0]]), np.arange(10) < 5
    >>> permuted_p(counts, np.full(10, 500), first).round(4)
    array([0.0031])
    """
    from scipy.stats import pearson3

    texts, sides = len(words), first - np.mean(first)
    over, squares, cubes = _said(counts, words, first)[1]
    variance = squares * (sides @ sides) / (texts - 1)
    third = cubes * (sides**3).sum() * texts / (texts - 1) / max(1, texts - 2)
    scale = np.sqrt(np.where(variance > 0, variance, np.inf))
    law = over / scale, third / scale**3
    return np.minimum(1, 2 * np.minimum(pearson3.cdf(*law), pearson3.sf(*law)))


def _said(counts, words, first) -> tuple:
    """Occurrences of each word; and beyond one rate: in ``first``, squared, cubed."""
    words, squares = np.asarray(words, float), counts * counts
    total, cubes = np.asarray(counts.sum(axis=1), float), squares * counts
    rate = total / max(1, words.sum())
    over = counts @ first - rate * (words @ first)
    two = squares.sum(axis=1) - 2 * rate * (counts @ words)
    two = two + rate**2 * (words @ words)
    three = cubes.sum(axis=1) - 3 * rate * (squares @ words)
    three = three + 3 * rate**2 * (counts @ words**2)
    three = three - rate**3 * (words**3).sum()
    return total, (over, two, three)


def benjamini_hochberg(p: ArrayLike) -> np.ndarray:
    """P-values adjusted for their number (false discovery rate); missing stay so.

    Parameters
    ----------
    p
        P-values, 0 to 1; missing where there is none.

    Returns
    -------
    ndarray
        As many, in the same order (Benjamini & Hochberg 1995).

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03, float("nan")])
    array([0.03, 0.04, 0.04,  nan])
    """
    from scipy.stats import false_discovery_control

    adjusted = np.array(p, float)
    known = ~np.isnan(adjusted)
    adjusted[known] = false_discovery_control(adjusted[known])
    return adjusted


def _g(observed, expected):
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(observed > 0, observed / expected, 1.0)
    return 2 * special.xlogy(observed, ratio)


def _scale(counts, words, texts, level):
    """What counts are divided by, so that an exact interval of them allows for clumps:
    their clumping, more where they stand in few texts, and as wide as Student's
    quantile, squared, over the normal one.
    """
    total = np.asarray(counts.sum(axis=1), float)
    pairs = (counts * counts).sum(axis=1) - total
    # Three more than the pairs there are: a few pairs tell little.
    together = pairs / np.maximum(total * (total + 3), 1e-9)
    chance = words @ words / max(1, words.sum()) ** 2
    together = np.clip(together - chance, 0, 1)
    tail = (1 + level) / 2
    quantile = special.stdtrit(texts - 1 + PRIOR_ARTICLES, tail)
    wider = (quantile / special.ndtri(tail)) ** 2
    return clumping(counts, words) * wider * (1 + LUMPED * together)


def _lafon(f, total, size, corpus):
    # scipy.stats.hypergeom says the same, twenty times as slowly.
    upper = f >= total * size / corpus
    last = min(total, size) if upper else max(0, total + size - corpus)
    x = np.arange(f, last + 1) if upper else np.arange(last, f + 1)
    log_p = _log_choose(total, x) + _log_choose(corpus - total, size - x)
    log_p = special.logsumexp(log_p - _log_choose(corpus, size))
    tail = min(0.0, log_p) / np.log(10)
    return -tail if upper else tail


def _log_choose(n, k):
    factorials = special.gammaln(k + 1) + special.gammaln(n - k + 1)
    return special.gammaln(n + 1) - factorials
