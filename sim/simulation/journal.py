"""This is what grows while a run goes on: records of lines and stocks, happenings, goods on their way.

The physics calls these; `compiled_journal.py` has the same four for arrays.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.simulation.world import Stretch, World


def note_line(world: World, row: Sequence[float]) -> None:
    """Keep a record of a line."""
    world.line_rows.append([*row])


def note_stock(world: World, row: tuple[float, float, float, float, float]) -> None:
    """Keep a record of a stock, whose ten columns of inflow are still nothing."""
    world.stock_rows.append([*row, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])


def note_inflow(world: World, channel: int, value: float, slope: float) -> None:
    """Add inflow by a channel to the last record of a stock."""
    row = world.stock_rows[-1]
    row[5 + 2 * channel] += value
    row[6 + 2 * channel] += slope


def note_happening(  # noqa: PLR0913  # the columns of the log
    world: World, time: float, kind: int, index: int, before: float, after: float
) -> None:
    """Keep what happened by itself, for the log."""
    world.happenings.append((time, kind, index, before, after))


def new_stretch(world: World) -> int:
    """The place of a stretch of shipping that is free."""
    clock = world.clock[0]
    if clock.free < 0:
        world.stretch.append(Stretch())
        return len(world.stretch) - 1
    index = clock.free
    clock.free = world.stretch[index].following
    return index
