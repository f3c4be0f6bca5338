"""Rates over time as Axes, in the style of :mod:`multipolaire.views.plots`."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from multipolaire.say import number, plain, say
from multipolaire.views import plots
from multipolaire.views.display import described, style
from multipolaire.views.plots import BLUE, RED, SIZE, WIDE, _, beside, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 7  # periods: of more, there is no room for counts
MANY = 40  # periods: of more, there is no room for two bars each
NAMED = 20  # periods: of more, there is no room for all names
LETTERS = 42  # under an axis, side by side


@style()
def plot_trend(frame: pd.DataFrame) -> "Axes":
    """Rates with their intervals, one panel a family, from zero.

    Columns: those of :func:`multipolaire.stats.trends.trend`.  The thick bar is the exact
    Poisson interval, the thin one allows for clumps within articles; over forty periods
    a band shows the latter alone.  Dates stand on an axis of time, other periods side by
    side; one without articles is a gap.  A hollow diamond is not reliable.  An interval
    that would flatten the others ends in an arrow; so does a rate, which is written
    beside it.

    Parameters
    ----------
    frame
        The table of :func:`multipolaire.trend`.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> axes = plot_trend(trend(load_articles(), "ingérence", by="year"))  # doctest: +SKIP
    """
    families = dict([*frame.groupby("family", sort=False)])
    size = {"height": 1.8 + 1.6 * len(families), "nrows": len(families)}
    panels = np.atleast_1d(plots.new_axes(**size, sharex=True))
    for panel, (family, rows) in zip(panels, families.items()):
        rows = rows.reset_index(drop=True)
        _rates(panel, rows, _places(rows))
        panel.set_title(family)  # what it is found by, too
    _name_periods(panels[-1], rows)
    plots.legend(*panels)
    panels[0].figure.supylabel(_("occurrences per 10,000 words"), fontsize=SIZE)
    top = frame.loc[frame["rate"].idxmax()]
    alt = say(
        "Rates of {names} over {k} periods, at most {rate:.1f} per 10,000 words, in "
        "{period}; too few articles to rely on in {few:,} of {all:,} of them.",
        names=", ".join(families),
        k=len(frame) // len(families),
        few=int((~frame["reliable"]).sum()),
        all=len(frame),
        **top[["rate", "period"]],
    )
    columns = ["family", "period", "n", "words", "articles", "rate"]
    ends = ["low", "high", "exact_low", "exact_high", "reliable"]
    data = frame[[*columns, *ends]]
    return described(panels[0], alt, data, french=["family"])


# Days that can be drawn, from 1970 on: of the years 1 to 9999.
EARLIEST, LATEST = -719_162.0, 2_932_896.0


def _places(rows: pd.DataFrame) -> np.ndarray:
    """Where each period stands: in days, or side by side where it is no date."""
    if rows["period_start"].isna().any():
        return np.arange(len(rows), dtype=float)
    return rows["period_start"].to_numpy("datetime64[D]").astype(float)


def _rates(panel, rows: pd.DataFrame, x: np.ndarray) -> None:
    """Rates with their intervals, and how many are counted beside the first."""
    top, over = _top(rows), rows["high"].gt(_top(rows))
    low, high = (rows[end].clip(upper=top) for end in ("low", "high"))
    if len(rows) > MANY:
        wide = np.diff(x, append=2 * x[-1] - x[-2])
        band = {"width": wide, "label": _("allowing for clumps"), **WIDE}
        panel.bar(x, high - low, bottom=low, **band)
    else:
        exact = {"lw": 7, "label": _("exact Poisson"), **WIDE}
        ends = (rows[f"exact_{end}"].clip(upper=top) for end in ("low", "high"))
        panel.vlines(x, *ends, **exact)
        clumped = {"color": RED, "lw": 1.4, "label": _("allowing for clumps")}
        panel.vlines(x, low, high, **clumped)
    panel.set(xlim=_room(x), ylim=(0, top))
    if over.any():
        look = {"s": 4 if len(rows) > MANY else 26, "marker": "^", "color": RED}
        look |= {"label": _("runs on beyond the edge"), "clip_on": False}
        panel.scatter(x[over], np.full(over.sum(), top), zorder=4, **look)
    _points(panel, rows, x, top)


def _points(panel, rows: pd.DataFrame, x: np.ndarray, top: float) -> None:
    """A mark for each rate, by its shape reliable or not; some with their number."""
    wide, size = (0.6, 8) if len(rows) > MANY else (1.2, 30)
    look = {"s": size, "edgecolor": BLUE, "linewidth": wide, "clip_on": False}
    few = {
        "marker": "D",
        "color": "white",
        "label": _("too few texts to rely on"),
    }
    for sure, mark in ((True, {"color": BLUE}), (False, few)):
        of = rows["rate"].le(top) & rows["reliable"].eq(sure)
        if of.any():
            panel.scatter(x[of], rows["rate"][of], zorder=3, **look, **mark)
    for at, row in zip(x, rows.itertuples()):
        if row.rate > top:
            beside(panel, number(row.rate, ",.0f"), (at, top), (5, -8))
        elif len(rows) <= FEW and row.words:
            beside(panel, number(row.n), (at, row.rate), (7, 0))


def _top(rows: pd.DataFrame) -> float:
    """The upper edge: all rates that are reliable, and intervals of usual width."""
    held = rows.dropna(subset="rate")
    if held.empty or not held["high"].max() > 0:
        return 1.0
    sure, usual = held[held["reliable"]], 1.5 * held["high"].median()
    if len(sure):
        usual = max(1.1 * sure["high"].quantile(0.9), 1.1 * sure["rate"].max())
    return float(min(1.05 * held["high"].max(), usual))


def _room(x: np.ndarray) -> tuple[float, float]:
    """Both ends of the axis: half a period beyond the first and the last."""
    step = (x[-1] - x[0]) / max(1, len(x) - 1) or 1.0
    low, high = x[0] - 0.6 * step, x[-1] + 0.6 * step
    return max(low, EARLIEST), min(high, LATEST)


def _name_periods(panel, rows: pd.DataFrame) -> None:
    """Names of the periods, as many as have room, or dates of the axis of time."""
    x, few = _places(rows), len(rows) <= FEW
    if not few and rows["period_start"].notna().all():
        return _date_axis(panel)
    every = -(-len(rows) // NAMED)
    labels = [_period(row, few) for row in rows.itertuples()][::every]
    longest = max(len(line) for label in labels for line in label.split("\n"))
    room = np.diff(x).min(initial=np.inf) / np.diff(_room(x))[0] * LETTERS
    turned = {"rotation": 45 if few else 90, "ha": "right"}
    turned |= {"va": "top" if few else "center", "rotation_mode": "anchor"}
    panel.set_xticks(
        x[::every], labels, **(turned if longest + 1 >= room else {})
    )
    return None


def _date_axis(panel) -> None:
    from matplotlib import dates

    where = dates.AutoDateLocator(minticks=3, maxticks=7)
    day = ["%Y-%m-%d"] * 4
    first, other = ["%Y", "%Y", "%Y-%m", *day[1:]], ["%Y", "%Y-%m", *day]
    how = {"formats": other, "zero_formats": first, "show_offset": False}
    panel.xaxis.set_major_locator(where)
    panel.xaxis.set_major_formatter(dates.ConciseDateFormatter(where, **how))


def _period(row, few: bool) -> str:
    """Its name and, of few, how many words it has; the table tells them of more."""
    words = plain(say("{n:,} word", "{n:,} words", n=row.words))
    words = words if row.words else _("no article")
    return f"{short(row.period)}\n{words}" if few else short(row.period)
