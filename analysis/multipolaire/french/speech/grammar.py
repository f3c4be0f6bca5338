"""The grammar of reported speech: tags to cues and their subjects.

A sentence is a string of tags, one letter a word (:mod:`multipolaire.french.speech.tags`), and
each rule of the grammar is a pattern over that string.
"""

import re
from typing import NamedTuple

from multipolaire.french.speech.tags import INVERTED, Sentence, lower, verb_of


class Cue(NamedTuple):
    """A word that reports speech, and who speaks.

    Words are numbered in their sentence: a cue that goes on in another one has no
    numbers there (:meth:`elsewhere`), only its places in the text.
    """

    lemma: str
    frames: str
    shape: (
        str  # pre, post (subject before, after), inv, ger, inf, src, pour, cite
    )
    first: int | None  # word where the group begins (*n'avait pas dit*)
    until: (
        int | None
    )  # word after the group, and after a subject that follows it
    span: tuple[int, int]
    who: tuple[int, int] | None
    said: bool = True  # False for what is denied: that was not said

    def elsewhere(self) -> "Cue":
        """The same for another sentence, whose words have other numbers."""
        return self._replace(first=None, until=None)


_FULL = (
    r"T?N{1,4}(?:[dn]{1,2}D?N{1,2})?"  # Ursula von der Leyen, Paul de la Tour
)
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
        elif kind == "any":
            cue = _unlisted(text, s, match)
        else:
            cue = _verbal(text, s, match, found, last)
        if cue:
            if found and found[-1].first >= cue.first:  # "veut croire X"
                found.pop()
            found.append(cue)
    return found


def _source(text: str, s: Sentence, match: re.Match, last) -> Cue | None:
    """*Selon X*, *pour X*, *aux yeux de X*."""
    kind, first, end = match.lastgroup, match.start(), match.end()
    span = s.spans[first]
    word = lower(text[slice(*span)])
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
        opens = not first and re.fullmatch(r",Q\.?", after)
        closes = re.search("^Q$|Q,$", s.tags[:first]) and "N" in source["np"]
        if not (opens or closes and re.match(r"[.,]?$|,?Q", after)):
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
    pronoun = INVERTED.search(text[start:stop])
    if text[start : start + 3].lower() in ("fau", "fal"):
        return None  # "faut-il écrire « ... »": nobody says it
    span = s.spans[match.start(kind)]
    if kind == "jnv":
        span = (start, start + pronoun.start())
    word = lower(text[slice(*span)])
    lemma, frames = verb_of(word, "s" in match.group()) or (word, "")
    if (
        not frames and lemma == word
    ):  # "a-t-il pouffé": any verb, beside a quotation
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
    word = lower(text[slice(*span)])
    right = _RIGHT.match(s.tags, match.end())
    ending = (
        "[éiu]$|i[st]$"
        if "A" in match.group()
        else "[^é]e$|ent$|[ndiu]t$|[da]$"
    )
    known = right and re.search(ending, word)
    if s.tags[: match.start()].strip("wtc,-Q") or not known:
        return None
    return Cue(
        word, "", "post", match.start(), right.end(), span, _span(s, right)
    )


def _verbal(text, s, match, cues, last) -> Cue | None:
    """A verb in a finite form, a participle or an infinitive, and its subject."""
    kind, tags, group = match.lastgroup, s.tags, match.group()
    first, end = match.start(), match.end()
    span = s.spans[match.start(kind)]
    verb = verb_of(lower(text[slice(*span)]), "s" in group)
    opening = lower(text[slice(*s.spans[first])])
    left = tags[max(0, first - 50) : first]
    leans = bool(cues) and not tags[cues[-1].until : first].strip("wxbd")
    told = kind == "inf" and _TO_SAY.search(
        left
    )  # « ... », a tenu à rappeler X
    if told and (right := _RIGHT.match(tags, end)):
        begins = first - len(left) + told.start(1)
        who = _span(s, right)
        return verb and Cue(*verb, "post", begins, right.end(), span, who)
    if not verb or leans and (kind == "inf" or opening in ("avoir", "être")):
        return None  # "dit vouloir", "reconnu avoir été abordé": one cue
    lemma, frames = verb
    said = "x" not in group or lemma in (
        "nier",
        "exclure",
        "démentir",
        "contester",
    )
    said = said and not re.search("(?:^|[,c])[sz]U$", left)  # "s'il disait"

    def cue(shape, who, until=end):
        if (
            who
            and lemma in ("lire", "voir", "entendre")
            and text[slice(*who)] == "on"
        ):
            who = None  # "on peut lire" on a poster
        return Cue(lemma, frames, shape, first, until, span, who, said)

    if lemma == "citer" and (kind == "ger" or left.endswith("k")):
        right = _RIGHT.match(tags, end)
        return right and cue("cite", _span(s, right), right.end())._replace(
            frames=""
        )
    if kind == "ger":
        named = (
            left.endswith(("n", "N", "O")) and group[0] != "p"
        )  # "Xi disant"
        who = (
            _subject(s, left + "k", first - len(left), True) if named else None
        )
        return cue("ger", who or _shared_subject(s, first, cues))
    if kind == "inf":
        before = lower(text[slice(*s.spans[first - 1])]) if first else ""
        if left.endswith(("u", "J")) or before.startswith(
            ("faut", "faud", "fall")
        ):
            return None  # "sans dire", "il faut dire"
        if turn := _THEN.fullmatch(tags, 0, first):
            return cue(
                "inf", _span(s, turn) if turn["np"] else last and last.who
            )
        who = _subject(s, left.rstrip("bdwtfnPAmB"), first - len(left), True)
        return cue("inf", who or _shared_subject(s, first, cues))
    passive = "B" in group and "s" not in group and lemma != "citer"
    bare = kind == "pres" and not left.strip("wc")  # "Écrit pour être lu, ..."
    if passive or bare or kind == "part":
        agent = _AGENT.match(tags, end)
        by = (
            agent
            and lower(text[slice(*s.spans[agent.start("np") - 1])]) == "par"
        )
        return (
            cue("pre", _span(s, agent) if by else None)
            if by or passive
            else None
        )
    source = lemma == "apprendre" and _TOLD_BY.match(tags, end)
    if source and text.startswith(
        ("de", "d'", "d’", "au", "du"), s.spans[end][0]
    ):
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
            who, stop = (
                (s.spans[start][0], s.spans[stop - 1][1]),
                max(stop, start + 1),
            )
            past = _FROM.search(text, *who) if lemma == "apprendre" else None
            if past:  # "a appris l'AFP de source judiciaire"
                who = (past.end(), who[1])
            return cue("post", who, stop)
    return cue("pre", who or _shared_subject(s, first, cues))


def _subject(
    s: Sentence, left: str, base: int, plural: bool
) -> tuple[int, int] | None:
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
    return (
        (s.spans[base + start][0], s.spans[base + end - 1][1])
        if match
        else None
    )


def _shared_subject(
    s: Sentence, first: int, cues: list[Cue]
) -> tuple[int, int] | None:
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


_TOLD_BY = re.compile(rf"[wt0]*(?:pd?|d)(?P<np>{_NP_RIGHT}|n{{1,3}})")
_OWN_WORDS = re.compile(
    r"(?:[sl]es|leurs?|la|l['’]|le)\s?(?:propres\s)?(?:propos|termes|mots|dires|formule"
    r"|expression|adage|proverbe|dicton|tradition)\b(?P<of>\s(?:du\s|de\s|d['’]))?"
)
_OWN_VIEW = re.compile("^à (?:[smn]es|leurs|l'en|les en|l'ent|les ent)")
_FROM = re.compile(
    r"\s(?:de\s(?=sources?\b)|auprès\sd[eu]s?\s|d[’'](?=une?\s))"
)
