"""From texts to a matrix of counts or weights of French words or lemmas.

One estimator of our own, :class:`FrenchVectorizer`: it gives the very matrix that
scikit-learn's ``CountVectorizer`` gives with the same analyser, and is faster because
it tokenises each distinct chunk between blanks once: no token reaches beyond one.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from multipolaire.french import lexicon
from multipolaire.french.encodings import expect_nfc
from multipolaire.french.text import split_sentences, tokenize
from multipolaire.lemmas import check_sizes, lemmatize, n_grams


class FrenchVectorizer(TransformerMixin, BaseEstimator):
    """Counts of French tokens: texts to a sparse matrix, as ``CountVectorizer`` does.

    After ``fit``: ``vocabulary_`` (term to column), ``get_feature_names_out()``.
    ``fit`` and ``transform`` take any iterable of str, once, text by text.

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
        terms = _numbers()
        counts = self._count(raw_documents, terms, terms.__getitem__)
        if not terms:
            told = "empty vocabulary: the texts hold no word to count"
            raise ValueError(told)
        n, names = counts.shape[0], list(terms)
        held = np.bincount(counts.indices, minlength=len(names))
        low, high = (self._texts(bound, n) for bound in ("min_df", "max_df"))
        order = sorted(range(len(names)), key=names.__getitem__)
        columns = [k for k in order if low <= held[k] <= high]
        if not columns:
            raise ValueError(
                f"min_df={self.min_df}, max_df={self.max_df}: no term is left of "
                f"{len(names)} in {n} texts"
            )
        self.vocabulary_ = {names[k]: j for j, k in enumerate(columns)}
        return _sorted(counts[:, columns])

    def transform(self, raw_documents: Iterable[str]) -> csr_matrix:
        """Count the terms of the vocabulary: (texts, terms), int64."""
        check_is_fitted(self, "vocabulary_")
        terms = self.vocabulary_
        return _sorted(self._count(raw_documents, terms, terms.get))

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

        def analyze_sentences(text: str) -> list[str]:
            terms = []
            for sentence in split_sentences(text):
                tokens = tokenize(sentence.text)
                words = list(map(lemmatize, tokens)) if lemmas else tokens
                terms += n_grams(words, [*map(counts, tokens)], sizes)
            return terms

        return analyze if tuple(sizes) == (1, 1) else analyze_sentences

    def _count(self, texts: Iterable[str], terms: dict, column: Callable):
        """Chunks in each text, times terms in each chunk: (texts, terms)."""
        if isinstance(texts, str):
            raise ValueError("one str given: expected an iterable of texts")
        analyze, chunks = self.build_analyzer(), _numbers()
        whole = tuple(self.ngram_range) != (1, 1)  # they reach beyond a chunk
        cut = (lambda text: [text]) if whole else str.split
        read = (map(chunks.__getitem__, cut(text)) for text in _sound(texts))
        by_text = _ones(read)
        found = (map(column, analyze(chunk)) for chunk in chunks)
        by_chunk = _ones([k for k in row if k is not None] for row in found)
        by_text.resize(by_text.shape[0], len(chunks))
        by_chunk.resize(len(chunks), len(terms))
        return by_text @ by_chunk

    def _texts(self, name: str, n: int) -> float:
        """The number of texts that a bound, a count or a share, asks for."""
        bound = getattr(self, name)
        share = isinstance(bound, float)
        if bound < 0 or (share and bound > 1):
            told = f"{name}={bound}: expected a count or a share, 0 to 1"
            raise ValueError(told)
        return bound * n if share else bound


def _numbers() -> defaultdict:
    """Numbers what it is asked for, in the order in which it comes."""
    numbers = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


def _sound(texts: Iterable[str]) -> Iterator[str]:
    for n, text in enumerate(texts):
        if not isinstance(text, str):
            what = f"{type(text).__name__} {str(text)[:40]!r}"
            raise ValueError(f"text {n} is {what}: expected a str")
        expect_nfc(text)
        yield text


def _ones(rows: Iterable[Iterable[int]]) -> csr_matrix:
    """How often each row holds each column."""
    columns, ends = array("i"), [0]
    for row in rows:
        columns.extend(row)
        ends.append(len(columns))
    columns = np.array(columns, np.int32)
    ones, width = np.ones(len(columns), np.int64), columns.max(initial=0) + 1
    table = csr_matrix((ones, columns, ends), (len(ends) - 1, width))
    table.sum_duplicates()
    return table


def _sorted(counts: csr_matrix) -> csr_matrix:
    counts.sort_indices()
    return counts


def _stop_words(stop_words) -> frozenset[str]:
    if stop_words is None:
        return frozenset()
    if isinstance(stop_words, str):
        if stop_words != "french":
            told = f"stop_words={stop_words!r}: expected None, 'french', words"
            raise ValueError(told)
        return lexicon.followed_words("stop_words")
    return frozenset(stop_words)
