"""Everything, from a fresh checkout, with nothing but Python 3.11 or later.

    python3 run.py report     execute the notebooks, render them to build/report/
    python3 run.py test       run the tests
    python3 run.py lab        open the notebooks in JupyterLab, the views interactive
                              (or those of a folder: run.py lab build/handout/student)
    python3 run.py handout    write the students' and the instructors' notebooks
    python3 run.py store      execute the notebooks, store their outputs (maintainers)

report, lab and handout speak French with --lang fr, each into a folder of its own.
On Windows: py run.py report. What follows the command is passed on to it: try
"run.py report --help" or "run.py test -k quotes". The first run installs the packages
of requirements.lock into .venv, beside this file; later runs start at once.
"""

# Standard library only, and no syntax newer than Python 3.6: an old Python has to
# read this file to its end before it can print its one line.
import argparse
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

if os.name == "nt":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SETTINGS = VENV / "share" / "jupyter" / "lab" / "settings"
STAMP, LOG = VENV / "made-by-run-py.txt", VENV / "set-up.log"
AGAIN = "then run the same command again"
QUIET = [  # JupyterLab asks the network for news and newer versions of itself
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
COMMANDS = {  # -P: never an "analysis" that lies in the user's folder
    "report": ["-P", "-m", "analysis", "report"],
    "test": ["-m", "pytest"],
    "lab": ["-m", "jupyterlab", "--ServerApp.root_dir=notebooks", *QUIET],
    "handout": ["-P", "-m", "analysis", "handout"],
    "store": ["-P", "-m", "analysis", "store"],
}
# An environment that cannot import these is not whole; and now they are compiled.
TRIAL = (
    "import matplotlib.pyplot, nbconvert, nbval, pandas, simplemma, sklearn.manifold"
)


def main(arguments):
    """Set up what is missing, then hand over to the command; return its exit code."""
    command, *extra = arguments or [""]
    if sys.version_info < (3, 11):
        this = "this is Python {}.{}, it takes 3.11 or later".format(*sys.version_info)
        stop(f"{this}; where one is installed: python3.11 run.py {command}")
    if command in ("", "-h", "--help"):
        print(__doc__.strip())
        return 0 if command else 2
    if command not in COMMANDS:
        stop(f"no command {command!r}; there are {', '.join(COMMANDS)}", 2)
    try:
        set_up()
        variables = environment()
        if command in ("test", "lab"):
            os.chdir(str(ROOT))
        words = [str(PYTHON), *COMMANDS[command], *extra]
        if command == "lab":
            words, variables = lab(extra, variables)
        if os.name == "posix":  # nothing then stands between the command and signals
            os.execve(words[0], words, variables)
        return subprocess.call(words, env=variables)
    except KeyboardInterrupt:
        stop("interrupted; an unfinished set-up starts afresh in the next run", 130)
    except OSError as error:
        advice = "see to the network, the space or the rights"
        stop(f"cannot set up .venv: {error}; {advice}, {AGAIN}")


def stop(line, code=1):
    print("\nrun.py: " + line, file=sys.stderr)
    sys.exit(code)


def lab(extra, variables):
    """Return what opens JupyterLab; in another language, over copies in build/."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--lang", default="en")
    chosen, extra = parser.parse_known_args(extra)
    variables = {**variables, "MULTIPOLAIRE_LIVE": "1"}
    if chosen.lang == "en":
        return [str(PYTHON), *COMMANDS["lab"], *extra], variables
    copies = [str(PYTHON), "-P", "-m", "analysis", "lab", "--lang", chosen.lang]
    code = subprocess.call(copies, env=variables)
    if code:
        sys.exit(code)
    variables["MULTIPOLAIRE_LANG"] = chosen.lang
    settings = f"--LabApp.app_settings_dir={SETTINGS}-{chosen.lang}"
    root = f"--ServerApp.root_dir=build/lab-{chosen.lang}"
    words = [str(PYTHON), "-m", "jupyterlab", root, *QUIET]
    return [*words, settings, *extra], variables


def set_up():
    """Make .venv, unless it is there, whole, for this lock, Python and folder."""
    if is_ready():
        return
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            debian = f"sudo apt install python3.{sys.version_info[1]}-venv"
            stop(f"this Python lacks {module!r}; add it (Debian: {debian}), {AGAIN}")
    with open(str(ROOT / ".venv.lock"), "a+b") as file:
        while not locked(file):
            print("another run is setting up .venv: waiting for it", flush=True)
            time.sleep(3)
        if not is_ready():  # the other run may have made it
            make_venv()


def is_ready():
    return PYTHON.exists() and STAMP.is_file() and read(STAMP) == stamp()


def stamp():
    """Return what .venv is made from; .venv is made again when any of it differs."""
    lock = hashlib.sha256(read(ROOT / "requirements.lock").encode()).hexdigest()
    return f"whole: {lock}, Python {' '.join(sys.version.split())}, in {ROOT}\n"


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def locked(file):
    """Try to lock the file; the system frees it however this run ends."""
    try:
        if os.name == "nt":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # An installer that outlives a killed run.py keeps the lock to its end.
            os.set_inheritable(file.fileno(), True)
    except OSError as error:  # a file system without locks must not stop anyone
        return error.errno not in (errno.EACCES, errno.EAGAIN)
    return True


def make_venv():
    """Make .venv in four steps; its stamp says that it is whole only after the last."""
    if VENV.is_dir() and any(VENV.iterdir()) and not STAMP.is_file():
        stop(f"{VENV} is not run.py's own; move it away or delete it, {AGAIN}")
    print("setting up .venv, once; about 200 MB to download", flush=True)
    VENV.mkdir(exist_ok=True)
    STAMP.write_text("unfinished\n")
    for child in VENV.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(str(child))
        elif child != STAMP:
            child.unlink()
    pins = re.split(r"\n(?=\w)", read(ROOT / "requirements.lock"))
    for name, wanted in (("uv.lock", True), ("packages.lock", False)):
        chosen = [pin for pin in pins if pin.startswith("uv==") is wanted]
        (VENV / name).write_text("\n".join(chosen))

    python = getattr(sys, "_base_executable", None) or sys.executable
    install = ["pip", "install", "--require-hashes", "--no-deps", "-r"]
    pip, uv = [PYTHON, "-m", *install], [PYTHON, "-m", "uv", *install]
    step("1/4 a Python environment", [python, "-m", "venv", VENV])
    site = next(VENV.glob("**/site-packages"))  # every kernel is to find the package
    (site / "multipolaire.pth").write_text(os.path.relpath(str(ROOT), str(site)))
    try:
        step("2/4 uv, which is fast", [*pip, "uv.lock", "--only-binary=:all:"])
        step("3/4 the packages", [*uv, "packages.lock"])
    except ChildProcessError as error:
        print(f"  {error}; so pip installs the packages", flush=True)
        step("3/4 the packages, by pip", [*pip, "packages.lock", "--no-compile"])
    for folder, spoken in ((SETTINGS, "default"), (f"{SETTINGS}-fr", "fr_FR")):
        settings = {  # no question at the start
            "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
            "@jupyterlab/translation-extension:plugin": {"locale": spoken},
        }
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / "overrides.json").write_text(json.dumps(settings))
    step("4/4 a first start", [PYTHON, "-c", TRIAL])
    STAMP.write_text(stamp(), encoding="utf-8")


def step(title, command):
    """Run one step, a dot every five seconds, what it says going to the log."""
    print("  " + title, end=" ", flush=True)
    words, started, code = [str(word) for word in command], time.time(), None
    with open(str(LOG), "wb") as log:
        io = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        place = {"cwd": str(VENV), "env": environment(), "close_fds": False}  # the lock
        child = subprocess.Popen(words, **io, **place)
        while code is None:
            try:
                code = child.wait(5)
            except subprocess.TimeoutExpired:
                print(".", end=" ", flush=True)
    print(f"({time.time() - started:.0f} s)", flush=True)
    if code:
        said = read(LOG)
        if "uv" not in words and re.search(r"(?i)retrying|connection", said):
            raise ConnectionError(f"the package registry is out of reach (see {LOG})")
        errors = re.findall(r"(?i).*error.*", said) or [f"exit code {code}"]
        raise ChildProcessError(f"{errors[-1].strip()} (see {LOG})")


def environment():
    """Return what a command in .venv sees: none of the user's own Python settings."""
    path = str(PYTHON.parent) + os.pathsep + os.environ.get("PATH", os.defpath)
    own = {"PATH": path, "PIP_USER": "0", "UV_PYTHON_DOWNLOADS": "never"}
    folders = {"VIRTUAL_ENV": "", "IPYTHONDIR": "ipython", "MPLCONFIGDIR": "matplotlib"}
    own.update((name, str(VENV / folder)) for name, folder in folders.items())
    return {**clean(os.environ), **own}


def clean(variables):
    """Return the variables less those that would change a result, or slow it.

    PYTHONOPTIMIZE drops asserts, PYTHONPATH brings strangers in, and under
    PYTHONDONTWRITEBYTECODE every kernel compiles every package: twice the time.
    """
    dropped = ("PYTHON", "MPLBACKEND", "MULTIPOLAIRE_")
    kept = {name: v for name, v in variables.items() if not name.startswith(dropped)}
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # same digits
    return {**kept, **one_thread, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
