"""Texts that are not French are named; French is never, whatever it quotes."""

import pytest

from multipolaire import CorpusWarning, check_corpus, load_articles
from multipolaire.french import lexicon
from multipolaire.french.language import ENOUGH, foreign_language

# Written for the purpose: thirty words, or little more.
TEXTS = {
    "English": "US stocks closed higher on Tuesday as investors shrugged off weak "
    "retail data, with the Nasdaq gaining 1.2 percent, the Dow adding 300 points and "
    "oil ending the day at a record.",
    "Spanish": "La Bolsa de Madrid cerró este martes con una subida del 1,2 %, "
    "impulsada por los bancos y por la caída del precio del petróleo, mientras los "
    "inversores esperan la decisión de la Reserva.",
    "German": "Die Aktienmärkte schlossen am Dienstag mit Gewinnen, der Dax legte um "
    "1,2 Prozent zu. Anleger warten auf die Entscheidung der Notenbank über die "
    "Zinsen, die für Mittwochabend erwartet wird, sagten Händler in Frankfurt.",
    "Italian": "Il presidente cinese e il suo omologo russo hanno respinto giovedì, "
    "in una telefonata, le ingerenze di forze esterne negli affari interni dei loro "
    "paesi, ha riferito la televisione di Stato cinese.",
    "Portuguese": "O presidente chinês e o seu homólogo russo rejeitaram na "
    "quinta-feira, numa conversa telefónica, a ingerência de forças externas nos "
    "assuntos internos dos seus países, informou a televisão estatal chinesa em "
    "comunicado.",
    "Russian": "Российский рынок акций закрылся во вторник ростом на фоне подорожания "
    "нефти и ожиданий решения Центрального банка по ключевой ставке, которое будет "
    "объявлено в пятницу, сообщили участники торгов в Москве, где торги прошли без "
    "потрясений.",
    "Chinese": "国家主席同俄罗斯总统通电话。主席指出,双方要加强战略协作,维护各自国家"
    "主权、安全和发展利益,坚决反对外部势力干涉内政。",
}
FRENCH = "Les deux présidents ont parlé du commerce et de la guerre, a dit le Kremlin."


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_of_another_language_is_named(language):
    assert foreign_language(TEXTS[language]) == language


@pytest.mark.parametrize("language", TEXTS)
def test_a_french_text_that_quotes_one_is_french(language):
    told = FRENCH * 3  # of the shortest, as many words as are quoted
    assert foreign_language(f"{told} « {TEXTS[language]} »") is None


@pytest.mark.parametrize(
    "text",
    [
        " ".join(TEXTS["English"].split()[: ENOUGH - 2]),  # short
        "Paris Lyon Marseille Toulouse Nice Nantes Montpellier " * 6,
        "CAC 40 5 300,25 +1,2 % DAX 12 400,10 -0,3 % " * 10,
        "",
    ],
)
def test_too_few_words_and_lists_tell_nothing(text):
    assert foreign_language(text) is None


def test_the_five_articles_are_french():
    articles = load_articles()
    texts = [*articles["text"], *articles["raw"]]
    assert [foreign_language(text) for text in texts] == [None] * 10


def test_no_word_of_french_is_one_of_another_language():
    rows = {
        row["language"]: row["words"].split()
        for row in lexicon.table("languages")
    }
    french = set(rows.pop("French"))
    for language, words in rows.items():
        assert words == sorted(set(words)), language
        assert not french & set(words), language


def test_check_and_load_name_the_article(tmp_path):
    (tmp_path / "un.txt").write_text(FRENCH * 3, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TEXTS["English"], encoding="utf-8")
    sentences, problems = check_corpus(tmp_path)
    assert "2 articles" in sentences[0]  # it is kept
    (problem,) = problems
    assert not problem.fatal
    assert problem.file.endswith("two.txt") and problem.value == "English"
    with pytest.warns(CorpusWarning, match="language 'English'.*'two'"):
        assert len(load_articles(tmp_path)) == 2
