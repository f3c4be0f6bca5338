"""What a message advises to type installs the package into the Python that runs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from multipolaire.files import install as module
from multipolaire.files.install import install


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A checkout, and a Python that is not its own."""
    bin = tmp_path / "env" / "bin"
    bin.mkdir(parents=True)
    for name in ("python3", "python"):
        (bin / name).write_text("#!/bin/sh\n")
        (bin / name).chmod(0o755)
    monkeypatch.setattr(module, "ROOT", tmp_path / "checkout")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "env"))
    monkeypatch.setattr(sys, "executable", str(bin / "python3"))
    monkeypatch.setattr(module, "find_spec", lambda name: name == "pip")
    return tmp_path


def test_in_the_environment_of_run_py(here, monkeypatch):
    venv = here / "checkout" / ".venv"
    venv.mkdir(parents=True)
    (venv / "made-by-run-py.txt").touch()
    (here / "checkout" / "run.py").touch()
    assert install("x").endswith("python3 -m pip install x"), (
        "of another Python"
    )
    monkeypatch.setattr(sys, "prefix", str(venv))
    name = "py" if os.name == "nt" else "python3"
    assert install("x") == f"{name} run.py install x"


@pytest.mark.skipif(os.name == "nt", reason="a PATH of POSIX")
def test_in_an_environment_of_ones_own(here, monkeypatch):
    bin = here / "env" / "bin"
    monkeypatch.setenv("PATH", f"{bin}:/usr/bin")
    assert install("x") == "python3 -m pip install x"
    monkeypatch.setenv("PATH", f"/usr/bin:{bin}")  # another python3 comes first
    if Path("/usr/bin/python3").exists():
        assert install("x") == f"{bin}/python3 -m pip install x"
    monkeypatch.setenv("PATH", str(bin))
    monkeypatch.setattr(module, "find_spec", lambda name: None)  # made by uv
    assert install("x") == "uv pip install --python python3 x"
    monkeypatch.setenv("PATH", "")
    spaced = here / "my env" / "python3"
    monkeypatch.setattr(sys, "executable", str(spaced))
    assert install("x") == f'uv pip install --python "{spaced}" x'


@pytest.mark.slow
def test_the_command_that_is_advised_here_asks_pip():
    command = install("--no-index --no-deps no-such-package-here")
    if not shutil.which(command.split()[0].strip('"')):
        pytest.skip("an environment without pip, and no uv to be found")
    place = {"cwd": module.ROOT, "capture_output": True, "text": True}
    ran = subprocess.run(command, shell=True, **place)
    assert (
        "No matching distribution found for no-such-package-here" in ran.stderr
    )
