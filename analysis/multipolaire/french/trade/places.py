"""Countries in French text: names, demonyms, seats of government, compounds."""

import re
from functools import cache
from typing import NamedTuple

from multipolaire.french import lexicon


class Place(NamedTuple):
    """A country named at ``start:end``; ``kind`` is name, demonym, seat or prefix."""

    start: int
    end: int
    code: str
    kind: str


def places_in(text: str, start: int = 0, end: int | None = None) -> list[Place]:
    """Countries named in a stretch of text, in order; compounds give several.

    >>> [place.code for place in places_in("le commerce sino-russe, selon Séoul")]
    ['CN', 'RU', 'KR']
    """
    forms, found, at = _forms(), [], start
    end = len(text) if end is None else end
    for word in _WORD.finditer(text, start, end):
        if word.start() < at:
            continue
        for form, code, kind in forms.get(word[0], ()):
            stop = word.start() + len(form)
            whole = not text[stop : stop + 1].isalpha()
            if whole and text.startswith(form, word.start()):
                found.append(Place(word.start(), stop, code, kind))
                at = stop
                break
        else:
            if "-" in word[0] or "\u2011" in word[0]:
                found.extend(_compound(word))
    return found


_WORD = re.compile(r"[^\W\d_]+(?:[-\u2011][^\W\d_]+)*")


def _compound(word: re.Match) -> list[Place]:
    parts, forms, at = re.split("[-\u2011]", word[0]), _forms(), word.start()
    found = []
    for part in parts:
        for form, code, kind in forms.get(part.lower(), ()):
            if form == part.lower() and kind in ("prefix", "demonym"):
                found.append(Place(at, at + len(part), code, kind))
                break
        at += len(part) + 1
    return found if len(found) == len(parts) else []


@cache
def _forms() -> dict[str, list[tuple[str, str, str]]]:
    """First word of each form to the forms, the longest first."""
    forms: dict[str, list[tuple[str, str, str]]] = {}
    for row in lexicon.table("places"):
        for column in ("names", "seats", "prefix", "demonym"):
            kind = column.removesuffix("s")
            for entry in filter(None, row[column].split(";")):
                inflected = _inflect(entry) if kind == "demonym" else {entry}
                for form in set().union(*map(_spellings, inflected)):
                    found = form, row["code"], kind
                    forms.setdefault(_WORD.match(form)[0], []).append(found)
    for rows in forms.values():
        rows.sort(key=lambda row: -len(row[0]))
    return forms


def _spellings(form: str) -> set[str]:
    curly = form.replace("'", "’")
    return {form, curly, form.replace("É", "E"), form.replace("-", "\u2011")}


def _inflect(demonym: str) -> set[str]:
    """Masculine, feminine, plural, and the same with a capital: les Chinois."""
    double = demonym.endswith(("ien", "éen", "pon", "ton", "yen"))
    doubled = "ne" if double else "e"
    feminine = demonym if demonym.endswith("e") else demonym + doubled
    masculine = demonym if demonym.endswith("s") else demonym + "s"
    forms = {demonym, masculine, feminine, feminine + "s"}
    return forms | {form[0].upper() + form[1:] for form in forms}
