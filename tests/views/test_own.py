"""The walk through a corpus: what it says of the corpus itself."""

import pytest

from multipolaire import (
    made_up_articles,
    open_corpus,
    tell_contents,
    write_corpus,
)


@pytest.mark.parametrize(
    "asked, said",
    [
        ({}, None),
        ({"where": ["publisher=Le Fictif"]}, "publisher = Le Fictif"),
        ({"since": "2022", "until": "2023-06"}, "since 2022; until 2023-06"),
    ],
)
def test_articles_that_were_chosen_are_named_so(tmp_path, asked, said):
    write_corpus(made_up_articles(n=40), tmp_path / "press.csv")
    told = str(tell_contents(open_corpus(tmp_path / "press.csv", **asked)))
    assert ("Only these articles were read" in told) is bool(said)
    assert not said or f"{said}." in told
