"""One self-contained page from executed notebooks: no script, no outside request."""

import html
import re
from pathlib import Path

from multipolaire.say import language, say

# What belongs to the lesson and not to the report.
LEFT_OUT = {"lesson", "exercise", "solution", "check", "instructor"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def page(
    notebooks: list[tuple[str, object]], facts: dict[str, str], title: str
) -> str:
    """The report: title page with its findings, contents, one section a notebook.

    ``notebooks`` are pairs of name and executed notebook; ``facts`` go to the footer
    (corpus fingerprint, versions).  Cells tagged :data:`LEFT_OUT` are left out, those
    tagged ``findings`` go to the title page and those tagged ``closing`` to the end;
    of the tour (``00_…``) nothing else is kept; code is folded away.
    """
    findings, closing, sections, contents = "", "", [], []
    for name, notebook in notebooks:
        body = []
        for cell in notebook.cells:
            tags = set(cell.metadata.get("tags", []))
            if tags & LEFT_OUT:
                continue
            if "findings" in tags:
                findings += outputs_of(cell) or _cell(cell)
            elif "closing" in tags:
                closing += _cell(cell)
            elif not name.startswith("00_"):
                body.append(_cell(cell))
        if body:
            sections.append((name, _joined_code("".join(body))))
    if closing:
        sections.append(("closing", closing))
    for place, (name, body) in enumerate(sections):
        text, heads = _numbered_heads(body, name)
        sections[place] = f'<section id="{name}">{text}</section>'
        contents += heads
    foot = " · ".join(f"{k} {v}" for k, v in facts.items())
    style = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{style}</style></head><body>"
        f'<a class="skip" href="#contents">{say("To the contents")}</a>'
        f"<header><h1>{html.escape(title)}</h1>{findings}</header>"
        f'<nav id="contents" aria-label="{say("Contents")}"><h2>{say("Contents")}</h2>'
        f"<ol>{_contents(contents)}</ol></nav>"
        f"<main>{_numbered_figures(''.join(sections))}</main>"
        f"<footer><p>{html.escape(foot)}</p></footer></body></html>\n"
    )


def page_with(made: str, remark: str) -> str:
    """The page with a remark on the report itself under its title."""
    under = f"</h1><p><em>{html.escape(remark)}</em></p>"
    return made.replace("</h1>", under, 1)


def _cell(cell) -> str:
    if cell.cell_type == "markdown":
        return _markdown(cell.source)
    code = html.escape(cell.source)
    folded = (
        f'<details class="code"><summary>{say("Code")}</summary>'
        f"<pre><code>{code}</code></pre></details>"
    )
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
    body: str, name: str
) -> tuple[str, list[tuple[int, str, str]]]:
    heads = []

    def number(match: re.Match) -> str:
        level, text = int(match[1]), match[2]
        anchor = f"{name}-{len(heads)}"
        heads.append((level, anchor, re.sub(r"<[^>]+>", "", text)))
        # the page has one h1, its title: a notebook's title becomes an h2
        return f'<h{level + 1} id="{anchor}">{text}</h{level + 1}>'

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
