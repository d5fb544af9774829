"""This is the conducting of a whole run without SimPy: the same instants in the same order, by the thousand."""

from __future__ import annotations

from collections.abc import Sequence

from sim.simulation.calendar import Row
from sim.simulation.faults import NONE
from sim.simulation.pairs import SAME_INSTANT
from sim.simulation.physics import finish, next_instant, step
from sim.simulation.starting import begin
from sim.simulation.world import NEVER, World


def conduct(world: World, rows: Sequence[Row], horizon: float) -> None:
    """Run from day 0 to the horizon, or to the first fault; `rows` are in order."""
    clock = world.clock[0]
    begin(world)
    time = 0.0
    following = 0
    while clock.fault == NONE:
        first = following
        while following < len(rows) and rows[following].time <= time + SAME_INSTANT:
            following += 1
        step(world, time, rows, first, following)
        due = next_instant(world)
        upcoming = rows[following].time if following < len(rows) else NEVER
        if due < min(upcoming - SAME_INSTANT, horizon):
            time = due
        elif upcoming < horizon:
            time = upcoming
        else:
            break
    if clock.fault == NONE:
        finish(world, horizon)
