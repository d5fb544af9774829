"""This is the tables of a scenario's numbers and references, and how much of the answer rests on estimates."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from sim.network import LineNode
from sim.results.evidence import Evidence
from sim.scenario.quantity import BASE_UNIT, Quantity


def assumptions_table(evidence: Evidence) -> pd.DataFrame:
    """The table `assumptions`."""
    return pd.DataFrame(
        {
            "path": each.quantity.name,
            "value": str(each.quantity),
            "low": each.quantity.low,
            "likely": each.quantity.likely,
            "high": each.quantity.high,
            "unit": BASE_UNIT[each.quantity.dimension],
            "class_default": each.class_default,
            "ref": each.ref,
            "what": each.reference.what if each.reference else None,
            "date": each.reference.date if each.reference else None,
            "grade": each.reference.grade if each.reference else None,
            "estimate": each.is_estimate,
            "decides": each.decides,
            "file": each.file,
            "line": each.at_line,
        }
        for each in evidence.assumptions
    )


def references_table(evidence: Evidence) -> pd.DataFrame:
    """Every reference of the scenario that backs one of its numbers or facts."""
    sections = ("lines", "classes", "measures", "vendor_stops", "rules", "lists")
    used = {origin.ref for path, origin in evidence.file.origins.items() if path.startswith(sections)}
    return pd.DataFrame(
        [
            {"ref": ref, "what": each.what, "date": each.date, "grade": each.grade, "where": each.where}
            for ref, each in evidence.file.scenario.references.items()
            if ref in used
        ],
        columns=["ref", "what", "date", "grade", "where"],
    )


def share_of_estimates(evidence: Evidence, lines: Sequence[LineNode[Quantity]]) -> float:
    """Share of the numbers that decide these lines that are estimates (grades D and E)."""
    own = {line.name for line in lines}
    deciding = [each.is_estimate for each in evidence.assumptions if each.decides and each.of_line in own]
    return sum(deciding) / len(deciding) if deciding else math.nan
