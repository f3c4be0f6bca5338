"""The student's edition has no solution, the instructor's is a source for nbgrader."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from multipolaire.exercises import check
from multipolaire.publish.editions import instructor, student
from multipolaire.publish.page import page


def lesson():
    solved = "before = 1\n### BEGIN SOLUTION\nx = 1\ny_2 = x\n### END SOLUTION\nafter = 2"
    cells = [
        new_markdown_cell("Text"),
        new_code_cell(solved, outputs=[], execution_count=4),
        new_markdown_cell("For the teacher", metadata={"tags": ["instructor"]}),
        new_code_cell("secret = 1", metadata={"tags": ["solution"]}),
        new_markdown_cell(
            "Methods of the report", metadata={"tags": ["closing"]}
        ),
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
    notebook.cells.append(new_code_cell('check("keywords-1", x)'))
    edition = instructor(notebook)
    answer, test = edition.cells[1], edition.cells[-1]
    assert answer.source == (
        "before = 1\nx = None  # your answer\ny_2 = None  # your answer\n"
        "### BEGIN SOLUTION\nx = 1\ny_2 = x\n### END SOLUTION\nafter = 2"
    )
    assert answer.metadata["nbgrader"] == {
        "grade_id": "keywords-1-answer",
        "schema_version": 3,
        "grade": False,
        "solution": True,
        "locked": False,
        "task": False,
    }
    assert test.metadata["nbgrader"] == {
        "grade_id": "keywords-1",
        "schema_version": 3,
        "points": 1,
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
    }
    exec(test.source, {"check": check, "x": 8})
    with pytest.raises(AssertionError):
        exec(test.source, {"check": check, "x": 9})
    assert test.source.endswith('### END HIDDEN TESTS\ncheck("keywords-1", x)')
    assert (
        "nbgrader" not in notebook.cells[1].metadata
    )  # the source is as it was
    kept = [0, 2, 3, 4]  # prose, notes to the teacher, solutions, the closing
    assert [edition.cells[i] for i in kept] == [notebook.cells[i] for i in kept]
    nbformat.validate(edition)


def test_folded_cells_stay_folded_and_what_is_reflected_on_is_marked_by_hand():
    folded = {"tags": ["folded"], "jupyter": {"source_hidden": True}}
    asked, answered = (
        new_markdown_cell(text, metadata={"tags": ["reflection"]})
        for text in ("What does it not show?", "Your answer:")
    )
    cells = [new_code_cell("say('x')", metadata=folded), asked, answered]
    notebook = new_notebook(cells=cells)
    assert student(notebook).cells == notebook.cells
    first, question, answer = instructor(notebook).cells
    assert first.metadata == folded and "nbgrader" not in question.metadata
    assert answer.metadata["nbgrader"] == {
        "grade_id": answered.id,
        "schema_version": 3,
        "points": 3,
        "grade": True,
        "solution": True,
        "locked": False,
        "task": False,
    }
    made = page([("01_x", notebook)], {}, "A title", code=True)
    assert "say(" not in made and "not show" not in made
    del first.metadata["jupyter"]
    made = page([("01_x", new_notebook(cells=[first]))], {}, "A title")
    assert "say(" in made
