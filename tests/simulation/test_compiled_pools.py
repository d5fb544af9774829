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

RAMPS = ("ramp: 0 days", "ramp: 30 days")


@pytest.mark.parametrize("text", [POOLED, SHARED, DEGRADED], ids=["pool", "shared", "degraded"])
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
