"""This is the outcome of one run: indicators of every line and maker, each defined once. Times are days."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from sim.errors import EngineError
from sim.exposure import Case
from sim.network import LineNode, SupplyNetwork
from sim.results.carried import carried, channel_use
from sim.results.trajectory import Array, Trajectory, level, trajectory, weighted
from sim.simulation.compilation import Blueprint

HALF = 0.5  # of plan
STOPPED = 0.05  # of plan; below this a line counts as stopped
_SHORT = 1e-6  # of plan; a shortfall smaller than this is rounding


@dataclass(frozen=True)
class Milestones:
    """Days from the scenario's start; infinite when not reached within the horizon.

    `recovery` is the day from which output is half of plan or more up to the horizon, after it fell below half.
    `rationed_first` says that output first falls short because the maker stretches its stock, not for want of an input.
    """

    first_shortfall: float
    half: float
    stop: float
    recovery: float = math.inf
    rationed_first: bool = False


@dataclass(frozen=True)
class LineOutcome:
    """One line in one run. Weekly arrays are in shares of the plan rate."""

    milestones: Milestones
    demand: Array  # (weeks,)
    carried: Array  # (channels, weeks); sums over channels to output
    carried_after: Array  # (channels,) products made after the effective day and the plan's first
    lost_output: float  # products not made though wanted, from the maker's effective day to the horizon
    lost_demand: float  # products of the plan not wanted any more, over the same time
    planned: float  # products, over the same time
    made: float  # products, over the same time
    binding: Mapping[str, float]  # days by input key in which it limits output below demand
    rationed: float  # days
    run_out: Mapping[str, float]  # day by input key; absent when it never limits
    delivered: Mapping[str, float]  # parts shipped by source key, over the whole run


@dataclass(frozen=True)
class RunOutcome:
    """One run: lines by name, makers by organisation."""

    lines: Mapping[str, LineOutcome]
    makers: Mapping[str, Milestones]


def week_edges(horizon: float) -> Array:
    """Days at which weeks begin, and the horizon."""
    edges = np.arange(0.0, horizon, 7.0)
    return np.append(edges, horizon)


def measure_run(
    network: SupplyNetwork[float],
    blueprint: Blueprint,
    effective: Mapping[str, float],
    cuts: Mapping[str, float],
) -> RunOutcome:
    """Indicators of a finished run; `effective` is the day by maker, `cuts` the first cut day by input key."""
    world, horizon = blueprint.world, blueprint.horizon
    rows = [[row for row in world.line_rows if row[1] == number] for number in range(len(network.lines))]
    outputs = [_rate(own, 2, horizon) for own in rows]
    demands = [_rate(own, 4, horizon) for own in rows]
    records: dict[int, list[tuple[float, ...]]] = {
        index: [] for index, stock in enumerate(world.stock) if stock.recorded and stock.critical
    }
    for row in world.stock_rows:
        if row[1] in records:
            records[int(row[1])].append(row)
    lines: dict[str, LineOutcome] = {}
    for number, line in enumerate(network.lines):
        course = _Course(line, rows[number], outputs[number], demands[number], effective.get(line.maker, 0.0))
        lines[line.name] = _line_outcome(blueprint, number, course, records, cuts)
    makers = {}
    for maker in {line.maker for line in network.lines}:
        own = [number for number, line in enumerate(network.lines) if line.maker == maker]
        weights = [network.lines[number].price for number in own]
        plans = [level(network.lines[n].plan, horizon, network.lines[n].starts) for n in own]
        found = _milestones(
            weighted([(weight, outputs[n]) for weight, n in zip(weights, own, strict=True)]),
            weighted([(weight, demands[n]) for weight, n in zip(weights, own, strict=True)]),
            weighted([(weight, plan) for weight, plan in zip(weights, plans, strict=True)]),
            effective.get(maker, 0.0),
        )
        # A maker first falls short when the first of its lines does.
        of_lines = [lines[network.lines[n].name].milestones for n in own]
        first = min(of_lines, key=lambda each: each.first_shortfall)
        makers[maker] = replace(found, rationed_first=first.rationed_first)
    return RunOutcome(lines, makers)


@dataclass(frozen=True)
class _Course:
    line: LineNode[float]
    rows: Sequence[tuple[float, ...]]
    output: Trajectory
    demand: Trajectory
    since: float


def _line_outcome(
    blueprint: Blueprint,
    number: int,
    course: _Course,
    records: Mapping[int, Sequence[tuple[float, ...]]],
    cuts: Mapping[str, float],
) -> LineOutcome:
    world, horizon, line = blueprint.world, blueprint.horizon, course.line
    edges = week_edges(horizon)
    plan = level(line.plan, horizon, line.starts)
    per_week = line.plan * np.diff(edges)
    own = range(world.line[number].first_stock, world.line[number].end_stock)
    uses = [
        channel_use(records[index], cuts[blueprint.stocks[index]], horizon, world.stock[index].needs)
        for index in own
        if index in records and blueprint.stocks[index] in cuts
    ]
    begins = max(course.since, line.starts)
    finer = np.union1d(edges, [begins])  # the week of the cut is parted at the cut
    pieces = carried(course.output, uses, finer)
    milestones = _milestones(course.output, course.demand, plan, course.since)
    window = np.array([course.since, horizon])
    made, wanted, planned = (
        float(np.diff(course_part.integral(window))[0])
        for course_part in (course.output, course.demand, plan)
    )
    delivered = {
        blueprint.sources[index]: world.source[index].shipped
        for stock in own
        for index in range(world.stock[stock].first_source, world.stock[stock].end_source)
    }
    return LineOutcome(
        milestones=replace(milestones, rationed_first=_rationed_at(milestones.first_shortfall, course.rows)),
        demand=np.diff(course.demand.integral(edges)) / per_week,
        carried=np.add.reduceat(pieces, np.searchsorted(finer, edges[:-1]), axis=1) / per_week,
        carried_after=pieces[:, finer[:-1] >= begins].sum(axis=1),
        lost_output=max(wanted - made, 0.0),
        lost_demand=planned - wanted,
        planned=planned,
        made=made,
        binding=_binding_days(course.rows, blueprint.stocks, horizon),
        rationed=_rationed_days(course.rows, horizon),
        run_out={
            blueprint.stocks[index]: world.stock[index].ran_out_at
            for index in own
            if math.isfinite(world.stock[index].ran_out_at)
        },
        delivered=delivered,
    )


def _rate(rows: Sequence[tuple[float, ...]], column: int, horizon: float) -> Trajectory:
    return trajectory([(row[0], row[column], row[column + 1]) for row in rows], horizon)


def _milestones(output: Trajectory, demand: Trajectory, plan: Trajectory, since: float) -> Milestones:
    size = float(plan.value.max())
    half_of_plan = weighted([(HALF, plan)])
    half = output.first_below(half_of_plan, _SHORT * size, since)
    return Milestones(
        output.first_below(demand, _SHORT * size, since),
        half,
        output.first_below(weighted([(STOPPED, plan)]), _SHORT * size, since),
        output.last_below(half_of_plan, _SHORT * size) if math.isfinite(half) else math.inf,
    )


def _rationed_at(day: float, rows: Sequence[tuple[float, ...]]) -> bool:
    """Whether on this day stretching stock, not a missing input, holds output down."""
    row = next((row for row in reversed(rows) if row[0] <= day + 1e-6), None)
    return math.isfinite(day) and row is not None and row[7] > 0 and row[6] < 0


def _rationed_days(rows: Sequence[tuple[float, ...]], horizon: float) -> float:
    """Days in which stretching stock, not a missing input, holds output down."""
    pieces = pairwise([*rows, (horizon,)])
    return sum(end[0] - start[0] for start, end in pieces if start[7] and start[6] < 0 and start[2] > 0.0)


def _binding_days(
    rows: Sequence[tuple[float, ...]], stocks: Sequence[str], horizon: float
) -> dict[str, float]:
    days: dict[str, float] = {}
    for start, end in pairwise([*rows, (horizon,)]):
        if start[6] >= 0:
            key = stocks[int(start[6])]
            days[key] = days.get(key, 0.0) + end[0] - start[0]
    return days


@dataclass(frozen=True)
class DomesticOutcome:
    """What domestic supply alone sustains: level at the horizon (share of plan), and from and until when (days)."""

    level: float
    begins: float
    ends: float


def measure_domestic(
    network: SupplyNetwork[float], blueprint: Blueprint, effective: Mapping[str, float]
) -> dict[str, DomesticOutcome]:
    """Domestic outcome by line name, and by maker over its lines weighted by price."""
    world, horizon = blueprint.world, blueprint.horizon
    found = {}
    makers: dict[str, list[tuple[float, Trajectory, Trajectory]]] = {}
    for number, line in enumerate(network.lines):
        output = _rate([row for row in world.line_rows if row[1] == number], 2, horizon)
        plan = level(line.plan, horizon, line.starts)
        found[line.name] = _domestic(output, plan, max(effective.get(line.maker, 0.0), line.starts))
        makers.setdefault(line.maker, []).append((line.price, output, plan))
    for maker, own in makers.items():
        output = weighted([(price, part) for price, part, _ in own])
        plan = weighted([(price, part) for price, _, part in own])
        first = min(line.starts for line in network.lines if line.maker == maker)
        found[f"maker {maker}"] = _domestic(output, plan, max(effective.get(maker, 0.0), first))
    return found


def _domestic(output: Trajectory, plan: Trajectory, since: float) -> DomesticOutcome:
    last = np.array([output.end])
    value = float((output.at(last)[0] / plan.at(last)[0])[0])
    low = weighted([(STOPPED, plan)])
    tolerance = _SHORT * float(plan.value.max())
    begins = low.first_below(output, -tolerance, since)
    ends = output.first_below(low, tolerance, begins) if math.isfinite(begins) else math.inf
    return DomesticOutcome(value, begins, ends)


def check_undisturbed(outcome: RunOutcome) -> None:
    """Without any measure output is plan in every run; raises EngineError naming the line if it is not."""
    for name, line in outcome.lines.items():
        if line.lost_output > 1e-6 * max(line.planned, 1.0) or line.lost_demand > 1e-6 * max(
            line.planned, 1.0
        ):
            raise EngineError(
                f"{name}: without any measure it makes {line.made:g} of {line.planned:g} planned products; "
                "stock is too thin for the lead times, or sources cannot deliver the plan"
            )


@dataclass(frozen=True)
class DrawOutcome:
    """One draw: its network, its outcome in every case, and its deliveries without any measure (parts by source)."""

    network: SupplyNetwork[float]
    cases: Mapping[Case, RunOutcome]
    domestic: Mapping[Case, Mapping[str, DomesticOutcome]]
    undisturbed: Mapping[str, float]
