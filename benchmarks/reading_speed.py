"""Is a corpus read and cleaned faster on two cores than on one?

    python benchmarks/reading_speed.py [a corpus: a folder or a file]

Without one, twenty thousand made-up articles.  Prints seconds on one process and on
two, and their ratio; then the same of processor time, which other programs of the
machine do not disturb: what two cores could do at best, were nothing else running.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

from multipolaire import iter_articles, write_table
from multipolaire.files.planted import made_up_articles

CLAIMED = 1.5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(sys.argv[1] if sys.argv[1:] else folder)
        if not sys.argv[1:]:
            corpus = corpus / "made_up.jsonl"
            write_table(made_up_articles(n=20_000), corpus)
        one, own, _ = seconds(corpus, 1)
        two, parent, children = seconds(corpus, 2)
    print(f"one process: {one:.1f} s; two: {two:.1f} s")
    print(f"as measured: {one / two:.2f} times (claimed: {CLAIMED})")
    best = max(parent, (parent + children) / 2)
    print(
        f"of processor time: {own / best:.2f} times at best ({parent:.1f} s of"
    )
    print(f"the process that reads, {children:.1f} s of those that clean)")


def seconds(corpus: Path, jobs: int) -> tuple[float, float, float]:
    """Wall clock, and processor time of this process and of its children."""
    start = time.perf_counter()
    before = time.process_time(), spent()
    for _ in iter_articles(corpus, jobs=jobs):
        pass
    _end_of_processes()
    own, children = time.process_time() - before[0], spent() - before[1]
    return time.perf_counter() - start, own, children


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _end_of_processes() -> None:
    """Processor time of a child counts once it has ended."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True)


if __name__ == "__main__":
    main()
