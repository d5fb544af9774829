"""This is the law on the days of one draw: a measure drawn for a day does what it would if it were stated for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from sim.exposure.flows import Exposure, is_own_work
from sim.network import SupplyNetwork
from sim.rules.facts import Flow
from sim.rules.hit import Hit, brought_to
from sim.rules.in_force import LawInForce, law_of
from sim.rules.standing import Question
from sim.scenario.model import Scenario
from sim.scenario.quantity import exactly


class DrawnLaw:
    """What reaches flows and markets in one draw.

    Every day that hangs on a measure (of windows, removals, suspensions) stays or moves as it would were the drawn day
    stated; so provisions are asked again, once for each day, and kept with the exposure.
    """

    def __init__(self, exposure: Exposure, network: SupplyNetwork[float], scenario: Scenario) -> None:
        self._exposure = exposure
        self._scenario = scenario
        self._days = _moved(network, scenario, exposure.drawn)

    def hits(self, key: str) -> tuple[Hit, ...]:
        """The provisions that reach a flow or a market, by its key, in the order of the law."""
        market = self._exposure.markets.get(key)
        stated = market.hits if market is not None else self._exposure.flows[key].verdict.hits
        if not self._days:
            return stated
        facts = market.sale if market is not None else self._exposure.flows[key].facts
        if facts is None or is_own_work(facts):
            return stated
        found = (self._brought(number, key, facts) for number in range(len(self._law.provisions)))
        return tuple(
            hit
            for hit in found
            if hit is not None and hit.since is not None and (hit.effect == "demand") == (market is not None)
        )

    @cached_property
    def _law(self) -> LawInForce:
        known = self._exposure.drawn_laws
        days = tuple(sorted(self._days.items()))
        if days not in known:
            stated = _stated_for(self._scenario, self._days)
            known[days] = law_of(stated)
        return known[days]

    def _brought(self, number: int, key: str, facts: Flow) -> Hit | None:
        provision = self._law.provisions[number]
        known = self._exposure.drawn_hits
        at = (key, number, tuple(self._days.get(name) for name in provision.moves_with))
        if at not in known:
            found = brought_to(Question(provision, facts, self._law))
            known[at] = found if isinstance(found, Hit) else None
        return known[at]


def _moved(network: SupplyNetwork[float], scenario: Scenario, drawn: frozenset[str]) -> dict[str, dt.date]:
    """The measures that a draw has on another day than the likeliest, for which the verdicts are made."""
    moved = {}
    for name, measure in scenario.measures.items():
        if name in drawn and measure.effective is not None:
            day = dt.date.fromordinal(round(network.measures[name].effective))
            if day.toordinal() != round(measure.effective.likely):
                moved[name] = day
    return moved


def _stated_for(scenario: Scenario, days: Mapping[str, dt.date]) -> Scenario:
    """The scenario with these measures stated for these days."""
    measures = {
        name: measure.model_copy(update={"effective": exactly(float(days[name].toordinal()), "day")})
        if name in days
        else measure
        for name, measure in scenario.measures.items()
    }
    return scenario.model_copy(update={"measures": measures})
