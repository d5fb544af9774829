"""This is what becomes of the open orders of a list: which of them count, and whether a part lasts on them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.intake.rows import Order
from sim.intake.wrong import some
from sim.scenario.quantity import Quantity, exactly
from sim.wording import counted

_NAMED = 2  # parts of those that do not last
_MARGIN = 1.001  # on what is missing, so that rounding does not leave a part a piece short


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
    bridged: list[str] = field(default_factory=list)
    gone: dict[str, dt.date] = field(default_factory=dict)  # by part the day, as `note_gone` reckons it

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
        return tuple(said)

    @property
    def remedy(self) -> str:
        """Which parts do not last on what the list says, and what to do about it."""
        other = "bridged" if len(self.left_out) > len(self.bridged) else "steady"
        named = some([*self.left_out, *self.bridged], _NAMED)
        return f"({named}). Remedy: correct the list, or `open_orders: {other}` in the mapping"

    def headline(self, parts: int) -> str | None:
        """What is assumed of parts that do not last on what the list says, of so many in all; None if all last."""
        count = len(self.left_out) + len(self.bridged)
        if not count:
            return None
        how = []
        if self.left_out:
            which = "" if not self.bridged else f" of {len(self.left_out)} of them"
            how.append(f"a steady flow of the plan is on its way instead of the open orders{which}")
        if self.bridged:
            which = "" if not self.left_out else f" of {len(self.bridged)} of them"
            how.append(
                f"the open orders{which} are kept, and what is missing is taken as one more order each"
            )
        return (
            f"Assumed for {count} of {counted(parts, 'part')}: stock "
            f"and open orders do not last until an order of {self.start} arrives, so {'; '.join(how)}"
        )

    def note_gone(
        self, part: str, stock: float, use: float, orders: Sequence[Order], lead_time: float
    ) -> None:
        """Note the day on which stock and orders are used up, if that is before an order of the start arrives.

        By the list's own figures, each as likely as it is said to be; nothing else comes.
        """
        if not use > 0.0:
            return
        lasts = stock / use
        for day, pieces in sorted(((order.due - self.start).days, order.pieces.likely) for order in orders):
            if lasts < day:
                break
            lasts += pieces / use
        if lasts < lead_time:
            day_gone = self.start + dt.timedelta(days=math.floor(lasts))
            self.gone[part] = min(day_gone, self.gone.get(part, day_gone))

    def lead_times(self, slow: int, parts: int) -> str | None:
        """What becomes of lead times longer than goods travel, of `slow` parts of all; None if there are none.

        And which parts would run out before an order of the start arrives, were these the times goods take to come.
        """
        if not slow:
            return None
        said = (
            f"Lead times of {slow:,} of {counted(parts, 'part')} (from order to delivery) count for another source "
            "only; until a stop, goods keep coming as planned"
        )
        if not self.gone:
            return said
        first = sorted(self.gone, key=lambda each: self.gone[each])
        named = some([f"{each} {self.gone[each]}" for each in first], _NAMED)
        return (
            f"{said}. By stock, stated open orders and these, {counted(len(first), 'part')} would run out before an "
            f"order of {self.start} arrives, even if nobody stops: {named}. Are later orders missing in the list?"
        )

    def bridge(
        self, stock: float, use: float, orders: Sequence[Order], pipes: Sequence[Pipe]
    ) -> Order | None:
        """The order that is missing for stock and orders to carry `use`: as late and as small as it may be.

        At the careful end, as in `carry`; None if they do.
        """
        arrivals = [(float((order.due - self.start).days), order.pieces.low, 0.0) for order in orders]
        arrivals += [(pipe.lead_time.high, 0.0, pipe.share * use) for pipe in pipes]
        last = max(pipe.lead_time.high for pipe in pipes)
        level, rate, now = stock, -use, 0.0
        lowest, first = 0.0, last
        for day, pieces, flow in sorted(each for each in arrivals if each[0] <= last):
            before = level + rate * (day - now)
            if before < 0.0 <= level:
                first = min(first, now - level / rate)
            lowest = min(lowest, before)
            level, rate, now = before + pieces, rate + flow, day
        if lowest >= 0.0:
            return None
        missing = math.ceil(-lowest * _MARGIN) + 1
        return Order(exactly(float(missing)), self.start + dt.timedelta(days=math.floor(first)))

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
