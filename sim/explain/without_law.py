"""This is what is said of a scenario that applies no law, so that `no licence is required` is not read as a finding."""

from __future__ import annotations

import shlex

import pandas as pd


def without_law(flows: pd.DataFrame, scenario: str | None = None) -> str | None:
    """That no rule was put to any flow, and the command that looks who is listed; None if one was.

    `scenario` is what a command calls the scenario; without it, the command is left out.
    """
    if (
        flows.empty
        or not flows["status"].str.startswith("allowed").all()
        or flows["rules_asked"].notna().any()
    ):
        return None
    if scenario is None:
        return "No law is applied."
    return f"No law is applied. Who may be listed: `runout screen {shlex.quote(scenario)}`."
