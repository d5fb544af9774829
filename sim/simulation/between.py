"""This is the finding of orders between nothing and all, where neither agrees with itself.

A stock above its target orders nothing while its open sources can deliver what is used, and else all (model note 2.12,
rule 1). Where what it orders is missing elsewhere in the same line, as of a pool on which two inputs draw, both may be
wrong: nothing ordered, more is used than can be delivered; all, less. What is right lies between: such a share of what
its sources can ship that what is used is exactly what they can deliver. It is found by secants within an instant,
its slope too, so that it stays right until the next event; a bracket keeps the secants from running off.
"""

from __future__ import annotations

from sim.simulation.ordering import gap_to_target, need_and_deliverable
from sim.simulation.pairs import SAME_INSTANT, SAME_RATE, less
from sim.simulation.stocking import touch
from sim.simulation.world import ABOVE, BELOW, BETWEEN, Stock, World

_MOST_TRIES = 100  # in an instant, or instants without time going on; then all is ordered after all
_NO_SHARE = 1e-12
_NOTHING, _SHARE, _SLOPE = range(3)  # what was tried last


def balance_all(world: World, time: float) -> bool:
    """Let the first stock of this instant whose share is not right try another one; whether there is one.

    Where there are several, all others are right again before the next tries.
    """
    for position in range(world.clock[0].visited_stocks):
        number = world.visited_stock[position]
        if balance(world, world.stock[number]):
            touch(world, number, time)
            return True
    return False


def balance(world: World, stock: Stock) -> bool:
    """Let a settled stock order another share, if it has to."""
    if stock.tries >= _MOST_TRIES or world.clock[0].at_once >= _MOST_TRIES:
        given_up = stock.ordering == BETWEEN
        if given_up:
            stock.ordering = BELOW
            stock.pressed = True
        return given_up
    if stock.ordering != BETWEEN and not stock.pressed:
        return False
    (value, slope), (deliverable, deliverable_slope) = need_and_deliverable(world, stock)
    lack, lack_slope = value - deliverable, slope - deliverable_slope
    same = SAME_RATE * stock.scale
    if stock.ordering != BETWEEN:
        gap, tolerance = gap_to_target(world, stock)
        if gap >= -tolerance or not less(lack, lack_slope, 0.0, 0.0, stock.scale):
            return False
        begin_between(stock, lack)
    elif abs(lack) > same:
        try_share(stock, lack)
    elif abs(lack_slope) > same:
        try_slope(stock, lack_slope)
    elif not leave_between(stock):
        stock.tried_what, stock.too_low, stock.too_high = _NOTHING, -1.0, 2.0
        return False
    stock.tries += 1
    return True


def begin_between(stock: Stock, lack: float) -> None:
    """Order half: nothing was too little, and all, of which `lack` is what is lacking, is too much."""
    stock.ordering = BETWEEN
    stock.pressed = False
    stock.share, stock.share_slope = 0.5, 0.0
    stock.tried_what, stock.tried, stock.tried_lack = _SHARE, 1.0, lack
    stock.response = -stock.scale  # a guess, until a second share was tried
    stock.too_low, stock.too_high = -1.0, 2.0


def leave_between(stock: Stock) -> bool:
    """Let a stock whose share is used up go back to nothing or to all; whether it is."""
    soon = stock.share + stock.share_slope * SAME_INSTANT
    if 0.0 < soon < 1.0 or stock.share_slope == 0.0:
        return False
    stock.ordering = ABOVE if soon <= 0.0 else BELOW
    return True


def try_share(stock: Stock, lack: float) -> None:
    """Order the share at which nothing would be lacking if what is lacking went on in a straight line."""
    share = stock.share = min(max(stock.share, 0.0), 1.0)
    if lack < 0.0 and share <= _NO_SHARE:
        stock.ordering = ABOVE
        return
    if lack > 0.0 and share >= 1.0 - _NO_SHARE:
        stock.ordering = BELOW
        return
    if lack > 0.0:
        stock.too_low = max(stock.too_low, share)
    else:
        stock.too_high = min(stock.too_high, share)
    learn(stock, _SHARE, share, lack)
    following = min(max(share - lack / stock.response, 0.0), 1.0)
    if stock.tries % 3 == 2 or not stock.too_low < following < stock.too_high:
        following = 0.5 * (max(stock.too_low, 0.0) + min(stock.too_high, 1.0))
    stock.share = following


def try_slope(stock: Stock, lack_slope: float) -> None:
    """The same of the slope of a share that is right, so that it stays right."""
    learn(stock, _SLOPE, stock.share_slope, lack_slope)
    stock.share_slope -= lack_slope / stock.response


def learn(stock: Stock, what: int, tried: float, lack: float) -> None:
    """Note what was tried and what was lacking, and from the one before how that responds."""
    change = tried - stock.tried
    if stock.tried_what == what and abs(change) > _NO_SHARE and (lack - stock.tried_lack) / change < 0.0:
        stock.response = (lack - stock.tried_lack) / change
    stock.tried_what, stock.tried, stock.tried_lack = what, tried, lack
