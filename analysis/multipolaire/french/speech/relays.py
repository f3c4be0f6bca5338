"""Who passes words on: *a dit X au quotidien Y*, *dans les colonnes de Y*."""

import re

from multipolaire.french.speech.names import LISTS, OUTLETS
from multipolaire.french.speech.tags import Place, Tagged, pattern


def relays_in(s: Tagged) -> list[Place]:
    """Places of the names that pass the words of a sentence on."""
    outlets = [match.start() for match in _OUTLET.finditer(s.tags)]
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


_MEDIA, _RELAYED = "|".join(LISTS["media"]), "|".join(LISTS["relayed"])
_AIRED = "|".join(LISTS["aired"])
# what a relay may begin with
_BEGINS = "".join(sorted({word[0] for word in LISTS["relayed"]}))
_BEGINS += "aAàÀdDsSpPiIeE"
_WORDS = r"(?:(?!(?:une?|l[ae]s?|s(?:on|a|es))\s)[a-zà-ÿ-]+\s){0,3}?"
_RELAY = re.compile(
    rf"""(?=[{_BEGINS}])\b(?:
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
_OUTLET = pattern("<outlet>")
_AT_OUTLET = pattern(
    r"""<to|prep>(?:<article|word|name|num>
      |<of><det|word|name>){0,6}\Z
    | <source|ger><article>?<word>{0,3}\Z
    | <verb|part><det>?<word>{0,2}\Z
    | <prep><of><article>?<word>?\Z"""
)
