"""This is what Hypothesis draws for the physics: order-driven networks under cuts, and pushed ones for theorems.

EXAMPLES=50 in the environment draws fifty times as many of each.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st

from sim.simulation.calendar import CAPACITY, CUT, DEMAND, FLUSH, LICENSED, LOT, Row
from sim.simulation.world import DOMESTIC, FOREIGN, Line, Source, Stock
from tests.verification.networks import Network

HORIZON = 200.0


def examples(count: int) -> settings:
    """Settings for a property of the physics."""
    return settings(max_examples=count * int(os.environ.get("EXAMPLES", "1")))


def between(low: float, high: float, grid: float) -> st.SearchStrategy[float]:
    """Numbers on a grid, where events coincide and rates tie, or anywhere between."""
    on_grid = st.integers(round(low / grid), round(high / grid)).map(lambda steps: steps * grid)
    return on_grid | st.floats(low, high, allow_subnormal=False).map(lambda value: round(value, 6))


def whole_days(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low, high).map(float)


@dataclass
class Draft:
    """A network in the making."""

    draw: st.DrawFn
    plan: float
    days: st.SearchStrategy[float]
    stocks: list[Stock] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def demand_changes(self) -> float:
        """Dated changes of demand, or a plan that starts later; returns demand on day 0."""
        shape = self.draw(st.sampled_from(["steady", "steady", "later", "step", "ramp"]))
        day = self.draw(self.days)
        if shape == "steady":
            return self.plan
        if shape == "later":
            self.rows.append(Row(day, DEMAND, 0, self.plan))
            return 0.0
        value = self.draw(between(0.0, 1.4, 0.1)) * self.plan
        length = self.draw(whole_days(1, 60)) if shape == "ramp" else 0.0
        if shape == "ramp":
            self.rows.append(Row(day, DEMAND, 0, self.plan, (value - self.plan) / length))
        self.rows.append(Row(day + length, DEMAND, 0, value))
        return self.plan

    def cut(self, source: int, capacity: float) -> None:
        """A cut with goods in transit honoured, partly lost or returned; then perhaps a licence, and a second cut."""
        day = self.draw(self.days)
        lost = self.draw(st.sampled_from([0.0, 0.0, 1.0, 0.5, 0.3]))
        left = self.draw(st.sampled_from([0.0, 0.0, 0.3, 0.5])) * capacity
        self.rows += [Row(day, CUT, source), Row(day, CAPACITY, source, left)]
        if lost:
            self.rows.append(Row(day, FLUSH, source, lost))
        if self.draw(st.booleans()):
            licensed = day + self.draw(whole_days(1, 60))
            share = self.draw(between(0.1, 1.0, 0.1))
            self.rows += [Row(licensed, LICENSED, source), Row(licensed, CAPACITY, source, share * capacity)]
            if self.draw(st.booleans()):
                again = licensed + self.draw(whole_days(1, 60))
                self.rows += [Row(again, CUT, source), Row(again, CAPACITY, source, 0.0)]

    def alternative(self, stock: int, rank: int, need: float) -> None:
        """A source that opens later, at once or on a ramp, and may be cut in its turn."""
        number, day = len(self.sources), self.draw(self.days)
        capacity = self.draw(between(0.1, 1.2, 0.1)) * need
        channel = self.draw(st.sampled_from([FOREIGN, DOMESTIC]))
        lead = self.draw(st.just(0.0) | whole_days(1, 40))
        self.sources.append(Source(stock, full=capacity, lead=lead, rank=rank, channel=channel))
        length = self.draw(st.just(0.0) | whole_days(1, 80))
        if length:
            self.rows.append(Row(day, CAPACITY, number, 0.0, capacity / length))
        self.rows.append(Row(day + length, CAPACITY, number, capacity))
        if self.draw(st.integers(0, 3)) == 0:
            end = day + length + self.draw(whole_days(1, 60))
            self.rows += [Row(end, CUT, number), Row(end, CAPACITY, number, 0.0)]

    def ordinary(self, stock: int, need: float, least: float) -> list[int]:
        """One to three ordinary sources that together have at least `least` times the need."""
        shares = self.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
        headroom = max(self.draw(st.sampled_from([1.0, 1.2, 1.2, 1.5, 0.9])), least)
        numbers = range(len(self.sources), len(self.sources) + len(shares))
        for share in shares:
            lead = self.draw(st.just(0.0) | whole_days(1, 40))
            self.sources.append(Source(stock, share / sum(shares) * headroom * need, lead=lead))
        return list(numbers)

    def stock(self, disturbed: bool) -> None:
        """An input with its sources and, if disturbed, with what happens to them."""
        number = len(self.stocks)
        needs = self.draw(st.sampled_from([1.0, 0.3, 0.5, 2.0, 3.0]))
        need = needs * self.plan
        target = self.draw(st.just(0.0) | between(0.0, 60.0, 5.0)) * need
        level = self.draw(st.just(target) | between(0.0, 80.0, 5.0).map(lambda days: days * need))
        critical = self.draw(st.sampled_from([True, True, True, False]))
        self.stocks.append(
            Stock(0, needs, level if disturbed else target, target, critical=critical, recorded=True)
        )
        for source in self.ordinary(number, need, least=0.0 if disturbed else 1.0):
            if disturbed and self.draw(st.booleans()):
                self.cut(source, self.sources[source].capacity)
        for rank in range(self.draw(st.sampled_from([0, 1, 1, 2])) if disturbed else 0):
            self.alternative(number, rank + 1, need)
        if disturbed and self.draw(st.integers(0, 3)) == 0:
            self.rows.append(
                Row(self.draw(self.days), LOT, number, self.draw(between(0.0, 20.0, 1.0)) * need)
            )

    def pushed_stock(self) -> None:
        """An input that is pushed: steadily or cut, on a ramp, in a lot."""
        number, needs = len(self.stocks), self.draw(st.sampled_from([1.0, 0.3, 0.5, 2.0, 3.0]))
        need = needs * self.plan
        self.stocks.append(Stock(0, needs, self.draw(between(0.0, 60.0, 5.0)) * need))
        rates = between(0.0, 1.2, 0.1).map(lambda share: share * need)
        for rate in self.draw(st.lists(rates, max_size=2)):
            lead = self.draw(st.just(0.0) | between(0.0, 40.0, 1.0))
            self.sources.append(Source(number, rate, lead=lead, push=True))
            if self.draw(st.booleans()):
                self.cut(len(self.sources) - 1, rate)
        if self.draw(st.booleans()):
            day, length, rate = self.draw(self.days), self.draw(between(1.0, 80.0, 1.0)), self.draw(rates)
            self.rows.append(Row(day, CAPACITY, len(self.sources), 0.0, rate / length))
            self.rows.append(Row(day + length, CAPACITY, len(self.sources), rate))
            self.sources.append(Source(number, push=True))
        if self.draw(st.booleans()):
            self.rows.append(Row(self.draw(self.days), LOT, number, self.draw(rates) * 10.0))


@st.composite
def ordered_networks(draw: st.DrawFn, disturbed: bool = True, on_whole_days: bool = False) -> Network:
    """One line whose inputs come from order-driven sources; cut, licensed, replaced and rationed if disturbed."""
    plan = draw(between(100.0, 1000.0, 100.0))
    draft = Draft(draw, plan, whole_days(0, 150) if on_whole_days else between(0.0, 150.0, 1.0))
    demand = draft.demand_changes() if disturbed else plan
    capacity = draw(st.sampled_from([1.0, 1.2, 1.5])) * plan
    rationing = draw(st.sampled_from([(1.0, 0.0), (0.5, 30.0), (0.7, 60.0), (0.3, 10.0)]))
    for _ in range(draw(st.integers(1, 4))):
        draft.stock(disturbed)
    line = Line(demand, plan=plan, capacity=capacity, throttle=rationing[0], cover_threshold=rationing[1])
    return Network((line,), tuple(draft.stocks), tuple(draft.sources), tuple(draft.rows), HORIZON)


@st.composite
def pushed_networks(draw: st.DrawFn) -> Network:
    """One line without rationing that stores all it is sent, in steps, ramps, lots and losses in transit."""
    plan = draw(between(100.0, 1000.0, 100.0))
    draft = Draft(draw, plan, between(0.0, 150.0, 1.0))
    for _ in range(draw(st.integers(1, 4))):
        draft.pushed_stock()
    return Network(
        (Line(plan, plan=plan, capacity=1.2 * plan),),
        tuple(draft.stocks),
        tuple(draft.sources),
        tuple(draft.rows),
        HORIZON,
    )
