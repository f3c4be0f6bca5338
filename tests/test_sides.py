"""Whose voice: counted by hand in the five articles, and in texts made for it."""

import pandas as pd
import pytest

from multipolaire import load_articles, load_gold
from multipolaire.french import lexicon
from multipolaire.sides import (
    SHARES,
    SPOKEN_OF,
    VOICES,
    spoken_of,
    voice_shares,
    voices,
)

ARTICLES = load_articles()
# Words between quotation marks and without them, by side, passages printed twice once;
# a reader counted them, and words in marks of each article.
QUOTED = {
    "Chinese": 361,
    "Russian": 357,
    "joint": 22,
    "unnamed": 2,
    "Western": 1,
}
REPORTED = {"Russian": 256, "Chinese": 38, "joint": 20}
BY_ARTICLE = {
    "2021-12-15-reuters": (66, 65, 2, 1, 0),
    "2022-06-15-rt": (71, 0, 10, 0, 0),
    "2022-12-30-perspectives-med": (99, 184, 0, 0, 2),
    "2024-02-08-rt": (66, 54, 9, 0, 0),
    "2024-02-08-vietnam": (59, 54, 1, 0, 0),
}
SIDES = ["Chinese", "Russian", "joint", "Western", "unnamed"]


@pytest.fixture(scope="module")
def by_hand():
    """The voices of the passages that hands annotated, which count in the raw text."""
    rows = [
        {"article_id": snippet["article_id"], "mention": None, **quote}
        for snippet in load_gold("quotes")
        if snippet["set"] == "corpus"
        for quote in snippet["quotes"]
        if quote["kind"] != "indirect" or not quote.get("optional")
    ]
    raw = ARTICLES.assign(text=ARTICLES["raw"])
    return voices(raw, pd.DataFrame(rows))


@pytest.fixture(scope="module")
def found():
    return voices(ARTICLES)


def of(table, column):
    shares = voice_shares(table).set_index("side")[column]
    return shares[shares > 0].to_dict()


def test_the_hand_counts_hold_of_annotated_passages(by_hand):
    assert of(by_hand, "quoted") == QUOTED
    assert sum(QUOTED.values()) == 743
    assert of(by_hand, "reported") == REPORTED


def test_the_hand_counts_hold_by_article(by_hand):
    marks = by_hand[by_hand["kind"].ne("indirect") & ~by_hand["repeat"]]
    square = marks.pivot_table(
        "words", "article_id", "side", "sum", fill_value=0
    )
    rows = square[SIDES].itertuples(name=None)
    assert {name: tuple(map(int, cells)) for name, *cells in rows} == BY_ARTICLE


def test_what_is_printed_twice_is_counted_once(by_hand, found):
    for table in (by_hand, found):
        again = table[table["repeat"]]
        # four quotations of one article, of 19, 25, 28 and 15 words
        assert sorted(again["words"]) == [15, 19, 25, 28]
        assert set(again["article_id"]) == {"2022-12-30-perspectives-med"}
        assert set(again["side"]) == {"Russian"}


def test_the_extractor_is_near_the_hand_counts(found):
    quoted, reported = of(found, "quoted"), of(found, "reported")
    for side, words in QUOTED.items():
        assert abs(quoted[side] - words) <= 4
    assert abs(reported["Russian"] - REPORTED["Russian"]) <= 12
    assert abs(reported["Chinese"] - REPORTED["Chinese"]) <= 6


def test_ukraine_is_spoken_of_and_does_not_speak(found):
    row = spoken_of(ARTICLES, found).set_index("side").loc["Ukrainian"]
    # Ukraine 12 times, ukrainien twice, Kiev once
    assert row["mentions"] == 15
    assert row["articles"] == 5
    assert (row["in_quotes"], row["in_reports"]) == (0, 2)
    assert (row["quoted"], row["reported"]) == (0, 0)


LONG = "nous voulons la paix et le pain pour tous nos enfants"
TEXT = {
    "a": f"« {LONG} », a dit le porte-parole chinois Wang Wenbin. Wang Wenbin a ajouté : "
    "« C'est bien. » Selon des responsables ukrainiens, « rien ne va ». "
    "M. Roy a dit que le port était « sûr », et qu'il le trouvait « beau ».",
    "b": f"« {LONG.capitalize()} ! », répète Moscou. « C'est bien », dit Moscou.",
    "c": "Rien n'est dit de Kiev.",
}


def made(**columns):
    both = {"article_id": [*TEXT], "text": [*TEXT.values()]}
    return pd.DataFrame(both | columns)


@pytest.fixture(scope="module")
def table():
    return voices(made())


def test_sides_and_offices_are_read_off_names_and_mentions(table):
    one = table[table["article_id"].eq("a")]
    assert one["side"].tolist()[:3] == ["Chinese", "Chinese", "Ukrainian"]
    assert one["office"].tolist()[:3] == ["spokesperson"] * 2 + ["official"]
    assert set(one["side"][3:]) == {"other"}  # Roy, of whom nothing is told
    assert set(one["speaker"][3:]) == {"Roy"}


@pytest.mark.parametrize(
    "between, speaker", [(", et il le dit ", "Roy"), (". Il le dit ", None)]
)
def test_il_is_the_last_speaker_of_the_sentence(between, speaker):
    text = f"M. Roy le dit « sûr »{between}« beau »."
    at = [text.index("sûr"), text.index("beau")]
    quotes = pd.DataFrame({"start": at, "end": [at[0] + 3, at[1] + 4]})
    quotes = quotes.assign(article_id="a", kind="partial", via=None)
    quotes["quote"], quotes["mention"] = ["sûr", "beau"], ["M. Roy", "il"]
    quotes["speaker"] = ["Roy", None]
    one = pd.DataFrame({"article_id": ["a"], "text": [text]})
    found = voices(one, quotes)["speaker"].tolist()
    assert found[0] == "Roy"
    assert found[1] == speaker or speaker is None and pd.isna(found[1])


def test_only_what_is_long_is_a_repeat_in_another_article(table):
    two = table[table["article_id"].eq("b")]
    assert two["repeat"].tolist() == [True, False]
    assert not table.loc[table["article_id"].eq("a"), "repeat"].any()


def test_in_a_copy_what_is_short_is_a_repeat_too():
    copied = voices(made(copy_of=[None, "a", None]))
    assert copied.loc[copied["article_id"].eq("b"), "repeat"].all()


@pytest.mark.parametrize("made_of", [[], ["c"]])
def test_nothing_said_keeps_columns_and_dtypes(made_of):
    articles = made()[made()["article_id"].isin(made_of)]
    table = voices(articles)
    shares, spoken = voice_shares(table), spoken_of(articles, table)
    assert len(table) == len(shares) == 0
    assert spoken["mentions"].tolist() == [1] * len(made_of)
    for frame, columns in [
        (table, VOICES),
        (shares, {"side": "str"} | SHARES),
        (spoken, SPOKEN_OF),
    ]:
        assert {c: str(t) for c, t in frame.dtypes.items()} == columns


def test_nobody_stands_on_two_sides():
    rows = lexicon.table("sides")
    known = {row["code"] for row in lexicon.table("places")}
    for column in ("places", "names"):
        entries = [e for row in rows for e in row[column].split("|")]
        assert len(entries) == len(set(entries))
    assert {e for row in rows for e in row["places"].split("|")} <= known
    words = [
        w for row in lexicon.table("offices") for w in row["words"].split("|")
    ]
    assert len(words) == len(set(words))
    assert words == [word.lower() for word in words]
