"""Notebook 06 holds only sentences that are true of any corpus: here of tiny ones.

Its cells are run here, in this process; the exercises, which are about made-up
articles, are left out.
"""

import ast
import re

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest

from multipolaire.articles import CorpusError
from multipolaire.files.planted import made_up_articles
from multipolaire.files.whole import write_whole
from multipolaire.files.write import write_table
from multipolaire.publish import report

CELLS = [
    cell
    for cell in nbformat.read(report.OWN, as_version=4).cells
    if cell.cell_type == "code"
    and not {"exercise", "check"} & set(cell.metadata.get("tags", []))
]


def read(corpus, **given) -> tuple[str, dict]:
    """What the notebook shows of a corpus, and its names."""
    shown, names = [], {}
    names["display"] = shown.append
    for cell in CELLS:
        tree = ast.parse(cell.source)
        last = tree.body[-1]
        if isinstance(last, ast.Expr):
            call = ast.Name("display", ast.Load(), lineno=1, col_offset=0)
            last.value = ast.copy_location(
                ast.Call(func=call, args=[last.value], keywords=[]), last.value
            )
        exec(compile(ast.fix_missing_locations(tree), "cell", "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names.update(given, corpus=str(corpus))
    plt.close("all")
    text = "\n".join(
        str(getattr(one, "text", one)) for one in shown if one is not None
    )
    for wrong in (
        r"\bnan\b",
        r"\bNone\b",
        r"\bNaT\b",
        r"\binf\b",
        r"<NA>",
        r"[{}]",
    ):
        assert not re.search(wrong, text), re.search(
            f".*{wrong}.*", text
        ).group()
    return text, names


def texts(tmp_path, *contents):
    for number, content in enumerate(contents):
        write_whole(tmp_path / "c" / f"t{number}.txt", content)
    return tmp_path / "c"


def rows(tmp_path, n=12, sentences=3, **columns):
    frame = made_up_articles(n=n, sentences=sentences)
    write_table(
        frame.assign(**columns)[["article_id", "text", *columns]],
        tmp_path / "c.csv",
    )
    return tmp_path / "c.csv"


def test_one_article(tmp_path):
    text, _ = read(
        texts(tmp_path, "Il rejette toute ingérence de 12 % de la France.")
    )
    for said in (
        "**c** holds 1 article. Words in it: 9.",
        "Nothing was found wrong with it.",
        "published | –",
        "publishers named | 0\narticles that name none | 1",
        "hold the same passage, of eight words or more: 0.",
        "Articles that print the text of another, whole, cut or edited: 0 of 1.",
        "**Too little text** for topics",
        "ingérence | 1 | 1 | 1 | 9 | 1,111.11",  # of 9 words, by hand
        "The dates do not allow to compare one time with another.",
        "**Publishers** are not compared",
        "Figures found: 1, in 1 of 1 articles.",
        "Quotations found: 0",
    ):
        assert said in text, said
    assert "Planted" not in text and "A sample" not in text


def test_no_figure_no_family_and_not_french(tmp_path):
    text, _ = read(
        texts(tmp_path, "The cat sat on every mat.", "Le chat dort ici.")
    )
    few = "articles with few of the function words of French | 1\n"
    assert f"{few}the first of these | t0" in text
    assert "*multipolaire* is never said." in text
    assert "No family that was followed is ever said." in text
    assert "Figures found: 0, in 0 of 2 articles." in text
    assert "[marked]" not in text and "Who states figures" not in text


def test_what_is_wrong_is_said_and_left_out(tmp_path):
    days = ["2024-01-0" + str(1 + n % 9) for n in range(11)] + ["hier"]
    text, names = read(rows(tmp_path, published=days))
    assert "**c.csv** holds 11 articles." in text
    assert (
        "**Problems found: 1.** For 1 of them something had to be left out"
        in text
    )
    assert "c.csv | 13 | published | hier | " in text
    assert str(tmp_path) not in text
    assert "2024-01-01 – 2024-01-09\narticles without a date | 0" in text
    # all in one year: no test
    assert "The dates do not allow to compare" in text


def test_articles_of_one_day(tmp_path):
    text, _ = read(rows(tmp_path, n=3, published=["2024-02-08"] * 2 + [""]))
    assert "published | 2024-02-08\narticles without a date | 1" in text


def test_dates_are_as_exact_as_they_are_known(tmp_path):
    days = ["2021", "2022-03", "2023-05-06"] * 4
    text, names = read(rows(tmp_path, published=days))
    assert "published | 2021 – 2023-05-06" in text
    assert (
        "Taken by year, 3 periods hold articles; left out for want of a date: 0."
        in text
    )
    text, names = read(tmp_path / "c.csv", by="month")
    assert (
        "Taken by month, 2 periods hold articles; left out for want of a date: 4."
        in text
    )


@pytest.mark.slow  # ten thousand years
def test_dates_of_all_times_are_told_and_stop_nothing(tmp_path):
    days = ["0001-01-01", "9999-12-31", ""] * 4
    text, _ = read(rows(tmp_path, published=days))
    assert "0001-01-01 – 9999-12-31\narticles without a date | 4" in text
    assert "**Words.**" in text, "the findings, at the end"


def test_publishers_are_compared_where_they_have_words_enough(tmp_path):
    outlets = (["Le <b>Fictif</b>"] * 4 + ["La Gazette"] * 4) * 3
    text, names = read(rows(tmp_path, n=24, publisher=outlets))
    assert (
        "**Publishers** are not compared" in text
    )  # under a thousand words each
    corpus = rows(tmp_path, n=24, sentences=20, publisher=outlets)
    frame = pd.read_csv(corpus)
    frame.loc[frame["publisher"].ne("La Gazette"), "text"] += (
        " Pacte naguère rompu hier." * 3
    )
    frame.to_csv(corpus, index=False)
    text, names = read(corpus)
    assert (
        "**Publishers** compared: Le &lt;b&gt;Fictif&lt;/b&gt;, La Gazette."
        in text
    )
    # the others are drawn from the same vocabularies
    key = names["publishers"].tables["keyness"]
    telling = set(key.loc[key["q"].le(0.05), "word"])
    assert telling == {"pacte", "naguère", "rompu", "hier"}
    assert (
        "words that one of them says more or less than the others do, beyond "
        in text
    )
    assert "La Gazette | pacte | 0 | 36 | " in text


def test_of_many_articles_a_sample_is_read_and_that_is_said(tmp_path):
    text, names = read(rows(tmp_path), closely=5)
    assert "**A sample.** Words are counted in all 12 articles." in text
    assert "are read in 5 of them, drawn at random." in text
    totals = names["words"].tables["totals"]
    assert len(names["held"].closely) == 5 and totals["articles"].eq(12).all()
    assert " of 5 articles: direct " in text


def test_the_tables_are_those_that_are_shown(tmp_path):
    (tmp_path / "made").mkdir()
    _, names = read(rows(tmp_path), folder=str(tmp_path / "made"))
    made = {
        path.stem: pd.read_pickle(path)
        for path in (tmp_path / "made").iterdir()
    }
    assert "text" not in made["articles"] and len(made["articles"]) == 12
    pd.testing.assert_frame_equal(
        made["figures"], names["figures"].tables["figures"]
    )
    assert {"trend", "quotes", "topics", "problems", "repeats"} <= set(made)


@pytest.mark.parametrize(
    "name, text", [("a.txt", "…"), ("a.csv", "article_id,text\n")]
)
def test_a_corpus_without_words_is_refused(tmp_path, name, text):
    write_whole(tmp_path / name, text)
    with pytest.raises(CorpusError, match="expected"):
        read(tmp_path / name)


@pytest.mark.slow
def test_a_real_report_on_hostile_articles(tmp_path):
    evil = "<script>alert(1)</script>\u202e"
    frame = made_up_articles(n=30, sentences=20).assign(
        title=evil, publisher=f"=1{evil}"
    )
    frame["text"] += (
        " Il a dit : « 3 < 4 & `x` [y](javascript:z) **non** », selon M. A."
    )
    write_table(frame, tmp_path / "c.jsonl")
    into = tmp_path / "r"
    report.write_report(into, lambda line: None, corpus=tmp_path / "c.jsonl")
    html = (into / "report.html").read_text("utf-8")
    assert "<script" not in html and 'href="javascript' not in html
    assert "&lt;script&gt;" in html and "\u202e" not in html
    assert str(tmp_path) not in html
    assert (into / "report.pdf").read_bytes().startswith(b"%PDF")
    table = pd.read_csv(into / "data" / "articles.csv")
    assert len(table) == 30 and table["publisher"].str.startswith("'=1").all()
    assert "text" not in table and "raw" not in table
