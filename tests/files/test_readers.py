"""Every kind of file becomes rows; what cannot be read is named, with its place."""

import datetime as dt
import decimal
import json
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from multipolaire.articles import (
    CorpusError,
    CorpusWarning,
    check_corpus,
    fingerprint,
    iter_articles,
    load_articles,
    read_articles,
)
from multipolaire.files.install import install
from multipolaire.files.write import write_table
from multipolaire.french.dates import find_day, read_date, states_day
from multipolaire.french.encodings import seems
from multipolaire.say import plain

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
FRENCH = "Été pluvieux à Nîmes : « où est-ce ? » demande l’élève, déçue.\n"


def columns(articles, *names):
    return [
        list(map(str, row))
        for row in articles[list(names)].astype("str").to_numpy()
    ]


def messages(path, **options):
    with pytest.raises(CorpusError) as caught:
        load_articles(path, **options)
    return str(caught.value).splitlines()


# Press databases


def test_europresse_in_tables():
    articles = load_articles(EXPORTS / "europresse_tables.html")
    assert columns(
        articles, "article_id", "title", "publisher", "published"
    ) == [
        [
            "news-20130601-DF-7",
            "Un corridor pour deux",
            "La Dépêche fictive",
            "2013-06-01",
        ],
        [
            "news-20130604-CI-0042",
            "Le blé d'Ukraine : un port rouvre",
            "Le Courrier inventé",
            "2013-06-04",
        ],
    ]
    assert articles["raw"].tolist() == [
        "Personne n'a vu le corridor dont tout le monde parle.",
        "Le port a rouvert hier, et trois navires chargés de blé l'ont quitté dans la "
        "soirée. Deux autres attendent.\n"
        "Les assureurs demandent 4 % de plus qu'en 2012.",
    ]
    assert articles["author"].fillna("").tolist() == ["Jeanne Inconnue", ""]


def test_europresse_in_articles():
    articles = load_articles(EXPORTS / "europresse_articles.html")
    assert columns(
        articles, "article_id", "title", "publisher", "published"
    ) == [
        [
            "news-20190311-GI-5434213",
            "À Pékin, on parle gaz & rails",
            "La Gazette imaginaire",
            "2019-03-11",
        ],
        [
            "web-20200115-FIW-e7c1_fr",
            "Le pont attendra",
            "Le Fictif (site web)",
            "2020-01-15",
        ],
    ]
    assert articles["raw"].tolist() == [
        "La délégation est arrivée dimanche soir, par le train.\n"
        "Elle compte doubler les volumes d'ici à 2024.",
        "Le pont ne sera pas livré cet hiver.",
    ]


def test_factiva_with_its_field_codes():
    articles = load_articles(EXPORTS / "factiva.html")
    names = "article_id", "title", "publisher", "published", "author"
    assert columns(articles.fillna(""), *names) == [
        [
            "AGIM000020111229e7ct0001r",
            "Le charbon repart vers l'est",
            "Agence Imaginaire",
            "2011-12-29",
            "Par Anne Nimportequi",
        ],
        [
            "FICT000020120301e8310002a",
            "Un bac de plus",
            "Le Fictif",
            "2012-03-01",
            "",
        ],
    ]
    assert articles["raw"].tolist() == [
        "Les wagons sont pleins à craquer.\nLa mine embauche.\n"
        "Le préfet parle d'un record : douze millions de tonnes.",
        "Un second bac traverse le fleuve.",
    ]


def test_factiva_in_xml():
    articles = load_articles(EXPORTS / "factiva.xml")
    names = "article_id", "title", "publisher", "published", "language"
    assert columns(articles, *names) == [
        [
            "AGIM000020120109e51700030",
            "GAZ - le prix baisse",
            "Agence Imaginaire",
            "2012-01-09",
            "fr",
        ],
        [
            "AGIM000020120506e51700032",
            "Un oléoduc ferme",
            "Le Fictif",
            "2012-05-06",
            "fr",
        ],
    ]
    assert articles["raw"][0] == (
        "Le prix a baissé d'un tiers & baissera encore.\n"
        "Les stocks sont pleins.\nL'hiver est doux."
    )


def test_a_folder_of_exports_and_texts(tmp_path):
    for file in EXPORTS.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "Ma note du 3 juin.TXT").write_text(
        "Un texte.", encoding="utf-8"
    )
    articles = load_articles(tmp_path)
    assert len(articles) == 9
    assert "Ma-note-du-3-juin" in articles["article_id"].tolist()


def test_a_document_exported_twice_is_kept_and_named(tmp_path):
    page = (EXPORTS / "factiva.html").read_bytes()
    (tmp_path / "a.html").write_bytes(page)
    (tmp_path / "b.html").write_bytes(page)
    with pytest.warns(CorpusWarning) as warned:
        articles = load_articles(tmp_path)
    assert len(articles) == 4
    assert articles["article_id"].is_unique
    for warning, name in zip(
        warned, articles["article_id"][[0, 2]], strict=True
    ):
        assert f"b.html: duplicate name '{name}'" in str(warning.message)
        assert f"expected a name of its own (kept as '{name}-2')" in str(
            warning.message
        )


def test_an_english_date_is_read(tmp_path):
    page = (
        (EXPORTS / "factiva.html")
        .read_text("utf-8")
        .replace("décembre", "December")
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    days = load_articles(tmp_path / "a.html")["published"].dt.date.astype(str)
    assert "2011-12-29" in days.tolist()


def test_a_record_in_a_comment_is_missed_aloud(tmp_path):
    page = (EXPORTS / "europresse_tables.html").read_text("utf-8")
    second = page.index('<span class="DocPublicationName">La')
    page = f"{page[:second]}<!--{page[second:]}"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (message,) = messages(tmp_path / "a.html")
    assert message.endswith(
        "records '1': expected the 2 that the page announces"
    )


def test_a_field_that_does_not_close_ends_with_its_record(tmp_path):
    page = (EXPORTS / "europresse_tables.html").read_text("utf-8")
    page = page.replace("</span>", "", 1)
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    articles, problems = read_articles(tmp_path / "a.html")
    assert len(articles) + len(problems) == 2
    whole = load_articles(EXPORTS / "europresse_tables.html")
    second = articles[articles["article_id"] == "news-20130601-DF-7"]
    pd.testing.assert_frame_equal(second.reset_index(drop=True), whole.iloc[:1])


@pytest.mark.parametrize(
    "text, said",
    [
        (
            '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            "a document type declaration",
        ),
        ("<a><article></a>", "mismatched tag: line 1, column 14"),
        ("<rss><item/></rss>", "<rss>"),
        ("", "no element found: line 1, column 0"),
    ],
)
def test_xml_that_is_no_export(tmp_path, text, said):
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    (message,) = messages(tmp_path / "a.xml")
    assert f"XML '{said}" in message


EXPORT = "<article><leadParagraph>{}</leadParagraph></article>"


@pytest.mark.parametrize(
    "xml",
    [
        EXPORT.format(
            "<![CDATA[On écrit <!DOCTYPE html> et <!ENTITY a 'b'>.]]>"
        ),
        "<!-- <!DOCTYPE a> -->"
        + EXPORT.format("On écrit &lt;!DOCTYPE html&gt;"),
        EXPORT.format("On écrit <!-- <!DOCTYPE a [<!ENTITY b 'c'>]> -->"),
        "<?xml version='1.0'?><?x <!DOCTYPE ?>" + EXPORT.format("On écrit."),
    ],
)
def test_an_export_that_speaks_of_document_types_is_read(tmp_path, xml):
    (tmp_path / "a.xml").write_text(xml, encoding="utf-8")
    (text,) = load_articles(tmp_path)["text"]
    assert text.startswith("On écrit")


@pytest.mark.parametrize(
    "before",
    ["", "\ufeff\ufeff", "<?xml version='1.0'?>\n<!-- a -->", "<?x <!-- ?>"],
)
def test_a_document_type_is_refused_wherever_it_may_stand(tmp_path, before):
    xml = f"{before}<!DOCTYPE a [<!ENTITY b 'c'>]>{EXPORT.format('&b;')}"
    (tmp_path / "a.xml").write_text(xml, encoding="utf-8")
    (message,) = messages(tmp_path)
    assert "XML 'a document type declaration'" in message


def test_an_article_inside_another_is_refused(tmp_path):
    xml = (
        f"<r>{EXPORT.format('Un.')}{EXPORT.format(EXPORT.format('Deux.'))}</r>"
    )
    (tmp_path / "a.xml").write_text(xml, encoding="utf-8")
    (message,) = messages(tmp_path)
    assert (
        "XML 'an article inside another': expected a Factiva export" in message
    )


# Pages

PAGE = """<html lang="fr"><head><meta charset="{charset}"><title>Un marché</title>
<meta property="og:site_name" content="Le Fictif">
<meta property="article:published_time" content="2024-02-08T10:00:00+01:00"></head>
<body><nav>Accueil | Contact</nav><article><h1>Un marché</h1>
<p>Le marché de la place a rouvert jeudi, avec douze étals au lieu de sept.</p>
<p>Les maraîchers disent qu’ils y gagnent, les clients attendent un peu plus.</p>
</article></body></html>"""


@pytest.mark.parametrize(
    "charset, encoding",
    [("utf-8", "utf-8"), ("ISO-8859-1", "cp1252"), ("x", "utf-8")],
)
def test_a_page(tmp_path, charset, encoding):
    pytest.importorskip("trafilatura")
    page = PAGE.format(charset=charset).encode(encoding)
    (tmp_path / "marché.htm").write_bytes(page)
    (article,) = load_articles(tmp_path).to_dict("records")
    assert article["article_id"] == "marché"
    assert article["title"] == "Un marché"
    assert article["publisher"] == "Le Fictif"
    assert str(article["published"].date()) == "2024-02-08"
    assert "maraîchers disent qu’ils y gagnent" in article["text"]
    assert "Contact" not in article["text"]


def test_the_day_of_a_change_is_not_that_of_publication(tmp_path):
    pytest.importorskip("trafilatura")
    page, published = PAGE.format(charset="utf-8"), "article:published_time"
    (tmp_path / "a.html").write_text(
        page.replace(published, "article:modified_time")
    )
    changed = (
        published + '" content="2024-02-08"><meta property="og:updated_time'
    )
    (tmp_path / "b.html").write_text(page.replace(published, changed))
    articles = load_articles(tmp_path)
    assert columns(articles, "publisher", "published") == [
        ["Le Fictif", "nan"],
        ["Le Fictif", "2024-02-08"],
    ]


@pytest.mark.parametrize(
    "stated, day, precision",
    [
        ("2024-02", "2024-02-01", "month"),
        ("2024-02-31", "2024-02-01", "month"),
        ("2024-02-01", "2024-02-01", "day"),
        ("20240208", "2024-02-08", "day"),
        ("08/02/2024", "2024-02-08", "day"),
        ("8 février 2024", "2024-02-08", "day"),
        ("Thu, 08 Feb 2024 10:00:00 GMT", "2024-02-08", "day"),
    ],
)
def test_a_page_gives_a_date_as_far_as_it_states_it(
    tmp_path, stated, day, precision
):
    pytest.importorskip("trafilatura")
    page = PAGE.format(charset="utf-8").replace(
        "2024-02-08T10:00:00+01:00", stated
    )
    (tmp_path / "a.html").write_text(page, "utf-8")
    articles = load_articles(tmp_path)
    assert columns(articles, "published", "published_precision") == [
        [day, precision]
    ]


def test_a_page_that_would_take_minutes_is_named(tmp_path, monkeypatch):
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text("<p>mot" * 100_001, "utf-8")
    begun = time.monotonic()
    (message,) = messages(tmp_path)
    assert "page '100,001 tags': expected at most 100,000 in a page" in message
    assert time.monotonic() - begun < 5


MANY = [f"a{k}" for k in range(10_001)]


@pytest.mark.parametrize(
    "tag, held",
    [
        (f"<p {' '.join(MANY)}>", 10_002),
        ("<p " + "".join(f"{name}='>'" for name in MANY) + ">", 10_002),
        (f"<p {'/'.join(MANY)}", 10_002),  # never closed
        (
            f'<p é="{" ".join(MANY)}">',
            10_003,
        ),  # of which some parsers make attributes
        (f"<p {' '.join(MANY[:5000])}><p {' '.join(MANY[5000:])}>", 10_003),
    ],
)
def test_a_page_of_many_attributes_is_named(tmp_path, tag, held):
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(f"{tag}</p></body></html>", "utf-8")
    (message,) = messages(tmp_path)
    assert f"page '{held:,} attributes': expected at most 10,000" in message


def test_long_values_are_no_attributes(tmp_path):
    pytest.importorskip("trafilatura")
    words = " ".join(f"mot {k % 900}" for k in range(50_000))
    short = " ".join(MANY[:900])
    tags = f"<p {short}></p>" * 20 + f"<p data-x='{words} > {words}'></p>"
    page = PAGE.format(charset="utf-8").replace("</h1>", f"</h1>{tags}")
    (tmp_path / "a.html").write_text(page, "utf-8")
    (text,) = load_articles(tmp_path)["text"]
    assert "maraîchers disent" in text


def test_a_page_that_trafilatura_fails_on_costs_no_other(tmp_path, monkeypatch):
    trafilatura = pytest.importorskip("trafilatura")
    extract = trafilatura.bare_extraction

    def fail(page, *args, **options):
        if "douze" in page:
            raise RecursionError("too deep")
        return extract(page, *args, **options)

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    page = PAGE.format(charset="utf-8")
    (tmp_path / "a.html").write_text(page, "utf-8")
    (tmp_path / "b.html").write_text(page.replace("douze", "onze"), "utf-8")
    articles, (problem,) = read_articles(tmp_path)
    assert articles["article_id"].tolist() == ["b"]
    fault = "RecursionError in trafilatura (too deep)"
    assert (problem.what, problem.value) == ("page", fault)
    assert problem.expected == "a page that it reads"


def test_a_page_that_lies_about_its_encoding(tmp_path):
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_bytes(
        PAGE.format(charset="utf-8").encode("cp1252")
    )
    (message,) = messages(tmp_path)
    assert (
        "seems to be cp1252: save it as UTF-8, or pass encoding='cp1252')"
        in message
    )
    assert "étals" in load_articles(tmp_path, encoding="cp1252")["text"][0]


@pytest.mark.parametrize(
    "name, package", [("a.html", "trafilatura"), ("a.parquet", "pyarrow")]
)
def test_a_reader_that_is_not_installed(tmp_path, monkeypatch, name, package):
    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / name).write_text("<p>Un texte.")
    (message,) = messages(tmp_path / name)
    said = f"{package} installed: {install(package)}"
    place = f"{tmp_path / name}: reader '{Path(name).suffix}': "
    assert message == f"{place}expected {said}"


def test_a_library_that_lacks_is_said_once_and_not_for_each_file(
    tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    for name in ("a.html", "b.htm", "c.html"):
        (tmp_path / name).write_text("<p>Un texte.")
    (tmp_path / "d.txt").write_text("Un texte.")
    (message,) = messages(tmp_path)
    advice = install("trafilatura")
    said = f"trafilatura installed for this file and 2 of its kind: {advice}"
    assert message == f"{tmp_path / 'a.html'}: reader '.html': expected {said}"


def test_a_library_that_is_there_and_fails_is_not_said_to_be_missing(
    tmp_path, monkeypatch
):
    (tmp_path / "trafilatura.py").write_text("import lxml_that_went\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [
        name for name in sys.modules if name.startswith("trafilatura")
    ]:
        monkeypatch.delitem(sys.modules, name)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.html").write_text("<p>Un texte.")
    (message,) = messages(corpus)
    assert "which fails (No module named 'lxml_that_went'): " in message
    assert message.endswith(install("--force-reinstall trafilatura"))
    sys.modules.pop("trafilatura", None)


# Encodings


@pytest.mark.parametrize(
    "encoding", ["cp1252", "mac_roman", "cp850", "utf-16-le"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl"])
def test_an_encoding_is_named_and_never_guessed(tmp_path, encoding, name):
    cells = {"article_id": "a", "text": FRENCH.replace("’", "'")}
    text = {
        "a.txt": cells["text"],
        "a.csv": f'article_id,text\na,"{cells["text"]}"\n',
        "a.jsonl": json.dumps(cells, ensure_ascii=False),
    }[name]
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    found = messages(tmp_path)
    assert f"seems to be {encoding}: save it as UTF-8, or pass" in found[0]
    assert load_articles(tmp_path, encoding=encoding)["raw"][0] == cells["text"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
@pytest.mark.parametrize("asked", [None, "cp1252"])
def test_a_mark_states_an_encoding_whatever_the_others_are_in(
    tmp_path, encoding, asked
):
    (tmp_path / "a.txt").write_bytes("Été.".encode(encoding))
    (tmp_path / "b.csv").write_bytes(
        "article_id;text\nb;Hôtel.".encode(encoding)
    )
    (tmp_path / "c.txt").write_text("Déjà.", encoding=asked or "utf-8")
    texts = load_articles(tmp_path, encoding=asked)["text"]
    assert texts.tolist() == ["Été.", "Hôtel.", "Déjà."]
    said, _ = check_corpus(tmp_path, encoding=asked)
    assert f"Files or lines read as {encoding}: 2." in map(plain, said)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_with_and_without_its_mark(tmp_path, encoding):
    row = {"article_id": "a", "text": FRENCH}
    line = json.dumps(row, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text(line, encoding=encoding)
    assert load_articles(tmp_path)["raw"].tolist() == [FRENCH]


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_a_file_of_two_encodings(tmp_path, suffix):
    form = {"jsonl": '{{"article_id": "{0}", "text": "Le député {0}."}}'}
    lines = [form.get(suffix, "{0},Le député {0}.").format(i) for i in "abc"]
    data = [line.encode("cp1252" if "b" in line else "utf-8") for line in lines]
    file = tmp_path / f"a.{suffix}"
    header = [b"article_id,text"] if suffix == "csv" else []
    file.write_bytes(b"\n".join([*header, *data]))
    place = f"{file}:{2 + len(header)}: encoding 'byte 0xe9': expected UTF-8"
    (message,) = messages(file)
    assert message.startswith(place)
    with pytest.warns(CorpusWarning) as warned:
        articles = load_articles(file, strict=False)
    assert [str(w.message) for w in warned] == [message]
    assert articles["article_id"].tolist() == ["a", "c"]
    whole = load_articles(file, encoding="cp1252")
    assert whole["text"].tolist() == [f"Le député {i}." for i in "abc"]


def test_a_text_of_two_encodings(tmp_path):
    data = "Première ligne, déjà prête.\n".encode() + "Deuxième.\n".encode(
        "cp1252"
    )
    (tmp_path / "a.txt").write_bytes(data)
    (message,) = messages(tmp_path)
    assert "a.txt:2: encoding 'byte 0xe8'" in message
    assert "UTF-8 with bytes of another encoding in it" in message
    (text,) = load_articles(tmp_path, encoding="cp1252")["text"]
    assert text == "Première ligne, déjà prête.\nDeuxième."


def test_an_encoding_that_does_not_fit_is_doubted(tmp_path):
    (tmp_path / "a.txt").write_bytes("Été à Nîmes, déjà.".encode("mac_roman"))
    with pytest.warns(
        CorpusWarning, match="'cp1252': expected mac_roman, it seems"
    ):
        load_articles(tmp_path, encoding="cp1252")
    with pytest.raises(ValueError, match="unknown encoding: cp1253x"):
        load_articles(tmp_path, encoding="cp1253x")


def test_what_no_french_is_written_in():
    assert seems(bytes(range(128, 256))) == "none that French is written in"
    assert seems("Ещё раз".encode("koi8-r")) == "none that French is written in"


# Tables


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_what_is_written_is_read_again(tmp_path, suffix):
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    articles = load_articles()
    write_table(articles, tmp_path / f"t.{suffix}")
    again = load_articles(tmp_path / f"t.{suffix}")
    pd.testing.assert_frame_equal(articles, again)
    assert fingerprint(again) == fingerprint(articles)


def test_a_parquet_file_of_other_types(tmp_path):
    pytest.importorskip("pyarrow")
    rows = {
        "article_id": [1, 2],
        "text": ["Un.", "Deux."],
        "score": [0.5, None],
        "published": pd.to_datetime(["2024-02-08", None]),
        "tags": [["a"], []],
    }
    pd.DataFrame(rows).to_parquet(tmp_path / "a.parquet")
    articles = load_articles(tmp_path / "a.parquet")
    names = "article_id", "published", "score", "tags"
    assert columns(articles.fillna({"score": ""}), *names) == [
        ["1", "2024-02-08", "0.5", '["a"]'],
        ["2", "nan", "", "[]"],
    ]


def test_parquet_cells_that_no_text_is_made_of(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table as write

    far = pa.array(
        [0, 400_000_000_000, 0, 0], pa.timestamp("s")
    )  # the year 14645
    text = pa.array([b"Un.", b"Deux.", b"\xff", b"Quatre."])
    rows = {
        "article_id": ["a", "b", "c", "d"],
        "text": text,
        "published": far,
        "price": pa.array([decimal.Decimal("1.50")] * 4),
    }
    write(pa.table(rows), tmp_path / "a.parquet")
    articles, problems = read_articles(tmp_path)
    assert columns(articles, "article_id", "published", "price") == [
        ["a", "1970-01-01", "1.50"],
        ["d", "1970-01-01", "1.50"],
    ]
    assert [(p.line, p.what) for p in problems] == [
        (2, "published"),
        (3, "text"),
    ]


def test_a_time_zone_that_nobody_knows_is_named_once(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table as write

    rows = {"article_id": ["a", "b"], "text": ["Un.", "Deux."]}
    for zone in ("Mars/Base", "Europe/Paris ", "+99:99", "../UTC"):
        for kind in (
            pa.timestamp("us", zone),
            pa.list_(pa.timestamp("s", zone)),
        ):
            write(
                pa.table(rows | {"seen": pa.nulls(2, kind)}),
                tmp_path / "a.parquet",
            )
            (message,) = messages(tmp_path)
            assert f"a.parquet: seen {zone!r}: expected a time zone" in message
    for zone in ("UTC", "+02:00", "Europe/Paris"):
        write(
            pa.table(
                rows | {"seen": pa.array([0, None], pa.timestamp("ms", zone))}
            ),
            tmp_path / "a.parquet",
        )
        assert load_articles(tmp_path)["seen"][0].startswith("1970-01-01")


def repeated(pa, text, n):
    """A column that says one text n times, held once."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * n, pa.int32()), [text])


def test_a_small_parquet_file_that_unfolds_is_refused(tmp_path, monkeypatch):
    pa = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table as write

    monkeypatch.setattr("multipolaire.files.parquet.SMALL", 10_000_000)
    n = 400
    ids = pa.array([f"a{i}" for i in range(n)])
    text = repeated(pa, "mot " * 25_000, n)  # 40 million characters in 0.1 MB
    deep = pa.StructArray.from_arrays([text], ["deep"])
    lists = pa.ListArray.from_arrays(pa.array([0, *[n] * n]), text)
    same = {
        "column_encoding": {"text": "DELTA_BYTE_ARRAY"},
        "use_dictionary": False,
    }
    many = pa.ListArray.from_arrays(
        pa.array([0, *[10_000 * n] * n]), pa.nulls(10_000 * n)
    )
    for columns, options in [
        ({"text": text}, {}),
        ({"text": text}, {"store_schema": False, "row_group_size": 10}),
        ({"text": ids, "title": text}, {}),
        ({"text": ids, "x": deep}, {}),
        ({"text": ids, "x": lists}, {}),
        ({"text": ids, "x": many}, {}),
        ({"text": text.dictionary_decode()}, {"use_dictionary": False}),
        ({"text": text.dictionary_decode()}, same),
    ]:
        table = pa.table({"article_id": ids} | columns)
        write(table, tmp_path / "a.parquet", compression="zstd", **options)
        assert (tmp_path / "a.parquet").stat().st_size < 200_000
        articles, (problem,) = read_articles(tmp_path)
        assert (len(articles), problem.what) == (0, "size")
        assert problem.expected.startswith("at most 10,000,000 characters")
        assert int(problem.value.split()[0].replace(",", "")) > 10_000_000


def test_texts_that_a_parquet_file_holds_once_are_read(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table as write

    text = repeated(pa, "Les prix sont dans le texte. " * 20, 300)
    rows = {
        "article_id": [f"a{i:03}" for i in range(300)],
        "text": text,
        "x": pa.StructArray.from_arrays([text], ["y"]),
        "z": pa.ListArray.from_arrays(pa.array(range(301)), text),
    }
    write(pa.table(rows), tmp_path / "a.parquet", row_group_size=70)
    articles = load_articles(tmp_path)
    assert articles["article_id"].tolist() == rows["article_id"]
    assert set(articles["raw"]) == {"Les prix sont dans le texte. " * 20}
    assert [json.loads(x) for x in set(articles["x"])] == [
        {"y": "Les prix sont dans le texte. " * 20}
    ]
    assert [json.loads(x) for x in set(articles["z"])] == [
        ["Les prix sont dans le texte. " * 20]
    ]


def test_a_parquet_file_without_text(tmp_path):
    pytest.importorskip("pyarrow")
    pd.DataFrame({"article_id": ["a"]}).to_parquet(tmp_path / "a.parquet")
    (message,) = messages(tmp_path)
    assert "expected a column 'text' beside 'article_id'" in message


@pytest.mark.parametrize(
    "text, value, kept",
    [
        ('a,"Un.\nb,Deux.\n', "unexpected end of data", []),
        ('a,"Un" deux\nb,Trois.\n', "',' expected after '\"'", ["b", "z"]),
        ("a,Un,deux\nb,Trois.\n", "a,Un,deux", ["b", "z"]),
    ],
)
def test_a_row_that_is_none_does_not_hide_the_next(tmp_path, text, value, kept):
    (tmp_path / "c.csv").write_text(
        f"article_id,text\n{text}z,Reste.\n", "utf-8"
    )
    articles, problems = read_articles(tmp_path / "c.csv")
    assert [(p.line, p.what, p.value) for p in problems] == [(2, "row", value)]
    assert articles["article_id"].tolist() == kept
    assert problems[0].expected.endswith("(read to line 4)") == (kept == [])


@pytest.mark.parametrize(
    "header, said",
    [
        ("article_id,text,text", "each name once, not 'text' twice"),
        ("clef,texto", "a column 'article_id' beside 'text'"),
        ("a;Un.", "a column 'article_id' beside 'text'"),
    ],
)
def test_a_header_that_is_none(tmp_path, header, said):
    (tmp_path / "c.csv").write_text(f"{header}\na,Un.\n", "utf-8")
    (message,) = messages(tmp_path / "c.csv")
    shown = header.replace(";", ",")
    assert f"c.csv:1: columns {shown!r}: expected {said}" in message


def test_a_table_of_nothing(tmp_path):
    (tmp_path / "c.csv").write_text("")
    (message,) = messages(tmp_path / "c.csv")
    assert "c.csv:1: columns '': expected a column 'article_id'" in message


def test_a_name_twice_in_an_object_would_lose_a_value(tmp_path):
    (tmp_path / "c.jsonl").write_text(
        '{"article_id": "a", "text": "b", "text": "c"}'
    )
    (message,) = messages(tmp_path)
    assert "c.jsonl:1: line" in message
    assert message.endswith(
        "(a name twice in one object: one value would be lost)"
    )


@pytest.mark.parametrize(
    "row, said",
    [
        (
            '{"article_id": "a", "text": ["Un.", "Deux."]}',
            "'text': expected a text",
        ),
        (
            '{"article_id": true, "text": "Un."}',
            "'article_id': expected a text",
        ),
        ('{"clef": "a", "texto": "Un."}', "dict without them"),
        ('["a"]', "list without them"),
        ('{"article_id": "a" "text": "Un."}', "Expecting ',' delimiter"),
    ],
)
def test_a_line_that_is_no_article_says_why(tmp_path, row, said):
    (tmp_path / "c.jsonl").write_text(row)
    (message,) = messages(tmp_path)
    assert f"with 'article_id' and 'text' ({said}" in message


def test_an_object_without_a_text_does_not_hide_the_next(tmp_path):
    lines = [
        '{"article_id": "a"}',
        '{"article_id": "b", "text": "Un."}',
        "[1]",
        "12",
    ]
    (tmp_path / "c.jsonl").write_text("\n".join(lines))
    articles, problems = read_articles(tmp_path)
    assert articles["article_id"].tolist() == ["b"]
    assert [p.line for p in problems] == [1, 3, 4]


def test_an_empty_cell_and_rows_of_nothing(tmp_path):
    (tmp_path / "c.csv").write_text(
        "article_id;text;;\na;Un.;;\n;;;\n\n", "utf-8"
    )
    articles = load_articles(tmp_path)
    assert articles["text"].tolist() == ["Un."]
    assert list(articles.columns[-3:-1]) == ["column_3", "column_4"]


def test_a_stated_precision_is_kept_and_checked(tmp_path):
    text = "article_id,published,published_precision,text\n"
    (tmp_path / "a.csv").write_text(
        f"{text}a,2024-02-01,month,Un.\nb,2024,day,Un.\n"
    )
    assert load_articles(tmp_path)["published_precision"].tolist() == [
        "month",
        "year",
    ]
    (tmp_path / "a.csv").write_text(f"{text}a,2024-02-01,week,Un.\n")
    (message,) = messages(tmp_path)
    assert (
        "published_precision 'week': expected day or month or year" in message
    )


# Folders


def test_what_is_not_read_in_a_folder_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("Un texte.")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "d.odp").write_bytes(b"x")
    (tmp_path / ".cache").write_bytes(b"x")
    with pytest.warns(CorpusWarning, match="left out") as warned:
        assert len(load_articles(tmp_path)) == 1
    assert [str(w.message).split(": ")[1] for w in warned] == [
        "file 'b.pdf'",
        "file 'd.odp'",
    ]


def test_a_kind_of_file_that_is_not_read(tmp_path):
    (tmp_path / "a.odp").write_bytes(b"x")
    (message,) = messages(tmp_path / "a.odp")
    assert "file 'a.odp': expected a folder or .txt, .csv" in message
    (tmp_path / "a.docx").write_bytes(b"PK")
    (message,) = messages(tmp_path / "a.docx")
    assert "file 'a.docx': expected an archive that is whole" in message


# Chunks


def many(folder, n, **changed):
    rows = [
        {"article_id": f"a{i:04}", "text": f"Le texte {i}."} for i in range(n)
    ]
    for i, row in changed.items():
        rows[int(i[1:])] |= row
    text = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "c.jsonl").write_text(text)
    return folder / "c.jsonl"


def test_chunks_are_the_whole(tmp_path):
    path = many(tmp_path, 25, _3={"author": "X"}, _20={"topic": "Y"})
    frames = list(iter_articles(path, chunk=10))
    assert [len(frame) for frame in frames] == [10, 10, 5]
    whole = load_articles(path)
    frames = pd.concat(frames, ignore_index=True)
    pd.testing.assert_frame_equal(frames, whole.drop(columns="copy_of"))
    assert {str(t) for t in whole[["author", "topic"]].dtypes} == {"str"}
    with pytest.raises(ValueError, match="chunk=0: expected at least 1"):
        next(iter_articles(path, chunk=0))


def test_thousands_of_articles_are_sorted_by_id(tmp_path):
    path = many(tmp_path, 2500)
    lines = path.read_text().splitlines()
    lines[700] = lines[700].replace("}", ', "topic": "Y"}')
    path.write_text("\n".join(lines[::-1]))
    articles = load_articles(path)
    assert articles["article_id"].tolist() == [f"a{i:04}" for i in range(2500)]
    assert articles["text"].tolist() == [f"Le texte {i}." for i in range(2500)]
    assert articles.index[articles["topic"] == "Y"].tolist() == [700]
    assert str(articles["topic"].dtype) == "str"


def test_a_duplicate_in_another_chunk_is_named_after_the_last(tmp_path):
    path = many(tmp_path, 25, _24={"article_id": "a0003"}, _7={"text": ""})
    frames = iter_articles(path, chunk=10)
    assert len([next(frames), next(frames), next(frames, None)]) == 3
    with pytest.raises(CorpusError) as caught:
        list(iter_articles(path, chunk=10))
    assert [p.line for p in caught.value.problems] == [8, 25]
    assert f"first seen in {path}:4" in str(caught.value)


def test_left_out_rows_are_each_named(tmp_path):
    path = many(tmp_path, 25, _3={"published": "hier"}, _7={"text": ""})
    with pytest.warns(CorpusWarning) as warned:
        articles = load_articles(path, strict=False)
    assert len(articles) == 23
    assert [str(w.message).split(": ")[0] for w in warned] == [
        f"{path}:4",
        f"{path}:8",
    ]


def test_thousands_of_problems_are_counted_not_printed(tmp_path):
    path = tmp_path / "c.jsonl"
    path.write_text("x\n" * 3000)
    with pytest.raises(CorpusError) as caught:
        load_articles(path)
    assert len(caught.value.problems) == 3000
    (line,) = str(caught.value).splitlines()
    assert line.endswith("(3,000 times: lines 1, 2, 3, …)")


# What a corpus holds


def test_check_says_what_a_corpus_holds(tmp_path):
    rows = [
        "a,Le Fictif,2024-02-08,Un deux trois.",
        "b,Le Fictif,2023,Quatre.",
        "c,La Gazette,,Cinq six.",
        "d,X,hier,Sept.",
    ]
    text = "article_id,publisher,published,text\n" + "\n".join(rows)
    (tmp_path / "c.csv").write_text(text)
    said, problems = check_corpus(tmp_path)
    assert [plain(sentence) for sentence in said] == [
        "3 articles hold 6 words.",
        "Published from 2023-01-01 to 2024-02-08: 1 known to the day, 0 to the month, "
        "1 to the year; 1 without a date.",
        "2 publishers, the most frequent first: Le Fictif (2), La Gazette (1).",
        "No article has: title, event_date, language, url, via, rights.",
    ]
    assert [(p.line, p.what, p.value, p.fatal) for p in problems] == [
        (5, "published", "hier", True)
    ]


def test_check_of_nothing_and_of_another_encoding(tmp_path):
    said, problems = check_corpus(tmp_path)
    assert said == ["0 articles hold 0 words."]
    assert [p.what for p in problems] == ["folder"]
    (tmp_path / "a.txt").write_bytes("Été à Nîmes.".encode("cp1252"))
    said, problems = check_corpus(tmp_path, encoding="cp1252")
    assert "Files or lines read as cp1252: 1." in said
    assert problems == []


def test_a_text_that_cleaning_does_not_give_is_named(tmp_path):
    raw = "Le port ferme.\n\n\n\nPartager sur Facebook\n"
    texts = "Le port ferme.", raw, "", "Le port ferme. \n\n", "Le port rouvre."
    rows = [
        {"article_id": f"a{n}", "raw": raw, "text": t}
        for n, t in enumerate(texts)
    ]
    table = tmp_path / "a.jsonl"
    table.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    articles, problems = read_articles(table)
    assert articles["text"].tolist() == ["Le port ferme."] * 5
    [problem] = problems
    place = (problem.line, problem.what, problem.value, problem.fatal)
    assert place == (5, "text", "Le port rouvre.", False)


# Dates


@pytest.mark.parametrize(
    "value, day, precision",
    [
        ("8 février 2024", "2024-02-08", "day"),
        ("8 févr. 2024", "2024-02-08", "day"),
        ("8\u00a0fe\u0301vrier 2024", "2024-02-08", "day"),
        ("1er mars 2023", "2023-03-01", "day"),
        ("1ᵉʳ mars 2023", "2023-03-01", "day"),
        ("jeudi 8 février 2024 à 10h30", "2024-02-08", "day"),
        ("Publié le 31 DÉC. 1999, 10:30", "1999-12-31", "day"),
        ("Vendredi 31/12/1999", "1999-12-31", "day"),
        ("08/02/2024", "2024-02-08", "day"),
        ("8.2.2024", "2024-02-08", "day"),
        ("08-02-2024", "2024-02-08", "day"),
        ("2024/02/08", "2024-02-08", "day"),
        ("02/2024", "2024-02-01", "month"),
        ("2024-02-08T23:30:00+01:00", "2024-02-08", "day"),
        ("2024-02-08T00:30:00.123Z", "2024-02-08", "day"),
        ("2024-02-08 00:30:00 +0100", "2024-02-08", "day"),
        ("20240208", "2024-02-08", "day"),
        ("février 2024", "2024-02-01", "month"),
        ("août 2024", "2024-08-01", "month"),
        ("2024-02", "2024-02-01", "month"),
        ("2024", "2024-01-01", "year"),
        ("0001-01-01", "0001-01-01", "day"),
        ("9999-12-31", "9999-12-31", "day"),
    ],
)
def test_dates(value, day, precision):
    found, how = read_date(value)
    assert (found.isoformat(), how) == (day, precision)


@pytest.mark.parametrize(
    "value",
    [
        "02/08/24",
        "8 février 24",
        "24",
        "31 février 2024",
        "2024-13",
        "13/13/2024",
        "0000",
        "10000-01-01",
        "hier",
        "8-9 février 2024",
        "29 December 2011",
        "2024-02-08T25:00",
        "1707350400",
        "février",
        "8 février",
        "2024-W06-4",
        "8 2 2024",
        "-2024",
        "8/2-2024",
        "2024/13/08",
        "13/2024",
    ],
)
def test_what_is_no_date_or_could_be_several(value):
    with pytest.raises(ValueError):  # noqa: PT011 (each for a reason of its own)
        read_date(value)


def test_a_date_that_its_weekday_contradicts_is_named(tmp_path):
    table = tmp_path / "a.csv"
    for date in ("lundi 8 février 2024", "Dimanche 08/02/2024"):
        table.write_text(f"article_id,text,published\na,Un.,{date}\n", "utf-8")
        expected = "expected jeudi, or another date"
        assert messages(table) == [f"{table}:2: published {date!r}: {expected}"]


@pytest.mark.parametrize(
    "text, stated",
    [
        ("2024-2-8", True),
        ("2024.02.08 10:00", True),
        ("Feb. 8th, 2024", True),
        ("le 8 févr. 2024", True),
        ("08/02/24", True),
        ("2024-02-18", False),
        ("18 février 2024", False),
        ("8 mars 2024", False),
        ("8 février 2023", False),
        ("février 2024", False),
    ],
)
def test_a_day_is_stated_in_full_or_not(text, stated):
    assert states_day(text, dt.date(2024, 2, 8)) == stated


def test_a_day_inside_a_line():
    assert (
        find_day("Éditorial, jeudi 4 octobre 2012, p. 03") == "4 octobre 2012"
    )
    assert find_day("p. 14 mai 20121") is None


STARRED = """**** *source_rt *date_20240208 *id_a
-*theme_gaz
Le gaz monte à Pékin.
Il montera.

**** *source_afp *date_2024-02-09
Le gaz baisse à Moscou.
**** *source_afp *date_hier
Rien.
"""


def test_a_file_of_iramuteq_is_many_articles_with_its_variables(tmp_path):
    (tmp_path / "c.txt").write_text(STARRED, encoding="utf-8")
    articles, problems = read_articles(tmp_path / "c.txt")
    assert articles["article_id"].tolist() == ["a", "c-2"]
    assert articles["publisher"].tolist() == ["rt", "afp"]
    assert articles["text"].tolist() == [
        "Le gaz monte à Pékin.\nIl montera.",
        "Le gaz baisse à Moscou.",
    ]
    days = articles["published"].dt.strftime("%Y-%m-%d").tolist()
    assert days == ["2024-02-08", "2024-02-09"]
    assert [(p.line, p.value) for p in problems] == [(8, "hier")]


def test_a_text_that_only_speaks_of_stars_is_one_article(tmp_path):
    text = "Un hôtel **** *nommé ainsi.\n**** Quatre étoiles."
    (tmp_path / "c.txt").write_text(text, encoding="utf-8")
    assert read_articles(tmp_path / "c.txt")[0]["raw"].tolist() == [text]


def test_the_separator_that_excel_states_is_no_header(tmp_path):
    table = "sep=;\r\narticle_id;text;published\r\n1;Le gaz, monte.;2024\r\n2;Il baisse.;x\r\n"
    (tmp_path / "a.csv").write_text(table, encoding="utf-8")
    articles, problems = read_articles(tmp_path / "a.csv")
    assert articles["text"].tolist() == ["Le gaz, monte."]
    assert [(p.line, p.value) for p in problems] == [(4, "x")]
