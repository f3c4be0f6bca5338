"""Two accounts of one event; what they share can be counted by hand."""

import pandas as pd
import pytest

from multipolaire import load_articles
from multipolaire.compare import (
    ALIGNED,
    FACTS,
    MOUTHS,
    NAMES,
    SAYINGS,
    SENTENCES,
    align_quotes,
    shared_facts,
    source_sentences,
    two_mouths,
    war_names,
    who_says,
)

TEXTS = {
    "a": "« La coopération énergétique progresse chaque année », a dit M. Roy. "
    "« Le port de Lyon ferme ses quais demain », a dit M. Roy. "
    "Les échanges ont atteint 12 milliards de dollars en 2021.",
    "b": "« La coopération énergétique de chaque année », a dit Mme Petit. "
    "« La coopération énergétique », a dit Mme Petit. "
    "« Le port ferme ses quais, et la coopération énergétique progresse aussi », "
    "a dit Mme Petit. « La ville ferme un port », a dit Mme Petit. "
    "Les échanges ont atteint 12 milliards de dollars et 3 milliards d’euros.",
    "c": "Rien n’est dit ici.",
}
ARTICLES = pd.DataFrame({"article_id": [*TEXTS], "text": [*TEXTS.values()]})

FIVE = load_articles()


def test_passages_of_the_same_words_are_paired_most_shared_first():
    pairs = align_quotes(ARTICLES, "a", "b")
    # three of three, three of four, three of five, two that are all the shorter has;
    # "la ville ferme un port" shares two of three, which is chance
    assert pairs["shared"].tolist() == [
        "année, coopération, énergétique",
        "coopération, progresser, énergétique",
        "ferme, port, quai",
        "coopération, énergétique",
    ]
    assert pairs["overlap"].tolist() == pytest.approx([1, 3 / 4, 3 / 5, 1])
    for side in "ab":
        for row in pairs.itertuples():
            start, end = (getattr(row, f"{x}_{side}") for x in ("start", "end"))
            assert TEXTS[side][start:end] == getattr(row, f"quote_{side}")
    assert len(align_quotes(ARTICLES, "a", "b", least=0.7)) == 3
    assert len(align_quotes(ARTICLES, "b", "a")) == 4


def test_what_hangs_together_renders_one_sentence():
    said = source_sentences(ARTICLES, "a", "b")
    assert set(said["sentence"]) == {1}  # one of b's holds both of a
    assert said["article_id"].tolist() == ["a", "a", "b", "b", "b"]
    # "La coopération énergétique" says less of what the passage before it says
    assert said["echo"].tolist() == [False, False, False, True, False]
    apart = source_sentences(ARTICLES, "a", "b", least=0.7)
    assert apart["quote"].str.startswith("Le port de Lyon").sum() == 0
    twice = ARTICLES.assign(
        text=[t.replace(", et la", " », puis « la") for t in ARTICLES["text"]]
    )
    two = source_sentences(twice, "a", "b")
    assert two.groupby("sentence").size().tolist() == [4, 2]
    with pytest.raises(ValueError, match="no article 'z'"):
        source_sentences(ARTICLES, "a", "z")


def test_two_true_sentences_and_their_echoes_in_two_accounts_of_one_call():
    said = source_sentences(FIVE, "2024-02-08-rt", "2024-02-08-vietnam")
    first, second = (rows for _, rows in said.groupby("sentence"))
    assert first["echo"].tolist() == [True, False, True, False, False]
    assert first.loc[first["echo"], "quote"].str.contains("ngérences").all()
    assert set(second["speaker"]) == {"Kremlin"} and not second["echo"].any()


# By hand; the first article tells of a day before the war.
WAR = {
    "2021-12-15-reuters": {"invasion": 1},
    "2022-06-15-rt": {
        "offensive": 1,
        "opération": 1,
        "conflit": 2,
        "actions du Kremlin": 1,
    },
    "2022-12-30-perspectives-med": {"invasion": 1, "guerre": 1, "opération": 1},
    "2024-02-08-rt": {"dossier ukrainien": 1},
    # of "conflit israélo-palestinien" nothing is counted
    "2024-02-08-vietnam": {
        "campagne": 2,
        "conflit": 1,
        "situation en Ukraine": 1,
    },
}


def test_names_of_one_war_are_told_without_a_word_on_others(recwarn):
    text = "La guerre d'Algérie dura. " * 20
    told = war_names(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    assert told.empty and not recwarn.list


def test_what_each_article_calls_the_war():
    table = war_names(FIVE)
    found = {name: {} for name in WAR}
    for row in table[table["n"] > 0].itertuples():
        found[row.article_id][row.name] = row.n
        assert row.passage and row.name.split()[0][:6] in row.passage
    assert found == WAR
    before = table.loc[table["before"], "article_id"]
    assert set(before) == {"2021-12-15-reuters"}
    assert len(table) == 9 * 5  # a zero is a row too
    with pytest.raises(
        ValueError, match="war='Troie': expected one of Ukraine"
    ):
        war_names(FIVE, "Troie")


def test_who_says_ingerence_and_whom_it_accuses():
    said = who_says(FIVE, "ingérence")
    assert len(said) == 8
    assert said["kind"].ne("indirect").sum() == 7  # between quotation marks
    mouths = said["speaker"].value_counts().to_dict()
    both = "Vladimir Poutine; Xi Jinping"
    assert mouths == {
        "Xi Jinping": 4,
        "Xinhua": 1,
        both: 2,
        "Iouri Ouchakov": 1,
    }
    assert said["of"].dropna().tolist() == ["occidentale", "américaine"]
    assert who_says(FIVE, "non-ingérence")["speaker"].tolist() == [
        "Vladimir Poutine"
    ]
    own = who_says(FIVE, "multipolaire").set_index("kind")["speaker"]
    assert pd.isna(own["own"]) and own["direct"] == "Xi Jinping"


def test_the_same_words_in_two_mouths():
    same = two_mouths(FIVE)
    lede = same[same["text"].str.startswith("aux ingérences")].iloc[0]
    assert lede["speaker_a"] == "Vladimir Poutine; Xi Jinping"
    assert lede["speaker_b"] == "Xi Jinping"
    assert lede["article_a"] == lede["article_b"] == "2024-02-08-rt"
    assert lede["words"] == 9
    assert same["speaker_a"].ne(same["speaker_b"]).all()


def test_figures_of_either_by_value_and_unit():
    facts = shared_facts(ARTICLES, "a", "b").set_index("value")
    assert facts.loc[12e9, "quote_a"] == facts.loc[12e9, "quote_b"]
    assert pd.isna(facts.loc[3e9, "quote_a"])
    assert facts.loc[3e9, "unit"] == "EUR"


def test_nothing_shared_keeps_the_columns_and_an_unknown_article_is_named():
    for table, columns in [
        (align_quotes(ARTICLES, "a", "c"), ALIGNED),
        (source_sentences(ARTICLES, "a", "c"), SENTENCES),
        (war_names(ARTICLES), NAMES),
        (who_says(ARTICLES, "ingérence"), SAYINGS),
        (two_mouths(ARTICLES), MOUTHS),
        (shared_facts(ARTICLES.assign(text=""), "a", "c"), FACTS),
    ]:
        assert len(table) == 0
        assert {c: str(t) for c, t in table.dtypes.items()} == columns
    with pytest.raises(ValueError, match="no article 'z'; there are a, b, c"):
        align_quotes(ARTICLES, "a", "z")
