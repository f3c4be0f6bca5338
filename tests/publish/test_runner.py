"""Kernels run what the report says that ran, and end in one line whatever happens."""

import ast
import asyncio
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import matplotlib
import numpy as np
import packaging
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from multipolaire.publish import kernels
from multipolaire.publish import run as runner
from multipolaire.publish.run import NotebookError, dumps, run_all
from multipolaire.views.display import figure
from multipolaire.views.plots import plot_words

posix = pytest.mark.skipif(
    os.name == "nt", reason="signals and limits of POSIX"
)
HOSTILE = {
    "JUPYTER_PREFER_ENV_PATH": "0",
    "JUPYTER_DEFAULT_PROVISIONER_NAME": "of-somebody-else",
    "NO_COLOR": "1",
    "COLUMNS": "7",
    "TZ": "Pacific/Kiritimati",
    "LANG": "tr_TR.ISO-8859-9",
    "LC_ALL": "tr_TR.ISO-8859-9",
    "PYTHONWARNINGS": "error",
    "PYTHONOPTIMIZE": "2",
    "PYTHONHASHSEED": "7",
    "MULTIPOLAIRE_LIVE": "1",
    "OMP_NUM_THREADS": "3",
    "SOURCE_DATE_EPOCH": "1",
    "SOME_LIBRARY_OPTION": "1",  # any name: none is known to be harmless
}
OURS = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
}
KERNEL = '{"argv": ["python", "-c", "exit(9)"], "display_name": "x", "language": "x"}'


def write(path, *cells):
    path.write_text(
        dumps(new_notebook(cells=[*map(new_code_cell, cells)])), "utf-8"
    )
    return path


def test_nothing_of_the_users_own_steers_a_kernel(tmp_path, monkeypatch):
    foreign = tmp_path / "kernels" / "python3" / "kernel.json"
    startup = tmp_path / "profile_default" / "startup" / "0.py"
    for path, text in (
        (foreign, KERNEL),
        (startup, "raise SystemExit('a start-up file ran')"),
        (tmp_path / "colorsys.py", "raise ImportError('of the folder')"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    settings = HOSTILE | {
        "MATPLOTLIBRC": str(tmp_path),
        "IPYTHONDIR": str(tmp_path),
    }
    for name, value in (settings | {"JUPYTER_PATH": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    path = write(
        tmp_path / "07_x.ipynb",
        "import colorsys, os, sys, multipolaire\n"
        "print(sys.executable, multipolaire.__file__, sep='\\n')",
        f"print({{name: os.environ.get(name) for name in {sorted(settings)}}})",
        "import warnings; warnings.warn('for nobody'); print('for all')",
        "print('to stderr', file=sys.stderr)",
    )
    told = []
    (made,) = run_all([path], told.append)
    shown = [[output.text for output in cell.outputs] for cell in made.cells]
    package = str(runner.ROOT / "analysis" / "multipolaire" / "__init__.py")
    assert shown[0][0].splitlines() == [sys.executable, package]
    seen = ast.literal_eval(shown[1][0])
    ipythondir = seen.pop("IPYTHONDIR")
    assert seen == {name: OURS.get(name) for name in seen}
    assert ipythondir != str(tmp_path)
    assert shown[2:] == [["for all\n"], []]
    assert any(line.endswith("UserWarning: for nobody") for line in told)
    assert "07_x.ipynb: to stderr" in told


def test_the_users_matplotlibrc_changes_no_plot():
    frame = pd.DataFrame({"article_id": ["a"], "words": [3], "furniture": [1]})

    def drawn():
        words = {"alt": "Three words.", "data": frame, "caption": "The words"}
        return figure(plot_words(frame), **words).html

    plain = drawn()
    mine = {
        "font.family": "monospace",
        "axes.facecolor": "red",
        "savefig.dpi": 30,
    }
    mine |= {
        "savefig.facecolor": "red",
        "hatch.color": "red",
        "savefig.pad_inches": 2,
    }
    mine |= {"axes.formatter.use_locale": True, "axes.unicode_minus": False}
    mine |= {
        "path.sketch": (9, 9, 9),
        "xtick.direction": "in",
        "figure.dpi": 200,
    }
    with matplotlib.rc_context(mine):
        assert drawn() == plain


@pytest.mark.parametrize(
    "code, said",
    [
        ("exit(3)", "its kernel ended with exit code 3"),
        (
            "print('no space'); exit(1)",
            "its kernel ended with exit code 1: no space",
        ),
        pytest.param(
            "import os; os.kill(os.getpid(), 9)",
            "its kernel was ended by SIGKILL, as where memory runs out",
            marks=posix,
        ),
        pytest.param(
            "import os; os.kill(os.getpid(), 11)",
            "its kernel was ended by SIGSEGV",
            marks=posix,
        ),
    ],
)
def test_why_a_kernel_is_no_more(tmp_path, code, said):
    log = tmp_path / "log.txt"
    with log.open("wb") as file:
        process = subprocess.Popen([sys.executable, "-c", code], stdout=file)
    kernel = SimpleNamespace(provisioner=SimpleNamespace(process=process))
    assert asyncio.run(kernels.cause_of(kernel, log, RuntimeError())) == said


@posix
@pytest.mark.slow
def test_a_kernel_that_dies_is_one_line(tmp_path):
    path = write(
        tmp_path / "07_x.ipynb", "import os", "os.kill(os.getpid(), 9)"
    )
    code = f"""if True:
        from pathlib import Path
        from multipolaire.publish.run import run_all
        try:
            run_all([Path({str(path)!r})] * 2)
        except Exception as error:
            print(type(error).__name__, error)"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    where = "07_x.ipynb, code cell 2: its kernel was ended by SIGKILL"
    assert ran.stderr == ""
    assert ran.stdout == f"NotebookError {where}, as where memory runs out\n"


@pytest.mark.parametrize(
    "code, said",
    [
        ("x = 1\nraise MemoryError", "code cell 1, line 2: MemoryError:"),
        (
            "import json\n\njson.loads('{')",
            "code cell 1, line 3: JSONDecodeError: Exp",
        ),
    ],
)
@pytest.mark.slow
def test_the_line_is_that_of_the_cell(tmp_path, code, said):
    path = write(tmp_path / "07_x.ipynb", code)
    with pytest.raises(NotebookError, match=f"^07_x.ipynb, {said}"):
        run_all([path], lambda line: None)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_leaves_no_kernel(tmp_path, sign):
    started = tmp_path / "started"
    code = (
        f"import os, time; print(os.getpid(), file=open({str(started)!r}, 'a'))"
    )
    path = write(tmp_path / "07_x.ipynb", code, "time.sleep(99)")
    runs = "from pathlib import Path; from multipolaire.publish.run import run_all; "
    runs += f"run_all([Path({str(path)!r})] * 2)"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", runs], **pipes) as child:
        wait_for(
            lambda: started.is_file() and started.read_text().count("\n") == 2
        )
        child.send_signal(sign)
        said = child.communicate(timeout=30)[1]
    assert child.returncode == -signal.SIGINT
    assert said.splitlines()[-1] == "KeyboardInterrupt"
    for kernel in map(int, started.read_text().split()):
        with pytest.raises(ProcessLookupError):
            os.kill(kernel, 0)


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited for a minute"
        time.sleep(0.05)


@posix
def test_too_few_files_are_said_before_a_socket_aborts(monkeypatch):
    import resource

    limits, given = [(64, 64), (64, 4096), (4096, 4096)], []
    memory = (resource.RLIM_INFINITY,) * 2

    def limit(which):
        return memory if which == resource.RLIMIT_AS else limits[len(given)]

    monkeypatch.setattr(resource, "getrlimit", limit)
    monkeypatch.setattr(
        resource, "setrlimit", lambda _, limit: given.append(limit)
    )
    with pytest.raises(OSError, match="at most 64 files may be open at once"):
        runner._raise_limit()
    given.append("the first")
    runner._raise_limit()
    assert given == ["the first", (runner.HANDLES, 4096)]
    runner._raise_limit()
    assert len(given) == 2
    memory = (700_000_000, 700_000_000)
    with pytest.raises(OSError, match="at most 700,000,000 bytes of memory"):
        runner._raise_limit()


def test_every_package_that_the_code_imports_is_in_the_fingerprint():
    imported = set()
    for path in (runner.ROOT / "analysis").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [getattr(node, "module", None) or ""]
            names += (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            imported |= {name.partition(".")[0] for name in names}
    imported -= sys.stdlib_module_names | {"multipolaire", ""}
    assert {"pandas", "typst", "trafilatura"} <= imported
    known = {"sklearn": "scikit-learn", "docx": "python-docx", "yaml": "pyyaml"}
    found = runner.packages()
    names = {
        known.get(name, name).lower().replace("_", "-") for name in imported
    }
    assert names <= set(found)
    assert {"kiwisolver", "pillow", "contourpy", "jedi"} <= set(found), (
        "what they need"
    )
    assert found["numpy"] == np.__version__


def test_a_package_that_is_not_there_is_told_from_one_that_is(monkeypatch):
    monkeypatch.setattr(
        runner, "IMPORTED", ("trafilatura-of-tomorrow", "packaging")
    )
    assert runner.packages() == {
        "packaging": packaging.__version__,
        "trafilatura-of-tomorrow": None,
    }
