"""This is the path of one scenario, from file to what a run says. Read it first.

file -> Scenario -> SupplyNetwork -> (draw) -> Exposure -> Simulation -> outcome -> tables, sentences, figures
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.errors import ScenarioError
from sim.exposure import (
    Case,
    Exposure,
    closures,
    expose,
    first_cuts,
    is_reached,
    reference_days,
    without_licences,
)
from sim.network import SupplyNetwork, connected, domestic_only, supply_network
from sim.results.fed import keeping_fed
from sim.results.outcome import (
    DrawOutcome,
    Measured,
    check_undisturbed,
    measure_domestic,
    measure_lines,
    run_outcome,
)
from sim.rules.hindsight import unseen_changes
from sim.scenario import ScenarioFile, read_scenario
from sim.scenario.quantity import Quantity
from sim.simulation.compilation import Blueprint, compile_run
from sim.simulation.driver import simulate
from sim.simulation.runs import Driver, Runs, simulated


@dataclass(frozen=True)
class Prepared:
    """A scenario read, laid out as a network, and judged by law: all that is the same in every draw."""

    file: ScenarioFile
    network: SupplyNetwork[Quantity]
    exposure: Exposure


def prepare(given: str | Path, variants: Sequence[str] = ()) -> Prepared:
    """Read a scenario (a path, or the name of a shipped one) and decide every flow; ScenarioError if it is wrong."""
    file = read_scenario(given, variants)
    if unseen := list(unseen_changes(file)):
        raise ScenarioError(unseen)
    network = supply_network(file.scenario)
    return Prepared(file, network, expose(network, file.scenario))


def run_case(
    prepared: Prepared, drawn: SupplyNetwork[float], case: Case, detailed: bool = False
) -> Blueprint:
    """Simulate one draw in one case; `detailed` keeps the records that explain it."""
    closed = closures(prepared.exposure, drawn, prepared.file.scenario, case)
    return simulated(compile_run(drawn, closed), detailed)


def run_draw(prepared: Prepared, drawn: SupplyNetwork[float], driver: Driver = simulate) -> DrawOutcome:
    """Simulate one draw: without any measure, then in each case, with all supply and on domestic supply alone.

    Lines that do not supply each other are run apart, and only once where two cases are the same for them.
    """
    exposure, scenario = prepared.exposure, prepared.file.scenario
    days = reference_days(exposure, drawn)
    since = {maker: effective for maker, (effective, _) in days.items()}
    announced = {maker: known for maker, (_, known) in days.items()}
    closed = {case: closures(exposure, drawn, scenario, case) for case in exposure.cases}
    parts: dict[Case, list[Measured]] = {case: [] for case in exposure.cases}
    alone: dict[Case, list[tuple[SupplyNetwork[float], Blueprint]]] = {case: [] for case in exposure.cases}
    reached: dict[Case, set[str]] = {case: set() for case in exposure.cases}
    delivered: dict[str, float] = {}
    may_close = {key for each in closed.values() for key in each}
    for network in connected(drawn):
        runs = Runs(network, driver=keeping_fed(driver))
        domestic = Runs(domestic_only(network, may_close), announced, driver)
        delivered |= check_undisturbed(prepared.file, network, runs.under({}))
        for case in exposure.cases:
            cuts = first_cuts(network, closed[case])
            reached[case] |= (
                {line.name for line in network.lines} if is_reached(network, closed[case]) else set()
            )
            parts[case].append(measure_lines(network, runs.under(closed[case]), since, cuts))
            alone[case].append((domestic.network, domestic.under(without_licences(closed[case]))))
    return DrawOutcome(
        drawn,
        since,
        closed,
        {case: run_outcome(found) for case, found in parts.items()},
        {case: measure_domestic(found, since) for case, found in alone.items()},
        delivered,
        {case: frozenset(names) for case, names in reached.items()},
    )
