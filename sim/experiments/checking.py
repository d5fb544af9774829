"""This is the check of a scenario without running it: refused with every problem, or fine with warnings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sim.pipeline import Prepared, prepare
from sim.results.law_warnings import Judged, law_warnings
from sim.scenario.warnings import ScenarioWarning, in_order, scenario_warnings


def check(scenario: str | Path, variants: Sequence[str] = ()) -> list[ScenarioWarning]:
    """Every warning about a scenario (a path, or the name of a shipped one); ScenarioError with all problems."""
    return warnings_of(prepare(scenario, variants))


def warnings_of(prepared: Prepared) -> list[ScenarioWarning]:
    """Every warning about a scenario that was read and judged, those that bear most on the answer first."""
    judged = Judged(prepared.file, prepared.network, prepared.exposure)
    return in_order([*law_warnings(judged), *scenario_warnings(prepared.file)])
