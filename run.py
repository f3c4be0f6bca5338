# /// script
# requires-python = ">=3.11"
# dependencies = []
# ///
"""Everything, from a fresh checkout, with nothing but Python 3.11 or later.

    python3 run.py report     execute the notebooks, render them to build/report/
    python3 run.py test       run the tests
    python3 run.py lab        open the notebooks in JupyterLab, the views interactive
                              (or those of a folder: run.py lab build/handout/student)
    python3 run.py handout    write the students' and the instructors' notebooks
    python3 run.py bundle     write one archive that installs without a network
    python3 run.py site       write the page that reads a pasted article (build/site/)
    python3 run.py store      execute the notebooks, store their outputs (maintainers)

    python3 run.py check my_corpus      what a corpus of your own holds, and all that
                                        is wrong with it; in the same way figures,
                                        quotes, keywords, kwic, keyness, collocates,
                                        dispersion, topics, fetch, convert and score
    python3 run.py install trafilatura  add a package, where a message advises it

report, lab and handout speak French with --lang fr, each into a folder of its own.
On Windows: py run.py report. What follows the command is passed on to it: try
"run.py report --help" or "run.py test -k quotes". The first run installs the packages
of requirements.lock into .venv, beside this file; later runs start at once.
"""

# Standard library only, and no syntax newer than Python 3.6: an old Python has to
# read this file to its end before it can print its one line.
import os
import sys

try:
    import argparse
    import errno
    import hashlib
    import importlib.util
    import json
    import re
    import shutil
    import signal
    import subprocess
    import time
    from pathlib import Path

    if os.name == "nt":
        import msvcrt
    else:
        import fcntl
except KeyboardInterrupt:
    sys.exit(os.write(2, b"\nrun.py: interrupted\n") and 130)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SITE = "Lib/site-packages" if os.name == "nt" else "lib/python*/site-packages"
SETTINGS = VENV / "share" / "jupyter" / "lab" / "settings"
STAMP, LOG = VENV / "made-by-run-py.txt", VENV / "set-up.log"
WHEELS = ROOT / "wheels"  # of a bundle: all that is installed, and its lock
PINS, KNOWN = VENV / "pins.txt", VENV / "known.json"
CORPUS = "MULTIPOLAIRE_CORPUS"
AGAIN = "then run the same command again"
QUIET = [  # JupyterLab asks the network for news and newer versions of itself
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
OF_PACKAGE = (
    "report handout bundle store check figures quotes keywords kwic keyness"
)
OF_PACKAGE += " collocates dispersion topics fetch convert site score"
COMMANDS = {  # -P: never a module that lies in the user's folder
    name: ["-P", "-m", "multipolaire", name] for name in OF_PACKAGE.split()
}
COMMANDS["test"] = ["-m", "pytest"]
COMMANDS["lab"] = ["-m", "jupyterlab", "--ServerApp.root_dir=notebooks", *QUIET]
COMMANDS["install"] = ["-m", "pip", "install", "--constraint", str(PINS)]
# An environment that cannot import these is not whole; and now they are compiled.
TRIAL = "import matplotlib.pyplot, nbconvert, nbval, pandas, simplemma, sklearn.manifold"


def main(arguments):
    """Set up what is missing, then hand over to the command; return its exit code."""
    command, *extra = arguments or [""]
    if sys.version_info < (3, 11):
        this = "this is Python {}.{}, it takes 3.11 or later".format(
            *sys.version_info
        )
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
        elif CORPUS in os.environ:  # what a user's own commands read
            variables[CORPUS] = os.environ[CORPUS]
        words = [str(PYTHON), *COMMANDS[command], *extra]
        if command == "lab":
            words, variables = lab(extra, variables)
        if command == "install":  # beside what is locked, never in its place
            PINS.write_text(
                "\n".join(re.findall(r"(?m)^\w.*?(?= \\$)", lock()))
            )
        if (
            os.name == "posix"
        ):  # nothing then stands between the command and signals
            become(words, variables)
        return hand_over(words, variables)
    except KeyboardInterrupt:
        stop(
            "interrupted; an unfinished set-up starts afresh in the next run",
            130,
        )
    except OSError as error:
        advice = "see to the network, the space or the rights"
        stop(f"cannot set up .venv: {error}; {advice}, {AGAIN}")


def hand_over(words, variables):
    """Run a command to its end; Ctrl-C is for the command, which answers it."""
    # A handler of Python's is not handed on: Ctrl-C is the command's. Were it to raise
    # here just as the command ends, its exit code would be lost.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with subprocess.Popen(words, env=variables) as child:
            return child.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def become(words, variables):
    """Hand over; Ctrl-C waits until the command, once started, listens to it."""
    listens = "multipolaire" in words
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT} if listens else ()
    )
    try:
        os.execve(words[0], words, variables)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
    copies = [
        str(PYTHON),
        "-P",
        "-m",
        "multipolaire",
        "lab",
        "--lang",
        chosen.lang,
    ]
    code = hand_over(copies, variables)
    if code:
        sys.exit(code)
    variables["MULTIPOLAIRE_LANG"] = chosen.lang
    settings = f"--LabApp.app_settings_dir={SETTINGS}-{chosen.lang}"
    root = f"--ServerApp.root_dir=build/lab-{chosen.lang}"
    words = [str(PYTHON), "-m", "jupyterlab", root, *QUIET]
    return [*words, settings, *extra], variables


def set_up():
    """Make .venv, unless it is there, whole, for this lock, Python and folder."""
    gone = damage() if is_ready() else None
    if is_ready() and not gone:
        return
    made_for = WHEELS / "python.txt"
    this = "{}.{}".format(*sys.version_info)
    if made_for.is_file() and read(made_for) != this:
        stop(f"this bundle is for Python {read(made_for)}, this is {this}")
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            debian = f"sudo apt install python3.{sys.version_info[1]}-venv"
            stop(
                f"this Python lacks {module!r}; add it (Debian: {debian}), {AGAIN}"
            )
    with open(str(ROOT / ".venv.lock"), "a+b") as file:
        while not locked(file):
            print("another run is setting up .venv: waiting for it", flush=True)
            time.sleep(3)
        gone = damage() if is_ready() else None
        if gone or not is_ready():  # the other run may have made it
            make_venv(gone)


def is_ready():
    return PYTHON.exists() and STAMP.is_file() and read(STAMP) == stamp()


def lock():
    place = WHEELS if WHEELS.is_dir() else ROOT
    return read(place / "requirements.lock")


def damage():
    """Return what .venv lost since it was made, a package or a file; else None.

    An import that fails hours later is of no use: each start looks at the size of
    every file that an installer has recorded (0.06 s), but for tests and caches.
    """
    known = (
        json.loads(read(KNOWN))
        if KNOWN.is_file()
        else {"packages": [], "odd": []}
    )
    names, lost = recorded()
    lost += [name for name in known["packages"] if name not in names]
    return next((name for name in lost if name not in known["odd"]), None)


def recorded():
    """Return the names of the packages in .venv, and files of theirs that are lost."""
    names, lost = [], []
    for path in VENV.glob(SITE):
        for record in path.glob("*.dist-info/RECORD"):
            names.append(record.parent.name.partition("-")[0])
            for line in read(record).splitlines():
                if ".pyc," in line or "/tests/" in line:
                    continue
                name, _, size = line.rsplit(",", 2)
                try:
                    there = os.stat(
                        os.path.join(str(path), name.strip('"'))
                    ).st_size
                except OSError:
                    there = None
                if there is None or size and there != int(size):
                    lost.append(name)
    return sorted(names), lost


def stamp():
    """Return what .venv is made from; .venv is made again when any of it differs."""
    made_from = hashlib.sha256(lock().encode()).hexdigest()
    place = ROOT / "analysis"  # where every kernel finds the package
    return f"whole: {made_from}, Python {' '.join(sys.version.split())}, in {place}\n"


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


def make_venv(gone=None):
    """Make .venv in four steps; its stamp says that it is whole only after the last.

    ``gone``: what is lost of the one that is there.
    """
    if VENV.is_dir() and any(VENV.iterdir()) and not STAMP.is_file():
        stop(f"{VENV} is not run.py's own; move it away or delete it, {AGAIN}")
    if gone:
        print(f".venv is damaged ({gone} is lost or cut short)", flush=True)
    source = "from wheels/" if WHEELS.is_dir() else "about 250 MB to download"
    print(f"setting up .venv, once; {source}", flush=True)
    VENV.mkdir(exist_ok=True)
    STAMP.write_text("unfinished\n")
    for child in VENV.iterdir():
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(str(child))
        elif child != STAMP:
            child.unlink()
    pins = re.split(r"\n(?=\w)", lock())
    for name, wanted in (("uv.lock", True), ("packages.lock", False)):
        chosen = [pin for pin in pins if pin.startswith("uv==") is wanted]
        (VENV / name).write_text("\n".join(chosen))

    python = getattr(sys, "_base_executable", None) or sys.executable
    install = ["pip", "install", "--require-hashes", "--no-deps"]
    if WHEELS.is_dir():
        install += ["--no-index", "--find-links", str(WHEELS)]
    install.append("-r")
    pip, uv = [PYTHON, "-m", *install], [PYTHON, "-m", "uv", *install]
    if (
        gone
    ):  # .venv and the cache of uv share files: that one may be cut short too
        uv.insert(3, "--no-cache")
    step("1/4 a Python environment", [python, "-m", "venv", VENV])
    site = next(VENV.glob(SITE))  # every kernel is to find the package
    (site / "multipolaire.pth").write_text(
        os.path.relpath(str(ROOT / "analysis"), str(site))
    )
    try:
        step("2/4 uv, which is fast", [*pip, "uv.lock", "--only-binary=:all:"])
        step("3/4 the packages", [*uv, "packages.lock"])
    except ChildProcessError as error:
        print(f"  {error}; so pip installs the packages", flush=True)
        step(
            "3/4 the packages, by pip", [*pip, "packages.lock", "--no-compile"]
        )
    for folder, spoken in ((SETTINGS, "default"), (f"{SETTINGS}-fr", "fr_FR")):
        settings = {  # no question at the start
            "@jupyterlab/apputils-extension:notification": {
                "fetchNews": "false"
            },
            "@jupyterlab/translation-extension:plugin": {"locale": spoken},
        }
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / "overrides.json").write_text(json.dumps(settings))
    step("4/4 a first start", [PYTHON, "-c", TRIAL])
    names, odd = recorded()
    KNOWN.write_text(
        json.dumps({"packages": names, "odd": odd}), encoding="utf-8"
    )
    STAMP.write_text(stamp(), encoding="utf-8")


def step(title, command):
    """Run one step, a dot every five seconds, what it says going to the log."""
    print("  " + title, end=" ", flush=True)
    words, started, code = [str(word) for word in command], time.time(), None
    with open(str(LOG), "wb") as log:
        io = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        place = {
            "cwd": str(VENV),
            "env": environment(),
            "close_fds": False,
        }  # the lock
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
            raise ConnectionError(
                f"the package registry is out of reach (see {LOG})"
            )
        errors = re.findall(r"(?i).*error.*", said) or [f"exit code {code}"]
        raise ChildProcessError(f"{errors[-1].strip()} (see {LOG})")


def environment():
    """Return what a command in .venv sees: none of the user's own Python settings."""
    path = str(PYTHON.parent) + os.pathsep + os.environ.get("PATH", os.defpath)
    own = {"PATH": path, "PIP_USER": "0", "UV_PYTHON_DOWNLOADS": "never"}
    own.update(PIP_DISABLE_PIP_VERSION_CHECK="1", JUPYTER_PREFER_ENV_PATH="1")
    folders = {
        "VIRTUAL_ENV": "",
        "IPYTHONDIR": "ipython",
        "MPLCONFIGDIR": "matplotlib",
    }
    own.update((name, str(VENV / folder)) for name, folder in folders.items())
    return {**clean(os.environ), **own}


def clean(variables):
    """Return the variables less those that would change a result, or slow it.

    PYTHONOPTIMIZE drops asserts, PYTHONPATH brings strangers in, and under
    PYTHONDONTWRITEBYTECODE every kernel compiles every package: twice the time.
    JUPYTER_PATH may hold another kernel of the name that the notebooks ask for.
    """
    dropped = ("PYTHON", "MPLBACKEND", "MULTIPOLAIRE_", "MATPLOTLIBRC")
    dropped += (
        "JUPYTER_PATH",
        "JUPYTER_DEFAULT_",
        "IPYTHON",
        "SOURCE_DATE_EPOCH",
    )
    kept = {
        name: v for name, v in variables.items() if not name.startswith(dropped)
    }
    one_thread = {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }  # same digits
    return {**kept, **one_thread, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
