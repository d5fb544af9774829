"""This is all that the tables are made from: the scenario, its exposure, and the outcome of every draw."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.exposure import Case, Exposure, FlowExposure, causes, reference_days
from sim.network import InputNode, LineNode, SupplyNetwork, connected, planned_rates
from sim.results.assumptions import Assumption, assumptions
from sim.results.decided_alone import DecidedAlone
from sim.results.lasts_alone import LastsAlone
from sim.results.outcome import DrawOutcome
from sim.scenario import ScenarioFile
from sim.scenario.quantity import Quantity
from sim.simulation.compilation import Blueprint
from sim.uncertainty.draws import likely


@dataclass(frozen=True)
class Evidence:
    """What was read, decided and simulated; `story` is the detailed run at likeliest values, by case.

    `alone` is every undetermined flow decided by itself, with what that does to each line; `first_out` every cut part
    of a maker that is not listed by itself.
    """

    file: ScenarioFile
    network: SupplyNetwork[Quantity]
    exposure: Exposure
    draws: tuple[DrawOutcome, ...]
    story: Mapping[Case, Blueprint]
    seed: int
    alone: tuple[DecidedAlone, ...] = ()
    first_out: tuple[LastsAlone, ...] = ()

    def reached(self, case: Case, lines: Sequence[str]) -> tuple[DrawOutcome, ...]:
        """The draws in which a measure or a stop reaches one of these lines; all if it does in none.

        What is told of lines is told of these: a chance that something happens shall not dilute what it does.
        """
        found = tuple(draw for draw in self.draws if not draw.reached[case].isdisjoint(lines))
        return found or self.draws

    def reached_columns(self, case: Case, lines: Sequence[str]) -> dict[str, object]:
        """Which measures and stops reach one of these lines, how likely one does, and in how many draws."""
        parts = [part for part in self._parts if not {line.name for line in part.lines}.isdisjoint(lines)]
        names = {name for part in parts for name in causes(self.exposure, part, case)}
        return {
            "reached_by": "; ".join(sorted(names)) or None,
            "reached_chance": self.chance_of(names),
            "reached_draws": float(sum(not draw.reached[case].isdisjoint(lines) for draw in self.draws)),
        }

    def chance_of(self, names: Collection[str]) -> float:
        """The chance that at least one of some measures and stops happens; each is drawn apart from the others."""
        stops, measures = self.network.vendor_stops, self.network.measures
        chances = [(stops[name] if name in stops else measures[name]).chance.likely for name in sorted(names)]
        return chances[0] if len(chances) == 1 else 1.0 - math.prod(1.0 - chance for chance in chances)

    @cached_property
    def _parts(self) -> tuple[SupplyNetwork[Quantity], ...]:
        return tuple(connected(self.network))

    @cached_property
    def expected(self) -> SupplyNetwork[float]:
        """The network with every number at its likeliest value."""
        return likely(self.network)

    @cached_property
    def since(self) -> Mapping[str, float]:
        """The likeliest day from which each maker's durations count, in days from the start."""
        days = reference_days(self.exposure, self.expected)
        return {maker: effective for maker, (effective, _) in days.items()}

    @cached_property
    def planned(self) -> Mapping[str, tuple[float, float]]:
        """Each line's likeliest plan, own market and other lines together: products a day, and growth a day."""
        return planned_rates(self.expected)

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Every number the scenario rests on."""
        return assumptions(self.file, self.network, self.exposure)

    def name(self, organisation: str) -> str:
        """The name people use for an organisation."""
        return self.file.scenario.organisations[organisation].name

    def flows(self, item: InputNode[Quantity]) -> list[FlowExposure]:
        """The ordinary flows of one input."""
        return [self.exposure.flows[source.key] for source in item.sources if source.ordinary]

    def lines_of(self, maker: str) -> list[LineNode[Quantity]]:
        """The modelled lines of one maker."""
        return [line for line in self.network.lines if line.maker == maker]


def date_of(evidence: Evidence, day: float) -> dt.date:
    """The date of a day from the scenario's start."""
    return evidence.network.start + dt.timedelta(days=math.floor(day + 1e-9))
