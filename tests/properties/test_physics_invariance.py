"""This is P4, P7, P8 and P11 of the model note: changes of a description that change nothing in the run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.simulation.calendar import CAPACITY, DEMAND, LOT, Row
from sim.simulation.world import Source, Stock
from tests.verification import trajectory
from tests.verification.networks import Network
from tests.verification.strategies import examples, ordered_networks, pushed_networks

DAYS = (20.0, 50.0, 77.7, 110.0, 150.0, 200.0)

networks = ordered_networks() | pushed_networks()


def made(network: Network, per_day: float = 1.0) -> list[float]:
    """Products made by each of DAYS, in days of the plan; days may have a new length."""
    world = network.run().world
    return [trajectory.made_by(world, day * per_day) / (world.line[0].plan * per_day) for day in DAYS]


def same(made_here: list[float]) -> object:
    return pytest.approx(made_here, abs=1e-8 * DAYS[-1])


def renumbered(
    network: Network, sources: list[tuple[int, Source]], rows: tuple[Row, ...] | None = None
) -> Network:
    """The network with its sources in a new order, each with its old number; rows follow them, also into copies."""
    rows = network.rows if rows is None else rows
    moved = [
        row._replace(index=new)
        for row in rows
        if row.kind <= CAPACITY
        for new, (old, _) in enumerate(sources)
        if old == row.index
    ]
    others = [row for row in rows if row.kind > CAPACITY]
    return replace(network, sources=tuple(source for _, source in sources), rows=tuple(moved + others))


@given(networks, st.sampled_from([1e-6, 0.37, 7.0, 1e5]))
@examples(60)
def test_other_units_of_parts_and_products_change_nothing(network: Network, factor: float) -> None:
    """P4: demand, stocks and rates times c give output times c."""
    (line,) = network.lines
    scaled = replace(
        network,
        lines=(
            replace(
                line, demand=line.demand * factor, plan=line.plan * factor, capacity=line.capacity * factor
            ),
        ),
        stocks=tuple(replace(s, level=s.level * factor, target=s.target * factor) for s in network.stocks),
        sources=tuple(
            replace(s, capacity=s.capacity * factor, full=s.full * factor) for s in network.sources
        ),
        rows=tuple(
            row._replace(value=row.value * factor, slope=row.slope * factor) if row.kind >= CAPACITY else row
            for row in network.rows
        ),
    )
    assert made(scaled) == same(made(network))


@given(networks, st.sampled_from([0.1, 0.37, 7.0, 24.0]))
@examples(60)
def test_another_unit_of_time_changes_nothing(network: Network, factor: float) -> None:
    """P4: every time times c and every daily rate divided by c give the same products by c t."""
    (line,) = network.lines
    slower = replace(
        line,
        demand=line.demand / factor,
        plan=line.plan / factor,
        capacity=line.capacity / factor,
        cover_threshold=line.cover_threshold * factor,
    )
    scaled = replace(
        network,
        lines=(slower,),
        sources=tuple(
            replace(s, capacity=s.capacity / factor, full=s.full / factor, lead=s.lead * factor)
            for s in network.sources
        ),
        rows=tuple(
            row._replace(time=row.time * factor, value=row.value / factor, slope=row.slope / factor**2)
            if row.kind in (CAPACITY, DEMAND)
            else row._replace(time=row.time * factor)
            for row in network.rows
        ),
        horizon=network.horizon * factor,
    )
    assert made(scaled, factor) == same(made(network))


@given(networks, st.integers(0, 3))
@examples(80)
def test_the_same_input_a_second_time_changes_nothing(network: Network, which: int) -> None:
    """P7: a component with identical records runs out with its twin."""
    number = which % len(network.stocks)
    copy = len(network.stocks)
    own = [(index, source) for index, source in enumerate(network.sources) if source.stock == number]
    twins = [(index, replace(source, stock=copy)) for index, source in own]
    lots = tuple(row._replace(index=copy) for row in network.rows if row.kind == LOT and row.index == number)
    doubled = renumbered(network, [*enumerate(network.sources), *twins], network.rows + lots)
    assert made(replace(doubled, stocks=(*network.stocks, network.stocks[number]))) == same(made(network))


@given(networks, st.integers(0, 20), st.booleans())
@examples(150)
def test_a_source_split_into_halves_changes_nothing(network: Network, which: int, adjacent: bool) -> None:
    """P8: two sources of half the capacity in the same rank, or the second one rank later, are the source."""
    if not network.sources:
        return
    split = which % len(network.sources)
    whole = network.sources[split]
    later = int(adjacent and whole.rank > 0)  # ordinary sources share one rank
    sources: list[tuple[int, Source]] = []
    for index, source in enumerate(network.sources):
        if index == split:
            half = replace(source, capacity=source.capacity / 2.0, full=source.full / 2.0)
            sources += [(index, half), (index, replace(half, rank=source.rank + later))]
        elif source.stock == whole.stock and source.rank > whole.rank:
            sources.append((index, replace(source, rank=source.rank + later)))
        else:
            sources.append((index, source))
    rows = tuple(
        row._replace(value=row.value / 2.0, slope=row.slope / 2.0)
        if row.kind == CAPACITY and row.index == split
        else row
        for row in network.rows
    )
    assert made(renumbered(network, sources, rows)) == same(made(network))


@given(networks, st.data())
@examples(150)
def test_the_order_of_inputs_and_of_ordinary_sources_changes_nothing(
    network: Network, data: st.DataObject
) -> None:
    """P11: stocks of a line in any order, and sources of rank 0 in any order."""
    order = data.draw(st.permutations(range(len(network.stocks))))
    sources: list[tuple[int, Source]] = []
    for new, old in enumerate(order):
        own = [
            (i, replace(source, stock=new)) for i, source in enumerate(network.sources) if source.stock == old
        ]
        sources += data.draw(st.permutations([pair for pair in own if pair[1].rank == 0]))
        sources += [pair for pair in own if pair[1].rank > 0]
    rows = tuple(
        row._replace(index=order.index(row.index)) if row.kind == LOT else row for row in network.rows
    )
    stocks: tuple[Stock, ...] = tuple(network.stocks[old] for old in order)
    assert made(renumbered(replace(network, stocks=stocks), sources, rows)) == same(made(network))


@given(networks, networks)
@examples(80)
def test_lines_that_share_nothing_do_not_see_each_other(first: Network, second: Network) -> None:
    """Two lines in one world make what each makes in a world of its own."""
    stocks, sources = len(first.stocks), len(first.sources)
    offset = {DEMAND: 1, LOT: stocks}
    both = Network(
        first.lines + second.lines,
        first.stocks + tuple(replace(stock, line=1) for stock in second.stocks),
        first.sources + tuple(replace(source, stock=source.stock + stocks) for source in second.sources),
        first.rows
        + tuple(row._replace(index=row.index + offset.get(row.kind, sources)) for row in second.rows),
        first.horizon,
    )
    world = both.run().world
    for number, alone in enumerate((first, second)):
        plan = alone.lines[0].plan
        together = [trajectory.made_by(world, day, line=number) / plan for day in DAYS]
        assert together == same(made(alone))
