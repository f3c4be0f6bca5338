"""The page that reads a pasted article: what it holds, asks for, and answers."""

import datetime as dt
import functools
import http.server
import io
import json
import re
import shutil
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from multipolaire import explain, load_gold
from multipolaire.french import clean_text, figures_in, quotes_in
from multipolaire.publish import site
from multipolaire.publish.web import reading

WEB = site.WEB
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build/axe/node_modules/axe-core/axe.min.js"
DAY = "2024-02-09"
EXAMPLES = json.loads((WEB / "examples.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The site but for the runtime, which npm fetches."""
    into = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "_runtime", lambda *_: {"runtime/x.bin": b"x"})
        patch.setattr(site, "_documentation", lambda *_: True)
        site.write_site(into, lambda line: None)
    return into


def test_both_languages_and_nothing_of_elsewhere(made):
    english, french = (
        (made / f"{n}.html").read_text("utf-8") for n in ("index", "fr")
    )
    assert '<html lang="en">' in english and 'href="fr.html"' in english
    assert '<html lang="fr">' in french and 'href="index.html"' in french
    assert "Collez un article" in french and "Paste" not in french
    assert 'href="docs/index.html"' in french
    for path in made.iterdir():
        if path.is_file() and path.suffix != ".bin":
            assert "://" not in path.read_text("utf-8"), path.name
    for whole in (english, french):
        (policy,) = re.findall(
            r'Content-Security-Policy" content="([^"]+)"', whole
        )
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe-inline" not in policy and "*" not in policy
        assert "'unsafe-eval'" not in policy
        assert not re.search(r"\s(?:style|on\w+)=", whole)
        (terms,) = re.findall(r'(?s)id="terms">(.*?)</script>', whole)
        assert {"kind/amount", "hits", "quote"} <= json.loads(terms).keys()
        assert json.loads(terms)["hits"].count("{n}") == 1


def test_every_name_that_the_page_says_is_in_its_terms(made):
    code = (WEB / "page.js").read_text("utf-8")
    (terms,) = re.findall(
        r'(?s)id="terms">(.*?)</script>', (made / "fr.html").read_text("utf-8")
    )
    said = set(re.findall(r'(?:term|fill)\("(\w+)"', code))
    assert len(said) > 8
    assert said <= json.loads(terms).keys()
    assert {*reading.FIGURE, *reading.QUOTE} <= json.loads(terms).keys()


def test_the_archive_holds_what_reading_needs_and_no_article(made, tmp_path):
    import gzip
    import subprocess

    data = gzip.decompress((made / "french.zip.bin").read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
        names = archive.namelist()
    assert not [
        name for name in names if "corpus" in name or name.endswith(".pyc")
    ]
    code = (
        "import sys; sys.path[:0] = ['.']; import reading, json;"
        "print(json.loads(reading.read('Il coûte 3 euros.'))['figures'][0]['unit']);"
        "print(sorted({'pandas', 'numpy', 'babel', 'simplemma'} & {*sys.modules}))"
    )
    words = [
        sys.executable,
        "-I",
        "-c",
        code.replace("'.'", repr(str(tmp_path))),
    ]
    done = subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout.splitlines() == ["EUR", "[]"], done.stderr


def test_the_same_site_has_the_same_bytes(made, tmp_path, monkeypatch):
    monkeypatch.setattr(site, "_runtime", lambda *_: {"runtime/x.bin": b"x"})
    monkeypatch.setattr(site, "_documentation", lambda *_: True)
    site.write_site(tmp_path, lambda line: None)
    for path in made.rglob("*.*"):
        assert (
            path.read_bytes()
            == (tmp_path / path.relative_to(made)).read_bytes()
        )


def test_runs_are_the_text_and_name_what_holds_them():
    raw = "Partager\nLe port a vendu, dit-il, « 3 millions d’euros » et 4 %. 𝒳 5 %."
    told = json.loads(reading.read(raw, DAY))
    assert "".join(run["text"] for run in told["runs"]) == clean_text(raw)
    assert [one["quote"] for one in told["figures"]] == [
        "3 millions d’euros",
        "4 %",
        "5 %",
    ]
    for name in ("figures", "quotes"):
        for k, one in enumerate(told[name]):
            held = [run["text"] for run in told["runs"] if k in run[name]]
            assert "".join(held) == one["quote"]
            assert sum(k in run[f"last_{name}"] for run in told["runs"]) == 1
    assert told["removed"] == [
        {"text": "Partager", "rule": told["removed"][0]["rule"]}
    ]
    assert all(one["reasons"] for one in told["figures"])


def test_what_is_told_is_what_python_finds():
    raw = EXAMPLES[0]["text"]
    told = json.loads(reading.read(raw, EXAMPLES[0]["day"]))
    day = dt.date.fromisoformat(EXAMPLES[0]["day"])
    figures = figures_in(clean_text(raw), day)
    assert [one["quote"] for one in told["figures"]] == [
        one.quote for one in figures
    ]
    for ours, one in zip(told["figures"], figures):
        assert ours["value"] == str(one.value)
        assert ours.get("period_start") == (
            one.period_start and str(one.period_start)
        )
        assert [tuple(pair) for pair in ours["reasons"]] == explain(one)
    quotes = [
        one for one in quotes_in(clean_text(raw), day) if one.kind != "claim"
    ]
    assert [one.get("speaker") for one in told["quotes"]] == [
        q.speaker for q in quotes
    ]


def test_lines_of_a_query_and_what_is_none():
    text = "Il rejette l’ingérence.\nToute ingérence, et la non-ingérence."
    lines = json.loads(reading.lines(text, "ingérence"))
    assert [line[1] for line in lines] == ["ingérence", "ingérence"]
    assert lines[1] == ["Toute ", "ingérence", ", et la non-ingérence."]
    with pytest.raises(ValueError, match=r"\?"):
        reading.lines(text, "?")


def test_a_runtime_that_is_another_is_refused_and_no_npm_is_one_line(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(site, "_documentation", lambda *_: False)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / site.RUNTIME).write_bytes(b"another")
    with pytest.raises(ValueError, match=f"{site.RUNTIME}: sha256 .* expected"):
        site.write_site(tmp_path / "site")
    assert not (tmp_path / "cache" / site.RUNTIME).exists()
    monkeypatch.setattr(site.shutil, "which", lambda name: None)
    with pytest.raises(ValueError, match="no npm"):
        site.write_site(tmp_path / "site")
    assert not (tmp_path / "site").exists()


# --- in a browser ------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The whole site, a server of files that can be ended, and what was asked of it."""
    if not shutil.which("npm"):
        pytest.skip("no npm")
    root = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "_documentation", lambda *_: False)
        into = site.write_site(root / "site", lambda line: None)
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        extensions_map = {
            **http.server.SimpleHTTPRequestHandler.extensions_map,
            ".mjs": "text/javascript",
        }

        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(self.path)
            super().do_GET()

    made = functools.partial(Handler, directory=str(into))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), made)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield into, server, asked
    server.server_close()


@pytest.fixture(scope="module")
def page(served):
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium")
    _, server, _ = served
    with playwright.sync_playwright() as running:
        asked = {"executable_path": chromium, "args": ["--no-sandbox"]}
        browser = running.chromium.launch(**asked)
        view = browser.new_context(viewport={"width": 390, "height": 800})
        page = view.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("dialog", lambda box: page.faults.append("a dialog"))
        page.goto(f"http://127.0.0.1:{server.server_port}/fr.html")
        page.wait_for_selector("body[data-ready]", timeout=60_000)
        yield page
        browser.close()


def pasted(page, text, day=""):
    """What the page answers to a text that is pasted."""
    page.evaluate(
        "text => { document.querySelector('#article').value = text }", text
    )
    page.fill("#day", day)
    before = int(page.get_attribute("#answer", "data-read") or 0)
    page.click("#read")
    done = f"#answer[data-read='{before + 1}']"
    page.wait_for_selector(done, state="attached", timeout=120_000)
    return page.inner_text("#state")


@pytest.mark.slow
def test_it_marks_tells_and_fits_a_telephone(page, served):
    assert (
        sum(p.stat().st_size for p in served[0].rglob("*") if p.is_file()) < 8e6
    )
    page.select_option("#example", "0")
    page.wait_for_selector("#text .badge.figure >> nth=4", timeout=20_000)
    page.click("#text .badge.figure >> nth=0")
    assert "Roumanie" not in page.inner_text("#told")
    assert "12,5" in page.inner_text(
        "#told"
    ) and "exportations" in page.inner_text("#told")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert (
        page.inner_text("#removed").splitlines()[0] == "Partager sur Facebook"
    )
    page.fill("#query", "vendu")
    page.wait_for_selector("#lines b")
    assert page.inner_text("#lines b") == "vendu"
    assert page.faults == []


HOSTILE = [
    "<script>document.title = 'x'</script> Il coûte 3 euros.",
    "<img src=x onerror=\"document.title='x'\"> 3 euros",
    "</script><script>document.title='x'</script>",
    "« <b onclick=alert(1)>Oui</b> », a dit <i>Jeanne</i> Martin.",
    "javascript:alert(1) 3 %",
    "{{7*7}} ${7*7} %(title)s {n} 5 %",
    "=1+1 euros; +2 %, -3 %, @4 millions de dollars",
    "\u202e sorue 3 etûoc lI \u202c 3 euros",
    "\u0627\u0644\u0633\u0644\u0627\u0645 3 euros \u05e9\u05dc\u05d5\u05dd",
    "\ud800 moitié 3 euros \udfff",
    "\U0001d4b3 coûte 3 euros \U0001f600",
    "a\u0301" * 5_000 + " 3 euros",
    "\0\x01\x1b[31m 3 euros\x7f",
    "\ufeff3 euros\u200b",
    "3 " * 20_000,
    "« " * 5_000,
    "(" * 20_000 + "3 euros",
    "9" * 5_000 + " euros",
    "milliards de dollars " * 3_000,
    "Le port coûte 3 euros. " * 90_000,  # 2 MB
]


@pytest.mark.slow
def test_twenty_hostile_pastes_are_text(page):
    title = page.title()
    for raw in HOSTILE:
        assert "chiffres" in pasted(page, raw), raw[:40]
        assert page.title() == title
        assert (
            page.locator("#text script, #text img, #text b, #text i").count()
            == 0
        )
    assert page.faults == []


# The thread that the page asks, asked of many texts at once.
ASKED = """texts => new Promise((done, failed) => {
  const worker = new Worker("worker.js", { type: "module" }), answers = [];
  worker.onmessage = ({ data: { id, answer, error, failed: fatal } }) => {
    if (fatal || error) return failed(fatal ?? error);
    if (id === undefined) return;
    answers[id] = answer;
    if (id === texts.length - 1) { worker.terminate(); done(answers); }
  };
  texts.forEach((words, id) => worker.postMessage({ id, name: "read", words }));
})"""


def differing(page, texts):
    """The texts of which the page does not give what Python gives, to the letter."""
    answers = page.evaluate(ASKED, texts)
    assert len(answers) == len(texts)
    return [
        raw
        for (raw, day), answer in zip(texts, answers)
        if answer != json.loads(reading.read(raw, day))
    ]


@pytest.mark.slow
def test_the_gold_is_read_as_python_reads_it(page):
    texts = [
        [row["text"], str(row.get("date") or "")[:10]]
        for kind in ("figures", "quotes")
        for row in load_gold(kind)
        if row["text"]
    ]
    assert len(texts) > 600
    assert differing(page, texts) == []
    raw, day = EXAMPLES[0]["text"], EXAMPLES[0]["day"]
    pasted(page, raw, day)
    told = json.loads(reading.read(raw, day))
    text = page.evaluate(
        "() => [...document.querySelectorAll('#figures tbody tr')]"
        ".map(row => row.children[1].textContent)"
    )
    assert text == [one["quote"] for one in told["figures"]]


@pytest.mark.slow
def test_no_rule_of_accessibility_is_broken(page):
    if not AXE.is_file():
        pytest.skip("no axe-core")
    page.select_option("#example", "1")
    page.wait_for_selector("#text .badge.quote >> nth=2")
    page.click("#text .badge.quote >> nth=0")
    code = AXE.read_text("utf-8")
    found = page.context.new_cdp_session(page)
    found.send("Page.setBypassCSP", {"enabled": True})
    page.reload()
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    page.select_option("#example", "1")
    page.wait_for_selector("#text .badge.quote >> nth=2")
    page.click("#text .badge.quote >> nth=0")
    page.add_script_tag(content=code)
    violations = page.evaluate(
        "async () => (await axe.run()).violations.map(v => v.id)"
    )
    assert violations == []


@pytest.mark.slow
def test_the_second_visit_asks_nobody(page, served):
    _, server, asked = served
    assert all(path.startswith("/") for path in asked)
    before = len(asked)
    page.reload()
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    assert {*asked[before:]} <= {"/offline.js"}
    server.shutdown()
    server.server_close()
    page.reload()
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    assert "chiffres : 1" in pasted(page, "Il coûte 3 euros.").replace(
        "\u202f", " "
    )
