"""Captions, credits and date fields: what a picture or a site adds to a line."""

import re

from analysis.clean.words import (
    STOP,
    Verdict,
    Word,
    fold,
    role_words,
    some,
    words_of,
)


def credit_in(line: str, found: list[Word], first: bool) -> Verdict | None:
    """A line that ends in a credit: a caption, or prose from which the credit goes."""
    if sign := _COPYRIGHT.search(line):
        at, weak = sign.start(), False
    else:
        for m in _BOUND.finditer(line):
            weak = _named(line, found, m, first)
            if weak is not None:
                at = m.start() + len(m.group().rstrip(" \xa0-–—|(["))
                break
        else:
            return None
    before = line[:at].rstrip()
    told, ended = TOLD.search(before), before.endswith(tuple(".!?…»”"))
    size, most = len(before.split()), 45 if weak else 60
    long = len(STOP.findall(line[:at])) > 2 or size > most
    if weak and not (ended or before.endswith(")") or _SHOWN.search(before)):
        return None
    cut = ((at, len(line), "credit"),)
    if long or _SAID.search(before) or (weak and told):
        return Verdict(cut, "prose") if ended or not weak else None
    if ended and size > 2 and (told or not _SHOWN.search(before)):
        return Verdict(cut, "signed", True)
    return Verdict(((0, len(line), "credit"),), "", True)


def _named(line: str, found: list[Word], bound: re.Match, first: bool) -> bool | None:
    """Whether what follows names a source of pictures, and only weakly (``True``)."""
    label = _CREDIT.match(line, bound.end())
    rest = [w for w in found if w.start >= (label or bound).end()]
    named = {w.key for w in rest if line[w.start].isupper() or line[w.start].isdigit()}
    if not rest or len(rest) > 12:
        return None
    if not named | role_words("agency", "credit") >= {w.key for w in rest}:
        return None
    if label:
        return False
    who = line[bound.end() :]
    agency, photo = some([w.key for w in rest], "agency"), _PHOTO.match(who)
    if not (agency or photo) or _TOLD_BY.search(fold(who)):
        return None
    if (agency and photo) or (agency and ("/" in who or " via " in who)):
        return False
    alone, sign = not line[: bound.start()].strip(), bound.group().strip()
    if photo and line.isupper() and "," in who:  # "PHOTO JEAN DUPONT, LE JOURNAL"
        return False
    titled = first and bound.group()[:1] not in ".!?…»"  # "Xi à Moscou – Reuters"
    if titled or alone or line[-1] == "." or (photo and line.isupper()):
        return None
    if sign.endswith(("(", "[")):
        return False if len(rest) > 1 else None
    return True


def lead_of(line: str, first: bool) -> int:
    """Length of a date field or breadcrumb that shares its line with the article."""
    at, m = 0, _LEAD.match(fold(line[:300]))
    if m and m.end() < len(line):
        gap, field = m.group("gap"), m.group("field")
        plain = not re.search("," if field else "[,:.]", gap) and (field or first)
        at = m.end() if plain and _STARTS.match(line, m.end()) else 0
    trail = [*words_of(line[at : at + 150]), Word("", 0, 0)]
    n = next(i for i, w in enumerate(trail) if not some([w.key], "section"))
    if n > 1 and n < len(trail) - 1 and trail[0].key in ("accueil", "home") and first:
        if line[at + trail[n].start].isupper() and line[at + trail[1].start].isupper():
            return at + trail[n].start
    return at


_DATE = r"""(?:
    (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),?\ )?(?:le\ )?(?:
    \d{1,2}(?:er)?\ (?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?
      |aout|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\.?\ \d{4}
  | \d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} | \d{1,2}/\d{4}
  | \d{4}[-/]\d{2}(?:[-/]\d{2})?(?:t[\d:]+z?)?))"""
_TIME = r"""(?:(?:,?\ a\ |[ ,|-]+)\d{1,2}\ ?[:h]\ ?\d{2}(?::\d{2})?
    (?:\ ?\(?(?:gmt|utc)\)?)?)"""
_FIELD = r"""(?:(?:(?:derniere|premiere)\ )?
    (?:date|publi(?:e|cation)|poste|mise?\ a\ jour|mis\ en\ ligne|modifiee?|actualise
    |cree|maj|par[ua]|ecrit)(?:\ le)?\s?:?\s?)"""
_LEAD = re.compile(
    rf"\W*(?:(?:(?P<field>{_FIELD}){_DATE}{_TIME}?|{_DATE}{_TIME}?)(?P<gap>\W*))+",
    re.VERBOSE,
)
_STARTS = re.compile(r"[«“\"(\[]?\s*[^\W\d_a-zß-öø-ÿ]")
_COPYRIGHT = re.compile(r"\(?(?:©|ⓒ|\(c\)\s)[^!?]{0,80}$")
_BOUND = re.compile(r"^\W*|[.!?…)»\]]+\s+(?:[-–—|]\s*)?|\s+[-–—|]\s*|\s*[(\[]")
_CREDIT = re.compile(
    r"""(?:(?:photo|image|visuel|illustration|cliché|dessin|infographie|vidéo|légende)s?
      | crédits?(?:\s+(?:photo|image|illustration|vidéo)s?)?
      | capture\sd[’']écran)\s*(?:[:/]|\b(?:by|par)\b)\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_PHOTO = re.compile(r"(?:photo|image|archive)s?\b", re.IGNORECASE)
_TOLD_BY = re.compile(r"\b(?:selon|avec|apres|source|par)\b")
TOLD = re.compile(  # "a déclaré", "ont tous deux signé"
    r"\b(?:a|ont|avai(?:en)?t|aurai(?:en)?t)\s+(?:\w+\s+)?\w*(?:é|i|u|is|it)e?s?\b"
)
_SAID = re.compile(r"[»”\"],? (?:a|ont|avait) ")
_SHOWN = re.compile(
    r"""\ble\s\d | \ben\s(?:19|20)\d\d | \b(?:à\s(?:gauche|droite)|au\scentre|lors\sd
    |pendant|devant|ici|archives?|illustration|photo|image)\b""",
    re.VERBOSE | re.IGNORECASE,
)
