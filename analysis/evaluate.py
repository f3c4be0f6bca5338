"""What was found against what hands annotated: precision and recall with counts."""

import json
from pathlib import Path

import pandas as pd

_GOLD = Path(__file__).resolve().parent.parent / "corpus" / "gold"
_SCORES = {
    "measure": "str",
    "correct": "int64",
    "found": "int64",
    "gold": "int64",
    "precision": "float64",
    "recall": "float64",
    "f1": "float64",
}
_ATTRIBUTES = (
    "kind", "change", "qualifier", "flow", "origin", "destination", "parties",
    "period", "period_text", "base", "status", "speaker", "source", "equivalent_of",
    "flags",
)  # fmt: skip


def load_gold(kind: str = "figures", path: str | Path | None = None) -> list[dict]:
    """Annotated snippets, one dictionary each; ``corpus/README.md`` has the guide.

    Keys: ``id``, ``set`` (dev, test or corpus), ``date``, ``text`` (``None`` for an
    article of the corpus) and what was annotated, under ``kind``.

    Raises ``FileNotFoundError`` where there is no gold, ``ValueError`` where it is
    empty: a score of nothing would pass every floor.
    """
    file = Path(path) if path else _GOLD / f"{kind}.jsonl"
    if not file.is_file():
        raise FileNotFoundError(f"no gold at {str(file)!r}: expected a .jsonl file")
    lines = file.read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines if line.strip()]
    if not gold:
        raise ValueError(f"{file.name}: no annotated snippet in it")
    return gold


def score_figures(found: list[list], gold: list[list]) -> pd.DataFrame:
    """Figures found against gold, snippet by snippet: one row a measure.

    ``found`` and ``gold`` run in parallel, one list of figures a snippet; a figure is
    a mapping or a ``TradeFigure``.  A figure is found when the spans overlap
    (``span``); ``value+unit`` asks for value, low, high and unit too.  Each attribute
    is scored on the figures whose value and unit are right: ``found`` and ``gold``
    count those where it is stated, ``correct`` where both say the same.
    Columns and dtypes: measure, correct, found, gold, precision, recall, f1.
    """
    if len(found) != len(gold):
        raise ValueError(f"{len(found)} snippets found, {len(gold)} in the gold")
    counts = {name: [0, 0, 0] for name in ("span", "value+unit", *_ATTRIBUTES)}
    for ours, theirs in zip(found, gold, strict=True):
        ours, theirs = [_plain(f) for f in ours], [_plain(f) for f in theirs]
        pairs = list(_pairs(ours, theirs))
        right = [(f, g) for f, g in pairs if _value(f) == _value(g)]
        for name, matched in (("span", pairs), ("value+unit", right)):
            _add(counts[name], len(matched), len(ours), len(theirs))
        for name in _ATTRIBUTES:
            for f, g in right:
                f, g = _attribute(f, name), _attribute(g, name)
                _add(counts[name], f == g and bool(g), bool(f), bool(g))
    return pd.DataFrame(
        [(name, *row, *_rates(*row)) for name, row in counts.items()],
        columns=list(_SCORES),
    ).astype(_SCORES)


def _pairs(ours: list[dict], theirs: list[dict]):
    """Pairs whose spans overlap, those with the same value first; each figure once."""
    free = list(theirs)
    for exact in (True, False):
        for f in list(ours):
            for g in free:
                overlap = f["start"] < g["end"] and g["start"] < f["end"]
                if overlap and (not exact or _value(f) == _value(g)):
                    yield f, g
                    free.remove(g)
                    ours = [other for other in ours if other is not f]
                    break


def _plain(figure) -> dict:
    if isinstance(figure, dict):
        return figure
    return {name: getattr(figure, name) for name in figure.__slots__}


def _value(figure: dict) -> tuple:
    ends = (figure[name] for name in ("value", "low", "high"))
    return *(None if x is None else f"{float(x):.6g}" for x in ends), figure["unit"]


def _attribute(figure: dict, name: str):
    if name == "period":
        return tuple(str(figure[f"period_{end}"] or "") for end in ("start", "end"))
    if name == "equivalent_of":
        return figure[name] is not None
    return tuple(sorted(figure[name])) if name == "flags" else figure[name]


def _add(counts: list[int], *more: int) -> None:
    counts[:] = [a + b for a, b in zip(counts, more, strict=True)]


def _rates(correct: int, found: int, gold: int) -> tuple[float, float, float]:
    precision = correct / found if found else float("nan")
    recall = correct / gold if gold else float("nan")
    return (
        precision,
        recall,
        2 * correct / (found + gold) if found + gold else precision,
    )
