"""The frame that everything takes, part by part, from rows of every kind."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from multipolaire.files.checks import COLUMNS, article_of, doubt
from multipolaire.files.ids import ID, ID_EXPECTED
from multipolaire.files.problems import Reading, Row
from multipolaire.files.rows import rows
from multipolaire.scale import brief, each

PART = 1_000_000  # characters after which a part is full, however few its rows
MAX_COLUMNS = (
    20_000  # beside those above; rows with names of their own would add up
)


def read_parts(
    source: Path, chunk: int, reading: Reading, make=None, jobs=-1
) -> Iterator:
    """The number of sound articles of each part, and their frame or what it makes."""
    if chunk < 1:
        raise ValueError(f"chunk={chunk}: expected at least 1")
    problems, parts = ([], _received(rows(source, reading), chunk, reading))
    for n, made, found, failed in each(partial(_sound, make), parts, jobs):
        problems += found
        reading.failed |= failed
        yield n, made
    reading.problems = problems + reading.problems  # those after the last row


def _received(
    rows: Iterator[tuple[Row, str | None]], chunk: int, reading: Reading
) -> Iterator:
    """Parts of a corpus, with what was noted up to each row and the whole alone tells.

    The last one may be empty.
    """
    names = ["article_id", "file", "line", "row", "text_file", "noted", "sound"]
    part, size = [], 0
    seen: dict[str, str] = {}
    columns = set(COLUMNS)
    for (file, line, row), text_file in rows:
        note = partial(reading.note, file, line)
        before = len(reading.problems)
        article_id = row["article_id"]
        if not ID.fullmatch(article_id):
            note("article_id", article_id, ID_EXPECTED)
        if article_id in seen:
            expected = f"an id of its own (first seen in {seen[article_id]})"
            note("duplicate id", article_id, expected)
        seen.setdefault(article_id, file if line is None else f"{file}:{line}")
        if row.keys() - columns:
            if len(columns | row.keys()) > len(COLUMNS) + MAX_COLUMNS:
                note(
                    "columns",
                    ", ".join(row),
                    f"at most {MAX_COLUMNS:,} names in all",
                )
            else:
                columns.update(row)
        noted, reading.problems = reading.problems, []
        sound = len(noted) == before
        part.append((article_id, file, line, row, text_file, noted, sound))
        size += len(row["raw"])
        if len(part) == chunk or size > PART:
            yield pd.DataFrame(part, columns=names, dtype=object)
            part, size = [], 0
    yield pd.DataFrame(part, columns=names, dtype=object)


def _sound(make: Callable | None, part: pd.DataFrame) -> tuple:
    """The rows that make an article; what is wrong with the others is noted."""
    reading, articles = Reading(), []
    for article_id, file, line, *row, noted, sound in part.itertuples(
        index=False
    ):
        reading.problems += noted
        try:
            article = article_of(file, line, *row, sound, reading)
            if article and not any(
                problem.what == "encoding" for problem in noted
            ):
                doubt(
                    file, line, *row, reading
                )  # it is said of no encoding yet
        except Exception as error:  # in one article: the others are read
            said = brief(error)
            expected = f"one that can be cleaned ({said})"
            reading.note(file, line, "article", article_id, expected)
            row = (article_id, "clean_text", said)
            reading.failed[reading.problems[-1]] = row
        else:
            articles += [article] if article else []
    frame = _frame(articles)
    made = make(frame) if make else frame
    return len(frame), made, reading.problems, reading.failed


def _frame(rows: list[dict]) -> pd.DataFrame:
    dtypes = (
        COLUMNS
        | dict.fromkeys((k for row in rows for k in row), "str")
        | COLUMNS
    )
    cells = {k: [row.get(k) or None for row in rows] for k in dtypes}
    return pd.DataFrame({k: pd.array(v, dtypes[k]) for k, v in cells.items()})


def joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """One frame, sorted by id."""
    frame = pd.concat(frames or [_frame([])], ignore_index=True)
    return frame.sort_values("article_id", kind="stable", ignore_index=True)
