"""What only a browser can tell: notebooks in JupyterLab, live views, the report.

Chromium is driven by Playwright, with the network refused: JupyterLab and the report
may ask nobody but this machine.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from multipolaire.places import NOTEBOOKS, ROOT
from multipolaire.publish.page import page as render
from multipolaire.publish.report import curated

pytestmark = pytest.mark.slow

AXE = ROOT / "build/axe/node_modules/axe-core/axe.min.js"
SHOTS = os.environ.get(
    "SHOTS"
)  # a folder: pictures of what was seen, to look at
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-sync", "--disable-background-networking"]
QUIET += ["--disable-component-update"]
NOBODY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
CELLS = """() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')]
    // of a folded cell the code is not on the screen
    .filter(cell => cell.querySelector('.cm-content')?.textContent.trim() !== '')
    .map(cell => ({
        prompt: cell.querySelector('.jp-InputPrompt')?.textContent,
        errors: [...cell.querySelectorAll(
            '[data-mime-type$=stderr], [data-mime-type$=error]'
        )].map(output => output.textContent)}))"""


# --- a browser, a laboratory ---------------------------------------------------------


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="no Playwright here"
    )
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as driver:
        settings = {"executable_path": chromium, "args": [*QUIET, NOBODY]}
        started = driver.chromium.launch(**settings)
        yield started
        started.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab, with settings of its own, over copies without outputs."""
    folder = tmp_path_factory.mktemp("lab")
    for path in NOTEBOOKS.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        (folder / "notebooks").mkdir(exist_ok=True)
        nbformat.write(notebook, folder / "notebooks" / path.name)
    for name, code in {"scratch": SCRATCH, "money": MONEY}.items():
        scratch = new_notebook(cells=[new_code_cell(cell) for cell in code])
        scratch.metadata = notebook.metadata
        nbformat.write(scratch, folder / f"notebooks/{name}.ipynb")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    settings = folder / "settings/@jupyterlab/notebook-extension"
    settings.mkdir(parents=True)
    # else cells out of view are not there to be read
    whole = json.dumps({"windowingMode": "none"})
    (settings / "tracker.jupyterlab-settings").write_text(whole)
    own = {
        f"JUPYTER_{name}_DIR": name for name in ("CONFIG", "DATA", "RUNTIME")
    }
    own |= {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "work",
    }
    own |= {"IPYTHONDIR": "ipython", "MPLCONFIGDIR": "matplotlib"}
    variables = os.environ | {name: str(folder / own[name]) for name in own}
    variables["PATH"] = (
        f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    variables["MULTIPOLAIRE_LIVE"] = "1"  # as run.py lab does
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
    ]
    options += ["--IdentityProvider.token=t", "--LabApp.news_url=None"]
    options += [
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"
    ]
    options += [
        "--LabApp.expose_app_in_browser=True",
        str(folder / "notebooks"),
    ]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            env=variables,
            stdout=log,
            stderr=log,
            cwd=folder,
        )
        try:
            answers(f"http://127.0.0.1:{port}/api?token=t", folder / "log")
            yield f"http://127.0.0.1:{port}/lab/tree/{{}}?reset&token=t"
        finally:
            server.terminate()
            server.wait(30)


def answers(url: str, log: Path, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(log.read_text())


@pytest.fixture
def screen(browser):
    """Opens an address; the requests that leave this machine are refused and told."""
    opened = []

    def show(url: str, size=WIDE, **options):
        context = browser.new_context(viewport=size, **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.strangers = []

        def ask(route):
            if route.request.url.startswith(
                ("http://127.0.0.1:", "file:", "data:")
            ):
                return route.continue_()
            page.strangers.append(route.request.url)
            return route.abort()

        context.route("**/*", ask)
        page.goto(url)
        return page

    yield show
    for context in opened:
        context.close()


def run_whole(page) -> list[dict]:
    """All cells of the notebook on the screen, run: prompt, code and errors of each."""
    page.wait_for_function(
        "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
        " === 'idle' && document.querySelector('.jp-Notebook .jp-CodeCell')"
    )
    page.evaluate("""() => {
        jupyterapp.commands.execute('notebook:run-all-cells').then(() => window.ran = 1)
    }""")
    page.wait_for_function("window.ran")
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    return page.evaluate(CELLS)


def shoot(page, name: str) -> None:
    if not SHOTS:
        return
    # as high as the whole, or one would see its first screen only
    high = page.evaluate("""Math.max(...[...document.querySelectorAll(
        'body, .jp-NotebookPanel *')].map(e => e.scrollHeight))""")
    size = page.viewport_size
    page.set_viewport_size(
        {"width": size["width"], "height": min(high + 150, 15_000)}
    )
    page.evaluate("""document.querySelectorAll('.jp-NotebookPanel *').forEach(
        e => { e.scrollTop = 0 })""")
    page.wait_for_timeout(500)
    page.screenshot(path=f"{SHOTS}/{name}.png")
    page.set_viewport_size(size)


# --- the notebooks -------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", curated(everything=True), ids=lambda path: path.stem
)
def test_a_notebook_runs_whole_in_jupyterlab(path, lab, screen):
    page = screen(lab.format(path.name))
    cells = run_whole(page)
    shoot(page, path.stem)
    stored = nbformat.read(path, as_version=4)
    code = [
        cell
        for cell in stored.cells
        if cell.cell_type == "code" and cell.source
    ]
    assert len(cells) == len(code) > 0
    folded = [
        cell.metadata.get("jupyter", {}).get("source_hidden") for cell in code
    ]
    numbers = [
        "" if hidden else f"[{n}]:" for n, hidden in enumerate(folded, 1)
    ]
    assert [cell["prompt"] for cell in cells] == numbers
    assert [cell for cell in cells if cell["errors"]] == []
    assert page.strangers == []


TEXT = (
    r"de 10 $ à 20 $, 5 $x^2$, $$a_1$$, \(b\), \[c\], \begin{align}d\end{align}, "
    r"$\htmlData{e=f}{g}$"
)
MONEY = [
    "import pandas as pd\nimport matplotlib.pyplot as plt\n"
    "from multipolaire import explore_figures, say\n"
    "from multipolaire.views.annotated import annotated\n"
    "from multipolaire.views.display import figure, highlight, marked, table\n"
    f"text = {TEXT!r}\nframe = pd.DataFrame({{text: [text]}})\n"
    "whole = pd.DataFrame({'article_id': [text], 'text': [text + '. Le 10 $.']})\n"
    "row = {'article_id': text, 'sentence': text, 'quote': '10 $', 'kind': 'amount'}",
    "table(frame, caption=text)",
    "say('{text}', text=text)",
    "say('**{text}**, {other}', text=text, other=say('*{text}*', text=text))",
    "highlight(pd.DataFrame([row | {'qualifier': '='}]), caption=text)",
    "marked(text, [(3, 7, text)])",
    "annotated(whole, text)",
    "explore_figures(whole, live=False)",
    "axes = plt.figure().subplots()\naxes.set_title(text)\naxes.plot([1, 2])\n"
    "figure(axes, alt=text, data=frame, caption=text)",
    "from IPython.display import Markdown\nMarkdown('$x^2$')",  # a formula is one
]


def test_a_dollar_is_no_formula_in_jupyterlab(lab, screen):
    page = screen(lab.format("money.ipynb"))
    cells = run_whole(page)
    assert [cell for cell in cells if cell["errors"]] == []
    page.wait_for_selector(".jp-Cell:last-child mjx-container")
    page.wait_for_timeout(1000)
    shoot(page, "money")
    shown = page.evaluate("""() => [...document.querySelectorAll('.jp-CodeCell')].map(
        cell => [cell.querySelectorAll('mjx-container').length,
                 [...cell.querySelectorAll('.jp-OutputArea-output')].map(
                     output => output.innerText).join(' ')])""")
    shown = [[n, text] for n, text in shown if text.strip()]
    assert [n for n, _ in shown] == [0] * (len(MONEY) - 2) + [1]
    for _, text in shown[:-1]:
        assert "de 10 $ à" in text.replace("\n", "")
    for _, text in shown[:3]:
        assert TEXT in text


# --- the live views ------------------------------------------------------------------

SCRATCH = [
    "from multipolaire import explore_figures, explore_keywords, explore_pair\n"
    "from multipolaire import explore_topics, load_articles\n\n"
    "articles = load_articles()",
    *(
        f"explore_{view}(articles, live=True)"
        for view in ("keywords", "topics", "figures", "pair")
    ),
]


@pytest.fixture(scope="module")
def views(lab, browser):
    """The scratch notebook, run: its page, and the output of each view."""
    page = browser.new_context(viewport=WIDE).new_page()
    page.set_default_timeout(60_000)
    page.goto(lab.format("scratch.ipynb"))
    assert [cell["errors"] for cell in run_whole(page)] == [[]] * 5
    outputs = page.locator(".jp-CodeCell .jp-OutputArea")
    yield {
        view: outputs.nth(number)
        for number, view in enumerate(
            ("keywords", "topics", "figures", "pair"), 1
        )
    }
    shoot(page, "views")
    page.context.close()


def answered(view, words: str) -> None:
    view.get_by_text(words).first.wait_for(state="visible")


def test_a_word_is_typed_and_its_place_is_seen(views):
    view = views["keywords"]
    answered(view, "8 × ingérence, in 3 of 5 articles")
    field = view.get_by_label("word or family")
    field.fill("multipolaire")
    field.press("Enter")
    answered(view, "2 × multipolaire, in 1 of 5 articles")
    alt = view.locator("img").get_attribute("alt")
    assert alt.startswith("Rates of multipolaire over")
    place = view.locator("details blockquote mark").first
    assert not place.is_visible()
    view.locator("details summary", has_text="2024-02-08-rt").first.click()
    place.wait_for(state="visible")
    assert place.inner_text() == "monde multipolaire"
    view.get_by_label("by", exact=True).select_option("year")
    view.locator("td", has_text="2023").first.wait_for(state="attached")
    shoot(view.page, "view-keywords")


def test_a_wrong_query_is_told_as_text(views):
    view = views["keywords"]
    field = view.get_by_label("word or family")
    field.fill("<img src=x onerror=alert(1)>")
    field.press("Enter")
    alert = view.get_by_role("alert")
    alert.wait_for()
    assert "<img src=x onerror=alert(1)>" in alert.inner_text()
    assert view.locator("img").count() == 0


def test_topics_are_chosen_and_their_verdict_asked_for(views):
    view = views["topics"]
    answered(view, "Not checked")
    view.get_by_label("topics", exact=True).select_option("4")
    view.locator("tbody tr").nth(3).wait_for()
    assert view.locator("tbody tr").count() == 4
    view.get_by_label("verdict").check()
    answered(view, "Too few articles: there are 5")
    view.get_by_label("method").select_option("ward")
    answered(view, "Too few articles: there are 5")
    shoot(view.page, "view-topics")


def test_figures_are_walked_through(views):
    view = views["figures"]
    view.get_by_label("kind", exact=True).select_option("count")
    answered(view, "1 of 7 figures")
    assert view.locator("mark").all_inner_texts() == ["150 millions de doses"]
    view.get_by_label("status", exact=True).select_option("target")
    answered(view, "Nothing is all of this.")
    view.get_by_label("kind", exact=True).select_option("all")
    answered(view, "of 7 figures")
    assert set(view.locator("td:nth-child(7)").all_inner_texts()) == {"target"}


def test_two_articles_stand_side_by_side(views):
    view = views["pair"]
    view.get_by_label("first").select_option("2024-02-08-rt")
    view.get_by_label("second").select_option("2024-02-08-vietnam")
    answered(view, "sentences that both quote")
    left, right = (p.bounding_box() for p in view.locator('p[lang="fr"]').all())
    assert left["x"] + left["width"] <= right["x"]
    sides = [
        {
            n
            for note in side.locator("sup").all_inner_texts()
            for n in note.split(", ")
        }
        for side in view.locator('p[lang="fr"]').all()
    ]
    assert sides[0] - {""} == sides[1] - {""} >= {"1", "2"}
    view.get_by_label("second").select_option("2024-02-08-rt")
    answered(view, "choose two different articles")


# --- the report ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The page of the notebooks as they are stored."""
    notebooks = [(p.stem, nbformat.read(p, as_version=4)) for p in curated()]
    path = tmp_path_factory.mktemp("report") / "report.html"
    made = render(notebooks, {"corpus": "0" * 64}, title="The report")
    path.write_text(made, encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("size", (WIDE, NARROW), ids=("wide", "narrow"))
def test_the_report_is_whole_and_fits_the_screen(report, screen, size):
    page = screen(report, size)
    assert page.strangers == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size["width"], page.evaluate(TOO_WIDE)
    broken = (
        "[...document.images].filter(i => !i.naturalWidth || !i.alt).length"
    )
    assert page.evaluate(broken) == 0
    assert page.evaluate("document.scripts.length") == 0
    shoot(page, f"report-{size['width']}")


TOO_WIDE = """[...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .filter(e => !e.closest('.table')).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("size", (WIDE, NARROW), ids=("wide", "narrow"))
def test_the_contents_lead_to_their_headings(report, screen, size):
    page = screen(report, size)
    page.add_style_tag(content="html { scroll-behavior: auto !important }")
    links = page.locator("nav a")
    assert links.count() >= 4  # three findings, and what was counted
    for link in links.all():
        name, words = (
            link.get_attribute("href").removeprefix("#"),
            link.inner_text(),
        )
        link.click()
        heading = page.locator(f'[id="{name}"]')
        assert heading.inner_text() == words
        assert -1 <= heading.bounding_box()["y"] < size["height"]


PARTS = "document.querySelectorAll('details.part').forEach(d => d.open = true)"


def test_code_and_data_unfold(report, screen):
    page = screen(report)
    for folded in ("details.code", "figure details"):
        page.evaluate(PARTS)
        first = page.locator(folded).first
        inside = first.locator("pre, table").first
        assert not inside.is_visible()
        first.locator("summary").click()
        assert inside.is_visible()
        first.locator("summary").press("Enter")  # and by the keyboard
        assert not inside.is_visible()


@pytest.mark.parametrize("scheme", ("light", "dark"))
@pytest.mark.parametrize("size", (WIDE, NARROW), ids=("wide", "narrow"))
def test_nothing_stands_in_the_way_of_a_screen_reader(
    report, screen, size, scheme
):
    if not AXE.is_file():
        pytest.skip("no axe-core here: npm install --prefix build/axe axe-core")
    page = screen(report, size, color_scheme=scheme)
    page.evaluate(
        "document.querySelectorAll('details').forEach(d => d.open = true)"
    )
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    assert [
        (v["id"], v["help"], v["nodes"][0]["html"][:200]) for v in found
    ] == []
    if scheme == "dark":
        shoot(page, f"report-{size['width']}-dark")
