"""A kernel of this environment, which nothing else steers, and how it ends."""

import os
import re
import signal
import sys
from contextlib import suppress
from pathlib import Path

from multipolaire.places import PACKAGE
from multipolaire.say import language

_ARGUMENTS = [
    "--log-level=ERROR",  # it warns of its own sockets
    "--HistoryManager.hist_file=:memory:",
    "--InteractiveShellApp.ignore_cwd=True",  # a pandas.py in notebooks/ is no pandas
]
_CODE = (  # without what the system has set up for IPython
    "from IPython.core import application as a;"
    "a.ENV_CONFIG_DIRS.clear(); a.SYSTEM_CONFIG_DIRS.clear();"
    "from ipykernel import kernelapp; kernelapp.launch_new_instance()"
)

_STARTED = ["-P", "-c", _CODE, "-f", "{connection_file}"]
_KEPT = re.compile(  # what a system needs to start a program and to find its libraries
    r"PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TEMP|TMP|VIRTUAL_ENV|CONDA_PREFIX"
    r"|(?:LD|DYLD|NIX)_\w+|MPLCONFIGDIR"  # in the last is a cache of fonts
    r"|SYSTEM(?:ROOT|DRIVE)|WINDIR|COMSPEC|PATHEXT|USERPROFILE|HOMEDRIVE|HOMEPATH"
    r"|(?:LOCAL)?APPDATA|PROGRAM(?:DATA|FILES)|PROCESSOR_\w+|NUMBER_OF_PROCESSORS"
)
_LOCAL = "local-provisioner"  # a process here, whatever the user's default


def kernel_of(folder: Path):
    """A kernel of this Python, whatever others are called ``python3``."""
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

    class Own(KernelSpecManager):
        def get_kernel_spec(self, kernel_name):
            return KernelSpec(
                argv=[sys.executable, *_STARTED],
                display_name="Python 3",
                language="python",
                metadata={"kernel_provisioner": {"provisioner_name": _LOCAL}},
            )

    connection = str(folder / "kernel.json")
    return AsyncKernelManager(
        kernel_spec_manager=Own(), connection_file=connection
    )


def _environment(folder: str) -> dict[str, str]:
    kept = {name: v for name, v in os.environ.items() if _KEPT.fullmatch(name)}
    here = [str(Path(sys.executable).parent), kept.get("PATH", os.defpath)]
    # as this process does
    sought = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    return kept | {
        "PATH": os.pathsep.join(here),
        "PYTHONPATH": os.pathsep.join(filter(None, sought)),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "IPYTHONDIR": folder,
        "MULTIPOLAIRE_LANG": language(),
        "TZ": "UTC",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",  # the same digits on any number of cores
        "OPENBLAS_NUM_THREADS": "1",
    }


async def start(kernel, log: Path, place: Path) -> None:
    with log.open("wb") as file:
        await kernel.start_kernel(
            extra_arguments=_ARGUMENTS,
            env=_environment(str(log.parent)),
            cwd=str(place),
            stdout=file,
            stderr=file,
        )


async def cause_of(kernel, log: Path, error: Exception) -> str:
    """Why a kernel is no more, in one line."""
    process = getattr(kernel.provisioner, "process", None)
    with suppress(Exception):
        process.wait(2)  # it may be about to end
    code = getattr(process, "returncode", None)
    if code is None:
        words = " ".join(str(error).split()) or "no more is known"
        return f"{type(error).__name__}: {words}"
    ended = f"its kernel ended with exit code {code}"
    if code < 0:
        ended = f"its kernel was ended by {signal.Signals(-code).name}"
        if -code == signal.SIGKILL:
            ended += ", as where memory runs out"
    last = one_line(log.read_text("utf-8", "replace"))
    return f"{ended}: {last}" if last else ended


async def end(kernel, client) -> None:
    """Leave no kernel behind, whatever state it is in."""
    with suppress(Exception):
        if client:
            client.stop_channels()
    with suppress(Exception):
        await kernel.shutdown_kernel(now=True)


def one_line(said: str) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in said.splitlines()]
    return next((line for line in reversed(lines) if line.strip(" :")), "")
