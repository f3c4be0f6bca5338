"""What people are called: offices, professions, and where these stand beside a name."""

import re
from functools import lru_cache

from multipolaire.french import lexicon
from multipolaire.french.fold import fold
from multipolaire.french.forms import any_of
from multipolaire.french.speech import names as known
from multipolaire.french.speech.names import Office, key
from multipolaire.french.speech.tags import verb_of


@lru_cache(4096)
def office_in(phrase: str) -> Office | None:
    """The office that a phrase is about, by its first noun for a person.

    >>> office_in("l'ex-ministre russe").noun, sorted(office_in("la maire").of)
    ('ministre', [])
    """
    head, low = _NOUN.search(phrase), fold(phrase)
    if head and _OF_ANOTHER.match(phrase, 0, head.start()):
        return None
    words = low.replace("'", "' ").split()
    told = known.GENDERS.get(words[0], "") if words else ""
    if not head:
        if len(words) != 2 or not is_native(phrase[-len(words[1]) :]):
            return None
        anybody = frozenset({"anybody"})  # "le Serbe"
        return Office("", told, anybody, False)
    noun = known.noun(head.group())
    traits = _traits(f"{phrase[: head.start()]} {phrase[head.end() :]}")
    gender = (noun.gender or told).replace("*", "")
    strict = noun.strict and "ancien" not in traits
    return noun._replace(gender=gender, strict=strict, of=traits)


def _traits(words: str) -> frozenset[str]:
    """Countries, *ancien*, and the first letters of the other content words."""
    low = _FORMER.sub("ancien", fold(words))
    content = set(re.findall(r"[^\W\d_]{2,}", low)) - known.FUNCTION - _YOUNG
    stems = (key(word)[:8] for word in content)
    return frozenset(_COUNTRIES.get(stem[:6], stem) for stem in stems)


def is_place(words: str) -> bool:
    """Whether words name a country or a capital."""
    return key(words) in _PLACES


def is_native(word: str) -> bool:
    """Whether a word calls the people of a country: *le Serbe*."""
    told = key(word)[:6] in _NATIVES or _NATIVE.fullmatch(word)
    return bool(told) and "-" not in word and not is_place(word)


def title_before(before: str, after: str) -> re.Match | None:
    """The office that stands before a name: *la maire de Dole, Anne Lenoir,*.

    A match in ``before``, with the groups ``role``, ``det`` and ``noun``.
    """
    if before.endswith(", "):
        closed = not after or after[0] in ",.;:)»\n" or after == " ("
        return _LOOSE_TITLE.search(before) if closed else None
    if _HANGS.search(before[-12:]):
        return None  # "le fils de", "la"
    title, since = None, 1 + max(before.rfind(mark) for mark in ",;:!?\n")
    for head in _HEAD.finditer(before, since):
        title = _TITLE.match(before, head.start()) or title
    return title or _UNLISTED.search(before, since)


def apposed(text: str, end: int) -> re.Match | None:
    """*Paul Roy, le patron du port,*: what stands in apposition after a name."""
    opens = text[end : end + 2].strip()[:1] in (",", "(")
    return _AFTER.match(text, end) if opens else None


def told_gender(title: str, *offices: re.Match | None) -> str:
    """What a title, a determiner or the form of a noun tells of a gender."""
    if told := known.GENDERS.get(title.rstrip(".").lower(), ""):
        return told
    for office in filter(None, offices):
        determiner = known.GENDERS.get(fold(office["det"] or ""), "")
        noun = known.noun(office["noun"] or "")
        if told := noun and noun.gender or determiner:
            return told.replace("*", "")
    return ""


def body_at(text: str, start: int) -> str | None:
    """The whole name of a body: *Fédération horlogère*, *ministère des Transports*."""
    named = _BODY.match(text, start)
    if own := named and _OWN_NAME.search(named.group()):
        return own["own"]  # "la société Antargaz"
    return named and unverbed(named.group())


def unverbed(name: str) -> str:
    """A name without the verb that was read as its adjective: *Moody's explique*.

    >>> unverbed("Moody's explique"), unverbed("service de presse du Kremlin")
    ("Moody's", 'service de presse du Kremlin')
    """
    words = name.split(" ")
    verbs = (
        k
        for k, word in enumerate(words)
        if word.islower()
        and (verb_of(word) or k and _DONE.search(word))
        and words[k - 1] not in ("de", "la", "du", "le", "des")
    )
    return " ".join(words[: next(verbs, None)])


def _forms(*columns: str) -> dict[str, str]:
    """Names of countries, of capitals or of their people, with the country's code."""
    return {
        form: row["code"]
        for column in columns
        for row in reversed(lexicon.table("places"))
        for form in filter(None, row[column].split(";"))
    }


_DEMONYMS = _forms("demonym")
_PLACES = set(map(key, _forms("names", "seats")))
_NATIVES = {key(form)[:6] for form in _DEMONYMS}
_COUNTRIES = {
    key(form)[:6]: code
    for form, code in _forms("demonym", "seats", "names").items()
    if " " not in form
}
_YOUNG = {"jeune", "célèbre", "tout", "très", "actuel", "actuelle", "nouveau"}
_YOUNG |= {"nouvelle", "ans"}
_NATIVE = re.compile(
    r"[A-ZÀ-Þ][a-zà-ÿ]+(?:[eé]en|ien|[ao]is|[^i]on|and)(?:ne|e)?s?"
)
_FORMER = re.compile(r"\bex\b|\banciennes?\b")
_NOUN = re.compile(rf"(?<![^\W_]){known.NOUN}")
_DET = (
    r"(?i:(?:\bl['’]|\b)une?\sdes\s(?:\w+\s)??"
    r"|\b(?:l[ea]|une?|du|au|cet?|cette|son|sa)\s|\b[ld]['’])"
)
ADJECTIVE = (
    r"(?!dans\b)[a-zà-ÿ-]+(?:ale?|ique|ics?|éen|éenne|ien|ienne|[oa]is|[oa]ise|aine?|iste|ive?f?"
    r"|aire|elle?|ée?|eure?|ière|ère|ile|eux|euse|ann?e?|sortante?|[ai]ble|ine?|ande?|ole?|arde?|ote|che|rbe|urc|turque|rec)"
    r"s?(?![\w’'-])"
)
_TO = (
    r"(?:(?:et\s)?(?:d[eu]s?|à|aux?|en|pour|sur|contre|entre)|chargée?s?\sd[eu]s?)\s"
    r"(?:l[ea]s?\s|l['’])?|(?:et\s)?d['’]"
)
_ANY = r"(?:ce|cet|cette|ces|son|sa|ses|leurs?|une?)\s"
PART = (
    rf"(?:«Ꙁ+!?|{ADJECTIVE}|{any_of(_DEMONYMS)}n?e?s?(?![\w’'-])"
    rf"|(?:{_TO})(?!{_ANY})[\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*|[A-ZÀ-Þ]{{2,6}}(?!\w))"
)
_HANGS = re.compile(rf"(?<!\w)(?:{_TO}|l[ea]s?\s|l['’])(?:l[ea]s?\s|l['’])?$")
_LEAD = r"(?:(?:(?!(?:d[eu]s?|à|aux?|et|l[ea]s?|une?)\s)[a-zà-ÿ-]+\s){0,2}?(?:(?i:ex|vice|co)-)?)"
_HEAD = re.compile(rf"(?P<det>{_DET}){_LEAD}(?P<noun>{known.NOUN})")
_TITLE = re.compile(
    rf"(?P<role>{_HEAD.pattern}(?:\s\([^)]{{1,30}}\))?(?:\s{PART}){{0,8}}"
    r"(?:\s\([^)]{1,30}\))?),?\s$"
)
_LOOSE_TITLE = re.compile(
    rf"(?P<role>{_HEAD.pattern}(?:(?!{_DET}{_LEAD}{known.NOUN})[\w\s’'()/-])*),\s$"
)
# "l'entourage du ministre"; but "l'un des ministres"
_OF_ANOTHER = re.compile(
    r"(?!(?:l['’])?une?\s).*\b(?:du|des?|de\sla|de\sl['’])\s?(?:[a-zà-ÿ-]+\s){0,2}$"
)
_UNLISTED = re.compile(
    rf"(?P<role>(?P<det>{_DET})(?P<noun>(?!))?[a-zà-ÿ’'-]+(?:\s{PART}){{0,4}})\s$"
)
_AFTER = re.compile(
    rf"(?:\s?\([^)]{{1,40}}\))?,\s(?:(?:âgée?\sde\s)?\d+\sans,\s)?(?:lui-même\s)?"
    rf"(?P<det>{_DET})?{_LEAD}(?P<noun>{known.NOUN})[^,.;:!?»«\n]{{0,150}}(?=[,.;:!?\n]|$)"
)
_BODY = re.compile(
    rf"(?i:{any_of(known.BODIES)})(?![\w’'-])(?:[ ](?:{PART}|[A-Z][\w’'-]+)){{1,8}}"
)
_DONE = re.compile("ée?s?$")
_OWN_NAME = re.compile(
    rf"^(?i:{any_of({*known.FREE_BODIES, 'parti'})})\s(?:[a-zà-ÿ]{{4,}}\s)?"
    r"(?P<own>[A-ZÀ-Þ].*)$"
)
