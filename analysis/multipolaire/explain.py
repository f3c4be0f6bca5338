"""Why a figure was read so: the rules that made it, each with the words it read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it is loaded with the package, before anything of French
    from multipolaire.french.trade import TradeFigure


def explain(figure: TradeFigure) -> list[tuple[str, str]]:
    """The rules that made a figure, in order, each with the words that it read.

    Parameters
    ----------
    figure
        A figure of :func:`multipolaire.figures_in`.

    Returns
    -------
    list of tuple of str
        Name of the rule, and the words of the text, verbatim.

    Raises
    ------
    AttributeError
        For what is no figure, such as a row of a table.

    Notes
    -----
    The names are those of the column ``rule`` of :func:`multipolaire.extract_figures`;
    nothing is computed anew.

    Examples
    --------
    >>> from multipolaire.french import figures_in
    >>> explain(figures_in("Les ventes ont chuté de plus de 5 %.")[0])[0]
    ('number with %', '5 %')
    """
    at = figure.start - figure.sentence.find(figure.quote)
    before = figure.period_text or ""  # what a sentence before has told
    return [
        (rule, figure.sentence[s - at : e - at] if s >= at else before)
        for rule, s, e in figure.rules
    ]
