"""Cleaning, figures and quotations of real text: characters a second of CPU.

    python benchmarks/french_speed.py TEXTS.jsonl.gz [--beside CHECKOUT] [--n 1500]

``TEXTS`` has one JSON object a line, with ``text``.  ``--beside`` names another checkout
of this project (an older one imports as ``analysis``): both are measured in turn, three
times, in processes of their own.  Claimed: cleaning is at least 4 times as fast as at
359d64d, figures and quotations are no slower.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
CLAIMED = {"clean_text": 4, "figures_in": 1, "quotes_in": 1}
ROUNDS = 3


def measure(package, texts: list[str]) -> dict[str, float]:
    clean = [package.clean_text(text) for text in texts[:20]]
    for step in CLAIMED:  # what is read once is not counted
        _run(getattr(package, step), clean)
    clean, speeds = [package.clean_text(text) for text in texts], {}
    for step in CLAIMED:
        given = texts if step == "clean_text" else clean
        function, start = getattr(package, step), time.process_time()
        _run(function, given)
        taken = time.process_time() - start
        speeds[step] = sum(map(len, given)) / taken
    return speeds


def _run(function, texts: list[str]) -> None:
    for text in texts:
        with suppress(IndexError):  # 359d64d ends so on some real texts
            function(text)


def asked(checkout: Path, arguments: list[str]) -> dict[str, float]:
    """The speeds of a checkout, in a process of its own."""
    new = (checkout / "analysis" / "multipolaire").is_dir()
    name = "multipolaire" if new else "analysis"
    told = {
        **os.environ,
        "PYTHONPATH": str(checkout / "analysis" if new else checkout),
    }
    command = [sys.executable, __file__, *arguments, "--package", name]
    run = subprocess.run(command, env=told, stdout=subprocess.PIPE, check=True)
    return json.loads(run.stdout)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", type=Path)
    parser.add_argument("--n", type=int, default=1500)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--package", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.package:
        opened = gzip.open if given.texts.suffix == ".gz" else open
        with opened(given.texts, "rt", encoding="utf-8") as lines:
            texts = [
                json.loads(line)["text"]
                for line, _ in zip(lines, range(given.n))
            ]
        print(json.dumps(measure(import_module(given.package), texts)))
        return
    checkouts = [c for c in (given.beside, HERE) if c]
    arguments = [str(given.texts), "--n", str(given.n)]
    rounds = [[asked(c, arguments) for c in checkouts] for _ in range(ROUNDS)]
    for step, claimed in CLAIMED.items():
        medians = [
            statistics.median(found[k][step] for found in rounds)
            for k in range(len(checkouts))
        ]
        told = ", beside ".join(f"{speed / 1e6:.3f}" for speed in medians[::-1])
        line = f"{step}: {told} million characters a second"
        if given.beside:
            ratio = medians[1] / medians[0]
            line += f": {ratio:.2f} times (claimed: {claimed})"
        print(line)


if __name__ == "__main__":
    main()
