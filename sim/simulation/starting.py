"""This is the start of a run: every stock at its level, every pipe filled with what the plan will use as it arrives."""

from __future__ import annotations

from sim.simulation.faults import NOT_SETTLING_AT_START, fail
from sim.simulation.ordering import ALL, plan_position, serve
from sim.simulation.pairs import snapped
from sim.simulation.stocking import touch
from sim.simulation.world import Stock, World

_MOST_ROUNDS = 100_000  # orders around a circle of lines settle like a geometric series


def begin(world: World) -> None:
    """Fill the pipes and put everything down for the first instant."""
    for number in range(len(world.line)):
        world.line[number].called = world.line[number].plan
    steady_flows(world)
    for index in range(len(world.source)):  # for a moment, what it would ship if every line ran
        world.source[index].shipping = world.source[index].order
    find_running_rates(world)
    steady_flows(world)
    for number in range(len(world.line)):
        world.line[number].called = 0.0
    for index in range(len(world.source)):
        source = world.source[index]
        planned, source.shipping = source.shipping, 0.0
        stock = world.stock[source.stock]
        source.told = source.order
        source.told_slope = source.order_slope
        if stock.piped:
            actual = source.order
            # What arrives in the days to come was ordered for them: it grows as the plan does.
            grows = 0.0 if source.push else source.order_slope
            source.in_transit = source.lead * (actual + 0.5 * grows * source.lead)
            source.stretch_value = source.arriving = actual
            source.stretch_slope = source.arriving_slope = source.shipping_slope = grows
            source.stretch_start = -source.lead
            source.shipping = actual + grows * source.lead
            source.fresh = False  # what goes on as before is no new stretch
            if not source.push:  # what a line that waits will need lies on hand instead of being on its way
                # Rounding is no stock: a line would take it for one, and orders that have two answers the wrong one.
                stock.level += source.lead * snapped(planned - actual, stock.scale)
        source.arriving_channel = source.channel
    for number in range(len(world.stock)):
        stock = world.stock[number]
        stock.starting_level = stock.level
        stock.empty = not stock.fleet and stock.level <= 0.0
        plan_position(world, stock)
        touch(world, number, 0.0)


def find_running_rates(world: World) -> None:
    """Find what each line makes on day 0, as `called`: for its market, and for lines that run already."""
    for number in range(len(world.line)):
        world.line[number].called = world.line[number].demand
    for _ in range(_MOST_ROUNDS):
        steady_flows(world)
        settled = True
        for number in range(len(world.line)):
            line = world.line[number]
            called = line.demand
            for position in range(line.first_edge, line.end_edge):
                called += world.source[world.edge[position]].order
            if abs(called - line.called) > 1e-15 * max(called, line.called):
                settled = False
            line.wanted = called
        for number in range(len(world.line)):
            line = world.line[number]
            line.called, line.wanted = line.wanted, 0.0
        if settled:
            return
    fail(world, NOT_SETTLING_AT_START, 0, 0.0)


def steady_flows(world: World) -> None:
    """Order what each source ships when lines make what is `called` and every stock is held."""
    for number in range(len(world.stock)):
        stock = world.stock[number]
        need, grows = rate_of_use(world, stock), growth_of_use(world, stock)
        for index in range(stock.first_source, stock.end_source):
            source = world.source[index]
            source.order = source.order_slope = 0.0
            if source.push:
                source.order = source.capacity
                need -= source.capacity
                grows -= source.capacity_slope
        serve(world, stock, max(need, 0.0), grows if need > 0.0 else 0.0, ALL)


def growth_of_use(world: World, stock: Stock) -> float:
    """How the parts a day that a stock must be given grow, as far as its line runs."""
    line = world.line[stock.line]
    if stock.fleet or line.plan <= 0.0:
        return 0.0
    return stock.needs * line.growth * (line.called / line.plan)


def rate_of_use(world: World, stock: Stock) -> float:
    """Parts a day that a stock must be given so that it is held."""
    if stock.fleet:
        return stock.scale
    return stock.needs * world.line[stock.line].called
