"""Claims against the record: what was said of trade, beside what was published of it.

The record is ``corpus/reference/trade.csv``: printed figures with their sources.  One
publisher's series at a time makes a line; other publishers are other series.
"""

from pathlib import Path

import pandas as pd

from multipolaire.articles import reference_folder
from multipolaire.stats.columns import columns_of, typed

#: Of :func:`load_record`.  ``value`` in US dollars, ``growth`` in % on a year before.
RECORD = columns_of(
    "period_start:datetime64[s] period_end:datetime64[s] publisher:str measure:str "
    "value:float64 growth:float64 source_url:str verified:str"
)
#: Of :func:`claims`: the figure's columns, then what the record has for its period.
CLAIMS = columns_of(
    "article_id:str quote:str kind:str qualifier:str value:float64 "
    "period_start:datetime64[s] period_end:datetime64[s] status:str speaker:str "
    "source:str record:float64 difference:float64"
)


def load_record(path: str | Path | None = None) -> pd.DataFrame:
    """The record of trade between China and Russia; columns :data:`RECORD`.

    >>> record = load_record()
    >>> sorted(set(record["measure"]))
    ['exports_cn_ru', 'imports_cn_ru', 'total']
    """
    frame = pd.read_csv(path or reference_folder() / "trade.csv", dtype=str)
    frame["value"] = frame["value_usd_bn"].astype("float64") * 1e9
    frame["growth"] = frame["growth_pct_yoy"].astype("float64")
    return typed(frame, RECORD)


def totals(record: pd.DataFrame, publisher: str = "GACC", yearly: bool = True):
    """One publisher's totals: of whole years, or (``yearly=False``) of year to date.

    Raises ``ValueError`` for a publisher that the record does not have.
    """
    if publisher not in set(record["publisher"]):
        known = ", ".join(sorted(set(record["publisher"])))
        raise ValueError(f"publisher={publisher!r}: expected one of {known}")
    start, end = record["period_start"].dt, record["period_end"].dt
    whole = (end.month == 12) & (end.day == 31)
    chosen = _of(record, publisher) & record["value"].notna()
    chosen &= (start.month == 1) & (start.day == 1) & (start.year == end.year)
    chosen &= whole if yearly else ~whole
    return record[chosen].sort_values("period_end", ignore_index=True)


def _of(record: pd.DataFrame, publisher: str) -> pd.Series:
    """Which rows are a publisher's totals of exports and imports."""
    return record["publisher"].eq(publisher) & record["measure"].eq("total")


def claims(
    figures: pd.DataFrame, record: pd.DataFrame, publisher: str = "GACC"
) -> pd.DataFrame:
    """Trade figures (amounts in dollars, growth in %) beside the record's own.

    ``record`` is the publisher's total, or its growth, for the very same period;
    ``difference`` is the claim's value minus it, in the same unit; both are missing
    where the record has no such period.  Columns: :data:`CLAIMS`.
    """
    money = figures["kind"].eq("amount") & figures["unit"].eq("USD")
    growth = figures["kind"].eq("growth") & figures["unit"].eq("%")
    chosen = figures[figures["flow"].eq("trade") & (money | growth)].copy()
    keys = ["period_start", "period_end"]
    known = record.loc[_of(record, publisher), [*keys, "value", "growth"]]
    known = known.drop_duplicates(keys)
    joined = chosen.merge(known, "left", keys, suffixes=("", "_known"))
    is_money = joined["kind"].eq("amount")
    joined["record"] = joined["value_known"].where(is_money, joined["growth"])
    joined["difference"] = joined["value"] - joined["record"]
    return typed(joined, CLAIMS)


def first_passed(record: pd.DataFrame, amount: float, publisher: str = "GACC"):
    """The first total that reaches ``amount`` and, in its year, the last below it.

    Two rows of the record, ``(below, reached)``; ``below`` is ``None`` where the year
    has no earlier total.  ``None`` where the amount was never reached.
    """
    both = [totals(record, publisher, yearly) for yearly in (True, False)]
    series = pd.concat(both).sort_values("period_end", ignore_index=True)
    reached = series[series["value"] >= amount]
    if reached.empty:
        return None
    first = reached.iloc[0]
    before = series[series["period_start"].eq(first["period_start"])]
    before = before[before["period_end"] < first["period_end"]]
    return (None if before.empty else before.iloc[-1]), first
