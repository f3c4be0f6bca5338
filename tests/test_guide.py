"""The teacher's guide says what is so: notebooks, excerpts, measures, files."""

import json
import re

from multipolaire import load_articles
from multipolaire.places import NOTEBOOKS, ROOT
from multipolaire.publish.bundle import PLATFORMS
from multipolaire.say import EXCERPT


def test_each_excerpt_of_the_sheet_stands_in_an_article_and_is_short():
    sheet = (NOTEBOOKS / "feuille.md").read_text("utf-8")
    said = re.findall(r"(?m)^\d\. > (.*)$", sheet)
    texts = load_articles()["text"]
    assert len(said) == 6 and max(map(len, said)) <= EXCERPT
    for one in said:
        assert texts.str.contains(one, regex=False).sum() == 1, one
    assert sheet.count(", décembre 2021") + sheet.count(", février 2024") == 6


def test_the_guide_in_french_has_the_notebooks_of_the_one_in_english():
    rows = [
        re.findall(r"(?m)^\| `(\d\d_\w+)` \|.*\| (\d+) \|", guide)
        for guide in (
            (NOTEBOOKS / f"README{end}.md").read_text("utf-8")
            for end in ("", ".fr")
        )
    ]
    assert rows[0] == rows[1]
    assert [name for name, _ in rows[0]] == sorted(
        path.stem for path in NOTEBOOKS.glob("*.ipynb")
    )


def test_what_prepares_a_server_names_commands_that_are_there():
    made = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
    build = (ROOT / ".binder/postBuild").read_text()
    assert "run.py handout" in made["postCreateCommand"]
    assert "requirements.lock" in build and "://" not in build
    guide = (NOTEBOOKS / "README.fr.md").read_text("utf-8")
    assert all(f"`{name}`" in guide for name in PLATFORMS)
