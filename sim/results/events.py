"""This is the flat log of the run at likeliest values: time, entity, kind, cause, before, after."""

from __future__ import annotations

import pandas as pd

from sim.results.evidence import Evidence, date_of
from sim.simulation.calendar import CAPACITY, CHANGES, CUT, DEMAND, FLUSH, LICENSED, LOT, REPLAN, TARGET, Row
from sim.simulation.compilation import Blueprint
from sim.simulation.world import (
    HAPPENINGS,
    OUTPUT_CHANGED,
    RAN_OUT,
    RATIONING_BEGAN,
    RATIONING_ENDED,
    REFILLED,
)

_PARTED = "parted by priority, then by planned need"
_BEND = 2e-5  # of the plan; a smaller jump is that of a chord
_COLUMNS = ["case", "day", "date", "entity", "kind", "cause", "before", "after"]


def events_table(evidence: Evidence) -> pd.DataFrame:
    """The table `events`, in order of time."""
    rows = [
        {"case": case, "day": day, "date": date_of(evidence, day), **event}
        for case, run in evidence.story.items()
        for day, event in sorted([*_dated(run), *_happened(run)], key=lambda each: each[0])
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _dated(run: Blueprint) -> list[tuple[float, dict[str, object]]]:
    """What the calendar brought; a source's values are what it can deliver a day, before and after."""
    found: list[tuple[float, dict[str, object]]] = []
    capacity = dict(enumerate(run.capacities))
    demand: dict[int, float] = {}
    for row in run.rows:
        if row.kind == REPLAN:
            continue  # an appointment; what comes of it is told by itself
        if row.kind == DEMAND and not row.cause:
            demand[row.index] = row.value
            continue  # a chord of what was told before
        event: dict[str, object] = {
            "kind": CHANGES[row.kind],
            "cause": row.cause,
            "before": None,
            "after": row.value,
        }
        if row.kind == DEMAND:
            event |= {"entity": run.lines[row.index], "before": demand.get(row.index)}
            demand[row.index] = row.value
        elif row.kind in (LOT, TARGET):
            event |= {"entity": run.stocks[row.index]}
        else:
            event |= {"entity": run.sources[row.index], "before": capacity[row.index]}
        if row.kind == CUT:
            event |= {"after": 0.0}
        elif row.kind == FLUSH:
            event |= {"before": None, "after": None}
        elif row.kind == CAPACITY:
            capacity[row.index] = row.value
            if row.cause == CHANGES[LICENSED]:
                event |= {"kind": CHANGES[LICENSED]}
        if not (row.kind == CAPACITY and _told_already(run, row)) and row.kind != LICENSED:
            found.append((row.time, event))
    return found


def _told_already(run: Blueprint, row: Row) -> bool:
    """Whether a capacity row only carries out a cut that the log names itself."""
    return row.cause != CHANGES[LICENSED] and any(
        other.kind == CUT and other.index == row.index and other.time == row.time for other in run.rows
    )


def _happened(run: Blueprint) -> list[tuple[float, dict[str, object]]]:
    """What the physics brought by itself."""
    found: list[tuple[float, dict[str, object]]] = []
    for time, kind, index, before, after in run.world.happenings:
        number = run.world.stock[index].line if kind in (RAN_OUT, REFILLED) else index
        if run.lines[number].startswith("pools."):
            if kind == RAN_OUT:  # a pool keeps nothing: all it can deliver is taken
                event = {"entity": run.lines[number], "kind": "all capacity taken", "cause": _PARTED}
                found.append((time, event | {"before": before, "after": after}))
            continue
        if kind == OUTPUT_CHANGED and (
            run.lines[number].startswith("shared.") or _only_bends(run, time, index, after - before)
        ):
            continue
        held = run.drawn_from.get(index) if kind in (RAN_OUT, REFILLED) else None
        if held is not None and run.stocks[held] == run.stocks[index]:
            continue  # told of the stock that both forms use
        entity = run.stocks[index] if kind in (RAN_OUT, REFILLED) else run.lines[index]
        cause = _cause(run, time, kind, index)
        found.append(
            (
                time,
                {
                    "entity": entity,
                    "kind": HAPPENINGS[kind],
                    "cause": cause,
                    "before": before,
                    "after": after,
                },
            )
        )
    return found


def _cause(run: Blueprint, time: float, kind: int, index: int) -> str:
    """Why something happened by itself, to a stock or to a line."""
    world = run.world
    if kind == RAN_OUT:
        fleet = world.stock[index].fleet
        return "units in use are too few for what is wanted" if fleet else "less comes than is used"
    if kind == REFILLED:
        return "more comes than is used"
    if kind == RATIONING_BEGAN:
        return "cover of a cut part fell under the threshold"
    if kind == RATIONING_ENDED:
        stretched = world.line[index].stretch_until > 0.0
        return "stock lasts without it" if stretched else "open sources can deliver all that is wanted"
    binding, rationing = next(
        (row[6:8] for row in world.line_rows if row[0] == time and row[1] == index), (-1, 0)
    )
    if binding >= 0:
        return f"limited by {run.stocks[int(binding)]}"
    return "the maker stretches its stock" if rationing else "as wanted"


def _only_bends(run: Blueprint, time: float, index: int, jump: float) -> bool:
    """Whether output goes on without a jump and for the same reason: what is wanted, or a fleet, rises or falls."""
    rows = [row for row in run.world.line_rows if row[1] == index and row[0] <= time]
    if len(rows) < 2 or abs(jump) > _BEND * run.world.line[index].plan:
        return False
    return rows[-1][6:8] == rows[-2][6:8]
