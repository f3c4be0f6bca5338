"""The story: what it says of the five articles, of made-up ones, and of none."""

import re

import pandas as pd
import pytest

from multipolaire import find_topics, load_articles, voices
from multipolaire.files.planted import made_up_articles
from multipolaire.views.accounts import tell_call
from multipolaire.views.came import tell_record
from multipolaire.views.display import outlet_names
from multipolaire.views.pictures import LINES, side_by_side, side_looks
from multipolaire.views.story import tell_corpus, tell_voices

FIVE = load_articles()


@pytest.fixture(scope="module")
def said():
    return voices(FIVE)


def words(shown) -> str:
    return " ".join(shown.text.split())


def test_the_first_screen_says_what_hands_counted(said):
    told = words(tell_corpus(FIVE, said))
    assert (
        "5 articles from 4 outlets, 2,691 words in all, telling of 4 days"
        in told
    )
    assert "97% are of these sides: Russian 359, Chinese 359" in told
    assert "Never heard, and how often they are named: Ukrainian 15" in told
    # the customs: 123 of 130.4, 31 of 33.6, about 25 of 29.3; more than 200: 240.1
    assert (
        "can check 5 (3 below the record, 1 passed early, 1 borne out)" in told
    )
    assert "200 billion USD for 2024 was passed by November 2023, 13" in told
    assert told.count("[figure]") == 1


def test_topics_take_a_line(said):
    few = find_topics(FIVE.head(2))
    line = words(tell_corpus(FIVE, said, few)).rpartition("Subjects.")[2]
    assert 5 < len(line.split()) < 40


def test_whose_voice_with_passages_doubts_and_who_is_silent(said):
    told = words(tell_voices(FIVE, said))
    assert "By hand: quoted, Chinese 361, Russian 357" in told
    assert "reported, Chinese 38, Russian 256, joint 20" in told
    assert "Times it is named: 15 (articles: 5), of which between" in told
    assert "What would refute it." in told
    passages = re.findall(r"“(.*?)”", told)
    assert passages and all(len(passage) <= 300 for passage in passages)


def test_one_call_two_stories(said):
    told = words(tell_call(FIVE, said))
    assert "both tell 8 February 2024, and quote 2 sentences in common" in told
    assert "to Vladimir Poutine and Xi Jinping, and further down to Xi" in told
    assert "7 of the 8 stand between quotation marks" in told
    assert (
        "name somebody 2 times (occidentale, américaine), and nobody 6" in told
    )
    assert "Year of the Dragon" in told and "Hu and Xi" in told
    # 3 in 2,691 words: exp(-3 × 346 / 2691) = 0.68
    assert "68% of texts of 346 words would be without even" in told


def test_what_was_announced_and_what_came():
    told = words(tell_record(FIVE))
    assert (
        "Announced or hoped for: 2; made: 2; not planned, and made all the same: 1"
        in told
    )
    assert "a visit 98 days later, on 16 May 2024" in told
    assert "Cannot be checked: 1 (" in told


def test_short_names_tell_articles_apart():
    names = outlet_names(FIVE)
    assert [*names.values()] == [
        "Reuters",
        "RT 2022",
        "Perspectives Med",
        "RT 2024",
        "Vietnam.vn",
    ]
    bare = FIVE[["article_id", "text"]]
    assert [*outlet_names(bare).values()] == [*bare["article_id"]]
    same = FIVE.assign(outlet="RT", event_date=FIVE["event_date"].iloc[0])
    assert len(set(outlet_names(same).values())) == 5


def test_each_sentence_has_a_number_and_a_line_of_its_own():
    shown = side_by_side(FIVE, "2024-02-08-rt", "2024-02-08-vietnam")
    marks = re.findall(
        r'<mark style="([^"]*)">[^<]*</mark><sup[^>]*>(\d)', shown.html
    )
    looks = {
        number: {look for look, n in marks if n == number} for number in "12"
    }
    assert [len(looks[n]) for n in "12"] == [1, 1] and looks["1"] != looks["2"]
    assert sorted(n for _, n in marks) == [*"1111122"]
    lines = {re.search(r"px (\w+)", look)[1] for look in LINES}
    assert len(lines) == 4  # told apart without colour


def test_sides_look_the_same_in_every_picture():
    looks = side_looks(["Chinese", "joint", "Russian"])
    assert looks["joint"] == side_looks(["joint"])["joint"]
    assert looks["Chinese"] != looks["Russian"]


@pytest.mark.parametrize(
    "articles",
    [
        pd.DataFrame({"article_id": ["a"], "text": ["Rien n’est dit ici."]}),
        made_up_articles(n=12, sentences=4),
    ],
)
def test_a_view_without_evidence_is_a_line_that_says_so(articles):
    told = [
        words(tell(articles))
        for tell in (tell_corpus, tell_voices, tell_call, tell_record)
    ]
    assert "What was read." in told[0]
    assert "no two accounts to set side by side" in told[2]
    assert "nothing can be checked" in told[3]
    assert "No record of visits announced covers these articles" in told[3]


def test_markup_in_a_text_is_shown_as_text():
    text = "« <b>Oui</b> & *non* », a dit le président chinois Xi Jinping."
    one = pd.DataFrame({"article_id": ["<i>a</i>"], "text": [text]})
    html = tell_voices(one).html
    assert "&lt;b&gt;Oui&lt;/b&gt; &amp; *non*" in html
    assert "<i>a" not in html


def test_many_articles_are_told_by_outlet():
    many = made_up_articles(n=200, topics=2)
    told = words(tell_voices(many))
    assert "by outlet and by side" in told
    outlets = set(many["publisher"])
    assert any(f"| {name} |" in f"| {told}" or name in told for name in outlets)
    assert not re.search(r"\ba0\d{3} \| other", told)
