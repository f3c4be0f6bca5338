"""How often is the verdict of ``find_topics`` wrong, where the truth is known?

    python benchmarks/topics_calibration.py [--shuffled 200] [--topics 100] [--seed 0]

*Shuffled*: the words of the five articles, and of made-up corpora without topics, in
random order: nothing is there to find.  *Topics*: made-up corpora of 16 to 48
articles, each on one of four subjects, whose words it uses 35 to 60 % of the time.
"""

import argparse
import time
from collections import Counter

import numpy as np
import pandas as pd

from multipolaire import load_articles, split_sentences, tokenize
from multipolaire.topics.topics import find_topics


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shuffled", type=int, default=200)
    parser.add_argument("--topics", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    started = time.process_time()
    verdicts, _ = judge(shuffled(options.shuffled, options.seed))
    print(
        f"shuffled corpora: {len(verdicts)}, called {dict(Counter(verdicts))}"
    )
    verdicts, ks = judge(with_topics(options.topics, options.seed))
    near = sum(
        abs(k - 4) <= 1 and word == "reproducible structure"
        for word, k in zip(verdicts, ks)
    )
    print(
        f"corpora of four topics: {len(verdicts)}, called {dict(Counter(verdicts))}"
    )
    print(
        f"  k: {dict(sorted(Counter(ks).items()))}; found, k within one: {near}"
    )
    print(f"CPU: {time.process_time() - started:.0f} s")


def judge(corpora):
    verdicts, ks = [], []
    for seed, articles in enumerate(corpora):
        found = find_topics(articles, seed=seed)
        verdicts.append(str(found.verdict).split("**")[1].lower())
        ks.append(len(found.topics))
    return verdicts, ks


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


def with_topics(n, seed):
    rng = np.random.default_rng(seed + 1)
    for _ in range(n):
        yield made_up(rng, topics=4)


def made_up(rng, topics):
    """Articles of words that are no words: their subject's, by Zipf's law, or any."""
    articles = int(rng.integers(16, 49))
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
