"""A file is written whole or not at all, and what a kill left is swept."""

import os
import time

import pandas as pd
import pytest

import multipolaire.files.whole as module
from multipolaire.files.whole import set_apart, sweep, write_whole
from multipolaire.files.write import write_table

DEAD = ".t.csv.abcd1234.unfinished"  # what a killed process leaves


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def left(path):
    """A file, or a folder, that was left the day before yesterday."""
    if ".csv" in path.name or ".txt" in path.name:
        path.write_text("half")
    else:
        (path / "data").mkdir(parents=True)
    before = time.time() - 2 * 86_400
    os.utime(path, (before, before))


def test_what_a_killed_process_left_is_swept_and_nothing_else(tmp_path):
    for name in (DEAD, ".[1]*.txt.abcd1234.unfinished"):
        left(tmp_path / name)
    for name in (".new.abcd1234.unfinished", ".of-mine.abcd1234.unfinished"):
        left(tmp_path / name)
    kept = [".t.csv.settings", "t.csv", "a.txt.unfinished"]
    for name in kept:
        left(tmp_path / name)
    with module.whole(tmp_path / "live.csv") as file:
        with set_apart(tmp_path):
            sweep(tmp_path)
            assert len(names(tmp_path)) == len(kept) + 3
        file.write(b"all of it")
    kept += [".of-mine.abcd1234.unfinished", "live.csv"]
    assert names(tmp_path) == sorted(kept)
    assert (tmp_path / "live.csv").read_bytes() == b"all of it"


def test_a_table_removes_what_was_left_beside_it(tmp_path):
    left(tmp_path / DEAD)
    write_table(pd.DataFrame({"n": [1]}), tmp_path / "t.csv")
    assert names(tmp_path) == ["t.csv"]


def test_a_failure_leaves_the_old_file_alone(tmp_path):
    write_whole(tmp_path / "t.txt", "old")
    with pytest.raises(TypeError), module.whole(tmp_path / "t.txt") as file:
        file.write([b"new"])
    assert names(tmp_path) == ["t.txt"]
    assert (tmp_path / "t.txt").read_text() == "old"
