"""Notebooks, run: each in a kernel of this environment, which nothing else steers.

A report is the same bytes whoever makes it, so a kernel is started by this Python,
finds this package, and sees of the user's settings none that could change a result:
no kernel of the same name, no start-up file, no variable but those that a system needs.
What runs once is kept in a cache for as long as nothing that it was made from changes.
"""

import asyncio
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import distributions
from pathlib import Path
from tempfile import TemporaryDirectory

from multipolaire.files.whole import sweep, write_whole
from multipolaire.places import PACKAGE, ROOT
from multipolaire.publish import kernels
from multipolaire.publish.editions import spoken
from multipolaire.publish.kernels import one_line
from multipolaire.say import LOCALE, language

TIMEOUT = 600  # seconds a cell may take


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
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(_run_all(paths, tell, cache, given or {}))


def stored(path: Path):
    """A notebook as it is stored."""
    import nbformat

    return nbformat.read(path, as_version=4)


def dumps(notebook) -> str:
    """The one way to write a notebook: same content, same bytes."""
    import nbformat  # which takes a second to load

    notebook = nbformat.from_dict(notebook)
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = {
        "kernelspec": spec,
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


def packages() -> dict[str, str]:
    """The version of every package that is there: any may change a byte."""
    return dict(sorted((one.name, one.version) for one in distributions()))


class _Loop(asyncio.SelectorEventLoop):
    """Ctrl-C stays asyncio's own: nbclient would take it, and go on."""

    def add_signal_handler(self, *_):
        raise RuntimeError("no handlers here")  # as outside of the main thread


async def _run_all(paths: list[Path], tell, cache, given: dict) -> list:
    two, done = asyncio.Semaphore(2), []
    made_from = f"{digest(inputs([]))} {sys.version_info[:2]} {packages()}"

    async def one(path: Path):
        key = sha256(f"{made_from} {sha256(path.read_bytes())}".encode())[:24]
        kept = cache / f"{path.stem}-{key}.ipynb" if cache else None
        if kept and kept.is_file():
            notebook = stored(kept)
        else:
            async with two:
                notebook = await _run(path, tell, given)
            if kept:
                sweep(cache)
                for stale in cache.glob(f"{path.stem}-*.ipynb"):
                    stale.unlink()
                write_whole(kept, dumps(notebook).encode())
        done.append(path)
        tell(f"[{len(done)}/{len(paths)}] {path.stem}")
        return notebook

    tasks = [asyncio.create_task(one(path)) for path in paths]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _run(path: Path, tell: Callable, given: dict):
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    notebook, last = _prepared(path, given), -1

    def started(cell, cell_index):
        nonlocal last
        last = cell_index
        if sys.stderr.isatty():
            at = f"{path.stem}, cell {cell_index + 1} of {len(notebook.cells)}"
            print(f"\r{at:<60}\r", end="", file=sys.stderr, flush=True)

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log.txt"
        kernel = kernels.kernel_of(log.parent)
        client = NotebookClient(
            notebook,
            km=kernel,
            timeout=None if given else TIMEOUT,
            record_timing=False,
            extra_arguments=kernels.ARGUMENTS,
            on_cell_execute=started,
        )
        try:
            with log.open("wb") as file:
                settings = kernels.settings(folder, file)
                await client.async_execute(cwd=str(path.parent), **settings)
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
            await kernels.end(kernel, client)
        for line in _unpublished(notebook, log):
            tell(f"{path.name}: {line}")
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
