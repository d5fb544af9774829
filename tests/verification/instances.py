"""This is a maker of random instances of the master formula, and of the same instances for the engine."""

from __future__ import annotations

from random import Random

from sim.simulation.calendar import CAPACITY, DEMAND, FLUSH, LOT, Row
from sim.simulation.world import Line, Source, Stock
from tests.verification.master_formula import Instance, Part, Piece, Supply
from tests.verification.networks import Network

HORIZON = 200.0


class Numbers:
    """Random numbers: on a coarse grid, where events coincide and rates tie, or anywhere."""

    def __init__(self, seed: int, round_numbers: bool) -> None:
        self.random = Random(seed)
        self.round_numbers = round_numbers

    def between(self, low: int, high: int, grid: float = 1.0) -> float:
        """A number from low * grid to high * grid."""
        if self.round_numbers:
            return self.random.randint(low, high) * grid
        return self.random.uniform(low * grid, high * grid)

    def choice(self, *options: float) -> float:
        return self.random.choice(options)

    def count(self, *options: int) -> int:
        return self.random.choice(options)


def random_instance(seed: int, round_numbers: bool) -> Instance:
    """One to five inputs with push supplies, ramps, cuts, lots and losses in transit under changing demand."""
    numbers = Numbers(seed, round_numbers)
    plan = numbers.between(1, 6, 200.0)
    demand = _changing(numbers, plan, plan, numbers.count(0, 0, 1, 2, 3))
    parts = tuple(_part(numbers, plan) for _ in range(numbers.count(1, 2, 3, 4, 5)))
    return Instance(demand, numbers.choice(1.0, 1.2, 1.2, 3.0) * plan, parts)


def _changing(numbers: Numbers, first: float, size: float, changes: int) -> tuple[Piece, ...]:
    """A rate with steps and linear ramps up to 1.4 `size`."""
    pieces, day = [Piece(0.0, first)], 0.0
    for _ in range(changes):
        day += numbers.between(1, 12, 5.0)
        value = numbers.choice(0.0, pieces[-1].value, numbers.between(0, 14, 0.1) * size)
        if numbers.choice(True, True, False):
            pieces.append(Piece(day, value))
            continue
        length, end = numbers.between(1, 16, 5.0), numbers.choice(0.0, numbers.between(0, 14, 0.1) * size)
        pieces += [Piece(day, value, (end - value) / length), Piece(day + length, end)]
        day += length
    return tuple(piece for piece in pieces if piece.start < HORIZON)


def _part(numbers: Numbers, plan: float) -> Part:
    needs = numbers.choice(0.3, 0.5, 0.7, 1.0, 1.0, 2.0, 3.0)
    if not numbers.round_numbers:
        needs *= numbers.between(5, 15, 0.1)
    daily = needs * plan
    supplies = tuple(_supply(numbers, daily) for _ in range(numbers.count(0, 1, 1, 2, 3)))
    lots = tuple(
        (numbers.between(0, 39, 5.0), numbers.between(0, 10, 2.0) * daily)
        for _ in range(numbers.count(0, 0, 0, 1, 3))
    )
    return Part(needs, numbers.choice(0.0, 0.0, numbers.between(0, 12, 5.0)) * daily, supplies, lots)


def _supply(numbers: Numbers, daily: float) -> Supply:
    first = numbers.choice(0.0, numbers.between(0, 12, 0.1)) * daily
    pieces = _changing(numbers, first, daily, numbers.count(0, 1, 1, 2, 3, 4))
    losses = tuple(
        (piece.start, numbers.choice(1.0, 0.5, numbers.between(0, 10, 0.1)))
        for piece in pieces[1:]
        if numbers.choice(True, False, False)
    )
    lead = numbers.choice(0.0, 0.0, numbers.between(0, 12, 5.0))
    return Supply((Piece(-1e9, first), *pieces[1:]), lead, losses)


def for_the_engine(instance: Instance) -> Network:
    """The same instance as records and dated changes."""
    rows = [Row(piece.start, DEMAND, 0, piece.value, piece.slope) for piece in instance.demand[1:]]
    stocks: list[Stock] = []
    sources: list[Source] = []
    for number, part in enumerate(instance.parts):
        stocks.append(Stock(0, part.needs, part.stock))
        rows += [Row(day, LOT, number, parts) for day, parts in part.lots]
        for supply in part.supplies:
            rows += [Row(day, FLUSH, len(sources), share) for day, share in supply.losses]
            rows += [
                Row(piece.start, CAPACITY, len(sources), piece.value, piece.slope)
                for piece in supply.pieces[1:]
            ]
            sources.append(Source(number, supply.pieces[0].value, lead=supply.lead, push=True))
    line = Line(instance.demand[0].value, capacity=instance.capacity)
    return Network((line,), tuple(stocks), tuple(sources), tuple(rows), HORIZON)
