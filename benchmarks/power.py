"""Do the tests of a trend find the change that they say they would find?

Articles in eight half-years, dates dealt at random, of which each occurrence (or each
article, with all its occurrences) is kept by a share: the same at all times (no
change), or as a step amid the articles, or growing.  What is kept stays in its clumps.
Prints, by number of articles:

- how often each test finds something where there is nothing (claimed: 0.05), also with
  30 % or 100 % of the articles printed twice;
- how often it finds a change of the size ``detectable`` that it states (claimed: 0.80);
- how often it finds a step of 2 and of 3 (for the slope, a growth of as much), beside
  the median of ``detectable``; and, where the step of 2 was found, the ratio that is
  told, and how often the interval of the change point holds it (claimed: 0.95).

    python benchmarks/power.py [--corpora 100] [--texts FILE.jsonl]

``--texts`` takes real articles (rows with ``text``) in the place of the made-up ones.
"""

import argparse

import numpy as np
import pandas as pd

from multipolaire import clean_text, counts, trend_tests
from multipolaire.stats.counts import SIZE

PERIODS = 8
KEPT = 0.25  # of all occurrences
WORDS = ["France", "président*", "Paris", "femme*", "travail*"]
TESTS = {"": "homogeneity", "slope_": "slope", "change_": "change point"}


def pool(path: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Occurrences (words × articles) and words of many articles."""
    if path:
        rows = pd.read_json(path, lines=True)
        rows["text"] = [clean_text(text) for text in rows["text"]]
        said = counts(rows, WORDS)
        wide = said.pivot(index="article_id", columns="family", values="n")
        size = said.groupby("article_id", sort=True)["words"].first()
        return wide[WORDS].to_numpy().T, size.to_numpy()
    rng = np.random.default_rng(0)
    size = np.round(400 * rng.lognormal(-0.1, 0.5, 6000)).clip(60)
    rate = np.array([22, 18, 12, 8, 5])[:, None] * 1e-4
    return rng.poisson(rng.gamma(rate * size / 2, 2)), size.astype("int64")


def shares(when, shape: str, ratio) -> np.ndarray:
    """The share that is kept of each word in each article."""
    step = when >= PERIODS // 2 if shape != "slope_" else when / (PERIODS - 1)
    wanted = np.asarray(ratio, float)[:, None] ** step
    return (KEPT * wanted / wanted.mean(axis=1, keepdims=True)).clip(max=1)


def asked(rng, held, how: str, shape: str, ratio, copied=0.0) -> pd.DataFrame:
    """The tests of one corpus, a word a row, with a change of ``ratio``."""
    n, words = held
    when = rng.permutation(len(words)) % PERIODS
    keep = shares(when, shape, ratio)
    said = rng.binomial(n, keep)
    if how == "articles":
        said = n * (rng.random(n.shape) < keep)
    frame = {f"n: {name}": row for name, row in zip(WORDS, said)}
    months = 6 * when
    frame |= {SIZE: words, "article_id": np.arange(len(words)).astype(str)}
    frame["published"] = np.datetime64("2016-01") + months
    articles = pd.DataFrame(frame)
    twice = articles[rng.random(len(words)) < copied]
    twice = twice.assign(copy_of=twice["article_id"])
    twice["article_id"] = "copy of " + twice["article_id"]
    articles = pd.concat([articles.assign(copy_of=None), twice])
    articles["copy_of"] = articles["copy_of"].astype("str")
    articles["published"] = articles["published"].astype("datetime64[s]")
    seed = int(rng.integers(2**31))
    return trend_tests(articles, WORDS, "half-year", draws=199, seed=seed)


def measured(counted, articles: int, how: str, corpora: int) -> pd.DataFrame:
    rows = []
    for number in range(corpora):
        rng = np.random.default_rng([number, articles, len(how)])
        drawn = rng.choice(len(counted[1]), articles, replace=False)
        held = counted[0][:, drawn], counted[1][drawn]
        ask = held, how
        same = asked(rng, *ask, "change_", [1] * 5)
        row = {}
        for copied in (0.3, 1.0):
            again = asked(rng, *ask, "change_", [1] * 5, copied)
            row |= {f"{t} {copied:.0%}": again[f"{t}p"] <= 0.05 for t in TESTS}
        steps = {k: asked(rng, *ask, "change_", [k] * 5) for k in (2, 3)}
        grown = {k: asked(rng, *ask, "slope_", [k] * 5) for k in (2, 3)}
        for test in TESTS:
            row[f"{test} 0%"] = same[f"{test}p"] <= 0.05
            least = same[f"{test}detectable"]
            row[f"{test} least"] = least
            most = least.where(np.isfinite(least), 1)
            found = asked(rng, *ask, test, most)[f"{test}p"] <= 0.05
            row[f"{test} at it"] = found.where(np.isfinite(least)).astype(float)
            planted = grown if test == "slope_" else steps
            for k, table in planted.items():
                row[f"{test} x{k}"] = table[f"{test}p"] <= 0.05
        sure = steps[2]["change_p"].le(0.05)
        for name in ("ratio", "ratio_shrunk"):
            row[name] = steps[2][name].where(sure)
        ends = [steps[2][f"change_{end}"] for end in ("from", "to")]
        row["held"] = ((ends[0] <= "2017-H2") & (ends[1] >= "2017-H2")).where(
            sure
        )
        rows.append(pd.DataFrame(row))
    return pd.concat(rows, ignore_index=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpora", type=int, default=100)
    parser.add_argument("--texts")
    given = parser.parse_args()
    counted, rows, told = pool(given.texts), [], []
    for how in ("occurrences", "articles"):
        for articles in (50, 200, 600, 1000):
            found = measured(counted, articles, how, given.corpora)
            of = {"kept": how, "articles": articles}
            for test, name in TESTS.items():
                row = of | {"test": name}
                for column in ("0%", "30%", "100%", "at it", "x2", "x3"):
                    row[column] = found[f"{test} {column}"].mean()
                row["least"] = found[f"{test} least"].median()
                row["none"] = np.isinf(found[f"{test} least"]).mean()
                rows.append(row)
            told.append(
                of
                | {
                    "found": int(found["ratio"].count()),
                    "ratio": found["ratio"].median(),
                    "shrunk": found["ratio_shrunk"].median(),
                    "interval holds": found["held"].mean(),
                }
            )
    print(
        "No change, copied 0, 30, 100 % (0.05 claimed); at it (0.80 claimed):"
    )
    print(pd.DataFrame(rows).round(3).to_string(index=False))
    print(
        "\nA step of 2 that was found: the ratio told, and the interval (0.95):"
    )
    print(pd.DataFrame(told).round(2).to_string(index=False))


if __name__ == "__main__":
    main()
