"""Site furniture out, article kept; every kept character knows its raw place.

:mod:`multipolaire.french.furniture` judges a line by what it says; here lines are read in
order, because a date, a lone name or a link title is furniture by its neighbours.
"""

import re
import unicodedata
from array import array
from dataclasses import dataclass

from multipolaire.french.furniture import judge
from multipolaire.french.lines import words_of


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

    >>> clean_text("Partager sur Facebook\\nMoscou vend du gaz.\\nPhoto : AFP")
    'Moscou vend du gaz.'
    """
    return clean(raw).text


def clean(raw: str) -> Cleaned:
    """Like ``clean_text``, with the raw place of each character and what was removed.

    No character is added and order is kept; cleaning twice changes nothing more.

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
        text, spans = cleaned.text, []
        for a, b, _ in cuts:  # a line goes with its line end
            line = text[b : b + 1] == "\n" and (a == 0 or text[a - 1] == "\n")
            spans.append((a, b + line))
        cleaned = _trim(_without(cleaned, spans, removed))
    return cleaned


def normalise(raw: str) -> Cleaned:
    """NFC, line ends as ``\\n``, without invisible characters and blanks at line ends.

    No-break spaces inside a line stay: they hold figures together.

    >>> normalise("Xi\\u200b \\r\\nà\\u00a0Moscou").text
    'Xi\\nà\\xa0Moscou'
    """
    places = array("q", range(len(raw) + 1))
    whole = Cleaned(raw.translate(_LINE_ENDS), places, places[1:])
    whole = _without(whole, [m.span() for m in _INVISIBLE.finditer(raw)])
    return _trim(_compose(whole))


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


_LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
_INVISIBLE = re.compile(
    r"\r(?=\n)|[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc]"
)


def _without(
    whole: Cleaned, spans: list, removed: tuple | None = None
) -> Cleaned:
    if not spans and removed is None:
        return whole
    text, source, stops, at = [], array("q"), array("q"), 0
    for start, end in (*spans, (len(whole.text), None)):
        text.append(whole.text[at:start])
        source.extend(whole.source[at:start])
        stops.extend(whole.stops[at:start])
        at = end
    source.append(whole.source[-1])
    removed = whole.removed if removed is None else removed
    return Cleaned("".join(text), source, stops, removed)


def _outermost(spans: list[tuple]) -> tuple:
    kept, reached = [], 0
    for start, end, rule in sorted(spans, key=lambda span: (span[0], -span[1])):
        if (
            end > reached
        ):  # what an earlier pass took from a line that goes whole
            kept.append((start, end, rule))
            reached = end
    return tuple(kept)


def _trim(whole: Cleaned) -> Cleaned:
    """Without blanks around lines, lines at both ends, and more than one empty line."""
    text, spans = whole.text, []
    for blank in re.finditer(r"\s+", text):
        start, end = blank.span()
        kept = 0 if start == 0 or end == len(text) else 2
        if kept and "\n" not in blank.group():
            continue  # inside a line
        for _ in range(kept):
            if (newline := text.find("\n", start, end)) < 0:
                break
            spans.append((start, newline))
            start = newline + 1
        spans.append((start, end))
    return _without(whole, [span for span in spans if span[0] < span[1]])


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
    """What to cut from a normalised text."""
    lines = list(re.finditer(r"[^\n]+", text))

    def verdict(i: int, first: bool = False):
        key = lines[i].group(), first
        if key not in seen:
            seen[key] = judge(*key)
        return seen[key]

    last = len(lines) - 1  # the last line that stays, whatever stands around it
    while last >= 0 and (verdict(last).gone or verdict(last).mark in _EDGE):
        last -= 1
    cuts, links, title, prose = [], None, None, False
    for i, line in enumerate(lines):
        found, mark, gone = verdict(i, title is None)
        whole = 0, len(line.group())
        words = [word.key for word in words_of(line.group()[:400])]
        if (
            mark == "signed" and i > last
        ):  # the agency signs the article: not a caption
            gone, last = False, i
        elif title is None:
            gone = gone or mark in _EDGE
        elif not gone:
            near = {
                verdict(j).mark for j in (i - 1, min(i + 1, len(lines) - 1))
            }
            gone = (
                mark == "rubric"
                or (mark in _EDGE and i > last)
                or (mark == "day" and not prose)
                or (mark == "name" and not prose and "meta" in near)
                or (
                    mark == "network"
                    and (i > last or near & {"meta", "network"})
                )
                or (
                    mark != "prose"
                    and len(words) > 2
                    and _repeats(words, title)
                )
            )
        if gone and (not found or found[0][:2] != whole):
            found = ((*whole, mark if mark in _NAMED else "repeat"),)
        if (
            links is not None and not gone
        ):  # titles under a heading, until prose
            if mark != "prose" and len(words) <= 25:
                links.append(line)
                continue
            if links and len(words_of(links[-1].group())) < 5:
                links.pop()  # the crosshead of the prose that follows
            cuts += [(*link.span(), "link") for link in links]
            links = None
        if mark == "heading" and title is not None:
            links = links or []
        if not gone:
            title = title or words
            prose = prose or mark == "prose"
        cuts += [
            (line.start() + a, line.start() + b, rule) for a, b, rule in found
        ]
    return sorted(cuts + [(*link.span(), "link") for link in links or ()])


_EDGE = ("section", "day")
_NAMED = (*_EDGE, "rubric", "name", "network", "signed")


def _repeats(words: list[str], title: list[str]) -> bool:
    """A caption or a share block says the title again, or how it begins."""
    return len(title) <= 20 and words == title[: len(words)]
