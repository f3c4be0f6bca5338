"""Captions, credits and date fields: what a picture or a site adds to a line."""

import re
from functools import cache

from multipolaire.french import lexicon
from multipolaire.french.fold import fold_in_place
from multipolaire.french.lines import (
    NUMBER,
    STOP,
    Verdict,
    Word,
    only,
    role_words,
    some,
    words_of,
)


def credit_in(line: str, found: list[Word], first: bool) -> Verdict | None:
    """A line that ends in a credit: a caption, or prose from which the credit goes."""
    signs = (m for m in _COPYRIGHT.finditer(line) if _holder(line, found, m))
    if sign := next(signs, None):
        at, weak = len(line[: sign.start()].rstrip(" \xa0-–—|([")), False
    else:
        for m in _bounds(line):
            weak = _named(line, found, m, first)
            if weak is not None:
                at = m.start() + len(m.group().rstrip(" \xa0-–—|(["))
                break
        else:
            return None
    before, credit = line[:at].rstrip(), line[sign.end() if sign else at :]
    ended = before.endswith(tuple(".!?…»”"))
    size, most = len(before.split()), 45 if weak else 60
    long = len(STOP.findall(line[:at])) > 2 or size > most
    if weak and not (ended or before.endswith(")") or _SHOWN.search(before)):
        return None
    if long or _SAID.search(before) or _is_told(before, credit):
        stop = (
            not ended and line[-1] == "."
        )  # "… un tiers du total (Xinhua, AFP)."
        cut = ((at, len(line) - stop, "credit"),)
        return Verdict(cut, "prose") if ended or not weak else None
    if ended and size > 2 and not _SHOWN.search(before):
        return Verdict(((at, len(line), "credit"),), "signed", True)
    return Verdict(((0, len(line), "credit"),), "", True)


def _bounds(line: str) -> list[re.Match]:
    """Where a credit may begin: a bracket that the line ends with, then the others."""
    bounds, last = [], []
    for m in _BOUND.finditer(line):
        opening = m.group().strip()[-1:]
        if opening in (
            "(",
            "[",
        ):  # "(Vaucluse). AFP": one that closes before is none
            if _CLOSING.match(line, m.end()):
                last.append(m)
        elif not _TITLED.search(line[max(0, m.start() - 4) : m.end()]):
            bounds.append(m)
    return last[::-1] + bounds


def _is_told(before: str, credit: str) -> bool:
    """Whether a credit stands after a sentence of the article, and not a caption.

    What measures is a sentence.  A picture is credited to a person or a bank of
    pictures: what stands before tells only in the past tense, and shows nothing.  An
    agency alone may have given the news: only what is plainly a caption is one.
    """
    if not before or _measure().search(before):
        return bool(before)
    words = [before[w.start : w.end] for w in words_of(before)]
    if any(
        w in _finite() or (w != "A" and w.lower() in _finite()) for w in words
    ):
        return True
    past = bool(TOLD.search(before))
    if _PICTURED.search(credit) or _of_a_person(credit):
        return past and not _SHOWN.search(before)
    head = _MEANWHILE.sub("", before)
    words = [head[w.start : w.end] for w in words_of(head)]
    named = all(not word[0].islower() or word in _JOINS for word in words)
    placed = _PLACED.search(before) and not any(map(_acts, words, words[1:]))
    return past or not (named or placed)


def _acts(word: str, after: str) -> bool:
    """Whether two words in a row tell: "Moscou signe", "dénonce les", not "Xi reçu"."""
    known = lexicon.words("stop_words") | role_words("date", "dateword")
    if word[0].isupper() and word.lower() not in known:
        verb = after
    else:
        verb = word if after in _OBJECTS else ""
    if not verb[:1].islower() or verb in known:
        return False
    return not verb.endswith(("é", "ée", "és", "ées", "i", "u", "us", "ant"))


def _of_a_person(credit: str) -> bool:
    """Whether it names someone beside agencies: a photographer, a bank of pictures."""
    words = words_of(_RIGHTS.sub("", credit))
    keys = [w.key for w in words if not NUMBER.fullmatch(w.key)]
    return some(keys, "pictures") > 0 or not only(
        keys, "agency", "outlet", "credit"
    )


def _holder(line: str, found: list[Word], sign: re.Match) -> bool:
    """Whether a sign of copyright has names after it, to the end of the line.

    "Coca-Cola© en Chine" and "(c) la Chine" have not.  A third point, and a sign at
    the end of a word, need an agency to be a credit.
    """
    end = sign.end() + len(_RIGHTS.sub("", line[sign.end() :]).rstrip())
    rest = [w for w in found if sign.end() <= w.start < end]
    if not rest:
        return end < len(line)  # "© Tous droits réservés"
    agency = some([w.key for w in rest], "agency") > 0
    if "c" in sign.group() or line[: sign.start()][-1:].isalnum():
        if not agency or _POINTS.search(line, 0, sign.start()):
            return False
    opens = line[rest[0].start]
    return (opens.isupper() or opens.isdigit() or agency) and _are_names(
        line, rest
    )


def _are_names(line: str, rest: list[Word]) -> bool:
    named = {
        w.key
        for w in rest
        if line[w.start].isupper() or line[w.start].isdigit()
    }
    known = named | role_words("agency", "credit")
    return 0 < len(rest) <= 12 and known >= {w.key for w in rest}


def _named(
    line: str, found: list[Word], bound: re.Match, first: bool
) -> bool | None:
    """Whether what follows names a source of pictures, and only weakly (``True``)."""
    label = _CREDIT.match(line, bound.end())
    rest = [w for w in found if w.start >= (label or bound).end()]
    if not _are_names(line, rest):
        return None
    if label:
        return False
    who = line[bound.end() :]
    agency, photo = some([w.key for w in rest], "agency"), _PHOTO.match(who)
    if not (agency or photo) or _TOLD_BY.search(fold_in_place(who)):
        return None
    if (agency and photo) or (agency and ("/" in who or " via " in who)):
        return False
    alone, sign = not line[: bound.start()].strip(), bound.group().strip()
    if (
        photo and line.isupper() and "," in who
    ):  # "PHOTO JEAN DUPONT, LE JOURNAL"
        return False
    titled = (
        first and bound.group()[:1] not in ".!?…»"
    )  # "Xi à Moscou – Reuters"
    if titled or alone or line[-1] == "." or (photo and line.isupper()):
        return None
    if sign.endswith(("(", "[")):
        return False if len(rest) > 1 else None
    return True


def lead_of(line: str, first: bool) -> int:
    """Length of a date field or breadcrumb that shares its line with the article."""
    at, m = 0, _LEAD.match(fold_in_place(line[:300]))
    if m and m.end() < len(line):
        gap, field = m.group("gap"), m.group("field")
        plain = not re.search("," if field else "[,:.]", gap) and (
            field or first
        )
        at = m.end() if plain and _STARTS.match(line, m.end()) else 0
    trail = [*words_of(line[at : at + 150]), Word("", 0, 0)]
    n = next(i for i, w in enumerate(trail) if not some([w.key], "section"))
    if (
        n > 1
        and n < len(trail) - 1
        and trail[0].key in ("accueil", "home")
        and first
    ):
        if (
            line[at + trail[n].start].isupper()
            and line[at + trail[1].start].isupper()
        ):
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
_COPYRIGHT = re.compile(r"(?:copyright\s*)?\(?(?:©|ⓒ|\(c\)\s)", re.IGNORECASE)
_RIGHTS = re.compile(
    r"\W*\b(?:tous droits|all rights|toute reproduction|reproduction)\b.{0,80}$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\([ab]\)", re.IGNORECASE)
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
_CLOSING = re.compile(r"[^()\[\]]*(?:\([^()]*\)[^()]*)*[)\]]?\W*$")
_TITLED = re.compile(
    r"\b(?:[^\W\d_a-zß-öø-ÿ]|Mme|Mmes|MM|Dr|St)\.\s+$"
)  # "M. Xi"
_PICTURED = re.compile(
    r"\b(?:photo|image|visuel|illustration|cliché|dessin|infographie|archive|crédit)",
    re.IGNORECASE,
)
_MEANWHILE = re.compile(r"\b(?:lors|pendant|devant)\s[^,]*(?:,\sle\s\d[^,]*)?$")
_JOINS = {
    "à",
    "au",
    "aux",
    "d",
    "de",
    "des",
    "du",
    "en",
    "et",
    "l",
    "la",
    "le",
    "les",
}
_OBJECTS = {
    "l",
    "la",
    "le",
    "les",
    "un",
    "une",
    "son",
    "sa",
    "ses",
    "ce",
    "cette",
}
_PLACED = re.compile(  # at its end: ", à Pékin", ", le 4 février 2022"
    r"""\b(?:à\s(?:gauche|droite)|au\scentre|[Aa]rchives?|[Ii]llustration|[Ii]mage)\b
    | ,\s(?:le\s\d[\w\s]*\d{4}|(?:à|au|en|dans|près)\s(?:l['’]|(?:la|le|les|de)\s)?
      [^\W_a-zß-öø-ÿ][^\s,]*)\W*$""",
    re.VERBOSE,
)


@cache
def _finite() -> frozenset[str]:
    """Words of a sentence that has a verb: auxiliaries, pronouns before one, *ne*."""
    words = {
        word
        for row in lexicon.table("function_words")
        if row["class"] in ("have", "be", "pron", "modal", "not")
        for word in row["words"].split("|")
    }
    return frozenset(
        words - {"être", "avoir", "étant", "ayant", "été"} | {"vient"}
    )


@cache
def _measure() -> re.Pattern:
    """An amount with its scale, unit or currency: a caption measures nothing."""
    scales = (
        row["form"] for row in lexicon.table("scales") if not row["attached"]
    )
    money = (row["noun"] for row in lexicon.table("currencies"))
    units = (row["forms"] for row in lexicon.table("units"))
    words = "|".join(filter(None, (*scales, *money, *units)))
    return re.compile(
        rf"\d\s*(?:[%€$£¥]|(?:pour cent|points?|fois|{words})\b)|\bmilli(?:on|ard)s?\b"
    )
