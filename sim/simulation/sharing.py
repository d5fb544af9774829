"""This is the sharing of a rate by fixed weights, each up to a limit of its own: max-min fair, by weight.

It serves both ways: what a maker needs, among sources of one rank; and what a line makes, among those that take it.
"""

from __future__ import annotations

from sim.simulation.pairs import crossing, less
from sim.simulation.world import NEVER

Pair = tuple[float, float]
NOTHING: Pair = (0.0, 0.0)


def share_out(
    amount: Pair, weights: list[float], limits: list[Pair], scale: float
) -> tuple[Pair | None, list[bool], float]:
    """Find the level at which each taking min(limit, level x weight) adds up to the amount.

    Returns the level (None if all are at their limit), who is at the limit, and days until that changes. Pairs are
    (value, slope); `scale` is the normal amount, to which rounding is compared.
    """
    if len(weights) == 1:
        return _all_to_one(amount, weights[0], limits, scale)
    at_limit = [False] * len(weights)
    while True:
        rest, rest_slope = amount
        weight = 0.0
        for index, limited in enumerate(at_limit):
            if limited:
                rest -= limits[index][0]
                rest_slope -= limits[index][1]
            else:
                weight += weights[index]
        if weight <= 0.0:
            return None, [True] * len(weights), _until_enough(amount, limits, scale)
        level = (rest / weight, rest_slope / weight)
        reached = [
            index
            for index, limited in enumerate(at_limit)
            if not limited
            and less(*limits[index], level[0] * weights[index], level[1] * weights[index], scale)
        ]
        if not reached:
            return level, at_limit, _until_other(level, weights, (limits, at_limit), scale)
        for index in reached:
            at_limit[index] = True


def _all_to_one(
    amount: Pair, weight: float, limits: list[Pair], scale: float
) -> tuple[Pair | None, list[bool], float]:
    """The same for one taker, as most are."""
    if weight <= 0.0:
        return None, [True], _until_enough(amount, limits, scale)
    level = (amount[0] / weight, amount[1] / weight)
    own = (level[0] * weight, level[1] * weight)
    if less(*limits[0], *own, scale):
        return None, [True], _until_enough(amount, limits, scale)
    return level, [False], crossing(*limits[0], *own, scale)


def _until_enough(amount: Pair, limits: list[Pair], scale: float) -> float:
    """Days until the limits together reach the amount."""
    total = sum(value for value, _ in limits)
    slope = sum(slope for _, slope in limits)
    return crossing(*amount, total, slope, scale)


def _until_other(level: Pair, weights: list[float], at: tuple[list[Pair], list[bool]], scale: float) -> float:
    """Days until one more reaches its limit, or one is below it again."""
    change = NEVER
    for weight, limit, limited in zip(weights, *at, strict=True):
        own = (level[0] * weight, level[1] * weight)
        change = min(change, crossing(*own, *limit, scale) if limited else crossing(*limit, *own, scale))
    return change
