"""Self-checks are kind, and give nothing away."""

import itertools
import math
from decimal import Decimal
from fractions import Fraction

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from multipolaire.exercises import check, digest, precisions
from multipolaire.french import lexicon
from multipolaire.publish.editions import instructor, student
from multipolaire.say import speaking

ENDLESS = []  # a list that holds itself
ENDLESS.append(ENDLESS)


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
    notebook.cells.append(new_code_cell('check("corpus-1", x)'))
    edition = instructor(notebook)
    answer, test = edition.cells[1], edition.cells[-1]
    assert answer.source == (
        "before = 1\nx = None  # your answer\ny_2 = None  # your answer\n"
        "### BEGIN SOLUTION\nx = 1\ny_2 = x\n### END SOLUTION\nafter = 2"
    )
    assert answer.metadata["nbgrader"] == {
        "grade_id": "corpus-1-answer",
        "schema_version": 3,
        "grade": False,
        "solution": True,
        "locked": False,
        "task": False,
    }
    assert test.metadata["nbgrader"] == {
        "grade_id": "corpus-1",
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
    assert test.source.endswith('### END HIDDEN TESTS\ncheck("corpus-1", x)')
    assert (
        "nbgrader" not in notebook.cells[1].metadata
    )  # the source is as it was
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


@pytest.mark.parametrize(
    "row", lexicon.table("exercises"), ids=lambda r: r["exercise"]
)
def test_answers_are_not_given_away(row):
    assert row["kind"] in {"number", "word", "list"}
    assert len(row["digest"]) in {0, 16}
    assert row["hint"] == "right" or len(row["hint"]) > 15


def test_answers_are_compared_as_people_mean_them():
    assert digest("x", "Élan ") == digest("x", "elan")
    assert digest("x", [2, 1]) == digest("x", (1, 2)) == digest("x", {1, 2})
    assert digest("x", 1234.5678) == digest("x", 1234.57)  # six digits
    assert digest("x", 1234.56) != digest("x", 1234.9)
    assert digest("x", "Oui.") == digest("x", "yes") != digest("x", "non")
    assert digest("x", 1) != digest("y", 1)
    assert digest("x", 1) != digest("x", 2)


# By hand: words of the five articles and of one without the word, occurrences; the
# upper end of Garwood's interval of none; the customs' totals in billions.
MEAN = (616 + 427 + 771 + 346 + 531) / 5
RATE = 1e4 * 12 / 2691
SILENT = 1e4 * math.log(40) / 427
GROWTH = 100 * (240.11 / 146.887 - 1)
RIGHT = {
    "corpus-1": 8,
    "corpus-2": 19,
    "keywords-1": 4,
    "keywords-2": RATE,
    "keywords-3": 8,
    "keywords-4": SILENT,
    "own-1": 342,
    "own-2": 1,
    "same-2": 2,
    "topics-1": 33,
    "topics-2": 85,
    "tour-2": MEAN,
    "trade-1": 2,
    "trade-2": 3_500_000_000,
    "trade-4": GROWTH,
}
PRINTED = [("keywords-2", 44.6), ("keywords-4", 86.4), ("trade-4", 63.5)]
PRINTED += [
    ("tour-2", 538),
    ("tour-2", 538.2),
    ("keywords-4", 86),
    ("trade-4", 63),
]


def forms(value):
    """One number as a program may hold it, and as people write it."""
    yield from (value, float(value), np.float64(value))
    if value < 1e6:  # of more digits, it holds another number
        yield np.float32(value)
    yield from (Fraction(value), Decimal(repr(value)), pd.Series([value]))
    yield from (
        np.array(value),
        str(value),
        f" {value} ",
        f"+{value}",
        f"{value:,}",
    )
    french = f"{value:,}".replace(",", "\u202f").replace(".", ",")
    yield from (
        french,
        french.replace("\u202f", "\xa0"),
        french.replace("\u202f", " "),
    )
    yield from (f"{french}\u202f%", f"≈ {value}")
    if value == int(value):
        yield from (int(value), np.int64(value), Decimal(int(value)))


@pytest.mark.parametrize("exercise", RIGHT)
def test_a_right_number_is_right_at_every_precision_and_in_every_form(exercise):
    given = precisions(RIGHT[exercise], least=exercise == "keywords-2")
    given += [value for name, value in PRINTED if name == exercise]
    told = {
        (v, repr(form)): check(exercise, form)
        for v in given
        for form in forms(v)
    }
    assert [
        key for key, said in told.items() if not said.startswith("✓ Right.")
    ] == []


@pytest.mark.parametrize("exercise", RIGHT)
def test_a_wrong_number_is_wrong_in_every_form(exercise):
    wrong = [RIGHT[exercise] * by for by in (1.02, 0.98, 10, 0.1, -1)]
    wrong += [round(RIGHT[exercise]) + by for by in (1, -1, 0.3)]
    if (
        exercise == "own-2"
    ):  # "10 %" of a share that is 1 is a tenth, "100 %" all
        wrong = [0.98, 0.1, 0, 2, 1.3]
    told = {
        (v, repr(form)): check(exercise, form)
        for v in wrong
        for form in forms(v)
    }
    assert [
        key for key, said in told.items() if not said.startswith("✗ Not yet")
    ] == []


def test_the_answers_by_hand_are_those_of_the_solutions():
    """Of the notebooks: what is stored beside each check."""
    assert check("tour-2", MEAN) == check("keywords-2", RATE) == "✓ Right."
    assert check("keywords-4", SILENT) == check("trade-4", GROWTH) == "✓ Right."


@pytest.mark.parametrize(
    "exercise, answer, said",
    [
        (
            "tour-2",
            "538,2",
            "✓ Right. (Python writes this number `538.2`: a point",
        ),
        (
            "tour-2",
            (538, 2),
            "✓ Right. (Python writes this number `538.2`: a point",
        ),
        ("tour-2", "537,9", "(Python writes this number `537.9`: a point"),
        ("tour-2", "five hundred", "expected a number"),
        ("tour-2", [538.2, 1], "expected a number"),
        ("own-2", "100 %", "✓ Right. (Python writes this number `1`"),
        ("own-2", "60", "divide by the number that was planted"),
        ("keywords-2", 45, "one decimal or more"),
        ("keywords-2", 44.5, "cut off where it should be rounded"),
        ("keywords-2", 0.00446, "10,000 times the occurrences"),
        ("trade-4", 63.44, "close; take the amounts"),
        ("trade-4", 63.46, "cut off where it should be rounded"),
        ("corpus-2", "18", "capitals count"),
    ],
)
def test_what_is_wrong_is_told(exercise, answer, said):
    assert said in check(exercise, answer)


@pytest.mark.parametrize(
    "exercise", ["own-3", "own-4", "same-3", "topics-3", "tour-3"]
)
def test_a_no_is_a_no_in_any_writing(exercise):
    no = [
        "no",
        "No.",
        " NO ",
        "non",
        "Non !",
        "« non »",
        '"no"',
        "‘non’",
        False,
    ]
    no += [np.bool_(False), np.str_("Non"), pd.Series(["no"])]
    assert {check(exercise, answer) for answer in no} == {"✓ Right."}
    yes = ["yes", "Oui", True, "peut-être", "none", 0, ["no"]]
    assert all(
        check(exercise, answer).startswith("✗ Not yet") for answer in yes
    )


def test_words_and_lists_in_either_language():
    english = ["line", "file", "column"]
    names = [
        ["fichier", "Ligne", "colonne"],
        "file, line and column",
        tuple(english),
    ]
    names += [set(english), pd.Series(english), "Fichier, ligne et colonne"]
    assert {check("corpus-4", answer) for answer in names} == {"✓ Right."}
    assert "of which file" in check("corpus-4", "ligne, colonne")
    assert "which of the cells" in check("corpus-4", ["Fichier", "ligne"])
    assert check("trade-3", "En hausse")[0] == "✗"
    assert {check("trade-3", word) for word in ("up", "Baisse")} == {"✓ Right."}
    names = ["RT en français", "rt en francais", "« RT\xa0en français »"]
    assert {check("tour-1", name) for name in names} == {"✓ Right."}
    assert check("corpus-3", "2021‑12‑15‑reuters") == "✓ Right."


def test_french_says_why_a_decimal_comma_is_read():
    with speaking("fr"):
        said = check("tour-2", "538,2")
    assert "`538.2`" in said and "virgule" in said
