"""The view that judges rows: what a click writes, and what is then read."""

import pandas as pd
import pytest

from multipolaire import (
    extract_figures,
    extract_quotes,
    load_articles,
    open_corpus,
    tell_figures,
    tell_speech,
)
from multipolaire.views.display import Shown
from multipolaire.views.walks import explore_corrections

EVIL = "<script>alert(1)</script>"
SAID = f"Le port coûte 3 euros {EVIL}. « Oui », a dit Ana Roy. Il vaut 4 euros."


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "a.csv").write_text(
        f'article_id,text\na,"{SAID.replace("<", "‹").replace(">", "›")}"\n',
        encoding="utf-8",
    )
    return tmp_path


def controls(widget):
    row, shown, _ = widget.children
    *boxes, note = row.children
    return {box.description: box for box in boxes}, shown, note


def test_a_click_writes_a_judgement_that_is_read_again(corpus):
    file = corpus / "corrections.csv"
    articles = load_articles(corpus / "a.csv")
    boxes, shown, state = controls(
        explore_corrections(articles, file, who="A.", live=True)
    )
    assert "<mark>3 euros</mark>" in shown.value
    boxes["accept"].click()
    assert "line 2 of corrections.csv" in state.value
    assert "<mark>4 euros</mark>" in shown.value, "the next one comes"
    boxes["reject"].click()
    read = load_articles(corpus / "a.csv")
    figures = extract_figures(read)
    assert figures["quote"].tolist() == ["3 euros"]
    assert figures["flags"].tolist() == ["checked-by-hand"]
    assert "1 of 1 rows" in explore_corrections(read, file, live=False).text


def test_a_quotation_is_mended(corpus):
    file = corpus / "corrections.csv"
    articles = load_articles(corpus / "a.csv")
    asked = {"table": "quotes", "who": "A.", "live": True}
    boxes, _, state = controls(explore_corrections(articles, file, **asked))
    boxes["column"].value, boxes["value"].value = "speaker", "Ana Roy-Durand"
    boxes["mend"].click()
    quotes = extract_quotes(load_articles(corpus / "a.csv"))
    assert quotes["speaker"].tolist() == ["Ana Roy-Durand"]


def test_what_cannot_be_written_is_said_and_nothing_is(corpus):
    file = corpus / "corrections.csv"
    articles = load_articles(corpus / "a.csv")
    boxes, _, state = controls(explore_corrections(articles, file, live=True))
    boxes["accept"].click()
    assert 'role="alert"' in state.value and "who says so" in state.value
    boxes["who"].value = "A."
    boxes["column"].value, boxes["value"].value = "kind", EVIL
    boxes["mend"].click()
    assert "expected one of amount" in state.value and EVIL not in state.value
    assert not file.exists()


def test_words_of_an_article_are_data():
    frame = pd.DataFrame({"article_id": [EVIL], "text": [SAID]})
    shown = explore_corrections(frame, live=False)
    assert isinstance(shown, Shown)
    assert "3 euros" in shown.html and EVIL not in shown.html
    with pytest.raises(ValueError, match="figures or quotes"):
        explore_corrections(frame, table="topics")


def test_the_walk_through_a_corpus_is_as_corrected(corpus):
    articles = load_articles(corpus / "a.csv")
    asked = {"who": "A.", "live": True}
    for which in ("figures", "quotes"):
        boxes, *_ = controls(
            explore_corrections(
                articles, corpus / "corrections.csv", table=which, **asked
            )
        )
        boxes["reject"].click()
    own = open_corpus(corpus / "a.csv")
    figures, quotes = tell_figures(own), tell_speech(own)
    assert figures.tables["figures"]["quote"].tolist() == ["4 euros"]
    assert not len(quotes.tables["quotes"])
    boxes, *_ = controls(
        explore_corrections(own.articles, corpus / "corrections.csv", **asked)
    )
    boxes["accept"].click()
    shown = tell_figures(open_corpus(corpus / "a.csv")).shown
    assert "1 of 1 rows checked by hand" in map(str, shown)
    assert all(type(part) is not str for part in shown)
