"""Every lexicon: not empty, NFC, no duplicate, in its order, its words plain."""

import re
import unicodedata

import pytest

from multipolaire.french import lexicon
from multipolaire.french.speech.tags import letters
from multipolaire.french.trade import bounds, naming, status

CSV = sorted(path.stem for path in lexicon.FOLDER.glob("*.csv"))
# One row an entry: these columns tell the entries apart.
KEYS = {
    "currencies": ["iso"],
    "scales": ["forms"],
    "units": ["forms"],
    "months": ["month"],
    "number_words": ["word", "kind"],
    "bounds": ["forms", "side"],
    "flows": ["forms", "match", "then"],
    "status_cues": ["forms", "then"],
    "places": ["code"],
    "epithets": ["epithet"],
    "change_words": ["word"],
    "contexts": ["context", "word"],
    "clause_openers": ["opener"],
    "families": ["family"],
    "wars": ["war"],
    "reflexive": ["role"],
    "sides": ["side"],
    "offices": ["office"],
    "languages": ["language"],
}
# Columns of plain words, several of them with | between.
WORDS = {
    "sides": ["places", "names"],
    "offices": ["words"],
    "currencies": ["noun", "adjective"],
    "scales": ["forms"],
    "units": ["forms", "symbol"],
    "months": ["forms"],
    "bounds": ["forms", "not_after", "not_before"],
    "flows": ["forms", "not_after", "not_before"],
    "status_cues": ["forms", "not_after", "not_before"],
    "contexts": ["word"],
    "number_words": ["word"],
    "change_words": ["word"],
}
WORD_LISTS = {
    "actor_participles",
    "actor_verbs",
    "invariable",
    "measure_nouns",
    "money_nouns",
    "not_counted",
    "not_future",
    "plan_verbs",
    "present_verbs",
    "public_bodies",
    "share_nouns",
    "sized_nouns",
    "source_words",
}
SORTED = {
    "currencies": ["iso"],
    "places": ["code"],
    "epithets": ["epithet"],
    "units": ["unit"],
    "change_words": ["direction", "class", "word"],
    "contexts": ["context", "word"],
}


def body(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


LISTS = sorted(lexicon.FOLDER.iterdir())


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_lines(path):
    lines = body(path)
    assert len(lines) > 1
    assert [
        line for line in lines if line != unicodedata.normalize("NFC", line)
    ] == []
    assert [
        line for line in lines if not line.strip() or line != line.strip()
    ] == []
    assert sorted(set(lines)) == sorted(lines), "a line stands twice"
    head = path.read_text(encoding="utf-8").splitlines()[0]
    assert head.startswith("# "), "the first line says what the file holds"


@pytest.mark.parametrize("name", sorted(KEYS))
def test_no_entry_stands_twice(name):
    keys = [
        tuple(row[column] for column in KEYS[name])
        for row in lexicon.table(name)
    ]
    assert [key for key in keys if keys.count(key) > 1] == []


@pytest.mark.parametrize("name", CSV)
def test_every_row_has_every_column(name):
    rows = [dict(row) for row in lexicon.table(name)]
    assert [row for row in rows if None in row or None in row.values()] == []


def no_word(entry: str) -> bool:
    """Whether an entry is empty, has blanks around it or signs of a pattern."""
    return entry != entry.strip() or not re.fullmatch(
        r"[^][(){}?*+^$\\]+", entry
    )


@pytest.mark.parametrize("name", sorted(WORDS))
def test_words_are_plain_and_stand_once(name):
    for row in lexicon.table(name):
        for column in filter(row.get, WORDS[name]):
            words = row[column].split("|")
            assert [word for word in words if no_word(word)] == []
            assert len(words) == len(set(words)), row[column]


@pytest.mark.parametrize("name", sorted(WORD_LISTS))
def test_lists_are_plain_words(name):
    assert [word for word in lexicon.words(name) if no_word(word)] == []


@pytest.mark.parametrize(
    "planted",
    ["", " vise", "vis(?:e|ent)", "ambition[a-z]*", "cibles?", r"d\w+", "^a$"],
)
def test_a_planted_pattern_is_caught(planted):
    assert no_word(planted)


def test_what_follows_a_word_is_known_to_the_grammar():
    known = {"bounds": bounds.THEN, "flows": naming.THEN}
    known["status_cues"] = status.THEN
    for name, then in known.items():
        rows = lexicon.table(name)
        assert {row["then"] for row in rows} == {"", *then}, name
        assert {row["match"] for row in rows} <= {"", "stem", "exact"}, name


@pytest.mark.parametrize("name", sorted(SORTED))
def test_rows_are_sorted(name):
    keys = [
        tuple(row[column] for column in SORTED[name])
        for row in lexicon.table(name)
    ]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", sorted(WORD_LISTS))
def test_words_are_sorted(name):
    lines = body(lexicon.FOLDER / f"{name}.txt")
    assert lines == sorted(lines)


def test_the_grammar_of_speech_knows_each_class_and_frame():
    rows = lexicon.table("function_words")
    assert [row for row in rows if len(letters(row["class"])) != 1] == []
    frames = "clause within beside linked whole figure hearer of wish asks denies bids "
    frames = {*frames.split(), "cites", "learns", "shown"}
    for row in lexicon.table("reporting_verbs"):
        assert {*row["frames"].split()} <= frames, row["lemma"]


def unfinished(rows) -> list[str]:
    """Verbs that are not regular in -er and lack some of their seven parts."""
    found = []
    for row in rows:
        head = re.sub("^(?:s'en |se |s')", "", row["lemma"]).split()[0]
        parts = len(row["parts"].split())
        if parts != 7 and (parts or not head.endswith("er")):
            found.append(f"{row['lemma']}: {parts} parts, not 7")
    return found


def test_an_irregular_verb_has_its_parts():
    assert unfinished(lexicon.table("reporting_verbs")) == []
    planted = (
        {"lemma": "vagir", "parts": ""},
        {"lemma": "se taire", "parts": "tait"},
    )
    assert unfinished(planted) == [
        "vagir: 0 parts, not 7",
        "se taire: 1 parts, not 7",
    ]


def test_a_symbol_means_one_currency_but_the_yen_and_yuan_sign():
    owners = {}
    for row in lexicon.table("currencies"):
        for symbol in row["symbols"].split():
            owners.setdefault(symbol, []).append(row["iso"])
    assert {s: o for s, o in owners.items() if len(o) > 1} == {
        "¥": ["CNY", "JPY"]
    }


def test_a_bare_noun_has_at_most_one_usual_currency():
    usual = {}
    for row in lexicon.table("currencies"):
        for noun in row["noun"].split("|"):
            if row["bare"]:
                usual.setdefault(noun, []).append(row["iso"])
    assert {noun: isos for noun, isos in usual.items() if len(isos) > 1} == {}


def test_at_least_forty_currencies_of_known_places():
    codes = {row["code"] for row in lexicon.table("places")}
    places = {
        p for row in lexicon.table("currencies") for p in row["places"].split()
    }
    assert len(lexicon.table("currencies")) >= 40
    assert places - codes == {"NC", "PF", "WF"}  # too small to speak of


def test_no_name_of_a_place_is_claimed_twice():
    owners = {}
    for row in lexicon.table("places"):
        for column in ("names", "seats", "prefix", "demonym"):
            for form in filter(None, row[column].split(";")):
                owners.setdefault(form, []).append(row["code"])
    twice = {form: codes for form, codes in owners.items() if len(codes) > 1}
    assert twice == {"congolais": ["CD", "CG"]}  # the first is the larger


def test_months_are_twelve_and_numbers_in_order():
    assert [int(row["month"]) for row in lexicon.table("months")] == list(
        range(1, 13)
    )
    numbers = [
        row for row in lexicon.table("number_words") if row["kind"] == "number"
    ]
    values = [float(row["value"]) for row in numbers]
    assert values == sorted(values)
