"""How fast does the vectoriser count, against scikit-learn's with the same words?

French-like text that is made up, always the same: words of Zipf's law, steeper in its
tail as in the press, with elisions, hyphens, capitals, quotation marks and full stops.
Prints the size, the distinct blank-separated chunks and how many occur once, the CPU
seconds of both, their ratio (above 1: we are faster) and whether the matrices are the
same.  ``--like FILE`` (JSON Lines with a ``text``) prints the same shares of real text
and of as many made-up chunks.  ``--stream MB`` counts an endless supply of texts
instead, and prints the memory of the whole process beside that of the matrix.

    python benchmarks/vectorizer_speed.py --megabytes 100
    python benchmarks/vectorizer_speed.py --stream 2000
"""

import argparse
import resource
import time
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

import numpy as np
import pandas as pd

from multipolaire import FrenchVectorizer
from multipolaire.french import lexicon

SYLLABLES = (
    "ba ce di fo lu mé na pé ri so tu va xi yo zé gra pli tre cho vou ment tion"
)
# what stands between two words, and how often; "-" makes a compound of them
BETWEEN = {
    " ": 0.76,
    ", ": 0.08,
    ". ": 0.05,
    " l’": 0.03,
    " d'": 0.03,
    " qu'": 0.01,
}
BETWEEN |= {
    " «\u00a0": 0.01,
    "\u00a0» ": 0.01,
    ".\n": 0.01,
    "-": 0.005,
    "\u00a0: ": 5e-3,
}
OPENS = (". ", ".\n")  # a capital follows
WORDS = 400  # in an article


def make_texts(
    megabytes: float, types: int = 800_000, tail: float = 8000
) -> Iterator[str]:
    """Articles until they hold so much; from rank ``tail`` on, words are rarer."""
    rng = np.random.default_rng(0)
    rank = np.arange(1, types + 1)
    syllables = np.array([*SYLLABLES.split(), "eur", "age"], dtype=object)
    sizes = rng.integers(1, 4, size=types) + (rank > 20) + (rank > 3000)
    ends = np.cumsum(sizes)
    drawn = syllables[rng.integers(len(syllables), size=ends[-1])]
    words = ["".join(drawn[end - n : end]) for end, n in zip(ends, sizes)]
    words = list(
        dict.fromkeys([*sorted(lexicon.words("stop_words"), key=len), *words])
    )
    weights = 1 / (rank + 2) / (1 + rank / tail)
    word_bounds = np.cumsum(weights[: len(words)])
    bounds = np.cumsum(list(BETWEEN.values()))
    forms = np.array(
        words + [word.capitalize() for word in words], dtype=object
    )
    between = np.array(list(BETWEEN), dtype=object)
    left = megabytes * 1e6
    while left > 0:
        n = WORDS * 256
        word = np.searchsorted(word_bounds, rng.random(n) * word_bounds[-1])
        after = np.searchsorted(bounds, rng.random(n) * bounds[-1])
        capital = np.roll(np.isin(between[after], OPENS), 1) | (
            rng.random(n) < 0.08
        )
        pieces = np.ravel(
            [forms[word + len(words) * capital], between[after]], "F"
        )
        for article in pieces.reshape(-1, 2 * WORDS).tolist():
            text = "".join(article)
            left -= len(text.encode())
            yield text
            if left <= 0:
                return


def shares(name: str, chunks: Iterator[str]) -> int:
    """Print how many chunks there are, distinct, and only once; return the first."""
    counts = Counter(chunks)
    n, once = counts.total(), sum(k == 1 for k in counts.values())
    print(
        f"{name}: {n:,} chunks, {len(counts):,} distinct, {once / len(counts):.0%} of "
        "these once"
    )
    return n


def stream(megabytes: float) -> None:
    clock = time.process_time()
    for _ in make_texts(megabytes):
        pass
    making, before = time.process_time() - clock, _peak()
    clock = time.process_time()
    matrix = FrenchVectorizer().fit_transform(make_texts(megabytes))
    counting = time.process_time() - clock - making
    held = (
        sum(a.nbytes for a in (matrix.data, matrix.indices, matrix.indptr))
        / 1e6
    )
    print(
        f"{megabytes:.0f} MB in {matrix.shape[0]:,} texts, {matrix.shape[1]:,} terms"
    )
    print(f"made up in {making:.0f} CPU s, counted in {counting:.0f} CPU s")
    print(
        f"matrix {held:.0f} MB; peak {_peak():.0f} MB, {before:.0f} MB without us"
    )
    print(f"peak beyond the matrix {_peak() - held:.0f} MB")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def compare(megabytes: float, repeat: int) -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    texts = list(make_texts(megabytes))
    print(
        f"{sum(len(t.encode()) for t in texts) / 1e6:.1f} MB, {len(texts):,} texts"
    )
    shares("made up", chain.from_iterable(map(str.split, texts)))
    ours, theirs = [], []
    for _ in range(repeat):
        clock = time.process_time()
        vectorizer = FrenchVectorizer()
        matrix = vectorizer.fit_transform(texts)
        ours.append(time.process_time() - clock)
        clock = time.process_time()
        peer = CountVectorizer(analyzer=vectorizer.build_analyzer())
        expected = peer.fit_transform(texts)
        theirs.append(time.process_time() - clock)
    names = vectorizer.get_feature_names_out(), peer.get_feature_names_out()
    same = np.array_equal(*names) and (matrix != expected).nnz == 0
    print(
        f"{matrix.shape[1]:,} terms, {matrix.nnz:,} entries; same matrix: {same}"
    )
    print(
        f"ours {min(ours):.2f} CPU s, CountVectorizer {min(theirs):.2f} CPU s"
    )
    print(f"ratio {min(theirs) / min(ours):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--stream", type=float, metavar="MB")
    parser.add_argument("--like", metavar="FILE")
    options = parser.parse_args()
    if options.stream:
        return stream(options.stream)
    if options.like:
        real = pd.read_json(options.like, lines=True)["text"]
        n = shares("real", chain.from_iterable(map(str.split, real)))
        made_up = chain.from_iterable(map(str.split, make_texts(np.inf)))
        shares("made up", islice(made_up, n))
    compare(options.megabytes, options.repeat)


if __name__ == "__main__":
    main()
