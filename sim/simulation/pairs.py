"""This is arithmetic on rates as pairs (value, slope): which is smaller, and when that changes.

Comparisons tolerate rounding relative to a scale, the normal need; ties are decided by the slopes.
"""

from __future__ import annotations

import math

from sim.simulation.world import NEVER

SAME_INSTANT = 1e-9  # days; events closer than this are one
SAME_RATE = 1e-10  # of the scale; pairs closer than this tie, and their slopes decide


def first_root(level: float, rate: float, slope: float) -> float:
    """The smallest u > 0 at which level + rate u + slope u^2 / 2 falls to zero, or NEVER; level >= 0."""
    if slope == 0.0:
        return level / -rate if rate < 0.0 else NEVER
    discriminant = rate * rate - 2.0 * slope * level
    if discriminant < 0.0:
        return NEVER
    if rate < 0.0:
        return 2.0 * level / (math.sqrt(discriminant) - rate)
    if slope > 0.0:
        return NEVER
    return (rate + math.sqrt(discriminant)) / -slope


def less(value: float, slope: float, other: float, other_slope: float, scale: float) -> bool:
    """Whether the pair (value, slope) is below the other now, or ties and falls below at once."""
    gap = value - other
    if gap < -SAME_RATE * scale:
        return True
    return gap <= SAME_RATE * scale and slope < other_slope - SAME_RATE * scale


def crossing(value: float, slope: float, other: float, other_slope: float, scale: float) -> float:
    """Days until the pair (value, slope), now the larger, falls to the other; NEVER if it does not.

    Pairs that tie have been told apart by `less` already: what is left of their gap is rounding, not a future event.
    """
    gap, closing = value - other, other_slope - slope
    return gap / closing if gap > SAME_RATE * scale and closing > 0.0 else NEVER


def snapped(rate: float, scale: float) -> float:
    """The rate, or exactly 0 when it is too small to tell from 0."""
    return 0.0 if abs(rate) <= SAME_RATE * scale else rate
