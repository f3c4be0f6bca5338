"""What each plot shows, in a sentence, and the numbers that it draws.

:func:`multipolaire.views.display.figure` takes both from the plot, unless it is given
others.  One function a plot, with the arguments of the plot.
"""

from typing import NamedTuple

import pandas as pd

from multipolaire.say import Sentence, say


class Description(NamedTuple):
    """The alternative text, the data, and the formats of its table."""

    alt: Sentence
    data: pd.DataFrame
    formats: dict = {}


def words(frame: pd.DataFrame) -> Description:
    most = frame.loc[frame["furniture"].idxmax()]
    aside = frame["furniture"].sum()
    alt = say(
        "Site furniture is {share:.0%} of all words; {most} holds the most of it, "
        "{n} words.",
        share=aside / (frame["words"].sum() + aside),
        most=most["article_id"],
        n=most["furniture"],
    )
    return Description(alt, frame)


def dispersion(
    frame: pd.DataFrame, order: list[str] | None = None
) -> Description:
    names = frame["family"].drop_duplicates()
    alt = say(
        "Where {names} stand along each article, {n} occurrences in {k} articles.",
        names=", ".join(names),
        n=len(frame),
        k=frame["article_id"].nunique(),
    )
    columns = ["article_id", "family", "form", "position"]
    formats = {"decimals": 2, "french": ["form"]}
    return Description(alt, frame[columns], formats)


def keyness(frame: pd.DataFrame, group: str, reference: str) -> Description:
    alt = say(
        "The words most unevenly shared between {a} and {b}; {n} of {all} "
        "intervals exclude zero.",
        a=group,
        b=reference,
        n=int((frame["low"].gt(0) | frame["high"].lt(0)).sum()),
        all=len(frame),
    )
    columns = ["word", "a", "b", "log_ratio", "low", "high", "lafon"]
    return Description(alt, frame[columns], {"french": ["word"]})


def stability(frame: pd.DataFrame) -> Description:
    top = frame[["agreement", "null_agreement"]].max()
    alt = say(
        "Two samples agree at {real:.2f} at most, on shuffled words at {null:.2f}.",
        real=top["agreement"],
        null=top["null_agreement"],
    )
    columns = ["k", "agreement", "null_agreement", "margin"]
    return Description(alt, frame[columns], {"decimals": 2})


def classes(tree: pd.DataFrame, profiles: pd.DataFrame) -> Description:
    named = profiles[profiles["kind"].eq("word")]
    alt = say(
        "A tree of {n} classes; the word that stands out most is {word}.",
        n=len(tree) + 1,
        word=named.loc[named["chi2"].idxmax(), "name"],
    )
    return Description(alt, profiles.groupby("topic").head(5))


def similarity(frame: pd.DataFrame) -> Description:
    once = frame["article_a"] < frame["article_b"]
    pairs = frame[once].sort_values("similarity")
    closest = pairs.iloc[-1]
    alt = say(
        "The articles most alike are {a} and {b}, at {value:.2f} (1: the same words).",
        a=closest["article_a"],
        b=closest["article_b"],
        value=closest["similarity"],
    )
    return Description(alt, pairs, {"decimals": 2})


def article_map(
    points: pd.DataFrame, parts: pd.DataFrame, words=25
) -> Description:
    alt = say(
        "Articles and words in all directions; the first axis holds {share:.0%} of the "
        "differences, where chance gives {chance:.0%}.",
        **parts.iloc[0],
    )
    placed = points.sort_values("contribution_x", ascending=False)
    columns = ["kind", "name", "x", "y", "contribution_x", "quality"]
    return Description(alt, placed[columns].head(20), {"decimals": 2})


def claims(
    claims: pd.DataFrame,
    yearly: pd.DataFrame,
    partial: pd.DataFrame,
    others: pd.DataFrame | None = None,
) -> Description:
    dated = claims.dropna(subset="period_end")
    top = yearly.loc[yearly["value"].idxmax()]
    alt = say(
        "The yearly totals of {publisher} reach {top:.0f} billion dollars in {year}; "
        "of {n} claims on a known period, {below} lie below what it published of it.",
        publisher=top["publisher"],
        top=top["value"] / 1e9,
        year=top["period_end"].year,
        n=len(dated),
        below=int(dated["difference"].lt(0).sum()),
    )
    told = dated.assign(publisher=dated["article_id"])
    data = pd.concat([told, yearly, partial, others]).sort_values("period_end")
    data = data.assign(value=data["value"] / 1e9)
    columns = ["publisher", "status", "qualifier", "value", "period_end"]
    heads = {
        "publisher": "who",
        "period_end": "until",
        "value": "USD, billions",
    }
    return Description(alt, data[columns], {"names": heads})


def trend(frame: pd.DataFrame) -> Description:
    families = list(frame["family"].drop_duplicates())
    alt = say(
        "Rates of {names} over {k} periods; too few articles to rely on in {few:,} of "
        "{all:,} of them.",
        names=", ".join(families),
        k=len(frame) // max(1, len(families)),
        few=int((~frame["reliable"]).sum()),
        all=len(frame),
    )
    columns = ["family", "period", "n", "words", "articles", "rate"]
    ends = ["low", "high", "exact_low", "exact_high", "reliable"]
    return Description(alt, frame[[*columns, *ends]], {"french": ["family"]})
