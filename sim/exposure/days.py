"""This is when things become known: cuts to the lines they trouble, and the day a maker's durations count from."""

from __future__ import annotations

from collections.abc import Mapping

from sim.exposure.flows import Exposure
from sim.exposure.steps import Closure
from sim.network import SourceNode, SupplyNetwork


def troubled(network: SupplyNetwork[float], closed: Mapping[str, Closure]) -> dict[str, float]:
    """The day it becomes known that a line's critical supply is cut, here or in a line below it; by line."""
    cut: dict[str, float] = {}  # here
    supplied: dict[str, list[str]] = {}  # by line, those it supplies
    for line in network.lines:
        critical = [source for item in line.inputs if item.critical for source in item.sources]
        days = [closed[each.key].announced for each in critical if each.ordinary and each.key in closed]
        if days:
            cut[line.name] = min(days)
        for each in critical:
            if each.ordinary and each.line is not None:
                supplied.setdefault(each.line, []).append(line.name)
    known: dict[str, float] = {}
    for name in sorted(cut, key=lambda each: cut[each]):  # what is known first is known first further up too
        ahead = [name]
        while ahead:
            reached = ahead.pop()
            if reached not in known:
                known[reached] = cut[name]
                ahead += supplied.get(reached, ())
    return known


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

    A listed maker's own first listing. A maker that is not listed counts from the first measure or stop that reaches a
    line it is supplied by at any tier, or a market of its own, failing that from the first of all, or from the start.
    What does not happen in the draw sets no day while anything there does; with chances in place of what is drawn, what
    is as likely as not or likelier goes first.
    """
    days = {
        name: (network.day_of(node.effective), network.day_of(min(node.announced, node.effective)))
        for name, node in network.measures.items()
    }
    stops = {
        name: (network.day_of(stop.begins), network.day_of(stop.begins))
        for name, stop in network.vendor_stops.items()
    }
    days |= stops
    happening = {name for name, node in network.measures.items() if node.chance >= 0.5}
    happening |= {name for name, stop in network.vendor_stops.items() if stop.chance >= 0.5}

    def first(names: list[str]) -> tuple[float, float] | None:
        own = [name for name in names if name in happening] or names
        return min((days[name] for name in own), default=None)

    own = {entity: [listing.measure for listing in found] for entity, found in exposure.all_listings.items()}
    anything = first([*days]) or (0.0, 0.0)
    found = {entity: first(measures) or anything for entity, measures in own.items()}
    for maker in {line.maker for line in network.lines} - found.keys():
        below = _lines_below(network, maker)
        reached = [
            name
            for flow in exposure.flows.values()
            if flow.line in below
            for name in (*(hit.measure for hit in flow.verdict.hits), *flow.vendor_stops)
        ]
        lines = {line.name for line in network.lines if line.maker == maker}
        reached += [
            hit.measure for each in exposure.markets.values() if each.line in lines for hit in each.hits
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
