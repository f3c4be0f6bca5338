"""Whose voice: quoted and reported words by side, and who is spoken of and is silent.

A side is a camp whose words are counted together, an office what somebody speaks as:
``french/words/sides.csv`` and ``offices.csv``.  A speaker's side is that of the country
which the office or the name tells; where the text does not tell it, nor the lists,
the side is ``other``, and where nobody is named, ``unnamed``.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pandas as pd

from multipolaire.french import lexicon
from multipolaire.french.fold import fold
from multipolaire.french.speech.names import is_outlet, people
from multipolaire.french.text import tokenize
from multipolaire.french.trade.places import countries_in
from multipolaire.quotes import extract_quotes
from multipolaire.stats.columns import columns_of, typed
from multipolaire.stats.texts import text_numbers

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
    known, days = _Sides(), {}
    if "event_date" in articles:
        written = pd.to_datetime(articles["event_date"]).dt.strftime("%Y-%m-%d")
        days = dict(zip(articles["article_id"], written.dropna()))
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
        day = days.get(row.article_id)
        both.append(known.of(row.speaker, mentions, day))
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
    once["passages"] = 1
    once["quoted"] = once["words"].where(~indirect, 0)
    once["reported"] = once["words"].where(indirect, 0)
    grouped = once.groupby(by, dropna=False, as_index=False, sort=False)
    most = ["quoted", "reported"]
    shares = grouped[["passages", *most]].sum()
    for name in most:
        whole = max(1, shares[name].sum())
        shares[f"share_{name}"] = shares[name].astype("float64") / whole
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
                at = place.start
                kinds = {ind for start, end, ind in spans if start <= at < end}
                found.append((side, name, False in kinds, kinds == {True}))
    place = columns_of("side:str article_id:str in_quotes:bool in_reports:bool")
    by_side = typed(found, place).groupby("side")
    named = by_side[["in_quotes", "in_reports"]].sum()
    named["mentions"] = by_side.size()
    named["articles"] = by_side["article_id"].nunique()
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
    rows = lexicon.followed("sides")
    listed = {name for row in rows for name in row["names"].split("|")}
    for found in filter(None, (_AFTER.match(right), _BEFORE.search(left))):
        if countries_in(found["who"]) or found["who"] in listed:
            return found["who"]
    return None


_WORD = r"(?P<who>[^\W\d_]+(?:-[^\W\d_]+)*)"
_LINK = r"(?:(?:de\s)?[dl]['’]|de\sla\s|des?\s|du\s)?"
_AFTER = re.compile(rf"[^.;:!?\w]*{_LINK}{_WORD}")
_BEFORE = re.compile(rf"{_WORD}\s+d['’]$")


class _Sides:
    """Who stands on which side, and speaks as what."""

    def __init__(self):
        self.by_place, self.by_name = {}, {}
        for row in lexicon.followed("sides"):
            for code in filter(None, row["places"].split("|")):
                self.by_place.setdefault(code.strip().upper(), row["side"])
            for name in filter(None, row["names"].split("|")):
                self.by_name.setdefault(fold(name.strip()), row["side"])

    def of(self, speaker, mentions: list, day) -> tuple[str, str | None]:
        """The side and the office of one speaker, of several, or of nobody."""
        mentions = [one for one in mentions if isinstance(one, str)]
        if not isinstance(speaker, str):
            office = _office(mentions)
            side = self._told(mentions) if office else None
            return side or UNNAMED, office
        names = speaker.split("; ")
        alone = mentions if len(names) == 1 else []
        both = (self._one(name, alone, day) for name in names)
        sides, offices = map(set, zip(*both))
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
        for place in countries_in(name):
            if place.start <= 2 and place.end == len(name):  # la Chine
                office = "government"
        return side, office

    def _told(self, phrases: list[str]) -> str | None:
        """The side of the first country that phrases name."""
        for phrase in phrases:
            for place in countries_in(phrase):
                return self.by_place.get(place.code)
            for name, side in self.by_name.items():
                if name in fold(phrase).split():
                    return side
        return None


def _office(phrases: list[str]) -> str | None:
    office_of, pattern = _offices()
    for phrase in phrases:
        if found := pattern.search(fold(phrase)):
            return office_of[found[0]]
    return None


@cache
def _offices() -> tuple[dict[str, str], re.Pattern]:
    office_of = {
        word: row["office"]
        for row in lexicon.table("offices")
        for word in row["words"].split("|")
    }
    words = sorted(office_of, key=len, reverse=True)
    any_of = "|".join(map(re.escape, words))
    return office_of, re.compile(rf"(?<!\w)(?:{any_of})(?!\w)")


def _inherited(table: pd.DataFrame, texts: dict[str, str]) -> Iterator:
    """Each speaker; of one who is but *il* or *elle*, the last one of the sentence."""
    article_id, end, last = "", 0, None
    for row in table.itertuples():
        speaker = row.speaker
        if pd.isna(speaker) and str(row.mention) in ("il", "elle"):
            between = texts[row.article_id][end : row.start]
            same = article_id == row.article_id
            if same and not re.search(r"[.!?…]\s|\n", between):
                speaker = last
        yield speaker
        article_id, end, last = row.article_id, row.end, speaker


def _repeats(articles: pd.DataFrame, table: pd.DataFrame, said: list) -> list:
    """Whether the words of each passage were printed before."""
    number = dict(zip(articles["article_id"], text_numbers(articles)))
    runs = defaultdict(list)  # eight words to the passages that hold them
    short = defaultdict(set)  # of one text, in which articles
    found = []
    for article, words in zip(table["article_id"], said):
        line = f" {' '.join(words)} "
        before = runs.get(tuple(words[:RUN]), ())
        others = short[number[article], line]
        repeat = len(words) >= RUN and any(line in one for one in before)
        found.append(repeat or bool(others - {article}))
        others.add(article)
        for at in range(0 if repeat else len(words) - RUN + 1):
            runs[tuple(words[at : at + RUN])].append(line)
    return found
