"""This is the noise of floating point, taken out of result tables in one place."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

# What is smaller is rounding, by unit: a share of a billionth, a second, a hundredth of a cent (a product: less).
_NOTHING = {
    "share": 1e-9,
    "share of plan": 1e-9,
    "weeks": 1e-6,
    "days": 1e-5,
    "USD": 1e-4,
    "USD per product": 1e-6,
}


def without_noise(table: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """The table with what is smaller than rounding in its unit set to nothing."""
    quiet = {
        column: table[column].mask(table[column].abs() < _NOTHING[unit], 0.0)
        for column, unit in units.items()
        if unit in _NOTHING and pd.api.types.is_float_dtype(table[column])
    }
    return table.assign(**quiet)
