"""What is rounding in the tables is nothing, and what is small but meant stays."""

from __future__ import annotations

import math

import pandas as pd

from sim.results.noise import without_noise


def test_rounding_is_taken_out_and_what_is_missing_stays_missing() -> None:
    units = {"carried": "share", "lost": "USD", "name": "text", "weeks": "weeks"}
    table = pd.DataFrame(
        {"carried": [1.8e-15, 1e-6], "lost": [-2e-10, 0.01], "name": ["a", "b"], "weeks": [math.nan, 3.0]}
    )
    quiet = without_noise(table, units)
    assert quiet["carried"].tolist() == [0.0, 1e-6]
    assert quiet["lost"].tolist() == [0.0, 0.01]
    assert quiet["name"].tolist() == ["a", "b"]
    assert math.isnan(quiet["weeks"][0])
