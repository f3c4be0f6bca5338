"""How long do topics take, and how much memory?

    python benchmarks/topics_speed.py [--articles 6000] [--unit article] [--no-check]
                                      [--k 8] [--texts FILE.jsonl]

Articles are made by resampling: each takes a text (of FILE, or made up from eight
subjects) and draws words from it, with their number and with replacement, so that
no passage is met twice.  Prints seconds of CPU and wall, and the peak of memory.
"""

import argparse
import json
import resource
import time

import numpy as np
import pandas as pd
from topics_calibration import sentence_of, word, zipf

from multipolaire.topics.topics import find_topics


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=6_000)
    parser.add_argument("--unit", default=None)
    parser.add_argument("--no-check", action="store_true")
    parser.add_argument("--k", type=int)
    parser.add_argument("--texts")
    options = parser.parse_args()
    articles = resampled(options.articles, options.texts)
    words = articles["text"].str.count(" ").sum()
    before = memory()
    cpu, wall = time.process_time(), time.perf_counter()
    found = find_topics(
        articles, k=options.k, unit=options.unit, check=not options.no_check
    )
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{len(articles):,} articles, {words:,} words, unit {found.unit}")
    print(
        f"{len(found.topics)} topics of {len(found.segments):,} {found.unit}s"
    )
    print(found.verdict)
    print(
        f"CPU {cpu:.0f} s, wall {wall:.0f} s, peak {memory():.2f} GB ", end=""
    )
    print(f"(of which {before:.2f} before)")
    print("claimed: 6,000 articles with verdict in less than 60 s")


def resampled(n, path):
    rng = np.random.default_rng(0)
    if path:
        with open(path, encoding="utf-8") as lines:
            sources = [
                np.array(json.loads(line)["text"].split()) for line in lines
            ]
    else:
        common = [word(rng) for _ in range(4_000)]
        subjects = [[word(rng) for _ in range(800)] for _ in range(8)]
        sources = []
        for subject in subjects * 150:
            drawn = (
                common if rng.random() < 0.5 else subject for _ in range(390)
            )
            sources.append(np.array([zipf(rng, words) for words in drawn]))
    texts = []
    for _ in range(n):
        source = sources[rng.integers(len(sources))]
        words = rng.choice(source, len(source))
        sentences = np.array_split(words, len(words) // 20 + 1)
        texts.append("".join(map(sentence_of, sentences)))
    return pd.DataFrame(
        {"article_id": [f"a{i:06}" for i in range(n)], "text": texts}
    )


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    main()
