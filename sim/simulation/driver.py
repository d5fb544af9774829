"""This is one run on SimPy: a process for each measure replays its dated changes, one timer wakes the physics."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from itertools import groupby

import simpy

from sim.simulation import physics, starting
from sim.simulation.breach import raise_fault
from sim.simulation.calendar import Row, in_order
from sim.simulation.pairs import SAME_INSTANT
from sim.simulation.world import NEVER, World


@dataclass(frozen=True)
class Run:
    """A finished run: the world at the horizon, and the calendar it lived through. Times in days."""

    world: World
    rows: tuple[Row, ...]
    horizon: float


class Conductor:
    """Brings calendar and physics together on one SimPy environment: one recomputation an instant."""

    def __init__(self, world: World, rows: tuple[Row, ...], horizon: float) -> None:
        self.environment = simpy.Environment()
        self.world = world
        self.rows = rows
        self.horizon = horizon
        self.following = 0  # the next row to apply
        for _, own in groupby(sorted(rows, key=lambda row: row.measure), key=lambda row: row.measure):
            self.environment.process(self._replay(sorted({row.time for row in own})))

    def run(self) -> None:
        """Run from day 0 to the horizon."""
        starting.begin(self.world)
        raise_fault(self.world)
        self._instant(0.0)
        self.environment.run(until=self.horizon)
        physics.finish(self.world, self.horizon)
        raise_fault(self.world)

    def _replay(self, times: list[float]) -> Generator[simpy.Event]:
        """A measure's process: it comes to life whenever one of its changes is due."""
        for time in times:
            yield self.environment.timeout(max(time - self.environment.now, 0.0))
            if self.following < len(self.rows) and self.rows[self.following].time <= time + SAME_INSTANT:
                self._instant(time)

    def _instant(self, time: float) -> None:
        """Apply every row due at `time`, let the physics recompute once, and set the timer."""
        first = self.following
        while self.following < len(self.rows) and self.rows[self.following].time <= time + SAME_INSTANT:
            self.following += 1
        physics.step(self.world, time, self.rows, first, self.following)
        raise_fault(self.world)
        self._set_timer()

    def _set_timer(self) -> None:
        """Wake the physics at its next event, unless a row comes first; so no timer is ever overtaken."""
        due = physics.next_instant(self.world)
        upcoming = self.rows[self.following].time if self.following < len(self.rows) else NEVER
        if due < min(upcoming - SAME_INSTANT, self.horizon):
            alarm = self.environment.timeout(max(due - self.environment.now, 0.0))
            assert alarm.callbacks is not None  # a fresh timeout always has its list
            alarm.callbacks.append(lambda _: self._instant(due))


def simulate(world: World, rows: Iterable[Row], horizon: float) -> Run:
    """Carry out one run of `horizon` days; raises EngineError if it breaks a law of the physics."""
    ordered = in_order(rows)
    Conductor(world, ordered, horizon).run()
    return Run(world, ordered, horizon)
