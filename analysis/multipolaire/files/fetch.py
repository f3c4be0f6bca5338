"""A reading list to a corpus of one's own: polite, resumable, kept as received.

For each address ``raw/<id>.html`` holds the page and ``raw/<id>.json`` where, when and
with which headers it came; ``articles/`` and ``articles.csv`` are made from these, and
``failures.csv`` names every address that gave no article, with the reason.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Collection
from pathlib import Path

import pandas as pd

from multipolaire.files.checks import article_of
from multipolaire.files.install import lacks
from multipolaire.files.pages import extract_page, page_text
from multipolaire.files.problems import Cells, Reading, Row, printable
from multipolaire.files.tables import table_rows
from multipolaire.files.visit import FetchError, Visit, ask_page
from multipolaire.files.whole import sweep, write_whole
from multipolaire.files.write import write_table
from multipolaire.french.dates import read_date

READING_LIST = ("url", "publisher", "date", "topic", "event_date")
RIGHTS = "belongs to its publisher; fetched for study"
MAX_REASON = 300  # characters
COLUMNS = ["article_id", "title", "publisher", "published", "event_date"]
COLUMNS += ["language", "url", "rights", "sha256", "topic"]


def fetch(
    reading_list: str | Path,
    into: str | Path,
    tell: Callable = print,
    **manners,
) -> pd.DataFrame:
    """Download what a reading list names; gives a row an address: ``url``,
    ``article_id``, ``status`` (fetched, kept or failed) and ``reason``.

    ``reading_list`` is a CSV file with ``url`` and, where known, ``publisher``,
    ``date``, ``topic``, ``event_date``; ``manners`` are the fields of :class:`Visit`.
    What an earlier run fetched is kept, from another list too; failures are tried
    again.  An address is one whatever follows its ``#``.  Without trafilatura the pages
    are kept and named as failures, and a later run extracts their texts.

    Raises ``ValueError`` for a list that cannot be read, and where ``into`` holds a
    corpus that was not made here; ``OSError`` where it is no folder to write in.
    """
    into, visit = Path(into), Visit(**manners)
    rows = _rows(Path(reading_list), ["url"])
    if (into / "articles.csv").exists() and not (into / "raw").is_dir():
        said = f"{str(into)!r} holds another corpus: expected a new folder"
        raise ValueError(said)
    (into / "raw").mkdir(parents=True, exist_ok=True)
    if (into / "articles.csv").exists():
        _rows(into / "articles.csv", COLUMNS)  # refused now, not after an hour
    for folder in (into, into / "raw", into / "articles"):
        sweep(folder)
    outcomes, articles = _visited(rows, into, visit, tell)
    _write_rows(outcomes, articles, into)
    names = ["url", "article_id", "status", "reason"]
    done = pd.DataFrame(outcomes.values(), columns=names, dtype="str")
    write_table(done[done["status"] == "failed"], into / "failures.csv")
    return done


def _visited(rows: list[Cells], into: Path, visit: Visit, tell) -> tuple:
    """What became of each address, and the rows of the articles, by id."""
    outcomes, articles = {}, {}
    for n, row in enumerate(rows, 1):
        row = {name: row.get(name, "").strip() for name in READING_LIST}
        url = row["url"] = row["url"].partition("#")[0]
        made, at = _article_id(url), f"[{n}/{len(rows)}]"
        if made in outcomes:
            tell(printable(f"{at} listed twice: {url}"))
            continue
        reason = ""
        try:
            status, articles[made] = _taken(row, made, into, visit)
        except ImportError as error:
            status, reason = "failed", _UNREAD
            if _UNREAD not in (last for *_, last in outcomes.values()):  # once
                tell(printable(f"expected {lacks('trafilatura', error)}"))
        except Exception as error:  # it costs this address alone
            said = f"{type(error).__name__}: {error}"[:MAX_REASON]
            status, reason = "failed", printable(said)
        outcomes[made] = [url, made, status, reason]
        tell(printable(f"{at} {status}: {url} {reason}".rstrip()))
    return outcomes, articles


_UNREAD = "trafilatura is not there; the page is kept"


def _taken(row: Cells, made: str, into: Path, visit: Visit) -> tuple:
    """Whether a page was fetched or kept before, and its article."""
    about = into / "raw" / f"{made}.json"
    status = "kept" if about.is_file() else "fetched"
    read_date(row["date"]), read_date(row["event_date"])
    if status == "fetched":
        _download(row["url"], about, visit)
    return status, _article(row, made, into)


def _write_rows(outcomes: dict, articles: dict, into: Path) -> None:
    """Ours, and all that stands there but what failed now: rows of other lists, and of
    pages that give no text today."""
    table, texts = into / "articles.csv", into / "articles"
    there = _rows(table, COLUMNS) if table.exists() else []
    failed = {n for n in outcomes if not (texts / f"{n}.txt").is_file()}
    gone = articles.keys() | failed
    others = [row for row in there if row["article_id"] not in gone]
    made = pd.DataFrame([*articles.values(), *others], columns=COLUMNS)
    write_table(made, table)


def _rows(table: Path, needs: Collection[str]) -> list[Cells]:
    reading = Reading()
    rows = [row.cells for row in table_rows(table, reading, needs)]
    if reading.problems:
        raise ValueError("\n".join(map(str, reading.problems)))
    return rows


def _article_id(url: str) -> str:
    """From the address alone, so that a second run knows what the first has done."""
    host = url.lower().split("//")[-1].split("/")[0]
    name = re.sub(r"[^a-z0-9.]+", "-", host)
    name = name.removeprefix("www.").strip(".-")[:60] or "page"
    digest = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()
    return f"{name}-{digest[:8]}"


def _article(row: Cells, made: str, into: Path) -> Cells:
    raw, reading = into / "raw" / f"{made}.html", Reading()
    about = json.loads(raw.with_suffix(".json").read_text("utf-8"))
    if about.get("listed", row["url"]) != row["url"]:
        raise FetchError(f"another address has its id: {about['listed']}")
    page = page_text(raw.read_bytes(), raw, reading, about["content_type"])
    if page is None:
        raise FetchError(str(reading.problems[0]))
    found = extract_page(page, about["url"])
    if not found["raw"].strip():
        raise FetchError("no text found in the page, which is kept")
    found |= {name: row[name] for name in ("url", "topic", "event_date")}
    found["publisher"] = row["publisher"] or found["publisher"]
    found["published"] = row["date"] or found["published"]
    digest = hashlib.sha256(found["raw"].encode()).hexdigest()
    found |= {"article_id": made, "rights": RIGHTS, "sha256": digest}
    text = into / "articles" / f"{made}.txt"
    article_of(Row(str(text), None, dict(found)), True, reading)
    if fatal := [str(one) for one in reading.problems if one.fatal]:
        raise FetchError(fatal[0])  # it would keep the others from loading
    write_whole(text, found["raw"])
    return found


def _download(listed: str, about: Path, visit: Visit) -> None:
    url, kind, headers, data = ask_page(listed, visit)
    write_whole(about.with_suffix(".html"), data)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    facts = {"url": url, "listed": listed, "fetched": now, "content_type": kind}
    facts["headers"] = headers
    write_whole(about, json.dumps(facts, indent=1))  # last: all is there
