"""This is a flow in lots as tests make it: followed as runout does, and lot by lot, each put on hand as it arrives."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.exposure import Closure, Step
from sim.network import InLots, SupplyNetwork, supply_network
from sim.scenario import read_scenario
from sim.simulation.calendar import CAPACITY, CUT, LOT, Row
from sim.simulation.compilation import Blueprint, compile_run
from sim.simulation.driver import simulate
from sim.simulation.runs import Driver, simulated
from sim.simulation.world import Line, Source, Stock, World
from sim.uncertainty.draws import likely
from tests.policy_scenario import HORIZON, POLICIES
from tests.verification.networks import Network

A_DAY = 1000.0  # parts, one in a product


@dataclass(frozen=True)
class InLotsCut:
    """A part all of which comes in lots, its stock on average, and the days on which its source is cut and is open.

    With a share below 1 the rest comes steadily from another source, which is cut instead and for good.
    """

    every: float = 14.0
    first: float = 0.5
    lead: float = 20.0
    covers: float = 30.0
    cut: float = 121.0
    open_again: float = math.inf
    cut_again: float = math.inf
    returned: bool = False
    push: bool = False
    share: float = 1.0
    horizon: float = HORIZON

    @property
    def lot(self) -> float:
        """Parts in a lot."""
        return self.every * A_DAY * self.share

    def arrivals(self) -> list[float]:
        """The days on which lots arrive, one by one."""
        count = math.ceil(self.horizon / self.every) + 1
        days = (self.first * self.every + number * self.every for number in range(count))
        return [day for day in days if day < self.horizon and (self.share < 1.0 or self._is_let_through(day))]

    def _is_let_through(self, day: float) -> bool:
        left = day - self.lead
        if self.returned and left < self.cut <= day:
            return False
        return left < self.cut - 1e-9 or self.open_again - 1e-9 <= left < self.cut_again - 1e-9

    def followed(self, driver: Driver = simulate, steady: bool = False) -> World:
        """The run as runout makes it; or with a flow that is steady."""
        return simulated(self.compiled(steady), driver=driver).world

    def compiled(self, steady: bool = False) -> Blueprint:
        """The same, ready to run."""
        network = _policies()
        (line,) = network.lines
        (item,) = line.inputs
        (source,) = item.sources
        source = source._replace(lead_time=self.lead, push=self.push, headroom=1.0, share=self.share)
        lots = source._replace(in_lots=None if steady else InLots(self.every, self.first))
        other = source._replace(key="other", share=1.0 - self.share)
        steps = [Step(self.cut, 0.0, False, self.returned, "a measure", "a cause")]
        if self.open_again < math.inf:
            steps.append(Step(self.open_again, 1.0, False, False, "a measure", "over"))
        if self.cut_again < math.inf:
            steps.append(Step(self.cut_again, 0.0, False, False, "a measure", "a cause"))
        closed = {(source.key if self.share == 1.0 else "other"): Closure(0.0, tuple(steps))}
        item = item._replace(
            stock=replace(item.stock, covers=self.covers),
            sources=(lots,) if self.share == 1.0 else (lots, other),
        )
        network = replace(network, lines=(replace(line, inputs=(item,)),), horizon=self.horizon)
        return compile_run(network, closed)

    def lot_by_lot(self) -> Network:
        """The same with every lot put on hand on the day it arrives; on day 0 there is what is left of the last."""
        level = self.covers * A_DAY + (self.first - 0.5) * self.lot
        rows = [Row(day, LOT, 0, self.lot) for day in self.arrivals()]
        sources: tuple[Source, ...] = ()
        if self.share < 1.0:
            sources = (Source(0, (1.0 - self.share) * A_DAY, lead=self.lead, push=True),)
            rows += [Row(self.cut, CUT, 0), Row(self.cut, CAPACITY, 0)]
        return Network((Line(A_DAY),), (Stock(0, level=level),), sources, tuple(rows), self.horizon)


@cache
def _policies() -> SupplyNetwork[float]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "policies.yaml"
        path.write_text(POLICIES)
        return likely(supply_network(read_scenario(path).scenario))
