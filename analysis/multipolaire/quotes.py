"""Quotations of articles as a frame: who said what, through whom."""

from itertools import chain

import pandas as pd

from multipolaire import scale
from multipolaire.files.corrections import mended
from multipolaire.french import lexicon
from multipolaire.french.speech import quotes_in
from multipolaire.stats.columns import columns_of, typed

COLUMNS = columns_of(
    "article_id:str start:int64 end:int64 quote:str kind:str speaker:str mention:str "
    "cue:str via:str"
)
READ = 8_192  # texts whose quotations are remembered
_NAMES = [name for name in COLUMNS if name != "article_id"]


def extract_quotes(
    articles: pd.DataFrame, *, strict: bool = False
) -> pd.DataFrame:
    """Quotations of the articles, one row each, in reading order.

    Parameters
    ----------
    articles
        Needs ``article_id`` and ``text``; ``event_date``, where there is one, tells who
        held an office then (*le président russe*).
    strict
        Raise what fails in an article; without it, the article is left out and named in
        a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        ``article_id``; ``start``, ``end`` (characters of ``text``); ``quote``; ``kind``
        (direct, partial, indirect); ``speaker`` (a name, several joined by "; ", or
        missing); ``mention`` and ``cue`` (verbatim); ``via`` (the outlets that relay
        it).  Of a corpus with corrections they are as corrected, and ``flags`` says so.

    Raises
    ------
    ValueError
        Where a column is missing; with ``strict``, what fails in an article.

    Notes
    -----
    The rules follow the annotation guide of ``corpus/README.md``, by whose gold they
    are scored (:func:`multipolaire.score_quotes`).

    Examples
    --------
    >>> text = "« Oui », a dit M. Roy à l'AFP."
    >>> table = extract_quotes(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    >>> table[["quote", "speaker", "cue", "via"]].values.tolist()
    [['Oui', 'Roy', 'dit', 'AFP']]
    """

    items = articles.to_dict("records")
    _, found = scale.spared(_rows, articles, "extract_quotes", strict, items)
    flags = {"flags": "str"} if "corrections" in articles else {}
    rows = pd.DataFrame(chain.from_iterable(found), columns=[*COLUMNS, *flags])
    return typed(rows, COLUMNS | flags)


def _rows(article: dict) -> list[dict]:
    """The quotations of one article."""
    key, rows = {"article_id": article["article_id"]}, []
    for one in _read(article["text"], article.get("event_date")):
        if one.kind != "claim":
            rows.append(key | {name: getattr(one, name) for name in _NAMES})
    return mended(rows, article, "quotes")


@lexicon.remembered(READ)
def _read(text: str, date) -> tuple:
    """The quotations of a text; what was read lately is not read again."""
    return tuple(quotes_in(text, date))
