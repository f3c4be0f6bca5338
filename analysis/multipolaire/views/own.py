"""What any corpus holds, part by part: computed, conditional sentences and tables.

Each ``tell_`` function takes a corpus as :func:`open_corpus` gives it and gives a
:class:`Part`; notebook 06 shows them in order, and so does the report on a corpus of
one's own.  A part without evidence says so; nothing is chosen by its result.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from multipolaire.articles import CorpusError, read_articles
from multipolaire.files.choice import parse_where
from multipolaire.files.planted import made_up_articles
from multipolaire.files.problems import Problem, problem_table
from multipolaire.files.write import write_table
from multipolaire.french import lexicon
from multipolaire.french.text import tokenize
from multipolaire.say import Sentence, say
from multipolaire.stats.copies import find_repeats, repeated_shares
from multipolaire.views.display import Shown, table
from multipolaire.words import words_told

CLOSELY = 5_000  # articles that are read closely, of more a random sample
DIGITS = {"year": 4, "month": 7}  # of a day: what is known of it


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles with ``words``, those that are read ``closely``, and what is wrong.

    ``planted`` is what is known of made-up articles; of others, nothing; ``chosen``
    says which articles were asked for, where not all were.
    """

    name: str
    articles: pd.DataFrame
    closely: pd.DataFrame
    wrong: pd.DataFrame
    planted: pd.DataFrame | None = None
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of a side of a corpus: a finding, what shows it, and its tables."""

    finding: Sentence
    shown: tuple[Sentence | Shown, ...] = ()
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(str(getattr(one, "text", one)) for one in self.shown)

    def __repr__(self) -> str:
        return self.text

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for one in self.shown:
            display(one)


def open_corpus(
    corpus: str | Path | None = None, closely: int = CLOSELY, **reading: Any
) -> Corpus:
    """Read a folder or a file, or without one six hundred made-up articles.

    ``reading`` is what :func:`multipolaire.read_articles` takes.  Of more articles than
    ``closely``, repeats, publishers, figures and speech are read in a random sample.

    Parameters
    ----------
    corpus
        A folder or a file.
    closely
        Most articles that are read closely.
    **reading
        What :func:`multipolaire.read_articles` takes.

    Returns
    -------
    Corpus
        The articles, their problems, and what is read of them.

    Raises
    ------
    CorpusError
        Where no article has a word.

    Examples
    --------
    >>> corpus = open_corpus()  # doctest: +SKIP
    """
    planted = None if corpus else made_up_articles(n=600, topics=6)
    with TemporaryDirectory() as place:
        source = Path(corpus or place)
        if planted is not None:
            source = source / "made_up.csv"
            write_table(planted.drop(columns="copy_of"), source)
        articles, problems = read_articles(source, **reading)
        wrong = problem_table(problems, source)
    words = [len(tokenize(text)) for text in articles["text"]]
    articles = articles.drop(columns="raw").assign(words=words)
    if not sum(words):
        expected = "an article with words"
        none = Problem(source.name, None, "words", "none", expected)
        raise CorpusError(problems or [none])
    close = articles.sample(min(closely, len(articles)), random_state=0)
    close = close.sort_index().reset_index(drop=True)
    name = source.name if planted is None else say("made-up articles")
    chosen = _chosen(**{k: reading[k] for k in _CHOICE if k in reading})
    return Corpus(name, articles, close, wrong, planted, chosen)


_CHOICE = ("where", "since", "until")


def _chosen(
    where=(), since: str | None = None, until: str | None = None
) -> str:
    asked = [f"{name} = {value}" for name, value in parse_where(where).items()]
    asked += [say("since {day}", day=since)] if since else []
    asked += [say("until {day}", day=until)] if until else []
    chosen = say(
        "Only these articles were read: {chosen}.", chosen="; ".join(asked)
    )
    return chosen if asked else ""


def tell_contents(corpus: Corpus) -> Part:
    """How much it is, of when, in which language, by whom, and what is wrong with it.

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
    >>> shown = tell_contents(open_corpus())  # doctest: +SKIP
    """
    articles, wrong = corpus.articles, corpus.wrong
    n = len(articles)
    holds = say(
        "**{name}** holds {n} article. Words in it: {words:,}.",
        "**{name}** holds {n:,} articles. Words in them: {words:,}; half of the articles "
        "have {median:,.0f} or fewer, the longest has {most:,}.",
        name=corpus.name,
        n=n,
        words=int(articles["words"].sum()),
        median=articles["words"].median(),
        most=articles["words"].max(),
    )
    state = say("Nothing was found wrong with it.")
    if corpus.chosen:
        holds = say("{holds} {chosen}", holds=holds, chosen=corpus.chosen)
    shown = [holds, state]
    if len(wrong):
        state = say(
            "**Problems found: {n:,}.** For {fatal:,} of them something had to be left "
            "out, and no number below speaks of it.",
            n=len(wrong),
            fatal=int(wrong["fatal"].sum()),
        )
        columns = ["file", "line", "what", "value", "expected"]
        caption = say("The first problems, of {n:,} in all", n=len(wrong))
        shown = [holds, state, table(wrong[columns].head(20), caption=caption)]
    dates = _dates(articles)
    shown += [dates, _languages(articles), *_outlets(articles)]
    if lists := words_told():
        shown.append(say("Word lists of its own: {lists}.", lists=lists))
    if len(corpus.closely) < n:
        sample = say(
            "**A sample.** Words are counted in all {n:,} articles. Repeats, "
            "publishers, figures and speech are read in {k:,} of them, drawn at "
            "random.",
            k=len(corpus.closely),
            n=n,
        )
        shown.append(sample)
    finding = say(
        "{size} {dates} {state}", size=holds, dates=dates, state=state
    )
    kept = articles.drop(columns=["text", "corrections"], errors="ignore")
    texts = articles[
        ["article_id", "text", "rights"]
    ]  # measured, not published
    return Part(finding, tuple(shown), {"articles": kept, "texts": texts})


def _dates(articles: pd.DataFrame) -> Sentence:
    days = articles.dropna(subset="published").sort_values("published")
    if days.empty:
        return say(
            "No article has a date: nothing can be said of change over time."
        )
    ends = days[["published", "published_precision"]].iloc[[0, -1]].to_numpy()
    first, last = (str(day.date())[: DIGITS.get(known)] for day, known in ends)
    dates = say("Published from {first} to {last}", first=first, last=last)
    if first == last:
        dates = say("Published: {day}", day=first)
    left = len(articles) - len(days)
    return say("{dates}; articles without a date: {k:,}.", dates=dates, k=left)


def _languages(articles: pd.DataFrame) -> Sentence:
    stop = lexicon.words("stop_words")
    said = (tokenize(text[:2_000]) for text in articles["text"])
    strange = [sum(w in stop for w in words) < len(words) / 5 for words in said]
    foreign = articles["article_id"][strange]
    stated = articles["language"].value_counts().items()
    which = say(" (the first: {ids})", ids=", ".join(foreign[:5]))
    return say(
        "Languages stated: {stated}. Articles that hold few of the function words of "
        "French, for which these methods are made: {k:,}{which}.",
        stated=", ".join(f"{code} ({k:,})" for code, k in stated)
        or say("none"),
        k=len(foreign),
        which=which if len(foreign) else "",
    )


def _outlets(articles: pd.DataFrame) -> Iterator[Sentence | Shown]:
    outlets = by_publisher(articles).reset_index()
    yield say(
        "Publishers named: {k:,}. Articles that name none: {unnamed:,}.",
        k=len(outlets),
        unnamed=len(articles) - outlets["size"].sum(),
    )
    if len(outlets):
        caption = say(
            "Publishers with the most words, of {k:,} in all", k=len(outlets)
        )
        names = {"size": say("articles"), "sum": say("words")}
        first = outlets.head(10)
        yield table(first, caption=caption, french=["publisher"], names=names)


def by_publisher(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles (``size``) and words (``sum``) of each, most words first."""
    outlets = articles.groupby("publisher")["words"].agg(["size", "sum"])
    return outlets.sort_values("sum", ascending=False)


def tell_repeats(corpus: Corpus) -> Part:
    """Passages that stand twice, and articles that print the text of another.

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
    >>> shown = tell_repeats(open_corpus())  # doctest: +SKIP
    """
    close, articles = corpus.closely, corpus.articles
    passages, shares = find_repeats(close), repeated_shares(close)
    repeats = say("No passage of eight words or more stands in two places.")
    shown: list = [repeats]
    if len(passages):
        repeats = say(
            "Pairs of places that hold the same passage, of eight words or more: {k:,}. Of "
            "all words, {inside:.1%} are in a passage that their own article repeats, "
            "{across:.1%} in one that another article holds too.",
            k=len(passages),
            **shares[["inside", "across"]].sum() / shares["words"].sum(),
        )
        columns = ["article_a", "article_b", "words", "kind", "text"]
        caption = say(
            "The longest passages that stand twice, of {k:,}", k=len(passages)
        )
        first = passages[columns].head(5)
        shown = [repeats, table(first, caption=caption, french=["text"])]
    copied = articles.dropna(subset="copy_of")
    copies = say("No article prints the text of another.")
    if len(articles) == 1:
        copies = say("A single article cannot be the copy of another.")
    elif len(copied):
        copies = say(
            "**Copies.** Articles that print the text of another, whole, cut or edited: "
            "{k:,} of {n:,}. Below, a text and its copies are one in every interval and "
            "test, and only the first of them is read for topics.",
            k=len(copied),
            n=len(articles),
        )
    shown.append(copies)
    if len(copied):
        columns = ["article_id", "copy_of", "publisher", "published"]
        shown.append(
            table(
                copied[columns].head(10),
                caption=say("Copies, of {k:,}", k=len(copied)),
                french=["publisher"],
                names={"copy_of": say("prints the text of")},
            )
        )
    finding = say(
        "**Repeats.** {repeats} {copies}", repeats=repeats, copies=copies
    )
    copied = copied.drop(columns="text")
    tables = {"repeats": passages, "repeated_shares": shares, "copies": copied}
    return Part(finding, tuple(shown), tables)
