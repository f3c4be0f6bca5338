"""What one sentence reports, and the attribution that goes on in the next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from multipolaire.french.speech.clauses import read
from multipolaire.french.speech.grammar import Cue, Place, first_subject
from multipolaire.french.speech.names import LISTS, OUTLETS, outlet_in
from multipolaire.french.speech.speakers import Cast
from multipolaire.french.speech.tags import Sentence, letters, parse, pattern
from multipolaire.french.speech.ties import NOBODY, subject_cue, tie


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

    def reaches(self, start: int, end: int) -> bool:
        """Whether the reported clause holds a place of the text."""
        return self.reach_start <= start and end <= self.reach_end


class _Last(NamedTuple):
    """The attribution that goes on in the next sentence: ``cue`` is ``elsewhere``."""

    cue: Cue
    name: str | None
    via: str | None
    open: bool  # its words have not come: *Il a ajouté :*


class Report:
    """What one sentence reports: ``found``, and the attribution that goes on."""

    def __init__(self, s: Sentence, cast: Cast, before: "Report | None"):
        self.s, self.cast = s, cast
        self.found: list[Quotation] = []
        self.last: _Last | None = None
        # Nobody's yet: the next sentence may tell.
        self.orphan: Quotation | None = None
        if not s.tags:
            return
        self.past = before and before.last
        self.r = read(s, before and before.spoke())
        self.names = {self.past.cue.who: self.past.name} if self.past else {}
        self.reach: list[Place] = []
        ties = {i: tie(self.r, i, before) for i in s.quotes}
        tied = {i: cue for i, cue in ties.items() if cue is not NOBODY}
        self.tied = set(tied.values())
        for cue in self.r.cues:
            if cue.said and cue.governs:
                self._report_clauses(cue, tied)
        for i, cue in tied.items():
            self._report_quote(i, cue)
        if not tied and not self.found:
            for cue in self.r.cues:
                if cue.sourced or cue.incise:
                    self._report_whole(cue)
        self._announce()
        alone = len(tied) == 1 and not s.tags.strip(_ALONE)
        if self.found and alone and not self.found[-1].mention:
            self.orphan = self.found[-1]

    def spoke(self) -> Cue | None:
        """Whose "Et de conclure" would come next: who speaks, or who acts."""
        if self.last:
            return self.last.cue
        who = self._first_subject(200)
        return who and NOBODY._replace(who=who)

    def _first_subject(self, within: int) -> Place | None:
        s = self.s
        end = min(s.end, s.start + within)
        return first_subject(parse(s.text, s.text, s.start, end))

    def names_orphan(self, orphan: Quotation) -> Quotation | None:
        """« Oui ! » *Paul Roy, pêcheur, sourit*: the sentence after tells who spoke."""
        text, start = self.s.text, self.s.start
        if "\n" in text[orphan.end : start]:
            return None
        told = next((q for q in self.found if q.kind == "direct"), None)
        if told and told.mention:
            place = {name: getattr(orphan, name) for name in _PLACE}
            return replace(told, **place)
        who = self._first_subject(160)
        name = who and self._named(*who)
        if told or not name or " " not in name or who[0] > start + 2:
            return None
        spot = {"mention_start": who[0], "mention_end": who[1]}
        return replace(orphan, mention=text[slice(*who)], speaker=name, **spot)

    def _announce(self) -> None:
        """Note that the words are still to come: *Il a ajouté :*, *X disant*."""
        tags, cues = self.s.tags.rstrip("."), self.r.cues
        cue = cues[-1] if cues else None
        hangs = cue and cue.governs and cue.until >= len(tags)
        if self.found or not (hangs or tags.endswith(":")):
            return
        if any(cue.shape == "citing" for cue in cues):
            cue = cues[0]
        cue, relays = self._through(cue or subject_cue(self.s))
        name = self._name(cue)
        self.last = _Last(cue.elsewhere(), name, _joined(relays), True)

    # -- what is reported without quotation marks

    def _report_clauses(self, cue: Cue, tied: dict[int, Cue | None]) -> None:
        s, start = self.s, self.r.clauses.get(cue)
        stop = self.r.clause_end(cue, start or cue.until, self.tied)
        if start is None:
            place = s.chars(cue.until, stop)
            told = any(a <= place[0] and place[1] <= b for a, b in self.reach)
            quoted = any(cue.until <= i < stop for i in tied)
            claims = "figure" in cue.frames and cue.who
            if claims and not (told or quoted):
                if _AMOUNT.search(s.text[slice(*place)]):
                    self._add(place, "claim", cue)
            return
        pieces = []  # "que ... et que ...": clauses without marks that touch are one
        for more in _AND_THAT.finditer(s.tags[start:stop]):
            end = start + more.start()
            begin = pieces[-1][2] if pieces else start
            pieces.append((begin, end, start + more.end()))
            self.reach.append(s.chars(begin, end))

        def quotes(piece: tuple[int, int, int]) -> bool:
            return any(piece[0] <= i < piece[1] for i in tied)

        for quoted, group in groupby(pieces, quotes):
            run = list(group)
            if not quoted and run[-1][1] > run[0][0]:
                self._add(s.chars(run[0][0], run[-1][1]), "indirect", cue)

    def _report_whole(self, cue: Cue) -> None:
        """What *selon X* or *, a dit X* says of its whole sentence."""
        tags, incise = self.s.tags, cue.incise
        begin, end = int(tags.startswith("-")), len(tags.rstrip("."))
        rest = tags[cue.until : end]
        dialogue = begin and incise
        if self.found or not cue.who:
            return
        if not (dialogue or "clause" in cue.frames):
            return
        if self.s.leads(cue.first):
            name = self._name(cue) or ""
            person = rest.startswith(",") and " " in name
            for_it = not person or outlet_in(name)
            if incise or cue.shape == "for" and for_it:
                return
            begin = cue.until + _LED_BY.match(rest).end()
        elif cue.shape == "for" or tags[cue.first - 1] != ",":
            return
        elif not rest.strip(",") or (
            incise and cue.first > 4 and not rest.startswith("," + _QUE)
        ):
            end = cue.first - 1
        if end - begin > 2:
            kind = "direct" if dialogue else "indirect"
            self._add(self.s.chars(begin, end), kind, cue)

    # -- records

    def _report_quote(self, i: int, cue: Cue | None) -> None:
        start, end = self.s.quotes[i]
        here = cue and cue.first is not None
        direct = self._is_direct(i, cue if here else None, cue)
        around = [r for r in self.reach if r[0] <= start and end <= r[1]]
        reach = min(around, key=lambda r: r[1] - r[0], default=(start, end))
        if not around and not direct and here:
            to_end = cue.until, len(self.s.tags) - 1
            first, stop = to_end if cue.until <= i else (0, cue.first)
            reach = self.s.chars(min(first, i), max(stop, i + 1))
        kind = "direct" if direct else "partial"
        self._add((start, end), kind, cue, reach)

    def _is_direct(self, i: int, here: Cue | None, cue: Cue | None) -> bool:
        """Whether a quotation stands by itself, and not in the writer's sentence."""
        before, after = self.s.tags[:i], self.s.tags[i + 1 :]
        if before.endswith(":"):
            return True
        closed = after[:1] in ("", *",.;-)") or here and here.first == i + 1
        if here and here.first < i and here.until <= i:
            gap = before[here.until :].strip(_LOOSE)
            beside = here.incise or here.shape == "source"
            return bool(not gap and closed and beside)
        sourced = cue and cue.sourced
        short = sourced and len(self.s.quoted(i)) < 4
        leads = before.endswith(",") or self.s.leads(i)
        return bool(closed and not short and leads)

    def _add(
        self, place: Place, kind: str, cue: Cue | None, reach=None
    ) -> None:
        if self.past and cue is self.past.cue:
            # goes on from the sentence before
            relays = [self.past.via] if self.past.open else []
        else:
            cue, relays = self._through(cue)
        text, name = self.s.text, self._name(cue)
        who = cue.who if cue else None
        span = cue.span if cue and cue.lemma else None
        mention = text[slice(*who)] if who else None
        verb = (text[slice(*span)], cue.lemma) if span else _NONE
        via = _joined(relay for relay in relays if relay != name)
        said = text[slice(*place)], kind, name, mention, *verb, via
        places = *(who or _NONE), *(span or _NONE), *(reach or place)
        self.found.append(Quotation(*place, *said, *places))
        if cue and kind != "claim":
            self.last = _Last(cue.elsewhere(), name, None, False)
            if who:
                self.cast.speaks(mention, name, self.s.end)

    def _through(self, cue: Cue | None) -> tuple[Cue | None, list[str | None]]:
        """The cue that counts, and the relays: with *citant X*, X speaks."""
        if cue is None:
            return None, []
        s, cues = self.s, self.r.cues
        others = (c for c in cues if c is not cue and c not in self.tied)
        relays = [
            self._name(other)
            for other in others
            if other.who and other.shape in ("source", "after")
        ]
        relays += self._relays
        for outlet in _OUTLET.finditer(s.tags):
            k = outlet.start()
            own = cue.who and cue.who[0] <= s.spans[k][0] < cue.who[1]
            if not own and _AT_OUTLET.search(s.tags, max(0, k - 6), k):
                relays.append(outlet_in(s.word(k)))
        cited = next((c for c in cues if c.shape == "citing"), None)
        if cited and cue.who and self._name(cue) in OUTLETS.values():
            return cited, [*relays, self._name(cue)]
        return cue, relays

    @cached_property
    def _relays(self) -> list[str | None]:
        """Who passes the words on: *publié par X*, *interview au journaliste X*."""
        place = self.s.text, self.s.start, self.s.end
        by = (m.span("who") for m in _RELAYED.finditer(*place))
        asked = [m[1].strip() for m in _INTERVIEW.finditer(*place)]
        return [self._named(*who) for who in by] + asked

    def _name(self, cue: Cue | None) -> str | None:
        if cue is None or cue.who is None:
            return None
        if cue.who not in self.names:
            self.names[cue.who] = self._named(*cue.who)
        return self.names[cue.who]

    def _named(self, start: int, end: int) -> str | None:
        return self.cast.resolve(self.s.text[start:end], start)


def _joined(names: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(filter(None, names))) or None


_NONE = (None, None)
_PLACE = ("start", "end", "quote", "reach_start", "reach_end")
_ALONE, _LOOSE = letters("quote|.|-|,"), letters("aside|and|,|.|-")
_QUE = letters("that")
_OUTLET = pattern("<outlet>")
_AND_THAT = pattern(",?<and><adv>?<that>|$")
_LED_BY = pattern("(?:,?<part|who|where>[^,]*,|,)?")
_AT_OUTLET = pattern(
    r"""<to|prep>(?:<article|word|name|num>
      |<of><det|word|name>){0,6}\Z
    | <source|ger><article>?<word>{0,3}\Z
    | <verb|part><det>?<word>{0,2}\Z
    | <prep><of><article>?<word>?\Z"""
)
_INTERVIEW = re.compile(
    r"\b(?:interview|entretien)\b[^.;,]{0,30}?\s(?:à|au|avec)\s(?:l[ea]\s)?"
    r"(?:journaliste|présentat\w+)\s(?:[a-zà-ÿ-]+\s)?((?:[A-ZÀ-Þ][\w’'-]+\s?){2,3})"
)
_RELAYED = re.compile(
    rf"\b(?:{'|'.join(LISTS['relayed'])})(?:é|ée|és|ées|es?|s)?\b[^,.;:]{{0,30}}?"
    r"\spar\s(?P<who>(?:l[ea]s?\s|l[’'])?(?!L[ea]s?\b)[A-ZÀ-Þ][\w’'-]+)"
)
_AMOUNT = re.compile(
    r"\d\s?(?:%|[€$£¥]|pour\scent|points?\b|euros|dollars|tonnes|Mds?\b)|\d[\s.]\d{3}\b"
    r"|\b(?:milli(?:on|ard)s?|doubl\w+|tripl\w+|moitié|tiers|quart)\b"
)
