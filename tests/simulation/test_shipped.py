"""Both drivers leave the same of every shipped scenario and variant, bit for bit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.network import SupplyNetwork
from sim.pipeline import prepare, run_draw
from sim.results.outcome import DrawOutcome
from sim.scenario.catalogue import scenario_names
from sim.simulation.compiled import simulate_compiled
from sim.simulation.driver import simulate
from sim.simulation.runs import Driver
from sim.uncertainty.draws import Draws


def cases() -> list[tuple[str, tuple[str, ...]]]:
    """Every shipped scenario as it is, and under each of its variants."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for name in scenario_names():
        variants = prepare(name).file.scenario.variants
        found += [(name, ()), *((name, (variant,)) for variant in variants)]
    return found


def outcome(name: str, variants: tuple[str, ...], driver: Driver) -> DrawOutcome:
    prepared = prepare(name, variants)
    drawn = Draws(prepared.network, 1, 8).draw(5)
    nothing: SupplyNetwork[float] = SupplyNetwork(prepared.network.start, 0.0, ())
    return replace(run_draw(prepared, drawn, driver), network=nothing)


@pytest.mark.parametrize(
    ("name", "variants"), cases(), ids=lambda each: "+".join(each) if isinstance(each, tuple) else each
)
def test_a_draw_of_a_shipped_scenario_is_the_same_compiled_and_on_simpy(
    name: str, variants: tuple[str, ...]
) -> None:
    slow, fast = (outcome(name, variants, driver) for driver in (simulate, simulate_compiled))
    assert repr(slow) == repr(fast)
    assert len(repr(slow)) > 1000
    assert "..." not in repr(slow)  # nothing is left out of what is compared
