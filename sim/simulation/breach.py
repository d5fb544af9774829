"""This is how a broken law of the physics is told: in words, with the last events before it."""

from __future__ import annotations

from sim.errors import EngineError
from sim.simulation.faults import (
    ABOVE_CAPACITY,
    MOST_AT_ONCE,
    MOST_SWEEPS,
    NEGATIVE_OUTPUT,
    NEGATIVE_STOCK,
    NO_NUMBER,
    NONE,
    NOT_SETTLING,
    NOT_SETTLING_AT_START,
    SHIPPED_TOO_MUCH,
    TOO_MANY_AT_ONCE,
    UNBALANCED,
    UNEQUAL_USE,
)
from sim.simulation.world import HAPPENINGS, RAN_OUT, REFILLED, World

_WORDS = {
    TOO_MANY_AT_ONCE: f"{MOST_AT_ONCE} events without time going on",
    NOT_SETTLING: f"orders between lines do not settle in {MOST_SWEEPS} sweeps",
    NOT_SETTLING_AT_START: "the orders of lines that supply each other do not settle before the start",
    NEGATIVE_OUTPUT: "line {at}: output {value:g} below 0",
    ABOVE_CAPACITY: "line {at}: output {value:g} above capacity",
    NO_NUMBER: "line {at}: output is no number",
    UNBALANCED: "stock {at}: {value:g} parts made from nothing or lost",
    NEGATIVE_STOCK: "stock {at}: {value:g} parts on hand",
    UNEQUAL_USE: "stock {at}: {value:g} parts used beside what is needed",
    SHIPPED_TOO_MUCH: "line {at}: {value:g} shipped beyond what was made",
}
_LAST = 8  # happenings told


def raise_fault(world: World) -> None:
    """Raise EngineError if a law of the physics was broken, with the last events before it."""
    clock = world.clock[0]
    if clock.fault == NONE:
        return
    words = _WORDS[clock.fault].format(at=clock.fault_at, value=clock.fault_value)
    told = [
        f"  day {time:g}: {_of(kind)} {index}: {HAPPENINGS[kind]}, {before:g} -> {after:g}"
        for time, kind, index, before, after in world.happenings[-_LAST:]
    ]
    log = "\nlast events:\n" + "\n".join(told) if told else ""
    raise EngineError(f"day {clock.time:g}: {words}{log}")


def _of(kind: int) -> str:
    return "stock" if kind in (RAN_OUT, REFILLED) else "line"
