"""LexisNexis and Nexis Uni: the documents of one file, of text, a page or Word.

All three hold the same lines: the older kind numbers its documents (``2 of 10
DOCUMENTS``) and labels in capitals, the newer one has ``Body`` above the text of each
and ``End of Document`` below.  A document is given as :func:`~multipolaire.files.pages.exported`
takes it; what is not its text (cover page, labels, copyright) is no word of it.
"""

import re
from collections.abc import Iterable, Iterator

from multipolaire.files.days import day_in

_NUMBERED = re.compile(
    r"\s*\d+ (?:of|de|sur|von) \d+ (?:DOCUMENTS?|DOKUMENTEN?)\s*"
)
_BODY = re.compile(r"\s*(?:Body|Corps(?: de l['’]article)?|Texte|Volltext)\s*")
_END = re.compile(
    r"\s*(?:End of Document|Fin du document|Ende des Dokuments)\s*"
)
_LABEL = re.compile(r"\s*([A-ZÉÈ][\wÉÈéè -]{2,24}?)\s?:(?:\s+(.*))?", re.DOTALL)
# What stands above the text, by what it is; and what ends it.
_ABOVE = {
    "author": {"byline", "auteur", "auteurs", "autor"},
    "section": {"section", "rubrique", "rubrik"},
    "": {"length", "longueur", "länge", "highlight", "dateline", "encart"},
}
_BELOW = {
    *("load-date", "language", "publication-type", "journal-code", "graphic"),
    *("correction", "correction-date", "subject", "classification", "notes"),
    *("date-chargement", "date de chargement", "langue", "type-publication"),
    *("type de publication", "graphique", "illustration", "note", "sujet"),
    *("code-revue", "update", "ladedatum", "sprache", "publikationstyp"),
}
_RIGHTS = re.compile(
    r"\s*(?:Copyright|©|\(c\)|Tous droits réservés)", re.IGNORECASE
)
_APPENDED = re.compile(r"\s*(?:Correction Appended|Correction jointe)\s*")

Lines = list[tuple[int, str]]


def is_nexis(lines: Iterable[str]) -> bool:
    """Whether lines are an export: a numbered document, or ``Body`` and an end."""
    body = False
    for line in lines:
        if _NUMBERED.fullmatch(line) or body and _END.fullmatch(line):
            return True
        body = body or bool(_BODY.fullmatch(line))
    return False


def nexis(lines: list[str], wrapped: bool = False) -> list[dict[str, str]]:
    """The documents of an export; ``line`` is that of the first line of each.

    One that has not the form of the others is empty.

    ``wrapped``: lines of a text file, of which several make a paragraph.

    >>> told = ["1 of 1 DOCUMENTS", "", "Le Fictif", "", "3 juin 2024", "", "Titre"]
    >>> told += ["", "LONGUEUR: 2 mots", "", "Il monte.", "", "LANGUE: FRENCH"]
    >>> nexis(told)[0]["title"], nexis(told)[0]["raw"]
    ('Titre', 'Il monte.')
    """
    older = any(map(_NUMBERED.fullmatch, lines))  # whose mark stands above
    mark, parts = _NUMBERED if older else _END, [[]]
    for block in _blocks(lines, wrapped and older):
        if mark.fullmatch(block[1]):
            parts.append([])
        else:
            parts[-1].append(block)
    return [*map(_older, parts[1:])] if older else [*map(_newer, parts[:-1])]


def _blocks(lines: list[str], wrapped: bool) -> Iterator[tuple[int, str]]:
    """Paragraphs with the number of their first line; of Word and pages, lines."""
    held: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if wrapped and line.strip():
            held.append(line.strip())
        elif held:
            yield number - len(held), " ".join(held)
            held = []
        elif not wrapped:
            yield number, line.strip()


def _label(text: str) -> tuple[str, str]:
    """The label of a line in lower case, and what it says; empty where it has none."""
    found = _LABEL.fullmatch(text)
    return (found[1].lower(), found[2] or "") if found else ("", "")


def _older(blocks: Lines) -> dict[str, str]:
    blocks = [(n, text) for n, text in blocks if text]
    known = {name for names in _ABOVE.values() for name in names}
    above = [
        k for k, (_, told) in enumerate(blocks) if _label(told)[0] in known
    ]
    if not above:
        return {}
    head = [text for _, text in blocks[: above[0]]]
    last = above[0]
    while last + 1 in above:
        last += 1
    return _record(head, blocks[above[0] : last + 1], blocks[last + 1 :])


def _newer(blocks: Lines) -> dict[str, str]:
    bodies = [k for k, (_, text) in enumerate(blocks) if _BODY.fullmatch(text)]
    if not bodies:
        return {}
    labelled = blocks[: bodies[0]]
    # title, source and day stand together, the last such lines above the labels
    dated = [k for k, (_, text) in enumerate(labelled) if day_in(text)]
    if not dated:
        return {}
    first = dated[-1]
    while first and labelled[first - 1][1]:
        first -= 1
    head = [text for _, text in labelled[first : dated[-1] + 1]]
    source, day = head[-2:] if len(head) > 1 else ("", head[-1])
    rest = labelled[dated[-1] + 1 :]
    return _record([source, day, *head[:-2]], rest, blocks[bodies[0] + 1 :])


def _record(head: list[str], labelled: Lines, text: Lines) -> dict[str, str]:
    """A document from its head (source, day, title), its labels and its text."""
    dated = next((k for k, line in enumerate(head) if day_in(line)), len(head))
    title = [
        line for line in head[dated + 1 :] if not _APPENDED.fullmatch(line)
    ]
    told = {"author": "", "section": ""}
    for _, line in labelled:
        label, said = _label(line)
        for name, labels in _ABOVE.items():
            if name and label in labels:
                told[name] = " ".join(said.split())
    kept = []
    for number, line in text:
        if _label(line)[0] in _BELOW or _RIGHTS.match(line):
            break
        if line:
            kept.append((number, line))
    return {
        "number": "",
        "title": " ".join(" ".join(title).split()),
        "publisher": " ".join(head[0].split()) if dated else "",
        "published": day_in(head[dated]) if dated < len(head) else "",
        "line": str(kept[0][0] if kept else text[0][0] if text else 1),
        "raw": "\n".join(line for _, line in kept),
    } | {name: said for name, said in told.items() if said}
