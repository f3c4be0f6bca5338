"""Which expression of time, and which base, a figure goes with."""

import datetime as dt
import re

from analysis.trade.intervals import Interval, shift
from analysis.trade.periods import Period, periods_in
from analysis.trade.scan import Quantity
from analysis.trade.scene import Scene

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
_MARKET = re.compile(
    r"\b(?:cours|bourse|indice|actions?|titre|dollar|euro|rouble|yuan|litre|baril"
    r"|clôtur|séance|gazole|once\b|tonne|naira|marché|livre\b|couronne|francs?\b|roupie|devise"
    r"|monnaie|billet vert|bitcoin|rendement|taux directeur|injecté|levé|emprunté"
    r"|défil|manifest|rassembl)",
    re.IGNORECASE,
)
_STOCK = re.compile(
    r"\b(?:dettes?|encours|réserves?|population|trésorerie|stocks?|effectifs?|endett|abonnés|salariés|habitants|chômeurs|capitalisation)\b",
    re.IGNORECASE,
)
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
_ELSEWHERE = re.compile(
    r"\s(?:pour|en|aux?|chez|dans|à)\s(?:l[ae]s?\s|l['’])?[A-ZÀ-Þ][a-zà-ÿ]"
)
_VERB = re.compile(r"(?:[^\W\d_]+(?:ra|ront|rai[^\W\d_]*)|est|sont|a|ont|doi\w+)\s")
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
        self.day, self.scene, self.last = day, None, None
        self.of: dict[int, Period] = {}
        self.bases: set[int] = set()  # where words of comparison stand

    def enter(self, scene: Scene) -> None:
        self.scene, self.of, self.found, self.bases = scene, {}, {}, set()

    def periods(self, future: bool) -> list[Period]:
        if future not in self.found:
            scene = self.scene
            found = periods_in(scene.text, scene.start, scene.end, self.day, future)
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
        moved = [name for name, _, _ in q.rules if name.startswith("moves")]
        if period.halves and (
            moved
            or period.rule == "years"
            and _ENDS_AT.search(self.scene.left(q.start))
        ):
            period = period.halves[not moved or moved[0] == "moves to"]
        elif moved and future and moved[0] == "moves from":
            return None, None, None  # "passer de 180 à 250 en 2030": 180 is of today
        interval = self._resolve(period)
        if (
            interval
            and period.at_end
            and _STOCK.search(self.scene.text, self.scene.start, self.scene.end)
        ):
            interval = interval[1], interval[1]
        if interval:
            self.last = interval
        return *(interval or (None, None)), period.text

    def base(self, q: Quantity, until: int) -> str | None:
        """What a change is measured against, in the words of the text."""
        text = self.scene.text
        for match in _BASE.finditer(text, q.end, until):
            gap = text[q.end : match.start()]
            if re.search(r"[;.:(]|,\s(?!soit)", gap) or len(gap) > 60:
                break
            if match["base"].startswith("qu") and not re.search(
                r"(?:plus|moins|mieux|élevée?s?)\s*\Z|\bplus\s\w+\s\Z",
                text[q.start : match.start()],
            ):
                continue
            q.rules.append(("base", match.start("base"), match.end("base")))
            self.bases.update(range(match.start("base"), match.end("base")))
            return (
                re.split(r"\s(?:et|pour|à)\s", match["base"])[0].strip()
                if match["base"].startswith("qu")
                else match["base"].strip()
            )
        return None

    def _tells(self, period: Period) -> bool:
        text, start = self.scene.text, period.start
        before = text[max(self.scene.start, start - 30) : start]
        if _BASE_WORD.search(before) or re.search(
            r"(?:rapport|comparée?s?)\s\Z", before
        ):
            return False
        if (
            period.rule == "weekday"
            or period.rule == "day"
            and not period.text[0].islower()
        ):
            if _SAID.search(before):
                return False
        if period.rule == "weekday":
            beside = any(q.end == start - 1 for q in self.scene.figures)
            market = _MARKET.search(text, self.scene.start, self.scene.end)
            return beside or bool(market)
        if period.rule in ("since", "last months") and _RECORD.search(before):
            return False  # "une première depuis 2011"
        if period.rule == "duration" and period.text.lower().startswith("sur un an"):
            return False  # a base
        return not (period.rule == "day" and _SAID.search(before))

    def _pick(self, q, edge, around, future) -> Period | None:
        periods = [p for p in self.periods(future) if p.start not in self.bases]
        left = next((p for p in reversed(periods) if p.end <= q.start), None)
        if left is not None and not self._reaches(left, q, edge, around):
            left = None
        right = next(
            (p for p in periods if p.start >= q.end and not self._is_of(p, q)), None
        )
        if right is not None and not self._follows(right, q, around, left):
            right = None
        chosen = right or left
        if right is not None and left is not None:
            gap = self.scene.text[q.end : right.start]
            if len(gap) > max(25, edge - left.end) or "," in gap:
                chosen = left
        if chosen is not None:
            self.of[q.start] = chosen
        return chosen

    def _reaches(self, left: Period, q, edge, around) -> bool:
        text = self.scene.text
        gap = text[left.end : edge]
        if re.search(r";\s", gap):
            return False
        before = self._tense(self.scene.start, left.end)
        if before and self._tense(left.end, edge) not in (None, before):
            return False  # "depuis 2021, et en attend 700": the tense moves on
        versus = re.search(
            r"(?<![^\W_])(?:contre|après|puis|au lieu|tandis|alors que)(?![^\W_])", gap
        )
        if re.match(r"de\s[12]", left.text) and not re.search(
            r"(?:budget|exercice|année)\s\Z", self.scene.left(left.start)
        ):
            return False  # "la crise de 2008"
        taken = any(p.start == left.start for p in self.of.values())
        if versus and versus[0] == "contre" and _ELSEWHERE.match(text, q.end):
            return True  # "contre 14 % pour l'Arabie saoudite"
        taken = taken and left.end > around[0]
        return not (versus and (taken or left.start < around[0]))

    def _is_of(self, period: Period, q) -> bool:
        """ "94 % de son niveau de 2019", "un Château Lafite de 1869"."""
        return period.start > q.end + 1 and bool(re.match(r"de\s[12]", period.text))

    def _tense(self, since: int, until: int) -> str | None:
        cues = [c[2] for c in self.scene.cues if since <= c[0] and c[1] <= until]
        return None if not cues else "past" if cues[-1] == "reported" else "ahead"

    def _follows(self, right: Period, q, around, left) -> bool:
        gap = self.scene.text[q.end : right.start]
        if (
            _BREAK.search(gap)
            or len(gap) > 120
            or right.rule == "duration"
            and "," in gap
        ):
            return False
        if "," in gap and gap.count(",") == 1:
            verb = (
                q.end + gap.index(",") + 2
            )  # "3 milliards, prévoit 20 navires en 2028"
            if _VERB.match(self.scene.text, verb) or any(
                cue[0] == verb for cue in self.scene.cues
            ):
                return False
        if right.start < around[1]:  # "100 milliards en 2022 et en 2023 120"
            nearer = around[1] - right.end < len(gap) + 12
            closed = self.scene.text[right.end : right.end + 1] == ","
            return not (
                not (closed and "," not in gap)
                and nearer
                and around[1] < self.scene.end
                and re.search(r",|\bet\b", gap)
            )
        later = [c for c in self.scene.cues if q.end < c[0] < right.start]
        if "," in gap and later:
            return False  # "20 % du projet, passera 4 milliards au premier trimestre"
        return left is None  # "313 millions de tonnes et 210 milliards en 2023"

    def _resolve(self, period: Period) -> Interval | None:
        if period.shift is None:
            return period.interval
        if (
            self.last is None
            or self.day is None
            and period.shift[0] >= 0
            and not self.last
        ):
            return None
        years, months = period.shift
        if years < 0:
            years = self.last[0].year + years
        if not (years or months) and period.rule == "month before":
            first, last = self.last  # "contre 7,1 % au précédent": as long as the last
            months = (last.year - first.year) * 12 + last.month - first.month + 1
        return shift(self.last, years, months)
