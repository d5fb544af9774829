"""This is the exposure of a network: the law's verdict on every flow, and when each flow is closed in a draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.network import InputNode, LineNode, SourceNode, SupplyNetwork
from sim.rules.facts import ContentFacts, Flow, Range
from sim.rules.verdict import Verdict, decide
from sim.scenario.law import Content
from sim.scenario.model import Scenario
from sim.scenario.quantity import Quantity

# What is done with flows the facts do not decide: two cases, not bounds.
Case = Literal["as decided", "undetermined cut", "undetermined open"]


@dataclass(frozen=True, slots=True)
class FlowExposure:
    """One flow, supplier to line, and what the law says about it."""

    key: str
    line: str
    input: str
    supplier: str
    ordinary: bool
    domestic: bool
    verdict: Verdict

    @property
    def secure(self) -> bool:
        """Neither cut nor undetermined, at every modelled tier."""
        return self.verdict.status == "allowed"


@dataclass(frozen=True, slots=True, order=True)
class Listing:
    """When an organisation was put on a list, and by which measure."""

    effective: dt.date
    announced: dt.date
    measure: str


@dataclass(frozen=True, slots=True)
class Exposure:
    """Every flow of a network, by the source's key, and the first listing of every listed organisation."""

    flows: Mapping[str, FlowExposure]
    listings: Mapping[str, Listing]  # by organisation

    @property
    def cases(self) -> tuple[Case, ...]:
        """One case if the facts decide every flow, else two: all undetermined flows cut, all open."""
        if any(flow.verdict.status == "undetermined" for flow in self.flows.values()):
            return ("undetermined cut", "undetermined open")
        return ("as decided",)


@dataclass(frozen=True, slots=True)
class Closure:
    """When one flow stops being supplied, and how it comes back; times in days from the scenario's start."""

    announced: float
    cut: float
    en_route_honoured: bool
    licensed: float | None  # day of the first licensed delivery
    volume: float  # share of the ordinary volume under licence
    measure: str
    reason: str


def expose(network: SupplyNetwork[Quantity], scenario: Scenario, hindsight: bool) -> Exposure:
    """The verdict on every flow of the network.

    Facts that decide law are ranges of knowledge, not chance, so one verdict serves every draw; what a draw changes
    (when licences come, and for how much) is in `closures`.
    """
    flows = {}
    for line in network.lines:
        for item in line.inputs:
            for source in item.sources:
                verdict = decide(facts(line, item, source), scenario, hindsight=hindsight)
                flows[source.key] = FlowExposure(
                    source.key,
                    line.name,
                    item.name,
                    source.supplier,
                    source.ordinary,
                    source.domestic,
                    verdict,
                )
    listings: dict[str, Listing] = {}
    for name, measure in scenario.measures.items():
        batch = scenario.lists[measure.list].batches[measure.batch]
        listing = Listing(batch.effective, batch.announced, name)
        for entity in batch.entries:
            listings[entity] = min(listing, listings.get(entity, listing))
    return Exposure(flows, listings)


def facts(line: LineNode[Quantity], item: InputNode[Quantity], source: SourceNode[Quantity]) -> Flow:
    """What the law may ask about one flow."""
    return Flow(
        buyer=line.maker,
        supplier=source.supplier,
        item=item.name,
        kind=item.kind,
        stage=item.stage,
        published=source.published,
        made_in=frozenset(source.places),
        supplier_home=source.supplier_home,
        content={country: _content(content) for country, content in source.content.items()},
        product_public=line.public_since,
    )


def _content(content: Content) -> ContentFacts:
    total = _range(content.total, Range(0.0, 1.0))
    return ContentFacts(total, _range(content.controlled, Range(0.0, total.high)))


def _range(share: Quantity | str, unknown: Range) -> Range:
    return Range(share.low, share.high) if isinstance(share, Quantity) else unknown


def closures(
    exposure: Exposure, network: SupplyNetwork[float], scenario: Scenario, case: Case
) -> dict[str, Closure]:
    """The flows that are closed in one case of one draw, by the source's key."""
    closed = {}
    for key, flow in exposure.flows.items():
        verdict = flow.verdict
        cut = verdict.status == "licence required" or (
            verdict.status == "undetermined" and case == "undetermined cut"
        )
        if not cut or verdict.since is None or verdict.measure is None or verdict.announced is None:
            continue
        measure = scenario.measures[verdict.measure]
        batch = scenario.lists[measure.list].batches[measure.batch]
        terms = network.licences.get(verdict.measure)
        since = network.day(verdict.since)
        closed[key] = Closure(
            announced=network.day(verdict.announced),
            cut=since,
            en_route_honoured=(measure.goods_en_route or batch.goods_en_route) == "honoured",
            licensed=None if terms is None else since + terms.granted_after,
            volume=0.0 if terms is None else terms.volume,
            measure=verdict.measure,
            reason=verdict.reasons[0] if verdict.reasons else verdict.status,
        )
    return closed


def first_cuts(network: SupplyNetwork[float], closed: Mapping[str, Closure]) -> dict[str, float]:
    """The day the first ordinary source of each input is cut, by the input's key; inputs never cut are absent."""
    cuts = {}
    for line in network.lines:
        for item in line.inputs:
            days = [
                closed[source.key].cut for source in item.sources if source.ordinary and source.key in closed
            ]
            if days:
                cuts[item.key] = min(days)
    return cuts
