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
from multipolaire.say import number, plain, say, translated
from multipolaire.sides import voices as voices_of
from multipolaire.views.display import Shown, figure, joined
from multipolaire.views.passages import (
    counted_names,
    day_in_words,
    outlet_names,
    paragraph,
    passages_shown,
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
    parts = (
        _accounts(articles, pair, names) if pair else [paragraph(_no_pair())]
    )
    parts += _mouths(articles, voices, names)
    parts += _war(articles, names)
    parts += _word(articles, voices, query, names)
    parts += _errors(articles, names)
    if pair:
        parts += map(paragraph, _doubts())
    return joined(parts, "\n\n")


def _latest_pair(articles: pd.DataFrame) -> list[str]:
    """The first two articles of the latest day of which there are two."""
    if "event_date" not in articles:
        return []
    days = articles["event_date"]
    twice = articles[days.notna() & days.duplicated(keep=False)]
    if twice.empty:
        return []
    latest = twice[twice["event_date"].eq(twice["event_date"].max())]
    return latest["article_id"].head(2).tolist()


def _no_pair() -> str:
    return say(
        "No two of these articles tell the event of one day: there are no two accounts "
        "to set side by side."
    )


def _accounts(articles, pair: list[str], names: dict) -> list[Shown]:
    a, b = pair
    said = source_sentences(articles, a, b)
    day = articles.set_index("article_id")["event_date"][a]
    count = say(
        "**{a} and {b} both tell {day}, and quote {n} sentence in common**, in {k} "
        "passages, of which {echoes} are echoes (′): the sentence again, in fewer words.",
        "**{a} and {b} both tell {day}, and quote {n} sentences in common**, in {k} "
        "passages, of which {echoes} are echoes (′): the sentence again, in fewer words.",
        a=names[a],
        b=names[b],
        day=day_in_words(day),
        n=said["sentence"].nunique(),
        k=len(said),
        echoes=int(said["echo"].sum()),
    )
    parts = [paragraph(count)]
    if len(said):
        parts.append(side_by_side(articles, a, b, names))
    return parts


def _mouths(articles, voices, names: dict) -> list[Shown]:
    """The same words in two mouths, within one article."""
    same = two_mouths(articles, voices)
    same = same[same["article_a"].eq(same["article_b"])]
    return [
        paragraph(
            say(
                "**The same words, two mouths.** {name} gives “{text}” to {first}, and "
                "further down to {second} alone.",
                name=names[row.article_a],
                text=row.text,
                first=row.speaker_a.replace("; ", plain(say(" and "))),
                second=row.speaker_b.replace("; ", plain(say(" and "))),
            )
        )
        for row in same.head(2).itertuples()
    ]


def _war(articles, names: dict) -> list[Shown]:
    """What each article calls the war, and what a zero is worth."""
    table = war_names(articles)
    if table.empty:
        return [paragraph(say("No article names the war in Ukraine."))]
    most = table.groupby("article_id")["n"].sum().nlargest(MOST).index
    kept = {key: name for key, name in names.items() if key in set(most)}
    table = table[table["article_id"].isin(kept)]
    said = [
        say(
            "**{name}**: {words}",
            name=name,
            words=", ".join(
                f"{row.name} {number(row.n)}"
                for row in table[table["article_id"].eq(key)].itertuples()
                if row.n
            )
            or plain(say("none of these names")),
        )
        for key, name in kept.items()
    ]
    shown = table[table["n"] > 0][["name", "article_id", "n", "passage"]]
    picture = figure(
        plot_war_names(table, kept),
        alt=say(
            "Names of the war in each article: {told}.",
            told="; ".join(map(plain, said)),
        ),
        data=shown,
        caption=say(
            "What each article calls the war, and how often; hatched: before it began"
        ),
        french=["name", "passage"],
    )
    return [picture, paragraph(_zero(articles, table))]


def _zero(articles, table) -> str:
    """With what power a zero tells that a word is avoided."""
    words = {
        name: len(tokenize(text))
        for name, text in zip(articles["article_id"], articles["text"])
    }
    shortest = min(set(table["article_id"]), key=words.get)
    per_name = table.groupby("name")["n"].sum()
    rate = per_name.max() / sum(words.values())
    return say(
        "**What a zero means.** That the name is not in this text; not that it is "
        "avoided. If all used it alike, even *{name}*, the most frequent ({n}), would be "
        "absent from a text of {words:,} words with a probability of {chance:.0%}.",
        name=per_name.idxmax(),
        n=int(per_name.max()),
        words=words[shortest],
        chance=math.exp(-rate * words[shortest]),
    )


def _word(articles, voices, query: str, names: dict) -> list[Shown]:
    """In whose mouth a word stands, and whom it accuses."""
    table = who_says(articles, query, voices)
    if table.empty:
        return [
            paragraph(say("*{word}* is in none of these articles.", word=query))
        ]
    speakers = table["speaker"].fillna(plain(say("the outlet itself")))
    who = speakers.str.replace("; ", plain(say(" and "))).value_counts()
    said = say(
        "**Who says *{word}*?** It stands {n:,} times, in the mouth of {who}; {k:,} of "
        "the {n:,} stand between quotation marks. The words beside it name somebody "
        "{named:,} times{of}, and nobody {nobody:,} times.",
        word=query,
        n=len(table),
        k=int(table["kind"].isin(["direct", "partial"]).sum()),
        who=counted_names(who),
        named=int(table["of"].notna().sum()),
        of=f" ({', '.join(table['of'].dropna().unique()[:4])})"
        if table["of"].notna().any()
        else "",
        nobody=int(table["of"].isna().sum()),
    )
    named = table[table["of"].notna()].head(2)
    items = [(row.passage, names[row.article_id]) for row in named.itertuples()]
    return [paragraph(said), passages_shown(items)]


def _errors(articles, names: dict) -> list[Shown]:
    """Errors of fact that the record of contradictions finds in these articles."""
    try:
        file = reference_folder() / "contradictions.csv"
    except FileNotFoundError:
        return []
    if "url" not in articles or not file.is_file():
        return []
    rows = articles[["article_id", "url"]].dropna()
    known = pd.read_csv(file).merge(rows, left_on="source_a", right_on="url")
    return [
        paragraph(
            say(
                "**An error of fact.** {name} writes: {wrong}. Checked: {right}.",
                name=names[row.article_id],
                wrong=translated(row.claim_a, "claim"),
                right=translated(row.claim_b, "claim"),
            )
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
