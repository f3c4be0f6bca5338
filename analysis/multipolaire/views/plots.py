"""Frames to Axes, in one style: readable without colour, every axis named.

A plot draws the columns of its frame and computes nothing; what it shows is shown
beside it as a table by :func:`multipolaire.views.display.figure`.
"""

import re
import textwrap
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from multipolaire.say import number, plain, say, translated
from multipolaire.views.display import described, style
from multipolaire.views.fonts import coded

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe & Ito (2008): told apart by colour-blind readers, and in grey by lightness.
BLUE, ORANGE, GREEN = "#0072B2", "#E69F00", "#009E73"
RED, SKY, PINK, BLACK = "#D55E00", "#56B4E9", "#CC79A7", "#000000"
COLOURS = (BLUE, ORANGE, GREEN, RED, SKY, PINK, BLACK)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
WIDE = {"color": SKY, "alpha": 0.6}  # an interval that stands behind its mark
SIGNS = {"=": "", ">=": "≥ ", "<=": "≤ "}
LONGEST = 32  # characters of a label
WIDTH, SIZE = 4.2, 10  # inches, points: eleven pixels on a telephone
CHI2 = 3.84  # 5 % of tables without association exceed it, with one degree
EDGE = 12  # log ratio: an interval that runs on beyond it has an arrow


@style()
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
    legend(axes)
    most = frame.loc[aside.idxmax()]
    alt = say(
        "Site furniture is {share:.0%} of all words; {most} holds the most of it, "
        "{n} words.",
        share=aside.sum() / (kept + aside).sum(),
        most=most["article_id"],
        n=most["furniture"],
    )
    return described(axes, alt, frame)


@style()
def plot_dispersion(
    frame: pd.DataFrame, order: list[str] | None = None
) -> "Axes":
    """Where in each article the words stand: a lexical dispersion plot.

    Columns: those of :func:`multipolaire.stats.counts.concordance`; ``order`` lists all the
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
        look = {"label": family, "clip_on": False, **edged, **look_of(i)}
        row = [order.index(article) for article in rows["article_id"]]
        axes.scatter(rows["position"], row, s=46, **look)
    axes.set_yticks(range(len(order)), [*map(two_lines, order)])
    axes.set_xticks([0, 0.5, 1], [_("beginning"), _("middle"), _("end")])
    axes.set(xlim=(-0.02, 1.02), ylim=(len(order) - 0.5, -0.5))
    axes.set_xlabel(_("place in the article"))
    legend(axes)
    alt = say(
        "Where {names} stand along each article, {n} occurrences in {k} articles.",
        names=", ".join(frame["family"].drop_duplicates()),
        n=len(frame),
        k=frame["article_id"].nunique(),
    )
    data = frame[["article_id", "family", "form", "position"]]
    return described(axes, alt, data, decimals=2, french=["form"])


@style()
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
    legend(axes, place="lower")
    alt = say(
        "The words most unevenly shared between {a} and {b}; {n} of {all} "
        "intervals exclude zero.",
        a=group,
        b=reference,
        n=int((frame["low"].gt(0) | frame["high"].lt(0)).sum()),
        all=len(frame),
    )
    columns = ["word", "a", "b", "log_ratio", "low", "high", "lafon"]
    return described(axes, alt, frame[columns], french=["word"])


@style()
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
    legend(axes)
    alt = say(
        "Two samples agree at {real:.2f} at most, on shuffled words at {null:.2f}.",
        real=real.max(),
        null=null.max(),
    )
    columns = ["k", "agreement", "null_agreement", "margin"]
    return described(axes, alt, frame[columns], decimals=2)


@style()
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
        axes.scatter([0], [-row], s=44, zorder=3, **look_of(topic - 1))
        lines = _class(profiles[profiles["topic"].eq(topic)])
        beside(axes, "\n".join(lines), (0, -row), (9, 0), va="center")
    axes.set(xlim=(-1.06, 4.1), ylim=(-len(tree) - 0.5, 0.5))
    axes.axis("off")
    words = profiles[profiles["kind"].eq("word")]
    alt = say(
        "A tree of {n} classes; the word that stands out most is {word}.",
        n=len(leaves),
        word=words.loc[words["chi2"].idxmax(), "name"],
    )
    return described(axes, alt, profiles.groupby("topic").head(5))


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


@style()
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
    pairs = frame[frame["article_a"] < frame["article_b"]]
    pairs = pairs.sort_values("similarity")
    closest = pairs.iloc[-1]
    alt = say(
        "The articles most alike are {a} and {b}, at {value:.2f} (1: the same words).",
        a=closest["article_a"],
        b=closest["article_b"],
        value=closest["similarity"],
    )
    return described(axes, alt, pairs, decimals=2)


def look_of(i: int) -> dict:
    return {"marker": MARKERS[i % 7], "color": COLOURS[i % 7]}


def short(name: str) -> str:
    """A name, which may be a long file's, with room left for what it names."""
    name = coded(name, drawn=True)
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


def legend(*panels, place: str = "upper") -> None:
    """What the marks mean, outside of the axes: in two columns where there is room."""
    drawn = (panel.get_legend_handles_labels() for panel in panels)
    marks = {name: mark for both in drawn for mark, name in zip(*both)}
    columns = 2 if sum(sorted(map(len, marks))[-2:]) <= 44 else 1
    look = {"ncols": columns, "handlelength": 1.4, "columnspacing": 1}
    look["loc"] = f"outside {place} center"
    panels[0].figure.legend([*marks.values()], [*marks], **look)


def _(message: str, **values) -> str:
    return plain(say(message, **values))


def beside(axes, text: str, mark: tuple, offset: tuple, **look):
    """Write a text at an offset, in points, from its mark."""
    look |= {"textcoords": "offset points"}
    return axes.annotate(text, mark, offset, **look)


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
