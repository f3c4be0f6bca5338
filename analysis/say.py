"""Every sentence that is computed goes through one function, :func:`say`.

The template is a literal, so that a catalogue of messages can be extracted from the
code and the notebooks and a translation is a file, not a second notebook.
"""

import re


class Sentence(str):
    """A computed sentence: a ``str`` that a notebook shows as a paragraph."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return str(self)


def say(message: str, plural: str | None = None, /, **values) -> Sentence:
    """The message with its values set in, as text that is safe to show.

    ``message`` is a format string and may hold Markdown emphasis; values are data:
    what Markdown or HTML would read as markup in them is escaped.  With ``plural``,
    the value ``n`` chooses between the two, by English rule.

    >>> say("{n} article", "{n} articles", n=1)
    1 article
    >>> say("{n} article", "{n} articles", n=5)
    5 articles
    >>> say("the rate is {rate:.1f} in {title}", rate=28.07, title="<b>*x*")
    the rate is 28.1 in &lt;b&gt;\\*x\\*

    A missing value raises ``KeyError`` with its name.
    """
    if plural is not None and values["n"] != 1:
        message = plural
    safe = {k: _escape(v) if isinstance(v, str) else v for k, v in values.items()}
    return Sentence(message.format(**safe))


def plain(sentence: str) -> str:
    """The sentence without its Markdown: for plot labels and alternative texts.

    >>> plain(say("**{n}** articles, {title}", n=5, title="a_b"))
    '5 articles, a_b'
    """
    bare = re.sub(r"(?<!\\)[*`]+", "", sentence)
    bare = re.sub(r"\\([\\`*_{}\[\]()#+!|~$])", r"\1", bare)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _escape(text: str) -> str:
    if isinstance(text, Sentence):
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]#|~$])", r"\\\1", text)
