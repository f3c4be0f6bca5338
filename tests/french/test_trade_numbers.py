"""Numbers by the thousand: what others write in French is read back exactly."""

import random
import time
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from multipolaire.french.trade import figures_in
from multipolaire.french.trade.numerals import parse_number
from multipolaire.french.trade.quantities import quantities_in


def random_integer(rng):
    return rng.randrange(10 ** rng.randint(1, 12))


def words_read_back(n, rng):
    for _ in range(n):
        value = random_integer(rng)
        words = num2words(value, lang=rng.choice(["fr", "fr_BE", "fr_CH"]))
        assert parse_number(words) == Decimal(value), words


# blank or point or apostrophe between the groups; comma or point before the decimals
FORMS = [
    (" ", ","),
    ("\u00a0", ","),
    ("\u202f", ","),
    ("\u2009", ","),
    (".", ","),
    ("'", ","),
    ("’", ","),
    ("", ","),
    (" ", "."),
    ("\u00a0", "."),
    ("", "."),
]
UNITS = [
    (" euros", "EUR"),
    ("\u00a0€", "EUR"),
    ("€", "EUR"),
    (" yuans", "CNY"),
    (" dollars", "USD"),
    (" $", "USD"),
    ("%", "%"),
    ("\u202f%", "%"),
    (" pour cent", "%"),
    (" tonnes", "tonne"),
]
SCALES = [
    ("", 1),
    (" millions", 10**6),
    (" milliards", 10**9),
    ("\u00a0milliards", 10**9),
]


def digits_read_back(n, rng):
    for _ in range(n):
        group, comma = rng.choice(FORMS)
        scale, factor = rng.choice(SCALES)
        unit, code = rng.choice(UNITS)
        if scale and ("%" in unit or "cent" in unit or unit[-1] in "€$"):
            scale, factor = "", 1
        if code == "%" and group == ".":
            group = " "  # "15.812 %" is not fifteen thousand per cent
        link = " d'" if unit == " euros" else " de " if scale else " "
        whole = random_integer(rng) % 10 ** rng.choice([1, 3, 6, 9]) + 2
        places = rng.choice(
            [0, 0, 1, 2]
        )  # three after a point would be a group
        decimals = f"{rng.randrange(10**places):0{places}}" if places else ""
        written = f"{whole:,}".replace(",", group) + (
            comma + decimals if places else ""
        )
        text = (
            f"Il vaut {written}{scale}{link + unit.strip() if scale else unit}."
        )
        value = Decimal(f"{whole}.{decimals or 0}") * factor
        found = [(q.low, q.high, q.unit) for q in quantities_in(text)]
        assert found == [(value, value, code)], text


def test_words_are_read_back():
    words_read_back(2000, random.Random(0))


def test_digits_are_read_back():
    digits_read_back(2000, random.Random(0))


@pytest.mark.slow
def test_a_hundred_thousand_numbers_are_read_back():
    words_read_back(60_000, random.Random(1))
    digits_read_back(60_000, random.Random(1))


# quote | value | unit, and so on: a figure's parts in any order; "-" for none in reach
PARTS = """
Les droits montent à 245 %. | 245 % | 245 | %
Le lot passe de 2 milliards d'euros en 2021 à 2,5 en 2022 à 1,9 en 2023. | 2 milliards d'euros | 2e9 | EUR | 2,5 | 2.5e9 | EUR | 1,9 | 1.9e9 | EUR
Le lot vaut $7M. | $7M | 7e6 | USD
Le lot vaut €40k. | €40k | 40e3 | EUR
Le lot vaut £2.5bn. | £2.5bn | 2.5e9 | GBP
Le lot vaut 140 USD millions. | 140 USD millions | 1.4e8 | USD
Le lot vaut 12,5 CHF mio. | 12,5 CHF mio | 1.25e7 | CHF
Le lot vaut GBP12,5 millions. | GBP12,5 millions | 12.5e6 | GBP
Le lot vaut KRW4 120 milliards. | KRW4 120 milliards | 4.12e12 | KRW
Le lot vaut 5 Mds d'euros. | 5 Mds d'euros | 5e9 | EUR
Le lot vaut 30K€. | 30K€ | 30e3 | EUR
Le lot vaut 4 M$ US. | 4 M$ US | 4e6 | USD
Le lot vaut 8 millions de $. | 8 millions de $ | 8e6 | USD
Le lot vaut 8 milliards d'USD. | 8 milliards d'USD | 8e9 | USD
Le lot vaut "8 milliards" de yens. | 8 milliards" de yens | 8e9 | JPY
Le lot vaut 12,4 MMDH au Maroc. | 12,4 MMDH | 12.4e9 | MAD
Le lot vaut RD$ 5 millions, plus R$ 9 millions. | RD$ 5 millions | 5e6 | - | R$ 9 millions | 9e6 | BRL
Le lot vaut 700 mille dollars. | 700 mille dollars | 700e3 | USD
Le lot vaut 3,1 mille milliards de roubles. | 3,1 mille milliards de roubles | 3.1e12 | RUB
Le lot vaut 2 trillions de dollars. | 2 trillions de dollars | 2e12 | USD
Le lot vaut un gros milliard de dollars. | un gros milliard de dollars | 1e9 | USD
Le lot vaut une petite centaine de millions d'euros. | une petite centaine de millions d'euros | 100e6 | EUR
Le lot vaut trois dizaines de millions d'euros. | trois dizaines de millions d'euros | 30e6 | EUR
Le lot vaut une demi-douzaine de millions d'euros. | une demi-douzaine de millions d'euros | 6e6 | EUR
Le lot vaut deux milliards d'euros et demi. | deux milliards d'euros et demi | 2.5e9 | EUR
Le lot vaut - 4 milliards d'euros, contre - 2 milliards. | 4 milliards d'euros | 4e9 | EUR | - 2 milliards | -2e9 | EUR
Le lot reçoit 3, 5 et 8 millions d'euros. | 3 | 3e6 | EUR | 5 | 5e6 | EUR | 8 millions d'euros | 8e6 | EUR
Le lot vaut entre six et huit euros. | six et huit euros | 7 | EUR
Le lot vaut entre un et deux milliards d'euros. | un et deux milliards d'euros | 1.5e9 | EUR
Le lot vaut 2 euros 40. | 2 euros 40 | 2.4 | EUR
Le lot vaut 3€15. | 3€15 | 3.15 | EUR
Le lot vaut 2 euros et 5 centimes. | 2 euros et 5 centimes | 2.05 | EUR
Un lot à 7 euros et 15 dehors. | 7 euros | 7 | EUR
Le lot vaut ,50 €. | ,50 € | 0.5 | EUR
Le lot vaut 3,250 yuans. | 3,250 yuans | 3250 | CNY
Le lot vaut 1,459 euro le litre. | 1,459 euro | 1.459 | EUR
Le lot pèse 64000 t. | 64000 t | 64e3 | tonne
Le lot fait 12 Gm3. | 12 Gm3 | 12 | Gm³
Le lot donne 1,5 Mb/j. | 1,5 Mb/j | 1.5e6 | baril/jour
Le lot a 43,000 clients. | 43,000 clients | 43e3 | client
Le lot prend 5 pts de pourcentage. | 5 pts de pourcentage | 5 | pp
Trois navires sur quatre sont russes. | Trois navires sur quatre | 75 | %
Près d'un client d'Asie sur huit part. | un client d'Asie sur huit | 12.5 | %
Six à sept élèves sur dix lisent. | Six à sept élèves sur dix | 65 | %
Le lot baisse (- 6 % en mai). | - 6 % | -6 | %
Le lot va de - 2 % à + 3 %. | - 2 % | -2 | % | + 3 % | 3 | %
Le lot est de 9 % (8 % en mai), contre 7 en juin. | 9 % | 9 | % | 8 % | 8 | % | 7 | 7 | %
Le lot coûte 2 millions d'euros, contre 800.000 en mai. | 2 millions d'euros | 2e6 | EUR | 800.000 | 8e5 | EUR
Exprimé en yens, le lot atteint 3.100 milliards. | 3.100 milliards | 3.1e12 | JPY
Le lot perd 3 milliards, dont 2 milliards de provisions. | 3 milliards | 3e9 | - | 2 milliards | 2e9 | -
Ils sont 3 millions de marins. Le contrat vaut 2 milliards. | 3 millions de marins | 3e6 | marin | 2 milliards | 2e9 | -
Le lot va de 700 000 à un million d'euros. | 700 000 à un million d'euros | 850e3 | EUR
Le lot passe de 1.300 à 1.100 milliards d'euros. | 1.300 | 1.3e12 | EUR | 1.100 milliards d'euros | 1.1e12 | EUR
Le lot passe de 3 milliards d'euros à 4. | 3 milliards d'euros | 3e9 | EUR | 4 | 4e9 | EUR
Le lot vaut 6 milliards (d'euros). | 6 milliards (d'euros) | 6e9 | EUR
Le lot coûte de 20 à 30 centimes d'euro. | 20 à 30 centimes d'euro | 0.25 | EUR
Le parc de 900 MW coûte 2 milliards. | 900 MW | 900 | mégawatt | 2 milliards | 2e9 | -
Le nombre de marins monte à 61.000. | 61.000 | 61e3 | marin
Les morts (81.000 morts), puis Paris (12.500). | 81.000 morts | 81e3 | mort | 12.500 | 12500 | mort
Les ventes ont crû de 2,4 fois. | 2,4 fois | 2.4 | ×
Il en faut quatre à cinq fois plus. | quatre à cinq fois plus | 4.5 | ×
Les 2/3 des lots. | 2/3 | 66.67 | %
Le taux gagne deux points et demi, à 9 %. | deux points et demi | 2.5 | pp | 9 % | 9 | %
Il coule dix de ses navires et 11 millions de ses bidons. | 11 millions de ses bidons | 11e6 | bidon
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("row", PARTS)
def test_number_scale_and_unit_in_any_order(row):
    text, *expected = row.split(" | ")
    found = [(f.quote, f.value, f.unit) for f in figures_in(text, "2023-09-15")]
    assert found == [
        (quote, Decimal(value), None if unit == "-" else unit)
        for quote, value, unit in zip(*[iter(expected)] * 3, strict=True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Le prix d'un baril ou d'une tonne.",
        "La COP 21 et la COP 28.",
        "France 3 Grand Est le dit.",
        "Il a vu un film sur deux femmes, un rapport sur trois ONG.",
        "Un jour sur deux, trois fois sur dix, deux étoiles sur cinq.",
        "Elle signe un joli doublé, son deuxième doublé.",
        "Ils sont doublement punis.",
        "C'est la sixième hausse, le cinquième plus gros lot.",
        "Des pluies doublées de vent.",
        "Il parle de deux virgule huit pour cent.",
        "Il gagne le million, n° 45 600.",
    ],
)
def test_words_that_only_look_like_figures(text):
    assert [f.quote for f in figures_in(text, "2023-09-15")] == []


def test_a_point_of_agreement_is_no_point_of_a_rate():
    quotes = [f.quote for f in figures_in("Un point de convergence, à 5 %.")]
    assert quotes == ["5 %"]
    assert figures_in("Le taux perd un point, à 5 %.")[0].unit == "pp"


def test_a_proportion_is_a_level():
    figure = figures_in("La hausse touche un port sur cinq.")[0]
    assert (figure.kind, figure.change) == ("share", "level")


@pytest.mark.parametrize(
    "text", ["deux trois", "cent deux cents", "mille mille", "", "un chat"]
)
def test_what_french_does_not_say_is_no_number(text):
    assert parse_number(text) is None


PIECES = st.sampled_from(
    [
        "5",
        "12,5",
        "3.500",
        " ",
        "\u00a0",
        "\u202f",
        "\r\n",
        "\n",
        "%",
        "€",
        "$",
        "-",
        "+",
        "de ",
        "d'",
        "à ",
        "et ",
        "entre ",
        "milliards ",
        "million",
        "un ",
        "deux ",
        "euros",
        "dollars",
        "points",
        "plus de ",
        "en 2023 ",
        "en mai ",
        "contre ",
        "e\u0301",
        "🎉",
        "(",
        ")",
        "«",
        "»",
        ". ",
        "moitié ",
        "tiers",
        "passé ",
        "hausse ",
        "chuté ",
        "b/j",
        "99999999999999999999",
        "le 31 février ",
        "d'ici 9999 ",
        "livres",
        "doublé ",
        "fois plus",
        "T3",
        "Chine ",
        "0",
        "/",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
@settings(max_examples=300)
def test_offsets_hold_on_any_text(text):
    text = unicodedata.normalize("NFC", text)
    figures = figures_in(text, "2023-09-15")
    for figure in figures:
        assert text[figure.start : figure.end] == figure.quote
        assert (
            figure.low is None
            or figure.high is None
            or figure.low <= figure.high
        )
    starts = [figure.start for figure in figures]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    "piece",
    [
        "5 % ",
        "5",
        "5 ",
        "deux ",
        "cent ",
        "1 000 ",
        "de 5 à ",
        "contre 5 ",
        "milliards ",
        "plus de ",
        "en mai ",
        "200 livres ",
        "(5 % ",
        "bilatéral 5 % ",
        "un ",
        "-",
        "3 cents ",
        "3, ",
        "un sur ",
        "un bon ",
        "5 € 20 ",
        "1 à 2 fois ",
    ],
)
def test_time_is_linear_on_odd_text(piece):
    def seconds(n):
        text = piece * (n // len(piece))
        start = time.process_time()
        figures_in(text, "2023-09-15")
        return time.process_time() - start

    small = max(min(seconds(2000) for _ in range(2)), 0.002)
    assert seconds(12_000) < 24 * small  # six times, and some room


def test_numbers_are_exact_until_the_table():
    assert quantities_in("8,3 milliards d'euros")[0].high == Decimal(
        "8300000000"
    )


def test_the_young_are_counted():
    [figure] = figures_in("L'ONU compte 1,2 milliard de jeunes dans le monde.")
    assert (figure.kind, figure.unit) == ("count", "jeune")
