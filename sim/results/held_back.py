"""This is who holds a flow back, and since when: the law, or the supplier itself, which no law asks.

An ally that follows is a supplier that stops by itself. Everything that is said of flows, counts and figures asks here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sim.exposure import Case, FlowExposure
from sim.network import SupplyNetwork
from sim.scenario.quantity import Quantity

CUT_STATUSES = ("prohibited", "licence required")  # by law, whatever the case
SUPPLIER_SHORT = "supplier falls short"  # of an input whose flows are open: a modelled line that makes it
BY_LAW, BY_ITSELF, UNDETERMINED, OPEN = "by law", "by the supplier itself", "undetermined", "open"
HELD_BACK = (BY_LAW, BY_ITSELF, UNDETERMINED, OPEN)  # what counts if a supplier has several flows: the first


def held_back(flow: FlowExposure) -> str:
    """By whom a flow is held back, whatever the case; the law comes first where both do."""
    if flow.verdict.status in CUT_STATUSES:
        return BY_LAW
    if flow.vendor_stops:
        return BY_ITSELF
    return UNDETERMINED if flow.verdict.status == "undetermined" else OPEN


def is_held(flow: FlowExposure, case: Case) -> bool:
    """Whether a flow is held back in a case, by whomever, for a time at least."""
    by = held_back(flow)
    return by in (BY_LAW, BY_ITSELF) or (by == UNDETERMINED and case == "undetermined cut")


def held_since(flow: FlowExposure, network: SupplyNetwork[Quantity], case: Case) -> dt.date | None:
    """The likeliest first day on which a flow is held back in a case; None if it is not."""
    by_law = flow.verdict.cut_from(case == "undetermined cut")
    days = [by_law] if by_law is not None else []
    days += [stop_day(network, name) for name in flow.vendor_stops]
    return min(days, default=None)


def stop_day(network: SupplyNetwork[Quantity], name: str) -> dt.date:
    """The likeliest day on which a supplier stops by itself."""
    return dt.date.fromordinal(int(network.vendor_stops[name].begins.likely))


def input_status(flows: Sequence[FlowExposure], network: SupplyNetwork[Quantity]) -> str:
    """What holds back the ordinary flows of one input, in a word or two, whatever the case."""
    by = [held_back(flow) for flow in flows]
    whole = [
        each == BY_LAW or any(network.vendor_stops[name].stops.likely >= 1.0 for name in flow.vendor_stops)
        for each, flow in zip(by, flows, strict=True)
    ]
    part = "" if all(whole) else "partly "
    if BY_LAW in by:
        return f"{part}cut"
    if BY_ITSELF in by:
        return "stops by itself" if not part else "partly stops by itself"
    return "undetermined" if UNDETERMINED in by else "open"
