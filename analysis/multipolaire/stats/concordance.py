"""Every occurrence with what stands around it: key words in context."""

import bisect

import pandas as pd

from multipolaire.french.text import split_sentences, token_spans, tokenize
from multipolaire.stats.columns import columns_of, typed
from multipolaire.stats.counts import Queries, scanned_by

#: ``form`` is in lower case without quotation marks; ``position`` is the words before
#: it over ``words``, those of the article.  Of a ``sentence`` without an end, such as a
#: table that lost its lines, 2,000 characters around the place are given.
CONCORDANCE = columns_of(
    "article_id:str family:str form:str start:int64 end:int64 left:str match:str "
    "right:str sentence:str position:float64 words:int64"
)
SENTENCE = 2_000  # characters: no writer's sentence is longer


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
