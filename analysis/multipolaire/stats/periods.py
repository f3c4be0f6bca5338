"""Articles grouped by time, by event or by a column: what ``by`` means."""

import math

import numpy as np
import pandas as pd

from multipolaire.say import plain, say

# The months of a period, and how its first day names it.
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_LABELS = {"month": "%Y-%m", "quarter": "%Y-QN", "half-year": "%Y-HN"}
_LABELS |= {"year": "%Y", "day": "%Y-%m-%d", "event": "%Y-%m-%d"}
TIME = ("day", *_MONTHS, "event")
# Ways to share out articles: with fewer, no p by permutation can reach 0.05.
_WAYS = 20


def periods(articles: pd.DataFrame, by: str | None):
    """Number of each article's period; the labels and first days of the periods."""
    if by is None:
        return np.zeros(len(articles), "int64"), ["all"], [pd.NaT]
    if by not in TIME:
        if by not in articles:
            expected = ", ".join([*TIME, "None or a column", *articles.columns])
            raise ValueError(f"by={by!r}: expected {expected}")
        _refuse(articles, by, articles[by].isna(), f"has no {by}")
        names = articles[by].astype(object)
        labels, where = np.unique(names, return_inverse=True)
        return where, [str(label) for label in labels], [pd.NaT] * len(labels)
    firsts = _first_days(_dates(articles, by), by)
    starts = firsts.unique().sort_values()
    if by != "event" and len(starts):  # those without articles are gaps
        step = f"{_MONTHS[by]}MS" if by in _MONTHS else "D"
        starts = pd.date_range(starts[0], starts[-1], freq=step)
    size = _MONTHS.get(by, 1)
    labels = [
        start.strftime(_LABELS[by]).replace("N", str(start.month // size + 1))
        for start in starts
    ]
    return np.searchsorted(starts, firsts), labels, list(starts)


def _dates(articles: pd.DataFrame, by: str) -> pd.DatetimeIndex:
    """The date of each article, where all are precise enough."""
    column = "event_date" if by == "event" else "published"
    if column not in articles:
        raise ValueError(f"by={by!r}: the articles have no column {column!r}")
    dates = pd.to_datetime(articles[column])
    _refuse(articles, by, dates.isna(), f"has no {column}")
    if by != "event" and "published_precision" in articles:
        coarse = {"day": ["month", "year"], "year": []}.get(by, ["year"])
        vague = articles["published_precision"].isin(coarse)
        reason = f"is not dated to the {by}: take a longer period or by='event'"
        _refuse(articles, by, vague, reason)
    return pd.DatetimeIndex(dates)


def _first_days(dates: pd.DatetimeIndex, by: str) -> pd.DatetimeIndex:
    if by not in _MONTHS:
        return dates
    months = dates.to_numpy("datetime64[M]").astype("int64")
    first = months // _MONTHS[by] * _MONTHS[by]
    return pd.DatetimeIndex(first.astype("datetime64[M]"))


def groups(articles: pd.DataFrame, by: str, group, reference):
    """The group of each article, and the groups that hold one, in their order."""
    where, labels, _ = periods(articles, by)
    of_article = np.array(labels, dtype=object)[where]
    held = [label for label in labels if label in of_article]
    for name in (group, reference):
        if name is not None and name not in held:
            expected = ", ".join(held)
            raise ValueError(f"group {name!r}: expected one of {expected}")
    if len(held) < 2 or group is not None and group == reference:
        raise ValueError(f"by={by!r}: expected two groups of {held}")
    return of_article, held


def limits(sizes: np.ndarray) -> str:
    """What limits a test by permutation of articles in groups of these sizes."""
    if sizes.max() == 1:
        return plain(say("one article each: nothing to compare its rate with"))
    if sizes.sum() > _WAYS:  # in two groups or more: at least as many ways
        return ""
    ways = math.factorial(sizes.sum()) // math.prod(map(math.factorial, sizes))
    if ways >= _WAYS:
        return ""
    few = say(
        "articles can be shared out in {n} ways: p cannot be under {p:.2f}",
        n=ways,
        p=1 / ways,
    )
    return plain(few)


def _refuse(articles: pd.DataFrame, by: str, wrong, reason: str) -> None:
    ids = articles["article_id"][wrong.to_numpy()].tolist()
    if ids:
        named = ", ".join(map(str, ids[:5])) + (", …" if len(ids) > 5 else "")
        raise ValueError(f"by={by!r}: {named} {reason}")
