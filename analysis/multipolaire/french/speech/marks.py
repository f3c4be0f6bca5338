"""Quotation marks of the press in French: nested, mixed, unclosed, reversed."""

import re


def quoted(text: str) -> list[tuple[int, int, int, int]]:
    """Outermost quotations: their place with the marks, then that of their words.

    A paragraph closes what it leaves open, unless the next one opens with the mark
    again (the typographers' rule for long quotations) or begins by closing it.
    """
    found: list[tuple[int, int, int, int]] = []
    stack = _Stack()
    end = 0
    for paragraph in re.finditer(r"[^\n]+", text):
        marks = list(_MARK.finditer(text, *paragraph.span()))
        if stack.opened:
            outer, since = stack.opened[0]
            first, at = (marks[0][0], marks[0].start()) if marks else ("", 0)
            if first == outer and not text[paragraph.start() : at].strip():
                marks = marks[1:]  # opened again
                stack.cut(1)
            elif first in tuple("»”›") and _turn(text, at, stack) < 0:
                stack.cut(1)
            else:
                found.append((since, end, since + 1, end))
                stack.cut(0)
        for match in marks:
            if match["single"]:
                if not stack.opened:
                    found.append((*match.span(), *match.span("single")))
                continue
            mark, at = match.group(), match.start()
            turn = _turn(text, at, stack)
            if turn > 0:
                stack.push(mark, at)
            elif turn < 0:
                cut = stack.innermost(mark)
                if cut == 0:
                    since = stack.opened[0][1]
                    found.append((since, at + 1, since + 1, at))
                stack.cut(cut)
        end = paragraph.end()
    if stack.opened:
        since = stack.opened[0][1]
        found.append((since, end, since + 1, end))
    return [
        (*place, *_trimmed(text, start, end))
        for *place, start, end in found
        if text[start:end].strip(" ,.\u00a0\u202f")
    ]


class _Stack:
    """Marks that are open, with their places, the outermost first.

    The depths of each pair are kept apart: to look through all that is open at every
    mark takes quadratic time.
    """

    def __init__(self):
        self.opened: list[tuple[str, int]] = []
        self.depths: dict[str, list[int]] = {
            pair: [] for pair in _PAIRS.values()
        }

    def push(self, mark: str, at: int) -> None:
        self.depths[_PAIRS[mark]].append(len(self.opened))
        self.opened.append((mark, at))

    def cut(self, depth: int) -> None:
        while len(self.opened) > depth:
            mark, _ = self.opened.pop()
            self.depths[_PAIRS[mark]].pop()

    def innermost(self, mark: str) -> int:
        """The depth of the last mark of this pair; of the last, where there is none."""
        return (self.depths[_PAIRS[mark]] or [len(self.opened) - 1])[-1]


def _turn(text: str, at: int, stack: _Stack) -> int:
    """1 where a mark opens, -1 where it closes, 0 where it is no quotation mark."""
    mark = text[at]
    before, after = text[at - 1 : at] or "\n", text[at + 1 : at + 2] or "\n"
    if mark == '"':
        left = before.isspace() or before in "([«“'’-–—/"
        right = after.isspace() or after in ",.;:!?)]»”…-–/"
        is_open = bool(stack.depths['"'])
        if left != right:
            return 1 if left else -is_open
        return -1 if is_open else int(not before.isdigit())  # 12": inches
    word = text[at + 1 : at + 3].lstrip()[:1]
    if (
        mark in "«“„‹"
    ):  # "internationales « , a déclaré": a machine's closing mark
        return -1 if stack.opened and (not word or word in ",.;:!?)") else 1
    if word.isalpha() and before.isspace():
        # "de la » démocratie »": no quotation ends on an article
        if (
            not stack.opened
            or mark == "”"
            or _ARTICLE.search(text, max(0, at - 6), at)
        ):
            return 1
    return -1 if stack.opened else 0


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
