"""Notebooks to a report: run them in order, render them into one file.

Nothing is half-written: every file is made beside its place and moved there whole, so
that an interrupted or failing run leaves the previous one untouched.
"""

import asyncio
import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import nbformat

from analysis.articles import fingerprint, load_articles
from analysis.page import page

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
TIMEOUT = 600  # seconds a cell may take
PACKAGES = ("jupyterlab", "pandas", "matplotlib", "scikit-learn", "nbval", "simplemma")


class NotebookError(RuntimeError):
    """A notebook that did not run to its end; names notebook, cell and line."""


def write_report(
    into: str | Path = "build/report", say_progress: Callable = print
) -> Path:
    """Run the notebooks and write ``report.html`` under ``into``; gives its path.

    Raises :class:`NotebookError` naming notebook, cell and line; the report of the
    last good run stays as it was.
    """
    paths = curated()
    notebooks = run_all(paths, say_progress)
    articles = load_articles()
    facts = {
        "corpus": fingerprint(articles),
        "articles": str(len(articles)),
        **{name: version(name) for name in PACKAGES},
        "python": ".".join(map(str, sys.version_info[:2])),
    }
    html = page([(path.stem, nb) for path, nb in zip(paths, notebooks)], facts)
    target = Path(into) / "report.html"
    write_whole(target, html)
    say_progress(f"report: {target}  sha256 {hashlib.sha256(html.encode()).hexdigest()}")
    return target


def store(paths: list[Path] | None = None, say_progress: Callable = print) -> None:
    """Run the notebooks and store them with their outputs, for maintainers."""
    paths = paths or curated(everything=True)
    for path, notebook in zip(paths, run_all(paths, say_progress)):
        write_whole(path, dumps(notebook))


def curated(everything: bool = False) -> list[Path]:
    """The notebooks of the report in order; ``everything``: of the folder."""
    paths = sorted(FOLDER.glob("[0-9][0-9]_*.ipynb"))
    return [p for p in paths if everything or not p.name.startswith("06")]


def run_all(paths: list[Path], say_progress: Callable = print) -> list:
    """The executed notebooks, two at a time, each in a kernel of its own."""
    return asyncio.run(_run_all(paths, say_progress))


def dumps(notebook) -> str:
    """The one way to write a notebook: same content, same bytes."""
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = {
        "kernelspec": {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    return nbformat.writes(notebook) + "\n"


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


async def _run_all(paths: list[Path], say_progress: Callable) -> list:
    two = asyncio.Semaphore(2)
    done = 0

    async def one(path: Path):
        nonlocal done
        async with two:
            notebook = await _run(path)
        done += 1
        say_progress(f"[{done}/{len(paths)}] {path.stem}")
        return notebook

    tasks = [asyncio.create_task(one(path)) for path in paths]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _run(path: Path):
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        record_timing=False,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],  # it warns of its own sockets
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        return await client.async_execute()
    except (CellExecutionError, CellTimeoutError) as error:
        raise NotebookError(_where(path, notebook, error)) from None


def _where(path: Path, notebook, error: Exception) -> str:
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    ran = [n for n, c in enumerate(cells, 1) if c.execution_count or c.outputs]
    number = ran[-1] if ran else 1
    bare = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
    line = re.findall(r"(?:line |-> *)(\d+)", bare)
    place = f"code cell {number}" + (f", line {line[0]}" if line else "")
    return f"{path.name}, {place}: {bare.splitlines()[-1] if bare else error!r}"
