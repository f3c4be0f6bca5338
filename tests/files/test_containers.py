"""The press itself as each container that people have: the same words, days and ids."""

import html
import zipfile
from pathlib import Path

import pytest

from multipolaire import load_articles, tokenize, write_corpus, write_table


@pytest.fixture(scope="module")
def press():
    return load_articles().drop(columns=["copy_of", "event_date"])


def paragraphs(row):
    return [line for line in row.text.split("\n") if line.strip()]


def as_table(press, path, **how):
    write_table(press, path, **how)
    return path


def as_corpus(press, path):
    write_corpus(press, path)
    return path


def as_archive(press, path):
    folder = as_corpus(press, path.with_name("in"))
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"press/{file.name}")
    return path


def as_markdown(press, path):
    path.mkdir()
    for row in press.itertuples():
        facts = (
            f"---\ndate: {row.published:%Y-%m-%d}\nsource: {row.outlet}\n---\n"
        )
        file = path / f"{row.article_id}.md"
        file.write_text(facts + row.text, encoding="utf-8")
    return path


def as_word(press, path):
    docx = pytest.importorskip("docx")
    path.mkdir()
    for row in press.itertuples():
        document = docx.Document()
        for line in paragraphs(row):
            document.add_paragraph(line)
        document.save(path / f"{row.article_id}.docx")
    return path


def nexis_lines(press):
    yield "Documents (5)"
    for row in press.itertuples():
        yield from (
            "",
            "",
            "Titre",
            "Le Fictif(Oran)",
            f"{row.published:%Y-%m-%d}",
        )
        yield from ("Length: 9 words", "Byline: Jeanne Roy", "Body", "", "")
        for line in paragraphs(row):
            yield from (line, "")
        yield from ("Load-Date: July 3, 2019", "", "End of Document", "")


def as_nexis(press, path):
    days = press["published"].dt.strftime("%B %d, %Y")
    lines = []
    for line in nexis_lines(press):
        day = press["published"].dt.strftime("%Y-%m-%d").tolist()
        lines.append(days.iloc[day.index(line)] if line in day else line)
    if path.suffix == ".docx":
        document = pytest.importorskip("docx").Document()
        for line in lines:
            document.add_paragraph(line)
        document.save(path)
    else:
        path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_europresse(press, path):
    made = []
    for row in press.itertuples():
        text = "".join(
            f"<p>{html.escape(line)}</p>" for line in paragraphs(row)
        )
        day = row.published.strftime("%A, %B %d, %Y")
        made.append(
            '<article><header><span class="DocPublicationName">Le Fictif</span>'
            f'<span class="DocHeader">{day} 9 words</span><p class="titreArticleVisu">'
            '.</p><p class="sm-margin-bottomNews">Jeanne Roy</p></header><section>'
            f'<div class="docOcurrContainer">{text}</div></section><p>Note(s) : rien</p>'
            f"<footer>news·{row.published:%Y%m%d}·LF·{row.Index}</footer></article>"
        )
    path.write_text("".join(made), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "write, name, own_ids",
    [
        (as_table, "press.xlsx", True),
        (as_table, "press.csv", True),
        (as_table, "press.jsonl", True),
        (as_table, "press.parquet", True),
        (as_corpus, "press.txt", True),  # IRaMuTeQ
        (as_corpus, "txm", True),
        (as_archive, "press.zip", True),
        (as_markdown, "markdown", True),
        (as_word, "word", True),  # which states no day
        (as_nexis, "nexis.txt", False),
        (as_nexis, "nexis.docx", False),
        (as_europresse, "europresse.html", False),
    ],
)
def test_the_press_is_the_same_in_each(press, tmp_path, write, name, own_ids):
    library = {".xlsx": "openpyxl", ".parquet": "pyarrow", ".docx": "docx"}
    if needed := library.get(Path(name).suffix):
        pytest.importorskip(needed)
    if write is as_markdown:
        pytest.importorskip("yaml")
    again = load_articles(write(press, tmp_path / name))
    assert len(again) == len(press) == 5
    if own_ids:
        assert again["article_id"].tolist() == press["article_id"].tolist()
    if write is not as_word:
        days = sorted(press["published"].dt.strftime("%Y-%m-%d"))
        assert sorted(again["published"].dt.strftime("%Y-%m-%d")) == days
    words = sorted(" ".join(tokenize(text)) for text in press["text"])
    assert sorted(" ".join(tokenize(text)) for text in again["text"]) == words


def test_a_csv_for_excel_is_read_again(press, tmp_path):
    press = press.assign(share=0.5, text="=1+1 euros.\n" + press["text"])
    file = as_table(press.drop(columns="raw"), tmp_path / "p.csv", excel=True)
    again = load_articles(file)
    assert again["text"].tolist() == press["text"].tolist()
    assert again["share"].tolist() == ["0,5"] * 5
