"""Who asserts a figure, and through which outlet."""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter

from multipolaire.french import lexicon
from multipolaire.french.forms import START, any_of, listed
from multipolaire.french.speech import quotes_in, speaker_at
from multipolaire.french.speech.names import is_outlet
from multipolaire.french.speech.speakers import Cast

# an agency of a government or of the press; the Agence internationale de l'énergie speaks
_DATA = re.compile(
    rf"(?i){START}(?!agence internationale){any_of(lexicon.words('source_words'))}"
)
_GENERIC = re.compile(r"^(?:agence|cabinet|centre|institut|banque)\s(?=[A-Z])")
_PLANS = tuple(lexicon.words("plan_verbs"))
_REACH = 5000  # characters: no reported clause is longer


class Speakers:
    """The quotations and reported clauses of a text, to be asked for a place."""

    def __init__(self, text: str, date):
        self.text, self.date, self.cast = text, date, None
        found = quotes_in(text, date)
        self.quotations = sorted(found, key=attrgetter("reach_start"))
        self.starts = [said.reach_start for said in self.quotations]

    def of(self, start: int, end: int) -> tuple[str | None, str | None]:
        """Speaker and source of what stands at ``start:end``.

        Media, agencies, statistics offices, customs and institutes are sources even
        where they are the subject of the verb.
        """
        first = bisect_left(self.starts, start - _REACH)
        last = bisect_right(self.starts, start)
        near = self.quotations[first:last]
        near = [said for said in near if not self._plans(said)]
        speaker, via = speaker_at(near, start, end)
        via = via or self._carried(near, start, end)
        if speaker is None:
            speaker, study = _body(near, start, end)
            if study:
                return None, "; ".join(filter(None, (study, via)))
            speaker = speaker or self._praised(start)
        people, sources = [], []
        for name in speaker.split("; ") if speaker else ():
            source = is_outlet(name) or _DATA.search(name)
            (sources if source else people).append(name)
        sources = [_GENERIC.sub("", name) for name in sources]
        sources += filter(None, (via or "").split("; "))
        named = "; ".join(dict.fromkeys(sources))
        return "; ".join(people) or None, named or None

    def _praised(self, start: int) -> str | None:
        """Who "a salué" a clause that follows: "le commerce ayant dépassé 200"."""
        stops = (self.text.rfind(mark, 0, start) for mark in (". ", "\n", "; "))
        since = max(*stops, start - 301) + 1
        praise = _PRAISES.search(self.text, since, start)
        if not praise:
            return None
        self.cast = self.cast or Cast(self.text, self.date)
        return self.cast.resolve(praise["who"], praise.start("who"))

    def _carried(self, near: list, start: int, end: int) -> str | None:
        """The relay of the sentence before, while the quotation goes on."""
        inside = [
            quotation
            for quotation in near
            if quotation.kind == "direct"
            and quotation.start <= start < quotation.end
        ]
        for before in reversed(near if inside else []):
            if before.via and before.reach_end < inside[-1].start:
                same = before.speaker == inside[-1].speaker
                gap = self.text[before.reach_end : inside[-1].start]
                return before.via if same and _GOES_ON.fullmatch(gap) else None
        return None

    def _plans(self, quotation) -> bool:
        """Whether somebody acts rather than speaks: "Moscou entend", "veut verser"."""
        if quotation.kind not in ("claim", "indirect") or not quotation.cue:
            return False
        cue = quotation.cue.lower()
        link = self.text[quotation.cue_end : quotation.start].strip()
        if cue.startswith(("prévo", "prévu")):
            return link.startswith("d")  # "prévoit d'emprunter"
        return cue.startswith(_PLANS) and not link.startswith("qu")


_PRAISES = re.compile(
    r"(?P<who>(?:les|le|la|l['’])[^,;.«»]{3,60}?)\s(?:a|ont)\s(?:également\s|aussi\s)?salué"
    r"\s[^;.«»]{3,120},[^;.,«»]{3,90}\sayant\s[^;.,«»]{3,60}\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[^.\n]{0,60}\.\s+«\s*")  # », rapporte RT. «


def _body(near: list, start: int, end: int) -> tuple[str | None, str | None]:
    """A public body or a study that speaks by its office: "les douanes"."""
    holding = [
        quotation
        for quotation in near
        if quotation.reach_start <= start and end <= quotation.reach_end
    ]
    holding.sort(key=lambda held: held.reach_end - held.reach_start)
    mention = _ARTICLE.sub("", holding[0].mention or "") if holding else ""
    if study := _STUDY.match(mention):
        return None, study["by"]
    return mention if mention.startswith(_BODIES) else None, None


_BODIES = tuple(lexicon.words("public_bodies"))
_ARTICLE = re.compile(r"^(?:l[ea]s?\s|l['’])", re.IGNORECASE)
_STUDY = re.compile(
    rf"(?:une?\s)?{listed('study')}\s(?:[^\W\d_]+\s)?(?:d[eu]s?|d['’])\s?(?:la\s|l['’])?"
    rf"(?:{listed('institute')}\s)?(?P<by>[A-ZÉ][\w&.-]+(?:\s[A-ZÉ][\w&.-]+)*)"
)
