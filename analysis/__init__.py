"""The French-language press as data: small functions, frame to frame, in this order.

``load_articles`` reads and validates a corpus; ``clean_text``, ``split_sentences``,
``split_segments`` and ``tokenize`` say what its texts, sentences and words are;
``FrenchVectorizer`` counts them; ``concordance``, ``trend``, ``keyness``,
``dispersion`` and ``collocates`` follow its words; ``find_repeats`` and
``near_duplicates`` what it says twice; ``extract_quotes`` who speaks in it;
``extract_figures`` and ``explain`` its amounts; ``find_topics`` its subjects, with a
verdict; ``load_gold`` and the ``score_*`` functions how far all this is to be trusted;
the ``plot_*`` and ``explore_*`` functions draw it; ``say`` says it in words.

Each name is loaded when it is first used, so that ``import analysis`` costs nothing.
"""

from analysis import interrupts

if interrupts.is_command():
    interrupts.listen()

from importlib import import_module

# These two bear the name of their module, which a later import would put in the place
# of the function: they are bound here, once.
from analysis.clean import clean
from analysis.say import say

__version__ = "0.1.0"

_NAMES = {
    "articles": (
        "CorpusError",
        "check_corpus",
        "fingerprint",
        "iter_articles",
        "load_articles",
        "read_articles",
    ),
    "files": ("write_table",),
    "text": (
        "clean_text",
        "split_segments",
        "split_sentences",
        "token_spans",
        "tokenize",
    ),
    "features": ("FrenchVectorizer", "lemmatize", "make_tfidf"),
    "keywords": (
        "collocates",
        "concordance",
        "counts",
        "dispersion",
        "families",
        "keyness",
        "trend",
        "trend_tests",
    ),
    "scale": ("problems",),
    "reuse": ("find_repeats", "near_duplicates", "repeated_shares"),
    "quotes": ("extract_quotes", "quotes_in"),
    "trade": ("explain", "extract_figures", "figures_in"),
    "topics": ("find_topics",),
    "evaluate": ("load_gold", "score_figures", "score_quotes"),
    "editions": ("check",),
    "show": ("figure", "highlight", "table"),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}
__all__ = ["clean", "say", *_MODULE_OF]


def __getattr__(name: str):
    if name.startswith("plot_"):
        return getattr(import_module("analysis.plots"), name)
    if name.startswith("explore_"):
        return getattr(import_module("analysis.explore"), name)
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'analysis' has no name {name!r}")
    return getattr(import_module(f"analysis.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
