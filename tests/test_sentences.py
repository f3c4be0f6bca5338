"""What the project says of its articles holds: by hand counts, arithmetic, the texts.

Counts are by hand, in the five articles; the sentences are those stored in the
notebooks, so what fails here is what a reader would have read.
"""

import subprocess
from pathlib import Path

import nbformat

from analysis import load_articles

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
        ["git", "ls-files", "*.md", "*.py", "*.toml", "*.cff", "*.ipynb", "*.po"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.split()  # fmt: skip
    files = [ROOT / name for name in files if name != "tests/test_sentences.py"]
    files = files or [*ROOT.glob("*.md"), *ROOT.glob("*.toml"), *ROOT.glob("*.cff")]
    wrong = ("french press", "presse française", "french outlets", "médias français")
    texts = {file: " ".join(file.read_text("utf-8").split()) for file in files}
    texts = {f: t.replace('" "', "").casefold() for f, t in texts.items()}
    assert [f.name for f, t in texts.items() if any(w in t for w in wrong)] == []


def test_a_copy_by_an_unknown_site_is_not_signed_by_the_outlet_it_copies():
    row = load_articles().set_index("article_id").loc["2022-06-15-rt"]
    assert row["publisher"] == "unknown republisher of RT"
    assert "publisher" not in row["inferred"]


def test_whom_a_text_names_and_what_its_column_holds():
    """All five name the Kremlin; AFP, CNN and Reuters are no office of the two."""
    told = said("01")
    assert "in the column `via` of 2 articles, and in the text of 5" in told
    assert "AFP, CNN, Reuters are not" in told
    assert "These articles report what governments chose to say" not in told


def test_the_tour_counts_a_passage_printed_twice_once():
    """RT prints "aux ingérences … affaires intérieures" twice: eight, or seven."""
    assert "8 times in 3 articles, 7 times with passages counted once" in said("00")


def test_the_map_is_set_beside_chance_and_its_copies_aside():
    """Words dealt at random give a first axis of 34 %, which the real one reaches."""
    told = said("02")
    assert "The same words dealt at random give 34% on average" in told
    assert "The map shows no more than chance would." in told
    assert "near the words" not in told  # on a symmetric map, nearness says nothing
    assert "with the copies left in, *militaire* would" in told
