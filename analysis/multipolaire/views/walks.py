"""Interactive views of tables, row by row.

Figures, whose words are printed, and what is printed twice; and a reader's judgement of
figures and quotations, two clicks each, kept in a file.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import pandas as pd

from multipolaire.figures import extract_figures
from multipolaire.files.corrections import (
    CORRECTED_COLUMNS,
    WHOLE,
    checked,
    write_correction,
)
from multipolaire.quotes import extract_quotes
from multipolaire.say import escaped, say, translated
from multipolaire.sides import voices
from multipolaire.stats.copies import find_repeats
from multipolaire.views.display import Shown, highlight, marked, table, told
from multipolaire.views.explore import (
    LINES,
    Answer,
    Control,
    is_live,
    opened,
    quoted,
    sample,
    sampled,
    view_of,
)

if TYPE_CHECKING:
    from ipywidgets import Widget

FIGURES = "article_id quote kind qualifier value unit status speaker"
VOICES = "article_id kind speaker side office words repeat"
REPEATS = "kind article_a article_b words"
TABLES = {"figures": extract_figures, "quotes": extract_quotes}
AROUND = 400  # characters of the article about what is judged


def explore_figures(
    articles: pd.DataFrame, live: bool | None = None
) -> "Shown | Widget":
    """Walk through the figures by kind, status and speaker, each in its sentence.

    They are extracted once.  Live, of a large corpus, those of a random sample come at
    once, and this is said; those of every article when they are asked for.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    live
        Whether it answers; without it, where the notebook is opened in JupyterLab.

    Returns
    -------
    Shown or Widget
        What the notebook shows: live where it can be.

    Examples
    --------
    >>> from multipolaire import explore_figures, load_articles  # doctest: +SKIP
    >>> explore_figures(load_articles())  # doctest: +SKIP
    """

    def show(few: pd.DataFrame) -> list[Shown]:
        again = say("The same figures in their sentences")
        return [highlight(few, caption=again)]

    keys, what = ("kind", "status", "speaker"), say("figures")
    return _walk(articles, live, extract_figures, keys, FIGURES, what, show)


def explore_voices(
    articles: pd.DataFrame, live: bool | None = None
) -> "Shown | Widget":
    """Walk through the words of others by side, kind and speaker, each in its place.

    Live, of a large corpus, those of a random sample come first, and this is said.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    live
        Whether it answers; without it, where the notebook is opened in JupyterLab.

    Returns
    -------
    Shown or Widget
        What the notebook shows: live where it can be.

    Examples
    --------
    >>> from multipolaire import explore_voices, load_articles  # doctest: +SKIP
    >>> explore_voices(load_articles())  # doctest: +SKIP
    """

    def show(few: pd.DataFrame) -> list[Shown]:
        places = zip(few["article_id"], few["start"], few["end"])
        return _passages(articles, places, live)

    what, keys = say("passages in the words of others"), ("side", "kind")
    return _walk(articles, live, voices, (*keys, "speaker"), VOICES, what, show)


def explore_copies(
    articles: pd.DataFrame, live: bool | None = None
) -> "Shown | Widget":
    """Walk through the passages that are printed twice, both places one by the other.

    They are those of :func:`multipolaire.find_repeats`; of a large corpus a random
    sample comes first, and this is said.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    live
        Whether it answers; without it, where the notebook is opened in JupyterLab.

    Returns
    -------
    Shown or Widget
        What the notebook shows: live where it can be.

    Examples
    --------
    >>> from multipolaire import explore_copies, load_articles  # doctest: +SKIP
    >>> explore_copies(load_articles())  # doctest: +SKIP
    """

    def show(few: pd.DataFrame) -> list[Shown]:
        places = [
            (row[f"article_{one}"], row[f"start_{one}"], row[f"end_{one}"])
            for row in few.to_dict("records")
            for one in "ab"
        ]
        return _passages(articles, places, live)

    keys, what = REPEATS.split()[:3], say("passages printed twice")
    return _walk(articles, live, find_repeats, keys, REPEATS, what, show)


def _walk(
    articles: pd.DataFrame,
    live: bool | None,
    read: Callable[[pd.DataFrame], pd.DataFrame],
    by: Sequence[str],
    columns: str,
    what: str,
    show: Callable[[pd.DataFrame], list[Shown]],
) -> "Shown | Widget":
    """Rows of a table that is made once, chosen by what some columns say.

    Live, of a large corpus, those of a sample come first.
    """
    live = is_live(live)
    part = sample(articles) if live else articles
    every, nobody = say("all"), say("nobody named")

    @cache
    def rows(whole: bool) -> tuple[pd.DataFrame, dict[str, pd.Series]]:
        found = read(articles if whole else part)
        named = found[[*by]].astype(object).fillna(nobody).astype(str)
        keys = {name: named[name].str.split("; ").explode() for name in by}
        return found, keys

    def view(whole: bool = False, **asked: str) -> Answer:
        found, keys = rows(whole)
        n, lines = len(found), [f"found = {read.__name__}(articles)"]
        for name, value in asked.items():
            if value != every:
                held = keys[name].eq(value).groupby(level=0).any()
                found = found[held[found.index]]
                lines.append(_kept(name, value, nobody))
        parts = [] if whole else sampled(part, articles)
        if found.empty:
            return [*parts, say("Nothing is all of this.")], []
        caption = _counted(len(found), n, what)
        few = found.head(LINES)
        cells = few[columns.split()]
        listed = table(cells, caption=caption, french={"quote"} & {*cells})
        return [*parts, listed, *show(few)], [*lines, "found"]

    controls = {}
    for name, key in rows(False)[1].items():
        most = [every, *key.value_counts().index[:LINES]]
        label = translated(name).replace("_", " ")
        controls[name] = Control(label, every, most)
    if len(part) < len(articles):  # others may speak elsewhere: a name is typed
        controls[by[-1]] = controls[by[-1]]._replace(typed=True)
        controls["whole"] = Control(say("every article (takes longer)"), False)
    return view_of(view, live, **controls)


def _counted(k: int, n: int, what: str) -> str:
    return say(
        "{k:,} of {n:,} {what}; at most {few} are shown",
        k=k,
        n=n,
        what=what,
        few=LINES,
    )


def _kept(name: str, value: str, nobody: str) -> str:
    """The line of code that keeps rows of which a column names a value."""
    has = f"eq({quoted(value)})"
    if value == nobody:
        has = "isna()"
    elif name == "speaker":  # of whom a cell may name several
        has = f'str.split("; ").explode().{has}.groupby(level=0).any()'
    return f'found = found[found["{name}"].{has}]'


def _passages(articles: pd.DataFrame, places, live: bool | None) -> list[Shown]:
    """Passages that open on their paragraphs; where nothing is live, the first."""
    texts, live = (
        dict(zip(articles["article_id"], articles["text"])),
        is_live(live),
    )
    lines = []
    for name, start, end in places:
        said = escaped(shorten(texts[name][start:end], 90, placeholder=" …"))
        line = Shown(f'{escaped(name)}: <span lang="fr">{said}</span>', name)
        lines.append((name, start, end, line))
    return [*opened(texts, lines if live else lines[:1], live)]


def explore_corrections(
    articles: pd.DataFrame,
    file: str | Path = "corrections.csv",
    table: str = "figures",
    who: str = "",
    live: bool | None = None,
) -> "Shown | Widget":
    """Accept, reject or mend ``figures`` or ``quotes``, one by one, in their sentence.

    Each click adds a row to ``file``, which belongs into the folder of the corpus:
    ``load_articles`` reads it there, and every table is then as corrected.  ``who``
    stands in each row.  Gives a widget; elsewhere than in JupyterLab, a sentence that
    counts what is checked and the first row to judge.

    Parameters
    ----------
    articles
        One row an article, as :func:`multipolaire.load_articles` gives them.
    file
        The file ``corrections.csv`` of the corpus.
    table
        ``figures`` or ``quotes``.
    who
        Who judges, in initials or a name.
    live
        Whether to give a widget; without it, where a notebook of JupyterLab runs.

    Returns
    -------
    Widget or Shown
        Live, a widget; else a table or a picture with its text.

    Raises
    ------
    ValueError
        For another ``table``.

    Examples
    --------
    >>> from multipolaire import load_articles  # doctest: +SKIP
    >>> explore_corrections(load_articles(), live=False)  # doctest: +SKIP
    """
    if table not in TABLES:
        raise ValueError(f"table={table!r}: expected {' or '.join(TABLES)}")
    rows = TABLES[table](articles)
    known = articles.set_index("article_id")
    n, of = checked(rows), len(rows)
    count = say("{n:,} of {of:,} rows checked by hand", n=n, of=of)
    if rows.empty:
        return told(count)

    def view(row: int, **_) -> Answer:
        return [count, _place(rows.iloc[row], known)], []

    def judge(boxes: dict, column: str, value: str) -> str:
        at = boxes["row"].value
        row = rows.iloc[at]
        made = {name: int(row[name]) for name in ("start", "end")}
        made["sha256"] = known["sha256"][row["article_id"]]
        made |= {"column": column, "value": value, "who": boxes["who"].value}
        line = write_correction(Path(file), **made, when=str(dt.date.today()))
        if column == WHOLE and at + 1 < len(rows):
            boxes["row"].value = at + 1
        return say("line {line} of {file}", line=line, file=Path(file).name)

    def mend(boxes: dict) -> str:
        return judge(boxes, boxes["column"].value, boxes["value"].value)

    cells = zip(rows["article_id"], rows["quote"].str[:60])
    options = [(f"{name}: {said}", k) for k, (name, said) in enumerate(cells)]
    columns = [name for name in CORRECTED_COLUMNS[table] if name != WHOLE]
    return view_of(
        view,
        is_live(live),
        {
            say("accept"): partial(judge, column=WHOLE, value="accepted"),
            say("reject"): partial(judge, column=WHOLE, value="rejected"),
            say("mend"): mend,
        },
        row=Control(say("row"), 0, options),
        who=Control(say("who"), who, (), typed=True),
        column=Control(say("column"), columns[0], columns),
        value=Control(say("value"), "", (), typed=True),
    )


def _place(row: pd.Series, known: pd.DataFrame) -> Shown:
    """What is judged, marked where it stands, with what was made of it."""
    text = known["text"][row["article_id"]]
    place = marked(text, [(row["start"], row["end"], "")], AROUND)
    cells = [
        f"{translated(name)}: {row[name]}"
        for name in CORRECTED_COLUMNS["figures"] | CORRECTED_COLUMNS["quotes"]
        if name in row and not pd.isna(row[name])
    ]
    code = f'<p lang="fr">{place.html}</p><p>{escaped("; ".join(cells))}</p>'
    return Shown(code, f"{place.text}\n{'; '.join(cells)}")
