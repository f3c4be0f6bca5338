"""Can keyness find a word among thousands, and does it cry wolf?

Prints, on made-up articles:
- p beside 100,000 draws of whole texts, for words that stand out ever more;
- how often p ≤ 5 % where the groups do not differ (5 % are allowed), for groups of many
  shapes, a few long articles among them, and words in clumps of many kinds;
- the p and q of a word planted among 2,000, 84 times in one group and never in the
  other, in few articles or many;
- the seconds that 6,000 articles take.

    python benchmarks/keyness.py [--draws 100000] [--words 4000]
"""

import argparse
import time

import numpy as np
import pandas as pd
from coverage import KINDS, lengths

from multipolaire import keyness
from multipolaire.stats import measures as stats

SAID = (0.15, 0.5, 1.5, 5.0)  # times in an article of 500 words
LEFT_OUT = {"thirty in one", "five copies of each", "heavy tail"}


def long_few(rng) -> np.ndarray:
    long, short = rng.normal(2000, 200, 5), rng.normal(300, 50, 45)
    return np.r_[long, short].round().clip(100)


SHAPES = {  # lengths of the articles, and how many are in the first group
    "25 and 25": (lambda rng: lengths(rng, 50), 25),
    "100 and 100": (lambda rng: lengths(rng, 200), 100),
    "5 and 45": (lambda rng: lengths(rng, 50), 5),
    "10 and 190": (lambda rng: lengths(rng, 200), 10),
    "5 of 2,000 words and 45 of 300": (long_few, 5),
    "20 five times as long and 180": (
        lambda rng: lengths(rng, 200) * np.where(np.arange(200) < 20, 5, 1),
        20,
    ),
}


def beside_draws(draws: int) -> pd.DataFrame:
    """60 articles in two halves; words said 1 to 4 times as often in the first."""
    rng = np.random.default_rng(0)
    words, first = lengths(rng, 60), np.arange(60) < 30
    up = np.linspace(0, 2, 12)[:, None]
    mean = 2 / 500 * words * 2 ** np.where(first, up / 2, -up / 2)
    counts = KINDS["own rates, shape 1"](rng, mean, words)
    beyond = counts - np.outer(counts.sum(axis=1) / words.sum(), words)
    at, over, under = beyond @ first, 0, 0
    for _ in range(draws // 1000):
        orders = rng.permuted(np.tile(first, (1000, 1)), axis=1)
        sums = beyond @ orders.T
        over = over + (sums >= at[:, None] - 1e-9).sum(axis=1)
        under = under + (sums <= at[:, None] + 1e-9).sum(axis=1)
    drawn = 2 * (1 + np.minimum(over, under)) / (1 + draws)
    table = {"a": counts @ first, "b": counts @ ~first}
    table |= {f"{draws:,} draws": np.minimum(1, drawn)}
    table["fitted"] = stats.permuted_p(counts, words, first)
    table["p of keyness"] = stats.keyness_p(counts, words, first)
    return pd.DataFrame(table)


def false_alarms(words: int) -> pd.DataFrame:
    """Share of p ≤ 5 %: the most of four rates."""
    rows = []
    for name, (shape, first) in SHAPES.items():
        for kind, law in KINDS.items():
            if kind not in LEFT_OUT:
                shares = [alarms(words, shape, first, law, n) for n in SAID]
                most = dict(pd.DataFrame(shares).max())
                rows.append({"groups": name, "clumps": kind} | most)
    return pd.DataFrame(rows)


def alarms(words: int, shape, first: int, law, said: float) -> dict:
    rng, found = np.random.default_rng([first, int(100 * said)]), []
    for _ in range(8):  # eight corpora of lengths
        size = shape(rng)
        mean = np.broadcast_to(said / 500 * size, (words // 8, len(size)))
        counts = law(rng, mean, size)
        counts = counts[counts.sum(axis=1) >= 3]
        side = np.arange(len(size)) < first
        given = stats.keyness_p, stats.permuted_p
        found.append([p(counts, size, side) for p in given])
    p, permuted = np.hstack(found)
    told = {"p ≤ 5 %": (p <= 0.05).mean(), "p ≤ 0.1 %": (p <= 0.001).mean()}
    return told | {"permuted alone": (permuted <= 0.05).mean()}


def corpus(articles: int, vocabulary: int = 2000) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    names = np.array([f"mot{chr(97 + k % 26)}{k}" for k in range(vocabulary)])
    zipf = 1 / np.arange(5, 5 + vocabulary)
    said = rng.choice(vocabulary, (articles, 320), p=zipf / zipf.sum())
    texts = [" ".join(names[row]) for row in said]
    side = np.where(np.arange(articles) < articles // 2, "x", "y")
    ids = [f"a{k}" for k in range(articles)]
    return pd.DataFrame({"article_id": ids, "text": texts, "side": side})


def planted() -> pd.DataFrame:
    rows, bare = [], corpus(400)
    for articles, times in (
        (84, 1),
        (42, 2),
        (28, 3),
        (21, 4),
        (12, 7),
        (7, 12),
    ):
        said = [times * " étincelle"] * articles + [""] * (400 - articles)
        table = keyness(bare.assign(text=bare["text"] + said), "side")
        row = table[table["word"].eq("étincelle")].iloc[0]
        others = int(table["q"].le(0.05).sum() - (row["q"] <= 0.05))
        told = {"in articles": articles, "times each": times}
        told |= dict(row[["a", "b", "g2", "low", "high", "p", "q"]])
        rows.append(told | {"words": len(table), "others found": others})
    return pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=4000)
    options = parser.parse_args()
    print("p of words beside that of draws")
    print(beside_draws(options.draws).to_string(float_format="{:.2g}".format))
    print("\nFalse alarms, 5 % allowed: the most of four rates")
    table = false_alarms(options.words)
    print(table.to_string(index=False, float_format="{:.3f}".format))
    print("\nA word planted among 2,000, in 200 articles of 400")
    print(planted().to_string(index=False, float_format="{:.3g}".format))
    articles = corpus(6000, 8000)
    start = time.perf_counter()
    tested = len(keyness(articles, "side"))
    taken = time.perf_counter() - start
    print(f"\n6,000 articles, {tested:,} words: {taken:.1f} s")


if __name__ == "__main__":
    main()
