"""Notebooks to a report: run them in order, render them as a page, a PDF and tables.

Nothing is half-written: every file is made beside its place and moved there whole,
after all of them were computed, so that an interrupted or failing run leaves the
previous report untouched.  What has not changed is not run again.
"""

import base64
import html
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import distributions
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from multipolaire.articles import fingerprint, load_articles
from multipolaire.files.corrections import corrections_path
from multipolaire.files.whole import set_apart, sweep, write_whole
from multipolaire.french import lexicon
from multipolaire.places import NOTEBOOKS, PACKAGE, ROOT
from multipolaire.publish import run
from multipolaire.publish.asked import asked_of, of_ones_own
from multipolaire.publish.editions import instructor, student
from multipolaire.publish.page import linked, outputs_of, page, page_with
from multipolaire.publish.rights import Allowance
from multipolaire.publish.run import dumps, run_all, sha256
from multipolaire.say import language, languages, plain, say, speaking
from multipolaire.scale import PROBLEMS, collected, failures
from multipolaire.views.display import outlet_names

FIVE = ROOT / "corpus"  # the five articles, whatever a user's own corpus is
OWN = NOTEBOOKS / "06_your_own_corpus.ipynb"
PACKAGES = ("jupyterlab", "pandas", "matplotlib", "scikit-learn", "nbval")
PACKAGES += ("simplemma",)
NAMES = {"en": "English", "fr": "Français"}  # of a language, in itself


NAMED = 50  # articles: of more, sentences keep the ids


def write_report(
    into: str | Path = "build/report",
    tell: Callable = print,
    corpus: str | Path | None = None,
    code: bool = False,
    **given,
) -> Path:
    """Run what has changed and write ``report.html``, ``report.pdf`` and ``data/``.

    Without ``corpus`` it tells the five articles; with one, a folder or a file, it is
    notebook 06 on it, ``given`` taking the place of its other parameters; ``code`` is
    shown where it is asked for.  ``data/``
    holds every table as CSV and ``made.json``: how it was made, with the sha256 of
    each file.  Gives the path of the page.  The report is in the language spoken
    (:func:`multipolaire.say.speaking`); the five articles' tables are the same in all.

    Raises :class:`~multipolaire.publish.run.NotebookError` naming notebook, cell and line;
    ``ValueError`` where no article of the corpus is sound, or ``into`` is in what is
    read.  The report of the last good run stays as it was.
    Where the PDF alone fails, the rest is written before ``ValueError`` says why.
    """
    into = Path(into)
    if corpus is None and not FIVE.is_dir():
        told = "the five articles are in the project's checkout"
        raise ValueError(f"{told}: expected a corpus, report --corpus FOLDER")
    _check_apart(into, corpus)
    given = asked_of(corpus, given)
    made = _made_from(corpus, given) | {"code": code}
    shown = into / "report.html"
    if _is_made(into, made):
        _link(into)
        tell(plain(say("unchanged: {file}", file=str(shown))))
        return shown
    if corpus is None:
        told = _told_of_the_five(into, tell)
    else:
        told = _told_of(corpus, tell, given)
    made["corpus"] = fingerprint(told.tables["articles"])
    files, failed = _files(told, made)
    _put(into, files)
    if failed:
        (into / "report.pdf").unlink(missing_ok=True)  # it is of another report
        raise ValueError(f"{shown} and data/ are written; {failed}")
    tell(
        plain(say("report: {file}, with report.pdf and data/", file=str(shown)))
    )
    tell(f"sha256 {sha256(shown.read_bytes())}  {shown.name}")
    return shown


@dataclass(frozen=True, slots=True)
class _Told:
    """What a report tells: notebooks as they ran, tables, and of which articles."""

    title: str
    notebooks: list
    tables: dict[str, pd.DataFrame]
    articles: pd.DataFrame | None


def _made_from(corpus: str | Path | None, given: dict) -> dict:
    """All that a byte of the report depends on."""
    paths = curated() if corpus is None else [OWN]
    known = dict(given)
    if "record" in known:
        known["record"] = sha256(Path(known["record"]).read_bytes())
    if "words" in known.get("reading", ()):  # a path of this machine
        words = Path(known["reading"]["words"])
        lists = run.digest(sorted(words.iterdir()), words)
        known["reading"] = known["reading"] | {"words": lists}
    there = {one.name: one.version for one in distributions()}
    made = {
        "inputs": run.digest(run.inputs(paths)),
        "given": [None if corpus is None else _digest_corpus(corpus), known],
        "python": ".".join(map(str, sys.version_info[:2])),
        "versions": {name: there[name] for name in PACKAGES if name in there},
        "packages": run.packages(),
    }
    return made if language() == "en" else made | {"language": language()}


def _told_of_the_five(into: Path, tell: Callable) -> _Told:
    from multipolaire.publish.tables import report_tables

    paths = curated()
    notebooks = run_all(paths, tell, cache=_cache(into))
    with speaking("en"):  # data is the same in every language
        articles = load_articles(FIVE)
        with collected() as failed:
            tables = report_tables(articles)
        if failed:
            tables["problems"] = failures(failed)
    title = say(
        "Xi and Putin on the telephone: the French-language press, read as data"
    )
    named = [(path.stem, notebook) for path, notebook in zip(paths, notebooks)]
    return _Told(plain(title), named, tables, articles)


def _told_of(corpus: str | Path, tell: Callable, given: dict) -> _Told:
    from multipolaire.publish.tables import excerpts

    notebooks, tables = _run_on(corpus, tell, given)
    articles = tables.pop("texts", None)
    name = Path(corpus).resolve().name
    title = say("{name}: a corpus, read as data", name=name)
    named = [(OWN.stem, notebook) for notebook in notebooks]
    return _Told(plain(title), named, excerpts(tables), articles)


def _run_on(corpus: str | Path, tell: Callable, given: dict):
    """Notebook 06, run on a corpus, and the tables that it made."""
    with TemporaryDirectory() as folder:
        place = str(Path(corpus).resolve())
        if "record" in given:
            given = given | {"record": str(Path(given["record"]).resolve())}
        if "words" in (reading := given.get("reading", {})):
            words = str(Path(reading["words"]).resolve())
            given = given | {"reading": reading | {"words": words}}
        given = given | {"corpus": place, "folder": folder}
        notebooks = run_all([OWN], tell, given=given)
        made = sorted(Path(folder).iterdir())
        return notebooks, {path.stem: pd.read_pickle(path) for path in made}


def failed_in(into: str | Path) -> list[tuple[str, str, str]]:
    """The articles that a function left out of the report: rows of ``problems.csv``."""
    file = Path(into) / "data" / "problems.csv"
    if not file.is_file():
        return []
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    rows = table.to_dict("records")
    read = [tuple(r[n] for n in PROBLEMS) for r in rows if r.get("function")]
    unclean = [row for row in rows if row.get("what") == "article"]
    return read + [(r["value"], "clean_text", r["expected"]) for r in unclean]


def store(paths: Iterable[Path] = (), tell: Callable = print) -> None:
    """Run the notebooks and store them with their outputs, for maintainers."""
    paths = list(paths) or curated(everything=True)
    with speaking("en"):
        notebooks = run_all(paths, tell)
    for path, notebook in zip(paths, notebooks):
        write_whole(path, dumps(notebook).encode())
        for picture in readme_pictures(notebook):
            write_whole(ROOT / "docs" / f"{path.stem}.svg", picture)


def readme_pictures(notebook) -> list[bytes]:
    """The pictures of the cells tagged ``readme``, as SVG."""
    shown = "".join(
        outputs_of(cell)
        for cell in notebook.cells
        if "readme" in cell.metadata.get("tags", [])
    )
    found = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', shown)
    return [base64.b64decode(picture) for picture in found]


def handout(
    into: str | Path = "build/handout", tell: Callable = print
) -> list[Path]:
    """Write ``student/`` and ``instructor/`` editions of every notebook, and say so.

    In another language than English the notebooks are run first: their outputs speak.
    A file that somebody worked in there is left as it is, and named; who only ran it
    has not worked in it.
    """
    written, paths = [], curated(everything=True)
    if language() == "en":
        sources = [run.stored(path) for path in paths]
    else:
        sources = run_all(paths, tell, cache=_cache(Path(into)))
    for edition in (student, instructor):  # each in the folder of its name
        files = {p.name: edition(source) for p, source in zip(paths, sources)}
        written += _hand_out(Path(into) / edition.__name__, files, tell)
    said = say(
        "handout: {n} notebooks in {into}/student and {into}/instructor",
        n=len(written),
        into=str(into),
    )
    tell(plain(said))
    return written


def curated(everything: bool = False) -> list[Path]:
    """The notebooks of the report in order; ``everything``: of the folder."""
    paths = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    return [p for p in paths if everything or not p.name.startswith("06")]


def lab(into: str | Path, tell: Callable = print) -> Path:
    """Write the notebooks in the language spoken, to be worked in; gives the folder.

    A file that somebody changed there is left as it is, and named.
    """
    paths = curated(everything=True)
    _hand_out(Path(into), {path.name: run.unrun(path) for path in paths}, tell)
    return Path(into)


def _hand_out(into: Path, notebooks: dict, tell: Callable) -> list[Path]:
    record = into / ".made.json"
    sweep(into)
    known = json.loads(record.read_bytes()) if record.is_file() else {}
    for name, notebook in notebooks.items():
        content, target = dumps(notebook).encode(), into / name
        made = known.get(name, "").split()
        there = target.read_bytes() if target.is_file() else None
        if there is not None and not {sha256(there), run.work(there)} & {*made}:
            name = str(target)
            left = say("{file} has changes of yours: left as it is", file=name)
            tell(plain(left))
        elif there is None or sha256(content) not in made:
            write_whole(target, content)
            known[name] = f"{sha256(content)} {run.work(content)}"
    write_whole(record, json.dumps(known, indent=1).encode())
    return [into / name for name in notebooks]


def _digest_corpus(corpus: str | Path) -> str:
    place = Path(corpus).resolve()
    if not place.exists():
        told = f"no corpus at {str(corpus)!r}: no such file or folder"
        raise FileNotFoundError(told)
    found = [place, *place.rglob("*"), corrections_path(place)]
    if words := lexicon.beside(place):
        found += words.iterdir()
    return run.digest([path for path in found if path.is_file()], place.parent)


def _cache(into: Path) -> Path:
    cache = into.parent / "cache"
    return cache if language() == "en" else cache / language()


def _check_apart(into: Path, corpus: str | Path | None) -> None:
    """Refuse to write into what is read: a page would be an article of the next run."""
    read = [PACKAGE, NOTEBOOKS, ROOT / "corpus"]
    written = [into / "report.html", into / "report.pdf", *into.glob("data/*")]
    if corpus is not None:
        read += [Path(corpus), Path(corpus) / "articles"]
    for target in (into.resolve(), (into / "data").resolve()):
        written += [target, *target.parents]
    for source, place in product(read, written):
        if source.exists() and place.exists() and source.samefile(place):
            raise ValueError(
                f"--into {into}: it would be written into {source}, which is read: "
                "expected another folder"
            )


def _put(into: Path, files: dict[str, bytes]) -> None:
    """The report in the place of the last one, none of whose tables are left."""
    stale = set(_known(into).get("sha256", ())) - set(files)
    _replace(into, files)
    for name in stale:  # a table that this corpus does not have
        if re.fullmatch(r"data/\w+\.csv", name):
            (into / name).unlink(missing_ok=True)
    _link(into)


def _replace(into: Path, files: dict[str, bytes]) -> None:
    """Write all the files, then move them to their places: a full disk changes none."""
    sweep(into)
    with set_apart(into) as folder:
        for name, content in files.items():
            try:
                write_whole(folder / name, content)
            except OSError as error:
                whole = str(into / name)
                raise OSError(error.errno, error.strerror, whole) from None
        for name in files:
            (into / name).parent.mkdir(exist_ok=True)
            os.replace(folder / name, into / name)


def _link(into: Path) -> None:
    """Let the reports in several languages that stand side by side name each other."""
    stem = into.name.removesuffix(f"-{language()}")
    ends = {code: f"-{code}" * (code != "en") for code in languages()}
    there = {code: into.with_name(stem + end) for code, end in ends.items()}
    made = {code: _known(place) for code, place in there.items()}
    there = {code: place for code, place in there.items() if made[code]}
    for code, place in there.items():
        links = "".join(
            f'<a href="../{html.escape(other.name)}/report.html" lang="{twin}" '
            f'hreflang="{twin}">{NAMES.get(twin, twin)}</a>'
            for twin, other in there.items()
            if twin != code
        )
        known, shown = made[code], place / "report.html"
        old = shown.read_bytes() if shown.is_file() else b""
        if sha256(old) != known["sha256"].get(shown.name):
            continue  # it is somebody else's by now
        with speaking(code):
            new = linked(old.decode(), links).encode()
        if new != old:
            known["sha256"][shown.name] = sha256(new)
            _replace(place, {shown.name: new, **_record(known)})


def _record(made: dict) -> dict[str, bytes]:
    record = json.dumps(made, indent=1, sort_keys=True)
    return {"data/made.json": f"{record}\n".encode()}


def _is_made(into: Path, made: dict) -> bool:
    known = _known(into)
    if known.get("without") == "report.pdf":  # it is tried again
        return False
    return all(known.get(key) == value for key, value in made.items()) and all(
        (into / name).is_file() and sha256((into / name).read_bytes()) == value
        for name, value in known["sha256"].items()
    )


def _known(into: Path) -> dict:
    try:
        known = json.loads((into / "data" / "made.json").read_bytes())
        return known if isinstance(known["sha256"], dict) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _files(told: _Told, made: dict) -> tuple[dict[str, bytes], str]:
    """Each file's name and content, and why there is no PDF, if there is none."""
    from multipolaire.publish.pdf import pdf

    facts = {"corpus": made["corpus"], "Python": made["python"]}
    facts |= of_ones_own(made)
    listed = told.tables.get("articles", ())
    names = outlet_names(listed) if 0 < len(listed) <= NAMED else {}
    versions = facts | made["versions"]
    title, code = _shown(told.title), made.get("code", False)
    text = page(told.notebooks, versions, title, code, names)
    tables, files, failed = told.tables, {}, ""
    if told.articles is not None:  # what is published of one, all together
        allowance = Allowance(told.articles)
        if made["given"][0] is None:
            _count(allowance, facts)
        else:
            text = allowance.page(text)
        tables = allowance.tables(tables)
    try:
        files["report.pdf"] = pdf(_shown(text))
    except ValueError as error:  # the page and the tables do not wait for it
        failed, made = str(error), {**made, "without": "report.pdf"}
        # the reason may name a path of this machine: it is told, not published
        remark = plain(say("This report has no PDF: it could not be made."))
        text = page_with(text, remark)
    files["report.html"] = _shown(text).encode()
    csv = {"index": False, "lineterminator": "\n", "float_format": _digits}
    for name, frame in tables.items():
        content = _shown(frame.to_csv(**csv))  # the mark is for Excel
        files[f"data/{name}.csv"] = content.encode("utf-8-sig")
    sums = {name: sha256(content) for name, content in files.items()}
    return {**files, **_record({**made, "sha256": sums})}, failed


def _count(allowance: Allowance, facts: dict) -> None:
    """What the page on the five articles holds of them, which is written by hand.

    The stored notebooks are counted, so that tables are the same in all languages.
    """
    stored = [(p.stem, run.stored(p)) for p in curated()]
    with speaking("en"):
        allowance.page(page(stored, facts, ""), cut=False)


def _shown(text: str) -> str:
    """The text; a folder's name that is no UTF-8 by the codes of its bytes."""
    return text.encode("utf-8", "backslashreplace").decode()


def _digits(number: float) -> str:
    """Ten digits: all that is known, and not the last bits of one processor."""
    return repr(float(f"{number:.10g}"))
