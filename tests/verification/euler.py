"""This is the fluid model in small equal steps, written from its rules and not from the engine.

Any number of lines, sources fed by lines, circles with transit, fleets, growing plans, rationing, open orders; the
error is of the order of the step. In a step of h days a stock of S parts can give S / h a day on top of what arrives,
and the order that holds a position at its target is the rate that brings it there by the end of the step. Orders go
up the tiers at once: each step is swept until they and what comes of them agree.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sim.simulation.calendar import CANCELLED, CAPACITY, CUT, DELIVERED, DEMAND, FLUSH, LOT, RESUMED, Row
from sim.simulation.world import ORDINARY, Line, Source, Stock
from tests.verification.networks import Network

SAME = 1e-11  # of the plan: a sweep that changes no rate by more changes nothing
MOST_SWEEPS = 800
# Then, where orders go on fluttering; the last half of them counts.
SLIDING_SWEEPS = 1600
SLIDING_PACE = 0.005
EDGE = 1e-4  # days, to tell how a flow goes on from a date


@dataclass
class Ramp:
    """A rate that is linear from the last change on."""

    value: float
    slope: float = 0.0
    since: float = 0.0

    def at(self, day: float) -> float:
        return self.value + self.slope * (day - self.since)


def fair_level(amount: float, weights: Sequence[float], limits: Sequence[float]) -> float:
    """The level at which everybody's min(limit, level x weight) adds up to the amount; infinite if nothing does."""
    rest, weight = amount, math.fsum(weights)
    for ratio, own, limit in sorted(
        (limit / own if own > 0.0 else math.inf, own, limit)
        for own, limit in zip(weights, limits, strict=True)
    ):
        if weight > 0.0 and rest <= ratio * weight:
            return max(rest, 0.0) / weight
        rest -= limit
        weight -= own
    return math.inf


def parts_in_turn(
    amount: float, weights: Sequence[float], limits: Sequence[float], priorities: Sequence[int]
) -> list[float]:
    """What each gets of an amount: those of the lowest number first, those of one number by weight."""
    if amount >= math.fsum(limits):
        return list(limits)
    parts = [0.0] * len(weights)
    for priority in sorted(set(priorities)):
        group = [n for n, own in enumerate(priorities) if own == priority]
        level = fair_level(amount, [weights[n] for n in group], [limits[n] for n in group])
        for n in group:
            parts[n] = min(limits[n], level * weights[n]) if weights[n] > 0.0 else 0.0
            amount -= parts[n]
        amount = max(amount, 0.0)
    return parts


@dataclass
class Tap:
    """A source at work: what it is asked, what it gives, and what it shipped in each of the last lead / h steps."""

    source: Source
    weight: float
    capacity: Ramp
    on_order: float
    pipe: deque[float] = field(default_factory=deque)
    cut: bool = False
    can: float = 0.0  # its capacity in this step
    asked: float = 0.0
    given: float = 0.0
    limit: float = (
        0.0  # what it can give: of its capacity, what its line could if it were asked for all of it
    )

    def planned(self, day: float, since: float) -> float:
        """Its capacity as plans made on the day `since` count it: while it rises, what it rises to."""
        if self.capacity.slope > 0.0 and self.capacity.at(since) < self.source.full:
            return self.source.full
        return self.capacity.at(day)


def ask(taps: Iterable[Tap], need: float) -> float:
    """Ask taps for a need in merit order: ranks queue, within one each is asked for its part; returns what they give.

    One whose line is short is asked for its part all the same; the others make up for what it does not give.
    """
    ranks: dict[int, list[Tap]] = {}
    for tap in taps:
        ranks.setdefault(tap.source.rank, []).append(tap)
    total = 0.0
    for _, group in sorted(ranks.items()):
        level = fair_level(
            max(need - total, 0.0), [tap.weight for tap in group], [tap.limit for tap in group]
        )
        for tap in group:
            tap.asked = min(tap.can, level * tap.weight) if tap.weight > 0.0 else 0.0
            total += min(tap.limit, tap.asked)
    return total


def steady(taps: Sequence[Tap], room: Sequence[float], need: float) -> list[float]:
    """The flow of every tap when a steady need is served in merit order over sources with this room."""
    flows = [own if tap.source.push else 0.0 for tap, own in zip(taps, room, strict=True)]
    rest = max(need - sum(flows), 0.0)
    for rank in sorted({tap.source.rank for tap in taps}):
        group = [n for n, tap in enumerate(taps) if tap.source.rank == rank and not tap.source.push]
        level = fair_level(rest, [taps[n].weight for n in group], [room[n] for n in group])
        for n in group:
            flows[n] = min(room[n], level * taps[n].weight)
            rest -= flows[n]
        rest = max(rest, 0.0)
    return flows


@dataclass
class Tank:
    """A stock at work."""

    stock: Stock
    taps: list[Tap]
    level: float
    aim: Ramp  # the target position
    cut_counts: bool = False
    latched: bool = False
    released: bool = False  # in this step
    starved: bool = False
    use: float = 0.0
    arriving: float = 0.0
    lowest: float = 0.0

    def in_transit(self, step: float, cut_only: bool = False) -> float:
        return step * sum(sum(tap.pipe) for tap in self.taps if tap.cut or not cut_only)

    def on_order(self) -> float:
        return sum(tap.on_order for tap in self.taps)

    def plan_position(self, plan: Ramp, day: float) -> None:
        """Rule 2: the target position from `day` on, for the sources as they are then."""

        def flows(on: float) -> list[float]:
            room = [
                tap.capacity.at(on) if tap.source.push else tap.planned(on, since=day) for tap in self.taps
            ]
            return steady(self.taps, room, self.need(plan.at(on)))

        def target(on: float) -> float:
            """On hand, and on the way what is needed as it arrives."""
            total = self.stock.target + self.stock.target_growth * on
            for tap, now, then in zip(self.taps, flows(on), flows(on + EDGE), strict=True):
                grows = 0.0 if tap.source.push else (then - now) / EDGE
                total += tap.source.lead * (now + 0.5 * grows * tap.source.lead)
            return total

        self.aim = Ramp(target(day), (target(day + EDGE) - target(day)) / EDGE, day)

    def need(self, rate: float) -> float:
        """Parts a day that keep the stock where it is while its line makes at a rate."""
        if self.stock.fleet:
            return self.stock.retiring + self.stock.target_growth
        return self.stock.needs * rate

    def at_hand(self, step: float) -> float:
        """Parts a day the line can draw in this step."""
        at_once = sum(tap.limit for tap in self.taps if tap.source.lead == 0.0)
        return self.level / step + self.arriving + at_once

    def most(self, step: float) -> float:
        """The output this stock allows."""
        if not self.stock.critical:
            return math.inf
        return (self.level if self.stock.fleet else self.at_hand(step)) / self.stock.needs

    def draw(self, output: float, step: float) -> None:
        """What the line takes of it in this step."""
        if self.stock.fleet:
            coming = self.arriving + sum(tap.given for tap in self.taps if tap.source.lead == 0.0)
            self.use = min(self.stock.retiring, self.level / step + coming)
            return
        self.use = min(self.stock.needs * output, self.at_hand(step))

    def order(self, step: float, day: float, scale: float) -> None:
        """Rules 1, 3 and 4: what every source is asked for."""
        pushed = [tap for tap in self.taps if tap.source.push]
        free = [tap for tap in self.taps if not tap.source.push]
        for tap in pushed:
            tap.asked = tap.can
        beside = self.use - sum(tap.can for tap in pushed)
        position = self.level + self.in_transit(step) + self.on_order()
        need = beside + (self.aim.at(day + step) - position) / step
        if sum(tap.limit for tap in free) < beside + self.aim.slope - 1e-9 * scale:
            need = math.inf  # what open sources cannot deliver is ordered from all, whatever the position
        ask(free, max(need, 0.0))
        if self.stock.fleet:
            return
        quick = [tap for tap in free if tap.source.lead == 0.0]
        urgent = (
            self.use
            - self.arriving
            - self.level / step
            - sum(tap.can for tap in pushed if tap.source.lead == 0.0)
        )
        at_once = sum(min(tap.limit, tap.asked) for tap in quick)
        if self.starved or at_once < urgent - 1e-12 * scale:
            at_once = ask(quick, math.inf if self.starved else urgent)
            ask([tap for tap in free if tap.source.lead > 0.0], max(need - at_once, 0.0))


@dataclass
class Works:
    """A line at work."""

    line: Line
    plan: Ramp
    capacity: Ramp
    demand: Ramp
    weight: float
    tanks: list[Tank]
    fed: list[Tap]
    rationing: bool = False
    output: float = 0.0
    wanted: float = 0.0

    def asks(self, day: float) -> list[float]:
        """What its market and other lines want of it, the market as rationing leaves it."""
        own = self.demand.at(day) * (self.line.throttle if self.rationing else 1.0)
        return [own, *(tap.asked for tap in self.fed)]

    def called(self, day: float) -> float:
        """What they would want without rationing."""
        return self.demand.at(day) + sum(tap.asked for tap in self.fed)

    def make(self, step: float, day: float, pace: float) -> None:
        """Rules 3 and 6: the output, and what each source it feeds gets of it."""
        asks = self.asks(day)
        self.output = self.wanted = min(self.capacity.at(day), sum(asks))
        limits = [tank.most(step) for tank in self.tanks]
        self.output = max(min([self.output, *limits]), 0.0)
        for tank, limit in zip(self.tanks, limits, strict=True):
            tank.starved = (
                not tank.stock.fleet and limit <= self.output < self.wanted - 1e-10 * self.plan.value
            )
        weights = [self.weight, *(tap.weight for tap in self.fed)]
        priorities = [self.line.priority, *(tap.source.priority for tap in self.fed)]
        given = asks
        if self.output < sum(asks) - 1e-10 * self.plan.value:
            given = parts_in_turn(self.output, weights, asks, priorities)
        for tap, part in zip(self.fed, given[1:], strict=True):
            tap.given = part
        possible = max(min([self.capacity.at(day), *limits]), 0.0)
        for number, tap in enumerate(self.fed, start=1):
            limits = [*asks[:number], max(tap.can, asks[number]), *asks[number + 1 :]]
            part = parts_in_turn(possible, weights, limits, priorities)[number]
            tap.limit += pace * (min(tap.can, part) - tap.limit)

    def rations(self, tank: Tank, step: float, day: float) -> bool:
        """Rule 9: latched once net cover is short, until open sources carry the need."""
        if not (self.line.cover_threshold > 0.0 and tank.stock.critical and not tank.stock.fleet):
            return False
        if not any(tap.cut and tap.source.channel == ORDINARY for tap in tank.taps):
            tank.latched = False
            return False
        short = tank.stock.needs * self.called(day) - sum(tap.limit for tap in tank.taps)
        held = tank.level + tank.in_transit(step, cut_only=True) + tank.on_order()
        if short > 1e-9 * tank.stock.needs * self.plan.value:
            tank.latched = tank.latched or held <= self.line.cover_threshold * short
        elif (
            tank.latched and not tank.released
        ):  # it ends once in a step: if it begins again, it has not ended
            tank.latched, tank.released = False, True
        return tank.latched


@dataclass
class Mean:
    """The mean of a rate over some sweeps."""

    of: Works | Tank | Tap
    name: str
    total: float = 0.0
    count: int = 0

    def add(self) -> None:
        self.total += getattr(self.of, self.name)
        self.count += 1

    def take(self) -> None:
        setattr(self.of, self.name, self.total / self.count)


class Euler:
    """A network, stepped to the horizon; `made[p][n]` is the output of line p up to step n."""

    def __init__(self, network: Network, step: float) -> None:
        self.step, self.network = step, network
        self.unsettled = 0  # steps that ended in the middle of an argument
        self.taps = [
            Tap(
                source,
                source.weight or max(source.capacity, source.full) or 1.0,
                Ramp(source.capacity, source.capacity_slope),
                source.on_order,
            )
            for source in network.sources
        ]
        self.tanks = [
            Tank(stock, [tap for tap in self.taps if tap.source.stock == n], stock.level, Ramp(0.0))
            for n, stock in enumerate(network.stocks)
        ]
        self.works = [self._work(n, line) for n, line in enumerate(network.lines)]
        self._begin()
        self.made = [[0.0] for _ in self.works]
        rows = deque(sorted(network.rows))
        for number in range(round(network.horizon / step)):
            day = number * step
            while rows and rows[0].time <= day + 0.5 * step:
                self._change(rows.popleft())
            self._advance(day)
            for work, made in zip(self.works, self.made, strict=True):
                made.append(made[-1] + step * work.output)

    def _work(self, number: int, line: Line) -> Works:
        plan = Ramp(line.plan or line.demand, line.growth)
        capacity = Ramp(line.capacity, line.capacity_slope)
        if line.capacity == 0.0:
            capacity = Ramp(1.2 * plan.value, 1.2 * plan.slope)
        return Works(
            line,
            plan,
            capacity,
            Ramp(line.demand, line.demand_slope),
            line.weight or line.demand,
            [tank for tank in self.tanks if tank.stock.line == number],
            [tap for tap in self.taps if tap.source.line == number],
        )

    def _begin(self) -> None:
        """Rule g: pipes hold what lines that run already use; what those that wait will need lies on hand."""
        rates = [work.demand.value for work in self.works]
        flows: dict[int, float] = {}
        for _ in range(10_000):
            flows = self._flows(rates)
            called = [work.demand.value + sum(flows[id(tap)] for tap in work.fed) for work in self.works]
            settled = all(
                abs(one - other) <= 1e-14 * (one + other) for one, other in zip(called, rates, strict=True)
            )
            rates = called
            if settled:
                break
        planned = self._flows([work.plan.value for work in self.works])
        grown = [
            rate * (1.0 + EDGE * work.plan.slope / max(work.plan.value, 1e-300))
            for work, rate in zip(self.works, rates, strict=True)
        ]
        later = self._flows(grown, EDGE)
        for work in self.works:
            for tank in work.tanks:
                for tap in tank.taps:
                    steps = round(tap.source.lead / self.step)
                    flow = flows[id(tap)] if tank.stock.piped else 0.0
                    tap.asked = tap.given = flows[id(tap)]
                    tap.limit = math.inf
                    grows = (later[id(tap)] - flows[id(tap)]) / EDGE
                    if tap.source.push or not tank.stock.piped:
                        grows = 0.0
                    tap.pipe = deque(flow + grows * (number + 0.5) * self.step for number in range(steps))
                    if tank.stock.piped and not tap.source.push:
                        tank.level += tap.source.lead * (planned[id(tap)] - flow)
                tank.plan_position(work.plan, 0.0)

    def _flows(self, rates: list[float], day: float = 0.0) -> dict[int, float]:
        flows: dict[int, float] = {}
        for work, rate in zip(self.works, rates, strict=True):
            for tank in work.tanks:
                room = [tap.capacity.at(day) for tap in tank.taps]
                own = steady(tank.taps, room, tank.need(rate))
                flows |= {id(tap): flow for tap, flow in zip(tank.taps, own, strict=True)}
        return flows

    def _change(self, row: Row) -> None:
        """Apply one dated change."""
        if row.kind == DEMAND:
            self.works[row.index].demand = Ramp(row.value, row.slope, row.time)
            return
        if row.kind == LOT:
            self.tanks[row.index].level += row.value
            return
        tap = self.taps[row.index]
        tank = self.tanks[tap.source.stock]
        if row.kind == FLUSH:
            tap.pipe = deque(shipped * (1.0 - row.value) for shipped in tap.pipe)
        elif row.kind == CUT:
            tap.cut = True
        elif row.kind == RESUMED:
            tap.cut = False
        elif row.kind == CAPACITY:
            tap.capacity = Ramp(row.value, row.slope, row.time)
        elif row.kind in (CANCELLED, DELIVERED):
            tap.on_order -= row.value
            tank.level += row.value if row.kind == DELIVERED else 0.0
        tank.plan_position(self.works[tank.stock.line].plan, row.time)

    def _advance(self, day: float) -> None:
        """One step of every line."""
        middle = day + 0.5 * self.step
        for tap in self.taps:
            tap.can = max(tap.capacity.at(middle), 0.0)
            tap.limit = tap.can if tap.source.line < 0 else min(tap.limit, tap.can)
        for tank in self.tanks:
            tank.released = False
            tank.arriving = sum(tap.pipe[0] for tap in tank.taps if tap.pipe)
        self._settle(day)
        for _ in range(3 * len(self.tanks) + 1):
            before = [work.rationing for work in self.works]
            for work in self.works:
                calls = [work.rations(tank, self.step, middle) for tank in work.tanks]
                work.rationing = any(calls)
            if before == [work.rationing for work in self.works]:
                break
            self._settle(day)
        for tank in self.tanks:
            tank.level += self.step * (tank.arriving - tank.use)
            for tap in tank.taps:
                if tap.source.lead == 0.0:
                    tank.level += self.step * tap.given
                else:
                    tap.pipe.popleft()
                    tap.pipe.append(tap.given)
            tank.lowest = min(tank.lowest, tank.level)

    def _settle(self, day: float) -> None:
        """Rule 8: sweep until what is asked, given and made no longer changes.

        Where orders flutter without end, as on and off, lines pass on ever less of it, and the step has the mean.
        """
        means = [Mean(work, "output") for work in self.works] + [Mean(tank, "use") for tank in self.tanks]
        means += [Mean(tap, "given") for tap in self.taps]
        for count in range(MOST_SWEEPS + SLIDING_SWEEPS):
            moved = False
            pace = 1.0 if count < 40 else (1.0, 0.5, 0.25, 0.125)[count % 4]  # what goes round must fade
            if count >= 400:  # and what goes round through several lines fades at small paces only
                pace = (0.2, 0.1, 0.05, 0.1)[count % 4]
            if count >= MOST_SWEEPS:
                pace = SLIDING_PACE
            for work in self.works:
                before = [work.output, *(tap.given for tap in work.fed), *(tap.limit for tap in work.fed)]
                work.make(self.step, day + 0.5 * self.step, pace)
                after = [work.output, *(tap.given for tap in work.fed), *(tap.limit for tap in work.fed)]
                moved = moved or differs(before, after, SAME * work.plan.value)
            for work in self.works:
                for tank in work.tanks:
                    scale = max(tank.need(work.plan.value), 1e-300)
                    before = [tap.asked for tap in tank.taps]
                    tank.draw(work.output, self.step)
                    if not tank.stock.critical:
                        tank.starved = tank.use < tank.stock.needs * work.output - 1e-10 * scale
                    tank.order(self.step, day, scale)
                    for tap in tank.taps:
                        if tap.source.line < 0:
                            tap.given = tap.asked
                    moved = moved or differs(before, [tap.asked for tap in tank.taps], SAME * scale)
            if not moved:
                return
            if count >= MOST_SWEEPS + SLIDING_SWEEPS // 2:
                for mean in means:
                    mean.add()
        for mean in means:
            mean.take()
        self.unsettled += 1


def differs(before: Sequence[float], after: Sequence[float], scale: float) -> bool:
    """Whether two lists of rates are not the same within rounding."""
    return any(abs(one - other) > scale for one, other in zip(before, after, strict=True))
