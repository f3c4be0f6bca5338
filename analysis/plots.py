"""Frames to Axes, in one style: readable without colour, every axis named.

A plot draws the columns of its frame and computes nothing; what it shows is shown
beside it as a table by :func:`analysis.show.figure`.
"""

from functools import wraps

import pandas as pd

from analysis.say import language, number, plain, say, translated

# Okabe & Ito (2008): told apart by colour-blind readers, and in grey by lightness.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
HATCHES = ("", "////", "....", "xxxx")

STYLE = {
    "figure.figsize": (7.2, 3.6),
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.6,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
}


def _styled(plot):
    """The one style, for all that a plot draws."""

    @wraps(plot)
    def drawn(*args, **options):
        import matplotlib

        with matplotlib.rc_context(STYLE):
            axes = plot(*args, **options)
            return axes if language() == "en" else _with_commas(axes)

    return drawn


def _with_commas(axes):
    """The numbers of the axes as in French."""
    from matplotlib.ticker import ScalarFormatter

    class Commas(ScalarFormatter):
        def __call__(self, x, pos=None) -> str:
            return super().__call__(x, pos).replace(".", ",")

    for panel in axes.figure.axes:
        for axis in (panel.xaxis, panel.yaxis):
            if type(axis.get_major_formatter()) is ScalarFormatter:
                axis.set_major_formatter(Commas())
    return axes


@_styled
def plot_words(frame: pd.DataFrame):
    """Words of each article, kept and set aside: one bar an article.

    Columns: ``article_id``, ``words`` (kept), ``furniture`` (set aside by cleaning).
    """
    axes = _axes(height=0.5 * len(frame) + 1.2)
    kept, aside = frame["words"], frame["furniture"]
    axes.barh(frame["article_id"], kept, color=COLOURS[0], label=_("kept"))
    axes.barh(
        frame["article_id"], aside, left=kept, color=COLOURS[1], hatch=HATCHES[1],
        edgecolor="white", label=_("site furniture"),
    )  # fmt: skip
    for row, (a, b) in enumerate(zip(kept, aside)):
        axes.text(a + b + 8, row, f"{number(a, ',')} + {number(b, ',')}", va="center")
    axes.invert_yaxis()
    axes.set_xlabel(_("words"))
    axes.set_xlim(right=(kept + aside).max() * 1.12)
    axes.grid(axis="y", visible=False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    return axes


@_styled
def plot_trend(frame: pd.DataFrame):
    """Rates with their intervals, one panel a family, words under each period.

    Columns: those of :func:`analysis.keywords.trend`.  The thick bar is the exact
    Poisson interval, the thin one allows for clumps within articles; a period without
    articles is a gap.  Where intervals are not reliable the marker is hollow.
    """
    families = list(dict.fromkeys(frame["family"]))
    axes = _axes(height=1.1 + 1.6 * len(families), nrows=len(families), sharex=True)
    panels = [axes] if len(families) == 1 else list(axes)
    for panel, family in zip(panels, families):
        rows = frame[frame["family"] == family].reset_index(drop=True)
        x = rows.index.to_numpy()
        panel.vlines(
            x - 0.06, rows["low"], rows["high"], color=COLOURS[0], lw=5, alpha=0.45
        )
        panel.vlines(
            x + 0.06, rows["boot_low"], rows["boot_high"], color=COLOURS[3], lw=1.4
        )
        if panel is panels[0]:
            panel.collections[0].set_label(_("exact Poisson"))
            panel.collections[1].set_label(_("allowing for clumps"))
            panel.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
        fills = [COLOURS[0] if ok else "white" for ok in rows["reliable"]]
        panel.scatter(x, rows["rate"], s=34, c=fills, edgecolor=COLOURS[0], zorder=3)
        for at, n, rate in zip(x, rows["n"], rows["rate"]):
            if not pd.isna(n):
                panel.annotate(
                    number(n), (at, rate), xytext=(9, -3), textcoords="offset points"
                )
        panel.set_title(family)
        panel.set_ylim(bottom=min(0, panel.get_ylim()[0]))
        panel.set_xlim(-0.6, len(rows) - 0.4)
    rows = frame[frame["family"] == families[-1]]
    words = [
        plain(say("{n:,} word", "{n:,} words", n=n)) if n else _("no article")
        for n in rows["words"]
    ]
    panels[-1].set_xticks(
        range(len(rows)), [f"{p}\n{w}" for p, w in zip(rows["period"], words)]
    )
    if len(rows) > 7:
        panels[-1].tick_params(axis="x", labelrotation=90, labelsize=7)
    panels[0].figure.supylabel(_("occurrences per 10,000 words"), fontsize=9)
    return panels[0]


@_styled
def plot_dispersion(frame: pd.DataFrame, order: list[str] | None = None):
    """Where in each article the words stand: a lexical dispersion plot.

    Columns: those of :func:`analysis.keywords.concordance`; ``order`` lists all the
    articles, those without an occurrence too, from top to bottom.
    """
    order = list(dict.fromkeys(frame["article_id"] if order is None else order))
    axes = _axes(height=0.42 * len(order) + 1.3)
    for i, (family, rows) in enumerate(frame.groupby("family", sort=False)):
        y = [order.index(article) for article in rows["article_id"]]
        axes.scatter(
            rows["position"], y, s=46, alpha=0.85, label=family,
            marker=MARKERS[i % 7], color=COLOURS[i % 7],
            edgecolor="white", linewidth=0.5,
        )  # fmt: skip
    axes.set_yticks(range(len(order)), order)
    axes.set_ylim(len(order) - 0.5, -0.5)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xticks([0, 0.5, 1], [_("beginning"), _("middle"), _("end")])
    axes.set_xlabel(_("place in the article"))
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4)
    return axes


@_styled
def plot_keyness(frame: pd.DataFrame, group: str, reference: str):
    """Log ratios with their intervals and raw counts, one row a word.

    Columns: those of :func:`analysis.keywords.keyness`, in the order to be drawn;
    right of zero is said more by ``group``.  The interval drawn is the one that allows
    for clumps; one without end runs to the edge.
    """
    axes = _axes(height=0.3 * len(frame) + 1.3)
    y = range(len(frame))
    low = frame["boot_low"].fillna(-12).clip(lower=-12)
    high = frame["boot_high"].fillna(12).clip(upper=12)
    axes.hlines(y, low, high, color=COLOURS[0], lw=3, alpha=0.45)
    axes.scatter(frame["log_ratio"], y, color=COLOURS[0], zorder=3)
    axes.axvline(0, color="black", lw=0.8)
    counts = [
        f"{w}  {a} : {b}" for w, a, b in zip(frame["word"], frame["a"], frame["b"])
    ]
    axes.set_yticks(y, counts)
    axes.invert_yaxis()
    axes.set_xlabel(
        plain(say("← more in {b}        log2 ratio of rates        more in {a} →",
                  a=group, b=reference))
    )  # fmt: skip
    return axes


@_styled
def plot_stability(frame: pd.DataFrame):
    """Agreement between samples beside that on shuffled words, for each k.

    Columns: those of the ``stability`` frame of :func:`analysis.topics.find_topics`.
    """
    axes = _axes(height=3.2)
    axes.plot(frame["k"], frame["agreement"], color=COLOURS[0], marker="o",
              label=_("these texts"))  # fmt: skip
    axes.plot(frame["k"], frame["null_agreement"], color=COLOURS[3], marker="s",
              linestyle="--", label=_("the same words, shuffled"))  # fmt: skip
    axes.set_xticks(frame["k"])
    axes.set_xlabel(_("number of topics"))
    axes.set_ylabel(_("agreement (adjusted Rand)"))
    lowest = frame[["agreement", "null_agreement"]].min().min()
    axes.set_ylim(min(-0.05, lowest), 1.05)
    axes.legend(loc="upper right")
    return axes


@_styled
def plot_similarity(frame: pd.DataFrame):
    """Likeness of every two articles: a square table in shades, numbers in it.

    Columns: those of :func:`analysis.maps.article_similarity`.
    """
    square = frame.pivot(index="article_a", columns="article_b", values="similarity")
    axes = _axes(height=0.5 * len(square) + 1.6)
    axes.imshow(square, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row in range(len(square)):
        for column in range(len(square)):
            value = square.iat[row, column]
            shade = "white" if value > 0.55 else "black"
            axes.text(
                column, row, number(value, ".2f"), ha="center", va="center", color=shade
            )
    axes.set_xticks(range(len(square)), square.columns, rotation=25, ha="right")
    axes.set_yticks(range(len(square)), square.index)
    axes.grid(visible=False)
    return axes


@_styled
def plot_article_map(points: pd.DataFrame, parts: pd.DataFrame, words: int = 25):
    """Articles and the words that place them: a correspondence analysis.

    Columns: those of :func:`analysis.maps.article_map`.  Articles are large marks;
    the ``words`` that contribute most to both axes are written at their places.
    """
    axes = _axes(height=5)
    axes.axhline(0, color="#999999", lw=0.7)
    axes.axvline(0, color="#999999", lw=0.7)
    said = points[points["kind"].eq("word")]
    most = said[["contribution_x", "contribution_y"]].max(axis=1)
    drawn = said.loc[most.nlargest(words).index]
    axes.scatter(drawn["x"], drawn["y"], s=4, color="#999999")
    for row in drawn.itertuples():
        axes.text(row.x, row.y, row.name, fontsize=7.5, ha="center", va="bottom",
                  color="#444444")  # fmt: skip
    for i, row in enumerate(points[points["kind"].eq("article")].itertuples()):
        axes.scatter(row.x, row.y, s=80, marker=MARKERS[i % 7],
                     color=COLOURS[i % 7], zorder=3, label=row.name)  # fmt: skip
    for name, share in zip("xy", parts["share"]):
        label = plain(
            say("axis {name} ({share:.0%} of the inertia)", name=name, share=share)
        )
        (axes.set_xlabel if name == "x" else axes.set_ylabel)(label)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=8)
    return axes


@_styled
def plot_claims(claims: pd.DataFrame, yearly: pd.DataFrame, partial: pd.DataFrame,
                others: pd.DataFrame | None = None):  # fmt: skip
    """What was said of trade over what was published of it, in billions of dollars.

    ``claims``: amounts of :func:`analysis.record.claims`, drawn at the end of the
    period of which they speak; ``yearly`` and ``partial``: one publisher's totals, of
    whole years (line) and of part of a year (small marks); ``others``: other
    publishers' totals, each named.
    """
    axes = _axes(height=4.4)
    name = yearly["publisher"].iloc[0]
    axes.plot(yearly["period_end"], yearly["value"] / 1e9, color=COLOURS[6], marker="o",
              ms=4, label=plain(say("{name}, whole years", name=name)))  # fmt: skip
    axes.scatter(partial["period_end"], partial["value"] / 1e9, s=14, marker="_",
                 color="#777777",
                 label=_("January to that month")
                 )  # fmt: skip
    if others is not None:
        axes.scatter(others["period_end"], others["value"] / 1e9, s=26, marker="x",
                     color=COLOURS[5], label=_("other publishers"))  # fmt: skip
        for i, row in enumerate(others.itertuples()):
            place = (-5, -9 if i % 2 else 4)  # neighbours above and below
            axes.annotate(row.publisher, (row.period_end, row.value / 1e9),
                          xytext=place, ha="right", textcoords="offset points",
                          fontsize=7, color="#555555")  # fmt: skip
    looks = {"reported": ("D", True), "target": ("^", False), "forecast": ("s", False)}
    for i, (status, (marker, filled)) in enumerate(looks.items()):
        rows = claims[claims["status"].eq(status) & claims["period_end"].notna()]
        if rows.empty:
            continue
        colour = COLOURS[i * 3 % 7]
        label = say("claim: {status}", status=translated(status, "status"))
        axes.scatter(rows["period_end"], rows["value"] / 1e9, s=70, marker=marker,
                     color=colour if filled else "white", edgecolor=colour, zorder=4,
                     linewidth=1.6, label=plain(label))  # fmt: skip
    for row in claims[claims["period_end"].notna()].itertuples():
        sign = {"=": "", ">=": "≥ ", "<=": "≤ "}.get(row.qualifier, f"{row.qualifier} ")
        below = row.status != "reported"  # what was aimed at is written under its mark
        amount = number(row.value / 1e9, ",.0f")
        axes.annotate(f"{sign}{amount}  {row.article_id}",
                      (row.period_end, row.value / 1e9), va="center", ha="left",
                      fontsize=7.5, zorder=5, xytext=(9, -13) if below else (9, 10),
                      textcoords="offset points",
                      bbox={"fc": "white", "ec": "none", "pad": 1, "alpha": 0.75}
                      )  # fmt: skip
    # A total stands at the end of its period; a year's name at the middle of its span.
    years = range(
        yearly["period_end"].dt.year.min(), yearly["period_end"].dt.year.max() + 1
    )
    axes.set_xticks([pd.Timestamp(year, 1, 1) for year in [*years, years[-1] + 1]], [])
    middles = [pd.Timestamp(year, 7, 1) for year in years]
    axes.set_xticks(middles, [str(year) for year in years], minor=True)
    axes.tick_params(axis="x", which="minor", length=0)
    axes.set_xlim(right=pd.Timestamp(years[-1] + 2, 1, 1))
    axes.set_ylabel(_("billions of US dollars"))
    axes.set_ylim(bottom=0)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=8)
    return axes


def _(message: str) -> str:
    return plain(say(message))


def _axes(width: float = 7.2, height: float = 3.6, **layout):
    import matplotlib.pyplot as plt

    return plt.figure(figsize=(width, height), layout="constrained").subplots(**layout)
