"""This is how deep output dips, when it is full again, and at what level it ends. Times are days."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.results.spread import duration, no_duration, no_spread, spread
from sim.results.trajectory import Trajectory, weighted

_SAME = 1e-6  # of plan


@dataclass(frozen=True)
class Dip:
    """One line or maker in one run, from the day its durations count; infinite where it does not come to that."""

    lowest: float  # share of plan
    lowest_at: float  # the day on which output is first that low
    resumes: float  # the day from which output no longer stops, after a stop
    full_again: float  # the day from which output meets demand to the horizon, after a shortfall
    level: float  # share of plan at the horizon
    before: bool = False  # whether output falls short before that day already, which then counts as 0


def dip(output: Trajectory, demand: Trajectory, plan: Trajectory, begins: float, stopped: float) -> Dip:
    """How output dips from `begins` on; `stopped` is the share of plan under which it counts as stopped."""
    tolerance = _SAME * float(plan.value.max())
    times = np.unique(np.concatenate([[begins], output.start, plan.start]))
    times = times[(times >= begins) & (times < output.end)]
    lengths = np.diff(np.append(times, output.end))
    shares = []  # at the start and at the end of each stretch; between, the share only rises or only falls
    for offset in (np.zeros_like(lengths), lengths):
        made, wanted = (value + slope * offset for value, slope in (output.at(times), plan.at(times)))
        shares.append(np.maximum(made, 0.0) / np.maximum(wanted, 1e-300))
    lowest = float(np.min(shares))
    reached = (
        float(times[place] + (0.0 if shares[0][place] <= lowest + _SAME else lengths[place]))
        for place in range(len(times))
        if min(shares[0][place], shares[1][place]) <= lowest + _SAME
    )
    return Dip(
        lowest=lowest,
        lowest_at=next(reached),
        resumes=_ended(output.last_below(weighted([(stopped, plan)]), tolerance), begins),
        full_again=_ended(output.last_below(demand, tolerance), begins),
        level=float(shares[1][-1]),
        before=output.first_below(demand, tolerance) < begins - 1e-6,
    )


def _ended(day: float, begins: float) -> float:
    """When a stretch below ended; infinite if it lasts or there was none after `begins`."""
    return day if day > begins else math.inf


def dips(
    found: Sequence[Dip], since: Sequence[float], stops: Iterable[float], short: Iterable[float]
) -> dict[str, float]:
    """The columns: `stops` and `short` are the days of stop and first shortfall, infinite where there is none."""
    of_stopped = [
        each.resumes - first
        for each, first, stop in zip(found, since, stops, strict=True)
        if math.isfinite(stop)
    ]
    of_short = [
        (each, first) for each, first, day in zip(found, since, short, strict=True) if math.isfinite(day)
    ]
    return (
        spread("lowest", [each.lowest for each in found])
        | (
            spread("lowest_at", [(each.lowest_at - first) / 7.0 for each, first in of_short])
            if of_short
            else no_spread("lowest_at")
        )
        | (duration("resumes", of_stopped) if of_stopped else no_duration("resumes"))
        | (
            duration("full_again", [each.full_again - first for each, first in of_short])
            if of_short
            else no_duration("full_again")
        )
        | spread("level", [each.level for each in found])
        | {"short_before": sum(each.before for each in found) / len(found)}
    )


def no_dips() -> dict[str, float]:
    """The columns of a company without a line."""
    spreads = (no_spread(name) for name in ("lowest", "lowest_at", "level"))
    durations = (no_duration(name) for name in ("resumes", "full_again"))
    columns = {key: value for each in (*spreads, *durations) for key, value in each.items()}
    return columns | {"short_before": math.nan}
