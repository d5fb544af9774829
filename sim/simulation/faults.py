"""This is what can go wrong in a run: a fault is a defect of ours, never of the user; the first one stops the run."""

from __future__ import annotations

from sim.simulation.world import World

(
    NONE,
    TOO_MANY_AT_ONCE,
    NOT_SETTLING,
    NOT_SETTLING_AT_START,
    NEGATIVE_OUTPUT,
    ABOVE_CAPACITY,
    NO_NUMBER,
    UNBALANCED,
    NEGATIVE_STOCK,
    UNEQUAL_USE,
    SHIPPED_TOO_MUCH,
    NO_ROOM,
) = range(12)
MOST_AT_ONCE = 10_000  # instants without time going on
MOST_SWEEPS = 8_000


def fail(world: World, fault: int, at: int, value: float) -> None:
    """Stop the run: a law of the physics is broken at a line or stock; the first fault counts."""
    clock = world.clock[0]
    if clock.fault == NONE:
        clock.fault = fault
        clock.fault_at = at
        clock.fault_value = value
