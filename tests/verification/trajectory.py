"""This is how the verification tests read a finished run: what was made by a day, and when it first fell short."""

from __future__ import annotations

import math

from sim.simulation.world import World

# The columns of a line row.
DAY, LINE, OUTPUT, OUTPUT_SLOPE, DEMAND, DEMAND_SLOPE, BINDING, RATIONING = range(8)


def pieces_of(world: World, line: int = 0) -> list[tuple[float, ...]]:
    """The rows of one line, in order of time."""
    return [row for row in world.line_rows if row[LINE] == line]


def made_by(world: World, day: float, line: int = 0) -> float:
    """Products made from day 0 to `day`, added up from the recorded output."""
    rows = pieces_of(world, line)
    ends = [row[DAY] for row in rows[1:]] + [math.inf]
    total = 0.0
    for row, end in zip(rows, ends, strict=True):
        days = min(end, day) - row[DAY]
        if days > 0.0:
            total += (row[OUTPUT] + 0.5 * row[OUTPUT_SLOPE] * days) * days
    return total


def output_on(world: World, day: float, line: int = 0) -> float:
    """Products a day being made right after `day`."""
    row = [row for row in pieces_of(world, line) if row[DAY] <= day][-1]
    return row[OUTPUT] + row[OUTPUT_SLOPE] * (day - row[DAY])


def first_shortfall(world: World, line: int = 0) -> float:
    """The first day on which some stock holds output below what is wanted; infinite if none does."""
    return next((row[DAY] for row in pieces_of(world, line) if row[BINDING] >= 0), math.inf)


def lost_by(world: World, day: float, line: int = 0) -> float:
    """Products demanded and not made by `day`."""
    rows = pieces_of(world, line)
    ends = [row[DAY] for row in rows[1:]] + [math.inf]
    demanded = 0.0
    for row, end in zip(rows, ends, strict=True):
        days = max(min(end, day) - row[DAY], 0.0)
        demanded += (row[DEMAND] + 0.5 * row[DEMAND_SLOPE] * days) * days
    return demanded - made_by(world, day, line)
