"""Files written whole or not at all."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DAY = 86_400  # seconds
_PART = ".unfinished"  # the end of the name of what is being written


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write a file whole or not at all: a kill leaves the old one or the new one."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    with whole(Path(path)) as file:
        file.write(data)


@contextmanager
def whole(path: Path) -> Iterator:
    """A file that takes its place when it is whole, so that a kill leaves one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    begin = f".{path.name[:100]}."
    handle, beside = tempfile.mkstemp(_PART, begin, path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def set_apart(folder: Path) -> tempfile.TemporaryDirectory:
    """A hidden folder in a folder, for files that are to take their places together."""
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(_PART, ".new.", folder)


def sweep(folder: Path) -> None:
    """Remove what a killed process left unfinished in a folder.

    What is younger than a day may be another's, who is still writing it, and stays.
    """
    for path in folder.glob(f".*.????????{_PART}"):
        with suppress(OSError):  # it is gone; or, on Windows, open
            if time.time() - path.stat().st_mtime < DAY:
                continue
            if path.is_file():
                path.unlink()
            elif path.name.startswith(".new."):
                shutil.rmtree(path)
