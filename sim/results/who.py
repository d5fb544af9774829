"""This is who is cut off, counted: suppliers and parts cost of a company's lines by what the law says."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sim.exposure import FlowExposure, Listing
from sim.network import InputNode, LineNode
from sim.results.cost import likely_cost
from sim.results.evidence import Evidence, date_of
from sim.results.happening import Happening, by_measure, by_stop, happening
from sim.results.held_back import BY_ITSELF, BY_LAW, HELD_BACK, OPEN, UNDETERMINED, held_back
from sim.results.licences import licence_assumption
from sim.results.sources import share_of_estimates
from sim.scenario.quantity import Quantity
from sim.wording import NOT_NAMED


def who(evidence: Evidence, maker: str, lines: Sequence[LineNode[Quantity]]) -> dict[str, object]:
    """The columns that say who no longer supplies these lines."""
    listing = evidence.exposure.listings.get(maker)
    by_supplier: dict[str, str] = {}  # with the maker itself, if it does something of its inputs' list
    for _, flow in ordinary_flows(evidence, lines):
        known = by_supplier.get(flow.supplier, OPEN)
        by_supplier[flow.supplier] = min(known, held_back(flow), key=HELD_BACK.index)
    own_work = by_supplier.pop(maker, None)  # is no supplier, so it is counted with none of them
    counted = [kind for name, kind in by_supplier.items() if evidence.name(name) != NOT_NAMED]
    return {
        **happening("listed_since", "listed_chance", _listing(evidence, listing)),
        "announced": listing.announced if listing else None,
        "counted_from": date_of(evidence, evidence.since[maker]) if lines else None,
        **_counted_span(evidence, maker, bool(lines)),
        "measure": listing.measure if listing else None,
        "suppliers_cut": counted.count(BY_LAW) if lines else None,
        "suppliers_stopping": counted.count(BY_ITSELF) if lines else None,
        "suppliers_undetermined": counted.count(UNDETERMINED) if lines else None,
        "suppliers_open": counted.count(OPEN) if lines else None,
        "own_work": own_work,
        **happening("cut_since", "cut_chance", _first_cut(evidence, lines)),
        "licences": _licences(evidence, lines),
        **happening("stops_since", "stops_chance", _first_stop(evidence, lines)),
        "cost_cut": cost_share(evidence, lines, BY_LAW),
        "cost_stopping": cost_share(evidence, lines, BY_ITSELF),
        "cost_undetermined": cost_share(evidence, lines, UNDETERMINED),
        "estimates": share_of_estimates(evidence, lines) if lines else math.nan,
    }


def ordinary_flows(
    evidence: Evidence, lines: Sequence[LineNode[Quantity]]
) -> Iterator[tuple[InputNode[Quantity], FlowExposure]]:
    """Every ordinary flow of the lines, with its input."""
    for line in lines:
        for item in line.inputs:
            for flow in evidence.flows(item):
                yield item, flow


def _counted_span(evidence: Evidence, maker: str, modelled: bool) -> dict[str, object]:
    """The earliest and the latest day from which durations count in a draw."""
    days = [draw.since[maker] for draw in evidence.draws] if modelled else []
    low, high = (date_of(evidence, end(days)) for end in (min, max)) if days else (None, None)
    return {"counted_from_low": low, "counted_from_high": high}


def _listing(evidence: Evidence, listing: Listing | None) -> Happening | None:
    return by_measure(evidence.network, listing.measure, listing.effective) if listing is not None else None


def _first_cut(evidence: Evidence, lines: Sequence[LineNode[Quantity]]) -> Happening | None:
    """When the law first cuts an ordinary flow of these lines."""
    found = (flow_cut(evidence, flow) for _, flow in ordinary_flows(evidence, lines))
    return min((each for each in found if each is not None), default=None)


def flow_cut(evidence: Evidence, flow: FlowExposure) -> Happening | None:
    """When a flow is cut by law; None if it is not, for certain."""
    measure, since = flow.verdict.measure, flow.verdict.since
    if held_back(flow) != BY_LAW or measure is None or since is None:
        return None
    return by_measure(evidence.network, measure, since)


def _licences(evidence: Evidence, lines: Sequence[LineNode[Quantity]]) -> str | None:
    """What the scenario assumes about licences for the flows that are cut, in a few words."""
    assumed = {
        text
        for _, flow in ordinary_flows(evidence, lines)
        if held_back(flow) == BY_LAW
        and (text := licence_assumption(evidence, flow.verdict.measure, flow.verdict.status)) is not None
    }
    if len(assumed) <= 1 and not any(text.startswith("assumed granted") for text in assumed):
        return next(iter(assumed), None)
    return "assumed granted for some, as the scenario says"


def _first_stop(evidence: Evidence, lines: Sequence[LineNode[Quantity]]) -> Happening | None:
    """When the first ordinary supplier of these lines stops by itself."""
    names = {name for _, flow in ordinary_flows(evidence, lines) for name in flow.vendor_stops}
    return min((by_stop(evidence.network, name) for name in names), default=None)


def cost_share(evidence: Evidence, lines: Sequence[LineNode[Quantity]], by: str) -> float:
    """Share of parts cost in flows held back by this, likeliest values; lines weighted by their plan.

    Parts that only a degraded form has are none of the planned product.
    """
    total = part = 0.0
    for line in lines:
        for item in line.inputs:
            for source in item.sources:
                if source.ordinary and item.form != "degraded":
                    cost = evidence.planned[line.name][0] * likely_cost(item, source)
                    total += cost
                    if held_back(evidence.exposure.flows[source.key]) == by:
                        part += cost
    return part / total if total > 0.0 else math.nan
