"""This is every number a scenario rests on, with its source, date and grade."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from sim.network import LineNode
from sim.results.evidence import Evidence
from sim.scenario.model import Reference
from sim.scenario.quantity import BASE_UNIT, Quantity
from sim.uncertainty.draws import quantities

_CLASS_FIELDS = {
    ".stock.covers": "stock",
    ".lead_time": "lead_time",
    ".qualification": "qualification",
    ".ramp": "ramp",
}


@dataclass(frozen=True)
class Assumption:
    """One number and where it stands; `reference` is None for what the language itself fills in."""

    quantity: Quantity
    class_default: bool
    file: str
    line: int
    ref: str | None
    reference: Reference | None

    @property
    def is_estimate(self) -> bool:
        """Whether it is derived or our own (grades D and E)."""
        return self.reference is None or self.reference.is_estimate


def assumptions(evidence: Evidence) -> Iterator[Assumption]:
    """Every number of the network that a file states, class defaults included."""
    scenario, file = evidence.file.scenario, evidence.file
    classes = {
        f"lines.{line_name}.inputs.{name}": item.class_
        for line_name, line in scenario.lines.items()
        for name, item in line.inputs.items()
    }
    for quantity in quantities(evidence.network):
        path = quantity.name
        stated = path in file.origins
        if not stated:
            owner = next((item for item in classes if path.startswith(f"{item}.")), None)
            field = next((value for ending, value in _CLASS_FIELDS.items() if path.endswith(ending)), None)
            if owner is None or field is None:
                continue  # the language's own default, such as one part in a product
            path = f"classes.{classes[owner]}.{field}"
        origin = file.origin(path)
        reference = scenario.references.get(origin.ref) if origin.ref else None
        yield Assumption(quantity, not stated, origin.file, origin.line, origin.ref, reference)


def assumptions_table(evidence: Evidence) -> pd.DataFrame:
    """The table `assumptions`."""
    deciding = {each.quantity.name for each in _deciding(evidence, evidence.network.lines)}
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
            "decides": each.quantity.name in deciding,
            "file": each.file,
            "line": each.line,
        }
        for each in assumptions(evidence)
    )


def references_table(evidence: Evidence) -> pd.DataFrame:
    """Every reference of the scenario that backs one of its numbers or facts."""
    used = {
        origin.ref for path, origin in evidence.file.origins.items() if path.startswith(("lines", "classes"))
    }
    used |= {
        origin.ref for path, origin in evidence.file.origins.items() if path.startswith(("rules", "lists"))
    }
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
    deciding = _deciding(evidence, lines)
    return sum(each.is_estimate for each in deciding) / len(deciding) if deciding else math.nan


def _deciding(evidence: Evidence, lines: Sequence[LineNode[Quantity]]) -> list[Assumption]:
    """The numbers that belong to a line as a whole or to an input with a flow that is not simply allowed."""
    own = tuple(f"{line.key}." for line in lines)
    open_inputs = tuple(
        f"{item.key}."
        for line in lines
        for item in line.inputs
        if all(flow.verdict.status == "allowed" for flow in evidence.flows(item))
    )
    return [
        each
        for each in assumptions(evidence)
        if each.quantity.name.startswith(own) and not each.quantity.name.startswith(open_inputs)
    ]
