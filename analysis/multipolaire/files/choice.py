"""Which articles of a corpus are read: what their columns say, and when they came out."""

import re
from collections.abc import Sequence
from contextlib import suppress

import pandas as pd


def parse_where(told: dict[str, str] | Sequence[str]) -> dict[str, str]:
    """What columns have to say, by column.

    >>> parse_where(["publisher=RT|Le Monde", "language=fr"])
    {'publisher': 'RT|Le Monde', 'language': 'fr'}

    Raises ``ValueError`` for what has no ``=``, and for a column twice.
    """
    if isinstance(told, dict):
        return told
    pairs = [told] if isinstance(told, str) else told
    made = dict(pair.partition("=")[::2] for pair in pairs)
    if not all(made.values()) or len(made) < len(pairs):
        expected = "COLUMN=VALUE, or VALUE|VALUE, each column once"
        raise ValueError(f"where={told!r}: expected {expected}")
    return made


def span(name: str, told: str | None) -> pd.Period | None:
    """A day, a month or a year; raises ``ValueError`` for anything else."""
    with suppress(ValueError):
        if told is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", told):
            return told and pd.Period(told)
    raise ValueError(
        f"{name}={told!r}: expected a day, a month or a year, 2024-02"
    )


def chosen_by(
    articles: pd.DataFrame,
    where: dict[str, str],
    since: pd.Period | None = None,
    until: pd.Period | None = None,
) -> pd.DataFrame:
    """The articles in which each column of ``where`` has its value, or one of several
    with ``|`` between, published in ``since`` or later, and in ``until`` or before.

    What has no value there, or no date, is left out.

    >>> two = pd.DataFrame({"publisher": ["RT", None], "published": pd.Timestamp("2024")})
    >>> len(chosen_by(two, {"publisher": "TASS|RT"})), len(chosen_by(two, {}, until=None))
    (1, 2)
    """
    for name, values in where.items():
        said = (
            articles[name]
            if name in articles
            else pd.Series(None, articles.index)
        )
        articles = articles[said.isin(values.split("|"))]
    if since is not None:
        articles = articles[articles["published"] >= since.start_time]
    if until is not None:
        articles = articles[articles["published"] <= until.end_time]
    return articles
