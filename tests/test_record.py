"""Claims beside the record; expected values are read off the printed figures."""

import pandas as pd
import pytest

from multipolaire import extract_figures, load_articles
from multipolaire.record import (
    CLAIMS,
    MEETINGS,
    claims,
    first_passed,
    load_record,
    meetings_held,
    totals,
)
from multipolaire.record import RECORD as COLUMNS

ARTICLES = load_articles()
RECORD = load_record()


def figure(**given):
    row = {
        "article_id": "a",
        "quote": "123 milliards de dollars",
        "kind": "amount",
        "unit": "USD",
        "flow": "trade",
        "origin": None,
        "destination": None,
        "parties": "CN; RU",
        "qualifier": "=",
        "value": 123e9,
        "period_start": pd.Timestamp("2021-01-01"),
        "period_end": pd.Timestamp("2021-11-30"),
        "status": "reported",
        "speaker": "Vladimir Poutine",
        "source": None,
    }
    return pd.DataFrame([row | given])


def test_a_claim_meets_the_same_period_of_the_record():
    row = claims(figure(), RECORD).iloc[0]
    # China's customs printed 130.4 billion for January to November 2021
    assert row["record"] == pytest.approx(130.4e9)
    assert row["difference"] == pytest.approx(-7.4e9)


def test_growth_meets_growth():
    row = claims(figure(kind="growth", unit="%", value=31.0), RECORD).iloc[0]
    assert row["record"] == pytest.approx(33.6)
    assert row["difference"] == pytest.approx(-2.6)


def test_no_such_period_is_missing_not_zero():
    row = claims(figure(period_end=pd.Timestamp("2021-11-29")), RECORD).iloc[0]
    assert pd.isna(row["record"]) and pd.isna(row["difference"])


@pytest.mark.parametrize(
    "other", [{"flow": "other"}, {"unit": "EUR"}, {"kind": "count"}]
)
def test_only_trade_in_dollars_is_compared(other):
    found = claims(figure(**other), RECORD)
    assert len(found) == 0
    assert {c: str(t) for c, t in found.dtypes.items()} == CLAIMS


DAY = pd.Timestamp


@pytest.mark.parametrize(
    "given, verdict",
    [
        ({}, "below"),  # 123 where 130.4 were printed
        ({"value": 130e9}, "within"),  # it is rounded to a billion
        ({"value": 131e9}, "above"),
        ({"value": 130.3e9}, "below"),  # it is told to a tenth
        ({"qualifier": "~"}, "below"),
        ({"qualifier": "~", "value": 128e9}, "within"),
        ({"qualifier": ">"}, "within"),
        ({"qualifier": ">", "value": 140e9}, "above"),
        ({"qualifier": "<", "value": 140e9}, "within"),
        ({"parties": None}, "cannot be said"),
        ({"parties": "FR; RU"}, "cannot be said"),
        ({"period_end": DAY("2021-11-29")}, "cannot be said"),
        ({"status": "target", "period_end": pd.NaT}, "cannot be said"),
    ],
)
def test_a_verdict_is_of_the_bound_that_is_claimed(given, verdict):
    assert claims(figure(**given), RECORD)["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    "year, value, verdict, passed",
    [
        (2024, 200e9, "passed early", "2023-11-30"),
        (2023, 200e9, "reached", "2023-11-30"),
        (2022, 200e9, "missed", "2023-11-30"),
        (2024, 900e9, "missed", "NaT"),
        (2093, 900e9, "cannot be said", "NaT"),
    ],
)
def test_a_target_is_reached_early_late_or_not(year, value, verdict, passed):
    days = {"period_start": DAY(year, 1, 1), "period_end": DAY(year, 12, 31)}
    target = figure(status="target", qualifier=">=", value=value, **days)
    row = claims(target, RECORD).iloc[0]
    assert (row["verdict"], str(row["passed"])[:10]) == (verdict, passed)


def test_what_the_five_articles_claim():
    table = claims(extract_figures(ARTICLES), RECORD)
    scale = [1e9 if unit == "USD" else 1 for unit in table["unit"]]
    rows = zip(
        table["value"] / scale, table["record"] / scale, table["verdict"]
    )
    told = [
        (value, None if pd.isna(known) else round(known, 1), verdict)
        for value, known, verdict in rows
    ]
    assert told == [
        (31, 33.6, "below"),
        (123, 130.4, "below"),
        (200, None, "cannot be said"),  # "in the near future"
        (25, 29.3, "below"),
        (200, 244.8, "passed early"),
        (200, 240.1, "within"),  # more than 200
    ]


OWN = """period_start,period_end,flow,origin,destination,unit,value,publisher
2021-01-01,2021-12-31,exports,FR,DE,EUR,70000000000,Douane
2021-01-01,2021-12-31,exports,DE,FR,EUR,90000000000,Douane
"""


def test_a_record_of_ones_own(tmp_path):
    file = tmp_path / "own.csv"
    file.write_text(OWN, "utf-8")
    own = load_record(file)
    assert {c: str(t) for c, t in own.dtypes.items()} == COLUMNS
    year = {"period_start": DAY(2021, 1, 1), "period_end": DAY(2021, 12, 31)}
    said = {"flow": "exports", "unit": "EUR", "value": 70e9, **year}
    there = figure(origin="FR", destination="DE", **said)
    back = figure(origin="DE", destination="FR", **said)
    assert claims(there, own)["verdict"].tolist() == ["within"]
    assert claims(back, own)["verdict"].tolist() == ["below"]  # 70 of 90
    assert claims(figure(), own).empty
    file.write_text(OWN.replace("70000000000", "many"), "utf-8")
    with pytest.raises(ValueError, match="own.csv.*many"):
        load_record(file)
    file.write_text(OWN.replace("flow", "sense"), "utf-8")
    with pytest.raises(ValueError, match="own.csv.*flow"):
        load_record(file)


def test_visits_that_were_announced_and_made():
    table = meetings_held(ARTICLES)
    days = [str(day.date()) for day in table["held"]]
    # the Olympics, the spring, and no visit planned: one 98 days later
    assert days == ["2022-02-04", "2023-03-20", "2024-05-16"]
    assert table["verdict"].tolist() == ["held", "held", "held later"]
    assert table["days"].tolist()[-1] == 98
    texts = dict(zip(ARTICLES["article_id"], ARTICLES["text"]))
    for row in table.itertuples():
        assert texts[row.article_id][row.start : row.end] == row.quote


def test_a_visit_that_was_not_made_and_articles_of_which_none_is_known():
    announced = pd.DataFrame(
        {
            "article_id": ["2024-02-08-vietnam"],
            "quote": ["aucune visite mutuelle"],
            "announced_from": ["2024-02-09"],
            "announced_to": ["2024-03-01"],
            "expected": [True],
        }
    )
    table = meetings_held(ARTICLES, announced)
    assert table["verdict"].tolist() == ["not held"]
    none = meetings_held(ARTICLES.assign(article_id="x"))
    assert none.empty
    assert {c: str(t) for c, t in none.dtypes.items()} == MEETINGS
    with pytest.raises(ValueError, match="does not hold 'une visite prévue'"):
        meetings_held(ARTICLES, announced.assign(quote="une visite prévue"))


def test_each_series_is_one_publisher_and_one_kind_of_period():
    yearly = totals(RECORD)
    assert set(yearly["publisher"]) == {"GACC"}
    assert set(yearly["flow"]) == {"trade"}
    by_year = dict(zip(yearly["period_end"].dt.year, yearly["value"] / 1e9))
    # printed by China's customs: 107.06, 110.75, 240.11, 244.81 billion dollars
    assert [round(by_year[y], 2) for y in (2018, 2019, 2023, 2024)] == [
        107.06,
        110.75,
        240.11,
        244.81,
    ]
    partial = totals(RECORD, yearly=False)
    assert not (partial["period_end"].dt.month == 12).any()
    assert (partial["period_start"].dt.month == 1).all()


def test_when_the_target_was_passed():
    below, reached = first_passed(RECORD, 200e9)
    # 196.48 by the end of October 2023, 218.17 by the end of November
    assert (below["value"], reached["value"]) == pytest.approx(
        (196.48e9, 218.17e9)
    )
    assert str(below["period_end"].date()) == "2023-10-31"
    assert str(reached["period_end"].date()) == "2023-11-30"
    assert first_passed(RECORD, 1e15) is None


def test_an_unknown_publisher_is_named():
    with pytest.raises(
        ValueError, match="publisher='INSEE': expected one of FCS, GACC"
    ):
        totals(RECORD, "INSEE")
