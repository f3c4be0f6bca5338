"""Scores take the tables as they are, and count in one text; numbers by hand."""

import json

import pandas as pd
import pytest

from multipolaire import (
    extract_figures,
    extract_quotes,
    load_articles,
    load_gold,
    score_figures,
    score_predictions,
    score_quotes,
    write_table,
)

TEXT = {
    "a": "Les ventes ont chuté de 5 % en mai, à 3 euros puis 4 euros.",
    "b": "Le port a perdu 7 tonnes, dit-on, et 9 tonnes.",
    "c": "Rien.",
}
FURNITURE = "Lire aussi : Le gaz russe\n"
BASE = {
    "kind": "amount",
    "change": "level",
    "qualifier": "=",
    "flow": "other",
    "origin": None,
    "destination": None,
    "parties": None,
    "period_start": None,
    "period_end": None,
    "period_text": None,
    "base": None,
    "status": "reported",
    "speaker": None,
    "source": None,
    "equivalent_of": None,
    "flags": [],
}


def figure(article, quote, value, unit, **more):
    start = TEXT[article].index(quote)
    place = {"start": start, "end": start + len(quote), "quote": quote}
    values = {"value": value, "low": value, "high": value, "unit": unit}
    return {"article_id": article} | place | BASE | values | more


FALL = {
    "period_start": "2021-05-01",
    "period_end": "2021-05-31",
    "change": "down",
}
GOLD = [
    figure("a", "5 %", -5, "%", **FALL, flags=["vague", "per-unit"]),
    figure("a", "3 euros", 3, "EUR"),
    figure("a", "4 euros", 4, "EUR", origin="FR", equivalent_of=1),
    figure("b", "7 tonnes", 7, "tonne", speaker="Paul Roy"),
]
# The first with all of its attributes; the second with another value; the third not
# found; the fourth with another speaker; one that is none.
FOUND = [
    figure("a", "5 %", -5.0, "%", **FALL, flags="per-unit, vague"),
    figure("a", "3 euros", 30.0, "EUR", flags=None),
    figure("b", "7 tonnes", 7.0, "tonne", speaker="Ana Ruiz", flags=""),
    figure("b", "9 tonnes", 9.0, "tonne", flags=""),
]
#: correct, found, gold.  Attributes are of the two figures whose value is right.
BY_HAND = {
    "span": (3, 4, 4),
    "value+unit": (2, 4, 4),
    "kind": (2, 2, 2),
    "period": (2, 2, 2),
    "flags": (1, 1, 1),
    "speaker": (0, 1, 1),
    "origin": (0, 0, 0),
    "equivalent_of": (0, 0, 0),
}


def articles(raw=True, furniture=FURNITURE):
    table = pd.DataFrame(
        {"article_id": list(TEXT), "text": list(TEXT.values())}
    )
    return table.assign(raw=furniture + table["text"]) if raw else table


def snippets(shift=0, kind="figures", gold=GOLD):
    """Gold as ``load_gold`` gives it; ``shift`` where it counts in the raw text."""
    return [
        {
            "id": f"x-{name}",
            "article_id": name,
            "set": "corpus",
            "text": None,
            "offsets": "raw" if shift else "text",
            kind: [moved(g, shift) for g in gold if g["article_id"] == name],
        }
        for name in TEXT
    ]


def moved(record, shift):
    return record | {name: record[name] + shift for name in ("start", "end")}


def table_of_found():
    table = pd.DataFrame(FOUND)
    days = {
        name: pd.to_datetime(table[name])
        for name in ("period_start", "period_end")
    }
    return table.assign(**days, rule="x", note=[None, 1, pd.NA, "more"])


def counted(scores):
    rows = scores.set_index("measure")[["correct", "found", "gold"]]
    return {name: tuple(rows.loc[name]) for name in BY_HAND}


def read_back(table, tmp_path, suffix):
    path = tmp_path / f"t.{suffix}"
    write_table(table.drop(columns="note"), path)
    if suffix == "csv":
        return pd.read_csv(path)
    return (
        pd.read_json(path, lines=True)
        if suffix == "jsonl"
        else pd.read_parquet(path)
    )


@pytest.mark.parametrize(
    "made",
    [
        lambda table: table,
        lambda table: table.convert_dtypes(),
        lambda table: table.astype(object).where(table.notna(), None),
        lambda table: table.astype(object).where(table.notna(), float("nan")),
        lambda table: table.sample(frac=1, random_state=1).set_index(
            "quote", drop=False
        ),
    ],
)
def test_a_table_is_scored_as_it_is(made):
    found = made(table_of_found())
    assert counted(score_figures(found, snippets(), articles())) == BY_HAND
    gold = made(pd.DataFrame(GOLD))
    assert counted(score_figures(found, gold, articles())) == BY_HAND
    lists = [
        [g for g in rows if g["article_id"] == "a"] for rows in (FOUND, GOLD)
    ]
    assert counted(score_figures([lists[0]], [lists[1]]))["span"] == (2, 2, 3)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_table_read_back_scores_the_same(suffix, tmp_path):
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    found = read_back(table_of_found(), tmp_path, suffix)
    assert counted(score_figures(found, snippets(), articles())) == BY_HAND


def test_what_counts_in_the_raw_text_is_carried_over():
    shift, found = len(FURNITURE), table_of_found()
    raw = snippets(shift)
    assert counted(score_figures(found, raw, articles())) == BY_HAND
    in_raw = found.assign(
        start=found["start"] + shift, end=found["end"] + shift
    )
    assert counted(score_figures(in_raw, snippets(), articles())) == BY_HAND
    assert counted(score_figures(in_raw, raw, articles())) == BY_HAND
    for given in (articles(raw=False), articles().assign(text="x" * 90)):
        with pytest.raises(
            ValueError, match=r"of 'a': '5 %' stands at .* neither of the text"
        ):
            score_figures(found, raw, given)


def test_what_cleaning_removed_is_not_found():
    inside = moved(GOLD[3], 0) | {"start": 13, "end": 19, "quote": "Le gaz"}
    gold = snippets(len(FURNITURE))
    gold[1]["figures"] += [inside]
    scores = counted(score_figures(table_of_found(), gold, articles()))
    assert scores["span"] == (3, 4, 5)


def test_what_two_readers_may_decide_either_way_does_not_count():
    """Of the four found one lies on optional gold; the first has another change, and no
    upper end, both open; the third another speaker, open too."""
    found = pd.DataFrame(FOUND)
    found.loc[0, ["change", "high"]] = ["up", None]
    gold = [
        GOLD[0] | {"open": ["change", "high"]},
        GOLD[1] | {"optional": True},
        GOLD[2] | {"optional": True},
        GOLD[3] | {"open": ["speaker"]},
    ]
    for given in (snippets(gold=gold), pd.DataFrame(gold)):
        scores = score_figures(found, given, articles())
        scores = scores.set_index("measure")
        rows = scores[["correct", "found", "gold"]].T.to_dict("list")
        expected = {
            "span": [2, 3, 2],
            "value+unit": [2, 3, 2],
            "kind": [2, 2, 2],
            "change": [1, 1, 1],
            "period": [2, 2, 2],
            "speaker": [0, 0, 0],
        }
        assert {name: rows[name] for name in expected} == expected
    shut = score_figures(found, snippets(), articles()).set_index("measure")
    assert shut.loc["value+unit", "correct"] == 1


def test_scores_have_intervals_and_the_value_of_chance():
    """By hand: of three kinds found amount, amount, count, gold the same: dealt out,
    (2 × 2 + 1 × 1) / 3 are right, of 3; one passage of two is all wrong."""
    ours = [
        figure("b", "7 tonnes", 7, "tonne"),
        figure("b", "9 tonnes", 9, "tonne"),
    ]
    ours[0]["kind"] = "count"
    lists = [ours, [figure("a", "3 euros", 3, "EUR")]]
    scores = score_figures(lists, lists).set_index("measure")
    assert scores.loc["kind", "chance"] == pytest.approx(5 / 9)
    assert scores.loc["change", "chance"] == 1
    assert scores.loc[["span", "speaker"], "chance"].isna().all()
    wrong = [ours, [figure("a", "3 euros", 4, "EUR")]]
    value = score_figures(wrong, lists).set_index("measure").loc["value+unit"]
    assert value[["correct", "found", "gold"]].tolist() == [2, 3, 3]
    for name in ("precision", "recall", "f1"):
        assert value[f"{name}_low"] < 0.1 < value[name] < value[f"{name}_high"]


def test_empty_tables_have_nothing_found_and_nothing_to_find():
    none = extract_figures(articles()[2:])
    assert counted(score_figures(none, snippets(), articles()))["span"] == (
        0,
        0,
        4,
    )
    bare = pd.DataFrame()  # as an empty file of JSON lines is read
    assert counted(score_figures(bare, snippets(), articles()))["span"] == (
        0,
        0,
        4,
    )
    only = articles()[2:]
    assert counted(score_figures(bare, snippets(), only))["span"] == (0, 0, 0)
    empty = pd.DataFrame(GOLD)[:0]
    found = score_figures(table_of_found(), empty, articles())
    assert counted(found)["span"] == (0, 4, 0)


def test_quotations_as_a_table():
    text = "« Oui », a dit M. Roy. « Non », dit-il. Selon Ana Ruiz, le port ferme tôt."
    table = pd.DataFrame({"article_id": ["q"], "text": [text]})
    table["raw"] = FURNITURE + text
    found = extract_quotes(table)
    assert found["quote"].tolist() == ["Oui", "Non", "le port ferme tôt"]
    gold = [row | {"article_id": "q"} for row in found.to_dict("records")]
    gold[1] |= {"speaker": "Ana Ruiz", "mention": "Ana Ruiz"}
    shifted = [moved(row, len(FURNITURE)) for row in gold]
    one = [{"id": "q", "text": None, "offsets": "raw", "quotes": shifted}]
    for given in (one, pd.DataFrame(gold), pd.DataFrame(shifted)):
        scores = score_quotes(found, given, table).set_index("measure")
        counts = scores[["correct", "found", "gold"]].T.to_dict("list")
        assert counts == {
            "span": [2, 2, 2],
            "span+mention": [1, 2, 2],
            "indirect": [1, 1, 1],
            "speaker": [2, 3, 3],
            "via": [0, 0, 0],
            "cue": [3, 3, 3],
        }


def test_the_corpus_with_its_own_gold():
    whole = load_articles()
    gold = load_gold("quotes")
    assert {g["offsets"] for g in gold if g["set"] == "corpus"} == {"raw"}
    assert {g["offsets"] for g in gold if g["set"] != "corpus"} == {"text"}
    scores = score_figures(extract_figures(whole), load_gold(), whole)
    assert scores.loc[0, ["correct", "found", "gold"]].tolist() == [7, 7, 7]


@pytest.mark.parametrize(
    ("found", "gold", "given", "message"),
    [
        (
            pd.DataFrame(FOUND).drop(columns="low"),
            snippets(),
            articles(),
            r"found: columns \['low'\] are missing",
        ),
        (
            pd.DataFrame(FOUND),
            [[GOLD[0]]],
            articles(),
            "expected found and gold as lists",
        ),
        ([FOUND], pd.DataFrame(GOLD), None, "expected found and gold as"),
        ([FOUND], [], None, "1 snippets found, 0 in the gold"),
        (
            pd.DataFrame(FOUND),
            snippets(),
            articles().assign(article_id=[*"xyz"]),
            "no article in common: gold has a, b, c, articles x, y, z",
        ),
        (
            pd.DataFrame(FOUND),
            snippets(),
            articles()[["text"]],
            "articles: columns",
        ),
        (
            pd.DataFrame(FOUND),
            snippets(),
            None,
            "and articles with text and raw",
        ),
        (
            pd.DataFrame(FOUND).assign(start=None),
            snippets(),
            articles(),
            "row 0: 'start' is",
        ),
    ],
)
def test_what_cannot_be_set_side_by_side_is_refused_in_one_line(
    found, gold, given, message
):
    with pytest.raises(ValueError, match=message) as refused:
        score_figures(found, gold, given)
    assert "\n" not in str(refused.value)


def predicted(tmp_path, *rows):
    file = tmp_path / "found.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def test_predictions_of_anybody_are_scored_on_the_gold(tmp_path):
    gold = [r for r in load_gold() if r["text"] and r["set"] == "test"]
    whole = [{"id": r["id"], "figures": r["figures"]} for r in gold]
    scores = score_predictions(predicted(tmp_path, *whole), "test")
    wanted = sum(not f.get("optional") for r in gold for f in r["figures"])
    first = scores.set_index("measure")["correct"]
    assert first["span"] == first["value+unit"] == first["kind"] == wanted
    # without the first snippet that holds a figure, and a value as a text
    first = next(r for r in whole if r["figures"])
    rest = [r for r in whole if r is not first]
    bare = {k: first["figures"][0][k] for k in ("start", "end", "unit")}
    bare["value"] = str(first["figures"][0]["value"])
    rest.append({"id": first["id"], "figures": [bare]})
    fewer = score_predictions(predicted(tmp_path, *rest), "test")
    lost = sum(not f.get("optional") for f in first["figures"]) - 1
    assert fewer.set_index("measure")["correct"]["span"] == wanted - lost


@pytest.mark.parametrize(
    "line, told",
    [
        ("{", r"found.jsonl:2: '\{': expected an object with id"),
        ('{"figures": []}', "found.jsonl:2"),
        ('{"id": "x", "figures": [{"start": 1}]}', "found.jsonl:2"),
        ('{"id": "x", "quotes": []}', "found.jsonl:2"),
        ('{"id": "nobody", "figures": []}', "id 'nobody': expected one of"),
    ],
)
def test_predictions_that_cannot_be_scored_name_their_line(
    tmp_path, line, told
):
    first = next(r["id"] for r in load_gold() if r["text"])
    file = predicted(tmp_path, {"id": first, "figures": []})
    with file.open("a", encoding="utf-8") as more:
        more.write(f"\n{line}\n")
    with pytest.raises(ValueError, match=told):
        score_predictions(file)
    with pytest.raises(ValueError, match="set 'all': expected one of"):
        score_predictions(
            predicted(tmp_path, {"id": first, "figures": []}), "all"
        )
