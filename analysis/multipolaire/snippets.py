"""What is scored against what: snippet by snippet, in one count of characters.

What was found and what hands annotated come as lists or as tables, with whatever
pandas or a file has made of what is missing.  Here both become plain records, and
offsets in the raw text those of the cleaned one.
"""

import bisect
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from multipolaire.french.clean import clean

Records = list[dict]
_NOWHERE = -1  # start and end of what cleaning removed: nothing overlaps it


class _Place(NamedTuple):
    """The texts in which the offsets of a snippet may count."""

    text: str | None
    raw: str | None


def snippets(
    kind: str,
    found,
    gold,
    articles: pd.DataFrame | None,
    needed: tuple[str, ...],
) -> Iterator[tuple[Records, Records]]:
    """What was found and what is gold in each snippet; ``needed`` are their columns.

    Raises ``ValueError`` where the two cannot be set side by side.
    """
    if not isinstance(found, pd.DataFrame):
        yield from _lists(kind, found, gold, articles, needed)
        return
    ours = _by_article(found, "found", needed)
    places = None if articles is None else _places(articles)
    known = _annotated(kind, gold, places, needed)
    if places is not None:
        known = {name: pair for name, pair in known.items() if name in places}
    if not known or ours and not known.keys() & ours.keys() and places is None:
        raise ValueError(
            f"no article in common: found has {_some(ours)}, gold {_some(known)}, "
            f"articles {_some(places or ())}"
        )
    for name, (snippet, theirs) in known.items():
        place = places[name] if places else _Place(snippet.get("text"), None)
        sides = {"found": ours.get(name, []), "gold": theirs}
        if place.text is None:
            _check_unseen(name, sides, snippet.get("offsets"))
            yield sides["found"], sides["gold"]
        else:
            mine, right = (
                _in_text(*side, name, place) for side in sides.items()
            )
            yield mine, right


def _lists(
    kind, found, gold, articles, needed
) -> Iterator[tuple[Records, Records]]:
    if isinstance(gold, pd.DataFrame) or articles is not None:
        raise ValueError(
            "found is a list: expected a table, of extract_quotes or extract_figures, "
            "where gold is a table or articles are given"
        )
    gold = [one[kind] if isinstance(one, Mapping) else one for one in gold]
    if len(found) != len(gold):
        raise ValueError(
            f"{len(found)} snippets found, {len(gold)} in the gold"
        )
    for ours, theirs in zip(found, gold):
        yield _records(ours, "found", needed), _records(theirs, "gold", needed)


def _records(rows, side: str, needed: tuple[str, ...]) -> Records:
    """Plain records: what is missing is ``None``, offsets are whole numbers."""
    records = []
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            row = {name: getattr(row, name) for name in row.__slots__}
        if missing := [name for name in needed if name not in row]:
            raise ValueError(
                f"{side}: columns {missing} are missing; there are: {sorted(row)}"
            )
        record = {name: _cell(value) for name, value in row.items()}
        for name in ("start", "end"):
            if record[name] is None:
                raise ValueError(f"{side}, row {number}: {name!r} is missing")
            record[name] = int(record[name])
        records.append(record)
    return records


def _cell(value):
    if pd.api.types.is_list_like(value):
        return list(value)
    if pd.isna(value) or value == "":
        return None
    marked = (
        isinstance(value, str) and value[0] == "'" and value[1:].strip()[:1]
    )
    return (
        value[1:] if marked and marked in "=+-@＝＋－＠" else value
    )  # of a CSV: "'-5 %"


def _by_article(table: pd.DataFrame, side: str, needed) -> dict[str, Records]:
    by_article: dict[str, Records] = {}
    needed = ("article_id", "quote", *needed)
    for record in _records(table.to_dict("records"), side, needed):
        by_article.setdefault(str(record["article_id"]), []).append(record)
    return by_article


def _places(articles: pd.DataFrame) -> dict[str, _Place]:
    if missing := {"article_id", "text"} - set(articles.columns):
        raise ValueError(
            f"articles: columns {sorted(missing)} are missing; there are: "
            f"{sorted(articles.columns)}"
        )
    places: dict[str, _Place] = {}
    for row in articles.to_dict("records"):
        name, raw = str(row["article_id"]), row.get("raw")
        if name in places:
            raise ValueError(f"articles: {name!r} is there twice")
        places[name] = _Place(row["text"], None if pd.isna(raw) else raw)
    return places


def _annotated(
    kind, gold, places, needed
) -> dict[str, tuple[Mapping, Records]]:
    """The snippets that were annotated, each with its records.

    A table names no article in which there is nothing: there, ``places`` tell.
    """
    if isinstance(gold, pd.DataFrame):
        rows = _by_article(gold, "gold", needed)
        return {name: ({}, rows.get(name, [])) for name in places or rows}
    known: dict[str, tuple[Mapping, Records]] = {}
    for snippet in gold:
        if not isinstance(snippet, Mapping):
            raise ValueError(
                "found is a table: expected gold as load_gold gives it, or a table; a "
                "list of lists does not tell of which article each is"
            )
        name = str(snippet.get("article_id") or snippet["id"])
        known[name] = (
            snippet,
            _records(snippet[kind], "gold", ("quote", *needed)),
        )
    return known


def _check_unseen(
    name: str, sides: dict[str, Records], offsets: str | None
) -> None:
    """Refuse two counts of characters that no text is there to tell apart."""
    give = "give articles=, with their text and raw"
    if offsets == "raw" and any(sides.values()):
        raise ValueError(
            f"gold of {name!r} counts in the raw text, the table in the cleaned one: "
            f"{give}"
        )
    at = [
        {(_bare(r["quote"]), r["start"]) for r in rows}
        for rows in sides.values()
    ]
    quotes = [{quote for quote, _ in side} for side in at]
    if (shared := quotes[0] & quotes[1]) and not at[0] & at[1]:
        raise ValueError(
            f"{name!r}: {min(shared)!r} stands elsewhere in found than in gold, which "
            f"may count in the raw text: {give}"
        )


def _in_text(side: str, records: Records, name: str, place: _Place) -> Records:
    """The records with offsets in the cleaned text, whichever they count in."""
    astray = next((r for r in records if not _stands(r, place.text)), None)
    if astray is None:
        return records
    if place.raw is None or not all(_stands(r, place.raw) for r in records):
        raw = (
            "no raw is given" if place.raw is None else "nor do all fit its raw"
        )
        raise ValueError(
            f"{side} of {name!r}: {str(astray['quote'])[:60]!r} does not stand at "
            f"{astray['start']}:{astray['end']} of the text, {raw}"
        )
    cleaned = clean(place.raw)
    if cleaned.text != place.text:
        raise ValueError(
            f"{side} of {name!r} counts in the raw text, of which the text is not what "
            "cleaning makes: expected both as load_articles gives them"
        )
    moved = []
    for record in records:
        start = bisect.bisect_right(cleaned.stops, record["start"])
        end = bisect.bisect_left(
            cleaned.source, record["end"], 0, len(cleaned.text)
        )
        span = (start, end) if start < end else (_NOWHERE, _NOWHERE)
        moved.append(record | dict(zip(("start", "end"), span)))
    return moved


def _stands(record: dict, whole: str) -> bool:
    return _bare(whole[record["start"] : record["end"]]) == _bare(
        record["quote"]
    )


def _bare(quote) -> str:
    """Without blanks: a file may have changed what ends a line within a cell."""
    return "".join(str(quote).split())


def _some(names) -> str:
    named = ", ".join(map(repr, list(names)[:3]))
    return (named + ", …" * (len(names) > 3)) or "none"
