"""This is the runs of one network in one draw: what is closed decides a run, and no run is made twice."""

from __future__ import annotations

from collections.abc import Mapping

from sim.exposure import Closure, within
from sim.network import SupplyNetwork
from sim.simulation.compilation import Blueprint, compile_run
from sim.simulation.driver import simulate


class Runs:
    """Runs of one network; `announced` as in `compile_run`."""

    def __init__(self, network: SupplyNetwork[float], announced: Mapping[str, float] | None = None) -> None:
        self.network = network
        self._announced = announced
        self._made: list[tuple[Mapping[str, Closure], Blueprint]] = []

    def under(self, closed: Mapping[str, Closure]) -> Blueprint:
        """The finished run with these flows closed, as far as they are the network's own."""
        own = within(self.network, closed)
        for before, run in self._made:
            if before == own:
                return run
        run = simulated(compile_run(self.network, own, self._announced))
        self._made.append((own, run))
        return run


def simulated(blueprint: Blueprint, detailed: bool = False) -> Blueprint:
    """Carry a compiled run out; `detailed` keeps the records that explain it."""
    blueprint.world.clock[0].detailed = detailed
    simulate(blueprint.world, blueprint.rows, blueprint.horizon)
    return blueprint
