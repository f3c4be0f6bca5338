"""Load a corpus into the one validated frame that everything else takes.

A corpus is a folder with ``articles.csv`` and ``articles/<article_id>.txt``, a folder
of files, or one file: ``.txt``, ``.csv``, ``.jsonl``, ``.parquet``, ``.html`` (a page,
or an export of Europresse or Factiva), ``.xml`` (Factiva).  All that is wrong with it
is said at once, each with file, line, value and what was expected.
"""

import hashlib
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd

from multipolaire.files import readers
from multipolaire.files.decode import Problem, Reading, is_text
from multipolaire.files.readers import ID, ID_EXPECTED, Row
from multipolaire.french.clean import normalise
from multipolaire.french.dates import EXPECTED, read_date
from multipolaire.french.encodings import misread
from multipolaire.french.text import clean_text, token_spans
from multipolaire.say import say
from multipolaire.scale import CorpusWarning, brief, collecting, each, fail

#: Columns of the articles frame, in order, with their dtypes.  ``published`` is the
#: first day of what ``published_precision`` (day, month or year) says is known;
#: ``via`` joins outlets by ``"; "``; ``raw`` is the file as received, ``text`` what
#: :func:`multipolaire.clean_text` keeps of it.  Further columns of a table are kept.
COLUMNS = {
    "article_id": "str",
    "title": "str",
    "publisher": "str",
    "published": "datetime64[s]",
    "published_precision": "str",
    "event_date": "datetime64[s]",
    "language": "str",
    "url": "str",
    "via": "str",
    "rights": "str",
    "sha256": "str",
    "raw": "str",
    "text": "str",
}
PART = 1_000_000  # characters after which a part is full, however few its rows
MAX_LINE = 1_000_000  # characters; a longer line is a dump, not prose
MAX_COLUMNS = (
    20_000  # beside those above; rows with names of their own would add up
)
PRECISIONS = ("day", "month", "year")

_HTML = re.compile(
    r"</?(?:a|article|aside|audio|blockquote|body|br|button|div|em|embed|figure|font"
    r"|footer|form|h[1-6]|head|header|html|iframe|img|input|li|link|main|meta|nav"
    r"|object|ol|p|pre|script|section|small|span|strong|style|su[bp]|svg|table|t[dhr]"
    r"|ul|video)\b[^<>]{0,500}>|</?[biu]>|\A\s*<!doctype\b[^<>]{0,500}>"
    r"|&(?:nbsp|amp|quot|[lg]t|euro|hellip|[lr]s?aquo|[lr][ds]quo|[mn]dash|oelig"
    r"|[a-z](?:acute|grave|circ|uml|cedil)|#x?[\da-f]{2,6});",
    re.IGNORECASE,
)


class CorpusError(ValueError):
    """A corpus that cannot be loaded as it is; ``problems`` holds every reason."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        lines = [str(problem) for problem in problems[:1000]]
        if len(problems) > len(lines):
            lines.append(
                f"... and {len(problems) - len(lines):,} more, in .problems"
            )
        super().__init__("\n".join(lines))


def load_articles(
    path: str | Path | None = None,
    *,
    strict: bool = True,
    encoding: str | None = None,
) -> pd.DataFrame:
    """The articles of a corpus, cleaned and validated, one row each, sorted by id.

    ``path`` is a folder or a file of a kind named above; without it, the five articles
    of the project's checkout.  ``encoding`` is that of what is not UTF-8 (``"cp1252"``,
    ``"mac_roman"``, ``"utf-16"``).  Much text is cleaned on all cores.  Columns and
    dtypes: :data:`COLUMNS`.

    >>> articles = load_articles()
    >>> articles["article_id"].tolist()[0], len(articles)
    ('2021-12-15-reuters', 5)

    Raises :class:`CorpusError` naming every problem found (a missing column, a
    duplicate id, an unknown encoding, an empty article, a malformed date, HTML, a
    line over :data:`MAX_LINE`, a file that is listed and absent, a link out of the
    folder), and warns (:class:`CorpusWarning`) of a file that is present and not
    listed, and of a text that a wrong encoding has spoilt.  With ``strict=False`` it
    leaves out what is not sound and warns of each.
    ``FileNotFoundError`` where there is nothing at ``path``.
    """
    return _joined(list(iter_articles(path, strict=strict, encoding=encoding)))


def iter_articles(
    path: str | Path | None = None,
    chunk: int = 1000,
    *,
    strict: bool = True,
    encoding: str | None = None,
    jobs: int = -1,
    make: Callable | None = None,
) -> Iterator:
    """The same articles in frames of at most ``chunk`` rows, in the order of the files.

    A corpus of any size passes in the memory of a few frames and of its ids.  Problems
    are raised after the last frame, so that all of them are named: nothing computed on
    the frames stands before that.  With ``make``, what it makes of each frame, in the
    process that cleaned it, and of an empty one where there is no article.

    >>> [len(articles) for articles in iter_articles(chunk=2)]
    [2, 2, 1]
    >>> list(iter_articles(chunk=3, make=len))
    [3, 2]
    """
    reading = Reading(encoding)
    parts = _frames(corpus_path(path), chunk, reading, make, jobs)
    yield from (made for n, made in parts if n or make)
    problems = reading.problems
    if collecting():  # who takes what fails in single articles, sees to it
        for row in reading.failed.values():
            fail(*row)
        problems = [
            problem for problem in problems if problem not in reading.failed
        ]
    fatal = [problem for problem in problems if problem.fatal]
    if fatal and strict:
        raise CorpusError(fatal)
    for problem in problems:
        warnings.warn(str(problem), CorpusWarning, stacklevel=2)


def read_articles(
    path: str | Path | None = None, *, encoding: str | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """The sound articles of a corpus and every problem of the others.

    >>> articles, problems = read_articles()
    >>> len(articles), problems
    (5, [])
    """
    reading = Reading(encoding)
    frames = [frame for _, frame in _frames(corpus_path(path), 1000, reading)]
    return _joined(frames), reading.problems


def check_corpus(
    path: str | Path | None = None,
    *,
    encoding: str | None = None,
    tell: Callable = lambda n: None,
) -> tuple[list[str], list[Problem]]:
    """What a corpus holds, in sentences, and everything that is wrong with it.

    ``tell`` is called with the number of sound articles, so far, after each part.

    >>> sentences, problems = check_corpus()
    >>> sentences[0], problems
    (5 articles hold 2,691 words., [])
    """
    reading = Reading(encoding)
    words, days, known = 0, [], Counter()
    publishers, precise = Counter(), Counter(dict.fromkeys(PRECISIONS, 0))
    for _, frame in _frames(corpus_path(path), 1000, reading):
        known.update(frame[list(COLUMNS)].count().to_dict())
        tell(known["text"])
        words += sum(len(token_spans(text)) for text in frame["text"])
        publishers.update(frame["publisher"].dropna())
        precise.update(frame["published_precision"].dropna())
        days += frame["published"].dropna().tolist()
        days = [min(days), max(days)] if days else []
    n = known["text"]
    held = {"n": n, "words": say("{n:,} word", "{n:,} words", n=words)}
    said = [
        say("{n} article holds {words}.", "{n} articles hold {words}.", **held)
    ]
    if days:
        undated = n - known["published"]
        first, last = (
            str(day.date()) for day in days
        )  # %Y of the year 1 is "1"
        said.append(
            say(
                "Published from {first} to {last}: {day} known to the day, {month} to the "
                "month, {year} to the year; {undated} without a date.",
                **precise,
                first=first,
                last=last,
                undated=undated,
            )
        )
    if publishers:
        top = ", ".join(
            f"{name} ({k})" for name, k in publishers.most_common(10)
        )
        said.append(
            say(
                "{n} publisher: {top}.",
                "{n} publishers, the most frequent first: {top}.",
                n=len(publishers),
                top=top,
            )
        )
    for name, k in sorted(reading.encodings.items()):
        said.append(
            say("Files or lines read as {name}: {k:,}.", name=name, k=k)
        )
    if empty := ", ".join(name for name in COLUMNS if n and not known[name]):
        said.append(say("No article has: {empty}.", empty=empty))
    return said, reading.problems


def fingerprint(articles: pd.DataFrame) -> str:
    """The first 12 hexadecimal digits of the sha256 of the corpus: ids and contents.

    >>> len(fingerprint(load_articles()))
    12
    """
    lines = sorted(
        f"{a} {s}\n" for a, s in zip(articles.article_id, articles.sha256)
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def reference_folder() -> Path:
    """The folder of the reference facts, in the checkout: ``corpus/reference``."""
    return corpus_path(None) / "reference"


def corpus_path(path: str | Path | None) -> Path:
    """The folder or file of a corpus; without ``path``, of the five articles.

    Raises ``FileNotFoundError`` where there is none.
    """
    if path is not None:
        if not Path(path).exists():
            raise FileNotFoundError(
                f"no corpus at {str(path)!r}: expected a folder"
            )
        return Path(path)
    beside = Path(__file__).resolve().parents[2] / "corpus"
    if not (beside / "articles.csv").is_file():
        raise FileNotFoundError(
            "the five articles are in the project's checkout, not in the installed "
            "package: pass a path, load_articles('my_corpus')"
        )
    return beside


def _frames(
    source: Path, chunk: int, reading: Reading, make=None, jobs=-1
) -> Iterator:
    """The number of sound articles of each part, and their frame or what it makes."""
    if chunk < 1:
        raise ValueError(f"chunk={chunk}: expected at least 1")
    problems, parts = (
        [],
        _received(readers.rows(source, reading), chunk, reading),
    )
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
            article = _article(file, line, *row, sound, reading)
            if article and not any(
                problem.what == "encoding" for problem in noted
            ):
                _doubt(
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


def _article(
    file, line, row, text_file, sound, reading: Reading
) -> dict | None:
    """The cells of an article; ``None``, and why is noted, where a row makes none."""
    before = len(reading.problems)
    dates = _dates(row, partial(reading.note, file, line))
    _check_cells(row, partial(reading.note, file, line))
    if text_file:  # the row stands in a table, its text in a file of its own
        file, line = text_file, None
    raw = row["raw"]  # as received; the other fields are to be shown
    _check_text(raw, file, line, reading)
    if not sound or len(reading.problems) > before:
        return None
    text = clean_text(raw)
    if not text:
        expected = "a text (nothing is left after cleaning)"
        reading.note(file, line, "text", raw, expected)
        return None
    given = row.get("text") or raw
    if given not in (raw, text) and clean_text(given) != text:
        expected = "what cleaning the text as received gives (kept)"
        reading.note(file, line, "text", given, expected, False)
    shown = {k: v for k, v in row.items() if k not in ("raw", "text")}
    if not "".join(shown.values()).isprintable():
        shown = {
            k: v if v.isprintable() else normalise(v).text
            for k, v in shown.items()
        }
    digest = shown.get("sha256") or hashlib.sha256(raw.encode()).hexdigest()
    return shown | dates | {"raw": raw, "sha256": digest, "text": text}


def _dates(row: dict[str, str], note: Callable) -> dict:
    found = {}
    for column in ("published", "event_date"):
        try:
            found[column], precision = read_date(row.get(column, ""))
        except ValueError as error:
            _, stated, expected = str(error).rpartition(": expected ")
            note(column, row[column], expected if stated else EXPECTED)
            continue
        if column == "published":
            stated = row.get("published_precision") or precision
            if stated not in (None, *PRECISIONS):
                note("published_precision", stated, " or ".join(PRECISIONS))
            elif precision:  # a month that a table writes as its first day
                precision = max(precision, stated, key=PRECISIONS.index)
            found["published_precision"] = precision
    return found


def _check_cells(row: dict[str, str], note: Callable) -> None:
    if not is_text(
        "".join([*row, *row.values()])
    ):  # of thousands of cells, at once
        cells = (cell for name, cell in row.items() if name != "raw")
        for text in (*row, *cells):
            if not is_text(text):
                half = next(c for c in text if "\ud800" <= c <= "\udfff")
                note("character", half, _HALF)
    for name in COLUMNS:
        if name not in ("raw", "text") and len(row.get(name, "")) > MAX_LINE:
            note(name, row[name][:60], f"at most {MAX_LINE:,} characters")


_HALF = "whole characters (a lone surrogate is half of one)"


def _check_text(
    raw: str, file: str, line: int | None, reading: Reading
) -> None:
    def note(at: int, *what: str) -> None:
        place = raw.count("\n", 0, at) + 1 if line is None else line
        reading.note(file, place, *what)

    if not is_text(raw):
        at = next(i for i, c in enumerate(raw) if "\ud800" <= c <= "\udfff")
        note(at, "character", raw[at], _HALF)
    if "\0" in raw:
        at = raw.index("\0")
        note(at, "character", "\0", "text, without NUL characters")
    if found := _HTML.search(raw):
        expected = "plain text (extract it from the page first)"
        note(found.start(), "HTML", found.group(), expected)
    if len(raw) > MAX_LINE:
        for long in re.finditer(rf"[^\n]{{{MAX_LINE + 1},}}", raw):
            size = f"{long.end() - long.start():,}"
            expected = f"lines of at most {MAX_LINE:,} characters, not {size}"
            note(long.start(), "line", long.group()[:60], expected)


def _doubt(
    file, line, row: dict[str, str], text_file, reading: Reading
) -> None:
    """Name what was read in a wrong encoding before it came here; it is kept."""
    if not misread("\n".join(row.values())):  # of thousands of cells, at once
        return
    for name, text in row.items():
        if name == "text" or not (found := misread(text)):
            continue
        start, end, expected = found
        if name != "raw":
            reading.note(file, line, name, text[start:end], expected, False)
            continue
        if text_file or line is None:
            place = text_file or file, text.count("\n", 0, start) + 1
        else:
            place = file, line
        reading.note(*place, "characters", text[start:end], expected, False)


def _frame(rows: list[dict]) -> pd.DataFrame:
    dtypes = (
        COLUMNS
        | dict.fromkeys((k for row in rows for k in row), "str")
        | COLUMNS
    )
    cells = {k: [row.get(k) or None for row in rows] for k in dtypes}
    return pd.DataFrame({k: pd.array(v, dtypes[k]) for k, v in cells.items()})


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """One frame, sorted by id."""
    frame = pd.concat(frames or [_frame([])], ignore_index=True)
    return frame.sort_values("article_id", kind="stable", ignore_index=True)
