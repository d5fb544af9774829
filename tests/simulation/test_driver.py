"""This is a test of the driver: what happens in which order at one instant, timers, the horizon, the guard."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from sim.errors import EngineError
from sim.simulation import physics
from sim.simulation.calendar import CAPACITY, CUT, DEMAND, FLUSH, LICENSED, LOT, Row, in_order
from sim.simulation.driver import simulate
from sim.simulation.world import Line, Source, Stock, World, assemble


def world(*sources: Source, level: float = 0.0, target: float = 0.0) -> World:
    """One line of 10 products a day with one input."""
    return assemble([Line(10.0)], [Stock(0, 1.0, level, target)], list(sources))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, tuple[Row, ...]]]:
    """Every instant the driver brings to the physics, with its rows."""
    seen: list[tuple[float, tuple[Row, ...]]] = []
    real = physics.step

    def recorded(state: World, time: float, rows: tuple[Row, ...], first: int, end: int) -> None:
        seen.append((time, rows[first:end]))
        real(state, time, rows, first, end)

    monkeypatch.setattr(physics, "step", recorded)
    return seen


def test_rows_of_several_measures_at_one_instant_make_one_step(
    steps: list[tuple[float, tuple[Row, ...]]],
) -> None:
    rows = [Row(5.0, LOT, 0, 1.0 + number, measure=f"measure {number}") for number in range(3)]
    run = simulate(world(level=100.0), rows, 8.0)
    assert steps == [(0.0, ()), (5.0, in_order(rows))]
    assert run.world.stock[0].level == pytest.approx(100.0 - 80.0 + 6.0, rel=1e-12)


def test_rows_less_than_a_billionth_of_a_day_apart_are_one_instant(
    steps: list[tuple[float, tuple[Row, ...]]],
) -> None:
    rows = [Row(5.0, LOT, 0, 1.0, measure="a"), Row(5.0 + 5e-10, LOT, 0, 2.0, measure="b")]
    simulate(world(level=100.0), rows, 8.0)
    assert [(time, len(own)) for time, own in steps] == [(0.0, 0), (5.0, 2)]


def test_rows_at_one_instant_apply_in_the_order_of_their_kinds() -> None:
    kinds = [LOT, DEMAND, CAPACITY, LICENSED, CUT, FLUSH]
    rows = in_order([Row(5.0, kind, 0) for kind in kinds] + [Row(4.0, LOT, 0)])
    assert [(row.time, row.kind) for row in rows] == [(4.0, LOT), *((5.0, kind) for kind in reversed(kinds))]


def test_goods_in_transit_are_lost_before_a_new_rate_ships() -> None:
    """Ten days of lead at 10 a day: what was sent before day 20 is lost, the 7 a day sent from then on arrive."""
    rows = [Row(20.0, CAPACITY, 0, 7.0), Row(20.0, FLUSH, 0, 1.0)]
    run = simulate(world(Source(0, 10.0, lead=10.0, push=True)), rows, 40.0)
    assert run.world.line[0].made == pytest.approx(20 * 10.0 + 0.0 + 10 * 7.0, rel=1e-12)


def test_two_lots_at_the_instant_of_run_out_both_count() -> None:
    rows = [Row(10.0, LOT, 0, 40.0), Row(10.0, LOT, 0, 60.0)]
    run = simulate(world(level=100.0), rows, 30.0)
    assert run.world.line[0].made == pytest.approx(200.0, rel=1e-12)
    assert [row[6] for row in run.world.line_rows] == [-1, 0]


def test_the_calendar_of_the_run_is_in_order_whatever_order_it_came_in() -> None:
    rows = [
        Row(7.0, LOT, 0, 30.0),
        Row(3.0, DEMAND, 0, 5.0),
        Row(7.0, DEMAND, 0, 10.0),
        Row(0.0, LOT, 0, 5.0),
    ]
    there, back = (simulate(world(level=40.0), order, 20.0) for order in (rows, rows[::-1]))
    assert there.rows == back.rows == in_order(rows)
    assert there.world.line_rows == back.world.line_rows


def test_the_timer_wakes_the_physics_at_the_run_out_and_not_before(
    steps: list[tuple[float, tuple[Row, ...]]],
) -> None:
    simulate(world(level=45.0), [], 10.0)
    assert steps == [(0.0, ()), (4.5, ())]


def test_a_run_out_that_a_row_brings_forward_wakes_the_physics_once(
    steps: list[tuple[float, tuple[Row, ...]]],
) -> None:
    """Due on day 9, then on day 8 as output rises to capacity, 12 a day, on day 3; day 9 comes and goes."""
    rows = [Row(3.0, DEMAND, 0, 20.0)]
    simulate(world(level=90.0), rows, 20.0)
    assert steps == [(0.0, ()), (3.0, tuple(rows)), (pytest.approx(8.0), ())]


def test_a_row_at_the_instant_of_the_timer_is_one_step_with_it(
    steps: list[tuple[float, tuple[Row, ...]]],
) -> None:
    rows = [Row(4.5, LOT, 0, 10.0)]
    simulate(world(level=45.0), rows, 5.0)
    assert steps == [(0.0, ()), (4.5, tuple(rows))]


def test_a_row_on_day_0_applies_after_the_steady_state_and_once() -> None:
    run = simulate(world(Source(0, 12.0, lead=3.0)), [Row(0.0, CUT, 0), Row(0.0, CAPACITY, 0, 0.0)], 20.0)
    assert run.world.line[0].made == pytest.approx(3.0 * 10.0, rel=1e-12)  # what was in transit


def test_the_run_ends_exactly_at_the_horizon() -> None:
    rows = [Row(2.5, DEMAND, 0, 0.0, 2.0), Row(9.0, LOT, 0, 50.0)]
    run = simulate(world(level=1000.0), rows, 7.25)
    assert run.world.line[0].time == run.world.stock[0].time == run.horizon == 7.25
    assert run.world.line[0].made == pytest.approx(25.0 + 0.5 * 2.0 * 4.75**2, rel=1e-12)
    assert run.world.stock[0].arrived == 0.0  # the lot is due later


def test_a_run_out_at_the_horizon_itself_is_no_shortfall() -> None:
    run = simulate(world(level=50.0), [], 5.0)
    assert run.world.line[0].made == pytest.approx(50.0, rel=1e-12)
    assert [row[6] for row in run.world.line_rows] == [-1]


def test_time_never_goes_back(steps: list[tuple[float, tuple[Row, ...]]]) -> None:
    rows = [Row(0.1 * number, LOT, 0, 0.7, measure=str(number % 4)) for number in range(100)]
    simulate(world(Source(0, 6.0, lead=0.3)), rows, 10.0)
    assert len(steps) >= 100
    assert all(before < after for (before, _), (after, _) in pairwise(steps))


@pytest.mark.parametrize("advance", [0.0, 1e-12])
def test_events_without_time_going_on_end_in_an_error(
    monkeypatch: pytest.MonkeyPatch, advance: float
) -> None:
    monkeypatch.setattr(physics, "next_instant", lambda state: max(state.clock[0].time, 2.0) + advance)
    with pytest.raises(EngineError, match=r"day 2: 10000 events without time going on"):
        simulate(world(level=100.0), [Row(2.0, LOT, 0, 1.0)], 10.0)


def test_parts_made_from_nothing_end_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    real = physics.step

    def generous(state: World, time: float, rows: tuple[Row, ...], first: int, end: int) -> None:
        real(state, time, rows, first, end)
        state.stock[0].level += 1.0

    monkeypatch.setattr(physics, "step", generous)
    with pytest.raises(EngineError, match="parts made from nothing"):
        simulate(world(level=100.0), [], 5.0)


def test_the_same_run_twice_gives_the_same_records() -> None:
    def once() -> World:
        state = world(Source(0, 8.0, lead=2.7), Source(0, 4.0, rank=1), level=33.3, target=50.0)
        state.clock[0].detailed = True
        rows = [
            Row(6.1, CUT, 0),
            Row(6.1, CAPACITY, 0, 0.0),
            Row(9.9, CAPACITY, 1, 0.0, 0.37),
            Row(20.0, FLUSH, 0, 0.5),
        ]
        return simulate(state, rows, 60.0).world

    first, second = once(), once()
    assert first == second
    assert len(first.stock_rows) > 5
    assert math.isfinite(first.line[0].made)
