"""How do time and memory grow from a thousand to a million short articles?

Made-up articles of about 65 characters, no two alike, one in ten with an amount, in a
file of JSON Lines.  Each step on each size runs in a process of its own; prints its
seconds, its CPU seconds, the largest memory of it and of any of its workers, and what
ten times as many articles cost (10: linear); writes growth.csv and growth.svg.  With
``--cores``, two processes against one instead.

    python benchmarks/growth.py --to 1000000
    python benchmarks/growth.py --to 50000 --cores

read:    read, validate and clean, part by part (``iter_articles``)
count:   the matrix of words (``FrenchVectorizer``), which itself grows with the texts
trend:   one family by month (``counted``, then ``trend``)
figures: trade figures (``extract_figures``)

The last three take the texts as they stand in the file.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from functools import partial
from itertools import count, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pandas as pd

STEPS = ("read", "count", "trend", "figures")
HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--to", type=int, default=1_000_000, help="articles")
    parser.add_argument(
        "--cores", action="store_true", help="two processes or one"
    )
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step, path, jobs = options.step
        print(json.dumps(measure(step, path, int(jobs))))
        return
    with tempfile.TemporaryDirectory() as folder:
        if options.cores:
            path = write(options.to, Path(folder))
            for step in ("read", "figures"):
                compare(step, path)
            return
        rows, size = [], 1000
        while size <= options.to:
            path = write(size, Path(folder))
            for step in STEPS:
                rows.append(run(step, path) | {"articles": size})
                print(
                    "{articles:>9,} {step:8} {seconds:8.1f} s {megabytes:6.0f} MB".format(
                        **rows[-1]
                    ),
                    flush=True,
                )
            size *= 10
        grown(pd.DataFrame(rows))


def compare(step: str, path: Path) -> None:
    one, two = run(step, path, 1), run(step, path, 2)
    faster = one["seconds"] / two["seconds"]
    print(
        f"{step} of {path.stem}: {one['seconds']:.1f} s in one process, "
        f"{two['seconds']:.1f} s in two, {faster:.2f} times as fast "
        f"(CPU {one['cpu']:.1f} and {two['cpu']:.1f} s)",
        flush=True,
    )


def grown(table: pd.DataFrame) -> None:
    """The table with its ratios, written and drawn."""
    table = table[["step", "articles", "seconds", "cpu", "megabytes"]]
    table = table.sort_values(["step", "articles"], ignore_index=True)
    before = table.groupby("step")[["seconds", "cpu", "megabytes"]].shift()
    for name in before:
        table[f"{name}_ratio"] = (table[name] / before[name]).round(2)
    print(table.to_string(index=False))
    table.to_csv(HERE / "growth.csv", index=False, lineterminator="\n")
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "growth", "font.size": 9})
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    for axis, name, unit in zip(axes, ("cpu", "megabytes"), ("CPU s", "MB")):
        for mark, (step, part) in zip("osd^", table.groupby("step")):
            axis.loglog(part["articles"], part[name], marker=mark, label=step)
        axis.set(xlabel="articles", ylabel=unit)
        axis.grid(alpha=0.3)
    at = table["articles"].unique()
    axes[0].loglog(at, table["cpu"].max() * at / at.max(), "k:", label="linear")
    axes[0].legend(frameon=False)
    figure.savefig(HERE / "growth.svg", metadata={"Date": None})


def run(step: str, path: Path, jobs: int = -1) -> dict:
    command = [sys.executable, __file__, "--step", step, str(path), str(jobs)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


def measure(step: str, path: str, jobs: int) -> dict:
    from joblib.externals.loky import get_reusable_executor

    from multipolaire.articles import iter_articles
    from multipolaire.figures import extract_figures
    from multipolaire.scale import over
    from multipolaire.stats.counts import counted
    from multipolaire.stats.trends import trend
    from multipolaire.vectorize import FrenchVectorizer

    start, imported = time.perf_counter(), time.process_time()
    if step == "read":
        deque(iter_articles(path, jobs=jobs), maxlen=0)
    elif step == "count":
        texts = (text for frame in frames(path) for text in frame["text"])
        FrenchVectorizer().fit_transform(texts)
    elif step == "trend":
        ask = {"queries": "ingérence", "by": "month"}
        made = list(over(partial(counted, **ask), frames(path), jobs))
        trend(pd.concat(made), **ask)
    else:
        deque(over(extract_figures, frames(path), jobs), maxlen=0)
    seconds = time.perf_counter() - start
    get_reusable_executor().shutdown()  # what its workers used is known once they end
    used = [resource.getrusage(who) for who in (0, resource.RUSAGE_CHILDREN)]
    return {
        "step": step,
        "seconds": round(seconds, 2),
        "cpu": round(sum(u.ru_utime + u.ru_stime for u in used) - imported, 2),
        "megabytes": max(u.ru_maxrss for u in used) // 1024,
    }


def frames(path: str, rows: int = 5000):
    """Frames of a file of JSON Lines, as it is."""
    with open(path, encoding="utf-8") as file:
        while lines := list(islice(file, rows)):
            frame = pd.DataFrame(map(json.loads, lines))
            yield frame.assign(
                published=frame["published"].astype("datetime64[s]")
            )


def write(size: int, folder: Path) -> Path:
    from multipolaire.files.planted import made_up_articles

    said = made_up_articles(2000, sentences=1, plant=False)["text"].tolist()
    days = [f"{d:%Y-%m-%d}" for d in pd.date_range("2021-01-01", "2024-12-31")]
    path = folder / f"{size}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for k in islice(count(), size):
            text = f"{said[k * 7919 % 2000]} Le dossier {k} est clos."
            if k % 10 == 3:
                text = f"Les échanges ont atteint {k + 1} millions de dollars."
            if k % 10 == 7:
                text = (
                    f"Le ministre rejette toute ingérence dans le dossier {k}."
                )
            row = {"article_id": f"a{k}", "text": text}
            row["published"] = days[k * len(days) // size]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


if __name__ == "__main__":
    main()
