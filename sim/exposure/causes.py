"""This is what may close a network's ordinary sources and markets before the horizon, and how likely that is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from sim.exposure.drawn import DrawnLaw
from sim.exposure.flows import Case, Exposure
from sim.exposure.steps import Closure
from sim.network import SupplyNetwork
from sim.rules.hit import Hit
from sim.rules.verdict import CUT, FOR_CERTAIN
from sim.scenario.model import Scenario
from sim.scenario.quantity import Quantity

_ByKey = Mapping[str, frozenset[str]]


class Causes:
    """The measures and suppliers' stops that close a source or a market in the draws of one case, if they happen.

    On the days of each draw, for a measure that is drawn for another day may close what it does not on the likeliest.
    """

    def __init__(
        self,
        network: SupplyNetwork[Quantity],
        exposure: Exposure,
        scenario: Scenario,
        draws: Sequence[SupplyNetwork[float]],
        case: Case,
    ) -> None:
        self._chances = {name: node.chance.likely for name, node in network.measures.items()}
        self._chances |= {name: stop.chance.likely for name, stop in network.vendor_stops.items()}
        alike: Counter[tuple[float, ...]] = Counter()
        first: dict[tuple[float, ...], SupplyNetwork[float]] = {}
        for draw in draws:
            days = _days(exposure, draw)
            alike[days] += 1
            first.setdefault(days, draw)
        self._found: list[tuple[_ByKey, float]] = [
            (self._of(exposure, first[days], scenario, case), count / len(draws))
            for days, count in alike.items()
        ]

    def names(self, keys: Collection[str]) -> frozenset[str]:
        """What closes one of some sources and markets in some draw, if it happens."""
        return frozenset().union(*(_union(by_key, keys) for by_key, _ in self._found))

    def chance(self, keys: Collection[str]) -> float:
        """How likely it is that one of some sources and markets is closed; each cause is drawn apart from the others.

        From the chances stated, and of the days as they are drawn.
        """
        told = [(self._one_of(_union(by_key, keys)), share) for by_key, share in self._found]
        return told[0][0] if len(told) == 1 else sum(chance * share for chance, share in told)

    def happens(self, name: str) -> float:
        """How likely a measure or a stop is to happen."""
        return self._chances[name]

    def _one_of(self, names: frozenset[str]) -> float:
        """The chance that at least one of some measures and stops happens."""
        chances = [self._chances[name] for name in sorted(names)]
        return chances[0] if len(chances) == 1 else 1.0 - math.prod(1.0 - chance for chance in chances)

    def _of(
        self, exposure: Exposure, network: SupplyNetwork[float], scenario: Scenario, case: Case
    ) -> dict[str, frozenset[str]]:
        law = DrawnLaw(exposure, network, scenario)
        statuses = CUT if case == "undetermined cut" else FOR_CERTAIN

        def closes(hit: Hit) -> bool:
            day = hit.closed_from(statuses)
            return day is not None and network.day(day) < network.horizon

        found = {}
        for key in ordinary_keys(network):
            stops = (
                name
                for name in exposure.flows[key].vendor_stops
                if network.day_of(network.vendor_stops[name].begins) < network.horizon
                and network.vendor_stops[name].stops > 0.0
            )
            found[key] = {*stops, *(hit.measure for hit in law.hits(key) if closes(hit))}
        for key, market in exposure.markets.items():
            found[key] = {
                hit.measure
                for hit in law.hits(key)
                if network.measures[hit.measure].demand_lost.get(market.line, {}).get(market.market, 0.0)
                > 0.0
                and closes(hit)
            }
        return {
            key: frozenset(name for name in names if self._chances[name] > 0.0)
            for key, names in found.items()
        }


def reached_keys(network: SupplyNetwork[Quantity] | SupplyNetwork[float]) -> list[str]:
    """What must be closed for a measure or a stop to reach a network: its ordinary sources and its markets.

    An alternative that is shut is nothing that happens to a line as long as its ordinary supply goes on.
    """
    return [
        *ordinary_keys(network),
        *(line.market_key(market) for line in network.lines for market in line.markets),
    ]


def ordinary_keys(network: SupplyNetwork[Quantity] | SupplyNetwork[float]) -> Iterator[str]:
    """The ordinary sources of a network."""
    for line in network.lines:
        for item in line.inputs:
            yield from (source.key for source in item.sources if source.ordinary)


def is_reached(network: SupplyNetwork[float], closed: Mapping[str, Closure]) -> bool:
    """Whether an ordinary source or a market of a network is closed before the horizon."""
    return any(key in closed and closed[key].cut < network.horizon for key in reached_keys(network))


def _union(by_key: _ByKey, keys: Collection[str]) -> frozenset[str]:
    return frozenset().union(*(by_key[key] for key in keys if key in by_key))


def _days(exposure: Exposure, network: SupplyNetwork[float]) -> tuple[float, ...]:
    """All that tells one draw from another in what may close a source: the days of measures and of stops."""
    return (
        *(round(network.measures[name].effective) for name in sorted(exposure.drawn)),
        *(stop.begins for stop in network.vendor_stops.values()),
    )
