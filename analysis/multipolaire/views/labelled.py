"""Plots whose marks bear their names, and places for these where they cover nothing."""

from collections.abc import Callable, Iterator
from itertools import product, repeat
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from multipolaire.say import number, say, translated
from multipolaire.views import plots
from multipolaire.views.display import described, style
from multipolaire.views.plots import BLACK, BLUE, PINK, RED, SIGNS, _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Claims by status: what is measured is a full mark, what is hoped for a hollow one.
CLAIMS = {
    "reported": {"marker": "D", "color": BLUE, "edgecolor": BLUE},
    "target": {"marker": "^", "color": "white", "edgecolor": RED},
    "forecast": {"marker": "s", "color": "white", "edgecolor": BLACK},
}
# Where a label may stand about its mark, the best place first, and how far in points.
PLACES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
DISTANCES = (6, 14, 24, 36)
SIDES = {-1: "right", 0: "center", 1: "left"}
ENDS = {-1: "top", 0: "center", 1: "bottom"}
THREAD = {"arrowstyle": "-", "lw": 0.5, "color": "#777777", "shrinkB": 3}


@style()
def plot_article_map(
    points: pd.DataFrame, parts: pd.DataFrame, words: int = 25
) -> "Axes":
    """Articles and the words that place them: a correspondence analysis.

    Columns: those of :func:`multipolaire.topics.maps.article_map`.  Articles are large marks; of
    the words, small ones, the ``words`` that contribute most to either axis are named
    where there is room, and it is said how many are.  An article lies in the direction
    of its words; how near it lies to one of them says nothing (a symmetric map).

    Parameters
    ----------
    points
        The first table of :func:`multipolaire.article_map`.
    parts
        The second.
    words
        How many words are named, at most.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> axes = plot_article_map(*article_map(load_articles()))  # doctest: +SKIP
    """
    axes = plots.new_axes(4.6)
    axes.set_aspect("equal", adjustable="datalim")  # a map shows distances
    axes.axhline(0, color="#999999", lw=0.7)
    axes.axvline(0, color="#999999", lw=0.7)
    texts = points[points["kind"].eq("article")]
    said = points[points["kind"].eq("word")]
    most = said[["contribution_x", "contribution_y"]].max(axis=1)
    named = said.loc[most.nlargest(words).index]
    axes.scatter(said["x"], said["y"], s=6, color="#777777")
    for i, row in enumerate(texts.itertuples()):
        axes.scatter(row.x, row.y, s=80, zorder=3, **plots.look_of(i))
    for axis, part in zip((axes.xaxis, axes.yaxis), parts.to_dict("records")):
        label = _(
            "axis {name} ({share:.0%} of the inertia; by chance {chance:.0%})",
            name=axis.axis_name,
            **part,
        )
        axis.set_label_text(label)
    axes.margins(0.12)
    bold = {"weight": "bold"}
    # those in the middle first, which have least room
    texts = texts.loc[np.hypot(texts["x"], texts["y"]).sort_values().index]
    labels = [
        (r.x, r.y, plots.two_lines(r.name), bold) for r in texts.itertuples()
    ]
    grey = {"color": "#333333"}
    labels += [(row.x, row.y, row.name, grey) for row in named.itertuples()]
    n = write_labels(axes, labels, keep=len(texts)) - len(texts)
    told = _("{n} of {of} words are named", n=n, of=len(said))
    axes.set_title(told, loc="right")
    alt = say(
        "Articles and words in all directions; the first axis holds {share:.0%} of the "
        "differences, where chance gives {chance:.0%}.",
        **parts.iloc[0],
    )
    placed = points.sort_values("contribution_x", ascending=False).head(20)
    columns = ["kind", "name", "x", "y", "contribution_x", "quality"]
    return described(axes, alt, placed[columns], decimals=2)


@style()
def plot_claims(
    claims: pd.DataFrame,
    yearly: pd.DataFrame,
    partial: pd.DataFrame,
    others: pd.DataFrame | None = None,
) -> "Axes":
    """What was said of trade over what was published of it, in billions of dollars.

    ``claims``: amounts of :func:`multipolaire.record.claims`, drawn at the end of the
    period of which they speak; ``yearly`` and ``partial``: one publisher's totals, of
    whole years (line) and of part of a year (small marks); ``others``: other
    publishers' totals, each named.

    Parameters
    ----------
    claims
        Amounts, in base units.
    yearly
        The table of :func:`multipolaire.totals`.
    partial
        The same, with ``yearly=False``.
    others
        Totals of other publishers.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> record = load_record()  # doctest: +SKIP
    >>> said = claims(extract_figures(load_articles()), record)  # doctest: +SKIP
    >>> axes = plot_claims(said, totals(record), totals(record, yearly=False))  # doctest: +SKIP
    """
    axes, labels = plots.new_axes(5.6), []
    name = _("{name}, whole years", name=yearly["publisher"].iloc[0])
    axes.plot(*_billions(yearly), "o-", color=BLACK, ms=4, label=name)
    dash = {"marker": "_", "label": _("January to that month")}
    axes.scatter(*_billions(partial), s=14, color="#777777", **dash)
    for status, look in CLAIMS.items():
        rows = claims[claims["status"].eq(status)].dropna(subset="period_end")
        if rows.empty:
            continue
        label = _("claim: {status}", status=translated(status, "status"))
        look = {"s": 70, "linewidth": 1.6, "zorder": 4, "label": label, **look}
        axes.scatter(*_billions(rows), **look)
        texts = map(_claimed, rows.itertuples())
        labels += zip(*_billions(rows), texts, repeat({}))
    claimed = len(labels)
    if others is not None:
        cross = {"marker": "x", "label": _("other publishers")}
        axes.scatter(*_billions(others), s=26, color=PINK, **cross)
        names = others["publisher"].str.replace("(", " (", regex=False)
        grey = repeat({"color": "#555555"})
        labels += zip(*_billions(others), names.map(plots.two_lines), grey)
    _years(axes, yearly["period_end"].dt.year)
    axes.set(ylabel=_("billions of US dollars"), ylim=(0, None))
    plots.legend(axes)
    n = write_labels(axes, labels, keep=claimed)
    if n < len(labels):
        told = _("{n} of {of} marks are named", n=n, of=len(labels))
        axes.set_title(told, loc="right")
    return _of_claims(axes, claims, yearly, partial, others)


def _of_claims(axes, claims, yearly, partial, others) -> "Axes":
    """How far the totals reach, how many claims lie below; all that is drawn."""
    dated = claims.dropna(subset="period_end")
    top = yearly.loc[yearly["value"].idxmax()]
    alt = say(
        "The yearly totals of {publisher} reach {top:.0f} billion dollars in {year}; "
        "of {n} claims on a known period, {below} lie below what it published of it.",
        publisher=top["publisher"],
        top=top["value"] / 1e9,
        year=top["period_end"].year,
        n=len(dated),
        below=int(dated["difference"].lt(0).sum()),
    )
    dated = dated.assign(publisher=dated["article_id"])
    data = pd.concat([dated, yearly, partial, others]).sort_values("period_end")
    data = data.assign(value=data["value"] / 1e9)
    names = {"publisher": "who", "period_end": "until"}
    names["value"] = "USD, billions"
    columns = ["publisher", "status", "qualifier", "value", "period_end"]
    return described(axes, alt, data[columns], names=names)


def _billions(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    return rows["period_end"], rows["value"] / 1e9


def _claimed(row) -> str:
    """What is claimed, and where."""
    sign = SIGNS.get(row.qualifier, f"{row.qualifier} ")
    return f"{sign}{number(row.value / 1e9, ',.0f')}\n{plots.two_lines(row.article_id)}"


def _years(axes, ends: pd.Series) -> None:
    """A total stands at the end of its period, a year's name amid its span."""
    first, last = ends.min(), ends.max()
    *years, after, right = range(first, last + 3)
    axes.set_xticks([pd.Timestamp(y, 1, 1) for y in [*years, after]], [])
    amid = [pd.Timestamp(year, 7, 1) for year in years]
    every = -(-len(years) // 5)  # of more, there is no room for their names
    axes.set_xticks(amid[::every], years[::every], minor=True)
    axes.tick_params(axis="x", which="minor", length=0)
    axes.set_xlim(right=pd.Timestamp(right, 1, 1))


def write_labels(axes, labels: list[tuple], keep: int) -> int:
    """Write each ``(x, y, text, look)`` beside its mark; gives how many are written.

    Each takes the first place where it covers no mark, no line and no other label; one
    that has none is left out, but for the first ``keep``, which take the best there is.
    """
    axes.set_title(" ", loc="right")  # room for the number written
    axes.figure.draw_without_rendering()  # until then there is no place
    cost_of, taken = _costs(axes), []
    for order, (x, y, text, look) in enumerate(labels):
        look = {"zorder": 5, **look}
        trial = plots.beside(axes, text, (x, y), (0, 0), **look)
        tried = [(cost_of(box, taken), box, at) for box, at in _around(trial)]
        trial.remove()  # it was measured, and is written at its place
        cost, box, (offset, ha, va) = min(tried, key=itemgetter(0))
        if not cost or order < keep:
            look |= {"arrowprops": THREAD, "ha": ha, "va": va}
            plots.beside(axes, text, (x, y), offset, **look)
            taken.append(box)
    return len(taken)


def _around(label) -> Iterator[tuple]:
    """Where a label may stand: its box in pixels; its offset in points, how aligned."""
    from matplotlib.transforms import Bbox

    size = label.get_window_extent().padded(2).size
    mark = label.get_transform().transform((0, 0))
    for far, (across, up) in product(DISTANCES, PLACES):
        side = np.array([across, up])
        away = side * far * label.figure.dpi / 72  # pixels
        corner = mark + away - (1 - side) / 2 * size
        at = far * side, SIDES[across], ENDS[up]
        yield Bbox.from_bounds(*corner, *size), at


def _costs(axes) -> Callable:
    """A function that says how bad it is to write in a box: 0 where it is not."""
    drawn = axes.collections
    marks = [d.get_offset_transform().transform(d.get_offsets()) for d in drawn]
    marks = np.concatenate(marks)
    paths = [line.get_path().transformed(axes.transData) for line in axes.lines]
    paths = [path for path in paths if len(path) > 2]  # zero is written over

    def cost_of(box, taken: list) -> int:
        inside = all(axes.bbox.contains(*end) for end in (box.min, box.max))
        over = box.count_overlaps(taken)
        over += sum(path.intersects_bbox(box, filled=False) for path in paths)
        return 9 * (not inside) + 9 * over + box.count_contains(marks)

    return cost_of
