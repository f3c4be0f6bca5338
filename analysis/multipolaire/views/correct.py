"""A reader's judgement of figures and quotations, two clicks each, kept in a file."""

import datetime as dt
from pathlib import Path
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
from multipolaire.say import escaped, plain, say, translated
from multipolaire.views.display import Shown, joined, marked
from multipolaire.views.explore import STYLE, is_live, sentences

if TYPE_CHECKING:
    from ipywidgets import Widget

TABLES = {"figures": extract_figures, "quotes": extract_quotes}
AROUND = 400  # characters of the article about what is judged


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
    counts = {"n": checked(rows), "of": len(rows)}
    told = say("{n:,} of {of:,} rows checked by hand", **counts)
    if rows.empty or not is_live(live):
        first = [_place(rows.iloc[0], known)] if len(rows) else []
        return joined([sentences(told), *first], "\n\n")
    return _widget(rows, known, Path(file), table, who, plain(told))


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


def _widget(rows, known, file: Path, table: str, who: str, told: str):
    import ipywidgets as widgets

    cells = zip(rows["article_id"], rows["quote"].str[:60])
    options = [(f"{name}: {said}", k) for k, (name, said) in enumerate(cells)]
    choice = widgets.Dropdown(options=options, description=plain(say("row")))
    hand = widgets.Text(value=who, description=plain(say("who")))
    columns = [name for name in CORRECTED_COLUMNS[table] if name != WHOLE]
    column = widgets.Dropdown(
        options=[(translated(name), name) for name in columns],
        description=plain(say("column")),
    )
    value = widgets.Text(description=plain(say("value")))
    shown, state = widgets.HTML(), widgets.HTML(f"<p>{escaped(told)}</p>")
    shown.add_class("jp-RenderedHTMLCommon").add_class("explored")

    def changed(_=None) -> None:
        shown.value = _place(rows.iloc[choice.value], known).html

    def judge(name: str, said: str) -> None:
        row = rows.iloc[choice.value]
        made = {name: int(row[name]) for name in ("start", "end")}
        made["sha256"] = known["sha256"][row["article_id"]]
        made |= {"column": name, "value": said, "who": hand.value}
        try:
            line = write_correction(file, **made, when=str(dt.date.today()))
        except (ValueError, OSError) as error:
            state.value = f'<p role="alert">{escaped(str(error))}</p>'
            return
        words = say("line {line} of {file}", line=line, file=file.name)
        state.value = f"<p>{escaped(plain(words))}</p>"
        if name == WHOLE and choice.value + 1 < len(rows):
            choice.value += 1

    def button(said, name: str, given) -> widgets.Button:
        made = widgets.Button(description=plain(said))
        made.on_click(lambda _: judge(name or column.value, given()))
        return made

    buttons = [
        button(say("accept"), WHOLE, lambda: "accepted"),
        button(say("reject"), WHOLE, lambda: "rejected"),
        button(say("mend"), "", lambda: value.value),
    ]
    choice.observe(changed, "value")
    changed()
    flow = widgets.Layout(flex_flow="row wrap")
    first = widgets.HBox([choice, hand, *buttons[:2]], layout=flow)
    second = widgets.HBox([column, value, buttons[2]], layout=flow)
    return widgets.VBox([first, shown, second, state, widgets.HTML(STYLE)])
