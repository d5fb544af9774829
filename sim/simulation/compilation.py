"""This is the compilation of one draw: a network and its closures become a world and a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from sim.exposure import Closure, known_cut, leaking, troubled
from sim.network import InputNode, LineNode, SourceNode, SupplyNetwork, planned_rates
from sim.simulation.building_up import Held, last_buy_rows, stockpile_rows
from sim.simulation.calendar import (
    CANCELLED,
    CAPACITY,
    CUT,
    DELIVERED,
    FLUSH,
    LICENSED,
    LOT,
    REPLAN,
    RESUMED,
    Row,
)
from sim.simulation.demand import demand_rows
from sim.simulation.lots import half_of_lots, reached
from sim.simulation.ramping import Piece, final_yield, ramp_up
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


@dataclass(frozen=True)
class Blueprint:
    """A world ready to run, its calendar, and which record stands for which node."""

    world: World
    rows: tuple[Row, ...]
    horizon: float
    lines: tuple[str, ...]  # keys, in the order of world.line
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
    setting = _Setting(planned_rates(network), number_of, closed)
    trouble = troubled(network, closed)
    for number, line in enumerate(network.lines):
        lines.append(_line(network, line, setting.plans[line.name]))
        rows += _plans_anew(number, min(lines[-1].stretch_until, network.horizon))
        ready = readiness(line, closed, trouble, announced)
        rows += demand_rows(number, line, closed, ready, network.horizon)
        held: dict[str, Held] = {}
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
                    counts = [] if closure is None else reached(line, source, closure)
                    rows += _source_rows(len(sources) - 1, source, need, (closure, counts), ready)
                if source.last_buy is not None:
                    rows += last_buy_rows(
                        network, len(sources) - 1, source, (need.rate, need.growth), closure
                    )
                if source.lots:
                    rows += _lot_rows(len(stocks) - 1, source, need, closure)
            if item.stock.on_order is not None:
                rows += _open_orders(stocks[-1], item, sources[first:], (first, closed))
            kept = (stocks[-1].target, stocks[-1].target_growth, stocks[-1].in_lots)
            held[item.key] = Held(item, need.rate, need.growth, *kept, len(stocks) - 1)
            leaks = list(leaking(item, closed))
            if leaks:
                source_keys.append(f"{item.key}.leakage")
                sources.append(_leak(len(stocks) - 1, item, need, max(share for _, share in leaks)))
                rows += (_leak_row(len(sources) - 1, need, *leak) for leak in leaks)
        rows += stockpile_rows(network, line, held, (closed, trouble))
    within = tuple(row for row in rows if row.time < network.horizon)
    return Blueprint(
        assemble(lines, stocks, sources),
        within,
        network.horizon,
        tuple(line.key for line in network.lines),
        tuple(stock_keys),
        tuple(source_keys),
        tuple(source.capacity for source in sources),
    )


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
    )


def _plans_anew(number: int, until: float) -> Iterator[Row]:
    """Every so many days up to a day, and on that day, on which a line plans its output anew."""
    if until > 0.0:
        for day in (*range(0, ceil(until), _PLANNED_EVERY), until):
            yield Row(float(day), REPLAN, number, 0.0, 0.0, "stock is stretched", "rationing")


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
    in_lots = half_of_lots(item, need.rate)
    target = max((held if stock.target is None else stock.target * need.rate) - in_lots, 0.0)
    growth = need.growth / need.rate * target if need.rate > 0.0 else 0.0
    in_lots = min(in_lots, held)
    kept = (held - in_lots, target, item.critical)
    return Stock(number, item.needs, *kept, target_growth=growth, spared=item.spared, in_lots=in_lots)


def _source(stock: int, source: SourceNode[float], need: _Need, setting: _Setting) -> Source:
    channel = ORDINARY if source.ordinary else DOMESTIC if source.domestic else FOREIGN
    full = _full(source, need)
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
        line=-1 if source.line is None else setting.number_of[source.line],
        weight=source.share * need.rate,
    )


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
    closing: tuple[Closure | None, Sequence[float]],
    ready: Mapping[str, float],
) -> list[Row]:
    """Capacity over time: as planned, and in every step of a closure the share of it that may be shipped.

    `closing` is the closure, and the days from which its steps count for the flow.
    """
    closure, rows = closing[0], []
    if not source.ordinary and source.key in ready and source.ramp is not None:
        for time, value, slope in ramp_up(source, ready[source.key], _full(source, need)):
            if closure is None or closure.share_at(time) >= 1.0:
                cause = "qualified; deliveries rise" if slope > 0.0 else "at full capacity"
                rows.append(Row(time, CAPACITY, index, value, slope, cause, "qualification"))
    for kind, time, value, slope, step in _steps(source, need, closing, ready):
        rows.append(Row(time, kind, index, value, slope, step[1], step[0]))
    return rows


def _steps(
    source: SourceNode[float],
    need: _Need,
    closing: tuple[Closure | None, Sequence[float]],
    ready: Mapping[str, float],
) -> Iterator[tuple[int, float, float, float, tuple[str, str]]]:
    closure, days = closing
    if closure is None:
        return
    known = source.ordinary or source.key in ready
    held_back = False  # cut, or shipping under a licence
    before = float("-inf")
    for step, day, until in zip(closure.steps, days, (*days[1:], float("inf")), strict=True):
        why = (step.measure, step.cause)
        if step.share == 0.0:  # what leaves no more is stock from before, also while the last lot is used up
            yield CUT, step.day if step.day > before else day, 0.0, 0.0, why
        before = day
        if step.returned:
            yield FLUSH, day, 1.0, 0.0, (step.measure, "goods en route returned")
        if until <= day:
            continue  # no lot leaves before the next step
        if day > step.day:
            why = (step.measure, f"{step.cause}, from the day of the next lot")
        if step.licensed and known:
            yield LICENSED, day, 0.0, 0.0, why
        if held_back and step.share > 0.0 and not step.licensed:
            yield RESUMED, day, 0.0, 0.0, why
        held_back = step.licensed or step.share == 0.0
        pieces = [
            (time, value * step.share, slope * step.share)
            for time, value, slope in _base(source, need, ready)
        ]
        if (step.licensed or step.share < 1.0) and source.ordinary and not source.push:
            pieces = [
                (time, value / source.headroom, slope / source.headroom) for time, value, slope in pieces
            ]
        for time, value, slope in from_day(day, pieces):
            # While all may be shipped again, a ramp brings its own rows.
            if time < until and (step.share < 1.0 or time == day):
                yield CAPACITY, time, value, slope, why


def _base(source: SourceNode[float], need: _Need, ready: Mapping[str, float]) -> list[Piece]:
    """What a source could ship if it were open, from day 0 on."""
    full = _full(source, need)
    if source.ordinary:
        return [(0.0, full, full * need.growth / need.rate if need.rate > 0.0 else 0.0)]
    if source.key not in ready:
        return [(0.0, 0.0, 0.0)]
    return [(0.0, 0.0, 0.0), *ramp_up(source, ready[source.key], full)]


def from_day(day: float, pieces: list[Piece]) -> list[Piece]:
    """What is left of pieces from `day` on, the piece under way cut short."""
    begun = [piece for piece in pieces if piece[0] <= day]
    later = [piece for piece in pieces if piece[0] > day]
    return [(day, value + slope * (day - time), slope) for time, value, slope in begun[-1:]] + later


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
