"""One article that fails costs one row, one warning, and no other article."""

import pickle
from functools import partial

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from multipolaire import (
    collocates,
    concordance,
    counts,
    dispersion,
    extract_figures,
    extract_quotes,
    find_repeats,
    find_topics,
    keyness,
    load_articles,
    near_duplicates,
    problems,
    read_articles,
    repeated_shares,
    say,
    scale,
    trend,
    trend_tests,
)
from multipolaire.__main__ import main
from multipolaire.articles import CorpusError, CorpusWarning, iter_articles
from multipolaire.files.planted import made_up_articles
from multipolaire.files.problems import problem_table
from multipolaire.publish import report
from multipolaire.scale import ArticleWarning, each, over, recorded
from multipolaire.stats.copies import set_aside
from multipolaire.stats.counts import counted
from multipolaire.views.own import Corpus, Part, tell_findings

BAD = "a007"


def articles():
    """Twenty-four articles; the eighth has a number in the place of its text."""
    made = made_up_articles(24, sentences=12)
    made["text"] += " « Oui », a dit M. Roy. L’ingérence du pays coûte 3 euros."
    made["article_id"] = pd.array([f"a{k:03}" for k in range(24)], "str")
    made["published"] = pd.date_range("2021-01-01", periods=24, freq="40D")
    made["published_precision"] = "day"
    made["publisher"] = ["Le Fictif", "L’Autre"] * 12
    texts = made["text"].astype(object)
    texts[7], texts[20] = 3.5, texts[2]
    return made.assign(text=texts)


def first(function):
    return lambda frame, **given: function(frame, **given)[0]


def topics(frame, **given):
    return find_topics(frame, k=2, check=False, **given).segments


FUNCTIONS = {
    "extract_figures": extract_figures,
    "extract_quotes": extract_quotes,
    "counts": partial(counts, queries="ingérence"),
    "counted": partial(counted, queries="ingérence", by="year"),
    "concordance": partial(concordance, query="ingérence"),
    "trend": partial(trend, queries="ingérence", by="year"),
    "trend_tests": partial(
        trend_tests, queries="ingérence", by="year", draws=9
    ),
    "dispersion": partial(dispersion, queries="ingérence"),
    "keyness": partial(keyness, by="publisher"),
    "collocates": partial(collocates, query="ingérence"),
    "find_repeats": find_repeats,
    "repeated_shares": repeated_shares,
    "near_duplicates": near_duplicates,
    "set_aside": first(set_aside),
    "find_topics": topics,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_leaves_out_the_article_that_fails_and_no_other(name):
    function = FUNCTIONS[name]
    sound = articles().drop(index=7)
    with pytest.warns(CorpusWarning) as warned:
        table = function(articles())
    whole = function(sound.astype({"text": "str"}))
    assert len(whole) > 0
    if "text" in table:
        table = table.astype({"text": "str"})
    assert_frame_equal(
        table.reset_index(drop=True), whole.reset_index(drop=True)
    )
    (told,) = [warning.message for warning in warned]
    assert told.article_id == BAD
    assert told.function == ("set_aside" if name == "find_topics" else name)
    assert told.error.startswith(("TypeError: ", "AttributeError: "))
    assert BAD in str(told) and told.error in str(told)
    row = problems().iloc[-1].tolist()
    assert row == [told.article_id, told.function, told.error]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_strict_raises_and_names_the_article(name):
    with pytest.raises((TypeError, AttributeError)) as caught:
        FUNCTIONS[name](articles(), strict=True)
    assert caught.value.__notes__ == [f"in the article {BAD!r}"]


def test_a_library_that_lacks_is_not_laid_to_an_article(monkeypatch):
    def lacks(*_):
        raise ImportError("No module named 'x'", name="x")

    monkeypatch.setattr("multipolaire.quotes._read", lacks)
    with pytest.raises(ImportError):
        extract_quotes(articles())


def test_an_error_is_one_line_that_obeys_nobody():
    error = ValueError("un\n\x1b[31mdeux" + "x" * 1000)
    assert scale.brief(error).startswith("ValueError: un [31mdeuxxx")
    assert scale.brief(error).isprintable() and len(scale.brief(error)) < 250
    assert scale.brief(KeyError()) == "KeyError"


# Wherever a part is made


@pytest.mark.parametrize("alone", [0, 60])
def test_a_process_tells_what_it_left_out(monkeypatch, alone):
    monkeypatch.setattr(scale, "ALONE", alone)
    parts = [articles()[k : k + 3] for k in range(0, 24, 3)]
    with pytest.warns(ArticleWarning) as warned:
        table = pd.concat(over(extract_quotes, parts, jobs=2))
    assert [warning.message.article_id for warning in warned] == [BAD]
    assert table["article_id"].nunique() == 23
    with scale.collected() as rows:
        list(each(extract_quotes, parts, jobs=2))
    assert [row[:2] for row in rows] == [(BAD, "extract_quotes")]


def test_a_warning_passes_from_process_to_process():
    warning = pickle.loads(pickle.dumps(ArticleWarning("a", "f", "e")))
    assert (warning.article_id, warning.function, warning.error) == (
        "a",
        "f",
        "e",
    )


def test_the_rows_are_taken_beside_the_table():
    table, failed = recorded(extract_quotes, articles())
    assert table["article_id"].nunique() == 23
    assert {k: str(t) for k, t in failed.dtypes.items()} == scale.PROBLEMS
    assert failed["article_id"].tolist() == [BAD]
    _, nothing = recorded(extract_quotes, articles()[:3])
    assert nothing.empty
    assert {k: str(t) for k, t in nothing.dtypes.items()} == scale.PROBLEMS


def test_dask_goes_on_and_brings_the_rows():
    dask = pytest.importorskip("dask", reason="Dask is the extra scale")
    parts = [articles()[k : k + 6] for k in range(0, 24, 6)]
    made = [dask.delayed(recorded)(extract_quotes, part) for part in parts]
    tables, failed = zip(*dask.compute(*made, scheduler="threads"))
    assert pd.concat(failed)["article_id"].tolist() == [BAD]
    assert pd.concat(tables)["article_id"].nunique() == 23


# From the files


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """Three texts, of which one cannot be cleaned and one has no readable figures."""
    from multipolaire import figures as figures
    from multipolaire.files import checks as module

    folder = tmp_path / "own"
    folder.mkdir()
    for name, said in (("a", "Cela"), ("b", "Ceci"), ("c", "Rien")):
        text = f"{said} coûte 3 euros."
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")

    def failing(function, word):
        def read(text, *rest):
            if word in text:
                raise IndexError("list index out of range")
            return function(text, *rest)

        return read

    monkeypatch.setattr(
        module, "clean_text", failing(module.clean_text, "Ceci")
    )
    monkeypatch.setattr(figures, "_read", failing(figures._read, "Rien"))
    return folder


def test_an_article_that_cannot_be_cleaned_is_named(corpus):
    with pytest.raises(
        CorpusError, match="b.txt: article 'b': expected .*IndexError"
    ):
        load_articles(corpus)
    with pytest.warns(CorpusWarning, match="b.txt: article 'b'"):
        assert load_articles(corpus, strict=False)["article_id"].tolist() == [
            "a",
            "c",
        ]
    frame, found = read_articles(corpus)
    assert frame["article_id"].tolist() == ["a", "c"]
    assert [(p.what, p.value, p.fatal) for p in found] == [
        ("article", "b", True)
    ]
    with scale.collected() as rows:  # who takes the rows has the rest
        assert [len(part) for part in iter_articles(corpus)] == [2]
    assert rows == [("b", "clean_text", "IndexError: list index out of range")]


def test_the_command_line_goes_on_names_them_and_exits_with_one(corpus, capsys):
    to = corpus.parent / "figures.csv"
    assert main(["figures", str(corpus), "--to", str(to)]) == 1
    lines = [
        line
        for line in capsys.readouterr().err.splitlines()
        if "leaves" in line
    ]
    assert lines == [
        "multipolaire: extract_figures leaves out article 'c': IndexError: list index "
        "out of range",
        "multipolaire: clean_text leaves out article 'b': IndexError: list index out "
        "of range",
    ]
    assert pd.read_csv(to)["article_id"].tolist() == ["a"]
    beside = corpus.parent / "figures.problems.csv"
    named = pd.read_csv(beside)
    assert named.columns.tolist() == ["article_id", "function", "error"]
    assert named["article_id"].tolist() == ["c", "b"]
    for name in "bc":
        (corpus / f"{name}.txt").unlink()
    assert main(["figures", str(corpus), "--to", str(to)]) == 0
    assert pd.read_csv(beside).empty, "what failed then does not fail now"
    assert (
        main(["quotes", str(corpus), "--to", str(corpus.parent / "q.csv")]) == 0
    )
    assert not (corpus.parent / "q.problems.csv").exists()


def test_check_exits_with_one(corpus, capsys):
    assert main(["check", str(corpus)]) == 1
    assert "b.txt: article 'b'" in capsys.readouterr().out


# In the report


def test_a_report_that_left_articles_out_exits_with_one(
    tmp_path, monkeypatch, capsys
):
    wrong = {
        "file": ["b.txt", None],
        "what": ["article", None],
        "value": ["b", None],
    }
    wrong |= {"expected": ["one that can be cleaned (IndexError: x)", None]}
    wrong |= {"article_id": [None, "c"], "function": [None, "extract_figures"]}
    wrong |= {"error": [None, "KeyError: 'y'"]}
    made = [
        pd.DataFrame({"article_id": ["a"], "sha256": ["0"]}),
        pd.DataFrame(wrong),
    ]
    tables = dict(zip(["articles", "problems"], made))
    monkeypatch.setattr(report, "_run_on", lambda *_: ([], tables))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("Un texte.", encoding="utf-8")
    command = ["report", "--corpus", str(tmp_path / "own")]
    for _ in range(2):  # the second finds it unchanged
        assert main([*command, "--into", str(tmp_path / "report")]) == 1
        said = capsys.readouterr().err
        assert "extract_figures leaves out article 'c': KeyError: 'y'" in said
        assert (
            "clean_text leaves out article 'b': one that can be cleaned" in said
        )


def test_the_page_says_what_was_left_out(monkeypatch):
    nothing = problem_table([], "c.csv")
    held = Corpus("c", articles(), articles(), nothing)
    part = Part((say("Rien."),))
    for rows in ([], [("a", "f", "e"), ("a", "g", "e"), ("b", "g", "e")]):
        monkeypatch.setattr(scale, "_met", dict.fromkeys(rows))
        first, *said = tell_findings(held, part).shown
        assert (first, len(said)) == (part.finding, bool(rows))
    (sentence,) = map(str, said)
    assert "an error: 2." in sentence and "f, g." in sentence
