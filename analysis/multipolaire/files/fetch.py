"""A reading list to a corpus of one's own: polite, resumable, kept as received.

For each address ``raw/<id>.html`` holds the page and ``raw/<id>.json`` where, when and
with which headers it came; ``articles/`` and ``articles.csv`` are made from these, and
``failures.csv`` names every address that gave no article, with the reason.
"""

import datetime as dt
import hashlib
import http.client
import json
import re
import socket
import ssl
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pandas as pd

from multipolaire.files.frames import read_parts
from multipolaire.files.hosts import (
    MAX_ROBOTS,
    NAME,
    Robots,
    is_public,
    read_robots,
)
from multipolaire.files.install import lacks
from multipolaire.files.pages import extract_page, page_text
from multipolaire.files.problems import Reading, printable
from multipolaire.files.tables import table_rows
from multipolaire.files.whole import alone, sweep, write_whole
from multipolaire.files.write import write_table
from multipolaire.french.dates import read_date

AGENT = f"{NAME}/0.1 (a reader's own study; one request at a time)"
READING_LIST = ("url", "publisher", "date", "topic", "event_date")
RIGHTS = "belongs to its publisher; fetched for study"


class FetchError(ValueError):
    """Why an address gave no page."""


@dataclass(slots=True)
class Visit:
    """The manners of one run, and what it remembers of each host."""

    pause: float = 1.0  # seconds between two requests to a host
    max_pause: float = 60.0  # a host that asks for more is not asked at all
    timeout: float = 20.0  # seconds for one request, to its last byte
    max_bytes: int = 5_000_000
    max_redirects: int = 5
    private: bool = False  # whether addresses of the local network may be asked
    last: dict[str, float] = field(default_factory=dict)
    robots: dict[str, Robots] = field(
        default_factory=dict
    )  # origin: what it allows
    delays: dict[str, float] = field(
        default_factory=dict
    )  # origin: what it asks for
    closed: dict[str, str] = field(
        default_factory=dict
    )  # origin: why not to ask again


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
    into, visit, reading = Path(into), Visit(**manners), Reading()
    rows = [
        row for _, _, row in table_rows(Path(reading_list), reading, ("url",))
    ]
    if reading.problems:
        raise ValueError("\n".join(map(str, reading.problems)))
    if (into / "articles.csv").exists() and not (into / "raw").is_dir():
        raise ValueError(
            f"{str(into)!r} holds another corpus: expected a new folder"
        )
    (into / "raw").mkdir(parents=True, exist_ok=True)
    with alone(into / ".lock"):
        for folder in (into, into / "raw", into / "articles"):
            sweep(folder)
        return _fetch(rows, into, visit, tell)


def _fetch(
    rows: list[dict], into: Path, visit: Visit, tell: Callable
) -> pd.DataFrame:
    held = {row["article_id"]: row["url"] for row in _rows_of(into)}
    outcomes, articles = {}, {}
    for n, row in enumerate(rows, 1):
        row = {name: row.get(name, "").strip() for name in READING_LIST}
        row["url"] = row["url"].partition("#")[0]
        made = _article_id(row["url"], into, held)
        raw = into / "raw" / f"{made}.json"
        status, reason = "kept" if raw.is_file() else "fetched", ""
        if made in outcomes:
            tell(printable(f"[{n}/{len(rows)}] listed twice: {row['url']}"))
            continue
        held[made] = row["url"]
        try:
            read_date(row["date"]), read_date(row["event_date"])
            if status == "fetched":
                _download(row["url"], raw, visit)
            articles[made] = _article(row, made, into)
        except ImportError as error:
            status, reason = (
                "failed",
                "trafilatura is not there; the page is kept",
            )
            if reason not in (
                last for *_, last in outcomes.values()
            ):  # said once
                tell(printable(f"expected {lacks('trafilatura', error)}"))
        except (
            Exception
        ) as error:  # whatever it is, it costs this address alone
            reason = printable(f"{type(error).__name__}: {error}"[:300])
            status = "failed"
        outcomes[made] = [row["url"], made, status, reason]
        tell(
            printable(
                f"[{n}/{len(rows)}] {status}: {row['url']} {reason}".rstrip()
            )
        )
    texts = {made: into / "articles" / f"{made}.txt" for made in outcomes}
    refused = {made for made in outcomes if not texts[made].is_file()}
    _write_rows(articles, refused, into)
    written = Reading()
    deque(read_parts(into, 1000, written), maxlen=0)
    for problem in written.problems:  # they would keep the others from loading
        made = Path(problem.file).stem
        if problem.fatal and made in outcomes and articles.pop(made, None):
            outcomes[made][2:] = "failed", str(problem)
            texts[made].unlink()
            refused.add(made)
    _write_rows(articles, refused, into)
    names = ["url", "article_id", "status", "reason"]
    done = pd.DataFrame(outcomes.values(), columns=names, dtype="str")
    write_table(done[done["status"] == "failed"], into / "failures.csv")
    return done


def _rows_of(into: Path) -> list[dict[str, str]]:
    """The rows of the table as it stands now."""
    table, reading = into / "articles.csv", Reading()
    if not table.exists():
        return []
    rows = [row for _, _, row in table_rows(table, reading, tuple(_COLUMNS))]
    if reading.problems:
        raise ValueError("\n".join(map(str, reading.problems)))
    return rows


def _write_rows(articles: dict, refused: set[str], into: Path) -> None:
    """Ours, and all that stands there but what was refused: rows of other lists, of
    pages that give no text today, and of another process, where nothing is locked."""
    gone = articles.keys() | refused
    others = [row for row in _rows_of(into) if row["article_id"] not in gone]
    table = pd.DataFrame([*articles.values(), *others], columns=_COLUMNS)
    write_table(table, into / "articles.csv")


_COLUMNS = [
    *(
        "article_id",
        "title",
        "publisher",
        "published",
        "event_date",
        "language",
    ),
    *("url", "rights", "sha256", "topic"),
]


def _article_id(url: str, into: Path, held: dict[str, str]) -> str:
    """From the address alone, so that a second run knows what the first has done; with
    more digits where another address has it (``held``: whose each id is)."""
    name = re.sub(
        r"[^a-z0-9.]+", "-", url.lower().split("//")[-1].split("/")[0]
    )
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


def _article(row: dict[str, str], made: str, into: Path) -> dict[str, str]:
    raw, reading = into / "raw" / f"{made}.html", Reading()
    about = json.loads(raw.with_suffix(".json").read_text("utf-8"))
    page = page_text(raw.read_bytes(), raw, reading, about["content_type"])
    if page is None:
        raise FetchError(str(reading.problems[0]))
    found = extract_page(page, about["url"])
    if not found["raw"].strip():
        raise FetchError("no text found in the page, which is kept")
    write_whole(into / "articles" / f"{made}.txt", found["raw"])
    return found | {
        "article_id": made,
        "publisher": row["publisher"] or found["publisher"],
        "published": row["date"] or found["published"],
        "event_date": row["event_date"],
        "url": row["url"],
        "rights": RIGHTS,
        "sha256": hashlib.sha256(found["raw"].encode()).hexdigest(),
        "topic": row["topic"],
    }


def _download(listed: str, about: Path, visit: Visit) -> None:
    url = listed
    for _ in range(visit.max_redirects + 1):
        _ask_robots(url, visit)
        status, headers, data = _get(url, visit)
        if status not in _REDIRECTS:
            break
        url = _target(url, headers)
    else:
        raise FetchError(
            f"more than {visit.max_redirects} redirects, the last to {url}"
        )
    if status in (429, 503):
        visit.closed[_origin(url)] = (
            f"status {status} before: the host asks for rest"
        )
    kind = headers.get("content-type", "text/html")
    if status != 200:
        raise FetchError(f"status {status}")
    if not re.match(
        r"\s*(?:text/(?:html|plain)|application/xhtml)", kind, re.IGNORECASE
    ):
        raise FetchError(f"content type {kind!r}: expected a page")
    write_whole(about.with_suffix(".html"), data)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    facts = {"url": url, "listed": listed, "fetched": now, "content_type": kind}
    write_whole(
        about, json.dumps(facts | {"headers": headers}, indent=1)
    )  # last: it says that all is there


_REDIRECTS = (301, 302, 303, 307, 308)


def _target(url: str, headers: dict[str, str]) -> str:
    """Of a redirect, whose bytes the parser of headers takes for Latin-1."""
    place = headers.get("location", "").encode("latin-1", "replace")
    return urljoin(url, place.decode("utf-8", "replace"))


def _ask_robots(url: str, visit: Visit) -> None:
    """RFC 9309: without a robots.txt all is allowed; one that fails forbids all."""
    origin, at = _origin(url), urljoin(url, "/robots.txt")
    if origin not in visit.robots and origin not in visit.closed:
        try:
            for _ in range(visit.max_redirects + 1):
                status, headers, data = _get(at, visit, enough=MAX_ROBOTS + 1)
                if status not in _REDIRECTS:
                    break
                at = _target(at, headers)
            if status == 429 or status >= 500:
                visit.closed[origin] = f"robots.txt: status {status}"
            visit.robots[origin] = read_robots(data if status == 200 else b"")
        except (OSError, http.client.HTTPException, ValueError) as error:
            visit.closed[origin] = f"robots.txt: {error}"
    if origin in visit.closed:
        raise FetchError(f"not asked: {visit.closed[origin]}")
    robots, parts = visit.robots[origin], urlsplit(url)
    visit.delays[origin] = robots.delay
    if robots.delay > visit.max_pause:
        raise FetchError(f"robots.txt asks for {robots.delay:g} s between two")
    if not robots.allows(
        (parts.path or "/") + (parts.query and f"?{parts.query}")
    ):
        raise FetchError("robots.txt forbids it")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(f"{url!r}: expected http or https")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _get(
    url: str, visit: Visit, enough: int | None = None
) -> tuple[int, dict[str, str], bytes]:
    """One request, to the very address that was checked; ``enough`` bytes are read of
    what is longer, which is refused otherwise."""
    parts, origin = urlsplit(url), _origin(url)
    host = parts.hostname.encode("idna").decode()
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    addresses = _addresses(host, port, visit.private)
    pause = max(visit.pause, visit.delays.get(origin, 0.0))
    time.sleep(max(0.0, visit.last.get(host, -1e9) + pause - time.monotonic()))
    end = time.monotonic() + visit.timeout
    sock = _connected(addresses, visit.timeout)
    sock.settimeout(visit.timeout)

    def cut():  # a byte a second outlives the time limit of every single read
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    clock = threading.Timer(max(0.0, end - time.monotonic()), cut)
    try:
        clock.start()
        if secure:
            context = ssl.create_default_context()
            sock = context.wrap_socket(sock, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        connection.default_port = 443 if secure else 80  # for the header "Host"
        connection.sock = sock
        query = f"?{quote(parts.query, _SAFE)}" if parts.query else ""
        asked = {
            "User-Agent": AGENT,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        connection.request(
            "GET", quote(parts.path or "/", _SAFE) + query, headers=asked
        )
        response = connection.getresponse()
        found = response.headers
        headers = {
            name.lower(): ", ".join(found.get_all(name)) for name in found
        }
        coding, most = (
            headers.get("content-encoding", ""),
            enough or visit.max_bytes,
        )
        data, whole = _body(response, coding.lower(), most)
        if not whole and not enough:
            raise FetchError(f"more than {most:,} bytes")
        if time.monotonic() < end:
            return response.status, headers, data
        raise TimeoutError
    except (OSError, http.client.HTTPException):
        if time.monotonic() < end:
            raise
        raise FetchError(f"took more than {visit.timeout:g} seconds") from None
    finally:
        clock.cancel()
        sock.close()
        visit.last[host] = time.monotonic()


_SAFE = "/%:=&?~+!$,;'@()*[]"


def _connected(addresses: list[tuple], timeout: float) -> socket.socket:
    """To the first address that answers: a host may have one that leads nowhere."""
    *others, last = addresses
    for address in others:
        with suppress(OSError):
            return socket.create_connection(address, timeout / len(addresses))
    return socket.create_connection(last, timeout / len(addresses))


def _addresses(host: str, port: int, private: bool) -> list[tuple]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, address in found:
        if not private and not is_public(address[0]):
            ip = ip_address(address[0].partition("%")[0])
            raise FetchError(f"{host} is at {ip}: not a public address")
    return [address[:2] for *_, address in found]


def _body(
    response: http.client.HTTPResponse, coding: str, most: int
) -> tuple[bytes, bool]:
    """The bytes of an answer, and whether they are all; not many more than ``most``."""
    if coding not in ("", "identity", "gzip"):
        raise FetchError(f"content encoding {coding!r}: expected gzip or none")
    unzip, data = (
        zlib.decompressobj(31) if coding == "gzip" else None,
        bytearray(),
    )
    while chunk := response.read1(65_536):
        try:
            data += unzip.decompress(chunk, most + 1) if unzip else chunk
        except zlib.error as error:
            raise FetchError(str(error)) from None
        if len(data) > most:
            return bytes(data), False
    more = unzip and (
        unzip.unused_data.strip(b"\0") or (data and not unzip.eof)
    )
    if response.length or more:
        raise http.client.IncompleteRead(bytes(data), response.length)
    return bytes(data), True
