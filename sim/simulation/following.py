"""This is what follows slowly: demand of a market that buys less, or misses a service, and the way it comes back.

A share follows another one, its goal. In a straight line it changes by so much a day at most; exponentially it closes
its distance to the goal at a rate in proportion to it. An exponential is followed by chords with the exact value at
their ends, eight in each of three halvings of the distance and two in each of seven more: off by 0.2 % of the distance
at most.
"""

from __future__ import annotations

import math

Bending = tuple[float, float]  # a share, and its slope a day
Bend = tuple[float, float, float]  # the same from a day on

_SAME = 1e-12  # of a share
_CHORDS = (
    *(step / 8.0 for step in range(1, 24)),
    *(step / 2.0 for step in range(6, 21)),
)  # ends, in halvings


def at(bends: list[Bend], time: float) -> Bending:
    """The share on a day, and its slope from then on."""
    day, value, slope = next((bend for bend in reversed(bends) if bend[0] <= time), bends[0])
    return value + slope * (time - day), slope


def straight(goal: list[Bend], falls: float, rises: float) -> list[Bend]:
    """A share that equals its goal at first, and falls and rises by 1 / so many days a day at most; 0: at once."""
    falls, rises = (1.0 / days if days > 0.0 else math.inf for days in (falls, rises))
    found: list[Bend] = []
    value = goal[0][1]
    for (start, aim, slope), end in zip(goal, [*(bend[0] for bend in goal[1:]), math.inf], strict=True):
        day = start
        while day < end:
            ahead = aim + slope * (day - start) - value
            if (
                abs(ahead) <= _SAME
                or (ahead > 0.0 and rises == math.inf)
                or (ahead < 0.0 and falls == math.inf)
            ):
                value, pace, until = value + ahead, min(max(slope, -falls), rises), end
            else:
                pace = rises if ahead > 0.0 else -falls
                closing = (pace - slope) if ahead > 0.0 else (slope - pace)
                until = min(end, day + abs(ahead) / closing) if closing > 0.0 else end
            found.append((day, value, pace))
            if until < end:  # met
                value = aim + slope * (until - start)
            elif end < math.inf:
                value += pace * (end - day)
            day = until
    return found


def exponential(goal: list[Bend], falls: float, rises: float) -> list[Bend]:
    """A share that equals its goal at first, and falls and rises towards it with these time constants; 0: at once.

    With d the distance to a goal of slope s, d' = -d / constant - s, so d = -s constant + (d0 + s constant) e^(-t /
    constant). Where it meets its goal, which then moves on, the other constant may hold.
    """
    found: list[Bend] = []
    value = goal[0][1]
    for (start, aim, slope), end in zip(goal, [*(bend[0] for bend in goal[1:]), math.inf], strict=True):
        day = start
        while day < end:
            here = aim + slope * (day - start)
            distance = value - here
            falling = distance > _SAME or (abs(distance) <= _SAME and slope < 0.0)
            constant = falls if falling else rises
            lag = -slope * constant  # where the distance goes in the end
            leaving = distance - lag
            if constant <= 0.0 or abs(leaving) <= _SAME:
                found.append((day, here + lag, slope))
                value, day = aim + slope * (end - start) + lag, end
                continue
            until = end
            if distance * lag < 0.0:  # it meets its goal on the way
                until = min(until, day + constant * math.log(-leaving / lag))
            pieces = _towards((day, here, slope), leaving, lag, constant)
            found += [piece for piece in pieces if piece[0] < until]
            if until < math.inf:
                value = here + slope * (until - day) + lag + leaving * math.exp((day - until) / constant)
            day = until
    return found


def _towards(goal: Bend, leaving: float, lag: float, constant: float) -> list[Bend]:
    """Chords of a share that is `lag + leaving` from its goal, and in the end `lag`."""
    day, here, slope = goal
    found: list[Bend] = []
    before, left = 0.0, leaving
    for halvings in _CHORDS:
        days = constant * math.log(2.0) * halvings
        then = leaving * 0.5**halvings if halvings < _CHORDS[-1] else 0.0
        found.append(
            (day + before, here + slope * before + lag + left, slope + (then - left) / (days - before))
        )
        before, left = days, then
    return [*found, (day + before, here + slope * before + lag, slope)]
