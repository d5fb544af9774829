"""This is the start of a run: every stock at its level, every pipe filled with the steady flow of day 0."""

from __future__ import annotations

from sim.errors import EngineError
from sim.simulation.ordering import ALL, plan_position, serve
from sim.simulation.stocking import touch
from sim.simulation.world import Stock, World

_MOST_ROUNDS = 100_000  # orders around a circle of lines settle like a geometric series


def begin(world: World) -> None:
    """Fill the pipes and put everything down for the first instant."""
    planned = steady_flows(world, [line.plan for line in world.line])
    actual = steady_flows(world, running_rates(world))
    for index, source in enumerate(world.source):
        stock = world.stock[source.stock]
        source.told, source.told_slope = source.order, source.order_slope
        if stock.piped:
            source.in_transit = source.lead * actual[index]
            source.stretch_value = source.arriving = source.shipping = actual[index]
            if not source.push:  # what a line that waits will need lies on hand instead of being on its way
                stock.level += source.lead * (planned[index] - actual[index])
        source.arriving_channel = source.channel
    for number, stock in enumerate(world.stock):
        stock.starting_level = stock.level
        stock.empty = not stock.fleet and stock.level <= 0.0
        plan_position(world, stock)
        touch(world, number, 0.0)


def running_rates(world: World) -> list[float]:
    """What each line makes on day 0: for its market, and for lines that run already."""
    rates = [line.demand for line in world.line]
    for _ in range(_MOST_ROUNDS):
        flows = steady_flows(world, rates)
        called = [
            line.demand + sum(flows[index] for index in world.edge[line.first_edge : line.end_edge])
            for line in world.line
        ]
        if all(abs(new - old) <= 1e-15 * max(new, old) for new, old in zip(called, rates, strict=True)):
            return called
        rates = called
    raise EngineError("the orders of lines that supply each other do not settle before the start")


def steady_flows(world: World, rates: list[float]) -> list[float]:
    """What each source ships when lines make at these rates and every stock is held; sets the orders so."""
    flows = [0.0] * len(world.source)
    for stock in world.stock:
        need = rate_of_use(world, stock, rates[stock.line])
        for index in range(stock.first_source, stock.end_source):
            source = world.source[index]
            source.order = source.order_slope = 0.0
            if source.push:
                source.order = flows[index] = source.capacity
                need -= source.capacity
        serve(world, stock, (max(need, 0.0), 0.0), ALL)
        for index in range(stock.first_source, stock.end_source):
            flows[index] = world.source[index].order
    return flows


def rate_of_use(world: World, stock: Stock, rate: float) -> float:
    """Parts a day that a stock must be given so that it is held."""
    if stock.fleet:
        return stock.scale
    return stock.needs * rate
