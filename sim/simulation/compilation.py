"""This is the compilation of one draw: a network and its closures become a world and a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.exposure import Closure, known_cut, leaking, troubled
from sim.network import InputNode, LineNode, PoolNode, SourceNode, SupplyNetwork, planned_rates
from sim.simulation.calendar import CANCELLED, CAPACITY, CUT, DELIVERED, FLUSH, LICENSED, LOT, RESUMED, Row
from sim.simulation.demand import demand_rows
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

_ASKED_LAST = 1_000_000  # a rank after those of all alternatives
_OWN_MARKET = 1  # the priority of a line's own market: the default of those who draw on it
_AMPLE = 1e3  # so many times its plan a line that only passes on could make: never a limit

Piece = tuple[float, float, float]  # from this day, parts a day, and their slope


@dataclass(frozen=True)
class Blueprint:
    """A world ready to run, its calendar, and which record stands for which node."""

    world: World
    rows: tuple[Row, ...]
    horizon: float
    lines: tuple[str, ...]  # keys, in the order of world.line; pools come after the lines
    stocks: tuple[str, ...]
    sources: tuple[str, ...]
    capacities: tuple[float, ...]  # of the sources on day 0, parts a day


@dataclass(frozen=True)
class _Need:
    """What a line is planned to need of an input: parts a day on day 0, and their growth a day."""

    rate: float
    growth: float


@dataclass(frozen=True)
class _Setting:
    """What one draw has decided for all of its lines."""

    plans: Mapping[str, tuple[float, float]]
    number_of: Mapping[str, int]  # lines by name
    pool_of: Mapping[str, int]  # pools by name, each a line of the world that only passes on
    closed: Mapping[str, Closure]


def compile_run(
    network: SupplyNetwork[float], closed: Mapping[str, Closure], announced: Mapping[str, float] | None = None
) -> Blueprint:
    """Compile one draw.

    An alternative is qualified from the announcement of what cuts an ordinary source of its input, or what is critical
    to a line that makes it. With `announced` (day by maker) every alternative of that maker is, whatever is cut: the
    domestic-only counterfactual.
    """
    lines: list[Line] = []
    stocks: list[Stock] = []
    sources: list[Source] = []
    rows: list[Row] = []
    stock_keys: list[str] = []
    source_keys: list[str] = []
    number_of = {line.name: number for number, line in enumerate(network.lines)}
    drawn_on = {source.pool for line in network.lines for item in line.inputs for source in item.sources}
    pools = {name: pool for name, pool in network.pools.items() if name in drawn_on}
    pool_of = {name: number for number, name in enumerate(pools, len(network.lines))}
    setting = _Setting(planned_rates(network), number_of, pool_of, closed)
    trouble = troubled(network, closed)
    for number, line in enumerate(network.lines):
        lines.append(_line(line, setting.plans[line.name]))
        ready = readiness(line, closed, trouble, announced)
        rows += demand_rows(number, line, closed, ready, network.horizon)
        for item in line.inputs:
            stock_keys.append(item.key)
            ordinary_cut = any(source.ordinary and source.key in closed for source in item.sources)
            need = _need(line, item, setting)
            stocks.append(_stock(number, item, need, setting.plans[line.name]))
            stocks[-1].recorded = ordinary_cut
            first = len(sources)
            for source in sorted(item.sources, key=lambda each: each.rank):  # of equal rank as stated
                source_keys.append(source.key)
                sources.append(_source(len(stocks) - 1, source, need, setting))
                closure = closed.get(source.key)
                if closure is not None or source.key in ready:  # else its capacity is what it was
                    rows += _source_rows(len(sources) - 1, source, need, closure, ready)
                if source.lots:
                    rows += _lot_rows(len(stocks) - 1, source, need, closure)
            if item.stock.on_order is not None:
                rows += _open_orders(stocks[-1], item, sources[first:], (first, closed))
            leaks = list(leaking(item, closed))
            if leaks:
                source_keys.append(f"{item.key}.leakage")
                sources.append(_leak(len(stocks) - 1, item, need, max(share for _, share in leaks)))
                rows += (_leak_row(len(sources) - 1, need, *leak) for leak in leaks)
    for number, pool in enumerate(pools.values(), len(network.lines)):
        rows += _add_pool(pool, number, (lines, stocks, sources))
        stock_keys.append(pool.key)
        source_keys.append(pool.key)
    within = tuple(row for row in rows if row.time < network.horizon)
    return Blueprint(
        assemble(lines, stocks, sources),
        within,
        network.horizon,
        (*(line.key for line in network.lines), *(pool.key for pool in pools.values())),
        tuple(stock_keys),
        tuple(source_keys),
        tuple(source.capacity for source in sources),
    )


def _add_pool(
    pool: PoolNode[float], number: int, tables: tuple[list[Line], list[Stock], list[Source]]
) -> list[Row]:
    """A pool as a line without a market of its own, which passes on what one source of its capacity ships at once."""
    lines, stocks, sources = tables
    most = max(*(capacity for _, capacity in pool.capacity), 1e-6)
    lines.append(Line(0.0, plan=most, capacity=_AMPLE * most))
    stocks.append(Stock(number))
    sources.append(Source(len(stocks) - 1, pool.capacity[0][1], full=most))
    return [
        Row(day, CAPACITY, len(sources) - 1, capacity, 0.0, "its capacity as stated", "pools")
        for day, capacity in pool.capacity[1:]
    ]


def readiness(
    line: LineNode[float],
    closed: Mapping[str, Closure],
    trouble: Mapping[str, float],
    announced: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """The day each alternative of a line is qualified; one that is never started is absent."""
    ready = {}
    for item in line.inputs:
        triggers = [
            day
            for source in item.sources
            if source.ordinary and (day := known_cut(source, closed, trouble)) is not None
        ]
        if announced is not None:
            triggers = [announced[line.maker]] if line.maker in announced else []
        for source in item.sources:
            if triggers and source.qualification is not None:
                ready[source.key] = max(min(triggers), 0.0) + source.qualification
    return ready


def _line(line: LineNode[float], planned: tuple[float, float]) -> Line:
    plan, growth = planned
    return Line(
        demand=line.plan if line.starts <= 0.0 else 0.0,
        plan=plan,
        throttle=1.0 if line.rationed_output is None else line.rationed_output,
        cover_threshold=0.0 if line.cover_threshold is None else line.cover_threshold,
        growth=growth,
        capacity=CAPACITY_OVER_PLAN * plan if line.capacity is None else line.capacity,
        capacity_slope=CAPACITY_OVER_PLAN * growth if line.capacity is None else 0.0,
        weight=line.plan,
        priority=_OWN_MARKET,
    )


def _need(line: LineNode[float], item: InputNode[float], setting: _Setting) -> _Need:
    plan, growth = setting.plans[line.name]
    if item.fleet is None:
        return _Need(item.needs * plan, item.needs * growth)
    fleet = item.needs * plan * (1.0 + item.fleet.spare)
    return _Need(fleet / item.fleet.life + item.needs * growth, 0.0)


def _stock(number: int, item: InputNode[float], need: _Need, planned: tuple[float, float]) -> Stock:
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
    target = held if stock.target is None else stock.target * need.rate
    growth = need.growth / need.rate * target if need.rate > 0.0 else 0.0
    kept = (held, target, item.critical)
    return Stock(number, item.needs, *kept, target_growth=growth, spared=item.spared)


def _source(stock: int, source: SourceNode[float], need: _Need, setting: _Setting) -> Source:
    channel = ORDINARY if source.ordinary else DOMESTIC if source.domestic else FOREIGN
    full = _full(source, need)
    grows = full * need.growth / need.rate if source.ordinary and need.rate > 0.0 else 0.0
    return Source(
        stock,
        capacity=full if source.ordinary else 0.0,
        capacity_slope=grows,
        full=full,
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
        return setting.pool_of[source.pool]
    return -1 if source.line is None else setting.number_of[source.line]


def _leak(stock: int, item: InputNode[float], need: _Need, most: float) -> Source:
    """What leaks, as an unnamed source that is asked last; it is the ordinary item, and takes as long as that."""
    lead = next(source.lead_time for source in item.sources if source.ordinary)
    full = most * need.rate
    return Source(stock, full=full, lead=lead, rank=_ASKED_LAST, channel=ORDINARY, line=-1, weight=full)


def _leak_row(index: int, need: _Need, day: float, share: float) -> Row:
    value = share * (need.rate + need.growth * day)
    return Row(day, CAPACITY, index, value, share * need.growth, "assumed leakage", "leakage")


def _full(source: SourceNode[float], need: _Need) -> float:
    """Full capacity in parts a day, on day 0."""
    return source.share * (1.0 if source.push else source.headroom) * need.rate


def _source_rows(
    index: int,
    source: SourceNode[float],
    need: _Need,
    closure: Closure | None,
    ready: Mapping[str, float],
) -> list[Row]:
    """Capacity over time: as planned, and in every step of a closure the share of it that may be shipped."""
    rows = []
    if not source.ordinary and source.key in ready and source.ramp is not None:
        for time, value, slope in ramp_up(ready[source.key], source.ramp, _full(source, need)):
            if closure is None or closure.share_at(time) >= 1.0:
                cause = "qualified; deliveries rise" if slope > 0.0 else "at full capacity"
                rows.append(Row(time, CAPACITY, index, value, slope, cause, "qualification"))
    for kind, time, value, slope, step in _steps(source, need, closure, ready):
        rows.append(Row(time, kind, index, value, slope, step[1], step[0]))
    return rows


def _steps(
    source: SourceNode[float], need: _Need, closure: Closure | None, ready: Mapping[str, float]
) -> Iterator[tuple[int, float, float, float, tuple[str, str]]]:
    if closure is None:
        return
    known = source.ordinary or source.key in ready
    held_back = False  # cut, or shipping under a licence
    for number, step in enumerate(closure.steps):
        until = closure.steps[number + 1].day if number + 1 < len(closure.steps) else float("inf")
        why = (step.measure, step.cause)
        if step.share == 0.0:
            yield CUT, step.day, 0.0, 0.0, why
        if step.returned:
            yield FLUSH, step.day, 1.0, 0.0, (step.measure, "goods en route returned")
        if step.licensed and known:
            yield LICENSED, step.day, 0.0, 0.0, why
        if held_back and step.share > 0.0 and not step.licensed:
            yield RESUMED, step.day, 0.0, 0.0, why
        held_back = step.licensed or step.share == 0.0
        pieces = [
            (time, value * step.share, slope * step.share)
            for time, value, slope in _base(source, need, ready)
        ]
        if (step.licensed or step.share < 1.0) and source.ordinary and not source.push:
            pieces = [
                (time, value / source.headroom, slope / source.headroom) for time, value, slope in pieces
            ]
        for time, value, slope in from_day(step.day, pieces):
            # While all may be shipped again, a ramp brings its own rows.
            if time < until and (step.share < 1.0 or time == step.day):
                yield CAPACITY, time, value, slope, why


def _base(source: SourceNode[float], need: _Need, ready: Mapping[str, float]) -> list[Piece]:
    """What a source could ship if it were open, from day 0 on."""
    full = _full(source, need)
    if source.ordinary:
        return [(0.0, full, full * need.growth / need.rate if need.rate > 0.0 else 0.0)]
    if source.key not in ready:
        return [(0.0, 0.0, 0.0)]
    return [(0.0, 0.0, 0.0), *ramp_up(ready[source.key], source.ramp or 0.0, full)]


def from_day(day: float, pieces: list[Piece]) -> list[Piece]:
    """What is left of pieces from `day` on, the piece under way cut short."""
    begun = [piece for piece in pieces if piece[0] <= day]
    later = [piece for piece in pieces if piece[0] > day]
    return [(day, value + slope * (day - time), slope) for time, value, slope in begun[-1:]] + later


def ramp_up(ready: float, ramp: float, full: float) -> list[Piece]:
    """Capacity of an alternative from the day it is qualified: a straight line to full, then level."""
    if ramp <= 0.0:
        return [(ready, full, 0.0)]
    return [(ready, 0.0, full / ramp), (ready + ramp, full, 0.0)]


def _in_time(closure: Closure | None, ships: float, arrives: float) -> bool:
    """Whether goods that ship and arrive on these days are let through."""
    if closure is None:
        return True
    returned = any(step.returned and ships < step.day <= arrives for step in closure.steps)
    return closure.ships_at(ships) and not returned


def _lot_rows(stock: int, source: SourceNode[float], need: _Need, closure: Closure | None) -> list[Row]:
    rows = []
    for lot in source.lots:
        arrival = lot.ships + source.lead_time
        if _in_time(closure, lot.ships, arrival):
            rows.append(Row(arrival, LOT, stock, lot.covers * need.rate, 0.0, "lot delivered", "deliveries"))
    return rows


def _open_orders(
    stock: Stock, item: InputNode[float], sources: list[Source], where: tuple[int, Mapping[str, Closure]]
) -> list[Row]:
    """Open orders as parts on order, and the rows that deliver or cancel them; the pipes hold nothing else."""
    first, closed = where
    assert item.stock.on_order is not None  # the caller saw to it
    stock.piped = False
    ranked = sorted(range(len(item.sources)), key=lambda each: item.sources[each].rank)
    rows = []
    for order in item.stock.on_order:
        place = ranked.index(order.source)
        node = item.sources[order.source]
        closure = closed.get(node.key)
        ships = order.due - node.lead_time
        sources[place].on_order += order.pieces
        if _in_time(closure, max(ships, 0.0), order.due):
            rows.append(
                Row(
                    order.due,
                    DELIVERED,
                    first + place,
                    order.pieces,
                    0.0,
                    "open order delivered",
                    "deliveries",
                )
            )
        else:
            assert closure is not None  # without one it is in time
            rows.append(
                Row(
                    closure.cut,
                    CANCELLED,
                    first + place,
                    order.pieces,
                    0.0,
                    "open order cancelled",
                    "deliveries",
                )
            )
    if item.stock.target is None:
        # The position is held as it is: what is on hand and on order, less what the plan has on its way.
        on_the_way = sum(source.lead * source.weight for source in sources if source.channel == ORDINARY)
        held = stock.level + sum(source.on_order for source in sources)
        stock.target = max(held - on_the_way, 0.0)
        stock.target_growth = 0.0
    return rows
