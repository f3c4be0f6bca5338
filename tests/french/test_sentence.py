"""Sentences read once: clauses by hand, and the one choice of a neighbour."""

from dataclasses import FrozenInstanceError

import pytest

from multipolaire.french.attach import Feature, attach
from multipolaire.french.sentence import LONGEST, Sentence, sentences
from multipolaire.french.trade.quantities import quantities_in


def cut(text):
    """The sentence, with ``|`` and the number of its clause before each piece."""
    (sentence,) = sentences(text, quantities_in(text))
    pieces = (f"{c.number}:{text[c.start : c.end]}" for c in sentence.clauses)
    return "|".join(pieces)


@pytest.mark.parametrize(
    "pieces",
    [
        "0:Le gaz a monté de 3 %.",
        "0:Le Japon|1:, qui vend des puces|0:, achète du gaz.",
        "0:Les pays |1:dont le gaz monte|0:, et non le blé, ont gagné 3 %.",
        "0:Il a vendu 5 %|1:, contre 4 % en mai|2:, et le blé a perdu 3 %.",
        "0:Il a agi contre la Suède en mai.",
        "0:Le gaz monte |1:alors que le blé recule|2:; l'or |3:« tient |4:» bon.",
        "0:Le riz et le blé ont gagné 3 %.",
        "0:Le riz a gagné 3 % |1:et le blé a perdu 2 %.",
        "0:En mai|1:, où il pleut|2:, tandis qu'il vend|3:, mais il rit.",
    ],
)
def test_clauses_by_hand(pieces):
    text = "".join(piece.split(":", 1)[1] for piece in pieces.split("|"))
    assert cut(text) == pieces


def test_places_of_one_clause_are_together_across_what_is_set_between():
    text = "Le Japon, qui vend des puces, achète du gaz."
    sentence = Sentence(text, 0, len(text))
    assert sentence.together(text.index("Japon"), text.index("achète"))
    assert not sentence.together(text.index("puces"), text.index("gaz"))
    with pytest.raises(FrozenInstanceError):
        sentence.start = 1


def test_a_sentence_knows_the_one_before_in_its_paragraph():
    text = "Un. Deux.\nTrois. Quatre."
    found = list(sentences(text, ()))
    before = [
        s.previous and text[s.previous.start : s.previous.end] for s in found
    ]
    assert before == [None, "Un.", None, "Trois."]


def test_an_endless_sentence_is_cut_and_loses_no_figure():
    text = "du blé, " * 500 + "3 % " + "du riz, " * 500 + "4 %"
    figures = quantities_in(text)
    found = list(sentences(text, figures))
    assert [f for s in found for f in s.figures] == figures
    assert all(s.end - s.start <= LONGEST for s in found if s.figures)


NEAR = Feature("near", -1, lambda anchor, other: abs(anchor - other))
EVEN = Feature("even", 3, lambda anchor, other: other % 2 == 0)


@pytest.mark.parametrize(
    "candidates, options, chosen",
    [
        ([3, 8, 6], {}, (6, 2, ("even",))),
        ([9, 6, 4], {}, (6, 2, ("even",))),  # the first of equals
        ([9, 6, 4], {"margin": 0.5}, None),
        ([9, 6, 8], {"margin": 0.5}, (6, 2, ("even",))),
        ([9, 7], {}, None),
        ([9, 7], {"floor": -3}, (7, -2, ())),
        ([], {}, None),
    ],
)
def test_the_neighbour_is_the_one_for_whom_most_speaks(
    candidates, options, chosen
):
    assert attach(5, candidates, [NEAR, EVEN], **options) == chosen
