"""This is what holds in every tiered network: it comes to an end, and nothing is made from nothing."""

from __future__ import annotations

import os
from unittest import mock

import pytest

from sim.simulation import physics, starting
from sim.simulation.calendar import CANCELLED, DELIVERED, FLUSH, LOT, Row
from sim.simulation.world import World
from tests.verification.networks import Network
from tests.verification.tiers import tiered_network

# A thousand with `make search`, which take a minute.
SEEDS = range(1000 if "EXAMPLES" in os.environ else 150)


def watched(network: Network) -> World:
    """A run in which 0 <= output <= wanted <= capacity is looked at after every instant."""
    real = physics.step

    def step(world: World, time: float, rows: tuple[Row, ...], first: int, end: int) -> None:
        real(world, time, rows, first, end)
        for line in world.line:
            size = 1e-8 * max(line.plan, line.demand)
            assert -size <= line.output <= line.wanted + size
            assert line.wanted <= line.capacity + size

    with mock.patch.object(physics, "step", step):
        return network.run().world


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tiered_network_runs_to_its_end_and_balances(seed: int) -> None:
    """S(H) + transit(H) + used = S(0) + transit(0) + lots + orders delivered + shipped, less what is returned."""
    network = tiered_network(seed, whole_days=False)
    world = watched(network)
    for number, stock in enumerate(world.stock):
        own = range(stock.first_source, stock.end_source)
        at_once = sum(
            row.value
            for row in network.rows
            if (row.kind == LOT and row.index == number) or (row.kind == DELIVERED and row.index in own)
        )
        size = (
            stock.starting_level + stock.arrived + stock.needs * world.line[stock.line].plan * network.horizon
        )
        assert stock.level >= -1e-9 * size
        assert stock.level == pytest.approx(
            stock.starting_level + stock.arrived - stock.used, abs=1e-9 * size
        )
        arrived_by_pipe = stock.arrived - at_once
        shipped = sum(world.source[index].shipped for index in own)
        in_transit = sum(world.source[index].in_transit for index in own)
        begun = sum(
            world.source[index].lead * network_flow
            for index, network_flow in first_flows(network, own).items()
        )
        returned = any(row.kind in (FLUSH, CANCELLED) and row.index in own for row in network.rows)
        if not returned:
            assert begun + shipped == pytest.approx(arrived_by_pipe + in_transit, abs=1e-8 * size)
    for number, line in enumerate(world.line):
        given = sum(source.shipped for source in world.source if source.line == number)
        assert given <= line.made * (1.0 + 1e-8) + 1e-9 * line.plan * network.horizon


def first_flows(network: Network, sources: range) -> dict[int, float]:
    """What is in the pipes at the start, as a daily flow."""
    world = network.world()
    starting.begin(world)
    return {
        index: world.source[index].in_transit / world.source[index].lead
        for index in sources
        if world.source[index].lead > 0.0
    }
