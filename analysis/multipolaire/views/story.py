"""The story that a corpus tells: what it is, whose voice, one call told twice, what came.

The same views in the same order of any articles, nothing chosen by its result; a view
without evidence is a line that says so.  They open the report, and stand in the tour.
"""

import pandas as pd

from multipolaire.french.text import tokenize
from multipolaire.say import number, plain, say, translated
from multipolaire.scores import load_gold
from multipolaire.sides import JOINT, OTHER, UNNAMED, spoken_of, voice_shares
from multipolaire.sides import voices as voices_of
from multipolaire.topics.topics import Topics
from multipolaire.views.came import checked, what_came
from multipolaire.views.display import Shown, figure, joined
from multipolaire.views.passages import (
    counted_names,
    outlet_names,
    paragraph,
    passages_shown,
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
    voices = voices_of(articles) if voices is None else voices
    table = _sides(articles, voices)
    parts = [paragraph(_holds(articles)), paragraph(_who(table))]
    parts.append(paragraph(what_came(checked(articles))))
    if table["quoted"].sum() + table["reported"].sum():
        parts.append(_picture_of_sides(table))
    if topics is not None:
        verdict = f"{plain(topics.verdict).split('. ')[0].rstrip('.')}."
        line = say(
            "**Subjects.** Do these texts fall into groups? {v}", v=verdict
        )
        parts.append(paragraph(line))
    return joined(parts, "\n\n")


def _holds(articles: pd.DataFrame) -> str:
    """What was read."""
    words = sum(len(tokenize(text)) for text in articles["text"])
    outlets = {name.split(" ")[0] for name in outlet_names(articles).values()}
    column = next((c for c in ("outlet", "publisher") if c in articles), None)
    outlets = articles[column].dropna().unique() if column else outlets
    days = articles.get("event_date", articles.get("published"))
    days = (
        pd.Series([], dtype="datetime64[s]") if days is None else days.dropna()
    )
    values = {"n": len(articles), "words": words, "k": len(outlets)}
    if days.empty:
        return say(
            "**What was read.** {n:,} article, of {words:,} words; it describes itself, "
            "not the press.",
            "**What was read.** {n:,} articles from {k:,} outlets, {words:,} words in "
            "all: they describe themselves, not the press.",
            **values,
        )
    return say(
        "**What was read.** {n:,} article, of {words:,} words, from {last:%B %Y}; it "
        "describes itself, not the press.",
        "**What was read.** {n:,} articles from {k:,} outlets, {words:,} words in all, "
        "telling of {events:,} days, from {first:%B %Y} to {last:%B %Y}: a sample of "
        "convenience, which describes itself, not the press.",
        events=days.nunique(),
        first=days.min(),
        last=days.max(),
        **values,
    )


def _sides(articles: pd.DataFrame, voices: pd.DataFrame) -> pd.DataFrame:
    """Words of each side, and how often it is named; those that are neither, left out."""
    shares = voice_shares(voices)[["side", "quoted", "reported"]]
    named = spoken_of(articles, voices)[["side", "mentions", "articles"]]
    both = shares.merge(named, "outer", "side")
    for column in ("quoted", "reported"):
        both[column] = both[column].fillna(0).astype("int64")
    both["set"] = both["side"].isin([JOINT, OTHER, UNNAMED])
    most = ["set", "quoted", "reported", "mentions", "side"]
    falling = [True, False, False, False, True]
    both = both.sort_values(most, ascending=falling, ignore_index=True)
    return both.drop(columns="set")


def _who(table: pd.DataFrame) -> str:
    """Whose words are quoted, and who is named and says nothing."""
    quoted = int(table["quoted"].sum())
    if not quoted:
        return say("**Whose words.** Nothing is quoted in these articles.")
    top = table[table["quoted"] > 0].head(2)
    told = say(
        "**Whose words.** Of {words:,} words between quotation marks, {share:.0%} come "
        "from one side: {sides}.",
        "**Whose words.** Of {words:,} words between quotation marks, {share:.0%} come "
        "from two sides: {sides}.",
        n=len(top),
        words=quoted,
        share=top["quoted"].sum() / quoted,
        sides=_listed(top["side"], top["quoted"]),
    )
    silent = _silent(table)
    if silent.empty:
        return told
    return say(
        "{told} Named but never heard: {sides}.",
        told=told,
        sides=_listed(silent["side"], silent["mentions"], times=True),
    )


def _silent(table: pd.DataFrame) -> pd.DataFrame:
    """The sides that are named and of which no word is given."""
    words = table["quoted"] + table["reported"]
    return table[words.eq(0) & table["mentions"].gt(0)]


def _listed(names, numbers, times: bool = False) -> str:
    """Sides, each with its number, in the language spoken."""
    parts = []
    for name, n in zip(names, numbers):
        told = number(int(n), ",")
        if times:
            told = plain(say("({n:,} time)", "({n:,} times)", n=int(n)))
        parts.append(f"{translated(name, 'side')} {told}")
    return ", ".join(parts)


def _picture_of_sides(table: pd.DataFrame) -> Shown:
    alt = say(
        "Words quoted and words reported, by side: {quoted}; reported: {reported}.",
        quoted=_listed(table["side"], table["quoted"]),
        reported=_listed(table["side"], table["reported"]),
    )
    caption = say(
        "Whose words, reported and quoted; a passage that is printed twice counts once"
    )
    return figure(plot_sides(table), alt=alt, data=table, caption=caption)


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
    if not table[["quoted", "reported"]].to_numpy().sum():
        none = say(
            "Whose voice cannot be said: no words are quoted or reported."
        )
        return paragraph(none)
    parts = [paragraph(_two_ways(table)), _picture_of_outlets(articles, voices)]
    parts.append(_passages(articles, voices, table))
    parts += map(
        paragraph, [_relays(voices), *_unheard(articles, voices, table)]
    )
    parts.append(paragraph(_how_sure(articles, voices)))
    refuted = say(
        "**What would refute it.** Articles about the same days that quote others; or a "
        "reader who gives these passages to other speakers."
    )
    return joined([*parts, paragraph(refuted)], "\n\n")


def _two_ways(table: pd.DataFrame) -> str:
    """Quoted words and reported ones tell different things."""
    quoted, reported = table["quoted"], table["reported"]
    return say(
        "**Quoted: {quoted}. Reported without quotation marks: {reported}.** What is "
        "quoted was chosen by the outlet; what is reported was put in its own words.",
        quoted=_listed(table["side"][quoted > 0], quoted[quoted > 0]),
        reported=_listed(table["side"][reported > 0], reported[reported > 0])
        or plain(say("nothing")),
    )


def _picture_of_outlets(articles: pd.DataFrame, voices: pd.DataFrame) -> Shown:
    """Words by side of each article or, of more than a picture holds, each outlet."""
    names, order = outlet_names(articles), voice_shares(voices)["side"]
    known = [c for c in ("outlet", "publisher") if c in articles]
    if len(articles) > MOST and known and articles[known[0]].notna().any():
        outlet = articles.set_index("article_id")[known[0]]
        voices = voices.assign(article_id=voices["article_id"].map(outlet))
        names = {name: name for name in outlet.dropna().unique()}
    shares = voice_shares(voices, ["article_id", "side"])
    rank = {side: i for i, side in enumerate(order)}
    shares = shares.sort_values(
        "side", key=lambda s: s.map(rank), kind="stable"
    )
    words = shares.groupby("article_id")[["quoted", "reported"]].sum()
    kept = set(words.sum(axis=1).nlargest(MOST).index)
    names = {key: name for key, name in names.items() if key in kept}
    shares = shares[shares["article_id"].isin(kept)]
    data = shares[["article_id", "side", "quoted", "reported"]]
    alt = say(
        "Words quoted and reported by side, in {n}; most are quoted in {top}.",
        n=", ".join(names.values()),
        top=names[words["quoted"][list(kept)].idxmax()],
    )
    caption = say("Words quoted and words reported, by article and by side")
    if len(articles) > MOST:
        caption = say("Words quoted and words reported, by outlet and by side")
    drawn = plot_outlets(data, names)
    return figure(drawn, alt=alt, data=data, caption=caption)


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
    if via.empty:
        return say(
            "**Through whom.** No passage names an outlet that relays it."
        )
    told = counted_names(via)
    return say(
        "**Through whom.** Of {n:,} passages, {k:,} name who relays them: {told}.",
        n=len(once),
        k=once["via"].notna().sum(),
        told=told,
    )


def _unheard(articles, voices, table) -> list[str]:
    """Who is spoken of and never speaks."""
    spoken = spoken_of(articles, voices).set_index("side")
    return [
        say(
            "**Spoken of, and silent: {side}.** Named {n:,} times in {k:,} articles, "
            "{quoted:,} of them between quotation marks and {reported:,} in reported "
            "speech; no word of this side is given.",
            side=translated(side, "side"),
            n=spoken["mentions"][side],
            k=spoken["articles"][side],
            quoted=spoken["in_quotes"][side],
            reported=spoken["in_reports"][side],
        )
        for side in _silent(table)["side"]
    ]


def _how_sure(articles: pd.DataFrame, voices: pd.DataFrame) -> str:
    by_hand = hand_voices(articles)
    if by_hand is None:
        return say(
            "**How sure.** Nobody has counted these articles by hand: read the "
            "passages before you repeat a share."
        )
    both = [voice_shares(one).set_index("side") for one in (by_hand, voices)]
    hand, found = (one[["quoted", "reported"]] for one in both)
    apart = found.sub(hand, fill_value=0)
    return say(
        "**How sure.** A reader counted by hand: quoted, {quoted}; reported, "
        "{reported}. Of {n:,} words in quotation marks, the program gives {wrong:,} to "
        "another side or misses them; of the {m:,} reported, {lost:,}.",
        quoted=_listed(
            hand.index[hand["quoted"] > 0], hand["quoted"][lambda x: x > 0]
        ),
        reported=_listed(
            hand.index[hand["reported"] > 0], hand["reported"][lambda x: x > 0]
        ),
        n=hand["quoted"].sum(),
        wrong=int(-apart["quoted"].clip(upper=0).sum()),
        m=hand["reported"].sum(),
        lost=int(-apart["reported"].clip(upper=0).sum()),
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
