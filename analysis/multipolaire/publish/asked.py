"""What a report on a corpus of one's own was asked, and with which words of its own."""

from pathlib import Path

from multipolaire.french import lexicon
from multipolaire.say import plain, say
from multipolaire.stats.queries import families
from multipolaire.words import use_words, words_told

CHOICES = ("where", "since", "until")


def asked_of(corpus: str | Path | None, given: dict) -> dict:
    """What is given; of a corpus with word lists of its own, its families are asked."""
    if corpus is not None:
        named = given.get("reading", {}).get("words")
        use_words(named or lexicon.beside(Path(corpus)))
        if "families" in lexicon.own():
            return {"queries": list(families())} | given
    return given


def of_ones_own(made: dict) -> dict[str, str]:
    """Word lists of its own, and which articles of it were chosen."""
    corpus, given = made["given"]
    facts, reading = {}, given.get("reading", {})
    if corpus and (lists := words_told()):
        facts[plain(say("word lists of its own:"))] = lists
    told = {k: reading[k] for k in CHOICES if k in reading}
    if "where" in told:
        told["where"] = " ".join(told["where"])
    if said := ", ".join(f"{k} {value}" for k, value in told.items()):
        facts[plain(say("articles chosen:"))] = said
    return facts
