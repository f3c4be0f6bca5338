"""Two accounts of one event: what both say, what one says, whose words they use.

Quotations of the same words reach two outlets through different translations; they
are aligned by the content lemmas that they share, figures by value and unit.
"""

import pandas as pd

from multipolaire.figures import extract_figures
from multipolaire.french.text import tokenize
from multipolaire.quotes import extract_quotes
from multipolaire.vectorize import FrenchVectorizer

#: One row a pair of passages: ``overlap`` is shared content lemmas over those of the
#: shorter passage (0–1), ``shared`` names them.
ALIGNED = {
    "start_a": "int64",
    "end_a": "int64",
    "quote_a": "str",
    "speaker_a": "str",
    "start_b": "int64",
    "end_b": "int64",
    "quote_b": "str",
    "speaker_b": "str",
    "overlap": "float64",
    "shared": "str",
}
QUOTED = {
    "article_id": "str",
    "speaker": "str",
    "quotes": "int64",
    "words": "int64",
    "share": "float64",
}
FACTS = {"value": "float64", "unit": "str", "quote_a": "str", "quote_b": "str"}


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
    spoken = extract_quotes(_chosen(articles, a, b))
    spoken = spoken[spoken["kind"].ne("indirect")].reset_index(drop=True)
    lemmas = [set(_lemmas(quote)) for quote in spoken["quote"]]
    rows = []
    for i in spoken.index[spoken["article_id"].eq(a)]:
        for j in spoken.index[spoken["article_id"].eq(b)]:
            shared = lemmas[i] & lemmas[j]
            overlap = len(shared) / max(1, min(len(lemmas[i]), len(lemmas[j])))
            if len(shared) > 1 and overlap >= least:
                cells = [
                    spoken.loc[n, ["start", "end", "quote", "speaker"]]
                    for n in (i, j)
                ]
                rows.append(
                    (*cells[0], *cells[1], overlap, ", ".join(sorted(shared)))
                )
    table = pd.DataFrame(rows, columns=list(ALIGNED)).astype(ALIGNED)
    most = table["shared"].str.count(",")
    return table.loc[
        most.sort_values(ascending=False, kind="stable").index
    ].reset_index(drop=True)


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
    spoken = extract_quotes(articles)
    spoken = spoken[spoken["kind"].ne("indirect")]
    words = {
        i: len(tokenize(t)) for i, t in zip(articles.article_id, articles.text)
    }
    spoken = spoken.assign(
        words=[len(tokenize(quote)) for quote in spoken["quote"]]
    )
    by = spoken.groupby(["article_id", "speaker"], dropna=False, as_index=False)
    table = by.agg(quotes=("quote", "count"), words=("words", "sum"))
    table["share"] = table["words"] / table["article_id"].map(words)
    return table[list(QUOTED)].astype(QUOTED)


def shared_facts(articles: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """Figures of either article by value and unit; missing where one has it not.

    Columns and dtypes: :data:`FACTS`.
    """
    figures = extract_figures(_chosen(articles, a, b))
    sides = [
        figures[figures["article_id"].eq(i)][["value", "unit", "quote"]]
        for i in (a, b)
    ]
    joined = sides[0].merge(
        sides[1], how="outer", on=["value", "unit"], suffixes=("_a", "_b")
    )
    return joined[list(FACTS)].astype(FACTS)


def _chosen(articles: pd.DataFrame, *ids: str) -> pd.DataFrame:
    for name in ids:
        if name not in set(articles["article_id"]):
            known = ", ".join(articles["article_id"].head(10))
            raise ValueError(f"no article {name!r}; there are {known}")
    return articles[articles["article_id"].isin(ids)]


def _lemmas(text: str) -> list[str]:
    settings = {"lemmas": True, "stop_words": "french", "numbers": False}
    return FrenchVectorizer(**settings).build_analyzer()(text)
