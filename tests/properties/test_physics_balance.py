"""This is P1 of the model note: nothing is made from nothing, and output stays between 0 and what is wanted."""

from __future__ import annotations

import math
from itertools import pairwise
from unittest import mock

import pytest
from hypothesis import given

from sim.simulation import physics, starting
from sim.simulation.calendar import FLUSH, LOT, Row
from sim.simulation.world import World
from tests.verification import trajectory
from tests.verification.networks import Network
from tests.verification.strategies import HORIZON, examples, ordered_networks, pushed_networks


def flow(network: Network, stock: int) -> float:
    """Parts the plan of the network uses until its end: the yardstick of every tolerance."""
    return network.stocks[stock].needs * network.lines[0].plan * network.horizon


def parts_in_transit(world: World, stock: int) -> float:
    own = range(world.stock[stock].first_source, world.stock[stock].end_source)
    return sum(world.source[index].in_transit for index in own)


@given(ordered_networks() | pushed_networks())
@examples(150)
def test_every_part_is_on_hand_or_in_transit_or_used(network: Network) -> None:
    """S(H) + transit(H) + used = S(0) + transit(0) + lots + shipped, less what is lost in transit."""
    before, after = network.world(), network.run().world
    starting.begin(before)
    for number, stock in enumerate(after.stock):
        own = range(stock.first_source, stock.end_source)
        lots = sum(row.value for row in network.rows if row.kind == LOT and row.index == number)
        held = before.stock[number].level + parts_in_transit(before, number)
        put_in = held + lots + sum(after.source[index].shipped for index in own)
        found = stock.level + parts_in_transit(after, number) + stock.used
        tolerance = 1e-9 * (put_in + flow(network, number))
        assert found <= put_in + tolerance
        if not any(row.kind == FLUSH and row.index in own for row in network.rows):
            assert found == pytest.approx(put_in, abs=tolerance)
        made = stock.needs * trajectory.made_by(after, network.horizon)
        assert stock.used <= made + tolerance
        if stock.critical:
            assert stock.used == pytest.approx(made, abs=tolerance)


@given(ordered_networks() | pushed_networks())
@examples(150)
def test_output_stays_between_nothing_and_what_is_wanted(network: Network) -> None:
    """0 <= output <= min(capacity, demand) at both ends of every piece, and no stock below nothing."""
    world = network.run(detailed=True).world
    plan, capacity = world.line[0].plan, world.line[0].capacity
    rows = [*trajectory.pieces_of(world), (network.horizon, *trajectory.pieces_of(world)[-1][1:])]
    for row, following in pairwise(rows):
        for days in (0.0, following[trajectory.DAY] - row[trajectory.DAY]):
            output = row[trajectory.OUTPUT] + row[trajectory.OUTPUT_SLOPE] * days
            demand = row[trajectory.DEMAND] + row[trajectory.DEMAND_SLOPE] * days
            assert -1e-9 * plan <= output <= min(demand, capacity) + 1e-9 * plan
    for _, number, level, *_ in world.stock_rows:
        assert level >= -1e-9 * flow(network, int(number))


def ships_within_its_means(world: World, time: float) -> None:
    for source in world.source:
        stock = world.stock[source.stock]
        days, scale = time - stock.time, stock.needs * world.line[0].plan
        shipping = source.shipping + source.shipping_slope * days
        assert -1e-7 * scale <= shipping <= source.capacity + source.capacity_slope * days + 1e-7 * scale
        assert source.in_transit >= -1e-9 * scale * HORIZON


@given(ordered_networks() | pushed_networks())
@examples(100)
def test_no_source_ever_ships_more_than_it_can_or_takes_parts_back(network: Network) -> None:
    real = physics.step

    def watched(world: World, time: float, rows: tuple[Row, ...], first: int, end: int) -> None:
        if time > 0.0:
            ships_within_its_means(world, time)  # at the end of every piece
        real(world, time, rows, first, end)
        ships_within_its_means(world, time)

    with mock.patch.object(physics, "step", watched):
        network.run()


@given(ordered_networks(disturbed=False))
@examples(100)
def test_an_undisturbed_line_makes_its_plan_for_ever_and_keeps_its_stocks_at_target(network: Network) -> None:
    """With ordinary capacity >= the plan's need: output = plan, stock = target, whatever the lead times."""
    world = network.run(detailed=True).world
    assert world.line[0].made == pytest.approx(world.line[0].plan * network.horizon, rel=1e-9)
    assert trajectory.first_shortfall(world) == math.inf
    for number, stock in enumerate(world.stock):
        levels = [row[2] for row in world.stock_rows if row[1] == number] + [stock.level]
        assert levels == pytest.approx([stock.target] * len(levels), abs=1e-9 * flow(network, number))
