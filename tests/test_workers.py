"""This is a test of who carries out the draws: compiled or not, in one process or several, the outcome is the same."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.experiments import workers
from sim.experiments.checking import check
from sim.experiments.workers import run_draws
from sim.pipeline import Prepared, prepare
from sim.results.outcome import DrawOutcome
from sim.simulation import compiling
from sim.simulation.compiled import kernel
from sim.uncertainty.draws import Draws
from tests.example_scenario import EXAMPLE


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    path = tmp_path_factory.mktemp("workers") / "example.yaml"
    path.write_text(EXAMPLE)
    return prepare(path)


def outcomes(prepared: Prepared, count: int = 20, processes: int = 1) -> tuple[DrawOutcome, ...]:
    return run_draws(prepared, Draws(prepared.network, 1, count), processes)


def told(results: tuple[DrawOutcome, ...]) -> str:
    return "\n".join(repr(draw.cases) + repr(draw.domestic) + repr(draw.undisturbed) for draw in results)


def test_outcomes_are_the_same_compiled_and_on_simpy_in_one_process_and_in_two(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "is_compiled", lambda: False)
    slow = told(outcomes(prepared))
    monkeypatch.setattr(workers, "is_compiled", lambda: True)
    assert told(outcomes(prepared)) == slow
    assert told(outcomes(prepared, processes=2)) == slow


def test_a_default_run_never_waits_for_the_compiler(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "is_compiled", lambda: False)
    monkeypatch.setattr(workers, "kernel", lambda: pytest.fail("the physics was compiled"))
    assert len(outcomes(prepared)) == 20


def test_a_long_run_says_that_it_compiles_first(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workers, "is_compiled", lambda: False)
    monkeypatch.setattr(workers, "_WORTH_COMPILING", 0.0)
    with caplog.at_level(logging.INFO, logger="sim"):
        assert len(outcomes(prepared)) == 20
    assert "compiling the physics" in caplog.text


def test_without_a_place_for_a_cache_the_physics_is_compiled_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the cache should be")
    monkeypatch.setattr(compiling, "kernel_file", lambda: blocked / "physics_test.py")
    monkeypatch.setattr(compiling, "compile_text", lambda file, tables, row: file)
    file = compiling.compile_kernel({}, np.dtype([]))
    assert Path(str(file)).read_text("utf-8") == compiling.kernel_text(())


def test_the_kernel_is_marked_as_compiled_once_it_is() -> None:
    kernel()
    assert compiling.is_compiled()


@pytest.mark.parametrize("processes", [1, 2])
def test_what_a_draw_refuses_is_said_the_same_from_a_worker(processes: int, tmp_path: Path) -> None:
    """Ten pieces and 500 on order do not carry 1,000 a day: each draw refuses the scenario."""
    path = tmp_path / "example.yaml"
    short = "stock: {pieces: 10, on_order: [{pieces: 500, due: 2019-10-20}]}"
    path.write_text(EXAMPLE.replace("stock: {covers: 60 / 90 / 180 days, as_of: 2019-05-01}", short, 1))
    with pytest.raises(ScenarioError, match=r"runs out on day 0 without any measure") as refused:
        outcomes(prepare(path), processes=processes)
    with pytest.raises(ScenarioError, match=r"runs out on day 0 without any measure"):
        check(path)
    assert len(refused.value.problems) == 1
