"""Quotations of articles as a frame: who said what, through whom."""

import pandas as pd

from multipolaire import scale
from multipolaire.french.speech import quotes_in

COLUMNS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "quote": "str",
    "kind": "str",
    "speaker": "str",
    "mention": "str",
    "cue": "str",
    "via": "str",
}


def extract_quotes(
    articles: pd.DataFrame, *, strict: bool = False
) -> pd.DataFrame:
    """Quotations of the articles, one row each, in reading order.

    Needs the columns ``article_id`` and ``text``; ``event_date``, where there is one,
    tells who held an office then (*le président russe*).  Columns: ``article_id``,
    ``start``, ``end`` (offsets in ``text``), ``quote``, ``kind`` (direct, partial,
    indirect), ``speaker`` (a name, several joined by "; ", or missing), ``mention``
    and ``cue`` (verbatim), ``via`` (the outlets that relay it).  An article that fails
    is left out and warned of (:mod:`multipolaire.scale`); with ``strict`` it raises.

    >>> text = "« Oui », a dit M. Roy à l'AFP."
    >>> table = extract_quotes(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    >>> table[["quote", "speaker", "cue", "via"]].values.tolist()
    [['Oui', 'Roy', 'dit', 'AFP']]
    """
    missing = {"article_id", "text"} - set(articles.columns)
    if missing:
        raise ValueError(
            f"columns {sorted(missing)} are missing; there are: "
            f"{sorted(articles.columns)}"
        )
    dates = articles.get(
        "event_date", pd.Series(None, articles.index, dtype=object)
    )
    texts = zip(articles["text"], dates)
    articles, found = scale.spared(
        lambda item: quotes_in(*item), articles, "extract_quotes", strict, texts
    )
    rows = [
        {
            "article_id": key,
            **{c: getattr(q, c) for c in COLUMNS if c != "article_id"},
        }
        for key, quotations in zip(articles["article_id"], found)
        for q in quotations
        if q.kind != "claim"
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
