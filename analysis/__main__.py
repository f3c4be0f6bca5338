"""The command line: ``python -m analysis COMMAND``, installed as ``multipolaire``.

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
all cores (--jobs), and keep the order of its files.  Exit codes: 0 done, 1 the input
is at fault, 2 the command line is, 130 interrupted, 141 nobody reads the output.
"""

import argparse
import os
import sys
import time
from functools import partial
from pathlib import Path

from analysis.say import language, languages, plain, say, speaking, translated


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    first.add_argument("--lang", default=language(), choices=languages())
    spoken, arguments = first.parse_known_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8")  # as the files, whatever the locale
    try:
        with speaking(spoken.lang):
            options = _parser(first).parse_args(arguments)
            if getattr(options, "to", None):
                from analysis.files import table_path

                table_path(options.to)  # refused now, not after an hour of work
            code = options.run(options) or 0
            sys.stdout.flush()
            return code
    except BrokenPipeError:  # "| head" has had enough; Python flushes once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return _stop(say("interrupted; what was there is as it was"), 130)
    except (ValueError, OSError, ImportError, RuntimeError) as error:
        return _stop(str(error), 1)


def _stop(message: str, code: int) -> int:
    print(f"multipolaire: {message}", file=sys.stderr)
    return code


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _report(options) -> None:
    from analysis.report import write_report

    given = {name: getattr(options, name) for name in ("queries", "by", "encoding")}
    given = {name: value for name, value in given.items() if value is not None}
    if given and options.corpus is None:
        raise ValueError(f"--{min(given)} goes with --corpus")
    write_report(options.into, corpus=options.corpus, **given)


def _handout(options) -> None:
    from analysis.report import handout

    handout(options.into)


def _lab(options) -> None:
    from analysis.report import lab

    lab(options.into, _tell)


def _messages(options) -> int:
    from analysis.messages import update

    counts, faults = update()
    print(*faults, counts, sep="\n")
    return int(bool(faults))


def _store(options) -> None:
    from analysis.report import store

    store([Path(name) for name in options.notebooks])


def _check(options) -> int:
    from analysis.articles import check_corpus

    sentences, problems = check_corpus(options.corpus, encoding=options.encoding)
    for line in [*map(plain, sentences), *problems]:
        print(line)
    return int(any(problem.fatal for problem in problems))


def _fetch(options) -> int:
    from analysis.fetch import fetch

    done = fetch(options.reading_list, options.into, _tell, private=options.private)
    failed = int(done["status"].eq("failed").sum())
    values = {"n": len(done) - failed, "of": len(done), "failed": failed}
    said = say(
        "{n} of {of} pages in {into}; {failed} failed", into=options.into, **values
    )
    print(plain(said))
    return int(failed == len(done))


def _figures(options) -> None:
    from analysis.trade import extract_figures

    _write(_parts(extract_figures, options), options)


def _quotes(options) -> None:
    from analysis.quotes import extract_quotes

    _write(_parts(extract_quotes, options), options)


def _keywords(options) -> None:
    import pandas as pd

    from analysis.keywords import concordance, counted, trend

    ask = {"queries": options.query, "by": options.by}
    if not options.lines:
        _write(
            [trend(pd.concat(_parts(partial(counted, **ask), options)), **ask)], options
        )
    elif not _write(
        _parts(partial(concordance, query=options.query), options), options
    ):
        nothing = pd.DataFrame({"article_id": [], "text": []}, dtype="str")
        concordance(nothing, options.query)  # warns of what is nearly a family


def _topics(options) -> None:
    from analysis.articles import load_articles
    from analysis.topics import find_topics

    articles = load_articles(options.corpus, encoding=options.encoding)
    _tell(say("{n} article read", "{n} articles read", n=len(articles)))
    found = find_topics(articles, k=options.k, unit=options.unit, method=options.method)
    _tell(plain(found.verdict))
    _write([found.topics], options)


def _parts(make, options):
    """The tables of the parts of a corpus, one by one; progress every few seconds."""
    from analysis.articles import iter_articles
    from analysis.scale import renumbered

    asked = {"make": lambda articles: (len(articles), make(articles))}
    asked |= {"encoding": options.encoding, "jobs": options.jobs}
    n, rows, told = 0, 0, time.monotonic()
    for size, table in iter_articles(options.corpus, **asked):
        n += size
        if time.monotonic() > told + 5:
            told = time.monotonic()
            _tell(say("{n} article so far", "{n} articles so far", n=n))
        yield renumbered(table, rows)
        rows += len(table)
    _tell(say("{n} article read", "{n} articles read", n=n))


def _write(tables, options) -> int:
    import pandas as pd

    from analysis.files import harmless, one_kind_of_line, write_table

    if options.to:
        rows = write_table(tables, options.to)
        values = {"n": rows, "file": options.to}
        _tell(plain(say("{n} row in {file}", "{n} rows in {file}", **values)))
        return rows
    table = harmless(one_kind_of_line(pd.concat(tables)))
    table.to_csv(sys.stdout, index=False, lineterminator="\n")
    return len(table)


def _parser(first: argparse.ArgumentParser) -> argparse.ArgumentParser:
    looks = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="multipolaire", parents=[first], formatter_class=looks,
        description=translated(__doc__),
    )  # fmt: skip
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run, about: str):
        about = translated(about)
        lines = translated(__doc__).splitlines()
        examples = [line for line in lines if f" multipolaire {name}" in line]
        made = commands.add_parser(
            name, parents=[first], help=about, description=about, formatter_class=looks,
            epilog="\n".join([say("for example:"), *examples] if examples else []),
        )  # fmt: skip
        made.set_defaults(run=run)
        return made

    def tabular(name: str, run, about: str):
        made = command(name, run, about)
        made.add_argument("corpus", nargs="?", help="folder or file")
        made.add_argument("--encoding", help="of texts that are not in UTF-8")
        if name != "topics":  # which takes the whole corpus
            made.add_argument("--jobs", type=int, default=-1, help="-1: all cores")
        made.add_argument("--to", help="file: .csv, .jsonl or .parquet")
        return made

    for made in (
        command("report", _report, "run the notebooks, write the report"),
        command("handout", _handout, "write student and instructor editions"),
        command("lab", _lab, "write the notebooks, without outputs, to work in"),
    ):
        into = made.prog.replace("multipolaire ", "build/")
        into += "" if language() == "en" else f"-{language()}"
        made.add_argument("--into", default=into, help="folder (%(default)s)")
    made = commands.choices["report"]
    made.add_argument("--corpus", help="folder or file; else the five articles")
    made.add_argument("--encoding", help="of texts that are not in UTF-8")
    made.add_argument("--by", help="year, half-year, quarter or month")
    made.add_argument("--query", action="append", dest="queries", metavar="QUERY",
                      help="word or family to follow; may be repeated")  # fmt: skip
    command("messages", _messages, "bring the catalogue of messages up to date")
    made = command("check", _check, "say what a corpus holds and all that is wrong")
    made.add_argument("corpus", nargs="?", help="folder or file")
    made.add_argument("--encoding", help="of texts that are not in UTF-8")
    made = command("fetch", _fetch, "download what a reading list names, politely")
    made.add_argument("reading_list", help="CSV with a column url")
    made.add_argument("--into", required=True, help="folder of the new corpus")
    made.add_argument(
        "--private", action="store_true", help="ask addresses of the local network too"
    )
    tabular("figures", _figures, "extract trade figures, one row a figure")
    tabular("quotes", _quotes, "extract quotations, one row a quotation")
    made = tabular("keywords", _keywords, "follow a word or a family over time")
    made.add_argument(
        "--query", default="ingérence", help="word or family (%(default)s)"
    )
    made.add_argument("--by", default="event", help="event, year, month… (%(default)s)")
    made.add_argument("--lines", action="store_true", help="the concordance instead")
    made = tabular("topics", _topics, "find topics; the verdict goes to stderr")
    made.add_argument("--k", type=int, help="number of topics; chosen without it")
    made.add_argument("--unit", default="segment", choices=["segment", "article"])
    made.add_argument("--method", default="kmeans", help="(%(default)s)")
    made = command("store", _store, "run the notebooks and keep their outputs")
    made.add_argument("notebooks", nargs="*", help="files; all of them without any")
    for made in commands.choices.values():
        for action in made._actions:
            action.help = action.help and translated(action.help)
    return parser


if __name__ == "__main__":
    sys.exit(main())
