"""What is known of French: the standard library alone, and nothing of the package.

A text is cleaned of site furniture (:mod:`~multipolaire.french.clean`), cut into
sentences and words (:mod:`~multipolaire.french.text`), and read for what is measured
(:mod:`~multipolaire.french.trade`) and who speaks
(:mod:`~multipolaire.french.speech`).  Words are data, in ``words/``.  Each name is
loaded when it is first used.
"""

from importlib import import_module

_MODULE_OF = {
    "clean_text": "clean",
    "figures_in": "trade",
    "quotes_in": "speech",
    "split_segments": "text",
    "split_sentences": "text",
    "token_spans": "text",
    "tokenize": "text",
}
__all__ = [*_MODULE_OF]


def __getattr__(name: str):
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no name {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
