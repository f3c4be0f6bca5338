"""How far figures and quotations agree with the gold, set by set.

    python benchmarks/gold_scores.py

Of each measure correct / gold and, in brackets, how many were found; ``corpus/README.md``
has the guide.  The five articles, of which offsets count in the raw text, have a test.
"""

import sys

from multipolaire import load_gold, score_figures, score_quotes
from multipolaire.french import figures_in, quotes_in

SETS = ("dev", "test", "press")
READ = {
    "figures": (
        lambda row: figures_in(row["text"], row["date"]),
        score_figures,
    ),
    "quotes": (lambda row: quotes_in(row["text"]), score_quotes),
}


def main() -> int:
    """Print a table a kind."""
    for kind, (read, score) in READ.items():
        gold = load_gold(kind)
        columns = {}
        for name in SETS:
            rows = [row for row in gold if row["set"] == name]
            if rows:
                found = [read(row) for row in rows]
                scores = score(found, [row[kind] for row in rows])
                columns[f"{name} ({len(rows)})"] = scores
        print(f"\n{kind:14}" + "".join(f"{name:>20}" for name in columns))
        for i, measure in enumerate(next(iter(columns.values()))["measure"]):
            cells = [
                f"{s.correct[i]} / {s.gold[i]} ({s.found[i]})"
                for s in columns.values()
            ]
            print(f"{measure:14}" + "".join(f"{cell:>20}" for cell in cells))
    return 0


if __name__ == "__main__":
    sys.exit(main())
