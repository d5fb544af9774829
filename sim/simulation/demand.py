"""This is demand over time: the plan as it grows, less what buyers may not buy or do not want without a service."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from sim.exposure import Closure
from sim.network import InputNode, LineNode, SourceNode
from sim.simulation.calendar import DEMAND, Row
from sim.simulation.following import Bend, Bending, at, exponential, straight
from sim.simulation.ramping import is_curved, ramp_up

# Where growth, a returning service and ageing bend demand at once it is no straight line; then it is followed by
# chords of a week, which miss it by less than 1e-4 of the plan (h^2 / 8 times the product of two slopes).
_CHORD = 7.0
_YEAR = 365.25


def demand_rows(
    number: int,
    line: LineNode[float],
    closed: Mapping[str, Closure],
    ready: Mapping[str, float],
    horizon: float,
) -> list[Row]:
    """Calendar rows of one line's own demand, in products a day.

    A measure that keeps a market from buying leaves a share of its demand. In a market where an input keeps only a
    share of demand, demand is kept + (1 - kept) x availability, where availability is the share of the need that open
    sources of the input can serve. An input that new designs need takes its yearly share of the plan away for as long
    as it is missing, from some time after the cut.
    """
    if line.plan <= 0.0:
        return []
    course = _Course(line, closed, ready)
    times = sorted({line.starts, *(time for time in course.breakpoints() if line.starts < time < horizon)})
    rows = []
    for start, end in pairwise([*times, horizon]):
        steps = 1
        if course.bends(start):
            steps = max(int((end - start) / _CHORD + 1.0), 1)
        for step in range(steps):
            here = start + (end - start) * step / steps
            there = start + (end - start) * (step + 1) / steps
            value = course.at(here, here)
            slope = (course.at(here, there) - value) / (there - here)
            cause = course.cause(start) if step == 0 else ("", "")
            rows.append(Row(here, DEMAND, number, line.plan * value, line.plan * slope, *cause))
    return rows


class _Course:
    """Demand of one line as a share of its first plan."""

    def __init__(
        self, line: LineNode[float], closed: Mapping[str, Closure], ready: Mapping[str, float]
    ) -> None:
        self.line = line
        self.closed, self.ready = closed, ready
        self.deciding = [item for item in line.inputs if item.demand_kept]
        self.ageing = [_Ageing(item, closed, ready) for item in line.inputs if item.ageing is not None]
        keys = {market: line.market_key(market) for market in line.markets}
        self.barred = {market: closed[key] for market, key in keys.items() if key in closed}
        self.slow: dict[str, list[Bend]] = {}  # by input or market: what follows only slowly
        if line.falls_over or line.returns_over:
            follow = exponential if line.demand_exponential else straight
            pace = (line.falls_over or 0.0, line.returns_over or 0.0)
            for item in self.deciding:
                days = sorted({0.0} | _breakpoints(item, closed, ready))
                self.slow[item.key] = follow(
                    [(day, *availability(item, closed, ready, day)) for day in days], *pace
                )
            for market, barred in self.barred.items():
                bends = [(0.0, barred.share_at(0.0), 0.0)]
                bends += [(step.day, step.share, 0.0) for step in barred.steps if step.day > 0.0]
                self.slow[keys[market]] = follow(bends, *pace)

    def breakpoints(self) -> set[float]:
        """Every day on which demand bends or jumps."""
        times: set[float] = set()
        for item in self.deciding:
            times |= _breakpoints(item, self.closed, self.ready)
        for ageing in self.ageing:
            times |= ageing.breakpoints()
        for barred in self.barred.values():
            times |= {step.day for step in barred.steps}
        for bends in self.slow.values():
            times |= {day for day, _, _ in bends}
        return times

    def available(self, item: InputNode[float], time: float) -> Bending:
        """How far demand follows an input from `time` on, and the slope of that."""
        if item.key in self.slow:
            return at(self.slow[item.key], time)
        return availability(item, self.closed, self.ready, time)

    def may_buy(self, market: str, time: float) -> Bending:
        """The share of a market's demand that is there from `time` on, services aside, and its slope."""
        key = self.line.market_key(market)
        if key in self.slow:
            return at(self.slow[key], time)
        return (self.barred[market].share_at(time) if market in self.barred else 1.0), 0.0

    def bends(self, time: float) -> bool:
        """Whether demand is no straight line from `time` on: several things change at once, or one does so itself."""
        changing = 1 if self.line.grows > 0.0 else 0
        changing += sum(self.available(item, time)[1] != 0.0 for item in self.deciding)
        changing += sum(self.may_buy(market, time)[1] != 0.0 for market in self.barred)
        for ageing in self.ageing:
            changing += ageing.is_on(time)
            changing += ageing.is_on(time) and ageing.bends(time)
        return changing > 1

    def at(self, known: float, time: float) -> float:
        """Demand at `time` if nothing breaks after `known`, as a share of the first plan."""
        value = 0.0
        for market, share in self.line.markets.items():
            kept = 1.0
            for item in self.deciding:
                if market in item.demand_kept:
                    least = item.demand_kept[market]
                    reached, rise = self.available(item, known)
                    kept = least + (1.0 - least) * (reached + rise * (time - known))
            allowed, rise = self.may_buy(market, known)
            value += share * (allowed + rise * (time - known)) * kept
        aged = max((ageing.lost(time) for ageing in self.ageing), default=0.0)
        grown = 1.0 + self.line.grows * time / _YEAR
        return grown * value * max(1.0 - aged, 0.0)

    def cause(self, time: float) -> tuple[str, str]:
        """Why demand changes on a day of its breakpoints."""
        if time == self.line.starts:
            return "the plan begins", "plan"
        titles = [item.title for item in self.deciding if time in _breakpoints(item, self.closed, self.ready)]
        titles += [ageing.item.title for ageing in self.ageing if time in ageing.breakpoints()]
        if not titles:
            steps = ((market, step) for market, barred in self.barred.items() for step in barred.steps)
            found = next(((market, step) for market, step in steps if step.day == time), None)
            if found is None:
                on_its_way = self.line.demand_exponential and any(
                    at(each, time)[1] for each in self.slow.values()
                )
                return ("", "") if on_its_way else ("demand has followed", "demand")
            market, step = found
            return f"{step.cause}: demand in {market} is {100.0 * step.share:.0f} % of the plan", step.measure
        return f"{', '.join(titles)}: availability changed", "demand"


class _Ageing:
    """Demand that ages while a design tool is missing."""

    def __init__(
        self, item: InputNode[float], closed: Mapping[str, Closure], ready: Mapping[str, float]
    ) -> None:
        assert item.ageing is not None  # the caller chose such inputs
        self.item, self.closed, self.ready = item, closed, ready
        self.a_day = item.ageing.a_year / _YEAR
        cuts = [closed[source.key].cut for source in item.sources if source.ordinary and source.key in closed]
        self.begins = min(cuts) + item.ageing.after if cuts else float("inf")

    def breakpoints(self) -> set[float]:
        """Days on which the loss starts, bends, or has taken all."""
        if self.begins == float("inf"):
            return set()
        times = {self.begins} | {
            time for time in _breakpoints(self.item, self.closed, self.ready) if time > self.begins
        }
        # The day all demand is gone: of the pieces of the loss, the one that reaches 1.
        for start, end in pairwise([*sorted(times), float("inf")]):
            missing = 1.0 - availability(self.item, self.closed, self.ready, start)[0]
            left = 1.0 - self.lost(start)
            if left > 0.0 and missing > 0.0 and not self.bends(start):
                gone = start + left / (self.a_day * missing) if self.a_day > 0.0 else float("inf")
                if gone < end:
                    return times | {gone}
        return times

    def is_on(self, time: float) -> bool:
        """Whether demand is being lost."""
        return time >= self.begins and availability(self.item, self.closed, self.ready, time) != (1.0, 0.0)

    def bends(self, time: float) -> bool:
        """Whether the loss slows down on its way, as an alternative ramps up."""
        return availability(self.item, self.closed, self.ready, time)[1] != 0.0

    def lost(self, time: float) -> float:
        """Share of demand lost by `time`: the yearly share for as long and as far as the tool was missing."""
        if time <= self.begins:
            return 0.0
        times = [self.begins, *sorted(_breakpoints(self.item, self.closed, self.ready)), time]
        total = 0.0
        for start, end in pairwise([each for each in times if self.begins <= each <= time]):
            reached, rise = availability(self.item, self.closed, self.ready, start)
            length = end - start
            total += (1.0 - reached - 0.5 * rise * length) * length
        return min(self.a_day * total, 1.0)


def availability(
    item: InputNode[float], closed: Mapping[str, Closure], ready: Mapping[str, float], time: float
) -> tuple[float, float]:
    """Share of the need that open sources can serve from `time` on, and its slope; at most 1."""
    value = slope = 0.0
    for source in item.sources:
        if source.ordinary:
            reached, rise = source.share, 0.0
        else:
            reached, rise = _ramped(source, ready.get(source.key), time)
        if source.key in closed:
            open_share = closed[source.key].share_at(time)
            reached, rise = reached * open_share, rise * open_share
        value += reached
        slope += rise
    if value > 1.0 or (value > 1.0 - 1e-12 and slope >= 0.0):
        return 1.0, 0.0
    return value, slope


def _ramped(source: SourceNode[float], ready: float | None, time: float) -> Bending:
    if ready is None or time < ready:
        return 0.0, 0.0
    if is_curved(source):
        return at(ramp_up(source, ready, source.share), time)
    full, ramp = source.share, source.ramp or 0.0
    if time >= ready + ramp:
        return full, 0.0
    return full * (time - ready) / ramp, full / ramp


def _breakpoints(
    item: InputNode[float], closed: Mapping[str, Closure], ready: Mapping[str, float]
) -> set[float]:
    """Every day on which the availability of an input bends or jumps."""
    times: set[float] = set()
    for source in item.sources:
        if source.key in closed:
            times |= {step.day for step in closed[source.key].steps}
        if source.key in ready:
            times |= {day for day, _, _ in ramp_up(source, ready[source.key], source.share)}
    for start, end in pairwise(sorted(times)):
        value, slope = availability(item, closed, ready, start)
        if slope > 0.0 and value + slope * (end - start) > 1.0:
            times.add(start + (1.0 - value) / slope)
    return times
