"""Subjects, publishers, figures and speech of any corpus, as parts of a walk through it."""

import pandas as pd

from multipolaire import scale
from multipolaire.figures import extract_figures
from multipolaire.files.corrections import checked
from multipolaire.quotes import extract_quotes
from multipolaire.say import Sentence, say
from multipolaire.stats.keyness import keyness
from multipolaire.stats.measures import texts_to_tell
from multipolaire.topics.topics import Topics
from multipolaire.views.display import figure, highlight, table
from multipolaire.views.own import Corpus, Part, by_publisher
from multipolaire.views.plots import plot_stability

ENOUGH = {"size": 5, "sum": 1_000}  # articles and words of a publisher compared


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
    shown = [found.verdict, *found.remarks]
    verdicts = found.stability.set_index("k")["verdict"]
    sound = verdicts.get(len(found.topics)) == "reproducible structure"
    if len(found.topics):
        caption = say(
            "One way to cut these texts, which the verdict does not support"
        )
        if sound:
            caption = say(
                "Topics, by three of their words, each with its most typical passage"
            )
        columns = [
            "topic",
            "label",
            "texts",
            "covered",
            "passage",
            "passage_of",
        ]
        look = {"french": ["label", "passage"], "decimals": 2}
        shown.append(table(found.topics[columns], caption=caption, **look))
    named = corpus.articles[corpus.articles["publisher"].notna()]
    outlets = found.shares(named, "publisher")
    if sound and named["publisher"].nunique() > 1:
        first = outlets.sort_values("of", ascending=False, kind="stable")
        caption = say(
            "Topics by publisher: texts, of all of its texts; exact 95 % interval"
        )
        look = {"french": ["group"], "decimals": 2}
        shown.append(table(first.head(20), caption=caption, **look))
    if len(found.stability):
        caption = say("Would another sample give the same topics?")
        shown.append(figure(plot_stability(found.stability), caption=caption))
    tables = {"topics": found.topics, "topic_articles": found.articles}
    tables |= {"topic_publishers": outlets, "topic_stability": found.stability}
    finding = say("**Topics.** {verdict}", verdict=found.verdict)
    return Part(finding, tuple(shown), tables)


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
            "Publishers are not compared: that takes two with five articles and "
            "a thousand words each."
        )
        return Part(say("**Publishers.** {apart}", apart=apart), (apart,))
    compared = corpus.closely[corpus.closely["publisher"].isin(enough)]
    compared = compared.reset_index(drop=True)
    key = keyness(compared, "publisher", min_count=10)
    telling = key[key["q"].le(0.05)]
    apart = say(
        "Compared are {names}. Words tested: {tested:,}; words that one of them says "
        "more or less than the others do, beyond chance: {k:,}.{seen}",
        names=", ".join(enough),
        tested=key["word"].nunique(),
        k=telling["word"].nunique(),
        seen=_power(compared, enough[0], key["word"].nunique()),
    )
    shown = [apart]
    if len(telling):
        columns = ["group", "word", "a", "b", "log_ratio", "low", "high"]
        names = {"group": say("publisher"), "a": say("here")}
        names["b"] = say("elsewhere")
        caption = say(
            "Words that set publishers apart (log ratio: one more is twice as often)"
        )
        first = telling.groupby("group", sort=False).head(8)[columns]
        look = {"french": ["group", "word"], "names": names}
        shown.append(table(first, caption=caption, **look))
    finding = say("**Publishers.** {apart}", apart=apart)
    return Part(finding, tuple(shown), {"keyness": key})


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


def _by_hand(rows: pd.DataFrame) -> list:
    """How many rows a reader has judged, where there are any."""
    n = checked(rows)
    told = say("{n:,} of {of:,} rows checked by hand", n=n, of=len(rows))
    return [told] if n else []


def tell_figures(corpus: Corpus) -> Part:
    """The figures that are found, some in their sentences, and who states them.

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
    close, figures = corpus.closely, extract_figures(corpus.closely)
    count = figures["kind"].value_counts()
    amounts = say(
        "Figures found: {k:,}, in {some:,} of {n:,} articles. Amounts of money: {money:,}; "
        "targets and forecasts: {aims:,}; said by somebody who is named: {named:,}.",
        k=len(figures),
        some=figures["article_id"].nunique(),
        n=len(close),
        money=count.get("amount", 0),
        aims=figures["status"].ne("reported").sum(),
        named=figures["speaker"].notna().sum(),
    )
    shown = [amounts, *_by_hand(figures)]
    if len(figures):
        money = figures["kind"].eq("amount") & figures["unit"].notna()
        most = figures.assign(money=money, said=figures["speaker"].notna())
        most = most.sort_values(
            ["money", "said"], ascending=False, kind="stable"
        )
        caption = say("Some of the figures, in their sentences")
        shown.append(highlight(most.head(5), caption=caption))
    voices = figures.dropna(subset="speaker").groupby("speaker")["article_id"]
    voices = voices.agg(["size", "nunique"]).sort_values(
        "size", ascending=False
    )
    if len(voices):
        names = {"size": say("figures"), "nunique": say("articles")}
        caption = say(
            "Who states figures, of {k:,} named speakers", k=len(voices)
        )
        first = voices.reset_index().head(10)
        look = {"french": ["speaker"], "names": names}
        shown.append(table(first, caption=caption, **look))
    finding = say("**Figures.** {amounts}", amounts=amounts)
    return Part(finding, tuple(shown), {"figures": figures})


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
    close, quotes = corpus.closely, extract_quotes(corpus.closely)
    kinds = quotes["kind"].value_counts()
    speech = say(
        "Quotations found: {k:,}, in {some:,} of {n:,} articles: direct {direct:,}, "
        "partial {partial:,}, indirect {indirect:,}. With a named speaker: {named:,}.",
        k=len(quotes),
        some=quotes["article_id"].nunique(),
        n=len(close),
        named=quotes["speaker"].notna().sum(),
        **{
            kind: kinds.get(kind, 0)
            for kind in ("direct", "partial", "indirect")
        },
    )
    shown = [speech, *_by_hand(quotes)]
    who = quotes.dropna(subset="speaker")
    if len(who):
        often = who["speaker"].value_counts()
        told = who[who["kind"].ne("indirect")].assign(
            times=who["speaker"].map(often)
        )
        told = told.sort_values("times", ascending=False, kind="stable")
        told = told.drop_duplicates("speaker").head(8)
        caption = say(
            "Who is quoted most, of {k:,}, and a quotation each", k=len(often)
        )
        shown.append(
            table(
                told[["speaker", "times", "article_id", "quote"]],
                caption=caption,
                french=["speaker", "quote"],
                names={"times": say("quotations")},
            )
        )
    finding = say("**Speech.** {speech}", speech=speech)
    return Part(finding, tuple(shown), {"quotes": quotes})


def tell_findings(corpus: Corpus, *parts: Part) -> Part:
    """The finding of each part, and what functions had to leave out.

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
    >>> from multipolaire import open_corpus, tell_speech  # doctest: +SKIP
    >>> corpus = open_corpus()  # doctest: +SKIP
    >>> shown = tell_findings(corpus, tell_speech(corpus))  # doctest: +SKIP
    """
    shown, failed = [part.finding for part in parts], scale.problems()
    if len(failed):
        left = say(
            "**Left out.** Articles in which a function ended in an error: {k:,}. What "
            "it found says nothing of them; problems.csv names them. Functions: "
            "{names}.",
            k=failed["article_id"].nunique(),
            names=", ".join(failed["function"].unique()),
        )
        shown.append(left)
    problems = pd.concat([corpus.wrong, failed], ignore_index=True)
    return Part(shown[0], tuple(shown), {"problems": problems})
