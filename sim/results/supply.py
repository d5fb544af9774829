"""This is the supply side of the results: the tables `flows`, `parts` and `lost_sales`."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.exposure import Case, Closure, FlowExposure, troubled
from sim.network import InputNode, LineNode, SourceNode, SupplyNetwork
from sim.results.columns import REASON_BREAK
from sim.results.cost import likely_cost
from sim.results.deciding import deciding_columns, is_hypothetical, nearest_columns
from sim.results.evidence import Evidence
from sim.results.happening import Happening, by_measure, by_stop, happening
from sim.results.held_back import BY_ITSELF, SUPPLIER_SHORT, held_back, held_since, input_status, is_held
from sim.results.how_long import binding_shares
from sim.results.licences import licence_assumption
from sim.results.outcome import DrawOutcome
from sim.results.pools import Drawing, drawn_by, how_shared
from sim.results.spread import duration, no_duration, spread
from sim.rules.verdict import Verdict
from sim.scenario.chain import ChainParty
from sim.scenario.quantity import Quantity
from sim.simulation.capacity import readiness


def flows_table(evidence: Evidence) -> pd.DataFrame:
    """The table `flows`: one row for each source and alternative, cut or open, with the reasons."""
    drawing = drawn_by(evidence)
    return pd.DataFrame(
        _flow(evidence, line, item, source, drawing)
        for line in evidence.network.lines
        for item in line.inputs
        for source in item.sources
    )


def _flow(
    evidence: Evidence,
    line: LineNode[Quantity],
    item: InputNode[Quantity],
    source: SourceNode[Quantity],
    drawing: Mapping[str, Sequence[Drawing]],
) -> dict[str, object]:
    """One row; `drawing` are the sources that draw on each pool."""
    flow = evidence.exposure.flows[source.key]
    verdict = flow.verdict
    origin = evidence.file.origin(source.key)
    reference = evidence.file.scenario.references.get(origin.ref) if origin.ref else None
    return {
        "company": line.maker,
        "line": line.name,
        "input": item.name,
        "title": item.title,
        "kind": item.kind,
        "supplier": source.supplier,
        "supplier_name": evidence.name(source.supplier),
        "supplier_home": source.supplier_home,
        "made_in": ", ".join(source.places),
        "made_by": source.line,
        "pool": None if source.pool is None else evidence.file.scenario.pools[source.pool].title,
        "pool_shared": None if source.pool is None else how_shared(evidence, source, drawing[source.pool]),
        "parties": "; ".join(map(_party, source.item.parties)) or None,
        "end_use": source.item.end_use,
        "role": "ordinary" if source.ordinary else "alternative",
        "share": source.share.likely,
        "cost": likely_cost(item, source) if source.ordinary else math.nan,
        "status": verdict.status,
        "held_back": held_back(flow),
        **happening("since", "chance", _since(evidence, verdict)),
        "until": _until(evidence, verdict),
        **_strictest(verdict),
        "authorised_until": verdict.authorised_until,
        "measure": verdict.measure,
        "rule": verdict.rule,
        "hypothetical": is_hypothetical(evidence.file, verdict.measure, verdict.rule),
        "clause": verdict.clause,
        "nexus": verdict.nexus,
        **nearest_columns(verdict),
        **deciding_columns(evidence, item, source, verdict),
        "content": verdict.content_share,
        "policy": verdict.policy,
        "licences": licence_assumption(evidence, verdict.measure, verdict.status),
        "confidence": verdict.confidence,
        "domestic": source.domestic,
        "secure": flow.secure,
        "vendor_stop": "; ".join(_vendor_stop(evidence, name) for name in flow.vendor_stops) or None,
        **happening("stops_since", "stops_chance", _stops_since(evidence, flow)),
        "reasons": REASON_BREAK.join(verdict.reasons),
        "near_misses": REASON_BREAK.join(verdict.near_misses),
        "note": evidence.file.scenario.lines[line.name].inputs[item.name].note,
        "source": origin.ref,
        "grade": reference.grade if reference else None,
    }


def _strictest(verdict: Verdict) -> dict[str, object]:
    """The most restrictive that the law ever is with a flow in the run, which may come after the first cut."""
    hit = verdict.strictest
    if hit is None:
        return {"strictest": None, "strictest_since": None, "strictest_rule": None}
    return {
        "strictest": hit.status,
        "strictest_since": hit.closed_from((hit.status,)),
        "strictest_rule": hit.rule,
    }


def _since(evidence: Evidence, verdict: Verdict) -> Happening | None:
    """When a flow is first cut or undetermined by law."""
    if verdict.since is None or verdict.measure is None:
        return None
    return by_measure(evidence.network, verdict.measure, verdict.since)


def _stops_since(evidence: Evidence, flow: FlowExposure) -> Happening | None:
    """When its supplier first stops by itself."""
    return min((by_stop(evidence.network, name) for name in flow.vendor_stops), default=None)


def _party(party: ChainParty) -> str:
    """A further party in words."""
    knowledge = {True: "", False: ", not known to the supplier", "unknown": ", perhaps known to the supplier"}
    return f"{party.entity}, {party.role.replace('-', ' ')}{knowledge[party.known]}"


def _until(evidence: Evidence, verdict: Verdict) -> dt.date | None:
    """The last day on which any provision holds the flow, if it comes before the horizon."""
    ends = [hit.until for hit in verdict.hits]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends) or max(known) >= evidence.file.scenario.clock.until:
        return None
    return max(known)


def _vendor_stop(evidence: Evidence, name: str) -> str:
    """A supplier's own stop in words."""
    stop = evidence.network.vendor_stops[name]
    share = "" if stop.stops.likely >= 1.0 else f", {stop.stops} of its volume"
    chance = "" if stop.chance.likely >= 1.0 else f", with a chance of {stop.chance}"
    until = "" if stop.ends is None else f" until {stop.ends}"
    return f"from {stop.begins}{until}{share}{chance}: {stop.title}"


def parts_table(evidence: Evidence) -> pd.DataFrame:
    """The table `parts`: one row for each line, case and input."""
    rows = []
    for case in evidence.exposure.cases:
        ready = [_ready(draw.network, draw.closed[case]) for draw in evidence.draws]
        for number, line in enumerate(evidence.network.lines):
            shares = binding_shares(evidence, case, line)
            reached = evidence.reached_columns(case, [line.name])
            for place, item in enumerate(line.inputs):
                rows.append(
                    _part(
                        evidence,
                        case,
                        (number, place),
                        [ready[draw][number] for draw in evidence.reached_places(case, [line.name])],
                    )
                    | {"binding_time": shares.get(item.key, 0.0), **reached}
                )
    return pd.DataFrame(rows)


def _ready(drawn: SupplyNetwork[float], closed: Mapping[str, Closure]) -> list[dict[str, float]]:
    """The day each alternative is qualified in one draw, by line."""
    trouble = troubled(drawn, closed)
    return [readiness(line, closed, trouble) for line in drawn.lines]


def _part(
    evidence: Evidence,
    case: Case,
    where: tuple[int, int],
    ready: list[dict[str, float]],
) -> dict[str, object]:
    line = evidence.network.lines[where[0]]
    item = line.inputs[where[1]]
    draws = evidence.reached(case, [line.name])
    since = [draw.since[line.maker] for draw in draws]
    flows = evidence.flows(item)
    held_days = [day for flow in flows if (day := held_since(flow, evidence.network, case)) is not None]
    held = [draw.cases[case].lines[line.name].cover[item.key] for draw in draws]
    run_out = [
        draw.cases[case].lines[line.name].run_out.get(item.key, math.inf) - first
        for draw, first in zip(draws, since, strict=True)
    ]
    status = input_status(flows, evidence.network)
    short = [
        draw.cases[case].lines[line.name].short_since.get(item.key, math.inf) - first
        for draw, first in zip(draws, since, strict=True)
    ]
    fed = any(source.ordinary and source.line is not None for source in item.sources)
    others = [source for source in item.sources if not source.ordinary]
    first_ready = [
        min((days[s.key] for s in others if s.key in days), default=math.inf) - first
        for days, first in zip(ready, since, strict=True)
    ]
    usable = [source for source in others if not is_held(evidence.exposure.flows[source.key], case)]
    return {
        "case": case,
        "line": line.name,
        "input": item.name,
        "title": item.title,
        "status": SUPPLIER_SHORT if status == "open" and any(map(math.isfinite, short)) else status,
        "if_missing": _if_missing(item),
        "shared": item.shared,
        "priority": item.priority if item.shared is not None else math.nan,
        "fleet": item.fleet is not None,
        "cut_since": min(held_days, default=None),
        **(duration("supplier_short", short) if fed else no_duration("supplier_short")),
        **spread("cover", held),
        "concentration": _concentration(item),
        **duration("run_out", run_out),
        **(duration("alternative_ready", first_ready) if others else no_duration("alternative_ready")),
        "alternatives": ", ".join(evidence.name(source.supplier) for source in usable),
        **spread("leaked", [_leaked(draw, case, where) for draw in draws]),
    }


def _concentration(item: InputNode[Quantity]) -> float:
    """The sum of squared shares of the suppliers of the ordinary need; one with several places counts once."""
    shares: dict[str, float] = {}
    for source in item.sources:
        if source.ordinary and source.rank == 0:
            shares[source.supplier] = shares.get(source.supplier, 0.0) + source.share.likely
    return sum(share**2 for share in shares.values())


def _if_missing(item: InputNode[Quantity]) -> str:
    if item.form == "full":
        return "degrade"
    return "none" if not item.critical else "stop" if item.spared == 0.0 else "halve"


def _leaked(draw: DrawOutcome, case: Case, where: tuple[int, int]) -> float:
    """What arrives by assumed leakage, as a share of the planned need; the input is found by line and place."""
    line = draw.network.lines[where[0]]
    item = line.inputs[where[1]]
    outcome = draw.cases[case].lines[line.name]
    leaked = outcome.delivered.get(f"{item.key}.leakage", 0.0)
    if leaked == 0.0:
        return 0.0
    return leaked * (item.fleet.life if item.fleet is not None else 1.0) / (item.needs * outcome.planned)


def _why(evidence: Evidence, source: SourceNode[Quantity], case: Case) -> str:
    """Why a supplier sells less: it may not, stops by itself, cannot make it, or is open and the line makes less."""
    flow = evidence.exposure.flows[source.key]
    if not is_held(flow, case):
        made = [
            draw.cases[case].lines[name]
            for name in ([] if source.line is None else [source.line])
            for draw in evidence.reached(case, [name])
        ]
        short = any(math.isfinite(outcome.milestones.first_shortfall) for outcome in made)
        return "falls short" if short else "co-supplier"
    return "stops by itself" if held_back(flow) == BY_ITSELF else "cut"


def lost_sales_table(evidence: Evidence) -> pd.DataFrame:
    """The table `lost_sales`: one row for each case and ordinary source that costs anything."""
    rows = []
    for case in evidence.exposure.cases:
        for number, line in enumerate(evidence.network.lines):
            reached = evidence.reached_columns(case, [line.name])
            for position, item in enumerate(line.inputs):
                for place, source in enumerate(item.sources):
                    if source.ordinary and item.cost.likely > 0.0:
                        rows.append(_lost(evidence, case, (number, position, place)) | reached)
    return pd.DataFrame(rows)


def _revenue_share(
    evidence: Evidence, line: str, item: str, source: SourceNode[Quantity]
) -> dict[str, object]:
    """What the buyer is to the supplier, where the scenario says it."""
    name = source.key.removeprefix(f"lines.{line}.inputs.{item}.sources.").partition(".")[0]
    stated = evidence.file.scenario.lines[line].inputs[item].sources[name].revenue_share
    return {
        "revenue_share": math.nan if stated is None else stated.share.likely,
        "revenue_of": None if stated is None else stated.of,
    }


def _lost(evidence: Evidence, case: Case, where: tuple[int, int, int]) -> dict[str, object]:
    number, position, place = where
    line = evidence.network.lines[number]
    item, source = line.inputs[position], line.inputs[position].sources[place]
    lost, planned = [], []
    for draw in evidence.reached(case, [line.name]):
        drawn = draw.network.lines[number]
        part = drawn.inputs[position]
        delivered = draw.cases[case].lines[line.name].delivered[source.key]
        cost = part.cost * part.sources[place].price_factor
        need = draw.cases[case].lines[line.name].planned * cost
        price = cost / part.needs
        if part.fleet is not None:  # a unit carries life / needs products, and grows with the plan besides
            price *= part.fleet.life
            days = draw.network.horizon - draw.since[line.maker]
            need += drawn.plan * drawn.grows / 365.25 * days * part.needs * price
        lost.append((draw.undisturbed[source.key] - delivered) * price)
        planned.append(0.0 if part.form == "degraded" else part.sources[place].share * need)
    return {
        "case": case,
        "company": line.maker,
        "line": line.name,
        "input": item.name,
        "flow": source.key,
        "supplier": source.supplier,
        "supplier_name": evidence.name(source.supplier),
        "supplier_home": source.supplier_home,
        "made_in": ", ".join(source.places),
        **_revenue_share(evidence, line.name, item.name, source),
        "why": _why(evidence, source, case),
        "planned": float(np.mean(planned)),
        **spread("lost", lost),
    }
