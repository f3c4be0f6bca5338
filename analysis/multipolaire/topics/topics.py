"""Topics of a corpus, and how far to trust them.

Articles -> counts of content lemmas -> BM25 weights -> latent semantic axes -> a
partition; and the question that comes with it: would another sample of the same
articles give the same topics, more than the same words shuffled do?
"""

from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, vstack
from sklearn.pipeline import Pipeline

from multipolaire import scale
from multipolaire.french.text import split_segments
from multipolaire.say import Sentence, excerpt, say
from multipolaire.stats.columns import columns_of, typed
from multipolaire.stats.copies import set_aside
from multipolaire.stats.measures import share_interval
from multipolaire.stats.periods import periods
from multipolaire.stats.texts import text_numbers
from multipolaire.topics.cluster import METHODS, centres_of, cut
from multipolaire.topics.reinert import TREE, class_tree
from multipolaire.topics.space import count_known, count_lemmas, make_space
from multipolaire.topics.verdict import MIN_UNITS, checked, plural

#: ``topic`` is missing where too few words are left to tell; ``weight`` is the cosine
#: with the centre of the topic, 0–1; ``share``, 0–1, of the article's words in segments
#: of the topic, which is that of most of them; a copy has the topic of its original.
ARTICLES = columns_of(
    "article_id:str topic:Int64 weight:float64 share:float64 copy_of:str"
)
#: What was grouped: segments, or articles whole.
SEGMENTS = columns_of(
    "segment_id:str article_id:str start:int64 end:int64 topic:Int64 weight:float64"
)
#: Topic 1 is the largest.  ``terms`` weigh most (c-TF-IDF), ``exclusive`` ones are
#: frequent here and rare elsewhere (FREX); ``label``: three terms that stand in most
#: texts here, and in few elsewhere; ``covered``: share of the ``texts`` with one of the
#: three; ``passage``: the most typical one, of the article ``passage_of``.
TOPICS = columns_of(
    "topic:int64 label:str covered:float64 terms:str exclusive:str texts:int64 "
    "passage:str passage_of:str"
)
#: ``n`` texts of the topic, ``of`` all texts of the group that have one; copies are one
#: text; ``low``, ``high``: the exact 95 % interval of the share.
SHARES = columns_of(
    "group:str topic:int64 n:int64 of:int64 share:float64 low:float64 high:float64"
)

UNITS = ("article", "segment")
TYPICAL = 3  # articles in which a topic's passage is sought
MIN_WORDS = 3  # content words in a unit: with fewer, no topic
MIXED = 0.5  # a label that fewer of the texts bear out is no subject


@dataclass(frozen=True, slots=True)
class Topics:
    """What :func:`find_topics` found: frames, and sentences about them."""

    unit: str
    articles: pd.DataFrame
    segments: pd.DataFrame
    topics: pd.DataFrame
    tree: pd.DataFrame
    stability: pd.DataFrame
    copies: pd.DataFrame
    verdict: Sentence
    remarks: tuple[Sentence, ...]
    words: np.ndarray = field(repr=False)
    space: Pipeline | None = field(repr=False)
    centres: np.ndarray = field(repr=False)

    def predict(self, articles: pd.DataFrame, *, strict=False) -> pd.DataFrame:
        """The nearest of these topics, of other articles: :data:`ARTICLES`.

        Words that these topics do not know count for nothing; an article with fewer
        than three that they know has no topic.  With ``kmeans``, the articles that the
        topics were found in get their own.
        """

        count = partial(count_known, terms=self.words)
        each = ([text] for text in articles["text"])
        articles, rows = scale.spared(count, articles, "predict", strict, each)
        counts = vstack([csr_array((0, len(self.words)), dtype=int), *rows])
        known = np.flatnonzero(counts.sum(axis=1) >= MIN_WORDS)
        made = pd.DataFrame({"article_id": articles["article_id"].array})
        made["topic"] = pd.array([pd.NA] * len(made), "Int64")
        made["weight"], made["copy_of"] = np.nan, articles.get("copy_of")
        if len(known) and len(self.centres):
            near = self.space.transform(counts[known]) @ self.centres.T
            made.loc[known, "topic"] = near.argmax(axis=1) + 1
            made.loc[known, "weight"] = near.max(axis=1).clip(0, 1)
        made["share"] = np.where(made["topic"].isna(), np.nan, 1.0)
        return typed(made, ARTICLES)

    def shares(self, articles: pd.DataFrame, by: str) -> pd.DataFrame:
        """Topics by ``publisher``, another column, or ``year`` … ``month``.

        Gives :data:`SHARES`, every topic in every group; copies in one group are one.
        Raises ``ValueError`` where ``by`` is missing of an article.
        """
        known = articles["article_id"].isin(self.articles["article_id"])
        where, labels, _ = periods(articles[known], by)
        ids = articles.loc[known, "article_id"]
        placed = self.articles.set_index("article_id").loc[ids].reset_index()
        told = pd.DataFrame({"group": where, "topic": placed["topic"]})
        told["text"] = text_numbers(placed)
        told = told.dropna().drop_duplicates(["group", "text"])
        ids = range(len(labels)), self.topics["topic"]
        square = pd.crosstab(told["group"], told["topic"])
        square = square.reindex(index=ids[0], columns=ids[1], fill_value=0)
        made = square.stack().rename("n").reset_index()
        made["of"] = made.groupby("group")["n"].transform("sum")
        made["share"] = made["n"] / made["of"]
        made["low"], made["high"] = share_interval(made["n"], made["of"])
        made["group"] = np.array(labels, dtype=object)[made["group"]]
        return typed(made, SHARES)


def find_topics(
    articles: pd.DataFrame,
    k: int | None = None,
    unit: str | None = None,
    method: str = "kmeans",
    check: bool = True,
    seed: int = 0,
    *,
    strict: bool = False,
) -> Topics:
    """Topics of the articles, and a verdict on them.

    Parameters
    ----------
    articles
        Needs ``article_id`` and ``text``; ``published`` tells which print was first.
    k
        Number of topics.  Without it, the one whose agreement between samples exceeds
        most that on shuffled words, weighed by what the cut tells; of segments, that of
        the articles.
    unit
        ``article`` or ``segment``.  Without it the article; where there are fewer than
        20 with enough words, their segments, of which there is no verdict: they say
        alike what their article says.
    method
        ``kmeans`` or ``ward`` on latent semantic axes, ``nmf``, or Reinert's
        ``reinert``.
    check
        Whether to give a verdict; without it, ``k`` is needed.
    seed
        Of what draws samples and shuffles; no method depends on it.
    strict
        Raise what fails in an article; without it, the article is left out and named in
        a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    Topics
        Its frames: ``articles`` (:data:`ARTICLES`), ``segments`` (:data:`SEGMENTS`),
        ``topics`` (:data:`TOPICS`), ``stability`` (``verdict.STABILITY``) and ``copies``
        (:data:`multipolaire.stats.copies.COPIES`); ``verdict`` is a sentence.
        ``predict`` places other articles.

    Raises
    ------
    ValueError
        For an unknown ``unit`` or ``method``, or an impossible ``k``; with ``strict``,
        what fails in an article.

    Notes
    -----
    Copies and later prints of repeated passages are set aside first
    (:func:`multipolaire.set_aside`).  Agreement is an adjusted Rand index (Hubert &
    Arabie 1985): 0 is chance, 1 full agreement.  ``reinert``: Reinert (1983).

    Examples
    --------
    >>> few = pd.DataFrame({"article_id": ["a"], "text": ["Trois mots seulement."]})
    >>> find_topics(few).verdict.split(":")[0]
    '**Too little text** for topics'
    """
    _expect_known(unit, method, k, check)
    kept, copies = set_aside(articles, strict=strict)
    unit, units, counts, terms = _counted(kept, unit)
    used = np.flatnonzero(counts.sum(axis=1) >= MIN_WORDS)
    most = max(len(used), MIN_UNITS) // 2
    if k is not None and not 2 <= k <= most:
        expected = f"expected 2 to {most} topics of {len(used)} {unit}s"
        raise ValueError(f"k={k}: {expected}")
    asked = (k, unit, method, check, seed)
    ids = units.loc[used, "article_id"]
    stability, k, verdict = checked(counts[used], terms, ids, *asked)
    given = articles, kept, units, counts, terms, used
    frames, model = _described(*given, k, method)
    frames += stability, copies
    remarks = tuple(_remarks(*frames, unit, method))
    return Topics(unit, *frames, verdict, remarks, *model)


def _expect_known(unit, method: str, k: int | None, check: bool) -> None:
    if unit not in (None, *UNITS):
        raise ValueError(f"unit={unit!r}: expected {', '.join(UNITS)} or None")
    if method not in METHODS:
        known = ", ".join(METHODS)
        raise ValueError(f"method={method!r}: expected one of {known}")
    if k is None and not check:
        raise ValueError("k=None: expected a number where check=False")


def _counted(articles: pd.DataFrame, unit: str | None):
    """The unit, units, their content lemmas and the words."""
    rows = []
    for name, text in zip(articles["article_id"], articles["text"]):
        if unit == "segment":
            spans = enumerate(split_segments(text), 1)
            rows += [(f"{name}:{k}", name, *span) for k, span in spans]
        else:
            rows.append((name, name, 0, len(text), text))
    units = pd.DataFrame(rows, columns=[*[*SEGMENTS][:4], "text"])
    counts, terms = count_lemmas(units["text"])
    if unit is None and (counts.sum(axis=1) >= MIN_WORDS).sum() < MIN_UNITS:
        return _counted(articles, "segment")
    return unit or "article", units.drop(columns="text"), counts, terms


def _described(articles, kept, units, counts, terms, used, k, method):
    """The frames of articles, segments and topics; what places other texts."""
    segments = typed(units.assign(topic=pd.NA, weight=np.nan), SEGMENTS)
    topics, tree = typed([], TOPICS), typed([], TREE)
    model = terms, None, np.empty((0, 0))
    if k:
        space = make_space(counts[used].shape)
        axes = space.fit_transform(counts[used])
        labels = _by_size(cut(counts[used], axes, [k], method)[k])
        centres = centres_of(axes, labels)
        model = terms, space, centres
        near = (axes * centres[labels]).sum(axis=1).clip(0, 1)
        segments.loc[used, "topic"] = labels + 1
        segments.loc[used, "weight"] = near
        topics = named(counts[used], labels, terms)
        typical = passages(articles, kept, segments, *model)
        topics = typed(topics.assign(**typical), TOPICS)
        if method == "reinert":
            tree = class_tree(counts[used], labels)
    placed = _placed(segments, counts.sum(axis=1), kept)
    return (placed, segments, topics, tree), model


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


def named(counts, labels: np.ndarray, terms) -> pd.DataFrame:
    """Topics by their words: by how often each stands in them, in how many texts."""
    member = np.eye(labels.max() + 1)[labels].T
    sizes, table = member.sum(axis=1), member @ counts
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    held = counts.minimum(1)
    here = (
        member @ held / sizes[:, None]
    )  # share of the topic's texts with the word
    lift = np.log(np.maximum(here / (held.sum(axis=0) / len(labels)), 1))
    heavy, only = ctfidf(table), np.where(table > 1, frex(shares), 0)
    rows = []
    for topic, size in enumerate(sizes):
        tops = [
            np.argsort(-scores[topic], kind="stable")[:top]
            for scores, top in ((here * lift, 3), (heavy, 10), (only, 10))
        ]
        borne = held[labels == topic][:, tops[0]].sum(axis=1) > 0
        label, *told = (", ".join(terms[top]) for top in tops)
        rows.append((topic + 1, label, borne.mean(), *told, size))
    return pd.DataFrame(rows, columns=[*TOPICS][:6])


def passages(articles, kept, segments, words, space, centres) -> dict:
    """The most typical passage of each topic, and the article that it is from."""
    texts = dict(zip(articles["article_id"], articles["text"]))
    blanked = dict(zip(kept["article_id"], kept["text"]))
    best = segments.sort_values("weight", ascending=False, kind="stable")
    made: dict[str, list] = {"passage": [], "passage_of": []}
    for topic, centre in enumerate(centres, 1):
        spans = [
            (row.article_id, row.start + start, row.start + end, text)
            for row in best[best["topic"].eq(topic)].head(TYPICAL).itertuples()
            for start, end, text in split_segments(
                blanked[row.article_id][row.start : row.end]
            )
        ]
        near = space.transform(count_known([s[3] for s in spans], words))
        name, start, end, _ = spans[(near @ centre).argmax()]
        said = excerpt(texts[name][start:end].strip(), at_word=True)
        made["passage"].append(said)
        made["passage_of"].append(name)
    return made


def _by_size(labels: np.ndarray) -> np.ndarray:
    """The same topics numbered from the largest, the first before its equals."""
    labels = np.unique(labels, return_inverse=True)[1]
    order = np.argsort(-np.bincount(labels), kind="stable")
    return np.argsort(order)[labels]


def _placed(segments: pd.DataFrame, words, articles) -> pd.DataFrame:
    """Every article with its topic, copies with that of their original."""
    told = segments.assign(words=words, near=segments["weight"] * words)
    told = told.dropna(subset="topic").groupby(["article_id", "topic"])
    told = told[["words", "near"]].sum().reset_index()
    told["weight"] = told["near"] / told["words"]
    whole = told.groupby("article_id")["words"].transform("sum")
    told["share"] = told["words"] / whole
    told = told.sort_values("words", ascending=False, kind="stable")
    told = told.drop_duplicates("article_id").drop(columns=["words", "near"])
    made = articles[["article_id", "copy_of"]].merge(told, how="left")
    if len(made):
        columns = ["topic", "weight", "share"]
        text = made.groupby(text_numbers(made))[columns]
        made[columns] = text.transform("first")
    return typed(made, ARTICLES)


def _remarks(placed, segments, topics, tree, stability, copies, unit, method):
    units, left = plural(unit), int(placed["topic"].isna().sum())
    if len(copies):
        words = int(copies["words"].sum())
        yield say(
            "{n} passage of {words:,} words, printed before, was set aside.",
            "{n:,} passages, {words:,} words, printed before, were set aside.",
            n=len(copies),
            words=words,
        )
    if left and len(topics):
        yield say("With too few words for a topic: {n} articles.", n=left)
    most = METHODS[method]
    if len(stability) and topics["texts"].sum() > most:
        yield say(
            "The check used a random sample of {n} {unit}.", n=most, unit=units
        )
    if len(stability) > 1 and len(topics) == stability["k"].iloc[-1]:
        yield say(
            "The best number of topics is the largest that these {unit} bear, {k}: "
            "there may be more.",
            unit=units,
            k=len(topics),
        )
    for row in topics[topics["covered"] < MIXED].itertuples():
        yield say(
            "Topic {topic} is mixed: only {share:.0%} of its {unit} hold one of the "
            "words {label}.",
            topic=row.topic,
            share=row.covered,
            unit=units,
            label=row.label,
        )
