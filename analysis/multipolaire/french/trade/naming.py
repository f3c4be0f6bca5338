"""The words of a sentence that name a flow of trade."""

import re
from functools import cache

from multipolaire.french import lexicon
from multipolaire.french.forms import (
    BLANK,
    LETTERS,
    START,
    context,
    listed,
    phrases,
)
from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.ends import (
    ITSELF,
    OFFICE,
    TRADED,
    FlowWord,
    Party,
    Tied,
    parties_in,
    tied,
)

_FLOWS = lexicon.table("flows")
_WITH_WHOM = r"(?:avec|vis-à-vis|face à|envers)"
_PARTNER = (
    rf"(?:{_WITH_WHOM}|entre|d(?:e|u|es|['’])[^.;:]{{2,25}}\s{_WITH_WHOM}\b)"
)
_PEOPLE = r"[a-zé-]+(?:ois|ais|and|ain|ien|asse|usse)\b"
THEN = {
    "foreign": rf"(?:{BLANK}{LETTERS}){{0,2}}{BLANK}{listed('foreign')}",
    "link": r"(?=\s(?:d(?:e|u|es)\b|d['’]|avec|vers|en provenance|entre)\b)",
    "partner": rf"(?=\s{_PARTNER})",
    "partner or people": rf"(?=\s(?:{_PARTNER}|{_PEOPLE}))",
}
_SIZE = re.compile(
    r"\b(volume|montant|total|valeur|part)\sd(?:e|es|u)\s(?:ses\s)?\Z"
)
_FEMININE = context("feminine")
_RANK = re.compile(
    rf"(?i){START}(?<!du )(?<!de )(?<!au )(?<!des ){listed('rank')}(?:\s{LETTERS})?\s\Z"
)
_AND = re.compile(
    r"\s(?:et|ou)\s(?:de\s|des\s|d['’]|ses\s|leurs\s|l['’]|les\s)*"
)
_SUPPLIED = re.compile(r"(?i)(?:fourni|approvisionn|ravitaill)(?!sseur|ement)")
EACH = re.compile(r"(?i)respecti(?:f|ve)")


@cache
def _flow_words() -> re.Pattern:
    return re.compile(rf"(?i){START}(?:{phrases(_FLOWS, THEN)})(?![\w-])")


def words_in(sentence: Sentence, topic) -> tuple[list[Party], Tied]:
    """Who is named in a sentence, and each word of flow with its countries.

    ``topic`` is the flow that the sentences before speak of.
    """
    text, start, end = sentence.text, sentence.start, sentence.end
    offices = [match.span() for match in OFFICE.finditer(text, start, end)]
    words = _paired(sentence, _named(sentence, offices, topic))
    if not words and not topic:
        return [], {}
    parties = parties_in(sentence, offices)
    found = tied(sentence, words, parties)
    kept: list[FlowWord] = []
    for word in sorted(words, key=lambda word: word.frame == "balance"):
        if _is_flow(sentence, word, found[word], topic, kept):
            kept.append(word)
    kept.sort()
    if kept != words:
        found = tied(sentence, kept, parties)
    for word, roles in found.items():
        if not _coded(roles["holder"]):
            ours = _ours(sentence, word, roles, parties)
            roles["holder"] = [ours] if ours else roles["holder"]
    return parties, found


def _named(sentence: Sentence, offices, topic) -> list[FlowWord]:
    """The words of flow, and what stands for one: "celles", "ce total", "elles"."""
    text, words, taken = sentence.text, [], []
    for match in _flow_words().finditer(text, sentence.start, sentence.end):
        row, at = _FLOWS[int(match.lastgroup[1:])], match.start()
        frame, flow = row["frame"], row["flow"]
        ranked = _RANK.search(text, sentence.start, at)
        if frame in ("rank", "agent") and not ranked:
            continue
        if any(a < at < b for a, b in offices):
            continue  # "ministère du Commerce extérieur"
        if _SUPPLIED.match(match[0]) and ITSELF.search(sentence.left(at)):
            flow = "imports"
        if frame == "again":
            flow = words[-1].flow if words else topic and topic.flow
        if frame == "taken":
            taken.append(match)
        elif flow:
            words.append(FlowWord(*match.span(), flow, frame))
    for match in taken:
        before = [w for w in words if w.end <= match.start()]
        named = [*([topic] if topic else []), *before]
        named = [w for w in named if _agrees(sentence, match, w)]
        alone = not any(
            sentence.together(w.start, match.start())
            for w in (before if match[0] in ("il", "elle") else words)
            if w.frame != "rank"
        )
        if named and alone:
            words.append(FlowWord(*match.span(), named[-1].flow, "again"))
    return sorted(words)


def _agrees(sentence: Sentence, match: re.Match, word) -> bool:
    """Whether a pronoun has the number and the gender of a word of flow."""
    pronoun = match[0].lower()
    if pronoun not in ("il", "ils", "elle", "elles"):
        return True
    start, end = word.at if hasattr(word, "at") else word[:2]
    head = _SIZE.search(sentence.text, max(0, start - 30), start)
    told = head[1] if head else sentence.text[start:end]
    plural = told.split(" ")[0].endswith(("s", "x"))
    own = ("elle" if _FEMININE.search(told) else "il") + "s" * plural
    return pronoun == own


def _paired(sentence: Sentence, words: list[FlowWord]) -> list[FlowWord]:
    """ "importations et exportations" are trade, but for "respectivement"."""
    found: list[FlowWord] = []
    for word in words:
        both = found and {found[-1].flow, word.flow} == TRADED
        gap = both and _AND.fullmatch(sentence.text, found[-1].end, word.start)
        if gap and not sentence.search(EACH):
            found[-1] = FlowWord(found[-1].start, word.end, "trade", "noun")
        else:
            found.append(word)
    return found


_OUR = re.compile(r"(?i)\b(?:nos|notre|nous|son\spays)\b")


def _ours(sentence: Sentence, word, roles, parties) -> Party | None:
    """The country of the one leader who says "nos échanges"."""
    ours = _OUR.search(sentence.text, sentence.start, word.end)
    if not ours and not (word.flow == "trade" and roles["partner"]):
        return None
    codes = {p.code for p in sentence.places if p.kind == "leader"}
    codes |= {*_coded([p for p in parties if p.link == "office"])}
    found = tuple(codes) if len(codes) == 1 else ()
    return Party(*word[:2], found, "by") if found else None


_SOLD = (
    "vente",
    "acquisition",
    "approvisionnement",
    "cargaison",
)  # at home too
_NO_GOODS = context("no goods")
# "elle lui a acheté", "et acheté pour"
_TAKEN_UP = re.compile(
    r"\b(?:y|en|lui|leur|et)\s(?:(?:a|ont|avait|avaient|aurait)\s)?\Z"
)


def _is_flow(sentence, word, roles, topic, kept) -> bool:
    """Whether a sale crosses a border, and a balance is one of trade."""
    text, clause = sentence.text, sentence.clause_at(word.start)
    if word.frame == "again":
        return bool(kept or topic)
    if word.frame == "balance":
        return bool(kept or topic and topic.flow != "investment")
    if word.frame not in ("sale", "deal"):
        return True
    holder, partner = (_coded(roles[role]) for role in ("holder", "partner"))
    if word.flow == "trade":
        ends = {c for role in roles.values() for p in role for c in p.codes}
        return len(ends) > 1 or bool(ends and topic and topic.holder)
    if _NO_GOODS.search(text, word.end, clause.end):
        return False
    if kept or topic and any(topic.ends):
        acting = text.endswith("ant", word.start, word.end)
        if acting or _TAKEN_UP.search(sentence.left(word.start)):
            return True
        if word.frame == "sale" and not any(roles["holder"]):
            return True
    ways = ("towards", "at", "at seat")[: 3 if topic or kept else 2]
    ships = any(party.link in ways for party in roles["partner"])
    if holder and partner or ships:
        return True
    links = {party.link for party in roles["holder"]}
    if word.frame == "sale":
        own = ("adjective", "of")[: 1 + (word.flow == "exports")]
        sold = text.startswith(_SOLD, word.start) or links.isdisjoint(own)
        return bool(holder) and not sold
    acts = holder and not links.isdisjoint(("bare", "by"))
    return bool(acts)


def _coded(parties: list[Party]) -> list[str]:
    return [code for party in parties for code in party.codes if code.isalpha()]
