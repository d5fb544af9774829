"""This is all that the tables are made from: the scenario, its exposure, and the outcome of every draw."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.exposure import Case, Causes, Exposure, FlowExposure, reached_keys, reference_days
from sim.network import InputNode, LineNode, SupplyNetwork, connected, planned_rates
from sim.results.assumptions import Assumption, assumptions
from sim.results.decided_alone import DecidedAlone
from sim.results.lasts_alone import LastsAlone
from sim.results.outcome import DrawOutcome
from sim.scenario import ScenarioFile
from sim.scenario.quantity import Quantity
from sim.simulation.compilation import Blueprint
from sim.uncertainty.draws import as_stated, likely


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
        return tuple(self.draws[place] for place in self.reached_places(case, lines))

    def reached_places(self, case: Case, lines: Sequence[str]) -> Sequence[int]:
        """Which of the draws these are."""
        found = [place for place, draw in enumerate(self.draws) if not draw.reached[case].isdisjoint(lines)]
        return found or range(len(self.draws))

    def reached_columns(self, case: Case, lines: Sequence[str]) -> dict[str, object]:
        """Which measures and stops reach one of these lines, how likely one does, and in how many draws."""
        keys = [
            key
            for part in self._parts
            if not {line.name for line in part.lines}.isdisjoint(lines)
            for key in reached_keys(part)
        ]
        return {
            "reached_by": "; ".join(sorted(self.causes[case].names(keys))) or None,
            "reached_chance": self.causes[case].chance(keys),
            "reached_draws": float(sum(not draw.reached[case].isdisjoint(lines) for draw in self.draws)),
        }

    @cached_property
    def causes(self) -> Mapping[Case, Causes]:
        """What may close a source or a market, and how likely that is."""
        drawn = [draw.network for draw in self.draws]
        return {
            case: Causes(self.network, self.exposure, self.file.scenario, drawn, case)
            for case in self.exposure.cases
        }

    @cached_property
    def _parts(self) -> tuple[SupplyNetwork[Quantity], ...]:
        return tuple(connected(self.network))

    @cached_property
    def expected(self) -> SupplyNetwork[float]:
        """The network with every number at its likeliest value."""
        return likely(self.network)

    @cached_property
    def since(self) -> Mapping[str, float]:
        """The likeliest day from which each maker's durations count, in days from the start.

        Of several that may happen, of those with a chance of 50 % or more, else of all.
        """
        days = reference_days(self.exposure, as_stated(self.expected, self.network))
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
