"""What a public docstring has to say: parameters, what comes back, an example."""

import ast
import doctest
import inspect
import re
import textwrap
import warnings

import pytest

import multipolaire

validate = pytest.importorskip("numpydoc.validate").validate

FIRST = ["load_articles", "concordance", "trend", "find_topics", "explain"]
FIRST += ["extract_figures", "extract_quotes", "FrenchVectorizer"]
# Of numpydoc's checks: a summary, the sections in their order, every parameter by its
# name and with a description that ends, what is returned, an example.
CHECKS = {"GL06", "GL07", "SS01", "PR01", "PR02", "PR03", "PR07", "PR09"}
CHECKS |= {"RT01", "RT03", "YD01", "EX01"}
PUBLIC = [
    name
    for name in multipolaire.__all__
    if callable(value := getattr(multipolaire, name))
    and (name in FIRST or not inspect.isclass(value))
]


def faults(value) -> list[str]:
    """What is missing in the docstring of a function or an estimator."""
    value = inspect.unwrap(value)
    found = validate(f"{value.__module__}.{value.__qualname__}")["errors"]
    said = [f"{code}: {text}" for code, text in found if code in CHECKS]
    tree = ast.parse(textwrap.dedent(inspect.getsource(value)))
    raising = any(isinstance(node, ast.Raise) for node in ast.walk(tree))
    sections = re.findall(r"(?m)^ *(\w+)\n *-{4,}$", value.__doc__ or "")
    if (raising or value.__name__ in FIRST) and "Raises" not in sections:
        said.append("no Raises")
    if value.__name__ in FIRST and "Notes" not in sections:
        said.append("no Notes: source, or units")
    return said


@pytest.mark.parametrize("name", PUBLIC)
def test_a_docstring_says_what_goes_in_and_what_comes_out(name):
    assert faults(getattr(multipolaire, name)) == []


def planted(n: int, by: str) -> int:
    """A number.

    Parameters
    ----------
    n
    """
    if not by:
        raise ValueError(by)
    return n


def test_a_planted_breach_is_caught():
    codes = " ".join(faults(planted))
    for code in ("PR01", "PR07", "RT01", "EX01", "no Raises"):
        assert code in codes
    assert len(PUBLIC) > 90


@pytest.mark.slow
@pytest.mark.parametrize("name", PUBLIC)
def test_an_example_that_draws_runs(name, tmp_path, monkeypatch):
    """They are left out of the fast tests: all others are run there."""
    value = inspect.unwrap(getattr(multipolaire, name))
    text = (value.__doc__ or "").replace("# doctest: +SKIP", "")
    if text == value.__doc__:
        pytest.skip("its example is run by pytest")
    names = {**vars(inspect.getmodule(value))}
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(text, names, name, name, 0)
    for example in test.examples:  # what is shown is in the notebooks
        example.source = re.sub(r"^explore_", "_ = explore_", example.source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert doctest.DocTestRunner().run(test).failed == 0
