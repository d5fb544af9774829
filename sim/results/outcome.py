"""This is the outcome of one run: indicators of every line and maker, each defined once. Times are days."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from sim.errors import Problem, ScenarioError
from sim.exposure import Case, Closure
from sim.network import LineNode, SupplyNetwork, planned_courses
from sim.results.carried import carried, channel_use, fleet_use, part_of_use
from sim.results.dip import Dip, dip
from sim.results.fed import short_since
from sim.results.forms import forms, rate, rows_of_lines, together, while_made
from sim.results.lasting import stated_in
from sim.results.trajectory import Array, Trajectory, trajectory, weighted
from sim.scenario import ScenarioFile
from sim.simulation.compilation import Blueprint
from sim.simulation.world import World

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
    dip: Dip
    plan: Array  # (weeks,)
    demand: Array  # (weeks,)
    carried: Array  # (channels, weeks); sums over channels to output
    carried_after: Array  # (channels,) products made after the effective day and the plan's first
    lost_output: float  # products not made though wanted, from the maker's effective day to the horizon
    lost_demand: float  # products of the plan not wanted any more, over the same time
    planned: float  # products, over the same time
    made: float  # products, over the same time
    degraded: float  # of these, in the degraded form
    degraded_from: float  # the first day on which it is made; infinite if it never is
    degraded_until: float  # the day from which it is not made any more; infinite if it is to the horizon
    lost_value: float  # share of the plan's sales that is lost, over the same time
    binding: Mapping[str, float]  # days by input key in which it limits output below demand
    rationed: float  # days
    run_out: Mapping[str, float]  # day by input key; absent when it never limits
    short_since: Mapping[
        str, float
    ]  # day by input key on which a line that makes it first falls short; absent if none
    cover: Mapping[str, float]  # days of planned use on hand at the start ; 0 of a fleet; by input key
    delivered: Mapping[str, float]  # parts shipped and not returned by source key, over the whole run


@dataclass(frozen=True)
class RunOutcome:
    """One run: lines by name, makers by organisation."""

    lines: Mapping[str, LineOutcome]
    makers: Mapping[str, Milestones]
    dips: Mapping[str, Dip]  # by maker
    pools: Mapping[
        str, float
    ]  # by name, the first day on which all a pool can deliver is taken; infinite if never


def planned_scale(plan: Trajectory) -> float:
    """The plan rate to which weekly rates are compared: with every line running and no growth."""
    return max(float(plan.value[-1] - plan.slope[-1] * plan.start[-1]), 1e-300)


def week_edges(horizon: float) -> Array:
    """Days at which weeks begin, and the horizon."""
    edges = np.arange(0.0, horizon, 7.0)
    return np.append(edges, horizon)


@dataclass(frozen=True)
class Course:
    """What one line was needed for, planned and did, over time."""

    line: LineNode[float]
    rows: Sequence[Sequence[float]]
    output: Trajectory
    demand: Trajectory  # of its market, and of other lines up to the plan
    plan: Trajectory
    since: float  # the day from which its maker's durations count
    degraded: Trajectory | None  # the part of the output in the degraded form; None if there is none
    worth: Trajectory  # the output, the degraded form counted at its price


@dataclass(frozen=True)
class Measured:
    """The lines of one run of some of the network: outcome and course by name."""

    outcomes: Mapping[str, LineOutcome]
    courses: Mapping[str, Course]
    pools: Mapping[str, float]


def measure_lines(
    network: SupplyNetwork[float],
    blueprint: Blueprint,
    since: Mapping[str, float],
    cuts: Mapping[str, float],
) -> Measured:
    """Indicators of a finished run; `since` is the day by maker, `cuts` the first cut day by input key."""
    world, horizon = blueprint.world, blueprint.horizon
    plans = planned_courses(network)
    rows = rows_of_lines(world)
    records: dict[int, list[Sequence[float]]] = {
        index: [] for index, stock in enumerate(world.stock) if stock.recorded and stock.critical
    }
    for record in world.stock_rows:
        if record[1] in records:
            records[int(record[1])].append(record)
    courses = {}
    for number, line in enumerate(network.lines):
        output, degraded, worth = forms(line, number, blueprint, rows)
        if number in blueprint.degraded:
            rows[number] = together(rows[number], rows[blueprint.degraded[number]])
        course = Course(
            line,
            rows[number],
            output,
            rate(rows[number], 4, horizon),
            trajectory(plans[line.name], horizon),
            since.get(line.maker, 0.0),
            degraded,
            worth,
        )
        courses[line.name] = course
    falls_short = {name: _falls_short(course) for name, course in courses.items()}
    outcomes = {}
    for number, course in enumerate(courses.values()):
        outcome = _line_outcome(
            blueprint, number, course, records, (cuts, short_since(course.line, falls_short))
        )
        outcomes[course.line.name] = outcome
    taken = {
        name: world.stock[blueprint.stocks.index(pool.key)].ran_out_at
        for name, pool in network.pools.items()
        if pool.key in blueprint.stocks  # else lines of another part of the network draw on it
    }
    return Measured(outcomes, courses, taken)


def _falls_short(course: Course) -> float:
    """The first day on which a line makes less than its market and its buyers need."""
    return course.output.first_below(course.demand, _SHORT * float(course.plan.value.max()))


def run_outcome(parts: Sequence[Measured]) -> RunOutcome:
    """One run put together from its parts: every line, and every maker over its lines weighted by price."""
    lines = {name: outcome for part in parts for name, outcome in part.outcomes.items()}
    own: dict[str, list[Course]] = {}
    for part in parts:
        for course in part.courses.values():
            own.setdefault(course.line.maker, []).append(course)
    makers, dips = {}, {}
    for maker, courses in own.items():
        rates = (
            weighted([(course.line.price, course.worth) for course in courses]),
            weighted([(course.line.price, course.demand) for course in courses]),
            weighted([(course.line.price, course.plan) for course in courses]),
        )
        found = _milestones(*rates, courses[0].since)
        begins = max(courses[0].since, min(course.line.starts for course in courses))
        dips[maker] = dip(*rates, begins, STOPPED)
        # A maker first falls short when the first of its lines does.
        of_lines = [lines[course.line.name].milestones for course in courses]
        first = min(of_lines, key=lambda each: each.first_shortfall)
        makers[maker] = replace(found, rationed_first=first.rationed_first)
    pools = {name: day for part in parts for name, day in part.pools.items()}
    return RunOutcome(lines, makers, dips, pools)


def _line_outcome(
    blueprint: Blueprint,
    number: int,
    course: Course,
    records: Mapping[int, Sequence[Sequence[float]]],
    held: tuple[Mapping[str, float], Mapping[str, float]],
) -> LineOutcome:
    """`held` is by input key the day it is cut, and the day a line that makes it falls short."""
    cuts, short = held
    ends = {key: min(day, cuts.get(key, math.inf)) for key, day in short.items()}
    ends = {**cuts, **ends}
    world, horizon, line = blueprint.world, blueprint.horizon, course.line
    edges = week_edges(horizon)
    plan = course.plan
    per_week = planned_scale(plan) * np.diff(edges)
    made_of = {number: course.output}  # by line of the world, what is made in its form
    if course.degraded is not None:
        full = weighted([(1.0, course.output), (-1.0, course.degraded)])
        made_of = {number: full, blueprint.degraded[number]: course.degraded}
    own = [
        index for each in made_of for index in range(world.line[each].first_stock, world.line[each].end_stock)
    ]
    uses: dict[int, list[list[Trajectory]]] = {form: [] for form in made_of}
    for index in own:
        if blueprint.drawn_from.get(index, index) in records and blueprint.stocks[index] in ends:
            form = world.stock[index].line
            cut = ends[blueprint.stocks[index]]
            uses[form].append(_use(blueprint, index, records, cut, made_of[form]))
    begins = max(course.since, line.starts)
    finer = np.union1d(edges, [begins])  # the week of the cut is parted at the cut
    pieces = np.add.reduce([carried(output, uses[form], finer) for form, output in made_of.items()])
    milestones = _milestones(course.output, course.demand, plan, course.since)
    window = np.array([course.since, horizon])
    made, wanted, planned = (
        float(np.diff(each.integral(window))[0]) for each in (course.output, course.demand, plan)
    )
    degraded, worth = (
        (0.0, made)
        if course.degraded is None
        else (float(np.diff(each.integral(window))[0]) for each in (course.degraded, course.worth))
    )
    delivered = {
        blueprint.sources[index]: world.source[index].shipped
        for stock in own
        for index in _sources_of(world, stock)
    }
    for stock in dict.fromkeys(blueprint.drawn_from[each] for each in own if each in blueprint.drawn_from):
        for index in _sources_of(world, stock):
            if blueprint.sources[index].startswith(
                f"{line.key}."
            ):  # else another line's that shares the stock
                delivered[blueprint.sources[index]] = world.source[index].shipped
    made_from, made_until = while_made(course.degraded, _SHORT * float(plan.value.max()))
    return LineOutcome(
        milestones=replace(milestones, rationed_first=_rationed_at(milestones.first_shortfall, course.rows)),
        dip=dip(course.output, course.demand, plan, begins, STOPPED),
        plan=np.diff(plan.integral(edges)) / per_week,
        demand=np.diff(course.demand.integral(edges)) / per_week,
        carried=np.add.reduceat(pieces, np.searchsorted(finer, edges[:-1]), axis=1) / per_week,
        carried_after=pieces[:, finer[:-1] >= begins].sum(axis=1),
        lost_output=max(wanted - made, 0.0),
        lost_demand=max(planned - wanted, 0.0),
        planned=planned,
        made=made,
        degraded=degraded,
        degraded_from=made_from,
        degraded_until=made_until,
        lost_value=max(planned - worth, 0.0) / planned if planned > 0.0 else 0.0,
        binding=_binding_days(course.rows, blueprint.stocks, horizon),
        rationed=_rationed_days(course.rows, horizon),
        run_out={
            blueprint.stocks[index]: world.stock[index].ran_out_at
            for index in sorted(
                own, key=lambda each: -world.stock[each].ran_out_at
            )  # the first day of a key counts
            if math.isfinite(world.stock[index].ran_out_at)
        },
        short_since=short,
        cover={
            blueprint.stocks[index]: _cover(world, blueprint.drawn_from.get(index, index)) for index in own
        },
        delivered=delivered,
    )


def _use(
    blueprint: Blueprint,
    index: int,
    records: Mapping[int, Sequence[Sequence[float]]],
    cut: float,
    output: Trajectory,
) -> list[Trajectory]:
    """What the output draws on of one stock, by channel, in products a day; of a shared one as all its use does."""
    world, shared = blueprint.world, blueprint.drawn_from.get(index)
    if shared is not None:
        return part_of_use(channel_use(records[shared], cut, blueprint.horizon, 1.0), output)
    needs, kept = world.stock[index].needs, records[index]
    return (fleet_use if world.stock[index].fleet else channel_use)(kept, cut, blueprint.horizon, needs)


def _sources_of(world: World, stock: int) -> range:
    return range(world.stock[stock].first_source, world.stock[stock].end_source)


def _cover(world: World, index: int) -> float:
    """Days of planned use on hand at the start; nothing on hand is used up of a fleet."""
    stock = world.stock[index]
    held = stock.starting_level + stock.in_lots
    return 0.0 if stock.fleet else held / (stock.needs * world.line[stock.line].plan)


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


def _rationed_at(day: float, rows: Sequence[Sequence[float]]) -> bool:
    """Whether on this day stretching stock, not a missing input, holds output down."""
    row = next((row for row in reversed(rows) if row[0] <= day + 1e-6), None)
    return math.isfinite(day) and row is not None and row[7] > 0 and row[6] < 0


def _rationed_days(rows: Sequence[Sequence[float]], horizon: float) -> float:
    """Days in which stretching stock, not a missing input, holds output down."""
    pieces = pairwise([*rows, (horizon,)])
    return sum(end[0] - start[0] for start, end in pieces if start[7] and start[6] < 0 and start[2] > 0.0)


def _binding_days(rows: Sequence[Sequence[float]], stocks: Sequence[str], horizon: float) -> dict[str, float]:
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
    parts: Sequence[tuple[SupplyNetwork[float], Blueprint]], since: Mapping[str, float]
) -> dict[str, DomesticOutcome]:
    """Domestic outcome by line name, and by maker over its lines weighted by price."""
    found = {}
    makers: dict[str, list[tuple[LineNode[float], Trajectory, Trajectory]]] = {}
    for network, blueprint in parts:
        plans = planned_courses(network)
        rows = rows_of_lines(blueprint.world)
        for number, line in enumerate(network.lines):
            output, _, worth = forms(line, number, blueprint, rows)
            plan = trajectory(plans[line.name], blueprint.horizon)
            found[line.name] = _domestic(output, plan, max(since.get(line.maker, 0.0), line.starts))
            makers.setdefault(line.maker, []).append((line, worth, plan))
    for maker, own in makers.items():
        output = weighted([(line.price, part) for line, part, _ in own])
        plan = weighted([(line.price, part) for line, _, part in own])
        first = min(line.starts for line, _, _ in own)
        found[f"maker {maker}"] = _domestic(output, plan, max(since.get(maker, 0.0), first))
    return found


def _domestic(output: Trajectory, plan: Trajectory, since: float) -> DomesticOutcome:
    last = np.array([output.end])
    value = float((output.at(last)[0] / plan.at(last)[0])[0])
    low = weighted([(STOPPED, plan)])
    tolerance = _SHORT * float(plan.value.max())
    begins = low.first_below(output, -tolerance, since)
    ends = output.first_below(low, tolerance, begins) if math.isfinite(begins) else math.inf
    return DomesticOutcome(value, begins, ends)


def check_undisturbed(
    file: ScenarioFile, network: SupplyNetwork[float], blueprint: Blueprint
) -> dict[str, float]:
    """Parts shipped by source in a run without any measure, in which output is plan in every draw.

    Raises ScenarioError naming what runs out if it is not.
    """
    world, problems = blueprint.world, []
    plans = planned_courses(network)
    for number, line in enumerate(network.lines):
        record = world.line[number]
        plan = trajectory(plans[line.name], blueprint.horizon)
        planned = float(plan.integral(np.array([blueprint.horizon]))[0])
        if planned - record.made <= 1e-6 * max(planned, 1.0):
            continue
        own = range(record.first_stock, record.end_stock)
        short = {index: world.stock[index].ran_out_at for index in own}
        found = [index for index in own if math.isfinite(short[index])]
        for index in sorted(found, key=lambda each: short[each]):
            key = blueprint.stocks[index]
            message = (
                f"runs out on day {short[index]:.0f} without any measure, so that `{line.name}` makes "
                f"{record.made:,.0f} of {planned:,.0f} planned: stock and open orders do not last until what is "
                "ordered at the start arrives, or sources cannot deliver the plan; state all that is on its way (or "
                f"leave `on_order` out), or a shorter lead time{stated_in(file, key)}"
            )
            origin = file.origin(key)
            problems.append(Problem(origin.file, origin.line, key, message, origin.column))
        if not found:
            origin = file.origin(line.key)
            message = f"makes {record.made:,.0f} of {planned:,.0f} planned without any measure"
            problems.append(Problem(origin.file, origin.line, line.key, message, origin.column))
    if problems:
        raise ScenarioError(problems)
    return {key: source.shipped for key, source in zip(blueprint.sources, world.source, strict=True)}


@dataclass(frozen=True)
class DrawOutcome:
    """One draw: its network, its outcome in every case, and its deliveries without any measure (parts by source).

    `since` is the day by maker from which its durations count; `closed` is by case what is closed, by flow or market;
    `reached` are by case the lines for which a measure or a supplier's stop happens: something is closed of them, or of
    lines they supply or share with.
    """

    network: SupplyNetwork[float]
    since: Mapping[str, float]
    closed: Mapping[Case, Mapping[str, Closure]]
    cases: Mapping[Case, RunOutcome]
    domestic: Mapping[Case, Mapping[str, DomesticOutcome]]
    undisturbed: Mapping[str, float]
    reached: Mapping[Case, frozenset[str]]
