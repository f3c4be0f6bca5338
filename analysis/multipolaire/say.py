"""Every sentence that is computed goes through one function, :func:`say`.

The template is a literal, so that a catalogue of messages can be extracted from the
code and the notebooks and a translation is a file, ``locale/fr.po``, not a second
notebook.  English is spoken unless :func:`speaking` or the environment variable
``MULTIPOLAIRE_LANG`` says otherwise.
"""

import datetime as dt
import html
import numbers
import os
import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LOCALE = Path(__file__).parent / "locale"
EXCERPT = 300  # characters of an article that a stored output may hold
_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")
# What stands in an English number, as it is written in French.
_FRENCH = str.maketrans({",": "\u202f", ".": ",", "%": "\u202f%"})


class Sentence(str):
    """A computed sentence: a ``str`` that a notebook shows as a paragraph."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        # JupyterLab looks for formulas before and after Markdown takes "\\$" for "$".
        return re.sub(
            r"\\([\\$])", lambda m: f"<span>&#{ord(m[1])};</span>", self
        )

    def __repr__(self) -> str:
        return str(self)


def say(message: str, plural: str | None = None, /, **values: Any) -> Sentence:
    """The message with its values set in, as text that is safe to show.

    ``message`` is a format string and may hold Markdown emphasis; values are data:
    what Markdown or HTML would read as markup in them is escaped.  With ``plural``,
    the value ``n`` chooses between the two, by the rule of the language.

    A missing value raises ``KeyError`` with its name; a message that the catalogue
    has not is said in English.

    Parameters
    ----------
    message
        A format string; may hold Markdown emphasis.
    plural
        What is said of several; ``n`` chooses.
    **values
        What is set into the message, as data.

    Returns
    -------
    Sentence
        A string that shows as Markdown, and as HTML in a notebook.

    Raises
    ------
    KeyError
        Where a value that the message names is missing.

    Examples
    --------
    >>> say("{n} article", "{n} articles", n=1)
    1 article
    >>> say("{n} article", "{n} articles", n=5)
    5 articles
    >>> say("the rate is {rate:.1f} in {title}", rate=28.07, title="<b>*x*")
    the rate is 28.1 in &lt;b&gt;\\*x\\*
    """
    safe = {name: _escape(value) for name, value in values.items()}
    forms, n = _forms(message), values["n"] if plural is not None else 1
    if forms is None:
        return Sentence((message if n == 1 else plural).format(**safe))
    # 0 is singular in French
    return Sentence(_LOCAL.format(forms[1 if n >= 2 else 0], **safe))


def translated(text: str, context: str | None = None) -> str:
    """A fixed text, such as a caption, in the language spoken; else as it is.

    ``context``: for a code in a cell of a table, its column.  What was said stays.

    Parameters
    ----------
    text
        English.
    context
        For a code in a cell of a table, its column.

    Returns
    -------
    str
        The French where French is spoken and the catalogue has it.

    Examples
    --------
    >>> translated("growth", "kind")
    'growth'
    """
    forms = None if isinstance(text, Sentence) else _forms(text, context)
    return forms[0] if forms else text


def number(value, spec: str = "") -> str:
    """A number or a date as the language spoken writes it, by a format specification.

    >>> number(1234.5, ",.1f"), number(0.26, ".0%")
    ('1,234.5', '26%')
    >>> with speaking("fr"):
    ...     number(1234.5, ",.1f").split("\\u202f"), number(dt.date(2024, 2, 1))
    (['1', '234,5'], '1er février 2024')
    """
    if isinstance(value, dt.date):
        return _day(value, spec)
    text, known = format(value, spec), isinstance(value, numbers.Number)
    return text.translate(_FRENCH) if known and language() != "en" else text


def language() -> str:
    """The language spoken: ``en``, or the name of a catalogue of ``locale/``."""
    return _SPOKEN.get() or os.environ.get("MULTIPOLAIRE_LANG") or "en"


def languages() -> list[str]:
    """English, and what there is a catalogue of."""
    return sorted(["en", *(path.stem for path in LOCALE.glob("*.po"))])


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language within: ``with speaking("fr"): ...``.

    Raises ``ValueError`` for one without a catalogue.
    """
    if code != "en":
        _catalogue(code)
    before = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def plain(sentence: str) -> str:
    """The sentence without its Markdown: for plot labels and alternative texts.

    >>> plain(say("**{n}** articles, {title}", n=5, title="a_b"))
    '5 articles, a_b'
    """
    bare = re.sub(r"(?<!\\)[*`]+", "", sentence)
    bare = re.sub(r"\\([\\`*_{}\[\]()#+!|~$])", r"\1", bare)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """Text as HTML in which JupyterLab finds no markup, and no formula either.

    A formula does not run over the bounds of an element.

    >>> escaped("de 10 $ à <b>20 $")
    'de 10 <span>$</span> à &lt;b&gt;20 <span>$</span>'
    """
    return re.sub(r"[$\\]", r"<span>\g<0></span>", html.escape(text))


def excerpt(value, at_word: bool = False):
    """A text, cut at :data:`EXCERPT` characters, or before, at the end of a word.

    Another value is given as it is.
    """
    if not isinstance(value, str) or len(value) <= EXCERPT:
        return value
    cut = value[: EXCERPT - 1]
    return (cut.rsplit(maxsplit=1)[0] if at_word else cut) + "…"


def _escape(value):
    if isinstance(value, Sentence) or not isinstance(value, str):
        return value
    # A value stays in the paragraph in which it is told.
    text = re.sub(r"\s*[\n\r\v\f\x85\u2028\u2029]\s*", " ", value)
    text = html.escape(text, quote=False)
    return re.sub(r"([\\`*_\[\]#|~$])", r"\\\1", text)


def _forms(message: str, context: str | None = None) -> tuple[str, ...] | None:
    known = {} if language() == "en" else _catalogue(language())
    return known.get((context, message))


@cache
def _catalogue(code: str) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """Context and message to their forms; what awaits a translator is left out."""
    from babel.messages.pofile import read_po

    if code not in languages():
        known = ", ".join(languages())
        raise ValueError(f"language {code!r}: expected one of {known}")
    known = {}
    with (LOCALE / f"{code}.po").open("rb") as file:
        for message in read_po(file):
            many = message.pluralizable
            forms = message.string if many else (message.string,)
            if message.id and not message.fuzzy and all(forms):
                name = message.id[0] if many else message.id
                known[message.context, name] = forms
    return known


class _Local(string.Formatter):
    def format_field(self, value, spec: str) -> str:
        return number(value, spec)


_LOCAL = _Local()


def _day(day: dt.date, spec: str) -> str:
    if language() != "en":
        from babel.dates import format_date

        first = "1er" if day.day == 1 else str(day.day)
        spec = (spec or "%d %B %Y").replace("%Y-%m-%d", "%d/%m/%Y")
        spec = spec.replace("%d %B", f"{first} %B")
        spec = spec.replace("%B", format_date(day, "MMMM", "fr"))
    return format(day, spec.replace("%Y", f"{day.year:04}"))  # else "1" for 1
