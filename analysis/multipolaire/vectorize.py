"""From texts to a matrix of counts or weights of French words or lemmas.

One estimator of our own, :class:`FrenchVectorizer`: it gives the very matrix that
scikit-learn's ``CountVectorizer`` gives with the same analyser, and is faster because
it tokenises each distinct chunk once.  A chunk is a run of letters, digits,
apostrophes, hyphens and whatever is not ASCII: no token reaches beyond one.
"""

from array import array
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.utils.validation import check_is_fitted

from multipolaire.french import lexicon
from multipolaire.french.encodings import expect_nfc
from multipolaire.french.text import tokenize

BATCH = 4_000_000  # characters whose chunks are counted at once
CACHE = (
    200_000_000  # bytes of chunks remembered; beyond, the memory starts afresh
)
BLOCK = 4_000_000  # entries of the matrix that are put in order at once
LONG = 64  # bytes; longer chunks are looked up one by one


def make_tfidf(**settings) -> Pipeline:
    """An unfitted pipeline: :class:`FrenchVectorizer`, then sublinear TF-IDF.

    ``settings`` are the vectoriser's.  Weight of a term: (1 + ln tf) · (1 + ln((1 + n)
    / (1 + df))), rows of length 1 (``TfidfTransformer(sublinear_tf=True)``).

    >>> make_tfidf().fit_transform(["le chat", "le chien"]).shape
    (2, 3)
    """
    return make_pipeline(
        FrenchVectorizer(**settings), TfidfTransformer(sublinear_tf=True)
    )


@lru_cache(maxsize=1_000_000)
def lemmatize(token: str) -> str:
    """The lemma of a lower-case token: simplemma, greedy, and a list of exceptions.

    >>> [lemmatize(t) for t in ("ingérences", "s'", "usa", "multipolaires")]
    ['ingérence', 'se', 'usa', 'multipolaire']
    """
    import simplemma

    known = _lemma_exceptions().get(token)
    return known or simplemma.lemmatize(token, lang="fr", greedy=True).lower()


class FrenchVectorizer(TransformerMixin, BaseEstimator):
    """Counts of French tokens: texts to a sparse matrix, as ``CountVectorizer`` does.

    Parameters
    ----------
    lemmas : count lemmas (:func:`lemmatize`) rather than words as written.
    stop_words : ``None``, ``"french"`` (the list in the lexicon), or words; compared
        with words as written, before lemmas.
    numbers : whether tokens without any letter count.
    min_df, max_df : a number of texts (int) or a share of them (float).
    max_features : keep that many, the most frequent.
    vocabulary : terms to count, in column order; nothing is learned then.
    binary : count presence only.

    After ``fit``: ``vocabulary_`` (term to column), ``get_feature_names_out()``.
    ``fit`` and ``transform`` take any iterable of str, once, and hold no more than
    a batch of texts beside the matrix.

    >>> v = FrenchVectorizer(lemmas=True, stop_words="french")
    >>> v.fit_transform(["Les ingérences.", "L’ingérence étrangère"]).toarray()
    array([[1, 0],
           [1, 1]])
    >>> v.get_feature_names_out().tolist()
    ['ingérence', 'étranger']

    Raises ``ValueError`` for an empty vocabulary, bounds that leave no term, or what
    is no text (a missing value, a row of a table) or not NFC.
    """

    def __init__(
        self,
        *,
        lemmas=False,
        stop_words=None,
        numbers=True,
        min_df=1,
        max_df=1.0,
        max_features=None,
        vocabulary=None,
        binary=False,
    ):
        self.lemmas = lemmas
        self.stop_words = stop_words
        self.numbers = numbers
        self.min_df = min_df
        self.max_df = max_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.binary = binary

    def fit(self, raw_documents: Iterable[str], y=None) -> "FrenchVectorizer":
        """Learn the vocabulary."""
        self.fit_transform(raw_documents)
        return self

    def fit_transform(
        self, raw_documents: Iterable[str], y=None
    ) -> sparse.csr_matrix:
        """Learn the vocabulary and count: (texts, terms), int64."""
        if self.vocabulary is not None:
            self.vocabulary_ = _fixed(self.vocabulary)
            return self.transform(raw_documents)
        terms = _Ids()
        counts = self._count(raw_documents, terms, terms.__getitem__)
        if not terms:
            raise ValueError(
                "empty vocabulary: the texts hold no word to count"
            )
        names = list(terms)
        columns = self._kept(counts, names)
        if not len(columns):
            raise ValueError(
                f"min_df={self.min_df}, max_df={self.max_df}: no term is left of "
                f"{len(names)} in {counts.shape[0]} texts"
            )
        self.vocabulary_ = {names[k]: j for j, k in enumerate(columns)}
        return _final(_select(counts, columns), self.binary)

    def transform(self, raw_documents: Iterable[str]) -> sparse.csr_matrix:
        """Count the terms of the vocabulary: (texts, terms), int64."""
        if self.vocabulary is not None:
            self.vocabulary_ = _fixed(self.vocabulary)
        check_is_fitted(self, "vocabulary_")
        terms = self.vocabulary_
        counts = self._count(raw_documents, terms, terms.get)
        return _final(counts, self.binary)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.transformer_tags.preserves_dtype = []  # counts are int64
        return tags

    def get_feature_names_out(self, input_features=None) -> np.ndarray:
        """Terms in column order."""
        check_is_fitted(self, "vocabulary_")
        return np.array(list(self.vocabulary_), dtype=object)

    def build_analyzer(self) -> Callable[[str], list[str]]:
        """The function from one text to its terms, in order."""
        stop = _stop_words(self.stop_words)
        lemmas, numbers = self.lemmas, self.numbers

        def analyze(text: str) -> list[str]:
            tokens = [t for t in tokenize(text) if t not in stop]
            if not numbers:
                tokens = [t for t in tokens if not t.isnumeric()]
            return [lemmatize(t) for t in tokens] if lemmas else tokens

        return analyze

    def _count(self, texts: Iterable[str], terms: dict, column: Callable):
        if isinstance(texts, str):
            raise ValueError("one str given: expected an iterable of texts")
        analyze = self.build_analyzer()
        chunks = _Chunks(analyze, column)
        # arrays grow where they are: the matrix is never held twice
        data, indices, indptr = array("q"), array("i"), array("q", [0])
        for batch in _batches(texts):
            if chunks.size > CACHE:
                chunks = _Chunks(analyze, column)
            part = _count_batch(batch, chunks, terms)
            data.frombytes(part.data.view("B"))
            indices.frombytes(
                part.indices.astype(np.int32, copy=False).view("B")
            )
            indptr.frombytes((part.indptr[1:] + np.int64(indptr[-1])).view("B"))
        # "q" is not what numpy calls int64 everywhere, though it is the same
        arrays = (
            np.asarray(a).view(f"i{a.itemsize}")
            for a in (data, indices, indptr)
        )
        return sparse.csr_matrix(tuple(arrays), (len(indptr) - 1, len(terms)))

    def _kept(self, counts: sparse.csr_matrix, names: list[str]) -> np.ndarray:
        n, width = counts.shape
        df = np.zeros(width, np.int64)
        for k in range(0, counts.nnz, BLOCK):
            df += np.bincount(counts.indices[k : k + BLOCK], minlength=width)
        low, high = (
            b * n if isinstance(b, float) else b for b in self._bounds()
        )
        columns = np.array(sorted(range(width), key=names.__getitem__))
        columns = columns[(df[columns] >= low) & (df[columns] <= high)]
        if self.max_features is not None and len(columns) > self.max_features:
            total = (
                df if self.binary else np.asarray(counts.sum(axis=0)).ravel()
            )
            total = total[columns]
            # the same sort as CountVectorizer's, so that ties fall alike
            columns = columns[np.sort((-total).argsort()[: self.max_features])]
        return columns

    def _bounds(self):
        for name in ("min_df", "max_df"):
            bound = getattr(self, name)
            if isinstance(bound, float) and not 0 <= bound <= 1 or bound < 0:
                raise ValueError(
                    f"{name}={bound}: expected a count or a share, 0 to 1"
                )
            yield bound


class _Ids(dict):
    """Numbers distinct keys in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


class _Chunks(dict):
    """Numbers chunks as they come, and keeps the columns of the terms of each.

    ``column`` gives that of a term, or ``None`` where the term does not count.
    """

    def __init__(self, analyze: Callable, column: Callable):
        self.analyze, self.column = analyze, column
        self.terms, self.ends, self.size = array("i"), array("q", [0]), 0

    def __missing__(self, chunk: bytes) -> int:
        found = self.analyze(chunk.decode("utf-8", "surrogatepass"))
        columns = [k for k in map(self.column, found) if k is not None]
        self.terms.extend(columns)
        self.ends.append(len(self.terms))
        self.size += 160 + len(chunk)  # what an entry of a dict takes, about
        self[chunk] = number = len(self)
        return number

    def table(self, width: int) -> sparse.csr_matrix:
        ones = np.ones(len(self.terms), np.int64)
        arrays = ones, np.asarray(self.terms), np.asarray(self.ends)
        return sparse.csr_matrix(arrays, (len(self), width))


def _count_batch(
    texts: list[str], chunks: _Chunks, terms: dict
) -> sparse.csr_matrix:
    coded = [text.encode("utf-8", "surrogatepass") for text in texts]
    blob = b"\n".join([b"", *coded, bytes(8)])
    inside = _INSIDE[np.frombuffer(blob, np.uint8)]
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    code = _group(blob, starts, ends - starts)
    one = np.full(code.max(initial=-1) + 1, -1)
    one[code] = np.arange(
        len(code)
    )  # one chunk of each code: they are all the same
    used = np.flatnonzero(one >= 0)
    places = zip(starts[one[used]].tolist(), ends[one[used]].tolist())
    number = np.empty(len(one), np.int32)
    number[used] = [chunks[blob[start:end]] for start, end in places]
    rows = np.searchsorted(starts, np.cumsum([1, *(len(c) + 1 for c in coded)]))
    ones = np.ones(len(code), np.int64)
    of_chunks = sparse.csr_matrix(
        (ones, number[code], rows), (len(texts), len(chunks))
    )
    return of_chunks @ chunks.table(len(terms))


def _group(blob: bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """A code for each chunk: the same code is the same bytes, eight at a time.

    Exact: whole keys are compared, no hash of a chunk stands for it.  A chunk holds no
    NUL, so that the zeros after its end are no part of it.
    """
    words = np.ndarray(len(blob) - 7, "<u8", blob, strides=(1,))
    low = np.array([2 ** (8 * n) - 1 for n in range(9)], np.uint64)
    code = pd.factorize(words[starts] & low[np.minimum(sizes, 8)])[0]
    for k in range(8, min(LONG, sizes.max(initial=0)), 8):
        rest = np.flatnonzero(sizes > k)
        word = words[starts[rest] + k] & low[np.minimum(sizes[rest] - k, 8)]
        pair = code[rest] << 32 | pd.factorize(word)[0]
        code[rest] = pd.factorize(pair)[0] + code.max() + 1
    rest = np.flatnonzero(sizes > LONG)
    code[rest] = np.arange(len(rest)) + code.max(initial=0) + 1  # each its own
    return code


def _batches(texts: Iterable[str]) -> Iterable[list[str]]:
    batch, size = [], 0
    for n, text in enumerate(texts):
        if not isinstance(text, str):
            what = f"{type(text).__name__} {str(text)[:40]!r}"
            raise ValueError(f"text {n} is {what}: expected a str")
        expect_nfc(text)
        batch.append(text)
        size += len(text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _select(
    counts: sparse.csr_matrix, columns: np.ndarray
) -> sparse.csr_matrix:
    """``counts[:, columns]``, block by block, written where ``counts`` stood."""
    cuts = np.searchsorted(counts.indptr, np.arange(0, counts.nnz, BLOCK))
    indptr, end = counts.indptr.copy(), 0
    for first, last in pairwise(np.unique([0, *cuts, counts.shape[0]])):
        part = counts[first:last][:, columns]
        here = slice(end, end + part.nnz)
        counts.indices[here], counts.data[here] = part.indices, part.data
        indptr[first + 1 : last + 1] = end + part.indptr[1:]
        end = here.stop
    shape = counts.shape[0], len(columns)
    kept = sparse.csr_matrix(
        (counts.data[:end], counts.indices[:end], indptr), shape
    )
    return kept if 2 * end > counts.nnz else kept.copy()


def _final(counts: sparse.csr_matrix, binary: bool) -> sparse.csr_matrix:
    counts.sort_indices()
    if binary:
        counts.data.fill(1)
    return counts


def _fixed(vocabulary) -> dict[str, int]:
    terms = {term: j for j, term in enumerate(vocabulary)}
    if not terms or len(terms) != len(list(vocabulary)):
        raise ValueError("vocabulary: expected distinct terms, at least one")
    return terms


def _stop_words(stop_words) -> frozenset[str]:
    if stop_words is None:
        return frozenset()
    if isinstance(stop_words, str):
        if stop_words != "french":
            raise ValueError(
                f"stop_words={stop_words!r}: expected None, 'french', words"
            )
        return lexicon.words("stop_words")
    return frozenset(stop_words)


@cache
def _lemma_exceptions() -> dict[str, str]:
    return {
        row["form"]: row["lemma"] for row in lexicon.table("lemma_exceptions")
    }


_INSIDE = np.array(
    [b > 127 or chr(b).isalnum() or chr(b) in "'-" for b in range(256)]
)
