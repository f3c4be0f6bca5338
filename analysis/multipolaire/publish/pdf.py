"""The report as a PDF, from the very page: HTML to Typst to a tagged PDF/UA-1.

No TeX and no browser: the typst wheel brings the engine and its fonts, and those of
:mod:`multipolaire.views.fonts` are tried after them.  The standard is enforced while it is made:
a picture without alternative text is an error.
"""

import base64
import html
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

from multipolaire.say import say
from multipolaire.views.fonts import FAMILIES, coded, folders

_VOID = {"br", "hr", "img", "input", "link", "meta"}
# what paper has no use for
_HIDDEN = {"details", "nav", "script", "style", "title"}
_PREAMBLE = """
#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 2.4cm, y: 2.5cm), numbering: "1")
#set text(font: {serif}, size: 10.5pt, lang: "{lang}", hyphenate: true)
#set text(fallback: false)  // else a font of which nobody knows which it is
#set par(justify: true, leading: 0.62em, spacing: 1.05em)
#set heading(numbering: none)
#show heading.where(level: 1): it => block(it, above: 2em, below: 1em, sticky: true)
#show heading: set text(weight: "bold")
#show figure.where(kind: table): set figure.caption(position: top)
#show figure: set block(breakable: true, above: 1.4em, below: 1.4em)
#show figure.caption: it => align(left, text(9pt, fill: rgb("#444"), it))
#show link: set text(fill: rgb("#0b4f8a"))
#show raw: set text(font: {mono}, size: 8pt)
#set table(stroke: none, inset: (x: 4pt, y: 3pt))
#show table: it => {{ set par(justify: false); set text(hyphenate: false); it }}
"""


def pdf(page: str) -> bytes:
    """The page as a PDF; the same page gives the same bytes.

    A sign that no font has is shown by its code, and the PDF says so.  Raises
    ``ValueError``, in one line, where Typst fails or the standard is not met.
    """
    try:
        import typst

        return typst.compile(
            typst_source(page).encode(),
            font_paths=[str(folder) for folder in folders()],
            ignore_system_fonts=True,
            pdf_standards="ua-1",
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of Typst's is no Exception
        why = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"no PDF/UA-1 could be made: {why:.300}") from None


def typst_source(page: str) -> str:
    """The Typst source of a page of :func:`multipolaire.publish.page.page`."""
    tree = _Tree()
    tree.feed(page)
    lang = re.search(r'<html lang="(\w+)"', page)
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    head = _PREAMBLE.format(
        title=_string(coded(html.unescape(title[1])) if title else ""),
        lang=lang[1] if lang else "en",
        serif=_fonts("Libertinus Serif"),
        mono=_fonts("DejaVu Sans Mono"),
    )
    body = _render(tree.root)
    if tree.has_codes:
        told = say("Signs that no font has are shown by their codes: [U+FFFE].")
        body += f"\n#text(8pt)[{_text(told)}]\n"
    return head + body


class _Tree(HTMLParser):
    """The page as elements, whatever is left open in it."""

    def __init__(self):
        super().__init__()
        self.root = ET.Element("page")
        self.open = [self.root]
        self.has_codes = False

    def handle_starttag(self, tag, attrs):
        named = {name: coded(value or "") for name, value in attrs}
        node = ET.SubElement(self.open[-1], tag, named)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        if tag in [node.tag for node in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        shown, node = coded(data), self.open[-1]
        if len(node):
            node[-1].tail = (node[-1].tail or "") + shown
        else:
            node.text = (node.text or "") + shown
        hidden = any(map(_is_hidden, self.open))
        self.has_codes |= shown != data and not hidden


def _is_hidden(node: ET.Element) -> bool:
    """Whether paper has no use for it; what is folded on a screen as a part, it has."""
    kind = node.get("class")
    return node.tag in _HIDDEN and kind != "part" or kind == "skip"


def _render(node: ET.Element) -> str:
    if _is_hidden(node):
        return ""
    inner = _inside(node)
    known = {
        "p": f"\n\n{inner}\n\n",
        "strong": f"#strong[{inner}]",
        "b": f"#strong[{inner}]",
        "em": f"#emph[{inner}]",
        "small": f"#text(0.85em)[{inner}]",
        "mark": _mark(node, inner),
        "sup": f"#super[{inner}]",
        "code": f"#text(font: {_fonts('DejaVu Sans Mono')}, 0.85em)[{inner}]",
        "kbd": f"#text(font: {_fonts('DejaVu Sans Mono')}, 0.85em)[{inner}]",
        "blockquote": f"\n#quote(block: true)[{inner}]\n",
        "br": " #linebreak() ",
        "hr": "\n#line(length: 100%)\n",
        "header": f"{inner}\n#{{ set text(9pt); set par(leading: 0.45em); "
        f"outline(title: {_string(say('Contents'))}, depth: 2) }}\n",
        "footer": f"\n#line(length: 100%)\n#text(8pt)[{inner}]\n",
    }
    if node.tag in known:
        return known[node.tag]
    if re.fullmatch("h[1-6]", node.tag):
        return _heading(node, inner)
    if node.tag in ("ul", "ol"):
        return _list(node)
    if node.tag == "pre":
        return f"\n#raw(block: true, {_string(_words(node))})\n"
    if node.tag == "a":
        target = node.get("href", "#")
        inside = target.startswith("#")
        return inner if inside else f"#link({_string(target)})[{inner}]"
    if node.tag == "figure":
        return _figure(node)
    if node.tag == "table":
        return _table(node)
    return inner


def _inside(node: ET.Element) -> str:
    parts = (_render(child) + _text(child.tail or "") for child in node)
    return _text(node.text or "") + "".join(parts)


def _mark(node: ET.Element, inner: str) -> str:
    """A mark with its own fill and line, which tell it apart in black and white too."""
    usual = "background:#ffe08a;border-bottom:2px solid"
    style = node.get("style", usual)
    fill = re.search(r"background:(#\w{6})", style)
    lines = re.findall(r"border-(top|bottom):(\d)px (\w+)", style)
    dashes = {"dashed": "dashed", "dotted": "dotted"}
    strokes = {  # of a side, the last counts, as in CSS
        side: f"{side}: (thickness: {int(width) / 2}pt, "
        f'dash: "{dashes.get(kind, "solid")}")'
        for side, width, kind in lines
    }
    bold = "bold" in style or "double" in style
    inner = f"#strong[{inner}]" if bold else inner
    filled = f'rgb("{fill[1]}")' if fill else "none"
    return f"#highlight(fill: {filled}, stroke: ({', '.join(strokes.values()) or ':'}))[{inner}]"


def _heading(node: ET.Element, inner: str) -> str:
    level = int(node.tag[1])
    if level == 1:  # the title of the document
        return f"\n#v(0.4cm)\n#title[{inner}]\n#v(0.6cm)\n"
    return f"\n#heading(level: {level - 1})[{inner}]\n"


def _list(node: ET.Element) -> str:
    made = ", ".join(f"[{_inside(item)}]" for item in node.findall("li"))
    kind = "enum" if node.tag == "ol" else "list"
    return f"\n#{kind}({made})\n" if made else ""


def _figure(node: ET.Element) -> str:
    picture, caption = node.find(".//img"), node.find(".//figcaption")
    data = picture.attrib["src"].split("base64,", 1)[1]
    svg = base64.b64decode(data).decode()
    alt = _string(picture.get("alt", ""))
    wide = re.search(r'<svg[^>]* width="([\d.]+)pt"', svg)
    width = f"{min(float(wide[1]), 400):g}pt" if wide else "88%"
    svg = f'bytes({_string(svg)}), format: "svg"'
    drawn = f"image({svg}, width: {width}, alt: {alt})"
    return f"\n#figure({drawn}, caption: [{_caption(caption)}])\n"


def _table(node: ET.Element) -> str:
    head, *body = rows = [list(row) for row in node.iter("tr")]
    columns = ([*map(_words, column)] for column in zip(*rows))
    longest = [max(map(len, column)) for column in columns]
    # it stands in the width as it is
    narrow = sum(longest) + 3 * len(longest) < 95
    wide = [0 if narrow or n <= 22 else min(n, 90) for n in longest]
    spare = [f"{n}fr" if n else "auto" for n in wide]
    numeric = [c.get("class") == "n" for c in head]
    right = ["right" if number else "left" for number in numeric]
    cells = [f"[{_inside(cell)}]" for row in body for cell in row]
    heads = ", ".join(f"[#strong[{_inside(cell)}]]" for cell in head)
    size = 9 if sum(longest) < 90 else 7.5
    caption = node.find(".//caption")
    whole = str(len(body) > 15).lower()  # a short table stays on one page
    return (
        f"\n#show figure: set block(breakable: {whole})"
        f"\n#figure(kind: table, supplement: [{say('Table')}], "
        f"caption: [{_caption(caption)}], text({size}pt, table("
        f"columns: ({', '.join(spare)},), align: ({', '.join(right)},), "
        f"table.hline(), table.header({heads}), table.hline(stroke: 0.5pt), "
        f"{', '.join(cells)}, table.hline())))\n"
    )


def _caption(node: ET.Element | None) -> str:
    # the page counts its figures in the caption; Typst counts them itself
    numbered = rf"^(?:{say('Figure')}|{say('Table')}) \d+\. "
    words = "" if node is None else _words(node)
    return _text(re.sub(numbered, "", words))


def _words(node: ET.Element) -> str:
    return "".join(node.itertext())


def _text(words: str) -> str:
    single = re.sub("[ \\n\\t\\r\\v\\f\\x85\u2028\u2029]+", " ", words)
    if single in ("", " "):
        return single
    return f"#{_string(single)};"


def _fonts(first: str) -> str:
    return f"({', '.join(map(_string, [first, *FAMILIES]))})"


def _string(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
