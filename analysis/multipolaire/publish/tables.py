"""Every table of the report, as data: what its figures and sentences are made from."""

import pandas as pd

from multipolaire.figures import extract_figures
from multipolaire.files.write import harmless, one_kind_of_line
from multipolaire.french.speech import quotes_in
from multipolaire.french.trade import figures_in
from multipolaire.quotes import extract_quotes
from multipolaire.record import claims, load_record
from multipolaire.say import excerpt
from multipolaire.scores import load_gold, score_figures, score_quotes
from multipolaire.stats.copies import find_repeats, repeated_shares
from multipolaire.stats.counts import concordance, counts, dispersion
from multipolaire.stats.queries import families
from multipolaire.stats.trends import trend
from multipolaire.topics.topics import find_topics


def report_tables(articles: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Name to frame; the articles are not among them: only what describes them."""
    figures, topics = extract_figures(articles), find_topics(articles)
    names = list(families())
    frames = {
        "articles": articles.drop(columns=["raw", "text"]),
        "counts": counts(articles, names),
        "concordance": concordance(articles, names),
        "dispersion": dispersion(articles, names),
        "trend_event": trend(articles, names, by="event"),
        "trend_year": trend(articles, names, by="year"),
        "repeats": find_repeats(articles),
        "repeated_shares": repeated_shares(articles),
        "topics": topics.topics,
        "topic_articles": topics.articles,
        "topic_segments": topics.segments,
        "topic_stability": topics.stability,
        "quotes": extract_quotes(articles),
        "figures": figures,
        "claims": claims(figures, load_record()),
        "scores_figures": _scores("figures", figures_in, score_figures),
        "scores_quotes": _scores("quotes", quotes_in, score_quotes),
    }
    return excerpts(frames)


def excerpts(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The same, texts cut at :data:`multipolaire.say.EXCERPT` characters, and harmless in
    a spreadsheet.

    >>> excerpts({"t": pd.DataFrame({"said": ["=1" * 200]})})["t"]["said"].str.len()[0]
    np.int64(301)
    """
    return {
        name: harmless(one_kind_of_line(frame).map(excerpt))
        for name, frame in tables.items()
    }


def _scores(kind: str, read, score) -> pd.DataFrame:
    """Scores on the half of the gold sentences that was set aside as a test."""
    gold = [snippet for snippet in load_gold(kind) if snippet["set"] == "test"]
    found = [read(snippet["text"], snippet.get("date")) for snippet in gold]
    return score(found, [snippet[kind] for snippet in gold])
