"""This is the runs of one network in one draw: what is closed decides a run, and no run is made twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sim.exposure import Closure, within
from sim.network import SupplyNetwork
from sim.simulation.calendar import Row
from sim.simulation.compilation import Blueprint, compile_run
from sim.simulation.driver import Run, simulate
from sim.simulation.world import World


class Driver(Protocol):
    """What carries a run out: `simulate`, on SimPy, or `simulate_compiled`, which gives the same records faster."""

    def __call__(self, world: World, rows: Sequence[Row], horizon: float, /) -> Run:
        """The finished run."""


class Runs:
    """Runs of one network; `announced` as in `compile_run`."""

    def __init__(
        self,
        network: SupplyNetwork[float],
        announced: Mapping[str, float] | None = None,
        driver: Driver = simulate,
    ) -> None:
        self.network = network
        self._announced = announced
        self._driver = driver
        self._made: list[tuple[Mapping[str, Closure], Blueprint]] = []

    def under(self, closed: Mapping[str, Closure]) -> Blueprint:
        """The finished run with these flows closed, as far as they are the network's own."""
        own = within(self.network, closed)
        for before, run in self._made:
            if before == own:
                return run
        run = simulated(compile_run(self.network, own, self._announced), driver=self._driver)
        self._made.append((own, run))
        return run


def simulated(blueprint: Blueprint, detailed: bool = False, driver: Driver = simulate) -> Blueprint:
    """Carry a compiled run out; `detailed` keeps the records that explain it."""
    blueprint.world.clock[0].detailed = detailed
    driver(blueprint.world, blueprint.rows, blueprint.horizon)
    return blueprint
