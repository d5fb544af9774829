"""This is when each flow and market is closed in one draw: by law on the drawn days, or by suppliers."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sim.exposure.drawn import DrawnLaw
from sim.exposure.flows import Case, Exposure
from sim.exposure.markets import market_closure
from sim.exposure.steps import Closure, Step, is_closed
from sim.network import Licence, SupplyNetwork, licence_of
from sim.rules.matching import Match
from sim.rules.verdict import CUT, FOR_CERTAIN, Hit
from sim.scenario.law import Measure
from sim.scenario.model import Scenario


def closures(
    exposure: Exposure, network: SupplyNetwork[float], scenario: Scenario, case: Case
) -> dict[str, Closure]:
    """The flows and markets that are closed, wholly or in part, in one case of one draw, by key."""
    law = DrawnLaw(exposure, network, scenario)
    markets = {
        key: market_closure(market, law.hits(key), network, case == "undetermined cut")
        for key, market in exposure.markets.items()
    }
    closed = {key: closure for key, closure in markets.items() if closure is not None}
    restart = {
        source.key: source.restart
        for line in network.lines
        for item in line.inputs
        for source in item.sources
        if source.restart is not None
    }
    for key, flow in exposure.flows.items():
        hits = law.hits(key)
        if hits or flow.vendor_stops:
            restrictions = [
                *(each for hit in hits for each in _by_law(hit, key, network, scenario, case)),
                *(each for name in flow.vendor_stops for each in _by_vendor(name, network)),
            ]
            if restrictions:
                steps = tuple(_restarted(tuple(_joined(restrictions)), restart.get(key, 0.0)))
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
    """What a provision holds back, period by period.

    Nothing if the measure does not happen. Suspensions, removals and general licences open the flow and close it
    again on their days. Licences count from the day the flow stays closed.
    """
    node = network.measures[hit.measure]
    closes_on = hit.closed_from(CUT if case == "undetermined cut" else FOR_CERTAIN)
    if node.chance < 0.5 or closes_on is None:  # 1 or 0 after a draw
        return
    measure = scenario.measures[hit.measure]
    effective = network.day_of(node.effective)
    closes = network.day(closes_on)
    licence = None if hit.effect == "prohibited" else licence_for(key, hit.measure, closes, network)
    cause = _cause(hit)
    steps: list[Step] = []
    for period in hit.periods:
        if period.first == dt.date.min:  # before all law
            continue
        day = network.day(period.first)
        status = period.standing.status
        if not is_closed(status, case == "undetermined cut"):
            why = period.standing.title or ("suspended" if status == "suspended" else "no longer in force")
            steps += [Step(day, 1.0, False, False, hit.measure, why)] if steps else []
            continue
        spares = period.standing.spared is not None
        returned = _returned(period.standing.match, measure) and not spares
        steps.append(Step(day, 0.0, False, returned, hit.measure, cause, spares))
        end = math.inf if period.last == dt.date.max else network.day(period.last) + 1.0
        if licence is not None and licence.granted < end and day < licence.ends:
            granted = max(day, licence.granted)
            steps.append(Step(granted, licence.volume, True, False, hit.measure, "licence granted"))
            if licence.ends < end:
                why = "licence revoked" if licence.revoked else "licence expired"
                steps.append(Step(licence.ends, 0.0, False, False, hit.measure, why, spares))
    if steps:
        yield _Restriction(min(network.day_of(node.announced), effective), tuple(steps))


def licence_for(flow: str, measure: str, closes: float, network: SupplyNetwork[float]) -> Licence | None:
    """The licence that a flow, closed on a day by a measure, gets in a draw; None if none."""
    terms = network.measures[measure].licences
    if terms is None:
        return None
    revoked_on = None if terms.revoked_on is None else network.day_of(terms.revoked_on)
    return licence_of(terms.applications[flow], closes, revoked_on)


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
    """The steps of several restrictions as one: on each day the narrowest holds.

    What is shipped needs every licence there is, also one that is wider than another restriction.
    """
    before = (1.0, False, False)
    for day in sorted({step.day for each in restrictions for step in each.steps}):
        in_force = [
            step
            for each in restrictions
            for step in [next((s for s in reversed(each.steps) if s.day <= day), None)]
            if step is not None
        ]
        narrowest = min(in_force, key=lambda step: step.share)
        licensed = narrowest.share > 0.0 and any(step.licensed for step in in_force)
        spares = narrowest.share == 0.0 and all(step.share > 0.0 or step.spares for step in in_force)
        now = (narrowest.share, licensed, spares)
        if now != before:
            returned = now[0] < before[0] and any(step.returned and step.day == day for step in in_force)
            cause = narrowest if narrowest.day == day or now[0] < before[0] else in_force[-1]
            yield Step(day, *now[:2], returned, cause.measure, cause.cause, spares)
            before = now


def _restarted(steps: tuple[Step, ...], days: float) -> Iterator[Step]:
    """The steps of a flow that ships again only some days after a cut is over; a licence says its own days."""
    share = 1.0
    for step, following in zip(steps, (*steps[1:], None), strict=True):
        if days > 0.0 and share == 0.0 and step.share > 0.0 and not step.licensed:
            day = step.day + days
            if following is not None and following.day <= day:
                continue  # closed again, or under a licence, before it could ship
            yield replace(step, day=day, cause=f"{step.cause}; restarted {days:.0f} days later")
        else:
            yield step
        share = step.share


def within(network: SupplyNetwork[float], closed: Mapping[str, Closure]) -> dict[str, Closure]:
    """The closures of a network's own sources and markets."""
    sources = (source.key for line in network.lines for item in line.inputs for source in item.sources)
    markets = (line.market_key(market) for line in network.lines for market in line.markets)
    return {key: closed[key] for key in (*sources, *markets) if key in closed}


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
    """The day the first ordinary source of each input is cut, by the input's key; inputs never cut are absent.

    Of inputs that share a stock, the first day any of them is cut.
    """
    cuts: dict[str, float] = {}
    shared: dict[str, list[str]] = {}
    for line in network.lines:
        for item in line.inputs:
            days = [
                closed[source.key].cut for source in item.sources if source.ordinary and source.key in closed
            ]
            if days:
                cuts[item.key] = min(days)
            if item.shared is not None:
                shared.setdefault(item.shared, []).append(item.key)
    for keys in shared.values():
        first = min((cuts[key] for key in keys if key in cuts), default=None)
        cuts |= {key: first for key in keys if first is not None}
    return cuts


def _cause(hit: Hit) -> str:
    """Why a provision cuts a flow, in the words of the log: its clause, and what makes the item subject to it."""
    told = [reason.text for reason in hit.answer.deciding if reason.clause == hit.answer.clause]
    words = (hit.clause, *(told or [reason.text for reason in hit.answer.deciding])[-1:])
    return ": ".join(word for word in words if word) or hit.status
