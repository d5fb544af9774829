"""This is the supply network of a scenario: lines, inputs and sources, home and foreign, ready to be drawn.

Every uncertain number is an `N`: a named `Quantity` before a draw, a plain float after it. Times are days from the
scenario's start, rates products a day, shares shares of 1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from sim.scenario.law import Content, LicenceGrant
from sim.scenario.model import Alternative, Input, ItemClass, Line, Scenario, Source, Supply
from sim.scenario.quantity import Quantity

N = TypeVar("N", Quantity, float)


@dataclass(frozen=True, slots=True)
class Lot(Generic[N]):
    """A single delivery: the day it ships and its size in days of planned use."""

    ships: float
    covers: N


@dataclass(frozen=True, slots=True)
class SourceNode(Generic[N]):
    """One source of one input: a flow from a supplier to the line's maker."""

    key: str  # path in the scenario, which also names its random streams
    supplier: str
    supplier_home: str
    places: tuple[str, ...]
    content: Mapping[str, Content]
    published: bool
    ordinary: bool
    push: bool
    share: N  # of the need: what an ordinary source supplies, what an alternative can serve
    lead_time: N
    qualification: N | None  # alternatives only
    ramp: N | None
    lots: tuple[Lot[N], ...]
    domestic: bool  # made in the maker's home, in every place it may be made


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
    cover: N
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
    plan: N
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
class SupplyNetwork(Generic[N]):
    """Everything the simulation knows of a scenario, law aside."""

    start: dt.date
    horizon: float
    lines: tuple[LineNode[N], ...]
    licences: Mapping[str, LicenceTerms[N]]  # by measure; a measure without licences is absent

    def day(self, date: dt.date) -> float:
        """Days from the scenario's start."""
        return float((date - self.start).days)


def supply_network(scenario: Scenario) -> SupplyNetwork[Quantity]:
    """The network a scenario describes, with class defaults filled in."""
    start = scenario.clock.start
    licences = {
        name: LicenceTerms(
            measure.licences.granted_after.called(f"measures.{name}.licences.granted_after"),
            measure.licences.volume.called(f"measures.{name}.licences.volume"),
        )
        for name, measure in scenario.measures.items()
        if isinstance(measure.licences, LicenceGrant)
    }
    lines = tuple(_line(scenario, name, line) for name, line in scenario.lines.items())
    return SupplyNetwork(start, float((scenario.clock.until - start).days), lines, licences)


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
        starts=float((starts - scenario.clock.start).days),
        public_since=line.public_since,
        price=line.price.called(f"{key}.price"),
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
    supplies: list[tuple[str, str, Supply]] = [
        *((f"{key}.sources.{name}", name, source) for name, source in item.sources.items()),
        *((f"{key}.alternatives.{name}", name, other) for name, other in item.alternatives.items()),
    ]
    return InputNode(
        key=key,
        name=key.rpartition(".")[2],
        title=item.title,
        kind=defaults.kind,
        stage=item.stage,
        critical=(item.if_missing or defaults.if_missing) == "stop",
        needs=item.needs.called(f"{key}.needs"),
        cost=item.cost.called(f"{key}.cost"),
        cover=(item.stock.covers if item.stock else defaults.stock).called(f"{key}.stock.covers"),
        demand_kept={m: share.called(f"{key}.demand_kept.{m}") for m, share in item.demand_kept.items()},
        sources=tuple(
            _source(scenario, path, name, supply, (defaults, home)) for path, name, supply in supplies
        ),
    )


def _source(
    scenario: Scenario, key: str, name: str, supply: Supply, setting: tuple[ItemClass, str]
) -> SourceNode[Quantity]:
    defaults, home = setting
    supplier = supply.supplier or name
    alternative = supply if isinstance(supply, Alternative) else None
    source = supply if isinstance(supply, Source) else None
    share = source.share if source else alternative.serves if alternative else None
    assert share is not None  # a supply is one or the other
    start = scenario.clock.start
    return SourceNode(
        key=key,
        supplier=supplier,
        supplier_home=scenario.organisations[supplier].home,
        places=supply.places,
        content=supply.content,
        published=supply.published,
        ordinary=source is not None,
        push=source is not None and source.delivery == "push",
        share=share.called(f"{key}.share" if source else f"{key}.serves"),
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


def domestic_only(network: SupplyNetwork[float]) -> SupplyNetwork[float]:
    """The counterfactual of the domestic columns: no stock, no foreign supply, no licence, nothing that is optional.

    Without lead times, since they shift the level it sustains and do not change it.
    """

    def alone(item: InputNode[float]) -> InputNode[float]:
        own = tuple(replace(each, lead_time=0.0, lots=()) for each in item.sources if each.domestic)
        return replace(item, cover=0.0, demand_kept={}, sources=own)

    lines = tuple(
        replace(
            line,
            rationed_output=None,
            cover_threshold=None,
            inputs=tuple(alone(item) for item in line.inputs if item.critical),
        )
        for line in network.lines
    )
    return replace(network, lines=lines, licences={})
