"""A page to paste an article into, which asks nobody: Python runs in the browser.

``build/site/`` holds the page in English and in French, what is known of French
(:mod:`multipolaire.french`), and the runtime, Pyodide, which ``npm`` fetches when the
site is built.  Any server of files serves it; nothing that is pasted leaves it.
The documentation stands beside it where what builds it is installed (``docs/``).
"""

import gzip
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from multipolaire.files.install import install
from multipolaire.files.whole import write_whole
from multipolaire.french import lexicon
from multipolaire.places import PACKAGE, ROOT
from multipolaire.publish.web.reading import FIGURE, QUOTE
from multipolaire.say import plain, say, speaking, translated

WEB = Path(__file__).with_name("web")
#: What runs Python in the browser: a package of npm, and its sha256.
RUNTIME = "pyodide-314.0.7.tgz"
DIGEST = "66b7949e5a0cba2250b586d7e368bf12fb482800748d182c4618254b685ffaa0"
PACKED = ("pyodide.asm.wasm", "python_stdlib.zip")
PLAIN = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide-lock.json")
#: Beside ``french/``, what the page needs of the package.
MODULES = ("say.py", "explain.py", "lemmas.py", "stats/__init__.py")
MODULES += ("stats/queries.py", "stats/scan.py")
#: What builds the documentation: the extra ``docs``, and its modules.
DOCS = "sphinx myst-nb numpydoc furo"
COLUMNS = dict.fromkeys(("quote", *FIGURE, *QUOTE))
#: What a page says before anything is pasted, to be translated where it stands.
WORDS = re.compile(r"\[\[(.+?)\]\]")


def write_site(into: str | Path = "build/site", tell: Callable = print) -> Path:
    """Write the page, in every language, with what it runs on; gives its folder.

    Raises ``ValueError`` where ``npm`` is not there or does not fetch the runtime.
    """
    into = Path(into)
    documented = _documentation(into / "docs", tell)
    files = _runtime(into.parent / "cache", tell) | {
        "french.zip.bin": gzip.compress(_package(), 9, mtime=0),
        "examples.json": (WEB / "examples.json").read_bytes(),
    }
    for name in ("page.css", "page.js", "worker.js"):
        files[name] = (WEB / name).read_bytes()
    for name, code, other in (("index", "en", "fr"), ("fr", "fr", "en")):
        with speaking(code):
            files[f"{name}.html"] = _page(code, other, documented).encode()
    whole = hashlib.sha256(b"".join(files[name] for name in sorted(files)))
    offline = (WEB / "offline.js").read_text("utf-8")
    version = whole.hexdigest()[:12]
    files["offline.js"] = offline.replace("VERSION", version).encode()
    for name, content in files.items():
        write_whole(into / name, content)
    size = sum(map(len, files.values())) / 1e6
    tell(plain(say("site: {into}, {size:.1f} MB", into=str(into), size=size)))
    return into


def _documentation(into: Path, tell: Callable) -> bool:
    """Build the documentation of a checkout; whether it stands there."""
    script = ROOT / "docs/build.py"
    if not script.is_file():
        return False
    if not all(find_spec(name.replace("-", "_")) for name in DOCS.split()):
        command = install(DOCS)
        tell(
            plain(
                say("documentation left out; first {command}", command=command)
            )
        )
        return into.is_dir()
    tell(plain(say("building the documentation")))
    done = subprocess.run([sys.executable, str(script), str(into)])
    if done.returncode:
        raise ValueError("the documentation: Sphinx warns, see above")
    return True


def _runtime(cache: Path, tell: Callable) -> dict[str, bytes]:
    """The files of the runtime, fetched once; the large ones packed."""
    archive = cache / RUNTIME
    if not archive.is_file():
        name, _, version = RUNTIME.removesuffix(".tgz").rpartition("-")
        package = f"{name}@{version}"
        tell(plain(say("fetching {package} with npm, once", package=package)))
        cache.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm")
        if npm is None:
            raise ValueError(f"no npm: expected it, to fetch {package}")
        words = [npm, "pack", package, "--pack-destination", str(cache)]
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode or not archive.is_file():
            said = " ".join(done.stderr.split())[-200:]
            raise ValueError(f"npm pack {package} failed: {said}")
    data = archive.read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != DIGEST:
        archive.unlink()
        raise ValueError(f"{RUNTIME}: sha256 {found}: expected {DIGEST}")
    files = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as held:
        for name in (*PACKED, *PLAIN):
            content = held.extractfile(f"package/{name}").read()
            if name in PACKED:
                name, content = (
                    f"{name}.bin",
                    gzip.compress(content, 9, mtime=0),
                )
            files[f"runtime/{name}"] = content
    return files


def _package() -> bytes:
    """What is known of French, as an archive in which every byte is settled."""
    french = sorted(p for p in (PACKAGE / "french").rglob("*") if p.is_file())
    found = [*french, *(PACKAGE / name for name in MODULES)]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for path in found:
            if path.suffix != ".pyc":
                name = path.relative_to(PACKAGE.parent).as_posix()
                archive.writestr(zipfile.ZipInfo(name), path.read_bytes())
        archive.writestr(zipfile.ZipInfo("multipolaire/__init__.py"), "")
        reading = (WEB / "reading.py").read_bytes()
        archive.writestr(zipfile.ZipInfo("reading.py"), reading)
    return held.getvalue()


def _page(language: str, other: str, documented: bool) -> str:
    """The page in the language spoken, with a link to what is documented."""
    names = {"en": ("English", "index.html"), "fr": ("Français", "fr.html")}
    values = {"language": language, "other_language": other}
    values |= dict(zip(("other_name", "other"), names[other]))
    link = f'<a href="docs/index.html" hreflang="en">{say("Documentation")}</a>'
    values["documentation"] = link if documented else ""
    values["codes"] = _codes()
    template = (WEB / "page.html").read_text("utf-8") % values
    return WORDS.sub(lambda m: html.escape(translated(m[1])), template)


def _codes() -> str:
    """The names of columns and the words of all codes, as JSON, that the page goes on with."""
    words = {name: translated(name.replace("_", " ")) for name in COLUMNS}
    for row in lexicon.table("codes"):
        name = f"{row['column']}/{row['value']}"
        words[name] = translated(row["value"], row["column"])
    return json.dumps(words, ensure_ascii=False).removesuffix("}")
