"""This is runout: who an export ban cuts off from whom, and how long each company goes on.

>>> import sim
>>> results = sim.run("entity-list-2019-10", replications=2)
>>> sorted(results.tables)[:3]
['assumptions', 'companies', 'events']
"""

from __future__ import annotations

import importlib as _importlib
import typing as _typing

if _typing.TYPE_CHECKING:
    from sim.errors import EngineError, InputError, OutputError, Problem, RunoutError, ScenarioError
    from sim.experiments.checking import check
    from sim.experiments.ensemble import run
    from sim.experiments.exposures import explained, flows_on, markets_on
    from sim.intake.exporting import export_parts
    from sim.intake.guessing import Wishes
    from sim.intake.importing import Imported, ImportPlan, import_parts
    from sim.intake.screening import Screening, screen
    from sim.intake.sheet import PartsListError
    from sim.intake.starting import start_scenario
    from sim.pipeline import Prepared, prepare
    from sim.report.page import page
    from sim.results.results import Results

__all__ = [
    "EngineError",
    "ImportPlan",
    "Imported",
    "InputError",
    "OutputError",
    "PartsListError",
    "Prepared",
    "Problem",
    "Results",
    "RunoutError",
    "ScenarioError",
    "Screening",
    "Wishes",
    "check",
    "explained",
    "export_parts",
    "flows_on",
    "import_parts",
    "markets_on",
    "page",
    "prepare",
    "run",
    "screen",
    "start_scenario",
]

_HOMES = {
    "sim.experiments.checking": ("check",),
    "sim.experiments.ensemble": ("run",),
    "sim.experiments.exposures": ("explained", "flows_on", "markets_on"),
    "sim.intake.exporting": ("export_parts",),
    "sim.intake.guessing": ("Wishes",),
    "sim.intake.importing": ("ImportPlan", "Imported", "import_parts"),
    "sim.intake.sheet": ("PartsListError",),
    "sim.intake.starting": ("start_scenario",),
    "sim.intake.screening": ("Screening", "screen"),
    "sim.pipeline": ("Prepared", "prepare"),
    "sim.report.page": ("page",),
    "sim.results.results": ("Results",),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that `runout --help` answers at once."""
    if name not in __all__:
        raise AttributeError(f"module 'sim' has no attribute '{name}'")
    home = next((module for module, names in _HOMES.items() if name in names), "sim.errors")
    return getattr(_importlib.import_module(home), name)
