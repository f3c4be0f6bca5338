"""The French edition: numbers, dates, plurals, a catalogue, one source."""

import copy
import datetime as dt
import re
import subprocess
import sys
from decimal import Decimal

import nbformat
import numpy as np
import pandas as pd
import pytest
from babel import dates
from babel import numbers as babel
from babel.messages import Message
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from multipolaire.exercises import check
from multipolaire.publish import catalogue as messages
from multipolaire.publish import editions, report
from multipolaire.publish.page import page
from multipolaire.say import LOCALE, number, say, speaking, translated
from multipolaire.views.display import table

THIN = "\u202f"


@pytest.fixture
def french(tmp_path, monkeypatch):
    """Speaks the French of a catalogue of its own, given as a text."""
    module = sys.modules["multipolaire.say"]
    speaks = []

    def speak(text=""):
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        plural = '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        (tmp_path / "fr.po").write_text(head + plural + text, encoding="utf-8")
        speaks.append(speaking("fr"))
        speaks[-1].__enter__()

    monkeypatch.setattr(module, "LOCALE", tmp_path)
    module._catalogue.cache_clear()
    yield speak
    while speaks:
        speaks.pop().__exit__(None, None, None)
    module._catalogue.cache_clear()


# --- numbers and dates ---------------------------------------------------------------


@pytest.mark.parametrize("value", [0, 7, 1234, -1234.5, 0.25, 1234567.891])
@pytest.mark.parametrize(
    "spec, pattern",
    [
        (",.0f", "#,##0"),
        (",.1f", "#,##0.0"),
        (",.2f", "#,##0.00"),
        (".0%", "#,##0 %"),
    ],
)
def test_numbers_are_those_of_babel(french, value, spec, pattern):
    french()
    kinds = (
        [float, np.float64, Decimal] if value % 1 else [int, float, np.int64]
    )
    known = babel.format_decimal(value, pattern.replace(" %", ""), "fr")
    if "%" in spec:
        spec = f",{spec}"
        known = babel.format_percent(value, pattern, "fr")
    known = re.sub(
        r"[\s]", THIN, known
    )  # before % Babel has U+00A0 of the same look
    assert {number(kind(str(value)), spec) for kind in kinds} == {known}


@pytest.mark.parametrize("day", [dt.date(2024, 2, 8), dt.date(2021, 12, 31)])
def test_dates_are_those_of_babel(french, day):
    french()
    assert number(day) == dates.format_date(day, "long", "fr")
    assert number(pd.Timestamp(day)) == number(day)
    assert number(day, "%B %Y") == dates.format_date(day, "MMMM y", "fr")
    assert number(day, "%Y-%m-%d") == dates.format_date(day, "short", "fr")


def test_the_first_of_a_month_is_written_as_in_french(french):
    french()
    assert number(dt.date(2024, 8, 1)) == "1er août 2024"  # Babel has "1 août"


def test_what_is_no_number_stays(french):
    french()
    assert say("{a} {b} {c}", a="1.5%", b=True, c=None) == "1.5% True None"
    assert say("{year} {f}", year=2024, f=float("nan")) == "2024 nan"


# --- messages ------------------------------------------------------------------------

DAYS = """
msgid "{n} day of {name}"
msgid_plural "{n} days of {name}"
msgstr[0] "{n} jour de {name}"
msgstr[1] "{n} jours de {name}"
"""


def test_none_and_one_are_singular_in_french(french):
    french(DAYS)
    said = [
        say("{n} day of {name}", "{n} days of {name}", n=n, name="x*")
        for n in (0, 1, 1.5, 2, 21)
    ]
    assert said == [
        r"0 jour de x\*",
        r"1 jour de x\*",
        r"1,5 jour de x\*",
        r"2 jours de x\*",
        r"21 jours de x\*",
    ]


def test_what_awaits_a_translator_is_said_in_english(french):
    french(
        'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b {n:.1f}"\nmsgstr "c {m}"\n'
    )
    assert say("a") == "a" and say("b {n:.1f}", n=1.5) == "b 1.5"
    assert say("{n} x", "{n} xs", n=0) == "0 xs"
    assert translated("") == ""


def test_an_unknown_language_is_named(french):
    french()
    with (
        pytest.raises(ValueError, match="expected one of en, fr"),
        speaking("de"),
    ):
        pass
    assert say("x") == "x", "and French is still spoken"


def test_codes_are_in_words_in_their_column_only(french):
    french(
        'msgctxt "kind"\nmsgid "growth"\nmsgstr "croissance"\n\n'
        'msgid "kind"\nmsgstr "nature"\n\nmsgid "Two rows"\nmsgstr "Deux lignes"\n'
    )
    frame = pd.DataFrame({"kind": ["growth", "x"], "word": ["growth", "y"]})
    frame["n"] = [1234.5, -0.25]
    frame["day"] = pd.to_datetime(["2024-02-08", None])
    frame["note"] = ["", f"un  seul{THIN}: x"]
    shown = table(frame, caption="Two rows").text.splitlines()
    assert shown == [
        "[table] Deux lignes",
        "nature | word | n | day | note",
        f"croissance | growth | 1{THIN}234,5 | 08/02/2024 | –",
        f"x | y | -0,2 | – | un seul{THIN}: x",
    ]


@pytest.mark.parametrize("name, right", [("tour-3", "non"), ("tour-3", "no")])
def test_an_answer_may_be_french(name, right):
    assert check(name, right) == "✓ Right."
    wrong = {"non": "oui", "no": "yes"}[right]
    assert "look at the intervals" in check(name, wrong)


# --- notebooks -----------------------------------------------------------------------


def test_prose_is_translated_and_nothing_else(french):
    french(
        'msgid "Words"\nmsgstr "Mots"\n\nmsgid "one **x**"\nmsgstr "un **x**"\n'
    )
    source = "## Words\n\nWords\n\n- one **x**\n- Words\n\n```\nWords\n\nWords\n```\n\nz"
    cells = [
        new_markdown_cell(source),
        new_code_cell("Words = 'Words'  # Words"),
    ]
    notebook = new_notebook(cells=cells)
    before = copy.deepcopy(notebook)
    edition = editions.spoken(notebook)
    assert edition.cells[0].source == (
        "## Mots\n\nMots\n\n- un **x**\n- Mots\n\n```\nWords\n\nWords\n```\n\nz"
    )
    assert edition.cells[1] == before.cells[1] and notebook == before


@pytest.mark.parametrize(
    "path", report.curated(True), ids=lambda path: path.stem
)
def test_the_english_edition_is_the_source(path):
    notebook = nbformat.read(path, as_version=4)
    assert report.dumps(editions.spoken(notebook)) == report.dumps(notebook)
    for cell in notebook.cells:
        assert "".join(editions.texts(cell.source)) == cell.source


def test_the_page_says_its_language(french):
    french('msgid "Contents"\nmsgstr "Sommaire"\n')
    made = page(
        [("01_x", new_notebook(cells=[new_markdown_cell("# A")]))], {}, "T"
    )
    assert '<html lang="fr">' in made and "<h2>Sommaire</h2>" in made


def test_english_is_spoken_without_a_catalogue():
    code = (
        "import sys; from multipolaire.say import say; from multipolaire.views import display;"
        "import pandas; display.table(pandas.DataFrame({'a': [1.5]}), caption='A row');"
        "print(say('{n:,} word', '{n:,} words', n=1234), 'babel' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True
    )
    assert ran.stdout.strip() == "1,234 words False", ran.stderr


# --- the catalogue -------------------------------------------------------------------


def test_the_catalogue_is_up_to_date_and_the_same_on_every_run(tmp_path):
    copied = tmp_path / "fr.po"
    copied.write_bytes((LOCALE / "fr.po").read_bytes())
    messages.update(copied)
    assert copied.read_bytes() == (LOCALE / "fr.po").read_bytes(), (
        "run: python -m multipolaire messages"
    )


def test_a_changed_message_is_marked_and_a_lost_one_goes(tmp_path, monkeypatch):
    path = tmp_path / "fr.po"
    first = [
        ("a.py", "", None, "{n} words are set aside here"),
        ("a.py", "", None, "gone"),
    ]
    monkeypatch.setattr(messages, "found", lambda: first)
    assert messages.update(path)[0] == "2 messages, 7 words; 2 missing"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('aside here"\nmsgstr ""', 'aside here"\nmsgstr "{n} mots"')
    )
    assert messages.update(path)[0] == "2 messages, 7 words; 1 missing"
    monkeypatch.setattr(
        messages,
        "found",
        lambda: [("a.py", "", None, "{n} words were set aside here")],
    )
    counts, lines = messages.update(path)
    assert (
        counts == "1 messages, 6 words; 1 stale"
        and "gone" not in path.read_text()
    )
    assert "mots" in path.read_text("utf-8")


def test_a_new_message_is_likened_to_none_that_awaits_its_french(
    tmp_path, monkeypatch
):
    path = tmp_path / "fr.po"
    for text in (
        ("{n} article read", "{n} articles read"),
        "{n} articles were read",
    ):
        monkeypatch.setattr(
            messages, "found", lambda t=text: [("a.py", "", None, t)]
        )
        assert messages.update(path)[0].endswith("1 missing")
    assert "fuzzy" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    "english, french, fault",
    [
        ("{n} words", "", "missing"),
        ("{n} words", "{m} mots", "not kept: {n}, {m}"),
        ("{n:.1f} words", "{n} mots", "not kept: {n:.1f}, {n}"),
        ("see `x` [a](b)", "voir `y` [a](b)", "not kept: `x`"),
        (("{n} word", "{n} words"), ("un mot", "{n} mots"), "not kept: {n}"),
        (("{n} word", "{n} words"), ("{n} mot", ""), "missing"),
        ("why?", "pourquoi?", "typography: no thin"),
        ("why?", "pourquoi ?", "typography: no thin"),
        ("why?", "pourquoi\u00a0?", "typography: no thin"),
        ("**Minutes:** 20", "**Minutes:** 20", "typography: no thin"),
        ("{a:.0%} of it", "5% de {a:.0%}", "typography: no thin"),
        ("“one”", "« un »", "typography: no"),
        ("it’s", "l'un", "typography: a straight quote"),
        ("one two", "un  deux", "typography: two spaces"),
        ("one…", "un...", "typography: three dots"),
        (
            "10,000 words",
            "10\u00a0000 mots",
            "typography: no thin no-break space in a",
        ),
        ("etc.", "etc…", "typography: dots after etc."),
        ("a, b", "a , b", "typography: a space before"),
    ],
)
def test_a_fault_is_seen(english, french, fault):
    found = list(messages.faults(Message(english, french)))
    assert len(found) >= 1 and found[0].startswith(fault), found


@pytest.mark.parametrize(
    "english, french",
    [
        ("{n} words", "{n} mots"),
        ("“one”", f"«{THIN}un{THIN}»"),
        ("why?", f"quoi{THIN}?"),
        ("`a: b` is 5%", f"`a: b` fait 5{THIN}%"),
        ("(see *x*): y", f"(voir *x*){THIN}: y"),
        ('answer `"yes"`', 'répondez `"oui"`'),
        ("a?!", f"a{THIN}?!"),
        ("{a}; {b}", f"{{b}}{THIN}; {{a}}"),
        ("[x](http://y)", "[x](http://y)"),
        ("a    → b", "a    → b"),
        ("from .csv", "de .csv"),
        ("so…", "soit… etc."),
        ("2:1 at 10:30", f"2{THIN}: 1 à 10{THIN}h{THIN}30"),
    ],
)
def test_good_french_is_no_fault(english, french):
    assert list(messages.faults(Message(english, french))) == []


def test_every_message_can_be_found():
    import ast

    unfound = []
    for name, source in sources():
        for call in ast.walk(ast.parse(source)):
            if (
                isinstance(call, ast.Call)
                and getattr(call.func, "id", "") == "say"
            ):
                if not isinstance(call.args[0], ast.Constant):
                    unfound.append((name, ast.unparse(call)))
            for keyword in getattr(call, "keywords", []):
                if keyword.arg in messages.SHOWN:
                    if isinstance(keyword.value, ast.JoinedStr):
                        unfound.append((name, ast.unparse(keyword)))
    # the words of plots and the widgets' names come through these two
    unfound = [
        place for place in unfound if place[1] != "say(message, **values)"
    ]
    assert unfound == [], (
        "say() takes a literal: no catalogue holds what is computed"
    )


def sources():
    for path in sorted((report.ROOT / "analysis").rglob("*.py")):
        yield path.name, path.read_text(encoding="utf-8")
    for path in report.curated(everything=True):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                yield f"{path.name} {cell.id}", cell.source


# --- the whole -----------------------------------------------------------------------


def test_the_catalogue_is_whole(tmp_path):
    copied = tmp_path / "fr.po"
    copied.write_bytes((LOCALE / "fr.po").read_bytes())
    counts, faults = messages.update(copied)
    assert faults == [] and counts.endswith("; all well")


def digits(output) -> list[int]:
    """The numbers of an output, whatever separates their parts, in rising order."""
    text = output.get("text") or output["data"].get("text/plain", "")
    text = re.sub(
        r"^drawn: .*$", "", text, flags=re.MULTILINE
    )  # of the words, too
    return sorted(int(re.sub(r"\D", "", m)) for m in re.findall(_NUMBER, text))


_NUMBER = r"\d+(?:[.,\u202f]\d+)*"


def test_numbers_are_compared_as_they_are_meant():
    def of(text):
        return digits({"text": text})

    assert of("1,234.5 on 2024-02-08; 26%") == of(
        "26\u202f%, 08/02/2024, 1\u202f234,5"
    )
    assert of("8 February 2024") == of("8 février 2024") != of("9 février 2024")
    assert (
        of("drawn: 12ab") == []
        and of("1.5") != of("1,4")
        and of("1 2") != of("1")
    )


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    return tmp_path_factory.mktemp("build")


@pytest.fixture(scope="module")
def both(build):
    """Every notebook as stored, in English, and as it runs in French."""
    paths = report.curated(everything=True)
    with speaking("fr"):
        spoken = report.run_all(
            paths, lambda line: None, build / "cache" / "fr"
        )
    return [
        (p.stem, nbformat.read(p, as_version=4), f)
        for p, f in zip(paths, spoken)
    ]


@pytest.mark.slow
def test_every_french_notebook_runs_whole_and_says_the_same_numbers(both):
    different = []
    for name, english, spoken in both:
        for one, other in zip(english.cells, spoken.cells, strict=True):
            assert one.cell_type == other.cell_type
            if one.cell_type == "code":
                assert one.source == other.source
                assert not [
                    o for o in other.outputs if o.get("name") == "stderr"
                ]
                for a, b in zip(one.outputs, other.outputs, strict=True):
                    if digits(a) != digits(b):
                        different.append((name, one.id, digits(a), digits(b)))
    assert different == []


@pytest.mark.slow
def test_the_french_report_is_french_and_its_data_the_same(
    both, build, monkeypatch
):
    lines = []
    with speaking("fr"):
        made = report.write_report(build / "fr", lines.append).read_bytes()
        report.write_report(build / "fr", lines.append)
        assert len(lines) > 4 and str(build / "fr") in lines[-1]
    assert b'<html lang="fr">' in made
    monkeypatch.setattr(report, "run_all", lambda paths, tell, cache: [])
    english = report.write_report(build / "en", lines.append)
    assert b'<html lang="en">' in english.read_bytes()
    names = sorted(path.name for path in (build / "en" / "data").glob("*.csv"))
    assert len(names) > 10
    for name in names:
        one, other = build / "en" / "data" / name, build / "fr" / "data" / name
        assert one.read_bytes() == other.read_bytes(), name


def test_copies_to_work_in_are_never_written_over(
    tmp_path, monkeypatch, french
):
    notebook = new_notebook(
        cells=[new_markdown_cell("Words"), new_code_cell("1 + 1")]
    )
    folder, into, lines = tmp_path / "notebooks", tmp_path / "lab-fr", []
    folder.mkdir()
    source, copied = folder / "01_x.ipynb", into / "01_x.ipynb"
    source.write_text(report.dumps(notebook), encoding="utf-8")
    monkeypatch.setattr(report, "NOTEBOOKS", folder)
    french('msgid "Words"\nmsgstr "Mots"\n')
    report.lab(into, lines.append)
    assert nbformat.read(copied, as_version=4).cells[0].source == "Mots"
    notebook.cells[0].source = "Words\n\nWords"
    source.write_text(report.dumps(notebook), encoding="utf-8")
    report.lab(into, lines.append)
    assert nbformat.read(copied, as_version=4).cells[0].source == "Mots\n\nMots"
    assert lines == []
    mine = copied.read_text("utf-8").replace("1 + 1", "2 + 2")
    copied.write_text(mine, encoding="utf-8")
    report.lab(into, lines.append)
    assert copied.read_text("utf-8") == mine
    assert len(lines) == 1 and "01_x.ipynb has changes of yours" in lines[0]


def test_numbers_of_plots_are_french(french):
    from matplotlib import pyplot as plt

    from multipolaire.views.plots import plot_stability

    french()
    frame = pd.DataFrame(
        {"k": [2, 3], "agreement": [0.5, 0.25], "null_agreement": 0.1}
    )
    axes = plot_stability(frame.assign(margin=0.15))
    axes.figure.canvas.draw()
    ticks = [text.get_text() for text in axes.get_yticklabels()]
    plt.close(axes.figure)
    assert "0,4" in ticks and not [text for text in ticks if "." in text]
