"""This is the sharing of a rate by fixed weights, each up to a limit of its own: max-min fair, by weight.

It serves both ways: what a maker needs, among sources of one rank; and what a line makes, among those that take it.
Those that share lie side by side in `World.taker`.
"""

from __future__ import annotations

from sim.simulation.pairs import crossing, less
from sim.simulation.world import NEVER, World

Pair = tuple[float, float]
NOTHING: Pair = (0.0, 0.0)


def put_down(world: World, place: int, weight: float, limit: float, limit_slope: float) -> None:
    """Put one down among those that share a rate."""
    taker = world.taker[place]
    taker.weight = weight
    taker.limit = limit
    taker.limit_slope = limit_slope


def put_in_turn(world: World, place: int, priority: int, weight: float, limit: Pair) -> None:
    """Put one down among those that share a rate by priority; they lie in its order."""
    put_down(world, place, weight, limit[0], limit[1])
    world.taker[place].priority = priority


def share_in_turn(world: World, first: int, end: int, amount: Pair, scale: float) -> float:
    """Give each of takers `first` to `end` its part of an amount; returns days until the parts change.

    Those of the lowest priority number take first, each up to its limit; those of one number share by weight.
    """
    change = NEVER
    rest, rest_slope = amount
    while first < end:
        stop = first
        asked = asked_slope = 0.0
        while stop < end and world.taker[stop].priority == world.taker[first].priority:
            asked += world.taker[stop].limit
            asked_slope += world.taker[stop].limit_slope
            stop += 1
        found, level = False, NOTHING
        if less(rest, rest_slope, asked, asked_slope, scale):
            found, level, until = share_out(world, first, stop, (rest, rest_slope), scale)
            change = min(change, until)
        else:
            change = min(change, crossing(rest, rest_slope, asked, asked_slope, scale))
        for index in range(first, stop):
            taker = world.taker[index]
            taker.given = taker.limit
            taker.given_slope = taker.limit_slope
            if found and not taker.at_limit:
                taker.given = level[0] * taker.weight
                taker.given_slope = level[1] * taker.weight
            rest -= taker.given
            rest_slope -= taker.given_slope
        if found and stop < end:
            rest = rest_slope = 0.0
        first = stop
    return change


def share_out(world: World, first: int, end: int, amount: Pair, scale: float) -> tuple[bool, Pair, float]:
    """Find the level at which each of takers `first` to `end` taking min(limit, level x weight) adds up to the amount.

    Returns whether there is such a level (not if all are at their limit), the level, and days until who is at the limit
    changes; marks who is. Pairs are (value, slope); `scale` is the normal amount, to which rounding is compared.
    """
    for index in range(first, end):
        world.taker[index].at_limit = False
    while True:
        rest, rest_slope = amount
        weight = 0.0
        for index in range(first, end):
            taker = world.taker[index]
            if taker.at_limit:
                rest -= taker.limit
                rest_slope -= taker.limit_slope
            else:
                weight += taker.weight
        if weight <= 0.0:
            for index in range(first, end):
                world.taker[index].at_limit = True
            return False, NOTHING, until_enough(world, first, end, amount, scale)
        level, level_slope = rest / weight, rest_slope / weight
        settled = True
        for index in range(first, end):
            taker = world.taker[index]
            if not taker.at_limit and less(
                taker.limit, taker.limit_slope, level * taker.weight, level_slope * taker.weight, scale
            ):
                taker.at_limit = True
                settled = False
        if settled:
            return True, (level, level_slope), until_other(world, first, end, (level, level_slope), scale)


def until_enough(world: World, first: int, end: int, amount: Pair, scale: float) -> float:
    """Days until the limits together reach the amount."""
    total = slope = 0.0
    for index in range(first, end):
        total += world.taker[index].limit
        slope += world.taker[index].limit_slope
    return crossing(amount[0], amount[1], total, slope, scale)


def until_other(world: World, first: int, end: int, level: Pair, scale: float) -> float:
    """Days until one more reaches its limit, or one is below it again."""
    change = NEVER
    for index in range(first, end):
        taker = world.taker[index]
        own, own_slope = level[0] * taker.weight, level[1] * taker.weight
        if taker.at_limit:
            change = min(change, crossing(own, own_slope, taker.limit, taker.limit_slope, scale))
        else:
            change = min(change, crossing(taker.limit, taker.limit_slope, own, own_slope, scale))
    return change
