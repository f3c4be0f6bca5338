"""One lemma for all the forms of a word.

simplemma knows each form by itself, and sends those of one adjective to two lemmas
(*étroite* to *étroite*, *étroites* to *étroit*).  Here a form is first taken back to
the masculine singular by the grammar, where one of its forms bears that out.
"""

import re
from collections.abc import Callable

from multipolaire.french import lexicon
from multipolaire.french.text import split_sentences, tokenize


@lexicon.remembered()
def lemmatize(token: str) -> str:
    """The lemma of a lower-case token: simplemma, of its form without plural or gender.

    Parameters
    ----------
    token
        A word of :func:`multipolaire.tokenize`.

    Returns
    -------
    str
        The lemma; what is not known stays as it is.

    Examples
    --------
    >>> [lemmatize(t) for t in ("ingérences", "s'", "usa", "multipolaires")]
    ['ingérence', 'se', 'usa', 'multipolaire']
    >>> {lemmatize(t) for t in ("gazier", "gazière", "gaziers", "gazières")}
    {'gazier'}
    """
    if known := _exceptions().get(token):
        return known
    one = _singular(_INCLUSIVE.split(token)[0])
    return _exceptions().get(one) or _lemma_of(_masculine(one))


def n_grams(
    text: str, counts: Callable, sizes: tuple[int, int], spelt: Callable = str
) -> list[str]:
    """Words in a row in one sentence, as many as ``sizes`` say, as they are ``spelt``.

    The first and the last are among what ``counts``.

    >>> n_grams("La paix dure. Elle va.", lambda word: len(word) > 2, (2, 2))
    ['paix dure']
    """
    terms = []
    for sentence in split_sentences(text):
        tokens = tokenize(sentence.text)
        ends, words = [*map(counts, tokens)], [*map(spelt, tokens)]
        terms += [
            " ".join(words[k : k + n])
            for n in range(sizes[0], sizes[1] + 1)
            for k in range(len(words) - n + 1)
            if ends[k] and ends[k + n - 1]
        ]
    return terms


def check_sizes(ngram_range: tuple[int, int]) -> None:
    """Raise ``ValueError`` for what is no range of sizes of n-grams."""
    low, high = ngram_range
    if not 1 <= low <= high:
        expected = "(least, most), as (1, 3), and 1 or more"
        raise ValueError(f"ngram_range={ngram_range!r}: expected {expected}")


_INCLUSIVE = re.compile("[·•‧∙⋅.(]")  # étudiant·e·s, élu.e.s, citoyen(ne)s


def _look(word: str) -> str:
    """What simplemma says of a form; the form itself where it knows nothing."""
    import simplemma

    return simplemma.lemmatize(word, lang="fr", greedy=True).lower()


def _lemma_of(word: str) -> str:
    """Of a noun that is also a form of a verb (*visite*), the noun."""
    lemma = _look(word)
    verb = word.endswith("e") and lemma.endswith(_INFINITIVE)
    return word if verb and _look(word + "s") == word else lemma


_INFINITIVE = ("er", "ir", "re")
_PLURALS = {"aux": "al", "eaux": "eau", "eux": "eu", "oux": "ou", "s": ""}


def _singular(word: str) -> str:
    """Without the plural; *pays* and *cours* have none."""
    if len(word) < 4 or word in lexicon.words("invariable"):
        return word
    ends = ((end, one) for end, one in _PLURALS.items() if word.endswith(end))
    forms = (word.removesuffix(end) + one for end, one in ends)
    one = next(filter(_known, forms), None)
    strange = word.removesuffix("s")  # *gazières*: its masculine is known
    return one or (strange if _masculine(strange) != strange else word)


# Endings of the feminine and of the masculine.  So few nouns end like an adjective of
# the sure ones that the lexicon names them, and the grammar alone is trusted.
_UNSURE = "onne:on ette:et ète:et ise:is"
_SURE = "ale:al elle:el ienne:ien ive:if euse:eur euse:eux eure:eur ière:ier "
_SURE += "ée:é ie:i ue:u ite:it ante:ant ente:ent"
_GENDERS: list[tuple] = [
    (*pair.split(":"), pairs is _SURE)
    for pairs in (_UNSURE, _SURE, "ère:er e:")
    for pair in pairs.split()
]


def _masculine(word: str) -> str:
    """Of an adjective or a participle; *rivière* and *porte* are neither."""
    if word in lexicon.words("feminine_nouns"):
        return word
    for feminine, masculine, sure in _GENDERS:
        man = word.removesuffix(feminine) + masculine
        if man != word and word.endswith(feminine) and _adjective(man):
            lemmas, looked = {man, _look(man)}, _look(word)
            trusted = sure and not looked.endswith("er")  # not *habite*
            if trusted or lemmas & {looked, _look(word + "s")}:
                return man
    return word


def _adjective(word: str) -> bool:
    """Whether it may be one: known, and no infinitive (*prier*)."""
    if word.endswith("eux"):  # too many are unknown: *précieux*
        return len(word) > 4
    verb = word.endswith("er") and _look(word[:-2] + "ait") == word
    return len(word) > 2 and _known(word) and not verb


@lexicon.remembered()
def _exceptions() -> dict[str, str]:
    rows = lexicon.followed("lemma_exceptions")
    return {row["form"]: row["lemma"] for row in rows}


def _known(word: str) -> bool:
    import simplemma

    return simplemma.is_known(word, lang="fr")
