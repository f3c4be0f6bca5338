"""A reading list becomes a corpus; a server can do what it likes meanwhile."""

import csv
import gzip
import hashlib
import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import multipolaire.files.visit as module
from multipolaire.articles import load_articles
from multipolaire.files import whole as files
from multipolaire.files.fetch import FetchError, fetch

pytest.importorskip("trafilatura")

BODY = (
    "<p>La gare de Brive accueille un train de plus chaque matin, dit la mairie.</p>"
    "<p>Les voyageurs sont venus nombreux pour le voir partir vers Limoges.</p>"
    "<p>Le billet coûte quatre euros, et la moitié pour les élèves du lycée.</p>"
)
PAGE = (
    '<html><head><meta charset="utf-8"><title>Un train</title></head><body><article>'
    f"<h1>Un train</h1>{BODY}</article></body></html>"
)


class Handler(BaseHTTPRequestHandler):
    """Each path is a way of behaving; ``asked`` holds every request with its time."""

    def do_GET(self):
        self.server.asked.append((time.monotonic(), self.path))
        name = (
            self.path.strip("/").partition("?")[0].replace(".", "_") or "index"
        )
        answer = getattr(self, f"say_{name}", None)
        if answer:
            answer()
        elif name == "robots_txt":
            self.send(
                self.server.robots.encode(), status=self.server.robots_status
            )
        else:
            self.send(PAGE.encode())

    def send(self, data, status=200, length=True, **headers):
        self.send_response(status)
        kept = {"Content_Type": "text/html; charset=utf-8"} | headers
        for name, value in kept.items():
            self.send_header(name.replace("_", "-"), value)
        if length:
            self.send_header(
                "Content-Length", str(len(data) if length is True else length)
            )
        self.end_headers()
        self.wfile.write(data)

    def say_loop(self):
        self.send(b"", 302, Location="/loop")

    def say_moved(self):
        self.send(b"", 301, Location="/page")

    def say_raw_location(self):
        self.send_response(302)
        self.wfile.flush()
        self.send_header("Location", "/été".encode().decode("latin-1"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def say_cookies(self):
        self.send_response(200)
        for name, value in [
            ("Content-Type", "text/html"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
        ]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def say_twice_zipped(self):
        data = gzip.compress(PAGE.encode())
        self.send(data + data, Content_Encoding="gzip")

    def say_ansi(self):
        self.wfile.write(b"\x1b[31mHTTP?\r\n\r\n")

    def say_many(self):
        self.send(b"<p>mot" * 100_001)

    def say_abroad(self):
        self.send(b"", 302, Location="http://169.254.169.254/latest")

    def say_file(self):
        self.send(b"", 302, Location="file:///etc/passwd")

    def say_forbidden_by_redirect(self):
        self.send(b"", 302, Location="/private/page")

    def say_garbage(self):
        self.wfile.write(bytes(range(256)) * 20)

    def say_noise(self):
        self.send(bytes(range(128, 256)) * 40)

    def say_latin(self):
        self.send(PAGE.replace("utf-8", "x").encode("cp1252"))

    def say_stated(self):
        page = PAGE.replace("utf-8", "iso-8859-1").encode("cp1252")
        self.send(page, Content_Type="text/html; charset=ISO-8859-1")

    def say_lie(self):
        self.send(PAGE.encode(), Content_Type="text/html; charset=ISO-8859-1")

    def say_broken(self):
        self.send(b"sorry", 500)

    def say_busy(self):
        self.send(b"later", 503)

    def say_endless(self):
        self.send(b"", length=False)
        try:
            while True:
                self.wfile.write(b"<p>encore</p>" * 1000)
        except OSError:
            pass  # the reader had enough

    def say_slow(self):
        self.send(b"", length=False)
        try:
            for _ in range(150):
                self.wfile.write(b"x")
                time.sleep(0.02)
        except OSError:
            pass

    def say_silent(self):
        time.sleep(3)

    def say_short(self):
        self.send(PAGE.encode(), length=len(PAGE.encode()) + 100)

    def say_zipped(self):
        self.send(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def say_bomb(self):
        self.send(gzip.compress(b"0" * 10_000_000), Content_Encoding="gzip")

    def say_pdf(self):
        self.send(b"%PDF-1.4", Content_Type="application/pdf")

    def say_empty(self):
        self.send(b"")

    def say_markup(self):
        shown = "&lt;script&gt;alert(1)&lt;/script&gt; est écrit dans la page de la mairie."
        self.send(PAGE.replace(BODY, BODY + f"<p>{shown}</p>").encode())

    def say_formula(self):
        self.send(PAGE.replace("Un train", "=HYPERLINK(1)").encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked, server.daemon_threads = [], True
        server.robots, server.robots_status = "", 404
        server.base = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(
            target=server.serve_forever, args=[0.01], daemon=True
        ).start()
        yield server
        server.shutdown()


def a_list(folder, *urls, **columns):
    path = folder / "list.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["url", *columns])
        writer.writerows([url, *columns.values()] for url in urls)
    return path


def run(tmp_path, *urls, columns=None, **manners):
    """The outcome of each address by its path, and the folder."""
    manners = {"pause": 0, "timeout": 5, "private": True, "tell": str} | manners
    into = tmp_path / "into"
    table = fetch(a_list(tmp_path, *urls, **(columns or {})), into, **manners)
    paths = ["/" + url.split("/", 3)[-1] for url in table["url"]]
    return dict(zip(paths, zip(table["status"], table["reason"]))), into


def test_a_list_becomes_a_corpus(server, tmp_path):
    columns = {"publisher": "Le Fictif", "date": "2024-02", "topic": "rail"}
    found, into = run(tmp_path, f"{server.base}/page", columns=columns)
    assert found == {"/page": ("fetched", "")}
    (article,) = load_articles(into).to_dict("records")
    assert article["title"] == "Un train"
    assert article["publisher"] == "Le Fictif"
    assert article["published_precision"] == "month"
    assert article["url"] == f"{server.base}/page"
    assert article["topic"] == "rail"
    assert article["text"].startswith("Un train\nLa gare de Brive accueille")
    assert article["text"].endswith("pour les élèves du lycée.")
    raw = into / "raw" / f"{article['article_id']}.html"
    assert raw.read_bytes() == PAGE.encode()
    about = json.loads(raw.with_suffix(".json").read_text())
    assert about["headers"]["content-length"] == str(len(PAGE.encode()))
    assert (into / "failures.csv").read_text("utf-8-sig").splitlines() == [
        "url,article_id,status,reason"
    ]


def test_a_second_run_asks_only_for_what_failed(server, tmp_path):
    urls = [f"{server.base}/{name}" for name in ("page", "broken", "other")]
    first, into = run(tmp_path, *urls)
    assert [status for status, _ in first.values()] == [
        "fetched",
        "failed",
        "fetched",
    ]
    server.asked.clear()
    second, _ = run(tmp_path, *urls)
    assert [status for status, _ in second.values()] == [
        "kept",
        "failed",
        "kept",
    ]
    assert [path for _, path in server.asked] == ["/robots.txt", "/broken"]
    assert len(load_articles(into)) == 2


@pytest.mark.parametrize(
    "name, reason",
    [
        ("loop", "more than 5 redirects"),
        ("file", "expected http or https"),
        ("garbage", "BadStatusLine"),
        ("noise", "encoding"),
        ("latin", "seems to be cp1252"),
        ("broken", "status 500"),
        ("endless", "more than 200,000 bytes"),
        ("bomb", "more than 200,000 bytes"),
        ("short", "IncompleteRead"),
        ("twice_zipped", "IncompleteRead"),
        ("pdf", "content type 'application/pdf': expected a page"),
        ("empty", "no text found"),
        ("markup", "HTML '<script>'"),
    ],
)
def test_what_gives_no_article_is_named_with_its_reason(
    server, tmp_path, name, reason
):
    found, into = run(tmp_path, f"{server.base}/{name}", max_bytes=200_000)
    status, said = found[f"/{name}"]
    assert status == "failed"
    assert reason in said
    with (into / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["url"] for row in csv.DictReader(file)] == [
            f"{server.base}/{name}"
        ]
    assert len(load_articles(into)) == 0
    assert not list(into.glob("articles/*"))


@pytest.mark.parametrize("name", ["slow", "silent"])
def test_a_page_that_does_not_end_in_time(server, tmp_path, name):
    start = time.monotonic()
    found, _ = run(tmp_path, f"{server.base}/{name}", timeout=0.3)
    assert "took more than 0.3 seconds" in found[f"/{name}"][1]
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "name", ["moved", "stated", "lie", "zipped", "formula"]
)
def test_what_is_a_page_all_the_same(server, tmp_path, name):
    found, into = run(tmp_path, f"{server.base}/{name}")
    assert found[f"/{name}"] == ("fetched", "")
    articles = load_articles(into)
    assert articles["text"][0].endswith(
        "et la moitié pour les élèves du lycée."
    )


def test_a_formula_in_a_title_is_not_executed(server, tmp_path):
    _, into = run(tmp_path, f"{server.base}/formula")
    assert ",'=HYPERLINK(1)," in (into / "articles.csv").read_text("utf-8-sig")


ROBOTS = """# a comment
User-agent: autre
Disallow: /

User-agent: *
Disallow: /private
Allow: /private/open
Disallow: /*print$
Crawl-delay: 1
"""


def test_robots_txt_is_honoured(server, tmp_path):
    server.robots, server.robots_status = ROBOTS, 200
    server.robots = ROBOTS.replace("Crawl-delay: 1", "")
    names = [
        "page",
        "private/a",
        "private/open/b",
        "a?print",
        "a?print=no",
        "forbidden_by_redirect",
    ]
    found, _ = run(tmp_path, *(f"{server.base}/{name}" for name in names))
    allowed = {
        path for path, (status, _) in found.items() if status == "fetched"
    }
    assert allowed == {"/page", "/private/open/b", "/a?print=no"}
    assert "robots.txt forbids it" in found["/forbidden_by_redirect"][1]
    asked = [path for _, path in server.asked]
    assert asked.count("/robots.txt") == 1
    assert "/private/a" not in asked
    assert "/private/page" not in asked


@pytest.mark.parametrize(
    "robots",
    [
        "User-agent: *\nDisallow: /other\n\nUser-agent: *\nDisallow: /no",
        "User-agent: *\n\nDisallow: /no",
        "User-agent: autre\nUser-agent: *\nDisallow: /no # all of it",
        "user-agent:*\ndisallow:/no",
        "User-agent: *\nDisallow: /no\n\nUser-agent: multi\nAllow: /no",
        "User-agent: *\nDisallow: /no\n\nUser-agent:\nAllow: /no",
        "User-agent: autre\nAllow: /no\n\nUser-agent: multipolaire/2\nDisallow: /n",
    ],
)
def test_a_rule_holds_wherever_it_stands(server, tmp_path, robots):
    server.robots, server.robots_status = robots, 200
    found, _ = run(tmp_path, f"{server.base}/no", f"{server.base}/page")
    assert found["/no"][1].endswith("robots.txt forbids it")
    assert found["/page"] == ("fetched", "")


@pytest.mark.parametrize("zipped", [False, True])
def test_a_robots_txt_is_read_to_its_limit(server, tmp_path, zipped):
    data = b"user-agent: *\ndisallow: /no\n" + b"# all of it\n" * 600_000
    coded = {"Content_Encoding": "gzip"} if zipped else {}
    data = gzip.compress(data, 1) if zipped else data

    def say(handler):
        with suppress(OSError):  # the reader had enough
            handler.send(data, **coded)

    server.RequestHandlerClass = type(
        "Large", (Handler,), {"say_robots_txt": say}
    )
    found, _ = run(tmp_path, f"{server.base}/no", f"{server.base}/page")
    assert found["/no"][1].endswith("robots.txt forbids it")
    assert found["/page"] == ("fetched", "")


def test_a_query_after_the_host_is_seen_by_the_rules(server, tmp_path):
    server.robots, server.robots_status = "User-agent: *\nDisallow: /?q", 200
    found, _ = run(tmp_path, f"{server.base}?q=/a", f"{server.base}?p=/b")
    assert [found[path][0] for path in ("/a", "/b")] == ["failed", "fetched"]


def test_half_a_second_is_a_pause_too(server, tmp_path):
    server.robots, server.robots_status = "User-agent: *\nCrawl-delay: 0.5", 200
    run(tmp_path, f"{server.base}/a")
    (first, _), (second, _) = server.asked
    assert 0.45 <= second - first < 2


def test_rules_for_us_by_name_replace_those_for_all(server, tmp_path):
    server.robots = (
        "User-agent: *\nDisallow: /\n\nUser-agent: Multipolaire\nDisallow: /no"
    )
    server.robots_status = 200
    found, _ = run(tmp_path, f"{server.base}/page", f"{server.base}/no")
    assert [status for status, _ in found.values()] == ["fetched", "failed"]


def test_a_robots_txt_that_fails_forbids_all(server, tmp_path):
    server.robots_status = 500
    found, _ = run(tmp_path, f"{server.base}/page", f"{server.base}/other")
    assert {status for status, _ in found.values()} == {"failed"}
    assert [path for _, path in server.asked] == ["/robots.txt"]


def test_a_pause_of_hours_is_not_waited_for(server, tmp_path):
    server.robots, server.robots_status = (
        "User-agent: *\nCrawl-delay: 7200",
        200,
    )
    found, _ = run(tmp_path, f"{server.base}/page")
    assert "robots.txt asks for 7200 s between two" in found["/page"][1]
    assert [path for _, path in server.asked] == ["/robots.txt"]


def test_a_host_that_asks_for_rest_is_left_alone(server, tmp_path):
    urls = [f"{server.base}/{name}" for name in ("busy", "page")]
    found, _ = run(tmp_path, *urls)
    assert "the host asks for rest" in found["/page"][1]
    assert [path for _, path in server.asked] == ["/robots.txt", "/busy"]


@pytest.mark.parametrize("pause, robots", [(0.2, ""), (0, ROBOTS)])
def test_a_pause_between_requests(server, tmp_path, pause, robots):
    server.robots, server.robots_status = robots, 200
    run(tmp_path, f"{server.base}/a", pause=pause)
    (first, _), (second, _) = server.asked
    assert second - first >= (pause or 1) * 0.95


HIDDEN = """10.0.0.1 169.254.169.254 0.0.0.0 224.0.0.1 ::1 ::ffff:127.0.0.1 fe80::1%eth0
64:ff9b::7f00:1 2002:7f00:1:: 2001:0:7f00:1::"""


def test_private_addresses_are_not_asked(server, tmp_path, monkeypatch):
    found, _ = run(tmp_path, f"{server.base}/page", private=False)
    assert (
        "127.0.0.1 is at 127.0.0.1: not a public address" in found["/page"][1]
    )
    assert server.asked == []
    # A public name that leads to a private address, in each form that hides one.
    for ip in HIDDEN.split():
        answer = [(*"abcd", (ip, 80))]
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda *_, found=answer, **__: found
        )
        with pytest.raises(FetchError, match="not a public address"):
            module._addresses("example.org", 80, private=False)


def test_one_private_address_among_public_ones_is_enough(monkeypatch):
    answer = [(*"abcd", (ip, 80)) for ip in ("93.184.215.14", "192.168.1.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(FetchError, match=r"192.168.1.1: not a public"):
        module._addresses("example.org", 80, private=False)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer[:1])
    assert module._addresses("example.org", 80, private=False) == [
        ("93.184.215.14", 80)
    ]


def test_a_redirect_into_the_local_network_is_not_followed(
    server, tmp_path, monkeypatch
):
    real = module._addresses
    monkeypatch.setattr(  # the server itself counts as public
        module,
        "_addresses",
        lambda host, port, _: real(host, port, host == "127.0.0.1"),
    )
    found, _ = run(tmp_path, f"{server.base}/abroad", private=False)
    assert "169.254.169.254 is at 169.254.169.254" in found["/abroad"][1]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://x.fr/a",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "http://a..b/",
        "http://x.fr:99999/",
        "../../etc/passwd",
        "http://\ud800.fr/",
    ],
)
def test_what_is_no_address(tmp_path, url, monkeypatch):
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: pytest.fail("was asked")
    )
    path = tmp_path / "list.csv"
    path.write_bytes(f"url,date\n{url},2024\n".encode("utf-8", "replace"))
    table = fetch(path, tmp_path / "into", tell=str)
    assert table["status"].tolist() == ["failed"]
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == [
        "articles.csv",
        "failures.csv",
        "list.csv",
    ]


def test_a_date_that_is_none_costs_no_request(server, tmp_path):
    found, _ = run(tmp_path, f"{server.base}/page", columns={"date": "hier"})
    assert "'hier': expected YYYY-MM-DD" in found["/page"][1]
    assert server.asked == []


def test_an_address_listed_twice_is_asked_once(server, tmp_path):
    found, _ = run(tmp_path, f"{server.base}/page", f"{server.base}/page")
    assert len(found) == 1
    assert [path for _, path in server.asked] == ["/robots.txt", "/page"]


def test_an_address_is_one_whatever_follows_its_hash(server, tmp_path):
    urls = [f"{server.base}/page{end}" for end in ("#haut", "", "#bas")]
    said = []
    found, into = run(tmp_path, *urls, tell=said.append)
    assert len(found) == len(load_articles(into)) == 1
    assert [path for _, path in server.asked] == ["/robots.txt", "/page"]
    assert [line.split(" http")[0] for line in said] == [
        "[1/3] fetched:",
        "[2/3] listed twice:",
        "[3/3] listed twice:",
    ]


def test_another_list_adds_to_what_an_earlier_one_fetched(server, tmp_path):
    run(tmp_path, f"{server.base}/one", columns={"topic": "=rail"})
    found, into = run(tmp_path, f"{server.base}/two", f"{server.base}/broken")
    assert [status for status, _ in found.values()] == ["fetched", "failed"]
    articles = load_articles(into).set_index("url")
    assert set(articles.index) == {f"{server.base}/one", f"{server.base}/two"}
    # as the list has it: the apostrophe that guards the cell is taken back
    assert articles["topic"][f"{server.base}/one"] == "=rail"


def at_once(server, tmp_path):
    """Two fetches of one folder, the second begun and ended within the first."""
    (tmp_path / "b").mkdir()
    second = a_list(tmp_path / "b", f"{server.base}/b1", f"{server.base}/b2")

    def tell(line):
        if "/a2" in line:
            fetch(second, tmp_path / "into", tell=str, pause=0, private=True)

    run(tmp_path, f"{server.base}/a1", f"{server.base}/a2", tell=tell)


def test_a_second_fetch_into_a_folder_is_refused(server, tmp_path):
    with pytest.raises(
        ValueError, match="into': another process writes into it"
    ):
        at_once(server, tmp_path)
    run(
        tmp_path, f"{server.base}/a1"
    )  # the first is over: nothing holds it back
    assert not list((tmp_path / "into").rglob(".*"))


def test_two_at_once_lose_no_row_where_nothing_can_be_locked(
    server, tmp_path, monkeypatch
):
    monkeypatch.setattr(files, "_lock", lambda handle: None)
    at_once(server, tmp_path)
    urls = set(load_articles(tmp_path / "into")["url"])
    assert urls == {
        f"{server.base}/{name}" for name in ("a1", "a2", "b1", "b2")
    }


# Found by trying: the digests of these two begin with the same eight digits.
ALIKE = ["http://example.org/111278", "http://example.org/176485"]


@pytest.fixture
def alike(server, monkeypatch):
    real, place = socket.getaddrinfo, server.server_address
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda _, port, *a, **k: real(place[0], place[1], *a, **k),
    )
    digests = [hashlib.sha256(url.encode()).hexdigest() for url in ALIKE]
    assert {digest[:8] for digest in digests} == {"9e5f3f43"}
    server.say = lambda: [
        path for _, path in server.asked if path != "/robots.txt"
    ]
    return server


@pytest.mark.parametrize("lists", [[ALIKE], [ALIKE[:1], ALIKE[1:]]])
def test_two_addresses_of_one_short_digest_are_two_articles(
    alike, tmp_path, lists
):
    for urls in lists:
        found, into = run(tmp_path, *urls)
        assert {status for status, _ in found.values()} == {"fetched"}
    articles = load_articles(into).set_index("url")["article_id"]
    assert set(articles.index) == set(ALIKE)
    assert articles[ALIKE[0]] == "example.org-9e5f3f43"
    assert articles[ALIKE[1]].startswith("example.org-9e5f3f43")
    # In any order, and in whatever list, an address keeps its id and is asked once.
    for urls in (ALIKE[::-1], ALIKE[1:], ALIKE[:1]):
        again, _ = run(tmp_path, *urls)
        assert {status for status, _ in again.values()} == {"kept"}
    assert load_articles(into).set_index("url")["article_id"].to_dict() == dict(
        articles
    )
    assert alike.say() == ["/111278", "/176485"]


def test_a_page_kept_without_article_keeps_its_id(alike, tmp_path, monkeypatch):
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "trafilatura", None)
        run(tmp_path, ALIKE[0])
    found, into = run(tmp_path, ALIKE[1])
    assert found["/176485"] == ("fetched", "")
    found, _ = run(tmp_path, *ALIKE)
    assert {status for status, _ in found.values()} == {"kept"}
    assert len(set(load_articles(into)["article_id"])) == 2
    assert alike.say() == ["/111278", "/176485"]


def test_a_corpus_whose_pages_do_not_say_their_address_keeps_its_ids(
    alike, tmp_path
):
    _, into = run(tmp_path, ALIKE[0])
    (about,) = into.glob("raw/*.json")  # as early versions wrote it
    facts = json.loads(about.read_text())
    assert facts.pop("listed") == ALIKE[0]
    about.write_text(json.dumps(facts))
    for url, status in [(ALIKE[1], "fetched"), (ALIKE[0], "kept")]:
        found, _ = run(tmp_path, url)
        assert [said for said, _ in found.values()] == [status]
    assert "example.org-9e5f3f43" in set(load_articles(into)["article_id"])


@pytest.mark.parametrize("about", ["", "[]", "{}", '{"url": 3}'])
def test_a_page_whose_facts_were_broken_costs_no_other(server, tmp_path, about):
    urls = [f"{server.base}/{name}" for name in ("one", "two")]
    found, into = run(tmp_path, urls[0])
    next(into.glob("raw/*.json")).write_text(about)
    found, _ = run(tmp_path, *urls)
    assert found["/two"] == ("fetched", "")
    assert found["/one"][0] == "failed"
    assert set(load_articles(into)["url"]) == set(
        urls
    )  # its text is still there


def test_a_table_that_was_broken_meanwhile_is_not_written_over(
    server, tmp_path
):
    _, into = run(tmp_path, f"{server.base}/one")
    broken = (into / "articles.csv").read_text("utf-8-sig") + "deux,cellules\n"
    (into / "articles.csv").write_text(broken, encoding="utf-8")
    server.asked.clear()
    with pytest.raises(
        ValueError, match=r"articles.csv:3: row 'deux,cellules'"
    ):
        run(tmp_path, f"{server.base}/two")
    assert (into / "articles.csv").read_text("utf-8") == broken
    assert server.asked == []


def test_what_a_server_says_is_not_obeyed_by_a_terminal(server, tmp_path):
    said = []
    found, _ = run(tmp_path, f"{server.base}/ansi", tell=said.append)
    assert r"BadStatusLine: \x1b[31m" in found["/ansi"][1]
    assert all(line.isprintable() for line in said)


def test_a_page_that_would_take_minutes_to_read(server, tmp_path):
    found, _ = run(tmp_path, f"{server.base}/many")
    assert "100,001 tags: expected at most 100,000" in found["/many"][1]


def test_every_line_of_the_headers_is_kept(server, tmp_path):
    _, into = run(tmp_path, f"{server.base}/cookies")
    (about,) = into.glob("raw/*.json")
    assert json.loads(about.read_text())["headers"]["set-cookie"] == "a=1, b=2"


def test_a_redirect_in_raw_utf8(server, tmp_path):
    found, _ = run(tmp_path, f"{server.base}/raw_location")
    assert found["/raw_location"] == ("fetched", "")
    assert server.asked[-1][1] == "/%C3%A9t%C3%A9"


def test_an_address_that_leads_nowhere_does_not_hide_the_next(
    server, tmp_path, monkeypatch
):
    real = socket.getaddrinfo
    answer = [(*"abcd", ("::1", 1, 0, 0)), (*"abcd", server.server_address)]

    def resolve(host, *rest, **options):
        return answer if host == "localhost" else real(host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    found, _ = run(tmp_path, f"http://localhost:{server.server_port}/page")
    assert found["/page"] == ("fetched", "")


def test_a_handshake_that_does_not_end_in_time(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=drip, args=[listening], daemon=True).start()
        begun = time.monotonic()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/"
        found, _ = run(tmp_path, url, timeout=0.3)
    assert "took more than 0.3 seconds" in found["/"][1]
    assert time.monotonic() - begun < 1.5


def drip(listening):
    """The start of a TLS record of 16 KB, then a byte a moment."""
    with listening.accept()[0] as line, suppress(OSError):
        line.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
        for _ in range(60):
            line.sendall(b"\x03")
            time.sleep(0.05)


def test_a_folder_that_cannot_be_written_costs_no_request(server, tmp_path):
    (tmp_path / "into").write_text("a file")
    with pytest.raises(OSError, match="into"):
        run(tmp_path, f"{server.base}/page")
    assert server.asked == []


def test_accents_and_blanks_in_an_address(server, tmp_path):
    run(tmp_path, f"{server.base}/été à Brive?q=é")
    assert server.asked[-1][1] == "/%C3%A9t%C3%A9%20%C3%A0%20Brive?q=%C3%A9"


def test_without_trafilatura_pages_are_kept(server, tmp_path, monkeypatch):
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "trafilatura", None)
        found, into = run(tmp_path, f"{server.base}/page")
    assert found["/page"] == (
        "failed",
        "trafilatura is not there; the page is kept",
    )
    server.asked.clear()
    found, _ = run(tmp_path, f"{server.base}/page")
    assert found["/page"] == ("kept", "")
    assert server.asked == []
    assert len(load_articles(into)) == 1


def test_another_corpus_is_not_overwritten(tmp_path):
    (tmp_path / "into").mkdir()
    (tmp_path / "into" / "articles.csv").write_text("article_id\n")
    with pytest.raises(ValueError, match="holds another corpus"):
        fetch(a_list(tmp_path, "http://x.fr/"), tmp_path / "into")


def test_a_list_that_cannot_be_read(tmp_path):
    (tmp_path / "list.csv").write_text("adresse\nhttp://x.fr/\n")
    with pytest.raises(
        ValueError, match="list.csv:1: columns 'adresse': expected a col"
    ):
        fetch(tmp_path / "list.csv", tmp_path / "into")


def fetching(path, into, pause):
    """A process that fetches, to be killed."""
    code = (
        "import sys; from multipolaire.files.fetch import fetch;"
        f"fetch(sys.argv[1], sys.argv[2], pause={pause}, private=True)"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(into)],
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.DEVNULL,
    )


def test_a_kill_loses_nothing_and_takes_nothing_twice(server, tmp_path):
    urls = [f"{server.base}/p{n}" for n in range(6)]
    path, into = a_list(tmp_path, *urls), tmp_path / "into"
    child = fetching(path, into, pause=0.1)
    while len(server.asked) < 4:  # robots.txt and three pages
        time.sleep(0.01)
    child.kill()
    child.wait()
    half = len(list(into.glob("raw/*.json")))
    assert 0 < half < 6
    fetch(path, into, tell=str, pause=0, private=True)
    assert len(load_articles(into)) == 6
    assert not list(into.rglob(".*"))
    pages = [name for _, name in server.asked if name != "/robots.txt"]
    assert len(pages) <= 6 + 1  # the one that was under way
    assert set(pages) == {f"/p{n}" for n in range(6)}


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_no_half_of_a_file(server, tmp_path):
    urls = [f"{server.base}/p{n}" for n in range(200)]
    path, into = a_list(tmp_path, *urls), tmp_path / "into"
    done = 0
    for turn in range(15):
        child = fetching(path, into, pause=0)
        while not server.asked and child.poll() is None:  # it may find all done
            time.sleep(0.001)
        time.sleep(0.005 + turn * 0.0137)
        child.kill()
        child.wait()
        server.asked.clear()
        for about in into.glob("raw/[!.]*.json"):
            json.loads(about.read_text())
            assert about.with_suffix(".html").read_bytes() == PAGE.encode()
        kept = len(list(into.glob("raw/[!.]*.json")))
        assert kept >= done
        done = kept
    assert done > 5
    fetch(path, into, tell=str, pause=0, private=True)
    assert len(load_articles(into)) == 200
    assert not list(into.rglob(".*"))
