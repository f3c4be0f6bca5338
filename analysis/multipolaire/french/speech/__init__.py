"""Who said what, through whom: direct, partial and indirect speech.

A text is read in this order: :mod:`~multipolaire.french.speech.marks` finds the
quotation marks, :mod:`~multipolaire.french.speech.tags` makes each sentence a string of
tags, in which :mod:`~multipolaire.french.speech.grammar` finds what reports speech,
:mod:`~multipolaire.french.speech.clauses` with whose subject and how far,
:mod:`~multipolaire.french.speech.ties` whose words a quotation holds (or that it is a
name: :mod:`~multipolaire.french.speech.nouns`),
:mod:`~multipolaire.french.speech.speakers` who is meant, and
:mod:`~multipolaire.french.speech.report` puts a sentence together, with who passed it on.
"""

from multipolaire.french.encodings import expect_nfc
from multipolaire.french.speech.marks import masked, quoted
from multipolaire.french.speech.report import Quotation, Report
from multipolaire.french.speech.speakers import Cast
from multipolaire.french.speech.tags import sentences


def quotes_in(text: str, date: object = None) -> list[Quotation]:
    """Quotations and reported clauses of a text, in order; time is linear in length.

    ``date`` (of the text) tells who held an office then; without it only an office
    whose holder is still the same is given a name.

    Parameters
    ----------
    text
        A cleaned text, NFC.
    date
        The day it was written, a date or ``YYYY-MM-DD``.

    Returns
    -------
    list of Quotation
        Frozen records: ``start``, ``end`` (characters of ``text``), ``quote``,
        ``kind``, ``speaker``, ``mention``, ``cue``, ``via``.

    Raises
    ------
    ValueError
        For a text that is not NFC.

    Examples
    --------
    >>> [(q.quote, q.kind, q.speaker) for q in quotes_in("« Oui », a dit Ana Ruiz.")]
    [('Oui', 'direct', 'Ana Ruiz')]
    """
    expect_nfc(text)
    return said_near(text, date)


def said_near(text: str, date=None, places=None) -> list[Quotation]:
    """The same, only of the sentences that hold some ``places``, if they are given.

    Those just before are read too: they tell whom a pronoun means.
    """
    marks = quoted(text)
    hidden = masked(text, marks)
    cast = Cast(hidden, date)
    found: list[Quotation] = []
    before = None  # the report of the sentence before: "Il a précisé :"
    for sentence in sentences(text, hidden, marks, places):
        report = Report(sentence, cast, before)
        found += report.found
        before = report
    return sorted(found, key=lambda q: (q.start, -q.end))
