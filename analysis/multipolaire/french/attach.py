"""Which neighbour a thing goes with: one way to choose, by named features."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Feature(NamedTuple):
    """What speaks for or against a neighbour, and how much.

    ``holds(anchor, candidate)`` says whether it does, or how often: the weight counts
    as many times.  Its ``name`` is what a reader is told.
    """

    name: str
    weight: float
    holds: Callable[[Any, Any], float]


class Tie(NamedTuple):
    """The neighbour chosen, what it scored, and the features that spoke for it."""

    candidate: Any
    score: float
    reasons: tuple[str, ...]


def attach(
    anchor,
    candidates: Iterable,
    features: Iterable[Feature],
    floor: float = 0.0,
    margin: float = 0.0,
) -> Tie | None:
    """The candidate with the highest sum of weights, the first of equals.

    ``None`` where none scores above ``floor``, or where the second comes within
    ``margin`` of the first: what may be wrong is left out.

    >>> near = Feature("near", -1, lambda anchor, other: abs(anchor - other))
    >>> even = Feature("even", 3, lambda anchor, other: other % 2 == 0)
    >>> attach(5, [3, 8, 6], [near, even])
    Tie(candidate=6, score=2, reasons=('even',))
    >>> attach(5, [4, 6, 9], [near, even], margin=0.5)
    """
    features = tuple(features)
    ties = []
    for candidate in candidates:
        counts = [f.weight * f.holds(anchor, candidate) for f in features]
        told = (f.name for f, count in zip(features, counts) if count > 0)
        ties.append(Tie(candidate, sum(counts), tuple(told)))
    ties.sort(key=lambda tie: -tie.score)
    if not ties or ties[0].score <= floor:
        return None
    close = len(ties) > 1 and ties[0].score - ties[1].score < margin
    return None if close else ties[0]
