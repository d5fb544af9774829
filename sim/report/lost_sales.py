"""This is who else pays, for the report: lost sales by supplier, by jurisdiction, and supply by supply."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.explain import if_it_happens, number, percent, supplied_by
from sim.figures.cells import Record, text
from sim.figures.rows import Rows
from sim.report.words import NONE, money, money_range

_HELD_BACK = ("cut", "stops by itself")  # why supplies are held back by law or will
_SHOWN = 15  # suppliers in the short table
_NO_SUM = "no sum: its supplies rest on different chances"


@dataclass(frozen=True)
class Loss:
    """What one supplier, or all of one jurisdiction, loses over all buyers; a pair of cells for each case."""

    name: str
    home: str
    buyers: str
    planned: str
    # Amount, how much of the losses is that of supplies that are held back, and what both rest on.
    lost: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Supply:
    """What one supplier of one item to one line, made in one place, loses in each case."""

    supplier: str
    home: str
    made_in: str
    buyer: str
    item: str
    why: tuple[str, ...]
    planned: str
    lost: tuple[str, ...]
    conditions: tuple[str, ...]  # what each of these rests on; empty where all is certain


def by_supplier(rows: Rows, cases: Sequence[str]) -> list[Loss]:
    """The suppliers that lose most over all buyers, in the worse case; what makers supply to themselves left out."""
    return _losses(_from_others(rows), cases, _supplier)[:_SHOWN]


def by_jurisdiction(rows: Rows, cases: Sequence[str]) -> list[Loss]:
    """The same by where suppliers are based, and at last all together."""
    found = _from_others(rows)
    losses = _losses(found, cases, _jurisdiction)
    return [*losses, _loss(found, cases, "all suppliers", "")] if found else []


def supplies(rows: Rows, cases: Sequence[str]) -> list[Supply]:
    """Every supply by what it loses in the middle of draws, in the worse case."""
    by_flow: dict[str, list[Record]] = {}
    for row in rows.of("lost_sales"):
        by_flow.setdefault(text(row, "flow"), []).append(row)
    titles = {(text(row, "line"), text(row, "input")): text(row, "title") for row in rows.of("parts")}
    products = {text(row, "line"): text(row, "title") for row in rows.of("products")}
    ordered = sorted(by_flow.values(), key=lambda same: max(_middle(row) for row in same), reverse=True)
    return [_supply(same, titles, products, cases) for same in ordered]


def _from_others(rows: Rows) -> list[Record]:
    return [row for row in rows.of("lost_sales") if row["supplier"] != row["company"]]


def _middle(row: Record) -> float:
    lost = number(row, "lost_middle")
    return 0.0 if math.isnan(lost) else lost


def _supplier(row: Record) -> tuple[str, str, str]:
    return text(row, "supplier"), text(row, "supplier_name"), text(row, "supplier_home")


def _jurisdiction(row: Record) -> tuple[str, str, str]:
    return text(row, "supplier_home"), text(row, "supplier_home"), ""


def _losses(
    found: Sequence[Record], cases: Sequence[str], about: Callable[[Record], tuple[str, str, str]]
) -> list[Loss]:
    """Rows grouped by what `about` tells of them, an id, a name and a home; those that lose most come first."""
    groups: dict[tuple[str, str, str], list[Record]] = {}
    for row in found:
        groups.setdefault(about(row), []).append(row)

    def worst(rows: Sequence[Record]) -> float:
        return max(sum(_middle(row) for row in rows if row["case"] == case) for case in cases)

    ordered = sorted(groups.items(), key=lambda group: worst(group[1]), reverse=True)
    return [_loss(rows, cases, name, home) for (_, name, home), rows in ordered]


def _loss(rows: Sequence[Record], cases: Sequence[str], name: str, home: str) -> Loss:
    return Loss(
        name=name,
        home=home,
        buyers=str(len({text(row, "company") for row in rows})),
        planned=money(sum(number(row, "planned") for row in rows if row["case"] == cases[0])),
        lost=tuple(_in_case([row for row in rows if row["case"] == case]) for case in cases),
    )


def _in_case(rows: Sequence[Record]) -> tuple[str, str, str]:
    """The sum of the middle losses, gains set off, the share of the losses in supplies that are held back, a remark.

    What holds if one thing happens does not add up with what holds if another does.
    """
    moved = [
        row for row in rows if any(number(row, f"lost_{end}") != 0.0 for end in ("low", "middle", "high"))
    ]
    if len({text(row, "reached_by") if if_it_happens(row) else "" for row in moved}) > 1:
        return NONE, NONE, _NO_SUM
    rests_on = if_it_happens(moved[0]) if moved else ""
    losses = [(text(row, "why"), _middle(row)) for row in rows]
    gross = sum(lost for _, lost in losses if lost > 0.0)
    cut = sum(lost for why, lost in losses if lost > 0.0 and why in _HELD_BACK)
    total = sum(lost for _, lost in losses)
    rounding = 1e-6 * sum(abs(number(row, "planned")) for row in rows)
    if gross <= rounding:
        return money(total if abs(total) > rounding else 0.0), NONE, rests_on
    return money(total), percent(cut / gross), rests_on


def _supply(
    rows: list[Record], titles: dict[tuple[str, str], str], products: dict[str, str], cases: Sequence[str]
) -> Supply:
    first = rows[0]
    line, item = text(first, "line"), text(first, "input")
    by_case = {text(row, "case"): row for row in rows}
    why = (text(by_case[case], "why") if case in by_case else NONE for case in cases)
    lost = (money_range(by_case[case], "lost") if case in by_case else NONE for case in cases)
    return Supply(
        supplier=supplied_by(first),
        home=text(first, "supplier_home"),
        made_in=text(first, "made_in"),
        buyer=products.get(line, line),
        item=titles.get((line, item), item),
        why=tuple(why),
        planned=money(number(first, "planned")),
        lost=tuple(lost),
        conditions=tuple(if_it_happens(by_case[case]) if case in by_case else "" for case in cases),
    )
