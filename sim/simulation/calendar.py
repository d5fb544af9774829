"""This is the calendar of one run: dated changes, drawn before it starts and replayed in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

# At one instant rows apply in this order, then by index.
FLUSH, CUT, LICENSED, RESUMED, CAPACITY, DEMAND, CANCELLED, LOT, DELIVERED, TARGET, REPLAN = range(11)
CHANGES = (
    "goods in transit returned",
    "supply cut",
    "licence granted",
    "supply resumed",
    "capacity changed",
    "demand changed",
    "open order cancelled",
    "lot arrived",
    "open order delivered",
    "target stock changed",
    "output planned anew",
)


class Row(NamedTuple):
    """One dated change.

    `time` in days from the start; `index` is a line (demand, planned anew), a stock (lot, target) or else a source.
    `value` is the share lost (flush), parts a day (capacity), products a day (demand) or parts (lots, orders, target);
    `slope` is per day.
    `cause` says in words why, and `measure` which process replays it.
    """

    time: float
    kind: int
    index: int  # type: ignore[assignment]  # what it is in every table, not the method of a tuple
    value: float = 0.0
    slope: float = 0.0
    cause: str = ""
    measure: str = ""


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows in the order they take effect."""
    return tuple(sorted(rows))
