"""Quotation marks of the press in French: nested, mixed, unclosed, reversed."""

import re

_Mark = tuple[str, int]  # with its place


def quoted(text: str) -> list[tuple[int, int, int, int]]:
    """Outermost quotations: their place with the marks, then that of their words.

    A paragraph closes what it leaves open, unless the next one opens with the mark
    again (the typographers' rule for long quotations) or begins by closing it.
    """
    found: list[tuple[int, int, int, int]] = []
    opened: list[_Mark] = []  # the outermost first
    end = 0
    for paragraph in re.finditer(r"[^\n]+", text):
        marks = list(_MARK.finditer(text, *paragraph.span()))
        if opened:
            outer, since = opened[0]
            first, at = (marks[0][0], marks[0].start()) if marks else ("", 0)
            if first == outer and not text[paragraph.start() : at].strip():
                marks = marks[1:]  # opened again
                del opened[1:]
            elif first in tuple("»”›") and _turn(text, at, opened) < 0:
                del opened[1:]
            else:
                found.append((since, end, since + 1, end))
                opened.clear()
        for match in marks:
            if match["single"]:
                if not opened:
                    found.append((*match.span(), *match.span("single")))
                continue
            mark, at = match.group(), match.start()
            turn = _turn(text, at, opened)
            if turn > 0:
                opened.append((mark, at))
            elif turn < 0:
                cut = _innermost(opened, mark)
                if cut == 0:
                    since = opened[0][1]
                    found.append((since, at + 1, since + 1, at))
                del opened[cut:]
        end = paragraph.end()
    if opened:
        since = opened[0][1]
        found.append((since, end, since + 1, end))
    return [
        (*place, *_trimmed(text, start, end))
        for *place, start, end in found
        if text[start:end].strip(" ,.\u00a0\u202f")
    ]


# As many marks as are looked at of those that are open: no text nests deeper, and to
# look through all of a text that closes none takes quadratic time.
_DEEPEST = 50


def _innermost(opened: list[_Mark], mark: str) -> int:
    """The depth of the last open mark of this pair; of the last, where none is."""
    depths = range(len(opened) - 1, max(-1, len(opened) - _DEEPEST), -1)
    pair = _PAIRS[mark]
    found = (depth for depth in depths if _PAIRS[opened[depth][0]] == pair)
    return next(found, len(opened) - 1)


def _turn(text: str, at: int, opened: list[_Mark]) -> int:
    """1 where a mark opens, -1 where it closes, 0 where it is no quotation mark."""
    mark = text[at]
    before, after = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
    if mark == '"':
        left = before.isspace() or before in "([«“'’-–—/"
        right = after.isspace() or after in ",.;:!?)]»”…-–/"
        is_open = any(mark == '"' for mark, _ in opened[-_DEEPEST:])
        if left != right:
            return 1 if left else -is_open
        return -1 if is_open else int(not before.isdigit())  # 12": inches
    word = text[at + 1 : at + 3].lstrip()[:1]
    if mark in "«“„‹":
        # "internationales « , a déclaré": a machine's closing mark
        return -1 if opened and (not word or word in ",.;:!?)") else 1
    if word.isalpha() and before.isspace():
        # "de la » démocratie »": no quotation ends on an article
        article = _ARTICLE.search(text, max(0, at - 6), at)
        if not opened or mark == "”" or article:
            return 1
    return -1 if opened else 0


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return start, max(start, start + len(inner.strip().rstrip(",").rstrip()))


def masked(text: str, marks: list) -> str:
    """The text with each quotation as one word of the same length.

    A capital that no Frenchman writes fills it, so that a sentence may begin with it;
    its last character is a full stop where the quotation ends a sentence.
    """
    pieces, at = [], 0
    for start, end, _, last in marks:
        stop = "!" if text[last - 1] in ".!?…" else "Ꙁ"
        pieces += [text[at:start], "«", "Ꙁ" * (end - start - 2), stop]
        at = end
    return "".join([*pieces, text[at:]])


_PAIRS = {mark: pair for pair in ("«»", "“„”", "‹›", '"') for mark in pair}
_MARK = re.compile(
    r"""[«»“”„"‹›]
    | (?<![\w’'])(?:''|[‘'])(?=\w)(?P<single>[^\n«»“”"‘]{1,200}?)(?<=[\w.!?…])
      (?:''|['’])(?![\w’'])""",
    re.VERBOSE,
)
_ARTICLE = re.compile(
    r"(?:\b(?:l[ae]s?|une?|d[eu]s?|aux?|à|et|ces?|ses|son|sa|en)\s|[ld]['’]\s?)\Z"
)
