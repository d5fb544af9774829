"""This is the check of a scenario without running it: refused with every problem, or fine with warnings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.pipeline import Prepared, prepare
from sim.results.law_warnings import Judged, law_warnings
from sim.scenario.warnings import ScenarioWarning, in_order, scenario_warnings
from sim.uncertainty.draws import quantities, uncertain_quantities
from sim.wording import counted


def check(scenario: str | Path, variants: Sequence[str] = ()) -> list[ScenarioWarning]:
    """Every warning about a scenario (a path, or the name of a shipped one); ScenarioError with all problems."""
    return warnings_of(prepare(scenario, variants))


def warnings_of(prepared: Prepared) -> list[ScenarioWarning]:
    """Every warning about a scenario that was read and judged, those that bear most on the answer first."""
    judged = Judged(prepared.file, prepared.network, prepared.exposure)
    return in_order([*law_warnings(judged), *scenario_warnings(prepared.file)])


def summary_of(prepared: Prepared, warnings: Sequence[ScenarioWarning]) -> str:
    """What was checked, in one line: the verdict, and how much of everything there is."""
    network = prepared.network
    counts = (
        counted(len(network.lines), "line"),
        counted(sum(len(line.inputs) for line in network.lines), "input"),
        counted(len(prepared.exposure.flows), "flow"),
        counted(len(quantities(network)), "number"),
    )
    verdict = "fine, hypothetical" if prepared.file.hypothetical else "fine"
    return (
        f"{prepared.file.name}: {verdict}, with {counted(len(warnings), 'warning')}. {', '.join(counts)}, "
        f"{len(uncertain_quantities(network)):,} of them uncertain."
    )
