"""This is the exposure of a network: the law's verdict on every flow, and when each flow is closed in a draw."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from sim.network import InputNode, LineNode, SourceNode, SupplyNetwork, VendorStopNode, licence_of
from sim.rules.facts import ANY_SHARE, ContentFacts, Flow, Range
from sim.rules.in_force import law_of
from sim.rules.matching import Match
from sim.rules.verdict import Hit, Verdict, judge
from sim.scenario.law import Content, Measure
from sim.scenario.model import Scenario
from sim.scenario.quantity import Quantity

# What is done with flows the facts do not decide: two cases, not bounds.
Case = Literal["as decided", "undetermined cut", "undetermined open"]


@dataclass(frozen=True, slots=True)
class FlowExposure:
    """One flow, supplier to line, and what the law says about it.

    `secure`: neither cut nor undetermined, and so is everything critical below it at every modelled tier.
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


@dataclass(frozen=True, slots=True, order=True)
class Listing:
    """When an organisation was put on a list, and by which measure; the likeliest day where it is uncertain."""

    effective: dt.date
    announced: dt.date
    measure: str


@dataclass(frozen=True)
class Exposure:
    """Every flow of a network, by the source's key, and the listings of every listed organisation, first one first."""

    flows: Mapping[str, FlowExposure]
    all_listings: Mapping[str, tuple[Listing, ...]] = field(default_factory=dict)  # by organisation

    @cached_property
    def listings(self) -> Mapping[str, Listing]:
        """The first listing of every listed organisation."""
        return {name: found[0] for name, found in self.all_listings.items()}

    @property
    def cases(self) -> tuple[Case, ...]:
        """One case if the facts decide every flow, else two: all undetermined flows cut, all open."""
        hits = [hit for flow in self.flows.values() for hit in flow.verdict.hits]
        if any(period.standing.status == "undetermined" for hit in hits for period in hit.periods):
            return ("undetermined cut", "undetermined open")
        return ("as decided",)


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, the share of a flow's ordinary volume that may be shipped, and why."""

    day: float
    share: float
    licensed: bool  # whether that share is shipped under a licence
    returned: bool  # whether goods en route on the day are returned
    measure: str
    cause: str


@dataclass(frozen=True, slots=True)
class Closure:
    """When one flow stops being supplied, and how it comes back; times in days from the scenario's start."""

    announced: float
    steps: tuple[Step, ...]

    @property
    def cut(self) -> float:
        """The first day on which less than all may be shipped."""
        return self.steps[0].day

    def share_at(self, day: float) -> float:
        """Share of the ordinary volume that may be shipped on a day."""
        return next((step.share for step in reversed(self.steps) if step.day <= day), 1.0)

    def ships_at(self, day: float) -> bool:
        """Whether anything may be shipped on a day."""
        return self.share_at(day) > 0.0


def expose(network: SupplyNetwork[Quantity], scenario: Scenario, hindsight: bool) -> Exposure:
    """The verdict on every flow of the network.

    Facts that decide law are ranges of knowledge, not chance, so one verdict serves every draw; what a draw changes
    (when a measure comes, when licences come, and for how much) is in `closures`.
    """
    law = law_of(scenario, hindsight=hindsight)
    verdicts = {}
    for line in network.lines:
        for item in line.inputs:
            for source in item.sources:
                verdicts[source.key] = judge(facts(line, item, source), law)
    secure = _secure(network, verdicts)
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
            tuple(name for name, stop in network.vendor_stops.items() if _concerns(stop, line, item, source)),
        )
        for line in network.lines
        for item in line.inputs
        for source in item.sources
    }
    listings: dict[str, list[Listing]] = {}
    for name, measure in scenario.measures.items():
        node = network.measures[name]
        days = [dt.date.fromordinal(int(each.likely)) for each in (node.effective, node.announced)]
        if measure.list is None or measure.batch is None or measure.rules:  # a rule lists nobody
            continue
        for entity in scenario.lists[measure.list].batches[measure.batch].entries:
            listings.setdefault(entity, []).append(Listing(days[0], days[1], name))
    return Exposure(flows, {entity: tuple(sorted(found)) for entity, found in listings.items()})


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


def _secure(network: SupplyNetwork[Quantity], verdicts: Mapping[str, Verdict]) -> dict[str, bool]:
    """Whether each flow and all that is critical below it is allowed; circles count as secure unless one is not."""
    insecure = {
        line.name
        for line in network.lines
        for item in line.inputs
        if item.critical
        for source in item.sources
        if source.ordinary and verdicts[source.key].status != "allowed"
    }
    while True:
        above = {
            line.name
            for line in network.lines
            for item in line.inputs
            if item.critical
            for source in item.sources
            if source.ordinary and source.line in insecure
        }
        if above <= insecure:
            break
        insecure |= above
    return {
        source.key: verdicts[source.key].status == "allowed" and source.line not in insecure
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
        destination=line.home,
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


def _content(content: Content) -> ContentFacts:
    total = _range(content.total, Range(0.0, 1.0))
    return ContentFacts(total, _range(content.controlled, Range(0.0, total.high)))


def _range(share: Quantity | str, unknown: Range) -> Range:
    return Range(share.low, share.high) if isinstance(share, Quantity) else unknown


def closures(
    exposure: Exposure, network: SupplyNetwork[float], scenario: Scenario, case: Case
) -> dict[str, Closure]:
    """The flows that are closed, wholly or in part, in one case of one draw, by the source's key."""
    closed = {}
    for key, flow in exposure.flows.items():
        if flow.verdict.hits or flow.vendor_stops:
            restrictions = [
                *(each for hit in flow.verdict.hits for each in _by_law(hit, key, network, scenario, case)),
                *(each for name in flow.vendor_stops for each in _by_vendor(name, network)),
            ]
            if restrictions:
                steps = tuple(_joined(restrictions))
                if steps:
                    closed[key] = Closure(min(each.announced for each in restrictions), steps)
    return closed


@dataclass(frozen=True, slots=True)
class _Restriction:
    """One thing that holds a flow back, with its own steps."""

    announced: float
    steps: tuple[Step, ...]


def _by_law(
    hit: Hit, key: str, network: SupplyNetwork[float], scenario: Scenario, case: Case
) -> Iterator[_Restriction]:
    """What a provision holds back, period by period, moved with the day its measure is drawn for.

    Nothing if the measure does not happen. Suspensions, removals and general licences open the flow and close it
    again on their days. Licences count from the day the flow stays closed.
    """
    node = network.measures[hit.measure]
    if node.chance < 0.5 or hit.since is None:  # 1 or 0 after a draw
        return
    measure = scenario.measures[hit.measure]
    effective = network.day_of(node.effective)
    later = effective - network.day(hit.effective)
    closes = network.day(hit.since) + later
    licence = None if hit.effect == "prohibited" else licence_of(node.licences, key, closes)
    reasons = hit.answer.deciding
    cause = reasons[0].text if reasons else hit.status
    steps: list[Step] = []
    for period in hit.periods:
        if period.first == dt.date.min:  # before all law
            continue
        day = network.day(period.first) + later
        status = period.standing.status
        closed = status in ("prohibited", "licence required") or (
            status == "undetermined" and case == "undetermined cut"
        )
        if not closed:
            why = period.standing.title or ("suspended" if status == "suspended" else "no longer in force")
            steps += [Step(day, 1.0, False, False, hit.measure, why)] if steps else []
            continue
        returned = _returned(period.standing.match, measure)
        steps.append(Step(day, 0.0, False, returned, hit.measure, cause))
        end = math.inf if period.last == dt.date.max else network.day(period.last) + later + 1.0
        if licence is not None and licence.granted < end and day < licence.ends:
            granted = max(day, licence.granted)
            steps.append(Step(granted, licence.volume, True, False, hit.measure, "licence granted"))
            if licence.ends < end:
                steps.append(Step(licence.ends, 0.0, False, False, hit.measure, "licence at its end"))
    if steps:
        yield _Restriction(min(network.day_of(node.announced), effective), tuple(steps))


def _returned(match: Match | None, measure: Measure) -> bool:
    """Whether goods aboard a carrier on the day of the cut turn back."""
    listed = match.listed if match is not None else None
    own = measure.goods_en_route or (listed.batch.goods_en_route if listed is not None else "honoured")
    return own == "returned"


def _by_vendor(name: str, network: SupplyNetwork[float]) -> Iterator[_Restriction]:
    stop = network.vendor_stops[name]
    if stop.chance < 0.5:
        return
    begins = network.day_of(stop.begins)
    steps = [Step(begins, 1.0 - stop.stops, False, False, name, f"beyond the law: {stop.title}")]
    if stop.ends is not None:
        steps.append(Step(network.day_of(stop.ends), 1.0, False, False, name, f"over: {stop.title}"))
    yield _Restriction(begins, tuple(steps))


def _joined(restrictions: list[_Restriction]) -> Iterator[Step]:
    """The steps of several restrictions as one: on each day the narrowest holds."""
    before = (1.0, False)
    for day in sorted({step.day for each in restrictions for step in each.steps}):
        in_force = [
            step
            for each in restrictions
            for step in [next((s for s in reversed(each.steps) if s.day <= day), None)]
            if step is not None
        ]
        narrowest = min(in_force, key=lambda step: step.share)
        now = (narrowest.share, narrowest.licensed)
        if now != before:
            returned = now[0] < before[0] and any(step.returned and step.day == day for step in in_force)
            cause = narrowest if narrowest.day == day or now[0] < before[0] else in_force[-1]
            yield Step(day, now[0], now[1], returned, cause.measure, cause.cause)
            before = now


def within(network: SupplyNetwork[float], closed: Mapping[str, Closure]) -> dict[str, Closure]:
    """The closures of a network's own sources."""
    keys = (source.key for line in network.lines for item in line.inputs for source in item.sources)
    return {key: closed[key] for key in keys if key in closed}


def without_licences(closed: Mapping[str, Closure]) -> dict[str, Closure]:
    """The same closures, with nothing shipped under a licence."""
    return {
        key: replace(
            closure,
            steps=tuple(
                replace(step, share=0.0, licensed=False) if step.licensed else step for step in closure.steps
            ),
        )
        for key, closure in closed.items()
    }


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


def troubled(network: SupplyNetwork[float], closed: Mapping[str, Closure]) -> dict[str, float]:
    """The day it becomes known that a line's critical supply is cut, here or in a line below it; by line."""
    known: dict[str, float] = {}
    while True:
        found = {}
        for line in network.lines:
            days = [
                day
                for item in line.inputs
                if item.critical
                for source in item.sources
                if source.ordinary and (day := known_cut(source, closed, known)) is not None
            ]
            if days:
                found[line.name] = min(days)
        if found == known:
            return known
        known = found


def known_cut(
    source: SourceNode[float], closed: Mapping[str, Closure], troubled_lines: Mapping[str, float]
) -> float | None:
    """The day it becomes known that a source is cut, or the line that makes it is troubled; None if never."""
    days = [closed[source.key].announced] if source.key in closed else []
    if source.line is not None and source.line in troubled_lines:
        days.append(troubled_lines[source.line])
    return min(days, default=None)


def reference_days(exposure: Exposure, network: SupplyNetwork[float]) -> dict[str, tuple[float, float]]:
    """For each maker the day from which its durations count, and the day it hears of it: (effective, announced).

    A listed maker's own first listing that happens. A maker that is not listed counts from the first measure or stop
    that reaches a line it is supplied by at any tier, failing that from the first of all, or from the start.
    """
    days = {
        name: (network.day_of(node.effective), network.day_of(min(node.announced, node.effective)))
        for name, node in network.measures.items()
    }
    stops = {
        name: (network.day_of(stop.begins), network.day_of(stop.begins))
        for name, stop in network.vendor_stops.items()
    }
    happening = {name for name, node in network.measures.items() if node.chance >= 0.5}

    def first(names: list[str]) -> tuple[float, float] | None:
        certain = [name for name in names if name in stops or name in happening] or names
        return min(((days | stops)[name] for name in certain), default=None)

    own = {entity: [listing.measure for listing in found] for entity, found in exposure.all_listings.items()}
    anything = first([*days, *stops]) or (0.0, 0.0)
    found = {entity: first(measures) or anything for entity, measures in own.items()}
    for maker in {line.maker for line in network.lines} - found.keys():
        below = _lines_below(network, maker)
        reached = [
            name
            for flow in exposure.flows.values()
            if flow.line in below
            for name in (*(hit.measure for hit in flow.verdict.hits), *flow.vendor_stops)
        ]
        found[maker] = first(reached) or anything
    return found


def _lines_below(network: SupplyNetwork[float], maker: str) -> set[str]:
    """A maker's lines and every line that supplies them at any tier."""
    takes = {
        line.name: {source.line for item in line.inputs for source in item.sources if source.line}
        for line in network.lines
    }
    below: set[str] = set()
    ahead = [line.name for line in network.lines if line.maker == maker]
    while ahead:
        name = ahead.pop()
        if name not in below:
            below.add(name)
            ahead += sorted(takes[name])
    return below
