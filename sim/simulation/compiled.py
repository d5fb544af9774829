"""This is many runs fast: the tables of a world as arrays, and one run of the compiled physics over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.simulation.breach import raise_fault
from sim.simulation.calendar import Row, in_order
from sim.simulation.compiling import Kernel, compile_kernel
from sim.simulation.driver import Run
from sim.simulation.faults import NO_ROOM
from sim.simulation.world import (
    HAPPENING_COLUMNS,
    LINE_COLUMNS,
    STOCK_COLUMNS,
    Clock,
    Line,
    Source,
    Stock,
    Stretch,
    Taker,
    World,
    assemble,
)

_TYPES = {"float": np.float64, "int": np.int64, "bool": np.bool_}
Records = NDArray[np.void]
_ROW = np.dtype(
    [("time", "f8"), ("kind", "i8"), ("index", "i8"), ("value", "f8"), ("slope", "f8")], align=True
)


class Tables(NamedTuple):
    """The tables of `World` as arrays; the last three are flat."""

    line: Records
    stock: Records
    source: Records
    edge: NDArray[np.int64]
    due: NDArray[np.int64]
    waiting: NDArray[np.int64]
    visited_line: NDArray[np.int64]
    visited_stock: NDArray[np.int64]
    taker: Records
    clock: Records
    stretch: Records
    line_rows: NDArray[np.float64]
    stock_rows: NDArray[np.float64]
    happenings: NDArray[np.float64]


_KINDS = {
    record: np.dtype([(field.name, _TYPES[str(field.type)]) for field in fields(record)], align=True)
    for record in (Line, Stock, Source, Taker, Clock, Stretch)
}
# A record as it begins, and the fields that are given it; the others are state and begin alike for all.
_BLANKS = {
    type(record): np.array(
        [tuple(getattr(record, field.name) for field in fields(record))], dtype=_KINDS[type(record)]
    )
    for record in (Line(0.0), Stock(0), Source(0))
}
_NAMES = {record: [field.name for field in fields(record)] for record in (Line, Stock, Source)}
_GIVEN = {record: names[: names.index(record.STATE_FROM)] for record, names in _NAMES.items()}
_CLOCK = tuple(field.name for field in fields(Clock))


@cache
def kernel() -> Kernel:
    """The compiled physics; the first call on a machine takes half a minute."""
    example = tables_of(assemble([Line(1.0)], [Stock(0)], [Source(0)]), 1)
    return compile_kernel({name: array.dtype for name, array in example._asdict().items()}, _ROW)


def simulate_compiled(given: World, rows: Iterable[Row], horizon: float) -> Run:
    """Carry out one run as `simulate` does, compiled; of the state at the end only what results need is kept.

    That is `made` of lines, `ran_out_at` and the levels of stocks, `shipped` of sources, and all that is recorded.
    """
    ordered = in_order(rows)
    _write_back(given, carry_out(given, ordered, horizon))
    raise_fault(given)
    return Run(given, ordered, horizon)


def carry_out(given: World, ordered: Sequence[Row], horizon: float) -> Tables:
    """The tables of a finished run."""
    rows = calendar_of(ordered)
    room = 8
    while True:
        tables = tables_of(given, room)
        kernel()(*places_of(tables, rows), horizon)
        if tables.clock["fault"][0] != NO_ROOM:
            return tables
        room *= 4


def calendar_of(ordered: Sequence[Row]) -> Records:
    """The calendar of a run as an array."""
    return np.array([row[:5] for row in ordered], dtype=_ROW)


def places_of(tables: Tables, rows: Records) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Addresses and lengths of the tables and the calendar; they must outlive the call that is given them."""
    arrays = (*tables, rows)
    return np.array([array.ctypes.data for array in arrays]), np.array([len(array) for array in arrays])


def tables_of(given: World, room: int) -> Tables:
    """The tables of a world that has not run; `room` is how many records a line is given, and so on."""
    lines, stocks, sources = len(given.line), len(given.stock), len(given.source)
    kept = stocks if given.clock[0].detailed else sum(stock.recorded for stock in given.stock)
    clock = np.array([attrgetter(*_CLOCK)(given.clock[0])], dtype=_KINDS[Clock])
    return Tables(
        _array(Line, given.line),
        _array(Stock, given.stock),
        _array(Source, given.source),
        np.array(given.edge, dtype=np.int64),
        np.zeros(len(given.due), dtype=np.int64),
        np.zeros(stocks, dtype=np.int64),
        np.zeros(lines, dtype=np.int64),
        np.zeros(stocks, dtype=np.int64),
        np.zeros(len(given.taker), dtype=_KINDS[Taker]),
        clock,
        np.empty(2 * sources + 2 + room * (sources + 1), dtype=_KINDS[Stretch]),
        np.empty(8 * room * lines * LINE_COLUMNS),
        np.empty(4 * room * kept * STOCK_COLUMNS),
        np.empty(4 * room * (lines + stocks) * HAPPENING_COLUMNS),
    )


def _array(record: type[Line | Stock | Source], records: Sequence[Line | Stock | Source]) -> Records:
    array = np.repeat(_BLANKS[record], len(records))
    for name in _GIVEN[record]:
        array[name] = list(map(attrgetter(name), records))
    return array


def _write_back(given: World, tables: Tables) -> None:
    for line, made in zip(given.line, tables.line["made"].tolist(), strict=True):
        line.made = made
    columns = [tables.stock[name].tolist() for name in ("ran_out_at", "starting_level", "level")]
    for stock, ran_out_at, starting_level, level in zip(given.stock, *columns, strict=True):
        stock.ran_out_at, stock.starting_level, stock.level = ran_out_at, starting_level, level
    for source, shipped in zip(given.source, tables.source["shipped"].tolist(), strict=True):
        source.shipped = shipped
    for name, value in zip(_CLOCK, tables.clock[0].tolist(), strict=True):
        setattr(given.clock[0], name, value)
    clock = given.clock[0]
    given.line_rows = _rows(tables.line_rows, clock.line_rows, LINE_COLUMNS)
    given.stock_rows = _rows(tables.stock_rows, clock.stock_rows, STOCK_COLUMNS)
    given.happenings = [
        (time, int(kind), int(index), before, after)
        for time, kind, index, before, after in _rows(tables.happenings, clock.happenings, HAPPENING_COLUMNS)
    ]


def _rows(flat: NDArray[np.float64], count: int, columns: int) -> list[list[float]]:
    rows: list[list[float]] = flat[: count * columns].reshape(count, columns).tolist()
    return rows
