"""This is when something may happen, and how likely: the days and the chance of a measure or a supplier's stop."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from sim.network import SupplyNetwork
from sim.results.held_back import stop_day
from sim.scenario.quantity import Quantity


@dataclass(frozen=True, order=True)
class Happening:
    """The likeliest day, earliest and latest, and the chance that it happens at all."""

    likely: dt.date
    low: dt.date
    high: dt.date
    chance: float


def by_measure(network: SupplyNetwork[Quantity], name: str, day: dt.date) -> Happening:
    """What a measure does on a day, if it takes effect on its likeliest: earlier or later as the measure itself."""
    node = network.measures[name]
    low, high = (
        dt.timedelta(days=int(end) - int(node.effective.likely))
        for end in (node.effective.low, node.effective.high)
    )
    return Happening(day, day + low, day + high, node.chance.likely)


def by_stop(network: SupplyNetwork[Quantity], name: str) -> Happening:
    """A supplier's own stop."""
    stop = network.vendor_stops[name]
    low, high = (dt.date.fromordinal(int(end)) for end in (stop.begins.low, stop.begins.high))
    return Happening(stop_day(network, name), low, high, stop.chance.likely)


def happening(name: str, chance: str, found: Happening | None) -> dict[str, object]:
    """The columns of a day that may be uncertain; `chance` is the name of that column."""
    if found is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None, chance: math.nan}
    return {name: found.likely, f"{name}_low": found.low, f"{name}_high": found.high, chance: found.chance}
