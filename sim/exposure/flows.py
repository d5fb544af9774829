"""This is the exposure of a network: the law's verdict on every flow, and who is listed since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from sim.exposure.markets import MarketExposure, expose_markets
from sim.network import InputNode, LineNode, SourceNode, SupplyNetwork, VendorStopNode
from sim.rules.facts import ANY_SHARE, ContentFacts, Flow, Party, Range
from sim.rules.in_force import LawInForce, law_of
from sim.rules.verdict import Hit, Verdict, judge
from sim.scenario.chain import ChainParty
from sim.scenario.law import Content, Measure
from sim.scenario.model import Scenario
from sim.scenario.quantity import Quantity

# What is done with flows the facts do not decide: two cases, not bounds.
Case = Literal["as decided", "undetermined cut", "undetermined open"]


@dataclass(frozen=True, slots=True)
class FlowExposure:
    """One flow, supplier to line, and what the law says about it.

    `secure`: neither cut nor undetermined nor stopped by the supplier itself, and so is everything below it at every
    modelled tier.
    `vendor_stops`: suppliers' own stops that concern it, by id.
    """

    key: str
    line: str
    input: str
    supplier: str
    ordinary: bool
    domestic: bool
    verdict: Verdict
    secure: bool
    vendor_stops: tuple[str, ...]
    facts: Flow


@dataclass(frozen=True, slots=True, order=True)
class Listing:
    """When an organisation was put on a list, and by which measure; the likeliest day where it is uncertain."""

    effective: dt.date
    announced: dt.date
    measure: str


_NO_TRANSFER = (
    "what a maker does itself at home is no export, reexport or transfer, which is what these rules are about"
)
_Days = tuple[tuple[str, dt.date], ...]  # of measures, by name
_Asked = tuple[str, int, tuple[dt.date | None, ...]]  # flow or market, provision, days of its measures


@dataclass(frozen=True)
class Exposure:
    """Every flow of a network by the source's key, every market of its lines, and every listing of organisations."""

    flows: Mapping[str, FlowExposure]
    all_listings: Mapping[str, tuple[Listing, ...]] = field(default_factory=dict)  # first one first
    markets: Mapping[str, MarketExposure] = field(default_factory=dict)  # by path
    drawn: frozenset[str] = frozenset()  # measures whose day is drawn
    # What the law says on drawn days, once asked: many draws share a day.
    drawn_laws: dict[_Days, LawInForce] = field(default_factory=dict, compare=False, repr=False)
    drawn_hits: dict[_Asked, Hit | None] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def listings(self) -> Mapping[str, Listing]:
        """The first listing of every listed organisation."""
        return {name: found[0] for name, found in self.all_listings.items()}

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """One case if the facts decide every flow, else two: all undetermined flows cut, all open."""
        hits = [hit for flow in self.flows.values() for hit in (*flow.verdict.hits, *flow.verdict.passed)]
        hits += [hit for market in self.markets.values() for hit in market.hits]
        if any(map(self._may_be_undetermined, hits)):
            return ("undetermined cut", "undetermined open")
        return ("as decided",)

    def _may_be_undetermined(self, hit: Hit) -> bool:
        """Whether the facts may not decide on a day of the run; a draw may move any day of a hit into it."""
        if self.drawn.isdisjoint(hit.question.provision.moves_with):
            return hit.undetermined
        return any(each.standing.status == "undetermined" for each in hit.periods)


def _is_drawn(measure: Measure) -> bool:
    return measure.effective is not None and not measure.effective.certain


def expose(network: SupplyNetwork[Quantity], scenario: Scenario) -> Exposure:
    """The verdict on every flow of the network.

    Facts that decide law are ranges of knowledge, not chance, so one verdict serves every draw; what a draw changes
    (when a measure comes, when licences come, and for how much) is in `closures`.
    """
    law = law_of(scenario)
    verdicts, asked = {}, {}
    for line in network.lines:
        for item in line.inputs:
            for source in item.sources:
                asked[source.key] = facts(line, item, source)
                verdicts[source.key] = _verdict(asked[source.key], law)
    stops = {
        source.key: tuple(
            name for name, stop in network.vendor_stops.items() if _concerns(stop, line, item, source)
        )
        for line in network.lines
        for item in line.inputs
        for source in item.sources
    }
    held = {key for key, verdict in verdicts.items() if verdict.status != "allowed" or stops[key]}
    secure = _secure(network, held)
    flows = {
        source.key: FlowExposure(
            source.key,
            line.name,
            item.name,
            source.supplier,
            source.ordinary,
            source.domestic,
            verdicts[source.key],
            secure[source.key],
            stops[source.key],
            asked[source.key],
        )
        for line in network.lines
        for item in line.inputs
        for source in item.sources
    }
    listings: dict[str, list[Listing]] = {}
    for name, measure in scenario.measures.items():
        node = network.measures[name]
        days = [dt.date.fromordinal(round(each.likely)) for each in (node.effective, node.announced)]
        if measure.list is None or measure.batch is None or measure.rules:  # a rule lists nobody
            continue
        for entity in scenario.lists[measure.list].batches[measure.batch].entries:
            listings.setdefault(entity, []).append(Listing(days[0], days[1], name))
    return Exposure(
        flows,
        {entity: tuple(sorted(found)) for entity, found in listings.items()},
        expose_markets(network, law),
        frozenset(name for name, measure in scenario.measures.items() if _is_drawn(measure)),
    )


def is_own_work(flow: Flow) -> bool:
    """Whether a flow is what a maker does itself at home, for itself: no export, reexport or transfer to anybody."""
    at_home = flow.made_in == {flow.destination} and flow.left_from() <= flow.made_in and not flow.transit
    return flow.supplier == flow.buyer and at_home and not flow.chain


def _verdict(flow: Flow, law: LawInForce) -> Verdict:
    """The verdict on one flow; own work at home is open, whatever list its maker is on."""
    if not is_own_work(flow):
        return judge(flow, law)
    return replace(judge(flow, replace(law, provisions=())), reasons=(_NO_TRANSFER,))


def _concerns(
    stop: VendorStopNode[Quantity],
    line: LineNode[Quantity],
    item: InputNode[Quantity],
    source: SourceNode[Quantity],
) -> bool:
    return (
        stop.supplier == source.supplier
        and line.maker in stop.buyers
        and (not stop.inputs or item.name in stop.inputs)
    )


def _secure(network: SupplyNetwork[Quantity], held: Set[str]) -> dict[str, bool]:
    """Whether each flow and all it needs below it is open; circles count as secure unless one is not.

    Also what does not stop a line at once, such as design tools, is needed. `held` are the flows that are cut,
    undetermined, or stopped by their supplier.
    """
    insecure = {
        line.name
        for line in network.lines
        for item in line.inputs
        for source in item.sources
        if source.ordinary and source.key in held
    }
    while True:
        above = {
            line.name
            for line in network.lines
            for item in line.inputs
            for source in item.sources
            if source.ordinary and source.line in insecure
        }
        if above <= insecure:
            break
        insecure |= above
    return {
        source.key: source.key not in held and source.line not in insecure
        for line in network.lines
        for item in line.inputs
        for source in item.sources
    }


def facts(line: LineNode[Quantity], item: InputNode[Quantity], source: SourceNode[Quantity]) -> Flow:
    """What the law may ask about one flow."""
    item_facts = source.item
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
        chain=_chain(line.maker, item_facts.parties),
        destination=line.home,
        end_use=item_facts.end_use,
        exported_from=frozenset(item_facts.exported_from) if item_facts.exported_from is not None else None,
        transit=frozenset(item_facts.transit) if item_facts.transit is not None else None,
        measured={
            (country, name): _range(share, ANY_SHARE)
            for country, content in source.content.items()
            for name, share in content.measures.items()
        },
        direct_product=item_facts.direct_product,
        contains_direct_product=item_facts.contains_direct_product,
        designer=item_facts.designer,
        eccn=item_facts.eccn,
        item_lists=frozenset(item_facts.item_lists) if item_facts.item_lists is not None else None,
        production_started=item_facts.production_started,
        ordered=item_facts.ordered,
    )


def _chain(maker: str, others: tuple[ChainParty, ...]) -> tuple[Party, ...]:
    """Everyone on the buyer's side: the maker in what the others leave it, and the others.

    Nothing if there are no others; then the maker is the end user.
    """
    if not others:
        return ()
    taken = {other.role for other in others}
    own = [role for role in ("purchaser", "end-user") if role not in taken] or ["ultimate-consignee"]
    stated = (
        Party(each.role, each.entity, known=None if each.known == "unknown" else each.known)
        for each in others
    )
    return (*(Party(role, maker) for role in own), *stated)


def _content(content: Content) -> ContentFacts:
    total = _range(content.total, Range(0.0, 1.0))
    return ContentFacts(total, _range(content.controlled, Range(0.0, total.high)))


def _range(share: Quantity | str, unknown: Range) -> Range:
    return Range(share.low, share.high) if isinstance(share, Quantity) else unknown
