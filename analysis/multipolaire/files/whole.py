"""Files written whole or not at all, in a folder that one process has to itself."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from glob import escape
from pathlib import Path

DAY = 86_400  # seconds


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
    while True:
        handle, beside = tempfile.mkstemp(_PART, begin, path.parent)
        # The lock tells `sweep` that it is being written; one that came in between
        # has taken it away, or is about to.
        if _lock(handle) is not False and os.path.exists(beside):
            break
        os.close(handle)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.chmod(beside, 0o644)
            if os.name != "nt":  # Windows moves no open file, and deletes none
                os.replace(beside, path)
        if os.name == "nt":
            os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


_PART = ".unfinished"  # the end of the name of a file that is being written


@contextmanager
def set_apart(folder: Path) -> Iterator[Path]:
    """A hidden folder in a folder, for files that are to take their places together."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        made = tempfile.TemporaryDirectory(_PART, ".new.", folder)
        name = held.enter_context(made)
        if os.name != "nt":  # which opens no folder
            handle = os.open(name, os.O_RDONLY)
            held.callback(os.close, handle)
            _lock(handle)
        yield Path(name)


def sweep(folder: Path, name: str | None = None) -> None:
    """Remove what a killed process left unfinished in a folder, or of one file in it.

    What is being written stays; so does all that cannot be told from it, on a file
    system without locks, for a day.
    """
    pattern = f".{'*' if name is None else escape(name[:100])}.????????{_PART}"
    for path in folder.glob(pattern):
        with suppress(OSError):  # it is gone; or, on Windows, open
            if os.name == "nt":
                path.unlink()
            else:
                _remove_left(path)


def _remove_left(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        free, age = _lock(handle), time.time() - os.fstat(handle).st_mtime
        if not (free or free is None and age > DAY):
            return
        if path.is_file():
            path.unlink()  # while it is ours
        elif path.name.startswith(".new."):
            shutil.rmtree(path)
    finally:
        os.close(handle)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock, a file that is there meanwhile; the system frees it at a kill.

    Raises ``ValueError`` where another process holds it.  A file system without locks
    lets everybody in.
    """
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT)
        free = _lock(handle)
        with suppress(FileNotFoundError):  # whoever held it has taken it away
            there = os.path.samestat(os.fstat(handle), path.stat())
            if free is None or (free and there):
                break
        os.close(handle)
        if not free:
            folder = f"{str(path.parent)!r}: another process writes into it"
            raise ValueError(f"{folder}: expected one at a time")
    try:
        yield
    finally:
        if os.name != "nt":  # while it is ours: who waits sees that it is gone
            path.unlink(missing_ok=True)
        os.close(handle)
        if os.name == "nt":
            with suppress(OSError):  # another has it already
                path.unlink()


def _lock(handle: int) -> bool | None:
    """Whether the open file is now ours alone until it is closed; ``None`` where the
    file system or the platform knows no locks."""
    try:
        if os.name == "nt":
            import msvcrt

            lock = msvcrt.LK_NBLCK  # type: ignore[attr-defined]
            msvcrt.locking(handle, lock, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except (ImportError, OSError):
        return None
    return True
