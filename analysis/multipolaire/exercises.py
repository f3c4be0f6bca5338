"""Self-checks of exercises: what is wrong, never the answer; once it is right, why."""

import builtins
import csv
import hashlib
import math
import numbers
import re
import sys
import unicodedata
from functools import cache
from pathlib import Path

from multipolaire.say import Sentence, say, translated

NO_ANSWER = (TypeError, ValueError, ArithmeticError, RecursionError)
# Items of an answer: a stream of them, or one of itself, has no end.
LONGEST = 1000
# What a check is given in the place of an answer whose cell failed, or was not run.
FORGOTTEN = object()
_ASSIGNED = re.compile(r"(?m)^[ \t]*([^\W\d][\w, ]*?)\s*[-+*/]?=(?!=)")
_JUDGED = re.compile(
    r"check\(\s*[\"'][\w-]+[\"'],\s*(?!None\b)([^\W\d]\w*)\s*\)"
)


def check(exercise: str, answer: object) -> Sentence:
    """Whether an answer is right, and why; if not, what is wrong, never the answer.

    Never raises.  Right answers are kept as digests in ``exercises.csv`` beside this file, a
    number once for each number of decimals to which it may be rounded, beside those of
    the common slips, each with its hint, and what is told once the answer is right.
    A number may be written as a text, as French or English writes it; a word in either
    language (``answers.csv``).  An answer whose cell ended in an error is not judged.

    Parameters
    ----------
    exercise
        Its name, such as ``corpus-3``.
    answer
        A number, a text, a list of these, or ``None``.

    Returns
    -------
    Sentence
        *Right* with its reason, *not yet* with a hint, or *not answered yet*.

    Examples
    --------
    >>> check("corpus-3", None)
    … Not answered yet: replace `None` by your answer; the name before it stays.
    >>> check("corpus-3", "five hundred")
    ✗ Not yet: expected a number, without quotation marks.
    """
    if answer is None:
        return say(
            "… Not answered yet: replace `None` by your answer; the name before it stays."
        )
    if answer is FORGOTTEN:
        return say(
            "… No answer to judge: its cell was not run yet, or ended in an error, whose "
            'last line says why. A word needs quotation marks: `"so"`.'
        )
    rows = [row for row in table("exercises") if row["exercise"] == exercise]
    if not rows:
        return say("✗ There is no exercise {name}.", name=str(exercise))
    kind = rows[0]["kind"]
    readings = _readings(answer, kind)
    if not readings:
        return _expected(kind, hasattr(answer, "sum"))
    found = {row["digest"]: row["hint"] for row in rows}
    hints = [found.get(digest(exercise, reading)) for reading in readings]
    best = hints.index("right") if "right" in hints else 0
    if hints[best] == "right":
        said = f"{say('✓ Right.')} {translated(found.get('why', ''))}".strip()
    else:
        hint = next(filter(None, hints), found.get("", ""))
        said = say("✗ Not yet: {hint}", hint=Sentence(translated(hint)))
    if kind == "number" and isinstance(answer, str | tuple):
        note = say(
            "(Python writes this number `{n}`: a point for the decimal comma, no "
            "blanks, no quotation marks.)",
            n=Sentence(f"{readings[best]:.15g}"),
        )
        said = f"{said} {note}"
    return Sentence(said)


def _expected(kind: str, column: bool) -> Sentence:
    if kind == "number" and column:
        return say(
            "✗ Not yet: expected a number, not a column of them: `.sum()` adds it up."
        )
    if kind == "number":
        return say("✗ Not yet: expected a number, without quotation marks.")
    if kind == "word":
        return say("✗ Not yet: expected a text, in quotation marks.")
    return say("✗ Not yet: expected a list, in square brackets.")


def digest(exercise: str, answer: object) -> str:
    """Sixteen digits that tell an answer without giving it away.

    Of a number that is not whole, six digits count; how it may be rounded,
    :func:`precisions` says.

    >>> digest("x", 0.25) == digest("x", 0.25000001)
    True
    >>> digest("x", "É ") == digest("x", "e")
    True
    """
    text = f"{exercise}\n{_canonical(answer)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def precisions(value: float, least: int = 0) -> list[float]:
    """A number rounded to ``least`` decimals, one more, and so on up to six digits.

    For ``exercises.csv``: a right answer has a line with the digest of each.

    >>> precisions(44.593088)
    [45.0, 44.6, 44.59, 44.593, 44.5931]
    """
    rounded = (float(f"{round(value, k):.6g}") for k in range(least, 12))
    return list(dict.fromkeys(rounded))


def _readings(answer, kind: str) -> list:
    """What an answer may mean, as one of its kind; none where it is of another."""
    try:
        one = getattr(answer, "size", 0) == 1 and hasattr(answer, "item")
        if one and kind != "list" and not isinstance(answer, numbers.Number):
            answer = answer.item()  # of a pandas Series, a NumPy array of one
        if kind == "number" and isinstance(answer, str | tuple):
            return _numbers(answer)
        if kind == "list" and isinstance(answer, str):
            answer = re.split(r"[,;]|\s(?:and|et)\s", answer.strip("[]() "))
        if kind == "list" and isinstance(answer, numbers.Number):
            answer = [answer]
        if kind == "list" and len(answer) < LONGEST:
            answer = [
                int(item) if re.fullmatch(r"\s*\d+\s*", str(item)) else item
                for item in answer
            ]
        if kind == "word" and str(answer) in {"True", "False"}:
            answer = str(answer)
        canonical = _canonical(answer)
    except NO_ANSWER:
        return []
    return [answer] if canonical is not None and canonical[0] == kind else []


def _numbers(text: str | tuple) -> list[float]:
    """The numbers that a text may be: 1,234 is one thing in French, another in English.

    >>> _numbers("+1 234,5"), _numbers("1,234"), _numbers("31 %"), _numbers("3 or 4")
    ([1234.5], [1234.0, 1.234], [31.0, 0.31], [])
    """
    if isinstance(text, tuple):  # 538,2 without quotation marks is 538 and 2
        all_numbers = all(isinstance(part, numbers.Number) for part in text)
        text = ",".join(map(str, text)) if all_numbers and len(text) < 9 else ""
    bare = unicodedata.normalize("NFKC", text).casefold().replace("−", "-")
    bare = re.sub(r"[\s'’]+", " ", bare).strip(" ~≈=")
    bare, percent = re.subn(r" ?(?:%|(?:pour|per) ?cent)$", "", bare)
    found = []
    for point, comma in ((r"\.", ","), (",", r"\.")):
        digits = rf"(?:\d+|\d{{1,3}}(?:[ {comma}]\d{{3}})+)"
        if re.fullmatch(rf"[+-]? ?{digits}(?:{point}\d+)?(?:e[+-]?\d+)?", bare):
            whole = re.sub(rf"[ {comma}]", "", bare)
            found.append(float(re.sub(point, ".", whole)))
    # A share may be written in per cent; a number of per cent is no share.
    found += [value / 100 for value in found if percent and abs(value) <= 100]
    return list(dict.fromkeys(filter(math.isfinite, found)))


def _canonical(answer) -> tuple[str, str] | None:
    """Its kind, and how it is written; none where it is no answer."""
    if isinstance(answer, str):
        return "word", _folded(answer)
    if isinstance(answer, numbers.Number) and not isinstance(answer, bool):
        value = float(answer) + 0.0  # type: ignore[arg-type]  # no "-0"
        whole = value.is_integer() and abs(value) < 1e15
        written = f"{value:.0f}" if whole else f"{value:.6g}"
        return ("number", written) if math.isfinite(value) else None
    if len(answer) >= LONGEST:
        return None
    items = [_canonical(item) for item in answer]
    return None if None in items else ("list", str(sorted(set(items))))


def _folded(text: str) -> str:
    """A word without case, accents, quotation marks, a full stop; in English."""
    bare = unicodedata.normalize("NFKD", text).casefold().replace("’", "'")
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    bare = " ".join(re.sub(r"[‐‑–−]", "-", bare).split()).strip(" .!'`\"«»“”‘„")
    meant = {row["written"]: row["meant"] for row in table("answers")}
    return meant.get(bare, bare)


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of ``<name>.csv`` beside this file, less the comments after ``#``.

    >>> table("answers")[0]
    {'written': 'baisse', 'meant': 'down'}
    """
    lines = Path(__file__).with_name(f"{name}.csv").read_text("utf-8")
    return tuple(csv.DictReader(x for x in lines.splitlines() if x[:1] != "#"))


class _Cells:
    """Cells of a notebook as they end, so that no answer outlives an error in its own."""

    def __init__(self, shell):
        self.names, self.failed = shell.user_ns, set()
        shell.events.register("pre_run_cell", self.begin)
        shell.events.register("post_run_cell", self.end)

    def begin(self, info) -> None:
        for name in _JUDGED.findall(info.raw_cell or ""):
            known = name in self.names or hasattr(builtins, name)
            if name in self.failed or not known:
                self.names[name] = FORGOTTEN

    def end(self, result) -> None:
        found = _ASSIGNED.findall(result.info.raw_cell or "")
        assigned = {name for names in found for name in re.split(r"\W+", names)}
        self.failed -= assigned
        if not result.success:
            self.failed |= assigned


# As soon as there is something to judge: the first answer may fail, too.
if shell := getattr(sys.modules.get("IPython"), "get_ipython", bool)():
    _Cells(shell)
