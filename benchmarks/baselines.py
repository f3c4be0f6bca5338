"""What little finds in the snippets of the gold, and what the package finds.

    python benchmarks/baselines.py regex > build/regex.jsonl
    python -m multipolaire score build/regex.jsonl --set fresh
    python benchmarks/baselines.py    # the table of all, as corpus/README.md has it

``regex`` takes a number with a scale, a currency or a per cent sign; ``marks`` every
text between quotation marks, with the name before the last verb of saying around it;
``figures`` and ``quotes`` are the package's own.  One JSON object a snippet.
"""

import json
import re
import sys
import tempfile
from contextlib import redirect_stdout
from dataclasses import asdict
from itertools import product
from pathlib import Path

from multipolaire import figures_in, load_gold, quotes_in, score_predictions

_SCALES = {"mille": 1e3, "million": 1e6, "milliard": 1e9, "billion": 1e12}
_UNITS = {"dollar": "USD", "$": "USD", "euro": "EUR", "€": "EUR", "yuan": "CNY"}
_UNITS |= {"rouble": "RUB", "%": "%", "pour cent": "%"}
_NUMBER = re.compile(
    r"(?P<n>\d+(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?)\s?"
    rf"(?:(?P<scale>{'|'.join(_SCALES)})s?\s(?:de\s|d['’])?)?"
    rf"(?P<unit>dollars?|euros?|yuans?|roubles?|pour cent|[$€%])"
)
_MARKED = re.compile(r"[«“\"]\s*(?P<said>[^«»“”\"]{3,}?)\s*[»”\"]")
_NAME = re.compile(r"[A-ZÉ][\w’-]+(?: [A-ZÉ][\w’-]+)+")


def regex(text: str, day) -> list[dict]:
    found = []
    for match in _NUMBER.finditer(text):
        value = float(re.sub(r"\s", "", match["n"]).replace(",", "."))
        value *= _SCALES.get(match["scale"], 1)
        unit = _UNITS[match["unit"].removesuffix("s")]
        kind = "share" if unit == "%" else "amount"
        row = {"start": match.start(), "end": match.end(), "value": value}
        found.append(row | {"unit": unit, "kind": kind, "change": "level"})
    return found


def marks(text: str, day) -> list[dict]:
    found = []
    for match in _MARKED.finditer(text):
        around = (
            text[match.end() : match.end() + 80],
            text[: match.start()][-80:],
        )
        names = [name for part in around for name in _NAME.findall(part)]
        row = {"start": match.start("said"), "end": match.end("said")}
        named = names[0] if names else None
        row |= {"kind": "direct", "speaker": named, "mention": named}
        found.append(row)
    return found


def figures(text: str, day) -> list[dict]:
    return [
        asdict(one) | {"flags": list(one.flags)}
        for one in figures_in(text, day)
    ]


def quotes(text: str, day) -> list[dict]:
    return [asdict(one) for one in quotes_in(text) if one.kind != "claim"]


READ = {f.__name__: f for f in (regex, marks, figures, quotes)}
TABLE = {
    "regex": ("test fresh", "span value+unit kind period"),
    "figures": ("test fresh", "span value+unit kind period"),
    "marks": ("test", "span span+mention speaker"),
    "quotes": ("test", "span span+mention speaker"),
}
COUNTS = ("correct", "found", "gold")


def predictions(name: str) -> None:
    """Print a line a snippet."""
    kind = "figures" if name in ("regex", "figures") else "quotes"
    for row in load_gold(kind):
        if row["text"]:
            found = READ[name](row["text"], row.get("date"))
            told = {"id": row["id"], kind: found}
            print(json.dumps(told, ensure_ascii=False, default=str))


def table() -> None:
    """Print what the score of each says, in Markdown."""
    print(
        "| predictions | set | measure | correct / found / gold | F1 (95 %) |"
    )
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, (sets, measures) in TABLE.items():
            file = Path(folder) / f"{name}.jsonl"
            with file.open("w", encoding="utf-8") as out, redirect_stdout(out):
                predictions(name)
            for part, measure in product(sets.split(), measures.split()):
                row = (
                    score_predictions(file, part)
                    .set_index("measure")
                    .loc[measure]
                )
                counts = " / ".join(str(int(row[c])) for c in COUNTS)
                f1 = f"{row.f1:.3f} ({row.f1_low:.3f} to {row.f1_high:.3f})"
                print(f"| `{name}` | {part} | {measure} | {counts} | {f1} |")


def main() -> int:
    """The predictions of one, or the table of all."""
    asked = sys.argv[1:]
    if asked and asked[0] not in READ:
        print(__doc__)
        return 2
    predictions(asked[0]) if asked else table()
    return 0


if __name__ == "__main__":
    sys.exit(main())
