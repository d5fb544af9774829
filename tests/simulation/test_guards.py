"""Each guard of the physics fires on a fault that is put in, and its message tells the last events before it.

A line of 10 a day with 30 on hand and 4 a day coming runs out on day 5; the faults are put in on day 8.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from sim.errors import EngineError
from sim.simulation import physics
from sim.simulation.calendar import CAPACITY, DEMAND, LOT, Row
from sim.simulation.compiled import simulate_compiled
from sim.simulation.driver import simulate
from sim.simulation.faults import MOST_AT_ONCE
from sim.simulation.world import Line, Source, Stock, World, assemble

DAY = 8.0
RAN_OUT = "\n  day 5: stock 0: stock ran out, 10 -> 4\n"


def network() -> World:
    return assemble(
        [Line(10.0), Line(0.0, plan=4.0)],
        [Stock(0, level=30.0), Stock(1, level=1e4)],
        [Source(0, 4.0, line=1, weight=4.0)],
    )


def from_nothing(world: World) -> None:
    world.stock[0].level += 1.0


def owed(world: World) -> None:
    world.stock[1].level -= 2e4
    world.stock[1].used += 2e4


def used_beside(world: World) -> None:
    world.stock[1].level -= 1.0
    world.stock[1].used += 1.0


def shipped_unmade(world: World) -> None:
    world.source[0].shipped += 1.0


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (from_nothing, "stock 0: 1 parts made from nothing or lost"),
        (owed, "stock 1: -10040 parts on hand"),
        (used_beside, "stock 1: 1 parts used beside what is needed"),
        (shipped_unmade, "line 1: 1 shipped beyond what was made"),
    ],
)
def test_a_broken_balance_is_told(
    fault: Callable[[World], None], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = physics.step

    def broken(world: World, time: float, rows: tuple[Row, ...], first: int, end: int) -> None:
        real(world, time, rows, first, end)
        if time == DAY:
            fault(world)

    monkeypatch.setattr(physics, "step", broken)
    with pytest.raises(EngineError) as caught:
        simulate(network(), [Row(DAY, LOT, 1, 0.0)], 10.0)
    told = str(caught.value)
    assert words in told
    assert RAN_OUT in told


@pytest.mark.parametrize("driver", [simulate, simulate_compiled])
@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Row(DAY, LOT, 0, math.nan), "nan parts made from nothing or lost"),
        (Row(DAY, LOT, 0, -50.0), "stock 0: -50 parts on hand"),
        (Row(DAY, DEMAND, 0, math.nan), "output is no number"),
        (Row(DAY, CAPACITY, 0, -50.0), "below 0"),
    ],
)
def test_a_number_that_cannot_be_is_told_by_both_drivers(driver, row: Row, words: str) -> None:
    world = assemble([Line(10.0)], [Stock(0, level=30.0)], [Source(0, 4.0, push=True)])
    with pytest.raises(EngineError) as caught:
        driver(world, [row], 10.0)
    assert words in str(caught.value)
    assert RAN_OUT in str(caught.value)


def test_events_without_time_going_on_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = physics.next_instant
    monkeypatch.setattr(
        physics,
        "next_instant",
        lambda world: max(world.clock[0].time, DAY) if world.clock[0].time >= 5.0 else real(world),
    )
    with pytest.raises(EngineError) as caught:
        simulate(network(), [Row(DAY, LOT, 1, 0.0)], 10.0)
    assert "day 8: 10000 events without time going on" in str(caught.value)
    assert RAN_OUT in str(caught.value)


@pytest.mark.parametrize("driver", [simulate, simulate_compiled])
def test_events_without_time_going_on_are_told_by_both_drivers(driver) -> None:
    """The clock has counted as many as may be, and the next event is at the same time."""
    world = network()
    world.clock[0].at_once = MOST_AT_ONCE
    with pytest.raises(EngineError) as caught:
        driver(world, [], 10.0)
    assert "day 0: 10000 events without time going on" in str(caught.value)
    assert "\n  day 0: line 0: output changed, 0 -> 10\n" in str(caught.value)
