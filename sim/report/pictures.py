"""This is how figures enter the report: as JSON, with the words that a reader sees around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sim.explain import percent
from sim.figures.cells import calendar_day
from sim.figures.drawing import Drawing, Told
from sim.figures.output_over_time import output_over_time
from sim.figures.rows import Rows
from sim.figures.run_out import run_out, urgent_inputs
from sim.figures.style import Basis, case_words
from sim.results.results import Results

_AT_ONCE = (
    15  # inputs of a run-out figure; many further ones have a figure of their own, which is folded away
)
_FEW = 5  # further ones that are not worth it


@dataclass(frozen=True)
class Picture:
    """One figure: `drawing` is JSON that may stand inside a script element; `height` in pixels."""

    name: str
    told: Told
    height: int
    drawing: str


@dataclass(frozen=True)
class Pair:
    """The figures of one kind, one for each case that differs; `folded` is what a reader opens, if not empty."""

    figures: list[Picture]
    folded: str = ""


def pictures(results: Results, rows: Rows, line: str) -> list[Pair]:
    """The figures of one line: what its inputs live on, of a long list the most urgent first; and its output."""
    source = (
        f"Source: runout {results.version}, scenario {results.name}, "
        f"as seen from {calendar_day(results.as_seen_from)}; {percent(results.estimates)} of the numbers "
        "that decide it are estimates (grades D and E: derived, or our own)."
    )
    basis = Basis(results.start, results.until, results.replications, source)

    def pair(kind: str, draw: Callable[[str], Drawing], folded: str = "") -> Pair:
        drawn = _once([draw(case) for case in results.cases], results)
        figures = [_picture(f"{kind}-{line}-{number}", each) for number, each in enumerate(drawn)]
        return Pair(figures, folded)

    def inputs(chosen: slice) -> Callable[[str], Drawing]:
        return lambda case: run_out(rows, line, case, basis, chosen)

    count = urgent_inputs(rows, line)
    found = []
    if count:
        long = count > _AT_ONCE + _FEW
        found.append(pair("run-out", inputs(slice(0, _AT_ONCE if long else None))))
        if long:
            words = f"What each of {count - _AT_ONCE} further inputs lives on"
            found.append(pair("run-out-further", inputs(slice(_AT_ONCE, None)), words))
    found.append(pair("output", lambda case: output_over_time(rows, line, case, basis)))
    return found


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
