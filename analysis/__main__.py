"""The command line: ``python -m analysis COMMAND``, installed as ``multipolaire``."""

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code (0 done, 1 the input is at fault)."""
    options = _parser().parse_args(arguments)
    from analysis.articles import CorpusError
    from analysis.report import NotebookError, handout, store, write_report

    try:
        if options.command == "report":
            write_report(options.into)
        elif options.command == "handout":
            handout(options.into)
        elif options.command == "store":
            store([Path(name) for name in options.notebooks])
    except (CorpusError, NotebookError, FileNotFoundError) as error:
        print(f"multipolaire: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("multipolaire: interrupted; nothing was changed", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="multipolaire", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    report = commands.add_parser("report", help="run the notebooks, write the report")
    report.add_argument("--into", default="build/report", help="folder (%(default)s)")
    hand = commands.add_parser("handout", help="write student and instructor editions")
    hand.add_argument("--into", default="build/handout", help="folder (%(default)s)")
    kept = commands.add_parser("store", help="run the notebooks and keep their outputs")
    kept.add_argument("notebooks", nargs="*", help="files; all of them without any")
    return parser


if __name__ == "__main__":
    sys.exit(main())
