"""The grammar of reported speech: tags to cues and their subjects.

Each rule is a pattern over the tags of a sentence
(:mod:`multipolaire.french.speech.tags`).
"""

import re

from multipolaire.french.speech import tags
from multipolaire.french.speech.clauses import (
    FULL,
    PHRASE,
    PHRASE_AFTER,
    clause_start,
    leftward,
    shared_subject,
    subject_of,
)
from multipolaire.french.speech.names import LISTS, fold
from multipolaire.french.speech.nouns import WITHIN, speech_noun
from multipolaire.french.speech.tags import (
    Cue,
    Place,
    T,
    Tagged,
    letters,
    pattern,
)

CLAUSE = frozenset({"clause"})


_GROUP = pattern(
    r"""<self|clitic>?<has-he><aside|clitic|num>{0,3}<have|be|adv>{0,2}
      (?P<asked><part|verb|inf|word>)                   # a-t-il ajouté
      (?:<to|of>(?P<urged><inf>))?                      # a-t-il tenu à rappeler
    | <self|clitic>?(?P<says><says-he>)
      (?:<adv>{0,2}(?P<wants><inf>))?                   # dit-il; veut-il croire
    | <proclitic>{0,3}<have|be>
      (?:<aside|clitic|not|have|be>|,[^,:;<quote>]{1,8},){0,4}
      (?P<compound><part|verb>)                         # a, lui, dit
    | <proclitic>{0,3}(?P<simple><verb>)
    | <prep>?<proclitic>{0,2}(?P<gerund><ger>)          # en affirmant
    | <proclitic>{0,2}(?P<infinitive><inf>)
    | (?:(?<=<and>)|(?<=,)|(?<=<and><adv>))(?P<joined><part>)  # et estimé que
      (?=<aside>{0,2}(?:<that>|[^,:;<that><quote>]{0,6}<quote>))
    | (?P<passive><part>)(?=<of|as>?<article>?<quote>)  # accusé de « ... » par X
    | (?<=<quote>,)<self|clitic>{0,2}(?:<have><adv>?)?
      (?P<any><word|act>)(?=<adv>?(?:<det>(?!:)|<title|name>))  # savoure la joueuse
    | (?<=<quote>)\((?P<signed><title|name>{2,4}|<outlet>)[^)]*\)  # (Paul Roy)
    | (?P<source><source>) | (?P<for><for>)"""
)
_RIGHT = pattern(
    rf"""(?:<det>?<num>?<time> | <adv|num|clitic> | <word>(?=<name>{{2}})
      | <prep><ger> | ,[^,:;<quote>]{{1,10}},
      | <prep|to>(?:<of|to|some>?<article>?){{0,2}}<word|name|outlet|num>{{1,4}}?
        (?:<of|some><article>?<word|name|outlet>{{1,3}}?){{0,2}}?){{0,4}}?
    (?:,(?=<article|title|name>)(?!<det><word>{{1,5}},<det>))?(?!<det><num>?<time>)
    (?P<np>{PHRASE_AFTER}(?P<more><and>{PHRASE_AFTER})?
      (?:(?:\(<name>+\))?,(?:<det><word>{{0,4}})?{FULL}(?=[^<word><name>]|$))?
    | <pron>)"""
)
_SOURCE = pattern(
    rf"""<of>?(?P<np>{PHRASE_AFTER}(?:,{FULL}(?=[,.]|$))?
      (?:<and>(?:{PHRASE_AFTER}|<word>)(?=[,.<quote>]|$))? | (?<=<of>)<nominal>{{1,6}}
      | <clitic|pron>(?!<inf>) | <word>{{1,3}})"""
)
_TOLD_BY = pattern(
    rf"<aside|num>*(?:<prep><of>?|<of>)(?P<np>{PHRASE_AFTER}|<word>{{1,3}})"
)
_THEN = pattern(
    rf"<and|adv|prep>?,?(?P<np>{PHRASE})?,?<of>"
)  # "Et X de conclure"
_TO_SAY = pattern(
    """<quote>,?(?P<group><proclitic>{0,2}(?:<have|be|modal><aside>{0,2}<word|part>?
    |<verb>)<adv|word>?<to|of|prep>?)$"""
)
_AGENT = pattern(
    rf"""(?:<of|as>?<article>?<quote>)?<adv>?<prep>
    (?P<np>{PHRASE_AFTER}|<of><nominal>{{1,4}})"""
)
_NAMED = pattern("<name><name>|<name><and><name>|<title>|^<clitic|pron>$")
_IF_HE_SAID = pattern("(?:^|[,<and>])<self|if>(?:<pron>|<det>[^,<that>]{1,6})$")
# « ... », a dit X; "ce que dit X"
_NO_SUBJECT = pattern(
    "(?:^|[-,.()<quote><as>]|<and|conj><clitic>|<det><that>)$"
)


def read(s: Tagged, spoke: Place | None = None) -> Tagged:
    """A sentence with every word that reports speech, its subject and its clause.

    ``spoke`` is who spoke before the sentence: the subject of *Et d'ajouter*.
    """
    found: list[Cue] = []
    for match in _GROUP.finditer(s.tags):
        reader = _READERS.get(match.lastgroup, _verbal)
        if cue := reader(s, match, found, spoke):
            found.append(cue)
    begun: dict[Cue, int] = {}
    s = s._replace(cues=tuple(found), clauses=begun)
    for cue in found:
        governs = cue.governs and "clause" in cue.frames
        if governs and (begins := clause_start(s, cue)) is not None:
            begun[cue] = begins
    return s


def _source(s: Tagged, match: re.Match, found, spoke) -> Cue | None:
    """*Selon X*, *pour X*, *aux yeux de X*."""
    shape, (first, end) = match.lastgroup, match.span()
    varies = first and _VARIES.match(s.low(first - 1))
    if s.word(first).isupper() or varies:
        return None  # "ILS SONT POUR Paul Roy est venu"; "varie selon les pays"
    cue = Cue(s.low(first), CLAUSE, shape, first, end, s.spans[first], None)
    after = s.tags[end : end + 1]
    if after == T.where and (noun := speech_noun(s, first)):
        return noun._replace(first=first, until=end + 1, frames=CLAUSE | WITHIN)
    if after == T.who:  # "Paul Roy, selon qui"
        who = subject_of(s, first, s.tags[leftward(first) : first] + T.who)
        return who and cue._replace(shape="source", until=end + 1, who=who)
    source = _SOURCE.match(s.tags, end)
    if not source:
        return None
    if shape == "for" and not _NAMED.search(source["np"]):
        # « ... », pour le Medef; "Pour le maire, « ... »"; not "pour la ville"
        apart = s.leads(first) or s.tags[first - 1] in ("," + T.quote)
        if not (apart and tells(s, s.phrase(source))):
            return None
    start, stop = source.span("np")
    named = s.tags[start:stop].rstrip(T.part)  # not "un rapport remis"
    return cue._replace(
        until=source.end(), who=s.chars(start, start + max(1, len(named)))
    )


def tells(s: Tagged, who: Place) -> bool:
    """Whether a noun phrase is somebody, or a text, that can say something."""
    return bool(TELLER.search(s.text, *who) or _CAPITAL.search(s.text, *who))


def _inverted(s: Tagged, match: re.Match, found, spoke) -> Cue | None:
    """*A-t-il ajouté*, *dit-elle*, *veut-elle croire*."""
    kind, (first, end) = match.lastgroup, match.span()
    host = next(k for k in range(first, end) if s.tags[k] in _HOSTS)
    start, stop = s.spans[host]
    pronoun = tags.INVERTED.search(s.text[start:stop])
    says = kind == "says"
    span = (
        (start, start + pronoun.start()) if says else s.spans[match.start(kind)]
    )
    word = fold(s.text[slice(*span)])
    verb = tags.verb_of(word, T.self in match.group()) or (word, frozenset())
    who = (start + pronoun.start(1), stop)
    if "learns" in verb[1] and (source := _TOLD_BY.match(s.tags, end)):
        who = s.phrase(source)  # "a-t-on appris auprès de la mairie"
    return Cue(*verb, "inverted", first, end, span, who)


def _unlisted(s: Tagged, match: re.Match, found, spoke) -> Cue | None:
    """« ... », *savoure la joueuse*: any verb does beside a quotation."""
    first, k = match.start(), match.start("any")
    right = _RIGHT.match(s.tags, match.end())
    if not (right and s.leads(first, quoted=True)):
        return None
    place = first, right.end(), s.spans[k]
    return Cue(s.low(k), frozenset(), "after", *place, s.phrase(right))


def _signed(s: Tagged, match: re.Match, found, spoke) -> Cue | None:
    """« ... » *(Paul Roy)*; not the maker of a work: « Ida » (Paul Roy)."""
    first, end = match.span()
    if len(s.quoted(first - 1)) < 4:
        return None
    who = s.chars(*match.span("signed"))
    return Cue("", frozenset(), "after", first, end, (0, 0), who)


def _verbal(s: Tagged, match: re.Match, found, spoke) -> Cue | None:
    """A verb in a finite form, a participle or an infinitive, and its subject."""
    kind, (first, end) = match.lastgroup, match.span()
    k, group = match.start(kind), match.group()
    verb = tags.verb_of(s.low(k), T.self in group)
    left = s.tags[leftward(first) : first]
    if not verb or _is_no_cue(s, match, left, found):
        return None
    said = T.not_ not in group or "denies" in verb[1]
    if _IF_HE_SAID.search(left):  # "s'il disait"; but "si le maire dit que"
        said = said and left[-1] != T.pron and not _UNREAL.search(s.low(k))
    cue = Cue(*verb, "before", first, end, s.spans[k], None, said)
    cites = "cites" in cue.frames
    if cites and (kind == "gerund" or left.endswith(T.who)):
        right = _RIGHT.match(s.tags, end)
        cue = cue._replace(shape="citing", frames=frozenset())
        return right and cue._replace(until=right.end(), who=s.phrase(right))
    if kind == "joined":  # "a affirmé que ... et estimé que"
        return cue._replace(who=shared_subject(s, first, found))
    if kind == "gerund":
        named = group[0] != T.prep and left.endswith(_NOUNS)
        who = named and subject_of(s, first, left)  # "Xi disant"
        who = who or shared_subject(s, first, found)
        return cue._replace(shape="gerund", who=who)
    if kind == "infinitive":
        return _infinitive(s, cue, left, found, spoke)
    passive = T.be in group and not (T.self in group or cites)
    bare = kind == "simple" and not left.strip(T.and_ + T.adv)
    if passive or bare or kind == "passive":  # "Écrit pour être lu, ..."
        agent = _AGENT.match(s.tags, end)
        by = agent and s.low(agent.start("np") - 1) == "par"
        who = s.phrase(agent) if by else None
        return cue._replace(who=who) if by or passive else None
    return _finite(s, cue, left, found)


def _is_no_cue(s: Tagged, match: re.Match, left: str, found) -> bool:
    """*Dit vouloir* is one cue."""
    infinitive = match.lastgroup == "infinitive"
    if infinitive and (left.endswith(",") or _TO_SAY.search(left)):
        return left.endswith(",")  # "Et d'ajouter, sourire en coin"
    between = s.tags[found[-1].until : match.start()] if found else "?"
    joined = infinitive or s.low(match.start()) in ("avoir", "être")
    return joined and not between.strip(_BETWEEN)


def _infinitive(s: Tagged, cue: Cue, left: str, found, spoke) -> Cue | None:
    """*Avant d'ajouter*; *et X de conclure*; « ... », *a tenu à rappeler X*."""
    first = cue.first
    if told := _TO_SAY.search(left):
        if right := _RIGHT.match(s.tags, cue.until):
            begins = first - len(left) + told.start("group")
            place = {"first": begins, "until": right.end()}
            return cue._replace(shape="after", who=s.phrase(right), **place)
    must = s.tags[:first] and s.low(first - 1).startswith(
        ("faut", "faud", "fall")
    )
    idle = left.endswith(_NO_WISH) and "wish" in cue.frames
    if must or idle:
        return None  # "il faut dire", "que peut espérer vivre X"
    if turn := _THEN.fullmatch(s.tags, 0, first):
        who = s.phrase(turn) if turn["np"] else spoke
    else:
        bare = left.rstrip(_UP_TO_INFINITIVE)
        who = subject_of(s, first, bare) or shared_subject(s, first, found)
    return cue._replace(shape="infinitive", who=who)


def _finite(s: Tagged, cue: Cue, left: str, found: list[Cue]) -> Cue:
    """*X a dit*; « ... », *a dit X*."""
    first, end = cue.first, cue.until
    helper = next(k for k in range(first, end) if s.tags[k] in _VERBS)
    who = subject_of(s, first, left, s.word(helper).endswith("nt"))
    quoted = left.endswith(T.quote + ",")
    right = _RIGHT.match(s.tags, end)
    told = "clause" in cue.frames and right and _tells(s, right)
    closes = left.endswith(",") or told and T.outlet in right["np"]
    if closes and (quoted and right or told):
        who = None  # "le pays, voisin du Mali, a dit Paul Roy."; "... rapporte RTL"
    if who or not right or not _NO_SUBJECT.search(left):
        return cue._replace(who=who or shared_subject(s, first, found))
    start, stop = right.span("np")
    who, until = s.chars(start, stop), max(stop, start + 1)
    if "learns" in cue.frames and (learnt := _FROM.search(s.text, *who)):
        who = (learnt.end(), who[1])  # "a appris l'AFP de source judiciaire"
    return cue._replace(shape="after", until=until, who=who)


def _tells(s: Tagged, right: re.Match) -> bool:
    """*..., a dit Paul Roy.*; *..., rapporte le journal hier*."""
    start, stop = right.span("np")
    head = start + (s.tags[start] in _ARTICLE)
    teller = s.tags[head] in _NAMES or s.low(head) in LISTS["tellers"]
    return teller and s.tags[stop : stop + 1] in _ENDS


_READERS = {
    "source": _source,
    "for": _source,
    "any": _unlisted,
    "signed": _signed,
    **dict.fromkeys(("asked", "urged", "says", "wants"), _inverted),
}
_ENDS = ("", *letters(".|,|prep|ger|time|to"))
_HOSTS, _VERBS = letters("has-he|says-he"), letters("have|be|verb|part")
_NAMES = letters("name|outlet|title")
_ARTICLE = letters("article")
TELLER = re.compile(rf"\b(?:{'|'.join(LISTS['tellers'])})\b")
_NOUNS = tuple(letters("word|name|outlet"))
_NO_WISH = tuple(letters("modal|for"))
_BETWEEN = letters("adv|not|to|of")
_UP_TO_INFINITIVE = letters("to|of|aside|for|word|part|have|modal|be")
_CAPITAL = re.compile(r"\b[A-ZÀ-Þ]")
_VARIES = re.compile(r"vari|diff[eé]r|divers|class|répart|fluctu|modul|adapt")
_UNREAL = re.compile("ai(?:en)?t$")
_FROM = re.compile(
    r"\s(?:de\s(?=sources?\b)|auprès\sd[eu]s?\s|d[’'](?=une?\s))"
)
