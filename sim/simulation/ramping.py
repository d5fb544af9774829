"""This is how an alternative comes up to what it serves: a straight line, or an S, and a yield that is learnt.

What bends is followed by chords, with the exact value at their ends: an S by sixteen, off by 0.2 % of full at most; a
yield by eight in each of three halvings and two in each of seven more, off by 0.2 % of what it rises by at most.
"""

from __future__ import annotations

import math
from itertools import pairwise

from sim.network import SourceNode

Piece = tuple[float, float, float]  # from this day, a value, and its slope a day

_CHORDS = 16  # of a ramp that bends: h^2 / 8 times a second derivative of 4 / ramp^2
_FINE, _COARSE = 3, 10  # halvings


def is_curved(source: SourceNode[float]) -> bool:
    """Whether an alternative does not come up in a straight line."""
    return source.s_curve or source.learning is not None


def ramp_up(source: SourceNode[float], ready: float, full: float) -> list[Piece]:
    """What an alternative can ship from the day it is qualified, `full` if all it makes is good: then it is level."""
    ramp = source.ramp or 0.0
    if not is_curved(source):
        if ramp <= 0.0:
            return [(ready, full, 0.0)]
        return [(ready, 0.0, full / ramp), (ready + ramp, full, 0.0)]
    days = {0.0, *(ramp * step / _CHORDS for step in range(_CHORDS + 1))}
    if source.learning is not None:
        half = source.learning.halves_every
        days |= {half * step / 8.0 for step in range(8 * _FINE)}
        days |= {half * step / 2.0 for step in range(2 * _FINE, 2 * _COARSE + 1)}
    ends = [(day, full * _share(source, day)) for day in sorted(days)]
    pieces = [
        (ready + day, value, (then - value) / (at - day)) for (day, value), (at, then) in pairwise(ends)
    ]
    return [*pieces, (ready + ends[-1][0], ends[-1][1], 0.0)]


def final_yield(source: SourceNode[float]) -> float:
    """What is good in the end of what a source makes."""
    return 1.0 if source.learning is None else source.learning.final


def days_lacking(source: SourceNode[float]) -> float:
    """Days of need that stock must give while a source comes up to serving all of it; infinity if it never does."""
    lacking = 0.0
    pieces = ramp_up(source, 0.0, source.share)
    for (day, value, slope), (end, _, _) in pairwise(pieces):
        if value >= 1.0:
            return lacking
        reached = min(day + (1.0 - value) / slope, end) if slope > 0.0 else end
        lacking += (1.0 - value - 0.5 * slope * (reached - day)) * (reached - day)
        if reached < end:
            return lacking
    return lacking if pieces[-1][1] >= 1.0 else math.inf


def _share(source: SourceNode[float], day: float) -> float:
    """Of full, exactly, so many days after it is qualified."""
    ramp = source.ramp or 0.0
    run = min(day / ramp, 1.0) if ramp > 0.0 else 1.0
    if source.s_curve:
        run = 2.0 * run**2 if run < 0.5 else 1.0 - 2.0 * (1.0 - run) ** 2
    learning = source.learning
    if learning is None:
        return run
    halvings = day / learning.halves_every
    missing = 0.5**halvings if halvings < _COARSE else 0.0
    return run * (learning.final - (learning.final - learning.first) * missing)
