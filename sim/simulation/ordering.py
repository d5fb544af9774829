"""This is ordering: what every source of a stock is asked to ship (model note 2.12, rules 1 to 4).

Orders follow the position, parts on hand and on their way, against its target. Where open sources cannot deliver what
the line uses, all of them ship what they can, whatever the position: no maker waits to order from the one supplier
it has left. A source that is fed by a line is asked for its full part also while the line cannot give it; what later
sources are asked for follows what it can give.
"""

from __future__ import annotations

from sim.simulation.pairs import SAME_RATE, crossing, first_root, less, snapped
from sim.simulation.sharing import Pair, put_down, share_out
from sim.simulation.world import ABOVE, AT_TARGET, BELOW, BETWEEN, NEVER, Source, Stock, World

# An order surges that rises, late in an instant, by more than so many times what the need rises by, and more than such
# a share of the normal need a day.
_SURGE = 100.0
_SURGE_SHARE = 0.01

# Whom an order goes to: any source, those without lead time, those with one.
ALL, AT_ONCE, LATER = range(3)


def room(source: Source) -> Pair:
    """What a source can ship: its capacity, or what its line could give it if it were asked for all of that."""
    if source.short:
        return source.offer, source.offer_slope
    return source.capacity, source.capacity_slope


def coming(source: Source) -> Pair:
    """What a source ships of what it is asked."""
    if source.short and less(
        source.offer, source.offer_slope, source.order, source.order_slope, source.weight
    ):
        return source.offer, source.offer_slope
    return source.order, source.order_slope


def available(world: World, stock: Stock, time: float) -> Pair:
    """Usable inflow of an empty stock: arrivals, and whatever sources without lead time can deliver (rule 3)."""
    value = slope = 0.0
    ahead = time - stock.time
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.lead == 0.0:
            own, own_slope = room(source)
        else:
            own, own_slope = source.arriving, source.arriving_slope
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
    ahead = world.clock[0].time
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
    if need <= 0.0:
        need = slope = 0.0
    scale = stock.scale
    first = stock.first_source
    while first < stock.end_source:
        end = world.source[first].rank_end
        count = 0
        for index in range(first, end):
            source = world.source[index]
            if not source.push:
                limit, limit_slope = foreseen(source)
                put_down(world, count, source.weight, limit, limit_slope)
                count += 1
        if count > 0:
            found, level, _ = share_out(world, 0, count, (need, slope), scale)
            count = 0
            for index in range(first, end):
                source = world.source[index]
                if not source.push:
                    taker = world.taker[count]
                    count += 1
                    flow, flow_slope = taker.limit, taker.limit_slope
                    if found and not taker.at_limit:
                        flow, flow_slope = level[0] * source.weight, level[1] * source.weight
                    value += source.lead * (
                        flow + 0.5 * flow_slope * source.lead
                    )  # what grows on the way, too
                    value_slope += source.lead * flow_slope
                    need -= flow
                    slope -= flow_slope
            if need <= SAME_RATE * scale:
                break
        first = end
    stock.target_position = value
    stock.target_slope = value_slope


def position(world: World, stock: Stock) -> float:
    """Parts on hand and on their way."""
    total = stock.level
    for index in range(stock.first_source, stock.end_source):
        total += world.source[index].in_transit + world.source[index].on_order
    return total


def gap_to_target(world: World, stock: Stock) -> Pair:
    """How far the position is below its target, and what of that is rounding."""
    tolerance = 1e-9 * max(stock.target_position, stock.scale)
    return stock.target_position - position(world, stock), tolerance


def asked(source: Source, whom: int) -> bool:
    """Whether an order to `whom` may go to this source."""
    return not source.push and (whom == ALL or (source.lead == 0.0) == (whom == AT_ONCE))


def serve(world: World, stock: Stock, need: float, need_slope: float, whom: int) -> float:
    """Order a need from `whom` in merit order (rule 4); returns days until that order changes.

    Sources of one rank share it by weight up to what each can give; what they cannot deliver is asked of the next
    rank, and what nobody can deliver stays unserved.
    """
    scale = stock.scale
    change = NEVER
    done = less(need, need_slope, 0.0, 0.0, scale)
    if done:
        change = crossing(0.0, 0.0, need, need_slope, scale)
    first = stock.first_source
    while first < stock.end_source:
        end = world.source[first].rank_end
        count, only = 0, first
        for index in range(first, end):
            source = world.source[index]
            if asked(source, whom):
                count, only = count + 1, index
                if done:
                    source.order = source.order_slope = 0.0
        if count > 0 and not done:
            if count == 1:
                source = world.source[only]
                (given, given_slope), until = serve_one(source, need, need_slope, scale)
                done = False
            else:
                done, (given, given_slope), until = serve_rank(world, first, end, (need, need_slope), whom)
            change = min(change, until)
            need -= given
            need_slope -= given_slope
            done = done or (need <= SAME_RATE * scale and need_slope <= SAME_RATE * scale)
        first = end
    return change


def serve_one(source: Source, need: float, need_slope: float, scale: float) -> tuple[Pair, float]:
    """Order a need from a single source; returns what it gives, and days until that changes."""
    limit, limit_slope = room(source)
    if not less(limit, limit_slope, need, need_slope, scale):
        source.order = need
        source.order_slope = need_slope
        return (need, need_slope), crossing(limit, limit_slope, need, need_slope, scale)
    source.order = source.capacity
    source.order_slope = source.capacity_slope
    change = crossing(need, need_slope, limit, limit_slope, scale)
    if source.short:
        change = min(change, ask_beyond_offer(source, need, need_slope, scale))
    return (limit, limit_slope), change


def serve_rank(world: World, first: int, end: int, need: Pair, whom: int) -> tuple[bool, Pair, float]:
    """Order a need from sources of one rank; returns whether they serve it, what they give, days until that changes."""
    scale = world.stock[world.source[first].stock].scale
    count = 0
    for index in range(first, end):
        source = world.source[index]
        if asked(source, whom):
            limit, limit_slope = room(source)
            put_down(world, count, source.weight, limit, limit_slope)
            count += 1
    found, level, change = share_out(world, 0, count, need, scale)
    value = slope = 0.0
    count = 0
    for index in range(first, end):
        source = world.source[index]
        if not asked(source, whom):
            continue
        taker = world.taker[count]
        count += 1
        own, own_slope = level[0] * source.weight, level[1] * source.weight
        if found and not taker.at_limit:
            source.order = own
            source.order_slope = own_slope
            value += own
            slope += own_slope
            continue
        source.order = source.capacity
        source.order_slope = source.capacity_slope
        value += taker.limit
        slope += taker.limit_slope
        if found and source.short:
            change = min(change, ask_beyond_offer(source, own, own_slope, scale))
    return found, (value, slope), change


def ask_beyond_offer(source: Source, own: float, own_slope: float, scale: float) -> float:
    """Ask a source whose line is short for its part all the same; returns days until that reaches its capacity."""
    if less(source.capacity, source.capacity_slope, own, own_slope, scale):
        return crossing(own, own_slope, source.capacity, source.capacity_slope, scale)
    source.order = own
    source.order_slope = own_slope
    return crossing(source.capacity, source.capacity_slope, own, own_slope, scale)


def order_everything(world: World, stock: Stock, whom: int) -> None:
    """Order from `whom` all that they may ship."""
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if asked(source, whom):
            source.order = source.capacity
            source.order_slope = source.capacity_slope


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


def hold_position(world: World, stock: Stock, need: float, need_slope: float) -> float:
    """Order exactly the need, so that the position keeps its target; returns days until that changes.

    From an empty stock, what those without lead time must give at once comes off the orders to the others.
    """
    change = serve(world, stock, need, need_slope, ALL)
    if not stock.empty:
        return change
    scale = stock.scale
    urgent, urgent_slope = urgency(world, stock)
    given, given_slope = ordered(world, stock, AT_ONCE)
    if not stock.starved and not less(given, given_slope, urgent, urgent_slope, scale):
        return min(change, crossing(given, given_slope, urgent, urgent_slope, scale))
    change = min(change, crossing(urgent, urgent_slope, given, given_slope, scale))
    if stock.starved:
        order_everything(world, stock, AT_ONCE)
        given, given_slope = ordered(world, stock, AT_ONCE)
    else:
        change = min(change, serve(world, stock, urgent, urgent_slope, AT_ONCE))
        given, given_slope = urgent, urgent_slope
    return min(change, serve(world, stock, need - given, need_slope - given_slope, LATER))


def need_and_deliverable(world: World, stock: Stock) -> tuple[Pair, Pair]:
    """What is needed of a stock beside what is pushed, and what open sources can deliver."""
    value, slope = stock.use + stock.target_slope, stock.use_slope
    deliverable = deliverable_slope = 0.0
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.push:
            value -= source.capacity
            slope -= source.capacity_slope
        else:
            own, own_slope = room(source)
            deliverable += own
            deliverable_slope += own_slope
    return (value, slope), (deliverable, deliverable_slope)


def place_orders(world: World, stock: Stock) -> float:
    """Set what every source of the stock is asked to ship (rule 1); returns days until that changes by itself."""
    scale = stock.scale
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if source.push:
            source.order = source.capacity
            source.order_slope = source.capacity_slope
    (value, slope), (deliverable, deliverable_slope) = need_and_deliverable(world, stock)
    gap, tolerance = gap_to_target(world, stock)
    if stock.ordering == BETWEEN and gap < -tolerance:
        return order_between(world, stock, gap, value, slope)
    stock.ordering = BELOW if gap > tolerance else ABOVE if gap < -tolerance else AT_TARGET
    change = NEVER
    if stock.pressed or less(deliverable, deliverable_slope, value, slope, scale):
        stock.ordering = BELOW
        stock.pressed = world.clock[0].late
        change = crossing(value, slope, deliverable, deliverable_slope, scale)
    elif stock.ordering == AT_TARGET and less(value, slope, 0.0, 0.0, scale):
        stock.ordering = ABOVE
    if stock.ordering == AT_TARGET:
        change = hold_position(world, stock, value, slope)
        if not surges(world, stock, slope):
            return change
        stock.ordering = BELOW
        stock.pressed = True
        change = NEVER
    if stock.ordering == ABOVE:
        serve(world, stock, 0.0, 0.0, LATER)
        change = order_from_excess(world, stock)
        change = min(change, crossing(deliverable, deliverable_slope, value, slope, scale))
        given, given_slope = ordered(world, stock, AT_ONCE)
        rate, rate_slope = given - value, given_slope - slope
    else:
        order_everything(world, stock, ALL)
        rate, rate_slope = deliverable - value, deliverable_slope - slope  # of the position
    rate = snapped(rate, scale)
    if gap > tolerance:
        return min(change, first_root(gap, -rate, -rate_slope))
    if gap < -tolerance and stock.ordering == ABOVE:
        return min(change, first_root(-gap, rate, rate_slope))
    return change if gap < -tolerance else min(change, return_to_target(rate, rate_slope))


def surges(world: World, stock: Stock, need_slope: float) -> bool:
    """Whether orders for a stock rise without end while an instant is swept.

    Where a line and the stock's other source draw on one pool, what is asked more of the line comes off what the other
    can give, and is asked of the line again. On the day the pool is just enough, each sweep makes the order steeper and
    no larger: right after it, all there is is ordered.
    """
    if not world.clock[0].late:
        return False
    bound = max(_SURGE * abs(need_slope), _SURGE_SHARE * stock.scale)
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if not source.push and source.order_slope > bound:
            return True
    return False


def order_from_excess(world: World, stock: Stock) -> float:
    """Order at once what a stock above its target lacks on hand; returns days until that changes."""
    if stock.starved:
        order_everything(world, stock, AT_ONCE)
        return NEVER
    if stock.empty:
        urgent, urgent_slope = urgency(world, stock)
        return serve(world, stock, urgent, urgent_slope, AT_ONCE)
    return serve(world, stock, 0.0, 0.0, AT_ONCE)


def order_between(world: World, stock: Stock, gap: float, value: float, slope: float) -> float:
    """Order a share of what sources can ship, above the target; returns days until that changes by itself."""
    serve(world, stock, 0.0, 0.0, LATER)
    change = order_from_excess(world, stock)
    share, share_slope = min(max(stock.share, 0.0), 1.0), stock.share_slope
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        if not source.push:
            most, most_slope = room(source)
            source.order_slope += share * (most_slope - source.order_slope)
            source.order_slope += share_slope * (most - source.order)
            source.order += share * (most - source.order)
    if share_slope != 0.0:
        change = min(change, (share if share_slope < 0.0 else 1.0 - share) / abs(share_slope))
    given, given_slope = ordered(world, stock, ALL)
    return min(change, first_root(-gap, snapped(given - value, stock.scale), given_slope - slope))


def return_to_target(rate: float, slope: float) -> float:
    """Days until a position that leaves its target at (rate, slope), away from it, is back there."""
    away = abs(rate)
    if rate == 0.0:
        return NEVER
    back = -slope if rate > 0.0 else slope
    return 2.0 * away / back if back > 0.0 else NEVER
