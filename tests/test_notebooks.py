"""What nbval does not look at: order, outputs, prose, pictures, bytes.

nbval re-runs every cell and compares its outputs; it runs a cell that was stored
unrun without comparing anything, and never looks at pictures or prose.
"""

import copy
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

import run
from multipolaire.publish import report

PATHS = report.curated(everything=True)
NOTEBOOKS = {path.stem: nbformat.read(path, as_version=4) for path in PATHS}
each = pytest.mark.parametrize("name", NOTEBOOKS)

COUNTED = (
    "articles? events? words? sentences? segments? figures? nouns? verbs? publishers? "
    "sources? topics? quotations? passages? outlets? occurrences? calls? accounts?"
)
NUMBER_WORDS = (
    "three four five six seven eight nine ten eleven twelve fifteen twenty thirty "
    "forty fifty hundred thousand dozens?"
)
_NUMBERS, _THINGS = (
    "|".join(words.split()) for words in (NUMBER_WORDS, COUNTED)
)
TYPED = re.compile(
    rf"\b(?:{_NUMBERS})[ -](?:\w+ )?(?:{_THINGS})\b|\d", re.IGNORECASE
)
# What a change of the corpus cannot make false: code, links, tags, the number of an
# exercise or of a notebook, minutes, calendar dates.
TIMELESS = re.compile(
    r"`[^`]*`|\]\([^)]*\)|<[^>]*>|(?:\*\*)?Exercise \d+(?: to \d+)?|«[^»]*»"
    r"|[Nn]otebooks? \d\d(?:(?:,| and|–) \d\d)*"
    r"|\*\*Minutes:\*\* \d+|(?:\b\d{1,2} (?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December) )?\b(?:19|20)\d\d\b|\b95 ?%"
    r"|\b10,000 words|\bforty words"  # the units of rates and of segments
)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def html_outputs(notebook):
    for cell in code_cells(notebook):
        for output in cell.outputs:
            yield output.get("data", {}).get("text/html", "")


def problems(notebook) -> list[str]:
    """Every way in which a stored notebook falls short, each in one line."""
    found = []
    cells = code_cells(notebook)
    if [cell.execution_count for cell in cells] != list(
        range(1, len(cells) + 1)
    ):
        found.append("not executed in order, or cleared")
    for number, cell in enumerate(cells, 1):
        for output in cell.outputs:
            if output.output_type == "error":
                found.append(f"cell {number}: a stored error")
            if output.get("name") == "stderr":
                found.append(f"cell {number}: something on stderr")
            if {"image/png", "image/jpeg", "image/svg+xml"} & set(
                output.get("data", {})
            ):
                found.append(
                    f"cell {number}: a picture without multipolaire.views.display.figure"
                )
        if re.search(
            r"^\s*(?:async )?def |^\s*class ", cell.source, re.MULTILINE
        ):
            found.append(f"cell {number}: defines a function")
        if len(cell.source.splitlines()) > 15:
            found.append(f"cell {number}: over 15 lines")
        if any(
            "nbval" in tag or "skip" in tag
            for tag in cell.metadata.get("tags", [])
        ):
            found.append(f"cell {number}: a tag that silences a test")
        if re.search(r"#\s*NBVAL|PYTEST_VALIDATE", cell.source):
            found.append(f"cell {number}: a comment that silences a test")
        if "execution" in cell.metadata:
            found.append(f"cell {number}: time stamps")
    for cell in notebook.cells:
        if re.search(
            r"(?:^|[\s\"'(])(?:/(?:home|Users|work|tmp|root)/|[A-Z]:\\)",
            str(cell),
        ):
            found.append(f"cell {cell.id}: an absolute path")
        if cell.cell_type == "markdown":
            typed = TYPED.search(TIMELESS.sub(" ", cell.source))
            if typed:
                found.append(
                    f"cell {cell.id}: a typed figure, {typed.group()!r}"
                )
    for html in html_outputs(notebook):
        pictures = Pictures()
        pictures.feed(html)
        found += [
            f"a picture with the alt text {alt!r}" for alt in pictures.short
        ]
        if re.search(r"(?:src|href)=[\"']?(?:https?:)?//", html):
            found.append("an outside address in an output")
    if not any(cell.outputs for cell in cells):
        found.append("no output at all")
    return found


class Pictures(HTMLParser):
    def __init__(self):
        super().__init__()
        self.short = []

    def handle_starttag(self, tag, attrs):
        alt = dict(attrs).get("alt") or ""
        if tag == "img" and len(alt) < 20:
            self.short.append(alt)


def test_the_series_is_there():
    assert list(NOTEBOOKS)[:5] == [
        "00_tour",
        "01_corpus",
        "02_topics",
        "03_keywords",
        "04_trade_figures",
    ]


@each
def test_stored_as_it_should_be(name):
    assert problems(NOTEBOOKS[name]) == []


@each
def test_built_as_a_lesson(name):
    text = "\n".join(
        c.source for c in NOTEBOOKS[name].cells if c.cell_type == "markdown"
    )
    for part in (
        r"\*\*The question\.\*\*",
        r"\*\*You will learn\*\*",
        r"\*\*Minutes:\*\* \d+",
        r"\*\*You need:\*\*",
        r"## What we saw",
        r"## What .* cannot show",
        r"\*\*Exercise 3",
    ):
        assert re.search(part, text), f"{name} lacks {part}"


@each
def test_every_exercise_is_solved_and_checked(name):
    cells = code_cells(NOTEBOOKS[name])
    checks = [c for c in cells if "check" in c.metadata.get("tags", [])]
    assert len(checks) >= 3
    for cell in checks:
        assert "✓ Right" in str(cell.outputs), cell.source


@pytest.mark.slow
def test_same_bytes_when_run_again():
    paths = list(PATHS)
    changed = [
        path.name
        for path, notebook in zip(
            paths, report.run_all(paths, lambda line: None)
        )
        if report.dumps(notebook) != path.read_text(encoding="utf-8")
    ]
    assert changed == []


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    into = tmp_path_factory.mktemp("handout")
    report.handout(into, lambda line: None)
    return into


@each
def test_student_edition_hides_every_solution(name, handout):
    text = (handout / "student" / f"{name}.ipynb").read_text(encoding="utf-8")
    assert "SOLUTION" not in text and "For the teacher" not in text
    assert "✓" not in text and "# your answer" in text


SHORT = "01_corpus"  # one run of one edition in the fast tests, the others in the slow


@pytest.mark.parametrize(
    "name, edition",
    [
        pytest.param(
            name,
            edition,
            marks=[]
            if (name, edition) == (SHORT, "student")
            else [pytest.mark.slow],
        )
        for name in NOTEBOOKS
        for edition in ("student", "instructor")
    ],
)
def test_each_edition_runs_where_it_is_handed_out(name, edition, handout):
    (notebook,) = report.run_all([handout / edition / f"{name}.ipynb"], len)
    said = "✓ Right" if edition == "instructor" else "Not answered yet"
    checks = [
        c for c in notebook.cells if "check" in c.metadata.get("tags", [])
    ]
    assert len(checks) >= 3
    for cell in checks:
        assert [said in str(output) for output in cell.outputs] == [True], (
            cell.source
        )


def test_what_somebody_did_in_a_handout_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "curated", lambda everything: PATHS[:2])
    lines = []
    first, second, *_ = report.handout(tmp_path, lines.append)
    mine = first.read_text(encoding="utf-8").replace(
        "None  # your answer", '"mine"'
    )
    first.write_text(mine, encoding="utf-8")
    second.write_text(ran := as_run(second), encoding="utf-8")
    left = (
        first.parent / ".x.ipynb.abcd1234.unfinished"
    )  # by one that was killed
    left.touch()
    report.handout(tmp_path, lines.append)
    assert not left.exists()
    assert first.read_text(encoding="utf-8") == mine != ""
    assert second.read_text(encoding="utf-8") == ran  # nothing new to hand out
    told = [line for line in lines if "changes of yours" in line]
    assert len(told) == 1 and first.name in told[0]
    paths = [tmp_path / path.name for path in PATHS[:2]]
    for path, name in zip(paths, NOTEBOOKS):  # a new version
        newer = copy.deepcopy(NOTEBOOKS[name])
        newer.cells[0].source += " Anew."
        path.write_text(report.dumps(newer), encoding="utf-8")
    monkeypatch.setattr(report, "curated", lambda everything: paths)
    report.handout(tmp_path, lines.append)
    assert first.read_text(encoding="utf-8") == mine
    assert " Anew." in second.read_text(encoding="utf-8")


def as_run(path):
    """The file as JupyterLab saves it, run and not worked in."""
    notebook = nbformat.read(path, as_version=4)
    for cell in code_cells(notebook):
        cell.execution_count = 7
        cell.outputs = [new_output("stream", text="as it ran")]
    notebook.cells.append(new_code_cell(""))  # after the last one
    notebook.metadata["language_info"] = {"version": "3.12.1"}
    return json.dumps(notebook, indent=1)


# Not built by the rules for a lesson yet, or never: a tour, a notebook for a corpus.
OLD = {"00_tour", "06_your_own_corpus"}
VISIBLE, LINES, FOLDED = 20, 12, 6
HEAD = re.compile(r"(?m)^## ")


def unfit(notebook) -> list[str]:
    """Every way in which a lesson shows more code than it teaches, or asks too late."""
    visible, folded, found = [], 0, []
    for cell in code_cells(notebook):
        tagged = "folded" in cell.metadata.get("tags", [])
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
        if tagged != hidden:
            found.append(
                f"cell {cell.id}: folded in JupyterLab or the report only"
            )
        folded += tagged
        visible += [] if tagged or is_check(cell) else [cell]
        if not tagged and len(cell.source.splitlines()) > LINES:
            found.append(f"cell {cell.id}: over {LINES} lines")
    if len(visible) > VISIBLE:
        found.append(f"{len(visible)} cells of code are visible")
    if folded > FOLDED:
        found.append(f"{folded} cells are folded")
    kinds = "".join(map(kind, notebook.cells))
    if not re.search("c[^c]*#[^c]*c", kinds):
        found.append("every exercise stands in one place")
    if "rr" not in kinds:
        found.append(
            "no cell asks what a number does not show, and one to answer in"
        )
    return found


def is_check(cell) -> bool:
    return "check" in cell.metadata.get("tags", [])


def kind(cell) -> str:
    """One sign a cell: reflection, check, the head of a section, or another."""
    if "reflection" in cell.metadata.get("tags", []):
        return "r"
    head = cell.cell_type == "markdown" and HEAD.search(cell.source)
    return "c" if is_check(cell) else "#" if head else "."


@pytest.mark.parametrize("name", sorted(NOTEBOOKS.keys() - OLD))
def test_code_is_to_be_looked_at_and_exercises_follow_their_section(name):
    assert unfit(NOTEBOOKS[name]) == []


def test_what_makes_a_lesson_unfit_is_seen():
    def code(source="1", **metadata):
        return new_code_cell(source, metadata=metadata)

    folded = {"tags": ["folded"], "jupyter": {"source_hidden": True}}
    ask = [new_markdown_cell("Which?", metadata={"tags": ["reflection"]})] * 2
    check, head = code(tags=["check"]), new_markdown_cell("## A section")
    fit = [*[code("1\n" * LINES)] * VISIBLE, *[code(**folded)] * FOLDED]
    fit += [check, head, check, *ask]
    assert unfit(SimpleNamespace(cells=fit)) == []
    one_more = {
        "over 12 lines": [code("1\n" * (LINES + 1)), *fit[1:]],
        "21 cells of code": [code(), *fit],
        "7 cells are folded": [code(**folded), *fit],
        "report only": [*fit[:-6], code(tags=["folded"]), *fit[-5:]],
        "in one place": [*fit[:-5], check, check, head, *ask],
        "no cell asks": fit[:-1],
    }
    for said, cells in one_more.items():
        (found,) = unfit(SimpleNamespace(cells=cells))
        assert said in found


@pytest.mark.slow
def test_a_planted_change_in_a_folded_sentence_turns_a_run_red(tmp_path):
    sentence = new_code_cell(
        "print(1)",
        metadata={"tags": ["folded"], "jupyter": {"source_hidden": True}},
        outputs=[new_output("stream", name="stdout", text="1\n")],
        execution_count=1,
    )
    said = []
    for text in ("1\n", "2\n"):
        sentence.outputs[0].text = text
        file = tmp_path / "planted.ipynb"
        file.write_text(report.dumps(new_notebook(cells=[sentence])))
        words = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", file]
        ran = subprocess.run([*words, "-p", "no:cacheprovider"], cwd=run.ROOT)
        said.append(ran.returncode)
    assert said == [0, 1]


def spoilt(how):
    notebook = copy.deepcopy(NOTEBOOKS["01_corpus"])
    how(notebook)
    return problems(notebook)


def test_guards_see_what_they_guard_against():
    def clear(notebook):
        for cell in code_cells(notebook):
            cell.outputs, cell.execution_count = [], None

    def prose(notebook):
        notebook.cells[0].source += "\n\nThere are 17 of them."

    def number_word(notebook):
        notebook.cells[0].source += "\n\nThe seven nouns."

    def silence(notebook):
        code_cells(notebook)[2].metadata["tags"] = ["nbval-ignore-output"]

    def no_alt(notebook):
        data = code_cells(notebook)[2].outputs[0].data
        data["text/html"] = '<img src="data:,x" alt="plot">'

    def define(notebook):
        code_cells(notebook)[2].source = "def f():\n    return 1"

    def path(notebook):
        code_cells(notebook)[2].source = "open('/home/me/file')"

    assert problems(NOTEBOOKS["01_corpus"]) == []
    assert "not executed in order, or cleared" in spoilt(clear)
    assert "a typed figure, '1'" in spoilt(prose)[0]
    assert "a typed figure, 'seven nouns'" in spoilt(number_word)[0]
    assert "silences" in spoilt(silence)[0]
    assert "alt text" in spoilt(no_alt)[0]
    assert "defines" in spoilt(define)[0]
    assert "absolute path" in spoilt(path)[0]


@pytest.mark.parametrize("guide", ["README.md", "README.fr.md"])
def test_the_guides_tell_the_minutes_of_the_notebooks(guide):
    text = (report.NOTEBOOKS / guide).read_text("utf-8")
    told = re.findall(
        r"^\| `(\d\d_\w+)` \|[^|]+\| (\d+) \|", text, re.MULTILINE
    )
    prose = {
        name: " ".join(c.source for c in notebook.cells)
        for name, notebook in NOTEBOOKS.items()
    }
    found = {
        n: re.search(r"\*\*Minutes:\*\* (\d+)", t) for n, t in prose.items()
    }
    assert dict(told) == {name: match[1] for name, match in found.items()}
