"""Do the intervals hold what they promise, and how often do the tests cry wolf?

Made-up counts of articles of unequal length, with one rate throughout, whose words come
in clumps of many kinds.  Prints for each kind and number of articles, over six rates,
how often the exact interval and the one that is shown hold that rate (95 % are
promised), in how many corpora it is called reliable, and what holds where it is; then
how often each test finds a difference (5 % are allowed) where there is none.

    python benchmarks/coverage.py [--corpora 2000] [--draws 199]
"""

import argparse
from functools import partial

import numpy as np
import pandas as pd

from multipolaire import keyness, trend_tests
from multipolaire.stats import measures as stats
from multipolaire.stats.counts import SIZE

SAID = (0.05, 0.15, 0.5, 1.5, 5.0, 15.0)  # times in an article of 500 words
ARTICLES = (5, 20, 50, 100, 500)
CLAIMED = 0.93  # of the rates, in every cell called reliable


def lengths(rng, articles: int) -> np.ndarray:
    return np.round(500 * rng.lognormal(-0.2, 0.6, articles)).clip(60)


def clumped(rng, mean, words=None, over: float = 1) -> np.ndarray:
    """Variance over mean is ``over`` in every article, however long."""
    if over == 1:
        return rng.poisson(mean)
    return rng.poisson(rng.gamma(mean / (over - 1), over - 1))


def own_rates(rng, mean, words, shape: float) -> np.ndarray:
    """Each article has a rate of its own: negative binomial."""
    return rng.poisson(mean * rng.gamma(shape, 1 / shape, mean.shape))


def a_tenth(rng, mean, words, least: float) -> np.ndarray:
    """A tenth of the articles treats the subject; the others say ``least`` of it."""
    most = 10 - 9 * least
    treats = rng.random(mean.shape) < 0.1
    return rng.poisson(mean * np.where(treats, most, least))


def beta_binomial(rng, mean, words, rho: float) -> np.ndarray:
    chance, of = mean / words, (1 - rho) / rho
    p = rng.beta(chance * of, (1 - chance) * of)
    return rng.binomial(np.broadcast_to(words.astype(int), mean.shape), p)


def heavy(rng, mean, words) -> np.ndarray:
    return rng.poisson(mean * rng.lognormal(-1.125, 1.5, mean.shape))


def thirty(rng, mean, words) -> np.ndarray:
    """One article holds thirty hits more, in every corpus."""
    n = rng.poisson(mean)
    n[np.arange(len(n)), rng.integers(n.shape[1], size=len(n))] += 30
    return n


KINDS = {
    "var/mean 1": clumped,
    "var/mean 2": partial(clumped, over=2),
    "var/mean 3": partial(clumped, over=3),
    "var/mean 5": partial(clumped, over=5),
    "own rates, shape 2": partial(own_rates, shape=2),
    "own rates, shape 1": partial(own_rates, shape=1),
    "own rates, shape .3": partial(own_rates, shape=0.3),
    "a tenth, most": partial(a_tenth, least=0.3),
    "a tenth alone": partial(a_tenth, least=0),
    "beta-binomial .005": partial(beta_binomial, rho=0.005),
    "beta-binomial .02": partial(beta_binomial, rho=0.02),
    "heavy tail": heavy,
    "thirty in one": thirty,
    "five copies of each": partial(clumped, over=3),
}


def cells(corpora: int) -> pd.DataFrame:
    """One row a kind, a number of articles and a rate."""
    rows = []
    for kind, law in KINDS.items():
        for articles in ARTICLES:
            for said in SAID:
                seed = [articles, len(kind), int(100 * said)]
                rng = np.random.default_rng(seed)
                found = [  # ten corpora of lengths
                    held(rng, corpora // 10, articles, kind, law, said / 500)
                    for _ in range(10)
                ]
                row = {"kind": kind, "articles": articles, "said": said}
                rows.append(row | measured(pd.concat(found)))
    return pd.DataFrame(rows)


def held(rng, corpora, articles, kind, law, rate) -> pd.DataFrame:
    """Which interval of each corpus holds the rate, and whether it is reliable."""
    words = lengths(rng, articles)
    n = law(rng, np.broadcast_to(rate * words, (corpora, articles)), words)
    if kind == "thirty in one":
        rate += 30 / words.sum()
    exact = stats.garwood(n.sum(axis=1), words.sum())
    if kind == "five copies of each":
        exact = stats.garwood(5 * n.sum(axis=1), 5 * words.sum())
        text = np.repeat(np.arange(articles), 5)
        n, words = stats.independent(n[:, text], words[text], text)
    shown = stats.article_interval(n, words)
    holds = {
        name: (low <= rate) & (rate <= high)
        for name, (low, high) in {"exact": exact, "shown": shown}.items()
    }
    return pd.DataFrame(holds | {"reliable": stats.reliable(n, words)})


def measured(table: pd.DataFrame) -> dict:
    sure = table.loc[table["reliable"], "shown"]
    where = sure.mean() if len(sure) else np.nan
    return dict(table.mean()) | {"where reliable": where}


def false_alarms(corpora: int, draws: int) -> pd.DataFrame:
    """Share of p ≤ 5 % on corpora without trend."""
    rows = []
    for per_period in (4, 10):
        for shape in ("unequal", "shrinking"):
            for over in (1, 2, 3):
                for said in SAID[1:5]:
                    seed = [per_period, len(shape), over, int(100 * said)]
                    rng = np.random.default_rng(seed)
                    setting = per_period, shape, over, said
                    tables = [  # twenty corpora of lengths
                        alarms(rng, corpora // 20, draws, *setting)
                        for _ in range(20)
                    ]
                    row = {"articles": 6 * per_period, "lengths": shape}
                    row |= {"var/mean": over, "said": said}
                    rows.append(row | dict((pd.concat(tables) <= 0.05).mean()))
    return pd.DataFrame(rows)


def alarms(rng, corpora, draws, per_period, shape, over, said) -> pd.DataFrame:
    """P-values of corpora that share their lengths, as if they were queries on one."""
    year = np.repeat(range(2015, 2021), per_period)
    words = lengths(rng, 6 * per_period)
    if shape == "shrinking":  # from 3 times to 0.4 times as long, in six years
        words = np.round(words * np.linspace(3, 0.4, 6)[year - 2015])
    mean = np.broadcast_to(said / 500 * words, (corpora, len(words)))
    n = clumped(rng, mean, over=over)
    dates = [f"{y}-01-01" for y in year]
    articles = pd.DataFrame({"published": dates, "side": year < 2017})
    articles = articles.assign(article_id=range(len(year)), text="")
    names = [f"w{k}" for k in range(corpora)]
    counted = {f"n: {name}": row for name, row in zip(names, n)}
    counted |= {SIZE: words.astype("int64")}
    articles = articles.join(pd.DataFrame(counted))
    seed = int(rng.integers(2**31))
    tests = trend_tests(articles, names, "year", draws=draws, seed=seed)
    key = keyness(articles, "side", queries=names)
    found = {"homogeneity": tests["p"], "change point": tests["change_p"]}
    return pd.DataFrame(found | {"keyness": key["p"]})


def told(table: pd.DataFrame) -> None:
    print("Coverage of the rate, 95 % promised: the least of six rates")
    by = table.groupby(["kind", "articles"], sort=False)
    print(by.min().drop(columns="said").round(3).to_string())
    enough = table[table["articles"] >= stats.RELIABLE_TEXTS]
    sure = enough[enough["reliable"] > 0.5]
    print(
        f"\nCells called reliable (in more than half of their corpora): {len(sure)}"
        f" of {len(enough)} with {stats.RELIABLE_TEXTS} articles or more"
    )
    for name in ("shown", "where reliable"):
        bad = sure[sure[name] < CLAIMED]
        least = f"least {sure[name].min():.3f}, claimed {CLAIMED}"
        print(f"{name}: {least}; under it in {len(bad)}")
        if len(bad):
            print(bad.round(3).to_string(index=False))
    covered = enough[(enough["shown"] >= CLAIMED) & (enough["said"] > 0.1)]
    stay = (covered["reliable"] > 0.5).mean()
    print(f"of the cells that are covered, {stay:.0%} are called reliable")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpora", type=int, default=2000)
    parser.add_argument("--draws", type=int, default=199)
    options = parser.parse_args()
    told(cells(options.corpora))
    print("\nFalse alarms at 5 %, on 1,000 corpora without trend")
    table = false_alarms(min(1000, options.corpora), options.draws)
    print(table.to_string(index=False, float_format="{:.3f}".format))


if __name__ == "__main__":
    main()
