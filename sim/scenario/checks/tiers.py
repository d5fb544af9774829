"""This is the check of what lines share: circles through no time, or of no end, and too small lines and pools."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.errors import Problem
from sim.scenario.checks.circles import Graph, circle_in, components
from sim.scenario.checks.subject import Subject, Taking

_LARGEST_CIRCLE = 100  # lines


@dataclass(frozen=True)
class _Take:
    """A line takes goods from another one: how long they may be under way at least, and how many for each product."""

    taking: Taking
    maker: str  # the line that makes them
    least_days: float
    likely: float
    high: float


_Takes: TypeAlias = Mapping[str, Sequence[_Take]]  # by the line that takes


def problems_of_tiers(subject: Subject) -> Iterator[Problem]:
    """Circles of lines that could not run, and lines and pools that could not make what is planned."""
    takes = list(_takes(subject))
    yield from _without_transit(subject, [each for each in takes if each.least_days <= 0.0])
    ordinary = [each for each in takes if each.taking.ordinary]
    graph = _graph(ordinary)
    ordered = components(graph)  # buyers before the lines that supply them
    by_buyer = _by_buyer(ordinary)
    endless = [problem for each in ordered for problem in _without_end(subject, graph, each, by_buyer)]
    yield from endless
    if not endless:
        yield from _too_small(subject, ordered, by_buyer)
        yield from _too_small_pools(subject, ordered, by_buyer)


def _takes(subject: Subject) -> Iterator[_Take]:
    scenario = subject.scenario
    for taking in subject.takings:
        line = scenario.lines.get(taking.line)
        item = line.inputs.get(taking.input) if line is not None else None
        if item is None or taking.made_by not in scenario.lines:
            continue
        key = taking.path.rpartition(".")[2]
        supply = item.sources.get(key) if taking.ordinary else item.alternatives.get(key)
        defaults = scenario.classes.get(item.class_)
        if supply is None or (supply.lead_time is None and defaults is None):
            continue
        lead_time = supply.lead_time or (defaults.lead_time if defaults is not None else None)
        share = item.sources[key].share.likely if taking.ordinary else 0.0
        least = lead_time.low if lead_time is not None else 0.0
        yield _Take(taking, taking.made_by, least, item.needs.likely * share, item.needs.high * share)


def _graph(takes: Sequence[_Take]) -> Graph:
    """Each line with the lines it takes from, in file order."""
    graph: dict[str, dict[str, None]] = {}
    for each in takes:
        graph.setdefault(each.taking.line, {})[each.maker] = None
        graph.setdefault(each.maker, {})
    return graph


def _by_buyer(takes: Sequence[_Take]) -> _Takes:
    by_buyer: dict[str, list[_Take]] = {}
    for each in takes:
        by_buyer.setdefault(each.taking.line, []).append(each)
    return by_buyer


def _without_transit(subject: Subject, takes: Sequence[_Take]) -> Iterator[Problem]:
    graph, by_buyer = _graph(takes), _by_buyer(takes)
    for component in components(graph):
        circle = circle_in(graph, component)
        if circle:
            message = (
                f"goods go in a circle without time under way: {_shown(circle)}; "
                "give one of these sources a lead time that is more than 0"
            )
            yield subject.problem(_entrance(by_buyer, circle), message)


def _without_end(
    subject: Subject, graph: Graph, component: Sequence[str], takes: _Takes
) -> Iterator[Problem]:
    """Lines that use up as much of each other as they make; the high ends count, since they may be drawn."""
    circle = circle_in(graph, component)
    if not circle:
        return
    path = _entrance(takes, circle)
    if len(component) > _LARGEST_CIRCLE:
        message = f"{len(component)} lines supply each other in circles; no scenario needs more than {_LARGEST_CIRCLE}"
        yield subject.problem(path, message)
        return
    matrix = _matrix(component, takes, "high")
    used = float(max(abs(np.linalg.eigvals(matrix)))) if np.isfinite(matrix).all() else float("inf")
    if used >= 1.0 - 1e-9:
        message = (
            f"the circle {_shown(circle)} uses up {used:.3g} of what it makes for each one it makes; "
            "it must be less than 1: lower `needs` or `share`"
        )
        yield subject.problem(path, message)


def _matrix(component: Sequence[str], takes: _Takes, end: str) -> NDArray[np.float64]:
    """By maker and buyer: products of the maker in one product of the buyer."""
    index = {name: number for number, name in enumerate(component)}
    matrix = np.zeros((len(component), len(component)))
    for buyer, number in index.items():
        for each in takes.get(buyer, ()):
            if each.maker in index:
                matrix[index[each.maker], number] += getattr(each, end)
    return matrix


def _too_small(subject: Subject, ordered: Sequence[Sequence[str]], takes: _Takes) -> Iterator[Problem]:
    """Lines whose stated capacity is less than their planned rate, on the first day or the last."""
    clock = subject.scenario.clock
    days = (clock.until - clock.start).days
    rates = [_planned(subject, day, ordered, takes) for day in (0, days)]
    for name, line in subject.scenario.lines.items():
        needed = max(rate[name] for rate in rates)
        if line.capacity is not None and line.capacity.likely < needed * (1 - 1e-9):
            grown = " as it grows until the horizon" if needed > rates[0][name] else ""
            message = (
                f"`{line.capacity}` is less than the planned rate{grown}, {needed:.6g} units/day for its own market "
                "and other lines; raise it, or plan less"
            )
            yield subject.problem(f"lines.{name}.capacity", message)


def _too_small_pools(subject: Subject, ordered: Sequence[Sequence[str]], takes: _Takes) -> Iterator[Problem]:
    """Pools whose days are not of this clock, or that give ordinary sources less than is planned to be drawn."""
    clock = subject.scenario.clock
    for name, pool in subject.scenario.pools.items():
        path = f"pools.{name}"
        outside = False
        for number, step in enumerate(pool.later):
            if not clock.start < step.from_ <= clock.until:
                outside = True
                message = f"{step.from_} lies outside the clock, the day after {clock.start} to {clock.until}"
                yield subject.problem(f"{path}.later.{number}.from", message)
        days = [clock.start, *(step.from_ for step in pool.later), clock.until]
        paths = [f"{path}.capacity", *(f"{path}.later.{at}.capacity" for at in range(len(pool.later)))]
        stated = [pool.capacity, *(step.capacity for step in pool.later)]
        for where, capacity, end in () if outside else zip(paths, stated, days[1:], strict=True):
            drawn = _drawn(subject, name, end, _planned(subject, (end - clock.start).days, ordered, takes))
            if capacity.likely < drawn * (1 - 1e-9):
                message = (
                    f"`{capacity}` is less than what is planned to be drawn on it as ordinary supply, {drawn:.6g} "
                    "units/day; raise it, or make some of these sources alternatives"
                )
                yield subject.problem(where, message)


def _drawn(subject: Subject, pool: str, day: dt.date, rates: Mapping[str, float]) -> float:
    """What ordinary sources draw on a pool as planned, of lines that run by a day."""
    return sum(
        item.needs.likely * source.share.likely * rates[name]
        for name, line in subject.scenario.lines.items()
        if line.plan_from is None or line.plan_from <= day
        for item in line.inputs.values()
        for source in item.sources.values()
        if source.pool == pool and not item.degraded_only  # of which nothing is planned
    )


def _planned(
    subject: Subject, day: int, ordered: Sequence[Sequence[str]], takes: _Takes
) -> Mapping[str, float]:
    """By line: likely products a day for its own market, and for what other lines plan."""
    start = subject.scenario.clock.start
    wanted: dict[str, float] = {}
    for name, line in subject.scenario.lines.items():
        since = ((line.plan_from or start) - start).days
        grows = line.plan_grows.likely if line.plan_grows is not None else 0.0
        wanted[name] = line.plan.likely * (1 + grows * max(0, day - since) / 365.25)
    for component in ordered:
        inside = set(component)
        own = [each for name in component for each in takes.get(name, ())]
        if any(each.maker in inside for each in own):
            system = np.eye(len(component)) - _matrix(component, takes, "likely")
            solved = np.linalg.solve(system, np.array([wanted[name] for name in component]))
            wanted |= {name: float(rate) for name, rate in zip(component, solved, strict=True)}
        for each in own:
            if each.maker not in inside:
                wanted[each.maker] += each.likely * wanted[each.taking.line]
    return wanted


def _entrance(takes: _Takes, circle: Sequence[str]) -> str:
    """The path of the flow between the first two lines of a circle, each of which takes from the next."""
    return next(each.taking.path for each in takes[circle[0]] if each.maker == circle[1])


def _shown(circle: Sequence[str]) -> str:
    """The circle the way goods go, from maker to buyer."""
    names = list(circle)[::-1]
    shown = names if len(names) <= 8 else [*names[:6], "...", names[-1]]
    return f"`{' -> '.join(shown)}`"
