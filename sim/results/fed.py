"""This is inputs that other modelled lines make: what is kept of them, and since when what makes them falls short."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.network import LineNode
from sim.simulation.calendar import Row
from sim.simulation.driver import Run
from sim.simulation.runs import Driver
from sim.simulation.world import World


def keeping_fed(driver: Driver) -> Driver:
    """The same driver, which also keeps the rates of the stocks that other lines supply, cut or not."""

    def drive(world: World, rows: Sequence[Row], horizon: float, /) -> Run:
        for source in world.source:
            if source.line >= 0:
                world.stock[source.stock].recorded = True
        return driver(world, rows, horizon)

    return drive


def short_since(line: LineNode[float], falls_short: Mapping[str, float]) -> dict[str, float]:
    """By input key, the first day on which a line that ordinarily makes it falls short; `falls_short` is by line."""
    found = {}
    for item in line.inputs:
        days = [
            falls_short.get(source.line, math.inf)
            for source in item.sources
            if source.ordinary and source.line is not None
        ]
        if (day := min(days, default=math.inf)) < math.inf:
            found[item.key] = day
    return found
