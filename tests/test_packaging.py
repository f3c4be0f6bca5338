"""What is locked, and what is packed: never an article."""

import os
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
    wanted = project["dependencies"] + extras["lab"] + extras["report"]
    wanted += extras["formats"]
    wanted += extras["test"] + extras["dev"]
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
    own = "notebooks/06_your_own_corpus.ipynb"
    others = [
        name
        for name in names
        if "corpus/" in name or "notebooks/" in name or "articles/" in name
    ]
    assert sorted(others) == [f"multipolaire/{own}", own]
    with zipfile.ZipFile(next(packed.glob("*.whl"))) as wheel:
        shown = wheel.read(f"multipolaire/{own}").decode()
    for path in (ROOT / "corpus/articles").glob("*.txt"):
        assert path.stem not in shown


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
    assert "no corpus here" in said[1] and "MULTIPOLAIRE_CORPUS" in said[1]


CARD = {"jupyterlab", "pandas", "matplotlib", "scikit-learn", "nbval"}


def test_the_five_packages_are_declared_and_installed_by_what_the_readme_says():
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    names = {
        re.match(r"[\w.-]+", line)[0]
        for line in [*project["dependencies"], *extras["lab"]]
    }
    assert names >= CARD
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert '".[all]"' in readme and "lab" in extras["all"][0]


@pytest.fixture(scope="module")
def installed(packed, tmp_path_factory):
    """A fresh environment with the wheel and what a function needs, and no more."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "uv", "venv", "-q", str(folder / "env"), cwd=ROOT)
    python = next((folder / "env").glob("[Sb]*/python*"))
    wheel = str(next(packed.glob("*.whl")))
    to = (
        "--python",
        str(python),
        "--constraint",
        str(ROOT / "requirements.lock"),
    )
    pip = (sys.executable, "-m", "uv", "pip", "install", "-q", *to)
    run(*pip, wheel, cwd=folder)
    (folder / "empty").mkdir()
    return folder / "empty", python, (*pip, wheel)


def called(python, *words, cwd):
    words = [str(python), "-P", "-m", "multipolaire", *words]
    kept = ("PATH", "HOME", "SYSTEMROOT", "TEMP", "TMP")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    said = {"capture_output": True, "text": True, "encoding": "utf-8"}
    done = subprocess.run(words, cwd=cwd, env=env, **said)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
def test_the_core_alone_reads_a_corpus_and_says_what_a_report_needs(installed):
    folder, python, _ = installed
    (folder / "my").mkdir()
    said = "Les échanges ont atteint 3 milliards de dollars en 2023. « Oui », dit Jo."
    (folder / "my" / "a.txt").write_text(said, encoding="utf-8")
    code, out, _ = called(python, "check", "my", cwd=folder)
    assert code == 0 and "1 article" in out
    code, out, _ = called(python, "figures", "my", cwd=folder)
    assert code == 0 and "3 milliards de dollars" in out
    code, out, _ = called(python, "quotes", "my", cwd=folder)
    assert code == 0 and "Oui" in out
    for words in (["report", "--corpus", "my"], ["handout"]):
        code, out, error = called(python, *words, cwd=folder)
        assert (code, out) == (1, "") and len(error.splitlines()) == 1
        assert 'multipolaire[report]"' in error
    code, _, error = called(python, "check", cwd=folder)
    assert code == 1 and "no corpus here" in error


@pytest.mark.slow
def test_the_core_is_small(installed):
    _, python, _ = installed
    found = python.parents[1].rglob("*")
    files = [p for p in found if p.is_file() and p.suffix != ".pyc"]
    # pandas, scikit-learn and matplotlib, with what they need, are 310 of them.
    assert sum(path.stat().st_size for path in files) <= 390e6


@pytest.mark.slow
def test_a_report_and_handouts_come_from_the_wheel(installed):
    folder, python, install = installed
    run(*install[:-1], f"{install[-1]}[report]", cwd=folder)
    if not (folder / "my").exists():
        (folder / "my").mkdir()
        text = "Les échanges ont atteint 3 milliards de dollars en 2023."
        (folder / "my" / "a.txt").write_text(text, encoding="utf-8")
    words = ["report", "--corpus", "my", "--into", "mine"]
    code, out, error = called(python, *words, cwd=folder)
    assert code == 0, error
    assert (folder / "mine" / "report.pdf").is_file()
    code, out, error = called(python, "handout", cwd=folder)
    assert code == 0, error
    made = sorted(path.name for path in folder.rglob("06*.ipynb"))
    assert made == ["06_your_own_corpus.ipynb"] * 2
    code, out, error = called(python, "report", cwd=folder)
    assert code == 1 and "--corpus" in error and len(error.splitlines()) == 1
