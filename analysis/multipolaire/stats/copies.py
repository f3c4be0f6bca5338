"""Text that was printed before: passages inside and across articles, whole copies.

Repeats come first, before any count or topic: a method that takes a passage printed
twice for two observations reports the copying as its finding.
"""

import re

import numpy as np
import pandas as pd

from multipolaire import scale
from multipolaire.french.text import token_spans
from multipolaire.stats.columns import columns_of, typed
from multipolaire.stats.texts import (
    by_date,
    find_copies,
    in_a_row,
    text_numbers,
    word_coder,
)

#: Two places of one passage; ``text`` as in place a, ``kind`` = what it likely is.
REPEATS = columns_of(
    "article_a:str start_a:int64 end_a:int64 article_b:str start_b:int64 end_b:int64 "
    "words:int64 text:str kind:str"
)
#: Words of each article, those inside a passage that the article itself repeats
#: (``inside``) or that another article holds too (``across``), and their shares, 0–1.
SHARES = columns_of(
    "article_id:str words:int64 inside:int64 share_inside:float64 across:int64 "
    "share_across:float64"
)
#: Later copies that :func:`set_aside` blanked.
COPIES = columns_of("article_id:str start:int64 end:int64 words:int64 text:str")
#: Shingles in common; over the union of both; over the smaller of both.
DUPLICATES = columns_of(
    "article_a:str article_b:str shared:int64 jaccard:float64 containment:float64"
)
_PLACE = "start:int64 end:int64 text:str quoted:bool line:bool"
_PLACES = columns_of(f"article:str {_PLACE}")
MANY = 16  # an n-gram met more often is linked to its previous place, not to them all
_QUOTED = re.compile(r'«[^«»]*»|“[^“”]*[”»]|"[^"\n]*"')


def find_repeats(
    articles: pd.DataFrame, n: int = 8, *, strict: bool = False
) -> pd.DataFrame:
    """Passages of at least ``n`` words that stand in two places, the longest first.

    The same words in the same order, whatever their case and punctuation; each row is
    one maximal passage in two places, of one article or of two (:data:`REPEATS`).
    ``kind`` says what it is likely to be: ``quotation`` (most of it between quotation
    marks in both places), ``site furniture`` (whole lines without a full stop, or met
    in three articles and more, of which the copies of one text are one), else ``printed
    twice`` (one article) or ``wire copy``.
    Here as below, an article that fails is left out and warned of
    (:mod:`multipolaire.scale`); with ``strict`` it raises.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    n
        Least words of a passage.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row a pair of places: :data:`REPEATS`; offsets count characters of
        ``text``.

    Raises
    ------
    ValueError
        Where ``n`` is below 2.

    Examples
    --------
    >>> text = "Paris. Le train de nuit part encore ce soir vers Rome. " * 2
    >>> one = pd.DataFrame({"article_id": ["a"], "text": [text]})
    >>> find_repeats(one)[["start_a", "start_b", "words", "kind"]]
       start_a  start_b  words           kind
    0        0       55     11  printed twice
    """
    articles, codes, owner = _encode(articles, "find_repeats", strict)
    p, q, words = _passages(codes, owner, n)
    a, b = (_places(articles, owner, first, words) for first in (p, q))
    frame = a.add_suffix("_a").join(b.add_suffix("_b")).assign(words=words)
    inside = owner[p] == owner[q]
    said = [codes[i : i + length].tobytes() for i, length in zip(p, words)]
    text = text_numbers(articles)[owner[np.r_[p, q]]]
    holders = pd.DataFrame({"said": said * 2, "text": text})
    crowd = holders.groupby("said")["text"].transform("nunique") > 2
    # A writer may quote one phrase twice; sentences quoted twice were printed twice.
    quotation = a["quoted"] & b["quoted"] & (~inside | (words < 2 * n))
    furniture = (a["line"] & b["line"]) | crowd[: len(p)]
    kinds = ["quotation", "site furniture", "printed twice"]
    is_kind = [quotation, furniture, inside]
    frame["kind"] = np.select(is_kind, kinds, "wire copy")
    frame = frame.rename(columns={"text_a": "text"})
    frame = frame.sort_values("words", ascending=False, kind="stable")
    return typed(frame, REPEATS)


def repeated_shares(
    articles: pd.DataFrame, n: int = 8, *, strict: bool = False
) -> pd.DataFrame:
    """How much of each article stands in passages of ``n`` words or more met twice.

    Columns and units: :data:`SHARES`.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    n
        Least words of a passage.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row an article: :data:`SHARES`.

    Raises
    ------
    ValueError
        Where a column that it needs is missing; with ``strict``, what fails in an
        article.

    Examples
    --------
    >>> text = "Le train de nuit part encore ce soir vers Rome. "
    >>> two = pd.DataFrame({"article_id": ["a", "b"], "text": [text * 2, "Rien."]})
    >>> repeated_shares(two)[["words", "inside", "share_inside"]]
       words  inside  share_inside
    0     20      20           1.0
    1      1       0           0.0
    """
    articles, codes, owner = _encode(articles, "repeated_shares", strict)
    p, q, words = _passages(codes, owner, n)
    frame = pd.DataFrame({"article_id": articles["article_id"].to_numpy()})
    frame["words"] = np.bincount(owner, minlength=len(articles))
    same = owner[p] == owner[q]
    for name, chosen in (("inside", same), ("across", ~same)):
        both = np.r_[p[chosen], q[chosen]]
        covered = _covered(both, np.tile(words[chosen], 2), len(codes))
        frame[name] = np.bincount(owner[covered], minlength=len(articles))
        frame[f"share_{name}"] = frame[name] / frame["words"].clip(lower=1)
    return typed(frame, SHARES)


def set_aside(
    articles: pd.DataFrame, n: int = 8, *, strict: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles without the later copies of repeated passages, and those copies.

    An article that is a copy (:func:`multipolaire.find_copies`) is one such passage.
    Copies are blanked, not cut: what is left keeps its offsets; a column ``copy_of``
    is there then.  The first place is
    the earliest by ``published`` where that column is there, else by row.  Columns of
    the second frame: :data:`COPIES`.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    n
        Least words of a passage.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    tuple of DataFrame
        The articles, later copies blanked; and the copies, :data:`COPIES`.

    Raises
    ------
    ValueError
        Where a column that it needs is missing; with ``strict``, what fails in an
        article.

    Examples
    --------
    >>> text = "Le train de nuit part encore ce soir vers Rome. "
    >>> one = pd.DataFrame({"article_id": ["a"], "text": [text * 2]})
    >>> kept, copies = set_aside(one)
    >>> kept["text"][0].rstrip(" ."), copies["start"].tolist()
    ('Le train de nuit part encore ce soir vers Rome', [48])
    """
    ordered, codes, owner = _encode(by_date(articles), "set_aside", strict)
    _, q, words = _passages(codes, owner, n)
    covered = _covered(q, words, len(codes))
    ordered = find_copies(ordered)
    again = pd.Series(text_numbers(ordered)).duplicated().to_numpy()
    covered |= again[owner]
    copied = np.flatnonzero(covered)
    breaks = np.diff(copied, prepend=-2) > 1
    breaks |= np.diff(owner[copied], prepend=-1) > 0
    at = copied[breaks]
    lengths = np.diff(np.r_[np.flatnonzero(breaks), len(copied)])
    copies = _places(ordered, owner, at, lengths).assign(words=lengths)
    texts = ordered["text"].tolist()
    for row, start, end in zip(owner[at], copies["start"], copies["end"]):
        text = texts[row]
        blank = re.sub(r"[^\n]", " ", text[start:end])
        texts[row] = text[:start] + blank + text[end:]
    ordered["text"] = pd.Series(texts, ordered.index, dtype="str")
    ordered = ordered.sort_index()
    copies = typed(copies.rename(columns={"article": "article_id"}), COPIES)
    return ordered.set_axis(articles.index[ordered.index]), copies


def near_duplicates(
    articles: pd.DataFrame,
    threshold: float = 0.5,
    words: int = 5,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Pairs of articles that share much of their text, the closest first.

    Jaccard index and containment of sets of ``words``-word shingles (Broder 1997); a
    pair is kept where one of the two reaches ``threshold``.  Both are exact.
    Columns: :data:`DUPLICATES`.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    threshold
        Least Jaccard index or containment, 0 to 1.
    words
        Words of a shingle.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row a pair of articles: :data:`DUPLICATES`; both measures are shares, 0 to
        1.

    Raises
    ------
    ValueError
        Where a column that it needs is missing; with ``strict``, what fails in an
        article.

    Examples
    --------
    >>> text = "Le train de nuit part encore ce soir vers Rome"
    >>> three = [text, text + " et Naples.", "Un tout autre sujet nous occupe ici."]
    >>> near_duplicates(pd.DataFrame({"article_id": [*"abc"], "text": three}))
      article_a article_b  shared  jaccard  containment
    0         a         b       6     0.75          1.0
    """
    from scipy.sparse import coo_array, triu

    articles, codes, owner = _encode(articles, "near_duplicates", strict)
    grams = _grams(codes, owner, words)
    held = np.flatnonzero(grams >= 0)
    shape = len(articles), grams.max(initial=0) + 1
    cells = owner[held], grams[held]
    sets = coo_array((np.ones(len(held), "int64"), cells), shape).tocsr()
    sets.data[:] = 1
    size, pairs = sets.sum(axis=1), triu(sets @ sets.T, 1).tocoo()
    a, b, both = pairs.row, pairs.col, pairs.data
    ids = articles["article_id"].to_numpy()
    frame = pd.DataFrame({"article_a": ids[a], "article_b": ids[b]})
    frame["shared"] = both
    frame["jaccard"] = both / (size[a] + size[b] - both)
    frame["containment"] = both / np.minimum(size[a], size[b])
    shares = ["jaccard", "containment"]
    frame = frame[frame[shares].max(axis=1) >= threshold]
    frame = frame.sort_values(shares, ascending=False, kind="stable")
    return typed(frame, DUPLICATES)


def _encode(articles: pd.DataFrame, function: str, strict: bool) -> tuple:
    """The articles, a number for each of their words, and the row that holds it."""
    articles, rows = scale.spared(word_coder(), articles, function, strict)
    lengths = [len(row) for row in rows]
    owner = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
    return articles, np.concatenate([np.empty(0, np.uint64), *rows]), owner


def _grams(codes, owner, n: int) -> np.ndarray:
    """A number for the ``n`` words from each place on, -1 where they cross articles."""
    if n < 2:
        raise ValueError(f"n={n}: expected at least 2 words")
    rows = in_a_row(codes, n)
    inside = owner[: len(rows)] == owner[len(codes) - len(rows) :]
    grams = np.full(len(codes), -1)
    grams[: len(rows)][inside] = pd.factorize(rows[inside])[0]
    return grams


def _passages(codes, owner, n: int) -> tuple[np.ndarray, ...]:
    """First words p and q of both places of every maximal passage, and its length."""
    grams = _grams(codes, owner, n)
    count = np.bincount(grams[grams >= 0], minlength=1)
    places = np.flatnonzero((grams >= 0) & (count[grams] > 1))
    places = places[np.argsort(grams[places], kind="stable")]
    pairs = [np.empty((2, 0), dtype=np.int64)]
    for lag in range(1, MANY):
        p, q = places[:-lag], places[lag:]
        linked = (grams[p] == grams[q]) & (q - p >= n)
        linked &= (count[grams[p]] <= MANY) | (lag == 1)
        pairs.append(np.stack([p, q])[:, linked])
    p, q = np.concatenate(pairs, axis=1)
    order = np.lexsort((p, q - p))
    p, q = p[order], q[order]
    # Links side by side on one diagonal, in the same two articles, are one passage.
    new = (np.diff(q - p, prepend=-1) != 0) | (np.diff(p, prepend=-n - 1) > n)
    for place in (p, q):
        new |= np.diff(owner[place], prepend=-1) != 0
    first = np.flatnonzero(new)
    last = np.r_[first[1:], len(p)][: len(first)] - 1
    words = np.minimum(p[last] - p[first] + n, q[first] - p[first])
    order = np.lexsort((q[first], p[first]))
    return p[first][order], q[first][order], words[order]


def _covered(first: np.ndarray, words: np.ndarray, total: int) -> np.ndarray:
    """Which of ``total`` words lie in one of the passages."""
    steps = np.zeros(total + 1, dtype=np.int64)
    np.add.at(steps, first, 1)
    np.add.at(steps, first + words, -1)
    return np.cumsum(steps[:-1]) > 0


def _places(articles, owner, first, words) -> pd.DataFrame:
    """Article, offsets and text of passages; are they in quotes, are they lines?"""
    starts = np.searchsorted(owner, np.arange(len(articles)))
    ids, texts = articles["article_id"].tolist(), articles["text"].tolist()
    pages: dict[int, _Page] = {}
    rows = []
    for row, at, length in zip(owner[first], first, words):
        if row not in pages:
            pages[row] = _Page(texts[row])
        page, k = pages[row], at - starts[row]
        i, j = page.words[k].start, page.words[k + length - 1].end
        line = i in page.openings and j in page.closings
        quoted = page.quoted[j] - page.quoted[i] > (j - i) / 2
        rows.append((ids[row], i, j, texts[row][i:j], quoted, line))
    return typed(rows, _PLACES)


class _Page:
    """Words, lines and quotations of a text: read once, whatever its passages are."""

    def __init__(self, text: str):
        self.words = token_spans(text)
        quoted = np.zeros(len(text) + 1, dtype=np.int64)
        for match in _QUOTED.finditer(text):
            quoted[match.start() + 1 : match.end() + 1] = 1
        self.quoted = np.cumsum(quoted)  # characters before a place, in quotes
        # What a line holds, without the blanks around it.
        lines = list(re.finditer(r"\S(?:[^\n]*\S)?", text))
        self.openings = {line.start() for line in lines}
        self.closings = {line.end() for line in lines}
