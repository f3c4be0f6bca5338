"""The story that a corpus tells: what it is, whose voice, one call told twice, what came.

The same views in the same order of any articles, nothing chosen by its result; a view
without evidence is a line that says so.  They open the report, and stand in the tour.
"""

import pandas as pd

from multipolaire.french.text import tokenize
from multipolaire.say import plain, say, translated
from multipolaire.scores import load_gold
from multipolaire.sides import JOINT, OTHER, UNNAMED, spoken_of, voice_shares
from multipolaire.sides import voices as voices_of
from multipolaire.topics.topics import Topics
from multipolaire.views.came import checked, what_came
from multipolaire.views.display import (
    Shown,
    counted_names,
    figure,
    first_known,
    outlet_names,
    passages_shown,
    told,
)
from multipolaire.views.pictures import plot_outlets, plot_sides

MOST = 12  # articles in a picture: of more, those with most words in it


def tell_corpus(
    articles: pd.DataFrame,
    voices: pd.DataFrame | None = None,
    topics: Topics | None = None,
) -> Shown:
    """What these articles are, in three sentences and a picture, and on which subjects.

    ``voices`` are those of :func:`multipolaire.voices`, ``topics`` those of
    :func:`multipolaire.find_topics`; without them, a line less.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    voices
        The table of :func:`multipolaire.voices`; made of the articles without it.
    topics
        What :func:`multipolaire.find_topics` found.

    Returns
    -------
    Shown
        Shows itself in a notebook; ``text`` and ``html`` are what it says.

    Examples
    --------
    >>> from multipolaire import load_articles  # doctest: +SKIP
    >>> shown = tell_corpus(load_articles())  # doctest: +SKIP
    """
    table = _sides(articles, voices_of(articles) if voices is None else voices)
    parts = [_holds(articles), _who(table), what_came(checked(articles))]
    if table[["quoted", "reported"]].to_numpy().any():
        caption = say(
            "Whose words, reported and quoted; a passage that is printed twice counts "
            "once"
        )
        shown = table[["side", "quoted", "reported", "mentions", "articles"]]
        parts.append(figure(plot_sides(shown), caption=caption))
    if topics is not None:
        verdict = f"{plain(topics.verdict).split('. ')[0].rstrip('.')}."
        line = say(
            "**Subjects.** Do these texts fall into groups? {v}", v=verdict
        )
        parts.append(line)
    return told(*parts)


def _holds(articles: pd.DataFrame) -> str:
    """What was read."""
    days, when = first_known(articles, "event_date", "published").dropna(), ""
    if len(days):
        when = say(
            ", telling of {n:,} day, from {first:%B %Y} to {last:%B %Y}",
            ", telling of {n:,} days, from {first:%B %Y} to {last:%B %Y}",
            n=days.nunique(),
            first=days.min(),
            last=days.max(),
        )
    return say(
        "**What was read.** {n:,} article, of {words:,} words{when}; it describes "
        "itself, not the press.",
        "**What was read.** {n:,} articles from {k:,} outlets, {words:,} words in "
        "all{when}: a sample of convenience, which describes itself, not the press.",
        n=len(articles),
        k=first_known(articles, "outlet", "publisher").nunique(),
        words=sum(len(tokenize(text)) for text in articles["text"]),
        when=when,
    )


def _sides(articles: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """Words of each side, and how often it is named; those that are neither come last."""
    shares = voice_shares(voices)[["side", "quoted", "reported"]]
    named = spoken_of(articles, voices).drop(columns=["quoted", "reported"])
    both = shares.merge(named, "outer", "side")
    for column in ("quoted", "reported"):
        both[column] = both[column].fillna(0).astype("int64")
    both["set"] = both["side"].isin([JOINT, OTHER, UNNAMED])
    most = ["set", "quoted", "reported", "mentions", "side"]
    falling = [True, False, False, False, True]
    return both.sort_values(most, ascending=falling, ignore_index=True)


def _who(table: pd.DataFrame) -> str:
    """Whose words are quoted, and who is named and says nothing."""
    quoted = table.set_index("side")["quoted"]
    top = quoted[quoted > 0].head(2)
    if top.empty:
        return say("**Whose words.** Nothing is quoted in these articles.")
    said = say(
        "**Whose words.** Of {words:,} words between quotation marks, {share:.0%} are "
        "of these sides: {sides}.",
        words=quoted.sum(),
        share=top.sum() / quoted.sum(),
        sides=counted_names(top),
    )
    silent = _silent(table)
    if silent.empty:
        return said
    return say(
        "{said} Never heard, and how often they are named: {sides}.",
        said=said,
        sides=counted_names(silent.set_index("side")["mentions"]),
    )


def _silent(table: pd.DataFrame) -> pd.DataFrame:
    """The sides that are named and of which no word is given."""
    words = table["quoted"] + table["reported"]
    return table[words.eq(0) & table["mentions"].gt(0)].convert_dtypes()


def tell_voices(
    articles: pd.DataFrame, voices: pd.DataFrame | None = None
) -> Shown:
    """Whose voice the articles give: by outlet, with passages, and how sure that is.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    voices
        The table of :func:`multipolaire.voices`; made of the articles without it.

    Returns
    -------
    Shown
        Shows itself in a notebook; ``text`` and ``html`` are what it says.

    Examples
    --------
    >>> from multipolaire import load_articles  # doctest: +SKIP
    >>> shown = tell_voices(load_articles())  # doctest: +SKIP
    """
    voices = voices_of(articles) if voices is None else voices
    table = _sides(articles, voices)
    if not table[["quoted", "reported"]].to_numpy().any():
        return told(
            say("Whose voice cannot be said: no words are quoted or reported.")
        )
    return told(
        say(
            "What is quoted was chosen by the outlet; what is reported was put in its "
            "own words."
        ),
        _picture_of_outlets(articles, voices),
        _passages(articles, voices, table),
        _relays(voices),
        *map(_unheard, _silent(table).itertuples()),
        _how_sure(articles, voices),
        say(
            "**What would refute it.** Articles about the same days that quote others; "
            "or a reader who gives these passages to other speakers."
        ),
    )


def _picture_of_outlets(articles: pd.DataFrame, voices: pd.DataFrame) -> Shown:
    """Words by side of each article or, of more than a picture holds, each outlet."""
    names, order = outlet_names(articles), [*voice_shares(voices)["side"]]
    outlets = first_known(articles, "outlet", "publisher")
    caption = say("Words quoted and words reported, by article and by side")
    if len(articles) > MOST and outlets.notna().any():
        outlets = dict(zip(articles["article_id"], outlets))
        voices = voices.assign(article_id=voices["article_id"].map(outlets))
        names = {name: name for name in voices["article_id"].dropna().unique()}
        caption = say("Words quoted and words reported, by outlet and by side")
    shares = voice_shares(voices, ["article_id", "side"])
    shares = shares.sort_values(
        "side", key=lambda sides: sides.map(order.index), kind="stable"
    )
    words = shares.groupby("article_id")[["quoted", "reported"]].sum()
    kept = set(words.sum(axis=1).nlargest(MOST).index)
    names = {key: name for key, name in names.items() if key in kept}
    shares = shares[shares["article_id"].isin(kept)]
    data = shares[["article_id", "side", "quoted", "reported"]]
    return figure(plot_outlets(data, names), caption=caption)


def _passages(articles, voices, table) -> Shown:
    """The longest passage between quotation marks of each of the sides most quoted."""
    texts = dict(zip(articles["article_id"], articles["text"]))
    names, items = outlet_names(articles), []
    direct = voices[voices["kind"].ne("indirect") & ~voices["repeat"]]
    for side in table.loc[table["quoted"] > 0, "side"].head(2):
        own = direct[direct["side"].eq(side)]
        row = own.loc[own["words"].idxmax()]
        words = texts[row["article_id"]][row["start"] : row["end"]]
        who = row["speaker"] if isinstance(row["speaker"], str) else None
        who = who or translated("unnamed", "side")
        items.append((words, f"{who}, {names[row['article_id']]}"))
    return passages_shown(items)


def _relays(voices: pd.DataFrame) -> str:
    """Through whom the words reached the outlets."""
    once = voices[~voices["repeat"]]
    via = once["via"].dropna().str.split("; ").explode().value_counts()
    return say(
        "**Through whom.** Of {n:,} passages, {k:,} name who relays them: {told}.",
        n=len(once),
        k=once["via"].notna().sum(),
        told=counted_names(via),
    )


def _unheard(row) -> str:
    """Who is spoken of and never speaks."""
    return say(
        "**Spoken of, and silent: {side}.** Times it is named: {n:,} (articles: "
        "{k:,}), of which between quotation marks {quoted:,}, in reported speech "
        "{reported:,}. No word of this side is given.",
        side=translated(row.side, "side"),
        n=row.mentions,
        k=row.articles,
        quoted=row.in_quotes,
        reported=row.in_reports,
    )


def _how_sure(articles: pd.DataFrame, voices: pd.DataFrame) -> str:
    by_hand = hand_voices(articles)
    if by_hand is None:
        return say(
            "**How sure.** Nobody has counted these articles by hand: read the "
            "passages before you repeat a share."
        )
    both = [voice_shares(one).set_index("side") for one in (by_hand, voices)]
    hand, found = (one[["quoted", "reported"]] for one in both)
    missed = hand.sub(found, fill_value=0).clip(lower=0).sum()
    return say(
        "**How sure.** One reader counted everything again by hand. Of {n:,} words in "
        "quotation marks the program misses {wrong:,}, or gives them to another side; "
        "of the {m:,} reported, {lost:,}. By hand: quoted, {quoted}; reported, "
        "{reported}.",
        quoted=counted_names(hand["quoted"]),
        reported=counted_names(hand["reported"]),
        n=hand["quoted"].sum(),
        wrong=int(missed["quoted"]),
        m=hand["reported"].sum(),
        lost=int(missed["reported"]),
    )


def hand_voices(articles: pd.DataFrame) -> pd.DataFrame | None:
    """The voices of passages that hands annotated, of all these articles, or nothing."""
    try:
        gold = load_gold("quotes")
    except FileNotFoundError:
        return None
    rows = [
        {"article_id": snippet["article_id"], "mention": None, **quote}
        for snippet in gold
        if snippet["set"] == "corpus"
        for quote in snippet["quotes"]
        if quote["kind"] != "indirect" or not quote.get("optional")
    ]
    known = {row["article_id"] for row in rows}
    if "raw" not in articles or not set(articles["article_id"]) <= known:
        return None
    return voices_of(articles.assign(text=articles["raw"]), pd.DataFrame(rows))
