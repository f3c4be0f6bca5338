"""Frames to Axes, in one style: readable without colour, every axis named.

A plot draws the columns of its frame and computes nothing; what it shows is shown
beside it as a table by :func:`multipolaire.views.display.figure`.
"""

from functools import wraps
from itertools import product

import numpy as np
import pandas as pd

from multipolaire.say import number, plain, say, translated
from multipolaire.views.fonts import coded, drawn_families

# Okabe & Ito (2008): told apart by colour-blind readers, and in grey by lightness.
COLOURS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#56B4E9",
    "#CC79A7",
    "#000000",
)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
# Where a label may stand about its mark, the best place first.
PLACES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
LONGEST = 40  # characters of a label
SIDES = {-1: "right", 0: "center", 1: "left"}
ENDS = {-1: "top", 0: "center", 1: "bottom"}

STYLE = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.labelsize": 9,
    "legend.fontsize": 9,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.6,
    "legend.frameon": False,
    "text.parse_math": False,  # a dollar is a dollar
}


def _styled(plot):
    """The one style, whatever the user's, for texts that fonts can show."""

    @wraps(plot)
    def drawn(*args, **options):
        from matplotlib import style

        own = STYLE | {"font.family": drawn_families()}
        with style.context(["default", own]):
            given = {name: _shown(value) for name, value in options.items()}
            return plot(*map(_shown, args), **given)

    return drawn


@_styled
def plot_words(frame: pd.DataFrame):
    """Words of each article, kept and set aside: one bar an article.

    Columns: ``article_id``, ``words`` (kept), ``furniture`` (set aside by cleaning).
    """
    axes = _axes(height=0.5 * len(frame) + 1.2)
    kept, aside = frame["words"], frame["furniture"]
    y = range(len(frame))
    axes.barh(y, kept, color=COLOURS[0], label=_("kept"))
    axes.barh(
        y,
        aside,
        left=kept,
        color=COLOURS[1],
        hatch="////",
        edgecolor="white",
        label=_("site furniture"),
    )
    for row, (a, b) in enumerate(zip(kept, aside)):
        axes.annotate(
            f"{number(a, ',')} + {number(b, ',')}",
            (a + b, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    axes.set_yticks(y, frame["article_id"].map(_label))
    axes.invert_yaxis()
    axes.set_xlabel(_("words"))
    axes.set_xlim(right=(kept + aside).max() * 1.3)
    axes.grid(axis="y", visible=False)
    _legend(axes)
    return axes


@_styled
def plot_trend(frame: pd.DataFrame):
    """Rates with their intervals, one panel a family, words under each period.

    Columns: those of :func:`multipolaire.stats.trends.trend`.  The thick bar is the exact
    Poisson interval, the thin one allows for clumps within articles; a period without
    articles is a gap.  Where intervals are not reliable the marker is hollow.
    """
    families = list(dict.fromkeys(frame["family"]))
    axes = _axes(
        height=1.1 + 1.6 * len(families), nrows=len(families), sharex=True
    )
    panels = np.atleast_1d(axes)
    few = (
        frame["period"].nunique() <= 7
    )  # of more, the table tells how many words
    for panel, family in zip(panels, families):
        rows = frame[frame["family"] == family].reset_index(drop=True)
        x = rows.index.to_numpy()
        panel.vlines(
            x,
            rows["exact_low"],
            rows["exact_high"],
            color=COLOURS[4],
            lw=7,
            alpha=0.6,
            label=_("exact Poisson"),
        )
        panel.vlines(
            x,
            rows["low"],
            rows["high"],
            color=COLOURS[3],
            lw=1.4,
            label=_("allowing for clumps"),
        )
        fills = [COLOURS[0] if ok else "white" for ok in rows["reliable"]]
        panel.scatter(
            x, rows["rate"], s=34, c=fills, edgecolor=COLOURS[0], zorder=3
        )
        for at, n, rate in rows[["n", "rate"]].dropna()[: 7 * few].itertuples():
            panel.annotate(
                number(n), (at, rate), (7, 0), textcoords="offset points"
            )
        panel.set_title(family)  # what it is found by, too
        panel.set_ylim(bottom=min(0, panel.get_ylim()[0]))
        panel.set_xlim(-0.6, len(rows) - 0.4)
    rows = frame[frame["family"] == families[-1]]
    words = [
        say("{n:,} word", "{n:,} words", n=n) if few else ""
        for n in rows["words"]
    ]
    named = zip(rows["period"], rows["words"], words)
    labels = [
        f"{p}\n{w if n else _('no article')}".strip() for p, n, w in named
    ]
    panels[-1].set_xticks(range(len(rows)), labels)
    if not few:
        panels[-1].tick_params(axis="x", labelrotation=90, labelsize=7)
    panels[0].legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
    panels[0].figure.supylabel(_("occurrences per 10,000 words"), fontsize=9)
    return panels[0]


@_styled
def plot_dispersion(frame: pd.DataFrame, order: list[str] | None = None):
    """Where in each article the words stand: a lexical dispersion plot.

    Columns: those of :func:`multipolaire.stats.concordance.concordance`; ``order`` lists all the
    articles, those without an occurrence too, from top to bottom.
    """
    order = list(dict.fromkeys(frame["article_id"] if order is None else order))
    axes = _axes(height=0.42 * len(order) + 1.3)
    for i, (family, rows) in enumerate(frame.groupby("family", sort=False)):
        y = [order.index(article) for article in rows["article_id"]]
        axes.scatter(
            rows["position"],
            y,
            s=46,
            alpha=0.85,
            label=family,
            marker=MARKERS[i % 7],
            color=COLOURS[i % 7],
            edgecolor="white",
            linewidth=0.5,
            clip_on=False,
        )
    axes.set_yticks(range(len(order)), [*map(_label, order)])
    axes.set_ylim(len(order) - 0.5, -0.5)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 0.5, 1], [_("beginning"), _("middle"), _("end")])
    axes.set_xlabel(_("place in the article"))
    _legend(axes)
    return axes


@_styled
def plot_keyness(frame: pd.DataFrame, group: str, reference: str):
    """Log ratios with their intervals and raw counts, one row a word.

    Columns: those of :func:`multipolaire.stats.keyness.keyness`, in the order to be drawn;
    right of zero is said more by ``group``.  The interval drawn is the one that allows
    for clumps; an arrow says that it runs on beyond the edge.
    """
    axes = _axes(height=0.3 * len(frame) + 1.6)
    y, edge = range(len(frame)), 12
    ends = frame["low"].fillna(-np.inf), frame["high"].fillna(np.inf)
    low, high = (end.clip(-edge, edge) for end in ends)
    bars = axes.hlines(y, low, high, color=COLOURS[4], lw=5, alpha=0.6)
    bars.set_label(_("95 % interval, allowing for clumps"))
    label = _("runs on beyond the edge")
    for end, side, marker in zip(ends, (-edge, edge), "<>"):
        beyond = np.flatnonzero(end.abs() > edge)
        if len(beyond):
            axes.scatter(
                [side] * len(beyond),
                beyond,
                marker=marker,
                s=34,
                zorder=3,
                color=COLOURS[3],
                label=label,
            )
            label = None  # one line of the legend for both sides
    axes.scatter(
        frame["log_ratio"].clip(-edge, edge), y, color=COLOURS[0], zorder=3
    )
    axes.axvline(0, color="black", lw=0.8)
    counts = [
        f"{_label(w)}  {number(a, ',')} : {number(b, ',')}"
        for w, a, b in zip(frame["word"], frame["a"], frame["b"])
    ]
    axes.set_yticks(y, counts)
    axes.set_xlim(-edge - 1, edge + 1)
    axes.invert_yaxis()
    names = {"a": _label(group), "b": _label(reference)}
    axes.set_ylabel(_("word, times in {a} : in {b}", **names))
    axes.set_xlabel(_("log2 ratio of rates"))
    axes.set_title(_("← more in {b}", **names), loc="left", fontsize=9)
    axes.set_title(_("more in {a} →", **names), loc="right", fontsize=9)
    _legend(axes, "lower")
    return axes


@_styled
def plot_stability(frame: pd.DataFrame):
    """Agreement between samples beside that on shuffled words, for each k.

    Columns: those of the ``stability`` frame of :func:`multipolaire.topics.topics.find_topics`.
    """
    axes = _axes(height=3.3)
    axes.plot(
        frame["k"],
        frame["agreement"],
        color=COLOURS[0],
        marker="o",
        label=_("these texts"),
    )
    axes.plot(
        frame["k"],
        frame["null_agreement"],
        color=COLOURS[3],
        marker="s",
        linestyle="--",
        label=_("the same words, shuffled"),
    )
    axes.set_xticks(frame["k"])
    axes.set_xlabel(_("number of topics"))
    axes.set_ylabel(_("agreement (adjusted Rand)"))
    lowest = frame[["agreement", "null_agreement"]].min().min()
    axes.set_ylim(min(-0.05, lowest), 1.05)
    _legend(axes)
    return axes


@_styled
def plot_similarity(frame: pd.DataFrame):
    """Likeness of every two articles: a square table in shades, numbers in it.

    Columns: those of :func:`multipolaire.topics.maps.article_similarity`.
    """
    square = frame.pivot(
        index="article_a", columns="article_b", values="similarity"
    )
    axes = _axes(height=0.45 * len(square) + 0.6)
    axes.imshow(square, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row in range(len(square)):
        for column in range(len(square)):
            value = square.iat[row, column]
            shade = "white" if value > 0.55 else "black"
            axes.text(
                column,
                row,
                number(value, ".2f"),
                ha="center",
                va="center",
                color=shade,
            )
    # Long names would have to be turned under the columns: numbers stand for them.
    axes.set_xticks(range(len(square)), range(1, len(square) + 1))
    names = [f"{_label(name)}  {i}" for i, name in enumerate(square.index, 1)]
    axes.set_yticks(range(len(square)), names)
    axes.grid(visible=False)
    return axes


@_styled
def plot_article_map(
    points: pd.DataFrame, parts: pd.DataFrame, words: int = 25
):
    """Articles and the words that place them: a correspondence analysis.

    Columns: those of :func:`multipolaire.topics.maps.article_map`.  Articles are large marks; of
    the words, small ones, the ``words`` that contribute most to either axis are named
    where there is room, and it is said how many are.  An article lies in the direction
    of its words; how near it lies to one of them says nothing (a symmetric map).
    """
    axes = _axes(height=5.2)
    axes.set_aspect(
        "equal", adjustable="datalim"
    )  # distances are what a map shows
    axes.axhline(0, color="#999999", lw=0.7)
    axes.axvline(0, color="#999999", lw=0.7)
    said = points[points["kind"].eq("word")]
    most = said[["contribution_x", "contribution_y"]].max(axis=1)
    axes.scatter(said["x"], said["y"], s=6, color="#777777")
    labels = []
    for i, row in enumerate(points[points["kind"].eq("article")].itertuples()):
        axes.scatter(
            row.x,
            row.y,
            s=80,
            marker=MARKERS[i % 7],
            color=COLOURS[i % 7],
            zorder=3,
        )
        labels.append(
            (row.x, row.y, _label(row.name), {"weight": "bold", "fontsize": 9})
        )
    articles = len(labels)
    for row in said.loc[most.nlargest(words).index].itertuples():
        labels.append((row.x, row.y, row.name, {"color": "#333333"}))
    for name, part in zip("xy", parts.to_dict("records")):
        label = _("axis {name} ({share:.0%} of the inertia)", name=name, **part)
        if "chance" in part:
            label = _(
                "axis {name} ({share:.0%} of the inertia; by chance {chance:.0%})",
                name=name,
                **part,
            )
        (axes.set_xlabel if name == "x" else axes.set_ylabel)(label)
    axes.margins(0.12)
    drawn = _write(axes, labels, keep=articles)
    told = _("{n} of {of} words are named", n=drawn - articles, of=len(said))
    axes.set_title(told, loc="right", fontsize=9)
    return axes


@_styled
def plot_claims(
    claims: pd.DataFrame,
    yearly: pd.DataFrame,
    partial: pd.DataFrame,
    others: pd.DataFrame | None = None,
):
    """What was said of trade over what was published of it, in billions of dollars.

    ``claims``: amounts of :func:`multipolaire.record.claims`, drawn at the end of the
    period of which they speak; ``yearly`` and ``partial``: one publisher's totals, of
    whole years (line) and of part of a year (small marks); ``others``: other
    publishers' totals, each named.
    """
    axes, labels = _axes(height=4.8), []
    name = yearly["publisher"].iloc[0]
    axes.plot(
        yearly["period_end"],
        yearly["value"] / 1e9,
        color=COLOURS[6],
        marker="o",
        ms=4,
        label=_("{name}, whole years", name=name),
    )
    axes.scatter(
        partial["period_end"],
        partial["value"] / 1e9,
        s=14,
        marker="_",
        color="#777777",
        label=_("January to that month"),
    )
    looks = {
        "reported": ("D", True),
        "target": ("^", False),
        "forecast": ("s", False),
    }
    for i, (status, (marker, filled)) in enumerate(looks.items()):
        rows = claims[
            claims["status"].eq(status) & claims["period_end"].notna()
        ]
        if rows.empty:
            continue
        colour = COLOURS[i * 3 % 7]
        label = _("claim: {status}", status=translated(status, "status"))
        axes.scatter(
            rows["period_end"],
            rows["value"] / 1e9,
            s=70,
            marker=marker,
            color=colour if filled else "white",
            edgecolor=colour,
            zorder=4,
            linewidth=1.6,
            label=label,
        )
        for row in rows.itertuples():
            sign = {"=": "", ">=": "≥ ", "<=": "≤ "}
            sign = sign.get(row.qualifier, f"{row.qualifier} ")
            text = f"{sign}{number(row.value / 1e9, ',.0f')}\n{_label(row.article_id)}"
            labels.append(
                (row.period_end, row.value / 1e9, text, {"fontsize": 9})
            )
    kept = len(labels)
    if others is not None:
        axes.scatter(
            others["period_end"],
            others["value"] / 1e9,
            s=26,
            marker="x",
            color=COLOURS[5],
            label=_("other publishers"),
        )
        labels += [
            (
                row.period_end,
                row.value / 1e9,
                row.publisher.replace("(", " ("),
                {"color": "#555555"},
            )
            for row in others.itertuples()
        ]
    # A total stands at the end of its period; a year's name at the middle of its span.
    ends = yearly["period_end"].dt.year
    years = range(ends.min(), ends.max() + 1)
    axes.set_xticks(
        [pd.Timestamp(year, 1, 1) for year in [*years, years[-1] + 1]], []
    )
    axes.set_xticks(
        [pd.Timestamp(year, 7, 1) for year in years], years, minor=True
    )
    axes.tick_params(axis="x", which="minor", length=0)
    axes.set_xlim(right=pd.Timestamp(years[-1] + 2, 1, 1))
    axes.set_ylabel(_("billions of US dollars"))
    axes.set_ylim(bottom=0)
    _legend(axes)
    drawn = _write(axes, labels, keep=kept)
    if drawn < len(labels):
        told = _("{n} of {of} marks are named", n=drawn, of=len(labels))
        axes.set_title(told, loc="right", fontsize=9)
    return axes


def _write(axes, labels: list[tuple], keep: int) -> int:
    """Write each ``(x, y, text, look)`` beside its mark; gives how many are written.

    Each takes the first place where it covers no mark, no line and no other label; one
    that has none is left out, but for the first ``keep``, which take the best there is.
    """
    from matplotlib.transforms import Bbox

    axes.set_title(" ", loc="right", fontsize=9)  # room for the number written
    axes.figure.draw_without_rendering()  # lays all out: until then there is no place
    drawn = axes.collections
    marks = [d.get_offset_transform().transform(d.get_offsets()) for d in drawn]
    marks, taken = np.concatenate(marks), []
    lines = [line.get_path().transformed(axes.transData) for line in axes.lines]
    lines = [
        line for line in lines if len(line) > 2
    ]  # zero may be written over

    def price(box) -> int:
        (left, low), (right, high) = box.min, box.max
        inside = axes.bbox.contains(left, low) and axes.bbox.contains(
            right, high
        )
        over = box.count_overlaps(taken)
        over += sum(line.intersects_bbox(box, filled=False) for line in lines)
        return 9 * (not inside) + 3 * over + box.count_contains(marks)

    thread = {"arrowstyle": "-", "lw": 0.5, "color": "#777777", "shrinkB": 3}
    dots = axes.figure.dpi / 72  # pixels a point
    for order, (x, y, text, look) in enumerate(labels):
        look = {
            "textcoords": "offset points",
            "fontsize": 8.5,
            "zorder": 5,
            **look,
        }
        trial = axes.annotate(text, (x, y), xytext=(0, 0), **look)
        box, tried = trial.get_window_extent().padded(2), []
        mark = trial.get_transform().transform((0, 0))
        trial.remove()  # it is measured, and written at its place
        for far, side in product((6, 14, 24, 36), PLACES):
            corner = mark + np.multiply(side, far * dots)
            corner -= np.subtract(1, side) / 2 * box.size
            there = Bbox.from_bounds(*corner, *box.size)
            tried.append((price(there), there, far, side))
            if not tried[-1][0]:
                break
        cost, there, far, (across, up) = min(tried, key=lambda one: one[0])
        if not cost or order < keep:
            place = {"xytext": (far * across, far * up)}
            place |= {"ha": SIDES[across], "va": ENDS[up]}
            axes.annotate(text, (x, y), arrowprops=thread, **place, **look)
            taken.append(there)
    return len(taken)


def _shown(value):
    if isinstance(value, pd.DataFrame):
        return value.rename(columns=_shown).map(_shown)
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, str):
        return coded(value, drawn=True)
    return value


def _label(name: str) -> str:
    """A name, which may be a long file's, with room left for what it names."""
    return (
        name if len(name) <= LONGEST else f"{name[: LONGEST - 13]}…{name[-12:]}"
    )


def _legend(axes, place: str = "upper") -> None:
    axes.figure.legend(loc=f"outside {place} center", ncols=2)


def _(message: str, **values) -> str:
    return plain(say(message, **values))


def _axes(width: float = 5.6, height: float = 3.6, **layout):
    """Narrow enough that words are read on a telephone, where it is scaled down."""
    import matplotlib.pyplot as plt

    drawn = plt.figure(figsize=(width, height), layout="constrained").subplots(
        **layout
    )
    for panel in np.atleast_1d(drawn):
        for axis in (panel.xaxis, panel.yaxis):
            axis.set_major_formatter(_tick)
    return drawn


def _tick(value: float, place=None) -> str:
    return number(value, ",g").replace("-", "−")
