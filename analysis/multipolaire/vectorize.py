"""From texts to a matrix of counts or weights of French words or lemmas.

One estimator of our own, :class:`FrenchVectorizer`: it gives the very matrix that
scikit-learn's ``CountVectorizer`` gives with the same analyser, and is faster because
it tokenises each distinct chunk once.  A chunk is a run of letters, digits,
apostrophes, hyphens, whatever is not ASCII, and points and brackets between these: no
token reaches beyond one.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from multipolaire.french import lexicon
from multipolaire.french.encodings import expect_nfc
from multipolaire.french.text import tokenize
from multipolaire.lemmas import check_sizes, lemmatize, n_grams

BATCH = 4_000_000  # characters whose chunks are counted at once
BLOCK = 4_000_000  # entries of the matrix that are put in order at once
LONG = 64  # bytes; longer chunks are looked up one by one
# Bytes of chunks that are remembered; beyond, the memory starts afresh.
CACHE = 200_000_000
ENTRY = 160  # bytes that an entry of a dict takes beside its chunk, about


class FrenchVectorizer(TransformerMixin, BaseEstimator):
    """Counts of French tokens: texts to a sparse matrix, as ``CountVectorizer`` does.

    After ``fit``: ``vocabulary_`` (term to column), ``get_feature_names_out()``.
    ``fit`` and ``transform`` take any iterable of str, once, and hold no more than
    a batch of texts beside the matrix.

    Parameters
    ----------
    lemmas
        Count lemmas (:func:`multipolaire.lemmatize`) rather than words as written.
    stop_words
        ``None``, ``"french"`` (the list in the lexicon), or words; compared with words
        as written, before lemmas.
    numbers
        Whether tokens without any letter count.
    ngram_range
        The least and the most words in a row, in one sentence, that are a term; they
        neither begin nor end in what does not count, but may hold it.
    min_df, max_df
        A number of texts (int) or a share of them (float, 0 to 1).

    Raises
    ------
    ValueError
        For an empty vocabulary, bounds that leave no term, or what is no text (a
        missing value, a row of a table) or not NFC.

    Notes
    -----
    The matrix is (texts, terms), int64, compressed by rows: each cell is a number of
    occurrences.  Words are those of :func:`multipolaire.tokenize`.

    Examples
    --------
    >>> v = FrenchVectorizer(lemmas=True, stop_words="french")
    >>> v.fit_transform(["Les ingérences.", "L’ingérence étrangère"]).toarray()
    array([[1, 0],
           [1, 1]])
    >>> v.get_feature_names_out().tolist()
    ['ingérence', 'étranger']
    """

    def __init__(
        self,
        *,
        lemmas: bool = False,
        stop_words: str | Iterable[str] | None = None,
        numbers: bool = True,
        ngram_range: tuple[int, int] = (1, 1),
        min_df: float = 1,
        max_df: float = 1.0,
    ):
        self.lemmas = lemmas
        self.stop_words = stop_words
        self.numbers = numbers
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.max_df = max_df

    def fit(
        self, raw_documents: Iterable[str], y: object = None
    ) -> "FrenchVectorizer":
        """Learn the vocabulary."""
        self.fit_transform(raw_documents)
        return self

    def fit_transform(
        self, raw_documents: Iterable[str], y: object = None
    ) -> csr_matrix:
        """Learn the vocabulary and count: (texts, terms), int64."""
        terms = defaultdict()  # numbers terms in the order in which they come
        terms.default_factory = terms.__len__
        counts = self._count(raw_documents, terms, terms.__getitem__)
        if not terms:
            told = "empty vocabulary: the texts hold no word to count"
            raise ValueError(told)
        names = list(terms)
        columns = self._kept(counts, names)
        if not len(columns):
            raise ValueError(
                f"min_df={self.min_df}, max_df={self.max_df}: no term is left of "
                f"{len(names)} in {counts.shape[0]} texts"
            )
        self.vocabulary_ = {names[k]: j for j, k in enumerate(columns)}
        return _select(counts, columns)

    def transform(self, raw_documents: Iterable[str]) -> csr_matrix:
        """Count the terms of the vocabulary: (texts, terms), int64."""
        check_is_fitted(self, "vocabulary_")
        terms = self.vocabulary_
        counts = self._count(raw_documents, terms, terms.get)
        counts.sort_indices()
        return counts

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.transformer_tags.preserves_dtype = []  # counts are int64
        return tags

    def get_feature_names_out(
        self, input_features: object = None
    ) -> np.ndarray:
        """Terms in column order."""
        check_is_fitted(self, "vocabulary_")
        return np.array(list(self.vocabulary_), dtype=object)

    def build_analyzer(self) -> Callable[[str], list[str]]:
        """The function from one text to its terms, in order."""
        stop = _stop_words(self.stop_words)
        lemmas, numbers, sizes = self.lemmas, self.numbers, self.ngram_range
        check_sizes(sizes)

        def counts(token: str) -> bool:
            return token not in stop and (numbers or not token.isnumeric())

        def analyze(text: str) -> list[str]:
            tokens = filter(counts, tokenize(text))
            return list(map(lemmatize, tokens) if lemmas else tokens)

        spelt = lemmatize if lemmas else str
        runs = partial(n_grams, counts=counts, sizes=sizes, spelt=spelt)
        return analyze if tuple(sizes) == (1, 1) else runs

    def _count(self, texts: Iterable[str], terms: dict, column: Callable):
        if isinstance(texts, str):
            raise ValueError("one str given: expected an iterable of texts")
        analyze = self.build_analyzer()
        whole = tuple(self.ngram_range) != (1, 1)  # they reach beyond a chunk
        chunks = _Chunks(analyze, column)
        # Arrays grow where they are: the matrix is never held twice.
        data, indices, indptr = array("q"), array("i"), array("q", [0])
        for batch in _batches(texts):
            if chunks.size > CACHE:
                chunks = _Chunks(analyze, column)
            count = _count_whole if whole else _count_batch
            part = count(batch, chunks, terms)
            ends = part.indptr[1:] + np.int64(indptr[-1])
            data.frombytes(part.data.view("B"))
            indices.frombytes(part.indices.astype(np.int32).view("B"))
            indptr.frombytes(ends.view("B"))
        # "q" is not what numpy calls int64 everywhere, though it is the same.
        sizes = (data, "i8"), (indices, "i4"), (indptr, "i8")
        arrays = tuple(np.asarray(a).view(kind) for a, kind in sizes)
        return csr_matrix(arrays, (len(indptr) - 1, len(terms)))

    def _kept(self, counts: csr_matrix, names: list[str]) -> np.ndarray:
        """The columns of the terms that stay, in the order of the terms."""
        n, width = counts.shape
        df = np.zeros(width, np.int64)
        for k in range(0, counts.nnz, BLOCK):
            df += np.bincount(counts.indices[k : k + BLOCK], minlength=width)
        low, high = (self._texts(bound, n) for bound in ("min_df", "max_df"))
        columns = np.array(sorted(range(width), key=names.__getitem__))
        return columns[(df[columns] >= low) & (df[columns] <= high)]

    def _texts(self, name: str, n: int) -> float:
        """The number of texts that a bound, a count or a share, asks for."""
        bound = getattr(self, name)
        share = isinstance(bound, float)
        if bound < 0 or (share and bound > 1):
            told = f"{name}={bound}: expected a count or a share, 0 to 1"
            raise ValueError(told)
        return bound * n if share else bound


class _Chunks(dict):
    """Numbers chunks as they come, and keeps the columns of the terms of each.

    ``column`` gives that of a term, or ``None`` where the term does not count.
    """

    def __init__(self, analyze: Callable, column: Callable):
        self.analyze, self.column = analyze, column
        self.columns, self.ends, self.size = array("i"), array("q", [0]), 0

    def __missing__(self, chunk: bytes) -> int:
        terms = self.analyze(chunk.decode("utf-8", "surrogatepass"))
        found = map(self.column, terms)
        self.columns.extend([k for k in found if k is not None])
        self.ends.append(len(self.columns))
        self.size += ENTRY + len(chunk)
        self[chunk] = number = len(self)
        return number

    def table(self, width: int) -> csr_matrix:
        """How often each chunk (row) holds each term."""
        return _once(self.columns, self.ends, width)


def _count_batch(texts: list[str], chunks: _Chunks, terms: dict) -> csr_matrix:
    """(texts, terms): chunks by text, times terms by chunk.

    A text has few distinct chunks and a corpus few more: what Python does, it does
    once a chunk; what is done at every place of a chunk, NumPy does.
    """
    coded = [text.encode("utf-8", "surrogatepass") for text in texts]
    # Eight zeros: eight bytes can be read from any place of a text.
    blob = b"\n".join([b"", *coded, bytes(8)])
    # A chunk begins, or has ended, wherever its signs and others meet.
    code = np.frombuffer(blob, np.uint8)
    inside = _INSIDE[code]
    # "élu.e.s", "citoyen(ne)s" are one chunk, "fin." and "(voir" hold one each.
    opens = ((code == ord(".")) | (code == ord("(")))[1:-1]
    inside[1:-1] |= opens & inside[:-2] & inside[2:]
    inside[1:] |= (code == ord(")"))[1:] & inside[:-1]
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    groups = _group(blob, starts, ends - starts)
    # Of each group one chunk is looked up, for all are the same.
    one = np.full(groups.max(initial=-1) + 1, -1)
    one[groups] = np.arange(len(groups))
    used = np.flatnonzero(one >= 0)
    places = zip(starts[one[used]].tolist(), ends[one[used]].tolist())
    number = np.empty(len(one), np.int32)
    number[used] = [chunks[blob[start:end]] for start, end in places]
    # A text's chunks are those that begin before the next text does.
    begins = np.cumsum([1, *(len(text) + 1 for text in coded)])
    rows = np.searchsorted(starts, begins)
    by_text = _once(number[groups], rows, len(chunks))
    return by_text @ chunks.table(len(terms))


def _count_whole(texts: list[str], chunks: _Chunks, terms: dict) -> csr_matrix:
    """(texts, terms), where each text is a chunk."""
    coded = (text.encode("utf-8", "surrogatepass") for text in texts)
    numbers = [chunks[text] for text in coded]
    by_text = _once(numbers, range(len(texts) + 1), len(chunks))
    return by_text @ chunks.table(len(terms))


def _once(columns, ends, width: int) -> csr_matrix:
    """A matrix of ones: row ``i`` has those from ``ends[i]`` to ``ends[i + 1]``."""
    ones = np.ones(len(columns), np.int64)
    arrays = ones, np.asarray(columns), np.asarray(ends)
    return csr_matrix(arrays, (len(ends) - 1, width))


def _group(blob: bytes, starts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """A number for each chunk: the same number is the same bytes.

    Chunks are compared eight bytes at a time, as one integer.  Exact: whole chunks
    are compared, no hash stands for one.  A chunk holds no NUL, so that the zeros put
    for what follows it are no part of it.
    """
    words = np.ndarray(len(blob) - 7, "<u8", blob, strides=(1,))  # at each byte
    first = np.array([2 ** (8 * n) - 1 for n in range(9)], np.uint64)  # n bytes
    group = pd.factorize(words[starts] & first[np.minimum(sizes, 8)])[0]
    for k in range(8, min(LONG, sizes.max(initial=0)), 8):
        # Of chunks that go on, those are the same that were, and whose next eight are.
        rest = np.flatnonzero(sizes > k)
        word = words[starts[rest] + k] & first[np.minimum(sizes[rest] - k, 8)]
        pair = group[rest] << 32 | pd.factorize(word)[0]
        group[rest] = pd.factorize(pair)[0] + group.max() + 1
    rest = np.flatnonzero(sizes > LONG)  # each of its own
    group[rest] = np.arange(len(rest)) + group.max(initial=0) + 1
    return group


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


def _select(counts: csr_matrix, columns: np.ndarray) -> csr_matrix:
    """``counts[:, columns]``, block by block, written where ``counts`` stood."""
    place = np.full(counts.shape[1], -1, np.int32)
    place[columns] = np.arange(len(columns))
    for k in range(0, counts.nnz, BLOCK):
        here = slice(k, k + BLOCK)
        counts.indices[here] = place[counts.indices[here]]
        counts.data[here] *= counts.indices[here] >= 0
    counts.eliminate_zeros()
    arrays = counts.data, counts.indices, counts.indptr
    chosen = csr_matrix(arrays, (counts.shape[0], len(columns)))
    chosen.sort_indices()
    return chosen


def _stop_words(stop_words) -> frozenset[str]:
    if stop_words is None:
        return frozenset()
    if isinstance(stop_words, str):
        if stop_words != "french":
            told = f"stop_words={stop_words!r}: expected None, 'french', words"
            raise ValueError(told)
        return lexicon.followed_words("stop_words")
    return frozenset(stop_words)


_INSIDE = np.array(
    [b > 127 or chr(b).isalnum() or chr(b) in "'-" for b in range(256)]
)
