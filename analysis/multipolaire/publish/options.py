"""The words of the command line: what may stand behind a command, and what it reads."""

import argparse
from collections.abc import Callable

from multipolaire.say import language, say, translated

PROGRAM = "multipolaire"
SPANS = ("decade", "year", "half-year", "quarter", "month", "week")
#: Every command in the order of the help: what runs, what is said of it, its options.
COMMANDS: list[tuple[Callable, str, tuple]] = []


def command(about: str, *options) -> Callable:
    """Make a command of a function, under its name."""

    def kept(run: Callable) -> Callable:
        COMMANDS.append((run, about, options))
        return run

    return kept


def option(*names: str, **settings) -> tuple[tuple, dict]:
    """An argument of a command, as ``argparse`` takes it."""
    return names, settings


def flag(name: str, help: str) -> tuple[tuple, dict]:
    """An option without a value."""
    return option(name, action="store_true", help=help)


def number(name: str, default: int, help: str) -> tuple[tuple, dict]:
    """An option that is a number."""
    return option(name, type=int, default=default, help=help)


def query(help: str) -> tuple[tuple, dict]:
    """``--query``, which may be repeated."""
    names = {"dest": "queries", "metavar": "QUERY"}
    return option("--query", action="append", help=help, **names)


CORPUS = option("corpus", nargs="?", help="folder or file")
HOW = (  # a corpus is read
    option("--encoding", help="of texts that are not in UTF-8"),
    option("--columns", metavar="OURS=THEIRS,…", help="a table's columns"),
    flag("--accept-columns", help="take the names as guessed"),
    option("--dates", choices=["dmy", "mdy"], help="the order in 02/08/2024"),
    flag("--repair", help="mend text once misread (Ã© to é)"),
    option(
        "--words", metavar="FOLDER", help="word lists; else those beside it"
    ),
    option(
        "--where",
        action="append",
        metavar="COLUMN=VALUE",
        help="articles in which a column says so, as publisher=RT|TASS; may be repeated",
    ),
    option("--since", metavar="DAY", help="then or later; or 2024-02"),
    option("--until", metavar="DAY", help="then or before; or 2024"),
)
JOBS = number("--jobs", -1, help="-1: all cores")
TO = (
    option("--to", help="file: .csv, .jsonl, .parquet or .xlsx"),
    flag("--excel", help="a CSV for a French Excel: ; and 1,5"),
)
INTO = option("--into", help="folder (%(default)s)")
WHOLE = (CORPUS, *HOW, *TO)  # of what takes all of a corpus
READ = (*WHOLE, JOBS)  # of what goes part by part
QUERY = query(help="word or family; may be repeated; else the first family")
LEAST = number("--min-count", 3, help="of words (%(default)s)")
METHODS = ["kmeans", "ward", "nmf", "reinert"]
UNITS = ["article", "segment"]
TOPICS = (
    option("--k", type=int, help="number of topics; chosen without it"),
    option("--unit", choices=UNITS, help="segments of few articles without it"),
    option("--method", choices=METHODS, help="of topics"),
)


class Parser(argparse.ArgumentParser):
    """Says in one line what it does not understand."""

    def error(self, message: str):
        self.exit(2, f"{self.prog}: {message} (--help says more)\n")


def parser(first: argparse.ArgumentParser, about: str) -> Parser:
    """The parser of all commands; ``about`` holds an example of each."""
    looks = argparse.RawDescriptionHelpFormatter
    both = {"parents": [first], "formatter_class": looks}
    whole = Parser(prog=PROGRAM, description=about, **both)
    named = {"dest": "command", "metavar": "COMMAND"}
    made = whole.add_subparsers(required=True, **named)
    examples = [line for line in about.splitlines() if f" {PROGRAM} " in line]
    for run, said, options in COMMANDS:
        name, said = run.__name__, translated(said)
        own = [line for line in examples if f" {PROGRAM} {name}" in line]
        epilog = "\n".join([say("for example:"), *own] if own else [])
        told = {"help": said, "description": said, "epilog": epilog}
        one = made.add_parser(name, **told, **both)
        spoken = "" if language() == "en" else f"-{language()}"
        one.set_defaults(run=run, into=f"build/{name}{spoken}")
        for names, settings in options:
            one.add_argument(*names, **settings)
        for action in one._actions:
            action.help = action.help and translated(action.help)
    return whole
