"""This is the check of a scenario without running it: refused with every problem, or fine with warnings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.network import connected
from sim.pipeline import Prepared, prepare
from sim.results.fed import keeping_fed
from sim.results.law_warnings import Judged, law_warnings
from sim.results.outcome import check_undisturbed
from sim.scenario.warnings import ScenarioWarning, in_order, scenario_warnings
from sim.simulation.driver import simulate
from sim.simulation.runs import Runs
from sim.uncertainty.draws import likely, quantities, uncertain_quantities
from sim.wording import counted


def check(scenario: str | Path, variants: Sequence[str] = ()) -> list[ScenarioWarning]:
    """Every warning about a scenario (a path, or the name of a shipped one); ScenarioError with all problems."""
    return warnings_of(checked(scenario, variants))


def checked(scenario: str | Path, variants: Sequence[str] = ()) -> Prepared:
    """Read and judge a scenario, and refuse one whose makers do not make their plan without any measure.

    Asked of the likely draw here, and of every draw by a run. Raises ScenarioError naming every part that runs out.
    """
    prepared = prepare(scenario, variants)
    problems: list[Problem] = []
    for network in connected(likely(prepared.network)):
        try:
            check_undisturbed(prepared.file, network, Runs(network, driver=keeping_fed(simulate)).under({}))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return prepared


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
