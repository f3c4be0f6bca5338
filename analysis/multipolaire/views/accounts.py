"""One event told twice: two accounts side by side, and their contested words."""

import math

import pandas as pd

from multipolaire.articles import reference_folder
from multipolaire.compare import (
    source_sentences,
    two_mouths,
    war_names,
    who_says,
)
from multipolaire.french.text import tokenize
from multipolaire.say import plain, say, translated
from multipolaire.sides import voices as voices_of
from multipolaire.views.display import (
    Shown,
    counted_names,
    day_in_words,
    figure,
    outlet_names,
    passages_shown,
    told,
)
from multipolaire.views.pictures import plot_war_names, side_by_side

MOST = 8  # articles in a picture


def tell_call(
    articles: pd.DataFrame,
    voices: pd.DataFrame | None = None,
    query: str = "ingérence",
) -> Shown:
    """One event in two accounts, what each calls the war, and who says a word.

    The event is the latest that two articles tell, of which the first two in the
    frame are set side by side: no pair is chosen for what it shows.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    voices
        The table of :func:`multipolaire.voices`; made of the articles without it.
    query
        A word, a beginning (``ingér*``), words in a row, a family, or several of
        these with ``|`` between them.

    Returns
    -------
    Shown
        Shows itself in a notebook; ``text`` and ``html`` are what it says.

    Examples
    --------
    >>> from multipolaire import load_articles  # doctest: +SKIP
    >>> shown = tell_call(load_articles())  # doctest: +SKIP
    """
    voices = voices_of(articles) if voices is None else voices
    names, pair = outlet_names(articles), _latest_pair(articles)
    parts = [
        say(
            "No two of these articles tell the event of one day: there are no two "
            "accounts to set side by side."
        )
    ]
    doubts = []
    if pair:
        parts, doubts = _accounts(articles, pair, names), _doubts()
    return told(
        *parts,
        *_mouths(articles, voices, names),
        *_war(articles, names),
        *_word(articles, voices, query, names),
        *_errors(articles, names),
        *doubts,
    )


def _latest_pair(articles: pd.DataFrame) -> list[str]:
    """The first two articles of the latest day of which there are two."""
    if "event_date" not in articles:
        return []
    days = articles["event_date"]
    twice = articles[days.notna() & days.duplicated(keep=False)]
    latest = twice[twice["event_date"].eq(twice["event_date"].max())]
    return latest["article_id"].head(2).tolist()


def _accounts(articles, pair: list[str], names: dict) -> list[str | Shown]:
    a, b = pair
    said = source_sentences(articles, a, b)
    count = say(
        "**{a} and {b} both tell {day}, and quote {n} sentence in common**, in {k} "
        "passages, of which {echoes} are echoes (′): the sentence again, in fewer words.",
        "**{a} and {b} both tell {day}, and quote {n} sentences in common**, in {k} "
        "passages, of which {echoes} are echoes (′): the sentence again, in fewer words.",
        a=names[a],
        b=names[b],
        day=day_in_words(articles.set_index("article_id")["event_date"][a]),
        n=said["sentence"].nunique(),
        k=len(said),
        echoes=int(said["echo"].sum()),
    )
    return [
        count,
        *([side_by_side(articles, a, b, names)] if len(said) else []),
    ]


def _mouths(articles, voices, names: dict) -> list[str]:
    """The same words in two mouths, within one article."""
    same = two_mouths(articles, voices)
    same = same[same["article_a"].eq(same["article_b"])]
    return [
        say(
            "**The same words, two mouths.** {name} gives “{text}” to {first}, and "
            "further down to {second} alone.",
            name=names[row.article_a],
            text=row.text,
            first=_both(row.speaker_a),
            second=_both(row.speaker_b),
        )
        for row in same.head(2).itertuples()
    ]


def _both(speakers: str) -> str:
    return speakers.replace("; ", plain(say(" and ")))


def _war(articles, names: dict) -> list[str | Shown]:
    """What each article calls the war, and what a zero is worth."""
    table = war_names(articles)
    if table.empty:
        return [say("No article names the war in Ukraine.")]
    most = table.groupby("article_id")["n"].sum().nlargest(MOST).index
    table = table[table["article_id"].isin(most)]
    caption = say(
        "What each article calls the war, and how often; hatched: before it began"
    )
    picture = figure(plot_war_names(table, names), caption=caption)
    return [picture, _zero(articles, table)]


def _zero(articles, table) -> str:
    """With what power a zero tells that a word is avoided."""
    words = articles.set_index("article_id")["text"].map(tokenize).map(len)
    shortest = words[table["article_id"].unique()].min()
    per_name = table.groupby("name")["n"].sum()
    rate = per_name.max() / words.sum()
    return say(
        "**What a zero means.** That the name is not in this text; not that it is "
        "avoided. If all used it alike, {chance:.0%} of texts of {words:,} words would "
        "be without even *{name}*, the most frequent ({n}).",
        name=per_name.idxmax(),
        n=int(per_name.max()),
        words=shortest,
        chance=math.exp(-rate * shortest),
    )


def _word(articles, voices, query: str, names: dict) -> list[str | Shown]:
    """In whose mouth a word stands, and whom it accuses."""
    table = who_says(articles, query, voices)
    if table.empty:
        return [say("*{word}* is in none of these articles.", word=query)]
    speakers = table["speaker"].fillna(plain(say("the outlet itself")))
    named = table[table["of"].notna()]
    of = f" ({', '.join(named['of'].unique()[:4])})" if len(named) else ""
    said = say(
        "**Who says *{word}*?** It or its verb stands {n:,} times, in the mouth of "
        "{who}; {k:,} of the {n:,} stand between quotation marks. The words beside it "
        "name somebody {named:,} times{of}, and nobody {nobody:,} times.",
        word=query,
        n=len(table),
        k=int(table["kind"].isin(["direct", "partial"]).sum()),
        who=counted_names(speakers.map(_both).value_counts()),
        named=len(named),
        of=of,
        nobody=len(table) - len(named),
    )
    rows = named.head(2).itertuples()
    items = [(row.passage, names[row.article_id]) for row in rows]
    return [said, passages_shown(items)]


def _errors(articles, names: dict) -> list[str]:
    """Errors of fact that the record of contradictions finds in these articles."""
    try:
        known = pd.read_csv(reference_folder() / "contradictions.csv")
        rows = articles[["article_id", "url"]].dropna()
    except (FileNotFoundError, KeyError):  # no checkout, or no addresses
        return []
    known = known.merge(rows, left_on="source_a", right_on="url")
    return [
        say(
            "**An error of fact**, as {name} is read here, perhaps its translator’s: "
            "{wrong}. Checked: {right}.",
            name=names[row.article_id],
            wrong=translated(row.claim_a, "claim"),
            right=translated(row.claim_b, "claim"),
        )
        for row in known.itertuples()
    ]


def _doubts() -> list[str]:
    return [
        say(
            "**How sure.** That two passages render one sentence is inferred from the "
            "words they share. Both outlets read translations: a word that differs may "
            "be the translator’s choice."
        ),
        say(
            "**What would refute it.** The communiqués of both governments, in both "
            "languages: they would tell what was said from how it was told."
        ),
    ]
