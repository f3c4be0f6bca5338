"""What is displayed is escaped, accessible, and changes when what is drawn changes."""

import base64
import html
import re
from xml.etree import ElementTree

import matplotlib
import pandas as pd
import pytest

from multipolaire.say import plain, say, speaking
from multipolaire.views.display import figure, marked, table
from multipolaire.views.plots import plot_words

matplotlib.use("svg")
import matplotlib.pyplot as plt

DATA = pd.DataFrame({"day": ["lundi", "mardi"], "n": [1.0, 2.0]})


def bars(*heights, label="n"):
    axes = plt.figure().subplots()
    axes.bar(DATA["day"], heights)
    axes.set_ylabel(label)
    return figure(axes, alt="Tuesday has more.", data=DATA, caption="Two days")


def test_a_changed_value_changes_the_text_even_if_the_table_does_not():
    drawn = [
        shown.text.splitlines()[-1]
        for shown in (bars(1, 2), bars(1, 2), bars(1, 2.1))
    ]
    assert drawn[0] == drawn[1] != drawn[2]
    assert bars(1, 2).text != bars(1, 2, label="m").text


@pytest.mark.parametrize(
    "spoken, day", [("en", "0001-02-08"), ("fr", "08/02/0001")]
)
def test_the_year_one_has_four_digits(spoken, day):
    frame = pd.DataFrame(
        {"day": pd.Series(["0001-02-08"]).astype("datetime64[s]")}
    )
    with speaking(spoken):
        assert table(frame, caption="One day").text.splitlines()[-1] == day


def test_lines_points_and_words_are_part_of_what_is_drawn():
    def drawn(draw):
        axes = plt.figure().subplots()
        draw(axes)
        shown = figure(axes, alt="Some points.", data=DATA, caption="A drawing")
        return shown.text.splitlines()[-1]

    seen = {
        drawn(lambda a: a.plot([0, 1], [0, 1])),
        drawn(lambda a: a.plot([0, 1], [0, 2])),
        drawn(lambda a: a.scatter([0, 1], [0, 1])),
        drawn(lambda a: a.scatter([0, 1], [0, 3])),
        drawn(lambda a: a.text(0, 0, "un")),
        drawn(lambda a: a.text(0, 0, "deux")),
        drawn(lambda a: a.errorbar([0], [1], yerr=[[1], [2]])),
        drawn(lambda a: a.errorbar([0], [1], yerr=[[1], [3]])),
    }
    assert len(seen) == 8


def test_same_drawing_same_bytes():
    assert bars(1, 2).html == bars(1, 2).html


def test_figure_is_accessible_and_whole():
    others = plt.get_fignums()
    shown = bars(1, 2).html
    assert (
        '<img alt="Tuesday has more." src="data:image/svg+xml;base64,' in shown
    )
    assert "<figcaption>Two days</figcaption>" in shown
    assert "<details><summary>Show the data</summary>" in shown
    assert "http" not in re.sub(r"base64,[^\"]*", "", shown)
    assert plt.get_fignums() == others  # the figure is closed


@pytest.mark.parametrize("name", ["alt", "caption"])
def test_a_figure_says_what_it_shows(name):
    words = {"alt": "Two bars.", "caption": "Two days"} | {name: "plot"}
    axes = plt.figure().subplots()
    with pytest.raises(ValueError, match=f"{name}='plot': expected a sentence"):
        figure(axes, data=DATA, **words)
    plt.close("all")


def test_text_is_data():
    evil = '<script>alert("x")</script> & *gras* [lien](http://x)'
    frame = pd.DataFrame({evil: [evil]})
    shown = table(frame, caption=evil, names={evil: evil}).html
    assert "<script>" not in shown and html.escape(evil) in shown
    sentence = say("Title: {title}", title=evil)
    assert "<script>" not in sentence and "\\*gras\\*" in sentence
    assert plain(sentence) == f"Title: {evil}"


MONEY = r"de 10 $ à 20 $, $x^2$, \(b\), \begin{align}, $\htmlData{e=f}{g}$"


def test_a_dollar_is_no_formula_in_html():
    frame = pd.DataFrame({MONEY: [MONEY]})
    shown = (
        table(frame, caption=MONEY).html + marked(MONEY, [(3, 7, MONEY)]).html
    )
    text = re.sub(r'="[^"]*"', "", shown).replace("<span>$</span>", "")
    assert "$" not in text and "\\" not in text.replace(r"<span>\</span>", "")
    assert (
        html.unescape(re.sub("<[^>]+>", "", shown)).count(MONEY) == 4
    )  # head, cell, caption, note


def test_a_dollar_is_no_formula_in_markdown():
    sentence = say("**{text}**", text=MONEY)
    shown = sentence._repr_markdown_()
    assert "$" not in shown and "\\(" not in shown and "&#36;" in shown
    assert plain(sentence) == MONEY
    import mistune

    bare = re.sub("<[^>]+>", "", mistune.html(shown))
    assert html.unescape(bare).strip() == MONEY


def test_a_value_of_two_lines_stays_in_its_paragraph():
    assert plain(say("{title} ends", title="a\n\n# b\u2028c")) == "a # b c ends"


def test_words_of_a_picture_are_drawn_as_they_are():
    axes = plt.figure().subplots()
    axes.bar(
        [f"習 {MONEY}", "\ufffe\x01"], [1, 2]
    )  # labels made while it is drawn
    axes.set_title(MONEY + "\ufffe🥹")
    axes.text(0, 0, "ខ្មែរ 习近平")
    shown = figure(axes, alt="Two bars.", data=DATA, caption="Two bars").html
    (picture,) = re.findall('base64,([^"]+)"', shown)
    drawn = ElementTree.fromstring(base64.b64decode(picture))  # is XML
    assert drawn.tag.endswith("svg")
    (title,) = (
        t
        for t in re.findall(
            "<!-- (.*?) -->", base64.b64decode(picture).decode()
        )
        if t.startswith("de 10")
    )
    assert html.unescape(title) == MONEY + "[U+FFFE U+1F979]"


def test_cells():
    frame = pd.DataFrame(
        {
            "text": ["é" * 400, None],
            "count": [1234567, 2],
            "rate": [1.25, None],
            "day": pd.to_datetime(["2024-02-08", None]),
            "yes": [True, False],
        }
    )
    lines = table(frame, caption="Some cells").text.splitlines()
    assert lines[2] == f"{'é' * 299}… | 1,234,567 | 1.2 | 2024-02-08 | True"
    assert lines[3] == "– | 2 | – | – | False"


def test_french_columns_are_marked():
    frame = pd.DataFrame({"mot": ["ingérence"], "n": [3]})
    shown = table(frame, caption="One word", french=["mot"]).html
    assert '<td lang="fr">ingérence</td><td class="n">3</td>' in shown
    with pytest.raises(KeyError, match="'mots' is no column of this table"):
        table(frame, caption="One word", french=["mots"])


def test_a_plot_brings_its_sentence_and_its_numbers():
    frame = pd.DataFrame(
        {"article_id": ["one", "two"], "words": [60, 20], "furniture": [5, 15]}
    )
    shown = figure(plot_words(frame), caption="Words by article").text
    # 20 of 100 words are furniture, and most of them are of the second
    said = "Site furniture is 20% of all words; two holds the most of it, 15 words."
    assert shown.splitlines()[0] == f"[figure] {said}"
    assert "two | 20 | 15" in shown
    own = figure(plot_words(frame), caption="Words by article", data=DATA).text
    assert said in own and "two | 20" not in own
    with pytest.raises(ValueError, match="data=None: expected the numbers"):
        figure(plt.figure().subplots(), caption="Two bars", alt="Two bars.")
    plt.close("all")
