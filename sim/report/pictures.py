"""This is how figures enter the report: as JSON, with the words that a reader sees around them."""

from __future__ import annotations

from dataclasses import dataclass

from sim.explain import percent
from sim.figures.cells import calendar_day
from sim.figures.drawing import Drawing, Told
from sim.figures.output_over_time import output_over_time
from sim.figures.rows import Rows
from sim.figures.run_out import run_out
from sim.figures.style import Basis
from sim.results.results import Results

_FIGURES = (("run-out", run_out), ("output", output_over_time))


@dataclass(frozen=True)
class Picture:
    """One figure: `drawing` is JSON that may stand inside a script element; `height` in pixels."""

    name: str
    told: Told
    height: int
    drawing: str


def pictures(results: Results, rows: Rows, line: str) -> list[list[Picture]]:
    """The figures of one line: a row for each kind, and in it one for each case."""
    source = (
        f"Source: runout {results.version}, scenario {results.name}, "
        f"as seen from {calendar_day(results.as_seen_from)}; {percent(results.estimates)} of the numbers "
        "that decide it are estimates (grades D and E: derived, or our own)."
    )
    basis = Basis(results.start, results.until, results.replications, source)
    return [
        [
            _picture(f"{kind}-{line}-{number}", draw(rows, line, case, basis))
            for number, case in enumerate(results.cases)
        ]
        for kind, draw in _FIGURES
    ]


def _picture(name: str, drawn: Drawing) -> Picture:
    # JSON reads \u003c as `<`; so written, no text of a scenario can end the script element it stands in.
    drawing = drawn.json().replace("<", "\\u003c")
    return Picture(name=name, told=drawn.told, height=int(str(drawn.layout["height"])), drawing=drawing)
