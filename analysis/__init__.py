"""The French press as data, in the order of the flow."""

from analysis.articles import fingerprint, load_articles
from analysis.say import say
from analysis.text import clean_text, split_segments, split_sentences, tokenize

__version__ = "0.1.0"
__all__ = [
    "clean_text",
    "fingerprint",
    "load_articles",
    "say",
    "split_segments",
    "split_sentences",
    "tokenize",
]
