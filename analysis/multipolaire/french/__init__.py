"""What is known of French: the standard library alone, and nothing of the package.

A text is cleaned of site furniture (:mod:`~multipolaire.french.clean`), cut into
sentences and words (:mod:`~multipolaire.french.text`), and read for what is measured
(:mod:`~multipolaire.french.trade`) and who speaks
(:mod:`~multipolaire.french.speech`).  Words are data, in ``words/``.
"""

from multipolaire.french.clean import clean_text
from multipolaire.french.speech import quotes_in
from multipolaire.french.text import (
    split_segments,
    split_sentences,
    token_spans,
    tokenize,
)
from multipolaire.french.trade import figures_in

__all__ = [
    "clean_text",
    "figures_in",
    "quotes_in",
    "split_segments",
    "split_sentences",
    "token_spans",
    "tokenize",
]
