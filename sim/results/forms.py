"""This is what a line makes in its full form and in its degraded one, from the records of a run."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.network import LineNode
from sim.results.trajectory import Trajectory, level, trajectory, weighted
from sim.simulation.compilation import Blueprint
from sim.simulation.world import World


def rows_of_lines(world: World) -> list[list[Sequence[float]]]:
    """What is recorded of each line of the world."""
    rows: list[list[Sequence[float]]] = [[] for _ in world.line]
    for row in world.line_rows:
        rows[int(row[1])].append(row)
    return rows


def forms(
    line: LineNode[float], number: int, blueprint: Blueprint, rows: Sequence[Sequence[Sequence[float]]]
) -> tuple[Trajectory, Trajectory | None, Trajectory]:
    """The output of a line in any form, of it in the degraded one if there is one, and all of it at its price."""
    horizon = blueprint.horizon
    full = rate(rows[number], 2, horizon)
    if line.degraded is None:
        return full, None, full
    degraded, price = rate(rows[blueprint.degraded[number]], 2, horizon), line.degraded.price
    return weighted([(1.0, full), (1.0, degraded)]), degraded, weighted([(1.0, full), (price, degraded)])


def while_made(degraded: Trajectory | None, tolerance: float) -> tuple[float, float]:
    """The first day on which the degraded form is made, and the day from which it is not; infinite: none to the end."""
    if degraded is None:
        return math.inf, math.inf
    nothing = level(0.0, degraded.end)
    begins = nothing.first_below(degraded, tolerance)
    return begins, nothing.last_below(degraded, tolerance) if math.isfinite(begins) else math.inf


def together(full: Sequence[Sequence[float]], degraded: Sequence[Sequence[float]]) -> list[Sequence[float]]:
    """The records of a line's two forms as those of one line: what limits the degraded form limits both."""
    found: list[Sequence[float]] = []
    for day in sorted({row[0] for row in (*full, *degraded)}):
        one, other = (
            next((row for row in reversed(rows) if row[0] <= day), None) for rows in (full, degraded)
        )
        if one is None:
            continue
        since = day - one[0]
        output, needed = one[2] + one[3] * since, one[4] + one[5] * since
        made = (0.0, 0.0) if other is None else (other[2] + other[3] * (day - other[0]), other[3])
        limited = one[6] if other is None or other[6] < 0.0 else other[6]
        found.append((day, one[1], output + made[0], one[3] + made[1], needed, one[5], limited, one[7]))
    return found


def rate(rows: Sequence[Sequence[float]], column: int, horizon: float) -> Trajectory:
    """A rate of the records, which stands in a column with its slope after it."""
    return trajectory([(row[0], row[column], row[column + 1]) for row in rows], horizon)
