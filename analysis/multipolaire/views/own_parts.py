"""Subjects, words, times, publishers, figures and speech: parts of a walk through a corpus."""

import warnings
from collections.abc import Iterable

import pandas as pd

from multipolaire.figures import extract_figures
from multipolaire.files.corrections import checked
from multipolaire.quotes import extract_quotes
from multipolaire.say import Sentence, say, translated
from multipolaire.stats.counts import concordance, dispersion
from multipolaire.stats.keyness import keyness
from multipolaire.stats.measures import texts_to_tell
from multipolaire.stats.queries import QueryWarning, families, nearest_families
from multipolaire.stats.trends import trend, trend_tests
from multipolaire.topics.topics import Topics
from multipolaire.views.display import Shown, figure, highlight, table
from multipolaire.views.own import Corpus, Part, by_publisher, first_rows, part
from multipolaire.views.plots import plot_stability
from multipolaire.views.rates import plot_trend

ENOUGH = {"size": 5, "sum": 1_000}  # articles and words of a publisher compared
MONTHS = {"month": 1, "quarter": 3, "half-year": 6}
CHANGE = ["family", "change_after", "ratio", "ratio_shrunk"]
CHANGE += ["change_p", "change_q", "change_detectable"]


def tell_subjects(corpus: Corpus, found: Topics) -> Part:
    """Topics with their verdict, by publisher where the verdict bears them.

    ``found`` is what :func:`multipolaire.find_topics` gives of the articles.

    Parameters
    ----------
    corpus
        What :func:`multipolaire.open_corpus` has read.
    found
        What :func:`multipolaire.find_topics` found.

    Returns
    -------
    Part
        What is found, with its tables and pictures; shows itself in a notebook.

    Examples
    --------
    >>> from multipolaire import find_topics, open_corpus  # doctest: +SKIP
    >>> corpus = open_corpus()  # doctest: +SKIP
    >>> shown = tell_subjects(corpus, find_topics(corpus.articles))  # doctest: +SKIP
    """
    topics, stability = found.topics, found.stability
    verdicts = stability.set_index("k")["verdict"]
    sound = verdicts.get(len(topics)) == "reproducible structure"
    caption = say(
        "One way to cut these texts, which the verdict does not support"
    )
    if sound:
        caption = say(
            "Topics, by three of their words, each with its most typical passage"
        )
    columns = ["topic", "label", "texts", "covered", "passage", "passage_of"]
    look = {"french": ["label", "passage"], "decimals": 2}
    shown = [first_rows(topics[columns], len(topics), caption=caption, **look)]
    named = corpus.articles[corpus.articles["publisher"].notna()]
    outlets = found.shares(named, "publisher")
    if sound and named["publisher"].nunique() > 1:
        first = outlets.sort_values("of", ascending=False, kind="stable")
        caption = say(
            "Topics by publisher: texts, of all of its texts; exact 95 % interval"
        )
        look = {"french": ["group"], "decimals": 2}
        shown.append(first_rows(first, 20, caption=caption, **look))
    if len(stability):
        caption = say("Would another sample give the same topics?")
        shown.append(figure(plot_stability(stability), caption=caption))
    return part(
        found.verdict,
        *found.remarks,
        *shown,
        topics=topics,
        topic_articles=found.articles,
        topic_publishers=outlets,
        topic_stability=stability,
    )


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
    best = whole.loc[whole["rate"].idxmax()]
    heard = say("**Words.** No family that was followed is ever said.")
    if best["n"]:
        heard = say(
            "**Words.** Of the families followed, the most frequent is *{family}*: "
            "{rate:,.1f} per 10,000 words, 95 % interval {low:,.1f} to {high:,.1f}.",
            **best,
        )
    columns = ["family", "n", "in_articles", "articles", "words", "rate"]
    caption = say(
        "Families of words: occurrences per 10,000 words, 95 % interval"
    )
    look = {"french": ["family"], "names": {"articles": say("of")}}
    shown = table(
        whole[[*columns, "low", "high"]], caption=caption, decimals=2, **look
    )
    first = lines.groupby("family", sort=False).head(3)
    columns = ["article_id", "left", "match", "right"]
    caption = say("The first lines of each family, of {k:,}", k=len(lines))
    return part(
        heard,
        shown,
        *map(_never, whole[whole["n"].eq(0)].itertuples()),
        first_rows(
            first[columns], len(first), caption=caption, french=columns[1:]
        ),
        totals=whole,
        concordance=lines,
    )


def _never(row) -> Sentence:
    """What a zero is compatible with, and families that bear a name like it."""
    told = say(
        "*{family}* is never said. In so many words, that is compatible with a "
        "rate of up to {high:,} per 10,000 words.",
        family=row.family,
        high=float(f"{row.high:.2g}"),
    )
    near = ", ".join(nearest_families(row.family))
    if not near or row.family in families():
        return told
    return say(
        "{told} Families with a name like it: {near}.", told=told, near=near
    )


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
            none = say(
                "**Times.** The dates do not allow to compare one time with another."
            )
            return part(none, trend=rates)
        tests = trend_tests(dated, queries, by=period, draws=999)
    said = tests[tests["n"].gt(0)].reset_index(drop=True)
    turns = ", ".join(said.loc[said["change_q"].le(0.05), "family"])
    drawn = rates[rates["family"].isin(said["family"].head(4))]
    drawn = drawn.sort_values("family", kind="stable")
    caption = say(
        "Occurrences per 10,000 words. Thick: exact Poisson; thin, or a band: with "
        "clumps; a hollow diamond: too few texts to rely on; an arrow: it runs on"
    )
    return part(
        say(
            "**Times.** Families whose rate changes over time, beyond chance: {turns}. "
            "Taken by {period}, {held:,} periods hold articles; left out for want of a "
            "date: {left:,}.",
            turns=turns or say("none"),
            period=translated(period, "by"),
            held=held,
            left=len(articles) - len(dated),
        ),
        _changes(said),
        *([figure(plot_trend(drawn), caption=caption)] if len(said) else []),
        trend=rates,
        trend_tests=tests,
    )


def _changes(tests: pd.DataFrame) -> Shown:
    """Whether the rate of each family changes, and which change would have shown."""
    return first_rows(
        tests[CHANGE],
        len(tests),
        caption=say(
            "The largest change of each family, as a ratio of rates; less what "
            "chance adds to the largest of many; p, the share of shuffles of whole "
            "articles with one as large; q, stricter for the number of families; "
            "and the ratio that would show in four of five tries"
        ),
        french=["family"],
        names={
            "change_after": say("after"),
            "ratio_shrunk": say("less chance"),
            "change_p": "p",
            "change_q": "q",
            "change_detectable": say("would show"),
        },
        decimals=3,
    )


def _finest(dated: pd.DataFrame) -> str:
    """The shortest period of which each holds twenty articles, and few enough to draw."""
    months = dated["published"].dt.year * 12 + dated["published"].dt.month
    span = months.max() - months.min() + 1 if len(dated) else 0
    if dated["published_precision"].eq("year").any():
        return "year"
    most = min(24, len(dated) // 20)
    fits = [name for name, size in MONTHS.items() if span <= most * size]
    return fits[0] if fits else "year"


def tell_publishers(corpus: Corpus) -> Part:
    """The words that set the three publishers with most words apart.

    Parameters
    ----------
    corpus
        What :func:`multipolaire.open_corpus` has read.

    Returns
    -------
    Part
        What is found, with its tables and pictures; shows itself in a notebook.

    Examples
    --------
    >>> from multipolaire import open_corpus  # doctest: +SKIP
    >>> shown = tell_publishers(open_corpus())  # doctest: +SKIP
    """
    sizes = by_publisher(corpus.closely)
    enough = sizes[sizes.ge(pd.Series(ENOUGH)).all(axis=1)].index[:3]
    if len(enough) < 2:
        apart = say(
            "**Publishers** are not compared: that takes two with five articles and "
            "a thousand words each."
        )
        return part(apart)
    compared = corpus.closely[corpus.closely["publisher"].isin(enough)]
    compared = compared.reset_index(drop=True)
    key = keyness(compared, "publisher", min_count=10)
    telling = key[key["q"].le(0.05)]
    columns = ["group", "word", "a", "b", "log_ratio", "low", "high"]
    first = telling.groupby("group", sort=False).head(8)[columns]
    names = {"group": say("publisher"), "a": say("here")}
    return part(
        say(
            "**Publishers** compared: {names}. Words tested: {tested:,}; words that one "
            "of them says more or less than the others do, beyond chance: {k:,}.{seen}",
            names=", ".join(enough),
            tested=key["word"].nunique(),
            k=telling["word"].nunique(),
            seen=_power(compared, enough[0], key["word"].nunique()),
        ),
        first_rows(
            first,
            len(first),
            caption=say(
                "Words that set publishers apart (log ratio: one more is twice as "
                "often)"
            ),
            french=["group", "word"],
            names=names | {"b": say("elsewhere")},
        ),
        keyness=key,
    )


def _power(compared: pd.DataFrame, name: str, tested: int) -> Sentence:
    """In how many articles of a publisher a word has to stand, in order to show."""
    own = compared["publisher"].eq(name)
    least = texts_to_tell(compared["words"], own, tested)
    if not least:
        return say(
            " No word in its articles alone could show for {name}.", name=name
        )
    return say(
        " A word that stands once in {least:,} of the {n:,} articles of {name}, "
        "and in no other, would show; in fewer, it could not.",
        least=least,
        n=int(own.sum()),
        name=name,
    )


def _by_hand(rows: pd.DataFrame) -> Sentence | str:
    """How many rows a reader has judged, where there are any."""
    n = checked(rows)
    told = say("{n:,} of {of:,} rows checked by hand", n=n, of=len(rows))
    return told if n else ""


def tell_figures(corpus: Corpus) -> Part:
    """How many figures are found, of what, and some in their sentences.

    Parameters
    ----------
    corpus
        What :func:`multipolaire.open_corpus` has read.

    Returns
    -------
    Part
        What is found, with its tables and pictures; shows itself in a notebook.

    Examples
    --------
    >>> from multipolaire import open_corpus  # doctest: +SKIP
    >>> shown = tell_figures(open_corpus())  # doctest: +SKIP
    """
    figures = extract_figures(corpus.closely)
    kinds, named = figures["kind"].value_counts(), figures["speaker"].notna()
    money = figures["kind"].eq("amount") & figures["unit"].notna()
    most = figures.assign(money=money, said=named)
    most = most.sort_values(["money", "said"], ascending=False, kind="stable")
    caption = say("Some of the figures, in their sentences")
    some = [highlight(most.head(5), caption=caption)] if len(most) else []
    return part(
        say(
            "Figures found: {k:,}, in {some:,} of {n:,} articles. Amounts of money: "
            "{money:,}; targets and forecasts: {aims:,}; said by somebody who is named: "
            "{named:,}.",
            k=len(figures),
            some=figures["article_id"].nunique(),
            n=len(corpus.closely),
            money=kinds.get("amount", 0),
            aims=figures["status"].ne("reported").sum(),
            named=named.sum(),
        ),
        _by_hand(figures),
        *some,
        figures=figures,
    )


def tell_speech(corpus: Corpus) -> Part:
    """The quotations that are found, and who is quoted most.

    Parameters
    ----------
    corpus
        What :func:`multipolaire.open_corpus` has read.

    Returns
    -------
    Part
        What is found, with its tables and pictures; shows itself in a notebook.

    Examples
    --------
    >>> from multipolaire import open_corpus  # doctest: +SKIP
    >>> shown = tell_speech(open_corpus())  # doctest: +SKIP
    """
    quotes = extract_quotes(corpus.closely)
    kinds = quotes["kind"].value_counts()
    often = quotes["speaker"].value_counts()
    printed = quotes[quotes["kind"].ne("indirect")].dropna(subset="speaker")
    printed = printed.assign(times=printed["speaker"].map(often))
    printed = printed.sort_values("times", ascending=False, kind="stable")
    columns = ["speaker", "times", "article_id", "quote"]
    return part(
        say(
            "Quotations found: {k:,}, in {some:,} of {n:,} articles: direct {direct:,}, "
            "partial {partial:,}, indirect {indirect:,}. With a named speaker: {named:,}.",
            k=len(quotes),
            some=quotes["article_id"].nunique(),
            n=len(corpus.closely),
            named=quotes["speaker"].notna().sum(),
            direct=kinds.get("direct", 0),
            partial=kinds.get("partial", 0),
            indirect=kinds.get("indirect", 0),
        ),
        _by_hand(quotes),
        first_rows(
            printed.drop_duplicates("speaker")[columns],
            8,
            caption=say(
                "Who is quoted most, of {k:,}, and a quotation each",
                k=len(often),
            ),
            french=["speaker", "quote"],
            names={"times": say("quotations")},
        ),
        quotes=quotes,
    )
