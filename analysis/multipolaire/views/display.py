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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from multipolaire.say import (
    Sentence,
    escaped,
    language,
    number,
    plain,
    say,
    translated,
)
from multipolaire.views.fonts import coded, drawn_families

# JupyterLab sets every cell to the right; words read better from the left.
LEFT = ".table td:not(.n),.table th:not(.n),.table caption{text-align:left}"
EXCERPT = 300  # characters of an article that a stored output may hold


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
    axes, *, alt: str, data: pd.DataFrame, caption: str, **formats
) -> Shown:
    """A drawn figure with its alternative text, its caption and its data as a table.

    ``alt`` is a sentence that says what the picture shows, not what it is called;
    ``data`` are the numbers drawn; ``formats`` are those of :func:`table`.
    Raises ``ValueError`` where ``alt`` or ``caption`` says nothing.

    >>> import matplotlib; matplotlib.use("svg")
    >>> import matplotlib.pyplot as plt
    >>> axes = plt.figure().subplots()
    >>> _ = axes.bar(["a", "b"], [1, 2])
    >>> data = pd.DataFrame({"x": ["a", "b"], "n": [1, 2]})
    >>> shown = figure(axes, alt="The second bar is twice as high.", data=data,
    ...                caption="Two bars")
    >>> print(shown.text.splitlines()[0])
    [figure] The second bar is twice as high.
    """
    import matplotlib.pyplot as plt

    alt, caption = _bare(alt), _bare(caption)
    for name, words in {"alt": alt, "caption": caption}.items():
        if len(words.split()) < 2:
            raise ValueError(f"{name}={words!r}: expected a sentence")
    fig = axes.figure
    with plt.style.context("default"):  # and nothing of the user's own
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
    return Shown(
        code, f"[figure] {alt}\n{caption}\n{rows.text}\ndrawn: {drawn}"
    )


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

    >>> shown = table(pd.DataFrame({"a": ["<b>"], "n": [1.25]}), caption="One row")
    >>> "&lt;b&gt;" in shown.html, shown.text.splitlines()[0]
    (True, '[table] One row')

    Raises ``KeyError`` where ``french`` or ``names`` names a column that is not there.
    """
    french, names = set(french), dict(names or {})
    for column in [*french, *names]:
        if column not in frame.columns:
            known = ", ".join(map(str, frame.columns))
            raise KeyError(
                f"{column!r} is no column of this table; there are: {known}"
            )
    caption = _bare(caption)
    heads = [names.get(c, str(c).replace("_", " ")) for c in frame.columns]
    heads = [_bare(head) for head in heads]
    rows = [*zip(*(_cells(frame[c], decimals) for c in frame.columns))]
    languages = [c in french for c in frame.columns]
    numeric = [_is_number(frame[c]) for c in frame.columns]
    head = "".join(
        f'<th scope="col"{" class=n" * number}>{escaped(name)}</th>'
        for name, number in zip(heads, numeric)
    )
    body = "".join(
        f"<tr>{''.join(map(_td, row, numeric, languages))}</tr>" for row in rows
    )
    label = html.escape(caption)
    code = (
        f'<div class="table" role="region" tabindex="0" aria-label="{label}">'
        f"<style>{LEFT}</style><table>"
        f"<caption>{escaped(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
    lines = [f"[table] {caption}", *(" | ".join(row) for row in [heads, *rows])]
    return Shown(code, "\n".join(lines))


def excerpt(text: str) -> str:
    """A text, cut at :data:`EXCERPT` characters."""
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"


def highlight(figures: pd.DataFrame, *, caption: str) -> Shown:
    """Figures marked in their sentences: what they are stands behind them in words.

    Columns used: ``article_id``, ``sentence``, ``quote``, ``kind``, ``qualifier``.
    A sentence longer than :data:`EXCERPT` is cut around what is marked.
    """
    caption, items, lines = _bare(caption), [], []
    grouped = figures.groupby(["article_id", "sentence"], sort=False)
    for (article_id, sentence), rows in grouped:
        marks, at = [], 0
        for row in rows.itertuples():
            found = sentence.find(row.quote, at)
            if found >= 0:
                at = found + len(row.quote)
                sign = "" if row.qualifier == "=" else f", {row.qualifier}"
                marks.append((found, at, f" [{_code(row.kind, 'kind')}{sign}]"))
        said = marked(sentence, marks, tag="small")
        items.append(
            f'<li><p lang="fr">{said.html}</p><p>{escaped(article_id)}</p></li>'
        )
        lines.append(f"{article_id}: {said.text}")
    code = (
        f'<section class="marked" aria-label="{html.escape(caption)}">'
        f"<p><b>{escaped(caption)}</b></p><ul>{''.join(items)}</ul></section>"
    )
    return Shown(code, "\n".join([f"[marked] {caption}", *lines]))


def marked(
    text: str, spans: Iterable[tuple], size: int = EXCERPT, tag: str = "sup"
) -> Shown:
    """The text, its spans marked, each with its note; cut to ``size`` near the first.

    ``spans`` are ``(start, end, note)``, that to be seen first; a note may be "".  Of
    spans that overlap, each part is marked once.

    >>> marked("Le port ferme.", [(3, 7, 1)]).text
    'Le ⟦port⟧1 ferme.'
    """
    spans = list(spans)
    first = spans[0][0] if spans else 0
    low = max(0, min(first - size // 3, len(text) - size))
    high, at = min(len(text), low + size), low
    code = bare = "…" if low else ""
    for start, end, note in sorted(
        s for s in spans if s[0] < high and s[1] > low
    ):
        start, end = (min(max(place, at), high) for place in (start, end))
        before, inside = text[at:start], text[start:end]
        if inside:
            code += f"{escaped(before)}<mark>{escaped(inside)}</mark>"
            bare += f"{before}⟦{inside}⟧"
            at = end
        if note := f"{note}" if inside or not note else f", {note}":
            code += f'<{tag} lang="{language()}">{escaped(note)}</{tag}>'
            bare += note
    rest = text[at:high] + ("…" if high < len(text) else "")
    return Shown(code + escaped(rest), bare + rest)


def _bare(words: str) -> str:
    """What was said, without its Markdown; another text, or its translation."""
    return (
        plain(words) if isinstance(words, Sentence) else translated(str(words))
    )


def _cells(column: pd.Series, decimals: int) -> list[str]:
    if _is_number(column):
        values = pd.to_numeric(column).astype("float64")
        finite = values[np.isfinite(values)]
        places = decimals if (finite % 1 != 0).any() else 0
        signs = {float("inf"): "∞", float("-inf"): "−∞"}
        return [
            "–" if pd.isna(v) else signs.get(v) or number(v, f",.{places}f")
            for v in values
        ]
    return [_cell(value, str(column.name)) for value in column]


def _cell(value, column: str) -> str:
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    if isinstance(value, str) and not value:
        return "–"
    if isinstance(value, str):
        value = (
            plain(value)
            if isinstance(value, Sentence)
            else _code(value, column)
        )
        blanks = (
            r"\s+" if language() == "en" else r"[^\S\u202f\xa0]+"
        )  # French keeps
        return excerpt(re.sub(blanks, " ", value).strip())
    if pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return number(value, "%Y-%m-%d")
    return _code(str(value), column)


def _code(value: str, column: str) -> str:
    """Codes of a column, one or several, in the language spoken; another text as is."""
    whole = translated(value, column)
    parts = (translated(code, column) for code in re.split("([;,] )", value))
    return whole if whole != value else "".join(parts)


def _is_number(column: pd.Series) -> bool:
    kind = pd.api.types
    return kind.is_numeric_dtype(column) and not kind.is_bool_dtype(column)


def _td(cell: str, numeric: bool, french: bool) -> str:
    attributes = ' class="n"' if numeric else ' lang="fr"' if french else ""
    if not attributes and len(cell) <= 30 and " " not in cell:
        attributes = (
            ' class="k"'  # an id, a date: not to be broken at its hyphens
        )
    return f"<td{attributes}>{escaped(cell)}</td>"


def _as_text(fig) -> None:
    """No word of a picture is a formula, and each is drawn in a font that has it."""
    from matplotlib.text import Text

    for text in fig.findobj(Text):
        text.set_parse_math(False)
        text.set_text(coded(text.get_text(), drawn=True))
        text.set_fontfamily(drawn_families())


def _svg(fig) -> bytes:
    import matplotlib

    settings = {"svg.hashsalt": "multipolaire", "svg.fonttype": "path"}
    settings |= {
        "text.parse_math": False,
        "font.family": drawn_families(),
    }  # of ticks
    buffer = io.BytesIO()
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        # a label that is made while it is drawn gets a box for what no font has
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        metadata = {"Date": None, "Creator": None}
        fig.savefig(
            buffer, format="svg", metadata=metadata, bbox_inches="tight"
        )
    # matplotlib notes in comments what it draws, signs that XML forbids among it
    return coded(buffer.getvalue().decode()).encode()


def _fingerprint(fig) -> str:
    """Twelve digits of the sha256 of every point, bar and word drawn."""
    parts = []
    for axes in fig.axes:
        for line in axes.lines:
            parts += [_numbers(line.get_xydata())]
        for patch in axes.patches:
            parts += [_numbers(_corners(patch))]
        for collection in axes.collections:
            parts += [_numbers(collection.get_offsets())]
            parts += [
                _numbers(path.vertices) for path in collection.get_paths()
            ]
        parts += [text.get_text() for text in axes.texts]
        ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
        parts += [text.get_text() for text in ticks]
        parts += [axes.get_title(), axes.get_xlabel(), axes.get_ylabel()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _corners(patch):
    return patch.get_patch_transform().transform(patch.get_path().vertices)


def _numbers(points) -> str:
    points = np.ma.filled(
        np.ma.asarray(points, dtype=float), np.nan
    )  # gaps, too
    # 5 digits: what the eye sees, and not the last bit of another processor
    return " ".join(f"{x + 0:.5g}" for row in points for x in row)
