"""This is what grows while a compiled run goes on: the functions of `journal.py` for arrays of a fixed length.

Where one is full the run ends with the fault `NO_ROOM`, and is made again with longer ones.
"""

from __future__ import annotations

from sim.simulation.faults import NO_ROOM, fail
from sim.simulation.world import HAPPENING_COLUMNS, LINE_COLUMNS, STOCK_COLUMNS


def note_line(world, row):  # type: ignore[no-untyped-def]  # arrays stand for the tables of `World`
    """Keep a record of a line."""
    clock = world.clock[0]
    first = LINE_COLUMNS * clock.line_rows
    if first >= len(world.line_rows):
        fail(world, NO_ROOM, 0, 0.0)
        return
    for column in range(LINE_COLUMNS):
        world.line_rows[first + column] = row[column]
    clock.line_rows += 1


def note_stock(world, row):  # type: ignore[no-untyped-def]
    """Keep a record of a stock, whose ten columns of inflow are still nothing."""
    clock = world.clock[0]
    first = STOCK_COLUMNS * clock.stock_rows
    if first >= len(world.stock_rows):
        fail(world, NO_ROOM, 0, 0.0)
        return
    for column in range(5):
        world.stock_rows[first + column] = row[column]
    for column in range(5, STOCK_COLUMNS):
        world.stock_rows[first + column] = 0.0
    clock.stock_rows += 1


def note_inflow(world, channel, value, slope):  # type: ignore[no-untyped-def]
    """Add inflow by a channel to the last record of a stock."""
    last = STOCK_COLUMNS * (world.clock[0].stock_rows - 1)
    world.stock_rows[last + 5 + 2 * channel] += value
    world.stock_rows[last + 6 + 2 * channel] += slope


def note_happening(world, time, kind, index, before, after):  # type: ignore[no-untyped-def]  # noqa: PLR0913
    """Keep what happened by itself, for the log."""
    clock = world.clock[0]
    first = HAPPENING_COLUMNS * clock.happenings
    if first >= len(world.happenings):
        fail(world, NO_ROOM, 0, 0.0)
        return
    world.happenings[first] = time
    world.happenings[first + 1] = float(kind)
    world.happenings[first + 2] = float(index)
    world.happenings[first + 3] = before
    world.happenings[first + 4] = after
    clock.happenings += 1


def new_stretch(world):  # type: ignore[no-untyped-def]
    """The place of a stretch of shipping that is free.

    In the sweep in which room ends there must still be some: a source ships at most twice in it.
    """
    clock = world.clock[0]
    if clock.free < 0:
        if clock.stretches + 2 * len(world.source) + 2 >= len(world.stretch):
            fail(world, NO_ROOM, 0, 0.0)
        clock.stretches += 1
        return clock.stretches - 1
    index = clock.free
    clock.free = world.stretch[index].following
    return index
