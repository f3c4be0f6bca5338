"""Self-checks are kind, and give nothing away."""

import itertools
from decimal import Decimal

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis import lexicon
from analysis.editions import check, digest, instructor, student

ENDLESS = []  # a list that holds itself
ENDLESS.append(ENDLESS)


def lesson():
    solved = (
        "before = 1\n### BEGIN SOLUTION\nx = 1\ny_2 = x\n### END SOLUTION\nafter = 2"
    )
    cells = [
        new_markdown_cell("Text"),
        new_code_cell(solved, outputs=[], execution_count=4),
        new_markdown_cell("For the teacher", metadata={"tags": ["instructor"]}),
        new_code_cell("secret = 1", metadata={"tags": ["solution"]}),
        new_markdown_cell("Methods of the report", metadata={"tags": ["closing"]}),
    ]
    return new_notebook(cells=cells)


def test_student_edition():
    notebook = lesson()
    edition = student(notebook)
    assert [cell.source for cell in edition.cells] == [
        "Text",
        "before = 1\nx = None  # your answer\ny_2 = None  # your answer\nafter = 2",
    ]
    assert edition.cells[1].execution_count is None
    assert len(notebook.cells) == 5  # the source is as it was
    assert "BEGIN SOLUTION" in notebook.cells[1].source
    nbformat.validate(edition)


def test_instructor_edition_is_a_source_for_nbgrader():
    """Its schema 3: https://nbgrader.readthedocs.io, "Metadata" of the contributors."""
    notebook = lesson()
    notebook.cells.append(new_code_cell('check("corpus-1", x)'))
    edition = instructor(notebook)
    answer, test = edition.cells[1], edition.cells[-1]
    assert answer.source == (
        "before = 1\nx = None  # your answer\ny_2 = None  # your answer\n"
        "### BEGIN SOLUTION\nx = 1\ny_2 = x\n### END SOLUTION\nafter = 2"
    )
    assert answer.metadata["nbgrader"] == {
        "grade_id": "corpus-1-answer", "schema_version": 3,
        "grade": False, "solution": True, "locked": False, "task": False,
    }  # fmt: skip
    assert test.metadata["nbgrader"] == {
        "grade_id": "corpus-1", "schema_version": 3, "points": 1,
        "grade": True, "solution": False, "locked": True, "task": False,
    }  # fmt: skip
    exec(test.source, {"check": check, "x": 8})
    with pytest.raises(AssertionError):
        exec(test.source, {"check": check, "x": 9})
    assert test.source.endswith('### END HIDDEN TESTS\ncheck("corpus-1", x)')
    assert "nbgrader" not in notebook.cells[1].metadata  # the source is as it was
    kept = [0, 2, 3, 4]  # prose, notes to the teacher, solutions, the closing
    assert [edition.cells[i] for i in kept] == [notebook.cells[i] for i in kept]
    nbformat.validate(edition)


@pytest.mark.parametrize(
    "answer, said",
    [
        (None, "Not answered yet"),
        ("eight", "expected a number"),
        ([8], "expected a number"),
        (9, "count each name once"),
        (13, "counted once"),
        (8, "✓ Right"),
        (8.0, "✓ Right"),
        (object(), "expected a number"),
        (float("nan"), "Not yet"),
        (True, "expected a number"),
        (10**400, "expected a number"),
        (Decimal("sNaN"), "expected a number"),
        (itertools.count(), "expected a number"),
        (range(10**12), "expected a number"),
        (ENDLESS, "expected a number"),
        (len, "expected a number"),
    ],
)
def test_a_check_answers_everything(answer, said):
    assert said in check("corpus-1", answer)


def test_an_unknown_exercise_is_said():
    assert check("none-1", 1) == "✗ There is no exercise none-1."


@pytest.mark.parametrize("row", lexicon.table("exercises"), ids=lambda r: r["exercise"])
def test_answers_are_not_given_away(row):
    assert row["kind"] in {"number", "word", "list"}
    assert len(row["digest"]) in {0, 16}
    assert row["hint"] == "right" or len(row["hint"]) > 15


def test_answers_are_compared_as_people_mean_them():
    assert digest("x", "Élan ") == digest("x", "elan")
    assert digest("x", [2, 1]) == digest("x", (1, 2)) == digest("x", {1, 2})
    assert digest("x", 1234.56) == digest("x", 1234.9)  # four digits
    assert digest("x", 1) != digest("y", 1)
    assert digest("x", 1) != digest("x", 2)
