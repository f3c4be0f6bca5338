"""The one command that installs a package here, for a message that advises one."""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from multipolaire.places import ROOT


def install(package: str) -> str:
    """What to type to install a package for the Python that runs.

    In the ``.venv`` of ``run.py``, which nobody need activate, it is ``python3 run.py
    install PACKAGE``.  Elsewhere it is the ``pip`` of that Python, by its name alone
    where that finds it, so that no path of this machine stands in a table; or ``uv``
    in an environment that has no ``pip``.
    """
    if _is_of_run_py():
        launcher = "py" if os.name == "nt" else "python3"
        return f"{launcher} run.py install {package}"
    here, name = os.path.dirname(sys.executable), Path(sys.executable).stem
    found = os.path.abspath(shutil.which(name) or "")
    python = name if os.path.dirname(found) == here else sys.executable
    python = f'"{python}"' if " " in python else python
    if find_spec("pip"):
        return f"{python} -m pip install {package}"
    return f"uv pip install --python {python} {package}"


def lacks(
    library: str, error: object = "", use: str = "", package: str = ""
) -> str:
    """What was expected of a library that cannot be imported, and what to type.

    ``package`` is what brings it, where its name is another.  One that is there and
    fails is not advised again as if it were missing.
    """
    if find_spec(library) is None:
        return f"{library} installed{use}: {install(package or library)}"
    reason = " ".join(str(error).split())
    again = install(f"--force-reinstall {library}")
    return f"{library} to be imported{use}, which fails ({reason}): {again}"


def _is_of_run_py() -> bool:
    venv = ROOT / ".venv"
    signs = (venv / "made-by-run-py.txt", ROOT / "run.py")
    return all(map(Path.is_file, signs)) and venv.samefile(sys.prefix)
