"""The words of the command line: every command, and what may stand behind it."""

import argparse

from multipolaire.publish import commands
from multipolaire.say import language, say, translated

PROGRAM = "multipolaire"


def option(*names: str, **settings) -> tuple[tuple, dict]:
    """An argument of a command, as ``argparse`` takes it."""
    return names, settings


CORPUS = option("corpus", nargs="?", help="folder or file")
ENCODING = option("--encoding", help="of texts that are not in UTF-8")
HOW = (  # a corpus is read
    ENCODING,
    option(
        "--columns", metavar="OURS=THEIRS,…", help="names of a table's columns"
    ),
    option(
        "--accept-columns",
        action="store_true",
        help="take the names as guessed",
    ),
    option("--dates", choices=["dmy", "mdy"], help="the order in 02/08/2024"),
    option(
        "--repair", action="store_true", help="mend text once misread (Ã© to é)"
    ),
    option(
        "--words",
        metavar="FOLDER",
        help="word lists of its own; else the folder words in it or beside it",
    ),
    option(
        "--where",
        action="append",
        metavar="COLUMN=VALUE",
        help="articles in which a column says so, as publisher=RT|TASS; may be repeated",
    ),
    option(
        "--since", metavar="DAY", help="published then or later; or 2024-02"
    ),
    option("--until", metavar="DAY", help="published then or before; or 2024"),
)
JOBS = option("--jobs", type=int, default=-1, help="-1: all cores")
TO = option("--to", help="file: .csv, .jsonl, .parquet or .xlsx")
EXCEL = option(
    "--excel", action="store_true", help="a CSV for a French Excel: ; and 1,5"
)
INTO = option("--into", help="folder (%(default)s)")
READ = (CORPUS, *HOW, JOBS, TO, EXCEL)  # of what goes part by part

WHOLE = (CORPUS, *HOW, TO, EXCEL)  # of what takes all of it: no --jobs
ASKED = {"action": "append", "dest": "queries", "metavar": "QUERY"}
QUERY = option(
    "--query",
    help="word or family; may be repeated; the first family without it",
    **ASKED,
)
LEAST = option(
    "--min-count", type=int, default=3, help="of words (%(default)s)"
)

TOPICS = (
    option("--k", type=int, help="number of topics; chosen without it"),
    option(
        "--unit",
        choices=["article", "segment"],
        help="of topics; segments where articles are too few",
    ),
    option("--method", help="of topics: kmeans, ward, nmf, reinert"),
)


def command(run, about: str, *options) -> tuple:
    """What runs, what is said of it, and the options that it takes."""
    return run, about, options


COMMANDS = (
    command(
        commands.report,
        "run the notebooks, write the report",
        INTO,
        option("--corpus", help="folder or file; else the five articles"),
        *HOW,
        option("--by", help="decade, year, half-year, quarter, month or week"),
        option(
            "--query", help="word or family to follow; may be repeated", **ASKED
        ),
        *TOPICS,
        option("--record", help="CSV of published figures, for the claims"),
        option("--code", action="store_true", help="show the code, folded"),
    ),
    command(
        commands.score,
        "score what a program found in the snippets of the gold",
        option("predictions", help="JSON Lines: id, and figures or quotes"),
        option("--set", dest="part", help="dev, test, press or fresh"),
        *(TO, EXCEL),
    ),
    command(commands.handout, "write student and instructor editions", INTO),
    command(
        commands.bundle,
        "write one archive that installs without a network",
        INTO,
        option("--platform", help="linux, mac-arm, mac-intel or windows"),
        option("--python", help="the version there, such as 3.11"),
    ),
    command(
        commands.lab, "write the notebooks, without outputs, to work in", INTO
    ),
    command(commands.site, "write the page that reads a pasted article", INTO),
    command(commands.messages, "bring the catalogue of messages up to date"),
    command(
        commands.check,
        "say what a corpus holds and all that is wrong",
        CORPUS,
        *HOW,
    ),
    command(
        commands.convert,
        "write a corpus for IRaMuTeQ, TXM, quanteda or a spreadsheet",
        CORPUS,
        *HOW,
        option("--to", required=True, help=".txt, a folder, or a table"),
    ),
    command(
        commands.fetch,
        "download what a reading list names, politely",
        option("reading_list", help="CSV with a column url"),
        option("--into", required=True, help="folder of the new corpus"),
        option(
            "--private",
            action="store_true",
            help="ask addresses of the local network too",
        ),
    ),
    command(commands.figures, "extract trade figures, one row a figure", *READ),
    command(commands.quotes, "extract quotations, one row a quotation", *READ),
    command(
        commands.keywords,
        "follow a word or a family over time",
        *(*READ, QUERY),
        option(
            "--by", default="event", help="event, year, month… (%(default)s)"
        ),
    ),
    command(
        commands.kwic,
        "every occurrence with what stands around it",
        *(*READ, QUERY),
        option(
            "--width", type=int, default=60, help="characters (%(default)s)"
        ),
    ),
    command(
        commands.dispersion,
        "how evenly the articles share a word",
        *(*READ, QUERY),
    ),
    command(
        commands.keyness,
        "words that one group of articles says more than the others",
        *WHOLE,
        option("--by", required=True, help="publisher, year, another column…"),
        option("--group", help="one group alone; without it each"),
        option("--reference", help="against this group; without it the rest"),
        option(
            "--query",
            help="of these in the place of all words; may be repeated",
            **ASKED,
        ),
        option(
            "--ngrams",
            type=int,
            default=1,
            help="most words in a row (%(default)s)",
        ),
        LEAST,
    ),
    command(
        commands.collocates,
        "words said near a word more than elsewhere",
        *(*WHOLE, QUERY),
        option(
            "--window", type=int, default=5, help="words away (%(default)s)"
        ),
        LEAST,
    ),
    command(
        commands.topics,
        "find topics; the verdict goes to stderr",
        *WHOLE,
        *TOPICS,
        option("--articles", action="store_true", help="every article instead"),
    ),
    command(
        commands.store,
        "run the notebooks and keep their outputs",
        option("notebooks", nargs="*", help="files; all of them without any"),
    ),
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
