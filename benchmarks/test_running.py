"""This is the benchmark of a run: one draw of an imported parts list, against the compiled physics of that draw alone.

A run of 128 draws takes 128 times what a draw takes, shared out to the workers, and drawing once more and summing up,
which one process does. What is left between a draw and its physics is what could still be gained.
"""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.test_importing import parts_list
from sim.exposure import closures
from sim.intake.importing import ImportPlan, import_parts
from sim.pipeline import Prepared, prepare, run_draw
from sim.simulation.calendar import in_order
from sim.simulation.compilation import compile_run
from sim.simulation.compiled import carry_out, kernel, simulate_compiled
from sim.uncertainty.draws import Draws

ROUNDS = 16  # draws; the least of them is the figure


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """What the import makes of the list: a scenario in which the supplier of most parts stops."""
    file = tmp_path_factory.mktemp("list") / "parts.csv"
    file.write_text(parts_list(), encoding="utf-8")
    plan = ImportPlan(file, file.with_name("parts.yaml"))
    import_parts(plan)
    return prepare(plan.place)


@pytest.fixture(scope="module")
def draws(prepared: Prepared) -> Draws:
    kernel()  # loaded before anything is timed
    return Draws(prepared.network, 1, ROUNDS)


@pytest.mark.benchmark(group="one draw of a parts list of 1,200 lines")
def test_a_draw(benchmark: BenchmarkFixture, prepared: Prepared, draws: Draws) -> None:
    replications = iter(range(ROUNDS))

    def draw() -> float:
        outcome = run_draw(prepared, draws.draw(next(replications)), simulate_compiled)
        return sum(line.made for line in outcome.cases["as decided"].lines.values())

    assert benchmark.pedantic(draw, rounds=ROUNDS) > 0.0


@pytest.mark.benchmark(group="one draw of a parts list of 1,200 lines")
def test_drawing_alone(benchmark: BenchmarkFixture, draws: Draws) -> None:
    replications = iter(range(ROUNDS))
    drawn = benchmark.pedantic(lambda: draws.draw(next(replications)), rounds=ROUNDS)
    assert len(drawn.lines) == 1


@pytest.mark.benchmark(group="one draw of a parts list of 1,200 lines")
def test_the_physics_alone(benchmark: BenchmarkFixture, prepared: Prepared, draws: Draws) -> None:
    """The run without any measure and the run with the stop; that on domestic supply alone is small."""
    drawn = draws.draw(0)
    closed = closures(prepared.exposure, drawn, prepared.file.scenario, "as decided")
    blueprints = [compile_run(drawn, each) for each in ({}, closed)]
    runs = [(each.world, in_order(each.rows), each.horizon) for each in blueprints]
    tables = benchmark.pedantic(lambda: [carry_out(*run) for run in runs], rounds=ROUNDS)
    assert all(each.clock["fault"][0] == 0 for each in tables)
