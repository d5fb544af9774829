"""This is the making of products: what a line puts out, and how it is parted among its market and other lines."""

from __future__ import annotations

import math

from sim.errors import EngineError
from sim.simulation.ordering import available
from sim.simulation.pairs import crossing, less
from sim.simulation.sharing import NOTHING, Pair, share_out
from sim.simulation.stocking import touch
from sim.simulation.transit import ship
from sim.simulation.world import (
    NEVER,
    OUTPUT_CHANGED,
    RAN_OUT,
    RATIONING_BEGAN,
    RATIONING_ENDED,
    Line,
    Source,
    Stock,
    World,
)

_SAME = 1e-13  # of the plan; smaller changes are rounding


def settle_line(line: Line, time: float) -> None:
    """Carry one line forward to `time` at its present rates."""
    days = time - line.time
    if days > 0.0:
        line.made += (line.output + 0.5 * line.output_slope * days) * days
        line.output += line.output_slope * days
        line.wanted += line.wanted_slope * days
        line.called += line.called_slope * days
        line.demand += line.demand_slope * days
        line.capacity += line.capacity_slope * days
        line.time = time


def touch_line(world: World, number: int) -> None:
    """Put a line down for recomputation."""
    world.line[number].touched = True


def update_line(world: World, number: int, time: float) -> None:
    """Recompute the output of one line; if it changes, every stock it draws on and every source it feeds is due."""
    line = world.line[number]
    settle_line(line, time)
    line.touched = False
    if not line.visited:
        line.visited = True
        world.visited_lines.append(number)
    called, wanted, change = wanted_rate(world, line, time)
    output, binding = wanted, -1
    limits = []
    for index in range(line.first_stock, line.end_stock):
        stock = world.stock[index]
        if stock.critical and (stock.empty or stock.fleet):
            limit = limit_of(world, stock, time)
            limits.append(limit)
            if stock.fleet:
                change = min(change, chord(world, stock))
            if less(*limit, *output, line.plan):
                output, binding = limit, index
    if binding >= 0:
        change = min(change, crossing(*wanted, *output, line.plan))
    for limit in limits:
        change = min(change, crossing(*limit, *output, line.plan))
    if output[0] < -1e-6 * line.plan:
        raise EngineError(f"day {time:g}: output {output[0]:g} below 0")
    if less(*output, 0.0, 0.0, line.plan):
        output = NOTHING
    if line.first_edge < line.end_edge:
        possible = (line.capacity, line.capacity_slope)
        for limit in limits:
            possible = limit if less(*limit, *possible, line.plan) else possible
        for limit in (*limits, (line.capacity, line.capacity_slope)):
            change = min(change, crossing(*limit, *possible, line.plan))
        change = min(change, part_output(world, line, time, output, possible))
    line.wake = time + change
    moved = _differs(output, (line.output, line.output_slope), line.plan)
    recalled = _differs(called, (line.called, line.called_slope), line.plan)
    if moved:
        line.output, line.output_slope = output
    line.called, line.called_slope = called
    line.wanted, line.wanted_slope = wanted
    rebound = binding != line.binding
    for index in (line.binding, binding):
        if rebound and index >= 0:
            touch(world, index, time, by_line=True)
            world.stock[index].starved = index == binding and not world.stock[index].fleet
    line.binding = binding
    for index in range(line.first_stock, line.end_stock):
        stock = world.stock[index]
        if moved or (recalled and stock.cut_sources):
            touch(world, index, time, by_line=True)


def wanted_rate(world: World, line: Line, time: float) -> tuple[Pair, Pair, float]:
    """What market and other lines call for, what the line would make of it (rule 6), and days until that bends."""
    factor = line.throttle if line.rationing > 0 else 1.0
    value, slope = line.demand, line.demand_slope
    wanted, wanted_slope = factor * value, factor * slope
    for position in range(line.first_edge, line.end_edge):
        source = world.source[world.edge[position]]
        ahead = time - world.stock[source.stock].time
        order = source.order + source.order_slope * ahead
        value, slope = value + order, slope + source.order_slope
        wanted, wanted_slope = wanted + order, wanted_slope + source.order_slope
    capacity = (line.capacity, line.capacity_slope)
    if less(*capacity, wanted, wanted_slope, line.plan):
        return (value, slope), capacity, crossing(wanted, wanted_slope, *capacity, line.plan)
    return (value, slope), (wanted, wanted_slope), crossing(*capacity, wanted, wanted_slope, line.plan)


def chord(world: World, stock: Stock) -> float:
    """For how many days a fleet that bends may be taken to run straight: off by 1e-5 of the plan at most."""
    bend = abs(stock.inflow_slope - stock.use_slope) / stock.needs
    return math.sqrt(8e-5 * world.line[stock.line].plan / bend) if bend > 0.0 else NEVER


def limit_of(world: World, stock: Stock, time: float) -> Pair:
    """What an empty stock, or a fleet, lets its line make."""
    if stock.fleet:
        ahead = time - stock.time
        rate, slope = stock.inflow - stock.use, stock.inflow_slope - stock.use_slope
        level = stock.level + (rate + 0.5 * slope * ahead) * ahead
        rate += slope * (ahead + (0.5 * chord(world, stock) if slope else 0.0))
        return max(level, 0.0) / stock.needs, rate / stock.needs
    value, slope = available(world, stock, time)
    return value / stock.needs, slope / stock.needs


def part_output(world: World, line: Line, time: float, output: Pair, possible: Pair) -> float:
    """Part the output among market and sources (rule 6), and ship; returns days until the parts change."""
    sources = [world.source[world.edge[position]] for position in range(line.first_edge, line.end_edge)]
    weights = [line.weight, *(source.weight for source in sources)]
    factor = line.throttle if line.rationing > 0 else 1.0
    asks = [(factor * line.demand, factor * line.demand_slope)]
    for source in sources:
        ahead = time - world.stock[source.stock].time
        asks.append((source.order + source.order_slope * ahead, source.order_slope))
    called = (sum(value for value, _ in asks), sum(slope for _, slope in asks))
    level, at_limit, change = None, [True] * len(asks), NEVER
    if less(*output, *called, line.plan):
        level, at_limit, change = share_out(output, weights, asks, line.plan)
    for position, source in enumerate(sources, start=1):
        given = asks[position]
        if level is not None and not at_limit[position]:
            given = (level[0] * source.weight, level[1] * source.weight)
        ahead = time - world.stock[source.stock].time
        capacity = (source.capacity + source.capacity_slope * ahead, source.capacity_slope)
        most = (called[0] - asks[position][0] + capacity[0], called[1] - asks[position][1] + capacity[1])
        could = capacity
        if less(*possible, *most, line.plan):
            others = [*asks[:position], capacity, *asks[position + 1 :]]
            own_level, at_own_limit, until = share_out(possible, weights, others, line.plan)
            change = min(change, until)
            if own_level is not None and not at_own_limit[position]:
                could = (own_level[0] * source.weight, own_level[1] * source.weight)
        else:
            change = min(change, crossing(*possible, *most, line.plan))
        offer(world, source, time, capacity, could)
        shipped = (source.shipping + source.shipping_slope * ahead, source.shipping_slope)
        size = max(source.weight, abs(given[0]), abs(shipped[0]))
        if _differs(given, shipped, size) or source.fresh:
            touch(world, source.stock, time)
            ship(world, source, time, *given)
    return change


def offer(world: World, source: Source, time: float, capacity: Pair, could: Pair) -> None:
    """Let a source know what its line could give it if it asked for its whole capacity."""
    before = capacity
    if source.short:
        ahead = time - world.stock[source.stock].time
        before = (source.offer + source.offer_slope * ahead, source.offer_slope)
    moved = _differs(could, before, world.slack * source.weight)
    if world.pace < 1.0 and moved:
        touch_line(world, source.line)  # the rest of the change is still to come
        could = (
            before[0] + world.pace * (could[0] - before[0]),
            before[1] + world.pace * (could[1] - before[1]),
        )
    short = _differs(could, capacity, source.weight)
    if short != source.short or (short and moved):
        touch(world, source.stock, time)
        source.short = short
        source.offer, source.offer_slope = could if short else NOTHING


def close_line(world: World, number: int, time: float) -> None:
    """Mark what ran out, and record the line if its rates changed in this instant."""
    line = world.line[number]
    line.visited = False
    if line.output > line.capacity * (1.0 + 1e-9):
        raise EngineError(f"day {time:g}: output {line.output:g} above capacity {line.capacity:g}")
    before = _carried_forward(line.recorded, 2, time)[0]
    for index in range(line.first_stock, line.end_stock):
        stock = world.stock[index]
        if stock.ran_out_at == NEVER and stock.critical and (stock.empty or stock.fleet):
            limit = limit_of(world, stock, time)
            if less(*limit, line.wanted, line.wanted_slope, line.plan):
                stock.ran_out_at = time
                world.happenings.append((time, RAN_OUT, index, before, max(limit[0], 0.0)))
    record = line_row(line, number, time)
    if not line.recorded or _record_differs(line, record, time):
        world.line_rows.append(record)
        rationed = line.recorded[7] if line.recorded else 0.0
        if record[7] > rationed:
            world.happenings.append((time, RATIONING_BEGAN, number, 1.0, line.throttle))
        elif record[7] < rationed:
            world.happenings.append((time, RATIONING_ENDED, number, line.throttle, 1.0))
        moved = _differs(
            (record[2], record[3]), _carried_forward(line.recorded, 2, time), line.plan
        ) or record[6] != (line.recorded[6] if line.recorded else -1)
        if moved:
            world.happenings.append((time, OUTPUT_CHANGED, number, before, record[2]))
        line.recorded = record


def _carried_forward(record: tuple[float, ...], column: int, time: float) -> Pair:
    """A recorded pair as it would stand at `time` by itself."""
    if not record:
        return NOTHING
    return record[column] + record[column + 1] * (time - record[0]), record[column + 1]


def _record_differs(line: Line, record: tuple[float, ...], time: float) -> bool:
    return (
        _differs((record[2], record[3]), _carried_forward(line.recorded, 2, time), line.plan)
        or _differs((record[4], record[5]), _carried_forward(line.recorded, 4, time), line.plan)
        or record[6:] != line.recorded[6:]
    )


def _differs(one: Pair, other: Pair, scale: float) -> bool:
    return abs(one[0] - other[0]) > _SAME * scale or abs(one[1] - other[1]) > _SAME * scale


def line_row(line: Line, number: int, time: float) -> tuple[float, ...]:
    """What the results keep of a line: time, number, output, slope, needed, slope, binding stock, rationing.

    What is needed is the market's demand and what other lines ask for, up to the plan: asking for more than they use
    at their plan, to refill their stocks, is no need.
    """
    rationing = float(line.rationing > 0)
    called = (line.called, line.called_slope)
    if line.first_edge < line.end_edge:
        plan = (line.plan + line.growth * time, line.growth)
        called = plan if less(*plan, *called, line.plan) else called
    return (time, number, line.output, line.output_slope, *called, line.binding, rationing)
