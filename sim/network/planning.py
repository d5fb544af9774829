"""This is what follows from a network alone: planned rates, parts that supply each other, domestic supply alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sim.network.nodes import InputNode, LineNode, N, SourceNode, StockNode, SupplyNetwork


def planned_rates(network: SupplyNetwork[float]) -> dict[str, tuple[float, float]]:
    """By line: products a day on the first day, and their growth a day; own market and what other lines take.

    The plan of a line that supplies others holds what these use at their plan (model note 2.12, plan rate): lines that
    supply nobody are known, then those that supply only known ones. Lines that supply each other are a linear system.
    """
    lines = {line.name: line for line in network.lines}
    takes: dict[str, dict[str, float]] = {}  # by the line that supplies: what each product of a buyer takes
    for line in network.lines:
        for item in line.inputs:
            for source in item.sources:
                if source.line is not None and source.ordinary and item.form != "degraded":
                    buyers = takes.setdefault(source.line, {})
                    buyers[line.name] = buyers.get(line.name, 0.0) + item.needs * source.share
    rates: dict[str, tuple[float, float]] = {}
    for group in _suppliers_last(list(lines), takes):
        own = []
        for name in group:
            line = lines[name]
            known = [(rates[buyer], each) for buyer, each in takes.get(name, {}).items() if buyer in rates]
            own.append(
                (
                    line.plan + sum(each * rate for (rate, _), each in known),
                    line.plan * line.grows / 365.25 + sum(each * growth for (_, growth), each in known),
                )
            )
        if len(group) > 1 or group[0] in takes.get(group[0], {}):
            inside = [[takes.get(name, {}).get(buyer, 0.0) for buyer in group] for name in group]
            solved = np.linalg.solve(np.eye(len(group)) - np.array(inside), np.array(own))
            own = [(float(rate), float(growth)) for rate, growth in solved]
        rates |= dict(zip(group, own, strict=True))
    return {name: rates[name] for name in lines}


def _suppliers_last(names: Sequence[str], takes: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """Lines in groups, each after those it supplies; lines that supply each other are one group.

    Lines with every buyer placed are placed one by one, from below; what cannot be waits for a circle. Of these, lines
    that nobody waits for come last, from above; the circles, and what lies between two of them, are the group between.
    """
    taken_from: dict[str, list[str]] = {}
    for supplier, buyers in takes.items():
        for buyer in buyers:
            taken_from.setdefault(buyer, []).append(supplier)
    below, waiting = _peeled(names, takes, taken_from)
    above, core = _peeled(waiting, taken_from, takes)
    return [[name] for name in below] + ([core] if core else []) + [[name] for name in reversed(above)]


def _peeled(
    names: Sequence[str], needs: Mapping[str, Collection[str]], needed_by: Mapping[str, Collection[str]]
) -> tuple[list[str], list[str]]:
    """The names in an order in which each comes after all it needs among them, and those that need each other."""
    among = set(names)
    left = {name: sum(each in among for each in needs.get(name, ())) for name in names}
    placed = [name for name in names if left[name] == 0]
    for name in placed:  # grows while it is gone through
        for other in needed_by.get(name, ()):
            if other in among:
                left[other] -= 1
                if left[other] == 0:
                    placed.append(other)
    done = set(placed)
    return placed, [name for name in names if name not in done]


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
    """The network in parts that supply each other or share a stock or pool; what happens in one matters to no other."""
    group_of = {line.name: {number} for number, line in enumerate(network.lines)}
    drawing: dict[str, str] = {}  # by pool or shared stock, the first line that draws on it
    for line in network.lines:
        for item in line.inputs:
            others = [source.line for source in item.sources if source.line is not None]
            drawn_on = [f"pools.{source.pool}" for source in item.sources if source.pool is not None]
            drawn_on += [] if item.shared_key is None else [item.shared_key]
            others += [drawing.setdefault(each, line.name) for each in drawn_on]
            for other in others:
                if group_of[line.name] is not group_of[other]:
                    joined = group_of[line.name] | group_of[other]
                    for member in joined:
                        group_of[network.lines[member].name] = joined
    groups = sorted({tuple(sorted(group)) for group in group_of.values()})
    return [replace(network, lines=tuple(network.lines[member] for member in group)) for group in groups]


def always_enough(sources: Iterable[SourceNode[float]], may_close: Collection[str]) -> bool:
    """Whether an input's ordinary sources, as far as nothing can close them, carry the plan."""
    carried = sum(
        source.share * source.headroom
        for source in sources
        if source.ordinary and not source.push and not source.fed and source.key not in may_close
    )
    return carried >= 1.0


def domestic_only(
    network: SupplyNetwork[float], may_close: Collection[str] = frozenset()
) -> SupplyNetwork[float]:
    """The counterfactual of the domestic columns: no stock, foreign supply, licence or leakage, nothing optional.

    Without lead times, since they shift the level it sustains and do not change it; between lines they stay, since
    only they keep a circle of lines from waiting for itself. Of a fleet the level is what its additions sustain in the
    long run, one life of them, so it counts as used up at that rate.

    Inputs that cannot decide are left out: those whose own sources carry the plan and are none of `may_close`, and
    where one input has no domestic source at all, every other. What is shared stays: other lines live on it too.
    """

    plans = planned_rates(network)

    def at_once(source: SourceNode[float]) -> SourceNode[float]:
        lead_time = source.lead_time if source.line else 0.0
        bare = not source.lots and source.in_lots is None and source.last_buy is None
        if source.lead_time == lead_time and bare:
            return source
        return source._replace(lead_time=lead_time, lots=(), in_lots=None, last_buy=None)

    def alone(item: InputNode[float]) -> InputNode[float]:
        own = tuple(at_once(each) for each in item.sources if each.domestic)
        nothing: StockNode[float] = StockNode(0.0, None, None, None)
        needs = item.needs / item.fleet.life if item.fleet else item.needs
        kept = item._replace(needs=needs, stock=nothing, fleet=None, leakage=None, sources=own)
        return kept._replace(demand_kept={}, ageing=None)

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
            markets={"anywhere": 1.0},  # no market is kept from buying: what supply sustains is asked about
            rationed_output=None,
            stretched_until=None,
            cover_threshold=None,
            stockpile=None,
            inputs=tuple(
                map(alone, deciding(line, [each for each in line.inputs if each.critical or each.shared]))
            ),
        )

    def deciding(line: LineNode[float], inputs: Sequence[InputNode[float]]) -> Sequence[InputNode[float]]:
        if line.degraded is not None:  # one form may be made without what stops the other
            return inputs
        hopeless = next(
            (
                item
                for item in inputs
                if item.spared == 0.0
                and item.shared is None
                and not any(each.domestic for each in item.sources)
            ),
            None,
        )
        if hopeless is not None:
            return [item for item in inputs if item is hopeless or item.shared]
        return [
            item
            for item in inputs
            if item.shared or not always_enough([each for each in item.sources if each.domestic], may_close)
        ]

    return replace(network, lines=tuple(on_its_own(line) for line in network.lines))
