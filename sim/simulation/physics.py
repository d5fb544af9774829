"""This is the exact fluid physics of running out: rates between events, the next event, and the step to it.

Plain functions over the tables of `world.py` (model note 2.2, 2.3 and rules 3, 6, 8 and 11 of 2.12), here and in the
modules beside it, so that the same text can later be compiled. Every rate is a pair (value, slope); every minimum
compares pairs and reports when a loser will undercut the winner, and that instant is a next event. Stocks are settled
only when touched. Orders run up the tiers at once and goods come down them after transit, so that an instant is swept
until nothing changes.
"""

from __future__ import annotations

from heapq import heappop, heappush

from sim.errors import EngineError
from sim.simulation.calendar import (
    CANCELLED,
    CAPACITY,
    CUT,
    DELIVERED,
    DEMAND,
    FLUSH,
    LICENSED,
    LOT,
    RESUMED,
    Row,
)
from sim.simulation.making import close_line, settle_line, touch_line, update_line
from sim.simulation.ordering import plan_position
from sim.simulation.pairs import SAME_INSTANT
from sim.simulation.rationing import review_rationing
from sim.simulation.stocking import (
    close_stock,
    put_in,
    receive_all,
    refill,
    settle_stock,
    touch,
    update_stock,
)
from sim.simulation.transit import flush
from sim.simulation.world import LICENCE, NEVER, ORDINARY, Source, World

_MOST_SWEEPS = 4_000
_AT_FULL_PACE = 60  # sweeps
_LATE = 1_500
# In turn, also late: each quells what goes round at a strength of its own.
_PACES = ((1.0, 0.5, 0.25, 0.125), (0.2, 0.1, 0.05, 0.1))


def apply(world: World, row: Row, time: float) -> None:
    """Apply one calendar row."""
    if row.kind == DEMAND:
        line = world.line[row.index]
        settle_line(line, time)
        line.demand, line.demand_slope = row.value, row.slope
        touch_line(world, row.index)
        for index in range(line.first_stock, line.end_stock):
            touch(world, index, time)
        return
    if row.kind == LOT:
        stock = world.stock[row.index]
        touch(world, row.index, time)
        put_in(stock, row.value)
        return
    source = world.source[row.index]
    touch(world, source.stock, time)
    apply_to_source(world, source, row)


def apply_to_source(world: World, source: Source, row: Row) -> None:
    """Apply one calendar row to the source it concerns; its stock is settled and touched."""
    stock = world.stock[source.stock]
    if row.kind == FLUSH:
        flush(world, source, row.value)
    elif row.kind == CUT:
        stock.cut_sources += 1 if source.own_channel == ORDINARY and not source.cut else 0
        source.cut = True
    elif row.kind == LICENSED:
        source.channel = LICENCE
        source.fresh = True
    elif row.kind == RESUMED:
        stock.cut_sources -= 1 if source.cut and source.own_channel == ORDINARY else 0
        source.cut = False
        source.channel = source.own_channel
        source.fresh = True
    elif row.kind == CAPACITY:
        source.capacity, source.capacity_slope = row.value, row.slope
        if source.line >= 0:
            touch_line(world, source.line)
    elif row.kind == CANCELLED:
        source.on_order -= row.value
    elif row.kind == DELIVERED:
        source.on_order -= row.value
        put_in(stock, row.value)


def step(world: World, time: float, rows: tuple[Row, ...]) -> None:
    """One instant (rule 11): settle what is due, apply the rows, recompute until nothing changes."""
    world.time = time
    for number, line in enumerate(world.line):
        if line.wake <= time + SAME_INSTANT:
            touch_line(world, number)
    for index in stocks_due(world, time):
        touch(world, index, time, reorder=world.stock[index].reorder_at <= time + SAME_INSTANT)
    for row in rows:
        apply(world, row, time)
    for index in {world.source[row.index].stock for row in rows if row.kind not in (DEMAND, LOT)}:
        plan_position(world, world.stock[index])
    sweep(world, time)
    while refill_all(world, time) or review_all(world, time):
        sweep(world, time)
    close(world, time)


def sweep(world: World, time: float) -> None:
    """Recompute lines and stocks in turn until nothing changes (rule 8).

    Where more for one buyer makes it take more from another, changes can go round without end; so lines that have not
    settled after some sweeps pass on a part of a change only. Late, one that has ordered all there is keeps to it:
    if it then gets so much that it needs no more, and with less again all, nothing else ends that.
    """
    for count in range(_MOST_SWEEPS):
        world.late = count >= _LATE
        world.slack = 1.0 if count < _AT_FULL_PACE else 100.0
        world.pace = 1.0 if count < _AT_FULL_PACE else _PACES[world.late][count % 4]
        for index in world.due:
            receive_all(world, world.stock[index], time)
        again = False
        for number, line in enumerate(world.line):
            if line.touched:
                update_line(world, number, time)
                again = True
        due, world.due = world.due, []
        for index in due:
            update_stock(world, index, time)
        if not again and not due:
            return
    raise EngineError(f"day {time:g}: orders between lines do not settle in {_MOST_SWEEPS} sweeps")


def refill_all(world: World, time: float) -> bool:
    """Let every empty stock that fills again be back; whether a line can give others more for it."""
    changed = False
    for index in world.visited_stocks:
        changed = refill(world, index, time) or changed
    return changed


def review_all(world: World, time: float) -> bool:
    """Let every stock of this instant call for rationing or end it; whether one did."""
    changed = False
    for index in world.visited_stocks:
        stock = world.stock[index]
        if review_rationing(world, stock, time):
            touch_line(world, stock.line)
            changed = True
    return changed


def close(world: World, time: float) -> None:
    """End an instant: what is empty, what is recorded, and when each line and stock is due again."""
    for number in world.visited_lines:
        close_line(world, number, time)
    world.visited_lines.clear()
    for index in world.visited_stocks:
        close_stock(world, index, time)
        if world.stock[index].wake < NEVER:
            heappush(world.wakes, (world.stock[index].wake, index))
    world.visited_stocks.clear()


def stocks_due(world: World, time: float) -> list[int]:
    """The stocks that are due, in order; taken off the wake times, of which those overtaken are dropped."""
    found = set()
    while world.wakes and world.wakes[0][0] <= time + SAME_INSTANT:
        wake, index = heappop(world.wakes)
        if world.stock[index].wake == wake:
            found.add(index)
    return sorted(found)


def next_instant(world: World) -> float:
    """When the physics must be recomputed by itself, in days; infinity if never."""
    while world.wakes and world.stock[world.wakes[0][1]].wake != world.wakes[0][0]:
        heappop(world.wakes)  # overtaken: the stock has been recomputed since
    due = world.wakes[0][0] if world.wakes else NEVER
    for line in world.line:
        due = min(due, line.wake)
    return due


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
        if stock.critical and not stock.fleet and abs(stock.used - needed) > 1e-9 * size:
            raise EngineError(f"stock {number}: {stock.used:g} parts used for {needed:g} needed")
    for number, line in enumerate(world.line):
        shipped = sum(world.source[index].shipped for index in world.edge[line.first_edge : line.end_edge])
        if shipped > line.made * (1.0 + 1e-9) + 1e-9 * line.plan * time:
            raise EngineError(f"line {number}: {shipped:g} shipped of {line.made:g} made")
