"""Files of IRaMuTeQ and Alceste: many texts, each under a line of stars."""

import re
from collections.abc import Iterator
from itertools import pairwise

# "**** *source_rt *date_20240208"; Alceste numbers its texts: "0001 *source_rt"
_STARS = re.compile(r"(?:\*{4}|[0-9]{4})(?:[ \t]+\*\S+)+[ \t]*")
_LINE = re.compile(rf"^{_STARS.pattern}$", re.MULTILINE)
_THEME = re.compile(r"^-\*\S+[ \t]*$", re.MULTILINE)  # a theme inside a text
_OWN = {"id": "article_id", "date": "published", "source": "publisher"}


def is_starred(text: str) -> bool:
    """Whether a text begins with such a line, or has one of four stars.

    >>> is_starred("Le gaz monte.\\n**** *source_rt"), is_starred("Le gaz **** monte.")
    (True, False)
    """
    first = text.lstrip("\ufeff\r\n \t").split("\n", 1)[0].rstrip()
    return bool(_STARS.fullmatch(first) or re.search(r"(?m)^\*{4} \*\S", text))


def starred(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each text with the number of its first line and its variables as columns.

    >>> list(starred("**** *source_rt *an_2024\\nLe gaz monte."))
    [(1, {'publisher': 'rt', 'an': '2024', 'raw': 'Le gaz monte.'})]
    """
    text = text.replace("\r\n", "\n")
    heads = [*_LINE.finditer(text.removeprefix("\ufeff"))]
    ends = [*(head.start() for head in heads), len(text)]
    for head, (_, end) in zip(heads, pairwise(ends)):
        told = (word[1:].partition("_") for word in head[0].split()[1:])
        cells = {_OWN.get(name, name): value for name, _, value in told}
        body = _THEME.sub("", text[head.end() : end]).strip("\n")
        yield text.count("\n", 0, head.start()) + 1, {**cells, "raw": body}
