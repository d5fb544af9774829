"""This is ordering: what every source of a stock is asked to ship (model note 2.12, rules 1 to 4).

Orders follow the position, parts on hand and on their way, against its target. Where open sources cannot deliver what
the line uses, all of them ship what they can, whatever the position: no maker waits to order from the one supplier
it has left. A source that is fed by a line is asked for its full part also while the line cannot give it; what later
sources are asked for follows what it can give.
"""

from __future__ import annotations

import math

from sim.simulation.pairs import SAME_RATE, crossing, first_root, less, snapped
from sim.simulation.sharing import NOTHING, Pair, share_out
from sim.simulation.world import ABOVE, AT_TARGET, BELOW, NEVER, Source, Stock, World

ALL, AT_ONCE, LATER = range(3)  # whom an order goes to: any source, those without lead time, those with one
EVERYTHING: Pair = (math.inf, 0.0)  # more than anybody can deliver


def room(source: Source) -> Pair:
    """What a source can ship: its capacity, or what its line could give it if it were asked for all of that."""
    if source.short:
        return source.offer, source.offer_slope
    return source.capacity, source.capacity_slope


def coming(source: Source) -> Pair:
    """What a source ships of what it is asked."""
    if source.short and source.offer < source.order:
        return source.offer, source.offer_slope
    return source.order, source.order_slope


def available(world: World, stock: Stock, time: float) -> Pair:
    """Usable inflow of an empty stock: arrivals, and whatever sources without lead time can deliver (rule 3)."""
    value = slope = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        ahead = time - stock.time
        own, own_slope = room(source) if source.lead == 0.0 else (source.arriving, source.arriving_slope)
        value += own + own_slope * ahead
        slope += own_slope
    return value, slope


def foreseen(source: Source) -> Pair:
    """The capacity a source is planned with: what it can ship, or what it will once its ramp is over."""
    if source.capacity_slope > 0.0 and source.capacity < source.full:
        return source.full, 0.0
    return source.capacity, source.capacity_slope


def plan_position(world: World, stock: Stock) -> None:
    """Set the target position: target on hand plus goods in transit when the plan is served in merit order (rule 2).

    A ramping source counts with the capacity it is ramping to; with what it has on the day its ramp begins, nothing,
    an empty stock with a lead time and no target would never order at all.
    """
    line = world.line[stock.line]
    ahead = world.time
    if stock.fleet:
        need, slope = stock.retiring + stock.target_growth, 0.0
    else:
        need, slope = stock.needs * (line.plan + line.growth * ahead), stock.needs * line.growth
    value = stock.target + stock.target_growth * ahead
    value_slope = stock.target_growth
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.push:
            need -= source.capacity
            slope -= source.capacity_slope
            value += source.lead * source.capacity
            value_slope += source.lead * source.capacity_slope
    rest: Pair = (need, slope) if need > 0.0 else NOTHING
    scale = stock.scale
    for group in groups(world, stock, ALL):
        limits = [foreseen(source) for source in group]
        level, at_limit, _ = share_out(rest, [source.weight for source in group], limits, scale)
        for source, limit, limited in zip(group, limits, at_limit, strict=True):
            flow = limit
            if level is not None and not limited:
                flow = (level[0] * source.weight, level[1] * source.weight)
            value += source.lead * flow[0]
            value_slope += source.lead * flow[1]
            rest = (rest[0] - flow[0], rest[1] - flow[1])
        if rest[0] <= SAME_RATE * scale:
            break
    stock.target_position, stock.target_slope = value, value_slope


def position(world: World, stock: Stock) -> float:
    """Parts on hand and on their way."""
    total = stock.level
    for index in range(stock.first_source, stock.end_source):
        total += world.source[index].in_transit + world.source[index].on_order
    return total


def asked(source: Source, whom: int) -> bool:
    """Whether an order to `whom` may go to this source."""
    return not source.push and (whom == ALL or (source.lead == 0.0) == (whom == AT_ONCE))


def groups(world: World, stock: Stock, whom: int) -> list[list[Source]]:
    """The sources an order to `whom` may go to, together by rank, in order of rank."""
    found: list[list[Source]] = []
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if asked(source, whom):
            if found and found[-1][0].rank == source.rank:
                found[-1].append(source)
            else:
                found.append([source])
    return found


def serve(world: World, stock: Stock, need: Pair, whom: int) -> float:
    """Order a need (value, slope) from `whom` in merit order (rule 4); returns days until that order changes.

    Sources of one rank share it by weight up to what each can give; what they cannot deliver is asked of the next
    rank, and what nobody can deliver stays unserved.
    """
    scale = stock.scale
    change = NEVER
    done = less(*need, 0.0, 0.0, scale)
    if done:
        change = crossing(0.0, 0.0, *need, scale)
    for group in groups(world, stock, whom):
        if done:
            for source in group:
                source.order = source.order_slope = 0.0
            continue
        limits = [room(source) for source in group]
        weights = [source.weight for source in group]
        if math.isinf(need[0]):
            level, at_limit, until = None, [True] * len(group), NEVER
        else:
            level, at_limit, until = share_out(need, weights, limits, scale)
        change = min(change, until)
        for index, source in enumerate(group):
            source.order, source.order_slope = source.capacity, source.capacity_slope
            given = limits[index]
            if level is not None:
                own = (level[0] * source.weight, level[1] * source.weight)
                if not at_limit[index]:
                    given = own
                    source.order, source.order_slope = own
                elif source.short:
                    change = min(change, _ask_beyond_offer(source, own, scale))
            need = (need[0] - given[0], need[1] - given[1])
        # Served, or exactly what they can give.
        done = level is not None or (need[0] <= SAME_RATE * scale and need[1] <= SAME_RATE * scale)
    return change


def _ask_beyond_offer(source: Source, own: Pair, scale: float) -> float:
    """Ask a source whose line is short for its part all the same; returns days until that reaches its capacity."""
    capacity = (source.capacity, source.capacity_slope)
    if less(*capacity, *own, scale):
        return crossing(*own, *capacity, scale)
    source.order, source.order_slope = own
    return crossing(*capacity, *own, scale)


def urgency(world: World, stock: Stock) -> Pair:
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


def ordered(world: World, stock: Stock, whom: int) -> Pair:
    """What `whom` will ship of what has been ordered."""
    value = slope = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if asked(source, whom):
            own, own_slope = coming(source)
            value += own
            slope += own_slope
    return value, slope


def hold_position(world: World, stock: Stock, need: Pair) -> float:
    """Order exactly the need (value, slope), so that the position keeps its target; days until that changes.

    From an empty stock, what those without lead time must give at once comes off the orders to the others.
    """
    change = serve(world, stock, need, ALL)
    if not stock.empty:
        return change
    scale = stock.scale
    urgent = urgency(world, stock)
    given = ordered(world, stock, AT_ONCE)
    if not stock.starved and not less(*given, *urgent, scale):
        return min(change, crossing(*given, *urgent, scale))
    change = min(change, crossing(*urgent, *given, scale))
    change = min(change, serve(world, stock, EVERYTHING if stock.starved else urgent, AT_ONCE))
    given = ordered(world, stock, AT_ONCE) if stock.starved else urgent
    return min(change, serve(world, stock, (need[0] - given[0], need[1] - given[1]), LATER))


def place_orders(world: World, stock: Stock) -> float:
    """Set what every source of the stock is asked to ship (rule 1); returns days until that changes by itself."""
    scale = stock.scale
    value, slope = stock.use + stock.target_slope, stock.use_slope  # need beside what is pushed
    deliverable = deliverable_slope = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.push:
            source.order, source.order_slope = source.capacity, source.capacity_slope
            value -= source.capacity
            slope -= source.capacity_slope
        else:
            own, own_slope = room(source)
            deliverable += own
            deliverable_slope += own_slope
    gap = stock.target_position - position(world, stock)
    tolerance = 1e-9 * max(stock.target_position, scale)
    stock.ordering = BELOW if gap > tolerance else ABOVE if gap < -tolerance else AT_TARGET
    change = NEVER
    if stock.pressed or less(deliverable, deliverable_slope, value, slope, scale):
        stock.ordering = BELOW
        stock.pressed = world.late
        change = crossing(value, slope, deliverable, deliverable_slope, scale)
    elif stock.ordering == AT_TARGET and less(value, slope, 0.0, 0.0, scale):
        stock.ordering = ABOVE
    if stock.ordering == AT_TARGET:
        return hold_position(world, stock, (value, slope))
    if stock.ordering == ABOVE:
        urgent = urgency(world, stock) if stock.empty else NOTHING
        serve(world, stock, NOTHING, LATER)
        change = serve(world, stock, EVERYTHING if stock.starved else urgent, AT_ONCE)
        change = min(change, crossing(deliverable, deliverable_slope, value, slope, scale))
        given, given_slope = ordered(world, stock, AT_ONCE)
        rate, rate_slope = given - value, given_slope - slope
    else:
        serve(world, stock, EVERYTHING, ALL)
        rate, rate_slope = deliverable - value, deliverable_slope - slope  # of the position
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
