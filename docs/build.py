"""Build the documentation: ``python docs/build.py build/site/docs``.

``python3 run.py site`` calls it where Sphinx, myst-nb, numpydoc and furo (the extra
``docs``) are installed.  Sphinx reads a copy of this folder, with the notebooks beside
it, their outputs taken out, and the pages of reference written from the public names.
Nothing is fetched, and a warning is an error.
"""

import inspect
import re
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import nbformat
from sphinx.cmd.build import main as sphinx

import multipolaire
from multipolaire.publish.editions import student

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
FIRST = [
    "load_articles",
    "concordance",
    "trend",
    "find_topics",
    "extract_figures",
    "extract_quotes",
    "FrenchVectorizer",
    "explain",
]


def build(into: str | Path) -> int:
    """Write the pages into a folder, which is emptied; gives Sphinx's exit code."""
    into = Path(into).resolve()
    shutil.rmtree(into, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "docs")
        shutil.copytree(
            DOCS, source, ignore=shutil.ignore_patterns("__pycache__")
        )
        for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
            _bare(path, source / "notebooks" / path.name)
        _included(source)
        _reference(source)
        words = ["-W", "--keep-going", "-q", "-b", "html", "-d"]
        code = sphinx([*words, f"{folder}/known", str(source), str(into)])
    (into / ".buildinfo").unlink(missing_ok=True)
    shutil.rmtree(
        into / "_sources", ignore_errors=True
    )  # notebooks stand in it
    for path in into.rglob("*.html"):
        _mend(path)
    return code


# What the theme leaves undone for those who do not see the page, or use no mouse.
MENDED = {
    'role="heading"': 'role="heading" aria-level="2"',
    '<aside class="sidebar-drawer"': '<aside aria-label="All pages" class="sidebar-drawer"',
    '<aside class="toc-drawer': '<aside aria-label="This page" class="toc-drawer',
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper': '<div tabindex="0" class="table-wrapper',
}


def _mend(path: Path) -> None:
    page = path.read_text("utf-8")
    for left, mended in MENDED.items():
        page = page.replace(left, mended)
    page = re.sub(r"<dl>\n(<dd>.*?)</dl>", _lines, page, flags=re.S)
    title = '<h1 class="unseen">Search</h1>'
    if path.name == "search.html":
        page = re.sub(r"(<article[^>]*>)", rf"\1{title}", page, count=1)
    path.write_text(page, "utf-8")


def _lines(signature: re.Match) -> str:
    """The lines of a long signature: no list of terms."""
    lines = signature[1].replace("<dd>", '<span class="sig-line">')
    return lines.replace("</dd>", "</span>")


def _bare(path: Path, to: Path) -> None:
    """The students' edition: neither answers, nor what is shown of the articles."""
    book, titled = student(nbformat.read(path, as_version=4)), False
    hidden = {"folded"}
    book.cells = [
        cell
        for cell in book.cells
        if not hidden & set(cell.metadata.get("tags", ()))
    ]
    for cell in book.cells:
        cell.metadata = {}
        if cell.cell_type == "markdown":  # a page has one title
            if titled:
                cell.source = re.sub(r"(?m)^# ", "## ", cell.source)
            titled |= cell.source.startswith("# ")
    to.parent.mkdir(exist_ok=True)
    nbformat.write(book, to)


def _included(source: Path) -> None:
    """Parts of the READMEs, set in where a page asks for them by their headings."""
    for page in source.glob("*.md"):
        text = page.read_text("utf-8")
        text = re.sub(r"\{\{(\S+) (.+?)\}\}", _part, text)
        page.write_text(text.replace("\n\n```\n", "\n```\n"), "utf-8")


def _part(asked: re.Match) -> str:
    """What stands under a heading of a file, up to the next of its rank."""
    file, heading = asked.groups()
    text = (ROOT / file).read_text("utf-8")
    part = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.M | re.S
    )
    if part is None:
        raise SystemExit(
            f"{file}: no heading {heading!r}, which docs/ includes"
        )
    return re.sub(r"^##(#+) ", r"#\1 ", part[1], flags=re.M)


def _reference(source: Path) -> None:
    """``reference.md``, eight names first, and ``names.md``, all others."""
    rest = [name for name in multipolaire.__all__ if name not in FIRST]
    page = source / "reference.md"
    page.write_text(page.read_text("utf-8") + _entries(FIRST), "utf-8")
    tables = "\n## Their tables\n\n" + _entries(sorted(_tables()), "data")
    page = source / "names.md"
    page.write_text(page.read_text("utf-8") + _entries(rest) + tables, "utf-8")


def _entries(names: list[str], kind: str = "") -> str:
    lines = []
    for name in names:
        full, of = name, kind
        if not kind:
            value = getattr(multipolaire, name)
            of = "class" if inspect.isclass(value) else "function"
            if not callable(value):
                of = "module" if inspect.ismodule(value) else "data"
            home = getattr(value, "__module__", None)
            full = f"{home or _home(name)}.{name}"
        if of == "module":
            full = value.__name__
        lines += ["```{eval-rst}", f".. auto{of}:: {full}"]
        lines += ["   :no-value:"] * (of == "data") + ["```", ""]
    return "\n".join(lines)


def _home(name: str) -> str:
    return f"multipolaire.{multipolaire._MODULE_OF[name]}"


def _tables() -> set[str]:
    """The declared columns that docstrings of public names point at."""
    found = set()
    for name in multipolaire.__all__:
        value = getattr(multipolaire, name)
        own = getattr(value, "__module__", getattr(value, "__name__", ""))
        for target in re.findall(r":data:`~?([\w.]+)`", value.__doc__ or ""):
            where, _, last = target.rpartition(".")
            where = where or own
            if not where.startswith("multipolaire"):
                where = f"{own.rpartition('.')[0]}.{where}"
            if last in multipolaire.__all__:
                continue
            if isinstance(getattr(import_module(where), last), dict):
                found.add(f"{import_module(where).__name__}.{last}")
    return found


if __name__ == "__main__":
    sys.exit(build(*sys.argv[1:]))
