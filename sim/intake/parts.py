"""This is a parts list as parts: rows of one part merged, several suppliers as sources, alternates beside them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sim.intake.amounts import scaled, without_noise
from sim.intake.naming import key
from sim.intake.rows import ListRow, Order
from sim.intake.sheet import Sheet, quoted, refuse
from sim.intake.words import plain
from sim.intake.wrong import Wrong
from sim.scenario.quantity import BASE_CURRENCY, Quantity, exactly


@dataclass(frozen=True)
class PartSource:
    """One supplier of a part, with the row that names it; `share` of the need for ordinary sources only."""

    row: ListRow
    share: float | Quantity | None
    orders: tuple[Order, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of one product, all its rows together."""

    key: str
    product: str
    name: str
    rows: tuple[ListRow, ...]
    needs: Quantity | None
    cost: Quantity | None
    stock: Quantity | None
    cover: Quantity | None
    sources: tuple[PartSource, ...]
    alternates: tuple[PartSource, ...]
    substitutes: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is, in the list's words."""
        return title_of(self.rows)

    @property
    def commodity(self) -> str:
        """The class or commodity the list gives it."""
        return commodity_of(self.rows)


def grouped(rows: Iterable[ListRow]) -> dict[tuple[str, str], list[ListRow]]:
    """The rows of each part, by product and part number."""
    groups: dict[tuple[str, str], list[ListRow]] = {}
    for row in rows:
        groups.setdefault((row.product, plain(row.part)), []).append(row)
    return groups


def title_of(rows: Sequence[ListRow]) -> str:
    """What a part is, in the words of the first of its rows that says it."""
    return next((row.description for row in rows if row.description), rows[0].part)


def commodity_of(rows: Sequence[ListRow]) -> str:
    """The class or commodity that the rows of a part give it."""
    return next((row.commodity for row in rows if row.commodity), "")


def merged(rows: Sequence[ListRow], sheet: Sheet, rates: Mapping[str, float]) -> tuple[list[Part], list[str]]:
    """The parts of a list, and which rows became one; raises PartsListError for rows that contradict each other.

    `rates` is what one unit of a currency is worth in US dollars.
    """
    wrong = Wrong(sheet)
    groups = grouped(row for row in rows if not row.alternate_of)
    alternates: dict[tuple[str, str], list[ListRow]] = {}
    for row in rows:
        if row.alternate_of:
            alternates.setdefault((row.product, plain(row.alternate_of)), []).append(row)
    for group, several in alternates.items():
        if group not in groups:
            for row in several:
                message = f"is an alternate of {quoted(row.alternate_of)}, which is no part of the list"
                wrong.say(row.number, None, message)
    taken: dict[str, set[str]] = {}
    parts: list[Part] = []
    remarks: list[str] = []
    for (product, _), several in groups.items():
        name = several[0].part
        used = taken.setdefault(product, set())
        part_key = key(name, used, "part")
        used.add(part_key)
        joined = _Joined(tuple(several), wrong, rates)
        part = joined.part(part_key, tuple(alternates.get((product, plain(name)), ())))
        parts.append(part)
        if len(several) > 1:
            numbers = ", ".join(str(row.number) for row in several)
            needed = "" if part.needs is None else f", {part.needs} in one product"
            remarks.append(f"rows {numbers} are one part, {quoted(name)}{needed}")
    refuse(wrong.problems())
    return parts, remarks


class _Joined:
    """Rows of one part as one."""

    def __init__(self, rows: tuple[ListRow, ...], wrong: Wrong, rates: Mapping[str, float]) -> None:
        self.rows, self.wrong, self.rates = rows, wrong, rates

    def part(self, part_key: str, alternates: tuple[ListRow, ...]) -> Part:
        shared = any(row.share is not None for row in self.rows) and len(self.rows) > 1
        first = self.rows[0]
        return Part(
            key=part_key,
            product=first.product,
            name=first.part,
            rows=self.rows,
            needs=self._once("quantity", [row.needs for row in self.rows]) if shared else self._needs(),
            cost=self._cost(shared),
            stock=self._stock([row.stock for row in self.rows]),
            cover=self._once("stock cover", [row.cover for row in self.rows]),
            sources=tuple(self._shares() if shared else self._by_need()),
            alternates=tuple(PartSource(row, row.serves) for row in alternates),
            substitutes=tuple(dict.fromkeys(name for row in self.rows for name in row.substitutes)),
        )

    def _once(self, what: str, values: list[Quantity | None]) -> Quantity | None:
        """The one value that rows of a part state; several different ones are a problem."""
        stated = list(dict.fromkeys(value for value in values if value is not None))
        if len(stated) > 1:
            numbers = ", ".join(str(row.number) for row in self.rows)
            different = ", ".join(map(str, stated))
            message = f"{quoted(self.rows[0].part)} has different {what} in rows {numbers}: {different}"
            self.wrong.say(self.rows[-1].number, None, f"{message}; write one")
        return stated[0] if stated else None

    def _needs(self) -> Quantity | None:
        stated = [row.needs for row in self.rows if row.needs is not None]
        return _sum(stated) if stated else None

    def _stock(self, values: list[Quantity | None]) -> Quantity | None:
        """What is on hand: a figure repeated in every row counts once, different ones add up."""
        stated = [value for value in values if value is not None]
        if len(set(stated)) <= 1:
            return stated[0] if stated else None
        return _sum(stated)

    def _cost(self, shared: bool) -> Quantity | None:
        """The cost in one product: the sum of the rows, or, of several sources of one need, their average by share."""
        stated = [
            (row.cost, _likely(row.share) if shared else 1.0) for row in self.rows if row.cost is not None
        ]
        if not stated:
            return None
        same = {cost for cost, _ in stated}
        if shared and len(same) == 1:
            return stated[0][0]
        weight = sum(share for _, share in stated) if shared else 1.0
        if len({cost.currency for cost, _ in stated}) > 1:
            stated = [(self._in_usd(cost), share) for cost, share in stated]
        return _sum([scaled(cost, share / weight) for cost, share in stated])

    def _in_usd(self, cost: Quantity) -> Quantity:
        rate = 1.0 if cost.currency == BASE_CURRENCY else self.rates[cost.currency]
        return scaled(cost, rate).model_copy(update={"currency": BASE_CURRENCY})

    def _shares(self) -> Iterable[PartSource]:
        total = sum(_likely(row.share) for row in self.rows)
        if not math.isclose(total, 1.0, abs_tol=1e-6):
            numbers = ", ".join(str(row.number) for row in self.rows)
            whose = f"the shares of {quoted(self.rows[0].part)} in rows {numbers}"
            message = f"{whose} add up to {100 * total:g} %, not 100 %"
            self.wrong.say(self.rows[-1].number, None, message)
        return [PartSource(row, row.share, row.orders) for row in self.rows]

    def _by_need(self) -> Iterable[PartSource]:
        """Suppliers of a part that stands in several rows share its need as the rows do."""
        by_supplier: dict[tuple[str, str], list[ListRow]] = {}
        for row in self.rows:
            by_supplier.setdefault((plain(row.supplier), str(row.made_in)), []).append(row)
        total = sum(_likely(row.needs) for row in self.rows)
        sources, left = [], 1.0
        for number, several in enumerate(by_supplier.values(), 1):
            share = round(sum(_likely(row.needs) for row in several) / total, 6)
            share = left if number == len(by_supplier) else share
            left = round(left - share, 6)
            orders = tuple(dict.fromkeys(order for row in several for order in row.orders))
            sources.append(PartSource(several[0], share, orders))
        return sources


def _likely(quantity: Quantity | None) -> float:
    return 1.0 if quantity is None else quantity.likely


def _sum(quantities: Sequence[Quantity]) -> Quantity:
    first = quantities[0]
    if len(quantities) == 1:
        return first
    ends = {end: math.fsum(getattr(each, end) for each in quantities) for end in ("low", "likely", "high")}
    return without_noise(first.model_copy(update=ends))


def one_of_each() -> Quantity:
    """What is needed where a list does not say: one piece."""
    return exactly(1.0)
