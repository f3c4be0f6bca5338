"""Frames to Axes, in one style: readable without colour, every axis named.

A plot draws the columns of its frame and computes nothing; what it shows is shown
beside it as a table by :func:`multipolaire.views.display.figure`.
"""

import re
import textwrap
from collections.abc import Callable
from functools import partial, wraps
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from multipolaire.say import number, plain, say, translated
from multipolaire.views import described
from multipolaire.views.display import style
from multipolaire.views.fonts import coded
from multipolaire.views.labels import beside, tell, write_labels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe & Ito (2008): told apart by colour-blind readers, and in grey by lightness.
BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"
RED, SKY, PINK, BLACK = "#D55E00", "#56B4E9", "#CC79A7", "#000000"
COLOURS = (BLUE, ORANGE, GREEN, RED, SKY, PINK, BLACK)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
WIDE = {"color": SKY, "alpha": 0.6}  # an interval that stands behind its mark
# Claims by status: what is measured is a full mark, what is hoped for a hollow one.
CLAIMS = {
    "reported": {"marker": "D", "color": BLUE, "edgecolor": BLUE},
    "target": {"marker": "^", "color": "white", "edgecolor": RED},
    "forecast": {"marker": "s", "color": "white", "edgecolor": BLACK},
}
SIGNS = {"=": "", ">=": "≥ ", "<=": "≤ "}
LONGEST = 32  # characters of a label
WIDTH, SIZE = 4.2, 10  # inches, points: eleven pixels on a telephone
CHI2 = 3.84  # 5 % of tables without association exceed it, with one degree
EDGE = 12  # log ratio: an interval that runs on beyond it has an arrow


def styled(describe: Callable):
    """The one style, whatever the user's, for texts that fonts can show.

    What ``describe`` says of the same arguments goes along with the drawing, for
    :func:`multipolaire.views.display.figure`.
    """

    def decorate(plot):
        @wraps(plot)
        def drawn(*args, **options):
            with style():
                given = {name: _shown(value) for name, value in options.items()}
                axes = plot(*map(_shown, args), **given)
            axes.figure.describe = partial(describe, *args, **options)
            return axes

        return drawn

    return decorate


@styled(described.words)
def plot_words(frame: pd.DataFrame) -> "Axes":
    """Words of each article, kept and set aside: one bar an article.

    Columns: ``article_id``, ``words`` (kept), ``furniture`` (set aside by cleaning).

    Parameters
    ----------
    frame
        Numbers of words, a row an article.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> import pandas as pd  # doctest: +SKIP
    >>> row = {"article_id": "a", "words": 9, "furniture": 1}  # doctest: +SKIP
    >>> axes = plot_words(pd.DataFrame([row]))  # doctest: +SKIP
    """
    axes = new_axes(0.5 * len(frame) + 1.2)
    kept, aside = frame["words"], frame["furniture"]
    rows = range(len(frame))
    axes.barh(rows, kept, color=BLUE, label=_("kept"))
    hatched = {"color": ORANGE, "hatch": "////", "edgecolor": "white"}
    axes.barh(rows, aside, left=kept, label=_("site furniture"), **hatched)
    for row, (a, b) in enumerate(zip(kept, aside)):
        text = f"{number(a, ',')} + {number(b, ',')}"
        beside(axes, text, (a + b, row), (4, 0), va="center")
    axes.set_yticks(rows, frame["article_id"].map(two_lines))
    axes.invert_yaxis()
    axes.set(xlabel=_("words"), xlim=(None, (kept + aside).max() * 1.7))
    axes.grid(axis="y", visible=False)
    _legend(axes)
    return axes


@styled(described.dispersion)
def plot_dispersion(
    frame: pd.DataFrame, order: list[str] | None = None
) -> "Axes":
    """Where in each article the words stand: a lexical dispersion plot.

    Columns: those of :func:`multipolaire.stats.concordance.concordance`; ``order`` lists all the
    articles, those without an occurrence too, from top to bottom.

    Parameters
    ----------
    frame
        The table of :func:`multipolaire.concordance`.
    order
        ``article_id`` of all articles.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> axes = plot_dispersion(concordance(load_articles(), "ingérence"))  # doctest: +SKIP
    """
    order = list(dict.fromkeys(frame["article_id"] if order is None else order))
    axes = new_axes(0.42 * len(order) + 1.3)
    edged = {"alpha": 0.85, "edgecolor": "white", "linewidth": 0.5}
    for i, (family, rows) in enumerate(frame.groupby("family", sort=False)):
        look = {"label": family, "clip_on": False, **edged, **_look(i)}
        row = [order.index(article) for article in rows["article_id"]]
        axes.scatter(rows["position"], row, s=46, **look)
    axes.set_yticks(range(len(order)), [*map(two_lines, order)])
    axes.set_xticks([0, 0.5, 1], [_("beginning"), _("middle"), _("end")])
    axes.set(xlim=(-0.02, 1.02), ylim=(len(order) - 0.5, -0.5))
    axes.set_xlabel(_("place in the article"))
    _legend(axes)
    return axes


@styled(described.keyness)
def plot_keyness(frame: pd.DataFrame, group: str, reference: str) -> "Axes":
    """Log ratios with their intervals and raw counts, one row a word.

    Columns: those of :func:`multipolaire.stats.keyness.keyness`, in the order to be drawn;
    right of zero is said more by ``group``.  The interval drawn is the one that allows
    for clumps; an arrow says that it runs on beyond the edge.

    Parameters
    ----------
    frame
        The table of :func:`multipolaire.keyness`.
    group
        Name of the group to the right.
    reference
        Name of what it is set against.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> key = keyness(load_articles(), "year", "2024").head(5)  # doctest: +SKIP
    >>> axes = plot_keyness(key, "2024", "others")  # doctest: +SKIP
    """
    axes, rows = new_axes(0.3 * len(frame) + 1.6), range(len(frame))
    ends = frame["low"].fillna(-np.inf), frame["high"].fillna(np.inf)
    low, high = (end.clip(-EDGE, EDGE) for end in ends)
    label = _("95 % interval, allowing for clumps")
    axes.hlines(rows, low, high, lw=5, label=label, **WIDE)
    label = _("runs on beyond the edge")
    for end, side, marker in zip(ends, (-EDGE, EDGE), "<>"):
        beyond = np.flatnonzero(end.abs() > EDGE)
        if len(beyond):
            look = {"s": 34, "zorder": 3, "color": RED, "label": label}
            axes.scatter([side] * len(beyond), beyond, marker=marker, **look)
            label = None  # one line of the legend for both sides
    ratios = frame["log_ratio"].clip(-EDGE, EDGE)
    axes.scatter(ratios, rows, color=BLUE, zorder=3)
    axes.axvline(0, color="black", lw=0.8)
    counts = [
        f"{short(row.word)}  {number(row.a, ',')} : {number(row.b, ',')}"
        for row in frame.itertuples()
    ]
    axes.set_yticks(rows, counts)
    axes.invert_yaxis()
    names = {"a": short(group), "b": short(reference)}
    label = _("word, times in {a} : in {b}", **names)
    axes.set_ylabel(textwrap.fill(label, 26))
    axes.set(xlabel=_("log2 ratio of rates"), xlim=(-EDGE - 1, EDGE + 1))
    ways = _("← more in {b}", **names), _("more in {a} →", **names)
    axes.set_title("\n".join(ways), loc="right")
    _legend(axes, "lower")
    return axes


@styled(described.stability)
def plot_stability(frame: pd.DataFrame) -> "Axes":
    """Agreement between samples beside that on shuffled words, for each k.

    Columns: those of the ``stability`` frame of :func:`multipolaire.topics.topics.find_topics`.

    Parameters
    ----------
    frame
        ``stability`` of the topics.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> axes = plot_stability(find_topics(made_up_articles()).stability)  # doctest: +SKIP
    """
    axes = new_axes(3.3)
    k, real, null = (frame[c] for c in ("k", "agreement", "null_agreement"))
    axes.plot(k, real, "o-", color=BLUE, label=_("these texts"))
    axes.plot(k, null, "s--", color=RED, label=_("the same words, shuffled"))
    axes.set(xticks=k, xlabel=_("number of topics"))
    axes.set_ylim(min(-0.05, real.min(), null.min()), 1.05)
    axes.set_ylabel(_("agreement (adjusted Rand)"))
    _legend(axes)
    return axes


@styled(described.classes)
def plot_classes(tree: pd.DataFrame, profiles: pd.DataFrame) -> "Axes":
    """A tree of classes, and beside each leaf its size and what stands out in it.

    ``tree`` is that of :func:`multipolaire.find_topics` with ``method="reinert"``: a
    cut stands the further left, the more χ² it and those behind it have together.
    ``profiles`` are those of :func:`multipolaire.topic_profiles`, of which the words
    and variables with the highest χ² are named, where it exceeds 3.84 (Reinert 1990).

    Parameters
    ----------
    tree
        ``tree`` of the topics.
    profiles
        The table of :func:`multipolaire.topic_profiles`.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> articles = made_up_articles()  # doctest: +SKIP
    >>> found = find_topics(articles, 4, method="reinert", check=False)  # doctest: +SKIP
    >>> axes = plot_classes(found.tree, topic_profiles(articles, found.segments))  # doctest: +SKIP
    """
    cuts, weight, leaves = {}, tree["chi2"].sum(), []
    for left, right, chi2 in zip(tree["left"], tree["right"], tree["chi2"]):
        sides = [
            frozenset(map(int, side.split(", "))) for side in (left, right)
        ]
        cuts[sides[0] | sides[1]] = sides, weight
        weight -= chi2
    axes = new_axes(0.95 * (len(tree) + 1) + 0.3)

    def grow(topics: frozenset, start: float) -> float:
        if len(topics) == 1:
            leaves.extend(topics)
            sides, x, y = [], 0.0, 1.0 - len(leaves)
        else:
            sides, weight = cuts[topics]
            x = -weight / tree["chi2"].sum()
            ends = [grow(side, x) for side in sides]
            axes.plot([x, x], ends, color=BLACK, lw=1.2)
            y = sum(ends) / 2
        axes.plot([start, x], [y, y], color=BLACK, lw=1.2)
        return y

    grow(max(cuts, key=len), -1.04)
    for row, topic in enumerate(leaves):
        axes.scatter([0], [-row], s=44, zorder=3, **_look(topic - 1))
        lines = _class(profiles[profiles["topic"].eq(topic)])
        beside(axes, "\n".join(lines), (0, -row), (9, 0), va="center")
    axes.set(xlim=(-1.06, 4.1), ylim=(-len(tree) - 0.5, 0.5))
    axes.axis("off")
    return axes


def _class(profile: pd.DataFrame) -> list[str]:
    """A class in four lines: its size, then its words and variables by their χ²."""
    first = profile.iloc[0]
    values = {"k": first["topic"], "share": first["of"] / first["of_all"]}
    head = _("class {k}: {share:.0%} of the texts", **values)
    told = profile[profile["chi2"] > CHI2]
    words = told.loc[told["kind"].eq("word"), "name"].head(9)
    others = told[told["kind"].ne("word")].head(2)
    pairs = [
        _("{kind}: {name}", kind=translated(k), name=short(translated(v, k)))
        for k, v in zip(others["kind"], others["name"])
    ]
    wrap = partial(textwrap.wrap, width=42)
    return [head, *wrap(", ".join(words))[:3], *wrap("; ".join(pairs))[:1]]


@styled(described.similarity)
def plot_similarity(frame: pd.DataFrame) -> "Axes":
    """Likeness of every two articles: a square table in shades, numbers in it.

    Columns: those of :func:`multipolaire.topics.maps.article_similarity`.

    Parameters
    ----------
    frame
        The table of :func:`multipolaire.article_similarity`.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> axes = plot_similarity(article_similarity(load_articles()))  # doctest: +SKIP
    """
    square = frame.pivot(index="article_a", columns="article_b")["similarity"]
    axes = new_axes(0.45 * len(square) + 0.6)
    axes.imshow(square, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (row, column), value in np.ndenumerate(square):
        look = {"color": "white" if value > 0.55 else "black"}
        look |= {"ha": "center", "va": "center"}
        axes.text(column, row, number(value, ".2f"), **look)
    # Long names would have to be turned under the columns: numbers stand for them.
    axes.set_xticks(range(len(square)), range(1, len(square) + 1))
    names = [f"{two_lines(n)}  {i}" for i, n in enumerate(square.index, 1)]
    axes.set_yticks(range(len(square)), names)
    axes.grid(visible=False)
    return axes


@styled(described.article_map)
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
    axes = new_axes(4.6)
    axes.set_aspect("equal", adjustable="datalim")  # a map shows distances
    axes.axhline(0, color="#999999", lw=0.7)
    axes.axvline(0, color="#999999", lw=0.7)
    texts = points[points["kind"].eq("article")]
    said = points[points["kind"].eq("word")]
    most = said[["contribution_x", "contribution_y"]].max(axis=1)
    named = said.loc[most.nlargest(words).index]
    axes.scatter(said["x"], said["y"], s=6, color="#777777")
    for i, row in enumerate(texts.itertuples()):
        axes.scatter(row.x, row.y, s=80, zorder=3, **_look(i))
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
    labels = [(r.x, r.y, two_lines(r.name), bold) for r in texts.itertuples()]
    grey = {"color": "#333333"}
    labels += [(row.x, row.y, row.name, grey) for row in named.itertuples()]
    n = write_labels(axes, labels, keep=len(texts)) - len(texts)
    tell(axes, _("{n} of {of} words are named", n=n, of=len(said)))
    return axes


@styled(described.claims)
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
    axes, labels = new_axes(5.6), []
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
        labels += zip(*_billions(others), names.map(two_lines), grey)
    _years(axes, yearly["period_end"].dt.year)
    axes.set(ylabel=_("billions of US dollars"), ylim=(0, None))
    _legend(axes)
    n = write_labels(axes, labels, keep=claimed)
    if n < len(labels):
        tell(axes, _("{n} of {of} marks are named", n=n, of=len(labels)))
    return axes


def _billions(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    return rows["period_end"], rows["value"] / 1e9


def _claimed(row) -> str:
    """What is claimed, and where."""
    sign = SIGNS.get(row.qualifier, f"{row.qualifier} ")
    return (
        f"{sign}{number(row.value / 1e9, ',.0f')}\n{two_lines(row.article_id)}"
    )


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


def _look(i: int) -> dict:
    return {"marker": MARKERS[i % 7], "color": COLOURS[i % 7]}


def _shown(value):
    if isinstance(value, pd.DataFrame):
        return value.rename(columns=_shown).map(_shown)
    if isinstance(value, list):
        return [*map(_shown, value)]
    return coded(value, drawn=True) if isinstance(value, str) else value


def short(name: str) -> str:
    """A name, which may be a long file's, with room left for what it names."""
    cut = f"{name[: LONGEST - 13]}…{name[-12:]}"
    return name if len(name) <= LONGEST else cut


def two_lines(name: str) -> str:
    """A name cut short and broken near its middle, where it is long."""
    name = short(name)
    ends = [*re.finditer(r" |(?<=-)(?=[^\W\d])", name)]
    if len(name) < 14 or not ends:
        return name
    at = min(ends, key=lambda end: abs(end.start() - len(name) / 2))
    return f"{name[: at.start()]}\n{name[at.end() :]}"


def _legend(axes, place: str = "upper") -> None:
    legend(axes.figure, *axes.get_legend_handles_labels(), place)


def legend(figure, handles: list, names: list[str], place="upper") -> None:
    """What the marks mean, outside of the axes: in two columns where there is room."""
    columns = 2 if sum(sorted(map(len, names))[-2:]) <= 44 else 1
    look = {"ncols": columns, "handlelength": 1.4, "columnspacing": 1}
    figure.legend(handles, names, loc=f"outside {place} center", **look)


def _(message: str, **values) -> str:
    return plain(say(message, **values))


def new_axes(height: float, **layout):
    """Narrow enough that words are read on a telephone, where it is scaled down."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(WIDTH, height), layout="constrained")
    drawn = figure.subplots(**layout)
    for panel in np.atleast_1d(drawn):
        panel.xaxis.set_major_formatter(_tick)
        panel.yaxis.set_major_formatter(_tick)
    return drawn


def _tick(value: float, place=None) -> str:
    return number(value, ",g").replace("-", "−")
