"""This is a description of a run to try: records as they stand on day 0, dated changes, a horizon."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, replace

from hypothesis.vendor.pretty import RepresentationPrinter

from sim.simulation.calendar import Row
from sim.simulation.driver import Run, simulate
from sim.simulation.world import Line, Source, Stock, World, assemble


def brief(record: Line | Stock | Source | Row) -> str:
    """A record without the fields that have their default."""
    if isinstance(record, Row):
        values, defaults = record._asdict(), record._field_defaults
    else:
        values = {field.name: getattr(record, field.name) for field in fields(record)}
        defaults = {field.name: field.default for field in fields(record)}
    told = [f"{name}={value!r}" for name, value in values.items() if value != defaults.get(name, MISSING)]
    return f"{type(record).__name__}({', '.join(told)})"


@dataclass(frozen=True, repr=False)
class Network:
    """Lines, stocks and sources by position, as `assemble` wants them; it can be run any number of times."""

    lines: tuple[Line, ...]
    stocks: tuple[Stock, ...]
    sources: tuple[Source, ...] = ()
    rows: tuple[Row, ...] = ()
    horizon: float = 365.0

    def __repr__(self) -> str:
        records = (*self.lines, *self.stocks, *self.sources, *self.rows)
        return "\n  ".join(["Network", *map(brief, records), f"horizon={self.horizon}"])

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        printer.text(repr(self))  # a counterexample of Hypothesis that can be read

    def world(self) -> World:
        """Fresh copies of the records, assembled."""
        return assemble(
            [replace(line) for line in self.lines],
            [replace(stock) for stock in self.stocks],
            [replace(source) for source in self.sources],
        )

    def run(self, detailed: bool = False) -> Run:
        """One run on fresh copies of the records."""
        world = self.world()
        world.clock[0].detailed = detailed
        return simulate(world, self.rows, self.horizon)
