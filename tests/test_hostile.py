"""Whatever a corpus holds: no crash, no hang, nothing lost in silence."""

import csv
import html
import io
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multipolaire import clean_text, extract_figures, extract_quotes
from multipolaire.articles import (
    COLUMNS,
    CorpusError,
    check_corpus,
    load_articles,
    read_articles,
)
from multipolaire.files import databases as exports
from multipolaire.files.problems import problem_table
from multipolaire.files.rows import READERS
from multipolaire.files.write import write_table
from multipolaire.french.dates import read_date
from multipolaire.publish.tables import report_tables
from multipolaire.say import say
from multipolaire.stats.copies import find_repeats, near_duplicates
from multipolaire.stats.counts import concordance
from multipolaire.views.display import table

SCRIPT = "<script>alert(1)</script>"
BIDI = "\u202eà l'envers\u202c\u2066\u200b\x07"


# pyarrow, which writes Parquet, is an extra: without it the two other formats are tried
WRITTEN = ("csv", "jsonl") + (("parquet",) if find_spec("pyarrow") else ())


def jsonl(folder, *rows, name="c.jsonl"):
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def messages(path):
    with pytest.raises(CorpusError) as caught:
        load_articles(path)
    return str(caught.value).splitlines()


# Markup and signs


def test_a_script_in_every_field_is_data_and_in_a_text_is_refused(tmp_path):
    fields = [
        c
        for c in COLUMNS
        if COLUMNS[c] == "str"
        and c
        not in ("article_id", "published_precision", "sha256", "raw", "text")
    ]
    row = {"article_id": "a", "text": "Un texte."} | dict.fromkeys(
        fields, SCRIPT
    )
    path = jsonl(tmp_path, row, {"article_id": "b", "text": f"Un {SCRIPT}"})
    articles, (problem,) = read_articles(path)
    assert articles.loc[0, fields].tolist() == [SCRIPT] * len(fields)
    assert (problem.line, problem.what, problem.value) == (
        2,
        "HTML",
        "<script>",
    )
    assert "<script>" not in say("{title}", title=articles["title"][0])
    assert "<script" not in table(articles[["title"]], caption=SCRIPT).html
    said, _ = check_corpus(path)
    assert "<script" not in "".join(said)


def test_signs_that_nobody_sees_are_taken_out_of_fields_and_text(tmp_path):
    row = {
        "article_id": "a",
        "title": f"Un{BIDI} titre\x00",
        "publisher": "Le\u200b Fictif",
        "text": f"Un{BIDI} texte.",
    }
    (article,) = load_articles(jsonl(tmp_path, row)).to_dict("records")
    assert article["title"] == "Unà l'envers titre"
    assert article["publisher"] == "Le Fictif"
    assert article["text"] == "Unà l'envers texte."
    assert article["raw"] == row["text"]


def test_half_characters_are_named(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_bytes(
        b'{"article_id": "a", "text": "Un \\ud800 texte."}\n'
        b'{"article_id": "b", "text": "Un texte.", "title": "\\udfff"}\n'
        b'{"article_id": "c", "text": "Un texte.", "\\udc80": "x"}\n'
        b'{"article_id": "\\ud800", "text": "Un texte."}\n'
        b'{"article_id": "e", "text": "Un \\ud83d\\ude00 texte."}\n'
    )
    articles, problems = read_articles(path)
    assert articles["text"].tolist() == ["Un \U0001f600 texte."]
    assert {p.line for p in problems} == {1, 2, 3, 4}
    str(CorpusError(problems)).encode()  # the message itself can be printed
    assert "character '\\ud800': expected whole characters" in str(problems[0])


def test_nuls_are_named_with_their_line(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Un texte entier.\nDeux \0 lignes.")
    (tmp_path / "c.csv").write_bytes(
        b"article_id,text\nc,Un \0 texte.\nd,Deux.\n"
    )
    articles, problems = read_articles(tmp_path)
    assert articles["article_id"].tolist() == ["d"]
    assert [(Path(p.file).name, p.line, p.value) for p in problems] == [
        ("a.txt", 2, "\0"),
        ("c.csv", 2, "\0"),
    ]


def test_nothing_but_nuls(tmp_path):
    (tmp_path / "a.txt").write_bytes(bytes(10_000))
    (message,) = messages(tmp_path)
    assert "a.txt:1: encoding" in message


# Sizes


@pytest.mark.parametrize("name", ["a.txt", "c.csv", "c.jsonl"])
def test_a_million_empty_lines(tmp_path, name):
    start = {"a.txt": "", "c.csv": "article_id,text\n", "c.jsonl": ""}[name]
    end = {
        "a.txt": "Fin.",
        "c.csv": "a,Fin.\n",
        "c.jsonl": '{"article_id":"a","text":"Fin."}',
    }
    (tmp_path / name).write_text(start + "\n" * 1_000_000 + end[name])
    assert load_articles(tmp_path)["text"].tolist() == ["Fin."]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["a.txt", "c.csv", "c.jsonl", "a.html", "a.xml"]
)
def test_a_line_of_a_hundred_megabytes(tmp_path, name):
    long = "mot " * 25_000_000
    start, end = {
        "a.txt": ("", ""),
        "c.csv": ("article_id,text\na,", "\n"),
        "c.jsonl": ('{"article_id": "a", "text": "', '"}'),
        "a.html": ('<p class="DocPublicationName">X</p><p>', "</p>"),
        "a.xml": ("<article><leadParagraph>", "</leadParagraph></article>"),
    }[name]
    (tmp_path / name).write_text(start + long + end)
    begun = time.monotonic()
    _, (problem,) = read_articles(tmp_path)
    assert "lines of at most 1,000,000 characters, not " in problem.expected
    assert len(problem.value) <= 200
    assert time.monotonic() - begun < 120


def test_a_line_longer_than_a_row_may_be(tmp_path, monkeypatch):
    monkeypatch.setattr("multipolaire.files.decode.MAX_ROW", 1000)
    rows = [
        {"article_id": i, "text": "mot " * n}
        for i, n in [("a", 9), ("b", 999), ("c", 9)]
    ]
    articles, problems = read_articles(jsonl(tmp_path, *rows))
    assert articles["article_id"].tolist() == ["a", "c"]
    assert [(p.line, p.expected) for p in problems] == [
        (2, "lines of at most 1,000 bytes (it is left out)")
    ]


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_ten_thousand_columns(tmp_path, suffix):
    row = {"article_id": "a", "text": "Un."} | {
        f"c{i}": str(i) for i in range(10_000)
    }
    written = {
        "csv": f"{','.join(row)}\n{','.join(row.values())}\n",
        "jsonl": json.dumps(row),
    }
    (tmp_path / f"c.{suffix}").write_text(written[suffix])
    articles = load_articles(tmp_path)
    assert articles.loc[0, "c9999"] == "9999"
    assert articles.shape == (1, 10_001 + len(COLUMNS))  # and copy_of


def test_names_that_add_up_are_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("multipolaire.files.frames.MAX_COLUMNS", 10)
    rows = [
        {"article_id": f"a{i}", "text": "Un.", f"x{i}": 1, f"y{i}": 2}
        for i in range(9)
    ]
    articles, problems = read_articles(jsonl(tmp_path, *rows))
    assert len(articles) == 5
    assert [(p.line, p.what) for p in problems] == [
        (i, "columns") for i in (6, 7, 8, 9)
    ]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "1" * 100_000]
)
def test_nested_and_endless_json(tmp_path, text):
    (tmp_path / "c.jsonl").write_text(text)
    (message,) = messages(tmp_path)
    assert "c.jsonl:1: line" in message


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!",
        "<!--",
        "<a ",
        "<a b='",
        "&",
        "&#",
        "</",
        "<script>",
        "<p>",
        " ",
        "\n",
        '<p class="DocPublicationName">',
        '<td class="index">',
        "\u00a0",
        "class=",
        "<i class=",
        "a·",
        "1",
        ", no ",
    ],
)
def test_markup_without_end_takes_no_longer(piece):
    page = '<p class="DocPublicationName">X</p>' + piece * (
        300_000 // len(piece)
    )
    begun = time.monotonic()
    found, _ = exports.read_page(page)
    assert found[0]["publisher"] == "X"
    exports.read_page(f"<{piece * (300_000 // len(piece))}")
    exports.factiva_html('<div class="article frArticle">' + page)
    assert time.monotonic() - begun < 5


def test_a_large_text_of_another_encoding_is_named_at_once(tmp_path):
    (tmp_path / "a.txt").write_bytes(
        "Été à Nîmes. ".encode("cp1252") * 1_000_000
    )
    begun = time.monotonic()
    (message,) = messages(tmp_path)
    assert "it seems to be cp1252" in message
    assert time.monotonic() - begun < 5


def test_xml_as_deep_as_it_likes():
    with pytest.raises(ValueError, match="no element found"):
        exports.factiva_xml("<a>" * 200_000)
    bomb = '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><article>&b;</article>'
    with pytest.raises(ValueError, match="a document type declaration"):
        exports.factiva_xml(bomb)


# Files


def test_a_problem_is_one_line_that_a_terminal_does_not_obey(tmp_path):
    folder = tmp_path / "a\x1b[31m\nb"
    folder.mkdir()
    (folder / "articles.csv").write_text("article_id\nx\n")
    (folder / "y\x1b.txt").write_text("Un texte.")
    _, problems = read_articles(folder)
    assert len(problems) == 2
    assert all(str(problem).isprintable() for problem in problems)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Un secret.")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Un texte.")
    (corpus / "b.txt").symlink_to(secret)
    (corpus / "c.txt").symlink_to("c.txt")
    (corpus / "d.txt").symlink_to(corpus / "a.txt")
    (corpus / "e.txt").symlink_to("missing")
    articles, problems = read_articles(corpus)
    assert articles["text"].tolist() == ["Un texte.", "Un texte."]
    assert articles["article_id"].tolist() == ["a", "d"]
    assert [Path(p.file).name for p in problems] == ["b.txt", "c.txt", "e.txt"]
    assert (problems[0].what, problems[0].value) == ("link", str(secret))
    assert problems[0].expected == f"a file inside {corpus}"


def test_a_published_problem_names_no_path_of_the_machine(
    tmp_path, monkeypatch
):
    listed, loose = tmp_path / "l (1)", tmp_path / "loose"
    for folder in (listed / "articles", loose):
        folder.mkdir(parents=True)
    (listed / "articles.csv").write_text(
        "article_id,sha256\na,00\nzz,\na,\n../x,\n"
    )
    (listed / "articles" / "a.txt").write_text("Un texte.")
    (listed / "articles" / "unlisted.txt").write_text("Un autre.")
    (loose / "a.txt").write_text("Un texte.")
    (loose / "b.csv").write_text("article_id,text\na,un\na,deux\n")
    (loose / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "secret.txt").write_text("Un secret.")
    (loose / "gone.txt").symlink_to(loose / "nowhere")
    (loose / "round.txt").symlink_to(loose / "round.txt")
    monkeypatch.chdir(tmp_path)
    for corpus in (
        listed,
        loose,
        loose / "b.csv",
        Path("loose"),
        Path("./l (1)"),
    ):
        problems = read_articles(corpus)[1]
        table = problem_table(problems, corpus)
        assert len(table) == len(problems) > 0
        assert (
            tmp_path.name not in table.to_csv()
            and not table["file"].eq("").any()
        )
        assert "loose" in str(problems[0]) or "l (1)" in str(problems[0])
    files = problem_table(read_articles(listed)[1], listed)["file"]
    assert set(files) == {"articles.csv", "articles/unlisted.txt"}


def test_links_out_of_a_listed_corpus(tmp_path):
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    corpus.mkdir()
    outside.mkdir()
    (outside / "a.txt").write_text("Un secret.")
    (corpus / "articles.csv").write_text("article_id\na\n")
    (corpus / "articles").symlink_to(outside)
    articles, (problem,) = read_articles(corpus)
    assert len(articles) == 0
    assert problem.what == "link"
    (corpus / "articles.csv").unlink()
    (outside / "t.csv").write_text("article_id\na\n")
    (corpus / "articles.csv").symlink_to(outside / "t.csv")
    articles, problems = read_articles(corpus)
    assert len(articles) == 0
    assert problems[0].what == "link"


@pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="a pipe is a thing of POSIX"
)
def test_pipes_and_folders_are_no_texts(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").mkdir()
    os.mkfifo(tmp_path / "b.txt" / "c.txt")
    found = messages(tmp_path)
    assert [m.split(": ", 1)[1] for m in found] == [
        "file 'a.txt': expected a regular file",
        "file 'c.txt': expected a regular file",
    ]


@pytest.mark.parametrize(
    "bad",
    [
        "../secret",
        "/etc/passwd",
        "a/../b",
        "..",
        ".",
        "a\\b",
        "C:\\x",
        "a\nb",
        "~",
        "a" * 201,
        "é" * 200,
        "\u202ea",
        "a b",
        "con:",
        "a\0",
    ],
)
def test_ids_that_are_paths_or_worse(tmp_path, bad):
    (tmp_path / "secret.txt").write_text("Un secret.")
    corpus = tmp_path / "corpus"
    (corpus / "articles").mkdir(parents=True)
    with (corpus / "articles.csv").open(
        "w", encoding="utf-8", newline=""
    ) as file:
        csv.writer(file).writerows([["article_id"], [bad]])
    articles, (problem,) = read_articles(corpus)
    assert len(articles) == 0
    assert (problem.what, problem.value) == ("article_id", bad[:200])
    str(problem).encode()
    if len(bad) < 200 or bad.isascii():
        articles, (problem,) = read_articles(
            jsonl(tmp_path, {"article_id": bad, "text": "Un texte."})
        )
        assert problem.what == "article_id"


def test_file_names_of_every_kind(tmp_path):
    names = [
        "à côté.txt",
        "cote\u0301.txt",
        "a\nb.txt",
        "=1+1.txt",
        "..x.txt",
        "é" * 120 + ".txt",
    ]
    for name in names:
        (tmp_path / name).write_text("Un texte.")
    undecodable = os.fsencode(str(tmp_path)) + b"/n\xe9.txt"
    with open(undecodable, "w") as file:
        file.write("Un texte.")
    articles, problems = read_articles(tmp_path)
    assert len(articles) == 6
    assert sorted(articles["article_id"]) == sorted(
        ["à-côté", "coté", "a-b", "1-1", "é" * 100, "n"]
    )
    assert problems == []  # "..x.txt" is a hidden file


def test_the_first_and_the_last_year(tmp_path):
    rows = [
        {"article_id": d, "text": "Un texte.", "published": d}
        for d in ("0001-01-01", "9999-12-31")
    ]
    path = jsonl(tmp_path, *rows)
    articles = load_articles(path)
    assert articles["published"].astype(str).tolist() == [
        "0001-01-01",
        "9999-12-31",
    ]
    said, problems = check_corpus(path)
    assert problems == []
    assert "from 0001-01-01 to 9999-12-31" in said[1]
    for suffix in WRITTEN:
        write_table(articles, tmp_path / f"again.{suffix}")
        again = load_articles(tmp_path / f"again.{suffix}")
        pd.testing.assert_frame_equal(again, articles)


# What is written


# A bare line end inside a cell begins a row in a spreadsheet, unless it is quoted.
FORMULAS = [
    "a\r=1",
    "a\n=1",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1+1",
    "−1",
]


def test_a_formula_is_harmless_in_csv_and_itself_elsewhere(tmp_path):
    frame = pd.DataFrame({"=name": FORMULAS, "n": range(-6, 6)})
    frame["kind"] = pd.Categorical(["-a", "b"] * 6)
    before = frame.copy()
    for suffix in WRITTEN:
        write_table(frame, tmp_path / f"t.{suffix}")
    pd.testing.assert_frame_equal(frame, before)
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["'=name", "n", "kind"]
    kept = [row[0] for row in rows[1:]]
    assert kept == [
        *FORMULAS[:2],
        *(f"'{text}" for text in FORMULAS[2:-1]),
        FORMULAS[-1],
    ]
    assert [row[1] for row in rows[1:]] == [str(n) for n in range(-6, 6)]
    assert rows[1][2] == "'-a"
    lines = (tmp_path / "t.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["=name"] for line in lines] == FORMULAS
    if "parquet" in WRITTEN:
        again = pd.read_parquet(tmp_path / "t.parquet")
        assert again["=name"].tolist() == FORMULAS


@pytest.mark.slow
def test_a_formula_is_harmless_in_the_tables_of_the_report():
    articles = load_articles().assign(title="=1+1")
    tables = report_tables(articles)
    assert tables["articles"]["title"].tolist() == ["'=1+1"] * len(articles)
    assert tables["figures"]["value"].dtype == "float64"


def test_a_table_keeps_its_numbers_days_and_holes(tmp_path):
    frame = pd.DataFrame(
        {
            "day": pd.Series(["0001-01-01", None]).astype("datetime64[s]"),
            "hour": pd.to_datetime(["2024-01-01 10:00", None]),
            "value": [0.1 + 0.2, float("nan")],
            "text": ["é", None],
        }
    )
    write_table(frame, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().decode("utf-8-sig").split(
        "\r\n"
    ) == [
        "day,hour,value,text",
        "0001-01-01,2024-01-01 10:00:00,0.30000000000000004,é",
        ",,,",
        "",
    ]
    write_table(frame, tmp_path / "t.jsonl")
    first, second = map(
        json.loads, (tmp_path / "t.jsonl").read_text("utf-8").splitlines()
    )
    assert first == {
        "day": "0001-01-01",
        "hour": "2024-01-01 10:00:00",
        "value": 0.1 + 0.2,
        "text": "é",
    }
    assert second == dict.fromkeys(first)
    with pytest.raises(
        ValueError, match=r"expected .csv, .jsonl, .parquet, .xlsx"
    ):
        write_table(frame, tmp_path / "t.xls")


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_old_or_the_new(tmp_path):
    path = tmp_path / "t.csv"
    code = (
        "import sys, itertools, pandas as pd; from multipolaire.files.write import write_table\n"
        "for n in itertools.count():\n"
        "    write_table(pd.DataFrame({'n': [n] * 20_000}), sys.argv[1])\n"
    )
    here = Path(__file__).resolve().parent.parent
    seen = set()
    for turn in range(20):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], cwd=here
        )
        while not path.exists():
            time.sleep(0.01)
        time.sleep(0.3 + turn * 0.013)
        child.send_signal(signal.SIGKILL)
        child.wait()
        values = pd.read_csv(path)["n"]
        assert len(values) == 20_000
        assert values.nunique() == 1
        seen.add(values[0])
        path.unlink()
    assert len(seen) > 1  # it was killed at different moments


# Every reader on anything

CELL = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "Un texte.", "2024-02-08", "hier", SCRIPT, "a", "b", "../x", "\0"]
    ),
)
ROW = st.dictionaries(
    st.sampled_from(
        ["article_id", "text", "published", "title", "raw", "sha256", "x"]
    )
    | st.text(max_size=5),
    CELL,
    max_size=6,
)
WITH_ID = st.builds(
    lambda row, i, text: row | {"article_id": i, "text": text},
    ROW,
    st.sampled_from(["a", "b", "c", "d", "../x"]),
    CELL,
)
QUICK = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LONG = settings(QUICK, max_examples=4000)


def nothing_is_lost(path, rows, first_line, articles, problems):
    """Each row is an article, as it was, or named by its line."""
    named = {p.line for p in problems if p.fatal}
    kept = dict(zip(articles["article_id"], articles["raw"]))
    for line, row in enumerate(rows, first_line):
        if line not in named:
            raw = row.get("raw") or row["text"]
            assert kept.pop(row["article_id"]) == raw, (line, row)
    assert kept == {}
    str(CorpusError(problems)).encode()


def jsonl_keeps_or_names(tmp_path, rows):
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    nothing_is_lost(path, rows, 1, *read_articles(path))


def csv_keeps_or_names(tmp_path, rows, delimiter):
    rows = [
        {k: v.replace("\r", "").replace("\n", " ") for k, v in row.items()}
        for row in rows
    ]
    columns = ["article_id", "text", "published", "title", "x"]
    cells = [[row.get(name, "") for name in columns] for row in rows]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(
        [columns, *cells]
    )
    path = tmp_path / "c.csv"
    path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
    known = [dict(zip(columns, row)) for row in cells]
    nothing_is_lost(path, known, 2, *read_articles(path))


def any_bytes_are_read_or_named(tmp_path, data, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    articles, problems = read_articles(path)
    assert {
        c: str(t) for c, t in articles.dtypes.items() if c in COLUMNS
    } == COLUMNS
    if suffix in (".txt", ".html", ".xml", ".parquet") or (
        suffix == ".jsonl" and data.strip(b"\xef\xbb\xbf\xfe\xff").strip()
    ):
        assert len(articles) or problems
    str(CorpusError(problems)).encode()
    check_corpus(path)


PIECES = st.lists(
    st.binary(max_size=20)
    | st.sampled_from(
        [
            b"article_id,text\n",
            b'{"article_id": "a", "text": "Un."}\n',
            b"\n",
            b'"',
            b",",
            b"\xff\xfe",
            b"\0",
            b"\xe9",
            "é".encode(),
            b"a;b\n",
            b"<p>Un</p>",
            b"<!--",
            b'<p class="DocPublicationName">',
            b'<div class="article frArticle">',
            b'<td class="index">HD</td><td>',
            b"<article><leadParagraph>",
            b"</article>",
            b"PAR1",
            b"<?xml version='1.0' encoding='utf-16'?>",
            b"\xef\xbb\xbf",
        ]
    ),
    max_size=12,
).map(b"".join)
SUFFIXES = st.sampled_from(sorted(set(READERS) - {".htm", ".ndjson"}))


def page_of(records):
    """A Europresse page of today's layout."""
    made = (
        f'<article><header><span class="DocPublicationName">{publisher}</span>'
        f'<span class="DocHeader">lundi {day} mars 2019 672 mots</span><p class='
        f'"titreArticleVisu">{title}</p></header><section><p>{text}</p></section>'
        f"<footer>news·20190301·XX·{n}</footer></article>"
        for n, (publisher, day, title, text) in enumerate(records)
    )
    return "".join(made)


WORDS = st.text("aé «».,;:!?0%&<>'\"\u00a0\u0301", min_size=1, max_size=30).map(
    lambda text: " ".join(["a", *text.split(), "b"])
)


@QUICK
@given(st.lists(st.tuples(WORDS, st.integers(1, 31), WORDS, WORDS), max_size=5))
def test_an_export_gives_back_what_was_put_in_it(records):
    shown = [[html.escape(str(cell)) for cell in record] for record in records]
    found = exports.europresse(page_of(shown))
    assert [
        [r["publisher"], r["published"], r["title"], r["raw"]] for r in found
    ] == [[p, f"{day} mars 2019", t, x] for p, day, t, x in records]


@QUICK
@given(value=st.text(max_size=30) | st.from_regex(r"[0-9 /.:T+Z-]{0,20}"))
def test_a_date_is_read_or_refused(value):
    try:
        day, precision = read_date(value)
    except ValueError:
        return
    assert (day is None) == (precision is None) == (not value.strip())


@QUICK
@given(rows=st.lists(ROW | WITH_ID, max_size=5))
def test_jsonl_keeps_or_names_each_row(tmp_path, rows):
    rows = [row for row in rows if row.keys() >= {"article_id", "text"}]
    jsonl_keeps_or_names(tmp_path, rows)


@QUICK
@given(rows=st.lists(WITH_ID, max_size=5), delimiter=st.sampled_from(",;\t"))
def test_csv_keeps_or_names_each_row(tmp_path, rows, delimiter):
    csv_keeps_or_names(tmp_path, rows, delimiter)


@QUICK
@given(data=PIECES, suffix=SUFFIXES)
def test_any_bytes_are_read_or_named(tmp_path, data, suffix):
    any_bytes_are_read_or_named(tmp_path, data, suffix)


@pytest.mark.slow
@LONG
@given(rows=st.lists(WITH_ID, max_size=20), delimiter=st.sampled_from(",;\t"))
def test_tables_keep_or_name_each_row_at_length(tmp_path, rows, delimiter):
    jsonl_keeps_or_names(tmp_path, rows)
    csv_keeps_or_names(tmp_path, rows, delimiter)


@pytest.mark.slow
@LONG
@given(data=PIECES | st.binary(max_size=3000), suffix=SUFFIXES)
def test_any_bytes_are_read_or_named_at_length(tmp_path, data, suffix):
    any_bytes_are_read_or_named(tmp_path, data, suffix)


PRESS = st.lists(
    st.text(max_size=8)
    | st.sampled_from(
        [
            "Xi Jinping",
            "a déclaré",
            "que",
            "« Un mot »",
            '"',
            "l'ingérence",
            "selon",
            "12,5 %",
            "200 milliards de dollars",
            "en 2023",
            ",",
            ". ",
            "\n",
            "entre 1 et",
            "de plus",
            "S'ingérer",
            "\u0301",
            "— ",
            "dit-il",
            "\U0001f600",
            "Partager\n",
            "le commerce entre la Chine et la Russie a atteint un record",
        ]
    ),
    max_size=25,
).map(" ".join)
WHERE = "article_id start end quote"
EXTRACTORS = {
    extract_figures: WHERE,
    extract_quotes: WHERE,
    partial(concordance, query="ingérence"): "article_id start end match",
    find_repeats: "article_a start_a end_a text",
}


@pytest.mark.slow
@settings(QUICK, max_examples=300)
@given(texts=st.lists(PRESS, max_size=4))
def test_every_extractor_on_any_articles_at_length(texts):
    rows = {
        "article_id": [f"a{n}" for n in range(len(texts))],
        "text": list(map(clean_text, texts)),
        "published": pd.Series(["2024-02-08"] * len(texts)),
    }
    articles = pd.DataFrame(rows).astype(
        {"article_id": "str", "text": "str", "published": "datetime64[s]"}
    )
    known = dict(zip(articles["article_id"], articles["text"]))
    for make, where in EXTRACTORS.items():
        found = make(articles)
        assert found.dtypes.to_dict() == make(articles[:0]).dtypes.to_dict()
        for name, start, end, quote in found[where.split()].itertuples(
            index=False
        ):
            assert known[name][start:end] == quote
    assert near_duplicates(articles)["jaccard"].between(0, 1).all()
