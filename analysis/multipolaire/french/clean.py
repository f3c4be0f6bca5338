"""Site furniture out, article kept; every kept character knows its raw place.

:mod:`multipolaire.french.furniture` judges a line by what it says; here lines are read in
order, because a date, a lone name or a link title is furniture by its neighbours.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass, replace

from multipolaire.french.fold import fold_in_place
from multipolaire.french.furniture import judge
from multipolaire.french.lines import WORD, Verdict

# Words.
CROSSHEAD = 4  # "Le prix": the last of the links, where prose follows, is none
REPEAT = 3  # "Sommet de Kazan" says the title again; "Kazan" is a crosshead
HEADLINE = (
    20  # a first line of prose, "Qui peut voter ? Où ? Comment ?…", is no title
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text and where it comes from.

    ``source[i]`` and ``stops[i]`` bound, in the raw text, what character ``i`` of
    ``text`` was made from (``e`` and a combining accent make one ``é``); ``source``
    ends with the length of the raw text.  ``removed`` lists the furniture as
    ``(start, end, rule)`` in raw offsets, in order.
    """

    text: str
    source: array
    stops: array
    removed: tuple[tuple[int, int, str], ...] = ()


def clean_text(raw: str) -> str:
    """The article without the furniture of its site: NFC, one kind of line end.

    Parameters
    ----------
    raw
        A text as received, with what the page printed around it.

    Returns
    -------
    str
        The words of the article, NFC, and one kind of line end.

    Examples
    --------
    >>> clean_text("Partager sur Facebook\\nMoscou vend du gaz.\\nPhoto : AFP")
    'Moscou vend du gaz.'
    """
    return clean(raw).text


def clean(raw: str) -> Cleaned:
    """Like ``clean_text``, with the raw place of each character and what was removed.

    No character is added and order is kept; cleaning twice changes nothing more.

    Parameters
    ----------
    raw
        A text as received, with what the page printed around it.

    Returns
    -------
    Cleaned
        ``text``, and ``removed``: start, end and rule, in characters of ``raw``.

    Examples
    --------
    >>> cleaned = clean("8 février 2024 - Les échanges croissent. Lire aussi : Le gaz")
    >>> cleaned.text
    'Les échanges croissent.'
    >>> cleaned.removed
    ((0, 17, 'date'), (41, 60, 'label'))
    """
    cleaned, seen = normalise(raw), {}
    while cuts := _furniture(cleaned.text, seen):  # what goes can uncover more
        removed = [(*raw_span(cleaned, a, b), rule) for a, b, rule in cuts]
        removed = _outermost([*cleaned.removed, *removed])
        cleaned, spans = replace(cleaned, removed=removed), []
        text = cleaned.text
        for a, b, _ in cuts:  # a line goes with its line end
            line = text[b : b + 1] == "\n" and (a == 0 or text[a - 1] == "\n")
            spans.append((a, b + line))
        cleaned = _trim(_without(cleaned, spans))
    return cleaned


def normalise(raw: str) -> Cleaned:
    """NFC, line ends as ``\\n``, without invisible characters and blanks at line ends.

    No-break spaces inside a line stay: they hold figures together.

    >>> normalise("Xi\\u200b \\r\\nà\\u00a0Moscou").text
    'Xi\\nà\\xa0Moscou'
    """
    places = _count(len(raw) + 1)
    # U+02BC is a letter, typed for an apostrophe: lʼÉtat.
    text = _LINE_END.sub("\n", raw).replace("\u02bc", "’")
    whole = Cleaned(text, places, places[1:])
    whole = _without(whole, [m.span() for m in _INVISIBLE.finditer(raw)])
    return _trim(_compose(whole))


_COUNTED = array("q")


def _count(n: int) -> array:
    """0, 1, ... below ``n``: copied from what was counted before, as far as it goes."""
    _COUNTED.extend(range(len(_COUNTED), n))
    return _COUNTED[:n]


def raw_span(cleaned: Cleaned, start: int, end: int) -> tuple[int, int]:
    """Raw offsets of ``cleaned.text[start:end]``.

    >>> raw_span(clean("Tags : gaz\\nMoscou vend."), 0, 6)
    (11, 17)
    """
    if not 0 <= start <= end <= len(cleaned.text):
        raise ValueError(
            f"span {start}:{end}: expected within 0:{len(cleaned.text)}"
        )
    first = cleaned.source[start]
    return first, cleaned.stops[end - 1] if end > start else first


_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    r"\r(?=\n)|[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc]"
)


def _without(whole: Cleaned, spans: list[tuple[int, int]]) -> Cleaned:
    if not spans:
        return whole
    text, source, stops, at = [], array("q"), array("q"), 0
    for start, end in (*spans, (len(whole.text), None)):
        text.append(whole.text[at:start])
        source.extend(whole.source[at:start])
        stops.extend(whole.stops[at:start])
        at = end
    source.append(whole.source[-1])
    return Cleaned("".join(text), source, stops, whole.removed)


def _outermost(spans: list[tuple]) -> tuple:
    """What an earlier pass took from a line that now goes whole is left out."""
    kept, reached = [], 0
    for start, end, rule in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > reached:
            kept.append((start, end, rule))
            reached = end
    return tuple(kept)


def _trim(whole: Cleaned) -> Cleaned:
    """Without blanks around lines, lines at both ends, and more than one empty line."""
    spans, lines = [], whole.text.split("\n")
    if all(map(str.__eq__, lines, map(str.strip, lines))):
        if lines[0] and lines[-1] and "\n\n\n" not in whole.text:
            return whole
    for blank in _BLANK.finditer(whole.text):
        start, end = blank.span()
        inside = start > 0 and end < len(whole.text)
        ends = [i for i in range(start, end) if whole.text[i] == "\n"]
        kept = ends[:2] if inside else []
        spans += zip([start, *(i + 1 for i in kept)], [*kept, end])
    return _without(whole, [(a, b) for a, b in spans if a < b])


# Each run of blanks is looked at once: half a million of them are no line end.
_BLANK = re.compile(r"(?<!\s)(?:\A\s+|\s+\Z|\s*\n\s*)")


def _compose(whole: Cleaned) -> Cleaned:
    if unicodedata.is_normalized("NFC", whole.text):
        return whole
    text, source, stops, start = [], array("q"), array("q"), 0
    for end in range(1, len(whole.text) + 1):
        if _joins(whole.text[end : end + 1]):
            continue
        made = unicodedata.normalize("NFC", whole.text[start:end])
        text.append(made)
        source.extend([whole.source[start]] * len(made))
        stops.extend([whole.stops[end - 1]] * len(made))
        start = end
    source.append(whole.source[-1])
    return Cleaned("".join(text), source, stops, whole.removed)


def _joins(char: str) -> bool:
    """Whether a character may make one with those before it: a mark, a Korean vowel."""
    mark = char and unicodedata.category(char).startswith("M")
    return bool(mark) or "\u1160" <= char <= "\u11ff"


def _furniture(text: str, seen: dict) -> list[tuple[int, int, str]]:
    """What to cut from a normalised text; ``seen`` keeps what lines say of themselves.

    Titles under a heading of links go too, until prose resumes.
    """
    places = [m.span() for m in re.finditer(r"[^\n]+", text)]
    verdicts = _in_order([text[start:end] for start, end in places], seen)
    cuts, links = [], None
    for (start, end), (found, mark, gone) in zip(places, verdicts):
        if links is not None and not gone:
            if mark != "prose":
                links.append((start, end, "link"))
                continue
            if links and len(WORD.findall(text, *links[-1][:2])) <= CROSSHEAD:
                links.pop()
            cuts += links
            links = None
        if mark == "heading":
            links = links or []
        cuts += [(start + a, start + b, rule) for a, b, rule in found]
    return sorted(cuts + (links or []))


def _in_order(lines: list[str], seen: dict) -> list[Verdict]:
    """The verdict on each line, those before and after it being known."""

    def verdict(i: int, first: bool = False) -> Verdict:
        key = lines[i], first
        if key not in seen:
            seen[key] = judge(*key)
        return seen[key]

    end = len(lines) - 1
    last = end  # the last line that stays, whatever stands around it
    while last >= 0 and (verdict(last).gone or verdict(last).mark in _EDGE):
        last -= 1
    title, prose, made = None, False, []
    for i, line in enumerate(lines):
        found, mark, gone = verdict(i, title is None)
        if mark == "signed" and i > last:
            gone, last = False, i  # the agency signs the article: no caption
        elif title is None:
            gone = gone or mark in _EDGE
            mark = "" if mark == "heading" else mark  # links follow an article
        elif not gone and mark != "prose":
            near = {verdict(j).mark for j in (i - 1, min(i + 1, end))}
            gone = _goes(mark, i > last, prose, near) or _repeats(line, title)
        if gone and (not found or found[0][:2] != (0, len(line))):
            rule = mark if mark in _NAMED else "repeat"
            found = ((0, len(line), rule),)
        if not gone:
            title = title or WORD.findall(fold_in_place(line))
            prose = prose or mark == "prose"
        made.append(Verdict(found, mark, gone))
    return made


def _goes(mark: str, ends: bool, prose: bool, near: set[str]) -> bool:
    """Whether what stands around a line makes furniture of it.

    ``ends``: nothing of the article follows; ``prose``: some stands before.
    """
    if mark in _EDGE:
        return ends or (mark == "day" and not prose)
    if mark == "name":
        return "meta" in near and not prose
    if mark == "network":
        return ends or not near.isdisjoint({"meta", "network"})
    return mark == "rubric"


def _repeats(line: str, title: list[str]) -> bool:
    """A caption or a share block says the title again, or how it begins."""
    words = WORD.findall(fold_in_place(line))
    alike = words == title[: len(words)] and len(words) >= REPEAT
    return alike and len(title) <= HEADLINE


_EDGE = ("section", "day")
_NAMED = (*_EDGE, "rubric", "name", "network", "signed")
