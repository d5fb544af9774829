"""This is how draws are summed up: 10 %, 50 % and 90 % quantiles, and for durations the share never reached."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
_TAIL = 0.05
_ENDS = {"low": LOW, "middle": MIDDLE, "high": HIGH}


def spread(name: str, values: Sequence[float]) -> dict[str, float]:
    """`name_low`, `name_middle`, `name_high`: order statistics, so that each is a value some draw had."""
    ordered = np.sort(np.asarray(values, dtype=float))
    found = {}
    for end, probability in _ENDS.items():
        value = ordered[max(math.ceil(probability * len(ordered)) - 1, 0)]
        found[f"{name}_{end}"] = float(value) if math.isfinite(value) else math.nan
    return found


def worst(values: Sequence[float]) -> float:
    """The mean of the highest twentieth of the values, at least of one: what a bad case costs on average."""
    ordered = np.sort(np.asarray(values, dtype=float))
    return float(np.mean(ordered[-max(math.ceil(_TAIL * len(ordered)), 1) :]))


def duration(name: str, days: Sequence[float]) -> dict[str, float]:
    """A spread in weeks of durations in days, and `name_beyond`: the share of draws never there within the horizon.

    Draws beyond the horizon count as longer than it; they are never left out of a quantile.
    """
    weeks = [day / 7.0 for day in days]
    beyond = sum(not math.isfinite(week) for week in weeks) / len(weeks)
    return spread(name, weeks) | {f"{name}_beyond": beyond}


def no_duration(name: str) -> dict[str, float]:
    """The columns of a duration that does not apply."""
    return dict.fromkeys((f"{name}_low", f"{name}_middle", f"{name}_high", f"{name}_beyond"), math.nan)


def no_spread(name: str) -> dict[str, float]:
    """The columns of a spread that does not apply."""
    return dict.fromkeys((f"{name}_low", f"{name}_middle", f"{name}_high"), math.nan)
