"""Pictures: no label covers another, nothing is cut off without a sign."""

import base64
import re

import matplotlib
import numpy as np
import pandas as pd
import pytest

from multipolaire import (
    figure,
    plot_article_map,
    plot_claims,
    plot_keyness,
    plot_trend,
    plot_words,
    trend,
)

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.text import Text


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def crowded(n: int) -> pd.DataFrame:
    """Words in a heap, one article on each side."""
    places = np.linspace(0, 0.3, n)
    words = pd.DataFrame({"kind": "word", "x": places, "y": places**2})
    words["name"] = [f"mot-composé-{i}" for i in range(n)]
    ends = pd.DataFrame({"kind": "article", "x": [-1.0, 1.0], "y": [1.0, -1.0]})
    points = pd.concat(
        [words, ends.assign(name=["un", "deux"])], ignore_index=True
    )
    return points.assign(contribution_x=0.1, contribution_y=0.1, quality=0.5)


def test_labels_that_have_no_room_are_left_out_and_counted():
    parts = pd.DataFrame({"share": [0.6, 0.4], "chance": 0.3})
    axes = plot_article_map(crowded(60), parts, words=60)
    names = [text.get_text() for text in axes.texts]
    n = len(names) - 2
    assert {"un", "deux"} < set(names) and 5 < n < 60
    assert axes.get_title(loc="right") == f"{n} of 60 words are named"
    axes.figure.draw_without_rendering()
    found = [Text.get_window_extent(text) for text in axes.texts]
    assert not [
        (a, b) for i, a in enumerate(found) for b in found[:i] if a.overlaps(b)
    ]
    assert all(
        axes.bbox.containsx(b.x0) and axes.bbox.containsx(b.x1) for b in found
    )


def test_a_map_keeps_its_proportions():
    axes = plot_article_map(
        crowded(5), pd.DataFrame({"share": [0.6, 0.4], "chance": 0.3})
    )
    axes.figure.draw_without_rendering()
    across, up = np.diff(axes.get_xlim())[0], np.diff(axes.get_ylim())[0]
    assert axes.bbox.width / across == pytest.approx(
        axes.bbox.height / up, rel=0.01
    )


def test_every_claim_is_named_however_crowded():
    days = pd.to_datetime(["2021-12-31", "2022-12-31"])
    line = pd.DataFrame(
        {"publisher": "X", "period_end": days, "value": [1e11, 2e11]}
    )
    claim = {"status": "reported", "qualifier": ">", "value": 2e11}
    claims = pd.DataFrame([claim | {"article_id": f"a{i}"} for i in range(9)])
    claims["period_end"], claims["difference"] = days[1], 0.0
    axes = plot_claims(claims, line, line.iloc[:0])
    said = [text.get_text() for text in axes.texts]
    assert said == [f"> 200\na{i}" for i in range(9)]


def keyness(low: float, high: float) -> pd.DataFrame:
    row = {"word": "mot", "a": 1234, "b": 0, "log_ratio": 2.0, "lafon": 9.0}
    return pd.DataFrame([row | {"low": low, "high": high}])


@pytest.mark.parametrize(
    "low, high, arrows",
    [
        (-1, 3, 0),
        (-40, 3, 1),
        (-1, np.nan, 1),
        (-np.inf, np.inf, 2),
        (-12, 12, 0),
    ],
)
def test_an_interval_that_is_cut_has_an_arrow(low, high, arrows):
    axes = plot_keyness(keyness(low, high), "A", "B")
    labels = [t.get_text() for t in axes.figure.legends[0].get_texts()]
    assert sum(len(p.get_offsets()) for p in axes.collections[1:-1]) == arrows
    assert ("runs on beyond the edge" in labels) is bool(arrows)
    assert [t.get_text() for t in axes.get_yticklabels()] == ["mot  1,234 : 0"]


def test_a_word_without_articles_is_no_zero():
    texts = ["Un mot ici.", "Rien."]
    few = pd.DataFrame({"article_id": [*"ab"], "text": texts})
    few["published"] = pd.to_datetime(["2021-01-01", "2023-01-01"])
    axes = plot_trend(trend(few, "mot", by="year"))
    ticks = [tick.get_text() for tick in axes.get_xticklabels()]
    assert ticks == ["2021\n3 words", "2022\nno article", "2023\n1 word"]
    assert [text.get_text() for text in axes.texts] == ["1", "0"]


def rates(periods: int, **columns) -> pd.DataFrame:
    years = pd.date_range("1970-01-01", periods=periods, freq="YS")
    row = {"family": "mot", "n": 5, "words": 900, "rate": 5.0, "reliable": True}
    row |= {"low": 2.0, "high": 9.0, "exact_low": 3.0, "exact_high": 8.0}
    row["articles"] = 9
    frame = pd.DataFrame([row] * periods).assign(**columns)
    labels = years.year.astype(str)
    return frame.assign(period=labels, period_start=years.as_unit("s"))


def legend(axes) -> list[str]:
    return [text.get_text() for text in axes.figure.legends[0].get_texts()]


@pytest.mark.parametrize("periods", [6, 20, 51])
def test_a_thin_period_does_not_flatten_the_others(periods):
    frame = rates(periods)
    thin = frame.index == 3
    frame = frame.assign(reliable=~thin, high=frame["high"].where(~thin, 500))
    axes = plot_trend(frame)
    assert axes.get_ylim()[0] == 0 and axes.get_ylim()[1] < 15
    assert "runs on beyond the edge" in legend(axes)
    assert "too few texts to rely on" in legend(axes)
    far = frame.assign(rate=frame["rate"].where(~thin, 77))
    axes = plot_trend(far)  # and is told where it is out of sight
    assert axes.get_ylim()[1] < 15
    assert "77" in [text.get_text() for text in axes.texts]


def test_all_is_within_the_picture_where_nothing_is_thin():
    axes = plot_trend(rates(9))
    assert axes.get_ylim()[1] > 9
    assert legend(axes) == ["exact Poisson", "allowing for clumps"]


def test_periods_stand_where_they_are_in_time_and_few_are_named():
    gone = rates(51).drop(index=range(10, 30))
    axes = plot_trend(gone)
    axes.figure.draw_without_rendering()
    names = [tick.get_text() for tick in axes.get_xticklabels()]
    assert 4 < len(names) < 12 and "2000" in names
    (points,) = [c for c in axes.collections if len(c.get_offsets()) == 31]
    x = points.get_offsets()[:, 0]
    assert np.diff(x).max() == pytest.approx(21 * 365.25, abs=1)


def test_a_name_is_drawn_as_text_whatever_it_holds():
    names = [
        "$x^2$ 10 $",
        "习近平.txt",
        "\ufffe\x00.txt",
        "long" * 60,
        "long" * 59 + "est",
    ]
    frame = pd.DataFrame({"article_id": names, "words": 9, "furniture": 1})
    axes = plot_words(frame)
    axes.figure.draw_without_rendering()  # a warning would be an error
    shown = [tick.get_text() for tick in axes.get_yticklabels()]
    assert shown[0] == names[0] and shown[2] == "[U+FFFE\nU+0000].txt"
    assert len(set(shown)) == 5 and max(map(len, shown)) == 32
    assert axes.bbox.width > 100  # pixels: names leave room for what they name


def test_numbers_of_a_bar_stand_within_the_picture():
    frame = pd.DataFrame({"article_id": ["a", "b"], "words": [9000, 10]})
    axes = plot_words(frame.assign(furniture=[1234, 0]))
    assert [t.get_text() for t in axes.texts] == ["9,000 + 1,234", "10 + 0"]
    axes.figure.draw_without_rendering()
    assert all(t.get_window_extent().x1 < axes.bbox.x1 for t in axes.texts)


@pytest.mark.parametrize("plot", [plot_words, plot_keyness, plot_trend])
def test_words_of_a_picture_are_read_on_a_telephone(plot):
    names = ["2024-02-08-un-nom-qui-est-long", "b"]
    words = pd.DataFrame({"article_id": names, "words": 9, "furniture": 1})
    given = {plot_words: [words], plot_keyness: [keyness(-40, 3), *names]}
    axes = plot(*given.get(plot, [rates(4)]))
    shown = figure(
        axes, caption="A picture here", alt="It is drawn.", data=words
    )
    svg = base64.b64decode(re.search('base64,([^"]+)"', shown.html)[1])
    points = float(re.search(rb'width="([\d.]+)pt"', svg)[1])
    texts = axes.figure.findobj(Text)
    least = min(t.get_fontsize() for t in texts if t.get_text().strip())
    assert least / points * 345 >= 11  # pixels, on one 390 wide
