"""What the page in the browser asks of the package: the standard library alone.

It takes and gives text, JSON where it is more than one: the page knows no offsets.
"""

import json

from multipolaire.explain import explain
from multipolaire.french import figures_in, quotes_in, token_spans
from multipolaire.french.clean import clean
from multipolaire.stats.queries import parse_queries
from multipolaire.stats.scan import Scanner

WIDTH = 60  # characters on each side of a line of a concordance
#: What is told of a figure or a quotation, in order; what is missing is left out.
FIGURE = (
    *("kind", "change", "value", "low", "high", "unit", "qualifier", "flow"),
    *("origin", "destination", "parties", "period_start", "period_end"),
    *("period_text", "base", "status", "speaker", "source", "flags"),
)
QUOTE = ("kind", "speaker", "mention", "cue", "via")


def read(raw: str, day: str = "") -> str:
    """An article, pasted: its runs, figures, quotations, and what cleaning took out.

    ``day`` is that of its writing, ``YYYY-MM-DD``, or empty.  A run is a piece of the
    text, with the numbers of the figures and of the quotations that hold it.

    >>> told = json.loads(read("Partager\\nIl coûte 3 euros."))
    >>> [run["text"] for run in told["runs"]], told["removed"][0]["text"]
    (['Il coûte ', '3 euros', '.'], 'Partager')
    """
    cleaned = clean(raw)
    text, date = cleaned.text, day or None
    figures = figures_in(text, date)
    quotes = [one for one in quotes_in(text, date) if one.kind != "claim"]
    told = {
        "text": text,
        "words": len(token_spans(text)),
        "runs": _runs(text, figures, quotes),
        "figures": [
            _told(one, FIGURE) | {"reasons": explain(one)} for one in figures
        ],
        "quotes": [_told(one, QUOTE) for one in quotes],
        "removed": [
            {"text": raw[start:end].strip(), "rule": rule}
            for start, end, rule in cleaned.removed
        ],
    }
    return json.dumps(told, ensure_ascii=False)


def _told(one, names: tuple[str, ...]) -> dict:
    told = {"quote": one.quote}
    for name in names:
        value = getattr(one, name)
        if isinstance(value, tuple):
            value = ", ".join(value)
        if value is not None and value != "":
            told[name] = str(value)
    return told


def _runs(text: str, figures: list, quotes: list) -> list[dict]:
    bounds = {0, len(text)}
    bounds.update(
        place for one in figures + quotes for place in (one.start, one.end)
    )
    cuts, runs = sorted(bounds), []
    for start, end in zip(cuts, cuts[1:]):
        run = {"text": text[start:end]}
        for name, found in (("figures", figures), ("quotes", quotes)):
            held = [k for k, f in enumerate(found) if f.start <= start < f.end]
            run[name] = held
            run[f"last_{name}"] = [k for k in held if found[k].end == end]
        runs.append(run)
    return runs


def lines(text: str, query: str) -> str:
    """The lines of a query in a cleaned text: left, match, right.

    >>> lines("Il rejette l’ingérence.", "ingérence")
    '[["Il rejette l’", "ingérence", "."]]'
    """
    _, hits = Scanner(parse_queries(query))(text)
    found = []
    for start, end, _ in hits:
        left = text[:start].rpartition("\n")[2][-WIDTH:]
        found.append(
            [left, text[start:end], text[end:].partition("\n")[0][:WIDTH]]
        )
    return json.dumps(found, ensure_ascii=False)
