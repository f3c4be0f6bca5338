"""The catalogue of messages: found in the sources, merged into ``locale/fr.po``.

A message is a literal of :func:`multipolaire.say.say`, a caption, a paragraph, heading or
list item of a notebook, a heading of a stored table, a hint of a self-check, or a code
that tables show.  The catalogue is plain gettext, for Poedit, Weblate or an editor.
"""

import ast
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat

from multipolaire import exercises
from multipolaire.files.whole import write_whole
from multipolaire.french import lexicon
from multipolaire.places import NOTEBOOKS, PACKAGE, ROOT
from multipolaire.publish.editions import texts
from multipolaire.publish.site import WEB, WORDS
from multipolaire.say import LOCALE
from multipolaire.stats.queries import families

CODES = "analysis/multipolaire/french/words/codes.csv"
HINTS = "analysis/multipolaire/exercises.csv"
#: Of a call, whatever it calls: arguments whose words are shown.
SHOWN = ("alt", "caption", "names", "help")
# Of these calls: the place of the message, which a plural may follow.
SAID = {"say": 0, "_": 0, "command": 1}
HEADER = "# The French of multipolaire; how to work on it: README.md, beside this file."
# What a translation keeps as it is: values, code (but for quoted words), links, tags.
_CODE = r"``[^`]*``|`[^`]*`"
_KEPT = re.compile(
    rf"\{{[^{{}}]*\}}|%\(\w+\)s|{_CODE}|\]\([^)]*\)|<[^<>\s][^<>]*>|&\w+;"
)
# French typography, of a text without what is kept.
_THIN, _NBSP = "\u202f", "\u00a0"
_FAULTS = {
    "no thin no-break space (U+202F) before": rf"(?<=[^{_THIN};:!?%])[;:!?%](?!//)",
    "no no-break space inside « »": rf"«[^{_THIN}{_NBSP}]|[^{_THIN}{_NBSP}]»",
    "no thin no-break space in a number": rf"\d[ {_NBSP}]\d{{3}}(?!\d)",
    "a straight quote": r"['\"]",
    "two spaces": r"\S  +\S",
    "three dots for …": r"\.\.\.",
    "dots after etc.": r"etc(?:\.\.|\.?…)",
    "a space before a comma or a full stop": rf"[ {_NBSP}{_THIN}][,.](?!\d|[a-z])",
}


def update(path: Path = LOCALE / "fr.po") -> tuple[str, list[str]]:
    """Merge the messages into the catalogue; gives its counts, and all that is wrong.

    What is translated is kept; a message whose English changed keeps its French,
    marked fuzzy, until somebody looks at it; one that is gone is dropped.
    """
    from babel.messages.pofile import write_po

    catalogue = _merged(path)
    text, how = io.BytesIO(), {"include_previous": True}
    how |= {"ignore_obsolete": True, "include_lineno": False}
    write_po(text, catalogue, width=88, **how)
    # Who and when is for version control to say.
    names = b"POT|PO-R|Last|Project|Report|Language-Team|Generated"
    bare = re.sub(rb'"(?:%s)[^"]*"\n' % names, b"", text.getvalue())
    write_whole(path, bare)
    messages = [message for message in catalogue if message.id]
    told = [(m, fault) for m in messages for fault in faults(m)]
    words = sum(len(str(m.id).split()) for m in messages)
    kinds = Counter(fault.partition(":")[0] for _, fault in told)
    counts = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    lines = [f"{fault}: {m.id!r} ({m.locations[0][0]})" for m, fault in told]
    return (
        f"{len(messages)} messages, {words:,} words; {counts or 'all well'}",
        lines,
    )


def _merged(path: Path):
    """The catalogue of a file, with the messages that there are now."""
    from babel.messages import Catalog
    from babel.messages.pofile import read_po

    known = path.read_bytes() if path.exists() else b""
    catalogue = read_po(io.BytesIO(known), "fr")
    fresh = Catalog("fr", fuzzy=False)
    for file, place, context, ids in found():
        # What holds values only, or the letter of a statistic, is nothing to translate.
        bare = _KEPT.sub("", ids if isinstance(ids, str) else ids[0])
        if re.search(r"[^\W\d_]{2}", bare):
            how = {"auto_comments": [place], "context": context}
            fresh.add(ids, None, [(file, None)], **how)
    # what awaits a translator goes first: a new message would be likened to it
    for message in [m for m in catalogue if m.id and not any(m.string)]:
        catalogue.delete(message.id, message.context)
    catalogue.update(fresh)
    catalogue.fuzzy, catalogue.header_comment = False, HEADER
    for message in catalogue:  # the % of a percentage is no format of Python
        message.flags.discard("python-format")
    return catalogue


def faults(message) -> Iterator[str]:
    """What is wrong with a message of the catalogue, one line each."""
    one, many = (message.id, message.string), message.pluralizable
    pairs = [*zip(*one)] if many else [one]
    if not all(french for _, french in pairs):
        yield "missing"
        return
    if message.fuzzy:
        yield "stale: the English has changed; correct the French, unmark it"
    for english, french in pairs:
        lost = Counter(_KEPT.findall(english))
        lost.subtract(_KEPT.findall(french))
        # Quoted words in code may differ, and French may show more code, not less.
        new = {piece for piece, n in lost.items() if n < 0 and piece[0] == "`"}
        kept = [p for p, n in lost.items() if n and '"' not in p]
        if changed := ", ".join(p for p in kept if p not in new):
            yield f"not kept: {changed}"
        bare = _KEPT.sub("x", french)
        for name, pattern in _FAULTS.items():
            # as the English is
            spaced = "two" in name and re.search(pattern, english)
            if (fault := re.search(pattern, bare)) and not spaced:
                yield f"typography: {name}, at {fault.group()!r}"


def found() -> Iterator[tuple]:
    """File, place, context and message, or pair with its plural, of all there is."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for ids in in_code(path.read_text(encoding="utf-8")):
            yield path.relative_to(ROOT).as_posix(), "", None, ids
    for ids in WORDS.findall((WEB / "page.html").read_text("utf-8")):
        yield "analysis/multipolaire/publish/web/page.html", "", None, ids
    for row in lexicon.table("codes"):
        column, value = row["column"], row["value"]
        yield CODES, f"code of {column}", column, value
    for row in exercises.table("exercises"):
        if (hint := row["hint"]) != "right":
            yield HINTS, f"hint, exercise {row['exercise']}", None, hint
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    read = (nbformat.read(path, as_version=4) for path in paths)
    notebooks = {f"notebooks/{p.name}": own for p, own in zip(paths, read)}
    stored = {name: _stored(notebook) for name, notebook in notebooks.items()}
    disputed = "corpus/reference/contradictions.csv"
    with (ROOT / disputed).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["comment"] in "\n".join(stored.values()):
                for column in ("topic", "claim_a", "claim_b", "comment"):
                    yield disputed, f"column {column}", column, row[column]
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            prose, source = cell.cell_type == "markdown", cell.source
            for ids in texts(source)[::2] if prose else in_code(source):
                yield name, f"cell {cell.id}", None, ids
        for heads in re.findall(r"(?m)^\[table\] .*\n(.*)$", stored[name]):
            for head in heads.split(" | "):  # but those that are data
                if not re.search(r"\d", head) and head not in families():
                    yield name, "heading of a table", None, head


def in_code(source: str) -> Iterator[str | tuple[str, str]]:
    """Messages, or pairs with their plural, in Python source, in their order.

    >>> list(in_code('say("{n} day", "{n} days", n=2); table(x, caption="Days")'))
    [('{n} day', '{n} days'), 'Days']
    """
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if (at := SAID.get(getattr(call.func, "id", ""))) is not None:
            said = call.args[at : at + 2]
            words = tuple(a.value for a in said if isinstance(a, ast.Constant))
            yield from [words if words[1:] else words[0]] if words else []
        if ast.unparse(call) == "translated(__doc__)":
            yield ast.get_docstring(tree, clean=False)
        for keyword in call.keywords:
            value = keyword.value
            parts = value.values if isinstance(value, ast.Dict) else [value]
            for part in parts if keyword.arg in SHOWN else []:
                words = getattr(part, "value", None)  # of a literal
                if isinstance(part, ast.Constant) and isinstance(words, str):
                    yield words


def _stored(notebook) -> str:
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    return "\n".join(o.get("data", {}).get("text/plain", "") for o in outputs)
