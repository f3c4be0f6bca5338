"""What nbval does not look at: order, outputs, prose, pictures, bytes.

nbval re-runs every cell and compares its outputs; it runs a cell that was stored
unrun without comparing anything, and never looks at pictures or prose.
"""

import copy
import re
from html.parser import HTMLParser

import nbformat
import pytest

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
    second.unlink()
    left = (
        first.parent / ".x.ipynb.abcd1234.unfinished"
    )  # by one that was killed
    left.touch()
    report.handout(tmp_path, lines.append)
    assert not left.exists()
    assert first.read_text(encoding="utf-8") == mine != ""
    assert second.is_file()
    told = [line for line in lines if "changes of yours" in line]
    assert len(told) == 1 and first.name in told[0]


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
