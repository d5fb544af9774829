"""Pools, shared stocks and degraded forms, compiled from a scenario, are the same by both drivers."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.exposure import closures
from sim.pipeline import prepare
from sim.simulation.compilation import Blueprint, compile_run
from sim.simulation.compiled import simulate_compiled
from sim.simulation.driver import simulate
from sim.uncertainty.draws import likely
from tests.pooled_scenario import DEGRADED, POOLED, SHARED
from tests.test_degraded import LENS_AT_HOME, LENS_CUT
from tests.test_pools_with_policies import ABROAD, stockpiled

RAMPS = ("ramp: 0 days", "ramp: 30 days")
BOUGHT = stockpiled(POOLED).replace(
    ABROAD, ABROAD.replace("US}", "US, last_buy: {at_most: 3, from: 2019-10-01}}")
)
LEARNT = SHARED.replace(
    "serves: 50 %, ", "serves: 50 %, yield: {first: 40 %, final: 90 %, halves_every: 9 days}, "
).replace(RAMPS[0], f"{RAMPS[0]}\n    ramp_shape: s-curve")
LENSES = stockpiled(DEGRADED.replace(LENS_AT_HOME, LENS_CUT))
TEXTS = {
    "pool": POOLED,
    "shared": SHARED,
    "degraded": DEGRADED,
    "pool and stockpile": BOUGHT,
    "shared and learnt": LEARNT,
    "degraded and stockpile": LENSES,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_scenario_of_it_is_the_same_compiled_and_on_simpy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(text.replace(*RAMPS))
    prepared = prepare(path)
    drawn = likely(prepared.network)
    closed = closures(prepared.exposure, drawn, prepared.file.scenario, "as decided")

    def ran(compiled: bool) -> Blueprint:
        blueprint = compile_run(drawn, closed)
        blueprint.world.clock[0].detailed = True
        driver = simulate_compiled if compiled else simulate
        driver(blueprint.world, blueprint.rows, blueprint.horizon)
        return blueprint

    slow, fast = ran(compiled=False).world, ran(compiled=True).world
    assert len(slow.line_rows) > len(slow.line)
    assert fast.line_rows == slow.line_rows
    assert fast.stock_rows == slow.stock_rows
    assert [list(each) for each in fast.happenings] == [list(each) for each in slow.happenings]
    assert [line.made for line in fast.line] == [line.made for line in slow.line]
