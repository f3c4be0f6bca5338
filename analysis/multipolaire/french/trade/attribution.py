"""Who asserts a figure, and through which outlet or office."""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter

from multipolaire.french import lexicon
from multipolaire.french.forms import START, any_of, listed
from multipolaire.french.speech import Quotation, said_near
from multipolaire.french.speech.names import INSTITUTIONS, RELAYS, is_outlet
from multipolaire.french.speech.speakers import Cast

_REACH = 5000  # characters: no reported clause is longer


class Speakers:
    """The quotations and reported clauses around some places of a text."""

    def __init__(self, text: str, date, places):
        self.text, self.cast = text, Cast(text, date)
        told = said_near(text, date, places)
        found = (said for said in told if not self._plans(said))
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
        holding = [said for said in near if said.reaches(start, end)]
        if not holding:
            cited = _CITED.match(self.text, end)
            known = cited and _is_data(cited["by"])
            return self._praised(start), cited["by"] if known else None
        said = min(holding, key=_reach)
        bare = _ARTICLE.sub("", said.mention or "")
        body = bare if bare.startswith(_BODIES) else None
        people, sources = [], []
        for name in (said.speaker or body or "").split("; "):
            source = _is_source(name, said.mention or "")
            (sources if source else people).append(_GENERIC.sub("", name))
        via = said.via or self._carried(near, start)
        sources += (via or "").split("; ")
        named = "; ".join(dict.fromkeys(filter(None, sources)))
        return "; ".join(filter(None, people)) or None, named or None

    def _praised(self, start: int) -> str | None:
        """Who "a salué" a clause that follows: "le commerce ayant dépassé 200"."""
        stops = (self.text.rfind(mark, 0, start) for mark in (". ", "\n", "; "))
        praise = _PRAISES.search(self.text, max(*stops, start - 301) + 1, start)
        who = praise and (praise["who"], praise.start("who"))
        return self.cast.resolve(*who) if who else None

    def _carried(self, near: list[Quotation], start: int) -> str | None:
        """The relay of the sentence before, while the quotation goes on."""
        inside = [
            said
            for said in near
            if said.kind == "direct" and said.start <= start < said.end
        ]
        for before in reversed(near if inside else []):
            if before.via and before.reach_end < inside[-1].start:
                same = before.speaker == inside[-1].speaker
                gap = self.text[before.reach_end : inside[-1].start]
                return before.via if same and _GOES_ON.fullmatch(gap) else None
        return None

    def _plans(self, said: Quotation) -> bool:
        """Whether somebody acts rather than speaks: "Moscou entend", "veut verser"."""
        if said.kind not in ("claim", "indirect") or not said.cue:
            return False
        cue = said.cue.lower()
        then = self.text[said.cue_end : said.cue_end + 6].strip()
        if cue.startswith(("prévo", "prévu")):
            return then.startswith("d")  # "prévoit d'emprunter"
        return cue.startswith(_PLANS) and not then.startswith("qu")


def _reach(said: Quotation) -> tuple[int, bool]:
    """How wide a reported clause is: the narrowest that holds a figure counts."""
    return said.reach_end - said.reach_start, said.kind == "claim"


def _is_source(name: str, mention: str) -> bool:
    """Whether who asserts is an outlet, an office of data, or known by a study."""
    official = name in _INTERNATIONAL or name.lower().startswith(_OFFICIAL)
    relay = _ARTICLE.sub("", mention).split(" ")[0].lower() in RELAYS
    study = relay or _STUDY.search(mention)
    return bool(name and (_is_data(name) or study and not official))


def _is_data(name: str) -> bool:
    return bool(is_outlet(name) or _DATA.search(name))


_PLANS = tuple(lexicon.words("plan_verbs"))
_BODIES = tuple(lexicon.words("public_bodies"))
_OFFICIAL = ("ministère", "gouvernement", "banque", "présidence", "commission")
_INTERNATIONAL = {name for name, _ in INSTITUTIONS.values()}
# an agency of a government or of the press; the Agence internationale de l'énergie speaks
_DATA = re.compile(
    rf"(?i){START}(?!agence internationale){any_of(lexicon.words('source_words'))}"
    r"|stat\b"
)
_STUDY = re.compile(rf"(?i){START}{listed('study')}")
_GENERIC = re.compile(r"^(?:agence|cabinet|centre|institut|banque)\s(?=[A-Z])")
_ARTICLE = re.compile(r"^(?:l[ea]s?\s|l['’])", re.IGNORECASE)
_PRAISES = re.compile(
    r"(?P<who>(?:les|le|la|l['’])[^,;.«»]{3,60}?)\s(?:a|ont)\s(?:également\s|aussi\s)?"
    r"salué\s[^;.«»]{3,120},[^;.,«»]{3,90}\sayant\s[^;.,«»]{3,60}\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[^.\n]{0,60}\.\s+«\s*")  # », rapporte RT. «
_CITED = re.compile(
    r"[^.;\n()]{0,200}\((?:sources?\s?:\s?|selon\s|d['’]après\s)?"
    r"(?:l[ea]s?\s|l['’])?(?P<by>[^()\n]{2,60})\)\s*(?:[.;\n]|$)",
    re.IGNORECASE,
)
