"""Word lists of one's own: another subject is followed without touching the package.

A folder ``words`` in the folder of a corpus, or beside its file, holds any of these, in
the writing of the package's own (``french/words/``, whose first lines say more); a
column that is not needed may be left out, lines that begin with ``#`` are comments.

==========================  =====================================  ====================
file                        columns, or lines                      beside the package's
==========================  =====================================  ====================
``families.csv``            family, forms, reflexive, apart,       in its place
                            about, near
``sides.csv``               side, places, names                    in its place
``people.csv``              name, gender, aliases, epithets,       added; a name that
                            offices, since, until                  is in both is yours
``lemma_exceptions.csv``    form, lemma                            added; so is a form
``stop_words.txt``          a word a line                          added
==========================  =====================================  ====================
"""

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from multipolaire.files.problems import Problem
from multipolaire.french import lexicon
from multipolaire.french.fold import fold
from multipolaire.french.text import tokenize
from multipolaire.stats.queries import is_form

#: What a row cannot be without.
NEEDED = {
    "families": "family forms",
    "sides": "side",
    "people": "name",
    "lemma_exceptions": "form lemma",
}


def use_words(folder: str | Path | None) -> None:
    """Follow the word lists of a folder, or with ``None`` the package's alone.

    :func:`~multipolaire.load_articles` does so with those beside the corpus that it
    loads, and every command with ``--words FOLDER``; they hold until others are
    followed, in the processes that are started too (of Dask: in each worker).

    Parameters
    ----------
    folder
        A folder of word lists named as those of ``french/words``, or ``None``.

    Raises
    ------
    ValueError
        Naming file, line, value and what was expected, of all that is wrong; then
        the lists are those that they were.

    Examples
    --------
    >>> from multipolaire import families
    >>> use_words(None)
    >>> families()[0]
    'ingérence'
    """
    lists: dict[str, tuple] = {}
    problems: list[Problem] = []

    def note(*told) -> None:
        problems.append(Problem(*told))

    for path in _files(Path(folder), note) if folder is not None else ():
        read = _words if path.suffix == ".txt" else _rows
        lines = _lines(path, note)
        if rows := tuple(read(lines, path.stem, partial(note, str(path)))):
            lists[path.stem] = rows
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    lexicon.follow(lists)


def words_told() -> str:
    """The lists of one's own that are followed, each with its number of entries.

    >>> words_told()
    ''
    """
    files = {name: f"{name}.csv" for name in NEEDED}
    own = lexicon.own().items()
    return ", ".join(f"{files.get(k, f'{k}.txt')} ({len(v):,})" for k, v in own)


def _files(folder: Path, note: Callable) -> list[Path]:
    known = [f"{name}.csv" for name in NEEDED] + ["stop_words.txt"]
    one_of = f"one of {', '.join(known)}"
    found = sorted(folder.glob("[!.]*"))
    for path in found:
        if path.name not in known:
            note(str(path), None, "word list", path.name, one_of)
    listed = [path for path in found if path.name in known]
    if not listed:
        note(str(folder), None, "words", folder.name, f"a folder with {one_of}")
    return listed


def _lines(path: Path, note: Callable) -> Iterator[tuple[int, str]]:
    """The lines that are no comment, with their numbers."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        value = repr(error.object[error.start : error.end])
        note(str(path), line, "encoding", value, "UTF-8")
        return
    lines = unicodedata.normalize("NFC", text).splitlines()
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def _words(lines: Iterator, name: str, note: Callable) -> Iterator[str]:
    for number, line in lines:
        word = fold(line.strip())
        if tokenize(line) == [word]:
            yield word
        else:
            note(number, "word", line, "one word")


def _rows(lines: Iterator, name: str, note: Callable) -> Iterator[dict]:
    columns, seen = [*lexicon.table(name)[0]], {}
    first, titles = next(lines, (1, ",".join(columns)))
    sign = ";" if ";" in titles else ","  # of a French spreadsheet

    def cut(line: str) -> list[str]:
        (cells,) = csv.reader([line], delimiter=sign)
        return [cell.strip() for cell in cells]

    header = cut(titles)
    if not {*NEEDED[name].split()} <= {*header} <= {*columns}:
        note(first, "columns", titles, sign.join(columns))
        return
    for number, line in lines:
        cells = cut(line)
        if len(cells) != len(header):
            expected = f"{len(header)}: {sign.join(header)}"
            note(number, "cells", line, expected)
            continue
        row = dict.fromkeys(columns, "") | dict(zip(header, cells))
        if name == "families":
            row |= {c: _apart(fold(row[c])) for c in FORMS}
        for column in NEEDED[name].split():
            if not row[column]:
                note(number, column, "", "one that is not empty")
        for claim in _claimed(name, row):
            there = seen.setdefault(claim, number)
            if there != number:
                expected = f"one of its own (it is in line {there} too)"
                note(number, *claim, expected)
        for fault in CHECKS[name](row):
            note(number, *fault)
        yield row


def _claimed(name: str, row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What no other row of the list may have."""
    key = "name since" if name == "people" else NEEDED[name].split()[0]
    yield key, " ".join(row[column] for column in key.split()).strip()
    columns = {"families": ["forms"], "sides": ["places", "names"]}
    for column in columns.get(name, ()):
        between = " | " if name == "families" else "|"
        for entry in filter(None, row[column].split(between)):
            yield column, entry.strip()


def _apart(forms: str) -> str:
    """An elided article is a word: *l' ordre*."""
    return re.sub(r"(?<!\w)([cdjlmnst]|qu|jusqu)'(?=\w)", r"\1' ", forms)


FORMS = ("forms", "reflexive", "apart", "near")
Faults = Iterator[tuple[str, str, str]]  # column, value, what was expected


def _family(row: dict[str, str]) -> Faults:
    wars = ["", *(war["war"] for war in lexicon.table("wars"))]
    if row["about"] not in wars:
        yield "about", row["about"], f"nothing or one of {', '.join(wars[1:])}"
    expected = "words, with s? (a|b) or * in them, and ' | ' between"
    for column in FORMS:
        for form in row[column].split(" | ") if row[column] else ():
            if not is_form(form.strip()):
                yield column, form, expected


def _side(row: dict[str, str]) -> Faults:
    codes = {place["code"] for place in lexicon.table("places")}
    for code in filter(None, row["places"].split("|")):
        if code.strip() not in codes:
            yield "places", code, "codes of ISO 3166, as CN|RU"
    if not row["places"] + row["names"]:
        yield "names", "", "places, names or both"


def _person(row: dict[str, str]) -> Faults:
    if row["gender"] not in ("", "m", "f"):
        yield "gender", row["gender"], "m, f or nothing"
    for column in ("since", "until"):
        if row[column]:
            try:
                dt.date.fromisoformat(row[column])
            except ValueError:
                yield column, row[column], "a day, YYYY-MM-DD, or nothing"


def _lemma(row: dict[str, str]) -> Faults:
    for column, word in row.items():
        if tokenize(word) != [word]:
            yield column, word, "one word in lower case"


CHECKS: dict[str, Callable[[dict[str, str]], Faults]] = {
    "families": _family,
    "sides": _side,
    "people": _person,
    "lemma_exceptions": _lemma,
}
