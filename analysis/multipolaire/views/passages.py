"""What the parts of the story share: names of outlets, counts, passages."""

import pandas as pd

from multipolaire.say import escaped, excerpt, number, plain, say, translated
from multipolaire.views.display import Shown


def first_known(articles: pd.DataFrame, *columns: str) -> pd.Series:
    """Of each article, what the first of these columns says that says something."""
    found = pd.Series(None, articles.index, dtype=object)
    for column in columns:
        if column in articles:
            found = found.where(found.notna(), articles[column].astype(object))
    return found


def outlet_names(articles: pd.DataFrame) -> dict[str, str]:
    """A short name for each article: its outlet, and the year where that is not enough.

    >>> from multipolaire import load_articles
    >>> [*outlet_names(load_articles()).values()][:3]
    ['Reuters', 'RT 2022', 'Perspectives Med']
    """
    names = first_known(articles, "outlet", "publisher", "article_id")
    days = first_known(articles, "event_date", "published")
    years = [f" {day.year}" if pd.notna(day) else "" for day in days]
    for more in (years, [f" {name}" for name in articles["article_id"]]):
        names = names.where(~names.duplicated(keep=False), names + more)
    return dict(zip(articles["article_id"], names))


def passages_shown(items: list[tuple[str, str]]) -> Shown:
    """Passages, each with who says it where."""
    cut = [(excerpt(words, at_word=True), source) for words, source in items]
    code = "".join(
        f'<li><p lang="fr">{escaped(words)}</p><p>{escaped(source)}</p></li>'
        for words, source in cut
    )
    text = "\n".join(f"“{words}” {source}" for words, source in cut)
    return Shown(f'<div class="marked"><ul>{code}</ul></div>', text)


def day_in_words(day) -> str:
    """A day as the language spoken writes it: 8 February 2024."""
    return number(day, "%d %B %Y").lstrip("0")


def counted_names(counts: pd.Series, most: int = 8) -> str:
    """Names with their counts, in their order; of what is left out, the sum."""
    counts = counts[counts > 0]
    told = [
        f"{translated(name, 'side')} {number(int(n), ',')}"
        for name, n in counts.head(most).items()
    ]
    if rest := int(counts[most:].sum()):
        told.append(plain(say("others {n:,}", n=rest)))
    return ", ".join(told) or plain(say("none"))
