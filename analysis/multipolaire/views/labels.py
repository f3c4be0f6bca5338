"""Labels beside the marks of a plot, where they cover nothing."""

from collections.abc import Callable, Iterator
from itertools import product
from operator import itemgetter

import numpy as np

# Where a label may stand about its mark, the best place first, and how far in points.
PLACES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
DISTANCES = (6, 14, 24, 36)
SIDES = {-1: "right", 0: "center", 1: "left"}
ENDS = {-1: "top", 0: "center", 1: "bottom"}
THREAD = {"arrowstyle": "-", "lw": 0.5, "color": "#777777", "shrinkB": 3}


def write_labels(axes, labels: list[tuple], keep: int) -> int:
    """Write each ``(x, y, text, look)`` beside its mark; gives how many are written.

    Each takes the first place where it covers no mark, no line and no other label; one
    that has none is left out, but for the first ``keep``, which take the best there is.
    """
    tell(axes, " ")  # room for the number written
    axes.figure.draw_without_rendering()  # until then there is no place
    cost_of, taken = _costs(axes), []
    for order, (x, y, text, look) in enumerate(labels):
        look = {"zorder": 5, **look}
        trial = beside(axes, text, (x, y), (0, 0), **look)
        tried = [(cost_of(box, taken), box, at) for box, at in _around(trial)]
        trial.remove()  # it was measured, and is written at its place
        cost, box, (offset, ha, va) = min(tried, key=itemgetter(0))
        if not cost or order < keep:
            look |= {"arrowprops": THREAD, "ha": ha, "va": va}
            beside(axes, text, (x, y), offset, **look)
            taken.append(box)
    return len(taken)


def tell(axes, words: str) -> None:
    axes.set_title(words, loc="right")


def _around(label) -> Iterator[tuple]:
    """Where a label may stand: its box in pixels; its offset in points, how aligned."""
    from matplotlib.transforms import Bbox

    size = label.get_window_extent().padded(2).size
    mark = label.get_transform().transform((0, 0))
    for far, (across, up) in product(DISTANCES, PLACES):
        side = np.array([across, up])
        away = side * far * label.figure.dpi / 72  # pixels
        corner = mark + away - (1 - side) / 2 * size
        at = far * side, SIDES[across], ENDS[up]
        yield Bbox.from_bounds(*corner, *size), at


def _costs(axes) -> Callable:
    """A function that says how bad it is to write in a box: 0 where it is not."""
    drawn = axes.collections
    marks = [d.get_offset_transform().transform(d.get_offsets()) for d in drawn]
    marks = np.concatenate(marks)
    paths = [line.get_path().transformed(axes.transData) for line in axes.lines]
    paths = [path for path in paths if len(path) > 2]  # zero is written over

    def cost_of(box, taken: list) -> int:
        inside = all(axes.bbox.contains(*end) for end in (box.min, box.max))
        over = box.count_overlaps(taken)
        over += sum(path.intersects_bbox(box, filled=False) for path in paths)
        return 9 * (not inside) + 9 * over + box.count_contains(marks)

    return cost_of


def beside(axes, text: str, mark: tuple, offset: tuple, **look):
    """Write a text at an offset, in points, from its mark."""
    look |= {"textcoords": "offset points"}
    return axes.annotate(text, mark, offset, **look)
