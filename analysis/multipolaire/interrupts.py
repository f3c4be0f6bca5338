"""Ctrl-C ends a command in one line, wherever it falls.

Standard library alone, and little of it: this is the first thing that a command loads.
"""

import os
import sys

LINE = "multipolaire: interrupted; what was there is as it was"
# What was interrupted may turn it into an error of its own.
heard: list[int] = []


def listen() -> None:
    """Take note of Ctrl-C, and say one line where nothing else catches it.

    What was held back while Python started (``run.py`` sees to that) comes now.
    """
    sys.excepthook = _uncaught  # before anything more is imported
    sys.unraisablehook = _lost
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def rest() -> None:
    """Leave Ctrl-C to asyncio, which takes it over from nobody but Python itself."""
    import signal

    if signal.getsignal(signal.SIGINT) is _note:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def is_command() -> bool:
    """Whether Python is on its way to the command line, not in somebody's program."""
    name = os.path.basename(sys.argv[0]) if getattr(sys, "argv", None) else ""
    return name == "-m" or os.path.splitext(name)[0] == "multipolaire"


def _note(number, frame):
    heard.append(number)
    raise KeyboardInterrupt


def _uncaught(kind, error, trace):
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    print(LINE, file=sys.stderr, flush=True)
    os._exit(130)


def _lost(unraisable):
    """A callback cannot be interrupted: ask again once it is over."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)
        return
    import signal
    import threading

    again = threading.Timer(0.05, signal.raise_signal, [signal.SIGINT])
    again.daemon = True
    again.start()
