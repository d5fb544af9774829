"""This is what is said of a scenario that applies no law, so that `no licence is required` is not read as a finding."""

from __future__ import annotations

import pandas as pd

from sim.explain.words import join

_FEW = 3  # suppliers that are named


def without_law(flows: pd.DataFrame) -> str | None:
    """What a run asks where no rule was put to any flow, and where to look who is listed; None if one was."""
    if (
        flows.empty
        or not flows["status"].str.startswith("allowed").all()
        or flows["rules_asked"].notna().any()
    ):
        return None
    stopping = [str(name) for name in flows[flows["vendor_stop"].notna()]["supplier_name"].unique()]
    asks = ""
    if stopping:
        who = join(stopping) if len(stopping) <= _FEW else f"{len(stopping)} suppliers"
        asks = f": this asks what if {who} stop{'s' if len(stopping) == 1 else ''}"
    return f"No law is applied here{asks}. Who may be listed: `runout screen FILE --column Supplier --list LIST`."
