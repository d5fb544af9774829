"""How deep a line dips and when it is full again, worked out on paper, and told."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import sim
from sim.results.dip import dip
from sim.results.trajectory import level, trajectory
from tests.test_answers import with_alternative


def test_the_lowest_level_and_the_day_it_is_full_again_are_read_off_the_line() -> None:
    """Full to day 10, at 60 % to day 20, then straight up to full on day 40."""
    output = trajectory([(0.0, 10.0, 0.0), (10.0, 6.0, 0.0), (20.0, 6.0, 0.2), (40.0, 10.0, 0.0)], 100.0)
    plan = level(10.0, 100.0)
    found = dip(output, plan, plan, 5.0, 0.05)
    assert (found.lowest, found.lowest_at) == (pytest.approx(0.6), 10.0)
    assert found.full_again == pytest.approx(40.0, abs=1e-3)
    assert (found.resumes, found.level) == (math.inf, 1.0)


def test_a_falling_line_is_lowest_at_its_end() -> None:
    output = trajectory([(0.0, 10.0, -0.05)], 100.0)
    plan = level(10.0, 100.0)
    found = dip(output, plan, plan, 0.0, 0.05)
    assert (found.lowest, found.lowest_at, found.level) == (pytest.approx(0.5), 100.0, pytest.approx(0.5))
    assert found.full_again == math.inf


def test_a_line_that_stops_and_goes_on_at_40_percent_says_from_when_and_at_what_level(tmp_path: Path) -> None:
    """Stock is gone on day 231, 10 weeks after the cut; 40 % come from day 159 + 100 = 259, 14 weeks after it."""
    path = tmp_path / "camera.yaml"
    path.write_text(with_alternative("40 %", "100 days"))
    results = sim.run(path, replications=2)
    row = results.tables["products"].iloc[0]
    assert row["stop_middle"] == pytest.approx(70.0 / 7.0)
    assert row["resumes_middle"] == pytest.approx((259.0 - 161.0) / 7.0)
    assert row["level_middle"] == pytest.approx(0.4)
    for told in (" ".join(results.answer), results.sentences["camera-maker"][1]):
        assert "all draws that stop run again after about 14 weeks" in told
        assert "at the end it makes 40 % of plan" in told


def test_a_dip_is_told_with_its_depth_and_when_output_is_full_again(tmp_path: Path) -> None:
    """With 90 % from another source at once stock would last; without any stock, output is at 90 % until the end."""
    path = tmp_path / "camera.yaml"
    path.write_text(with_alternative("90 %", "0 days").replace("covers: 60 days", "covers: 0 days"))
    told = sim.run(path, replications=2).sentences["camera-maker"][1]
    assert "it makes 90 % of plan" in told
