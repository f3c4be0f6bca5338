"""Announced, and what came: claims beside the record, visits beside those made."""

from pathlib import Path

import pandas as pd

from multipolaire.articles import reference_folder
from multipolaire.figures import extract_figures
from multipolaire.record import (
    UNKNOWN,
    claims,
    first_passed,
    load_record,
    meetings_held,
)
from multipolaire.say import number, plain, say, translated
from multipolaire.views.display import Shown, figure, joined
from multipolaire.views.passages import (
    day_in_words,
    outlet_names,
    paragraph,
    passages_shown,
)
from multipolaire.views.pictures import plot_came

BILLION = 1e9
MOST = 10  # claims in a picture


def checked(articles: pd.DataFrame, record=None) -> pd.DataFrame:
    """The claims on trade of the articles, beside the record.

    ``record`` is a frame of :func:`multipolaire.load_record`, or a file that it reads.
    """
    if not isinstance(record, pd.DataFrame):
        try:
            record = load_record(record)
        except FileNotFoundError:
            record = None if record is None else load_record(record)
    figures = extract_figures(articles)
    if record is None:
        return claims(figures[:0], _nothing())
    table = claims(figures, record)
    table.attrs = {}
    return _with_first(table, record)


def _nothing() -> pd.DataFrame:
    from multipolaire.record import RECORD
    from multipolaire.stats.columns import typed

    return typed([], RECORD)


def _with_first(table: pd.DataFrame, record: pd.DataFrame) -> pd.DataFrame:
    """For a target that was passed, the record is the total that first passed it."""
    table = table.copy()
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
    return say(
        "{said} The target of {amount} for {year} was passed by {when:%B %Y}, {months} "
        "months early.",
        said=said,
        amount=_amount(row),
        year=row["period_end"].year,
        when=row["passed"],
        months=_months(row),
    )


def _months(row) -> int:
    early = row["period_end"].to_period("M") - row["passed"].to_period("M")
    return early.n


def _amount(row) -> str:
    if row["unit"] == "%":
        return f"{number(row['value'], '.4g')}{number(0, '.0%')[1:]}"
    scale, unit = row["value"] / BILLION, translated(row["unit"], "unit")
    return plain(say("{n} billion {unit}", n=number(scale, ",.4g"), unit=unit))


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
    table = checked(articles, record)
    known = table[table["verdict"].ne(UNKNOWN)].head(MOST)
    parts = [paragraph(what_came(table))]
    if len(known):
        parts.append(_picture(known, outlet_names(articles)))
    unknown = table[table["verdict"].eq(UNKNOWN)]
    if len(unknown) and len(known):
        names = outlet_names(articles)
        which = [
            f"{r.quote}, {names[r.article_id]}" for r in unknown.itertuples()
        ]
        left = say(
            "{n:,} claim cannot be checked ({which}): its period is open, or the record "
            "does not have its flow, its countries or its unit.",
            "{n:,} claims cannot be checked ({which}): their period is open, or the "
            "record does not have their flow, their countries or their unit.",
            n=len(unknown),
            which="; ".join(which[:4]) + "; …" * (len(which) > 4),
        )
        parts.append(paragraph(left))
    parts.append(_visits(articles))
    if len(known):
        parts += map(paragraph, _doubts(table))
    return joined(parts, "\n\n")


def _doubts(table: pd.DataFrame) -> list[str]:
    return [
        say(
            "**How sure.** The record is that of one publisher. Others count otherwise, "
            "and a speaker who is below the one may quote another exactly: the picture "
            "shows a distance, not a lie."
        ),
        say(
            "**What would refute it.** A figure by another publisher, for the same flow "
            "and the same months, which a claim matches to the last digit."
        ),
    ]


def _picture(known: pd.DataFrame, names: dict[str, str]) -> Shown:
    known = known.sort_values(
        "unit", key=lambda unit: unit.eq("%"), kind="stable"
    )
    money = known["unit"].ne("%")
    drawn = pd.DataFrame(
        {
            "label": [_label(row, names) for row in known.to_dict("records")],
            "unit": [_unit(unit) for unit in known["unit"]],
            "qualifier": known["qualifier"],
            "claimed": known["value"].where(~money, known["value"] / BILLION),
            "recorded": known["record"].where(
                ~money, known["record"] / BILLION
            ),
            "note": [_note(row) for row in known.to_dict("records")],
            "verdict": known["verdict"],
        }
    ).reset_index(drop=True)
    alt = say(
        "{n} claims beside the record: {told}.",
        n=len(drawn),
        told="; ".join(
            f"{row.label}: {row.qualifier} {row.claimed:.4g}, {row.recorded:.4g}"
            for row in drawn.itertuples()
        ),
    )
    caption = say("What was said of trade, and what was recorded")
    shown = drawn.drop(columns="note")
    return figure(plot_came(drawn), alt=alt, data=shown, caption=caption)


def _unit(unit: str) -> str:
    if unit == "%":
        return plain(say("growth on a year before, in %"))
    return plain(say("billions, {unit}", unit=translated(unit, "unit")))


def _label(row: dict, names: dict[str, str]) -> str:
    """The months of which it speaks, and where it stands."""
    start, end = row["period_start"], row["period_end"]
    first, last = number(start, "%B"), number(end, "%B %Y")
    months = f"{first}–{last}"
    if (start.month, end.month, start.year) == (1, 12, end.year):
        months = str(end.year)
    elif (start.month, start.year) == (end.month, end.year):
        months = last
    return f"{months}, {names[row['article_id']]}"


def _note(row: dict) -> str:
    if pd.notna(row["passed"]):
        when = number(row["passed"], "%B %Y")
        return plain(
            say("target, {v}: {when}", v=_verdict(row["verdict"]), when=when)
        )
    return _verdict(row["verdict"])


def _verdict(name: str) -> str:
    """A verdict in words that stand alone."""
    names = {
        "below": say("below the record"),
        "above": say("above the record"),
        "within": say("borne out"),
    }
    return plain(names.get(name) or translated(name, "verdict"))


def _visits(articles: pd.DataFrame) -> Shown:
    """Visits that were announced, and whether they were made."""
    needed = {"article_id", "text", "event_date"}
    try:
        there = needed <= set(articles) and reference_folder().is_dir()
    except FileNotFoundError:
        there = False
    table = meetings_held(articles) if there else pd.DataFrame()
    if table.empty:
        none = say(
            "**Visits.** No record of visits announced covers these articles."
        )
        return paragraph(none)
    names = outlet_names(articles)
    items = []
    for row in table.itertuples():
        if row.verdict == "held":
            what = say(
                "made on {day}, {place}",
                day=day_in_words(row.held),
                place=translated(row.place, "place"),
            )
        elif row.verdict == "held later":
            what = say(
                "a visit {days} days later, on {day}, {place}",
                days=row.days,
                day=day_in_words(row.held),
                place=translated(row.place, "place"),
            )
        else:
            what = say("not made")
        items.append((row.quote, f"{names[row.article_id]} → {plain(what)}"))
    held = int(table["verdict"].eq("held").sum())
    said = say(
        "**Visits.** Announced: {n}; made: {k}; not planned, and made all the same: {m}.",
        n=int(table["expected"].sum()),
        k=held,
        m=int(table["verdict"].eq("held later").sum()),
    )
    return joined([paragraph(said), passages_shown(items)], "\n")
