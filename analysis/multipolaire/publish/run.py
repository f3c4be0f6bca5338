"""Notebooks, run: each in a kernel of this environment, which nothing else steers.

A report is the same bytes whoever makes it, so a kernel is started by this Python,
finds this package, and sees of the user's settings none that could change a result:
no kernel of the same name, no start-up file, no variable but those that a system needs.
What runs once is kept in a cache for as long as nothing that it was made from changes.
"""

import asyncio
import hashlib
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

from multipolaire.files.whole import sweep, write_whole
from multipolaire.places import PACKAGE, ROOT
from multipolaire.publish import kernels
from multipolaire.publish.editions import spoken
from multipolaire.publish.kernels import one_line
from multipolaire.say import LOCALE, language

TIMEOUT = 600  # seconds a cell may take
HANDLES = 128  # open files: a kernel fails at 48
MEMORY = 1_500_000_000  # bytes of addresses: pandas does not start with 1,000,000,000
# What the code imports; what these need is found (:func:`packages`).
IMPORTED = (
    *("babel", "ftfy", "ipykernel", "ipywidgets", "joblib", "matplotlib"),
    *("mistune", "nbclient", "nbformat", "numpy", "openpyxl", "packaging"),
    *("pandas", "pyarrow", "python-docx", "pyyaml", "scikit-learn", "scipy"),
    *("simplemma", "trafilatura", "typst"),
)


class NotebookError(RuntimeError):
    """A notebook that did not run to its end; names notebook, cell and line."""


def run_all(
    paths: list[Path],
    tell: Callable = print,
    cache: Path | None = None,
    given: dict | None = None,
) -> list:
    """The executed notebooks, two at a time, each in a kernel of its own.

    With ``cache``, a folder: what was run with the same notebook, code, corpus, lock
    file and packages is read from there.  ``given`` are names and values that a cell
    sets after the one tagged ``parameters``; then a cell may take as long as it takes.
    What a kernel writes to its stderr is told, and stands in no notebook.

    Raises :class:`NotebookError`; ``ValueError`` where no article of a corpus is sound.
    """
    _raise_limit()
    with _ended_as_interrupted(), asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(_run_all(paths, tell, cache, given or {}))


def stored(path: Path):
    """A notebook as it is stored."""
    import nbformat

    return nbformat.read(path, as_version=4)


def dumps(notebook) -> str:
    """The one way to write a notebook: same content, same bytes."""
    import nbformat  # which takes a second to load

    notebook = nbformat.from_dict(notebook)
    names = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata = {
        "kernelspec": names,
        "language_info": {"name": "python"},
    }
    return nbformat.writes(notebook) + "\n"


def sha256(data: bytes) -> str:
    """The sha256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def work(file: bytes) -> str:
    """What tells whether somebody worked in a notebook: its cells, without outputs."""
    try:
        cells = json.loads(file)["cells"]
        kept = [(c["cell_type"], "".join(c["source"]).strip()) for c in cells]
    except (ValueError, KeyError, TypeError):
        return ""
    # JupyterLab adds an empty cell where the last one is run
    return sha256(repr([cell for cell in kept if cell[1]]).encode())


def digest(paths: Iterable[Path], root: Path = ROOT) -> str:
    """The sha256 of files: of their names in ``root`` and of their contents."""
    lines = []
    for path in paths:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{path.relative_to(root).as_posix()} {content}")
    return sha256("\n".join(sorted(lines)).encode("utf-8", "surrogateescape"))


def inputs(notebooks: list[Path]) -> list[Path]:
    # English does not depend on its translations
    other = {".pyc", "", ".po", ".md"}
    code = [p for p in PACKAGE.rglob("*") if p.suffix not in other]
    code += [path for path in LOCALE.glob("*.po") if path.stem == language()]
    corpus = [p for p in (ROOT / "corpus").rglob("*.*") if p.suffix != ".md"]
    lock = ROOT / "requirements.lock"
    found = [*notebooks, *code, *corpus, lock]
    return [path for path in found if path.is_file()]


def packages() -> dict[str, str | None]:
    """The version of every package that can change a byte of a report.

    What is imported, and what that needs in turn; ``None`` for one that is not there.
    """
    found, wanted = {}, list(IMPORTED)
    while wanted:
        name = re.sub(r"[-_.]+", "-", wanted.pop()).lower()
        if name in found:
            continue
        try:
            there = distribution(name)
        except PackageNotFoundError:
            found[name] = None
            continue
        found[name] = there.version
        needs = map(Requirement, there.requires or ())
        wanted += [n.name for n in needs if not n.marker or n.marker.evaluate()]
    return dict(sorted(found.items()))


class _Loop(asyncio.SelectorEventLoop):
    """Ctrl-C stays asyncio's own: nbclient would take it, and go on."""

    def add_signal_handler(self, *_):
        raise RuntimeError("no handlers here")  # as outside of the main thread


def _interrupt(*_) -> None:
    signal.raise_signal(signal.SIGINT)


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """Take being ended for Ctrl-C: the kernels end first."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _raise_limit() -> None:
    """See to it that enough files can be open; without, sockets abort the program.

    Raises ``OSError`` where the system allows too few, or too little memory.
    """
    if os.name != "posix":
        return
    import resource

    endless = resource.RLIM_INFINITY
    memory, _ = resource.getrlimit(resource.RLIMIT_AS)
    if memory != endless and memory < MEMORY:
        allowed = f"at most {memory:,} bytes of memory (ulimit -v)"
        raise OSError(f"{allowed}: expected at least {MEMORY:,}")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == endless or soft >= HANDLES:
        return
    if hard != endless and hard < HANDLES:
        allowed = f"at most {hard} files may be open at once (ulimit -n)"
        raise OSError(f"{allowed}: expected at least {HANDLES}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (HANDLES, hard))


async def _run_all(
    paths: list[Path], tell: Callable, cache: Path | None, given: dict
) -> list:
    two, progress = asyncio.Semaphore(2), _Progress(paths, tell)
    made_from = f"{digest(inputs([]))} {sys.version_info[:2]} {packages()}"

    async def one(path: Path):
        key = sha256(f"{made_from} {sha256(path.read_bytes())}".encode())[:24]
        kept = cache / f"{path.stem}-{key}.ipynb" if cache else None
        if kept and kept.is_file():
            notebook = stored(kept)
        else:
            async with two:
                notebook = await _run(path, progress, given)
            if kept:
                sweep(cache)
                for stale in cache.glob(f"{path.stem}-*.ipynb"):
                    stale.unlink()
                write_whole(kept, dumps(notebook).encode())
        progress.done(path)
        return notebook

    tasks = [asyncio.create_task(one(path)) for path in paths]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Progress:
    """A bar on a terminal, a line a notebook elsewhere."""

    def __init__(self, paths: list[Path], tell: Callable):
        self.total, self.finished, self.tell = len(paths), 0, tell
        self.live = sys.stderr.isatty()

    def at(self, path: Path, cell: int, cells: int) -> None:
        if self.live:
            full = round(20 * (self.finished + cell / cells) / self.total)
            bar = "#" * min(full, 20) + "-" * max(20 - full, 0)
            line = f"\r[{bar}] {path.stem}, cell {cell} of {cells}"
            print(f"{line:<70}", end="", file=sys.stderr, flush=True)

    def done(self, path: Path) -> None:
        self.finished += 1
        if self.live:
            print("\r" + " " * 70, end="\r", file=sys.stderr, flush=True)
        self.tell(f"[{self.finished}/{self.total}] {path.stem}")


async def _run(path: Path, progress: _Progress, given: dict):
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    notebook, last = _prepared(path, given), -1

    def started(cell, cell_index):
        nonlocal last
        last = cell_index
        progress.at(path, cell_index + 1, len(notebook.cells))

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log.txt"
        kernel = kernels.kernel_of(log.parent)
        client = NotebookClient(
            notebook,
            km=kernel,
            timeout=None if given else TIMEOUT,
            record_timing=False,
            on_cell_execute=started,
        )
        try:
            await kernels.start(kernel, log, path.parent)
            # Were it for nbclient to start it, a failure would end in its clean-up.
            client.kc = kernel.client()
            client.kc.start_channels()
            ready = client.kc.wait_for_ready  # type: ignore[attr-defined]
            await ready(timeout=client.startup_timeout)
            client.kc.allow_stdin = False
            await client.async_execute()
        except (CellExecutionError, CellTimeoutError) as error:
            raise _failed(path, notebook, last, error) from None
        except Exception as error:  # the kernel died, or could not be started
            # which nbclient takes for a death
            if asyncio.current_task().cancelling():
                raise asyncio.CancelledError from None
            cause = await kernels.cause_of(kernel, log, error)
            place = _place(path, notebook, last)
            raise NotebookError(f"{place}: {cause}") from error
        finally:
            await kernels.end(kernel, client.kc)
        for line in _unpublished(notebook, log):
            progress.tell(f"{path.name}: {line}")
    return notebook


def _prepared(path: Path, given: dict):
    """The notebook without outputs, what is given set after its parameters."""
    notebook = unrun(path)
    if given:
        tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
        place = next(i for i, own in enumerate(tags) if "parameters" in own) + 1
        lines = [f"{name} = {value!r}" for name, value in given.items()]
        from nbformat.v4 import new_code_cell

        cell = new_code_cell("\n".join(lines))
        cell.metadata["tags"] = ["lesson"]
        notebook.cells.insert(place, cell)
    return notebook


def _unpublished(notebook, log: Path) -> list[str]:
    """What the kernel said on its stderr, taken out of the notebook: each line once."""
    said = [log.read_text("utf-8", "replace")]
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        said += [o.text for o in outputs if o.get("name") == "stderr"]
        if outputs:
            cell.outputs = [o for o in outputs if o.get("name") != "stderr"]
    lines = dict.fromkeys("".join(said).splitlines())
    return [line for line in lines if line.strip()]


def _failed(path: Path, notebook, last: int, error) -> Exception:
    if getattr(error, "ename", "") == "CorpusError":
        first, *more = error.evalue.splitlines()
        others = f", and {len(more):,} problems more" if more else ""
        return ValueError(f"no article of the corpus is sound: {first}{others}")
    bare = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()
    places = (r"Cell In\[\d+\], line (\d+)", r"(?m)line (\d+)|^-+> *(\d+)")
    found = (re.search(known, bare) for known in places)
    line = next(filter(None, found), None)
    place = _place(path, notebook, last)
    place += f", line {line[1] or line[line.lastindex]}" if line else ""
    said = f"{error.ename}: {error.evalue}" if hasattr(error, "ename") else bare
    return NotebookError(f"{place}: {one_line(said) or repr(error)}")


def _place(path: Path, notebook, last: int) -> str:
    n = sum(cell.cell_type == "code" for cell in notebook.cells[: last + 1])
    return f"{path.name}, {f'code cell {n}' if n else 'before its first cell'}"


def unrun(path: Path):
    """The notebook in the language spoken, without outputs."""
    notebook = spoken(stored(path))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)
    return notebook
