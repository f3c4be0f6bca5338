"""From texts to a matrix of counts or weights of French words or lemmas.

One estimator of our own, :class:`FrenchVectorizer`: it gives the very matrix that
scikit-learn's ``CountVectorizer`` gives with the same analyser, and is faster because
it tokenises each distinct blank-separated chunk once (a token never crosses a blank).
"""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain

import numpy as np
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.utils.validation import check_is_fitted

from analysis import lexicon
from analysis.text import tokenize

BATCH = 4_000_000  # characters whose chunks are held before they are counted
CACHE = 1_000_000  # distinct chunks remembered; beyond, the memory starts afresh


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


@cache
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

    Raises ``ValueError`` for an empty vocabulary, or bounds that leave no term.
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

    def fit_transform(self, raw_documents: Iterable[str], y=None) -> sparse.csr_matrix:
        """Learn the vocabulary and count: (texts, terms), int64."""
        if self.vocabulary is not None:
            self.vocabulary_ = _fixed(self.vocabulary)
            return self.transform(raw_documents)
        terms: dict[str, int] = {}
        counts = self._count(raw_documents, terms, grow=True)
        if not terms:
            raise ValueError("empty vocabulary: the texts hold no word to count")
        names = np.array(list(terms), dtype=object)
        columns = self._kept(counts, names)
        if not len(columns):
            raise ValueError(
                f"min_df={self.min_df}, max_df={self.max_df}: no term is left of "
                f"{len(names)} in {counts.shape[0]} texts"
            )
        self.vocabulary_ = {name: j for j, name in enumerate(names[columns])}
        return _final(counts[:, columns], self.binary)

    def transform(self, raw_documents: Iterable[str]) -> sparse.csr_matrix:
        """Count the terms of the vocabulary: (texts, terms), int64."""
        if self.vocabulary is not None:
            self.vocabulary_ = _fixed(self.vocabulary)
        check_is_fitted(self, "vocabulary_")
        counts = self._count(raw_documents, dict(self.vocabulary_), grow=False)
        return _final(counts, self.binary)

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

    def _count(self, texts: Iterable[str], terms: dict, grow: bool):
        if isinstance(texts, str):
            raise ValueError("one str given: expected an iterable of texts")
        analyze, parts = self.build_analyzer(), []
        chunks = _Ids()
        for batch in _batches(texts):
            if len(chunks) > CACHE:
                chunks = _Ids()
            parts.append(_count_batch(batch, chunks, analyze, terms, grow))
        width = len(terms)
        for part in parts:
            part.resize(part.shape[0], width)
        empty = sparse.csr_matrix((0, width), dtype=np.int64)
        return sparse.vstack([empty, *parts], format="csr")

    def _kept(self, counts: sparse.csr_matrix, names: np.ndarray) -> np.ndarray:
        n = counts.shape[0]
        df = np.bincount(counts.indices, minlength=counts.shape[1])
        low, high = (b * n if isinstance(b, float) else b for b in self._bounds())
        columns = np.argsort(names)
        columns = columns[(df[columns] >= low) & (df[columns] <= high)]
        if self.max_features is not None and len(columns) > self.max_features:
            total = np.asarray(counts.sum(axis=0)).ravel()[columns]
            # the same sort as CountVectorizer's, so that ties fall alike
            columns = columns[np.sort((-total).argsort()[: self.max_features])]
        return columns

    def _bounds(self):
        for name in ("min_df", "max_df"):
            bound = getattr(self, name)
            if isinstance(bound, float) and not 0 <= bound <= 1 or bound < 0:
                raise ValueError(f"{name}={bound}: expected a count or a share, 0 to 1")
            yield bound


class _Ids(dict):
    """Numbers distinct keys in the order in which they are first asked for."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def _count_batch(texts, chunks: _Ids, analyze, terms: dict, grow: bool):
    split = [text.split() for text in texts]
    ends = np.cumsum([0, *map(len, split)])
    number = chunks.__getitem__
    ids = np.fromiter(map(number, chain.from_iterable(split)), np.int32, ends[-1])
    used = np.unique(ids)  # only this batch's chunks are analysed
    names = list(chunks)
    indices, indptr = [], [0]
    for k in used:
        found = analyze(names[k])
        if grow:
            indices += [terms.setdefault(term, len(terms)) for term in found]
        else:
            indices += [terms[term] for term in found if term in terms]
        indptr.append(len(indices))
    shape = (len(used), len(terms))
    ones = np.ones(len(indices), np.int64)
    table = sparse.csr_matrix((ones, indices, indptr), shape)
    where = np.searchsorted(used, ids)
    shape = (len(texts), len(used))
    return sparse.csr_matrix((np.ones(len(ids), np.int64), where, ends), shape) @ table


def _batches(texts: Iterable[str]) -> Iterable[list[str]]:
    batch, size = [], 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _final(counts: sparse.csr_matrix, binary: bool) -> sparse.csr_matrix:
    counts.sum_duplicates()
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
    return {row["form"]: row["lemma"] for row in lexicon.table("lemma_exceptions")}
