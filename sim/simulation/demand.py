"""This is demand over time: the plan, less what is lost in a market while a service is missing there."""

from __future__ import annotations

from collections.abc import Mapping

from sim.exposure import Closure
from sim.network import InputNode, LineNode
from sim.simulation.calendar import DEMAND, Row


def demand_rows(
    number: int, line: LineNode[float], closed: Mapping[str, Closure], ready: Mapping[str, float]
) -> list[Row]:
    """Calendar rows of one line's demand, in products a day.

    In a market where an input keeps only a share of demand, demand is kept + (1 - kept) x availability, where
    availability is the share of the need that open sources of the input can serve.
    """
    deciding = [item for item in line.inputs if item.demand_kept]
    times = {line.starts}
    for item in deciding:
        times |= {time for time in _breakpoints(item, closed, ready) if time > line.starts}
    rows = []
    for time in sorted(times):
        value = slope = 0.0
        for market, share in line.markets.items():
            kept, kept_slope = 1.0, 0.0
            for item in deciding:
                if market in item.demand_kept:
                    least = item.demand_kept[market]
                    reached, rise = availability(item, closed, ready, time)
                    kept, kept_slope = least + (1.0 - least) * reached, (1.0 - least) * rise
            value += share * kept
            slope += share * kept_slope
        rows.append(
            Row(time, DEMAND, number, line.plan * value, line.plan * slope, *_cause(line, deciding, time))
        )
    return rows


def _cause(line: LineNode[float], deciding: list[InputNode[float]], time: float) -> tuple[str, str]:
    if time == line.starts:
        return "the plan begins", "plan"
    return f"{', '.join(item.title for item in deciding)}: availability changed", "demand"


def availability(
    item: InputNode[float], closed: Mapping[str, Closure], ready: Mapping[str, float], time: float
) -> tuple[float, float]:
    """Share of the need that open sources can serve from `time` on, and its slope; at most 1."""
    value = slope = 0.0
    for source in item.sources:
        closure = closed.get(source.key)
        if source.ordinary:
            reached, rise = source.share, 0.0
        else:
            reached, rise = _ramped(source.share, source.ramp or 0.0, ready.get(source.key), time)
        if closure is not None and time >= closure.cut:
            licensed = closure.licensed is not None and time >= closure.licensed
            reached, rise = (reached * closure.volume, rise * closure.volume) if licensed else (0.0, 0.0)
        value += reached
        slope += rise
    if value > 1.0 or (value > 1.0 - 1e-12 and slope > 0.0):
        return 1.0, 0.0
    return value, slope


def _ramped(full: float, ramp: float, ready: float | None, time: float) -> tuple[float, float]:
    if ready is None or time < ready:
        return 0.0, 0.0
    if time >= ready + ramp:
        return full, 0.0
    return full * (time - ready) / ramp, full / ramp


def _breakpoints(
    item: InputNode[float], closed: Mapping[str, Closure], ready: Mapping[str, float]
) -> set[float]:
    """Every day on which the availability of an input bends or jumps."""
    times: set[float] = set()
    for source in item.sources:
        closure = closed.get(source.key)
        if closure is not None:
            times.add(closure.cut)
            if closure.licensed is not None:
                times.add(closure.licensed)
        if source.key in ready:
            times |= {ready[source.key], ready[source.key] + (source.ramp or 0.0)}
    for start, end in zip(sorted(times), sorted(times)[1:], strict=False):
        value, slope = availability(item, closed, ready, start)
        if slope > 0.0 and value + slope * (end - start) > 1.0:
            times.add(start + (1.0 - value) / slope)
    return times
