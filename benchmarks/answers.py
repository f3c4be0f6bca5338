"""Does a change of code change an answer?  Freeze what is read in texts, compare later.

    python benchmarks/answers.py TEXTS.jsonl --to frozen.jsonl
    python benchmarks/answers.py TEXTS.jsonl --against frozen.jsonl

A line of TEXTS is an object with ``id``, ``text`` and, where it is known, ``date``.  Of
every text it keeps one digest each of the cleaned text, sentences, words and lemmas,
figures and quotations, every field of every record; ``--against`` names what differs
and ends with exit code 1 if anything does.  ``--show ID`` prints the answers themselves.
"""

import argparse
import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from joblib import Parallel, delayed

from multipolaire import clean_text, lemmatize, split_sentences, tokenize
from multipolaire.french import figures_in, quotes_in


def answers(text: str, date: str | None) -> dict[str, list]:
    """All that is read in one text, in plain values."""
    cleaned = clean_text(text)
    words = tokenize(cleaned)
    return {
        "cleaned": [cleaned],
        "sentences": [[s.start, s.end] for s in split_sentences(cleaned)],
        "words": [words, [lemmatize(word) for word in words]],
        "figures": [asdict(figure) for figure in figures_in(cleaned, date)],
        "quotations": [asdict(quote) for quote in quotes_in(cleaned)],
    }


def frozen(line: str) -> dict[str, str]:
    """The digests of the answers of one line."""
    row = json.loads(line)
    made = {"id": row["id"]}
    try:
        found = answers(row["text"], row.get("date"))
    except Exception as error:
        return made | {"error": repr(error)}
    for name, values in found.items():
        written = json.dumps(values, default=str, sort_keys=True)
        made[name] = hashlib.sha256(written.encode()).hexdigest()[:16]
    return made


def main() -> int:
    """Freeze, compare or show."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--to", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--show")
    parser.add_argument(
        "--every", type=int, default=1, help="one text in so many"
    )
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    lines = options.texts.read_text(encoding="utf-8").splitlines()[
        :: options.every
    ]
    if options.show:
        for row in map(json.loads, lines):
            if row["id"] == options.show:
                found = answers(row["text"], row.get("date"))
                print(
                    json.dumps(found, default=str, ensure_ascii=False, indent=1)
                )
        return 0
    made = Parallel(options.jobs)(delayed(frozen)(line) for line in lines)
    if options.to:
        rows = (json.dumps(row, sort_keys=True) for row in made)
        options.to.write_text("\n".join(rows) + "\n", encoding="utf-8")
        print(
            f"{len(made):,} texts, {sum('error' in row for row in made)} failed"
        )
        return 0
    known = map(
        json.loads, options.against.read_text(encoding="utf-8").splitlines()
    )
    before = {row["id"]: row for row in known}
    differ = {}
    for row in made:
        other = before[row["id"]]
        for name in sorted({*row, *other}):
            if row.get(name) != other.get(name):
                differ.setdefault(name, []).append(row["id"])
    for name, ids in differ.items():
        print(f"{name}: {len(ids):,} texts differ: {' '.join(ids[:10])}")
    print(f"{len(made):,} texts compared, {len(differ)} kinds of answer differ")
    return int(bool(differ))


if __name__ == "__main__":
    sys.exit(main())
