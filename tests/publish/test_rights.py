"""Page and tables together hold a quarter of an article at most, unless it is free."""

import re

import pandas as pd
import pytest

from multipolaire.files.planted import made_up_articles
from multipolaire.publish.rights import SHORT, Allowance

WORDS = made_up_articles(n=1, sentences=40)["text"][0].split(".")
SENTENCES = [f"{said.strip()}, {at}." for at, said in enumerate(WORDS) if said]
TEXT = " ".join(SENTENCES)


def articles(rights="belongs to its publisher"):
    return pd.DataFrame(
        {"article_id": ["a"], "text": [TEXT], "rights": [rights]}
    )


def published() -> dict[str, pd.DataFrame]:
    """All of the article, once in each of two tables."""
    rows = pd.DataFrame(
        {"article_id": "a", "quote": [s[:40] for s in SENTENCES]}
    )
    rows["start"] = [TEXT.index(sentence) for sentence in SENTENCES]
    return {
        "lines": rows.assign(sentence=SENTENCES),
        "quotes": rows.assign(n=1),
    }


def held(*texts: str) -> float:
    """The share of the article that stands in one of these texts, counted apart."""
    marks = [False] * len(TEXT)
    for words in texts:
        for found in (
            re.finditer(re.escape(words), TEXT) if len(words) >= SHORT else ()
        ):
            marks[slice(*found.span())] = [True] * len(words)
    return sum(marks) / len(TEXT)


def words(tables) -> list[str]:
    frames = (frame.select_dtypes("str") for frame in tables.values())
    return [value for frame in frames for value in frame.to_numpy().ravel()]


def test_tables_and_page_share_a_quarter():
    assert held(*words(published())) > 0.9
    page = "<td>{}</td>".format("</td><td>".join(SENTENCES[::2]))
    allowance = Allowance(articles())
    shown = re.findall("<td>(.*?)</td>", allowance.page(page))
    tables = allowance.tables(published())
    assert 0.15 < held(*shown, *words(tables)) <= 0.25
    assert (
        shown.count("…") == len(shown) - sum(s in SENTENCES for s in shown) > 5
    )
    for name, frame in published().items():  # the owner finds what is withheld
        assert tables[name]["start"].equals(frame["start"])
        assert tables[name]["article_id"].equals(frame["article_id"])


def test_the_page_on_the_five_articles_is_counted_as_it_is():
    allowance = Allowance(articles())
    page = f"<p>{TEXT}</p>"
    assert allowance.page(page, cut=False) == page
    assert set(words(allowance.tables(published()))) <= {
        "a",
        "…",
        *SENTENCES,
    } | {sentence[:40] for sentence in SENTENCES}
    other = Allowance(articles().assign(text="Autre chose."))
    assert other.page(page) == page  # of no article


@pytest.mark.parametrize(
    "rights", ["CC BY 4.0", "CC0", "Domaine public", "cc-by-sa"]
)
def test_what_is_free_is_shown(rights):
    tables = Allowance(articles(rights)).tables(published())
    assert held(*words(tables)) > 0.9


@pytest.mark.parametrize(
    "rights", [None, float("nan"), "", "© Le Fictif", "not free"]
)
def test_what_is_not_called_free_is_not(rights):
    tables = Allowance(articles(rights)).tables(published())
    assert held(*words(tables)) <= 0.25


def test_a_passage_of_two_articles_is_counted_in_both():
    two = pd.concat(
        [articles(), articles().assign(article_id="b")], ignore_index=True
    )
    rows = pd.DataFrame({"article_a": "a", "article_b": "b", "text": SENTENCES})
    allowance = Allowance(two)
    kept = allowance.tables({"repeats": rows})["repeats"]["text"]
    assert 0 < held(*kept) <= 0.25
    again = allowance.tables(
        {"quotes": published()["quotes"].assign(article_id="b")}
    )
    assert held(*kept, *words(again)) <= 0.25
