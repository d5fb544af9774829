"""This is the path of one scenario, from file to what a run says. Read it first.

file -> Scenario -> SupplyNetwork -> (draw) -> Exposure -> Simulation -> outcome -> tables, sentences, figures
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sim.exposure import Case, Exposure, closures, expose, first_cuts
from sim.network import SupplyNetwork, domestic_only, supply_network
from sim.results.outcome import DrawOutcome, check_undisturbed, measure_domestic, measure_run
from sim.scenario import ScenarioFile, read_scenario
from sim.scenario.quantity import Quantity
from sim.simulation.compilation import Blueprint, compile_run
from sim.simulation.driver import simulate


@dataclass(frozen=True)
class Prepared:
    """A scenario read, laid out as a network, and judged by law: all that is the same in every draw."""

    file: ScenarioFile
    network: SupplyNetwork[Quantity]
    exposure: Exposure


def prepare(given: str | Path, variants: Sequence[str] = ()) -> Prepared:
    """Read a scenario (a path, or the name of a shipped one) and decide every flow; ScenarioError if it is wrong."""
    file = read_scenario(given, variants)
    network = supply_network(file.scenario)
    return Prepared(file, network, expose(network, file.scenario, file.hypothetical))


def run_case(
    prepared: Prepared, drawn: SupplyNetwork[float], case: Case, detailed: bool = False
) -> Blueprint:
    """Simulate one draw in one case; `detailed` keeps the records that explain it."""
    closed = closures(prepared.exposure, drawn, prepared.file.scenario, case)
    return _simulated(compile_run(drawn, closed), detailed)


def run_draw(prepared: Prepared, drawn: SupplyNetwork[float]) -> DrawOutcome:
    """Simulate one draw: without any measure, then in each case, with all supply and on domestic supply alone."""
    exposure, scenario = prepared.exposure, prepared.file.scenario
    effective = {name: drawn.day(listing.effective) for name, listing in exposure.listings.items()}
    announced = {name: drawn.day(listing.announced) for name, listing in exposure.listings.items()}
    alone = domestic_only(drawn)
    undisturbed = measure_run(drawn, _simulated(compile_run(drawn, {})), {}, {})
    check_undisturbed(undisturbed)
    own = {source.key for line in alone.lines for item in line.inputs for source in item.sources}
    cases, domestic, known = {}, {}, {}
    for case in exposure.cases:
        closed = closures(exposure, drawn, scenario, case)
        run = run_case(prepared, drawn, case)
        cases[case] = measure_run(drawn, run, effective, first_cuts(drawn, closed))
        unlicensed = {key: replace(closed[key], licensed=None) for key in sorted(own & closed.keys())}
        if tuple(unlicensed) not in known:  # cases mostly differ in foreign flows only
            run = _simulated(compile_run(alone, unlicensed, announced))
            known[tuple(unlicensed)] = measure_domestic(alone, run, effective)
        domestic[case] = known[tuple(unlicensed)]
    delivered = {key: parts for line in undisturbed.lines.values() for key, parts in line.delivered.items()}
    return DrawOutcome(drawn, cases, domestic, delivered)


def _simulated(blueprint: Blueprint, detailed: bool = False) -> Blueprint:
    blueprint.world.detailed = detailed
    simulate(blueprint.world, blueprint.rows, blueprint.horizon)
    return blueprint
