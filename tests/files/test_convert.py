"""A corpus out and in again: the same texts, ids and dates, for each program."""

import pandas as pd
import pytest

from multipolaire import load_articles, write_corpus, write_table
from multipolaire.files.planted import made_up_articles


@pytest.fixture
def articles(tmp_path):
    made = made_up_articles(n=6).drop(columns=["copy_of", "event_date"])
    made.loc[1, "text"] = (
        "=1+1 euros, dit-il.\n-5 % en mai ; « Oui », a-t-il dit."
    )
    made.loc[2, "text"] = "@Oran : 3 millions d’euros, 𝒳 compris."
    made.loc[3, "text"] = '\'=1+1 entre apostrophes, "a;b", dit-il.'
    made["title"] = [text.partition("\n")[0] for text in made["text"]]
    write_table(made, tmp_path / "made.jsonl")
    return load_articles(tmp_path / "made.jsonl")


@pytest.mark.parametrize("name", ["c.txt", "txm", "c.csv", "c.jsonl", "c.xlsx"])
def test_a_corpus_is_read_again_as_it_was(articles, tmp_path, name):
    if name.endswith("xlsx"):
        pytest.importorskip("openpyxl")
    assert write_corpus(articles, tmp_path / "out" / name) == 6
    again = load_articles(tmp_path / "out" / name)
    for column in ("article_id", "text", "published", "topic"):
        assert again[column].tolist() == articles[column].tolist(), column
    if not name.endswith(".txt"):  # which has no cells
        assert again["title"].tolist() == articles["title"].tolist()


@pytest.mark.parametrize("excel", [False, True])
def test_apostrophes_of_formulas_are_taken_back(articles, tmp_path, excel):
    write_table(articles, tmp_path / "c.csv", excel=excel)
    again = load_articles(tmp_path / "c.csv")
    for column in ("article_id", "title", "text", "publisher", "published"):
        assert again[column].tolist() == articles[column].tolist(), column


def test_what_iramuteq_would_take_for_stars_is_refused(articles, tmp_path):
    articles.loc[0, "text"] = "Un.\n**** *a_b\nDeux."
    with pytest.raises(ValueError, match="expected no line of stars"):
        write_corpus(articles, tmp_path / "c.txt")
    assert not (tmp_path / "c.txt").exists()
    with pytest.raises(ValueError, match="suffix '.odt'"):
        write_corpus(articles, tmp_path / "c.odt")


def test_excel_has_texts_as_texts_and_days_as_days(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    days = pd.to_datetime(["2024-02-08", None])
    table = pd.DataFrame(
        {"said": ["=1+1", "\x0bUn"], "n": [1.5, None], "day": days}
    )
    assert write_table(table, tmp_path / "t.xlsx") == 2
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [
        ["said", "n", "day"],
        ["=1+1", 1.5, "2024-02-08"],
        ["Un", None, None],
    ]
    assert sheet["A2"].data_type == "s", "no formula"
    with pytest.raises(ValueError, match="a cell of 40,000 characters"):
        write_table(pd.DataFrame({"a": ["x" * 40_000]}), tmp_path / "u.xlsx")


def test_a_csv_for_a_french_excel(tmp_path):
    table = pd.DataFrame({"said": ["a;b"], "n": [1.5]})
    write_table(table, tmp_path / "t.csv", excel=True)
    said = (tmp_path / "t.csv").read_bytes()
    assert said == '\ufeffsaid;n\r\n"a;b";1,5\r\n'.encode()
    write_table(table, tmp_path / "u.csv")
    assert (tmp_path / "u.csv").read_bytes().endswith(b"said,n\r\na;b,1.5\r\n")
