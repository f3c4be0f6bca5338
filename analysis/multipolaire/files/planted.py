"""Made-up articles in which what there is to find is known: positive controls.

Every sentence is drawn from word lists (``made_up.csv``); what was planted is
in columns of its own, so that an analysis can be compared with the truth.
"""

from decimal import Decimal
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

    >>> made_up_articles(n=3)[["article_id", "topic", "amount"]]
      article_id     topic  amount
    0      a0000     trade   100.0
    1      a0001  security     NaN
    2      a0002     sport     NaN

    Raises ``ValueError`` where there are fewer vocabularies than ``topics``.
    """
    known = pd.read_csv(VOCABULARIES, comment="#").to_dict("records")
    if not 1 <= topics <= len(known):
        raise ValueError(f"topics={topics}: expected 1 to {len(known)}")
    rng = np.random.default_rng(seed)
    days = pd.date_range(
        "2021-01-01", "2024-12-31", periods=max(n, 2)
    ).normalize()
    rows = []
    for i in range(n):
        row = known[i % topics]
        words = {k: row[k].split() for k in ("nouns", "verbs", "adjectives")}
        said = [_sentence(words, rng) for _ in range(sentences)]
        planted = int(rng.poisson(0.6 if i < n / 2 else 1.2)) if plant else 0
        said += ["Le ministre rejette toute ingérence."] * planted
        amount = Decimal(100 + i % 150) if plant and i % 10 == 0 else None
        speaker, copied = None, None
        if amount is not None:
            year = days[i].year
            claim = f"es échanges ont atteint {amount} milliards de dollars en {year}"
            if i % 20 == 10:
                speaker = SPEAKERS[i // 20 % len(SPEAKERS)]
                said.append(f"« L{claim} », a déclaré {speaker}.")
            else:
                said.append(f"L{claim}.")
        order = rng.permutation(len(said))
        text = " ".join(said[j] for j in order)
        if plant and i % 100 == 99:
            source = dict(zip(COLUMNS, rows[i - topics]))
            copied, text = source["article_id"], source["text"]
            planted = source["planted"]
        publisher = PUBLISHERS[int(rng.integers(len(PUBLISHERS)))]
        value = None if amount is None else float(amount)
        rows.append(
            (f"a{i:04}", publisher, days[i], "day", days[i], text, row["topic"])
            + (planted, value, speaker, copied)
        )
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _sentence(words: dict[str, list[str]], rng) -> str:
    def one(kind: str) -> str:
        return words[kind][int(rng.integers(len(words[kind])))]

    subject, verb, thing, adjective = map(
        one, ("nouns", "verbs", "nouns", "adjectives")
    )
    the = "L’" if subject[0] in VOWELS else "Le "
    this = "cet" if thing[0] in VOWELS else "ce"
    return f"{the}{subject} {verb} {this} {thing} {adjective}."
