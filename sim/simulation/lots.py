"""This is delivery in lots: a flow that leaves its supplier one lot every so many days, counted from an unknown day.

A lot is followed as the flow that uses it up, from the day it arrives until the next one is due. So such a flow begins,
ends and changes on lot days only, and between two cuts just what leaves in lots is delivered. What is on hand goes up
and down by a lot, about the stock that is stated; what is kept beside the flow is that stock less half a lot.
"""

from __future__ import annotations

import math

from sim.exposure import Closure
from sim.network import InputNode, LineNode, SourceNode
from sim.simulation.calendar import LOT, Row
from sim.simulation.capacity import Need

_SAME_DAY = 1e-9


def half_of_lots(item: InputNode[float], rate: float) -> float:
    """Half of what one lot of each source brings of an input, in parts; `rate` is used a day."""
    days = (source.share * source.in_lots.every for source in item.sources if source.in_lots is not None)
    return 0.5 * rate * math.fsum(days)


def reached(line: LineNode[float], source: SourceNode[float], closure: Closure) -> list[float]:
    """The days from which the steps of a closure count for the flow; without lots their own.

    A lot that was to leave on the day of a cut does not. Goods that are returned are what arrives from that day on, so
    that step counts from the day the next lot was to arrive. Steps keep their order.
    """
    lots = source.in_lots
    if lots is None:
        return [step.day for step in closure.steps]
    days: list[float] = []
    for step in closure.steps:
        on_its_way = 0.0 if step.returned else source.lead_time
        first = max(line.starts, 0.0) + lots.first * lots.every - on_its_way
        number = math.ceil((step.day - first) / lots.every - _SAME_DAY)
        days.append(max(first + number * lots.every, *days[-1:], step.day))
    return days


def in_time(closure: Closure | None, ships: float, arrives: float) -> bool:
    """Whether goods that ship and arrive on these days are let through."""
    if closure is None:
        return True
    returned = any(step.returned and ships < step.day <= arrives for step in closure.steps)
    return closure.ships_at(ships) and not returned


def lot_rows(stock: int, source: SourceNode[float], need: Need, closure: Closure | None) -> list[Row]:
    """Single deliveries beside the flow, as far as they are let through."""
    rows = []
    for lot in source.lots:
        arrival = lot.ships + source.lead_time
        if in_time(closure, lot.ships, arrival):
            rows.append(Row(arrival, LOT, stock, lot.covers * need.rate, 0.0, "lot delivered", "deliveries"))
    return rows
