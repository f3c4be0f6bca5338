"""How often is the verdict of ``find_topics`` wrong, where the truth is known?

    python benchmarks/topics_calibration.py [--runs 200] [--seed 0]

*Bursty*: articles on one subject, each of which repeats its own words as real press
does (Dirichlet-multinomial; the variance of a word's count in an article is 1.21 to
1.37 times that of words that fall one by one): nothing is there to find.  *Shuffled*:
the words of the five articles, and of made-up corpora without topics, in random order.
*Planted*: made-up corpora in which each article is on one of four subjects, whose
words it uses 35 to 60 % of the time, by the number of articles.
"""

import argparse
import time
from collections import Counter

import numpy as np
import pandas as pd

from multipolaire import load_articles, split_sentences, tokenize
from multipolaire.topics.topics import find_topics

BURSTY = (5, 10, 20, 40, 80)
PLANTED = (20, 30, 40, 60, 80)
ALARMS = ("weak", "reproducible structure")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    runs, seed, started = options.runs, options.seed, time.process_time()
    print("corpora in which there is nothing: a structure seen (claimed ≤ 5 %)")
    for n in BURSTY:
        verdicts, _ = judge(bursty(runs, n, seed))
        tell(f"bursty, {n} articles", verdicts)
    tell("shuffled", judge(shuffled(runs, seed))[0])
    print("four topics planted: seen (claimed ≥ 95 % at 80 articles)")
    for n in PLANTED:
        verdicts, ks = judge(with_topics(runs // 2, seed, n))
        tell(f"planted, {n} articles", verdicts)
        near = np.mean([abs(k - 4) <= 1 for k in ks])
        print(f"    k within one of 4: {near:.1%}; {dict(Counter(ks))}")
    print(f"CPU: {time.process_time() - started:.0f} s")


def tell(name, verdicts):
    seen = np.mean([word in ALARMS for word in verdicts])
    print(f"  {name:22}{seen:7.1%}  {dict(Counter(verdicts))}", flush=True)


def judge(corpora):
    verdicts, ks = [], []
    for seed, articles in enumerate(corpora):
        found = find_topics(articles, seed=seed)
        verdicts.append(str(found.verdict).split("**")[1].lower())
        ks.append(len(found.topics))
    return verdicts, ks


def bursty(runs, n, seed):
    """Corpora of one subject, whose articles repeat their own words."""
    rng = np.random.default_rng([seed, n])
    words = np.array([word(rng) for _ in range(3_000)])
    common = 1 / np.arange(5, len(words) + 5)
    common /= common.sum()
    for _ in range(runs):
        ratio, rows = rng.uniform(1.21, 1.37), []
        for number in range(n):
            length = int(rng.integers(120, 400))
            told = (length - 1) / (ratio - 1) - 1  # of the Dirichlet, in all
            own = rng.gamma(np.maximum(told * common, 1e-9))
            drawn = rng.choice(words, length, p=own / own.sum())
            pieces = np.array_split(drawn, length // 15 + 1)
            rows.append((f"a{number:02}", "".join(map(sentence_of, pieces))))
        yield pd.DataFrame(rows, columns=["article_id", "text"])


def shuffled(n, seed):
    """Corpora without topics: real words, real lengths, random order."""
    rng = np.random.default_rng(seed)
    real = load_articles()
    for number in range(n):
        articles = real if number % 2 else made_up(rng, topics=1)
        sentences = [
            (row.article_id, len(tokenize(sentence.text)))
            for row in articles.itertuples()
            for sentence in split_sentences(row.text)
        ]
        words = rng.permutation(
            [w for t in articles["text"] for w in tokenize(t)]
        )
        pieces = np.split(words, np.cumsum([n for _, n in sentences])[:-1])
        texts = {}
        for (article_id, _), piece in zip(sentences, pieces):
            texts[article_id] = texts.get(article_id, "") + sentence_of(piece)
        yield pd.DataFrame({"article_id": texts.keys(), "text": texts.values()})


def with_topics(runs, seed, n):
    rng = np.random.default_rng([seed, n, 1])
    for _ in range(runs):
        yield made_up(rng, 4, n)


def made_up(rng, topics, articles=None):
    """Articles of one subject each, by Zipf's law, or any."""
    articles = articles or int(rng.integers(16, 49))
    own = rng.uniform(0.35, 0.6)
    common = [word(rng) for _ in range(600)]
    subjects = [[word(rng) for _ in range(120)] for _ in range(topics)]
    rows = []
    for number in range(articles):
        subject, text = subjects[number % topics], ""
        for _ in range(int(rng.integers(4, 13))):
            length = int(rng.integers(8, 25))
            text += sentence_of(
                zipf(rng, subject) if rng.random() < own else zipf(rng, common)
                for _ in range(length)
            )
        rows.append((f"a{number:02}", text))
    return pd.DataFrame(rows, columns=["article_id", "text"])


def word(rng):
    syllables = rng.integers(0, 14, (int(rng.integers(2, 4)), 2))
    return "".join("bcdfglmnprstvz"[c] + "aeioua"[v % 6] for c, v in syllables)


def zipf(rng, words):
    return words[min(int(len(words) ** rng.random()), len(words)) - 1]


def sentence_of(words):
    return " ".join(words).capitalize() + ". "


if __name__ == "__main__":
    main()
