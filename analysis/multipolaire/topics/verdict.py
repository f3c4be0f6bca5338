"""Would another sample give the same topics, more than shuffled words do?"""

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from multipolaire.say import Sentence, say
from multipolaire.stats.columns import columns_of, typed
from multipolaire.topics.cluster import FEWER, METHODS, agreement, shuffled
from multipolaire.topics.space import AXES

#: For each number of topics tried: adjusted Rand index of two samples of 80 %, mean;
#: the same on shuffled words; their difference and its Monte Carlo standard error;
#: bits that the topic of a text tells; of 19 shuffled corpora, how many do as well with
#: any number of topics.  ``k`` is chosen by margin · √entropy.
STABILITY = columns_of(
    "k:int64 agreement:float64 null_agreement:float64 margin:float64 "
    "error:float64 entropy:float64 beaten:int64 verdict:str"
)

MIN_UNITS = 20  # texts: with fewer, no topics
ENOUGH = 40  # articles: four sections of real press were seen in 11 of 12 draws
PER_TOPIC = 5  # units that each topic has to have, for as many to be tried
TRIED = (*range(2, 13), 14, 16, 18, 20, 23, 26, 30, 35, 40, 45, AXES)
SHUFFLES = 19  # 19 shuffles are the fewest that allow a level of 5 %
WEAK = 0.65  # a lower agreement is poor, whatever chance gives (Steinley 2004)


def checked(counts, terms, ids, k, unit: str, method, check: bool, seed):
    """How stable each number of topics is, the one to take, and the verdict.

    No number where there is too little text.
    """
    units, words, articles = counts.shape[0], len(terms), ids.nunique()
    none = typed([], STABILITY)
    most = max(2, min(units // PER_TOPIC, AXES))
    if min(units, words) < MIN_UNITS:
        verdict = say(
            "**Too little text** for topics: {n} {unit} with enough words and {words} "
            "different words met in two of them; {least} of both are needed.",
            n=units,
            unit=plural(unit),
            words=words,
            least=MIN_UNITS,
        )
        return none, None, verdict
    if not check:
        verdict = say(
            "Not checked: whether other samples give these topics is unknown."
        )
        return none, k, verdict
    if unit == "segment":
        return none, k or max(2, min(articles, most)), _too_few(articles)
    tried = [k] if k else [k for k in TRIED if k <= most]
    with threadpool_limits(1):  # small matrices: threads wait for each other
        frame = _stability(counts, tried, method, seed)
    # One odd topic against all the rest is easily found again, and says little.
    best = (frame["margin"] * np.sqrt(frame["entropy"])).idxmax()
    told = [_verdict(row) for _, row in frame.iterrows()]
    frame["verdict"] = [word for word, _ in told]
    return typed(frame, STABILITY), int(frame["k"][best]), told[best][1]


def _too_few(articles: int) -> Sentence:
    if articles < MIN_UNITS:
        return say(
            "**Too few articles**: there are {n}, and groups of their segments mostly "
            "follow the articles, because an article repeats its own words. Nothing "
            "is said of how far to trust them; {enough} articles would do.",
            n=articles,
            enough=ENOUGH,
        )
    return say(
        "Not checked: groups of segments mostly follow the articles, because an article "
        "repeats its own words. With the article as unit there is a verdict."
    )


def _stability(counts, tried, method: str, seed: int):
    """A row for each number of topics; how many shuffled corpora do as well."""
    rng = np.random.default_rng(seed)
    if counts.shape[0] > METHODS[method]:
        chosen = rng.permutation(counts.shape[0])[: METHODS[method]]
        counts = counts[np.sort(chosen)]
    real, error, bits = agreement(counts, tried, method, rng)
    draws = (shuffled(counts, rng) for _ in range(SHUFFLES))
    made = (agreement(d, tried, method, rng, FEWER) for d in draws)
    null, _, null_bits = zip(*made)
    frame = pd.DataFrame({"k": [*tried], "agreement": real, "entropy": bits})
    frame["null_agreement"] = np.mean(null, axis=0)
    frame["margin"] = frame["agreement"] - frame["null_agreement"]
    frame["error"] = np.sqrt(error**2 + np.var(null, axis=0, ddof=1) / SHUFFLES)
    # The score of each k against the best over all k of each shuffled corpus: centred
    # on all of them, so that none stands out where there is nothing; weighed by the
    # bits told, because a shuffled corpus may hold one odd topic too.
    centre = (np.sum(null, axis=0) + real) / (SHUFFLES + 1)
    best = ((np.array(null) - centre) * np.array(null_bits)).max(axis=1)
    frame["beaten"] = (best[:, None] >= (real - centre) * bits).sum(axis=0)
    return frame


def _verdict(row: pd.Series) -> tuple[str, Sentence]:
    """In a word, and in a sentence: of one number of topics."""
    if row["beaten"]:
        word = "no reproducible structure"
        meaning = say(
            "**No reproducible structure**: these topics may as well be chance"
        )
    elif row["agreement"] < WEAK:
        word = "weak"
        meaning = say(
            "**Weak**: more than chance, but other texts of the kind would be cut "
            "differently"
        )
    else:
        word = "reproducible structure"
        meaning = say(
            "**Reproducible structure**: other texts of the kind would give much the "
            "same topics"
        )
    return word, say(
        "{meaning}. Two samples of the texts, each cut into {k} topics, agree at "
        "{agreement:.2f} (0 is chance, 1 is full agreement); with the same words in "
        "random order they agree at {null:.2f}, and {beaten} of {n} such shuffled "
        "corpora do as well as the real one.",
        meaning=meaning,
        k=int(row["k"]),
        agreement=row["agreement"],
        null=row["null_agreement"],
        beaten=int(row["beaten"]),
        n=SHUFFLES,
    )


def plural(unit: str) -> Sentence:
    return say("segments") if unit == "segment" else say("articles")
