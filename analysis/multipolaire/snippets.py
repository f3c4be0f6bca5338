"""What is scored against what: snippet by snippet, in one count of characters.

What was found and what hands annotated come as lists or as tables, with whatever
pandas or a file has made of what is missing.  Here both become plain records, and
offsets in the raw text those of the cleaned one.
"""

import bisect
import re
from collections.abc import Iterator, Mapping

import pandas as pd

from multipolaire.french.clean import clean
from multipolaire.scale import expect_columns

Records = list[dict]
_MARKED = re.compile(r"'\s*[=+\-@＝＋－＠]")  # of a CSV: "'-5 %"
_NOWHERE = -1  # start and end of what cleaning removed: nothing overlaps it


def snippets(
    kind: str, found, gold, articles: pd.DataFrame | None, needed: list[str]
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
        text, raw = places[name] if places else (snippet.get("text"), None)
        sides = {"found": ours.get(name, []), "gold": theirs}
        if text is None:
            _check_unseen(name, *sides.values(), snippet.get("offsets"))
            yield sides["found"], sides["gold"]
        else:
            moved = [_in_text(*s, name, text, raw) for s in sides.items()]
            yield moved[0], moved[1]


def _lists(kind, found, gold, articles, needed):
    if isinstance(gold, pd.DataFrame) or articles is not None:
        raise ValueError(
            "found is a list: expected a table, of extract_quotes or extract_figures, "
            "where gold is a table or articles are given"
        )
    gold = [one[kind] if isinstance(one, Mapping) else one for one in gold]
    if len(found) != len(gold):
        told = f"{len(found)} snippets found, {len(gold)} in the gold"
        raise ValueError(told)
    for ours, theirs in zip(found, gold):
        yield _records(ours, "found", needed), _records(theirs, "gold", needed)


def _records(rows, side: str, needed: list[str]) -> Records:
    """Plain records: what is missing is ``None``, offsets are whole numbers."""
    records = []
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            row = {name: getattr(row, name) for name in row.__slots__}
        expect_columns(row, needed, f"{side}: ")
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
    if isinstance(value, str) and _MARKED.match(value):
        return value[1:]
    return value


def _by_article(table: pd.DataFrame, side: str, needed) -> dict[str, Records]:
    by_article: dict[str, Records] = {}
    rows = table.to_dict("records")
    for record in _records(rows, side, ["article_id", "quote", *needed]):
        by_article.setdefault(str(record["article_id"]), []).append(record)
    return by_article


def _places(articles: pd.DataFrame) -> dict[str, tuple[str, str | None]]:
    """The texts in which offsets of an article may count: cleaned, and raw."""
    expect_columns(articles, ["article_id", "text"], "articles: ")
    places = {}
    for row in articles.to_dict("records"):
        name, raw = str(row["article_id"]), row.get("raw")
        if name in places:
            raise ValueError(f"articles: {name!r} is there twice")
        places[name] = row["text"], None if pd.isna(raw) else raw
    return places


def _annotated(kind, gold, places, needed) -> dict[str, tuple]:
    """The snippets that were annotated, each with its records.

    A table names no article in which there is nothing: there, ``places`` tell.
    """
    if isinstance(gold, pd.DataFrame):
        rows = _by_article(gold, "gold", needed)
        return {name: ({}, rows.get(name, [])) for name in places or rows}
    known = {}
    for snippet in gold:
        if not isinstance(snippet, Mapping):
            raise ValueError(
                "found is a table: expected gold as load_gold gives it, or a table; a "
                "list of lists does not tell of which article each is"
            )
        name = str(snippet.get("article_id") or snippet["id"])
        records = _records(snippet[kind], "gold", ["quote", *needed])
        known[name] = snippet, records
    return known


def _check_unseen(name: str, ours: Records, theirs: Records, offsets) -> None:
    """Refuse two counts of characters that no text is there to tell apart."""
    give = "give articles=, with their text and raw"
    if offsets == "raw" and (ours or theirs):
        raise ValueError(
            f"gold of {name!r} counts in the raw text, the table in the cleaned one: "
            f"{give}"
        )
    at = [{(_bare(r["quote"]), r["start"]) for r in s} for s in (ours, theirs)]
    quotes = [{quote for quote, _ in side} for side in at]
    if (shared := quotes[0] & quotes[1]) and not at[0] & at[1]:
        raise ValueError(
            f"{name!r}: {min(shared)!r} stands elsewhere in found than in gold, which "
            f"may count in the raw text: {give}"
        )


def _in_text(side: str, records: Records, name: str, text: str, raw) -> Records:
    """The records with offsets in the cleaned text, whichever they count in."""
    astray = next((r for r in records if not _stands(r, text)), None)
    if astray is None:
        return records
    if raw is None or not all(_stands(r, raw) for r in records):
        why = "no raw is given" if raw is None else "nor do all fit its raw"
        raise ValueError(
            f"{side} of {name!r}: {str(astray['quote'])[:60]!r} does not stand at "
            f"{astray['start']}:{astray['end']} of the text, {why}"
        )
    cleaned = clean(raw)
    if cleaned.text != text:
        raise ValueError(
            f"{side} of {name!r} counts in the raw text, of which the text is not what "
            "cleaning makes: expected both as load_articles gives them"
        )
    moved = []
    for record in records:
        start = bisect.bisect_right(cleaned.stops, record["start"])
        end = bisect.bisect_left(cleaned.source, record["end"], 0, len(text))
        if start >= end:
            start = end = _NOWHERE
        moved.append(record | {"start": start, "end": end})
    return moved


def _stands(record: dict, whole: str) -> bool:
    there = whole[record["start"] : record["end"]]
    return _bare(there) == _bare(record["quote"])


def _bare(quote) -> str:
    """Without blanks: a file may have changed what ends a line within a cell."""
    return "".join(str(quote).split())


def _some(names) -> str:
    named = ", ".join(map(repr, list(names)[:3]))
    return (named + ", …" * (len(names) > 3)) or "none"
