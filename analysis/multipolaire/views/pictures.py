"""The pictures of the story: whose voice, what a war is called, what came of claims.

They are narrow, so that their words are read on a telephone, and told apart by shape
and pattern as well as by colour.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from multipolaire.compare import source_sentences
from multipolaire.say import EXCERPT, escaped, number, plain, say, translated
from multipolaire.sides import JOINT, OTHER, UNNAMED
from multipolaire.views import display, plots
from multipolaire.views.display import Shown, described, joined, style
from multipolaire.views.plots import BLACK, BLUE, RED, _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: How the sides look, in the order in which they are met; the last three are set.
LOOKS = (
    {"color": BLUE},
    {"color": plots.ORANGE, "hatch": "////"},
    {"color": plots.GREEN, "hatch": "...."},
    {"color": RED, "hatch": "\\\\\\\\"},
    {"color": plots.SKY, "hatch": "xxxx"},
)
SET = {
    JOINT: {"color": plots.PINK, "hatch": "||||"},
    OTHER: {"color": "#999999", "hatch": "----"},
    UNNAMED: {"color": "white", "hatch": "oo"},
}
#: The marks of source sentences, the next begin again: colour, and kind of line.
LINES = (
    "background:#ffe08a;color:#1b1d20;border-bottom:3px solid #8a5a00",
    "background:#bfe3f7;color:#1b1d20;border-bottom:5px double #0b4f8a",
    "background:#d5efd0;color:#1b1d20;border-bottom:3px dashed #2c6b2f",
    "background:#f3d3e6;color:#1b1d20;border-bottom:4px dotted #8d2f68",
)
BESIDE = (
    "display:grid;grid-template-columns:"
    "repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:0 2rem"
)


def side_looks(sides: Iterable[str]) -> dict[str, dict]:
    """How each side is drawn, whichever picture it is in."""
    sides = [*dict.fromkeys(sides)]
    told = [side for side in sides if side not in SET]
    looks = {s: LOOKS[i % len(LOOKS)] for i, s in enumerate(told)} | SET
    return {side: {"edgecolor": BLACK, **looks[side]} for side in sides}


@style()
def plot_sides(frame: pd.DataFrame) -> "Axes":
    """Words reported to the left and quoted to the right, one row a side.

    Columns: ``side``, ``reported``, ``quoted``, ``mentions`` (how often its countries
    are named; missing for what is no side).

    Parameters
    ----------
    frame
        Numbers of words, a row a side.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> articles = load_articles()  # doctest: +SKIP
    >>> axes = plot_sides(spoken_of(articles, voices(articles)))  # doctest: +SKIP
    """
    axes, rows = plots.new_axes(0.52 * len(frame) + 0.5), range(len(frame))
    looks = side_looks(frame["side"])
    most = max(1, frame[["quoted", "reported"]].to_numpy().max())
    for row, one in enumerate(frame.itertuples()):
        ends = (1, one.quoted, "left"), (-1, one.reported, "right")
        for way, words, align in ends:
            at, look = (way * words, row), {"ha": align, "va": "center"}
            axes.barh(row, way * words, 0.62, **looks[one.side])
            plots.beside(
                axes, number(int(words), ","), at, (4 * way, 0), **look
            )
    axes.set_yticks(rows, [_side(one) for one in frame.itertuples()])
    axes.invert_yaxis()
    axes.axvline(0, color=BLACK, lw=1)
    axes.set(xlim=(-most * 1.28, most * 1.28), xticks=[])
    axes.set_title(_("← words reported"), loc="left")
    axes.set_title(_("words quoted →"), loc="right")
    _bare(axes)
    alt = say(
        "Words quoted and words reported, by side: {quoted}; reported: {reported}.",
        quoted=display.counted_names(frame.set_index("side")["quoted"]),
        reported=display.counted_names(frame.set_index("side")["reported"]),
    )
    return described(axes, alt, frame)


def _side(one) -> str:
    name = translated(one.side, "side")
    if pd.isna(one.mentions):
        return name
    told = say("named once", "named {n:,} times", n=int(one.mentions))
    return f"{name}\n({plain(told)})"


@style()
def plot_outlets(frame: pd.DataFrame, names: dict[str, str]) -> "Axes":
    """Of each article, words quoted and words reported, by side, one above the other.

    Columns: ``article_id``, ``side``, ``quoted``, ``reported``; ``names`` are those of
    the articles, all of them, from top to bottom.

    Parameters
    ----------
    frame
        Numbers of words, a row an article and side.
    names
        The name to show for each ``article_id``.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> articles = load_articles()  # doctest: +SKIP
    >>> shares = voice_shares(voices(articles), ["article_id", "side"])  # doctest: +SKIP
    >>> axes = plot_outlets(shares, dict.fromkeys(articles["article_id"], "name"))  # doctest: +SKIP
    """
    axes = plots.new_axes(0.92 * len(names) + 1.2)
    looks = side_looks(frame["side"])
    wide = frame.pivot(index="article_id", columns="side").reindex([*names])
    for kind, up in (("quoted", -0.18), ("reported", 0.18)):
        rows, left = np.arange(len(names)) + up, np.zeros(len(names))
        for side, look in looks.items():
            words = wide[kind][side].fillna(0).to_numpy()
            label = translated(side, "side")
            axes.barh(rows, words, 0.32, left=left, label=label, **look)
            left += words
        for row, words in zip(rows, left):
            text = (
                f" {number(words, ',.0f')} {translated(kind, 'kind_of_words')}"
            )
            axes.text(words, row, text, va="center")
    axes.set_yticks(range(len(names)), map(plots.two_lines, names.values()))
    axes.set(xlim=(0, axes.get_xlim()[1] * 1.5), xticks=[])
    axes.set_ylim(len(names) - 0.5, -0.5)
    _bare(axes)
    plots.legend(axes)
    most = frame.groupby("article_id")["quoted"].sum().idxmax()
    alt = say(
        "Words quoted and reported by side, in {n}; most are quoted in {top}.",
        n=", ".join(names.values()),
        top=names[most],
    )
    return described(axes, alt, frame)


@style()
def plot_war_names(frame: pd.DataFrame, names: dict[str, str]) -> "Axes":
    """What each article calls a war, and how often: a square of counts.

    Columns: those of :func:`multipolaire.war_names`; ``names`` are those of the
    articles.  A column that tells of a day before the war is hatched.

    Parameters
    ----------
    frame
        The table of :func:`multipolaire.war_names`.
    names
        The name to show for each ``article_id``.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> articles = load_articles()  # doctest: +SKIP
    >>> names = dict.fromkeys(articles["article_id"], "name")  # doctest: +SKIP
    >>> axes = plot_war_names(war_names(articles), names)  # doctest: +SKIP
    """
    words = [*dict.fromkeys(frame["name"])]
    axes = plots.new_axes(0.36 * len(words) + 1.0)
    ids = [name for name in names if name in set(frame["article_id"])]
    for name in frame.loc[frame["before"], "article_id"].unique():
        ends, look = np.array([-0.5, 0.5]) + ids.index(name), {"hatch": "///"}
        look |= {"facecolor": "#f0f0f0", "edgecolor": "#aaaaaa"}
        axes.axvspan(*ends, lw=0, **look)
    for one in frame.itertuples():
        at = ids.index(one.article_id), words.index(one.name)
        look = {"color": "#666666"}
        if one.n:
            axes.scatter(*at, s=330, marker="s", color=BLUE, zorder=3)
            look = {"color": "white", "weight": "bold", "zorder": 4}
        axes.text(*at, number(one.n), ha="center", va="center", **look)
    axes.xaxis.tick_top()
    slanted = {"rotation": 35, "ha": "left", "rotation_mode": "anchor"}
    axes.set_xticks(range(len(ids)), [names[name] for name in ids], **slanted)
    axes.set_yticks(range(len(words)), words)
    axes.set(xlim=(-0.5, len(ids) - 0.5), ylim=(len(words) - 0.4, -0.6))
    _bare(axes)
    said = frame[frame["n"] > 0]
    alt = say(
        "{n} names of a war in {k} articles, most often {name}.",
        n=said["name"].nunique(),
        k=len(ids),
        name=said.groupby("name")["n"].sum().idxmax(),
    )
    data = said[["name", "article_id", "n", "passage"]]
    return described(axes, alt, data, french=["name", "passage"])


@style()
def plot_came(frame: pd.DataFrame) -> "Axes":
    """What was claimed beside what was recorded: a dumbbell a claim, by unit.

    Columns: ``label``, ``unit``, ``qualifier``, ``claimed``, ``recorded``, ``note``;
    a panel a unit, each with a scale of its own.

    Parameters
    ----------
    frame
        A row a claim, in base units.

    Returns
    -------
    Axes
        What :func:`multipolaire.figure` takes; it brings its alternative text and
        its data.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> import pandas as pd  # doctest: +SKIP
    >>> row = {"label": "trade", "unit": "USD", "qualifier": "=", "claimed": 2e11}  # doctest: +SKIP
    >>> row |= {"recorded": 1.9e11, "note": ""}  # doctest: +SKIP
    >>> axes = plot_came(pd.DataFrame([row]))  # doctest: +SKIP
    """
    groups = [rows for _, rows in frame.groupby("unit", sort=False)]
    sizes = [len(rows) for rows in groups]
    height = 0.78 * sum(sizes) + 0.45 * len(sizes) + 0.5
    panels = plots.new_axes(height, nrows=len(sizes), height_ratios=sizes)
    panels = np.atleast_1d(panels)
    for panel, rows in zip(panels, groups):
        _dumbbells(panel, rows.reset_index(drop=True))
    plots.legend(panels[0])
    alt = say(
        "{n} claims beside the record, {below} of them below it.",
        n=len(frame),
        below=int((frame["claimed"] < frame["recorded"]).sum()),
    )
    return described(panels[0], alt, frame.drop(columns="note"))


def _dumbbells(panel, rows: pd.DataFrame) -> None:
    claimed, recorded, at = rows["claimed"], rows["recorded"], rows.index
    panel.hlines(at, claimed, recorded, color="#777777", lw=2)
    look = {"s": 90, "zorder": 3, "linewidth": 1.6}
    hollow = {"facecolor": "white", "edgecolor": RED, **look}
    panel.scatter(claimed, at, marker="D", label=_("claimed"), **hollow)
    panel.scatter(recorded, at, color=BLACK, label=_("recorded"), **look)
    for row, one in rows.iterrows():
        sign = plots.SIGNS.get(one.qualifier, f"{one.qualifier} ")
        way = 1 if one.recorded >= one.claimed else -1
        numbers = (one.claimed, sign, -way), (one.recorded, "", way)
        for value, sign, side in numbers:
            look = {"ha": "left" if side > 0 else "right", "va": "center"}
            text = f"{sign}{number(value, '.4g')}"
            plots.beside(panel, text, (value, row), (9 * side, 0), **look)
        place = {"transform": panel.get_yaxis_transform()}
        panel.text(0, row - 0.22, one.label, va="bottom", **place)
        place["color"] = "#444444"
        panel.text(0, row + 0.2, one.note, va="top", **place)
    low, high = rows[["claimed", "recorded"]].stack().agg(["min", "max"])
    room = (high - low) or abs(high) or 1
    panel.set_xlim(low - room * 0.35, high + room * 0.3)
    panel.set_ylim(len(rows) - 0.3, -0.75)
    panel.set(xticks=[], yticks=[])
    panel.set_title(rows["unit"].iloc[0], weight="bold")
    _bare(panel)


def side_by_side(
    articles: pd.DataFrame,
    a: str,
    b: str,
    names: dict[str, str] | None = None,
    size: int = EXCERPT,
) -> Shown:
    """Two accounts beside each other: a number and a colour for each source sentence.

    Of each account, the passages that :func:`multipolaire.source_sentences` finds, in
    their order and with the words around them, ``size`` characters in all at most.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    a
        ``article_id`` of the first article.
    b
        ``article_id`` of the second.
    names
        The name to show for each ``article_id``.
    size
        Most characters of each account.

    Returns
    -------
    Shown
        Shows itself in a notebook; ``text`` and ``html`` are what it says.

    Examples
    --------
    >>> from multipolaire import load_articles  # doctest: +SKIP
    >>> two = "2024-02-08-rt", "2024-02-08-vietnam"  # doctest: +SKIP
    >>> shown = side_by_side(load_articles(), *two)  # doctest: +SKIP
    """
    said = source_sentences(articles, a, b)
    texts = dict(zip(articles["article_id"], articles["text"]))
    parts = []
    for name in (a, b):
        spans = [
            (one.start, one.end, f"{one.sentence}{'′' * one.echo}")
            + (LINES[(one.sentence - 1) % len(LINES)],)
            for one in said[said["article_id"].eq(name)].itertuples()
        ]
        body = display.marked(texts[name], spans, size)
        title = (names or {}).get(name, name)
        code = (
            f'<div class="account"><p><b>{escaped(title)}</b></p>'
            f'<p lang="fr">{body.html}</p></div>'
        )
        parts.append(Shown(code, f"{title}: {body.text}"))
    both = joined(parts, "\n")
    code = f'<div class="accounts" style="{BESIDE}">{both.html}</div>'
    return Shown(code, both.text)


def _bare(axes) -> None:
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
