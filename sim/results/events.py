"""This is the flat log of the run at likeliest values: time, entity, kind, cause, before, after."""

from __future__ import annotations

import pandas as pd

from sim.results.evidence import Evidence, date_of
from sim.simulation.calendar import CAPACITY, CHANGES, CUT, DEMAND, FLUSH, LICENSED, LOT, REPLAN, TARGET, Row
from sim.simulation.compilation import Blueprint
from sim.simulation.world import HAPPENINGS, OUTPUT_CHANGED, RAN_OUT, RATIONING_BEGAN, REFILLED

_PARTED = "parted by priority, then by planned need"
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
        if run.lines[number].startswith("shared.") and kind == OUTPUT_CHANGED:
            continue
        held = run.drawn_from.get(index) if kind in (RAN_OUT, REFILLED) else None
        if held is not None and run.stocks[held] == run.stocks[index]:
            continue  # told of the stock that both forms use
        entity = run.stocks[index] if kind in (RAN_OUT, REFILLED) else run.lines[index]
        cause = ""
        if kind == OUTPUT_CHANGED:
            binding, rationing = next(
                (row[6:8] for row in run.world.line_rows if row[0] == time and row[1] == index), (-1, 0)
            )
            cause = "the maker stretches its stock" if rationing else "as wanted"
            if binding >= 0:
                cause = f"limited by {run.stocks[int(binding)]}"
        elif kind == RATIONING_BEGAN:
            cause = "cover of a cut part fell under the threshold"
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
