"""What one line says of itself: site furniture, or the article.

Phrases are in ``lexicon/boilerplate.csv``, the words that share, date, credit and menu
lines are made of in ``lexicon/boilerplate_words.csv``; the forms are here.  Where a
rule could take body it does not fire: a lost sentence is worse than a kept share line.
"""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from analysis import lexicon


class Verdict(NamedTuple):
    """Cuts ``(start, end, rule)`` in a line; ``gone``: the whole line is furniture.

    ``mark`` is what the neighbours may decide on: ``heading`` (links may follow),
    ``meta`` (share, date or name line), ``rubric`` (furniture after a title),
    ``section`` and ``day`` (furniture before and after the article), ``network`` and
    ``name`` (furniture beside a ``meta`` line), ``signed`` (a caption, or the agency's
    name after the last sentence of the article), ``prose``.
    """

    cuts: tuple[tuple[int, int, str], ...] = ()
    mark: str = ""
    gone: bool = False


class Word(NamedTuple):
    key: str  # without accents, in lower case
    start: int
    end: int


def judge(line: str, first: bool = False) -> Verdict:
    """Judge one line; ``first``: no line of the article stands before it.

    >>> judge("12 partages")
    Verdict(cuts=((0, 11, 'share'),), mark='meta', gone=True)
    >>> judge("Partager le pouvoir n'est pas dans les usages.")
    Verdict(cuts=(), mark='prose', gone=False)
    """
    found, long = words_of(line[:800]), len(line) > 800
    if not found:  # a rule of dashes, an emoji; "…" and "?" can be said
        gone = not re.search(r"[?!…]|\.\.", line)
        return Verdict(((0, len(line), "sign"),) if gone else (), "", gone)
    if not long and not _QUOTED.match(line) and (rule := _line_rule(line, found)):
        mark = {"heading": "heading", "menu": "", "form": ""}.get(rule, "meta")
        return Verdict(((0, len(line), rule),), mark, True)
    if not long and (credit := _credit(line, found, first)):
        return credit
    lead, tail = _lead(line, first), _HASHTAGS.search(line) or _REPORTED.search(line)
    end = tail.start() if tail else len(line)
    cuts = [(0, lead, "date")] if lead else []
    cuts += _sentences(line, lead, end)
    cuts += [(end, len(line), "credit")] if tail else []
    if cuts and sum(b - a for a, b, _ in cuts) >= len(line):
        return Verdict(((0, len(line), cuts[-1][2]),), "", True)
    return Verdict(tuple(cuts), "prose" if long else _mark(line, found))


def words_of(text: str) -> list[Word]:
    """Words, folded, with their places."""
    return [Word(m.group(), *m.span()) for m in _WORD.finditer(_fold(text))]


def _fold(text: str) -> str:  # keeps lengths
    return text.translate(_FOLD).lower()


_FOLD = {
    code: base[0]
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFD", chr(code)))[1:]
}
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:er|k|m|s|h\d*|min|mn)?")


# Phrases ---------------------------------------------------------------------------


@cache
def _phrases(kind: str) -> dict[str, re.Pattern]:
    """Phrases by first word: ``a|b`` is a choice, ``(a)`` optional, ``*`` a gap."""
    by_word: dict[str, list[str]] = {}
    for row in lexicon.table("boilerplate"):
        parts, heads, opens = [], set(), row["kind"] == kind
        if not opens:
            continue
        for element in _fold(row["phrase"]).split():
            choices = [_WORD.findall(c) for c in element.strip("()").split("|")]
            either = "|".join(" ".join(c) + " " for c in choices)
            optional = element[0] == "("
            if opens:
                heads |= {c[0] for c in choices}
                opens = optional
            gap = r"(?:\w+ ){0,8}?"
            parts.append(gap if element == "*" else f"(?:{either})" + "?" * optional)
        for head in heads:
            by_word.setdefault(head, []).append("".join(parts))
    longest = {head: sorted(rows, key=len)[::-1] for head, rows in by_word.items()}
    return {head: re.compile("|".join(rows)) for head, rows in longest.items()}


def _matched(kind: str, keys: list[str], at: int = 0, whole: bool = False) -> int:
    """How many words from ``at`` on a phrase of this kind takes."""
    if at >= len(keys) or not (pattern := _phrases(kind).get(keys[at])):
        return 0
    text = " ".join(keys[at : at + 60]) + " "
    match = pattern.fullmatch(text) if whole else pattern.match(text)
    return match.group().count(" ") if match else 0


def _sentences(line: str, start: int, end: int) -> list[tuple]:
    """Sentences of furniture, and furniture run into the sentence that follows it."""
    bounds = [start, *(m.end() for m in _STOP.finditer(line, start, end)), end]
    rules, cuts, depth = [], [], 0
    for a, b in pairwise(bounds):
        part, (rule, stop) = line[a:b], ("", a)
        if depth == 0:  # never inside a quotation that is still open
            alone = len(bounds) == 2 or bool(cuts and cuts[-1][1] == a)
            rule, stop = _sentence(part, words_of(part), alone)
        rules.append(rule if stop == b - a else "")
        cuts += [(a, a + stop, rule)] if rule else []
        depth = max(0, depth + part.count("«") - part.count("»"))
        depth ^= 64 * (part.count('"') % 2)
    if rules[0] == "label" and len(line[bounds[1] : end].split()) <= 12:
        return [(start, end, "label")]
    if any(rules) and end - start <= 400:  # "Vous aimez ce site ? Abonnez-vous."
        for i, (a, b) in enumerate(pairwise(bounds)):
            near = "".join(rules[max(0, i - 1) : i + 2])
            if near and not rules[i] and not _QUOTED.match(line[a:b]):
                keys = _WORD.findall(_fold(line[a:b]))
                rules[i] = "phrase" if _some(keys, "address") else ""
                cuts += [(a, b, "phrase")] if rules[i] else []
    return sorted(cuts)


def _sentence(text: str, found: list[Word], alone: bool) -> tuple[str, int]:
    """The rule that takes this sentence or its beginning, and where that ends."""
    keys, end = [w.key for w in found[:60]], len(text)
    if not keys or _QUOTED.match(text):
        return "", 0
    if start := _run_on(text, found, keys):
        return "phrase", start
    if len(found) <= 40:
        bare = len(keys) == 1 and text.rstrip()[-1] in ".…"  # "Silence."
        counted = _uncounted(keys)
        if _matched("whole", counted, whole=True) and not bare:
            if alone or len(keys) > 2:
                return "phrase", end
        if any(_labelled(kind, text, found) for kind in ("label", "link")):
            return "label", end
        if _labelled("source", text, found) and _SOURCE.search(text):
            return "label", end
        if _matched("short", keys) and len(keys) <= 9 and not _POINT.search(text):
            return "phrase", end
        level = text.count('"') % 2 == 0 and text.count("«") == text.count("»")
        if level and not _INCISE.search(text):
            run_on = keys[0].endswith("ez") and _TOLD.search(text)
            if len(keys) <= 30 and _matched("opens", keys) and not run_on:
                return "phrase", end
            if len(keys) <= 20 and "," not in text and _calls(keys):
                return "call", end
            own = _WORD.findall(_fold(_QUOTE.sub(" ", text)))
            heads = [i for i, key in enumerate(own) if key in _phrases("contains")]
            if any(_matched("contains", own, i) for i in heads):
                return "phrase", end
    return "", 0


def _run_on(text: str, found: list[Word], keys: list[str]) -> int:
    """Where the article begins after furniture that no full stop closes, or 0."""
    at = next((i for i, k in enumerate(keys) if not _only([k], *_SHARED)), len(keys))
    while at and not _some(keys[at - 1 : at], "network", "share"):
        at -= 1
    if not (_some(keys[:at], "network") and _some(keys[:at], "share")):
        at = 0
    while n := _matched("whole", keys, at):
        if n < 3 and at == 0:
            break
        at += n
    if not 0 < at < len(keys) or text.isupper():
        return 0
    last = found[at - 1].end
    title = _TITLE.search(text, last - 1, found[at].start + 1)
    return _OPENING.search(text, last).start() if title else 0


def _calls(keys: list[str]) -> bool:
    """Said to the reader in the words of a site: "Débloquez cet article en ligne"."""
    signs = sum(_some([key], *_SIGNS) for key in keys)
    if signs < 3 or not _some(keys, "core") or keys[0] in ("chez", "assez"):
        return False
    unknown = sum(not _only([key], *_SITE) for key in keys)
    return keys[0].endswith("ez") or (unknown < 2 and _some(keys[:1], "deictic"))


def _labelled(kind: str, text: str, found: list[Word]) -> bool:
    """A phrase, then a colon, a dash, an arrow, the line end or (``link``) a title."""
    if found[0].key not in _phrases(kind):
        return False
    keys, next_word = [], []
    for word, after in pairwise([*found, Word("", len(text), len(text))]):
        keys.append(word.key)
        next_word.append(after)
        if _COLON.search(text, word.end, after.start):
            keys.append(":")
            next_word.append(after)
    n = _matched(kind, keys)
    if n in (0, len(keys)):
        return n > 0 and kind != "rubric" and text.rstrip()[-1] != "."
    gap = text[: next_word[n - 1].start + 1]
    return keys[n] == ":" or (kind == "link" and bool(_TITLE.search(gap)))


def _uncounted(keys: list[str]) -> list[str]:
    """Without the counters at both ends: "12 partages", "Commentaires (3)"."""
    kept = [i for i, key in enumerate(keys) if not _NUMBER.fullmatch(key)]
    return keys[kept[0] : kept[-1] + 1] if kept else []


# Lines made of known words only ----------------------------------------------------


@cache
def _role(*roles: str) -> frozenset[str]:
    rows = lexicon.table("boilerplate_words")
    return frozenset(_fold(row["word"]) for row in rows if row["role"] in roles)


def _only(keys, *roles: str) -> bool:
    return _role(*roles).issuperset(keys)


def _some(keys, *roles: str) -> bool:
    return not _role(*roles).isdisjoint(keys)


def _line_rule(line: str, found: list[Word]) -> str:
    keys = [w.key for w in found]
    text, ended = " ".join(keys), line[-1] == "."
    bare = [key for key in keys if not _NUMBER.fullmatch(key)]
    if _FORMS.match(line):
        return "form"
    if not ended and _matched("heading", _uncounted(keys), whole=True):
        return "heading"
    if bare and len(bare) <= 15 and not ended and _only(bare, *_SHARED):
        if _some(bare, "share") or len(bare) > 1 and _some(bare, "network"):
            return "share"
    if len(bare) <= 12 and not ended and _only(bare, *_SITE):
        if (
            _some(bare, "core", "network")
            and sum(_some([key], *_SIGNS) for key in bare) > 1
        ):
            return "site"
    if len(keys) <= 30:
        named = keys.index("par") if "par" in keys else len(keys)
        plain = [key for key in keys[:named] if not _NUMBER.fullmatch(key)]
        told = re.search(r"\d|\bhier\b|aujourd|^publie$", text)
        if _only(plain, *_DATED) and told:
            later = all(line[w.start].isupper() for w in found[named + 1 :])
            if later and (_some(keys, "publish") or _CLOCK.search(_fold(line))):
                return "date"
        if _is_byline(line, found, text):
            return "byline"
    parts = _TRAIL.split(line)
    if line[-1] in ".!?" or len(keys) > 40 or "," in line:
        return ""
    start = text.removeprefix("vous etes ici ").split()[:1]
    if len(parts) > 1 and _some(start, "section"):
        trail = len(parts) > 2 or start[0] in ("accueil", "home")
        short = "/" not in line and len(keys) < 5 and line.istitle()
        return "menu" if trail or short or _only(keys, "section") else ""
    return "menu" if len(keys) > 2 and _only(keys, "section") else ""


_DATED = ("date", "publish", "clock", "dateword", "byline", "agency", "outlet")
_SHARED = ("network", "share", "filler")
_SIGNS = ("core", "ui", "network")
_SITE = (*_SIGNS, *_SHARED, "uifiller")


def _is_byline(line: str, found: list[Word], text: str) -> bool:
    """Names, agencies and the words of a credit, and nothing else."""
    keys = [w.key for w in found]
    names = {w.key for w in found if line[w.start].isupper()}
    if not names | _role("byline", "credit", "agency", "outlet") >= set(keys):
        return False
    agency, heads = _some(keys, "agency"), sum(_some([k], "byline") for k in keys)
    whole = line[0] in "([" and line[-1] in ")]"
    if line[-1] in "?!:" or (line[-1] == "." and heads < 2 and not agency):
        return False
    if line.isupper() and len(keys) > 5:  # in capitals every word looks like a name
        return False
    if _only(keys, "agency", "outlet"):
        return agency and (keys[0] not in ("l", "la", "le") or "avec" in keys)
    own = names - _role("byline", "credit")
    if keys[0] in ("par", "by"):
        return len(own) > 1 or agency or "redaction" in keys
    if re.match("de (?:notre|nos) |propos recueilli|article redige", text):
        return heads > 0
    for i, key in enumerate(keys):
        if key == "avec" or i and key in ("selon", "source", "sources", "via", "apres"):
            if _some(keys[i + 1 : i + 3], "agency", "bureau") and len(keys) <= 12:
                return True
    if whole and heads > 1:
        return True
    if line[-1] == ")" and len(keys) < 6 and names >= set(keys):  # "Jean Dupont (AFP)"
        return agency and len(own) > 2
    credit = heads > 1 or "par" in keys or ":" in line
    return credit and _some(keys[:1], "byline") and len(own) > 1


def _mark(line: str, found: list[Word]) -> str:
    keys = [w.key for w in found]
    if _ENDED.search(line) or _STOP.search(line) or len(keys) > 25:
        return "prose"
    if _labelled("rubric", line, found):
        return "rubric"
    if len(keys) <= 4 and _only(keys, "section"):
        return "section"
    words = [key for key in keys if not _NUMBER.fullmatch(key)]
    if _only(words, "date", "dateword") and re.search(r"\b(?:19|20)\d\d\b", line):
        return "day" if _some(words, "date") else ""
    if len(keys) == 1 and _only(keys, "network"):
        return "network"
    names = len(keys) in (2, 3, 4) and all(line[w.start].isupper() for w in found)
    return "name" if names and not _POINT.search(line) else ""


# Captions and date fields ----------------------------------------------------------


def _credit(line: str, found: list[Word], first: bool) -> Verdict | None:
    """A line that ends in a credit: a caption, or prose from which the credit goes."""
    if sign := _COPYRIGHT.search(line):
        at, weak = sign.start(), False
    else:
        for m in _BOUND.finditer(line):
            weak = _named(line, found, m, first)
            if weak is not None:
                at = m.start() + len(m.group().rstrip(" \xa0-–—|(["))
                break
        else:
            return None
    before = line[:at].rstrip()
    told, ended = _TOLD.search(before), before.endswith(tuple(".!?…»”"))
    size, most = len(before.split()), 45 if weak else 60
    long = len(_STOP.findall(line[:at])) > 2 or size > most
    if weak and not (ended or before.endswith(")") or _SHOWN.search(before)):
        return None
    cut = ((at, len(line), "credit"),)
    if long or _SAID.search(before) or (weak and told):
        return Verdict(cut, "prose") if ended or not weak else None
    if ended and size > 2 and (told or not _SHOWN.search(before)):
        return Verdict(cut, "signed", True)
    return Verdict(((0, len(line), "credit"),), "", True)


def _named(line: str, found: list[Word], bound: re.Match, first: bool) -> bool | None:
    """Whether what follows names a source of pictures, and only weakly (``True``)."""
    label = _CREDIT.match(line, bound.end())
    rest = [w for w in found if w.start >= (label or bound).end()]
    named = {w.key for w in rest if line[w.start].isupper() or line[w.start].isdigit()}
    if not rest or len(rest) > 12:
        return None
    if not named | _role("agency", "credit") >= {w.key for w in rest}:
        return None
    if label:
        return False
    who = line[bound.end() :]
    agency, photo = _some([w.key for w in rest], "agency"), _PHOTO.match(who)
    if not (agency or photo) or _TOLD_BY.search(_fold(who)):
        return None
    if (agency and photo) or (agency and ("/" in who or " via " in who)):
        return False
    alone, sign = not line[: bound.start()].strip(), bound.group().strip()
    if photo and line.isupper() and "," in who:  # "PHOTO JEAN DUPONT, LE JOURNAL"
        return False
    titled = first and bound.group()[:1] not in ".!?…»"  # "Xi à Moscou – Reuters"
    if titled or alone or line[-1] == "." or (photo and line.isupper()):
        return None
    if sign.endswith(("(", "[")):
        return False if len(rest) > 1 else None
    return True


def _lead(line: str, first: bool) -> int:
    """Length of a date field or breadcrumb that shares its line with the article."""
    at, m = 0, _LEAD.match(_fold(line[:300]))
    if m and m.end() < len(line):
        gap, field = m.group("gap"), m.group("field")
        plain = not re.search("," if field else "[,:.]", gap) and (field or first)
        at = m.end() if plain and _STARTS.match(line, m.end()) else 0
    trail = [*words_of(line[at : at + 150]), Word("", 0, 0)]
    n = next(i for i, w in enumerate(trail) if not _some([w.key], "section"))
    if n > 1 and n < len(trail) - 1 and trail[0].key in ("accueil", "home") and first:
        if line[at + trail[n].start].isupper() and line[at + trail[1].start].isupper():
            return at + trail[n].start
    return at


_DATE = r"""(?:
    (?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),?\ )?(?:le\ )?(?:
    \d{1,2}(?:er)?\ (?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?
      |aout|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\.?\ \d{4}
  | \d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} | \d{1,2}/\d{4}
  | \d{4}[-/]\d{2}(?:[-/]\d{2})?(?:t[\d:]+z?)?))"""
_TIME = r"""(?:(?:,?\ a\ |[ ,|-]+)\d{1,2}\ ?[:h]\ ?\d{2}(?::\d{2})?
    (?:\ ?\(?(?:gmt|utc)\)?)?)"""
_FIELD = r"""(?:(?:(?:derniere|premiere)\ )?
    (?:date|publi(?:e|cation)|poste|mise?\ a\ jour|mis\ en\ ligne|modifiee?|actualise
    |cree|maj|par[ua]|ecrit)(?:\ le)?\s?:?\s?)"""
_LEAD = re.compile(
    rf"\W*(?:(?:(?P<field>{_FIELD}){_DATE}{_TIME}?|{_DATE}{_TIME}?)(?P<gap>\W*))+",
    re.VERBOSE,
)
_STARTS = re.compile(r"[«“\"(\[]?\s*[^\W\d_a-zß-öø-ÿ]")
_CLOCK = re.compile(
    r"\b\d{1,2}\s?[h:]\s?\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\b\d{4}-\d{2}-\d{2}"
    r"|^\W*il y a \d+ (?:s|min|h|j|mois)\w*\W*$"
)
_QUOTED = re.compile(r"\W*?(?:«[^»]*»|“[^”]*”|\"[^\"]*\"|«[^»]+$|“[^”]+$|\"[^\"]+$)")
_QUOTE = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_COLON = re.compile(r"\s*[:→►▶>|•·]|\s+[-–—]")
_POINT = re.compile(r"[.,:;!?]")
_INCISE = re.compile(  # ", a-t-il dit", ", a lancé le ministre": speech without quotes
    r",\s(?:\w+\s)?(?:a|ont)(?:-t-\w+)?\s\w*(?:é|it|u)\b|,\s[^\W\d]+-(?:t-)?(?:il|elle)\b"
)
_SOURCE = re.compile(
    r""":\s*(?:[^\W_a-zß-öø-ÿ]|\S+\.\w{2,4}\b|agences?|médias?|presse|rédaction|site
    |ministère)""",
    re.VERBOSE,
)
_TITLE = re.compile(r"\w\)?\s+(?:[^\W_a-zß-öø-ÿ]|[«“]\s*\w)$")
_OPENING = re.compile(r"[«“\"(\[]|[^\W_]")
_ENDED = re.compile(r"[.…][^\w?!]*$|[!?]\s*[»”\"]\W*$")
_STOP = re.compile(r"[.!?…][.!?…\"»”)\]]*(?:\s»)?\s+(?=[«“\"(\[#\s]*[^\W_a-zß-öø-ÿ])")
_HASHTAGS = re.compile(r"(?<=[.!?…»”])(?:\s+#\w+)+$|\s+pic\.twitter\.com/\w+$")
_REPORTED = re.compile(
    r"""\s*\((?=[^()]*\b(?:[Éé]ditée?\ par|[Vv]ersion\ française(?:\ de)?|[Rr]édigé\ par
    |[Rr]eportage(?:\ de)?)\ [^\W_a-zß-öø-ÿ])[^()]*\)\.?$""",
    re.VERBOSE,
)
_TRAIL = re.compile(r"\s*[>›»|/•·→]\s*")
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
_COPYRIGHT = re.compile(r"\(?(?:©|ⓒ|\(c\)\s)[^!?]{0,80}$")
_BOUND = re.compile(r"^\W*|[.!?…)»\]]+\s+(?:[-–—|]\s*)?|\s+[-–—|]\s*|\s*[(\[]")
_CREDIT = re.compile(
    r"""(?:(?:photo|image|visuel|illustration|cliché|dessin|infographie|vidéo|légende)s?
      | crédits?(?:\s+(?:photo|image|illustration|vidéo)s?)?
      | capture\sd[’']écran)\s*(?:[:/]|\b(?:by|par)\b)\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_PHOTO = re.compile(r"(?:photo|image|archive)s?\b", re.IGNORECASE)
_TOLD_BY = re.compile(r"\b(?:selon|avec|apres|source|par)\b")
_TOLD = re.compile(  # "a déclaré", "ont tous deux signé"
    r"\b(?:a|ont|avai(?:en)?t|aurai(?:en)?t)\s+(?:\w+\s+)?\w*(?:é|i|u|is|it)e?s?\b"
)
_SAID = re.compile(r"[»”\"],? (?:a|ont|avait) ")
_SHOWN = re.compile(
    r"""\ble\s\d | \ben\s(?:19|20)\d\d | \b(?:à\s(?:gauche|droite)|au\scentre|lors\sd
    |pendant|devant|ici|archives?|illustration|photo|image)\b""",
    re.VERBOSE | re.IGNORECASE,
)
