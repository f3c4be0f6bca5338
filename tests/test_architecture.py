"""Walls between the rooms hold, rooms and functions stay small, importing is free."""

import ast
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "analysis" / "multipolaire"
NAME = "multipolaire"
# A room may import from itself and from the rooms before it; a file beside the rooms,
# which a notebook meets by its name, is a room of its own.
ORDER = [
    {"french", "interrupts", "places"},
    {"say", "scale", "lemmas"},
    {"files"},
    {"stats"},
    {"words"},
    {"articles", "vectorize"},
    {"quotes", "figures", "explain"},
    {"topics", "sides"},
    {"compare", "record", "exercises"},
    {"scores"},
    {"views"},
    {"publish"},
    {"__main__"},
]
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}
# Code lines, all of a notebook's business together; the package never holds more.
CEILINGS = {"helper": 6996, "files": 2560, "french": 7140, "publish": 2570}
TOTAL = 19260
LONGEST = 50  # lines of a function


def dotted(path: Path) -> str:
    """The name of a module in the package: ``french.trade.scan``, ``french``."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


SOURCES = {
    dotted(p): p.read_text("utf-8") for p in sorted(PACKAGE.rglob("*.py"))
}


def imported(source: str) -> set[str]:
    """What a module imports, anywhere in it, by its whole name."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level:
            names.add(f"relative import, line {node.lineno}")
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                inside = full.removeprefix(f"{NAME}.") in SOURCES
                names.add(full if inside else node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def room(module: str) -> str:
    return module.split(".")[0]


def breaches(module: str, source: str) -> set[str]:
    """What a module imports and must not."""
    found = set()
    for name in imported(source):
        top, _, inner = name.partition(".")
        if top == NAME:
            one_way = RANK.get(room(inner), 99) < RANK[room(module)]
            if not (one_way or room(inner) == room(module)):
                found.add(name)
        elif room(module) == "french" and top not in sys.stdlib_module_names:
            found.add(name)
    return found


@pytest.mark.parametrize("module", [name for name in SOURCES if name])
def test_imports_stay_behind_their_walls(module):
    assert breaches(module, SOURCES[module]) == set()


@pytest.mark.parametrize(
    "module, source",
    [
        ("french.text", "import pandas as pd"),
        ("french.text", "def f():\n    import simplemma"),
        ("french.trade.scan", "from multipolaire.say import say"),
        ("french.text", "from multipolaire import say"),
        ("french.text", "from . import lexicon"),
        ("files.rows", "from multipolaire.articles import load_articles"),
        ("stats.trends", "from multipolaire.topics.maps import article_map"),
        ("stats.trends", "from multipolaire.publish.run import sha256"),
        ("topics.topics", "import multipolaire.publish.page"),
        (
            "views.plots",
            "def f():\n    from multipolaire.publish import tables",
        ),
        ("quotes", "from multipolaire.compare import align_quotes"),
        ("articles", "from multipolaire import load_gold"),
    ],
)
def test_a_planted_breach_is_caught(module, source):
    assert len(breaches(module, source)) == 1


def test_no_module_needs_itself():
    graph = {
        module: {
            name.removeprefix(f"{NAME}.")
            for name in imported(source)
            if name.startswith(f"{NAME}.")
        }
        for module, source in SOURCES.items()
    }
    del graph[""]  # the public names, each loaded when it is first used
    graphlib.TopologicalSorter(graph).prepare()
    graph["french.text"].add("french.trade.figures")  # planted
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(graph).prepare()


def code_lines(source: str) -> int:
    """Lines that do something: no blank line, comment or docstring."""
    tree, doc = ast.parse(source), set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(
            first.value, ast.Constant
        ):
            doc |= set(range(first.lineno, first.end_lineno + 1))
    lines = source.splitlines()
    return sum(
        bool(line.strip())
        and not line.strip().startswith("#")
        and number not in doc
        for number, line in enumerate(lines, 1)
    )


def sizes() -> dict[str, int]:
    """Code lines of every file, JavaScript and CSS too."""
    made = {name or "__init__": code_lines(s) for name, s in SOURCES.items()}
    for path in [*PACKAGE.rglob("*.css"), *PACKAGE.rglob("*.js")]:
        lines = path.read_text("utf-8").splitlines()
        name = path.relative_to(PACKAGE).as_posix().replace("/", ".")
        made[name] = sum(bool(line.strip()) for line in lines)
    return made


def test_the_rooms_grow_no_further():
    # Ceilings may be lowered, not raised: what is added is paid for by what goes.
    rooms = dict.fromkeys(CEILINGS, 0)
    for name, lines in sizes().items():
        rooms[room(name) if room(name) in CEILINGS else "helper"] += lines
    assert {r: n for r, n in rooms.items() if n > CEILINGS[r]} == {}
    assert sum(rooms.values()) <= TOTAL


def after_docstring(node: ast.FunctionDef) -> int:
    """The line of a function from which its own lines are counted."""
    docs = (ast.get_docstring(node, clean=False) or "").splitlines()
    return node.lineno + len(docs)


def test_a_function_is_read_at_one_sitting():
    long = {
        f"{module}.{node.name}": node.end_lineno - after_docstring(node) + 1
        for module, source in SOURCES.items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: n for name, n in long.items() if n > LONGEST} == {}
    assert max(sizes().values()) < 330, (
        "a file that nobody reads at one sitting"
    )


def packed(source: str) -> list[int]:
    """Lines of ``# fmt: skip`` or ``off`` that are not on a table of constants."""
    tables = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            try:
                ast.literal_eval(node.value)
            except ValueError:
                continue
            tables |= set(range(node.lineno, node.end_lineno + 1))
    lines = enumerate(source.splitlines(), 1)
    return [
        n
        for n, line in lines
        if re.search(r"# fmt: ", line) and n not in tables
    ]


def test_only_data_is_packed():
    assert {name: at for name, s in SOURCES.items() if (at := packed(s))} == {}
    assert packed("X = {1: 2}  # fmt: skip\nf(1)  # fmt: skip") == [2]


def test_french_runs_with_the_standard_library_alone():
    code = (
        "import sys\n"
        "class Wall:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        top = name.split('.')[0]\n"
        "        if top != 'multipolaire' and top not in sys.stdlib_module_names:\n"
        "            raise ImportError(f'behind the wall: {name}')\n"
        "sys.meta_path.insert(0, Wall())\n"
        "from multipolaire.french import clean_text, figures_in, quotes_in\n"
        "text = clean_text('« Les ventes ont bondi de 31 % », a dit Ana Ruiz.')\n"
        "print([f.quote for f in figures_in(text)], quotes_in(text)[0].speaker)\n"
        "import pandas\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert ran.stdout == "['31 %'] Ana Ruiz\n", ran.stderr
    assert "behind the wall: pandas" in ran.stderr


def test_import_loads_nothing_heavy():
    code = (
        "import sys, multipolaire; heavy = {'babel', 'matplotlib', 'pandas', 'sklearn', "
        "'scipy', 'ipywidgets', 'simplemma', 'nbformat', 'IPython'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert ran.stdout.strip() == "[]", ran.stderr


def test_every_public_name_is_there():
    import multipolaire

    assert [
        n for n in multipolaire.__all__ if not hasattr(multipolaire, n)
    ] == []
    with pytest.raises(AttributeError, match="no name 'nothing'"):
        _ = multipolaire.nothing
