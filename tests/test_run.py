"""run.py: what it says, what it makes, and how it recovers."""

import ast
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:aa
uv==1.2.3 \\
    --hash=sha256:bb
wcwidth==0.9.4 \\
    --hash=sha256:cc
"""
UNREACHABLE = {  # port 9 answers nobody; no other place to find packages
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_RETRIES": "1",
}


@pytest.fixture
def run(tmp_path):
    """run.py, loaded from a checkout of its own."""
    shutil.copy(ROOT / "run.py", tmp_path)
    (tmp_path / "requirements.lock").write_text(LOCK, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(
        "run_copy", tmp_path / "run.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def steps(run, monkeypatch):
    """The commands that the set-up gives, carried out by nobody."""
    given = []

    def step(title, command):
        given.append([str(word) for word in command])
        if "venv" in command:
            (run.VENV / "lib/python3.11/site-packages").mkdir(parents=True)
            run.PYTHON.parent.mkdir()
            run.PYTHON.write_text("")

    monkeypatch.setattr(run, "step", step)
    return given


@pytest.fixture
def handed(run, monkeypatch):
    """What would be handed over: (command, environment)."""
    given = []
    monkeypatch.chdir(
        run.ROOT.parent
    )  # and back: a command may change the folder
    monkeypatch.setattr(run.os, "execve", lambda path, words, env: None)
    monkeypatch.setattr(
        run, "hand_over", lambda words, env: given.append((words, env)) or 7
    )
    return given


def said(capsys):
    return capsys.readouterr().err.strip()


def fails(run, capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        run.main(list(arguments))
    line = said(capsys)
    assert "\n" not in line, "one line"
    assert line.startswith("run.py: ")
    return stop.value.code, line


def test_an_old_python_can_read_the_file_to_its_end():
    source = (ROOT / "run.py").read_text(encoding="utf-8")
    with pytest.raises(SyntaxError):
        ast.parse("(n := 1)", feature_version=(3, 6))
    ast.parse(source, feature_version=(3, 6))


def test_nothing_but_the_standard_library_is_imported():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {
        name.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    }
    assert "subprocess" in names
    assert names <= sys.stdlib_module_names


def test_an_old_python_is_told_what_to_run(run, capsys, monkeypatch):
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    code, line = fails(run, capsys, "report")
    assert code == 1
    assert "Python 3.9" in line
    assert "python3.11 run.py report" in line


def test_help_names_every_command(run, capsys):
    assert run.main(["--help"]) == 0
    text = capsys.readouterr().out
    assert [
        name for name in run.COMMANDS if not re.search(rf"\b{name}\b", text)
    ] == []
    assert run.main([]) == 2


def test_an_unknown_command_is_answered_with_the_known_ones(run, capsys):
    assert fails(run, capsys, "tset") == (
        2,
        "run.py: no command 'tset'; there are report, handout, bundle, store, check, "
        "figures, quotes, keywords, kwic, keyness, collocates, dispersion, topics, fetch, "
        "convert, site, score, test, lab, install",
    )


def test_a_missing_venv_module_is_named(run, capsys, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        run.importlib.util,
        "find_spec",
        lambda name: None if name == "ensurepip" else found(name),
    )
    code, line = fails(run, capsys, "test")
    assert code == 1
    assert f"apt install python3.{sys.version_info[1]}-venv" in line
    assert not run.VENV.exists()


def test_uv_and_the_packages_come_from_the_one_lock(run, steps):
    run.set_up()
    assert [command[2:4] for command in steps] == [
        ["venv", str(run.VENV)],
        ["pip", "install"],
        ["uv", "pip"],
        [run.TRIAL],
    ]
    uv, rest = LOCK[LOCK.index("uv==") : LOCK.index("wcw")], LOCK.index("uv==")
    assert (run.VENV / "uv.lock").read_text() == uv.strip()
    packages = (run.VENV / "packages.lock").read_text()
    assert packages == LOCK[:rest] + LOCK[LOCK.index("wcw") :]
    for command in steps[1:3]:
        assert {"--require-hashes", "--no-deps"} <= set(command)


def test_a_bundle_installs_from_its_wheels_and_asks_no_network(run, steps):
    run.WHEELS.mkdir()
    (run.WHEELS / "requirements.lock").write_text("uv==9\na==1\n")
    python = run.WHEELS / "python.txt"
    python.write_text("{}.{}".format(*sys.version_info))
    run.set_up()
    for words in steps[1:3]:
        at = words.index("--find-links")
        assert words[at - 1] == "--no-index"
        assert words[at + 1] == str(run.WHEELS)
    assert run.read(run.VENV / "packages.lock").strip() == "a==1"


def test_a_bundle_for_another_python_is_one_line(run, capsys):
    run.WHEELS.mkdir()
    (run.WHEELS / "requirements.lock").write_text("a==1\n")
    (run.WHEELS / "python.txt").write_text("3.99")
    _, line = fails(run, capsys, "test")
    assert "this bundle is for Python 3.99, this is 3." in line


def test_pip_installs_where_uv_does_not(run, steps, monkeypatch, capsys):
    recorded = run.step

    def step(title, command):
        recorded(title, command)
        if "uv" in command:
            raise ChildProcessError("no uv here")

    monkeypatch.setattr(run, "step", step)
    run.set_up()
    assert steps[3][2:4] == ["pip", "install"]
    assert "packages.lock" in steps[3]
    assert "no uv here; so pip installs" in capsys.readouterr().out
    assert run.is_ready()


def test_the_kernels_find_the_checkout(run, steps):
    run.set_up()
    site = run.VENV / "lib/python3.11/site-packages"
    line = (site / "multipolaire.pth").read_text()
    assert (site / line).resolve() == run.ROOT / "analysis"
    assert line.isascii()


def test_a_second_run_installs_nothing(run, steps):
    run.set_up()
    first = len(steps)
    run.set_up()
    assert len(steps) == first == 4


@pytest.mark.parametrize(
    "change", ["lock", "python", "checkout", "interpreter"]
)
def test_what_the_environment_is_made_from_makes_it_anew(
    run, steps, monkeypatch, change
):
    run.set_up()
    if change == "lock":
        with open(
            run.ROOT / "requirements.lock", "a", encoding="utf-8"
        ) as file:
            file.write("zzz==1\n")
    elif change == "python":
        monkeypatch.setattr(run.sys, "version", "3.12.0 (another)")
    elif change == "checkout":  # .venv was copied here
        text = run.STAMP.read_text(encoding="utf-8")
        there = text.replace(str(run.ROOT), "/somewhere/else")
        run.STAMP.write_text(there, encoding="utf-8")
    else:  # the Python that it was made with is gone
        run.PYTHON.unlink()
    left_over = run.VENV / "lib/left_over"
    left_over.mkdir()
    run.set_up()
    assert len(steps) == 8
    assert not left_over.exists()
    assert run.is_ready()


def test_line_ends_of_the_lock_do_not_matter(run):
    before = run.stamp()
    (run.ROOT / "requirements.lock").write_bytes(
        LOCK.replace("\n", "\r\n").encode()
    )
    assert run.stamp() == before


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_an_interrupted_set_up_is_taken_up_by_the_next_run(
    run, steps, handed, monkeypatch, capsys, at
):
    recorded = run.step

    def interrupted(title, command):
        recorded(title, command)
        if len(steps) == at + 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(run, "step", interrupted)
    code, line = fails(run, capsys, "test")
    assert code == 130
    assert "the next run" in line
    assert not run.is_ready()
    monkeypatch.setattr(run, "step", recorded)
    assert run.main(["test"]) == 7
    assert run.is_ready()


def test_an_environment_of_someone_else_is_left_alone(run, steps, capsys):
    run.VENV.mkdir()
    kept = run.VENV / "pyvenv.cfg"
    kept.write_text("home = /usr/bin")
    code, line = fails(run, capsys, "test")
    assert code == 1
    assert "move it away or delete it" in line
    assert kept.read_text() == "home = /usr/bin"
    assert steps == []


def test_a_folder_that_cannot_be_written_is_one_line(run, capsys):
    (run.ROOT / ".venv.lock").mkdir()  # root may write everywhere, but not this
    code, line = fails(run, capsys, "report")
    assert code == 1
    assert ".venv.lock" in line
    assert "then run the same command again" in line


def test_what_is_handed_over(run, steps, handed, monkeypatch):
    for name in ("PYTHONOPTIMIZE", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PYTHONHASHSEED", "3")
    monkeypatch.setenv("MULTIPOLAIRE_LIVE", "1")
    assert run.main(["report", "--into", "x"]) == 7
    words, env = handed[-1]
    assert words == [
        str(run.PYTHON),
        "-P",
        "-m",
        "multipolaire",
        "report",
        "--into",
        "x",
    ]
    python = {
        name: text for name, text in env.items() if name.startswith("PYTHON")
    }
    assert python == {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    assert env["PATH"].split(os.pathsep)[0] == str(run.PYTHON.parent)
    assert "MULTIPOLAIRE_LIVE" not in env
    assert Path.cwd() == run.ROOT.parent, (
        "the user's relative paths stay the user's"
    )


@pytest.mark.parametrize(
    "command", ["check", "figures", "quotes", "topics", "fetch"]
)
def test_the_packages_own_commands_are_passed_through(
    run, steps, handed, command
):
    assert run.main([command, "my_corpus", "--to", "t.csv"]) == 7
    words = handed[-1][0]
    assert words[:5] == [str(run.PYTHON), "-P", "-m", "multipolaire", command]
    assert words[5:] == ["my_corpus", "--to", "t.csv"]
    assert Path.cwd() == run.ROOT.parent


def test_a_package_is_installed_beside_what_is_locked(run, steps, handed):
    assert run.main(["install", "trafilatura"]) == 7
    assert handed[-1][0][1:4] == ["-m", "pip", "install"]
    assert handed[-1][0][-1] == "trafilatura"
    pins = Path(handed[-1][0][-2]).read_text("utf-8").splitlines()
    assert pins == [
        "colorama==0.4.6 ; sys_platform == 'win32'",
        "uv==1.2.3",
        "wcwidth==0.9.4",
    ]


def test_no_setting_of_the_users_own_is_handed_over(
    run, steps, handed, monkeypatch
):
    dropped = (
        "MATPLOTLIBRC",
        "JUPYTER_PATH",
        "JUPYTER_DEFAULT_PROVISIONER_NAME",
    )
    for name in (
        *dropped,
        "PYTHONWARNINGS",
        "PYTHONSTARTUP",
        "SOURCE_DATE_EPOCH",
    ):
        monkeypatch.setenv(name, "/of/mine")
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    run.main(["lab"])
    env = handed[-1][1]
    assert [name for name, value in env.items() if value == "/of/mine"] == []
    assert env["JUPYTER_PREFER_ENV_PATH"] == "1"


def installed(run, name="pandas-3.0.1", **files):
    """A package as an installer leaves it: its files, and their sizes in RECORD."""
    site = run.VENV / "lib/python3.11/site-packages"
    lines = [f"{name}.dist-info/RECORD,,"]
    for path, text in {"pandas/core.py": "one = 1", **files}.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
        lines.append(f"{path},sha256=x,{len(text)}")
    (site / f"{name}.dist-info").mkdir()
    (site / f"{name}.dist-info" / "RECORD").write_text("\n".join(lines) + "\n")
    return site


@pytest.fixture
def whole(run, steps, monkeypatch):
    """A .venv with a package in it, whole."""
    recorded = run.step

    def step(title, command):
        recorded(title, command)
        if "packages.lock" in command:
            installed(run)

    monkeypatch.setattr(run, "step", step)
    run.set_up()
    assert len(steps) == 4 and run.damage() is None
    return run.VENV / "lib/python3.11/site-packages"


@pytest.mark.parametrize(
    "harm",
    [
        lambda site: (site / "pandas/core.py").unlink(),
        lambda site: (site / "pandas/core.py").write_text(""),
        lambda site: (site / "pandas/core.py").write_text("one"),
        lambda site: shutil.rmtree(site / "pandas"),
        lambda site: shutil.rmtree(site / "pandas-3.0.1.dist-info"),
    ],
)
def test_a_damaged_environment_mends_itself(run, steps, whole, capsys, harm):
    harm(whole)
    run.set_up()
    assert len(steps) == 8, "made anew"
    assert "--no-cache" in steps[6], "the cache of uv may be what was cut short"
    assert "--no-cache" not in steps[2]
    assert ".venv is damaged (pandas" in capsys.readouterr().out
    run.set_up()
    assert len(steps) == 8


def test_what_the_user_adds_is_no_damage(run, steps, whole):
    installed(run, "trafilatura-2.1", **{"trafilatura/core.py": "two = 2"})
    (whole / "pandas/__pycache__").mkdir()
    (whole / "pandas-3.0.1.dist-info").rename(whole / "pandas-3.0.2.dist-info")
    record = whole / "pandas-3.0.2.dist-info" / "RECORD"
    record.write_text(
        "pandas-3.0.2.dist-info/RECORD,,\npandas/core.py,sha256=x,7\n"
    )
    run.set_up()
    assert len(steps) == 4


def test_what_an_installer_never_laid_down_is_no_damage(
    run, steps, monkeypatch
):
    recorded = run.step

    def step(title, command):
        recorded(title, command)
        if "packages.lock" in command:
            (
                installed(run) / "pandas/core.py"
            ).unlink()  # by a virus scanner, say

    monkeypatch.setattr(run, "step", step)
    run.set_up()
    run.set_up()
    assert len(steps) == 4


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_is_for_the_command_that_runs(run):
    started = run.ROOT / "started"
    child = f"""if True:
        import time
        try:
            open({str(started)!r}, "w").close(); time.sleep(60)
        except KeyboardInterrupt:
            raise SystemExit(130)"""
    code = f"""if True:
        import sys; sys.path.insert(0, {str(run.ROOT)!r})
        import os, run
        words = [sys.executable, "-S", "-c", {child!r}]
        sys.exit(run.hand_over(words, dict(os.environ)))"""
    pipes = {"stderr": subprocess.PIPE, "start_new_session": True}
    with subprocess.Popen([sys.executable, "-S", "-c", code], **pipes) as ran:
        wait_for(started.exists)
        os.killpg(ran.pid, signal.SIGINT)
        assert ran.communicate()[1] == b""
    assert ran.returncode == 130


def test_lab_is_live_and_tests_run_in_the_checkout(run, steps, handed):
    run.main(["lab"])
    assert handed[-1][1]["MULTIPOLAIRE_LIVE"] == "1"
    assert Path.cwd() == run.ROOT


def test_lab_in_french_opens_copies(run, steps, handed, monkeypatch):
    monkeypatch.setattr(
        run, "hand_over", lambda words, env: handed.append((words, env)) or 0
    )
    run.main(["lab", "--port", "9", "--lang", "fr"])
    (copying, _), (words, env) = handed
    assert copying[1:] == ["-P", "-m", "multipolaire", "lab", "--lang", "fr"]
    assert words[1:4] == [
        "-m",
        "jupyterlab",
        "--ServerApp.root_dir=build/lab-fr",
    ]
    assert words[-2:] == ["--port", "9"]
    assert env["MULTIPOLAIRE_LANG"] == "fr" and env["MULTIPOLAIRE_LIVE"] == "1"
    (told,) = [word for word in words if "app_settings_dir" in word]
    settings = Path(told.partition("=")[2]) / "overrides.json"
    spoken = json.loads(settings.read_text())[
        "@jupyterlab/translation-extension:plugin"
    ]
    assert spoken == {"locale": "fr_FR"}

    monkeypatch.setattr(run, "hand_over", lambda words, env: 2)
    with pytest.raises(SystemExit) as caught:
        run.main(["lab", "--lang", "xx"])
    assert caught.value.code == 2


@pytest.mark.skipif(os.name == "nt", reason="no program is replaced there")
def test_ctrl_c_before_the_command_listens_is_one_line(run):
    """It falls while Python starts for the command, and is heard once it has."""
    code = f"""if True:
        import os, sys; sys.path.insert(0, {str(run.ROOT)!r})
        import run, signal
        execve = os.execve
        def late(*what):
            os.kill(os.getpid(), signal.SIGINT)
            execve(*what)
        run.os.execve = late
        words = [sys.executable, "-P", "-m", "multipolaire", "check"]
        run.become(words, {{**os.environ, "PYTHONPATH": {str(ROOT / "analysis")!r}}})"""
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    said = "multipolaire: interrupted; what was there is as it was\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", said)


def test_a_second_run_waits_for_the_first(run, steps, monkeypatch, capsys):
    answers = iter([False, True])
    monkeypatch.setattr(run, "locked", lambda file: next(answers))

    def first_run_ends(seconds):
        run.make_venv()

    monkeypatch.setattr(run.time, "sleep", first_run_ends)
    run.set_up()
    assert "another run is setting up .venv" in capsys.readouterr().out
    assert len(steps) == 4, "set up once, by the first"


@pytest.mark.skipif(
    os.name == "nt", reason="Windows frees it with run.py itself"
)
def test_an_installer_that_outlives_a_killed_run_keeps_the_lock(run):
    run.VENV.mkdir()
    path = run.ROOT / ".venv.lock"
    code = f"""if True:
        import sys; sys.path.insert(0, {str(run.ROOT)!r})
        import run
        file = open({str(path)!r}, "a+b")
        assert run.locked(file)
        run.step("an installer", [sys.executable, "-c", {INSTALLER!r}])"""
    with open(path, "a+b") as file:
        killed = subprocess.Popen([sys.executable, "-c", code], cwd=run.ROOT)
        wait_for((run.VENV / "started").exists)
        killed.kill()
        killed.wait()
        assert not run.locked(file), "the installer is still writing"
        (run.VENV / "go").touch()
        wait_for(lambda: run.locked(file))
        assert (run.VENV / "ended").exists()


INSTALLER = """
import os, time
open("started", "w").close()
while not os.path.exists("go"):
    time.sleep(0.02)
open("ended", "w").close()
"""


def wait_for(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "waited for 20 seconds"
        time.sleep(0.02)


def test_a_step_that_fails_gives_its_reason(run):
    run.VENV.mkdir()
    talk = "print('fetching'); print('ERROR: no space left'); print('bye'); exit(3)"
    with pytest.raises(
        ChildProcessError, match=r"^ERROR: no space left \(see .*log"
    ):
        run.step("a step", [sys.executable, "-c", talk])
    with pytest.raises(ChildProcessError, match="exit code 3"):
        run.step("a step", [sys.executable, "-c", "exit(3)"])
    assert (
        run.step("a step", [sys.executable, "-c", "print('Retrying')"]) is None
    )


def test_a_registry_out_of_reach_is_said_so(run):
    run.VENV.mkdir()
    talk = "print('Retrying (Retry(total=0)) after connection broken'); exit(1)"
    with pytest.raises(ConnectionError, match="registry is out of reach"):
        run.step("pip", [sys.executable, "-c", talk])


def test_the_lock_holds_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index" not in lock
    pins = [pin.split() for pin in lock.strip().split("\n") if "==" in pin]
    names = {pin[0].split("==")[0] for pin in pins}
    assert {"jupyterlab", "pandas", "pytest", "ruff", "uv"} <= names
    assert len(names) == len(pins), "one version of a package for every system"
    assert lock.count("--hash=sha256:") >= len(pins)


@pytest.mark.slow
def test_an_unreachable_registry_then_a_whole_set_up(tmp_path):
    """The real thing: it fails in one line, and the next run makes all of it."""
    for name in ("run.py", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    main = tmp_path / "analysis" / "multipolaire" / "__main__.py"
    main.parent.mkdir(parents=True)
    main.write_text("import sys, pandas; print(sys.argv[1:], pandas.__name__)")
    command = [
        sys.executable,
        str(tmp_path / "run.py"),
        "report",
        "--into",
        "x",
    ]

    def run(**variables):
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables}
        return subprocess.run(
            command,
            env=env,
            cwd=tmp_path.parent,
            capture_output=True,
            text=True,
        )

    failed = run(**UNREACHABLE)
    assert failed.returncode == 1
    assert len(failed.stderr.strip().splitlines()) == 1
    assert "the package registry is out of reach" in failed.stderr

    whole = run()
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert whole.stdout.endswith("['report', '--into', 'x'] pandas\n")
    assert "4/4" in whole.stdout
    assert list(tmp_path.glob(".venv/**/pandas/__pycache__/*.pyc")), "compiled"

    started = time.monotonic()
    again = run()
    assert again.stdout == "['report', '--into', 'x'] pandas\n"
    assert time.monotonic() - started < 15
