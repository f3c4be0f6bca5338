"""Multiples: doublé, divisé par trois, deux fois plus, ×3."""

import re
from decimal import Decimal

from multipolaire.french import lexicon
from multipolaire.french.trade import numerals
from multipolaire.french.trade.numerals import BLANK
from multipolaire.french.trade.scan import Quantity

_TIMES = {"doubl": 2, "tripl": 3, "quadrupl": 4, "quintupl": 5, "sextupl": 6,
          "décupl": 10, "centupl": 100}  # fmt: skip
_NUMBER = rf"(?:{numerals.SHORT_DIGITS}|{numerals.WORDS})"
_MULTIPLE = re.compile(
    rf"""(?<![^\W_])(?:
      (?P<verb>(?:{"|".join(_TIMES)})(?P<end>é|ée|és|ées|er|ent|ait|aient|era|eront|erait
        |eraient|ant|èrent|ement))(?![^\W_])                    # doublé, triplent
    | (?:le|du|au){BLANK}(?P<noun>double|triple|quadruple|quintuple|décuple)
        (?={BLANK}(?:de|du|des|qu)|{BLANK}?[.,;)]|{BLANK}d['’])     # le triple de
    | (?P<by>multipli[^\W\d_]*|divis(?:é|ée|és|ées|er|era|ant|e|ent)){BLANK}par{BLANK}
        (?:(?:plus|près){BLANK}de{BLANK}|environ{BLANK}|presque{BLANK})?(?P<by_n>{_NUMBER})
    | (?P<lent>(?:sur)?souscrit(?:e|s|es)?{BLANK}(?:(?:plus|près|moins){BLANK}de{BLANK}
        |environ{BLANK}|presque{BLANK})?)(?P<lent_n>{_NUMBER}){BLANK}fois(?![^\W_])
    | (?P<n>{_NUMBER}){BLANK}fois(?:
          {BLANK}(?P<way>plus|moins|supérieure?s?|inférieure?s?)(?![^\W_])
        | (?={BLANK}(?:(?:l[ea]s?|s(?:on|a|es)|leurs?|celui|celle)(?![^\W_])|l['’])))
    ) | (?<![^\W_])[×x](?P<cross>[0-9]+(?:,[0-9]+)?)(?![^\W_])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def multiples_in(text: str) -> list[Quantity]:
    """Every multiple of a text, in order, as quantities of unit ×.

    >>> [(q.low, q.sign) for q in multiples_in("Le budget a été divisé par quatre.")]
    [(Decimal('0.25'), -1)]
    """
    return [
        q for match in _MULTIPLE.finditer(text) if (q := _read(text, match))
    ]


def _read(text: str, match: re.Match) -> Quantity | None:
    start, sign = match.start(), 1
    if word := (match["verb"] or match["noun"] or "").lower():
        value = next(
            Decimal(n) for stem, n in _TIMES.items() if word.startswith(stem)
        )
        if match["noun"]:
            start, sign = match.start("noun"), 0
        elif not _tells_size(text, match):
            return None
    elif match["lent"]:  # a loan "souscrit cinq fois": a ratio
        start, sign = match.end("lent"), 0
        value = numerals.parse_number(match["lent_n"])
    elif match["cross"]:
        value = numerals.parse_digits(match["cross"])
    else:
        value = numerals.parse_number(match["by_n"] or match["n"])
        if value is None or value <= 1:
            return None
        less = (match["by"] or match["way"] or "").lower()
        if less.startswith(("div", "moins", "inf")):
            value, sign = _inverse(value), -1
        elif match["n"] and not match["way"]:
            sign = 0
    rule = "multiple", start, match.end()
    return Quantity(
        *rule[1:], "multiple", value, value, "×", sign=sign, rules=(rule,)
    )


def _inverse(value: Decimal) -> Decimal:
    return (1 / value).quantize(Decimal("0.0001")).normalize()


_NOT_SIZE = re.compile(
    rf"{BLANK}(?:par(?![^\W_])|en{BLANK}(?:français|anglais|VF)|aux?{BLANK})"
)
_OBJECT = re.compile(
    rf"{BLANK}(?:(?:de|d['’]){BLANK}?)?(?:le|la|l['’]|les|son|sa|ses|leurs?|ce|cette|ces|un|une|d['’]un){BLANK}?"
    r"(?:[^\W\d_]+\s)?(?P<noun>[^\W\d_]+)(?:\s(?P<next>[^\W\d_]+))?"
)


def _tells_size(text: str, match: re.Match) -> bool:
    """ "Les ventes ont doublé", not "doubler un camion" nor "doublé par un acteur"."""
    before = text[max(0, match.start() - 12) : match.start()].lower()
    if re.search(r"(?<![^\W_])(?:le|un|au|du|ce|premier)\s\Z", before):
        return False
    if _NOT_SIZE.match(text, match.end()):
        return False
    thing = _OBJECT.match(text, match.end())
    if thing is None:
        return match["verb"][0].islower()
    sized = lexicon.words("money_nouns") | lexicon.words("sized_nouns")
    return any(
        (word or "").lower() in sized for word in thing.group("noun", "next")
    )
