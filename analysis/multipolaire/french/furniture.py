"""What one line says of itself: site furniture, or the article.

The words are in :mod:`multipolaire.french.lines`; the forms are here and, for what stands
beside pictures and dates, in :mod:`multipolaire.french.credits`.  Where a rule could take
body it does not fire: a lost sentence is worse than a kept share line.
"""

import re
from itertools import pairwise

from multipolaire.french.credits import TOLD, credit_in, lead_of
from multipolaire.french.fold import fold_in_place
from multipolaire.french.lines import (
    NUMBER,
    STOP,
    TITLE,
    WORD,
    Verdict,
    Word,
    labelled,
    matched,
    only,
    phrases,
    role_words,
    some,
    uncounted,
    words_of,
)


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
    if (
        not long
        and not _QUOTED.match(line)
        and (rule := _line_rule(line, found))
    ):
        mark = {"heading": "heading", "menu": "", "form": ""}.get(rule, "meta")
        return Verdict(((0, len(line), rule),), mark, True)
    if not long and (credit := credit_in(line, found, first)):
        return credit
    lead, tail = (
        lead_of(line, first),
        _HASHTAGS.search(line) or _REPORTED.search(line),
    )
    end = tail.start() if tail else len(line)
    cuts = [(0, lead, "date")] if lead else []
    cuts += _sentences(line, lead, end)
    cuts += [(end, len(line), "credit")] if tail else []
    if cuts and sum(b - a for a, b, _ in cuts) >= len(line):
        return Verdict(((0, len(line), cuts[-1][2]),), "", True)
    return Verdict(tuple(cuts), "prose" if long else _mark(line, found))


def _sentences(line: str, start: int, end: int) -> list[tuple]:
    """Sentences of furniture, and furniture run into the sentence that follows it."""
    bounds = [start, *(m.end() for m in STOP.finditer(line, start, end)), end]
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
    if (
        any(rules) and end - start <= 400
    ):  # "Vous aimez ce site ? Abonnez-vous."
        for i, (a, b) in enumerate(pairwise(bounds)):
            near = "".join(rules[max(0, i - 1) : i + 2])
            if near and not rules[i] and not _QUOTED.match(line[a:b]):
                keys = WORD.findall(fold_in_place(line[a:b]))
                rules[i] = "phrase" if some(keys, "address") else ""
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
        counted = uncounted(keys)
        if matched("whole", counted, whole=True) and not bare:
            if alone or len(keys) > 2:
                return "phrase", end
        if any(labelled(kind, text, found) for kind in ("label", "link")):
            return "label", end
        if labelled("source", text, found) and _SOURCE.search(text):
            return "label", end
        if (
            matched("short", keys)
            and len(keys) <= 9
            and not _POINT.search(text)
        ):
            return "phrase", end
        level = text.count('"') % 2 == 0 and text.count("«") == text.count("»")
        if level and not _INCISE.search(text):
            run_on = keys[0].endswith("ez") and TOLD.search(text)
            if len(keys) <= 30 and matched("opens", keys) and not run_on:
                return "phrase", end
            if len(keys) <= 20 and "," not in text and _calls(keys):
                return "call", end
            own = WORD.findall(fold_in_place(_QUOTE.sub(" ", text)))
            heads = [
                i for i, key in enumerate(own) if key in phrases("contains")
            ]
            if any(matched("contains", own, i) for i in heads):
                return "phrase", end
    return "", 0


def _run_on(text: str, found: list[Word], keys: list[str]) -> int:
    """Where the article begins after furniture that no full stop closes, or 0."""
    at = next(
        (i for i, k in enumerate(keys) if not only([k], *_SHARED)), len(keys)
    )
    while at and not some(keys[at - 1 : at], "network", "share"):
        at -= 1
    if not (some(keys[:at], "network") and some(keys[:at], "share")):
        at = 0
    while n := matched("whole", keys, at):
        if n < 3 and at == 0:
            break
        at += n
    if not 0 < at < len(keys) or text.isupper():
        return 0
    last = found[at - 1].end
    title = TITLE.search(text, last - 1, found[at].start + 1)
    return _OPENING.search(text, last).start() if title else 0


def _calls(keys: list[str]) -> bool:
    """Said to the reader in the words of a site: "Débloquez cet article en ligne"."""
    if (
        some(keys, *_SIGNS) < 3
        or not some(keys, "core")
        or keys[0] in ("chez", "assez")
    ):
        return False
    known = some(keys, *_SITE) > len(keys) - 2
    return keys[0].endswith("ez") or bool(known and some(keys[:1], "deictic"))


def _line_rule(line: str, found: list[Word]) -> str:
    keys = [w.key for w in found]
    text, ended = " ".join(keys), line[-1] == "."
    bare = [key for key in keys if not NUMBER.fullmatch(key)]
    if _FORMS.match(line):
        return "form"
    if not ended and matched("heading", uncounted(keys), whole=True):
        return "heading"
    if bare and len(bare) <= 15 and not ended and only(bare, *_SHARED):
        if some(bare, "share") or len(bare) > 1 and some(bare, "network"):
            return "share"
    if len(bare) <= 12 and not ended and only(bare, *_SITE):
        if some(bare, "core", "network") and some(bare, *_SIGNS) > 1:
            return "site"
    if len(keys) <= 30:
        named = keys.index("par") if "par" in keys else len(keys)
        plain = [key for key in keys[:named] if not NUMBER.fullmatch(key)]
        told = re.search(r"\d|\bhier\b|aujourd|^publie$", text)
        if only(plain, *_DATED) and told:
            later = all(line[w.start].isupper() for w in found[named + 1 :])
            if later and (
                some(keys, "publish") or _CLOCK.search(fold_in_place(line))
            ):
                return "date"
        if _is_byline(line, found, text):
            return "byline"
    parts = _TRAIL.split(line)
    if line[-1] in ".!?" or len(keys) > 40 or "," in line:
        return ""
    start = text.removeprefix("vous etes ici ").split()[:1]
    if len(parts) > 1 and some(start, "section"):
        trail = len(parts) > 2 or start[0] in ("accueil", "home")
        short = "/" not in line and len(keys) < 5 and line.istitle()
        return "menu" if trail or short or only(keys, "section") else ""
    return "menu" if len(keys) > 2 and only(keys, "section") else ""


_DATED = ("date", "publish", "clock", "dateword", "byline", "agency", "outlet")
_SHARED = ("network", "share", "filler")
_SIGNS = ("core", "ui", "network")
_SITE = (*_SIGNS, *_SHARED, "uifiller")


def _is_byline(line: str, found: list[Word], text: str) -> bool:
    """Names, agencies and the words of a credit, and nothing else."""
    keys = [w.key for w in found]
    names = {w.key for w in found if line[w.start].isupper()}
    if not names | role_words("byline", "credit", "agency", "outlet") >= set(
        keys
    ):
        return False
    agency, heads = bool(some(keys, "agency")), some(keys, "byline")
    whole = line[0] in "([" and line[-1] in ")]"
    if line[-1] in "?!:" or (line[-1] == "." and heads < 2 and not agency):
        return False
    if (
        line.isupper() and len(keys) > 5
    ):  # in capitals every word looks like a name
        return False
    if only(keys, "agency", "outlet"):
        return agency and (keys[0] not in ("l", "la", "le") or "avec" in keys)
    own = names - role_words("byline", "credit")
    if keys[0] in ("par", "by"):
        return len(own) > 1 or agency or "redaction" in keys
    if re.match("de (?:notre|nos) |propos recueilli|article redige", text):
        return heads > 0
    for i, key in enumerate(keys):
        if (
            key == "avec"
            or i
            and key in ("selon", "source", "sources", "via", "apres")
        ):
            if (
                some(keys[i + 1 : i + 3], "agency", "bureau")
                and len(keys) <= 12
            ):
                return True
    if whole and heads > 1:
        return True
    if (
        line[-1] == ")" and len(keys) < 6 and names >= set(keys)
    ):  # "Jean Dupont (AFP)"
        return agency and len(own) > 2
    credit = heads > 1 or "par" in keys or ":" in line
    return credit and keys[0] in role_words("byline") and len(own) > 1


def _mark(line: str, found: list[Word]) -> str:
    keys = [w.key for w in found]
    if _ENDED.search(line) or STOP.search(line) or len(keys) > 25:
        return "prose"
    if labelled("rubric", line, found):
        return "rubric"
    if len(keys) <= 4 and only(keys, "section"):
        return "section"
    words = [key for key in keys if not NUMBER.fullmatch(key)]
    if only(words, "date", "dateword") and re.search(
        r"\b(?:19|20)\d\d\b", line
    ):
        return "day" if some(words, "date") else ""
    if len(keys) == 1 and only(keys, "network"):
        return "network"
    names = len(keys) in (2, 3, 4) and all(
        line[w.start].isupper() for w in found
    )
    return "name" if names and not _POINT.search(line) else ""


_CLOCK = re.compile(
    r"\b\d{1,2}\s?[h:]\s?\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\b\d{4}-\d{2}-\d{2}"
    r"|^\W*il y a \d+ (?:s|min|h|j|mois)\w*\W*$"
)
_QUOTED = re.compile(
    r"\W*?(?:«[^»]*»|“[^”]*”|\"[^\"]*\"|«[^»]+$|“[^”]+$|\"[^\"]+$)"
)
_QUOTE = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_POINT = re.compile(r"[.,:;!?]")
_INCISE = re.compile(  # ", a-t-il dit", ", a lancé le ministre": speech without quotes
    r",\s(?:\w+\s)?(?:a|ont)(?:-t-\w+)?\s\w*(?:é|it|u)\b|,\s[^\W\d]+-(?:t-)?(?:il|elle)\b"
)
_SOURCE = re.compile(
    r""":\s*(?:[^\W_a-zß-öø-ÿ]|\S+\.\w{2,4}\b|agences?|médias?|presse|rédaction|site
    |ministère)""",
    re.VERBOSE,
)
_OPENING = re.compile(r"[«“\"(\[]|[^\W_]")
_ENDED = re.compile(r"[.…][^\w?!]*$|[!?]\s*[»”\"]\W*$")
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
