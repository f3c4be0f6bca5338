"""A corpus for other programs: IRaMuTeQ, TXM, quanteda and whatever reads a table."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from multipolaire.files.whole import write_whole
from multipolaire.files.write import table_path, write_table

#: Columns that are no variable of a text in IRaMuTeQ, and those with another name.
_LEFT_OUT = ("article_id", "text", "raw", "sha256", "title", "url", "rights")
_LEFT_OUT += ("published_precision", "corrections")
_STARS = {"published": "date", "publisher": "source"}


def write_corpus(articles: pd.DataFrame, path: str | Path) -> int:
    """Write articles for another program, by the name of the file; gives their number.

    ``.txt`` is for IRaMuTeQ: a line of stars above each text, its columns as variables
    (blanks as ``_``).  A name without an ending is a folder for TXM: ``metadata.csv``
    and a ``.txt`` each.  Any other is a table (:func:`multipolaire.write_table`):
    quanteda takes a CSV as ``corpus(read.csv(f), docid_field = "article_id")``, R's
    readtext too.  ``load_articles`` reads each of them again, with the same texts.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    path
        Its ending chooses the program: ``.txt``, none, or that of a table.

    Returns
    -------
    int
        The number of articles written.

    Raises
    ------
    ValueError
        For another ending, and for a text in which a line would be read as one of
        stars.

    Examples
    --------
    >>> import tempfile
    >>> from multipolaire import load_articles
    >>> file = Path(tempfile.mkdtemp()) / "five.txt"
    >>> write_corpus(load_articles(), file)
    5
    >>> file.read_text("utf-8").splitlines()[0][:27]
    '**** *id_2021-12-15-reuters'
    """
    path, known = Path(path), articles.drop(columns="raw", errors="ignore")
    if path.suffix == ".txt":
        write_whole(path, _starred(known))
    elif path.suffix:
        table_path(path)
        write_table(known, path)
    else:
        for row in known.itertuples():
            write_whole(path / f"{row.article_id}.txt", row.text)
        table = known.drop(columns=["text", "sha256"], errors="ignore")
        table = table.rename(columns={"article_id": "id"})
        write_table(table, path / "metadata.csv")
    return len(articles)


_MARKS = re.compile(r"(?m)^(?:\*{4}|\d{4})[ \t]+\*\S|^-\*\S+$")


def _starred(articles: pd.DataFrame) -> str:
    held = articles.dropna(axis="columns", how="all")
    names = [name for name in held if name not in _LEFT_OUT]
    made = []
    for row in articles.to_dict("records"):
        if line := _MARKS.search(row["text"]):
            told = f"text {line[0]!r} of {row['article_id']!r}"
            raise ValueError(f"{told}: expected no line of stars in a text")
        stars = [f"*id_{row['article_id']}"]
        for name in names:
            value = row[name]
            if isinstance(value, pd.Timestamp | np.datetime64):
                value = str(value)[:10]
            if not pd.isna(value):
                key = re.sub(r"\W|_", "", _STARS.get(name, name))
                value = re.sub(r"[^\w.-]+", "_", str(value)).strip("_")
                stars.append(f"*{key}_{value}")
        made.append(f"**** {' '.join(stars)}\n{row['text']}\n")
    return "\n".join(made)
