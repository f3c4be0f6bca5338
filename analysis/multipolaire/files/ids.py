"""What an id of an article is, and one made from a name."""

import re
import unicodedata
from pathlib import Path

from multipolaire.files.problems import Reading

ID = re.compile(r"\w[\w.\-]{0,199}")
ID_EXPECTED = "letters, digits, '-', '_' or '.', not a path"


def made_id(name: str, file: Path, reading: Reading) -> str:
    """An id from a name: safe, and its own; a second one of a name is named."""
    safe = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name))
    safe = made = safe.strip("-._")[:100] or "article"
    while made in reading.made:
        reading.made[safe] += 1
        made = f"{safe}-{reading.made[safe]}"
    reading.made[made] += 1
    if made != safe:
        expected = f"a name of its own (kept as {made!r})"
        reading.note(file, None, "duplicate name", name, expected, False)
    return made
