"""Figures of trade in the press in French: amounts, growth, shares, what is claimed.

``numerals`` reads a number, ``scan`` finds numbers with their units, ``quantities``
and ``ranges`` settle what is left to the context; ``bounds``, ``changes``, ``status``,
``periods`` and ``when``, ``flows`` and ``places``, ``attribution`` read the sentence
around; ``figures`` puts it together.  Every record is frozen; ``rules`` are told to the
reader and read back nowhere.
"""

from multipolaire.french.trade.figures import TradeFigure, figures_in

__all__ = ["TradeFigure", "figures_in"]
