"""The grammar of reported speech: words to tags, tags to cues and their subjects.

A sentence becomes a string of tags, one letter a word, and each rule of the grammar is
a pattern over that string; the words of every class are in ``lexicon/``.  The letters:

==== ======================================== ==== ===================================
Q    a quotation, with its marks              V    a reporting verb, finite
P    ... its past participle                  G    ... its present participle
F    ... its infinitive                       A B  forms of *avoir*, of *être*
I J  inverted: *a-t-il*, *dit-elle*           m    a modal
S f  *selon*, *d'après*; *pour*               U    a subject pronoun
D e  a determiner; *des*                      d b  *de*; *à*
p u  another preposition; *sans*              N O  a capitalised word; an outlet
T    a title (*M.*)                           n    any other word
s y  a reflexive; another clitic              x w  *ne*; an adverb
q k  *que*; *qui*                             o h  *où*, *dont*; *comme*
c j  *et*, *ou*; a conjunction                z t  *si*; a word of time
0    a number                                 ,:;.()-  themselves
==== ======================================== ==== ===================================
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis import lexicon
from analysis.quotes.names import OUTLETS, TITLES, either
from analysis.text import split_sentences


class Sentence(NamedTuple):
    start: int
    end: int
    spans: list[tuple[int, int]]  # places of the words
    tags: str  # a letter a word
    quotes: dict[int, tuple[int, int]]  # word -> its quoted words, without the marks


class Cue(NamedTuple):
    """A word that reports speech, and who speaks."""

    lemma: str
    frames: str
    shape: str  # pre, post (subject before, after), inv, ger, inf, src, pour, cite
    first: int  # word where the group begins (*n'avait pas dit*)
    until: int  # word after the group, and after a subject that follows it
    span: tuple[int, int]
    who: tuple[int, int] | None
    said: bool = True  # False for what is denied: that was not said


_FULL = r"T?N{1,4}(?:[dn]{1,2}D?N{1,2})?"  # Ursula von der Leyen, Paul de la Tour
_NP = r"(?:D[De]?|e)?[nNTO0P]{1,7}(?:(?:d[De]?|bD?|e|-)[nNTO0P]{1,5}){0,4}"
_GROUP = re.compile(
    r"""  [sy]?I[wyt0]{0,3}[ABw]{0,2}(?P<inv>[PVFn])      # a-t-il ajouté
        | s?(?P<jnv>J)(?:w{0,2}(?P<jinf>F))?              # dit-il, veut-il croire
        | [xsy]{0,3}[AB](?:[wytxAB]|,[^,Q:;]{1,8},){0,4}(?P<fin>[PV])  # a, lui, dit
        | [xsy]{0,3}(?P<pres>V)
        | (?:p[xsy]{0,2}|[xsy]{0,2})(?P<ger>G)            # en affirmant
        | [xsy]{0,2}(?P<inf>F)
        | (?P<part>P)(?=[dh]?[De]?Q)                      # accusé de « ... » par X
        | (?<=Q,)[sy]{0,2}(?:Aw?)?(?P<any>n)(?=w?(?:D(?!:)|[TN]))   # savoure la joueuse
        | (?P<src>S) | (?P<pour>f) """,
    re.VERBOSE,
)
_LEFT = re.compile(
    rf"""(?:(?<![bdepfSu])(?=[DT0])|(?<![bdepfSunNOP])(?=e)|(?<![bdepfSunNTDO0])(?=[NO]))
         (?P<np>{_NP}(?P<more>c{_NP}){{0,2}})
         (?:(?P<app>(?:\(N+\))?,(?:[De]?n{{0,6}}(?:[db]D?n{{1,3}}){{0,2}})?
              (?:{_FULL}|[TN]{{1,5}}[nN]{{0,2}})),?
           |Q?(?P<mid>,(?:[^,Q]{{1,30}}|Q),|,?\([^)]{{1,12}}\)))?[wt]{{0,3}}$
       | (?P<pro>U)[wt]{{0,2}}$""",
    re.VERBOSE,
)
_ANTECEDENT = re.compile(rf"(?<![nNTO0D])(?:{_NP})$")
_ADJUNCT = (
    r"(?:D?0?t|[w0y]|pG|,[^,Q:;]{1,10},|[pb](?:[dbe]?[De]?){0,2}[nNO0]{1,4}?"
    r"(?:[de][De]?[nNO]{1,3}?){0,2}?)"
)
_NP_RIGHT = (
    r"(?:(?:D[Dew]?|e)Q?[nNTO0P]{1,7}|DQ|D{1,2}(?=[de])|[NTO][NTOn0]{0,6})"
    r"(?:(?:d[De]?|e)[nNTO0P]{1,6}|bDN{1,4}){0,4}"
)
_RIGHT = re.compile(
    rf"{_ADJUNCT}{{0,4}}?(?:,(?=[DeTN])(?!Dn{{1,5}},D))?(?!D0?t)(?P<np>{_NP_RIGHT}(?P<more>c{_NP_RIGHT})?"
    rf"(?:(?:\(N+\))?,(?:Dn{{0,4}})?{_FULL}(?=[^nN]|$))?|U)"
)
_SOURCE = re.compile(
    rf"d?(?P<np>{_NP_RIGHT}(?:,{_FULL}(?=[,.]|$))?"
    rf"(?:c{_NP_RIGHT}(?=[,.Q]|$))?|[yU]|n{{1,3}})"
)
_FIRST = re.compile(
    rf"[wcjQ,-]*(?:[pbdGSft0][^,]*,[wt]*)?(?P<np>{_NP}(?:,(?:[De]?n{{0,6}}"
    rf"(?:[db]D?n{{1,3}}){{0,2}})?[TN]{{1,5}}(?=,))?|U)"
)
_THEN = re.compile(rf"[cw]?,?(?P<np>{_NP})?,?d")  # "Et X de conclure"
_TO_SAY = re.compile(r"Q,?([xsy]{0,2}(?:[ABm][wt]{0,2}[nP]?|V)[wn]?[bdp]?)$")
_NAMED = re.compile(r"(?:T|N)[NT]*(?:[.,]|$)")
_AGENT = re.compile(rf"(?:[dh]?[De]?Q)?w?p(?P<np>{_NP_RIGHT})")
_NEXT = re.compile(rf",[wt]*(?P<np>{_NP}|U)(?=[xsyABVmn,])")


def cues(text: str, s: Sentence, last: Cue | None = None) -> list[Cue]:
    """Every word of the sentence that reports speech, with its subject.

    ``last`` is the attribution before the sentence: *Et d'ajouter* has its subject.
    """
    found: list[Cue] = []
    for match in _GROUP.finditer(s.tags):
        kind = match.lastgroup
        if kind in ("src", "pour"):
            cue = _source(text, s, match, last)
        elif kind in ("inv", "jnv", "jinf"):
            cue = _inverted(text, s, match)
        else:
            cue = (
                _unlisted(text, s, match)
                if kind == "any"
                else _verbal(text, s, match, found, last)
            )
        if cue:
            if found and found[-1].first >= cue.first:  # "veut croire X"
                found.pop()
            found.append(cue)
    return found


def _source(text: str, s: Sentence, match: re.Match, last) -> Cue | None:
    """*Selon X*, *pour X*, *aux yeux de X*."""
    kind, first, end = match.lastgroup, match.start(), match.end()
    span = s.spans[first]
    word = _lower(text[slice(*span)])
    if s.tags[end : end + 1] == "k":  # "Paul Roy, selon qui"
        who = _subject(s, s.tags[:first] + "k", 0, True)
        return who and Cue(word, "q", "src", first, end + 1, span, who)
    if _OWN_VIEW.search(word):  # "à ses yeux": whoever spoke before
        return last and Cue(word, "q", "src", first, end, span, last.who)
    source = _SOURCE.match(s.tags, end)
    if not source:
        return None
    if kind == "pour" and not re.search("NN|NcN|T|^[yU]", source["np"]):
        # "« ... », pour le Medef."; "Pour le maire, « ... »."
        after = s.tags[source.end() :]
        ends = re.match(r"[.,]?$|,?Q", after) and "N" in source["np"]
        if not (
            ends
            and re.search("^Q$|Q,$", s.tags[:first])
            or not first
            and re.fullmatch(r",Q\.?", after)
        ):
            return None
    who = _span(s, source)
    if own := _OWN_WORDS.match(text, *who):
        if not own["of"]:
            return None  # "selon ses propos": the speaker was named before
        who = (own.end(), who[1])  # "selon les mots de X"
    return Cue(word, "q", kind, first, source.end(), span, who)


def _inverted(text: str, s: Sentence, match: re.Match) -> Cue | None:
    """*A-t-il ajouté*, *dit-elle*, *veut-elle croire*."""
    kind, first, end = match.lastgroup, match.start(), match.end()
    host = s.tags.index("I" if kind == "inv" else "J", first, end)
    start, stop = s.spans[host]
    pronoun = _INVERTED.search(text[start:stop])
    if text[start : start + 3].lower() in ("fau", "fal"):
        return None  # "faut-il écrire « ... »": nobody says it
    span = s.spans[match.start(kind)]
    if kind == "jnv":
        span = (start, start + pronoun.start())
    word = _lower(text[slice(*span)])
    lemma, frames = _verb(word, "s" in match.group()) or (word, "")
    if not frames and lemma == word:  # "a-t-il pouffé": any verb, beside a quotation
        if not s.tags[:first].endswith(("Q", "Q,")):
            return None
    who = (start + pronoun.start(1), stop)
    if lemma in ("lire", "voir", "entendre") and pronoun[1] == "on":
        who = None  # "peut-on lire" on a poster
    if lemma == "apprendre" and (source := _TOLD_BY.match(s.tags, end)):
        who = _span(s, source)  # "a-t-on appris auprès de la mairie"
    return Cue(lemma, frames, "inv", first, end, span, who)


def _unlisted(text: str, s: Sentence, match: re.Match) -> Cue | None:
    """« ... », *savoure la joueuse*: any verb does beside a quotation."""
    span = s.spans[match.start("any")]
    word = _lower(text[slice(*span)])
    right = _RIGHT.match(s.tags, match.end())
    ending = "[éiu]$|i[st]$" if "A" in match.group() else "[^é]e$|ent$|[ndiu]t$|[da]$"
    known = right and re.search(ending, word)
    if s.tags[: match.start()].strip("wtc,-Q") or not known:
        return None
    return Cue(word, "", "post", match.start(), right.end(), span, _span(s, right))


def _verbal(text, s, match, cues, last) -> Cue | None:
    """A verb in a finite form, a participle or an infinitive, and its subject."""
    kind, tags, group = match.lastgroup, s.tags, match.group()
    first, end = match.start(), match.end()
    span = s.spans[match.start(kind)]
    verb = _verb(_lower(text[slice(*span)]), "s" in group)
    opening = _lower(text[slice(*s.spans[first])])
    left = tags[max(0, first - 50) : first]
    leans = bool(cues) and not tags[cues[-1].until : first].strip("wxbd")
    told = kind == "inf" and _TO_SAY.search(left)  # « ... », a tenu à rappeler X
    if told and (right := _RIGHT.match(tags, end)):
        begins = first - len(left) + told.start(1)
        who = _span(s, right)
        return verb and Cue(*verb, "post", begins, right.end(), span, who)
    if not verb or leans and (kind == "inf" or opening in ("avoir", "être")):
        return None  # "dit vouloir", "reconnu avoir été abordé": one cue
    lemma, frames = verb
    said = "x" not in group or lemma in ("nier", "exclure", "démentir", "contester")
    said = said and not re.search("(?:^|[,c])[sz]U$", left)  # "s'il disait"

    def cue(shape, who, until=end):
        if who and lemma in ("lire", "voir", "entendre") and text[slice(*who)] == "on":
            who = None  # "on peut lire" on a poster
        return Cue(lemma, frames, shape, first, until, span, who, said)

    if lemma == "citer" and (kind == "ger" or left.endswith("k")):
        right = _RIGHT.match(tags, end)
        return right and cue("cite", _span(s, right), right.end())._replace(frames="")
    if kind == "ger":
        if left[-1:] in ("n", "N", "O") and not group.startswith("p"):
            who = _subject(s, left + "k", first - len(left), True)  # "Xi disant"
            return cue("ger", who or _shared_subject(s, first, cues))
        return cue("ger", _shared_subject(s, first, cues))
    if kind == "inf":
        before = _lower(text[slice(*s.spans[first - 1])]) if first else ""
        if left.endswith(("u", "J")) or before.startswith(("faut", "faud", "fall")):
            return None  # "sans dire", "il faut dire"
        if turn := _THEN.fullmatch(tags, 0, first):
            return cue("inf", _span(s, turn) if turn["np"] else last and last.who)
        who = _subject(s, left.rstrip("bdwtfnPAmB"), first - len(left), True)
        return cue("inf", who or _shared_subject(s, first, cues))
    passive = "B" in group and "s" not in group and lemma != "citer"
    bare = kind == "pres" and not left.strip("wc")  # "Écrit pour être lu, ..."
    if passive or bare or kind == "part":
        agent = _AGENT.match(tags, end)
        by = agent and _lower(text[slice(*s.spans[agent.start("np") - 1])]) == "par"
        return cue("pre", _span(s, agent) if by else None) if by or passive else None
    source = lemma == "apprendre" and _TOLD_BY.match(tags, end)
    if source and text[s.spans[end][0] :][:2] in ("de", "d'", "d’", "au", "du"):
        return cue("pre", _span(s, source), source.end())
    helper = next(k for k in range(first, end) if tags[k] in "ABVP")
    plural = text[slice(*s.spans[helper])].endswith("nt")
    who = _subject(s, left, first - len(left), plural)
    if who and left.endswith(",") and "q" in frames and _NAMED.match(tags, end):
        who = None  # "le pays, voisin du Mali, a dit Paul Roy."
    told = not left or left[-1] in "Q,-(.)h"  # « ... », a dit X; "ce que dit X"
    if not who and (told or left.endswith(("cy", "jy", "Dq"))):
        if right := _RIGHT.match(tags, end):
            start, stop = right.span("np")
            if right["more"] and not plural:
                stop = right.start("more")
            who, stop = (s.spans[start][0], s.spans[stop - 1][1]), max(stop, start + 1)
            past = _FROM.search(text, *who) if lemma == "apprendre" else None
            if past:  # "a appris l'AFP de source judiciaire"
                who = (past.end(), who[1])
            return cue("post", who, stop)
    return cue("pre", who or _shared_subject(s, first, cues))


def _subject(s: Sentence, left: str, base: int, plural: bool) -> tuple[int, int] | None:
    """The noun phrase or pronoun that ends where the verb group begins."""
    if left.endswith(("k", "kw")):  # what *qui* stands for
        match = _ANTECEDENT.search(left.rstrip("w")[:-1].rstrip(","))
        start, end = match.span() if match else (0, 0)
    elif match := _LEFT.search(left):
        start, end = match.span("pro" if match["pro"] else "np")
        if match["more"] and not plural:
            start = match.start("more") + 1
        if match["app"]:
            end = match.end("app")
    return (s.spans[base + start][0], s.spans[base + end - 1][1]) if match else None


def _shared_subject(s: Sentence, first: int, cues: list[Cue]) -> tuple[int, int] | None:
    """The subject of the clause that a participle or a second verb leans on."""
    for cue in reversed(cues):
        if cue.who and cue.shape not in ("src", "pour"):
            return cue.who
    if not s.tags[:first].strip("wcp"):
        following = _NEXT.search(s.tags, first)
        return _span(s, following) if following else None
    return first_subject(s, 0, first)


def first_subject(s: Sentence, first: int, end: int) -> tuple[int, int] | None:
    """The noun phrase that the clause begins with, after its adverbials."""
    match = _FIRST.match(s.tags, first, end)
    return _span(s, match) if match else None


def _span(s: Sentence, match: re.Match) -> tuple[int, int]:
    start, end = match.span("np")
    return s.spans[start][0], s.spans[end - 1][1]


class _Lexemes(NamedTuple):
    tags: dict[str, str]  # word or phrase -> its letter
    plain: dict[str, tuple[str, str]]  # form -> lemma and frames
    reflexive: dict[str, tuple[str, str]]  # the same after *se*
    telling: frozenset[str]  # one of these words is in every sentence that reports
    token: re.Pattern


@cache
def _lexemes() -> _Lexemes:
    tags = {
        w: row["class"]
        for row in lexicon.table("function_words")
        for w in row["words"].split("|")
    }
    sources = [w for w, tag in tags.items() if tag == "S"]
    plain: dict[str, tuple[str, str]] = {}
    reflexive: dict[str, tuple[str, str]] = {}
    for row in lexicon.table("reporting_verbs"):
        lemma = row["lemma"]
        head, _, tail = re.sub("^(?:s'en |se |s')", "", lemma).partition(" ")
        forms = plain if lemma.startswith(head) else reflexive
        for form, tag in _conjugated(head, row["parts"].split()):
            form = f"{form} {tail}".strip()
            forms.setdefault(form, (lemma, row["frames"]))
            tags.setdefault(form, tag)
    phrases = [w for w in tags if re.search(r"[ ']\S", w)]
    telling = {w.split()[0] for w in (*plain, *reflexive)}
    telling |= {max(re.findall(r"\w+", w), key=len) for w in sources}
    token = re.compile(
        rf"""(?P<quote>«Ꙁ+!?)
        | (?P<outlet>{either(OUTLETS)})
        | (?P<word>{either(phrases)}
          | (?:jusqu|lorsqu|puisqu|quoiqu|quelqu|[Qq]u|[CDJLMNSTcdjlmnst])['’](?=[\w«])
          | (?:MM?|Mmes?|Mlle|Me|Mgr|Dr|Pr)\.?(?=[ \u00a0][A-ZÀ-Þ])
          | (?:[A-ZÀ-Þ]\.[ \u00a0-]?)+(?=[A-ZÀ-Þ])
          | [^\W\d]+[ ]t-(?:ils?|elles?|on)\b       # "a t-il": so it is often typed
          | [^\W\d]\w*(?:[-\u2011'’&]\w+)*)
        | (?P<number>\d[\d.,]*(?:[ \u00a0\u202f]\d{{3}})*(?:[ \u00a0\u202f]?[%€$£¥])?)
        | (?P<mark>[,;:().!?…–—]|(?<=\s)-(?=\s)|^-(?=\s))""",
        re.VERBOSE,
    )
    return _Lexemes(tags, plain, reflexive, frozenset(telling), token)


def _conjugated(verb: str, parts: list[str]) -> Iterator[tuple[str, str]]:
    """Forms of a verb with their tags, from its principal parts."""
    stem = verb[:-2]
    if not parts:  # regular in -er
        parts = [stem + e for e in ("e", "ent", "ant", "era", "é", "a", "èrent")]
    one, many, going, future, done, past, pasts = parts
    yield from ((f, "V") for f in (one, many, past, pasts, many[:-2], future))
    yield from ((going[:-3] + e, "V") for e in ("ait", "aient", "ais"))
    yield from ((future[:-1] + e, "V") for e in ("ont", "ait", "aient"))
    yield verb, "F"
    yield going, "G"
    for ending in ("", "e", "s", "es"):
        yield done + ending, "P"


def _verb(word: str, reflexive: bool) -> tuple[str, str] | None:
    forms = _lexemes().reflexive if reflexive else _lexemes().plain
    return forms.get(word)


def sentences(hidden: str, marks: list) -> Iterator[Sentence]:
    """Sentences in tags, a quotation being one word; an endless one is cut.

    A sentence without a word that reports comes without tags: nothing is said there.
    """
    k = 0
    for span in split_sentences(hidden):
        first = k
        while k < len(marks) and marks[k][0] < span.end:
            k += 1
        words = _WORD.findall(span.text.lower()) if first == k else ["selon"]
        if _lexemes().telling.isdisjoint(words) and words[:1] != ["pour"]:
            yield Sentence(span.start, span.end, [], "", {})
            continue
        whole = parse(hidden, span.start, span.end, marks[first:k])
        for cut in range(0, len(whole.tags), _LONGEST):
            here = slice(cut, cut + _LONGEST)
            yield (
                whole
                if len(whole.tags) <= _LONGEST
                else Sentence(
                    whole.spans[cut][0],
                    whole.spans[here][-1][1],
                    whole.spans[here],
                    whole.tags[here],
                    {
                        i - cut: whole.quotes[i]
                        for i in range(cut, cut + _LONGEST)
                        if i in whole.quotes
                    },
                )
            )


def parse(text: str, start: int, end: int, marks: list, offset: int = 0) -> Sentence:
    """One sentence in tags; ``offset`` is added to every place."""
    tags, _, _, _, token = _lexemes()
    spans: list[tuple[int, int]] = []
    out: list[str] = []
    quotes: dict[int, tuple[int, int]] = {}
    inside = iter(marks)
    last = ""
    for match in token.finditer(text, start, end):
        kind, word = match.lastgroup, match.group()
        if kind == "word":
            tag = _tag(tags, word, out, last)
        elif kind == "mark":
            tag = "." if word in ".!?…" else "-" if word in "–—-" else word
        elif kind == "quote":
            tag = "Q"
            quotes[len(out)] = next(inside)[2:]
        else:
            tag = "O" if kind == "outlet" else "0"
        out.append(tag)
        spans.append((match.start() + offset, match.end() + offset))
        last = word
    return Sentence(start + offset, end + offset, spans, "".join(out), quotes)


def _tag(tags: dict[str, str], word: str, out: list[str], last: str) -> str:
    low = _lower(word)
    before = out[-1] if out else "."
    tag = tags.get(low)
    if tag is None and "-" in low and (match := _INVERTED.search(low)):
        if before in "DU" and out and last.lower() in ("leur", "nous", "vous"):
            out[-1] = "y"  # "leur a-t-il lancé"
        return "I" if tags.get(low[: match.start()]) in ("A", "B", "m") else "J"
    if word[0].isupper() and (tag is None or before not in ".:-Q" and tag not in "US"):
        return "T" if word.rstrip(".") in TITLES else "N"
    if tag is None:  # "a-t-il sèchement répondu", "a longuement insisté"
        if before == "t" and low in ("dernier", "prochain"):
            return "t"
        return "w" if low.endswith("ment") and before in "ABIVw" else "n"
    if tag in "AV" and last.lower() == "nous" and low[-3:] != "ons":
        out[-1] = "y"  # "nous a indiqué X"
    if tag in "ABVs" and last.lower() == "beaucoup" and out[-2:-1] in ([], [","]):
        out[-1] = "U"
    if tag in "ABV" and last.lower() == "en":
        out[-1] = "y"  # "s'en est pris à"
    elif before == "D":
        if tag in "ABVsx" and _lower(last) in _SOME:
            out[-1] = "U"  # "certains dénoncent"
        elif tag in "AB":
            out[-1] = "y"  # "il l'a dit"
        elif tag in "VFGP":
            if not (
                tag == "V"
                and out[-2:-1]
                and out[-2] in "UNh"
                and last.lower() in ("l'", "l’", "le", "la", "les")
            ):
                return "n"  # "la demande", "un communiqué", "l'exigeant vestiaire"
            out[-1] = "y"  # "celui-ci l'affirme", "comme le dit X"
    elif tag == "V" and before in "bdeu":
        return "n"  # "de note"
    return tag


def _lower(word: str) -> str:
    low = word.lower().replace("’", "'")
    return low if low.isalpha() else " ".join(low.split())


_LONGEST = 200  # words: what keeps a text that never stops from taking quadratic time
_WORD = re.compile(r"[^\W\d]+")
_SOME = {"certains", "certaines", "plusieurs", "d'autres", "tous", "toutes", "deux"}
_TOLD_BY = re.compile(rf"[wt0]*(?:pd?|d)(?P<np>{_NP_RIGHT}|n{{1,3}})")
_INVERTED = re.compile(r"[- ](?:t-)?(ils?|elles?|on|je|nous)$", re.IGNORECASE)
_OWN_WORDS = re.compile(
    r"(?:[sl]es|leurs?|la|l['’]|le)\s?(?:propres\s)?(?:propos|termes|mots|dires|formule"
    r"|expression|adage|proverbe|dicton|tradition)\b(?P<of>\s(?:du\s|de\s|d['’]))?"
)
_OWN_VIEW = re.compile("^à (?:[smn]es|leurs|l'en|les en|l'ent|les ent)")
_FROM = re.compile(r"\s(?:de\s(?=sources?\b)|auprès\sd[eu]s?\s|d[’'](?=une?\s))")
