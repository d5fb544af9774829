"""This is what a scenario may say, and how it is read from a file."""

from sim.scenario.catalogue import find_scenario, scenario_names, shipped_folder
from sim.scenario.dumping import dump
from sim.scenario.model import Scenario
from sim.scenario.origin import Change, Origin, ScenarioFile
from sim.scenario.reading import read_scenario
from sim.scenario.schema import json_schema
from sim.scenario.warnings import ScenarioWarning, scenario_warnings

__all__ = [
    "Change",
    "Origin",
    "Scenario",
    "ScenarioFile",
    "ScenarioWarning",
    "dump",
    "find_scenario",
    "json_schema",
    "read_scenario",
    "scenario_names",
    "scenario_warnings",
    "shipped_folder",
]
