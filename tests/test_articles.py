"""A corpus is loaded whole, or every reason is named at once."""

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import multipolaire.articles as module
from multipolaire.articles import (
    COLUMNS,
    CorpusError,
    CorpusWarning,
    fingerprint,
    load_articles,
    read_articles,
)

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
# sha256 of the articles as they were received, noted before they were copied
RECEIVED = {
    "2021-12-15-reuters": "067f32568e0326900bc55d4c87108f97",
    "2022-06-15-rt": "9414104ddc347060be058089622f963b",
    "2022-12-30-perspectives-med": "030fd36618b007d4b9c1cc5cfbe3f1ed",
    "2024-02-08-rt": "22a458965baa78a71520df5644e49aaa",
    "2024-02-08-vietnam": "896814ce1c1f6522a62bc21ac59011a1",
}


@pytest.fixture
def corpus(tmp_path):
    return Path(shutil.copytree(CORPUS, tmp_path / "corpus"))


def edit_table(corpus, old, new):
    table = corpus / "articles.csv"
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")


def messages(path):
    with pytest.raises(CorpusError) as caught:
        load_articles(path)
    return str(caught.value).splitlines()


def test_the_five_articles_are_those_received():
    articles = load_articles()
    assert (
        dict(zip(articles["article_id"], articles["sha256"].str[:32]))
        == RECEIVED
    )
    for row in articles.itertuples():
        data = (CORPUS / "articles" / f"{row.article_id}.txt").read_bytes()
        assert hashlib.sha256(data).hexdigest() == row.sha256
        assert row.raw.encode() == data


def test_columns_and_dtypes_are_the_contract():
    articles = load_articles()
    assert {
        c: str(t) for c, t in articles.dtypes.items() if c in COLUMNS
    } == COLUMNS
    assert list(articles.columns)[: len(COLUMNS)] == list(COLUMNS)
    assert articles["published_precision"].tolist() == ["month"] * 5
    assert articles["event_date"].astype(str).tolist() == [
        "2021-12-15",
        "2022-06-15",
        "2022-12-30",
        "2024-02-08",
        "2024-02-08",
    ]


def test_fingerprint_follows_the_contents(corpus):
    before = fingerprint(load_articles(corpus))
    assert before == fingerprint(load_articles())
    article = corpus / "articles" / "2024-02-08-rt.txt"
    article.write_bytes(article.read_bytes() + b"\nUne phrase de plus.")
    edit_table(corpus, RECEIVED["2024-02-08-rt"], "")
    table = (corpus / "articles.csv").read_text(encoding="utf-8").splitlines()
    fixed = [
        line if "2024-02-08-rt," not in line else _without_sha(line)
        for line in table
    ]
    (corpus / "articles.csv").write_text(
        "\n".join(fixed) + "\n", encoding="utf-8"
    )
    assert fingerprint(load_articles(corpus)) != before


def _without_sha(line):
    import re

    return re.sub(r",[0-9a-f]{32},", ",,", line)


def test_an_edited_article_is_noticed(corpus):
    article = corpus / "articles" / "2024-02-08-rt.txt"
    article.write_bytes(article.read_bytes() + b" ")
    (message,) = messages(corpus)
    assert "articles.csv:5: sha256 '22a458965b" in message


def test_missing_column(corpus):
    edit_table(corpus, "article_id,", "clef,")
    (message,) = messages(corpus)
    assert "articles.csv:1: columns 'clef,title" in message
    assert message.endswith("expected a column 'article_id'")


def test_duplicate_id(corpus):
    table = corpus / "articles.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    (message,) = messages(corpus)
    assert (
        "duplicate id '2021-12-15-reuters': expected an id of its own"
        in message
    )
    first, second = f"{table}:2", f"{table}:{len(lines) + 1}"
    assert message.startswith(second)
    assert message.endswith(f"(first seen in {first})")


def test_unknown_encoding(corpus):
    file = corpus / "articles" / "2024-02-08-rt.txt"
    file.write_bytes("Une ligne.\nDeuxième : été.".encode("cp1252"))
    edit_table(corpus, RECEIVED["2024-02-08-rt"], "0" * 32)
    found = messages(corpus)
    expected = f"{file}:2: encoding 'byte 0xe8': expected UTF-8 (it seems to be cp1252:"
    assert any(message.startswith(expected) for message in found)


def test_empty_article(corpus):
    file = corpus / "articles" / "2024-02-08-rt.txt"
    file.write_bytes(b" \n\n")
    assert any(
        m.startswith(f"{file}: text ' \\n\\n': expected a text")
        for m in messages(corpus)
    )


@pytest.mark.parametrize(
    "date", ["2024-13", "31 février 2024", "2024-02-30", "24"]
)
def test_malformed_date(corpus, date):
    edit_table(corpus, "RT en français,2024-02,", f"RT en français,{date},")
    (message,) = messages(corpus)
    # The table is where the fault stands and is mended, not the file of the text.
    place = f"{corpus / 'articles.csv'}:5: published {date!r}: expected YYYY-MM-DD, "
    assert message.startswith(place)


def test_a_fault_of_a_cell_is_named_by_its_line_and_column(corpus):
    lines = [
        "article_id,title,published,event_date",
        'a,"Un\ntitre",2024-13,',  # its cell holds a line: the next row is on line 4
        "b,,2024,2024-02-30",
        f"c,{'m' * 1_000_001},2024,",
        "d,,2024,\ud800",
    ]
    table = "\n".join(lines)
    (corpus / "articles.csv").write_bytes(
        table.encode("utf-8", "surrogatepass")
    )
    for name in "abcd":
        (corpus / "articles" / f"{name}.txt").write_text("Un texte.\n&nbsp;")
    _, problems = read_articles(corpus)
    at = corpus / "articles"
    assert [(p.file, p.line, p.what) for p in problems if p.fatal] == [
        (f"{at}.csv", 2, "published"),
        (f"{at / 'a.txt'}", 2, "HTML"),
        (f"{at}.csv", 4, "event_date"),
        (f"{at / 'b.txt'}", 2, "HTML"),
        (f"{at}.csv", 5, "title"),
        (f"{at / 'c.txt'}", 2, "HTML"),
        (f"{at}.csv", 6, "encoding"),
    ]


def test_listed_and_absent(corpus):
    (corpus / "articles" / "2022-06-15-rt.txt").unlink()
    (message,) = messages(corpus)
    assert (
        "articles.csv:3: article_id '2022-06-15-rt': expected a file" in message
    )


def test_present_and_unlisted_is_a_warning(corpus):
    (corpus / "articles" / "autre.txt").write_text(
        "Un texte.", encoding="utf-8"
    )
    with pytest.warns(
        CorpusWarning, match="unlisted file 'autre.txt': expected a row"
    ):
        articles = load_articles(corpus)
    assert len(articles) == 5


def test_a_text_beside_the_table_is_not_forgotten(corpus):
    (corpus / "autre.txt").write_text("Un texte.", encoding="utf-8")
    with pytest.warns(
        CorpusWarning, match="unlisted file 'autre.txt'.* and a place"
    ):
        assert len(load_articles(corpus)) == 5


def test_html_is_named_with_its_line(corpus):
    file = corpus / "articles" / "2024-02-08-rt.txt"
    file.write_text("Un titre\n\n<script>alert(1)</script>", encoding="utf-8")
    assert any(
        f"{file}:3: HTML '<script>'" in message for message in messages(corpus)
    )


@pytest.mark.parametrize(
    "text",
    [
        "un <b>mot</b>",
        "</i>",
        "<svg onload=alert(1)>",
        "<INPUT autofocus>",
        "1 &lt; 2",
        "l&#x2019;été",
        "&ccedil;a",
        "d&rsquo;ici",
        "&ndash;",
        "<video src=x>",
    ],
)
def test_markup_of_every_kind_is_named(tmp_path, text):
    (tmp_path / "a.txt").write_text(f"Un texte : {text}", encoding="utf-8")
    (message,) = messages(tmp_path)
    assert "a.txt:1: HTML" in message


def test_a_comparison_is_not_html(tmp_path):
    text = "Si a < b et c > d, i<b et u>2, R&D; AT&T, <3."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert load_articles(tmp_path)["text"].tolist() == [text]


def test_a_huge_line(tmp_path, monkeypatch):
    monkeypatch.setattr("multipolaire.files.checks.MAX_LINE", 100)
    (tmp_path / "a.txt").write_text("court\n" + "mot " * 30, encoding="utf-8")
    (message,) = messages(tmp_path)
    assert "a.txt:2: line" in message
    assert message.endswith("expected lines of at most 100 characters, not 120")


def test_a_title_that_is_a_dump(tmp_path, monkeypatch):
    monkeypatch.setattr("multipolaire.files.checks.MAX_LINE", 100)
    row = {
        "article_id": "a",
        "text": "Un.",
        "title": "mot " * 30,
        "page": "x" * 200,
    }
    (tmp_path / "c.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (message,) = messages(tmp_path)
    assert "c.jsonl:1: title 'mot mot" in message
    assert message.endswith("expected at most 100 characters")


@pytest.mark.parametrize("bad", ["../secret", "a/b", "", ".x", "a\\b"])
def test_ids_are_not_paths(tmp_path, bad):
    row = {"article_id": bad, "text": "Un texte."}
    (tmp_path / "c.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (message,) = messages(tmp_path / "c.jsonl")
    assert f"c.jsonl:1: article_id {bad!r}: expected letters" in message


def test_everything_wrong_is_said_at_once_and_the_rest_is_kept(tmp_path):
    lines = [
        {"article_id": "a", "text": "Un texte.", "published": "2024-02-08"},
        {"article_id": "a", "text": "Un autre."},
        {"article_id": "b", "text": "", "published": "hier"},
    ]
    text = "\n".join(json.dumps(line) for line in lines) + "\nnot json\n"
    (tmp_path / "c.jsonl").write_text(text, encoding="utf-8")
    articles, problems = read_articles(tmp_path / "c.jsonl")
    assert articles["article_id"].tolist() == ["a"]
    assert [(p.line, p.what) for p in problems] == [
        (2, "duplicate id"),
        (3, "published"),
        (4, "line"),
    ]


def test_a_spreadsheet_with_semicolons(tmp_path):
    text = (
        'article_id;published;text\nx;2024-02;"Un texte ;\nen deux lignes."\n'
    )
    (tmp_path / "c.csv").write_text("\ufeff" + text, encoding="utf-8")
    articles = load_articles(tmp_path / "c.csv")
    assert articles["text"].tolist() == ["Un texte ;\nen deux lignes."]
    assert articles["published"].tolist() == [pd.Timestamp("2024-02-01")]
    assert articles["published_precision"].tolist() == ["month"]


def test_a_row_with_too_few_cells(tmp_path):
    (tmp_path / "c.csv").write_text(
        "article_id,text\na,Un.\nb\n", encoding="utf-8"
    )
    (message,) = messages(tmp_path / "c.csv")
    assert "c.csv:3: row 'b': expected 2 cells, not 1" in message


def test_no_text_column(tmp_path):
    (tmp_path / "c.csv").write_text(
        "article_id,texto\na,Un.\n", encoding="utf-8"
    )
    (message,) = messages(tmp_path / "c.csv")
    assert "expected a column 'text' beside 'article_id'" in message


def test_nothing_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="no corpus at"):
        load_articles(tmp_path / "missing")
    (message,) = messages(tmp_path)
    assert "expected articles.csv or .txt files in it" in message


def test_a_corpus_that_is_near_needs_no_name(monkeypatch, tmp_path):
    for name in ("here/corpus", "named", "alone"):
        (tmp_path / name).mkdir(parents=True)
        title = name.partition("/")[0]
        listed = tmp_path / name / "articles.csv"
        listed.write_text(f"article_id\n{title}\n", encoding="utf-8")
        (tmp_path / name / "articles").mkdir()
        text = tmp_path / name / "articles" / f"{title}.txt"
        text.write_text("Le port ferme.", encoding="utf-8")
    (tmp_path / "here" / "notebooks").mkdir()
    for place, found in (
        ("here", "here"),  # its folder corpus
        ("here/notebooks", "here"),  # corpus beside it
        ("alone", "alone"),  # the folder itself
    ):
        monkeypatch.chdir(tmp_path / place)
        assert load_articles()["article_id"].tolist() == [found]
    monkeypatch.setenv("MULTIPOLAIRE_CORPUS", str(tmp_path / "named"))
    assert load_articles()["article_id"].tolist() == ["named"]
    monkeypatch.setenv("MULTIPOLAIRE_CORPUS", str(tmp_path / "gone"))
    with pytest.raises(FileNotFoundError, match="gone.*MULTIPOLAIRE_CORPUS"):
        load_articles()


def test_without_a_corpus_near_it_is_said_where_one_was_looked_for(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="no corpus here.*MULTIPOLAIRE"):
        load_articles()
    with pytest.raises(FileNotFoundError, match="reference facts"):
        module.reference_folder()


def test_an_empty_corpus_keeps_its_dtypes(tmp_path):
    (tmp_path / "c.jsonl").write_text("", encoding="utf-8")
    articles = load_articles(tmp_path / "c.jsonl")
    held = COLUMNS | {"copy_of": "str"}
    assert {c: str(t) for c, t in articles.dtypes.items()} == held
