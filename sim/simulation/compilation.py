"""This is the compilation of one draw: a network and its closures become a world and a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.exposure import Closure
from sim.network import InputNode, LineNode, SourceNode, SupplyNetwork
from sim.simulation.calendar import CAPACITY, CUT, FLUSH, LICENSED, LOT, Row
from sim.simulation.demand import demand_rows
from sim.simulation.world import DOMESTIC, FOREIGN, ORDINARY, Line, Source, Stock, World, assemble

# An ordinary source can deliver a fifth more than its share; without headroom no stock could ever be rebuilt
# (model note 2.12 rule 10).
HEADROOM = 1.2

Piece = tuple[float, float, float]  # from this day, parts a day, and their slope


@dataclass(frozen=True)
class Blueprint:
    """A world ready to run, its calendar, and which record stands for which node."""

    world: World
    rows: tuple[Row, ...]
    horizon: float
    lines: tuple[str, ...]  # keys, in the order of world.line
    stocks: tuple[str, ...]
    sources: tuple[str, ...]
    capacities: tuple[float, ...]  # of the sources on day 0, parts a day


def compile_run(
    network: SupplyNetwork[float], closed: Mapping[str, Closure], announced: Mapping[str, float] | None = None
) -> Blueprint:
    """Compile one draw.

    An alternative is qualified from the announcement of the measure that cuts an ordinary source of its input. With
    `announced` (day by maker) every alternative of that maker is, whatever is cut: the domestic-only counterfactual.
    """
    lines: list[Line] = []
    stocks: list[Stock] = []
    sources: list[Source] = []
    rows: list[Row] = []
    stock_keys: list[str] = []
    source_keys: list[str] = []
    for number, line in enumerate(network.lines):
        lines.append(_line(line))
        ready = readiness(line, closed, announced)
        rows += demand_rows(number, line, closed, ready)
        for item in line.inputs:
            stock_keys.append(item.key)
            ordinary_cut = any(source.ordinary and source.key in closed for source in item.sources)
            stocks.append(_stock(number, line, item, recorded=ordinary_cut))
            for rank, source in _ranked(item):
                source_keys.append(source.key)
                sources.append(_source(len(stocks) - 1, rank, line, item, source))
                rows += _source_rows(len(sources) - 1, (line, item, source), closed.get(source.key), ready)
                rows += _lot_rows(len(stocks) - 1, (line, item, source), closed.get(source.key))
    within = tuple(row for row in rows if row.time < network.horizon)
    return Blueprint(
        assemble(lines, stocks, sources),
        within,
        network.horizon,
        tuple(line.key for line in network.lines),
        tuple(stock_keys),
        tuple(source_keys),
        tuple(source.capacity for source in sources),
    )


def readiness(
    line: LineNode[float], closed: Mapping[str, Closure], announced: Mapping[str, float] | None
) -> dict[str, float]:
    """The day each alternative of a line is qualified; one that is never started is absent."""
    ready = {}
    for item in line.inputs:
        triggers = [
            closed[source.key].announced
            for source in item.sources
            if source.ordinary and source.key in closed
        ]
        if announced is not None:
            triggers = [announced[line.maker]] if line.maker in announced else []
        for source in item.sources:
            if triggers and source.qualification is not None:
                ready[source.key] = min(triggers) + source.qualification
    return ready


def _line(line: LineNode[float]) -> Line:
    return Line(
        demand=line.plan if line.starts <= 0.0 else 0.0,
        plan=line.plan,
        throttle=1.0 if line.rationed_output is None else line.rationed_output,
        cover_threshold=0.0 if line.cover_threshold is None else line.cover_threshold,
    )


def _stock(number: int, line: LineNode[float], item: InputNode[float], recorded: bool) -> Stock:
    held = item.cover * item.needs * line.plan
    return Stock(number, item.needs, level=held, target=held, critical=item.critical, recorded=recorded)


def _ranked(item: InputNode[float]) -> list[tuple[int, SourceNode[float]]]:
    """Ordinary sources share rank 0; alternatives follow in the order they are listed."""
    ordinary = [(0, source) for source in item.sources if source.ordinary]
    others = [source for source in item.sources if not source.ordinary]
    return ordinary + list(enumerate(others, start=1))


def _source(
    stock: int, rank: int, line: LineNode[float], item: InputNode[float], source: SourceNode[float]
) -> Source:
    channel = ORDINARY if source.ordinary else DOMESTIC if source.domestic else FOREIGN
    return Source(
        stock,
        capacity=_full(line, item, source) if source.ordinary else 0.0,
        full=_full(line, item, source),
        lead=source.lead_time,
        push=source.push,
        rank=rank,
        channel=channel,
    )


def _full(line: LineNode[float], item: InputNode[float], source: SourceNode[float]) -> float:
    """Full capacity in parts a day."""
    headroom = HEADROOM if source.ordinary and not source.push else 1.0
    return source.share * headroom * item.needs * line.plan


def _source_rows(
    index: int,
    node: tuple[LineNode[float], InputNode[float], SourceNode[float]],
    closure: Closure | None,
    ready: Mapping[str, float],
) -> list[Row]:
    line, item, source = node
    full = _full(line, item, source)
    rows = []
    if not source.ordinary and source.key in ready and source.ramp is not None:
        for time, value, slope in ramp_up(ready[source.key], source.ramp, full):
            if closure is None or time < closure.cut:
                cause = "qualified; deliveries rise" if slope > 0.0 else "at full capacity"
                rows.append(Row(time, CAPACITY, index, value, slope, cause, "qualification"))
    if closure is None:
        return rows
    reason, measure = closure.reason, closure.measure
    rows.append(Row(closure.cut, CUT, index, cause=reason, measure=measure))
    rows.append(Row(closure.cut, CAPACITY, index, 0.0, 0.0, reason, measure))
    if not closure.en_route_honoured:
        rows.append(Row(closure.cut, FLUSH, index, 1.0, 0.0, "goods en route returned", measure))
    if closure.licensed is not None and (source.ordinary or source.key in ready):
        granted = max(closure.licensed, ready.get(source.key, 0.0))
        volume = closure.volume * source.share * item.needs * line.plan
        rows.append(Row(granted, LICENSED, index, cause="licence granted", measure=measure))
        pieces = [(granted, volume, 0.0)]
        if not source.ordinary:
            pieces = from_day(granted, ramp_up(ready[source.key], source.ramp or 0.0, volume))
        rows += [
            Row(*(time, CAPACITY, index, value, slope), "licence granted", measure)
            for time, value, slope in pieces
        ]
    return rows


def from_day(day: float, pieces: list[Piece]) -> list[Piece]:
    """What is left of pieces from `day` on, the piece under way cut short."""
    begun = [piece for piece in pieces if piece[0] <= day]
    later = [piece for piece in pieces if piece[0] > day]
    return [(day, value + slope * (day - time), slope) for time, value, slope in begun[-1:]] + later


def ramp_up(ready: float, ramp: float, full: float) -> list[Piece]:
    """Capacity of an alternative from the day it is qualified: a straight line to full, then level."""
    if ramp <= 0.0:
        return [(ready, full, 0.0)]
    return [(ready, 0.0, full / ramp), (ready + ramp, full, 0.0)]


def _lot_rows(
    stock: int, node: tuple[LineNode[float], InputNode[float], SourceNode[float]], closure: Closure | None
) -> list[Row]:
    line, item, source = node
    rows = []
    for lot in source.lots:
        arrival = lot.ships + source.lead_time
        shipped_in_time = closure is None or lot.ships < closure.cut
        honoured = closure is None or closure.en_route_honoured or arrival < closure.cut
        if shipped_in_time and honoured:
            size = lot.covers * item.needs * line.plan
            rows.append(Row(arrival, LOT, stock, size, 0.0, "lot delivered", "deliveries"))
    return rows
