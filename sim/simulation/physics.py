"""This is the exact fluid physics of running out: rates between events, the next event, and the step to it.

Plain functions over the tables of `world.py` (model note 2.2, 2.3 and rule 11 of 2.12), here and in `pairs`, `transit`,
`ordering` and `rationing`, so that the same text can later be compiled. Every rate is a pair (value, slope); every
minimum compares pairs and reports when a loser will undercut the winner, and that instant is a next event. Stocks are
settled only when touched.
"""

from __future__ import annotations

from sim.errors import EngineError
from sim.simulation.calendar import CAPACITY, CUT, DEMAND, FLUSH, LICENSED, LOT, Row
from sim.simulation.ordering import ALL, available, place_orders, plan_position, serve
from sim.simulation.pairs import SAME_INSTANT, crossing, first_root, less, snapped
from sim.simulation.rationing import rationing_change, review_rationing
from sim.simulation.transit import flush, receive, ship
from sim.simulation.world import (
    BEFORE,
    LICENCE,
    NEVER,
    OUTPUT_CHANGED,
    RAN_OUT,
    REFILLED,
    Line,
    Stock,
    World,
)

STALE = -1.0  # of a line's first wake of its stocks: to be found anew


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


def touch(world: World, number: int, time: float, reorder: bool = True) -> None:
    """Settle a stock and put it down for recomputation; one due to empty is emptied exactly.

    Only an empty stock can change what its line puts out; the line of any other is left alone. Without `reorder` its
    orders stand: goods that arrive do not change the position that orders follow.
    """
    stock = world.stock[number]
    settle_stock(world, stock, time)
    if not stock.empty and stock.empties_at <= time + SAME_INSTANT:
        stock.level = 0.0
        stock.empty = True
        stock.empties_at = NEVER
    if not stock.touched:
        stock.touched = True
        world.due.append(number)
    if stock.empty:
        world.line[stock.line].touched = True
    stock.reorder = stock.reorder or reorder or stock.empty


def update_stock(world: World, number: int, time: float) -> None:
    """Recompute use, orders, inflow and the next event of one settled stock."""
    stock = world.stock[number]
    line = world.line[stock.line]
    scale = stock.needs * line.plan
    stock.touched = False
    stock.use = stock.needs * (line.output + line.output_slope * (time - line.time))
    stock.use_slope = stock.needs * line.output_slope
    if stock.reorder:
        change = use_what_comes(world, stock, time) if stock.empty and not stock.critical else NEVER
        stock.reorder_at = time + min(change, place_orders(world, stock))
        stock.reorder = False
        for index in range(stock.first_source, stock.end_source):
            source = world.source[index]
            ship(world, source, time, source.order, source.order_slope)
    stock.inflow = stock.inflow_slope = 0.0
    arrival = NEVER
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        stock.inflow += source.arriving
        stock.inflow_slope += source.arriving_slope
        if source.head >= 0:
            arrival = min(arrival, world.stretch[source.head].start + source.lead)
    net, net_slope = stock.inflow - stock.use, stock.inflow_slope - stock.use_slope
    if stock.empty and less(0.0, 0.0, net, net_slope, scale):
        stock.empty = False
        stock.reorder = True  # from now on nothing has to come at once
        if stock.ran_out_at < NEVER:
            world.happenings.append((time, REFILLED, number, 0.0, 0.0))
    stock.empties_at = NEVER
    if not stock.empty:
        net, net_slope = snapped(net, scale), snapped(net_slope, scale)
        stock.empties_at = time + first_root(max(stock.level, 0.0), net, net_slope)
    stock.wake = min(stock.empties_at, stock.reorder_at, arrival, time + rationing_change(world, stock, time))
    if stock.recorded or world.detailed:
        world.stock_rows.append(stock_row(world, number, time))


def use_what_comes(world: World, stock: Stock, time: float) -> float:
    """Let the line use what comes of an empty stock it can do without; returns days until that changes."""
    scale = stock.needs * world.line[stock.line].plan
    value, slope = available(world, stock, time)
    if not less(value, slope, stock.use, stock.use_slope, scale):
        return crossing(value, slope, stock.use, stock.use_slope, scale)
    change = crossing(stock.use, stock.use_slope, value, slope, scale)
    stock.use, stock.use_slope = value, slope
    if stock.ran_out_at == NEVER:
        stock.ran_out_at = time
    return change


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
    """Recompute the output of one line; if it changes, every stock it draws on is due."""
    line = world.line[number]
    settle_line(line, time)
    line.touched = False
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
    if output < -1e-6 * scale or output > line.capacity * (1.0 + 1e-9):  # a ramp may end 1e-9 days late
        raise EngineError(f"day {time:g}: output {output:g} outside 0 .. capacity {line.capacity:g}")
    if less(output, output_slope, 0.0, 0.0, scale):
        output = output_slope = 0.0
    set_output(world, number, time, (output, output_slope, wanted, wanted_slope, binding))


def set_output(world: World, number: int, time: float, piece: tuple[float, float, float, float, int]) -> None:
    """Take over a line's new (output, slope, wanted, slope, binding stock) and touch the stocks it concerns."""
    line = world.line[number]
    output, output_slope, wanted, wanted_slope, binding = piece
    tolerance = 1e-13 * line.plan
    moved = abs(output - line.output) > tolerance or abs(output_slope - line.output_slope) > tolerance
    changed = moved or binding != line.binding
    if changed:
        world.happenings.append((time, OUTPUT_CHANGED, number, line.output, output))
    if moved:
        line.output, line.output_slope = output, output_slope
    line.wanted, line.wanted_slope, line.binding = wanted, wanted_slope, binding
    if changed or line.fresh:
        world.line_rows.append(line_row(line, number, time))
        line.fresh = False
    if moved:
        for index in range(line.first_stock, line.end_stock):
            stock = world.stock[index]
            if not stock.touched:
                touch(world, index, time)
                receive_all(world, stock, time)
            stock.reorder = True


def receive_all(world: World, stock: Stock, time: float) -> None:
    """Bring the arrivals of a settled stock up to date."""
    for index in range(stock.first_source, stock.end_source):
        receive(world, world.source[index], time)


def line_row(line: Line, number: int, time: float) -> tuple[float, ...]:
    """What the results keep of a line: time, number, output, slope, demand, slope, binding stock, rationing."""
    rationing = float(line.rationing > 0)
    return (
        time,
        number,
        line.output,
        line.output_slope,
        line.demand,
        line.demand_slope,
        line.binding,
        rationing,
    )


def apply(world: World, row: Row, time: float) -> None:
    """Apply one calendar row."""
    if row.kind == DEMAND:
        line = world.line[row.index]
        settle_line(line, time)
        line.demand, line.demand_slope = row.value, row.slope
        line.touched = line.fresh = True
        for index in range(line.first_stock, line.end_stock):
            touch(world, index, time)
        return
    if row.kind == LOT:
        stock = world.stock[row.index]
        touch(world, row.index, time)
        stock.level += row.value
        stock.arrived += row.value
        stock.empty = stock.empty and stock.level <= 0.0
        return
    source = world.source[row.index]
    stock = world.stock[source.stock]
    touch(world, source.stock, time)
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
    for line in world.line:
        if line.wake <= time + SAME_INSTANT:
            line.touched = True
        if line.stocks_wake <= time + SAME_INSTANT:
            for index in range(line.first_stock, line.end_stock):
                stock = world.stock[index]
                if stock.wake <= time + SAME_INSTANT:
                    touch(world, index, time, reorder=stock.reorder_at <= time + SAME_INSTANT)
    for row in rows:
        apply(world, row, time)
    for index in world.due:
        stock = world.stock[index]
        receive_all(world, stock, time)
        review_rationing(world, stock, time)
    for number, line in enumerate(world.line):
        if line.touched:
            update_line(world, number, time)
    for index in world.due:
        update_stock(world, index, time)
        world.line[world.stock[index].line].stocks_wake = STALE
    world.due.clear()
    for line in world.line:
        if line.stocks_wake == STALE:
            line.stocks_wake = NEVER
            for stock in world.stock[line.first_stock : line.end_stock]:
                if stock.wake < line.stocks_wake:
                    line.stocks_wake = stock.wake


def next_instant(world: World) -> float:
    """The next event the world has of its own."""
    return min((min(line.wake, line.stocks_wake) for line in world.line), default=NEVER)


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
    for number in range(len(world.stock)):
        touch(world, number, 0.0)


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
