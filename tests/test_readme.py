"""The README tells the truth: its examples run, its files are there."""

import doctest
import re
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).resolve().parent.parent
READMES = [
    ROOT / "README.md",
    ROOT / "README.fr.md",
    *(ROOT / f / "README.md" for f in ("corpus", "notebooks")),
]


@pytest.mark.parametrize("readme", READMES[:2], ids=lambda path: path.name)
def test_examples_run(readme):
    text = readme.read_text(encoding="utf-8")
    test = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
    assert test.examples
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    report = []
    runner.run(test, out=report.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


@pytest.mark.parametrize("readme", READMES[:2], ids=lambda path: path.name)
def test_commands_exist(readme):
    text = readme.read_text(encoding="utf-8")
    commands = set(re.findall(r"run\.py (\w+)", text))
    assert {"report", "test", "lab"} <= commands <= set(run.COMMANDS)


@pytest.mark.parametrize(
    "readme", READMES, ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_files_named_are_there(readme):
    text = readme.read_text(encoding="utf-8")
    names = re.findall(
        r"`([\w./-]+/|[\w./-]+\.(?:md|csv|py|ipynb|lock|toml|cff))`", text
    )
    names += re.findall(r"\]\(([^)#:]+)\)", text)
    made = {"build/report/", "build/report/report.html", "build/handout/"}
    made |= {f"build/report-fr/{name}" for name in ("", "report.html", "data/")}
    made |= {"build/report/data/", "build/", "nbgrader_config.py"}
    made |= {"source/02_topics/", "build/handout/instructor/02_topics.ipynb"}
    made |= {"notebooks/NN_name.ipynb", "student/", "instructor/", "exercises.csv"}
    missing = [
        name
        for name in names
        if name not in made
        and not (readme.parent / name).exists()
        and not (ROOT / name).exists()
        and not (readme.parent / "reference" / name).exists()
    ]
    assert missing == []


def test_lock_holds_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = re.findall(r"^\S+==\S+", lock, re.MULTILINE)
    assert len(pinned) > 50
    assert lock.count("--hash=sha256:") >= len(pinned)
