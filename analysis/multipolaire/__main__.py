"""The command line: ``python -m multipolaire COMMAND``, installed as ``multipolaire``.

    multipolaire report                        the report on the five articles
    multipolaire report --corpus my_corpus     the same walk on a corpus of your own
    multipolaire check my_corpus               what it holds, and all that is wrong
    multipolaire figures my_corpus --to figures.csv
    multipolaire keywords my_corpus --query ingérence --by year --to trend.jsonl
    multipolaire kwic my_corpus --query ingér* --since 2022
    multipolaire keyness my_corpus --by publisher --ngrams 3 --to keyness.xlsx
    multipolaire collocates my_corpus --query ingérence
    multipolaire dispersion my_corpus --query ingérence --where publisher=RT
    multipolaire quotes my_corpus --encoding cp1252 --to quotes.csv
    multipolaire topics my_corpus --articles --to topics.csv
    multipolaire fetch corpus/reference/reading_list.csv --into my_corpus
    multipolaire handout --into build/handout  the notebooks for a class

A corpus is a folder or a file (corpus/README.md: the kinds); without one, what
MULTIPOLAIRE_CORPUS names, or the corpus of the current folder, or of the checkout.
Tables go to --to (.csv, .jsonl, .parquet, .xlsx), or to the screen as CSV; figures, quotes,
keywords, kwic and dispersion read a corpus of any size part by part, on all cores
(--jobs), and keep the order of its files.  An article that fails is left out and named;
beside a table, FILE.problems.csv lists those.  Exit codes: 0 done, 1 the input, an
article or a value is at fault, 2 the command line cannot be understood, 130
interrupted, 141 nobody reads the output.
"""

import argparse
import os
import signal
import sys
import warnings

from multipolaire import interrupts
from multipolaire.publish.commands import problems_path, refuse, tell
from multipolaire.publish.options import PROGRAM, parser
from multipolaire.say import language, languages, say, speaking, translated

_OF_REPORT = {"nbformat", "nbclient", "packaging", "mistune", "jupyter_client"}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    # the process is the command's, and so are its streams
    own = arguments is None
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
            warnings.formatwarning = _warned
            whole = parser(first, translated(__doc__))
            code = _run(whole.parse_args(arguments))
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
        if getattr(error, "name", None) in _OF_REPORT:
            return _stop(_incomplete(error.name), 1)
        if isinstance(error, OSError):
            _let_go(own)
        return _stop(_place(error), 1)


def _warned(message, *_, **__) -> str:
    return f"{PROGRAM}: {message}\n"


def _run(options) -> int:
    """The command, if its values are sound; then the articles that failed in it."""
    from multipolaire.scale import collected

    refuse(options)
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
        tell(printable(f"{PROGRAM}: {ArticleWarning(*row)}"))
    if (more := len(table) - 20) > 0:
        tell(say("and {n} article more", "and {n} articles more", n=more))
    beside = problems_path(options)
    # an earlier run's are no more
    if beside and (len(table) or beside.exists()):
        write_table(table, beside)
    return int(len(table) > 0)


def _place(error: Exception) -> str:
    """What an error says, and what it cannot know: that the folder is gone."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return f"{error} (the current folder is no longer there)"
    return str(error)


def _incomplete(library: str) -> str:
    """What to type where the package is installed without what a report needs."""
    from multipolaire.files.install import lacks

    needed = lacks(library, package='"multipolaire[report]"')
    return f"expected {needed}"


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


if __name__ == "__main__":
    sys.exit(main())
