"""Keywords as families of forms: concordance, trends, keyness, dispersion, collocates.

What a *query* is, :mod:`multipolaire.stats.queries` says; the formulas are in
:mod:`multipolaire.stats.measures`.  Every function takes a frame with ``article_id``, ``text``
and, where it needs a date or a group, that column; texts are NFC, as
:func:`multipolaire.clean_text` leaves them.  An article that fails is left out and warned
of (:mod:`multipolaire.scale`); with ``strict=True`` it raises.
"""

import bisect
import itertools
import math
import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from multipolaire import scale
from multipolaire.french import lexicon
from multipolaire.french.text import split_sentences, token_spans, tokenize
from multipolaire.say import plain, say
from multipolaire.stats import measures as stats
from multipolaire.stats.periods import TIME, groups, periods
from multipolaire.stats.queries import (
    Query,
    around,
    families,
    near_and_far,
    nearest_families,
    parse_queries,
    scanner,
    sentence_around,
)


def _columns(text: str) -> dict[str, str]:
    return dict(column.split(":") for column in text.split())


_BOUNDS = "low:float64 high:float64 boot_low:float64 boot_high:float64"
COUNTS = _columns("article_id:str family:str n:int64 words:int64")
#: ``form`` is in lower case without quotation marks; ``position`` is the words before
#: it over ``words``, those of the article.  Of a ``sentence`` without an end, such as a
#: table that lost its lines, 2,000 characters around the place are given.
CONCORDANCE = _columns(
    "article_id:str family:str form:str start:int64 end:int64 left:str match:str "
    "right:str sentence:str position:float64 words:int64"
)
#: ``period_start`` is missing where a period is no date, ``n`` where there is no
#: article; ``rate`` and the intervals are per 10,000 words.
TREND = _columns(
    "family:str period:str period_start:datetime64[s] n:Int64 words:int64 "
    f"articles:int64 rate:float64 {_BOUNDS} reliable:bool note:str"
)
#: ``periods`` are those with articles; rates before and after the change are per
#: 10,000 words.
TESTS = _columns(
    "family:str n:int64 periods:int64 g:float64 p:float64 q:float64 change_after:str "
    "rate_before:float64 rate_after:float64 change_g:float64 change_p:float64 "
    "change_q:float64 note:str"
)
#: ``articles`` are those with the family, of ``of_articles``; ``dp_chance`` is the
#: ``dp`` to expect of as many occurrences that fall at random.
DISPERSION = _columns(
    "family:str n:int64 words:int64 articles:int64 of_articles:int64 "
    "largest_article_share:float64 dp:float64 dp_norm:float64 dp_chance:float64"
)
_SCORES = (
    "a:int64 b:int64 n1:int64 n2:int64 articles_a:int64 articles_b:int64 g2:float64 "
    f"g2_rayson:float64 chi2:float64 lafon:float64 log_ratio:float64 {_BOUNDS}"
)
#: ``a`` of ``n1`` words in the group, ``b`` of ``n2`` outside; log ratios in base 2.
KEYNESS = _columns(f"group:str word:str {_SCORES} p:float64 q:float64 note:str")
COLLOCATES = _columns(f"family:str word:str {_SCORES}")
_SIZE = (
    "words:"  # the column of the article's words where they are counted already
)


class QueryWarning(UserWarning):
    """A query that no article answers, and that looks like the name of a family."""


def counts(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Occurrences of each query in each article, beside the article's words.

    Columns and dtypes: :data:`COUNTS`, article by article, zeros included.

    >>> texts = pd.DataFrame({"article_id": ["a"], "text": ["L’ingérence ? Ingéré !"]})
    >>> counts(texts, "ingerence")
      article_id     family  n  words
    0          a  ingérence  2      3
    """
    articles, names, n, words = _matrix(articles, queries, "counts", strict)
    rows = itertools.product(articles["article_id"], names)
    table = pd.DataFrame(list(rows), columns=["article_id", "family"])
    return table.assign(
        n=n.T.ravel(), words=np.repeat(words, len(names))
    ).astype(COUNTS)


def counted(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    by: str | None = "event",
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Articles with counts in the place of their texts: all that :func:`trend` needs.

    For a corpus larger than memory: of each part, and then ``trend`` of them together
    (or :func:`trend_tests`, :func:`dispersion`), with the same ``queries`` and ``by``.
    Columns: ``article_id``, those that ``by`` reads, int64 ``n: query`` and ``words:``.

    >>> from multipolaire import load_articles
    >>> parts = [load_articles()[:2], load_articles()[2:]]
    >>> parts = [counted(part, "ingérence", by="year") for part in parts]
    >>> trend(pd.concat(parts), "ingérence", by="year")["n"].tolist()
    [2, 0, <NA>, 6]
    """
    periods(
        articles[:0], by
    )  # refuses now what a trend would refuse in the end
    articles, names, n, words = _matrix(articles, queries, "counted", strict)
    read = ["article_id", "event_date", "published", "published_precision", by]
    kept = articles[[name for name in dict.fromkeys(read) if name in articles]]
    return kept.assign(
        **{f"n: {k}": row for k, row in zip(names, n)}, **{_SIZE: words}
    )


def concordance(
    articles: pd.DataFrame,
    query: str | Sequence[str],
    width: int = 60,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Every occurrence with what stands around it, in the order of the articles.

    Columns and dtypes: :data:`CONCORDANCE`; ``text[start:end] == match``; ``left`` and
    ``right`` are at most ``width`` characters of the same line, in whole words.

    >>> texts = pd.DataFrame({"article_id": ["a"], "text": ["Il rejette l’ingérence."]})
    >>> concordance(texts, "ingér*")[["left", "match", "right", "start"]]
                left      match right  start
    0  Il rejette l’  ingérence     .     13
    """

    def lines(text: str, words: int, hits: list) -> list[tuple]:
        starts = [span.start for span in token_spans(text)] if hits else []
        sentences = split_sentences(text) if hits else []
        rows = []
        for start, end, number in hits:
            at = (
                bisect.bisect(sentences, start, key=lambda span: span.start) - 1
            )
            form = " ".join(tokenize(text[start:end]))
            before, after = around(text, start, end, width)
            rows.append(
                (number, form, start, end, before)
                + (
                    text[start:end],
                    after,
                    sentence_around(sentences[at], start, end),
                )
                + (bisect.bisect_left(starts, start) / words, words)
            )
        return rows

    found = _scanned(articles, query, "concordance", strict, lines)
    articles, names, made = found
    rows = [
        (article_id, names[number], *line)
        for article_id, own in zip(articles["article_id"], made)
        for number, *line in own
    ]
    return _table(rows, CONCORDANCE)


def trend(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    by: str | None = "event",
    smooth: int = 1,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Rate of each query in each period, per 10,000 words, with its two intervals.

    ``by`` is ``day``, ``month``, ``quarter``, ``half-year`` or ``year`` (of
    ``published``), ``event`` (``event_date``), a column (``publisher``) or ``None``
    (all is one period).  ``smooth=3`` pools the counts and the words of each period
    and its two neighbours.  Columns and dtypes: :data:`TREND`.

    ``low`` and ``high`` are exact for words that fall one by one (Garwood 1936);
    ``boot_low`` and ``boot_high`` allow for the clumps of whole articles
    (:func:`multipolaire.stats.measures.article_interval`): show these.  Under 20 articles
    ``reliable`` is false.  A period without articles is a gap, not a zero.

    >>> from multipolaire import load_articles
    >>> trend(load_articles(), "ingérence", by="year")[["period", "n", "articles"]]
      period     n  articles
    0   2021     2         1
    1   2022     0         2
    2   2023  <NA>         0
    3   2024     6         2

    Raises ``ValueError`` where the dates are not precise enough for ``by``, and for a
    ``smooth`` that is even or pools over half of the periods.
    """
    articles, names, n, words = _matrix(articles, queries, "trend", strict)
    where, labels, starts = periods(articles, by)
    if smooth != 1 and (
        smooth < 1 or smooth % 2 == 0 or 2 * smooth > len(labels)
    ):
        expected = f"an odd number of at most half of the {len(labels)} periods"
        raise ValueError(f"smooth={smooth}: expected 1, or {expected}")
    rows = []
    for k, (label, start) in enumerate(zip(labels, starts)):
        inside = np.flatnonzero(np.abs(where - k) <= smooth // 2)
        part, size = n[:, inside], words[inside].sum()
        total = part.sum(axis=1)
        numbers = np.full((5, len(names)), math.nan)
        if size:
            numbers[0], numbers[1:3] = total / size, stats.garwood(total, size)
            numbers[3:] = stats.article_interval(part, words[inside])
        note = _note(np.count_nonzero(words[inside]))
        for f, name in enumerate(names):
            said = total[f] if size else pd.NA
            rows.append(
                (f, name, label, start, said, size, len(inside))
                + (*1e4 * numbers[:, f], note == "", note)
            )
    rows.sort(
        key=lambda row: row[0]
    )  # stable: family by family, in order of time
    return _table([row[1:] for row in rows], TREND)


def trend_tests(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    by: str = "event",
    draws: int = 1999,
    seed: int = 0,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Do the periods share one rate, and where does it change most?

    ``g`` of homogeneity and the likeliest change point (Worsley 1986), each with the
    share ``p`` of ``draws`` in which whole articles that change places do as well, and
    ``q``, that share adjusted for the number of queries (Benjamini–Hochberg).  Columns
    and dtypes: :data:`TESTS`.  A column such as ``publisher`` has no order, so no
    change point; with one article a period, ``p`` is missing.

    >>> from multipolaire import load_articles
    >>> tests = trend_tests(load_articles(), "ingérence", by="year", draws=99)
    >>> tests[["family", "n", "periods", "change_after"]]
          family  n  periods change_after
    0  ingérence  8        3         2022

    Raises ``ValueError`` where fewer than two periods hold articles.
    """
    articles, names, n, words = _matrix(
        articles, queries, "trend_tests", strict
    )
    where, labels, _ = periods(articles, by)
    where, n, words = where[words > 0], n[:, words > 0], words[words > 0]
    held, sizes = np.unique(where, return_counts=True)
    if len(held) < 2:
        raise ValueError(
            f"by={by!r}: {len(held)} period with articles, expected 2"
        )
    counted = np.vstack([n, words])[:, np.argsort(where, kind="stable")]
    first = np.cumsum(sizes) - sizes

    def sums(order):
        pooled = np.add.reduceat(counted[:, order], first, axis=1)
        return pooled[:-1], pooled[-1]

    def tests(order):
        y, size = sums(order)
        return np.array(
            [stats.homogeneity(y, size), stats.change_point(y, size)[1]]
        )

    p, change_p = stats.permutation_p(tests, len(words), draws, seed)
    y, size = sums(np.arange(len(words)))
    change, gain = stats.change_point(y, size)
    table = pd.DataFrame(
        {"family": names, "n": n.sum(axis=1), "periods": len(held)}
    )
    table["g"], table["p"] = stats.homogeneity(y, size), p
    table["change_after"] = [labels[held[k]] for k in change]
    early = np.arange(len(held)) <= change[:, None]
    table["rate_before"] = (
        1e4 * (y * early).sum(axis=1) / (size * early).sum(axis=1)
    )
    table["rate_after"] = (
        1e4 * (y * ~early).sum(axis=1) / (size * ~early).sum(axis=1)
    )
    table["change_g"], table["change_p"] = gain, change_p
    if sizes.max() == 1:  # whose rate differs, the article's or the period's?
        table["p"] = math.nan
    if by not in TIME:
        table[["rate_before", "rate_after", "change_g", "change_p"]] = math.nan
        table["change_after"] = None
    table["q"] = stats.benjamini_hochberg(table["p"])
    table["change_q"] = stats.benjamini_hochberg(table["change_p"])
    return _table(table.assign(note=_ways(sizes)), TESTS)


def dispersion(
    articles: pd.DataFrame,
    queries: str | Sequence[str],
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """How evenly the articles share each query: Gries' DP, 0 even, near 1 clumped.

    Columns and dtypes: :data:`DISPERSION`; ``largest_article_share`` is the share of
    all occurrences that stands in one article.

    >>> from multipolaire import load_articles
    >>> dispersion(load_articles(), "multipolaire")[["n", "articles", "of_articles"]]
       n  articles  of_articles
    0  2         1            5
    """
    articles, names, n, words = _matrix(articles, queries, "dispersion", strict)
    rows = [
        (name, row.sum(), words.sum(), (row > 0).sum(), len(words))
        + (row.max() / row.sum() if row.any() else math.nan,)
        + (
            *stats.dispersion_dp(row, words),
            stats.dispersion_chance(row.sum(), words),
        )
        for name, row in zip(names, n)
    ]
    return _table(rows, DISPERSION)


def keyness(
    articles: pd.DataFrame,
    by: str,
    group: str | None = None,
    reference: str | None = None,
    queries: str | Sequence[str] | None = None,
    min_count: int = 3,
    draws: int = 1999,
    seed: int = 0,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Words (or ``queries``) that one group of articles says more than another.

    ``by`` as in :func:`trend`; ``group`` against ``reference`` or against the rest;
    without ``group``, each against the rest (of two, the first against the second).
    Words are those of :func:`multipolaire.tokenize`, without stop words and numbers, said
    ``min_count`` times; ``n1`` and ``n2`` count all words.  Columns and dtypes:
    :data:`KEYNESS`, scores as in :func:`multipolaire.stats.measures.keyness_scores`,
    ``boot_low`` and ``boot_high`` the log ratio's bounds that allow for clumps; ``p``
    by ``draws`` of whole articles, ``q`` adjusted for the words of the group.

    >>> from multipolaire import load_articles
    >>> key = keyness(load_articles(), "year", "2024", queries="ingérence", draws=99)
    >>> key[["group", "word", "a", "b"]]
      group       word  a  b
    0  2024  ingérence  6  2

    Raises ``ValueError`` for a group that ``by`` does not have.
    """
    groups(articles, by, group, reference)  # refuses before the work
    if queries is None:
        articles, texts = scale.spared(tokenize, articles, "keyness", strict)
        terms, matrix, words = _terms(texts)
    else:
        articles, names, matrix, words = _matrix(
            articles, queries, "keyness", strict
        )
        terms, min_count = np.array(names, dtype=object), 0
    of_article, held = groups(articles, by, group, reference)
    tables = []
    for name in [group] if group else held[: 1 if len(held) == 2 else None]:
        others = of_article == reference if reference else of_article != name
        kept = np.flatnonzero((of_article == name) | others)
        often = np.flatnonzero(matrix[:, kept].sum(axis=1) >= min_count)
        part, size, chosen = matrix[:, kept][often], words[kept], ~others[kept]
        p = stats.permutation_keyness_p(part, size, chosen, draws, seed)
        if len(size) == 2:  # whose rate differs, the article's or the group's?
            p = np.full(len(often), math.nan)
        table = _compare(terms[often], part, size, chosen)
        note = _ways(np.bincount(chosen))
        q = stats.benjamini_hochberg(p)
        tables.append(table.assign(group=name, p=p, q=q, note=note))
    return _ranked(tables, KEYNESS)


def collocates(
    articles: pd.DataFrame,
    query: str | Sequence[str],
    window: int = 5,
    min_count: int = 2,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Words said near each query: at most ``window`` words away, in its sentence.

    Columns and dtypes: :data:`COLLOCATES`: ``a`` of the ``n1`` words near it, ``b`` of
    the ``n2`` others; the effect is ``log_ratio`` with its intervals (Evert 2022).
    Words as in :func:`keyness`, without those of the query, ``min_count`` times near.

    >>> from multipolaire import load_articles
    >>> near = collocates(load_articles(), "ingérence")
    >>> near[["word", "a", "b"]].head(1)
          word  a  b
    0  opposer  4  1
    """
    articles, names, scanned = _scanned(articles, query, "collocates", strict)
    tables = []
    for number, name in enumerate(names):
        said = [
            [(hit.start, hit.end) for hit in hits if hit.query == number]
            for _, hits in scanned
        ]
        _, made = scale.spared(
            lambda item: near_and_far(*item, window),
            articles,
            "collocates",
            strict,
            zip(articles["text"], said),
        )
        near, far = (
            [inside for inside, _ in made],
            [outside for _, outside in made],
        )
        terms, matrix, words = _terms(near + far)
        often = np.flatnonzero(matrix[:, : len(near)].sum(axis=1) >= min_count)
        chosen = np.arange(len(words)) < len(near)
        table = _compare(terms[often], matrix[often], words, chosen)
        tables.append(table.assign(family=name))
    return _ranked(tables, COLLOCATES)


def _scanned(
    articles: pd.DataFrame, queries, function: str, strict: bool, make=None
):
    """The articles, the names of the queries, and the words and hits of each article.

    With ``make``, what it makes of the text, its words and its hits.
    """
    parsed = parse_queries(queries)
    read, said = scanner(parsed), set()

    def one(text: str):
        words, hits = read(text)
        made = make(text, words, hits) if make else (words, hits)
        said.update(hit.query for hit in hits)
        return made

    articles, scanned = scale.spared(one, articles, function, strict)
    _miss(parsed, said)
    return articles, [query.name for query in parsed], scanned


def _miss(parsed: Sequence[Query], found: set[int]) -> None:
    for number, query in enumerate(parsed):
        near = nearest_families(query.name)
        if number not in found and near and query.name not in families():
            message = (
                f"no article has {query.name!r}; near it: {', '.join(near)}"
            )
            warnings.warn(message, QueryWarning, stacklevel=5)


def _matrix(articles: pd.DataFrame, queries, function: str, strict: bool):
    """The articles, names, occurrences (queries × articles), words of the articles."""
    if _SIZE in articles:
        parsed = parse_queries(queries)
        names = [query.name for query in parsed]
        n = articles[[f"n: {name}" for name in names]].to_numpy("int64").T
        _miss(parsed, set(np.flatnonzero(n.any(axis=1))))
        return articles, names, n, articles[_SIZE].to_numpy("int64")
    articles, names, scanned = _scanned(articles, queries, function, strict)
    n = np.zeros((len(names), len(scanned)), dtype="int64")
    for column, (_, hits) in enumerate(scanned):
        for hit in hits:
            n[hit.query, column] += 1
    words = np.array([words for words, _ in scanned], dtype="int64")
    return articles, names, n, words


def _terms(texts: list[list[str]]):
    """Content words, their counts (words × texts, sparse), words of the texts."""
    from scipy.sparse import coo_array

    words = np.array([len(tokens) for tokens in texts], dtype="int64")
    codes, terms = pd.factorize(
        np.array(list(itertools.chain(*texts)), dtype=object)
    )
    cells = (
        np.ones(len(codes), dtype="int64"),
        (codes, np.repeat(range(len(texts)), words)),
    )
    matrix = coo_array(cells, shape=(len(terms), len(texts))).tocsr()
    stop = lexicon.words("stop_words")
    content = np.array(
        [t[0].isalpha() and t[1:] != "" and t not in stop for t in terms]
    )
    return terms[content == 1], matrix[np.flatnonzero(content)], words


def _compare(terms, matrix, words, chosen) -> pd.DataFrame:
    sides = []
    for side in (chosen, ~chosen):
        part = matrix[:, np.flatnonzero(side)]
        sides.append(
            (part.sum(axis=1), words[side].sum(), (part > 0).sum(axis=1))
        )
    (a, n1, articles_a), (b, n2, articles_b) = sides
    low, high = stats.clumped_ratio_interval(matrix, words, chosen)
    table = {"word": terms, "a": a, "b": b, "n1": n1, "n2": n2}
    table |= {"articles_a": articles_a, "articles_b": articles_b}
    table |= stats.keyness_scores(a, b, n1, n2)
    return pd.DataFrame(table | {"boot_low": low, "boot_high": high})


def _ranked(
    tables: list[pd.DataFrame], columns: dict[str, str]
) -> pd.DataFrame:
    order = {"by": ["g2", "word"], "ascending": [False, True]}
    return _table(
        pd.concat([table.sort_values(**order) for table in tables]), columns
    )


def _note(articles: int) -> str:
    if articles == 0:
        return plain(say("no article"))
    if articles >= stats.RELIABLE_ARTICLES:
        return ""
    few = say(
        "not reliable: {n} article", "not reliable: {n} articles", n=articles
    )
    return plain(few)


def _ways(sizes: np.ndarray) -> str:
    """What limits a test by permutation of articles in groups of these sizes."""
    if sizes.max() == 1:
        return plain(say("one article each: nothing to compare its rate with"))
    if sizes.sum() > 20:
        return ""
    ways = math.factorial(sizes.sum()) // math.prod(map(math.factorial, sizes))
    if ways >= 20:
        return ""
    few = say(
        "articles can be shared out in {n} ways: p cannot be under {p:.2f}",
        n=ways,
        p=1 / ways,
    )
    return plain(few)


def _table(rows, columns: dict[str, str]) -> pd.DataFrame:
    if not isinstance(rows, pd.DataFrame):
        rows = pd.DataFrame(rows, columns=list(columns))
    return rows[list(columns)].astype(columns).reset_index(drop=True)
