"""This is a rate over time: pieces of straight lines, integrated and searched exactly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Trajectory:
    """A piecewise linear rate: from `start[i]` on it is value[i] + slope[i] (t - start[i]), to `end`. Days."""

    start: Array
    value: Array
    slope: Array
    end: float

    def at(self, times: Array) -> tuple[Array, Array]:
        """Value and slope just after each time."""
        index = self._piece(times)
        slope = self.slope[index]
        return self.value[index] + slope * (times - self.start[index]), slope

    def _piece(self, times: Array) -> NDArray[np.intp]:
        """The piece that each time lies in; before all of them the first."""
        index: NDArray[np.intp] = self.start.searchsorted(times, side="right") - 1
        return np.maximum(index, 0, out=index)

    def integral(self, times: Array) -> Array:
        """Area under the rate from the first start to each time."""
        length = np.diff(np.append(self.start, self.end))
        area = (self.value + 0.5 * self.slope * length) * length
        before = np.concatenate([[0.0], np.cumsum(area)])
        index = self._piece(times)
        inside = times - self.start[index]
        return before[index] + (self.value[index] + 0.5 * self.slope[index] * inside) * inside

    def first_below(self, other: Trajectory, tolerance: float, after: float = 0.0) -> float:
        """The first time from `after` on at which this is more than `tolerance` below `other`, or infinity."""
        gap = minus(other, self)
        for start, stop, value, slope in gap.pieces():
            if stop <= after:
                continue
            begin = max(start, after)
            now = value + slope * (begin - start)
            if now > tolerance:
                return begin
            if slope > 0.0:
                crossing = begin + max(-now, 0.0) / slope
                if crossing < stop and value + slope * (stop - start) > tolerance:
                    return crossing
        return math.inf

    def last_below(self, other: Trajectory, tolerance: float) -> float:
        """The end of the last stretch in which this is more than `tolerance` below `other`; infinity if that lasts.

        The stretch ends where this is `other` again. Minus infinity if there is none.
        """
        for start, stop, value, slope in reversed(minus(other, self).pieces()):
            if value + slope * (stop - start) > tolerance:
                return stop if stop < self.end else math.inf
            if value > tolerance:
                return min(start + value / -slope, stop)
        return -math.inf

    def pieces(self) -> list[tuple[float, float, float, float]]:
        """(from, to, value, slope) of each piece."""
        ends = [*self.start[1:].tolist(), self.end]
        return list(zip(self.start.tolist(), ends, self.value.tolist(), self.slope.tolist(), strict=True))


def trajectory(rows: Sequence[tuple[float, float, float]], end: float) -> Trajectory:
    """A trajectory from (time, value, slope) rows in order; of rows at one instant the last counts."""
    latest: dict[float, tuple[float, float]] = {
        time: (value, slope) for time, value, slope in rows if time < end
    }
    return Trajectory(
        np.array(list(latest), dtype=float),
        np.array([value for value, _ in latest.values()], dtype=float),
        np.array([slope for _, slope in latest.values()], dtype=float),
        end,
    )


def all_at(parts: Sequence[Trajectory], times: Array) -> tuple[Array, Array]:
    """Value and slope of each part just after each of the times, which rise; shape (parts, times).

    As `Trajectory.at` of one part after the other: here the pieces of all parts are laid out along the times at once,
    and no work goes into parts that are nothing all the time.
    """
    starts = np.concatenate([part.start for part in parts])
    values = np.concatenate([part.value for part in parts])
    slopes = np.concatenate([part.slope for part in parts])
    counts = np.array([len(part.start) for part in parts])
    ends = np.cumsum(counts)
    first = ends - counts
    begun = np.searchsorted(times, starts, side="left")  # the place of the first time of each piece
    begun[first] = 0
    over = np.append(begun[1:], 0)
    over[ends - 1] = len(times)
    something = np.logical_or.reduceat((values != 0.0) | (slopes != 0.0), first)
    spans = np.where(np.repeat(something, counts), over - begun, 0)
    value, slope = np.zeros((2, len(parts), len(times)))
    slope[something] = np.repeat(slopes, spans).reshape(-1, len(times))
    since = times - np.repeat(starts, spans).reshape(-1, len(times))
    value[something] = np.repeat(values, spans).reshape(-1, len(times)) + slope[something] * since
    return value, slope


def level(value: float, end: float, since: float = 0.0) -> Trajectory:
    """A rate of 0 before `since` and `value` from then on."""
    if since <= 0.0:
        return Trajectory(np.array([0.0]), np.array([value]), np.array([0.0]), end)
    return Trajectory(np.array([0.0, since]), np.array([0.0, value]), np.array([0.0, 0.0]), end)


def weighted(parts: Sequence[tuple[float, Trajectory]]) -> Trajectory:
    """The weighted sum of trajectories with one end."""
    times = bends(part for _, part in parts)
    value = np.zeros_like(times)
    slope = np.zeros_like(times)
    for weight, part in parts:
        own_value, own_slope = part.at(times)
        value += weight * own_value
        slope += weight * own_slope
    return Trajectory(times, value, slope, parts[0][1].end)


def bends(parts: Iterable[Trajectory]) -> Array:
    """The days on which any of the trajectories starts another piece, in order."""
    days = np.concatenate([part.start for part in parts])
    days.sort()
    first = np.empty(len(days), dtype=bool)
    first[:1] = True
    np.not_equal(days[1:], days[:-1], out=first[1:])
    return days[first]


def minus(one: Trajectory, other: Trajectory) -> Trajectory:
    """The difference of two trajectories."""
    return weighted([(1.0, one), (-1.0, other)])
