"""This is the benchmark of the physics: ratios measured side by side in one run, and how time grows with the parts.

What the comparison means: the same question, asked of libraries that count every day or every order, gets the same day
for an answer. What it does not mean: that they are slow at what they are made for. They keep single orders, queues and
costs, which our fluid model leaves out. The closed form is the limit nobody gets under: it knows the answer's shape.
"""

from __future__ import annotations

import cProfile
import io
import logging
import math
import pstats
import time
from collections.abc import Callable, Generator

import pytest
import simpy
import SupplyNetPy.Components as scm
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.parts import CUT_DAY, DAYS, covers, cut_parts, cut_parts_with_alternatives
from sim.simulation.calendar import Row
from sim.simulation.compiled import calendar_of, kernel, places_of, tables_of
from sim.simulation.driver import simulate
from sim.simulation.world import World

Task = Callable[[int], tuple[World, tuple[Row, ...]]]


def last_day(parts: int) -> float:
    """The answer on paper: what the scarcest part covers."""
    return float(CUT_DAY + covers(parts).min())


def on_simpy(benchmark: BenchmarkFixture, task: Task, parts: int, rounds: int) -> float:
    """Time our engine on SimPy without the making of the world; returns what was made."""
    worlds: list[World] = []

    def fresh() -> tuple[tuple[World, tuple[Row, ...], float], dict[str, object]]:
        world, rows = task(parts)
        worlds.append(world)
        return (world, rows, DAYS), {}

    benchmark.pedantic(simulate, setup=fresh, rounds=rounds)
    return worlds[-1].line[0].made


def compiled(benchmark: BenchmarkFixture, task: Task, parts: int, rounds: int) -> float:
    """Time our engine compiled, without the making of the tables; returns what was made."""
    last = []

    def fresh() -> tuple[tuple[object, ...], dict[str, object]]:
        world, rows = task(parts)
        tables, calendar = tables_of(world, 64), calendar_of(rows)
        last[:] = [tables, calendar]
        return (*places_of(tables, calendar), DAYS), {}

    benchmark.pedantic(kernel(), setup=fresh, rounds=rounds, warmup_rounds=1)
    assert last[0].clock["fault"][0] == 0
    return float(last[0].line["made"][0])


@pytest.mark.benchmark(group="1,000 parts, all cut")
def test_ours_on_simpy(benchmark: BenchmarkFixture) -> None:
    assert on_simpy(benchmark, cut_parts, 1_000, 10) == pytest.approx(last_day(1_000))


@pytest.mark.benchmark(group="1,000 parts, all cut")
def test_ours_compiled(benchmark: BenchmarkFixture) -> None:
    assert compiled(benchmark, cut_parts, 1_000, 20) == pytest.approx(last_day(1_000))


@pytest.mark.benchmark(group="1,000 parts, all cut")
def test_the_closed_form(benchmark: BenchmarkFixture) -> None:
    held = covers(1_000)
    assert benchmark(lambda: float(CUT_DAY + held.min())) == last_day(1_000)


@pytest.mark.benchmark(group="1,000 parts, all cut")
def test_simpy_day_by_day(benchmark: BenchmarkFixture) -> None:
    """One process for each part, and one for the line, that look every day."""

    def stepped() -> float:
        environment = simpy.Environment()
        stocks = [float(CUT_DAY + cover) for cover in covers(1_000)]
        made, rate = 0.0, 1.0

        def part(number: int) -> Generator[simpy.Event]:
            while True:
                yield environment.timeout(1)
                stocks[number] -= rate

        def line() -> Generator[simpy.Event]:
            nonlocal made, rate
            while True:
                rate = min(1.0, *(max(stock, 0.0) for stock in stocks))
                made += rate
                yield environment.timeout(1)

        environment.process(line())
        for number in range(len(stocks)):
            environment.process(part(number))
        environment.run(until=DAYS)
        return made

    assert benchmark.pedantic(stepped, rounds=1) == pytest.approx(
        last_day(1_000), abs=1.0
    )  # a day is its step


@pytest.mark.benchmark(group="1,000 parts, all cut")
def test_supplynetpy(benchmark: BenchmarkFixture) -> None:
    """A warehouse for each part that orders up to its stock each day, from a supplier that fails on day 100."""

    def simulated() -> list[float]:
        nodes, links, demands = [], [], []
        for number, cover in enumerate(covers(1_000).tolist()):
            nodes.append(
                {
                    "ID": f"S{number}",
                    "name": f"S{number}",
                    "node_type": "infinite_supplier",
                    "node_disrupt_time": lambda: CUT_DAY,
                    "node_recovery_time": lambda: 10**9,
                }
            )
            nodes.append(
                {
                    "ID": f"W{number}",
                    "name": f"W{number}",
                    "node_type": "warehouse",
                    "capacity": cover + 1.0,
                    "initial_level": float(cover),
                    "inventory_holding_cost": 0.0,
                    "replenishment_policy": scm.SSReplenishment,
                    "policy_param": {"s": cover - 0.5, "S": cover},
                    "product_buy_price": 1,
                    "product_sell_price": 1,
                }
            )
            links.append(
                {
                    "ID": f"L{number}",
                    "source": f"S{number}",
                    "sink": f"W{number}",
                    "cost": 0,
                    "lead_time": lambda: 0,
                }
            )
            demands.append(
                {
                    "ID": f"d{number}",
                    "name": f"d{number}",
                    "demand_node": f"W{number}",
                    "order_arrival_model": lambda: 1,
                    "order_quantity_model": lambda: 1,
                }
            )
        network = scm.create_sc_net(nodes=nodes, links=links, demands=demands)
        # It has no product of several parts: the line goes on until the first warehouse is empty.
        done = scm.simulate_sc_net(network, sim_time=DAYS, logging=False)
        return [done["nodes"][f"W{number}"].inventory.level for number in range(1_000)]

    logging.disable(logging.WARNING)
    levels = benchmark.pedantic(simulated, rounds=1)
    logging.disable(logging.NOTSET)
    assert levels == [0.0] * 1_000


@pytest.mark.benchmark(group="1,000 parts with alternatives")
def test_ours_on_simpy_with_alternatives(benchmark: BenchmarkFixture) -> None:
    assert 0.0 < on_simpy(benchmark, cut_parts_with_alternatives, 1_000, 3) < DAYS


@pytest.mark.benchmark(group="1,000 parts with alternatives")
def test_ours_compiled_with_alternatives(benchmark: BenchmarkFixture) -> None:
    assert 0.0 < compiled(benchmark, cut_parts_with_alternatives, 1_000, 10) < DAYS


@pytest.mark.benchmark(group="from 10 to 10,000 parts")
@pytest.mark.parametrize("parts", [10, 100, 1_000, 10_000])
def test_ours_compiled_by_size(benchmark: BenchmarkFixture, parts: int) -> None:
    assert 0.0 < compiled(benchmark, cut_parts_with_alternatives, parts, 5) < DAYS


def test_a_profile_of_what_remains() -> None:
    """Where the time goes on SimPy, function by function: where to look first if it is to be faster."""
    world, rows = cut_parts_with_alternatives(1_000)
    profile = cProfile.Profile()
    profile.runcall(simulate, world, rows, DAYS)
    told = io.StringIO()
    pstats.Stats(profile, stream=told).strip_dirs().sort_stats("tottime").print_stats(12)
    print(told.getvalue())
    assert "update_stock" in told.getvalue()


@pytest.mark.benchmark(group="10,000 parts with alternatives")
def test_time_grows_about_in_proportion_to_the_parts(benchmark: BenchmarkFixture) -> None:
    """The exponent of growth from 1,000 to 10,000 parts, kept with the times."""
    compiled(benchmark, cut_parts_with_alternatives, 10_000, 5)
    world, rows = cut_parts_with_alternatives(1_000)
    few = math.inf
    for _ in range(10):
        tables, calendar = tables_of(world, 64), calendar_of(rows)
        arguments = places_of(tables, calendar)
        begun = time.perf_counter()
        kernel()(*arguments, DAYS)
        few = min(few, time.perf_counter() - begun)
    exponent = math.log10(benchmark.stats["min"] / few)
    benchmark.extra_info["exponent"] = exponent
    print(
        f"\n1,000 parts {1e3 * few:.2f} ms, 10,000 parts {1e3 * benchmark.stats['min']:.2f} ms: {exponent:.2f}"
    )
    assert exponent <= 1.25


@pytest.mark.benchmark(group="October 2019")
def test_october_2019(benchmark: BenchmarkFixture) -> None:
    import sim  # half a second that is not measured elsewhere

    results = benchmark.pedantic(lambda: sim.run("entity-list-2019-10", workers=2), rounds=1)
    assert results.replications == 128
