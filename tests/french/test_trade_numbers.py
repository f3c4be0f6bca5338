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
        if rng.random() < 0.2:
            value = (
                Decimal(value % 10_000) + Decimal(rng.randrange(1, 1000)) / 1000
            )
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
