"""Another subject, followed by word lists beside a corpus: none of it is in the package."""

import shutil
import warnings
from pathlib import Path

import pandas as pd
import pytest

from multipolaire import (
    CorpusWarning,
    FrenchVectorizer,
    concordance,
    counts,
    explore_keywords,
    extract_quotes,
    families,
    keyness,
    lemmatize,
    load_articles,
    open_corpus,
    over,
    scale,
    tell_contents,
    use_words,
    voices,
    war_names,
)
from multipolaire.__main__ import main
from multipolaire.french import lexicon
from multipolaire.publish.report import _made_from
from multipolaire.stats.queries import is_form

# Nobody said any of this: a made-up dispute on a made-up vaccine.
TEXTS = {
    "a": "« Le vaxol protège », assure la docteure Odile Ravel. Odile Ravel "
    "vaccine à Brest. Les vaccinations avancent partout.",
    "b": "« Non au vaxol », répond Gontran Pic. Le collectif refuse la "
    "vaccination obligatoire. « Nous refusons », a dit le trublion de Brest.",
    "c": "La carotte se vend bien. On en mange dit-on partout, partout, partout.",
}
LISTS = {
    "families.csv": "# what is followed\nfamily,forms\n"
    "vaccin,vaccins? | vaccin(er|e|es|ée|ées|ation|ations) | vaxol\n"
    "refus,refus | refus(er|e|ons|é)\n",
    "sides.csv": "side,names\nfor,Odile Ravel\nagainst,Gontran Pic\n",
    "people.csv": "name,gender,epithets\nGontran Pic,m,trublion de Brest\n",
    "lemma_exceptions.csv": "form,lemma\nvaxol,vaccin\n",
    "stop_words.txt": "# said everywhere\npartout\ndit-on\n",
}


@pytest.fixture(autouse=True)
def the_lists_of_the_package_again():
    yield
    use_words(None)


@pytest.fixture
def corpus(tmp_path):
    made = tmp_path / "corpus"
    (made / "words").mkdir(parents=True)
    for name, text in TEXTS.items():
        (made / f"{name}.txt").write_text(text, "utf-8")
    for name, text in LISTS.items():
        (made / "words" / name).write_text(text, "utf-8")
    return made


def test_a_whole_other_subject_is_followed(corpus):
    articles = load_articles(corpus)
    assert articles["article_id"].tolist() == ["a", "b", "c"]
    assert families() == ("vaccin", "refus")
    # by hand: vaxol, vaccine, vaccinations; vaxol, vaccination; none
    table = counts(articles, list(families()))
    assert table["n"].tolist() == [3, 0, 2, 2, 0, 0]
    assert lemmatize("vaxol") == "vaccin"
    terms = FrenchVectorizer(stop_words="french").fit(articles["text"])
    assert {"partout", "dit-on"}.isdisjoint(terms.get_feature_names_out())
    said = keyness(articles.assign(by=["x", "x", "y"]), "by", min_count=1)
    assert "carotte" in {*said["word"]} and "partout" not in {*said["word"]}
    quotes = extract_quotes(articles)
    assert quotes["speaker"].tolist()[-1] == "Gontran Pic"
    assert voices(articles)["side"].tolist() == ["for", "against", "against"]
    day = pd.Timestamp("2024-02-08")
    dated = articles.assign(published=day, published_precision="day")
    shown = explore_keywords(dated, by="month", live=False)
    assert "5 × vaccin, in 2 of 3 articles" in shown.text
    other = articles.assign(
        text="La guerre de Troie."
    )  # is no war of these lists
    assert war_names(other).empty
    said = str(tell_contents(open_corpus(corpus)))
    assert "word lists of its own | families.csv (2)" in said


def test_the_other_sides_and_families_are_gone_then_here_again(corpus):
    text = "L'ingérence ? « Oui », a dit le président chinois."
    one = pd.DataFrame({"article_id": ["a"], "text": [text]})
    load_articles(corpus)
    assert voices(one)["side"].tolist() == ["other"]
    with pytest.warns(CorpusWarning, match="other word lists.*the package"):
        load_articles()
    assert families()[0] == "ingérence"
    assert voices(one)["side"].tolist() == ["Chinese"]


def test_lists_are_named_and_stand_beside_a_file(corpus, tmp_path):
    lists = corpus / "words"
    table = tmp_path / "texts.csv"
    table.write_text("article_id,text\na,Le vaxol.\n", "utf-8")
    load_articles(table)
    assert families()[0] == "ingérence"
    load_articles(table, words=lists)
    assert families()[0] == "vaccin"
    lists.rename(tmp_path / "words")
    load_articles(table)
    assert families()[0] == "vaccin"


def test_a_spreadsheet_of_a_french_excel_and_a_mac_are_read(corpus):
    lists = corpus / "words"
    decomposed = "\ufefffamily;forms\nde\u0301lai;L’attente | de\u0301lais?\n"
    (lists / "families.csv").write_text(decomposed, "utf-8")
    use_words(lists)
    text = "Les délais et l'attente, l’Attente."
    one = pd.DataFrame({"article_id": ["a"], "text": [text]})
    assert concordance(one, "délai")["match"].tolist() == [
        "délais",
        "l'attente",
        "l’Attente",
    ]


@pytest.mark.parametrize(
    "name, text, told",
    [
        ("familles.csv", "", "word list 'familles.csv': expected one of fam"),
        ("families.csv", "family\nx\n", r"csv:1: columns 'family': expected f"),
        ("families.csv", "family,forms\nx\n", r":2: cells 'x': expected 2: f"),
        ("families.csv", "family,forms\n\nx,\n", r":3: forms '': expected one"),
        ("families.csv", "family,forms\nx,a|b\n", r":2: forms 'a|b': expect"),
        ("families.csv", "family,forms\nx,a(b\n", r":2: forms 'a\(b': expec"),
        (
            "families.csv",
            "family,forms\nx,a\ny,b | a\n",
            r":3: forms 'a': expected one of its own \(it is in line 2",
        ),
        (
            "families.csv",
            "family,forms,about\nx,a,Troie\n",
            ":2: about 'Troie': expected nothing or one of Ukraine",
        ),
        ("sides.csv", "side,places\nx,XX\n", ":2: places 'XX': expected cod"),
        ("sides.csv", "side,names\nx,A\ny,A\n", ":3: names 'A': expected on"),
        ("sides.csv", "side,names\nx,\n", ":2: names '': expected places, n"),
        ("people.csv", "name,gender\nA,h\n", ":2: gender 'h': expected m, f"),
        ("people.csv", "name,since\nA,2024\n", ":2: since '2024': expected "),
        ("lemma_exceptions.csv", "form,lemma\na b,a\n", ":2: form 'a b': e"),
        ("stop_words.txt", "le\ntout de suite\n", ":2: word 'tout de suite'"),
        ("stop_words.txt", b"le\n\xe9t\xe9\n", r":2: encoding .*: expected U"),
    ],
)
def test_what_is_wrong_is_one_error(corpus, name, text, told, capsys):
    text = text.encode() if isinstance(text, str) else text
    (corpus / "words" / name).write_bytes(text)
    with pytest.raises(ValueError, match=told) as error:
        load_articles(corpus)
    assert len(str(error.value).splitlines()) == 1
    assert families()[0] == "ingérence"  # as they were
    for command in ("check", "figures", "keywords"):
        assert main([command, str(corpus)]) == 1
        assert str(error.value) in capsys.readouterr().err


@pytest.mark.parametrize("make", [str, lambda folder: folder / "nowhere"])
def test_a_folder_without_lists_is_refused(tmp_path, make):
    with pytest.raises(ValueError, match="expected a folder with one of fam"):
        use_words(make(tmp_path))


def test_the_package_s_families_are_in_the_writing_that_is_checked():
    for row in lexicon.table("families"):
        for column in ("forms", "reflexive", "apart", "near"):
            for form in filter(None, row[column].split(" | ")):
                assert is_form(form), form


@pytest.mark.parametrize("packed", [False, True])
def test_lists_that_are_deeper_are_named_and_are_no_articles(
    corpus, tmp_path, packed
):
    (corpus / "words").rename(tmp_path / "words")
    shutil.copytree(tmp_path / "words", corpus / "2024" / "words")
    shutil.rmtree(tmp_path / "words")
    source = corpus
    if packed:
        name = shutil.make_archive(tmp_path / "z", "zip", corpus / "2024")
        source = Path(name)
    with pytest.warns(CorpusWarning, match="word lists 'words': expected in"):
        articles = load_articles(source, strict=False)
    assert len(articles) == (0 if packed else 3)
    assert families()[0] == "ingérence"


def test_other_processes_follow_the_lists_too(corpus, monkeypatch):
    monkeypatch.setattr(scale, "ALONE", -1.0)  # the second part goes to another
    parts = [load_articles(corpus)] * 2
    made = over(lambda part: part.assign(first=[*families()][:1] * 3), parts, 2)
    assert pd.concat(made)["first"].tolist() == ["vaccin"] * 6


def test_commands_ask_for_the_families_of_the_corpus(corpus, capsys):
    assert main(["kwic", str(corpus)]) == 0
    assert "\na,vaccin,vaxol," in capsys.readouterr().out
    assert main(["check", str(corpus), "--lang", "fr"]) == 0
    assert "families.csv (2)" in capsys.readouterr().out


def test_no_name_of_this_machine_is_kept_of_a_report(corpus, tmp_path):
    given = {"reading": {"words": str(corpus / "words")}}
    made = str(_made_from(corpus, given))
    assert str(tmp_path) not in made
    (corpus / "words" / "sides.csv").write_text("side,names\nx,A\n", "utf-8")
    assert str(_made_from(corpus, given)) != made


def test_it_is_quiet_where_nothing_changes(corpus):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load_articles(corpus)
        load_articles(corpus)
