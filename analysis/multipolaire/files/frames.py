"""The frame that everything takes, part by part, from rows of every kind."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from multipolaire.files.checks import COLUMNS, article_of, doubt
from multipolaire.files.choice import chosen_by
from multipolaire.files.corrections import (
    corrections_path,
    read_corrections,
    with_corrections,
)
from multipolaire.files.problems import ID, ID_EXPECTED, Reading, Row
from multipolaire.files.rows import rows
from multipolaire.scale import brief, each

PART = 1_000_000  # characters after which a part is full, however few its rows
# Beside those of every frame: rows with names of their own would add up.
MAX_COLUMNS = 20_000
COPY_EXPECTED = "the id of another article of the corpus, or nothing"


def read_parts(source: Path, chunk: int, reading: Reading, make=None, jobs=-1):
    """The number of sound articles of each part, and their frame or what it makes."""
    if chunk < 1:
        raise ValueError(f"chunk={chunk}: expected at least 1")
    file, met = corrections_path(source), set()
    given = read_corrections(file, reading)
    parts, problems = _received(rows(source, reading), chunk, reading), []
    chosen = {k: getattr(reading, k) for k in ("where", "since", "until")}
    sound, kept = partial(_sound, make, given, reading.repair, chosen), 0
    for n, made, found, failed, articles in each(sound, parts, jobs):
        problems += found
        reading.failed |= failed
        met |= articles
        kept += n
        yield n, made
    reading.problems = problems + reading.problems  # those after the last row
    if asked := ", ".join(f"{k} {v}" for k, v in chosen.items() if v):
        if not kept:
            expected = "what an article of it has"
            reading.note(source, None, "choice", asked, expected)
    for digest in given.keys() - met:
        expected = "that of an article of this corpus, as it now is"
        reading.note(file, given[digest][0][0], "sha256", digest, expected)


def _received(rows: Iterator[Row], chunk: int, reading: Reading) -> Iterator:
    """Parts of a corpus, with what was noted up to each row and the whole alone tells.

    The last one may be empty.
    """
    names = ["article_id", "row", "noted", "sound"]
    frame = partial(pd.DataFrame, columns=names, dtype=object)
    part, size, seen, columns, copies = [], 0, {}, set(COLUMNS), {}
    for row in rows:
        before = len(reading.problems)
        _check_among(row, seen, columns, partial(reading.note, *row[:2]))
        noted, reading.problems = reading.problems, []
        sound = len(noted) == before
        part.append((row.cells["article_id"], row, noted, sound))
        if original := row.cells.get("copy_of"):  # it may stand after its copy
            copies[row[:2]] = row.cells["article_id"], original
        size += len(row.cells["raw"])
        if len(part) == chunk or size > PART:
            yield frame(part)
            part, size = [], 0
    yield frame(part)
    for place, (copy, original) in copies.items():
        if original not in seen or original == copy:
            reading.note(*place, "copy_of", original, COPY_EXPECTED)


def _check_among(row: Row, seen: dict, columns: set, note: Callable) -> None:
    """An id that is one and its own, and not too many columns with those before."""
    made = row.cells["article_id"]
    if not ID.fullmatch(made):
        note("article_id", made, ID_EXPECTED)
    if made in seen:
        first = f"an id of its own (first seen in {seen[made]})"
        note("duplicate id", made, first)
    place = row.file if row.line is None else f"{row.file}:{row.line}"
    seen.setdefault(made, place)
    if others := row.cells.keys() - columns:
        if len(columns) + len(others) > len(COLUMNS) + MAX_COLUMNS:
            most = f"at most {MAX_COLUMNS:,} names in all"
            note("columns", ", ".join(row.cells), most)
        else:
            columns |= others


def _sound(
    make: Callable | None,
    given: dict,
    repair: bool,
    chosen: dict,
    part: pd.DataFrame,
) -> tuple:
    """The rows that make an article; what is wrong with the others is noted."""
    reading, articles = Reading(repair=repair), []
    for article_id, row, noted, sound in part.itertuples(index=False):
        reading.problems += noted
        encoded = any(problem.what == "encoding" for problem in noted)
        try:
            article = article_of(row, sound, reading)
            if article and not encoded:  # nothing is said of it yet
                doubt(row, reading)
        except Exception as error:  # in one article: the others are read
            said = brief(error)
            expected = f"one that can be cleaned ({said})"
            reading.note(row.file, row.line, "article", article_id, expected)
            failed = (article_id, "clean_text", said)
            reading.failed[reading.problems[-1]] = failed
        else:
            articles += [article] if article else []
    frame = with_corrections(_frame(articles), given)
    met = given.keys() & {*frame["sha256"]}
    frame = chosen_by(frame, **chosen).reset_index(drop=True)
    made = make(frame) if make else frame
    return len(frame), made, reading.problems, reading.failed, met


def _frame(articles: list[dict]) -> pd.DataFrame:
    names = dict.fromkeys(name for cells in articles for name in cells)
    dtypes = COLUMNS | dict.fromkeys(names, "str") | COLUMNS
    cells = {k: [row.get(k) or None for row in articles] for k in dtypes}
    return pd.DataFrame({k: pd.array(v, dtypes[k]) for k, v in cells.items()})


def joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """One frame, sorted by id."""
    frame = pd.concat(frames or [_frame([])], ignore_index=True)
    return frame.sort_values("article_id", kind="stable", ignore_index=True)
