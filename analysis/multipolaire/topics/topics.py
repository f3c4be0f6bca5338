"""Topics of a corpus, and how far to trust them.

Segments or articles -> counts of content lemmas -> BM25 weights -> latent semantic
axes, smoothed -> a partition; and the question that comes with it: would another
sample of the same texts give the same topics, more than the same words shuffled do?
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from multipolaire import scale
from multipolaire.french.text import split_segments
from multipolaire.say import Sentence, excerpt, say
from multipolaire.stats.copies import set_aside
from multipolaire.topics.cluster import METHODS, agreement, cut, shuffled
from multipolaire.topics.space import bm25, count_lemmas, latent_axes, smooth

_WHERE = {
    "segment_id": "str",
    "article_id": "str",
    "start": "int64",
    "end": "int64",
}
#: ``topic`` is missing where too few words are left to tell; ``weight`` is the cosine
#: with the centre of the topic, 0–1; ``x``, ``y`` are places on a map: the first two
#: principal axes of the latent semantic space.
SEGMENTS = _WHERE | {"topic": "Int64", "weight": "float64", "x": "float64"}
SEGMENTS |= {"y": "float64"}
#: Topic 1 is the largest.  ``terms`` weigh most (c-TF-IDF), ``exclusive`` ones are
#: frequent here and rare elsewhere (FREX); ``label``: three terms, by c-TF-IDF times
#: the log of how much likelier here than overall; ``exemplars``: typical segments.
TOPICS = {"topic": "int64", "label": "str", "terms": "str", "exclusive": "str"}
TOPICS |= {"segments": "int64", "largest_article": "str"}
TOPICS |= {"largest_article_share": "float64", "exemplars": "str"}
#: For each number of topics tried: adjusted Rand index of two samples of 80 %, mean;
#: the same on shuffled words; their difference and its Monte Carlo standard error;
#: bits that the topic of a segment tells.  ``k`` is chosen by margin · √entropy.
STABILITY = {"k": "int64", "agreement": "float64", "null_agreement": "float64"}
STABILITY |= {"margin": "float64", "error": "float64", "entropy": "float64"}
STABILITY |= {"verdict": "str"}
#: Share of the article's content words in segments of the topic, 0–1.
MIXTURE = {"article_id": "str", "topic": "int64", "share": "float64"}
EXEMPLARS = {"topic": "int64"} | _WHERE | {"weight": "float64", "text": "str"}

MIN_UNITS, MIN_WORDS = (
    20,
    3,
)  # fewer segments, or content words in one: no topics
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
    from threadpoolctl import threadpool_limits

    if unit not in ("segment", "article"):
        raise ValueError(f"unit={unit!r}: expected 'segment' or 'article'")
    if method not in METHODS:
        raise ValueError(
            f"method={method!r}: expected one of {', '.join(METHODS)}"
        )
    if k is None and not check:
        raise ValueError(
            "k=None: expected a number of topics where check=False"
        )
    kept, copies = set_aside(articles, strict=strict)
    units, counts, terms = _counted(_units(kept, unit, strict), strict)
    words = pd.Series(counts.sum(axis=1), units.index)
    used = np.flatnonzero(words >= MIN_WORDS)
    if k is not None and not 2 <= k <= max(len(used), MIN_UNITS) // 2:
        most = max(len(used), MIN_UNITS) // 2
        raise ValueError(
            f"k={k}: expected 2 to {most} topics of {len(used)} {unit}s"
        )
    stability = pd.DataFrame(columns=[*STABILITY]).astype(STABILITY)
    if min(len(used), len(terms)) < MIN_UNITS:
        verdict = _too_little(len(used), len(terms), unit)
        used = used[:0]
    elif check:
        tried = [k] if k else range(2, max(2, min(10, len(used) // 8)) + 1)
        with threadpool_limits(
            1
        ):  # small matrices: threads only wait for each other
            stability, k, verdict = _stability(
                counts[used], tried, method, seed
            )
    else:
        verdict = say(
            "Not checked: whether other samples give these topics is unknown."
        )
    segments, topics = _describe(units, counts[used], terms, used, k, method)
    mixture = words.groupby([segments["article_id"], segments["topic"]]).sum()
    mixture = mixture / mixture.groupby(level=0).transform("sum")
    return Topics(
        segments=segments,
        topics=topics,
        stability=stability,
        mixture=mixture.rename("share").reset_index().astype(MIXTURE),
        copies=copies,
        verdict=verdict,
        remarks=tuple(_remarks(segments, topics, copies, unit, method, check)),
    )


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
    whole = [
        texts[t.article_id][t.start : t.end].strip()
        for t in typical.itertuples()
    ]
    typical["text"] = [excerpt(text, at_word=True) for text in whole]
    return typical[[*EXEMPLARS]].reset_index(drop=True).astype(EXEMPLARS)


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
    cut = (
        split_segments
        if unit == "segment"
        else lambda text: [(0, len(text), text)]
    )
    articles, cuts = scale.spared(cut, articles, "find_topics", strict)
    rows = []
    for article_id, spans in zip(articles["article_id"], cuts):
        for number, span in enumerate(spans, 1):
            name = article_id if unit == "article" else f"{article_id}:{number}"
            rows.append((name, article_id, *span))
    columns = _WHERE | {"text": "str"}
    return pd.DataFrame(rows, columns=[*columns]).astype(columns)


def _counted(units: pd.DataFrame, strict: bool):
    """Units, their content lemmas and the words; without an article that fails."""
    try:
        counts, terms = count_lemmas(units["text"])
    except Exception:

        def alone(text: str):
            return count_lemmas(pd.Series([text]), least=1)

        sound, _ = scale.spared(alone, units, "find_topics", strict)
        if len(sound) == len(units):
            raise
        lost = units.drop(sound.index)["article_id"]
        units = units[~units["article_id"].isin(lost)].reset_index(drop=True)
        counts, terms = count_lemmas(units["text"])
    return units.drop(columns="text"), counts, terms


def _stability(counts, tried, method: str, seed: int):
    """Agreement of samples for each number of topics, the best one, the verdict."""
    rng = np.random.default_rng(seed)
    if counts.shape[0] > METHODS[method]:
        chosen = rng.permutation(counts.shape[0])[: METHODS[method]]
        counts = counts[np.sort(chosen)]
    real, error, entropy = agreement(counts, tried, method, rng)
    draws = (shuffled(counts, rng) for _ in range(SHUFFLES))
    null, _, other = zip(
        *(agreement(draw, tried, method, rng) for draw in draws)
    )
    expected = np.mean(null, axis=0)
    # One odd topic against all the rest is easily found again, and says little.
    best = int(((real - expected) * np.sqrt(entropy)).argmax())
    # The best score over all k, against that of each shuffled corpus: centred on all of
    # them, so that none stands out where there is nothing; weighed by the bits told,
    # because a shuffled corpus may hold one odd topic too.
    centre = (np.sum(null, axis=0) + real) / (SHUFFLES + 1)
    scores = ((np.array(null) - centre) * np.array(other)).max(axis=1)
    beaten = int((scores >= ((real - centre) * entropy).max()).sum())
    frame = pd.DataFrame(
        {"k": [*tried], "agreement": real, "null_agreement": expected}
    )
    frame["margin"] = real - expected
    frame["error"] = np.sqrt(error**2 + np.var(null, axis=0, ddof=1) / SHUFFLES)
    frame["entropy"] = entropy
    meanings = {
        "no reproducible structure": say(
            "**No reproducible structure**: these topics may as well be chance"
        ),
        "weak": say(
            "**Weak**: more than chance, but other texts of the kind would be cut "
            "differently"
        ),
        "reproducible structure": say(
            "**Reproducible structure**: other texts of the kind would give much the "
            "same topics"
        ),
    }
    word = [*meanings][0 if beaten else 1 if real[best] < WEAK else 2]
    verdict = say(
        "{meaning}. Two samples of the texts, each cut into {k} topics, agree at "
        "{agreement:.2f} (0 is chance, 1 is full agreement); with the same words in "
        "random order they agree at {null:.2f}, and {beaten} of {n} such shuffled "
        "corpora do as well as the real one.",
        meaning=meanings[word],
        k=frame["k"][best],
        agreement=real[best],
        null=expected[best],
        beaten=beaten,
        n=SHUFFLES,
    )
    frame["verdict"] = word
    return frame.astype(STABILITY), frame["k"][best], verdict


def _describe(units, counts, terms, used, k, method):
    """The frames of segments and topics, from the words of the segments in use."""
    segments = units.assign(topic=pd.NA, weight=np.nan, x=np.nan, y=np.nan)
    segments = segments[[*SEGMENTS]].astype(SEGMENTS)
    if not len(used):
        return segments, pd.DataFrame(columns=[*TOPICS]).astype(TOPICS)
    weights = bm25(counts)
    space = smooth(latent_axes(weights))
    labels = np.unique(cut(counts, space, [k], method)[k], return_inverse=True)[
        1
    ]
    order = np.argsort(
        -np.bincount(labels), kind="stable"
    )  # topic 1 is the largest
    labels = np.argsort(order)[labels]
    member = np.eye(labels.max() + 1)[labels]
    centres = member.T @ weights
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    row = segments.index[used]
    segments.loc[row, "topic"] = labels + 1
    cosines = weights @ centres.T
    segments.loc[row, "weight"] = cosines[np.arange(len(labels)), labels]
    places = np.linalg.svd(space - space.mean(axis=0), False)[0][:, :2]
    segments.loc[row, ["x", "y"]] = places
    table = member.T @ counts
    shares = table / table.sum(axis=1, keepdims=True)
    heavy, only = ctfidf(table), np.where(table > 1, frex(shares), 0)
    lift = np.log(np.maximum(shares / (table.sum(axis=0) / table.sum()), 1))
    rows = []
    for topic, own in segments.loc[row].groupby("topic"):
        articles = own["article_id"].value_counts()
        typical = (
            own["weight"].sort_values(ascending=False, kind="stable").index[:3]
        )
        tops = ((heavy * lift, 3), (heavy, 10), (only, 10))
        best = (
            np.argsort(-s[topic - 1], kind="stable")[:top] for s, top in tops
        )
        rows.append((topic, *(", ".join(terms[columns]) for columns in best)))
        rows[-1] += (len(own), articles.index[0], articles.iloc[0] / len(own))
        rows[-1] += ("; ".join(own["segment_id"][typical]),)
    return segments, pd.DataFrame(rows, columns=[*TOPICS]).astype(TOPICS)


def _remarks(segments, topics, copies, unit, method, check):
    if len(copies):
        yield say(
            "{n} passage of {words:,} words, printed before, was set aside.",
            "{n:,} passages, {words:,} words, printed before, were set aside.",
            n=len(copies),
            words=int(copies["words"].sum()),
        )
    left = int(segments["topic"].isna().sum())
    if left and len(topics):
        yield say(
            "With too few words for a topic: {n} {unit}.",
            unit=_plural(unit),
            n=left,
        )
    if check and len(segments) - left > METHODS[method]:
        yield say(
            "The check used a random sample of {n} {unit}.",
            n=METHODS[method],
            unit=_plural(unit),
        )
    for row in topics.itertuples():
        if unit == "segment" and row.largest_article_share >= 0.8:
            yield say(
                "Topic {topic} is one article: {share:.0%} of its segments are from "
                "{article}.",
                topic=row.topic,
                share=row.largest_article_share,
                article=row.largest_article,
            )


def _too_little(n: int, words: int, unit: str) -> Sentence:
    return say(
        "**Too little text** for topics: {n} {unit} with enough words and {words} "
        "different words met in two of them; {least} of both are needed.",
        n=n,
        unit=_plural(unit),
        words=words,
        least=MIN_UNITS,
    )


def _plural(unit: str) -> Sentence:
    return say("segments") if unit == "segment" else say("articles")
