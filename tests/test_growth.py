"""Time grows with the text, not with its square: what is repeated, and how.

Only ratios of processor time are compared, of one text and of one four times as long:
4 where it is linear, 16 where it is quadratic.
"""

import random
import re
import time
from pathlib import Path

import pandas as pd
import pytest

from multipolaire import (
    clean_text,
    collocates,
    concordance,
    counts,
    explain,
    extract_figures,
    figures_in,
    find_repeats,
    highlight,
    lemmatize,
    near_duplicates,
    quotes_in,
    split_segments,
    split_sentences,
    tokenize,
)
from multipolaire.files import databases as exports
from multipolaire.files.checks import article_of
from multipolaire.files.pages import attributes, exported
from multipolaire.files.problems import Reading, Row
from multipolaire.french.lexicon import FOLDER
from multipolaire.french.speech.marks import quoted
from multipolaire.french.speech.speakers import Cast
from multipolaire.french.trade.multiples import multiples_in
from multipolaire.stats.copies import set_aside
from multipolaire.stats.queries import parse_queries
from multipolaire.stats.scan import Scanner

LINEAR = 8  # the ratio allowed, between 4 and 16
TIMES = 4  # how much longer the text


def frame(text):
    return pd.DataFrame({"article_id": ["a"], "text": [text]})


def seconds(function, text):
    start = time.process_time()
    function(text)
    return time.process_time() - start


def growth(function, text, size):
    """How many times longer the function takes of four times the text; best of two."""
    short, long = (
        min(seconds(function, text(n)) for _ in range(2))
        for n in (size, TIMES * size)
    )
    return long / max(short, 2e-3)  # what a clock tells, or less


def repeated(unit):
    return lambda size: unit * (size // len(unit))


def found(query):
    return lambda text: Scanner(parse_queries(query))(text)


def numbered(size):
    passage = "« le train de nuit part encore ce soir » {}"
    return "\n".join(passage.format(k) for k in range(size))


def refused(function, text):
    with pytest.raises(ValueError):  # noqa: PT011 (the reason is tested elsewhere)
        function(text)


def list_of_records(size):
    return [{"number": "AB1", "raw": "Un."} for _ in range(size)]


def numbered_alike(records):
    rows = list(exported([dict(r) for r in records], Path("a.xml"), Reading()))
    assert rows[-1].cells["article_id"] == f"AB1-{len(records)}"


def checked(cells):
    assert article_of(Row("a.csv", 2, cells), True, Reading())[
        "text"
    ].startswith("Un")


def wide_row(size):
    return {"article_id": "a", "raw": "Un."} | {
        f"c{k}": "é" for k in range(size)
    }


def repeated_line(size):
    return {"article_id": "a", "raw": "Un texte.\n" + "a\n" * size}


def many_attributes(size):
    return f"<p {' '.join(f'a{k}=1' for k in range(size))}>"


def people(size):
    """Names that are all different, of people who all hold one office."""
    names = ("ABCDEFGHIJ"[k % 10] + "a" * (k // 10) for k in range(size))
    return "\n".join(f"M. {name}, ministre russe, arrive." for name in names)


def offices(text):
    cast = Cast(text)
    for at in range(0, len(text), 40):
        assert cast.resolve("le ministre russe", at) is None


@pytest.mark.parametrize(
    ("function", "text", "size"),
    [
        pytest.param(offices, people, 100, id="people of one office"),
        pytest.param(multiples_in, repeated("000 "), 8_000, id="000 000"),
        pytest.param(
            multiples_in, repeated("100 200 300 "), 8_000, id="100 200"
        ),
        pytest.param(multiples_in, repeated("000."), 8_000, id="000.000"),
        pytest.param(
            quoted, repeated("« “a” —«» "), 2_000, id="marks left open"
        ),
        pytest.param(
            quoted, repeated("“‹„" * 9 + '»" '), 2_000, id="none closed"
        ),
        pytest.param(
            found("qu*"), repeated("qu'"), 5_000, id="one hit, many words"
        ),
        pytest.param(
            found("ingér*"),
            lambda size: " ".join(f"ingér{k}" for k in range(size)),
            2_000,
            id="each hit another word",
        ),
        pytest.param(
            lambda text: find_repeats(frame(text)), numbered, 150, id="repeats"
        ),
        pytest.param(
            lambda text: set_aside(frame(text)), numbered, 150, id="copies"
        ),
        pytest.param(
            exports.factiva_xml,
            lambda size: f"<r>{'<!-- <!DOCTYPE -->' * size}<article/></r>",
            20_000,
            id="comments in an export",
        ),
        pytest.param(
            lambda text: refused(exports.factiva_xml, text),
            repeated("<!-- a -->"),
            500_000,
            id="a long prolog",
        ),
        pytest.param(
            lambda text: refused(exports.factiva_xml, text),
            lambda size: (
                "<article><leadParagraph>" * size
                + "</leadParagraph></article>" * size
            ),
            2_000,
            id="articles in articles",
        ),
        pytest.param(numbered_alike, list_of_records, 2_000, id="one number"),
        pytest.param(checked, wide_row, 20_000, id="columns"),
        pytest.param(checked, repeated_line, 2_000, id="lines of one letter"),
        pytest.param(attributes, many_attributes, 20_000, id="attributes"),
        pytest.param(
            attributes, repeated("<a b='c "), 200_000, id="values left open"
        ),
        pytest.param(
            attributes, repeated("<a b =  "), 200_000, id="values of none"
        ),
    ],
)
def test_four_times_the_text_takes_about_four_times_as_long(
    function, text, size
):
    assert growth(function, text, size) < LINEAR


def test_a_number_of_many_groups_is_still_one_number():
    assert [
        q.low for q in multiples_in("Il est 1 000 000 fois plus grand.")
    ] == [10**6]
    assert [q.low for q in multiples_in("1 2 100 200 fois plus grand.")] == [
        2_100_200
    ]


def test_marks_close_the_innermost_of_their_kind():
    # “ is closed by the », which is of the outer pair; the " is not of this quotation
    assert quoted("« a “ b » c") == [(0, 9, 2, 7)]
    assert quoted('« a " b " c » d') == [(0, 13, 2, 11)]
    assert quoted("“a «b» c” d “e”") == [(0, 9, 1, 8), (12, 15, 13, 14)]


def test_words_around_a_hit_are_whole_and_of_its_line():
    text = "Un\ndeux trois ingérence quatre cinq\nsix"
    row = concordance(frame(text), "ingérence", width=9).iloc[0]
    assert (row["left"], row["right"]) == ("trois ", " quatre")
    row = concordance(frame(text), "ingérence").iloc[0]
    assert (row["left"], row["right"]) == ("deux trois ", " quatre cinq")
    row = concordance(frame(text), "ingérence", width=0).iloc[0]
    assert (row["left"], row["right"]) == ("", "")
    blanks = "a" + " " * 70 + "ingérence" + " " * 70 + "b"
    row = concordance(frame(blanks), "ingérence").iloc[0]
    assert (row["left"], row["right"]) == ("", "")


def words_of(text):
    """Two words of a text, as a query."""
    found = [w for w in dict.fromkeys(tokenize(text[:300])) if w.isalpha()]
    return [word for word in found if len(word) > 1][:2] or ["ingérence"]


def tokens():
    """What the rules know: the words of every lexicon, marks, numbers."""
    known = set("«»“”„\"‹›'’‘.,;:!?…()[]–—-/%€$£¥©@#*|&+=<>_·•\u00a0\u202f")
    known |= {"...", "1", "12", "000", "2 000", "3,5", "3.500", "M.", "(c)"}
    for file in FOLDER.iterdir():
        for cell in re.split(r"[,|\n]", file.read_text("utf-8")):
            known.add(re.sub(r"[\\()?\[\]*+^$\"]", "", cell).strip()[:40])
    return sorted(known - {""})


EVERY = {
    "clean_text": clean_text,
    "split_sentences": split_sentences,
    "split_segments": split_segments,
    "tokenize": tokenize,
    "lemmatize": lambda text: [lemmatize(word) for word in tokenize(text)],
    "figures_in": figures_in,
    "quotes_in": quotes_in,
    "concordance": lambda text: concordance(frame(text), words_of(text)),
    "counts": lambda text: counts(frame(text), words_of(text)),
    "collocates": lambda text: collocates(frame(text), words_of(text)),
    "find_repeats": lambda text: find_repeats(frame(text)),
    "near_duplicates": lambda text: near_duplicates(frame(text)),
    "highlight": lambda text: highlight(
        extract_figures(frame(text)), caption="Figures here"
    ),
    "explain": lambda text: [explain(figure) for figure in figures_in(text)],
}


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
@pytest.mark.filterwarnings("ignore::multipolaire.stats.queries.QueryWarning")
def test_what_a_rule_knows_may_be_repeated(name):
    """Units of one to four tokens: what takes long once is timed of four."""
    luck, known, function = random.Random(len(name)), tokens(), EVERY[name]
    for _ in range(100):
        chosen = luck.choices(known, k=luck.randint(1, 4))
        ends = luck.choices([" ", "\n", ""], k=len(chosen))
        unit = "".join(token + end for token, end in zip(chosen, ends))
        text = clean_text(unit * (12_000 // len(unit)))
        if seconds(function, text) > 0.1:
            longer = clean_text(unit * (TIMES * 12_000 // len(unit)))
            texts = {1: text, TIMES: longer}
            assert growth(function, texts.get, 1) < LINEAR, repr(unit)
