"""One page asked of its host with manners: robots.txt, pauses, limits, public hosts."""

import http.client
import re
import socket
import ssl
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import quote, urljoin, urlsplit

from multipolaire.files import hosts

AGENT = f"{hosts.NAME}/0.1 (a reader's own study; one request at a time)"
READ = 65_536  # bytes at once
Answer = tuple[int, dict[str, str], bytes]  # status, headers, body


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
    # When a host was last asked; what an origin allows, and why not to ask it again.
    last: dict[str, float] = field(default_factory=dict)
    robots: dict[str, hosts.Robots] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)


def ask_page(url: str, visit: Visit) -> tuple[str, str, dict[str, str], bytes]:
    """The address where redirects end, the content type, the headers and the page.

    Raises :class:`FetchError`, ``OSError`` or ``HTTPException`` where there is none.
    """
    url, status, headers, data = _follow(url, visit, _ask_robots)
    if status in _REDIRECTS:
        most = f"more than {visit.max_redirects} redirects"
        raise FetchError(f"{most}, the last to {url}")
    if status in (429, 503):
        why = f"status {status} before: the host asks for rest"
        visit.closed[_origin(url)] = why
    if status != 200:
        raise FetchError(f"status {status}")
    kind = headers.get("content-type", "text/html")
    if not _PAGE.match(kind):
        raise FetchError(f"content type {kind!r}: expected a page")
    return url, kind, headers, data


_REDIRECTS = (301, 302, 303, 307, 308)
_PAGE = re.compile(r"(?i)\s*(?:text/(?:html|plain)|application/xhtml)")


def _follow(url: str, visit: Visit, ask=None, enough=None) -> tuple:
    """The answer at the end of the redirects; the last of them, if they are too many."""
    for _ in range(visit.max_redirects + 1):
        if ask:
            ask(url, visit)
        status, headers, data = _get(url, visit, enough=enough)
        if status not in _REDIRECTS:
            break
        # The parser of headers takes bytes for Latin-1.
        place = headers.get("location", "").encode("latin-1", "replace")
        url = urljoin(url, place.decode("utf-8", "replace"))
    return url, status, headers, data


def _ask_robots(url: str, visit: Visit) -> None:
    """RFC 9309: without a robots.txt all is allowed; one that fails forbids all."""
    origin, at = _origin(url), urljoin(url, "/robots.txt")
    if origin not in visit.robots and origin not in visit.closed:
        try:
            enough = hosts.MAX_ROBOTS + 1
            _, status, _, data = _follow(at, visit, enough=enough)
            if status == 429 or status >= 500:
                visit.closed[origin] = f"robots.txt: status {status}"
            read = hosts.read_robots(data if status == 200 else b"")
            visit.robots[origin] = read
        except (OSError, http.client.HTTPException, ValueError) as error:
            visit.closed[origin] = f"robots.txt: {error}"
    if origin in visit.closed:
        raise FetchError(f"not asked: {visit.closed[origin]}")
    robots, parts = visit.robots[origin], urlsplit(url)
    if robots.delay > visit.max_pause:
        raise FetchError(f"robots.txt asks for {robots.delay:g} s between two")
    query = parts.query and f"?{parts.query}"
    if not robots.allows((parts.path or "/") + query):
        raise FetchError("robots.txt forbids it")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(f"{url!r}: expected http or https")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _get(url: str, visit: Visit, enough: int | None = None) -> Answer:
    """One request, to the very address that was checked; ``enough`` bytes are read of
    what is longer, which is refused otherwise."""
    robots = visit.robots.get(_origin(url), hosts.Robots())
    parts, pause = urlsplit(url), max(visit.pause, robots.delay)
    host = parts.hostname.encode("idna").decode()
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    addresses = _addresses(host, port, visit.private)
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
        answer = _answer(connection, parts, visit.max_bytes, enough)
        if time.monotonic() < end:
            return answer
        raise TimeoutError
    except (OSError, http.client.HTTPException):
        if time.monotonic() < end:
            raise
        raise FetchError(f"took more than {visit.timeout:g} seconds") from None
    finally:
        clock.cancel()
        sock.close()
        visit.last[host] = time.monotonic()


def _answer(connection, parts, most: int, enough: int | None) -> Answer:
    """The answer over a connection that stands, of at most so many bytes."""
    path = quote(parts.path or "/", _SAFE)
    path += parts.query and f"?{quote(parts.query, _SAFE)}"
    connection.request("GET", path, headers=_ASKED)
    response = connection.getresponse()
    found = response.headers
    headers = {name.lower(): ", ".join(found.get_all(name)) for name in found}
    coding = headers.get("content-encoding", "").lower()
    data, whole = _body(response, coding, enough or most)
    if not whole and not enough:
        raise FetchError(f"more than {most:,} bytes")
    return response.status, headers, data


_ASKED = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
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
        if not private and not hosts.is_public(address[0]):
            ip = ip_address(address[0].partition("%")[0])
            raise FetchError(f"{host} is at {ip}: not a public address")
    return [address[:2] for *_, address in found]


def _body(response, coding: str, most: int) -> tuple[bytes, bool]:
    """The bytes of an answer, and whether they are all; not many more than ``most``."""
    if coding not in ("", "identity", "gzip"):
        raise FetchError(f"content encoding {coding!r}: expected gzip or none")
    # 31: with the header and the sum of gzip
    unzip = zlib.decompressobj(31) if coding == "gzip" else None
    data, more = bytearray(), b""
    while chunk := response.read1(READ):
        try:
            data += unzip.decompress(chunk, most + 1) if unzip else chunk
        except zlib.error as error:
            raise FetchError(str(error)) from None
        if len(data) > most:
            return bytes(data), False
    if unzip:
        more = unzip.unused_data.strip(b"\0") or (data and not unzip.eof)
    if response.length or more:
        raise http.client.IncompleteRead(bytes(data), response.length)
    return bytes(data), True
