"""The command line: ``python -m multipolaire COMMAND``, installed as ``multipolaire``.

    multipolaire report                        the report on the five articles
    multipolaire report --corpus my_corpus     the same walk on a corpus of your own
    multipolaire check my_corpus               what it holds, and all that is wrong
    multipolaire figures my_corpus --to figures.csv
    multipolaire keywords my_corpus --query ingérence --by year --to trend.jsonl
    multipolaire quotes my_corpus --encoding cp1252 --to quotes.csv
    multipolaire topics my_corpus --unit article --to topics.csv
    multipolaire fetch corpus/reference/reading_list.csv --into my_corpus
    multipolaire handout --into build/handout  the notebooks for a class

A corpus is a folder, or a .csv, .jsonl, .parquet, .html or .xml file; without one, the
five articles of the checkout.  Tables go to --to (.csv, .jsonl, .parquet), or to the
screen as CSV; figures, quotes and keywords read a corpus of any size part by part, on
all cores (--jobs), and keep the order of its files.  An article that fails is left out
and named; beside a table, FILE.problems.csv lists those.  Exit codes: 0 done, 1 the
input, an article or a value is at fault, 2 the command line cannot be understood, 130
interrupted, 141 nobody reads the output.
"""

import argparse
import os
import signal
import sys
import time
import warnings
from functools import partial
from itertools import islice
from pathlib import Path

from multipolaire import interrupts
from multipolaire.say import (
    language,
    languages,
    plain,
    say,
    speaking,
    translated,
)

PROGRAM = "multipolaire"
SPANS = ("year", "half-year", "quarter", "month")
MOST = 256  # processes
PAUSE = 3  # seconds between two words of progress


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    own = (
        arguments is None
    )  # the process is the command's, and so are its streams
    if own:
        _open_closed_streams()
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--lang", default=language(), choices=languages())
    spoken, arguments = first.parse_known_args(arguments)
    # As the files, whatever the locale; a name that is no UTF-8 goes out as it came in.
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    interrupts.heard.clear()
    try:
        with speaking(spoken.lang), warnings.catch_warnings():
            warnings.formatwarning = lambda message, *_, **__: (
                f"{PROGRAM}: {message}\n"
            )
            code = _run(_parser(first).parse_args(arguments))
            sys.stdout.flush()
            return code
    except BrokenPipeError:  # "| head" has had enough
        _let_go(own)
        return 141
    except KeyboardInterrupt:
        return _interrupted(own)
    except (ValueError, OSError, ImportError, RuntimeError) as error:
        if interrupts.heard:  # some imports make an ImportError of it
            return _interrupted(own)
        if isinstance(error, OSError):
            _let_go(own)
        return _stop(_place(error), 1)


def _run(options) -> int:
    """The command, if its values are sound; then the articles that failed in it."""
    from multipolaire.scale import collected

    _refuse(options)
    with collected() as failed:
        code = options.run(options) or 0
    return _say_failed(failed, options) or code


def _say_failed(failed: list, options) -> int:
    """Name the articles that functions left out; 1 where there are any."""
    from multipolaire.files.problems import printable
    from multipolaire.files.write import write_table
    from multipolaire.scale import ArticleWarning, failures

    table = failures(failed)
    for row in table[:20].itertuples(index=False):
        _tell(printable(f"{PROGRAM}: {ArticleWarning(*row)}"))
    if (more := len(table) - 20) > 0:
        _tell(say("and {n} article more", "and {n} articles more", n=more))
    beside = _problems_path(options)
    if beside and (
        len(table) or beside.exists()
    ):  # an earlier run's are no more
        write_table(table, beside)
    return int(len(table) > 0)


def _problems_path(options) -> Path | None:
    to = getattr(options, "to", None)
    return Path(to).with_suffix(".problems.csv") if to else None


def _place(error: Exception) -> str:
    """What an error says, and what it cannot know: that the folder is gone."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return f"{error} (the current folder is no longer there)"
    return str(error)


def _interrupted(own: bool) -> int:
    if own:  # another Ctrl-C does not disturb the end
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return _stop(say("interrupted; what was there is as it was"), 130)


def _stop(message: str, code: int) -> int:
    print(f"{PROGRAM}: {message}", file=sys.stderr)
    return code


def _open_closed_streams() -> None:
    """Let no file be opened in the place of a stream that came closed."""
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(handle, True)
    os.close(handle)
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            stream = os.fdopen(number, "w", encoding="utf-8", closefd=False)
            setattr(sys, name, stream)


def _let_go(own: bool) -> None:
    """What stdout did not take goes nowhere: Python would try once more at the end."""
    if own:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _refuse(options) -> None:
    """Refuse now what would be refused, or regretted, after an hour of work."""
    value = vars(options).get
    command, by, k, jobs = map(value, ("command", "by", "k", "jobs"))
    if typed := value("query") or value("queries"):
        from multipolaire.stats.queries import parse_queries

        parse_queries(typed)
    if command == "report" and by not in (None, *SPANS):
        raise ValueError(f"by={by!r}: expected one of {', '.join(SPANS)}")
    if command == "keywords" and not options.lines:
        _refuse_by(options)
    if command == "topics":
        from multipolaire.topics.cluster import METHODS

        if options.method not in METHODS:
            expected = f"expected one of {', '.join(METHODS)}"
            raise ValueError(f"method={options.method!r}: {expected}")
        if k is not None and k < 2:
            raise ValueError(f"k={k}: expected 2 topics or more")
    if jobs is not None and not (jobs and -MOST <= jobs <= MOST):
        expected = f"-1 for all cores, or 1 to {MOST} processes"
        raise ValueError(f"jobs={jobs}: expected {expected}")
    if value("to"):
        from multipolaire.files.write import table_path

        table_path(options.to)
        for path in (Path(options.to), _problems_path(options)):
            _refuse_own(path, options.corpus)


def _refuse_by(options) -> None:
    """A column to group by has to be there: the first rows of the corpus tell."""
    import pandas as pd

    from multipolaire.articles import COLUMNS, corpus_path
    from multipolaire.files.problems import Reading
    from multipolaire.files.rows import rows
    from multipolaire.stats.periods import TIME, periods

    if options.by in TIME or options.by in COLUMNS:
        return
    head = islice(
        rows(corpus_path(options.corpus), Reading(options.encoding)), 20
    )
    names = dict.fromkeys(
        [*COLUMNS, *(name for row in head for name in row.cells)]
    )
    periods(pd.DataFrame(columns=[*names]), options.by)


def _refuse_own(path: Path, corpus: str | None) -> None:
    """A table takes the place of no file that the corpus is read from."""
    from multipolaire.articles import corpus_path

    source = corpus_path(corpus)
    if not path.exists():
        return
    listed = (source / "articles.csv").is_file()
    files = [source / "articles.csv"] if listed else [source, *source.glob("*")]
    for file in (*files, *source.glob("articles/*")):
        if file.exists() and file.samefile(path):
            what = f"{str(path)!r} is {str(file)!r}, a part of the corpus"
            raise ValueError(f"{what}: expected another file for the table")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _report(options) -> None:
    from multipolaire.publish.report import failed_in, write_report
    from multipolaire.scale import fail

    given = {
        name: getattr(options, name) for name in ("queries", "by", "encoding")
    }
    given = {name: value for name, value in given.items() if value is not None}
    if given and options.corpus is None:
        raise ValueError(f"--{min(given)} goes with --corpus")
    interrupts.rest()
    write_report(options.into, corpus=options.corpus, **given)
    for row in failed_in(options.into):
        fail(*row)


def _handout(options) -> None:
    from multipolaire.publish.report import handout

    interrupts.rest()
    handout(options.into)


def _lab(options) -> None:
    from multipolaire.publish.report import lab

    interrupts.rest()
    lab(options.into, _tell)


def _messages(options) -> int:
    from multipolaire.publish.catalogue import update

    counts, faults = update()
    print(*faults, counts, sep="\n")
    return int(bool(faults))


def _store(options) -> None:
    from multipolaire.publish.report import store

    interrupts.rest()
    store([Path(name) for name in options.notebooks])


def _check(options) -> int:
    from multipolaire.articles import check_corpus

    count = _Count()
    asked = {"encoding": options.encoding, "tell": count}
    sentences, problems = check_corpus(options.corpus, **asked)
    count.end()
    for line in [*map(plain, sentences), *problems]:
        print(line)
    return int(any(problem.fatal for problem in problems))


def _fetch(options) -> int:
    from multipolaire.files.fetch import fetch

    done = fetch(
        options.reading_list, options.into, _tell, private=options.private
    )
    failed = int(done["status"].eq("failed").sum())
    values = {"n": len(done) - failed, "of": len(done), "failed": failed}
    said = say(
        "{n} of {of} pages in {into}; {failed} failed",
        into=options.into,
        **values,
    )
    print(plain(said))
    return int(failed == len(done))


def _figures(options) -> None:
    from multipolaire.figures import extract_figures

    _write(_parts(extract_figures, options), options)


def _quotes(options) -> None:
    from multipolaire.quotes import extract_quotes

    _write(_parts(extract_quotes, options), options)


def _keywords(options) -> None:
    import pandas as pd

    from multipolaire.stats.concordance import concordance
    from multipolaire.stats.counts import counted
    from multipolaire.stats.trends import trend

    ask = {"queries": options.query, "by": options.by}
    if not options.lines:
        _write(
            [trend(pd.concat(_parts(partial(counted, **ask), options)), **ask)],
            options,
        )
    elif not _write(
        _parts(partial(concordance, query=options.query), options), options
    ):
        nothing = pd.DataFrame({"article_id": [], "text": []}, dtype="str")
        concordance(nothing, options.query)  # warns of what is nearly a family


def _topics(options) -> None:
    from multipolaire.articles import load_articles
    from multipolaire.topics.topics import find_topics

    articles = load_articles(options.corpus, encoding=options.encoding)
    _tell(say("{n} article read", "{n} articles read", n=len(articles)))
    found = find_topics(
        articles, k=options.k, unit=options.unit, method=options.method
    )
    _tell(plain(found.verdict))
    _write([found.topics], options)


def _parts(make, options):
    """The tables of the parts of a corpus, one by one; progress every few seconds."""
    from multipolaire.articles import iter_articles
    from multipolaire.scale import renumbered

    asked = {"make": lambda articles: (len(articles), make(articles))}
    asked |= {"encoding": options.encoding, "jobs": options.jobs}
    n, rows, count = 0, 0, _Count()
    for size, table in iter_articles(options.corpus, **asked):
        n += size
        count(n)
        yield renumbered(table, rows)
        rows += len(table)
    count.end()


class _Count:
    """Tells how many articles are done, every few seconds and at the end."""

    def __init__(self):
        self.n, self.told = 0, time.monotonic()

    def end(self) -> None:
        _tell(say("{n} article read", "{n} articles read", n=self.n))

    def __call__(self, n: int) -> None:
        self.n = n
        if time.monotonic() > self.told + PAUSE:
            self.told = time.monotonic()
            _tell(say("{n} article so far", "{n} articles so far", n=n))


def _write(tables, options) -> int:
    import pandas as pd

    from multipolaire.files.write import harmless, one_kind_of_line, write_table

    if options.to:
        rows = write_table(tables, options.to)
        values = {"n": rows, "file": options.to}
        _tell(plain(say("{n} row in {file}", "{n} rows in {file}", **values)))
        return rows
    table = harmless(one_kind_of_line(pd.concat(tables)))
    table.to_csv(sys.stdout, index=False, lineterminator="\n")
    return len(table)


class _Parser(argparse.ArgumentParser):
    """Says in one line what it does not understand."""

    def error(self, message: str):
        self.exit(2, f"{self.prog}: {message} (--help says more)\n")


def _parser(first: argparse.ArgumentParser) -> argparse.ArgumentParser:
    looks = argparse.RawDescriptionHelpFormatter
    parser = _Parser(
        prog=PROGRAM,
        parents=[first],
        formatter_class=looks,
        description=translated(__doc__),
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND"
    )

    def command(name: str, run, about: str):
        about = translated(about)
        lines = translated(__doc__).splitlines()
        examples = [line for line in lines if f" multipolaire {name}" in line]
        made = commands.add_parser(
            name,
            parents=[first],
            help=about,
            description=about,
            formatter_class=looks,
            epilog="\n".join(
                [say("for example:"), *examples] if examples else []
            ),
        )
        made.set_defaults(run=run)
        return made

    def tabular(name: str, run, about: str):
        made = command(name, run, about)
        made.add_argument("corpus", nargs="?", help="folder or file")
        made.add_argument("--encoding", help="of texts that are not in UTF-8")
        if name != "topics":  # which takes the whole corpus
            made.add_argument(
                "--jobs", type=int, default=-1, help="-1: all cores"
            )
        made.add_argument("--to", help="file: .csv, .jsonl or .parquet")
        return made

    for made in (
        command("report", _report, "run the notebooks, write the report"),
        command("handout", _handout, "write student and instructor editions"),
        command(
            "lab", _lab, "write the notebooks, without outputs, to work in"
        ),
    ):
        into = made.prog.replace("multipolaire ", "build/")
        into += "" if language() == "en" else f"-{language()}"
        made.add_argument("--into", default=into, help="folder (%(default)s)")
    made = commands.choices["report"]
    made.add_argument("--corpus", help="folder or file; else the five articles")
    made.add_argument("--encoding", help="of texts that are not in UTF-8")
    made.add_argument("--by", help="year, half-year, quarter or month")
    made.add_argument(
        "--query",
        action="append",
        dest="queries",
        metavar="QUERY",
        help="word or family to follow; may be repeated",
    )
    command("messages", _messages, "bring the catalogue of messages up to date")
    made = command(
        "check", _check, "say what a corpus holds and all that is wrong"
    )
    made.add_argument("corpus", nargs="?", help="folder or file")
    made.add_argument("--encoding", help="of texts that are not in UTF-8")
    made = command(
        "fetch", _fetch, "download what a reading list names, politely"
    )
    made.add_argument("reading_list", help="CSV with a column url")
    made.add_argument("--into", required=True, help="folder of the new corpus")
    made.add_argument(
        "--private",
        action="store_true",
        help="ask addresses of the local network too",
    )
    tabular("figures", _figures, "extract trade figures, one row a figure")
    tabular("quotes", _quotes, "extract quotations, one row a quotation")
    made = tabular("keywords", _keywords, "follow a word or a family over time")
    made.add_argument(
        "--query", default="ingérence", help="word or family (%(default)s)"
    )
    made.add_argument(
        "--by", default="event", help="event, year, month… (%(default)s)"
    )
    made.add_argument(
        "--lines", action="store_true", help="the concordance instead"
    )
    made = tabular("topics", _topics, "find topics; the verdict goes to stderr")
    made.add_argument(
        "--k", type=int, help="number of topics; chosen without it"
    )
    made.add_argument(
        "--unit", default="segment", choices=["segment", "article"]
    )
    made.add_argument("--method", default="kmeans", help="(%(default)s)")
    made = command("store", _store, "run the notebooks and keep their outputs")
    made.add_argument(
        "notebooks", nargs="*", help="files; all of them without any"
    )
    for made in commands.choices.values():
        for action in made._actions:
            action.help = action.help and translated(action.help)
    return parser


if __name__ == "__main__":
    sys.exit(main())
