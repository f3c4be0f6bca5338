"""One tested notebook, several editions; and the self-checks of its exercises.

The source in ``notebooks/`` holds the solutions.  :func:`student` takes them out:
what stands between nbgrader's marks ``### BEGIN SOLUTION`` and ``### END SOLUTION``,
cells tagged ``solution`` or ``instructor``, and every output.  :func:`spoken` sets its
prose in another language.
"""

import copy
import re

from multipolaire.say import plain, say, translated

_MARKED = re.compile(
    r"^[ \t]*### BEGIN SOLUTION.*?### END SOLUTION[^\n]*\n?",
    re.DOTALL | re.MULTILINE,
)
RUBRIC = 3  # points: a line of the rubric each
_CHECKED = re.compile(r'check\("([\w-]+)", ')
_ASSIGNED = re.compile(r"^([a-z_]\w*) = ", re.MULTILINE)
# What stands between the texts of a cell: code, blank lines, marks of heads and lists.
_BETWEEN = re.compile(
    r"(^```.*?^```[^\n]*|\s*\n[ \t]*\n\s*|^[ \t]*(?:#{1,6}|[-*>]|\d+\.)[ ]+"
    r"|\n(?=[ \t]*(?:[-*>]|\d+\.)[ ]))",
    re.DOTALL | re.MULTILINE,
)


def texts(source: str) -> list[str]:
    """A Markdown cell in pieces: text and what stands between texts, by turns.

    >>> texts("## Words\\n\\n- one\\n- two")[::2]
    ['', 'Words', '', 'one', '', 'two']
    """
    return _BETWEEN.split(source)


def spoken(notebook):
    """A copy whose prose is in the language spoken; its code is as it was."""
    edition = copy.deepcopy(notebook)
    for cell in edition.cells:
        if cell.cell_type == "markdown":
            pieces = texts(cell.source)
            pieces[::2] = map(translated, pieces[::2])
            cell.source = "".join(pieces)
    return edition


def student(notebook):
    """A copy without solutions or outputs, that still runs from top to end.

    A solution leaves the names that it defines, set to ``None``, for the reader to
    fill in; :func:`check` answers kindly as long as they are ``None``.
    """
    edition = copy.deepcopy(notebook)
    hidden = {"solution", "instructor", "closing"}  # the last closes the report
    kept = (cell for cell in edition.cells if not hidden & set(_tags(cell)))
    edition.cells = list(kept)
    for cell in edition.cells:
        if cell.cell_type == "code":
            cell.source = _MARKED.sub(_blank, cell.source).rstrip("\n")
            cell.outputs, cell.execution_count = [], None
    return edition


def instructor(notebook):
    """A copy with everything: solutions, notes to the teacher, outputs.

    It is also a source for nbgrader: cells of solutions and checks carry its metadata,
    and a hidden test marks each check, which never raises, right or wrong.  The last
    cell tagged ``reflection``, where one writes, is marked by hand.
    """
    edition = copy.deepcopy(notebook)
    solution = None
    for cell in edition.cells:
        if blank := _MARKED.search(cell.source):
            solution = cell
            both = _blank(blank) + blank[0]
            cell.source = cell.source.replace(blank[0], both)
        exercise = _CHECKED.match(cell.source)
        if exercise and solution is not None:
            solution.metadata["nbgrader"] = _mark(f"{exercise[1]}-answer")
            cell.metadata["nbgrader"] = _mark(exercise[1], points=1)
            test = f'assert {cell.source}.startswith("✓")'
            hidden = f"### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS\n"
            cell.source, solution = hidden + cell.source, None
    for cell in [c for c in edition.cells if "reflection" in _tags(c)][-1:]:
        mark = _mark(cell.id, points=RUBRIC) | {"solution": True}
        cell.metadata["nbgrader"] = mark | {"locked": False}
    return edition


def _blank(solution: re.Match) -> str:
    names = dict.fromkeys(_ASSIGNED.findall(solution.group()))
    said = plain(say("your answer"))
    return "".join(f"{name} = None  # {said}\n" for name in names)


def _mark(name: str, **points: int) -> dict:
    """What nbgrader wants to know of a cell: of an answer, or of a test with points."""
    test = bool(points)
    kind = {"grade": test, "locked": test, "solution": not test, "task": False}
    return {"grade_id": name, "schema_version": 3, **kind, **points}


def _tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])
