"""This is what follows from a network alone: planned rates, parts that supply each other, domestic supply alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from sim.network.nodes import InputNode, LineNode, N, StockNode, SupplyNetwork


def planned_rates(network: SupplyNetwork[float]) -> dict[str, tuple[float, float]]:
    """By line: products a day on the first day, and their growth a day; own market and what other lines take.

    The plan of a line that supplies others holds what these use at their plan (model note 2.12, plan rate); where
    lines supply each other that is a linear system.
    """
    index = {line.name: number for number, line in enumerate(network.lines)}
    own = np.array([[line.plan, line.plan * line.grows / 365.25] for line in network.lines])
    takes = np.zeros((len(index), len(index)))
    for buyer, line in enumerate(network.lines):
        for item in line.inputs:
            for source in item.sources:
                if source.line is not None and source.ordinary:
                    takes[index[source.line], buyer] += item.needs * source.share
    rates = np.linalg.solve(np.eye(len(index)) - takes, own) if takes.any() else own
    return {name: (float(rates[number, 0]), float(rates[number, 1])) for name, number in index.items()}


Piece = tuple[float, float, float]  # from this day on: products a day, and their slope


def planned_courses(network: SupplyNetwork[float]) -> dict[str, list[Piece]]:
    """By line: the plan over time, own market and other lines together, as lines begin one after the other."""
    courses: dict[str, list[Piece]] = {line.name: [] for line in network.lines}
    for day in sorted({0.0, *(line.starts for line in network.lines)}):
        running = tuple(
            line if line.starts <= day else replace(line, plan=0.0, inputs=()) for line in network.lines
        )
        for name, (value, slope) in planned_rates(replace(network, lines=running)).items():
            courses[name].append((day, value + slope * day, slope))
    return courses


def connected(network: SupplyNetwork[N]) -> list[SupplyNetwork[N]]:
    """The network in parts that supply each other; what happens in one is no matter to another."""
    group_of = {line.name: {number} for number, line in enumerate(network.lines)}
    for line in network.lines:
        for item in line.inputs:
            for source in item.sources:
                if source.line is not None and group_of[line.name] is not group_of[source.line]:
                    joined = group_of[line.name] | group_of[source.line]
                    for member in joined:
                        group_of[network.lines[member].name] = joined
    groups = sorted({tuple(sorted(group)) for group in group_of.values()})
    return [replace(network, lines=tuple(network.lines[member] for member in group)) for group in groups]


def always_enough(item: InputNode[float], may_close: Collection[str]) -> bool:
    """Whether an input's ordinary sources, as far as nothing can close them, carry the plan."""
    carried = sum(
        source.share * source.headroom
        for source in item.sources
        if source.ordinary and not source.push and source.line is None and source.key not in may_close
    )
    return carried >= 1.0


def domestic_only(
    network: SupplyNetwork[float], may_close: Collection[str] = frozenset()
) -> SupplyNetwork[float]:
    """The counterfactual of the domestic columns: no stock, no foreign supply, no licence, nothing that is optional.

    Without lead times, since they shift the level it sustains and do not change it; between lines they stay, since
    only they keep a circle of lines from waiting for itself. Of a fleet the level is what its additions sustain in the
    long run, one life of them, so it counts as used up at that rate.

    Inputs that cannot decide are left out: those whose own sources carry the plan and are none of `may_close`, and
    where one input has no domestic source at all, every other.
    """

    plans = planned_rates(network)

    def alone(item: InputNode[float]) -> InputNode[float]:
        own = tuple(
            replace(each, lead_time=each.lead_time if each.line else 0.0, lots=())
            for each in item.sources
            if each.domestic
        )
        nothing: StockNode[float] = StockNode(0.0, None, None, None)
        needs = item.needs / item.fleet.life if item.fleet else item.needs
        return replace(item, needs=needs, stock=nothing, fleet=None, demand_kept={}, ageing=None, sources=own)

    def on_its_own(line: LineNode[float]) -> LineNode[float]:
        # What buyers elsewhere take counts as its own market: its level is asked about, not theirs.
        rate, growth = plans[line.name]
        taken = [
            (
                item.needs * source.share * plans[buyer.name][0],
                item.needs * source.share * plans[buyer.name][1],
            )
            for buyer in network.lines
            for item in buyer.inputs
            for source in item.sources
            if source.line == line.name and source.ordinary and source.domestic and item.critical
        ]
        plan = max(rate - sum(value for value, _ in taken), 0.0)
        grows = growth - sum(slope for _, slope in taken)
        return replace(
            line,
            plan=plan,
            grows=grows * 365.25 / plan if plan > 0.0 else 0.0,
            markets=line.markets or {"other lines": 1.0},
            rationed_output=None,
            cover_threshold=None,
            inputs=deciding(tuple(alone(item) for item in line.inputs if item.critical)),
        )

    def deciding(inputs: tuple[InputNode[float], ...]) -> tuple[InputNode[float], ...]:
        hopeless = next((item for item in inputs if not item.sources), None)
        if hopeless is not None:
            return (hopeless,)
        return tuple(item for item in inputs if not always_enough(item, may_close))

    return replace(network, lines=tuple(on_its_own(line) for line in network.lines))
