"""Fonts of wide coverage, and codes for the signs that none of them has.

Only fonts that come with locked packages are used, never those of a machine: the same
text gives the same bytes everywhere.  DejaVu comes with matplotlib; Kurinto, for
Chinese, Japanese, Korean and many more scripts, with weblate-fonts.
"""

import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

#: What is tried in turn, after the first font of the text.
FAMILIES = ("DejaVu Sans", "Kurinto Sans", "Kurinto Sans SC")
FAMILIES += ("Kurinto Sans KR", "Kurinto Sans JP", "Kurinto Sans TC")
_FOLDERS = {  # found without importing the packages
    "matplotlib": "mpl-data/fonts/ttf",
    "weblate_fonts": "static/weblate_fonts/kurinto/ttf",
}
_BLANKS = "\t\n\v\f\r\x85"  # controls that are laid out, and not drawn
# A byte-order mark, which PDF/UA forbids as the non-characters.
_MARK = "\ufeff"


def coded(text: str, drawn: bool = False) -> str:
    """The text, runs of signs that no font has replaced by their codes.

    Signs without a shape (joiners, marks of direction) are kept; ``drawn``: only what
    has one is, for a picture, which would draw an empty box for them.

    >>> coded("5 €, a\\ufffe\\x00b")
    '5 €, a[U+FFFE U+0000]b'
    """
    if text.isascii() and text.isprintable():
        return text
    lacking = "".join(c for c in sorted(set(text)) if not _has(c, drawn))
    if not lacking:
        return text
    return re.sub(f"[{re.escape(lacking)}]+", _codes, text)


def folders() -> list[Path]:
    """The folders of the fonts, of the packages that are installed."""
    found = ((find_spec(package), place) for package, place in _FOLDERS.items())
    return [Path(spec.origin).parent / place for spec, place in found if spec]


@cache
def files() -> dict[str, list[Path]]:
    """The files of each of :data:`FAMILIES` that is installed, in every style."""
    there = sorted(file for place in folders() for file in place.glob("*.ttf"))
    named = groupby(there, lambda file: file.stem.split("-")[0])
    styles = {name: list(found) for name, found in named}
    names = {family: family.replace(" ", "") for family in FAMILIES}
    return {f: styles[name] for f, name in names.items() if name in styles}


@cache
def drawn_families() -> list[str]:
    """What ``font.family`` of matplotlib has to be, to find the fonts in turn."""
    from matplotlib.font_manager import fontManager

    for found in list(files().values())[1:]:  # it has its own
        for file in found:
            fontManager.addfont(str(file))
    return list(files())


@cache
def _signs() -> frozenset[int]:
    """What can be shown in any style: an italic may lack what the upright has."""
    from matplotlib.ft2font import FT2Font

    def signs(styles: list[Path]) -> set[int]:
        maps = (set(FT2Font(str(file)).get_charmap()) for file in styles)
        return set.intersection(*maps)

    return frozenset().union(*map(signs, files().values()))


@cache
def _has(sign: str, drawn: bool) -> bool:
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cs") or sign == _MARK:
        return sign in _BLANKS and not (drawn and sign != "\n")
    return ord(sign) in _signs() or not drawn and kind in ("Cf", "Zl", "Zp")


def _codes(run: re.Match) -> str:
    return f"[{' '.join(f'U+{ord(sign):04X}' for sign in run[0])}]"
