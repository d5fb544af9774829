"""This is how figures and report read one cell of a result table: text, date or number, where any may be missing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import pandas as pd

Record = Mapping[str, object]


def text(row: Record, column: str) -> str:
    """A cell as text; what is missing is empty."""
    return "" if missing(row[column]) else str(row[column])


def missing(value: object) -> bool:
    """Whether a cell holds nothing, in any of the ways a table says so."""
    return (
        value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))
    )


def day(row: Record, column: str) -> dt.date | None:
    """A cell as a date; what is missing is None."""
    value = row[column]
    if missing(value):
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else None


def counted_said(row: Record) -> str:
    """The day from which weeks count; where draws differ, the likeliest and the span."""
    low, high = day(row, "counted_from_low"), day(row, "counted_from_high")
    likely = calendar_day(day(row, "counted_from"))
    if low == high:
        return likely
    return f"the day of each draw ({calendar_day(low)} to {calendar_day(high)}, likeliest {likely})"


def calendar_day(value: dt.date | None) -> str:
    """A date as `9 Oct 2019`; what is missing is a dash."""
    return "–" if value is None else f"{value.day} {value:%b} {value.year}"
