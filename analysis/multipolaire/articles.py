"""Load a corpus into the one validated frame that everything else takes.

A corpus is a folder with ``articles.csv`` and ``articles/<article_id>.txt``, a folder
of files and folders, or one file: text (also of IRaMuTeQ or LexisNexis), a table (CSV,
JSON Lines, Parquet, Excel), a page (also an export of Europresse, Factiva or
LexisNexis), a Word or Markdown file, or an archive of these.  All that is wrong with it
is said at once, each with file, line, value and what was expected.
"""

import hashlib
import os
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from multipolaire.files.checks import COLUMNS, PRECISIONS
from multipolaire.files.frames import joined, read_parts
from multipolaire.files.problems import Problem, Reading, told
from multipolaire.french import lexicon
from multipolaire.french.text import token_spans
from multipolaire.places import ROOT
from multipolaire.say import say
from multipolaire.scale import CorpusWarning, collecting, fail
from multipolaire.stats.texts import find_copies
from multipolaire.words import use_words, words_told

VARIABLE = "MULTIPOLAIRE_CORPUS"
ROWS = 1000  # articles at once
TOP = 10  # publishers that a check names


class CorpusError(ValueError):
    """A corpus that cannot be loaded as it is; ``problems`` holds every reason."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(told(problems)))


def load_articles(
    path: str | Path | None = None,
    *,
    strict: bool = True,
    encoding: str | None = None,
    columns: dict[str, str] | str | None = None,
    accept_columns: bool = False,
    dates: str | None = None,
    repair: bool = False,
    words: str | Path | None = None,
    where: dict[str, str] | Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """The articles of a corpus, cleaned and validated, one row each, sorted by id.

    Parameters
    ----------
    path
        A folder or a file, of any kind that ``corpus/README.md`` names; without it, the
        corpus that is near: in a checkout, the five articles.
    strict
        Load nothing where anything is not sound; without it, leave that out and warn.
    encoding
        Of what is not UTF-8: ``"cp1252"``, ``"mac_roman"``, ``"utf-16"``.
    columns
        What the columns of ours are called in a table: ``{"text": "texte"}``, or
        ``"text=texte,article_id=id"``.
    accept_columns
        Take the names that are guessed.
    dates
        ``"mdy"`` where ``02/08/2024`` is the 8th of February, ``"dmy"`` where it is the
        2nd of August.
    repair
        Mend text that was read in a wrong encoding before it came here (ftfy), and say
        what was changed.
    words
        A folder of word lists of one's own, which are followed from then on, as those
        beside the corpus are without it (:func:`multipolaire.use_words`).
    where
        What columns have to say: ``{"publisher": "RT|Le Monde"}``; other articles are
        left out.
    since, until
        A day, month or year of ``published``; others, and those without, are left out.

    Returns
    -------
    DataFrame
        Columns and dtypes: :data:`COLUMNS`, and ``copy_of``, the article whose words an
        article prints (missing: an original), as the corpus states it in a column of
        that name, which goes for all its articles, or else as
        :func:`multipolaire.find_copies` finds it.  ``start`` and ``end`` of every other
        table count characters of ``text``.

    Raises
    ------
    CorpusError
        Naming every problem found: a missing column, a duplicate id, an unknown
        encoding, an empty article, a malformed date, HTML, a line over a million
        characters, a file that is listed and absent.
    FileNotFoundError
        Where there is nothing at ``path``.

    Warns
    -----
    CorpusWarning
        Of a file that is not listed, of a text that a wrong encoding has spoilt, and of
        an article that is not French: these are kept.

    Notes
    -----
    Much text is cleaned on all cores.  What was received stays in ``raw``; the kinds of
    file, encodings and dates that are read are listed in ``corpus/README.md``.

    Examples
    --------
    >>> articles = load_articles()
    >>> articles["article_id"].tolist()[0], len(articles)
    ('2021-12-15-reuters', 5)
    """
    asked = locals()  # what was given, by name
    return find_copies(joined([*iter_articles(**asked)]))


def iter_articles(
    path: str | Path | None = None,
    chunk: int = ROWS,
    *,
    strict: bool = True,
    jobs: int = -1,
    make: Callable | None = None,
    **asked: Any,
) -> Iterator:
    """The same articles in frames of at most ``chunk`` rows, in the order of the files.

    ``asked`` are ``encoding`` and what else :func:`load_articles` takes.

    A corpus of any size passes in the memory of a few frames and of its ids.  Problems
    are raised after the last frame, so that all of them are named: nothing computed on
    the frames stands before that.  Copies are of the whole: a part has ``copy_of``
    where the corpus states it.  With ``make``, what it makes of each frame, in the
    process that cleaned it, and of an empty one where there is no article.

    Parameters
    ----------
    path
        A folder or a file; without it, the corpus that is near.
    chunk
        Most rows of a frame.
    strict
        Raise what is wrong with an article, after the last frame; without it, warn.
    jobs
        Processes; -1 for all cores.
    make
        What is called with each frame.
    **asked
        What else :func:`multipolaire.load_articles` takes.

    Yields
    ------
    DataFrame
        Frames with the columns :data:`COLUMNS`, or what ``make`` makes of them.

    Raises
    ------
    CorpusError
        After the last frame, with every problem found.

    Examples
    --------
    >>> [len(articles) for articles in iter_articles(chunk=2)]
    [2, 2, 1]
    >>> list(iter_articles(chunk=3, make=len))
    [3, 2]
    """
    source, reading = _opened(path, asked)
    parts = read_parts(source, chunk, reading, make, jobs)
    yield from (made for n, made in parts if n or make)
    problems = reading.problems
    if collecting():  # who takes what fails in single articles, sees to it
        for row in reading.failed.values():
            fail(*row)
        problems = [one for one in problems if one not in reading.failed]
    fatal = [problem for problem in problems if problem.fatal]
    if fatal and strict:
        raise CorpusError(fatal)
    for problem in problems:
        warnings.warn(str(problem), CorpusWarning, stacklevel=2)


def read_articles(
    path: str | Path | None = None, **asked: Any
) -> tuple[pd.DataFrame, list[Problem]]:
    """The sound articles of a corpus and every problem of the others.

    Parameters
    ----------
    path
        A folder or a file; without it, the corpus that is near.
    **asked
        What else :func:`multipolaire.load_articles` takes.

    Returns
    -------
    tuple of DataFrame and list of Problem
        The articles, columns :data:`COLUMNS` and ``copy_of``, and what is wrong
        with the others.

    Raises
    ------
    FileNotFoundError
        Where there is nothing at ``path``.

    Examples
    --------
    >>> articles, problems = read_articles()
    >>> len(articles), problems
    (5, [])
    """
    source, reading = _opened(path, asked)
    parts = read_parts(source, ROWS, reading)
    articles = find_copies(joined([frame for _, frame in parts]))
    return articles, reading.problems


def check_corpus(
    path: str | Path | None = None,
    *,
    tell: Callable = lambda n: None,
    **asked: Any,
) -> tuple[list[str], list[Problem]]:
    """What a corpus holds, in sentences, and everything that is wrong with it.

    ``tell`` is called with the number of sound articles, so far, after each part.

    Parameters
    ----------
    path
        A folder or a file; without it, the corpus that is near.
    tell
        Called with the number of sound articles so far.
    **asked
        What else :func:`multipolaire.load_articles` takes.

    Returns
    -------
    tuple of list of str and list of Problem
        What the corpus holds, and everything that is wrong with it.

    Raises
    ------
    FileNotFoundError
        Where there is nothing at ``path``.

    Examples
    --------
    >>> sentences, problems = check_corpus()
    >>> sentences[0], problems
    (5 articles hold 2,691 words., [])
    """
    source, reading = _opened(path, asked)
    days, publishers = [], Counter()
    known = Counter(dict.fromkeys([*COLUMNS, *PRECISIONS, "words"], 0))
    for _, frame in read_parts(source, ROWS, reading):
        known.update(frame[[*COLUMNS]].count().to_dict())
        known.update(frame["published_precision"].dropna())
        known["words"] += sum(len(token_spans(t)) for t in frame["text"])
        publishers.update(frame["publisher"].dropna())
        days += frame["published"].agg(["min", "max"]).dropna().tolist()
        tell(known["text"])
    said = _held(known, days, publishers, reading.encodings)
    return list(said), reading.problems


def _opened(path: str | Path | None, asked: dict) -> tuple[Path, Reading]:
    """Where a corpus is and how it is read; its own word lists are followed."""
    source, reading, before = corpus_path(path), Reading(**asked), lexicon.own()
    use_words(reading.words or lexicon.beside(source))
    if before and before != lexicon.own():
        told = words_told() or "those of the package alone"
        other = f"other word lists are followed from now on: {told}"
        warnings.warn(other, CorpusWarning, stacklevel=3)
    return source, reading


def _held(known: Counter, days: list, publishers, encodings) -> Iterator[str]:
    n = known["text"]
    held = {"n": n, "words": say("{n:,} word", "{n:,} words", n=known["words"])}
    yield say(
        "{n} article holds {words}.", "{n} articles hold {words}.", **held
    )
    if days:
        yield say(
            "Published from {first} to {last}: {day} known to the day, {month} to the "
            "month, {year} to the year; {undated} without a date.",
            first=str(min(days).date()),
            last=str(max(days).date()),
            undated=n - known["published"],
            **known,
        )
    if publishers:
        first = publishers.most_common(TOP)
        yield say(
            "{n} publisher: {top}.",
            "{n} publishers, the most frequent first: {top}.",
            n=len(publishers),
            top=", ".join(f"{name} ({k})" for name, k in first),
        )
    for name, k in sorted(encodings.items()):
        yield say("Files or lines read as {name}: {k:,}.", name=name, k=k)
    if empty := ", ".join(name for name in COLUMNS if n and not known[name]):
        yield say("No article has: {empty}.", empty=empty)
    if lists := words_told():
        yield say("Word lists of its own: {lists}.", lists=lists)


def chosen(articles: pd.DataFrame, *ids: str) -> pd.DataFrame:
    """The articles of these ids, in their order in the frame.

    Raises ``ValueError`` for an article that is not there.
    """
    for name in ids:
        if name not in set(articles["article_id"]):
            known = ", ".join(articles["article_id"].head(10))
            raise ValueError(f"no article {name!r}; there are {known}")
    return articles[articles["article_id"].isin(ids)]


def fingerprint(articles: pd.DataFrame) -> str:
    """The first 12 hexadecimal digits of the sha256 of the corpus: ids and contents.

    Parameters
    ----------
    articles
        Needs ``article_id`` and ``text`` (``sha256`` where it is there).

    Returns
    -------
    str
        Twelve hexadecimal digits.

    Examples
    --------
    >>> len(fingerprint(load_articles()))
    12
    """
    both = zip(articles["article_id"], articles["sha256"])
    lines = sorted(f"{name} {digest}\n" for name, digest in both)
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]


def reference_folder() -> Path:
    """The folder of the reference facts, in the checkout: ``corpus/reference``.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    FileNotFoundError
        Where the package is installed without a checkout.

    Examples
    --------
    >>> (reference_folder() / "trade.csv").is_file()
    True
    """
    found = ROOT / "corpus" / "reference"
    if not found.is_dir():
        told = "the reference facts are in the project's checkout"
        raise FileNotFoundError(f"{told}, not in the installed package")
    return found


def corpus_path(path: str | Path | None) -> Path:
    """The folder or file of a corpus; without ``path``, of the corpus that is near.

    That is what the variable ``MULTIPOLAIRE_CORPUS`` names; or else the first folder
    with an ``articles.csv`` of these: the current one, ``corpus`` in it, ``corpus``
    beside it, ``corpus`` of the project's checkout.

    Raises ``FileNotFoundError`` where there is none.
    """
    named = os.environ.get(VARIABLE) if path is None else path
    if named:
        if Path(named).exists():
            return Path(named)
        by = f" ({VARIABLE})" if path is None else ""
        told = f"no corpus at {str(named)!r}{by}: expected a folder or a file"
        raise FileNotFoundError(told)
    here = Path.cwd()
    near = (here, here / "corpus", here.parent / "corpus", ROOT / "corpus")
    for place in near:
        if (place / "articles.csv").is_file():
            return place
    raise FileNotFoundError(
        "no corpus here: no articles.csv in the current folder, in its folder "
        f"'corpus' or in one beside it; name one, load_articles(path) or {VARIABLE}"
    )
