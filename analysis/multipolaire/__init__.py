"""The French-language press as data: small functions, frame to frame, in this order.

``load_articles`` reads and validates a corpus; ``clean_text``, ``split_sentences``,
``split_segments`` and ``tokenize`` say what its texts, sentences and words are;
``FrenchVectorizer`` counts them; ``concordance``, ``trend``, ``keyness``,
``dispersion`` and ``collocates`` follow its words; ``find_repeats`` and
``near_duplicates`` what it says twice; ``extract_quotes`` who speaks in it;
``extract_figures`` and ``explain`` its amounts; ``find_topics`` its subjects, with a
verdict; ``load_gold`` and the ``score_*`` functions how far all this is to be trusted;
the ``plot_*`` and ``explore_*`` functions draw it; ``say`` says it in words.

Each name is loaded when it is first used, so that ``import multipolaire`` costs nothing.
"""

from multipolaire import interrupts

if interrupts.is_command():
    interrupts.listen()

from importlib import import_module

# These bear the name of their module, which a later import would put in the place
# of the function: they are bound here, once.
from multipolaire.explain import explain
from multipolaire.french.clean import clean
from multipolaire.say import say

__version__ = "0.1.0"

_NAMES = {
    "articles": (
        "CorpusError",
        "CorpusWarning",
        "check_corpus",
        "fingerprint",
        "iter_articles",
        "load_articles",
        "read_articles",
        "reference_folder",
    ),
    "files.problems": ("Problem", "problem_table"),
    "files.write": ("write_table",),
    "files.planted": ("made_up_articles",),
    "scale": ("over", "problems", "renumbered"),
    "french": (
        "clean_text",
        "figures_in",
        "quotes_in",
        "split_segments",
        "split_sentences",
        "token_spans",
        "tokenize",
    ),
    "vectorize": ("FrenchVectorizer", "lemmatize"),
    "stats.measures": ("benjamini_hochberg", "share_interval"),
    "stats.queries": ("QueryWarning", "families", "nearest_families"),
    "stats.counts": ("counted", "counts", "dispersion"),
    "stats.concordance": ("concordance",),
    "stats.trends": ("trend", "trend_tests"),
    "stats.keyness": ("keyness",),
    "stats.collocates": ("collocates",),
    "stats.copies": (
        "find_repeats",
        "near_duplicates",
        "repeated_shares",
        "set_aside",
    ),
    "quotes": ("extract_quotes",),
    "figures": ("extract_figures",),
    "topics.topics": ("exemplars", "find_topics"),
    "topics.maps": ("article_map", "article_similarity"),
    "topics.reinert": ("Reinert",),
    "compare": (
        "align_quotes",
        "count_sayings",
        "quoted_share",
        "shared_facts",
    ),
    "record": ("claims", "first_passed", "load_record", "totals"),
    "scores": ("load_gold", "score_figures", "score_quotes"),
    "exercises": ("check",),
    "views.display": ("figure", "highlight", "table"),
    "views.annotated": ("annotated",),
    "say": ("translated",),
}
_MODULE_OF = {
    name: module for module, names in _NAMES.items() for name in names
}
__all__ = ["clean", "explain", "say", *_MODULE_OF]


def __getattr__(name: str):
    if name.startswith("plot_"):
        return getattr(import_module("multipolaire.views.plots"), name)
    if name.startswith("explore_"):
        return getattr(import_module("multipolaire.views.explore"), name)
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'multipolaire' has no name {name!r}")
    return getattr(import_module(f"multipolaire.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
