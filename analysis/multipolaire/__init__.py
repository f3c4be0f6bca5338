"""The French-language press as data: small functions, frame to frame, in this order.

``load_articles`` reads and validates a corpus; ``clean_text``, ``split_sentences``,
``split_segments`` and ``tokenize`` say what its texts, sentences and words are;
``FrenchVectorizer`` counts them; ``concordance``, ``trend``, ``keyness``,
``dispersion`` and ``collocates`` follow its words; ``find_copies``, ``find_repeats``
and ``near_duplicates`` what it says twice; ``extract_quotes`` who speaks in it;
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
from multipolaire.say import say

__version__ = "0.1.0"

#: Modules, and the names that each has, in the order of the flow.
_NAMES = """
articles          load_articles read_articles iter_articles check_corpus fingerprint
articles          reference_folder CorpusError CorpusWarning COLUMNS
words             use_words
files.problems    Problem problem_table
files.write       write_table
files.convert     write_corpus
files.planted     made_up_articles
files.corrections write_correction
scale             over problems renumbered
french            clean_text split_sentences split_segments tokenize token_spans
french            quotes_in figures_in lexicon
french.clean      clean
lemmas            lemmatize
vectorize         FrenchVectorizer
stats.queries     families nearest_families QueryWarning
stats.counts      concordance
stats.texts       find_copies
stats.counts      counts counted dispersion
stats.trends      trend trend_tests
stats.keyness     keyness
stats.keyness     collocates
stats.measures    benjamini_hochberg share_interval texts_to_tell
stats.copies      find_repeats near_duplicates repeated_shares set_aside
quotes            extract_quotes
figures           extract_figures
topics.topics     find_topics
topics.maps       article_similarity article_map
topics.reinert    topic_profiles
topics.reinert    Reinert
sides             voices voice_shares spoken_of
compare           align_quotes source_sentences shared_facts war_names who_says
compare           two_mouths
record            load_record claims totals first_passed meetings_held
scores            load_gold score_figures score_quotes score_predictions
views.rates       plot_trend
views.plots       plot_words plot_classes plot_dispersion plot_keyness plot_stability
views.plots       plot_similarity
views.labelled    plot_article_map plot_claims
views.explore     explore_keywords explore_topics explore_pair
views.walks       explore_figures explore_voices explore_copies explore_corrections
views.display     figure table highlight
views.annotated   annotated
views.story       tell_corpus tell_voices
views.accounts    tell_call
views.came        tell_record
views.own         open_corpus tell_contents tell_repeats tell_findings tell_planted
views.own_parts   tell_subjects tell_words tell_times tell_publishers tell_figures
views.own_parts   tell_speech
views.pictures    plot_sides plot_outlets plot_war_names plot_came side_by_side
exercises         check
say               translated
"""
_MODULE_OF = {
    name: module
    for module, *names in map(str.split, _NAMES.strip().splitlines())
    for name in names
}
__all__ = ["explain", "say", *_MODULE_OF]


def __getattr__(name: str):
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'multipolaire' has no name {name!r}")
    return getattr(import_module(f"multipolaire.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
