"""Multiples: doublé, divisé par trois, deux fois plus, ×3."""

import re
from decimal import Decimal

from multipolaire.french import lexicon
from multipolaire.french.forms import BLANK, END, LETTERS, START, any_of, listed
from multipolaire.french.trade import numerals
from multipolaire.french.trade.numerals import TIMES
from multipolaire.french.trade.scan import Quantity

_NUMBER = rf"(?:{numerals.SHORT_DIGITS}|{numerals.WORDS})"
_ABOUT = rf"(?:(?:(?:plus|près|moins){BLANK}de|environ|presque){BLANK})?"
_MULTIPLE = re.compile(
    rf"""{START}(?:
      (?P<verb>(?P<stem>{any_of(TIMES)})(?:é|ée|és|ées|er|ent|ait|aient|era|eront|erait
        |eraient|ant|èrent|ement)){END}                         # doublé, triplent
    | (?:le|du|au){BLANK}(?P<noun>double|triple|quadruple|quintuple|décuple)
        (?={BLANK}(?:de|du|des|qu)|{BLANK}?[.,;)]|{BLANK}d['’])     # le triple de
    | (?P<by>multipli[^\W\d_]*|divis(?:é|ée|és|ées|er|era|ant|e|ent)){BLANK}par{BLANK}
        (?!moins){_ABOUT}(?P<by_n>{_NUMBER})
    | (?P<n>{_NUMBER}){BLANK}(?:(?:à|ou){BLANK}(?P<most>{_NUMBER}){BLANK})?fois(?:
          {BLANK}(?P<way>plus|moins|supérieure?s?|inférieure?s?){END}
        | (?={BLANK}(?:(?:l[ea]s?|s(?:on|a|es)|leurs?|celui|celle){END}|l['’])))
    | souscrit(?:e|s|es)?{BLANK}{_ABOUT}(?P<lent>{_NUMBER}){BLANK}fois{END}   # a loan
    | (?P<grown>[0-9]+,[0-9]+){BLANK}fois{END}                        # crû de 2,3 fois
    ) | {START}[×x](?P<cross>[0-9]+(?:,[0-9]+)?){END}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def multiples_in(text: str) -> list[Quantity]:
    """Every multiple of a text, in order, as quantities of unit ×.

    >>> [(m.low, m.sign) for m in multiples_in("Le budget a été divisé par quatre.")]
    [(Decimal('0.25'), -1)]
    """
    found = (
        _read(text, match)
        for line in re.finditer(r"[^\n]+", text)
        if any(word in line[0].lower() for word in _SOON)
        for match in _MULTIPLE.finditer(text, *line.span())
    )
    return list(filter(None, found))


# one of these is in every multiple
_SOON = ("fois", "multipli", "divis", "souscri", "×", *TIMES)


def _read(text: str, match: re.Match) -> Quantity | None:
    start, sign, most = match.start(), 1, None
    if match["noun"]:
        start, sign = match.start("noun"), 0
        value = TIMES[match["noun"].lower()[:-1]]
    elif match["verb"]:
        value = TIMES[match["stem"].lower()]
        if not _tells_size(text, match):
            return None
    elif match["cross"]:
        value = numerals.parse_digits(match["cross"])
    else:
        value = numerals.parse_number(
            match["by_n"] or match["n"] or match["grown"] or match["lent"]
        )
        if value is None or value <= 1:
            return None
        if match["most"]:  # "six à sept fois plus"
            most = numerals.parse_number(match["most"])
        way = (match["by"] or match["way"] or "").lower()
        if way.startswith(("div", "moins", "inf")):
            value, most, sign = _inverse(value), most and _inverse(most), -1
        sign = sign if way or match["grown"] else 0
    start = match.start("lent") if match["lent"] else start
    rule = "multiple", start, match.end()
    size = "multiple", *sorted((value, most or value)), "×"
    return Quantity(*rule[1:], *size, sign=sign, rules=(rule,))


def _inverse(value: Decimal) -> Decimal:
    return (1 / value).quantize(Decimal("0.0001")).normalize()


_NOT_SIZE = re.compile(
    rf"{BLANK}(?:par\b|en{BLANK}(?:français|anglais|VF)|aux?\b)"
)
_WORDS = rf"(?P<words>{LETTERS}(?:\s{LETTERS})?)"
_THE = r"(?:l[ea]s?\s|l['’]|(?:[cs]es?|son|sa|leurs?|cette|une?)\s)"
# "doubler d'ici mai"
_TIME = r"(?:ici|une?\s(?:an|année|mois|semaine|trimestre))\b"
_OBJECT = re.compile(
    rf"{BLANK}(?:(?:de\s|d['’])(?!{_TIME}){_THE}?|{_THE}){_WORDS}"
)
_OF = re.compile(rf"{BLANK}(?P<many>des\s)?(?:du\s|d['’]|de\s{_THE}?)?{_WORDS}")
# "un joli doublé"
_A_NOUN = re.compile(rf"(?i){START}(?:le|un|au|du|ce|son|{listed('feat')})\s\Z")


def _tells_size(text: str, match: re.Match) -> bool:
    """ "Les ventes ont doublé", not "doubler un camion" nor "doublé par un acteur"."""
    feat = _A_NOUN.search(text, max(0, match.start() - 16), match.start())
    named, verb = match["verb"].lower().endswith("ement"), match["verb"]
    if _NOT_SIZE.match(text, match.end()) or (feat and not named):
        return False
    thing = (_OF if named else _OBJECT).match(text, match.end())
    if thing is None:
        return verb[0].islower() and not named
    sized = lexicon.words("money_nouns") | lexicon.words("sized_nouns")
    return any(word in sized for word in thing["words"].lower().split())
