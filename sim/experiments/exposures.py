"""This is who is cut off, without running anything: the flows of a scenario on a day, and one flow explained."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sim.errors import Problem, ScenarioError
from sim.pipeline import Prepared
from sim.results.evidence import Evidence
from sim.results.supply import flows_table
from sim.scenario.nearest import did_you_mean


def flows_on(prepared: Prepared, day: dt.date | None = None) -> pd.DataFrame:
    """The table `flows`; with a day, `status` is what holds on that day."""
    evidence = Evidence(prepared.file, prepared.network, prepared.exposure, (), {}, 0)
    flows = flows_table(evidence)
    if day is not None:
        verdicts = [flow.verdict for flow in prepared.exposure.flows.values()]
        flows["status"] = [verdict.on(day) for verdict in verdicts]
    return flows


def explained(flows: pd.DataFrame, buyer: str, supplier: str, item: str) -> pd.DataFrame:
    """The flows of one buyer, supplier and item; ScenarioError with the nearest names if there is none."""
    chosen = flows
    for column, label, wanted in (
        ("company", "buyer", buyer),
        ("supplier", "supplier", supplier),
        ("input", "item", item),
    ):
        found = chosen[chosen[column] == wanted]
        if found.empty:
            hint = did_you_mean(wanted, sorted(chosen[column].unique()))
            raise ScenarioError(Problem("", None, "--explain", f"no {label} `{wanted}`{hint}"))
        chosen = found
    return chosen
