"""What is locked, and what is packed: never an article."""

import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def run(*words, cwd):
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_requirement_is_locked():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + extras["test"] + extras["dev"]
    names = {re.match(r"[\w.-]+", line)[0] for line in wanted}
    assert len(names) > 10
    assert names <= locked


@pytest.mark.slow
def test_the_lock_is_what_the_readme_makes(tmp_path):
    pytest.importorskip("uv")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"^uv (pip compile .*)$", readme, re.MULTILINE)[1]
    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    run(sys.executable, "-m", "uv", *shlex.split(command), cwd=tmp_path)
    made = (tmp_path / "requirements.lock").read_text(encoding="utf-8")
    assert made == (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The wheel and the source package, made from what a checkout holds."""
    pytest.importorskip("uv")
    folder = tmp_path_factory.mktemp("packed")
    run(sys.executable, "-m", "uv", "build", "--out-dir", str(folder), cwd=ROOT)
    return folder


@pytest.mark.slow
def test_no_article_is_packed(packed):
    with zipfile.ZipFile(next(packed.glob("*.whl"))) as wheel:
        names = wheel.namelist()
    with tarfile.open(next(packed.glob("*.tar.gz"))) as source:
        names += [name.split("/", 1)[1] for name in source.getnames()]
    for name in (
        "french/lexicon.py",
        "french/words/families.csv",
        "exercises.csv",
        "answers.csv",
        "files/made_up.csv",
    ):
        assert f"multipolaire/{name}" in names, "in the wheel"
        assert f"analysis/multipolaire/{name}" in names, "in the source"
    assert [
        name for name in names if "corpus" in name or "notebooks" in name
    ] == []


@pytest.mark.slow
def test_a_wheel_finds_its_words_and_asks_for_a_corpus(packed, tmp_path):
    with zipfile.ZipFile(next(packed.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path)
    code = f"""if True:
        import sys
        sys.path = [{str(tmp_path)!r}] + [p for p in sys.path if p != {str(ROOT)!r}]
        import multipolaire
        assert multipolaire.__file__.startswith({str(tmp_path)!r}), multipolaire.__file__
        print(len(multipolaire.tokenize("L’ingérence d'hier")))
        try:
            multipolaire.load_articles()
        except Exception as error:
            print(type(error).__name__, error)"""
    said = run(sys.executable, "-I", "-c", code, cwd=tmp_path).splitlines()
    assert said[0] == "4", "l’, ingérence, d', hier"
    assert re.search(r"\bpath\b", said[1]), said[1]
