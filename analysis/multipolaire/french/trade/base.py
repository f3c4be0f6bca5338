"""What a change is measured against: "sur un an", "par rapport à 2019"."""

import re
from typing import NamedTuple

from multipolaire.french.sentence import Sentence
from multipolaire.french.trade.scan import Quantity


class Base(NamedTuple):
    """What a change is measured against, in the words of the text."""

    start: int
    end: int
    text: str


def base_of(scene: Sentence, figure: Quantity) -> Base | None:
    """What a change is measured against."""
    text, until = scene.text, scene.around(figure)[1]
    for match in _BASE.finditer(text, figure.end, until):
        gap = text[figure.end : match.start()]
        if re.search(r"[;.:(]|,\s(?!soit)", gap) or len(gap) > 60:
            break
        base, than = match["base"], match["base"].startswith("qu")
        if than and not _MORE.search(text, figure.start, match.start()):
            continue
        base = _THAN_END.split(base)[0] if than else base
        return Base(*match.span("base"), base.strip())
    return None


_BASE = re.compile(
    r"""\b(?P<base>sur\s(?:un|deux|trois|six|douze|[0-9]+)\s
        (?:ans?|mois|semaines?)\b
    |en\s(?:glissement\s(?:annuel|mensuel|trimestriel)|rythme\sannuel(?:isé)?)
    |d['’](?:une\sannée|un\s(?:mois|trimestre|an))\s(?:sur|à)\sl['’]autre
    |par\srapport\s(?:à|aux?)\s[^,;.:()»]{2,80}
    |comparé(?:e|es|s)?\s(?:à|aux?)\s[^,;.:()»]{2,60}
    |par\s(?:an|mois)\b
    |(?<=\s)qu(?:e\s|['’])(?!(?:il|elle|ils|elles|on)\s)[^,;.:()»]{3,60})""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE = re.compile(r"(?:plus|moins|mieux|élevée?s?)\s*\Z|\bplus\s\w+\s\Z")
_THAN_END = re.compile(r"\s(?:et|pour|à)\s")
