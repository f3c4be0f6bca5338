"""Classes of texts as French textometry opens them: their tree, and their χ² profiles.

Of each class its words and its variables (Reinert 1990; IRaMuTeQ).
"""

import numpy as np
import pandas as pd

from multipolaire.stats.columns import columns_of, typed
from multipolaire.topics.reinert import Reinert
from multipolaire.topics.space import count_lemmas

#: ``n`` of the ``of`` texts of the topic have the word or variable, ``n_all`` of all
#: ``of_all``; ``chi2`` is that of this table of four cells, below 0 where the topic
#: has it less than the rest.
PROFILES = columns_of(
    "topic:int64 kind:str name:str n:int64 of:int64 n_all:int64 of_all:int64 "
    "chi2:float64"
)
#: Each cut of a descending classification, the first above: the topics on its two
#: sides, and the χ² of the cut.
TREE = columns_of("k:int64 left:str right:str chi2:float64")
LEAST = 3  # texts that hold a word: of fewer, a χ² says little


def class_tree(counts, labels: np.ndarray) -> pd.DataFrame:
    """The tree of Reinert's classes of texts, ``labels`` being their topics from 0.

    >>> counts = np.array([[1, 1, 0, 0]] * 5 + [[0, 0, 1, 1]] * 6)
    >>> class_tree(counts, np.array([1] * 5 + [0] * 6)).values.tolist()
    [[2, '2', '1', 22.0]]
    """
    model = Reinert(labels.max() + 1).fit(counts)
    firsts = np.unique(model.labels_, return_index=True)[1]
    topics = {name: [1 + int(labels[k])] for name, k in enumerate(firsts)}
    rows = []
    for k, (parent, child, chi2) in reversed([*enumerate(model.splits_, 2)]):
        sides = [sorted(topics[name]) for name in (parent, child)]
        rows.append((k, *(", ".join(map(str, side)) for side in sides), chi2))
        topics[parent] = topics[parent] + topics[child]
    return typed(rows[::-1], TREE)


def topic_profiles(
    articles: pd.DataFrame,
    segments: pd.DataFrame,
    variables: list[str] | None = None,
) -> pd.DataFrame:
    """Words and variables of the topics of ``segments``, the most telling first.

    ``segments`` are those of :func:`multipolaire.find_topics` (``article_id``,
    ``start``, ``end``, ``topic``), from ``articles``; a text has a word or has it not,
    however often.  ``variables`` are columns of ``articles`` (``publisher`` and the
    year of ``published`` unless given); ``kind`` is ``word`` or such a column.  Columns
    and dtypes: :data:`PROFILES`.  The χ² orders and describes: segments of one article
    are alike, so it is no test.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    segments
        ``article_id``, ``start``, ``end``, ``topic``.
    variables
        Columns of ``articles``.

    Returns
    -------
    DataFrame
        A row a topic and word or value: :data:`PROFILES`.

    Raises
    ------
    ValueError
        For a variable that is no column of ``articles``.

    Examples
    --------
    >>> said = ["Le port du sud.", "Le port du nord.", "Le port.", "La neige."] * 2
    >>> texts = pd.DataFrame({"article_id": [*"abcdefgh"], "text": said})
    >>> texts["side"] = [*"xxxyxxxy"]
    >>> units = texts.assign(start=0, end=texts["text"].str.len())
    >>> units["topic"] = [1, 1, 1, 2] * 2
    >>> found = topic_profiles(texts, units, ["side"])
    >>> found[found["chi2"].eq(8)][["topic", "kind", "name", "n", "of"]]
       topic  kind  name  n  of
    0      1  side     x  6   6
    1      1  word  port  6   6
    3      2  side     y  2   2
    """
    known = _variables(articles, variables)
    told = segments.dropna(subset="topic")
    texts = articles.set_index("article_id")["text"]
    places = told[["article_id", "start", "end"]].itertuples(index=False)
    cut = pd.Series([texts[name][start:end] for name, start, end in places])
    counts, terms = count_lemmas(cut, least=LEAST)
    values = known.reindex(told["article_id"]).reset_index(drop=True)
    tables = [("word", terms, counts.sign())]
    for name in values:
        has = pd.get_dummies(values[name])
        tables.append((name, has.columns.astype(str), has.to_numpy("int64")))
    topic = pd.get_dummies(told["topic"].reset_index(drop=True))
    parts = [_profile(topic, *table) for table in tables]
    frame = pd.concat(parts) if len(told) else []
    frame = typed(frame, PROFILES)
    by, up = ["topic", "chi2", "kind", "name"], [True, False, True, True]
    return frame.sort_values(by, ascending=up, ignore_index=True)


def _variables(articles: pd.DataFrame, names: list[str] | None):
    """The variables of each article, by its ``article_id``."""
    frame = articles.set_index("article_id")
    if names is None:
        known = frame.reindex(columns=["publisher", "published"])
        year = pd.to_datetime(known["published"]).dt.year.astype("Int64")
        known = known.assign(published=year).dropna(axis=1, how="all")
        return known.rename(columns={"published": "year"})
    for name in names:
        if name not in frame:
            columns = ", ".join(map(str, frame.columns))
            told = f"variable {name!r}: expected one of the columns {columns}"
            raise ValueError(told)
    return frame[names]


def _profile(topic: pd.DataFrame, kind: str, names, has) -> pd.DataFrame:
    """χ² of each of the names against each topic: ``has`` is texts × names, 0 or 1."""
    member = topic.to_numpy("int64")
    n, everywhere = member.T @ has, has.sum(axis=0)
    of, all_texts = member.sum(axis=0)[:, None], len(member)
    away = n - of * everywhere / all_texts
    rest = (all_texts - of) * (all_texts - everywhere)
    margins = np.maximum(of * everywhere * rest / all_texts**3, 1e-12)
    chi2 = np.sign(away) * away**2 / margins * (rest > 0)
    rows, columns = np.indices(n.shape).reshape(2, -1)
    return pd.DataFrame(
        {
            "topic": topic.columns.to_numpy()[rows],
            "kind": kind,
            "name": np.asarray(names, dtype=object)[columns],
            "n": n.ravel(),
            "of": np.broadcast_to(of, n.shape).ravel(),
            "n_all": everywhere[columns],
            "of_all": all_texts,
            "chi2": chi2.ravel().round(6),
        }
    )
