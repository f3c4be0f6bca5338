"""How many characters a second: figures alone, and with every attribute.

    python benchmarks/figures_speed.py [a .txt or .jsonl file of the press in French]

Without a file, the five articles, repeated.  Prints characters a second on one core,
the time of the first call, and the time for 1 MB against ten times that for 100 KB.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from multipolaire import load_articles
from multipolaire.french.trade import figures_in
from multipolaire.french.trade.quantities import quantities_in


def main() -> None:
    print(f"first call: {seconds(figures_in, FIRST):.2f} s (at most 0.3)")
    text = (
        press()
    )  # ten times the same 100 KB: any ratio but one is the program's
    for name, read, floor in (
        ("figures alone", quantities_in, 500_000),
        ("every attribute", figures_in, 150_000),
    ):
        small = min(seconds(read, text[:100_000]) for _ in range(5))
        large = min(seconds(read, text[:100_000] * 10) for _ in range(3))
        print(
            f"{name}: {1_000_000 / large:,.0f} characters/s (at least {floor:,})"
        )
        print(
            f"{name}: 1 MB takes {large / small / 10:.2f} times ten times 100 KB"
        )


FIRST = (
    "Le commerce a bondi de 31 % en mai, à 5 milliards d'euros, a dit M. Roy."
)


def press() -> str:
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            text = "\n".join(
                json.loads(line)["text"] for line in text.splitlines()
            )
    else:
        text = "\n".join(load_articles()["text"])
    return (text + "\n") * (100_000 // len(text) + 1)


def seconds(read, text: str) -> float:
    start = time.perf_counter()
    read(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
