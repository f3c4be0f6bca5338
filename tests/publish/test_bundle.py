"""One archive for a machine without a network: what is in it, and what is refused."""

import re
import zipfile

import pytest

from multipolaire.places import ROOT
from multipolaire.publish import bundle


@pytest.fixture
def pip(monkeypatch):
    """Downloads the names that are asked for, each as a wheel; tells what was said."""
    said = []

    def run(word, *words):
        said.append([word, *map(str, words)])
        words = [*map(str, words)]
        into = words[words.index("-d" if word == "download" else "-w") + 1]
        if word == "wheel":
            return _touch(into, "docopt-0.6.2-py2.py3-none-any.whl")
        lock = bundle.Path(words[words.index("-r") + 1]).read_text()
        for name, version in re.findall(r"(?m)^([\w.-]+)==(\S+)", lock):
            whole = f"{name.replace('-', '_')}-{version}"
            ends = ".tar.gz" if name == "docopt" else "-py3-none-any.whl"
            _touch(into, whole + ends)

    monkeypatch.setattr(bundle, "_pip", run)
    return said


def _touch(folder, name):
    bundle.Path(folder, name).write_bytes(name.encode())


@pytest.mark.parametrize(
    "platform, there, other",
    [
        ("windows", {"colorama", "pywinpty"}, {"pexpect", "appnope"}),
        ("mac-arm", {"pexpect", "appnope"}, {"colorama", "pywinpty"}),
        ("linux", {"pexpect"}, {"colorama", "pywinpty", "appnope"}),
    ],
)
def test_it_holds_the_checkout_and_the_wheels_of_that_platform(
    pip, tmp_path, platform, there, other
):
    lines = []
    made = bundle.write_bundle(tmp_path, platform, "3.12", lines.append)
    assert made.name in lines[0] and [*tmp_path.iterdir()] == [made]
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        lock = archive.read("multipolaire/wheels/requirements.lock").decode()
        python = archive.read("multipolaire/wheels/python.txt")
    pinned = set(re.findall(r"(?m)^([\w-]+)==", lock))
    assert python == b"3.12"
    assert there <= pinned and not pinned & other
    assert {"multipolaire/run.py", "multipolaire/notebooks/00_tour.ipynb"} < {
        *names
    }
    assert not [n for n in names if "/.git" in n or n.endswith(".tar.gz")]
    # one hash a wheel, that of the file, also of the one that was built here
    wheels = [n for n in names if n.endswith(".whl")]
    assert len(re.findall("--hash", lock)) == len(wheels) == len(pinned)
    built = bundle.sha256(b"docopt-0.6.2-py2.py3-none-any.whl")
    assert f"docopt==0.6.2 \\\n    --hash=sha256:{built}" in lock


def test_the_hashes_of_the_lock_are_asked_for(pip, tmp_path):
    bundle.write_bundle(tmp_path, "linux", "3.11", print)
    (asked,) = [words for words in pip if words[0] == "download"]
    assert "--require-hashes" in asked and "--no-deps" in asked
    alone = asked[asked.index("--only-binary") + 1].split(",")
    assert "numpy" in alone and "docopt" not in alone


@pytest.mark.parametrize(
    "platform, python, told",
    [
        ("amiga", "3.12", "platform='amiga': expected one of linux, mac-arm"),
        ("linux", "3.9", "python='3.9': expected 3.11 or later"),
        ("linux", "three", "python='three'"),
    ],
)
def test_what_is_no_platform_is_refused_before_a_download(
    pip, tmp_path, platform, python, told
):
    with pytest.raises(ValueError, match=told):
        bundle.write_bundle(tmp_path, platform, python)
    assert pip == [] and not [*tmp_path.iterdir()]


def test_what_cannot_be_had_is_one_line_and_leaves_nothing(
    tmp_path, monkeypatch
):
    said = (
        "raise SystemExit('WARNING: x\\nERROR: No matching distribution: a==1')"
    )
    monkeypatch.setattr(bundle, "PIP", [bundle.sys.executable, "-c", said])
    with pytest.raises(ValueError, match="no bundle") as told:
        bundle.write_bundle(tmp_path, "linux", "3.11")
    assert str(told.value) == "no bundle: No matching distribution: a==1"
    assert not [*tmp_path.iterdir()]


def test_a_wheel_of_another_platform_is_refused(pip, tmp_path, monkeypatch):
    run = bundle._pip

    def other(word, *words):
        if word == "wheel":
            folder = str(words[words.index("-w") + 1])
            return _touch(folder, "docopt-0.6.2-cp312-cp312-win_amd64.whl")
        return run(word, *words)

    monkeypatch.setattr(bundle, "_pip", other)
    with pytest.raises(ValueError, match="docopt.* does not run on linux"):
        bundle.write_bundle(tmp_path, "linux", "3.12")


def test_nothing_that_is_hidden_goes_along():
    names = [p.relative_to(ROOT).parts for p in bundle._checkout(ROOT)]
    assert {n[0] for n in names if n[0].startswith(".")} <= bundle.KEPT
    assert not [n for n in names if "__pycache__" in n or n[0] == "build"]
