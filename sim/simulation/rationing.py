"""This is rationing: a maker stretches its stock once a cut input covers too little (model note 2.12, rule 9)."""

from __future__ import annotations

from sim.simulation.pairs import crossing, first_root, less
from sim.simulation.world import NEVER, RATIONING_BEGAN, RATIONING_ENDED, Stock, World


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
        line.fresh = line.touched = True
        if line.rationing == 0:
            world.happenings.append((time, RATIONING_ENDED, stock.line, line.throttle, 1.0))
    elif not stock.latched and short:
        margin, _, _ = cover_margin(world, stock, time)
        if margin <= 1e-9 * scale * line.cover_threshold:
            stock.latched = True
            line.rationing += 1
            line.fresh = line.touched = True
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
