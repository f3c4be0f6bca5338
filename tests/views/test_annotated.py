"""The highlighted article marks what it says, and shows text as text."""

import pandas as pd
import pytest

from multipolaire import load_articles
from multipolaire.views.annotated import annotated, marks
from multipolaire.views.display import EXCERPT

EVIL = (
    "« L’<b>ingérence</b> & la paix », a déclaré Vladimir Poutine, "
    "contre 12 milliards de dollars."
)


def frame(text):
    return pd.DataFrame({"article_id": ["a"], "text": [text]})


def test_each_kind_is_marked_at_its_place():
    found = {
        (EVIL[m.start : m.end], m.kind, m.label)
        for m in marks(frame(EVIL), "a")
    }
    assert (
        "L’<b>ingérence</b> & la paix",
        "quotation",
        "Vladimir Poutine",
    ) in found
    assert ("ingérence", "word", "ingérence") in found
    assert ("12 milliards de dollars", "figure", "amount") in found


def test_text_is_escaped():
    shown = annotated(frame(EVIL), "a").html
    assert "<b>ingérence" not in shown
    assert "&lt;b&gt;" in shown
    assert "&amp;" in shown


def test_every_character_is_kept_once_where_it_is_whole():
    articles = load_articles()
    text = articles.set_index("article_id").loc[
        "2022-12-30-perspectives-med", "text"
    ]
    shown = annotated(articles, "2022-12-30-perspectives-med", whole=True).text
    body = shown.split("\n", 1)[1]
    for mark in marks(articles, "2022-12-30-perspectives-med"):
        body = body.replace(f"[{mark.kind}: {mark.label}] ", "", 1)
    assert body == text
    assert "[repeat: 2022-12-30-perspectives-med]" in shown


def test_an_excerpt_is_short():
    for article_id in load_articles()["article_id"]:
        shown = annotated(load_articles(), article_id).text
        bare = shown.split("\n", 1)[1]
        for mark in marks(load_articles(), article_id):
            bare = bare.replace(f"[{mark.kind}: {mark.label}] ", "")
        assert len(bare) <= EXCERPT + 2


def test_the_kinds_are_told_in_words_too():
    shown = annotated(frame(EVIL), "a").html
    for word in (
        "[figure: amount]",
        "[quotation: Vladimir Poutine]",
        "[word: ingérence]",
    ):
        assert word in shown
    assert shown.count("<li>") == 4


def test_no_such_article():
    with pytest.raises(ValueError, match="no article 'b'; there are a"):
        marks(frame(EVIL), "b")
