"""Self-checks are kind, and give nothing away."""

import importlib
import itertools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from multipolaire import exercises
from multipolaire.exercises import check, digest, precisions, table
from multipolaire.say import speaking

ENDLESS = []  # a list that holds itself
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    "answer, said",
    [
        (None, "Not answered yet"),
        ("eight", "expected a number"),
        ([8], "expected a number"),
        (9, "does not hold these letters"),
        (7, "those are the nouns alone"),
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
    assert said in check("keywords-1", answer)


def test_an_unknown_exercise_is_said():
    assert check("none-1", 1) == "✗ There is no exercise none-1."


@pytest.mark.parametrize("row", table("exercises"), ids=lambda r: r["exercise"])
def test_answers_are_not_given_away(row):
    assert row["kind"] in {"number", "word", "list"}
    assert len(row["digest"]) in {0, 16} or row["digest"] == "why"
    assert row["hint"] == "right" or len(row["hint"]) > 15


def test_a_word_is_said_to_mean_one_other():
    written = [row["written"] for row in table("answers")]
    assert written == sorted(set(written))
    assert not set(written) & {row["meant"] for row in table("answers")}
    for row in table("answers"):
        assert digest("x", row["written"]) == digest("x", row["meant"])


def test_answers_are_compared_as_people_mean_them():
    assert digest("x", "Élan ") == digest("x", "elan")
    assert digest("x", [2, 1]) == digest("x", (1, 2)) == digest("x", {1, 2})
    assert digest("x", 1234.5678) == digest("x", 1234.57)  # six digits
    assert digest("x", 1234.56) != digest("x", 1234.9)
    assert digest("x", "Oui.") == digest("x", "yes") != digest("x", "non")
    assert digest("x", 1) != digest("y", 1)
    assert digest("x", 1) != digest("x", 2)


# By hand: words of the five articles and of one without the word, occurrences; the
# upper end of Garwood's interval of none.
MEAN = (616 + 427 + 771 + 346 + 531) / 5
RATE = 1e4 * 12 / 2691
SILENT = 1e4 * math.log(40) / 427
RIGHT = {
    "corpus-3": 5,
    "corpus-4": 6,
    "keywords-1": 8,
    "keywords-2": RATE,
    "keywords-3": SILENT,
    "keywords-4": 0,
    "own-1": 342,
    "same-1": 2,
    "same-3": 59,
    "same-4": 2,
    "topics-1": 3,
    "topics-3": 45,
    "topics-4": 4,
    "tour-2": MEAN,
    "trade-1": 2,
    "trade-2": 2023,
    "trade-3": 3_500_000_000,
}
PRINTED = [("keywords-2", 44.6), ("keywords-3", 86.4)]
PRINTED += [("tour-2", 538), ("tour-2", 538.2), ("keywords-3", 86)]


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
    wrong = [value for value in wrong if value != RIGHT[exercise]]
    wrong += [round(RIGHT[exercise]) + by for by in (1, -1, 0.3)]
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
    values = [MEAN, RATE, SILENT]
    told = map(check, ["tour-2", "keywords-2", "keywords-3"], values)
    assert all(said.startswith("✓ Right.") for said in told)


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
        ("keywords-2", 45, "one decimal or more"),
        ("keywords-2", 44.5, "cut off where it should be rounded"),
        ("keywords-2", 0.00446, "per word, or per hundred"),
        ("trade-2", 2024, "for which the target was set"),
        ("trade-3", "3,5", "with all zeros"),
        ("trade-3", 3e9, "half of a billion more"),
        ("trade-1", 3, "told as reached"),
        ("trade-1", 7, "all the figures"),
        ("trade-2", 2022, "still below"),
        ("trade-4", "level", "that is a level"),
        ("topics-1", 6, "that is its share"),
        ("topics-2", "oui", "what chance gives"),
        ("topics-3", "15", "the smaller of the two"),
        ("topics-3", 60, "all of them"),
        ("topics-4", "0,8", "up the axis"),
        ("topics-4", 12, "furthest right"),
        ("same-1", 7, "the marked passages"),
        ("same-1", 5, "an echo"),
        ("same-2", True, "which language"),
        ("same-3", 54, "a dash is a speaker"),
        ("same-3", 66, "the other account"),
        ("same-4", 1, "one of the accounts"),
        ("corpus-1", [5, 8, 9], "the last line repeats the title"),
        ("corpus-1", "8", "a title is written by the newsroom"),
        ("corpus-1", [5], "one line more is a whole sentence"),
        ("corpus-1", [1, 2, 3, 4, 6, 7, 9], "that nobody wrote"),
        ("corpus-1", 58, "a button, a logo"),
        ("corpus-2", "2022-12-30-perspectives-med", "the longest article"),
        ("corpus-2", "Vietnam.vn", "that is the second"),
        ("corpus-2", 91, "expected a text"),
        ("corpus-3", 2, "ask the column `text`"),
        ("corpus-3", pd.Series([True, False]), "a column of them: `.sum()`"),
        ("corpus-3", 10, "how many texts hold one"),
        ("corpus-4", 4, "you cut at blanks"),
        ("corpus-4", 5, "both of them"),
        ("corpus-4", 7, "is like *a-t-il*"),
        ("keywords-1", 3, "count occurrences"),
        ("keywords-2", 46.5, "the mean of the rates of the articles"),
        ("keywords-2", 0.0045, "per word, or per hundred"),
        ("keywords-2", 12, "divide them by all words"),
        ("keywords-3", 371.5, "which allows for clumps"),
        ("keywords-3", 47.8, "of December 2022"),
        ("keywords-3", 0, "how high may it be"),
        ("keywords-4", 12, "how far do their bars reach"),
        ("keywords-4", 7, "points on one side"),
    ],
)
def test_what_is_wrong_is_told(exercise, answer, said):
    assert said in check(exercise, answer)


@pytest.mark.parametrize(
    "exercise", ["own-2", "own-3", "same-2", "topics-2", "tour-3"]
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
    assert {check(exercise, answer)[:8] for answer in no} == {"✓ Right."}
    yes = ["yes", "Oui", True, "peut-être", "none", 0, ["no"]]
    assert all(
        check(exercise, answer).startswith("✗ Not yet") for answer in yes
    )


def test_words_and_lists_in_either_language():
    names = [[8, 5], (5, 8), {5, 8}, pd.Series([5, 8]), np.array([5.0, 8])]
    names += ["5, 8", "[5, 8]", "5 et 8", "8 and 5"]
    assert {check("corpus-1", answer)[:8] for answer in names} == {"✓ Right."}
    assert check("trade-4", "En hausse")[0] == "✗"
    said = {check("trade-4", word)[:8] for word in ("up", "Baisse")}
    assert said == {"✓ Right."}
    names = ["RT en français", "rt en francais", "« RT\xa0en français »"]
    assert {check("tour-1", name)[:8] for name in names} == {"✓ Right."}
    names = ["2021‑12‑15‑reuters", "Reuters", "observatoire du Qatar"]
    assert {check("corpus-2", name)[:8] for name in names} == {"✓ Right."}


def test_french_says_why_a_decimal_comma_is_read():
    with speaking("fr"):
        said = check("tour-2", "538,2")
    assert "`538.2`" in said and "virgule" in said


def test_why_is_told_once_it_is_right():
    (why,) = (
        row["hint"]
        for row in table("exercises")
        if (row["exercise"], row["digest"]) == ("keywords-1", "why")
    )
    assert check("keywords-1", 8) == f"✓ Right. {why}"
    assert all(why not in check("keywords-1", wrong) for wrong in (3, None, ""))


FAILS = [
    "y = 8 / 0",
    "y = 8\nprint(1 / 0)",
    "y = (4",
    "x, y = 1, none",
    "y += a",
]


@pytest.mark.parametrize("failing", FAILS)
def test_an_answer_is_forgotten_after_an_error_in_its_cell(failing):
    """In a notebook; `z`, which the cell does not assign, is judged as before."""
    cells = [
        "from multipolaire import check",
        'check("keywords-1", y)',
        "y = 8",
    ]
    cells += ['check("keywords-1", y)', "z = 8", failing]
    cells += ['check("keywords-1", z)', 'check("keywords-1", y)', "y = 3"]
    cells += ['check("keywords-1", y)']
    shell = InteractiveShell.instance()
    importlib.reload(exercises)  # it looks for a notebook where it is loaded
    ran = [shell.run_cell(cell, silent=False) for cell in cells]
    InteractiveShell.clear_instance()
    assert [one.success for one in ran] == [cell != failing for cell in cells]
    said = [str(ran[at].result)[:8] for at in (1, 3, 6, 7, 9)]
    assert said == ["… No ans", "✓ Right.", "✓ Right.", "… No ans", "✗ Not ye"]
