"""Made-up articles in which what there is to find is known: positive controls.

Every sentence is drawn from word lists (``made_up.csv``); what was planted is
in columns of its own, so that an analysis can be compared with the truth.
"""

from pathlib import Path

import numpy as np
import pandas as pd

#: ``topic`` is the vocabulary drawn from; ``planted`` the number of times that
#: *ingérence* was set in; ``amount`` the billions of dollars stated, if any, and
#: ``speaker`` who is quoted as stating it; ``copy_of`` the article whose text it holds.
COLUMNS = {
    "article_id": "str",
    "publisher": "str",
    "published": "datetime64[s]",
    "published_precision": "str",
    "event_date": "datetime64[s]",
    "text": "str",
    "topic": "str",
    "planted": "int64",
    "amount": "float64",
    "speaker": "str",
    "copy_of": "str",
}
VOCABULARIES = Path(__file__).with_name("made_up.csv")
VOWELS = "aeiouéèêhô"
PUBLISHERS = ("Le Fictif", "La Gazette inventée", "Agence Imaginaire")
RATES = (0.6, 1.2)  # of the word that rises, in each half
SPEAKERS = ("Jeanne Martin", "Paul Durand", "Inès Lambert")


def made_up_articles(
    n: int = 60,
    topics: int = 4,
    seed: int = 0,
    sentences: int = 9,
    plant: bool = True,
) -> pd.DataFrame:
    """``n`` dated articles with real topics, a rising word and known amounts.

    Articles are spread evenly over 2021–2024.  Each draws its content words from one
    of ``topics`` vocabularies; with ``plant``, *ingérence* is set in at random, twice
    as often in the second half, every tenth article states an amount, which every
    second of these quotes, and every hundredth holds the text of an earlier one.
    Columns: :data:`COLUMNS`.

    Parameters
    ----------
    n
        Number of articles.
    topics
        Number of vocabularies they are drawn from.
    seed
        Seed of what is drawn: the same one gives the same articles.
    sentences
        Sentences in an article.
    plant
        Whether to plant the rising word, amounts and copies.

    Returns
    -------
    DataFrame
        Columns :data:`COLUMNS`; amounts in billions of US dollars.

    Raises
    ------
    ValueError
        Where there are fewer vocabularies than ``topics``.

    Examples
    --------
    >>> made_up_articles(n=3)[["article_id", "topic", "amount"]]
      article_id     topic  amount
    0      a0000     trade   100.0
    1      a0001  security     NaN
    2      a0002     sport     NaN
    """
    known = pd.read_csv(VOCABULARIES, comment="#").to_dict("records")
    if not 1 <= topics <= len(known):
        raise ValueError(f"topics={topics}: expected 1 to {len(known)}")
    rng = np.random.default_rng(seed)
    days = pd.date_range("2021-01-01", "2024-12-31", periods=max(n, 2))
    rows: list[dict] = []
    for i, day in enumerate(days.normalize()[:n]):
        words = {name: cell.split() for name, cell in known[i % topics].items()}
        said = [_sentence(words, rng) for _ in range(sentences)]
        rate = RATES[i >= n / 2]
        planted = int(rng.poisson(rate)) if plant else 0
        said += ["Le ministre rejette toute ingérence."] * planted
        stated = _stated(i, day.year) if plant and i % 10 == 0 else {}
        said += [stated.pop("claim")] if stated else []
        row = {"article_id": f"a{i:04}", "published_precision": "day"}
        row |= {"published": day, "event_date": day, "planted": planted}
        row["text"] = " ".join(said[j] for j in rng.permutation(len(said)))
        row["topic"] = known[i % topics]["topic"]
        row["publisher"] = PUBLISHERS[int(rng.integers(len(PUBLISHERS)))]
        if plant and i % 100 == 99:
            source = rows[i - topics]
            row |= {"text": source["text"], "planted": source["planted"]}
            row["copy_of"] = source["article_id"]
        rows.append(row | stated)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _stated(i: int, year: int) -> dict:
    """The sentence of an article with an amount; every second quotes a speaker."""
    amount, speaker = 100 + i % 150, None
    said = f"Les échanges ont atteint {amount} milliards de dollars en {year}"
    if i % 20 == 10:
        speaker = SPEAKERS[i // 20 % len(SPEAKERS)]
        said = f"« {said} », a déclaré {speaker}"
    return {"claim": f"{said}.", "amount": amount, "speaker": speaker}


def _sentence(words: dict[str, list[str]], rng) -> str:
    kinds = (words[k] for k in ("nouns", "verbs", "nouns", "adjectives"))
    drawn = (known[int(rng.integers(len(known)))] for known in kinds)
    subject, verb, thing, adjective = drawn
    the = "L’" if subject[0] in VOWELS else "Le "
    this = "cet" if thing[0] in VOWELS else "ce"
    return f"{the}{subject} {verb} {this} {thing} {adjective}."
