"""One fold of case, accents, apostrophes and blanks for all that compares words."""

import re
import unicodedata


def fold(text: str) -> str:
    """In lower case, with straight apostrophes and single blanks; accents stay.

    >>> fold("L’État\\u00a0 russe")
    "l'état russe"
    """
    low = text.lower()
    if low.isascii() and low.isalpha():  # most words
        return low
    low = low.replace("’", "'").replace("\u02bc", "'")
    return low if low.isalpha() else " ".join(low.split())


def unaccented(text: str) -> str:
    """Without the accents of any script; case stays.

    >>> unaccented("Été à Kyïv")
    'Ete a Kyiv'
    """
    split = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in split if not unicodedata.combining(sign))


def fold_in_place(text: str) -> str:
    """In lower case without Latin accents; every character keeps its place.

    >>> fold_in_place("L’Été\\u00a0 1ᵉʳ")
    'l’ete\\xa0 1ᵉʳ'
    """
    return _ACCENTED.sub(lambda sign: _LETTER[sign[0]], text).lower()


# Latin letters with an accent, up to those of Vietnam: "Å" is "A", "ø" stays.
_LETTER = {
    chr(code): parts[0]
    for code in range(0xC0, 0x250)
    if (parts := unicodedata.normalize("NFD", chr(code)))[1:]
}
_ACCENTED = re.compile(f"[{''.join(_LETTER)}]")
