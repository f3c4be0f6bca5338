"""One self-contained page from executed notebooks: no script, no outside request."""

import html
import re
from pathlib import Path
from typing import Any

from multipolaire.say import language, say

# What belongs to the lesson and not to the report.
LEFT_OUT = {
    "lesson",
    "exercise",
    "solution",
    "check",
    "instructor",
    "reflection",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MANY = 8  # columns: more are set in smaller type
_HEAD = re.compile(r"^#{1,2} ", re.MULTILINE)


def page(
    notebooks: list[tuple[str, Any]],
    facts: dict[str, str],
    title: str,
    code: bool = True,
    names: dict[str, str] | None = None,
) -> str:
    """The report: an opening, a story, then what was counted, folded part by part.

    ``notebooks`` are pairs of name and executed notebook; ``facts`` go to the footer
    (corpus fingerprint, versions).  Cells tagged :data:`LEFT_OUT` are left out, those
    tagged ``opening`` go to the title page, those tagged ``story`` after the contents;
    of the tour (``00_…``) nothing else is kept.  The others are folded, a part a
    notebook (of ``06_…`` a part a heading), each under its cell tagged ``found`` or
    else its first sentence, after those tagged ``findings``; ``closing`` is the last.
    ``code`` shows it, folded, unless a cell hides it; ``names`` are those of articles,
    for ids in sentences.
    """
    kinds: dict[str, str] = dict.fromkeys(("opening", "story", "findings"), "")
    parts, closing = [], []
    for name, notebook in notebooks:
        body = []
        for cell in notebook.cells:
            tags = set(cell.metadata.get("tags", []))
            if tags & LEFT_OUT:
                continue
            kind = next((one for one in kinds if one in tags), None)
            if kind:
                kinds[kind] += outputs_of(cell) or _cell(cell, code)
            elif "closing" in tags:
                closing.append(cell)
            elif not name.startswith("00_"):
                body.append(cell)
        parts += _parts(name, body)
    parts += [("closing", closing)] if closing else []
    story, heads = _numbered_heads(kinds["story"], "story")
    folded = "".join(_folded(name, cells, code) for name, cells in parts)
    if not kinds["opening"]:
        kinds["opening"] = kinds.pop("findings")
    how = say("What was counted, and how")
    counted = (
        f'<section class="counted"><h2 id="counted">{how}</h2>{kinds.get("findings", "")}{folded}'
        "</section>"
    )
    contents = [*heads, (1, "counted", how)]
    body = f'<section id="story">{story}</section>{counted}'
    body = _labelled(_numbered_figures(body))
    made = _document(title, _labelled(kinds["opening"]), contents, body, facts)
    return _named(made, names or {})


def _document(title, opening: str, contents: list, body: str, facts) -> str:
    foot = " · ".join(f"{k} {v}" for k, v in facts.items())
    style = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{style}</style></head><body>"
        f'<a class="skip" href="#contents">{say("To the contents")}</a>'
        f"<header><h1>{html.escape(title)}</h1>{opening}</header>"
        f'<nav id="contents" aria-label="{say("Contents")}"><h2>{say("Contents")}</h2>'
        f"<ol>{_contents(contents)}</ol></nav>"
        f"<main>{body}</main>"
        f"<footer><p>{html.escape(foot)}</p></footer></body></html>\n"
    )


def _parts(name: str, cells: list) -> list[tuple[str, list]]:
    """The parts of a notebook: one, or of a corpus of one's own one a heading."""
    groups: list[list] = []
    for cell in cells:
        heads = name.startswith("06_") and cell.cell_type == "markdown"
        if not groups or heads and _HEAD.match(cell.source):
            groups.append([])
        groups[-1].append(cell)
    if name.startswith("06_"):  # what tells of the notebook, and found nothing
        groups = [g for g in groups if any(c.get("outputs") for c in g)]
    one = len(groups) == 1
    return [
        (name if one else f"{name}-{i}", group)
        for i, group in enumerate(groups)
    ]


def _folded(name: str, cells: list, code: bool) -> str:
    """A part, closed under its title and the sentence that says what it found."""
    found = [c for c in cells if "found" in c.metadata.get("tags", [])]
    told = [o for c in found or cells for o in c.get("outputs", [])]
    said = [_output(o) for o in told if "text/markdown" in o.get("data", {})]
    body = _joined_code("".join(_cell(cell, code) for cell in cells))
    text, heads = _numbered_heads(body, name, below=2)
    title = heads[0][2] if heads else name
    if heads:  # it stands in the summary
        text = re.sub(r"<h[2-6] id=[^>]*>.*?</h[2-6]>", "", text, count=1)
    return (
        f'<details class="part" id="{name}"><summary><h3>{title}</h3>'
        f"{said[0] if said else ''}</summary>{text}</details>"
    )


def _labelled(body: str) -> str:
    """Cells that carry the name of their column: on a telephone a row is a card."""

    def label(match: re.Match) -> str:
        table = match[0]
        heads = re.findall(r"<th[^>]*>(.*?)</th>", table, re.DOTALL)
        bare = [re.sub(r"<[^>]+>", "", head) for head in heads]
        if len(heads) < 3:
            return table
        rows = table.split("<tr>")
        for at, row in enumerate(rows):
            first, *cells = row.split("<td")
            named = (f' data-label="{n}"{c}' for n, c in zip(bare, cells))
            rows[at] = "<td".join([first, *named])
        kind = "cards many" if len(heads) > MANY else "cards"
        made = "<tr>".join(rows)
        return made.replace("<table>", f'<table class="{kind}">', 1)

    return re.sub(r"<table>.*?</table>", label, body, flags=re.DOTALL)


def _named(made: str, names: dict[str, str]) -> str:
    """The page with articles called by their names, but in tables and in code."""
    if not names:
        return made
    ids = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    kept = r"<table.*?</table>|<pre.*?</pre>|<code.*?</code>|<style.*?</style>|<[^>]+>"
    parts = re.split(f"({kept})", made, flags=re.DOTALL)
    for at in range(0, len(parts), 2):
        parts[at] = re.sub(
            rf"(?<![\w-])({ids})(?![\w-])",
            lambda m: html.escape(names[m[1]]),
            parts[at],
        )
    return "".join(parts)


def linked(page: str, links: str) -> str:
    """The page with links to itself in other languages at its top, or without any.

    >>> linked("<header>", '<a href="x">Français</a>')
    '<nav class="languages" aria-label="Languages"><a href="x">Français</a></nav><header>'
    >>> linked(linked("<header>", "<a>"), "")
    '<header>'
    """
    name = html.escape(say("Languages"))
    nav = f'<nav class="languages" aria-label="{name}">{links}</nav>' * bool(
        links
    )
    return re.sub(
        r'(?:<nav class="languages".*?</nav>)?<header>',
        lambda _: f"{nav}<header>",
        page,
        count=1,
    )


def page_with(made: str, remark: str) -> str:
    """The page with a remark on the report itself under its title."""
    under = f"</h1><p><em>{html.escape(remark)}</em></p>"
    return made.replace("</h1>", under, 1)


def _cell(cell, folded_code: bool = True) -> str:
    if cell.cell_type == "markdown":
        return _markdown(cell.source)
    code = html.escape(cell.source)
    folded = (
        f'<details class="code"><summary>{say("Code")}</summary>'
        f"<pre><code>{code}</code></pre></details>"
    )
    hidden = cell.metadata.get("jupyter", {}).get("source_hidden")
    folded = folded if folded_code and not hidden else ""
    return f"<div>{outputs_of(cell)}</div>{folded}" if code else ""


def _joined_code(body: str) -> str:
    """Code that shows nothing goes into the fold before it."""
    start = f'<div></div><details class="code"><summary>{say("Code")}</summary>'
    return body.replace(f"</code></pre></details>{start}<pre><code>", "\n\n")


def outputs_of(cell) -> str:
    """What a cell shows, as HTML."""
    return "".join(_output(o) for o in cell.get("outputs", []))


def _output(output) -> str:
    if output.output_type == "stream":
        return f"<pre>{html.escape(output.text)}</pre>"
    data = output.get("data", {})
    if "text/html" in data:
        return data["text/html"]
    if "text/markdown" in data:
        return _markdown(data["text/markdown"])
    return f"<pre>{html.escape(data.get('text/plain', ''))}</pre>"


def _markdown(source: str) -> str:
    import mistune

    return mistune.html(source)


def _numbered_heads(
    body: str, name: str, below: int = 1
) -> tuple[str, list[tuple[int, str, str]]]:
    heads = []

    def number(match: re.Match) -> str:
        level, text = int(match[1]), match[2]
        anchor = f"{name}-{len(heads)}"
        heads.append((level, anchor, re.sub(r"<[^>]+>", "", text)))
        # the page has one h1, its title: another title becomes an h2
        return f'<h{level + below} id="{anchor}">{text}</h{level + below}>'

    return re.sub(r"<h([1-4])>(.*?)</h\1>", number, body), heads


def _contents(heads: list[tuple[int, str, str]]) -> str:
    lines, inside = [], False
    for level, anchor, text in heads:
        link = f'<a href="#{anchor}">{text}</a>'
        if level == 1:
            lines.append(("</ul></li>" if inside else "") + f"<li>{link}<ul>")
            inside = True
        elif level == 2:
            lines.append(f"<li>{link}</li>")
    return "".join(lines) + ("</ul></li>" if inside else "")


def _numbered_figures(body: str) -> str:
    counts = {"figcaption": 0, "caption": 0}
    words = {"figcaption": say("Figure"), "caption": say("Table")}

    def number(match: re.Match) -> str:
        tag = match[1]
        counts[tag] += 1
        return f"<{tag}><b>{words[tag]} {counts[tag]}.</b> "

    # the data under a figure is the figure's own table: it takes no number
    parts = re.split(r"(<details>.*?</details>)", body, flags=re.DOTALL)
    return "".join(
        part if i % 2 else re.sub(r"<(figcaption|caption)>", number, part)
        for i, part in enumerate(parts)
    )
