"""This is how a table is read for a sentence: rows by column name, numbers, shares and cases in words."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

Record = Mapping[str, object]
Tables = Mapping[str, pd.DataFrame]

CASES = {
    "as decided": "",
    "undetermined cut": " if every undetermined flow is cut",
    "undetermined open": " if every undetermined flow stays open",
}


def records(table: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a table by column name."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict(orient="records")]


def number(row: Record, column: str) -> float:
    """A cell as a float; what is missing is not-a-number."""
    value = row[column]
    return float(value) if isinstance(value, (int, float)) else math.nan


def percent(share: float) -> str:
    """A share in whole per cent; a share that is not quite none or all says so."""
    if math.isnan(share):
        return "unknown"
    if 0.0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1.0:
        return "over 99 %"
    return f"{100 * share:.0f} %"


def case_said(case: str) -> str:
    """A case in words that follow a sentence; empty where the facts decide."""
    return CASES[case]


def join(items: list[str], word: str = "and") -> str:
    """`a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
