"""Whose voice: quoted and reported words by side, and who is spoken of and is silent.

A side is a camp whose words are counted together, an office what somebody speaks as:
``french/words/sides.csv`` and ``offices.csv``.  A speaker's side is that of the country
which the office or the name tells; where the text does not tell it, nor the lists,
the side is ``other``, and where nobody is named, ``unnamed``.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from multipolaire.french import lexicon
from multipolaire.french.fold import fold
from multipolaire.french.speech.names import is_outlet, people
from multipolaire.french.text import tokenize
from multipolaire.french.trade.places import Place, countries_in
from multipolaire.quotes import extract_quotes
from multipolaire.stats.columns import columns_of, typed
from multipolaire.stats.texts import find_copies, text_numbers

#: One row a passage.  ``words`` as :func:`~multipolaire.tokenize` counts them; of a
#: ``repeat`` the words were printed before, in this article or in another.
VOICES = columns_of(
    "article_id:str start:int64 end:int64 kind:str speaker:str side:str office:str "
    "via:str words:int64 repeat:bool"
)
#: ``quoted`` words stand between quotation marks, ``reported`` ones do not;
#: ``share_quoted`` and ``share_reported`` are of all that are (0–1).
SHARES = columns_of(
    "passages:int64 quoted:int64 reported:int64 share_quoted:float64 "
    "share_reported:float64"
)
#: ``mentions`` of a side's countries, their people, capitals and governments;
#: ``in_quotes`` and ``in_reports`` are those within somebody's words.
SPOKEN_OF = columns_of(
    "side:str mentions:int64 articles:int64 in_quotes:int64 in_reports:int64 "
    "quoted:int64 reported:int64"
)
JOINT, OTHER, UNNAMED = "joint", "other", "unnamed"
RUN = 8  # words: a shorter passage may be said twice by chance


def voices(
    articles: pd.DataFrame,
    quotes: pd.DataFrame | None = None,
    *,
    strict: bool = False,
) -> pd.DataFrame:
    """Whose words the articles print, one row a passage; columns :data:`VOICES`.

    ``quotes`` are those of :func:`~multipolaire.extract_quotes`, or corrected ones, in
    any frame with ``article_id``, ``start``, ``end``, ``quote``, ``kind``, ``speaker``,
    ``mention`` and ``via``.  Sides are those of ``words/sides.csv``, or of one's own in
    its place (:func:`multipolaire.use_words`).  Speakers of two at once are ``joint``.
    A passage is a ``repeat`` where eight words or more, all that it has, were printed
    before, or where its article is a copy.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    quotes
        The table of :func:`multipolaire.extract_quotes`; made of the articles
        without it.
    strict
        Raise what fails in an article; without it, the article is left out and
        named in a warning and in :func:`multipolaire.problems`.

    Returns
    -------
    DataFrame
        A row a passage: :data:`VOICES`; offsets count characters, ``words`` words.

    Examples
    --------
    >>> text = "« Oui », a dit le président chinois. « Non », a dit Moscou."
    >>> one = pd.DataFrame({"article_id": ["a"], "text": [text]})
    >>> voices(one)[["side", "office", "words"]].values.tolist()
    [['Chinese', 'head', 1], ['Russian', 'government', 1]]
    """
    if quotes is None:
        quotes = extract_quotes(articles, strict=strict)
    known = _Sides()
    days = dict(zip(articles["article_id"], _days(articles)))
    texts = dict(zip(articles["article_id"], articles["text"]))
    table = quotes[quotes["article_id"].isin(texts)].copy()
    order = {name: i for i, name in enumerate(texts)}
    table["_row"] = table["article_id"].map(order)
    table = table.sort_values(["_row", "start"], kind="stable")
    said = [tokenize(quote) for quote in table["quote"]]
    table["words"] = [*map(len, said)]
    table["repeat"] = _repeats(articles, table, said)
    table["speaker"] = [*_inherited(table, texts)]
    told = {}  # of an article, what its mentions say of a speaker
    for row in table.dropna(subset=["speaker", "mention"]).itertuples():
        told.setdefault((row.article_id, row.speaker), []).append(row.mention)
    both = []
    for row in table.itertuples():
        mentions = told.get((row.article_id, row.speaker), [row.mention])
        both.append(known.of(row.speaker, mentions, days[row.article_id]))
    table["side"], table["office"] = zip(*both) if both else ([], [])
    return typed(table, VOICES)


def voice_shares(
    table: pd.DataFrame, by: str | list[str] = "side"
) -> pd.DataFrame:
    """Words quoted and words reported, by ``by``, those of repeats left out.

    Columns: ``by``, then :data:`SHARES`; the most quoted first.

    Parameters
    ----------
    table
        The table of :func:`multipolaire.voices`.
    by
        A column of ``table``, or several.

    Returns
    -------
    DataFrame
        A row a group: ``by``, then :data:`SHARES`; shares are 0 to 1.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> voice_shares(voices(load_articles())).columns.tolist()[:4]
    ['side', 'passages', 'quoted', 'reported']
    """
    by = [by] if isinstance(by, str) else list(by)
    once = table[~table["repeat"]].copy()
    indirect = once["kind"].eq("indirect")
    once["quoted"] = once["words"].where(~indirect, 0)
    once["reported"] = once["words"].where(indirect, 0)
    grouped = once.groupby(by, dropna=False, as_index=False, sort=False)
    shares = grouped.agg(
        passages=("words", "size"),
        quoted=("quoted", "sum"),
        reported=("reported", "sum"),
    )
    for name in ("quoted", "reported"):
        whole = max(1, shares[name].sum())
        shares[f"share_{name}"] = shares[name].astype("float64") / whole
    most = ["quoted", "reported"]
    shares = shares.sort_values(most, ascending=False, kind="stable")
    return typed(shares, dict.fromkeys(by, "str") | SHARES)


def spoken_of(articles: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """How often each side is spoken of, beside how much it speaks (:data:`SPOKEN_OF`).

    ``table`` is that of :func:`voices`.  The side that is spoken of most comes first.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    table
        The table of :func:`multipolaire.voices`.

    Returns
    -------
    DataFrame
        A row a side: :data:`SPOKEN_OF`.

    Examples
    --------
    >>> from multipolaire import load_articles
    >>> articles = load_articles()
    >>> spoken = spoken_of(articles, voices(articles))
    >>> spoken["mentions"].is_monotonic_decreasing
    True
    """
    known, found = _Sides(), []
    said = dict([*table.groupby("article_id")])
    for name, text in zip(articles["article_id"], articles["text"]):
        own = said.get(name, table[:0])
        spans = [*zip(own["start"], own["end"], own["kind"].eq("indirect"))]
        for place in countries_in(text):
            if side := known.by_place.get(place.code):
                found.append((side, name, *_within(place, spans)))
    place = columns_of("side:str article_id:str in_quotes:bool in_reports:bool")
    places = typed(found, place)
    named = places.groupby("side").agg(
        mentions=("article_id", "size"),
        articles=("article_id", "nunique"),
        in_quotes=("in_quotes", "sum"),
        in_reports=("in_reports", "sum"),
    )
    spoken = voice_shares(table).set_index("side")[["quoted", "reported"]]
    both = named.join(spoken.reindex(named.index).fillna(0)).reset_index()
    both = both.sort_values("mentions", ascending=False, kind="stable")
    return typed(both, SPOKEN_OF)


def named_beside(left: str, right: str) -> str | None:
    """The country or side that the words just beside a noun name, as written.

    What stands right after it, or before *d'* (*politique américaine d'ingérence*).

    >>> named_beside("rejeter l’", " de l'Occident"), named_beside("", " dans l'État")
    ('Occident', None)
    """
    after = _AFTER.match(right)
    before = _BEFORE.search(left)
    listed = {
        name
        for row in lexicon.followed("sides")
        for name in row["names"].split("|")
    }
    for found in filter(None, (after, before)):
        if countries_in(found["who"]) or found["who"] in listed:
            return found["who"]
    return None


_WORD = r"(?P<who>[^\W\d_]+(?:-[^\W\d_]+)*)"
_LINK = r"(?:(?:de\s)?[dl]['’]|de\sla\s|des?\s|du\s)?"
_AFTER = re.compile(rf"[^.;:!?\w]*{_LINK}{_WORD}")
_BEFORE = re.compile(rf"{_WORD}\s+d['’]$")


def _within(place: Place, spans: Iterable[tuple]) -> tuple[bool, bool]:
    """Whether a place stands in quoted words, and whether in reported ones."""
    kinds = {ind for start, end, ind in spans if start <= place.start < end}
    return False in kinds, kinds == {True}


class _Sides:
    """Who stands on which side, and speaks as what."""

    def __init__(self):
        self.by_place, self.by_name = {}, {}
        for row in lexicon.followed("sides"):
            for column, known in (
                ("places", self.by_place),
                ("names", self.by_name),
            ):
                for entry in filter(None, row[column].split("|")):
                    known.setdefault(fold(entry.strip()), row["side"])
        self.by_place = {k.upper(): side for k, side in self.by_place.items()}

    def of(self, speaker, mentions: list, day) -> tuple[str, str | None]:
        """The side and the office of one speaker, of several, or of nobody."""
        mentions = [one for one in mentions if isinstance(one, str)]
        if not isinstance(speaker, str):
            office = _office(mentions)
            side = self._told(mentions) if office else None
            return side or UNNAMED, office
        names = speaker.split("; ")
        alone = mentions if len(names) == 1 else []
        both = [self._one(name, alone, day) for name in names]
        sides = {side for side, _ in both}
        offices = {office for _, office in both}
        side = sides.pop() if len(sides) == 1 else JOINT
        return side, offices.pop() if len(offices) == 1 else None

    def _one(self, name: str, mentions: list[str], day):
        """Of one person or body: its own name, its offices, what it is called."""
        terms = [term for term in people().get(name, ()) if term.held_on(day)]
        called = [p for term in terms for p in (*term.epithets, *term.offices)]
        called = [phrase.title() for phrase in called]  # places have capitals
        side = self.by_name.get(fold(name))
        side = side or self._told([*called, name, *mentions]) or OTHER
        office = _office([*called[:1], *mentions, name])
        if office is None and is_outlet(name):
            office = "media"
        body = any(_is_whole(place, name) for place in countries_in(name))
        return side, "government" if body else office

    def _told(self, phrases: list[str]) -> str | None:
        """The side of the first country that phrases name."""
        for phrase in phrases:
            for place in countries_in(phrase):
                return self.by_place.get(place.code)
            for name, side in self.by_name.items():
                if name in fold(phrase).split():
                    return side
        return None


def _is_whole(place: Place, name: str) -> bool:
    return place.start <= 2 and place.end == len(name)


def _office(phrases: list[str]) -> str | None:
    for phrase in phrases:
        if found := _offices().search(fold(phrase)):
            return _of_word()[found[0]]
    return None


@cache
def _of_word() -> dict[str, str]:
    return {
        word: row["office"]
        for row in lexicon.table("offices")
        for word in row["words"].split("|")
    }


@cache
def _offices() -> re.Pattern:
    words = sorted(_of_word(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def _days(articles: pd.DataFrame) -> Iterable:
    """The day of each article, as ISO 8601, or nothing."""
    if "event_date" not in articles:
        return [None] * len(articles)
    days = articles["event_date"]
    return [None if pd.isna(day) else str(day)[:10] for day in days]


class _Last(NamedTuple):
    article_id: str
    end: int
    speaker: object


def _inherited(table: pd.DataFrame, texts: dict[str, str]) -> Iterator:
    """Each speaker; of one who is but *il* or *elle*, the last one of the sentence."""
    last = _Last("", 0, None)
    for row in table.itertuples():
        speaker = row.speaker
        if pd.isna(speaker) and str(row.mention) in ("il", "elle"):
            between = texts[row.article_id][last.end : row.start]
            same = last.article_id == row.article_id
            if same and not re.search(r"[.!?…]\s|\n", between):
                speaker = last.speaker
        yield speaker
        last = _Last(row.article_id, row.end, speaker)


def _repeats(articles: pd.DataFrame, table: pd.DataFrame, said: list) -> list:
    """Whether the words of each passage were printed before."""
    numbers = text_numbers(find_copies(articles))
    number = dict(zip(articles["article_id"], numbers))
    runs: dict[
        tuple, list[str]
    ] = {}  # eight words to the passages that hold them
    short: dict[tuple, set] = {}  # of one text, in which articles
    found = []
    for article, words in zip(table["article_id"], said):
        key, line = number[article], f" {' '.join(words)} "
        before = runs.get(tuple(words[:RUN]), ())
        others = short.setdefault((key, line), set())
        repeat = len(words) >= RUN and any(line in one for one in before)
        found.append(repeat or bool(others - {article}))
        others.add(article)
        for at in range(len(words) - RUN + 1):
            run = runs.setdefault(tuple(words[at : at + RUN]), [])
            if not repeat:
                run.append(line)
    return found
