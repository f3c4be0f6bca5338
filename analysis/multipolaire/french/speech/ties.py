"""Whose words a quotation holds: the cue that it is tied to."""

import re
from itertools import islice

from multipolaire.french import lexicon
from multipolaire.french.speech.clauses import Reading
from multipolaire.french.speech.grammar import Cue, cues, first_subject
from multipolaire.french.speech.tags import Sentence, parse

NOBODY = Cue("", "", "", -1, -1, (0, 0), None)


def tie(r: Reading, i: int, before) -> Cue | None:
    """The cue of the i-th word, a quotation; ``NOBODY`` where nobody says it.

    ``None`` where somebody does, but nothing tells who; ``before`` is the report of
    the sentence before.
    """
    tags, start = r.tags, r.s.spans[i][0]
    best, leading, spelt = _best(r, i), r.leads(i), tags[:i].endswith(":")
    if best:
        plain = leading or spelt or not _is_name(r, i)
        return best if plain and (best.said or spelt) else NOBODY
    if cry := _CRY.search(r.text, max(r.s.start, start - 30), start):
        who = first_subject(r.s, i + 1 if i < 4 else 0, len(tags))
        return Cue("cri", "p", "pre", i, i, cry.span(1), who)
    if tags[:i].endswith((":", ",")) and "S" not in tags[:i]:
        if cue := _speech_noun(r, i):
            return cue
    if spelt:
        return subject_cue(r, tags.rfind(";", 0, i) + 1)
    if r.leads(i, "Q") and (colon := _PINNED.match(tags, i)):
        return _pinned(r, colon.end())
    if leading and not tags[i + 1 :].strip(".,-!"):
        return _alone(r, i, before)
    if leading or re.fullmatch(r"[pbdDenNOTwtc0]*,", tags[:i]):
        # « ... », dit X. « Aujourd'hui, il pleut » encore: X speaks again
        last = _goes_on(r, before) and before.last
        if (
            last
            and not last.open
            and len(r.quoted(i)) >= 4
            and "Q" in before.s.tags
        ):
            return last.cue
    return NOBODY


def subject_cue(r: Reading, first: int = 0) -> Cue:
    """Who stands where a subject does, with no verb of saying: *Paul Roy : « ... »*."""
    subject = first_subject(r.s, first, len(r.tags))
    if place := _FELT.match(r.tags, first):  # "Soulagement pour X : « ... »"
        subject = r.chars(*place.span("np"))
    if subject and (noun := _SPEECH.search(r.text, *subject)):
        return _by_noun(noun, None)  # « Honteux » : les réactions pleuvent
    return Cue("", "p", "pre", 0, 0, (0, 0), subject)


def _best(r: Reading, i: int) -> Cue | None:
    """Of the cues before and after a quotation, the one that reports it best."""
    ahead, strength = None, 0
    for cue in reversed(r.cues):
        if cue.until <= i and (force := _governs(r, cue, i)) > strength:
            ahead, strength = cue, force
        if strength > 1 or strength and cue.shape in ("inv", "post"):
            break
    after = next((c for c in r.cues if c.first > i and _follows(r, c, i)), None)
    fronted = (
        ahead and ahead.shape == "ger" and not ahead.who
    )  # "Considérant « »,"
    sure = strength > 2 and not (after and fronted)
    best = ahead if sure or not after else after
    if best and not best.said and after:  # "n'explique pas « ... », selon X"
        best = after
    other = best is ahead and _GAPPED.search(r.tags, 0, i)
    if other and r.word(other.start("np"))[:2] != "un":
        # "salue « ... », son rival une « ... »": the verb stays, another speaks
        verbs = (c for c in reversed(r.cues) if c.until <= other.start())
        if best := next(verbs, None):
            best = best._replace(who=r.chars(*other.span("np")))
    return best


def _governs(r: Reading, cue: Cue, i: int) -> int:
    """3: the words are what the cue reports; 2: they stand within what it reports;
    1: the verb is not always one of saying, and another will be preferred."""
    left, gap = r.tags[: cue.first], r.tags[cue.until : i]
    if ";" in gap or cue.shape == "cite" or cue.frames == "a":
        return 0
    if ":" in gap:
        return 3 * (gap.endswith(":") and cue.shape != "pour")
    if cue.shape in ("inv", "post"):
        if left.endswith("h") or _SAID_BY.fullmatch(
            gap
        ):  # "comme l'a dit X, ..."
            return 3
        parted = left.endswith(",") and gap.startswith(",")
        return 2 * (
            parted and "Q" not in left
        )  # "Le pays, dit-il, est « ... »"
    if cue.shape in ("src", "pour"):  # not « ... » pour X, « ... »
        aside = cue.shape == "src" or _ASIDE.fullmatch(gap)
        return 3 * bool(not left.endswith("Q") and aside)
    if "i" in cue.frames:
        return 3 * bool(re.fullmatch(r"[,w-]{0,3}", gap))
    if "n" in cue.frames:
        return int(bool(_BESIDE.fullmatch(gap)))
    at = r.subject(cue)
    if "b" in cue.frames:
        start = r.s.quotes[i][0]
        to = re.match(r"(?:à|aux?|de)\b", r.text[start : start + 4])
        # "ce que le préfet a appelé « ... »", but "ce qu'on appelle « ... »"
        called = at and not gap and re.match("q[^U]", r.tags[at - 1 :])
        return 3 * bool("b" in gap or to or called)
    clause, frames = r.clause(cue), {"q", "p"} & set(cue.frames)
    # "a accusé Paris de vouloir « ... »": not the speaker
    wish = "v" in cue.frames or _foretold(r, cue)
    if (
        clause is not None
        and clause <= i
        or re.fullmatch("[DedbwtxyhF0s]{0,5}", gap)
    ):
        return (1 if wish else 3) * bool(frames)
    near = "p" in frames and cue.who and len(gap) <= 18 and "(" not in gap
    return (1 if wish else 2) * bool(near)


def _foretold(r: Reading, cue: Cue) -> bool:
    """*Paris, a averti X, répondra « ... »*: what another one says will be said."""
    if (
        cue.shape != "pre"
        or not cue.who
        or not _FUTURE.search(r.text, *cue.span)
    ):
        return False
    incises = (
        c for c in r.cues if c.shape in ("inv", "post") and c.until < cue.first
    )
    return any(cue.who[1] <= r.s.spans[c.first][0] for c in incises)


def _follows(r: Reading, cue: Cue, i: int) -> bool:
    """The cue stands after the words: « ... », a-t-il dit."""
    tags, opens = r.tags, r.leads(i)
    gap = tags[i + 1 : cue.first]
    if ";" in gap or ":" in gap:
        return False
    if cue.shape == "pre" and cue.who:  # « ... », Xi a été cité
        at = r.subject(cue)
        near = at > i and tags[i + 1 : at] in ("", ",", ",w")
        return near and opens and "q" not in tags[cue.until : cue.until + 6]
    if cue.shape not in ("inv", "post", "src", "pour"):
        return False
    if re.fullmatch(r"[,.)Qc-]*", gap):
        return True
    if cue.shape == "pour" or gap[-1] not in ",Q-)":
        return False
    words, at = r.quoted(i), r.s.spans[i][0]
    # "s'oppose « fermement » au plan, a dit X"; not "les « sages », a dit X, ..."
    fitted = words[0][:1].islower() and not tags[:i].endswith(
        ("n", "N", "O", "d")
    )
    fitted = fitted and not _DEFINITE.search(r.text, max(0, at - 5), at)
    return (
        len(words) > 3 or opens and ("Q" not in gap or len(words) > 2) or fitted
    )


def _is_name(r: Reading, i: int) -> bool:
    """*Le film « Ida »*, *la « Une »*: a title, a name, a word cited as a word."""
    words, tag = r.quoted(i), r.tags[i - 1 : i]
    if _NOUNS.get(" ".join(words).lower().rstrip("s")) == "quoted":
        return True
    near = [r.word(k).lower() for k in range(max(0, i - 3), i)]
    if tag in ("n", "P", "V") and _NOUNS.get(near[-1]) == "name":
        if tag == "n":  # but "une opération « limitée »" is a judgement
            return not (
                words[0][:1].islower() and near[-2:-1] in (["un"], ["une"])
            )
        # "la méthode dite « ... »", but "elle a dit « ... »" is speech
        said = re.search(r"[UNOAsBTw]$|^$", r.tags[: i - 1])
        return not (said or re.match(r"n[e’']|\w+(?:er|ir|re)$", words[0]))
    # "une édition limitée « Grand Large »", but "crie trois fois « Assassins »"
    titled = tag in ("n", "N") and near[-1] != "fois"
    capital = words[0][:1].isupper() and len(words) <= 5
    return (
        capital and words[-1][-1] not in "!?" and (tag in ("D", "d") or titled)
    )


def _speech_noun(r: Reading, i: int) -> Cue | None:
    """*La phrase du ministre : « ... »*, *sa réponse : « ... »*."""
    end = r.s.spans[i][0] if i < len(r.s.spans) else r.s.end
    start = r.s.spans[max(0, i - 14)][0]
    match = next(reversed(list(_SPEECH.finditer(r.text, start, end))), None)
    if not match:
        return None
    who = None
    if (match["own"] or "").lower() in ("sa", "son", "ses", "leur", "leurs"):
        who = match.span("own")
    elif match["who"] and not _DEED.fullmatch(match["who"]):
        who = match.span("who")
    return _by_noun(match, who, i)


def _by_noun(noun: re.Match, who: tuple[int, int] | None, at: int = 0) -> Cue:
    return Cue(noun["noun"].lower(), "p", "pre", at, at, noun.span("noun"), who)


def _pinned(r: Reading, first: int) -> Cue | None:
    """« ... », « ... » : *Paul Roy, 15 ans, rit*."""
    if _IT_WAS.match(r.text, r.s.spans[first - 1][1], r.s.end):
        agent = _WORDS_BY.search(r.tags, first)
        teller = (c for c in r.cues if c.first >= first and c.who)
        found = subject_cue(r, agent.start("np")) if agent else None
        return found or next(teller, None) or _speech_noun(r, len(r.tags))
    named = r.tags[first : first + 1] in ("N", "T", "D", "e")
    return subject_cue(r, first) if named else None


def _alone(r: Reading, i: int, before) -> Cue | None:
    """A sentence that is one quotation: an incise in it, or who spoke before."""
    start, end = r.s.quotes[i]
    for comma in islice(re.finditer(r",\s(?=[a-zà-ÿ])", r.text[start:end]), 20):
        piece = r.text[start : min(end, start + comma.start() + 160)]
        inner = parse(
            piece.replace("\n", " "), comma.start(), len(piece), [], start
        )
        for cue in cues(r.text, inner):
            if cue.shape in ("inv", "post") and cue.first == 1:
                return cue.elsewhere()  # its numbers are those of the piece
    here, last = _goes_on(r, before), before and before.last
    if here and not last and (asked := _asked(r.text, before.s)):
        return asked
    if last and (last.open or here):
        return last.cue
    words = r.text[start:end]
    return None if len(words.split()) > 4 or words[-1:] in ".!?…" else NOBODY


def _goes_on(r: Reading, before) -> bool:
    """Whether the sentence stands in the paragraph of the one before."""
    return bool(before) and "\n" not in r.text[before.s.end : r.s.start]


def _asked(text: str, s: Sentence) -> Cue | None:
    """*Sa devise ?* « ... »: the sentence before puts the question."""
    noun = _SPEECH.match(text, s.start, s.end)
    asks = noun and noun["own"] and text[noun.end() : s.end].strip() == "?"
    return _by_noun(noun, noun.span("own")).elsewhere() if asks else None


# Patterns over tags, then over text.
_SAID_BY = re.compile(r"[,wtc.-]*(?:q.*)?|[pbdDenNOTwt0]*,[wc]?|[^,]*,k[xsy]*")
_ASIDE = re.compile(r"(?:\([^)]*\))?(?:,[^,Q]{1,20},|,)?|,[^Q]*")
_PINNED = re.compile(r"(?:Q,?c?)+:")
_BESIDE = re.compile(
    r"(?:[pb][DN]?[nN]{1,4}(?:d[DnN]{1,3})?)?[DehbdwyNn0]{0,4}q?"
)
_WORDS_BY = re.compile(
    r"(?:Pp|q[wt]*)(?P<np>[DT]?[nNT]{1,4})"
)  # "les mots dits par X"
_FELT = re.compile(r"[wD]{0,2}[nN]{0,3}[fpb](?P<np>(?:D[Dn]?)?[nNTO]{1,5}):")
_GAPPED = re.compile(
    r"Q[^,]{0,3},(?P<np>D?n{0,3}T?N{1,4}(?=[Ded]?\Z)|D[nd]{1,5}(?=[De]\Z)|Dn{1,2}(?=d?\Z))"
    r"[Ded]?\Z"
)
_CRY = re.compile(r"(?i)\baux? (cris?) d(?:e|['’]) ?\Z")
_DEFINITE = re.compile(r"(?i)\b(?:(?:l[ae]s?|[dc]es|aux?|du)\s|[ld][’'])\Z")
_FUTURE = re.compile(r"r(?:a|ont)\Z")
_IT_WAS = re.compile(r"(?i)\s*(?:ce\b|c['’]|voi(?:là|ci)|tel(?:le)?s?\b)")
_NOUNS = {row["noun"]: row["kind"] for row in lexicon.table("quote_nouns")}
_SPEECH = re.compile(
    r"\b(?:(?P<own>(?i:la|le|l['’]|sa|son|ses|leurs?|une?|ces?|cette))\s?)?\b(?P<noun>(?i:"
    + "|".join(n for n, kind in _NOUNS.items() if kind == "speech")
    + r"))s?\b(?:(?:\s(?!d[eu]s?\b)[a-zà-ÿ]+)?\s(?:du|de\sla|de\sl['’]|des?|d['’])\s?"
    r"(?P<who>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*|\w+(?:\s[A-ZÀ-Þ][\w’'-]+)*))?"
)
_DEED = re.compile(r".*(?:tion|ture|ment|age)")
