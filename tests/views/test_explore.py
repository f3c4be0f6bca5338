"""Views: what their twins hold, what a control changes, what goes wrong in words."""

import html
import re

import pandas as pd
import pytest

from multipolaire import load_articles
from multipolaire.files.planted import made_up_articles
from multipolaire.french.clean import clean_text
from multipolaire.say import speaking
from multipolaire.stats.copies import find_repeats
from multipolaire.views import explore, walks
from multipolaire.views.display import Shown, marked

VIEWS = ("keywords", "topics", "figures", "pair", "voices", "copies")
EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def articles():
    return load_articles()


@pytest.fixture(scope="module")
def evil():
    """Two articles whose words and names would be markup, did nobody escape them."""
    said = f"« La souveraineté nationale {EVIL} et l’ingérence {EVIL} », a dit Ana Roy."
    sold = f"Il a vendu 300 millions de dollars de {EVIL} en <i>2023</i>."
    frame = pd.DataFrame({"article_id": ["<b>un</b>", "<b>deux</b>"]})
    frame["text"] = [
        clean_text(said + "\n" + sold),
        clean_text(sold + "\n" + said),
    ]
    return frame.assign(event_date=pd.Timestamp("2024-02-08"))


def made(view: str, frame: pd.DataFrame, **options):
    room = walks if view in ("figures", "voices", "copies") else explore
    return getattr(room, f"explore_{view}")(frame, **options)


def parts(widget):
    """The controls by their description, and what shows the answer."""
    boxes, shown, _ = widget.children
    return {box.description: box for box in boxes.children}, shown


# --- live or not ---------------------------------------------------------------------


@pytest.mark.parametrize("view", ("figures", "pair"))
def test_a_view_is_live_where_the_laboratory_says_so_or_the_reader(
    view, articles, monkeypatch
):
    assert isinstance(made(view, articles), Shown)
    assert len(parts(made(view, articles, live=True))[0]) > 1
    monkeypatch.setenv("MULTIPOLAIRE_LIVE", "1")
    assert len(parts(made(view, articles))[0]) > 1
    assert isinstance(made(view, articles, live=False), Shown)


@pytest.mark.parametrize("view", ("keywords", "figures"))
def test_twin_and_view_begin_alike(view, articles):
    twin, (_, shown) = (
        made(view, articles),
        parts(made(view, articles, live=True)),
    )
    first = twin.html.partition("</table>")[
        0
    ]  # later on, places are cut in a twin
    assert len(first) > 1000
    assert shown.value.startswith(first)


# --- keywords ------------------------------------------------------------------------


def test_a_twin_tells_the_trend_the_lines_and_the_first_place(articles):
    twin = explore.explore_keywords(
        articles
    ).text  # counted by hand: 2, 4, 0, 0, 2
    assert twin.startswith("8 × ingérence, in 3 of 5 articles")
    assert "at most 68.4 per 10,000 words, in 2024-02-08" in twin
    assert (
        len(re.findall("⟦[^⟧]*ing[éè]r[^⟧]*⟧", twin)) == 9
    )  # lines, and one place
    assert twin.count("    ") == 1  # the place: that of the first line
    assert "    MOSCOU (Reuters) – Les présidents Vladimir Poutine" in twin


def test_words_typed_are_answered(articles):
    boxes, shown = parts(explore.explore_keywords(articles, live=True))
    assert shown.value.startswith("<p>8 × ingérence, in 3 of 5 articles</p>")
    boxes["word or family"].value = "multipol*"
    assert shown.value.startswith("<p>2 × multipol*, in 1 of 5 articles</p>")
    lines = re.findall(r"<summary><span>([^<]*):</span>", shown.value)
    assert lines == ["2024-02-08-rt"] * 2


def test_a_line_is_cut_at_its_word_so_that_words_stand_in_a_column(articles):
    _, shown = parts(explore.explore_keywords(articles, live=True))
    cut = re.findall(
        r'class="left"[^>]*><bdi>([^<]*)</bdi></span><span[^>]*><b>([^<]*)</b>',
        shown.value,
    )
    assert len(cut) == 8 and {word[:3].lower() for _, word in cut} == {"ing"}


def test_a_word_typed_with_its_article_is_told_without_it(articles):
    boxes, shown = parts(explore.explore_keywords(articles, live=True))
    for typed in ("d’ingérence", "qu'ingérence"):
        boxes["word or family"].value = typed
        assert "ingérence, whatever stands before it: 8 ×" in shown.value
    boxes["word or family"].value = "aujourd'hui"
    assert "whatever" not in shown.value


def test_an_article_is_had_whole_with_every_place_marked(articles):
    boxes, shown = parts(explore.explore_keywords(articles, live=True))
    assert "<h4>" not in shown.value
    boxes["whole article"].value = "2022-12-30-perspectives-med"
    said = re.search(r"<h4>2022-12-30.*?</blockquote>", shown.value, re.DOTALL)
    whole = re.sub("<h4>.*?</h4>|<[^>]*>", "", said[0])
    text = articles.set_index("article_id")["text"]
    assert whole == explore.escaped(text["2022-12-30-perspectives-med"])
    hand = {"2021-12-15-reuters": 2, "2024-02-08-rt": 4}  # counted by hand
    for name, n in hand.items():
        boxes["whole article"].value = name
        said = re.search("<h4>.*?</blockquote>", shown.value, re.DOTALL)[0]
        assert said.count("<mark>") == n


def test_what_is_typed_is_answered_once_the_keys_rest(articles, monkeypatch):
    import asyncio

    monkeypatch.setattr(explore, "TYPING", 0.05)
    boxes, shown = parts(explore.explore_keywords(articles, live=True))
    asked, counted = [], explore.counted
    monkeypatch.setattr(
        explore, "counted", lambda *a: asked.append(a[1]) or counted(*a)
    )

    async def typing():
        for end in range(1, 5):
            boxes["word or family"].value = "paix"[:end]
            await asyncio.sleep(0)
        assert asked == []
        await asyncio.sleep(0.2)

    asyncio.run(typing())
    assert asked[0] == "paix" and "pai" not in asked
    assert "× paix" in shown.value


def test_articles_without_an_event_are_taken_by_year():
    frame = made_up_articles(n=4).assign(event_date=pd.NaT)
    boxes, shown = parts(explore.explore_keywords(frame, live=True))
    assert boxes["by"].value == "year" and "alert" not in shown.value


def test_errors_are_in_the_language_spoken(articles):
    with speaking("fr"):
        boxes, shown = parts(explore.explore_keywords(articles, live=True))
        word = next(iter(boxes.values()))
        word.value = "?!"
        assert "la requête «\u00a0?!\u00a0» n’est pas comprise" in shown.value
        word.value = "ingerance"
        assert "familles proches" in shown.value


CODE = {
    "keywords": ("trend(articles", "concordance(articles"),
    "topics": ("find_topics(articles",),
    "figures": ("extract_figures(articles",),
    "pair": ("source_sentences(articles",),
    "voices": ("voices(articles",),
    "copies": ("find_repeats(articles",),
}


@pytest.mark.parametrize("view", CODE)
def test_the_code_to_take_along_runs(view, articles):
    boxes, shown = parts(made(view, articles, live=True))
    if view == "voices":
        boxes["kind"].value = "direct"
    code = html.unescape(
        re.search("<pre><code>(.*)</code></pre>", shown.value, re.DOTALL)[1]
    )
    assert all(name in code for name in CODE[view])
    names = {"articles": articles}
    exec("from multipolaire import *\n" + code, names)
    if view == "voices":
        boxes["speaker"].value = "Xi Jinping"
        code = re.search("<code>(.*)</code>", shown.value, re.DOTALL)[1]
        alone = {"articles": articles}
        exec("from multipolaire import *\n" + html.unescape(code), alone)
        table = alone["found"]
        assert table["speaker"].str.contains("Xi Jinping").all()
        assert f"{len(table)} of 63 passages" in shown.value
        boxes["speaker"].value = "all"
        said = int(re.search(r"(\d+) of 63 passages", shown.value)[1])
        assert len(names["found"]) == said == 17


def test_voices_and_copies_are_walked_through(articles):
    boxes, shown = parts(made("voices", articles, live=True))
    boxes["side"].value = "Western"
    assert "1 of 63 passages in the words of others" in shown.value
    assert len(re.findall("<blockquote", shown.value)) == 1
    assert re.search("Maison Blanche", shown.value)
    boxes, shown = parts(made("copies", articles, live=True))
    n = len(find_repeats(articles))
    assert f"{n} of {n} passages printed twice" in shown.value
    assert shown.value.count("<mark>") == 2 * n, "both places"


def test_a_period_without_articles_is_a_gap_and_not_a_zero(articles):
    boxes, shown = parts(explore.explore_keywords(articles, live=True))
    boxes["by"].value = "year"
    assert re.search(r">2022</td><td[^>]*>0</td>", shown.value)
    assert re.search(r">2023</td><td[^>]*>–</td>", shown.value)


def test_a_line_opens_on_its_own_place_in_the_article(articles):
    _, shown = parts(explore.explore_keywords(articles, "ingérence", live=True))
    places = re.findall(
        r"<blockquote[^>]*>(.*?)</blockquote>", shown.value, re.DOTALL
    )
    assert [place.count("<mark>") for place in places] == [1] * 8
    # twice in one paragraph: each line marks its own
    text = "La paix et la paix.\nLa guerre."
    two = pd.DataFrame({"article_id": ["a"], "text": [text]})
    two["event_date"] = pd.Timestamp("2024-02-08")
    _, shown = parts(explore.explore_keywords(two, "paix", live=True))
    assert "La <mark>paix</mark> et la paix.</blockquote>" in shown.value
    assert "La paix et la <mark>paix</mark>.</blockquote>" in shown.value


def test_a_date_that_is_not_known_is_said():
    vague = made_up_articles(n=3).assign(published_precision="year")
    boxes, shown = parts(explore.explore_keywords(vague, live=True))
    boxes["by"].value = "month"
    assert shown.value.startswith(
        '<p role="alert">by=&#x27;month&#x27;: a0000, a0001'
    )


def test_a_family_of_one_war_says_beside_its_lines_that_there_are_others():
    wars = "La guerre de Troie, la guerre des Gaules, la guerre de Cent Ans."
    texts = made_up_articles(n=2).assign(text=[wars, "À Kiev, la guerre dure."])
    boxes, shown = parts(explore.explore_keywords(texts, by="year", live=True))
    boxes["word or family"].value = "guerre"
    assert "in 1 of 2 articles" in shown.value
    assert "the war in Ukraine, 1 of 4 times; '« guerre »'" in shown.value
    boxes["word or family"].value = "« guerre »"
    assert (
        "in 2 of 2 articles" in shown.value and "of 4 times" not in shown.value
    )


def test_a_word_that_nobody_says_has_neighbours(articles):
    boxes, shown = parts(explore.explore_keywords(articles, live=True))
    boxes["word or family"].value = "ingerance"
    assert "No article says ingerance." in shown.value
    assert "near it: ingérence, non-ingérence" in shown.value
    assert "figure" not in shown.value


def test_what_is_not_understood_takes_the_place_of_the_last_answer(articles):
    boxes, shown = parts(explore.explore_keywords(articles, live=True))
    boxes["word or family"].value = "<i>!</i>"
    assert shown.value.startswith(
        '<p role="alert">query &#x27;&lt;i&gt;!&lt;/i&gt;'
    )
    assert "ingérence</b>" not in shown.value
    boxes["word or family"].value = "paix"
    assert "alert" not in shown.value
    with pytest.raises(ValueError, match="is not understood"):
        explore.explore_keywords(articles, "!", live=False)


def test_an_error_that_nobody_foresaw_is_seen_too(articles, monkeypatch):
    boxes, shown = parts(explore.explore_keywords(articles, live=True))
    monkeypatch.setattr(explore, "counted", lambda *_: 1 / 0)
    boxes["word or family"].value = "paix"
    assert shown.value == '<p role="alert">division by zero</p>'


def test_one_is_singular():
    one = pd.DataFrame({"article_id": ["a"], "text": ["La paix."]})
    one["event_date"] = pd.Timestamp("2024-02-08")
    shown = explore.explore_keywords(one, "paix")
    assert shown.text.startswith("1 × paix, in 1 of 1 article\n")
    assert "\n1 of 1 line\n" in shown.text


def test_many_articles_are_not_all_drawn():
    many = made_up_articles(n=120)
    planted = many["planted"]
    shown = explore.explore_keywords(many)
    found = (
        f"{planted.sum()} × ingérence, in {planted.gt(0).sum()} of 120 articles"
    )
    assert shown.text.startswith(found)
    assert f"50 of {planted.sum()} lines" in shown.text
    assert "| 2021 | " in shown.text  # of 120 events, the years
    events = explore.explore_keywords(many, by="event").text
    assert "[figure]" in events and "2021-01-01 | " in events


# --- topics --------------------------------------------------------------------------


def test_topics_come_at_once_and_the_verdict_when_asked_for(articles):
    many = made_up_articles(n=40)
    boxes, shown = parts(explore.explore_topics(many, live=True))
    assert "Not checked" in shown.value
    assert shown.value.count('<td lang="fr">') == 3 * 2  # labels, passages
    boxes["topics"].value = 5
    assert shown.value.count('<td lang="fr">') == 5 * 2
    quick = shown.value
    boxes["method"].value = "nmf"
    assert "Not checked" in shown.value
    assert shown.value != quick
    boxes["unit"].value = "segment"
    assert "Not checked" in shown.value
    assert shown.value.count('<td lang="fr">') == 5 * 2
    boxes["unit"].value = "article"
    boxes["topics"].value, boxes["method"].value = 2, "kmeans"
    boxes["verdict (takes longer)"].value = True
    assert (
        "of 19 such shuffled corpora do as well as the real one" in shown.value
    )
    assert "each cut into 2 topics" in shown.value


def test_the_twin_of_topics_has_the_verdict(articles):
    twin = explore.explore_topics(articles, k=2).text
    assert "Too few articles: there are 5" in twin
    assert "\n2 | " in twin


def test_too_little_text_is_said():
    few = pd.DataFrame({"article_id": ["a"], "text": ["Trois mots seulement."]})
    boxes, shown = parts(explore.explore_topics(few, live=True))
    assert "Too little text</strong> for topics" in shown.value
    assert "<table" not in shown.value
    boxes["topics"].value = 10
    assert "alert" not in shown.value
    with pytest.raises(ValueError, match="k=11: expected 2 to 10"):
        explore.explore_topics(few, k=11, live=False)


def test_a_large_corpus_is_sampled_and_this_is_said(monkeypatch):
    many = made_up_articles(n=200)
    monkeypatch.setattr(
        explore, "SAMPLE", int(many["text"].str.len().sum() / 2)
    )
    _, shown = parts(explore.explore_topics(many, live=True))
    n = int(
        re.search(r"In a random sample: (\d+) of 200 articles", shown.value)[1]
    )
    assert 90 <= n <= 110
    monkeypatch.setattr(explore, "SAMPLE", 1_000_000)
    assert (
        "random" not in parts(explore.explore_topics(many, live=True))[1].value
    )


# --- figures -------------------------------------------------------------------------


def rows(shown):
    return re.findall(r'<td lang="fr">(.*?)</td>', shown.value)


def test_figures_are_walked_through(articles):
    boxes, shown = parts(walks.explore_figures(articles, live=True))
    every = rows(shown)
    boxes["kind"].value = "count"
    assert rows(shown) == ["150 millions de doses"]
    assert f"1 of {len(every)} figures" in shown.value
    assert "plus de <mark>150 millions de doses</mark>" in shown.value
    boxes["kind"].value = "growth"
    boxes["status"].value = "forecast"
    assert rows(shown) == ["25%"]
    boxes["kind"].value = "count"
    assert shown.value == "<p>Nothing is all of this.</p>"
    for box in boxes.values():
        box.value = "all"
    assert rows(shown) == every


def test_a_figure_of_two_speakers_is_found_under_each(articles, monkeypatch):
    figures = walks.extract_figures(articles).head(3)
    figures["speaker"] = ["Ana Roy; Léa Roy", "Léa Roy", None]
    monkeypatch.setattr(walks, "extract_figures", lambda _: figures)
    boxes, shown = parts(walks.explore_figures(articles, live=True))
    assert boxes["speaker"].options == (
        "all",
        "Léa Roy",
        "Ana Roy",
        "nobody named",
    )
    spoken = {"Léa Roy": [0, 1], "Ana Roy": [0], "nobody named": [2]}
    for name, quotes in spoken.items():
        boxes["speaker"].value = name
        assert rows(shown) == figures["quote"].iloc[quotes].tolist()


def test_of_many_figures_those_of_a_sample_come_first_and_this_is_said(
    monkeypatch,
):
    many = made_up_articles(n=100)
    known = many["amount"].notna().sum()
    assert (
        f"{known} of {known} figures" in made("figures", many).text
    )  # the twin: all
    monkeypatch.setattr(
        explore, "SAMPLE", int(many["text"].str.len().sum() / 2)
    )
    boxes, shown = parts(made("figures", many, live=True))
    sample = int(
        re.search(r"random sample: (\d+) of 100 articles", shown.value)[1]
    )
    assert 45 <= sample <= 55 and len(rows(shown)) < known
    boxes["every article (takes longer)"].value = True
    assert "random sample" not in shown.value and len(rows(shown)) == known
    boxes[
        "speaker"
    ].value = "Jeanne Martin"  # typed: the sample may not name her
    asked = many["speaker"].eq("Jeanne Martin").sum()
    assert len(rows(shown)) == asked > 0


def test_a_view_says_that_it_is_at_work(articles, monkeypatch):
    widget = made("keywords", articles, live=True)
    *boxes, note = widget.children[0].children
    seen, counted = [note.value], explore.counted
    monkeypatch.setattr(
        explore, "counted", lambda *a: seen.append(note.value) or counted(*a)
    )
    boxes[0].value = "paix"
    boxes[0].value = "?!"
    assert [*seen, note.value] == ["", "working …", "working …", ""]


def test_a_code_that_is_chosen_is_shown_in_words(articles, monkeypatch):
    monkeypatch.setattr(explore, "language", lambda: "fr")
    monkeypatch.setattr(
        explore, "translated", lambda text, context=None: f"{context}: {text}"
    )
    boxes, shown = parts(made("figures", articles, live=True))
    kind = next(iter(boxes.values()))
    assert ("kind: count", "count") in kind.options
    kind.value = "count"
    assert rows(shown) == ["150 millions de doses"]


def test_no_figures_no_error():
    none = pd.DataFrame({"article_id": ["a"], "text": ["Rien."]})
    assert walks.explore_figures(none).text == "Nothing is all of this."


# --- two articles --------------------------------------------------------------------


def pair_of_accounts() -> pd.DataFrame:
    one = "« La coopération stratégique et la souveraineté nationale », a dit Ana Roy."
    other = (
        "Elle veut « la souveraineté nationale, la coopération stratégique »."
    )
    texts = [f"{'Le ciel est bleu. ' * 40}\n{one}", f"{other}\nIl pleut."]
    return pd.DataFrame({"article_id": ["un", "deux"], "text": texts})


def test_what_both_quote_has_one_number():
    boxes, shown = parts(explore.explore_pair(pair_of_accounts(), live=True))
    marks = re.findall(
        r"<mark[^>]*>(.*?)</mark><sup[^>]*>(\d)</sup>", shown.value
    )
    assert marks == [
        ("La coopération stratégique et la souveraineté nationale", "1"),
        ("la souveraineté nationale, la coopération stratégique", "1"),
    ]
    assert shown.value.startswith(
        "<p>1 sentence that both quote, with one number</p>"
    )
    assert "Le ciel est bleu. " * 40 in shown.value  # whole
    boxes["second"].value = "un"
    assert shown.value == '<p role="alert">choose two different articles</p>'


def test_the_twin_of_a_pair_is_cut_around_what_both_quote():
    twin = explore.explore_pair(pair_of_accounts()).text
    assert "⟦La coopération stratégique et la souveraineté nationale⟧1" in twin
    un = re.search(r"^un: (.*?)\ndeux: ", twin, re.DOTALL | re.MULTILINE)[1]
    assert un.startswith("…")
    assert len(un) <= 300 + len("… ⟦⟧1 …")
    with pytest.raises(ValueError, match="no article 'trois'"):
        explore.explore_pair(pair_of_accounts(), "un", "trois")


def test_quotations_within_one_another_are_marked_once():
    text = "abcdefghij"
    spans = [(2, 8, 1), (4, 6, 2), (7, 9, 3), (20, 22, 4)]
    shown = marked(text, spans, 100)
    assert shown.text == "ab⟦cdefgh⟧1, 2⟦i⟧3j"
    assert re.sub("<sup[^>]*>.*?</sup>|<[^>]*>", "", shown.html) == text
    assert marked(text, [(6, 8, "")], 4).text == "… f⟦gh⟧ …"


# --- all -----------------------------------------------------------------------------


@pytest.mark.parametrize("live", (True, False))
@pytest.mark.parametrize("view", VIEWS)
def test_texts_and_names_are_never_markup(view, live, evil):
    shown = made(view, evil, live=live)
    code = shown.children[1].value if live else shown.html
    assert (
        "&lt;script&gt;" in code or view == "topics"
    )  # too few words for topics
    for tag in ("<script", "<i>", "<b>un", "<b>deux"):
        assert tag not in code
    marked = re.search(r"<mark[^>]*>La souveraineté nationale &lt;script", code)
    assert bool(marked) is (view in ("pair", "voices", "copies"))


@pytest.mark.parametrize("view", VIEWS)
def test_a_twin_holds_no_more_than_an_excerpt(view, articles):
    shown = made(view, articles)
    bare = re.sub(r"<[^>]*>", "", shown.html)
    for text in articles["text"]:
        for start in range(0, len(text) - 310, 5):
            assert text[start : start + 310] not in bare


def test_reinert_shows_its_tree(articles):
    frame = made_up_articles(n=40, topics=3, plant=False)
    shown = explore.explore_topics(frame, k=3, method="reinert", live=False)
    assert "A tree of 3 classes" in shown.html
    other = explore.explore_topics(frame, k=3, method="kmeans", live=False)
    assert "A tree of" not in other.html
