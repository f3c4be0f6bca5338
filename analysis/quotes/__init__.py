"""Who said what, through whom: direct, partial and indirect speech.

The grammar is in :mod:`analysis.quotes.grammar`, the quotation marks in
:mod:`analysis.quotes.marks`, who is meant in :mod:`analysis.quotes.speakers`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, islice
from typing import NamedTuple

import pandas as pd

from analysis import lexicon
from analysis.quotes.grammar import Cue, cues, first_subject
from analysis.quotes.marks import masked, quoted
from analysis.quotes.names import OUTLETS, outlet_in
from analysis.quotes.speakers import Cast
from analysis.quotes.tags import Sentence, parse, sentences

COLUMNS = {
    "article_id": "str",
    "start": "int64",
    "end": "int64",
    "quote": "str",
    "kind": "str",
    "speaker": "str",
    "mention": "str",
    "cue": "str",
    "via": "str",
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """Reported words: ``text[start:end] == quote``; ``None`` is "not stated".

    ``kind`` is ``direct``, ``partial``, ``indirect`` or ``claim`` (something announced
    or expected without any reported words, *table sur 5 % de croissance*: kept for
    whoever asks who asserts a figure, left out of the table).  ``reach_start`` and
    ``reach_end`` bound the reported clause, which for a partial quotation is wider than
    the quoted words.
    """

    start: int
    end: int
    quote: str
    kind: str
    speaker: str | None
    mention: str | None
    cue: str | None
    cue_lemma: str | None
    via: str | None
    mention_start: int | None
    mention_end: int | None
    cue_start: int | None
    cue_end: int | None
    reach_start: int
    reach_end: int


def extract_quotes(articles: pd.DataFrame) -> pd.DataFrame:
    """Quotations of the articles, one row each, in reading order.

    Needs the columns ``article_id`` and ``text``; ``event_date``, where there is one,
    tells who held an office then (*le président russe*).  Columns: ``article_id``,
    ``start``, ``end`` (offsets in ``text``), ``quote``, ``kind`` (direct, partial,
    indirect), ``speaker`` (a name, several joined by "; ", or missing), ``mention``
    and ``cue`` (verbatim), ``via`` (the outlets that relay it).

    >>> text = "« Oui », a dit M. Roy à l'AFP."
    >>> table = extract_quotes(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    >>> table[["quote", "speaker", "cue", "via"]].values.tolist()
    [['Oui', 'Roy', 'dit', 'AFP']]
    """
    missing = {"article_id", "text"} - set(articles.columns)
    if missing:
        raise ValueError(
            f"columns {sorted(missing)} are missing; there are: "
            f"{sorted(articles.columns)}"
        )
    dates = articles.get("event_date", pd.Series(None, articles.index, dtype=object))
    rows = [
        {"article_id": key, **{c: getattr(q, c) for c in COLUMNS if c != "article_id"}}
        for key, text, date in zip(articles["article_id"], articles["text"], dates)
        for q in quotes_in(text, date)
        if q.kind != "claim"
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def speaker_at(
    quotations: Sequence[Quotation], start: int, end: int
) -> tuple[str | None, str | None]:
    """Speaker and relay of the innermost reported clause that holds the span.

    >>> speaker_at(quotes_in("Selon M. Roy, le prix a atteint 3 euros."), 32, 39)
    ('Roy', None)
    """
    holding = [q for q in quotations if q.reach_start <= start and end <= q.reach_end]
    if not holding:
        return None, None
    inner = min(holding, key=lambda q: (q.reach_end - q.reach_start, q.kind == "claim"))
    return inner.speaker, inner.via


def quotes_in(text: str, date=None) -> list[Quotation]:
    """Quotations and reported clauses of a text, in order; time is linear in length.

    ``date`` (of the text) tells who held an office then; without it only an office
    whose holder is still the same is given a name.

    >>> [(q.quote, q.kind, q.speaker) for q in quotes_in("« Oui », a dit Ana Ruiz.")]
    [('Oui', 'direct', 'Ana Ruiz')]
    """
    marks = quoted(text)
    hidden = masked(text, marks)
    cast = Cast(hidden, date)
    found: list[Quotation] = []
    before = None  # the report of the sentence before: "Il a précisé :", "Et d'ajouter"
    for sentence in sentences(hidden, marks):
        report = _Report(text, sentence, cast, before)
        if before and before.orphan and (late := report.names_orphan(before.orphan)):
            found[-1] = late
        before = report
        found += before.found
    return sorted(found, key=lambda q: (q.start, -q.end))


class _Last(NamedTuple):
    """The attribution that goes on in the next sentence."""

    cue: Cue
    name: str | None
    via: str | None
    open: bool  # its words have not come: *Il a ajouté :*


class _Report:
    """What one sentence reports: ``found``, and the attribution that goes on."""

    def __init__(self, text: str, sentence: Sentence, cast: Cast, before):
        self.text, self.s, self.cast = text, sentence, cast
        self.found: list[Quotation] = []
        self.last: _Last | None = None
        self.orphan: Quotation | None = None  # nobody's yet: the next sentence may tell
        if not sentence.tags:
            return
        self.before = before
        self.cues = cues(text, sentence, before and before.spoke())
        self.first = {cue.first: cue for cue in self.cues}
        self.place = {span[0]: k for k, span in enumerate(sentence.spans)}
        self.names: dict[tuple[int, int], str | None] = {}
        self.clauses: dict[Cue, int | None] = {}  # where the clause after *que* begins
        self.reach: list[tuple[int, int]] = []
        tied = {i: cue for i in sentence.quotes if (cue := self._tie(i)) is not _NOBODY}
        self.tied = set(tied.values())
        for cue in self.cues:
            if cue.said and cue.shape in ("pre", "ger", "inf"):
                self._report_clauses(cue, tied)
        for i, cue in tied.items():
            self._report_quote(i, cue)
        if not tied and not self.found:
            for cue in self.cues:
                if cue.shape in ("src", "pour", "inv", "post"):
                    self._report_whole(cue)
        self._announce()
        if (
            self.found
            and len(tied) == 1
            and not self.found[-1].mention
            and (not sentence.tags.strip("Q.-,"))
        ):
            self.orphan = self.found[-1]
        self.before = None  # one sentence back is enough: keep no chain

    def spoke(self) -> Cue | None:
        """Whose "Et de conclure" would come next: who speaks, or who acts."""
        if self.last:
            return self.last.cue
        whole = parse(self.text, self.s.start, min(self.s.end, self.s.start + 200), [])
        who = first_subject(whole, 0, len(whole.tags))
        return who and _NOBODY._replace(who=who)

    def asks(self) -> Cue | None:
        """*Sa devise ?* « ... »: the sentence before puts the question."""
        noun = _SPEECH.match(self.text, self.s.start, self.s.end)
        own = noun and noun["own"] and self.text[noun.end() : self.s.end].strip() == "?"
        return (
            Cue(
                noun["noun"].lower(),
                "p",
                "pre",
                0,
                0,
                noun.span("noun"),
                noun.span("own"),
            )
            if own
            else None
        )

    def names_orphan(self, orphan: Quotation) -> Quotation | None:
        """« Oui ! » *Paul Roy, pêcheur, sourit*: the sentence after tells who spoke."""
        start, end = self.s.start, self.s.end
        if "\n" in self.text[orphan.end : start]:
            return None
        told = next((q for q in self.found if q.kind == "direct"), None)
        if told and told.mention:
            return replace(
                told,
                start=orphan.start,
                end=orphan.end,
                quote=orphan.quote,
                reach_start=orphan.start,
                reach_end=orphan.end,
            )
        opening = parse(self.text, start, min(end, start + 160), [])
        who = first_subject(opening, 0, len(opening.tags))
        name = who and self.cast.resolve(self._words(*who), who[0])
        if told or not name or " " not in name or who[0] > start + 2:
            return None
        return replace(
            orphan,
            mention=self._words(*who),
            speaker=name,
            mention_start=who[0],
            mention_end=who[1],
        )

    # -- whose words are quoted

    def _tie(self, i: int) -> Cue | None:
        """The cue of the i-th word, a quotation; ``_NOBODY`` where nobody says it."""
        tags, ahead, strength = self.s.tags, None, 0
        for cue in reversed(self.cues):
            if cue.until <= i and (force := self._governs(cue, i)) > strength:
                ahead, strength = cue, force
            if strength > 1 or strength and cue.shape in ("inv", "post"):
                break
        later = (cue for cue in self.cues if cue.first > i and self._follows(cue, i))
        after = next(later, None)
        leading = not tags[:i].strip("wc,-")
        fronted = ahead and ahead.shape == "ger" and not ahead.who  # "Considérant « »,"
        best = (
            ahead
            if ahead and strength > 2 and not (after and fronted)
            else (after or ahead)
        )
        spelt = tags[:i].endswith(":")
        if best and not best.said and after:  # "n'explique pas « ... », selon X"
            best = after
        other = best is ahead and _GAPPED.search(tags, 0, i)
        if other and self._words(*self.s.spans[other.start("np")])[:2] != "un":
            # "salue « ... », son rival une « ... »": the verb stays, another speaks
            verbs = (c for c in reversed(self.cues) if c.until <= other.start())
            if best := next(verbs, None):
                best = best._replace(who=self._chars(*other.span("np")))
        if best:
            plain = leading or spelt or not self._is_name(i)
            return best if plain and (best.said or spelt) else _NOBODY
        start = self.s.spans[i][0]
        if cry := _CRY.search(self.text, max(self.s.start, start - 30), start):
            who = first_subject(self.s, i + 1 if i < 4 else 0, len(tags))
            return Cue("cri", "p", "pre", i, i, cry.span(1), who)
        if (
            tags[:i].endswith((":", ","))
            and "S" not in tags[:i]
            and (cue := self._speech_noun(i))
        ):
            return cue
        if tags[:i].endswith(":"):
            return self._subject_cue(tags.rfind(";", 0, i) + 1)
        if not tags[:i].strip("wtc,-Q") and (colon := _PINNED.match(tags, i)):
            # « ... », « ... » : Paul Roy, 15 ans, rit
            after = self._words(self.s.spans[colon.end() - 1][1], self.s.end)
            if _IT_WAS.match(after):
                agent = _WORDS_BY.search(tags, colon.end())
                teller = (c for c in self.cues if c.first >= colon.end() and c.who)
                found = self._subject_cue(agent.start("np")) if agent else None
                return found or next(teller, None) or self._speech_noun(len(tags))
            named = tags[colon.end() : colon.end() + 1] in ("N", "T", "D", "e")
            return self._subject_cue(colon.end()) if named else None
        if leading and not tags[i + 1 :].strip(".,-!"):
            return self._alone(i)
        if leading or re.fullmatch(r"[pbdDenNOTwtc0]*,", tags[:i]):
            return self._goes_on(i)
        return _NOBODY

    def _governs(self, cue: Cue, i: int) -> int:
        """3: the words are what the cue reports; 2: they stand within what it reports;
        1: the verb is not always one of saying, and another will be preferred."""
        gap = self.s.tags[cue.until : i]
        if ";" in gap or cue.shape == "cite" or cue.frames == "a":
            return 0
        if ":" in gap:
            return 3 * (gap.endswith(":") and cue.shape != "pour")
        if cue.shape in ("inv", "post"):
            like = self.s.tags[: cue.first].endswith("h")  # "comme l'a dit X, ..."
            if like or re.fullmatch(
                r"[,wtc.-]*(?:q.*)?|[pbdDenNOTwt0]*,[wc]?|[^,]*,k[xsy]*", gap
            ):
                return 3
            parted = self.s.tags[: cue.first].endswith(",") and gap.startswith(",")
            # "Le pays, dit-il, est « ... »"
            return 2 * (parted and "Q" not in self.s.tags[: cue.first])
        if cue.shape in ("src", "pour"):
            behind = self.s.tags[: cue.first].endswith("Q")  # « ... » pour X, « ... »
            aside = re.fullmatch(r"(?:\([^)]*\))?(?:,[^,Q]{1,20},|,)?|,[^Q]*", gap)
            return 3 * bool(not behind and (cue.shape == "src" or aside))
        if "i" in cue.frames:
            return 3 * bool(re.fullmatch(r"[,w-]{0,3}", gap))
        if "n" in cue.frames:
            return int(bool(_BESIDE.fullmatch(gap)))
        if "b" in cue.frames:
            start = self.s.quotes[i][0]
            to = re.match(r"(?:à|aux?|de)\b", self.text[start : start + 4])
            at = self.place.get(cue.who[0], 0) if cue.who else 0
            # "ce que le préfet a appelé « ... »", but "ce qu'on appelle « ... »"
            called = at and not gap and re.match("q[^U]", self.s.tags[at - 1 :])
            return 3 * bool("b" in gap or to or called)
        clause = self._clause(cue)
        inside = clause is not None and clause <= i
        wish = "v" in cue.frames  # "a accusé Paris de vouloir « ... »": not the speaker
        if cue.shape == "pre" and cue.who and _FORETOLD.search(self.text, *cue.span):
            # "Paris, a averti X, répondra « ... »": what is foretold
            wish = wish or any(
                c.shape in ("inv", "post")
                and c.until < cue.first
                and cue.who[1] <= self.s.spans[c.first][0]
                for c in self.cues
            )
        if inside or re.fullmatch("[DedbwtxyhF0s]{0,5}", gap):
            return (1 if wish else 3) * bool(set(cue.frames) & {"q", "p"})
        near = "p" in cue.frames and cue.who and len(gap) <= 18 and "(" not in gap
        return (1 if wish else 2) * bool(near)

    def _follows(self, cue: Cue, i: int) -> bool:
        """The cue stands after the words: « ... », a-t-il dit."""
        tags = self.s.tags
        gap = tags[i + 1 : cue.first]
        opens = not tags[:i].strip("wtc,-")
        if ";" in gap or ":" in gap:
            return False
        if cue.shape == "pre" and cue.who:  # « ... », Xi a été cité
            at = self.place.get(cue.who[0], 0)
            near = at > i and tags[i + 1 : at] in ("", ",", ",w")
            return near and opens and "q" not in tags[cue.until : cue.until + 6]
        if cue.shape not in ("inv", "post", "src", "pour"):
            return False
        if re.fullmatch(r"[,.)Qc-]*", gap):
            return True
        words = self.text[slice(*self.s.quotes[i])].split()
        # "s'oppose « fermement » au plan, a dit X"; not "les « sages », a dit X, ..."
        at = self.s.spans[i][0]
        fitted = (
            words[0][:1].islower()
            and not re.search(r"[nNOd]$", tags[:i])
            and (not _DEFINITE.search(self.text, max(0, at - 5), at))
        )
        return (
            cue.shape != "pour"
            and gap[-1] in ",Q-)"
            and (
                len(words) > 3 or opens and ("Q" not in gap or len(words) > 2) or fitted
            )
        )

    def _is_name(self, i: int) -> bool:
        """*Le film « Ida »*, *la « Une »*: a title, a name, a word cited as a word."""
        words = self.text[slice(*self.s.quotes[i])].split()
        if _NOUNS.get(" ".join(words).lower().rstrip("s")) == "quoted":
            return True
        near = [self._words(*span).lower() for span in self.s.spans[max(0, i - 3) : i]]
        tag = self.s.tags[i - 1 : i]
        if tag in ("n", "P", "V") and _NOUNS.get(near[-1]) == "name":
            # "la méthode dite « ... »", but "elle a dit « ... »" is speech
            # and "une opération « limitée »" is a judgement
            loose = words[0][:1].islower() and near[-2:-1] in (["un"], ["une"])
            return (
                tag == "n"
                and not loose
                or tag != "n"
                and not (
                    re.search(r"[UNOAsBTw]$|^$", self.s.tags[: i - 1])
                    or re.match(r"n[e’']|\w+(?:er|ir|re)$", words[0])
                )
            )
        # "une édition limitée « Grand Large »", but "crie trois fois « Assassins »"
        titled = tag in ("n", "N") and near[-1] != "fois"
        capital = words[0][:1].isupper() and len(words) <= 5
        return capital and words[-1][-1] not in "!?" and (tag in ("D", "d") or titled)

    def _speech_noun(self, i: int) -> Cue | None:
        """*La phrase du ministre : « ... »*, *sa réponse : « ... »*."""
        end = self.s.spans[i][0] if i < len(self.s.spans) else self.s.end
        start = self.s.spans[max(0, i - 14)][0]
        match = next(reversed(list(_SPEECH.finditer(self.text, start, end))), None)
        if not match:
            return None
        who = None
        if (match["own"] or "").lower() in ("sa", "son", "ses", "leur", "leurs"):
            who = match.span("own")
        elif match["who"] and not _DEED.fullmatch(match["who"]):
            who = match.span("who")
        return Cue(match["noun"].lower(), "p", "pre", i, i, match.span("noun"), who)

    def _subject_cue(self, first: int = 0) -> Cue:
        subject = first_subject(self.s, first, len(self.s.tags))
        if place := _FELT.match(self.s.tags, first):  # "Soulagement pour X : « ... »"
            subject = self._chars(*place.span("np"))
        noun = subject and _SPEECH.search(self.text, *subject)
        if noun:  # « Honteux » : les réactions pleuvent
            return Cue(noun["noun"].lower(), "p", "pre", 0, 0, noun.span("noun"), None)
        return Cue("", "p", "pre", 0, 0, (0, 0), subject)

    def _alone(self, i: int) -> Cue | None:
        """A sentence that is one quotation: an incise in it, or who spoke before."""
        start, end = self.s.quotes[i]
        for comma in islice(re.finditer(r",\s(?=[a-zà-ÿ])", self.text[start:end]), 20):
            piece = self.text[start : min(end, start + comma.start() + 160)]
            piece = piece.replace("\n", " ")
            inner = parse(piece, comma.start(), len(piece), [], start)
            for cue in cues(self.text, inner):
                if cue.shape in ("inv", "post") and cue.first == 1:
                    return cue
        last = self.before and self.before.last
        here = self.before and "\n" not in self.text[self.before.s.end : self.s.start]
        if here and not last and (asked := self.before.asks()):
            return asked
        if last and (last.open or here):
            self.names[last.cue.who] = last.name
            return last.cue
        words = self.text[start:end]
        return None if len(words.split()) > 4 or words[-1:] in ".!?…" else _NOBODY

    def _goes_on(self, i: int) -> Cue:
        """« ... », dit X. « Aujourd'hui, il pleut » encore: X speaks again."""
        last = self.before and self.before.last
        here = last and "\n" not in self.text[self.before.s.end : self.s.start]
        words = self.text[slice(*self.s.quotes[i])].split()
        if not here or last.open or len(words) < 4 or "Q" not in self.before.s.tags:
            return _NOBODY
        self.names[last.cue.who] = last.name
        return last.cue

    def _announce(self) -> None:
        """Note that the words are still to come: *Il a ajouté :*, *X disant*."""
        tags = self.s.tags.rstrip(".")
        cue = self.cues[-1] if self.cues else None
        hangs = cue and cue.shape in ("pre", "ger", "inf") and cue.until >= len(tags)
        if self.found or not (hangs or tags.endswith(":")):
            return
        cited = any(cue.shape == "cite" for cue in self.cues)
        cue = self.cues[0] if cited else cue or self._subject_cue()
        cue, relays = self._through(cue)
        self.last = _Last(cue, self._name(cue), _joined(relays), True)

    # -- what is reported without quotation marks

    def _report_clauses(self, cue: Cue, tied: dict[int, Cue | None]) -> None:
        start = self._clause(cue)
        stop = self._clause_end(cue, start or cue.until)
        if start is None:
            place = self._chars(cue.until, stop)
            told = any(r[0] <= place[0] and place[1] <= r[1] for r in self.reach)
            quoted = any(cue.until <= i < stop for i in tied)
            if "a" in cue.frames and cue.who and not told and not quoted:
                if _AMOUNT.search(self._words(*place)):
                    self._add(*place, "claim", cue)
            return
        pieces = []  # "que ... et que ...": clauses without marks that touch are one
        for more in re.finditer(r",?cw?q|$", self.s.tags[start:stop]):
            end = start + more.start()
            begin = pieces[-1][2] if pieces else start
            pieces.append((begin, end, start + more.end()))
            self.reach.append(self._chars(begin, end))
        for quoted, group in groupby(
            pieces, lambda piece: any(piece[0] <= i < piece[1] for i in tied)
        ):
            run = list(group)
            if not quoted and run[-1][1] > run[0][0]:
                self._add(*self._chars(run[0][0], run[-1][1]), "indirect", cue)

    def _clause(self, cue: Cue) -> int | None:
        """First word of the clause after *que*, or of the infinitive clause."""
        if "q" not in cue.frames or cue in self.clauses:
            return self.clauses.get(cue)
        tags, begin = self.s.tags, None
        that = (_HEARER_THAT if "o" in cue.frames else _THAT).match(tags, cue.until)
        if that and (
            tags[that.end() - 1] == "q"
            or cue.lemma.endswith(("demander", "interroger"))
        ):
            begin = that.end()
        verb = _INFINITIVE.match(tags, cue.until)
        if begin is None and verb and ("d" not in verb.group() or "d" in cue.frames):
            at = self.place.get(cue.who[0], 0) if cue.who else 0
            # "que Moscou nie avoir planifiée" is a relative clause, not what was denied
            relative = at and tags[at - 1] == "q" and at not in self.clauses.values()
            word = self._words(*self.s.spans[verb.end() - 1])
            if word.endswith(("er", "ir", "re")) and word.islower() and not relative:
                begin = verb.end("lead")
        self.clauses[cue] = begin
        return begin

    def _clause_end(self, cue: Cue, start: int) -> int:
        tags, spans = self.s.tags, self.s.spans
        end = len(tags.rstrip(".,-"))
        for turn in _TURN.finditer(tags, start, end):
            k, tag = turn.start(), turn.group()
            other = self.first.get(k + 1) or self.first.get(k + 2)
            if tag == ";" or tag == "-" and tags.count("-", k, end) % 2:
                return k
            if tag == "," and other:  # ", affirmant que"; ", selon X." at the end
                last = other.until >= end - 1 and other.shape in ("inv", "post", "src")
                if last or other.shape in ("ger", "cite"):
                    return k
            if (
                tag == "c"
                and tags[k + 1 : k + 2] in ("A", "B")
                and (self._words(*spans[k + 1]) == self._words(*spans[cue.first]))
            ):  # "a dit que le prix baissait et a promis"
                return k
            if (
                other
                and tag in "qk"
                and k > start
                and other in self.tied
                and (tags[k + 1 : other.first] in ("U", ""))
            ):  # "la ville qu'il a dite « ... »"
                return k
        return end

    def _report_whole(self, cue: Cue) -> None:
        """What *selon X* or *, a dit X* says of its whole sentence."""
        tags = self.s.tags
        begin, end = int(tags.startswith("-")), len(tags.rstrip("."))
        rest = tags[cue.until : end]
        incise = cue.shape in ("inv", "post")
        dialogue = tags.startswith("-") and incise
        if self.found or not cue.who or not (dialogue or "q" in cue.frames):
            return
        if not tags[: cue.first].strip("wc,-"):
            name = self._name(cue) or ""
            if (
                incise
                or cue.shape == "pour"
                and (not rest.startswith(",") or " " not in name or outlet_in(name))
            ):
                return
            begin = cue.until + re.match(r"(?:,?[Pko][^,]*,|,)?", rest).end()
        elif cue.shape == "pour" or tags[cue.first - 1] != ",":
            return
        elif not rest.strip(",") or (
            incise and cue.first > 4 and not rest.startswith(",q")
        ):
            end = cue.first - 1
        if end - begin > 2:
            kind = "direct" if dialogue else "indirect"
            self._add(*self._chars(begin, end), kind, cue)

    # -- records

    def _report_quote(self, i: int, cue: Cue | None) -> None:
        start, end = self.s.quotes[i]
        before, after = self.s.tags[:i], self.s.tags[i + 1 :]
        closed = after[:1] in ("", *",.;-)") or cue and cue.first == i + 1
        if before.endswith(":"):
            direct = True
        elif cue and cue.until <= i and cue.first < i:
            gap = before[cue.until :].strip(",wtc.-")
            direct = not gap and closed and cue.shape in ("inv", "post", "src")
        else:
            short = (
                cue
                and cue.shape in ("src", "pour")
                and (len(self._words(start, end).split()) < 4)
            )
            direct = (
                closed
                and not short
                and (before.endswith(",") or not before.strip("wtc,-"))
            )
        around = [r for r in self.reach if r[0] <= start and end <= r[1]]
        reach = min(around, key=lambda r: r[1] - r[0], default=(start, end))
        if not around and not direct and cue:
            first, stop = (
                (cue.until, len(before + after)) if cue.until <= i else (0, cue.first)
            )
            reach = self._chars(min(first, i), max(stop, i + 1))
        self._add(start, end, "direct" if direct else "partial", cue, reach)

    def _add(self, start, end, kind, cue, reach=None) -> None:
        past = self.before and self.before.last
        if past and cue is past.cue:  # goes on from the sentence before
            relays = [past.via] if past.open else []
        else:
            cue, relays = self._through(cue)
        name = self._name(cue)
        who = cue.who if cue else None
        span = cue.span if cue and cue.lemma else None
        self.found.append(
            Quotation(
                start,
                end,
                self._words(start, end),
                kind,
                name,
                self._words(*who) if who else None,
                self._words(*span) if span else None,
                cue.lemma if span else None,
                _joined(r for r in relays if r != name),
                *(who or (None, None)),
                *(span or (None, None)),
                *(reach or (start, end)),
            )
        )
        if cue and kind != "claim":
            self.last = _Last(cue, name, None, False)
            if who:
                self.cast.speaks(self._words(*who), name, self.s.end)

    def _through(self, cue: Cue | None) -> tuple[Cue | None, list[str | None]]:
        """The cue that counts, and the relays: with *citant X*, X speaks."""
        if cue is None:
            return None, []
        s, relays = self.s, []
        for other in self.cues:
            if other is not cue and other.who and other.shape in ("src", "post"):
                if other not in self.tied:
                    relays.append(self._name(other))
        relays += self._relays
        for k in (m.start() for m in re.finditer("O", s.tags)):
            own = cue.who and cue.who[0] <= s.spans[k][0] < cue.who[1]
            if not own and _AT_OUTLET.search(s.tags, max(0, k - 6), k):
                relays.append(outlet_in(self._words(*s.spans[k])))
        cited = next((c for c in self.cues if c.shape == "cite"), None)
        if cited and cue.who and self._name(cue) in OUTLETS.values():
            return cited, [*relays, self._name(cue)]
        return cue, relays

    @cached_property
    def _relays(self) -> list[str | None]:
        """Who passes the words on: *publié par X*, *interview au journaliste X*."""
        place = self.text, self.s.start, self.s.end
        by = [self.cast.resolve(m[1], m.start(1)) for m in _RELAYED.finditer(*place)]
        return by + [m[1].strip() for m in _INTERVIEW.finditer(*place)]

    def _name(self, cue: Cue | None) -> str | None:
        if cue is None or cue.who is None:
            return None
        if cue.who not in self.names:
            self.names[cue.who] = self.cast.resolve(self._words(*cue.who), cue.who[0])
        return self.names[cue.who]

    def _words(self, start: int, end: int) -> str:
        return self.text[start:end]

    def _chars(self, first: int, last: int) -> tuple[int, int]:
        if first >= last:
            return self.s.end, self.s.end
        return self.s.spans[first][0], self.s.spans[last - 1][1]


def _joined(names) -> str | None:
    return "; ".join(dict.fromkeys(filter(None, names))) or None


_NOBODY = Cue("", "", "", -1, -1, (0, 0), None)
# Patterns over tags, then over text.
_CRY = re.compile(r"(?i)\baux? (cris?) d(?:e|['’]) ?\Z")
_PINNED = re.compile(r"(?:Q,?c?)+:")
_DEFINITE = re.compile(r"(?i)\b(?:(?:l[ae]s?|[dc]es|aux?|du)\s|[ld][’'])\Z")
_BESIDE = re.compile(r"(?:[pb][DN]?[nN]{1,4}(?:d[DnN]{1,3})?)?[DehbdwyNn0]{0,4}q?")
_FORETOLD = re.compile(r"r(?:a|ont)\Z")
_IT_WAS = re.compile(r"(?i)\s*(?:ce\b|c['’]|voi(?:là|ci)|tel(?:le)?s?\b)")
_WORDS_BY = re.compile(r"(?:Pp|q[wt]*)(?P<np>[DT]?[nNT]{1,4})")  # "les mots dits par X"
_FELT = re.compile(r"[wD]{0,2}[nN]{0,3}[fpb](?P<np>(?:D[Dn]?)?[nNTO]{1,5}):")
_THAT = re.compile(
    r"(?:[wtx0y]|D0?t|,[^,Q]{1,16},|[bp][dbe]?[De]?[nNTO0]{1,6}(?:[de][De]?[nNTO0]{1,6}){0,3}"
    r"(?:,[nNT]{1,4})?){0,6},?[qz]"
)
_HEARER_THAT = re.compile(
    r"(?:(?:D|e)?[nNTO0]{1,6}(?:d[De]?[nNTO0]{1,5}){0,2})?" + _THAT.pattern
)
_INFINITIVE = re.compile(r"(?P<lead>[wt,]{0,4}d?)[xw]{0,2}[sy]?[nFAB]")
_GAPPED = re.compile(
    r"Q[^,]{0,3},(?P<np>D?n{0,3}T?N{1,4}(?=[Ded]?\Z)|D[nd]{1,5}(?=[De]\Z)|Dn{1,2}(?=d?\Z))"
    r"[Ded]?\Z"
)
_TURN = re.compile("[;,cqk-]")
_AT_OUTLET = re.compile(
    r"[bp](?:[DenN0]|d[DnN]){0,6}\Z|[SG][De]?n{0,3}\Z|[VP]D?n{0,2}\Z|pd[De]?n?\Z"
)

_NOUNS = {row["noun"]: row["kind"] for row in lexicon.table("quote_nouns")}
_SPEECH = re.compile(
    r"\b(?:(?P<own>(?i:la|le|l['’]|sa|son|ses|leurs?|une?|ces?|cette))\s?)?\b(?P<noun>(?i:"
    + "|".join(n for n, kind in _NOUNS.items() if kind == "speech")
    + r"))s?\b(?:(?:\s(?!d[eu]s?\b)[a-zà-ÿ]+)?\s(?:du|de\sla|de\sl['’]|des?|d['’])\s?"
    r"(?P<who>[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*|\w+(?:\s[A-ZÀ-Þ][\w’'-]+)*))?"
)
_DEED = re.compile(r".*(?:tion|ture|ment|age)")
_INTERVIEW = re.compile(
    r"\b(?:interview|entretien)\b[^.;,]{0,30}?\s(?:à|au|avec)\s(?:l[ea]\s)?(?:journaliste"
    r"|présentat\w+)\s(?:[a-zà-ÿ-]+\s)?((?:[A-ZÀ-Þ][\w’'-]+\s?){2,3})"
)
_RELAYED = re.compile(
    r"\b(?:publi|rapport|relay|diffus|cit|repris|traduit)(?:é|ée|és|ées|es?|s)?\b[^,.;:]{0,30}?"
    r"\spar\s((?:l[ea]s?\s|l[’'])?(?!L[ea]s?\b)[A-ZÀ-Þ][\w’'-]+)"
)
_AMOUNT = re.compile(
    r"\d\s?(?:%|[€$£¥]|pour\scent|points?\b|euros|dollars|tonnes|Mds?\b)|\d[\s.]\d{3}\b"
    r"|\b(?:milli(?:on|ard)s?|doubl\w+|tripl\w+|moitié|tiers|quart)\b"
)
