"""Two accounts of one event: what both say, what one says, whose words they use.

Quotations of the same words reach two outlets through different translations; they
are aligned by the content lemmas that they share, figures by value and unit.
"""

import pandas as pd

from multipolaire.articles import chosen
from multipolaire.figures import extract_figures
from multipolaire.french.text import tokenize
from multipolaire.quotes import extract_quotes
from multipolaire.stats.columns import columns_of, typed
from multipolaire.topics.space import CONTENT
from multipolaire.vectorize import FrenchVectorizer

#: One row a pair of passages: ``overlap`` is shared content lemmas over those of the
#: shorter passage (0–1), ``shared`` names them.
ALIGNED = columns_of(
    "start_a:int64 end_a:int64 quote_a:str speaker_a:str "
    "start_b:int64 end_b:int64 quote_b:str speaker_b:str overlap:float64 shared:str"
)
QUOTED = columns_of(
    "article_id:str speaker:str quotes:int64 words:int64 share:float64"
)
FACTS = columns_of("value:float64 unit:str quote_a:str quote_b:str")


def align_quotes(
    articles: pd.DataFrame, a: str, b: str, least: float = 0.4
) -> pd.DataFrame:
    """Passages that two articles quote of the same words, most shared words first.

    Direct and partial quotations are compared by content lemmas; a pair shares two of
    them, and ``least`` of the shorter passage's.  One passage may answer to several: an
    outlet quotes in one breath what another quotes in two.  Columns: :data:`ALIGNED`.

    >>> from multipolaire import load_articles
    >>> pairs = align_quotes(load_articles(), "2024-02-08-rt", "2024-02-08-vietnam")
    >>> bool(pairs["overlap"].between(0.4, 1).all())
    True
    """
    spoken = _spoken(chosen(articles, a, b))
    analyze = FrenchVectorizer(**CONTENT).build_analyzer()
    spoken["lemmas"] = [set(analyze(quote)) for quote in spoken["quote"]]
    sides = (spoken[spoken["article_id"].eq(article)] for article in (a, b))
    pairs = pd.merge(*sides, how="cross", suffixes=("_a", "_b"))
    both = [*zip(pairs["lemmas_a"], pairs["lemmas_b"])]
    shared = [one & other for one, other in both]
    pairs["n"] = [len(lemmas) for lemmas in shared]
    pairs["shared"] = [", ".join(sorted(lemmas)) for lemmas in shared]
    pairs["overlap"] = pairs["n"] / [max(1, min(map(len, two))) for two in both]
    pairs = pairs[pairs["n"].gt(1) & pairs["overlap"].ge(least)]
    pairs = pairs.sort_values("n", ascending=False, kind="stable")
    return typed(pairs, ALIGNED)


def count_sayings(pairs: pd.DataFrame) -> int:
    """In how many groups the pairs of :func:`align_quotes` hang together.

    Passages that are paired with one same passage are of one group: what one outlet
    quotes in one breath and the other in two was said once.

    >>> from multipolaire import load_articles
    >>> pairs = align_quotes(load_articles(), "2024-02-08-rt", "2024-02-08-vietnam")
    >>> count_sayings(pairs)
    2
    """
    groups: list[set] = []
    for start_a, start_b in zip(pairs["start_a"], pairs["start_b"]):
        ends = {("a", start_a), ("b", start_b)}
        near = [group for group in groups if group & ends]
        groups = [g for g in groups if g not in near] + [ends.union(*near)]
    return len(groups)


def quoted_share(articles: pd.DataFrame) -> pd.DataFrame:
    """How much of each article is between quotation marks, and from whom.

    One row a speaker (missing where it is not known), and ``share`` of all the words
    of the article.  Columns and dtypes: :data:`QUOTED`.
    """
    spoken = _spoken(articles)
    spoken["words"] = [len(tokenize(quote)) for quote in spoken["quote"]]
    by = spoken.groupby(["article_id", "speaker"], dropna=False, as_index=False)
    table = by.agg(quotes=("quote", "count"), words=("words", "sum"))
    texts = dict(zip(articles["article_id"], articles["text"]))
    words = [len(tokenize(texts[one])) for one in table["article_id"]]
    table["share"] = table["words"].astype("float64") / words
    return typed(table, QUOTED)


def shared_facts(articles: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """Figures of either article by value and unit; missing where one has it not.

    Columns and dtypes: :data:`FACTS`.
    """
    figures = extract_figures(chosen(articles, a, b))
    figures = figures[["article_id", "value", "unit", "quote"]]
    sides = (figures[figures["article_id"].eq(article)] for article in (a, b))
    keys = {"on": ["value", "unit"], "suffixes": ("_a", "_b")}
    return typed(pd.merge(*sides, how="outer", **keys), FACTS)


def _spoken(articles: pd.DataFrame) -> pd.DataFrame:
    """What is between quotation marks."""
    spoken = extract_quotes(articles)
    return spoken[spoken["kind"].ne("indirect")].copy()
