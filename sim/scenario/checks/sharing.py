"""This is the check of stocks that rows of several lines share, and of lesser forms of what other lines take."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.errors import Problem
from sim.scenario.checks.subject import Subject
from sim.scenario.policy import Stockpile
from sim.scenario.supply import Alternative, Input, Source

_AFTER_SOURCES = 1001  # alternatives queue after every rank of ordinary sources


def problems_of_sharing(subject: Subject) -> Iterator[Problem]:
    """Degraded forms of what others take; stocks of one row, of two makers, where a line rations, with some orders."""
    taken = {each.made_by for each in subject.takings}
    for name, line in subject.scenario.lines.items():
        if line.degraded is not None and name in taken:
            message = (
                "other lines take what this line makes; they would not know which form they get: leave it out"
            )
            yield subject.problem(f"lines.{name}.degraded", message)
    rows: dict[str, list[tuple[str, str, str, Input]]] = {}
    for name, line in subject.scenario.lines.items():
        for key, item in line.inputs.items():
            if item.shared is not None:
                rows.setdefault(item.shared, []).append((name, key, f"lines.{name}.inputs.{key}", item))
    whole = subject.root.entries_at("lines").keys() == subject.scenario.lines.keys()
    for shared, found in rows.items():
        first, _, path, stated = found[0]
        if len(found) == 1 and whole:  # or a line that is wrong elsewhere may be the one that is missing
            message = f"no other input shares `{shared}`; state it at another one, or leave it out"
            yield subject.problem(f"{path}.shared", message)
        maker = subject.scenario.lines[first].maker
        for name, key, where, item in found:
            line = subject.scenario.lines[name]
            if line.maker != maker:
                message = f"`{shared}` is a stock of `{maker}`, and this line is of `{line.maker}`; name another stock"
                yield subject.problem(f"{where}.shared", message)
            if line.ration is not None:
                message = (
                    f"the line has `ration`, which does not reach a stock that others use too; leave out `shared`, or "
                    f"`lines.{name}.ration`"
                )
                yield subject.problem(f"{where}.shared", message)
            if line.stockpile is not None and _stockpiles(subject, line.stockpile, key, item):
                message = (
                    f"`lines.{name}.stockpile` does not reach a stock that other lines use too; leave out `shared`, or "
                    "name the other inputs in `inputs` of the stockpile"
                )
                yield subject.problem(f"{where}.shared", message)
            if _has_orders(item) != _has_orders(stated):
                message = f"only some inputs that share `{shared}` state `on_order`; state it at all of them or at none"
                yield subject.problem(f"{where}.stock", message)
    yield from _drawn_twice(subject)


def _drawn_twice(subject: Subject) -> Iterator[Problem]:
    """Sources of one stock from one pool or line, where the later asked would take from the earlier what it lacks."""
    drawing: dict[tuple[str, str, str], list[tuple[int, int, str, str]]] = {}
    for name, line in subject.scenario.lines.items():
        for key, item in line.inputs.items():
            where = f"lines.{name}.inputs.{key}"
            stock = where if item.shared is None else f"shared.{item.shared}"
            for each, source in item.sources.items():
                if (made_by := _made_by(source)) is not None:
                    drawn = (source.rank, source.priority, f"{where}.sources.{each}", each)
                    drawing.setdefault((stock, *made_by), []).append(drawn)
            for place, (each, other) in enumerate(item.alternatives.items()):
                if (made_by := _made_by(other)) is not None:
                    drawn = (_AFTER_SOURCES + place, other.priority, f"{where}.alternatives.{each}", each)
                    drawing.setdefault((stock, *made_by), []).append(drawn)
    for (_, what, shared), found in drawing.items():
        found.sort(key=lambda each: each[:2])
        for (rank, priority, _, first), (later, second, path, _) in pairwise(found):
            if rank == later and priority != second:
                message = f"draws on `{shared}` beside `{first}` for the same stock; give both one `priority`"
                yield subject.problem(f"{path}.priority", message)
            if rank < later and priority >= second:
                message = (
                    f"draws on `{shared}` for the same stock as `{first}`, which is asked before it; give it a "
                    f"`priority` above {priority}, or name another {what}"
                )
                yield subject.problem(f"{path}.priority", message)


def _made_by(supply: Source | Alternative) -> tuple[str, str] | None:
    """The pool or the line that a source comes from, and which of the two it is."""
    if supply.pool is not None:
        return "pool", supply.pool
    return None if supply.line is None else ("line", supply.line)


def _stockpiles(subject: Subject, stockpile: Stockpile, key: str, item: Input) -> bool:
    """Whether a stockpile is meant to hold an input: one it names, or any that is goods if it names none."""
    item_class = subject.scenario.classes.get(item.class_)
    goods = item_class is None or item_class.kind == "goods"
    return goods and (not stockpile.inputs or key in stockpile.inputs)


def _has_orders(item: Input) -> bool:
    return item.stock is not None and item.stock.on_order is not None
