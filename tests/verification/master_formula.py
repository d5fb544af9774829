"""This is the master formula V0, an oracle for the engine that shares nothing with it.

One line takes all that is sent to it and throttles nothing. With A_i(t) the parts of input i that have ever been
usable by t (stock, arrivals, lots), q_i the parts in one product and W(t) the products wanted by t,

    made(t) = W(t) + min(0, min_i inf_{s <= t} g_i(s)),   g_i(s) = A_i(s) / q_i - W(s),

Skorokhod's reflection, or a min-plus convolution. Rates are linear between breakpoints, so every g_i is a parabola
there and its infimum lies at an end or at the vertex: the formula is exact. Days, parts and products throughout.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Piece:
    """A rate from `start` until the next piece: `value` a day at `start`, growing by `slope` a day."""

    start: float
    value: float
    slope: float = 0.0


@dataclass(frozen=True)
class Supply:
    """Parts pushed by one source; the first piece has always held. A loss is (day, share of the goods in transit)."""

    pieces: tuple[Piece, ...]
    lead: float = 0.0
    losses: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Part:
    """One input: `needs` parts in a product, `stock` on day 0, supplies, and lots (day, parts)."""

    needs: float
    stock: float
    supplies: tuple[Supply, ...] = ()
    lots: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Instance:
    """One line: demand in products a day, the most it can make a day, and its inputs."""

    demand: tuple[Piece, ...]
    capacity: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Parabola:
    """g(start + u) = level + rate u + bend u^2 / 2 for 0 <= u <= length."""

    start: float
    length: float
    level: float
    rate: float
    bend: float

    def at(self, u: float) -> float:
        return self.level + (self.rate + 0.5 * self.bend * u) * u

    def lowest(self, length: float) -> float:
        """The infimum over 0 <= u <= length."""
        vertex = -self.rate / self.bend if self.bend > 0.0 else 0.0
        return min(self.level, self.at(length), self.at(vertex) if 0.0 < vertex < length else math.inf)

    def falls_below(self, bound: float) -> float | None:
        """The first day on which g is below `bound`, or None."""
        if self.level < bound:
            return self.start
        if self.lowest(self.length) >= bound:
            return None
        low, high = 0.0, self.length  # bisection up to the first dip needs a point below the bound
        if self.bend > 0.0 and 0.0 < -self.rate / self.bend < self.length:
            high = -self.rate / self.bend
        for _ in range(200):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if self.at(middle) < bound else (middle, high)
        return self.start + high


def _piece_at(pieces: tuple[Piece, ...], day: float) -> tuple[float, float]:
    found = pieces[0]
    for piece in pieces:
        if piece.start <= day:
            found = piece
    if day < pieces[0].start:
        return found.value, 0.0
    return found.value + found.slope * (day - found.start), found.slope


def _arrival(part: Part, day: float) -> tuple[float, float]:
    """Arrival rate and slope at a day that is no breakpoint."""
    value = slope = 0.0
    for supply in part.supplies:
        shipped = day - supply.lead
        own, own_slope = _piece_at(supply.pieces, shipped)
        kept = math.prod(1.0 - share for lost, share in supply.losses if shipped < lost < day)
        value += kept * own
        slope += kept * own_slope
    return value, slope


def _wanted(instance: Instance, day: float) -> tuple[float, float]:
    value, slope = _piece_at(instance.demand, day)
    return (instance.capacity, 0.0) if value > instance.capacity else (value, slope)


def _breakpoints(instance: Instance, part: Part | None, horizon: float) -> list[float]:
    days = {0.0, horizon}
    for piece in instance.demand:
        days.add(piece.start)
        if piece.slope != 0.0:
            days.add(piece.start + (instance.capacity - piece.value) / piece.slope)
    if part is not None:
        days.update(day for day, _ in part.lots)
        for supply in part.supplies:
            days.update(piece.start + supply.lead for piece in supply.pieces)
            days.update(day for day, _ in supply.losses)
            days.update(day + supply.lead for day, _ in supply.losses)
    return sorted(day for day in days if 0.0 <= day <= horizon)


def _parabolas(instance: Instance, part: Part, horizon: float) -> Iterator[Parabola]:
    """g of one part from breakpoint to breakpoint; it jumps up where a lot arrives."""
    level = part.stock / part.needs
    days = _breakpoints(instance, part, horizon)
    for start, end in pairwise(days):
        level += sum(parts for day, parts in part.lots if day == start) / part.needs
        length = end - start
        value, slope = _arrival(part, start + 0.5 * length)
        wanted, wanted_slope = _wanted(instance, start + 0.5 * length)
        bend = slope / part.needs - wanted_slope
        rate = value / part.needs - wanted - 0.5 * bend * length
        piece = Parabola(start, length, level, rate, bend)
        yield piece
        level = piece.at(length)


def wanted_by(instance: Instance, day: float) -> float:
    """Products wanted by `day`."""
    total = 0.0
    days = _breakpoints(instance, None, day)
    for start, end in pairwise(days):
        total += (end - start) * _wanted(instance, 0.5 * (start + end))[0]
    return total


def made_by(instance: Instance, day: float) -> float:
    """Products made by `day`."""
    lowest = 0.0
    for part in instance.parts:
        for piece in _parabolas(instance, part, day):
            lowest = min(lowest, piece.lowest(piece.length))
    return wanted_by(instance, day) + lowest


def first_shortfall(instance: Instance, horizon: float, bound: float = 0.0) -> float:
    """The first day on which fewer products than wanted plus `bound` can have been made; infinite if never."""
    first = math.inf
    for part in instance.parts:
        for piece in _parabolas(instance, part, horizon):
            day = piece.falls_below(bound)
            if day is not None:
                first = min(first, day)
                break
    return first
