"""What the project says of its articles holds: by hand counts, arithmetic, the texts.

Counts are by hand, in the five articles; the sentences are those stored in the
notebooks, so what fails here is what a reader would have read.
"""

import re
import subprocess
from pathlib import Path

import nbformat
import pytest
from scipy.stats import binomtest

from multipolaire import load_articles

ROOT = Path(__file__).resolve().parents[1]


def said(name: str) -> str:
    """All that a notebook says: its prose and what its cells print, in one line."""
    (path,) = (ROOT / "notebooks").glob(f"{name}_*.ipynb")
    parts = []
    for cell in nbformat.read(path, as_version=4).cells:
        parts += [cell.source] if cell.cell_type == "markdown" else []
        for output in cell.get("outputs", []):
            parts.append(output.get("data", {}).get("text/plain", ""))
    return " ".join(" ".join(parts).split())


def test_the_outlets_are_of_the_french_language_press():
    """A Qatari site, RT and a copy of it, a Moroccan site, Vietnam.vn: none French."""
    files = subprocess.run(
        [
            "git",
            "ls-files",
            "*.md",
            "*.py",
            "*.toml",
            "*.cff",
            "*.ipynb",
            "*.po",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    files = [ROOT / name for name in files if name != "tests/test_sentences.py"]
    files = files or [
        *ROOT.glob("*.md"),
        *ROOT.glob("*.toml"),
        *ROOT.glob("*.cff"),
    ]
    wrong = (
        "french press",
        "presse française",
        "french outlets",
        "médias français",
    )
    texts = {file: " ".join(file.read_text("utf-8").split()) for file in files}
    texts = {f: t.replace('" "', "").casefold() for f, t in texts.items()}
    assert [
        f.name for f, t in texts.items() if any(w in t for w in wrong)
    ] == []


def test_a_copy_by_an_unknown_site_is_not_signed_by_the_outlet_it_copies():
    row = load_articles().set_index("article_id").loc["2022-06-15-rt"]
    assert row["publisher"] == "unknown republisher of RT"
    assert "publisher" not in row["inferred"]


def test_whom_a_text_names_and_what_its_column_holds():
    """All five name the Kremlin; AFP, CNN and Reuters are no office of the two."""
    told = said("01")
    assert "Kremlin | 2 | unknown republisher of RT; Perspectives Med" in told
    assert "every text names it" in told
    kremlin = load_articles()["text"].str.contains("Kremlin")
    assert kremlin.all() and len(kremlin) == 5
    assert "AFP, CNN, Reuters are not" in told
    assert "These articles report what governments chose to say" not in told


def test_the_tour_counts_a_passage_printed_twice_once():
    """Four quotations of one article stand twice in it: 830 words, or 743 by hand."""
    told = said("00")
    assert "740 words between quotation marks" in told
    assert "7 of the 8 stand between quotation marks" in told


def test_the_map_is_set_beside_chance_and_its_copies_aside():
    """Words dealt at random give a first axis of 34 %, which the real one reaches."""
    told = said("02")
    assert "The same words dealt at random give 34% on average" in told
    assert "Words dealt at random give an axis as large" in told
    assert (
        "near the words" not in told
    )  # on a symmetric map, nearness says nothing
    assert "with the copies left in, *militaire* would" in told


def test_what_is_said_of_a_word_holds_in_the_five_texts():
    """By hand: RT's four, of which one in a passage printed twice; a verb in 2022."""
    told = said("03")
    assert "2024-02-08-rt says it 4 times, but prints one passage twice" in told
    assert "with the later copy set aside, 3 times" in told
    assert "2022-06-15-rt never says *ingérence*, and says “" in told
    assert "d’interférer dans les affaires intérieures" in told


def test_the_smallest_of_many_p_is_corrected_for_their_number():
    """Nine at once: the eighth, .400, times 9 / 8 by Benjamini–Hochberg."""
    told = said("03")
    assert (
        "Of 9 questions asked at once, the smallest p is 0.13, and 0.45 once"
        in told
    )
    assert "The smallest p is" not in told
    assert "no trend can be claimed" in told


def test_one_occurrence_is_not_called_all_in_one_article():
    """It has DP .77 for want of a second; by chance 1 − Σ share² = .78."""
    told = said("03")
    words = [616, 427, 771, 346, 531]
    by_chance = 1 - sum((n / sum(words)) ** 2 for n in words)
    assert f"non-ingérence | 1 | 1 | 5 | 0.77 | {by_chance:.2f}" in told
    assert "1 is all in one" not in told


@pytest.mark.parametrize("name", ["03", "05"])
def test_lafon_is_not_called_chance_alone_and_open_bounds_are_open(name):
    told = said(name)
    assert "by chance alone" not in told and "would be by chance" not in told
    assert re.search(r"`lafon`[^.]+(?:words|they) come in clumps", told)
    assert "furthest from zero are the rarest" not in told
    assert "opposer | 3 | 1 | 2.2 | −∞ | ∞" in told and "| 21.8 |" not in told


def test_what_two_accounts_share_and_what_only_one_says():
    """By hand: two sentences told twice; Vietnam.vn calls the war a conflict, too."""
    told = said("05")
    assert "2 sentences that both quote, each with one number" in told
    assert "campagne | 0 | 2 conflit | 0 | 1 dossier ukrainien | 1 | 0" in told
    assert (
        "to Vladimir Poutine, Xi Jinping and, further down, to Xi Jinping"
        in (told)
    )


def test_a_bound_is_not_dropped_beside_what_it_is_set_against():
    told = said("04")
    assert (
        "reported | > | 200 | 240.1" in told
        and "target | >= | 200 | 244.8" in told
    )


def test_eight_of_eight_is_no_certainty():
    """Every share has its interval, at least the exact one of scipy: 8 of 8 goes from
    .631; those of one paragraph are right or wrong together, which widens it."""
    told = said("04")
    table = told.split("counts and 95 % intervals measure | ")[1]
    found = re.findall(
        r"(\d+) \| (\d+) \| (\d+)((?: \| [\d.]+){6})(?= |$)", table
    )
    assert len(found) > 10
    wider = 0
    for correct, *wholes, shares in found:
        shares = [float(share) for share in shares.split(" | ")[1:]]
        for whole, (share, *ends) in zip(wholes, (shares[:3], shares[3:])):
            exact = binomtest(int(correct), int(whole)).proportion_ci()
            assert share == pytest.approx(int(correct) / int(whole), abs=6e-3)
            assert ends[0] <= exact.low + 6e-3 and ends[1] >= exact.high - 6e-3
            wider += ends[1] - ends[0] > exact.high - exact.low + 0.02
    assert wider > 5


def test_a_q_is_called_q():
    """Of one p in 1,000 of four families q is .004, and was printed as p."""
    told = said("06")
    table = told.split("q, stricter for the number of families")[1]
    assert "| p | q | would show" in table
    row = r"ingérence \| 2022-Q3 \|[ \d.|]+ 0\.001 \| 0\.004 \|"
    assert re.search(row, table)


def test_keyness_needs_no_draws_to_see_a_word():
    """With 999 draws q stayed over .05 for a word that stood out alone: nothing is
    planted between the publishers, and nothing is found."""
    told = said("06")
    assert "beyond chance: 0." in told and "draws, fewer than" not in told
    power = re.search(
        r"once in (\d+) of the ([\d,]+) articles of La Gazette", told
    )
    assert power and 5 < int(power[1]) < int(power[2].replace(",", ""))
