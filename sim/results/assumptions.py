"""This is every number a scenario rests on, with its source, date and grade, and whether it decides anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.exposure import Exposure
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
    ".price_factor": "price_factor",
}


@dataclass(frozen=True)
class Assumption:
    """One number and where it stands; `reference` is None for what the language itself fills in.

    It decides if it belongs to a measure or stop that reaches a flow, to a line as a whole, or to an input with an
    ordinary flow that is not secure: not simply allowed, stopped by its supplier, or made by a line with such an input.
    What a line represents decides nothing, nor what alternatives cost; its price and its markets only where something
    depends on them.
    """

    quantity: Quantity
    class_default: bool
    file: str
    at_line: int
    ref: str | None
    reference: Reference | None
    of_lines: frozenset[str]  # the product lines it bears on
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
        if all(exposure.flows[s.key].secure for s in item.sources if s.ordinary)
    }
    reach, drawing = _reach(network, exposure), _drawing(network)
    idle = set(_idle(network, exposure))
    found = []
    seen = set()
    for quantity in _as_stated(network):
        path = quantity.name.partition("@")[0]  # what is drawn for each application is stated once
        if path in seen:
            continue
        seen.add(path)
        quantity = quantity.called(path)
        parts = path.split(".")
        known = drawing if parts[0] == "pools" else reach
        of_lines = frozenset({parts[1]}) if parts[0] == "lines" else known.get(parts[1], frozenset())
        if parts[2:3] == ["demand_lost"]:
            of_lines = frozenset({parts[3]})
        item = ".".join(parts[:4]) if parts[0] == "lines" and parts[2] == "inputs" else None
        stated = path in file.origins
        if not stated:
            field = next((value for ending, value in _CLASS_FIELDS.items() if path.endswith(ending)), None)
            if item is None or field is None or (field == "price_factor" and parts[4] == "sources"):
                continue  # the language's own default, such as one part in a product
            path = f"classes.{scenario.lines[parts[1]].inputs[parts[3]].class_}.{field}"
            if path not in file.origins:
                continue  # the class says nothing of it either
        origin = file.origin(path)
        reference = scenario.references.get(origin.ref) if origin.ref else None
        decides = bool(of_lines) and item not in open_inputs and not path.startswith(tuple(idle))
        dearer = path.endswith(".price_factor") and parts[4] == "alternatives"
        decides = decides and not dearer  # no duration depends on it
        found.append(
            Assumption(
                quantity, not stated, origin.file, origin.line, origin.ref, reference, of_lines, decides
            )
        )
    return tuple(found)


def _reach(network: SupplyNetwork[Quantity], exposure: Exposure) -> dict[str, frozenset[str]]:
    """By measure and by suppliers' stop, the lines that it reaches, and those that these supply at any tier.

    Also those that draw on a pool beside one of them: they are left less of it.
    """
    direct: dict[str, set[str]] = {}
    for flow in exposure.flows.values():
        for name in (*(hit.measure for hit in flow.verdict.hits), *flow.vendor_stops):
            direct.setdefault(name, set()).add(flow.line)
    for market in exposure.markets.values():
        for hit in market.hits:
            direct.setdefault(hit.measure, set()).add(market.line)
    buyers: dict[str, set[str]] = {}
    for line in network.lines:
        for item in line.inputs:
            for source in item.sources:
                if source.line is not None:
                    buyers.setdefault(source.line, set()).add(line.name)
    for drawing in _drawing(network).values():
        for name in drawing:
            buyers.setdefault(name, set()).update(drawing)
    found = {}
    for name, lines in direct.items():
        reached: set[str] = set()
        ahead = sorted(lines)
        while ahead:
            line_name = ahead.pop()
            if line_name not in reached:
                reached.add(line_name)
                ahead += sorted(buyers.get(line_name, ()))
        found[name] = frozenset(reached)
    return found


def _drawing(network: SupplyNetwork[Quantity]) -> dict[str, frozenset[str]]:
    """By pool and by shared stock, the lines that draw on it."""
    found: dict[str, set[str]] = {}
    for line in network.lines:
        for item in line.inputs:
            for name in filter(None, (item.shared_key, *(source.pool for source in item.sources))):
                found.setdefault(name, set()).add(line.name)
    return {name: frozenset(lines) for name, lines in found.items()}


def _idle(network: SupplyNetwork[Quantity], exposure: Exposure) -> Iterator[str]:
    """Where numbers of lines stand on which no duration depends."""
    makers = [line.maker for line in network.lines]
    for line in network.lines:
        yield f"{line.key}.represents"
        if makers.count(line.maker) == 1:  # with several lines it weighs them
            yield f"{line.key}.price"
        services = any(item.demand_kept for item in line.inputs)
        barred = any(exposure.markets[line.market_key(market)].hits for market in line.markets)
        if not services and not barred:
            yield f"{line.key}.sold_in"


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
