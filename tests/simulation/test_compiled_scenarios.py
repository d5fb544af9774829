"""Both drivers leave the same of generated scenarios: tiers, pools, shared stocks, degraded forms and all policies."""

from __future__ import annotations

import os

import pytest

from sim.simulation.calendar import in_order
from sim.simulation.compiled import carry_out
from sim.simulation.driver import simulate
from sim.uncertainty.draws import Draws
from tests.generated_scenario import compiled, generated, read
from tests.simulation.test_compiled import assert_left_the_same

# A thousand with `make search`.
SEEDS = range(1_050 if "EXAMPLES" in os.environ else 60)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_draw_of_a_generated_scenario_is_the_same_compiled_and_on_simpy(seed: int) -> None:
    prepared = read(generated(seed))
    if prepared is None:
        pytest.skip("refused where it is read")
    drawn = Draws(prepared.network, seed, 2).draw(1)
    slow, fast = compiled(prepared, drawn), compiled(prepared, drawn)
    slow.world.clock[0].detailed = fast.world.clock[0].detailed = True
    simulate(slow.world, slow.rows, slow.horizon)
    assert_left_the_same(slow.world, carry_out(fast.world, in_order(fast.rows), fast.horizon))
    assert len(slow.world.line_rows) >= len(slow.world.line)
