"""This is how long one part lasts by itself, and by when to begin qualifying another source for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.exposure import Case

SURE = 0.8  # of the draws in which a part runs out; beginning by the day that is printed avoids the shortfall


@dataclass(frozen=True)
class LastsAlone:
    """How long one part lasts on stock and goods under way, everything else supplied as planned.

    `chance` is how likely it is that an ordinary source of it is cut at all. Days from the scenario's start, by draw;
    infinite where the part lasts, and `cut` says whether it is cut in that draw. `since` is the day from which
    durations of its maker count; from such a day counts `likely`, how long it lasts with every number at its likeliest
    value: infinite too where several may cut it, not all of them certain. `latest` is the last day to begin qualifying
    the source `start_with`: infinite where the part does not run out, minus infinite where that source cannot serve it.
    """

    case: Case
    line: str
    input: str  # key
    chance: float
    likely: float
    draws: tuple[float, ...]
    cut: tuple[bool, ...]
    since: tuple[float, ...]
    latest: tuple[float, ...] = ()
    start_with: str | None = None


def latest_start(lasts: float, qualification: float, lead_time: float, ramp: float, serves: float) -> float:
    """The last day to begin qualifying a source that from then on takes over a need nobody else serves.

    On the ramp it ships k t / ramp of the need t days after it is qualified, and the stock is lowest where that
    reaches the need, after ramp / k days; it has then delivered half of what the stock gave meanwhile. So deliveries
    must begin ramp / 2k days before the stock alone is gone.
    """
    if math.isinf(lasts):
        return math.inf
    if serves < 1.0:
        return -math.inf
    return lasts - ramp / (2.0 * serves) - lead_time - qualification


def sure_day(latest: Sequence[float]) -> float:
    """The last day that is early enough in `SURE` of the draws in which the part runs out; infinite if there are none.

    A draw in which it lasts, for instance because the measure does not come, asks for nothing and proves nothing.
    """
    days = sorted(day for day in latest if day < math.inf)
    return days[math.floor((1.0 - SURE) * len(days) + 1e-9)] if days else math.inf


def confidence_of_sure_day(latest: Sequence[float]) -> tuple[float, float] | None:
    """A 95 % confidence interval of the day that `sure_day` estimates; None where draws are too few for one.

    That day is a quantile, and so many draws lie before it as a binomial says: its interval lies between two order
    statistics. Before the earliest of n draws it lies with `SURE`^n, which must be no more than one in forty.
    """
    days = sorted(day for day in latest if day < math.inf)
    share = 1.0 - SURE
    place = math.floor(share * len(days) + 1e-9)
    away = 1.96 * math.sqrt(len(days) * share * SURE)
    last = math.ceil(place + away)
    if SURE ** len(days) > 0.025 or last >= len(days):
        return None
    return days[max(math.floor(place - away), 0)], days[last]
