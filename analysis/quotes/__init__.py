"""Who said what, through whom: direct, partial and indirect speech.

A text is read in this order: :mod:`~analysis.quotes.marks` finds the quotation marks,
:mod:`~analysis.quotes.tags` makes each sentence a string of tags, in which
:mod:`~analysis.quotes.grammar` finds what reports speech, and with whose subject;
:mod:`~analysis.quotes.clauses` says how far a report goes,
:mod:`~analysis.quotes.ties` whose words a quotation holds,
:mod:`~analysis.quotes.speakers` who is meant, and :mod:`~analysis.quotes.report`
puts a sentence together.
"""

from collections.abc import Sequence

import pandas as pd

from analysis import scale
from analysis.encodings import expect_nfc
from analysis.quotes.marks import masked, quoted
from analysis.quotes.report import Quotation, Report
from analysis.quotes.speakers import Cast
from analysis.quotes.tags import sentences

COLUMNS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "quote": "str",
    "kind": "str",
    "speaker": "str",
    "mention": "str",
    "cue": "str",
    "via": "str",
}


def extract_quotes(articles: pd.DataFrame, *, strict: bool = False) -> pd.DataFrame:
    """Quotations of the articles, one row each, in reading order.

    Needs the columns ``article_id`` and ``text``; ``event_date``, where there is one,
    tells who held an office then (*le président russe*).  Columns: ``article_id``,
    ``start``, ``end`` (offsets in ``text``), ``quote``, ``kind`` (direct, partial,
    indirect), ``speaker`` (a name, several joined by "; ", or missing), ``mention``
    and ``cue`` (verbatim), ``via`` (the outlets that relay it).  An article that fails
    is left out and warned of (:mod:`analysis.scale`); with ``strict`` it raises.

    >>> text = "« Oui », a dit M. Roy à l'AFP."
    >>> table = extract_quotes(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    >>> table[["quote", "speaker", "cue", "via"]].values.tolist()
    [['Oui', 'Roy', 'dit', 'AFP']]
    """
    missing = {"article_id", "text"} - set(articles.columns)
    if missing:
        raise ValueError(
            f"columns {sorted(missing)} are missing; there are: "
            f"{sorted(articles.columns)}"
        )
    dates = articles.get("event_date", pd.Series(None, articles.index, dtype=object))
    texts = zip(articles["text"], dates)
    articles, found = scale.spared(
        lambda item: quotes_in(*item), articles, "extract_quotes", strict, texts
    )
    rows = [
        {"article_id": key, **{c: getattr(q, c) for c in COLUMNS if c != "article_id"}}
        for key, quotations in zip(articles["article_id"], found)
        for q in quotations
        if q.kind != "claim"
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def speaker_at(
    quotations: Sequence[Quotation], start: int, end: int
) -> tuple[str | None, str | None]:
    """Speaker and relay of the innermost reported clause that holds the span.

    >>> speaker_at(quotes_in("Selon M. Roy, le prix a atteint 3 euros."), 32, 39)
    ('Roy', None)
    """
    holding = [q for q in quotations if q.reach_start <= start and end <= q.reach_end]
    if not holding:
        return None, None
    inner = min(holding, key=lambda q: (q.reach_end - q.reach_start, q.kind == "claim"))
    return inner.speaker, inner.via


def quotes_in(text: str, date=None) -> list[Quotation]:
    """Quotations and reported clauses of a text, in order; time is linear in length.

    ``date`` (of the text) tells who held an office then; without it only an office
    whose holder is still the same is given a name.

    >>> [(q.quote, q.kind, q.speaker) for q in quotes_in("« Oui », a dit Ana Ruiz.")]
    [('Oui', 'direct', 'Ana Ruiz')]

    Raises ``ValueError`` for a text that is not NFC.
    """
    expect_nfc(text)
    marks = quoted(text)
    hidden = masked(text, marks)
    cast = Cast(hidden, date)
    found: list[Quotation] = []
    before = None  # the report of the sentence before: "Il a précisé :", "Et d'ajouter"
    for sentence in sentences(hidden, marks):
        report = Report(text, sentence, cast, before)
        if before and before.orphan and (late := report.names_orphan(before.orphan)):
            found[-1] = late
        before = report
        found += before.found
    return sorted(found, key=lambda q: (q.start, -q.end))
