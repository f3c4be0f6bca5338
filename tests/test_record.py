"""Claims beside the record; expected values are read off the printed figures."""

import pandas as pd
import pytest

from multipolaire.record import (
    CLAIMS,
    claims,
    first_passed,
    load_record,
    totals,
)

RECORD = load_record()


def figure(**given):
    row = {
        "article_id": "a",
        "quote": "123 milliards de dollars",
        "kind": "amount",
        "unit": "USD",
        "flow": "trade",
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


def test_each_series_is_one_publisher_and_one_kind_of_period():
    yearly = totals(RECORD)
    assert set(yearly["publisher"]) == {"GACC"} and set(yearly["measure"]) == {
        "total"
    }
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
