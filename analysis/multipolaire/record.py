"""Claims against the record: what was said of trade and of meetings, and what came.

The record is ``corpus/reference/trade.csv``, printed figures with their sources, or a
CSV of one's own.  One publisher's series at a time makes a line; other publishers are
other series.
"""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from multipolaire.articles import reference_folder
from multipolaire.scale import expect_columns
from multipolaire.stats.columns import columns_of, typed

#: Of :func:`load_record`.  ``flow`` is trade (exports and imports), exports or imports;
#: ``origin`` and ``destination`` are codes of ISO 3166, of trade in either order;
#: ``unit`` is a code of ISO 4217 or, of growth on a year before, %.
RECORD = columns_of(
    "period_start:datetime64[s] period_end:datetime64[s] flow:str origin:str "
    "destination:str unit:str value:float64 publisher:str source_url:str verified:str"
)
#: Of :func:`claims`: the figure's columns, then what the record has for its period.
#: ``passed`` is the end of the period whose total first reached a target.
CLAIMS = columns_of(
    "article_id:str quote:str kind:str qualifier:str value:float64 unit:str "
    "period_start:datetime64[s] period_end:datetime64[s] status:str speaker:str "
    "source:str record:float64 difference:float64 verdict:str passed:datetime64[s]"
)
#: Of :func:`meetings_held`.  ``expected`` is false where a text says that none is
#: planned; ``days`` are those from the event of the article to the meeting.
MEETINGS = columns_of(
    "article_id:str start:int64 end:int64 quote:str said:datetime64[s] "
    "announced_from:datetime64[s] announced_to:datetime64[s] expected:bool "
    "held:datetime64[s] place:str days:Int64 verdict:str source_url:str"
)
ABOUT = 0.05  # of its value, either way: how far "about" is taken to reach
UNKNOWN = "cannot be said"
_KEYS = ["flow", "pair", "unit", "period_start", "period_end"]
_PRINTED = {  # what the shipped record calls them
    "total": ("trade", "CN", "RU"),
    "exports_cn_ru": ("exports", "CN", "RU"),
    "imports_cn_ru": ("imports", "RU", "CN"),
}


def load_record(path: str | Path | None = None) -> pd.DataFrame:
    """The record of trade, between China and Russia or of one's own: :data:`RECORD`.

    ``path`` is a CSV with the columns ``period_start``, ``period_end``, ``flow``,
    ``origin``, ``destination``, ``unit``, ``value`` and ``publisher``.

    Parameters
    ----------
    path
        A CSV; without it, ``corpus/reference/trade.csv``.

    Returns
    -------
    DataFrame
        :data:`RECORD`; values in base units of ``unit``.

    Raises
    ------
    ValueError
        For a file without these columns, or with a value or a day that is none.

    Examples
    --------
    >>> record = load_record()
    >>> sorted(set(record["flow"])), sorted(set(record["unit"]))
    (['exports', 'imports', 'trade'], ['%', 'USD'])
    """
    if path is not None:
        frame = pd.read_csv(path, dtype=str)
        needed = [name for name in RECORD if name not in _OPTIONAL]
        expect_columns(frame, needed, f"{path}: ")
        try:
            return typed(frame, RECORD)
        except ValueError as error:
            told = f"{path}: {error}; expected numbers in value, days as 2024-01-31"
            raise ValueError(told) from None
    frame = pd.read_csv(reference_folder() / "trade.csv", dtype=str)
    ends = ["flow", "origin", "destination"]
    frame[ends] = [_PRINTED[name] for name in frame["measure"]]
    money = frame["value_usd_bn"].astype("float64") * 1e9
    growth = frame["growth_pct_yoy"].astype("float64")
    amounts = frame.assign(value=money, unit="USD")
    both = pd.concat([amounts, frame.assign(value=growth, unit="%")])
    return typed(both.dropna(subset="value"), RECORD)


_OPTIONAL = ("source_url", "verified")


def totals(
    record: pd.DataFrame,
    publisher: str | None = None,
    yearly: bool = True,
    unit: str = "USD",
) -> pd.DataFrame:
    """One publisher's totals: of whole years, or (``yearly=False``) of year to date.

    Without ``publisher``, of the one with most figures.

    Parameters
    ----------
    record
        The frame of :func:`multipolaire.load_record`.
    publisher
        Whose figures; without it, of whoever published most.
    yearly
        Whole years; else from January to a month.
    unit
        A currency, ISO 4217.

    Returns
    -------
    DataFrame
        Rows of the record, in the order of their periods.

    Raises
    ------
    ValueError
        For a publisher that the record does not have.

    Examples
    --------
    >>> years = totals(load_record())
    >>> bool(years["period_end"].is_monotonic_increasing)
    True
    """
    start, end = record["period_start"].dt, record["period_end"].dt
    whole = (end.month == 12) & (end.day == 31)
    kept = record["publisher"].eq(_publisher(record, publisher))
    kept &= record["flow"].eq("trade") & record["unit"].eq(unit)
    kept &= (start.month == 1) & (start.day == 1) & (start.year == end.year)
    kept &= whole if yearly else ~whole
    return record[kept].sort_values("period_end", ignore_index=True)


def _publisher(record: pd.DataFrame, publisher: str | None) -> str:
    known = record["publisher"].value_counts()
    if publisher is None and len(known):
        return known.index[0]
    if publisher not in known:
        names = ", ".join(sorted(known.index))
        raise ValueError(f"publisher={publisher!r}: expected one of {names}")
    return publisher


def claims(
    figures: pd.DataFrame, record: pd.DataFrame, publisher: str | None = None
) -> pd.DataFrame:
    """Figures of trade beside the record's own, and what came of targets.

    ``record`` is the publisher's figure of the same flow, countries, unit and period;
    ``difference`` is the claim's value minus it.  ``verdict``: the claim agrees with
    the record (``within`` its bound, or what it is rounded to), or says less
    (``below``) or more (``above``); a target was ``passed early``, ``reached`` in its
    period or ``missed``; of what the record has not, ``cannot be said``.
    Columns: :data:`CLAIMS`.

    Parameters
    ----------
    figures
        The table of :func:`multipolaire.extract_figures`.
    record
        The frame of :func:`multipolaire.load_record`.
    publisher
        Whose figures; without it, of whoever published most.

    Returns
    -------
    DataFrame
        A row a claim: :data:`CLAIMS`.

    Examples
    --------
    >>> from multipolaire import extract_figures, load_articles
    >>> said = claims(extract_figures(load_articles()), load_record())
    >>> bool(said["verdict"].notna().all())
    True
    """
    publisher = _publisher(record, publisher) if len(record) else ""
    known = record[record["publisher"].eq(publisher)]
    known = known.assign(pair=_pairs(known)).drop_duplicates(_KEYS)
    known = known[[*_KEYS, "value"]].rename(columns={"value": "record"})
    growth = figures["kind"].eq("growth") & figures["unit"].eq("%")
    kept = growth | figures["kind"].eq("amount")
    for name in ("flow", "unit"):
        kept &= figures[name].isin(set(record[name]))
    rows = figures[kept].copy()
    rows["pair"] = _pairs(rows)
    joined = rows.merge(known, "left", _KEYS)
    joined["difference"] = joined["value"] - joined["record"]
    rows = joined.itertuples()
    joined["passed"] = [_passed(row, record, publisher) for row in rows]
    joined["verdict"] = [*map(_verdict, joined.itertuples())]
    return typed(joined, CLAIMS)


def _pairs(rows: pd.DataFrame) -> list[str]:
    """The two countries; of trade, which goes both ways, in one order."""
    ends = rows.reindex(columns=["flow", "origin", "destination", "parties"])
    pairs = []
    for flow, *told, both in ends.itertuples(index=False):
        told = [code for code in told if isinstance(code, str)]
        if flow == "trade" and len(told) < 2 and isinstance(both, str):
            told = both.split("; ")
        told = sorted(told) if flow == "trade" else told
        pairs.append("; ".join(told) if len(told) == 2 else "")
    return pairs


def _passed(claim, record: pd.DataFrame, publisher: str):
    """When the total first reached a target that has a period."""
    target = claim.status == "target" and claim.flow == "trade"
    if not target or pd.isna(claim.period_end) or claim.kind != "amount":
        return pd.NaT
    same = record[[pair == claim.pair for pair in _pairs(record)]]
    if same.empty or publisher not in set(same["publisher"]):
        return pd.NaT
    found = first_passed(same, claim.value, publisher, claim.unit)
    return pd.NaT if found is None else found[1]["period_end"]


def _verdict(claim) -> str:
    if claim.status == "target" and not pd.isna(claim.period_end):
        if not pd.isna(claim.passed):
            early = claim.passed < claim.period_start
            late = claim.passed > claim.period_end
            return "passed early" if early else "missed" if late else "reached"
        return UNKNOWN if pd.isna(claim.record) else "missed"
    if pd.isna(claim.record):
        return UNKNOWN
    low, high = _bounds(claim.qualifier, claim.value)
    below, above = claim.record > high, claim.record < low
    return "below" if below else "above" if above else "within"


def _bounds(qualifier: str, value: float) -> tuple[float, float]:
    """Between what a claim places its number: its bound, or the digits it gives."""
    if qualifier in (">", ">="):
        return value, np.inf
    if qualifier in ("<", "<="):
        return -np.inf, value
    last = int(Decimal(f"{value:.10g}").normalize().as_tuple().exponent)
    # zeros at the end are digits too, below a million, or a billion
    scale = next((p for p in (9, 6) if abs(value) >= 10 ** (p + 1)), 0)
    half = 10.0 ** min(last, scale) / 2
    reach = abs(value) * ABOUT if qualifier == "~" else half
    return value - reach, value + reach


def first_passed(
    record: pd.DataFrame,
    amount: float,
    publisher: str | None = None,
    unit: str = "USD",
) -> tuple[pd.Series | None, pd.Series | None]:
    """The first total that reaches ``amount`` and, in its year, the last below it.

    Two rows of the record, ``(below, reached)``; ``below`` is ``None`` where the year
    has no earlier total.  ``None`` where the amount was never reached.

    Parameters
    ----------
    record
        The frame of :func:`multipolaire.load_record`.
    amount
        In units of ``unit``.
    publisher
        Whose figures; without it, of whoever published most.
    unit
        A currency, ISO 4217.

    Returns
    -------
    tuple of Series or None
        ``(below, reached)``.

    Examples
    --------
    >>> below, reached = first_passed(load_record(), 200e9)
    >>> bool(reached["value"] >= 200e9)
    True
    """
    both = [totals(record, publisher, yearly, unit) for yearly in (True, False)]
    series = pd.concat(both).sort_values("period_end", ignore_index=True)
    reached = series[series["value"] >= amount]
    if reached.empty:
        return None
    first = reached.iloc[0]
    before = series[series["period_start"].eq(first["period_start"])]
    before = before[before["period_end"] < first["period_end"]]
    return (None if before.empty else before.iloc[-1]), first


def meetings_held(
    articles: pd.DataFrame,
    announced: pd.DataFrame | None = None,
    held: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Visits that the articles announce, beside those that were made: :data:`MEETINGS`.

    ``announced`` are passages that a reader chose, with the days they speak of
    (``corpus/reference/announced.csv``); of articles that are not there nothing is
    said.  ``held`` are visits with date, place and address (``meetings.csv``).
    ``verdict``: one was made in those days (``held``), or not (``not held``); where
    none was planned, the next one tells how long that was so (``held later``).

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    announced
        Passages and days; the five articles' without it.
    held
        Visits; those of ``meetings.csv`` without it.

    Returns
    -------
    DataFrame
        A row an announcement: :data:`MEETINGS`.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> meetings_held(load_articles())["verdict"].tolist()
    ['held', 'held', 'held later']
    """
    folder = reference_folder()
    if announced is None:
        announced = pd.read_csv(folder / "announced.csv", comment="#")
    held = pd.read_csv(folder / "meetings.csv") if held is None else held
    held = held[held["kind"].eq("visit")].astype({"date": "datetime64[s]"})
    held = held.sort_values("date")
    rows = announced.merge(articles[["article_id", "text", "event_date"]])
    days = ("announced_from", "announced_to")
    rows = rows.astype(dict.fromkeys(days, "datetime64[s]"))
    found = [_met(row, held) for row in rows.to_dict("records")]
    return typed(found, MEETINGS)


def _met(row: dict, held: pd.DataFrame) -> dict:
    """One passage, placed in its text, and the first visit of its days."""
    start = row["text"].find(row["quote"])
    if start < 0:
        told = f"{row['article_id']!r} does not hold {row['quote']!r}"
        raise ValueError(f"announced: {told}")
    said, last = row["event_date"], row["announced_to"]
    after = held[held["date"] >= max(said, row["announced_from"])]
    after = after if pd.isna(last) else after[after["date"] <= last]
    row |= {"start": start, "end": start + len(row["quote"]), "said": said}
    if after.empty:
        return row | {"verdict": "not held", "held": pd.NaT}
    first = after.iloc[0]
    row |= first[["place", "source_url"]].to_dict()
    row |= {"held": first["date"], "days": (first["date"] - said).days}
    return row | {"verdict": "held" if row["expected"] else "held later"}
