"""When a figure holds: the grammar of dates, which time is its own, what it inherits."""

import datetime as dt
import time

import pytest

from multipolaire import explain
from multipolaire.french import figures_in
from multipolaire.french.calendar import days_of
from multipolaire.french.periods import periods_in

# day of writing | words | first day | last day
MEANT = """
2023-09-15 | entre le 1er janvier et le 31 mars 2022 | 2022-01-01 | 2022-03-31
2023-09-15 | du 3 au 17 juin | 2023-06-03 | 2023-06-17
2023-09-15 | du 28 décembre 2021 au 3 janvier 2022 | 2021-12-28 | 2022-01-03
2023-09-15 | de novembre 2021 à mars | 2021-11-01 | 2022-03-31
2023-09-15 | du premier au troisième trimestre 2022 | 2022-01-01 | 2022-09-30
2023-09-15 | en janvier-février | 2023-01-01 | 2023-02-28
2023-09-15 | en 2019 et 2020 | 2019-01-01 | 2020-12-31
2023-09-15 | en 2019/20 | 2019-01-01 | 2020-12-31
2023-09-15 | en 2012-13 | 2012-01-01 | 2013-12-31
2023-09-15 | sur 2014-2020 | 2014-01-01 | 2020-12-31
2023-09-15 | dans les années 90 | 1990-01-01 | 1999-12-31
2023-09-15 | dans les années soixante-dix | 1970-01-01 | 1979-12-31
2023-09-15 | en l'an 2000 | 2000-01-01 | 2000-12-31
2023-09-15 | il y a deux ans | 2021-01-01 | 2021-12-31
2023-09-15 | il y a trois mois | 2023-06-01 | 2023-06-30
2023-09-15 | dans dix ans | 2033-01-01 | 2033-12-31
2023-09-15 | le mois prochain | 2023-10-01 | 2023-10-31
2023-09-15 | au trimestre dernier | 2023-04-01 | 2023-06-30
2023-09-15 | la semaine dernière | 2023-09-04 | 2023-09-10
2023-02-15 | l'année écoulée | 2022-01-01 | 2022-12-31
2023-01-12 | sur l'année | 2022-01-01 | 2022-12-31
2023-07-12 | sur l'année | 2023-01-01 | 2023-12-31
2023-01-12 | sur les onze premiers mois de l'année | 2022-01-01 | 2022-11-30
2023-09-15 | en onze mois de 2022 | 2022-01-01 | 2022-11-30
2023-11-15 | au bout de dix mois | 2023-01-01 | 2023-10-31
2023-09-15 | au 4T 2022 | 2022-10-01 | 2022-12-31
2023-09-15 | Q3 2022 | 2022-07-01 | 2022-09-30
2023-09-15 | en juill. 2023 | 2023-07-01 | 2023-07-31
2023-09-15 | depuis fin 2021 | 2021-12-31 | 2023-09-15
2023-09-15 | depuis l'an dernier | 2022-01-01 | 2023-09-15
2023-09-15 | l'exercice clos fin mars | 2022-04-01 | 2023-03-31
2023-09-15 | au cours du semestre clos en juin | 2023-01-01 | 2023-06-30
""".strip().splitlines()


@pytest.mark.parametrize("row", MEANT)
def test_what_an_expression_of_time_means(row):
    day, words, *days = row.split(" | ")
    [period] = periods_in(words, 0, len(words), dt.date.fromisoformat(day))
    assert period.text == words
    assert [str(end) for end in days_of(period)] == days


@pytest.mark.parametrize(
    "words",
    [
        "à partir de 2025",
        "la campagne 2018-2019",
        "dans les années 20",
        "en 2020-45",
        "entre 2022 et 2019",
        "en juin et août",
        "le 31 février 2022",
        "au même mois",
        "depuis la guerre",
    ],
)
def test_what_no_calendar_tells(words):
    for period in periods_in(words, 0, len(words), dt.date(2023, 9, 15)):
        assert days_of(period) is None


@pytest.mark.parametrize(
    "words", ["l'année écoulée", "sur l'année", "en mai", "il y a deux ans"]
)
def test_what_only_a_date_would_tell(words):
    [period] = periods_in(words, 0, len(words), None)
    assert days_of(period) is None


# text, written on 15 September 2023 | the words that tell the time of each figure
OWN = """
Le commerce de 2021 vaut 30 milliards d'euros. | de 2021
Pendant l'été 2022, les ventes ont perdu 7 %. | l'été 2022
Au printemps 2022, les ventes ont perdu 7 %. | Au printemps 2022
Depuis l'été 2021, les ventes ont perdu 7 %. | Depuis l'été 2021
La crise de 2008 a coûté 30 milliards d'euros. | -
Mai 2022 marque un pic : 20 milliards d'euros de ventes. | Mai 2022
Octobre compte pour 19 milliards d'euros. | Octobre
Le port note qu'entre mai et juillet, ses ventes ont reculé de 8 %. | entre mai et juillet
Les ventes ont fait 5 % de plus qu'en 2019. | -
En mai, après 2 % en avril, la hausse est de 3 %. | en avril; En mai
Les ventes ont gagné 5 % en 2022, contre 3 % en 2021. | en 2022; en 2021
En 2022, il a vendu pour 5 millions d'euros, contre 4 millions. | En 2022; -
Le total est de 8 milliards d'euros en 2022, 7 % sous le pic de 2019. | en 2022; en 2022
Il a vendu pour 9 milliards d'euros et devrait en vendre pour 12 milliards en 2025. | -; en 2025
Il pèse 5 milliards d'euros, soit 3 % du total, en 2022. | en 2022; en 2022
Il a gagné 4 %, à 7 milliards d'euros, en 2022. | en 2022; en 2022
La part passe, de 2016 à 2018, de 13 % à 16 %. | 2016; 2018
Il vise 4 % en 2024 (contre 3 % prévus) et 5 % en 2025. | en 2024; en 2024; en 2025
Une zone de 2000 m2 a brûlé. | -
Le recul est moins net que celui de mai (4 %). | de mai
En avril, le port a prévenu que 27 % de ses marins partiraient. | -
Nés depuis 2019, ces ports visent le nord, où vivent 38 000 habitants. | -
Selon une étude dévoilée par Le Nord mardi 5 septembre, 70 % des ports se disent prêts. | -
Le port a gagné 10 % en sept mois. | en sept mois
L'Espagne, qui compte 28 000 navires, a levé samedi ses sanctions. | -
""".strip().splitlines()


@pytest.mark.parametrize("row", OWN)
def test_which_time_a_figure_has(row):
    text, expected = row.split(" | ")
    found = [f.period_text or "-" for f in figures_in(text, "2023-09-15")]
    assert "; ".join(found) == expected


@pytest.mark.parametrize(
    "text, day, start",
    [
        # a half that has hardly begun is not what was sold in it
        ("Au premier semestre, il a perdu 7 %.", "2024-02-08", "2023-01-01"),
        ("Au premier semestre, il a perdu 7 %.", "2024-06-20", "2024-01-01"),
        ("Au troisième trimestre, il a perdu 7 %.", "2024-07-02", "2023-07-01"),
        ("Au troisième trimestre, il a perdu 7 %.", "2024-10-02", "2024-07-01"),
        ("Au premier semestre, il perdra 7 %.", "2024-02-08", "2024-01-01"),
        # a season has no days of its own
        ("À l'automne 2022, il a perdu 7 %.", "2024-02-08", None),
        ("Durant l'hiver 2022-2023, il a perdu 7 %.", "2024-02-08", None),
        ("Depuis l'été 2021, il a perdu 7 %.", "2024-02-08", None),
    ],
)
def test_what_is_told_is_over(text, day, start):
    [figure] = figures_in(text, day)
    assert str(figure.period_start) == str(start)


@pytest.mark.parametrize(
    "text, first, last",
    [
        ("de 90 millions d'euros en 2014 à 54 millions l'année suivante", 2014, 2015),
        ("de 5 % au deuxième trimestre 2007, contre 3 % à la même période de 2006"
         " (janvier à août)", 2007, 2006),
    ],
)  # fmt: skip
def test_what_is_told_by_the_figure_before(text, first, last):
    figures = figures_in(f"Le total est passé {text}.", "2023-09-15")
    assert [f.period_start.year for f in figures] == [first, last]


SOLD = "Les exportations de l'Italie ont crû de 6 % en 2022. "
# what follows | the words that its figures have
TAKEN = """
Les importations ont crû de 9 %. | en 2022
Ses importations ont gagné 9 %, à 4 milliards d'euros. | en 2022; en 2022
Ses importations ont gagné 9 %, contre 3 %. | en 2022; -
Ses importations avaient atteint 9 milliards d'euros en 2019. | en 2019
Le pays exporte désormais pour 9 milliards d'euros. | -
Le pays exporte pour 9 milliards d'euros par an. | -
Ses exportations devraient croître de 9 %. | -
Le pays emploie 40 000 marins. | -
Le 4 mai, un prêt de 3 milliards d'euros a été signé. | Le 4 mai
À l'inverse, les achats ont reculé de 3 %. | en 2022
L'Allemagne (9 %) reste le premier client. | en 2022
Parmi les biens figurent le vin (4 milliards d'euros) et le cuir (2 milliards). | en 2022; en 2022
Les importations ont gagné 9 %, contre 3 % avec l'Inde. | en 2022; en 2022
Les Français sont 54 % à s'en réjouir. | -
Rome y a consacré 3 milliards d'euros. | en 2022
La hausse est moins nette que celle de 2020 (4 %). | de 2020
""".strip().splitlines()


@pytest.mark.parametrize("row", TAKEN)
def test_what_a_reader_takes_from_the_sentence_before(row):
    then, expected = row.split(" | ")
    _, *figures = figures_in(SOLD + then, "2023-09-15")
    assert "; ".join(f.period_text or "-" for f in figures) == expected
    for figure in figures:
        taken = figure.period_text == "en 2022"
        assert ("inherited-period" in figure.flags) == taken
        if taken:
            rule = "period: year, of a sentence before", "en 2022"
            assert rule in explain(figure)


# what is told | the words that the achats of the next sentence take from it
BETWEEN = """
Le total passe de 5 euros en mars à 6 euros en avril. | en avril
Le total passe de 5 milliards d'euros en mars à 6 milliards en avril. | en avril
Les ventes ont crû de 5 % en 2021 et de 6 % en 2022. | -
En mai, il a vendu pour 5 euros, comparativement à 4 euros en avril. | En mai
Le blé a crû de 5 % en mai, dont la part atteignait 3 % en avril. | en mai
Au premier semestre, le port a vu reculer ses ventes. | Au premier semestre
Au premier semestre, le port a élu son chef. | -
Le port décidera pour les douze prochains mois. | -
""".strip().splitlines()


@pytest.mark.parametrize("row", BETWEEN)
def test_which_of_the_times_before_is_taken(row):
    text, expected = row.split(" | ")
    text += " Les achats ont reculé de 3 %."
    assert (figures_in(text, "2023-09-15")[-1].period_text or "-") == expected


def test_nothing_is_taken_from_another_paragraph_or_from_far():
    text = SOLD + "\nLes importations ont crû de 9 %."
    assert figures_in(text, "2023-09-15")[1].period_text is None
    text = SOLD + "Rien. " * 8 + "Les importations ont crû de 9 %."
    assert figures_in(text, "2023-09-15")[1].period_text is None


@pytest.mark.parametrize(
    "token",
    ["en 2022, ", "de mai à ", "5 % en mai, ", "entre 2019 et ", "depuis "],
)
def test_time_is_read_in_linear_time(token):
    def seconds(times):
        text = f"Il vaut 5 % {token * times}."
        start = time.process_time()
        figures_in(text, "2023-09-15")
        return time.process_time() - start

    seconds(10)
    assert seconds(2000) < 20 * max(seconds(400), 0.02)
