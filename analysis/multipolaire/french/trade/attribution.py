"""Who asserts a figure, and through which outlet."""

import re
from bisect import bisect_left, bisect_right

from multipolaire.french import lexicon
from multipolaire.french.speech import quotes_in, speaker_at
from multipolaire.french.speech.speakers import Cast
from multipolaire.french.trade.numerals import any_of

_DATA = re.compile(
    rf"(?<![^\W_])(?:{any_of(lexicon.words('source_words'))})", re.I
)
_OUTLETS = frozenset(
    form.lower()
    for row in lexicon.table("outlets")
    for form in (row["name"], *row["aliases"].split("|"))
)
_GENERIC = re.compile(r"^(?:agence|cabinet|centre|institut|banque)\s(?=[A-Z])")
_PLANS = tuple(lexicon.words("plan_verbs"))
_REACH = 5000  # characters: no reported clause is longer


class Speakers:
    """The quotations and reported clauses of a text, to be asked for a place."""

    def __init__(self, text: str, date):
        self.text, self.date, self.cast = text, date, None
        found = quotes_in(text, date)
        self.quotations = sorted(
            found, key=lambda quotation: quotation.reach_start
        )
        self.starts = [quotation.reach_start for quotation in self.quotations]

    def of(self, start: int, end: int) -> tuple[str | None, str | None]:
        """Speaker and source of what stands at ``start:end``.

        Media, agencies, statistics offices, customs and institutes are sources even
        where they are the subject of the verb.
        """
        first = bisect_left(self.starts, start - _REACH)
        last = bisect_right(self.starts, start)
        near = [q for q in self.quotations[first:last] if not self._plans(q)]
        speaker, via = speaker_at(near, start, end)
        via = via or self._carried(near, start, end)
        if speaker is None:
            speaker, study = _body(near, start, end)
            if study:
                return None, "; ".join(filter(None, (study, via)))
            speaker = speaker or self._praised(start)
        names = speaker.split("; ") if speaker else []
        sources = [
            name
            for name in names
            if name.lower() in _OUTLETS or _DATA.search(name)
        ]
        people = [name for name in names if name not in sources]
        sources = [_GENERIC.sub("", name) for name in sources]
        sources += [name for name in (via or "").split("; ") if name]
        return "; ".join(people) or None, "; ".join(
            dict.fromkeys(sources)
        ) or None

    def _praised(self, start: int) -> str | None:
        """Who "a salué" a clause that follows: "le commerce ayant dépassé 200"."""
        since = (
            max(self.text.rfind(mark, 0, start) for mark in (". ", "\n", "; "))
            + 1
        )
        praise = _PRAISES.search(self.text, max(since, start - 300), start)
        if not praise:
            return None
        if self.cast is None:
            self.cast = Cast(self.text, self.date)
        return self.cast.resolve(praise["who"], praise.start("who"))

    def _carried(self, near: list, start: int, end: int) -> str | None:
        """The relay of the sentence before, while the quotation goes on."""
        inside = [
            q for q in near if q.kind == "direct" and q.start <= start < q.end
        ]
        for before in reversed(near if inside else []):
            if before.via and before.reach_end < inside[-1].start:
                same = before.speaker == inside[-1].speaker
                gap = self.text[before.reach_end : inside[-1].start]
                return before.via if same and _GOES_ON.fullmatch(gap) else None
        return None

    def _plans(self, q) -> bool:
        """Whether somebody acts rather than speaks: "Moscou entend", "veut verser"."""
        if q.kind not in ("claim", "indirect") or not q.cue:
            return False
        link = self.text[q.cue_end : q.start].strip()
        if q.cue.lower().startswith(("prévo", "prévu")):
            return link.startswith("d")  # "prévoit d'emprunter"
        return q.cue.lower().startswith(_PLANS) and not link.startswith("qu")


_PRAISES = re.compile(
    r"(?P<who>(?:les|le|la|l['’])[^,;.«»]{3,60}?)\s(?:a|ont)\s(?:également\s|aussi\s)?salué"
    r"\s[^;.«»]{3,120},[^;.,«»]{3,90}\sayant\s[^;.,«»]{3,60}\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[^.\n]{0,60}\.\s+«\s*")  # », rapporte RT. «


def _body(near: list, start: int, end: int) -> tuple[str | None, str | None]:
    """A public body or a study that speaks by its office: "les douanes"."""
    holding = [q for q in near if q.reach_start <= start and end <= q.reach_end]
    inner = min(
        holding, key=lambda q: q.reach_end - q.reach_start, default=None
    )
    mention = _ARTICLE.sub("", inner.mention or "") if inner else ""
    if study := _STUDY.match(mention):
        return None, study["by"]
    return mention if mention.startswith(_BODIES) else None, None


_BODIES = tuple(lexicon.words("public_bodies"))
_ARTICLE = re.compile(r"^(?:l[ea]s?\s|l['’])", re.IGNORECASE)
_STUDY = re.compile(
    r"(?:une?\s)?(?:étude|rapport|note|enquête|sondage|données|chiffres|calculs"
    r"|estimations?)\s(?:[^\W\d_]+\s)?(?:d[eu]s?|d['’])\s?(?:la\s|l['’])?"
    r"(?:institut\s|cabinet\s|centre\s|agence\s|société\s)?"
    r"(?P<by>[A-ZÉ][\w&.-]+(?:\s[A-ZÉ][\w&.-]+)*)"
)
