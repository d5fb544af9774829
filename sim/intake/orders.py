"""This is what becomes of the open orders of a list: which of them count, and whether a part lasts on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.intake.rows import Order
from sim.intake.wrong import some
from sim.scenario.quantity import Quantity


@dataclass(frozen=True)
class Pipe:
    """One source of a part as far as it carries the plan: its share of the need, and how long an order takes."""

    share: float
    lead_time: Quantity


@dataclass
class Orders:
    """The open orders of a list against the clock; counts what was moved or left out, by part."""

    start: dt.date
    until: dt.date
    overdue: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def counted(self, part: str, orders: Sequence[Order]) -> list[Order]:
        """The orders that count. One that is overdue is taken to arrive on the day after the start.

        Such an order has been shipped, or is about to be: to take it as placed anew would let parts run out that
        are at the door. What is due after the horizon is left out.
        """
        kept = []
        for order in orders:
            if order.due < self.start:
                self.overdue.append(part)
                kept.append(Order(order.pieces, self.start + dt.timedelta(days=1)))
            elif order.due >= self.until:
                self.late.append(part)
            else:
                kept.append(order)
        return kept

    def remarks(self) -> tuple[str, ...]:
        """What was done with orders, one remark for each thing done."""
        said = []
        if self.overdue:
            day = self.start + dt.timedelta(days=1)
            said.append(
                f"{_orders(self.overdue)} overdue on {self.start}, taken as arriving the day after, {day}: "
                f"{some(self.overdue)}"
            )
        if self.late:
            said.append(f"{_orders(self.late)} due after the clock ends, left out: {some(self.late)}")
        if self.left_out:
            count = len(self.left_out)
            said.append(
                f"{count} part{'s' if count > 1 else ''} would run out on stock and open orders before what is ordered "
                f"on {self.start} arrives; a steady flow of the plan is taken to be on its way instead: "
                f"{some(self.left_out)}"
            )
        return tuple(said)

    def carry(self, stock: float, use: float, orders: Sequence[Order], pipes: Sequence[Pipe]) -> bool:
        """Whether stock and orders carry `use` pieces a day until what is ordered at the start arrives.

        At the careful end: orders as small and lead times as long as they may be. What each source is asked for from
        the start arrives after its lead time, so that the stock is lowest where a delivery is about to come.
        """
        due = [(float((order.due - self.start).days), order.pieces.low) for order in orders]
        ends = [pipe.lead_time.high for pipe in pipes]
        for day in (*ends, *(day for day, _ in due if day < max(ends))):
            delivered = sum(pieces for arrives, pieces in due if arrives < day)
            flowing = sum(
                pipe.share * use * (day - end) for pipe, end in zip(pipes, ends, strict=True) if end < day
            )
            if stock + delivered + flowing < use * day:
                return False
        return True


def _orders(parts: Sequence[str]) -> str:
    return f"{len(parts)} open order{'s are' if len(parts) > 1 else ' is'}"
