"""This is the order of companies and lines in the report: those that are hit worst come first."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.explain import number
from sim.figures.cells import Record


def hit(rows: Sequence[Record]) -> tuple[float, ...]:
    """How hard rows of `companies` or `products` are hit, the worst of them and the smallest first.

    By the share of draws that never stop, then that never fall under half, then that never fall short; then by the
    week in which most draws fall short.
    """
    # What makes all that is wanted is not hit, however little that is.
    rows = [row for row in rows if number(row, "full_output_beyond") < 1.0]
    shares = (_least(rows, f"{name}_beyond", 1.0) for name in ("stop", "half_output", "full_output"))
    return (*shares, _least(rows, "full_output_middle", math.inf))


def untouched(rows: Sequence[Record]) -> bool:
    """Whether output meets demand, and is never under half of plan, to the horizon in every draw and case."""
    return all(_least(rows, f"{name}_beyond", 1.0) >= 1.0 for name in ("full_output", "half_output"))


def _least(rows: Sequence[Record], column: str, otherwise: float) -> float:
    found = (number(row, column) for row in rows)
    return min((value for value in found if not math.isnan(value)), default=otherwise)
