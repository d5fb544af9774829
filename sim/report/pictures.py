"""This is how figures enter the report: as JSON, with the words that a reader sees around them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.explain import percent
from sim.figures.cells import calendar_day, text
from sim.figures.drawing import Drawing, Told
from sim.figures.output_over_time import output_over_time
from sim.figures.rows import Rows
from sim.figures.run_out import run_out
from sim.figures.style import Basis, case_words
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
    """The figures of one line: a row for each kind, and in it one for each case that differs."""
    source = (
        f"Source: runout {results.version}, scenario {results.name}, "
        f"as seen from {calendar_day(results.as_seen_from)}; {percent(results.estimates)} of the numbers "
        "that decide it are estimates (grades D and E: derived, or our own)."
    )
    basis = Basis(results.start, results.until, results.replications, source)
    kinds = [kind for kind in _FIGURES if kind[1] is not run_out or _has_cut_inputs(rows, line)]
    return [
        [
            _picture(f"{kind}-{line}-{number}", drawn)
            for number, drawn in enumerate(
                _once([draw(rows, line, case, basis) for case in results.cases], results)
            )
        ]
        for kind, draw in kinds
    ]


def _has_cut_inputs(rows: Rows, line: str) -> bool:
    """Whether a run-out figure would show more than one bar of ordinary supply."""
    return any(text(part, "status") != "open" for part in rows.of("parts", line=line))


def _once(drawn: list[Drawing], results: Results) -> list[Drawing]:
    """The drawings of all cases; one that says so if they are the same."""
    if len(drawn) == 1 or any(each.data != drawn[0].data for each in drawn):
        return drawn
    told, words = drawn[0].told, case_words(results.cases[0])
    either = {
        name: getattr(told, name).replace(f", {words}", ", in either case") for name in ("title", "summary")
    }
    return [replace(drawn[0], told=replace(told, **either))]


def _picture(name: str, drawn: Drawing) -> Picture:
    # JSON reads \u003c as `<`; so written, no text of a scenario can end the script element it stands in.
    drawing = drawn.json().replace("<", "\\u003c")
    return Picture(name=name, told=drawn.told, height=int(str(drawn.layout["height"])), drawing=drawing)
