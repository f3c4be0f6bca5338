"""Every test runs in what run.py hands over, also under a plain `pytest`."""

import os

import matplotlib
from hypothesis import settings

import run

cleaned = run.clean(os.environ)
for name in os.environ.keys() - cleaned.keys():
    del os.environ[name]
# A kernel starts in notebooks/, where the package may not be installed.
os.environ.update(cleaned, PYTHONPATH=str(run.ROOT / "analysis"))
matplotlib.use("agg")  # a test opens no window

# The same examples each time: a run says something of the code, not of its luck.
settings.register_profile(
    "same", derandomize=True, database=None, deadline=None
)
settings.load_profile("same")
