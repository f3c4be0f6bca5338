"""What any corpus holds, part by part: computed, conditional sentences and tables.

Each ``tell_`` function takes a corpus as :func:`open_corpus` gives it and gives a
:class:`Part`; notebook 06 shows them in order, and so does the report on a corpus of
one's own.  A part without evidence says so; nothing is chosen by its result.
"""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from multipolaire import scale
from multipolaire.articles import CorpusError, read_articles
from multipolaire.files.choice import parse_where
from multipolaire.files.planted import made_up_articles
from multipolaire.files.problems import Problem, problem_table
from multipolaire.files.write import write_table
from multipolaire.french import lexicon
from multipolaire.french.text import tokenize
from multipolaire.say import Sentence, number, plain, say
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
    """What is said of a side of a corpus, what was found first, and its tables."""

    shown: tuple[Sentence | Shown, ...]
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def finding(self) -> Sentence | Shown:
        return self.shown[0]

    def __repr__(self) -> str:
        return "\n".join(map(str, self.shown))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for one in self.shown:
            display(one)


def part(*shown: Sentence | Shown, **tables: pd.DataFrame) -> Part:
    """A part; what says nothing is left out."""
    return Part(tuple(one for one in shown if str(one)), tables)


def first_rows(frame: pd.DataFrame, n: int, **look: Any) -> Shown:
    """The first rows as a table, of an empty frame nothing."""
    return table(frame.head(n), **look) if len(frame) else Shown("", "")


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
    n, k = len(articles), len(corpus.closely)
    outlets = by_publisher(articles).reset_index()
    holds = say(
        "**{name}** holds {n} article. Words in it: {words:,}.",
        "**{name}** holds {n:,} articles. Words in them: {words:,}.",
        name=corpus.name,
        n=n,
        words=int(articles["words"].sum()),
    )
    state = say("Nothing was found wrong with it.")
    if len(wrong):
        state = say(
            "**Problems found: {n:,}.** For {fatal:,} of them something had to be left "
            "out, and no number below speaks of it.",
            n=len(wrong),
            fatal=int(wrong["fatal"].sum()),
        )
    sample = say(
        "**A sample.** Words are counted in all {n:,} articles. Repeats, publishers, "
        "figures and speech are read in {k:,} of them, drawn at random.",
        k=k,
        n=n,
    )
    return part(
        Sentence(" ".join(filter(None, [holds, corpus.chosen, state]))),
        sample if k < n else "",
        first_rows(
            wrong[["file", "line", "what", "value", "expected"]],
            20,
            caption=say("The first problems, of {n:,} in all", n=len(wrong)),
        ),
        table(_facts(articles, outlets), caption=say("What the corpus holds")),
        first_rows(
            outlets,
            10,
            caption=say(
                "Publishers with the most words, of {k:,} in all",
                k=len(outlets),
            ),
            french=["publisher"],
            names={"size": say("articles"), "sum": say("words")},
        ),
        articles=articles.drop(
            columns=["text", "corrections"], errors="ignore"
        ),
        texts=articles[["article_id", "text", "rights"]],  # not published
    )


def _facts(articles: pd.DataFrame, outlets: pd.DataFrame) -> pd.DataFrame:
    """How long the articles are, of when, in which language and by whom."""
    words, n = articles["words"], len(articles)
    dated = articles.dropna(subset="published").sort_values("published")
    days = dated[["published", "published_precision"]].to_numpy()
    ends = [str(day.date())[: DIGITS.get(known)] for day, known in days]
    languages = articles["language"].value_counts().items()
    stop = lexicon.words("stop_words")
    said = (tokenize(text[:2_000]) for text in articles["text"])
    strange = [sum(w in stop for w in words) < len(words) / 5 for words in said]
    foreign = articles["article_id"][strange]
    facts = {
        say("words of half of the articles, at most"): words.median(),
        say("words of the longest article"): words.max(),
        say("published"): " – ".join(dict.fromkeys(ends[:1] + ends[-1:])),
        say("articles without a date"): n - len(dated),
        say("languages stated"): ", ".join(
            f"{code} ({k})" for code, k in languages
        ),
        say("articles with few of the function words of French"): len(foreign),
        say("the first of these"): ", ".join(foreign[:5]),
        say("publishers named"): len(outlets),
        say("articles that name none"): n - outlets["size"].sum(),
        say("word lists of its own"): words_told(),
    }
    told = [
        (
            plain(what),
            value if isinstance(value, str) else number(value, ",.0f"),
        )
        for what, value in facts.items()
    ]
    return pd.DataFrame(told, columns=["what", "value"])


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
    copied = articles.dropna(subset="copy_of").drop(columns="text")
    columns = ["article_a", "article_b", "words", "kind", "text"]
    facts = ["article_id", "copy_of", "publisher", "published"]
    k = len(passages)
    return part(
        say(
            "**Repeats.** Pairs of places that hold the same passage, of eight words or "
            "more: {k:,}. Of all words, {inside:.1%} are in a passage that their own "
            "article repeats, {across:.1%} in one that another article holds too.",
            k=k,
            **shares[["inside", "across"]].sum() / shares["words"].sum(),
        ),
        first_rows(
            passages[columns],
            5,
            caption=say("The longest passages that stand twice, of {k:,}", k=k),
            french=["text"],
        ),
        say(
            "**Copies.** Articles that print the text of another, whole, cut or edited: "
            "{k:,} of {n:,}. Below, a text and its copies are one in every interval and "
            "test, and only the first of them is read for topics.",
            k=len(copied),
            n=len(articles),
        ),
        first_rows(
            copied[facts],
            10,
            caption=say("Copies, of {k:,}", k=len(copied)),
            french=["publisher"],
            names={"copy_of": say("prints the text of")},
        ),
        repeats=passages,
        repeated_shares=shares,
        copies=copied,
    )


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
    failed = scale.problems()
    left = say(
        "**Left out.** Articles in which a function ended in an error: {k:,}. What "
        "it found says nothing of them; problems.csv names them. Functions: "
        "{names}.",
        k=failed["article_id"].nunique(),
        names=", ".join(failed["function"].unique()),
    )
    problems = pd.concat([corpus.wrong, failed], ignore_index=True)
    found = [one.finding for one in parts] + [left] * bool(len(failed))
    return part(*found, problems=problems)


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
    if corpus.planted is None:
        return part(say("Nothing was planted."))
    planted = corpus.planted
    tables = {name: t for one in parts for name, t in one.tables.items()}
    copies = planted.dropna(subset="copy_of")
    found = tables["copies"].merge(copies, on=["article_id", "copy_of"])
    topics = planted[["article_id", "topic"]]
    placed = tables["topic_articles"].dropna(subset="topic")
    placed = placed.merge(topics, on="article_id", suffixes=("", "_planted"))
    square = pd.crosstab(placed["topic"], placed["topic_planted"])
    change = tables["trend_tests"].set_index("family").loc["ingérence"]
    money = planted.dropna(subset="amount")
    both = (
        tables["figures"]
        .merge(
            money.assign(value=money["amount"] * 1e9),
            on=["article_id", "value"],
            suffixes=("", "_planted"),
        )
        .fillna({"speaker": "", "speaker_planted": ""})
    )
    heard = both["speaker"].eq(both["speaker_planted"])
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
    caption = say("What a program planted, and what was found of it")
    rows = [(plain(what), *counts) for what, *counts in rows]
    frame = pd.DataFrame(rows, columns=["what", "planted", "found"])
    return part(table(frame, caption=caption))
