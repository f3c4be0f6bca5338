"""What people have on disk: each kind of file with its words, dates and ids, or refused."""

import zipfile

import pytest

from multipolaire import (
    CorpusError,
    CorpusWarning,
    load_articles,
    read_articles,
)
from multipolaire.files.days import stated_day

TEXT = "Le port ferme. Il rouvrira demain, dit-on à Oran."


def told(path, **asked):
    with pytest.raises(CorpusError) as caught:
        load_articles(path, **asked)
    return str(caught.value).splitlines()


def lines(path, *said, end="\n"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(end.join(said), encoding="utf-8")
    return path


OLDER = (
    *("", "Download Request: Selected Items: 1-2", "", "Terms: (port)", ""),
    *("              1 of 2 DOCUMENTS", "", "            Le Fictif", ""),
    *("              3 juin 2024 lundi", "", "Le port", "d'Oran ferme", ""),
    *(
        "AUTEUR: Jeanne Roy",
        "",
        "RUBRIQUE: ECO; Pg. 6",
        "",
        "LONGUEUR: 9 mots",
        "",
    ),
    *(
        "Le port ferme.",
        "Il rouvrira demain.",
        "",
        "Deux mots : rien de plus.",
        "",
    ),
    *("DATE-CHARGEMENT: 4 juin 2024", "", "LANGUE: FRENCH; FRANÇAIS", ""),
    *("              Copyright 2024 Le Fictif", "", "    2 of 2 DOCUMENTS", ""),
    *("The Fictitious", "", "January 11, 2024 Thursday", "", "Title", ""),
    *("BYLINE: A. Smith", "", "LENGTH: 3 words", "", "La neige tombe.", ""),
    *("LOAD-DATE: January 12, 2024", "", "PUBLICATION-TYPE: Newspaper"),
)
NEWER = (
    *(
        "Date and Time: Friday, 5. July 2019",
        "Documents (1)",
        "1. Le port ferme",
    ),
    *("Search Terms: port", "", "", "Le port ferme", "Le Fictif(Oran)"),
    *("July 2, 2019 Tuesday 9:33 AM GMT", "", "Copyright 2019 Le Fictif", ""),
    *(
        "Section: ECO; Version:1",
        "Length: 9 words",
        "Byline: Jeanne Roy",
        "Body",
    ),
    *(
        "",
        "Le port ferme.",
        "",
        "Il rouvrira demain.",
        "",
        "Load-Date: July 3, 2019",
    ),
    *("", "End of Document"),
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lexisnexis_as_text_is_as_many_articles_as_it_has_documents(
    tmp_path, end
):
    file = lines(tmp_path / "export.TXT", *OLDER, end=end)
    articles = load_articles(file)
    assert articles["article_id"].tolist() == ["export-1", "export-2"]
    first, second = articles.to_dict("records")
    text = "Le port ferme. Il rouvrira demain.\nDeux mots : rien de plus."
    assert first["text"] == text
    assert (first["title"], first["publisher"]) == (
        "Le port d'Oran ferme",
        "Le Fictif",
    )
    assert (first["author"], first["section"]) == ("Jeanne Roy", "ECO; Pg. 6")
    assert str(first["published"])[:10] == "2024-06-03"
    assert (second["text"], str(second["published"])[:10]) == (
        "La neige tombe.",
        "2024-01-11",
    )


def test_lexisnexis_as_a_page(tmp_path):
    body = "".join(f"<DIV><P>{line}</P></DIV><BR>" for line in OLDER if line)
    page = f"<HTML><BODY><!-- Hide <DOC NUMBER=1>\n<DOCFULL> -->{body}</BODY></HTML>"
    file = lines(tmp_path / "export.html", page)
    articles = load_articles(file)
    assert articles["publisher"].tolist() == ["Le Fictif", "The Fictitious"]
    assert "Copyright" not in "".join(articles["text"])


def word(path, said, title=""):
    document = pytest.importorskip("docx").Document()
    for line in said:
        document.add_paragraph(line)
    document.core_properties.title = title
    document.save(path)
    return path


def test_nexis_uni_as_word_and_a_word_file_of_ones_own(tmp_path):
    file = word(tmp_path / "nexis.docx", NEWER)
    (row,) = load_articles(file).to_dict("records")
    assert row["text"] == "Le port ferme.\nIl rouvrira demain."
    assert (row["title"], row["publisher"]) == (
        "Le port ferme",
        "Le Fictif(Oran)",
    )
    assert (
        str(row["published"])[:10] == "2019-07-02"
        and row["author"] == "Jeanne Roy"
    )
    file = word(
        tmp_path / "mine.docx", ["Le port ferme.", "", "Il rouvrira."], "Port"
    )
    (row,) = load_articles(file).to_dict("records")
    assert (row["article_id"], row["title"]) == ("mine", "Port")
    assert row["text"] == "Le port ferme.\nIl rouvrira."


def test_a_table_in_a_word_file_says_each_cell_once(tmp_path):
    document = pytest.importorskip("docx").Document()
    document.add_paragraph("Le port ferme.")
    table = document.add_table(2, 2)
    for cell, said in zip(table._cells, ("Blé", "", "Gaz", "Fer")):
        cell.text = said
    table.cell(0, 0).merge(table.cell(0, 1))
    document.add_table(0, 2)
    document.save(tmp_path / "a.docx")
    (text,) = load_articles(tmp_path / "a.docx")["raw"]
    assert text.split("\n") == ["Le port ferme.", "Blé", "Gaz", "Fer"]


def sheet(path, *sheets):
    book = pytest.importorskip("openpyxl").Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def test_excel_sheets_are_tables_and_a_fault_names_sheet_and_row(tmp_path):
    import datetime as dt

    head = ["article_id", "text", "published", "n"]
    good = ["a", TEXT, dt.datetime(2024, 2, 8), 3.0]
    also = ["b", "Un.", "8 février 2024", None]
    file = sheet(
        tmp_path / "c.xlsx", ("Un", [head, good]), ("Deux", [head, also])
    )
    articles = load_articles(file)
    assert articles["article_id"].tolist() == ["a", "b"]
    assert articles["published"].nunique() == 1 and articles["n"][0] == "3"
    file = sheet(
        tmp_path / "d.xlsx", ("Un", [head, good, [], ["b", "", "", 1]])
    )
    (message,) = told(file)
    assert message.startswith(f"{file}#Un:4: text '': expected")


def test_markdown_has_its_facts_above(tmp_path):
    pytest.importorskip("yaml")
    above = "---\ntitre: Le port\ndate: 2024-02-08\nsource: Le Fictif\ntags: [a, b]\n---"
    file = lines(
        tmp_path / "note.md", above, "# Le port", "", "Il **ferme** demain."
    )
    (row,) = load_articles(file).to_dict("records")
    assert row["text"].split("\n\n") == ["Le port", "Il ferme demain."]
    assert (row["title"], row["publisher"]) == ("Le port", "Le Fictif")
    assert str(row["published"])[:10] == "2024-02-08" and row["tags"] == "a; b"


def test_folders_in_folders_are_read_and_say_where_a_text_stood(tmp_path):
    lines(tmp_path / "2019" / "fictif" / "a.txt", TEXT)
    lines(tmp_path / "2020" / "a.txt", "La neige tombe.")
    lines(tmp_path / "b.txt", "Le vent souffle.")
    with pytest.warns(CorpusWarning, match="duplicate name 'a'.*kept as 'a-2'"):
        articles = load_articles(tmp_path)
    assert articles["article_id"].tolist() == ["a", "a-2", "b"]
    assert articles["folder"].fillna("").tolist() == ["2019/fictif", "2020", ""]


def test_a_table_of_metadata_lists_the_texts_beside_it(tmp_path):
    lines(tmp_path / "t1.txt", TEXT)
    lines(tmp_path / "metadata.csv", "id;titre;annee", "t1;Le port;2024")
    (row,) = load_articles(tmp_path).to_dict("records")
    assert (row["article_id"], row["annee"], row["text"]) == (
        "t1",
        "2024",
        TEXT,
    )


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_an_archive_is_its_files_and_names_them(tmp_path):
    file = zipped(
        tmp_path / "all.zip", **{"x/a.txt": TEXT, "b.csv": "clef\n1\n"}
    )
    (message,) = told(file)
    assert message.startswith(f"{file}!b.csv:1: columns 'clef'")
    file = zipped(tmp_path / "good.zip", **{"x/a.txt": TEXT})
    (row,) = load_articles(file).to_dict("records")
    assert (row["article_id"], row["text"], row["folder"]) == ("a", TEXT, "x")


def test_archives_that_would_do_harm(tmp_path, monkeypatch):
    inner = zipped(tmp_path / "inner.zip", **{"a.txt": TEXT}).read_bytes()
    names = {"../out.txt": TEXT, "in.zip": inner, "a.txt": TEXT}
    file = zipped(tmp_path / "evil.zip", **names)
    with pytest.warns(CorpusWarning) as warned:
        assert len(load_articles(file)) == 1
    said = sorted(str(one.message).split(": ", 1)[1] for one in warned)
    assert said == [
        "member '../out.txt': expected a file inside the archive (it is left out)",
        "member 'in.zip': expected no archive in an archive (it is left out)",
    ]
    assert not (tmp_path.parent / "out.txt").exists()
    bomb = zipped(tmp_path / "bomb.zip", **{"a.txt": b"0" * 300_000_000})
    (message,) = told(bomb)
    assert "300,000,000 bytes" in message and "expected at most" in message
    data = bytearray(
        zipped(tmp_path / "locked.zip", **{"a.txt": TEXT}).read_bytes()
    )
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    (message,) = told(tmp_path / "locked.zip")
    assert "expected an archive without a password" in message


@pytest.mark.parametrize(
    "name, start, said",
    [
        (
            "a.pdf",
            b"%PDF-1.7",
            "an export of its text, as .txt or .docx, not a PDF",
        ),
        ("a.txt", b"%PDF-1.7", "not a PDF"),
        ("a.rtf", b"{\\rtf1 Le port}", "not an RTF file"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1", "not an old Word or Excel file"),
        (
            "a.warc",
            b"WARC/1.0\r\n",
            "the pages in it, as .html, not a web archive",
        ),
    ],
)
def test_what_is_refused_says_in_one_line_what_to_export(
    tmp_path, name, start, said
):
    (tmp_path / name).write_bytes(start)
    (message,) = told(tmp_path / name)
    assert message.startswith(str(tmp_path / name)) and said in message


def test_tei_and_opendocument_are_refused_by_name(tmp_path):
    tei = "<TEI><teiHeader/><text>Le port.</text></TEI>"
    (message,) = told(lines(tmp_path / "a.xml", tei))
    assert "TEI" in message and "metadata.csv" in message
    file = zipped(
        tmp_path / "a.odt", **{"mimetype": "x", "content.xml": "<x/>"}
    )
    assert "not OpenDocument" in told(file)[0]


EUROPRESSE = """<article><header>
<div class="rdp__DocPublicationName"><span class="DocPublicationName">{paper}</span>
</div><div><span class="DocHeader">{day}</span></div><div class="titreArticle">
<p class="sm-margin-TopNews titreArticleVisu rdp__articletitle">Le port</p></div>
<p class="sm-margin-TopNews rdp__subtitle">Un sous-titre</p>
<div class="docAuthors">Jeanne Roy</div></header><aside>Aussi paru dans L'Autre</aside>
<section><div class="DocText clearfix"><div class="docOcurrContainer">
<p>Le port ferme.</p><p>Il rouvrira demain.</p></div></div></section>
<div>Note(s) :</div><p>Encadré: les dates</p>
<footer><p>© 2024 Le Fictif.</p><p>{label}</p>
<div class="publiC-lblNodoc">news·20240208·LF·{n}</div>
<p>This certificate is issued to University.</p></footer></article>"""


@pytest.mark.parametrize(
    "day, label",
    [
        (
            "Économie, jeudi 8 février 2024 212 mots, p. 3",
            "Numéro de document :",
        ),
        (
            "Economy, Thursday, February 8, 2024 - 10:30:05 UTC 212 words",
            "Number:",
        ),
    ],
)
def test_europresse_in_either_language_holds_the_text_alone(
    tmp_path, day, label
):
    said = {"paper": "Le Fictif (site web)", "day": day, "label": label}
    page = "".join(EUROPRESSE.format(n=n, **said) for n in (1, 2))
    articles = load_articles(lines(tmp_path / "e.html", page))
    assert (
        articles["text"].tolist() == ["Le port ferme.\nIl rouvrira demain."] * 2
    )
    row = articles.iloc[0]
    assert (row["author"], row["title"]) == ("Jeanne Roy", "Le port")
    assert str(row["published"])[:10] == "2024-02-08"
    assert row["article_id"] == "news-20240208-LF-1"


def test_stars_are_known_by_what_they_are(tmp_path):
    said = ("Préambule.", "**** *source_rt *an_2024", "Le gaz monte.")
    more = ("-*thème", "Il remontera.", "**** *source_lm", "Le gaz baisse.")
    file = lines(tmp_path / "corpus.dat", *said, *more)
    with pytest.warns(
        CorpusWarning, match="text 'Préambule.': expected a line of"
    ):
        articles = load_articles(file)
    texts = ["Le gaz monte.\n\nIl remontera.", "Le gaz baisse."]
    assert articles["text"].tolist() == texts
    assert articles["place"].tolist() == ["corpus.dat:2", "corpus.dat:6"]
    assert articles["publisher"].tolist() == ["rt", "lm"]


@pytest.mark.parametrize(
    "name, said",
    [
        ("a.doc", "not an old Word or Excel file"),
        ("a.ods", "not OpenDocument"),
        ("a.ris", "with this as a metadata.csv beside them"),
        ("a.gz", "what is in it, unpacked"),
        ("a.tei", "not a TEI document"),
    ],
)
def test_a_kind_is_refused_by_its_ending_too(tmp_path, name, said):
    (message,) = told(lines(tmp_path / name, "x"))
    assert said in message


def test_a_list_of_addresses_holds_no_text_and_says_what_takes_it(tmp_path):
    head = "id,media_name,publish_date,title,url"
    file = lines(
        tmp_path / "c.csv", head, "1,Fictif,2024-01-02,Port,https://a.fr"
    )
    (message,) = told(file)
    assert "(a list of addresses: multipolaire fetch)" in message


def test_an_archive_of_nothing_is_named(tmp_path):
    (message,) = told(zipped(tmp_path / "a.zip"))
    assert "expected an archive with files" in message


@pytest.mark.parametrize("kind", ["zip", "docx", "xlsx"])
def test_a_damaged_file_costs_no_other(tmp_path, kind):
    lines(tmp_path / "b.txt", "La neige tombe.")
    file = tmp_path / f"a.{kind}"
    if kind == "zip":
        zipped(file, **{"x.txt": TEXT * 99})
    elif kind == "docx":
        word(file, [TEXT * 99])
    else:
        sheet(file, ("Un", [["article_id", "text"], ["a", TEXT]]))
    data = bytearray(file.read_bytes())
    half = len(data) // 2
    data[40:half] = b"\xff" * (half - 40)
    file.write_bytes(data)
    articles, problems = read_articles(tmp_path)
    assert articles["article_id"].tolist() == ["b"]
    (problem,) = problems
    assert (problem.file, problem.fatal) == (str(file), True)
    assert "expected a readable file, whole" in str(problem)


def test_an_archive_in_an_archive_by_another_name(tmp_path):
    inner = zipped(tmp_path / "in", **{"a.txt": TEXT}).read_bytes()
    file = zipped(tmp_path / "out.zip", **{"a.bin": inner, "b.txt": TEXT})
    articles, problems = read_articles(file)
    assert articles["article_id"].tolist() == ["b"]
    (problem,) = problems
    assert str(problem).startswith(
        f"{file}!a.bin: file 'a.bin': expected no archive"
    )


@pytest.mark.parametrize("above", ["a: &x [1]\nb: *x", "a: [1", "a: b: c"])
def test_what_stands_above_a_text_and_is_no_yaml(tmp_path, above):
    pytest.importorskip("yaml")
    file = lines(tmp_path / "a.md", f"---\n{above}\n---", TEXT)
    (message,) = told(file)
    assert "front matter" in message and message.endswith("expected YAML")


def test_a_document_without_the_form_of_the_others_is_named(tmp_path):
    file = lines(tmp_path / "a.txt", "1 of 1 DOCUMENTS", "", "Le port ferme.")
    (message,) = told(file)
    assert "document '1': expected a day, labels such as LENGTH" in message


# --- columns ------------------------------------------------------------------------

HEAD = "ID;Texte intégral;Date;Journal;Rubrique"
FRENCH = (HEAD, "7;Le port ferme.;28/02/2024;Le Fictif;Eco")
GUESS = "article_id=ID,published=Date,publisher=Journal,text=Texte intégral"


def test_a_guess_is_shown_whole_and_taken_when_accepted(tmp_path):
    file = lines(tmp_path / "c.csv", *FRENCH)
    (message,) = told(file)
    assert f"expected {GUESS}, if that is right: --accept-columns" in message
    with pytest.warns(CorpusWarning, match="taken so"):
        (row,) = load_articles(file, accept_columns=True).to_dict("records")
    assert (row["article_id"], row["publisher"]) == ("7", "Le Fictif")
    assert (row["text"], row["Rubrique"]) == ("Le port ferme.", "Eco")
    assert str(row["published"])[:10] == "2024-02-28"


@pytest.mark.parametrize(
    "columns", [GUESS, {"article_id": "ID", "text": "Texte intégral"}]
)
def test_columns_may_be_named(tmp_path, columns):
    file = lines(tmp_path / "c.csv", *FRENCH)
    (row,) = load_articles(file, columns=columns).to_dict("records")
    assert (row["article_id"], row["text"]) == ("7", "Le port ferme.")


def test_columns_of_json_lines_and_a_name_that_is_taken(tmp_path):
    row = '{"id": 7, "texte": "Le port ferme.", "text": "résumé"}'
    file = lines(tmp_path / "c.jsonl", row, row.replace("7", "8"))
    articles = load_articles(file, columns="article_id=id,text=texte")
    assert articles["article_id"].tolist() == ["7", "8"]
    assert articles["text"][0] == "Le port ferme."
    assert articles["text_in_table"][0] == "résumé"


def test_ids_are_made_where_there_are_none_and_it_is_said(tmp_path):
    file = lines(
        tmp_path / "c.csv", "text", "Le port ferme.", "La neige tombe."
    )
    with pytest.warns(CorpusWarning, match="ids are made here"):
        articles = load_articles(file)
    assert articles["article_id"].tolist() == ["c-1", "c-2"]


def test_a_column_that_is_not_there_and_words_that_are_no_mapping(tmp_path):
    file = lines(tmp_path / "c.csv", *FRENCH)
    (message,) = told(file, columns="text=Corps")
    assert (
        "expected a column 'Corps', as columns= (--columns) names it" in message
    )
    for wrong in ("text", "text=", "text=b,text=c", "Texte=text", {}):
        with pytest.raises(ValueError, match="expected article_id=NAME"):
            load_articles(file, columns=wrong)


def test_one_cause_is_one_line(tmp_path):
    rows = [f"a{n},Le port ferme.,jamais" for n in range(6_000)]
    file = lines(tmp_path / "c.csv", "article_id,text,published", *rows)
    (message,) = told(file)
    assert message.startswith(f"{file}:2: published 'jamais': expected")
    assert message.endswith("(6,000 times: lines 2, 3, 4, …)")


# --- dates and repair ----------------------------------------------------------------


@pytest.mark.parametrize(
    "said, order, day",
    [
        ("02/08/2024", None, "2024-08-02"),
        ("02/08/2024", "mdy", "2024-02-08"),
        ("2/28/2024 10:30", "mdy", "2024-02-28"),
        ("28.02.2024", "dmy", "2024-02-28"),
        ("February 8, 2024", None, "2024-02-08"),
        ("8 Feb 2024", None, "2024-02-08"),
        ("Thu, 08 Feb 2024 10:30:00 GMT", None, "2024-02-08"),
        ("8 février 2024", "mdy", "2024-02-08"),
        ("2024-02-08", "mdy", "2024-02-08"),
    ],
)
def test_days_of_tables(said, order, day):
    found, precision = stated_day(said, order)
    assert (str(found)[:10], precision) == (day, "day")


def dated(path, *days):
    rows = [f"a{n},Le port ferme.,{day}" for n, day in enumerate(days)]
    return lines(path, "article_id,text,published", *rows)


def test_a_column_has_one_order_of_day_and_month(tmp_path):
    file = dated(tmp_path / "c.csv", "02/08/2024", "2024-02-09", "02/28/2024")
    with pytest.warns(CorpusWarning, match="c.csv:4: dates '02/28/2024'"):
        articles = load_articles(file)
    assert articles["published"].dt.day.tolist() == [8, 9, 28]
    (message,) = told(file, dates="dmy")
    assert "published '02/28/2024': expected a day, then a month" in message
    assert "--dates mdy" in message
    file = dated(tmp_path / "d.csv", "02/08/2024", "28/02/2024")
    assert load_articles(file)["published"].dt.month.tolist() == [8, 2]
    file = dated(tmp_path / "e.csv", "28/02/2024", "02/08/2024", "02/28/2024")
    (message,) = told(file)
    assert message.startswith(f"{file}:4: published '02/28/2024'")


def test_days_that_can_be_read_in_two_ways_are_asked_about(
    tmp_path, monkeypatch
):
    days = [f"0{n}/08/2024" for n in range(1, 8)]
    (message,) = told(dated(tmp_path / "c.csv", *days))
    assert "--dates dmy or --dates mdy" in message
    assert message.endswith("(7 times: lines 2, 3, 4, …)")
    file = dated(tmp_path / "c.csv", *days)
    for order, column in (("dmy", "month"), ("mdy", "day")):
        found = load_articles(file, dates=order)["published"]
        assert set(getattr(found.dt, column)) == {8}
    monkeypatch.setattr("multipolaire.files.days.HELD", 3)  # rows that wait
    assert told(file) == [message]
    same = dated(tmp_path / "d.csv", "08/08/2024")
    assert str(load_articles(same)["published"][0])[:10] == "2024-08-08"
    with pytest.raises(ValueError, match="dates='ymd': expected dmy or mdy"):
        load_articles(file, dates="ymd")


def test_text_that_was_misread_is_mended_when_asked_and_it_is_said(tmp_path):
    pytest.importorskip("ftfy")
    file = lines(
        tmp_path / "a.txt", "Le prÃ©sident a dÃ©clarÃ© la fÃªte ouverte."
    )
    articles, problems = read_articles(file, repair=True)
    assert articles["text"].tolist() == [
        "Le président a déclaré la fête ouverte."
    ]
    (problem,) = problems
    assert "prÃ©sident → président" in problem.expected and not problem.fatal
    sound = lines(tmp_path / "b.txt", "Le président a dit : « Ça va. »")
    assert read_articles(sound, repair=True)[1] == []
