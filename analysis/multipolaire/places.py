"""Where the package stands, and what stands around it: a checkout, or nothing."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
#: The checkout; where the package is installed without one, its own folder, which
#: holds the notebook on a corpus of one's own, and no article.
ROOT = PACKAGE.parents[1]
if not (ROOT / "run.py").is_file():
    ROOT = PACKAGE
NOTEBOOKS = ROOT / "notebooks"
