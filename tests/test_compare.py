"""Two accounts of one event; what they share can be counted by hand."""

import pandas as pd
import pytest

from multipolaire.compare import (
    ALIGNED,
    FACTS,
    QUOTED,
    align_quotes,
    count_sayings,
    quoted_share,
    shared_facts,
)

TEXTS = {
    "a": "« La coopération énergétique progresse chaque année », a dit M. Roy. "
    "« Le port de Lyon ferme ses quais demain », a dit M. Roy. "
    "Les échanges ont atteint 12 milliards de dollars en 2021.",
    "b": "« La coopération énergétique avance », a dit Mme Petit. "
    "« L’énergétique coopération, et le port qui ferme », a dit Mme Petit. "
    "Les échanges ont atteint 12 milliards de dollars et 3 milliards d’euros.",
    "c": "Rien n’est dit ici.",
}
ARTICLES = pd.DataFrame({"article_id": [*TEXTS], "text": [*TEXTS.values()]})


def test_passages_of_the_same_words_are_paired_most_shared_first():
    pairs = align_quotes(ARTICLES, "a", "b")
    # of the shorter's words, two of three are shared, then two of four twice
    assert pairs["shared"].tolist() == [
        "coopération, énergétique",
        "coopération, énergétique",
        "ferme, port",
    ]
    assert pairs["overlap"].tolist() == pytest.approx([2 / 3, 1 / 2, 1 / 2])
    for side in "ab":
        for row in pairs.itertuples():
            start, end = (getattr(row, f"{x}_{side}") for x in ("start", "end"))
            assert TEXTS[side][start:end] == getattr(row, f"quote_{side}")
    assert len(align_quotes(ARTICLES, "a", "b", least=0.6)) == 1
    assert len(align_quotes(ARTICLES, "b", "a")) == 3


def test_what_hangs_together_was_said_once():
    pairs = align_quotes(ARTICLES, "a", "b")
    assert count_sayings(pairs) == 1  # b's second is paired with both of a
    assert count_sayings(pairs.drop(index=1)) == 2
    assert count_sayings(pairs.head(0)) == 0


def test_quoted_words_are_a_share_of_all():
    table = quoted_share(ARTICLES)
    assert table["article_id"].tolist() == ["a", "b"]
    assert table["quotes"].tolist() == [2, 2]
    # La coopération énergétique progresse chaque année: 6; Le port … demain: 8
    assert table["words"].tolist()[0] == 14
    assert table["share"].between(0, 1).all()


def test_figures_of_either_by_value_and_unit():
    facts = shared_facts(ARTICLES, "a", "b").set_index("value")
    assert facts.loc[12e9, "quote_a"] == facts.loc[12e9, "quote_b"]
    assert pd.isna(facts.loc[3e9, "quote_a"])
    assert facts.loc[3e9, "unit"] == "EUR"


def test_nothing_shared_keeps_the_columns_and_an_unknown_article_is_named():
    for table, columns in [
        (align_quotes(ARTICLES, "a", "c"), ALIGNED),
        (quoted_share(ARTICLES.tail(1)), QUOTED),
        (shared_facts(ARTICLES.assign(text=""), "a", "c"), FACTS),
    ]:
        assert len(table) == 0
        assert {c: str(t) for c, t in table.dtypes.items()} == columns
    with pytest.raises(ValueError, match="no article 'z'; there are a, b, c"):
        align_quotes(ARTICLES, "a", "z")
