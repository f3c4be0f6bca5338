"""How much of an article all that is published of it may hold together.

Each excerpt is short; a hundred of them are the article.  So page and tables share one
allowance: a quarter of each article, unless its ``rights`` say that it is free.  What
goes beyond is withheld, and its offsets stay, by which the owner finds it again.
"""

import html
import re

import pandas as pd

SHARE = 1 / 4  # of an article's characters, in page and tables together
SHORT = 30  # characters: what is shorter names a thing or a number, and is no excerpt
WITHHELD = "…"
FREE = re.compile(
    r"\b(?:CC0|CC[ -]BY|public domain|domaine public|licence ouverte|open licence)\b",
    re.IGNORECASE,
)


class Allowance:
    """What page and tables hold of each article, and what they still may.

    ``articles`` has ``article_id``, ``text`` and, where it is known, ``rights``.

    >>> text = " ".join(f"Le navire {n} attend." for n in range(10, 20))
    >>> allowance = Allowance(pd.DataFrame({"article_id": ["a"], "text": [text]}))
    >>> allowance.keep(text[:40], ["a"]) == text[:40]
    True
    >>> allowance.keep(text[40:80], ["a"])
    '…'
    >>> allowance.keep(text[5:38], ["a"]) == text[5:38]  # it is there already
    True
    """

    def __init__(self, articles: pd.DataFrame):
        self.texts: dict[str, str] = {}
        self.held, self.left = {}, {}
        rights = articles.get("rights", pd.Series("", index=articles.index))
        known = zip(articles["article_id"], articles["text"], rights)
        for article_id, text, right in known:
            self.texts[article_id] = text = _one_line(text)
            share = 1 if FREE.search(str(right)) else SHARE
            self.held[article_id] = bytearray(len(text))
            self.left[article_id] = int(share * len(text))

    def keep(
        self, words: str, ids: list[str] | None = None, cut: bool = True
    ) -> str:
        """The words, if they may be shown of these articles, or of any; else a sign.

        Without ``cut`` they are counted, and kept.
        """
        sought, asked = _one_line(words).strip(f"{WITHHELD}' "), []
        if len(sought) < SHORT:
            return words
        for one in self.texts if ids is None else ids:
            at = self.texts.get(one, "").find(sought)
            if at >= 0:
                place = slice(at, at + len(sought))
                new = len(sought) - sum(self.held[one][place])
                asked.append((one, place, new))
                if ids is None:  # of the first that has them
                    break
        if cut and any(new > self.left[one] for one, _, new in asked):
            return WITHHELD
        for one, place, new in asked:
            self.held[one][place] = b"\1" * len(sought)
            self.left[one] -= new
        return words

    def page(self, page: str, cut: bool = True) -> str:
        """The page, its texts counted, and withheld where they are too much."""
        parts = re.split(r"(<style.*?</style>|<[^>]+>)", page, flags=re.DOTALL)
        for at in range(0, len(parts), 2):
            bare = html.unescape(parts[at])
            if self.keep(bare, cut=cut) is not bare:
                parts[at] = WITHHELD
        return "".join(parts)

    def tables(
        self, tables: dict[str, pd.DataFrame]
    ) -> dict[str, pd.DataFrame]:
        """The tables, in which whole sentences come last to what may be shown."""
        made = {name: frame.copy() for name, frame in tables.items()}
        columns = [
            (name, column)
            for name, frame in made.items()
            for column in frame.select_dtypes(["object", "string"])
        ]
        columns.sort(key=lambda pair: pair[1] == "sentence")
        for name, column in columns:
            frame = made[name]
            keys = [key for key in frame if str(key).startswith("article")]
            if keys and column not in keys and name != "articles":
                ids = frame[keys].astype(str).to_numpy().tolist()
                pairs = zip(frame[column], ids)
                frame[column] = [
                    self.keep(value, own) if isinstance(value, str) else value
                    for value, own in pairs
                ]
        return made


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
