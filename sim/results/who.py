"""This is who is cut off, counted: suppliers and parts cost of a company's lines by what the law says."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sim.exposure import FlowExposure
from sim.network import InputNode, LineNode
from sim.results.evidence import CUT_STATUSES, Evidence, date_of
from sim.results.sources import share_of_estimates
from sim.scenario.quantity import Quantity

_WORST = ("prohibited", "licence required", "undetermined", "allowed")


def who(evidence: Evidence, maker: str, lines: Sequence[LineNode[Quantity]]) -> dict[str, object]:
    """The columns that say who no longer supplies these lines."""
    listing = evidence.exposure.listings.get(maker)
    by_supplier: dict[str, str] = {}
    for _, flow in ordinary_flows(evidence, lines):
        known = by_supplier.get(flow.supplier, "allowed")
        by_supplier[flow.supplier] = min(known, flow.verdict.status, key=_WORST.index)
    statuses = list(by_supplier.values())
    return {
        "listed_since": listing.effective if listing else None,
        "announced": listing.announced if listing else None,
        "counted_from": date_of(evidence, evidence.since[maker]) if lines else None,
        "measure": listing.measure if listing else None,
        "suppliers_cut": sum(map(statuses.count, CUT_STATUSES)) if lines else None,
        "suppliers_undetermined": statuses.count("undetermined") if lines else None,
        "suppliers_open": statuses.count("allowed") if lines else None,
        "cost_cut": cost_share(evidence, lines, *CUT_STATUSES),
        "cost_undetermined": cost_share(evidence, lines, "undetermined"),
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


def cost_share(evidence: Evidence, lines: Sequence[LineNode[Quantity]], *statuses: str) -> float:
    """Share of parts cost in flows of these statuses, likeliest values; lines weighted by their plan."""
    total = part = 0.0
    for line in lines:
        for item in line.inputs:
            for source in item.sources:
                if source.ordinary:
                    cost = evidence.planned[line.name][0] * item.cost.likely * source.share.likely
                    total += cost
                    if evidence.exposure.flows[source.key].verdict.status in statuses:
                        part += cost
    return part / total if total > 0.0 else math.nan
