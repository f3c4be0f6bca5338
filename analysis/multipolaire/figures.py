"""The figures of many articles as one table, and what made each of them."""

import datetime as dt

import pandas as pd

from multipolaire import scale
from multipolaire.files.corrections import mended
from multipolaire.french import lexicon
from multipolaire.french.trade.figures import as_day, figures_in
from multipolaire.stats.columns import columns_of

#: Columns of the figures frame, in order, with their dtypes; units in ``TradeFigure``.
COLUMNS = columns_of(
    "article_id:str start:int64 end:int64 quote:str sentence:str kind:str change:str "
    "value:float64 low:float64 high:float64 unit:str qualifier:str flow:str "
    "origin:str destination:str parties:str period_start:datetime64[s] "
    "period_end:datetime64[s] period_text:str base:str status:str speaker:str "
    "source:str equivalent_of:Int64 flags:str rule:str"
)
READ = 8_192  # texts whose figures are remembered


def extract_figures(
    articles: pd.DataFrame, *, strict: bool = False
) -> pd.DataFrame:
    """Figures of the articles, one row each, in reading order.

    Parameters
    ----------
    articles
        Needs ``article_id`` and ``text``.  Where there are ``published`` (known to the
        day, ``published_precision``) or else ``event_date``, periods are resolved
        against it.  What a reader has corrected (``corrections``, of
        :func:`multipolaire.load_articles`) is as corrected, and says so in ``flags``.
    strict
        Raise what fails in an article; without it, the article is left out and named in
        a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        Columns and dtypes: :data:`COLUMNS`.  ``start`` and ``end`` count characters of
        ``text``; ``value``, ``low`` and ``high`` are in base units (3 billion is 3e9)
        of ``unit``: ISO 4217, ``%``, ``pp``, ``×``, or the noun counted; countries are
        ISO 3166 alpha-2; both days of a period are inclusive; ``equivalent_of`` is the
        number of a row.  What is not stated, or not sure, is missing.

    Raises
    ------
    ValueError
        Where a column is missing; with ``strict``, what fails in an article.

    Notes
    -----
    The rules follow the annotation guide of ``corpus/README.md``, by whose gold they
    are scored (:func:`multipolaire.score_figures`); :func:`multipolaire.explain` names
    those that made a figure.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["Il coûte 3 euros."]})
    >>> extract_figures(articles)[["quote", "value", "unit"]].values.tolist()
    [['3 euros', 3.0, 'EUR']]
    """
    items = articles.to_dict("records")
    _, made = scale.spared(_rows, articles, "extract_figures", strict, items)
    rows = [row for own in made for row in own]
    places = [place for own in made for place in range(len(own))]
    table = pd.DataFrame(rows, places, list(COLUMNS)).astype(COLUMNS)
    return scale.renumbered(table)


def _rows(article: dict) -> list[dict]:
    """The figures of one article; ``equivalent_of`` counts from its first."""
    rows = []
    for figure in _read(article["text"], _written(article)):
        row = {name: getattr(figure, name) for name in figure.__slots__}
        row["article_id"] = article["article_id"]
        row["flags"] = ", ".join(figure.flags)
        rules = dict.fromkeys(rule for rule, _, _ in figure.rules)
        rows.append(row | {"rule": ", ".join(rules)})
    return mended(rows, article, "figures")


@lexicon.remembered(READ)
def _read(text: str, day: dt.date | None) -> tuple:
    """The figures of a text; what was read lately is not read again."""
    return tuple(figures_in(text, day))


def _written(article: dict) -> dt.date | None:
    """The day an article was written: published if known to the day, else its event."""
    if article.get("published_precision", "day") == "day":
        day = as_day(article.get("published"))
        if day is not None:
            return day
    return as_day(article.get("event_date"))
