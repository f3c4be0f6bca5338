"""What press databases export, as records: Europresse (HTML), Factiva (HTML, XML).

A record is ``{column: text}`` with ``number`` (the document's), ``title``,
``publisher``, ``published`` as printed and ``raw``, one line a paragraph.  Two layouts
of Europresse are read: tables (until 2018) and ``<article>`` elements (since).
"""

import html
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice

from multipolaire.files.days import day_in

_BLOCKS = re.compile(
    "(?:article|aside|blockquote|br|div|footer|h[1-6r]|header|li|[ou]l|p|section|table"
    "|t[dhr])"
).fullmatch
_CLASSED = r"""<[^<>]{0,2000}\bclass\s?=\s?["']?[^"'<>]{0,200}"""
_MARK = _CLASSED + r"(?<![\w-])%s(?![\w-])"


def read_page(page: str) -> tuple[list[dict[str, str]], int] | None:
    """The records of an export and how many it announces; ``None`` for another page.

    >>> read_page("<p>Une page.</p>")
    """
    europe, factiva = "DocPublicationName", r"article \w\wArticle"
    for mark, reader in ((europe, europresse), (factiva, factiva_html)):
        if announced := len(re.findall(_MARK % mark, page)):
            return reader(page), announced
    return None


def europresse(page: str) -> list[dict[str, str]]:
    """Records of a Europresse page.

    >>> page = '<i class="DocPublicationName">Le Fictif</i><p>Il monte.'
    >>> europresse(page + '<p>news·20240603·LF·1')[0]["raw"]
    'Il monte.'
    """

    def begins(tag: str, classes: list[str], last: dict) -> str | None:
        told = next((_EUROPRESSE[c] for c in classes if c in _EUROPRESSE), None)
        if told == "title" and told not in last:  # above it, no text stands
            last.pop("text", None)
        return told or ("aside" if tag == "aside" else None)

    records = []
    for found in _records(page, begins, first="publisher"):
        lines, number = found["text"].split("\n"), _NUMBER.search(found["text"])
        if number:  # below it stands what the database says of itself
            lines = found["text"][: number.start()].split("\n")[:-1]
        noted = (k for k, line in enumerate(lines) if _NOTED.match(line))
        del lines[next(noted, len(lines)) :]
        while lines and lines[-1].startswith("©"):
            lines.pop()
        author = found["author"].split("\n")[-1]
        if "<article" not in page and lines[1:] and _SIGNED.fullmatch(lines[0]):
            author = lines.pop(0)  # of the older layout, in a line of its own
        header = " ".join(found["header"].split())
        record = {
            "number": number[0] if number else "",
            "title": " ".join(found["title"].split()),
            "publisher": _ISSUE.split(found["publisher"])[0].strip(),
            "published": day_in(header) or header,
            "author": author,
            "raw": "\n".join(lines),
        }
        records.append(record)
    return records


_EUROPRESSE = {
    "docpublicationname": "publisher",
    "docheader": "header",
    "titrearticlevisu": "title",
    "rdp__subtitle": "subtitle",
    **dict.fromkeys(("docauthors", "sm-margin-bottomnews"), "author"),
}
_NOTED = re.compile(r"Note(?:s|\(s\))? ?:", re.IGNORECASE)
_NAME = r"(?:[A-ZÀ-Ý][\w'’.-]*|d[eu]|des|la|von|van|et|and|avec)"
_SIGNED = re.compile(
    rf"(?:[Pp]ar |[Bb]y )?(?:AFP|Reuters|{_NAME}(?:[ ,;/&]+{_NAME}){{1,7}}(?<!\.))"
)
_NUMBER = re.compile(r"\b\w+·\d{8}·\w+·[\w-]+")
_ISSUE = re.compile(r",? no\.? ?\d|\s{2,}|\n")  # "Le Fictif, no. 5968"


def factiva_html(page: str) -> list[dict[str, str]]:
    """Records of a Factiva page saved with its field codes (*HTML with indexing*)."""

    def begins(tag: str, classes: list[str], last: dict) -> str | None:
        if tag == "div" and "article" in classes:
            return "record"
        if tag == "td" and "index" in classes:
            return "code"  # what the next cell holds
        return _squeeze("".join(last.pop("code", ""))) if tag == "td" else None

    return [
        {
            "number": found["AN"].removeprefix("Document ").strip(),
            "title": " ".join(found["HD"].split()),
            "publisher": found["SN"].strip(),
            "published": found["PD"].strip(),
            "author": found["BY"].strip(),
            "raw": "\n".join(filter(None, (found["LP"], found["TD"]))),
        }
        for found in _records(page, begins, first="record")
    ]


def factiva_xml(text: str) -> list[dict[str, str]]:
    """Records of a Factiva XML export.

    Raises ``ValueError`` on what is not well formed, on a document type, for an export
    has none, and its entities could fill the memory, and on an article inside another,
    whose text would be read once for each of those around it.
    """
    text = text.removeprefix("\ufeff")
    if _DOCTYPE.match(text):
        raise ValueError("a document type declaration")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise ValueError(str(error)) from None
    articles = [node for node in root.iter() if _is_article(node)]
    for article in articles:
        if any(map(_is_article, islice(article.iter(), 1, None))):
            raise ValueError("an article inside another")

    def paragraphs(article: ET.Element, name: str) -> str:
        parent = article.find(f"{{*}}{name}")
        if parent is None:
            return ""
        nodes = parent.findall("{*}paragraph") or [parent]
        return "\n".join(_squeeze("".join(node.itertext())) for node in nodes)

    def text_of(article: ET.Element) -> str:
        parts = (paragraphs(article, name) for name in _FACTIVA_TEXT)
        return "\n".join(filter(None, parts))

    return [
        {
            "number": paragraphs(article, "accessionNo"),
            "title": paragraphs(article, "headline").replace("\n", " "),
            "publisher": paragraphs(article, "sourceName"),
            "published": paragraphs(article, "publicationDate"),
            "author": paragraphs(article, "byline"),
            "language": paragraphs(article, "baseLanguage").lower(),
            "raw": text_of(article),
        }
        for article in articles
    ]


def _is_article(node: ET.Element) -> bool:
    return node.tag.rpartition("}")[2] == "article"


_FACTIVA_TEXT = ("leadParagraph", "tailParagraphs")
# It stands before the first element or nowhere; in a text the same signs are text.
_DOCTYPE = re.compile(r"(?s)(?:[\s\ufeff]|<!--.*?-->|<\?.*?\?>)*+<!DOCTYPE")


def _records(page: str, begins: Callable, first: str) -> list[dict]:
    """Fields of each record: one string a field, one line a block, no empty line.

    ``begins(tag, classes, record)`` names the field that a tag opens; it lasts until
    the tag closes, and what is in none is ``text``.  ``first`` begins the next record
    wherever it stands, so that no record hides in another.
    """
    records: list[dict[str, list[str]]] = []
    field, opener, depth = "text", "", 0
    for text, closing, tag, classes in _tags(page):
        if records and text:
            records[-1].setdefault(field, []).append(text.replace("\n", " "))
        block = _BLOCKS(tag)
        if opener == "p" and block and tag not in ("br", "p"):
            field, opener = "text", ""  # a paragraph holds no block
        if records and block:
            records[-1].setdefault(field, []).append("\n")
        if closing:
            depth -= tag == opener
            if tag == opener and (not depth or tag == "p"):
                field, opener = "text", ""
            continue
        name = begins(tag, classes, records[-1] if records else {})
        if name == first:
            records.append({})
        if name and (name == first or not opener):
            named = name != "record"
            field, opener, depth = (name, tag, 0) if named else ("text", "", 0)
        depth += tag == opener
    made = []
    for record in records:
        found = defaultdict(str)
        for name, parts in record.items():
            lines = map(_squeeze, "".join(parts).split("\n"))
            found[name] = "\n".join(filter(None, lines))
        made.append(found)
    return made


def page_lines(page: str) -> list[str]:
    """The lines of a page, one a block.

    >>> page_lines("<p>Un<b>e</b></p><p>Deux")
    ['', 'Une', '', 'Deux']
    """
    lines = [""]
    for text, _, tag, _ in _tags(page):
        lines[-1] += text.replace("\n", " ")
        if _BLOCKS(tag):
            lines.append("")
    return [*map(_squeeze, lines)]


def _tags(page: str) -> Iterator[tuple[str, bool, str, list[str]]]:
    """The tags of a page in order, each after the text before it.

    The parser of the standard library, which is Beautiful Soup's too, takes minutes for
    a megabyte of ``<!--`` or ``<a b='``; here every character is looked at a few times,
    whatever stands there.
    """
    at = 0
    while found := _TAG.search(page, at):
        text, at = html.unescape(page[at : found.start()]), found.end()
        closing, tag = bool(found[1]), (found[2] or "").lower()
        classes = _CLASS.search(found[3] or "")
        named = classes[1].lower().split() if classes else []
        yield text, closing, tag, named
        until = "-->" if found[0] == "<!--" else f"</{tag}"
        if until == "-->" or (tag in ("script", "style") and not closing):
            end = re.compile(until, re.IGNORECASE).search(page, at)
            at = end.start() if end else len(page)
    yield html.unescape(page[at:]), True, "", []


_TAG = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9]*)([^<>]*)>|<[!?][^<>]*>|-->")
_CLASS = re.compile(r"""\bclass\s*=\s*["']?([^"'>]*)""", re.IGNORECASE)


def _squeeze(text: str) -> str:
    return re.sub(r"[ \t\r\n]{2,}|[\t\r\n]", " ", text).strip(" \xa0")
