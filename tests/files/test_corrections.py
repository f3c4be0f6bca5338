"""Judgements of a reader: applied, marked, counted, and refused where they fit no more."""

import hashlib

import pandas as pd
import pytest

from multipolaire import (
    CorpusError,
    check_corpus,
    extract_figures,
    extract_quotes,
    load_articles,
    write_correction,
)
from multipolaire.articles import iter_articles
from multipolaire.files.corrections import NAME, checked
from multipolaire.scale import over

SAID = (
    "Le déficit a atteint 12 milliards d'euros (13 milliards de dollars) en 2023. "
    "« Nous tiendrons », a déclaré Jeanne Martin. La part est de 4 %."
)


@pytest.fixture
def corpus(tmp_path):
    for name, text in (("a", SAID), ("b", "Le port coûte 3 euros.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def judge(corpus, quote, column, value, article="a", **cells):
    data = (corpus / f"{article}.txt").read_bytes()
    start = data.decode().index(quote)
    made = {"start": start, "end": start + len(quote), "column": column}
    made |= {"sha256": hashlib.sha256(data).hexdigest(), "value": value}
    made |= {"who": "A. Lecteur", "when": "2026-11-01"} | cells
    return write_correction(corpus / NAME, **made)


def row_of(table, quote):
    (row,) = table[table["quote"].eq(quote)].to_dict("records")
    return row


def test_without_a_file_nothing_changes(corpus):
    articles = load_articles(corpus)
    assert "corrections" not in articles
    assert "flags" not in extract_quotes(articles)


def test_an_article_that_is_not_chosen_keeps_its_corrections(corpus):
    judge(corpus, "12 milliards d'euros", "value", "15e9")
    [one] = load_articles(corpus, where={"article_id": "b"})["article_id"]
    assert one == "b"


def test_a_value_is_mended_and_says_so(corpus):
    assert judge(corpus, "12 milliards d'euros", "value", "15e9") == 2
    assert judge(corpus, "12 milliards d'euros", "flow", "deficit") == 3
    assert (
        judge(corpus, "12 milliards d'euros", "period_end", "2023-06-30") == 4
    )
    figures = extract_figures(load_articles(corpus))
    row = row_of(figures, "12 milliards d'euros")
    assert (row["value"], row["low"], row["high"]) == (15e9, 15e9, 15e9)
    assert row["flow"] == "deficit"
    assert row["period_end"] == pd.Timestamp(2023, 6, 30)
    assert row["flags"].split(", ").count("corrected-by-hand") == 1
    other = row_of(figures, "13 milliards de dollars")
    assert "by-hand" not in other["flags"]
    assert checked(figures) == 1


def test_an_accepted_row_is_checked_a_rejected_one_is_gone(corpus):
    judge(corpus, "12 milliards d'euros", "row", "rejected")
    judge(corpus, "4 %", "row", "accepted")
    judge(corpus, "3 euros", "row", "accepted", article="b")
    before = extract_figures(load_articles(corpus).drop(columns="corrections"))
    assert row_of(before, "13 milliards de dollars")["equivalent_of"] == 0
    figures = extract_figures(load_articles(corpus))
    quotes = ["13 milliards de dollars", "4 %", "3 euros"]
    assert figures["quote"].tolist() == quotes and len(before) == 4
    assert pd.isna(row_of(figures, quotes[0])["equivalent_of"])
    assert row_of(figures, "4 %")["flags"].endswith("checked-by-hand")
    assert checked(figures) == 2


def test_what_restates_a_row_follows_it(corpus):
    text = "Il coûte 2 euros. " + SAID
    (corpus / "a.txt").write_text(text, encoding="utf-8")
    judge(corpus, "2 euros", "row", "rejected")
    figures = extract_figures(load_articles(corpus))
    place = figures["quote"].tolist().index("12 milliards d'euros")
    assert (
        row_of(figures, "13 milliards de dollars")["equivalent_of"]
        == place
        == 0
    )


def test_quotations_too(corpus):
    judge(corpus, "Nous tiendrons", "speaker", "Jeanne Durand")
    judge(corpus, "4 %", "kind", "growth")  # of the other table
    quotes = extract_quotes(load_articles(corpus))
    row = row_of(quotes, "Nous tiendrons")
    assert row["speaker"] == "Jeanne Durand"
    assert row["flags"] == "corrected-by-hand"
    figures = extract_figures(load_articles(corpus), strict=True)
    assert row_of(figures, "4 %")["kind"] == "growth"


def test_the_last_word_goes_and_parts_give_the_same_rows(corpus):
    judge(corpus, "4 %", "unit", "pp")
    judge(corpus, "4 %", "unit", "%")
    judge(corpus, "4 %", "base", "")
    whole = extract_figures(load_articles(corpus))
    assert row_of(whole, "4 %")["unit"] == "%"
    assert pd.isna(row_of(whole, "4 %")["base"])
    parts = pd.concat(over(extract_figures, iter_articles(corpus, chunk=1)))
    pd.testing.assert_frame_equal(parts, whole)


@pytest.mark.parametrize(
    "column, value, expected",
    [
        ("row", "maybe", "accepted, rejected"),
        ("kind", "sum", "amount, growth, share, multiple, count, direct"),
        ("value", "douze", "a number"),
        ("period_start", "1er mars", "a day, YYYY-MM-DD"),
        ("colour", "red", "one of row, speaker, unit"),
    ],
)
def test_what_cannot_be_understood_names_its_line(
    corpus, column, value, expected
):
    with pytest.raises(ValueError, match=expected):
        judge(corpus, "4 %", column, value)
    assert not (corpus / NAME).exists()
    judge(corpus, "4 %", "row", "accepted")
    bad = (corpus / NAME).read_text("utf-8").splitlines()[1]
    bad = bad.replace("row,accepted", f"{column},{value}")
    with (corpus / NAME).open("a", encoding="utf-8") as file:
        file.write(f"{bad}\n")
    with pytest.raises(CorpusError, match=f"{NAME}:3: .*{expected}"):
        load_articles(corpus)


def test_an_article_that_changed_or_is_unknown_names_the_line(corpus):
    judge(corpus, "4 %", "row", "accepted")
    (corpus / "a.txt").write_text(SAID + " Fin.", encoding="utf-8")
    _, problems = check_corpus(corpus)
    (problem,) = problems
    assert (problem.file.endswith(NAME), problem.line) == (True, 2)
    assert problem.what == "sha256" and problem.fatal


@pytest.mark.parametrize("column", ["row", "value"])
def test_a_place_where_nothing_stands_any_more_names_the_line(corpus, column):
    value = {"row": "rejected", "value": "3"}[column]
    judge(corpus, "Le déficit", column, value)
    articles = load_articles(corpus)
    with pytest.raises(ValueError, match=f"{NAME}:2: .* 0 to 10.*'a'"):
        extract_figures(articles, strict=True)


def test_a_table_that_lacks_a_column_is_one_line(corpus):
    (corpus / NAME).write_text("sha256,start\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=f"{NAME}:1: columns 'end, column"):
        load_articles(corpus)
