"""This is the list of what is due next: a heap of stocks by the day on which each wakes, each in it at most once.

`heapq` would keep every wake time that was overtaken, and knows no arrays.
"""

from __future__ import annotations

from sim.simulation.world import NEVER, World


def set_wake(world: World, number: int, wake: float) -> None:
    """Let a stock be due on day `wake`; infinity takes it off the list."""
    stock = world.stock[number]
    if wake == stock.wake:
        return
    clock = world.clock[0]
    earlier = wake < stock.wake
    stock.wake = wake
    place = stock.place
    if place < 0:
        place = clock.waiting
        clock.waiting += 1
        put(world, place, number)
    elif wake == NEVER:
        clock.waiting -= 1
        stock.place = -1
        if place == clock.waiting:
            return
        number = world.waiting[clock.waiting]
        put(world, place, number)
        move_up(world, place)
        place = world.stock[number].place
        earlier = False
    if earlier:
        move_up(world, place)
    else:
        move_down(world, place)


def put(world: World, place: int, number: int) -> None:
    """Put a stock at a place of the heap."""
    world.waiting[place] = number
    world.stock[number].place = place


def before(world: World, one: int, other: int) -> bool:
    """Whether a stock wakes before another; at one time the first of the table does."""
    first, second = world.stock[one].wake, world.stock[other].wake
    return first < second or (first == second and one < other)


def move_up(world: World, place: int) -> None:
    """Bring a stock before those that wake later."""
    number = world.waiting[place]
    while place > 0:
        above = (place - 1) // 2
        other = world.waiting[above]
        if not before(world, number, other):
            break
        put(world, place, other)
        place = above
    put(world, place, number)


def move_down(world: World, place: int) -> None:
    """Bring a stock behind those that wake earlier."""
    number = world.waiting[place]
    end = world.clock[0].waiting
    while True:
        below = 2 * place + 1
        if below >= end:
            break
        if below + 1 < end and before(world, world.waiting[below + 1], world.waiting[below]):
            below += 1
        other = world.waiting[below]
        if not before(world, other, number):
            break
        put(world, place, other)
        place = below
    put(world, place, number)
