"""Quotation marks of the press in French: nested, mixed, unclosed, reversed."""

import re

_Mark = tuple[str, int]  # with its place


def quoted(text: str) -> list[tuple[int, int, int, int]]:
    """Outermost quotations: their place with the marks, then that of their words.

    A paragraph closes what it leaves open, unless the next one opens with the mark
    again (the typographers' rule for long quotations) or begins by closing it.  What
    the first mark of a text closes began with the text: it is an excerpt.
    """
    return [
        (*place, *_trimmed(text, start, end))
        for *place, start, end in _outermost(text)
        if text[start:end].strip().strip(" ,.")
    ]


def _outermost(text: str) -> list[tuple[int, int, int, int]]:
    found: list[tuple[int, int, int, int]] = []
    opened: list[_Mark] = []  # the outermost first
    end = 0

    def close(stop: int, mark: int = 0) -> None:
        since = opened[0][1]
        found.append((max(0, since), stop + mark, since + 1, stop))
        opened.clear()

    for paragraph in _PARAGRAPH.finditer(text):
        marks = list(_MARK.finditer(text, *paragraph.span()))
        if opened and not (goes_on := _goes_on(text, marks, opened)):
            close(end)
        elif opened:
            marks = marks[goes_on - 1 :]
            del opened[1:]
        elif not end and (first := [m for m in marks if not m["single"]][:1]):
            if _closes(text, first[0]):
                opened.append((first[0].group(), -1))
        straight = sum(match.group() == '"' for match in marks)
        for match in marks:
            if match["single"]:
                if not opened:
                    found.append((*match.span(), *match.span("single")))
                continue
            mark, at = match.group(), match.start()
            straight -= mark == '"'
            turn = _turn(text, at, opened)
            if turn > 0:
                lone = mark == '"' and straight % 2
                if lone and opened and opened[0][0] == '"':
                    # nothing is left to close it: it ends before *, a-t-elle dit*
                    incise = _INCISE.search(text, opened[0][1] + 1, at)
                    close(incise.start() if incise else at)
                opened.append((mark, at))
            elif turn < 0 and (depth := _innermost(opened, mark)):
                del opened[depth:]
            elif turn < 0:
                close(at, 1)
        end = paragraph.end()
    if opened:
        close(end)
    return found


# As many marks as are looked at of those that are open: no text nests deeper, and to
# look through all of a text that closes none takes quadratic time.
_DEEPEST = 50


def _innermost(opened: list[_Mark], mark: str) -> int:
    """The depth of the last open mark of this pair; of the last, where none is."""
    depths = range(len(opened) - 1, max(-1, len(opened) - _DEEPEST), -1)
    pair = _PAIRS[mark]
    found = (depth for depth in depths if _PAIRS[opened[depth][0]] == pair)
    return next(found, len(opened) - 1)


def _goes_on(text: str, marks: list[re.Match], opened: list[_Mark]) -> int:
    """1 where a paragraph's first mark closes what is open, 2 where it opens it again."""
    if not marks:
        return 0
    mark, at = marks[0].group(), marks[0].start()
    line = text.rfind("\n", 0, at) + 1
    if mark == opened[0][0] and not text[line:at].strip():
        return 2
    return int(mark in tuple("»”›") or _closes(text, marks[0]))


def _closes(text: str, match: re.Match) -> bool:
    """Whether a mark can only close: *le blé manque", dit-il*; not 12": inches."""
    at = match.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 3]
    if match.group() == '"':
        parted = not before or before.isspace() or before in _INCHES
        return not parted and bool(_END.match(after))
    closes = match.group() in ("»", "”", "›")
    return closes and bool(_END.match(after.strip()))


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
        return -1 if is_open else int(before not in _INCHES)
    word = text[at + 1 : at + 3].lstrip()[:1]
    if mark in "«“„‹":
        # "internationales « , a déclaré": a machine's closing mark
        return -1 if opened and (not word or word in ",.;:!?)") else 1
    if word.isalpha() and before.isspace():
        # "de la » démocratie »": no quotation ends on an article
        article = _ARTICLE.search(text, max(0, at - 6), at)
        if not opened or mark == "”" or article:
            return 1
    return -bool(opened)


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
_PARAGRAPH = re.compile(r"[^\n]+")
# it begins with any of the signs: so a text is searched ten times as fast
_MARK = re.compile(
    r"""[«»“”„"‹›'‘](?:(?<=[«»“”„"‹›])
    | (?<=(?<![\w’'])['‘])(?:(?<=')')?(?=\w)(?P<single>[^\n«»“”"‘]{1,200}?)
      (?<=[\w.!?…])(?:''|['’])(?![\w’']))""",
    re.VERBOSE,
)
_INCISE = re.compile(
    r"(?:,\s|\s)(?=(?:s['’])?[a-zà-ÿ]+(?:-(?:t-)?|\st-)(?:ils?|elles?|on)\b)"
)
_ARTICLE = re.compile(
    r"(?:\b(?:l[ae]s?|une?|d[eu]s?|aux?|à|et|ces?|ses|son|sa|en)\s|[ld]['’]\s?)\Z"
)
_INCHES = "0123456789"
_END = re.compile(r"[\s,.;:!?)]|$")
