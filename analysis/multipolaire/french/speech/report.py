"""What one sentence reports, and the attribution that goes on in the next."""

import re
from dataclasses import dataclass

from multipolaire.french.speech.clauses import clause_end
from multipolaire.french.speech.grammar import TELLER, read
from multipolaire.french.speech.names import LISTS, OUTLETS, outlet_in
from multipolaire.french.speech.nouns import NOBODY, Words
from multipolaire.french.speech.speakers import Cast
from multipolaire.french.speech.tags import (
    Cue,
    Place,
    T,
    Tagged,
    letters,
    pattern,
)
from multipolaire.french.speech.ties import tie


@dataclass(frozen=True, slots=True)
class Quotation:
    """Reported words: ``text[start:end] == quote``; ``None`` is "not stated".

    ``kind`` is ``direct``, ``partial``, ``indirect`` or ``claim`` (something announced
    or expected without any reported words, *table sur 5 % de croissance*: kept for
    whoever asks who asserts a figure, left out of the table).  ``reach_start`` and
    ``reach_end`` bound the reported clause, which for a partial quotation is wider than
    the quoted words; ``cue_end`` is where the cue ends.
    """

    start: int
    end: int
    quote: str
    kind: str
    speaker: str | None
    mention: str | None
    cue: str | None
    via: str | None
    cue_end: int
    reach_start: int
    reach_end: int

    def reaches(self, start: int, end: int) -> bool:
        """Whether the reported clause holds a place of the text."""
        return self.reach_start <= start and end <= self.reach_end


class Report:
    """What one sentence reports: ``found``, and the attribution that goes on."""

    def __init__(self, s: Tagged, cast: Cast, before: "Report | None"):
        self.s, self.cast = s, cast
        self.found: list[Quotation] = []
        self.last: Cue | None = None  # whose words may go on, or come:
        self.open = False  # *Il a ajouté :*
        self.names: dict[Place, str | None] = {}
        if not s.tags:
            return
        last = before and before.last
        self.s = s = read(s, last and last.who)
        self.reach: list[Place] = []
        ties: dict[int, Cue | None] = {}
        for i in s.quotes:
            ties[i] = tie(Words(s, i, ties), before)
        tied = {i: cue for i, cue in ties.items() if cue is not NOBODY}
        self.tied = set(tied.values())
        for cue in s.cues:
            if cue.said and cue.governs:
                self._report_clauses(cue, set(tied))
        for i, cue in tied.items():
            self._report_quote(i, cue)
        for cue in s.cues:
            if cue.sourced or cue.incise:
                self._report_whole(cue)
        self._announce()

    def _announce(self) -> None:
        """Note that the words are still to come: *Il a ajouté :*, *X disant*."""
        cue = self.s.cues[-1] if self.s.cues else None
        hangs = (
            cue and cue.governs and cue.until >= len(self.s.tags.rstrip("."))
        )
        if hangs and not self.found:
            self.last, self.open = self._through(cue)[0].elsewhere(), True

    # -- what is reported without quotation marks

    def _report_clauses(self, cue: Cue, tied: set[int]) -> None:
        s, start = self.s, self.s.clauses.get(cue)
        stop = clause_end(s, cue, start or cue.until)
        if start is None:
            place = s.chars(cue.until, stop)
            claims = "figure" in cue.frames and cue.who
            told = self._told(place) or not tied.isdisjoint(
                range(cue.until, stop)
            )
            if claims and not told and _AMOUNT.search(s.text[slice(*place)]):
                self._add(place, "claim", cue)
            return
        spans = []  # "que ... et que ...": clauses without marks that touch are one
        goes_on = False
        for more in _AND_THAT.finditer(s.tags, start, stop):
            end = more.start()
            self.reach.append(s.chars(start, end))
            plain = end > start and tied.isdisjoint(range(start, end))
            if plain and goes_on:
                spans[-1][1] = end
            elif plain:
                spans.append([start, end])
            start, goes_on = more.end(), plain
        for span in spans:
            self._add(s.chars(*span), "indirect", cue)

    def _told(self, place: Place) -> bool:
        return any(a <= place[0] and place[1] <= b for a, b in self.reach)

    def _report_whole(self, cue: Cue) -> None:
        """What *selon X* or *, a dit X* says of its sentence, or of its clause."""
        tags, incise = self.s.tags, cue.incise
        begin, end = int(tags.startswith("-")), len(tags.rstrip("."))
        before, rest = tags[begin : cue.first], tags[cue.until : end]
        dialogue = begin and incise
        closes = dialogue or not rest and len(before) > 4
        if not (cue.who and (closes or "clause" in cue.frames)):
            return
        if self.s.leads(cue.first):
            if incise:
                return
            begin = cue.until + _LED_BY.match(rest).end()
            end = clause_end(self.s, cue, begin)
        elif cue.shape == "for" or not self._set_apart(cue):
            return
        elif not _goes_on(before, rest):
            end = begin + len(before.rstrip("," + T.as_))
        place = self.s.chars(begin, end)
        told = [q.end for q in self.found if q.kind != "claim"]
        if told:  # "..., où dix maisons ont brûlé, selon X": its clause
            opener = _OPENER.search(tags, begin, cue.first)
            place = self.s.chars(opener.end(), end) if opener else (0, 0)
            if rest.strip(",") or place[0] < max(told):
                return
        if end > begin:
            self._add(place, "direct" if dialogue else "indirect", cue)

    def _set_apart(self, cue: Cue) -> bool:
        """Whether commas part it off; a named source needs none at the end."""
        if self.s.tags[cue.first - 1] in (",", "."):
            return True
        # "deux maisons ont brûlé rapporte RTL", "ont brûlé selon la police"
        named = T.outlet in self.s.tags[cue.first : cue.until]
        source = cue.lemma in ("selon", "d'après")
        teller = source and TELLER.search(self.s.text, *cue.who)
        return bool(named or teller)

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
            gap = before[here.until :]
            beside = here.incise or here.shape == "source"
            return bool(not gap.strip(_LOOSE) and closed and beside)
        leads = before.endswith(",") or self.s.leads(i)
        return bool(closed and leads)

    def _add(
        self, place: Place, kind: str, cue: Cue | None, reach=None
    ) -> None:
        told = (
            place if kind == "indirect" and cue and not cue.incise else (0, 0)
        )
        cue, relays = self._through(cue, told)
        text, name = self.s.text, self._name(cue)
        who = cue.who if cue else None
        span = cue.span if cue and cue.lemma else None
        mention = text[slice(*who)] if who else None
        verb = text[slice(*span)] if span else None
        said_by = {name, *(name or "").split("; ")}
        others = (relay for relay in relays if relay and relay not in said_by)
        via = "; ".join(dict.fromkeys(others)) or None
        said = text[slice(*place)], kind, name, mention, verb, via
        ends = span[1] if span else place[1]
        self.found.append(Quotation(*place, *said, ends, *(reach or place)))
        if cue and kind != "claim":
            self.last = cue.elsewhere()
            if who:
                self.cast.speaks(mention, name, self.s.end)

    def _through(self, cue: Cue | None, told=(0, 0)) -> tuple[Cue | None, list]:
        """The cue that counts, and the relays: with *citant X*, X speaks."""
        if cue is None:
            return None, []
        cues = self.s.cues
        others = (c for c in cues if c is not cue and c.who)
        relays = [self._name(c) for c in others if self._passes_on(c, cue)]
        # "dit que le film passe sur TF1": what is told relays nothing
        places = _relays(self.s)
        outside = (at for at in places if not told[0] <= at[0] < told[1])
        relays += [self._title(*at) for at in outside if at != cue.who]
        cited = next((c for c in cues if c.shape == "citing"), None)
        if cited and cue.who and self._name(cue) in OUTLETS.values():
            return cited, [*relays, self._name(cue)]
        return cue, relays

    def _passes_on(self, other: Cue, cue: Cue) -> bool:
        """« ... », *a dit X, a rapporté Y*; *Y révèle que X a dit* « ... »."""
        first = cue.first or 0
        if other.governs and other.until <= first:
            return bool(outlet_in(self.s.text[slice(*other.who)]))
        if other in self.tied:
            return False
        later = other.first > first and self.s.tags[other.first - 1] == ","
        sourced = other.shape == "source" and not cue.sourced
        return sourced or other.shape == "after" and later

    def _title(self, start: int, end: int) -> str | None:
        """A paper of no list, with its article: *La Gazette*."""
        title = self.s.text[start:end]
        if full := OUTLETS.get("Le " + title):
            return full  # "un entretien au Monde"
        known = outlet_in(title) or not _TITLED.match(title)
        return known and self._named((start, end)) or title

    def _name(self, cue: Cue | None) -> str | None:
        return self._named(cue.who) if cue and cue.who else None

    def _named(self, who: Place) -> str | None:
        if who not in self.names:
            mention = self.s.text[slice(*who)]
            self.names[who] = self.cast.resolve(mention, who[0])
        return self.names[who]


def _relays(s: Tagged) -> list[Place]:
    """Places of the names that pass the words of a sentence on."""
    outlets = [k for k, tag in enumerate(s.tags) if tag == T.outlet]
    near = (k for k in outlets if _AT_OUTLET.search(s.tags, max(0, k - 6), k))
    found = {s.spans[k] for k in near}
    for match in _RELAY.finditer(s.text, s.start, s.end):
        who, sure = match.span("who"), match["sure"]
        held = [k for k in outlets if s.spans[k][0] in range(*who)]
        if sure and held:
            found.add(s.spans[held[0]])
        known = " " in match["who"] or "Le " + match["who"] in OUTLETS
        told = any(a <= who[0] < b for a, b in s.quotes.values())
        if not (held or told) and (sure or known):
            found.add(who)
    return sorted(found)


def _goes_on(before: str, rest: str) -> bool:
    """Whether a clause that an incise cuts has not ended: *L'accord, dit-il, tient*."""
    if not rest.strip(","):
        return False
    if len(before) <= 4 or rest.startswith("," + T.that):
        return True
    head = before.rstrip(",")
    hangs = _HANGING.match(head) and "," not in head or head[-1] in _UNDONE
    return bool(hangs or _GOES_ON.match(rest))


_LOOSE = letters("aside|and|,|.|-")
# "Alors que les prix montent, a dit X, ..."
_HANGING = pattern(
    "<adv|and>?,?(?:<conj|if|as>|<prep|to|of|for|without>[^<have><be><act><verb>]*$)"
)
_UNDONE = letters("have|be|modal|act|verb|that|who|where|conj|and|link|det")
_GOES_ON = pattern(
    ",(?:<to>|<of>|<aside>*<proclitic>*<have|be|act|modal|verb>)"
)
_OPENER = pattern("(?s:.*),<where|conj>|(?s:.*);")
_AND_THAT = pattern(r",?<and><adv>?<that>|\Z")
# "Selon Paul Roy, maire de Dole, ...", "Selon un rapport remis hier, ..."
_LED_BY = pattern(
    """(?:<who>[^,]*(?=,)|[^,<have|be|verb|modal|act>]*(?=,))?
    (?:,<word>[^,<num|have|be|verb|modal|act>]*(?=,))?
    (?:,<part|who|where>[^,]*(?=,))*,?"""
)
_TITLED = re.compile(r"L(?:[ae]s?\s|['’])")
_AMOUNT = re.compile(
    r"\d\s?(?:%|[€$£¥]|pour\scent|points?\b|euros|dollars|tonnes|Mds?\b)|\d[\s.]\d{3}\b"
    r"|\b(?:milli(?:on|ard)s?|doubl\w+|tripl\w+|moitié|tiers|quart)\b"
)
_MEDIA, _RELAYED = "|".join(LISTS["media"]), "|".join(LISTS["relayed"])
_AIRED = "|".join(LISTS["aired"])
# what a relay may begin with
_RELAY_BEGINS = "".join(sorted({word[0] for word in LISTS["relayed"]}))
_RELAY_BEGINS += "aAàÀdDsSpPiIeE"
_WORDS = r"(?:(?!(?:une?|l[ae]s?|s(?:on|a|es))\s)[a-zà-ÿ-]+\s){0,3}?"
_RELAY = re.compile(
    rf"""(?=[{_RELAY_BEGINS}])\b(?:
      (?P<sure>(?i:(?:au|à\sla|dans\s(?:le|la|une?)|sur\s(?:le|la)|par\s(?:le|la|une?)
          |auprès\sd(?:u|e\sla))\s|(?:à|dans|sur|par)\sl['’])(?:{_MEDIA})\s{_WORDS}
        |(?i:(?:au|(?:à|dans|sur)\s(?:nos\s|l[ae]s?\s|l['’]|une?\s)?)\s?(?:{_AIRED})
          |invitée?s?)
          \s{_WORDS}(?:du\s|d['’]|de\s(?:la\s|l['’])?))
      |(?:{_RELAYED})(?:é|ée|és|ées|es?|s|ie|is)?\b[^,.;:]{{0,30}}?\spar\s
        (?:l[ea]\s(?:{_MEDIA})\s{_WORDS})?
      |(?:interview|entretien)\b[^.;,:]{{0,30}}?\s(?:à|au|avec|dans|pour)\s
        (?:(?<!avec\s)|(?:l[ea]\s)?(?:{_MEDIA}|journaliste|présentat\w+)\s{_WORDS})
    )(?P<who>(?:l[ea]s?\s|l[’'])?[A-ZÀ-Þ][\w’'&+-]*
      (?:\s(?:d[eu]s?\s(?:la\s)?|d['’])?[A-ZÀ-Þ0-9][\w’'&+-]*){{0,3}})""",
    re.VERBOSE,
)
_AT_OUTLET = pattern(
    r"""<to|prep>(?:<article|word|name|num>
      |<of><det|word|name>){0,6}\Z
    | <source|ger><article>?<word>{0,3}\Z
    | <verb|part><det>?<word>{0,2}\Z
    | <prep><of><article>?<word>?\Z"""
)
