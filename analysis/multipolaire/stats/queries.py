"""Families of words: what one types, and where the texts say it.

A *query* is one of these, or several, ``ingérence | interfér*``, of which any counts:

=========================  =============================================================
``paix``                   the word
``ingér*``, ``*lateral*``  what begins or ends so, or holds it
``relations bilatérales``  words in a row, in one line
``ordre * mondial``        any word between them; ``* *``: any two
``ordre ~5 mondial``       at most five words between them, and no stop
``lemma:négocier``         any form of the word that :func:`multipolaire.lemmatize` knows
``case:Occident``          the word as it is written, capitals and accents too
``/vaccin(al|er)\\w*/``     a word that the whole of a regular expression fits
``ingérence``              a family of ``french/words/families.csv``, or of one's own
``« guerre »``             the bare word, whatever family has this name
=========================  =============================================================

But for families they stand beside one another: ``lemma:rejeter ~3 /ingér.*/``.  Case
does not count but after ``case:``.  Accents count where the query has one, but a
capital may lack its own (*Etat*).

A word that is the name of a family means the family, which may be narrower: *ingérer*
counts in ``ingérence`` where it is reflexive alone, and ``guerre``, ``conflit``,
``invasion``, ``opération``, ``campagne`` and ``offensive`` where they are Ukraine's war.
In quotation marks, ``« guerre »``, it is the bare word, wherever it stands; so is each
of these six beside other words, ``guerre | bataille``, which is a query of one's own.
Where the texts tell more of other wars, a :class:`QueryWarning` says so.
"""

import difflib
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from multipolaire.french import lexicon
from multipolaire.french.fold import fold, unaccented
from multipolaire.french.text import token_spans, tokenize
from multipolaire.lemmas import lemmatize
from multipolaire.say import plain, say

LETTER = r"[^\W_]"
_END = rf"(?!{LETTER}|[-\u2011'’]{LETTER})"  # where a word of tokenize() ends
_QUOTE = "\"«»“”„‘’'"
# Words in a row may open or close a quotation (partenariat « illimité »), but share
# their line and hold no stop between them.
GAP = rf"[{_QUOTE}]*[^\S\n](?:[^\S\n]|[{_QUOTE}])*"
_ANY_END = "ʘ"  # for * while a query is cut into words: no letter of French
# Ratios of difflib: of what is warned of (ingerance), and of what is no query at all.
_ALIKE, _A_LITTLE = 0.7, 0.4
FEW_WARS = 2  # of other wars: more, and more than counted, are warned of


class Query(NamedTuple):
    """A query ready to scan: what is not meant is taken, and not counted.

    The group that matched tells: ``apart`` is not meant, ``reflexive`` a verb that is
    with its pronoun alone, the name of a war a word that is where it is that war.
    """

    name: str
    pattern: re.Pattern  # from the start of a word
    first: str  # pattern of the words that can begin a match
    steps: tuple = ()  # ways to say what no pattern says, each of Steps


class Step(NamedTuple):
    """A word to come, after so many others."""

    least: int
    most: int
    fits: Callable[[str], object]


class QueryWarning(UserWarning):
    """A query that looks like a family and has no hit, or that leaves many wars out."""


def families() -> tuple[str, ...]:
    """The names of the families of ``french/words/families.csv``.

    Returns
    -------
    tuple of str
        The names, in the order of the file.

    Examples
    --------
    >>> families()[:3]
    ('ingérence', 'non-ingérence', 'multipolaire')
    """
    return tuple(row["family"] for row in lexicon.followed("families"))


def parse_queries(queries: str | Sequence[str]) -> list[Query]:
    """The queries typed, one or several, in their order.

    >>> [query.name for query in parse_queries(["INGERENCE", "ingér*"])]
    ['ingérence', 'ingér*']

    Raises ``ValueError`` with the nearest families for what is no query.
    """
    typed = [queries] if isinstance(queries, str) else list(queries)
    if not typed:
        named = ", ".join(families())
        raise ValueError(f"no query: expected a word or one of {named}")
    parsed = [_parse(unicodedata.normalize("NFC", query)) for query in typed]
    if len({query.name for query in parsed}) < len(parsed):
        raise ValueError(f"queries={typed!r}: one of them stands twice")
    return parsed


def is_form(form: str) -> bool:
    """Whether a form is in the writing of ``families.csv``.

    >>> [is_form(form) for form in ("ingérences?", "s' ingér(er|é)", "a|b", "(a")]
    [True, True, False, False]
    """
    return bool(_FORM.fullmatch(form))


_PART = rf"{LETTER}\??|['’\-\u2011*]"
_FORM = re.compile(
    rf"(?=\S)(?=.*{LETTER})(?:(?:{LETTER}|\((?:{_PART})*(?:\|(?:{_PART})*)*\))\??"
    rf"|['’\-\u2011* ])+"
)


def nearest_families(query: str, cutoff: float = _ALIKE) -> list[str]:
    """Families whose name looks like the query.

    Parameters
    ----------
    query
        A word, a beginning (``ingér*``), words in a row, a family, or several of
        these with ``|`` between them.
    cutoff
        Least likeness of a name, 0 to 1 (``difflib``).

    Returns
    -------
    list of str
        The nearest first; none where nothing is near.

    Examples
    --------
    >>> nearest_families("ingerance")
    ['ingérence', 'non-ingérence']
    """
    names = _families()
    near = difflib.get_close_matches(_bare(query), names, n=3, cutoff=cutoff)
    return [names[name]["family"] for name in near]


def near_of(name: str) -> str:
    """The query for what is near a family in meaning; nothing of anything else."""
    return _families().get(_bare(name), {}).get("near", "")


def warn_of_misses(
    parsed: Sequence[Query], found: Mapping[int, int], others: Mapping[int, int]
) -> None:
    """Name the families that a query without a hit may mean; and say which family tells
    of one war where the texts tell more of ``others``.
    """
    for number, query in enumerate(parsed):
        times, rest, told = found.get(number, 0), others.get(number, 0), ""
        if rest > max(times, FEW_WARS):
            told = say(
                "'{query}' counts the war in {war}, {times} of {all} times; "
                "'« {query} »' counts every war",
                query=query.name,
                war=_families()[_bare(query.name)]["about"],
                times=times,
                all=times + rest,
            )
        elif not times and query.name not in families():
            near = ", ".join(nearest_families(query.name))
            names = {"query": query.name, "near": near}
            told = near and say(
                "no article has '{query}'; near it: {near}", **names
            )
        if told:
            warnings.warn(plain(told), QueryWarning, stacklevel=5)


def _parse(query: str) -> Query:
    groups: dict[str, list] = {"apart": [], "reflexive": [], "": []}
    parts, ways = _OR.split(query), []
    for part in parts:
        row = _families().get(_bare(part))
        if row and not (row["about"] and len(parts) > 1):
            kinds = ["apart", "reflexive", row["about"]]
            columns = row["apart"], row["reflexive"], row["forms"]
            for group, forms in zip(kinds, columns):
                listed = [(form, False) for form in forms.split(" | ") if form]
                groups.setdefault(group, []).extend(listed)
        elif any(map(_SPECIAL.fullmatch, part.split())):
            ways.append(_steps(part, query))
        else:
            groups[""].append((_typed(part, query), part == unaccented(part)))
    first, said = [], []
    for group, given in groups.items():
        given.sort(key=lambda form: -form[0].count(" "))  # the longest first
        first += [_word(form.split()[0], loose) for form, loose in given]
        any_of = "|".join(pattern_of(*form) for form in given) or r"(?!)"
        said.append(f"(?P<{group}>{any_of})" if group else f"(?:{any_of})")
    alone = _families().get(_bare(query))
    name = alone["family"] if alone else query.strip()
    pattern = re.compile("|".join(said))
    return Query(name, pattern, "|".join(first), tuple(ways))


_OR = re.compile(r"\|(?=(?:[^/]*/[^/]*/)*[^/]*$)")  # not within /a|b/
_SPECIAL = re.compile(r"lemma:.*|case:.*|/.*|\*|~.*")


def _steps(part: str, query: str) -> tuple[Step, ...]:
    """The words of a query that no pattern says, one after the other."""
    steps, least, most = [], 0, 0
    for chunk in part.split():
        if chunk == "*":
            least, most = least + 1, most + 1
        elif re.fullmatch(r"~\d{1,3}", chunk):
            most += int(chunk[1:])
        else:
            for fits in _tests(chunk, query, part == unaccented(part)):
                steps.append(Step(least, most, fits))
                least = most = 0
    if most or not steps or steps[0].most:
        raise _refused(query)
    return tuple(steps)


def _tests(chunk: str, query: str, loose: bool) -> Iterator[Callable]:
    """What each word of a chunk of a query has to pass."""
    kind, _, word = chunk.partition(":")
    spans = token_spans(word)
    if kind == "case" and spans:
        for span in spans:
            yield re.compile(re.sub("['’]", "['’]", span.text)).fullmatch
    elif kind == "lemma" and len(spans) == 1:
        lemma = lemmatize(fold(word))
        yield lambda text: lemmatize(fold(text)) == lemma
    elif re.fullmatch("/.+/", chunk):
        try:
            yield re.compile(chunk[1:-1], re.IGNORECASE).fullmatch
        except re.error as error:
            told = say(
                "query '{query}': expected a regular expression of one word ({error})",
                query=query,
                error=str(error),
            )
            raise ValueError(plain(told)) from None
    else:
        for word in _typed(chunk, query).split():
            yield re.compile(_word(word, loose)).fullmatch


@lexicon.remembered()
def _families() -> dict:
    """The rows of the families, each by its name in plain letters."""
    return {_bare(row["family"]): row for row in lexicon.followed("families")}


def _typed(part: str, query: str) -> str:
    words = tokenize(part.replace("*", _ANY_END))
    starred = [word for word in words if _ANY_END in word]
    short = any(len(word.replace(_ANY_END, "")) < 2 for word in starred)
    if not words or short or re.search(rf"[^\w\s*\-\u2011{_QUOTE}]", part):
        raise _refused(query)
    return " ".join(words).replace(_ANY_END, "*")


def _refused(query: str) -> ValueError:
    near = nearest_families(query, _A_LITTLE) or families()
    told = say(
        "query '{query}' is not understood: expected a word, a beginning of two "
        "letters or more (ingér\\*), words in a row, with gaps inside (\\* or ~5), "
        "lemma:dire, case:Otan, /re/, or a family; the nearest families: {near}",
        query=query,
        near=", ".join(near),
    )
    return ValueError(plain(told))


def pattern_of(form: str, loose: bool) -> str:
    words = [_word(word, loose) for word in form.split()]
    pattern = words[0]
    for previous, word in zip(form.split(), words[1:]):
        pattern += ("" if previous.endswith("'") else _END + GAP) + word
    return pattern + ("" if form.endswith("'") else _END)


def _word(word: str, loose: bool) -> str:
    """The pattern of one word of a form, as texts may spell it."""
    parts = re.findall(r"oe|œ|ae|æ|.", word)
    return "".join(_SPELT.get(part) or _letter(part, loose) for part in parts)


_SPELT = {
    "(": "(?:",
    "*": rf"(?:[-\u2011'’]?{LETTER})*",
    "'": "['’]",
    "-": "[-\u2011]",
    **dict.fromkeys(["oe", "œ"], "(?:oe|œ|O[eE]|Œ)"),
    **dict.fromkeys(["ae", "æ"], "(?:ae|æ|A[eE]|Æ)"),
}
_ACCENTED = "àâäáãçéèêëíîïñóôöõúùûüÿ"


def _letter(sign: str, loose: bool) -> str:
    if not sign.isalpha():
        return sign  # a digit, or "?", ")" and "|" of a form
    spelt = {sign, sign.upper(), _bare(sign).upper()}
    if loose:
        same = {letter for letter in _ACCENTED if _bare(letter) == _bare(sign)}
        spelt |= same | {letter.upper() for letter in same}
    return f"[{''.join(sorted(spelt))}]"


def _bare(text: str) -> str:
    return unaccented(fold(text))
