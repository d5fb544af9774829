"""This is the drawing of a supply network: every uncertain number becomes one of its possible values."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.network import InputNode, LicenceTerms, LineNode, Lot, SourceNode, SupplyNetwork
from sim.scenario.quantity import Quantity
from sim.uncertainty.streams import uniforms


def triangular(low: float, likely: float, high: float, uniform: NDArray[np.float64]) -> NDArray[np.float64]:
    """Inverse of the triangular distribution's cumulative curve, so that draws rise with `uniform`."""
    width = high - low
    if width == 0.0:
        return np.full_like(uniform, likely)
    turn = (likely - low) / width
    rising = low + np.sqrt(uniform * width * (likely - low))
    falling = high - np.sqrt((1.0 - uniform) * width * (high - likely))
    return np.where(uniform < turn, rising, falling)


class Draws:
    """All draws of one network: the same seed gives the same numbers, whatever else is in the scenario."""

    def __init__(self, network: SupplyNetwork[Quantity], seed: int, replications: int) -> None:
        self.network = network
        self.seed = seed
        self.replications = replications
        self.values: dict[str, NDArray[np.float64]] = {}  # by name of the quantity; shape (replications,)
        for quantity in uncertain_quantities(network):
            stream = uniforms(seed, quantity.name, "value", replications)
            self.values[quantity.name] = triangular(quantity.low, quantity.likely, quantity.high, stream)

    def draw(self, replication: int) -> SupplyNetwork[float]:
        """The network of one replication."""

        def value(quantity: Quantity) -> float:
            return quantity.likely if quantity.certain else float(self.values[quantity.name][replication])

        return _map_network(self.network, value)


def likely(network: SupplyNetwork[Quantity]) -> SupplyNetwork[float]:
    """The network with every number at its likeliest value; it explains, it is not the middle of the draws."""
    return _map_network(network, lambda quantity: quantity.likely)


def uncertain_quantities(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """Every number of the network that has a spread."""
    return tuple(quantity for quantity in quantities(network) if not quantity.certain)


def quantities(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """Every number of the network, in file order."""
    found: list[Quantity] = []

    def note(quantity: Quantity) -> float:
        found.append(quantity)
        return math.nan

    _map_network(network, note)
    return tuple(found)


def _map_network(
    network: SupplyNetwork[Quantity], value: Callable[[Quantity], float]
) -> SupplyNetwork[float]:
    return SupplyNetwork(
        network.start,
        network.horizon,
        tuple(_map_line(line, value) for line in network.lines),
        {
            name: LicenceTerms(value(terms.granted_after), value(terms.volume))
            for name, terms in network.licences.items()
        },
    )


def _map_line(line: LineNode[Quantity], value: Callable[[Quantity], float]) -> LineNode[float]:
    return LineNode(
        key=line.key,
        name=line.name,
        title=line.title,
        maker=line.maker,
        home=line.home,
        plan=value(line.plan),
        starts=line.starts,
        public_since=line.public_since,
        price=value(line.price),
        represents=value(line.represents),
        represents_of=line.represents_of,
        markets={market: value(share) for market, share in line.markets.items()},
        rationed_output=_maybe(line.rationed_output, value),
        cover_threshold=_maybe(line.cover_threshold, value),
        inputs=tuple(_map_input(item, value) for item in line.inputs),
    )


def _map_input(item: InputNode[Quantity], value: Callable[[Quantity], float]) -> InputNode[float]:
    return InputNode(
        key=item.key,
        name=item.name,
        title=item.title,
        kind=item.kind,
        stage=item.stage,
        critical=item.critical,
        needs=value(item.needs),
        cost=value(item.cost),
        cover=value(item.cover),
        demand_kept={market: value(share) for market, share in item.demand_kept.items()},
        sources=tuple(_map_source(source, value) for source in item.sources),
    )


def _map_source(source: SourceNode[Quantity], value: Callable[[Quantity], float]) -> SourceNode[float]:
    return SourceNode(
        key=source.key,
        supplier=source.supplier,
        supplier_home=source.supplier_home,
        places=source.places,
        content=source.content,
        published=source.published,
        ordinary=source.ordinary,
        push=source.push,
        share=value(source.share),
        lead_time=value(source.lead_time),
        qualification=_maybe(source.qualification, value),
        ramp=_maybe(source.ramp, value),
        lots=tuple(Lot(lot.ships, value(lot.covers)) for lot in source.lots),
        domestic=source.domestic,
    )


def _maybe(quantity: Quantity | None, value: Callable[[Quantity], float]) -> float | None:
    return None if quantity is None else value(quantity)


__all__ = ["Draws", "likely", "quantities", "triangular", "uncertain_quantities"]
