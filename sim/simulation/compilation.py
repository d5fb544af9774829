"""This is the compilation of one draw: a network and its closures become a world and a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from sim.exposure import Closure, leaking, troubled
from sim.network import InputNode, LineNode, PoolNode, SourceNode, SupplyNetwork, planned_rates
from sim.simulation.building_up import Held, last_buy_rows, stockpile_rows
from sim.simulation.calendar import CANCELLED, CAPACITY, DELIVERED, REPLAN, Row
from sim.simulation.capacity import Need, full_capacity, planned_need, readiness, source_rows
from sim.simulation.demand import demand_rows
from sim.simulation.lots import half_of_lots, in_time, lot_rows, reached
from sim.simulation.ramping import final_yield
from sim.simulation.world import (
    CAPACITY_OVER_PLAN,
    DOMESTIC,
    FOREIGN,
    ORDINARY,
    Line,
    Source,
    Stock,
    World,
    assemble,
)

_PLANNED_EVERY = 30  # days, in which a maker that stretches its stock plans its output anew
_ASKED_LAST = 1_000_000  # a rank after those of all alternatives
_OWN_MARKET = 1  # the priority of a line's own market: the default of those who draw on it
_LEAST = 1e-6  # the plan of what only passes on, if nothing is planned
_AMPLE = 1e3  # so many times its plan a line that only passes on could make: never a limit


@dataclass(frozen=True)
class Blueprint:
    """A world ready to run, its calendar, and which record stands for which node."""

    world: World
    rows: tuple[Row, ...]
    horizon: float
    lines: tuple[
        str, ...
    ]  # keys, in the order of world.line: lines, their degraded forms, then what passes on
    stocks: tuple[str, ...]
    sources: tuple[str, ...]
    capacities: tuple[float, ...]  # of the sources on day 0, parts a day
    drawn_from: Mapping[int, int]  # of the stocks that keep nothing: the shared one they draw on
    degraded: Mapping[int, int]  # by line, the one that makes its degraded form


@dataclass(frozen=True)
class _Setting:
    """What one draw has decided for all of its lines."""

    network: SupplyNetwork[float]
    plans: Mapping[str, tuple[float, float]]
    number_of: Mapping[str, int]  # lines by name
    passing_on: Mapping[
        str, int
    ]  # pools and shared stocks by key, each a line of the world that only passes on
    closed: Mapping[str, Closure]


class _Row(NamedTuple):
    """A row of a line's bill of materials, and what is planned to be needed of it."""

    line: LineNode[float]
    item: InputNode[float]
    need: Need


@dataclass
class _Tables:
    """The records of a world as they are put down."""

    lines: list[Line] = field(default_factory=list)
    stocks: list[Stock] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    stock_keys: list[str] = field(default_factory=list)
    source_keys: list[str] = field(default_factory=list)
    drawn_from: dict[int, str] = field(default_factory=dict)
    shared_at: dict[str, int] = field(default_factory=dict)
    held_at: dict[str, int] = field(default_factory=dict)  # by input, the stock that keeps it

    def add_stock(self, key: str, stock: Stock) -> int:
        """Put a stock down; returns its number."""
        self.stocks.append(stock)
        self.stock_keys.append(key)
        return len(self.stocks) - 1

    def add_source(self, key: str, source: Source) -> int:
        """Put a source down; returns its number."""
        self.sources.append(source)
        self.source_keys.append(key)
        return len(self.sources) - 1


def compile_run(
    network: SupplyNetwork[float], closed: Mapping[str, Closure], announced: Mapping[str, float] | None = None
) -> Blueprint:
    """Compile one draw.

    An alternative is qualified from the announcement of what cuts an ordinary source of its input, or what is critical
    to a line that makes it. With `announced` (day by maker) every alternative of that maker is, whatever is cut: the
    domestic-only counterfactual.
    """
    number_of = {line.name: number for number, line in enumerate(network.lines)}
    plans = planned_rates(network)
    drawn_on: set[str | None] = set()
    if network.pools:
        drawn_on = {each.pool for line in network.lines for item in line.inputs for each in item.sources}
    pools = [pool for name, pool in network.pools.items() if name in drawn_on]
    shared: dict[str, list[_Row]] = {}
    for line in network.lines:
        for item in line.inputs:
            if (key := item.shared_key) is not None:
                shared.setdefault(key, []).append(_Row(line, item, planned_need(line, item, plans)))
    keys = [*shared, *(pool.key for pool in pools)]
    lesser = [number for number, line in enumerate(network.lines) if line.degraded is not None]
    degraded = {number: len(network.lines) + place for place, number in enumerate(lesser)}
    passing_on = {key: number for number, key in enumerate(keys, len(network.lines) + len(lesser))}
    setting = _Setting(network, plans, number_of, passing_on, closed)
    trouble = troubled(network, closed)
    ready = {line.name: readiness(line, closed, trouble, announced) for line in network.lines}
    tables = _Tables()
    for number, line in enumerate(network.lines):
        tables.lines.append(_line(network, line, plans[line.name]))
        tables.rows += _plans_anew(number, min(tables.lines[-1].stretch_until, network.horizon))
        tables.rows += demand_rows(number, line, closed, ready[line.name], network.horizon)
        _add_inputs(tables, line, number, setting, ready)
    for number in lesser:
        line = network.lines[number]
        tables.lines.append(_degraded(network, line, number, plans[line.name]))
        _add_inputs(tables, line, degraded[number], setting, ready)
    for key, drawing in shared.items():
        _add_shared(tables, key, drawing, setting, ready)
    for pool in pools:
        _add_pool(tables, pool, passing_on[pool.key])
    for line in network.lines:
        if line.stockpile is not None:
            tables.rows += stockpile_rows(network, line, _held(tables, line, plans), (closed, trouble))
    within = tuple(row for row in tables.rows if row.time < network.horizon)
    return Blueprint(
        assemble(tables.lines, tables.stocks, tables.sources),
        within,
        network.horizon,
        (
            *(line.key for line in network.lines),
            *(f"{network.lines[number].key}.degraded" for number in lesser),
            *keys,
        ),
        tuple(tables.stock_keys),
        tuple(tables.source_keys),
        tuple(source.capacity for source in tables.sources),
        {stock: tables.shared_at[key] for stock, key in tables.drawn_from.items()},
        degraded,
    )


def _degraded(
    network: SupplyNetwork[float], line: LineNode[float], number: int, planned: tuple[float, float]
) -> Line:
    """The degraded form of a line as a line without a plan of its own, which is made for what the full one leaves."""
    assert line.degraded is not None  # the caller chose such
    form = _line(network, line, planned)
    form.demand, form.fills_in_for, form.accepted = 0.0, number, line.degraded.accepted
    return form


def _add_inputs(
    tables: _Tables,
    line: LineNode[float],
    number: int,
    setting: _Setting,
    ready: Mapping[str, Mapping[str, float]],
) -> None:
    """Put down the inputs of a line, or of its degraded form, by the number of its record."""
    lesser = tables.lines[number].fills_in_for >= 0
    for item in line.inputs:
        if item.form == ("full" if lesser else "degraded"):
            continue
        row = _Row(line, item, planned_need(line, item, setting.plans))
        if item.shared_key is not None:
            _draw_on_shared(tables, row, number, setting)
            continue
        stock = tables.add_stock(item.key, _stock(number, item, row.need, setting.plans[line.name]))
        tables.held_at[item.key] = stock
        if lesser:
            tables.stocks[stock].piped = False  # nothing is planned to be on its way
        _add_sources(tables, [row], stock, setting, ready)


def _add_sources(
    tables: _Tables,
    drawing: Sequence[_Row],
    stock: int,
    setting: _Setting,
    ready: Mapping[str, Mapping[str, float]],
) -> None:
    """Put down what feeds one stock: the sources of its row, or of all rows that share it."""
    closed = setting.closed
    feeding = [(row, source) for row in drawing for source in row.item.sources]
    feeding.sort(key=lambda each: each[1].rank)  # of equal rank as stated
    number_of: dict[str, int] = {}
    for row, source in feeding:
        number = tables.add_source(source.key, _source(stock, source, row.need, setting))
        number_of[source.key] = number
        closure, days = closed.get(source.key), ready[row.line.name]
        if closure is not None and source.ordinary:
            tables.stocks[stock].recorded = True
        if closure is not None or source.key in days:  # else its capacity is what it was
            counts = [] if closure is None else reached(row.line, source, closure)
            tables.rows += source_rows(number, source, row.need, (closure, counts), days)
        if source.last_buy is not None:
            need = (row.need.rate, row.need.growth)
            tables.rows += last_buy_rows(setting.network, number, source, need, closure)
        if source.lots:
            tables.rows += lot_rows(stock, source, row.need, closure)
    for row in drawing:
        if row.item.stock.on_order is not None:
            numbers = [number_of[source.key] for source in row.item.sources]
            tables.rows += _open_orders(tables, row.item, stock, numbers, closed)
    for row in drawing:
        leaks = list(leaking(row.item, closed))
        if leaks:
            most = max(share for _, share in leaks)
            lead = max(each.lead_time for each in row.item.sources if each.ordinary and each.key in closed)
            number = tables.add_source(f"{row.item.key}.leakage", _leak(stock, lead, row.need, most))
            tables.rows += (_leak_row(number, row.need, *leak) for leak in leaks)


def _draw_on_shared(tables: _Tables, row: _Row, number: int, setting: _Setting) -> None:
    """A stock that keeps nothing, fed at once by the one that is shared."""
    line, item = tables.lines[number], row.item
    key = item.shared_key
    assert key is not None  # the caller saw to it
    stock = tables.add_stock(item.key, Stock(number, item.needs, critical=item.critical, spared=item.spared))
    tables.drawn_from[stock] = key
    link = Source(
        stock,
        capacity=item.needs * line.capacity,
        capacity_slope=item.needs * line.capacity_slope,
        line=setting.passing_on[key],
        weight=row.need.rate,
        priority=2 * item.priority + (line.fills_in_for >= 0),  # the full form before the degraded one
    )
    tables.add_source(f"{item.key}.shared", link)


def _add_shared(
    tables: _Tables,
    key: str,
    drawing: Sequence[_Row],
    setting: _Setting,
    ready: Mapping[str, Mapping[str, float]],
) -> None:
    """A shared stock as that of a line without a market of its own, which passes on what is asked of it."""
    number = setting.passing_on[key]
    rate = max(sum(row.need.rate for row in drawing), _LEAST)
    growth = sum(row.need.growth for row in drawing)
    tables.lines.append(Line(0.0, plan=rate, growth=growth, capacity=_AMPLE * rate))
    parts = [_stock(number, row.item, row.need, setting.plans[row.line.name]) for row in drawing]
    held = Stock(
        number,
        level=sum(part.level for part in parts),
        target=sum(part.target for part in parts),
        target_growth=sum(part.target_growth for part in parts),
        in_lots=sum(part.in_lots for part in parts),
    )
    tables.shared_at[key] = tables.add_stock(key if drawing[0].item.shared else drawing[0].item.key, held)
    tables.held_at |= {row.item.key: tables.shared_at[key] for row in drawing}
    _add_sources(tables, drawing, tables.shared_at[key], setting, ready)


def _add_pool(tables: _Tables, pool: PoolNode[float], number: int) -> None:
    """A pool as a line without a market of its own, which passes on what one source of its capacity ships at once."""
    most = max(*(capacity for _, capacity in pool.capacity), _LEAST)
    tables.lines.append(Line(0.0, plan=most, capacity=_AMPLE * most))
    stock = tables.add_stock(pool.key, Stock(number))
    source = tables.add_source(pool.key, Source(stock, pool.capacity[0][1], full=most))
    tables.rows += (
        Row(day, CAPACITY, source, capacity, 0.0, "its capacity as stated", "pools")
        for day, capacity in pool.capacity[1:]
    )


def _line(network: SupplyNetwork[float], line: LineNode[float], planned: tuple[float, float]) -> Line:
    plan, growth = planned
    return Line(
        demand=line.plan if line.starts <= 0.0 else 0.0,
        plan=plan,
        throttle=1.0 if line.rationed_output is None else line.rationed_output,
        cover_threshold=0.0 if line.cover_threshold is None else line.cover_threshold,
        stretch_until=0.0 if line.stretched_until is None else network.day_of(line.stretched_until),
        least=line.least_output or 0.0,
        growth=growth,
        capacity=CAPACITY_OVER_PLAN * plan if line.capacity is None else line.capacity,
        capacity_slope=CAPACITY_OVER_PLAN * growth if line.capacity is None else 0.0,
        weight=line.plan,
        priority=_OWN_MARKET,
    )


def _plans_anew(number: int, until: float) -> Iterator[Row]:
    """Every so many days up to a day, and on that day, on which a line plans its output anew."""
    if until > 0.0:
        for day in (*range(0, ceil(until), _PLANNED_EVERY), until):
            yield Row(float(day), REPLAN, number, 0.0, 0.0, "stock is stretched", "rationing")


def _held(
    tables: _Tables, line: LineNode[float], plans: Mapping[str, tuple[float, float]]
) -> dict[str, Held]:
    """What is planned of each input that a line keeps for itself alone, be it for one form or for both."""
    held = {}
    for item in line.inputs:
        if (
            item.shared is None
        ):  # a stock of several lines is none of one line's to build up; the check says so
            need, number = planned_need(line, item, plans), tables.held_at[item.key]
            stock = tables.stocks[number]
            kept = (stock.target, stock.target_growth, stock.in_lots)
            held[item.key] = Held(item, need.rate, need.growth, *kept, number)
    return held


def _stock(number: int, item: InputNode[float], need: Need, planned: tuple[float, float]) -> Stock:
    if item.fleet is not None:
        held = item.needs * planned[0] * (1.0 + item.fleet.spare)
        grows = item.needs * planned[1]
        return Stock(
            *(number, item.needs, held, held, item.critical),
            target_growth=grows,
            fleet=True,
            retiring=held / item.fleet.life,
            spared=item.spared,
        )
    stock = item.stock
    held = (stock.covers or 0.0) * need.rate if stock.pieces is None else stock.pieces
    in_lots = half_of_lots(item, need.rate)
    target = max((held if stock.target is None else stock.target * need.rate) - in_lots, 0.0)
    growth = need.growth / need.rate * target if need.rate > 0.0 else 0.0
    in_lots = min(in_lots, held)
    kept = (held - in_lots, target, item.critical)
    return Stock(number, item.needs, *kept, target_growth=growth, spared=item.spared, in_lots=in_lots)


def _source(stock: int, source: SourceNode[float], need: Need, setting: _Setting) -> Source:
    channel = ORDINARY if source.ordinary else DOMESTIC if source.domestic else FOREIGN
    full = full_capacity(source, need)
    grows = full * need.growth / need.rate if source.ordinary and need.rate > 0.0 else 0.0
    return Source(
        stock,
        capacity=full if source.ordinary else 0.0,
        capacity_slope=grows,
        full=full * final_yield(source),
        lead=source.lead_time,
        push=source.push,
        rank=source.rank,
        channel=channel,
        line=_maker(source, setting),
        weight=source.share * need.rate,
        priority=source.priority,
    )


def _maker(source: SourceNode[float], setting: _Setting) -> int:
    """The line of the world that a source is made by, or whose capacity it draws on; -1 for none."""
    if source.pool is not None:
        return setting.passing_on[f"pools.{source.pool}"]
    return -1 if source.line is None else setting.number_of[source.line]


def _leak(stock: int, lead: float, need: Need, most: float) -> Source:
    """What leaks, as an unnamed source that is asked last and takes as long as what is cut."""
    full = most * need.rate
    return Source(stock, full=full, lead=lead, rank=_ASKED_LAST, channel=ORDINARY, line=-1, weight=full)


def _leak_row(index: int, need: Need, day: float, share: float) -> Row:
    value = share * (need.rate + need.growth * day)
    return Row(day, CAPACITY, index, value, share * need.growth, "assumed leakage", "leakage")


def _open_orders(
    tables: _Tables,
    item: InputNode[float],
    number: int,
    numbers: Sequence[int],
    closed: Mapping[str, Closure],
) -> list[Row]:
    """Open orders as parts on order, and the rows that deliver or cancel them; the pipes hold nothing else.

    `numbers` are the row's sources in the world, in its own order.
    """
    assert item.stock.on_order is not None  # the caller saw to it
    stock, sources = tables.stocks[number], [tables.sources[each] for each in numbers]
    stock.piped = False
    rows = []
    for order in item.stock.on_order:
        node, source = item.sources[order.source], numbers[order.source]
        closure = closed.get(node.key)
        ships = order.due - node.lead_time
        tables.sources[source].on_order += order.pieces
        kept = in_time(closure, ships, order.due)
        assert kept or closure is not None  # without one it is in time
        day, kind, cause = (
            (order.due, DELIVERED, "open order delivered")
            if kept or closure is None
            else (closure.cut, CANCELLED, "open order cancelled")
        )
        rows.append(Row(day, kind, source, order.pieces, 0.0, cause, "deliveries"))
    if item.stock.target is None:
        # The position is held as it is: what is on hand and on order, less what the plan has on its way.
        on_the_way = sum(source.lead * source.weight for source in sources if source.channel == ORDINARY)
        held = stock.level + sum(source.on_order for source in sources)
        stock.target = max(held - on_the_way, 0.0)
        stock.target_growth = 0.0
    return rows
