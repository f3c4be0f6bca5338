"""Occurrences of queries: in each article, in context, and how evenly they are shared.

What a *query* is, :mod:`multipolaire.stats.queries` says.  Every function of this room takes
a frame with ``article_id``, ``text`` and, where it needs a date or a group, that
column; texts are NFC, as :func:`multipolaire.clean_text` leaves them.  An article that fails
is left out and warned of (:mod:`multipolaire.scale`); with ``strict=True`` it raises.
"""

import bisect
import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from multipolaire import scale
from multipolaire.french.text import split_sentences, token_spans, tokenize
from multipolaire.stats import measures
from multipolaire.stats.columns import columns_of, typed
from multipolaire.stats.periods import periods
from multipolaire.stats.queries import parse_queries, warn_of_misses
from multipolaire.stats.scan import Scanner, near_words
from multipolaire.stats.texts import SKETCH, sketches, text_numbers

Queries = str | Sequence[str]
#: ``near``: beside a zero of a family, the words near it in meaning that stand there.
COUNTS = columns_of("article_id:str family:str n:int64 words:int64 near:str")
#: ``form`` is in lower case without quotation marks; ``position`` is the words before
#: it over ``words``, those of the article.  Of a ``sentence`` without an end, such as a
#: table that lost its lines, 2,000 characters around the place are given.
CONCORDANCE = columns_of(
    "article_id:str family:str form:str start:int64 end:int64 left:str match:str "
    "right:str sentence:str position:float64 words:int64"
)
SENTENCE = 2_000  # characters: no writer's sentence is longer
#: ``articles`` are those with the family, of ``of_articles``; ``texts`` are the
#: independent ones of them (copies are one), which share it in what follows;
#: ``dp_chance`` is the ``dp`` to expect of as many occurrences that fall at random.
DISPERSION = columns_of(
    "family:str n:int64 words:int64 articles:int64 of_articles:int64 texts:int64 "
    "largest_article_share:float64 dp:float64 dp_norm:float64 dp_chance:float64"
)
#: The column of an article's words, where its text is counted already.
SIZE = "words:"


def counts(
    articles: pd.DataFrame, queries: Queries, *, strict: bool = False
) -> pd.DataFrame:
    """Occurrences of each query in each article, beside the article's words.

    Columns and dtypes: :data:`COUNTS`, article by article, zeros included.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    queries
        One query or several: a word, a beginning (``ingér*``), words in a row, a
        family, or several of these with ``|`` between them.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row for each query and article: :data:`COUNTS`; ``n`` and ``words`` are
        numbers of words.

    Raises
    ------
    ValueError
        Where a column that it needs is missing; with ``strict``, what fails in an
        article.

    Examples
    --------
    >>> said = ["L’ingérence ? S’y ingérer !", "Interférer ? Ingérer un fruit ?"]
    >>> texts = pd.DataFrame({"article_id": [*"ab"], "text": said})
    >>> counts(texts, "ingerence")[["n", "words", "near"]].values.tolist()
    [[2, 5, ''], [0, 4, 'interférer (1)']]
    """
    articles, names, n, words = tally(articles, queries, "counts", strict)
    texts, rows = articles.get("text", [""] * len(words)), []
    for key, text, said, size in zip(articles["article_id"], texts, n.T, words):
        near = near_words(names, said, [text])
        rows += [(key, *row, size, w) for *row, w in zip(names, said, near)]
    return typed(rows, COUNTS)


def counted(
    articles: pd.DataFrame,
    queries: Queries,
    by: str | None = "event",
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Articles with counts in the place of their texts: all that :func:`trend` needs.

    For a corpus larger than memory: of each part, and then ``trend`` of them together
    (or :func:`trend_tests`, :func:`dispersion`), with the same ``queries`` and ``by``.
    Columns: ``article_id``, those that ``by`` reads, int64 ``n: query`` and ``words:``,
    and what tells copies over the parts: ``copy_of``, or else ``sketch:``.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    queries
        One query or several: a word, a beginning (``ingér*``), words in a row, a
        family, or several of these with ``|`` between them.
    by
        ``day``, ``week``, ``month``, ``quarter``, ``half-year``, ``year`` or
        ``decade`` of ``published``, ``event`` (``event_date``), a column, or
        ``None``.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row an article, without its text.

    Raises
    ------
    ValueError
        Where a column that ``by`` needs is missing; with ``strict``, what fails in
        an article.

    Examples
    --------
    >>> from multipolaire import load_articles, trend
    >>> parts = [load_articles()[:2], load_articles()[2:]]
    >>> parts = [counted(part, "ingérence", by="year") for part in parts]
    >>> trend(pd.concat(parts), "ingérence", by="year")["n"].tolist()
    [2, 0, <NA>, 6]
    """
    periods(articles[:0], by)  # refuses now what trend would refuse in the end
    articles, names, n, words = tally(articles, queries, "counted", strict)
    read = ["article_id", "event_date", "published", "published_precision", by]
    columns = [c for c in dict.fromkeys([*read, "copy_of"]) if c in articles]
    kept = articles[columns]
    said = {f"n: {name}": row for name, row in zip(names, n)}
    if "copy_of" not in kept:
        said[SKETCH] = sketches(articles)
    return kept.assign(**said, **{SIZE: words})


def dispersion(
    articles: pd.DataFrame, queries: Queries, *, strict: bool = False
) -> pd.DataFrame:
    """How evenly the texts share each query: Gries' DP, 0 even, near 1 clumped.

    Columns and dtypes: :data:`DISPERSION`; ``largest_article_share`` is the share of
    all occurrences that stands in one article, its copies with it.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    queries
        One query or several: a word, a beginning (``ingér*``), words in a row, a
        family, or several of these with ``|`` between them.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row a query: :data:`DISPERSION`; DP is a share, 0 to 1 (Gries 2008).

    Raises
    ------
    ValueError
        Where a column that it needs is missing; with ``strict``, what fails in an
        article.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> dispersion(load_articles(), "multipolaire")[["n", "articles", "of_articles"]]
       n  articles  of_articles
    0  2         1            5
    """
    articles, names, n, words = tally(articles, queries, "dispersion", strict)
    texts = measures.independent(n, words, text_numbers(articles))
    rows = []
    for name, row, part in zip(names, n, texts[0]):
        once = part.sum()  # each text as often as it is printed once
        largest = part.max() / once if once else math.nan
        dp = measures.dispersion_dp(part, texts[1])
        chance = measures.dispersion_chance(round(once), texts[1])
        of = np.count_nonzero(row), len(words), np.count_nonzero(part)
        rows.append((name, row.sum(), words.sum(), *of, largest, *dp, chance))
    return typed(rows, DISPERSION)


def concordance(
    articles: pd.DataFrame,
    query: Queries,
    width: int = 60,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Every occurrence with what stands around it, in the order of the articles.

    Parameters
    ----------
    articles
        Needs the columns ``article_id`` and ``text``.
    query
        One or several: a word (``paix``), a beginning (``ingér*``), words in a row, a
        family (``ingérence``), or several of these with ``|`` between them;
        :mod:`multipolaire.stats.queries` has all forms.
    width
        Most characters of ``left`` and of ``right``; whole words of the same line.
    strict
        Raise what fails in an article; without it, the article is left out and named in
        a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row an occurrence: :data:`CONCORDANCE`.  ``text[start:end] == match``;
        ``position`` is a share of the article's words, 0 to 1.

    Raises
    ------
    ValueError
        Where a column is missing, or the query is none; with ``strict``, what fails in
        an article.

    Notes
    -----
    Key words in context, as Luhn (1960) named them.

    Examples
    --------
    >>> texts = pd.DataFrame({"article_id": ["a"], "text": ["Il rejette l’ingérence."]})
    >>> concordance(texts, "ingér*")[["left", "match", "right", "start"]]
                left      match right  start
    0  Il rejette l’  ingérence     .     13
    """

    def lines(text: str, words: int, hits: list) -> list[tuple]:
        starts = [span.start for span in token_spans(text)] if hits else []
        sentences = split_sentences(text) if hits else []
        begun = [sentence.start for sentence in sentences]
        rows = []
        for start, end, number in hits:
            match, place = text[start:end], bisect.bisect_left(starts, start)
            left, right = _line_around(text, start, end, width)
            sentence = sentences[bisect.bisect(begun, start) - 1]
            own = _cut(sentence, start, end)
            row = number, " ".join(tokenize(match)), start, end, left, match
            rows.append((*row, right, own, place / words, words))
        return rows

    found = scanned_by(lines, articles, query, "concordance", strict)
    articles, names, made = found
    rows = [
        (article_id, names[number], *line)
        for article_id, own in zip(articles["article_id"], made)
        for number, *line in own
    ]
    return typed(rows, CONCORDANCE)


def _cut(sentence, start: int, end: int) -> str:
    """The sentence; of an endless one, what stands around the place in whole words."""
    text, first = sentence.text, sentence.start
    place = slice(start - first, end - first)
    left, right = _line_around(text, place.start, place.stop, SENTENCE // 2)
    return f"{left}{text[place]}{right}"


def _line_around(text: str, start: int, end: int, width: int):
    """At most ``width`` characters of the same line on each side, in whole words."""
    # One sign more than is shown: whole lines, hit by hit, would be quadratic.
    before = text[max(0, start - width - 1) : start].rpartition("\n")[2]
    after = text[end : end + width + 1].partition("\n")[0]
    if len(before) > width:
        before = "".join(before[1:].split(None, 1)[-1:])
    if len(after) > width:
        after = "".join(after[:width].rsplit(None, 1)[:1])
    return before, after


def tally(articles: pd.DataFrame, queries, function: str, strict: bool):
    """The articles, names, occurrences (queries × articles), words of the articles."""
    if SIZE in articles:
        parsed = parse_queries(queries)
        names = [query.name for query in parsed]
        n = articles[[f"n: {name}" for name in names]].to_numpy("int64").T
        warn_of_misses(parsed, dict(enumerate(n.sum(axis=1))), {})
        return articles, names, n, articles[SIZE].to_numpy("int64")
    asked = articles, queries, function, strict
    articles, names, found = scanned_by(lambda *said: said[1:], *asked)
    n = np.zeros((len(names), len(found)), dtype="int64")
    for column, (_, hits) in enumerate(found):
        for hit in hits:
            n[hit.query, column] += 1
    words = np.array([words for words, _ in found], dtype="int64")
    return articles, names, n, words


def scanned_by(make, articles, queries, function: str, strict: bool) -> tuple:
    """The articles, the names of the queries, and what is made of each article.

    ``make`` is given its text, the number of its words, and its hits.
    """
    parsed = parse_queries(queries)
    read, said = Scanner(parsed), Counter()

    def one(text: str):
        words, hits = read(text)
        made = make(text, words, hits)
        said.update(hit.query for hit in hits)
        return made

    articles, made = scale.spared(one, articles, function, strict)
    warn_of_misses(parsed, said, read.others)
    return articles, [query.name for query in parsed], made
