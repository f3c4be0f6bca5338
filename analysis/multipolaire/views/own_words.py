"""The words of any corpus, and its words over time, as parts of a walk through it."""

import warnings
from collections.abc import Iterable

import pandas as pd

from multipolaire.say import Sentence, plain, say, translated
from multipolaire.stats.counts import concordance, dispersion
from multipolaire.stats.queries import QueryWarning, families, nearest_families
from multipolaire.stats.trends import trend, trend_tests
from multipolaire.views.display import figure, table
from multipolaire.views.own import Corpus, Part
from multipolaire.views.rates import plot_trend

MONTHS = {"month": 1, "quarter": 3, "half-year": 6}
NEVER = float("inf")


def tell_words(corpus: Corpus, queries: Iterable[str]) -> Part:
    """Families of words with their rates, what is never said, and the first lines.

    Parameters
    ----------
    corpus
        What :func:`multipolaire.open_corpus` has read.
    queries
        One query or several: a word, a beginning (``ingér*``), words in a row, a
        family, or several of these with ``|`` between them.

    Returns
    -------
    Part
        What is found, with its tables and pictures; shows itself in a notebook.

    Examples
    --------
    >>> from multipolaire import open_corpus  # doctest: +SKIP
    >>> shown = tell_words(open_corpus(), ["ingérence"])  # doctest: +SKIP
    """
    queries = list(queries)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", QueryWarning)  # a sentence says it
        whole = trend(corpus.articles, queries, by=None)
        spread = dispersion(corpus.articles, queries)
        lines = concordance(corpus.closely, queries, width=45)
    whole["in_articles"] = spread["articles"]
    columns = ["family", "n", "in_articles", "articles", "words", "rate"]
    shown = [
        table(
            whole[[*columns, "low", "high"]],
            caption=say(
                "Families of words: occurrences per 10,000 words, 95 % interval"
            ),
            french=["family"],
            names={"articles": say("of")},
            decimals=2,
        )
    ]
    for row in whole[whole["n"].eq(0)].itertuples():
        shown += _never(row)
    if len(lines):
        columns = ["article_id", "left", "match", "right"]
        first = lines.groupby("family", sort=False).head(3)[columns]
        caption = say("The first lines of each family, of {k:,}", k=len(lines))
        shown.append(table(first, caption=caption, french=columns[1:]))
    best = whole.loc[whole["rate"].idxmax()]
    heard = say("No family of words that was followed is ever said.")
    if best["n"]:
        heard = say(
            "Of the families followed, the most frequent is *{family}*: {rate:,.1f} "
            "per 10,000 words, 95 % interval {low:,.1f} to {high:,.1f}.",
            **best,
        )
    finding = say("**Words.** {heard}", heard=heard)
    return Part(finding, tuple(shown), {"totals": whole, "concordance": lines})


def _never(row) -> list[Sentence]:
    """What a zero is compatible with, and families that bear a name like it."""
    told = say(
        "*{family}* is never said. In so many words, that is compatible with a "
        "rate of up to {high:,} per 10,000 words.",
        family=row.family,
        high=float(f"{row.high:.2g}"),
    )
    near = [name for name in nearest_families(row.family) if name != row.family]
    if not near or row.family in families():
        return [told]
    near = say("Families with a name like it: {near}.", near=", ".join(near))
    return [told, near]


def tell_times(
    corpus: Corpus, queries: Iterable[str], by: str | None = None
) -> Part:
    """Rates over time, whether they change, and which change would have shown.

    ``by`` is a period that :func:`multipolaire.trend` takes; without it, the finest
    that is not too thin.

    Parameters
    ----------
    corpus
        What :func:`multipolaire.open_corpus` has read.
    queries
        One query or several: a word, a beginning (``ingér*``), words in a row, a
        family, or several of these with ``|`` between them.
    by
        ``day``, ``week``, ``month``, ``quarter``, ``half-year``, ``year`` or
        ``decade`` of ``published``, ``event`` (``event_date``), a column, or
        ``None``.

    Returns
    -------
    Part
        What is found, with its tables and pictures; shows itself in a notebook.

    Examples
    --------
    >>> from multipolaire import open_corpus  # doctest: +SKIP
    >>> shown = tell_times(open_corpus(), ["ingérence"])  # doctest: +SKIP
    """
    queries, articles = list(queries), corpus.articles
    dated = articles[articles["published"].notna()]
    if by not in (None, "year", "decade"):
        known = ["day"] if by == "week" else ["day", "month"]
        dated = dated[dated["published_precision"].isin(known)]
    dated = dated.reset_index(drop=True)
    period = by or _finest(dated)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", QueryWarning)  # a sentence says it
        rates = trend(dated, queries, by=period)
        held = rates.loc[rates["words"].gt(0), "period"].nunique()
        if held < 2:
            told = say(
                "The dates do not allow to compare one time with another."
            )
            finding = say("**Times.** {told}", told=told)
            return Part(finding, (told,), {"trend": rates})
        tests = trend_tests(dated, queries, by=period, draws=999)
    told = say(
        "Taken by {period}, {held:,} periods hold articles; left out for want of a "
        "date: {left:,}.",
        period=translated(period, "by"),
        held=held,
        left=len(articles) - len(dated),
    )
    said = tests[tests["n"].gt(0)]
    shown = [told, *map(_change, said.itertuples())]
    if len(said):
        shown += _pictured(rates, said["family"].head(4), len(tests))
    tables = {"trend": rates, "trend_tests": tests}
    return Part(_turns(said), tuple(shown), tables)


def _pictured(rates: pd.DataFrame, families: pd.Series, k: int) -> tuple:
    """What p and q are, and the rates of families as a figure."""
    note = say(
        "Here p is the share of shuffles of whole articles that show as large a "
        "change; q is p made stricter for the number of families asked at once, "
        "{k}. A change found is the largest of all that were tried, so its size is "
        "overstated, and said once more with that taken off.",
        k=k,
    )
    drawn = rates[rates["family"].isin(families)]
    drawn = drawn.sort_values("family", kind="stable")
    caption = say(
        "Occurrences per 10,000 words. Thick: exact Poisson; thin, or a band: with "
        "clumps; a hollow diamond: too few texts to rely on; an arrow: it runs on"
    )
    return note, figure(plot_trend(drawn), caption=caption)


def _finest(dated: pd.DataFrame) -> str:
    """The shortest period of which each holds twenty articles, and few enough to draw."""
    months = dated["published"].dt.year * 12 + dated["published"].dt.month
    span = months.max() - months.min() + 1 if len(dated) else 0
    if dated["published_precision"].eq("year").any():
        return "year"
    most = min(24, len(dated) // 20)
    fits = [name for name, size in MONTHS.items() if span <= most * size]
    return fits[0] if fits else "year"


def _change(row) -> Sentence:
    """Whether the rate of a family changes, and what would have shown."""
    told = row._asdict()
    if row.change_q <= 0.05:
        return say(
            "*{family}*: its rate changes most after {change_after} (95 %: "
            "from {change_from} to {change_to}), from {n_before:,} in {words_before:,} "
            "words to {n_after:,} in {words_after:,}, {ratio:.2f} times as often, or "
            "{ratio_shrunk:.2f} less what chance adds (q = {change_q:.3f}, "
            "p = {change_p:.3f}).",
            **told,
        )
    power = say(
        "one of {x:.1f} times would show in four of five tries",
        x=row.change_detectable,
    )
    if row.change_detectable == NEVER:
        power = say(
            "no change, however large, would show in four of five tries"
        )
    return say(
        "*{family}*: no change over time shows beyond chance (q = "
        "{change_q:.3f}, p = {change_p:.3f}); {power}.",
        power=power,
        **told,
    )


def _turns(said: pd.DataFrame) -> Sentence:
    """The families whose rate changes, or the change that would have shown."""
    turns = said.loc[said["change_q"].le(0.05), "family"]
    least = said["change_detectable"].min() if len(said) else NEVER
    none = say(
        "none; one of {x:.1f} times would show in four of five tries", x=least
    )
    if least == NEVER:
        none = say(
            "none; not even the largest would show in four of five tries"
        )
    return say(
        "**Times.** Families whose rate changes over time, beyond chance: {turns}.",
        turns=", ".join(turns) or none,
    )


def tell_planted(corpus: Corpus, *parts: Part) -> Part:
    """What was planted in made-up articles beside what was found of it, in a table.

    ``parts`` are those of the walk, of which the tables are taken.  Of articles that
    nobody made up it shows nothing.

    Parameters
    ----------
    corpus
        What :func:`multipolaire.open_corpus` has read.
    *parts
        What the other ``tell_`` functions gave.

    Returns
    -------
    Part
        What is found, with its tables and pictures; shows itself in a notebook.

    Examples
    --------
    >>> from multipolaire import *  # doctest: +SKIP
    >>> corpus = open_corpus()  # doctest: +SKIP
    >>> parts = [tell_repeats(corpus), tell_figures(corpus)]  # doctest: +SKIP
    >>> parts += [tell_times(corpus, ["ingérence"])]  # doctest: +SKIP
    >>> topics = find_topics(corpus.articles)  # doctest: +SKIP
    >>> parts += [tell_subjects(corpus, topics)]  # doctest: +SKIP
    >>> parts += [tell_words(corpus, ['ingérence'])]  # doctest: +SKIP
    >>> shown = tell_planted(corpus, *parts)  # doctest: +SKIP
    """
    nothing = Part(say("Nothing was planted."))
    if corpus.planted is None:
        return nothing
    planted = corpus.planted
    tables = {name: t for part in parts for name, t in part.tables.items()}
    copies = planted.dropna(subset="copy_of")
    found = tables["copies"].merge(copies, on=["article_id", "copy_of"])
    placed = tables["topic_articles"].dropna(subset="topic")
    truth = planted[["article_id", "topic"]]
    placed = placed.merge(truth, on="article_id", suffixes=("", "_planted"))
    square = pd.crosstab(placed["topic"], placed["topic_planted"])
    change = tables["trend_tests"].set_index("family").loc["ingérence"]
    money = planted.dropna(subset="amount")
    money = money.assign(value=money["amount"] * 1e9)
    both = tables["figures"].merge(
        money, on=["article_id", "value"], suffixes=("", "_planted")
    )
    heard = both["speaker"].fillna("") == both["speaker_planted"].fillna("")
    middle = planted["published"].iloc[len(planted) // 2]
    rows = [
        (say("copies"), len(copies), len(found)),
        (say("vocabularies, topics"), square.shape[1], square.shape[0]),
        (
            say("texts in the topic of most of their vocabulary"),
            len(placed),
            square.max().sum(),
        ),
        (say("times *ingérence*"), planted["planted"].sum(), change["n"]),
        (say("twice as often from … on"), middle, str(change["change_after"])),
        (say("amounts"), len(money), len(both)),
        (say("speakers of these amounts, or none"), len(both), heard.sum()),
    ]
    rows = [(plain(what), *counts) for what, *counts in rows]
    frame = pd.DataFrame(rows, columns=["what", "planted", "found"])
    caption = say("What a program planted, and what was found of it")
    return Part(caption, (table(frame, caption=caption),))
