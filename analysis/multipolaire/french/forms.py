"""Plain words of the lexicon as patterns: who adds a word need not know of patterns.

Words are matched whatever their capitals, with either apostrophe and any blank.
"""

import re
from functools import cache
from itertools import groupby

from multipolaire.french import lexicon

BLANK = r"[ \u00a0\u202f\u2009]"
LETTERS = r"[^\W\d_]+"
START, END = r"(?<![^\W_])", r"(?![^\W_])"  # no letter or digit before, after
_SIGNS = {"'": "['’]", " ": BLANK}


def any_of(words) -> str:
    """One pattern for many words, the longest first, each common beginning said once.

    >>> any_of(["vise", "visent", "viser"])
    'vise(?:nt|r)?'
    """
    return _branches(sorted(set(words)))


def _branches(words: list[str]) -> str:
    groups = groupby(filter(None, words), key=lambda word: word[0])
    options = [
        _SIGNS.get(first, re.escape(first)) + _branches([w[1:] for w in rest])
        for first, rest in groups
    ]
    if len(options) == 1 and words[0]:
        return options[0]
    may_end = "" if words[0] else "?"
    return f"(?:{'|'.join(options)}){may_end}" if options else ""


@cache
def listed(*names: str) -> str:
    """The words of these lists of ``french/words/contexts.csv``, as one pattern."""
    rows = [r for r in lexicon.table("contexts") if r["context"] in names]
    stems = [row["word"] for row in rows if row["match"]]
    whole = [row["word"] for row in rows if not row["match"]]
    parts = (
        stems and f"{any_of(stems)}{LETTERS[:-1]}*",
        whole and any_of(whole),
    )
    return f"(?:(?:{'|'.join(filter(None, parts))}){END})"


def context(name: str) -> re.Pattern:
    """What finds a word of a list of ``french/words/contexts.csv``."""
    return re.compile(rf"(?i){START}{listed(name)}")


def phrases(rows, then: dict[str, str]) -> str:
    """The forms of rows of the lexicon as one pattern, group ``w0`` for the first row.

    ``then`` has the patterns of what a row names in its column ``then``.
    """
    return "|".join(
        f"(?P<w{n}>{_phrase(row, then)})" for n, row in enumerate(rows)
    )


def _phrase(row, then: dict[str, str]) -> str:
    words = any_of(row["forms"].split("|"))
    if row["match"] == "exact":
        words = f"(?-i:{words})"
    elif row["match"] == "stem":
        words += LETTERS[:-1] + "*"
    for word in filter(None, row.get("not_after", "").split("|")):
        blank = "" if word.endswith("'") else r"\s"
        words = f"(?<!{any_of([word])}{blank}){words}"
    words += then.get(row["then"], "")
    if row.get("not_before"):
        words += f"(?!{BLANK}{any_of(row['not_before'].split('|'))}{END})"
    return words
