"""Countries in French text: names, demonyms, seats of government, compounds."""

import re
from functools import cache
from itertools import chain
from typing import NamedTuple

from multipolaire.french import lexicon


class Place(NamedTuple):
    """A country named at ``start:end``.

    ``kind`` is name, demonym, seat, prefix or leader; the code of a region is a number.
    """

    start: int
    end: int
    code: str
    kind: str

    def names(self) -> bool:
        """Whether it names a country, not a region, nor one who leads."""
        return self.kind != "leader" and self.code.isalpha()


def countries_in(
    text: str, start: int = 0, end: int | None = None
) -> list[Place]:
    """Countries named in a stretch of text, in order; compounds give several.

    >>> [place.code for place in countries_in("le commerce sino-russe, selon Séoul")]
    ['CN', 'RU', 'KR']
    """
    return [place for place in places_in(text, start, end) if place.names()]


def places_in(text: str, start: int = 0, end: int | None = None) -> list[Place]:
    """Countries, regions and leaders named in a stretch of text, in order."""
    forms, found, at = _forms(), [], start
    end = len(text) if end is None else end
    for word in _WORD.finditer(text, start, end):
        if word.start() < at:
            continue
        for form, code, kind in forms.get(word[0], ()):
            stop = word.start() + len(form)
            whole = kind != "prefix" and not text[stop : stop + 1].isalpha()
            if whole and text.startswith(form, word.start()):
                article = 2 * form.startswith(("l'", "l’"))
                found.append(Place(word.start() + article, stop, code, kind))
                at = stop
                break
        else:
            if "-" in word[0] or "\u2011" in word[0]:
                found.extend(_compound(word))
    return found


_WORD = re.compile(r"[^\W\d_]+(?:[-\u2011][^\W\d_]+)*")


_HYPHEN = re.compile("[-\u2011]")


def _compound(word: re.Match) -> list[Place]:
    """The countries of "sino-russe", of "vietnamo-sud-coréen", or none."""
    found, at = [], word.start()
    while at < word.end():
        rest = word.string[at : word.end()]
        first = _HYPHEN.split(rest)[0]
        rows = (_forms().get(part, ()) for part in (rest, first))
        for form, code, kind in chain(*rows):
            if form in (rest, first) and kind != "leader":
                code = "EU" if code == _EUROPE else code
                found.append(Place(at, at + len(form), code, kind))
                at += len(form) + 1
                break
        else:
            return []
    return found


_EUROPE = "150"  # "indo-européen" is of the Union


@cache
def _forms() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """First word of each form to the forms, the longest first."""
    forms: dict[str, list[tuple[str, str, str]]] = {}
    for row in lexicon.table("places"):
        for column in ("names", "seats", "prefix", "demonym", "leaders"):
            kind = column.removesuffix("s")
            for entry in filter(None, row[column].split(";")):
                inflected = _inflect(entry) if kind == "demonym" else {entry}
                for form in set().union(*map(_spellings, inflected)):
                    found = form, row["code"], kind
                    forms.setdefault(_WORD.match(form)[0], []).append(found)
    return {
        word: tuple(sorted(rows, key=lambda row: -len(row[0])))
        for word, rows in forms.items()
    }


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
