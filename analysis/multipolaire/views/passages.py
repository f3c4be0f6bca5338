"""What the parts of the story share: names of outlets, sentences, passages."""

import pandas as pd

from multipolaire.say import escaped, excerpt, number, plain, say
from multipolaire.views.display import Shown


def outlet_names(articles: pd.DataFrame) -> dict[str, str]:
    """A short name for each article: its outlet, and the year where that is not enough.

    >>> from multipolaire import load_articles
    >>> [*outlet_names(load_articles()).values()][:3]
    ['Reuters', 'RT 2022', 'Perspectives Med']
    """
    names = articles["article_id"].astype(object)
    for column in ("publisher", "outlet"):
        if column in articles:
            names = (
                articles[column]
                .astype(object)
                .where(articles[column].notna(), names)
            )
    days = pd.Series(pd.NaT, articles.index, "datetime64[s]")
    for column in ("event_date", "published"):
        if column in articles:
            days = days.fillna(articles[column].astype("datetime64[s]"))
    years = days.dt.year.astype("Int64").astype(str).radd(" ")
    twice = names.duplicated(keep=False)
    names = names.where(~twice | days.isna(), names + years)
    twice = names.duplicated(keep=False)
    names = names.where(~twice, names + " " + articles["article_id"])
    return dict(zip(articles["article_id"], names))


def passages_shown(items: list[tuple[str, str]]) -> Shown:
    """Passages, each with who says it where."""
    code = "".join(
        f'<li><p lang="fr">{escaped(excerpt(words, at_word=True))}</p><p>{escaped(source)}</p></li>'
        for words, source in items
    )
    text = "\n".join(
        f"“{excerpt(words, at_word=True)}” {source}" for words, source in items
    )
    return Shown(
        f'<div class="marked"><ul>{code}</ul></div>' if items else "", text
    )


def paragraph(said: str) -> Shown:
    """A computed sentence with its emphasis."""
    import mistune

    return Shown(mistune.html(said).strip(), plain(said))


def day_in_words(day) -> str:
    """A day as the language spoken writes it: 8 February 2024."""
    return number(day, "%d %B %Y").lstrip("0")


def counted_names(counts: pd.Series, most: int = 8) -> str:
    """Names with their counts, the most frequent first; what is left out is counted."""
    told = [f"{name} {number(n)}" for name, n in counts.head(most).items()]
    if rest := int(counts[most:].sum()):
        told.append(plain(say("others {n:,}", n=rest)))
    return ", ".join(told)
