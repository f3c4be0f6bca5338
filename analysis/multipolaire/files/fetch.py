"""A reading list to a corpus of one's own: polite, resumable, kept as received.

For each address ``raw/<id>.html`` holds the page and ``raw/<id>.json`` where, when and
with which headers it came; ``articles/`` and ``articles.csv`` are made from these, and
``failures.csv`` names every address that gave no article, with the reason.
"""

import datetime as dt
import hashlib
import json
import re
from collections import deque
from collections.abc import Callable, Collection
from pathlib import Path

import pandas as pd

from multipolaire.files.frames import read_parts
from multipolaire.files.install import lacks
from multipolaire.files.pages import extract_page, page_text
from multipolaire.files.problems import Cells, Reading, printable
from multipolaire.files.tables import table_rows
from multipolaire.files.visit import FetchError, Visit, ask_page
from multipolaire.files.whole import alone, sweep, write_whole
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
    corpus that was not made here, or another process fetches into it; ``OSError``
    where it is no folder to write in.
    """
    into, visit = Path(into), Visit(**manners)
    rows = _rows(Path(reading_list), ["url"])
    if (into / "articles.csv").exists() and not (into / "raw").is_dir():
        said = f"{str(into)!r} holds another corpus: expected a new folder"
        raise ValueError(said)
    (into / "raw").mkdir(parents=True, exist_ok=True)
    with alone(into / ".lock"):
        for folder in (into, into / "raw", into / "articles"):
            sweep(folder)
        outcomes, articles = _visited(rows, into, visit, tell)
        _write_sound(outcomes, articles, into)
        names = ["url", "article_id", "status", "reason"]
        done = pd.DataFrame(outcomes.values(), columns=names, dtype="str")
        write_table(done[done["status"] == "failed"], into / "failures.csv")
    return done


def _visited(rows: list[Cells], into: Path, visit: Visit, tell) -> tuple:
    """What became of each address, and the rows of the articles, by id."""
    table = into / "articles.csv"
    before = _rows(table, COLUMNS) if table.exists() else []
    held = {row["article_id"]: row["url"] for row in before}
    outcomes, articles = {}, {}
    for n, row in enumerate(rows, 1):
        row = {name: row.get(name, "").strip() for name in READING_LIST}
        url = row["url"] = row["url"].partition("#")[0]
        made, at = _article_id(url, into, held), f"[{n}/{len(rows)}]"
        if made in outcomes:
            tell(printable(f"{at} listed twice: {url}"))
            continue
        held[made], reason = url, ""
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


def _write_sound(outcomes: dict, articles: dict, into: Path) -> None:
    """The table, without what would keep the other articles from loading."""
    texts = {made: into / "articles" / f"{made}.txt" for made in outcomes}
    refused = {made for made in outcomes if not texts[made].is_file()}
    _write_rows(articles, refused, into)
    written = Reading()
    deque(read_parts(into, 1000, written), maxlen=0)
    for problem in written.problems:
        made = Path(problem.file).stem
        if problem.fatal and made in outcomes and articles.pop(made, None):
            outcomes[made][2:] = "failed", str(problem)
            texts[made].unlink()
            refused.add(made)
    _write_rows(articles, refused, into)


def _write_rows(articles: dict, refused: set[str], into: Path) -> None:
    """Ours, and all that stands there but what was refused: rows of other lists, of
    pages that give no text today, and of another process, where nothing is locked."""
    table, gone = into / "articles.csv", articles.keys() | refused
    there = _rows(table, COLUMNS) if table.exists() else []
    others = [row for row in there if row["article_id"] not in gone]
    made = pd.DataFrame([*articles.values(), *others], columns=COLUMNS)
    write_table(made, table)


def _rows(table: Path, needs: Collection[str]) -> list[Cells]:
    reading = Reading()
    rows = [row.cells for row in table_rows(table, reading, needs)]
    if reading.problems:
        raise ValueError("\n".join(map(str, reading.problems)))
    return rows


def _article_id(url: str, into: Path, held: dict[str, str]) -> str:
    """From the address alone, so that a second run knows what the first has done; with
    more digits where another address has it (``held``: whose each id is)."""
    host = url.lower().split("//")[-1].split("/")[0]
    name = re.sub(r"[^a-z0-9.]+", "-", host)
    name = name.removeprefix("www.").strip(".-")[:60] or "page"
    digest = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()
    names = [f"{name}-{digest[:size]}" for size in (8, 16, 32, 64)]
    owners = [_listed(into, made) or held.get(made) for made in names]
    return names[owners.index(url) if url in owners else owners.index(None)]


def _listed(into: Path, made: str) -> str | None:
    """The address for which a page is kept; only early versions did not say it."""
    try:
        about = json.loads((into / "raw" / f"{made}.json").read_bytes())
    except (OSError, ValueError):
        return None
    listed = about.get("listed") if isinstance(about, dict) else None
    return listed if isinstance(listed, str) else None


def _article(row: Cells, made: str, into: Path) -> Cells:
    raw, reading = into / "raw" / f"{made}.html", Reading()
    about = json.loads(raw.with_suffix(".json").read_text("utf-8"))
    page = page_text(raw.read_bytes(), raw, reading, about["content_type"])
    if page is None:
        raise FetchError(str(reading.problems[0]))
    found = extract_page(page, about["url"])
    if not found["raw"].strip():
        raise FetchError("no text found in the page, which is kept")
    write_whole(into / "articles" / f"{made}.txt", found["raw"])
    found |= {name: row[name] for name in ("url", "topic", "event_date")}
    found["publisher"] = row["publisher"] or found["publisher"]
    found["published"] = row["date"] or found["published"]
    digest = hashlib.sha256(found["raw"].encode()).hexdigest()
    return found | {"article_id": made, "rights": RIGHTS, "sha256": digest}


def _download(listed: str, about: Path, visit: Visit) -> None:
    url, kind, headers, data = ask_page(listed, visit)
    write_whole(about.with_suffix(".html"), data)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    facts = {"url": url, "listed": listed, "fetched": now, "content_type": kind}
    facts["headers"] = headers
    write_whole(about, json.dumps(facts, indent=1))  # last: all is there
