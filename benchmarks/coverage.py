"""Do the intervals hold what they promise, and how often do the tests cry wolf?

Made-up counts of articles of unequal length whose words come in clumps (negative
binomial, variance over mean 1, 2, 3), with one rate throughout.  Prints how often
each interval holds that rate (95 % are promised), then how often each test finds a
difference (5 % are allowed) where there is none.

    python benchmarks/coverage.py
"""

import argparse

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from multipolaire import keyness, trend_tests
from multipolaire.stats import measures as stats
from multipolaire.stats.counts import SIZE

SAID = (0.15, 0.5, 1.5, 5.0)  # times in an article of 500 words


def lengths(rng, articles: int) -> np.ndarray:
    return np.round(500 * rng.lognormal(-0.2, 0.6, articles)).clip(60)


def clumped(rng, corpora: int, mean: np.ndarray, over: int) -> np.ndarray:
    mean = np.broadcast_to(mean, (corpora, len(mean)))
    return rng.poisson(
        rng.gamma(mean / (over - 1), over - 1) if over > 1 else mean
    )


def bootstraps(rng, n, words, draws: int = 499) -> dict:
    """Percentile and studentised (log rate, jackknife error) bootstrap of articles."""
    rate, error = n.sum(1) / words.sum(), jackknife(n, words)
    weights = rng.multinomial(
        len(words), np.full(len(words), 1 / len(words)), draws
    ).T
    drawn = (n @ weights) / (words @ weights)
    squares = (n * n) @ weights - 2 * drawn * (n @ (words[:, None] * weights))
    squares = squares + drawn**2 * (words**2 @ weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(squares.clip(0)) / (n @ weights)
        t = (np.log(drawn) - np.log(rate)[:, None]) / spread
    t = np.where(np.isfinite(t), t, np.nan)
    found = np.isfinite(t).sum(axis=1) > draws / 2
    tails = np.full((2, len(n)), np.nan)
    tails[:, found] = np.nanquantile(t[found], [0.975, 0.025], axis=1)
    return {
        "percentile bootstrap": np.quantile(drawn, [0.025, 0.975], axis=1),
        "studentised bootstrap": rate * np.exp(-tails * error),
    }


def jackknife(n, words) -> np.ndarray:
    """Standard error of the log rate, leaving each article out in turn."""
    left_out = (n.sum(1)[:, None] - n) / (words.sum() - words)
    rate = (n.sum(1) / words.sum())[:, None]
    m = len(words)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (
            np.sqrt((m - 1) / m * ((left_out - rate) ** 2).sum(1)) / rate[:, 0]
        )


def coverage(corpora: int) -> pd.DataFrame:
    rows = []
    for articles in (5, 20, 100):
        for over in (1, 2, 3):
            for said in SAID:
                rng = np.random.default_rng([articles, over, int(100 * said)])
                held: dict[str, list] = {}
                for _ in range(10):  # ten corpora of lengths
                    words, rate = lengths(rng, articles), said / 500
                    n = clumped(rng, corpora // 10, rate * words, over)
                    for name, (low, high) in intervals(rng, n, words).items():
                        held.setdefault(name, []).append(
                            (low <= rate) & (rate <= high)
                        )
                found = {name: np.mean(inside) for name, inside in held.items()}
                rows.append(
                    {"articles": articles, "var/mean": over, "said": said}
                    | found
                )
    return pd.DataFrame(rows)


def intervals(rng, n, words) -> dict:
    rate, error = n.sum(1) / words.sum(), jackknife(n, words)
    t = stdtrit(len(words) - 1, 0.975)
    return {
        "exact": stats.garwood(n.sum(1), words.sum()),
        "articles (shown)": stats.article_interval(n, words),
        **bootstraps(rng, n, words),
        "log t": (rate * np.exp(-t * error), rate * np.exp(t * error)),
    }


def false_alarms(corpora: int, draws: int) -> pd.DataFrame:
    """Share of p ≤ 5 % on corpora without trend."""
    rows = []
    for per_period in (4, 10):
        for shape in ("unequal", "shrinking"):
            for over in (1, 2, 3):
                for said in SAID:
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
    if (
        shape == "shrinking"
    ):  # articles from 3 times to 0.4 times as long, in six years
        words = np.round(words * np.linspace(3, 0.4, 6)[year - 2015])
    n = clumped(rng, corpora, said / 500 * words, over)
    dates = [f"{y}-01-01" for y in year]
    articles = pd.DataFrame({"published": dates, "side": year < 2017})
    articles = articles.assign(article_id=range(len(year)), text="")
    names = [f"w{k}" for k in range(corpora)]
    counted = {f"n: {name}": row for name, row in zip(names, n)}
    counted |= {SIZE: words.astype("int64")}
    articles = articles.join(pd.DataFrame(counted))
    seed = int(rng.integers(2**31))
    how = {"draws": draws, "seed": seed}
    tests = trend_tests(articles, names, "year", **how)
    key = keyness(articles, "side", queries=names)
    found = {"homogeneity": tests["p"], "change point": tests["change_p"]}
    return pd.DataFrame(found | {"keyness": key["p"]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpora", type=int, default=2000)
    parser.add_argument("--draws", type=int, default=199)
    options = parser.parse_args()
    table = coverage(options.corpora)
    print("Coverage of the rate, 95 % promised")
    print(table.to_string(index=False, float_format="{:.3f}".format))
    print("\nThe least of each number of articles")
    least = table.groupby("articles").min().drop(columns=["var/mean", "said"])
    print(least.to_string(float_format="{:.3f}".format))
    print("\nFalse alarms at 5 %, on 1,000 corpora without trend")
    alarms = false_alarms(1000, options.draws)
    print(alarms.to_string(index=False, float_format="{:.3f}".format))


if __name__ == "__main__":
    main()
