"""Topics of a corpus, and how far to trust them.

Segments or articles -> counts of content lemmas -> BM25 weights -> latent semantic
axes, smoothed -> a partition; and the question that comes with it: would another
sample of the same texts give the same topics, more than the same words shuffled do?
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from multipolaire import scale
from multipolaire.french.text import split_segments
from multipolaire.say import Sentence, excerpt, say
from multipolaire.stats.columns import columns_of, typed
from multipolaire.stats.copies import set_aside
from multipolaire.topics.cluster import METHODS, agreement, cut, shuffled
from multipolaire.topics.space import bm25, count_lemmas, latent_axes, smooth

_WHERE = columns_of("segment_id:str article_id:str start:int64 end:int64")
#: ``topic`` is missing where too few words are left to tell; ``weight`` is the cosine
#: with the centre of the topic, 0–1; ``x``, ``y`` are places on a map: the first two
#: principal axes of the latent semantic space.
SEGMENTS = _WHERE | columns_of("topic:Int64 weight:float64 x:float64 y:float64")
#: Topic 1 is the largest.  ``terms`` weigh most (c-TF-IDF), ``exclusive`` ones are
#: frequent here and rare elsewhere (FREX); ``label``: three terms, by c-TF-IDF times
#: the log of how much likelier here than overall; ``exemplars``: typical segments.
TOPICS = columns_of(
    "topic:int64 label:str terms:str exclusive:str segments:int64 "
    "largest_article:str largest_article_share:float64 exemplars:str"
)
#: For each number of topics tried: adjusted Rand index of two samples of 80 %, mean;
#: the same on shuffled words; their difference and its Monte Carlo standard error;
#: bits that the topic of a segment tells.  ``k`` is chosen by margin · √entropy.
STABILITY = columns_of(
    "k:int64 agreement:float64 null_agreement:float64 margin:float64 "
    "error:float64 entropy:float64 verdict:str"
)
#: Share of the article's content words in segments of the topic, 0–1.
MIXTURE = columns_of("article_id:str topic:int64 share:float64")
EXEMPLARS = {"topic": "int64"} | _WHERE | columns_of("weight:float64 text:str")

UNITS = ("segment", "article")
MIN_UNITS, MIN_WORDS = 20, 3  # fewer units, or content words in one: no topics
MOST, PER_TOPIC = 10, 8  # topics tried at most, and units that each has to have
# A topic with such a share of its segments in one article: that article.
ONE_ARTICLE = 0.8
SHUFFLES = 19  # 19 shuffles are the fewest that allow a level of 5 %
WEAK = 0.65  # a lower agreement is poor, whatever chance gives (Steinley 2004)


@dataclass(frozen=True, slots=True)
class Topics:
    """What :func:`find_topics` found: frames, and sentences about them."""

    segments: pd.DataFrame
    topics: pd.DataFrame
    stability: pd.DataFrame
    mixture: pd.DataFrame
    copies: pd.DataFrame
    verdict: Sentence
    remarks: tuple[Sentence, ...]


def find_topics(
    articles: pd.DataFrame,
    k: int | None = None,
    unit: str = "segment",
    method: str = "kmeans",
    check: bool = True,
    seed: int = 0,
    *,
    strict: bool = False,
) -> Topics:
    """Topics of the articles' segments (or of whole articles), and a verdict on them.

    Later copies of repeated passages are set aside first (:func:`set_aside`).  Without
    ``k``, the number of topics is the one whose agreement between samples exceeds most
    that on shuffled words, weighed by what the cut tells.  ``check=False`` needs a
    ``k`` and gives no verdict.  ``method``: ``kmeans`` or ``ward`` on latent semantic
    axes, ``nmf``, or Reinert's ``reinert``; none depends on ``seed``, which draws
    samples and shuffles.  Frames: :data:`SEGMENTS`, :data:`TOPICS`, :data:`STABILITY`,
    :data:`MIXTURE`, and :data:`multipolaire.stats.copies.COPIES` for what was set aside.

    >>> few = pd.DataFrame({"article_id": ["a"], "text": ["Trois mots seulement."]})
    >>> find_topics(few).verdict.split(":")[0]
    '**Too little text** for topics'

    An article that fails is left out and warned of (:mod:`multipolaire.scale`).

    Raises ``ValueError`` for an unknown ``unit`` or ``method``, or an impossible ``k``;
    with ``strict``, what fails in an article.
    """
    _expect_known(unit, method, k, check)
    kept, copies = set_aside(articles, strict=strict)
    units, counts, terms = _counted(_units(kept, unit, strict), strict)
    words = pd.Series(counts.sum(axis=1), units.index)
    used = np.flatnonzero(words >= MIN_WORDS)
    most = max(len(used), MIN_UNITS) // 2
    if k is not None and not 2 <= k <= most:
        expected = f"expected 2 to {most} topics of {len(used)} {unit}s"
        raise ValueError(f"k={k}: {expected}")
    asked = (k, unit, method, check, seed)
    stability, k, verdict = _checked(counts[used], terms, *asked)
    used = used if k else used[:0]
    segments, topics = _described(units, counts[used], terms, used, k, method)
    mixture = words.groupby([segments["article_id"], segments["topic"]]).sum()
    mixture = mixture / mixture.groupby(level=0).transform("sum")
    mixture = typed(mixture.rename("share").reset_index(), MIXTURE)
    remarks = tuple(_remarks(segments, topics, copies, unit, method, check))
    frames = segments, topics, stability, mixture, copies
    return Topics(*frames, verdict, remarks)


def _expect_known(unit: str, method: str, k: int | None, check: bool) -> None:
    if unit not in UNITS:
        raise ValueError(f"unit={unit!r}: expected 'segment' or 'article'")
    if method not in METHODS:
        expected = f"expected one of {', '.join(METHODS)}"
        raise ValueError(f"method={method!r}: {expected}")
    if k is None and not check:
        expected = "expected a number of topics where check=False"
        raise ValueError(f"k=None: {expected}")


def exemplars(
    articles: pd.DataFrame, found: Topics, n: int = 3
) -> pd.DataFrame:
    """The ``n`` most typical segments of each topic, quoted (:data:`EXEMPLARS`).

    Excerpts end after 300 characters, at a word, with "…".

    >>> from multipolaire import load_articles
    >>> articles = load_articles()
    >>> quoted = exemplars(articles, find_topics(articles, k=2, check=False), n=1)
    >>> quoted["topic"].tolist(), quoted["text"].str.len().le(300).tolist()
    ([1, 2], [True, True])
    """
    texts = articles.set_index("article_id")["text"]
    typical = found.segments.dropna(subset="topic")
    typical = typical.sort_values(["topic", "weight"], ascending=[True, False])
    typical = typical.groupby("topic").head(n).copy()
    places = typical[["article_id", "start", "end"]].itertuples(index=False)
    whole = (texts[name][start:end].strip() for name, start, end in places)
    typical["text"] = [excerpt(text, at_word=True) for text in whole]
    return typed(typical, EXEMPLARS)


def ctfidf(counts: np.ndarray) -> np.ndarray:
    """Weight of a word in a topic (topics, words): tf · ln(1 + A / f).

    ``tf`` is the word's share of the topic's words, ``A`` the mean number of words of
    a topic, ``f`` how often the word stands in all topics (Grootendorst 2022).

    >>> ctfidf(np.array([[3, 1, 0], [1, 1, 4]])).round(3)[0].tolist()
    [0.608, 0.313, 0.0]
    """
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    mean = counts.sum() / len(counts)
    return share * np.log1p(mean / np.maximum(counts.sum(axis=0), 1))


def frex(shares: np.ndarray, weight: float = 0.5) -> np.ndarray:
    """How frequent and exclusive a word is in a topic (topics, words), 0–1.

    Harmonic mean of two ranks within the topic: of the word's share, and of that share
    over its sum in all topics, which has the given ``weight`` (Bischof & Airoldi 2012).

    >>> frex(np.array([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6]])).round(2)[0].tolist()
    [1.0, 0.67, 0.33]
    """
    only = shares / np.maximum(shares.sum(axis=0), 1e-300)
    exclusive, frequent = (
        pd.DataFrame(table).rank(axis=1, method="max", pct=True).to_numpy()
        for table in (only, shares)
    )
    return 1 / (weight / exclusive + (1 - weight) / frequent)


def _units(articles: pd.DataFrame, unit: str, strict: bool) -> pd.DataFrame:
    """Segments, or articles whole, with their place and text."""

    def cut_up(text: str):
        one = [(0, len(text), text)]
        return split_segments(text) if unit == "segment" else one

    articles, cuts = scale.spared(cut_up, articles, "find_topics", strict)
    rows = []
    for article_id, spans in zip(articles["article_id"], cuts):
        for number, span in enumerate(spans, 1):
            name = article_id if unit == "article" else f"{article_id}:{number}"
            rows.append((name, article_id, *span))
    return typed(rows, _WHERE | {"text": "str"})


def _counted(units: pd.DataFrame, strict: bool):
    """Units, their content lemmas and the words; without an article that fails."""
    try:
        counts, terms = count_lemmas(units["text"])
    except Exception:
        alone = partial(count_lemmas, least=1)
        each = (units["text"][k : k + 1] for k in range(len(units)))
        sound, _ = scale.spared(alone, units, "find_topics", strict, each)
        if len(sound) == len(units):
            raise
        lost = units.drop(sound.index)["article_id"]
        units = units[~units["article_id"].isin(lost)].reset_index(drop=True)
        counts, terms = count_lemmas(units["text"])
    return units.drop(columns="text"), counts, terms


def _checked(counts, terms, k, unit: str, method: str, check: bool, seed: int):
    """How stable each number of topics is, the one to take, and the verdict.

    No number where there is too little text.
    """
    units, words = counts.shape[0], len(terms)
    if min(units, words) < MIN_UNITS:
        verdict = say(
            "**Too little text** for topics: {n} {unit} with enough words and {words} "
            "different words met in two of them; {least} of both are needed.",
            n=units,
            unit=_plural(unit),
            words=words,
            least=MIN_UNITS,
        )
        return typed([], STABILITY), None, verdict
    if not check:
        verdict = say(
            "Not checked: whether other samples give these topics is unknown."
        )
        return typed([], STABILITY), k, verdict
    most = max(2, min(MOST, units // PER_TOPIC))
    tried = [k] if k else range(2, most + 1)
    with threadpool_limits(1):  # small matrices: threads wait for each other
        frame, beaten = _stability(counts, tried, method, seed)
    # One odd topic against all the rest is easily found again, and says little.
    best = (frame["margin"] * np.sqrt(frame["entropy"])).idxmax()
    frame["verdict"], verdict = _verdict(frame.loc[best], beaten)
    return typed(frame, STABILITY), frame["k"][best], verdict


def _stability(counts, tried, method: str, seed: int):
    """A row for each number of topics; how many shuffled corpora do as well."""
    rng = np.random.default_rng(seed)
    if counts.shape[0] > METHODS[method]:
        chosen = rng.permutation(counts.shape[0])[: METHODS[method]]
        counts = counts[np.sort(chosen)]
    real, error, bits = agreement(counts, tried, method, rng)
    draws = (shuffled(counts, rng) for _ in range(SHUFFLES))
    null, _, null_bits = zip(*(agreement(d, tried, method, rng) for d in draws))
    frame = pd.DataFrame({"k": [*tried], "agreement": real, "entropy": bits})
    frame["null_agreement"] = np.mean(null, axis=0)
    frame["margin"] = frame["agreement"] - frame["null_agreement"]
    frame["error"] = np.sqrt(error**2 + np.var(null, axis=0, ddof=1) / SHUFFLES)
    # The best score over all k, against that of each shuffled corpus: centred on all of
    # them, so that none stands out where there is nothing; weighed by the bits told,
    # because a shuffled corpus may hold one odd topic too.
    centre = (np.sum(null, axis=0) + real) / (SHUFFLES + 1)
    scores = ((np.array(null) - centre) * np.array(null_bits)).max(axis=1)
    return frame, int((scores >= ((real - centre) * bits).max()).sum())


def _verdict(best: pd.Series, beaten: int) -> tuple[str, Sentence]:
    """In a word, and in a sentence: of the row of the best number of topics."""
    if beaten:
        word = "no reproducible structure"
        meaning = say(
            "**No reproducible structure**: these topics may as well be chance"
        )
    elif best["agreement"] < WEAK:
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
        k=int(best["k"]),
        agreement=best["agreement"],
        null=best["null_agreement"],
        beaten=beaten,
        n=SHUFFLES,
    )


def _described(units, counts, terms, used, k, method):
    """The frames of segments and topics, from the words of the segments in use."""
    segments = units.assign(topic=pd.NA, weight=np.nan, x=np.nan, y=np.nan)
    segments = typed(segments, SEGMENTS)
    if not len(used):
        return segments, typed([], TOPICS)
    weights = bm25(counts)
    space = smooth(latent_axes(weights))
    labels = cut(counts, space, [k], method)[k]
    labels = np.unique(labels, return_inverse=True)[1]
    sizes = np.bincount(labels)
    by_size = np.argsort(-sizes, kind="stable")
    labels = np.argsort(by_size)[labels]  # topic 1 is the largest
    member = np.eye(len(sizes))[labels]
    cosines = weights @ normalize(member.T @ weights).T
    row = segments.index[used]
    segments.loc[row, "topic"] = labels + 1
    segments.loc[row, "weight"] = cosines[np.arange(len(labels)), labels]
    places = np.linalg.svd(space - space.mean(axis=0), False)[0][:, :2]
    segments.loc[row, ["x", "y"]] = places
    return segments, _named(segments.loc[row], member.T @ counts, terms)


def _named(segments: pd.DataFrame, table: np.ndarray, terms) -> pd.DataFrame:
    """Topics by their words, from how often each stands in each of them."""
    shares = table / table.sum(axis=1, keepdims=True)
    heavy, only = ctfidf(table), np.where(table > 1, frex(shares), 0)
    lift = np.log(np.maximum(shares / (table.sum(axis=0) / table.sum()), 1))
    rows = []
    for topic, own in segments.groupby("topic"):
        told = []
        for scores, top in ((heavy * lift, 3), (heavy, 10), (only, 10)):
            order = np.argsort(-scores[topic - 1], kind="stable")
            told.append(", ".join(terms[order[:top]]))
        articles = own["article_id"].value_counts() / len(own)
        largest = (articles.index[0], articles.iloc[0])
        typical = own.sort_values("weight", ascending=False, kind="stable")
        ids = "; ".join(typical["segment_id"].head(3))
        rows.append((topic, *told, len(own), *largest, ids))
    return typed(rows, TOPICS)


def _remarks(segments, topics, copies, unit, method, check):
    units, left = _plural(unit), int(segments["topic"].isna().sum())
    if len(copies):
        words = int(copies["words"].sum())
        yield say(
            "{n} passage of {words:,} words, printed before, was set aside.",
            "{n:,} passages, {words:,} words, printed before, were set aside.",
            n=len(copies),
            words=words,
        )
    if left and len(topics):
        yield say(
            "With too few words for a topic: {n} {unit}.", unit=units, n=left
        )
    most = METHODS[method]
    if check and len(segments) - left > most:
        yield say(
            "The check used a random sample of {n} {unit}.", n=most, unit=units
        )
    alone = topics["largest_article_share"] >= ONE_ARTICLE
    for row in topics[alone & (unit == "segment")].itertuples():
        yield say(
            "Topic {topic} is one article: {share:.0%} of its segments are from "
            "{article}.",
            topic=row.topic,
            share=row.largest_article_share,
            article=row.largest_article,
        )


def _plural(unit: str) -> Sentence:
    return say("segments") if unit == "segment" else say("articles")
