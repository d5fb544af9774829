"""This is rationing: a maker stretches its stock once a cut input covers too little (model note 2.12, rule 9)."""

from __future__ import annotations

from sim.simulation.ordering import room
from sim.simulation.pairs import SAME_INSTANT, crossing, first_root, less
from sim.simulation.sharing import Pair
from sim.simulation.world import NEVER, Line, Stock, World


def may_ration(world: World, stock: Stock) -> bool:
    """Only critical parts whose ordinary supply is cut are stretched; a fleet is no stock to stretch."""
    threshold = world.line[stock.line].cover_threshold
    decides = stock.critical and stock.spared == 0.0 and not stock.fleet
    return threshold > 0.0 and decides and stock.cut_sources > 0


def shortage(world: World, stock: Stock, time: float) -> Pair:
    """Need beyond what open sources can deliver, as (value, slope) in parts a day."""
    line = world.line[stock.line]
    value = stock.needs * (line.called + line.called_slope * (time - line.time))
    slope = stock.needs * line.called_slope
    for index in range(stock.first_source, stock.end_source):
        own, own_slope = room(world.source[index])
        value -= own
        slope -= own_slope
    return value, slope


def cover_margin(world: World, stock: Stock, time: float) -> tuple[float, float, float]:
    """Parts on hand and honoured in transit above the rationing threshold, and its (rate, slope) (rule 9).

    Cover is net: (on hand + goods in transit from cut sources) / (need - what open sources can deliver) in days.
    """
    need, need_slope = shortage(world, stock, time)
    held = stock.level
    rate, slope = -stock.use, -stock.use_slope
    for index in range(stock.first_source, stock.end_source):
        source = world.source[index]
        held += source.on_order
        if source.cut:
            held += source.in_transit
            rate += source.shipping
            slope += source.shipping_slope
        else:
            rate += source.arriving
            slope += source.arriving_slope
    threshold = world.line[stock.line].cover_threshold
    return held - threshold * need, rate - threshold * need_slope, slope


def review_rationing(world: World, stock: Stock, time: float) -> bool:
    """Latch or release the stock's call for rationing; whether it changed.

    What a line gives while it is asked for less is no proof that it can give all: a call that would begin again in the
    instant in which it ends does not end.
    """
    line = world.line[stock.line]
    if not (stock.latched or may_ration(world, stock)):
        return False
    scale = stock.scale
    lacking, lacking_slope = shortage(world, stock, time)
    short = less(0.0, 0.0, lacking, lacking_slope, scale)
    if stock.latched and (not short or stock.cut_sources == 0):
        if stock.cut_sources > 0 and time - stock.held_at <= SAME_INSTANT:
            return False
        stock.latched = False
        stock.released_at = time
        line.rationing -= 1
        return True
    if not stock.latched and short:
        margin, _, _ = cover_margin(world, stock, time)
        if margin <= 1e-9 * scale * line.cover_threshold:
            stock.latched = True
            if time - stock.released_at <= SAME_INSTANT:
                stock.held_at = time
            line.rationing += 1
            plan_throttle(world, line, time)
            return True
    return False


def plan_throttle(world: World, line: Line, time: float) -> None:
    """Set a rationing line's throttle so that its scarcest rationed stock lasts to the day it is stretched to.

    Model note 2.5: (on hand + what comes by then) / (need by then), at what open sources can deliver now. From that day
    on nothing is held back.
    """
    if line.stretch_until <= 0.0:
        return
    left = line.stretch_until - time
    if left <= SAME_INSTANT:
        line.throttle = 1.0
        return
    share = 1.0
    for index in range(line.first_stock, line.end_stock):
        stock = world.stock[index]
        if stock.latched:
            lacking, _ = shortage(world, stock, time)
            need = stock.needs * (line.called + line.called_slope * (time - line.time))
            held = max(stock.level, 0.0)
            for place in range(stock.first_source, stock.end_source):
                held += world.source[place].on_order
                if world.source[place].cut:
                    held += world.source[place].in_transit
            if need > 0.0:
                share = min(share, (held + (need - lacking) * left) / (need * left))
    line.throttle = max(share, line.least)


def rationing_change(world: World, stock: Stock, time: float) -> float:
    """Days until the stock's call for rationing changes by itself."""
    if not may_ration(world, stock):
        return NEVER
    scale = stock.scale
    value, slope = shortage(world, stock, time)
    if stock.latched:
        return crossing(value, slope, 0.0, 0.0, scale)
    if not less(0.0, 0.0, value, slope, scale):
        return crossing(0.0, 0.0, value, slope, scale)
    margin, rate, margin_slope = cover_margin(world, stock, time)
    return first_root(max(margin, 0.0), rate, margin_slope)
