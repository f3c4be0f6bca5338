"""The columns of a table and their dtypes, declared in a line beside what makes it."""

import pandas as pd

#: The interval that is shown, which allows for clumps, and the one for words that fall
#: one by one.
BOUNDS = "low:float64 high:float64 exact_low:float64 exact_high:float64"


def columns_of(declared: str) -> dict[str, str]:
    """Column to dtype.

    >>> columns_of("article_id:str n:int64")
    {'article_id': 'str', 'n': 'int64'}
    """
    return dict(column.split(":") for column in declared.split())


def typed(rows, columns: dict[str, str]) -> pd.DataFrame:
    """Rows, or the columns of a frame, as a table of these columns and dtypes."""
    table = pd.DataFrame(rows, columns=list(columns))
    return table.astype(columns).reset_index(drop=True)
