"""This is the tables of a scenario's numbers and references, and how much of the answer rests on estimates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

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
            "for_lines": ", ".join(sorted(each.of_lines)),
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


@dataclass(frozen=True)
class Basis:
    """What the numbers rest on that decide the answer; shares of them."""

    numbers: int
    printed: float  # grades A to C
    class_defaults: float  # of grade D or E, taken from the class of an item
    own_estimates: float  # of grade D or E, stated for the line or part itself
    most_printed: str | None  # the reference that backs most of the printed ones

    def __str__(self) -> str:
        most = f", most of them {self.most_printed}" if self.most_printed is not None else ""
        shares = [f"{100 * each:.0f} %" for each in (self.printed, self.class_defaults, self.own_estimates)]
        return (
            f"Of the {self.numbers} numbers that decide it, {shares[0]} come from a source or a list of parts "
            f"(grades A to C{most}), {shares[1]} are defaults of item classes, and {shares[2]} other estimates."
        )


NO_BASIS = Basis(0, math.nan, math.nan, math.nan, None)


def basis_of(evidence: Evidence) -> Basis:
    """What the numbers rest on that decide the answer."""
    deciding = [each for each in evidence.assumptions if each.decides]
    if not deciding:
        return NO_BASIS
    printed = [each.reference.what for each in deciding if each.reference and not each.is_estimate]
    default = sum(each.is_estimate and each.class_default for each in deciding)
    count = len(deciding)
    most = max(sorted(set(printed)), key=printed.count, default=None)
    return Basis(count, len(printed) / count, default / count, (count - len(printed) - default) / count, most)


def share_of_estimates(evidence: Evidence, lines: Sequence[LineNode[Quantity]]) -> float:
    """Share of the numbers that decide these lines that are estimates (grades D and E)."""
    own = {line.name for line in lines}
    deciding = [each.is_estimate for each in evidence.assumptions if each.decides and each.of_lines & own]
    return sum(deciding) / len(deciding) if deciding else math.nan
