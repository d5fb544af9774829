"""This is the drawing of a supply network: every uncertain number becomes one of its possible values."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.network import (
    AgeingNode,
    Application,
    DegradedNode,
    FleetNode,
    InLots,
    InputNode,
    LastBuyNode,
    LearningNode,
    LicenceTerms,
    LineNode,
    Lot,
    MeasureNode,
    OpenOrder,
    PoolNode,
    SourceNode,
    StockNode,
    StockpileNode,
    SupplyNetwork,
    VendorStopNode,
)
from sim.scenario.quantity import Quantity
from sim.uncertainty.streams import uniforms, uniforms_of


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
        self.values: dict[_Key, NDArray[np.float64]] = {}  # shape (replications,)
        even = {quantity.name for quantity in first_lots(network)}
        uncertain = uncertain_quantities(network)
        streams = uniforms_of(seed, [quantity.name for quantity in uncertain], "value", replications)
        for quantity, stream in zip(uncertain, streams, strict=True):
            self.values[_key(quantity)] = (
                stream
                if quantity.name in even
                else triangular(quantity.low, quantity.likely, quantity.high, stream)
            )
        self.happens = {
            chance.name: uniforms(seed, chance.name, "happens", replications) < chance.likely
            for chance in chances(network)
        }

    def draw(self, replication: int) -> SupplyNetwork[float]:
        """The network of one replication; a chance becomes 1 or 0."""

        def value(quantity: Quantity) -> float:
            if quantity.name in self.happens:
                return float(self.happens[quantity.name][replication])
            return quantity.likely if quantity.certain else float(self.values[_key(quantity)][replication])

        return _map_network(self.network, value)


_Key = tuple[str, float, float]


def _key(quantity: Quantity) -> _Key:
    """Parts of one share, split by place, have one name and stream, so that they move together."""
    return quantity.name, quantity.low, quantity.high


def likely(network: SupplyNetwork[Quantity]) -> SupplyNetwork[float]:
    """The network with every number at its likeliest value; it explains, it is not the middle of the draws.

    What may happen does: the story told is that of the measure. An application goes as it is likelier to.
    """
    uncertain = {chance.name for chance in chances(network)}
    decided = {chance.name: float(chance.likely >= 0.5) for chance in _decisions(network)}

    def value(quantity: Quantity) -> float:
        if quantity.name in decided:
            return decided[quantity.name]
        return 1.0 if quantity.name in uncertain else quantity.likely

    return _map_network(network, value)


def chances(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """The chances of what may happen or not."""
    found = [measure.chance for measure in network.measures.values()]
    found += [stop.chance for stop in network.vendor_stops.values()]
    return (*(chance for chance in found if chance.likely < 1.0), *_decisions(network))


def _decisions(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """The chances of applications for a licence."""
    terms = [measure.licences for measure in network.measures.values() if measure.licences is not None]
    applications = (each for own in terms for each in own.applications.values())
    return tuple(
        chance
        for each in applications
        for chance in (each.filed, *each.returned, each.approved, each.revoked)
        if 0.0 < chance.likely < 1.0
    )


def first_lots(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """When the first lots come, as shares of the days between two; of these every day is as likely."""
    sources = (source for line in network.lines for item in line.inputs for source in item.sources)
    return tuple(source.in_lots.first for source in sources if source.in_lots is not None)


def uncertain_quantities(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """Every number of the network that has a spread."""
    return tuple(quantity for quantity in quantities(network) if not quantity.certain)


def quantities(network: SupplyNetwork[Quantity]) -> tuple[Quantity, ...]:
    """Every number of the network, in file order; parts of one share, split by place, each count."""
    found: dict[_Key, Quantity] = {}

    def note(quantity: Quantity) -> float:
        found.setdefault(_key(quantity), quantity)
        return math.nan

    _map_network(network, note)
    return tuple(found.values())


def _map_network(
    network: SupplyNetwork[Quantity], value: Callable[[Quantity], float]
) -> SupplyNetwork[float]:
    return SupplyNetwork(
        network.start,
        network.horizon,
        tuple(_map_line(line, value) for line in network.lines),
        {name: _map_measure(measure, value) for name, measure in network.measures.items()},
        {name: _map_vendor_stop(stop, value) for name, stop in network.vendor_stops.items()},
        {
            name: PoolNode(pool.key, tuple((day, value(capacity)) for day, capacity in pool.capacity))
            for name, pool in network.pools.items()
        },
    )


def _map_measure(measure: MeasureNode[Quantity], value: Callable[[Quantity], float]) -> MeasureNode[float]:
    terms = measure.licences
    return MeasureNode(
        announced=value(measure.announced),
        effective=value(measure.effective),
        chance=value(measure.chance),
        nominal=measure.nominal,
        licences=LicenceTerms(
            {flow: _map_application(each, value) for flow, each in terms.applications.items()},
            _maybe(terms.revoked_on, value),
        )
        if terms
        else None,
        demand_lost={
            line: {market: value(share) for market, share in lost.items()}
            for line, lost in measure.demand_lost.items()
        },
    )


def _map_application(each: Application[Quantity], value: Callable[[Quantity], float]) -> Application[float]:
    return Application(
        filed=value(each.filed),
        filed_after=value(each.filed_after),
        granted_after=value(each.granted_after),
        returned=tuple(map(value, each.returned)),
        granted_after_return=tuple(map(value, each.granted_after_return)),
        approved=value(each.approved),
        volume=value(each.volume),
        used=value(each.used),
        lasts=_maybe(each.lasts, value),
        revoked=value(each.revoked),
        revoked_after=_maybe(each.revoked_after, value),
    )


def _map_vendor_stop(
    stop: VendorStopNode[Quantity], value: Callable[[Quantity], float]
) -> VendorStopNode[float]:
    return VendorStopNode(
        title=stop.title,
        supplier=stop.supplier,
        buyers=stop.buyers,
        inputs=stop.inputs,
        stops=value(stop.stops),
        begins=value(stop.begins),
        ends=_maybe(stop.ends, value),
        chance=value(stop.chance),
    )


def _map_line(line: LineNode[Quantity], value: Callable[[Quantity], float]) -> LineNode[float]:
    degraded = line.degraded
    return LineNode(
        key=line.key,
        name=line.name,
        title=line.title,
        maker=line.maker,
        home=line.home,
        plan=value(line.plan),
        grows=value(line.grows),
        capacity=_maybe(line.capacity, value),
        starts=line.starts,
        public_since=line.public_since,
        kind=line.kind,
        places=line.places,
        price=value(line.price),
        represents=value(line.represents),
        represents_of=line.represents_of,
        markets={market: value(share) for market, share in line.markets.items()},
        falls_over=_maybe(line.falls_over, value),
        returns_over=_maybe(line.returns_over, value),
        demand_exponential=line.demand_exponential,
        rationed_output=_maybe(line.rationed_output, value),
        stretched_until=_maybe(line.stretched_until, value),
        least_output=_maybe(line.least_output, value),
        cover_threshold=_maybe(line.cover_threshold, value),
        stockpile=_map_stockpile(line.stockpile, value),
        inputs=tuple(_map_input(item, value) for item in line.inputs),
        degraded=DegradedNode(degraded.title, value(degraded.price), value(degraded.accepted))
        if degraded
        else None,
    )


def _map_stockpile(
    stockpile: StockpileNode[Quantity] | None, value: Callable[[Quantity], float]
) -> StockpileNode[float] | None:
    if stockpile is None:
        return None
    return StockpileNode(
        value(stockpile.covers),
        _maybe(stockpile.begins, value),
        stockpile.inputs,
        _maybe(stockpile.budget, value),
    )


def _map_input(item: InputNode[Quantity], value: Callable[[Quantity], float]) -> InputNode[float]:
    fleet, ageing = item.fleet, item.ageing
    return InputNode(
        key=item.key,
        name=item.name,
        title=item.title,
        kind=item.kind,
        stage=item.stage,
        critical=item.critical,
        spared=item.spared,
        needs=value(item.needs),
        cost=value(item.cost),
        stock=_map_stock(item.stock, value),
        fleet=FleetNode(value(fleet.life), value(fleet.spare)) if fleet else None,
        ageing=AgeingNode(value(ageing.after), value(ageing.a_year)) if ageing else None,
        demand_kept={market: value(share) for market, share in item.demand_kept.items()},
        leakage=_maybe(item.leakage, value),
        sources=tuple(_map_source(source, value) for source in item.sources),
        shared=item.shared,
        priority=item.priority,
        form=item.form,
    )


def _map_stock(stock: StockNode[Quantity], value: Callable[[Quantity], float]) -> StockNode[float]:
    return StockNode(
        _maybe(stock.covers, value),
        _maybe(stock.pieces, value),
        _maybe(stock.target, value),
        None
        if stock.on_order is None
        else tuple(OpenOrder(order.source, order.due, value(order.pieces)) for order in stock.on_order),
    )


def _map_source(source: SourceNode[Quantity], value: Callable[[Quantity], float]) -> SourceNode[float]:
    return SourceNode(
        key=source.key,
        supplier=source.supplier,
        supplier_home=source.supplier_home,
        line=source.line,
        places=source.places,
        content=source.content,
        published=source.published,
        item=source.item,
        ordinary=source.ordinary,
        push=source.push,
        rank=source.rank,
        share=value(source.share),
        headroom=value(source.headroom),
        lead_time=value(source.lead_time),
        restart=_maybe(source.restart, value),
        qualification=_maybe(source.qualification, value),
        ramp=_maybe(source.ramp, value),
        price_factor=value(source.price_factor),
        s_curve=source.s_curve,
        learning=LearningNode(
            value(source.learning.first), value(source.learning.final), value(source.learning.halves_every)
        )
        if source.learning
        else None,
        lots=tuple(Lot(lot.ships, value(lot.covers)) for lot in source.lots),
        in_lots=InLots(value(source.in_lots.every), value(source.in_lots.first)) if source.in_lots else None,
        last_buy=LastBuyNode(
            value(source.last_buy.at_most),
            _maybe(source.last_buy.begins, value),
            _maybe(source.last_buy.ends, value),
        )
        if source.last_buy
        else None,
        domestic=source.domestic,
        pool=source.pool,
        priority=source.priority,
    )


def _maybe(quantity: Quantity | None, value: Callable[[Quantity], float]) -> float | None:
    return None if quantity is None else value(quantity)


__all__ = ["Draws", "chances", "likely", "quantities", "triangular", "uncertain_quantities"]
