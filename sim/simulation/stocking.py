"""This is the keeping of stocks and fleets: what is on hand, what comes and goes, and when that changes."""

from __future__ import annotations

from sim.simulation.journal import note_happening, note_inflow, note_stock
from sim.simulation.ordering import available, place_orders
from sim.simulation.pairs import SAME_INSTANT, crossing, first_root, less, snapped
from sim.simulation.rationing import rationing_change
from sim.simulation.transit import receive, ship
from sim.simulation.waking import set_wake
from sim.simulation.world import BEFORE, LICENCE, NEVER, REFILLED, Source, Stock, World


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
    stock.target_position += stock.target_slope * days
    stock.share += stock.share_slope * days
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.shipping != 0.0 or source.shipping_slope != 0.0:
            shipped = (source.shipping + source.shipping_slope * half) * days
            source.shipped += shipped
            source.in_transit += shipped - (source.arriving + source.arriving_slope * half) * days
            source.shipping += source.shipping_slope * days
        elif source.arriving != 0.0 or source.arriving_slope != 0.0:
            source.in_transit -= (source.arriving + source.arriving_slope * half) * days
        source.arriving += source.arriving_slope * days
        source.capacity += source.capacity_slope * days
        source.order += source.order_slope * days
        if source.line >= 0:
            source.told += source.told_slope * days
            source.offer += source.offer_slope * days
    stock.time = time


def touch(world: World, number: int, time: float) -> None:
    """Settle a stock whose flows changed, and put it down to be recomputed, its orders included.

    Only an empty stock or a fleet can change what its line puts out; the line of any other is left alone.
    """
    put_down_stock(world, number, time)
    stock = world.stock[number]
    stock.reorder = True
    if stock.empty or stock.fleet:
        world.line[stock.line].touched = True


def touch_own(world: World, number: int, time: float) -> None:
    """The same of a stock whose line changed what it uses."""
    put_down_stock(world, number, time)
    world.stock[number].reorder = True


def wake_stock(world: World, number: int, time: float) -> None:
    """The same of a stock that is due; goods that arrive do not change the position that orders follow."""
    put_down_stock(world, number, time)
    stock = world.stock[number]
    if stock.empty or stock.fleet:
        world.line[stock.line].touched = True
    stock.reorder = stock.reorder or stock.empty or stock.reorder_at <= time + SAME_INSTANT


def put_down_stock(world: World, number: int, time: float) -> None:
    """Settle a stock and put it down for recomputation; one due to empty is emptied exactly."""
    stock = world.stock[number]
    settle_stock(world, stock, time)
    if not stock.empty and stock.empties_at <= time + SAME_INSTANT:
        stock.level = 0.0
        stock.empty = not stock.fleet
        stock.empties_at = NEVER
    clock = world.clock[0]
    if not stock.touched:
        stock.touched = True
        world.due[clock.due] = number
        clock.due += 1
    if not stock.visited:
        stock.visited = True
        world.visited_stock[clock.visited_stocks] = number
        clock.visited_stocks += 1


def put_in(stock: Stock, parts: float) -> None:
    """Add parts that come all at once to a settled stock."""
    stock.level += parts
    stock.arrived += parts
    if stock.level > 0.0:
        stock.empty = False
        stock.starved = False


def receive_all(world: World, stock: Stock, time: float) -> None:
    """Bring the arrivals of a settled stock up to date."""
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.lead > 0.0 and (
            source.head >= 0
            or source.stretch_slope != 0.0
            or source.arriving != source.stretch_value
            or source.arriving_slope != 0.0
        ):
            receive(world, source, time)


def update_stock(world: World, number: int, time: float) -> None:
    """Recompute use, orders and inflow of one settled stock."""
    stock = world.stock[number]
    line = world.line[stock.line]
    stock.touched = False
    inflow, inflow_slope = stock.inflow, stock.inflow_slope
    use, use_slope = stock.use, stock.use_slope
    receive_all(world, stock, time)
    if stock.fleet:
        retire(world, stock)
    else:
        stock.use = stock.needs * (line.output + line.output_slope * (time - line.time))
        stock.use_slope = stock.needs * line.output_slope
    if stock.reorder:
        change = NEVER
        if stock.empty and (not stock.critical or stock.spared > 0.0):
            change = use_what_comes(world, stock, time)
        stock.reorder_at = time + min(change, place_orders(world, stock))
        stock.reorder = False
        for index in range(stock.first_source, stock.end_source):
            source = world.source[index]
            if source.line < 0:
                ship(world, source, time, source.order, source.order_slope)
            else:
                tell(world, source)
    arriving = arriving_slope = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        arriving += source.arriving
        arriving_slope += source.arriving_slope
    stock.inflow = arriving
    stock.inflow_slope = arriving_slope
    if stock.fleet:
        retire(world, stock)
        if (
            inflow != stock.inflow
            or inflow_slope != stock.inflow_slope
            or use != stock.use
            or use_slope != stock.use_slope
        ):
            line.touched = True


def retire(world: World, stock: Stock) -> None:
    """Let units of a fleet retire: so many a day while there are any, and else those that come, if they are fewer."""
    stock.use = stock.retiring
    stock.use_slope = 0.0
    if stock.level <= 0.0 and less(stock.inflow, stock.inflow_slope, stock.retiring, 0.0, stock.scale):
        stock.use = stock.inflow
        stock.use_slope = stock.inflow_slope


def tell(world: World, source: Source) -> None:
    """Let the line that feeds a source know what it is asked, if that changed."""
    same = 1e-13 * max(source.weight, 1e-300)
    if abs(source.order - source.told) > same or abs(source.order_slope - source.told_slope) > same:
        source.told = source.order
        source.told_slope = source.order_slope
        world.line[source.line].touched = True


def use_what_comes(world: World, stock: Stock, time: float) -> float:
    """Let the line use what comes of an empty stock it can do without; returns days until that changes."""
    scale = stock.scale
    value, slope = available(world, stock, time)
    if not less(value, slope, stock.use, stock.use_slope, scale):
        stock.starved = False
        return crossing(value, slope, stock.use, stock.use_slope, scale)
    change = crossing(stock.use, stock.use_slope, value, slope, scale)
    stock.use = value
    stock.use_slope = slope
    stock.starved = True
    return change


def refill(world: World, number: int, time: float) -> bool:
    """Mark an empty stock as back when more comes than is used; whether others must know."""
    stock = world.stock[number]
    net, net_slope = stock.inflow - stock.use, stock.inflow_slope - stock.use_slope
    if not stock.empty or not less(0.0, 0.0, net, net_slope, stock.scale):
        return False
    stock.empty = False
    stock.starved = False
    stock.reorder = True  # from now on nothing has to come at once
    if stock.ran_out_at < NEVER:
        note_happening(world, time, REFILLED, number, 0.0, 0.0)
    line = world.line[stock.line]
    line.touched = line.first_edge < line.end_edge  # it can give more now, if it is asked
    return line.touched


def close_stock(world: World, number: int, time: float) -> None:
    """End the instant for a stock: when it is due again, and its record."""
    stock = world.stock[number]
    stock.visited = False
    stock.pressed = False
    stock.tries = 0
    scale = stock.scale
    net, net_slope = stock.inflow - stock.use, stock.inflow_slope - stock.use_slope
    if stock.starved and not stock.critical and stock.ran_out_at == NEVER:
        stock.ran_out_at = time
    stock.empties_at = NEVER
    if not stock.empty:
        stock.empties_at = time + first_root(
            max(stock.level, 0.0), snapped(net, scale), snapped(net_slope, scale)
        )
    if stock.fleet and stock.level <= 0.0:
        more = crossing(stock.retiring, 0.0, stock.inflow, stock.inflow_slope, scale)
        stock.empties_at = min(stock.empties_at, time + more)
    wake = min(stock.empties_at, stock.reorder_at, time + rationing_change(world, stock, time))
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.head >= 0:
            wake = min(wake, world.stretch[source.head].start + source.lead)
    set_wake(world, number, wake)
    if stock.recorded or world.clock[0].detailed:
        record_stock(world, number, time)


def record_stock(world: World, number: int, time: float) -> None:
    """Keep what the results need of a stock: time, number, level, use, slope, then (inflow, slope) by channel."""
    stock = world.stock[number]
    note_stock(world, (time, float(number), stock.level, stock.use, stock.use_slope))
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        channel = source.arriving_channel
        if source.cut and channel != LICENCE:
            channel = BEFORE
        note_inflow(world, channel, source.arriving, source.arriving_slope)
