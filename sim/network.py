"""This is the supply network of a scenario: lines, inputs and sources, home and foreign, ready to be drawn.

Every uncertain number is an `N`: a named `Quantity` before a draw, a plain float after it. Times are days from the
scenario's start, rates products a day, shares shares of 1, money US dollars.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np

from sim.scenario.law import Content, LicenceGrant, Measure, VendorStop
from sim.scenario.model import Line, Scenario
from sim.scenario.quantity import BASE_CURRENCY, Quantity, exactly
from sim.scenario.supply import Alternative, Input, Source, Supply

N = TypeVar("N", Quantity, float)

# An ordinary source can deliver a fifth more than its share; without headroom no stock could ever be rebuilt
# (model note 2.12 rule 10).
HEADROOM = 1.2


@dataclass(frozen=True, slots=True)
class Lot(Generic[N]):
    """A single delivery: the day it ships and its size in days of planned use."""

    ships: float
    covers: N


@dataclass(frozen=True, slots=True)
class OpenOrder(Generic[N]):
    """Parts ordered before the start: from which source (by position), due on which day, how many."""

    source: int
    due: float
    pieces: N


@dataclass(frozen=True, slots=True)
class SourceNode(Generic[N]):
    """One source of one input: a flow from a supplier to the line's maker, made in one place (or one of several)."""

    key: str  # path in the scenario, which also names its random streams
    supplier: str
    supplier_home: str
    line: str | None  # the modelled line that makes it
    places: tuple[str, ...]
    content: Mapping[str, Content]
    published: bool
    ordinary: bool
    push: bool
    rank: int
    share: N  # of the need: what an ordinary source supplies, what an alternative can serve
    headroom: N  # capacity as a multiple of the share
    lead_time: N
    qualification: N | None  # alternatives only
    ramp: N | None
    lots: tuple[Lot[N], ...]
    domestic: bool  # made in the maker's home, in every place it may be made


@dataclass(frozen=True, slots=True)
class FleetNode(Generic[N]):
    """Units in use for years: how long one lives, and what is there at first beyond the need, as a share of it."""

    life: N
    spare: N


@dataclass(frozen=True, slots=True)
class AgeingNode(Generic[N]):
    """How demand ages without new designs: days from the cut, and share of planned demand lost a year."""

    after: N
    a_year: N


@dataclass(frozen=True, slots=True)
class StockNode(Generic[N]):
    """Parts on hand at the start: days of planned use or pieces; open orders, if all of them are stated."""

    covers: N | None
    pieces: N | None
    target: N | None  # days of planned use; None: what is held at the start
    on_order: tuple[OpenOrder[N], ...] | None


@dataclass(frozen=True, slots=True)
class InputNode(Generic[N]):
    """One row of a line's bill of materials."""

    key: str
    name: str
    title: str
    kind: str
    stage: str
    critical: bool
    needs: N
    cost: N
    stock: StockNode[N]
    fleet: FleetNode[N] | None
    ageing: AgeingNode[N] | None
    demand_kept: Mapping[str, N]
    sources: tuple[SourceNode[N], ...]


@dataclass(frozen=True, slots=True)
class LineNode(Generic[N]):
    """One product line of one maker."""

    key: str
    name: str
    title: str
    maker: str
    home: str
    plan: N  # for its own market
    grows: N  # share of the plan a year
    capacity: N | None
    starts: float
    public_since: dt.date | None
    price: N
    represents: N
    represents_of: str
    markets: Mapping[str, N]
    rationed_output: N | None
    cover_threshold: N | None
    inputs: tuple[InputNode[N], ...]


@dataclass(frozen=True, slots=True)
class LicenceTerms(Generic[N]):
    """Licences under one measure: days after the effective day, and share of the ordinary volume."""

    granted_after: N
    volume: N


@dataclass(frozen=True, slots=True)
class MeasureNode(Generic[N]):
    """When a measure happens, if it does. Days are ordinals of the calendar before a draw and after it."""

    announced: N
    effective: N
    chance: N  # after a draw 1 or 0: whether it happens
    nominal: dt.date  # the effective day the law's own dates are written for
    licences: LicenceTerms[N] | None


@dataclass(frozen=True, slots=True)
class VendorStopNode(Generic[N]):
    """A supplier that stops more than the law asks."""

    title: str
    supplier: str
    buyers: tuple[str, ...]
    inputs: tuple[str, ...]
    stops: N
    begins: N
    ends: N | None
    chance: N


@dataclass(frozen=True, slots=True)
class SupplyNetwork(Generic[N]):
    """Everything the simulation knows of a scenario, law aside."""

    start: dt.date
    horizon: float
    lines: tuple[LineNode[N], ...]
    measures: Mapping[str, MeasureNode[N]] = field(default_factory=dict)
    vendor_stops: Mapping[str, VendorStopNode[N]] = field(default_factory=dict)

    def day(self, date: dt.date) -> float:
        """Days from the scenario's start."""
        return float((date - self.start).days)

    def day_of(self, ordinal: float) -> float:
        """Days from the scenario's start to an ordinal of the calendar; drawn dates count as whole days."""
        return float(int(ordinal) - self.start.toordinal())


def supply_network(scenario: Scenario) -> SupplyNetwork[Quantity]:
    """The network a scenario describes, with class defaults filled in."""
    return SupplyNetwork(
        scenario.clock.start,
        float((scenario.clock.until - scenario.clock.start).days),
        tuple(_line(scenario, name, line) for name, line in scenario.lines.items()),
        {name: _measure(scenario, name, measure) for name, measure in scenario.measures.items()},
        {name: _vendor_stop(name, stop) for name, stop in scenario.vendor_stops.items()},
    )


def _on(date: dt.date) -> Quantity:
    return exactly(float(date.toordinal()), "day")


def _measure(scenario: Scenario, name: str, measure: Measure) -> MeasureNode[Quantity]:
    key = f"measures.{name}"
    batch = scenario.lists[measure.list].batches[measure.batch]
    effective = measure.effective or _on(batch.effective)
    warning = (batch.effective - batch.announced).days
    moved = {end: getattr(effective, end) - warning for end in ("low", "likely", "high")}
    announced = measure.announced or effective.model_copy(update=moved)
    terms = measure.licences if isinstance(measure.licences, LicenceGrant) else None
    return MeasureNode(
        # Without a day of its own it is announced as long before as in the batch: drawn with the effective day.
        announced=announced.called(f"{key}.{'announced' if measure.announced else 'effective'}"),
        effective=effective.called(f"{key}.effective"),
        chance=(measure.chance or exactly(1.0, "share")).called(f"{key}.chance"),
        nominal=batch.effective,
        licences=LicenceTerms(
            terms.granted_after.called(f"{key}.licences.granted_after"),
            terms.volume.called(f"{key}.licences.volume"),
        )
        if terms
        else None,
    )


def _vendor_stop(name: str, stop: VendorStop) -> VendorStopNode[Quantity]:
    key = f"vendor_stops.{name}"
    return VendorStopNode(
        title=stop.title,
        supplier=stop.supplier,
        buyers=stop.buyers,
        inputs=stop.inputs,
        stops=stop.stops.called(f"{key}.stops"),
        begins=stop.from_.called(f"{key}.from"),
        ends=stop.until and stop.until.called(f"{key}.until"),
        chance=(stop.chance or exactly(1.0, "share")).called(f"{key}.chance"),
    )


def _in_usd(scenario: Scenario, money: Quantity) -> Quantity:
    """An amount in US dollars, at the scenario's dated rate."""
    if money.currency == BASE_CURRENCY:
        return money
    rate = scenario.currencies[money.currency].usd.likely
    return money.times(rate).model_copy(update={"currency": BASE_CURRENCY})


def _line(scenario: Scenario, name: str, line: Line) -> LineNode[Quantity]:
    key = f"lines.{name}"
    home = scenario.organisations[line.maker].home
    starts = line.plan_from or scenario.clock.start
    ration = line.ration
    return LineNode(
        key=key,
        name=name,
        title=line.title,
        maker=line.maker,
        home=home,
        plan=line.plan.called(f"{key}.plan"),
        grows=(line.plan_grows or exactly(0.0, "share")).called(f"{key}.plan_grows"),
        capacity=line.capacity and line.capacity.called(f"{key}.capacity"),
        starts=float((starts - scenario.clock.start).days),
        public_since=line.public_since,
        price=_in_usd(scenario, line.price).called(f"{key}.price"),
        represents=line.represents.share.called(f"{key}.represents.share"),
        represents_of=line.represents.of,
        markets={market: share.called(f"{key}.sold_in.{market}") for market, share in line.sold_in.items()},
        rationed_output=ration.output.called(f"{key}.ration.output") if ration else None,
        cover_threshold=(
            ration.when_a_cut_part_covers_under.called(f"{key}.ration.when_a_cut_part_covers_under")
            if ration
            else None
        ),
        inputs=tuple(
            _input(scenario, f"{key}.inputs.{item_name}", item, home)
            for item_name, item in line.inputs.items()
        ),
    )


def _input(scenario: Scenario, key: str, item: Input, home: str) -> InputNode[Quantity]:
    defaults = scenario.classes[item.class_]
    sources: list[SourceNode[Quantity]] = []
    first_of: dict[str, int] = {}
    for rank, (where, name, supply) in enumerate(_supplies(key, item)):
        first_of.setdefault(name, len(sources))
        sources += _sources(scenario, where, name, (item, supply, rank, home))
    return InputNode(
        key=key,
        name=key.rpartition(".")[2],
        title=item.title,
        kind=defaults.kind,
        stage=item.stage,
        critical=(item.if_missing or defaults.if_missing) == "stop",
        needs=item.needs.called(f"{key}.needs"),
        cost=_in_usd(scenario, item.cost).called(f"{key}.cost"),
        stock=_stock(scenario, key, item, first_of),
        fleet=FleetNode(
            item.fleet.life.called(f"{key}.fleet.life"), item.fleet.spare.called(f"{key}.fleet.spare")
        )
        if item.fleet
        else None,
        ageing=AgeingNode(
            item.ageing.after.called(f"{key}.ageing.after"), item.ageing.a_year.called(f"{key}.ageing.a_year")
        )
        if item.ageing
        else None,
        demand_kept={m: share.called(f"{key}.demand_kept.{m}") for m, share in item.demand_kept.items()},
        sources=tuple(sources),
    )


def _supplies(key: str, item: Input) -> list[tuple[str, str, Supply]]:
    return [
        *((f"{key}.sources.{name}", name, source) for name, source in item.sources.items()),
        *((f"{key}.alternatives.{name}", name, other) for name, other in item.alternatives.items()),
    ]


def _stock(scenario: Scenario, key: str, item: Input, first_of: Mapping[str, int]) -> StockNode[Quantity]:
    stated = item.stock
    if stated is None:
        covers = scenario.classes[item.class_].stock
        return StockNode(covers.called(f"{key}.stock.covers"), None, None, None)
    first = next(iter(item.sources))
    orders = (
        None
        if stated.on_order is None
        else tuple(
            OpenOrder(
                first_of[order.source or first],
                float((order.due - scenario.clock.start).days),
                order.pieces.called(f"{key}.stock.on_order.{number}.pieces"),
            )
            for number, order in enumerate(stated.on_order)
        )
    )
    return StockNode(
        stated.covers and stated.covers.called(f"{key}.stock.covers"),
        stated.pieces and stated.pieces.called(f"{key}.stock.pieces"),
        stated.target and stated.target.called(f"{key}.stock.target"),
        orders,
    )


def _sources(
    scenario: Scenario, key: str, name: str, setting: tuple[Input, Supply, int, str]
) -> list[SourceNode[Quantity]]:
    """The flows of one source: one, or one for each place if it is known how its volume is split."""
    item, supply, position, home = setting
    defaults = scenario.classes[item.class_]
    made_by = None if supply.line is None else scenario.lines[supply.line].maker
    supplier = supply.supplier or made_by or name
    alternative = supply if isinstance(supply, Alternative) else None
    source = supply if isinstance(supply, Source) else None
    share = source.share if source else alternative.serves if alternative else None
    assert share is not None  # a supply is one or the other
    start = scenario.clock.start
    whole = SourceNode(
        key=key,
        supplier=supplier,
        supplier_home=scenario.organisations[supplier].home,
        line=supply.line,
        places=supply.places,
        content=supply.content,
        published=supply.published,
        ordinary=source is not None,
        push=source is not None and source.delivery == "push",
        # Ordinary sources keep their stated rank (0 to 1000); alternatives queue after them, as they are listed.
        rank=source.rank if source else 1001 + position,
        share=share.called(f"{key}.share" if source else f"{key}.serves"),
        headroom=((source and source.headroom) or exactly(HEADROOM if source else 1.0)).called(
            f"{key}.headroom"
        ),
        lead_time=(supply.lead_time or defaults.lead_time).called(f"{key}.lead_time"),
        qualification=(
            (alternative.qualification or defaults.qualification).called(f"{key}.qualification")
            if alternative
            else None
        ),
        ramp=(alternative.ramp or defaults.ramp).called(f"{key}.ramp") if alternative else None,
        lots=tuple(
            Lot(float((lot.ships - start).days), lot.covers.called(f"{key}.lots.{number}.covers"))
            for number, lot in enumerate(source.lots if source else ())
        ),
        domestic=all(place == home for place in supply.places),
    )
    return [
        replace(
            whole,
            key=f"{key}.made_in.{place}",
            places=(place,),
            share=whole.share.times(part),
            lots=whole.lots if place == supply.places[0] else (),
            domestic=place == home,
        )
        for place, part in supply.split.items()
    ] or [whole]


def planned_rates(network: SupplyNetwork[float]) -> dict[str, tuple[float, float]]:
    """By line: products a day on the first day, and their growth a day; own market and what other lines take.

    The plan of a line that supplies others holds what these use at their plan (model note 2.12, plan rate); where
    lines supply each other that is a linear system.
    """
    index = {line.name: number for number, line in enumerate(network.lines)}
    own = np.array([[line.plan, line.plan * line.grows / 365.25] for line in network.lines])
    takes = np.zeros((len(index), len(index)))
    for buyer, line in enumerate(network.lines):
        for item in line.inputs:
            for source in item.sources:
                if source.line is not None and source.ordinary:
                    takes[index[source.line], buyer] += item.needs * source.share
    rates = np.linalg.solve(np.eye(len(index)) - takes, own) if takes.any() else own
    return {name: (float(rates[number, 0]), float(rates[number, 1])) for name, number in index.items()}


def domestic_only(network: SupplyNetwork[float]) -> SupplyNetwork[float]:
    """The counterfactual of the domestic columns: no stock, no foreign supply, no licence, nothing that is optional.

    Without lead times, since they shift the level it sustains and do not change it; between lines they stay, since
    only they keep a circle of lines from waiting for itself. Of a fleet the level is what its additions sustain in the
    long run, one life of them, so it counts as used up at that rate.
    """

    def alone(item: InputNode[float]) -> InputNode[float]:
        own = tuple(
            replace(each, lead_time=each.lead_time if each.line else 0.0, lots=())
            for each in item.sources
            if each.domestic
        )
        nothing: StockNode[float] = StockNode(0.0, None, None, None)
        needs = item.needs / item.fleet.life if item.fleet else item.needs
        return replace(item, needs=needs, stock=nothing, fleet=None, demand_kept={}, ageing=None, sources=own)

    lines = tuple(
        replace(
            line,
            rationed_output=None,
            cover_threshold=None,
            inputs=tuple(alone(item) for item in line.inputs if item.critical),
        )
        for line in network.lines
    )
    measures = {name: replace(each, licences=None) for name, each in network.measures.items()}
    return replace(network, lines=lines, measures=measures)
