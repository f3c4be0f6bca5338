"""What was found against what hands annotated: precision and recall with counts."""

import json
from pathlib import Path

import pandas as pd

from analysis import lexicon
from analysis.text import tokenize

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
    return _table(counts)


def _table(counts: dict[str, list[int]]) -> pd.DataFrame:
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


def score_quotes(found: list[list], gold: list[list]) -> pd.DataFrame:
    """Quotations found against gold, snippet by snippet: one row a measure.

    A quotation is found when intersection over union with a gold one is at least 0.6
    (``span``, direct and partial ones); ``span+mention`` asks for a content word in
    common between the two mentions too (both empty is right, a pronoun counts as
    itself); ``indirect`` is the same for reported clauses.  ``speaker``, ``via`` and
    ``cue`` are scored on the quotations found.  ``optional`` gold is neither rewarded
    nor punished.  Columns and dtypes as :func:`score_figures`.
    """
    if len(found) != len(gold):
        raise ValueError(f"{len(found)} snippets found, {len(gold)} in the gold")
    measures = ("span", "span+mention", "indirect", "speaker", "via", "cue")
    counts = {name: [0, 0, 0] for name in measures}
    for ours, theirs in zip(found, gold, strict=True):
        ours = [_plain(q) for q in ours]
        for indirect in (False, True):
            mine, wanted = (
                [q for q in side if (q["kind"] == "indirect") is indirect]
                for side in (ours, theirs)
            )
            pairs, extra, missed = _overlapping(mine, wanted)
            pairs = [(q, g) for q, g in pairs if not g.get("optional")]
            missed = [g for g in missed if not g.get("optional")]
            any_optional = [g for g in theirs if g.get("optional")]
            extra = [
                q for q in extra if not any(_iou(q, g) > 0.3 for g in any_optional)
            ]
            said = sum(_same_mention(q["mention"], g["mention"]) for q, g in pairs)
            n_found, n_gold = len(pairs) + len(extra), len(pairs) + len(missed)
            if not indirect:
                _add(counts["span"], len(pairs), n_found, n_gold)
            _add(
                counts["indirect" if indirect else "span+mention"],
                said,
                n_found,
                n_gold,
            )
            for name in ("speaker", "via", "cue"):
                for q, g in pairs:
                    a, b = (
                        set((x[name] or "").lower().split("; ")) - {""} for x in (q, g)
                    )
                    _add(counts[name], a == b and bool(b), bool(a), bool(b))
    return _table(counts)


def _overlapping(ours: list[dict], theirs: list[dict]):
    ranked = sorted(
        (-_iou(q, g), i, j) for i, q in enumerate(ours) for j, g in enumerate(theirs)
    )
    mine, taken, pairs = set(), set(), []
    for minus_iou, i, j in ranked:
        if minus_iou <= -0.6 and i not in mine and j not in taken:
            mine.add(i)
            taken.add(j)
            pairs.append((ours[i], theirs[j]))
    extra = [q for i, q in enumerate(ours) if i not in mine]
    return pairs, extra, [g for j, g in enumerate(theirs) if j not in taken]


def _iou(a: dict, b: dict) -> float:
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return max(0, shared) / (max(a["end"], b["end"]) - min(a["start"], b["start"]))


def _same_mention(a: str | None, b: str | None) -> bool:
    if not a or not b:
        return not a and not b
    stop = lexicon.words("stop_words") | {"m", "mm", "mme"}
    words = [set(tokenize(x)) for x in (a, b)]
    words = [w - stop or w for w in words]
    return bool(words[0] & words[1])
