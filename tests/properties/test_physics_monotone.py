"""This is P2, P3 and P5 of the model note: theorems of the master formula for one product without rationing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from sim.simulation.calendar import CAPACITY, LOT, Row
from tests.verification import trajectory
from tests.verification.networks import Network
from tests.verification.strategies import between, examples, pushed_networks

DAYS = (20.0, 50.0, 77.7, 110.0, 150.0, 200.0)
ROUNDING = 1e-9


def made(network: Network) -> list[float]:
    """Products made by each of DAYS, in days of the plan."""
    world = network.run().world
    return [trajectory.made_by(world, day) / network.lines[0].plan for day in DAYS]


def short(network: Network) -> float:
    return trajectory.first_shortfall(network.run().world)


def with_stock(network: Network, number: int, parts: float) -> Network:
    """The same network with more parts of one input on hand on day 0."""
    stocks = list(network.stocks)
    stocks[number] = replace(stocks[number], level=stocks[number].level + parts)
    return replace(network, stocks=tuple(stocks))


def with_arrivals(network: Network, factor: float) -> Network:
    """The same network with every source and lot times a factor."""

    def more(row: Row) -> Row:
        grown = row.kind in (CAPACITY, LOT)
        return row._replace(value=row.value * factor, slope=row.slope * factor) if grown else row

    sources = tuple(replace(source, capacity=source.capacity * factor) for source in network.sources)
    return replace(network, sources=sources, rows=tuple(map(more, network.rows)))


def never_less(more: list[float], than: list[float]) -> bool:
    return all(one >= other - ROUNDING * DAYS[-1] for one, other in zip(more, than, strict=True))


@given(pushed_networks(), st.integers(0, 3), between(0.0, 50.0, 1.0))
@examples(100)
def test_more_stock_never_means_less_output_or_an_earlier_shortfall(
    network: Network, which: int, days: float
) -> None:
    number = which % len(network.stocks)
    richer = with_stock(network, number, days * network.stocks[number].needs * network.lines[0].plan)
    assert never_less(made(richer), made(network))
    assert short(richer) >= short(network) - 1e-6


@given(pushed_networks(), between(1.0, 2.0, 0.1))
@examples(100)
def test_more_arrivals_never_mean_less_output_or_an_earlier_shortfall(
    network: Network, factor: float
) -> None:
    assert never_less(made(with_arrivals(network, factor)), made(network))
    assert short(with_arrivals(network, factor)) >= short(network) - 1e-6


@given(pushed_networks(), between(1.0, 2.0, 0.1))
@examples(60)
def test_more_demand_never_means_less_output_or_a_later_shortfall(network: Network, factor: float) -> None:
    line = network.lines[0]
    busy = replace(line, demand=line.demand * factor, plan=line.demand, capacity=2.0 * line.demand)
    usual = replace(line, plan=line.demand, capacity=2.0 * line.demand)
    busier, network = replace(network, lines=(busy,)), replace(network, lines=(usual,))
    assert never_less(made(busier), made(network))
    assert short(busier) <= short(network) + 1e-6


@given(pushed_networks(), st.integers(0, 3), between(1.0, 2.0, 0.1))
@examples(60)
def test_a_product_that_needs_more_parts_is_never_made_more_often(
    network: Network, which: int, factor: float
) -> None:
    stocks = list(network.stocks)
    number = which % len(stocks)
    stocks[number] = replace(stocks[number], needs=stocks[number].needs * factor)
    hungrier = replace(network, stocks=tuple(stocks))
    assert never_less(made(network), made(hungrier))
    assert short(hungrier) <= short(network) + 1e-6


@given(pushed_networks(), st.integers(0, 3), between(0.0, 50.0, 1.0))
@examples(100)
def test_a_part_more_in_stock_saves_at_most_one_part_of_output(
    network: Network, which: int, days: float
) -> None:
    """P3: dL / dS_i in [-1 / q_i, 0]; `days` of the plan more in stock save between 0 and `days` of the plan."""
    number = which % len(network.stocks)
    parts = days * network.stocks[number].needs * network.lines[0].plan
    richer = with_stock(network, number, parts)
    saved = [more - less for more, less in zip(made(richer), made(network), strict=True)]
    assert all(-ROUNDING * DAYS[-1] <= one <= days + ROUNDING * DAYS[-1] for one in saved)


def with_a_further_cut(network: Network, which: int, day: float, left: float) -> Network:
    """The same network, in which one source sends a share of what it would from some day on."""
    number = which % len(network.sources)
    source = network.sources[number]
    own = sorted(row for row in network.rows if row.kind == CAPACITY and row.index == number)
    since, value, slope = 0.0, source.capacity, source.capacity_slope
    for row in own:
        if row.time <= day:
            since, value, slope = row.time, row.value, row.slope
    cut = Row(day, CAPACITY, number, left * (value + slope * (day - since)), left * slope)
    rows = [row for row in network.rows if row not in own]
    rows += [row for row in own if row.time <= day]
    rows += [row._replace(value=left * row.value, slope=left * row.slope) for row in own if row.time > day]
    # At one instant the row of the larger value comes last; this one is to come after those of its day.
    return replace(network, rows=(*(row for row in rows if row not in own or row.time != day), cut))


@given(pushed_networks(), st.integers(0, 9), between(0.0, 150.0, 1.0), between(0.0, 1.0, 0.1))
@examples(100)
def test_a_further_cut_never_means_more_output_or_a_later_shortfall(
    network: Network, which: int, day: float, left: float
) -> None:
    """P5: of one product; with several, what one may not have another can use."""
    assume(network.sources)
    narrower = with_a_further_cut(network, which, day, left)
    assert never_less(made(network), made(narrower))
    assert short(narrower) <= short(network) + 1e-6
