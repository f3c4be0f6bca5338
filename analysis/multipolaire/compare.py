"""Two accounts of one event: what both say, what one says, whose words they use.

Quotations of the same words reach two outlets through different translations; they
are aligned by the content lemmas that they share, figures by value and unit.
"""

import warnings

import pandas as pd

from multipolaire.articles import chosen
from multipolaire.figures import extract_figures
from multipolaire.french import lexicon
from multipolaire.quotes import extract_quotes
from multipolaire.sides import named_beside
from multipolaire.sides import voices as voices_of
from multipolaire.stats.columns import columns_of, typed
from multipolaire.stats.copies import find_repeats
from multipolaire.stats.counts import concordance, counts
from multipolaire.stats.queries import QueryWarning
from multipolaire.topics.space import CONTENT
from multipolaire.vectorize import FrenchVectorizer

#: One row a pair of passages: ``overlap`` is shared content lemmas over those of the
#: shorter passage (0–1), ``shared`` names them.
ALIGNED = columns_of(
    "start_a:int64 end_a:int64 quote_a:str speaker_a:str "
    "start_b:int64 end_b:int64 quote_b:str speaker_b:str overlap:float64 shared:str"
)
SENTENCES = columns_of(
    "sentence:int64 article_id:str start:int64 end:int64 quote:str speaker:str "
    "echo:bool"
)
NAMES = columns_of(
    "name:str article_id:str n:int64 before:bool start:Int64 end:Int64 passage:str"
)
SAYINGS = columns_of(
    "article_id:str start:int64 end:int64 match:str kind:str speaker:str side:str "
    "of:str passage:str"
)
MOUTHS = columns_of(
    "article_a:str start_a:int64 end_a:int64 speaker_a:str article_b:str "
    "start_b:int64 end_b:int64 speaker_b:str words:int64 text:str"
)
FACTS = columns_of("value:float64 unit:str quote_a:str quote_b:str")


def align_quotes(
    articles: pd.DataFrame, a: str, b: str, least: float = 0.4
) -> pd.DataFrame:
    """Passages that two articles quote of the same words, most shared words first.

    Direct and partial quotations are compared by content lemmas; a pair shares three
    of them and ``least`` of the shorter passage's, or two that are all it has.  One
    passage may answer to several.  Columns: :data:`ALIGNED`.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    a
        ``article_id`` of the first article.
    b
        ``article_id`` of the second.
    least
        Least share of the shorter passage's lemmas that are shared, 0 to 1.

    Returns
    -------
    DataFrame
        A row a pair of passages: :data:`ALIGNED`; ``overlap`` is a share, 0 to 1.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> pairs = align_quotes(load_articles(), "2024-02-08-rt", "2024-02-08-vietnam")
    >>> bool(pairs["overlap"].between(0.4, 1).all())
    True
    """
    spoken = _with_lemmas(chosen(articles, a, b))
    sides = (spoken[spoken["article_id"].eq(article)] for article in (a, b))
    pairs = pd.merge(*sides, how="cross", suffixes=("_a", "_b"))
    both = [*zip(pairs["lemmas_a"], pairs["lemmas_b"])]
    shared = [one & other for one, other in both]
    pairs["n"] = [len(lemmas) for lemmas in shared]
    pairs["shared"] = [", ".join(sorted(lemmas)) for lemmas in shared]
    pairs["overlap"] = pairs["n"] / [max(1, min(map(len, two))) for two in both]
    whole = pairs["n"].gt(1) & pairs["overlap"].eq(1)
    pairs = pairs[whole | pairs["n"].gt(2) & pairs["overlap"].ge(least)]
    pairs = pairs.sort_values("n", ascending=False, kind="stable")
    return typed(pairs, ALIGNED)


def source_sentences(
    articles: pd.DataFrame, a: str, b: str, least: float = 0.4
) -> pd.DataFrame:
    """Passages of two articles by the sentence that they render: :data:`SENTENCES`.

    Passages paired by :func:`align_quotes`, directly or through others, render one
    ``sentence``, numbered in the order of article ``a``: what one outlet quotes in one
    breath and the other in two was said once.  An ``echo`` says again, in fewer words,
    what another passage of its article quotes of the sentence.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    a
        ``article_id`` of the first article.
    b
        ``article_id`` of the second.
    least
        Least share of the shorter passage's lemmas that are shared, 0 to 1.

    Returns
    -------
    DataFrame
        A row a passage: :data:`SENTENCES`.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> said = source_sentences(load_articles(), "2024-02-08-rt", "2024-02-08-vietnam")
    >>> said["sentence"].nunique(), int(said["echo"].sum())
    (2, 2)
    """
    pairs = align_quotes(articles, a, b, least)
    groups: list[set] = []
    for start_a, start_b in zip(pairs["start_a"], pairs["start_b"]):
        ends = {(0, start_a), (1, start_b)}
        near = [group for group in groups if group & ends]
        groups = [g for g in groups if g not in near] + [ends.union(*near)]
    in_order = sorted(sorted(group) for group in groups)
    number = {place: i for i, g in enumerate(in_order, 1) for place in g}
    spoken = _with_lemmas(chosen(articles, a, b))
    spoken["side_of"] = spoken["article_id"].map({a: 0, b: 1})
    places = zip(spoken["side_of"], spoken["start"])
    spoken["sentence"] = [number.get(place, 0) for place in places]
    spoken = spoken[spoken["sentence"] > 0].assign(echo=False)
    for _, rows in spoken.groupby(["sentence", "article_id"]):
        spoken.loc[rows.index, "echo"] = _echoes([*rows["lemmas"]])
    spoken = spoken.sort_values(["sentence", "side_of", "start"])
    return typed(spoken, SENTENCES)


def _echoes(passages: list[set]) -> list[bool]:
    """Whether each holds no content lemma that a longer one does not hold too."""
    return [
        one in passages[:i] or any(one < other for other in passages)
        for i, one in enumerate(passages)
    ]


def war_names(articles: pd.DataFrame, war: str = "Ukraine") -> pd.DataFrame:
    """What each article calls a war, and where it first does: :data:`NAMES`.

    The names are the families about that war (``families.csv``), of which other wars
    do not count, and the phrases that ``wars.csv`` lists; those that no article has are
    left out, the most frequent come first, and each has a row for every article.
    ``before``: the article tells of a day before the war began.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    war
        A war of ``wars.csv``.

    Returns
    -------
    DataFrame
        A row a name and article: :data:`NAMES`.

    Raises
    ------
    ValueError
        For a war that ``wars.csv`` does not have.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> war_names(load_articles()).columns.tolist()[:2]
    ['name', 'article_id']
    """
    wars = {row["war"]: row for row in lexicon.table("wars")}
    if war not in wars:
        raise ValueError(f"war={war!r}: expected one of {', '.join(wars)}")
    rows = lexicon.followed("families")
    names = [row["family"] for row in rows if row["about"] == war]
    names += filter(None, wars[war]["called"].split(" | "))
    with warnings.catch_warnings():  # other wars are not meant
        warnings.simplefilter("ignore", QueryWarning)
        said = counts(articles, names)
        lines = concordance(articles, names)
    both = ["article_id", "family"]
    lines = lines.drop_duplicates(both)
    lines["passage"] = lines["left"] + lines["match"] + lines["right"]
    said = said.merge(lines[[*both, "start", "end", "passage"]], "left", both)
    said = said.merge(_days(articles, wars[war]["since"]))
    said["all"] = said.groupby("family")["n"].transform("sum")
    said = said[said["all"] > 0].rename(columns={"family": "name"})
    ranked = {"by": ["all", "name"], "ascending": [False, True]}
    return typed(said.sort_values(**ranked, kind="stable"), NAMES)


def _days(articles: pd.DataFrame, since: str) -> pd.DataFrame:
    """Which articles tell of a day before ``since``."""
    dated = articles.reindex(columns=["article_id", "event_date", "published"])
    columns = ("event_date", "published")
    event, printed = (pd.to_datetime(dated[c]) for c in columns)
    days = event.fillna(printed)
    before = days < pd.Timestamp(since or "1000-01-01")
    return dated[["article_id"]].assign(before=before)


def who_says(
    articles: pd.DataFrame, query: str, voices: pd.DataFrame | None = None
) -> pd.DataFrame:
    """In whose mouth each occurrence of a query stands, and whom it is said of.

    ``voices`` are those of :func:`multipolaire.voices`.  ``kind`` is that of the
    passage which holds the word (``direct``, ``partial``, ``indirect``), or ``own``
    where the outlet says it itself; ``of`` is the country or side that the words beside
    it name (*l'ingérence américaine*), missing where they name none.
    Columns: :data:`SAYINGS`.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    query
        A word, a beginning (``ingér*``), words in a row, a family, or several of
        these with ``|`` between them.
    voices
        The table of :func:`multipolaire.voices`; made of the articles without it.

    Returns
    -------
    DataFrame
        A row an occurrence: :data:`SAYINGS`.

    Raises
    ------
    ValueError
        Where a column that it needs is missing; with ``strict``, what fails in an
        article.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> who_says(load_articles(), "ingérence")["of"].dropna().tolist()
    ['occidentale', 'américaine']
    """
    voices = voices_of(articles) if voices is None else voices
    passages = dict([*voices.groupby("article_id")])
    lines, found = concordance(articles, query), []
    for row in lines.itertuples():
        rows = passages.get(row.article_id, voices[:0])
        rows = rows[(rows["start"] <= row.start) & (rows["end"] >= row.end)]
        inner = rows.sort_values("start").tail(1).to_dict("records")
        mouth = inner[0] if inner else {"kind": "own"}
        said = {"of": named_beside(row.left, row.right)}
        said["passage"] = f"{row.left}{row.match}{row.right}"
        found.append(mouth | row._asdict() | said)
    return typed(found, SAYINGS)


def two_mouths(
    articles: pd.DataFrame, voices: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The same words, eight or more, in the mouths of different speakers: :data:`MOUTHS`.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    voices
        The table of :func:`multipolaire.voices`; made of the articles without it.

    Returns
    -------
    DataFrame
        A row a passage: :data:`MOUTHS`.

    Raises
    ------
    ValueError
        Where a column that it needs is missing; with ``strict``, what fails in an
        article.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> two_mouths(load_articles())["text"].str[:14].tolist()
    ['la Chine est p', 'aux ingérences']
    """
    voices = voices_of(articles) if voices is None else voices
    same = find_repeats(articles)
    spoken = voices[["article_id", "start", "end", "speaker"]].dropna()
    for end in "ab":
        names = [f"article_{end}", "from", "to", f"speaker_{end}"]
        same = same.merge(spoken.set_axis(names, axis=1))
        inside = same["from"] <= same[f"start_{end}"]
        inside &= same["to"] >= same[f"end_{end}"]
        same = same[inside].drop(columns=["from", "to"])
    return typed(same[same["speaker_a"].ne(same["speaker_b"])], MOUTHS)


def shared_facts(articles: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """Figures of either article by value and unit; missing where one has it not.

    Columns and dtypes: :data:`FACTS`.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    a
        ``article_id`` of the first article.
    b
        ``article_id`` of the second.

    Returns
    -------
    DataFrame
        A row a value and unit: :data:`FACTS`, in base units.

    Examples
    --------
    >>> texts = ["Il coûte 3 euros.", "Il vaut 3 euros, soit 4 %."]
    >>> two = pd.DataFrame({"article_id": [*"ab"], "text": texts})
    >>> len(shared_facts(two, "a", "b"))
    2
    """
    figures = extract_figures(chosen(articles, a, b))
    figures = figures[["article_id", "value", "unit", "quote"]]
    sides = (figures[figures["article_id"].eq(article)] for article in (a, b))
    keys = {"on": ["value", "unit"], "suffixes": ("_a", "_b")}
    return typed(pd.merge(*sides, how="outer", **keys), FACTS)


def _with_lemmas(articles: pd.DataFrame) -> pd.DataFrame:
    """What is between quotation marks, and the content lemmas of each passage."""
    spoken = extract_quotes(articles)
    spoken = spoken[spoken["kind"].ne("indirect")].copy()
    analyze = FrenchVectorizer(**CONTENT).build_analyzer()
    spoken["lemmas"] = [set(analyze(quote)) for quote in spoken["quote"]]
    return spoken
