"""This is all that the tables are made from: the scenario, its exposure, and the outcome of every draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sim.exposure import Case, Exposure, FlowExposure
from sim.network import InputNode, LineNode, SupplyNetwork
from sim.results.outcome import DrawOutcome
from sim.scenario import ScenarioFile
from sim.scenario.quantity import Quantity
from sim.simulation.compilation import Blueprint


@dataclass(frozen=True)
class Evidence:
    """What was read, decided and simulated; `story` is the detailed run at likeliest values, by case."""

    file: ScenarioFile
    network: SupplyNetwork[Quantity]
    exposure: Exposure
    draws: tuple[DrawOutcome, ...]
    story: Mapping[Case, Blueprint]
    seed: int

    @cached_property
    def effective(self) -> Mapping[str, float]:
        """The day each listed organisation's first listing takes effect, in days from the start."""
        return {name: self.network.day(listing.effective) for name, listing in self.exposure.listings.items()}

    def name(self, organisation: str) -> str:
        """The name people use for an organisation."""
        return self.file.scenario.organisations[organisation].name

    def flows(self, item: InputNode[Quantity]) -> list[FlowExposure]:
        """The ordinary flows of one input."""
        return [self.exposure.flows[source.key] for source in item.sources if source.ordinary]

    def lines_of(self, maker: str) -> list[LineNode[Quantity]]:
        """The modelled lines of one maker."""
        return [line for line in self.network.lines if line.maker == maker]


def is_cut(flow: FlowExposure, case: Case) -> bool:
    """Whether a flow is cut in a case."""
    return flow.verdict.status == "licence required" or (
        flow.verdict.status == "undetermined" and case == "undetermined cut"
    )
