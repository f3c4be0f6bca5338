"""Announced, and what came: claims beside the record, visits beside those made."""

from pathlib import Path

import pandas as pd

from multipolaire.figures import extract_figures
from multipolaire.record import (
    RECORD,
    UNKNOWN,
    claims,
    first_passed,
    load_record,
    meetings_held,
)
from multipolaire.say import number, plain, say, translated
from multipolaire.stats.columns import typed
from multipolaire.views.display import (
    Shown,
    day_in_words,
    figure,
    outlet_names,
    passages_shown,
    told,
)
from multipolaire.views.pictures import plot_came

BILLION = 1e9
MOST = 10  # claims in a picture


def checked(
    articles: pd.DataFrame, path: str | Path | None = None
) -> pd.DataFrame:
    """The claims on trade of the articles, beside the record of a CSV.

    For a target that was passed, the record is the total that first passed it.
    """
    try:
        record = load_record(path)
    except FileNotFoundError:
        if path is not None:
            raise
        record = typed(
            [], RECORD
        )  # installed without the record of the project
    table = claims(extract_figures(articles), record)
    for row in table[table["passed"].notna()].itertuples():
        same = record[record["unit"].eq(row.unit)]
        _, reached = first_passed(same, row.value, unit=row.unit)
        table.loc[row.Index, "record"] = reached["value"]
    return table


def what_came(table: pd.DataFrame) -> str:
    """In one sentence, how the claims stand to the record."""
    known = table[table["verdict"].ne(UNKNOWN)]
    if known.empty:
        return say(
            "**What came.** No claim on trade in these articles has its flow, its "
            "countries and its period in the record: nothing can be checked."
        )
    verdicts = known["verdict"].value_counts()
    told = ", ".join(
        f"{number(n)} {_verdict(name)}" for name, n in verdicts.items()
    )
    said = say(
        "**What came.** Of {n:,} claims on trade, the record can check {k:,} ({told}).",
        n=len(table),
        k=len(known),
        told=told,
    )
    early = known[known["verdict"].eq("passed early")]
    if early.empty:
        return said
    row = early.iloc[0]
    ahead = row["period_end"].to_period("M") - row["passed"].to_period("M")
    return say(
        "{said} The target of {amount:,.4g} billion {unit} for {year} was passed by "
        "{when:%B %Y}, {months} months early.",
        said=said,
        amount=row["value"] / BILLION,
        unit=translated(row["unit"], "unit"),
        year=row["period_end"].year,
        when=row["passed"],
        months=ahead.n,
    )


def tell_record(
    articles: pd.DataFrame, record: str | Path | None = None
) -> Shown:
    """What the articles announce of trade and of visits, and what came of it.

    ``record`` is a CSV of :func:`multipolaire.load_record`; without it, that of trade
    between China and Russia.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    record
        Path of a CSV.

    Returns
    -------
    Shown
        Shows itself in a notebook; ``text`` and ``html`` are what it says.

    Examples
    --------
    >>> from multipolaire import load_articles  # doctest: +SKIP
    >>> shown = tell_record(load_articles())  # doctest: +SKIP
    """
    table, names = checked(articles, record), outlet_names(articles)
    unknown = table["verdict"].eq(UNKNOWN)
    known = table[~unknown].head(MOST)
    if known.empty:
        return told(what_came(table), *_visits(articles, names))
    which = [
        f"{row.quote}, {names[row.article_id]}"
        for row in table[unknown].itertuples()
    ]
    left = say(
        "Cannot be checked: {n:,} ({which}). The period is open, or the record does not "
        "have the flow, the countries or the unit.",
        n=len(which),
        which="; ".join(which[:4]) + "; …" * (len(which) > 4),
    )
    return told(
        what_came(table),
        _picture(known, names),
        left if which else "",
        *_visits(articles, names),
        say(
            "**How sure.** The record is that of one publisher ({publisher}). Others "
            "count otherwise, and a lower figure may quote one of them exactly: the "
            "picture shows a gap, not a lie.",
            publisher=load_record(record)["publisher"].mode()[0],
        ),
        say(
            "**What would refute it.** A figure by another publisher, for the same flow "
            "and the same months, which a claim matches to the last digit."
        ),
    )


def _picture(known: pd.DataFrame, names: dict[str, str]) -> Shown:
    known = known.sort_values(
        "unit", key=lambda unit: unit.eq("%"), kind="stable"
    )
    rows = known.to_dict("records")
    scale = known["unit"].eq("%").map({True: 1, False: BILLION})
    drawn = pd.DataFrame(
        {
            "label": [_label(row, names) for row in rows],
            "unit": [_unit(row["unit"]) for row in rows],
            "qualifier": known["qualifier"],
            "claimed": known["value"] / scale,
            "recorded": known["record"] / scale,
            "note": [_note(row) for row in rows],
            "verdict": known["verdict"],
        }
    )
    caption = say("What was said of trade, and what was recorded")
    return figure(plot_came(drawn), caption=caption)


def _unit(unit: str) -> str:
    if unit == "%":
        return plain(say("growth on a year before, in %"))
    return plain(say("billions, {unit}", unit=translated(unit, "unit")))


def _label(row: dict, names: dict[str, str]) -> str:
    """The year or the months of which it speaks, and where it stands."""
    start, end = row["period_start"], row["period_end"]
    months = [number(day, "%B %Y") for day in (start, end)]
    if (start.month, end.month, start.year) == (1, 12, end.year):
        months = [str(end.year)]
    return f"{'–'.join(dict.fromkeys(months))}, {names[row['article_id']]}"


def _note(row: dict) -> str:
    verdict = _verdict(row["verdict"])
    if pd.isna(row["passed"]):
        return verdict
    when = number(row["passed"], "%B %Y")
    return plain(say("target, {v}: {when}", v=verdict, when=when))


def _verdict(name: str) -> str:
    """A verdict in words that stand alone."""
    names = {
        "below": say("below the record"),
        "above": say("above the record"),
        "within": say("borne out"),
    }
    return plain(names.get(name) or translated(name, "verdict"))


def _visits(articles: pd.DataFrame, names: dict) -> list[str | Shown]:
    """Visits that were announced, and whether they were made."""
    none = [
        say("**Visits.** No record of visits announced covers these articles.")
    ]
    try:
        table = meetings_held(articles)
    except (FileNotFoundError, KeyError):  # no checkout, or no day of an event
        return none
    if table.empty:
        return none
    items = []
    for row in table.itertuples():
        what = say("not made")
        if pd.notna(row.held):
            what = say(
                "a visit {days} days later, on {day}, {place}",
                days=row.days,
                day=day_in_words(row.held),
                place=translated(row.place, "place"),
            )
        items.append((row.quote, f"{names[row.article_id]} → {plain(what)}"))
    said = say(
        "**Visits.** Announced or hoped for: {n}; made: {k}; not planned, and made all "
        "the same: {m}.",
        n=int(table["expected"].sum()),
        k=int(table["verdict"].eq("held").sum()),
        m=int(table["verdict"].eq("held later").sum()),
    )
    return [said, passages_shown(items)]
