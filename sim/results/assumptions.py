"""This is every number a scenario rests on, with its source, date and grade, and whether it decides anything."""

from __future__ import annotations

from dataclasses import dataclass

from sim.exposure import Exposure, FlowExposure
from sim.network import SupplyNetwork
from sim.scenario import ScenarioFile
from sim.scenario.model import Reference
from sim.scenario.quantity import Quantity
from sim.uncertainty.draws import quantities

_CLASS_FIELDS = {
    ".stock.covers": "stock",
    ".lead_time": "lead_time",
    ".qualification": "qualification",
    ".ramp": "ramp",
}


@dataclass(frozen=True)
class Assumption:
    """One number and where it stands; `reference` is None for what the language itself fills in.

    It decides if it belongs to a line as a whole, or to an input with a flow that is not simply allowed, or whose
    supplier stops by itself.
    """

    quantity: Quantity
    class_default: bool
    file: str
    at_line: int
    ref: str | None
    reference: Reference | None
    of_line: str | None  # the product line it belongs to
    decides: bool

    @property
    def is_estimate(self) -> bool:
        """Whether it is derived or our own (grades D and E)."""
        return self.reference is None or self.reference.is_estimate


def assumptions(
    file: ScenarioFile, network: SupplyNetwork[Quantity], exposure: Exposure
) -> tuple[Assumption, ...]:
    """Every number of the network that a file states, class defaults included."""
    scenario = file.scenario
    open_inputs = {
        item.key
        for line in network.lines
        for item in line.inputs
        if not any(_may_stop(exposure.flows[s.key]) for s in item.sources if s.ordinary)
    }
    found = []
    seen = set()
    for quantity in _as_stated(network):
        path = quantity.name.partition("@")[0]  # what is drawn for each application is stated once
        if path in seen:
            continue
        seen.add(path)
        quantity = quantity.called(path)
        parts = path.split(".")
        of_line = parts[1] if parts[0] == "lines" else parts[3] if parts[2] == "demand_lost" else None
        item = ".".join(parts[:4]) if parts[0] == "lines" and parts[2] == "inputs" else None
        stated = path in file.origins
        if not stated:
            field = next((value for ending, value in _CLASS_FIELDS.items() if path.endswith(ending)), None)
            if item is None or field is None:
                continue  # the language's own default, such as one part in a product
            path = f"classes.{scenario.lines[parts[1]].inputs[parts[3]].class_}.{field}"
        origin = file.origin(path)
        reference = scenario.references.get(origin.ref) if origin.ref else None
        decides = of_line is not None and item not in open_inputs
        found.append(
            Assumption(
                quantity, not stated, origin.file, origin.line, origin.ref, reference, of_line, decides
            )
        )
    return tuple(found)


def _may_stop(flow: FlowExposure) -> bool:
    return flow.verdict.status != "allowed" or bool(flow.vendor_stops)


def _as_stated(network: SupplyNetwork[Quantity]) -> list[Quantity]:
    """The numbers of a network by name; the parts of a share that is split by place are put together again."""
    whole: dict[str, Quantity] = {}
    for quantity in quantities(network):
        before = whole.get(quantity.name)
        if before is not None:
            together = {
                end: getattr(before, end) + getattr(quantity, end) for end in ("low", "likely", "high")
            }
            quantity = quantity.model_copy(update=together)
        whole[quantity.name] = quantity
    return list(whole.values())
