"""Build a site of the notebooks that runs in the browser, on made-up articles.

    python docs/lite.py RUNTIME build/lite

RUNTIME is the folder of an unpacked Pyodide distribution, which is then served from
the same place, or its address.  Of a folder that holds the core alone (npm's
``pyodide``), the pure packages that the kernel needs are taken from PyPI, in the
versions of its lock; then ``multipolaire.french`` runs, and what needs pandas does not.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KERNEL = "ipython", "jedi", "micropip"  # and what these need
BESIDE = "simplemma babel ipywidgets widgetsnbextension jupyterlab_widgets comm"
BESIDE += " ipython_pygments_lexers"
FIRST = """\
# Read a sentence, choose a word

%pip install -q multipolaire ipywidgets --no-deps

from multipolaire.french import figures_in, quotes_in
text = "« Nous avons vendu pour 3,4 milliards d’euros en 2023 », a dit Jeanne Martin."
[(one.quote, str(one.value), one.unit) for one in figures_in(text)]

[(one.quote, one.speaker) for one in quotes_in(text)]

import ipywidgets
ipywidgets.IntSlider(description="a widget")
"""


def build(runtime: str, into: str = "build/lite") -> None:
    """Gather notebooks, wheels and runtime in a folder, and build the site of it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        for name in ("files", "pypi", "static"):
            (source / name).mkdir()
        _notebooks(source / "files")
        run(
            "-m", "pip", "wheel", "-q", "--no-deps", "-w", source / "pypi", ROOT
        )
        run(*FETCH, "-d", source / "pypi", *BESIDE.split())
        kernel = {"disablePyPIFallback": True}
        if "://" in runtime:
            kernel["pyodideUrl"] = runtime.rstrip("/") + "/pyodide.mjs"
        else:
            shutil.copytree(runtime, source / "static/pyodide")
            _complete(source / "static/pyodide")
        name = "@jupyterlite/pyodide-kernel-extension:kernel"
        settings = {
            "litePluginSettings": {name: kernel},
            "appName": "multipolaire",
        }
        settings = {
            "jupyter-lite-schema-version": 0,
            "jupyter-config-data": settings,
        }
        (source / "jupyter-lite.json").write_text(json.dumps(settings))
        words = ["--lite-dir", source, "--contents", source / "files"]
        words += ["--output-dir", Path(into).resolve(), "--no-sourcemaps"]
        run(
            "-m",
            "jupyterlite_core",
            "build",
            *words,
            "--apps",
            "lab",
            cwd=source,
        )


FETCH = "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"


def run(*words, cwd=None) -> None:
    subprocess.run([sys.executable, *map(str, words)], check=True, cwd=cwd)


def _notebooks(into: Path) -> None:
    """The first, of a few cells, and the students' edition of 06."""
    title, *cells = FIRST.strip().split("\n\n")
    made = [{"cell_type": "markdown", "metadata": {}, "source": title}]
    made += map(_cell, cells)
    book = json.loads(
        (ROOT / "notebooks/06_your_own_corpus.ipynb").read_text("utf-8")
    )
    own = [_cell("%pip install -q multipolaire ipywidgets")]
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        own.append(cell)
    spec = {
        "name": "python",
        "display_name": "Python (Pyodide)",
        "language": "python",
    }
    for name, held in (("00_start", made), ("06_your_own_corpus", own)):
        whole = {"cells": held, "metadata": {"kernelspec": spec}}
        whole |= {"nbformat": 4, "nbformat_minor": 4}
        for cell in held:
            cell.pop("id", None)
        (into / f"{name}.ipynb").write_text(json.dumps(whole), "utf-8")


def _cell(source: str) -> dict:
    made = {"cell_type": "code", "metadata": {}, "source": source}
    return made | {"outputs": [], "execution_count": None}


def _complete(runtime: Path) -> None:
    """Pure packages that are not there, of PyPI, their digests written anew."""
    file = runtime / "pyodide-lock.json"
    lock = json.loads(file.read_text("utf-8"))
    known = {_plain(name): held for name, held in lock["packages"].items()}
    seen, asked = set(), [*KERNEL]
    while asked:
        if (name := _plain(asked.pop())) in seen:
            continue
        seen.add(name)
        held = known[name]
        asked += held["depends"]
        if not (runtime / held["file_name"]).exists():
            run(*FETCH, "-d", runtime, f"{name}=={held['version']}")
            wheel = runtime / held["file_name"]
            held["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    file.write_text(json.dumps(lock), "utf-8")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    build(*sys.argv[1:])
