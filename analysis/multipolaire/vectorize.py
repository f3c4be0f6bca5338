"""From texts to a matrix of counts or weights of French words or lemmas.

:class:`FrenchVectorizer` is scikit-learn's ``CountVectorizer`` with an analyser of
French, and faster because it tokenises each distinct chunk between blanks once: no
token reaches beyond one.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

from multipolaire.french import lexicon
from multipolaire.french.encodings import expect_nfc
from multipolaire.french.text import tokenize
from multipolaire.lemmas import check_sizes, lemmatize, n_grams


class FrenchVectorizer(CountVectorizer):
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

    _parameter_constraints = CountVectorizer._parameter_constraints | {
        "stop_words": "no_validation"  # _stop_words does
    }

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
        super().__init__(ngram_range=ngram_range, min_df=min_df, max_df=max_df)
        self.lemmas = lemmas
        self.stop_words = stop_words
        self.numbers = numbers

    def fit_transform(
        self, raw_documents: Iterable[str], y: object = None
    ) -> csr_matrix:
        """Learn the vocabulary and count: (texts, terms), int64."""
        counts = super().fit_transform(_sound(raw_documents))
        counts.sort_indices()
        return counts

    def transform(self, raw_documents: Iterable[str]) -> csr_matrix:
        """Count the terms of the vocabulary: (texts, terms), int64."""
        return super().transform(_sound(raw_documents))

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

    def _count_vocab(self, raw_documents, fixed_vocab: bool):
        """Chunks in each text, times terms in each chunk.

        In the place of scikit-learn's loop, which gives the same, token by token.
        """
        terms = self.vocabulary_ if fixed_vocab else _numbers()
        column = terms.get if fixed_vocab else terms.__getitem__
        analyze, chunks = self.build_analyzer(), _numbers()
        whole = tuple(self.ngram_range) != (1, 1)  # they reach beyond a chunk
        cut = (lambda text: [text]) if whole else str.split
        number = chunks.__getitem__
        by_text = _ones(map(number, cut(text)) for text in raw_documents)
        found = (map(column, analyze(chunk)) for chunk in chunks)
        by_chunk = _ones([k for k in row if k is not None] for row in found)
        if not terms:
            raise ValueError(
                "empty vocabulary: the texts hold no word to count"
            )
        by_text.resize(by_text.shape[0], len(chunks))
        by_chunk.resize(len(chunks), len(terms))
        counts = by_text @ by_chunk
        counts.sort_indices()
        return dict(terms), counts


def _numbers() -> defaultdict:
    """Numbers what it is asked for, in the order in which it comes."""
    numbers = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


def _sound(texts: Iterable[str]) -> Iterator[str]:
    if isinstance(texts, str):
        raise ValueError("one str given: expected an iterable of texts")
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


def _stop_words(stop_words) -> frozenset[str]:
    if stop_words is None:
        return frozenset()
    if isinstance(stop_words, str):
        if stop_words != "french":
            told = f"stop_words={stop_words!r}: expected None, 'french', words"
            raise ValueError(told)
        return lexicon.followed_words("stop_words")
    return frozenset(stop_words)
