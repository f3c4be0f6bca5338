"""In which encoding French bytes are, and texts that were once read in a wrong one.

Nothing is guessed and nothing is mended here: what seems wrong is found and named.
"""

import codecs
import re
import unicodedata
from functools import cache
from itertools import product
from os.path import commonprefix

FRENCH = ("cp1252", "iso8859-15", "mac_roman", "cp850")  # the likeliest first
NONE = "none that French is written in"
# Text codecs of Python that no file is written in, or that take every byte in silence.
_OF_NO_FILE = {"charmap", "idna", "punycode", "undefined"}
_OF_NO_FILE |= {"raw-unicode-escape", "unicode-escape"}


def known_encoding(name: str) -> str:
    """Python's name of an encoding of text; Latin-1 is cp1252, as in every browser.

    Latin-1 has control characters where cp1252 has ’, œ, – and €; no prose holds them.

    >>> known_encoding("latin-1"), known_encoding("MacRoman"), known_encoding("U16")
    ('cp1252', 'mac-roman', 'utf-16')

    Raises ``ValueError`` for a name of no encoding, and for a codec of no text.
    """
    expected = "expected cp1252, mac_roman, utf-16…"
    try:
        codec = codecs.lookup(name)
    except LookupError:
        plain = name.isprintable() and len(name) < 60
        shown = name if plain else repr(name[:60])
        raise ValueError(f"unknown encoding: {shown}: {expected}") from None
    except (TypeError, ValueError):  # a number; a NUL
        raise ValueError(f"encoding {name!r}: {expected}") from None
    if not codec._is_text_encoding or codec.name in _OF_NO_FILE:
        raise ValueError(f"encoding {name!r} is not of text: {expected}")
    return "cp1252" if codec.name == "iso8859-1" else codec.name


def expect_nfc(text: str) -> None:
    """The one rule for every function that is given a text: it is NFC.

    An accent that stands alone would cut a word in two; put right here, it would move
    what follows, and offsets would be of another text than the caller's.

    >>> expect_nfc("Le député")

    Raises ``ValueError`` with the first place that is not.
    """
    if not unicodedata.is_normalized("NFC", text):
        at = len(commonprefix([text, unicodedata.normalize("NFC", text)]))
        shown = f"{ascii(text[at : at + 2])} at {at:,}"
        raise ValueError(
            f"text is not NFC ({shown}): expected clean_text(text)"
        )


def is_wide(data: bytes) -> bool:
    """Whether characters are of two or four bytes."""
    return data.startswith(tuple(MARKS)) or data.count(0) > len(data) / 4


MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # begins with the next one
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def seems(data: bytes) -> str:
    """The encoding that bytes which are not UTF-8 seem to be in: a hint, no more.

    >>> seems("Été à Paris".encode("mac_roman")), seems("Ça".encode("utf-16-le"))
    ('mac_roman', 'utf-16-le')
    >>> seems("Le cœur".encode("iso8859-15")), seems("l’œil".encode("cp1252"))
    ('iso8859-15', 'cp1252')
    """
    if is_wide(data):
        of_four = data.count(0) > 0.6 * len(data)
        little = data[1::2].count(0) > data[::2].count(0)
        if of_four:
            little = data[3::4].count(0) > data[::4].count(0)
        return f"utf-{32 if of_four else 16}-{'le' if little else 'be'}"
    read = data.decode("utf-8", "replace")
    strange = sum(not c.isascii() for c in read) - read.count("\ufffd")
    if strange >= read.count("\ufffd"):
        return "UTF-8 with bytes of another encoding in it"
    best = max(FRENCH, key=lambda name: likeness(data.decode(name, "replace")))
    odd = sum(byte > 127 for byte in data)
    many = odd > 10 and odd > (len(data) - sum(map(data.count, b" \n"))) / 2
    likely = likeness(data.decode(best, "replace")) >= odd / 2
    return best if likely and not many else NONE


def doubted(data: bytes, name: str) -> str | None:
    """What bytes seem to be in, where that is more like French than what was asked."""
    hint = seems(data)
    if is_wide(data):
        return None if hint == name else hint
    text = data.decode(name, "replace")
    foreign = sum(map(len, _FOREIGN.findall(text)))
    if hint in FRENCH:
        better = likeness(data.decode(hint, "replace"))
        return hint if better > likeness(text) + foreign else None
    strange = len(re.findall(r"[^\0-\x7f]", text))
    return NONE if hint == NONE and foreign < strange / 2 else None


def likeness(text: str) -> int:
    """How French the characters of a text beyond ASCII are."""
    letters = len(re.findall("[éèêëàâçîïôûùœæ]", text))
    signs = len(re.findall("[ÉÈÊÀÂÇÎÔÛŒ«»’‘“”–—…€°\xa0]", text))
    wrong = len(_IN_A_WORD.findall(text))
    wrong += len(re.findall("[\x80-\x9f\ufffd]", text))
    others = len(re.findall(r"[^\0-\x7f]", text)) - letters - signs
    return 2 * letters + signs - 3 * wrong - others


# Between small letters stands no sign and no large letter with an accent: "c½ur",
# "dÈputÈ", "d‚put‚".  Those who write "étudiant·e·s" and "mot…mot" may.
_SMALL = "a-zß-öø-ÿœ"
_NOT_INSIDE = "¡-©¬®-±¶¸-ÞŒŠŸŽƒˆ˜‚„†‡‰™√∂∆∏∑∞∫≈≠≤≥◊\u0400-\u04ff\u2500-\u25ff\uff61-\uff9f"
_IN_A_WORD = re.compile(rf"(?<=[{_SMALL}])[{_NOT_INSIDE}](?=[{_SMALL}])")
_FOREIGN = re.compile(  # a word of another script
    r"(?<![a-zA-Z])[\u0370-\u1fff\u2e80-\ud7ff\uff61-\uff9f]{2,}(?![a-zA-Z])"
)


def misread(text: str) -> tuple[int, int, str] | None:
    """The first place that a wrong encoding has spoilt, and what was expected there.

    >>> misread("Le dÃ©putÃ© sort.")
    (3, 11, "'député' (it was UTF-8, read as cp1252)")
    >>> misread("Le c½ur bat."), misread("Le député sort.")
    ((3, 7, 'letters (it was read in a wrong encoding)'), None)
    """
    found = _spoilt().search(text) if _UNUSUAL.search(text) else None
    seven = (m for m in _SEVEN.finditer(text) if _of_seven_bits(m.group()))
    if not (found := found or next(seven, None)):
        return None
    at, end = found.span()  # and the word around it
    start = _BEFORE.search(text, max(0, at - _LENGTH), at).start()
    end = _AFTER.match(text, end, end + _LENGTH).end()
    return start, end, _expected(text[start:end], found)


def _expected(word: str, found: re.Match) -> str:
    kind = found.lastgroup
    if kind == "lost":
        return "the letter that was lost here"
    if kind == "control":
        return "a printed sign (it was cp1252, read as Latin-1)"
    if kind is None:
        return f"{_of_seven_bits(found.group())!r} (it is UTF-7)"
    for name in FRENCH if kind == "twice" else ():
        try:
            made = _read_again(word, name)
            while made != word and misread(made):  # "ÃƒÂ©": twice over
                word, made = made, _read_again(made, name)
        except UnicodeError:
            pass
        else:
            return f"{made!r} (it was UTF-8, read as {name})"
    return "letters (it was read in a wrong encoding)"


def _read_again(text: str, name: str) -> str:
    """What UTF-8 bytes were before they were read in an encoding."""
    return b"".join(_bytes_of(char, name) for char in text).decode("utf-8")


def _bytes_of(char: str, name: str) -> bytes:
    if name == "cp1252" and "\x80" <= char <= "\x9f":
        return char.encode("latin-1")  # as browsers and many others do
    return char.encode(name)


def _of_seven_bits(run: str) -> str:
    """The French signs that a run is in UTF-7, or nothing."""
    try:
        made = run.encode().decode("utf-7")
    except UnicodeError:
        return ""
    return made if made and set(made) <= set(_SIGNS) else ""


_SIGNS = "éèêëàâçîïôûùüœæÿÉÈÊËÀÂÇÎÏÔÛÙŒ«»’‘“”–—…€°\xa0\u202f"
_PLAIN = _SIGNS.replace("Â", "") + "ÄÖÜäöñáíóú°²´·•\u2009\u2011"
_UNUSUAL = re.compile(  # what most texts are without: a first look, and a quick one
    rf"[^\0-\x7f{_PLAIN}]|(?<=[{_SMALL}])[¡-ÞŒ](?<![´·°²\xa0«»])|â€|ÔÇ|\x1b\$"
)
_SEVEN = re.compile(r"\+[A-Za-z0-9/]{3,24}-?")
_LENGTH = 30  # characters of a word that are shown, before and after
_BEFORE, _AFTER = re.compile(r"\S*\Z"), re.compile(r"\S*")


@cache
def _spoilt() -> re.Pattern:
    twice = {"Ã(?=[ ])(?<![A-ZÀ-Þ]Ã)"}  # "à", whose second half became a blank
    for sign, name in product(_SIGNS + "ÃÂâ", (*FRENCH, "latin-1")):
        twice.add(re.escape(sign.encode().decode(name, "ignore")))
    twice = {form for form in twice if len(form.replace("\\", "")) > 1}
    return re.compile(
        rf"""(?P<lost>\ufffd) | (?P<twice>{"|".join(sorted(twice, key=len)[::-1])})
        | (?P<control>[\x80-\x9f]) | (?P<inside>{_IN_A_WORD.pattern}
        | (?<=[{_SMALL}]{{2}})[ÀÂÇÈÉÊËÎÏÔÛÙŽ](?![^\W_])
        | (?<=\b[cdjlmnst])Õ(?=[^\W_]) | (?<=[{_SMALL}])[\u0400-\u04ff] | \x1b\$)""",
        re.VERBOSE,
    )
