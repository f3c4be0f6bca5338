"""Bytes to text with every doubt named."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

from multipolaire.files.problems import Reading
from multipolaire.french.encodings import MARKS, doubted, is_wide, seems

# Bytes of a line, characters of a cell: what is longer is no article.
MAX_ROW = 2**28
AROUND = 50_000  # bytes on each side of the first that tell an encoding


def read_lines(file: Path, reading: Reading) -> Iterator[tuple[int, str]]:
    """Numbered lines with their ends, as a stream; only ``\\n`` ends a line.

    A line in another encoding is named; its bytes stay in it as lone surrogates
    (:func:`is_text` tells), so that a cell over several lines keeps its form.
    """
    with file.open("rb") as stream:
        block = stream.read(4096)
        stream.seek(0)
        if is_wide(block):
            text = decode(stream.read(), file, None, reading)
            yield from enumerate(io.StringIO(text, newline="\n"), 1)
            return
        number = 0
        while line := stream.readline(MAX_ROW):
            number += 1
            if len(line) == MAX_ROW and not line.endswith(b"\n"):
                most = f"lines of at most {MAX_ROW:,} bytes (it is left out)"
                reading.note(file, number, "line", line[:60], most)
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_ROW)
                continue
            line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            yield number, decode(line, file, number, reading)


def decode(
    data: bytes, file: Path, line: int | None, reading: Reading, stated=None
) -> str:
    """Text of bytes: UTF-8, or what their mark, the user or the page itself states.

    Nothing is guessed: other bytes are a problem that says what they seem to be.
    """
    marked = (name for sign, name in MARKS.items() if data.startswith(sign))
    mark, wide, at = next(marked, None), is_wide(data), 0
    name = mark or reading.encoding or stated
    try:
        if not wide and not (name and name.startswith(_SEVEN_BITS)):
            return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    line = data.count(b"\n", 0, at) + 1 if line is None else line
    around = data[max(0, at - AROUND) : at + AROUND]
    hint = seems(around)
    legacy = name and not name.startswith("utf-8")
    if legacy and wide == name.startswith(("utf-16", "utf-32")):
        if not mark and hint.startswith(f"{name}-"):
            name = hint  # "utf-16" without a mark: its zeros tell which
        try:  # line by line: a file of two encodings keeps its UTF-8
            lines = [data] if wide else data.splitlines(keepends=True)
            text = "".join(_either(piece, name, wide) for piece in lines)
        except UnicodeDecodeError as error:
            hint = f"{hint}, not {name} ({error.reason})"
        else:
            if not mark and (better := doubted(around, name)):
                seeming = f"{better}, it seems"
                reading.note(file, line, "encoding", name, seeming, False)
            reading.encodings[name] += 1
            return text
    if " " not in hint:  # the name of one
        hint += f": save it as UTF-8, or pass encoding={hint!r}"
    expected = f"UTF-8 (it seems to be {hint})"
    reading.note(file, line, "encoding", f"byte 0x{data[at]:02x}", expected)
    return "\udcff" if wide else data.decode("utf-8", "surrogateescape")


# Their bytes are UTF-8 too, and mean another text.
_SEVEN_BITS = ("utf-7", "iso2022", "hz")


def _either(data: bytes, encoding: str, wide: bool) -> str:
    try:
        alone = wide or encoding.startswith(_SEVEN_BITS)
        return data.decode(encoding if alone else "utf-8")
    except UnicodeDecodeError:
        return data.decode(encoding)


def is_text(text: str) -> bool:
    """Whether a text can be written: a lone surrogate is half a character.

    >>> is_text("été"), is_text("\\ud800")
    (True, False)
    """
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False
