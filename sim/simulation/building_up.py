"""This is stock built up before a cut: targets that rise, and windows in which suppliers deliver more than usual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from sim.exposure import Closure, known_cut
from sim.network import InputNode, LineNode, SourceNode, SupplyNetwork, ordinary_factor
from sim.simulation.calendar import CAPACITY, TARGET, Row

_WHY = "stock is built up before a cut"


@dataclass(frozen=True)
class Held:
    """What is planned of one input: parts used a day and their growth, the target, its growth, and its stock.

    `in_lots` is on hand on average beside what is kept.
    """

    item: InputNode[float]
    rate: float
    growth: float
    target: float
    target_growth: float
    in_lots: float
    number: int


@dataclass(frozen=True)
class _Rise:
    """One target that is to rise on a day, to so many parts, as far as money goes."""

    day: float
    held: Held
    target: float  # parts
    before: float
    cost: float  # of all it rises by


def stockpile_rows(
    network: SupplyNetwork[float],
    line: LineNode[float],
    held: Mapping[str, Held],
    known: tuple[Mapping[str, Closure], Mapping[str, float]],
) -> Iterator[Row]:
    """Targets of a line's inputs that rise; `known` is what is closed, and which lines are known to be in trouble.

    Money goes to what is known first; inputs of one day share what is left in proportion to what they cost.
    """
    if line.stockpile is None:
        return
    left = float("inf") if line.stockpile.budget is None else line.stockpile.budget
    rises = sorted(_rises(network, line, held, known), key=lambda each: each.day)
    for _, together in groupby(rises, key=lambda each: each.day):
        now = list(together)
        cost = sum(each.cost for each in now)
        if cost <= left:
            left -= cost
            for each in now:
                slope = line.stockpile.covers * each.held.growth
                yield Row(each.day, TARGET, each.held.number, each.target, slope, _WHY, "stockpile")
            continue
        for each in now if left > 0.0 else ():  # what is bought is so many parts, also where the plan grows
            target = each.before + left / cost * (each.target - each.before)
            slope = each.held.target_growth
            yield Row(each.day, TARGET, each.held.number, target, slope, _WHY, "stockpile")
        left = 0.0


def _rises(
    network: SupplyNetwork[float],
    line: LineNode[float],
    held: Mapping[str, Held],
    known: tuple[Mapping[str, Closure], Mapping[str, float]],
) -> Iterator[_Rise]:
    policy = line.stockpile
    assert policy is not None  # the caller saw to it
    for own in held.values():
        if own.item.name not in policy.inputs:
            continue
        if policy.begins is not None:
            days = [network.day_of(policy.begins)]
        else:
            days = [
                day
                for source in own.item.sources
                if source.ordinary and (day := known_cut(source, *known)) is not None
            ]
        if not days:
            continue
        day = max(min(days), 0.0)
        before = own.target + own.target_growth * day
        target = policy.covers * (own.rate + own.growth * day) - own.in_lots
        if target > before:
            cost = (target - before) * part_cost(own.item)
            yield _Rise(day, own, target, before, cost)


def part_cost(item: InputNode[float]) -> float:
    """What a part costs that is bought before a cut."""
    return item.cost * ordinary_factor(item) / item.needs


def last_buy_rows(
    network: SupplyNetwork[float],
    index: int,
    source: SourceNode[float],
    need: tuple[float, float],
    closure: Closure | None,
) -> Iterator[Row]:
    """The capacity of a source in its last-buy window, and after it; `need` is parts a day and their growth a day."""
    window = source.last_buy
    if window is None or (window.begins is None and closure is None):
        return
    cut = float("inf") if closure is None else closure.cut
    if window.begins is not None:
        begins = network.day_of(window.begins)
    else:
        assert closure is not None  # or there is no window
        begins = max(closure.announced, 0.0)
    ends = cut if window.ends is None else min(network.day_of(window.ends), cut)
    if begins >= ends:
        return
    rate, growth = need
    for day, factor, cause in (
        (begins, window.at_most, "last buy"),
        (ends, source.headroom, "last buy is over"),
    ):
        if day < cut:  # the cut brings its own row
            volume = source.share * factor
            value = volume * (rate + growth * day)
            yield Row(day, CAPACITY, index, value, volume * growth, cause, "last buy")
