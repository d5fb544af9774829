"""This is the making of products: what a line puts out, and how it is parted among its market and other lines."""

from __future__ import annotations

import math

from sim.simulation.faults import ABOVE_CAPACITY, NEGATIVE_OUTPUT, NO_NUMBER, fail
from sim.simulation.journal import note_happening, note_line
from sim.simulation.ordering import available
from sim.simulation.pairs import crossing, less
from sim.simulation.sharing import NOTHING, Pair, put_down, put_in_turn, share_in_turn
from sim.simulation.stocking import touch, touch_own
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

_SAME_PACE = 1e-13  # of the plan; smaller changes are rounding
_CHORD = 365.0  # days: the longest for which the output of a fleet that bends is taken as straight


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


def update_line(world: World, number: int, time: float) -> None:
    """Recompute the output of one line; if it changes, every stock it draws on and every source it feeds is due."""
    line = world.line[number]
    settle_line(line, time)
    line.touched = False
    if not line.visited:
        clock = world.clock[0]
        line.visited = True
        world.visited_line[clock.visited_lines] = number
        clock.visited_lines += 1
    if line.fills_in_for >= 0:
        left, left_slope = left_unserved(world.line[line.fills_in_for], time)
        line.demand, line.demand_slope = line.accepted * left, line.accepted * left_slope
    (called, called_slope), (wanted, wanted_slope), change = wanted_rate(world, line, time)
    recalled = differs(called, called_slope, line.called, line.called_slope, line.plan)
    line.called = called
    line.called_slope = called_slope
    limits, fleets = note_limits(world, line, time)
    change = min(change, fleets)
    (output, output_slope), binding = least_limit(world, line, limits, wanted, wanted_slope)
    if binding >= 0:
        change = min(change, crossing(wanted, wanted_slope, output, output_slope, line.plan))
    for index in range(limits):
        limit = world.taker[index]
        change = min(change, crossing(limit.limit, limit.limit_slope, output, output_slope, line.plan))
    if math.isnan(output):
        fail(world, NO_NUMBER, number, output)
    if output < -1e-6 * line.plan:
        fail(world, NEGATIVE_OUTPUT, number, output)
    if less(output, output_slope, 0.0, 0.0, line.plan):
        output = output_slope = 0.0
    if line.first_edge < line.end_edge:
        change = min(change, part_output(world, line, time, (output, output_slope), limits))
    line.wake = time + change
    moved = differs(output, output_slope, line.output, line.output_slope, line.plan)
    if moved:
        line.output = output
        line.output_slope = output_slope
    line.wanted = wanted
    line.wanted_slope = wanted_slope
    if binding != line.binding:
        if line.binding >= 0:
            touch_own(world, line.binding, time)
            world.stock[line.binding].starved = False
        if binding >= 0:
            touch_own(world, binding, time)
            world.stock[binding].starved = not world.stock[binding].fleet
        line.binding = binding
    if (moved or recalled) and line.filled_in_by >= 0:
        world.line[line.filled_in_by].touched = True
    if moved or recalled:
        for index in range(line.first_stock, line.end_stock):
            if moved or world.stock[index].cut_sources:
                touch_own(world, index, time)


def note_limits(world: World, line: Line, time: float) -> tuple[int, float]:
    """Put down what each empty stock and each fleet lets the line make, with its number as weight.

    Returns how many there are, and days until a fleet has to be looked at again.
    """
    count, change = 0, NEVER
    for index in range(line.first_stock, line.end_stock):
        stock = world.stock[index]
        if stock.critical and (stock.empty or stock.fleet):
            limit, limit_slope = limit_of(world, stock, time)
            put_down(world, count, float(index), limit, limit_slope)
            count += 1
            if stock.fleet:
                change = min(change, chord(world, stock))
            if stock.spared > 0.0 and line.first_edge < line.end_edge:
                change = min(change, spared_change(world, stock, time))
    return count, change


def spared_change(world: World, stock: Stock, time: float) -> float:
    """Days until what comes of a part that others' line is half without reaches its plan, or falls under it."""
    line = world.line[stock.line]
    value, slope = fed_rate(world, stock, time)
    full, full_slope = ordinary_rate(line, time)
    if less(value, slope, full, full_slope, line.plan):
        return crossing(full, full_slope, value, slope, line.plan)
    return crossing(value, slope, full, full_slope, line.plan)


def least_limit(world: World, line: Line, limits: int, value: float, slope: float) -> tuple[Pair, int]:
    """The least of a rate and the limits put down, and the stock it comes from, or -1."""
    binding = -1
    for index in range(limits):
        limit = world.taker[index]
        if less(limit.limit, limit.limit_slope, value, slope, line.plan):
            value, slope, binding = limit.limit, limit.limit_slope, int(limit.weight)
    return (value, slope), binding


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
    capacity, capacity_slope = line.capacity, line.capacity_slope
    if less(capacity, capacity_slope, wanted, wanted_slope, line.plan):
        change = crossing(wanted, wanted_slope, capacity, capacity_slope, line.plan)
        return (value, slope), (capacity, capacity_slope), change
    change = crossing(capacity, capacity_slope, wanted, wanted_slope, line.plan)
    return (value, slope), (wanted, wanted_slope), change


def chord(world: World, stock: Stock) -> float:
    """For how many days a fleet that bends may be taken to run straight: off by 1e-5 of the plan at most.

    A year at most: the less it bends the longer, without end, and rounding would decide how output rises.
    """
    bend = abs(stock.inflow_slope - stock.use_slope) / stock.needs
    return min(math.sqrt(8e-5 * world.line[stock.line].plan / bend), _CHORD) if bend > 0.0 else NEVER


def limit_of(world: World, stock: Stock, time: float) -> Pair:
    """What an empty stock, or a fleet, lets its line make; a spared share is made without it (model note 2.2)."""
    value, slope = fed_rate(world, stock, time)
    if stock.spared > 0.0:
        line = world.line[stock.line]
        full, full_slope = ordinary_rate(line, time)
        if less(value, slope, full, full_slope, line.plan):
            value = stock.spared * full + (1.0 - stock.spared) * value
            slope = stock.spared * full_slope + (1.0 - stock.spared) * slope
    return value, slope


def fed_rate(world: World, stock: Stock, time: float) -> Pair:
    """What comes of an empty stock, or a fleet in use, is enough for, in products."""
    if stock.fleet:
        ahead = time - stock.time
        rate, slope = stock.inflow - stock.use, stock.inflow_slope - stock.use_slope
        level = stock.level + (rate + 0.5 * slope * ahead) * ahead
        rate += slope * ahead
        if slope != 0.0:
            rate += slope * 0.5 * chord(world, stock)
        value, slope = max(level, 0.0), rate
    else:
        value, slope = available(world, stock, time)
    return value / stock.needs, slope / stock.needs


def ordinary_rate(line: Line, time: float) -> Pair:
    """What a spared share is a share of: all that is wanted; of a line that others take, its plan.

    Buyers ask for more of a line that gives them less; half of what they ask would grow with that, round and round.
    """
    if line.first_edge < line.end_edge:
        return line.plan + line.growth * time, line.growth
    return unrationed(line)


def unrationed(line: Line) -> Pair:
    """What a settled line would make with every input on hand and no rationing."""
    if less(line.capacity, line.capacity_slope, line.called, line.called_slope, line.plan):
        return line.capacity, line.capacity_slope
    return line.called, line.called_slope


def left_unserved(line: Line, time: float) -> Pair:
    """What is called for of a line beyond what it makes."""
    ahead = time - line.time
    slope = line.called_slope - line.output_slope
    value = line.called - line.output + slope * ahead
    if less(0.0, 0.0, value, slope, line.plan):
        return value, slope
    return NOTHING


def part_output(world: World, line: Line, time: float, output: Pair, limits: int) -> float:
    """Part the output among market and sources (rule 6), and ship; returns days until the parts change."""
    plan = line.plan
    possible, _ = least_limit(world, line, limits, line.capacity, line.capacity_slope)
    change = crossing(line.capacity, line.capacity_slope, possible[0], possible[1], plan)
    for index in range(limits):
        limit = world.taker[index]
        change = min(change, crossing(limit.limit, limit.limit_slope, possible[0], possible[1], plan))
    end = line.end_edge - line.first_edge + 1
    market = note_asks(world, line, time)
    called = called_slope = 0.0
    for place in range(end):
        called += world.taker[place].limit
        called_slope += world.taker[place].limit_slope
    change = min(change, share_in_turn(world, 0, end, output, plan))
    for place in range(end):
        if place == market:
            continue
        source = world.source[world.edge[line.first_edge + (place if place < market else place - 1)]]
        taker = world.taker[place]
        given, given_slope = taker.given, taker.given_slope
        ahead = time - world.stock[source.stock].time
        capacity, capacity_slope = source.capacity + source.capacity_slope * ahead, source.capacity_slope
        most, most_slope = called - taker.limit + capacity, called_slope - taker.limit_slope + capacity_slope
        could, could_slope = capacity, capacity_slope
        if less(possible[0], possible[1], most, most_slope, plan):
            copy_asks(world, end)
            own = world.taker[end + place]
            own.limit = capacity
            own.limit_slope = capacity_slope
            change = min(change, share_in_turn(world, end, 2 * end, possible, plan))
            could, could_slope = own.given, own.given_slope
        else:
            change = min(change, crossing(possible[0], possible[1], most, most_slope, plan))
        offer(world, source, time, (capacity, capacity_slope), (could, could_slope))
        shipped = source.shipping + source.shipping_slope * ahead
        size = max(source.weight, abs(given), abs(shipped))
        if source.fresh or differs(given, given_slope, shipped, source.shipping_slope, size):
            touch(world, source.stock, time)
            ship(world, source, time, given, given_slope)
    return change


def note_asks(world: World, line: Line, time: float) -> int:
    """Put down what the market and each source ask of a line, in the order of priority; returns the market's place."""
    factor = line.throttle if line.rationing > 0 else 1.0
    place, market = 0, -1
    for position in range(line.first_edge, line.end_edge):
        source = world.source[world.edge[position]]
        if market < 0 and source.priority >= line.priority:
            market = place
            put_in_turn(
                world, place, line.priority, line.weight, (factor * line.demand, factor * line.demand_slope)
            )
            place += 1
        order = source.order + source.order_slope * (time - world.stock[source.stock].time)
        put_in_turn(world, place, source.priority, source.weight, (order, source.order_slope))
        place += 1
    if market < 0:
        market = place
        put_in_turn(
            world, place, line.priority, line.weight, (factor * line.demand, factor * line.demand_slope)
        )
    return market


def copy_asks(world: World, end: int) -> None:
    """Put the first `end` of those that share down again behind them."""
    for index in range(end):
        taker = world.taker[index]
        put_in_turn(world, end + index, taker.priority, taker.weight, (taker.limit, taker.limit_slope))


def offer(world: World, source: Source, time: float, capacity: Pair, could: Pair) -> None:
    """Let a source know what its line could give it if it asked for its whole capacity."""
    clock = world.clock[0]
    before, before_slope = capacity
    if source.short:
        ahead = time - world.stock[source.stock].time
        before, before_slope = source.offer + source.offer_slope * ahead, source.offer_slope
    value, slope = could
    moved = differs(value, slope, before, before_slope, clock.slack * source.weight)
    if clock.pace < 1.0 and moved:
        world.line[source.line].touched = True  # the rest of the change is still to come
        value = before + clock.pace * (value - before)
        slope = before_slope + clock.pace * (slope - before_slope)
    short = differs(value, slope, capacity[0], capacity[1], source.weight)
    if short != source.short or (short and moved):
        touch(world, source.stock, time)
        source.short = short
        source.offer = value if short else 0.0
        source.offer_slope = slope if short else 0.0


def close_line(world: World, number: int, time: float) -> None:
    """Mark what ran out, and record the line if its rates changed in this instant."""
    line = world.line[number]
    line.visited = False
    if line.output > line.capacity * (1.0 + 1e-9):
        fail(world, ABOVE_CAPACITY, number, line.output)
    known = line.recorded_at > -NEVER
    since = time - line.recorded_at if known else 0.0
    before = line.recorded_output + line.recorded_output_slope * since
    for index in range(line.first_stock, line.end_stock):
        stock = world.stock[index]
        if stock.ran_out_at == NEVER and stock.critical and (stock.empty or stock.fleet):
            limit, limit_slope = limit_of(world, stock, time)
            if less(limit, limit_slope, line.wanted, line.wanted_slope, line.plan):
                stock.ran_out_at = time
                note_happening(world, time, RAN_OUT, index, before, max(limit, 0.0))
    needed, needed_slope = needed_rate(line, time)
    needed_before = line.recorded_needed + line.recorded_needed_slope * since
    # Who stretches stock to a day need not hold anything back.
    rationing = line.rationing > 0 and (line.throttle < 1.0 or line.stretch_until <= 0.0)
    moved = differs(line.output, line.output_slope, before, line.recorded_output_slope, line.plan)
    rebound = line.binding != line.recorded_binding
    if (
        known
        and not (moved or rebound)
        and rationing == line.recorded_rationing
        and not differs(needed, needed_slope, needed_before, line.recorded_needed_slope, line.plan)
    ):
        return
    held, limited = 1.0 if rationing else 0.0, float(line.binding)
    row = (time, float(number), line.output, line.output_slope, needed, needed_slope, limited, held)
    note_line(world, row)
    if rationing and not line.recorded_rationing:
        note_happening(world, time, RATIONING_BEGAN, number, 1.0, line.throttle)
    elif line.recorded_rationing and not rationing:
        note_happening(world, time, RATIONING_ENDED, number, line.throttle, 1.0)
    if moved or rebound:
        note_happening(world, time, OUTPUT_CHANGED, number, before, line.output)
    line.recorded_at = time
    line.recorded_output = line.output
    line.recorded_output_slope = line.output_slope
    line.recorded_needed = needed
    line.recorded_needed_slope = needed_slope
    line.recorded_binding = line.binding
    line.recorded_rationing = rationing


def needed_rate(line: Line, time: float) -> Pair:
    """What is needed of a line: its market's demand and what other lines ask for, up to the plan.

    Asking for more than they use at their plan, to refill their stocks, is no need.
    """
    if line.first_edge < line.end_edge:
        plan = line.plan + line.growth * time
        if less(plan, line.growth, line.called, line.called_slope, line.plan):
            return plan, line.growth
    return line.called, line.called_slope


def differs(value: float, slope: float, other: float, other_slope: float, scale: float) -> bool:
    """Whether two pairs differ by more than rounding."""
    return abs(value - other) > _SAME_PACE * scale or abs(slope - other_slope) > _SAME_PACE * scale
