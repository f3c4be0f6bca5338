"""The report is whole or as it was; the page asks nobody; the PDF is accessible."""

import csv
import io
import re
import shutil
from importlib.util import find_spec

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from multipolaire.files.whole import write_whole
from multipolaire.publish import report, run, tables
from multipolaire.publish.page import page
from multipolaire.publish.pdf import pdf, typst_source
from multipolaire.publish.run import NotebookError, dumps, run_all
from multipolaire.publish.tables import excerpts
from multipolaire.say import speaking
from multipolaire.views.display import table


def output(html):
    return new_output(
        "display_data", data={"text/html": html, "text/plain": "x"}
    )


PICTURE = (
    '<figure><img alt="{alt}" src="data:image/svg+xml;base64,'
    "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI4IiBoZWlnaHQ9Ijgi"
    'Lz4="><figcaption>A square</figcaption></figure>'
)


def a_page(*cells):
    notebooks = [("01_x", new_notebook(cells=list(cells)))]
    return page(notebooks, {"corpus": "<abc>"}, "<The title>")


def test_page_leaves_out_the_lesson_and_folds_the_code():
    html = a_page(
        new_markdown_cell("# Title & more\n\n## Part"),
        new_markdown_cell("Objectives", metadata={"tags": ["lesson"]}),
        new_code_cell("x < 1", outputs=[output("<p>shown</p>")]),
        new_code_cell("check()", metadata={"tags": ["check"]}),
        new_code_cell(
            "f()",
            outputs=[output("<p>found</p>")],
            metadata={"tags": ["findings"]},
        ),
    )
    assert "Objectives" not in html and "check()" not in html
    assert "<code>x &lt; 1</code>" in html and "<details" in html
    assert (
        html.index("found") < html.index('id="contents"') < html.index("shown")
    )
    assert "<summary><h3>Title &amp; more</h3>" in html
    assert '<h4 id="01_x-1">Part</h4>' in html
    assert '<a href="#counted">What was counted, and how</a>' in html
    assert html.count("<h1") == 1
    assert "corpus &lt;abc&gt;" in html and "<h1>&lt;The title&gt;</h1>" in html


def told(sentence):
    data = {"text/markdown": sentence, "text/plain": sentence}
    return new_output("display_data", data=data)


def tagged(source, shown, *tags):
    return new_code_cell(source, outputs=[shown], metadata={"tags": [*tags]})


def test_the_opening_and_the_story_stand_before_what_was_counted():
    tour = new_notebook(
        cells=[
            tagged("a", output("<p>opens</p>"), "opening"),
            new_markdown_cell("# A finding", metadata={"tags": ["story"]}),
            tagged("b", output("<p>tells</p>"), "story"),
            tagged("c", output("<p>lesson of the tour</p>")),
        ]
    )
    part = new_notebook(
        cells=[
            new_markdown_cell("# A part"),
            tagged("d", told("First sentence.")),
            tagged("e", told("**What it found.**"), "found"),
        ]
    )
    html = page([("00_t", tour), ("01_p", part)], {}, "T", code=False)
    order = ["opens", 'id="contents"', "tells", 'id="counted"', "<summary>"]
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    assert "lesson of the tour" not in html
    assert 'class="code"' not in html
    summary = re.search("<summary>(.*?)</summary>", html, re.DOTALL)[1]
    assert "A part" in summary and "What it found." in summary
    assert "First sentence" not in summary
    assert '<a href="#story-0">A finding</a>' in html
    assert "A part</a>" not in html  # it is folded


def test_a_corpus_of_ones_own_has_a_part_a_heading():
    cells = [
        new_markdown_cell("# Title"),
        new_markdown_cell("## One"),
        tagged("x", told("Of one.")),
        new_markdown_cell("## Two"),
        tagged("y", told("Of two.")),
        tagged("z", told("More of two.")),
    ]
    html = page([("06_own", new_notebook(cells=cells))], {}, "T")
    summaries = re.findall("<summary><h3>(.*?)</summary>", html, re.DOTALL)
    assert [re.sub("<[^>]+>", " ", one).split() for one in summaries] == [
        ["One", "Of", "one."],
        ["Two", "Of", "two."],
    ]


def test_articles_have_names_but_in_tables_and_code():
    rows = pd.DataFrame({"article_id": ["a-1"], "n": [1], "of": ["x"]})
    cells = [
        new_code_cell("f('a-1')", outputs=[told("In a-1, not in a-12.")]),
        new_code_cell("g", outputs=[output(table(rows, caption="Row").html)]),
    ]
    notebooks = [("01_x", new_notebook(cells=cells))]
    html = page(notebooks, {}, "T", names={"a-1": "Le <Fictif>"})
    assert "In Le &lt;Fictif&gt;, not in a-12." in html
    assert "f(&#x27;a-1&#x27;)" in html
    assert re.search(r"<td[^>]*>a-1</td>", html)


def test_each_cell_names_its_column_for_a_telephone():
    rows = pd.DataFrame({"one": ["<b>"], "two": [2], "three": [None]})
    html = a_page(
        new_code_cell("x", outputs=[output(table(rows, caption="Row").html)])
    )
    assert '<table class="cards">' in html
    assert re.findall(r'data-label="(\w+)"', html) == ["one", "two", "three"]
    two = table(rows[["one", "two"]], caption="Row").html
    assert "data-label=" not in a_page(
        new_code_cell("x", outputs=[output(two)])
    )


def test_marks_are_told_apart_on_paper_and_parts_are_printed():
    looks = ("1px solid", "4px double", "3px dashed", "4px dotted")
    marks = "".join(
        f'<mark style="background:#ffffff;border-bottom:{look}">m</mark>'
        for look in looks
    )
    source = typst_source(
        a_page(new_code_cell("code", outputs=[output(f"<p>{marks}</p>")]))
    )
    drawn = re.findall(r"#highlight\(.*?\)\)\[.*?\]", source)
    assert len(drawn) == len(set(drawn)) == 4
    assert '#"code";' not in source


def test_code_that_shows_nothing_is_folded_with_the_code_before_it():
    cells = [new_code_cell(f"x = {n}") for n in range(3)]
    html = a_page(
        new_code_cell("say()", outputs=[output("<p>said</p>")]), *cells
    )
    assert html.count('<details class="code"') == 1
    assert "<code>say()\n\nx = 0\n\nx = 1\n\nx = 2</code>" in html


def test_page_asks_nobody():
    html = a_page(
        new_code_cell("x", outputs=[output(PICTURE.format(alt="A square."))])
    )
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", html)


def test_figures_and_tables_are_numbered():
    rows = table(pd.DataFrame({"a": [1]}), caption="One row").html
    shown = PICTURE.format(alt="A square.").replace(
        "</figure>", f"<details>{rows}</details></figure>"
    )
    html = a_page(
        new_code_cell("x", outputs=[output(shown), output(rows), output(shown)])
    )
    assert re.findall(r"<b>(Figure|Table) (\d)\.</b>", html) == [
        ("Figure", "1"),
        ("Table", "1"),
        ("Figure", "2"),
    ]


def test_pdf_is_the_same_every_time():
    rows = table(
        pd.DataFrame({"é": ['"\\#$*_`<>@[]{}', "«\u202fx\u202f»"]}),
        caption="Signs",
    ).html
    html = a_page(
        new_markdown_cell(
            "# Un *titre*\n\n- a\n- b\n\n> cité\n\n`code` [lien](http://x.y)"
        ),
        new_code_cell(
            "x", outputs=[output(rows), output(PICTURE.format(alt="A square."))]
        ),
    )
    made = pdf(html)
    assert made.startswith(b"%PDF") and made == pdf(html)
    assert b"/MarkInfo" in made or b"/StructTreeRoot" in made


def test_a_missing_alternative_text_fails_the_pdf():
    html = a_page(new_code_cell("x", outputs=[output(PICTURE.format(alt=""))]))
    with pytest.raises(ValueError, match="PDF/UA-1"):
        pdf(html.replace(' alt=""', ""))


# Each of these was no PDF, and so no report.
RARE = (
    "习近平 元 한 日 ไ 😀 🇨 ✅ Ａ 「。 🔴 ខ្មែរ ᠮᠣᠩ አማ བོད ئۇيغۇر הלו हिन्दी 𠀀 "
    "\ufffe \U0001fffe \ue000 \x00 \x01 \x1c \x85 \u2028 \ufeff \ud800 \U000e0041 "
    "e\u0323\u0301 習\u0323 👨\u200d👩\u200d👧 ✔\ufe0f \u1680 \u202e"
)


def test_no_sign_costs_the_pdf():
    tags = ["p", "h2", "em", "pre", "code", "mark", "strong"]
    cells = [
        new_code_cell("x", outputs=[output(f"<{t}>{RARE}</{t}>")]) for t in tags
    ]
    cells += [new_markdown_cell(f"# Titre {RARE}\n\n- {RARE}")]
    cells += [new_code_cell("x", outputs=[output(PICTURE.format(alt=RARE))])]
    shown = table(
        pd.DataFrame(
            [[RARE]], columns=pd.Index([RARE], dtype=object), dtype=object
        ),
        caption=RARE,
    ).html
    cells += [new_code_cell("x", outputs=[output(shown)])]
    notebooks = [("01_x", new_notebook(cells=cells))]
    assert pdf(page(notebooks, {"corpus": RARE}, RARE)).startswith(b"%PDF")


def test_a_bare_return_begins_no_row_of_a_published_table():
    frame = pd.DataFrame(
        {"id": ["a\r=1+1", "b\r\n@c", "\r=2", "d"], "n": [1, 2, 3, 4]}
    )
    text = excerpts({"t": frame})["t"].to_csv(index=False, lineterminator="\n")
    assert "\r" not in text
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[0] for row in rows[1:]] == ["a\n=1+1", "b\n@c", "'\n=2", "d"]
    assert text.count('"') == 6  # a line end stands within quotation marks


def test_a_sign_that_no_font_has_is_shown_by_its_code_and_said_once():
    shown = [
        output(f"<p>{text}</p>") for text in ("a\ufffe\x00b", "c\ufffed", "é œ")
    ]
    source = typst_source(
        a_page(*(new_code_cell("x", outputs=[o]) for o in shown))
    )
    assert "a[U+FFFE U+0000]b" in source and "c[U+FFFE]d" in source
    assert source.count("are shown by their codes") == 1
    plain = a_page(
        new_code_cell("'\ufffe'", outputs=[output("<p>é œ → ≥ Ж</p>")])
    )
    assert "codes" not in typst_source(
        plain
    )  # the code of a cell is not printed


@pytest.mark.skipif(not find_spec("weblate_fonts"), reason="the lock brings it")
def test_a_name_in_its_own_script_is_printed_as_it_is():
    text = "习近平 習近平 元 한국 日本カ「。Ａ ✅ ไทย አማ ئۇيغۇر हिन्दी"
    source = typst_source(
        a_page(new_code_cell("x", outputs=[output(f"<p>{text}</p>")]))
    )
    assert text in source and "U+" not in source


@pytest.mark.parametrize("error", [RuntimeError, RecursionError, BaseException])
def test_page_and_tables_are_written_whatever_the_pdf_does(
    tmp_path, monkeypatch, error
):
    def fail(*args, **options):
        raise error("of /home/me:\nno\tglyph")

    monkeypatch.setattr("typst.compile", fail)
    monkeypatch.setattr(report, "run_all", lambda paths, tell, cache: [])
    made = {"articles": pd.DataFrame({"article_id": ["a"], "sha256": ["0"]})}
    monkeypatch.setattr(tables, "report_tables", lambda articles: made)
    into, told = (
        tmp_path / "r",
        "no PDF/UA-1 could be made: of /home/me: no glyph",
    )
    write_whole(into / "report.pdf", "of another corpus")
    for _ in range(
        2
    ):  # the second time it is tried again, not called unchanged
        with pytest.raises(ValueError, match="are written; ") as caught:
            report.write_report(into, lambda line: None)
        assert (
            str(caught.value)
            == f"{into / 'report.html'} and data/ are written; {told}"
        )
    files = {path.relative_to(into).as_posix() for path in into.rglob("*.*")}
    assert files == {"report.html", "data/articles.csv", "data/made.json"}
    shown = (into / "report.html").read_text("utf-8")
    assert (
        shown.count("<em>This report has no PDF") == 1
        and "/home/me" not in shown
    )


def test_a_failing_notebook_is_named_with_cell_and_line(tmp_path):
    cells = [new_code_cell("x = 1"), new_markdown_cell("text")]
    cells += [new_code_cell("y = 2\nz = x / 0\n")]
    path = tmp_path / "07_wrong.ipynb"
    path.write_text(dumps(new_notebook(cells=cells)), encoding="utf-8")
    with pytest.raises(NotebookError) as caught:
        run_all([path], lambda line: None)
    message = str(caught.value)
    assert message.startswith(
        "07_wrong.ipynb, code cell 2, line 2: ZeroDivisionError"
    )
    assert "\n" not in message


def test_what_ran_once_is_read_from_the_cache(tmp_path):
    path = tmp_path / "07_right.ipynb"
    path.write_text(
        dumps(new_notebook(cells=[new_code_cell("1 + 1")])), encoding="utf-8"
    )
    cache = tmp_path / "cache"
    cache.mkdir()
    (
        cache / ".x.ipynb.abcd1234.unfinished"
    ).touch()  # left by one that was killed
    (first,) = run_all([path], lambda line: None, cache=cache)
    (kept,) = cache.iterdir()
    kept.write_text(
        kept.read_text("utf-8").replace('"2"', '"two"'), encoding="utf-8"
    )
    (second,) = run_all([path], lambda line: None, cache=cache)
    assert first.cells[0].outputs[0].data["text/plain"] == "2"
    assert second.cells[0].outputs[0].data["text/plain"] == "two"


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a" / "file"
    write_whole(path, b"old")

    def fail(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_what_is_given_takes_the_place_of_the_parameters(tmp_path):
    cells = [new_code_cell("n, m = 1, 2", metadata={"tags": ["parameters"]})]
    path = tmp_path / "07_given.ipynb"
    path.write_text(
        dumps(new_notebook(cells=[*cells, new_code_cell("n, m")])),
        encoding="utf-8",
    )
    (made,) = run_all([path], lambda line: None, given={"n": "l'un"})
    assert made.cells[-1].outputs[0].data["text/plain"] == """("l'un", 2)"""
    assert (
        len(nbformat.read(path, as_version=4).cells) == 2
    )  # the file is as it was


def test_a_corpus_without_a_sound_article_is_one_clear_message(tmp_path):
    lines = [
        "from multipolaire import CorpusError",
        "from multipolaire.files.problems import Problem",
        "bad = [Problem(str(n), 1, 'text', '', 'a text') for n in range(3)]",
        "raise CorpusError(bad)",
    ]
    path = tmp_path / "07_bad.ipynb"
    path.write_text(
        dumps(new_notebook(cells=[new_code_cell("\n".join(lines))]))
    )
    with pytest.raises(
        ValueError, match="^no article of the corpus is sound"
    ) as caught:
        run_all([path], lambda line: None)
    assert str(caught.value).endswith(
        "0:1: text '': expected a text, and 2 problems more"
    )


def test_a_report_on_a_corpus_is_made_again_where_the_corpus_changed(
    tmp_path, monkeypatch
):
    corpus = tmp_path / "my_corpus"
    write_whole(corpus / "a.txt", "Un.")
    frame = pd.DataFrame(
        {"article_id": ["a"], "sha256": ["0"], "said": ["=1" * 200]}
    )
    tables = [{"articles": frame, "extra": frame}, {"articles": frame}]
    runs = []

    def run_on(corpus, tell, given):
        runs.append(given)
        notebook = new_notebook(
            cells=[new_code_cell("x", outputs=[output("<p>y</p>")])]
        )
        return [notebook], tables[len(runs) - 1]

    monkeypatch.setattr(report, "_run_on", run_on)
    into, said = tmp_path / "r", []
    report.write_report(into, said.append, corpus=corpus, by="year")
    report.write_report(into, said.append, corpus=corpus, by="year")
    assert runs == [{"by": "year"}] and said[-1].startswith("unchanged: ")
    assert "<h1>my_corpus: a corpus, read as data</h1>" in (
        into / "report.html"
    ).read_text("utf-8")
    extra = into / "data" / "extra.csv"
    assert extra.read_text("utf-8").splitlines()[1] == f"a,0,'{'=1' * 149}=…"
    write_whole(into / "data" / "of_mine.csv", "mine")
    write_whole(corpus / "a.txt", "Deux.")
    report.write_report(into, said.append, corpus=corpus, by="year")
    assert len(runs) == 2
    assert not extra.exists() and (into / "data" / "of_mine.csv").exists()
    write_whole(corpus / "b.txt", "Trois.")
    with pytest.raises(IndexError):  # a run that fails
        report.write_report(into, said.append, corpus=corpus)
    kept = {path.name for path in (into / "data").iterdir()}
    assert kept == {"articles.csv", "made.json", "of_mine.csv"}


def test_a_name_that_is_no_utf_8_is_shown_by_its_code(monkeypatch):
    monkeypatch.setattr(
        "multipolaire.publish.pdf.pdf", lambda html: html.encode()
    )
    tables = {"t": pd.DataFrame({"file": ["caf\udce9.txt"]}, dtype=object)}
    made = {"corpus": "0", "python": "3", "versions": {}, "given": [None, {}]}
    files, failed = report._files(
        report._Told("caf\udce9", [], tables, None), made
    )
    assert failed == ""
    assert b"<h1>caf\\udce9</h1>" in files["report.html"]
    marked = b"\xef\xbb\xbffile\ncaf\\udce9.txt\n"  # so that Excel reads UTF-8
    assert files["data/t.csv"] == marked


def test_no_corpus_there_is_said_before_anything_runs(tmp_path):
    with pytest.raises(FileNotFoundError, match="no corpus at 'nowhere'"):
        report.write_report(tmp_path / "r", print, corpus="nowhere")
    assert not (tmp_path / "r").exists()


def test_an_unchanged_report_is_not_made_again(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "run_all", lambda paths, tell, cache: [])
    made = {"articles": pd.DataFrame({"article_id": ["a"], "sha256": ["0"]})}
    monkeypatch.setattr(tables, "report_tables", lambda articles: made)
    monkeypatch.setattr(
        report, "_files", lambda _, made, *others: made_files(made)
    )
    lines, left = [], tmp_path / "r" / ".new.abcd1234.unfinished"
    (left / "data").mkdir(parents=True)  # by a report that was killed
    report.write_report(tmp_path / "r", lines.append)
    assert lines[0].startswith("report: ")
    assert not left.exists()
    report.write_report(tmp_path / "r", lines.append)
    assert lines[-1].startswith("unchanged: ")
    (tmp_path / "r" / "report.html").write_bytes(b"edited by hand")
    report.write_report(tmp_path / "r", lines.append)
    assert (tmp_path / "r" / "report.html").read_bytes() == b"page"


def made_files(made, page=b"page"):
    import json

    sums = {"report.html": report.sha256(page)}
    record = json.dumps({**made, "sha256": sums}).encode()
    return {"report.html": page, "data/made.json": record}, ""


def test_reports_in_two_languages_lead_to_each_other(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "run_all", lambda paths, tell, cache: [])
    monkeypatch.setattr(
        tables, "report_tables", lambda articles: {"articles": []}
    )
    monkeypatch.setattr(report, "fingerprint", lambda articles: "0")
    page = b"<html><header>"
    monkeypatch.setattr(
        report, "_files", lambda _, made, *others: made_files(made, page)
    )
    english, french = tmp_path / "r", tmp_path / "r-fr"
    report.write_report(english, lambda line: None)
    assert (english / "report.html").read_bytes() == page  # it is alone
    with speaking("fr"):
        report.write_report(french, lambda line: None)
    there = (english / "report.html").read_text("utf-8")
    assert (
        'aria-label="Languages"><a href="../r-fr/report.html" lang="fr"'
        in there
    )
    back = (french / "report.html").read_text("utf-8")
    assert 'aria-label="Langues"><a href="../r/report.html" lang="en"' in back
    lines = []
    report.write_report(english, lines.append)  # what is linked is not changed
    assert lines[-1].startswith("unchanged: ")
    shutil.rmtree(french)
    report.write_report(english, lines.append)
    assert (english / "report.html").read_bytes() == page


@pytest.mark.parametrize(
    "corpus, changed",
    [
        ("press", "press/a.txt"),
        ("press", "press/2024/may/b.txt"),
        ("press", "press/corrections.csv"),
        ("press", "press/words/families.csv"),
        ("press.csv", "press.csv"),
        ("press.csv", "corrections.csv"),
        ("press.csv", "words/families.csv"),
    ],
)
def test_all_that_a_report_reads_makes_it_anew(tmp_path, corpus, changed):
    (tmp_path / "press").mkdir()
    write_whole(tmp_path / "press.csv", "article_id,text")
    write_whole(tmp_path / "press" / "a.txt", "Un.")
    before = report._digest_corpus(tmp_path / corpus)
    write_whole(tmp_path / changed, "deux")
    assert report._digest_corpus(tmp_path / corpus) != before


def test_the_picture_of_the_readme_is_the_notebooks():
    path = report.NOTEBOOKS / "04_trade_figures.ipynb"
    (picture,) = report.readme_pictures(nbformat.read(path, as_version=4))
    kept = report.ROOT / "docs" / "04_trade_figures.svg"
    assert picture == kept.read_bytes()


@pytest.fixture
def made_quickly(monkeypatch):
    """A report of one table, without a kernel."""
    made = {"articles": pd.DataFrame({"article_id": ["a"], "sha256": ["0"]})}
    monkeypatch.setattr(report, "run_all", lambda paths, tell, cache: [])
    monkeypatch.setattr(tables, "report_tables", lambda articles: made)
    monkeypatch.setattr(
        report, "_files", lambda _, made, *others: made_files(made)
    )


def test_a_library_that_was_lacking_makes_the_report_anew(
    tmp_path, monkeypatch, made_quickly
):
    lines, there = [], {"numpy": "2", "trafilatura": None}
    monkeypatch.setattr(run, "packages", lambda: dict(there))
    for changed in ({}, {"trafilatura": "2.1"}, {}, {"numpy": "3"}):
        there |= changed
        report.write_report(tmp_path / "r", lines.append)
    said = [line.partition(":")[0] for line in lines if "sha256" not in line]
    assert said == ["report", "report", "unchanged", "report"]


def test_a_full_disk_leaves_the_report_as_it_was(
    tmp_path, monkeypatch, made_quickly
):
    into = tmp_path / "r"
    report.write_report(into, lambda line: None)
    before = {
        path: path.read_bytes() for path in into.rglob("*") if path.is_file()
    }
    whole = report.write_whole

    def fails_at_the_last(path, content):
        if path.name == "made.json":
            raise OSError(28, "No space left on device")
        whole(path, content)

    monkeypatch.setattr(report, "write_whole", fails_at_the_last)
    monkeypatch.setattr(
        report,
        "_files",
        lambda *_: (made_files({})[0] | {"report.html": b"new"}, ""),
    )
    monkeypatch.setattr(run, "packages", lambda: {"numpy": "4"})
    with pytest.raises(
        OSError, match="No space left on device: '.*made.json'"
    ) as full:
        report.write_report(into, lambda line: None)
    assert "\n" not in str(full.value)
    after = {
        path: path.read_bytes() for path in into.rglob("*") if path.is_file()
    }
    assert after == before


@pytest.mark.parametrize(
    "corpus, into",
    [
        ("own", "own"),
        ("own", "own/build/report"),
        ("own/", "elsewhere/../own/x"),
        ("link", "own/report"),
        ("own", "link/report"),
        ("own", "data_is_own"),
        ("own", "articles_of_own"),
        ("other/data", "other"),
        ("other/data/t.csv", "other"),
        ("other/report.html", "other"),
        (None, report.ROOT / "corpus"),
        (None, report.ROOT / "notebooks" / "report"),
    ],
)
def test_a_report_is_not_written_into_what_it_reads(
    tmp_path, monkeypatch, corpus, into
):
    monkeypatch.chdir(tmp_path)
    for folder in ("own", "elsewhere", "data_is_own", "other/data"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("own/a.txt", "other/data/t.csv", "other/report.html"):
        (tmp_path / name).write_text("Un.")
    (tmp_path / "link").symlink_to("own")
    (tmp_path / "own" / "articles").symlink_to("../elsewhere")
    (tmp_path / "articles_of_own").symlink_to("elsewhere")
    (tmp_path / "data_is_own" / "data").symlink_to("../own")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(
        ValueError, match="is read: expected another folder$"
    ) as caught:
        report.write_report(into, print, corpus=corpus)
    assert "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_report_may_stand_beside_what_it_reads(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own.csv").write_text("article_id,text\na,Un.\n")
    for corpus, into in (("own", "own-report"), ("own.csv", "."), ("own", ".")):
        report._check_apart(report.Path(into), corpus)
