"""This is a test that the compiled driver does what SimPy does: the same records and the same state, bit for bit."""

from __future__ import annotations

import os
from dataclasses import fields

import numpy as np
import pytest

from sim.errors import EngineError
from sim.simulation.calendar import CUT, LOT, Row, in_order
from sim.simulation.compiled import Records, Tables, carry_out, simulate_compiled
from sim.simulation.compiling import kernel_text
from sim.simulation.driver import simulate
from sim.simulation.faults import NOT_SETTLING
from sim.simulation.world import Line, Source, Stock, World, assemble
from tests.verification.instances import for_the_engine, random_instance
from tests.verification.networks import Network
from tests.verification.tiers import pooled_network, tiered_network

# A thousand of each kind with `make search`.
MANY = 1_000 if "EXAMPLES" in os.environ else 0
TIERED, POOLED, PUSHED = (range(MANY or few) for few in (200, 50, 50))


def differences(name: str, records: list[Line] | list[Stock] | list[Source], array: Records) -> list[str]:
    """Every field of every record in which the two drivers differ."""
    found = []
    for index, record in enumerate(records):
        for field in fields(record):
            there, here = array[field.name][index], getattr(record, field.name)
            # Where goods lie in the table of stretches is no part of the physics.
            if field.name not in ("head", "tail") and there != here:
                found.append(f"{name} {index}: {field.name} {here!r} against {there!r}")
    return found


def rows_of(flat: np.ndarray, count: int, columns: int) -> list[list[float]]:
    return flat[: count * columns].reshape(count, columns).tolist()


def assert_equal(network: Network) -> None:
    """Run a network by both drivers and compare all they leave behind."""
    world = network.world()
    world.clock[0].detailed = True
    tables = carry_out(world, in_order(network.rows), network.horizon)
    if (
        tables.clock[0]["fault"] == NOT_SETTLING
    ):  # two of a thousand with pools: by either driver, on the same day
        with pytest.raises(EngineError, match=f"^day {tables.clock[0]['time']:g}: orders"):
            network.run(detailed=True)
        return
    assert_left_the_same(network.run(detailed=True).world, tables)


def assert_left_the_same(slow: World, tables: Tables) -> None:
    """Compare every record and every row, bit for bit."""
    clock = tables.clock[0]
    assert clock["fault"] == 0
    assert differences("line", slow.line, tables.line) == []
    assert differences("stock", slow.stock, tables.stock) == []
    assert differences("source", slow.source, tables.source) == []
    assert slow.line_rows == rows_of(tables.line_rows, clock["line_rows"], 8)
    assert slow.stock_rows == rows_of(tables.stock_rows, clock["stock_rows"], 15)
    told = rows_of(tables.happenings, clock["happenings"], 5)
    assert [list(happening) for happening in slow.happenings] == told


@pytest.mark.parametrize("seed", TIERED)
def test_a_tiered_network_is_the_same_compiled_and_on_simpy(seed: int) -> None:
    assert_equal(tiered_network(seed, whole_days=bool(seed % 2)))


@pytest.mark.parametrize("seed", POOLED)
def test_a_network_with_pools_is_the_same_compiled_and_on_simpy(seed: int) -> None:
    assert_equal(pooled_network(seed, whole_days=bool(seed % 2)))


@pytest.mark.parametrize("seed", PUSHED)
def test_a_line_of_pushed_parts_is_the_same_compiled_and_on_simpy(seed: int) -> None:
    assert_equal(for_the_engine(random_instance(seed, round_numbers=bool(seed % 2))))


def stop_and_go(changes: int) -> tuple[World, list[Row]]:
    """A line that loses its stock and gets a lot, again and again; a source on its way with each."""
    world = assemble([Line(1.0)], [Stock(0, level=1.0)], [Source(0, 0.2, lead=50.0, push=True)])
    return world, [Row(4.0 * number, LOT, 0, 1.0) for number in range(1, changes)]


def test_a_run_whose_records_do_not_fit_is_made_again_with_more_room() -> None:
    world, rows = stop_and_go(2_000)
    slow = simulate(*stop_and_go(2_000), 9_000.0).world
    fast = simulate_compiled(world, rows, 9_000.0).world
    assert len(slow.line_rows) > 3_000
    assert fast.line_rows == slow.line_rows
    assert fast.line[0].made == slow.line[0].made


def test_results_find_in_a_compiled_world_what_they_read() -> None:
    def fresh() -> World:
        return assemble([Line(10.0)], [Stock(0, level=100.0, recorded=True)], [Source(0, 12.0, lead=3.0)])

    rows = [Row(5.0, CUT, 0)]
    slow, fast = simulate(fresh(), rows, 40.0), simulate_compiled(fresh(), rows, 40.0)
    assert fast.rows == slow.rows
    assert fast.world.line_rows == slow.world.line_rows
    assert fast.world.stock_rows == slow.world.stock_rows
    assert fast.world.happenings == slow.world.happenings
    assert fast.world.line[0].made == slow.world.line[0].made
    for name in ("ran_out_at", "starting_level", "level"):
        assert getattr(fast.world.stock[0], name) == getattr(slow.world.stock[0], name)
    assert fast.world.source[0].shipped == slow.world.source[0].shipped


def test_a_broken_law_is_told_with_the_last_events_by_both_drivers() -> None:
    """A retiring fleet that grows by more than it can: a plan that is no number reaches the output."""
    told = []
    for driver in (simulate, simulate_compiled):
        world = assemble([Line(10.0)], [Stock(0, level=20.0)], [Source(0, 12.0, lead=3.0)])
        rows = [Row(1.0, CUT, 0), Row(4.0, LOT, 0, float("nan"))]
        with pytest.raises(EngineError) as caught:
            driver(world, rows, 40.0)
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_the_text_that_is_compiled_holds_every_function_of_the_physics_once() -> None:
    text = kernel_text(Tables._fields)
    names = [line.split("(")[0] for line in text.splitlines() if line.startswith("def ")]
    assert len(names) == len(set(names))
    assert {"step", "conduct", "note_line", "set_wake", "less"} <= {
        name.removeprefix("def ") for name in names
    }
    assert "sim.simulation.journal" not in text
