"""What does one student's session cost a server: seconds, and memory at its peak?

Each notebook runs from top to end in a kernel of its own, as a student's does; the
memory is that of the kernel (JupyterLab's server comes once for all).  Times thirty is
what a class asks for at once, where nobody waits for another.

    python benchmarks/session.py
"""

import resource
import sys
import time
from multiprocessing import get_context

import nbformat

from multipolaire.places import NOTEBOOKS


def session(path) -> tuple[float, float, float]:
    """Seconds, CPU seconds and the peak of memory (MB) of one notebook."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    started, cpu = time.perf_counter(), time.process_time()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            done = shell.run_cell(cell.source, silent=True)
            done.raise_error()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak /= 1024 if sys.platform == "linux" else 1024 * 1024
    return time.perf_counter() - started, time.process_time() - cpu, peak


def main() -> None:
    print(
        "notebook                    seconds     CPU    MB    30 sessions, GB"
    )
    for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        with get_context("spawn").Pool(1) as pool:
            took, cpu, peak = pool.apply(session, [path])
        print(
            f"{path.stem:26} {took:8.1f} {cpu:7.1f} {peak:5.0f} {peak * 30 / 1024:8.1f}"
        )


if __name__ == "__main__":
    main()
