"""Trajectories are integrated and searched exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.results.trajectory import level, minus, trajectory, weighted

RAMP = trajectory([(0.0, 100.0, 0.0), (10.0, 100.0, -10.0), (20.0, 0.0, 0.0)], 30.0)


def test_the_integral_is_the_area_under_the_pieces():
    assert RAMP.integral(np.array([0.0, 5.0, 10.0, 15.0, 30.0])).tolist() == [
        0.0,
        500.0,
        1000.0,
        1375.0,
        1500.0,
    ]


def test_the_first_time_below_a_level_is_found_inside_a_piece():
    assert RAMP.first_below(level(25.0, 30.0), 0.0) == pytest.approx(17.5)


def test_the_search_begins_where_it_is_told_to():
    assert RAMP.first_below(level(25.0, 30.0), 0.0, after=18.0) == pytest.approx(18.0)


def test_the_last_time_below_a_level_is_where_it_is_reached_for_good():
    """Below 50 from day 5 to 10 and from day 15, when it falls from 100 by 20 a day, till it is back on day 25."""
    wave = trajectory(
        [(0.0, 100.0, 0.0), (5.0, 0.0, 10.0), (15.0, 100.0, -20.0), (20.0, 0.0, 10.0), (28.0, 80.0, 0.0)],
        30.0,
    )
    assert wave.last_below(level(50.0, 30.0), 1e-6) == pytest.approx(25.0)
    assert wave.last_below(level(80.0, 30.0), 1e-6) == pytest.approx(28.0)
    assert wave.last_below(level(81.0, 30.0), 1e-6) == math.inf
    assert wave.last_below(level(-1.0, 30.0), 1e-6) == -math.inf


def test_a_level_never_undercut_is_never_reached():
    assert RAMP.first_below(level(0.0, 30.0), 1e-9) == math.inf


def test_of_rows_at_one_instant_the_last_counts():
    assert trajectory([(0.0, 1.0, 0.0), (0.0, 2.0, 0.0)], 1.0).value.tolist() == [2.0]


def test_sums_and_differences_keep_every_breakpoint():
    total = weighted([(2.0, RAMP), (1.0, level(5.0, 30.0, since=12.0))])
    assert total.at(np.array([11.0, 13.0]))[0].tolist() == [180.0, 145.0]
    assert minus(RAMP, RAMP).value.tolist() == [0.0, 0.0, 0.0]
