"""A file is written whole or not at all, and a folder by one process at a time."""

import errno
import os
import time

import pandas as pd
import pytest

import multipolaire.files.whole as module
from multipolaire.files.whole import alone, set_apart, sweep, write_whole
from multipolaire.files.write import write_table

# What stands in for a process that was killed: a file under the name that writing
# takes, and no lock on it, since the system frees those of the dead.
DEAD = ".t.csv.abcd1234.unfinished"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_process_left_is_swept_and_nothing_else(tmp_path):
    kept = [
        ".gitignore",
        ".t.csv.settings",
        "t.csv",
        "a.unfinished",
        ".x.unfinished",
    ]
    for name in [*kept, DEAD, ".[1]*.txt.abcd1234.unfinished"]:
        (tmp_path / name).write_text("")
    with module.whole(tmp_path / "live.csv") as file:
        sweep(tmp_path)
        assert len(names(tmp_path)) == len(kept) + 1
        file.write(b"all of it")
    assert names(tmp_path) == sorted([*kept, "live.csv"])
    assert (tmp_path / "live.csv").read_bytes() == b"all of it"


def test_a_folder_that_was_left_is_swept_and_one_in_use_is_not(tmp_path):
    for name in (".new.abcd1234.unfinished", ".of-mine.abcd1234.unfinished"):
        (tmp_path / name / "data").mkdir(parents=True)
    with set_apart(tmp_path) as folder:
        write_whole(folder / "data" / "t.csv", "half")
        sweep(tmp_path)
        assert names(tmp_path) == sorted(
            [".of-mine.abcd1234.unfinished", folder.name]
        )
    assert names(tmp_path) == [".of-mine.abcd1234.unfinished"]


def test_a_table_removes_what_was_left_of_it_alone(tmp_path):
    others = [".u.csv.abcd1234.unfinished", ".[t].csv.abcd1234.unfinished"]
    for name in [DEAD, *others]:
        (tmp_path / name).write_text("half")
    write_table(pd.DataFrame({"n": [1]}), tmp_path / "t.csv")
    assert names(tmp_path) == sorted([*others, "t.csv"])


def test_a_file_that_was_swept_before_its_lock_is_begun_anew(
    tmp_path, monkeypatch
):
    real, taken = module._lock, []

    def lock(handle):
        if not taken:
            taken.extend(tmp_path.iterdir())
            taken[0].unlink()  # by another process, in that moment
        return real(handle)

    monkeypatch.setattr(module, "_lock", lock)
    write_whole(tmp_path / "t.txt", "whole")
    assert names(tmp_path) == ["t.txt"]
    assert (tmp_path / "t.txt").read_text() == "whole"


def test_a_failure_leaves_the_old_file_alone(tmp_path):
    write_whole(tmp_path / "t.txt", "old")
    with pytest.raises(TypeError), module.whole(tmp_path / "t.txt") as file:
        file.write([b"new"])
    assert names(tmp_path) == ["t.txt"]
    assert (tmp_path / "t.txt").read_text() == "old"


def test_one_process_at_a_time(tmp_path):
    path = tmp_path / ".lock"
    with alone(path):
        second = alone(path)
        with pytest.raises(ValueError, match="another process writes into it"):
            second.__enter__()
        assert names(tmp_path) == [".lock"]
    assert names(tmp_path) == []
    path.write_text("")  # of a process that was killed
    with alone(path):
        pass
    assert names(tmp_path) == []


def test_a_lock_that_another_took_away_is_none(tmp_path, monkeypatch):
    path, real, opened = tmp_path / ".lock", os.open, []

    def opening(*arguments):
        opened.append(real(*arguments))
        if (
            len(opened) == 1
        ):  # who held it is done between our opening and locking
            path.unlink()
        return opened[-1]

    monkeypatch.setattr(os, "open", opening)
    with alone(path):
        assert len(opened) == 2
        assert os.path.samestat(path.stat(), os.fstat(opened[-1]))


def test_without_locks_all_are_let_in_and_only_the_old_is_swept(
    tmp_path, monkeypatch
):
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    for name in (DEAD, ".old.csv.abcd1234.unfinished"):
        (tmp_path / name).write_text("half")
    yesterday = time.time() - 2 * 86_400
    os.utime(tmp_path / ".old.csv.abcd1234.unfinished", (yesterday, yesterday))
    with alone(tmp_path / ".lock"), alone(tmp_path / ".lock"):
        sweep(tmp_path)
        write_whole(tmp_path / "t.txt", "whole")
    assert names(tmp_path) == [DEAD, "t.txt"]
