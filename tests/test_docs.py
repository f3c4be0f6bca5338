"""The documentation: what it needs to be built, what its pages hold and run."""

import doctest
import functools
import html
import http.server
import re
import shutil
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
AXE = ROOT / "build/axe/node_modules/axe-core/axe.min.js"
RUN = 8  # words in a row: what two texts do not share by chance
# A phrase of everyone's, which the annotation guide has for an example.
COMMON = "au cours des 11 premiers mois de cette année"


def runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    found = (words[at : at + RUN] for at in range(len(words) - RUN + 1))
    return {" ".join(run) for run in found}


def of_articles() -> set[str]:
    folder = ROOT / "corpus/articles"
    texts = [path.read_text("utf-8") for path in folder.glob("*.txt")]
    assert len(texts) == 5
    return set().union(*map(runs, texts))


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted(p.name for p in DOCS.glob("*.md")))
def test_what_a_page_shows_is_what_it_gives(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (DOCS / page).read_text("utf-8").replace("\n```", "\n\n```")
    test = doctest.DocTestParser().get_doctest(text, {}, page, page, 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        result = doctest.DocTestRunner().run(test)
    assert result.failed == 0


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    for name in ("sphinx", "myst_nb", "numpydoc", "furo"):
        pytest.importorskip(name)
    into = tmp_path_factory.mktemp("site") / "docs"
    words = [sys.executable, str(DOCS / "build.py"), str(into)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return into


@pytest.mark.slow
def test_no_page_holds_an_article_or_asks_anybody(built):
    theirs, pages = of_articles() - runs(COMMON), sorted(built.rglob("*.html"))
    assert len(pages) > 15
    for path in pages:
        page = path.read_text("utf-8")
        text = html.unescape(re.sub(r"<[^>]+>", "", page))
        assert runs(text) & theirs == set(), path.name
        assert 'class="output' not in page and "cell_output" not in page
        asked = re.findall(
            r'<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"', page
        )
        assert [one for one in asked if "://" in one or one[:2] == "//"] == []
    for path in built.rglob("*.css"):
        assert not re.search(
            r"url\([\"']?(?:https?:)?//", path.read_text("utf-8")
        )
    for path in built.rglob("*"):
        assert path.suffix not in (".ipynb", ".md", ".doctree")


def test_a_sentence_of_an_article_would_be_found():
    text = next((ROOT / "corpus/articles").glob("*.txt")).read_text("utf-8")
    line = max(text.splitlines(), key=len)
    assert len(runs(f"Voici : {line[:200]}") & of_articles()) > 10


@pytest.mark.slow
def test_no_rule_of_accessibility_is_broken_and_nothing_is_fetched(built):
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if chromium is None or not AXE.is_file():
        pytest.skip("no Chromium, or no axe-core")
    made = functools.partial(Quiet, directory=str(built.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), made)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}/"
    asked = []
    with playwright.sync_playwright() as running:
        options = {"executable_path": chromium, "args": ["--no-sandbox"]}
        browser = running.chromium.launch(**options)
        for width, scheme in ((390, "dark"), (1280, "light")):
            view = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            page = view.new_page()
            page.on("request", lambda request: asked.append(request.url))
            for path in sorted(built.rglob("*.html")):
                page.goto(here + path.relative_to(built.parent).as_posix())
                page.evaluate(AXE.read_text("utf-8"))
                found = page.evaluate("axe.run().then(r => r.violations)")
                assert [(v["id"], len(v["nodes"])) for v in found] == [], path
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, path
        browser.close()
    server.shutdown()
    server.server_close()
    assert [url for url in asked if not url.startswith((here, "data:"))] == []


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass
