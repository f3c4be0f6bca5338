"""What one line says of itself: site furniture, or the article.

The words are in :mod:`multipolaire.french.lines`; the forms are here and, for what stands
beside pictures and dates, in :mod:`multipolaire.french.credits`.  Where a rule could take
body it does not fire: a lost sentence is worse than a kept share line.
"""

import re
from functools import cache
from itertools import pairwise, takewhile

from multipolaire.french import lines
from multipolaire.french.credits import TOLD, credit_in, lead_of
from multipolaire.french.lines import Line, Verdict, labelled, only, some

# Characters: a longer line is prose, though it ends in "(Haute-Loire)".
PARAGRAPH = 800
# Characters: "Vous aimez ce site ? Abonnez-vous." speaks to the reader as a whole; of a
# longer line, "Des résultats qu'ils maintiennent: nous sommes fiers…" stays.
NOTICE = 400
# Words, at most.
# A date or a byline.
FIELD = 30
# "En savoir plus sur le gaz"; not "En savoir plus sur les L'association accuse…".
SHORT = 9
# "Recevez nos alertes"; not "Recevez nos alertes infos par e-mail 72% d'entre elles…".
CALL = 20
# "Photo d'illustration"; not "Photo d'illustration Le parti met fin à son alliance…".
OPENED = 30
# "Cliquez ici pour lire la suite"; not where a paragraph follows without a full stop.
SENTENCE = 40
# "Voir également : Le rouble. Le gaz." names links; prose that follows is kept.
LINK = 12
# Without a full stop: "L'incident a-t-il influencé le juge…" is prose all the same.
CROSSHEAD = 25
# Also the words of a name: "Anne Petit, Moscou"; not "LE QUAI D'ORSAY SAISI".
SECTION = 4
# "Jean Dupont (AFP)"; not "UNE CRASSE INDESCRIPTIBLE – Marc Lemaire (AFP)".
SIGNED = 5
# More words in capitals are a title, and no names.
IN_CAPITALS = 5


def judge(text: str, first: bool = False) -> Verdict:
    """Judge one line; ``first``: no line of the article stands before it.

    >>> judge("12 partages")
    Verdict(cuts=((0, 11, 'share'),), mark='meta', gone=True)
    >>> judge("Partager le pouvoir n'est pas dans les usages.")
    Verdict(cuts=(), mark='prose', gone=False)
    """
    line = Line(text)
    if not line.keys:  # a rule of dashes, an emoji; "…" and "?" can be said
        gone = not re.search(r"[?!…]|\.\.", text)
        return Verdict(((0, len(text), "sign"),) if gone else (), "", gone)
    paragraph = len(text) > PARAGRAPH
    if not paragraph and not _is_quoted(text):
        for rule, holds in _RULES.items():
            if holds(line):
                mark = _MARKS.get(rule, "meta")
                return Verdict(((0, len(text), rule),), mark, True)
    if not paragraph and (credit := credit_in(line, first)):
        return credit
    lead = lead_of(line, first)
    tail = _tail(text)
    end = tail.start() if tail else len(text)
    cuts = [(0, lead, "date")] if lead else []
    cuts += _sentences(line, lead, end)
    cuts += [(end, len(text), "credit")] if tail else []
    if cuts and sum(b - a for a, b, _ in cuts) >= len(text):
        return Verdict(((0, len(text), cuts[-1][2]),), "", True)
    return Verdict(tuple(cuts), "prose" if paragraph else _mark(line))


def _tail(text: str) -> re.Match | None:
    """Hashtags, or who edited the article in brackets, at its end."""
    if "#" in text or "pic.twitter" in text:
        if tags := _HASHTAGS.search(text):
            return tags
    return _REPORTED.search(text) if "(" in text else None


def _sentences(line: Line, start: int, end: int) -> list[tuple]:
    """Sentences of furniture, and furniture run into the sentence that follows it."""
    stops = (m.end() for m in lines.STOP.finditer(line.text, start, end))
    bounds = list(pairwise([start, *stops, end]))
    cuts, rules, inside, quoted = [], [], 0, False
    spoken = not lines.marks("contains").isdisjoint(line.keys)
    quotes = any(mark in line.text for mark in '«»"')
    for a, b in bounds:
        rule, stop = "", b
        opens = not (inside or quoted)  # no quotation is still open
        if opens and (spoken or _may_open(line, a)):
            part = line.part(a, b)
            if run_on := _run_on(part):
                rule, stop = "phrase", a + run_on
            else:
                alone = len(bounds) == 1 or bool(cuts and cuts[-1][1] == a)
                rule = _sentence(part, alone)
        rules.append(rule if stop == b else "")
        cuts += [(a, stop, rule)] if rule else []
        if quotes:
            closed = line.text.count("»", a, b)
            inside = max(0, inside + line.text.count("«", a, b) - closed)
            quoted ^= line.text.count('"', a, b) % 2 == 1
    after = line.text[bounds[0][1] : end].split()
    if rules[0] == "label" and len(after) <= LINK:
        return [(start, end, "label")]
    if any(rules) and end - start <= NOTICE:
        # "Vous aimez ce site ? Abonnez-vous."
        for i, (a, b) in enumerate(bounds):
            part, near = line.part(a, b), any(rules[max(0, i - 1) : i + 2])
            if near and not rules[i] and not _is_quoted(part.text):
                rules[i] = "phrase" if some(part.keys, "address") else ""
                cuts += [(a, b, "phrase")] if rules[i] else []
    return sorted(cuts)


def _may_open(line: Line, start: int) -> bool:
    """Whether furniture may begin here: most sentences begin otherwise."""
    first = lines.WORD.search(line.folded, start)
    key = first[0] if first else ""
    return key[:1].isdigit() or key.endswith("ez") or key in _openers()


@cache
def _openers() -> frozenset[str]:
    kinds = "whole", "label", "link", "source", "short", "opens"
    heads = (lines.phrases(kind).keys() for kind in kinds)
    return lines.role_words(*_SHARED, "deictic").union(*heads)


def _sentence(part: Line, alone: bool) -> str:
    """The rule that takes this sentence."""
    text, keys = part.text, part.keys
    if not 0 < len(keys) <= SENTENCE or _is_quoted(text):
        return ""
    bare = len(keys) == 1 and text.rstrip()[-1] in ".…"  # "Silence."
    if (alone or len(keys) > 2) and not bare:
        if lines.matched("whole", lines.uncounted(keys), whole=True):
            return "phrase"
    if labelled("label", part) or labelled("link", part):
        return "label"
    if labelled("source", part) and _SOURCE.search(text):
        return "label"
    if len(keys) <= SHORT and lines.matched("short", keys):
        if not _POINT.search(text):
            return "phrase"
    cut = text.count('"') % 2 or text.count("«") != text.count("»")
    if cut or _INCISE.search(text):  # a quotation, or speech without its marks
        return ""
    return _addressed(part)


def _addressed(part: Line) -> str:
    """The rule of a sentence that speaks to the reader."""
    text, keys = part.text, part.keys
    if len(keys) <= OPENED and lines.matched("opens", keys):
        if not (keys[0].endswith("ez") and TOLD.search(text)):
            return "phrase"
    if len(keys) <= CALL and "," not in text and _calls(keys):
        return "call"
    heads = lines.phrases("contains").keys()
    if heads.isdisjoint(keys):
        return ""
    own = lines.WORD.findall(_QUOTE.sub(" ", part.folded))
    starts = (i for i, key in enumerate(own) if key in heads)
    found = any(lines.matched("contains", own, i) for i in starts)
    return "phrase" if found else ""


def _run_on(part: Line) -> int:
    """Where the article begins after furniture that no full stop closes, or 0."""
    keys, shared = part.keys, lines.role_words(*_SHARED)
    at = sum(1 for _ in takewhile(shared.__contains__, keys))
    while at and not some(keys[at - 1 : at], "network", "share"):
        at -= 1
    if not (some(keys[:at], "network") and some(keys[:at], "share")):
        at = 0
    while n := lines.matched("whole", keys, at):
        if n < 3 and at == 0:  # "Voir plus" may be how the article begins
            break
        at += n
    if not 0 < at < len(keys) or part.text.isupper():
        return 0
    if _is_quoted(part.text):
        return 0
    last, after = part.words[at - 1].end, part.words[at].start
    title = lines.TITLE.search(part.text, last - 1, after + 1)
    return _OPENING.search(part.text, last).start() if title else 0


def _is_quoted(text: str) -> bool:
    """Whether it begins with a quotation, marks before it apart."""
    return not text[0].isalnum() and bool(_QUOTED.match(text))


def _calls(keys: list[str]) -> bool:
    """Said to the reader in the words of a site: "Débloquez cet article en ligne"."""
    calls = keys[0].endswith("ez") and keys[0] not in ("chez", "assez")
    if not calls:
        known = some(keys, *_SITE) > len(keys) - 2
        calls = known and some(keys[:1], "deictic")
    return bool(calls and some(keys, *_SIGNS) > 2 and some(keys, "core"))


def _is_form(line: Line) -> bool:
    # what is neither an address, a handle, a slash nor a clock has no such form
    signs = _FORM_SIGNS.search(line.text)
    return bool(signs and _FORMS.match(line.text))


def _is_heading(line: Line) -> bool:
    keys = lines.uncounted(line.keys)
    return (
        line.text[-1] != "." and lines.matched("heading", keys, whole=True) > 0
    )


def _is_share(line: Line) -> bool:
    if not some(line.keys, "share", "network"):
        return False
    bare = line.bare
    if not bare or line.text[-1] == ".":
        return False
    known = some(bare, "share") or (len(bare) > 1 and some(bare, "network"))
    return bool(known and only(bare, *_SHARED))


def _is_site(line: Line) -> bool:
    if line.text[-1] == "." or not some(line.keys, "core", "network"):
        return False
    if not only(bare := line.bare, *_SITE):
        return False
    return some(bare, *_SIGNS) > 1


def _is_dated(line: Line) -> bool:
    """A date field: what is said of it, perhaps by whom, and nothing else."""
    keys = line.keys
    if len(keys) > FIELD:
        return False
    by = keys.index("par") if "par" in keys else len(keys)
    plain = [key for key in keys[:by] if not lines.NUMBER.fullmatch(key)]
    if not (only(plain, *_DATED) and _WHEN.search(" ".join(keys))):
        return False
    named = all(map(line.is_capital, line.words[by + 1 :]))
    told = some(keys, "publish") or _CLOCK.search(line.folded)
    return bool(named and told)


def _is_byline(line: Line) -> bool:
    """Names, agencies and the words of a credit, and nothing else."""
    text, keys = line.text, line.keys
    if len(keys) > FIELD or text[-1] in "?!:":
        return False
    names = {w.key for w in line.words if line.is_capital(w)}
    if not names | lines.role_words(
        "byline", "credit", "agency", "outlet"
    ) >= set(keys):
        return False
    agency, heads = some(keys, "agency") > 0, some(keys, "byline")
    if text[-1] == "." and heads < 2 and not agency:
        return False
    if text.isupper() and len(keys) > IN_CAPITALS:
        return False  # in capitals every word looks like a name
    if only(keys, "agency", "outlet"):
        return agency and (keys[0] not in ("l", "la", "le") or "avec" in keys)
    own = names - lines.role_words("byline", "credit")
    if keys[0] in ("par", "by"):
        return len(own) > 1 or agency or "redaction" in keys
    if _TAKEN_DOWN.match(" ".join(keys)):
        return heads > 0
    bracketed = text[0] in "([" and text[-1] in ")]" and heads > 1
    if bracketed or _is_relayed(keys):
        return True
    if text[-1] == ")" and len(keys) <= SIGNED and names >= set(keys):
        return agency and len(own) > 2  # "Jean Dupont (AFP)"
    credit = heads > 1 or "par" in keys or ":" in text
    return credit and some(keys[:1], "byline") > 0 and len(own) > 1


def _is_relayed(keys: list[str]) -> bool:
    """Whether it says after whom: "Le Monde avec AFP"."""
    return any(
        (key == "avec" or (i and key in _RELAYS))
        and some(keys[i + 1 : i + 3], "agency", "bureau")
        for i, key in enumerate(keys)
    )


def _is_menu(line: Line) -> bool:
    """Names of sections: a row of them, or the way to this page."""
    text, keys = line.text, line.keys
    if text[-1] in ".!?" or "," in text:
        return False
    parts = len(_TRAIL.split(text))
    way = keys[3:] if keys[:3] == ["vous", "etes", "ici"] else keys
    sections = only(keys, "section")
    if parts > 1 and some(way[:1], "section"):
        if parts > 2 or way[0] in ("accueil", "home") or sections:
            return True
        return "/" not in text and len(keys) <= SECTION and text.istitle()
    return len(keys) > 2 and sections


_RULES = {
    "form": _is_form,
    "heading": _is_heading,
    "share": _is_share,
    "site": _is_site,
    "date": _is_dated,
    "byline": _is_byline,
    "menu": _is_menu,
}
_MARKS = {"heading": "heading", "menu": "", "form": ""}  # of the others: meta
_DATED = ("date", "publish", "clock", "dateword", "byline", "agency", "outlet")
_SHARED = ("network", "share", "filler")
_SIGNS = ("core", "ui", "network")
_SITE = (*_SIGNS, *_SHARED, "uifiller")
_RELAYS = ("selon", "source", "sources", "via", "apres")


def _mark(line: Line) -> str:
    text, keys = line.text, line.keys
    if len(keys) > CROSSHEAD or _ENDED.search(text) or lines.STOP.search(text):
        return "prose"
    if labelled("rubric", line):
        return "rubric"
    if len(keys) <= SECTION and only(keys, "section"):
        return "section"
    if only(line.bare, "date", "dateword") and _OF_A_YEAR.search(text):
        return "day" if some(line.bare, "date") else ""
    if len(keys) == 1 and only(keys, "network"):
        return "network"
    names = 1 < len(keys) <= SECTION and all(map(line.is_capital, line.words))
    return "name" if names and not _POINT.search(text) else ""


_WHEN = re.compile(r"\d|\bhier\b|aujourd|^publie$")
_OF_A_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TAKEN_DOWN = re.compile("de (?:notre|nos) |propos recueilli|article redige")
_CLOCK = re.compile(
    r"\b\d{1,2}\s?[h:]\s?\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\b\d{4}-\d{2}-\d{2}"
    r"|^\W*il y a \d+ (?:s|min|h|j|mois)\w*\W*$"
)
_QUOTE = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_QUOTED = re.compile(rf"\W*?(?:{_QUOTE.pattern}|«[^»]+$|“[^”]+$|\"[^\"]+$)")
_POINT = re.compile(r"[.,:;!?]")
_INCISE = re.compile(  # ", a-t-il dit", ", a lancé le ministre": speech without quotes
    r",\s(?:\w+\s)?(?:a|ont)(?:-t-\w+)?\s\w*(?:é|it|u)\b|,\s[^\W\d]+-(?:t-)?(?:il|elle)\b"
)
_SOURCE = re.compile(
    rf":\s*(?:{lines.CAPITAL}|\S+\.\w{{2,4}}\b|agences?|médias?|presse|rédaction|site"
    "|ministère)"
)
_OPENING = re.compile(r"[«“\"(\[]|[^\W_]")
_ENDED = re.compile(r"[.…][^\w?!]*$|[!?]\s*[»”\"]\W*$")
_HASHTAGS = re.compile(r"(?<=[.!?…»”])(?:\s+#\w+)+$|\s+pic\.twitter\.com/\w+$")
_REPORTED = re.compile(
    rf"""\s*\((?=[^()]*\b(?:[Éé]ditée?\ par|[Vv]ersion\ française(?:\ de)?|[Rr]édigé\ par
    |[Rr]eportage(?:\ de)?)\ {lines.CAPITAL})[^()]*\)\.?$""",
    re.VERBOSE,
)
_TRAIL = re.compile(r"\s*[>›»|/•·→]\s*")
_FORM_SIGNS = re.compile(r"[#@/:]|\.\w|avec")
_FORMS = re.compile(
    r"""\W*(?:
      (?:[#@][\w-]+[\s,;|/]*)+                                # hashtags, handles
    | (?:\w+\s?:?\s*){0,3}(?:https?://\S+|www\.\S+\.\S+)       # an address
    | pic\.twitter\.com/\w+ | t\.co/\w+ | \d+\s*/\s*\d+
    | (?:ats|afp|awp|belga|dpa)(?:/\w{2,8})+ | \w+\savec\s(?:les\s)?agences
    | .{2,60}\(@\w+\)\s.{0,40}\d{4}                            # an embedded tweet
    | (?:\w+\W+){0,2}\d{1,2}:\d{2}(?:\s*/\s*\d{1,2}:\d{2}|\s?min)?  # a player's clock
    )\W*$""",
    re.VERBOSE,
)
