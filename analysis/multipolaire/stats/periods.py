"""Articles grouped by time, by event or by a column: what ``by`` means."""

import math

import numpy as np
import pandas as pd

from multipolaire.say import plain, say, translated

# The unit of a period, how many of them it spans, and how its first day names it.
_SPANS = {
    "day": ("D", 1, "%Y-%m-%d"),
    "week": ("D", 7, "%G-W%V"),
    "month": ("M", 1, "%Y-%m"),
    "quarter": ("M", 3, "%Y-Q{n}"),
    "half-year": ("M", 6, "%Y-H{n}"),
    "year": ("M", 12, "%Y"),
    "decade": ("M", 120, "%Y-{last}"),
}
TIME = (*_SPANS, "event")
# Ways to share out articles: with fewer, no p by permutation can reach 0.05.
_WAYS = 20


def periods(articles: pd.DataFrame, by: str | None):
    """Number of each article's period; the labels and first days of the periods.

    Weeks are those of ISO 8601.  An ordered categorical column keeps its order, and
    its categories without articles.
    """
    if by is None:
        return np.zeros(len(articles), "int64"), ["all"], [pd.NaT]
    if by not in TIME:
        return _columns(articles, by)
    dates = _dates(articles, by)
    if by == "event":
        starts = dates.unique().sort_values()
        labels = starts.strftime("%Y-%m-%d")
        return np.searchsorted(starts, dates), [*labels], [*starts]
    unit, span, named = _SPANS[by]
    days = dates.to_numpy(f"datetime64[{unit}]").astype("int64")
    monday = 3 if by == "week" else 0  # the first day of 1970 is a Thursday
    number = (days + monday) // span
    first, last = (number.min(), number.max()) if len(number) else (0, -1)
    held = np.arange(first, last + 1)  # gaps, too
    first_days = (held * span - monday).astype(f"datetime64[{unit}]")
    starts = [*pd.DatetimeIndex(first_days)]
    labels = [
        start.strftime(named).format(
            n=(start.month - 1) // span + 1, last=start.year + 9
        )
        for start in starts
    ]
    return number - first, labels, starts


def axis(articles: pd.DataFrame, by, starts: list) -> np.ndarray | None:
    """Where the periods stand in time (in years) or order; none where they have none."""
    if by in TIME:
        days = pd.DatetimeIndex(starts).to_numpy("datetime64[D]").astype(float)
        return days / 365.25
    ordered = getattr(articles.get(by, pd.Series()).dtype, "ordered", False)
    return np.arange(len(starts), dtype=float) if ordered else None


def _columns(articles: pd.DataFrame, by: str):
    if by not in articles:
        expected = ", ".join([*TIME, "None or a column", *articles.columns])
        raise ValueError(f"by={by!r}: expected {expected}")
    none = articles[by].isna()
    _refuse(articles, by, none, say("has no {column}", column=by))
    if getattr(articles[by].dtype, "ordered", False):
        where, labels = articles[by].cat.codes, articles[by].cat.categories
    else:
        names = articles[by].astype(object)
        labels, where = np.unique(names, return_inverse=True)
    return np.asarray(where), [*map(str, labels)], [pd.NaT] * len(labels)


def _dates(articles: pd.DataFrame, by: str) -> pd.DatetimeIndex:
    """The date of each article, where all are precise enough."""
    column = "event_date" if by == "event" else "published"
    if column not in articles:
        ask = {"by": by, "column": column}
        told = say("by='{by}': the articles have no column '{column}'", **ask)
        raise ValueError(plain(told))
    dates = pd.to_datetime(articles[column])
    _refuse(articles, by, dates.isna(), say("has no {column}", column=column))
    if by != "event" and "published_precision" in articles:
        unit, span, _ = _SPANS[by]
        coarse = ["month", "year"] if unit == "D" else ["year"][: span < 12]
        vague = articles["published_precision"].isin(coarse)
        reason = say(
            "is not dated to the {by}: take a longer period or by='event'",
            by=translated(by, "by"),
        )
        _refuse(articles, by, vague, reason)
    return pd.DatetimeIndex(dates)


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
    said = {"n": ways, "p": 1 / ways}
    return plain(
        say(
            "articles can be shared out in {n} ways: p cannot be under {p:.2f}",
            **said,
        )
    )


def _refuse(articles: pd.DataFrame, by: str, wrong, reason: str) -> None:
    ids = articles["article_id"][wrong.to_numpy()].tolist()
    if ids:
        named = ", ".join(map(str, ids[:5])) + (", …" if len(ids) > 5 else "")
        raise ValueError(f"by={by!r}: {named} {plain(reason)}")
