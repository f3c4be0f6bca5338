"""The README tells the truth: its examples run, its files are there."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

import run
from multipolaire.__main__ import main
from multipolaire.french import lexicon

ROOT = Path(__file__).resolve().parent.parent
READMES = [
    ROOT / "README.md",
    ROOT / "README.fr.md",
    *(ROOT / f / "README.md" for f in ("corpus", "notebooks")),
]


@pytest.mark.parametrize("readme", READMES[:2], ids=lambda path: path.name)
def test_examples_run(readme):
    text = readme.read_text(encoding="utf-8")
    test = doctest.DocTestParser().get_doctest(
        text, {}, "README", "README.md", 0
    )
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


def printed(readme):
    """Commands of the package, as printed for whoever has a checkout."""
    for block in re.findall(
        r"```console\n(.*?)```", readme.read_text("utf-8"), re.S
    ):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:2] == ["python3", "run.py"]:
                yield words[2:]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            words, marks=[pytest.mark.slow] * ("report" in words), id=words[0]
        )
        for readme in READMES[:2]
        for words in printed(readme)
        if words[0] not in ("test", "lab", "site")
        and words[:3:2] != ["report", "fr"]
        if words != ["report"]
    ],
)
def test_commands_work_as_printed(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    if words[0] == "fetch":  # the network is nobody's in a test
        monkeypatch.setattr("multipolaire.files.fetch._download", refused)
    assert main(words) == (1 if words[0] == "fetch" else 0)
    said = capsys.readouterr()
    if words[0] == "fetch":
        assert "failed" in said.out
    elif "--to" in words or "--into" in words:
        made = tmp_path / words[-1]
        assert (
            made.exists()
            or (tmp_path / words[words.index("--into") + 1]).exists()
        )
    else:
        assert said.out


def refused(*_):
    raise OSError("no network here")


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
    made |= {
        "build/report/data/",
        "build/",
        "build/site/",
        "build/site/fr.html",
        "nbgrader_config.py",
    }
    made |= {"source/02_topics/", "build/handout/instructor/02_topics.ipynb"}
    made |= {
        "FILE.problems.csv",
        "corrections.csv",
        "metadata.csv",
        "out.txt",
        "out.csv",
    }
    made |= {
        "notebooks/NN_name.ipynb",
        "student/",
        "instructor/",
        "exercises.csv",
    }
    missing = [
        name
        for name in names
        if name not in made
        and not (readme.parent / name).exists()
        and not (ROOT / name).exists()
        and not (readme.parent / "reference" / name).exists()
        and not (lexicon.FOLDER / name).exists()  # or one's own of that name
    ]
    assert missing == []


def test_lock_holds_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pinned = re.findall(r"^\S+==\S+", lock, re.MULTILINE)
    assert len(pinned) > 50
    assert lock.count("--hash=sha256:") >= len(pinned)
