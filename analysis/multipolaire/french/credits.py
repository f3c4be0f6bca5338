"""Captions, credits and date fields: what a picture or a site adds to a line."""

import re
from functools import cache
from itertools import islice

from multipolaire.french import lexicon, lines
from multipolaire.french.dates import STAMP
from multipolaire.french.fold import fold_in_place
from multipolaire.french.forms import any_of
from multipolaire.french.lines import Line, Verdict, Word, only, some
from multipolaire.french.verbs import verbs_in

CAPTION = 60  # words; a longer line is prose that names its source
# Words of a credit: "Sergei Guneev, Pavel Byrkin / Sputnik via Reuters Connect".
NAMES = 12
BLANKS = 40  # in a credit, between names and in the label before them
LEAD = 300  # characters where a date field may stand before the article


def credit_in(line: Line, first: bool) -> Verdict | None:
    """A line that ends in a credit: a caption, or prose from which the credit goes."""
    begins = _copyright(line) or _source(line, first)
    if not begins:
        return None
    at, credit, weak = begins
    text = line.text
    before, cut = text[:at].rstrip(), ((at, len(text), "credit"),)
    ended = before.endswith(tuple(".!?…»”"))
    shown = _SHOWN.search(before)
    if weak and not (ended or before.endswith(")") or shown):
        return None
    size = len(before.split())
    if size > CAPTION or _is_told(before, credit):
        if weak and not ended:
            return None
        # "… un tiers du total (Xinhua, AFP)."
        if not ended and text[-1] == ".":
            cut = ((at, len(text) - 1, "credit"),)
        return Verdict(cut, "prose")
    if ended and size > 2 and not shown:
        return Verdict(cut, "signed", True)
    return Verdict(((0, len(text), "credit"),), "", True)


def _copyright(line: Line) -> tuple[int, str, bool] | None:
    """Where a sign of copyright with its holder stands, and what follows it."""
    if not _SIGNS.search(line.text):  # most lines have none
        return None
    for sign in _COPYRIGHT.finditer(line.text):
        if _holder(line, sign):
            at = len(line.text[: sign.start()].rstrip(_JOINING))
            return at, line.text[sign.end() :], False
    return None


def _source(line: Line, first: bool) -> tuple[int, str, bool] | None:
    """Where a source of pictures is named, the credit, and whether only weakly."""
    if not _may_name(line):
        return None
    text, bounds, last = line.text, [], []
    for m in _BOUND.finditer(text):
        if text.count(" ", m.end()) > BLANKS:
            continue
        opening = m.group().strip()[-1:]
        # "(Vaucluse). AFP" closes before its end
        if opening and opening in "([":
            if _CLOSING.match(text, m.end()):
                last.append(m)
        else:
            bounds.append(m)
    for m in last[::-1] + bounds:
        weak = _named(line, m, first)
        if weak is not None:
            at = m.start() + len(m.group().rstrip(_JOINING))
            return at, text[at:], weak
    return None


def _may_name(line: Line) -> bool:
    """Whether the last word may be of a name: most lines end in "du gaz", say."""
    key, sign = line.keys[-1], line.text[line.folded.rindex(line.keys[-1])]
    capital = sign.isupper() or sign.isdigit()
    known = lines.role_words("agency", "credit").union(line.keys[-NAMES:-1])
    return capital or key in known


def _is_told(before: str, credit: str) -> bool:
    """Whether a credit stands after a sentence of the article, and not a caption.

    What measures is a sentence.  A picture is credited to a person or a bank of
    pictures: what stands before tells only in the past tense, and shows nothing.  An
    agency alone may have given the news: only what is plainly a caption is one.
    """
    if not before or _measure().search(before):
        return bool(before)
    verbs = verbs_in(before, 0, len(before))
    words = {w if w == "A" else w.lower() for w in lines.WORD.findall(before)}
    if not words.isdisjoint(_finite()):
        return True
    if _PICTURED.search(credit) or _of_a_person(credit):
        past = any(verb.tense == "past" for verb in verbs)
        return past and not _SHOWN.search(before)
    joins = lexicon.words("caption_joins")
    words = lines.WORD.findall(before)
    named = all(not word[0].islower() or word in joins for word in words)
    return bool(verbs) or not (named or _PLACED.search(before))


def _of_a_person(credit: str) -> bool:
    """Whether it names someone beside agencies: a photographer, a bank of pictures."""
    keys = Line(_RIGHTS.sub("", credit)).bare
    known = only(keys, "agency", "outlet", "credit")
    return some(keys, "pictures") > 0 or not known


def _holder(line: Line, sign: re.Match) -> bool:
    """Whether a sign of copyright has names after it, to the end of the line.

    "Coca-Cola© en Chine" and "(c) la Chine" have not.  A third point, and a sign at
    the end of a word, need an agency to be a credit.
    """
    text = line.text
    end = sign.end() + len(_RIGHTS.sub("", text[sign.end() :]).rstrip())
    rest = [w for w in line.words if sign.end() <= w.start < end]
    if not rest:
        return end < len(text)  # "© Tous droits réservés"
    agency = some([w.key for w in rest], "agency") > 0
    if "c" in sign.group() or text[: sign.start()][-1:].isalnum():
        if not agency:
            return False
    opens = text[rest[0].start]
    named = opens.isupper() or opens.isdigit() or agency
    return named and _are_names(line, rest)


def _names(line: Line, words: list[Word]) -> set[str]:
    """The words that a credit may name: capitals, numbers, agencies."""
    opens = ((w.key, line.text[w.start]) for w in words)
    named = {key for key, sign in opens if sign.isupper() or sign.isdigit()}
    return named | lines.role_words("agency", "credit")


def _are_names(line: Line, rest: list[Word]) -> bool:
    if not 0 < len(rest) <= NAMES:
        return False
    return _names(line, rest) >= {w.key for w in rest}


def _named(line: Line, bound: re.Match, first: bool) -> bool | None:
    """Whether what follows names a source of pictures, and only weakly (``True``)."""
    text = line.text
    label = _CREDIT.match(text, bound.end())
    start = (label or bound).end()
    words = line.words_from(start)
    rest = list(islice(words, 1))
    if not _are_names(line, rest):  # most words are no name
        return None
    rest += islice(words, NAMES)
    if not _are_names(line, rest):
        return None
    if label:
        return False
    who, sign = text[bound.end() :], bound.group().strip()
    agency, photo = some([w.key for w in rest], "agency"), _PHOTO.match(who)
    if not (agency or photo) or _TOLD_BY.search(fold_in_place(who)):
        return None
    if agency and (photo or "/" in who or " via " in who):
        return False
    shouted = photo and text.isupper()
    if shouted and "," in who:  # "PHOTO JEAN DUPONT, LE JOURNAL"
        return False
    # "Xi à Moscou – Reuters" as the first line is a title.
    titled = first and bound.group()[:1] not in ".!?…»"
    alone = not text[: bound.start()].strip()
    if titled or alone or text[-1] == "." or shouted:
        return None
    if sign.endswith(("(", "[")):
        return False if len(rest) > 1 else None
    return True


def lead_of(line: Line, first: bool) -> int:
    """Length of a date field or breadcrumb that shares its line with the article."""
    at, m = 0, _LEAD.match(line.folded, 0, LEAD)
    if m and m.end() < len(line.text):
        gap, field = m["gap"], m["field"]
        plain = not re.search("," if field else "[,:.]", gap)
        opens = _STARTS.match(line.text, m.end())
        at = m.end() if plain and (field or first) and opens else 0
    return at


_FIELD = r"""(?:(?:(?:derniere|premiere)\ )?
    (?:date|publi(?:e|cation)|poste|mise?\ a\ jour|mis\ en\ ligne|modifiee?|actualise
    |cree|maj|par[ua]|ecrit)(?:\ le)?\s?:?\s?)"""
_LEAD = re.compile(
    rf"\W*(?:(?P<field>{_FIELD})?(?:{STAMP})(?P<gap>\W*))+", re.VERBOSE
)
_JOINING = " \xa0-–—|(["
_STARTS = re.compile(r"[«“\"(\[]?\s*[^\W\d_a-zß-öø-ÿ]")
_SIGNS = re.compile(r"[©ⓒ]|\([cC]\)")
_COPYRIGHT = re.compile(r"(?:copyright\s*)?\(?(?:©|ⓒ|\(c\)\s)", re.IGNORECASE)
_RIGHTS = re.compile(
    r"\W*\b(?:tous droits|all rights|toute reproduction|reproduction)\b.{0,80}$",
    re.IGNORECASE,
)
_BOUND = re.compile(r"^\W*|[.!?…)»\]]+\s+(?:[-–—|]\s*)?|\s+[-–—|]\s*|\s*[(\[]")
_PICTURE = "photo|image|visuel|illustration|cliché|dessin|infographie"
_PICTURED = re.compile(rf"\b(?:{_PICTURE}|archive|crédit)", re.IGNORECASE)
_CREDIT = re.compile(
    rf"""(?:(?:{_PICTURE}|vidéo|légende)s?
      | crédits?(?:\s+(?:photo|image|illustration|vidéo)s?)?
      | capture\sd[’']écran)\s*(?:[:/]|\b(?:by|par)\b)\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_PHOTO = re.compile(r"(?:photo|image|archive)s?\b", re.IGNORECASE)
_TOLD_BY = re.compile(r"\b(?:selon|avec|apres|source|par)\b")
TOLD = re.compile(  # "a déclaré", "ont tous deux signé"
    r"\b(?:a|ont|avai(?:en)?t|aurai(?:en)?t)\s+(?:\w+\s+)?\w*(?:é|i|u|is|it)e?s?\b"
)
_SHOWN = re.compile(
    r"""\ble\s\d | \ben\s(?:19|20)\d\d | \b(?:à\s(?:gauche|droite)|au\scentre|lors\sd
    |pendant|devant|ici|archives?|illustration|photo|image)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_CLOSING = re.compile(r"[^()\[\]]*(?:\([^()]*\)[^()]*)*[)\]]?\W*$")
_PLACED = re.compile(  # at its end: ", à Pékin", ", le 4 février 2022"
    rf"""\b(?:à\s(?:gauche|droite)|au\scentre|[Aa]rchives?|[Ii]llustration|[Ii]mage)\b
    | ,\s(?:le\s\d[\w\s]*\d{{4}}|(?:à|au|en|dans|près)\s(?:l['’]|(?:la|le|les|de)\s)?
      {lines.CAPITAL}[^\s,]*)\W*$""",
    re.VERBOSE,
)


@cache
def _finite() -> frozenset[str]:
    """Words of a sentence that has a verb: auxiliaries, pronouns before one, *ne*."""
    forms = ("have", "be", "pron", "modal", "not")
    rows = [r for r in lexicon.table("function_words") if r["class"] in forms]
    words = {word for row in rows for word in row["words"].split("|")}
    nominal = {"être", "avoir", "étant", "ayant", "été"}
    return frozenset(words - nominal | {"vient"})


@cache
def _measure() -> re.Pattern:
    """An amount with its scale, unit or currency: a caption measures nothing."""
    rows = [*lexicon.table("currencies"), *lexicon.table("units")]
    rows += [row for row in lexicon.table("scales") if not row["attached"]]
    forms = "|".join(row.get("forms") or row["noun"] for row in rows)
    words = any_of(forms.split("|"))
    return re.compile(
        rf"\d\s*(?:[%€$£¥]|(?:pour cent|points?|fois|{words})\b)|\bmilli(?:on|ard)s?\b"
    )
