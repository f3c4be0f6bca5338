"""Figures and tables as three readers see them: a person, a screen reader, a test.

:func:`figure` and :func:`table` give what a notebook displays.  Their HTML is
accessible and escaped; their ``text/plain`` holds the alternative text, the data and
a fingerprint of what is drawn, so that a test that compares outputs compares what a
picture shows, and not only the code beside it.
"""

import base64
import hashlib
import html
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from multipolaire.say import (
    EXCERPT,
    Sentence,
    escaped,
    excerpt,
    language,
    number,
    plain,
    say,
    translated,
)
from multipolaire.views.fonts import coded, drawn_families

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# JupyterLab sets every cell to the right; words read better from the left.
LEFT = ".table td:not(.n),.table th:not(.n),.table caption{text-align:left}"
UNBROKEN = 30  # characters: an id, a date, not to be broken at its hyphens
STYLE = Path(__file__).with_name("multipolaire.mplstyle")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a notebook cell displays: ``html`` for eyes and ears, ``text`` for tests."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def figure(
    axes: "Axes",
    *,
    caption: str,
    alt: str | None = None,
    data: pd.DataFrame | None = None,
    **formats: Any,
) -> Shown:
    """A drawn figure with its alternative text, its caption and its data as a table.

    ``alt`` is a sentence that says what the picture shows, not what it is called;
    ``data`` are the numbers drawn; ``formats`` are those of :func:`table`.  What a
    ``plot_`` function of this package draws brings both along.

    Parameters
    ----------
    axes
        What was drawn.
    caption
        What the picture or the table is, in a sentence.
    alt
        What the picture shows.
    data
        The numbers that are drawn.
    **formats
        How columns are written, as in :func:`multipolaire.table`.

    Returns
    -------
    Shown
        Shows itself in a notebook; ``text`` and ``html`` are what it says.

    Raises
    ------
    ValueError
        Where a text says nothing, or there is no ``data``.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("svg")
    >>> data = pd.DataFrame({"n": [1, 2]})
    >>> shown = figure(data.plot.bar(), caption="Two bars", data=data,
    ...                alt="The second bar is twice as high.")
    >>> print(shown.text.splitlines()[0])
    [figure] The second bar is twice as high.
    """
    import matplotlib.pyplot as plt

    fig = axes.figure
    told, numbers, look = getattr(fig, "described", ("", None, {}))
    alt = told if alt is None else alt
    if data is None:
        data, formats = numbers, look | formats
    if data is None:
        raise ValueError("data=None: expected the numbers drawn, as a frame")
    alt, caption = _sentence("alt", alt), _sentence("caption", caption)
    with style():
        _as_text(fig)
        drawn = _fingerprint(fig)
        picture = base64.b64encode(_svg(fig)).decode()
    plt.close(fig)
    rows = table(
        data, caption=say("The data of: {name}", name=caption), **formats
    )
    code = (
        f'<figure><img alt="{html.escape(alt)}" '
        f'src="data:image/svg+xml;base64,{picture}">'
        f"<figcaption>{escaped(caption)}</figcaption>"
        f"<details><summary>{escaped(say('Show the data'))}</summary>{rows.html}"
        f"</details></figure>"
    )
    text = f"[figure] {alt}\n{caption}\n{rows.text}\ndrawn: {drawn}"
    return Shown(code, text)


def _sentence(name: str, words: str) -> str:
    words = _bare(words)
    if len(words.split()) < 2:
        raise ValueError(f"{name}={words!r}: expected a sentence")
    return words


def described(
    axes: "Axes", alt: str, data: pd.DataFrame, **formats: Any
) -> "Axes":
    """Axes that bring along what :func:`figure` tells of them, unless it is told."""
    axes.figure.described = alt, data, formats
    return axes


@contextmanager
def style() -> Iterator[None]:
    """In which plots are made and drawn, a decorator too: nothing is the user's own."""
    from matplotlib.style import context

    fonts = {"font.family": drawn_families()}
    with context(["default", STYLE, fonts]):
        yield


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    french: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    decimals: int = 1,
) -> Shown:
    """A frame as an accessible table: caption, headers, escaped cells.

    ``french`` names the columns whose words are French, for screen readers; ``names``
    gives headings in words; floats are rounded for display to ``decimals``; texts are
    cut at :data:`EXCERPT` characters; what is missing shows as a dash.

    Parameters
    ----------
    frame
        What is shown.
    caption
        What the picture or the table is, in a sentence.
    french
        Columns whose words are French.
    names
        Headings, by column.
    decimals
        Decimals of floats.

    Returns
    -------
    Shown
        Shows itself in a notebook; ``text`` and ``html`` are what it says.

    Raises
    ------
    KeyError
        Where ``french`` or ``names`` names a column that is not there.

    Examples
    --------
    >>> shown = table(pd.DataFrame({"a": ["<b>"], "n": [1.25]}), caption="One row")
    >>> "&lt;b&gt;" in shown.html, shown.text.splitlines()[0]
    (True, '[table] One row')
    """
    french, names = set(french), dict(names or {})
    known = f"there are: {', '.join(map(str, frame.columns))}"
    for column in [*french, *names]:
        if column not in frame.columns:
            raise KeyError(f"{column!r} is no column of this table; {known}")
    caption = _bare(caption)
    heads = [names.get(c, str(c).replace("_", " ")) for c in frame.columns]
    heads = [_bare(head) for head in heads]
    rows = [*zip(*(_cells(frame[c], decimals) for c in frame.columns))]
    languages = [c in french for c in frame.columns]
    numeric = [_is_number(frame[c]) for c in frame.columns]
    head = "".join(map(_th, heads, numeric))
    cells = ("".join(map(_td, row, numeric, languages)) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    code = (
        '<div class="table" role="region" tabindex="0" '
        f'aria-label="{html.escape(caption)}"><style>{LEFT}</style><table>'
        f"<caption>{escaped(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
    lines = [f"[table] {caption}", *(" | ".join(row) for row in [heads, *rows])]
    return Shown(code, "\n".join(lines))


def highlight(figures: pd.DataFrame, *, caption: str) -> Shown:
    """Figures marked in their sentences: what they are stands behind them in words.

    Columns used: ``article_id``, ``sentence``, ``quote``, ``kind``, ``qualifier``.
    A sentence longer than :data:`EXCERPT` is cut around what is marked.

    Parameters
    ----------
    figures
        The table of :func:`multipolaire.extract_figures`.
    caption
        What the picture or the table is, in a sentence.

    Returns
    -------
    Shown
        Shows itself in a notebook; ``text`` and ``html`` are what it says.

    Examples
    --------
    >>> from multipolaire import extract_figures, load_articles  # doctest: +SKIP
    >>> shown = highlight(extract_figures(load_articles()), caption="Figures")  # doctest: +SKIP
    """
    items, lines = "", []
    grouped = figures.groupby(["article_id", "sentence"], sort=False)
    for (article_id, sentence), rows in grouped:
        spans, at = [], 0
        for row in rows.itertuples():
            found = sentence.find(row.quote, at)
            if found >= 0:
                at = found + len(row.quote)
                spans.append((found, at, f" [{figure_note(row, ', ')}]"))
        said = marked(sentence, spans, tag="small")
        source = f"<p>{escaped(article_id)}</p>"
        items += f'<li><p lang="fr">{said.html}</p>{source}</li>'
        lines.append(f"{article_id}: {said.text}")
    body = Shown(f"<ul>{items}</ul>", "\n".join(lines))
    return section("marked", caption, body)


def figure_note(figure, between: str) -> str:
    """The kind of a figure in words and, where it is not exact, its sign."""
    sign = "" if figure.qualifier == "=" else f"{between}{figure.qualifier}"
    return f"{_code(figure.kind, 'kind')}{sign}"


def marked(
    text: str, spans: Iterable[tuple], size: int = EXCERPT, tag: str = "sup"
) -> Shown:
    """The text, its spans marked, each with its note; of a long one, what is about them.

    ``spans`` are ``(start, end, note)``, and CSS may follow that says how it looks; a
    note may be "".  Of spans that overlap, each part is marked once; none shows more
    than ``size`` characters, nor do all with what is about them, if they are shorter.

    >>> marked("Le port ferme.", [(3, 7, 1)]).text
    'Le ⟦port⟧1 ferme.'
    """
    whole = len(text)
    spans = sorted(span for span in spans if span[0] < whole)
    room = max(0, size - sum(end - start for start, end, *_ in spans))
    around = whole if whole <= size else room // (2 * len(spans) or 1)
    at = 0 if spans else min(size, whole)
    parts = [as_is(text[:at])]
    for span, after in zip(spans, [*spans[1:], (whole,)]):
        start, end, note, *look = span
        low, high = max(at, start - around), min(end, start + size, whole)
        if low > at:
            low = text.find(" ", low, start) + 1 or low
            parts.append(as_is("… "))
        start = max(at, start)
        if start < high:
            parts += [as_is(text[low:start]), mark(text[start:high], *look)]
            at = high
        elif note:
            note = f", {note}"
        parts += [aside(f"{note}", tag)] if note else []
        high = min(after[0], at + around)
        if high < after[0]:
            high = text.rfind(" ", at, high)
        parts.append(as_is(text[at : max(at, high)]))
        at = max(at, high)
    return joined([*parts, as_is(" …" * (at < whole))])


def mark(text: str, look: str = "") -> Shown:
    """A text that is marked, as ``look`` says in CSS."""
    style = f' style="{look}"' if look else ""
    return Shown(f"<mark{style}>{escaped(text)}</mark>", f"⟦{text}⟧")


def aside(note: str, tag: str) -> Shown:
    """A note beside words of an article, which is not of their language."""
    code = f'<{tag} lang="{language()}">{escaped(note)}</{tag}>'
    return Shown(code, note)


def as_is(text: str) -> Shown:
    """A text that is neither marked nor markup."""
    return Shown(escaped(text), text)


def joined(parts: Iterable[Shown], between: str = "") -> Shown:
    """Several in one, those that say nothing left out; ``between`` parts the texts."""
    parts = [part for part in parts if part.text]
    code = "".join(part.html for part in parts)
    return Shown(code, between.join(part.text for part in parts))


def told(*parts: str | Shown) -> Shown:
    """In one, sentences, each a paragraph with its emphasis, and what is shown."""
    shown = (p if isinstance(p, Shown) else _paragraph(p) for p in parts)
    return joined(shown, "\n\n")


def _paragraph(said: str) -> Shown:
    import mistune

    code = mistune.html(Sentence(said)._repr_markdown_())
    return Shown(code.strip(), plain(said))


def first_known(articles: pd.DataFrame, *columns: str) -> pd.Series:
    """Of each article, what the first of these columns says that says something."""
    found = pd.Series(None, articles.index, dtype=object)
    for column in columns:
        if column in articles:
            found = found.where(found.notna(), articles[column].astype(object))
    return found


def outlet_names(articles: pd.DataFrame) -> dict[str, str]:
    """A short name for each article: its outlet, and the year where that is not enough.

    >>> from multipolaire import load_articles
    >>> [*outlet_names(load_articles()).values()][:3]
    ['Reuters', 'RT 2022', 'Perspectives Med']
    """
    names = first_known(articles, "outlet", "publisher", "article_id")
    days = first_known(articles, "event_date", "published")
    years = [f" {day.year}" if pd.notna(day) else "" for day in days]
    for more in (years, [f" {name}" for name in articles["article_id"]]):
        names = names.where(~names.duplicated(keep=False), names + more)
    return dict(zip(articles["article_id"], names))


def passages_shown(items: list[tuple[str, str]]) -> Shown:
    """Passages, each with who says it where."""
    cut = [(excerpt(words, at_word=True), source) for words, source in items]
    code = "".join(
        f'<li><p lang="fr">{escaped(words)}</p><p>{escaped(source)}</p></li>'
        for words, source in cut
    )
    text = "\n".join(f"“{words}” {source}" for words, source in cut)
    return Shown(f'<div class="marked"><ul>{code}</ul></div>', text)


def day_in_words(day) -> str:
    """A day as the language spoken writes it: 8 February 2024."""
    return number(day, "%d %B %Y").lstrip("0")


def counted_names(counts: pd.Series, most: int = 8) -> str:
    """Names with their counts, in their order; of what is left out, the sum."""
    counts = counts[counts > 0]
    told = [
        f"{translated(name, 'side')} {number(int(n), ',')}"
        for name, n in counts.head(most).items()
    ]
    if rest := int(counts[most:].sum()):
        told.append(plain(say("others {n:,}", n=rest)))
    return ", ".join(told) or plain(say("none"))


def section(kind: str, caption: str, body: Shown) -> Shown:
    """What is shown of articles, with its name, under its caption."""
    caption = _bare(caption)
    return Shown(
        f'<section class="{kind}" aria-label="{html.escape(caption)}">'
        f"<p><b>{escaped(caption)}</b></p>{body.html}</section>",
        "\n".join(filter(None, [f"[{kind}] {caption}", body.text])),
    )


def _bare(words: str) -> str:
    """What was said, without its Markdown; another text, or its translation."""
    said = isinstance(words, Sentence)
    return plain(words) if said else translated(str(words))


def _cells(column: pd.Series, decimals: int) -> list[str]:
    if not _is_number(column):
        return [_cell(value, str(column.name)) for value in column]
    values = pd.to_numeric(column).astype("float64")
    places = decimals if (values[np.isfinite(values)] % 1 != 0).any() else 0
    signs = {float("inf"): "∞", float("-inf"): "−∞"}
    said = (signs.get(v) or number(v, f",.{places}f") for v in values)
    return ["–" if pd.isna(v) else text for v, text in zip(values, said)]


def _cell(value, column: str) -> str:
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    if pd.isna(value) or value == "":
        return "–"
    if isinstance(value, pd.Timestamp):
        return number(value, "%Y-%m-%d")
    said = isinstance(value, Sentence)
    value = plain(value) if said else _code(str(value), column)
    # French keeps those that do not break
    blanks = r"\s+" if language() == "en" else r"[^\S\u202f\xa0]+"
    return excerpt(re.sub(blanks, " ", value).strip())


def _code(value: str, column: str) -> str:
    """Codes of a column, one or several, in the language spoken; another text as is."""
    whole = translated(value, column)
    parts = (translated(code, column) for code in re.split("([;,] )", value))
    return whole if whole != value else "".join(parts)


def _is_number(column: pd.Series) -> bool:
    kind = pd.api.types
    return kind.is_numeric_dtype(column) and not kind.is_bool_dtype(column)


def _th(name: str, numeric: bool) -> str:
    return f'<th scope="col"{" class=n" * numeric}>{escaped(name)}</th>'


def _td(cell: str, numeric: bool, french: bool) -> str:
    attributes = ' class="n"' if numeric else ' lang="fr"' if french else ""
    if not attributes and len(cell) <= UNBROKEN and " " not in cell:
        attributes = ' class="k"'
    return f"<td{attributes}>{escaped(cell)}</td>"


def _as_text(fig) -> None:
    """No word of a picture is a formula, and each is drawn in a font that has it."""
    from matplotlib.text import Text

    for text in fig.findobj(Text):
        text.set_parse_math(False)
        text.set_text(coded(text.get_text(), drawn=True))
        text.set_fontfamily(drawn_families())


def _svg(fig) -> bytes:
    buffer, how = io.BytesIO(), {"format": "svg", "bbox_inches": "tight"}
    with warnings.catch_warnings():
        # a label that is made while it is drawn gets a box for what no font has
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        fig.savefig(buffer, metadata={"Date": None, "Creator": None}, **how)
    # matplotlib notes in comments what it draws, signs that XML forbids among it
    return coded(buffer.getvalue().decode()).encode()


def _fingerprint(fig) -> str:
    """Twelve digits of the sha256 of every point, bar and word drawn."""
    parts = []
    for axes in fig.axes:
        points = [line.get_xydata() for line in axes.lines]
        for bar in axes.patches:
            corners = bar.get_path().vertices
            points.append(bar.get_patch_transform().transform(corners))
        for drawn in axes.collections:
            points.append(drawn.get_offsets())
            points += [path.vertices for path in drawn.get_paths()]
        parts += map(_numbers, points)
        ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
        parts += [text.get_text() for text in [*axes.texts, *ticks]]
        parts += [axes.get_title(), axes.get_xlabel(), axes.get_ylabel()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _numbers(points) -> str:
    # gaps, too
    points = np.ma.filled(np.ma.asarray(points, dtype=float), np.nan)
    # 5 digits: what the eye sees, and not the last bit of another processor
    return " ".join(f"{x + 0:.5g}" for row in points for x in row)
