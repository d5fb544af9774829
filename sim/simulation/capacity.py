"""This is what a source could ship over time: as planned, from when an alternative is ready, as far as it is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.exposure import Closure, known_cut
from sim.network import InputNode, LineNode, SourceNode
from sim.simulation.calendar import CAPACITY, CUT, FLUSH, LICENSED, RESUMED, Row
from sim.simulation.ramping import Piece, ramp_up


@dataclass(frozen=True)
class Need:
    """What a line is planned to need of an input: parts a day on day 0, and their growth a day."""

    rate: float
    growth: float


def planned_need(
    line: LineNode[float], item: InputNode[float], plans: Mapping[str, tuple[float, float]]
) -> Need:
    """What an input is planned to need: what is used up, or what a fleet takes to be kept up."""
    plan, growth = plans[line.name]
    if item.fleet is None:
        return Need(item.needs * plan, item.needs * growth)
    fleet = item.needs * plan * (1.0 + item.fleet.spare)
    return Need(fleet / item.fleet.life + item.needs * growth, 0.0)


def full_capacity(source: SourceNode[float], need: Need) -> float:
    """Full capacity in parts a day, on day 0."""
    return source.share * (1.0 if source.push else source.headroom) * need.rate


def readiness(
    line: LineNode[float],
    closed: Mapping[str, Closure],
    trouble: Mapping[str, float],
    announced: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """The day each alternative of a line is qualified; one that is never started is absent."""
    ready: dict[str, float] = {}
    for item in line.inputs:
        others = [(each.key, each.qualification) for each in item.sources if each.qualification is not None]
        if not others:
            continue
        triggers = [
            day
            for source in item.sources
            if source.ordinary and (day := known_cut(source, closed, trouble)) is not None
        ]
        if announced is not None:
            triggers = [announced[line.maker]] if line.maker in announced else []
        if triggers:
            begun = max(min(triggers), 0.0)
            ready |= {key: begun + days for key, days in others}
    return ready


def source_rows(
    index: int,
    source: SourceNode[float],
    need: Need,
    closing: tuple[Closure | None, Sequence[float]],
    ready: Mapping[str, float],
) -> list[Row]:
    """Capacity over time: as planned, and in every step of a closure the share of it that may be shipped.

    `closing` is the closure, and the days from which its steps count for the flow.
    """
    closure, rows = closing[0], []
    if not source.ordinary and source.key in ready and source.ramp is not None:
        for time, value, slope in ramp_up(source, ready[source.key], full_capacity(source, need)):
            if closure is None or closure.share_at(time) >= 1.0:
                cause = "qualified; deliveries rise" if slope > 0.0 else "at full capacity"
                rows.append(Row(time, CAPACITY, index, value, slope, cause, "qualification"))
    for kind, time, value, slope, step in _steps(source, need, closing, ready):
        rows.append(Row(time, kind, index, value, slope, step[1], step[0]))
    return rows


def _steps(
    source: SourceNode[float],
    need: Need,
    closing: tuple[Closure | None, Sequence[float]],
    ready: Mapping[str, float],
) -> Iterator[tuple[int, float, float, float, tuple[str, str]]]:
    closure, days = closing
    if closure is None:
        return
    known = source.ordinary or source.key in ready
    held_back = False  # cut, or shipping under a licence
    before = float("-inf")
    for step, day, until in zip(closure.steps, days, (*days[1:], float("inf")), strict=True):
        why = (step.measure, step.cause)
        if step.share == 0.0:  # what leaves no more is stock from before, also while the last lot is used up
            yield CUT, step.day if step.day > before else day, 0.0, 0.0, why
        before = day
        if step.returned:
            yield FLUSH, day, 1.0, 0.0, (step.measure, "goods en route returned")
        if until <= day:
            continue  # no lot leaves before the next step
        if day > step.day:
            why = (step.measure, f"{step.cause}, from the day of the next lot")
        if step.licensed and known:
            yield LICENSED, day, 0.0, 0.0, why
        if held_back and step.share > 0.0 and not step.licensed:
            yield RESUMED, day, 0.0, 0.0, why
        held_back = step.licensed or step.share == 0.0
        pieces = [
            (time, value * step.share, slope * step.share)
            for time, value, slope in _base(source, need, ready)
        ]
        if (step.licensed or step.share < 1.0) and source.ordinary and not source.push:
            pieces = [
                (time, value / source.headroom, slope / source.headroom) for time, value, slope in pieces
            ]
        for time, value, slope in from_day(day, pieces):
            # While all may be shipped again, a ramp brings its own rows.
            if time < until and (step.share < 1.0 or time == day):
                yield CAPACITY, time, value, slope, why


def _base(source: SourceNode[float], need: Need, ready: Mapping[str, float]) -> list[Piece]:
    """What a source could ship if it were open, from day 0 on."""
    full = full_capacity(source, need)
    if source.ordinary:
        return [(0.0, full, full * need.growth / need.rate if need.rate > 0.0 else 0.0)]
    if source.key not in ready:
        return [(0.0, 0.0, 0.0)]
    return [(0.0, 0.0, 0.0), *ramp_up(source, ready[source.key], full)]


def from_day(day: float, pieces: list[Piece]) -> list[Piece]:
    """What is left of pieces from `day` on, the piece under way cut short."""
    begun = [piece for piece in pieces if piece[0] <= day]
    later = [piece for piece in pieces if piece[0] > day]
    return [(day, value + slope * (day - time), slope) for time, value, slope in begun[-1:]] + later
