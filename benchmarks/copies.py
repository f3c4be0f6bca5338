"""Are copies found, and do tests and intervals hold when papers print one wire?

Made-up articles whose words come in clumps, dated and grouped at random: there is no
trend and no difference.  Then the same with 30 % of them copied once, and with each
printed by five papers, the copies edited by 5 to 12 % (words replaced, left out, put
in), on the day and in the group of the original, or on days of their own.  Prints how
often each test finds something (5 % are allowed), with copies found and with each
article taken for a text of its own, and how often the interval of a rate holds it.

    python benchmarks/copies.py [--corpora 1000] [--texts FILE.jsonl]
    python benchmarks/copies.py --speed 100000 [--texts FILE.jsonl]

``--texts`` takes real articles (rows with ``text``) in the place of the made-up ones.
"""

import argparse
import json
import re
import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd

from multipolaire import (
    clean_text,
    counted,
    find_copies,
    keyness,
    trend,
    trend_tests,
)
from multipolaire.stats.texts import text_numbers

PERIODS = 8  # half-years
CASES = {  # share of the articles that is copied, papers that print these, same day?
    "48 originals": (0.0, 1, True),
    "30 % copied once": (0.3, 2, True),
    "30 % copied once, other days": (0.3, 2, False),
    "each in five papers": (1.0, 5, True),
    "each in five papers, other days": (1.0, 5, False),
}


def vocabulary(size: int = 1500) -> np.ndarray:
    rng = np.random.default_rng(0)
    parts = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "ou")]
    made = {"".join(rng.choice(parts, rng.integers(2, 5))) for _ in range(9999)}
    return np.array(sorted(made))[:size]


def made_up(rng, n: int, words: np.ndarray) -> list[str]:
    """Texts of 100 to 600 words; in each, one word in ten is of its own subject."""
    zipf = 1 / np.arange(10, 10 + len(words))
    texts = []
    for size in np.round(300 * rng.lognormal(-0.1, 0.4, n)).clip(100, 600):
        said = rng.choice(words, int(size), p=zipf / zipf.sum())
        subject = rng.choice(words, 6)
        own = rng.random(len(said)) < 0.1
        said[own] = rng.choice(subject, own.sum())
        said[rng.random(len(said)) < rng.gamma(0.5, 0.006)] = "ingérence"
        texts.append(" ".join(said))
    return texts


def edited(rng, text: str, words) -> str:
    """The text with 5 to 12 % of its words replaced, left out or preceded by one."""
    said, rate = re.findall(r"\S+\s*", text), rng.uniform(0.05, 0.12)
    new = [f"{word} " for word in rng.choice(words, len(said))]
    kinds = np.where(
        rng.random(len(said)) < rate, rng.integers(1, 4, len(said)), 0
    )
    put = {1: "{1}", 2: "", 3: "{1}{0}"}
    pairs = zip(kinds, said, new)
    return "".join(put.get(k, "{0}").format(*w) for k, *w in pairs)


def corpus(
    rng, texts: list[str], words, share, papers, together
) -> pd.DataFrame:
    """Articles in a random order; ``original`` is the number of the text they print."""
    n = len(texts)
    times = np.where(rng.random(n) < share, papers, 1)
    of = np.repeat(np.arange(n), times)
    first = np.diff(of, prepend=-1) > 0
    day, side = rng.integers(PERIODS, size=n)[of], rng.permutation(n)[of] % 2
    if not together:
        day[~first] = rng.integers(PERIODS, size=(~first).sum())
        side[~first] = rng.integers(2, size=(~first).sum())
    said = [
        texts[k] if f else edited(rng, texts[k], words)
        for k, f in zip(of, first)
    ]
    months = pd.to_datetime("2020-01-15") + pd.to_timedelta(182 * day, "D")
    frame = {"text": said, "published": months, "side": side, "original": of}
    frame = pd.DataFrame(frame).sample(
        frac=1, random_state=int(rng.integers(9**9))
    )
    ids = [f"a{k}" for k in range(len(frame))]
    return frame.assign(article_id=ids).reset_index(drop=True)


def measured(corpora: int, case: tuple, real: list[str], query: str) -> tuple:
    words = vocabulary()
    found, pairs = {"found": [], "each its own": []}, []
    for seed in range(corpora):
        rng = np.random.default_rng([seed, 1])
        texts = made_up(rng, 48, words)
        if real:
            texts = list(rng.choice(real, 48, replace=False))
        articles = corpus(rng, texts, words, *case)
        given = find_copies(articles)
        both = pd.crosstab(text_numbers(given), articles["original"]) > 0
        pairs.append([both.shape[0] - 48, (both.sum(axis=1) > 1).sum()])
        nothing = pd.Series([None] * len(articles), dtype="str")
        for name, rows in found.items():
            if name != "found":
                given = articles.assign(copy_of=nothing)
            rows.append(asked(given, query, seed))
    rows = {name: np.nanmean(rows, axis=0) for name, rows in found.items()}
    table = pd.DataFrame(
        rows, ["homogeneity", "change point", "keyness", "reliable"]
    )
    return table.T, np.sum(pairs, axis=0)


def asked(articles: pd.DataFrame, query: str, seed: int) -> list[float]:
    how = {"draws": 199, "seed": seed}
    said = counted(articles, query, "half-year")
    (test,) = trend_tests(said, query, by="half-year", **how).itertuples()
    rows = [test.p <= 0.05, test.change_p <= 0.05, np.nan]
    if seed % 10 == 0:
        key = keyness(articles, "side", min_count=10)
        rows[2] = key["p"].le(0.05).mean()
    return [*rows, trend(said, query, by=None)["reliable"][0]]


def speed(n: int, real: list[str]) -> None:
    """Articles spliced of sentences (none is a copy), every fiftieth copied, edited."""
    rng, words = np.random.default_rng(0), vocabulary()
    pool = real or made_up(rng, 6000, words)
    said = [re.split(r"(?<=[.!?]) +|\n", text) for text in pool]
    said = np.array([s for text in said for s in text if s], dtype=object)
    texts = []
    for k in range(n):
        copied = k % 50 == 49
        drawn = said[rng.integers(len(said), size=14)]
        texts.append(
            edited(rng, texts[k - 7], words) if copied else " ".join(drawn)
        )
    ids = [f"a{k}" for k in range(n)]
    frame = pd.DataFrame({"article_id": ids, "text": texts})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    found = find_copies(frame)["copy_of"]
    taken = time.perf_counter() - start
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    truth = pd.Series([f"a{k - 7}" if k % 50 == 49 else None for k in range(n)])
    held = f"{(found == truth).sum():,} of {truth.notna().sum():,} copies found"
    others = (found.notna() & truth.isna()).sum()
    print(
        f"{n:,} articles: {taken:.1f} s, {more / 1024:,.0f} MB more at its peak;"
    )
    print(f"  {held}, {others:,} others")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=int, default=1000)
    parser.add_argument("--texts")
    parser.add_argument("--query")
    parser.add_argument("--speed", type=int)
    given = parser.parse_args()
    real = []
    if given.texts:
        lines = Path(given.texts).read_text("utf-8").splitlines()
        real = [clean_text(json.loads(line)["text"]) for line in lines]
    if given.speed:
        return speed(given.speed, real)
    query = given.query or ("France" if real else "ingérence")
    for name, case in CASES.items():
        table, (missed, merged) = measured(given.corpora, case, real, query)
        print(f"\n{name}: share with p ≤ 5 % (claimed: 0.05; allowed: 0.06)")
        print(table.round(3).to_string())
        texts = 48 * given.corpora
        print(
            f"of {texts:,} texts, {missed:,} parted, {merged:,} joined by mistake"
        )


if __name__ == "__main__":
    main()
