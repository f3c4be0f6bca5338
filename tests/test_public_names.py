"""Every public name is had from ``multipolaire`` itself, and costs nothing before."""

import ast
import importlib
import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import multipolaire

ROOT = Path(__file__).resolve().parents[1]


def ran(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def imported():
    """Module and name of all that the notebooks take from the package."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            for name in re.findall(r"\bmp\.(\w+)", cell.source):
                yield "multipolaire", name
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.ImportFrom) and re.match(
                    r"multipolaire\b", node.module
                ):
                    for alias in node.names:
                        yield node.module, alias.name


def test_what_a_notebook_uses_is_had_from_the_package():
    used = set(imported())
    assert len(used) > 60
    for module, name in sorted(used):
        here = getattr(importlib.import_module(module), name, None)
        if name not in ("scale",):  # a module
            assert name in multipolaire.__all__
            assert getattr(multipolaire, name) is here


def test_no_name_stands_twice_or_is_missing():
    names = multipolaire.__all__
    assert sorted(names) == sorted(set(names))
    assert set(names) <= set(dir(multipolaire))
    plots = importlib.import_module("multipolaire.views.plots")
    views = importlib.import_module("multipolaire.views.explore")
    drawn = {n for n in dir(plots) if n.startswith("plot_")}
    shown = {n for n in dir(views) if n.startswith("explore_")}
    assert drawn | shown <= set(names)


TWICE = [
    name
    for name in multipolaire.__all__
    if importlib.util.find_spec(f"multipolaire.{name}")
]


def test_names_of_functions_that_are_names_of_modules():
    assert TWICE == ["explain", "say"]  # another would have to be bound too


@pytest.mark.parametrize("first", ["", "import multipolaire; "])
@pytest.mark.parametrize("name", TWICE)
def test_a_function_is_not_lost_to_its_module(name, first):
    code = (
        f"{first}import multipolaire.{name}; import importlib;"
        f"importlib.import_module('multipolaire.{name}');"
        f"from multipolaire.{name} import {name} as inner;"
        f"print(multipolaire.{name} is inner, callable(inner))"
    )
    assert ran(code) == "True True"


def test_nothing_of_the_package_is_loaded_before_it_is_used():
    code = (
        "import sys, multipolaire;"
        "print(sorted(n for n in sys.modules if n.startswith('multipolaire.')))"
    )
    expected = ["explain", "interrupts", "say"]
    assert ran(code) == str([f"multipolaire.{name}" for name in expected])


def lacking(function) -> list[str]:
    """What has no type in the signature of a function."""
    signature = inspect.signature(inspect.unwrap(function))
    of = signature.parameters.values()
    named = [p.name for p in of if p.annotation is p.empty and p.name != "self"]
    constructor = function.__name__ == "__init__"
    if signature.return_annotation is signature.empty and not constructor:
        named.append("->")
    return named


def test_public_functions_say_what_they_take_and_give():
    found = {}
    for name in multipolaire.__all__:
        one = getattr(multipolaire, name)
        whole = vars(one).items() if inspect.isclass(one) else [("", one)]
        for part, function in whole:
            public = not part.startswith("_") or part == "__init__"
            if public and inspect.isfunction(function):
                found[f"{name}.{part}"] = lacking(function)
    assert len(found) > 60
    assert {name: gaps for name, gaps in found.items() if gaps} == {}


def test_a_missing_type_is_found():
    assert lacking(lambda x, *y, **z: None) == ["x", "y", "z", "->"]
    assert (ROOT / "analysis" / "multipolaire" / "py.typed").is_file()
