"""Right bytes give the right text, or one line names what is wrong; none is dropped."""

import codecs
import json
import warnings

import pytest

from multipolaire import load_articles
from multipolaire.__main__ import main
from multipolaire.articles import CorpusWarning
from multipolaire.french.encodings import known_encoding, misread, seems

TEXT = "Le député a vu à Pékin l’envoyé russe.\n« Le cœur des échanges – 10 € – bat… »"
LATIN_9 = TEXT.translate(str.maketrans({"’": "'", "–": "-", "…": "."}))
RUSSIAN = "Ещё раз о Китае и России: встреча в Кремле."
JAPANESE = "中国とロシアのニュースです。"


def read(
    tmp_path, data: bytes, encoding: str | None = None
) -> tuple[str, list[str]]:
    """The one article made of bytes, and what is said of it."""
    (tmp_path / "a.txt").write_bytes(data)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CorpusWarning)
        try:
            text = load_articles(tmp_path, encoding=encoding)["raw"][0]
        except ValueError as error:
            return "", [str(error)]
    return text, [str(warning.message) for warning in caught]


@pytest.mark.parametrize(
    "alias",
    [
        "latin-1",
        "latin1",
        "l1",
        "L1",
        "iso-8859-1",
        "iso8859-1",
        "cp819",
        "8859",
    ],
)
def test_latin_1_is_read_as_every_browser_reads_it(tmp_path, alias):
    assert read(tmp_path, TEXT.encode("cp1252"), alias) == (TEXT, [])


@pytest.mark.parametrize(
    "encoding",
    ["cp1252", "mac_roman", "utf-7", "utf-16-be", "utf-32-le", "cp858"],
)
def test_the_right_encoding_gives_the_text_and_no_doubt(tmp_path, encoding):
    data = TEXT.encode(encoding, "ignore")
    assert read(tmp_path, data, encoding) == (data.decode(encoding), [])


def test_latin_9_is_told_from_cp1252_by_its_own_signs(tmp_path):
    data = LATIN_9.encode("iso8859-15")
    assert read(tmp_path, data, "latin9") == (LATIN_9, [])
    text, said = read(tmp_path, data, "cp1252")
    assert "c½ur" in text
    name = tmp_path / "a.txt"
    assert said == [
        f"{name}:1: encoding 'cp1252': expected iso8859-15, it seems"
    ]


@pytest.mark.parametrize(
    "made, asked, seen",
    [
        ("cp1252", "iso8859-15", "cp1252"),
        ("cp1252", "iso-8859-2", "cp1252"),
        ("cp1252", "mac_roman", "cp1252"),
        ("cp1252", "cp850", "cp1252"),
        ("cp1252", "koi8-r", "cp1252"),
        ("cp1252", "shift_jis", "cp1252"),
        ("cp1252", "ascii", "cp1252"),
        ("mac_roman", "latin-1", "mac_roman"),
        ("cp850", "cp1252", "cp850"),
        ("utf-16-be", "utf-16-le", "utf-16-be"),
    ],
)
def test_a_wrong_encoding_is_one_line_that_says_the_likely_one(
    tmp_path, made, asked, seen
):
    _, said = read(tmp_path, TEXT.encode(made, "replace"), asked)
    (line,) = said
    assert "a.txt:1: encoding" in line
    assert "\n" not in line
    assert (
        f"expected {seen}, it seems" in line
        or f"seems to be {seen}, not" in line
    )


@pytest.mark.parametrize(
    "text, made",
    [(RUSSIAN, "koi8-r"), (RUSSIAN, "cp1251"), (JAPANESE, "shift_jis")],
)
def test_another_script_is_read_where_it_is_asked_and_never_as_french(
    tmp_path, text, made
):
    data = text.encode(made)
    assert seems(data) == "none that French is written in"
    assert read(tmp_path, data, made) == (text, [])
    for asked in (None, "cp1252", "latin-1"):
        _, (line,) = read(tmp_path, data, asked)
        assert "none that French is written in" in line


def test_utf_16_without_a_mark_is_read_in_the_order_that_its_zeros_tell(
    tmp_path,
):
    for order in ("le", "be"):
        assert read(tmp_path, TEXT.encode(f"utf-16-{order}"), "utf-16") == (
            TEXT,
            [],
        )
        _, (line,) = read(tmp_path, TEXT.encode(f"utf-32-{order}"))
        assert f"it seems to be utf-32-{order}: save it" in line


def test_every_mark_is_read_in_texts_and_in_tables(tmp_path):
    marks = {
        "utf-32-be": codecs.BOM_UTF32_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-16-le": codecs.BOM_UTF16_LE,
    }
    for encoding, mark in marks.items():
        assert read(tmp_path, mark + TEXT.encode(encoding), "cp1252") == (
            TEXT,
            [],
        )
        table = tmp_path / f"{encoding}.csv"
        table.write_bytes(mark + "article_id;text\nb;Été.".encode(encoding))
        assert load_articles(table)["text"].tolist() == ["Été."]
        table.unlink()


WRONG = [
    "rot13",
    "zlib",
    "hex",
    "undefined",
    "idna",
    "unicode_escape",
    "charmap",
]
WRONG += [
    "utf-9",
    "",
    "é",
    "a\0b",
    "a\nb",
    "\ud800",
    "../utf_8",
    "x" * 5000,
    5,
    b"l1",
]


@pytest.mark.parametrize("name", WRONG, ids=lambda name: ascii(name)[:14])
def test_a_name_of_no_encoding_of_text_is_one_line(tmp_path, name):
    (tmp_path / "a.txt").write_text("Un texte.", encoding="utf-8")
    with pytest.raises(
        ValueError, match="encoding.*: expected cp1252"
    ) as error:
        load_articles(tmp_path, encoding=name)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 200


def test_a_codec_of_no_text_ends_a_command_in_one_line(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Un texte.", encoding="utf-8")
    assert main(["check", str(tmp_path), "--encoding", "rot13"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "encoding 'rot13' is not of text: expected cp1252" in line


# What was read in a wrong encoding before it came here


@pytest.mark.parametrize("read_as", ["cp1252", "latin-1", "mac_roman", "cp850"])
@pytest.mark.parametrize(
    "word", ["député", "à", "l’État", "Noël", "« oui »", "10 €"]
)
def test_utf_8_read_as_another_encoding_is_named(word, read_as):
    spoilt = f"Il dit {word} hier.".encode().decode(read_as, "ignore")
    start, end, _ = misread(spoilt)
    assert 0 < start < end < len(spoilt)


@pytest.mark.parametrize(
    "spoilt, word, expected",
    [
        ("dÃ©putÃ©", "dÃ©putÃ©", "'député' (it was UTF-8, read as cp1252)"),
        ("l‚ÄôAsie", "l‚ÄôAsie", "'l’Asie' (it was UTF-8, read as mac_roman)"),
        ("ÃƒÂ©tÃƒÂ©", "ÃƒÂ©tÃƒÂ©", "'été' (it was UTF-8, read as cp1252)"),
        (
            "l\x92Asie",
            "l\x92Asie",
            "a printed sign (it was cp1252, read as Latin-1)",
        ),
        (
            "d\ufffdput\ufffd",
            "d\ufffdput\ufffd",
            "the letter that was lost here",
        ),
        ("d+AOk-put+AOk-", "d+AOk-put+AOk-", "'é' (it is UTF-7)"),
        ("dÈputÈ", "dÈputÈ", "letters (it was read in a wrong encoding)"),
        ("dŽputŽ", "dŽputŽ", "letters (it was read in a wrong encoding)"),
        ("d‚put‚", "d‚put‚", "letters (it was read in a wrong encoding)"),
        ("c½ur", "c½ur", "letters (it was read in a wrong encoding)"),
        ("dИputИ", "dИputИ", "letters (it was read in a wrong encoding)"),
        ("cafÈ", "cafÈ", "letters (it was read in a wrong encoding)"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_value(
    tmp_path, spoilt, word, expected
):
    text, said = read(tmp_path, f"Titre.\nLe {spoilt} sort.".encode())
    assert spoilt in text
    (line,) = said
    assert (
        line
        == f"{tmp_path / 'a.txt'}:2: characters {word!r}: expected {expected}"
    )


def test_a_listed_text_and_its_row_are_named_each_in_its_file(tmp_path):
    (tmp_path / "articles").mkdir()
    text = tmp_path / "articles" / "a.txt"
    text.write_text("Un.\nLe c½ur.", encoding="utf-8")
    table = tmp_path / "articles.csv"
    table.write_text("article_id,title\na,DÃ©bat\n", encoding="utf-8")
    with pytest.warns(CorpusWarning) as caught:
        load_articles(tmp_path)
    assert sorted(
        str(warning.message).partition(" ")[0] for warning in caught
    ) == [f"{table}:2:", f"{text}:2:"]


def test_a_table_names_the_row_and_the_column_and_keeps_both(tmp_path):
    row = {"article_id": "a", "title": "DÃ©bat", "text": "Un texte."}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.warns(
        CorpusWarning, match="a.jsonl:1: title 'DÃ©bat': expected 'Déb"
    ):
        assert load_articles(tmp_path)["title"].tolist() == ["DÃ©bat"]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "« L'ÉTÉ À NÎMES », d'Étienne Çelik, ŒUVRE de Žižek et d'Ángel Ñáñez.",
        "Les étudiant·e·s, l'entre-deux…suite, 12½ %, 3²m, n°5, 25°C, Nike© et Audi®.",
        "习近平 a reçu Владимир Путин à 北京 : \u202f¥ £ ½ ¾ ✅ 😀, 10 000 €/m²",
        "Canal+Sport et C+ABCD-, a+b, 1+1=2, +33 1 42 00",
        "São Paulo, MANHÃ, Åland, Mihăilă, Đặng Xuân, İstanbul, Łódź",
    ],
)
def test_what_is_only_unusual_is_not_named(text):
    assert misread(text) is None


def test_latin_1_has_a_name_of_its_own_no_more():
    assert [known_encoding(n) for n in ("ISO_8859-1", "latin9", "UTF8")] == [
        "cp1252",
        "iso8859-15",
        "utf-8",
    ]
