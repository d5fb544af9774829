"""This is the exact fluid physics of running out: rates between events, the next event, and the step to it.

Plain functions over the tables of `world.py` (model note 2.2, 2.3 and rules 3, 6, 8 and 11 of 2.12), here and in the
modules beside it; the same text runs interpreted and compiled. Every rate is a pair (value, slope); every minimum
compares pairs and reports when a loser will undercut the winner, and that instant is a next event. Stocks are settled
only when touched. Orders run up the tiers at once and goods come down them after transit, so that an instant is swept
until nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.simulation.between import balance_all
from sim.simulation.calendar import (
    CANCELLED,
    CAPACITY,
    CUT,
    DELIVERED,
    DEMAND,
    FLUSH,
    LICENSED,
    LOT,
    REPLAN,
    RESUMED,
    TARGET,
    Row,
)
from sim.simulation.faults import (
    MOST_AT_ONCE,
    MOST_SWEEPS,
    NEGATIVE_STOCK,
    NONE,
    NOT_SETTLING,
    SHIPPED_TOO_MUCH,
    TOO_MANY_AT_ONCE,
    UNBALANCED,
    UNEQUAL_USE,
    fail,
)
from sim.simulation.making import close_line, settle_line, update_line
from sim.simulation.ordering import plan_position
from sim.simulation.pairs import SAME_INSTANT
from sim.simulation.rationing import plan_throttle, review_rationing
from sim.simulation.stocking import (
    close_stock,
    put_in,
    receive_all,
    refill,
    settle_stock,
    touch,
    update_stock,
    wake_stock,
)
from sim.simulation.transit import flush
from sim.simulation.waking import set_wake
from sim.simulation.world import LICENCE, NEVER, ORDINARY, Source, World

_AT_FULL_PACE = 60  # sweeps
_AT_SLOW_PACE = 700
_LATE = 1_500
_AT_LAST_PACE = 4_000
# In turn, also slow: each quells what goes round at a strength of its own.
_PACES = (1.0, 0.5, 0.25, 0.125)
_SLOW_PACES = (0.2, 0.1, 0.05, 0.1)
_LAST_PACES = (0.05, 0.025, 0.0125, 0.025)


def apply(world: World, row: Row, time: float) -> None:
    """Apply one calendar row."""
    if row.kind == DEMAND:
        line = world.line[row.index]
        settle_line(line, time)
        line.demand = row.value
        line.demand_slope = row.slope
        line.touched = True
        for index in range(line.first_stock, line.end_stock):
            touch(world, index, time)
    elif row.kind == REPLAN:
        world.line[row.index].touched = True
    elif row.kind == LOT:
        touch(world, row.index, time)
        put_in(world.stock[row.index], row.value)
    elif row.kind == TARGET:
        touch(world, row.index, time)
        stock = world.stock[row.index]
        stock.target = row.value - row.slope * time
        stock.target_growth = row.slope
        plan_position(world, stock)
    else:
        source = world.source[row.index]
        touch(world, source.stock, time)
        apply_to_source(world, source, row)


def apply_to_source(world: World, source: Source, row: Row) -> None:
    """Apply one calendar row to the source it concerns; its stock is settled and touched."""
    stock = world.stock[source.stock]
    if row.kind == FLUSH:
        flush(world, source, row.value)
    elif row.kind == CUT:
        if source.own_channel == ORDINARY and not source.cut:
            stock.cut_sources += 1
        source.cut = True
    elif row.kind == LICENSED:
        source.channel = LICENCE
        source.fresh = True
    elif row.kind == RESUMED:
        if source.own_channel == ORDINARY and source.cut:
            stock.cut_sources -= 1
        source.cut = False
        source.channel = source.own_channel
        source.fresh = True
    elif row.kind == CAPACITY:
        source.capacity = row.value
        source.capacity_slope = row.slope
        if source.line >= 0:
            world.line[source.line].touched = True
    elif row.kind == CANCELLED:
        source.on_order -= row.value
    elif row.kind == DELIVERED:
        source.on_order -= row.value
        put_in(stock, row.value)


def step(world: World, time: float, rows: Sequence[Row], first: int, end: int) -> None:
    """One instant (rule 11): settle what is due, apply rows `first` to `end`, recompute until nothing changes."""
    clock = world.clock[0]
    clock.at_once = clock.at_once + 1 if time <= clock.time + SAME_INSTANT else 0
    if clock.at_once > MOST_AT_ONCE:
        fail(world, TOO_MANY_AT_ONCE, 0, 0.0)
    clock.time = time
    for number in range(len(world.line)):
        if world.line[number].wake <= time + SAME_INSTANT:
            world.line[number].touched = True
    wake_stocks(world, time)
    for position in range(first, end):
        apply(world, rows[position], time)
    for position in range(first, end):
        row = rows[position]
        if row.kind != DEMAND and row.kind != LOT and row.kind != TARGET and row.kind != REPLAN:
            plan_position(world, world.stock[world.source[row.index].stock])
    if end > first:
        plan_anew(world, time)
    sweep(world, time)
    while clock.fault == NONE and (
        refill_all(world, time) or review_all(world, time) or balance_all(world, time)
    ):
        sweep(world, time)
    close(world, time)


def plan_anew(world: World, time: float) -> None:
    """Let lines that stretch their stock to a day plan anew (rule 12: at calendar rows only)."""
    for number in range(len(world.line)):
        line = world.line[number]
        if line.rationing > 0 and line.stretch_until > 0.0:
            settle_line(line, time)
            line.touched = True
            for index in range(line.first_stock, line.end_stock):
                if world.stock[index].latched:
                    touch(world, index, time)
            plan_throttle(world, line, time)


def sweep(world: World, time: float) -> None:
    """Recompute lines and stocks in turn until nothing changes (rule 8).

    Where more for one buyer makes it take more from another, changes can go round without end; so lines that have not
    settled after some sweeps pass on a part of a change only. Late, one that has ordered all there is keeps to it:
    if it then gets so much that it needs no more, and with less again all, nothing else ends that.
    """
    clock = world.clock[0]
    for count in range(MOST_SWEEPS):
        clock.late = count >= _LATE
        clock.slack = 1.0 if count < _AT_FULL_PACE else 100.0
        clock.pace = 1.0
        if count >= _AT_LAST_PACE:
            clock.pace = _LAST_PACES[count % 4]
        elif count >= _AT_SLOW_PACE:
            clock.pace = _SLOW_PACES[count % 4]
        elif count >= _AT_FULL_PACE:
            clock.pace = _PACES[count % 4]
        due = clock.due
        for position in range(due):
            receive_all(world, world.stock[world.due[position]], time)
        again = False
        for number in range(len(world.line)):
            if world.line[number].touched:
                update_line(world, number, time)
                again = True
        due = clock.due
        for position in range(due):
            update_stock(world, world.due[position], time)
        clock.due -= due
        for position in range(clock.due):  # touched meanwhile
            world.due[position] = world.due[due + position]
        if clock.fault != NONE or (not again and due == 0):
            return
    fail(world, NOT_SETTLING, 0, 0.0)


def refill_all(world: World, time: float) -> bool:
    """Let every empty stock that fills again be back; whether a line can give others more for it."""
    changed = False
    for position in range(world.clock[0].visited_stocks):
        if refill(world, world.visited_stock[position], time):
            changed = True
    return changed


def review_all(world: World, time: float) -> bool:
    """Let every stock of this instant call for rationing or end it; whether one did."""
    changed = False
    for position in range(world.clock[0].visited_stocks):
        stock = world.stock[world.visited_stock[position]]
        if review_rationing(world, stock, time):
            world.line[stock.line].touched = True
            changed = True
    return changed


def close(world: World, time: float) -> None:
    """End an instant: what is empty, what is recorded, and when each line and stock is due again."""
    clock = world.clock[0]
    for position in range(clock.visited_lines):
        close_line(world, world.visited_line[position], time)
    clock.visited_lines = 0
    for position in range(clock.visited_stocks):
        close_stock(world, world.visited_stock[position], time)
    clock.visited_stocks = 0


def wake_stocks(world: World, time: float) -> None:
    """Put down the stocks that are due."""
    while next_wake(world) <= time + SAME_INSTANT:
        number = world.waiting[0]
        set_wake(world, number, NEVER)
        wake_stock(world, number, time)


def next_wake(world: World) -> float:
    """When the first stock is due; infinity if none is."""
    return world.stock[world.waiting[0]].wake if world.clock[0].waiting > 0 else NEVER


def next_instant(world: World) -> float:
    """When the physics must be recomputed by itself, in days; infinity if never."""
    due = next_wake(world)
    for number in range(len(world.line)):
        due = min(due, world.line[number].wake)
    return due


def finish(world: World, time: float) -> None:
    """Carry everything to the horizon and check the run: mass balance and no stock below nothing."""
    world.clock[0].time = time
    for number in range(len(world.line)):
        settle_line(world.line[number], time)
    for number in range(len(world.stock)):
        stock = world.stock[number]
        settle_stock(world, stock, time)
        line = world.line[stock.line]
        size = stock.starting_level + stock.arrived + stock.needs * line.plan * (time + 1.0)
        balance = stock.level - (stock.starting_level + stock.arrived - stock.used)
        if not abs(balance) <= 1e-9 * size:
            fail(world, UNBALANCED, number, balance)
        if not stock.level >= -1e-9 * size:
            fail(world, NEGATIVE_STOCK, number, stock.level)
        excess = stock.used - line.made * stock.needs
        spared = stock.spared > 0.0 and excess < 0.0  # made without it
        if stock.critical and not stock.fleet and not spared and not abs(excess) <= 1e-9 * size:
            fail(world, UNEQUAL_USE, number, excess)
    for number in range(len(world.line)):
        line = world.line[number]
        shipped = 0.0
        for position in range(line.first_edge, line.end_edge):
            shipped += world.source[world.edge[position]].shipped
        if shipped > line.made * (1.0 + 1e-9) + 1e-9 * line.plan * time:
            fail(world, SHIPPED_TOO_MUCH, number, shipped - line.made)
