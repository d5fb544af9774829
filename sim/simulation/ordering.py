"""This is ordering: what every source of a stock is asked to ship (model note 2.12, rules 1 to 4).

Orders follow the position, parts on hand and on their way, against its target. Where open sources cannot deliver what
the line uses, all of them ship what they can, whatever the position: no maker waits to order from the one supplier
it has left.
"""

from __future__ import annotations

from sim.simulation.pairs import SAME_RATE, crossing, first_root, less, snapped
from sim.simulation.world import ABOVE, AT_TARGET, BELOW, NEVER, Source, Stock, World

ALL, AT_ONCE, LATER = range(3)  # whom an order goes to: any source, those without lead time, those with one


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


def foreseen(source: Source) -> float:
    """The capacity a source is planned with: what it can ship, or what it will once its ramp is over."""
    return max(source.capacity, source.full) if source.capacity_slope > 0.0 else source.capacity


def plan_position(world: World, stock: Stock) -> float:
    """Target position: target on hand plus goods in transit when the plan is served in merit order (rule 2).

    A ramping source counts with the capacity it is ramping to; with what it has on the day its ramp begins, nothing,
    an empty stock with a lead time and no target would never order at all.
    """
    need = stock.needs * world.line[stock.line].plan
    ordinary = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.push:
            need -= source.capacity
        elif source.rank == 0:
            ordinary += foreseen(source)
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
            flow = foreseen(source) * share
        else:
            flow = min(foreseen(source), rest)
            rest -= flow
        position += source.lead * flow
    return position


def position(world: World, stock: Stock) -> float:
    """Parts on hand and on their way."""
    total = stock.level
    for index in range(stock.first_source, stock.end_source):
        total += world.source[index].in_transit
    return total


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
    change = NEVER
    if less(deliverable, deliverable_slope, value, slope, scale):
        stock.ordering = BELOW
        change = crossing(value, slope, deliverable, deliverable_slope, scale)
    elif stock.ordering == AT_TARGET and less(value, slope, 0.0, 0.0, scale):
        stock.ordering = ABOVE
    if stock.ordering == AT_TARGET:
        return hold_position(world, stock, value, slope)
    rate, rate_slope = deliverable - value, deliverable_slope - slope  # of the position
    if stock.ordering == ABOVE:
        urgent, urgent_slope = urgency(world, stock) if stock.empty else (0.0, 0.0)
        serve(world, stock, 0.0, 0.0, LATER)
        change = serve(world, stock, urgent, urgent_slope, AT_ONCE)
        change = min(change, crossing(deliverable, deliverable_slope, value, slope, scale))
        given, given_slope = ordered(world, stock, AT_ONCE)
        rate, rate_slope = given - value, given_slope - slope
    rate = snapped(rate, scale)
    if gap > tolerance:
        return min(change, first_root(gap, -rate, -rate_slope))
    if gap < -tolerance and stock.ordering == ABOVE:
        return min(change, first_root(-gap, rate, rate_slope))
    return change if gap < -tolerance else min(change, return_to_target(rate, rate_slope))


def return_to_target(rate: float, slope: float) -> float:
    """Days until a position that leaves its target at (rate, slope), away from it, is back there."""
    away = abs(rate)
    if rate == 0.0:
        return NEVER
    back = -slope if rate > 0.0 else slope
    return 2.0 * away / back if back > 0.0 else NEVER
