"""One archive that sets itself up without a network, on the platform named."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.markers import Marker
from packaging.utils import parse_wheel_filename

from multipolaire.places import ROOT
from multipolaire.publish.run import sha256
from multipolaire.say import plain, say

#: Tags of the wheels that run there, and what ``sys.platform`` and ``os.name`` say.
PLATFORMS = {
    "linux": (
        [f"manylinux_2_{n}_x86_64" for n in range(5, 29)]
        + ["manylinux2014_x86_64", "linux_x86_64"],
        ("linux", "posix"),
    ),
    "mac-arm": (["macosx_14_0_arm64"], ("darwin", "posix")),
    "mac-intel": (["macosx_14_0_x86_64"], ("darwin", "posix")),
    "windows": (["win_amd64"], ("win32", "nt")),
}
LEFT = {
    "build",
    "dist",
    "wheels",
    "__pycache__",
}  # and all that begins with a dot
KEPT = {".devcontainer", ".binder"}
PIP = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]


def write_bundle(
    into: str | Path, platform: str, python: str, tell: Callable = print
) -> Path:
    """The checkout and every wheel of ``requirements.lock``, in one ``.zip``.

    Unpacked there, ``run.py`` installs from its folder ``wheels`` and asks no network.
    ``python`` is the version there, such as ``3.11``.  Raises ``ValueError``, in one
    line, for a platform that is not of :data:`PLATFORMS`, a version that is none, and a
    package that cannot be had.
    """
    if platform not in PLATFORMS:
        expected = f"expected one of {', '.join(PLATFORMS)}"
        raise ValueError(f"platform={platform!r}: {expected}")
    if not re.fullmatch(r"3\.\d\d", python) or int(python[2:]) < 11:
        raise ValueError(f"python={python!r}: expected 3.11 or later")
    if not (ROOT / "requirements.lock").is_file():
        raise ValueError("a bundle is made in a checkout of the project")
    made = Path(into) / f"multipolaire-{platform}-{python}.zip"
    made.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=made.parent) as folder:
        wheels, whole = Path(folder, "wheels"), Path(folder, "whole.zip")
        _download(_pins(platform, python), platform, python, wheels)
        (wheels / "python.txt").write_text(python)
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in _checkout(ROOT):
                name = path.relative_to(ROOT).as_posix()
                archive.write(path, f"multipolaire/{name}")
            for path in sorted(wheels.iterdir()):
                name = f"multipolaire/wheels/{path.name}"
                archive.write(path, name, zipfile.ZIP_STORED)
        whole.replace(made)
    size = made.stat().st_size / 1e6
    tell(plain(say("{file}: {size:,.0f} MB", file=str(made), size=size)))
    return made


def _checkout(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in KEPT
        if hidden or path.name in LEFT or path.suffix == ".egg-info":
            continue
        if path.is_dir():
            yield from _checkout(path)
        elif path.is_file():
            yield path


def _pins(platform: str, python: str) -> list[str]:
    """The pins of the lock that count there, with their hashes."""
    system, name = PLATFORMS[platform][1]
    there = {"sys_platform": system, "os_name": name}
    there |= {"python_full_version": f"{python}.0", "python_version": python}
    there["implementation_name"] = "cpython"
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    kept = []
    for pin in re.split(r"\n(?=\w)", lock):
        head, _, hashes = pin.partition(" \\\n")
        pinned, _, marker = head.partition(" ; ")
        if not marker or Marker(marker).evaluate(there):
            kept.append(f"{pinned} \\\n{hashes}")
    return kept


def _download(pins: list[str], platform: str, python: str, into: Path) -> None:
    """The wheel of each pin, and a lock that holds the hashes of these alone."""
    into.mkdir()
    lock = into / "requirements.lock"
    lock.write_text("\n".join(pins))
    # what has one file alone may have no wheel: a small package, built here
    built = [pin for pin in pins if pin.count("--hash") > 1]
    binary = ",".join(pin.partition("==")[0] for pin in built)
    words = ["download", "--require-hashes", "--no-deps", "--only-binary"]
    words += [binary, "--python-version", python, "-r", lock, "-d", into]
    _pip(*words, *(f"--platform={tag}" for tag in PLATFORMS[platform][0]))
    for path in [*into.glob("*.tar.gz"), *into.glob("*.zip")]:
        _pip("wheel", "--no-deps", "-w", into, path)
        path.unlink()
    lines = []
    for path in sorted(into.glob("*.whl")):
        name, version, _, tags = parse_wheel_filename(path.name)
        pinned = next((p for p in pins if p.startswith(f"{name}==")), None)
        if pinned is None or not _runs_there(tags, platform):
            raise ValueError(f"{path.name} does not run on {platform}")
        lines.append(
            f"{name}=={version} \\\n    --hash=sha256:{sha256(path.read_bytes())}"
        )
    lock.write_text("\n".join(lines) + "\n")


def _runs_there(tags, platform: str) -> bool:
    system = {"linux": "linux", "windows": "win"}.get(platform, "macosx")
    return any(t.platform == "any" or system in t.platform for t in tags)


def _pip(*words) -> None:
    made = subprocess.run(
        [*PIP, *map(str, words)], capture_output=True, text=True
    )
    if made.returncode:
        said = re.findall(r"(?m)^ERROR: (.*)", made.stderr) or [made.stderr]
        raise ValueError(f"no bundle: {said[-1].strip()}")
