"""This is the exact fluid physics of running out: rates between events, the next event, and the step to it.

One file of plain functions over the tables of `world.py` (model note 2.2, 2.3 and rules 1-5, 9-11 of 2.12), so that
the same text can later be compiled. Every rate is a pair (value, slope); every minimum compares pairs and reports
when a loser will undercut the winner, and that instant is a next event. Stocks are settled only when touched.
"""

from __future__ import annotations

import math

from sim.errors import EngineError
from sim.simulation.calendar import CAPACITY, CUT, DEMAND, FLUSH, LICENSED, LOT, Row
from sim.simulation.world import (
    ABOVE,
    AT_TARGET,
    BEFORE,
    BELOW,
    LICENCE,
    NEVER,
    Line,
    Source,
    Stock,
    Stretch,
    World,
)

SAME_INSTANT = 1e-9  # days; events closer than this are one
SAME_RATE = 1e-10  # of the normal need; pairs closer than this tie, and their slopes decide

ALL, AT_ONCE, LATER = range(3)  # whom an order goes to: any source, those without lead time, those with one

# What can happen by itself, for the log.
RAN_OUT, REFILLED, RATIONING_BEGAN, RATIONING_ENDED, OUTPUT_CHANGED = range(5)
HAPPENINGS = ("stock ran out", "stock is back", "rationing began", "rationing ended", "output changed")


def first_root(level: float, rate: float, slope: float) -> float:
    """The smallest u > 0 at which level + rate u + slope u^2 / 2 falls to zero, or NEVER; level >= 0."""
    if slope == 0.0:
        return level / -rate if rate < 0.0 else NEVER
    discriminant = rate * rate - 2.0 * slope * level
    if discriminant < 0.0:
        return NEVER
    if rate < 0.0:
        return 2.0 * level / (math.sqrt(discriminant) - rate)
    if slope > 0.0:
        return NEVER
    return (rate + math.sqrt(discriminant)) / -slope


def less(value: float, slope: float, other: float, other_slope: float, scale: float) -> bool:
    """Whether the pair (value, slope) is below the other now, or ties and falls below at once."""
    gap = value - other
    if gap < -SAME_RATE * scale:
        return True
    return gap <= SAME_RATE * scale and slope < other_slope - SAME_RATE * scale


def crossing(value: float, slope: float, other: float, other_slope: float, scale: float) -> float:
    """Days until the pair (value, slope), now the larger, falls to the other; NEVER if it does not.

    Pairs that tie have been told apart by `less` already: what is left of their gap is rounding, not a future event.
    """
    gap, closing = value - other, other_slope - slope
    return gap / closing if gap > SAME_RATE * scale and closing > 0.0 else NEVER


def snapped(rate: float, scale: float) -> float:
    """The rate, or exactly 0 when it is too small to tell from 0."""
    return 0.0 if abs(rate) <= SAME_RATE * scale else rate


# ---------------------------------------------------------------------------------------------- settling


def settle_line(line: Line, time: float) -> None:
    """Carry one line forward to `time` at its present rates."""
    days = time - line.time
    if days > 0.0:
        line.made += (line.output + 0.5 * line.output_slope * days) * days
        line.output += line.output_slope * days
        line.wanted += line.wanted_slope * days
        line.demand += line.demand_slope * days
        line.time = time


def settle_stock(world: World, stock: Stock, time: float) -> None:
    """Carry one stock and its sources forward to `time` at their present rates."""
    days = time - stock.time
    if days <= 0.0:
        return
    half = 0.5 * days
    arrived = (stock.inflow + stock.inflow_slope * half) * days
    used = (stock.use + stock.use_slope * half) * days
    stock.arrived += arrived
    stock.used += used
    stock.level += arrived - used
    stock.use += stock.use_slope * days
    stock.inflow += stock.inflow_slope * days
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        shipped = (source.shipping + source.shipping_slope * half) * days
        source.shipped += shipped
        source.in_transit += shipped - (source.arriving + source.arriving_slope * half) * days
        source.shipping += source.shipping_slope * days
        source.arriving += source.arriving_slope * days
        source.capacity += source.capacity_slope * days
    stock.time = time


def touch(world: World, stock: Stock, time: float) -> None:
    """Settle a stock and mark it and its line for recomputation; a stock due to empty is emptied exactly."""
    settle_stock(world, stock, time)
    if not stock.empty and stock.empties_at <= time + SAME_INSTANT:
        stock.level = 0.0
        stock.empty = True
        stock.empties_at = NEVER
    stock.touched = True
    world.line[stock.line].touched = True


# ---------------------------------------------------------------------------------------------- goods in transit


def ship(world: World, source: Source, time: float, value: float, slope: float) -> None:
    """Let the source ship at (value, slope) from now on."""
    scale = max(abs(source.shipping), abs(value))
    changed = (
        source.fresh
        or abs(value - source.shipping) > 1e-13 * scale
        or abs(slope - source.shipping_slope) > 1e-13 * scale
    )
    if not changed:
        return
    source.shipping, source.shipping_slope = value, slope
    source.fresh = False
    if source.lead == 0.0:
        source.arriving, source.arriving_slope = value, slope
        source.arriving_channel = source.channel
        return
    if world.free < 0:
        world.stretch.append(Stretch())
        world.free = len(world.stretch) - 1
    index = world.free
    stretch = world.stretch[index]
    world.free = stretch.following
    stretch.start, stretch.value, stretch.slope = time, value, slope
    stretch.channel, stretch.following = source.channel, -1
    if source.head < 0:
        source.head = index
    else:
        world.stretch[source.tail].following = index
    source.tail = index


def receive(world: World, source: Source, time: float) -> None:
    """Bring the source's arrival rate up to date: the shipping rate one lead time ago."""
    if source.lead == 0.0:
        return
    while source.head >= 0 and world.stretch[source.head].start + source.lead <= time + SAME_INSTANT:
        index = source.head
        stretch = world.stretch[index]
        source.stretch_start, source.stretch_value = stretch.start, stretch.value
        source.stretch_slope, source.arriving_channel = stretch.slope, stretch.channel
        source.head = stretch.following
        stretch.following = world.free
        world.free = index
    source.arriving = source.stretch_value
    if source.stretch_slope != 0.0:
        source.arriving += source.stretch_slope * (time - source.lead - source.stretch_start)
    source.arriving_slope = source.stretch_slope


def flush(world: World, source: Source, lost: float) -> None:
    """Take the share `lost` of the goods in transit away (2.12 rule 5)."""
    kept = 1.0 - lost
    source.in_transit *= kept
    source.stretch_value *= kept
    source.stretch_slope *= kept
    index = source.head
    while index >= 0:
        stretch = world.stretch[index]
        stretch.value *= kept
        stretch.slope *= kept
        index = stretch.following
    source.fresh = True


# ---------------------------------------------------------------------------------------------- what a stock can give


def available(world: World, stock: Stock, time: float) -> tuple[float, float]:
    """Usable inflow of an empty stock: arrivals, and whatever sources without lead time can deliver (rule 3)."""
    value = slope = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        ahead = time - stock.time
        if source.lead == 0.0:
            value += source.capacity + source.capacity_slope * ahead
            slope += source.capacity_slope
        else:
            value += source.arriving + source.arriving_slope * ahead
            slope += source.arriving_slope
    return value, slope


def plan_position(world: World, stock: Stock) -> float:
    """Target position: target on hand plus goods in transit when the plan is served in merit order (rule 2)."""
    need = stock.needs * world.line[stock.line].plan
    ordinary = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.push:
            need -= source.capacity
        elif source.rank == 0:
            ordinary += source.capacity
    need = max(need, 0.0)
    filled = min(need, ordinary)
    share = filled / ordinary if ordinary > 0.0 else 0.0
    rest = need - filled
    position = stock.target
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.push:
            flow = source.capacity
        elif source.rank == 0:
            flow = source.capacity * share
        else:
            flow = min(source.capacity, rest)
            rest -= flow
        position += source.lead * flow
    return position


def position(world: World, stock: Stock) -> float:
    """Parts on hand and on their way."""
    total = stock.level
    for index in range(stock.first_source, stock.end_source):
        total += world.source[index].in_transit
    return total


# ---------------------------------------------------------------------------------------------- ordering


def asked(source: Source, whom: int) -> bool:
    """Whether an order to `whom` may go to this source."""
    return not source.push and (whom == ALL or (source.lead == 0.0) == (whom == AT_ONCE))


def serve(world: World, stock: Stock, value: float, slope: float, whom: int) -> float:
    """Order the need (value, slope) from `whom` in merit order (rule 4); returns days until that order changes.

    Rank 0, the ordinary sources, share by capacity; later ranks are asked one after the other, and so are the
    ordinary ones while one of them ramps. What nobody can deliver stays unserved.
    """
    scale = stock.needs * world.line[stock.line].plan
    room, steady = 0.0, True
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.rank == 0 and not source.push and source.capacity_slope != 0.0:
            steady = False
        if asked(source, whom):
            source.order = source.order_slope = 0.0
            room += source.capacity if source.rank == 0 else 0.0
    if less(value, slope, 0.0, 0.0, scale):
        return crossing(0.0, 0.0, value, slope, scale)
    change = crossing(value, slope, 0.0, 0.0, scale)
    spread = room > 0.0 and steady
    share, share_slope = 1.0, 0.0
    if spread and less(value, slope, room, 0.0, scale):
        share, share_slope = value / room, slope / room
        change = min(change, crossing(room, 0.0, value, slope, scale))
    elif spread:
        change = min(change, crossing(value, slope, room, 0.0, scale))
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if not asked(source, whom):
            continue
        own, own_slope = source.capacity, source.capacity_slope
        if spread and source.rank == 0:
            own, own_slope = own * share, own * share_slope
        elif less(value, slope, own, own_slope, scale):
            change = min(change, crossing(own, own_slope, value, slope, scale))
            own, own_slope = value, slope
        else:
            change = min(change, crossing(value, slope, own, own_slope, scale))
        source.order, source.order_slope = own, own_slope
        value -= own
        slope -= own_slope
        if value <= SAME_RATE * scale and abs(slope) <= SAME_RATE * scale:
            value = slope = 0.0
    return change


def urgency(world: World, stock: Stock) -> tuple[float, float]:
    """What the line uses of a stock beside what arrives anyway: from an empty stock that must come at once."""
    value, slope = stock.use, stock.use_slope
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.lead > 0.0:
            value -= source.arriving
            slope -= source.arriving_slope
        elif source.push:
            value -= source.capacity
            slope -= source.capacity_slope
    return value, slope


def ordered(world: World, stock: Stock, whom: int) -> tuple[float, float]:
    """What has been ordered from `whom`."""
    value = slope = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if asked(source, whom):
            value += source.order
            slope += source.order_slope
    return value, slope


def hold_position(world: World, stock: Stock, value: float, slope: float) -> float:
    """Order exactly the need (value, slope), so that the position keeps its target; days until that changes.

    From an empty stock, what those without lead time must give at once comes off the orders to the others.
    """
    change = serve(world, stock, value, slope, ALL)
    if not stock.empty:
        return change
    scale = stock.needs * world.line[stock.line].plan
    urgent, urgent_slope = urgency(world, stock)
    given, given_slope = ordered(world, stock, AT_ONCE)
    if not less(given, given_slope, urgent, urgent_slope, scale):
        return min(change, crossing(given, given_slope, urgent, urgent_slope, scale))
    change = min(change, crossing(urgent, urgent_slope, given, given_slope, scale))
    change = min(change, serve(world, stock, urgent, urgent_slope, AT_ONCE))
    return min(change, serve(world, stock, value - urgent, slope - urgent_slope, LATER))


def place_orders(world: World, stock: Stock) -> float:
    """Set what every source of the stock is asked to ship (rule 1); returns days until that changes by itself."""
    scale = stock.needs * world.line[stock.line].plan
    value, slope = stock.use, stock.use_slope  # need beside what is pushed
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        source.order, source.order_slope = source.capacity, source.capacity_slope
        if source.push:
            value -= source.capacity
            slope -= source.capacity_slope
    deliverable, deliverable_slope = ordered(world, stock, ALL)
    gap = stock.target_position - position(world, stock)
    tolerance = 1e-9 * max(stock.target_position, scale)
    stock.ordering = BELOW if gap > tolerance else ABOVE if gap < -tolerance else AT_TARGET
    if stock.ordering == AT_TARGET and less(deliverable, deliverable_slope, value, slope, scale):
        stock.ordering = BELOW
    elif stock.ordering == AT_TARGET and less(value, slope, 0.0, 0.0, scale):
        stock.ordering = ABOVE
    if stock.ordering == AT_TARGET:
        return hold_position(world, stock, value, slope)
    change = NEVER
    rate, rate_slope = deliverable - value, deliverable_slope - slope  # of the position
    if stock.ordering == ABOVE:
        urgent, urgent_slope = urgency(world, stock) if stock.empty else (0.0, 0.0)
        serve(world, stock, 0.0, 0.0, LATER)
        change = serve(world, stock, urgent, urgent_slope, AT_ONCE)
        given, given_slope = ordered(world, stock, AT_ONCE)
        rate, rate_slope = given - value, given_slope - slope
    rate = snapped(rate, scale)
    if gap > tolerance:
        return min(change, first_root(gap, -rate, -rate_slope))
    if gap < -tolerance:
        return min(change, first_root(-gap, rate, rate_slope))
    return min(change, return_to_target(rate, rate_slope))


def return_to_target(rate: float, slope: float) -> float:
    """Days until a position that leaves its target at (rate, slope), away from it, is back there."""
    away = abs(rate)
    if rate == 0.0:
        return NEVER
    back = -slope if rate > 0.0 else slope
    return 2.0 * away / back if back > 0.0 else NEVER


# ---------------------------------------------------------------------------------------------- rationing


def cover_margin(world: World, stock: Stock, time: float) -> tuple[float, float, float]:
    """Parts on hand and honoured in transit above the rationing threshold, and its (rate, slope) (rule 9).

    Cover is net: (on hand + goods in transit from cut sources) / (need - what open sources can deliver) in days.
    """
    line = world.line[stock.line]
    need = stock.needs * (line.demand + line.demand_slope * (time - line.time))
    need_slope = stock.needs * line.demand_slope
    held = stock.level
    rate, slope = -stock.use, -stock.use_slope
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        need -= source.capacity
        need_slope -= source.capacity_slope
        if source.cut:
            held += source.in_transit
            rate += source.shipping
            slope += source.shipping_slope
        else:
            rate += source.arriving
            slope += source.arriving_slope
    margin = held - line.cover_threshold * need
    return margin, rate - line.cover_threshold * need_slope, slope


def shortage(world: World, stock: Stock, time: float) -> tuple[float, float]:
    """Need beyond what open sources can deliver, as (value, slope) in parts a day."""
    line = world.line[stock.line]
    value = stock.needs * (line.demand + line.demand_slope * (time - line.time))
    slope = stock.needs * line.demand_slope
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        value -= source.capacity
        slope -= source.capacity_slope
    return value, slope


def review_rationing(world: World, stock: Stock, time: float) -> None:
    """Latch or release the stock's call for rationing; only critical inputs whose ordinary supply is cut call."""
    line = world.line[stock.line]
    if line.cover_threshold <= 0.0 or not stock.critical or not (stock.latched or stock.cut_sources):
        return
    scale = stock.needs * line.plan
    value, slope = shortage(world, stock, time)
    short = less(0.0, 0.0, value, slope, scale)
    if stock.latched and (not short or stock.cut_sources == 0):
        stock.latched = False
        line.rationing -= 1
        if line.rationing == 0:
            world.happenings.append((time, RATIONING_ENDED, stock.line, line.throttle, 1.0))
    elif not stock.latched and short:
        margin, _, _ = cover_margin(world, stock, time)
        if margin <= 1e-9 * scale * line.cover_threshold:
            stock.latched = True
            line.rationing += 1
            if line.rationing == 1:
                world.happenings.append((time, RATIONING_BEGAN, stock.line, 1.0, line.throttle))


def rationing_change(world: World, stock: Stock, time: float) -> float:
    """Days until the stock's call for rationing changes by itself."""
    line = world.line[stock.line]
    if line.cover_threshold <= 0.0 or not stock.critical or not stock.cut_sources:
        return NEVER
    scale = stock.needs * line.plan
    value, slope = shortage(world, stock, time)
    if stock.latched:
        return crossing(value, slope, 0.0, 0.0, scale)
    if not less(0.0, 0.0, value, slope, scale):
        return crossing(0.0, 0.0, value, slope, scale)
    margin, rate, margin_slope = cover_margin(world, stock, time)
    return first_root(max(margin, 0.0), rate, margin_slope)


# ---------------------------------------------------------------------------------------------- one instant


def update_stock(world: World, number: int, time: float) -> None:
    """Recompute use, orders, inflow and the next event of one settled stock."""
    stock = world.stock[number]
    line = world.line[stock.line]
    scale = stock.needs * line.plan
    stock.touched = False
    stock.use, stock.use_slope = stock.needs * line.output, stock.needs * line.output_slope
    change = NEVER
    if stock.empty and not stock.critical:
        value, slope = available(world, stock, time)
        if less(value, slope, stock.use, stock.use_slope, scale):
            change = crossing(stock.use, stock.use_slope, value, slope, scale)
            stock.use, stock.use_slope = value, slope
            if stock.ran_out_at == NEVER:
                stock.ran_out_at = time
        else:
            change = crossing(value, slope, stock.use, stock.use_slope, scale)
    change = min(change, place_orders(world, stock))
    stock.inflow = stock.inflow_slope = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        ship(world, source, time, source.order, source.order_slope)
        stock.inflow += source.arriving
        stock.inflow_slope += source.arriving_slope
        if source.head >= 0:
            change = min(change, world.stretch[source.head].start + source.lead - time)
    net, net_slope = stock.inflow - stock.use, stock.inflow_slope - stock.use_slope
    if stock.empty and less(0.0, 0.0, net, net_slope, scale):
        stock.empty = False
        if stock.ran_out_at < NEVER:
            world.happenings.append((time, REFILLED, number, 0.0, 0.0))
    stock.empties_at = NEVER
    if not stock.empty:
        net, net_slope = snapped(net, scale), snapped(net_slope, scale)
        stock.empties_at = time + first_root(max(stock.level, 0.0), net, net_slope)
    stock.wake = min(stock.empties_at, time + min(change, rationing_change(world, stock, time)))
    if stock.recorded or world.detailed:
        world.stock_rows.append(stock_row(world, number, time))


def stock_row(world: World, number: int, time: float) -> tuple[float, ...]:
    """What the results keep of a stock: time, number, level, use, slope, then (inflow, slope) by channel."""
    stock = world.stock[number]
    inflow = [0.0] * 10
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        channel = source.arriving_channel
        if source.cut and channel != LICENCE:
            channel = BEFORE
        inflow[2 * channel] += source.arriving
        inflow[2 * channel + 1] += source.arriving_slope
    return (time, number, stock.level, stock.use, stock.use_slope, *inflow)


def update_line(world: World, number: int, time: float) -> None:
    """Recompute the output of one line and, if it changes, every stock it draws on."""
    line = world.line[number]
    settle_line(line, time)
    line.touched = False
    for index in range(line.first_stock, line.end_stock):
        stock = world.stock[index]
        if stock.touched:
            for each in range(stock.first_source, stock.end_source):
                receive(world, world.source[each], time)
            review_rationing(world, stock, time)
    scale = line.plan
    factor = line.throttle if line.rationing > 0 else 1.0
    wanted, wanted_slope = factor * line.demand, factor * line.demand_slope
    change = NEVER
    if less(line.capacity, 0.0, wanted, wanted_slope, scale):
        change = crossing(wanted, wanted_slope, line.capacity, 0.0, scale)
        wanted, wanted_slope = line.capacity, 0.0
    else:
        change = crossing(line.capacity, 0.0, wanted, wanted_slope, scale)
    output, output_slope, binding = wanted, wanted_slope, -1
    limits = []
    for index in range(line.first_stock, line.end_stock):
        stock = world.stock[index]
        if stock.empty and stock.critical:
            value, slope = available(world, stock, time)
            value, slope = value / stock.needs, slope / stock.needs
            limits.append((value, slope))
            if less(value, slope, output, output_slope, scale):
                output, output_slope, binding = value, slope, index
            if stock.ran_out_at == NEVER and less(value, slope, wanted, wanted_slope, scale):
                stock.ran_out_at = time
                world.happenings.append((time, RAN_OUT, index, line.output, max(value, 0.0)))
    if binding >= 0:
        change = min(change, crossing(wanted, wanted_slope, output, output_slope, scale))
    for value, slope in limits:
        change = min(change, crossing(value, slope, output, output_slope, scale))
    line.wake = time + change
    if output < -SAME_RATE * scale or output > line.capacity * (1.0 + 1e-9):
        raise EngineError(f"day {time:g}: output {output:g} outside 0 .. capacity {line.capacity:g}")
    set_output(world, number, time, (output, output_slope, wanted, wanted_slope, binding))


def set_output(world: World, number: int, time: float, piece: tuple[float, float, float, float, int]) -> None:
    """Take over a line's new (output, slope, wanted, slope, binding stock) and update the stocks it concerns."""
    line = world.line[number]
    output, output_slope, wanted, wanted_slope, binding = piece
    tolerance = 1e-13 * line.plan
    moved = abs(output - line.output) > tolerance or abs(output_slope - line.output_slope) > tolerance
    if moved or binding != line.binding or not world.line_rows:
        world.happenings.append((time, OUTPUT_CHANGED, number, line.output, output))
    if moved:
        line.output, line.output_slope = output, output_slope
    line.wanted, line.wanted_slope, line.binding = wanted, wanted_slope, binding
    world.line_rows.append(
        (
            time,
            number,
            line.output,
            line.output_slope,
            line.demand,
            line.demand_slope,
            binding,
            float(line.rationing > 0),
        )
    )
    for index in range(line.first_stock, line.end_stock):
        stock = world.stock[index]
        if moved and not stock.touched:
            settle_stock(world, stock, time)
            for each in range(stock.first_source, stock.end_source):
                receive(world, world.source[each], time)
        if moved or stock.touched:
            update_stock(world, index, time)


def apply(world: World, row: Row, time: float) -> None:
    """Apply one calendar row."""
    if row.kind == DEMAND:
        line = world.line[row.index]
        settle_line(line, time)
        line.demand, line.demand_slope = row.value, row.slope
        line.touched = True
        for index in range(line.first_stock, line.end_stock):
            touch(world, world.stock[index], time)
        return
    if row.kind == LOT:
        stock = world.stock[row.index]
        touch(world, stock, time)
        stock.level += row.value
        stock.arrived += row.value
        stock.empty = stock.empty and stock.level <= 0.0
        return
    source = world.source[row.index]
    stock = world.stock[source.stock]
    touch(world, stock, time)
    if row.kind == FLUSH:
        flush(world, source, row.value)
    elif row.kind == CUT:
        stock.cut_sources += 1 if source.rank == 0 and not source.cut else 0
        source.cut = True
    elif row.kind == LICENSED:
        source.channel = LICENCE
        source.fresh = True
    elif row.kind == CAPACITY:
        source.capacity, source.capacity_slope = row.value, row.slope
    stock.target_position = plan_position(world, stock)


def step(world: World, time: float, rows: tuple[Row, ...]) -> None:
    """One instant (rule 11): settle what is due, apply the rows, recompute once."""
    world.time = time
    for stock in world.stock:
        if stock.wake <= time + SAME_INSTANT:
            touch(world, stock, time)
    for line in world.line:
        if line.wake <= time + SAME_INSTANT:
            line.touched = True
    for row in rows:
        apply(world, row, time)
    for number, line in enumerate(world.line):
        if line.touched:
            update_line(world, number, time)


def next_instant(world: World) -> float:
    """The next event the world has of its own."""
    return min(
        min((stock.wake for stock in world.stock), default=NEVER),
        min((line.wake for line in world.line), default=NEVER),
    )


# ---------------------------------------------------------------------------------------------- both ends


def begin(world: World) -> None:
    """Bring every stock to its steady state on day 0: target position held, goods in transit flowing.

    A line whose plan has not begun holds on hand what would otherwise be in transit.
    """
    for stock in world.stock:
        line = world.line[stock.line]
        stock.target_position = plan_position(world, stock)
        place_steady_flow(world, stock, running=line.demand > 0.0)
        stock.starting_level = stock.level
        stock.empty = stock.level <= 0.0


def place_steady_flow(world: World, stock: Stock, running: bool) -> None:
    """Fill the pipes of a running line with the flow of its plan; put that on hand for one that waits."""
    stock.use, stock.use_slope = stock.needs * world.line[stock.line].plan, 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        source.order = source.order_slope = 0.0
        if source.push:
            source.order = source.capacity
            stock.use -= source.capacity
    stock.use = max(stock.use, 0.0)
    serve(world, stock, stock.use, 0.0, ALL)
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        content = source.lead * source.order
        if running:
            source.in_transit = content
            source.stretch_value = source.arriving = source.shipping = source.order
            source.arriving_channel = source.channel
        elif not source.push:
            stock.level += content
    stock.use = 0.0


def finish(world: World, time: float) -> None:
    """Carry everything to the horizon and check the run: mass balance and no stock below nothing."""
    for line in world.line:
        settle_line(line, time)
    for number, stock in enumerate(world.stock):
        settle_stock(world, stock, time)
        line = world.line[stock.line]
        size = stock.starting_level + stock.arrived + stock.needs * line.plan * (time + 1.0)
        balance = stock.level - (stock.starting_level + stock.arrived - stock.used)
        if abs(balance) > 1e-9 * size:
            raise EngineError(f"stock {number}: {balance:g} parts made from nothing or lost")
        if stock.level < -1e-9 * size:
            raise EngineError(f"stock {number}: {stock.level:g} parts on hand")
        needed = line.made * stock.needs
        if stock.critical and abs(stock.used - needed) > 1e-9 * size:
            raise EngineError(f"stock {number}: {stock.used:g} parts used for {needed:g} needed")
