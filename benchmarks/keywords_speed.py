"""How fast are all families counted, against one pass of scikit-learn's counter?

Text that is made up, always the same: syllables make at least ``--types`` words, said
with the frequencies of Zipf's law, among French function words and the forms of the
families.  Prints the CPU seconds of both and their ratio (below 1: we are faster).

    python benchmarks/keywords_speed.py --megabytes 100
"""

import argparse
import time

import numpy as np
import pandas as pd

from multipolaire import counts, families
from multipolaire.french import lexicon

SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "lu",
    "mé",
    "na",
    "pé",
    "ri",
    "so",
    "tu",
    "va",
]
SYLLABLES += ["xi", "yo", "zé", "gra", "pli", "tre", "cho", "vou"]


def make_articles(megabytes: float, types: int, seed: int = 0) -> pd.DataFrame:
    """Articles of about 400 words; one word in 200 belongs to a family."""
    rng = np.random.default_rng(seed)
    invented = [
        "".join(SYLLABLES[k] for k in rng.integers(len(SYLLABLES), size=size))
        for size in rng.integers(3, 7, size=types * 2)
    ]
    stop = sorted(lexicon.words("stop_words"))
    said = "l’ingérence s’ingèrent non-ingérence multipolaire souveraineté sécurité"
    said += " coopération partenariat sanctions guerre opération campagne monde ordre"
    vocabulary = np.array(stop + list(dict.fromkeys(invented)), dtype=object)
    weights = 1 / np.arange(1, len(vocabulary) + 1)
    bounds = np.cumsum(weights / weights.sum())
    texts, size = [], 0
    while size < megabytes * 1e6:
        words = vocabulary[np.searchsorted(bounds, rng.random(400 * 256))]
        words[rng.integers(len(words), size=len(words) // 200)] = "@"
        words[::12] += ","
        words[5::23] += "."
        families = iter(rng.choice(said.split(), size=len(words)))
        flat = " ".join(
            next(families) if word == "@" else word for word in words
        )
        pieces = flat.split(" ")
        texts += [
            " ".join(pieces[k : k + 400]) for k in range(0, len(pieces), 400)
        ]
        size += len(flat.encode())
    ids = [f"a{k}" for k in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "text": texts})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--types", type=int, default=110_000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    from sklearn.feature_extraction.text import CountVectorizer

    articles = make_articles(options.megabytes, options.types)
    chunks = len({chunk for text in articles["text"] for chunk in text.split()})
    size = sum(len(text.encode()) for text in articles["text"]) / 1e6
    print(
        f"{size:.1f} MB, {len(articles):,} articles, {chunks:,} distinct chunks"
    )
    names = families()
    ours, theirs = [], []
    for _ in range(options.repeat):
        start = time.process_time()
        table = counts(articles, names)
        ours.append(time.process_time() - start)
        start = time.process_time()
        CountVectorizer().fit_transform(articles["text"])
        theirs.append(time.process_time() - start)
    print(f"{table['n'].sum():,} occurrences of {len(names)} families")
    print(
        f"families {min(ours):.2f} CPU s, CountVectorizer {min(theirs):.2f} CPU s"
    )
    print(f"ratio {min(ours) / min(theirs):.2f}")


if __name__ == "__main__":
    main()
