"""Families counted by hand, queries as newcomers type them, tables, false alarms."""

import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from multipolaire import (
    collocates,
    concordance,
    counts,
    dispersion,
    keyness,
    load_articles,
    tokenize,
    trend,
    trend_tests,
)
from multipolaire.french import lexicon
from multipolaire.stats.counts import CONCORDANCE, COUNTS, DISPERSION, SIZE
from multipolaire.stats.keyness import COLLOCATES, KEYNESS
from multipolaire.stats.queries import QueryWarning, families, parse_queries
from multipolaire.stats.scan import Scanner
from multipolaire.stats.trends import TESTS, TREND

FIVE = ["2024-02-08-vietnam", "2024-02-08-rt", "2022-06-15-rt"]
FIVE += ["2022-12-30-perspectives-med", "2021-12-15-reuters"]


@pytest.fixture(scope="module")
def five():
    articles = load_articles()
    return articles.set_index("article_id").loc[FIVE].reset_index()


def frame(*texts, **columns):
    ids = [f"a{k}" for k in range(len(texts))]
    return pd.DataFrame({"article_id": ids, "text": list(texts), **columns})


def found(text, query):
    return concordance(frame(text), query)["match"].tolist()


# Counted by hand, reading.
@pytest.mark.parametrize("column", ["raw", "text"])
@pytest.mark.parametrize(
    "family, by_hand",
    [
        ("ingérence", [2, 4, 0, 0, 2]),
        ("non-ingérence", [0, 0, 0, 0, 1]),
        ("multipolaire", [0, 2, 0, 0, 0]),
    ],
)
def test_the_five_articles_as_counted_by_hand(five, column, family, by_hand):
    articles = five.assign(text=five[column])
    assert counts(articles, family)["n"].tolist() == by_hand


def test_seven_nouns_and_one_verb(five):
    forms = Counter(concordance(five, "ingérence")["form"])
    assert forms == {"ingérences": 4, "ingérence": 3, "ingèrent": 1}


def test_french_words_of_the_raw_texts(five):
    table = counts(five.assign(text=five["raw"]), "ingérence")
    assert table["words"].tolist() == [558, 348, 441, 790, 707]


def test_an_unlimited_partnership_is_one_partnership(five):
    forms = concordance(five, "partenariat")["form"].tolist()
    assert forms.count("partenariat stratégique illimité") == 1
    assert forms.count("partenariat stratégique sans limites") == 1
    # "un accès gratuit et illimité" is site furniture
    assert (
        found("Un accès gratuit et illimité, sans limites.", "partenariat")
        == []
    )


CASES = [
    ("L’INGÉRENCE, d'ingérence, INGERENCES", "ingérence", 3),
    ("Ils s’ingèrent, se sont ingérés, s'ingérer, s’ingèrera", "ingérence", 4),
    ("sans s'y ingérer, sans nous ingérer, de s’en ingérer", "ingérence", 3),
    ("Nous nous ingérons, ne vous ingérez pas", "ingérence", 2),
    ("Nous ne nous sommes jamais ingérés, nous étant ingérés", "ingérence", 2),
    ("Elle s'est-elle ingérée ? Elle s'est souvent ingérée", "ingérence", 2),
    ("Ils se sont, selon Moscou, à nouveau ingérés", "ingérence", 1),
    ("S'INGÉRER, s’étant directement ingérée, S'y INGERER", "ingérence", 3),
    ("Il a ingéré du crack ; nous avons ingéré un fruit", "ingérence", 0),
    ("Nous ingérons, vous ingérez du plomb, on les ingère", "ingérence", 0),
    ("Il s'est dit malade d'avoir ingéré un champignon", "ingérence", 0),
    ("Elle s'est tue. Ingérée, la pilule agit\nIl se\ningère", "ingérence", 0),
    ("de la non-ingérence, la non ingérence", "ingérence", 0),
    (
        "de la non-ingérence, la non ingérence, non‑ingérence",
        "non-ingérence",
        3,
    ),
    ("un enfant ingérable qui interfère", "ingérence", 0),
    ("un ordre multipolaire, la multipolarité", "multipolaire", 2),
    ("le nouvel ordre mondial, les ordres mondiaux", "ordre mondial", 2),
    ("l'ordre. Mondial", "ordre mondial", 0),
    ("l'ordre\nmondial", "ordre mondial", 0),
    (
        "le droit « international », le droit, international",
        "droit international",
        1,
    ),
    ("le Conseil de sécurité et la sécurité", "sécurité", 1),
    ("la coopération de l'Organisation de coopération", "coopération", 1),
    ("la guerre froide, la guerre en Ukraine", "guerre", 1),
    ("une coopération, une opération militaire spéciale", "opération", 1),
    ("à Kiev, la contre-offensive, l'offensive", "offensive", 2),
    ("L’Etat, l'État, l'etat", "état", 2),
    ("L’Etat, l'État, l'etat", "etat", 3),
    ("le marché, il marche, MARCHE", "marché", 2),
    ("au cœur, au COEUR, le chœur", "coeur", 2),
    ("Ingérable ingère sans danger", "ingér*", 1),
    ("ingérence et interférences", "ingerence | interfér*", 2),
    (
        "les relations bilatérales, une relation bilatérale",
        "relation* bilatérale*",
        2,
    ),
    ("aujourd’hui et aujourd'hui", "aujourd'hui", 2),
    ("l’opinion, l'opinion, opinion", "l'opinion", 2),
    ("russo-chinois et chinois", "chinois", 1),
    ("anti-russe, antirusse", "anti*", 2),
    ("La guerre de Troie, la guerre froide", "guerre", 0),
    ("La guerre de Troie, la guerre froide", "« guerre »", 2),
    ("Le conflit de Gaza, un conflit social", '"conflit"', 2),
    ("Le conflit de Gaza, la guerre de Troie", "guerre | conflit", 2),
    ("Le conflit de Gaza, une bataille", "bataille | conflit", 2),
    ("L'opération en Syrie, ingérer un fruit", "opération | ingérence", 1),
]


@pytest.mark.parametrize("text, query, n", CASES)
def test_queries(text, query, n):
    assert len(found(text, query)) == n, found(text, query)


# Sentences written for the purpose; what stands between stars is Ukraine's war.
WAR = [
    "Après Gaza, la *guerre* qui fait rage en Ukraine inquiète ; la guerre à Gaza aussi.",
    "Il a parlé du conflit israélo-palestinien. Pékin n'a pas condamné la *campagne* "
    "russe en Ukraine.",
    "Evoquant le *conflit* en Ukraine, Xi s'est tu. Il appelle toutes les parties au "
    "*conflit* à se parler, les dirigeants chinois étant prêts.",
    "Le *conflit* russo-ukrainien et le conflit du Haut-Karabakh durent.",
    "L'Ukraine a marqué la fin de la guerre de 1941-1945, puis de la guerre froide.",
    "À Kiev, on craint une guerre commerciale. La guerre de Crimée opposa des empires.",
    "Il a parlé de Gaza. La *guerre* qui dure depuis bientôt deux ans à Kherson aussi.",
    "La guerre n'a pas de fin. Une offensive de charme à Kiev non plus.",
    "Selon l'ONU, l'*opération militaire spéciale* viole le droit. À Kiev, une campagne "
    "de vaccination et une opération de sauvetage continuent.",
    "L'*invasion* de l'Ukraine a surpris. "
    + "Rien de neuf. " * 50
    + "La guerre dure.",
    "Sur l'Ukraine, il parla des conflits territoriaux et des guerres de demain.",
    "Moscou a lancé son *offensive* contre Kharkiv ; en Irak, l'offensive s'enlise.",
]


@pytest.mark.parametrize("starred", WAR)
def test_a_word_for_the_war_counts_where_it_is_that_war(starred):
    text = starred.replace("*", "")
    of_it = [row["family"] for row in lexicon.table("families") if row["about"]]
    table = concordance(frame(text), of_it).sort_values("start")
    assert table["match"].tolist() == starred.split("*")[1::2]


def test_the_words_for_the_war_as_counted_by_hand(five):
    by_hand = {
        "guerre": [0, 0, 0, 1, 0],
        "conflit": [
            1,
            0,
            2,
            0,
            0,
        ],  # not the Israeli-Palestinian one of Vietnam.vn
        "invasion": [0, 0, 0, 1, 1],
        "opération": [0, 0, 1, 1, 0],
        "campagne": [2, 0, 0, 0, 0],
        "offensive": [0, 0, 1, 0, 0],
    }
    table = counts(five, [*by_hand])
    found = {name: rows["n"].tolist() for name, rows in table.groupby("family")}
    assert found == by_hand


def test_a_word_that_is_no_family_is_of_any_war():
    assert found("La guerre de Troie, les guerres.", "guerre*") == [
        "guerre",
        "guerres",
    ]


def test_beside_a_zero_stands_the_near_word(five):
    near = counts(five, ["ingérence", "multipolaire"])
    near = near[near["near"].ne("")].set_index("article_id")
    assert near["near"].to_dict() == {"2022-06-15-rt": "interférer (1)"}
    said = "L'immixtion, s'immiscer ; elle interfère. Immixtion !"
    (told,) = counts(frame(said), "ingérence")["near"]
    assert told == "immixtion (2), immiscer (1), interfère (1)"
    (told,) = counts(frame(f"{said} L'ingérence."), "ingérence")["near"]
    assert told == ""
    two = frame(said, "Elle interfère.", "L'ingérence.", by=["x", "x", "y"])
    assert trend(two, "ingérence", by="by")["near"].tolist() == [
        "immixtion (2), interfère (2), immiscer (1)",
        "",
    ]
    other = frame("La guerre de Troie, deux guerres : la guerre.", by=["x"])
    assert counts(other, "guerre")["near"].tolist() == [
        "guerre (2), guerres (1)"
    ]
    assert (
        trend(other, "guerre", by="by")["near"][0] == "guerre (2), guerres (1)"
    )


def test_families_name_wars_and_near_queries_that_are_known():
    wars = {row["war"] for row in lexicon.table("wars")}
    assert all(war.isidentifier() for war in wars)
    for row in lexicon.table("families"):
        assert row["about"] in {"", *wars}
        assert not row["near"] or parse_queries(row["near"])
    words = [
        form
        for row in lexicon.table("wars")
        for form in row["words"].split(" | ")
    ]
    assert len(words) == len(set(words)), "a word tells of two wars"


ORDERS = "Un ordre économique mondial, l’ordre mondial. L'ordre social du mondial.\nOrdre"
SPOKEN = "Il négocie, ils ont négocié la négociation. Négociant ! L’OTAN, Otan, otan."


@pytest.mark.parametrize(
    "text, query, found",  # found: by hand
    [
        (ORDERS, "ordre * mondial", "ordre économique mondial"),
        (ORDERS, "ordre * * mondial", "ordre social du mondial"),
        (ORDERS, "ordre ~1 mondial", "ordre économique mondial|ordre mondial"),
        (ORDERS, "mondial ~5 ordre", "mondial, l’ordre"),  # and no stop between
        (ORDERS, "/m.+l/ ~2 l'ordre", "mondial, l’ordre"),
        (ORDERS, "case:Ordre | case:L’ordre", "L'ordre|Ordre"),
        (ORDERS, "case:l'ordre mondial", "l’ordre mondial"),
        (ORDERS, "*ial", "mondial|mondial|social|mondial"),
        (SPOKEN, "lemma:négocier", "négocie|négocié"),
        (SPOKEN, "lemma:négocie", "négocie|négocié"),  # any of its forms
        (SPOKEN, "lemma:négocier la /.*tion/", "négocié la négociation"),
        (SPOKEN, "case:Otan", "Otan"),
        (SPOKEN, "case:otan | otan", "OTAN|Otan|otan"),
        (SPOKEN, "/négoci(e|ant)/ | il", "Il|négocie|Négociant"),
        ("un un un", "un * un", "un un un"),  # what is taken is not read again
        ("ordre", "ordre ~9 ordre", ""),
    ],
)
def test_lemmas_case_patterns_and_gaps(text, query, found):
    table = concordance(frame(text), query)
    assert "|".join(table["match"]) == found
    assert all(text[r.start : r.end] == r.match for r in table.itertuples())


def test_a_query_with_steps_counts_beside_others():
    table = counts(frame(SPOKEN), ["lemma:négocier", "case:Otan", "otan"])
    assert table["n"].tolist() == [2, 1, 3]
    assert table["words"].unique().tolist() == [len(tokenize(SPOKEN))]


def test_keyness_of_words_in_a_row():
    texts = frame(
        "Le Conseil de sécurité vote. Conseil de sécurité !",
        "Le conseil vote. La sécurité, dit-il.",
        by=["x", "y"],
    )
    key = keyness(texts, "by", "x", min_count=1, ngram_range=(3, 3))
    # by hand: of no other three words in a row do both ends count
    assert key[["word", "a", "b", "n1", "n2"]].values.tolist() == [
        ["conseil de sécurité", 2, 0, 8, 6]
    ]
    one, two = (
        keyness(texts, "by", "x", ngram_range=n) for n in ((1, 1), (1, 2))
    )
    assert {*one["word"]} <= {*two["word"]}


@pytest.mark.parametrize("query", ["INGERENCE", "Ingérence", " ingerence "])
def test_the_name_of_a_family_is_the_family(query):
    assert concordance(frame("S'ingérer."), query)["family"].tolist() == [
        "ingérence"
    ]


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "?",
        "*",
        "i*",
        "a|",
        "ing(é",
        "U.R.S.S.",
        "ordre *",
        "~2 a",
        "a ~x b",
    ]
    + ["lemma:", "lemma:le monde/", "case:", "/", "a/b|c"],
)
def test_what_is_no_query_is_refused_with_families(query):
    named = rf"{re.escape(repr(query))}.*nearest families: \w"
    with pytest.raises(ValueError, match=named):
        concordance(frame("Rien."), query)


def test_no_query_and_the_same_twice_are_refused():
    with pytest.raises(ValueError, match="no query"):
        counts(frame("Rien."), [])
    with pytest.raises(ValueError, match="twice"):
        counts(frame("Rien."), ["ingerence", "ingérence"])


def test_a_name_misspelt_is_warned_of():
    with pytest.warns(QueryWarning, match="ingerance.*near it: ingérence"):
        assert counts(frame("L'ingérence."), "ingerance")["n"].sum() == 0


def test_a_family_of_one_war_says_that_there_are_others():
    """Typed on general news, *guerre* was 0 of 306 times, and said nothing."""
    texts = frame(
        "La guerre de Troie, la guerre des Gaules, la guerre de Cent Ans."
    )
    told = "'guerre' counts the war in Ukraine, 0 of 3 times; '« guerre »' counts every"
    with pytest.warns(QueryWarning, match=told):
        assert counts(texts, "guerre")["n"].tolist() == [0]
    assert counts(texts, "« guerre »")["n"].tolist() == [3]


def test_words_are_those_of_tokenize():
    rng = np.random.default_rng(0)
    signs = list("aéÉ'’ -\u2011\u00a0\u202f\n«».,9_œ") + [
        "l’",
        "qu'",
        "ingérence ",
    ]
    read = Scanner(parse_queries("ingérence"))
    for _ in range(300):
        text = "".join(rng.choice(signs, size=40))
        words, hits = read(text)
        assert words == len(tokenize(text)), text
        assert len(hits) == tokenize(text).count("ingérence"), text


def test_no_two_families_claim_one_word():
    rows = lexicon.table("families")
    assert len({row["family"] for row in rows}) == len(rows)
    forms = [form for row in rows for form in row["forms"].split(" | ")]
    assert len(set(forms)) == len(forms)
    said = [re.sub(r"\((.*?)[|)].*?\)?(?= |$)", r"\1", form) for form in forms]
    text = " . ".join(said).replace("?", "")
    table = concordance(frame(text), families())
    assert set(table["family"]) == set(families())
    table = table.sort_values("start")
    following = table["start"].shift(-1, fill_value=len(text))
    assert (following >= table["end"]).all()


def test_a_concordance_leads_back_to_its_place(five):
    table = concordance(five, families())
    texts = five.set_index("article_id")["text"]
    for row in table.itertuples():
        text = texts[row.article_id]
        assert text[row.start : row.end] == row.match
        assert text[: row.start].endswith(row.left)
        assert text[row.end :].startswith(row.right)
        assert row.match in row.sentence
        assert len(row.left) <= 60 >= len(row.right)
        before = len(tokenize(text[: row.start]))
        assert row.position == pytest.approx(before / len(tokenize(text)))
    assert table["article_id"].drop_duplicates().tolist() == FIVE


@pytest.mark.parametrize(
    "table, columns",
    [
        (lambda a: concordance(a, "paix"), CONCORDANCE),
        (lambda a: trend(a, "paix", None), TREND),
        (lambda a: dispersion(a, "paix"), DISPERSION),
        (lambda a: counts(a, "paix"), COUNTS),
        (lambda a: collocates(a, "paix"), COLLOCATES),
        (lambda a: keyness(a, "by"), KEYNESS),
        (lambda a: trend_tests(a, "paix", "by"), TESTS),
    ],
)
def test_columns_and_dtypes(table, columns):
    articles = frame("Rien de tel ici.", "Non plus.", by=["x", "y"])
    before = articles.copy()
    found = table(articles)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == columns
    pd.testing.assert_frame_equal(articles, before)


def dated(*dates, **columns):
    texts = ["La guerre, la paix et rien d'autre." for _ in dates]
    return frame(*texts, published=pd.to_datetime(list(dates)), **columns)


@pytest.mark.parametrize(
    "by, labels",
    [
        ("day", ["2021-12-30", "2021-12-31", "2022-01-01"]),
        ("month", ["2021-12", "2022-01"]),
        ("quarter", ["2021-Q4", "2022-Q1"]),
        ("half-year", ["2021-H2", "2022-H1"]),
        ("year", ["2021", "2022"]),
    ],
)
def test_periods(by, labels):
    table = trend(dated("2021-12-30", "2022-01-01"), "paix", by=by)
    assert table["period"].tolist() == labels
    assert table["words"].sum() == 16


@pytest.mark.parametrize("by", ["quarter", "half-year"])
def test_a_period_starts_on_its_first_day(by):
    table = trend(dated("2022-09-30"), "paix", by=by)
    assert table["period_start"].tolist() == [pd.Timestamp("2022-07-01")]


def test_a_period_without_articles_is_a_gap():
    table = trend(dated("2021-01-01", "2023-01-01"), "guerre", by="year")
    assert table["n"].isna().tolist() == [False, True, False]
    assert table["rate"].isna().tolist() == [False, True, False]
    assert table["note"].tolist()[1] == "no article"


def test_by_day_is_refused_where_dates_are_months(five):
    with pytest.raises(
        ValueError, match="2024-02-08-rt.* not dated to the day"
    ):
        trend(five, "ingérence", by="day")
    years = dated("2022-01-01", published_precision=["year"])
    with pytest.raises(ValueError, match="not dated to the month"):
        trend(years, "paix", by="month")
    assert trend(years, "paix", by="year")["n"].tolist() == [1]


def test_a_by_that_does_not_exist_is_refused(five):
    with pytest.raises(
        ValueError, match="by='fortnight': expected day, .*publisher"
    ):
        trend(five, "paix", by="fortnight")
    with pytest.raises(ValueError, match="no column 'event_date'"):
        trend(frame("La paix."), "paix", by="event")
    with pytest.raises(ValueError, match="a1 has no desk"):
        trend(frame("A", "B", desk=["x", None]), "paix", by="desk")


def test_rates_of_the_raw_five_by_year(five):
    # R 4.2.2: poisson.test(c(2, 0, 6), c(707, 1231, 906)), by hand 2/707 = 28.3
    table = trend(five.assign(text=five["raw"]), "ingérence", by="year")
    table = table[table["articles"] > 0]
    assert table["rate"].round(1).tolist() == [28.3, 0.0, 66.2]
    assert table["exact_low"].round(1).tolist() == [3.4, 0.0, 24.3]
    assert table["exact_high"].round(1).tolist() == [102.2, 30.0, 144.1]
    assert not table["reliable"].any()
    assert table["note"].tolist()[1] == "not reliable: 2 texts"


def test_twenty_articles_are_reliable_where_they_have_the_word():
    table = trend(dated(*["2022-01-01"] * 20), "paix", by="year")
    assert table[["reliable", "note"]].values.tolist() == [[True, ""]]
    table = trend(dated(*["2022-01-01"] * 20), "blé", by="year")
    assert table["note"].tolist() == ["not reliable: 0 texts have it"]
    table = trend(dated(*["2022-01-01"] * 19), "paix", by="year")
    assert table["note"].tolist() == ["not reliable: 19 texts"]


def test_articles_without_words_and_no_articles_at_all():
    articles = dated(
        "2021-01-01", "2022-01-01", "2023-01-01", by=["x", "x", "y"]
    )
    articles.loc[2, "text"] = "… !"
    table = trend(articles, "paix", by="year")
    assert table["n"].isna().tolist() == [False, False, True]
    assert len(keyness(articles, "by", min_count=1)) == 3
    with pytest.raises(ValueError, match="1 period with articles, expected 2"):
        trend_tests(articles, "paix", by="by")
    assert trend(articles[:0], "paix", by="year").empty
    assert collocates(articles[:0], "paix").empty


def test_dispersion_of_the_raw_five(five):
    # R: DP = 0.433, norm 0.493, on the raw texts
    raw = five.assign(text=five["raw"])
    table = dispersion(raw, ["ingérence", "multipolaire"])
    assert table["dp"][0] == pytest.approx(0.433, abs=5e-4)
    assert table["dp_norm"][0] == pytest.approx(0.493, abs=5e-4)
    assert table["articles"].tolist() == [3, 1]
    assert table["largest_article_share"].tolist() == [0.5, 1.0]


def test_keyness_of_the_raw_five_by_year(five):
    # R's textometry 0.1.6: 2022 −1.97, 2024 +1.81
    raw = five.assign(text=five["raw"])
    table = keyness(raw, "year", queries="ingérence")
    lafon = dict(zip(table["group"], table["lafon"]))
    assert lafon["2022"] == pytest.approx(-1.97, abs=5e-3)
    assert lafon["2024"] == pytest.approx(1.81, abs=5e-3)


def test_keyness_holds_content_words_and_all_counts():
    articles = frame(
        "Le gaz, le gaz et 200 gaz.",
        "Le pétrole, le pétrole, pétrole.",
        "Le blé.",
        publisher=["x", "y", "z"],
    )
    table = keyness(articles, "publisher", "x", "y", min_count=3)
    assert table["word"].tolist() == ["gaz", "pétrole"]
    assert table[["a", "b", "n1", "n2"]].values.tolist() == [
        [3, 0, 7, 5],
        [0, 3, 7, 5],
    ]
    assert (table["g2"] > 0).tolist() == [True, False]
    assert table["note"][0].startswith("one article each")
    assert table["p"].isna().all()
    rest = keyness(articles, "publisher", "x", min_count=3)
    assert rest["n2"].tolist() == [7, 7]
    every = keyness(articles, "publisher", min_count=3)
    assert every["group"].unique().tolist() == ["x", "y", "z"]
    for group, reference in (("w", None), ("x", "w"), ("x", "x")):
        with pytest.raises(ValueError, match="group"):
            keyness(articles, "publisher", group, reference)


def test_collocates_stay_in_the_sentence():
    text = "Le gaz manque. L'ingérence étrangère du gaz nuit. Du gaz, encore du gaz."
    table = collocates(frame(text), "ingérence", window=3, min_count=1)
    near = table.set_index("word")
    assert near.loc["étrangère", ["a", "b", "n1", "n2"]].tolist() == [
        1,
        0,
        4,
        9,
    ]
    assert near.loc["gaz", ["a", "b"]].tolist() == [1, 3]
    assert "manque" not in near.index
    assert "ingérence" not in near.index


def test_one_article_a_period_has_no_test_of_homogeneity():
    two = dated("2021-01-01", "2022-01-01")
    table = trend_tests(two, "paix", "year", draws=9)
    assert table["p"].isna().all()
    assert "one article each" in table["note"][0]
    with pytest.raises(ValueError, match="expected 2"):
        trend_tests(dated("2021-01-01"), "paix", "year")


def test_what_so_few_articles_can_show_is_said(five):
    table = trend_tests(five, "ingérence", by="publisher", draws=9)
    assert table["change_p"].isna().all()
    two = five.assign(side=["x", "x", "y", "y", "y"])
    note = trend_tests(two, "ingérence", by="side", draws=9)["note"][0]
    assert (
        note == "articles can be shared out in 10 ways: p cannot be under 0.10"
    )


def test_weeks_are_those_of_the_iso_calendar_and_decades_have_ten_years():
    # 3 January 2021 was a Sunday, of week 53 of 2020
    days = "2020-12-27", "2021-01-03", "2021-01-04", "2021-01-18"
    table = trend(dated(*days), "paix", by="week")
    weeks = ["2020-W52", "2020-W53", "2021-W01", "2021-W02", "2021-W03"]
    assert table["period"].tolist() == weeks
    assert table["articles"].tolist() == [1, 1, 1, 0, 1]
    assert set(table["period_start"].dt.day_name()) == {"Monday"}
    old = trend(dated("1969-12-31", "1989-01-01"), "paix", by="decade")
    assert old["period"].tolist() == ["1960-1969", "1970-1979", "1980-1989"]
    assert old["articles"].tolist() == [1, 0, 1]
    vague = dated("2021-01-01").assign(published_precision="month")
    with pytest.raises(ValueError, match="not dated to the week"):
        trend(vague, "paix", by="week")
    vague = vague.assign(published_precision="year")
    assert trend(vague, "paix", by="decade")["n"].tolist() == [1]


def test_categories_of_ones_own_keep_their_order_and_their_gaps():
    order = ["war", "truce", "peace", "after"]
    said = ["peace", "war", "after", "peace", "war"]
    articles = dated(*["2021-01-01"] * 5, era=pd.Categorical(said, order))
    plain = trend(articles, "paix", by="era")
    assert plain["period"].tolist() == ["after", "peace", "war"]
    articles["era"] = articles["era"].cat.as_ordered()
    table = trend(articles, "paix", by="era")
    assert table["period"].tolist() == order
    assert table["articles"].tolist() == [2, 0, 2, 1]
    tests = trend_tests(articles, "paix", by="era", draws=9)
    assert tests["change_after"][0] in {"war", "peace"}
    assert tests["words_before"][0] + tests["words_after"][0] == sum(
        counts(articles, "paix")["words"]
    )


NAMES = [f"w{k}" for k in range(300)]


def corpora(said, trend=(1,) * 6, per_period=6, seed=0, names=NAMES):
    """Corpora of clumped words as if they were so many queries on one."""
    rng = np.random.default_rng(seed)
    words = np.round(500 * rng.lognormal(-0.2, 0.6, 6 * per_period)).clip(60)
    mean = said / 500 * words * np.repeat(trend, per_period)
    shape = len(names), len(mean)
    n = rng.poisson(rng.gamma(np.broadcast_to(mean, shape) / 2, 2))
    years = np.repeat(range(2015, 2021), per_period)
    articles = dated(*[f"{year}-01-01" for year in years])
    counted = {f"n: {name}": row for name, row in zip(names, n)}
    counted |= {SIZE: words.astype("int64")}
    counted |= {"half": np.where(years < 2018, "early", "late")}
    return articles.join(pd.DataFrame(counted))


@pytest.mark.parametrize("said", [0.2, 1.5])
@pytest.mark.parametrize("n", [300, pytest.param(1000, marks=pytest.mark.slow)])
def test_false_alarms_on_clumped_words_without_trend(said, n):
    names = [f"w{k}" for k in range(n)]
    articles = corpora(said, names=names)
    table = trend_tests(articles, names, "year", draws=199)
    key = keyness(articles, "half", queries=names)
    for p in (table["p"], table["slope_p"], table["change_p"], key["p"]):
        assert (p <= 0.05).mean() <= 0.05 + 3 * (0.05 * 0.95 / n) ** 0.5
    assert (table["q"] <= 0.05).sum() == 0


def test_a_trend_that_is_there_is_found():
    articles = corpora(1.5, trend=(1, 1, 1, 6, 6, 6))
    table = trend_tests(articles, NAMES, "year", draws=199)
    key = keyness(articles, "half", queries=NAMES)
    for p in (table["p"], table["change_p"], key["p"]):
        assert (p <= 0.05).mean() > 0.9
    for p, q in (
        (table["p"], table["q"]),
        (table["change_p"], table["change_q"]),
    ):
        assert q.to_numpy() == pytest.approx(false_discovery_control(p))
    assert key["q"].to_numpy() == pytest.approx(
        false_discovery_control(key["p"])
    )
    assert (table["change_after"] == "2017").mean() > 0.75


def test_a_change_is_told_with_its_place_and_less_than_it_seems():
    table = trend_tests(
        corpora(1.5, trend=(1, 1, 1, 2, 2, 2)), NAMES, "year", draws=199
    )
    held = (table["change_from"] <= "2017") & (table["change_to"] >= "2017")
    assert held.mean() >= 0.95
    found = table[table["change_p"] <= 0.05]
    assert 0.05 < len(found) / len(table) < 0.9
    seen, left = found["ratio"].median(), found["ratio_shrunk"].median()
    assert seen > 3 > left > 1.5  # the true ratio is 2
    sides = table[["n_before", "n_after"]].sum(axis=1)
    assert sides.tolist() == table["n"].tolist()


@pytest.mark.slow
@pytest.mark.parametrize("test", ["", "slope_", "change_"])
def test_what_could_have_been_found_is_found_in_four_of_five(test):
    least = trend_tests(corpora(3, per_period=20), NAMES[:50], "year", 199)
    ratio = least[f"{test}detectable"].median()
    assert 1.5 < ratio < 4
    step = np.repeat([0, 1], 3) if test != "slope_" else np.arange(6) / 5
    planted = ratio**step / np.mean(ratio**step)
    tests = (
        trend_tests(corpora(3, planted, 20, seed), NAMES[:100], "year", 199)
        for seed in range(1, 6)
    )  # of other lengths, which differ in what they can show
    found = pd.concat(tests)[f"{test}p"] <= 0.05
    assert 0.7 < found.mean() < 0.9


def test_five_articles_could_show_no_change_at_all(five):
    table = trend_tests(five, "ingérence", by="year", draws=199)
    assert np.isinf(table["change_detectable"][0])


def test_a_planted_word_is_found_among_thousands():
    """84 : 0 in twenty of sixty articles: q was .155 with 999 draws."""
    rng = np.random.default_rng(4)
    said = [rng.integers(2000, size=300) for _ in range(60)]
    texts = [" ".join(f"mot{chr(97 + k % 26)}{k}" for k in row) for row in said]
    for k in range(20):
        texts[k] += " étincelle" * (4 + k % 2 * (k < 8))
    sides = ["x"] * 30 + ["y"] * 30
    key = keyness(frame(*texts, side=sides), "side").set_index("word")
    assert key.loc["étincelle", ["a", "b"]].tolist() == [84, 0]
    assert len(key) > 1500 and key.index[key["q"] <= 0.05].tolist() == [
        "étincelle"
    ]
    assert np.isposinf(key.loc["étincelle", "high"])


def test_the_sentence_of_a_line_of_concordance_is_bounded():
    text = "mot ingérence et " * 2_000 + "fin. Une ingérence."
    table = concordance(
        pd.DataFrame({"article_id": ["a"], "text": [text]}), "ingérence"
    )
    assert (
        len(table) == 2_001 and table["sentence"].iloc[-1] == "Une ingérence."
    )
    assert table["sentence"].str.len().max() <= 2_000 + len("ingérence")
    for row in table[::100].itertuples():
        at = text.find(row.sentence, max(0, row.start - 1_100))
        assert at <= row.start and row.end <= at + len(row.sentence)
        words = {"mot", "ingérence", "et", "fin.", "Une", "ingérence."}
        assert set(row.sentence.split()) <= words  # whole
    assert table["sentence"].str.len().median() > 1_900


@pytest.mark.parametrize("n", [1, 999, 1_000, 1_001, 5_000])
def test_the_bounded_sentence_holds_its_word_where_no_blank_is_near(n):
    for text in (
        "x" * n + "-paix " + "y" * n,
        "« " + "x" * n + "’paix’" + "y" * n,
    ):
        for row in concordance(
            pd.DataFrame({"article_id": ["a"], "text": [text]}), "paix"
        ).itertuples():
            assert row.match in row.sentence and row.sentence in text
