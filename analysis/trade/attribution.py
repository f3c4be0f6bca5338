"""Who asserts a figure, and through which outlet."""

import re
from bisect import bisect_left, bisect_right

from analysis import lexicon
from analysis.quotes import quotes_in, speaker_at
from analysis.trade.numerals import any_of

_DATA = re.compile(rf"(?<![^\W_])(?:{any_of(lexicon.words('source_words'))})", re.I)
_OUTLETS = frozenset(
    form.lower()
    for row in lexicon.table("outlets")
    for form in (row["name"], *row["aliases"].split("|"))
)
_GENERIC = re.compile(r"^(?:agence|cabinet|centre|institut|banque)\s(?=[A-Z])")
_REACH = 5000  # characters: no reported clause is longer


class Speakers:
    """The quotations and reported clauses of a text, to be asked for a place."""

    def __init__(self, text: str, date):
        found = quotes_in(text, date)
        self.quotations = sorted(found, key=lambda quotation: quotation.reach_start)
        self.starts = [quotation.reach_start for quotation in self.quotations]

    def of(self, start: int, end: int) -> tuple[str | None, str | None]:
        """Speaker and source of what stands at ``start:end``.

        Media, agencies, statistics offices, customs and institutes are sources even
        where they are the subject of the verb.
        """
        first = bisect_left(self.starts, start - _REACH)
        last = bisect_right(self.starts, start)
        speaker, via = speaker_at(self.quotations[first:last], start, end)
        names = speaker.split("; ") if speaker else []
        sources = [
            name for name in names if name.lower() in _OUTLETS or _DATA.search(name)
        ]
        people = [name for name in names if name not in sources]
        sources = [_GENERIC.sub("", name) for name in sources]
        sources += [name for name in (via or "").split("; ") if name]
        return "; ".join(people) or None, "; ".join(dict.fromkeys(sources)) or None
