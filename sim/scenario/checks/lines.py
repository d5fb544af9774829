"""This is the check of single lines against the clock: plans, lots, open orders, what is stockpiled, and fleets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sim.errors import Problem
from sim.scenario.checks.subject import Subject
from sim.scenario.model import Line
from sim.scenario.quantity import Quantity


def problems_of_lines(subject: Subject) -> Iterator[Problem]:
    """What lies outside the clock, fleets too short-lived to be followed, and components nobody takes."""
    clock = subject.scenario.clock
    if not subject.root.entries_at("lines"):
        yield subject.problem("lines", "there is none; a scenario needs at least one product line")
    taken = {each.made_by for each in subject.takings if each.ordinary and each.made_by is not None}
    all_known = (
        taken <= subject.root.entries_at("lines").keys()
    )  # or a misspelt name may be the one that is missing
    for name, line in subject.scenario.lines.items():
        path = f"lines.{name}"
        for where, date in _dates(path, line):
            if not clock.start <= date < clock.until:
                message = f"{date} lies outside the clock, {clock.start} to the day before {clock.until}"
                yield subject.problem(where, message)
        for where, life in _lives(path, line):
            days = (clock.until - clock.start).days
            if life.low < days:
                message = (
                    f"`{life}` may end before the horizon, {days} days after the start; one life of a fleet is "
                    "followed, so end the clock sooner, or state a longer life"
                )
                yield subject.problem(where, message)
        for where, every, class_ in _lots(path, line):
            days = (clock.until - clock.start).days
            item_class = subject.scenario.classes.get(class_)
            if item_class is not None and item_class.kind != "goods":
                message = f"only goods come in lots, and `{class_}` is {item_class.kind}; leave it out"
                yield subject.problem(where, message)
            if every.high >= days:
                message = (
                    f"`{every}` is not less than the {days} days from the start to the horizon; state the lots that "
                    "come by `lots`, each with its day, or an earlier day of the clock"
                )
                yield subject.problem(where, message)
        lasts = line.ration.lasts_until if line.ration is not None else None
        if lasts is not None and lasts.low <= clock.start.toordinal():
            message = (
                f"{lasts} is not after the start, {clock.start}; write the day to which stock is to last"
            )
            yield subject.problem(f"{path}.ration.lasts_until", message)
        yield from _not_goods(subject, path, line)
        if line.plan.high <= 0.0 and name not in taken and all_known:
            message = (
                "is 0, and no other line has it as an ordinary source; plan something, or leave the line out"
            )
            yield subject.problem(f"{path}.plan", message)


def _not_goods(subject: Subject, path: str, line: Line) -> Iterator[Problem]:
    """What a line is to build up in stock although it is none."""
    for at, name in enumerate(line.stockpile.inputs if line.stockpile else ()):
        item_class = subject.scenario.classes.get(line.inputs[name].class_)
        if item_class is not None and item_class.kind != "goods":
            message = f"`{name}` is {item_class.kind}, of which no stock is kept; name inputs that are goods"
            yield subject.problem(f"{path}.stockpile.inputs.{at}", message)


def _dates(path: str, line: Line) -> Iterator[tuple[str, dt.date]]:
    """What must lie within the clock."""
    if line.plan_from is not None:
        yield f"{path}.plan_from", line.plan_from
    if line.stockpile is not None and line.stockpile.from_ is not None:
        yield from _ends(f"{path}.stockpile.from", line.stockpile.from_)
    for key, item in line.inputs.items():
        for supplier, source in item.sources.items():
            if source.last_buy is not None and source.last_buy.from_ is not None:
                where = f"{path}.inputs.{key}.sources.{supplier}.last_buy.from"
                yield from _ends(where, source.last_buy.from_)
            for at, lot in enumerate(source.lots):
                yield f"{path}.inputs.{key}.sources.{supplier}.lots.{at}.ships", lot.ships
        for at, order in enumerate((item.stock and item.stock.on_order) or ()):
            yield f"{path}.inputs.{key}.stock.on_order.{at}.due", order.due


def _ends(path: str, day: Quantity) -> Iterator[tuple[str, dt.date]]:
    """The earliest and the latest of a day, if they differ."""
    for ordinal in sorted({day.low, day.high}):
        yield path, dt.date.fromordinal(round(ordinal))


def _lots(path: str, line: Line) -> Iterator[tuple[str, Quantity, str]]:
    """Days from one lot to the next, where they stand, and the class of what comes."""
    for key, item in line.inputs.items():
        for supplier, source in item.sources.items():
            if source.lots_every is not None:
                yield f"{path}.inputs.{key}.sources.{supplier}.lots_every", source.lots_every, item.class_


def _lives(path: str, line: Line) -> Iterator[tuple[str, Quantity]]:
    for key, item in line.inputs.items():
        if item.fleet is not None:
            yield f"{path}.inputs.{key}.fleet.life", item.fleet.life
