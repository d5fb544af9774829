"""This is the fluid model in small equal steps, written from its rules and not from the engine.

Rules 1-5 and 9 of the model note for one line at a time; the error is of the order of the step. In a step of h days
a stock of S parts can give S / h a day on top of what arrives, and the sliding order (position held at its target)
is the rate that brings the position to its target by the end of the step.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from sim.simulation.calendar import CAPACITY, CUT, DEMAND, FLUSH, LOT, Row
from sim.simulation.world import Source, Stock
from tests.verification.networks import Network


@dataclass
class Ramp:
    """A rate that is linear from the last change on."""

    value: float
    slope: float = 0.0
    since: float = 0.0

    def foreseen(self, day: float, full: float) -> float:
        """What to plan with: while it rises, the rate it rises to."""
        return max(self.at(day), full) if self.slope > 0.0 else self.at(day)

    def at(self, day: float) -> float:
        return self.value + self.slope * (day - self.since)


@dataclass
class Tap:
    """A source at work: what it can ship, and what it shipped in each of the last `lead / step` steps."""

    source: Source
    capacity: Ramp
    pipe: deque[float] = field(default_factory=deque)
    cut: bool = False


@dataclass
class Tank:
    """A stock at work."""

    stock: Stock
    taps: list[Tap]
    level: float
    target_position: float = 0.0
    latched: bool = False
    lowest: float = 0.0

    def in_transit(self, step: float, cut_only: bool = False) -> float:
        return step * sum(sum(tap.pipe) for tap in self.taps if tap.cut or not cut_only)

    def aim(self, plan: float, day: float) -> list[float]:
        """Rule 2: the target position for the sources open now; returns the flow of each in merit order."""
        pushed = [tap.capacity.at(day) if tap.source.push else 0.0 for tap in self.taps]
        room = [0.0 if tap.source.push else tap.capacity.foreseen(day, tap.source.full) for tap in self.taps]
        ordered = allotted(self.taps, room, max(self.stock.needs * plan - sum(pushed), 0.0))
        flows = [push + order for push, order in zip(pushed, ordered, strict=True)]
        leads = [tap.source.lead for tap in self.taps]
        self.target_position = self.stock.target + sum(
            lead * flow for lead, flow in zip(leads, flows, strict=True)
        )
        return flows


def allotted(taps: list[Tap], room: list[float], need: float, queue: bool = False) -> list[float]:
    """`need` asked of the taps: those of rank 0 share it by the room they have (or queue too), the others queue."""
    given = [0.0] * len(taps)
    ordinary = sum(own for own, tap in zip(room, taps, strict=True) if tap.source.rank == 0)
    shared = min(need, ordinary)
    rest = need - shared
    for index, tap in enumerate(taps):
        if tap.source.rank == 0 and not queue:
            given[index] = room[index] * shared / ordinary if ordinary > 0.0 else 0.0
        elif tap.source.rank == 0:
            given[index] = min(room[index], shared)
            shared -= given[index]
        else:
            given[index] = min(room[index], rest)
            rest -= given[index]
    return given


class Euler:
    """One line of a network, stepped to the horizon; `made[n]` is the output up to step n."""

    def __init__(self, network: Network, step: float) -> None:
        (self.line,) = network.lines
        self.step, self.network = step, network
        self.plan = self.line.plan or self.line.demand
        self.capacity = self.line.capacity or 1.2 * self.plan
        self.demand = Ramp(self.line.demand, self.line.demand_slope)
        self.taps = [Tap(source, Ramp(source.capacity, source.capacity_slope)) for source in network.sources]
        self.tanks = [
            Tank(stock, [tap for tap in self.taps if tap.source.stock == number], stock.level)
            for number, stock in enumerate(network.stocks)
        ]
        for tank in self.tanks:
            self.fill(tank)
        self.made = [0.0]
        rows = deque(sorted(network.rows))
        for number in range(round(network.horizon / step)):
            day = number * step
            while rows and rows[0].time <= day + 0.5 * step:
                self.change(rows.popleft())
            self.made.append(self.made[-1] + step * self.advance(day))

    def fill(self, tank: Tank) -> None:
        """A running line has its pipes full of the flow of its plan; one that waits has that on hand."""
        flows = tank.aim(self.plan, 0.0)
        for tap, flow in zip(tank.taps, flows, strict=True):
            steps = round(tap.source.lead / self.step)
            tap.pipe = deque([flow if self.demand.value > 0.0 else 0.0] * steps)
            if self.demand.value <= 0.0 and not tap.source.push:
                tank.level += flow * tap.source.lead

    def change(self, row: Row) -> None:
        """Apply one dated change."""
        if row.kind == DEMAND:
            self.demand = Ramp(row.value, row.slope, row.time)
            return
        if row.kind == LOT:
            self.tanks[row.index].level += row.value
            return
        tap = self.taps[row.index]
        if row.kind == FLUSH:
            tap.pipe = deque(shipped * (1.0 - row.value) for shipped in tap.pipe)
        elif row.kind == CUT:
            tap.cut = True
        elif row.kind == CAPACITY:
            tap.capacity = Ramp(row.value, row.slope, row.time)
        self.tanks[tap.source.stock].aim(self.plan, row.time)

    def advance(self, day: float) -> float:
        """One step of every tank; returns the output rate."""
        demand = self.demand.at(day + 0.5 * self.step)
        rationing = [self.rations(tank, demand, day) for tank in self.tanks]
        output = min(self.capacity, demand * (self.line.throttle if any(rationing) else 1.0))
        offers = []
        for tank in self.tanks:
            offer = tank.level / self.step
            for tap in tank.taps:
                offer += tap.pipe[0] if tap.pipe else tap.capacity.at(day + 0.5 * self.step)
            offers.append(offer)
            if tank.stock.critical:
                output = min(output, offer / tank.stock.needs)
        for tank, offer in zip(self.tanks, offers, strict=True):
            self.supply(tank, min(tank.stock.needs * output, offer), day)
        return output

    def rations(self, tank: Tank, demand: float, day: float) -> bool:
        """Rule 9: latched while net cover was once short and open sources cannot carry the need."""
        if not (self.line.cover_threshold > 0.0 and tank.stock.critical):
            return False
        if not any(tap.cut and tap.source.rank == 0 for tap in tank.taps):
            return False
        short = tank.stock.needs * demand - sum(tap.capacity.at(day + 0.5 * self.step) for tap in tank.taps)
        if short <= 1e-9 * tank.stock.needs * self.plan:
            tank.latched = False
        elif tank.level + tank.in_transit(self.step, cut_only=True) <= self.line.cover_threshold * short:
            tank.latched = True
        return tank.latched

    def supply(self, tank: Tank, use: float, day: float) -> None:
        """Rules 1 and 4: what each source ships, given what the line uses."""
        room = [tap.capacity.at(day + 0.5 * self.step) for tap in tank.taps]
        pushed = [own if tap.source.push else 0.0 for own, tap in zip(room, tank.taps, strict=True)]
        arriving = sum(tap.pipe[0] for tap in tank.taps if tap.pipe)
        at_hand = arriving + sum(own for own, tap in zip(pushed, tank.taps, strict=True) if not tap.pipe)
        position = tank.level + tank.in_transit(self.step)
        need = use - sum(pushed) + (tank.target_position - position) / self.step
        free = [own - sent for own, sent in zip(room, pushed, strict=True)]
        if sum(free) < use - sum(pushed) - 1e-9 * tank.stock.needs * self.plan:
            need = math.inf  # rule 1: what cannot be delivered for lasting is ordered whatever the position
        if use - sum(pushed) > sum(free) * (1.0 + 1e-9):
            need = sum(
                free
            )  # open sources cannot deliver what is used: all ship what they can, whatever the position
        urgent = max(use - at_hand - tank.level / self.step, 0.0)
        queue = any(tap.source.rank == 0 and not tap.source.push and tap.capacity.slope for tap in tank.taps)
        quick = [own if not tap.pipe else 0.0 for own, tap in zip(free, tank.taps, strict=True)]
        urgently = allotted(tank.taps, quick, urgent, queue)
        left = [own - sent for own, sent in zip(free, urgently, strict=True)]
        later = allotted(tank.taps, left, max(need - sum(urgently), 0.0), queue)
        tank.level += self.step * (arriving - use)
        for index, tap in enumerate(tank.taps):
            shipped = pushed[index] + urgently[index] + later[index]
            if tap.pipe:
                tap.pipe.popleft()
                tap.pipe.append(shipped)
            else:
                tank.level += self.step * shipped
        tank.lowest = min(tank.lowest, tank.level)


def made_by(network: Network, step: float, days: tuple[float, ...]) -> list[float]:
    """Products made by each of `days`, which are multiples of the step."""
    made = Euler(network, step).made
    return [made[round(day / step)] for day in days]
