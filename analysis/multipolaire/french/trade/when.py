"""Which expression of time, and which base, a figure goes with."""

import datetime as dt
import re

from multipolaire.french.trade.intervals import Interval, shift
from multipolaire.french.trade.numerals import context
from multipolaire.french.trade.periods import Period, periods_in
from multipolaire.french.trade.scan import Quantity
from multipolaire.french.trade.scene import Scene

Time = tuple[dt.date | None, dt.date | None, str | None]

_BREAK = re.compile(
    r"[;:.]\s|(?<![^\W_])(?:contre|après|puis|tandis|alors|quand|au lieu|avant"
    r"|loin d\w+)"
    r"(?![^\W_])|,\s(?:mais|et|dont|qui)\s"
)
_BASE_WORD = re.compile(
    r"(?:par\srapport\s(?:à|aux?)|comparée?s?\s(?:à|aux?|avec)|double|triple|quadruple|(?<![^\W_])qu['’e]\s?(?:prévue?s?\s|attendue?s?\s)?|supérieure?s?\sà|(?:que|à)\scelui\sde|référence)"
    r"(?:\s?(?:le|la|les|l['’]|fin|en|à|celles?|ceux|niveau|de|du))*\s?\Z",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?<![^\W_])(?:annonc|indiqu|déclar|publi|affirm|précis|soulign|appris|rappel"
    r"|rapport|fait savoir|dit|dévoil|communiqu|interrog|paru|avant|ont|a)"
    r"[^\W\d_]*\s(?:ce\s)?\Z",
    re.IGNORECASE,
)
_MARKET, _STOCK = context("market"), context("stock")
_BASE = re.compile(
    r"""(?:^|(?<![^\W_]))(?P<base>sur\s(?:un|deux|trois|six|douze|[0-9]+)\s(?:ans?|mois|semaines?)(?![^\W_])
    |en\s(?:glissement\s(?:annuel|mensuel|trimestriel)|rythme\sannuel(?:isé)?)
    |d['’](?:une\sannée|un\s(?:mois|trimestre|an))\s(?:sur|à)\sl['’]autre
    |par\srapport\s(?:à|aux?)\s[^,;.:()»]{2,80}
    |comparé(?:e|es|s)?\s(?:à|aux?)\s[^,;.:()»]{2,60}
    |par\s(?:an|mois)(?![^\W_])
    |(?<=\s)qu(?:e\s|['’])(?!(?:il|elle|ils|elles|on)\s)[^,;.:()»]{3,60})""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE = re.compile(r"(?:plus|moins|mieux|élevée?s?)\s*\Z|\bplus\s\w+\s\Z")
_THAN_END = re.compile(r"\s(?:et|pour|à)\s")
_COMPARED = re.compile(r"(?:rapport|comparée?s?)\s\Z")
_VERSUS = re.compile(
    r"(?<![^\W_])(?:contre|après|puis|au lieu|tandis|alors que)(?![^\W_])"
)
_BUDGET = re.compile(r"(?:budget|exercice|année)\s\Z")
_ELSEWHERE = re.compile(
    r"\s(?:pour|en|aux?|chez|dans|à)\s(?:l[ae]s?\s|l['’])?[A-ZÀ-Þ][a-zà-ÿ]"
)
_VERB = re.compile(
    r"(?:[^\W\d_]+(?:ra|ront|rai[^\W\d_]*)|est|sont|a|ont|doi\w+)\s"
)
_ENDS_AT = re.compile(
    r"\bpour\s(?:atteindre|tomber|revenir|s['’]établir|grimper)\s(?:à\s)?\Z"
)
_RECORD = re.compile(
    r"(?:premi[eè]re?s?|record|inédite?|jamais vu"
    r"|plus\s(?!que\s)[^\W\d_]+(?:\s[^\W\d_]+)?)\s\Z"
)


class Clock:
    """The reference date of a text and the last interval that it named."""

    def __init__(self, day: dt.date | None):
        self.day, self.last = day, None

    def enter(self, scene: Scene) -> None:
        self.scene = scene
        self.found: dict[bool, list[Period]] = {}
        self.taken: set[int] = (
            set()
        )  # where expressions stand that figures took
        self.bases: set[int] = set()  # where words of comparison stand

    def periods(self, future: bool) -> list[Period]:
        if future not in self.found:
            scene = self.scene
            found = periods_in(
                scene.text, scene.start, scene.end, self.day, future
            )
            self.found[future] = [p for p in found if self._tells(p)]
        return self.found[future]

    def read(
        self, q: Quantity, edge: int, around: tuple[int, int], future: bool
    ) -> Time:
        """Interval and words of a figure between its neighbours ``around``."""
        period = self._pick(q, edge, around, future)
        if period is None:
            return None, None, None
        q.rules.append((f"period: {period.rule}", period.start, period.end))
        moved = next(
            (name for name, *_ in q.rules if name.startswith("moves")), ""
        )
        ends = period.rule == "years" and _ENDS_AT.search(
            self.scene.left(q.start)
        )
        if period.halves and (moved or ends):
            period = period.halves[moved != "moves from"]
        elif moved == "moves from" and future:
            return (
                None,
                None,
                None,
            )  # "passer de 180 à 250 en 2030": 180 is of today
        interval = self._resolve(period)
        if not interval:
            return None, None, period.text
        if period.at_end and self.scene.search(_STOCK):
            interval = interval[1], interval[1]
        self.last = interval
        return *interval, period.text

    def base(self, q: Quantity, until: int) -> str | None:
        """What a change is measured against, in the words of the text."""
        text = self.scene.text
        for match in _BASE.finditer(text, q.end, until):
            gap = text[q.end : match.start()]
            if re.search(r"[;.:(]|,\s(?!soit)", gap) or len(gap) > 60:
                break
            base, than = match["base"], match["base"].startswith("qu")
            if than and not _MORE.search(text, q.start, match.start()):
                continue
            q.rules.append(("base", *match.span("base")))
            self.bases.update(range(*match.span("base")))
            return (_THAN_END.split(base)[0] if than else base).strip()
        return None

    def _tells(self, period: Period) -> bool:
        before = self.scene.left(period.start, 30)
        if _BASE_WORD.search(before) or _COMPARED.search(before):
            return False
        if period.rule in ("weekday", "day") and _SAID.search(before):
            return False
        if period.rule == "weekday":
            beside = any(q.end == period.start - 1 for q in self.scene.figures)
            return beside or self.scene.search(_MARKET)
        if period.rule in ("since", "last months") and _RECORD.search(before):
            return False  # "une première depuis 2011"
        year = period.text.lower().startswith("sur un an")  # a base
        return not (period.rule == "duration" and year)

    def _pick(self, q, edge, around, future) -> Period | None:
        periods = [p for p in self.periods(future) if p.start not in self.bases]
        left = next((p for p in reversed(periods) if p.end <= q.start), None)
        if left is not None and not self._reaches(left, q, edge, around):
            left = None
        after = (
            p for p in periods if p.start >= q.end and not self._is_of(p, q)
        )
        right = next(after, None)
        if right is not None and not self._follows(right, q, around, left):
            right = None
        if right is not None and left is not None:
            gap = self.scene.text[q.end : right.start]
            if len(gap) > max(25, edge - left.end) or "," in gap:
                right = None
        chosen = right or left
        if chosen is not None:
            self.taken.add(chosen.start)
        return chosen

    def _reaches(self, left: Period, q, edge, around) -> bool:
        text = self.scene.text
        gap = text[left.end : edge]
        if re.search(r";\s", gap):
            return False
        before = self._tense(self.scene.start, left.end)
        if before and self._tense(left.end, edge) not in (None, before):
            return False  # "depuis 2021, et en attend 700": the tense moves on
        if re.match(r"de\s[12]", left.text):  # "la crise de 2008"
            if not _BUDGET.search(self.scene.left(left.start)):
                return False
        versus = _VERSUS.search(gap)
        if versus and versus[0] == "contre" and _ELSEWHERE.match(text, q.end):
            return True  # "contre 14 % pour l'Arabie saoudite"
        taken = left.start in self.taken and left.end > around[0]
        return not (versus and (taken or left.start < around[0]))

    def _is_of(self, period: Period, q) -> bool:
        """ "94 % de son niveau de 2019", "un Château Lafite de 1869"."""
        return period.start > q.end + 1 and bool(
            re.match(r"de\s[12]", period.text)
        )

    def _tense(self, since: int, until: int) -> str | None:
        cues = [
            c for c in self.scene.cues if since <= c.start and c.end <= until
        ]
        return (
            ("past" if cues[-1].status == "reported" else "ahead")
            if cues
            else None
        )

    def _follows(self, right: Period, q, around, left) -> bool:
        gap = self.scene.text[q.end : right.start]
        if _BREAK.search(gap) or len(gap) > 120:
            return False
        if right.rule == "duration" and "," in gap:
            return False
        if gap.count(",") == 1:  # "3 milliards, prévoit 20 navires en 2028"
            verb = q.end + gap.index(",") + 2
            cue = any(cue.start == verb for cue in self.scene.cues)
            if cue or _VERB.match(self.scene.text, verb):
                return False
        if right.start < around[1]:  # "100 milliards en 2022 et en 2023 120"
            nearer = around[1] - right.end < len(gap) + 12
            loose = (
                self.scene.text[right.end : right.end + 1] != "," or "," in gap
            )
            more = around[1] < self.scene.end and re.search(r",|\bet\b", gap)
            return not (loose and nearer and more)
        # "20 % du projet, passera 4 milliards au premier trimestre"
        later = any(q.end < cue.start < right.start for cue in self.scene.cues)
        # "313 millions de tonnes et 210 milliards en 2023"
        return left is None and not ("," in gap and later)

    def _resolve(self, period: Period) -> Interval | None:
        if period.shift is None:
            return period.interval
        if self.last is None:
            return None
        years, months = period.shift
        if years < 0:
            years = self.last[0].year + years
        if not (years or months) and period.rule == "month before":
            first, last = (
                self.last
            )  # "contre 7,1 % au précédent": as long as the last
            months = (
                (last.year - first.year) * 12 + last.month - first.month + 1
            )
        return shift(self.last, years, months)
