"""This is who is cut off, without running anything: the flows of a scenario on a day, and one flow explained."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from sim.errors import Problem, ScenarioError
from sim.pipeline import Prepared
from sim.results.evidence import Evidence
from sim.results.supply import flows_table
from sim.rules.verdict import Verdict
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


def verdict_at(prepared: Prepared, row: int) -> Verdict:
    """The verdict on the flow in one row of the table `flows`."""
    return list(prepared.exposure.flows.values())[row].verdict


def hits_of(prepared: Prepared, row: int) -> list[dict[str, object]]:
    """Every provision that reaches the flow in one row, with its days and its reasons."""
    verdict = verdict_at(prepared, row)
    return [
        {
            "measure": hit.measure,
            "rule": hit.rule,
            "title": hit.title,
            "effect": hit.effect,
            "status": hit.status,
            "since": hit.since.isoformat() if hit.since is not None else None,
            "until": hit.until.isoformat() if hit.until is not None else None,
            "clause": hit.answer.clause,
            "policy": hit.policy,
            "review": hit.review,
            "confidence": hit.confidence,
            "switches": sorted({name for each in hit.periods for name in each.standing.switches}),
        }
        for hit in (*verdict.hits, *verdict.passed, *verdict.demand)
    ]
