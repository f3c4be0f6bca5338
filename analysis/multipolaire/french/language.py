"""Which language a text is written in, where that is not French."""

import re
from collections import Counter

from multipolaire.french import lexicon

ENOUGH = 30  # words; a title or a quotation by itself tells too little
# Function words of the language, of all words, that a text of it holds at least; and
# how many times as many as of French: an article that quotes English at length has both.
SHARE, TIMES = 0.08, 2
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]+"
)  # of Chinese and Japanese, each sign


def foreign_language(text: str) -> str | None:
    """The English name of the language that a text seems to be in; ``None``: French.

    ``None`` also where it has under 30 words, or few function words of any language
    of ``words/languages.csv``: a list of names, a table.

    >>> foreign_language("The two presidents spoke of trade and of the war. " * 4)
    'English'
    >>> foreign_language("Les deux présidents ont parlé de la guerre. " * 4)
    """
    words = _WORD.findall(text.lower())
    said, held = Counter(words), {}
    for row in lexicon.table("languages"):
        own = row["words"].split()
        held[row["language"]] = sum(said[word] for word in own)
    french = held.pop("French")
    language = max(held, key=held.__getitem__)
    known = held[language] >= max(SHARE * len(words), TIMES * french)
    return language if known and len(words) >= ENOUGH else None
